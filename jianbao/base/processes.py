"""Child processes: stop them, and watch for those that are stuck."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

_LOOK = 0.5  # seconds between two looks at a process


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Kill `process`, and all its children if it has a session of its own; then wait for it."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform != "win32" and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


class Watchdog:
    """A watcher that stops a stuck process, so that reading its answers ends.

    It is stuck if for `silent` seconds it has neither answered nor used the processor, or has not
    answered for `longest` seconds at all. So a slow machine or a big task has enough time. Use it
    in a `with` statement: at its end the process is always stopped.

    `expired`: the process was stopped before that; `was_silent`: because it did no work.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", silent: float, longest: float) -> None:
        self.expired = False
        self.was_silent = False
        self._process = process
        self._silent = silent
        self._longest = longest
        self._answered = monotonic()
        self._ended = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def answered(self) -> None:
        """Report a sign of progress."""
        self._answered = monotonic()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        stop(self._process)

    def _watch(self) -> None:
        used, since = processor_seconds(self._process.pid), monotonic()
        while not self._ended.wait(_LOOK):
            now = monotonic()
            found = processor_seconds(self._process.pid)
            if found != used:
                used, since = found, now
            # If the system does not report it, assume that the process works.
            silent = self._longest if used is None else self._silent
            is_silent = now - max(since, self._answered) > silent
            if is_silent or now - self._answered > self._longest:
                self.was_silent = is_silent and used is not None
                self.expired = True
                stop(self._process)
                return


def processor_seconds(pid: int) -> float | None:
    """Return the processor time that the process has used so far, including its children if it
    leads a process group. Return None if the system does not report it."""
    own = _group_and_seconds(Path(f"/proc/{pid}/stat"))
    if own is None or own[0] != pid:
        return own and own[1]
    found = map(_group_and_seconds, Path("/proc").glob("[0-9]*/stat"))
    return sum(seconds for group, seconds in filter(None, found) if group == pid)


def _group_and_seconds(file: Path) -> tuple[int, float] | None:
    """Return the group and the processor time of a process (proc(5): after the name, which may
    hold spaces, the 5th field is the group, the 14th and the 15th count ticks)."""
    try:
        fields = file.read_bytes().rpartition(b")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        return int(fields[2]), ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
