"""The text between masthead and footer cut into articles: features under their titles, briefs
whose first sentence is the title, headings by their numbering."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from jianbao.convert import marks
from jianbao.convert.blocks import Removal
from jianbao.convert.draft import ArticleDraft, Part
from jianbao.convert.head import dressing
from jianbao.convert.pagemarks import (
    is_caption,
    is_document_number,
    is_page_line,
    page_labels,
)
from jianbao.convert.paragraphs import LONG, Unit
from jianbao.convert.passage import CONTEXT, Passage, joined
from jianbao.model import Flag, Repair
from jianbao.text import HAN, NUMERAL, TERMINAL, ends_sentence, strip_space

_LEAD = 60
"""Characters beyond which a paragraph's first sentence is no title."""
_TAIL_OF_TITLE = 25
"""Characters of a title that a page break may have left at the head of the next block."""
_HEADING = 50
_FULL_LINE = 24
"""A title line as long as a printed line, or nearly: it may be a paragraph's first line."""
_OPENERS, _CLOSERS = "“「『《〈（(【〔[", "”」』》〉）)】〕]"

# How a sentence begins that goes on from nothing.
_SENTENCE_START = re.compile(
    r"[“《（(]|\d{1,4}\s*[年月日]|[〇零一二三四五六七八九十]{1,4}[年月日]|(?:近日|日前|近期|近年|连日|今年|去年|本年|年初|截至|截止|为|自|当前|目前|当天|"
    r"据|根据|按照|依据|围绕|通过|随着|面对|针对|在|以|从|由|作为|这|该|此|其|活动|会议|会上|下一步|同时|一是|首先|"
    r"坚持|加强|推进|深化|强化|聚焦|紧扣|立足|结合|认真|积极|全面|深入|切实|高度|近|一年来|多年来|一直以来|我)"
)
_BEGINS_IN_TIME = re.compile(
    r"(?:近日|日前|近期|近年来?[，,]|连日来?|今年以来|为[了进深全切积加推落贯]|截[至止]|\d{4}年(?:\d{1,2}月|[，,以初底])|\d{1,2}月(?:\d|[，,份初底上中下]))"
)
_SUBTITLE = re.compile(r"\s*(?:——|──|--|—|―{1,2}|－{1,2})\s*")
_NOT_TITLE = re.compile(r"(?:附件|附表|附录|附|注|备注|说明|联系人|地址)\s*\d*\s*[:：.、]|附件\d*$")
_LETTERHEAD = re.compile(
    r"(?:委员会|局|办公室|政府|中心|医院|委|办)文件$|[〔\[［]\d{4}[〕\]］]\s*\d+\s*号$"
)
_SOURCE = re.compile(r"[^\s|｜\[\]【】](?:[^|｜\[\]【】]*[^\s|｜\[\]【】])?")
_IN_BRACKETS = re.compile("[（(][^（()）]*[)）]")
_DATE_ALONE = re.compile(f"{NUMERAL}{{4}}年{NUMERAL}{{1,3}}月(?:{NUMERAL}{{1,3}}日)?")
_DASHES = re.compile(r"^\s*(?:——|──|—|--)\s*")
_DATE_HEAD = re.compile(
    r"^(?:(?:近日|日前|近期|连日来|为[^，。]{2,30}|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[上下]午)?(?:至\d{1,2}日)?)[，,])"
)


@dataclass(frozen=True, slots=True)
class Body:
    """What the cutting of the body found."""

    preface: tuple[Part, ...]
    articles: tuple[ArticleDraft, ...]
    repairs: tuple[Repair, ...]
    removals: tuple[Removal, ...]
    flags: tuple[Flag, ...]


StartsWithPlace = Callable[[str], bool]


def cut_body(
    units: Sequence[Unit],
    page_title: Sequence[Passage],
    news: bool,
    starts_with_place: StartsWithPlace,
) -> Body:
    """Cut the units between head and foot. `page_title` are the title lines of a web page, whose
    text is one article; `starts_with_place` tells whether a title begins with a place or an
    office."""
    cutter = _Cutter(starts_with_place)
    units = cutter.without_rules(cutter.with_attributions(units, news))
    if news:
        preface: tuple[Part, ...] = ()
        articles = cutter.page(units, page_title)
    else:
        preface, articles = cutter.bulletin(units)
    return Body(
        preface, tuple(articles), tuple(cutter.repairs), tuple(cutter.removals), tuple(cutter.flags)
    )


def is_title(unit: Unit) -> bool:
    """Whether a unit may be a line of a title: short, no sentence, no number before it."""
    text = unit.text
    if unit.kind != "text" or not 2 <= len(strip_space(text)) <= LONG:
        return False
    if re.search("[。；]", text) or text.endswith(("，", "、", "：", ":", "…")):
        return False
    if not re.search(f"[{HAN}]", text) or marks.is_preface(text) or _NOT_TITLE.match(text):
        return False
    marked = unit.passage.is_bold() or unit.first.heading or unit.first.align == "center"
    if text[-1] in TERMINAL and not marked:
        return False
    if is_caption(text) or is_document_number(text) or _DATE_ALONE.fullmatch(strip_space(text)):
        return False
    return marks.numbering(text) is None


class _Cutter:
    """Walks over the units once and keeps what it repaired, removed and doubts."""

    def __init__(self, starts_with_place: StartsWithPlace) -> None:
        self.starts_with_place = starts_with_place
        self.repairs: list[Repair] = []
        self.removals: list[Removal] = []
        self.flags: list[Flag] = []

    # --- before cutting ---------------------------------------------------------------------

    def with_attributions(self, units: Sequence[Unit], news: bool) -> list[Unit]:
        """（office） at the end of a paragraph becomes a unit of its own, on a web page only at the
        very end; an office alone on its line after a text is an attribution without brackets."""
        result: list[Unit] = []
        texts = [i for i, unit in enumerate(units) if unit.kind == "text"]
        for i, unit in enumerate(units):
            found = None
            if unit.kind == "text" and (not news or i == texts[-1]):
                found = marks.trailing_attribution(unit.text)
                if found is None and news:
                    found = marks.trailing_names(unit.text)
            if found is None:
                after = units[i + 1] if i + 1 < len(units) else None
                if not news and i and self._is_signed(units[i - 1], unit, after):
                    unit = replace(unit, kind="attribution", passage=unit.passage.plain())
                result.append(unit)
                continue
            start, end = found.span(1)
            self.removals.extend(dressing("attribution", unit.passage[end:], ()))
            result.append(replace(unit, passage=unit.passage[: found.start()].strip()))
            result.append(
                replace(unit, kind="attribution", passage=unit.passage[start:end].plain())
            )
        return result

    def _is_signed(self, before: Unit, unit: Unit, after: Unit | None) -> bool:
        if unit.kind != "text" or before.kind not in ("text", "table") or len(unit.text) > LONG:
            return False
        if before.kind == "text" and not ends_sentence(before.text):
            return False
        if after is not None and (marks.printed_date(after.text) and len(after.text) <= LONG):
            return False
        if marks.is_byline(unit.text):
            return True
        bare = _DASHES.sub("", unit.text)
        signed = unit.first.align == "right" or bare != unit.text
        return signed and marks.looks_like_office(bare)

    def without_rules(self, units: Sequence[Unit]) -> list[Unit]:
        reasons = {"rule": "rule", "furniture": "navigation"}
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
        starts = [
            i
            for i in range(1, len(units) - 2)
            if is_title(units[i]) and is_page_line(units[i + 1].text)
        ]
        ends = [*starts, len(units)]
        articles = [self._page_article(list(units[: ends[0]]), title)]
        for start, end in pairwise(ends):
            draft = self._page_article(list(units[start + 2 : end]), (units[start].passage,))
            source = self._source(units[start + 1], draft.attribution is None)
            articles.append(replace(draft, attribution=draft.attribution or source))
        return articles

    def _page_article(self, units: list[Unit], title: Sequence[Passage]) -> ArticleDraft:
        attribution = None
        while units and units[-1].kind == "attribution" and attribution is None:
            attribution = self._inside_brackets(units.pop().passage)
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
        advice = "这一网页有几篇文章，已分开；这一篇自己的发布时间没有收入，请核对。"
        self.flags.append(Flag("page_articles", unit.line, unit.text, advice))
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
        if chunk and marks.is_preface(chunk[0].text):
            return first if first is not None else 1
        if not first:
            return 0
        before = chunk[:first]
        if any(unit.kind != "text" or marks.numbering(unit.text) for unit in before):
            return 0
        # A brief without an attribution before a feature would look the same, but for its lead.
        if any(_bold_lead(unit.passage) for unit in before):
            return 0
        return first

    def _chunk(self, chunk: Sequence[Unit], attribution: Unit | None) -> list[ArticleDraft]:
        """The articles that end with one attribution, or with none."""
        if not chunk:
            if attribution is not None:
                self.removals.append(Removal("attribution", attribution.line, attribution.text))
                self.flags.append(
                    Flag(
                        "attribution_alone",
                        attribution.line,
                        attribution.text,
                        "这个供稿单位前面没有正文，请核对原件。",
                    )
                )
            return []
        starts = self._starts(chunk, attributed=attribution is not None)
        pieces = [chunk[a:b] for a, b in zip(starts, [*starts[1:], len(chunk)], strict=True)]
        signed = self._inside_brackets(attribution.passage) if attribution else None
        result: list[ArticleDraft] = []
        for i, piece in enumerate(pieces):
            last = i == len(pieces) - 1
            result.append(self._article(piece, signed if last else None))
        return result

    def _starts(self, chunk: Sequence[Unit], attributed: bool) -> list[int]:
        """Where articles begin within a chunk."""
        groups = [
            i
            for i, unit in enumerate(chunk)
            if is_title(unit)
            and (i == 0 or not is_title(chunk[i - 1]))
            and any(other.kind == "text" and not is_title(other) for other in chunk[i:])
        ]
        inner = [i for i in groups if i > 0]
        if not inner:
            bold = [i for i, unit in enumerate(chunk) if _bold_lead(unit.passage)]
            return sorted({0, *bold}) if not groups and len(bold) > 1 else [0]
        ends = [*inner[1:], len(chunk)]
        restarts = sum(_begins_numbering(chunk[a:b]) for a, b in zip(inner, ends, strict=True))
        restarts_first = _begins_numbering(chunk[: inner[0]])
        if restarts + restarts_first >= 2:
            found = [
                i
                for i, end in zip(inner, ends, strict=True)
                if _begins_numbering(chunk[i:end]) or not attributed
            ]
            return [0, *found]
        if groups[0] == 0 and all(_set_alike(chunk[0], chunk[i]) for i in inner):
            return [0, *inner]
        if not attributed:
            placed = [i for i in inner if self.starts_with_place(chunk[i].text)]
            if len(placed) == len(inner) and groups[0] == 0:
                return [0, *inner]
        return [0]

    def _article(self, units: Sequence[Unit], attribution: Passage | None) -> ArticleDraft:
        units, label = self._without_label(units)
        note: list[Unit] = []
        while len(units) > 1 and marks.is_preface(units[0].text):
            note.append(units.pop(0))
        draft = self._bare_article(units, attribution)
        if label:
            kicker = joined((label, draft.kicker), " ") if draft.kicker else label
            draft = replace(draft, kicker=kicker)
        return replace(draft, parts=(*self._parts(note), *draft.parts)) if note else draft

    def _without_label(self, units: Sequence[Unit]) -> tuple[list[Unit], Passage | None]:
        """The units without a section's name before them and an ornament before the first."""
        units = list(units)
        label = None
        found = marks.section(units[0].text) if units[0].kind == "text" and len(units) > 1 else None
        if found and (is_title(units[1]) or _lead(units[1].passage) or len(found.group(1)) < 5):
            start, end = found.span("name")
            self.removals.extend(dressing("ornament", units[0].passage, ((start, end),)))
            label = units.pop(0).passage[start:end].strip().plain()
        length = marks.bullet(units[0].text) if units[0].kind == "text" else 0
        if 0 < length < len(units[0].passage):
            mark = units[0].passage[:length]
            self.removals.append(Removal("ornament", mark.line, mark.text.strip()))
            units[0] = replace(units[0], passage=units[0].passage[length:])
        return units, label

    def _bare_article(self, units: list[Unit], attribution: Passage | None) -> ArticleDraft:
        lines: list[Unit] = []
        while units and is_title(units[0]) and len(lines) < 5:
            lines.append(units.pop(0))
        if not units and len(lines) > 1:  # nothing but short lines: the first is the title
            lines, units = lines[:1], lines[1:]
        elif not units:
            return self._untitled(lines, attribution)
        if lines:
            lines, units = self._unbroken(lines, units)
        if not lines:
            return self._numbered(units, attribution) or self._brief(units, attribution)
        if len(lines) == 1 and len(units) == 1 and attribution is not None:
            tail = _tail_of_title(units[0].passage)
            if tail:
                return self._split_title(lines[0], units[0], tail, attribution)
        return self._titled([unit.passage for unit in lines], units, attribution, "feature")

    def _numbered(self, units: Sequence[Unit], attribution: Passage | None) -> ArticleDraft | None:
        """An article whose title is numbered among those of its bulletin (一、青禾县…): no second
        number in it says that the number is its own."""
        number = marks.numbering(units[0].text)
        if number is None or len(units) < 2 or not _is_heading(units[0], units[1], number):
            return None
        if (
            attribution is None
            or number.level > 4
            or any(
                (other := marks.numbering(unit.text)) and other.style == number.style
                for unit in units[1:]
            )
        ):
            return None
        mark = units[0].passage[: number.length]
        self.removals.append(Removal("numbering", mark.line, strip_space(mark.text)))
        title = units[0].passage[number.length :]
        return self._titled([title], units[1:], attribution, "feature")

    def _unbroken(self, lines: list[Unit], units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
        """A line that looks like a title's last one may be a paragraph's first, cut by a page
        break."""
        last, then = lines[-1], units[0]
        if then.kind != "text" or marks.numbering(then.text) or _SENTENCE_START.match(then.text):
            return lines, units
        if "，" not in last.text or len(last.text) < _FULL_LINE or len(lines) < 2:
            return lines, units
        if not (self.starts_with_place(last.text) or _SENTENCE_START.match(last.text)):
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
        if first.kind != "text":
            return self._untitled(units, attribution)
        end = lead if lead is not None else _lead(first.passage)
        heading = marks.numbering(first.text)
        alone = end == len(first.passage)
        if end is None or heading or (alone and len(units) == 1):
            return self._untitled(units, attribution)
        title = first.passage[:end]
        if len(strip_space(title.text).rstrip("。：:—-")) < 2:
            return self._untitled(units, attribution)
        if lead is None and (len(title) > _LEAD or _BEGINS_IN_TIME.match(title.text)):
            return self._untitled(units, attribution)
        rest = first.passage[end:].strip()
        title = self._without_mark(self._without_stop(title)).plain().strip()
        units = [replace(first, passage=rest), *units[1:]] if rest else list(units[1:])
        return ArticleDraft("brief", title, self._parts(units), attribution)

    def _without_stop(self, title: Passage) -> Passage:
        """The title without the full stop that ends it as a sentence."""
        bare = title.strip()
        if bare.text.endswith("。"):
            self.removals.append(Removal("title-stop", bare.lines[-1], "。"))
            return bare[:-1]
        return bare

    def _without_mark(self, title: Passage) -> Passage:
        """The title without a colon or a dash that parts it from its text."""
        bare = title.text.rstrip("：:—- ")
        if bare and bare != title.text:
            mark = strip_space(title.text[len(bare) :])
            if mark:
                self.removals.append(Removal("title-stop", title.lines[-1], mark))
            return title[: len(bare)]
        return title

    def _untitled(self, units: Sequence[Unit], attribution: Passage | None) -> ArticleDraft:
        """An article that prints no title: it gets its first words, and a flag."""
        source = next((unit.passage for unit in units if unit.text), Passage())
        start, end = _first_words(source.text)
        title = source[start:end].plain()
        self.flags.append(
            Flag(
                "title_missing",
                source.line,
                title.text,
                "原件没有标题，暂取正文开头的词语，请拟定。",
            )
        )
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
        if len(lines) > 1 and _SUBTITLE.match(lines[-1].text):
            subtitle = lines.pop()
        if (
            len(lines) > 1
            and not self.starts_with_place(lines[0].text)
            and self.starts_with_place(lines[1].text)
        ):
            kicker = lines.pop(0)
        if len(lines) > 3:
            self.flags.append(
                Flag(
                    "title_doubtful",
                    lines[0].line,
                    " ".join(line.text for line in lines),
                    "标题超过三行，可能混入了小标题或正文，请核对。",
                )
            )
        title = self._without_stop(_title(lines))
        return ArticleDraft(kind, title, self._parts(units), attribution, kicker, subtitle)

    def _inside_brackets(self, passage: Passage) -> Passage:
        """What an attribution says, without its brackets or dashes."""
        match = marks.attribution(passage.text)
        dashes = _DASHES.match(passage.text)
        start, end = 0, len(passage)
        if match:
            start, end = match.span(1)
        elif _IN_BRACKETS.fullmatch(passage.text):
            start, end = 1, len(passage) - 1
        elif dashes:
            start = dashes.end()
        self.removals.extend(dressing("attribution", passage, ((start, end),)))
        return passage[start:end].strip().plain()

    # --- inside an article ------------------------------------------------------------------

    def _parts(self, units: Sequence[Unit]) -> tuple[Part, ...]:
        parts: list[Part] = []
        numbered = any(
            (number := marks.numbering(unit.text))
            and number.style in ("han", "part")
            and _is_heading(unit, after, number)
            for unit, after in zip(units, [*units[1:], None], strict=False)
        )
        decimals = any(
            (number := marks.numbering(unit.text)) and number.style == "decimal" for unit in units
        )
        level = 2
        listed = _in_runs(units) | _signatures(units)
        for i, unit in enumerate(units):
            after = units[i + 1] if i + 1 < len(units) else None
            if unit.kind == "table":
                parts.append(Part("table", unit.passage, rows=unit.first.rows, line=unit.line))
                continue
            if unit.kind == "image":
                parts.append(Part("caption", unit.passage.plain(), line=unit.line))
                advice = "原件此处有图片，没有收入，请看原件。"
                self.flags.append(Flag("picture", unit.line, unit.text, advice))
                continue
            number = marks.numbering(unit.text)
            depth = 0
            if number and _is_heading(unit, after, number):
                depth = number.level or min(6, max(3, level + 1))
                if number.style == "arabic" and decimals:
                    depth = 3
                if number.style == "ordinal":
                    depth = self._ordinal_level(parts, depth)
                else:
                    level = depth
            elif not number and i not in listed and _is_subhead(unit, after):
                depth = min(6, level + 1) if numbered and level > 2 else 3
                level = level if numbered else depth
            if depth:
                self._record_level(unit, depth)
                parts.append(Part("heading", unit.passage.plain(), depth, line=unit.line))
            else:
                passage = unit.passage.plain() if unit.passage.is_bold() else unit.passage
                parts.append(Part("paragraph", passage, line=unit.line))
        return tuple(parts)

    def _ordinal_level(self, parts: Sequence[Part], depth: int) -> int:
        """一是… goes one below the heading above it, beside its own kind."""
        for part in reversed(parts):
            if part.kind == "heading":
                number = marks.numbering(part.passage.text)
                return (
                    part.level if number and number.style == "ordinal" else min(6, part.level + 1)
                )
        return max(3, min(depth, 3))

    def _record_level(self, unit: Unit, depth: int) -> None:
        printed = unit.first.heading
        if printed and printed != depth:
            text = unit.text
            self.repairs.append(
                Repair(
                    "heading-level", unit.line, f"{'#' * printed} {text}", f"{'#' * depth} {text}"
                )
            )


def _chunks(units: Sequence[Unit]) -> list[tuple[list[Unit], Unit | None]]:
    """The units cut after each attribution."""
    chunks: list[tuple[list[Unit], Unit | None]] = []
    current: list[Unit] = []
    for unit in units:
        if unit.kind == "attribution":
            chunks.append((current, unit))
            current = []
        else:
            current.append(unit)
    if current or not chunks:
        chunks.append((current, None))
    return chunks


def _title(lines: Sequence[Passage]) -> Passage:
    """The lines of a title, joined by one space; a line end inside a word leaves none."""
    result = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        torn = (
            len(line) <= 3
            or bool(re.search("[的和与及、“《（]$", result.text))
            or bool(re.match("[”》）、，]", line.text))
        )
        result = joined((result, line), "" if torn else " ")
    return result


_SPACED_LEAD = re.compile(
    r"([^，。；：！？\s]{6,45})[ \u3000]+"
    r"(?=\d{1,2}月|\d{4}年|近日|日前|近期|今年|连日|为[了进深切])"
)


_ENUMERATION = re.compile(r"\s*(?:[一1][是要、.．]|首先|[（(][一1][）)]|①)")


def _lead(passage: Passage) -> int | None:
    """Where the first sentence ends, outside quotation marks and brackets, or the bold words or
    the words before a space that stand for it; None without one."""
    text = passage.text
    spaced = _SPACED_LEAD.match(text)
    if spaced:
        return spaced.end(1)
    depth = 0
    for i, character in enumerate(text):
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
        elif character in "：:" and depth == 0 and i >= 6 and _ENUMERATION.match(text, i + 1):
            return i + 1
        elif character in "。！？!?" and depth == 0:
            end = i + 1
            while end < len(text) and text[end] in "！？!?" + _CLOSERS:
                end += 1
            bold = _bold_start(passage)
            return bold if 6 <= bold < end - 1 and bold <= _LEAD else end
    return None


def _bold_start(passage: Passage) -> int:
    """How many characters at the head are bold, 0 where all are."""
    end = 0
    while end < len(passage) and passage.bold[end]:
        end += 1
    return end if end < len(passage) else 0


def _bold_lead(passage: Passage) -> bool:
    """Whether the first sentence, and not the whole paragraph, is bold, and no number begins it."""
    end = _lead(passage)
    if end is None or end == len(passage) or end > _LEAD or marks.numbering(passage.text):
        return False
    return passage[: max(1, end - 1)].is_bold() and not passage[end:].is_bold()


def _tail_of_title(passage: Passage) -> int | None:
    """Where the rest of a title ends that a page break left at the head of a paragraph."""
    end = _lead(passage)
    if end is None or end > _TAIL_OF_TITLE or end == len(passage):
        return None
    head = passage.text[:end]
    if _SENTENCE_START.match(head) or re.search("[，：；]", head) or marks.numbering(head):
        return None
    return end


def _first_words(text: str) -> tuple[int, int]:
    """The span of a paragraph's first clause, without the date before it."""
    date = _DATE_HEAD.match(text)
    start = date.end() if date and date.end() < len(text) else 0
    clause = re.compile(r"[^，。；：！？\n]{2,40}").search(text, start)
    return clause.span() if clause else (0, min(len(text), 40))


def _begins_numbering(units: Sequence[Unit]) -> bool:
    """Whether these units hold a heading 一、 of their own."""
    for unit in units:
        number = marks.numbering(unit.text)
        if number and number.style in ("han", "part") and number.number == 1:
            return len(unit.text) <= _HEADING
    return False


def _set_alike(title: Unit, other: Unit) -> bool:
    """Whether two lines are set as titles in the same way, and not as body text."""
    a, b = title.first, other.first
    if a.align == "center" and b.align == "center" and a.size == b.size:
        return True
    return bool(a.size and b.size and a.size == b.size and a.size > 16.5)


def _is_heading(unit: Unit, after: Unit | None, number: marks.Numbering) -> bool:
    """Whether a numbered unit is a heading and no paragraph or list item."""
    if unit.kind != "text" or len(unit.text) > _HEADING or after is None:
        return False
    text = unit.text.rstrip()
    following = marks.numbering(after.text) if after.kind == "text" else None
    if following and following.style == number.style:
        return False
    if re.search("[。；]", text[:-1]) or text[-1] in "；，、：":
        return False
    if not ends_sentence(text):
        return number.style != "ordinal" or after.kind == "text"
    if after.kind != "text" or (following and following.level <= number.level):
        return False
    return len(after.text) > len(text)


def _is_subhead(unit: Unit, after: Unit | None) -> bool:
    """A short line between paragraphs, without a number: no signature at the right, no date, no
    letterhead."""
    if not is_title(unit) or after is None or after.kind == "image":
        return False
    if _LETTERHEAD.search(unit.text):
        return False
    date = marks.printed_date(unit.text)
    dated = date is not None and strip_space(unit.text[: date[1]] + unit.text[date[2] :]) == ""
    return unit.first.align != "right" and not dated


def _signatures(units: Sequence[Unit]) -> set[int]:
    """Short lines above a date on a line of its own: who signed."""
    found: set[int] = set()
    for i, unit in enumerate(units):
        if _DATE_ALONE.fullmatch(strip_space(unit.text)):
            for above in range(i - 1, max(i - 4, -1), -1):
                if not is_title(units[above]):
                    break
                found.add(above)
    return found


def _in_runs(units: Sequence[Unit]) -> set[int]:
    """Short lines that stand four or more together: a list, or what is left of a table."""
    found: set[int] = set()
    run: list[int] = []
    for i, unit in enumerate([*units, None]):
        if unit is not None and is_title(unit):
            run.append(i)
            continue
        if len(run) >= 4 or (unit is None and run):
            found.update(run)
        run = []
    return found
