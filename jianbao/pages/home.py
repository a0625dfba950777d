"""The first page."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from jianbao.archive import urls
from jianbao.archive.model import Article, Bulletin
from jianbao.pages import frame, metadata, values, ways_in
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, alone, pending
from jianbao.pages.records import ArticleRow, BulletinRow, CountedTerm, Totals
from jianbao.pages.ways_in import CountyMap, WaysIn
from jianbao.text import markdown
from jianbao.text.chinese import one_line

PREVIOUS_ISSUES = 10
# An issue of few articles has one lead; of a longer one, two more are shown with their text.
LEADS, LONG_ISSUE = 3, 5
# The most characters of a text that the first page shows: about two lines.
GIST = 90


class LeadArticle(ArticleRow):
    """An article at the head of the first page."""

    kicker: Annotated[str | None, "the line above its title"]
    gist: Annotated[str, "how its text begins"]


class HomePage(WaysIn, CountyMap):
    """The first page."""

    townships: Annotated[Sequence[CountedTerm], "places below the county, if there are any"]
    topics: Annotated[Sequence[CountedTerm], "topics, if there are any"]
    masthead_width: Annotated[int | None, "width of the archive's name, for its size"]
    newest_bulletin: Annotated[BulletinRow | None, "the newest bulletin"]
    newest_articles: Annotated[Sequence[ArticleRow], "its articles"]
    leads: Annotated[Sequence[LeadArticle], "the first of them, with how their text begins"]
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
        "leads": _leads(index, newest) if newest else [],
        "previous": [index.bulletin_row(b) for b in bulletins[1 : PREVIOUS_ISSUES + 1]],
        "totals": ways_in.totals(index),
    }
    head = metadata.of_home(index.archive)
    yield pending(frame.page(index, HOME, urls.HOME, context, head=head))


def _leads(index: Index, bulletin: Bulletin) -> list[LeadArticle]:
    count = LEADS if len(bulletin.articles) >= LONG_ISSUE else 1
    return [
        {**index.row(bulletin, one), "kicker": one.kicker, "gist": _gist(one)}
        for one in bulletin.articles[:count]
    ]


def _gist(article: Article) -> str:
    text = one_line(next(iter(markdown.plain_blocks(article.body)), ""))
    return text if len(text) <= GIST else f"{text[:GIST].rstrip()}…"


KIND = Kind((HOME,), alone(pages, urls.HOME))
