"""Mastheads that are set in a table, as blocks of their own: one a cell."""

from collections.abc import Iterator
from dataclasses import replace

from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut import patterns
from jianbao.text.chinese import strip_space

_HIGHEST = 6
"""Blocks among which a masthead's table stands."""
_CELLS, _LONGEST = 12, 40
"""How many cells such a table has at most, and characters the longest."""


def with_masthead_cells(document: Document) -> Document:
    """The document with each cell of a masthead's table as a paragraph: the table's issue number
    is in one cell, its office and date are in others."""
    blocks: list[Block] = []
    for place, block in enumerate(document.blocks):
        if place < _HIGHEST and _is_masthead(block):
            blocks.extend(_cells(block))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _is_masthead(block: Block) -> bool:
    cells = [cell for row in block.rows for cell in row if cell.strip()]
    if not 1 < len(cells) <= _CELLS or any(len(cell) > _LONGEST for cell in cells):
        return False
    dated = any(patterns.printed_date(cell) for cell in cells)
    return dated and any(patterns.issue_mark(cell) for cell in cells)


def _cells(block: Block) -> Iterator[Block]:
    for row in block.rows:
        for cell in row:
            if strip_space(cell):
                yield replace(block, text=cell.strip(), kind="paragraph", rows=(), bold=())
