"""The masthead: what stands above the articles of a bulletin."""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import Unit
from jianbao.text.chinese import strip_space

# --- masthead ---------------------------------------------------------------------------------


def second_masthead(units: Sequence[Unit], head: Head) -> int | None:
    """The line where another issue of the same series begins below the first one's masthead."""
    name = strip_space(head.series.text) if head.series else ""
    for above, unit in pairwise(units if name else ()):
        mark = patterns.issue_mark(unit.text) if unit.kind == "text" else None
        alone = mark and not strip_space(unit.text[: mark.start] + unit.text[mark.end :])
        if alone and mark and strip_space(above.text) == name and mark.number != head.number:
            return above.line
    return None


# --- contents ---------------------------------------------------------------------------------

_LEADERS = re.compile(r"[.．…·‥\-—_/／\s]*[（(]?(?:P|第)?\s*\d{0,3}\s*[页版]?[）)]?\s*$")
_ENTRY_HEAD = re.compile(
    rf"^(?:[{patterns.ORNAMENTS}·*\-]|\d{{1,2}}[.、．]|[一二三四五六七八九十]{{1,3}}、)\s*"
)


def contents_entries(unit: Unit) -> tuple[str, ...]:
    """The titles that a line of a table of contents names, or its lines where tabs before the page
    numbers made them a table."""
    rows = [" ".join(row) for row in unit.first.rows] if unit.kind == "table" else [unit.text]
    return tuple(map(_entry, rows))


def _entry(text: str) -> str:
    bare = strip_space(_ENTRY_HEAD.sub("", _LEADERS.sub("", text.strip())))
    return without_quotes(bare.rstrip(patterns.ORNAMENTS))


def without_quotes(text: str) -> str:
    """`text` without quotation marks, which a table of contents may leave out, and the line that
    it may have between a column's name and a title."""
    return re.sub("[“”‘’\"'|｜]", "", text)
