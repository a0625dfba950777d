"""The photographs inside a PDF, as files of their own, with the same pixels.

Runs confined, like `extraction`. A JPEG is copied; an image of grey or red, green and blue is
written as PNG. Any other image, such as one of printing inks or with a mask, would look different
outside the PDF, and is not taken.
"""

import base64
import struct
import zlib
from typing import Any

from pdfminer.layout import LTImage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

MAX_BYTES = 100 << 20  # of all pictures of a document, encoded
MAX_PIXELS = 40_000_000

_CHANNELS = {"DeviceGray": 1, "CalGray": 1, "G": 1, "DeviceRGB": 3, "CalRGB": 3, "RGB": 3}
_COLOUR_TYPES = {1: 0, 3: 2}
_JPEG = ("DCTDecode", "DCT")
_UNREADABLE = ("JBIG2Decode", "JPXDecode", "CCITTFaxDecode", "CCF")


class Pictures:
    """The pictures of a document, each once, in base64 by name."""

    def __init__(self) -> None:
        self.encoded: dict[str, str] = {}
        self._names: dict[int, str] = {}
        self._streams: list[PDFStream] = []  # keeps them alive, so that their ids stay theirs
        self._size = 0

    def name(self, image: LTImage) -> str:
        """Return the name of an image's file, "" if it cannot be taken as it is."""
        key = id(image.stream)
        if key not in self._names:
            self._streams.append(image.stream)
            content = _file(image)
            encoded = base64.b64encode(content).decode("ascii") if content else ""
            self._size += len(encoded)
            name = f"image{len(self._names) + 1}" if encoded and self._size <= MAX_BYTES else ""
            if name:
                self.encoded[name] = encoded
            self._names[key] = name
        return self._names[key]


def _file(image: LTImage) -> bytes | None:
    channels = _channels(image.colorspace)
    stream = image.stream
    filters = [_literal(name) for name, _ in stream.get_filters()]
    width, height = map(resolve1, image.srcsize)
    if channels is None or "Decode" in stream.attrs or any(f in _UNREADABLE for f in filters):
        return None
    if not _is_size(width) or not _is_size(height) or width * height > MAX_PIXELS:
        return None
    content: bytes = stream.get_data()
    if any(f in _JPEG for f in filters):
        return content
    if resolve1(image.bits) != 8 or len(content) < width * height * channels:
        return None
    return _png(width, height, channels, content)


def _is_size(value: object) -> bool:
    return isinstance(value, int) and 0 < value <= 32_000


def _literal(value: object) -> str:
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _channels(colours: Any) -> int | None:
    """Return how many numbers a pixel has in a space of grey or of red, green and blue; None for
    another space."""
    colours = [resolve1(one) for one in colours]
    if len(colours) == 1 and isinstance(colours[0], list):
        colours = [resolve1(one) for one in colours[0]]
    kind = _literal(colours[0]) if colours else ""
    if kind == "ICCBased" and len(colours) > 1 and isinstance(colours[1], PDFStream):
        channels = resolve1(colours[1].attrs.get("N"))
        return channels if channels in _COLOUR_TYPES else None
    return _CHANNELS.get(kind)


def _png(width: int, height: int, channels: int, pixels: bytes) -> bytes:
    row = width * channels
    rows = b"".join(b"\0" + pixels[at : at + row] for at in range(0, row * height, row))
    head = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
