"""The first page."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from jianbao.archive import urls
from jianbao.pages import frame, metadata, values, ways_in
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, pending
from jianbao.pages.records import ArticleRow, BulletinRow, CountedTerm, Totals
from jianbao.pages.ways_in import CountyMap, WaysIn

PREVIOUS_ISSUES = 10


class HomePage(WaysIn, CountyMap):
    """The first page."""

    townships: Annotated[Sequence[CountedTerm], "places below the county, if there are any"]
    topics: Annotated[Sequence[CountedTerm], "topics, if there are any"]
    masthead_width: Annotated[int | None, "width of the archive's name, for its size"]
    newest_bulletin: Annotated[BulletinRow | None, "the newest bulletin"]
    newest_articles: Annotated[Sequence[ArticleRow], "its articles"]
    previous: Annotated[Sequence[BulletinRow], "the bulletins before it"]
    totals: Annotated[Totals, "the size of the archive"]


HOME = Layout("home.html", HomePage)


def pages(index: Index) -> Iterator[Pending]:
    bulletins = index.archive.bulletins
    newest = bulletins[0] if bulletins else None
    context: HomePage = {
        **ways_in.ways_in(index),
        **ways_in.county_map(index),
        "townships": [index.counted("township", term) for term in index.archive.townships.terms],
        "topics": [index.counted("topic", term) for term in index.archive.topics.terms],
        "masthead_width": values.masthead_width(index.archive.site.title),
        "newest_bulletin": index.bulletin_row(newest) if newest else None,
        "newest_articles": [index.row(newest, a) for a in newest.articles] if newest else [],
        "previous": [index.bulletin_row(b) for b in bulletins[1 : PREVIOUS_ISSUES + 1]],
        "totals": ways_in.totals(index),
    }
    head = metadata.of_home(index.archive)
    yield pending(frame.page(index, HOME, urls.HOME, context, head=head))


KIND = Kind((HOME,), pages)
