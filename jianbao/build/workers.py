"""Make the files of a site, in this process or in others.

The unit of work is a pure function of a `Task`, which holds the archive and the layouts, and of the
numbers of some files: a task lists all files in one order, so a number names the same file in each
process. A worker makes a file, puts it into the staged tree and reads it for lint and the privacy
gate while its bytes are at hand; only short results are sent back. The bytes depend neither on how
many workers there are nor on where they are: processes of this machine, or anything that runs
functions (`shared_task`).
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from multiprocessing.connection import wait
from typing import Protocol

from jianbao.base.cache import File, FileGroup, ready
from jianbao.base.problems import Location, PublishError, problem
from jianbao.build import graph
from jianbao.build.examination import examine, examine_piece, found_in_pieces
from jianbao.build.pieces import MadePiece, Pieces, assemble, found_in
from jianbao.build.publish import Stored, TreeWriter
from jianbao.outputs import exports, feeds, hosting
from jianbao.pages.render import PendingPages

# Files of one unit of work: some bulletins.
UNIT = 64
# Fewer files than these are made faster in one process: a worker must be started first.
WORTH_WORKERS = 400
_MOST_WORKERS = 8
# A build makes much that stays and hardly any cycles, so the garbage collector looks after as many
# new objects as this, not after 700.
_BETWEEN_COLLECTIONS = 50_000


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is in the tree. `made_of` is the hash of what decides its bytes, "" if there is
    none; `found` is what `examine` found in it, None if it has the bytes of the old file, in which
    the leader knows it; `pieces` are the pieces of which it is made, if it is."""

    path: str
    made_of: str
    stored: Stored
    found: bytes | None
    pieces: Sequence[MadePiece] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """All files that are made from the archive alone. `examined` if it is known what the checks
    found in the files of the old site."""

    pages: PendingPages
    writer: TreeWriter
    examined: bool = False

    def files(self) -> Iterator[File]:
        """Yield the files in a fixed order."""
        for group in self.groups():
            yield from group.files()

    def groups(self) -> Iterator[FileGroup]:
        """Yield the files in groups."""
        archive = self.pages.index.archive
        yield from self.pages.groups()
        yield FileGroup(partial(feeds.render, archive))
        yield from exports.groups(archive)
        yield FileGroup(lambda: starmap(ready, hosting.render(archive)))

    def make(self, file: File, made_of: str | None = None, known: Pieces | None = None) -> Made:
        """Make one file. `made_of` is the hash of what decides it, None if it is not known yet;
        `known` are the pieces of the old file."""
        path = file.path
        if made_of is None:
            made_of = graph.made_of(file)
        if file.pieces is None:
            content = file.make()
            stored = self.writer.write(path, content)
            if self.examined and stored.is_old:
                return Made(path, made_of, stored, None)
            found = examine(path, content, self.pages.index.archive.site.base_url)
            return Made(path, made_of, stored, found)
        old = self.writer.read_old(path) if known else None
        content, made = assemble(file.pieces(), partial(examine_piece, path), known, old)
        stored = self.writer.write(path, content)
        return Made(path, made_of, stored, found_in_pieces(found_in(made)), made)


def count() -> int:
    """Return how many processes work at once if nobody says otherwise."""
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(processors, _MOST_WORKERS)


class Workers(Protocol):
    """Some workers that have a task."""

    def submit(self, numbers: Sequence[int]) -> Future[list[Made]]:
        """Have the files with these numbers made."""

    def result(self, future: Future[list[Made]]) -> list[Made]:
        """Return what was made. Raise PublishError, with a remedy, if the workers are gone."""

    def dismiss(self) -> None:
        """End the work. What no worker has begun is not made."""


# Gives a task to workers.
Start = Callable[[Task], Workers]


class Crew:
    """Makes files of a task: in this process, or by the workers that `start` starts as soon as
    there are many."""

    def __init__(self, task: Task, start: Start | None) -> None:
        self._task = task
        self._start = start
        self._waiting: list[tuple[int, File, str | None]] = []
        self._running: deque[Future[list[Made]]] = deque()
        self._workers: Workers | None = None

    def assign(self, number: int, file: File, made_of: str | None = None) -> Iterator[Made]:
        """Have the file with that number made. Yield what is done, in the order in which it was
        assigned. Raise what the making of a file raised."""
        if self._start is None:
            yield self._task.make(file, made_of)
            return
        self._waiting.append((number, file, made_of))
        if self._workers is None:
            if len(self._waiting) < WORTH_WORKERS:
                return
            self._workers = self._start(self._task)
        while len(self._waiting) >= UNIT:
            self._send(self._workers)
        while self._running and self._running[0].done():
            yield from self._workers.result(self._running.popleft())

    def done(self) -> Iterator[Made]:
        """Yield what is done, in the order in which it was assigned, up to the first failure. Call
        it from time to time if nothing is assigned, since results take memory."""
        while self._workers and self._running and _is_good(self._running[0]):
            yield from self._workers.result(self._running.popleft())

    def rest(self) -> Iterator[Made]:
        """Yield what is not done yet, in the order in which it was assigned."""
        if self._workers is None:
            for _, file, made_of in self._waiting:
                yield self._task.make(file, made_of)
            self._waiting.clear()
            return
        while self._waiting:
            self._send(self._workers)
        while self._running:
            yield from self._workers.result(self._running.popleft())

    def _send(self, workers: Workers) -> None:
        numbers = [number for number, _, _ in self._waiting[:UNIT]]
        del self._waiting[:UNIT]
        self._running.append(workers.submit(numbers))

    def dismiss(self) -> None:
        """End the workers. What they have not begun is not made."""
        if self._workers is not None:
            self._workers.dismiss()


def _is_good(future: Future[list[Made]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let the garbage collector of this process look seldom, as it does in a worker."""
    before = gc.get_threshold()
    gc.set_threshold(_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def crew(task: Task, start: Start | None) -> Iterator[Crew]:
    made = Crew(task, start)
    try:
        yield made
    finally:
        made.dismiss()


def processes(jobs: int) -> Start | None:
    """Return what starts `jobs` processes on this machine, None if one makes everything."""
    return None if jobs == 1 else lambda task: _Processes(task, jobs)


class _Processes:
    """Processes of this machine. A fork shares the archive's memory, but would copy the locks of
    other threads in whatever state they are."""

    def __init__(self, task: Task, jobs: int) -> None:
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        if forks:
            task.pages.warm()
            gc.freeze()  # the collector of a worker would write into every page of shared memory
        self._executor = ProcessPoolExecutor(jobs, context, _begin, (task,))

    def submit(self, numbers: Sequence[int]) -> Future[list[Made]]:
        with _reporting_killed():
            return self._executor.submit(_make, numbers)

    def result(self, future: Future[list[Made]]) -> list[Made]:
        with _reporting_killed():
            return future.result()

    def dismiss(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


@contextmanager
def _reporting_killed() -> Iterator[None]:
    """Raise PublishError, with a remedy, if a worker was killed."""
    try:
        yield
    except BrokenProcessPool as error:
        message = (
            "a process that made pages was killed, perhaps because the memory was full: close other"
            " programs, or build with --jobs 1"
        )
        raise PublishError([problem(Location("build"), "", message)]) from error


# --- in a worker --------------------------------------------------------------------------------


class Worker:
    """Makes files of a task by their numbers. It holds no file that it has passed: numbers usually
    grow, and if they do not, it begins again."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._files: Iterator[tuple[int, File]] = iter(())
        self._next = 0

    def make(self, numbers: Sequence[int]) -> list[Made]:
        wanted = set(numbers)
        if not self._next or min(wanted) < self._next:
            self._files = enumerate(self._task.files())
        made: list[Made] = []
        while len(made) < len(wanted):
            number, file = next(self._files)
            self._next = number + 1
            if number in wanted:
                made.append(self._task.make(file))
        return made


_worker: Worker | None = None


def _begin(task: Task) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that leads ends this one
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    threading.Thread(target=_end_with_the_leader, daemon=True).start()
    _worker = Worker(task)


def _end_with_the_leader() -> None:
    """End this process if the one that leads is killed and cannot say so."""
    leader = multiprocessing.parent_process()
    if leader is not None:
        wait([leader.sentinel])
        os._exit(1)


def _make(numbers: Sequence[int]) -> list[Made]:
    if _worker is None:
        raise RuntimeError("a worker that was not begun")
    return _worker.make(numbers)
