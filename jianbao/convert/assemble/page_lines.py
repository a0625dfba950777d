"""The lines between a web page's title and its text: a label with its value, a bare name, a day
without its date. Roles are learnt from lines one by one; here their place decides."""

import re
from collections.abc import Sequence

from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.patterns import printed_date
from jianbao.convert.cut.web_patterns import BULLETS, is_relative_day, page_labels
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import HAN, strip_space

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
    result = [*roles]
    if document.format != "html" or "title" not in roles or "issue" in roles:
        return tuple(result)
    blocks = document.blocks
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
        if roles[i] in _UNSURE and _SOURCE.fullmatch(blocks[i].text.strip()):
            result[i] = "meta"
    return tuple(result)


def _is_text(block: Block) -> bool:
    return len(block.text) > _LONGEST or "。" in block.text or block.kind == "table"


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
