"""What each file of a published site was made from, kept in the signed cache from build to build.

The graph has one edge for each file: the hash of the text that decides its bytes. It also has the
file's own hash and its identity on the disk, so that a build need not read an unchanged file. Of
each group of files that seldom change apart it has the hash of a text that decides them all, so
that a build need not list the files of an unchanged group.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jianbao.base.cache import Cache, File, FileGroup
from jianbao.build.publish import Stored


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a site. `made_of` is the hash of what decides its bytes, "" if nothing is known
    before they are made."""

    made_of: str
    stored: Stored


# The paths of the files of each group, by the hash of what decides them.
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Graph:
    """What a site was made from: its files, by their output paths, and the groups of them."""

    outputs: Mapping[str, Output] = field(default_factory=dict)
    groups: Groups = field(default_factory=dict)


def made_of(one: File | FileGroup) -> str:
    """Return the hash of what decides the bytes of a file or of all files of a group, "" if nothing
    does before they are made."""
    text = one.made_of() if one.made_of else ""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def keep(cache: Cache, site: Path, outputs: Iterable[tuple[str, Output]], groups: Groups) -> None:
    """Record what the site at `site` was made from."""
    rows = [
        (path, one.made_of, one.stored.sha256, *one.stored.identity)
        for path, one in outputs
        if one.stored.identity is not None
    ]
    # Columns instead of rows: a large archive has some hundred thousand files.
    kept = list(zip(*rows, strict=True)), groups
    cache.keep_latest(_place(site), "", json.dumps(kept, ensure_ascii=False).encode())


def recall(cache: Cache, site: Path, trusted: bool = True) -> Graph:
    """Return what the site at `site` was made from by this version of the program, an empty graph
    if that is not known. Without the identities of files if the site is not `trusted`: each file is
    read then."""
    kept = cache.recall_latest(_place(site), "")
    if not kept:
        return Graph()
    columns, groups = json.loads(kept)
    outputs = {
        path: Output(made_of, Stored(size, sha256, (size, inode, modified) if trusted else None))
        for path, made_of, sha256, size, inode, modified in zip(*columns, strict=True)
    }
    return Graph(outputs, groups)


def _place(site: Path) -> str:
    return f"graph of {site.absolute()}"
