"""The fields of the footer, cut out of the lines that hold them."""

from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive.model import Repair
from jianbao.convert.assemble.pieces import LabelledUnit
from jianbao.convert.cut import patterns
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.foot import FootCut, cut_foot
from jianbao.convert.cut.mending import mend_units
from jianbao.convert.cut.paragraphs import Unit

_LAST = ("para", "brief", "attr", "byline", "sign")


def read_foot(
    pieces: Sequence[LabelledUnit], authorities: Authorities
) -> tuple[FootCut, Sequence[Repair]]:
    """The footer that these pieces make."""
    units, repairs = mend_units([piece.unit for piece in pieces], authorities)
    return cut_foot([_footer(unit) for unit in units], 0), repairs


def _footer(unit: Unit) -> Unit:
    """The unit as a line of the footer, if a label, a number of copies or a date begins a field in
    it; else it belongs to the list above it, or is doubted."""
    text = unit.text
    fields = patterns.labels(text) or patterns.copies(text) or patterns.printed_date(text)
    return replace(unit, kind="footer" if fields else "text")


def without_trailing_roles(pieces: Sequence[LabelledUnit]) -> list[LabelledUnit]:
    """The pieces with （编辑：… 审核：…） at the end of the last text as a footer of its own."""
    last = max((i for i, piece in enumerate(pieces) if piece.role in _LAST), default=-1)
    found = patterns.trailing_roles(pieces[last].text) if last >= 0 else None
    if found is None:
        return list(pieces)
    piece = pieces[last]
    text = piece.said(piece.passage[: found.start()].strip())
    roles = piece.said(piece.passage[found.start(1) :].strip().plain())
    return [*pieces[:last], text, replace(roles, role="foot"), *pieces[last + 1 :]]
