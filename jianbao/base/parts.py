"""Several byte strings as one value of the cache. Pure."""

from collections.abc import Iterator

_LENGTH = 8  # bytes that hold the length of a part


def join(*parts: bytes) -> bytes:
    """Return one value; each part follows its length."""
    return b"".join(piece for part in parts for piece in (len(part).to_bytes(_LENGTH), part))


def split(joined: bytes) -> Iterator[bytes]:
    """Yield the parts of which `join` made a value."""
    start = 0
    while start < len(joined):
        begin = start + _LENGTH
        start = begin + int.from_bytes(joined[start:begin])
        yield joined[begin:start]
