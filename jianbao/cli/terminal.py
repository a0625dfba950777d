"""The terminal: lines for the user, problems, tables, progress. Always UTF-8."""

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TextIO

from jianbao.base import messages
from jianbao.base.problems import Problem
from jianbao.build import pipeline

# Above this number, problems that differ only in their place are reported as one: they usually have
# one cause, in a layout.
_ALIKE, _SHOWN = 20, 3

Translate = Callable[[str], str]


class Terminal:
    """Lines for the user, in one language. A broken pipe is ignored: the reader has closed it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.t = messages.translator(language)
        self.quiet = False

    def say(self, line: str) -> None:
        if not self.quiet:
            _write(sys.stdout, f"{line}\n")

    def error(self, line: str) -> None:
        _write(sys.stderr, f"{line}\n")

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

    def progress(self, total: int = 0) -> "Progress":
        return Progress(self, sys.stderr.isatty() and not self.quiet, total)


class Progress:
    """A line that changes while a command runs, on a terminal only. `total` is 0 if unknown."""

    def __init__(self, terminal: Terminal, shown: bool, total: int) -> None:
        self._shown = shown
        self._of = f" / {total}" if total else ""
        self._last = 0.0
        self._names = {
            "convert": terminal.t("converting"),
            "load": terminal.t("reading"),
            "render": terminal.t("laying out"),
            "search": terminal.t("indexing"),
            "lint": terminal.t("checking the site"),
            "publish": terminal.t("putting the site in place"),
        }

    def __enter__(self) -> pipeline.Progress:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._shown:
            _write(sys.stderr, "\r\x1b[K")

    def _tell(self, stage: str, done: int) -> None:
        now = monotonic()
        if self._shown and stage in self._names and (not done or now - self._last > 0.1):
            self._last = now
            count = f"{done}{self._of}" if done or self._of else ""
            _write(sys.stderr, f"\r\x1b[K{self._names[stage]} {count}")


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


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
