"""Run foreign libraries on untrusted bytes in a process of their own.

A parser of PDF or images may hang, use all memory, crash or raise any exception. So it runs in a
child process with bounded time and memory, and returns plain JSON; any failure there becomes one
clear problem here. Only an error of our own code there is raised here as a defect.
"""

import importlib
import json
import logging
import math
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from jianbao.base.problems import ConvertError, Location, one_line, problem
from jianbao.base.processes import Watchdog

# The result of the work; its shape is the contract of the function that was run.
Json = Any
Work = Callable[[bytes, Json], Json]

WAITING = 10
"""The limit of elapsed time over that of processor time: a busy machine makes the work wait."""

SILENT_SECONDS = 60
"""Seconds that the work may be idle, without using any processor time."""

_CHILD = f"import sys; from {__name__} import main; sys.exit(main())"
# Windows has no such limits; there the elapsed time is limited.
_HAS_LIMITS = sys.platform != "win32"
_REFUSED = 3
_OUT_OF_MEMORY = 4
_LIBRARY_FAILED = 5


class RefusedError(Exception):
    """An error raised by work that knows what is wrong: a message template and its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = {name: str(value) for name, value in values.items()}


def run(
    work: Work, content: bytes, options: Json, location: Location, *, seconds: int, megabytes: int
) -> Json:
    """Run `work(content, options)` in a child process; `work` is a function of a module, not a
    nested one.

    `seconds` are processor time, so that the same document is read on a busy machine too. Raise
    ConvertError if the work refuses the content, if a library fails on it, or if it exceeds the
    limits.
    """
    root = str(Path(__file__).resolve().parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    head = json.dumps([work.__module__, work.__qualname__, options, seconds, megabytes]).encode()
    command = [sys.executable, "-W", "ignore", "-c", _CHILD]
    longest = seconds * (WAITING if _HAS_LIMITS else 1)
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    with process, Watchdog(process, SILENT_SECONDS, longest) as watchdog:
        answer, complaints = process.communicate(head + b"\n" + content)
    if watchdog.was_silent:
        raise _error(
            location,
            "the reader did nothing for {seconds} seconds and was stopped; convert the document "
            "again, or save it again",
            seconds=SILENT_SECONDS,
        )
    if watchdog.expired:
        raise _too_slow(location, seconds)
    status = process.returncode
    if status == 0:
        return json.loads(answer)
    if status == _REFUSED:
        message, values = json.loads(answer)
        raise _error(location, message, **values)
    if _HAS_LIMITS and status == -signal.SIGXCPU:
        raise _too_slow(location, seconds)
    report = complaints.decode("utf-8", "replace").strip().splitlines()
    if status == _OUT_OF_MEMORY or any("bad_alloc" in line for line in report):
        raise _error(
            location,
            "reading needs more than {megabytes} MB of memory; split the document, or save it"
            " again",
            megabytes=megabytes,
        )
    if status > 0 and status != _LIBRARY_FAILED:
        raise RuntimeError("\n".join(report))
    cause = report[-1] if report else f"the reader died with status {status}"
    raise _error(
        location,
        "the file is damaged ({cause}); open it in its own program and save it again",
        cause=one_line(cause, 120),
    )


def _too_slow(location: Location, seconds: float) -> ConvertError:
    return _error(
        location,
        "reading takes longer than {seconds} seconds; split the document, or save it again",
        seconds=seconds,
    )


def _error(location: Location, message: str, **values: object) -> ConvertError:
    return ConvertError([problem(location, "", message, **values)])


def _limit(seconds: float, megabytes: int) -> None:
    if not _HAS_LIMITS:
        return
    import resource

    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    whole = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))


def main() -> int:
    """Run the work in the child: read its name and options, then the content, from standard input;
    write JSON."""
    sys.excepthook = _report
    logging.disable()  # Libraries log thousands of warnings about a damaged file.
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    module, name, options, seconds, megabytes = json.loads(head)
    _limit(seconds, megabytes)
    output, sys.stdout = sys.stdout, sys.stderr  # A library that prints must not spoil the answer.
    status = 0
    try:
        result = getattr(importlib.import_module(module), name)(content, options)
        answer = json.dumps(result, ensure_ascii=False)
    except RefusedError as error:
        status, answer = _REFUSED, json.dumps([error.message, error.values])
    except MemoryError:
        return _OUT_OF_MEMORY
    # A lone surrogate from a broken character map must not break the answer.
    output.buffer.write(answer.encode("utf-8", "replace"))
    return status


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End the child with a status that says whether a library failed on the content."""
    files = [Path(frame.filename) for frame in traceback.extract_tb(trace)]
    libraries = {"site-packages", "dist-packages"}
    foreign = kind.__module__ == "cv2" or any(libraries & set(file.parts) for file in files)
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    os._exit(_LIBRARY_FAILED if foreign else 1)
