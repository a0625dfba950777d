"""Checks of a finished tree before it is published: every link and fragment leads somewhere, ids
are unique, nothing is loaded from another site, nothing runs that a strict content security policy
forbids, and the pages are exactly those that were rendered.

What concerns one file alone is found by an `Examination`, when the file is made or here.
"""

import hashlib
import os
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import partial
from pathlib import Path

from jianbao.archive import urls
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.examination import Examination, is_page

_OF_NOTHING = hashlib.sha256(b"").hexdigest()


def lint(
    tree: Path,
    rendered: Collection[str] | None = None,
    base_url: str | None = None,
    digests: Mapping[str, str] | None = None,
    examined: Examination | None = None,
) -> list[Problem]:
    """Return all problems of the site in the folder `tree`, sorted; their locations are output
    paths. `rendered` are the output paths that were rendered; `base_url` is the archive's public
    address; `digests` are the known SHA-256 of files, which then need not be read for them.
    `examined` knows the files that were examined already; the others are examined now."""
    known = digests or {}
    files = dict.fromkeys(_files(tree))
    examined = Examination(base_url) if examined is None else examined
    for path in files:
        read = partial(_read, tree, path)
        if path in known:
            examined.see(path, known[path], read)
        elif examined.has_links(path):
            examined.see(path, hashlib.sha256(read()).hexdigest(), read)
    examined.forget_others()
    links = examined.links.problems(
        files.keys(), lambda path: examined.outline_of(path, _read(tree, path))
    )
    ours = files.keys() - examined.given
    empty = (path for path in ours if _is_empty(tree, path, known.get(path)))
    return sorted([*_presence(ours, empty, rendered), *links])


def _read(tree: Path, path: str) -> bytes:
    return (tree / path).read_bytes()


def _is_empty(tree: Path, path: str, sha256: str | None) -> bool:
    """Return whether a file is empty; `sha256` is its hash if that is known."""
    return sha256 == _OF_NOTHING if sha256 else not (tree / path).stat().st_size


def _files(tree: Path) -> Iterator[str]:
    """Yield the path of each file below `tree`."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{tree}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(f"{folder}{entry.name}/")
                else:
                    yield f"{folder}{entry.name}"


# --- the site as a whole ----------------------------------------------------------------------


def _presence(
    files: Set[str], empty: Iterable[str], rendered: Collection[str] | None
) -> Iterator[Problem]:
    for path in empty:
        # Hidden files are signals to programs (.nojekyll).
        if not posixpath.basename(path).startswith("."):
            yield problem(Location(path), "", "an empty file")
    if urls.HOME not in files:
        yield problem(Location(urls.HOME), "", "there is no home page")
    if rendered is not None:
        for path in sorted(set(rendered) - files):
            yield problem(Location(path), "", "was rendered, but is not in the site")
        for path in sorted(set(filter(is_page, files)).difference(rendered)):
            yield problem(Location(path), "", "is in the site, but was not rendered")
