"""YAML with lines: split a bulletin into front matter and body, parse strictly, write
canonically. The only module that imports PyYAML.

Every scalar is read as text, so that YAML 1.1 never guesses (`012`, `no`, `12:30`). Duplicate
keys, aliases, anchors and tags are problems, not features.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from jianbao.base.dates import PartialDate
from jianbao.base.problems import Location, Problem, problem

MAX_DEPTH = 12

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = {"", "~", "null", "Null", "NULL"}

# What libyaml's usual errors mean to a person who writes front matter.
_COLON = "no key can stand here: put text with a colon and a space in quotes, or correct the indent"
_UNCLOSED = "a list begun with [ is not closed, or lacks a comma"
_INDENTED = "the line is indented unlike those it belongs to, or lacks `key: `"
_SIGN = "text cannot begin with * & ! | > - or ? here: put it in quotes"
_REASONS = {
    "exceeded maximum nesting depth": "nested too deeply",
    "mapping values are not allowed in this context": _COLON,
    "did not find expected ',' or ']'": _UNCLOSED,
    "did not find expected node content": _UNCLOSED,
    "did not find expected ',' or '}'": "a mapping begun with {{ is not closed, or lacks a comma",
    "did not find expected key": _INDENTED,
    "could not find expected ':'": _INDENTED,
    "did not find expected '-' indicator": _INDENTED,
    "found a tab character that violates indentation": "indent with spaces, not with a tab",
    "found character that cannot start any token": (
        "neither a tab nor one of % @ ` can begin text: indent with spaces, put text in quotes"
    ),
    "did not find expected alphabetic or numeric character": _SIGN,
    "did not find expected whitespace or line break": _SIGN,
    "did not find expected comment or line break": _SIGN,
    "block sequence entries are not allowed in this context": _SIGN,
    "mapping keys are not allowed in this context": _SIGN,
    "found unexpected end of stream": "a quotation mark is not closed",
    "found unexpected document indicator": "a quotation mark is not closed",
}

# Errors that have two lines: the first, where the value begins, is the one to correct.
_OPENED = ("while scanning a quoted scalar", "while parsing a flow sequence")

# Full-width or curly signs that Chinese keyboards and word processors write for YAML's signs. YAML
# reads the line as text and reports an error on the next one.
_KEY = r"(?P<key>[A-Za-z_]\w*)"
_SLIPS = {
    rf"[ \t]*(?:- +)?{_KEY}[ \t]*(?:：|:(?=[^\s/]))": (
        "after “{key}” a half-width colon and a space must stand"
    ),
    rf"[ \t]*(?:- +)?{_KEY}: +(?:\[.*\]|\{{.*\}}|\".*\"|'.*')[ \t]*[^\s#]": (
        "text after “{key}” begins with a bracket or a quotation mark: put all of it in quotes"
    ),
    rf"[ \t]*(?=[\u3000\xa0])\s+(?:- +)?{_KEY}": (
        "“{key}” is indented with full-width or other spaces: use ordinary ones"
    ),
    rf"\s*(?:[－—–]\s*|-){_KEY}[ \t]*[:：]": (
        "before “{key}” a half-width hyphen and a space must stand"
    ),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A parsed YAML value and the line (from 1) where it starts.

    `value` is a text, None (a plain null), a tuple of nodes, or a dict of key to node.
    """

    line: int
    value: "str | tuple[Node, ...] | dict[str, Node] | None"


@dataclass(frozen=True, slots=True)
class Split:
    """The two parts of a bulletin's file. Lines count from 1 in that file."""

    front_matter: str
    front_matter_line: int
    body: str
    body_line: int


def split(text: str) -> Split | None:
    """Split a file into its `---` front matter and its body. Return None if it has no front matter,
    or if that has no end."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            front_matter = "".join(f"{line}\n" for line in lines[1:number])
            return Split(front_matter, 2, "\n".join(lines[number + 1 :]), number + 2)
    return None


def parse(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """Parse one YAML document. The node is None if nothing usable is there; the problems name
    `path` and lines counted from `first_line`."""
    problems: list[Problem] = []
    try:
        node = _Builder(path, first_line, problems).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        opened = error.context_mark if error.context in _OPENED else None
        mark = opened or error.problem_mark or error.context_mark
        slips = list(_slips(text, mark.line if mark else 0))
        for number, slip, key in slips:
            where = Location(path, first_line + number)
            problems.append(problem(where, "", _SLIPS[slip], key=key))
        if slips:
            return None, problems
        line = first_line + (mark.line if mark else 0)
        message = _REASONS.get(error.problem or "", "YAML: {reason}")
        return None, [problem(Location(path, line), "", message, reason=error.problem or error)]
    except yaml.YAMLError as error:  # characters that YAML does not allow
        return None, [problem(Location(path), "", "YAML: {reason}", reason=error)]
    except _Refused as refused:
        return None, [*problems, refused.problem]
    return node, problems


def _slips(text: str, last: int) -> Iterator[tuple[int, str, str]]:
    """Yield the typing errors in the line `last`, where YAML reports an error, or in those right
    before it: the line (from 0), the error and the key."""
    lines = text.split("\n")
    for number in range(min(last, len(lines) - 1), -1, -1):
        matches = ((slip, re.match(slip, lines[number])) for slip in _SLIPS)
        slip, match = next((found for found in matches if found[1]), ("", None))
        if match:
            yield number, slip, match["key"]
        elif lines[number].strip() and number != last:
            return


# --- places of values -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """A value in a YAML text, held by its characters `start` to `end` (counted from 0): from its
    anchor or tag to its last character, without the comments that follow.

    `style` is "" for plain text and for block style, else ' or " or | or > for text, and [ or {
    for flow style. An alias has the kind "alias" and its name as `value`.
    """

    kind: Literal["scalar", "list", "mapping", "alias"]
    start: int
    end: int
    style: str = ""
    value: str = ""
    items: tuple["ValueSpan", ...] = ()
    pairs: tuple[tuple["ValueSpan", "ValueSpan"], ...] = ()

    @property
    def flow(self) -> bool:
        return self.style in ("[", "{")

    @property
    def is_null(self) -> bool:
        return self.kind == "scalar" and not self.style and self.value in _NULL


class _Places(yaml.SafeLoader):
    """A loader that composes nodes with their positions; an alias stays an alias, at its own
    position."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if not self.check_event(AliasEvent):
            return super().compose_node(parent, index)
        event: Any = self.get_event()  # type: ignore[no-untyped-call]
        if event.anchor not in self.anchors:
            raise yaml.composer.ComposerError(None, None, "undefined alias", event.start_mark)
        return yaml.ScalarNode("alias", event.anchor, event.start_mark, event.end_mark, style="*")


def spans(text: str) -> ValueSpan | None:
    """Return the positions of the values of a YAML text, or None if it is not one YAML document.
    For a text without any value, return an empty null at its end."""
    parsed, problems = parse(text, "")
    if parsed is None and problems:  # for example nested too deeply
        return None
    try:
        node = yaml.compose(text, Loader=_Places)
    except yaml.YAMLError:
        return None
    return _span(node) if node else ValueSpan("scalar", len(text), len(text))


def _span(node: yaml.Node) -> ValueSpan:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.SequenceNode):
        items = tuple(map(_span, node.value))
        return (
            ValueSpan("list", start, end, "[", items=items)
            if node.flow_style
            else ValueSpan("list", start, items[-1].end, items=items)
        )
    if isinstance(node, yaml.MappingNode):
        pairs = tuple((_span(key), _span(value)) for key, value in node.value)
        return (
            ValueSpan("mapping", start, end, "{", pairs=pairs)
            if node.flow_style
            else ValueSpan("mapping", start, pairs[-1][1].end, pairs=pairs)
        )
    style: str = getattr(node, "style", None) or ""
    kind: Literal["alias", "scalar"] = "alias" if style == "*" else "scalar"
    return ValueSpan(kind, start, end, style, node.value)


class _Refused(Exception):  # noqa: N818 - it ends a parse and is not an error of the program
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """A builder that turns the event stream into nodes, so that deep nesting costs neither memory
    nor recursion."""

    def __init__(self, path: str, first_line: int, problems: list[Problem]) -> None:
        self.path = path
        self.first_line = first_line
        self.problems = problems
        self.depth = 0

    def build(self, stream: Iterator[Event]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in stream:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(self._problem(event, "more than one YAML document"))
            elif isinstance(
                event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent
            ):
                root = self._node(event, stream)
        return root

    def _line(self, event: Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def _problem(self, event: Event, message: str, **values: object) -> Problem:
        return problem(Location(self.path, self._line(event)), "", message, **values)

    def _report(self, event: Event, message: str, **values: object) -> None:
        self.problems.append(self._problem(event, message, **values))

    def _node(self, event: Event, stream: Iterator[Event]) -> Node:
        if self.depth > MAX_DEPTH:
            raise _Refused(self._problem(event, "nested too deeply"))
        self.depth += 1
        node = self._read(event, stream)
        self.depth -= 1
        return node

    def _read(self, event: Event, stream: Iterator[Event]) -> Node:
        line = self._line(event)
        if isinstance(event, AliasEvent):
            self._report(event, "YAML aliases (*name) are not allowed: write the value out")
            return Node(line, None)
        if getattr(event, "anchor", None):
            self._report(event, "YAML anchors (&name) are not allowed")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._report(event, "YAML tags ({tag}) are not allowed", tag=tag)
        if isinstance(event, ScalarEvent):
            plain_null = not event.style and event.value in _NULL
            return Node(line, None if plain_null else event.value)
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(event := next(stream), SequenceEndEvent):
                items.append(self._node(event, stream))
            return Node(line, tuple(items))
        return Node(line, self._mapping(stream))

    def _mapping(self, stream: Iterator[Event]) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(stream), MappingEndEvent):
            key = self._node(event, stream)
            value = self._node(next(stream), stream)
            if not isinstance(key.value, str):
                self._report(event, "a key must be a word")
            elif key.value in entries:
                first = entries[key.value].line
                self._report(
                    event, "duplicate key “{key}” (first on line {line})", key=key.value, line=first
                )
            else:
                entries[key.value] = Node(key.line, value.value)
        return entries


# --- writing --------------------------------------------------------------------------------

Plain = str | int | bool | None | PartialDate | Sequence["Plain"] | Mapping[str, "Plain"]


class _Dumper(yaml.SafeDumper):
    """A dumper in block style, with two-space indent and sequences indented under their key. Text
    is quoted if YAML 1.1 would read it as another type."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_date(dumper: yaml.SafeDumper, date: PartialDate) -> yaml.Node:
    tag = "timestamp" if date.day else ("int" if not date.month else "str")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", str(date))


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # In single quotes, line ends that only Unicode knows would be read back as other ones.
    style = '"' if re.search("[\x85\u2028\u2029]", text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(PartialDate, _represent_date)
_Dumper.add_representer(str, _represent_text)


class InlineMapping(dict[str, "Plain"]):
    """A mapping that `dump` writes on one line."""


def _represent_row(dumper: yaml.SafeDumper, row: InlineMapping) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row.items(), flow_style=True)


_Dumper.add_representer(InlineMapping, _represent_row)


def dump(mapping: Mapping[str, "Plain"]) -> str:
    """Return canonical YAML: keys in the mapping's order, UTF-8 text unescaped, no wrapped
    lines."""
    try:
        return "".join(f"{line}\n" for line in _lines(mapping)) or _dump(dict(mapping))
    except _NotOnOneLineError:
        return _dump(dict(mapping))


def _dump(value: object) -> str:
    """Return YAML as PyYAML writes it."""
    text = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=1_000_000,
    )
    return str(text)


class _NotOnOneLineError(Exception):
    """A scalar does not fit on one line, or is no scalar."""


# Most scalars: YAML gives no other meaning to what begins with a Chinese character.
_SURELY_PLAIN = re.compile("[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9，。、；（）《》“”]*")
_SURE_KEY = re.compile("[A-Za-z\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,63}")


def _lines(value: "Plain") -> Iterator[str]:
    """Yield the lines of a mapping or sequence. PyYAML needs fifty times as long to write them."""
    if isinstance(value, InlineMapping):
        raise _NotOnOneLineError
    if isinstance(value, Mapping):
        for key, member in value.items():
            if not _SURE_KEY.fullmatch(key):
                raise _NotOnOneLineError
            if isinstance(member, (Mapping, list, tuple)) and member:
                yield f"{_scalar(key)}:"
                yield from (f"  {line}" for line in _lines(member))
            else:
                yield f"{_scalar(key)}: {_scalar(member)}"
    elif isinstance(value, (list, tuple)):
        for member in value:
            if isinstance(member, (Mapping, list, tuple)) and member:
                first, *rest = _lines(member)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
            else:
                yield f"- {_scalar(member)}"


def _scalar(value: "Plain") -> str:
    """Return a scalar or an empty collection as it stands after a key."""
    if isinstance(value, str):
        return value if _SURELY_PLAIN.fullmatch(value) else _written(value)
    if isinstance(value, (Mapping, list, tuple)):
        return "{}" if isinstance(value, Mapping) else "[]"
    return _written(value)


@lru_cache(maxsize=1 << 14, typed=True)
def _written(value: str | int | bool | PartialDate | None) -> str:
    lines = _dump([value]).splitlines()
    if len(lines) != 1:
        raise _NotOnOneLineError
    return lines[0].removeprefix("- ")


def scalar(text: str) -> str:
    """Return a text as YAML on one line, for any place: quoted only if it must be."""
    written = yaml.dump(
        [text], Dumper=_Dumper, allow_unicode=True, default_flow_style=True, width=1_000_000
    )
    return str(written).strip()[1:-1]


def join(mapping: Mapping[str, "Plain"], body: str) -> str:
    """Return a bulletin's file: front matter, then the body. The reverse of `split`."""
    return f"---\n{dump(mapping)}---\n\n{body}"
