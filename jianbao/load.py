"""`content/` to a checked Archive, with every problem of every file gathered.

What a key may hold is said once, in the Field tables of `model`; one checker walks them for
settings, authority files and front matter alike. Parsing a bulletin is a pure function of its
bytes, its place and the settings; only the reading of the tree and the hashing of originals touch
the disk.

What belongs in content/ is site.yaml, about.md, authorities/, bulletins/SERIES/YEAR/NAME.md with
NAME.review.yaml, and originals/. Names that begin with `.` or `~` or end with `~`, the files that
desktops leave (Thumbs.db, desktop.ini), and README and LICENSE files are no content and ignored;
anything else outside originals/ is a problem, since it may be a bulletin in the wrong place.
"""

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from jianbao import frontmatter, markdown, urls
from jianbao.errors import ConfigError, ContentError, Location, Problem, Problems, problem
from jianbao.frontmatter import Node
from jianbao.model import (
    BULLETIN_FIELDS,
    COUNTY_FIELDS,
    DEPARTMENT_FIELDS,
    SITE_FIELDS,
    Archive,
    Article,
    Bulletin,
    Field,
    FieldType,
    Flag,
    PartialDate,
    Provenance,
    Repair,
    Review,
    Series,
    Settings,
    Site,
    Taxonomy,
    Term,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_ARTICLES = 1000
UNDATED = "undated"

SITE = "site.yaml"
ABOUT = "about.md"
AUTHORITIES = "authorities"
COUNTIES = "authorities/counties.yaml"
DEPARTMENTS = "authorities/departments.yaml"
BULLETINS = "bulletins"
ORIGINALS = "originals"
REVIEW_ENDING = ".review.yaml"
PATTERN = "bulletins/SERIES/YEAR/NAME.md"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_STRAY = re.compile(r"[.~].*|.*~|thumbs\.db|desktop\.ini|(readme|license)(\..*)?", re.IGNORECASE)


def load(content: Path, shown: str = "content") -> Archive:
    """The archive in the folder `content`, called `shown` in messages. Raises ConfigError where
    the settings are wrong (with the problems of the bulletins too), else ContentError."""
    problems = Problems()
    tree = _open_tree(content, shown)
    settings, unsure = _read_settings(tree, problems)
    settings_problems = len(problems)
    about = _read_about(tree, problems)
    parsed = _read_bulletins(tree, settings, unsure, problems)
    problems.extend(_check_originals(tree, parsed))
    problems.extend(_check_addresses(parsed))
    problems.raise_if_any(ConfigError if settings_problems else ContentError)
    bulletins = [one.bulletin for one in parsed if one.bulletin]
    return Archive(
        site=settings.site,
        counties=settings.counties,
        departments=settings.departments,
        bulletins=newest_first(bulletins),
        about=about,
        originals=tuple(sorted({b.source.file for b in bulletins if b.source})),
    )


def load_settings(content: Path, shown: str = "content") -> Settings:
    """site.yaml and the authority files alone. Raises ConfigError."""
    problems = Problems()
    settings, _ = _read_settings(_open_tree(content, shown), problems)
    problems.raise_if_any(ConfigError)
    return settings


def newest_first(bulletins: Iterable[Bulletin]) -> tuple[Bulletin, ...]:
    """The one order of an archive: see `Archive.bulletins`."""
    by_place = sorted(bulletins, key=lambda b: (b.series, -(b.issue or 0), b.name))
    return tuple(sorted(by_place, key=lambda b: b.date or PartialDate(1), reverse=True))


# --- one mapping against its fields -------------------------------------------------------------


def _text(value: str) -> str:
    if "\n" in value.strip():
        raise ValueError
    return value.strip()


def _matching(pattern: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def read(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError
        return value

    return read


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,100}", value) or not urls.is_file_name(value):
        raise ValueError
    return value


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s?#]", value):
        raise ValueError
    return value


def _integer(value: str) -> int:
    return int(_matching(r"[1-9][0-9]{0,8}")(value))


def _reviewed(value: str) -> PartialDate | None:
    return None if value == "false" else PartialDate.parse(value)


# How a scalar of each type is read, and what is said of one that cannot be.
_SCALARS: dict[FieldType, tuple[Callable[[str], Any], str]] = {
    "text": (_text, "must be one line of text (got {got})"),
    "markdown": (str, "must be text (got {got})"),
    "slug": (
        _slug,
        "must be a slug: lower-case letters a-z, digits and hyphens, and not a reserved name"
        " such as index (got {got})",
    ),
    "url": (_url, "must be an http or https address without ? and # (got {got})"),
    "integer": (_integer, "must be a whole number from 1, without leading zeros (got {got})"),
    "date": (
        PartialDate.parse,
        "must be a date of the calendar as YYYY, YYYY-MM or YYYY-MM-DD (got {got})",
    ),
    "reviewed": (_reviewed, "must be false or the date of the review (got {got})"),
    "sha256": (_matching("[0-9a-f]{64}"), "must be 64 digits of 0-9 and a-f (got {got})"),
    "gb2260": (_matching("[0-9]{6}"), "must be a code of six digits (got {got})"),
}
_LISTS: dict[FieldType, str] = {
    "texts": "must be a list of texts, as [first, second] (got {got})",
    "counties": "must be a list of names, as [first, second] (got {got})",
    "departments": "must be a list of names, as [first, second] (got {got})",
    "mappings": "must be a list of entries, each beginning with a hyphen (got {got})",
}
# For each type that names terms: the file, and what is said of an unknown name with and without
# a suggestion.
_COUNTY = (
    COUNTIES,
    "unknown county “{name}”; did you mean “{near}”? ({file})",
    "unknown county “{name}”: correct it or add it to {file}",
)
_DEPARTMENT = (
    DEPARTMENTS,
    "unknown department “{name}”; did you mean “{near}”? ({file})",
    "unknown department “{name}”: correct it or add it to {file}",
)
_AUTHORITIES: dict[FieldType, tuple[str, str, str]] = {
    "county": _COUNTY,
    "counties": _COUNTY,
    "department": _DEPARTMENT,
    "departments": _DEPARTMENT,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One checked mapping: the values that are right, by field (a list as a tuple, null left
    out), the lines of each value, or of each right item of a list, and the fields reported."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, tuple[int, ...]] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)

    def line_of(self, name: str) -> int:
        return self.lines.get(name, (self.line,))[0]


class _Checker:
    """Checks the nodes of one file. Where `counties` or `departments` is None, their names pass
    unchecked, since the authority file itself is in doubt."""

    def __init__(
        self, path: str, counties: Taxonomy | None = None, departments: Taxonomy | None = None
    ) -> None:
        self.path = path
        self.problems = Problems()
        self._authorities: dict[FieldType, Taxonomy | None] = {
            "county": counties,
            "counties": counties,
            "department": departments,
            "departments": departments,
        }

    def report(self, line: int, name: str, message: str, /, **values: object) -> None:
        self.problems.add(Location(self.path, line), name, message, **values)

    def entries(self, node: Node, name: str, fields: Sequence[Field]) -> tuple[_Entry, ...]:
        """The items of the list `node`, checked."""
        if not isinstance(node.value, tuple):
            self.report(node.line, name, _LISTS["mappings"], got=_got(node))
            return ()
        return tuple(self.entry(item, name, fields) or _Entry(item.line) for item in node.value)

    def entry(self, node: Node, name: str, fields: Sequence[Field]) -> _Entry | None:
        if not isinstance(node.value, dict):
            message = "must be keys with values, as `key: value` (got {got})"
            self.report(node.line, name, message, got=_got(node))
            return None
        entry = _Entry(node.line)
        known = {one.name: one for one in fields}
        for key, value in node.value.items():
            if key in known:
                reported = len(self.problems)
                self._set(entry, known[key], value)
                if len(self.problems) > reported:
                    entry.wrong.add(key)
                continue
            near = get_close_matches(key, known, n=1)
            if near:
                self.report(value.line, key, "unknown key; did you mean “{near}”?", near=near[0])
            else:
                self.report(value.line, key, "unknown key; known: {known}", known=", ".join(known))
        for one in fields:
            if one.required and one.name not in node.value:
                self.report(node.line, one.name, "is missing")
        return entry

    def _set(self, entry: _Entry, one: Field, node: Node) -> None:
        entry.lines[one.name] = (node.line,)
        if node.value is None:
            if not one.nullable:
                self.report(node.line, one.name, "must not be empty")
            return
        if one.type == "mapping":
            value: Any = self.entry(node, one.name, one.fields)
        elif one.type == "mappings":
            value = self.entries(node, one.name, one.fields)
        elif one.type in _LISTS:
            value = self._list(entry, one, node)
        else:
            value = self._scalar(one, node)
        if value is not None:
            entry.values[one.name] = value

    def _list(self, entry: _Entry, one: Field, node: Node) -> tuple[str, ...] | None:
        if not isinstance(node.value, tuple):
            self.report(node.line, one.name, _LISTS[one.type], got=_got(node))
            return None
        items: dict[int, str] = {}
        for index, item in enumerate(node.value):
            text = self._scalar(one, item)
            if text is not None and one.type != "texts" and text in items.values():
                self.report(item.line, one.name, "“{name}” is named twice", name=text)
            elif text is not None:
                items[index] = text
        entry.lines[one.name] = tuple(node.value[index].line for index in items) or (node.line,)
        return tuple(items.values())

    def _scalar(self, one: Field, node: Node) -> Any:
        """The value of `node`, or None where it is wrong."""
        read, message = _SCALARS.get(one.type, _SCALARS["text"])
        if node.value is None or (isinstance(node.value, str) and not node.value.strip()):
            self.report(node.line, one.name, "must not be empty")
            return None
        if not isinstance(node.value, str):
            self.report(node.line, one.name, message, got=_got(node))
            return None
        control = _CONTROL.search(node.value)
        if control:
            code = f"U+{ord(control.group()):04X}"
            self.report(node.line, one.name, "holds the control character {code}", code=code)
            return None
        if one.type == "choice":
            return self._choice(one, node.line, node.value)
        try:
            value = read(node.value)
        except ValueError:
            self.report(node.line, one.name, message, got=_got(node))
            return None
        if one.type in _AUTHORITIES:
            return self.resolve(one, node.line, value, self._authorities[one.type])
        return value

    def _choice(self, one: Field, line: int, value: str) -> str | None:
        if value in one.choices:
            return value
        message = "must be one of {choices} (got “{got}”)"
        self.report(line, one.name, message, choices=", ".join(one.choices), got=value)
        return None

    def resolve(self, one: Field, line: int, name: str, terms: Taxonomy | None) -> str | None:
        """The full name of the term that `name` means."""
        if terms is None:
            return name
        term = terms.find(name)
        if term:
            return term.name
        file, suggestion, unknown = _AUTHORITIES[one.type]
        near = terms.nearest(name)
        if near:
            self.report(line, one.name, suggestion, name=name, near=near, file=file)
        else:
            self.report(line, one.name, unknown, name=name, file=file)
        return None


def _got(node: Node) -> str:
    if isinstance(node.value, str):
        return f"“{node.value if len(node.value) <= 60 else node.value[:59] + '…'}”"
    return "null" if node.value is None else "[…]" if isinstance(node.value, tuple) else "{…}"


# --- settings -----------------------------------------------------------------------------------


def _read_settings(tree: "_Tree", problems: Problems) -> tuple[Settings, frozenset[str]]:
    """The settings as far as they can be read, and which parts of them ("series", "counties",
    "departments") are in doubt."""
    problems.extend(tree.check_top())
    site, site_problems = _read_site(tree)
    counties, county_problems = _read_counties(tree)
    departments, department_problems = _read_departments(
        tree, None if county_problems else counties
    )
    parts = {
        "series": site_problems,
        "counties": county_problems,
        "departments": department_problems,
    }
    for part in parts.values():
        problems.extend(part)
    unsure = frozenset(name for name, part in parts.items() if part)
    return Settings(site, counties, departments), unsure


def _read_site(tree: "_Tree") -> tuple[Site, list[Problem]]:
    nowhere = Site("", ())
    if not tree.has(SITE):
        message = "is missing: it gives the archive its title and its series"
        return nowhere, [problem(Location(tree.show(SITE)), "", message)]
    node, problems = _read_yaml(tree, SITE)
    if problems and node is None:
        return nowhere, problems
    checker = _Checker(tree.show(SITE))
    entry = checker.entry(node or Node(1, None), "", SITE_FIELDS)
    if entry:
        series = entry.values.get("series", ())
        if not series and "series" in entry.lines and "series" not in entry.wrong:
            checker.report(entry.line_of("series"), "series", "must not be empty")
        _check_unique(checker, series, ("slug",))
        _check_unique(checker, series, ("title", "aliases"))
    problems += checker.problems
    if problems or not entry:
        return nowhere, problems
    values = entry.values | {"series": tuple(Series(**one.values) for one in series)}
    return Site(**values), problems


def _read_counties(tree: "_Tree") -> tuple[Taxonomy, list[Problem]]:
    entries, checker, problems = _read_authority(tree, COUNTIES, COUNTY_FIELDS)
    _check_unique(checker, entries, ("slug",))
    _check_unique(checker, entries, ("name", "aliases", "misprints"))
    _check_unique(checker, entries, ("code",))
    for entry in entries:
        if entry.values.get("kind") == "zone" and "code" in entry.values:
            message = "a zone has no GB/T 2260 code: write its statistical code under nbs"
            checker.report(entry.line_of("code"), "code", message)
    problems += checker.problems
    terms = () if problems else tuple(Term(**entry.values) for entry in entries)
    return Taxonomy("county", terms), problems


def _read_departments(tree: "_Tree", counties: Taxonomy | None) -> tuple[Taxonomy, list[Problem]]:
    entries, checker, problems = _read_authority(tree, DEPARTMENTS, DEPARTMENT_FIELDS, counties)
    _check_unique(checker, entries, ("slug",))
    _check_unique(checker, entries, ("name", "aliases"))
    if not problems and not checker.problems:
        _resolve_parents(checker, entries)
    problems += checker.problems
    terms = () if problems else tuple(Term(**entry.values) for entry in entries)
    return Taxonomy("department", terms), problems


def _resolve_parents(checker: _Checker, entries: Sequence[_Entry]) -> None:
    """Put the full name of each parent in place, and report unknown ones and cycles. A parent may
    stand after its children, so this follows the reading of all entries."""
    offices = Taxonomy("department", tuple(Term(**entry.values) for entry in entries))
    parent_field = next(one for one in DEPARTMENT_FIELDS if one.name == "parent")
    parents: dict[str, str] = {}
    lines: dict[str, int] = {}
    for entry in entries:
        if "parent" in entry.values:
            line = entry.line_of("parent")
            name = checker.resolve(parent_field, line, entry.values["parent"], offices)
            if name:
                entry.values["parent"] = name
                parents[entry.values["name"]] = name
                lines[entry.values["name"]] = line
    for cycle in _cycles(parents):
        message = "an office cannot be part of itself: {cycle}"
        checker.report(lines[cycle[0]], "parent", message, cycle=" → ".join([*cycle, cycle[0]]))


def _cycles(next_of: Mapping[str, str]) -> Iterator[list[str]]:
    """Each cycle of the mapping once, from its first member in the mapping's order."""
    order = {name: position for position, name in enumerate(next_of)}
    done: set[str] = set()
    for start in next_of:
        chain: dict[str, None] = {}
        name: str | None = start
        while name is not None and name not in done and name not in chain:
            chain[name] = None
            name = next_of.get(name)
        if name is not None and name in chain:
            members = list(chain)
            members = members[members.index(name) :]
            turn = members.index(min(members, key=order.__getitem__))
            yield members[turn:] + members[:turn]
        done.update(chain)


def _read_authority(
    tree: "_Tree", file: str, fields: Sequence[Field], counties: Taxonomy | None = None
) -> tuple[tuple[_Entry, ...], _Checker, list[Problem]]:
    """The entries of an authority file; an archive without such a file has none."""
    checker = _Checker(tree.show(file), counties)
    if not tree.has(file):
        return (), checker, []
    node, problems = _read_yaml(tree, file)
    entries = checker.entries(node, "", fields) if node else ()
    return entries, checker, problems


def _check_unique(checker: _Checker, entries: Iterable[_Entry], names: tuple[str, ...]) -> None:
    """Report every value that stands twice in the fields `names` of `entries`."""
    first: dict[str, int] = {}
    for entry in entries:
        for name in names:
            value = entry.values.get(name, ())
            values = (value,) if isinstance(value, str) else value
            for text, line in zip(values, entry.lines.get(name, ()), strict=False):
                if text in first:
                    message = "“{text}” is used twice, first on line {line}"
                    checker.report(line, name, message, text=text, line=first[text])
                else:
                    first[text] = line


def _read_yaml(tree: "_Tree", file: str) -> tuple[Node | None, list[Problem]]:
    raw, problems = tree.read(file)
    if raw is None:
        return None, problems
    return _parse_yaml(raw, tree.show(file))


def _parse_yaml(content: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    text, problems = _decode(content, path)
    problems = problems or _check_control_characters(text or "", path)
    if text is None or problems:
        return None, problems
    return frontmatter.parse(text, path)


def _read_about(tree: "_Tree", problems: Problems) -> str:
    if not tree.has(ABOUT):
        return ""
    raw, found = tree.read(ABOUT)
    text = None
    if raw is not None:
        text, found = _decode(raw, tree.show(ABOUT))
    problems.extend(found)
    if text is None:
        return ""
    if frontmatter.split(text):
        message = "takes no front matter: the page's title is the archive's"
        problems.add(Location(tree.show(ABOUT), 1), "", message)
    problems.extend(_check_control_characters(text, tree.show(ABOUT)))
    problems.extend(_check_headings(text, tree.show(ABOUT), 1))
    return text.strip("\n")


# --- one bulletin -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """What a bulletin says of other files, to be checked when all are read: the `field`, where it
    stands, whose page it is about (SERIES/YEAR/NAME, /N for an article) and the value."""

    location: Location
    field: str
    owner: str
    target: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """One bulletin as read. `bulletin` is None where it has problems."""

    place: str
    bulletin: Bulletin | None
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()


def parse_bulletin(
    content: bytes, path: str, settings: Settings, unsure: frozenset[str] = frozenset()
) -> Parsed:
    """Read the file `path` (as shown, …/SERIES/YEAR/NAME.md) that holds `content`. Pure. Names of
    the parts of `settings` listed in `unsure` ("series", "counties", "departments") are taken as
    they stand."""
    series, folder, file = PurePosixPath(path).parts[-3:]
    name = file.removesuffix(".md")
    place = f"{series}/{folder}/{name}"
    text, problems = _decode(content, path)
    problems = problems or _check_control_characters(text or "", path)
    if text is None or problems:
        return Parsed(place, None, tuple(problems))
    split = frontmatter.split(text)
    if split is None:
        message = (
            "front matter has no end: close it with a line ---"
            if text.startswith("---\n")
            else "has no front matter: the first line must be ---"
        )
        return Parsed(place, None, (problem(Location(path, 1), "", message),))
    node, problems = frontmatter.parse(split.front_matter, path, split.front_matter_line)
    problems += _check_headings(split.body, path, split.body_line)
    if node is None and problems:
        return Parsed(place, None, tuple(problems))
    checker = _Checker(
        path,
        None if "counties" in unsure else settings.counties,
        None if "departments" in unsure else settings.departments,
    )
    entry = checker.entry(node or Node(1, None), "", BULLETIN_FIELDS)
    if entry is None:
        return Parsed(place, None, (*problems, *checker.problems))
    known_series = None if "series" in unsure else [one.slug for one in settings.site.series]
    _check_place(checker, entry, series, folder, known_series)
    _check_source(checker, entry)
    articles: tuple[_Entry, ...] = entry.values.get("articles", ())
    references = list(_references(path, place, entry))
    _check_correction(checker, entry)
    for number, article in enumerate(articles, start=1):
        _check_correction(checker, article)
        references += _references(path, f"{place}/{number}", article)
    preface, sections = markdown.split_sections(split.body)
    if "articles" in entry.lines:
        _check_articles(checker, entry, sections, split.body_line)
    problems += checker.problems
    if problems:
        return Parsed(place, None, tuple(problems), tuple(references))
    source: _Entry | None = entry.values.get("source")
    values = entry.values | {
        "folder": folder,
        "name": name,
        "path": path,
        "preface": preface,
        "source": Provenance(**source.values) if source else None,
        "articles": tuple(
            Article(number=number, body=section.source, **article.values)
            for number, (article, section) in enumerate(
                zip(articles, sections, strict=True), start=1
            )
        ),
    }
    return Parsed(place, Bulletin(**values), (), tuple(references))


def _decode(content: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """`content` as text with `\\n` line ends, without a byte order mark."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8 (byte {byte}): save it as UTF-8"
        byte = f"0x{content[error.start]:02x}"
        return None, [problem(Location(path, line), "", message, byte=byte)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def _check_control_characters(text: str, path: str) -> list[Problem]:
    match = _CONTROL.search(text)
    if not match:
        return []
    location = Location(path, text.count("\n", 0, match.start()) + 1)
    code = f"U+{ord(match.group()):04X}"
    return [problem(location, "", "holds the control character {code}: delete it", code=code)]


def _check_headings(body: str, path: str, body_line: int) -> list[Problem]:
    message = (
        "a heading of this level cannot stand here: the title is front matter, ## begins an"
        " article, ### a part of it"
    )
    return [
        problem(Location(path, body_line + line - 1), "", message)
        for line in markdown.misplaced_headings(body)
    ]


def _check_place(
    checker: _Checker, entry: _Entry, series: str, folder: str, known: list[str] | None
) -> None:
    written = entry.values.get("series")
    if written is not None and written != series:
        message = "“{written}” is not the folder's “{folder}”: move the file or correct the series"
        checker.report(entry.line_of("series"), "series", message, written=written, folder=series)
    if written is not None and known is not None and written not in known:
        near = get_close_matches(written, known, n=1)
        if near:
            message = "unknown series “{series}”; did you mean “{near}”? ({file})"
            values = {"series": written, "near": near[0], "file": SITE}
        else:
            message = "unknown series “{series}”: correct it or add it to {file}"
            values = {"series": written, "file": SITE}
        checker.report(entry.line_of("series"), "series", message, **values)
    date: PartialDate | None = entry.values.get("date")
    if date is not None and folder != f"{date.year:04}":
        message = "“{date}” is not in the folder's year “{folder}”: move the file or correct it"
        checker.report(entry.line_of("date"), "date", message, date=date, folder=folder)
    elif date is None and "date" in entry.lines.keys() - entry.wrong and folder != UNDATED:
        message = "a bulletin without a date belongs in the folder {undated}, not “{folder}”"
        checker.report(entry.line_of("date"), "date", message, undated=UNDATED, folder=folder)


def _check_source(checker: _Checker, entry: _Entry) -> None:
    source: _Entry | None = entry.values.get("source")
    file = source.values.get("file") if source else None
    if source and file is not None and not urls.is_file_name(file):
        message = "“{file}” is not the plain name of a file in {folder}/"
        checker.report(source.line_of("file"), "file", message, file=file, folder=ORIGINALS)
        del source.values["file"]


def _check_correction(checker: _Checker, entry: _Entry) -> None:
    status = entry.values.get("status")
    dependent = ("status_date", "status_note", "replaced_by")
    if "status" not in entry.lines:
        for name in dependent:
            if name in entry.values:
                message = "stands without status: say what became of it"
                checker.report(entry.line_of(name), name, message)
    elif status:
        if "status_date" not in entry.lines:
            message = "is missing: {status} needs its date"
            checker.report(entry.line_of("status"), "status_date", message, status=status)
        if status == "replaced" and "replaced_by" not in entry.lines:
            message = "is missing: say what replaces it"
            checker.report(entry.line_of("status"), "replaced_by", message)
        if status != "replaced" and "replaced_by" in entry.values:
            message = "needs status: replaced (got “{status}”)"
            checker.report(entry.line_of("replaced_by"), "replaced_by", message, status=status)


def _references(path: str, owner: str, entry: _Entry) -> Iterator[Reference]:
    source: _Entry | None = entry.values.get("source")
    if source and {"file", "sha256"} <= source.values.keys():
        for name in ("file", "sha256"):
            location = Location(path, source.line_of(name))
            yield Reference(location, name, owner, source.values[name])
    if "replaced_by" in entry.values:
        location = Location(path, entry.line_of("replaced_by"))
        yield Reference(location, "replaced_by", owner, entry.values["replaced_by"])
    for address, line in zip(
        entry.values.get("aliases", ()), entry.lines.get("aliases", ()), strict=False
    ):
        yield Reference(Location(path, line), "aliases", owner, address)


def _check_articles(
    checker: _Checker, entry: _Entry, sections: Sequence[markdown.Section], body_line: int
) -> None:
    """Compare `articles:` with the `## ` headings: the same titles in the same order."""
    articles: tuple[_Entry, ...] = entry.values.get("articles", ())
    articles_line = entry.line_of("articles")
    if not articles and "articles" not in entry.wrong:
        checker.report(articles_line, "articles", "a bulletin must have an article")
        return
    if max(len(articles), len(sections)) > MAX_ARTICLES:
        message = "a bulletin may have {limit} articles"
        checker.report(articles_line, "articles", message, limit=MAX_ARTICLES)
        return
    for section in sections:
        if not section.source.strip():
            message = "“{title}” has no text"
            checker.report(section.line + body_line - 1, "articles", message, title=section.title)
    if any("title" not in article.values for article in articles):
        return
    titles = [article.values["title"] for article in articles]
    headings = [section.title for section in sections]
    for start, end, first, last in _differences(titles, headings):
        paired = min(end - start, last - first)
        for i, j in zip(range(start, start + paired), range(first, first + paired), strict=True):
            message = "heading “{heading}” is not the title “{title}” of line {line}"
            checker.report(
                sections[j].line + body_line - 1,
                "title",
                message,
                heading=headings[j],
                title=titles[i],
                line=articles[i].line_of("title"),
            )
        for i in range(start + paired, end):
            line = articles[i].line_of("title")
            if titles[i] in headings:
                heading_line = sections[headings.index(titles[i])].line + body_line - 1
                message = "“{title}” stands in another place than its heading on line {line}"
                checker.report(line, "title", message, title=titles[i], line=heading_line)
            else:
                message = "“{title}” has no heading `## ` in the body"
                checker.report(line, "title", message, title=titles[i])
        for j in range(first + paired, last):
            if headings[j] in titles:
                continue
            message = "heading “{heading}” has no entry under articles (line {line})"
            checker.report(
                sections[j].line + body_line - 1,
                "articles",
                message,
                heading=headings[j],
                line=articles_line,
            )


def _differences(
    titles: Sequence[str], headings: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, titles, headings, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield start, end, first, last


# --- the review record ----------------------------------------------------------------------------


def parse_review(content: bytes, path: str) -> tuple[Review | None, list[Problem]]:
    """Read the record that the conversion wrote beside a bulletin. Pure. Keys that only the
    conversion needs are passed over."""
    node, problems = _parse_yaml(content, path)
    if problems:
        return None, problems
    reader = _ReviewReader(path)
    review = reader.read(node or Node(1, None))
    return (None if reader.problems else review), list(reader.problems)


class _ReviewReader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems = Problems()

    def read(self, node: Node) -> Review:
        record = self._mapping(node, "")
        fields = self._mapping(record["fields"], "fields") if "fields" in record else {}
        return Review(
            repairs=tuple(
                Repair(
                    self._text(repair, "rule"),
                    self._line(repair),
                    self._text(repair, "before"),
                    self._text(repair, "after"),
                )
                for repair in self._list(record, "repairs")
            ),
            flags=tuple(
                Flag(
                    self._text(flag, "kind"),
                    self._line(flag),
                    self._text(flag, "text"),
                    self._text(flag, "advice"),
                )
                for flag in self._list(record, "flags")
            ),
            fields=tuple((name, self._text(fields, name)) for name in fields),
        )

    def _report(self, line: int, name: str, message: str, **values: object) -> None:
        self.problems.add(Location(self.path, line), name, message, **values)

    def _mapping(self, node: Node, name: str) -> dict[str, Node]:
        if isinstance(node.value, dict):
            return node.value
        if node.value is not None:
            message = "must be keys with values, as `key: value` (got {got})"
            self._report(node.line, name, message, got=_got(node))
        return {}

    def _list(self, record: Mapping[str, Node], name: str) -> Iterator[dict[str, Node]]:
        node = record.get(name, Node(0, None))
        if isinstance(node.value, tuple):
            for item in node.value:
                yield self._mapping(item, name)
        elif node.value is not None:
            self._report(node.line, name, _LISTS["mappings"], got=_got(node))

    def _text(self, record: Mapping[str, Node], name: str) -> str:
        """A text, of several lines or empty too, without control characters."""
        node = record.get(name, Node(0, None))
        if node.value is None:
            return ""
        if isinstance(node.value, str):
            return _CONTROL.sub("\ufffd", node.value)
        self._report(node.line, name, _SCALARS["markdown"][1], got=_got(node))
        return ""

    def _line(self, record: Mapping[str, Node]) -> int:
        node = record.get("line", Node(0, None))
        if node.value is None:
            return 0
        if isinstance(node.value, str) and re.fullmatch("[0-9]{1,9}", node.value):
            return int(node.value)
        self._report(node.line, "line", "must be a whole number (got {got})", got=_got(node))
        return 0


# --- all bulletins ----------------------------------------------------------------------------


def _read_bulletins(
    tree: "_Tree", settings: Settings, unsure: frozenset[str], problems: Problems
) -> list[Parsed]:
    parsed: list[Parsed] = []
    files, found = tree.bulletins()
    problems.extend(found)
    if not files and not found:
        message = "holds no bulletin: convert a document, or start one with new"
        problems.add(Location(tree.show(BULLETINS)), "", message)
    for file, has_review in files:
        path = tree.show(file)
        place = file.removeprefix(f"{BULLETINS}/").removesuffix(".md")
        content, found = tree.read(file)
        one = Parsed(place, None, tuple(found))
        if content is not None:
            one = parse_bulletin(content, path, settings, unsure)
        problems.extend(one.problems)
        if has_review:
            review_file = file.removesuffix(".md") + REVIEW_ENDING
            content, found = tree.read(review_file)
            review = None
            if content is not None:
                review, found = parse_review(content, tree.show(review_file))
            problems.extend(found)
            if one.bulletin:
                one = replace(one, bulletin=replace(one.bulletin, review=review))
        parsed.append(one)
    return parsed


def _check_originals(tree: "_Tree", parsed: Iterable[Parsed]) -> Iterator[Problem]:
    """Every source is in originals/, whole, and its name is one name on every file system."""
    known: dict[str, tuple[str | None, str]] = {}
    spelling: dict[str, str] = {}
    for one in parsed:
        references = {reference.field: reference for reference in one.references}
        if "file" not in references or "sha256" not in references:
            continue
        name, location = references["file"].target, references["file"].location
        if name not in known:
            known[name] = tree.sha256(f"{ORIGINALS}/{name}")
        digest, reason = known[name]
        if digest is None:
            message = "“{file}” in {folder} cannot be read: {reason}"
            folder = tree.show(ORIGINALS)
            yield problem(location, "file", message, file=name, folder=folder, reason=reason)
        elif digest != references["sha256"].target:
            message = "is not that of {file}, which is {digest}: the document was changed"
            location = references["sha256"].location
            yield problem(
                location, "sha256", message, file=tree.show(f"{ORIGINALS}/{name}"), digest=digest
            )
        first = spelling.setdefault(_folded(name), name)
        if first != name:
            message = "“{file}” and “{first}” are one name on some systems: rename one"
            yield problem(references["file"].location, "file", message, file=name, first=first)


def _check_addresses(parsed: Sequence[Parsed]) -> Iterator[Problem]:
    """No two pages have one address, and what replaces a page is there."""
    places = {one.place: one for one in parsed}
    pages: dict[str, str] = {}
    for one in parsed:
        if one.bulletin:
            pages[_folded(urls.bulletin(one.bulletin))] = one.place
            for article in one.bulletin.articles:
                pages[_folded(urls.article(one.bulletin, article))] = (
                    f"{one.place}/{article.number}"
                )
    replaced: dict[str, str] = {}
    locations: dict[str, Location] = {}
    for one in parsed:
        for reference in one.references:
            if reference.field == "replaced_by":
                if _is_page(reference.target, places):
                    replaced[reference.owner] = reference.target
                    locations[reference.owner] = reference.location
                else:
                    message = "no page “{target}”: write SERIES/YEAR/ISSUE or SERIES/YEAR/ISSUE/N"
                    yield problem(
                        reference.location, "replaced_by", message, target=reference.target
                    )
            if reference.field == "aliases":
                yield from _check_alias(reference, pages)
    for cycle in _cycles(replaced):
        message = "a page cannot replace itself: {cycle}"
        yield problem(
            locations[cycle[0]], "replaced_by", message, cycle=" → ".join([*cycle, cycle[0]])
        )


def _is_page(target: str, places: Mapping[str, Parsed]) -> bool:
    if target in places:
        return True
    place, _, number = target.rpartition("/")
    if place not in places or not re.fullmatch("[1-9][0-9]{0,3}", number):
        return False
    bulletin = places[place].bulletin
    return bulletin is None or int(number) <= len(bulletin.articles)


def _check_alias(reference: Reference, pages: dict[str, str]) -> Iterator[Problem]:
    """Report an address that cannot be one or is taken; enter it in `pages`."""
    address = reference.target
    if not address.endswith(".html") or not all(urls.is_file_name(s) for s in address.split("/")):
        message = "“{address}” is not an address of this site, as bulletins/old/2024/7.html"
        yield problem(reference.location, "aliases", message, address=address)
        return
    owner = pages.get(_folded(address))
    if owner is not None:
        message = "“{address}” is already the address of {owner}"
        yield problem(reference.location, "aliases", message, address=address, owner=owner)
    pages[_folded(address)] = reference.owner


def _folded(name: str) -> str:
    """What file systems that ignore case or normal form take `name` for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


# --- the disk -----------------------------------------------------------------------------------


def _open_tree(content: Path, shown: str) -> "_Tree":
    if not content.is_dir():
        message = "is no folder; init starts a new archive"
        raise ConfigError([problem(Location(shown), "", message)])
    return _Tree(content, shown)


class _Tree:
    """The folder content/, read without ever leaving it. Paths are posix, relative to it."""

    def __init__(self, root: Path, shown: str) -> None:
        self._root = root
        self._shown = shown
        self._real = Path(os.path.realpath(root))

    def show(self, file: str) -> str:
        return f"{self._shown}/{file}"

    def has(self, file: str) -> bool:
        """Whether there is anything of that name, be it a broken link."""
        return os.path.lexists(self._root / file)

    def read(self, file: str) -> tuple[bytes | None, list[Problem]]:
        try:
            with self._open(file) as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            return None, [self._unreadable(file, error)]
        if len(content) > MAX_BYTES:
            message = "is larger than {limit} MB: split it"
            limit = MAX_BYTES // 1024 // 1024
            return None, [problem(Location(self.show(file)), "", message, limit=limit)]
        return content, []

    def sha256(self, file: str) -> tuple[str | None, str]:
        """The digest of a file, or None and why it cannot be read."""
        try:
            with self._open(file) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest(), ""
        except OSError as error:
            return None, _reason(error)

    def check_top(self) -> Iterator[Problem]:
        """Report what belongs neither at the top of content/ nor in authorities/."""
        for folder, known in (
            ("", (SITE, ABOUT, AUTHORITIES, BULLETINS, ORIGINALS)),
            (f"{AUTHORITIES}/", (COUNTIES, DEPARTMENTS)),
        ):
            names, problems = self._names(folder)
            yield from problems
            for name in names:
                if folder + name not in known:
                    yield self._misplaced(folder + name, ", ".join(known))

    def bulletins(self) -> tuple[list[tuple[str, bool]], list[Problem]]:
        """The files of all bulletins, with whether a review record lies beside each."""
        files: list[tuple[str, bool]] = []
        all_series, problems = self._names(BULLETINS)
        for series in all_series:
            years, found = self._names(f"{BULLETINS}/{series}")
            problems += found
            for year in years:
                folder = f"{BULLETINS}/{series}/{year}"
                names, found = self._names(folder)
                problems += found
                problems += self._check_names(folder, names)
                present = set(names)
                for name in names:
                    if name.endswith(".md"):
                        review = name.removesuffix(".md") + REVIEW_ENDING
                        files.append((f"{folder}/{name}", review in present))
        return files, problems

    def _open(self, file: str) -> BufferedReader:
        """Open a regular file; a pipe would never end."""
        real = self._resolve(file)
        if not real.is_file():
            raise OSError(errno.EINVAL, "it is no file")
        return real.open("rb")

    def _resolve(self, file: str) -> Path:
        real = Path(os.path.realpath(self._root / file, strict=True))
        if not real.is_relative_to(self._real):
            raise OSError(errno.EXDEV, f"it is a link that leads out of {self._shown}/")
        return real

    def _names(self, folder: str) -> tuple[list[str], list[Problem]]:
        """The sorted names in a folder, strays left out; none where there is no such folder."""
        if not self.has(folder):
            return [], []
        try:
            real = self._resolve(folder)
            if not real.is_dir():
                return [], [self._misplaced(folder, PATTERN)]
            names = [entry.name for entry in real.iterdir()]
        except OSError as error:
            return [], [self._unreadable(folder, error)]
        return sorted(name for name in names if not _STRAY.fullmatch(name)), []

    def _check_names(self, folder: str, names: Sequence[str]) -> Iterator[Problem]:
        """Report the names in a year's folder that no bulletin can have."""
        present = set(names)
        first: dict[str, str] = {}
        for name in names:
            location = Location(self.show(f"{folder}/{name}"))
            bulletin = name.removesuffix(REVIEW_ENDING) + ".md"
            if name.endswith(REVIEW_ENDING):
                if bulletin not in present:
                    message = "belongs to no bulletin: there is no {file}"
                    yield problem(location, "", message, file=bulletin)
            elif not name.endswith(".md"):
                yield self._misplaced(f"{folder}/{name}", PATTERN)
            elif not _is_bulletin_name(name.removesuffix(".md")):
                message = (
                    "cannot be the name of a page: rename it, without control characters,"
                    ' \\ / : * ? " < > |, outer spaces and dots, and names that systems reserve'
                )
                yield problem(location, "", message)
            other = first.setdefault(_folded(name), name)
            if other != name:
                message = "is one name with {file} on systems that ignore case: rename one"
                yield problem(location, "", message, file=other)

    def _misplaced(self, file: str, known: str) -> Problem:
        message = "does not belong here (known: {known}); move it away or begin its name with a dot"
        return problem(Location(self.show(file)), "", message, known=known)

    def _unreadable(self, file: str, error: OSError) -> Problem:
        message = "cannot be read: {reason}"
        return problem(Location(self.show(file)), "", message, reason=_reason(error))


def _is_bulletin_name(name: str) -> bool:
    """Whether a bulletin can have that name: its articles' folder must not be called as the page
    or the file of another bulletin."""
    return urls.is_file_name(name) and not name.casefold().endswith((".html", ".md", ".json"))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
