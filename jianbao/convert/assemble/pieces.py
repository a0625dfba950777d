"""Blocks with their roles, and the lines of one paragraph joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.model import Repair
from jianbao.convert.blocks import Block, BlockKind
from jianbao.convert.cut.measure import measure, printed_width
from jianbao.convert.cut.paragraphs import Unit, UnitKind, glue
from jianbao.convert.cut.passage import CONTEXT, Passage, joined
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import ends_sentence

DROPPED: frozenset[Role] = frozenset(("nav", "page", "rule", "dup", "toc"))
"""Left out whole."""
FIELDS: frozenset[Role] = frozenset(
    ("series", "issue", "docno", "date", "issuer", "notice", "banner")
)
"""Lines of a masthead."""
PAGE: frozenset[Role] = frozenset(("meta", "card"))
"""Lines of a web page's head."""
FOOT: frozenset[Role] = frozenset(("foot", "foot+"))
TITLES: frozenset[Role] = frozenset(("title", "title+"))
"""The lines of a title."""
TEXT: frozenset[Role] = frozenset(
    (
        *("column", "kicker", "title", "title+", "subtitle", "byline", "brief", "heading"),
        *("para", "para+", "caption", "table", "image", "attr", "sign"),
    )
)
"""What the articles are made of."""
BETWEEN: frozenset[Role] = frozenset(("nav", "page", "rule", "toc"))
"""What may stand in the middle of a paragraph or of a title, at the end of a page."""

_CONTINUED: Mapping[Role, frozenset[Role]] = {
    "para+": frozenset(("para", "brief", "heading", "caption", "attr", "sign")),
    "foot+": frozenset(("foot",)),
}
_BEGINNING: Mapping[Role, Role] = {"para+": "para", "foot+": "foot"}
"""What a continuation is where nothing stands before it that it continues."""


_PRINTED = 80
"""Characters that a printed line has at most."""
_KINDS: Mapping[BlockKind, UnitKind] = {
    "line": "text",
    "paragraph": "text",
    "table": "table",
    "image": "image",
    "rule": "rule",
}


@dataclass(frozen=True, slots=True)
class LabelledUnit:
    """A block, or the joined blocks of a paragraph. `apart`: what is printed before it belongs
    elsewhere, so that it continues nothing."""

    role: Role
    unit: Unit
    apart: bool = False

    @property
    def passage(self) -> Passage:
        return self.unit.passage

    @property
    def text(self) -> str:
        return self.unit.passage.text

    def said(self, passage: Passage) -> "LabelledUnit":
        """The piece with another text."""
        return replace(self, unit=replace(self.unit, passage=passage))


def fitting(block: Block, role: Role) -> Role:
    """The role, as far as a block of this kind can have it: no sentence is a table."""
    if block.kind == "rule":
        return "rule"
    if block.kind == "image":
        return role if role in DROPPED else "image"
    if block.kind == "table":
        return role if role in DROPPED else "card" if role in PAGE else "table"
    return "para" if role in ("table", "image") else role


@dataclass(slots=True)
class _Open:
    """A piece to which blocks may still be joined."""

    piece: LabelledUnit
    passages: list[Passage]

    def join(self, block: Block, wrapped: bool) -> Repair:
        last, passage = self.passages[-1], Passage.of(block).strip()
        joint = Passage.at(glue(last.text, passage.text), last.lines[-1])
        self.passages += [joint, passage]
        head, tail = last.text[-CONTEXT:], passage.text[:CONTEXT]
        before, after = f"{head}\n{tail}", f"{head}{joint.text}{tail}"
        return Repair(
            "wrap-join" if wrapped else "page-join", joint.line or last.line, before, after
        )

    def closed(self) -> LabelledUnit:
        if len(self.passages) == 1:
            return self.piece
        unit = replace(self.piece.unit, passage=joined(self.passages), single=False)
        return replace(self.piece, unit=unit)


def _is_entry(last: _Open, block: Block) -> bool:
    """Whether a line of a footer, set apart, is more of the list above and no rest of its line."""
    apart = bool(block.indent) or block.align == "center"
    above = last.passages[-1].text
    return last.piece.role == "foot" and apart and not above.endswith(tuple("，、,；;：:"))


_RAGGED = 6
"""Half-width characters that a full line may lack: its last word or mark stands on the next."""


@dataclass(frozen=True, slots=True)
class _Print:
    """How a document of printed lines shows where a paragraph ends: `measure` is the width of its
    full lines, 0 if unknown; `parted`: an empty line stands between paragraphs, and not between all
    lines."""

    measure: int
    parted: bool

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "_Print":
        lines = [block for block in blocks if block.kind == "line"]
        gaps = sum(block.gap for block in lines)
        widths = (printed_width(block.text) for block in lines)
        return cls(measure(widths), 0 < gaps * 2 < len(lines))

    def parts(self, last: _Open, block: Block) -> bool:
        """Whether the sentence that ends above also ends its paragraph."""
        above = last.passages[-1].text
        if block.kind != "line" or block.page_start or not ends_sentence(above):
            return False
        indent = last.piece.unit.first.indent or 0.0 if len(last.passages) == 1 else 0.0
        short = printed_width(above) + 2 * indent + _RAGGED < self.measure
        return short or (self.parted and block.gap)


def _has_broken_lines(blocks: Sequence[Block]) -> bool:
    """Whether the lines of a document are those of its print. In a text of long lines, each a
    paragraph, only a page break cuts one."""
    long = sum(len(block.text) for block in blocks if len(block.text) > _PRINTED)
    return long * 2 < sum(len(block.text) for block in blocks)


def pieces_of(
    blocks: Sequence[Block], roles: Sequence[Role]
) -> tuple[list[LabelledUnit], list[Repair]]:
    """The blocks as pieces, each continuation joined to what it continues."""
    result: list[_Open] = []
    repairs: list[Repair] = []
    last: _Open | None = None  # to which a continuation may be joined
    between = False
    broken = _has_broken_lines(blocks)
    printed = _Print.of(blocks)
    for block, role in zip(blocks, roles, strict=True):
        if block.kind in ("line", "paragraph") and not block.text.strip():
            continue
        if role == "para+" and last and printed.parts(last, block):
            role = "para"
        if last and last.piece.role in _CONTINUED.get(role, ()) and not _is_entry(last, block):
            wrapped = broken and block.kind == "line" and not block.page_start and not between
            repairs.append(last.join(block, wrapped))
            between = False
            continue
        role = _BEGINNING.get(role, role)
        piece = LabelledUnit(role, Unit(_KINDS[block.kind], Passage.of(block).strip(), block))
        result.append(_Open(piece, [piece.passage]))
        between = role in BETWEEN
        if not between:
            last = result[-1] if role in TEXT | FOOT else None
    return [one.closed() for one in result], repairs
