"""Names in time: an office or a county may have had other names, each for a period. Pure.

A period includes both of its ends, and an end may be a year, a month or a day. Two periods that
meet (to 2019-03, from 2019-03) do not overlap; a date in both belongs to the later one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from jianbao.archive.fields import Key
from jianbao.base.dates import PartialDate


@dataclass(frozen=True, slots=True)
class NamePeriod:
    """A name, and for a county perhaps its code, from one date to another."""

    name: Annotated[str, Key("text", "当时的全称", "Full official name of that time.")]
    code: Annotated[
        str | None,
        Key("gb2260", "当时的 GB/T 2260 代码", "GB/T 2260 code of that time.", only=("county",)),
    ] = None
    from_: Annotated[
        PartialDate | None,
        Key("date", "从何时起；不知道就不写", "When it began; leave out if unknown."),
    ] = None
    to: Annotated[
        PartialDate | None,
        Key("date", "到何时止；现在的名称不写", "When it ended; none for the present name."),
    ] = None

    def holds(self, date: PartialDate) -> bool:
        """Return whether `date` is not certainly outside the period."""
        begins_later = self.from_ is not None and date.is_before(self.from_)
        ended = self.to is not None and self.to.is_before(date)
        return not begins_later and not ended

    def overlaps(self, other: "NamePeriod") -> bool:
        """Return whether both periods certainly share a time."""
        return _begins_before_end(self, other) and _begins_before_end(other, self)

    @property
    def is_reversed(self) -> bool:
        return self.from_ is not None and self.to is not None and self.to.is_before(self.from_)


def _begins_before_end(one: NamePeriod, other: NamePeriod) -> bool:
    if one.from_ is None or other.to is None:
        return True
    return one.from_.is_before(other.to)


def with_present(
    names: Sequence[NamePeriod], present: str, code: str | None
) -> tuple[NamePeriod, ...]:
    """Return all periods of a term, the earliest first. The present name begins when the last
    other one ended, if `names` do not say it; `code` is that of its period."""
    last = max((one.to for one in names if one.to), default=None)
    given = [one for one in names if one.name == present and one.to in (None, last)]
    current = given[-1] if given else NamePeriod(present, None, last)
    others = [one for one in names if one is not current]
    current = replace(current, code=current.code or code)
    return tuple(sorted((*others, current), key=lambda one: one.from_ or PartialDate(1)))


def at(periods: Sequence[NamePeriod], date: PartialDate | None) -> NamePeriod | None:
    """Return the period in which `date` is, the later one of two; None if it is in none."""
    holding = [one for one in periods if date is not None and one.holds(date)]
    return holding[-1] if holding else None


def overlapping(periods: Sequence[NamePeriod]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of each period and the first earlier one that it overlaps."""
    for index, one in enumerate(periods):
        for first, other in enumerate(periods[:index]):
            if one.overlaps(other):
                yield index, first
                break


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
