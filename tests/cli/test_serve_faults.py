"""Whatever call to the system fails after a save in `serve`: one line, what was on show stays, and
the next save is shown and built as if nothing had been. A build of the preview may be killed, too.

Some of the calls are tried; with JIANBAO_FAULTS=all every call with every fault.
"""

import os
from collections.abc import Callable
from errno import EACCES, EIO
from pathlib import Path

import archives
import faults
import pytest
from faults import KINDS, Faults

from jianbao.build.paths import Paths, layout_folders
from jianbao.build.preview import Preview
from jianbao.build.serve import snapshot
from jianbao.cli.commands import serve
from jianbao.cli.terminal import Terminal

EVERY_CALL = os.environ.get("JIANBAO_FAULTS") == "all"
PAGE = "bulletins/gongzuo-jianbao/2024/001.html"
SIGNS = ("！", "？")

pytestmark = pytest.mark.slow


class Serving:
    """What `serve` does after a save, without its server and its threads."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folders = layout_folders(root)
        paths = Paths(root, root / "content", folders, root / "site")
        self.watched = [root, Path(os.environ["XDG_STATE_HOME"])]
        self.saved = 0
        self._paths = serve._preview(paths)
        self._terminal = Terminal("en")
        self._terminal.quiet = True
        self._preview = Preview(self._paths)
        self._bulletin = root / archives.BULLETIN
        self._text = self._bulletin.read_text("utf-8")
        self._capsys = capsys

    def save(self) -> str:
        """Write the next text. Return the sign by which its pages are known."""
        self.saved += 1
        sign = SIGNS[self.saved % 2]
        self._bulletin.write_text(self._text.replace("。", sign, 1), "utf-8")
        return sign

    def take(self) -> bool:
        """Read what was saved, as before a browser gets it."""
        now = snapshot([self._paths.content, *self._paths.layouts])
        return serve._succeeds(lambda: self._preview.take(now), self._paths, self._terminal)

    def build(self) -> bool:
        """Build the whole preview, as in the process that follows."""
        pages = self._preview.shown
        good = serve._build(self._paths, self._terminal)
        self._preview.built(pages, good)
        return good

    def page(self) -> str:
        """What a browser gets."""
        page = self._preview.page(PAGE)
        return (page or (self._paths.site / PAGE).read_bytes()).decode()

    def tree(self) -> archives.Tree:
        return archives.tree(self._paths.site)

    def said(self) -> str:
        return self._capsys.readouterr().err


@pytest.fixture
def serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Serving:
    faults.make_builds_cheap(monkeypatch)
    started = Serving(archives.start(tmp_path / "archive"), capsys)
    for _ in SIGNS:
        started.save()
        assert started.take()
        assert started.build()
    started.said()
    return started


def tried(calls: list[str], each: int) -> list[int]:
    return list(range(len(calls))) if EVERY_CALL else faults.chosen(calls)[::each]


def counted(serving: Serving, work: Callable[[], bool]) -> list[str]:
    counting = Faults(serving.watched)
    serving.save()
    with faults.injected(counting):
        assert work()
    return counting.calls


def check_what_is_said(serving: Serving, done: bool | None, place: str) -> None:
    said = serving.said()
    assert "Traceback" not in said, place
    assert "defect" not in said, place
    assert done is not False or said.strip(), place


@pytest.mark.parametrize("kind", [EIO, EACCES], ids=["EIO", "EACCES"])
def test_every_kind_of_call_of_a_look_at_what_was_saved_may_fail(
    serving: Serving, kind: int
) -> None:
    calls = counted(serving, serving.take)
    for at in tried(calls, 2):
        before = serving.page()
        sign = serving.save()
        fault = Faults(serving.watched, at, kind)
        with faults.injected(fault):
            done = serving.take()
        place = f"{calls[at]} {kind}"
        check_what_is_said(serving, done, place)
        assert done or serving.page() == before, place
        assert serving.take(), place
        assert sign in serving.page(), place


def test_every_kind_of_call_of_a_build_of_the_preview_may_fail(serving: Serving) -> None:
    sites = {}
    for _ in SIGNS:
        sign = serving.save()
        assert serving.take()
        assert serving.build()
        sites[sign] = serving.tree()
    calls = counted(serving, lambda: serving.take() and serving.build())
    for number, at in enumerate(tried(calls, 7)):
        sign = serving.save()
        assert serving.take()
        kind = KINDS[number % len(KINDS)]
        done: bool | None = None
        with faults.injected(Faults(serving.watched, at, kind)):
            done = serving.build()
        place = f"{calls[at]} {kind}"
        check_what_is_said(serving, done, place)
        assert serving.tree() in sites.values(), place
        assert serving.build(), place
        assert serving.tree() == sites[sign], place
        assert sign in serving.page(), place
        assert list(serving.watched[0].rglob("*.staging-*")) == [], place
