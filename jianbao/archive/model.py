"""The archive as frozen data, and the one definition of every front-matter and settings field.

Everything here is immutable and free of I/O. Order is always meaningful and deterministic.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Literal, Self, get_args

from jianbao.archive.kinds import (
    ARTICLE_KINDS,
    COUNTY_KINDS,
    DOUBTS,
    LANGUAGES,
    MAPS,
    SERIES_KINDS,
    SOURCE_FORMATS,
    STATUSES,
    Doubt,
    PersonalData,
)
from jianbao.base.dates import PartialDate

# --- fields: what parser, checks, exports and docs/front-matter.md all read ---------------

FieldType = Literal[
    "text",  # any string
    "markdown",  # one string, set as Markdown
    "slug",  # [a-z0-9-]+
    "url",  # http(s) address
    "integer",  # a whole number from 1
    "date",  # YYYY, YYYY-MM or YYYY-MM-DD
    "reviewed",  # false, or a date
    "truth",  # true or false
    "sha256",  # 64 hexadecimal digits
    "gb2260",  # six digits
    "tile",  # column,row
    "texts",  # a list of strings
    "slugs",  # a list of such
    "counties",  # a list of names from authorities/counties.yaml
    "departments",  # a list of names from authorities/departments.yaml
    "county",  # one such name
    "department",
    "choice",  # one of `choices`
    "mapping",  # one mapping of `fields`
    "mappings",  # a list of mappings of `fields`
]


@dataclass(frozen=True, slots=True)
class Field:
    """One key that a file may hold. `required`: the key must be there (its value may still be
    null where `nullable`)."""

    name: str
    type: FieldType
    help: str
    required: bool = False
    nullable: bool = True
    choices: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()


BULLETIN_LANGUAGE = "zh-CN"  # whatever the interface speaks

SOURCE_FIELDS = (
    Field("file", "text", "Name of the document in content/originals/.", True, False),
    Field("sha256", "sha256", "SHA-256 of that document.", True, False),
    Field("format", "choice", "What the document is.", True, False, tuple(SOURCE_FORMATS)),
    Field("published", "truth", "Whether the site offers the document; false needs `reason`."),
    Field("reason", "text", "Why the document is not offered, as shown to readers."),
)

# What became of a bulletin or an article after it was published (docs/corrections.md).
CORRECTION_FIELDS = (
    Field("status", "choice", "What became of it later.", choices=tuple(STATUSES)),
    Field("status_date", "date", "Date of that; required with `status`."),
    Field("status_note", "text", "What changed or why, as shown to readers."),
    Field(
        "replaced_by",
        "text",
        "What replaces it: SERIES/YEAR/ISSUE, or SERIES/YEAR/ISSUE/N for an article.",
    ),
    Field("aliases", "texts", "Former addresses of its page, from the site's root."),
)

ARTICLE_FIELDS = (
    Field("title", "text", "Title, equal to its `## ` heading in the body.", True, False),
    Field("kind", "choice", "What it is.", True, False, tuple(ARTICLE_KINDS)),
    Field("attribution", "text", "Reporting office as printed, without the brackets."),
    Field("department", "departments", "Offices that reported the article."),
    Field("county", "counties", "Every county-level place the article is from or about."),
    Field("kicker", "text", "肩题, the line above the title."),
    Field("subtitle", "text", "副题, the line below the title."),
    Field("authors", "texts", "People named as its writers."),
    Field(
        "id",
        "integer",
        "The number in its address, where that is not its place in the issue; it never changes.",
    ),
    *CORRECTION_FIELDS,
)

BULLETIN_FIELDS = (
    Field("title", "text", "Title of the whole issue.", True, False),
    Field("series", "slug", "Slug of its series in site.yaml.", True, False),
    Field("issue", "integer", "Issue number; null where the document prints none."),
    Field("issue_printed", "text", "Issue number as printed."),
    Field("date", "date", "Date of issue; null where none, never an invented part.", True),
    Field("date_printed", "text", "Date as printed."),
    Field("issuer", "text", "Issuing office as printed."),
    Field("banner", "text", "Banner (【…】) as printed, without the brackets."),
    Field("report_to", "texts", "报: reported to."),
    Field("send_to", "texts", "送: sent to."),
    Field("distribute_to", "texts", "发: distributed to."),
    Field("editor", "text", "编辑."),
    Field("reviewer", "text", "审核."),
    Field("signatory", "text", "签发."),
    Field("source", "mapping", "The document as received.", fields=SOURCE_FIELDS),
    Field("reviewed", "reviewed", "Date on which a person finished the review, or false."),
    Field(
        "privacy_allowed",
        "texts",
        "Personal data that may be published, masked as check and convert name them.",
    ),
    *CORRECTION_FIELDS,
    Field(
        "articles",
        "mappings",
        "The articles, in the order of the body.",
        True,
        False,
        fields=ARTICLE_FIELDS,
    ),
)

SERIES_FIELDS = (
    Field("slug", "slug", "Its name in addresses and folders.", True, False),
    Field("title", "text", "Its name as printed.", True, False),
    Field(
        "kind", "choice", "bulletin, or news for collected web pages.", choices=tuple(SERIES_KINDS)
    ),
    Field("issuers", "texts", "Issuing offices, as printed, by which it is recognised."),
    Field("aliases", "texts", "Other printed names."),
    Field("former_slugs", "slugs", "Its slugs of before, oldest first; their addresses lead on."),
    Field("description", "text", "One or two sentences for its page."),
)

SITE_FIELDS = (
    Field("title", "text", "Name of the archive.", True, False),
    Field("description", "text", "One or two sentences for the home page."),
    Field("language", "choice", "Language of the interface.", choices=LANGUAGES),
    Field("base_url", "url", "Public address, for feeds, sitemap and canonical links."),
    Field(
        "license", "text", "The terms under which its texts may be used: CC BY 4.0, or a sentence."
    ),
    Field("license_url", "url", "Where these terms stand in full."),
    Field(
        "map",
        "choice",
        "The map of counties: tiles, or the outlines of authorities/outlines.geojson.",
        choices=tuple(MAPS),
    ),
    Field(
        "map_approval",
        "text",
        "Map approval number (审图号), shown below the outlines; publishing outlines of places in"
        " China may need one. Required with `map: outlines`; null where none is needed.",
    ),
    Field(
        "personal_data",
        "choice",
        "Whether a mobile number, a bank card or a patient's name that nobody allowed holds the"
        " build back in a bulletin that nobody has reviewed: hold (the default), or report.",
        choices=get_args(PersonalData),
    ),
    Field(
        "privacy_allowed",
        "texts",
        "Personal data that may be published anywhere in the archive, masked as check names them.",
    ),
    Field("series", "mappings", "The series of bulletins.", True, False, fields=SERIES_FIELDS),
)

COUNTY_FIELDS = (
    Field("slug", "slug", "Its name in addresses.", True, False),
    Field("name", "text", "Full official name.", True, False),
    Field(
        "kind",
        "choice",
        "What it is; a zone has no GB/T 2260 code.",
        True,
        False,
        tuple(COUNTY_KINDS),
    ),
    Field("short", "text", "Short name, without 县/市/区."),
    Field("code", "gb2260", "GB/T 2260 code, six digits; null for a zone."),
    Field("nbs", "text", "Code of the National Bureau of Statistics, for zones."),
    Field("prefecture", "text", "Prefecture-level city it belongs to."),
    Field("province", "text", "Province."),
    Field("aliases", "texts", "Other names that mean it wherever they stand."),
    Field("former_slugs", "slugs", "Its slugs of before, oldest first; their addresses lead on."),
    Field("misprints", "texts", "Misreadings that are certain (青木县 for 青禾县)."),
    Field("townships", "texts", "Its townships, for spotting near misses."),
    Field("tile", "tile", "Its place on the map of tiles: column,row, both from 1."),
)

DEPARTMENT_FIELDS = (
    Field("slug", "slug", "Its name in addresses.", True, False),
    Field("name", "text", "Full official name.", True, False),
    Field("kind", "text", "Kind as shown to readers: 医院, 委局, …", True, False),
    Field("county", "county", "County or zone it belongs to; null for the city and above."),
    Field("parent", "department", "The office it is part of."),
    Field("aliases", "texts", "Other names that mean it wherever they stand."),
    Field("former_slugs", "slugs", "Its slugs of before, oldest first; their addresses lead on."),
)


# --- values -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provenance:
    """The document as received: its name in originals/, SHA-256 and format. With `published`
    false the site does not offer it, and says why with `reason`."""

    file: str
    sha256: str
    format: str
    published: bool | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    slug: str
    title: str
    kind: str = "bulletin"
    issuers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    description: str | None = None


UNSORTED = Series("unsorted", "待归类")
"""Where converted documents wait whose series site.yaml does not define."""


@dataclass(frozen=True, slots=True)
class Site:
    """The archive's settings."""

    title: str
    series: tuple[Series, ...]
    description: str | None = None
    language: str = "zh-CN"
    base_url: str | None = None
    license: str | None = None
    license_url: str | None = None
    map: str = "tiles"
    map_approval: str | None = None
    personal_data: PersonalData = "hold"
    privacy_allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """One entry of an authority file. County-only fields stay empty for a department and
    the reverse. `county` and `parent` hold names."""

    slug: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    short: str | None = None
    code: str | None = None
    nbs: str | None = None
    prefecture: str | None = None
    province: str | None = None
    misprints: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    tile: str | None = None
    county: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Taxonomy:
    """The terms of one authority file, in the file's order."""

    name: str
    terms: tuple[Term, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        names = {alias: term for term in self.terms for alias in term.aliases}
        return names | {term.name: term for term in self.terms}

    @cached_property
    def _nearest(self) -> dict[str, str | None]:
        """Suggestions made so far, since one wrong name often stands in many bulletins; begins
        with the known misprints."""
        return {misprint: term.name for term in self.terms for misprint in term.misprints}

    @cached_property
    def _by_slug(self) -> dict[str, Term]:
        return {term.slug: term for term in self.terms}

    def find(self, name: str) -> Term | None:
        """The term of that name or alias."""
        return self._by_name.get(name)

    def with_slug(self, slug: str) -> Term:
        return self._by_slug[slug]

    def nearest(self, name: str) -> str | None:
        """The known name most like `name`, for a suggestion, never for a decision."""
        if name not in self._nearest:
            close = get_close_matches(name, self._by_name, n=1, cutoff=0.5)
            self._nearest[name] = close[0] if close else None
        return self._nearest[name]


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of the county of that name: closed rings of (longitude, latitude), those of
    islands and of holes included."""

    county: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a bulletin. `number` is its place, from 1. `department` and `county` hold full
    official names (aliases are resolved on loading). `body` is Markdown without the title."""

    number: int
    title: str
    kind: str
    body: str
    id: int | None = None
    attribution: str | None = None
    department: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    kicker: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    status: str | None = None
    status_date: PartialDate | None = None
    status_note: str | None = None
    replaced_by: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return str(self.id or self.number)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text to another page: the address as the parsed Markdown has it, the output path
    of the page, and the id there ("" for none)."""

    written: str
    target: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that the conversion made to the printed text. `line` counts the lines of a text,
    else the document's paragraphs and lines in order; `page` is 0 where there is none to name."""

    rule: str
    line: int
    before: str
    after: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt that the conversion left for a person. `line` and `page` as in Repair.

    `kind` and `reason` name a `Doubt`, `values` are those of its words; `advice` is what it says
    in Chinese. A record of an older version, or of another program, may know `kind` and `advice`
    only, and any words.
    """

    kind: str
    line: int
    text: str
    advice: str
    page: int = 0
    reason: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, doubt: Doubt, line: int, text: str, **values: object) -> Self:
        named = {name: str(value) for name, value in values.items()}
        advice = doubt.zh.format(**named)
        return cls(doubt.kind, line, text, advice, 0, doubt.reason, tuple(named.items()))

    def words(self, language: str) -> str:
        """The advice in `language`; in Chinese if no other words are known."""
        code = f"{self.kind}.{self.reason}" if self.reason else self.kind
        if language == "zh-CN" or code not in DOUBTS:
            return self.advice
        try:
            return DOUBTS[code].words.of(language).format(**dict(self.values))
        except (LookupError, ValueError, AttributeError):  # a record that a person has changed
            return self.advice


@dataclass(frozen=True, slots=True)
class Review:
    """What the conversion repaired and doubts; `fields` says of each front-matter field
    whether it was printed, inferred or absent."""

    repairs: tuple[Repair, ...] = ()
    flags: tuple[Flag, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    def private(self) -> tuple[str, ...]:
        """The personal data that the conversion found in the document, masked."""
        return tuple(flag.text for flag in self.flags if flag.kind.startswith("privacy_"))


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One issue. Its place is content/bulletins/`series`/`folder`/`name`.md, its permalink the
    same with .html; `path` is the file as shown in messages. `preface` is Markdown. `links` are
    those of its texts that lead to pages of the archive, `personal` the masked forms of all
    personal data that its pages and files may hold."""

    series: str
    folder: str
    name: str
    path: str
    title: str
    articles: tuple[Article, ...]
    issue: int | None = None
    issue_printed: str | None = None
    date: PartialDate | None = None
    date_printed: str | None = None
    issuer: str | None = None
    banner: str | None = None
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    distribute_to: tuple[str, ...] = ()
    editor: str | None = None
    reviewer: str | None = None
    signatory: str | None = None
    source: Provenance | None = None
    reviewed: PartialDate | None = None
    privacy_allowed: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    status: str | None = None
    status_date: PartialDate | None = None
    status_note: str | None = None
    replaced_by: str | None = None
    aliases: tuple[str, ...] = ()
    preface: str = ""
    review: Review | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What an archive says about itself, without its bulletins."""

    site: Site
    counties: Taxonomy
    departments: Taxonomy


@dataclass(frozen=True)
class Archive:
    """Everything that the build reads, checked. `bulletins` are newest first: by date (a year
    alone after its months, undated last), then by series, then the higher issue number, then
    name. `about` is the Markdown of the about page, "" where the archive has none, and
    `about_links` its links to other pages. `originals`
    are the files in originals/ that bulletins name as their source; others are not published, nor
    is one in which the conversion found personal data that nobody allowed.
    `outlines` are there only where the site shows them. `personal` are the masked forms of
    personal data that every file of the site may hold."""

    site: Site
    counties: Taxonomy
    departments: Taxonomy
    bulletins: tuple[Bulletin, ...]
    about: str = ""
    originals: tuple[str, ...] = field(default=())
    outlines: tuple[Outline, ...] = ()
    about_links: tuple[Link, ...] = ()
    personal: tuple[str, ...] = ()

    @cached_property
    def series(self) -> dict[str, Series]:
        return {series.slug: series for series in self.site.series}
