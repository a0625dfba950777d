"""What becomes of a bulletin or an article after it was published. Pure.

A corrected or replaced text is shown as it now stands, and its page says so. A withdrawn text is
no longer given out in any form: `published` takes it out of the archive before anything is made
from it, so that no page, feed, export or search index can hold it. docs/corrections.md says what
an office does with this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from jianbao.archive import urls
from jianbao.archive.model import Archive, Article, Bulletin

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address, the page to which it leads, and that page's title."""

    path: str
    target: str
    title: str


def published(archive: Archive) -> Archive:
    """`archive` without its withdrawn texts. Of a withdrawn article stay its number, title and
    kind and what became of it; of a withdrawn bulletin also its masthead. A document as received
    and a record of repairs hold the whole issue, so neither is given out where any part of it is
    withdrawn; the document's hash stays."""
    withheld = {
        bulletin.source.file
        for bulletin in archive.bulletins
        if bulletin.source and _withdraws(bulletin)
    }
    return replace(
        archive,
        bulletins=tuple(map(_published, archive.bulletins)),
        originals=tuple(name for name in archive.originals if name not in withheld),
    )


def _withdraws(bulletin: Bulletin) -> bool:
    return WITHDRAWN in (bulletin.status, *(article.status for article in bulletin.articles))


def _published(bulletin: Bulletin) -> Bulletin:
    if not _withdraws(bulletin):
        return bulletin
    articles = tuple(_article(bulletin, article) for article in bulletin.articles)
    if bulletin.status == WITHDRAWN:
        bulletin = replace(bulletin, banner=None, preface="")
    return replace(bulletin, articles=articles, review=None)


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


def searchable(archive: Archive) -> Archive:
    """`archive` without its withdrawn articles, even their titles: nobody finds by searching what
    may no longer be read. Their bulletins, which say that they were withdrawn, stay."""
    return replace(
        archive,
        bulletins=tuple(
            replace(
                bulletin,
                articles=tuple(a for a in bulletin.articles if a.status != WITHDRAWN),
            )
            for bulletin in archive.bulletins
        ),
    )


def redirects(archive: Archive) -> Iterator[Redirect]:
    """A page for each former address, in the order of the archive."""
    for bulletin in archive.bulletins:
        for alias in bulletin.aliases:
            yield Redirect(alias, urls.bulletin(bulletin), bulletin.title)
        for article in bulletin.articles:
            for alias in article.aliases:
                yield Redirect(alias, urls.article(bulletin, article), article.title)


def predecessors(archive: Archive) -> Mapping[str, list[tuple[Bulletin, Article | None]]]:
    """The bulletins (None for the article) and articles that a later text replaced, by the place
    of that text."""
    found: dict[str, list[tuple[Bulletin, Article | None]]] = {}
    for bulletin in archive.bulletins:
        for article in (None, *bulletin.articles):
            successor = (article or bulletin).replaced_by
            if successor:
                found.setdefault(successor, []).append((bulletin, article))
    return found
