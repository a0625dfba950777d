"""The whole archive by county, department, year and series, as several pages show it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import reporting, urls
from jianbao.archive.groupings import gather
from jianbao.archive.model import Series
from jianbao.pages import charts, values
from jianbao.pages.index import Index
from jianbao.pages.records import (
    Bars,
    CountyGroup,
    Date,
    OfficeKind,
    Outlines,
    SeriesEntry,
    Tiles,
    Totals,
)

OFFICES_OF_A_KIND = 6


class WaysIn(TypedDict):
    """The whole archive by county, department, year and series."""

    counties: Annotated[Sequence[CountyGroup], "counties by prefecture"]
    departments: Annotated[Sequence[OfficeKind], "departments by kind"]
    years: Annotated[Bars, "bulletins by year"]
    series_list: Annotated[Sequence[SeriesEntry], "the series"]


class CountyMap(TypedDict):
    """The counties as outlines or, if none can be drawn, as tiles."""

    outlines: Annotated[Outlines | None, "the map of outlines"]
    tiles: Annotated[Tiles | None, "the map of tiles"]
    map_approval: Annotated[str | None, "map approval number (审图号)"]


class RecentMap(CountyMap):
    """The map of the last twelve months of the archive."""

    begins: Annotated[Date | None, "the first of these months"]
    ends: Annotated[Date | None, "the last of them"]


def ways_in(index: Index) -> WaysIn:
    return {
        "counties": county_groups(index),
        "departments": office_kinds(index),
        "years": year_bars(index),
        "series_list": series_list(index),
    }


def totals(index: Index) -> Totals:
    dated = [year for year in index.bulletins_of_year if year]
    return {
        "bulletins": len(index.archive.bulletins),
        "articles": sum(len(one.articles) for one in index.archive.bulletins),
        "departments": len(index.by_department),
        "first_year": min(dated, default=None),
        "last_year": max(dated, default=None),
    }


def county_groups(index: Index) -> list[CountyGroup]:
    """Return the counties in the authority file's order, grouped by prefecture."""
    terms = index.archive.counties.terms
    several = len({(t.province, t.prefecture) for t in terms}) > 1
    groups = gather(
        ((t.province, t.prefecture, t.kind == "zone") if several else t.kind == "zone", t)
        for t in terms
    )
    named = _named_on_the_map(index)
    return [
        {
            "prefecture": members[0].prefecture if several else None,
            "zones": members[0].kind == "zone",
            "terms": [index.counted("county", t) for t in members],
            "unmapped": [index.counted("county", t) for t in members if t.name not in named],
        }
        for members in groups.values()
    ]


def _named_on_the_map(index: Index) -> set[str]:
    if index.drawing:
        return {shape.county for shape in index.drawing.shapes if shape.label}
    return {term.name for term in index.archive.counties.terms if term.tile}


def county_map(index: Index) -> CountyMap:
    return _map_of(index, {name: len(pairs) for name, pairs in index.by_county.items()})


def recent_map(index: Index) -> RecentMap | None:
    """Return the map of the last twelve months of the archive; None if no county is on a map, no
    month is known, or all articles are of these months."""
    if "county" not in index.reporting or not _named_on_the_map(index):
        return None
    known = reporting.reporters(index.archive, "county", index.by_county)
    if all(one.recent == one.total for one in known):
        return None
    months = reporting.shown_months(index.archive)[-reporting.YEAR :]
    return {
        **_map_of(index, {one.term.name: one.recent for one in known}),
        "begins": values.date(months[0]),
        "ends": values.date(months[-1]),
    }


def _map_of(index: Index, counts: Mapping[str, int]) -> CountyMap:
    counted = [
        (t, counts.get(t.name, 0), urls.term("county", t.slug))
        for t in index.archive.counties.terms
    ]
    return {
        "outlines": charts.outlines(counted, index.drawing) if index.drawing else None,
        "tiles": None if index.drawing else charts.tiles(counted),
        "map_approval": index.archive.site.map_approval,
    }


def office_kinds(index: Index) -> list[OfficeKind]:
    """Return the departments in the authority file's order, grouped by kind."""
    groups = gather((t.kind, t) for t in index.archive.departments.terms)
    kinds: list[OfficeKind] = []
    for number, (kind, members) in enumerate(groups.items(), start=1):
        terms = [index.counted("department", t) for t in members]
        most = sorted((t for t in terms if t["count"]), key=lambda t: -t["count"])
        kinds.append(
            {
                "kind": kind,
                "anchor": f"kind-{number}",
                "terms": terms,
                "most": most[:OFFICES_OF_A_KIND],
            }
        )
    return kinds


def year_bars(index: Index) -> Bars:
    return charts.bars(
        (year, len(bulletins), urls.term("year", values.year_slug(year)))
        for year, bulletins in index.bulletins_of_year.items()
    )


def series_list(index: Index) -> list[SeriesEntry]:
    return [series_entry(index, series) for series in index.archive.site.series]


def series_entry(index: Index, series: Series) -> SeriesEntry:
    bulletins = index.bulletins_of_series.get(series.slug, ())
    return {
        "slug": series.slug,
        "title": series.title,
        "path": urls.term("series", series.slug),
        "description": series.description,
        "issuers": series.issuers,
        "aliases": series.aliases,
        "count": len(bulletins),
        "newest": index.bulletin_row(bulletins[0]) if bulletins else None,
    }
