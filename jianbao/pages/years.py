"""The pages of years: an index with all months, and a page for each year."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.pages import charts, frame, values, ways_in
from jianbao.pages.calendars import YearOfBulletins, year_of_bulletins
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, alone, pending
from jianbao.pages.records import Bars, MatrixRow, Month, YearFileLink, YearHead, YearLink


class YearIndexPage(TypedDict):
    """All years, the newest first."""

    years: Annotated[Bars, "bulletins by year"]
    columns: Annotated[Sequence[Month], "the months"]
    rows: Annotated[Sequence[MatrixRow], "the years and their bulletins in each month"]
    totals: Annotated[Sequence[int], "all bulletins of each year"]


class YearPage(YearOfBulletins):
    """A year."""

    slug: Annotated[str, "the year in addresses"]
    article_total: Annotated[int, "how many articles the year has"]
    file: Annotated[YearFileLink | None, "the ZIP file with its texts"]
    newer: Annotated[YearLink | None, "the next year with bulletins"]
    older: Annotated[YearLink | None, "the year with bulletins before it"]


YEAR_INDEX = Layout("year-index.html", YearIndexPage)
YEAR = Layout("year.html", YearPage)


def pages(index: Index) -> Iterator[Pending]:
    path = urls.taxonomy("year")
    yield pending(frame.page(index, YEAR_INDEX, path, _overview(index), section="year"))
    links: list[YearLink] = [{"year": y, "path": _path(y)} for y in index.bulletins_of_year]
    files = {one.year: values.year_file(one) for one in index.archive.year_files}
    for position, (year, bulletins) in enumerate(index.bulletins_of_year.items()):
        context: YearPage = {
            **year_of_bulletins(index, year, bulletins),
            "slug": values.year_slug(year),
            "article_total": sum(len(b.articles) for b in bulletins),
            "file": files.get(values.year_slug(year)),
            "newer": links[position - 1] if position else None,
            "older": links[position + 1] if position + 1 < len(links) else None,
        }
        yield pending(frame.page(index, YEAR, _path(year), context, section="year"))


def _path(year: int) -> str:
    return urls.term("year", values.year_slug(year))


def _overview(index: Index) -> YearIndexPage:
    dated = [year for year in index.bulletins_of_year if year]
    years = range(max(dated), min(dated) - 1, -1) if dated else ()
    issues = [index.bulletins_of_year.get(year, ()) for year in years]
    rows: list[tuple[YearHead, list[int]]] = []
    for year, members in zip(years, issues, strict=True):
        counts = Counter(b.date.month for b in members if b.date)
        head: YearHead = {"year": year, "path": _path(year) if members else None}
        rows.append((head, [counts[month] for month in range(1, 13)]))
    return {
        "years": ways_in.year_bars(index),
        "columns": [values.month(month) for month in range(1, 13)],
        "rows": charts.matrix(rows, [[_path(year)] * 12 for year in years], [False] * 12),
        "totals": [len(members) for members in issues],
    }


KIND = Kind((YEAR_INDEX, YEAR), alone(pages, "year/"))
