"""A page: its output path, its layout, and the values that the layout gets."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from jianbao.pages.index import Index

Context = TypeVar("Context", bound=Mapping[str, object])


@dataclass(frozen=True, slots=True)
class Layout(Generic[Context]):
    """A layout file, and the type of what it is given besides the `Frame` of every page."""

    file: str
    context: type[Context]


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    layout: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pending:
    """A page of `layout` that is not made yet. `made_of` returns a text that decides the page's
    values and is faster to make; None if the page is made already."""

    path: str
    layout: str
    page: Callable[[], Page]
    made_of: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Pages that seldom change apart; the path of each begins with one of `beginnings`. `made_of`
    returns a text that decides which pages there are, and the values of each; None if nothing does
    that costs less than they do."""

    pages: Callable[[], Iterable[Pending]]
    beginnings: tuple[str, ...]
    made_of: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its layouts, and its pages in an archive, in groups and in a fixed order."""

    layouts: tuple[Layout[Any], ...]
    groups: Callable[[Index], Iterable[PageGroup]]


def alone(
    pages: Callable[[Index], Iterable[Pending]], *beginnings: str
) -> Callable[[Index], Iterator[PageGroup]]:
    """Return what gives pages of a kind as a group that is listed in every build."""

    def groups(index: Index) -> Iterator[PageGroup]:
        yield PageGroup(partial(pages, index), beginnings)

    return groups


def lists(
    pages: Callable[[Index], Iterable[Pending]], *beginnings: str
) -> Callable[[Index], Iterator[PageGroup]]:
    """Return what gives pages of a kind that show neither the text of a bulletin nor a ZIP file of
    a year, as one group."""

    def groups(index: Index) -> Iterator[PageGroup]:
        yield PageGroup(partial(pages, index), beginnings, lambda: index.heads)

    return groups


def pending(page: Page) -> Pending:
    """Wrap a page that was made already."""
    return Pending(page.path, page.layout, lambda: page)
