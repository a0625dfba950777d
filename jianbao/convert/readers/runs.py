"""Join runs of text to lines and blocks, for the readers of web pages and of Word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jianbao.convert.blocks import Block, BlockKind
from jianbao.text.chinese import ends_sentence, is_cjk

Align = Literal["", "left", "center", "right"]

# Format characters (Unicode category Cf): joiners, marks, and changes of the writing direction.
_INVISIBLE = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]+"
)
_PLAIN_SPACE = dict.fromkeys(map(ord, "\xa0\n\r\t\v\f\x1c\x1d\x1e\x1f\x85\u2002\u2009\u202f"), " ")
_ENDLESS = re.compile("([ \t\xa0\u3000]{60})[ \t\xa0\u3000]+")
# Width of white space in em, as a Chinese typeface sets it.
_SPACE = {"\u3000": 1.0, "\u2003": 1.0, "\u2001": 1.0, "\t": 2.0}
_COLLAPSIBLE = re.compile("[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same look. `size` in points; `link`: inside a hyperlink."""

    text: str
    bold: bool = False
    red: bool = False
    size: float | None = None
    link: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Runs joined, without the white space around them. `spaces` is the width of the leading white
    space in em, `linked` the number of characters in links, `seams` where runs meet."""

    text: str = ""
    bold: tuple[tuple[int, int], ...] = ()
    red: bool = False
    size: float | None = None
    spaces: float = 0.0
    linked: int = 0
    seams: tuple[int, ...] = ()


def without_endless_space(text: str) -> str:
    """Return `text` with each run of white space cut to the length of a line, because the patterns
    that look for spaces backtrack quadratically."""
    return _ENDLESS.sub(r"\1", text)


def collapse(runs: Sequence[Run]) -> list[Run]:
    """Collapse white space as in HTML: a run of it becomes one space; a line end of the source
    between two Chinese characters becomes nothing."""
    out: list[Run] = []
    pending = ""  # white space not yet set, before the next character
    before = ""  # the last character that was set
    for run in runs:
        text = run.text
        parts: list[str] = []
        position = 0
        for match in _COLLAPSIBLE.finditer(text):
            if match.start() > position:
                piece = text[position : match.start()]
                parts.append(_gap(pending, before, piece[0]) + piece)
                before, pending = piece[-1], ""
            pending += match.group()
            position = match.end()
        if position < len(text):
            piece = text[position:]
            parts.append(_gap(pending, before, piece[0]) + piece)
            before, pending = piece[-1], ""
        if parts:
            out.append(replace(run, text="".join(parts)))
    return out


def _gap(white: str, before: str, after: str) -> str:
    if not white or not before:
        return ""
    if ("\n" in white or "\r" in white) and is_cjk(before) and is_cjk(after):
        return ""
    return " "


def set_line(runs: Sequence[Run]) -> Line:
    """Join the runs of one line to its text with its look. Invisible characters are dropped,
    no-break spaces become spaces; size and colour are those of most characters."""
    placed: list[tuple[int, str, Run]] = []
    length, spaces = 0, 0.0
    for run in runs:
        text = without_endless_space(_INVISIBLE.sub("", run.text))
        if not length:
            stripped = text.lstrip()
            spaces += sum(_SPACE.get(c, 0.5) for c in text[: len(text) - len(stripped)])
            text = stripped
        if text:
            placed.append((length, text, run))
            length += len(text)
    text = "".join(piece.translate(_PLAIN_SPACE) for _, piece, _ in placed).rstrip()
    counts = [(run, visible_characters(piece)) for _, piece, run in placed]
    visible = sum(count for _, count in counts)
    sizes: dict[float, int] = {}
    for run, count in counts:
        if run.size is not None:
            sizes[run.size] = sizes.get(run.size, 0) + count
    return Line(
        text=text,
        bold=tuple(_trimmed(text, start, end) for start, end in _bold_ranges(placed)),
        red=bool(visible) and sum(count for run, count in counts if run.red) * 2 > visible,
        size=max(sizes, key=lambda size: (sizes[size], size)) if sizes else None,
        spaces=spaces,
        linked=sum(count for run, count in counts if run.link),
        seams=tuple(start for start, _, _ in placed if 0 < start < len(text)),
    )


def _bold_ranges(placed: Iterable[tuple[int, str, Run]]) -> list[tuple[int, int]]:
    """Return the bold parts of a line; a space between bold words belongs to them."""
    ranges: list[tuple[int, int]] = []
    for start, text, run in placed:
        shown = visible_characters(text) > 0
        if ranges and ranges[-1][1] == start and (run.bold or not shown):
            ranges[-1] = (ranges[-1][0], start + len(text))
        elif run.bold and shown:
            ranges.append((start, start + len(text)))
    return ranges


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def broken_kind(line: Line, following: Line | None) -> BlockKind:
    """Return the kind of a line that ends in a line break (or, if `following` is None, at the end
    of its paragraph): a paragraph if the next line is indented or this one ends a sentence, else
    one printed line."""
    if following is None or following.spaces >= 1 or ends_sentence(line.text):
        return "paragraph"
    return "line"


def table_block(rows: Sequence[Sequence[str]], number: int) -> Block:
    """Make a table: `text` separates rows by line ends and cells by tabs. A merged cell has its
    text once, at its upper left; the other places that it covers are empty. The paragraphs of a
    cell are separated by line ends in `rows`, by spaces in `text`."""
    table = tuple(tuple(cell for cell in row) for row in rows)
    text = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in table)
    return Block(text, number, kind="table", rows=table)


_CAPTION = re.compile(
    r"[（(]?[▲△▼↑↓]?\s*(?:上|下|左|右)?(?:图片?|照片)(?:\d{1,2}|[一二三四五六七八九十])?(?:[为是：:、]|\s).{2,60}"
    r"|[（(]?[▲△▼↑↓].{2,60}"
    r"|[（(]?[^。，]{0,16}\s?(?:摄影|摄|供图)(?:[:：].{0,12}|报道)?[）)]?"
)


def with_captions(blocks: Sequence[Block], taken_only: bool = False) -> tuple[Block, ...]:
    """Return the blocks, with the caption below a picture as the picture's own text; with
    `taken_only`, only below pictures that the reader could take."""
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        if (
            above is not None
            and above.kind == "image"
            and not above.text
            and (above.picture or not taken_only)
            and block.kind in ("line", "paragraph")
            and not block.heading
            and len(block.text) <= 64
            and _CAPTION.fullmatch(block.text)
        ):
            out[-1] = replace(block, kind="image", bold=(), gap=above.gap, picture=above.picture)
        else:
            out.append(block)
    return tuple(out)


def visible(text: str) -> str:
    """Return the characters of `text` that a reader sees."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return "".join(text.split())


def visible_characters(text: str) -> int:
    """Return the number of characters of `text` that a reader sees: the unit of the accounting."""
    return len(visible(text))


_PLACEHOLDER = re.compile(
    r"\s*[\[【(（<〈]?\s*(?:图片|插图|配图|照片|image|img|photo|picture)\s*[\d一二三四五]*\s*[\]】)）>〉]?\s*",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Return whether `text` is a placeholder for a picture: [图片]."""
    return bool(_PLACEHOLDER.fullmatch(text))
