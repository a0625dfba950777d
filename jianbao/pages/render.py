"""The pages of an archive's site, as a stream of files. Nothing is written to disk.

`pages` says which pages there are and what each shows, in plain values; `layouts` holds the layout
files and renders a page from its layout and those values alone. So a page can be cached under the
hash of both.
"""

import hashlib
import marshal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import Any

from jianbao.archive.model import Archive, ReadOriginal
from jianbao.base.cache import File, FileGroup, ready
from jianbao.pages.frame import common
from jianbao.pages.index import Index, Likeness, index_of
from jianbao.pages.layouts import Layouts, Renderer, read_layouts
from jianbao.pages.page import Kind, Page, PageGroup, Pending
from jianbao.pages.pages import groups
from jianbao.pages.unused_layouts import unused as unused


@dataclass(frozen=True, slots=True)
class PendingPages:
    """The pages of an archive, ready to be made. A copy for another process holds what the layout
    files hold, and compiles them itself."""

    index: Index
    layouts: Layouts
    renderer: Renderer

    def __reduce__(self) -> tuple[Callable[..., "PendingPages"], tuple[Index, Layouts]]:
        return pages_of, (self.index, self.layouts)

    def files(self) -> Iterator[File]:
        """Yield every page and asset of the site, in a fixed order. Making one raises LayoutError
        if its layout is missing or does not render."""
        for group in self.groups():
            yield from group.files()

    def groups(self) -> Iterator[FileGroup]:
        """Yield these files in groups."""
        for kind, group in groups(self.index):
            yield _group(self.renderer, kind, group)
        yield FileGroup(lambda: starmap(ready, self.renderer.assets()))

    def around(self, path: str) -> Iterator[Iterator[File]]:
        """Yield the groups of which one has the page `path`, if there is such a page."""
        for _, group in groups(self.index):
            if path.startswith(group.beginnings):
                yield _files(self.renderer, group)

    def warm(self) -> None:
        """Compile all layouts and group the archive now, in this process."""
        self.renderer.compile()
        self.index.complete()


def prepare(
    archive: Archive,
    layouts: Sequence[Path],
    likeness: Likeness | None = None,
    read: ReadOriginal | None = None,
) -> PendingPages:
    """Group an archive and read its layouts. A file in an earlier folder of `layouts` wins over one
    of the same name in a later folder; interface strings are merged key by key. `likeness` is given
    if it need not be found again. Without `read`, no page shows an original."""
    return pages_of(index_of(archive, likeness, read), read_layouts(layouts))


def pages_of(index: Index, layouts: Layouts, earlier: Renderer | None = None) -> PendingPages:
    """Return the pages of an archive. They are rendered by `earlier` if nothing that is compiled
    into it has changed."""
    site = index.archive.site
    given = layouts, site.language, common(index), site.date_language
    renderer = earlier if earlier and earlier.given == given else Renderer(*given)
    return PendingPages(index, layouts, renderer)


def render(archive: Archive, layouts: Sequence[Path]) -> Iterator[File]:
    """Yield every page and asset of the site, as `PendingPages.files` does."""
    yield from prepare(archive, layouts).files()


def _group(renderer: Renderer, kind: Kind, group: PageGroup) -> FileGroup:
    decides = group.made_of

    def made_of() -> str:
        versions = [renderer.version_for(layout.file) for layout in kind.layouts]
        return f"{' '.join(versions)} {decides and decides()}"

    files = partial(_files, renderer, group)
    return FileGroup(files, made_of if decides else None)


def _files(renderer: Renderer, group: PageGroup) -> Iterator[File]:
    return (_file(renderer, pending) for pending in group.pages())


def _file(renderer: Renderer, pending: Pending) -> File:
    decides = pending.made_of or (lambda: _hash(pending.page()))

    def made_of() -> str:
        return f"{renderer.version_for(pending.layout)} {decides()}"

    return File(pending.path, lambda: renderer.page(pending.page()), made_of)


def _hash(page: Page) -> str:
    context: Any = page.context  # plain values
    # A form in which equal values are equal bytes: since format 3 it notes which are shared.
    return hashlib.sha256(marshal.dumps(context, 2)).hexdigest()
