"""Find text whose upright characters run from top to bottom: a page of it, a masthead at the side,
a notice in the margin."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jianbao.convert.readers.pdf import geometry
from jianbao.convert.readers.pdf.geometry import Box, Glyph, PageLine
from jianbao.text.chinese import is_han, strip_space

_TIGHT = 1.35  # em from one character down to the next, inside text
_LOOSE = 4.0  # in a margin, where nothing else can be meant
_LEAST = 4  # characters in a column; fewer may be numbers of lines
_BLOCK = 12  # characters in several columns
_LARGE = 1.5  # of the body size: a column as large is a title
_NOT_FIRST = frozenset("，。、；：！？）》】”’")


@dataclass(frozen=True, slots=True)
class VerticalText:
    """Columns from right to left as lines, as if turned upright: `x0` of a line is its top."""

    box: Box
    lines: tuple[PageLine, ...]


@dataclass(frozen=True, slots=True)
class Divided:
    """The glyphs of a page that run across, the text that runs down, and columns in a margin."""

    across: list[Glyph]
    texts: list[VerticalText]
    margins: list[str]


def divide(glyphs: Sequence[Glyph]) -> Divided:
    """Take what runs from top to bottom out of the glyphs of a page."""
    columns = [*_columns(glyphs, _TIGHT)]
    texts: list[VerticalText] = []
    left = list(glyphs)
    for group in _groups(columns):
        waiting = {id(glyph) for glyph in left}
        group = [column for column in group if all(id(glyph) in waiting for glyph in column)]
        found = _text(group, left) if group else None
        if found:
            text, used = found
            texts.append(text)
            left = _without(left, used)
    margins: list[str] = []
    for column in _columns(left, _LOOSE):
        if _is_marginal(column, left):
            margins.append("".join(glyph.text for glyph in column))
            left = _without(left, column)
    return Divided(left, texts, margins)


def _without(glyphs: Sequence[Glyph], some: Sequence[Glyph]) -> list[Glyph]:
    gone = {id(glyph) for glyph in some}
    return [glyph for glyph in glyphs if id(glyph) not in gone]


# --- columns ------------------------------------------------------------------------------------


def _columns(glyphs: Sequence[Glyph], pitch: float) -> Iterator[list[Glyph]]:
    """Yield the columns of characters that are nearer to each other than to those beside them;
    `pitch` is the largest distance in em."""
    beside = _spaces_beside(glyphs)
    places: dict[int, list[Glyph]] = {}
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if id(glyph) in beside:
            places.setdefault(round(_middle(glyph) / 4), []).append(glyph)
    below: dict[int, Glyph] = {}
    for glyph in (glyph for place in places.values() for glyph in place):
        at = round(_middle(glyph) / 4)
        near = [g for x in (at - 1, at, at + 1) for g in places.get(x, ()) if _goes_on(glyph, g)]
        lower = min(near, key=lambda g: g.base, default=None)
        if lower is None or lower.base - glyph.base > pitch * glyph.size:
            continue
        space = (lower.base - glyph.base) / glyph.size - 1
        if space + 0.1 < min(beside[id(glyph)], beside[id(lower)]):
            below[id(glyph)] = lower
    reached = {id(glyph) for glyph in below.values()}
    for glyph in glyphs:
        if id(glyph) in below and id(glyph) not in reached:
            column = [glyph]
            while id(column[-1]) in below:
                column.append(below[id(column[-1])])
            # Figures and letters one below the other are the entries of a table.
            entries = sum(g.text.isalnum() and not is_han(g.text) for g in column)
            if len(column) >= _LEAST and entries < 0.3 * len(column):
                yield column


def _goes_on(upper: Glyph, lower: Glyph) -> bool:
    return (
        lower.base > upper.base + 0.8 * upper.size
        and abs(_middle(lower) - _middle(upper)) <= 0.15 * upper.size
        and abs(lower.size - upper.size) <= 0.08 * upper.size
    )


def _middle(glyph: Glyph) -> float:
    return (glyph.box.x0 + glyph.box.x1) / 2


def _spaces_beside(glyphs: Sequence[Glyph]) -> dict[int, float]:
    """Return for each single character, by identity, the space to the nearer of its neighbours of
    the same size in the row, in em."""
    found: dict[int, float] = {}
    sizes: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        sizes.setdefault(round(glyph.size), []).append(glyph)
    for row in (row for size in sorted(sizes) for row in geometry.rows(sizes[size])):
        gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(row)]
        for glyph, before, after in zip(row, [9e9, *gaps], [*gaps, 9e9], strict=True):
            if len(glyph.text) == 1:
                found[id(glyph)] = min(before, after) / glyph.size
    return found


def _is_marginal(column: Sequence[Glyph], glyphs: Sequence[Glyph]) -> bool:
    """Return whether a column stands beside all other text, and not in its rows."""
    others = [g for g in _without(glyphs, column) if strip_space(g.text)]
    if not others:
        return False
    size = statistics.median(glyph.size for glyph in others)
    outside = (
        column[0].box.x1 <= min(g.box.x0 for g in others)
        or column[0].box.x0 >= max(g.box.x1 for g in others)
    )  # fmt: skip
    bases = {round(glyph.base) for glyph in others}
    level = sum(not bases.isdisjoint(range(round(g.base) - 1, round(g.base) + 2)) for g in column)
    tight = column[1].base - column[0].base <= _TIGHT * column[0].size
    return outside and column[0].size < 1.3 * size and (tight or level < 0.6 * len(column))


# --- text ---------------------------------------------------------------------------------------


def _groups(columns: Sequence[list[Glyph]]) -> Iterator[list[list[Glyph]]]:
    """Group columns that stand side by side, from right to left."""
    waiting = sorted(columns, key=lambda column: -_middle(column[0]))
    while waiting:
        group = [waiting.pop(0)]
        for column in list(waiting):
            last = group[-1]
            if _middle(last[0]) - _middle(column[0]) < 3 * max(
                last[0].size, column[0].size
            ) and min(last[-1].base, column[-1].base) > max(last[0].base, column[0].base):
                group.append(column)
                waiting.remove(column)
        yield group


def _text(
    group: Sequence[Sequence[Glyph]], glyphs: Sequence[Glyph]
) -> tuple[VerticalText, list[Glyph]] | None:
    """Return the text of a group of columns and its glyphs, among them those of short columns and
    figures. Return None if the group may be marks in a table, or letters that are spaced out."""
    usual = statistics.median(glyph.size for glyph in glyphs)
    size = group[0][0].size
    if len(group) == 1:
        if size < _LARGE * usual:
            return None
    elif sum(map(len, group)) < _BLOCK and size < _LARGE * usual:
        return None
    used = [*_area(group, glyphs)]
    lines = _lines(used)
    across = geometry.lines(used)
    if _bad_starts(lines) > _bad_starts(across):
        return None
    return VerticalText(geometry.around(used), tuple(lines)), used


def _bad_starts(lines: Sequence[PageLine]) -> int:
    """Return how many lines begin with a punctuation mark that no line begins with."""
    return sum(line.text[:1] in _NOT_FIRST for line in lines)


def _area(group: Sequence[Sequence[Glyph]], glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs between the outermost columns, and those of a short column beside them."""
    box = geometry.around([glyph for column in group for glyph in column])
    middles = [_middle(column[0]) for column in group]
    size = statistics.median(glyph.size for column in group for glyph in column)
    pitch = min((a - b for a, b in pairwise(middles)), default=0.0)
    for glyph in glyphs:
        middle, level = _middle(glyph), (glyph.box.top + glyph.box.bottom) / 2
        inside = box.holds(middle, level)
        beside = any(
            pitch and abs(middle - x) < 0.2 * size and abs(glyph.size - size) < 0.08 * size
            for x in (middles[-1] - pitch, middles[0] + pitch)
        )
        if inside or (beside and box.top - 1 <= level <= box.bottom + 1):
            yield glyph


def _lines(glyphs: Sequence[Glyph]) -> list[PageLine]:
    """Return the columns from right to left as lines."""
    box = geometry.around(glyphs)
    turned = [_turned(glyph, box) for glyph in _slots(glyphs)]
    rows = geometry.rows(turned)
    blanks = geometry.Blanks(())
    return [replace(geometry.line(row, blanks), column=(box.top, box.bottom)) for row in rows]


def _turned(glyph: Glyph, area: Box) -> Glyph:
    """Return a glyph as if its column were a row: below it stands the column to the left."""
    box = glyph.box
    top = area.top + area.x1
    placed = Box(box.top, top - box.x1, box.bottom, top - box.x0)
    return replace(glyph, box=placed, base=placed.bottom)


def _slots(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Join figures that stand side by side in one place of a column."""
    slots: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: (round(g.base), g.box.x0)):
        last = slots[-1] if slots else None
        narrow = glyph.box.width < 0.7 * glyph.size
        if last and narrow and abs(last.base - glyph.base) < 1 and last.text.isascii() and (
            abs(glyph.box.x0 - last.box.x1) < 0.2 * glyph.size
        ):  # fmt: skip
            box = geometry.around([last, glyph])
            slots[-1] = replace(last, text=last.text + glyph.text, box=box)
        elif strip_space(glyph.text):
            slots.append(glyph)
    return slots
