"""The block model: the output of every reader for a document as received.

A reader only reports what it saw. Joining lines, finding articles and tagging offices are done
later, once for all formats.
"""

from dataclasses import dataclass
from typing import Literal

from jianbao.archive.kinds import RemovalReason, SourceFormat
from jianbao.archive.model import Flag

BlockKind = Literal[
    "line",  # one printed line: paragraphs may run over several, page breaks cut them
    "paragraph",  # a whole paragraph, as the format itself says (Word, HTML)
    "table",
    "image",  # `text` is its caption or alternative text
    "rule",  # a horizontal line; `text` is its printed form (---), or empty
]


@dataclass(frozen=True, slots=True)
class Block:
    """One block, in reading order.

    `line` counts from 1: the line of a text file, else the block's number; `page` from 1, 0 if the
    format has no pages. `bold` holds (start, end) character ranges of `text`. `indent` is the
    first-line indent in em, `fill` how far the line reaches towards the right margin (1.0: full),
    `size` the type size in points; each None if unknown. `gap`: an empty line or a wider space is
    before it. `page_start`: the first block of its page. `heading` is a level that the markup
    claims (`##`, a Word style, h2); a hint, never trusted. `rows` is for tables only, `picture` for
    images: the name of a file in `Document.pictures`, an address beside a web page, or "".
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
    picture: str = ""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture: its name in the document or in content/, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Removal:
    """Text that a reader left out of the blocks, and why (navigation, page number, markup)."""

    reason: RemovalReason
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as received, after reading. `metadata` holds (name, value) pairs that the file
    states about itself (HTML meta tags, PDF info); every character of the document is in a block or
    in a removal. `doubts` go into the review record. `pictures` are those inside the file that
    blocks name, as received."""

    format: SourceFormat
    blocks: tuple[Block, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    removals: tuple[Removal, ...] = ()
    doubts: tuple[Flag, ...] = ()
    pages: int = 0
    pictures: tuple[PictureFile, ...] = ()
