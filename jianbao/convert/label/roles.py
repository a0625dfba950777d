"""The roles that a block of a document can have, and a document's blocks with theirs."""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    # Left out of the bulletin.
    "nav",  # what a site puts around a text: menus, related links, buttons
    "page",  # a page number, a running head or a running foot
    "rule",  # a line of ornaments, or a horizontal line
    "dup",  # a text that the document says elsewhere, too
    # Fields about the whole document.
    "meta",  # date, source, author, clicks of a web page, on one line
    "card",  # one field of the document with its label: 标题：…, 索引号：…
    "series",  # the name of the bulletin: 卫生健康工作简报
    "issue",  # its number: 第 12 期, perhaps with a date and an office
    "docno",  # the number of an official document: 青政办〔2025〕7号
    "date",
    "issuer",  # the office that issues it
    "notice",  # 内部资料 注意保存
    "banner",  # a headline over the whole issue: 两会特刊
    "toc",  # the table of contents, its heading included
    # Articles.
    "column",  # the name of a section of the issue: 【工作动态】
    "kicker",  # a line over a title
    "title",
    "title+",  # the next line of the same title
    "subtitle",
    "byline",  # who wrote it
    "brief",  # a paragraph that begins with its own title: 青禾县开展义诊。9月1日，……
    "heading",  # a heading inside an article
    "para",
    "para+",  # the next line of the same paragraph
    "caption",  # of a picture or a table
    "table",
    "image",
    "attr",  # the office that reported an article: （青禾县卫生健康委）
    "sign",  # the signature under a text: office and date
    # Below the articles.
    "foot",  # 报：…, 送：…, 编辑：…
    "foot+",  # the next line of the same field
]


@dataclass(frozen=True, slots=True)
class Labelling:
    """One entry a block of the document, in its order.

    `confidences` are between 0 and 1: how likely the role is among all. `seconds` are the roles
    that are next likely, for a person to choose from.
    """

    roles: tuple[Role, ...]
    confidences: tuple[float, ...]
    seconds: tuple[Role, ...]
