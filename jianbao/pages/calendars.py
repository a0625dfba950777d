"""Bulletins by month, as the pages of a year and of a year of a series show them."""

from collections.abc import Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.archive.groupings import gather
from jianbao.archive.model import Bulletin
from jianbao.pages import charts, values
from jianbao.pages.index import Index
from jianbao.pages.records import CalendarMonth, MonthOfBulletins


class YearOfBulletins(TypedDict):
    """The bulletins of a year."""

    year: Annotated[int, "the year; 0 for the undated"]
    total: Annotated[int, "how many bulletins the year has"]
    months: Annotated[Sequence[MonthOfBulletins], "the bulletins by month"]
    calendar: Annotated[Sequence[CalendarMonth], "the twelve months; empty if none is known"]


def year_of_bulletins(index: Index, year: int, bulletins: Sequence[Bulletin]) -> YearOfBulletins:
    of_month = gather((b.date.month if b.date else 0, b) for b in bulletins)
    return {
        "year": year,
        "total": len(bulletins),
        "months": [
            {**values.month(month), "bulletins": [index.bulletin_row(b) for b in members]}
            for month, members in of_month.items()
        ],
        "calendar": charts.year_calendar(year, ((b, urls.bulletin(b)) for b in bulletins)),
    }
