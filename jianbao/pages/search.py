"""The page of the search, which its scripts fill."""

from collections.abc import Iterator

from jianbao.archive import urls
from jianbao.pages import frame, ways_in
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, alone, pending
from jianbao.pages.ways_in import WaysIn

SEARCH = Layout("search.html", WaysIn)


def pages(index: Index) -> Iterator[Pending]:
    context = ways_in.ways_in(index)
    yield pending(frame.page(index, SEARCH, urls.SEARCH, context, section="search"))


KIND = Kind((SEARCH,), alone(pages, urls.SEARCH))
