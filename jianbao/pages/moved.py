"""Pages at former addresses, which lead on."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from jianbao.archive import corrections
from jianbao.pages import frame
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, lists, pending


class MovedPage(TypedDict):
    """A former address."""

    title: Annotated[str, "title of the page to which it leads"]
    target: Annotated[str, "that page"]


MOVED = Layout("moved.html", MovedPage)


def pages(index: Index) -> Iterator[Pending]:
    for moved in corrections.redirects(index.archive):
        context: MovedPage = {"title": moved.title, "target": moved.target}
        made = frame.page(index, MOVED, moved.path, context, canonical=moved.target)
        yield pending(made)


KIND = Kind((MOVED,), lists(pages, ""))
