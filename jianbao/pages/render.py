"""The pages of an archive's site, as a stream of files. Nothing is written to disk.

`pages` says which pages there are and what each shows, in plain values; `layouts` holds the layout
files and renders a page from its layout and those values alone. So a page can be cached under the
hash of both.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from jianbao.archive.model import Archive
from jianbao.base.cache import File, fingerprint, ready
from jianbao.base.files import without_links
from jianbao.pages.frame import common
from jianbao.pages.index import index_of
from jianbao.pages.layouts import Renderer, read_layouts
from jianbao.pages.page import Page, Pending
from jianbao.pages.pages import pages
from jianbao.pages.unused_layouts import unused as unused


def layout_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders in which layouts are looked for, in this order: the archive's own, then
    those that come with this package."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "layouts"
    own = root / "layouts"
    shipped = installed if installed.is_dir() else package.parent / "layouts"
    return (own,) if without_links(own) == shipped else (own, shipped)


def render(archive: Archive, layouts: Sequence[Path]) -> Iterator[File]:
    """Yield every page and asset of the site. A file in an earlier folder of `layouts` wins over
    one of the same name in a later folder; interface strings are merged key by key. Raise
    LayoutError if a layout is missing or does not render."""
    index = index_of(archive)
    site = archive.site
    renderer = Renderer(read_layouts(layouts), site.language, common(index), site.date_language)
    for pending in pages(index):
        yield _file(renderer, pending)
    for path, content in renderer.assets():
        yield ready(path, content)


def _file(renderer: Renderer, pending: Pending) -> File:
    page = cache(pending.page)
    made_of = [lambda: fingerprint(renderer.version_for(page().layout), _plain(page()))]
    if decides := pending.made_of:
        made_of.insert(0, lambda: fingerprint(renderer.version, decides()))
    return File(pending.path, lambda: renderer.page(page()), tuple(made_of))


def _plain(page: Page) -> str:
    return json.dumps(page.context, ensure_ascii=False)
