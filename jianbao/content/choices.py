"""What of an archive is wanted."""

from dataclasses import dataclass

from jianbao.base.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Choices:
    """What of an archive is wanted: `everything`, what is held back marked as such; or only what is
    published on the day `as_of`."""

    as_of: PartialDate | None = None
    everything: bool = False


PUBLISHED = Choices()
EVERYTHING = Choices(everything=True)
