"""Choose the order in which the lines of a page are read.

A page is divided into bands from top to bottom. A band is read across, or in columns one after the
other. Each division is scored by how well its sentences go on from line to line; the best one wins,
and the second best is a doubt if it is nearly as good.
"""

import re
import statistics
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise

from jianbao.convert.readers.pdf import aligned, geometry
from jianbao.convert.readers.pdf.geometry import Box, Glyph, Graphic, PageLine, PageTable
from jianbao.convert.readers.pdf.vertical import VerticalText
from jianbao.text.chinese import is_han

Item = PageLine | Graphic | PageTable
Gutters = tuple[float, ...]

# What a step from one piece of text to the next says for an order, in its favour or against it.
GOES_ON = 1.0  # a full line without a full stop, then a line that starts at the left edge
NEW_PARAGRAPH = 0.7  # a full stop, then an indent
FULL_STOP_AT_EDGE = 0.3
TITLES_ABREAST = 0.5  # a title on a column's left edge or in its middle
LABEL_AND_VALUE = 0.2  # two short pieces side by side
BROKEN_OFF = -1.0  # a sentence that stops in the middle of a row, or before an indent
STOPS_SHORT = -0.7  # a short line without a full stop, then a line at the left edge
BLOCK_PARAGRAPH = -0.3
WIDE_GAP = -1.0  # within a column; two of them cost more than another band of columns
ANOTHER_SIZE = -0.5  # side by side
SENTENCE_ENDS = -0.5  # side by side: a sentence ends in the middle of a row
CLOSE = 0.1  # a line right below, in the same column
COLUMNS = -1.5  # most pages have none: a band of columns has to make up for this
DIVIDED = 1.0  # a vertical line stands between the columns
DOUBTFUL = 2.0  # a smaller lead of the best order is a doubt

_MAX_GUTTERS = 6
_MAX_EDGES = 24  # places where a band may begin or end
_NARROW = 5.0  # em: no column of text is narrower
_CLOSED = frozenset("。！？；：…”’）》】』」.!?;:)")
_NOT_FIRST = frozenset("，。、；：！？）》】”’")
_RUNNING = re.compile("[，。；]")
_CAPTION = re.compile("[（(]?(?:附?图|图片|照片|上图|下图|左图|右图|制图|摄影?[:：])")


@dataclass(frozen=True, slots=True)
class Ordered:
    """The items of a page in reading order, and how well their sentences go on. `doubt`: two lines
    that may follow each other instead."""

    items: tuple[Item, ...]
    score: float
    doubt: tuple[str, str] | None = None


class RowPart:
    """A part of a row between wide gaps, or something that is not text."""

    def __init__(self, item: Item | VerticalText, glyphs: Sequence[Glyph] = ()) -> None:
        self.item = item
        self.glyphs = glyphs
        self.box = item.box
        self.middle = (item.box.x0 + item.box.x1) / 2
        self.base = (item.box.top + item.box.bottom) / 2
        if isinstance(item, PageLine):
            self.base = item.base
        elif isinstance(item, VerticalText):
            self.base = item.box.top

    @cached_property
    def text(self) -> str:
        return self.item.text.strip() if isinstance(self.item, PageLine) else ""

    @cached_property
    def size(self) -> float:
        return self.item.size if isinstance(self.item, PageLine) else 0.0

    @cached_property
    def is_closed(self) -> bool:
        return self.text[-1:] in _CLOSED

    @cached_property
    def is_running(self) -> bool:
        """Whether it is a part of a sentence, not a label, a name or a figure."""
        return len(self.text) >= 12 or bool(_RUNNING.search(self.text))


Row = list[RowPart]


def ordered(
    glyphs: Sequence[Glyph],
    tables: Sequence[PageTable] = (),
    marks: Sequence[Graphic] = (),
    dividers: Sequence[Box] = (),
    vertical: Sequence[VerticalText] = (),
) -> Ordered:
    """Return the lines of `glyphs` with tables, marks and text that runs downwards, in reading
    order. `dividers` are vertical strokes that are no part of a table."""
    page = _Page(glyphs, [*tables, *geometry.without_doubles(marks), *vertical], dividers)
    across = _Division((_Band(0, len(page.rows), ()),), page.across(0, len(page.rows)))
    best, other = across, page.divided(lambda _: True)
    if other and other.score > across.score:
        used = {gutter for band in other.bands for gutter in band.gutters}
        less = page.divided(lambda gutters: not used.intersection(gutters))
        second = max((d for d in (across, less) if d), key=lambda division: division.score)
        best, other = other, second
    items = page.items(best)
    if other is None or best.score - other.score >= DOUBTFUL:
        return Ordered(tuple(items), best.score)
    return Ordered(tuple(items), best.score, difference(items, page.items(other)))


def step_over(
    a: PageLine, margins: tuple[float, float], b: PageLine, next_margins: tuple[float, float]
) -> float:
    """Return what it says for an order that line `b` follows `a`, each between the margins of its
    own column or page."""
    if max(a.size, b.size) > 1.15 * min(a.size, b.size):
        return 0.0
    return _step_down(RowPart(a), RowPart(b), margins[1], next_margins[0])


def difference(items: Sequence[Item], others: Sequence[Item]) -> tuple[str, str] | None:
    """Return the texts that meet in the other order, where it first differs."""
    texts, instead = ([i.text for i in some if isinstance(i, PageLine)] for some in (items, others))
    before = ""
    for text, other in zip(texts, instead, strict=False):
        if text != other:
            return before or text, other
        before = text
    return None


# --- candidates ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows `start` to `end`, read across if there are no gutters."""

    start: int
    end: int
    gutters: Gutters


@dataclass(frozen=True, slots=True)
class _Division:
    """Bands from top to bottom."""

    bands: tuple[_Band, ...]
    score: float


class _Page:
    """The rows of a page, and what each way to read them is worth."""

    def __init__(
        self,
        glyphs: Sequence[Glyph],
        others: Sequence[Graphic | PageTable | VerticalText],
        dividers: Sequence[Box],
    ) -> None:
        self.blanks = geometry.Blanks(glyphs)
        self.rows = _rows(glyphs, self.blanks, others)
        self.dividers = dividers
        self.texts = [piece for row in self.rows for piece in row if piece.text]
        self.size = statistics.median([p.size for p in self.texts]) if self.texts else 12.0
        self.left = min((p.box.x0 for p in self.texts), default=0.0)
        self.right = max((p.box.x1 for p in self.texts), default=0.0)
        self.margins = _margins(self.texts)
        self._steps = self._across_steps()

    def _across_steps(self) -> list[float]:
        """Return the sum of all steps before each row, and into it, when read across."""
        sums, last = [0.0], None
        for row in self.rows:
            into = 0.0
            for piece in row:
                if piece.text:
                    into += self._across_step(last, piece) if last else 0.0
                    last = piece
            sums.append(sums[-1] + into)
        return sums

    def across(self, start: int, end: int) -> float:
        """Return the score of the rows from `start` up to `end`, read across."""
        return self._steps[end] - self._steps[start] - (self._into(start) if start else 0.0)

    def _into(self, start: int) -> float:
        """Return what the step into row `start` is worth."""
        first = next((p for p in self.rows[start] if p.text), None)
        before = (p for row in reversed(self.rows[:start]) for p in reversed(row) if p.text)
        last = next(before, None)
        return self._across_step(last, first) if first and last else 0.0

    def _across_step(self, a: RowPart, b: RowPart) -> float:
        return _step(a, b, *self.margins) + (CLOSE if _gap(a, b) < 1.2 else 0.0)

    def divided(self, allowed: Callable[[Gutters], bool]) -> _Division | None:
        """Return the best division with at least one band of columns, if there is any."""
        bands: dict[int, list[tuple[_Band, float]]] = {}
        for band, score in self._bands_of_columns:
            if allowed(band.gutters):
                bands.setdefault(band.end, []).append((band, score))
        if not bands:
            return None
        # For each row, the best division that ends above it in a band of columns.
        closed: dict[int, _Division] = {}
        for end in sorted(bands):
            found = []
            for band, score in bands[end]:
                before = self._before(band.start, closed)
                if self._are_one_band(before.bands, band):
                    continue
                found.append(_Division((*before.bands, band), before.score + score))
            if found:
                closed[end] = max(found, key=lambda division: division.score)
        last = len(self.rows)
        whole = [self._then_across(division, end, last) for end, division in closed.items()]
        return max(whole, key=lambda division: division.score, default=None)

    def _are_one_band(self, before: Sequence[_Band], lower: _Band) -> bool:
        """Return whether the columns of a band are those of the last band of columns above, and no
        white space parts them."""
        upper = next((band for band in reversed(before) if band.gutters), None)
        if upper is None or upper.gutters != lower.gutters:
            return False
        below = self.rows[upper.end : lower.end]
        if any(self._crosses(piece, lower.gutters) for row in below for piece in row):
            return False
        bottom = max(p.box.bottom for row in self.rows[upper.start : upper.end] for p in row)
        return min(p.box.top for row in below for p in row) - bottom < self.size

    def _before(self, start: int, closed: dict[int, _Division]) -> _Division:
        """Return the best division of the rows above `start`."""
        found = [self._then_across(d, end, start) for end, d in closed.items() if end <= start]
        if start:
            found.append(_Division((_Band(0, start, ()),), self.across(0, start)))
        return max(found, key=lambda division: division.score, default=_Division((), 0.0))

    def _then_across(self, division: _Division, start: int, end: int) -> _Division:
        if start == end:
            return division
        band = _Band(start, end, ())
        return _Division((*division.bands, band), division.score + self.across(start, end))

    @cached_property
    def _bands_of_columns(self) -> list[tuple[_Band, float]]:
        """Return all bands of columns that could be, each with its score."""
        found = []
        for gutters in self._layouts():
            for start, end in self._runs(gutters):
                for first, last in combinations(self._edges(start, end, gutters), 2):
                    band = _Band(first, last, gutters)
                    score = self._columns_score(band)
                    if score is not None:
                        found.append((band, score))
        return found

    def _layouts(self) -> Iterator[Gutters]:
        single = self._gutters()
        for count in (1, 2, 3):
            for gutters in combinations(sorted(single), count):
                edges = (self.left, *gutters, self.right)
                widths = [b - a for a, b in pairwise(edges)]
                # More than two columns are equally wide.
                if count == 1 or max(widths) < 1.7 * min(widths):
                    yield gutters

    def _gutters(self) -> list[float]:
        """Return places where white space runs down between two columns, the likeliest first."""
        narrow = _NARROW * self.size
        step = max(self.size / 4, (self.right - self.left) / 200)
        ranked: dict[tuple[int, ...], tuple[int, list[float]]] = {}
        x = self.left + narrow
        while x < self.right - narrow:
            sides = tuple(_side(piece.box, x) for piece in self.texts)
            if sides not in ranked:
                ranked[sides] = self._worth(x), []
            ranked[sides][1].append(x)
            x += step
        good = sorted(
            ((worth, len(xs), statistics.median(xs)) for worth, xs in ranked.values() if worth),
            reverse=True,
        )
        kept: list[float] = []
        for _, _, x in good:
            if all(abs(x - other) > narrow / 2 for other in kept):
                kept.append(x)
        return kept[:_MAX_GUTTERS]

    def _worth(self, x: float) -> int:
        """Return how many pieces of text there are on the emptier side of a gutter."""
        best = 0
        for start, end in self._runs((x,)):
            pieces = [p for row in self.rows[start:end] for p in row if p.text]
            left = sum(p.middle < x for p in pieces)
            best = max(best, min(left, len(pieces) - left, 3) and len(pieces))
        return best

    def _runs(self, gutters: Gutters) -> Iterator[tuple[int, int]]:
        """Yield the longest runs of rows in which nothing crosses the gutters."""
        start = 0
        for index, row in enumerate(self.rows):
            if any(self._crosses(piece, gutters) for piece in row):
                if start < index:
                    yield start, index
                start = index + 1
        if start < len(self.rows):
            yield start, len(self.rows)

    def _crosses(self, piece: RowPart, gutters: Gutters) -> bool:
        if not any(piece.box.x0 < x < piece.box.x1 for x in gutters):
            return False
        if not (isinstance(piece.item, Graphic) and piece.item.kind == "image"):
            return True
        # A seal or the ground of a page: the text runs through it.
        box = piece.box
        return not any(
            text.box.x0 < box.x1 and box.x0 < text.box.x1 and box.top < text.base < box.bottom
            for text in self.texts
        )

    def _edges(self, start: int, end: int, gutters: Gutters) -> list[int]:
        """Return the rows at which a band may begin or end: where the space is wider, the type
        another, or the number of columns that have text."""
        edges = {start, end}
        weighed: list[tuple[float, int]] = []
        for index in range(start + 1, end):
            one, two = self.rows[index - 1], self.rows[index]
            space = min(p.box.top for p in two) - max(p.box.bottom for p in one)
            sizes = {round(max(p.size for p in row)) for row in (one, two)}
            filled = [{bisect(gutters, p.middle) for p in row} for row in (one, two)]
            if space > 0.9 * self.size or len(sizes) > 1 or filled[0] != filled[1]:
                weighed.append((space, index))
        weighed.sort(reverse=True)
        return sorted(edges | {index for _, index in weighed[:_MAX_EDGES]})

    # --- columns --------------------------------------------------------------------------------

    def _columns(self, band: _Band) -> list[list[RowPart]]:
        columns: list[list[RowPart]] = [[] for _ in range(len(band.gutters) + 1)]
        for row in self.rows[band.start : band.end]:
            for piece in row:
                columns[bisect(band.gutters, piece.middle)].append(piece)
        return columns

    def _columns_score(self, band: _Band) -> float | None:
        """Return what a band is worth when its columns are read one after the other. Return None if
        a column has neither sentences that go on from line to line nor a picture or caption."""
        score, flowing = COLUMNS, 0
        columns = self._columns(band)
        for column in columns:
            texts = [piece for piece in column if piece.text]
            worth, steps = _column_score(texts)
            if not steps and not self._is_aside(column, texts):
                return None
            flowing += steps
            score += worth
        if flowing < 2:
            return None
        tops, bottoms = zip(*((c[0].box.top, c[-1].box.bottom) for c in columns), strict=True)
        if max(tops) > min(bottoms):
            return None  # one stands below the other
        top, bottom = min(tops), max(bottoms)
        for x in band.gutters:
            if any(abs((line.x0 + line.x1) / 2 - x) < 2 * self.size and
                   min(line.bottom, bottom) - max(line.top, top) > 0.5 * (bottom - top)
                   for line in self.dividers):  # fmt: skip
                score += DIVIDED
        return score

    def _is_aside(self, column: Sequence[RowPart], texts: Sequence[RowPart]) -> bool:
        """Return whether a column is a picture, a caption, or both."""
        if any(isinstance(p.item, Graphic) and p.item.kind == "image" for p in column):
            return len(texts) < 4
        return 0 < len(texts) < 4 and bool(_CAPTION.match(texts[0].text))

    # --- the order ------------------------------------------------------------------------------

    def items(self, division: _Division) -> list[Item]:
        """Return the lines, tables and marks in the order of a division."""
        made: list[Item] = []
        for band in division.bands:
            if band.gutters:
                columns = self._columns(band)
                aside = [c for c in columns if self._is_aside(c, [p for p in c if p.text])]
                last = next((i for i in reversed(made) if isinstance(i, PageLine)), None)
                # A caption does not interrupt a sentence that goes on from above.
                if aside and last is not None and last.text[-1:] not in _CLOSED:
                    columns = [*(c for c in columns if c not in aside), *aside]
                for column in columns:
                    made += self._column_items(column)
            else:
                rows = _with_tables(self.rows[band.start : band.end])
                made += self._lines([piece for row in rows for piece in row])
        return made

    def _column_items(self, pieces: Sequence[RowPart]) -> list[Item]:
        found = self._lines(pieces)
        texts = [item for item in found if isinstance(item, PageLine)]
        if not texts:
            return found
        edges = min(t.box.x0 for t in texts), max(t.box.x1 for t in texts)
        return [replace(i, column=edges) if isinstance(i, PageLine) else i for i in found]

    def _lines(self, pieces: Sequence[RowPart]) -> list[Item]:
        """Return the lines of some pieces from top to bottom, with what stands between them."""
        glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
        found = [RowPart(geometry.line(row, self.blanks)) for row in geometry.rows(glyphs)]
        found += [piece for piece in pieces if not piece.glyphs]
        items: list[Item] = []
        for piece in sorted(found, key=_place):
            items += piece.item.lines if isinstance(piece.item, VerticalText) else [piece.item]
        return items


def _with_tables(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows that are read across; those of a table without rules as one."""
    texts = [[p.item for p in row if isinstance(p.item, PageLine)] for row in rows]
    place = 0
    while place < len(rows):
        table = aligned.table_at(texts, place)
        yield [RowPart(table)] if table else rows[place]
        place += len(table.rows) if table else 1


def _place(piece: RowPart) -> tuple[float, float, float]:
    return piece.base, piece.box.top, piece.box.x0


def _rows(
    glyphs: Sequence[Glyph],
    blanks: geometry.Blanks,
    others: Sequence[PageTable | Graphic | VerticalText],
) -> list[Row]:
    """Return the rows of a page from top to bottom, each from left to right."""
    rows: list[Row] = []
    for found in geometry.rows(glyphs):
        parts = geometry.segments(found)
        rows.append([RowPart(geometry.line(part, blanks), part) for part in parts])
    rows += [[RowPart(other)] for other in others]
    return sorted(rows, key=lambda row: (row[0].base, row[0].box.top, row[0].box.x0))


def _side(box: Box, x: float) -> int:
    if box.x1 <= x:
        return -1
    return 1 if box.x0 >= x else 0


# --- scores -------------------------------------------------------------------------------------


def _column_score(texts: Sequence[RowPart]) -> tuple[float, int]:
    """Return what the pieces of one column are worth in this order, and how often a sentence goes
    on from line to line."""
    if not texts:
        return 0.0, 0
    left, right = _margins(texts)
    usual = statistics.median(p.size for p in texts)
    score, flowing = 0.0, 0
    for piece in texts:
        if piece.size > 1.08 * usual and not piece.is_closed:
            centred = abs(piece.box.x0 - left - (right - piece.box.x1)) < 1.5 * piece.size
            score += TITLES_ABREAST if centred or piece.box.x0 - left < usual else 0.0
    for a, b in pairwise(texts):
        worth = _step(a, b, left, right)
        flowing += worth >= GOES_ON
        gap = _gap(a, b)
        score += worth + (WIDE_GAP if gap > 2.2 else CLOSE if gap < 1.2 else 0.0)
    return score, flowing


def _margins(texts: Sequence[RowPart]) -> tuple[float, float]:
    """Return the left and right edge of the running text: a masthead may be wider."""
    texts = [piece for piece in texts if piece.is_running] or texts
    return min((p.box.x0 for p in texts), default=0.0), max((p.box.x1 for p in texts), default=0.0)


def _gap(a: RowPart, b: RowPart) -> float:
    """Return the space between two lines, in em."""
    return (b.box.top - a.box.bottom) / max(a.size, b.size)


def _step(a: RowPart, b: RowPart, left: float, right: float) -> float:
    """Return what it says for an order that `b` follows `a`, between these margins."""
    # Rows of two columns that are out of step stand side by side, too.
    beside = a.box.x1 <= b.box.x0 or b.box.x1 <= a.box.x0
    if abs(a.base - b.base) <= (0.75 if beside else 0.4) * max(a.size, b.size):
        return _step_across(a, b)
    if max(a.size, b.size) > 1.15 * min(a.size, b.size):
        return 0.0
    return _step_down(a, b, right, left)


def _step_down(a: RowPart, b: RowPart, right: float, left: float) -> float:
    """Return what it says that `b` is the line after `a`, which could reach to `right`; `b` could
    begin at `left`."""
    size = max(a.size, b.size)
    full, indent = right - a.box.x1 < 2.2 * size, (b.box.x0 - left) / size
    if b.text[0] in _NOT_FIRST:
        return GOES_ON if full else BROKEN_OFF
    if indent > 2.9:  # set in the middle or on the right
        return 0.0
    if indent < 0.8:
        return _step_flush(a, b, full)
    if a.is_closed:
        return NEW_PARAGRAPH
    return BROKEN_OFF if full and a.is_running else 0.0


def _step_flush(a: RowPart, b: RowPart, full: bool) -> float:
    """Return what the line `b` at the left edge says after `a`."""
    # Short pieces may be entries of a list.
    if full and len(a.text) >= 8 and (a.is_running or b.is_running):
        return FULL_STOP_AT_EDGE if a.is_closed else GOES_ON
    return BLOCK_PARAGRAPH if a.is_closed else STOPS_SHORT


def _step_across(a: RowPart, b: RowPart) -> float:
    """Return what two pieces side by side say for reading them as one line."""
    if max(a.size, b.size) > 1.15 * min(a.size, b.size):
        return ANOTHER_SIZE
    if a.is_running or b.is_running:
        return SENTENCE_ENDS if a.is_closed else BROKEN_OFF
    # One character has been spaced out from the next.
    apart = len(a.text) == len(b.text) == 1 and is_han(a.text) and is_han(b.text)
    return 0.0 if apart else LABEL_AND_VALUE
