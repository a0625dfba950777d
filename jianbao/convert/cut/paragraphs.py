"""Printed lines to whole paragraphs: page numbers out, hard wraps and page breaks joined."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from jianbao.archive.model import Repair
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.passage import CONTEXT, Passage, joined
from jianbao.convert.cut.web_patterns import (
    is_address,
    is_caption,
    is_furniture,
    is_navigation,
    is_page_line,
)
from jianbao.text.chinese import HAN, ends_sentence, strip_space

UnitKind = Literal["text", "attribution", "footer", "furniture", "table", "image", "rule"]

# A full line may be this many half-widths short of the usual one: punctuation that may not begin
# a line, two characters of first-line indent, a number kept whole.
_RAGGED = 6
_INDENTED = 3
LONG = 45
"""Characters beyond which a line without closing punctuation is no title."""
_SHORT_HEADING = 48
_LONGEST = 20_000
"""Characters beyond which nothing more is joined to a paragraph."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a title line, an attribution, a table… `first` is its first block, for what
    the reader saw of its setting. `single`: it was printed on one line."""

    kind: UnitKind
    passage: Passage
    first: Block
    single: bool = True

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def line(self) -> int:
        return self.first.line


@dataclass(frozen=True, slots=True)
class Paragraphs:
    units: tuple[Unit, ...]
    repairs: tuple[Repair, ...]
    removals: tuple[Removal, ...]


def assemble(document: Document) -> Paragraphs:
    """The document's blocks as whole paragraphs, in order."""
    blocks, removals = _without_page_numbers(document)
    measure = _Measure.of(blocks)
    units: list[Unit] = []
    repairs: list[Repair] = []
    last: Block | None = None
    skipped: list[Unit] = []
    pieces: list[Passage] = []  # of the last unit
    size = 0
    for block, after in zip_longest(blocks, blocks[1:]):
        kind = _kind(block)
        unit = Unit(kind, Passage.of(block).strip(), block)
        if kind == "rule":
            skipped.append(unit)
            continue
        if (
            last is not None
            and units[-1].kind in ("text", "footer")
            and size < _LONGEST
            and _continues(units[-1], last, unit, after, measure, bool(skipped))
        ):
            before = units[-1]
            joint = glue(before.text, unit.text)
            pieces += [Passage.at(joint, last.line), unit.passage]
            size += len(unit.passage)
            passage = _ends_of(before.passage + pieces[-2] + pieces[-1])
            units[-1] = replace(before, passage=passage, single=False)
            wrapped = measure.wrapped and not block.page_start and not skipped
            rule = "wrap-join" if wrapped else "page-join"
            head, tail = before.text[-CONTEXT:], unit.text[:CONTEXT]
            repairs.append(Repair(rule, last.line, f"{head}\n{tail}", f"{head}{joint}{tail}"))
            removals.extend(Removal("rule", s.line, s.text) for s in skipped if s.text)
        else:
            _finish(units, pieces)
            units.extend(skipped)
            units.append(unit)
            pieces, size = [unit.passage], len(unit.passage)
        skipped = []
        last = block
    _finish(units, pieces)
    units.extend(skipped)
    return Paragraphs(tuple(units), tuple(repairs), tuple(removals))


_HEAD, _TAIL = 300, 600
"""Characters of a paragraph's start and end by which is told whether it goes on."""


def _ends_of(passage: Passage) -> Passage:
    """A long passage without its middle: joining lines must not cost their number squared."""
    if len(passage) <= 2 * (_HEAD + _TAIL):
        return passage
    return passage[:_HEAD] + passage[-_TAIL:]


def _finish(units: list[Unit], pieces: Sequence[Passage]) -> None:
    """Give the last unit its whole text."""
    if len(pieces) > 1:
        units[-1] = replace(units[-1], passage=joined(pieces))


def _kind(block: Block) -> UnitKind:
    if block.kind in ("table", "image", "rule"):
        return block.kind
    if patterns.attribution(block.text):
        return "attribution"
    if patterns.is_footer(block.text):
        return "footer"
    return "furniture" if is_furniture(block.text) else "text"


def glue(before: str, after: str) -> str:
    """What stands between two joined lines: a space between Latin words, else nothing."""
    latin = re.compile("[A-Za-z0-9,.;:]")
    return " " if latin.fullmatch(before[-1:]) and re.match("[A-Za-z]", after) else ""


# --- page numbers and running heads -----------------------------------------------------------

_PAGE_NUMBER = re.compile(
    r"[-—–－─·•~]+\d{1,3}[-—–－─·•~]+|第\d{1,3}页(?:[，,/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}|[Pp]age\d{1,3}(?:of\d+)?"
    r"|[（(]?(?:下转|上接)第?\d{1,3}[页版][）)]?|[（(](?:本期|全文|本刊)?共\d{1,3}[页版][)）]"
)


_TOP = 4
"""Lines at the head of a document that a running head may repeat."""


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", strip_space(text))


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page: — 3 —, 第3页 共8页."""
    return bool(_PAGE_NUMBER.fullmatch(_bare(text)))


def _without_page_numbers(document: Document) -> tuple[list[Block], list[Removal]]:
    blocks: list[Block] = []
    removals: list[Removal] = []
    heads = _running_heads(document.blocks) | _heads_at_numbers(document.blocks)
    heads |= _repeated_names(document.blocks)
    bare = _bare_numbers(document.blocks)
    for i, block in enumerate(document.blocks):
        text = _bare(block.text)
        if block.kind in ("line", "paragraph") and (_PAGE_NUMBER.fullmatch(text) or i in bare):
            removals.append(Removal("page-number", block.line, block.text.strip()))
        elif i in heads:
            removals.append(Removal("running-head", block.line, block.text.strip()))
        else:
            blocks.append(block)
    return blocks, removals


def _bare_numbers(blocks: Sequence[Block]) -> set[int]:
    """Lines that hold only a number, where they count up by one through the document."""
    found = [
        (i, int(block.text))
        for i, block in enumerate(blocks)
        if block.kind == "line" and re.fullmatch(r"\s*[0-9]{1,3}\s*", block.text)
    ]
    if len(found) < 2 or any(b[1] != a[1] + 1 for a, b in itertools.pairwise(found)):
        return set()
    return {i for i, _ in found}


def _running_heads(blocks: Sequence[Block]) -> set[int]:
    """Lines that stand first on three pages or more with the same text, the first of them kept."""
    first: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.kind == "line" and (i == 0 or block.page_start) and len(block.text) <= LONG:
            first.setdefault(strip_space(block.text), []).append(i)
    return {i for places in first.values() if len(places) >= 3 for i in places[1:]}


def _heads_at_numbers(blocks: Sequence[Block]) -> set[int]:
    """Lines beside page numbers that come there again, or that say the first lines again."""
    beside: dict[str, set[int]] = {}
    for i, block in enumerate(blocks):
        if not _PAGE_NUMBER.fullmatch(_bare(block.text)):
            continue
        for near in (i - 1, i + 1):
            if 0 <= near < len(blocks) and blocks[near].kind == "line":
                beside.setdefault(strip_space(blocks[near].text), set()).add(near)
    top = "".join(strip_space(block.text) for block in blocks[:_TOP])
    return {
        i
        for text, places in beside.items()
        if 4 <= len(text) <= LONG and not ends_sentence(text)
        if len(places) > 1 or (min(places) >= _TOP and top.startswith(text))
        for i in places
        if i >= _TOP
    }


def _repeated_names(blocks: Sequence[Block]) -> set[int]:
    """Lines below the first that say the bulletin's name and its number again."""
    top = "".join(strip_space(block.text) for block in blocks[:_TOP])
    found: set[int] = set()
    for i, block in enumerate(blocks[_TOP:], start=_TOP):
        words = block.text.split()
        issue = patterns.issue_mark(block.text) if len(block.text) <= LONG + 20 else None
        if block.kind == "line" and issue and len(words) > 1 and all(word in top for word in words):
            found.add(i)
    return found


# --- joining ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measure:
    """Whether lines are hard-wrapped, and at what width in half-widths."""

    wrapped: bool
    width: int

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "_Measure":
        lines = [block for block in blocks if block.kind == "line"]
        if any(block.fill is not None for block in lines):
            return cls(True, 0)
        lines = [block for block in lines if not _COLUMNS.search(block.text.strip())]
        if width := _broken_width(lines):
            return cls(True, width)
        widths = [_width(block.text.strip()) for block in lines]
        long = [width for width in widths if width >= 30]
        if len(long) < 6:
            return cls(False, 0)
        # First lines are shorter and may be many: the usual width is sought among the longest.
        longest = sorted(long)[int(len(long) * 0.9)]
        upper = Counter(width for width in long if longest - _INDENTED <= width <= longest)
        usual = min(upper.items(), key=lambda item: (-item[1], -item[0]))[0]
        near = sum(usual - _RAGGED <= width <= usual + _RAGGED for width in long)
        # Where each line is a paragraph, lines that are as long as one another end sentences.
        whole = sum(
            _closes(block.text) and abs(width - usual) <= _RAGGED
            for block, width in zip(lines, widths, strict=True)
        )
        beyond = sum(width > usual + _RAGGED for width in long)
        cut = near >= 0.6 * len(long) and beyond <= 0.05 * len(long) and whole <= 0.4 * near
        return cls(cut, usual)

    def full(self, block: Block) -> bool:
        """Whether the line reaches the right margin."""
        if block.fill is not None:
            return block.fill >= 0.86
        return _extent(block) >= self.width - _RAGGED

    def opens(self, block: Block) -> bool | None:
        """Whether the line is a paragraph's first, by its indent; None where that is unknown."""
        if block.indent is not None:
            return block.indent >= 1.2
        if block.fill is not None:
            return None
        width = _width(block.text.strip())
        # The indent is lost with the spaces, but it shortens the line.
        if self.width - _RAGGED <= width <= self.width - _INDENTED:
            return True
        return False if width > self.width - _INDENTED else None


def _broken_width(lines: Sequence[Block]) -> int:
    """The width of hard-wrapped lines, where indents tell paragraphs: two lines or more in
    mid-sentence, above lines without an indent, are as long as any; 0 without such lines."""
    broken = [
        _extent(line)
        for line, below in itertools.pairwise(lines)
        if below.indent == 0 and not below.gap and not _closes(line.text)
    ]
    widest = max(map(_extent, lines), default=0)
    full = [extent for extent in broken if widest - _INDENTED <= extent]
    wrapped = len(full) >= 2 and widest >= 30 and any(line.indent for line in lines)
    return max(full) if wrapped else 0


def _extent(block: Block) -> int:
    """The width of a line with its indent, in half-widths."""
    return _width(block.text.strip()) + round(2 * (block.indent or 0))


def _closes(text: str) -> bool:
    return ends_sentence(text) or text.rstrip().endswith(("：", ":", "；", ";"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


_COLUMNS = re.compile(r"\S[ \u3000]{4,}\S")
"""A space as wide as between what stands side by side in a line."""


def _continues(
    unit: Unit, last: Block, then: Unit, after: Block | None, measure: _Measure, ruled: bool
) -> bool:
    """Whether `then` goes on where `unit`, whose last line is `last`, breaks off; `after` is the
    block below it."""
    block = then.first
    if then.kind != "text" or not then.text:
        return False
    if unit.kind == "footer":
        return _footer_continues(unit, last, then, measure)
    if patterns.trailing_attribution(unit.text) or is_caption(unit.text):
        return False
    if is_navigation(unit.text) or is_navigation(then.text):
        return False
    if is_address(unit.text) or is_address(then.text):
        return False
    if _COLUMNS.search(unit.text) or _COLUMNS.search(then.text):
        return False
    if _masthead_like(then.text) or is_page_line(then.text) or is_page_line(unit.text):
        return False
    if last.kind == "paragraph" or block.kind == "paragraph":
        return _open_paragraph(unit.text, then.text)
    if measure.wrapped:
        return not ruled and _wrap_continues(unit, last, then, after, measure)
    return _page_continues(unit, then)


def _wrap_continues(
    unit: Unit, last: Block, then: Unit, after: Block | None, measure: _Measure
) -> bool:
    block = then.first
    if block.align in ("center", "right") or last.align in ("center", "right"):
        return False
    if block.size and last.size and abs(block.size - last.size) > 0.12 * last.size:
        return False
    opens = measure.opens(block)
    if block.indent is not None and opens:
        return False
    numbered = patterns.numbering(then.text)
    heading = patterns.numbering(unit.text) and len(unit.text) <= _SHORT_HEADING
    if heading and not re.search("[。；]", unit.text) and (opens or numbered):
        return False
    if not measure.full(last):
        # Not at the margin, yet in mid-sentence: only where the next line begins no paragraph.
        if opens or _is_title_line(unit.text) or ends_sentence(unit.text):
            return False
        return block.indent is not None or _page_continues(unit, then)
    if ends_sentence(unit.text):
        if numbered and numbered.style in ("han", "bracketed-han", "part"):
            return False  # Headings may stand without an indent.
        if block.indent is not None:
            return not opens
        if numbered and numbered.style != "ordinal":
            return False
        if opens and ends_sentence(then.text):
            # A paragraph's first line that a sentence happens to fill, or the last line of one
            # that happens to be so long: the line below it tells.
            return not (after is not None and _goes_on(after, measure))
        if opens is None:  # a short line: the paragraph's last one, or a heading
            return ends_sentence(then.text) and not numbered
        return not opens
    return not (unit.text.endswith(("：", ":")) and numbered)


def _goes_on(block: Block, measure: _Measure) -> bool:
    """Whether a line can only be inside a paragraph, or end one."""
    if _kind(block) != "text" or patterns.numbering(block.text):
        return False
    opens = measure.opens(block)
    return opens is False or (opens is None and ends_sentence(block.text))


_REMARK = re.compile("[（(][^（()）]*[)）]$")


def _ends(text: str) -> bool:
    """Whether a sentence ends `text`, or a remark in brackets behind one."""
    return ends_sentence(text) or ends_sentence(_REMARK.sub("", text.rstrip()))


def _page_continues(unit: Unit, then: Unit) -> bool:
    """In text with a line a paragraph: only a paragraph that breaks off is continued."""
    before, after = unit.text, then.text
    if _ends(before) or before.endswith(("：", ":")) or is_caption(after):
        return False
    if re.match("[，。、；：？！,;:）)”’》]", after):
        return True
    if patterns.numbering(after) and not before.endswith(("，", "、", ",")):
        return False
    if unit.first.indent and then.first.indent == 0 and not then.first.gap and "，" in before:
        return True
    if patterns.banner(after) or patterns.banner(before) or patterns.is_contents_heading(before):
        return False
    numbered = patterns.numbering(before)
    if numbered and len(before) <= _SHORT_HEADING and not re.search("[。；]", before):
        return before.endswith(("，", "、", ","))
    if before.endswith(("，", "、", ",", "“", "《", "（")):
        return True
    if before.endswith(("；", ";")):
        return not numbered and not patterns.numbering(after)
    return len(strip_space(before)) > LONG or bool(re.search("[。！？]", before))


def _open_paragraph(before: str, after: str) -> bool:
    """In formats that know their paragraphs, only a break after a comma, or one in mid-word of a
    long text, is no paragraph's end."""
    if _ends(before) or patterns.numbering(after) or is_caption(after):
        return False
    if re.match("[，。、；？！,;）)”’》]", after):
        return True
    return before.endswith(("，", "、")) or (
        len(before) > LONG and "。" in before and bool(re.search(f"[{HAN}]$", before))
    )


def _footer_continues(unit: Unit, last: Block, then: Unit, measure: _Measure) -> bool:
    """A list of recipients runs on over the line."""
    if not patterns.labels(unit.text) or len(then.text) > LONG * 2:
        return False
    if unit.text.endswith(("。", ".")):
        return False
    return unit.text.endswith(("，", "、", ",", "；", ";", "：", ":")) or (
        measure.wrapped and measure.full(last)
    )


def _is_title_line(text: str) -> bool:
    return len(text) <= LONG and not re.search("[。，；]", text)


def _masthead_like(text: str) -> bool:
    """Lines that never continue a paragraph: an issue number, a date or a banner alone."""
    if len(text) > LONG:
        return False
    if patterns.banner(text) or patterns.is_contents_heading(text) or patterns.secrecy(text):
        return True
    issue = patterns.issue_mark(text)
    if issue and issue.start == 0 and issue.end == len(text.rstrip()):
        return True
    date = patterns.printed_date(text)
    return bool(date and date[1] == 0 and date[2] == len(text.rstrip()))
