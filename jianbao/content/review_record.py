"""The record that the conversion writes beside a bulletin."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from jianbao.archive.model import Flag, Repair, Review
from jianbao.base.problems import Location, Problem, Problems
from jianbao.content.checker import CONTROL, LISTS, SCALARS, got_text, parse_yaml
from jianbao.text import privacy
from jianbao.text.frontmatter import Node


def parse_review(content: bytes, path: str) -> tuple[Review | None, list[Problem]]:
    """Parse the record that the conversion wrote beside a bulletin. Pure. Keys that only the
    conversion needs are ignored; personal data in the rest, which is published, is masked."""
    node, problems = parse_yaml(content, path)
    if problems:
        return None, problems
    reader = _ReviewReader(path)
    review = reader.read(node or Node(1, None))
    return (None if reader.problems else review), list(reader.problems)


def without_traces(review: Review, text: str) -> Review:
    """Return `review` with the numbers masked that the bulletin's `text` does not hold, because a
    person may have masked them there. Pure."""
    published = privacy.digits(text)

    def clean(excerpt: str) -> str:
        return privacy.without_traces(excerpt, published)

    return replace(
        review,
        repairs=tuple(
            replace(one, before=clean(one.before), after=clean(one.after)) for one in review.repairs
        ),
        flags=tuple(
            one if one.kind.startswith("privacy_") else replace(one, text=clean(one.text))
            for one in review.flags
        ),
    )


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
                    self._number(repair, "line"),
                    privacy.masked(self._text(repair, "before")),
                    privacy.masked(self._text(repair, "after")),
                    self._number(repair, "page"),
                )
                for repair in self._list(record, "repairs")
            ),
            flags=tuple(map(self._flag, self._list(record, "flags"))),
            fields=tuple((name, self._text(fields, name)) for name in fields),
        )

    def _flag(self, flag: Mapping[str, Node]) -> Flag:
        values = self._mapping(flag["values"], "values") if "values" in flag else {}
        return Flag(
            self._text(flag, "kind"),
            self._number(flag, "line"),
            privacy.masked(self._text(flag, "text")),
            privacy.masked(self._text(flag, "advice")),
            self._number(flag, "page"),
            self._text(flag, "reason"),
            tuple((name, privacy.masked(self._text(values, name))) for name in values),
        )

    def _report(self, line: int, name: str, message: str, **values: object) -> None:
        self.problems.add(Location(self.path, line), name, message, **values)

    def _mapping(self, node: Node, name: str) -> dict[str, Node]:
        if isinstance(node.value, dict):
            return node.value
        if node.value is not None:
            message = "must be keys with values, as `key: value` (got {got})"
            self._report(node.line, name, message, got=got_text(node))
        return {}

    def _list(self, record: Mapping[str, Node], name: str) -> Iterator[dict[str, Node]]:
        node = record.get(name, Node(0, None))
        if isinstance(node.value, tuple):
            for item in node.value:
                yield self._mapping(item, name)
        elif node.value is not None:
            self._report(node.line, name, LISTS["mappings"], got=got_text(node))

    def _text(self, record: Mapping[str, Node], name: str) -> str:
        """Return a text without control characters; it may be empty or have several lines."""
        node = record.get(name, Node(0, None))
        if node.value is None:
            return ""
        if isinstance(node.value, str):
            return CONTROL.sub("\ufffd", node.value)
        self._report(node.line, name, SCALARS["markdown"][1], got=got_text(node))
        return ""

    def _number(self, record: Mapping[str, Node], name: str) -> int:
        node = record.get(name, Node(0, None))
        if node.value is None:
            return 0
        if isinstance(node.value, str) and re.fullmatch("[0-9]{1,9}", node.value):
            return int(node.value)
        self._report(node.line, name, "must be a whole number (got {got})", got=got_text(node))
        return 0
