"""The pieces of the text in groups, one an article, by their roles alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from jianbao.convert.assemble.pieces import BETWEEN, TEXT, TITLES, LabelledUnit
from jianbao.convert.cut import patterns
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.titles import holds_post, is_remark
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import strip_space

_BELOW: frozenset[Role] = frozenset(("caption", "image", "table", "sign"))
"""What belongs to the article above although that is signed already."""


class _Stage(IntEnum):
    """How far an article has come."""

    EMPTY = 0
    NAMED = 1  # a column's name or a line over the title
    TITLED = 2
    TEXT = 3
    SIGNED = 4


@dataclass(slots=True)
class Group:
    """The pieces of one article. `brief`: the first of its parts begins with the title."""

    column: LabelledUnit | None = None
    kicker: list[LabelledUnit] = field(default_factory=list)
    titles: list[LabelledUnit] = field(default_factory=list)
    subtitles: list[LabelledUnit] = field(default_factory=list)
    bylines: list[LabelledUnit] = field(default_factory=list)
    parts: list[LabelledUnit] = field(default_factory=list)
    brief: bool = False
    signer: LabelledUnit | None = None

    @property
    def headed(self) -> bool:
        return bool(self.titles or self.brief or self.kicker or self.column)


@dataclass(slots=True)
class Grouped:
    """The groups, and what belongs to none: names of columns without an article, signatures
    without a text."""

    preface: list[LabelledUnit] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    unused: list[LabelledUnit] = field(default_factory=list)


def grouped(pieces: Sequence[LabelledUnit], news: bool) -> Grouped:
    """The pieces of the text as articles; what stands above the first title is a preface. `news`:
    it is the text of a web page, whose paragraphs are signed by nobody."""
    walk = _Walk(lone=sum(piece.role == "brief" for piece in pieces) == 1)
    pieces = pieces if news else _with_signers(pieces)
    for piece in pieces:
        if piece.role in TEXT:
            walk.take(piece)
        elif piece.role not in BETWEEN:
            walk.broken = True
    return walk.finish()


def with_bylines_below_titles(
    pieces: Sequence[LabelledUnit], issuer: Passage | None
) -> list[LabelledUnit]:
    """The pieces with the bulletin's own office, or a post and a person's name, below the lines of
    a title as who reported, and not as the last line of the title."""
    office = strip_space(issuer.text) if issuer else None
    result: list[LabelledUnit] = []
    for piece in pieces:
        below = bool(result) and {piece.role, result[-1].role} <= TITLES
        if below and (strip_space(piece.text) == office or holds_post(piece.text)):
            piece = replace(piece, role="byline")
        result.append(piece)
    return result


def _with_signers(pieces: Sequence[LabelledUnit]) -> list[LabelledUnit]:
    """The pieces with the office at the end of a paragraph as one of its own where another office
    signs further down, before the next title: each signs a text of its own. Alone, it may also be
    a remark within a text."""
    result: list[LabelledUnit] = []
    signed = False  # by an office below, in the same article
    for piece in reversed(pieces):
        found = patterns.trailing_attribution(piece.text) if piece.role in _SIGNED else None
        if found and signed and piece.unit.kind == "text":
            office = piece.passage[found.start(1) :].plain()
            result.append(replace(piece.said(office), role="attr"))
            piece = piece.said(piece.passage[: found.start()].strip())
        result.append(piece)
        signed = (signed or bool(found) or piece.role == "attr") and piece.role not in _OPENING
    return result[::-1]


_SIGNED: frozenset[Role] = frozenset(("para", "brief"))
_OPENING: frozenset[Role] = frozenset(("column", "kicker", "title", "title+", "brief"))


class _Walk:
    """Walks over the pieces once. `broken`: what was last taken is not followed in print by what
    comes next, so that the two make no one title. `lone`: there is one brief in all."""

    def __init__(self, lone: bool) -> None:
        self.lone = lone
        self.groups: list[Group] = []
        self.unused: list[LabelledUnit] = []
        self.stage = _Stage.EMPTY
        self.broken = False

    def take(self, piece: LabelledUnit) -> None:
        role, unused = piece.role, len(self.unused)
        if role == "column":
            self._column(piece)
        elif role == "kicker":
            self._heads(_Stage.NAMED).kicker.append(piece)
        elif role in TITLES:
            above = self._heading_of_nothing()
            self._heads(_Stage.TITLED).titles.extend([*above, piece])
        elif role == "brief" and not patterns.is_preface(piece.text) and not self._is_inside():
            self._begin(_Stage.TEXT, unless=_Stage.NAMED)
            self.groups[-1].brief = True
            self.groups[-1].parts.append(piece)
        elif role == "attr":
            self._sign(piece)
        elif role == "byline" and self._is_below_remarks():
            self.groups[-1].bylines.append(piece)
        elif role in ("subtitle", "byline") and self.stage == _Stage.TITLED:
            self._below_title(piece)
        else:
            self._part(piece)
        self.broken = len(self.unused) > unused

    def _heading_of_nothing(self) -> list[LabelledUnit]:
        """Take the heading with which the article above would end: it heads no text there, so it is
        the first line of the title below it."""
        parts = self.groups[-1].parts if self.groups and self.stage == _Stage.TEXT else []
        last = parts[-1] if len(parts) > 1 and not self.broken else None
        if last is None or last.role != "heading" or patterns.numbering(last.text):
            return []
        return [parts.pop()]

    def _is_inside(self) -> bool:
        """Whether the only brief stands in the text of an article that nobody has signed yet: then
        it is a paragraph. Briefs come in numbers, or below a signature."""
        if not self.lone or self.stage != _Stage.TEXT or not self.groups[-1].titles:
            return False
        return patterns.trailing_attribution(self.groups[-1].parts[-1].text) is None

    def _begin(self, stage: _Stage, unless: _Stage) -> None:
        """Begin a new group, unless the last one has come no further than that stage."""
        if not self.groups or self.stage > unless:
            self.groups.append(Group())
        self.stage = stage

    def _heads(self, stage: _Stage) -> Group:
        """The group that a line above its text heads."""
        broken = self.broken and stage == self.stage
        last = self.groups[-1] if self.groups else Group()
        below = bool(last.subtitles or last.bylines or last.signer)
        self._begin(stage, unless=_Stage.EMPTY if broken or below else stage)
        return self.groups[-1]

    def _column(self, piece: LabelledUnit) -> None:
        if self.stage == _Stage.NAMED and not self.groups[-1].kicker:
            self.unused.extend(filter(None, [self.groups[-1].column]))
        else:
            self._begin(_Stage.NAMED, unless=_Stage.EMPTY)
        self.groups[-1].column = piece

    def _below_title(self, piece: LabelledUnit) -> None:
        group = self.groups[-1]
        if group.signer:
            self._part(piece)
        elif piece.role == "byline":
            group.bylines.append(piece)
        elif group.bylines or (self.broken and group.subtitles):
            self._part(piece)
        else:
            group.subtitles.append(piece)

    def _is_below_remarks(self) -> bool:
        """Whether nothing but remarks in brackets stands below the title."""
        group = self.groups[-1] if self.groups else Group()
        remarks = bool(group.parts) and all(is_remark(part.text) for part in group.parts)
        return self.stage == _Stage.TEXT and bool(group.titles) and remarks and not group.bylines

    def _sign(self, piece: LabelledUnit) -> None:
        if self.stage not in (_Stage.TITLED, _Stage.TEXT):
            self.unused.append(piece)
            return
        group = self.groups[-1]
        if group.signer:  # it stood below the title
            group.parts.insert(0, replace(group.signer, role="para"))
        group.signer = piece
        if self.stage == _Stage.TEXT:
            self.stage = _Stage.SIGNED

    def _part(self, piece: LabelledUnit) -> None:
        if (self.stage == _Stage.SIGNED and piece.role not in _BELOW) or not self.groups:
            self.groups.append(Group())
        if self.stage != _Stage.SIGNED or piece.role not in _BELOW:
            self.stage = _Stage.TEXT
        self.groups[-1].parts.append(replace(piece, apart=self.broken))

    def finish(self) -> Grouped:
        result = Grouped(unused=self.unused)
        notes: list[LabelledUnit] = []
        for i, group in enumerate(self.groups):
            after = self.groups[i + 1] if i + 1 < len(self.groups) else None
            plain = not group.headed and not group.signer
            if plain and not i and after:
                result.preface = group.parts
            elif plain and after and after.headed and _is_note(group.parts):
                notes = group.parts
            elif group.titles or group.parts:
                group.parts[:0] = notes
                notes = []
                result.groups.append(group)
            else:
                result.unused.extend((*filter(None, [group.column]), *group.kicker))
        if result.preface and not result.groups:
            result.groups, result.preface = [Group(parts=result.preface)], []
        return result


def _is_note(parts: Sequence[LabelledUnit]) -> bool:
    """Whether these are an editor's note, which belongs to the article below it."""
    count = 2 if patterns.is_note_head(parts[0].text) else 1
    return patterns.is_preface(parts[0].text) and len(parts) <= count
