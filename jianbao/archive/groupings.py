"""Articles by county, department, year and series, counts over time, coverage, neighbours and
related articles. Pure.

An article is always given with its bulletin, as a `Pair`; pairs are in the order of the archive,
newest first. Groupings by term are mappings from the term's full name, or the series' slug; terms
without an article are left out. n is the number of articles; if nothing else is stated, a function
takes O(n).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

from jianbao.archive import urls
from jianbao.archive.model import Archive, Article, Bulletin, Taxonomy, Term

Pair: TypeAlias = tuple[Bulletin, Article]

_Key = TypeVar("_Key")
_Member = TypeVar("_Member")


def pairs(archive: Archive) -> Iterator[Pair]:
    return ((bulletin, article) for bulletin in archive.bulletins for article in bulletin.articles)


def by_county(archive: Archive) -> dict[str, list[Pair]]:
    return gather((name, pair) for pair in pairs(archive) for name in pair[1].county)


def by_township(archive: Archive) -> dict[str, list[Pair]]:
    return gather((name, pair) for pair in pairs(archive) for name in pair[1].township)


def by_topic(archive: Archive) -> dict[str, list[Pair]]:
    return gather((name, pair) for pair in pairs(archive) for name in pair[1].topics)


def by_department(archive: Archive) -> dict[str, list[Pair]]:
    """Return the articles that each office reported itself."""
    return gather((name, pair) for pair in pairs(archive) for name in pair[1].department)


def under_department(archive: Archive) -> dict[str, list[Pair]]:
    """Return the articles of each office and of all that is part of it, each once."""
    lineages = {t.name: lineage(archive.departments, t.name) for t in archive.departments.terms}
    return gather(
        (name, pair)
        for pair in pairs(archive)
        for name in dict.fromkeys(
            above for office in pair[1].department for above in lineages[office]
        )
    )


def by_year(archive: Archive) -> dict[int, list[Pair]]:
    """Return the articles of each year, the undated under 0."""
    return gather((year_of(pair[0]), pair) for pair in pairs(archive))


def by_series(archive: Archive) -> dict[str, list[Pair]]:
    return gather((pair[0].series, pair) for pair in pairs(archive))


def year_of(bulletin: Bulletin) -> int:
    """Return the bulletin's year, 0 if it has no date."""
    return bulletin.date.year if bulletin.date else 0


def is_later(one: Bulletin, other: Bulletin) -> bool:
    """Return whether `one` was issued after `other` for certain, by the known parts of their
    dates."""
    return bool(one.date and other.date and other.date.is_before(one.date))


def lineage(departments: Taxonomy, name: str) -> tuple[str, ...]:
    """Return an office's name, that of the office it is part of, and so on up."""
    term = departments.find(name)
    return (name, *(lineage(departments, term.parent) if term and term.parent else ()))


def children(departments: Taxonomy) -> dict[str, list[Term]]:
    """Return the offices that are part of each office that has any, in the authority file's
    order."""
    return gather((term.parent, term) for term in departments.terms if term.parent)


def gather(members: Iterable[tuple[_Key, _Member]]) -> dict[_Key, list[_Member]]:
    """Group members by key; keys and members keep their order."""
    groups: dict[_Key, list[_Member]] = {}
    for key, member in members:
        groups.setdefault(key, []).append(member)
    return groups


# --- counts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """The number of articles of a year or a month. `month` is 0 for a whole year, or if only the
    year is known; `year` is 0 for the undated."""

    year: int
    month: int
    articles: int


def year_counts(members: Iterable[Pair]) -> tuple[Count, ...]:
    """Return the counts of every year from the first to the last, including years without an
    article; then of the undated, if there are any."""
    counts = Counter(year_of(bulletin) for bulletin, _ in members)
    undated = counts.pop(0, 0)
    years = range(min(counts), max(counts) + 1) if counts else ()
    found = [Count(year, 0, counts[year]) for year in years]
    return (*found, Count(0, 0, undated)) if undated else tuple(found)


def month_counts(members: Iterable[Pair], year: int) -> tuple[Count, ...]:
    """Return the counts of the twelve months of `year`; then of the articles with an unknown month,
    if there are any."""
    dates = [bulletin.date for bulletin, _ in members if year_of(bulletin) == year]
    counts = Counter(date.month for date in dates if date)
    found = [Count(year, month, counts[month]) for month in range(1, 13)]
    return (*found, Count(year, 0, counts[0])) if counts[0] else tuple(found)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One term's articles in each month of a `Coverage`. `elsewhere` counts those with an unknown
    month."""

    term: Term
    counts: tuple[int, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix of who reported when: `months` are (year, month), ascending, without a gap."""

    months: tuple[tuple[int, int], ...]
    rows: tuple[CoverageRow, ...]


def coverage(terms: Iterable[Term], members: Mapping[str, Sequence[Pair]]) -> Coverage:
    """Return the matrix of `terms` by month, from the first to the last month in which any of them
    has an article. O(articles of the terms + cells)."""
    counts = [
        (
            term,
            Counter(
                (date.year, date.month) if date and date.month else None
                for date in (bulletin.date for bulletin, _ in members.get(term.name, ()))
            ),
        )
        for term in terms
    ]
    known = {month for _, of_term in counts for month in of_term if month}
    months = tuple(_months(min(known), max(known))) if known else ()
    rows = tuple(
        CoverageRow(term, tuple(of_term[month] for month in months), of_term[None])
        for term, of_term in counts
    )
    return Coverage(months, rows)


def _months(first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for index in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        yield index // 12, index % 12 + 1


# --- neighbours ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The issues before and after one, in its series and in the whole archive."""

    older_in_series: Bulletin | None = None
    newer_in_series: Bulletin | None = None
    older: Bulletin | None = None
    newer: Bulletin | None = None


def neighbours(archive: Archive) -> dict[str, Neighbours]:
    """Return the neighbours of every bulletin, by `urls.place`. An undated bulletin has neighbours
    only among the undated of its series, and none in the archive."""
    in_series = {
        urls.place(bulletin): (older, newer)
        for group in gather(((b.series, b.date is None), b) for b in archive.bulletins).values()
        for older, bulletin, newer in _steps(group)
    }
    in_archive = {
        urls.place(bulletin): (older, newer)
        for older, bulletin, newer in _steps([b for b in archive.bulletins if b.date])
    }
    return {
        place: Neighbours(*of_series, *in_archive.get(place, (None, None)))
        for place, of_series in in_series.items()
    }


def _steps(
    bulletins: Sequence[Bulletin],
) -> Iterator[tuple[Bulletin | None, Bulletin, Bulletin | None]]:
    for newer, bulletin, older in zip(
        (None, *bulletins), bulletins, (*bulletins[1:], None), strict=False
    ):
        yield older, bulletin, newer


# --- related articles ---------------------------------------------------------------------------

RELATED = 5  # so many related articles of a kind are shown


@dataclass(frozen=True, slots=True)
class Related:
    """Other articles for a reader of this one: nearest in time by the same office, nearest in time
    on the same county, and most similar in words, best first. Articles of its own bulletin are left
    out, because the page shows them anyway."""

    same_office: tuple[Pair, ...] = ()
    same_county: tuple[Pair, ...] = ()
    similar: tuple[Pair, ...] = ()


class RelatedByPlace(Mapping[str, Related]):
    """The related articles of every article of an archive, by `urls.place`, at most `limit` of a
    kind; found when they are asked for. `similar` names those that are most similar to each."""

    def __init__(
        self, archive: Archive, similar: Mapping[str, Sequence[str]], limit: int = RELATED
    ) -> None:
        self._every = tuple(pairs(archive))
        self._similar = similar
        self._limit = limit

    def __getitem__(self, place: str) -> Related:
        position = self._positions[place]
        _, article = self._every[position]
        return Related(
            self._nearest(position, article.department, self._of_office),
            self._nearest(position, article.county, self._of_county),
            tuple(self._every[self._positions[other]] for other in self._similar[place]),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._every)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {urls.place(*pair): position for position, pair in enumerate(self._every)}

    @cached_property
    def _of_office(self) -> dict[str, list[int]]:
        return gather(
            (name, i) for i, (_, one) in enumerate(self._every) for name in one.department
        )

    @cached_property
    def _of_county(self) -> dict[str, list[int]]:
        return gather((name, i) for i, (_, one) in enumerate(self._every) for name in one.county)

    def _nearest(
        self, position: int, names: Iterable[str], members: Mapping[str, Sequence[int]]
    ) -> tuple[Pair, ...]:
        """Return the nearest articles that share a name and are of another bulletin, in the order
        of the archive."""
        found: set[int] = set()
        for name in names:
            positions = members[name]
            place = bisect_left(positions, position)
            for step in (1, -1):
                taken, other = 0, place + step
                while taken < self._limit and 0 <= other < len(positions):
                    if self._every[positions[other]][0] is not self._every[position][0]:
                        found.add(positions[other])
                        taken += 1
                    other += step
        nearest = sorted(found, key=lambda i: (abs(i - position), i))[: self._limit]
        return tuple(self._every[i] for i in sorted(nearest))
