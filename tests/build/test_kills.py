"""A build that is killed for good at any of its steps, with workers: the old site or the new one is
whole, nobody goes on working, and the next build gives what a first one gives and cleans up.

A step is a call to the system, as in test_faults.py, which tries errors and a kill that Python's
`finally` still sees. Here the system kills the process. One of the like calls of each line of our
code is tried, of these each eighth; with JIANBAO_FAULTS=all every call is.

The builds are forked from a process of its own, which has one thread and has built before.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import archives
import faults
import pytest

from jianbao.build import workers
from jianbao.cli import entry

WITH_WORKERS = " with workers"
EVERY_CALL = os.environ.get("JIANBAO_FAULTS") == "all"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="sees processes in /proc"),
]


def test_a_build_that_is_killed_at_any_step_is_made_good_by_the_next(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, __file__, tmp_path],
        env={**archives.environment(), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tried = json.loads(done.stdout)
    assert tried["with workers"] >= 2
    assert tried["old sites"] >= 2
    assert tried["new sites"] >= 1


# --- in the process that forks ------------------------------------------------------------------


@dataclass
class Kill(faults.Faults):
    """Kills the process that forked last, but none of its workers, at call number `at`."""

    leader: int = 0

    def call(self, name: str, path: object, is_reading: bool = False) -> None:
        if os.getpid() != self.leader or not self._concerns(path):
            return
        if len(self.calls) == self.at:
            os.kill(self.leader, signal.SIGKILL)
        super().call(name, path, is_reading)
        if multiprocessing.active_children():
            self.calls[-1] += WITH_WORKERS


def main(folder: Path) -> None:
    patch = pytest.MonkeyPatch()
    faults.make_builds_cheap(patch)
    root = archives.start(folder / "archive")
    bulletin = root / archives.BULLETIN
    text = bulletin.read_text("utf-8")
    texts = [text, text.replace("。", "！", 1)]
    sites = []
    os.chdir(root)
    for one in texts:
        bulletin.write_text(one, "utf-8")
        assert entry.main(["-q", "build", "--jobs", "1"]) == 0
        sites.append(archives.tree(root / "site"))
    patch.setattr(workers, "WORTH_WORKERS", 2)
    patch.setattr(workers, "UNIT", 3)
    watched = [folder, Path(os.environ["XDG_STATE_HOME"])]

    bulletin.write_text(texts[0], "utf-8")
    calls = forked(partial(build, Kill(watched)))
    assert calls
    now, found = 0, dict.fromkeys(("killed", "with workers", "old sites", "new sites"), 0)
    for at in chosen(calls):
        old, now = now, 1 - now
        bulletin.write_text(texts[now], "utf-8")
        killed = forked(partial(build, Kill(watched, at))) is None
        left = archives.tree(root / "site")
        assert left in (sites[old], sites[now]), calls[at]
        assert killed or left == sites[now], calls[at]
        found["killed"] += killed
        found["with workers"] += killed and calls[at].endswith(WITH_WORKERS)
        found["old sites" if left == sites[old] else "new sites"] += 1
        assert forked(partial(build, Kill([]))) is not None, calls[at]
        assert archives.tree(root / "site") == sites[now], calls[at]
        assert archives.left_over(root) == [], calls[at]
    print(json.dumps(found))


def chosen(calls: list[str]) -> list[int]:
    """Some calls of each kind, and the last ones: those of the publication and of what is kept for
    the next build."""
    if EVERY_CALL:
        return list(range(len(calls)))
    some = faults.chosen(calls)
    beside = [at for at in some if calls[at].endswith(WITH_WORKERS)]
    return sorted({*some[::10], *beside[::4], *range(len(calls) - 2, len(calls))})


def build(fault: Kill) -> list[str]:
    fault.leader = os.getpid()
    with faults.injected(fault):
        assert entry.main(["--lang", "en", "-q", "build", "--jobs", "2"]) == 0
    return fault.calls


def forked(work: Callable[[], list[str]]) -> list[str] | None:
    """What `work` returns in a process of its own, None if that was killed. Wait until all that it
    started have ended, too."""
    result = Path("../result.json")
    child = os.fork()
    if not child:
        status = 1
        try:
            os.setsid()
            result.write_text(json.dumps(work()))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    deadline = time.monotonic() + 60
    while alive := living(child):
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            raise AssertionError(f"still working: {alive}")
        time.sleep(0.01)
    assert status in (0, -signal.SIGKILL), status
    if status:
        return None
    calls: list[str] = json.loads(result.read_text())
    return calls


def living(group: int) -> list[str]:
    """The commands of the processes of a group, without those that have ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name, _, fields = (process / "stat").read_text().rpartition(") ")
        except OSError:
            continue
        state, _, its_group = fields.split()[:3]
        if int(its_group) == group and state not in "ZX":
            found.append(name)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
