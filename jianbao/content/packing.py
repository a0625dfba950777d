"""Serialise a parsed bulletin for the cache, and read it back."""

import dataclasses
import json
from collections.abc import Mapping

from jianbao.archive.model import Article, Attachment, Bulletin, Flag, Provenance, Repair, Review
from jianbao.base.dates import PartialDate
from jianbao.base.problems import Location, Problem
from jianbao.content.bulletin import Parsed
from jianbao.content.reference import Reference

_TYPES: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        *(Parsed, Reference, Location, Problem, Bulletin, Article, Attachment),
        *(PartialDate, Provenance, Review, Repair, Flag),
    )
}
_TYPE = ""


def pack(parsed: Parsed) -> bytes:
    return json.dumps(_plain(parsed), ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpack(packed: bytes) -> Parsed:
    parsed: Parsed = json.loads(packed.decode("utf-8", "surrogatepass"), object_hook=_record)
    return parsed


def _plain(value: object) -> object:
    """Return `value` as JSON types: a record becomes an object with the name of its type."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
        return {_TYPE: type(value).__name__, **fields}
    return value


def _record(fields: dict[str, object]) -> object:
    kind = _TYPES[str(fields.pop(_TYPE))]
    # Without the checks of `fields.build`, which take half as long again: the cache is signed, and
    # its keys hold the version of the code, so these values come from a checked record.
    return kind(**{n: _frozen(v) if isinstance(v, list) else v for n, v in fields.items()})


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
