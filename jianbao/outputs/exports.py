"""The archive as files for other programs: every bulletin as Markdown and JSON beside its page,
every page of the owner as Markdown likewise, the whole archive as CSV, JSON Lines and a Data
Package, and a manifest of hashes. Pure.

The columns of the tables of front matter, settings and authority entries come from their Field
tables; docs/data.md lists every file.
"""

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeAlias

from jianbao.archive import citations, groupings, release, reporting, urls
from jianbao.archive.fields import Field, FieldType
from jianbao.archive.illustrations import illustrations
from jianbao.archive.model import (
    ARTICLE_FIELDS,
    ATTACHMENT_FIELDS,
    BULLETIN_FIELDS,
    COUNTY_FIELDS,
    DEPARTMENT_FIELDS,
    PAGE_FIELDS,
    SERIES_FIELDS,
    SOURCE_FIELDS,
    TOPIC_FIELDS,
    TOWNSHIP_FIELDS,
    Archive,
    Article,
    Attachment,
    Bulletin,
    OwnPage,
    Provenance,
    Site,
)
from jianbao.base.cache import File, FileGroup, FilePiece, fingerprint, joined, ready
from jianbao.base.dates import PartialDate
from jianbao.pages.metadata import Json
from jianbao.text import frontmatter, indented_json, markdown
from jianbao.text.chinese import drop_forbidden, escape_markdown, parse_quantity, unit_in_brackets

Cell: TypeAlias = "str | int | PartialDate | Sequence[str] | None"

LIST_SEPARATOR = "|"
# First characters of a cell that a spreadsheet reads as a formula, also in full width.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_DATE_PATTERN = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
# Without the fields that say when to publish.
_BULLETIN_FIELDS = tuple(f for f in BULLETIN_FIELDS if f.name not in release.FIELDS)
_PAGE_FIELDS = tuple(f for f in PAGE_FIELDS if f.name not in release.FIELDS)
# Without `id`, which is the last part of an article's name in data.
_ARTICLE_FIELDS = tuple(field for field in ARTICLE_FIELDS if field.name != "id")
_ORDINAL_HEADS = ("序号", "编号", "排名", "名次", "No.", "NO.", "No", "NO")
# Endings of columns with digits that are not a number or a measure.
_CODE_ENDINGS = (
    *("序号", "编号", "文号", "编码", "代码", "号码", "电话", "手机", "邮编"),
    *("年份", "年度", "日期"),
)


def render(archive: Archive) -> Iterator[File]:
    """Yield every export except the two that describe files, in a fixed order."""
    for group in groups(archive):
        yield from group.files()


def groups(archive: Archive) -> Iterator[FileGroup]:
    """Yield these files in groups: those of each bulletin, and the others."""
    shared = fingerprint(archive.site)
    for bulletin in archive.bulletins:
        decides = partial(fingerprint, "beside", archive.heads, archive.digest(bulletin))
        yield FileGroup(partial(_beside, archive, bulletin, shared), decides)
    yield FileGroup(partial(_of_all, archive, shared))


def _made_of(archive: Archive, bulletin: Bulletin, shared: str) -> str:
    """Return a text that decides the exports of a bulletin; `shared` decides the settings of the
    site."""
    names = citations.offices_then(archive, bulletin)
    return fingerprint(shared, archive.digest(bulletin), archive.offered(bulletin), names)


def _of_all(archive: Archive, shared: str) -> Iterator[File]:
    """Yield the exports that are not of one bulletin alone."""
    digests = [_made_of(archive, bulletin, shared) for bulletin in archive.bulletins]
    if archive.about and archive.site.has_form("md"):
        yield ready(urls.ABOUT_TEXT, archive.about.encode())
    for page in archive.pages if archive.site.has_form("md") else ():
        made = own_page_file(page).encode()
        yield File(urls.own_page_text(page.name), partial(bytes, made), partial(fingerprint, made))
    of_bulletin = list(zip(archive.bulletins, digests, strict=True))
    whole = fingerprint(archive.taxonomies, shared, digests)
    names = fingerprint(
        [[dataclasses.replace(t, aliases=()) for t in of.terms] for of in archive.taxonomies]
    )
    for table in TABLES:
        path, made_of = urls.dataset(f"{table.name}.csv"), partial(str, whole)
        if table.rows_of:
            pieces = partial(_csv_pieces, table, archive, of_bulletin, names)
            yield joined(path, pieces, made_of)
        else:
            yield File(path, partial(csv_file, table, archive), made_of)
    yield from _reporting(archive)
    for year, members in groupings.gather((b.folder, (b, d)) for b, d in of_bulletin).items():
        pieces = partial(_lines_pieces, archive, members)
        made_of = partial(fingerprint, [digest for _, digest in members])
        yield joined(urls.dataset(f"articles/{year}.jsonl"), pieces, made_of)


def _csv_pieces(
    table: "DataTable", archive: Archive, members: Iterable[tuple[Bulletin, str]], names: str
) -> list[FilePiece]:
    """Return the head of a table, and the rows of each bulletin."""
    rows = [
        FilePiece(f"{digest} {names}", partial(table.csv_rows, archive, bulletin))
        for bulletin, digest in members
    ]
    return [FilePiece("head", table.csv_head), *rows]


def _lines_pieces(archive: Archive, members: Iterable[tuple[Bulletin, str]]) -> list[FilePiece]:
    return [
        FilePiece(digest, partial(lines_file, archive, [bulletin])) for bulletin, digest in members
    ]


def _reporting(archive: Archive) -> Iterator[File]:
    """Yield the tables beside the pages of who reports."""
    choices = ("", *reporting.series_of(archive))
    for section in reporting.sections_of(archive):
        # Grouped for the first table that has to be made.
        members = cache(partial(_GROUPED[section], archive))
        for series in choices:
            make = partial(reporting_file, archive, section, members, series)
            yield File(urls.reporting(section, series, "csv"), make, lambda: archive.heads)


_Members = Mapping[str, Sequence[groupings.Pair]]
_GROUPED: Mapping[reporting.Section, Callable[[Archive], _Members]] = {
    "county": groupings.by_county,
    "department": groupings.under_department,
}


def reporting_file(
    archive: Archive,
    section: reporting.Section,
    members: Callable[[], _Members],
    series: str,
) -> bytes:
    """Return who reports as CSV, a line for each county or department."""
    last = reporting.shown_months(archive, series)
    columns = [
        "name",
        "id",
        "rank",
        "last_12_months",
        "previous_12_months",
        "last",
        "months_silent",
    ]
    lines = [[*columns, "total", *map(str, last)]]
    for one in reporting.reporters(archive, section, members(), series):
        figures = (one.rank, one.recent, one.before, one.last, one.silent, one.total, *one.months)
        name = guard_formula(drop_forbidden(one.term.name))
        lines.append([name, one.term.slug, *("" if f is None else str(f) for f in figures)])
    return _csv(lines).encode("utf-8-sig")


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the SHA-256 of each output path, for `sha256sum --check`."""
    return "".join(_manifest_line(path, digests[path]) for path in sorted(digests)).encode()


def _beside(archive: Archive, bulletin: Bulletin, shared: str) -> Iterator[File]:
    """Yield a bulletin, and the references to it and its articles in each format."""
    digest = _made_of(archive, bulletin, shared)

    def references(write: Callable[[Sequence[citations.Citation]], str]) -> bytes:
        subjects = (None, *bulletin.articles)
        return write([citations.cite(archive, bulletin, one) for one in subjects]).encode()

    files: dict[str, Callable[[], bytes]] = {
        "md": lambda: markdown_file(bulletin).encode(),
        "json": lambda: _dump(bulletin_object(archive, bulletin)),
    }
    for _, ending in citations.FILE_ENDINGS:
        files[ending] = partial(references, _REFERENCES[ending])
    for ending, make in files.items():
        if archive.site.has_form(ending):
            yield File(urls.beside(bulletin, ending), make, partial(str, digest))


_REFERENCES: Mapping[str, Callable[[Sequence[citations.Citation]], str]] = {
    "bib": lambda cited: "\n".join(map(citations.bibtex, cited)),
    "ris": lambda cited: "".join(map(citations.ris, cited)),
    "csl.json": citations.csl_file,
}


def _manifest_line(path: str, digest: str) -> str:
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "\\" if escaped != path else ""
    return f"{mark}{digest}  {escaped}\n"


# --- one bulletin -----------------------------------------------------------------------------


def markdown_file(bulletin: Bulletin) -> str:
    """Return `bulletin` as a file of content/bulletins/, with full official names instead of
    aliases."""
    front_matter = _front_matter(bulletin, _BULLETIN_FIELDS)
    parts = [bulletin.preface]
    for article in bulletin.articles:
        parts += [f"## {escape_markdown(article.title)}", article.body]
    return frontmatter.join(front_matter, "\n\n".join(filter(None, parts)) + "\n")


def own_page_file(page: OwnPage) -> str:
    """Return `page` as a file of content/pages/."""
    return frontmatter.join(_front_matter(page, _PAGE_FIELDS), f"{page.body}\n")


def _front_matter(record: object, fields: Sequence[Field]) -> dict[str, frontmatter.Plain]:
    mapping: dict[str, frontmatter.Plain] = {}
    for field in fields:
        value = getattr(record, field.name)
        if field.type == "mappings" and (field.required or value):
            mapping[field.name] = [_front_matter(item, field.fields) for item in value]
        elif field.type == "mapping" and value is not None:
            mapping[field.name] = _front_matter(value, field.fields)
        elif field.type == "reviewed" and value is None:
            mapping[field.name] = False
        elif field.required or value not in (None, ()):
            mapping[field.name] = value
    return mapping


def bulletin_object(archive: Archive, bulletin: Bulletin) -> dict[str, Json]:
    """Return `bulletin` with its articles and their text: every field of the front matter by its
    name, null or an empty list if it is not set."""
    articles: list[Json] = [article_object(archive, bulletin, a) for a in bulletin.articles]
    review = bulletin.review
    return {
        **_address(archive, bulletin, None),
        **_fields(bulletin, _BULLETIN_FIELDS),
        "attachments": _attachments(archive, bulletin.attachments),
        "preface": bulletin.preface,
        "pictures": _pictures(archive, bulletin, bulletin.preface),
        "articles": articles,
        "repairs": [dataclasses.asdict(repair) for repair in review.repairs] if review else [],
        "sha256": citations.content_hash(bulletin),
    }


def article_object(archive: Archive, bulletin: Bulletin, article: Article) -> dict[str, Json]:
    return {
        **_address(archive, bulletin, article),
        "number": article.number,
        **_fields(article, _ARTICLE_FIELDS),
        "attachments": _attachments(archive, article.attachments),
        "body": article.body,
        "pictures": _pictures(archive, bulletin, article.body),
        "sha256": citations.content_hash(bulletin, article),
    }


def _pictures(archive: Archive, bulletin: Bulletin, source: str) -> list[Json]:
    base_url = archive.site.base_url
    return [
        {
            "file": one.picture.file,
            "url": urls.absolute(base_url, one.picture.file) if base_url else None,
            "caption": one.caption or None,
            "description": one.description or None,
            "width": one.picture.width,
            "height": one.picture.height,
            "bytes": one.picture.bytes,
            "sha256": one.picture.sha256,
        }
        for one in illustrations(bulletin, source)
    ]


def _address(archive: Archive, bulletin: Bulletin, article: Article | None) -> dict[str, Json]:
    page = urls.article(bulletin, article) if article else urls.bulletin(bulletin)
    base_url = archive.site.base_url
    return {
        "id": urls.place(bulletin, article),
        "page": page,
        "url": urls.absolute(base_url, page) if base_url else None,
    }


def _fields(record: object, fields: Sequence[Field]) -> dict[str, Json]:
    return {
        field.name: _json(getattr(record, field.name))
        for field in fields
        if field.type != "mappings"
    }


def _json(value: str | int | PartialDate | Provenance | Sequence[str] | None) -> Json:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Provenance):
        return _fields(value, SOURCE_FIELDS)
    return value


def _dump(value: Json) -> bytes:
    text = indented_json.dumps(value)
    return f"{text}\n".encode()


# --- the whole archive ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `schema` is its type and constraints as in a Table Schema."""

    name: str
    help: str
    schema: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class DataTable:
    """One CSV file: UTF-8 with a byte order mark, lines ended by CR LF, quoted as in RFC 4180.
    `rows` returns its rows, or `rows_of` those of one bulletin. If `keyed`, the first column
    identifies a row; `refers` gives, for a column, the table and the column that hold its
    values."""

    name: str
    help: str
    columns: tuple[Column, ...]
    rows: Callable[[Archive], Iterable[Sequence[Cell]]] | None = None
    rows_of: Callable[[Archive, Bulletin], Iterable[Sequence[Cell]]] | None = None
    keyed: bool = True
    refers: tuple[tuple[str, str, str], ...] = ()

    def csv_head(self) -> bytes:
        return _csv([[column.name for column in self.columns]]).encode("utf-8-sig")

    def csv_rows(self, archive: Archive, bulletin: Bulletin | None = None) -> bytes:
        """Return all rows, or those of one bulletin."""
        numeric = [column.schema["type"] in ("integer", "number") for column in self.columns]
        rows: Iterable[Sequence[Cell]] = ()
        if bulletin and self.rows_of:
            rows = self.rows_of(archive, bulletin)
        elif self.rows:
            rows = self.rows(archive)
        written = ([_written(*cell) for cell in zip(row, numeric, strict=True)] for row in rows)
        return _csv(written).encode()


def _column(name: str, help: str, kind: str = "string", **constraints: Json) -> Column:  # noqa: A002
    schema: dict[str, Json] = {"type": kind}
    return Column(name, help, schema | ({"constraints": constraints} if constraints else {}))


def _columns(fields: Sequence[Field]) -> Iterator[Column]:
    for field in fields:
        if field.type == "mapping":
            for part in field.fields:
                yield dataclasses.replace(
                    _field_column(part, required=False), name=f"{field.name}_{part.name}"
                )
        elif field.type != "mappings":
            yield _field_column(field, required=field.required and not field.nullable)


def _field_column(field: Field, required: bool) -> Column:
    kinds: dict[FieldType, str] = {"integer": "integer", "truth": "boolean"}
    constraints: dict[str, Json] = {"required": True} if required else {}
    help_text = field.words.en
    if field.type in ("date", "reviewed"):
        constraints["pattern"] = _DATE_PATTERN
        help_text += " YYYY, YYYY-MM or YYYY-MM-DD."
    elif field.type == "sha256":
        constraints["pattern"] = "[0-9a-f]{64}"
    elif field.type == "choice":
        constraints["enum"] = list(field.choices)
    elif field.type in ("texts", "slugs", "counties", "departments", "townships", "topics"):
        help_text += f" Several are separated by {LIST_SEPARATOR}."
    return _column(field.name, help_text, kinds.get(field.type, "string"), **constraints)


def _cells(record: object, fields: Sequence[Field]) -> Iterator[Cell]:
    for field in fields:
        value = getattr(record, field.name)
        if field.type == "mapping":
            yield from (getattr(value, part.name) if value else None for part in field.fields)
        elif field.type != "mappings":
            yield value


_PAGE = _column("page", "Its page, from the site's root.", required=True)
_URL = _column("url", "Its permanent address, where the archive has a public one.")
_HASH = _column("sha256", "Content hash; empty for a withdrawn text.", pattern="[0-9a-f]{64}")
_ARTICLE = _column("article", "The article.", required=True)
_BULLETIN_PART = tuple(f for f in _BULLETIN_FIELDS if f.name in ("series", "date", "issue"))

TABLES = (
    DataTable(
        "bulletins",
        "One row a bulletin.",
        (
            _column("id", "SERIES/YEAR/ISSUE.", required=True, unique=True),
            *_columns(_BULLETIN_FIELDS),
            _column("articles", "How many articles it has.", "integer", required=True),
            _PAGE,
            _URL,
            _HASH,
        ),
        rows_of=lambda archive, bulletin: [_bulletin_row(archive, bulletin)],
        refers=(("series", "series", "slug"),),
    ),
    DataTable(
        "articles",
        "One row an article. Its text is in articles/*.jsonl.",
        (
            _column("id", "SERIES/YEAR/ISSUE/N.", required=True, unique=True),
            _column("bulletin", "The bulletin it is in.", required=True),
            _column("number", "Its place in the bulletin, from 1.", "integer", required=True),
            *(dataclasses.replace(c, name=f"bulletin_{c.name}") for c in _columns(_BULLETIN_PART)),
            *_columns(_ARTICLE_FIELDS),
            _column("characters", "Length of its text, in Markdown.", "integer", required=True),
            _PAGE,
            _URL,
            _HASH,
        ),
        rows_of=lambda archive, bulletin: (
            _article_row(archive, bulletin, article) for article in bulletin.articles
        ),
        refers=(("bulletin", "bulletins", "id"),),
    ),
    DataTable(
        "article-terms",
        "One row for each county, department, township and topic of an article.",
        (
            _ARTICLE,
            _column(
                "taxonomy",
                "county, department, township or topic.",
                enum=["county", "department", "township", "topic"],
            ),
            _column("slug", "The term's slug.", required=True),
            _column("name", "The term's full name.", required=True),
            _column("name_then", "Its name at the date of the article.", required=True),
        ),
        rows_of=lambda archive, bulletin: _term_rows(archive, bulletin),
        keyed=False,
        refers=(("article", "articles", "id"),),
    ),
    DataTable(
        "term-names",
        "One row for each name that a county, a department or a township had for a time.",
        (
            _column("taxonomy", "Which file.", enum=["county", "department", "township"]),
            _column("slug", "The term's slug.", required=True),
            _column("name", "The name.", required=True),
            _column("code", "GB/T 2260 code of a county at that time.", pattern="[0-9]{6}"),
            _column("from", "When it began. YYYY, YYYY-MM or YYYY-MM-DD.", pattern=_DATE_PATTERN),
            _column("to", "When it ended. YYYY, YYYY-MM or YYYY-MM-DD.", pattern=_DATE_PATTERN),
        ),
        lambda archive: _name_rows(archive),
        keyed=False,
    ),
    DataTable(
        "observations",
        "One row for each cell of each table in an article, except the cells that name the rows.",
        (
            _ARTICLE,
            _column("source", "Page and anchor of the table, from the site's root.", required=True),
            _column("table", "Which table of the article, from 1.", "integer", required=True),
            _column("row", "Which row below the head, from 1.", "integer", required=True),
            _column("column", "Which column, from 1.", "integer", required=True),
            _column("row_header", "The cell that names the row."),
            _column("column_header", "The cell that heads the column."),
            _column("printed", "The cell as printed."),
            _column("value", "The number, where the cell is certainly one.", "number"),
            _column("unit", "Its unit, as printed in the cell or the column's head."),
        ),
        rows_of=lambda archive, bulletin: _observation_rows(archive, bulletin),
        keyed=False,
        refers=(("article", "articles", "id"),),
    ),
    DataTable(
        "pictures",
        "One row for each picture in a text.",
        (
            _column("bulletin", "The bulletin it is in.", required=True),
            _column("article", "The article it is in; empty for one above the first article."),
            _column("number", "Which picture of that text, from 1.", "integer", required=True),
            _column("file", "The picture, from the site's root.", required=True),
            _column("caption", "What is printed below it."),
            _column("description", "What it shows, for those who do not see it."),
            _column("width", "In pixels.", "integer", required=True),
            _column("height", "In pixels.", "integer", required=True),
            _column("bytes", "Size of the file.", "integer", required=True),
            _column("sha256", "SHA-256 of the file.", required=True, pattern="[0-9a-f]{64}"),
        ),
        rows_of=lambda archive, bulletin: _picture_rows(archive, bulletin),
        keyed=False,
        refers=(("bulletin", "bulletins", "id"), ("article", "articles", "id")),
    ),
    DataTable(
        "attachments",
        "One row for each attachment of a bulletin or an article.",
        (
            _column("bulletin", "The bulletin it came with.", required=True),
            _column("article", "The article it belongs to; empty for one of the whole bulletin."),
            *_columns(ATTACHMENT_FIELDS),
            _column("path", "The file, from the site's root; empty if it is not offered."),
            _column("sheets", "Its tables as CSV, from the site's root, separated by |."),
        ),
        rows_of=lambda archive, bulletin: _attachment_rows(archive, bulletin),
        keyed=False,
        refers=(("bulletin", "bulletins", "id"), ("article", "articles", "id")),
    ),
    DataTable(
        "series",
        "One row a series.",
        tuple(_columns(SERIES_FIELDS)),
        lambda archive: (tuple(_cells(s, SERIES_FIELDS)) for s in archive.site.series),
    ),
    DataTable(
        "counties",
        "One row a county or zone of the authority file.",
        tuple(_columns(COUNTY_FIELDS)),
        lambda archive: (tuple(_cells(t, COUNTY_FIELDS)) for t in archive.counties.terms),
    ),
    DataTable(
        "departments",
        "One row an office of the authority file.",
        tuple(_columns(DEPARTMENT_FIELDS)),
        lambda archive: (tuple(_cells(t, DEPARTMENT_FIELDS)) for t in archive.departments.terms),
    ),
    DataTable(
        "townships",
        "One row a place below the county of the authority file.",
        tuple(_columns(TOWNSHIP_FIELDS)),
        lambda archive: (tuple(_cells(t, TOWNSHIP_FIELDS)) for t in archive.townships.terms),
    ),
    DataTable(
        "topics",
        "One row a topic of the authority file.",
        tuple(_columns(TOPIC_FIELDS)),
        lambda archive: (tuple(_cells(t, TOPIC_FIELDS)) for t in archive.topics.terms),
    ),
)


def _bulletin_row(archive: Archive, bulletin: Bulletin) -> tuple[Cell, ...]:
    address = _address(archive, bulletin, None)
    return (
        str(address["id"]),
        *_cells(bulletin, _BULLETIN_FIELDS),
        len(bulletin.articles),
        urls.bulletin(bulletin),
        _text(address["url"]),
        citations.content_hash(bulletin),
    )


def _article_row(archive: Archive, bulletin: Bulletin, article: Article) -> tuple[Cell, ...]:
    address = _address(archive, bulletin, article)
    return (
        str(address["id"]),
        urls.place(bulletin),
        article.number,
        *_cells(bulletin, _BULLETIN_PART),
        *_cells(article, _ARTICLE_FIELDS),
        len(article.body),
        urls.article(bulletin, article),
        _text(address["url"]),
        citations.content_hash(bulletin, article),
    )


def _attachments(archive: Archive, attachments: Iterable[Attachment]) -> list[Json]:
    """Return attachments with the path from the site's root and the address; null if the site does
    not offer one."""
    base_url = archive.site.base_url
    made: list[Json] = []
    for one in attachments:
        path = urls.original(one.file) if one.file in archive.originals else None
        url = urls.absolute(base_url, path) if base_url and path else None
        sheets: list[Json] = [
            {"sheet": s.sheet, "path": s.path, "rows": s.rows, "sha256": s.sha256}
            for s in archive.sheets_of(one)
        ]
        fields = _fields(one, ATTACHMENT_FIELDS)
        made.append({**fields, "path": path, "url": url, "sheets": sheets})
    return made


def _attachment_rows(archive: Archive, bulletin: Bulletin) -> Iterator[tuple[Cell, ...]]:
    place = urls.place(bulletin)
    of_articles = [(f"{place}/{a.name}", a.attachments) for a in bulletin.articles]
    for owner, attachments in ((None, bulletin.attachments), *of_articles):
        for one in attachments:
            path = urls.original(one.file) if one.file in archive.originals else None
            sheets = tuple(sheet.path for sheet in archive.sheets_of(one))
            yield place, owner, *_cells(one, ATTACHMENT_FIELDS), path, sheets


def _picture_rows(_: Archive, bulletin: Bulletin) -> Iterator[tuple[Cell, ...]]:
    place = urls.place(bulletin)
    texts = [(article.name, article.body) for article in bulletin.articles]
    for name, source in (("", bulletin.preface), *texts):
        for position, one in enumerate(illustrations(bulletin, source), start=1):
            yield (
                place,
                f"{place}/{name}" if name else None,
                position,
                one.picture.file,
                one.caption or None,
                one.description or None,
                one.picture.width,
                one.picture.height,
                one.picture.bytes,
                one.picture.sha256,
            )


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def _term_rows(archive: Archive, bulletin: Bulletin) -> Iterator[tuple[Cell, ...]]:
    for article in bulletin.articles:
        place = urls.place(bulletin, article)
        for authority, names in (
            (archive.counties, article.county),
            (archive.departments, article.department),
            (archive.townships, article.township),
            (archive.topics, article.topics),
        ):
            for name in names:
                term = authority.find(name)
                if term:
                    then = term.name_at(bulletin.date)
                    yield place, authority.name, term.slug, term.name, then


def _name_rows(archive: Archive) -> Iterator[tuple[Cell, ...]]:
    for taxonomy in (archive.counties, archive.departments, archive.townships):
        for term in taxonomy.terms:
            for one in term.periods:
                yield taxonomy.name, term.slug, one.name, one.code, one.from_, one.to


def _observation_rows(_: Archive, bulletin: Bulletin) -> Iterator[tuple[Cell, ...]]:
    for article in bulletin.articles:
        if "|" not in article.body:
            continue
        place, page = urls.place(bulletin, article), urls.article(bulletin, article)
        for number, table in enumerate(markdown.tables(article.body), start=1):
            source = f"{page}#{table.id}"
            naming = _naming_column(table)
            for row, cells in enumerate(table.rows, start=1):
                for column, (head, printed) in enumerate(
                    zip(table.header, cells, strict=True), start=1
                ):
                    if column - 1 != naming:
                        value, unit = _measure(head, printed)
                        position = (place, source, number, row, column)
                        yield *position, cells[naming], head, printed, value, unit


def _naming_column(table: markdown.Table) -> int:
    """Return the index of the first column that does not merely count the rows."""
    head = table.header[0].replace(" ", "")
    return 1 if head in _ORDINAL_HEADS and len(table.header) > 1 else 0


def _measure(head: str, printed: str) -> tuple[str | None, str | None]:
    if head.replace(" ", "").endswith(_CODE_ENDINGS):
        return None, None
    quantity = parse_quantity(printed)
    if quantity is None:
        return None, None
    value, unit = quantity
    return value, unit or unit_in_brackets(head)


# --- files ------------------------------------------------------------------------------------


def datapackage(archive: Archive, files: Mapping[str, tuple[int, str]]) -> bytes:
    """Return the description of the datasets; `files` gives the size and SHA-256 of each by its
    output path."""
    resources: list[Json] = []
    for table in TABLES:
        file = f"{table.name}.csv"
        resources.append(_resource(table, file, _fixity(*files[urls.dataset(file)])))
    for year in dict.fromkeys(bulletin.folder for bulletin in archive.bulletins):
        file = f"articles/{year}.jsonl"
        resources.append(_lines_resource(year, file, _fixity(*files[urls.dataset(file)])))
    return _dump(_package(archive, resources))


def year_package(archive: Archive, year: str, lines: bytes) -> bytes:
    """Return the description of the articles of one year; `lines` is their file."""
    fixity = _fixity(len(lines), hashlib.sha256(lines).hexdigest())
    return _dump(_package(archive, [_lines_resource(year, f"articles/{year}.jsonl", fixity)]))


def csv_file(table: DataTable, archive: Archive) -> bytes:
    """Return a table that is not made of bulletins."""
    return table.csv_head() + table.csv_rows(archive)


def _csv(lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def _written(cell: Cell, numeric: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if numeric or isinstance(cell, PartialDate):
        return str(cell)
    text = cell if isinstance(cell, str) else LIST_SEPARATOR.join(map(_list_item, _items(cell)))
    return guard_formula(drop_forbidden(text))


def _items(cell: Cell) -> Iterable[str]:
    return cell if isinstance(cell, Sequence) else ()


def _list_item(text: str) -> str:
    return text.replace("\\", "\\\\").replace(LIST_SEPARATOR, f"\\{LIST_SEPARATOR}")


def guard_formula(text: str) -> str:
    """Return `text` with an apostrophe before it if a spreadsheet would compute it, or if it begins
    with an apostrophe: removing one apostrophe restores every such cell."""
    return f"'{text}" if text.startswith(("'", *_FORMULA)) else text


def lines_file(archive: Archive, bulletins: Iterable[Bulletin]) -> bytes:
    """Return articles with their plain text, one JSON object per line."""
    lines = (
        json.dumps(_line(archive, bulletin, article), ensure_ascii=False)
        for bulletin in bulletins
        for article in bulletin.articles
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _line(archive: Archive, bulletin: Bulletin, article: Article) -> dict[str, Json]:
    line = article_object(archive, bulletin, article)
    line["text"] = markdown.plain_text(str(line.pop("body")))
    part = _fields(bulletin, _BULLETIN_PART)
    return {"bulletin": urls.place(bulletin)} | {f"bulletin_{k}": v for k, v in part.items()} | line


def _package(archive: Archive, resources: Sequence[Json]) -> Json:
    site = archive.site
    package: dict[str, Json] = {
        "profile": "data-package",
        "name": "jianbao-archive",
        "title": site.title,
        "description": site.description,
        "homepage": site.base_url,
        "licenses": _licenses(site),
        "resources": resources,
    }
    return {key: value for key, value in package.items() if value is not None}


def _licenses(site: Site) -> Json:
    """Return the licences as in a Data Package: only those with an address."""
    if not site.license_url:
        return None
    return [{"path": site.license_url, "title": site.license or site.license_url}]


def _resource(table: DataTable, file: str, fixity: Mapping[str, Json]) -> Json:
    schema: dict[str, Json] = {
        "fields": [
            {"name": column.name, "description": column.help, **column.schema}
            for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.keyed:
        schema["primaryKey"] = [table.columns[0].name]
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": resource, "fields": [target]}}
            for column, resource, target in table.refers
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file,
        "description": table.help,
        "format": "csv",
        "mediatype": "text/csv",
        **fixity,
        "schema": schema,
    }


def _lines_resource(year: str, file: str, fixity: Mapping[str, Json]) -> Json:
    return {
        "profile": "data-resource",
        "name": f"articles-{year}",
        "path": file,
        "description": "One JSON object a line: an article with its plain text.",
        "format": "jsonl",
        "mediatype": "application/jsonl",
        **fixity,
    }


def _fixity(size: int, sha256: str) -> dict[str, Json]:
    return {"encoding": "utf-8", "bytes": size, "hash": f"sha256:{sha256}"}
