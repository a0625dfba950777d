"""The reading order of a page: across, in columns, and which of them when both could be."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.convert.readers.pdf import order
from jianbao.convert.readers.pdf.geometry import Box, Glyph, Graphic, PageLine, PageTable
from jianbao.text.chinese import strip_space

EM = 12.0
LEFT, RIGHT = 80.0, 320.0
ONE = ("全县组织技术人员进村入户指导", "农民春耕，共发放资料三千多份", "解答问题四百个，受到欢迎。")
TWO = ("城关镇动员机关干部清理河道垃", "圾，一周清运八十六吨，河水变", "清了，两岸的居民纷纷称赞。")


def row(text: str, x: float, y: float, size: float = EM) -> list[Glyph]:
    made = []
    for character in text:
        width = size / 2 if character.isascii() else size
        made.append(Glyph(character, Box(x, y - 0.88 * size, x + width, y + 0.12 * size), y, size))
        x += width
    return made


def rows(texts: Sequence[str], x: float, y: float, pitch: float = 20) -> list[Glyph]:
    return [g for index, text in enumerate(texts) for g in row(text, x, y + pitch * index)]


def texts(found: order.Ordered) -> list[str]:
    return [item.text for item in found.items if isinstance(item, PageLine)]


def test_one_column_is_read_from_top_to_bottom() -> None:
    found = order.ordered(rows((*ONE, *TWO), LEFT, 100))
    assert texts(found) == [*ONE, *TWO]
    assert found.doubt is None


@pytest.mark.parametrize("step", [0, 3, 6, 9, 14])
def test_columns_are_read_one_after_the_other(step: float) -> None:
    found = order.ordered([*rows(ONE, LEFT, 100), *rows(TWO, RIGHT, 100 + step)])
    assert texts(found) == [*ONE, *TWO]
    lines = [item for item in found.items if isinstance(item, PageLine)]
    assert lines[0].column == (LEFT, LEFT + 14 * EM)
    assert lines[3].column == (RIGHT, RIGHT + 14 * EM)


def test_what_stands_over_and_under_columns_is_read_across() -> None:
    headline = "这一行横跨两栏排在上面应当最先读到"
    foot = "报：县委、县政府领导"
    found = order.ordered(
        [
            *row(headline, LEFT + 60, 60, 18),
            *rows(ONE, LEFT, 100),
            *rows(TWO, RIGHT, 100),
            *row(foot, LEFT, 220),
        ]
    )
    assert texts(found) == [headline, *ONE, *TWO, foot]


def test_titles_side_by_side_belong_to_their_columns() -> None:
    found = order.ordered(
        [
            *row("指导春耕", LEFT + 50, 80, 16),
            *row("清理河道", RIGHT + 50, 80, 16),
            *rows(ONE, LEFT, 110),
            *rows(TWO, RIGHT, 110),
        ]
    )
    assert texts(found) == ["指导春耕", *ONE, "清理河道", *TWO]


def test_articles_above_one_another_are_read_before_those_beside() -> None:
    """Four texts in the quarters of a page: white space parts the upper from the lower ones."""
    upper = [*rows(ONE, LEFT, 100), *rows(TWO, RIGHT, 100)]
    lower = [*rows(TWO, LEFT, 260), *rows(ONE, RIGHT, 260)]
    found = order.ordered([*upper, *lower])
    assert texts(found) == [*ONE, *TWO, *TWO, *ONE]


def test_a_table_between_columns_parts_them() -> None:
    table = PageTable(Box(LEFT, 170, RIGHT + 168, 200), (("乡镇", "户数"), ("城关镇", "86")))
    upper = [*rows(ONE, LEFT, 100), *rows(TWO, RIGHT, 100)]
    lower = [*rows(TWO, LEFT, 230), *rows(ONE, RIGHT, 230)]
    found = order.ordered([*upper, *lower], [table])
    assert [i.text if isinstance(i, PageLine) else "table" for i in found.items] == [
        *(*ONE, *TWO, "table", *TWO, *ONE)
    ]


def test_a_rule_in_a_column_parts_nothing_else() -> None:
    rule = Graphic("rule", Box(RIGHT, 165, RIGHT + 168, 166))
    found = order.ordered([*rows((*ONE, *TWO), LEFT, 100), *rows(TWO, RIGHT, 100)], [], [rule])
    assert texts(found) == [*ONE, *TWO, *TWO]


def test_a_picture_stays_in_its_column() -> None:
    image = Graphic("image", Box(RIGHT, 92, RIGHT + 168, 150))
    found = order.ordered([*rows((*ONE, *TWO), LEFT, 100), *rows(TWO, RIGHT, 170)], [], [image])
    assert [i.text if isinstance(i, PageLine) else i.kind for i in found.items
            if not isinstance(i, PageTable)] == [*ONE, *TWO, "image", *TWO]  # fmt: skip


def test_a_seal_over_the_text_divides_no_column() -> None:
    seal = Graphic("image", Box(200, 90, 380, 150))
    found = order.ordered([*rows(ONE, LEFT, 100), *rows(TWO, RIGHT, 100)], [], [seal])
    assert texts(found) == [*ONE, *TWO]


@pytest.mark.parametrize(
    "table",
    [
        [("乡镇", "户数", "完成率"), ("高山镇", "126", "92%")] * 2,
        [("林一舟", "周宁", "方平"), ("石岩", "金田", "安然")] * 3,
        [("项目", "城北污水处理厂二期工程"), ("进展", "设备安装完成八成，比计划提前")] * 2,
        [("澜川市应急管理局", "澜川市消防救援支队"), ("2024年4月28日", "2024年4月28日")],
    ],
    ids=["rows", "names", "labels", "signatures"],
)
def test_what_only_stands_side_by_side_is_read_across(table: list[tuple[str, ...]]) -> None:
    glyphs = [
        glyph
        for y, cells in enumerate(table)
        for x, cell in enumerate(cells)
        for glyph in row(cell, LEFT + 160 * x, 100 + 20 * y)
    ]
    found = order.ordered(glyphs)
    assert texts(found) == [" ".join(cells) for cells in table]
    assert found.doubt is None


FIGURES = (("乡镇", "户数", "完成率"), ("高山镇", "126", "92%"), ("双河乡", "98", "88%"))


def test_rows_with_figures_below_a_head_are_a_table() -> None:
    glyphs = [
        *row("各乡镇进度如下。", LEFT, 80),
        *(
            glyph
            for y, cells in enumerate(FIGURES)
            for x, cell in enumerate(cells)
            for glyph in row(cell, LEFT + 160 * x, 100 + 20 * y)
        ),
        *row("下一步，加快进度。", LEFT, 180),
    ]
    above, table, below = order.ordered(glyphs).items
    assert isinstance(table, PageTable)
    assert table.rows == FIGURES
    assert isinstance(above, PageLine)
    assert above.text == "各乡镇进度如下。"
    assert isinstance(below, PageLine)
    assert below.text == "下一步，加快进度。"


@pytest.mark.parametrize("place", [70, 210])
def test_rows_that_stand_elsewhere_are_no_table(place: float) -> None:
    """The second part of the last row stands below no part of the head."""
    glyphs = [
        glyph
        for y, cells in enumerate(FIGURES)
        for x, cell in enumerate(cells)
        for glyph in row(cell, LEFT + (place if (x, y) == (1, 2) else 160 * x), 100 + 20 * y)
    ]
    assert texts(order.ordered(glyphs)) == [" ".join(cells) for cells in FIGURES]


def test_an_order_that_is_nearly_as_good_is_a_doubt() -> None:
    """Two columns of two lines each say little."""
    one = ("全县组织技术人员进村入户指导", "农民春耕备耕。")
    two = ("城关镇动员机关干部清理河道，", "各村也都行动起来。")
    found = order.ordered([*rows(one, LEFT, 100), *rows(two, RIGHT, 100)])
    assert texts(found) == [*one, *two]
    assert found.doubt == (one[0], " ".join((one[0], two[0])))


def test_a_caption_does_not_interrupt_a_sentence() -> None:
    wide = "今年以来全县把春耕生产作为头等大事来抓市县乡三级干部下到田间地头同农民一起抢"
    caption = row("图为技术人员在田间", LEFT, 150, 9)
    found = order.ordered(
        [*row(wide, LEFT, 80), *caption, *rows(("农时，" + ONE[0][3:], *ONE[1:]), RIGHT, 110)]
    )
    assert texts(found)[-1] == "图为技术人员在田间"  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.text("一二三，。AB1", min_size=1, max_size=20),
            st.integers(0, 30),
            st.integers(0, 30),
            st.sampled_from([9.0, 12.0, 20.0]),
        ),
        max_size=24,
    )
)
def test_no_character_is_lost_or_doubled(lines: list[tuple[str, int, int, float]]) -> None:
    glyphs = [g for text, x, y, size in lines for g in row(text, 15 * x, 12 * y, size)]
    found = "".join(strip_space(text) for text in texts(order.ordered(glyphs)))
    assert sorted(found) == sorted("".join(text for text, *_ in lines))
