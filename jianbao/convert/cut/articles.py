"""The text between masthead and footer cut into articles: features under their titles, briefs
whose first sentence is the title, headings by their numbering."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile, zip_longest

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag, Repair
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.article_body import begins_numbering, is_heading, make_parts, stand_in
from jianbao.convert.cut.article_fields import (
    DASHES,
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
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Head, Part
from jianbao.convert.cut.head import without_quotes
from jianbao.convert.cut.paragraphs import LONG, Unit
from jianbao.convert.cut.passage import CONTEXT, Passage, dressing
from jianbao.convert.cut.titles import (
    BEGINS_IN_TIME,
    LEAD,
    SENTENCE_START,
    are_persons,
    bold_lead,
    first_sentence,
    holds_post,
    is_date,
    is_remark,
    is_title,
    joined_lines,
    news_lead,
    tail_of_title,
    writers,
)
from jianbao.convert.cut.web_patterns import (
    is_caption,
    is_document_number,
    is_page_line,
    page_labels,
)
from jianbao.text.chinese import HAN, ends_sentence, strip_space

_FULL_LINE = 24
"""A title line as long as a printed line, or nearly: it may be a paragraph's first line."""
_SUBTITLE = re.compile(r"\s*(?:——|──|--|—|―{1,2}|－{1,2})\s*")
_SOURCE = re.compile(r"[^\s|｜\[\]【】](?:[^|｜\[\]【】]*[^\s|｜\[\]【】])?")
_LONG_HEADING = 10
"""Characters from which a heading beside others of its level is a title and not a section's."""
_PLACE = re.compile(f"[{HAN}]{{2,4}}?[县市区乡镇]")
# How a line of a title ends that leaves it open: what stands below is no office that signs.
_OPEN = re.compile("(?:[到在赴对向与和及、为入进访察问研导看用给由把被]|检查|参观)\\s*$")


@dataclass(frozen=True, slots=True)
class Body:
    """What the cutting of the body found."""

    preface: tuple[Part, ...]
    articles: tuple[ArticleDraft, ...]
    repairs: tuple[Repair, ...]
    removals: tuple[Removal, ...]
    flags: tuple[Flag, ...]


def cut_body(units: Sequence[Unit], head: Head, authorities: Authorities) -> Body:
    """Cut the units between head and foot. The text of a web page is one article under the
    page's title."""
    cutter = _Cutter(head, authorities)
    news = head.page
    units = cutter.without_rules(cutter.with_attributions(units, news))
    if news:
        preface: tuple[Part, ...] = ()
        articles = cutter.page(units, head.title)
    else:
        preface, articles = cutter.bulletin(units)
    return Body(
        preface, tuple(articles), tuple(cutter.repairs), tuple(cutter.removals), tuple(cutter.flags)
    )


class _Cutter:
    """Walks over the units once and keeps what it repaired, removed and doubts."""

    def __init__(self, head: Head, authorities: Authorities) -> None:
        self.issuer = head.issuer.text if head.issuer else None
        self.series = head.series
        self.contents = head.contents
        self.starts_with_place = authorities.starts_with_place
        self.authorities = authorities
        self.repairs: list[Repair] = []
        self.removals: list[Removal] = []
        self.flags: list[Flag] = []

    # --- before cutting ---------------------------------------------------------------------

    def with_attributions(self, units: Sequence[Unit], news: bool) -> list[Unit]:
        """（office） at the end of a paragraph becomes a unit of its own, on a web page only at the
        very end; an office alone on its line after a text is an attribution without brackets."""
        result: list[Unit] = []
        texts = [i for i, unit in enumerate(units) if unit.kind == "text"]
        signed = set() if news else self._signed(units)
        for i, unit in enumerate(units):
            found = None
            if unit.kind == "text" and (not news or i == texts[-1]):
                found = patterns.trailing_attribution(unit.text)
                if found is None:
                    names = patterns.trailing_names(unit.text)
                    found = names if names and (news or are_persons(names.group(2))) else None
            if i in signed or (news and texts[-1:] == [i] and patterns.is_byline(unit.text)):
                unit = replace(unit, kind="attribution", passage=unit.passage.plain())
            if found is None:
                result.append(unit)
                continue
            start, end = found.span(1)
            self.removals.extend(dressing("attribution", unit.passage[end:], ()))
            result.append(replace(unit, passage=unit.passage[: found.start()].strip()))
            result.append(
                replace(unit, kind="attribution", passage=unit.passage[start:end].plain())
            )
        return result

    def _signed(self, units: Sequence[Unit]) -> set[int]:
        """Units that are an attribution without brackets. A line that is only a known office's
        name may also begin a title: it signs where no title follows, or where the document has no
        attribution in brackets and ends with such a line."""
        found: set[int] = set()
        bare: list[int] = []
        for i, unit in enumerate(units[1:], start=1):
            after = units[i + 1] if i + 1 < len(units) else None
            if not _may_sign(units[i - 1], unit, after):
                continue
            text = DASHES.sub("", unit.text)
            marked = unit.first.align == "right" or text != unit.text
            if patterns.is_byline(unit.text) or (marked and patterns.looks_like_office(text)):
                found.add(i)
            elif self.authorities.office(text, self.issuer):
                bare.append(i)
        bracketed = any(
            unit.kind == "attribution" or patterns.trailing_attribution(unit.text) for unit in units
        )
        always = not bracketed and bool(bare) and bare[-1] == len(units) - 1
        found.update(i for i in bare if always or i + 1 == len(units) or not is_title(units[i + 1]))
        return found

    def without_rules(self, units: Sequence[Unit]) -> list[Unit]:
        reasons: Mapping[str, RemovalReason] = {"rule": "rule", "furniture": "navigation"}
        for unit in units:
            if unit.kind in reasons and unit.text:
                self.removals.append(Removal(reasons[unit.kind], unit.line, unit.text))
        return [
            unit
            for unit in units
            if unit.kind == "image" or (unit.kind not in reasons and unit.text.strip())
        ]

    # --- web page ---------------------------------------------------------------------------

    def page(self, units: Sequence[Unit], title: Sequence[Passage]) -> list[ArticleDraft]:
        """A web page's article, or its articles: each after the first one has its title above a
        line of labels of its own (发布时间、来源)."""
        starts: list[int] = []
        for i in range(1, len(units) - 2):
            lines = units[i].text, units[i + 1].text
            headed = is_title(units[i]) and list(map(is_page_line, lines)) == [False, True]
            above = units[starts[-1] + 2 : i] if starts else units[:i]
            if headed and not all(map(is_title, above)):  # an article has a text
                starts.append(i)
        ends = [*starts, len(units)]
        articles = [self._page_article(list(units[: ends[0]]), title)]
        for start, end in pairwise(ends):
            draft = self._page_article(list(units[start + 2 : end]), (units[start].passage,))
            source = self._source(units[start + 1], draft.attribution is None)
            articles.append(replace(draft, attribution=draft.attribution or source))
        return [article for article in articles if self._has_text(article)]

    def _has_text(self, article: ArticleDraft) -> bool:
        """Whether an article is one; of what is none, the signature is told."""
        if article.title.text.strip():
            return True
        if article.attribution:
            self._alone(article.attribution)
        return False

    def _alone(self, attribution: Passage) -> None:
        self.removals.append(Removal("attribution", attribution.line, attribution.text))
        self.flags.append(Flag.of(Doubt.ATTRIBUTION_ALONE, attribution.line, attribution.text))

    def _page_article(self, units: list[Unit], title: Sequence[Passage]) -> ArticleDraft:
        attribution = None
        while units and units[-1].kind == "attribution" and attribution is None:
            attribution = self._told(attribution_name(units.pop().passage))
        lines = list(title)
        if not lines:
            while units and is_title(units[0]) and len(lines) < 3:
                lines.append(units.pop(0).passage)
        else:
            units = self._without_repeated(units, "".join(line.text for line in lines))
        return self._titled(lines, units, attribution, "news")

    def _source(self, unit: Unit, wanted: bool) -> Passage | None:
        """The source in the line of labels of a page's second article, where it is `wanted` as its
        attribution; the rest of the line goes."""
        line = unit.passage
        kept: tuple[tuple[int, int], ...] = ()
        labels = page_labels(line.text)
        for label, after in zip_longest(labels, labels[1:]):
            end = after.start if after else len(line)
            name = _SOURCE.search(line.text, label.end, end)
            if wanted and label.field == "issuer" and name and not kept:
                kept = (name.span(),)
        self.removals.extend(dressing("page-line", line, kept))
        self.flags.append(Flag.of(Doubt.PAGE_ARTICLES, unit.line, unit.text))
        return line[slice(*kept[0])] if kept else None

    def _without_repeated(self, units: list[Unit], title: str) -> list[Unit]:
        """The units without the lines that say the page's title again."""
        wanted = strip_space(title)
        start = 1 if units and is_document_number(units[0].text) else 0
        read = ""
        for end in range(start, min(len(units), start + 4)):
            read += strip_space(units[end].text)
            if read == wanted:
                gone = units[start : end + 1]
                self.removals.extend(Removal("repeated-title", u.line, u.text) for u in gone)
                return [*units[:start], *units[end + 1 :]]
            if not wanted.startswith(read):
                break
        return units

    # --- bulletin ---------------------------------------------------------------------------

    def bulletin(self, units: Sequence[Unit]) -> tuple[tuple[Part, ...], list[ArticleDraft]]:
        chunks = _chunks(units)
        preface: tuple[Part, ...] = ()
        if chunks:
            leading = self._preface(chunks[0][0], attributed=chunks[0][1] is not None)
            preface = self._parts(chunks[0][0][:leading])
            chunks[0] = (chunks[0][0][leading:], chunks[0][1])
        articles: list[ArticleDraft] = []
        for chunk, attribution in chunks:
            articles.extend(self._chunk(chunk, attribution))
        return preface, articles

    def _preface(self, chunk: Sequence[Unit], attributed: bool) -> int:
        """How many units of the first chunk stand before the first title: an 按语."""
        titles = [i for i, unit in enumerate(chunk) if is_title(unit)]
        first = titles[0] if titles else None
        pictures = sum(1 for _ in takewhile(lambda unit: unit.kind == "image", chunk))
        if chunk[pictures:] and patterns.is_preface(chunk[pictures].text):
            alone = patterns.is_note_head(chunk[pictures].text)
            end = pictures + (2 if alone else 1)
            return first if first is not None else min(len(chunk), end)
        if not first:
            return 0
        before = chunk[:first]
        if any(unit.kind != "text" or patterns.numbering(unit.text) for unit in before):
            return 0
        # A brief without an attribution before a feature would look the same, but for its lead.
        if any(bold_lead(unit.passage) for unit in before):
            return 0
        return first

    def _chunk(self, chunk: Sequence[Unit], attribution: Unit | None) -> list[ArticleDraft]:
        """The articles that end with one attribution, or with none."""
        if not any(unit.text.strip() for unit in chunk):
            self._parts(chunk)
            if attribution is not None:
                self._alone(attribution.passage)
            return []
        starts = self._starts(chunk, attribution)
        numbered = self._numbered_articles(chunk) if attribution is None else []
        if numbered:
            starts = numbered
            chunk = [
                replace(unit, passage=self._told(without_number(unit.passage)))
                if i in numbered
                else unit
                for i, unit in enumerate(chunk)
            ]
        pieces = [chunk[a:b] for a, b in zip(starts, [*starts[1:], len(chunk)], strict=True)]
        signed = self._told(attribution_name(attribution.passage)) if attribution else None
        result: list[ArticleDraft] = []
        for i, piece in enumerate(pieces):
            last = i == len(pieces) - 1
            result.append(self._article(piece, signed if last else None))
        return result

    def _numbered_articles(self, units: Sequence[Unit]) -> list[int]:
        """Where articles begin that a bulletin numbers: briefs in one paragraph each, or titles
        (1.…) above texts that each begin with a date; 一、… only in most of them, where the table
        of contents has these titles."""
        if _are_numbered_briefs(units):
            return [*range(len(units))]
        for style in ("arabic", "han"):
            found = [
                i
                for i, (unit, below) in enumerate(pairwise(units))
                if (number := patterns.numbering(unit.text))
                and number.style == style
                and is_heading(unit, below, number)
            ]
            numbers = [patterns.numbering(units[i].text) for i in found]
            counted = [number.number for number in numbers if number] == [*range(1, len(found) + 1)]
            dated = sum(bool(BEGINS_IN_TIME.match(units[i + 1].text)) for i in found)
            listed = all(
                self._is_listed(units[i].text[number.length :])
                for i, number in zip(found, numbers, strict=True)
                if number
            )
            alike = dated == len(found) if style == "arabic" else listed and 2 * dated > len(found)
            if len(found) > 1 and found[0] == 0 and counted and alike:
                return found
        return []

    def _starts(self, chunk: Sequence[Unit], attribution: Unit | None) -> list[int]:
        """Where articles begin within a chunk."""
        columns = _columns(chunk)
        starts = set(columns)
        for start, end in pairwise((0, *columns, len(chunk))):
            if start < end:
                signed = attribution if end == len(chunk) else None
                below = start + _is_headed_column(chunk[start:end])
                found = self._titled_starts(chunk[below:end], signed)
                starts.update(below + i if i else start for i in found)
        return sorted(starts)

    def _titled_starts(self, chunk: Sequence[Unit], attribution: Unit | None) -> list[int]:
        """Where articles begin that have titles of their own."""
        attributed = attribution is not None
        groups = [
            i
            for i, unit in enumerate(chunk)
            if is_title(unit)
            and (i == 0 or not is_title(chunk[i - 1]))
            and not _signs(unit, chunk[i + 1 : i + 2])
            and any(other.kind == "text" and not is_title(other) for other in chunk[i:])
        ]
        leads = [i for i, unit in enumerate(chunk) if news_lead(unit.text)]
        if leads and (not attributed or len(leads) > 1):
            # 本报讯 begins each text; what stands as a title between two of them is the second's.
            return sorted(
                {0}
                | {
                    next((g for g in groups if before < g < lead), lead)
                    for before, lead in pairwise((-1, *leads))
                }
            )
        listed = [i for i in groups if self._is_listed(chunk[i].text)]
        if len(listed) > 1 and listed[0] == 0:
            return listed
        briefs = _marked_briefs(chunk)
        if briefs and not attributed:
            return briefs
        inner = [i for i in groups if i > 0]
        if not inner:
            bold = [i for i, unit in enumerate(chunk) if bold_lead(unit.passage)]
            return sorted({0, *bold}) if not groups and len(bold) > 1 else [0]
        ends = [*inner[1:], len(chunk)]
        restarts = sum(begins_numbering(chunk[a:b]) for a, b in zip(inner, ends, strict=True))
        restarts_first = begins_numbering(chunk[: inner[0]])
        if restarts + restarts_first >= 2:
            found = [
                i
                for i, end in zip(inner, ends, strict=True)
                if begins_numbering(chunk[i:end]) or not attributed
            ]
            return [0, *found]
        if groups[0] == 0 and all(_set_alike(chunk[0], chunk[i]) for i in inner):
            return [0, *inner]
        # What stands above a table may be the table's title.
        inner = [i for i in inner if chunk[i + 1].kind != "table"]
        if groups[0] == 0 and not attributed and inner:
            groups = [0, *inner]
            placed = all(self.starts_with_place(chunk[i].text) for i in inner)
            marked = {chunk[i].text[:1] for i in groups if patterns.bullet(chunk[i].text)}
            ornamented = len(marked) == 1 and all(patterns.bullet(chunk[i].text) for i in groups)
            dated = all(_begins_in_time(chunk, i) for i in groups)
            if placed or ornamented or dated or all(_names_its_subject(chunk, i) for i in groups):
                return [0, *inner]
            last = max(
                (i for i, unit in enumerate(chunk) if patterns.numbering(unit.text)), default=0
            )
            self._perhaps_titles(chunk, [i for i in inner if i > last])
        return [0, *_signed_title(chunk, inner, attribution)]

    def _perhaps_titles(self, chunk: Sequence[Unit], places: Sequence[int]) -> None:
        """Tell of lines that become headings without a number, where they are long enough for a
        title and set like one."""
        found: list[tuple[int, str]] = []
        for place in places:
            lines = [*takewhile(is_title, chunk[place:])]
            text = " ".join(line.text for line in lines)
            if len(text) >= _LONG_HEADING and _setting(lines[0]) == _setting(chunk[0]):
                found.append((lines[0].line, text))
        if found:
            self.flags.append(Flag.of(Doubt.ARTICLES_OF_HEADINGS, *found[0], count=len(found)))

    def _is_listed(self, text: str) -> bool:
        """Whether a line begins a title of the table of contents."""
        bare = strip_space(text)
        bare = without_quotes(bare[patterns.bullet(bare) :])
        return len(bare) > 3 and any(entry.startswith(bare) for entry in self.contents)

    def _article(self, units: Sequence[Unit], attribution: Passage | None) -> ArticleDraft:
        units, label = self._without_label(units)
        note: list[Unit] = []
        while len(units) > 1 and patterns.is_preface(units[0].text):
            note.append(units.pop(0))
            if patterns.is_note_head(note[-1].text) and len(units) > 1:
                note.append(units.pop(0))
        draft = self._bare_article(units, attribution)
        if label and draft.kicker:
            self.removals.append(Removal("section", label.line, label.text))
        elif label:
            draft = replace(draft, kicker=label)
        return replace(draft, parts=(*self._parts(note), *draft.parts)) if note else draft

    def _without_label(self, units: Sequence[Unit]) -> tuple[list[Unit], Passage | None]:
        """The units without a section's name before them and an ornament before the first."""
        units = list(units)
        label = None
        first, after = units[0], units[1] if len(units) > 1 else None
        found = patterns.column(first.text) if first.kind == "text" else None
        headed = after and (is_title(after) or _has_lead(after.passage))
        if found and after and headed:
            label = self._told(column_name(units.pop(0).passage))
        if units[0].kind == "text":
            alone = not units[1:] or not is_title(units[1]) or BEGINS_IN_TIME.match(units[1].text)
            line = units[0].passage
            line = self._told(unframed(line)) if alone else line
            # ▲典型案例▲: of a pair, both.
            line = self._told(without_bullet(line, not (units[1:] and is_title(units[1]))))
            units[0] = replace(units[0], passage=line)
        return units, label

    def _bare_article(self, units: list[Unit], attribution: Passage | None) -> ArticleDraft:
        lines: list[Unit] = []
        while units and is_title(units[0]) and len(lines) < 5:
            if lines and (is_remark(units[0].text) or _is_first_of_several(units)):
                break
            lines.append(units.pop(0))
        notes = [*takewhile(lambda unit: is_remark(unit.text), units)] if lines else []
        signed = units[len(notes)] if notes and units[len(notes) :] else None
        if signed and (writers(signed.passage) or holds_post(signed.text)):
            lines.append(units.pop(len(notes)))
        if not units and len(lines) > 1:  # nothing but short lines: the first is the title
            lines, units = lines[:1], lines[1:]
        elif not units:
            return self._untitled(lines, attribution)
        if lines:
            lines, units = self._unbroken(lines, units)
            whole = next((i for i, line in enumerate(lines, 1) if _was_framed(line)), len(lines))
            lines, units = lines[:whole], [*lines[whole:], *units]
        if not lines:
            return self._numbered(units, attribution) or self._brief(units, attribution)
        cut = len(lines) == 1 and len(units) == 1 and not _was_framed(lines[0])
        if cut and attribution is not None:
            tail = tail_of_title(units[0].passage)
            if tail:
                return self._split_title(lines[0], units[0], tail, attribution)
        return self._titled([unit.passage for unit in lines], units, attribution, "feature")

    def _numbered(self, units: Sequence[Unit], attribution: Passage | None) -> ArticleDraft | None:
        """An article whose title is numbered among those of its bulletin (一、青禾县…): no second
        number in it says that the number is its own."""
        number = patterns.numbering(units[0].text)
        if number is None or len(units) < 2 or not is_heading(units[0], units[1], number):
            return None
        if (
            attribution is None
            or number.level > 4
            or any(
                (other := patterns.numbering(unit.text)) and other.style == number.style
                for unit in units[1:]
            )
        ):
            return None
        title = self._told(without_number(units[0].passage))
        return self._titled([title], units[1:], attribution, "feature")

    def _unbroken(self, lines: list[Unit], units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
        """A line that looks like a title's last one may be a paragraph's first, cut by a page
        break."""
        last, then = lines[-1], units[0]
        if then.kind != "text" or patterns.numbering(then.text) or SENTENCE_START.match(then.text):
            return lines, units
        if "，" not in last.text or len(last.text) < _FULL_LINE or len(lines) < 2:
            return lines, units
        if not (self.starts_with_place(last.text) or SENTENCE_START.match(last.text)):
            return lines, units
        if self.starts_with_place(then.text):
            return lines, units
        passage = last.passage + then.passage
        self._record_join(last.passage, then.passage)
        return lines[:-1], [replace(last, passage=passage, single=False), *units[1:]]

    def _record_join(self, before: Passage, after: Passage) -> None:
        head, tail = before.text[-CONTEXT:], after.text[:CONTEXT]
        self.repairs.append(
            Repair("page-join", before.lines[-1], f"{head}\n{tail}", f"{head}{tail}")
        )

    def _split_title(
        self, line: Unit, unit: Unit, tail: int, attribution: Passage | None
    ) -> ArticleDraft:
        """A brief whose title a page break cut in two."""
        self._record_join(line.passage, unit.passage)
        whole = line.passage + unit.passage
        return self._brief(
            [replace(line, passage=whole, single=False)], attribution, len(line.passage) + tail
        )

    # --- one article ------------------------------------------------------------------------

    def _brief(
        self, units: Sequence[Unit], attribution: Passage | None, lead: int | None = None
    ) -> ArticleDraft:
        """A paragraph whose first sentence is the title."""
        first = units[0]
        if first.kind != "text" or news_lead(first.text):
            return self._untitled(units, attribution)
        end = lead if lead is not None else brief_lead(first.passage)
        alone = end == len(first.passage) and len(units) == 1
        if end is None or alone or patterns.numbering(first.text):
            return self._untitled(units, attribution)
        rest = first.passage[end:].strip()
        title = self._told(brief_title(first.passage[:end]))
        units = [replace(first, passage=rest), *units[1:]] if rest else list(units[1:])
        return ArticleDraft("brief", title, self._parts(units), attribution)

    def _untitled(self, units: Sequence[Unit], attribution: Passage | None) -> ArticleDraft:
        """An article that prints no title: it gets its first words, and a flag."""
        title, doubt = stand_in(units, self.series)
        self.flags.append(doubt)
        return ArticleDraft("brief", title, self._parts(units), attribution, title_inferred=True)

    def _titled(
        self,
        lines: Sequence[Passage],
        units: Sequence[Unit],
        attribution: Passage | None,
        kind: str,
    ) -> ArticleDraft:
        """An article whose title stands on lines of its own."""
        if not lines:
            draft = self._untitled(units, attribution)
            return replace(draft, kind=kind)
        kicker, subtitle = None, None
        lines = [line.plain() for line in lines]
        if len(lines) > 1 and is_remark(lines[0].text):
            kicker = lines.pop(0)
        authors = writers(lines[-1]) if len(lines) > 1 else ()
        if authors:
            self.removals.extend(beside_persons(authors, lines.pop()))
        office = len(lines) > 1 and (
            patterns.is_working_group(lines[-1].text)
            or holds_post(lines[-1].text)
            or patterns.is_byline(lines[-1].text)
            or (
                not _OPEN.search(lines[-2].text)
                and (
                    self.authorities.office(lines[-1].text, self.issuer)
                    or self._is_full_office(lines[-1])
                )
            )
        )
        if office and attribution is None:  # who reported may stand below the title
            line = lines.pop()
            mark = patterns.bullet(line.text)
            attribution = line[mark:].strip()
            self.removals.extend(dressing("ornament", line[:mark], ()))
        dashes = [i for i, line in enumerate(lines) if i and _SUBTITLE.match(line.text)]
        if dashes:
            subtitle = joined_lines(lines[dashes[0] :])
            lines = lines[: dashes[0]]
        if (
            kicker is None
            and len(lines) > 1
            and not self.starts_with_place(lines[0].text)
            and self.starts_with_place(lines[1].text)
        ):
            kicker = lines.pop(0)
        if len(lines) > 3:
            text = " ".join(line.text for line in lines)
            self.flags.append(Flag.of(Doubt.TITLE_LINES, lines[0].line, text))
        title = self._told(without_stop(joined_lines(lines)))
        parts = self._parts(units)
        bare = not any(part.passage.text.strip() for part in parts)
        if bare:
            parts = (Part("paragraph", title, line=title.line), *parts)
            self.flags.append(Flag.of(Doubt.TEXT_MISSING, title.line, title.text))
        return ArticleDraft(kind, title, parts, attribution, kicker, subtitle, authors, bare)

    def _is_full_office(self, line: Passage) -> bool:
        """Whether a line below a title is an office's name in full, with 中共 or its county, or
        with a person's behind it."""
        words = line.text.split()
        while len(words) > 1 and are_persons(words[-1]):
            words.pop()
        name = "".join(words)
        full = name.startswith("中共") or self.authorities.place_at_start(name, short=False)
        signs = full or len(words) < len(line.text.split())
        return bool(signs) and patterns.looks_like_office(name)

    def _parts(self, units: Sequence[Unit]) -> tuple[Part, ...]:
        inside = make_parts(units)
        self.repairs.extend(inside.repairs)
        self.flags.extend(inside.flags)
        return inside.parts

    def _told(self, field: tuple[Passage, tuple[Removal, ...]]) -> Passage:
        """The field, with the removal of what dressed it recorded."""
        self.removals.extend(field[1])
        return field[0]


def _begins_in_time(units: Sequence[Unit], place: int) -> bool:
    """Whether the text below a title begins with a date, as news do."""
    below = next((unit for unit in units[place + 1 :] if not is_title(unit)), None)
    return below is not None and bool(BEGINS_IN_TIME.match(below.text))


_NAMED_BRIEF = re.compile("【[^【】。]{2,45}】(?=.)")


def _are_numbered_briefs(units: Sequence[Unit]) -> bool:
    """Whether all is paragraphs that count from one on, each with a sentence for its title."""
    if len(units) < 2:
        return False
    for place, unit in enumerate(units, start=1):
        number = patterns.numbering(unit.text) if unit.kind == "text" else None
        if number is None or number.number != place or number.style not in ("han", "arabic"):
            return False
        end = first_sentence(unit.passage[number.length :])
        if end is None or end > LEAD or number.length + end == len(unit.passage):
            return False
    return True


def _marked_briefs(units: Sequence[Unit]) -> list[int]:
    """Where briefs begin if each has a mark before its first sentence: 【青禾县】, ●."""
    marked = [
        i
        for i, unit in enumerate(units)
        if unit.kind == "text" and (_NAMED_BRIEF.match(unit.text) or _is_ornamented(unit))
    ]
    if len(marked) < 2 or marked[0] != 0 or len({units[i].text[:1] for i in marked}) > 1:
        return []
    return marked


_SUBJECT = re.compile(
    r"(?:[■●◆▲★◇□○△☆]\s*)?(?!加强|强化|完善|推[进动]|深化|发挥|聚焦|突出|坚持|注重|抓|建|打造|创新|落实|压实|提升|优化|健全|严格|开展|做|以"
    r"|用|让|为|聚|强|破|解|增|促|第|关于|在|全)"
    rf"(?P<name>[{HAN}]{{1,10}}?(?:镇|乡|街道|办事处|村|社区|局|委|办|院|校|学|园|中心|公司|所|站|队|会|部|厅|馆|行|社))"
)


def _signed_title(
    units: Sequence[Unit], titles: Sequence[int], attribution: Unit | None
) -> list[int]:
    """The last title that names the place of the office that signs, where nothing above does: what
    stands above it is another article."""
    signer = strip_space(attribution.text).lstrip("（(【") if attribution else ""
    for i in reversed(titles):
        place = _PLACE.match(units[i].text)
        if place and signer.startswith(place.group()):
            named = any(place.group() in unit.text for unit in units[:i])
            return [] if named else [i]
    return []


def _names_its_subject(units: Sequence[Unit], place: int) -> bool:
    """Whether a title begins with an office or a place of which the text below it tells."""
    match = _SUBJECT.match(units[place].text)
    below = next((unit for unit in units[place + 1 :] if not is_title(unit)), None)
    if match is None or below is None or below.kind != "text":
        return False
    return match.group("name")[:3] in below.text[:60]


_ORDINAL = re.compile(f"第[一二三四五六七八九十]{{1,3}}([{HAN}]{{2,8}})")


def _is_first_of_several(units: Sequence[Unit]) -> bool:
    """Whether a line is the first of a row (第一代表团, 第二代表团 …) and no part of a title."""
    match = _ORDINAL.fullmatch(strip_space(units[0].text))
    return match is not None and any(
        (other := _ORDINAL.fullmatch(strip_space(unit.text))) and other.group(1) == match.group(1)
        for unit in units[1:]
    )


def _chunks(units: Sequence[Unit]) -> list[tuple[list[Unit], Unit | None]]:
    """The units cut after each attribution; a picture's caption below one belongs to the article
    above it."""
    chunks: list[tuple[list[Unit], Unit | None]] = []
    current: list[Unit] = []
    for unit in units:
        if unit.kind == "attribution":
            chunks.append((current, unit))
            current = []
        elif chunks and not current and unit.kind == "text" and is_caption(unit.text):
            chunks[-1][0].append(unit)
        else:
            current.append(unit)
    if current or not chunks:
        chunks.append((current, None))
    return chunks


def _columns(chunk: Sequence[Unit]) -> list[int]:
    """Where a column of a bulletin begins (工作动态, 【要闻】), and each brief below its name that
    has an ornament before it (●)."""
    found: list[int] = []
    below = False
    for i, unit in enumerate(chunk):
        before, after = chunk[i - 1] if i else None, chunk[i + 1] if i + 1 < len(chunk) else None
        named = unit.kind == "text" and patterns.column(unit.text)
        if named and after and not (before and is_title(before)):
            below = _is_ornamented(after)
            headed = is_title(after) or _NAMED_BRIEF.match(after.text) or patterns.framed(unit.text)
            if below or (before and headed):
                found.append(i)
        elif below and is_title(unit):
            below = False
        elif below and _is_ornamented(unit) and not (before and patterns.column(before.text)):
            found.append(i)
    return found


def _is_headed_column(units: Sequence[Unit]) -> bool:
    """Whether these begin with a column's name above a title."""
    named = units[0].kind == "text" and patterns.column(units[0].text)
    return bool(named) and len(units) > 2 and is_title(units[1])


def _was_framed(unit: Unit) -> bool:
    """Whether an ornament that closed a line is gone: the line is whole."""
    last = unit.first.text.rstrip()[-1:]
    return last in f"{patterns.ORNAMENTS}】─—－=-" and not unit.text.endswith(last)


def _is_ornamented(unit: Unit) -> bool:
    """Whether an ornament, or a name in 【】, stands before a paragraph whose first sentence may be
    a title."""
    if unit.kind != "text" or patterns.is_preface(unit.text):
        return False
    length = patterns.bullet(unit.text)
    marked = length or _NAMED_BRIEF.match(unit.text)
    return bool(marked) and _has_lead(unit.passage[length:])


def _has_lead(passage: Passage) -> bool:
    """Whether the first sentence of a paragraph may be a brief's title."""
    number = patterns.numbering(passage.text)
    end = None if number and number.style == "ordinal" else first_sentence(passage)
    return end is not None and end <= LEAD and end < len(passage)


def _may_sign(before: Unit, unit: Unit, after: Unit | None) -> bool:
    """Whether a short line stands where an attribution does: below a text that ends, and above no
    date, which would make it a letter's signature."""
    if unit.kind != "text" or before.kind not in ("text", "table") or len(unit.text) > LONG:
        return False
    if before.kind == "text" and not ends_sentence(before.text):
        return False
    return after is None or not (patterns.printed_date(after.text) and len(after.text) <= LONG)


def _signs(unit: Unit, after: Sequence[Unit]) -> bool:
    """Whether an office stands above a date, as below a letter."""
    return bool(after) and is_date(after[0].text) and patterns.looks_like_office(unit.text)


def _setting(unit: Unit) -> tuple[bool, int, float]:
    return unit.first.align == "center", unit.first.heading, round(unit.first.size or 0)


def _set_alike(title: Unit, other: Unit) -> bool:
    """Whether two lines are set as titles in the same way, and not as body text."""
    a, b = title.first, other.first
    if a.heading and a.heading == b.heading:
        return min(len(title.text), len(other.text)) >= _LONG_HEADING
    if a.align == "center" and b.align == "center" and a.size == b.size:
        return True
    return bool(a.size and b.size and a.size == b.size and a.size > 16.5)
