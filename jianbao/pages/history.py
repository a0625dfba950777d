"""What a term was called before, what came before and after it, and its predecessors' articles."""

from collections.abc import Sequence
from typing import Annotated, TypedDict

from jianbao.archive.model import Term
from jianbao.pages import values
from jianbao.pages.index import Index, Section, link
from jianbao.pages.records import ArticleRow, CountedTerm, Date, TermLink

# The page of a term lists so many articles of each predecessor; its own page has the others.
LISTED = 20


class Period(TypedDict):
    """A name of a term, from one date to another."""

    name: Annotated[str, "its name of that time"]
    code: Annotated[str | None, "GB/T 2260 code of a county of that time"]
    begins: Annotated[Date | None, "when that began, if it is known"]
    ends: Annotated[Date | None, "when that ended; none for the present name"]


class EarlierArticles(CountedTerm):
    """A predecessor and its newest articles."""

    articles: Annotated[Sequence[ArticleRow], "its newest articles"]


class History(TypedDict):
    """What became of a term with time."""

    names: Annotated[Sequence[Period], "its names, the earliest first; none if it had only one"]
    predecessors: Annotated[Sequence[CountedTerm], "the terms that became it, at once or later"]
    successors: Annotated[Sequence[TermLink], "the terms that took its place"]
    earlier: Annotated[Sequence[EarlierArticles], "the predecessors that have articles"]


def of_term(index: Index, section: Section, term: Term) -> History:
    taxonomy = index.authority(section)
    before = taxonomy.predecessors(term)
    return {
        "names": _names(term),
        "predecessors": [index.counted(section, one) for one in before],
        "successors": [link(section, one) for one in taxonomy.successors(term)],
        "earlier": [
            {
                **index.counted(section, one),
                "articles": [index.row(*pair) for pair in members[:LISTED]],
            }
            for one in before
            if (members := index.members(section).get(one.name, ()))
        ],
    }


def _names(term: Term) -> list[Period]:
    return [
        {
            "name": one.name,
            "code": one.code,
            "begins": values.date(one.from_),
            "ends": values.date(one.to),
        }
        for one in term.periods
        if term.names
    ]
