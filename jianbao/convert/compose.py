"""Write a draft with its tags as a bulletin's file: front matter and Markdown body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from jianbao.archive.model import Provenance
from jianbao.archive.places import PICTURES
from jianbao.base.dates import PartialDate
from jianbao.convert.cut.draft import ArticleDraft, Draft, Part
from jianbao.convert.cut.passage import Passage
from jianbao.convert.names.tagging import Filing, Tags
from jianbao.text import frontmatter
from jianbao.text.chinese import escape_markdown, one_line, strip_space
from jianbao.text.frontmatter import Plain

_LISTS = ("report_to", "send_to", "distribute_to")
_ROLES = ("editor", "reviewer", "signatory")


@dataclass(frozen=True, slots=True)
class Composed:
    """The file's text, and for each field whether it is printed, inferred or absent. `suffix` is
    the part of the title that repeats the issue number or the date."""

    text: str
    title: str
    suffix: str
    date: PartialDate | None
    fields: tuple[tuple[str, str], ...]


def compose(draft: Draft, filing: Filing, tags: Sequence[Tags], source: Provenance) -> Composed:
    head, foot = draft.head, draft.foot
    title, suffix = _title(draft, filing)
    fields: dict[str, str] = {"title": _title_status(draft, filing), "series": filing.status}
    values: dict[str, Plain] = {"title": title, "series": filing.slug, "issue": head.number}
    fields["issue"] = _status(head.number)
    printed: Mapping[str, Passage | None] = {
        "issue_printed": head.issue,
        "date_printed": head.date_printed,
        "issuer": head.issuer,
        "banner": head.banner,
    }
    _put(values, fields, "issue_printed", printed["issue_printed"])
    values["date"] = head.date
    fields["date"] = _date_status(draft)
    for name in ("date_printed", "issuer", "banner"):
        _put(values, fields, name, printed[name])
    fields.update(dict.fromkeys(sorted(head.copied), "inferred"))
    for name in _LISTS:
        entries: tuple[Passage, ...] = getattr(foot, name)
        fields[name] = _status(entries or None)
        if entries:
            values[name] = [one_line(entry.text) for entry in entries]
    for name in _ROLES:
        _put(values, fields, name, getattr(foot, name))
    values["source"] = {
        "file": source.file,
        "sha256": source.sha256,
        "format": source.format,
    }
    values["reviewed"] = False
    articles: list[Plain] = []
    for number, (article, tag) in enumerate(zip(draft.articles, tags, strict=True), start=1):
        entry, status = _article(article, tag)
        articles.append(entry)
        fields.update((f"articles.{number}.{name}", value) for name, value in status.items())
    values["articles"] = articles
    text = frontmatter.join(values, _body(draft))
    return Composed(text, title, suffix, head.date, tuple(fields.items()))


def _status(value: object) -> str:
    return "absent" if value is None else "printed"


def _put(
    values: dict[str, Plain], fields: dict[str, str], name: str, passage: Passage | None
) -> None:
    text = one_line(passage.text) if passage else ""
    fields[name] = "printed" if text else "absent"
    if text:
        values[name] = text


def _title(draft: Draft, filing: Filing) -> tuple[str, str]:
    """Return the issue's title: the series and its number, or its date; for a web page its own
    title. Also return that number or date as printed in it, "" if there is none."""
    head = draft.head
    if head.page or not (head.series or filing.series):
        return one_line(draft.articles[0].title.text), ""
    name = one_line(head.series.text if head.series else filing.series.title)  # type: ignore[union-attr]
    mark = head.issue or head.date_printed
    suffix = _closed(mark.text) if mark else ""
    return f"{name} {suffix}".strip(), suffix


def _closed(mark: str) -> str:
    """Return an issue number or a date without the printer's spaces: 2024年第77期 总第120期."""
    return " ".join(strip_space(part) for part in re.split(r"\s+(?=总)", mark))


def _title_status(draft: Draft, filing: Filing) -> str:
    head = draft.head
    if head.page or not (head.series or filing.series):
        return "inferred"
    return "printed" if head.series else "inferred"


def _date_status(draft: Draft) -> str:
    head = draft.head
    if head.date is None:
        return "absent"
    if head.date_printed is None or str(head.date.year) not in _digits(head.date_printed.text):
        return "inferred"
    return "printed"


def _digits(text: str) -> str:
    numerals = str.maketrans(
        "〇零○OＯ一二三四五六七八九０１２３４５６７８９", "00000123456789" + "0123456789"
    )
    return strip_space(text).translate(numerals)


def _article(article: ArticleDraft, tags: Tags) -> tuple[dict[str, Plain], dict[str, str]]:
    attribution = one_line(article.attribution.text) if article.attribution else None
    entry: dict[str, Plain] = {
        "title": one_line(article.title.text),
        "kind": article.kind,
        "attribution": attribution,
        "department": list(tags.department),
        "county": list(tags.county),
    }
    for name, names in (("township", tags.township), ("topics", tags.topics)):
        if names:
            entry[name] = list(names)
    status = {
        "title": "inferred" if article.title_inferred else "printed",
        "attribution": _status(attribution),
        "department": _status(tags.department or None),
        "county": _status(tags.county or None),
        **({"township": "printed"} if tags.township else {}),
    }
    status |= dict.fromkeys(sorted(tags.inferred), "inferred")
    for name, passage in (("kicker", article.kicker), ("subtitle", article.subtitle)):
        if passage:
            entry[name] = one_line(passage.text)
            status[name] = "printed"
    if tags.authors:
        entry["authors"] = list(tags.authors)
        status["authors"] = "printed" if article.authors else "inferred"
    return entry, status


# --- the body ---------------------------------------------------------------------------------


def _body(draft: Draft) -> str:
    blocks = [*_blocks(draft.preface)]
    for article in draft.articles:
        blocks.append(f"## {escape_markdown(one_line(article.title.text))}")
        blocks.extend(_blocks(article.parts))
    return "\n\n".join(blocks) + "\n"


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.kind == "table":
            yield from map(table, _even(part.rows))
        elif part.kind == "heading":
            yield f"{'#' * part.level} {escape_markdown(one_line(part.passage.text))}"
        elif part.picture:
            yield f"![{escape_markdown(one_line(part.passage.text))}]({PICTURES}/{part.picture})"
        elif part.passage.text.strip():
            yield paragraph(part.passage)


def paragraph(passage: Passage) -> str:
    """Return one paragraph as Markdown; bold runs become strong emphasis."""
    passage = passage.strip()
    passage = replace(passage, text=passage.text.replace("\n", " "))
    pieces: list[str] = []
    start = 0
    for end in range(1, len(passage) + 1):
        if end < len(passage) and passage.bold[end] == passage.bold[start]:
            continue
        piece = passage[start:end]
        text = piece.text
        if piece.bold[0] and text.strip():
            inner = text.strip()
            lead = text[: len(text) - len(text.lstrip())]
            pieces.append(f"{lead}**{escape_markdown(inner)}**{text[len(text.rstrip()) :]}")
        else:
            pieces.append(escape_markdown(text) if start == 0 else _inline(text))
        start = end
    return "".join(pieces)


def _inline(text: str) -> str:
    """Escape text that does not begin its line."""
    return escape_markdown(f"x{text}")[1:]


_FILLED = 10_000
"""The most empty cells that are added to make all rows of a table equally wide."""


def _even(rows: Sequence[tuple[str, ...]]) -> Iterator[Sequence[tuple[str, ...]]]:
    """Yield the rows of a table as one, or, if a very wide row would fill all others with empty
    cells, as one table for each run of rows of the same width."""
    width = max(map(len, rows), default=0)
    if sum(width - len(row) for row in rows) <= _FILLED:
        yield rows
    else:
        yield from (tuple(group) for _, group in groupby(rows, len))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first row is its head."""
    width = max((len(row) for row in rows), default=0)
    lines = [
        "| " + " | ".join(_cell(row[i] if i < len(row) else "") for i in range(width)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) if lines else ""


def _cell(text: str) -> str:
    return escape_markdown(one_line(text))
