"""Mastheads: another one in the text, and what is cut out of a line."""

from dataclasses import replace

from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Block
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.head import contents_entries, second_masthead
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage, dressing

ARTICLE = ("青禾县开展健康体检", "近日，医疗队进村入户，为群众体检。")
HEAD = Head(
    series=Passage.at("澜川卫生健康动态", 1),
    issue=Passage.at("第7期", 2),
    number=7,
    date=PartialDate(2024, 11, 5),
)


def units(*lines: str) -> tuple[Unit, ...]:
    return tuple(
        Unit("text", Passage.at(line, i), Block(line, i)) for i, line in enumerate(lines, start=1)
    )


def test_another_masthead_in_the_text() -> None:
    more = units(*ARTICLE, "澜川卫生健康动态", "第8期", "2024年12月5日", *ARTICLE)
    assert second_masthead(more, HEAD) is not None
    assert second_masthead(units(*ARTICLE), HEAD) is None
    assert second_masthead(more, replace(HEAD, series=None, issue=None, number=None)) is None


def test_the_entries_of_a_table_of_contents_lose_ornaments_and_pages() -> None:
    (entry,) = units("◆青禾县开展健康体检……（3）")
    assert contents_entries(entry) == ("青禾县开展健康体检",)


def test_what_lies_outside_the_kept_spans_is_a_removal() -> None:
    (removal,) = dressing("label", Passage.at("编辑：林一舟。", 4), [(3, 6)])
    assert (removal.reason, removal.line, removal.text) == ("label", 4, "编辑：。")
    assert dressing("label", Passage.at("林一舟", 4), [(0, 3)]) == ()
