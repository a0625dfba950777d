"""A document's bytes to a `Document`: the format told by the content, then its reader."""

from collections.abc import Callable, Mapping

from jianbao.convert.blocks import Document
from jianbao.convert.readers import docx, html, office, pdf, scan, text
from jianbao.convert.sniff import REFUSALS, sniff
from jianbao.errors import ConvertError, Location, problem

_READERS: Mapping[str, Callable[[bytes, str], Document]] = {
    "text": text.read,
    "html": html.read,
    "docx": docx.read,
    "office": office.read,
    "pdf": pdf.read,
    "image": scan.read,
}


def read(content: bytes, file: str) -> Document:
    """Read the bytes of the document called `file`. ConvertError for what no reader takes."""
    kind = sniff(content)
    reader = _READERS.get(kind)
    if reader is None:
        raise ConvertError([problem(Location(file), "", REFUSALS[kind])])
    return reader(content, file)
