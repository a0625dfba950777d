"""GIF (87a and 89a): a screen, then blocks of sub-blocks."""

from jianbao.base.pictures.picture import CleanPicture, checked_size, cut_off

SIGNATURES = (b"GIF87a", b"GIF89a")

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
# Applications whose data decide how often it moves, and its colours.
_DRAWING = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def clean(content: bytes) -> CleanPicture:
    """Return the picture without comments, texts and data of other applications. Raise PictureError
    if a part of it is missing."""
    if len(content) < 13:
        raise cut_off()
    size = int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    checked_size(*size)
    at = 13 + _table_bytes(content[10])
    kept = [content[:at]]
    has_pixels = False
    while True:
        if at >= len(content):
            raise cut_off()
        start, kind = at, content[at]
        if kind == _TRAILER:
            break
        if kind == _IMAGE and at + 11 <= len(content):
            # A frame: its place, its own colours, the least code size, its pixels.
            at = _after_sub_blocks(content, at + 11 + _table_bytes(content[at + 9]))
            has_pixels = True
            kept.append(content[start:at])
        elif kind == _EXTENSION and at + 2 <= len(content):
            at = _after_sub_blocks(content, at + 2)
            if _draws(content[start:at]):
                kept.append(content[start:at])
        else:
            raise cut_off()
    if not has_pixels:
        raise cut_off()
    kept.append(bytes((_TRAILER,)))
    return CleanPicture("gif", *size, b"".join(kept))


def _table_bytes(flags: int) -> int:
    """Return the size of the table of colours that `flags` announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _draws(extension: bytes) -> bool:
    label = extension[1]
    return label == _CONTROL or (label == _APPLICATION and extension[3:14] in _DRAWING)


def _after_sub_blocks(content: bytes, at: int) -> int:
    while True:
        if at >= len(content):
            raise cut_off()
        length = content[at]
        at += 1 + length
        if not length:
            return at
