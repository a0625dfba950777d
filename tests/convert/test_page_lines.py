"""The lines between a web page's title and its text, and below the text."""

from jianbao.convert.assemble.page_lines import with_page_lines
from jianbao.convert.blocks import Block, Document
from jianbao.convert.label.roles import Role

TEXT = "柳泉县今年修缮农村公路八十公里，涉及十二个乡镇，群众出行更加方便。"


def roles_of(*lines: tuple[Role, str]) -> list[str]:
    blocks = tuple(Block(text, n, kind="paragraph") for n, (_, text) in enumerate(lines, start=1))
    return [*with_page_lines(Document("html", blocks), [role for role, _ in lines])]


def test_a_bare_name_above_the_line_with_the_date_is_a_line_of_the_page() -> None:
    found = roles_of(
        ("title", "农村公路修缮一新"),
        ("caption", "柳泉日报"),
        ("meta", "2031-05-06"),
        ("para", TEXT),
    )
    assert found == ["title", "meta", "meta", "para"]


def test_without_a_date_below_it_a_bare_name_is_left_as_it_is() -> None:
    lines: tuple[tuple[Role, str], ...] = (
        ("title", "修缮一新"),
        ("caption", "柳泉"),
        ("para", TEXT),
    )
    assert roles_of(*lines) == ["title", "caption", "para"]


def test_labels_and_relative_days_below_the_title_are_lines_of_the_page() -> None:
    found = roles_of(
        ("title", "农村公路修缮一新"),
        ("para", "发布时间：05-06 12:00"),
        ("heading", "昨天"),
        ("para", TEXT),
    )
    assert found == ["title", "meta", "meta", "para"]


def test_the_source_below_the_text_is_a_line_of_the_page() -> None:
    found = roles_of(
        ("title", "修缮一新"),
        ("para", TEXT),
        ("para", "来源：柳泉交警"),
        ("nav", "责任编辑：王小禾"),
    )
    assert found == ["title", "para", "meta", "meta"]


def test_a_sentence_that_begins_with_a_label_stays_text() -> None:
    below = "来源：这批资金由县里统一安排。"
    assert roles_of(("title", "修缮一新"), ("para", TEXT), ("para", below))[-1] == "para"


def test_a_value_between_the_labels_of_a_card_belongs_to_it() -> None:
    blocks = tuple(
        Block(text, n) for n, text in enumerate(("• 发文日期:", "2031年05月06日", "• 有效性:"))
    )
    document = Document("text", blocks)
    assert with_page_lines(document, ["card", "para", "card"]) == ("card",) * 3
