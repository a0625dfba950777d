"""Lets the calls to the system fail, one in turn, while a command runs in this process.

As in SQLite's tests: the first run fails at its first call, the next one at its second call, and
so on, until a run is not reached by its fault any more. A fault is an error of the system, or a
kill: after it no other call is made, as if the process were gone.

Calls are seen by an audit hook (opening, making, renaming and deleting files, reading folders,
starting programs, opening a database) and by what stands in for `os.write` and the like. They count
if they concern the folders of the test.
"""

import errno
import functools
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import pytest

import jianbao
from jianbao.base import cache, files
from jianbao.build import last_build, publish
from jianbao.outputs.search import pagefind

KILL = -1
KINDS = (KILL, errno.EIO, errno.ENOSPC, errno.EACCES)

# Audit events, and which of their arguments is a path.
_FIRST = "open os.mkdir os.rename os.remove os.rmdir os.chmod os.truncate os.scandir os.listdir"
_EVENTS = dict.fromkeys(
    [*_FIRST.split(), "sqlite3.connect", "subprocess.Popen"], 0
) | dict.fromkeys(["os.link", "os.symlink"], 1)
_READING = {"os.scandir", "os.listdir"}
_PACKAGE = str(Path(jianbao.__file__).parent)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Faults:
    """The calls of one run: `calls` are their names with their places in our code. Call number
    `at` (from 0) gets the fault `kind`."""

    folders: Sequence[Path]
    at: int = -1
    kind: int = KILL
    calls: list[str] = field(default_factory=list)
    fired: bool = False
    needs_no_space: bool = False  # the call only reads: ENOSPC is no answer to it

    def call(self, name: str, path: object, is_reading: bool = False) -> None:
        """Count a call, and raise what it is to raise."""
        if self.fired and self.kind == KILL:
            raise Killed
        if not self._concerns(path):
            return
        self.calls.append(f"{name} {_place()}")
        if len(self.calls) - 1 != self.at:
            return
        if self.kind == errno.ENOSPC and is_reading:
            self.needs_no_space = True
            return
        self.fired = True
        if self.kind == KILL:
            raise Killed
        if name == "sqlite3.connect":
            raise sqlite3.OperationalError("disk I/O error")
        shown = os.fspath(path) if isinstance(path, (str, bytes, os.PathLike)) else None
        raise OSError(self.kind, os.strerror(self.kind), shown)

    def _concerns(self, path: object) -> bool:
        if path is None:
            return True
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        place = Path(os.fsdecode(path))
        if not place.is_absolute():  # below a folder that is open
            return True
        return any(place.is_relative_to(folder) for folder in self.folders)


_active: Faults | None = None
_hooked = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _active is None or event not in _EVENTS:
        return
    path = arguments[_EVENTS[event]]
    if event == "subprocess.Popen":
        path = None
    reading = event in _READING or (
        event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    )
    if event == "open" and isinstance(path, int):
        return
    _active.call("read" if event == "open" and reading else event, path, reading)


def _place() -> str:
    """Where in our code a call is made; in base/files.py, for whom too."""
    frame = sys._getframe(1)
    places: list[str] = []
    while frame.f_back:
        code = frame.f_code
        if code.co_filename.startswith(_PACKAGE):
            module = code.co_filename[len(_PACKAGE) + 1 :]
            if module != "base/files.py":
                return " for ".join([*places[:1], f"{module}:{code.co_name}:{frame.f_lineno}"])
            places.append(f"{module}:{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return "?"


def chosen(calls: Sequence[str]) -> list[int]:
    """One of the like calls of each line of our code: the first or the last, in turn."""
    places: dict[str, list[int]] = {}
    for at, call in enumerate(calls):
        places.setdefault(call, []).append(at)
    return sorted(ats[-(number % 2)] for number, ats in enumerate(places.values()))


def only_reads(call: str) -> bool:
    return call.partition(" ")[0] in {"read", *_READING}


@contextmanager
def injected(faults: Faults) -> Iterator[Faults]:
    """Let the calls in the block be counted and fail as `faults` says. A kill ends the block."""
    global _active, _hooked
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    with pytest.MonkeyPatch.context() as patch:
        _stand_in(patch, faults)
        _active = faults
        try:
            yield faults
        except Killed:
            pass
        finally:
            _active = None


def _read_all_sources(patch: pytest.MonkeyPatch) -> None:
    """Make the same calls in every run, not only for sources that were changed just before it."""
    patch.setattr(last_build, "_YOUNG", 10**18)


def _stand_in(patch: pytest.MonkeyPatch, faults: Faults) -> None:
    """Count calls that the audit hook does not see."""
    _read_all_sources(patch)
    write, exchange = os.write, publish._exchange

    def written(descriptor: int, content: bytes) -> int:
        try:
            faults.call("os.write", None)
        except OSError:
            write(descriptor, bytes(content)[: len(content) // 2])  # A full disk takes a part.
            raise
        return write(descriptor, content)

    def exchanged(one: Path, other: Path) -> bool:
        faults.call("renameat2", None)
        return exchange(one, other)

    # Nobody cuts the power: what is flushed need not reach the disk.
    def flushed(_: int) -> None:
        faults.call("os.fsync", None)

    def all_flushed() -> None:
        faults.call("os.sync", None)

    def file_system_flushed(_: int) -> bool:
        faults.call("syncfs", None)
        return True

    patch.setattr(os, "write", written)
    patch.setattr(os, "fsync", flushed)
    patch.setattr(os, "sync", all_flushed)
    patch.setattr(publish, "_syncfs", file_system_flushed)
    patch.setattr(publish, "_exchange", exchanged)


def make_builds_cheap(patch: pytest.MonkeyPatch) -> None:
    """Neither index the same text, read our sources nor parse layouts for each fault."""
    known: dict[str, dict[str, bytes]] = {}
    real = pagefind._answers

    def answers(requests: object, *rest: object) -> object:
        started = repr(requests)
        if started in known:
            # The process is started all the same, since that may fail.
            process = pagefind._start(*rest)  # type: ignore[arg-type]
            process.kill()
            process.communicate()
        else:
            known[started] = real(requests, *rest)  # type: ignore[arg-type, assignment]
        return known[started]

    patch.setattr(pagefind, "_answers", answers)
    version = cache.code_version()
    patch.setattr(cache, "code_version", lambda: version)
    parsed = functools.cache(jinja2.Environment().parse)
    patch.setattr(jinja2.Environment, "parse", lambda _, source: parsed(source))


# --- a disk that changes --------------------------------------------------------------------------

CHANGES = ("gone", "empty", "other bytes", "folder", "broken link", "loop", "link out", "pipe")


@dataclass
class Changes:
    """Another program's change of the disk, just before call number `at` of a command that looks
    at something below `folders`: what is there is replaced as `kind` says. `paths` are what the
    calls look at, `calls` their names with their places in our code."""

    folders: Sequence[Path]
    outside: Path
    at: int = -1
    kind: str = "gone"
    calls: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    fired: bool = False

    def call(self, name: str, path: object, folder: int | None) -> None:
        # A folder that is open is listed by its number.
        if isinstance(path, int) or not isinstance(path, (str, bytes, os.PathLike)):
            return
        above = Path.cwd() if folder is None else Path(f"/proc/self/fd/{folder}").resolve()
        place = above / os.fsdecode(path)
        if files.is_temporary(place.name) or place.name.endswith(".ready"):
            return  # nobody else knows their names
        if not any(top in place.parents for top in self.folders):
            return
        self.calls.append(f"{name} {_place()}")
        self.paths.append(place)
        if len(self.calls) - 1 == self.at:
            self.fired = place.parent.is_dir()
            if self.fired:
                self.change(place)

    def change(self, place: Path) -> None:
        was_folder = place.is_dir() and not place.is_symlink()
        if os.path.lexists(place):
            shutil.move(place, self.outside / "moved away")
        match self.kind:
            case "empty" if was_folder:
                place.mkdir()
            case "empty":
                place.write_bytes(b"")
            case "other bytes":
                place.write_bytes(b"---\nplace: [\xff\x00: {\n")
            case "folder":
                place.mkdir()
                (place / "file").write_bytes(b"stays")
            case "broken link":
                place.symlink_to("nowhere")
            case "loop":
                place.symlink_to(place.name)
            case "link out":
                place.symlink_to(self.outside / ("folder" if was_folder else "file"))
            case "pipe":
                os.mkfifo(place)


@contextmanager
def changed(changes: Changes) -> Iterator[None]:
    """Let the disk change in the block as `changes` says."""
    busy = False

    def watched(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(path: object = ".", *arguments: Any, **options: Any) -> Any:
            nonlocal busy
            if not busy:
                busy = True
                try:
                    folder = options.get("dir_fd", options.get("dst_dir_fd"))
                    changes.call(name, arguments[0] if name == "replace" else path, folder)
                finally:
                    busy = False
            return real(path, *arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        _read_all_sources(patch)
        for name in ("open", "stat", "lstat", "scandir", "mkdir", "replace", "unlink", "readlink"):
            patch.setattr(os, name, watched(name))
        yield
