"""Invented spreadsheets, written part by part, with the same bytes each time."""

import zipfile
from collections.abc import Sequence
from html import escape
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164"'
    ' formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)

Cell = str | int | float | tuple[float, int]


def workbook(*sheets: Sequence[Sequence[Cell]], merged: str = "", hidden: bool = False) -> bytes:
    """A workbook of sheets of rows. A cell is text, a number, or a number with its style; the last
    sheet may be hidden."""
    texts: list[str] = []
    parts: dict[str, str] = {}
    names, relations = [], []
    for number, rows in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, texts, merged)
        state = ' state="hidden"' if hidden and number == len(sheets) else ""
        names.append(f'<sheet name="表{number}" sheetId="{number}" r:id="r{number}"{state}/>')
        relations.append(("worksheet", f"worksheets/sheet{number}.xml", f"r{number}"))
    relations += [("sharedStrings", "sharedStrings.xml", "rs"), ("styles", "styles.xml", "rt")]
    shared = "".join(f"<si><t>{escape(text)}</t><rPh><t>ピン</t></rPh></si>" for text in texts)
    parts |= {
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml", "r1")]),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f"{''.join(names)}</sheets></workbook>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": STYLES,
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in sorted(parts.items()):
            package.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="{one}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target, one in relations
    )
    return f'<Relationships xmlns="{RELATIONS}">{made}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]], texts: list[str], merged: str) -> str:
    made = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{chr(ord('A') + column)}{number}", cell, texts)
            for column, cell in enumerate(row)
            if cell != ""
        )
        made.append(f'<row r="{number}">{cells}</row>')
    merging = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(made)}</sheetData>{merging}</worksheet>'


def _cell(place: str, cell: Cell, texts: list[str]) -> str:
    if isinstance(cell, str):
        texts.append(cell)
        return f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>'
    value, style = cell if isinstance(cell, tuple) else (cell, 0)
    return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'
