"""The signature of an official document (落款): the office and the date below its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.base.dates import PartialDate
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import LONG, Unit
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.titles import is_date
from jianbao.text.chinese import strip_space

_OFFICES = 4
"""Offices that may sign together, each on a line above the date."""
_RED_HEAD = re.compile(r"\s*文\s*件\s*$")
_BRACKETS = "（(【[〔〕]】)）"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when; the text keeps both."""

    office: Passage | None
    date: PartialDate
    date_printed: Passage


def find(units: Sequence[Unit]) -> Signature | None:
    """The first signature, which is the document's own and not that of an attachment; without one
    a date on a line of its own, below the title or at the very end."""
    for i, unit in enumerate(units):
        if unit.kind not in ("text", "attribution") or len(unit.text) > LONG:
            continue
        date = _date(unit.passage)
        if date is None:
            continue
        day, printed = date
        beside = unit.passage[: unit.text.index(printed.text)].strip()
        if beside.text.strip(_BRACKETS):
            if patterns.ends_like_office(beside.text):
                return Signature(beside, day, printed)
            continue
        above = _office_above(units, i)
        if above or i <= 2 or i == len(units) - 1:
            return Signature(above, day, printed)
    return None


def _date(line: Passage) -> tuple[PartialDate, Passage] | None:
    """The date that a line is, or ends with."""
    found = patterns.printed_date(line.text)
    if found is None:
        return None
    date, start, end = found
    if strip_space(line.text[end:]).strip(_BRACKETS):
        return None
    before = strip_space(line.text[:start])
    if before and (before.strip(_BRACKETS) != before or re.search("[，。；：]", before)):
        return (date, line[start:end]) if not before.strip(_BRACKETS) else None
    return date, line[start:end]


def _office_above(units: Sequence[Unit], place: int) -> Passage | None:
    """The office above the date; of several, the first."""
    found = None
    for unit in reversed(units[max(0, place - _OFFICES) : place]):
        if unit.kind not in ("text", "attribution") or len(unit.text) > LONG:
            break
        if not patterns.ends_like_office(unit.text) or is_date(unit.text):
            break
        found = unit.passage
    return found


def complete(head: Head, units: Sequence[Unit]) -> tuple[Head, tuple[Flag, ...]]:
    """Take the date and the issuer that the head does not print from the signature, the issuer
    else from a red head (某某文件); both are copies, and flagged."""
    copied = set(head.copied)
    flags: list[Flag] = []
    signature = find(units)
    if signature and head.date is None and head.date_printed is None:
        head = replace(head, date=signature.date, date_printed=signature.date_printed)
        copied |= {"date", "date_printed"}
        printed = signature.date_printed
        flags.append(Flag.of(Doubt.DATE_OF_SIGNATURE, printed.line, printed.text))
    if head.issuer is None:
        red = _RED_HEAD.search(head.series.text) if head.series else None
        office, doubt = signature.office if signature else None, Doubt.ISSUER_OF_SIGNATURE
        if office is None and head.series and red:
            office, doubt = head.series[: red.start()], Doubt.ISSUER_OF_HEAD
        if office:
            head = replace(head, issuer=office)
            copied.add("issuer")
            flags.append(Flag.of(doubt, office.line, office.text))
    return replace(head, copied=frozenset(copied)), tuple(flags)
