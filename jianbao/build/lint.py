"""Checks of a finished tree before it is published: every link and fragment leads somewhere, ids
are unique, nothing is loaded from another site, nothing runs that a strict content security policy
forbids, and the pages are exactly those that were rendered.

What concerns one file alone is found by an `Examination`, when the file is made or here.
"""

import hashlib
import os
import posixpath
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from jianbao.archive import urls
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.examination import Examination, is_page


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
    sizes = dict(_sizes(tree))
    known = digests or {}
    examined = Examination(base_url) if examined is None else examined
    for path in sizes:
        read = partial(_read, tree, path)
        if path in known:
            examined.see(path, known[path], read)
        elif examined.has_links(path):
            examined.see(path, hashlib.sha256(read()).hexdigest(), read)
    examined.forget_others()
    links = examined.links.problems(
        sizes.keys(), lambda path: examined.outline_of(path, _read(tree, path))
    )
    ours = {path: sizes[path] for path in sizes.keys() - examined.given}
    return sorted([*_presence(ours, rendered), *links])


def _read(tree: Path, path: str) -> bytes:
    return (tree / path).read_bytes()


def _sizes(tree: Path) -> Iterator[tuple[str, int]]:
    """Yield the path and the size of each file below `tree`."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{tree}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(f"{folder}{entry.name}/")
                else:
                    yield f"{folder}{entry.name}", entry.stat().st_size


# --- the site as a whole ----------------------------------------------------------------------


def _presence(sizes: dict[str, int], rendered: Collection[str] | None) -> Iterator[Problem]:
    for path, size in sizes.items():
        # Hidden files are signals to programs (.nojekyll).
        if not size and not posixpath.basename(path).startswith("."):
            yield problem(Location(path), "", "an empty file")
    if urls.HOME not in sizes:
        yield problem(Location(urls.HOME), "", "there is no home page")
    if rendered is not None:
        for path in sorted(set(rendered) - sizes.keys()):
            yield problem(Location(path), "", "was rendered, but is not in the site")
        for path in sorted(set(filter(is_page, sizes)).difference(rendered)):
            yield problem(Location(path), "", "is in the site, but was not rendered")
