"""New entries for the authority files: the conversion could not place a name, an editor accepts it.

What is proposed is read from the review records: every name that the conversion flagged as unknown
and that is unknown still. Nothing is entered that an editor has not named, or seen in the list.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NoReturn

from jianbao.archive.model import Settings, Taxonomy, Term
from jianbao.base.problems import ConfigError, Location, problem
from jianbao.content import load
from jianbao.content.folder import BULLETINS, COUNTIES, DEPARTMENTS, ORIGINALS, REVIEW_ENDING
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.patterns import ends_like_office
from jianbao.convert.store import write_whole
from jianbao.editing import convert_folder
from jianbao.text import frontmatter, yaml_edits
from jianbao.text.chinese import HAN
from jianbao.text.pinyin import reading

Kind = Literal["county", "department"]

_FILES: Mapping[Kind, str] = {"county": COUNTIES, "department": DEPARTMENTS}
_FLAGS: Mapping[str, Kind] = {"county_unknown": "county", "office_unknown": "department"}
# What a name may consist of, so that it is one wherever it stands.
_NAME = re.compile(rf"[{HAN}A-Za-z0-9·（）]{{3,60}}")
# 县卫健委, 委机关 and the like name an office only beside others.
_RELATIVE = re.compile("[县区市省乡镇委局院厅处科我本该各全]")
_COUNTY_KINDS = {"县": "county", "旗": "county", "区": "district", "市": "city"}
_OFFICE_KINDS = (
    ("(?:医院|卫生院|保健院|卫生服务中心)$", "医院"),
    ("(?:科|处|股|室)$", "科室"),
    ("(?:委员会|委|局)$", "委局"),
    ("(?:政府|党委)$", "党政机关"),
    ("(?:中心|站|所)$", "事业单位"),
    ("(?:学校|大学|学院|小学|中学)$", "学校"),
)
_SLUG = 40
# Names that differ in one of these differ indeed: 第一人民医院, 第二人民医院.
_TELLING = frozenset("一二三四五六七八九十东西南北中上下前后")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that an authority file lacks. `printed` are the names that stand for it, `places`
    the bulletins (SERIES/YEAR/NAME) that wait for it; `near` is a known name of which it may be a
    misprint. Where `name` is "", the printed name does not say which office it is."""

    taxonomy: Kind
    name: str
    printed: tuple[str, ...]
    places: tuple[str, ...]
    kind: str = ""
    slug: str = ""
    county: str | None = None
    near: str | None = None

    def answers_to(self, name: str) -> bool:
        return name == self.name or name in self.printed

    def entry(self) -> dict[str, str]:
        """The keys of the entry, in the order of an authority file."""
        entry = {"slug": self.slug, "name": self.name, "kind": self.kind}
        return entry | ({"county": self.county} if self.county else {})


def proposals(content: Path, settings: Settings) -> list[Proposal]:
    """What may be added, counties first, then by name; what cannot be named comes last."""
    found: dict[tuple[Kind, str], _Waiting] = {}
    authorities = Authorities(settings.counties, settings.departments)
    for path, kind, printed, issuer in _unknown(content):
        if kind == "county":
            if settings.counties.find(printed):
                continue
            name = printed
        else:
            if authorities.office(printed, issuer):
                continue
            name = authorities.full_name(printed, issuer)
            if _RELATIVE.match(name) or not ends_like_office(name):
                name = ""
        if not _NAME.fullmatch(name):
            name = ""
        waiting = found.setdefault((kind, name or f"\0{printed}"), _Waiting())
        waiting.printed[printed] = None
        waiting.places["/".join((*path.parts[-3:-1], path.name.removesuffix(REVIEW_ENDING)))] = None
    made = []
    slugs = {term.slug for term in (*settings.counties.terms, *settings.departments.terms)}
    for (kind, name), waiting in sorted(found.items(), key=lambda item: (item[0][0], item[0][1])):
        one = Proposal(
            kind, "" if name[0] == "\0" else name, tuple(waiting.printed), tuple(waiting.places)
        )
        made.append(_completed(one, authorities, slugs) if one.name else one)
    return sorted(made, key=lambda one: not one.name)


@dataclass
class _Waiting:
    printed: dict[str, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)


def _unknown(content: Path) -> Iterator[tuple[Path, Kind, str, str | None]]:
    """The record, the kind, the printed name and the issuer of every name that was flagged. What
    cannot be read is for the check to report."""
    for path in sorted((content / BULLETINS).glob(f"*/*/*{REVIEW_ENDING}")):
        with suppress(OSError, UnicodeDecodeError):
            record = path.read_bytes()
            if b"_unknown" not in record:
                continue
            review, _ = load.parse_review(record, str(path))
            bulletin = path.with_name(f"{path.name.removesuffix(REVIEW_ENDING)}.md")
            issuer = _text_of(_front_matter(bulletin), "issuer")
            for flag in review.flags if review else ():
                if flag.kind in _FLAGS and flag.text:
                    yield path, _FLAGS[flag.kind], flag.text, issuer


def _front_matter(bulletin: Path) -> Mapping[str, frontmatter.Node]:
    split = frontmatter.split(bulletin.read_text("utf-8-sig"))
    node, _ = frontmatter.parse(split.front_matter, str(bulletin)) if split else (None, [])
    return node.value if node and isinstance(node.value, dict) else {}


def _text_of(values: Mapping[str, frontmatter.Node], key: str) -> str | None:
    value = values.get(key)
    return value.value if value and isinstance(value.value, str) else None


def _completed(one: Proposal, authorities: Authorities, slugs: set[str]) -> Proposal:
    """The proposal with what its name tells; its slug is added to `slugs`."""
    if one.taxonomy == "county":
        kind = _COUNTY_KINDS.get(one.name[-1], "county")
        slug = _slug(reading(one.name[:-1]), slugs)
        return replace(one, kind=kind, slug=slug, near=_near(one.name, authorities.counties))
    place = authorities.place_at_start(one.name, short=False)
    county, rest = (place[0], one.name[place[1] :]) if place else (None, one.name)
    head = f"{county.slug}-" if county else ""
    return replace(
        one,
        kind=_kind(one.name, authorities.departments),
        slug=_slug(reading(rest), slugs, head),
        county=county.name if county else None,
        near=_near(one.name, authorities.departments),
    )


def _kind(name: str, known: Taxonomy) -> str:
    """The kind of the known office whose name ends most alike, else by how such names end."""

    def common(term: Term) -> int:
        pairs = zip(reversed(name), reversed(term.name), strict=False)
        return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(name), len(term.name)))

    nearest = max(known.terms, key=common, default=None)
    if nearest and common(nearest) >= 2:
        return nearest.kind
    return next((kind for end, kind in _OFFICE_KINDS if re.search(end, name)), "其他")


def _slug(syllables: str, taken: set[str], head: str = "") -> str:
    slug = head
    for syllable in re.findall("[a-z0-9]+", syllables):
        if len(slug) + len(syllable) > _SLUG:
            break
        slug += syllable
    slug = slug.strip("-") or "new"
    number = 1
    unique = slug
    while unique in taken or unique == "index":
        number += 1
        unique = f"{slug}-{number}"
    taken.add(unique)
    return unique


def _near(name: str, known: Taxonomy) -> str | None:
    """A known name that differs by one character, one that does not tell two offices apart."""
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


def accept(
    names: Collection[str], content: Path, shown: str = "content", kind: str | None = None
) -> list[Proposal]:
    """Enter the proposals of these names into the authority files, as the last entries; `kind` is
    theirs where it is given. Without names, all that have no known name near them. What was
    entered. ConfigError where a name is none of a proposal, or a file cannot be changed."""
    entered: list[Proposal] = []
    wanted = list(dict.fromkeys(names))
    for taxonomy in ("county", "department"):
        # An office belongs to a county that may have been entered just now.
        settings = load.load_settings(content, shown)
        known = proposals(content, settings)
        if taxonomy == "county":
            for name in wanted:
                if not any(one.answers_to(name) and one.name for one in known):
                    message = "“{name}” is not proposed; accept without a name lists what is"
                    _refuse(shown, message, name=name)
        for one in known:
            asked = any(map(one.answers_to, wanted)) if wanted else not one.near
            if one.taxonomy != taxonomy or not one.name or not asked:
                continue
            _check_county(one, known, shown)
            entered.append(_enter(replace(one, kind=kind or one.kind), content, shown))
    return entered


def convert_again(
    places: Iterable[str], content: Path, shown: str
) -> Iterator[convert_folder.Intake]:
    """Convert the documents of these bulletins again, now that more names are known. What a person
    changed is kept."""
    documents: dict[Path, None] = {}
    for place in places:
        source = _front_matter(content / BULLETINS / f"{place}.md").get("source")
        file = _text_of(source.value, "file") if source and isinstance(source.value, dict) else None
        if file and (content / ORIGINALS / file).is_file():
            documents[content / ORIGINALS / file] = None
    yield from convert_folder.take_in(documents, load.load_settings(content, shown), content)


def _check_county(one: Proposal, known: Sequence[Proposal], shown: str) -> None:
    if one.taxonomy == "department" and one.county is None:
        for other in known:
            if other.taxonomy == "county" and one.name.startswith(other.name):
                message = "“{name}” belongs to {county}, which is unknown too: accept that as well"
                _refuse(shown, message, name=one.name, county=other.name)


def _enter(one: Proposal, content: Path, shown: str) -> Proposal:
    before = load.load_settings(content, shown)
    file = _FILES[one.taxonomy]
    text = _text(content / file)
    entry = one.entry()
    term = Term(one.slug, one.name, one.kind, county=one.county)
    new = yaml_edits.append_entry(text, entry)
    terms = _terms(before, one.taxonomy)
    written = "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"
    message = "cannot be changed by the program: add {entry}"
    _write(content, shown, file, new, one.taxonomy, (*terms, term), message, entry=written)
    return one


def add_alias(names: Sequence[str], known: str, content: Path, shown: str = "content") -> None:
    """Enter `names` as aliases of the office or the county that is called `known`. ConfigError
    where there is none, or the file cannot be changed."""
    for name in names:
        settings = load.load_settings(content, shown)
        kind: Kind = "department"
        term = settings.departments.find(known)
        if term is None:
            kind, term = "county", settings.counties.find(known)
        if term is None:
            _refuse(shown, "there is no office or county called “{name}”", name=known)
        other = settings.departments.find(name) or settings.counties.find(name)
        if other:
            _refuse(shown, "“{name}” is known already, as {known}", name=name, known=other.name)
        file = _FILES[kind]
        text = _text(content / file)
        new = yaml_edits.add_alias(text, term.name, name) if _NAME.fullmatch(name) else None
        terms = tuple(
            replace(one, aliases=(*one.aliases, name)) if one == term else one
            for one in _terms(settings, kind)
        )
        message = "cannot be changed by the program: add “{name}” to the aliases of {known}"
        _write(content, shown, file, new, kind, terms, message, name=name, known=term.name)


def _write(
    content: Path,
    shown: str,
    file: str,
    new: str | None,
    kind: Kind,
    terms: tuple[Term, ...],
    message: str,
    **values: object,
) -> None:
    """Write the file, once it is certain that it then says what it said, and `terms`."""
    if new is not None:
        settings = load.load_settings(content, shown, {file: new.encode()})
        if _terms(settings, kind) == terms:
            write_whole(content / file, new.encode())
            return
    _refuse(f"{shown}/{file}", message, **values)


def _terms(settings: Settings, kind: Kind) -> tuple[Term, ...]:
    return (settings.counties if kind == "county" else settings.departments).terms


def _text(path: Path) -> str:
    return path.read_bytes().decode() if path.exists() else ""


def _refuse(place: str, message: str, /, **values: object) -> NoReturn:
    raise ConfigError([problem(Location(place), "", message, **values)])
