"""What the checks of fields and of texts ask of a line."""

import re

from jianbao.convert.cut import patterns
from jianbao.text.chinese import strip_space

SHORT_LINE = 24
"""A line at the edge of an article that is shorter and no sentence may belong around it."""
_ENDED = re.compile("[。！？!?…”’」』》）)：:；;.]$")


def is_open(text: str) -> bool:
    """Return whether a paragraph stops in the middle of a sentence."""
    text = text.strip()
    return len(text) > SHORT_LINE and "，" in text and not _ENDED.search(text)


def may_sign(text: str) -> bool:
    """Return whether a paragraph is no more than an office, perhaps with a person."""
    short = len(strip_space(text)) <= SHORT_LINE and not re.search(r"[\d:：◇◆]", text)
    return short and patterns.looks_like_office(text.strip("（()） "))
