"""Candidates for the fields of a web page: what its meta tags, its scripts, its address and the
lines around its article say. Those that agree add up; a strong one that disagrees is a doubt."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut.web_patterns import page_labels
from jianbao.text.chinese import find_date, one_line, strip_space

Field = Literal["title", "date", "source"]
Where = Literal["metadata", "left out", "address"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may have, and what says so. `weight`: how often that is right, 1 at
    most. `line` is 0 if no line of the page prints it."""

    field: Field
    value: str
    where: Where
    weight: float
    line: int = 0
    text: str = ""


def best(found: Iterable[Candidate], field: Field) -> Candidate | None:
    """Return the candidate whose value has the most weight; of those that agree, the one with the
    most weight itself."""
    sums: dict[str, float] = {}
    heaviest: dict[str, Candidate] = {}
    for candidate in (one for one in found if one.field == field):
        key = strip_space(candidate.value)
        sums[key] = sums.get(key, 0.0) + candidate.weight
        if key not in heaviest or candidate.weight > heaviest[key].weight:
            heaviest[key] = candidate
    return heaviest[max(sums, key=lambda key: sums[key])] if sums else None


# --- what the page states about itself ----------------------------------------------------------

# Names of meta tags, in lower case; those of governments and portals are among them.
_STATED: Mapping[str, tuple[Field, float]] = {
    "articletitle": ("title", 1.0),
    "og:title": ("title", 0.9),
    "ld:headline": ("title", 0.9),
    "twitter:title": ("title", 0.8),
    "title": ("title", 0.7),
    "pubdate": ("date", 1.0),
    "publishdate": ("date", 1.0),
    "publish_date": ("date", 1.0),
    "publishtime": ("date", 1.0),
    "firstpublishedtime": ("date", 1.0),
    "apub:time": ("date", 0.9),
    "article:published_time": ("date", 1.0),
    "og:release_date": ("date", 0.9),
    "datepublished": ("date", 1.0),
    "dc.date.issued": ("date", 0.9),
    "dcterms.issued": ("date", 0.9),
    "weibo:article:create_at": ("date", 0.9),
    "ld:datepublished": ("date", 1.0),
    "script:date": ("date", 1.0),
    "time": ("date", 0.8),
    "contentsource": ("source", 1.0),
    "source": ("source", 0.9),
    "script:source": ("source", 0.8),
    "mediaid": ("source", 0.7),
    "ld:sourceorganization": ("source", 0.8),
}
_CHANGED = frozenset(
    ("lastmodifiedtime", "article:modified_time", "dateupdate", "datemodified", "og:updated_time")
)
"""When a page was changed: no date of its own, but it may complete one without a year."""
_ADDRESSES = ("url", "og:url", "canonical", "weibo:article:url")
_ADDRESS_DATE = re.compile(r"(?:^|[^0-9])t?(20\d{2})[-_/]?([01]\d)[-_/]?([0-3]\d)(?![0-9])")
_SOURCE_DRESS = re.compile(r"^(?:信息|文章|稿件)?来源[:：]\s*|\s+原创稿?$")


def stated_candidates(document: Document, file: str, address: str = "") -> list[Candidate]:
    """Return what a page states about itself, its address and the name of its file included."""
    found: list[Candidate] = []
    addresses = [address]
    for name, value in document.metadata:
        field, weight = _STATED.get(name.lower(), (None, 0.0))
        if field == "date":
            day = stated_day(value)
            found += [Candidate("date", str(day), "metadata", weight)] if day else []
        elif field is not None:
            value = one_line(value)
            value = _SOURCE_DRESS.sub("", value) if field == "source" else value
            found += [Candidate(field, value, "metadata", weight)] if value else []
        elif name.lower() in _ADDRESSES:
            addresses.append(value)
    for weight, text in (*((0.5, one) for one in addresses), (0.4, PurePath(file).stem)):
        match = _ADDRESS_DATE.search(text)
        day = _valid(*match.groups()) if match else None
        found += [Candidate("date", str(day), "address", weight)] if day else []
    return found


def stated_day(text: str) -> PartialDate | None:
    """Return the day that a value of a meta tag states; None without a year, month and day."""
    found = find_date(re.sub(r"(?<=\d)T(?=\d)", " ", text)[:40])
    return found[0] if found and found[0].day else None


def _valid(*numbers: str) -> PartialDate | None:
    try:
        return PartialDate(*map(int, numbers))
    except ValueError:
        return None


# --- dates without a year -----------------------------------------------------------------------

_PART_OF_DAY = re.compile(
    r"(?<![\d./-])(?:(\d{2})[-/.年])?([01]?\d)[-/.月]([0-3]\d(?=\d\d:\d\d)|[0-3]?\d)日?(?![\d./-]*[-/.])"
)


def completed_day(text: str, document: Document) -> PartialDate | None:
    """Return the day that a line prints without its century or its year (10-31, 18-03-08), if the
    page states one day with the same month and day. Nothing of it is invented."""
    days: dict[PartialDate, None] = {}
    for name, value in document.metadata:
        if name.lower() in _CHANGED or _STATED.get(name.lower(), ("", 0))[0] == "date":
            day = stated_day(value)
            if day is not None:
                days[day] = None
    for match in _PART_OF_DAY.finditer(text):
        year, month, day_of_month = (int(group) if group else None for group in match.groups())
        fitting = [
            day
            for day in days
            if (day.month, day.day) == (month, day_of_month)
            and (year is None or day.year % 100 == year)
        ]
        if len(fitting) == 1:
            return fitting[0]
    return None


# --- lines that are left out --------------------------------------------------------------------

_OTHERS = frozenset(("related", "comments", "hidden", "links", "comment", "attribute", "embedded"))
"""Reasons of lines that belong to other articles."""
_NEAR = 3
"""Lines from the title, or from the end of the text, that a line about the article stands at."""
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_SOURCE = re.compile(r"(?:信息|文章|稿件|新闻|本文)?来源\s*[:：]\s*([^\s，。|｜:：【】\[\]]{2,20})")


def left_out_candidates(removals: Sequence[Removal], title: int, last: int) -> list[Candidate]:
    """Return the dates and sources of lines that are left out: those with a label that says so,
    and those that begin with a date near the `title`'s line or below the `last` line of the text.
    """
    found: list[Candidate] = []
    for removal in removals:
        text = removal.text
        near = 0 < removal.line - title <= _NEAR and title > 0
        if len(text) > 120 or (removal.reason in _OTHERS and not near):
            continue
        labels = {label.field for label in page_labels(text)}
        weight = _weight_of_date(text, labels, near, 0 < removal.line - last <= _NEAR)
        day = stated_day_of_line(text) if weight else None
        if day is not None:
            found.append(Candidate("date", str(day), "left out", weight, removal.line, text))
        if match := _SOURCE.search(text):
            weight = 0.8 if near or "date" in labels else 0.0
            if weight:
                found.append(
                    Candidate("source", match.group(1), "left out", weight, removal.line, text)
                )
    return found


def stated_day_of_line(text: str) -> PartialDate | None:
    found = find_date(text)
    return found[0] if found and found[0].day else None


def _weight_of_date(text: str, labels: set[str], near: bool, below: bool) -> float:
    if "date" in labels:
        return 0.8
    found = find_date(text)
    if found is None or text[: found[1]].strip():
        return 0.0
    alone = bool(_CLOCK.search(text)) and len(strip_space(text)) <= 20
    return 0.7 if near else 0.5 if below and alone else 0.0
