"""The block model: what every reader makes of a document as received.

A reader says only what it saw. Joining lines, finding articles and tagging offices happen once,
after it, for all formats.
"""

from dataclasses import dataclass
from typing import Literal

from jianbao.archive.kinds import RemovalReason, SourceFormat
from jianbao.archive.model import Flag

BlockKind = Literal[
    "line",  # one printed line: paragraphs may run over several, page breaks cut them
    "paragraph",  # a whole paragraph by the format's own word (Word, HTML)
    "table",
    "image",  # `text` is its caption or alternative text
    "rule",  # a horizontal line; `text` is what stood for it (---), or empty
]


@dataclass(frozen=True, slots=True)
class Block:
    """One block, in reading order.

    `line` counts from 1: the line of a text file, else the block's number; `page` from 1, 0 where
    the format has no pages. `bold` holds (start, end) character ranges of `text`. `indent` is the
    first-line indent in em, `fill` how far the line reaches towards the right margin (1.0: full),
    `size` the type size in points; each None where unknown. `gap`: an empty line or a wider space
    stands before it. `page_start`: the first block of its page. `heading` is a level that the
    markup claims (`##`, a Word style, h2); a hint, never trusted. `rows` is for tables only.
    """

    text: str
    line: int
    page: int = 0
    kind: BlockKind = "line"
    bold: tuple[tuple[int, int], ...] = ()
    align: Literal["", "left", "center", "right"] = ""
    indent: float | None = None
    fill: float | None = None
    size: float | None = None
    red: bool = False
    gap: bool = False
    page_start: bool = False
    heading: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """Text that a reader left out of the blocks, and why (navigation, page number, markup)."""

    reason: RemovalReason
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as received, read. `metadata` holds
    (name, value) pairs that the file states about itself (HTML meta tags, PDF info); every
    character of the document is in a block or in a removal. `doubts` go into the
    review record."""

    format: SourceFormat
    blocks: tuple[Block, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    removals: tuple[Removal, ...] = ()
    doubts: tuple[Flag, ...] = ()
    pages: int = 0
