"""The sources and the result of the last build, so that a build can see at once that nothing has
changed.

Sources are compared by what the system says of them (size, dates, inode) and are not read. Two
changes within one tick of the system's clock look alike, so a file that was changed just before
the build is compared by its hash as well. The clock decides no byte of the site.

Of the site only the folders are compared. They show what was added, deleted, renamed or replaced
in them, but not a file that was overwritten in place: `build --verify` and `check` read
every file.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from jianbao.base.cache import Cache
from jianbao.base.files import Folder
from jianbao.base.problems import Location, Problem
from jianbao.build.report import Report
from jianbao.content.file_names import ADDRESSES

_YOUNG = 10 * 10**9
"""Nanoseconds. File systems round dates to up to two seconds, and the clock of the machine that
holds the disk may differ by a few."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a site, as the system describes them.

    `files` and `addresses` are hashes of the descriptions; the latter of the record of addresses,
    which a build itself writes. `young` has the path and the SHA-256 of each file that was changed
    just before; the hash is "" if that is not a regular file.
    """

    files: str
    addresses: str
    young: tuple[tuple[str, str], ...]


def look(content: Path, layouts: Iterable[Path], choices: str = "") -> Sources | None:
    """Describe the sources of a site, of which it is made by `choices`. Return None if they cannot
    be read."""
    now = time.time_ns()
    record = f"{os.path.realpath(content)}/{ADDRESSES}/"
    files: list[tuple[str, object]] = []
    addresses: list[tuple[str, object]] = []
    young: list[tuple[str, str]] = []
    try:
        for path, found in _walk(content, *layouts):
            (addresses if path.startswith(record) else files).append((path, _description(found)))
            if max(found.st_mtime_ns, found.st_ctime_ns) > now - _YOUNG:
                young.append((path, _sha256(path, found)))
    except OSError:
        return None
    if choices:
        files.append(("", choices))
    return Sources(_digest(files), _digest(addresses), tuple(sorted(young)))


def with_new_addresses(sources: Sources | None, content: Path) -> Sources | None:
    """Return `sources` as they are after a build wrote into the record of addresses."""
    now = look(content / ADDRESSES, ())
    if sources is None or now is None:
        return None
    young = {**dict(sources.young), **dict(now.young)}
    return replace(sources, addresses=now.files, young=tuple(sorted(young.items())))


def _walk(*folders: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path and status of everything below `folders` but folders. Links are not followed;
    a missing folder counts as empty."""
    waiting = [os.path.realpath(folder) for folder in folders if os.path.lexists(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)


def _description(found: os.stat_result) -> tuple[int, ...]:
    return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _sha256(path: str, found: os.stat_result) -> str:
    folder, _, name = path.rpartition("/")
    return Folder(Path(folder)).sha256(name) if stat.S_ISREG(found.st_mode) else ""


def _digest(described: list[tuple[str, object]]) -> str:
    text = json.dumps(sorted(described))
    return hashlib.sha256(text.encode()).hexdigest()


# --- kept from build to build -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The result of a build. `recorded`: its addresses are in the record."""

    report: Report
    remarks: tuple[Problem, ...]
    recorded: bool


def keep(
    cache: Cache, site: Path, sources: Sources, files: Iterable[str], outcome: LastBuild
) -> None:
    """Record the sources of the site at `site`; `files` are the paths of all its files."""
    folders = sorted({folder for file in files for folder in _above(file)})
    described = _describe_folders(site, folders)
    if described is not None:
        report, remarks = asdict(outcome.report), [asdict(one) for one in outcome.remarks]
        kept = (sources.young, folders, described, report, remarks, outcome.recorded)
        cache.keep_latest(_place(site), _made_of(sources), json.dumps(kept).encode())


def recall(cache: Cache, site: Path, sources: Sources, record: bool) -> LastBuild | None:
    """Return the result of the last build if its sources and its site are unchanged; with `record`,
    only if its addresses are recorded too. Return None if any of this is not certain."""
    kept = cache.recall_latest(_place(site), _made_of(sources))
    if kept is None:
        return None
    young, folders, described, report, remarks, recorded = json.loads(kept)
    if record and not recorded:
        return None
    if not _are_as_they_were(young) or _describe_folders(site, folders) != described:
        return None
    outcome = LastBuild(
        replace(_report(report), seconds=(), unchanged=True),
        tuple(_problem(**remark) for remark in remarks),
        recorded,
    )
    if young and len(sources.young) < len(young):
        # Otherwise a file that was young once would be read at every build.
        keep(cache, site, sources, [f"{folder}/" for folder in folders], outcome)
    return outcome


def _place(site: Path) -> str:
    return f"last build of {site.absolute()}"


def _made_of(sources: Sources) -> str:
    return f"{sources.files} {sources.addresses}"


def _are_as_they_were(young: Iterable[tuple[str, str]]) -> bool:
    try:
        return all(_sha256(path, os.lstat(path)) == sha256 for path, sha256 in young)
    except OSError:
        return False


def _describe_folders(site: Path, folders: Iterable[str]) -> list[list[int]] | None:
    """Return what the system says of the folders of a site, None if one of them is missing."""
    try:
        found = [os.lstat(f"{site}/{folder}") for folder in folders]
    except OSError:
        return None
    return [[one.st_mode, one.st_dev, one.st_ino, one.st_mtime_ns] for one in found]


def _above(file: str) -> Iterator[str]:
    """Yield the folders above the path of a file: "a/b", "a" and "" for "a/b/c"."""
    while file:
        file = file.rpartition("/")[0]
        yield file


def _report(fields: dict[str, Any]) -> Report:
    """Return the report that was kept as JSON."""
    lists = {name: tuple(fields[name]) for name in ("left_out", "as_published")}
    problems = tuple(_problem(**one) for one in fields["problems"])
    return Report(**{**fields, **lists, "problems": problems})


def _problem(location: dict[str, Any], values: list[list[str]], **fields: str) -> Problem:
    pairs = tuple((name, value) for name, value in values)
    return Problem(location=Location(**location), values=pairs, **fields)
