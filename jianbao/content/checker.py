"""The one checker of keys and values: it applies the field tables of `model` to settings, authority
files and front matter, and gathers problems with their lines."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import urlsplit

from jianbao.archive import urls
from jianbao.archive.fields import Field, FieldType
from jianbao.archive.model import (
    ARTICLE_FIELDS,
    ATTACHMENT_FIELDS,
    BULLETIN_FIELDS,
    CONTACT_FIELDS,
    COUNTY_FIELDS,
    COUNTY_NAME_FIELDS,
    DEPARTMENT_FIELDS,
    DEPARTMENT_NAME_FIELDS,
    SERIES_FIELDS,
    SITE_FIELDS,
    SOURCE_FIELDS,
    TOPIC_FIELDS,
    TOWNSHIP_FIELDS,
    Taxonomy,
    Term,
)
from jianbao.base.dates import PartialDate
from jianbao.base.problems import Location, Problem, Problems, problem
from jianbao.content import slips
from jianbao.content.file_names import COUNTIES, DEPARTMENTS, TOPICS, TOWNSHIPS
from jianbao.text import frontmatter, markdown
from jianbao.text.frontmatter import Node

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def decode(content: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Decode `content` as text with `\\n` line ends, without a byte order mark."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8 (byte {byte}): save it as UTF-8"
        byte = f"0x{content[error.start]:02x}"
        return None, [problem(Location(path, line), "", message, byte=byte)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def check_control_characters(text: str, path: str) -> list[Problem]:
    match = CONTROL.search(text)
    if not match:
        return []
    location = Location(path, text.count("\n", 0, match.start()) + 1)
    code = f"U+{ord(match.group()):04X}"
    return [problem(location, "", "holds the control character {code}: delete it", code=code)]


def check_headings(body: str, path: str, body_line: int, message: str) -> list[Problem]:
    """Problems, with a `message` for each heading whose level has no place in a text."""
    return [
        problem(Location(path, body_line + line - 1), "", message)
        for line in markdown.misplaced_headings(body)
    ]


def check_merge_marks(text: str, path: str) -> list[Problem]:
    return slip_problems(path, 1, slips.merge_marks(text))


def slip_problems(path: str, first_line: int, found: Iterable[slips.Slip]) -> list[Problem]:
    """Return problems, or remarks, for slips in a text that begins on `first_line` of its file."""
    return [
        problem(Location(path, first_line + slip.line - 1), "", slip.message, **slip.values)
        for slip in found
    ]


def check_lost_comments(yaml: str, path: str, first_line: int = 1) -> list[Problem]:
    return slip_problems(path, first_line, slips.lost_comments(yaml, _CUT_SHORT))


_TABLES = (
    *(SITE_FIELDS, CONTACT_FIELDS, SERIES_FIELDS, COUNTY_FIELDS, DEPARTMENT_FIELDS),
    *(BULLETIN_FIELDS, ARTICLE_FIELDS, SOURCE_FIELDS, ATTACHMENT_FIELDS),
    *(COUNTY_NAME_FIELDS, DEPARTMENT_NAME_FIELDS, TOWNSHIP_FIELDS, TOPIC_FIELDS),
)
# Texts that never hold a number sign: ` #` after them begins a comment.
_WITHOUT_NUMBER_SIGN = ("file", "kind", "nbs", "prefecture", "province", "replaced_by")
# Text fields that people write by hand and that may hold a number sign.
_CUT_SHORT = frozenset(
    one.name for table in _TABLES for one in table if one.type == "text"
).difference(_WITHOUT_NUMBER_SIGN)


def parse_yaml(content: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    text, problems = decode(content, path)
    problems = problems or check_control_characters(text or "", path)
    problems = problems or check_merge_marks(text or "", path)
    if text is None or problems:
        return None, problems
    node, problems = frontmatter.parse(text, path)
    return node, [*problems, *check_lost_comments(text, path)]


def _text(value: str) -> str:
    line = value.strip()
    if len(line.splitlines()) > 1:
        raise ValueError
    return line


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


def _day(value: str) -> PartialDate:
    date = PartialDate.parse(value)
    if not date.day:
        raise ValueError
    return date


def _reviewed(value: str) -> PartialDate | None:
    return None if value == "false" else PartialDate.parse(value)


def _truth(value: str) -> bool:
    return {"true": True, "false": False}[value.lower()]


# The one-character names of provinces, as in the numbers of filings.
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕陇甘青宁新"

# For each type of scalar: the function that reads it, and the message if it fails.
SCALARS: dict[FieldType, tuple[Callable[[str], object], str]] = {
    "text": (_text, "must be one line of text (got {got})"),
    "markdown": (str, "must be text (got {got})"),
    "slug": (
        _slug,
        "must be a slug: lower-case letters a-z, digits and hyphens, and not a reserved name"
        " such as index (got {got})",
    ),
    "slugs": (
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
    "day": (_day, "must be a day of the calendar as YYYY-MM-DD (got {got})"),
    "reviewed": (_reviewed, "must be false or the date of the review (got {got})"),
    "truth": (_truth, "must be true or false (got {got})"),
    "sha256": (_matching("[0-9a-f]{64}"), "must be 64 digits of 0-9 and a-f (got {got})"),
    "gb2260": (_matching("[0-9]{6}"), "must be a code of six digits (got {got})"),
    "tile": (
        _matching("[1-9][0-9]?,[1-9][0-9]?"),
        "must be a column and a row from 1 to 99, as 3,1 (got {got})",
    ),
    "icp": (
        _matching(rf"[{_PROVINCES}]ICP[备证][0-9]{{6,10}}号(-[0-9]{{1,3}})?"),
        "must be the number as the ministry writes it, as 京ICP备12345678号-1 (got {got})",
    ),
    "police": (
        _matching(rf"[{_PROVINCES}]公网安备 ?[0-9]{{14}}号"),
        "must be the number as the police write it, with 14 digits, as 京公网安备11010102000001号"
        " (got {got})",
    ),
    "site_code": (
        _matching("([0-9]{2}|bm)[0-9]{8}"),
        "must be ten digits, or bm and eight digits, as the state assigned it (got {got})",
    ),
    "email": (
        _matching(r"[A-Za-z0-9._+-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}"),
        "must be a mail address, as jianbao@example.org (got {got})",
    ),
    "telephone": (
        _matching(r"\+?[0-9][0-9\x20-]{1,24}[0-9](转[0-9]{1,6})?"),
        "must be a telephone number of digits, hyphens and spaces, as 0377-12345678 or"
        " 0377-12345678转801 (got {got})",
    ),
}
LISTS: dict[FieldType, str] = {
    "texts": "must be a list of texts, as [first, second] (got {got})",
    "slugs": "must be a list of texts, as [first, second] (got {got})",
    "counties": "must be a list of names, as [first, second] (got {got})",
    "departments": "must be a list of names, as [first, second] (got {got})",
    "townships": "must be a list of names, as [first, second] (got {got})",
    "topics": "must be a list of names, as [first, second] (got {got})",
    "choices": "must be a list of texts, as [first, second] (got {got})",
    "mappings": "must be a list of entries, each beginning with a hyphen (got {got})",
}
# For each type that names terms: the file, and the messages for an unknown name, with and without a
# suggestion.
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
_TOWNSHIP = (
    TOWNSHIPS,
    "unknown township “{name}”; did you mean “{near}”? ({file})",
    "unknown township “{name}”: correct it or add it to {file}",
)
_TOPIC = (
    TOPICS,
    "unknown topic “{name}”; did you mean “{near}”? ({file})",
    "unknown topic “{name}”: correct it or add it to {file}",
)
_AUTHORITIES: dict[FieldType, tuple[str, str, str]] = {
    "townships": _TOWNSHIP,
    "topics": _TOPIC,
    "county": _COUNTY,
    "counties": _COUNTY,
    "department": _DEPARTMENT,
    "departments": _DEPARTMENT,
}


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked mapping: its valid values by field (a list as a tuple, null left out), the lines
    of each value, or of each valid item of a list, and the fields with problems."""

    line: int
    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, tuple[int, ...]] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)

    def line_of(self, name: str) -> int:
        return self.lines.get(name, (self.line,))[0]

    def get(self, name: str, kind: type[_Value]) -> _Value | None:
        """Return the value of a field, or None. Raise TypeError, a defect of this program, if it is
        not of `kind`."""
        value = self.values.get(name)
        if value is None or isinstance(value, kind):
            return value
        raise TypeError(f"{name} is no {kind.__name__}")

    def items(self, name: str, kind: type[_Value]) -> tuple[_Value, ...]:
        """Return the values of a list, or a single value as a tuple of one. Raise TypeError as
        `get` does."""
        value = self.values.get(name, ())
        values = value if isinstance(value, tuple) else (value,)
        items = tuple(item for item in values if isinstance(item, kind))
        if len(items) < len(values):
            raise TypeError(f"{name} has an item that is no {kind.__name__}")
        return items


class Checker:
    """A checker of the nodes of one file. If an authority file is None, its names are not checked,
    because the file itself is in doubt. Names mean what they meant on
    `date`; `remarks` gathers those that were not in use then."""

    def __init__(
        self,
        path: str,
        counties: Taxonomy | None = None,
        departments: Taxonomy | None = None,
        date: PartialDate | None = None,
        townships: Taxonomy | None = None,
        topics: Taxonomy | None = None,
    ) -> None:
        self.path = path
        self.problems = Problems()
        self.remarks = Problems()
        self._date = date
        self._authorities: dict[FieldType, Taxonomy | None] = {
            "county": counties,
            "counties": counties,
            "department": departments,
            "departments": departments,
            "townships": townships,
            "topics": topics,
        }

    def report(self, line: int, name: str, message: str, /, **values: object) -> None:
        self.problems.add(Location(self.path, line), name, message, **values)

    def entries(self, node: Node, name: str, fields: Sequence[Field]) -> tuple[Entry, ...]:
        """Check the items of the list `node`, and return them."""
        if not isinstance(node.value, tuple):
            self.report(node.line, name, LISTS["mappings"], got=got_text(node))
            return ()
        return tuple(self.entry(item, name, fields) or Entry(item.line) for item in node.value)

    def entry(self, node: Node, name: str, fields: Sequence[Field]) -> Entry | None:
        if not isinstance(node.value, dict):
            message = "must be keys with values, as `key: value` (got {got})"
            self.report(node.line, name, message, got=got_text(node))
            return None
        entry = Entry(node.line)
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

    def _set(self, entry: Entry, one: Field, node: Node) -> None:
        entry.lines[one.name] = (node.line,)
        if node.value is None:
            if not one.nullable:
                self.report(node.line, one.name, "must not be empty")
            return
        if one.type == "mapping":
            value: object = self.entry(node, one.name, one.fields)
        elif one.type == "mappings":
            value = self.entries(node, one.name, one.fields)
        elif one.type in LISTS:
            value = self._list(entry, one, node)
        else:
            value = self._scalar(one, node)
        if value is not None:
            entry.values[one.name] = value

    def _list(self, entry: Entry, one: Field, node: Node) -> tuple[str, ...] | None:
        if not isinstance(node.value, tuple):
            self.report(node.line, one.name, LISTS[one.type], got=got_text(node))
            return None
        items: list[tuple[int, str]] = []
        seen: set[str] = set()
        for item in node.value:
            text = self._scalar(one, item)
            if not isinstance(text, str):
                continue
            if one.type != "texts" and text in seen:
                self.report(item.line, one.name, "“{name}” is named twice", name=text)
                continue
            seen.add(text)
            items.append((item.line, text))
        entry.lines[one.name] = tuple(line for line, _ in items) or (node.line,)
        return tuple(text for _, text in items)

    def _scalar(self, one: Field, node: Node) -> object:
        """Return the value of `node`, or None if it is wrong."""
        read, message = SCALARS.get(one.type, SCALARS["text"])
        if node.value is None or (isinstance(node.value, str) and not node.value.strip()):
            self.report(node.line, one.name, "must not be empty")
            return None
        if not isinstance(node.value, str):
            self.report(node.line, one.name, message, got=got_text(node))
            return None
        control = CONTROL.search(node.value)
        if control:
            code = f"U+{ord(control.group()):04X}"
            self.report(node.line, one.name, "holds the control character {code}", code=code)
            return None
        if one.type in ("choice", "choices"):
            return self._choice(one, node.line, node.value)
        try:
            value = read(node.value)
        except (KeyError, ValueError):
            self.report(node.line, one.name, message, got=got_text(node))
            return None
        if one.type in _AUTHORITIES:
            return self.resolve(one, node.line, str(value), self._authorities[one.type])
        return value

    def _choice(self, one: Field, line: int, value: str) -> str | None:
        if value in one.choices:
            return value
        message = "must be one of {choices} (got “{got}”)"
        self.report(line, one.name, message, choices=", ".join(one.choices), got=value)
        return None

    def resolve(self, one: Field, line: int, name: str, terms: Taxonomy | None) -> str | None:
        """Return the full name of the term that `name` means."""
        if terms is None:
            return name
        term = terms.find(name, self._date)
        if term:
            self._check_time(one, line, name, term, terms)
            return term.name
        file, suggestion, unknown = _AUTHORITIES[one.type]
        near = terms.nearest(name)
        if near:
            self.report(line, one.name, suggestion, name=name, near=near, file=file)
        else:
            self.report(line, one.name, unknown, name=name, file=file)
        return None

    def _check_time(self, one: Field, line: int, name: str, term: Term, terms: Taxonomy) -> None:
        """Remark on a name that was not in use at the date of the bulletin."""
        if self._date is None or term.bears(name, self._date):
            return
        then = term.period_at(self._date)
        if then:
            message = "on {date} “{name}” was called “{then}”: migrate writes that name"
            values = {"then": then.name}
        elif later := [other.name_at(self._date) for other in terms.successors(term)]:
            message = "“{name}” was not in use on {date}: {successors} took its place"
            values = {"successors": "、".join(later)}
        else:
            message = "“{name}” was not in use on {date}: name the one of then, or correct {file}"
            values = {"file": _AUTHORITIES[one.type][0]}
        location = Location(self.path, line)
        self.remarks.add(location, one.name, message, name=name, date=self._date, **values)


def got_text(node: Node) -> str:
    if isinstance(node.value, str):
        return f"“{node.value if len(node.value) <= 60 else node.value[:59] + '…'}”"
    return "null" if node.value is None else "[…]" if isinstance(node.value, tuple) else "{…}"
