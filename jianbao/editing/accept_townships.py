"""New places below the county, and the articles that get one because their title or attribution
names it."""

from collections.abc import Iterator, Sequence, Set
from functools import partial
from pathlib import Path

from jianbao.archive.kinds import TownshipKind
from jianbao.archive.model import Article, Bulletin, Settings, Term
from jianbao.content import load
from jianbao.content.file_names import TOWNSHIPS
from jianbao.content.folder import Tree
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.names.tagging import MOST_TOWNSHIPS
from jianbao.editing.new_terms import GivenTerms, append, check_new, find_county, free_slug, refuse
from jianbao.editing.rewrite import one_by_one, rewrite
from jianbao.text import yaml_edits
from jianbao.text.chinese import strip_space
from jianbao.text.pinyin import reading

_ENDINGS: tuple[tuple[str, TownshipKind], ...] = (
    ("街道", "subdistrict"),
    ("镇", "town"),
    ("乡", "township"),
)


def enter(name: str, county: str | None, content: Path, shown: str = "content") -> Term:
    """Add a new place as the last entry of the authority file, in the county of that name; without
    one, in the county that its name or the list of counties says, or in the only one. Its kind is
    that of its last character. Raise ConfigError if it cannot be added."""
    settings = load.load_settings(content, shown)
    check_new(name, settings, shown)
    parent = _parent(name, county, settings, shown)
    bare = name.removeprefix(parent.name)
    kind: TownshipKind = next((kind for end, kind in _ENDINGS if bare.endswith(end)), "other")
    slug = free_slug(reading(bare), {one.slug for one in settings.townships.terms})
    term = Term(slug, name, kind, county=parent.name)
    entry = {"slug": slug, "name": name, "kind": kind, "county": parent.name}
    append(TOWNSHIPS, entry, term, content, shown)
    return term


def _parent(name: str, county: str | None, settings: Settings, shown: str) -> Term:
    if county:
        return find_county(county, settings, shown)
    authorities = Authorities.of(settings)
    place = authorities.place_at_start(name, short=False)
    township = authorities.township(name)
    if place:
        return place[0]
    if township and township[0] == name:
        return township[1]
    if len(settings.counties.terms) != 1:
        refuse(shown, "“{name}” does not say which county it is in: add --county NAME", name=name)
    return settings.counties.terms[0]


def give(
    names: Sequence[str], settings: Settings, content: Path, shown: str = "content"
) -> Iterator[GivenTerms]:
    """Give the places of these names to all articles of their counties whose title or attribution
    names them, and change nothing else in their files. Skip files that cannot be read: `check`
    reports them."""
    wanted = {term.slug for name in names if (term := settings.townships.find(name))}
    authorities = Authorities.of(settings)
    tree = Tree(content, content.name)
    for place, _ in tree.bulletins()[0]:
        found, _ = tree.read(place.file)
        bulletin = load.parse_bulletin(found or b"", tree.show(place.file), settings).bulletin
        missing = list(_missing(bulletin, wanted, authorities, settings)) if bulletin else []
        if not missing:
            continue
        is_written = rewrite(content, shown, place, partial(_with_tags, given=missing))
        found_names = tuple(dict.fromkeys(name for _, name in missing))
        articles = len({index for index, _ in missing})
        yield GivenTerms(content / place.file, found_names, articles, is_written)


def _missing(
    bulletin: Bulletin, wanted: Set[str], authorities: Authorities, settings: Settings
) -> Iterator[tuple[int, str]]:
    """Yield the index of each article that lacks a wanted place, and the place by its name of
    then."""
    series = next((one for one in settings.site.series if one.slug == bulletin.series), None)
    authorities = authorities.at_home(series.county if series else None).at(bulletin.date)
    for index, article in enumerate(bulletin.articles):
        tagged = {term.slug for one in article.township if (term := settings.townships.find(one))}
        for name in _named(article, authorities):
            term = authorities.townships.find(name)
            if term and term.slug in wanted - tagged:
                yield index, name


def _named(article: Article, authorities: Authorities) -> tuple[str, ...]:
    """Return the places that the title or the attribution of an article names; none if it lists
    many."""
    found = (authorities.counties.find(name) for name in article.county)
    counties = [term.name for term in found if term] or _counties_at_home(authorities)
    printed = (article.kicker, article.title, article.subtitle, article.attribution)
    text = "\n".join(strip_space(one) for one in printed if one)
    named = authorities.townships_in(text, counties)
    return named if len(named) <= MOST_TOWNSHIPS else ()


def _counties_at_home(authorities: Authorities) -> list[str]:
    """Return the county that is meant where none is named: that of the series, or the only one."""
    if authorities.home:
        return [authorities.home]
    terms = authorities.counties.terms
    return [terms[0].name] if len(terms) == 1 else []


def _with_tags(text: str, given: Sequence[tuple[int, str]]) -> str | None:
    """Write the places into the front matter. Return None if a person has to do it."""
    return one_by_one(text, (partial(_with_tag, index=index, name=name) for index, name in given))


def _with_tag(text: str, index: int, name: str) -> str | None:
    path = ("articles", index, "township")
    return yaml_edits.in_front_matter(
        text, lambda yaml: yaml_edits.add_item(yaml, path, name, after="county")
    )
