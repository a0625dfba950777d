"""Files that are made of pieces, as a table that has some rows from each bulletin.

What is kept of such a file is for each piece what it was made from, its size and what the checks
found in it. So a later build takes the pieces that are the same from the old file, and makes and
examines only the others.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from jianbao.base.cache import Cache, FilePiece


class MadePiece(NamedTuple):
    """A piece of a file; `found` are the masked forms of the personal numbers in it."""

    made_of: str
    size: int
    found: Sequence[str]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of the file with that SHA-256."""

    sha256: str
    made: Sequence[MadePiece] = ()


# Returns what the checks find in a piece.
Examine: TypeAlias = Callable[[bytes], Sequence[str]]


def assemble(
    pieces: Iterable[FilePiece], examine: Examine, known: Pieces | None, old: bytes | None
) -> tuple[bytes, Sequence[MadePiece]]:
    """Return the bytes of a file, and its pieces. `known` are the pieces of the `old` file, if
    there is one and it was not changed."""
    places: dict[str, tuple[MadePiece, int]] = {}
    start = 0
    if known and old is not None and hashlib.sha256(old).hexdigest() == known.sha256:
        for one in known.made:
            places[one.made_of] = one, start
            start += one.size
    contents: list[bytes] = []
    made: list[MadePiece] = []
    for piece in pieces:
        made_of = hashlib.sha256(piece.made_of.encode()).hexdigest()[:32]
        if old is not None and made_of in places:
            one, start = places[made_of]
            content = old[start : start + one.size]
        else:
            content = piece.make()
            one = MadePiece(made_of, len(content), examine(content))
        contents.append(content)
        made.append(one)
    return b"".join(contents), made


def found_in(made: Iterable[MadePiece]) -> list[str]:
    """Return what the checks found in any of the pieces."""
    return sorted({found for one in made for found in one.found})


def keep(cache: Cache, site: Path, files: Mapping[str, Pieces]) -> None:
    """Record the pieces of the files of the site at `site`."""
    plain = {path: (one.sha256, one.made) for path, one in files.items()}
    cache.keep_latest(_place(site), "", json.dumps(plain, ensure_ascii=False).encode())


def recall(cache: Cache, site: Path) -> dict[str, Pieces]:
    """Return the pieces of the files of the site at `site`, as far as they are known."""
    kept = cache.recall_latest(_place(site), "")
    return {
        path: Pieces(sha256, [MadePiece(*one) for one in made])
        for path, (sha256, made) in (json.loads(kept) if kept else {}).items()
    }


def _place(site: Path) -> str:
    return f"pieces of {site.absolute()}"
