"""What speaks for a bulletin, and against taking a document."""

import pytest

from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.evidence import has_chinese, is_textbook, other_kind, secrecy
from jianbao.convert.readers.text import read_text

HEAD = ("澜川卫生健康动态", "2024年第40期", "澜川市卫生健康委员会办公室 2024年11月5日")


def document(*lines: str, removals: tuple[Removal, ...] = ()) -> Document:
    blocks = (Block(line, i, kind="paragraph") for i, line in enumerate(lines, start=1))
    return Document("docx", tuple(blocks), removals=removals)


def test_a_secret_marking_is_seen_in_the_text_and_in_what_was_left_out() -> None:
    assert secrecy(document("机密★10年", *HEAD)) == "机密"
    assert secrecy(document(*HEAD, removals=(Removal("hidden", 1, "绝密"),))) == "绝密"
    assert secrecy(document(*HEAD, "保守国家秘密是公民的义务。")) is None


@pytest.mark.parametrize(
    ("text", "chinese"), [("青禾县开展体检", True), ("Health bulletin 青", False), ("", False)]
)
def test_a_text_is_chinese_in_its_greater_part(text: str, chinese: bool) -> None:
    assert has_chinese(document(text)) is chinese


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("五花肉焯水，锅里放少许油，小火翻炒。", "recipe"),
        ("从前有座山，山上有座庙，庙里有个老和尚。", "tale"),
        ("404\n抱歉，您访问的页面不存在。", "error"),
        ("县卫生健康局办公室提醒：隔夜菜要大火热透，小火慢炖。", ""),
        ("从前要跑三趟的事，现在一次办成。", ""),
        ("北湖小学开展消防逃生演练。", ""),
    ],
)
def test_the_words_of_a_kind_tell_it_unless_an_office_speaks(text: str, kind: str) -> None:
    assert other_kind(read_text(text)) == kind


def test_a_textbook_may_speak_of_offices() -> None:
    exam = "考点1：街道办事处的公文\n【常考题型】单项选择题、简答题\n【答案】A"
    assert is_textbook(read_text(exam))
    choices = "选择题\n1. 一元等于（　）角。\nA. 5　B. 10\nA. 1　B. 2\n二、简答题"
    assert is_textbook(read_text(choices))
    assert not is_textbook(read_text("全县举办安全知识竞赛，选手抢答选择题、判断题。"))
