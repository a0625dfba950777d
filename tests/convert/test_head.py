"""The masthead of a bulletin."""

from pathlib import Path

import pytest

from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.head import Cut, cut_masthead, second_masthead
from jianbao.convert.cut.paragraphs import Unit, assemble
from jianbao.convert.cut.passage import Passage, dressing

SITE = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content").site
ARTICLE = ("青禾县开展健康体检", "近日，医疗队进村入户，为群众体检。")


def units(*lines: str) -> tuple[Unit, ...]:
    blocks = tuple(Block(line, i, kind="paragraph") for i, line in enumerate(lines, start=1))
    return assemble(Document("docx", blocks)).units


def cut(*lines: str) -> Cut:
    return cut_masthead(units(*lines, *ARTICLE), SITE)


def text(passage: Passage | None) -> str:
    return passage.text if passage else ""


def test_name_number_issuer_and_date() -> None:
    made = cut("澜川卫生健康动态", "2024年第40期", "澜川市卫生健康委员会办公室 2024年11月5日")
    head = made.head
    assert text(head.series) == "澜川卫生健康动态"
    assert (text(head.issue), head.number, head.year) == ("2024年第40期", 40, 2024)
    assert text(head.issuer) == "澜川市卫生健康委员会办公室"
    assert head.date == PartialDate(2024, 11, 5)
    assert [unit.text for unit in made.rest] == [*ARTICLE]


@pytest.mark.parametrize(
    ("number", "issue"), [("第7期", 7), ("第 七 期", 7), ("（第7期）", 7), ("总第120期", 120)]
)
def test_forms_of_the_number(number: str, issue: int) -> None:
    assert cut("澜川卫生健康动态", number, "2024年11月5日").head.number == issue


def test_an_extra_issue_needs_no_number() -> None:
    head = cut("澜川卫生健康动态", "增刊", "2024年11月5日").head
    assert (head.extra, head.number) == (True, None)


def test_a_banner_is_in_brackets() -> None:
    head = cut("澜川卫生健康动态", "第7期", "【实干笃行 争当标兵】", "2024年11月5日").head
    assert text(head.banner) == "实干笃行 争当标兵"


def test_a_table_of_contents_goes_and_keeps_its_titles() -> None:
    made = cut("澜川卫生健康动态", "第7期", "目录", "青禾县开展健康体检……1", "2024年11月5日")
    assert "青禾县开展健康体检" in made.head.contents
    assert {removal.reason for removal in made.removals} == {"contents"}


def test_text_without_a_masthead_stays_whole() -> None:
    made = cut()
    assert made.head.series is None
    assert [unit.text for unit in made.rest] == [*ARTICLE]


def test_another_masthead_in_the_text() -> None:
    first = cut("澜川卫生健康动态", "第7期", "2024年11月5日")
    more = units(*ARTICLE, "澜川卫生健康动态", "第8期", "2024年12月5日", *ARTICLE)
    assert second_masthead(more, first.head) is not None
    assert second_masthead(first.rest, first.head) is None


def test_what_lies_outside_the_kept_spans_is_a_removal() -> None:
    (removal,) = dressing("label", Passage.at("编辑：林一舟。", 4), [(3, 6)])
    assert (removal.reason, removal.line, removal.text) == ("label", 4, "编辑：。")
    assert dressing("label", Passage.at("林一舟", 4), [(0, 3)]) == ()
