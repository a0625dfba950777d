"""The pages of counties and departments: an index of each, a page for each term and a page for
each of its years. Pages of other terms are made of the same parts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import groupings, urls
from jianbao.archive.groupings import Pair, gather
from jianbao.archive.model import Term
from jianbao.pages import charts, coverage, frame, history, metadata, values, ways_in
from jianbao.pages.index import Index, Section, link
from jianbao.pages.page import Kind, Layout, Page, Pending, lists, pending
from jianbao.pages.records import (
    ArticleRow,
    Bars,
    CountedTerm,
    CountyGroup,
    Date,
    MonthOfArticles,
    OfficeKind,
    TermLink,
)
from jianbao.pages.ways_in import CountyMap, RecentMap

# A page of a term or a series lists at most this many articles or issues, newest first; the pages
# of its years list the rest. So it stays small in an archive of any size.
LISTED = 200
# As many are shown at once; the reader unfolds the others.
SHOWN = 30


class CountyIndexPage(CountyMap):
    """All counties."""

    counties: Annotated[Sequence[CountyGroup], "counties by prefecture"]
    recent: Annotated[RecentMap | None, "the map of the last twelve months, if it is another one"]
    coverage: Annotated[str | None, "page of who reported when, if there is one"]


class DepartmentIndexPage(TypedDict):
    """All departments."""

    departments: Annotated[Sequence[OfficeKind], "departments by kind"]
    coverage: Annotated[str | None, "page of who reported when, if there is one"]


class TermValues(TypedDict):
    """A county or a department."""

    slug: Annotated[str, "its name in addresses"]
    name: Annotated[str, "its full name"]
    kind: Annotated[str, "what it is"]
    code: Annotated[str | None, "GB/T 2260 code of a county"]
    nbs: Annotated[str | None, "code of the National Bureau of Statistics, for zones"]
    prefecture: Annotated[str | None, "prefecture of a county"]
    province: Annotated[str | None, "province of a county"]
    aliases: Annotated[Sequence[str], "other names"]


class ArticlesOfYear(TypedDict):
    """Articles of one year."""

    year: Annotated[int, "the year; 0 for the undated"]
    slug: Annotated[str, "the year in addresses"]
    articles: Annotated[Sequence[ArticleRow], "the articles, newest first"]


class TermPage(TypedDict):
    """What the pages of a county and of a department have in common."""

    term: Annotated[TermValues, "the county or the department"]
    own: Annotated[int, "how many articles it reported itself"]
    total: Annotated[int, "how many articles it has, with those of its parts"]
    years: Annotated[Bars, "articles by year"]
    newest_article: Annotated[Date | None, "date of its newest article"]
    groups: Annotated[Sequence[ArticlesOfYear], "its newest articles by year"]
    more: Annotated[Sequence[ArticlesOfYear], "further articles by year, folded"]
    more_count: Annotated[int, "how many articles are folded"]
    left: Annotated[int, "how many articles are not listed"]
    history: Annotated[history.History, "its names, predecessors and successors"]


class CountyPage(TermPage, CountyMap):
    """A county."""

    departments: Annotated[Sequence[CountedTerm], "departments with articles about it"]
    counties: Annotated[Sequence[CountyGroup], "counties by prefecture"]


class DepartmentPage(TermPage):
    """A department."""

    parent: Annotated[TermLink | None, "the department that it is part of"]
    county: Annotated[TermLink | None, "the county that it belongs to"]
    children: Annotated[Sequence[CountedTerm], "the departments that are part of it"]
    counties: Annotated[Sequence[CountedTerm], "counties of its articles"]


class TermYearPage(TypedDict):
    """One year of a county or a department."""

    term: Annotated[TermLink, "the county or the department"]
    year: Annotated[int, "the year; 0 for the undated"]
    total: Annotated[int, "how many articles the year has"]
    years: Annotated[Bars, "articles by year"]
    months: Annotated[Sequence[MonthOfArticles], "the articles by month"]


COUNTY_INDEX = Layout("county-index.html", CountyIndexPage)
DEPARTMENT_INDEX = Layout("department-index.html", DepartmentIndexPage)
COUNTY = Layout("county.html", CountyPage)
DEPARTMENT = Layout("department.html", DepartmentPage)
TERM_YEAR = Layout("term-year.html", TermYearPage)


def pages(index: Index) -> Iterator[Pending]:
    yield from map(pending, _counties(index))
    yield from map(pending, _departments(index))


def _counties(index: Index) -> Iterator[Page]:
    county_map, groups = ways_in.county_map(index), ways_in.county_groups(index)
    overview: CountyIndexPage = {
        **county_map,
        "counties": groups,
        "recent": ways_in.recent_map(index),
        "coverage": coverage.overview_of(index, "county"),
    }
    path = urls.taxonomy("county")
    yield frame.page(index, COUNTY_INDEX, path, overview, section="county")
    for term in index.archive.counties.terms:
        pairs = index.by_county.get(term.name, ())
        offices = Counter(name for _, article in pairs for name in article.department)
        context: CountyPage = {
            **term_page(index, "county", term, own=len(pairs)),
            **county_map,
            "departments": by_count(index, "department", offices),
            "counties": groups,
        }
        head = metadata.of_term(index.archive, index.archive.counties, term)
        path = urls.term("county", term.slug)
        yield frame.page(index, COUNTY, path, context, section="county", head=head)
        yield from years_of(index, "county", term)


def _departments(index: Index) -> Iterator[Page]:
    overview: DepartmentIndexPage = {
        "departments": ways_in.office_kinds(index),
        "coverage": coverage.overview_of(index, "department"),
    }
    path = urls.taxonomy("department")
    yield frame.page(index, DEPARTMENT_INDEX, path, overview, section="department")
    for term in index.archive.departments.terms:
        pairs = index.under_department.get(term.name, ())
        places = Counter(name for _, article in pairs for name in article.county)
        own = len(index.by_department.get(term.name, ()))
        context: DepartmentPage = {
            **term_page(index, "department", term, own=own),
            "parent": index.link("department", term.parent) if term.parent else None,
            "county": index.link("county", term.county) if term.county else None,
            "children": [
                index.counted("department", child) for child in index.children.get(term.name, ())
            ],
            "counties": by_count(index, "county", places),
        }
        head = metadata.of_term(index.archive, index.archive.departments, term)
        path = urls.term("department", term.slug)
        yield frame.page(index, DEPARTMENT, path, context, section="department", head=head)
        yield from years_of(index, "department", term)


def by_count(index: Index, section: Section, counts: Mapping[str, int]) -> list[CountedTerm]:
    """Return the terms with the most articles first, then in the authority file's order."""
    terms = index.authority(section).terms
    chosen = sorted((t for t in terms if t.name in counts), key=lambda t: -counts[t.name])
    return [{**link(section, term), "count": counts[term.name]} for term in chosen]


def term_page(index: Index, section: Section, term: Term, own: int) -> TermPage:
    pairs = index.members(section).get(term.name, ())
    return {
        "term": {
            "slug": term.slug,
            "name": term.name,
            "kind": term.kind,
            "code": term.code,
            "nbs": term.nbs,
            "prefecture": term.prefecture,
            "province": term.province,
            "aliases": term.aliases,
        },
        "own": own,
        "total": len(pairs),
        "years": _year_bars(section, term, _by_year(pairs)),
        "newest_article": values.date(pairs[0][0].date) if pairs else None,
        "groups": _articles_by_year(index, pairs[:SHOWN]),
        "more": _articles_by_year(index, pairs[SHOWN:LISTED]),
        "more_count": len(pairs[SHOWN:LISTED]),
        "left": max(0, len(pairs) - LISTED),
        "history": history.of_term(index, section, term),
    }


def _articles_by_year(index: Index, pairs: Sequence[Pair]) -> list[ArticlesOfYear]:
    return [
        {
            "year": year,
            "slug": values.year_slug(year),
            "articles": [index.row(*pair) for pair in members],
        }
        for year, members in _by_year(pairs).items()
    ]


def _by_year(pairs: Sequence[Pair]) -> dict[int, list[Pair]]:
    return gather((groupings.year_of(pair[0]), pair) for pair in pairs)


def _year_bars(section: Section, term: Term, of_year: Mapping[int, Sequence[Pair]]) -> Bars:
    return charts.bars(
        (year, len(members), values.year_page(section, term.slug, year))
        for year, members in of_year.items()
    )


def years_of(index: Index, section: Section, term: Term) -> Iterator[Page]:
    of_year = _by_year(index.members(section).get(term.name, ()))
    bars = _year_bars(section, term, of_year)
    for year, members in of_year.items():
        of_month = gather((b.date.month if b.date else 0, (b, a)) for b, a in members)
        context: TermYearPage = {
            "term": link(section, term),
            "year": year,
            "total": len(members),
            "years": bars,
            "months": [
                {**values.month(month), "articles": [index.row(*pair) for pair in pairs]}
                for month, pairs in of_month.items()
            ],
        }
        path = values.year_page(section, term.slug, year)
        yield frame.page(index, TERM_YEAR, path, context, section=section)


KIND = Kind(
    (COUNTY_INDEX, DEPARTMENT_INDEX, COUNTY, DEPARTMENT, TERM_YEAR),
    lists(pages, "county/", "department/"),
)
