"""Names that the conversion did not know, and the articles that wait for them.

They are read from the review records and compared with the current bulletins and authority files.
No other record is needed: a name that anybody entered is known the next time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jianbao.archive.model import Flag, Term
from jianbao.archive.places import Place
from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.content.folder import Tree
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.store import is_untouched
from jianbao.text import frontmatter
from jianbao.text.chinese import strip_space

Kind = Literal["county", "department"]

_FLAGS: Mapping[str, Kind] = {"county_unknown": "county", "office_unknown": "department"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A printed name for which an article has no tag. `place` is that of the bulletin
    (SERIES/YEAR/NAME), `article` counts from 0, and is None if it is unclear which article has the
    name. `term` is what the name means, under its name on the bulletin's date; None if it is still
    unknown."""

    place: str
    article: int | None
    taxonomy: Kind
    printed: str
    issuer: str | None
    term: Term | None


@dataclass(frozen=True, slots=True)
class _Article:
    title: str
    attribution: str
    department: tuple[str, ...]
    county: tuple[str, ...]


def waiting(content: Path, authorities: Authorities) -> Iterator[Waiting]:
    """Yield every name that was flagged as unknown and has no tag. Skip files that cannot be read:
    `check` reports them."""
    tree = Tree(content, content.name)
    places, _ = tree.bulletins()
    for place, has_review in places:
        record, _ = tree.read(place.review) if has_review else (None, [])
        if record is None or b"_unknown" not in record:
            continue
        review, _ = load.parse_review(record, tree.show(place.review))
        for flag in review.flags if review else ():
            if flag.kind in _FLAGS and flag.text:
                yield from _of_flag(flag, place, content, authorities)


def front_matter(content: Path, place: Place) -> Mapping[str, frontmatter.Node]:
    """Return the fields of a bulletin's file; none if it cannot be read or parsed."""
    found, _ = Tree(content, content.name).read(place.file)
    split = frontmatter.split((found or b"").decode("utf-8-sig", "replace"))
    node, _ = frontmatter.parse(split.front_matter, place.file) if split else (None, [])
    return node.value if node and isinstance(node.value, dict) else {}


def text_of(values: Mapping[str, frontmatter.Node], key: str) -> str | None:
    value = values.get(key)
    return value.value if value and isinstance(value.value, str) else None


def date_of(values: Mapping[str, frontmatter.Node]) -> PartialDate | None:
    """Return the date of issue, None if there is none that can be read."""
    try:
        return PartialDate.parse(text_of(values, "date") or "")
    except ValueError:
        return None


def _of_flag(
    flag: Flag, where: Place, content: Path, authorities: Authorities
) -> Iterator[Waiting]:
    values = front_matter(content, where)
    kind, printed, issuer = _FLAGS[flag.kind], flag.text, text_of(values, "issuer")
    authorities = authorities.at(date_of(values))
    place = str(where)
    if kind == "county":
        term = authorities.counties.find(printed)
    else:
        term = authorities.office(printed, issuer)
    found = False
    for number, article in enumerate(_articles(values)):
        text = article.attribution if kind == "department" else article.attribution + article.title
        if strip_space(printed) in strip_space(text):
            found = True
            if _is_open(article, kind, issuer, term, authorities):
                yield Waiting(place, number, kind, printed, issuer, term)
    if not found and is_untouched(content, where):
        yield Waiting(place, None, kind, printed, issuer, term)


def _is_open(
    article: _Article, kind: Kind, issuer: str | None, term: Term | None, authorities: Authorities
) -> bool:
    """Return whether an article lacks the tag of a name. An article with tags that the program
    would not give counts as tagged by a person, so nothing is open."""
    if kind == "county":
        return not article.county
    read = authorities.attribution(article.attribution, issuer).departments
    tagged = {
        known.name if (known := authorities.departments.find(name)) else name
        for name in article.department
    }
    return tagged <= set(read) and (term is None or term.name not in tagged)


def _articles(values: Mapping[str, frontmatter.Node]) -> Iterator[_Article]:
    entries = values.get("articles")
    for entry in entries.value if entries and isinstance(entries.value, tuple) else ():
        fields = entry.value if isinstance(entry.value, dict) else {}
        yield _Article(
            text_of(fields, "title") or "",
            text_of(fields, "attribution") or "",
            _texts(fields, "department"),
            _texts(fields, "county"),
        )


def _texts(values: Mapping[str, frontmatter.Node], key: str) -> tuple[str, ...]:
    node = values.get(key)
    items = node.value if node and isinstance(node.value, tuple) else ()
    return tuple(item.value for item in items if isinstance(item.value, str))
