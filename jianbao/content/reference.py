"""What a bulletin or a page says of other files."""

from collections.abc import Iterator
from dataclasses import dataclass

from jianbao.base.problems import Location
from jianbao.text import markdown


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another file, which is checked when all bulletins are read: the `field`, its
    location, its `owner` (SERIES/YEAR/NAME, with /N for an article) and the value."""

    location: Location
    field: str
    owner: str
    target: str


def pictures_in(body: str, path: str, line: int, owner: str) -> Iterator[Reference]:
    """Yield the pictures that a text shows. `path` is its file as shown, `line` where it begins."""
    for image in markdown.images(body):
        yield Reference(Location(path, line + image.line - 1), "pictures", owner, image.address)
