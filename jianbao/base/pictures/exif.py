"""The orientation in Exif metadata: the one fact of it that decides what a picture looks like."""

import struct

_ORIENTATION = 0x0112
_SHORT = 3
_MAX_ENTRIES = 1000


def orientation(tiff: bytes) -> int:
    """Return the orientation, 1 to 8, of Exif data (a TIFF file). Return 1, upright, if there is
    none, or if the data are damaged."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for entry in range(min(count, _MAX_ENTRIES)):
        at = start + 2 + 12 * entry
        if at + 12 > len(tiff):
            break
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if tag == _ORIENTATION and kind == _SHORT:
            return value if 1 <= value <= 8 else 1
    return 1


def only_orientation(value: int) -> bytes:
    """Return Exif data that hold the orientation and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, value, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def turned(width: int, height: int, value: int) -> tuple[int, int]:
    """Return the size of a picture as shown: 5 to 8 lay it on its side."""
    return (height, width) if value >= 5 else (width, height)
