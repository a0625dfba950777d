"""The inside of an article: paragraphs, tables, and headings by their numbering."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Repair
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Part
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.titles import first_words
from jianbao.text.chinese import NUMERAL

_HEADING = 50


def picture_part(unit: Unit) -> Part:
    name = unit.first.picture
    return Part("caption", unit.passage.plain(), line=unit.line, picture=name)


def picture_doubt(unit: Unit) -> Iterator[Flag]:
    """Yield a doubt about a picture that was not taken, or has no caption: it may be a seal."""
    if not unit.first.picture:
        yield Flag.of(Doubt.PICTURE, unit.line, unit.text)
    elif not unit.text.strip():
        name = unit.first.picture
        yield Flag.of(Doubt.PICTURE_WITHOUT_CAPTION, unit.line, "", picture=name)


@dataclass(slots=True)
class HeadingLevels:
    """The levels of an article's headings, one after the other. `numbered`: its sections are
    numbered 一、; `decimals`: some are numbered 1.1. `level` is that of the last number."""

    numbered: bool
    decimals: bool
    level: int = 2

    def of(self, number: patterns.Numbering | None, above: Sequence[Part]) -> int:
        """The level of a heading with this number, or without one, below the parts `above`."""
        if number and number.style == "ordinal":
            return _ordinal_level(above)
        if number:
            self.level = 3 if number.style == "arabic" and self.decimals else number.level
            return self.level
        if self.numbered:
            return min(6, self.level + 1) if self.level > 2 else 3
        self.level = 3
        return 3


def _ordinal_level(parts: Sequence[Part]) -> int:
    """一是… goes one below the heading above it, beside its own kind."""
    for part in reversed(parts):
        if part.kind == "heading":
            number = patterns.numbering(part.passage.text)
            beside = number is not None and number.style == "ordinal"
            return part.level if beside else min(6, part.level + 1)
    return 3


def level_repair(unit: Unit, depth: int) -> tuple[Repair, ...]:
    printed, text = unit.first.heading, unit.text
    if printed in (0, depth):
        return ()
    before, after = f"{'#' * printed} {text}", f"{'#' * depth} {text}"
    return (Repair("heading-level", unit.line, before, after),)


def begins_numbering(units: Sequence[Unit]) -> bool:
    """Whether these units hold a heading 一、 of their own."""
    for unit in units:
        number = patterns.numbering(unit.text)
        if number and number.style in ("han", "part", "plain") and number.number == 1:
            return len(unit.text) <= _HEADING
    return False


def stand_in(units: Sequence[Unit], series: Passage | None) -> tuple[Passage, Flag]:
    """What stands in for the title of a text without one, and the doubt about it: its first words,
    or the name of the series above a report of numbered sections."""
    source = next((unit.passage for unit in units if unit.text), Passage())
    if series and any(begins_numbering((unit,)) for unit in units):
        return series, Flag.of(Doubt.TITLE_OF_SERIES, source.line, series.text)
    start, end = first_words(source.text)
    title = source[start:end].plain()
    return title, Flag.of(Doubt.TITLE_OF_TEXT, source.line, title.text)


_ATTACHMENT = re.compile(rf"附[件表录]\s*(?:{NUMERAL}{{1,3}})?\s*[:：]?")


def is_attachment_head(text: str) -> bool:
    """Whether a line is 附件1 and nothing else."""
    return bool(_ATTACHMENT.fullmatch(text))
