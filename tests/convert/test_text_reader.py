"""The reader of plain text: what it sees in a document's lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.base.problems import ConvertError
from jianbao.convert.blocks import Block
from jianbao.convert.readers import dispatch
from jianbao.convert.readers.text import read, read_text
from jianbao.text.chinese import strip_space


def blocks(text: str) -> tuple[Block, ...]:
    return read_text(text).blocks


def test_a_block_is_a_line_with_its_number() -> None:
    found = blocks("\n\n甲\n乙\n\n  丙  \n")
    assert [(block.text, block.line, block.gap) for block in found] == [
        ("甲", 3, True),
        ("乙", 4, False),
        ("丙", 6, True),
    ]
    assert {block.kind for block in found} == {"line"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v"])
def test_line_ends(line_end: str) -> None:
    assert [block.line for block in blocks(f"甲{line_end}乙{line_end}{line_end}丙")] == [1, 2, 4]


def test_markup_is_taken_out_and_recorded() -> None:
    document = read_text("## 标题 ##\n**粗**细**粗**\n---\n***\n![图注](a/b.png)\n")
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("line", "标题"),
        ("line", "粗细粗"),
        ("rule", "---"),
        ("rule", "***"),
        ("image", "图注"),
    ]
    assert document.blocks[0].heading == 2
    assert document.blocks[1].bold == ((0, 1), (2, 3))
    assert [(r.line, r.text) for r in document.removals] == [
        (1, "####"),
        (2, "********"),
        (5, "![](a/b.png)"),
    ]


def test_what_only_looks_like_markup_stays() -> None:
    kept = ["#标签", "姓名：____", "3*4", "一_二", "a__b"]
    assert [block.text for block in blocks("\n".join(kept))] == ["标签", *kept[1:]]


def test_bold_ranges_fit_the_stripped_line() -> None:
    (block,) = blocks("　　**开头粗**后面细\n")
    assert block.bold == ((0, 3),)
    assert block.indent == 2.0


def test_a_mark_without_partner_is_no_print() -> None:
    document = read_text("开头**没有结束\n")
    assert document.blocks[0].text == "开头没有结束"
    assert document.blocks[0].bold == ()
    assert document.removals[0].text == "**"


def test_tables() -> None:
    document = read_text("前\n\n| 甲 | 乙 |\n|---|:-:|\n| 1 |  |\n\n后\n")
    table = document.blocks[1]
    assert table.kind == "table"
    assert table.rows == (("甲", "乙"), ("1", ""))
    assert table.line == 3
    assert [block.text for block in document.blocks] == ["前", "甲\t乙\n1\t", "后"]


def test_a_table_of_tabs() -> None:
    document = read_text("前\n\n乡镇\t签约人数\t签约率\n大树乡\t2890\t61%\n柳溪乡\t1766\t\n\n后\n")
    table = document.blocks[1]
    assert table.rows == (
        ("乡镇", "签约人数", "签约率"),
        ("大树乡", "2890", "61%"),
        ("柳溪乡", "1766", ""),
    )
    sides = "编辑：王风\t审核：姚俊志\n报：市委\t送：市直\n"
    assert [block.kind for block in blocks(sides)] == ["line", "line"]


def test_tags_that_end_a_line_end_it() -> None:
    document = read_text("<p>甲</p><p>乙<br/>丙</p>\n丁 < 戊\n")
    assert [(b.text, b.line) for b in document.blocks] == [
        ("<p>甲</p>", 1),
        ("<p>乙<br/>", 1),
        ("丙</p>", 1),
        ("丁 < 戊", 2),
    ]


def test_page_starts_where_a_form_feed_or_a_lost_one_stands() -> None:
    fed = read_text("甲\n\f乙\n丙\f丁\n")
    assert [(b.text, b.page, b.page_start) for b in fed.blocks] == [
        ("甲", 1, False),
        ("乙", 2, True),
        ("丙", 2, False),
        ("丁", 3, True),
    ]
    assert fed.pages == 3
    lines = [f"第{n}行正文" for n in range(12)]
    spaced = "\n\n".join(lines).replace("\n\n第7行", "\n 第7行")
    assert [b.text for b in blocks(spaced) if b.page_start] == ["第7行正文"]
    assert {block.page for block in blocks("甲\n\n乙")} == {0}


def test_indents_say_which_lines_go_on() -> None:
    found = blocks("　　甲甲\n乙乙\n　　丙丙\n    丁丁\n" + " " * 30 + "戊\n")
    assert [(b.indent, b.align) for b in found] == [
        (2.0, ""),
        (0.0, ""),
        (2.0, ""),
        (2.0, ""),
        (None, "center"),
    ]


def test_unreadable_characters_are_doubts() -> None:
    document = read_text("好\n坏\ufffd了\n")
    assert [(doubt.kind, doubt.line) for doubt in document.doubts] == [("unreadable", 2)]


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(ConvertError, match="save the document as UTF-8"):
        read(b"\x80\xff\x00\x01" * 40, "a.txt")


@given(st.text(alphabet=st.sampled_from("甲乙。，#*_|-![]( )\n\t\f\r—=1a"), max_size=200))
def test_every_character_is_in_a_block_or_a_removal(text: str) -> None:
    document = read_text(text)
    found = "".join(block.text for block in document.blocks)
    found += "".join(removal.text for removal in document.removals)
    assert sorted(strip_space(found)) == sorted(strip_space(text))


def test_white_space_without_end_is_no_more_than_a_wide_gap() -> None:
    (block,) = read_text("甲" + " \t\u3000" * 100_000 + "乙").blocks
    assert strip_space(block.text) == "甲乙"
    assert len(block.text) == 62


@pytest.mark.parametrize(
    "content", [b"a" * (dispatch.MAX_BYTES + 1), ("甲" * 1_000_001).encode()], ids=["bytes", "text"]
)
def test_more_text_than_any_bulletin_has_is_refused(content: bytes) -> None:
    with pytest.raises(ConvertError, match=r"^a\.txt: .*more than 1000000 characters"):
        dispatch.read(content, "a.txt")
