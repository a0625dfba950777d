"""A document cut into its parts, before they are written: still printed text with its lines."""

from dataclasses import dataclass
from typing import Literal

from jianbao.archive.model import Flag, Repair
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Removal
from jianbao.convert.cut.passage import Passage

PartKind = Literal["paragraph", "heading", "table", "caption"]


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a text: a paragraph, a heading of `level` 3 to 6, a table of `rows`, or the
    caption of a picture, whose file is `picture`, "" if it was not taken."""

    kind: PartKind
    passage: Passage
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    line: int = 0
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """`title_inferred`: the title is a copy from the text, which keeps it."""

    kind: str
    title: Passage
    parts: tuple[Part, ...]
    attribution: Passage | None = None
    kicker: Passage | None = None
    subtitle: Passage | None = None
    authors: tuple[Passage, ...] = ()
    title_inferred: bool = False

    @property
    def line(self) -> int:
        return self.title.line


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the articles. `series` is the printed name; `issue` the printed number,
    `number` and `year` what it says; `page`: it is a web page's head, its title in `title`;
    `document`: `issue` is the number of an official document (青政办〔2025〕7号); `copied`: fields
    that are copies from the text, which keeps them; `contents`: the titles of its table of
    contents, without spaces."""

    series: Passage | None = None
    issue: Passage | None = None
    number: int | None = None
    year: int | None = None
    extra: bool = False
    date: PartialDate | None = None
    date_printed: Passage | None = None
    issuer: Passage | None = None
    banner: Passage | None = None
    signatory: Passage | None = None
    page: bool = False
    title: tuple[Passage, ...] = ()
    authors: tuple[Passage, ...] = ()
    editor: Passage | None = None
    document: bool = False
    copied: frozenset[str] = frozenset()
    contents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below the articles. `supplier`: who supplied the last of them (供稿：…);
    `publisher`: who issues it (主办：…)."""

    report_to: tuple[Passage, ...] = ()
    send_to: tuple[Passage, ...] = ()
    distribute_to: tuple[Passage, ...] = ()
    supplier: Passage | None = None
    publisher: Passage | None = None
    editor: Passage | None = None
    reviewer: Passage | None = None
    signatory: Passage | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """`second_issue` is the line where the masthead of another issue stands, if one does."""

    head: Head
    preface: tuple[Part, ...]
    articles: tuple[ArticleDraft, ...]
    foot: Foot
    repairs: tuple[Repair, ...] = ()
    removals: tuple[Removal, ...] = ()
    flags: tuple[Flag, ...] = ()
    second_issue: int | None = None
