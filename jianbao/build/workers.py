"""Make the files of a site, in this process or in several.

The unit of work is a pure function of the archive, the layouts and the numbers of some files: a
`Task` lists all files in one order, so a number names the same file in each process. A worker
makes a file, puts it into the staged tree and reads it for lint and the privacy gate while its
bytes are at hand; only short results are sent back. The bytes do not depend on the number of
processes.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import starmap
from multiprocessing.connection import wait
from pathlib import Path

from jianbao.archive.model import Archive, ReadOriginal
from jianbao.base.cache import File, ready
from jianbao.base.problems import Location, PublishError, problem
from jianbao.build import graph
from jianbao.build.examination import examine
from jianbao.build.publish import Stored, TreeWriter
from jianbao.outputs import exports, feeds, hosting
from jianbao.pages import render

# Files of one unit of work: some bulletins.
UNIT = 64
# Fewer files than these are made faster in one process: a worker must be started first.
WORTH_WORKERS = 400
_MOST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is in the tree. `made_of` is the hash of what decides its bytes, "" if there is
    none; `found` is what `examine` found in it."""

    path: str
    made_of: str
    stored: Stored
    found: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """All files that are made from the archive alone."""

    archive: Archive
    layouts: Sequence[Path]
    writer: TreeWriter
    read: ReadOriginal | None = field(default=None, compare=False)
    # The archive, grouped. A process that shares no memory with this one groups it again.
    pages: render.PendingPages | None = field(default=None, compare=False)

    def files(self) -> Iterator[File]:
        """Yield the files in a fixed order."""
        pages = self.pages or render.prepare(self.archive, self.layouts, read=self.read)
        yield from pages.files()
        yield from feeds.render(self.archive)
        yield from exports.render(self.archive)
        yield from starmap(ready, hosting.render(self.archive))

    def make(self, file: File, made_of: str | None = None) -> Made:
        """Make one file. `made_of` is the hash of what decides it, None if it is not known yet."""
        if made_of is None:
            made_of = graph.made_of(file)
        content = file.make()
        stored = self.writer.write(file.path, content)
        found = examine(file.path, content, self.archive.site.base_url)
        return Made(file.path, made_of, stored, found)


def count() -> int:
    """Return how many processes work at once if nobody says otherwise."""
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(processors, _MOST_WORKERS)


class Crew:
    """Makes files of a task: at once, or in `jobs` processes as soon as there are many."""

    def __init__(self, task: Task, jobs: int) -> None:
        self._task = task
        self._jobs = jobs
        self._worth = WORTH_WORKERS
        self._waiting: list[tuple[int, File, str | None]] = []
        self._running: deque[Future[list[Made]]] = deque()
        self._executor: Executor | None = None

    def assign(self, number: int, file: File, made_of: str | None = None) -> Iterator[Made]:
        """Have the file with that number made. Yield what is done, in the order in which it was
        assigned. Raise what the making of a file raised."""
        if self._jobs == 1:
            yield self._task.make(file, made_of)
            return
        self._waiting.append((number, file, made_of))
        if self._executor is None and len(self._waiting) < self._worth:
            return
        if self._executor is None:
            self._executor = _executor(self._task, self._jobs)
        while len(self._waiting) >= UNIT:
            self._send()
        while self._running and self._running[0].done():
            yield from _result(self._running.popleft())

    def rest(self) -> Iterator[Made]:
        """Yield what is not done yet, in the order in which it was assigned."""
        if self._executor is None:
            for _, file, made_of in self._waiting:
                yield self._task.make(file, made_of)
            self._waiting.clear()
            return
        while self._waiting:
            self._send()
        while self._running:
            yield from _result(self._running.popleft())

    def _send(self) -> None:
        numbers = [number for number, _, _ in self._waiting[:UNIT]]
        del self._waiting[:UNIT]
        if self._executor is not None:
            with _reporting_killed():
                self._running.append(self._executor.submit(_make, numbers))

    def dismiss(self) -> None:
        """End the workers. What they have not begun is not made."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            gc.unfreeze()


@contextmanager
def crew(task: Task, jobs: int) -> Iterator[Crew]:
    made = Crew(task, jobs)
    try:
        yield made
    finally:
        made.dismiss()


def _result(future: "Future[list[Made]]") -> list[Made]:
    with _reporting_killed():
        return future.result()


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


def _executor(task: Task, jobs: int) -> Executor:
    """Start the workers. A fork shares the archive's memory, but would copy the locks of other
    threads in whatever state they are."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    if forks:
        if task.pages:
            task.pages.compile()
        gc.freeze()  # the collector of a worker would write into every page of the shared memory
    else:
        task = replace(task, pages=None)
    return ProcessPoolExecutor(jobs, context, _begin, (task,))


# --- in a worker --------------------------------------------------------------------------------


class _Worker:
    """Makes files by their numbers, which only grow: it holds no file that it has passed."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._files = enumerate(task.files())

    def make(self, numbers: Sequence[int]) -> list[Made]:
        wanted = set(numbers)
        made: list[Made] = []
        while len(made) < len(wanted):
            number, file = next(self._files)
            if number in wanted:
                made.append(self._task.make(file))
        return made


_worker: _Worker | None = None


def _begin(task: Task) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that leads ends this one
    threading.Thread(target=_end_with_the_leader, daemon=True).start()
    _worker = _Worker(task)


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
