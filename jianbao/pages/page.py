"""A page: its output path, its layout, and the values that the layout gets."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
class Kind:
    """A kind of page: its layouts, and its pages in an archive, in a fixed order."""

    layouts: tuple[Layout[Any], ...]
    pages: Callable[[Index], Iterable[Pending]]


def pending(page: Page) -> Pending:
    """Wrap a page that was made already."""
    return Pending(page.path, page.layout, lambda: page)
