"""Progress on a screen of so many columns, and where there is none."""

import io
import re

import pytest

from jianbao.base import messages
from jianbao.cli import terminal
from jianbao.cli.terminal import Progress, Terminal, _Drawing, width

CLEAR = "\r\x1b[K"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def made(drawing: _Drawing, language: str = "en") -> tuple[Progress, io.StringIO, Clock]:
    stream, clock = io.StringIO(), Clock()
    return Progress(messages.translator(language), stream, drawing, clock), stream, clock


def test_a_bar_has_counts_and_the_time_left() -> None:
    progress, stream, clock = made(_Drawing.BAR)
    with progress as tell:
        tell("render", 0, 0)
        clock.now += 30
        tell("render", 100, 400)
    lines = stream.getvalue().split("\r")
    bar = "█" * 5 + "░" * 15
    assert lines == [
        "",
        "laying out\x1b[K",
        f"{bar} laying out 100 / 400, 1:30 left\x1b[K",
        "\x1b[K",
    ]


def test_without_a_total_there_is_a_count() -> None:
    progress, stream, clock = made(_Drawing.BAR)
    with progress as tell:
        clock.now += 5
        tell("render", 7, 0)
    assert stream.getvalue() == f"\rlaying out 7\x1b[K{CLEAR}"


def test_a_bar_is_drawn_again_only_after_a_while_or_at_the_end_of_a_stage() -> None:
    progress, stream, clock = made(_Drawing.BAR)
    with progress as tell:
        for done in range(1001):
            tell("render", done, 1000)
        assert stream.getvalue().count("\r") == 2
        clock.now += 0.2
        tell("lint", 0, 0)
        tell("lint", 0, 0)
        assert stream.getvalue().count("\r") == 3
    assert "1000 / 1000" in stream.getvalue()


@pytest.mark.parametrize("columns", [1, 12, 30, 80])
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_bar_never_wraps(monkeypatch: pytest.MonkeyPatch, columns: int, language: str) -> None:
    monkeypatch.setattr(terminal, "columns", lambda _: columns)
    progress, stream, clock = made(_Drawing.BAR, language)
    with progress as tell:
        tell("publish", 0, 0)
        clock.now += 30
        tell("render", 12345, 67890)
    drawn = re.findall(r"\r([^\r\x1b]+)", stream.getvalue())
    assert drawn
    # A Han character has two columns.
    assert all(width(line) <= max(columns - 1, 1) for line in drawn)


def test_without_a_terminal_there_is_a_line_every_ten_seconds() -> None:
    progress, stream, clock = made(_Drawing.LINES)
    with progress as tell:
        for second in range(35):
            tell("render", second, 70)
            clock.now += 1
    assert stream.getvalue().splitlines() == [
        "laying out 10 / 70, 1:00 left",
        "laying out 20 / 70, 0:50 left",
        "laying out 30 / 70, 0:40 left",
    ]


def test_short_work_says_nothing_without_a_terminal() -> None:
    progress, stream, clock = made(_Drawing.LINES)
    with progress as tell:
        tell("load", 0, 0)
        clock.now += 9
        tell("publish", 0, 0)
    assert stream.getvalue() == ""


def test_a_message_finds_an_empty_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_Drawing, "of", lambda *_: _Drawing.BAR)
    shown = Terminal("en")
    with shown.progress() as tell:
        tell("load", 0, 0)
        shown.error("one")
        shown.error("two")
        tell("lint", 0, 0)
    shown.error("three")
    assert capsys.readouterr().err == (
        f"\rreading\x1b[K{CLEAR}one\ntwo\n\rchecking the site\x1b[K{CLEAR}three\n"
    )


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_only_for_a_terminal_that_can_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert _Drawing.of(Screen(), quiet=False) is _Drawing.BAR
    assert _Drawing.of(io.StringIO(), quiet=False) is _Drawing.LINES
    assert _Drawing.of(Screen(), quiet=True) is _Drawing.NOTHING
    monkeypatch.setenv("TERM", "dumb")
    assert _Drawing.of(Screen(), quiet=False) is _Drawing.LINES
