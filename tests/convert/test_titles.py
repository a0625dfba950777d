"""What is a title: lines of their own, remarks and persons below them, first sentences."""

import pytest

from jianbao.convert.cut import titles
from jianbao.convert.cut.passage import Passage


def at(text: str, bold: int = 0) -> Passage:
    """Return `text` with so many bold characters at its head."""
    marks = (True,) * bold + (False,) * (len(text) - bold)
    return Passage(text, (1,) * len(text), marks)


def test_a_remark_is_in_brackets_and_no_part_of_the_title() -> None:
    assert titles.is_remark("（2024年3月5日）")
    assert not titles.is_remark("（试行）")
    assert not titles.is_remark("（征求意见稿）")


def test_writers_are_persons_and_nobody_else() -> None:
    assert [name.text for name in titles.writers(at("记者 王小明 通讯员 李华"))] == [
        "王小明",
        "李华",
    ]
    assert titles.writers(at("青禾县卫生健康委员会")) == ()


def test_persons_and_posts() -> None:
    assert titles.are_persons("王小明、李华")
    assert not titles.are_persons("义诊活动")
    assert titles.holds_post("市政协委员 王小明")


def test_lines_of_a_title_are_joined_by_a_space_but_not_inside_words() -> None:
    assert titles.joined_lines((at("健全机制"), at("送医上门服务"))).text == "健全机制 送医上门服务"
    assert titles.joined_lines((at("健全机制的"), at("若干意见和做法"))).text == (
        "健全机制的若干意见和做法"
    )


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("青禾县开展义诊。近日，义诊队进村。", "青禾县开展义诊。"),
        ("他说“好。”青禾县开展义诊。近日。", "他说“好。”青禾县开展义诊。"),
        ("青禾县开展义诊活动 5月9日，义诊队进村。", "青禾县开展义诊活动"),
        ("【省专家组来我市督导】近日，专家组到来。", "【省专家组来我市督导】"),
    ],
)
def test_the_first_sentence(text: str, lead: str) -> None:
    assert text[: titles.first_sentence(at(text))] == lead


def test_no_sentence_at_all() -> None:
    assert titles.first_sentence(at("青禾县开展义诊")) is None


def test_the_first_words_stand_behind_the_lead_of_news_and_the_date() -> None:
    text = "本报讯（记者王小明）5月9日，义诊队进村，送药。"
    start, end = titles.first_words(text)
    assert text[start:end] == "义诊队进村"
