"""The accounting stops what does not add up."""

import pytest

from jianbao.archive.model import Repair
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.record.accounting import UnsettledError, settle

TEXT = """\
---
title: 某某简报 第7期
series: x
issue: 7
issue_printed: 第7期
articles:
  - title: 开展体检
    attribution: 县卫健委
---

## 开展体检

{body}
"""
FIELDS = {"title": "printed", "articles.1.title": "printed", "articles.1.attribution": "printed"}
LINES = ("某某简报", "第7期", "开展体检。", "进村 入户，", "免费体检。", "（县卫健委）")
REMOVALS = (Removal("title-stop", 3, "。"), Removal("attribution", 6, "（）"))
JOIN = Repair("page-join", 4, "进村 入户，\n免费体检。", "进村 入户，免费体检。")
BODY = "进村 入户，免费体检。"


def check(
    body: str = BODY,
    repairs: tuple[Repair, ...] = (JOIN,),
    removals: tuple[Removal, ...] = REMOVALS,
    lines: tuple[str, ...] = LINES,
) -> tuple[int, ...]:
    document = Document("text", tuple(Block(line, i) for i, line in enumerate(lines, start=1)))
    account = settle(document, TEXT.format(body=body), "第7期", FIELDS, repairs, removals)
    return account.source, account.removed, account.repaired, account.written


def test_it_adds_up() -> None:
    assert check() == (28, 3, 0, 25)


def test_a_recorded_repair_adds_up() -> None:
    mended = Repair("markup", 5, "免费_{体检}。", "免费体检。")
    lines = (*LINES[:4], "免费_{体检}。", LINES[5])
    assert check(repairs=(JOIN, mended), lines=lines) == (31, 3, -3, 25)


@pytest.mark.parametrize(
    "body",
    [
        "进村 入户，免费体检",
        "进村入户，免费体检。好",
        "进村入户，免费体检。进村入户，免费体检。",
        "进村入户，免费检体验。",
    ],
)
def test_lost_and_added_characters(body: str) -> None:
    with pytest.raises(UnsettledError, match=r"would lose \d+ and add \d+ characters"):
        check(body)


def test_a_removal_that_is_not_recorded() -> None:
    with pytest.raises(UnsettledError, match="would lose 2 and add 0"):
        check(removals=REMOVALS[:1])


@pytest.mark.parametrize(
    "body", ["免费体检。进村 入户，", "免费体检。\n\n进村 入户，", "体检。进村 入户，免费"]
)
def test_another_order(body: str) -> None:
    with pytest.raises(UnsettledError, match="would not stand where it was printed"):
        check(body)


def test_a_repair_that_changes_what_it_does_not_say() -> None:
    mended = Repair("markup", 5, "免费体检。", "免费检体。")
    with pytest.raises(UnsettledError, match="would not stand"):
        check(repairs=(JOIN, mended))


def test_a_line_between_the_halves_of_a_paragraph() -> None:
    lines = (*LINES[:4], "— 1 —", *LINES[4:])
    removals = (*REMOVALS, Removal("page-number", 5, "— 1 —"))
    assert check(lines=lines, removals=removals) == (31, 6, 0, 25)
