"""What is left out of a bulletin by its role, and what stays as text with a doubt."""

from collections.abc import Sequence

import pytest

from jianbao.convert.assemble.net import checked
from jianbao.convert.blocks import Block, BlockKind, Document
from jianbao.convert.label.roles import Role

Line = tuple[Role, str]


def net(*lines: Line, kind: BlockKind = "line") -> tuple[Sequence[Role], list[tuple[int, str]]]:
    """The roles, and the line and the reason of each doubt."""
    blocks = tuple(Block(text, i, kind=kind) for i, (_, text) in enumerate(lines, start=1))
    roles, flags = checked(Document("text", blocks), [role for role, _ in lines])
    assert {flag.kind for flag in flags} <= {"reading_doubtful"}
    return roles, [(flag.line, flag.reason) for flag in flags]


ABOVE: Line = ("para", "青禾县组织义诊，服务群众。")
BELOW: Line = ("para", "石桥区也开展了义诊。")


def test_a_flattened_table_between_paragraphs_stays_whole() -> None:
    rows: tuple[Line, ...] = (
        ("nav", "单位|开工率|投资"),
        ("nav", "青禾县|95%|8.6"),
        ("page", "云峰县|81%|5.2"),
    )
    roles, doubts = net(ABOVE, *rows, BELOW)
    assert roles == ("para",) * 5
    assert doubts == [(2, "kept"), (3, "kept"), (4, "kept")]


@pytest.mark.parametrize("text", ["【打印本页】【关闭窗口】", "当前位置：首页 > 工作动态", "- 3 -"])
def test_what_is_known_to_stand_around_texts_goes_in_silence(text: str) -> None:
    role: Role = "page" if "3" in text else "nav"
    assert net(ABOVE, (role, text), BELOW) == (("para", role, "para"), [])


def test_a_sentence_around_the_text_is_left_out_with_a_doubt() -> None:
    lines: tuple[Line, ...] = (ABOVE, ("foot", "编辑：林安"), ("nav", "欢迎各单位踊跃投稿。"))
    assert net(*lines) == (("para", "foot", "nav"), [(3, "left_out")])


def test_what_is_called_a_repetition_must_be_said_elsewhere() -> None:
    title: Line = ("title", "青禾县开展“义诊”")
    assert net(title, ("dup", "青禾县 开展义诊"), BELOW)[0] == ("title", "dup", "para")
    roles, doubts = net(title, ("dup", "青禾县开展培训"), BELOW)
    assert (roles, doubts) == (("title", "para", "para"), [(2, "kept")])


def test_two_repetitions_of_each_other_stay() -> None:
    assert net(("dup", "青禾县开展义诊"), ("dup", "青禾县开展义诊"))[0] == ("para", "para")


def test_the_entries_of_a_table_of_contents_must_come_again_below() -> None:
    title: Line = ("title", "青禾县开展义诊")
    toc: tuple[Line, ...] = (("toc", "目录"), ("toc", "1.青禾县开展义诊……2"))
    assert net(*toc, title, BELOW) == (("toc", "toc", "title", "para"), [])
    assert net(title, BELOW, *toc)[1] == [(4, "kept")]


@pytest.mark.parametrize("role", ["series", "date", "issuer", "column", "foot", "foot+", "meta"])
def test_a_field_that_is_a_text_stays_as_text(role: Role) -> None:
    text = "9月2日，青禾县组织义诊。群众很满意"
    assert net(("title", "义诊"), (role, text)) == (("title", "para"), [(2, "kept")])


def test_what_is_left_out_stays_if_there_is_no_other_text() -> None:
    assert net(("series", "澜川简报"), ("nav", "青禾县开展义诊"))[0] == ("series", "para")


def test_the_page_number_in_a_running_head_may_count() -> None:
    heads: tuple[Line, ...] = (("page", "澜川简报 第1页"), ABOVE, ("page", "澜川简报 第2页"), BELOW)
    assert net(*heads)[1] == []
    assert net(ABOVE, ("page", "澜川县城关镇"), BELOW)[1] == [(2, "kept")]


def test_rows_of_a_table_below_the_text_are_no_navigation() -> None:
    rows: tuple[Line, ...] = tuple(
        ("nav", f"{town} {n} 8400平方米 92%")
        for n, town in enumerate(("高山镇", "双河乡", "松坪镇"))
    )
    title: Line = ("title", "白鹭县危房改造进度")
    assert net(title, ABOVE, *rows)[0] == ("title", "para", "para", "para", "para")
    assert net(*rows)[0][:1] == ("para",), "without any text, all of it stays"


def test_a_character_in_a_torn_line_is_no_page_number_because_it_is_said_elsewhere() -> None:
    lines: tuple[Line, ...] = (
        ("para", "全县共举办灯会、庙会、戏曲演出等活动，活"),
        ("page", "动"),
        ("para+", "一百二十六场。"),
    )
    roles, doubts = net(*lines)
    assert roles == ("para", "para+", "para+"), "the paragraph goes on"
    assert doubts == [(2, "kept")]
