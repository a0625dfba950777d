"""PNG (W3C, third edition): chunks, each with a checksum."""

import zlib
from collections.abc import Iterator

from jianbao.base.pictures import exif
from jianbao.base.pictures.picture import CleanPicture, PictureError, checked_size, cut_off

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_CRITICAL = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND"))
# Chunks that decide colours, transparency, proportions or movement.
_DRAWING = frozenset(
    (
        *(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI"),
        *(b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
    )
)
_MAX_PROFILE = 4 << 20


def clean(content: bytes) -> CleanPicture:
    """Return the picture without texts, Exif, times and chunks of other programs. Raise
    PictureError if a part of it is missing or does not fit its checksum."""
    kept = [SIGNATURE]
    size, turn = (0, 0), 1
    first = True
    has_pixels = False
    for kind, body in _chunks(content):
        if first != (kind == b"IHDR") or (first and len(body) != 13):
            raise cut_off()
        first = False
        if kind == b"IHDR":
            size = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
            checked_size(*size)
        has_pixels = has_pixels or (kind == b"IDAT" and bool(body))
        if kind == b"eXIf":
            turn = exif.orientation(body)
        elif kind in _CRITICAL or (kind in _DRAWING and not _is_bomb(kind, body)):
            kept.append(_chunk(kind, body))
        elif not kind[0] & 0x20:
            message = "has a part “{part}” that no browser knows: save it again as PNG"
            raise PictureError(message, part=kind.decode("ascii", "replace"))
    if not has_pixels:
        raise cut_off()
    if turn != 1:
        kept.insert(2, _chunk(b"eXIf", exif.only_orientation(turn)))
    return CleanPicture("png", *exif.turned(*size, turn), b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the body of each chunk up to IEND."""
    at = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content) or not kind.isalpha():
            raise cut_off()
        body = content[at + 8 : end - 4]
        if zlib.crc32(kind + body) != int.from_bytes(content[end - 4 : end], "big"):
            raise cut_off()
        yield kind, body
        at = end


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return len(body).to_bytes(4, "big") + kind + body + checksum.to_bytes(4, "big")


def _is_bomb(kind: bytes, body: bytes) -> bool:
    """Return whether a colour profile is far larger than any, once unpacked."""
    if kind != b"iCCP":
        return False
    packed = body.partition(b"\0")[2][1:]
    try:
        return len(zlib.decompressobj().decompress(packed, _MAX_PROFILE + 1)) > _MAX_PROFILE
    except zlib.error:
        return True
