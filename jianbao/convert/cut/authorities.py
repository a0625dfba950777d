"""Printed offices and places against the authority files. Nothing is guessed: what the rules do
not settle stays as printed, with a suggestion."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from jianbao.archive.model import Settings, Taxonomy, Term
from jianbao.base.dates import PartialDate
from jianbao.convert.cut.patterns import ends_like_office
from jianbao.text.chinese import HAN, is_han, strip_space

# Shortened names of offices, valid all over the country, and their full form. 卫计委 is a
# predecessor of 卫健委, not a short form of it.
_SUFFIXES = (
    (re.compile("(?:卫健体委|卫生健康体育委)(?!员会)"), "卫生健康体育委员会"),
    (re.compile("(?:卫健委|卫生健康委)(?!员会)"), "卫生健康委员会"),
    (re.compile("卫健体局"), "卫生健康体育局"),
    (re.compile("卫健局"), "卫生健康局"),
    (re.compile("疾控中心"), "疾病预防控制中心"),
    (re.compile("教体局"), "教育体育局"),
    (re.compile("医保局"), "医疗保障局"),
    (re.compile("人社局"), "人力资源和社会保障局"),
    (re.compile("(?<![人县区])政府办(?!公室)"), "政府办公室"),
)
_SEPARATOR = re.compile(r"[、，,；;/|\s\u3000]+")
_OF_OFFICES = "[省市县区委局院科处厅部]"
_PERSON = re.compile(f"[{HAN}·]{{2,4}}")
_BYLINE = re.compile(
    r"^(?:(?:本刊|本报|特约)?(?:记者|通讯员|作者|供稿单位|供稿人|供稿|撰稿人|撰稿|报送单位|信息来源|稿件来源|来源|摄影|文图|图文|文|图)\s*[/:：\s]\s*)+"
)
_OF_PERSON = re.compile(
    r"(?:本刊|本报|特约)?(?:记者|通讯员|作者|撰稿人?|摄影|文|图|文字|图片)[:：]?"
)
# Neither a person nor an office: a post (县委常委、组织部长), a group of a meeting (第三组), or a
# place in no list (东河县).
_NOBODY = re.compile(
    f"[{HAN}]{{1,16}}(?:委员|代表|书记|主任|主席|局长|院长|[县区市镇乡省]长|校长|部长|科长|会长|秘书长|常委)"
    f"|(?:第[{HAN}\\d]{{1,3}}|联|小|讨论)(?:小|联|讨论)?组|[{HAN}]{{2,12}}代表团|[{HAN}]{{2,6}}[县区市]"
)
_WITH_ROLE = re.compile(
    rf"(?:(?P<writer>供稿人?|撰稿人?|撰写人?|通讯员)|审核人?|审稿人?|核稿人?|签发人?)[:：](?P<name>[{HAN}·]{{2,4}})"
)
_NAME = 3
"""Characters of a person's name, which the name of an office exceeds."""
# A name of two characters that is set as wide as one of three.
_SPACED_NAME = re.compile(rf"(?<!\S)([{HAN}])[ \u3000]+([{HAN}])(?!\S)")
_SUPPLIED = re.compile(r"\s*(?:供稿|提供|报送|摄影报道|摄影|报道|文/图|图文)$")
# 市 and 省 at the head of words that are no offices.
_NOT_RELATIVE = re.compile("市[民场直值长级区容镇]|省[级长份直]|[县区][级长域委直乡情内]")
# Before a place: something happened there. Before or after: it is only somebody's home.
_WHERE = re.compile(
    "(?:到|在|赴|走进|深入|前往|来到|抵达|莅临|奔赴|进驻|落户|走访|下沉至?|于|至)[^，。；！？]{0,6}$"
)
_HELD = re.compile(
    "^[^，。；！？、]{0,12}?(?:镇|乡|街道|办事处|村|社区)[^，。；！？]{0,12}(?:召开|举办|举行|开展|启动|成立|揭牌)"
    "|^(?:召开|举办|举行|启动)"
)
_HOME_BEFORE = re.compile("(?:来自|家住|原籍|祖籍|籍贯|患者|老家|家在)[^，。；！？]{0,3}$")
_HOME_AFTER = re.compile("^(?:籍|人(?!民)|患者|居民|村民|的[患病]|市民|群众)")
_VISIT = re.compile("(?:赴|到|来|前往|走进|莅临)[^，。；]{0,4}$")
# After a short name these make it a river, a road, another place.
_NOT_SHORT = "山河江水库路街大道镇乡村庄寨店桥"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """A printed attribution, read: full names of the offices that are known, those that are not
    as printed, persons, and counties that stand for their offices (【青禾县】)."""

    departments: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Authorities:
    """The authority files, with the rules for reading printed names by them."""

    counties: Taxonomy
    departments: Taxonomy
    townships: Taxonomy = field(default_factory=partial(Taxonomy, "township"))
    topics: Taxonomy = field(default_factory=partial(Taxonomy, "topic"))
    home: str | None = None
    """The county that 县 and 区 alone mean if the issuer's name has none."""

    @classmethod
    def of(cls, settings: Settings) -> "Authorities":
        return cls(settings.counties, settings.departments, settings.townships, settings.topics)

    def at_home(self, county: str | None) -> "Authorities":
        """Return the same with a county that is meant where none is named."""
        term = self.counties.find(county) if county else None
        return replace(self, home=term.name) if term else self

    def at(self, date: PartialDate | None) -> "Authorities":
        """Return the offices and places under their names on `date`."""
        counties, departments = self.counties.at(date), self.departments.at(date)
        townships = self.townships.at(date)
        if (counties, departments, townships) == (self.counties, self.departments, self.townships):
            return self
        offices = (
            replace(term, county=self.counties.name_at(term.county, date)) if term.county else term
            for term in departments.terms
        )
        return replace(
            self,
            home=self.counties.name_at(self.home, date) if self.home else None,
            counties=counties,
            departments=replace(departments, terms=tuple(offices)),
            townships=townships,
        )

    @cached_property
    def _full(self) -> dict[str, Term]:
        """Full names, aliases and misprints of the counties."""
        names: dict[str, Term] = {}
        for term in self.counties.terms:
            for name in (*term.misprints, *term.aliases, term.name):
                names[name] = term
        return names

    @cached_property
    def _short(self) -> dict[str, Term]:
        return {t.short: t for t in self.counties.terms if t.short and t.short not in self._full}

    @cached_property
    def _townships(self) -> dict[str, Term]:
        """Townships that exist in one county only."""
        names = {term.name: self.townships_of(term) for term in self.counties.terms}
        count = Counter(name for of_county in names.values() for name in of_county)
        return {
            name: term
            for term in self.counties.terms
            for name in names[term.name]
            if count[name] == 1 and len(name) > 2
        }

    @cached_property
    def _names_in(self) -> dict[str, dict[str, Term]]:
        """The townships of the authority file by county and by each name, without the name of the
        county before it."""
        found: dict[str, dict[str, Term]] = {}
        for term in self.townships.terms:
            county = self.counties.find(term.county or "")
            if county:
                places = (county.name, *county.aliases, county.short or county.name)
                for name in (term.name, *term.aliases):
                    bare = next((name[len(p) :] for p in places if name.startswith(p)), name)
                    found.setdefault(county.name, {})[bare or name] = term
        return found

    def townships_of(self, county: Term) -> tuple[str, ...]:
        """Return the names of the places in a county, without its own name before them."""
        return tuple(dict.fromkeys((*county.townships, *self._names_in.get(county.name, ()))))

    def townships_in(self, text: str, counties: Sequence[str]) -> tuple[str, ...]:
        """Return the full names of the places of these counties that `text` names, in its order."""
        names: dict[str, Term] = {}
        for county in counties:
            names |= self._names_in.get(county, {})
        if not names:
            return ()
        pattern = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
        found = (names[match.group()].name for match in re.finditer(pattern, text))
        return tuple(dict.fromkeys(found))

    @cached_property
    def prefectures(self) -> tuple[str, ...]:
        """Prefectures of the archive, the one with most counties first."""
        count = Counter(term.prefecture for term in self.counties.terms if term.prefecture)
        return tuple(sorted(count, key=lambda name: (-count[name], name)))

    @cached_property
    def provinces(self) -> tuple[str, ...]:
        count = Counter(term.province for term in self.counties.terms if term.province)
        return tuple(sorted(count, key=lambda name: (-count[name], name)))

    # --- places ---------------------------------------------------------------------------

    def place_at_start(self, text: str, short: bool = True) -> tuple[Term, int] | None:
        """The county that `text` begins with, and how many characters name it."""
        names = self._full | (self._short if short else {})
        found = [name for name in names if text.startswith(name)]
        if not found:
            return None
        name = max(found, key=len)
        return names[name], len(name)

    def starts_with_place(self, text: str) -> bool:
        """Whether `text` begins with a place of any rank or a known office."""
        bare = strip_space(text).lstrip("“《")
        if self.place_at_start(bare):
            return True
        wide = [*self.prefectures, *self.provinces, "全市", "全省", "全县", "全区", "我市", "我县"]
        short = [name[:-1] for name in (*self.prefectures, *self.provinces)]
        if bare.startswith(tuple(wide + short)):
            return True
        if re.match(f"(?:[{HAN}]{{2,3}}[县市区][{HAN}：]|(?:市|省|县|国家)[{HAN}])", bare):
            return not _NOT_RELATIVE.match(bare)
        return any(
            bare.startswith(name)
            for term in self.departments.terms
            for name in (term.name, *term.aliases)
        )

    def mentions(self, text: str, short: bool) -> tuple[Mention, ...]:
        """Every county named in `text`, leftmost longest; short names (青禾) only where `short`."""
        names = self._full | (self._short if short else {})
        if not names:
            return ()
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))
        return tuple(
            Mention(names[m.group()], m.start(), m.end())
            for m in pattern.finditer(text)
            if self._is_place(text, m.start(), m.end(), names[m.group()])
        )

    def _is_place(self, text: str, start: int, end: int, term: Term) -> bool:
        name = text[start:end]
        if name == term.short and name not in (term.name, *term.aliases):
            return text[end : end + 1] not in _NOT_SHORT or not text[end : end + 1]
        if (
            term.kind == "zone"
            and name != term.name
            and not text[:start].endswith(tuple(self.prefectures))
        ):
            # 健康促进示范区 and another city's 高新区 are not this zone.
            before = text[:start]
            return not before or not is_han(before[-1]) or bool(_WHERE.search(before[-3:]))
        return True

    def township(self, text: str) -> tuple[str, Term] | None:
        """A township in `text` whose name exists in one county only."""
        for name, term in sorted(self._townships.items(), key=lambda item: -len(item[0])):
            if name in text:
                return name, term
        return None

    def counties_of_title(self, title: str, own: Sequence[str]) -> tuple[str, ...]:
        """Counties that a title names. `own` are those of the reporting office: a visitor's home
        (X到Y调研, reported by Y) is not the place, and a list of all counties tags none."""
        found = self.mentions(title, short=True)
        names = list(dict.fromkeys(mention.term.name for mention in found))
        if len(names) > max(3, len(self.counties.terms) // 3):
            return ()
        if len(names) > 1:
            first, second = found[0], next(m for m in found if m.term.name != found[0].term.name)
            visited = _VISIT.search(title[first.end : second.start])
            if visited and first.term.name not in own:
                names.remove(first.term.name)
        return tuple(names)

    def counties_of_event(self, text: str) -> tuple[str, ...]:
        """Counties where, by the words around their full names, something in `text` happened."""
        names: dict[str, None] = {}
        mentions = self.mentions(text, short=False)
        for mention in mentions:
            before, after = text[: mention.start], text[mention.end :]
            if _HOME_BEFORE.search(before[-12:]) or _HOME_AFTER.match(after):
                continue
            if _WHERE.search(before[-10:]) or _HELD.match(after):
                names[mention.term.name] = None
        return tuple(names) if len({m.term.name for m in mentions}) <= 3 else ()

    # --- offices --------------------------------------------------------------------------

    def office(
        self, printed: str, issuer: str | None = None, place: Term | None = None
    ) -> Term | None:
        """The office that `printed` names, relative to the issuer; `place` is the county that 县
        or 区 alone would mean."""
        for candidate in self._candidates(strip_space(printed), issuer, place):
            term = self.departments.find(candidate)
            if term:
                return term
        return None

    def full_name(self, printed: str, issuer: str | None = None) -> str:
        """What an unknown office would be called in full, for a suggestion."""
        return list(self._candidates(strip_space(printed), issuer, None))[-1]

    def _candidates(self, name: str, issuer: str | None, place: Term | None) -> Iterator[str]:
        for term in self.counties.terms:
            for wrong in term.misprints:
                name = name.replace(wrong, term.name)
        yield name
        yield from self._relative(name, issuer)
        full = _expanded(name)
        yield full
        for prefecture in self.prefectures:
            if full.startswith(prefecture) and self.place_at_start(full[len(prefecture) :]):
                full = full[len(prefecture) :]
                yield full
        found = self.place_at_start(full)
        if found:
            term, length = found
            yield term.name + _without_rank(full[length:], term, full[:length])
            return
        home = self._home(issuer)
        if place is None and home:
            place = self.counties.find(home)
        if _NOT_RELATIVE.match(full):
            return
        if full[:1] == "市":
            city = place.name if place and place.kind == "city" else None
            if city is None and home and home.endswith("市"):
                city = home
            yield (city or self._city()) + full[1:]
        elif full[:1] == "省" and self.provinces:
            yield self.provinces[0] + full[1:]
        elif full[:1] in ("县", "区") and place and place.name.endswith(full[0]):
            yield place.name + full[1:]

    def _relative(self, name: str, issuer: str | None) -> Iterator[str]:
        """委科教科 and the like: an office inside the issuer."""
        if not issuer:
            return
        body = re.sub("办公室$|办$", "", strip_space(issuer))
        term = self.office(body) if body else None
        full = term.name if term else _expanded(body)
        head = "委" if full.endswith("委员会") else full[-1:]
        if head and head in "委局院" and name.startswith(head) and len(name) > 1:
            rest = name[1:].removeprefix("机关")
            yield full + rest
            yield full + _expanded(rest)

    def _home(self, issuer: str | None) -> str | None:
        """The county or prefecture that the issuer's name begins with, else that of the series."""
        return self._home_of(issuer) or self.home

    def _home_of(self, issuer: str | None) -> str | None:
        if not issuer:
            return None
        name = strip_space(issuer)
        for prefecture in self.prefectures:
            if name.startswith(prefecture):
                found = self.place_at_start(name[len(prefecture) :], short=False)
                return found[0].name if found else prefecture
        found = self.place_at_start(name, short=False)
        return found[0].name if found else None

    def _city(self) -> str:
        return self.prefectures[0] if self.prefectures else "市"

    def attribution(self, printed: str, issuer: str | None) -> Attribution:
        """Read what stands in the brackets: one office or several, perhaps with its writers."""
        text = _SUPPLIED.sub("", _BYLINE.sub("", printed.strip())).strip()
        whole = self.office(text, issuer)
        if whole:
            return Attribution((whole.name,))
        departments: dict[str, None] = {}
        unknown: dict[str, None] = {}
        authors: dict[str, None] = {}
        counties: dict[str, None] = {}
        inside, person = False, bool(_OF_PERSON.match(printed.strip()))
        words = [*filter(None, _SEPARATOR.split(_SPACED_NAME.sub(r"\1\2", text)))]
        if words and _OF_PERSON.fullmatch(words[-1]):  # 宣传科/文: the roles stand behind
            words = [word for word in words if not _OF_PERSON.fullmatch(word)]
        for word in words:
            if role := _WITH_ROLE.fullmatch(word):  # who checked it did not write it
                if role.group("writer"):
                    authors[role.group("name")] = None
                continue
            if _OF_PERSON.fullmatch(word):
                person = True
                continue
            term = self.office(word, issuer) or (
                self.office(f"委{word}", issuer) if inside else None
            )
            named = None if term else self._with_person(word, issuer)
            if term:
                departments[term.name] = None
                inside = inside or word.startswith("委")
            elif named:
                writer, term = named
                authors[writer] = None
                departments[term.name] = None
            elif place := self._whole_place(word):
                counties[place.name] = None
            elif not _NOBODY.fullmatch(word):
                is_office = ends_like_office(word) and not (person and len(word) <= _NAME)
                is_author = not is_office and _PERSON.fullmatch(word)
                (authors if is_author else unknown)[word] = None
        return Attribution(tuple(departments), tuple(unknown), tuple(authors), tuple(counties))

    def _whole_place(self, word: str) -> Term | None:
        """The county that a word names and nothing else."""
        found = self.place_at_start(word, short=False)
        return found[0] if found and found[1] == len(word) else None

    def _with_person(self, word: str, issuer: str | None) -> tuple[str, Term] | None:
        """A name glued to an office: 林静青禾县卫健局, 青禾县卫健局林静."""
        for length in (2, 3, 4):
            for person, rest in ((word[:length], word[length:]), (word[-length:], word[:-length])):
                term = self.office(rest, issuer) if len(rest) > 3 else None
                if term and _PERSON.fullmatch(person) and not re.search(_OF_OFFICES, person):
                    return person, term
        return None


def _expanded(name: str) -> str:
    for pattern, full in _SUFFIXES:
        name = pattern.sub(full, name)
    return name


def _without_rank(rest: str, term: Term, printed: str) -> str:
    """What follows a short name loses a 县 or 区 that the full name already has."""
    return rest[1:] if printed == term.short and rest[:1] == term.name[-1:] else rest
