"""The only place where permalinks, output paths and relative links are made.

A page is named by its output path: posix, relative to the site, always a file
(`bulletins/nanyang-weisheng/2024/077.html`). Links between pages are relative, so that the
same bytes work at a domain's root, under any path and from `file://`.
"""

import posixpath
from urllib.parse import quote, urlsplit

from jianbao.model import Article, Bulletin

HOME = "index.html"
SEARCH = "search.html"
ABOUT = "about.html"
NOT_FOUND = "404.html"
ORIGINALS = "originals"


def bulletin(bulletin: Bulletin) -> str:
    return f"bulletins/{bulletin.series}/{bulletin.folder}/{bulletin.name}.html"


def article(bulletin: Bulletin, article: Article) -> str:
    return f"bulletins/{bulletin.series}/{bulletin.folder}/{bulletin.name}/{article.number}.html"


def term(taxonomy: str, slug: str) -> str:
    """Page of one term; `taxonomy` is county, department, year or series."""
    return f"{taxonomy}/{slug}.html"


def term_year(taxonomy: str, slug: str, year: str) -> str:
    """Page of one year of one term; `year` is the year's slug (2024 or undated)."""
    return f"{taxonomy}/{slug}/{year}.html"


def taxonomy(taxonomy: str) -> str:
    """The index page of a taxonomy."""
    return f"{taxonomy}/index.html"


def original(file: str) -> str:
    return f"{ORIGINALS}/{file}"


def relative(source: str, target: str, fragment: str = "") -> str:
    """The link from page `source` to the file `target`, percent-encoded."""
    path = posixpath.relpath(target, posixpath.dirname(source) or ".")
    # A first segment with a colon would read as a scheme.
    link = quote(path if ":" not in path.split("/", 1)[0] else f"./{path}", safe="/")
    return f"{link}#{quote(fragment, safe='')}" if fragment else link


def absolute(base_url: str, target: str) -> str:
    """The public address of a page, for feeds, sitemap and canonical links only."""
    path = "" if target == HOME else quote(target, safe="/")
    return f"{base_url.rstrip('/')}/{path}"


def base_path(base_url: str) -> str:
    """The folder of the public address, `/` or `/archive/`. Only the page for addresses that do
    not exist needs it: a host serves that page at any depth, where no relative link holds."""
    return f"{urlsplit(base_url).path.rstrip('/')}/"
