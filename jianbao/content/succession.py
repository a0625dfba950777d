"""Check what entries of an authority file say of each other: parents, predecessors, and names that
change with time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jianbao.archive import names
from jianbao.archive.fields import Field, build
from jianbao.archive.model import Taxonomy, Term
from jianbao.archive.names import NamePeriod
from jianbao.content.checker import Checker, Entry


def values(entry: Entry) -> dict[str, object]:
    """Return the values of an entry as `Term` holds them."""
    return entry.values | {"names": periods_of(entry)}


def periods_of(entry: Entry) -> tuple[NamePeriod, ...]:
    """Return the periods of an entry that have a name."""
    written = entry.items("names", Entry)
    return tuple(build(NamePeriod, one.values) for one in written if "name" in one.values)


# --- names in time ------------------------------------------------------------------------------


def check_periods(checker: Checker, entries: Sequence[Entry]) -> None:
    """Report a period that ends before it begins, two periods of one entry that overlap, and a name
    or a code that two entries have at one time."""
    for entry in entries:
        _check_own(checker, entry)
    message = "“{text}” is the name of {other} at the same time (line {line})"
    _check_claims(checker, message, (one for entry in entries for one in _names(entry)))
    message = "“{text}” is the code of {other} at the same time (line {line})"
    _check_claims(checker, message, (one for entry in entries for one in _codes(entry)))


def _check_own(checker: Checker, entry: Entry) -> None:
    written = [one for one in entry.items("names", Entry) if "name" in one.values]
    found = periods_of(entry)
    for one, period in zip(written, found, strict=True):
        if period.is_reversed:
            message = "“{name}” ends before it begins: {start} to {end}"
            values = {"name": period.name, "start": period.from_, "end": period.to}
            checker.report(one.line, "names", message, **values)
        elif not period.from_ and not period.to:
            message = "“{name}” has no time: write from or to; a name of all times is an alias"
            checker.report(one.line, "names", message, name=period.name)
    if any(one.is_reversed for one in found):
        return
    for index, first in names.overlapping(found):
        message = "“{name}” and “{other}” (line {line}) overlap: a term has one name at a time"
        other = {"other": found[first].name, "line": written[first].line}
        checker.report(written[index].line, "names", message, name=found[index].name, **other)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A name or a code of an entry for a time. What is not in `names` is compared by
    `_check_unique` with others of its sort."""

    owner: str
    text: str
    line: int
    period: NamePeriod
    in_names: bool

    def conflicts(self, other: "_Claim") -> bool:
        is_compared_here = self.in_names or other.in_names
        return self.owner != other.owner and is_compared_here and self.period.overlaps(other.period)


def _check_claims(checker: Checker, message: str, claims: Iterable[_Claim]) -> None:
    known: dict[str, list[_Claim]] = {}
    for claim in claims:
        others = known.setdefault(claim.text, [])
        other = next(filter(claim.conflicts, others), None)
        others.append(claim)
        if other:
            first, second = sorted((claim, other), key=lambda one: one.line)
            values = {"text": claim.text, "other": first.owner, "line": first.line}
            checker.report(second.line, "names", message, **values)


def _names(entry: Entry) -> Iterator[_Claim]:
    """Yield the names of an entry; an alias or a misprint has no end."""
    owner = str(entry.values["name"])
    written = [one.line for one in entry.items("names", Entry) if "name" in one.values]
    found = periods_of(entry)
    for line, period in zip(written, found, strict=True):
        yield _Claim(owner, period.name, line, period, in_names=True)
    for period in names.with_present(found, owner, None):
        if period not in found:
            yield _Claim(owner, owner, entry.line_of("name"), period, in_names=False)
    for other in ("aliases", "misprints"):
        for text, line in zip(entry.items(other, str), entry.lines.get(other, ()), strict=False):
            yield _Claim(owner, text, line, NamePeriod(text), in_names=False)


def _codes(entry: Entry) -> Iterator[_Claim]:
    owner, code = str(entry.values["name"]), entry.get("code", str)
    found = periods_of(entry)
    lines = {
        one: line.line
        for one, line in zip(
            found, (e for e in entry.items("names", Entry) if "name" in e.values), strict=True
        )
    }
    for period in names.with_present(found, owner, code):
        if period.code:
            line = lines.get(period)
            yield _Claim(
                owner,
                period.code,
                line or entry.line_of("code"),
                period,
                in_names=line is not None,
            )


# --- entries that name each other ---------------------------------------------------------------


def resolve_parents(checker: Checker, entries: Sequence[Entry], fields: Sequence[Field]) -> None:
    """Set the full name of each parent, and report unknown parents and cycles. A parent may come
    after its children, so call this when all entries are read."""
    field, known = _field(fields, "parent"), _known(entries)
    parents: dict[str, str] = {}
    lines: dict[str, int] = {}
    for entry in entries:
        written = entry.get("parent", str)
        name = str(entry.values["name"])
        if written:
            line = entry.line_of("parent")
            parent = checker.resolve(field, line, written, known)
            if parent:
                entry.values["parent"] = parent
                parents[name] = parent
                lines[name] = line
    for cycle in cycles(parents):
        message = "an office cannot be part of itself: {cycle}"
        checker.report(lines[cycle[0]], "parent", message, cycle=" → ".join([*cycle, cycle[0]]))


def resolve_predecessors(
    checker: Checker, entries: Sequence[Entry], fields: Sequence[Field]
) -> None:
    """Set the full names of the terms that each entry succeeds, and report unknown ones and
    cycles."""
    field, known = _field(fields, "succeeds"), _known(entries)
    before: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for entry in entries:
        name, found = str(entry.values["name"]), []
        written = entry.items("succeeds", str)
        for one, line in zip(written, entry.lines.get("succeeds", ()), strict=False):
            term = known.of_slug(one)
            predecessor = term.name if term else checker.resolve(field, line, one, known)
            found += [predecessor] if predecessor else []
        if found:
            entry.values["succeeds"] = before[name] = names.distinct(found)
            lines[name] = entry.line_of("succeeds")
    for cycle in _rings(before):
        message = "a term cannot succeed itself: {cycle}"
        checker.report(lines[cycle[0]], "succeeds", message, cycle=" → ".join([*cycle, cycle[0]]))


def _field(fields: Sequence[Field], name: str) -> Field:
    return next(one for one in fields if one.name == name)


def _known(entries: Iterable[Entry]) -> Taxonomy:
    """Return the entries as terms with only what names them."""
    return Taxonomy(
        "",
        tuple(
            Term(
                str(entry.values.get("slug", "")),
                str(entry.values["name"]),
                "",
                aliases=entry.items("aliases", str),
                names=periods_of(entry),
            )
            for entry in entries
        ),
    )


def cycles(next_of: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each cycle of the mapping once, from its first member in the mapping's order."""
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


def _rings(next_of: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield a cycle through each name that leads back to itself, unless one was yielded with that
    name."""
    seen: set[str] = set()
    for start in next_of:
        came_from: dict[str, str] = {}
        waiting = [start]
        while waiting and start not in came_from and start not in seen:
            name = waiting.pop(0)
            for other in next_of.get(name, ()):
                if other not in came_from:
                    came_from[other] = name
                    waiting.append(other)
        if start in came_from and start not in seen:
            ring = [start]
            while (name := came_from[ring[-1]]) != start:
                ring.append(name)
            ring = [start, *reversed(ring[1:])]
            seen.update(ring)
            yield ring
