"""The fields of the whole document, cut out of the lines that hold them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jianbao.archive.model import Flag, Repair, Site
from jianbao.convert.assemble.masthead import MastheadReader
from jianbao.convert.assemble.pieces import FIELDS, LabelledUnit
from jianbao.convert.assemble.web_page import holds_issue, read_page
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.masthead import Masthead, dated
from jianbao.convert.cut.repair import close_up
from jianbao.convert.cut.web_patterns import page_labels
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import HAN


@dataclass(slots=True)
class HeadCut:
    """The head, and what cutting it recorded. `colophon`: lines of editors among those of the
    masthead."""

    head: Head
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    colophon: list[LabelledUnit] = field(default_factory=list)


def without_late_fields(pieces: Sequence[LabelledUnit], web: bool) -> list[LabelledUnit]:
    """The pieces with text in place of a masthead's lines below a titled text, if they are said
    above, or if this is a web page and they can only stand above. A source that is named below the
    text, too, signs it."""
    said: set[Role] = set(_ABOVE) if web else set()
    result: list[LabelledUnit] = []
    titled = below = sourced = False
    for piece in pieces:
        titled = titled or piece.role in ("title", "brief")
        below = below or (titled and piece.role in ("para", "brief"))
        if below and piece.role in FIELDS & said:
            piece = replace(piece, role="para")
        if below and piece.role == "meta" and sourced and _SOURCE.match(piece.text):
            piece = replace(piece, role="attr")
        sourced = sourced or (piece.role == "meta" and _names_source(piece.text))
        said.add(piece.role)
        result.append(piece)
    return result


_SOURCE = re.compile(r"来源\s*[：:丨|｜]")


def _names_source(text: str) -> bool:
    """Whether a line about the page names its source, by a label or as a bare name."""
    labelled = any(label.field == "issuer" for label in page_labels(text))
    return labelled or re.fullmatch(f"[{HAN}]{{3,20}}", text.strip()) is not None


_ABOVE: frozenset[Role] = frozenset(("series", "issue", "banner"))


def read_head(pieces: Sequence[LabelledUnit], document: Document, file: str, site: Site) -> HeadCut:
    """The head that the masthead's and the page's lines among `pieces` make."""
    reader = MastheadReader(Masthead(site, stated=True))
    for piece in pieces:
        if piece.role in FIELDS or holds_issue(piece):
            reader.read(piece)
    reader.name()
    masthead = reader.masthead
    cut = HeadCut(masthead.head, masthead.removals, masthead.flags, colophon=reader.colophon)
    page = read_page(cut.head, pieces, document, file)
    cut.head = page.head
    cut.removals.extend(page.removals)
    cut.flags.extend(page.flags)
    cut.head = dated(cut.head, masthead)
    if cut.head.number is None and not cut.head.extra and not masthead.several:
        cut.head = replace(cut.head, number=masthead.total)
    if cut.head.series:
        series, done = close_up(cut.head.series)
        cut.repairs.extend(done)
        cut.head = replace(cut.head, series=series)
    return cut
