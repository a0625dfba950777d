"""The photographs inside a PDF, as files of their own, with the same pixels.

A JPEG is copied; an image of grey or red, green and blue is written as PNG. A JPEG of printing inks
is copied if the PDF turns its numbers round, as Photoshop writes them: browsers do so with every
such JPEG. Any other image, such as one with a mask, would look different outside the PDF, and is
not taken.
"""

import base64
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MAX_BYTES = 100 << 20  # of all pictures of a document, encoded
MAX_PIXELS = 40_000_000

_CHANNELS = {
    "DeviceGray": 1,
    "CalGray": 1,
    "G": 1,
    "DeviceRGB": 3,
    "CalRGB": 3,
    "RGB": 3,
    "DeviceCMYK": 4,
    "CMYK": 4,
}
_INKS = 4
_TURNED_ROUND = (1, 0) * _INKS
_COLOUR_TYPES = {1: 0, 3: 2}
_JPEG = frozenset(("DCTDecode", "DCT"))
_UNREADABLE = frozenset(("JBIG2Decode", "JPXDecode", "CCITTFaxDecode", "CCF"))


@dataclass(frozen=True, slots=True)
class EmbeddedImage:
    """An image as the PDF describes it: size in pixels, bits of a number, filters, and the name of
    its colour space, "ICCBased 3" for one of three numbers. `decode` says how numbers are to be
    read, () if as they are. `content` decodes it."""

    width: object
    height: object
    bits: object
    colours: str
    filters: frozenset[str]
    decode: tuple[object, ...]
    content: Callable[[], bytes]


class EmbeddedPictures:
    """The pictures of a document, each once, in base64 by name."""

    def __init__(self) -> None:
        self.encoded: dict[str, str] = {}
        self._size = 0

    def add(self, image: EmbeddedImage) -> str:
        """Return the name of an image's file, "" if it cannot be taken as it is."""
        content = _file(image)
        encoded = base64.b64encode(content).decode("ascii") if content else ""
        if not encoded or self._size + len(encoded) > MAX_BYTES:
            return ""
        self._size += len(encoded)
        name = f"image{len(self.encoded) + 1}"
        self.encoded[name] = encoded
        return name


def _file(image: EmbeddedImage) -> bytes | None:
    kind, _, numbers = image.colours.partition(" ")
    channels = int(numbers or 0) if kind == "ICCBased" else _CHANNELS.get(kind, 0)
    width, height = image.width, image.height
    is_jpeg = bool(image.filters & _JPEG)
    if image.filters & _UNREADABLE or not _looks_the_same(channels, is_jpeg, image.decode):
        return None
    if not isinstance(width, int) or not isinstance(height, int):
        return None
    if width < 1 or height < 1 or width * height > MAX_PIXELS:
        return None
    content = image.content()
    if is_jpeg:
        return content
    if image.bits != 8 or len(content) < width * height * channels:
        return None
    return _png(width, height, channels, content)


def _looks_the_same(channels: int, is_jpeg: bool, decode: tuple[object, ...]) -> bool:
    """Return whether an image outside its PDF has the same colours."""
    if channels == _INKS:
        return is_jpeg and decode == _TURNED_ROUND
    return channels in _COLOUR_TYPES and not decode


def _png(width: int, height: int, channels: int, pixels: bytes) -> bytes:
    row = width * channels
    rows = b"".join(b"\0" + pixels[at : at + row] for at in range(0, row * height, row))
    head = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
