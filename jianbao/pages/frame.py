"""The values that every kind of page gets."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.archive.model import Archive, Contact, Site
from jianbao.pages import metadata
from jianbao.pages.index import Index
from jianbao.pages.metadata import PageHead
from jianbao.pages.page import Context, Layout, Page
from jianbao.text.chinese import one_line

_TAXONOMIES = ("series", "county", "township", "department", "topic", "year")


class ContactValues(TypedDict):
    """How readers reach the people behind the archive; at least one is there."""

    email: Annotated[str | None, "mail address"]
    telephone: Annotated[str | None, "telephone number"]
    address: Annotated[str | None, "postal address"]


class Registration(TypedDict):
    """A registration of the site with an authority."""

    kind: Annotated[str, "`icp`, `police` or `site_code`"]
    number: Annotated[str, "its number, as written in the settings"]
    url: Annotated[str | None, "where the authority shows it"]


class SiteValues(TypedDict):
    """The archive's settings."""

    title: Annotated[str, "name of the archive"]
    description: Annotated[str | None, "one or two sentences"]
    language: Annotated[str, "language of the interface"]
    date_language: Annotated[str, "language of dates"]
    operator: Annotated[str | None, "the office that runs it"]
    contact: Annotated[ContactValues | None, "how to reach it"]
    filings: Annotated[Sequence[Registration], "its registrations"]


class Pages(TypedDict):
    """The pages that every site has, for links."""

    home: Annotated[str, "the first page"]
    search: Annotated[str, "the search"]
    search_manifest: Annotated[str, "the file from which the search learns of the others"]
    about: Annotated[str, "the page about the archive"]
    not_found: Annotated[str, "the page for an address that does not exist"]
    review: Annotated[str, "bulletins that wait for their review, if there are any"]
    series: Annotated[str, "all series"]
    county: Annotated[str, "all counties"]
    department: Annotated[str, "all departments"]
    township: Annotated[str, "all places below the county, if there are any"]
    topic: Annotated[str, "all topics, if there are any"]
    year: Annotated[str, "all years"]


PAGES: Pages = {
    "home": urls.HOME,
    "search": urls.SEARCH,
    "search_manifest": urls.SEARCH_MANIFEST,
    "about": urls.ABOUT,
    "not_found": urls.NOT_FOUND,
    "review": urls.REVIEW,
    "series": urls.taxonomy("series"),
    "county": urls.taxonomy("county"),
    "department": urls.taxonomy("department"),
    "township": urls.taxonomy("township"),
    "topic": urls.taxonomy("topic"),
    "year": urls.taxonomy("year"),
}


class Common(TypedDict):
    """What all pages of a site have in common. Nothing in it changes with a new bulletin, so that
    the pages of old ones stay as they are."""

    site: Annotated[SiteValues, "the archive's settings"]
    pages: Annotated[Pages, "the pages that every site has"]
    menu: Annotated[Sequence[tuple[str, str]], "entries of the menu: (key, page)"]
    header_pages: Annotated[
        Sequence[tuple[str, str]], "the owner's pages in the menu: (title, page)"
    ]
    footer_pages: Annotated[Sequence[tuple[str, str]], "those in the foot of each page"]
    favicon: Annotated[str | None, "the owner's icon of the site, if there is one"]
    several_series: Annotated[bool, "whether more than one series has bulletins"]


class Frame(Common):
    """What every page is given."""

    path: Annotated[str, "output path of this page"]
    section: Annotated[str, "key of the entry of the menu that it belongs to, or empty"]
    canonical: Annotated[str | None, "its public address; none without a `base_url`"]
    base: Annotated[str | None, "where its links start from; only on the page for lost addresses"]
    head: Annotated[PageHead, "what it says to machines"]


def common(index: Index) -> Common:
    site = index.archive.site
    return {
        "site": {
            "title": site.title,
            "description": site.description,
            "language": site.language,
            "date_language": site.date_language or site.language,
            "operator": site.operator,
            "contact": _contact(site.contact),
            "filings": list(_filings(site)),
        },
        "pages": PAGES,
        "menu": [
            *((name, urls.taxonomy(name)) for name in _sections(index.archive)),
            *(("reporting", urls.reporting(section)) for section in index.reporting[:1]),
            ("search", urls.SEARCH),
        ],
        "header_pages": _own_pages(index.archive, "header"),
        "footer_pages": _own_pages(index.archive, "footer"),
        "favicon": next((f.path for f in index.archive.static if f.path == "favicon.ico"), None),
        "several_series": len(index.bulletins_of_series) > 1,
    }


def page(
    index: Index,
    layout: Layout[Context],
    path: str,
    context: Context,
    *,
    section: str = "",
    head: PageHead | None = None,
    canonical: str = "",
    base: str | None = None,
) -> Page:
    """Return a page with the values that every page has. `canonical` is the page that it stands
    for, if that is another one."""
    frame: Frame = {
        **common(index),
        "path": path,
        "section": section,
        "canonical": _public(index.archive, canonical or path),
        "base": base,
        "head": head or metadata.of_page(index.archive, canonical or path),
    }
    return Page(path, layout.file, {**frame, **context})


def _own_pages(archive: Archive, menu: str) -> list[tuple[str, str]]:
    return [
        (one_line(page.title), urls.own_page(page.name))
        for page in archive.pages
        if page.menu == menu
    ]


def _sections(archive: Archive) -> Iterator[str]:
    """Yield the taxonomies of the menu: those that an archive need not have only if it has them."""
    optional = {"township": archive.townships, "topic": archive.topics}
    for name in _TAXONOMIES:
        if name not in optional or optional[name].terms:
            yield name


def _contact(contact: Contact | None) -> ContactValues | None:
    if contact is None:
        return None
    return {
        "email": contact.email,
        "telephone": contact.telephone,
        "address": contact.address,
    }


def _filings(site: Site) -> Iterator[Registration]:
    """Yield the registrations in the order that the guide to government sites gives them."""
    if site.site_code:
        yield {"kind": "site_code", "number": site.site_code, "url": None}
    if site.icp:
        yield {"kind": "icp", "number": site.icp, "url": "https://beian.miit.gov.cn/"}
    if site.police:
        [code] = re.findall("[0-9]{14}", site.police)
        url = f"https://beian.mps.gov.cn/#/query/webSearch?code={code}"
        yield {"kind": "police", "number": site.police, "url": url}


def _public(archive: Archive, path: str) -> str | None:
    base_url = archive.site.base_url
    return urls.absolute(base_url, path) if base_url else None
