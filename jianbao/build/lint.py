"""Checks of a finished tree before it is published: every link and fragment leads somewhere, ids
are unique, nothing is loaded from another site, nothing runs that a strict content security policy
forbids, and the pages are exactly those that were rendered.

What concerns one file alone is found by an `Examination`, when the file is made or here.
"""

import hashlib
import os
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from jianbao.archive import urls
from jianbao.base.cache import Cache
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.examination import Examination, is_page
from jianbao.build.outline import PageOutline, outline
from jianbao.build.page_reader import LintedPage, PageLink


def lint(
    tree: Path,
    rendered: Collection[str] | None = None,
    base_url: str | None = None,
    cache: Cache | None = None,
    digests: Mapping[str, str] | None = None,
    examined: Examination | None = None,
) -> list[Problem]:
    """Return all problems of the site in the folder `tree`, sorted; their locations are output
    paths. `rendered` are the output paths that were rendered; `base_url` is the archive's public
    address; `digests` are the known SHA-256 of files, which then need not be read for them.
    `examined` knows the files that were examined already; the others are examined now."""
    sizes = dict(_sizes(tree))
    known = digests or {}
    examined = Examination(base_url, cache or Cache()) if examined is None else examined

    def digest(path: str) -> str:
        return known.get(path) or hashlib.sha256((tree / path).read_bytes()).hexdigest()

    def outline_of(path: str) -> PageOutline:
        if path.endswith(".css"):
            sheet = (tree / path).read_text("utf-8", errors="replace")
            return outline(path, LintedPage((), tuple(_style_sheet_links(sheet)), ()), base_url)
        return examined.outline_of(path, digest(path), (tree / path).read_bytes)

    for path in sorted(sizes):
        if path not in examined and (examined.is_page(path) or path in known):
            examined.see(path, digest(path), (tree / path).read_bytes)
        if path.endswith(".css"):
            examined.links.add(path, outline_of(path))
    links = examined.links.problems(sizes.keys(), outline_of)
    ours = {path: sizes[path] for path in sizes.keys() - examined.given}
    return sorted([*_presence(ours, rendered), *links])


def _sizes(tree: Path) -> Iterator[tuple[str, int]]:
    for folder, _, names in os.walk(tree):
        inside = Path(folder).relative_to(tree).as_posix()
        for name in names:
            path = name if inside == "." else f"{inside}/{name}"
            yield path, Path(folder, name).stat().st_size


# --- style sheets -----------------------------------------------------------------------------


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*?))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)


def _style_sheet_links(sheet: str) -> Iterator[PageLink]:
    sheet = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), sheet)
    for match in _CSS_ADDRESS.finditer(sheet):
        address = next(group for group in match.groups() if group is not None)
        if not address.startswith("#"):
            yield PageLink(sheet.count("\n", 0, match.start()) + 1, "load", address)


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
