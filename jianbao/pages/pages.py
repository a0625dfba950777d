"""The kinds of page that a site has. Each is a module with its layouts and their contexts."""

from collections.abc import Iterator

from jianbao.pages import (
    about,
    comparison,
    coverage,
    dashboard,
    home,
    issue,
    moved,
    not_found,
    original,
    own_pages,
    review,
    search,
    series,
    terms,
    topics,
    townships,
    years,
)
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, PageGroup

KINDS: tuple[Kind, ...] = (
    home.KIND,
    search.KIND,
    about.KIND,
    own_pages.KIND,
    not_found.KIND,
    review.KIND,
    issue.KIND,
    comparison.KIND,
    original.KIND,
    terms.KIND,
    townships.KIND,
    topics.KIND,
    coverage.KIND,
    dashboard.KIND,
    years.KIND,
    series.KIND,
    moved.KIND,
)


def groups(index: Index) -> Iterator[tuple[Kind, PageGroup]]:
    """Yield every page of the site, in groups and in a fixed order."""
    for kind in KINDS:
        for group in kind.groups(index):
            yield kind, group
