"""The inside of an article: paragraphs, tables, and headings by their numbering."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Repair
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Part
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage, joined
from jianbao.convert.cut.titles import first_words, is_date, is_remark, is_title, joined_lines
from jianbao.text.chinese import NUMERAL, ends_sentence, strip_space

_HEADING = 50
_LETTERHEAD = re.compile(
    r"(?:委员会|局|办公室|政府|中心|医院|委|办)文件$|[〔\[［]\d{4}[〕\]］]\s*\d+\s*号$"
)


@dataclass(frozen=True, slots=True)
class Inside:
    """The parts of an article, and what making them recorded."""

    parts: tuple[Part, ...]
    repairs: tuple[Repair, ...]
    flags: tuple[Flag, ...]


def make_parts(units: Sequence[Unit]) -> Inside:
    """An article's units below its title. The level of a heading is that of its number, whatever
    the markup claims; 一是… and lines without a number go below what stands above them."""
    parts: list[Part] = []
    repairs: list[Repair] = []
    flags: list[Flag] = []
    units, attached = _attachment_heads(_with_whole_heads(units))
    numbers = [patterns.numbering(unit.text) for unit in units]
    following = [*units[1:], None]
    numbered = any(
        number and number.style in ("han", "part") and is_heading(unit, after, number)
        for unit, after, number in zip(units, following, numbers, strict=False)
    )
    levels = HeadingLevels(numbered, any(n and n.style == "decimal" for n in numbers))
    in_list: set[str] = set()  # the styles of number whose last item was a paragraph
    listed = _in_runs(units) | _signatures(units) | _attachments(units)
    for i, (unit, after, number) in enumerate(zip(units, following, numbers, strict=False)):
        if unit.kind == "table":
            parts.append(Part("table", unit.passage, rows=unit.first.rows, line=unit.line))
            continue
        if unit.kind == "image":
            parts.append(picture_part(unit))
            flags.extend(picture_doubt(unit))
            continue
        depth = 0
        heading = number is not None and i not in listed and is_heading(unit, after, number)
        if number:
            heading = heading and not (number.style in in_list and _is_item(unit, after, number))
            (in_list.discard if heading else in_list.add)(number.style)
        if i in attached:
            levels.level = depth = 3
        elif i in listed:
            pass
        elif (number and heading) or (not number and _is_subhead(unit, after)):
            depth = levels.of(number, parts)
        if depth:
            parts.append(Part("heading", unit.passage.plain(), depth, line=unit.line))
            repairs.extend(level_repair(unit, depth))
        else:
            passage = unit.passage.plain() if unit.passage.is_bold() else unit.passage
            parts.append(Part("paragraph", passage, line=unit.line))
    return Inside(tuple(parts), tuple(repairs), tuple(flags))


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


def _is_item(unit: Unit, after: Unit | None, number: patterns.Numbering) -> bool:
    """Whether a sentence with a number has no text of its own below it, by what is numbered there:
    it stands in a list whose other items are paragraphs."""
    below = patterns.numbering(after.text) if after else None
    deeper = below is not None and below.level > number.level
    return number.number > 1 and ends_sentence(unit.text) and not deeper


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


def is_heading(unit: Unit, after: Unit | None, number: patterns.Numbering) -> bool:
    """Whether a numbered unit is a heading and no paragraph or list item."""
    if unit.kind != "text" or len(unit.text) > _HEADING or after is None:
        return False
    text = unit.text.rstrip()
    following = patterns.numbering(after.text) if after.kind == "text" else None
    if following and following.style == number.style:
        return False
    if re.search("[。；]", text[:-1]) or text[-1] in "；，、：":
        return False
    if not ends_sentence(text):
        return number.style != "ordinal" or after.kind == "text"
    if after.kind != "text" or (following and following.level <= number.level):
        return False
    return len(after.text) > len(text)


def _is_subhead(unit: Unit, after: Unit | None) -> bool:
    """A short line between paragraphs, without a number: no signature at the right, no date, no
    letterhead."""
    if not is_title(unit) or after is None or after.kind == "image":
        return False
    if _LETTERHEAD.search(unit.text) or is_remark(unit.text):
        return False
    date = patterns.printed_date(unit.text)
    dated = date is not None and strip_space(unit.text[: date[1]] + unit.text[date[2] :]) == ""
    return unit.first.align != "right" and not dated


def _signatures(units: Sequence[Unit]) -> set[int]:
    """Short lines above a date on a line of its own: who signed."""
    found: set[int] = set()
    for i, unit in enumerate(units):
        if is_date(unit.text):
            for above in range(i - 1, max(i - 4, -1), -1):
                if not is_title(units[above]):
                    break
                found.add(above)
    return found


_ATTACHMENT = re.compile(rf"附[件表录]\s*(?:{NUMERAL}{{1,3}})?\s*[:：]?")
_ATTACHED = re.compile(r"附件?\s*[:：]\s*\S")


def is_attachment_head(text: str) -> bool:
    """Whether a line is 附件1 and nothing else."""
    return bool(_ATTACHMENT.fullmatch(text))


def _attachment_heads(units: Sequence[Unit]) -> tuple[list[Unit], set[int]]:
    """The units with 附件1 on a line of its own and the title below it as one heading, and where
    these stand."""
    result: list[Unit] = []
    heads: set[int] = set()
    last = -1
    for i, unit in enumerate(units):
        if i == last:
            continue
        if unit.kind == "text" and is_attachment_head(unit.text) and i + 1 < len(units):
            heads.add(len(result))
            if is_title(units[i + 1]) and i + 2 < len(units):
                last = i + 1
                title = (unit.passage, units[last].passage)
                unit = replace(unit, passage=joined(title, " "), single=False)
        result.append(unit)
    return result, heads


def _with_whole_heads(units: Sequence[Unit]) -> list[Unit]:
    """The units with the lines of one title in their middle, set in the middle of the page, as
    one."""
    result: list[Unit] = []
    for unit in units:
        before = result[-1] if result else None
        if (
            before is not None
            and all(u.first.align == "center" and is_title(u) for u in (before, unit))
            and not is_remark(unit.text)
            and not patterns.ends_like_office(unit.text)
        ):
            passage = joined_lines((before.passage, unit.passage))
            result[-1] = replace(before, passage=passage, single=False)
        else:
            result.append(unit)
    return result


def _attachments(units: Sequence[Unit]) -> set[int]:
    """The entries of a list of attachments: 附件：1.…, and 2.… below it."""
    found: set[int] = set()
    for i, unit in enumerate(units):
        number = patterns.numbering(unit.text)
        listed = i - 1 in found and number is not None and number.style == "arabic"
        if unit.kind == "text" and (_ATTACHED.match(unit.text) or listed):
            found.add(i)
    return found


def _in_runs(units: Sequence[Unit]) -> set[int]:
    """Short lines that stand four or more together: a list, or what is left of a table."""
    found: set[int] = set()
    run: list[int] = []
    for i, unit in enumerate([*units, None]):
        if unit is not None and is_title(unit) and not is_remark(unit.text):
            run.append(i)
            continue
        if len(run) >= 4 or (unit is None and run):
            found.update(run)
        run = []
    return found
