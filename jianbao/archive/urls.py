"""The only module that makes permalinks, output paths and relative links.

A page is named by its output path: posix, relative to the site, always a file
(`bulletins/lanchuan-weisheng/2024/021.html`). Links between pages are relative, so that the same
bytes work at a domain's root, under any path and from `file://`.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

from jianbao.archive.model import Article, Bulletin

HOME = "index.html"
SEARCH = "search.html"
ABOUT = "about.html"
ABOUT_TEXT = "about.md"
SEARCH_FOLDER = "search"
SEARCH_MANIFEST = "search/manifest.json"
REVIEW = "review/index.html"
NOT_FOUND = "404.html"
ORIGINALS = "originals"
DATASETS = "data"
DATASET_FILES = (
    "datapackage.json",
    *("bulletins.csv", "articles.csv", "article-terms.csv", "term-names.csv"),
    *("observations.csv", "pictures.csv", "attachments.csv"),
    *("series.csv", "counties.csv", "departments.csv", "townships.csv", "topics.csv"),
)
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
OPENSEARCH = "opensearch.xml"
MANIFEST = "manifest-sha256.txt"

# Files and folders of the site that are not pages of bulletins.
_OWN = (
    *(HOME, SEARCH, ABOUT, NOT_FOUND, ORIGINALS, DATASETS),
    *(
        "assets",
        "search",
        "county",
        "department",
        "township",
        "topic",
        "year",
        "series",
        "coverage",
        "review",
        "reporting",
        "comparison",
        "original",
    ),
)

# The most bytes of a name that every host and disk accepts.
MAX_NAME = 200
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
# Names that Windows reserves for devices, with any ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def bulletin(bulletin: Bulletin) -> str:
    return f"bulletins/{bulletin.series}/{bulletin.folder}/{bulletin.name}.html"


def own_page(name: str) -> str:
    """Return the page that the archive's owner wrote under that name."""
    return f"pages/{name}.html"


def own_page_text(name: str) -> str:
    """Return the file beside that page that holds its text as Markdown."""
    return f"pages/{name}.md"


def review(bulletin: Bulletin) -> str:
    """Return the page that lists what to look at in a bulletin that nobody has reviewed yet."""
    return f"review/{place(bulletin)}.html"


def is_review(path: str) -> bool:
    """Return whether the page is for reviewers, not for readers."""
    return path.startswith("review/")


def original_page(bulletin: Bulletin) -> str:
    """Return the page that shows the original of a bulletin beside its text."""
    return f"original/{place(bulletin)}.html"


def page_image(sha256: str, number: int) -> str:
    """Return the picture of a page of an original."""
    return f"original/pages/{sha256[:16]}-{number}.webp"


def is_aside(path: str) -> bool:
    """Return whether the page says nothing that another one does not say, so that search engines
    need not know it."""
    return is_review(path) or path.startswith(("comparison/", "original/"))


def article(bulletin: Bulletin, article: Article) -> str:
    return f"bulletins/{bulletin.series}/{bulletin.folder}/{bulletin.name}/{article.name}.html"


def place(bulletin: Bulletin, article: Article | None = None) -> str:
    """Return SERIES/YEAR/ISSUE or SERIES/YEAR/ISSUE/N: the name of a bulletin or an article in data
    and `replaced_by`, independent of the site's address."""
    whole = f"{bulletin.series}/{bulletin.folder}/{bulletin.name}"
    return f"{whole}/{article.name}" if article else whole


def page_at(place: str) -> str:
    """Return the page of the bulletin or article that `place` names."""
    return f"bulletins/{place}.html"


def place_at(page: str) -> str:
    """Return what `page_at` made the page of: the place of a bulletin or an article."""
    return page.removeprefix("bulletins/").removesuffix(".html")


def beside(bulletin: Bulletin, ending: str) -> str:
    """Return the file beside a bulletin's page that holds it in another format, `md` or `json`."""
    return f"bulletins/{place(bulletin)}.{ending}"


def dataset(file: str) -> str:
    """Return the path of a file of the archive's data."""
    return f"{DATASETS}/{file}"


def year_file(year: str) -> str:
    """Return the ZIP file of a year; `year` is that of addresses, 2024 or undated."""
    return dataset(f"years/{year}.zip")


def feed(taxonomy: str = "", slug: str = "", ending: str = "xml") -> str:
    """Return the feed of the archive, or of one term; `xml` is Atom, `json` JSON Feed."""
    return f"{taxonomy}/{slug}/feed.{ending}" if taxonomy else f"feed.{ending}"


def sitemap_part(number: int) -> str:
    return f"sitemap-{number}.xml"


def term(taxonomy: str, slug: str) -> str:
    """Return the page of one term; `taxonomy` is county, department, year or series."""
    return f"{taxonomy}/{slug}.html"


def term_year(taxonomy: str, slug: str, year: str) -> str:
    """Return the page of one year of one term; `year` is the year's slug (2024 or undated)."""
    return f"{taxonomy}/{slug}/{year}.html"


def coverage(taxonomy: str) -> str:
    """Return the page of who reported in which year: the matrix of a taxonomy's terms."""
    return f"coverage/{taxonomy}.html"


def coverage_year(taxonomy: str, year: int) -> str:
    """Return the page of who reported in which month of one year."""
    return f"coverage/{taxonomy}/{year}.html"


def reporting(taxonomy: str, series: str = "", ending: str = "html") -> str:
    """Return the page, or the table as `csv`, of who reports: all terms of a taxonomy, in all
    series or in one."""
    return f"reporting/{taxonomy}{series and f'/{series}'}.{ending}"


def comparison(reason: str, place: str) -> str:
    """Return the page that compares two texts. `reason` is replaced, and `place` that of the older
    text, or repeated, and `place` that of the later one."""
    return f"comparison/{reason}/{place}.html"


def taxonomy(taxonomy: str) -> str:
    """Return the index page of a taxonomy."""
    return f"{taxonomy}/index.html"


def original(file: str) -> str:
    return f"{ORIGINALS}/{file}"


def is_file_name(name: str) -> bool:
    """Return whether a page, a bulletin's folder or an original may have this name: it is portable,
    and not the name of a folder's own page."""
    return is_portable(name) and name.casefold() != "index"


@lru_cache(maxsize=1 << 14)  # most names are in many folders
def is_portable(name: str) -> bool:
    """Return whether `name` stays the same on every host and file system (a site may be copied to a
    USB stick), and has no special meaning for a host."""
    return not (
        not name
        or len(name.encode(errors="replace")) > MAX_NAME
        or name != unicodedata.normalize("NFC", name)
        or name[0] in " ."
        or name[-1] in " ."
        or _FORBIDDEN.search(name)
        or any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
        or _RESERVED.fullmatch(name)
    )


def is_own(address: str) -> bool:
    """Return whether the site has pages of its own at `address`, so that no former address of a
    bulletin or an article can be there."""
    return address.split("/")[0].casefold() in _OWN


def holder(path: str) -> str:
    """Return the folder or file of ours that takes `path`, "" if it is free."""
    first = path.split("/")[0]
    if is_own(first) or first.casefold() == MANIFEST:
        return f"{first}/" if "/" in path else first
    return ""


def bulletin_anchor(article: Article) -> str:
    """Return the id of `article` on its bulletin's page; the ids inside it begin with that and a
    hyphen."""
    return f"a{article.name}"


def relative(source: str, target: str, fragment: str = "") -> str:
    """Return the link from page `source` to the file `target`, percent-encoded."""
    link = _from_folder(source.rpartition("/")[0], target)
    return f"{link}#{quote(fragment, safe='')}" if fragment else link


@lru_cache(maxsize=1 << 16)
def _from_folder(folder: str, target: str) -> str:
    here, there = folder.split("/") if folder else [], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return quote("../" * (len(here) - shared) + "/".join(there[shared:]), safe="/")


def absolute(base_url: str, target: str, fragment: str = "") -> str:
    """Return the public address of a page, for feeds, sitemap and canonical links only."""
    path = "" if target == HOME else quote(target, safe="/")
    link = f"{base_url.rstrip('/')}/{path}"
    return f"{link}#{quote(fragment, safe='')}" if fragment else link


def host(base_url: str) -> str:
    """Return the domain name of the public address."""
    return urlsplit(base_url).hostname or ""


def base_path(base_url: str) -> str:
    """Return the folder of the public address, `/` or `/archive/`. Only the page for addresses that
    do not exist needs it: a host serves that page at any depth, so relative links fail there."""
    return f"{urlsplit(base_url).path.rstrip('/')}/"
