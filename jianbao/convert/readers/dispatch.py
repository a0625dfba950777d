"""Read a document's bytes: detect the format from the content, then call its reader."""

from collections.abc import Callable, Mapping
from typing import NoReturn

from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.blocks import Document
from jianbao.convert.readers import text
from jianbao.convert.readers.pdf import scan, text_layer
from jianbao.convert.readers.sniff import REFUSALS, Kind, sniff
from jianbao.convert.readers.web import html
from jianbao.convert.readers.word import docx, office

READERS: Mapping[Kind, Callable[[bytes, str], Document]] = {
    "text": text.read,
    "html": html.read,
    "docx": docx.read,
    "office": office.read,
    "pdf": text_layer.read,
    "image": scan.read,
}


MAX_BYTES = 16 * 1024 * 1024
"""The limit for plain text; other formats hold more than text, and their readers have their own
limits."""
MAX_CHARACTERS = 1_000_000


def read(content: bytes, file: str) -> Document:
    """Read the bytes of the document called `file`. Raise ConvertError if no reader takes them, or
    if there is more text than a bulletin has."""
    kind = sniff(content)
    reader = READERS.get(kind)
    if reader is None:
        raise ConvertError([problem(Location(file), "", REFUSALS[kind])])
    if kind == "text" and len(content) > MAX_BYTES:
        _refuse(file)
    document = reader(content, file)
    if sum(len(block.text) for block in document.blocks) > MAX_CHARACTERS:
        _refuse(file)
    return document


def _refuse(file: str) -> NoReturn:
    message = "the document has more than {limit} characters, which no bulletin has; divide it"
    raise ConvertError([problem(Location(file), "", message, limit=MAX_CHARACTERS)])
