"""Spreadsheets: sheets that are tables are read as text, others are not."""

import pytest
import spreadsheets
from spreadsheets import Cell

from jianbao.base.problems import ConvertError
from jianbao.convert.readers import spreadsheet

ROWS: list[list[Cell]] = [["县", "人次", "日期"], ["青禾县", 320, (45429, 1)], ["澜川县", 1.5, ""]]


def read(*sheets: list[list[Cell]], merged: str = "", hidden: bool = False) -> list[object]:
    content = spreadsheets.workbook(*sheets, merged=merged, hidden=hidden)
    return [table.rows for table in spreadsheet.tables(content, "a.xlsx")]


def test_a_table_is_read_as_text_numbers_and_dates() -> None:
    (rows,) = read(ROWS)
    assert rows == (("县", "人次", "日期"), ("青禾县", "320", "2024-05-17"), ("澜川县", "1.5", ""))


def test_a_title_and_a_unit_above_the_headings_are_left_out() -> None:
    above: list[list[Cell]] = [["各县义诊情况"], ["", "", "单位：人次"]]
    (rows,) = read([*above, *ROWS], merged="A1:C1")
    assert rows[0] == ("县", "人次", "日期")  # type: ignore[index]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ((45429.5, 1), "2024-05-17 12:00:00"),
        ((45429, 2), "2024-05-17"),
        (13912345678.0, "13912345678"),
        (0.1, "0.1"),
        (1e20, "1e+20"),
        ("=1+1", "=1+1"),
    ],
)
def test_values(cell: Cell, text: str) -> None:
    (rows,) = read([["甲", "乙"], ["x", cell]])
    assert rows[1][1] == text  # type: ignore[index]


@pytest.mark.parametrize(
    "rows",
    [
        [["县", "人次"]],  # headings alone
        [["县"], ["青禾县"]],  # a list
        [["县", "县"], ["青禾县", "320"]],  # headings that do not differ
        [["县", "", "人次"], ["青禾县", "多", "320"]],  # a cell below no heading
    ],
)
def test_what_is_no_table(rows: list[list[Cell]]) -> None:
    assert read(rows) == []


def test_merged_cells_inside_are_no_table() -> None:
    assert read(ROWS, merged="A2:A3") == []


def test_a_hidden_sheet_is_no_table_but_its_cells_are_searched() -> None:
    assert len(read(ROWS, ROWS, hidden=True)) == 1
    content = spreadsheets.workbook(ROWS, [["13912345678"]], hidden=True)
    assert "13912345678" in set(spreadsheet.cells(content, "a.xlsx"))


def test_damage_is_one_line() -> None:
    content = spreadsheets.workbook(ROWS)
    with pytest.raises(ConvertError):
        spreadsheet.tables(content[:-40], "a.xlsx")
    with pytest.raises(ConvertError):
        spreadsheet.tables(content.replace(b"<sheetData>", b"<sheetDatx>"), "a.xlsx")
