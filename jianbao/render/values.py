"""What a page shows, as plain values: texts, numbers, lists and mappings, nothing else. Links stand
in them as output paths; the layouts make them relative to the page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from jianbao import text, urls
from jianbao.model import Bulletin, PartialDate, Repair, Series, Term
from jianbao.text import is_han

Plain: TypeAlias = "bool | int | str | Sequence[Plain] | Mapping[str, Plain] | None"
Values: TypeAlias = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    layout: str
    context: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Pending:
    """A page whose context is not made yet. `made_of` gives a text that decides the context and
    costs less than it, where there is one."""

    path: str
    page: Callable[[], Page]
    made_of: Callable[[], str] | None = None


def own_name(bulletin: Bulletin, series: Series) -> str:
    """The title without the name of the series before it, as far as anything is left."""
    rest = bulletin.title.removeprefix(series.title).strip()
    return rest or bulletin.title


def is_named_by_date(bulletin: Bulletin, name: str) -> bool:
    """Whether `name` says nothing but the date, which lists show beside it anyway."""
    found = text.find_date(name)
    return found is not None and found == (bulletin.date, 0, len(name))


# The widths, in characters, for which the style sheet knows the size that fills a line.
_WIDTHS = (8, 10, 12, 14, 16, 20)
# An office above the name of a bulletin is set smaller, as on paper.
_ABOVE = 0.6


def masthead_width(name: str) -> int | None:
    """How many characters wide a masthead is, rounded up to one of _WIDTHS; None above all."""
    *above, last = name.split() or [""]
    width = max(_width(last), *(_ABOVE * _width(part) / _lines(part) for part in above), 0)
    return next((known for known in _WIDTHS if width <= known), None)


def _lines(above: str) -> int:
    return 1 if _width(above) <= 20 else 2


def _width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def year_slug(year: int) -> str:
    return str(year) if year else "undated"


def year_page(section: str, slug: str, year: int) -> str:
    """The page of one year of a term or a series."""
    return urls.term_year(section, slug, year_slug(year))


def date(date: PartialDate | None) -> Values | None:
    if date is None:
        return None
    return {"iso": str(date), "year": date.year, "month": date.month, "day": date.day}


def month(month: int) -> Values:
    return {"number": month, "slug": f"{month:02}"}


def term(term: Term) -> Values:
    return {
        "slug": term.slug,
        "name": term.name,
        "kind": term.kind,
        "code": term.code,
        "nbs": term.nbs,
        "prefecture": term.prefecture,
        "province": term.province,
        "aliases": term.aliases,
    }


_LOOSE = re.compile(r"(?<=[^\W\d_])[ \u3000]+(?=\d)|(?<=\d)[ \u3000]+(?=[^\W\d_])")


def close_up(printed: str) -> str:
    """`printed` without the spaces between Han characters and digits that a text layer adds."""
    return _LOOSE.sub(
        lambda gap: (
            "" if any(is_han(printed[i]) for i in (gap.start() - 1, gap.end())) else gap.group()
        ),
        printed,
    )


_MARKUP = re.compile(r"[\s#*_{}\\]+")


def _bare(text: str) -> str:
    """What of `text` is neither space, width nor markup."""
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text))


def _is_mechanical(repair: Repair) -> bool:
    """Whether it left every word as it was."""
    return repair.rule in ("markup", "invisible") or _bare(repair.before) == _bare(repair.after)


def collation(bulletin: Bulletin) -> Values | None:
    """校勘记: the flags, each repair that changed a word, and the number of the others by rule."""
    review = bulletin.review
    if not review or not (review.repairs or review.flags):
        return None
    mechanical = Counter(r.rule for r in review.repairs if _is_mechanical(r))
    return {
        "flags": [{"line": f.line, "text": f.text, "advice": f.advice} for f in review.flags],
        "repairs": [
            {"rule": r.rule, "line": r.line, "before": r.before, "after": r.after}
            for r in review.repairs
            if not _is_mechanical(r)
        ],
        "mechanical": [{"rule": rule, "count": count} for rule, count in mechanical.items()],
    }
