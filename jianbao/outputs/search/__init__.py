"""The search index of an archive: what the search page reads under `search/` of the site.

Search is exact: a query finds an article if, and only if, the article's printed text contains it,
compared without case, width and kind of bracket (`normalise`). To make Pagefind exact, every
character is a word of its own and a query is a phrase of such words (`tokens`); layouts/assets/
search-text.js holds the same two functions for the browser.

There is one index for the newest year and one for some years together before it, more for a big
year, so that memory stays bounded and a new bulletin changes one small index. Each is a folder
named by its content; `search/manifest.json` is the only fixed address and names the others:

    search/manifest.json          the indexes, newest first, and where the rest is
    search/HASH/terms.js          counties, departments and series: names, aliases, readings
    search/HASH/simplified.js     simplified characters for traditional ones
    search/HASH/issues.js         the bulletins by year and issue number
    search/HASH/NUMBER.bin        the guide: which index may hold which pairs of characters
    search/HASH/pagefind.js …     Pagefind's reader, the same for all indexes
    search/HASH/facets.js         of one index: series, date, county, department … of each row
    search/HASH/text/NUMBER.js    of one index: a few rows each as excerpts and titles need them
    search/HASH/list.js           of one index: what an exported list needs besides the texts
    search/HASH/common.js         of one index: its most frequent characters
    search/HASH/pagefind/…        of one index: Pagefind's own files

A page that is opened from a disk may read only scripts. So JSON is inside a script
(`jianbao.got(…)`), and each other file, the manifest too, has a twin that is a script (NAME.js).

A row is the position of an article in its index, newest first. After the articles come the
bulletins: their own text (title, banner, preface, editor, reviewer) is searched too, but listed
separately.
"""

from jianbao.outputs.search.bundle import build
from jianbao.outputs.search.normalise import normalise, tokens

__all__ = ["build", "normalise", "tokens"]
