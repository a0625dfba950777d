"""WebP (RFC 9649): chunks of a RIFF file."""

from collections.abc import Iterator

from jianbao.base.pictures import exif
from jianbao.base.pictures.picture import CleanPicture, checked_size, cut_off

_DRAWING = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_FRAME_HEAD = 16


def is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def clean(content: bytes) -> CleanPicture:
    """Return the picture without Exif, XMP and chunks of other programs. Raise PictureError if a
    part of it is missing."""
    chunks = list(_chunks(content))
    if not chunks:
        raise cut_off()
    turn = next((exif.orientation(_tiff(body)) for kind, body in chunks if kind == b"EXIF"), 1)
    kind, body = chunks[0]
    size = _size(kind, body)
    checked_size(*size)
    if not any(kind in (b"VP8 ", b"VP8L", b"ANMF") for kind, _ in chunks):
        raise cut_off()
    kept = [
        (kind, _frame(body) if kind == b"ANMF" else body)
        for kind, body in chunks
        if kind in _DRAWING
    ]
    if kind == b"VP8X":
        flags = body[0] & ~(_HAS_EXIF | _HAS_XMP)
        if turn != 1:
            flags |= _HAS_EXIF
            kept.append((b"EXIF", exif.only_orientation(turn)))
        kept[0] = kind, bytes((flags,)) + body[1:]
        size = exif.turned(*size, turn)
    written = b"WEBP" + b"".join(map(_chunk, *zip(*kept, strict=True)))
    return CleanPicture("webp", *size, b"RIFF" + len(written).to_bytes(4, "little") + written)


def _frame(body: bytes) -> bytes:
    """Return a frame of a moving picture without chunks of other programs."""
    inside = _chunks_between(body, _FRAME_HEAD, len(body))
    return body[:_FRAME_HEAD] + b"".join(_chunk(k, b) for k, b in inside if k in _DRAWING)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise cut_off()
    yield from _chunks_between(content, 12, end)


def _chunks_between(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise cut_off()
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _tiff(body: bytes) -> bytes:
    return body.removeprefix(b"Exif\0\0")


def _size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X" and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) >= 10:
        width, height = body[6:8], body[8:10]
        return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
    raise cut_off()
