"""The dashboard: when each county and office last reported, and how much lately. One page for
counties and one for departments, and the same for each series if there are several."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import reporting, urls
from jianbao.archive.reporting import Reporter, Section
from jianbao.pages import charts, coverage, frame, values
from jianbao.pages.index import Index, link
from jianbao.pages.page import Kind, Layout, Page, Pending, lists, pending
from jianbao.pages.records import Date, TermLink


class ReporterRow(TypedDict):
    """A county or a department in the dashboard."""

    term: Annotated[TermLink, "the county or the department"]
    rank: Annotated[int | None, "its rank by the last twelve months; none without articles"]
    recent: Annotated[int, "articles of the last twelve months"]
    change: Annotated[int, "how many more than in the twelve months before"]
    last: Annotated[Date | None, "date of its last article"]
    silent: Annotated[int | None, "months since then; none if that is not known"]
    total: Annotated[int, "all its articles"]
    line: Annotated[str, "its articles in each of the last 24 months, as the path of an SVG"]


class Choice(TypedDict):
    """One of several pages of the same kind."""

    name: Annotated[str, "what it shows, or empty for all"]
    path: Annotated[str, "the page"]


class ReportingPage(TypedDict):
    """Who reports."""

    kind: Annotated[str, "what it lists, as a key of the menu"]
    month: Annotated[Date | None, "the newest month, from which is counted back"]
    reporters: Annotated[Sequence[ReporterRow], "counties or departments, by rank"]
    sections: Annotated[Sequence[tuple[str, str]], "its pages: (key of the menu, page)"]
    series_choices: Annotated[Sequence[Choice], "the same page for all series and for each one"]
    table: Annotated[str, "the same as CSV"]
    coverage: Annotated[str | None, "page of who reported in which year"]
    line_width: Annotated[int, "width of the line in pixels"]
    line_height: Annotated[int, "its height in pixels"]


REPORTING = Layout("reporting.html", ReportingPage)


def pages(index: Index) -> Iterator[Pending]:
    choices = ("", *reporting.series_of(index.archive))
    for section in index.reporting:
        for series in choices:
            yield pending(_page(index, section, series, choices))


def _page(index: Index, section: Section, series: str, choices: Sequence[str]) -> Page:
    archive, members = index.archive, index.members(section)
    context: ReportingPage = {
        "kind": section,
        "month": values.date(reporting.newest_of(archive, series)),
        "reporters": [
            _row(section, one) for one in reporting.reporters(archive, section, members, series)
        ],
        "sections": [(other, urls.reporting(other, series)) for other in index.reporting],
        "series_choices": [
            {
                "name": archive.series[slug].title if slug else "",
                "path": urls.reporting(section, slug),
            }
            for slug in choices
        ],
        "table": urls.reporting(section, series, "csv"),
        "coverage": coverage.overview_of(index, section),
        "line_width": charts.LINE_STEP * reporting.SHOWN_MONTHS,
        "line_height": charts.LINE,
    }
    path = urls.reporting(section, series)
    return frame.page(index, REPORTING, path, context, section="reporting")


def _row(section: Section, one: Reporter) -> ReporterRow:
    return {
        "term": link(section, one.term),
        "rank": one.rank,
        "recent": one.recent,
        "change": one.recent - one.before,
        "last": values.date(one.last),
        "silent": one.silent,
        "total": one.total,
        "line": charts.line(one.months),
    }


KIND = Kind((REPORTING,), lists(pages, "reporting/"))
