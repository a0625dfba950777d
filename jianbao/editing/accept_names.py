"""New entries for the authority files: names that the conversion did not know and an editor
accepts.

Names that wait and are still unknown are proposed (see `waiting`). A name is entered only if an
editor has named it, or seen it in the list.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from jianbao.archive.kinds import COUNTY_KINDS, PLACE_KINDS
from jianbao.archive.model import Settings, Taxonomy, Term
from jianbao.content import load
from jianbao.content.file_names import COUNTIES, DEPARTMENTS
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.patterns import ends_like_office
from jianbao.editing.new_terms import (
    append,
    find_county,
    free_slug,
    is_name,
    refuse,
    text_of_file,
    write,
)
from jianbao.editing.waiting import Kind, Waiting, waiting
from jianbao.text import yaml_edits
from jianbao.text.pinyin import reading

_FILES: Mapping[Kind, str] = {"county": COUNTIES, "department": DEPARTMENTS}
# 县卫健委, 委机关 and the like name an office only in context.
_RELATIVE = re.compile("[县区市省乡镇委局院厅处科我本该各全]")
_OFFICE_KINDS = (
    ("(?:医院|卫生院|保健院|卫生服务中心)$", "医院"),
    ("(?:科|处|股|室)$", "科室"),
    ("(?:委员会|委|局)$", "委局"),
    ("(?:政府|党委)$", "党政机关"),
    ("(?:中心|站|所)$", "事业单位"),
    ("(?:学校|大学|学院|小学|中学)$", "学校"),
)
# Names that differ in one of these mean different offices: 第一人民医院, 第二人民医院.
_TELLING = frozenset("一二三四五六七八九十东西南北中上下前后")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that an authority file lacks. `printed` are the names that stand for it, `places`
    the bulletins (SERIES/YEAR/NAME) that wait for it; `near` is a known name of which it may be a
    misprint. If `name` is "", the printed name does not say which office it is."""

    taxonomy: Kind
    name: str
    printed: tuple[str, ...]
    places: tuple[str, ...]
    kind: str = ""
    slug: str = ""
    county: str | None = None
    near: str | None = None
    aliases: tuple[str, ...] = ()

    def answers_to(self, name: str) -> bool:
        return name == self.name or name in self.printed

    def entry(self) -> dict[str, str | tuple[str, ...]]:
        """Return the keys and values of the entry, in the order of an authority file."""
        entry: dict[str, str | tuple[str, ...]] = {"slug": self.slug, "name": self.name}
        entry |= {"aliases": self.aliases} if self.aliases else {}
        return entry | {"kind": self.kind} | ({"county": self.county} if self.county else {})


def proposals(content: Path, settings: Settings) -> list[Proposal]:
    """Return the entries that may be added: counties first, then by name; those without a full name
    come last."""
    found: dict[tuple[Kind, str], _Found] = {}
    authorities = Authorities.of(settings)
    for one in waiting(content, authorities):
        if one.term is None:
            name = _full_name(one, authorities)
            entry = found.setdefault((one.taxonomy, name or f"\0{one.printed}"), _Found())
            entry.printed[one.printed] = None
            entry.places[one.place] = None
    made = []
    slugs = _slugs(settings)
    for (kind, name), entry in sorted(found.items(), key=lambda item: (item[0][0], item[0][1])):
        proposal = Proposal(
            kind, "" if name[0] == "\0" else name, tuple(entry.printed), tuple(entry.places)
        )
        made.append(_completed(proposal, authorities, slugs) if proposal.name else proposal)
    return sorted(made, key=lambda one: not one.name)


@dataclass
class _Found:
    printed: dict[str, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)


def _full_name(one: Waiting, authorities: Authorities) -> str:
    """Return the full form of the printed name, "" if the name does not determine it."""
    name = one.printed
    if one.taxonomy == "department":
        name = authorities.full_name(one.printed, one.issuer)
        if _RELATIVE.match(name) or not ends_like_office(name):
            return ""
    return name if is_name(name) else ""


def _slugs(settings: Settings) -> set[str]:
    return {term.slug for term in (*settings.counties.terms, *settings.departments.terms)}


def _completed(
    one: Proposal, authorities: Authorities, slugs: set[str], county: str | None = None
) -> Proposal:
    """Return the proposal with the values that follow from its name, and add its slug to `slugs`.
    An office belongs to `county` if it is given, otherwise to the county that its name begins with,
    otherwise to the only county that has the township of its name."""
    if one.taxonomy == "county":
        kind = PLACE_KINDS.get(one.name[-1], "county")
        slug = free_slug(reading(one.name[:-1]), slugs)
        return replace(one, kind=kind, slug=slug, near=_near(one.name, authorities.counties))
    place = authorities.place_at_start(one.name, short=False)
    rest = one.name[place[1] :] if place else one.name
    township = None if place else authorities.township(one.name)
    term = place[0] if place else township[1] if township else None
    if county:
        term = authorities.counties.find(county)
    head = f"{term.slug}-" if term else ""
    return replace(
        one,
        kind=_kind(one.name, authorities.departments),
        slug=free_slug(reading(rest), slugs, head),
        county=term.name if term else None,
        near=_near(one.name, authorities.departments),
    )


def _kind(name: str, known: Taxonomy) -> str:
    """Return the kind of the known office whose name has the longest common end; if there is none,
    the kind for which such an end is usual."""

    def common(term: Term) -> int:
        pairs = zip(reversed(name), reversed(term.name), strict=False)
        return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(name), len(term.name)))

    nearest = max(known.terms, key=common, default=None)
    if nearest and common(nearest) >= 2:
        return nearest.kind
    return next((kind for end, kind in _OFFICE_KINDS if re.search(end, name)), "其他")


def _near(name: str, known: Taxonomy) -> str | None:
    """Return a known name that differs in one character, if that character does not distinguish
    offices (第一, 第二)."""
    names = (other for term in known.terms for other in (term.name, *term.aliases))
    for other in names:
        operations = [
            (name[a:b], other[c:d])
            for kind, a, b, c, d in difflib.SequenceMatcher(
                None, name, other, autojunk=False
            ).get_opcodes()
            if kind != "equal"
        ]
        one_off = len(operations) == 1 and all(len(part) <= 1 for part in operations[0])
        if one_off and not set("".join(operations[0])) & _TELLING:
            return other
    return None


# --- accepting ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """The values that an editor gives for the names to enter, instead of those that the program
    derives: their kind, their county, and the full name for which the names stand."""

    kind: str | None = None
    county: str | None = None
    name: str | None = None


def accept(
    names: Collection[str], content: Path, shown: str = "content", given: Given | None = None
) -> list[Proposal]:
    """Enter the proposals of these names into the authority files, as the last entries, and return
    them. Without names, enter all that are not near a known name. A name that was not proposed is
    entered if its kind is given. Raise ConfigError if a name cannot be entered, or a file cannot be
    changed."""
    given = given or Given()
    wanted = list(dict.fromkeys(names))
    _check_given(wanted, given, content, shown)
    if given.name:
        return [_enter(_named(wanted, given, content, shown), content, shown)]
    entered: list[Proposal] = []
    for taxonomy in ("county", "department"):
        # The county of an office may have been entered in the first round.
        settings = load.load_settings(content, shown)
        known = proposals(content, settings)
        chosen = [
            one
            for one in known
            if one.taxonomy == taxonomy
            and one.name
            and (any(map(one.answers_to, wanted)) if wanted else not one.near)
        ]
        for name in wanted:
            if _taxonomy([name], given, known) == taxonomy and not any(
                one.answers_to(name) for one in (*chosen, *entered)
            ):
                chosen.append(Proposal(taxonomy, name, (), ()))
        slugs = _slugs(settings)
        authorities = Authorities.of(settings)
        for one in chosen:
            one = _completed(one, authorities, slugs, given.county)
            _check_county(one, known, shown)
            entered.append(_enter(replace(one, kind=given.kind or one.kind), content, shown))
    return entered


def _check_given(names: Sequence[str], given: Given, content: Path, shown: str) -> None:
    settings = load.load_settings(content, shown)
    known = proposals(content, settings)
    if given.county:
        find_county(given.county, settings, shown)
    if given.county and _taxonomy(names, given, known) == "county":
        refuse(shown, "a county is not in another county: leave --county out")
    for name in (*names, *filter(None, [given.name])):
        term = settings.departments.find(name) or settings.counties.find(name)
        if term:
            refuse(shown, "“{name}” is known already, as {known}", name=name, known=term.name)
        if not is_name(name):
            refuse(
                shown, "“{name}” cannot be a name: use Chinese characters and letters", name=name
            )
        if not given.name and any(one.answers_to(name) and not one.name for one in known):
            message = "“{name}” does not say which office it is: give its full name with --name"
            refuse(shown, message, name=name)
        is_proposed = any(one.answers_to(name) and one.name for one in known)
        if not is_proposed and not given.kind and not given.name:
            message = (
                "“{name}” is not proposed: accept without a name lists what is; "
                "with --kind or --name it is entered all the same"
            )
            refuse(shown, message, name=name)


def _taxonomy(names: Sequence[str], given: Given, known: Sequence[Proposal]) -> Kind:
    """Return the file to which names belong, by the given kind, otherwise by the proposals."""
    if given.kind:
        return "county" if given.kind in COUNTY_KINDS else "department"
    kinds = [one.taxonomy for one in known if any(map(one.answers_to, names))]
    return kinds[0] if kinds else "department"


def _named(names: Sequence[str], given: Given, content: Path, shown: str) -> Proposal:
    """Return the entry of the given full name, with the printed names as its aliases."""
    settings = load.load_settings(content, shown)
    known = [one for one in proposals(content, settings) if any(map(one.answers_to, names))]
    printed = [name for name in names if not any(one.answers_to(name) for one in known)]
    aliases = dict.fromkeys(
        [alias for one in known for alias in ([one.name] if one.name else one.printed)] + printed
    )
    aliases.pop(given.name or "", None)
    one = Proposal(
        _taxonomy(names, given, known),
        given.name or "",
        tuple(aliases),
        tuple(dict.fromkeys(place for one in known for place in one.places)),
    )
    authorities = Authorities.of(settings)
    one = _completed(one, authorities, _slugs(settings), given.county)
    return replace(one, kind=given.kind or one.kind, aliases=tuple(aliases))


def _check_county(one: Proposal, known: Sequence[Proposal], shown: str) -> None:
    if one.taxonomy == "department" and one.county is None:
        for other in known:
            if other.taxonomy == "county" and one.name.startswith(other.name):
                message = "“{name}” belongs to {county}, which is unknown too: accept that as well"
                refuse(shown, message, name=one.name, county=other.name)


def _enter(one: Proposal, content: Path, shown: str) -> Proposal:
    term = Term(one.slug, one.name, one.kind, aliases=one.aliases, county=one.county)
    append(_FILES[one.taxonomy], one.entry(), term, content, shown)
    return one


def add_alias(names: Sequence[str], known: str, content: Path, shown: str = "content") -> None:
    """Enter `names` as aliases of the office or the county that is called `known`. Raise
    ConfigError if there is none, or the file cannot be changed."""
    for name in names:
        settings = load.load_settings(content, shown)
        kind: Kind = "department"
        term = settings.departments.find(known)
        if term is None:
            kind, term = "county", settings.counties.find(known)
        if term is None:
            refuse(shown, "there is no office or county called “{name}”", name=known)
        other = settings.departments.find(name) or settings.counties.find(name)
        if other:
            refuse(shown, "“{name}” is known already, as {known}", name=name, known=other.name)
        file = _FILES[kind]
        text = text_of_file(content, file)
        new = yaml_edits.add_alias(text, term.name, name) if is_name(name) else None
        terms = tuple(
            replace(one, aliases=(*one.aliases, name)) if one == term else one
            for one in _terms(settings, kind)
        )
        message = "cannot be changed by the program: add “{name}” to the aliases of {known}"
        is_right = partial(_has_terms, kind, terms)
        write(content, shown, file, new, is_right, message, name=name, known=term.name)


def _has_terms(kind: Kind, terms: tuple[Term, ...], settings: Settings) -> bool:
    return _terms(settings, kind) == terms


def _terms(settings: Settings, kind: Kind) -> tuple[Term, ...]:
    return (settings.counties if kind == "county" else settings.departments).terms
