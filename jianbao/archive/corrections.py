"""Corrected, replaced, withdrawn and moved bulletins and articles. Pure.

The page of a corrected or replaced text shows the present text and says what happened. A withdrawn
text is not published in any form: `published` removes it from the archive before anything is made
from it, so that no page, feed, export or search index can hold it. docs/corrections.md explains
this to an office.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from jianbao.archive import groupings, illustrations, urls
from jianbao.archive.model import Archive, Article, Attachment, Bulletin

WITHDRAWN: Final = "withdrawn"
REPLACED: Final = "replaced"
# Two titles with the same number name the same article if they are at least this similar.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address, the page to which it leads, and that page's title."""

    path: str
    target: str
    title: str


def published(archive: Archive) -> Archive:
    """Return `archive` without its withdrawn texts, and with the status of a whole bulletin at each
    of its articles. A withdrawn article keeps its number, title, kind and status; a withdrawn
    bulletin also its masthead. The document as received and the record of repairs hold the whole
    issue, so neither is published if any part of it is withdrawn; the document's hash stays."""
    withheld = {
        file.file
        for bulletin in filter(_withdraws, archive.bulletins)
        for file in (bulletin.source, *_attachments_of_withdrawn(bulletin))
        if file
    }
    bulletins = tuple(map(_published, archive.bulletins))
    by_place = {urls.place(bulletin): bulletin for bulletin in bulletins}
    return replace(
        archive,
        bulletins=tuple(_passed_on(bulletin, by_place) for bulletin in bulletins),
        originals=tuple(name for name in archive.originals if name not in withheld),
    )


def _attachments_of_withdrawn(bulletin: Bulletin) -> Iterator[Attachment]:
    """Yield the attachments that may hold a withdrawn text: those of the whole issue, and those of
    a withdrawn article."""
    yield from bulletin.attachments
    for article in bulletin.articles:
        if WITHDRAWN in (bulletin.status, article.status):
            yield from article.attachments


def _withdraws(bulletin: Bulletin) -> bool:
    return WITHDRAWN in (bulletin.status, *(article.status for article in bulletin.articles))


def _published(bulletin: Bulletin) -> Bulletin:
    if not _withdraws(bulletin):
        return bulletin
    articles = tuple(_article(bulletin, article) for article in bulletin.articles)
    if bulletin.status == WITHDRAWN:
        bulletin = replace(bulletin, banner=None, preface="", attachments=())
    left = replace(bulletin, articles=articles, review=None)
    return replace(left, pictures=illustrations.still_shown(left))


def _article(bulletin: Bulletin, article: Article) -> Article:
    if article.status == WITHDRAWN:
        last = article
    elif bulletin.status == WITHDRAWN:
        last = replace(
            article,
            status=WITHDRAWN,
            status_date=bulletin.status_date,
            status_note=bulletin.status_note,
            replaced_by=None,
        )
    else:
        return article
    return Article(
        number=last.number,
        id=last.id,
        title=last.title,
        kind=last.kind,
        body="",
        status=last.status,
        status_date=last.status_date,
        status_note=last.status_note,
        aliases=last.aliases,
    )


def _passed_on(bulletin: Bulletin, by_place: Mapping[str, Bulletin]) -> Bulletin:
    """Mark each article of a replaced bulletin as replaced: by the same article of the new bulletin
    if it can be found, else by the whole bulletin. An article with its own status `withdrawn` or
    `replaced` keeps it. A correction is not passed on: it may concern the masthead alone."""
    if bulletin.status != REPLACED or not bulletin.replaced_by:
        return bulletin
    successor = by_place.get(bulletin.replaced_by)
    articles = []
    for article in bulletin.articles:
        if article.status not in (WITHDRAWN, REPLACED):
            same = _same_article(bulletin, article, successor) if successor else None
            notes = (bulletin.status_note, article.status_note)
            article = replace(
                article,
                status=REPLACED,
                status_date=bulletin.status_date,
                status_note="；".join(filter(None, notes)) or None,
                replaced_by=urls.place(successor, same)
                if successor and same
                else bulletin.replaced_by,
            )
        articles.append(article)
    return replace(bulletin, articles=tuple(articles))


def _same_article(bulletin: Bulletin, article: Article, successor: Bulletin) -> Article | None:
    """Return the article of `successor` with the same title; else that with the same number, if the
    titles are similar or all other articles have the same titles in the same order."""
    title = _bare(article.title)
    titled = [one for one in successor.articles if _bare(one.title) == title]
    numbered = [one for one in successor.articles if one.number == article.number]
    if titled:
        return titled[0] if len(titled) == 1 else next((a for a in numbered if a in titled), None)
    for one in numbered:
        pairs = zip(bulletin.articles, successor.articles, strict=False)
        others = [_bare(a.title) == _bare(b.title) for a, b in pairs if b is not one]
        alike = SequenceMatcher(None, title, _bare(one.title), autojunk=False).ratio() >= ALIKE
        in_order = len(bulletin.articles) == len(successor.articles) and all(others)
        if alike or in_order:
            return one
    return None


def _bare(title: str) -> str:
    """Return a title without what may differ if it is typed again: spaces, widths and
    punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title))


def is_passed_on(bulletin: Bulletin, article: Article) -> bool:
    """Return whether the article has its status from its whole bulletin."""
    return article.status == bulletin.status and article.status_date == bulletin.status_date


def searchable(archive: Archive) -> Archive:
    """Return `archive` without its withdrawn articles, even their titles, so that a search does not
    find them. Their bulletins, which say that they were withdrawn, stay."""
    if not any(map(_withdraws, archive.bulletins)):
        return archive
    return replace(
        archive,
        bulletins=tuple(
            replace(
                bulletin,
                articles=tuple(a for a in bulletin.articles if a.status != WITHDRAWN),
            )
            if _withdraws(bulletin)
            else bulletin
            for bulletin in archive.bulletins
        ),
    )


def redirects(archive: Archive) -> Iterator[Redirect]:
    """Yield a page for each former address, in the order of the archive. The articles of a moved
    bulletin, the bulletins of a series and the years of a term follow it, unless another page has
    the address."""
    taken = {path.casefold() for path in _pages(archive)}
    for redirect in (*_named(archive), *_implied(archive)):
        if redirect.path.casefold() not in taken:
            taken.add(redirect.path.casefold())
            yield redirect


def _pages(archive: Archive) -> Iterator[str]:
    for bulletin in archive.bulletins:
        yield urls.bulletin(bulletin)
        yield from (urls.article(bulletin, article) for article in bulletin.articles)
    yield from (urls.own_page(page.name) for page in archive.pages)


def _named(archive: Archive) -> Iterator[Redirect]:
    for page in archive.pages:
        for alias in page.aliases:
            yield Redirect(alias, urls.own_page(page.name), page.title)
    for bulletin in archive.bulletins:
        for alias in bulletin.aliases:
            yield Redirect(alias, urls.bulletin(bulletin), bulletin.title)
        for article in bulletin.articles:
            for alias in article.aliases:
                yield Redirect(alias, urls.article(bulletin, article), article.title)


def _implied(archive: Archive) -> Iterator[Redirect]:
    for bulletin in archive.bulletins:
        former = [alias for alias in bulletin.aliases if _is_of_bulletin(alias)]
        for slug in archive.series[bulletin.series].former_slugs:
            moved = urls.bulletin(bulletin).replace(f"/{bulletin.series}/", f"/{slug}/", 1)
            former.append(moved)
            yield Redirect(moved, urls.bulletin(bulletin), bulletin.title)
        for alias in former:
            for article in bulletin.articles:
                path = f"{alias.removesuffix('.html')}/{article.name}.html"
                yield Redirect(path, urls.article(bulletin, article), article.title)
    yield from _of_terms(archive)


def _is_of_bulletin(address: str) -> bool:
    return address.startswith("bulletins/") and address.count("/") == 3


def _of_terms(archive: Archive) -> Iterator[Redirect]:
    by_name = {
        "county": groupings.by_county(archive),
        "department": groupings.under_department(archive),
        "township": groupings.by_township(archive),
        "topic": groupings.by_topic(archive),
        "series": groupings.by_series(archive),
    }
    for taxonomy in archive.taxonomies:
        for term in taxonomy.terms:
            pairs = by_name[taxonomy.name].get(term.name, [])
            yield from _of_term(taxonomy.name, term.slug, term.former_slugs, term.name, pairs)
    for one in archive.site.series:
        pairs = by_name["series"].get(one.slug, [])
        yield from _of_term("series", one.slug, one.former_slugs, one.title, pairs)


def _of_term(
    taxonomy: str, slug: str, former: Sequence[str], title: str, pairs: Iterable[groupings.Pair]
) -> Iterator[Redirect]:
    if not former:
        return
    years = dict.fromkeys(str(groupings.year_of(bulletin) or "undated") for bulletin, _ in pairs)
    for old in former:
        yield Redirect(urls.term(taxonomy, old), urls.term(taxonomy, slug), title)
        for year in years:
            target = urls.term_year(taxonomy, slug, year)
            yield Redirect(urls.term_year(taxonomy, old, year), target, title)


def predecessors(archive: Archive) -> Mapping[str, list[tuple[Bulletin, Article | None]]]:
    """Return the bulletins (None for the article) and articles that a later text replaced, by the
    place of that text."""
    found: dict[str, list[tuple[Bulletin, Article | None]]] = {}
    for bulletin in archive.bulletins:
        for article in (None, *bulletin.articles):
            successor = (article or bulletin).replaced_by
            if successor:
                found.setdefault(successor, []).append((bulletin, article))
    return found
