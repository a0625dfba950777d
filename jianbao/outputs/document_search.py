"""Search everything in a document as received for personal data: deleted and hidden text, comments,
properties, menus and scripts of a page."""

import email
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jianbao.base.problems import ConvertError, Location, Problem, problem
from jianbao.convert.readers import dispatch, sandbox, spreadsheet
from jianbao.convert.readers.encodings import decode
from jianbao.convert.readers.pdf import text_layer
from jianbao.convert.readers.sniff import sniff
from jianbao.outputs.privacy_gate import visible
from jianbao.text import privacy

MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 10_000
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Holding:
    """The result for a document: masked personal data, and whether it shows pictures of pages."""

    found: tuple[str, ...]
    pictures: bool


def search(content: bytes, name: str) -> Holding:
    """Search the bytes of one document, called `name`. Raise ConvertError if a part of it cannot be
    read."""
    pictures = False
    kind = sniff(content)
    if content.startswith(b"PK"):
        texts: Iterable[str] = _of_zip(content, name)
        if kind == "office":
            texts = [*texts, *_of_reader(content, name)]
        elif kind == "sheet":
            texts = [*texts, "\n\n".join(spreadsheet.cells(content, name))]
    elif kind == "pdf":
        texts, pictures = _of_pdf(content, name)
    elif kind == "html":
        texts = _of_page(content)
    elif kind == "text":
        texts = _decoded(content)
    elif kind == "image":
        texts, pictures = _of_bytes(content), True
    elif kind == "office":
        texts = [*_of_reader(content, name), *_of_bytes(content), *_of_rich_text(content)]
    elif kind == "empty":
        texts = ()
    else:
        raise ConvertError([_unknown(name)])
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(one.masked for one in privacy.find(text))
    return Holding(tuple(found), pictures)


def _unknown(name: str) -> Problem:
    message = "is in no format that can be searched"
    return problem(Location(name), "", message)


def _decoded(content: bytes) -> Iterator[str]:
    known = decode(content)
    if known:
        yield known[0]
    else:
        yield content.decode("utf-8", "replace")
        yield content.decode("gb18030", "replace")


def _of_page(content: bytes) -> Iterator[str]:
    """Yield the text of a web page as shown, and all of its source: hidden text, comments,
    scripts."""
    for text in _decoded(content):
        yield visible(text)
        yield html.unescape(text)
    if b"mime-version:" in content[:4096].lower():
        for part in email.message_from_bytes(content).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                for text in _decoded(payload):
                    yield visible(text)
                    yield html.unescape(text)


_ENDS_PARAGRAPH = re.compile(
    r"</(?:[\w]+:)?(?:p|tc|tr|row|c|si|h|table-cell|list-item)>"
    r"|<(?:[\w]+:)?(?:br|cr|tab|line-break)(?=[\s/>])[^>]*>"
)
_XML_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_DELETED = re.compile(r"<w:delText[^>]*>.*?</w:delText>", re.DOTALL)
_XML_ENDINGS = (".xml", ".rels", ".vml", ".rdf", ".html", ".htm", ".xhtml", ".txt", ".json")


def _of_xml(content: bytes) -> Iterator[str]:
    """Yield the text of one XML part, with and without deleted text, and its source, for attributes
    and comments."""
    for text in _decoded(content):
        for source in {text, _DELETED.sub("", text)}:
            yield html.unescape(_XML_TAG.sub("", _ENDS_PARAGRAPH.sub("\n", source)))
        yield html.unescape(text)


def _of_zip(content: bytes, name: str, depth: int = 1) -> Iterator[str]:
    """Yield the texts of every part of a zip-based document, and of documents inside it."""
    location = Location(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or depth > MAX_DEPTH:
                message = "holds more than can be searched"
                raise ConvertError([problem(location, "", message)])
            for entry in entries:
                part = package.read(entry)
                yield entry.filename
                yield entry.comment.decode("utf-8", "replace")
                if part.startswith(b"PK\x03\x04"):
                    yield from _of_zip(part, name, depth + 1)
                elif entry.filename.lower().endswith(_XML_ENDINGS) or part[:5] == b"<?xml":
                    yield from _of_xml(part)
                else:
                    yield from _of_bytes(part)
            yield package.comment.decode("utf-8", "replace")
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError,
        RuntimeError,
    ):  # fmt: skip
        message = "is damaged or locked with a password"
        raise ConvertError([problem(location, "", message)]) from None


def _of_bytes(content: bytes) -> Iterator[str]:
    """Yield the plain characters that a binary file may hold."""
    yield content.decode("latin-1")
    for start in (0, 1):
        whole = content[start : start + (len(content) - start) // 2 * 2]
        yield whole.decode("utf-16-le", "replace")


_RTF_CHARACTER = re.compile(r"\\'([0-9a-fA-F]{2})|\\u(-?[0-9]{1,5}) ?\??")
_RTF_WORD = re.compile(r"\\(?:par|cell|row|line|tab)\b ?|\\[a-z]+-?[0-9]* ?|[{}\r\n]")


def _of_rich_text(content: bytes) -> Iterator[str]:
    if not content.lstrip().startswith(b"{\\rtf"):
        return

    def character(match: re.Match[str]) -> str:
        return chr(int(match[1], 16) if match[1] else int(match[2]) % 0x10000)

    def word(match: re.Match[str]) -> str:
        return "\n" if match.group().startswith(("\\par", "\\cell", "\\row", "\\line")) else ""

    yield _RTF_WORD.sub(word, _RTF_CHARACTER.sub(character, content.decode("latin-1")))


def _of_reader(content: bytes, name: str) -> Iterator[str]:
    """Yield the text that the conversion reads in a document, and the text that it leaves out."""
    document = dispatch.read(content, name)
    yield "\n\n".join(block.text for block in document.blocks)
    yield "\n\n".join(removal.text for removal in document.removals)
    yield "\n\n".join(value for _, value in document.metadata)


_FEW = 20  # a page with fewer characters is a picture


def _of_pdf(content: bytes, name: str) -> tuple[list[str], bool]:
    """Return the text of all pages, visible or not, all other texts of the file (properties, notes,
    forms), and whether a page is a picture."""
    raw = sandbox.run(
        text_layer.everything,
        content,
        None,
        Location(name),
        seconds=text_layer.SECONDS,
        megabytes=text_layer.MEGABYTES,
    )
    if raw["attachments"]:
        message = "holds attached files, which are not searched"
        raise ConvertError([problem(Location(name), "", message)])
    pages = raw["pages"]
    pictures = any(page["images"] and len(page["chars"]) < _FEW for page in pages)
    return [*map(_lines, pages), *raw["strings"]], pictures


def _lines(page: Mapping[str, list[list[float]]]) -> str:
    """Return the characters of a page in the order of the file, with its gaps and lines."""
    pieces: list[str] = []
    right = bottom = 0.0
    for text, x0, _top, x1, _bottom, baseline, size, *_ in page["chars"]:
        if abs(baseline - bottom) > size / 2:
            pieces.append("\n")
        elif not -size < x0 - right < size / 2:
            pieces.append(" ")
        pieces.append(str(text))
        right, bottom = x1, baseline
    return "".join(pieces)
