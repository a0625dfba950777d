"""The records that layouts are given, each with what its values mean.

They are plain: texts, numbers, lists and other records. A link is the output path of a page; the
layouts make it relative. docs/theming.md lists the records from here.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeAlias, TypedDict

# The targets of links from a text to other pages, (output path, id there), by the written address.
Links: TypeAlias = Mapping[str, tuple[str, str]]
# The pictures of a text, (output path, width, height), by the written address.
PictureSources: TypeAlias = Mapping[str, tuple[str, int, int]]


class Date(TypedDict):
    """A date, as far as it is known."""

    iso: Annotated[str, "YYYY, YYYY-MM or YYYY-MM-DD"]
    year: Annotated[int, "the year"]
    month: Annotated[int, "1 to 12; 0 if it is not known"]
    day: Annotated[int, "1 to 31; 0 if it is not known"]


class TermLink(TypedDict):
    """A term and its page."""

    name: Annotated[str, "full name of the term"]
    slug: Annotated[str, "its name in addresses"]
    path: Annotated[str, "its page"]


class CountedTerm(TermLink):
    """A term with the number of its articles."""

    count: Annotated[int, "how many articles it has"]


class YearLink(TypedDict):
    """A year and its page."""

    year: Annotated[int, "the year; 0 for the undated"]
    path: Annotated[str, "its page"]


class YearFileLink(TypedDict):
    """The ZIP file with the texts of a year."""

    year: Annotated[str, "the year in addresses"]
    path: Annotated[str, "its output path"]
    size: Annotated[str, "its size in words: 120 KB"]


class ArticleRow(TypedDict):
    """An article as a line of a list."""

    path: Annotated[str, "its page"]
    number: Annotated[int, "its place in the issue, from 1"]
    name: Annotated[str, "its number in addresses"]
    title: Annotated[str, "its title"]
    kind: Annotated[str, "feature, brief or news"]
    date: Annotated[Date | None, "date of the issue"]
    attribution: Annotated[str | None, "reporting office as printed"]
    offices: Annotated[Sequence[str], "reporting offices by their full names, else as printed"]
    mark: Annotated[str | None, "corrected, withdrawn, replaced; in a preview also held_back"]
    comparison: Annotated[str | None, "page that compares it with another version of it"]


class BulletinRow(TypedDict):
    """A bulletin as a line of a list."""

    path: Annotated[str, "its page"]
    title: Annotated[str, "its title"]
    series: Annotated[str, "title of its series"]
    series_path: Annotated[str, "page of its series"]
    issue: Annotated[int | None, "issue number"]
    name: Annotated[str, "its title without the name of the series"]
    named_by_date: Annotated[bool, "whether it has no name but its date"]
    date: Annotated[Date | None, "date of issue"]
    headline: Annotated[str, "title of its first article"]
    article_count: Annotated[int, "how many articles it has"]
    mark: Annotated[str | None, "corrected, withdrawn, replaced; in a preview also held_back"]


class Status(TypedDict):
    """What became of a bulletin or an article after it was published."""

    status: Annotated[str, "corrected, withdrawn or replaced"]
    date: Annotated[Date | None, "date of that"]
    note: Annotated[str | None, "what changed, or why"]
    replaced_by: Annotated[str | None, "page of the text that replaces it"]
    comparison: Annotated[str | None, "page that compares both"]


class Predecessor(TypedDict):
    """An older text that was replaced."""

    path: Annotated[str, "its page"]
    title: Annotated[str, "its title"]
    date: Annotated[Date | None, "date of its issue"]
    comparison: Annotated[str | None, "page that compares both"]


class Appearance(Predecessor):
    """The same item in another issue."""

    identical: Annotated[bool, "whether both texts are the same"]


class SourceDocument(TypedDict):
    """The document as received."""

    file: Annotated[str, "its name"]
    path: Annotated[str | None, "where the site offers it; none if it is withheld"]
    sha256: Annotated[str, "its SHA-256"]
    format: Annotated[str, "text, html, docx, pdf or scan"]
    page: Annotated[str | None, "page that shows it beside the text; none if there is none"]
    reason: Annotated[str | None, "why the archive's owner withholds it"]


class AttachedSheet(TypedDict):
    """A sheet of an attached spreadsheet as CSV."""

    name: Annotated[str, "its name"]
    path: Annotated[str, "where the site offers it"]
    rows: Annotated[int, "how many rows are below its headings"]


class AttachedFile(TypedDict):
    """A file that came with a bulletin or an article."""

    file: Annotated[str, "its name"]
    printed: Annotated[str, "its name, or its ending alone if the title is the rest"]
    title: Annotated[str, "its title"]
    path: Annotated[str | None, "where the site offers it; none if it is withheld"]
    sha256: Annotated[str, "its SHA-256"]
    bytes: Annotated[int, "its size in bytes"]
    size: Annotated[str, "its size in words: 120 KB"]
    sheets: Annotated[Sequence[AttachedSheet], "the tables in a spreadsheet"]
    reason: Annotated[str | None, "why the archive's owner withholds it"]


class Bar(TypedDict):
    """A year of a bar chart."""

    year: Annotated[int, "the year; 0 for the undated"]
    count: Annotated[int, "how many articles or bulletins it has"]
    path: Annotated[str | None, "its page; none for a year without anything"]
    height: Annotated[int, "height of its column"]


class Bars(TypedDict):
    """Counts by year: every year from the first to the last, then the undated."""

    years: Annotated[Sequence[Bar], "the years"]
    height: Annotated[int, "height of the highest column"]


class Tile(TypedDict):
    """A county on the map of tiles."""

    x: Annotated[int, "left edge"]
    y: Annotated[int, "upper edge"]
    name: Annotated[str, "full name"]
    label: Annotated[str, "short name, at most four characters"]
    count: Annotated[int, "how many articles it has"]
    level: Annotated[int, "how dark it is shown, 0 to 4"]
    path: Annotated[str, "its page"]


class LegendEntry(TypedDict):
    """A class of figures on a map."""

    level: Annotated[int, "1 for the lightest"]
    first: Annotated[int, "the lowest figure"]
    last: Annotated[int, "the highest figure"]


class Tiles(TypedDict):
    """The map of tiles."""

    width: Annotated[int, "width of the drawing"]
    height: Annotated[int, "height of the drawing"]
    legend: Annotated[Sequence[LegendEntry], "the classes of figures"]
    tiles: Annotated[Sequence[Tile], "the counties that have a place on it"]


class CountyShape(TypedDict):
    """A county on the map of outlines."""

    outline: Annotated[str, "its outline, as a path of SVG"]
    x: Annotated[int | None, "middle of its label; none if there is no room for one"]
    y: Annotated[int | None, "middle of its label; none if there is no room for one"]
    name: Annotated[str, "full name"]
    label: Annotated[str | None, "short name, at most four characters; none if there is no room"]
    count: Annotated[int, "how many articles it has"]
    level: Annotated[int, "how dark it is shown, 0 to 4"]
    path: Annotated[str, "its page"]


class Outlines(TypedDict):
    """The map of outlines."""

    width: Annotated[int, "width of the drawing"]
    height: Annotated[int, "height of the drawing"]
    legend: Annotated[Sequence[LegendEntry], "the classes of figures"]
    shapes: Annotated[Sequence[CountyShape], "the counties that have an outline"]


class CountyGroup(TypedDict):
    """Counties of one prefecture, zones apart."""

    prefecture: Annotated[str | None, "the prefecture; none if the archive has only one"]
    zones: Annotated[bool, "whether these are zones"]
    terms: Annotated[Sequence[CountedTerm], "the counties"]
    unmapped: Annotated[Sequence[CountedTerm], "those of them that the map does not name"]


class OfficeKind(TypedDict):
    """Departments of one kind."""

    kind: Annotated[str, "the kind"]
    anchor: Annotated[str, "id of its section"]
    terms: Annotated[Sequence[CountedTerm], "the departments"]
    most: Annotated[Sequence[CountedTerm], "those with the most articles, for a short list"]


class SeriesEntry(TypedDict):
    """A series."""

    slug: Annotated[str, "its name in addresses"]
    title: Annotated[str, "its title"]
    path: Annotated[str, "its page"]
    description: Annotated[str | None, "one or two sentences"]
    issuers: Annotated[Sequence[str], "issuing offices"]
    aliases: Annotated[Sequence[str], "other printed names"]
    count: Annotated[int, "how many bulletins it has"]
    newest: Annotated[BulletinRow | None, "its newest bulletin"]


class Totals(TypedDict):
    """The size of the archive."""

    bulletins: Annotated[int, "how many bulletins it has"]
    articles: Annotated[int, "how many articles it has"]
    departments: Annotated[int, "how many departments have reported"]
    first_year: Annotated[int | None, "the first year with a bulletin"]
    last_year: Annotated[int | None, "the last year with a bulletin"]


class Month(TypedDict):
    """A month of a year."""

    number: Annotated[int, "1 to 12; 0 if it is not known"]
    slug: Annotated[str, "two digits"]


class MonthOfBulletins(Month):
    """A month with its bulletins."""

    bulletins: Annotated[Sequence[BulletinRow], "the bulletins, newest first"]


class MonthOfArticles(Month):
    """A month with its articles."""

    articles: Annotated[Sequence[ArticleRow], "the articles, newest first"]


class DayIssue(TypedDict):
    """An issue on its day."""

    title: Annotated[str, "its title"]
    path: Annotated[str, "its page"]


class CalendarMonth(Month):
    """A month of a calendar."""

    days: Annotated[Sequence[Sequence[DayIssue]], "for each day the issues of that day"]
    issued: Annotated[bool, "whether any issue has a day in it"]
    dayless: Annotated[int, "how many of its issues have no day"]


class YearHead(TypedDict):
    """A year at the head of a row."""

    year: Annotated[int, "the year"]
    path: Annotated[str | None, "its page; none for a year without bulletins"]


class Cell(TypedDict):
    """A figure in a table of counts."""

    count: Annotated[int, "the figure"]
    level: Annotated[int, "how dark it is shown, 0 to 4"]
    path: Annotated[str | None, "the page that lists what is counted; none for 0"]
    issued: Annotated[bool, "whether any issue came out then"]


class MatrixRow(TypedDict):
    """A row in a table of counts."""

    head: Annotated[TermLink | YearHead, "what the row counts"]
    cells: Annotated[Sequence[Cell], "a figure for each column"]


class Spot(TypedDict):
    """A place in a document as received."""

    unit: Annotated[str, "page, line or paragraph"]
    n: Annotated[int, "its number, from 1"]


class DoubtRow(TypedDict):
    """A doubt that the conversion left for a person."""

    at: Annotated[Spot | None, "where it is in the document"]
    text: Annotated[str, "the text in doubt"]
    advice: Annotated[str, "what to do"]
    chinese: Annotated[bool, "the advice is in Chinese, whatever the interface speaks"]
