"""Who reported when: for counties and for departments a table by year, and one for each year by
month."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import groupings, urls
from jianbao.archive.model import Term
from jianbao.pages import charts, frame, values
from jianbao.pages.index import Index, Section, link
from jianbao.pages.page import Kind, Layout, Page, Pending, lists, pending
from jianbao.pages.records import MatrixRow, Month, YearLink

_SECTIONS: tuple[Section, ...] = ("county", "department")


class CoveragePage(TypedDict):
    """Who reported in which year."""

    columns: Annotated[Sequence[YearLink], "the years"]
    rows: Annotated[Sequence[MatrixRow], "the terms and their articles in each year"]
    totals: Annotated[Sequence[int], "all articles of each term"]


class CoverageYearPage(TypedDict):
    """Who reported in which month of a year."""

    year: Annotated[int, "the year"]
    columns: Annotated[Sequence[Month], "the months"]
    rows: Annotated[Sequence[MatrixRow], "the terms and their articles in each month"]
    totals: Annotated[Sequence[int], "all articles of each term in this year"]
    overview: Annotated[str, "page of all years"]
    years: Annotated[Sequence[YearLink], "the years"]


COVERAGE = Layout("coverage.html", CoveragePage)
COVERAGE_YEAR = Layout("coverage-year.html", CoverageYearPage)


def overview_of(index: Index, section: Section) -> str | None:
    """Return the path of the page of all years, None if there is none."""
    return (
        urls.coverage(section) if any(index.bulletins_of_year) and _terms(index, section) else None
    )


def pages(index: Index) -> Iterator[Pending]:
    for section in _SECTIONS:
        if overview_of(index, section):
            yield from map(pending, _pages(index, section))


def _terms(index: Index, section: Section) -> Sequence[Term]:
    """Return all counties, but only those departments that have reported."""
    terms = index.authority(section).terms
    members = index.members(section)
    return terms if section == "county" else [t for t in terms if t.name in members]


def _pages(index: Index, section: Section) -> Iterator[Page]:
    terms, members = _terms(index, section), index.members(section)
    dates = [b.date for b in index.archive.bulletins if b.date]
    issued = {(date.year, date.month) for date in dates}
    years = range(min(date.year for date in dates), max(date.year for date in dates) + 1)
    columns: list[YearLink] = [
        {"year": year, "path": urls.coverage_year(section, year)} for year in years
    ]
    of_years = [
        Counter({c.year: c.articles for c in groupings.year_counts(members.get(t.name, ()))})
        for t in terms
    ]
    heads = [link(section, term) for term in terms]
    overview: CoveragePage = {
        "columns": columns,
        "rows": charts.matrix(
            [
                (head, [counts[year] for year in years])
                for head, counts in zip(heads, of_years, strict=True)
            ],
            [[values.year_page(section, term.slug, year) for year in years] for term in terms],
            [year in index.bulletins_of_year for year in years],
        ),
        "totals": [sum(counts.values()) for counts in of_years],
    }
    yield frame.page(index, COVERAGE, urls.coverage(section), overview, section=section)
    by_month = groupings.coverage(terms, members)
    place = {month: position for position, month in enumerate(by_month.months)}
    for year in years:
        months = [(year, month) for month in range(1, 13)]
        context: CoverageYearPage = {
            "year": year,
            "columns": [values.month(month) for _, month in months],
            "rows": charts.matrix(
                [
                    (head, [row.counts[place[m]] if m in place else 0 for m in months])
                    for head, row in zip(heads, by_month.rows, strict=True)
                ],
                [[values.year_page(section, term.slug, year)] * 12 for term in terms],
                [month in issued for month in months],
            ),
            "totals": [counts[year] for counts in of_years],
            "overview": urls.coverage(section),
            "years": columns,
        }
        path = urls.coverage_year(section, year)
        yield frame.page(index, COVERAGE_YEAR, path, context, section=section)


KIND = Kind((COVERAGE, COVERAGE_YEAR), lists(pages, "coverage/"))
