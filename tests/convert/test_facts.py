"""The facts of blocks."""

from dataclasses import replace

import pytest

from jianbao.convert.blocks import Block, Document
from jianbao.convert.label.facts import Facts, facts_of

PROSE = "5月10日，青禾县组织医疗专家到桃源乡开展义诊，服务群众320人次，发放宣传资料1500份。"


def document(*texts: str, **more: object) -> Document:
    blocks = tuple(Block(text, line) for line, text in enumerate(texts, start=1))
    return Document("text", blocks, **more)  # type: ignore[arg-type]


def facts(*texts: str) -> tuple[Facts, ...]:
    return facts_of(document(*texts))


@pytest.mark.parametrize(
    ("text", "shape", "fact"),
    [
        ("第 12 期", "issue", "issue-alone"),
        ("总第35期 2019年11月", "issue+", "date"),
        ("澜川市卫生健康委员会办公室  2024年3月5日", "date+", "date-and-office"),
        ("2024年3月5日", "date", "date-alone"),
        ("澜政办〔2025〕7号", "docno", "docno"),
        ("（青禾县卫生健康委）", "attribution", "attribution"),
        ("编辑：林一舟    审核：陈实", "footer", "labels:several"),
        ("当前位置：首页 > 工作动态", "furniture", "navigation"),
        ("打印本页", "furniture", "is:button"),
        ("★基层之窗★", "framed", "ornament"),
        ("目  录", "contents", "is:contents"),
        ("全市家庭医生工作会议召开………………01", "leader", "leader"),
        ("一、总体要求", "number:han", "number-one"),
        ("案例一：网购退款", "number:word", "number-one"),
        ("索引号：00341/2022", "keyed", "has:card"),
        ("卫 生 健 康 简 报", "series", "letter-spaced"),
        ("青禾县召开春季防火工作会议", "title", "place-first"),
        (PROSE, "prose", "day-lead"),
        (f"青禾县：医生上门来。{PROSE}", "prose", "run-in-day"),
        ("存在问题", "short", "is:usual-heading"),
        ("<b>第 12 期</b>", "issue", "issue-alone"),
        ("", "short", "length:1-2"),
    ],
)
def test_a_block_holds_what_its_words_say(text: str, shape: str, fact: str) -> None:
    (found,) = facts(text)
    assert found.shape == shape
    assert fact in found.holds


def test_what_is_said_elsewhere_is_known_by_its_words_alone() -> None:
    entry, _, title = facts("1.青禾县召开工作会议…………3", PROSE, "★青禾县召开工作会议")
    assert entry.key == title.key == "青禾县召开工作会议"
    assert "said-below" in entry.stands
    assert "said-above" in title.stands


def test_a_title_that_the_page_states_is_known() -> None:
    page = document(
        "青禾县召开工作会议", PROSE, metadata=(("title", "青禾县召开工作会议-青禾县政府网"),)
    )
    assert "stated:title" in facts_of(page)[0].stands
    assert "stated:title" not in facts_of(page)[1].stands


def test_what_was_met_above_stays_known_below() -> None:
    first, second, third = facts("第12期", "县医院完成手术", PROSE)
    assert "after:issue" not in first.stands
    assert "after:issue" in second.stands
    assert "after:issue" in third.stands
    assert "to-prose:1" in second.stands


def test_how_a_block_looks_is_told_against_the_body() -> None:
    blocks = (
        Block("县医院完成手术", 1, kind="paragraph", size=22, bold=((0, 7),), align="center"),
        Block(PROSE, 2, kind="paragraph", size=16, gap=True),
    )
    title, body = facts_of(Document("docx", blocks))
    assert {"size:larger", "bold", "center", "gap-below"} <= set(title.looks)
    assert {"size:body", "gap"} <= set(body.looks)
    plain = facts_of(Document("docx", tuple(replace(block, size=None) for block in blocks)))
    assert not any(word.startswith("size:") for word in plain[0].looks)


def test_full_lines_are_found_in_a_text_that_is_broken_into_lines() -> None:
    lines = [PROSE[:30], PROSE[14:44], PROSE[10:40], "发放宣传资料。"]
    found = facts(*lines)
    assert ["full" in one.looks for one in found] == [True, True, True, False]
    assert "setting:wrapped" in found[0].looks
    assert "setting:line" in facts(*lines[:2])[0].looks


def test_a_line_in_the_middle_has_no_indent() -> None:
    middle = Block("县医院完成手术", 1, align="center", indent=7.5)
    left = Block(PROSE, 2, indent=2.0)
    looks = [set(one.looks) for one in facts_of(Document("pdf", (middle, left)))]
    assert looks[0] & {"center", "indent", "no-indent"} == {"center"}
    assert "indent" in looks[1]


def test_a_line_far_from_the_margin_has_no_indent() -> None:
    """It is in the middle of its page, if not of the lines around it."""
    far, near = (Block("青禾县开展义诊", 1, indent=em) for em in (4.6, 2.0))
    assert "indent" not in facts_of(Document("pdf", (far,)))[0].looks
    assert "indent" in facts_of(Document("pdf", (near,)))[0].looks


def test_where_articles_are_signed_a_line_is_below_a_signature_or_below_none() -> None:
    signed = "（青禾县卫生健康委）"
    found = facts("青禾县开展义诊", PROSE, "存在问题", PROSE, signed, "新庄镇办夜校", PROSE, signed)
    assert "unsigned-above" in found[2].stands
    assert "signed-above" in found[5].stands
    assert not {"signed-above", "unsigned-above"}.intersection(facts(PROSE, signed)[1].stands)
