"""The repairs and doubts of a conversion, as the page of a bulletin (校勘记) and the page of its
review show them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, TypedDict

from jianbao.archive.model import Article, Bulletin, Flag, Repair
from jianbao.pages.records import DoubtRow, Spot
from jianbao.text import markdown

# The doubts that come first: about what must not be published so, and what is not filed yet.
_URGENT = re.compile("privacy_.*|(?:office|county|series)_unknown|(?:masthead|date|title)_missing")
# The doubts about the words of a text, not about its fields.
_OF_WORDS = re.compile(
    "typing_error|term_differs|township_near_miss|numbering_.*|paragraph_doubtful"
    "|reading_doubtful|unsure_line|unreadable|radicals|symbol|list_number"
)
_MARKUP = re.compile(r"[\s#*_{}\\]+")


class RepairRow(TypedDict):
    """A repair that changed a word."""

    rule: Annotated[str, "the rule that made it"]
    at: Annotated[Spot | None, "where it is in the document"]
    before: Annotated[str, "as printed"]
    after: Annotated[str, "as set"]


class RuleCount(TypedDict):
    """How often a rule changed no word."""

    rule: Annotated[str, "the rule"]
    count: Annotated[int, "how many repairs it made"]


class Collation(TypedDict):
    """校勘记, the record of a conversion."""

    flags: Annotated[Sequence[DoubtRow], "the doubts"]
    repairs: Annotated[Sequence[RepairRow], "each repair that changed a word"]
    mechanical: Annotated[Sequence[RuleCount], "the number of the others, by rule"]


def collation(bulletin: Bulletin, language: str) -> Collation | None:
    """Return the record of a conversion, None if it repaired and doubted nothing."""
    review = bulletin.review
    if not review or not (review.repairs or review.flags):
        return None
    mechanical = Counter(r.rule for r in review.repairs if _is_mechanical(r))
    return {
        "flags": [doubt(flag, bulletin, language) for flag in review.flags],
        "repairs": [
            {"rule": r.rule, "at": _place(r, bulletin), "before": r.before, "after": r.after}
            for r in review.repairs
            if not _is_mechanical(r)
        ],
        "mechanical": [{"rule": rule, "count": count} for rule, count in mechanical.items()],
    }


def waits_for_review(bulletin: Bulletin) -> bool:
    """Return whether a conversion made the bulletin and nobody has reviewed it."""
    return bulletin.review is not None and bulletin.reviewed is None


def is_urgent(flag: Flag) -> bool:
    return _URGENT.fullmatch(flag.kind) is not None


def urgent(bulletin: Bulletin) -> int:
    """Return how many of the bulletin's doubts come first."""
    return sum(map(is_urgent, bulletin.review.flags)) if bulletin.review else 0


def doubt(flag: Flag, bulletin: Bulletin, language: str) -> DoubtRow:
    """Return the doubt with its advice in `language`, that of the interface."""
    advice = flag.words(language)
    return {
        "at": _place(flag, bulletin),
        "text": flag.text,
        "advice": advice,
        "chinese": advice == flag.advice,
    }


def doubts_of(article: Article, bulletin: Bulletin, language: str) -> list[DoubtRow]:
    """Return the doubts about words in the text of an article, while nobody has reviewed them. A
    doubt whose words are in several articles of the issue is left to the record of the issue."""
    if not waits_for_review(bulletin) or bulletin.review is None:
        return []
    flags = [flag for flag in bulletin.review.flags if flag.text and _OF_WORDS.fullmatch(flag.kind)]
    return [
        doubt(flag, bulletin, language)
        for flag in flags
        if (flag.line or flag.page)
        and [one for one in bulletin.articles if _holds(one, flag.text)] == [article]
    ]


def _holds(article: Article, text: str) -> bool:
    return any(text in block for block in markdown.plain_blocks(article.body))


def bare(text: str) -> str:
    """Return `text` without spaces and markup, and with all characters in their usual width."""
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text))


def _is_mechanical(repair: Repair) -> bool:
    """Return whether a repair left every word as it was."""
    return repair.rule in ("markup", "invisible") or bare(repair.before) == bare(repair.after)


def _place(found: Flag | Repair, bulletin: Bulletin) -> Spot | None:
    """Return the place in the document, in the unit that its format has."""
    if found.page:
        return {"unit": "page", "n": found.page}
    text = bulletin.source is None or bulletin.source.format == "text"
    return {"unit": "line" if text else "paragraph", "n": found.line} if found.line else None
