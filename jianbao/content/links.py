"""Links in texts to other pages of the archive. They name files of content/, as editors know them:

    ../2024/003.md                              the bulletin
    003.md#2, 003/2.html                        its article 2
    003.md#2/p-1a2b3c4d                         a paragraph, heading or table of that article
    003.md#a2-p-1a2b3c4d                        the same on the bulletin's page
    #2                                          article 2 of the same bulletin
    ../../../authorities/counties.yaml#青禾县    a county (or departments, townships, topics)
    ../../../site.yaml#lanchuan                 a series
    ../../../pages/shiyong.md                   a page that the archive's owner wrote

A link follows a moved bulletin if the bulletin's `aliases` hold its former address. Pure.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import quote, unquote, urlsplit

from jianbao.archive import urls
from jianbao.archive.corrections import WITHDRAWN
from jianbao.archive.model import Bulletin, Link, OwnPage, Settings, Taxonomy
from jianbao.archive.places import BULLETINS
from jianbao.base.problems import Location, Problem, problem
from jianbao.content.file_names import COUNTIES, DEPARTMENTS, SITE, TOPICS, TOWNSHIPS
from jianbao.text import markdown

_AUTHORITY_FILES: Mapping[str, Callable[[Settings], Taxonomy]] = {
    COUNTIES: lambda settings: settings.counties,
    DEPARTMENTS: lambda settings: settings.departments,
    TOWNSHIPS: lambda settings: settings.townships,
    TOPICS: lambda settings: settings.topics,
}


@dataclass(frozen=True, slots=True)
class Files:
    """The targets of links: the bulletins by SERIES/YEAR/NAME (None for one with problems of its
    own), the places of bulletins and articles by former output path, the settings, and the owner's
    pages by file (None likewise)."""

    bulletins: Mapping[str, Bulletin | None]
    former: Mapping[str, str]
    settings: Settings
    pages: Mapping[str, OwnPage | None] = field(default_factory=dict)


def own_addresses(body: str, base_url: str | None) -> Iterator[tuple[int, str]]:
    """Yield the addresses in a body that are on this site, each with its line (from 1)."""
    for line, address in markdown.addresses(body):
        if not markdown.has_scheme(address) or _own_path(address, base_url) is not None:
            yield line, address


def resolve(address: str, file: str, location: Location, files: Files) -> Link | Problem | None:
    """Return the link for `address` in the text of `file` (relative to content/), or its problem.
    Return None if the bulletin that it names has problems of its own."""
    own = _own_path(address, files.settings.site.base_url)
    if own is not None:
        form = _form(own, file, files)
        if form is None:
            message = "“{address}” is on this site: name a bulletin's file, as ../2024/003.md"
            return problem(location, "", message, address=address)
        message = "“{address}” is a page of this site: write {form}"
        return problem(location, "", message, address=address, form=form)
    path, _, fragment = map(unquote, address.partition("#"))
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file
    if target in (*_AUTHORITY_FILES, SITE):
        return _to_term(address, target, fragment, location, files.settings)
    if target in files.pages:
        return _to_own_page(address, target, fragment, location, files)
    place, article = _place(target, files)
    if article:
        fragment = f"{article}/{fragment}" if fragment else article
    if place is None:
        return _unknown(address, target, file, location, files)
    bulletin = files.bulletins[place]
    if bulletin is None:
        return None
    link = _to_bulletin(address, bulletin, fragment)
    if link is None:
        known = ", ".join(f"#{article.name}" for article in bulletin.articles)
        message = "“{address}”: {file} has no article or place “{fragment}”; its articles: {known}"
        values = {"address": unquote(address), "fragment": fragment, "known": known}
        return problem(location, "", message, file=f"{place}.md", **values)
    return link


def _place(target: str, files: Files) -> tuple[str | None, str]:
    """Return SERIES/YEAR/NAME of the file `target`, or of the file that it was moved to, and "". A
    page counts as its bulletin's file; for the page of an article, return the article's name
    too."""
    if not target.startswith(f"{BULLETINS}/") or not target.endswith((".md", ".html")):
        return None, ""
    if target.endswith(".md"):
        place = target.removeprefix(f"{BULLETINS}/").removesuffix(".md")
    else:
        place = urls.place_at(target)
    place = files.former.get(urls.page_at(place), place)
    above, _, name = place.rpartition("/")
    if place in files.bulletins:
        return place, ""
    return (above, name) if above in files.bulletins else (None, "")


def _to_bulletin(address: str, bulletin: Bulletin, fragment: str) -> Link | None:
    page = urls.bulletin(bulletin)
    if not fragment:
        return Link(address, page)
    named = {article.name: article for article in bulletin.articles}
    name, _, anchor = fragment.partition("/")
    if name in named:
        article = named[name]
        if anchor and WITHDRAWN not in (bulletin.status, article.status):
            if anchor not in markdown.anchors(article.body):
                return None
        else:
            anchor = ""
        return Link(address, urls.article(bulletin, article), anchor)
    if WITHDRAWN in (bulletin.status, *(article.status for article in bulletin.articles)):
        return Link(address, page)
    return Link(address, page, fragment) if fragment in _anchors(bulletin) else None


def _anchors(bulletin: Bulletin) -> set[str]:
    """Return the ids on a bulletin's page."""
    found = set(markdown.anchors(bulletin.preface, "a0-"))
    for article in bulletin.articles:
        anchor = urls.bulletin_anchor(article)
        found |= {anchor, *markdown.anchors(article.body, f"{anchor}-")}
    return found


def _to_own_page(
    address: str, target: str, fragment: str, location: Location, files: Files
) -> Link | Problem | None:
    page = files.pages[target]
    if page is None:
        return None
    if fragment and fragment not in markdown.anchors(page.body):
        message = "“{address}”: {file} has no place “{fragment}”"
        values = {"address": unquote(address), "file": target, "fragment": fragment}
        return problem(location, "", message, **values)
    return Link(address, urls.own_page(page.name), fragment)


def _to_term(
    address: str, target: str, fragment: str, location: Location, settings: Settings
) -> Link | Problem:
    if target == SITE:
        slugs = [series.slug for series in settings.site.series]
        if fragment in slugs:
            return Link(address, urls.term("series", fragment))
        close = get_close_matches(fragment, slugs, n=1)
        near = close[0] if close else None
    else:
        taxonomy = _AUTHORITY_FILES[target](settings)
        of_slug = {term.slug: term for term in taxonomy.terms}
        term = taxonomy.find(fragment) or of_slug.get(fragment)
        if term:
            return Link(address, urls.term(taxonomy.name, term.slug))
        near = taxonomy.nearest(fragment)
    if near:
        message = "“{address}”: there is no “{name}” in {file}; did you mean “{near}”?"
        values = {"address": unquote(address), "name": fragment, "file": target, "near": near}
        return problem(location, "", message, **values)
    message = "“{address}”: there is no “{name}” in {file}"
    return problem(location, "", message, address=unquote(address), name=fragment, file=target)


def _unknown(address: str, target: str, file: str, location: Location, files: Files) -> Problem:
    known = [*(f"{BULLETINS}/{place}.md" for place in files.bulletins), *files.pages]
    meant = target.endswith((".md", ".html"))
    close = get_close_matches(target, known, n=1, cutoff=0.8) if meant else None
    if close:
        message = "“{address}” leads to no bulletin; did you mean “{near}”?"
        near = _relative(close[0], file)
        return problem(location, "", message, address=unquote(address), near=near)
    message = (
        "“{address}” leads to no bulletin: write its file, as ../2024/003.md, or 003.md#2 for an"
        " article, or a full address, as https://…"
    )
    return problem(location, "", message, address=unquote(address))


# --- addresses of this site ---------------------------------------------------------------------


def _own_path(address: str, base_url: str | None) -> str | None:
    """Return the output path and fragment of a full address of this site, or None for another
    site."""
    if not base_url or "//" not in address:
        return None
    base, parts = urlsplit(base_url), urlsplit(address)
    folder = base.path.rstrip("/") + "/"
    path = parts.path or "/"
    if (parts.hostname, parts.port) != (base.hostname, base.port) or not path.startswith(folder):
        return None
    fragment = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    return unquote(path.removeprefix(folder)) + fragment


def _form(own: str, file: str, files: Files) -> str | None:
    """Return how a text of `file` links to the page `own`, or None if there is no such page."""
    path, _, fragment = own.partition("#")
    page = urls.page_at(files.former[path]) if path in files.former else path
    for target, taxonomy_of in _AUTHORITY_FILES.items():
        taxonomy = taxonomy_of(files.settings)
        for term in taxonomy.terms:
            if page == urls.term(taxonomy.name, term.slug):
                return f"{_relative(target, file)}#{term.name}"
    for series in files.settings.site.series:
        if page == urls.term("series", series.slug):
            return f"{_relative(SITE, file)}#{series.slug}"
    for target, own_page in files.pages.items():
        if own_page and page == urls.own_page(own_page.name):
            return _relative(target, file)
    place = urls.place_at(page)
    if place in files.bulletins:
        anchor = f"#{fragment}" if fragment else ""
        return f"{_relative(f'{BULLETINS}/{place}.md', file)}{anchor}"
    place, _, name = place.rpartition("/")
    bulletin = files.bulletins.get(place)
    if bulletin and name in {article.name for article in bulletin.articles}:
        anchor = f"/{fragment}" if fragment else ""
        return f"{_relative(f'{BULLETINS}/{place}.md', file)}#{name}{anchor}"
    return None


def _relative(target: str, file: str) -> str:
    return quote(posixpath.relpath(target, posixpath.dirname(file) or "."), safe="/")
