"""Metadata in the head of a page: schema.org in JSON-LD, Dublin Core, Open Graph, and the meta tags
of Chinese government sites. Pure.

Each function returns a `Head`, plain values that a layout prints as they are. Nothing is made up: a
tag is left out if the archive does not know its value; SiteIDCode, which the state assigns to a
site, and ColumnType are those of `site.yaml`. Without a public address the addresses in JSON-LD are
relative to the page, as JSON-LD allows, and tags that need absolute ones are left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, TypeAlias, TypedDict

from jianbao.archive import citations, urls
from jianbao.archive.illustrations import illustrations
from jianbao.archive.model import (
    BULLETIN_LANGUAGE,
    Archive,
    Article,
    Bulletin,
    Contact,
    OwnPage,
    Series,
    Taxonomy,
    Term,
)
from jianbao.base.dates import PartialDate
from jianbao.text import markdown
from jianbao.text.chinese import one_line

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

DESCRIPTION = 120

# The schema.org type of an office by its kind and name; the first that fits. An Organization, which
# is never wrong, if none fits.
_ORGANIZATIONS = (
    (re.compile("医院|卫生院|保健院"), "Hospital"),
    (re.compile("学校|学院|大学"), "EducationalOrganization"),
    (re.compile("公司|集团|协会|学会"), "Organization"),
    (
        re.compile(
            "委局|机关|机构|事业单位|政府|委员会|人民代表大会|政治协商会议|领导小组"
            "|疾控|疾病预防控制|办公室|监督所|[委办局厅处科]$"
        ),
        "GovernmentOrganization",
    ),
)
_STATUSES = {"corrected": "Published", "withdrawn": "Withdrawn", "replaced": "Obsolete"}


class PageHead(TypedDict):
    """What a page says to machines."""

    description: Annotated[str | None, "a line on what the page holds"]
    meta: Annotated[list[tuple[str, str, str]], "meta tags: (`name` or `property`, key, content)"]
    alternates: Annotated[
        list[tuple[str, str, str]], "other forms of the page: (media type, title, output path)"
    ]
    search: Annotated[str | None, "output path of the OpenSearch description"]
    json_ld: Annotated[list[dict[str, Json]], "objects, each for one script element"]


def of_page(archive: Archive, path: str) -> PageHead:
    """Return the head of a page that is about no single bulletin, article, term or series."""
    page = _Page(archive, path)
    meta = [*page.open_graph("website"), *page.site_tags()]
    return page.head(meta, page.archive_feeds(), [])


def of_home(archive: Archive) -> PageHead:
    page = _Page(archive, urls.HOME)
    site = archive.site
    meta = [*page.open_graph("website"), *page.site_tags()]
    website: dict[str, Json] = {
        "@type": "WebSite",
        "url": page.link(urls.HOME),
        "name": one_line(site.title),
        "description": site.description and one_line(site.description),
        "inLanguage": BULLETIN_LANGUAGE,
        "license": site.license_url,
        "publisher": page.operator(),
        "potentialAction": page.search_action(),
    }
    return page.head(meta, page.archive_feeds(), [website], site.description)


def of_own_page(archive: Archive, own: OwnPage) -> PageHead:
    """Return the head of a page that the archive's owner wrote."""
    page = _Page(archive, urls.own_page(own.name))
    meta = [*page.open_graph("website"), *page.picture(own, own.body), *page.site_tags()]
    objects = [page.breadcrumbs([], own.title)]
    return page.head(meta, page.archive_feeds(), objects, own.description)


def of_bulletin(archive: Archive, bulletin: Bulletin) -> PageHead:
    page = _Page(archive, urls.bulletin(bulletin))
    series = archive.series[bulletin.series]
    title = one_line(bulletin.title)
    description = "；".join(one_line(article.title) for article in bulletin.articles)
    meta = [
        *page.open_graph("article"),
        *page.picture(bulletin, bulletin.preface, *(one.body for one in bulletin.articles)),
        *page.published(bulletin, bulletin),
        *page.site_tags(series.title, series.description, series.column_type),
        *page.article_tags(title, bulletin, bulletin.issuer, ()),
        *page.dublin_core(bulletin, None),
        *page.robots(bulletin),
    ]
    issue = page.issue(bulletin) | {
        "hasPart": [
            {
                "@type": "Article",
                "headline": one_line(article.title),
                "url": page.link(urls.article(bulletin, article)),
            }
            for article in bulletin.articles
        ],
        "identifier": _hash(citations.content_hash(bulletin)),
        "license": archive.site.license_url,
        **_correction(bulletin),
    }
    alternates = [
        *(
            (kind, title, urls.beside(bulletin, ending))
            for kind, ending in (("application/json", "json"), ("text/markdown", "md"))
            if archive.site.has_form(ending)
        ),
        *page.term_feeds("series", series.slug, series.title),
    ]
    trail = [page.step(series.title, urls.term("series", series.slug))]
    return page.head(meta, alternates, [issue, page.breadcrumbs(trail, title)], description)


def of_article(archive: Archive, bulletin: Bulletin, article: Article) -> PageHead:
    page = _Page(archive, urls.article(bulletin, article))
    series = archive.series[bulletin.series]
    title = one_line(article.title)
    citation = citations.cite(archive, bulletin, article)
    meta = [
        *page.open_graph("article"),
        *page.picture(bulletin, article.body),
        *page.published(bulletin, article),
        *page.site_tags(series.title, series.description, series.column_type),
        *page.article_tags(title, bulletin, "、".join(citation.creators), article.authors),
        *page.dublin_core(bulletin, article),
        *page.robots(article),
    ]
    authors: list[Json] = (
        [{"@type": "Person", "name": one_line(name)} for name in article.authors]
        if article.authors
        else [page.office(name, bulletin.date) for name in citation.creators]
    )
    piece: dict[str, Json] = {
        "@type": "Article",
        "url": page.link(page.path),
        "mainEntityOfPage": page.link(page.path),
        "headline": title,
        "alternativeHeadline": article.subtitle and one_line(article.subtitle),
        "datePublished": _written(bulletin.date),
        "author": authors,
        "publisher": page.publisher(bulletin),
        "isPartOf": page.issue(bulletin),
        "contentLocation": [page.place(name, bulletin.date) for name in article.county],
        "image": [page.link(one.picture.file) for one in illustrations(bulletin, article.body)],
        "inLanguage": BULLETIN_LANGUAGE,
        "identifier": _hash(citation.sha256),
        "license": archive.site.license_url,
        **_correction(article),
    }
    trail = [
        page.step(series.title, urls.term("series", series.slug)),
        page.step(bulletin.title, urls.bulletin(bulletin)),
    ]
    feeds = page.term_feeds("series", series.slug, series.title)
    description = _beginning(article) or title
    return page.head(meta, feeds, [piece, page.breadcrumbs(trail, title)], description)


def of_term(archive: Archive, taxonomy: Taxonomy, term: Term) -> PageHead:
    """Return the head of the page of a county or a department."""
    page = _Page(archive, urls.term(taxonomy.name, term.slug))
    name = one_line(term.name)
    subject = page.subject(taxonomy.name, term)
    meta = [*page.open_graph("website"), *page.site_tags(name)]
    feeds = page.term_feeds(taxonomy.name, term.slug, name)
    return page.head(meta, feeds, [subject, page.breadcrumbs([], name)])


def of_series(archive: Archive, series: Series) -> PageHead:
    page = _Page(archive, urls.term("series", series.slug))
    name = one_line(series.title)
    periodical = page.periodical(series) | {
        "alternateName": [one_line(alias) for alias in series.aliases],
        "description": series.description and one_line(series.description),
        "publisher": [page.office(issuer) for issuer in series.issuers],
        "inLanguage": BULLETIN_LANGUAGE,
    }
    meta = [
        *page.open_graph("website"),
        *page.site_tags(name, series.description, series.column_type),
    ]
    feeds = page.term_feeds("series", series.slug, name)
    objects = [periodical, page.breadcrumbs([], name)]
    return page.head(meta, feeds, objects, series.description)


def _beginning(article: Article) -> str:
    """Return the first words of a text; only the blocks that hold them are parsed."""
    blocks: list[str] = []
    for block in article.body.split("\n\n"):
        blocks.append(block)
        if sum(map(len, blocks)) > 3 * DESCRIPTION:
            break
    return markdown.plain_text("\n\n".join(blocks))


def _shortened(text: str) -> str:
    return text if len(text) <= DESCRIPTION else f"{text[: DESCRIPTION - 1]}…"


def _written(date: PartialDate | None) -> str | None:
    return str(date) if date else None


def _hash(sha256: str | None) -> Json:
    return sha256 and {"@type": "PropertyValue", "propertyID": "SHA-256", "value": sha256}


def _correction(subject: Bulletin | Article) -> dict[str, Json]:
    if not subject.status:
        return {}
    date = _written(subject.status_date)
    said: dict[str, Json] = {
        "creativeWorkStatus": _STATUSES[subject.status],
        "dateModified": date,
    }
    if subject.status == "corrected" and subject.status_note:
        said["correction"] = {
            "@type": "CorrectionComment",
            "text": one_line(subject.status_note),
            "datePublished": date,
        }
    return said


class _Page:
    """A page of an archive; addresses in its head are relative to it."""

    def __init__(self, archive: Archive, path: str) -> None:
        self.archive = archive
        self.path = path
        self.base_url = archive.site.base_url

    def link(self, target: str) -> str:
        if self.base_url:
            return urls.absolute(self.base_url, target)
        return urls.relative(self.path, target)

    def head(
        self,
        meta: Sequence[tuple[str, str, str]],
        alternates: Sequence[tuple[str, str, str]],
        objects: Iterable[dict[str, Json]],
        description: str | None = None,
    ) -> PageHead:
        return {
            "description": description and _shortened(one_line(description)),
            "meta": list(meta),
            "alternates": list(alternates),
            "search": urls.OPENSEARCH if self.base_url else None,
            "json_ld": [
                {"@context": "https://schema.org"} | _without_empty(each) for each in objects
            ],
        }

    # meta elements

    def open_graph(self, kind: str) -> Iterator[tuple[str, str, str]]:
        """Return all Open Graph tags but title and description, which layouts write."""
        site = self.archive.site
        yield "property", "og:type", kind
        yield "property", "og:site_name", one_line(site.title)
        yield "property", "og:locale", BULLETIN_LANGUAGE.replace("-", "_")
        if self.base_url:
            yield "property", "og:url", self.link(self.path)

    def picture(self, owner: Bulletin | OwnPage, *texts: str) -> Iterator[tuple[str, str, str]]:
        """Yield the Open Graph tags of the first picture in `texts`, which need its address."""
        shown = (one for text in texts for one in illustrations(owner, text))
        first = next(shown, None) if self.base_url else None
        if first:
            yield "property", "og:image", self.link(first.picture.file)
            yield "property", "og:image:width", str(first.picture.width)
            yield "property", "og:image:height", str(first.picture.height)
            if words := first.description or first.caption:
                yield "property", "og:image:alt", one_line(words)

    def published(
        self, bulletin: Bulletin, subject: Bulletin | Article
    ) -> Iterator[tuple[str, str, str]]:
        if bulletin.date:
            yield "property", "article:published_time", str(bulletin.date)
        if subject.status_date:
            yield "property", "article:modified_time", str(subject.status_date)

    def site_tags(
        self,
        column: str | None = None,
        description: str | None = None,
        column_type: str | None = None,
    ) -> Iterator[tuple[str, str, str]]:
        """Return the tags about the site and its column that each page of a Chinese government site
        has."""
        yield "name", "SiteName", one_line(self.archive.site.title)
        if self.base_url:
            yield "name", "SiteDomain", urls.host(self.base_url)
        if self.archive.site.site_code:
            yield "name", "SiteIDCode", self.archive.site.site_code
        if column:
            yield "name", "ColumnName", one_line(column)
        if description:
            yield "name", "ColumnDescription", one_line(description)
        if column_type:
            yield "name", "ColumnType", one_line(column_type)

    def article_tags(
        self, title: str, bulletin: Bulletin, source: str | None, authors: Sequence[str]
    ) -> Iterator[tuple[str, str, str]]:
        """Return the tags about its text that a page of a Chinese government site has."""
        yield "name", "ArticleTitle", title
        if bulletin.date:
            yield "name", "PubDate", str(bulletin.date)
        if source:
            yield "name", "ContentSource", one_line(source)
        if authors:
            yield "name", "Author", one_line("、".join(authors))
        if self.base_url:
            yield "name", "Url", self.link(self.path)

    def dublin_core(
        self, bulletin: Bulletin, article: Article | None
    ) -> Iterator[tuple[str, str, str]]:
        site = self.archive.site
        citation = citations.cite(self.archive, bulletin, article)
        names = article.county if article else ()
        places = self.archive.counties.names_at(names, bulletin.date)
        values: list[tuple[str, str | None]] = [
            ("DC.title", one_line(article.title if article else bulletin.title)),
            *(("DC.creator", name) for name in citation.creators),
            ("DC.publisher", citation.publisher),
            ("DC.date", _written(citation.date)),
            ("DC.type", "Text"),
            ("DC.language", BULLETIN_LANGUAGE),
            ("DC.identifier", citation.address),
            ("DC.identifier", f"sha256:{citation.sha256}" if citation.sha256 else None),
            ("DC.relation", one_line(bulletin.title) if article else citation.series),
            *(("DC.coverage", one_line(name)) for name in places),
            ("DC.rights", site.license and one_line(site.license)),
            ("DCTERMS.license", site.license_url),
            ("DCTERMS.isReplacedBy", self.successor(article or bulletin)),
        ]
        for name, value in values:
            if value:
                yield "name", name, value

    def successor(self, subject: Bulletin | Article) -> str | None:
        if not subject.replaced_by or not self.base_url:
            return None
        return self.link(urls.page_at(subject.replaced_by))

    def robots(self, subject: Bulletin | Article) -> Iterator[tuple[str, str, str]]:
        if subject.status == "withdrawn":
            yield "name", "robots", "noindex"

    # other forms of the page

    def archive_feeds(self) -> list[tuple[str, str, str]]:
        return self._feeds("", "", one_line(self.archive.site.title))

    def term_feeds(self, taxonomy: str, slug: str, name: str) -> list[tuple[str, str, str]]:
        return self._feeds(taxonomy, slug, one_line(name))

    def _feeds(self, taxonomy: str, slug: str, title: str) -> list[tuple[str, str, str]]:
        return [
            ("application/atom+xml", title, urls.feed(taxonomy, slug, "xml")),
            ("application/feed+json", title, urls.feed(taxonomy, slug, "json")),
        ]

    # schema.org

    def search_action(self) -> Json:
        if not self.base_url:  # a template of an address is not relative to the page
            return None
        template = f"{self.link(urls.SEARCH)}?q={{search_term_string}}"
        return {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": template},
            "query-input": "required name=search_term_string",
        }

    def step(self, name: str, target: str) -> tuple[str, str]:
        return one_line(name), self.link(target)

    def breadcrumbs(self, steps: Sequence[tuple[str, str]], here: str) -> dict[str, Json]:
        trail = [self.step(self.archive.site.title, urls.HOME), *steps, self.step(here, self.path)]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": address}
                for position, (name, address) in enumerate(trail, start=1)
            ],
        }

    def operator(self) -> Json:
        site = self.archive.site
        if not site.operator:
            return None
        contact = site.contact or Contact()
        return self.office(site.operator) | {
            "email": contact.email,
            "telephone": contact.telephone,
            "address": contact.address,
        }

    def issue(self, bulletin: Bulletin) -> dict[str, Json]:
        series = self.archive.series[bulletin.series]
        return {
            "@type": "PublicationIssue" if series.kind == "bulletin" else "Collection",
            "url": self.link(urls.bulletin(bulletin)),
            "name": one_line(bulletin.title),
            "issueNumber": str(bulletin.issue) if bulletin.issue else None,
            "datePublished": _written(bulletin.date),
            "publisher": self.publisher(bulletin),
            "isPartOf": self.periodical(series),
            "inLanguage": BULLETIN_LANGUAGE,
        }

    def periodical(self, series: Series) -> dict[str, Json]:
        return {
            "@type": "Periodical" if series.kind == "bulletin" else "Collection",
            "name": one_line(series.title),
            "url": self.link(urls.term("series", series.slug)),
        }

    def publisher(self, bulletin: Bulletin) -> Json:
        return bulletin.issuer and self.office(bulletin.issuer, bulletin.date)

    def office(self, name: str, date: PartialDate | None = None) -> dict[str, Json]:
        """Return an office by its name on `date`, which may be in no authority file."""
        term = self.archive.departments.find(name, date)
        if term is None:
            return {"@type": _organization(name), "name": one_line(name)}
        return {
            "@type": _organization(f"{term.kind} {term.name}"),
            "name": one_line(term.name_at(date)),
            "url": self.link(urls.term("department", term.slug)),
        }

    def subject(self, taxonomy: str, term: Term) -> dict[str, Json]:
        """Return what the page of a term is about."""
        if taxonomy == "county":
            return self.county(term)
        if taxonomy == "department":
            return self.department(term)
        named: dict[str, Json] = {
            "@type": "AdministrativeArea" if taxonomy == "township" else "DefinedTerm",
            "name": one_line(term.name),
            "alternateName": _other_names(term),
            "url": self.link(urls.term(taxonomy, term.slug)),
        }
        if taxonomy == "township":
            return named | {"containedInPlace": term.county and self.place(term.county)}
        return named | {"description": term.description and one_line(term.description)}

    def department(self, term: Term) -> dict[str, Json]:
        return self.office(term.name) | {
            "alternateName": _other_names(term),
            "parentOrganization": term.parent and self.office(term.parent),
            "areaServed": term.county and self.place(term.county),
        }

    def place(self, name: str, date: PartialDate | None = None) -> dict[str, Json]:
        term = self.archive.counties.find(name)
        return {
            "@type": "AdministrativeArea",
            "name": one_line(term.name_at(date) if term else name),
            "url": self.link(urls.term("county", term.slug)) if term else None,
        }

    def county(self, term: Term) -> dict[str, Json]:
        above: Json = None
        for name in (term.province, term.prefecture):
            if name:
                above = {
                    "@type": "AdministrativeArea",
                    "name": one_line(name),
                    "containedInPlace": above,
                }
        codes = (("GB/T 2260", term.code), ("NBS", term.nbs))
        return self.place(term.name) | {
            "alternateName": _other_names(term),
            "containedInPlace": above,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": system, "value": code}
                for system, code in codes
                if code
            ],
        }


def _other_names(term: Term) -> list[Json]:
    return [one_line(name) for name in dict.fromkeys((*term.aliases, *term.other_names))]


def _organization(described: str) -> str:
    kinds = (kind for words, kind in _ORGANIZATIONS if words.search(described))
    return next(kinds, "Organization")


def _without_empty(value: Mapping[str, Json]) -> dict[str, Json]:
    """Return `value` without empty values, at any depth."""
    return {key: _trimmed(each) for key, each in value.items() if each not in (None, "", [], ())}


def _trimmed(value: Json) -> Json:
    if isinstance(value, Mapping):
        return _without_empty(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_trimmed(each) for each in value]
    return value
