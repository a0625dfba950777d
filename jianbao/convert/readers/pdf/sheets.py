"""Divide sheets on which two pages stand side by side, and put the pages in order.

Printers get the sheets of a folded booklet as 4|1 and 2|3; others print two pages on a sheet to
save paper. Each order is scored by page numbers, masthead, footer, and the sentences that go on
from page to page.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from jianbao.convert.readers.pdf import geometry, order
from jianbao.convert.readers.pdf.geometry import Box, Glyph, PageLine, PdfPage

Sheet = tuple[PdfPage, ...]
"""The pages of a sheet from left to right: one, or two."""

_WIDE = 1.15  # a sheet with two pages is so much wider than high
_FOLD = (0.42, 0.58)  # of the width: where the fold may be
_INNER_MARGINS = 2.5  # em
TWO_PAGES = 2.0  # of wide sheets, most hold two pages
NEXT_NUMBER = 2.0
WRONG_NUMBER = -2.0
MASTHEAD_FIRST = 2.0
FOOTER_LAST = 1.0
_FOOTER = re.compile("[报送发][：:]|(?:主|抄|分)送[：:]|.*(?:共印|印发)")


def fold(width: float, height: float, glyphs: Sequence[Glyph], others: Iterable[Box]) -> float:
    """Return where the sheet may be folded between two pages. Return 0 if it is not wide, or if
    something stands there."""
    boxes = [glyph.box for glyph in glyphs] + [*others]
    if width < _WIDE * height or not glyphs:
        return 0.0
    start, end = (share * width for share in _FOLD)
    free, reached = (start, start), start
    for box in sorted(boxes, key=lambda box: box.x0):
        if box.x0 > end:
            break
        if box.x0 - reached > free[1] - free[0]:
            free = reached, box.x0
        reached = max(reached, box.x1)
    if end - reached > free[1] - free[0]:
        free = reached, end
    size = sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
    return sum(free) / 2 if free[1] - free[0] > _INNER_MARGINS * size else 0.0


def in_order(sheets: Sequence[Sheet]) -> tuple[list[PdfPage], tuple[int, str, str] | None]:
    """Return the pages of all sheets in reading order. If another order is nearly as good, return
    also the number of the first sheet that it changes, and the texts that meet there."""
    candidates: list[list[PdfPage]] = []
    for arrange in (_as_they_are, _booklet, _booklets_of_four):
        pages = _arranged(sheets, arrange)
        if pages not in candidates:
            candidates.append(pages)
    if len(candidates) == 1:
        return candidates[0], None
    facts = {id(page): _facts(page) for page in candidates[0]}
    scored = [(_score([facts[id(page)] for page in pages]), pages) for pages in candidates]
    scored.sort(key=lambda one: -one[0])
    (score, best), (second, other) = scored[:2]
    if score - second >= order.DOUBTFUL:
        return best, None
    return best, _difference(best, other)


def _difference(best: Sequence[PdfPage], other: Sequence[PdfPage]) -> tuple[int, str, str] | None:
    place = next(i for i, (a, b) in enumerate(zip(best, other, strict=True)) if a is not b)
    texts = [[t.text for t in _lines(page)] for page in other]
    before = next((t[-1] for t in reversed(texts[:place]) if t), "")
    after = next((t[0] for t in texts[place:] if t), "")
    return (other[place].number, before, after) if after else None


# --- candidates ---------------------------------------------------------------------------------


def _arranged(
    sheets: Sequence[Sheet], arrange: Callable[[list[Sheet]], list[PdfPage]]
) -> list[PdfPage]:
    pages: list[PdfPage] = []
    for folded, run in groupby(sheets, key=lambda sheet: len(sheet) == 2):
        some = [*run]
        pages += arrange(some) if folded else _as_they_are(some)
    return pages


def _as_they_are(sheets: list[Sheet]) -> list[PdfPage]:
    return [page for sheet in sheets for page in sheet]


def _booklet(sheets: list[Sheet]) -> list[PdfPage]:
    """Return the pages of sheets that are put into each other and folded: 8|1, 2|7, 6|3, 4|5."""
    first = [sheet[1 - side % 2] for side, sheet in enumerate(sheets)]
    last = [sheet[side % 2] for side, sheet in enumerate(sheets)]
    return [*first, *reversed(last)]


def _booklets_of_four(sheets: list[Sheet]) -> list[PdfPage]:
    """Return the pages of sheets that are folded one by one: 4|1, 2|3, 8|5, 6|7."""
    pairs = (sheets[start : start + 2] for start in range(0, len(sheets), 2))
    return [page for pair in pairs for page in _booklet(pair)]


# --- scores -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    """What of a page says where it belongs. `edges` are those of its text."""

    number: int | None
    largest: tuple[bool, float]
    has_footer: bool
    first: PageLine | None
    last: PageLine | None
    edges: tuple[float, float]


def _lines(page: PdfPage) -> list[PageLine]:
    """Return the lines of a page without its page number."""
    number = geometry.number_line(page)
    return [item for item in page.items if isinstance(item, PageLine) and item is not number]


def _facts(page: PdfPage) -> _Facts:
    printed, texts = geometry.number_line(page), _lines(page)
    digits = re.search(r"\d+", printed.text) if printed else None
    upper = [text for text in texts if text.base < 0.5 * page.height]
    return _Facts(
        int(digits[0]) if digits else None,
        max(((text.red, text.size) for text in upper), default=(False, 0.0)),
        any(_FOOTER.match(text.text) for text in texts[-4:]),
        texts[0] if texts else None,
        texts[-1] if texts else None,
        (min((t.box.x0 for t in texts), default=0.0), max((t.box.x1 for t in texts), default=0.0)),
    )


def _score(pages: Sequence[_Facts]) -> float:
    score = 0.0
    numbers = [page.number for page in pages if page.number is not None]
    for a, b in pairwise(numbers):
        score += NEXT_NUMBER if b == a + 1 else WRONG_NUMBER
    largest = max(page.largest for page in pages)
    if sum(page.largest == largest for page in pages) == 1:
        score += MASTHEAD_FIRST if pages[0].largest == largest else -MASTHEAD_FIRST
    if any(page.has_footer for page in pages):
        written = [page for page in pages if page.first]
        score += FOOTER_LAST if written[-1].has_footer else -FOOTER_LAST
    return score + sum(_step(a, b) for a, b in pairwise(p for p in pages if p.first))


def _step(a: _Facts, b: _Facts) -> float:
    """Return what it says that page `b` follows page `a`: their lines, as if in one column."""
    if a.last is None or b.first is None:
        return 0.0
    last, first = a.last.column or a.edges, b.first.column or b.edges
    return order.step_over(a.last, last, b.first, first)
