"""The net below the roles: what is left out must be said elsewhere or hold no sentence; what fails
stays as text, with a doubt."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.pieces import DROPPED, FIELDS, TEXT, TITLES, fitting
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut import patterns
from jianbao.convert.cut.head import contents_entries, without_quotes
from jianbao.convert.cut.paragraphs import LONG, Unit, is_page_number, is_row
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.web_patterns import is_furniture, is_navigation, page_labels
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import ends_sentence, strip_space

_AROUND: frozenset[Role] = frozenset(
    ("para", "para+", "brief", "heading", "table", "caption", "image")
)
_BELOW = _AROUND - {"brief"} | {"attr", "sign"}
"""Between a role of the first set and one of the second, an article goes on."""

_TELLING = 4
"""Characters of a line that may be said elsewhere as a part of another one."""
_ROWS = 3
"""Rows of a table, at least."""


def checked(document: Document, roles: Sequence[Role]) -> tuple[tuple[Role, ...], tuple[Flag, ...]]:
    """The roles, with text in place of those that the document does not bear out, and a doubt for
    each."""
    blocks = document.blocks
    given = [fitting(block, role) for block, role in zip(blocks, roles, strict=True)]
    net = _Net(blocks, _without_titles_twice(blocks, _without_emblems(blocks, given)))
    doubts = net.doubts()
    flags = [
        Flag.of(doubt, block.line, block.text.strip())
        for block, doubt in zip(blocks, doubts, strict=True)
        if doubt
    ]
    result = [
        fitting(block, net.kept_role(i)) if doubts[i] == Doubt.READING_KEPT else net.roles[i]
        for i, block in enumerate(blocks)
    ]
    if not TEXT & set(result):  # what is left out is all that may be text
        result = [
            fitting(block, "para") if role in DROPPED else role
            for block, role in zip(blocks, result, strict=True)
        ]
    return tuple(result), tuple(flags)


def _without_emblems(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """The roles, with that of what stands around a text for pictures above a masthead."""
    first = next((i for i, role in enumerate(roles) if role in FIELDS), 0)
    return [
        "nav" if i < first and block.kind == "image" else role
        for i, (block, role) in enumerate(zip(blocks, roles, strict=True))
    ]


def _without_titles_twice(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """The roles, with that of a repetition for a title's line that says the one above again."""
    result: list[Role] = []
    above = ""
    for block, role in zip(blocks, roles, strict=True):
        title = strip_space(block.text) if role in TITLES else ""
        result.append("dup" if title and title == above else role)
        above = above if role in DROPPED else title
    return result


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
        self.running = Counter(
            _without_figures(bare)
            for bare, role in zip(self.bare, roles, strict=True)
            if role in ("page", "series")
        )

    def doubts(self) -> list[Doubt | None]:
        """Of each block, what is doubtful about leaving it out, or about its field."""
        result: list[Doubt | None] = []
        start = 0
        while start < len(self.roles):
            end = start + 1
            if self.roles[start] not in DROPPED:
                result.append(self._doubt_of_field(start))
            else:
                while end < len(self.roles) and self.roles[end] in DROPPED:
                    end += 1
                result.extend(self._doubts_of_run(start, end))
            start = end
        return result

    def kept_role(self, i: int) -> Role:
        """The role of a text that is kept: what stands between two lines of a paragraph goes on
        with it."""
        above = next((role for role in reversed(self.roles[:i]) if role not in DROPPED), None)
        below = next((role for role in self.roles[i + 1 :] if role not in DROPPED), None)
        return "para+" if below == "para+" and above in ("para", "para+", "brief") else "para"

    # --- fields ---------------------------------------------------------------------------------

    def _doubt_of_field(self, i: int) -> Doubt | None:
        """Doubt a field that is a text."""
        role, text = self.roles[i], self.blocks[i].text
        prose = len(text) > 2 * LONG or "。" in text
        if role in ("foot", "foot+"):
            if role == "foot+":  # a list of recipients may end with a full stop
                prose = bool(re.search(r"。\s*\S", text))
            prose = prose and not patterns.is_footer(text)
        elif role == "meta":
            prose = prose and not page_labels(text)
        elif role not in FIELDS | {"column", "kicker"}:
            prose = False
        return Doubt.READING_KEPT if prose else None

    # --- what is left out -----------------------------------------------------------------------

    def _doubts_of_run(self, start: int, end: int) -> list[Doubt | None]:
        """Doubt what is left out together: between the paragraphs of an article it stays, and if
        one line of it does, words of a menu do, too, as they may be a table's."""
        above = self.roles[start - 1] if start else None
        below = self.roles[end] if end < len(self.roles) else None
        inside = above in _AROUND and below in _BELOW
        proven = [self._is_proven(i) for i in range(start, end)]
        rows = self._is_table(start, end)
        result: list[Doubt | None] = []
        for i, is_proven in zip(range(start, end), proven, strict=True):
            menu = self.roles[i] == "nav" and inside and not all(proven)
            if not self.bare[i] or (is_proven and not menu):
                result.append(None)
            elif self.roles[i] in ("dup", "toc") or inside or rows:
                result.append(Doubt.READING_KEPT)
            else:
                sentence = _is_sentence(self.blocks[i].text)
                result.append(Doubt.READING_LEFT_OUT if sentence else None)
        return result

    def _is_table(self, start: int, end: int) -> bool:
        """Return whether blocks are the rows of a table without rules, below its text."""
        rows = sum(is_row(self.blocks[i].text) for i in range(start, end))
        return rows >= _ROWS and "title" in self.roles[:start]

    def _is_proven(self, i: int) -> bool:
        """Whether the document itself says that a block may be left out."""
        role, block = self.roles[i], self.blocks[i]
        if role == "dup":
            return self._is_said_elsewhere(i)
        if role == "toc":
            return self._comes_again(i)
        if role == "page":
            words = _without_figures(self.bare[i])
            again = not words or self.running[words] > 1
            return again or is_page_number(block.text) or self._is_said_elsewhere(i)
        if role == "rule":
            return not re.search(r"\w", block.text)
        return is_furniture(block.text) or is_navigation(block.text)

    def _is_said_elsewhere(self, i: int) -> bool:
        words = without_quotes(self.blocks[i].text).split()
        if len(self.bare[i]) < _TELLING:  # a character of a torn line stands anywhere
            return any(bare == self.bare[i] for j, bare in enumerate(self.bare) if j != i)
        return self.bare[i] in self.kept or all(word in self.kept for word in words)

    def _comes_again(self, i: int) -> bool:
        """Whether the entries of a table of contents come again below."""
        block = self.blocks[i]
        if patterns.is_contents_heading(block.text):
            return True
        unit = Unit("table" if block.rows else "text", Passage.of(block), block)
        return all(self.kept.find(entry, self.ends[i]) >= 0 for entry in contents_entries(unit))


def _is_sentence(text: str) -> bool:
    """Whether a text says something that must not be lost in silence."""
    return len(text) > 2 * LONG or bool(re.search("[。；]", text)) or ends_sentence(text)


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "", text)
