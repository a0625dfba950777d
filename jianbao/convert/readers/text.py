"""Read plain text, and the Markdown that OCR and chat programs write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.readers.encodings import decode
from jianbao.convert.readers.runs import is_placeholder, without_endless_space
from jianbao.convert.readers.web import html

_LINE_END = re.compile("\r\n|[\n\r\x0b\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(
    r"\s*(?:([-*_=—─━﹏~])(?:\s*\1){2,}(?:\s*[★☆]\s*\1(?:\s*\1){2,})?"
    r"|([★☆◆◇●○■□▲△※])(?:\s*\2){4,}"
    r"|[<\[【]?(?:分页符|page ?break)[>\]】]?)\s*",
    re.I,
)
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?!#)\s*(.*?)\s*(#*)\s*")
_LINE_TAG = re.compile(r"</(?:p|div|li|tr|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*|__")
_IMAGE = re.compile(r"\s*!\[([^\]]*)\](\([^)]*\))?\s*")
# Pipes of Markdown, or the lines of a box.
_SIDES = "|│┃║"
_BAR = re.compile(f"[{_SIDES}]")
_TABLE_ROW = re.compile(rf"\s*[{_SIDES}].*[{_SIDES}]\s*")
_TABLE_RULE = re.compile(
    r"\s*\|(?:\s*:?-+:?\s*\|)+\s*|\s*\+(?:[-=]+\+)+\s*|\s*[┌├└┏┣┗╔╠╚][\u2500-\u257f]+\s*"
)
# A table with columns that only spaces separate.
_WORD = 12
_SENTENCE = re.compile("[。；！？：:]|，")
_FIGURE = re.compile(r"[+＋−-]?\d[\d.,]*[%％‰]?|[-—–/]+")
# An HTML table that a program left in the text.
_TABLE_OPEN = re.compile(r"\s*<table[\s>]", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table>\s*$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_MARKUP_LINES = 2000
_UNREADABLE = "\ufffd"
# White space before a line, in em: a paragraph's indent, or a line set to the middle or right.
_INDENT, _CENTRED = 1.5, 4.0


def read(content: bytes, file: str) -> Document:
    """Read a text document; `file` names it in messages. Raise ConvertError if it is not text."""
    decoded = decode(content)
    if decoded is None:
        raise ConvertError(
            [
                problem(
                    Location(file),
                    "",
                    "the encoding is unknown; save the document as UTF-8 and convert that",
                )
            ]
        )
    return read_text(decoded[0])


def numbered_lines(content: bytes) -> list[str]:
    """Return the lines that `Block.line` counts; none if the document is not text."""
    decoded = decode(content)
    return _LINE_END.split(without_endless_space(decoded[0])) if decoded else []


def read_text(text: str) -> Document:
    lines = list(_physical(without_endless_space(text)))
    spaced = _is_spaced(lines)
    blocks: list[Block] = []
    removals: list[Removal] = []
    page = 1
    for number, group in _grouped(lines):
        first = group[0]
        block, removed = _markup_table(group) or _table(group) if len(group) > 1 else _block(first)
        page_start = bool(blocks) and (
            first.after_feed or (spaced and not first.gap and first.text[:1] == " ")
        )
        page += page_start
        removals.extend(removed)
        if block is not None:
            blocks.append(
                replace(block, line=number, page=page, gap=first.gap, page_start=page_start)
            )
    doubts = tuple(
        Flag.of(Doubt.UNREADABLE_BYTES, line.number, line.text.strip())
        for line in lines
        if _UNREADABLE in line.text
    )
    return Document(
        "text",
        tuple(_seen_together(blocks, page)),
        removals=tuple(removals),
        doubts=doubts,
        pages=page if page > 1 else 0,
    )


def _seen_together(blocks: Sequence[Block], pages: int) -> Sequence[Block]:
    """Return the blocks without a page if there is only one, and, if paragraphs are indented, with
    an indent of none for the others: they continue a paragraph."""
    if pages == 1:
        blocks = [replace(block, page=0) for block in blocks]
    if sum(block.indent is not None for block in blocks) < 3:
        return blocks
    return [
        replace(block, indent=0.0) if block.indent is None and not block.align else block
        for block in blocks
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """A physical line that is not empty. `gap`: an empty line is before it."""

    text: str
    number: int
    gap: bool
    after_feed: bool


def _physical(text: str) -> Iterator[_Line]:
    gap, fed = False, False
    for number, line in enumerate(_LINE_END.split(text), start=1):
        # A form feed is always a page end; a tag that a program left in the text and that ends a
        # paragraph is a line end.
        for i, part in enumerate(line.split("\f")):
            fed = fed or i > 0
            for piece in _cut_at_tags(part):
                if piece.strip():
                    yield _Line(piece, number, gap, fed)
                    gap, fed = False, False
            if not part.strip() and not i:
                gap = True


def _cut_at_tags(line: str) -> list[str]:
    """Cut the line after each tag that ends a line; the tags stay, so that the repair records
    them."""
    if "<" not in line:
        return [line]
    ends = [match.end() for match in _LINE_TAG.finditer(line)]
    pieces = [line[a:b] for a, b in zip([0, *ends], [*ends, len(line)], strict=True)]
    return [piece for piece in pieces if piece.strip()]


def _is_spaced(lines: Sequence[_Line]) -> bool:
    """Return whether most lines have an empty line after them, so that a missing one has a
    meaning."""
    later = lines[1:]
    return len(later) >= 7 and sum(line.gap for line in later) >= 0.8 * len(later)


def _grouped(lines: Sequence[_Line]) -> Iterator[tuple[int, tuple[_Line, ...]]]:
    """Yield the rows of a table together, every other line alone, with line numbers."""
    rows: list[_Line] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if end := _markup_end(lines, position - 1):
            yield from _rows(rows)
            yield line.number, tuple(lines[position - 1 : end])
            rows, position = [], end
            continue
        if rows and not line.gap and _row_form(line.text) == _row_form(rows[0].text) != "":
            rows.append(line)
            continue
        yield from _rows(rows)
        rows = [line]
    yield from _rows(rows)


def _markup_end(lines: Sequence[_Line], start: int) -> int:
    """Return the end of the HTML table that begins at `start`, 0 if none begins there."""
    if not _TABLE_OPEN.match(lines[start].text):
        return 0
    for end in range(start, min(len(lines), start + _MARKUP_LINES)):
        if _TABLE_CLOSE.search(lines[end].text):
            return end + 1 if _markup_table(lines[start : end + 1]) else 0
        if end > start and _TABLE_OPEN.match(lines[end].text):
            break
    return 0


def _row_form(line: str) -> str:
    """Return the kind of table row that a line may be: between pipes, with a number of tabs, bars
    or words, or none."""
    if _TABLE_ROW.fullmatch(line) or _TABLE_RULE.fullmatch(line):
        return "pipes"
    tabs = line.lstrip().count("\t")
    if tabs:
        return f"{tabs} tabs"
    bars = len(_BAR.findall(line))
    if bars > 1 and not _SENTENCE.search(line):
        return f"{bars} bars"
    words = line.split()
    short = len(words) > 2 and all(len(word) <= _WORD for word in words)
    return f"{len(words)} words" if short and not _SENTENCE.search(line) else ""


def _rows(rows: Sequence[_Line]) -> Iterator[tuple[int, tuple[_Line, ...]]]:
    if not rows:
        return
    # Two lines with a tab are as likely 编辑 and 审核 side by side as a table.
    form = _row_form(rows[0].text)
    spaced = form.endswith("words") and _is_numeric(rows)
    tabbed = form.endswith("tabs") and _is_tabbed(rows)
    barred = form.endswith("bars") and len(rows) > 2
    if len(rows) > 1 and (form == "pipes" or spaced or tabbed or barred):
        yield rows[0].number, tuple(rows)
    else:
        yield from ((row.number, (row,)) for row in rows)


def _is_tabbed(rows: Sequence[_Line]) -> bool:
    filled = sum(len(list(filter(None, _cells(row.text)))) > 1 for row in rows)
    wide = len(_cells(rows[0].text)) > 2
    return filled * 3 >= len(rows) * 2 and (len(rows) > 2 or wide)


def _is_numeric(rows: Sequence[_Line]) -> bool:
    """Return whether lines of words can only be rows of a table: below the first line, at least two
    columns, and at least half of them, hold numbers."""
    figures = [[bool(_FIGURE.fullmatch(word)) for word in row.text.split()] for row in rows]
    if len(rows) < 3 or any(figures[0]):
        return False
    columns: list[bool] = [
        sum(cells) * 4 >= 3 * (len(rows) - 1) for cells in zip(*figures[1:], strict=True)
    ]
    return sum(columns) >= max(2, len(columns) / 2)


def _cells(row: str) -> tuple[str, ...]:
    if _TABLE_ROW.fullmatch(row):
        return tuple(cell.strip() for cell in _BAR.split(row.strip()[1:-1]))
    if "\t" in row:
        return tuple(cell.strip() for cell in row.lstrip().split("\t"))
    if _BAR.search(row):
        return tuple(cell.strip() for cell in _BAR.split(row))
    return tuple(row.split())


def _markup_table(rows: Sequence[_Line]) -> tuple[Block, list[Removal]] | None:
    """Return the table in lines of HTML; None if they are anything else."""
    markup = "\n".join(row.text for row in rows)
    block = html.read_table(markup) if _TABLE_OPEN.match(markup) else None
    if block is None:
        return None
    tags = "".join(_TAG.findall(markup))
    return block, [Removal("markup", rows[0].number, " ".join(tags.split()))]


def _table(rows: Sequence[_Line]) -> tuple[Block | None, list[Removal]]:
    cells = tuple(_cells(row.text) for row in rows if not _TABLE_RULE.fullmatch(row.text))
    removals = []
    for row in rows:
        marks = row.text if _TABLE_RULE.fullmatch(row.text) else ""
        if not marks and "\t" not in row.text:
            marks = "".join(_BAR.findall(row.text))
        if marks:
            removals.append(Removal("markup", row.number, marks.strip()))
    text = "\n".join("\t".join(row) for row in cells)
    return Block(text, rows[0].number, kind="table", rows=cells), removals


def _block(line: _Line) -> tuple[Block | None, list[Removal]]:
    number = line.number
    if _RULE.fullmatch(line.text):
        return Block(line.text.strip(), number, kind="rule"), []
    image = _IMAGE.fullmatch(line.text)
    if image:
        mark = "![]" + (image.group(2) or "")
        return Block(image.group(1).strip(), number, kind="image"), [
            Removal("markup", number, mark)
        ]
    if is_placeholder(line.text):
        return Block("", number, kind="image"), [Removal("markup", number, line.text.strip())]
    removals: list[Removal] = []
    text, level = line.text, 0
    heading = _HEADING.fullmatch(text)
    if heading and heading.group(2):
        level = len(heading.group(1))
        removals.append(Removal("markup", number, heading.group(1) + heading.group(3)))
        text = heading.group(2)
    elif heading:
        return None, [Removal("markup", number, text.strip())]
    text, bold, marks = _without_bold_marks(text)
    if marks:
        removals.append(Removal("markup", number, marks))
    if not text.strip():
        return None, removals
    return replace(_set_line(text, bold), line=number, heading=level), removals


def _set_line(text: str, bold: Sequence[tuple[int, int]]) -> Block:
    """Return the block of a line, with the setting that the space before it shows."""
    stripped = text.lstrip()
    shift = len(text) - len(stripped)
    lead = sum(2 if c == "\u3000" else 4 if c == "\t" else 1 for c in text[:shift]) / 2
    stripped = stripped.rstrip()
    ranges = tuple(
        (max(0, start - shift), min(len(stripped), end - shift))
        for start, end in bold
        if end > shift and start - shift < len(stripped)
    )
    return Block(
        stripped,
        0,
        bold=ranges,
        indent=lead if _INDENT <= lead < _CENTRED else None,
        align="center" if lead >= _CENTRED else "",
    )


def _without_bold_marks(text: str) -> tuple[str, list[tuple[int, int]], str]:
    """Return `text` without pairs of ** and __, the ranges that they made bold, and the removed
    marks. A mark without a partner is removed too, because it was not printed."""
    pieces: list[str] = []
    ranges: list[tuple[int, int]] = []
    marks = ""
    length, position, opened = 0, 0, None
    for match in _BOLD.finditer(text):
        if match.group() == "__" and not _is_emphasis(text, match):
            continue
        pieces.append(text[position : match.start()])
        length += match.start() - position
        position = match.end()
        marks += match.group()
        if opened is None:
            opened = length
        else:
            ranges.append((opened, length))
            opened = None
    pieces.append(text[position:])
    return "".join(pieces), [r for r in ranges if r[0] < r[1]], marks


def _is_emphasis(text: str, match: re.Match[str]) -> bool:
    """Return whether __ is a mark and not a blank to be filled in (____)."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return "_" not in around and text.count("__") % 2 == 0
