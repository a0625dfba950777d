"""Characters one below the other: text that runs downwards, notices in the margin, and neither."""

import pytest

from jianbao.convert.readers.pdf import vertical
from jianbao.convert.readers.pdf.geometry import Box, Glyph

EM = 14.0
BODY = "全县组织技术人员进村入户指导农民春耕备耕"


def glyph(character: str, x: float, y: float, size: float = EM) -> Glyph:
    width = size / 2 if character.isascii() else size
    return Glyph(character, Box(x, y - 0.88 * size, x + width, y + 0.12 * size), y, size)


def across(text: str, x: float, y: float, size: float = EM) -> list[Glyph]:
    made = []
    for character in text:
        made.append(glyph(character, x, y, size))
        x = made[-1].box.x1
    return made


def down(text: str, x: float, y: float, size: float = EM, pitch: float = 1.0) -> list[Glyph]:
    return [glyph(c, x, y + pitch * size * i, size) for i, c in enumerate(text)]


def body(x: float = 80) -> list[Glyph]:
    return [g for y in range(6) for g in across(BODY, x, 100 + 25 * y)]


def lines(found: vertical.Divided) -> list[list[str]]:
    return [[line.text for line in text.lines] for text in found.texts]


def test_text_that_runs_across_is_left_alone() -> None:
    glyphs = body()
    assert vertical.divide(glyphs) == vertical.Divided(glyphs, [], [])


def test_columns_are_lines_from_right_to_left() -> None:
    columns = ["街口的茶馆又开了张，掌柜", "姓罗，每天清早烧三壶水，", "等赶集的人来。"]
    glyphs = [g for i, text in enumerate(columns) for g in down(text, 400 - 26 * i, 100)]
    found = vertical.divide(glyphs)
    assert lines(found) == [columns]
    assert found.across == []
    starts = {line.box.x0 for line in found.texts[0].lines}
    assert len(starts) == 1


def test_a_short_last_column_and_figures_side_by_side_belong_to_the_text() -> None:
    figures = [glyph("1", 374, 100 + 4 * EM), glyph("2", 374 + EM / 2, 100 + 4 * EM)]
    glyphs = [
        *down("茶馆又开了张共有十二张桌子", 400, 100),
        *down("掌柜今年", 374, 100),
        *figures,
        *down("月过生日，请了", 374, 100 + 5 * EM),
        *down("客。", 348, 100),
    ]
    assert lines(vertical.divide(glyphs)) == [
        ["茶馆又开了张共有十二张桌子", "掌柜今年12月过生日，请了", "客。"]
    ]


def test_a_large_column_at_the_side_is_text() -> None:
    found = vertical.divide([*down("柳泉环保信息", 30, 130, 34), *body()])
    assert lines(found) == [["柳泉环保信息"]]
    assert len(found.across) == 6 * len(BODY)


@pytest.mark.parametrize("x", [40, 400])
@pytest.mark.parametrize("pitch", [1.0, 2.3])
def test_a_notice_in_the_margin_is_taken_out(x: float, pitch: float) -> None:
    found = vertical.divide([*down("内部资料注意保存", x, 107, 11, pitch), *body()])
    assert found.margins == ["内部资料注意保存"]
    assert len(found.across) == 6 * len(BODY)


def test_numbers_and_entries_below_one_another_are_no_notice() -> None:
    numbers = [glyph(c, 50, 100 + 25 * y) for y, c in enumerate("123456")]
    entries = [glyph(c, 400, 100 + 25 * y) for y, c in enumerate("甲乙丙丁戊己")]
    glyphs = [*numbers, *entries, *body()]
    found = vertical.divide(glyphs)
    assert (found.texts, found.margins) == ([], [])


def test_a_title_that_is_spaced_out_over_two_lines_is_read_across() -> None:
    spaced = [glyph(c, 100 + 40 * x, 50 + 30 * y, 20)
              for y, text in enumerate(("柳泉市开展", "冬季攻坚行动"))
              for x, c in enumerate(text)]  # fmt: skip
    found = vertical.divide([*spaced, *body()])
    assert (found.texts, found.margins) == ([], [])
