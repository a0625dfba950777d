"""The draft that the roles of a document's blocks make. Nothing of it is lost: what is no part of
the draft is a removal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag, Repair, Site
from jianbao.convert.assemble.articles import cut_articles
from jianbao.convert.assemble.candidates import stated_candidates
from jianbao.convert.assemble.foot import read_foot, without_trailing_roles
from jianbao.convert.assemble.groups import grouped, with_bylines_below_titles
from jianbao.convert.assemble.head import read_head, without_late_fields
from jianbao.convert.assemble.lead_offices import signed_by_leads
from jianbao.convert.assemble.margin import (
    margin_doubts,
    sibling_doubts,
    without_sure_signatures,
)
from jianbao.convert.assemble.net import checked
from jianbao.convert.assemble.page_lines import with_page_lines
from jianbao.convert.assemble.page_text import whole_article
from jianbao.convert.assemble.page_title import plain_titles, titled, with_stated_title
from jianbao.convert.assemble.pieces import DROPPED, TEXT, LabelledUnit, pieces_of
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.completion import completed
from jianbao.convert.cut.draft import Draft
from jianbao.convert.cut.head import contents_entries, second_masthead
from jianbao.convert.cut.mending import clean_units, mend_units
from jianbao.convert.cut.paragraphs import Unit, is_page_number
from jianbao.convert.cut.patterns import ends_like_office
from jianbao.convert.label.roles import Labelling, Role

_REASONS: Mapping[Role, RemovalReason] = {
    "nav": "navigation",
    "page": "running-head",
    "rule": "rule",
    "dup": "repeated-title",
    "toc": "contents",
}


def assemble(
    document: Document, labelling: Labelling, file: str, site: Site, authorities: Authorities
) -> Draft:
    """The draft of a document whose blocks have these roles."""
    stated = stated_candidates(document, file)
    title = titled(document, labelling, stated)
    labelling = title.labelling
    roles, kept = checked(document, with_page_lines(document, labelling.roles))
    pieces, joined = _prepared(document, roles)
    pieces, badges = plain_titles(pieces, stated) if document.format == "html" else (pieces, [])
    head = read_head(pieces, document, file, site)
    authorities = authorities.at(head.head.date)
    lines = [*head.colophon, *(piece for piece in pieces if piece.role == "foot")]
    bottom, mended_foot = read_foot(lines, authorities)
    pieces, mended = _mended(pieces, authorities)
    news = head.head.page
    pieces, inside = whole_article(pieces) if news else (pieces, ())
    pieces = with_bylines_below_titles(pieces, head.head.issuer)
    articles = cut_articles(grouped(pieces, news), head.head.series, news)
    signed_articles, brackets = signed_by_leads(articles.articles)
    named, copied = with_stated_title(signed_articles, title.stated if news else "")
    left_out = (*document.removals, *_dropped(pieces))
    unsure = [
        *margin_doubts(document, labelling, roles),
        *sibling_doubts(document.blocks, roles),
    ]
    doubts = (*document.doubts, *kept, *dict.fromkeys(unsure))
    draft = Draft(
        replace(head.head, contents=_contents(pieces)),
        articles.preface,
        named,
        bottom.foot,
        (*joined, *head.repairs, *mended_foot, *mended, *articles.repairs),
        (*left_out, *badges, *head.removals, *bottom.removals, *articles.removals, *brackets),
        (*doubts, *title.flags, *head.flags, *bottom.flags, *inside, *articles.flags, *copied),
        second_masthead(_below_masthead(pieces), head.head),
    )
    signed = [piece.unit for piece in pieces if piece.role == "sign"]
    draft = _with_signer(completed(draft, signed, bottom.printed_on), signed)
    return replace(draft, flags=without_sure_signatures(draft.flags, document, labelling))


def _prepared(document: Document, roles: Sequence[Role]) -> tuple[list[LabelledUnit], list[Repair]]:
    """The blocks as pieces, joined and clean, and the repairs that this took."""
    pieces, joins = pieces_of(document.blocks, roles)
    pieces, cleaned = _cleaned(without_trailing_roles(pieces))
    return without_late_fields(pieces, document.format == "html"), [*joins, *cleaned]


def _with_signer(draft: Draft, signed: Sequence[Unit]) -> Draft:
    """The draft with the office that signs its text, though it may be without a date, as the
    issuer that nothing else names."""
    office = next((unit.passage for unit in signed if ends_like_office(unit.text)), None)
    if office is None or draft.head.issuer is not None:
        return draft
    head = replace(draft.head, issuer=office, copied=draft.head.copied | {"issuer"})
    flag = Flag.of(Doubt.ISSUER_OF_SIGNATURE, office.line, office.text)
    return replace(draft, head=head, flags=(*draft.flags, flag))


def _dropped(pieces: Sequence[LabelledUnit]) -> Iterator[Removal]:
    for piece in pieces:
        text = piece.unit.first.text.strip()
        if piece.role in DROPPED and text:
            numbered = piece.role == "page" and is_page_number(text)
            yield Removal(
                "page-number" if numbered else _REASONS[piece.role], piece.unit.line, text
            )


def _cleaned(pieces: Sequence[LabelledUnit]) -> tuple[list[LabelledUnit], list[Repair]]:
    """The pieces without left-over markup and invisible characters, except those left out."""
    result: list[LabelledUnit] = []
    repairs: list[Repair] = []
    for piece in pieces:
        if piece.role in DROPPED:
            result.append(piece)
            continue
        units, done = clean_units([piece.unit])
        result.extend(replace(piece, unit=unit) for unit in units)
        repairs.extend(done)
    return result, repairs


def _mended(
    pieces: Sequence[LabelledUnit], authorities: Authorities
) -> tuple[list[LabelledUnit], list[Repair]]:
    """The pieces, those of the articles as a careful compositor would set them."""
    result: list[LabelledUnit] = []
    repairs: list[Repair] = []
    for piece in pieces:
        if piece.role in TEXT:
            units, done = mend_units([piece.unit], authorities)
            piece = replace(piece, unit=units[0])
            repairs.extend(done)
        result.append(piece)
    return result, repairs


def _below_masthead(pieces: Sequence[LabelledUnit]) -> list[Unit]:
    start = next((i for i, piece in enumerate(pieces) if piece.role in TEXT), len(pieces))
    return [piece.unit for piece in pieces[start:]]


def _contents(pieces: Sequence[LabelledUnit]) -> tuple[str, ...]:
    """What the table of contents names."""
    return tuple(
        entry for piece in pieces if piece.role == "toc" for entry in contents_entries(piece.unit)
    )
