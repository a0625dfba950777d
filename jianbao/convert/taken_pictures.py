"""The pictures of a document: which of them go into the archive, and under which name.

Readers only report where a picture is and what its bytes are. A picture is taken if a site may show
it and if it is no decoration: a rule, an icon, a seal of thirty pixels, a mark on every page. It is
named by the hash of its bytes, so that the same picture is stored once. What is not taken is left
without a name, and the text says so with a doubt.
"""

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from jianbao.base.pictures.clean import ENDINGS, clean
from jianbao.base.pictures.picture import CleanPicture, PictureError
from jianbao.convert.blocks import Document, PictureFile

# Return the bytes of the file at an address beside the document, None if there is none.
Beside = Callable[[str], bytes | None]

SMALLEST = 64
"""Pixels of the shorter side below which a picture is an icon, a bullet or a rule."""
SLENDER = 8
"""A picture that is so many times wider than high, or higher than wide, is a rule or a banner."""
REPEATED = 3
"""A picture that is so often in one document is a mark and tells nothing."""
_MAX_ADDRESS = 48 << 20
_DIGITS = 16


def illustrated(
    document: Document, beside: Beside | None = None
) -> tuple[Document, tuple[PictureFile, ...]]:
    """Return the document with the names that its pictures get in content/, and these pictures."""
    received = {picture.name: picture.content for picture in document.pictures}
    named = [block.picture for block in document.blocks if block.picture]
    names: dict[str, str] = {}
    files: dict[str, PictureFile] = {}
    for address in dict.fromkeys(named):
        content = received.get(address) or _read(document, address, beside)
        taken = _taken(content) if content else None
        if taken:
            names[address] = taken.name
            files[taken.name] = taken
    counted = Counter(names[address] for address in named if address in names)
    often = {name for name, count in counted.items() if count >= REPEATED}
    final = {address: name for address, name in names.items() if name not in often}
    blocks = tuple(
        replace(block, picture=final.get(block.picture, "")) if block.picture else block
        for block in document.blocks
    )
    kept = tuple(file for name, file in files.items() if name not in often)
    return replace(document, blocks=blocks, pictures=()), kept


def _taken(content: bytes) -> PictureFile | None:
    """Return a picture as it goes into the archive, or None if it is decoration, or none that a
    site may show."""
    try:
        picture = clean(content)
    except PictureError:
        return None
    if _is_decoration(picture):
        return None
    digest = hashlib.sha256(picture.content).hexdigest()[:_DIGITS]
    return PictureFile(f"{digest}.{ENDINGS[picture.format]}", picture.content)


def _is_decoration(picture: CleanPicture) -> bool:
    shorter, longer = sorted((picture.width, picture.height))
    return shorter < SMALLEST or longer > SLENDER * shorter


def _read(document: Document, address: str, beside: Beside | None) -> bytes | None:
    """Return the bytes of a picture that is in the address itself or beside a web page. Nothing is
    ever fetched."""
    if len(address) > _MAX_ADDRESS:
        return None
    if address[:5].lower() == "data:":
        return _data(address)
    return beside(address) if beside and document.format == "html" else None


def _data(address: str) -> bytes | None:
    head, comma, data = address[5:].partition(",")
    if not comma:
        return None
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(data)
    try:
        return base64.b64decode(unquote_to_bytes(data))
    except (binascii.Error, ValueError):
        return None


def lines_of_lost(document: Document, shown: Callable[[str], bool]) -> Iterator[int]:
    """Yield the line of each picture that the written text does not show, though it was taken."""
    for block in document.blocks:
        if block.picture and not shown(block.picture):
            yield block.line
