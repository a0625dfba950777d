"""The page that a host shows for an address that does not exist."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.pages import frame, ways_in
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, alone, pending
from jianbao.pages.records import Bars


class NotFoundPage(TypedDict):
    """The page for an address that does not exist."""

    years: Annotated[Bars, "bulletins by year"]


NOT_FOUND = Layout("404.html", NotFoundPage)


def pages(index: Index) -> Iterator[Pending]:
    base_url = index.archive.site.base_url
    context: NotFoundPage = {"years": ways_in.year_bars(index)}
    base = urls.base_path(base_url) if base_url else None
    yield pending(frame.page(index, NOT_FOUND, urls.NOT_FOUND, context, base=base))


KIND = Kind((NOT_FOUND,), alone(pages, urls.NOT_FOUND))
