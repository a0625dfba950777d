"""Doubts from the margin: blocks whose next likely role would change a field."""

from collections.abc import Iterator, Mapping, Sequence

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.pieces import DROPPED
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut import patterns
from jianbao.convert.label.roles import Labelling, Role

DOUBTFUL = 0.55
"""Confidence below which a role is doubted."""
DOUBTFUL_TITLE = 0.65
"""Confidence below which a role is doubted if the block is, or may be, a title: what is wrong
there makes two articles of one, or one of two."""
DOUBTFUL_MASTHEAD = 0.45
"""Confidence below which a role is doubted if the second choice is an issuer or a number: their
words go to the right field in most lines whichever of these they are."""
SURE = 0.9
"""Confidence from which a signature is believed without a doubt."""
MOST = 4
"""Such doubts that a record lists: those of most weight."""

_SHORT = 60
"""Characters of a numbered line that may be a title."""

_GROUPS: Mapping[Doubt, tuple[Role, ...]] = {
    Doubt.READING_TITLE: ("title", "title+"),
    Doubt.READING_BRIEF: ("brief",),
    Doubt.READING_ABOVE_TITLE: ("column", "kicker", "banner"),
    Doubt.READING_BELOW_TITLE: ("subtitle", "byline"),
    Doubt.READING_HEADING: ("heading",),
    Doubt.READING_TEXT: ("para", "para+", "caption", "table", "image", "sign"),
    Doubt.READING_ATTRIBUTION: ("attr",),
    Doubt.READING_NUMBER: ("issue", "docno"),
    Doubt.READING_DATE: ("date",),
    Doubt.READING_SERIES: ("series",),
    Doubt.READING_ISSUER: ("issuer",),
    Doubt.READING_PAGE: ("meta", "card"),
    Doubt.READING_FOOT: ("foot", "foot+"),
    Doubt.READING_NOISE: ("nav", "page", "rule", "dup", "toc", "notice"),
}
"""What a runner-up is said to be; roles of one group fill the same field."""
_GROUP = {role: doubt for doubt, roles in _GROUPS.items() for role in roles}
_BY_WORDS: frozenset[Role] = frozenset(("issue", "docno", "date", "issuer"))
"""Lines of a masthead, each word of which goes to its own field whichever of these they are."""
_WEIGHTS: Mapping[Doubt, int] = {
    Doubt.READING_TITLE: 4,
    Doubt.READING_BRIEF: 4,
    Doubt.READING_TEXT: 2,
    Doubt.READING_NOISE: 3,
    Doubt.READING_DATE: 3,
    Doubt.READING_NUMBER: 3,
    Doubt.READING_SERIES: 3,
    Doubt.READING_ATTRIBUTION: 2,
    Doubt.READING_ISSUER: 2,
}
"""How much a reading of this kind changes in the bulletin; 1 if not listed."""


def margin_doubts(
    document: Document, labelling: Labelling, roles: Sequence[Role]
) -> tuple[Flag, ...]:
    """The doubts that change most, at most MOST, in the order of the document. Blocks whose role
    the net has changed are doubted already."""
    found: list[tuple[float, int, Flag]] = []
    rows = zip(
        document.blocks,
        roles,
        labelling.roles,
        labelling.confidences,
        labelling.seconds,
        strict=True,
    )
    for i, (block, role, given, confidence, second) in enumerate(rows):
        group, other = _GROUP[role], _GROUP[second]
        alike = group == other or {role, second} <= _BY_WORDS
        limit = _limit(group, other)
        if confidence >= limit or alike or role != given or not block.text.strip():
            continue
        weight = max(_WEIGHTS.get(group, 1), _WEIGHTS.get(other, 1)) * (1 - confidence)
        found.append((-weight, i, Flag.of(other, block.line, block.text.strip())))
    chosen = sorted(found, key=lambda entry: entry[:2])[:MOST]
    return tuple(flag for _, _, flag in sorted(chosen, key=lambda entry: entry[1]))


def sibling_doubts(blocks: Sequence[Block], roles: Sequence[Role]) -> Iterator[Flag]:
    """Yield a doubt for each short line that goes on with the numbers of another one (二、 below
    一、, 案例二： below 案例一：), if only one of the two is a title: headings of one article are
    numbered through, and so are titles."""
    above: dict[str, tuple[int, Doubt]] = {}
    for block, role in zip(blocks, roles, strict=True):
        group = _GROUP[role]
        short = len(block.text) <= _SHORT and "。" not in block.text
        counted = _counted(block.text.strip()) if short else None
        if counted is None or role in DROPPED:
            if group == Doubt.READING_TITLE:
                above = {}
            continue
        style, number = counted
        before, other = above.get(style, (0, group))
        if number == before + 1 and other != group and Doubt.READING_TITLE in (other, group):
            yield Flag.of(other, block.line, block.text.strip())
        above[style] = number, group


def _counted(text: str) -> tuple[str, int] | None:
    """The kind of number that a line begins with, or the word before it (案例一：), and the
    number."""
    number = patterns.numbering(text)
    return (number.style, number.number) if number else patterns.word_number(text)


def _limit(group: Doubt, other: Doubt) -> float:
    if Doubt.READING_TITLE in (group, other):
        return DOUBTFUL_TITLE
    masthead = (Doubt.READING_ISSUER, Doubt.READING_NUMBER)
    return DOUBTFUL_MASTHEAD if other in masthead else DOUBTFUL


def without_sure_signatures(
    flags: Sequence[Flag], document: Document, labelling: Labelling
) -> tuple[Flag, ...]:
    """The doubts without those that date or office were taken from a signature which is one
    beyond doubt: so letters and reports are dated."""
    rows = zip(document.blocks, labelling.roles, labelling.confidences, strict=True)
    sure = {block.line for block, role, confidence in rows if role == "sign" and confidence >= SURE}
    kinds = {Doubt.DATE_OF_SIGNATURE, Doubt.ISSUER_OF_SIGNATURE}
    codes = {(doubt.kind, doubt.reason) for doubt in kinds}
    return tuple(
        flag for flag in flags if flag.line not in sure or (flag.kind, flag.reason) not in codes
    )
