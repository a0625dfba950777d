"""content/learnt.yaml: the roles of the lines of documents that an editor has reviewed.

One line for each document, so that the lines of two people can be merged. It holds no text, only a
mark of each line (a part of the SHA-256 of its words) and its role:

    - {sha256: 0123…, file: 简报.docx, roles: 3f2a1c series; 8a0b2e title}
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jianbao.base.problems import Location, Problem, problem
from jianbao.content import checker
from jianbao.content.file_names import LEARNT
from jianbao.content.folder import Tree
from jianbao.text.frontmatter import Node

_KEYS = {"sha256", "file", "roles"}
_LINE = r"[0-9a-f]{6}\x20[a-z]{1,12}\+?"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document, known by the SHA-256 of its bytes, and the mark and role of each of its lines."""

    sha256: str
    file: str
    roles: tuple[tuple[str, str], ...]

    def row(self) -> dict[str, str]:
        """Return the entry of the file."""
        roles = "; ".join(f"{mark} {role}" for mark, role in self.roles)
        return {"sha256": self.sha256, "file": self.file, "roles": roles}


def read_lessons(tree: Tree) -> tuple[dict[str, Lesson], list[Problem]]:
    """Return the lessons by SHA-256, and the problems of the file. Without a file there are none.
    If two people added a line for the same document, the last counts."""
    if not tree.has(LEARNT):
        return {}, []
    content, problems = tree.read(LEARNT)
    if content is None:
        return {}, problems
    shown = tree.show(LEARNT)
    node, problems = checker.parse_yaml(content, shown)
    if node is None or node.value is None:
        return {}, problems
    if not isinstance(node.value, tuple):
        return {}, [problem(Location(shown, node.line), "", "must be a list of documents")]
    found: dict[str, Lesson] = {}
    for entry in node.value:
        faults = list(_faults(entry, shown))
        problems += faults
        if not faults and isinstance(entry.value, dict):
            values = {key: str(one.value or "") for key, one in entry.value.items()}
            pairs = (line.split(" ") for line in values["roles"].split("; "))
            roles = tuple((mark, role) for mark, role in pairs)
            found[values["sha256"]] = Lesson(values["sha256"], values["file"], roles)
    return found, problems


def _faults(entry: Node, shown: str) -> Iterator[Problem]:
    where = Location(shown, entry.line)
    values = entry.value if isinstance(entry.value, dict) else {}
    texts = {key: str(one.value or "") for key, one in values.items()}
    if set(texts) != _KEYS:
        yield problem(where, "", "must have the keys sha256, file, roles; write it with learn")
    elif not re.fullmatch("[0-9a-f]{64}", texts["sha256"]):
        message = "sha256 must be 64 hexadecimal digits; write the line with learn"
        yield problem(where, "", message)
    elif not re.fullmatch(f"{_LINE}(; {_LINE})*", texts["roles"]):
        message = "roles must be marks and roles of lines; write the line with learn"
        yield problem(where, "", message)
