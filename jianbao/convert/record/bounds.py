"""Limit the entries of a review record, for a document with very many doubts, repairs or removals,
so that `check` accepts the record; the other entries are only counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Repair
from jianbao.convert.blocks import Removal

EACH = 200
"""The most entries of one kind, rule or reason that are listed."""
LONGEST = 2_000
"""The most characters of an entry's text."""
BYTES = 1_000_000
"""The most bytes of the entries of each of the three lists."""
_ENTRY = 200  # bytes around an entry's texts
_ESCAPED = 10  # the most bytes of a character that YAML escapes


@dataclass(frozen=True, slots=True)
class Listed:
    flags: tuple[Flag, ...]
    repairs: tuple[Repair, ...]
    removals: tuple[Removal, ...]


_Entry = TypeVar("_Entry", Flag, Repair, Removal)


def bounded(
    flags: Sequence[Flag], repairs: Sequence[Repair], removals: Sequence[Removal]
) -> Listed:
    """Return the entries to list, in order, with a doubt for each kind that is not listed in
    full."""
    kept_repairs, more_repairs = _first(
        (replace(r, before=_cut(r.before), after=_cut(r.after)) for r in repairs),
        lambda repair: repair.rule,
        lambda repair: (repair.before, repair.after),
    )
    kept_removals, more_removals = _first(
        (replace(r, text=_cut(r.text)) for r in removals),
        lambda removal: removal.reason,
        lambda removal: (removal.text,),
    )
    kept_flags, more_flags = _first(
        (replace(f, text=_cut(f.text)) for f in flags),
        lambda flag: flag.kind,
        lambda flag: (flag.text, flag.advice, *(value for _, value in flag.values)),
    )
    counted = [
        *_counted(more_flags, Doubt.DOUBTS_NOT_LISTED),
        *_counted(more_repairs, Doubt.REPAIRS_NOT_LISTED),
        *_counted(more_removals, Doubt.REMOVALS_NOT_LISTED),
    ]
    return Listed((*counted, *kept_flags), kept_repairs, kept_removals)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _first(
    entries: Iterable[_Entry],
    kind: Callable[[_Entry], str],
    texts: Callable[[_Entry], Sequence[str]],
) -> tuple[tuple[_Entry, ...], Counter[str]]:
    """Return the first entries of each kind, within the bytes of a list, and the numbers of the
    others."""
    kept: list[_Entry] = []
    seen: Counter[str] = Counter()
    more: Counter[str] = Counter()
    size = 0
    for entry in entries:
        name = kind(entry)
        seen[name] += 1
        cost = _ENTRY + sum(map(_bytes, texts(entry))) if seen[name] <= EACH else 0
        if seen[name] > EACH or size + cost > BYTES:
            more[name] += 1
            continue
        size += cost
        kept.append(entry)
    return tuple(kept), more


def _bytes(text: str) -> int:
    return sum(len(c.encode("utf-8", "replace")) if c.isprintable() else _ESCAPED for c in text)


def _counted(more: Counter[str], doubt: Doubt) -> Iterable[Flag]:
    for name, count in sorted(more.items()):
        yield Flag.of(doubt, 0, name, count=count)
