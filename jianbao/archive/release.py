"""What of an archive is out, and what is held back: drafts, what nobody has reviewed if the archive
publishes only what was reviewed, and what waits for its day. Pure.

`released` removes what is held back before anything is made from the archive, so that no page,
feed, export, search index or record of addresses can hold it. A preview shows it, marked.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from jianbao.archive import urls
from jianbao.archive.kinds import HoldReason
from jianbao.archive.model import Archive, Article, Bulletin, OwnPage, Site, attachments_of
from jianbao.base.dates import PartialDate

_Text = TypeVar("_Text", Bulletin, Article)

# Fields that say when to publish; they are no data about a bulletin.
FIELDS = ("draft", "publish_from")


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A bulletin, or a page of the owner, that is held back: its file as shown in messages, why,
    and the addresses that it has or had."""

    path: str
    reason: HoldReason
    publish_from: PartialDate | None
    addresses: frozenset[str]


def held_back(archive: Archive, as_of: PartialDate | None) -> tuple[HeldBack, ...]:
    """Return what is held back on the day `as_of`. If that is None, no day has come: the program
    asks no clock."""
    found = []
    for bulletin in archive.bulletins:
        if reason := _reason(bulletin, archive.site, as_of):
            addresses = frozenset(_addresses(bulletin))
            found.append(HeldBack(bulletin.path, reason, bulletin.publish_from, addresses))
    for page in archive.pages:
        if reason := _reason(page, archive.site, as_of):
            addresses = frozenset((urls.own_page(page.name), *page.aliases))
            found.append(HeldBack(page.path, reason, page.publish_from, addresses))
    return tuple(found)


def released(archive: Archive, as_of: PartialDate | None) -> Archive:
    """Return `archive` without what is held back, without links to it, and without the documents
    that it was made from or that came with it. A text whose replacement is held back is not
    replaced yet."""
    held = held_back(archive, as_of)
    if not held:
        return archive
    hidden = {one.path for one in held}
    out = [one for one in archive.bulletins if one.path not in hidden]
    pages = [one for one in archive.pages if one.path not in hidden]
    addresses = {address for one in held for address in one.addresses}
    documents = {
        file.file
        for b in archive.bulletins
        if b.path in hidden
        for file in (b.source, *attachments_of(b))
        if file
    }
    return replace(
        archive,
        held_back=tuple(one.reason for one in held),
        bulletins=tuple(_without(one, addresses) for one in out),
        pages=tuple(
            replace(one, links=tuple(link for link in one.links if link.target not in addresses))
            for one in pages
        ),
        about_links=tuple(link for link in archive.about_links if link.target not in addresses),
        originals=tuple(name for name in archive.originals if name not in documents),
    )


def without_links_to(archive: Archive, pages: Collection[str]) -> Archive:
    """Return `archive` without replacements by the bulletins at `pages`, or by their articles."""
    if not pages:
        return archive
    successors = [
        successor
        for bulletin in archive.bulletins
        for successor in (bulletin.replaced_by, *(one.replaced_by for one in bulletin.articles))
    ]
    named = {urls.page_at(successor) for successor in successors if successor}
    folders = tuple(page.removesuffix(".html") + "/" for page in pages)
    gone = {page for page in named if page in pages or page.startswith(folders)}
    return replace(archive, bulletins=tuple(_without(one, gone) for one in archive.bulletins))


def marked(archive: Archive, as_of: PartialDate | None) -> Archive:
    """Return the whole archive for a preview, in which each bulletin and page says why it is held
    back."""
    held = held_back(archive, as_of)
    if not held:
        return archive
    return replace(
        archive,
        held_back=tuple(one.reason for one in held),
        bulletins=tuple(
            replace(one, held_back=_reason(one, archive.site, as_of)) for one in archive.bulletins
        ),
        pages=tuple(
            replace(one, held_back=_reason(one, archive.site, as_of)) for one in archive.pages
        ),
    )


def _reason(one: Bulletin | OwnPage, site: Site, as_of: PartialDate | None) -> HoldReason | None:
    if one.draft:
        return "draft"
    unreviewed = isinstance(one, Bulletin) and one.reviewed is None
    if unreviewed and site.publish == "reviewed":
        return "unreviewed"
    if one.publish_from and (as_of is None or as_of < one.publish_from):
        return "date"
    return None


def _addresses(bulletin: Bulletin) -> Iterator[str]:
    yield urls.bulletin(bulletin)
    yield from bulletin.aliases
    for article in bulletin.articles:
        yield urls.article(bulletin, article)
        yield from article.aliases


def _without(bulletin: Bulletin, addresses: set[str]) -> Bulletin:
    """Return a bulletin without what leads to one of `addresses`."""
    links = tuple(link for link in bulletin.links if link.target not in addresses)
    articles = tuple(_not_replaced(article, addresses) for article in bulletin.articles)
    left = replace(_not_replaced(bulletin, addresses), links=links, articles=articles)
    return bulletin if left == bulletin else left


def _not_replaced(text: _Text, addresses: set[str]) -> _Text:
    if not text.replaced_by or urls.page_at(text.replaced_by) not in addresses:
        return text
    return replace(text, status=None, status_date=None, status_note=None, replaced_by=None)
