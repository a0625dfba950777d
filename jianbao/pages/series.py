"""The pages of series: an index, a page for each series and a page for each of its years."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import groupings, urls
from jianbao.archive.groupings import gather
from jianbao.archive.model import Bulletin, Series
from jianbao.pages import charts, frame, metadata, values, ways_in
from jianbao.pages.calendars import YearOfBulletins, year_of_bulletins
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Page, Pending, lists, pending
from jianbao.pages.records import Bars, BulletinRow, SeriesEntry
from jianbao.pages.terms import LISTED


class SeriesIndexPage(TypedDict):
    """All series."""

    series_list: Annotated[Sequence[SeriesEntry], "the series"]


class BulletinsOfYear(TypedDict):
    """Bulletins of one year."""

    year: Annotated[int, "the year; 0 for the undated"]
    slug: Annotated[str, "the year in addresses"]
    bulletins: Annotated[Sequence[BulletinRow], "the bulletins, newest first"]


class _OfSeries(TypedDict):
    series: Annotated[SeriesEntry, "the series"]
    years: Annotated[Bars, "its bulletins by year"]


class SeriesPage(_OfSeries):
    """A series."""

    total: Annotated[int, "how many bulletins it has"]
    article_total: Annotated[int, "how many articles it has"]
    groups: Annotated[Sequence[BulletinsOfYear], "its newest bulletins by year"]
    left: Annotated[int, "how many bulletins are not listed"]


class SeriesYearPage(_OfSeries, YearOfBulletins):
    """One year of a series."""

    gaps: Annotated[Sequence[tuple[int, int]], "runs of missing issue numbers: (first, last)"]
    several_series: Annotated[bool, "false: all its bulletins are of one series"]


SERIES_INDEX = Layout("series-index.html", SeriesIndexPage)
SERIES = Layout("series.html", SeriesPage)
SERIES_YEAR = Layout("series-year.html", SeriesYearPage)


def pages(index: Index) -> Iterator[Pending]:
    overview: SeriesIndexPage = {"series_list": ways_in.series_list(index)}
    path = urls.taxonomy("series")
    yield pending(frame.page(index, SERIES_INDEX, path, overview, section="series"))
    for series in index.archive.site.series:
        yield from map(pending, _pages(index, series))


def _pages(index: Index, series: Series) -> Iterator[Page]:
    bulletins = index.bulletins_of_series.get(series.slug, ())
    of_year = _by_year(bulletins)
    shared: _OfSeries = {
        "series": ways_in.series_entry(index, series),
        "years": charts.bars(
            (year, len(members), values.year_page("series", series.slug, year))
            for year, members in of_year.items()
        ),
    }
    whole: SeriesPage = {
        **shared,
        "total": len(bulletins),
        "article_total": sum(len(b.articles) for b in bulletins),
        "groups": [
            {
                "year": year,
                "slug": values.year_slug(year),
                "bulletins": [index.bulletin_row(b) for b in members],
            }
            for year, members in _by_year(bulletins[:LISTED]).items()
        ],
        "left": max(0, len(bulletins) - LISTED),
    }
    head = metadata.of_series(index.archive, series)
    path = urls.term("series", series.slug)
    yield frame.page(index, SERIES, path, whole, section="series", head=head)
    for year, members in of_year.items():
        part: SeriesYearPage = {
            **shared,
            **year_of_bulletins(index, year, members),
            "gaps": charts.gaps(b.issue for b in members if b.issue),
            "several_series": False,
        }
        path = values.year_page("series", series.slug, year)
        yield frame.page(index, SERIES_YEAR, path, part, section="series")


def _by_year(bulletins: Sequence[Bulletin]) -> Mapping[int, Sequence[Bulletin]]:
    return gather((groupings.year_of(b), b) for b in bulletins)


KIND = Kind((SERIES_INDEX, SERIES, SERIES_YEAR), lists(pages, "series/"))
