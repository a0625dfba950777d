"""The place of a bulletin: SERIES/YEAR/NAME, the same in content/, in addresses and in data.

bulletins/SERIES/YEAR/NAME.md             the bulletin
bulletins/SERIES/YEAR/NAME.review.yaml    the record of its conversion
"""

from dataclasses import dataclass
from typing import Self

from jianbao.base.dates import PartialDate

BULLETINS = "bulletins"
PICTURES = "pictures"  # the folder beside the bulletins of a year that holds theirs
BULLETIN_ENDING = ".md"
REVIEW_ENDING = ".review.yaml"
# The folder, in place of a year, of bulletins without a date.
UNDATED = "undated"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The place of one bulletin; `folder` is a year or UNDATED."""

    series: str
    folder: str
    name: str

    def __str__(self) -> str:
        return f"{self.series}/{self.folder}/{self.name}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Parse SERIES/YEAR/NAME. Return None for anything else."""
        parts = text.split("/")
        if len(parts) != 3 or any(part in ("", ".", "..") for part in parts):
            return None
        return cls(*parts)

    @classmethod
    def of_file(cls, file: str) -> Self:
        """Return the place of the bulletin that a file …/SERIES/YEAR/NAME.md, or its record
        …/NAME.review.yaml, belongs to."""
        series, folder, name = file.split("/")[-3:]
        return cls(series, folder, name.removesuffix(REVIEW_ENDING).removesuffix(BULLETIN_ENDING))

    @property
    def file(self) -> str:
        """The bulletin's file, relative to content/."""
        return f"{BULLETINS}/{self}{BULLETIN_ENDING}"

    @property
    def review(self) -> str:
        """The file of its review record, relative to content/."""
        return f"{BULLETINS}/{self}{REVIEW_ENDING}"


def folder_for(date: PartialDate | None) -> str:
    """Return the folder in which a bulletin of that date belongs."""
    return f"{date.year:04}" if date else UNDATED
