"""Groups of pieces to articles: titles, kickers and signatures without what dresses them, and the
parts of the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag, Repair
from jianbao.convert.assemble.groups import Group, Grouped
from jianbao.convert.assemble.pieces import LabelledUnit
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.article_body import (
    HeadingLevels,
    is_attachment_head,
    level_repair,
    picture_doubt,
    picture_part,
    stand_in,
)
from jianbao.convert.cut.article_fields import (
    attribution_name,
    beside_persons,
    brief_lead,
    brief_title,
    column_name,
    unframed,
    without_bullet,
    without_number,
    without_stop,
)
from jianbao.convert.cut.draft import ArticleDraft, Part
from jianbao.convert.cut.passage import Passage, dressing, joined
from jianbao.convert.cut.titles import are_persons, joined_lines, writers
from jianbao.convert.cut.web_patterns import is_page_remark

_TITLE_LINES = 3


@dataclass(slots=True)
class ArticlesCut:
    """The articles, and what cutting them recorded."""

    preface: tuple[Part, ...] = ()
    articles: tuple[ArticleDraft, ...] = ()
    removals: list[Removal] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


def cut_articles(groups: Grouped, series: Passage | None, news: bool) -> ArticlesCut:
    """The articles of these groups; `news`: they are those of a web page."""
    cutter = _Cutter(series, news)
    cutter.cut.preface = cutter.parts(groups.preface)
    cutter.cut.articles = tuple(cutter.article(group) for group in groups.groups)
    for piece in groups.unused:
        cutter.leave(piece)
    return cutter.cut


class _Cutter:
    def __init__(self, series: Passage | None, news: bool) -> None:
        self.cut = ArticlesCut()
        self.series = series
        self.news = news

    def article(self, group: Group) -> ArticleDraft:
        parts, signer = self._signed(group)
        title = self._title(group.titles)
        kind = "brief"
        if title.text.strip():  # a brief's title may have a line of its own
            kind = "brief" if group.titles[-1].text.endswith("。") else "feature"
        elif group.brief:
            title, parts = self._brief(parts)
        inferred = not title.text.strip()
        if inferred:
            title = self._stand_in(parts)
        authors, offices = self._writers(group.bylines)
        if offices and not signer:
            office = self._told(without_bullet(offices.pop(0).passage, paired=False))
            signer = self._told(attribution_name(office))
        body = self.parts([*(replace(office, role="para") for office in offices), *parts])
        subtitle = None
        if group.subtitles:
            subtitle = joined_lines([piece.passage.plain() for piece in group.subtitles])
        if not inferred and not any(part.passage.text.strip() for part in body):
            lines = [line for line in (title, subtitle) if line]
            body = (*(Part("paragraph", line, line=line.line) for line in lines), *body)
            self.cut.flags.append(Flag.of(Doubt.TEXT_MISSING, title.line, title.text))
            inferred, subtitle = True, None
        return ArticleDraft(
            "news" if self.news else kind,
            title,
            body,
            signer or None,
            self._kicker(group),
            subtitle,
            authors,
            inferred,
        )

    # --- title --------------------------------------------------------------------------------

    def _title(self, lines: Sequence[LabelledUnit]) -> Passage:
        """The title that these lines print, without its number and ornaments."""
        if not lines:
            return Passage()
        if len(lines) > _TITLE_LINES:
            text = " ".join(line.text for line in lines)
            self.cut.flags.append(Flag.of(Doubt.TITLE_LINES, lines[0].unit.line, text))
        if lines[0].role == "heading":
            self.cut.flags.append(Flag.of(Doubt.TITLE_HEADING, lines[0].unit.line, lines[0].text))
        first = lines[0].passage.plain()
        if len(lines) == 1:  # in the middle of a title, ornaments part nothing
            bare, gone = unframed(first)
            first = self._told((bare, gone)) if bare.text.strip() else first
        first = self._told(without_bullet(first, len(lines) == 1))
        number = patterns.numbering(first.text)
        if number and number.style in ("han", "bracketed-han", "arabic", "bracketed", "circled"):
            first = self._told(without_number(first))
        rest = [line.passage.plain() for line in lines[1:]]
        return self._told(without_stop(joined_lines([first, *rest])))

    def _brief(self, parts: Sequence[LabelledUnit]) -> tuple[Passage, list[LabelledUnit]]:
        """The title with which a paragraph begins, and the parts below it."""
        first, *rest = parts
        line, ornament = without_bullet(first.passage, paired=False)
        bare, number = without_number(line)
        end = brief_lead(bare)
        if end is None or (end == len(bare) and not rest):
            self.cut.removals.extend(ornament)
            return Passage(), [first.said(line), *rest]
        self.cut.removals.extend((*ornament, *number))
        title = self._told(brief_title(bare[:end]))
        below = bare[end:].strip()
        return title, [*([first.said(below)] if below else []), *rest]

    def _stand_in(self, parts: Sequence[LabelledUnit]) -> Passage:
        title, doubt = stand_in([part.unit for part in parts], self.series)
        self.cut.flags.append(doubt)
        line = parts[0].unit.line if parts else 0
        return title if title.text.strip() else Passage.at("…", line)

    def _kicker(self, group: Group) -> Passage | None:
        """The line over the title, or the name of the column."""
        kicker = None
        if len(group.kicker) == 1:
            kicker = self._name(group.kicker[0].passage.plain())
        elif group.kicker:
            kicker = joined_lines([piece.passage.plain() for piece in group.kicker])
        if group.column is None:
            return kicker
        column = self._name(group.column.passage.plain())
        if kicker is None:
            return column
        self.cut.removals.append(Removal("section", column.line, column.text))
        return kicker

    def _name(self, line: Passage) -> Passage:
        """The name of a column without its ornaments."""
        return self._told(without_bullet(self._told(column_name(line)), paired=True))

    # --- who wrote it ---------------------------------------------------------------------------

    def _signed(self, group: Group) -> tuple[list[LabelledUnit], Passage | None]:
        """The parts, and who signs them: on a line of its own or at the end of the last one."""
        parts = list(group.parts)
        if group.signer:
            return parts, self._told(attribution_name(group.signer.passage))
        last = next(
            (i for i in reversed(range(len(parts))) if parts[i].role not in ("caption", "image")),
            None,
        )
        if last is None or parts[last].role not in ("para", "brief"):
            return parts, None
        piece = parts[last]
        if self.news and is_page_remark(piece.text):
            return parts, None
        found = patterns.trailing_attribution(piece.text)
        if found is None:
            names = patterns.trailing_names(piece.text)
            found = names if names and (self.news or are_persons(names.group(2))) else None
        if found is None:
            return parts, None
        start, end = found.span(1)
        self.cut.removals.extend(dressing("attribution", piece.passage[end:], ()))
        parts[last] = piece.said(piece.passage[: found.start()].strip())
        return parts, self._told(attribution_name(piece.passage[start:end].plain()))

    def _writers(
        self, bylines: Sequence[LabelledUnit]
    ) -> tuple[tuple[Passage, ...], list[LabelledUnit]]:
        """The persons whom the lines below a title name, and the lines that name none."""
        persons: list[Passage] = []
        others: list[LabelledUnit] = []
        for line in bylines:
            found = writers(line.passage.plain())
            self.cut.removals.extend(beside_persons(found, line.passage) if found else ())
            persons.extend(found)
            others.extend(() if found else (line,))
        return tuple(persons), others

    # --- text -----------------------------------------------------------------------------------

    def parts(self, pieces: Sequence[LabelledUnit]) -> tuple[Part, ...]:
        pieces, attached = _whole_headings(pieces)
        numbers = [patterns.numbering(piece.text) for piece in pieces]
        levels = HeadingLevels(
            any(
                number and number.style in ("han", "part")
                for piece, number in zip(pieces, numbers, strict=True)
                if piece.role == "heading"
            ),
            any(number and number.style == "decimal" for number in numbers),
        )
        result: list[Part] = []
        for piece, number in zip(pieces, numbers, strict=True):
            unit = piece.unit
            if unit.kind == "table":
                result.append(Part("table", unit.passage, rows=unit.first.rows, line=unit.line))
            elif unit.kind == "image":
                result.append(picture_part(unit))
                self.cut.flags.extend(picture_doubt(unit))
            elif piece.role == "heading":
                if piece in attached:
                    levels.level = depth = 3
                else:
                    depth = levels.of(number, result)
                result.append(Part("heading", unit.passage.plain(), depth, line=unit.line))
                self.cut.repairs.extend(level_repair(unit, depth))
            else:
                passage = unit.passage.plain() if unit.passage.is_bold() else unit.passage
                result.append(Part("paragraph", passage, line=unit.line))
        return tuple(result)

    def leave(self, piece: LabelledUnit) -> None:
        """Leave out what belongs to no article; of a signature, say so."""
        signature = piece.role == "attr"
        reason: RemovalReason = "attribution" if signature else "section"
        self.cut.removals.append(Removal(reason, piece.unit.line, piece.text))
        if piece.role != "column":
            doubt = Doubt.ATTRIBUTION_ALONE if signature else Doubt.READING_LEFT_OUT
            self.cut.flags.append(Flag.of(doubt, piece.unit.line, piece.text))

    def _told(self, cut: tuple[Passage, tuple[Removal, ...]]) -> Passage:
        self.cut.removals.extend(cut[1])
        return cut[0]


def _whole_headings(
    pieces: Sequence[LabelledUnit],
) -> tuple[list[LabelledUnit], list[LabelledUnit]]:
    """The pieces with the lines of one heading as one: those in the middle of the page, and 附件1
    with the title below it. Also, which head attachments."""
    result: list[LabelledUnit] = []
    attached: list[LabelledUnit] = []
    for piece in pieces:
        before = result[-1] if result and piece.role == result[-1].role == "heading" else None
        if before is None or piece.apart:
            result.append(piece)
        elif is_attachment_head(before.text):
            result[-1] = before.said(joined((before.passage, piece.passage), " "))
        elif before.unit.first.align == piece.unit.first.align == "center":
            result[-1] = before.said(joined_lines((before.passage, piece.passage)))
        else:
            result.append(piece)
        if result[-1].role == "heading" and is_attachment_head(result[-1].text.split()[0]):
            attached.append(result[-1])
    return result, attached
