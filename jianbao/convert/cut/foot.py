"""What stands below the articles: 报, 送, 发, 编辑, 审核, 签发, 共印N份."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Foot
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage, dressing, joined
from jianbao.convert.cut.repair import closed_name

_LISTS = ("report_to", "send_to", "distribute_to")
_SEPARATOR = re.compile("[、，,；;。]")
_INVITATION = re.compile("公众号|二维码|扫码|投稿|来稿|赐稿")
"""What a footer's line asks of its readers; it fills no field."""


@dataclass(frozen=True, slots=True)
class FootCut:
    """The footer, the units above it, and what the cutting recorded. `printed_on` is the date of
    an 印发 line."""

    foot: Foot
    rest: tuple[Unit, ...]
    removals: tuple[Removal, ...]
    flags: tuple[Flag, ...]
    printed_on: PartialDate | None = None


@dataclass(slots=True)
class _Footer:
    foot: Foot = field(default_factory=Foot)
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    printed_on: PartialDate | None = None
    listed: str = ""
    """The list of recipients that the last line opened."""


def cut_foot(units: Sequence[Unit], start: int) -> FootCut:
    """Read the footer that begins at `start`; rules around it go."""
    footer = _Footer()
    end = start
    while end and units[end - 1].kind == "rule":
        end -= 1
    for unit in units[end:]:
        if unit.kind == "rule":
            if unit.text:
                footer.removals.append(Removal("rule", unit.line, unit.text))
        elif unit.kind == "footer":
            _read(footer, unit.passage)
        elif unit.kind == "furniture":
            footer.removals.append(Removal("navigation", unit.line, unit.text))
        elif unit.text and footer.listed and _is_indented(unit):
            # Indented below 送：…, more of the same.
            spans = _entries(unit.text, 0, len(unit.text))
            entries = tuple(unit.passage[a:b] for a, b in spans)
            footer.foot = _with(footer.foot, footer.listed, entries)
            footer.removals.extend(dressing("label", unit.passage, spans))
        elif unit.text:
            footer.removals.append(Removal("footer", unit.line, unit.text))
            if not _INVITATION.search(unit.text):
                footer.flags.append(unplaced(unit.passage))
    return FootCut(
        footer.foot,
        tuple(units[:end]),
        tuple(footer.removals),
        tuple(footer.flags),
        footer.printed_on,
    )


def _is_indented(unit: Unit) -> bool:
    return unit.kind == "text" and bool(unit.first.indent or unit.first.align == "center")


def unplaced(line: Passage) -> Flag:
    """The doubt about a footer's line that no field takes."""
    return Flag.of(Doubt.FOOTER_REST, line.line, line.text)


def _read(footer: _Footer, line: Passage) -> None:
    found = patterns.labels(line.text)
    footer.listed = found[-1].field if found and found[-1].field in _LISTS else ""
    if not found:
        date = patterns.printed_date(line.text)
        footer.printed_on = footer.printed_on or (date[0] if date else None)
        reason: RemovalReason = (
            "copies" if patterns.copies(line.text) and not date else "print-line"
        )
        footer.removals.append(Removal(reason, line.line, line.text.strip()))
        return
    kept: list[tuple[int, int]] = []
    publisher = patterns.published_by(line.text[: found[0].start])
    if publisher and footer.foot.publisher is None:
        kept.append(publisher.span(1))
        footer.foot = replace(footer.foot, publisher=line[slice(*publisher.span(1))])
    elif line.text[: found[0].start].strip(" \u3000（([【"):
        footer.flags.append(unplaced(line[: found[0].start].strip()))
    for label, after in zip_longest(found, found[1:]):
        end = after.start if after else len(line)
        copies = patterns.copies(line.text[label.end : end])
        if copies:
            end = label.end + copies.start()
        if label.field in _LISTS:
            spans = _entries(line.text, label.end, end)
            entries = tuple(line[a:b] for a, b in spans)
            footer.foot = _with(footer.foot, label.field, entries)
        elif label.field in ("editor", "reviewer", "signatory"):
            spans = _person(footer, line, label, end)
        elif label.field == "supplier" and footer.foot.supplier is None:
            spans = _supplier(footer, line, label.end, end)
        else:
            spans = []
        kept.extend(spans)
    footer.removals.extend(dressing("label", line, kept))


def _with(foot: Foot, name: str, value: Passage | tuple[Passage, ...]) -> Foot:
    """The footer with one field set; entries are added to those before."""
    values: dict[str, Any] = {
        name: (*getattr(foot, name), *value) if isinstance(value, tuple) else value
    }
    return replace(foot, **values)


def _person(
    footer: _Footer, line: Passage, label: patterns.Label, end: int
) -> list[tuple[int, int]]:
    """A person's name. A second one for the same field keeps its label, so that the reader knows
    what he did: 姚俊志 监审：张三."""
    start = label.end
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip().rstrip("。；;，,）)】]"))
    value = line[start:end]
    if not value:
        return []
    value = closed_name(value)
    before: Passage | None = getattr(footer.foot, label.field)
    if before is None:
        footer.foot = _with(footer.foot, label.field, value)
        return [(start, end)]
    role = line[label.start : label.end]
    if len(label.text) == 2:  # 编 辑：
        role = joined((*(role[i : i + 1] for i, c in enumerate(role.text) if not c.isspace()),))
    footer.foot = _with(footer.foot, label.field, joined((before, role + value), " "))
    return [(label.start, end)]


def _supplier(footer: _Footer, line: Passage, start: int, end: int) -> list[tuple[int, int]]:
    value = line[start:end]
    bare = value.strip().strip("。；;，,").strip()
    if not bare:
        return []
    start += value.text.index(bare.text)
    footer.foot = replace(footer.foot, supplier=bare)
    return [(start, start + len(bare))]


def _entries(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a list's entries; brackets keep what they hold together."""
    spans: list[tuple[int, int]] = []
    depth, opened = 0, start
    for i in range(start, end + 1):
        character = text[i] if i < end else "、"
        depth += (character in "（(") - (character in "）)")
        if i == end or (depth <= 0 and _SEPARATOR.fullmatch(character)):
            entry = text[opened:i]
            a = opened + len(entry) - len(entry.lstrip())
            b = a + len(entry.strip())
            if a < b:
                spans.append((a, b))
            opened = i + 1
    return spans
