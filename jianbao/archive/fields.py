"""Definitions of the fields that front matter, site.yaml and the authority files may hold.

A field is defined once, at the attribute that holds its value:

    issue: Annotated[int | None, Key("integer", "期号", "Issue number.")] = None

`fields_of` reads the definitions of a class into the table that checks, exports and
docs/front-matter.md use. `build` makes a record from checked values. An attribute without a `Key`
is not a field: the program computes it. A field with the name of a Python keyword (`from`) is held
by the attribute with an underscore (`from_`). Everything here is pure.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from types import UnionType
from typing import Annotated, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from jianbao.archive.kinds import Words

FieldType = Literal[
    "text",  # any string
    "markdown",  # one string, set as Markdown
    "slug",  # [a-z0-9-]+
    "url",  # http(s) address
    "integer",  # a whole number from 1
    "date",  # YYYY, YYYY-MM or YYYY-MM-DD
    "day",  # YYYY-MM-DD
    "reviewed",  # false, or a date
    "truth",  # true or false
    "sha256",  # 64 hexadecimal digits
    "gb2260",  # six digits
    "tile",  # column,row
    "icp",  # number of an ICP filing
    "police",  # number of a filing with the police
    "site_code",  # code of a government site
    "email",
    "telephone",
    "texts",  # a list of strings
    "slugs",  # a list of slugs
    "counties",  # a list of names from authorities/counties.yaml
    "departments",  # a list of names from authorities/departments.yaml
    "townships",  # a list of names from authorities/townships.yaml
    "topics",  # a list of names from authorities/topics.yaml
    "county",  # one such name
    "department",
    "choice",  # one of `choices`
    "choices",  # a list of some of `choices`
    "mapping",  # one mapping of `fields`
    "mappings",  # a list of mappings of `fields`
]
Authority = Literal["county", "department", "township", "topic"]

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Key:
    """The definition of a field, written in the annotation of its attribute.

    `zh` and `en` say what the field means. `required`: the key must be there, though it may be
    null; a field without a default is always required. `only`: the authority files that have
    this field, for terms; all of them if it is empty. `choices`: its values, if the annotation
    does not list them.
    """

    type: FieldType
    zh: str
    en: str
    required: bool = False
    only: tuple[Authority, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One key that a file may hold. `required`: the key must be there (its value may still be
    null if `nullable`)."""

    name: str
    type: FieldType
    words: Words
    required: bool = False
    nullable: bool = True
    choices: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()


def fields_of(record: type, authority: Authority | None = None) -> tuple[Field, ...]:
    """Return the fields of a dataclass in the order of its attributes; for a term, those in the
    file of `authority`."""
    return tuple(_fields(record, authority))


def _fields(record: type, authority: Authority | None) -> Iterator[Field]:
    hints = get_type_hints(record, include_extras=True)
    for attribute in dataclasses.fields(record):
        hint = hints[attribute.name]
        if get_origin(hint) is not Annotated:
            continue
        held, *keys = get_args(hint)
        optional = attribute.default is not dataclasses.MISSING
        for key in keys:
            if isinstance(key, Key) and (not key.only or authority in key.only):
                yield Field(
                    attribute.name.removesuffix("_"),
                    key.type,
                    Words(key.zh, key.en),
                    required=key.required or not optional,
                    nullable=optional,
                    choices=key.choices or tuple(_literals(held)),
                    fields=tuple(
                        field for one in _records(held) for field in fields_of(one, authority)
                    ),
                )


def _literals(hint: object) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    elif _is_union(hint) or get_origin(hint) is tuple:
        for one in get_args(hint):
            yield from _literals(one)


def _records(hint: object) -> Iterator[type]:
    """Yield the classes in an annotation that have fields of their own."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for one in get_args(hint):
        yield from _records(one)


def build(record: type[_Record], values: Mapping[str, object]) -> _Record:
    """Make a `record` from values by field or attribute. Raise TypeError, a defect of this program,
    if a value does not have the type of its attribute, or if one is unknown or missing."""
    kind: type = record  # mypy accepts `type` as hashable
    tests = _tests(kind)
    values = {f"{name}_" if iskeyword(name) else name: value for name, value in values.items()}
    for name, value in values.items():
        if name not in tests or not tests[name](value):
            found = type(value).__name__  # never the value: it may be private
            raise TypeError(f"{record.__name__}.{name} cannot hold this {found}")
    return record(**values)


@cache
def _tests(record: type) -> Mapping[str, Callable[[object], bool]]:
    hints = get_type_hints(record)
    return {field.name: type_test(hints[field.name]) for field in dataclasses.fields(record)}


def type_test(hint: object) -> Callable[[object], bool]:
    """Return a test of whether a value has the type of an annotation: a class, a union, a Literal
    or a tuple of any length. Raise TypeError for another annotation."""
    kind, members = get_origin(hint), get_args(hint)
    if _is_union(hint):
        tests = tuple(map(type_test, members))
        return lambda value: any(test(value) for test in tests)
    if kind is Literal:
        return lambda value: value in members
    if kind is tuple and members[1:] == (...,):
        test = type_test(members[0])
        return lambda value: isinstance(value, tuple) and all(map(test, value))
    if hint is int:  # bool is a subclass
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    if isinstance(hint, type) and kind is None:
        return lambda value: isinstance(value, hint)
    raise TypeError(f"no test for the annotation {hint}")


def _is_union(hint: object) -> bool:
    return get_origin(hint) in (Union, UnionType)
