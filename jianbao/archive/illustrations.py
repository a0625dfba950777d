"""The pictures in the texts of a bulletin or a page, with their captions. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jianbao.archive.model import Bulletin, OwnPage, Picture
from jianbao.text import markdown


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture in a text. `caption` is what is printed below it, `description` what it shows, for
    those who do not see it; each "" if there is none."""

    picture: Picture
    caption: str
    description: str


def illustrations(owner: Bulletin | OwnPage, source: str) -> Iterator[Illustration]:
    """Yield the pictures in `source`, a text of `owner`, in order."""
    by_address = {picture.written: picture for picture in owner.pictures}
    for image in markdown.images(source) if by_address else ():
        if image.address in by_address:
            yield Illustration(by_address[image.address], image.caption, image.description)


def sources(
    owner: Bulletin | OwnPage, address: Callable[[str], str]
) -> Callable[[str], markdown.ImageSource | None]:
    """Return a function that gives the source of a picture by how a text of `owner` writes it;
    `address` makes an address of its file."""
    by_address = {picture.written: picture for picture in owner.pictures}

    def source(written: str) -> markdown.ImageSource | None:
        one = by_address.get(written)
        return markdown.ImageSource(address(one.file), one.width, one.height) if one else None

    return source


def still_shown(bulletin: Bulletin) -> tuple[Picture, ...]:
    """Return the pictures that the texts of `bulletin` show: a withdrawn text shows none."""
    texts = (bulletin.preface, *(article.body for article in bulletin.articles))
    shown = {one.picture.written for text in texts for one in illustrations(bulletin, text)}
    return tuple(picture for picture in bulletin.pictures if picture.written in shown)
