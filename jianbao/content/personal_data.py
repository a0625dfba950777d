"""Check a file of content/ for personal data that nobody allowed. Pure.

docs/adr/0013-personal-data.md says what stops a build.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jianbao.base.problems import Location, Problem, problem
from jianbao.text import privacy
from jianbao.text.frontmatter import Node

# Published only if an allowance names it; a setting or a review is not enough.
ALWAYS_HELD: frozenset[privacy.Kind] = frozenset({"identity", "travel"})
MAX_REPORTS = 50

_MESSAGES: Mapping[privacy.Kind, str] = {
    "identity": "an identity number ({masked}): mask it, or list it so in privacy_allowed",
    "travel": "a passport or travel permit ({masked}): mask it, or list it so in privacy_allowed",
    "bank_card": "perhaps a bank card ({masked}): mask it, or list it so in privacy_allowed",
    "mobile": "a mobile number ({masked}): delete it, or list it so in privacy_allowed",
    "patient": "perhaps a patient ({masked}): leave it out, or list it so in privacy_allowed",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The personal data in a file that nobody allowed: `problems` stop the build, `remarks` do not.
    `accepted` are the masked forms of the remarks."""

    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    accepted: tuple[str, ...] = ()


def check(
    text: str, path: str, allowed: Collection[str], held: bool, node: Node | None = None
) -> Checked:
    """Check the file `path` that holds `text`, and its own name. `allowed` are masked forms; with
    `held`, everything found is a problem, else only numbers of identity and travel documents.
    `node` is the file's YAML, which may spell a number with escapes."""
    problems: list[Problem] = []
    remarks: list[Problem] = []
    accepted: dict[str, None] = {}
    for line, one in _findings(text, path, node):
        if one.masked in allowed:
            continue
        told = problem(Location(path, line), "", _MESSAGES[one.kind], masked=one.masked)
        if held or one.kind in ALWAYS_HELD:
            problems.append(told)
        else:
            remarks.append(told)
            accepted[one.masked] = None
    return Checked(_bounded(problems, path), _bounded(remarks, path), tuple(accepted))


def _bounded(found: list[Problem], path: str) -> tuple[Problem, ...]:
    if len(found) <= MAX_REPORTS:
        return tuple(found)
    message = "and {count} more places with personal data"
    more = problem(Location(path), "", message, count=len(found) - MAX_REPORTS)
    return (*found[:MAX_REPORTS], more)


def _findings(text: str, path: str, node: Node | None) -> Iterator[tuple[int, privacy.Finding]]:
    """Yield findings with their lines: as written, in addresses, over the end of a paragraph, in
    YAML escapes, in the file's name."""
    told: set[str] = set()
    decoded = privacy.without_percent_encoding(text)
    for reading in (text, decoded, privacy.without_blank_lines(text)):
        lines = decoded if reading is decoded else text
        line, position = 1, 0
        new: set[str] = set()
        for one in privacy.find(reading):
            line += lines.count("\n", position, one.start)
            position = one.start
            if one.masked not in told:
                new.add(one.masked)
                yield line, one
        told |= new
    for line, value in (*_texts(node), (0, path)):
        for one in privacy.find(value):
            if one.masked not in told:
                told.add(one.masked)
                yield line, one


def _texts(node: Node | None) -> Iterator[tuple[int, str]]:
    """Yield the texts of a YAML file, each with its line."""
    value = node.value if node else None
    if node and isinstance(value, str):
        yield node.line, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
