"""Workers on other machines, which Dask distributed runs; the only module that uses it.

Dask sends numbers of files and short results; the task itself and all files are on storage that all
machines see (`shared_task`). If a worker is gone, Dask has its work done again by another one.
"""

import logging
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, cast
from weakref import WeakSet

from jianbao.base.problems import Location, PublishError, problem
from jianbao.build import shared_task
from jianbao.build.workers import Made, Start, Task

# Seconds: to connect, between two looks at the workers, and without any worker until the build is
# given up. Dask starts a worker that died again within some seconds.
_CONNECT, _LOOK, _PATIENCE = 10.0, 1.0, 30.0


@contextmanager
def connected(address: str, folders: Sequence[Path]) -> Iterator[Start]:
    """Connect to the scheduler at `address`, for the block, and yield what gives tasks to its
    workers. `folders` are what they must see besides the site. Raise PublishError, with a remedy,
    if that is not possible."""
    try:
        import distributed
    except ModuleNotFoundError:
        raise _failure(
            "--cluster needs Dask distributed, which is not installed: install Jianbao's wheel "
            'with: pip install "JIANBAO.whl[cluster]"'
        ) from None
    # What it would say in many lines is said here in one.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", category=distributed.versions.VersionMismatchWarning)
    try:
        client = distributed.Client(address, timeout=_CONNECT)
    except (OSError, ValueError, TypeError) as error:
        message = (
            "no Dask scheduler answers at {address}: start one, or correct the address "
            "(as tcp://192.0.2.7:8786)"
        )
        raise _failure(message, address=address) from error
    try:
        _check(client, address)
        yield partial(_Workers, client, folders)
    finally:
        client.close(timeout=_CONNECT)


def _check(client: Any, address: str) -> None:
    """Raise PublishError if there is no worker, or one with other versions of what is exchanged."""
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError as error:
        message = "the Dask scheduler at {address} has no workers: start some"
        raise _failure(message, address=address) from error
    found: Mapping[str, Any] = client.get_versions(packages=["jianbao"])
    ours = found["client"]["packages"]
    for worker, one in sorted(found["workers"].items()):
        for name, version in one["packages"].items():
            if version != ours[name]:
                raise _failure(
                    "the worker at {worker} has {name} {theirs}, this machine has {ours}: install "
                    "the same on all machines",
                    worker=worker,
                    name=name,
                    theirs=str(version),
                    ours=str(ours[name]),
                )


class _Workers:
    """The workers of a Dask cluster that have a task.

    The futures are Dask's own, which have those methods of `Future` that are used. What Dask makes
    of them for `concurrent.futures` holds a wrong error if a worker is lost while its result is
    fetched.
    """

    def __init__(self, client: Any, folders: Sequence[Path], task: Task) -> None:
        self._client = client
        # Dask keeps a result for as long as somebody here has its future.
        self._futures: WeakSet[Any] = WeakSet()
        self._closing = ExitStack()
        self._shared = self._closing.enter_context(shared_task.shared(task, folders))
        self._seen = time.monotonic()

    def submit(self, numbers: Sequence[int]) -> Future[list[Made]]:
        future = self._client.submit(shared_task.make, self._shared, numbers, pure=False)
        self._futures.add(future)
        return cast("Future[list[Made]]", future)

    def result(self, future: Future[list[Made]]) -> list[Made]:
        from distributed import KilledWorker

        self._seen = time.monotonic()
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                # The result may be on its way; the work may also have raised this.
                if future.done() and future.exception() is not None:
                    raise
                self._look()
            except KilledWorker as error:
                message = (
                    "workers that made the same pages were killed again and again, perhaps because "
                    "their memory was full: give them more, or build without --cluster"
                )
                raise _failure(message) from error
            except CancelledError as error:
                message = "the Dask scheduler does not answer any more: start it, then build again"
                raise _failure(message) from error
            except ImportError as error:
                message = "the workers of the Dask cluster lack {name}: install Jianbao there, too"
                raise _failure(message, name=error.name or "jianbao") from error

    def _look(self) -> None:
        """Raise PublishError if there is no worker any more."""
        if self._client.scheduler_info(n_workers=1)["workers"]:
            self._seen = time.monotonic()
        elif time.monotonic() > self._seen + _PATIENCE:
            raise _failure("all workers of the Dask cluster are gone: start some, then build again")

    def dismiss(self) -> None:
        self._client.cancel(list(self._futures))
        self._closing.close()
        with suppress(OSError):
            self._client.run(shared_task.forget, on_error="ignore")


def _failure(message: str, **values: str) -> PublishError:
    return PublishError([problem(Location("build"), "", message, **values)])
