"""The lines between a web page's title and its text: a label with its value, a bare name, a day
without its date. Roles are learnt from lines one by one; here their place decides."""

import re
from collections.abc import Sequence

from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.page_fields import card_labels
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.patterns import printed_date
from jianbao.convert.cut.web_patterns import BULLETS, is_relative_day, page_labels
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import HAN, is_han, strip_space

_NAME = re.compile(f"[{HAN}A-Za-z0-9·]{{2,16}}")
_SOURCE = re.compile(r"[（(]?(?:信息|文章|稿件|新闻|本文)?来源\s*[:：]\s*[^\s，。：:]{2,20}[）)]?")
_LONGEST = 60
_REACH = 8
"""Lines below a title among which those about the page are."""
_UNSURE: frozenset[Role] = frozenset(
    ("nav", "para", "caption", "byline", "heading", "subtitle", "attr", "sign", "foot", "title+")
)


def with_page_lines(document: Document, roles: Sequence[Role]) -> tuple[Role, ...]:
    """Return the roles of a web page with those of the lines below its title."""
    blocks = document.blocks
    result = [
        "card" if _is_card(block) else role for block, role in zip(blocks, roles, strict=True)
    ]
    for i in range(1, len(blocks) - 1):
        inside = roles[i - 1] == roles[i + 1] == "card" and roles[i] in _UNSURE
        if inside and _is_value(blocks[i].text):
            result[i] = "card"
    if document.format != "html" or "title" not in roles or "issue" in roles:
        return tuple(result)
    start = roles.index("title") + 1
    end = start
    while end < min(len(blocks), start + _REACH) and not _is_text(blocks[end]):
        end += 1
    dated = [i for i in range(start, end) if _is_dated(blocks[i])]
    for i in range(start, end):
        if roles[i] not in _UNSURE or blocks[i].kind not in ("line", "paragraph"):
            continue
        if _is_labelled(blocks[i]) or is_relative_day(blocks[i].text):
            result[i] = "meta"
        elif dated and i < dated[-1] and _NAME.fullmatch(blocks[i].text.strip()):
            result[i] = "meta" if roles[i] != "title+" else roles[i]
    last = max((i for i in range(end, len(blocks)) if _is_text(blocks[i])), default=len(blocks))
    for i in range(last + 1, min(len(blocks), last + _REACH)):
        text = blocks[i].text.strip()
        source = _SOURCE.fullmatch(text) is not None
        if roles[i] in _BELOW and (source or (roles[i] != "foot" and _names_editor(text))):
            result[i] = "meta"
    return tuple(result)


_BELOW: frozenset[Role] = frozenset(("nav", "para", "caption", "heading", "attr", "foot"))


def _names_editor(text: str) -> bool:
    """Return whether a line below the text has nothing but labels of source and editors."""
    labels = page_labels(text)
    if not labels or len(text) > _LONGEST or "。" in text:
        return False
    before = strip_space(text[: labels[0].start]).strip(BULLETS).removeprefix("本文")
    return not before and all(label.field in ("issuer", "editor") for label in labels)


_CARD_LABELS = 3
"""Labels of an index card (索引号, 文号, 成文日期…) that make a table one."""


def _is_value(text: str) -> bool:
    """Return whether a line between the labels of a card may be the value of the one above."""
    return len(text) <= _LONGEST and "。" not in text


def _is_card(block: Block) -> bool:
    unit = Unit("table", Passage.of(block), block)
    return block.kind == "table" and card_labels(unit) >= _CARD_LABELS


def _is_text(block: Block) -> bool:
    chinese = any(map(is_han, block.text))
    return (chinese and (len(block.text) > _LONGEST or "。" in block.text)) or block.kind == "table"


def _is_labelled(block: Block) -> bool:
    """Return whether a line begins with the label of a page's date or source."""
    labels = page_labels(block.text)
    first = labels[0] if labels else None
    return (
        first is not None
        and first.field in ("date", "issuer")
        and (not strip_space(block.text[: first.start]).strip(BULLETS))
    )


def _is_dated(block: Block) -> bool:
    return printed_date(block.text) is not None or _is_labelled(block)
