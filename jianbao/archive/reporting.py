"""Who reports: the last report of each county or office, and how many it has had lately. Pure.

Time is counted in months back from the newest one in which the archive, or the series in question,
has an issue; no clock is read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jianbao.archive.groupings import Pair, gather
from jianbao.archive.model import Archive, Bulletin, Term
from jianbao.base.dates import PartialDate

Section = Literal["county", "department"]

YEAR = 12
SHOWN_MONTHS = 2 * YEAR


@dataclass(frozen=True, slots=True)
class Reporter:
    """A county or an office and its articles.

    `silent` is the number of months since its last article, None if it has none or its month is
    unknown. `recent` counts the articles of the last twelve months, `before` those of the twelve
    before them; `rank` goes by `recent`, equal figures share one, None without any. `months` counts
    each of the last SHOWN_MONTHS, the oldest first.
    """

    term: Term
    total: int
    last: PartialDate | None
    silent: int | None
    recent: int
    before: int
    rank: int | None
    months: tuple[int, ...]


def newest_month(bulletins: Iterable[Bulletin]) -> PartialDate | None:
    """Return the newest month in which an issue came out, None if no month is known."""
    return max(
        (PartialDate(b.date.year, b.date.month) for b in bulletins if b.date and b.date.month),
        default=None,
    )


def newest_of(archive: Archive, series: str) -> PartialDate | None:
    """Return the newest month of the archive, or of one series if it is given."""
    return newest_month(b for b in archive.bulletins if series in ("", b.series))


def series_of(archive: Archive) -> list[str]:
    """Return the slugs of the series between which a reader can choose, in the archive's order:
    those with an issue of a known month, if there are several."""
    issues = gather((bulletin.series, bulletin) for bulletin in archive.bulletins)
    known = [one.slug for one in archive.site.series if newest_month(issues.get(one.slug, ()))]
    return known if len(known) > 1 else []


def sections_of(archive: Archive) -> list[Section]:
    """Return the kinds of terms that have reported, none if the month of no issue is known."""
    if newest_month(archive.bulletins) is None:
        return []
    articles = [article for bulletin in archive.bulletins for article in bulletin.articles]
    found: dict[Section, bool] = {
        "county": any(article.county for article in articles),
        "department": any(article.department for article in articles),
    }
    return [section for section, has_any in found.items() if has_any]


def shown_months(archive: Archive, series: str = "") -> list[PartialDate]:
    """Return the months that `Reporter.months` counts, none if no month is known."""
    newest = newest_of(archive, series)
    if newest is None:
        return []
    last = YEAR * newest.year + newest.month - 1
    ages = range(SHOWN_MONTHS - 1, -1, -1)
    return [PartialDate((last - age) // YEAR, (last - age) % YEAR + 1) for age in ages]


def reporters(
    archive: Archive, section: Section, members: Mapping[str, Sequence[Pair]], series: str = ""
) -> list[Reporter]:
    """Return all counties, or all departments with an article, those with the most recent articles
    first, then in the authority file's order. `members` are the articles of each, newest first;
    only those of `series` count, if one is given. Return none if no month is known.
    O(articles)."""
    newest = newest_of(archive, series)
    if newest is None:
        return []
    if section == "county":
        terms = archive.counties.terms
    else:
        terms = tuple(term for term in archive.departments.terms if term.name in members)
    counted = []
    for term in terms:
        pairs = [pair for pair in members.get(term.name, ()) if series in ("", pair[0].series)]
        counted.append(_reporter(term, pairs, newest))
    figures = sorted((one.recent for one in counted), reverse=True)
    ranks = {recent: figures.index(recent) + 1 for recent in set(figures) if recent}
    counted.sort(key=lambda one: -one.recent)
    return [replace(one, rank=ranks.get(one.recent)) for one in counted]


def _reporter(term: Term, pairs: Sequence[Pair], newest: PartialDate) -> Reporter:
    dates = [bulletin.date for bulletin, _ in pairs if bulletin.date]
    ages = Counter(_months_between(date, newest) for date in dates if date.month)
    months = tuple(ages[age] for age in range(SHOWN_MONTHS - 1, -1, -1))
    last = max(dates, default=None)
    silent = _months_between(last, newest) if last and last.month else None
    recent, before = sum(months[-YEAR:]), sum(months[:YEAR])
    return Reporter(term, len(pairs), last, silent, recent, before, None, months)


def _months_between(earlier: PartialDate, later: PartialDate) -> int:
    return YEAR * (later.year - earlier.year) + later.month - earlier.month
