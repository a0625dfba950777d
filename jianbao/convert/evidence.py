"""What speaks for a bulletin, and what speaks against taking a document at all."""

import re
from collections.abc import Iterator
from itertools import pairwise

from jianbao.convert.blocks import Document
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Draft
from jianbao.text.chinese import is_han, strip_space


def secrecy(document: Document) -> str | None:
    """A marking 秘密, 机密 or 绝密 in the document, if any, also where a reader left it out of the
    text: a header of every page, a watermark."""
    for text in _lines_of(document):
        marking = patterns.secrecy(text)
        if marking:
            return marking
        for word in text.split() if len(text) < 40 else ():
            if "★" in word and patterns.secrecy(word):
                return patterns.secrecy(word)
    return None


def _lines_of(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.kind != "table":
            yield block.text
            continue
        for row in block.rows:
            # Alone in a cell, 机密 may head a column of a statistic.
            yield from (cell for cell in row if "★" in cell)
            yield from (a + b for a, b in pairwise(row) if strip_space(a).rstrip("：:") == "密级")
    if document.format != "html":  # What is left out of a web page are its menus.
        yield from (removal.text for removal in document.removals)


def is_bulletin(document: Document, draft: Draft) -> bool:
    """Whether anything says that this is a bulletin, an official document or an office's web
    page."""
    top, bottom = draft.head, draft.foot
    signs = [
        top.issue,
        top.series,
        top.issuer and (top.date or top.document),
        top.page,
        bottom.report_to or bottom.send_to or bottom.distribute_to,
        any(article.attribution for article in draft.articles),
        any(name in ("ArticleTitle", "PubDate", "ContentSource") for name, _ in document.metadata),
    ]
    return any(signs)


def has_chinese(document: Document) -> bool:
    """Whether the document's text is Chinese in its greater part."""
    text = "".join(strip_space(block.text) for block in document.blocks)
    return sum(map(is_han, text)) * 3 >= len(text) > 0


OTHER_KINDS = {
    "textbook": "is a textbook, and no bulletin",
    "recipe": "is a recipe, and no bulletin",
    "tale": "is a tale, and no bulletin",
    "error": "is the error page of a site; save the page again",
}
_TEXTBOOK = """习题 例题 单选题 多选题 单项选择题 多项选择题
    选择题 填空题 判断题 简答题 论述题 参考答案
    【答案】 课后练习 思考题 本章小结 考点 考试大纲 常考题型 下列说法"""
"""Words of a textbook, which may well speak of offices."""
_CHOICES = re.compile(r"\s*A\s*[.．、].*\sB\s*[.．、]|\s*B\s*[.．、]")
"""A line that begins with the choices of a question: A. 12　B. 24."""
_WITHOUT_OFFICE = {
    "recipe": """少许 小火 大火 中火 翻炒 焯水 出锅 料酒 生抽 老抽 食材 葱花 姜片 蒜末 腌制
        两勺 一勺 锅里 锅中 起锅 切块 切片 切丝""",
    "tale": """从前 很久以前 话说 且说 却说 第一回 第二回 客官 王子 公主 国王 仙女 妖怪 老和尚
        讲故事
        庙里""",
    "error": "404 页面不存在 访问的页面 已被删除 自动返回首页 无法访问 链接失效 稍后重试 出错了",
}
_OF_TEXTBOOK, _OF_OTHERS = 4, 2
"""How many different words of its kind a document has at least, choices of questions included."""
_OFFICE = re.compile(
    "[省市县区乡镇](?:委|人民政府|政府|人大|政协|直|纪委)|委员会|办公室|领导小组|街道办|指挥部|同志们"
)


def is_textbook(document: Document) -> bool:
    choices = sum(bool(_CHOICES.match(block.text)) for block in document.blocks)
    return _count(_TEXTBOOK, _text(document)) + min(choices, 2) >= _OF_TEXTBOOK


def other_kind(document: Document) -> str:
    """Which other kind a document is that tells of no office, a key of OTHER_KINDS; "" if nothing
    says so."""
    text = _text(document)
    if _OFFICE.search(text):
        return ""
    kinds = (kind for kind, words in _WITHOUT_OFFICE.items() if _count(words, text) >= _OF_OTHERS)
    return next(kinds, "")


def _text(document: Document) -> str:
    return strip_space("".join(block.text for block in document.blocks))


def _count(words: str, text: str) -> int:
    return sum(word in text for word in words.split())
