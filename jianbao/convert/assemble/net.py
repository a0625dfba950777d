"""The net below the roles: what is left out must be said elsewhere or hold no sentence; what fails
stays as text, with a doubt."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.pieces import DROPPED, FIELDS, FOOT, TEXT, fitting
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut import patterns
from jianbao.convert.cut.head import contents_entries, without_quotes
from jianbao.convert.cut.paragraphs import LONG, Unit, is_page_number
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.web_patterns import is_furniture, is_navigation
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import ends_sentence, strip_space

_AROUND: frozenset[Role] = frozenset(
    ("para", "para+", "brief", "heading", "table", "caption", "image")
)
_FRAME: frozenset[Role] = frozenset(("column", "kicker", "foot"))


def is_sentence(text: str) -> bool:
    """Whether a text says something that must not be lost in silence."""
    return len(text) > 2 * LONG or bool(re.search("[。；]", text)) or ends_sentence(text)


def checked(document: Document, roles: Sequence[Role]) -> tuple[tuple[Role, ...], tuple[Flag, ...]]:
    """The roles, with text in place of those that the document does not bear out, and a doubt for
    each."""
    blocks = document.blocks
    given = [fitting(block, role) for block, role in zip(blocks, roles, strict=True)]
    net = _Net(blocks, given)
    result: list[Role] = []
    flags: list[Flag] = []
    for i, (block, role) in enumerate(zip(blocks, given, strict=True)):
        doubt = net.doubt(i)
        if doubt:
            flags.append(Flag.of(doubt, block.line, block.text.strip()))
        result.append(_text_role(block) if doubt == Doubt.READING_KEPT else role)
    if not TEXT & set(result):  # what is left out is all that may be text
        left_out = DROPPED - {"rule"}
        result = [
            _text_role(block) if role in left_out else role
            for block, role in zip(blocks, result, strict=True)
        ]
    return tuple(result), tuple(flags)


def _text_role(block: Block) -> Role:
    return fitting(
        block, "image" if block.kind == "image" else "table" if block.kind == "table" else "para"
    )


class _Net:
    """The document's blocks with their roles, as the checks ask for them."""

    def __init__(self, blocks: Sequence[Block], roles: Sequence[Role]) -> None:
        self.blocks = blocks
        self.roles = roles
        self.bare = [without_quotes(strip_space(block.text)) for block in blocks]
        kept = [
            "" if role in DROPPED else bare for bare, role in zip(self.bare, roles, strict=True)
        ]
        self.kept = "".join(kept)
        self.ends = [*accumulate(map(len, kept))]
        """Of each block, how much of the kept text stands above its end."""
        self.above = _nearest(roles)
        self.below = _nearest(roles[::-1])[::-1]
        self.running = Counter(
            _without_figures(bare)
            for bare, role in zip(self.bare, roles, strict=True)
            if role in ("page", "series")
        )

    def doubt(self, i: int) -> Doubt | None:
        """What is doubtful about leaving a block out, or about its field."""
        role, text = self.roles[i], self.blocks[i].text
        if role in DROPPED:
            return self._doubt_of_dropped(i)
        is_field = (
            role in FIELDS or role in _FRAME or (role == "meta" and not patterns.labels(text))
        )
        if not is_field or not _is_prose(text):
            return None
        if role in FOOT and patterns.is_footer(text):
            return None
        return Doubt.READING_KEPT

    def _doubt_of_dropped(self, i: int) -> Doubt | None:
        if not self.bare[i] or self._is_proven(i):
            return None
        role, text = self.roles[i], self.blocks[i].text
        if role in ("dup", "toc") or self._is_inside(i):
            return Doubt.READING_KEPT
        return Doubt.READING_LEFT_OUT if is_sentence(text) else None

    def _is_proven(self, i: int) -> bool:
        """Whether the document itself says that a block may be left out."""
        role, block = self.roles[i], self.blocks[i]
        if role == "dup":
            return self._is_said_elsewhere(i)
        if role == "toc":
            return self._comes_again(i)
        if role == "page":
            return is_page_number(block.text) or self._is_repeated(i) or self._is_said_elsewhere(i)
        if role == "rule":
            return not re.search(r"\w", block.text)
        return is_furniture(block.text) or is_navigation(block.text)

    def _is_said_elsewhere(self, i: int) -> bool:
        words = without_quotes(self.blocks[i].text).split()
        return self.bare[i] in self.kept or all(word in self.kept for word in words)

    def _is_repeated(self, i: int) -> bool:
        """Whether the same words, but for figures, stand on other pages too."""
        words = _without_figures(self.bare[i])
        return not words or self.running[words] > 1

    def _comes_again(self, i: int) -> bool:
        block = self.blocks[i]
        if patterns.is_contents_heading(block.text):
            return True
        entries = contents_entries(
            Unit("table" if block.rows else "text", Passage.of(block), block)
        )
        return all(self.kept.find(entry, self.ends[i]) >= 0 for entry in entries)

    def _is_inside(self, i: int) -> bool:
        """Whether text stands above and below, and no article begins between."""
        ends = _AROUND - {"brief"} | {"attr", "sign"}
        return self.above[i] in _AROUND and self.below[i] in ends


def _nearest(roles: Sequence[Role]) -> list[Role | None]:
    """Of each block the role of the last one before it that is not left out."""
    found: list[Role | None] = []
    last: Role | None = None
    for role in roles:
        found.append(last)
        last = last if role in DROPPED else role
    return found


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "", text)


def _is_prose(text: str) -> bool:
    """Whether a line is a text and no field."""
    return len(text) > 2 * LONG or "。" in text
