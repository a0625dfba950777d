"""The pages that the archive's owner wrote."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.pages import frame, metadata, values
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Pending, alone, pending
from jianbao.pages.records import Date, Links, PictureSources


class OwnPageValues(TypedDict):
    """A page that the archive's owner wrote."""

    title: Annotated[str, "title of the page"]
    text: Annotated[str, "text as Markdown"]
    outline: Annotated[Sequence[tuple[str, str]], "its headings if it is long: (id, text)"]
    held_back: Annotated[str | None, "in a preview: draft or date"]
    publish_from: Annotated[Date | None, "the day from which it is published"]
    links: Annotated[Links, "where its links to other pages lead: (page, id), as written"]
    pictures: Annotated[
        PictureSources, "its pictures, as written: (path, width and height in pixels)"
    ]


OWN_PAGE = Layout("page.html", OwnPageValues)


def pages(index: Index) -> Iterator[Pending]:
    archive = index.archive
    for page in archive.pages:
        path = urls.own_page(page.name)
        context: OwnPageValues = {
            "title": page.title,
            "text": page.body,
            "outline": values.outline(page.body),
            "held_back": page.held_back,
            "publish_from": values.date(page.publish_from),
            "links": values.links(page.links),
            "pictures": values.pictures(page.pictures),
        }
        head = metadata.of_own_page(archive, page)
        yield pending(frame.page(index, OWN_PAGE, path, context, head=head))


KIND = Kind((OWN_PAGE,), alone(pages, "pages/"))
