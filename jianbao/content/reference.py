"""What a bulletin says of other files."""

from dataclasses import dataclass

from jianbao.base.problems import Location


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another file, which is checked when all bulletins are read: the `field`, its
    location, its `owner` (SERIES/YEAR/NAME, with /N for an article) and the value."""

    location: Location
    field: str
    owner: str
    target: str
