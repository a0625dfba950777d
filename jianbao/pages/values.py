"""What a page shows, as plain values: texts, numbers, lists and mappings, nothing else. Links stand
in them as output paths; the layouts make them relative to the page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from jianbao.archive import urls
from jianbao.archive.model import (
    ARTICLE_FIELDS,
    BULLETIN_FIELDS,
    Article,
    Bulletin,
    Field,
    Flag,
    Repair,
    Series,
    Term,
)
from jianbao.base.dates import PartialDate
from jianbao.text import chinese, privacy
from jianbao.text.chinese import is_han

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
    """The title without the name of the series before it; empty where it is nothing else."""
    return bulletin.title.removeprefix(series.title).strip()


def is_named_by_date(bulletin: Bulletin, name: str) -> bool:
    """Whether `name` says nothing but the date, which lists show beside it anyway, if that."""
    if not name:
        return True
    found = chinese.find_date(name)
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


# The doubts that come first: what must not be published so, and what is not filed yet.
_URGENT = re.compile("privacy_.*|(?:office|county|series)_unknown|(?:masthead|date|title)_missing")
_STATES = ("printed", "inferred", "absent")


def waits_for_review(bulletin: Bulletin) -> bool:
    """Whether a conversion made it and nobody has reviewed it."""
    return bulletin.review is not None and bulletin.reviewed is None


def urgent(bulletin: Bulletin) -> int:
    """How many of its doubts come first."""
    flags = bulletin.review.flags if bulletin.review else ()
    return sum(bool(_URGENT.fullmatch(flag.kind)) for flag in flags)


def review(bulletin: Bulletin) -> Values:
    """What a person who reviews it looks at: every doubt and where it stands in the text, and of
    each field where it came from."""
    doubts: dict[bool, list[Plain]] = {True: [], False: []}
    for flag in bulletin.review.flags if bulletin.review else ():
        article = _article_of(flag, bulletin)
        doubt = {**_flag(flag, bulletin), "article": article.number if article else None}
        doubts[bool(_URGENT.fullmatch(flag.kind))].append(doubt)
    states = dict(bulletin.review.fields) if bulletin.review else {}
    return {
        "file": f"content/bulletins/{urls.place(bulletin)}.md",
        "urgent": doubts[True],
        "others": doubts[False],
        "fields": _origins(bulletin, BULLETIN_FIELDS, "", states),
        "articles": [
            {"number": article.number, "fields": origins}
            for article in bulletin.articles
            if (origins := _origins(article, ARTICLE_FIELDS, f"articles.{article.number}.", states))
        ],
    }


def _flag(flag: Flag, bulletin: Bulletin) -> dict[str, Plain]:
    return {"at": _place(flag, bulletin), "text": flag.text, "advice": flag.advice}


def _place(found: Flag | Repair, bulletin: Bulletin) -> Values | None:
    """Where a reader finds it in the document: `n` of the `unit` that the format has, a page, a
    line or a paragraph."""
    if found.page:
        return {"unit": "page", "n": found.page}
    text = bulletin.source is None or bulletin.source.format == "text"
    return {"unit": "line" if text else "paragraph", "n": found.line} if found.line else None


def _article_of(flag: Flag, bulletin: Bulletin) -> Article | None:
    """The first article that holds what a doubt is about."""
    for article in bulletin.articles:
        whole = "\n".join(filter(None, (article.title, article.attribution, article.body)))
        if flag.kind.startswith("privacy_"):
            if any(found.masked == flag.text for found in privacy.find(whole)):
                return article
        elif flag.text and _bare(flag.text) in _bare(whole):
            return article
    return None


def _origins(
    record: Bulletin | Article, fields: Sequence[Field], prefix: str, states: Mapping[str, str]
) -> list[Plain]:
    """Name, value and origin of each field of which the conversion said where it came from."""
    found: list[Plain] = []
    for field in fields:
        state = states.get(f"{prefix}{field.name}")
        if state in _STATES:
            value = getattr(record, field.name)
            shown = "、".join(value) if isinstance(value, tuple) else str(value or "")
            found.append({"name": field.name, "value": shown, "state": state})
    return found


def collation(bulletin: Bulletin) -> Values | None:
    """校勘记: the flags, each repair that changed a word, and the number of the others by rule."""
    review = bulletin.review
    if not review or not (review.repairs or review.flags):
        return None
    mechanical = Counter(r.rule for r in review.repairs if _is_mechanical(r))
    return {
        "flags": [_flag(flag, bulletin) for flag in review.flags],
        "repairs": [
            {"rule": r.rule, "at": _place(r, bulletin), "before": r.before, "after": r.after}
            for r in review.repairs
            if not _is_mechanical(r)
        ],
        "mechanical": [{"rule": rule, "count": count} for rule, count in mechanical.items()],
    }
