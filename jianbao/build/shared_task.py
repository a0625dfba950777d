"""A task on storage that all workers see, for workers on other machines.

The task is written once into the staged tree. A worker reads it once, on whatever machine and
started by whatever engine: `make` is a function that any executor can run. A unit of work may be
done twice, because a worker died or was only thought dead: each file is written apart and renamed,
so it is there whole or not at all, and the second writing gives the same bytes.
"""

import hashlib
import pickle
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from jianbao.base.cache import code_version
from jianbao.base.problems import Location, PublishError, problem
from jianbao.build.publish import reporting
from jianbao.build.workers import Made, Task, Worker

# In the staged tree, until the work is done.
_WORKSHOP = ".jianbao-workshop"
_NAME = "task"


@dataclass(frozen=True, slots=True)
class SharedTask:
    """Where a task lies, and what shows that a worker sees the same and makes the same of it.
    `folders` are what it must see besides."""

    workshop: Path
    sha256: str
    version: str
    folders: tuple[Path, ...]


@contextmanager
def shared(task: Task, folders: Sequence[Path]) -> Iterator[SharedTask]:
    """Write `task` into the staged tree, for the block. Afterwards nothing of it is left, and a
    worker that still works on it writes nothing more."""
    workshop = task.writer.tree / _WORKSHOP
    content = pickle.dumps(replace(task, writer=replace(task.writer, apart=workshop)))
    with reporting(task.writer.shown):
        workshop.mkdir()
        (workshop / _NAME).write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    del content  # it is as large as the archive
    try:
        yield SharedTask(workshop, sha256, code_version(), tuple(folders))
    finally:
        with reporting(task.writer.shown):
            # Renamed first, since a late worker may write into it while it is deleted.
            shutil.rmtree(workshop.rename(f"{workshop}.old"))


# --- in a worker --------------------------------------------------------------------------------

_lock = threading.Lock()
_last: tuple[SharedTask, Worker] | None = None


def make(task: SharedTask, numbers: Sequence[int]) -> list[Made]:
    """Make the files with these numbers, in any process that sees the same storage. Raise
    PublishError, with a remedy, if this one does not, or has another version of the program."""
    global _last
    with _lock:  # a process may have several threads that work
        if _last is None or _last[0] != task:
            _last = None
            _last = task, Worker(_read(task))
        return _last[1].make(numbers)


def forget() -> None:
    """Free the memory that the last task takes."""
    global _last
    with _lock:
        _last = None


def _read(task: SharedTask) -> Task:
    if task.version != code_version():
        message = (
            "the worker on {machine} has another version of this program, of Python or of a "
            "package: install the same on all machines"
        )
        raise PublishError([problem(Location("build"), "", message, machine=socket.gethostname())])
    for folder in task.folders:
        if not folder.is_dir():
            raise _unseen(folder)
    try:
        content = (task.workshop / _NAME).read_bytes()
    except OSError as error:
        raise _unseen(task.workshop.parent) from error
    if hashlib.sha256(content).hexdigest() != task.sha256:
        raise _unseen(task.workshop.parent)
    # The hash came with the task, from the process that leads.
    read: Task = pickle.loads(content)  # noqa: S301
    return read


def _unseen(folder: Path) -> PublishError:
    message = (
        "the worker on {machine} does not see {folder} as this machine does: give all machines the "
        "same storage at the same path"
    )
    found = problem(
        Location("build"), "", message, machine=socket.gethostname(), folder=str(folder)
    )
    return PublishError([found])
