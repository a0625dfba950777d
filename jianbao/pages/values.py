"""Small values that several kinds of page show: dates, names of issues, widths of mastheads."""

import re
import unicodedata
from collections.abc import Iterable

from jianbao.archive import urls
from jianbao.archive.model import Bulletin, Link, Picture, Series, YearFile
from jianbao.archive.places import UNDATED
from jianbao.base.dates import PartialDate
from jianbao.pages.records import Date, Links, Month, PictureSources, YearFileLink
from jianbao.text import chinese, markdown
from jianbao.text.chinese import is_han


def own_name(bulletin: Bulletin, series: Series) -> str:
    """Return the title without the name of the series before it, "" if nothing is left."""
    return bulletin.title.removeprefix(series.title).strip()


def is_named_by_date(bulletin: Bulletin, name: str) -> bool:
    """Return whether `name` is empty or only the date, which lists show beside it anyway."""
    if not name:
        return True
    found = chinese.find_date(name)
    return found is not None and found == (bulletin.date, 0, len(name))


# The widths, in characters, for which the style sheet has a size that fills a line.
_WIDTHS = (8, 10, 12, 14, 16, 20)
# An office above the name of a bulletin is set smaller, as on paper.
_ABOVE = 0.6


def masthead_width(name: str) -> int | None:
    """Return the width of a masthead in characters, rounded up to one of _WIDTHS; None if it is
    wider than all of them."""
    *above, last = name.split() or [""]
    width = max(_width(last), *(_ABOVE * _width(part) / _lines(part) for part in above), 0)
    return next((known for known in _WIDTHS if width <= known), None)


def _lines(above: str) -> int:
    return 1 if _width(above) <= 20 else 2


def _width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def links(found: Iterable[Link]) -> Links:
    return {link.written: (link.target, link.anchor) for link in found}


def pictures(found: Iterable[Picture]) -> PictureSources:
    return {one.written: (one.file, one.width, one.height) for one in found}


def size(count: int) -> str:
    """Return a number of bytes in words, as file managers write it."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1e3:.0f} KB" if count < 999_500 else f"{count / 1e6:.1f} MB"


def year_file(file: YearFile) -> YearFileLink:
    return {"year": file.year, "path": file.path, "size": size(file.bytes)}


# A text with at least so many headings has a table of contents.
_LONG = 5


def outline(body: str) -> list[tuple[str, str]]:
    """Return the highest headings of a long text as (id, text), nothing of a short one."""
    found = markdown.headings(body) if body.count("\n#") >= _LONG - 1 else ()
    if len(found) < _LONG:
        return []
    top = min(heading.level for heading in found)
    highest = [(heading.id, heading.text) for heading in found if heading.level == top]
    return highest if len(highest) > 1 else []


def year_slug(year: int) -> str:
    return str(year) if year else UNDATED


def year_page(section: str, slug: str, year: int) -> str:
    """Return the path of the page of one year of a term or a series."""
    return urls.term_year(section, slug, year_slug(year))


def date(date: PartialDate | None) -> Date | None:
    if date is None:
        return None
    return {"iso": str(date), "year": date.year, "month": date.month, "day": date.day}


def month(month: int) -> Month:
    return {"number": month, "slug": f"{month:02}"}


_LOOSE = re.compile(r"(?<=[^\W\d_])[ \u3000]+(?=\d)|(?<=\d)[ \u3000]+(?=[^\W\d_])")


def close_up(printed: str) -> str:
    """Remove the spaces between Han characters and digits that a text layer adds."""
    return _LOOSE.sub(
        lambda gap: (
            "" if any(is_han(printed[i]) for i in (gap.start() - 1, gap.end())) else gap.group()
        ),
        printed,
    )
