"""Sheets with two pages: where they are folded, and the order of their pages."""

import pytest

from jianbao.convert.readers.pdf import geometry, sheets
from jianbao.convert.readers.pdf.geometry import Box, Glyph, PageLine, PdfPage

BODY = "全县组织技术人员进村入户指导农民春耕"
WIDTH, HEIGHT = 1190.0, 842.0


def line(text: str, y: float, size: float = 14, x: float = 80) -> PageLine:
    return PageLine(text, Box(x, y - size, x + size * len(text), y), y, size)


def page(sheet: int, *texts: str, number: int | None = None, masthead: str = "") -> PdfPage:
    items = [line(masthead, 80, 34)] if masthead else []
    items += [line(text, 120 + 24 * index) for index, text in enumerate(texts)]
    if number is not None:
        items.append(line(f"－{number}－", 800, 12, 280))
    return PdfPage(sheet, WIDTH / 2, HEIGHT, tuple(items))


def glyphs(*boxes: tuple[float, float]) -> list[Glyph]:
    return [Glyph("字", Box(a, 100, b, 114), 114, 14) for a, b in boxes]


def test_a_wide_sheet_with_an_empty_middle_may_be_folded() -> None:
    assert sheets.fold(WIDTH, HEIGHT, glyphs((80, 520), (680, 1100)), ()) == pytest.approx(600)


@pytest.mark.parametrize(
    ("width", "boxes", "others"),
    [
        (595.0, [(80, 250), (340, 500)], []),
        (WIDTH, [(80, 590), (600, 1100)], []),
        (WIDTH, [(80, 520), (680, 1100)], [Box(80, 200, 1100, 201)]),
    ],
    ids=["upright", "text", "rule"],
)
def test_others_are_not_folded(
    width: float, boxes: list[tuple[float, float]], others: list[Box]
) -> None:
    assert sheets.fold(width, HEIGHT, glyphs(*boxes), others) == 0


def test_single_pages_stay_in_order() -> None:
    pages = [page(1, BODY), page(2, BODY)]
    assert sheets.in_order([(one,) for one in pages]) == (pages, None)


def test_page_numbers_decide() -> None:
    one, two, three, four = (page(1 + n // 2, BODY, number=n + 1) for n in range(4))
    assert sheets.in_order([(one, two), (three, four)]) == ([one, two, three, four], None)
    assert sheets.in_order([(four, one), (two, three)]) == ([one, two, three, four], None)


def test_sheets_may_be_folded_one_by_one_or_together() -> None:
    pages = [page(1, BODY + str(n), number=n) for n in range(1, 9)]
    a, b, c, d, e, f, g, h = pages
    assert sheets.in_order([(h, a), (b, g), (f, c), (d, e)]) == (pages, None)
    assert sheets.in_order([(d, a), (b, c), (h, e), (f, g)]) == (pages, None)


def test_masthead_and_footer_decide_where_no_number_is_printed() -> None:
    first = page(1, BODY + "。", masthead="东河简报")
    last = page(1, BODY + "。", "报：县委、县政府领导")
    assert sheets.in_order([(last, first)]) == ([first, last], None)
    assert sheets.in_order([(first, last)]) == ([first, last], None)


def test_pages_that_say_nothing_are_a_doubt() -> None:
    one, two = page(1, BODY + "甲。"), page(1, BODY + "乙。")
    pages, doubt = sheets.in_order([(one, two)])
    assert pages == [one, two]
    assert doubt == (1, "", BODY + "乙。")


def test_a_single_page_between_sheets_stays_where_it_is() -> None:
    one, two, three = (page(n, BODY, number=n) for n in (1, 2, 3))
    blank = PdfPage(2, WIDTH / 2, HEIGHT, ())
    assert sheets.in_order([(one,), (two, blank), (three,)])[0] == [one, two, blank, three]


def test_the_right_page_gets_margins_of_its_own() -> None:
    (moved,) = [geometry.moved(line("字", 100, x=680), -595)]
    assert moved.box.x0 == 85
