"""Printed lines to whole paragraphs."""

import pytest

from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.paragraphs import Paragraphs, assemble
from jianbao.convert.readers.text import read_text

LONG = (
    "近年来，青禾县把家庭医生签约服务作为民生实事，坚持县乡村一体推进，"
    "签约居民二十一万余人，重点人群签约率逐年"
)
GOES_ON = "提高，群众满意度保持在较高水平。"


def assembled(text: str) -> Paragraphs:
    return assemble(read_text(text))


def texts(text: str) -> list[str]:
    return [unit.text for unit in assembled(text).units if unit.kind != "rule"]


def test_a_paragraph_cut_by_a_page_break_is_joined_and_recorded() -> None:
    result = assembled(f"{LONG}\n\n{GOES_ON}\n")
    assert [unit.text for unit in result.units] == [LONG + GOES_ON]
    (repair,) = result.repairs
    assert (repair.rule, repair.line) == ("page-join", 1)
    assert repair.before == "签约率逐年\n提高，群众满".replace("签约率逐年", LONG[-6:])
    assert repair.after == repair.before.replace("\n", "")


@pytest.mark.parametrize(
    "after",
    [
        "一、建强队伍",
        "（一）建强队伍",
        "（青禾县卫生健康委）",
        "报：市委、市政府。",
        "第8期",
        "2024年8月1日",
        "【工作动态】",
    ],
)
def test_what_never_goes_on_a_paragraph(after: str) -> None:
    assert texts(f"{LONG}\n\n{after}\n") == [LONG, after]


def test_a_paragraph_that_ends_is_not_joined() -> None:
    assert texts(f"{LONG}提高。\n\n{GOES_ON}\n") == [f"{LONG}提高。", GOES_ON]
    assert texts("县医院召开会议\n\n会议提出要求。\n") == ["县医院召开会议", "会议提出要求。"]


def test_a_break_after_a_comma_is_always_mended() -> None:
    assert texts("8月21日，\n\n县医院召开会议。\n") == ["8月21日，县医院召开会议。"]
    assert texts("县医院召开会议\n\n，会议提出要求。\n") == ["县医院召开会议，会议提出要求。"]


def test_semicolons_end_list_items_only() -> None:
    assert texts("1.加强领导；\n2.落实责任。\n") == ["1.加强领导；", "2.落实责任。"]
    assert texts("会议要求加强领导；\n落实责任。\n") == ["会议要求加强领导；落实责任。"]


def test_a_page_number_or_a_rule_between_the_halves_goes() -> None:
    for between in ("— 3 —", "-3-", "第3页 共8页", "---"):
        result = assembled(f"{LONG}\n\n{between}\n\n{GOES_ON}\n")
        assert [unit.text for unit in result.units] == [LONG + GOES_ON]
        assert [removal.text for removal in result.removals] == [between]


def test_bare_page_numbers_count_up() -> None:
    text = f"{LONG}\n1\n{GOES_ON}\n\n{LONG}\n2\n{GOES_ON}\n"
    assert texts(text) == [LONG + GOES_ON] * 2
    assert "7" in texts(f"{LONG}提高。\n7\n{GOES_ON}\n")


def test_running_heads_go() -> None:
    pages = "\f".join(f"某市简报\n{LONG}{n}次提高。\n" for n in "甲乙丙丁")
    result = assembled(pages)
    assert [u.text for u in result.units].count("某市简报") == 1
    assert [r.reason for r in result.removals] == ["running-head"] * 3


FIRST = (
    "青禾县把医共体建设作为一号民生工程来抓，通过县要强、乡要活、村要稳的办法，推动优质资源下沉，"
    "让群众在家门口看好病。截至六月底，全县县域内就诊率达到百分之九十一点六，群众满意度逐年提高。"
)
SECOND = (
    "县里坚持把基础打牢，把队伍建强，把服务做优，把制度管好，各项工作取得新的进展，"
    "群众看病更加方便，费用负担明显减轻，满意度达到百分之九十八，在全市排在第一位。"
)


def hard_wrapped(*paragraphs: str, width: int = 28) -> list[str]:
    """Lines of `width` characters; a paragraph's first line is two shorter, its indent lost."""
    rows: list[str] = []
    for paragraph in paragraphs:
        rows.append(paragraph[: width - 2])
        rest = paragraph[width - 2 :]
        rows.extend(rest[i : i + width] for i in range(0, len(rest), width))
    return rows


WRAPPED = ["青禾县建设医共体", *hard_wrapped(FIRST, SECOND), "（青禾县卫生健康委）"]


def test_hard_wraps() -> None:
    result = assembled("\n\n".join(WRAPPED))
    assert [unit.text for unit in result.units] == [WRAPPED[0], FIRST, SECOND, WRAPPED[-1]]
    assert {repair.rule for repair in result.repairs} == {"wrap-join"}


def test_a_page_start_among_hard_wraps_is_a_page_break() -> None:
    text = "\n\n".join(WRAPPED).replace(f"\n\n{WRAPPED[3]}", f"\n {WRAPPED[3]}")
    result = assembled(text)
    assert [unit.text for unit in result.units] == [WRAPPED[0], FIRST, SECOND, WRAPPED[-1]]
    assert [repair.rule for repair in result.repairs].count("page-join") == 1


def test_latin_words_keep_a_space_where_lines_join() -> None:
    text = f"{LONG}使用 deep\n\nlearning 系统，成效明显。\n"
    assert texts(text) == [f"{LONG}使用 deep learning 系统，成效明显。"]


def test_a_list_of_recipients_runs_on() -> None:
    assert texts("发：各县市区卫生健康委，\n高新区社会事业局，委属单位。\n") == [
        "发：各县市区卫生健康委，高新区社会事业局，委属单位。"
    ]


def lines(*rows: tuple[str, float, float]) -> Document:
    """Return a page as a PDF reader sees it: text, indent in em, how far the line reaches."""
    blocks = (
        Block(text, number, 1, indent=indent, fill=fill)
        for number, (text, indent, fill) in enumerate(rows, start=1)
    )
    return Document("pdf", tuple(blocks))


def test_geometry_tells_paragraphs() -> None:
    document = lines(
        ("甲" * 26, 2.0, 1.0),
        ("乙" * 27 + "。", 0.0, 1.0),
        ("丙" * 28, 0.0, 1.0),
        ("丁丁丁。", 0.0, 0.2),
        ("戊" * 25 + "。", 2.0, 1.0),
        ("己" * 10, 2.0, 0.5),
    )
    result = assemble(document)
    assert [unit.text[:1] + unit.text[-2:] for unit in result.units] == [
        "甲丁。",
        "戊戊。",
        "己己己",
    ]


def test_paragraphs_of_a_format_that_knows_them_stay_apart() -> None:
    blocks = (Block("甲" * 60, 1, kind="paragraph"), Block("乙" * 60 + "。", 2, kind="paragraph"))
    assert len(assemble(Document("docx", blocks)).units) == 2
    cut = (Block("甲" * 60 + "，", 1, kind="paragraph"), Block("乙。", 2, kind="paragraph"))
    assert len(assemble(Document("docx", cut)).units) == 1


def test_headings_that_stand_without_an_indent_begin_paragraphs() -> None:
    rows = [
        ("全县各级医疗机构认真落实工作要求，组织医务人员进村入户。", 2.0, 1.0),
        ("一、强化组织领导，压实工作责任", 0.0, 0.5),
        ("（一）建立台账。逐户登记需要上门服务的老年人和残疾人情况。", 0.0, 1.0),
        ("（二）定期回访。每季度由乡镇卫生院回访一次。一是上门回访。", 0.0, 1.0),
        ("二是电话回访。", 0.0, 0.2),
    ]
    units = assemble(lines(*rows)).units
    assert [unit.text for unit in units] == [
        rows[0][0], rows[1][0], rows[2][0], rows[3][0] + rows[4][0],
    ]  # fmt: skip
