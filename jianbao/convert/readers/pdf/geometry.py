"""Make blocks in reading order from positions on a page: lines, columns, ruled tables, margins,
indents, alignment, gaps, page numbers and running headers.

Pure; used for PDF and scans. Coordinates are in points, right and down from the page's upper left
corner.
"""

import re
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from jianbao.archive.kinds import RemovalReason
from jianbao.convert.blocks import Block, Removal
from jianbao.convert.readers.runs import table_block
from jianbao.text.chinese import is_cjk, is_han, strip_space


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        return (
            self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character (or a piece of text that was recognised as one) on the page."""

    text: str
    box: Box
    base: float
    size: float
    bold: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class PageLine:
    """Text on one baseline. `column` is the left and right edge of its column, if the page has
    several."""

    text: str
    box: Box
    base: float
    size: float
    bold: tuple[tuple[int, int], ...] = ()
    red: bool = False
    column: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Graphic:
    """An image or a horizontal rule. `picture` names the image in the document, if it is taken."""

    kind: Literal["image", "rule"]
    box: Box
    red: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table. `merged` counts the cells that span rows or columns; their text is in the
    first place that they cover, the other places are empty."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    merged: int = 0


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page; `items` are in reading order."""

    number: int
    width: float
    height: float
    items: tuple[PageLine | Graphic | PageTable, ...]


# --- lines ------------------------------------------------------------------------------------

_SPACE = 0.22  # em between two characters beyond the line's own spacing: a real space
_MAX_ROWS = 400  # with more rows, a glyph is not compared with all
_SEGMENT = 0.8  # em: a gap that could be the gutter between two columns


def lines(glyphs: Sequence[Glyph]) -> list[PageLine]:
    """Return the lines that `glyphs` form, from top to bottom."""
    blanks = Blanks(glyphs)
    return [line(row, blanks) for row in rows(glyphs)]


def rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs by baseline, top to bottom, each row left to right. Leave out blanks."""
    found: list[list[Glyph]] = []
    glyphs = [glyph for glyph in glyphs if strip_space(glyph.text)]
    # Large type first, so that a superscript joins the line it belongs to.
    for glyph in sorted(glyphs, key=lambda g: (-g.size, g.base, g.box.x0)):
        for row in reversed(found[-_MAX_ROWS:]):
            if abs(row[0].base - glyph.base) <= 0.4 * row[0].size and (
                row[0].size <= 1.8 * glyph.size or _beside(row, glyph)
            ):
                row.append(glyph)
                break
        else:
            found.append([glyph])
    for row in found:
        row.sort(key=lambda g: (g.box.x0, g.box.x1, g.text))
    return sorted(found, key=lambda row: (_base(row), row[0].box.x0))


def _beside(row: Sequence[Glyph], glyph: Glyph) -> bool:
    return any(
        abs(other.box.x1 - glyph.box.x0) < other.size
        or abs(glyph.box.x1 - other.box.x0) < other.size
        for other in row
    )


def _base(row: Sequence[Glyph]) -> float:
    return statistics.median(glyph.base for glyph in row)


def segments(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Divide a row at gaps that could be the gutter between two columns."""
    found: list[list[Glyph]] = [[]]
    for glyph in row:
        last = found[-1]
        if last and glyph.box.x0 - last[-1].box.x1 > _SEGMENT * max(glyph.size, last[-1].size):
            found.append([])
        found[-1].append(glyph)
    return found


def around(glyphs: Iterable[Glyph]) -> Box:
    """Return the smallest box that holds the glyphs."""
    return around_boxes([glyph.box for glyph in glyphs])


def around_boxes(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds the others."""
    return Box(
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )


class Blanks:
    """The spaces that the file itself prints."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self._by_base: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            if not strip_space(glyph.text):
                self._by_base.setdefault(round(glyph.base), []).append(glyph)

    def between(self, a: Glyph, b: Glyph) -> bool:
        return any(
            a.box.x0 < blank.box.x0 < b.box.x1 and abs(blank.base - b.base) <= 2
            for base in range(round(b.base) - 2, round(b.base) + 3)
            for blank in self._by_base.get(base, ())
        )


def line(row: Sequence[Glyph], blanks: Blanks) -> PageLine:
    """Return one line of text, with a space only where the page shows one."""
    spacing = _letter_spacing(row)
    text, bold = "", list[bool]()
    for index, glyph in enumerate(row):
        if index and _spaced(row[index - 1], glyph, spacing, blanks):
            text += " "
            bold.append(glyph.bold and row[index - 1].bold)
        text += glyph.text
        bold += [glyph.bold] * len(glyph.text)
    weight = Counter[float]()
    for glyph in row:
        weight[round(glyph.size * 2) / 2] += len(glyph.text)
    size = max(weight, key=lambda s: (weight[s], s))
    red = 2 * sum(glyph.red for glyph in row) > len(row)
    return PageLine(text, around(row), _base(row), size, tuple(_ranges(bold)), red)


def _letter_spacing(row: Sequence[Glyph]) -> float:
    """Return the space between all Han characters of the row, in em; 0 unless they are evenly
    spaced out."""
    gaps = [
        (b.box.x0 - a.box.x1) / max(a.size, b.size)
        for a, b in pairwise(row)
        if is_han(a.text[-1:]) and is_han(b.text[:1])
    ]
    if len(gaps) < 2:
        return 0.0
    middle = statistics.median(gaps)
    even = sum(abs(gap - middle) < 0.15 for gap in gaps)
    return max(0.0, middle) if even > 0.7 * len(gaps) else 0.0


def _spaced(a: Glyph, b: Glyph, spacing: float, blanks: Blanks) -> bool:
    gap = (b.box.x0 - a.box.x1) / max(a.size, b.size) - spacing
    if gap > _SPACE:
        return True
    # Condensed text has narrow spaces, which the file itself prints.
    narrow = 0.08 if a.text[-1].isascii() and b.text[0].isascii() else 0.15
    return gap > narrow and blanks.between(a, b)


def _ranges(flags: Sequence[bool]) -> Iterable[tuple[int, int]]:
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None


def moved(item: PageLine | Graphic | PageTable, x: float) -> PageLine | Graphic | PageTable:
    """Return an item of a page, moved to the right."""
    box = replace(item.box, x0=item.box.x0 + x, x1=item.box.x1 + x)
    if isinstance(item, PageLine) and item.column:
        return replace(item, box=box, column=(item.column[0] + x, item.column[1] + x))
    return replace(item, box=box)


# --- ruled tables -----------------------------------------------------------------------------

_TOUCH = 3.0  # points within which two strokes meet


def tables(
    strokes: Sequence[Box], glyphs: Sequence[Glyph]
) -> tuple[list[PageTable], list[Glyph], list[Box]]:
    """Return the tables that `strokes` (thin boxes) form, the glyphs outside them, and the other
    strokes. A frame around a single cell is not a table."""
    across = [s for s in strokes if s.width >= s.height]
    upright = [s for s in strokes if s.width < s.height]
    found, rest, free = list[PageTable](), list(glyphs), list[Box]()
    for group in _touching(across, upright):
        box = around_boxes(group)
        grid = _grid(group)
        if grid is None or len(set(grid.owner.values())) < 2:
            free += group
            continue
        table, kept = _filled(box, grid, [g for g in rest if box.holds(*_middle(g))])
        if table is None:
            free += group
            continue
        found.append(table)
        gone = {id(g) for g in kept}
        rest = [g for g in rest if id(g) not in gone]
    return found, rest, free


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.top + glyph.box.bottom) / 2


def _touching(across: Sequence[Box], upright: Sequence[Box]) -> list[list[Box]]:
    """Group the strokes that meet."""
    strokes = [*across, *upright]
    parent = list(range(len(strokes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    # From top to bottom, compare each with those that reach down to it.
    near: list[int] = []
    for i in sorted(range(len(strokes)), key=lambda i: strokes[i].top):
        a = strokes[i]
        near = [j for j in near if a.top - _TOUCH <= strokes[j].bottom]
        for j in near:
            b = strokes[j]
            if a.x0 - _TOUCH <= b.x1 and b.x0 - _TOUCH <= a.x1 and root(i) != root(j):
                parent[root(i)] = root(j)
        near.append(i)
    groups: dict[int, list[Box]] = {}
    for i, stroke in enumerate(strokes):
        groups.setdefault(root(i), []).append(stroke)
    return sorted(groups.values(), key=lambda g: (min(s.top for s in g), min(s.x0 for s in g)))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns and rows of a table by their edges; `owner` says for each place (row, column)
    which cell covers it, by the cell's upper left place."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: dict[tuple[int, int], tuple[int, int]]


def _grid(strokes: Sequence[Box]) -> _Grid | None:
    """Return the cells that strokes enclose: neighbouring places are joined if no stroke divides
    them."""
    across = [s for s in strokes if s.width >= s.height]
    upright = [s for s in strokes if s.width < s.height]
    xs = _merge((s.x0 + s.x1) / 2 for s in upright)
    ys = _merge((s.top + s.bottom) / 2 for s in across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 5_000:
        return None
    walls = [[s for s in upright if abs((s.x0 + s.x1) / 2 - x) <= _TOUCH] for x in xs]
    floors = [[s for s in across if abs((s.top + s.bottom) / 2 - y) <= _TOUCH] for y in ys]
    parent = {(r, c): (r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for r, c in parent:
        x, y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
        if c and not any(s.top - _TOUCH <= y <= s.bottom + _TOUCH for s in walls[c]):
            parent[root((r, c))] = root((r, c - 1))
        if r and not any(s.x0 - _TOUCH <= x <= s.x1 + _TOUCH for s in floors[r]):
            parent[root((r, c))] = root((r - 1, c))
    cells: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in parent:
        cells.setdefault(root(place), []).append(place)
    owner = {
        place: (min(r for r, _ in places), min(c for _, c in places))
        for places in cells.values()
        for place in places
    }
    return _Grid(tuple(xs), tuple(ys), owner)


def _merge(positions: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for position in sorted(positions):
        if not merged or position - merged[-1] > _TOUCH:
            merged.append(position)
    return merged


def _filled(box: Box, grid: _Grid, glyphs: Sequence[Glyph]) -> tuple[PageTable | None, list[Glyph]]:
    """Return the table with its text, and the glyphs in it; no table if fewer than two cells have
    text."""
    inside: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = _middle(glyph)
        place = bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1
        if place in grid.owner:
            inside.setdefault(grid.owner[place], []).append(glyph)
    texts = {cell: "\n".join(line.text for line in lines(held)) for cell, held in inside.items()}
    if sum(bool(text) for text in texts.values()) < 2:
        return None, []
    rows = tuple(
        tuple(texts.get((r, c), "") for c in range(len(grid.xs) - 1))
        for r in range(len(grid.ys) - 1)
    )
    merged = sum(places > 1 for places in Counter(grid.owner.values()).values())
    return PageTable(box, rows, merged), [g for held in inside.values() for g in held]


def without_doubles(marks: Sequence[Graphic]) -> list[Graphic]:
    """Remove rules that are the second edge of one thick line; a red one stays."""
    marks = sorted(marks, key=lambda mark: not mark.red)
    return [
        mark
        for index, mark in enumerate(marks)
        if not any(_doubles(mark, other) for other in marks[:index])
    ]


def _doubles(a: Graphic, b: Graphic) -> bool:
    """Return whether two rules are the edges of one thick line."""
    return (
        a.kind == b.kind == "rule"
        and abs(a.box.top - b.box.top) < 4
        and a.box.x0 < b.box.x1
        and b.box.x0 < a.box.x1
    )


# --- blocks -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """The text area of a page."""

    left: float
    right: float


def blocks(pages: Sequence[PdfPage]) -> tuple[list[Block], list[Removal]]:
    """Return the blocks in reading order, numbered from 1, and the page furniture that is left
    out."""
    furniture = _furniture(pages)
    kept = [
        replace(page, items=tuple(item for item in page.items if id(item) not in furniture))
        for page in pages
    ]
    body = _body_size(kept)
    frames = _frames(kept, body)
    pitch = _pitch(kept, body)
    made: list[Block] = []
    removals: list[Removal] = []
    for page, whole, frame in zip(kept, pages, frames, strict=True):
        previous: PageLine | Graphic | PageTable | None = None
        for item in whole.items:
            if isinstance(item, PageLine) and id(item) in furniture:
                removals.append(Removal(furniture[id(item)], len(made) + 1, item.text))
                continue
            block = _block(item, len(made) + 1, page, frame, body)
            made.append(
                replace(
                    block,
                    page_start=previous is None,
                    gap=previous is not None and _gap(previous, item, pitch, body),
                )
            )
            previous = item
    return made, removals


def texts(page: PdfPage) -> Iterator[str]:
    """Yield the text of each line and of each cell."""
    for item in page.items:
        if isinstance(item, PageLine):
            yield item.text
        elif isinstance(item, PageTable):
            for row in item.rows:
                yield from row


def _text_lines(page: PdfPage) -> list[PageLine]:
    return [item for item in page.items if isinstance(item, PageLine)]


def _body_size(pages: Sequence[PdfPage]) -> float:
    return _middle_size([line for page in pages for line in _text_lines(page)])


def _middle_size(lines: Iterable[PageLine]) -> float:
    """Return the median type size by characters: most text of a bulletin is body text."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half = sum(count for _, count in sizes) / 2
    for size, count in sizes:
        half -= count
        if half <= 0:
            return size
    return 12.0


def is_body(line: PageLine, body: float) -> bool:
    return abs(line.size - body) <= 0.15 * body


def _frames(pages: Sequence[PdfPage], body: float) -> list[_Frame]:
    """Return the left and right margin of each page: its own, or those of the document for a page
    with few full lines. Scans and bindings shift pages, but their width stays."""
    own: dict[int, _Frame] = {}
    for index, page in enumerate(pages):
        single = [line for line in _text_lines(page) if not line.column]
        usual = _middle_size(single)
        wide = [line for line in single if is_body(line, usual)]
        wide = [line for line in wide if line.box.width > 6 * usual] or wide
        if wide:
            own[index] = _Frame(
                _edge([line.box.x0 for line in wide], body),
                -_edge([-line.box.x1 for line in wide], body),
            )
    if not own:
        return [_Frame(0.0, page.width) for page in pages]
    widest = max(own.values(), key=lambda f: f.right - f.left)
    width = widest.right - widest.left
    left = statistics.median(f.left for f in own.values() if f.right - f.left > width - body)
    right = left + width
    frames: list[_Frame] = []
    for index in range(len(pages)):
        frame = own.get(index, _Frame(left, right))
        if frame.right - frame.left <= width - body:
            if abs(frame.right - right) < 0.6 * body or abs(frame.left - left) < 0.6 * body:
                frame = _Frame(left, right)
            elif frame.right - frame.left > 0.75 * width:
                frame = _Frame(frame.right - width, frame.right)
            else:
                frame = _Frame(left, right)
        frames.append(frame)
    return frames


def _edge(positions: Sequence[float], body: float) -> float:
    """Return the outermost position, estimated from the boxes of lines."""
    outermost = min(positions)
    return statistics.median(x for x in positions if x <= outermost + 0.5 * body)


def _pitch(pages: Sequence[PdfPage], body: float) -> float:
    """Return the usual distance between two baselines of body text."""
    distances = Counter[float]()
    for page in pages:
        for a, b in pairwise(page.items):
            if (
                isinstance(a, PageLine)
                and isinstance(b, PageLine)
                and is_body(a, body)
                and is_body(b, body)
            ):
                distance = b.base - a.base
                if 0.8 * body < distance < 4 * body:
                    distances[round(distance)] += 1
    return max(distances, key=lambda d: (distances[d], -d), default=1.75 * body)


def pitch(pages: Sequence[PdfPage]) -> tuple[float, float]:
    """Return the body size and the usual distance between baselines of a document, in points."""
    body = _body_size(pages)
    return body, _pitch(pages, body)


def _gap(
    a: PageLine | Graphic | PageTable, b: PageLine | Graphic | PageTable, pitch: float, body: float
) -> bool:
    if isinstance(a, PageLine) and isinstance(b, PageLine):
        size = max(a.size, b.size, body)
        if b.base < a.base:  # the next column
            return not is_body(b, body)
        return b.base - a.base > pitch * size / body + 0.45 * pitch
    return b.box.top - a.box.bottom > pitch


def _block(
    item: PageLine | Graphic | PageTable, number: int, page: PdfPage, frame: _Frame, body: float
) -> Block:
    if isinstance(item, Graphic):
        red, picture = item.red, item.picture
        return Block("", number, page.number, item.kind, red=red, picture=picture)
    if isinstance(item, PageTable):
        return replace(table_block(item.rows, number), page=page.number)
    frame = _Frame(*item.column) if item.column else frame
    left, right = item.box.x0 - frame.left, frame.right - item.box.x1
    return Block(
        item.text,
        number,
        page.number,
        "line",
        bold=item.bold,
        align=_align(item, left, right, body),
        indent=round(max(0.0, left) / item.size, 2),
        fill=round(min(1.0, max(0.0, (item.box.x1 - frame.left) / (frame.right - frame.left))), 3)
        if frame.right > frame.left
        else None,
        size=item.size,
        red=item.red,
    )


def _align(
    line: PageLine, left: float, right: float, body: float
) -> Literal["", "left", "center", "right"]:
    if left < 0.6 * body or not is_cjk_or_word(line.text):
        return ""
    plain_indent = is_body(line, body) and abs(left - 2 * body) < 0.5 * body
    if abs(left - right) <= max(1.2 * body, 0.6 * line.size) and not plain_indent:
        return "center"
    if left > 5 * body and right < 4.5 * body and left > 2.5 * right:
        return "right"
    return ""


def is_cjk_or_word(text: str) -> bool:
    return any(is_cjk(c) or c.isalnum() for c in text)


# --- page furniture ---------------------------------------------------------------------------

_NUMERAL = "[0-9０-９零〇一二三四五六七八九十百]{1,5}"
_DASH = r"[-－–—―─~～·•_.\s]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}(?:第\s*)?{_NUMERAL}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?{_NUMERAL}\s*页?)?{_DASH}"
)
_NAME = 4  # characters of a bulletin's name at least
_EDGE = 0.14  # of the page's height: where page numbers and running headers stand


def _furniture(pages: Sequence[PdfPage]) -> dict[int, RemovalReason]:
    """Return the items that are page numbers or running headers, by identity, with the reason."""
    found: dict[int, RemovalReason] = {}
    body = _body_size(pages)
    repeated: dict[tuple[str, bool], list[tuple[int, PageLine]]] = {}
    for index, page in enumerate(pages):
        number = number_line(page)
        if number:
            found[id(number)] = "page-number"
        for line in _text_lines(page):
            if _at_edge(line, page) and id(line) not in found:
                shape = re.sub(r"\d+", "#", strip_space(line.text))
                repeated.setdefault((shape, line.base < page.height / 2), []).append((index, line))
    for places in repeated.values():
        if len({index for index, _ in places}) < 2:
            continue
        middle = statistics.median(line.base for _, line in places)
        close = [(index, x) for index, x in places if abs(x.base - middle) <= x.size]
        if len({index for index, _ in close}) < 2:
            continue
        # The first one in large type is the masthead or the title itself.
        large = close[0][1].size >= 0.95 * body
        found |= {id(line): "running-head" for _, line in close[large:]}
    return found | {id(line): "running-head" for page in pages for line in _named_heads(page)}


def _named_heads(page: PdfPage) -> Iterator[PageLine]:
    """Yield small lines at the edges that name the bulletin, whose masthead is on the same page."""
    texts = _text_lines(page)
    masthead = max(texts, key=lambda line: line.size, default=None)
    name = strip_space(masthead.text) if masthead else ""
    for line in texts:
        if (
            masthead
            and len(name) >= _NAME
            and _at_edge(line, page)
            and line.base < masthead.box.top
            and line.size < 0.5 * masthead.size
            and strip_space(line.text).startswith(name)
        ):
            yield line


def number_line(page: PdfPage) -> PageLine | None:
    """Return the line that is the page's number, at its upper or lower edge."""
    texts = _text_lines(page)
    if not texts:
        return None
    for line in (min(texts, key=lambda t: t.base), max(texts, key=lambda t: t.base)):
        if _at_edge(line, page) and _PAGE_NUMBER.fullmatch(line.text.strip()):
            return line
    return None


def _at_edge(line: PageLine, page: PdfPage) -> bool:
    return line.base < _EDGE * page.height or line.base > (1 - _EDGE) * page.height
