"""Printed text that remembers its lines and its bold, and records what is changed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from jianbao.archive.model import Repair
from jianbao.convert.blocks import Block
from jianbao.convert.cut.passage import Passage, joined, rewritten
from jianbao.text.chinese import strip_space


def test_a_block_becomes_a_passage() -> None:
    passage = Passage.of(Block("粗细", 7, bold=((0, 1),)))
    assert (passage.text, passage.lines, passage.bold) == ("粗细", (7, 7), (True, False))
    assert Passage.of(Block("甲", 1, bold=((0, 9),))).bold == (True,)


def test_slices_and_joins_keep_lines_and_bold() -> None:
    passage = joined([Passage.at("甲乙", 1), Passage.of(Block("丙", 2, bold=((0, 1),)))], " ")
    assert passage.text == "甲乙 丙"
    assert passage.lines == (1, 1, 1, 2)
    assert passage[2:].strip().is_bold()
    assert not passage.is_bold()
    assert not passage.plain()[3:].is_bold()
    assert joined([], " ") == Passage()
    assert Passage().line == 0


def test_every_change_is_recorded_with_its_context() -> None:
    passage = joined([Passage.at("第 7 期，共", 3), Passage.at(" 9 页", 4)])
    changed, repairs = rewritten(passage, re.compile(" "), lambda match: "", "space")
    assert changed.text == "第7期，共9页"
    assert changed.lines == (3, 3, 3, 3, 3, 4, 4)
    assert repairs[0] == Repair("space", 3, "第 7 期，共 ", "第7 期，共 ")
    assert repairs[-1] == Repair("space", 4, "第7期，共9 页", "第7期，共9页")


def test_nothing_changed_is_nothing_recorded() -> None:
    passage = Passage.at("甲乙", 1)
    assert rewritten(passage, re.compile("甲"), lambda match: "甲", "space") == (passage, ())


@given(st.text("甲乙 丙", max_size=40))
def test_the_records_account_for_every_character(text: str) -> None:
    passage = Passage.at(text, 1)
    changed, repairs = rewritten(passage, re.compile("乙+"), lambda match: "丁", "space")
    before = "".join(repair.before for repair in repairs)
    after = "".join(repair.after for repair in repairs)
    assert sorted(strip_space(text + after)) == sorted(strip_space(changed.text + before))
    assert len(changed.lines) == len(changed.bold) == len(changed.text)
