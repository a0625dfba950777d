"""Printed lines to whole paragraphs: page numbers out, hard wraps and page breaks joined."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from jianbao.convert.blocks import Block
from jianbao.convert.cut.passage import Passage
from jianbao.text.chinese import strip_space

UnitKind = Literal["text", "attribution", "footer", "furniture", "table", "image", "rule"]

LONG = 45
"""Characters beyond which a line without closing punctuation is no title."""


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


def glue(before: str, after: str) -> str:
    """What stands between two joined lines: a space between Latin words, else nothing."""
    latin = re.compile("[A-Za-z0-9,.;:]")
    return " " if latin.fullmatch(before[-1:]) and re.match("[A-Za-z]", after) else ""


# --- page numbers and running heads -----------------------------------------------------------

_PAGE_NUMBER = re.compile(
    r"[-—–－─·•~]+\d{1,3}[-—–－─·•~]+|第\d{1,3}页(?:[，,/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}|[Pp]age\d{1,3}(?:of\d+)?"
    r"|[（(]?(?:下转|上接)第?\d{1,3}[页版][）)]?|[（(](?:本期|全文|本刊)?共\d{1,3}[页版][)）]"
)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", strip_space(text))


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page: — 3 —, 第3页 共8页."""
    return bool(_PAGE_NUMBER.fullmatch(_bare(text)))


_CELLS = 3


def is_row(text: str) -> bool:
    """Whether a line looks like a row of a table without rules: 高山镇 126 8400平方米 92%."""
    cells = text.split()
    return (
        len(cells) >= _CELLS
        and any(c.isdigit() for cell in cells[1:] for c in cell)
        and not re.search("[，。；：]", text)
    )


# --- joining ----------------------------------------------------------------------------------
