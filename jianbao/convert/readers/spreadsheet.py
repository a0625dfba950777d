"""Read the tables of a spreadsheet (.xlsx): for each sheet that is one, its cells as text.

A sheet is a table if a row of different headings stands above rows of cells, none of them merged.
Lines above the headings that fill one cell (a title, a unit) are left out. Values are those that
the program stored last; nothing is computed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jianbao.base.problems import Location
from jianbao.convert.readers.word.package import (
    Element,
    Package,
    attribute,
    child,
    whole,
)

MAX_CELLS = 500_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Number formats of dates that every program knows without a definition (ECMA-376, 18.8.30).
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with its sheet's name; the first of `rows` holds the headings."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]


def cells(content: bytes, name: str) -> Iterator[str]:
    """Yield the text of every cell of every sheet. Raise ConvertError if the file is damaged."""
    for _, grid, _ in _grids(Package(content, Location(name)), hidden=True):
        yield from grid.values()


def tables(content: bytes, name: str) -> tuple[SheetTable, ...]:
    """Return the sheets that are tables. Raise ConvertError if the file is damaged."""
    found = []
    for sheet, grid, merged in _grids(Package(content, Location(name)), hidden=False):
        rows = _table(grid, merged)
        if rows:
            found.append(SheetTable(sheet, rows))
    return tuple(found)


_Grid = dict[tuple[int, int], str]


def _grids(package: Package, hidden: bool) -> Iterator[tuple[str, _Grid, set[int]]]:
    """Yield the name of each sheet, its cells that are not empty by row and column, and the rows
    that merged cells touch."""
    main = next((t for k, t in package.related("").values() if k == "officeDocument"), "")
    workbook = package.part(main) if main else None
    if workbook is None:
        return
    relations = package.related(main)
    parts = dict(relations.values())
    shared = _shared(package.part(parts.get("sharedStrings", "")))
    dates = _date_styles(package.part(parts.get("styles", "")))
    late = attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true")
    start = datetime(1904, 1, 1) if late else datetime(1899, 12, 30)  # noqa: DTZ001
    for element in workbook.iter("{*}sheet"):
        _, target = relations.get(attribute(element, "id") or "", ("", ""))
        root = package.part(target) if target else None
        if root is not None and (hidden or attribute(element, "state") in (None, "visible")):
            grid = _grid(root, shared, dates, start)
            yield attribute(element, "name") or "", grid, _merged(root)


def _shared(root: "Element | None") -> list[str]:
    return [_words(item) for item in root.iter("{*}si")] if root is not None else []


def _words(element: "Element") -> str:
    """Return the text of a cell, without the reading that East Asian programs keep beside it."""
    return "".join(
        text.text or ""
        for text in element.iter("{*}t")
        if next(text.iterancestors("{*}rPh"), None) is None
    )


def _date_styles(root: "Element | None") -> set[int]:
    """Return the numbers of the cell styles that show dates."""
    if root is None:
        return set()
    own = {
        whole(attribute(one, "numFmtId")): attribute(one, "formatCode") or ""
        for one in root.iter("{*}numFmt")
    }
    styles = child(root, "cellXfs")
    ids = [whole(attribute(one, "numFmtId")) for one in (styles if styles is not None else ())]
    return {
        number
        for number, form in enumerate(ids)
        if form in _DATES or re.search("[ymdYMD]", _QUOTED.sub("", own.get(form, "")))
    }


def _grid(root: "Element", shared: Sequence[str], dates: set[int], start: datetime) -> _Grid:
    grid: _Grid = {}
    for cell in root.iter("{*}c"):
        place = _REFERENCE.fullmatch(attribute(cell, "r") or "")
        text = _text(cell, shared, dates, start).strip()
        if place and text and len(grid) < MAX_CELLS:
            grid[int(place[2]), _column(place[1])] = text
    return grid


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _text(cell: "Element", shared: Sequence[str], dates: set[int], start: datetime) -> str:
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        return _words(cell)
    value = child(cell, "v")
    stored = (value.text or "" if value is not None else "").strip()
    if kind == "s":
        number = whole(stored)
        return shared[number] if number is not None and 0 <= number < len(shared) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(stored, stored)
    if kind != "n":
        return stored
    return _number(stored, whole(attribute(cell, "s")) in dates, start)


def _number(stored: str, is_date: bool, start: datetime) -> str:
    try:
        value = float(stored)
    except ValueError:
        return stored
    if is_date and 1 <= value < 2_958_466:
        moment = start + timedelta(seconds=round(value * 86_400))
        return moment.date().isoformat() if value.is_integer() else moment.isoformat(" ")
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _merged(root: "Element") -> set[int]:
    """Return the rows that merged cells touch."""
    rows: set[int] = set()
    for one in root.iter("{*}mergeCell"):
        ends = [int(row) for _, row in _REFERENCE.findall(attribute(one, "ref") or "")]
        if ends and max(ends) - min(ends) < MAX_CELLS:
            rows |= set(range(min(ends), max(ends) + 1))
    return rows


def _table(grid: Mapping[tuple[int, int], str], merged: set[int]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table, () if they are none."""
    filled: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(grid.items()):
        filled.setdefault(row, {})[column] = text
    rows = list(filled)
    while rows and len(filled[rows[0]]) == 1:
        rows.pop(0)  # a title, a unit
    if len(rows) < 2 or merged & set(rows):
        return ()
    columns = sorted(filled[rows[0]])
    heads = [filled[rows[0]][column] for column in columns]
    known = set(columns)
    if len(heads) < 2 or len(set(heads)) < len(heads):
        return ()
    if any(set(filled[row]) - known for row in rows) or len(rows) * len(columns) > MAX_CELLS:
        return ()
    return tuple(tuple(filled[row].get(column, "") for column in columns) for row in rows)
