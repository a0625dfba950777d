"""Articles by county, department and series, newest first. Pure.

Every function goes through the archive once and gives a mapping from a term's name, or a series'
slug, to its articles with their bulletins, in the order of the archive. Terms without an article
are not in it.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypeVar

from jianbao.model import Archive, Article, Bulletin

Pair: TypeAlias = tuple[Bulletin, Article]

_Key = TypeVar("_Key")
_Member = TypeVar("_Member")


def pairs(archive: Archive) -> Iterator[Pair]:
    return ((bulletin, article) for bulletin in archive.bulletins for article in bulletin.articles)


def by_county(archive: Archive) -> dict[str, list[Pair]]:
    return gather((name, pair) for pair in pairs(archive) for name in pair[1].county)


def by_department(archive: Archive) -> dict[str, list[Pair]]:
    """The articles that each office reported itself."""
    return gather((name, pair) for pair in pairs(archive) for name in pair[1].department)


def under_department(archive: Archive) -> dict[str, list[Pair]]:
    """The articles of each office and of all that is part of it, each once."""
    parents = {term.name: term.parent for term in archive.departments.terms}

    def lineage(office: str | None) -> Iterator[str]:
        while office:
            yield office
            office = parents.get(office)

    return gather(
        (name, pair)
        for pair in pairs(archive)
        for name in dict.fromkeys(
            above for office in pair[1].department for above in lineage(office)
        )
    )


def by_series(archive: Archive) -> dict[str, list[Pair]]:
    return gather((pair[0].series, pair) for pair in pairs(archive))


def gather(members: Iterable[tuple[_Key, _Member]]) -> dict[_Key, list[_Member]]:
    """Members under their keys, both in the order in which they come."""
    groups: dict[_Key, list[_Member]] = {}
    for key, member in members:
        groups.setdefault(key, []).append(member)
    return groups
