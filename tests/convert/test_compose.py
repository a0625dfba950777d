"""A draft becomes a bulletin's file."""

import pytest

from jianbao.archive.model import Provenance, Series
from jianbao.base.dates import PartialDate
from jianbao.convert.compose import Composed, compose, paragraph, table
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head, Part
from jianbao.convert.cut.passage import Passage
from jianbao.convert.names.tagging import Filing, Tags

SERIES = Series("s", "澜川动态")
SOURCE = Provenance("a.txt", "0" * 64, "text")
NO_TAGS = Tags((), (), (), frozenset(), ())


def at(text: str) -> Passage:
    return Passage.at(text, 1)


def composed(
    head: Head | None = None, foot: Foot | None = None, *parts: Part, title: str = "开展体检"
) -> Composed:
    article = ArticleDraft("brief", at(title), parts)
    draft = Draft(head or Head(), (), (article,), foot or Foot())
    return compose(draft, Filing(SERIES, "printed", ()), (NO_TAGS,), SOURCE)


def test_the_title_is_the_name_and_the_number_without_the_printers_spaces() -> None:
    made = composed(Head(series=at("澜川动态"), issue=at("第 7 期"), number=7))
    assert (made.title, made.suffix) == ("澜川动态 第7期", "第7期")
    assert "\nissue: 7\nissue_printed: 第 7 期\n" in made.text


def test_the_title_of_a_page_is_that_of_its_article() -> None:
    made = composed(Head(page=True))
    assert (made.title, dict(made.fields)["title"]) == ("开展体检", "inferred")


@pytest.mark.parametrize(
    ("printed", "status"),
    [("2024年5月9日", "printed"), ("二〇二四年五月九日", "printed"), ("5月9日", "inferred")],
)
def test_a_date_is_inferred_if_its_year_is_not_printed(printed: str, status: str) -> None:
    head = Head(date=PartialDate(2024, 5, 9), date_printed=at(printed))
    assert dict(composed(head).fields)["date"] == status


def test_recipients_are_lists_and_what_is_absent_says_so() -> None:
    made = composed(None, Foot(report_to=(at("市委"), at("市政府"))))
    fields = dict(made.fields)
    assert (fields["report_to"], fields["send_to"]) == ("printed", "absent")
    assert "市委" in made.text
    assert "send_to" not in made.text


def test_parts_become_blocks_in_order() -> None:
    made = composed(
        None,
        None,
        Part("heading", at("一、组织"), 3),
        Part("paragraph", at("进村入户。")),
        Part("table", at(""), rows=(("镇", "人"), ("柳河", "3"))),
    )
    assert made.text.endswith(
        "## 开展体检\n\n### 一、组织\n\n进村入户。\n\n| 镇 | 人 |\n| --- | --- |\n| 柳河 | 3 |\n"
    )


def test_bold_words_are_strong_and_markup_is_escaped() -> None:
    passage = Passage("甲 乙*丙", (1,) * 5, (False, True, True, False, False))
    assert paragraph(passage) == "甲 **乙**\\*丙"


def test_rows_are_filled_up_to_the_widest() -> None:
    assert table((("甲", "乙"), ("丙",))) == "| 甲 | 乙 |\n| --- | --- |\n| 丙 |  |"


def test_a_row_that_would_fill_up_all_others_is_a_table_of_its_own() -> None:
    rows = (("甲",) * 300, *(("乙",),) * 100)
    made = composed(None, None, Part("table", at(""), rows=rows))
    tables = made.text.split("## ")[1].split("\n\n")[1:]
    assert [block.count("\n") + 1 for block in tables] == [2, 102]
    assert made.text.count("甲") == 300
    assert made.text.count("乙") == 100
