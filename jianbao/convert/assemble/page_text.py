"""The text of a web page: one article under the page's title, or several, each with a line of
labels of its own."""

from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.pieces import DROPPED, TEXT, TITLES, LabelledUnit
from jianbao.convert.cut.patterns import printed_date
from jianbao.convert.cut.web_patterns import is_page_remark
from jianbao.convert.label.roles import Role

_HEADS: frozenset[Role] = frozenset(("column", "kicker", *TITLES))
_AROUND: frozenset[Role] = frozenset(("subtitle", "byline", *_HEADS))
_TEXT: frozenset[Role] = frozenset(("para", "heading"))


def whole_article(pieces: Sequence[LabelledUnit]) -> tuple[list[LabelledUnit], tuple[Flag, ...]]:
    """The pieces with headings in place of the titles inside a page's article, and a doubt about
    them. A second article has a line with its date below its title, as the first one has."""
    result: list[LabelledUnit] = []
    demoted: list[LabelledUnit] = []
    titled = begun = dated = False  # what of the present article stands above
    for i, piece in enumerate(pieces):
        second = dated and _is_dated(pieces, i)
        if titled and begun and piece.role in _HEADS and not second:
            demoted.append(piece)
            piece = replace(piece, role="heading")
        elif piece.role == "brief" or (piece.role == "attr" and is_page_remark(piece.text)):
            piece = replace(piece, role="para")
        begun = (begun or piece.role in TEXT) and piece.role not in _AROUND
        dated = (dated or piece.role == "meta") and piece.role not in TITLES
        titled = titled or piece.role in TITLES
        result.append(piece)
    result = _signed_last(result)
    if not demoted:
        return result, ()
    first = demoted[0]
    doubt = Doubt.ARTICLES_OF_HEADINGS
    return result, (Flag.of(doubt, first.unit.line, first.text, count=len(demoted)),)


def _signed_last(pieces: Sequence[LabelledUnit]) -> list[LabelledUnit]:
    """The pieces with text in place of a signature above more text of the same article."""
    result: list[LabelledUnit] = []
    below = False
    for piece in reversed(pieces):
        if below and piece.role == "attr":
            piece = replace(piece, role="para")
        below = (below or piece.role in _TEXT) and piece.role not in TITLES
        result.append(piece)
    return result[::-1]


def _is_dated(pieces: Sequence[LabelledUnit], start: int) -> bool:
    """Whether a line with a date, or a page's other labels, stands below the title here."""
    for piece in pieces[start:]:
        if piece.role == "meta":
            return printed_date(piece.text) is not None
        if piece.role not in _AROUND | DROPPED:
            return False
    return False
