"""content/refused.yaml: documents that a person does not want in the archive.

One line for each document, so that the lines of two people can be merged:

    - {sha256: 0123…, file: 简报.docx, date: 2024-09-01, reason: 与第12期重复}
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jianbao.base.problems import Location, Problem, problem
from jianbao.content import checker
from jianbao.content.file_names import REFUSED
from jianbao.content.folder import Tree
from jianbao.text.frontmatter import Node

_KEYS = ("sha256", "file", "date", "reason")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document, known by the SHA-256 of its bytes, the date when it was refused, and why."""

    sha256: str
    file: str
    date: str
    reason: str = ""


def read_refusals(tree: Tree) -> tuple[dict[str, Refusal], list[Problem]]:
    """Return the refusals by SHA-256, and the problems of the file. Without a file there are none.
    If two people added a line for the same document, the first counts."""
    if not tree.has(REFUSED):
        return {}, []
    content, problems = tree.read(REFUSED)
    if content is None:
        return {}, problems
    shown = tree.show(REFUSED)
    node, problems = checker.parse_yaml(content, shown)
    if node is None or node.value is None:
        return {}, problems
    if not isinstance(node.value, tuple):
        return {}, [problem(Location(shown, node.line), "", "must be a list of documents")]
    found: dict[str, Refusal] = {}
    for entry in node.value:
        faults = list(_faults(entry, shown))
        problems += faults
        if not faults and isinstance(entry.value, dict):
            values = {key: str(one.value or "") for key, one in entry.value.items()}
            found.setdefault(values["sha256"], Refusal(**values))
    return found, problems


def _faults(entry: Node, shown: str) -> Iterator[Problem]:
    where = Location(shown, entry.line)
    values = entry.value if isinstance(entry.value, dict) else {}
    texts = {key: str(one.value or "") for key, one in values.items()}
    if not set(texts) <= set(_KEYS) or not {"sha256", "file", "date"} <= set(texts):
        message = "must have the keys sha256, file, date, and may have reason; write it with refuse"
        yield problem(where, "", message)
    elif not re.fullmatch("[0-9a-f]{64}", texts["sha256"]):
        message = "sha256 must be 64 hexadecimal digits; write the line with refuse"
        yield problem(where, "", message)
