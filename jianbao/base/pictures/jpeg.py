"""JPEG (ITU-T T.81): segments between markers, and the coded pixels after each SOS."""

from collections.abc import Iterator

from jianbao.base.pictures import exif
from jianbao.base.pictures.picture import CleanPicture, checked_size, cut_off

SIGNATURE = b"\xff\xd8\xff"

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
# Start of frame: its marker says how the pixels are coded. C4, C8 and CC are other tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Tables: Huffman, arithmetic, quantisation, lines, restart, hierarchy.
_TABLES = frozenset((0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF))
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_JFIF_BYTES, _ADOBE_BYTES = 14, 12


def clean(content: bytes) -> CleanPicture:
    """Return the picture with the segments that decide its colours and nothing else. Raise
    PictureError if a part of it is missing."""
    kept = [b"\xff\xd8"]
    size, turn, has_pixels = None, 1, False
    for marker, body, coded in _segments(content):
        if marker in _FRAMES:
            if len(body) < 6 or size is not None:
                raise cut_off()
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
            checked_size(*size)
        elif marker == _APP1 and body.startswith(b"Exif\0"):
            turn = exif.orientation(body[6:])
        has_pixels = has_pixels or bool(coded)
        drawn = _drawn(marker, body)
        if drawn is not None:
            kept += [bytes((0xFF, marker)), (len(drawn) + 2).to_bytes(2, "big"), drawn, coded]
    if size is None or not has_pixels:
        raise cut_off()
    if turn != 1:
        body = b"Exif\0\0" + exif.only_orientation(turn)
        kept.insert(1, b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body)
    kept.append(b"\xff\xd9")
    return CleanPicture("jpeg", *exif.turned(*size, turn), b"".join(kept))


def _drawn(marker: int, body: bytes) -> bytes | None:
    """Return what a segment needs to be for the picture to look the same, or None for one that does
    not matter: Exif, XMP, IPTC, comments, thumbnails."""
    if marker in _FRAMES or marker in _TABLES or marker == _SOS:
        return body
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= _JFIF_BYTES:
        return body[: _JFIF_BYTES - 2] + b"\0\0"  # without its thumbnail
    if marker == _APP14 and body.startswith(b"Adobe"):  # says how colours are coded
        return body[:_ADOBE_BYTES]
    return body if marker == _APP2 and body.startswith(b"ICC_PROFILE\0") else None


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment up to the end of the picture: its marker, its body, and after a start of
    scan the coded pixels."""
    at = 2
    while True:
        if content[at : at + 1] != b"\xff":
            raise cut_off()
        while content[at : at + 1] == b"\xff":  # any number of fill bytes
            at += 1
        if at >= len(content):
            raise cut_off()
        marker = content[at]
        at += 1
        if marker == _EOI:
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(content[at : at + 2], "big")
        if length < 2 or at + length > len(content):
            raise cut_off()
        body = content[at + 2 : at + length]
        at += length
        end = _end_of_scan(content, at) if marker == _SOS else at
        yield marker, body, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the coded pixels end: at a marker that is not a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise cut_off()
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at
