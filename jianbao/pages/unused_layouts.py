"""Files and strings of an archive's own layouts that nothing uses, often because of a misspelt
name."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from posixpath import basename

from jianbao.archive import kinds
from jianbao.base.problems import Location, Problem, Problems, problem
from jianbao.pages.layouts import ASSETS, Layouts, decode, read_layouts, strings_of


def unused(folders: Sequence[Path]) -> Iterator[Problem]:
    """Yield a remark for each file and string of the archive's own that replaces none of ours and
    that no layout uses. `folders` are those of `read_layouts`; the last one is ours."""
    *own, shipped = folders
    theirs, ours = read_layouts(own), read_layouts([shipped])
    yield from _files(theirs, ours)
    yield from _strings(theirs, ours)


def _files(theirs: Layouts, ours: Layouts) -> Iterator[Problem]:
    endings = (".html", ".css", ".js")
    written = _written(theirs, endings) + _written(ours, endings)
    known = {basename(name): name for name in (*ours.files, f"{ASSETS}/own.css")}
    for name, file in theirs.files.items():
        is_asset = name.startswith(f"{ASSETS}/")
        asked_for = basename(name) if is_asset else name
        may_be_named = is_asset or name.endswith(".html")
        if name not in ours.files and not (may_be_named and asked_for in written):
            place = Location(file.shown)
            near = get_close_matches(basename(name), known, n=1)
            if near:
                message = "replaces no shipped file, and nothing uses it; did you mean “{near}”?"
                yield problem(place, "", message, near=known[near[0]])
            else:
                yield problem(place, "", "replaces no shipped file, and nothing uses it")


def _strings(theirs: Layouts, ours: Layouts) -> Iterator[Problem]:
    """Yield a remark for each unused string. A layout may put a key together, so a key whose last
    word is in a layout counts as used."""
    words = frozenset(re.findall(r"\w+", _written(theirs, (".html",))))
    for name in theirs.strings.keys() & ours.strings.keys():
        known = {key for file in ours.strings[name] for key, _, _ in strings_of(file, Problems())}
        known |= kinds.strings("en").keys()
        known |= {key.removesuffix(".other") for key in known}
        for file in theirs.strings[name]:
            for key, _, place in strings_of(file, Problems()):
                plain = re.sub(r"\.(one|other)$", "", key)
                if known.isdisjoint((key, plain)) and plain.split(".")[-1] not in words:
                    near = get_close_matches(key, sorted(known), n=1)
                    if near:
                        message = "is an unknown string that nothing uses; did you mean “{near}”?"
                        yield problem(place, key, message, near=near[0])
                    else:
                        yield problem(place, key, "is an unknown string that nothing uses")


def _written(layouts: Layouts, endings: tuple[str, ...]) -> str:
    """Return the text of the files with these endings, which may name a file or a string."""
    return "\n".join(decode(file) for name, file in layouts.files.items() if name.endswith(endings))
