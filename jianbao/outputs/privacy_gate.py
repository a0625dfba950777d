"""The last check of every file of a finished site: no file may hold a personal number that nobody
allowed, whatever its source.

A file is decoded by its format: HTML and XML without tags and entities, JSON and scripts without
escapes, addresses without percent-encoding. The result is cached by the file's SHA-256, so that an
unchanged file costs nothing. Documents as received have their own check (`originals`).
"""

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from jianbao.archive import urls
from jianbao.archive.model import Archive
from jianbao.base.cache import Cache
from jianbao.base.problems import Location, Problem, problem
from jianbao.text import privacy

# Formats without text of their own: the search index is made from the texts in search/*/text/.
BINARY = (
    *(".pf_index", ".pf_meta", ".pf_filter", ".pf_fragment", ".pagefind", ".bin", ".wasm"),
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2"),
)
# Formats of a bulletin that hold nothing of other bulletins.
_OWN_FORMS = ("md", "json", "csl.json", "bib", "ris")


def check(
    archive: Archive, tree: Path, digests: Mapping[str, str], cache: Cache
) -> Iterator[Problem]:
    """Report each personal number that nobody allowed in the files of a site, in the folder `tree`.
    `digests` gives the SHA-256 of each output path."""
    own = {
        urls.beside(bulletin, form): {*archive.personal, *bulletin.personal}
        for bulletin in archive.bulletins
        for form in _OWN_FORMS
    }
    anywhere = set(archive.personal).union(*(b.personal for b in archive.bulletins))
    for path, digest in sorted(digests.items()):
        found = {one.masked for one in privacy.numbers(path)}
        if not path.startswith(f"{urls.ORIGINALS}/") and not path.endswith(BINARY):
            found |= set(_held(tree, path, digest, cache))
        for masked in sorted(found - own.get(path, anywhere)):
            message = (
                "holds personal data that nobody allowed ({masked}): mask it in the text or layout"
                " that it comes from, or list it so in privacy_allowed"
            )
            yield problem(Location(path), "", message, masked=masked)


def _held(tree: Path, path: str, digest: str, cache: Cache) -> list[str]:
    """Return the masked forms of the numbers in one file."""
    key = cache.key("privacy", _format(path), digest)
    if (kept := cache.recall(key)) is not None:
        known: list[str] = json.loads(kept)
        return known
    content = (tree / path).read_bytes()
    found = sorted(
        {one.masked for text in readings(path, content) for one in privacy.numbers(text)}
    )
    cache.keep(key, json.dumps(found).encode())
    return found


# --- what a file says -----------------------------------------------------------------------------

_BASE64 = re.compile(r'jianbao\.got\("([A-Za-z0-9+/=]{16,})"\)\s*\Z')
_JSON_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_JSON_CHARACTERS = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}
_ENDS_LINE = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "button", "caption", "dd", "details"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "option"),
        *("p", "pre", "script", "section", "select", "style", "summary", "table", "tbody", "td"),
        *("template", "tfoot", "th", "thead", "title", "tr", "ul"),
    )
)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
# The shortest numbers that are sought, of travel documents, have seven digits.
_MANY_DIGITS = re.compile(rf"(?:[^\d{privacy.CHINESE_DIGITS}]*[\d{privacy.CHINESE_DIGITS}]){{7}}")
# Coordinates, which readers do not see as numbers.
_DRAWING = re.compile(r'\s(?:d|points|viewBox|transform)="[^"]*"')


def _format(path: str) -> str:
    return path.rpartition(".")[2]


def readings(path: str, content: bytes) -> Iterator[str]:
    """Yield the texts that the file `path` shows or hides, decoded by its format."""
    text = content.decode("utf-8", "replace")
    match _format(path):
        case "html" | "svg":
            shown, text = _in_page(text)
            yield shown
            if "\\u" in shown:  # data for machines
                yield _JSON_ESCAPE.sub(_character, shown)
        case "xml":
            text = html.unescape(text)
        case "js" | "json" | "jsonl" | "webmanifest" | "map":
            twin = _BASE64.search(text)
            if twin:
                text = base64.b64decode(twin[1]).decode("utf-8", "replace")
            text = _JSON_ESCAPE.sub(_character, text)
    yield text
    yield privacy.without_percent_encoding(text)


def visible(page: str) -> str:
    """Return the text of an HTML page as a reader sees it, joined over tags inside a line."""
    return _in_page(page)[0]


def _in_page(page: str) -> tuple[str, str]:
    """Return the visible text of an HTML page, and what its tags and comments hold, each of these
    once and apart from the others."""
    tags = _TAG.findall(page)
    first, *texts = _TAG.split(page)
    read = [_read_tag(tag) for tag in tags]
    shown = "".join(f"{break_}{text}" for (break_, _), text in zip(read, texts, strict=True))
    held = "\n\n".join(dict.fromkeys(text for _, text in read))
    return html.unescape(f"{first}{shown}"), html.unescape(held)


# The tags of a site are nearly the same on all pages.
@lru_cache(maxsize=1 << 15)
def _read_tag(tag: str) -> tuple[str, str]:
    """Return what a tag puts between the texts around it, and what it holds itself, "" if that is
    no number."""
    name = _TAG_NAME.match(tag)
    ends_line = name is not None and name[1].lower() in _ENDS_LINE
    held = _DRAWING.sub("", tag)
    return "\n\n" if ends_line else "", held if _MANY_DIGITS.match(held) else ""


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return _JSON_CHARACTERS.get(escape[2], escape[2])
