"""Dates as bulletins print them: a year, a month or a day."""

import datetime
import re
from dataclasses import dataclass

_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date; month and day are 0 if unknown. Dates are ordered by their known parts."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError("a day without a month")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Parse `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Raise ValueError for anything else."""
        match = _PARTIAL_DATE.fullmatch(text)
        if not match or "00" in match.groups()[1:]:
            raise ValueError(f"not a date: {text}")
        return cls(*(int(part or 0) for part in match.groups()))

    def is_before(self, other: "PartialDate") -> bool:
        """Return whether this date is earlier for certain, by the parts that both have."""
        ours, theirs = (self.year, self.month, self.day), (other.year, other.month, other.day)
        for our, their in zip(ours, theirs, strict=True):
            if not our or not their:
                return False
            if our != their:
                return our < their
        return False

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{n:02}" for n in (self.month, self.day) if n]
        return "-".join(parts)
