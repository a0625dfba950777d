"""The inside of an article: paragraphs, headings, lists and tables."""

from typing import Literal

import pytest

from jianbao.convert.blocks import Block
from jianbao.convert.cut.article_body import begins_numbering, make_parts
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage

TEXT = "近日，义诊队进村入户，为群众免费体检，受到欢迎。"
Align = Literal["", "left", "center", "right"]


def unit(text: str, line: int = 1, heading: int = 0, align: Align = "") -> Unit:
    return Unit("text", Passage.at(text, line), Block(text, line, heading=heading, align=align))


def shape(*texts: str) -> list[tuple[str, int]]:
    inside = make_parts([unit(text, i) for i, text in enumerate(texts, start=1)])
    return [(part.kind, part.level) for part in inside.parts]


def headings(*texts: str) -> list[int]:
    return [level for _, level in shape(*texts)]


def test_the_level_is_that_of_the_number() -> None:
    assert headings("一、抓组织", TEXT, "（一）领导到位", TEXT, "二、抓服务", TEXT) == [
        3,
        0,
        4,
        0,
        3,
        0,
    ]


def test_short_items_that_follow_one_another_are_a_list() -> None:
    assert headings("1.血压计", "2.听诊器", "3.体温计", TEXT)[:2] == [0, 0]


def test_a_numbered_sentence_is_no_heading() -> None:
    assert headings(f"一、抓组织。{TEXT}", TEXT) == [0, 0]


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    assert headings(TEXT, "送药到家", TEXT) == [0, 3, 0]


@pytest.mark.parametrize("line", ["青卫〔2024〕7号", "2024年5月9日", "（2024年5月9日）"])
def test_a_letterhead_and_a_date_are_no_headings(line: str) -> None:
    assert headings(TEXT, line, TEXT) == [0, 0, 0]


def test_four_short_lines_together_are_a_list() -> None:
    assert headings(TEXT, "血压计", "听诊器", "体温计", "体重秤", TEXT) == [0] * 6


def test_an_attachment_and_its_title_are_one_heading() -> None:
    assert shape(TEXT, "附件1", "义诊安排", TEXT) == [
        ("paragraph", 0),
        ("heading", 3),
        ("paragraph", 0),
    ]


def test_a_claimed_level_is_put_right_and_recorded() -> None:
    inside = make_parts([unit("一、抓组织", 1, heading=1), unit(TEXT, 2)])
    assert [(r.rule, r.before, r.after) for r in inside.repairs] == [
        ("heading-level", "# 一、抓组织", "### 一、抓组织")
    ]


def test_lines_of_one_centred_title_are_one_heading() -> None:
    units = [
        unit(TEXT),
        unit("健全机制", align="center"),
        unit("送医上门", align="center"),
        unit(TEXT),
    ]
    parts = make_parts(units).parts
    assert [part.passage.text for part in parts if part.kind == "heading"] == ["健全机制 送医上门"]


def test_numbering_begins_with_one() -> None:
    assert begins_numbering([unit(TEXT), unit("一、抓组织")])
    assert not begins_numbering([unit(TEXT), unit("二、抓组织")])
