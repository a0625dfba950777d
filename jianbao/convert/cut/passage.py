"""Printed text that remembers, for each character, its source line and whether it was bold, so
that every change can be recorded where it was made."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jianbao.archive.kinds import RemovalReason, RepairRule
from jianbao.archive.model import Repair
from jianbao.convert.blocks import Block, Removal
from jianbao.text.chinese import strip_space

CONTEXT = 6
"""Characters kept on either side of a recorded change."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`lines` and `bold` have one entry a character of `text`."""

    text: str = ""
    lines: tuple[int, ...] = ()
    bold: tuple[bool, ...] = ()

    @classmethod
    def of(cls, block: Block) -> "Passage":
        bold = [False] * len(block.text)
        for start, end in block.bold:
            bold[start:end] = [True] * len(bold[start:end])
        return cls(block.text, (block.line,) * len(block.text), tuple(bold))

    @classmethod
    def at(cls, text: str, line: int) -> "Passage":
        """Plain `text` that stands on `line`."""
        return cls(text, (line,) * len(text), (False,) * len(text))

    @property
    def line(self) -> int:
        """The source line of the first character, 0 for an empty passage."""
        return self.lines[0] if self.lines else 0

    def __bool__(self) -> bool:
        return bool(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> "Passage":
        return Passage(self.text[part], self.lines[part], self.bold[part])

    def __add__(self, other: "Passage") -> "Passage":
        return Passage(self.text + other.text, self.lines + other.lines, self.bold + other.bold)

    def strip(self, characters: str | None = None) -> "Passage":
        start = len(self.text) - len(self.text.lstrip(characters))
        end = len(self.text.rstrip(characters))
        return self[start : max(start, end)]

    def is_bold(self) -> bool:
        """Whether every printed character is bold."""
        printed = [b for c, b in zip(self.text, self.bold, strict=True) if not c.isspace()]
        return bool(printed) and all(printed)

    def plain(self) -> "Passage":
        """The same without bold."""
        return Passage(self.text, self.lines, (False,) * len(self.text))


def joined(passages: Iterable[Passage], separator: str = "") -> Passage:
    """One passage; the separator stands on the line of what precedes it."""
    texts: list[str] = []
    lines: list[int] = []
    bold: list[bool] = []
    for passage in passages:
        if lines and separator:
            texts.append(separator)
            lines.extend(lines[-1:] * len(separator))
            bold.extend([False] * len(separator))
        texts.append(passage.text)
        lines.extend(passage.lines)
        bold.extend(passage.bold)
    return Passage("".join(texts), tuple(lines), tuple(bold))


def rewritten(
    passage: Passage,
    pattern: re.Pattern[str],
    replacement: Callable[[re.Match[str]], str],
    rule: RepairRule,
) -> tuple[Passage, tuple[Repair, ...]]:
    """`passage` with every match replaced, and a record of each change in order. New characters
    take line and weight of the first one that they replace."""
    texts: list[str] = []
    lines: list[int] = []
    bold: list[bool] = []
    repairs: list[Repair] = []
    position, tail = 0, ""
    text = passage.text
    for match in pattern.finditer(text):
        new = replacement(match)
        start, end = match.span()
        if new == match.group() or start == end:
            continue
        before = (tail + text[max(position, start - CONTEXT) : start])[-CONTEXT:]
        after = text[end : end + CONTEXT]
        texts += [text[position:start], new]
        lines.extend(passage.lines[position:start])
        lines.extend(passage.lines[start : start + 1] * len(new))
        bold.extend(passage.bold[position:start])
        bold.extend(passage.bold[start : start + 1] * len(new))
        repairs.append(
            Repair(rule, passage.lines[start], before + match.group() + after, before + new + after)
        )
        position, tail = end, (before + new)[-CONTEXT:]
    if not repairs:
        return passage, ()
    texts.append(text[position:])
    lines.extend(passage.lines[position:])
    bold.extend(passage.bold[position:])
    return Passage("".join(texts), tuple(lines), tuple(bold)), tuple(repairs)


def dressing(
    reason: RemovalReason, passage: Passage, kept: Sequence[tuple[int, int]]
) -> tuple[Removal, ...]:
    """The removal of what lies outside the `kept` spans of a passage: labels, brackets, commas."""
    outside = list(passage.text)
    for start, end in kept:
        outside[start:end] = [""] * (end - start)
    rest = strip_space("".join(outside))
    return (Removal(reason, passage.line, rest),) if rest else ()
