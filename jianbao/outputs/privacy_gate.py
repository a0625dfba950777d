"""The last check of every file of a finished site: no file may hold a personal number that nobody
allowed, whatever its source.

A file is decoded by its format: HTML and XML without tags and entities, JSON and scripts without
escapes, addresses without percent-encoding. Documents as received have their own check
(`originals`).
"""

import base64
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from jianbao.archive import urls
from jianbao.archive.model import Archive
from jianbao.base.problems import Location, Problem, problem
from jianbao.text import privacy

# Formats without text of their own: the search index is made from the texts in search/*/text/.
BINARY = (
    *(".pf_index", ".pf_meta", ".pf_filter", ".pf_fragment", ".pagefind", ".bin", ".wasm"),
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2"),
)
# Formats of a bulletin that hold nothing of other bulletins.
_OWN_FORMS = ("md", "json", "csl.json", "bib", "ris")


def check(archive: Archive, numbers: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Report each personal number that nobody allowed in the files of a site. `numbers` gives what
    `masked` and `in_name` found in those that hold any, by output path."""
    if not numbers:
        return
    own = {
        urls.beside(bulletin, form): {*archive.personal, *bulletin.personal}
        for bulletin in archive.bulletins
        for form in _OWN_FORMS
    }
    anywhere = set(archive.personal).union(*(b.personal for b in archive.bulletins))
    for path in sorted(numbers):
        for hidden in sorted(set(numbers[path]) - own.get(path, anywhere)):
            message = (
                "holds personal data that nobody allowed ({masked}): mask it in the text or layout"
                " that it comes from, or list it so in privacy_allowed"
            )
            yield problem(Location(path), "", message, masked=hidden)


def is_read(path: str) -> bool:
    """Return whether a file has a text that `masked` can read."""
    return not path.startswith(f"{urls.ORIGINALS}/") and not path.endswith(BINARY)


def in_name(path: str) -> set[str]:
    """Return the masked forms of the numbers in the name of the file `path`."""
    return _numbers(path)


def masked(path: str, content: bytes) -> set[str]:
    """Return the masked forms of the numbers in the file `path`."""
    if path.startswith(f"{urls.DATASETS}/") and path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return set().union(*(masked(one, packed.read(one)) for one in packed.namelist()))
    text = content.decode("utf-8", "replace")
    if ending(path) not in ("html", "svg"):
        return _numbers(*_readings(path, text))
    shown, tags = _in_page(text)
    return masked_in_page(shown, {masked_in_tag(tag) for tag in tags})


def masked_in_page(shown: str, held: Iterable[frozenset[str]]) -> set[str]:
    """Return the masked forms of the numbers in the visible text of a page; `held` are those in its
    tags."""
    texts = [shown]
    if "\\u" in shown:  # data for machines
        texts.append(_JSON_ESCAPE.sub(_character, shown))
    return _numbers(*texts).union(*held)


def _numbers(*texts: str) -> set[str]:
    said = (_UUID.sub("urn:uuid", text) if "urn:uuid:" in text else text for text in texts)
    return {one.masked for text in said for one in privacy.numbers(text)}


# --- what a file says -----------------------------------------------------------------------------

# The id of an entry in feeds. One in forty thousand ends like a mobile number.
_UUID = re.compile(
    "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9A-Za-z])"
)
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
# Coordinates, which readers do not see as numbers.
_DRAWING = re.compile(r'\s(?:d|points|viewBox|transform)="[^"]*"')


def ending(path: str) -> str:
    """Return the ending of a path, which decides how the file is read."""
    return path.rpartition(".")[2]


def _readings(path: str, text: str) -> Iterator[str]:
    """Yield what the text of a file that is not a page shows or hides, decoded by its format."""
    match ending(path):
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


def _in_page(page: str) -> tuple[str, list[str]]:
    """Return the visible text of an HTML page, and its tags and comments."""
    tags = _TAG.findall(page)
    first, *texts = _TAG.split(page)
    shown = "".join(f"{_between(tag)}{text}" for tag, text in zip(tags, texts, strict=True))
    return html.unescape(f"{first}{shown}"), tags


def _between(tag: str) -> str:
    name = _TAG_NAME.match(tag)
    return ends_of_line(name[1].lower()) if name else ""


def ends_of_line(name: str) -> str:
    """Return what a reader sees between the texts before and after a tag of this name."""
    return "\n\n" if name in _ENDS_LINE else ""


def masked_in_tag(tag: str) -> frozenset[str]:
    """Return the masked forms of the numbers in a tag or comment, from < to >, judged without the
    text around it."""
    if not privacy.may_hold_number(tag):
        return frozenset()
    held = html.unescape(_DRAWING.sub("", tag))
    return frozenset(_numbers(held, privacy.without_percent_encoding(held)))


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return _JSON_CHARACTERS.get(escape[2], escape[2])
