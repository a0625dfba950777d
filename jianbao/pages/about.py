"""The page about the archive, with its data."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.pages import frame, values, ways_in
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, alone, pending
from jianbao.pages.records import Links, PictureSources, Totals, YearFileLink


class AboutPage(TypedDict):
    """The page about the archive."""

    about: Annotated[str, "text of `content/about.md` as Markdown; empty if there is none"]
    links: Annotated[Links, "where its links to other pages lead: (page, id), as written"]
    pictures: Annotated[
        PictureSources, "its pictures, as written: (path, width and height in pixels)"
    ]
    license: Annotated[str | None, "terms of use"]
    license_url: Annotated[str | None, "where they are in full"]
    totals: Annotated[Totals, "the size of the archive"]
    datasets: Annotated[Sequence[tuple[str, str]], "files of data: (name, output path)"]
    years: Annotated[Sequence[YearFileLink], "the ZIP files of the years, the newest first"]
    manifest: Annotated[str, "output path of the list of all files"]
    forms: Annotated[Sequence[str], "endings of the files of text beside the page of a bulletin"]
    waiting: Annotated[int, "how many bulletins wait for their review"]


ABOUT = Layout("about.html", AboutPage)


def pages(index: Index) -> Iterator[Pending]:
    site = index.archive.site
    context: AboutPage = {
        "about": index.archive.about,
        "links": values.links(index.archive.about_links),
        "pictures": values.pictures(index.archive.about_pictures),
        "license": site.license or site.license_url,
        "license_url": site.license_url,
        "totals": ways_in.totals(index),
        "datasets": [(file, urls.dataset(file)) for file in urls.DATASET_FILES],
        "years": [values.year_file(one) for one in index.archive.year_files],
        "manifest": urls.MANIFEST,
        "forms": [f".{ending}" for ending in ("md", "json") if site.has_form(ending)],
        "waiting": len(index.waiting),
    }
    yield pending(frame.page(index, ABOUT, urls.ABOUT, context))


KIND = Kind((ABOUT,), alone(pages, urls.ABOUT))
