"""Tables without rules: rows of short parts that stand below one another.

乡镇　　　户数　　　改造面积
高山镇　　126　　　　8400平方米
双河乡　　98　　　　 6150平方米
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianbao.convert.readers.pdf.geometry import Box, PageLine, PageTable, around_boxes

_ROWS, _CELLS = 3, 3
_SENTENCE = re.compile("[，。；：！？]")
_FIGURE = re.compile(r"[\d.,%％/-]+")


def table_at(rows: Sequence[Sequence[PageLine]], start: int) -> PageTable | None:
    """Return the table that begins with the row `start`, if one does: at least three rows with the
    same number of parts, each part below one of the head's. The head has words only; all other
    rows have a figure beside their first part."""
    head = rows[start]
    if not _may_be_row(head) or any(_FIGURE.fullmatch(cell.text.strip()) for cell in head):
        return None
    columns, end = [cell.box for cell in head], start + 1
    while end < len(rows) and _may_be_row(rows[end]) and _has_figure(rows[end]):
        wider = _widened(columns, [cell.box for cell in rows[end]])
        if not wider:
            break
        columns, end = wider, end + 1
    if end - start < _ROWS:
        return None
    cells = tuple(tuple(cell.text.strip() for cell in row) for row in rows[start:end])
    return PageTable(around_boxes(columns), cells)


def _may_be_row(row: Sequence[PageLine]) -> bool:
    return len(row) >= _CELLS and not any(_SENTENCE.search(cell.text) for cell in row)


def _has_figure(row: Sequence[PageLine]) -> bool:
    return any(c.isdigit() for cell in row[1:] for c in cell.text)


def _widened(columns: Sequence[Box], cells: Sequence[Box]) -> list[Box]:
    """Return the columns with the cells of one more row, or nothing if these stand elsewhere."""
    if len(columns) != len(cells):
        return []
    pairs = [*zip(columns, cells, strict=True)]
    wider = [around_boxes(pair) for pair in pairs]
    below = all(a.x0 < b.x1 and b.x0 < a.x1 for a, b in pairs)
    return wider if below and all(a.x1 < b.x0 for a, b in pairwise(wider)) else []
