"""The pieces of a web page, from which its article is chosen."""

import re
from dataclasses import dataclass, field
from typing import Literal

from jianbao.archive.kinds import RemovalReason
from jianbao.convert.blocks import BlockKind
from jianbao.convert.readers.runs import Align, Line

Reason = RemovalReason | Literal[""]
"""The reason why a piece is left out; "" if it is kept."""

_PROSE = re.compile("[。；！？，,;!?]")
_PROSE_LENGTH = 20
_ATTACHMENT = re.compile(r"附件|.*\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|zip|rar)", re.IGNORECASE)


def is_attachment(text: str) -> bool:
    """Return whether a line names a file that belongs to the article."""
    return _ATTACHMENT.match(text) is not None


@dataclass(slots=True)
class Piece:
    """One run of text between block boundaries, before it becomes a block or a removal."""

    line: Line
    kind: BlockKind = "paragraph"
    align: Align = ""
    indent: float | None = None
    heading: int = 0
    titled: bool = False
    gap: bool = False
    reason: Reason = ""
    rows: tuple[tuple[str, ...], ...] = ()
    marker: str = ""  # the number that a browser sets before a list's item
    visible: int = 0
    picture: str = ""  # the address of an image

    @property
    def prose(self) -> int:
        """The number of characters that count as running text."""
        if self.kind == "image":
            return 0
        free = self.visible - self.line.linked
        if self.kind == "table":
            return free if free >= 2 * _PROSE_LENGTH else 0
        return free if free >= _PROSE_LENGTH and _PROSE.search(self.line.text) else 0


@dataclass(frozen=True, slots=True)
class PieceSpan:
    """The pieces `start` to `end` (exclusive) of one element; `reason` for a suspect."""

    start: int
    end: int
    reason: Reason = ""


@dataclass(slots=True)
class WebPage:
    pieces: list[Piece] = field(default_factory=list)
    suspects: list[PieceSpan] = field(default_factory=list)
    content: list[PieceSpan] = field(default_factory=list)
    boxes: list[PieceSpan] = field(default_factory=list)
