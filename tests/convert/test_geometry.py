"""Lines, spaces, margins, tables and page furniture from what stands where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.convert.readers.pdf import geometry
from jianbao.convert.readers.pdf.geometry import Box, Glyph, Graphic, PdfPage
from jianbao.text.chinese import strip_space

EM = 16.0


def row(
    text: str,
    gaps: dict[int, float] | None = None,
    *,
    x: float = 80,
    y: float = 100,
    size: float = EM,
) -> list[Glyph]:
    """Characters side by side, half an em wide where ASCII; `gaps` in em stand before them."""
    made = []
    for index, character in enumerate(text):
        x += (gaps or {}).get(index, 0) * size
        width = size / 2 if character.isascii() else size
        made.append(Glyph(character, Box(x, y - 0.88 * size, x + width, y + 0.12 * size), y, size))
        x += width
    return made


def texts(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in geometry.lines(glyphs)]


def page(*lines: tuple[str, float, float], size: float = EM, number: int = 1) -> PdfPage:
    """Lines of (text, x, baseline)."""
    made = [line for text, x, y in lines for line in geometry.lines(row(text, x=x, y=y, size=size))]
    return PdfPage(number, 595, 842, tuple(made))


# --- spaces -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gaps", "expected"),
    [
        ("全市共有28个乡镇", {4: 0.1, 6: 0.1}, "全市共有28个乡镇"),
        ("全市共有28个乡镇", {4: 0.25, 6: 0.25}, "全市共有 28 个乡镇"),
        ("运行月报", {1: 0.8, 2: 0.8, 3: 0.8}, "运行月报"),
        ("运行月报第四期", {1: 0.8, 2: 0.8, 3: 0.8, 4: 3, 5: 0.8, 6: 0.8}, "运行月报 第四期"),
        ("王风姚俊志", {2: 1}, "王风 姚俊志"),
        ("目录", {1: 1}, "目 录"),
        ("平均拉开的一整行文字", dict.fromkeys(range(1, 10), 0.3), "平均拉开的一整行文字"),
        ("newmodel", {3: 0.25}, "new model"),
    ],
)
def test_a_space_stands_where_the_gap_is_a_real_one(
    text: str, gaps: dict[int, float], expected: str
) -> None:
    assert texts(row(text, gaps)) == [expected]


def test_a_narrow_space_counts_where_the_file_prints_one() -> None:
    glyphs = row("newmodel", {3: 0.12})
    assert texts(glyphs) == ["newmodel"]
    blank = Glyph(" ", Box(104, 86, 105, 102), 100, EM)
    assert texts([*glyphs, blank]) == ["new model"]


def test_a_superscript_joins_its_line() -> None:
    raised = row("2", x=80 + 3 * EM, y=94, size=8)
    assert texts([*row("平方米"), *raised, *row("的房屋", x=84.5 + 3 * EM)]) == ["平方米2的房屋"]


@given(
    st.lists(
        st.tuples(st.text("一二三AB12", min_size=1, max_size=9), st.integers(1, 40)), max_size=12
    )
)
def test_no_character_is_lost_or_doubled(lines: list[tuple[str, int]]) -> None:
    glyphs = [g for text, y in lines for g in row(text, x=10 * y, y=20 * y)]
    found = "".join(strip_space(text) for text in texts(glyphs))
    assert sorted(found) == sorted("".join(text for text, _ in lines))


# --- setting ------------------------------------------------------------------------------------

FULL = "全市各级医疗机构认真落实各项工作要求组织人员深入"


def setting(*pages: PdfPage) -> dict[str, tuple[float, float, str]]:
    made, _ = geometry.blocks(pages)
    return {b.text: (round(b.indent or 0, 1), round(b.fill or 0, 1), b.align) for b in made}


def test_indent_fill_and_alignment() -> None:
    found = setting(
        page(
            ("居中标题", 80 + 10 * EM, 150),
            (FULL[2:], 80 + 2 * EM, 200),
            (FULL, 80, 228),
            ("末行。", 80, 256),
            ("（县卫生健康委）", 80 + 15 * EM, 284),
        )
    )
    assert found == {
        "居中标题": (10.0, 0.6, "center"),
        FULL[2:]: (2.0, 1.0, ""),
        FULL: (0.0, 1.0, ""),
        "末行。": (0.0, 0.1, ""),
        "（县卫生健康委）": (15.0, 1.0, "right"),
    }


def test_a_page_with_short_lines_takes_the_margins_of_the_others() -> None:
    full = page(*((FULL, 80.0, 200.0 + 28 * i) for i in range(4)))
    short = page(("（县卫生健康委）", 80 + 15 * EM, 200), ("短行。", 80, 228), number=2)
    found = setting(full, short)
    assert found["短行。"] == (0.0, 0.1, "")
    assert found["（县卫生健康委）"][2] == "right"


def test_a_page_that_the_binding_shifts_keeps_its_own_margins() -> None:
    pages = [
        page(*((FULL, 80.0 + shift, 200.0 + 28 * i) for i in range(4)), number=number)
        for number, shift in ((1, 0), (2, 20), (3, 0))
    ]
    made, _ = geometry.blocks(pages)
    assert {(block.indent, block.fill) for block in made} == {(0.0, 1.0)}


def test_a_wide_space_above_a_line_is_a_gap() -> None:
    bases = [200.0, 228.0, 256.0, 312.0, 340.0]
    made, _ = geometry.blocks([page(*((FULL, 80, base) for base in bases))])
    assert [block.gap for block in made] == [False, False, False, True, False]


# --- page furniture -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["－3－", "- 3 -", "— 3 —", "3", "第3页", "第 3 页 共 9 页", "3/9", "第三页", "·3·"]
)
def test_page_numbers_are_removed(label: str) -> None:
    _, removals = geometry.blocks([page((FULL, 80, 400), (FULL, 80, 428), (label, 280, 800))])
    assert [(r.reason, r.text.replace(" ", "")) for r in removals] == [
        ("page-number", label.replace(" ", ""))
    ]


@pytest.mark.parametrize("text", ["2031年4月18日", "共印120份", "第4期", "附件1", "一、二"])
def test_what_only_looks_like_a_page_number_stays(text: str) -> None:
    _, removals = geometry.blocks([page((FULL, 80, 400), (FULL, 80, 428), (text, 280, 800))])
    assert removals == []


def test_a_number_in_the_text_stays() -> None:
    _, removals = geometry.blocks([page((FULL, 80, 400), ("12", 280, 428), (FULL, 80, 456))])
    assert removals == []


def test_a_running_header_is_removed_but_not_a_masthead() -> None:
    def two(size: float) -> list[PdfPage]:
        pages = []
        for number in (1, 2):
            head = geometry.lines(row("青河卫生动态", x=240, y=60, size=size))
            body = page(*((FULL, 80.0, 200.0 + 28 * i) for i in range(4)), number=number)
            pages.append(PdfPage(number, 595, 842, (*head, *body.items)))
        return pages

    made, removals = geometry.blocks(two(9))
    assert [r.text for r in removals] == ["青河卫生动态"] * 2
    made, removals = geometry.blocks(two(30))
    assert [r.text for r in removals] == ["青河卫生动态"]
    assert made[0].text == "青河卫生动态"


# --- tables and marks ---------------------------------------------------------------------------


def grid(xs: list[float], ys: list[float]) -> list[Box]:
    across = [Box(xs[0], y, xs[-1], y) for y in ys]
    return [*across, *(Box(x, ys[0], x, ys[-1]) for x in xs)]


def test_a_frame_around_one_text_is_no_table() -> None:
    glyphs = row("框内文字")
    tables, rest, free = geometry.tables(grid([70, 300], [80, 120]), glyphs)
    assert (tables, rest, len(free)) == ([], glyphs, 4)


def test_cells_of_several_lines_and_a_cell_over_two_rows() -> None:
    strokes = [
        *(Box(80, y, 380, y) for y in (100, 200)),
        Box(180, 150, 380, 150),
        *(Box(x, 100, x, 200) for x in (80, 180, 380)),
    ]
    glyphs = [
        *row("云岭县", x=90, y=150),
        *row("第一行", x=190, y=120),
        *row("第二行", x=190, y=140),
        *row("下格", x=190, y=180),
        *row("表外", x=90, y=300),
    ]
    (table,), rest, free = geometry.tables(strokes, glyphs)
    assert table.rows == (("云岭县", "第一行\n第二行"), ("", "下格"))
    assert table.merged == 1
    assert "".join(g.text for g in rest) == "表外"
    assert free == []


def test_two_edges_of_a_thick_line_are_one_rule() -> None:
    rule, image = Graphic("rule", Box(80, 200, 500, 200)), Graphic("image", Box(80, 320, 500, 600))
    doubled = Graphic("rule", Box(80, 201, 500, 201), red=True)
    assert geometry.without_doubles([image, rule, doubled]) == [doubled, image]
