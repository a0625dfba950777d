"""The terminal: lines for the user, problems, tables, progress. Always UTF-8."""

import math
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from time import monotonic
from typing import TextIO

from jianbao.base import messages
from jianbao.base.problems import Problem
from jianbao.build import report

# Above this number, problems that differ only in their place are reported as one: they usually have
# one cause, in a layout.
_ALIKE, _SHOWN = 20, 3

# Seconds between two drawings of the bar, and between two lines where there is no terminal.
_BAR_INTERVAL, _LINE_INTERVAL = 0.1, 10.0
# A stage must have worked for so many seconds before its pace says how long the rest takes.
_SURE = 1.0
# Columns of the bar.
_BAR = 20

Translate = Callable[[str], str]


class Terminal:
    """Lines for the user, in one language. A broken pipe is ignored: the reader has closed it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.t = messages.translator(language)
        self.quiet = False
        self._progress: Progress | None = None

    def say(self, line: str) -> None:
        if not self.quiet:
            self._make_room()
            _write(sys.stdout, f"{line}\n")

    def error(self, line: str) -> None:
        self._make_room()
        _write(sys.stderr, f"{line}\n")

    def _make_room(self) -> None:
        if self._progress:
            self._progress.clear()

    def problems(self, problems: Sequence[Problem]) -> None:
        for line in self._condensed(problems):
            self.error(line)

    def _condensed(self, problems: Sequence[Problem]) -> Iterator[str]:
        alike = Counter((p.field, p.message, p.values) for p in problems)
        shown: Counter[tuple[str, str, tuple[tuple[str, str], ...]]] = Counter()
        for one in problems:
            kind = (one.field, one.message, one.values)
            shown[kind] += 1
            if alike[kind] <= _ALIKE or shown[kind] <= _SHOWN:
                yield one.text(self.t)
            elif shown[kind] == alike[kind]:
                line = self.t("… and {count} more of this kind: {what}")
                what = one.text(self.t).removeprefix(f"{one.location}: ")
                yield line.format(count=alike[kind] - _SHOWN, what=what)

    def progress(self) -> "Progress":
        """Return the progress of a long work, to be used in a `with` statement."""
        self._progress = Progress(self.t, sys.stderr, _Drawing.of(sys.stderr, self.quiet))
        return self._progress


class _Drawing(Enum):
    """How progress is shown: as a bar, as lines, or not at all."""

    BAR = auto()
    LINES = auto()
    NOTHING = auto()

    @classmethod
    def of(cls, stream: TextIO, quiet: bool) -> "_Drawing":
        if quiet:
            return cls.NOTHING
        able = stream.isatty() and os.environ.get("TERM") != "dumb"
        return cls.BAR if able else cls.LINES


class Progress:
    """The progress of a long work, stage by stage: a bar on a terminal, else a line every ten
    seconds. `clear` makes room for a message; the bar comes back with the next step."""

    def __init__(
        self,
        t: Translate,
        stream: TextIO,
        drawing: _Drawing,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.t = t
        self._stream = stream
        self._drawing = drawing
        self._clock = clock
        self._last = clock()
        self._stage = ""
        self._began: dict[str, float] = {}
        self._drawn = ""
        self._names = {
            "convert": t("converting"),
            "load": t("reading"),
            "render": t("laying out"),
            "search": t("indexing"),
            "lint": t("checking the site"),
            "publish": t("putting the site in place"),
        }

    def __enter__(self) -> report.Progress:
        return self._tell

    def __exit__(self, *_: object) -> None:
        self.clear()
        self._drawing = _Drawing.NOTHING

    def clear(self) -> None:
        """Remove the bar from the screen."""
        if self._drawn:
            self._drawn = ""
            _write(self._stream, "\r\x1b[K")

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._drawing is _Drawing.NOTHING or stage not in self._names:
            return
        now = self._clock()
        began = self._began.setdefault(stage, now)
        waited = now - self._last
        counted = self._counted(stage, done, total, now - began)
        if self._drawing is _Drawing.LINES:
            if waited >= _LINE_INTERVAL:
                self._last = now
                _write(self._stream, f"{counted}\n")
        elif stage != self._stage or waited >= _BAR_INTERVAL or (total and done == total):
            self._stage, self._last = stage, now
            self._draw(counted, done, total)

    def _draw(self, counted: str, done: int, total: int) -> None:
        """Write over the last bar. The line is erased behind the new text, not before it, so that
        the screen does not flicker; the last column stays free, so that no line wraps."""
        line = counted
        if total:
            full = round(_BAR * done / total)
            line = f"{'█' * full}{'░' * (_BAR - full)} {counted}"
        line = shortened(line, max(columns(self._stream) - 1, 1))
        if line != self._drawn:
            self._drawn = line
            _write(self._stream, f"\r{line}\x1b[K")

    def _counted(self, stage: str, done: int, total: int, seconds: float) -> str:
        """Return the words for a stage: its name, what is done, and how long the rest takes."""
        line = self._names[stage]
        if total:
            line += f" {done} / {total}"
        elif done:
            line += f" {done}"
        if 0 < done < total and seconds >= _SURE:
            left = math.ceil(seconds * (total - done) / done)
            minutes, rest = divmod(left, 60)
            time = f"{minutes}:{rest:02}"
            line += self.t(", {time} left").format(time=time)
        return line


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader has closed the pipe. The interpreter's flush at the end must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def program() -> str:
    """Return the program's name as the user called it."""
    name = Path(sys.argv[0]).name
    return "python -m jianbao" if name == "__main__.py" else name


def here() -> Path | None:
    """Return the current folder, None if it was deleted or replaced since the shell entered it."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def shown(path: Path) -> str:
    """Return a path as the user can use it from the current folder."""
    folder = here()
    if folder is None:
        return path.as_posix()
    absolute = Path(os.path.normpath(path.absolute()))
    return (
        absolute.relative_to(folder) if absolute.is_relative_to(folder) else absolute
    ).as_posix()


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines of columns. Han characters are two columns wide; numbers are aligned to
    the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for cell, columns in zip(row, widths, strict=True):
            space = " " * (columns - width(cell))
            cells.append(space + cell if cell.isdigit() else cell + space)
        yield "  ".join(cells).rstrip()


def distinct_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return a short name for each path: its last part, or as many of the last ones as no other
    path shares."""
    names: dict[Path, str] = {}
    left, length = list(paths), 1
    while left:
        tails = {path: "/".join(path.parts[-length:]) for path in left}
        common = Counter(tails.values())
        names |= tails
        left = [p for p in left if common[tails[p]] > 1 and length < len(p.parts)]
        length += 1
    return names


def shortened(text: str, limit: int) -> str:
    """Return `text` in at most `limit` columns, without its middle if it is longer."""
    if width(text) <= limit:
        return text
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    while width(head) + width(tail) + 1 > limit:
        head, tail = (head[:-1], tail) if width(head) > width(tail) else (head, tail[1:])
    return f"{head}…{tail}"


def columns(stream: TextIO) -> int:
    """Return how many columns a terminal has, 80 if it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
