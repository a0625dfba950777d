"""PDF and Word documents made of a short description in YAML: what is set, and where.

A PDF is a list of pages, a page a list of items from top to bottom (points, from the top left):

    - {x: 79, y: 120, size: 36, red: true, align: centre, text: 澜川卫健动态}
    - {rule: [79, 190, 516, 190], red: true}
    - {columns: 14, indent: 2, pitch: 24, text: …}

An item without `x` or `y` goes on below the last one. `columns` breaks the text into lines of so
many characters, the first of a paragraph indented by `indent`; `align` says what of the line
stands at x; `spread` puts points between the letters; `vertical` sets downwards.

A Word document is a list of paragraphs (`text`, `align`, `bold`, `size`, `red`, `list` for the
depth of an automatic number), text boxes (`box`, `offset` in points) and tables (`table`: rows
with cells parted by `|`). `header` and `footer` are those of all pages.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import documents
import documents_pdf
import docx
import yaml
from documents_pdf import Glyph, Rule, Sheet
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from reportlab.pdfgen.canvas import Canvas

Item = Mapping[str, Any]
_EMU = 12700
"""Word's own unit, to a point."""


def document(file: Path) -> bytes:
    """The document that a file input.pdf.yaml or input.docx.yaml describes."""
    description = yaml.safe_load(file.read_text("utf-8"))
    if file.name.endswith(".docx.yaml"):
        return word(description)
    return pdf(description)


def texts(file: Path) -> Iterator[str]:
    """What such a file says, in the order of the file."""
    return _texts(yaml.safe_load(file.read_text("utf-8")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


# --- PDF -----------------------------------------------------------------------------------------


def pdf(description: Item) -> bytes:
    """One page a list of items; `width` is that of the sheet."""
    size = description.get("width", documents_pdf.WIDTH), documents_pdf.HEIGHT

    def draw(canvas: Canvas) -> None:
        for items in description["pages"]:
            canvas.setPageSize(size)
            documents_pdf.draw_sheet(canvas, _sheet(items))
            canvas.showPage()

    return documents_pdf.canvas_pdf(draw)


def _sheet(items: list[Item]) -> Sheet:
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    x, y = documents_pdf.LEFT, documents_pdf.TOP
    for item in items:
        if "rule" in item:
            x0, y0, x1, y1 = item["rule"]
            rules.append(Rule(x0, y0, x1, y1, item.get("red", False)))
            continue
        x, y = item.get("x", x), item.get("y", y)
        pitch = item.get("pitch", documents_pdf.PITCH)
        for line, indent in _lines(item):
            glyphs += _line(item, line, x + indent * _size(item), y)
            y += pitch
    return Sheet(tuple(glyphs), tuple(rules))


def _size(item: Item) -> float:
    return float(item.get("size", documents_pdf.SIZE))


def _lines(item: Item) -> list[tuple[str, float]]:
    """The lines of an item, each with its indent."""
    found: list[tuple[str, float]] = []
    indent = item.get("indent", 0)
    for paragraph in item["text"].strip("\n").split("\n"):
        if "columns" not in item:
            found.append((paragraph, indent))
            continue
        first, *more = documents_pdf.broken(paragraph, indent, item["columns"])
        found += [(first, indent), *((line, 0) for line in more)]
    return found


def _line(item: Item, text: str, x: float, y: float) -> list[Glyph]:
    size, spread = _size(item), item.get("spread", 0)
    vertical = item.get("vertical", False)
    wide = size * documents_pdf.width_of(text) + spread * (len(text) - 1)
    x -= {"left": 0.0, "centre": wide / 2, "right": wide}[item.get("align", "left")]
    glyphs = []
    for character in text:
        look = item.get("bold", False), item.get("red", False)
        glyphs.append(Glyph(character, x, y, size, *look))
        step = documents_pdf.advance(character) * size + spread
        x, y = (x, y + step) if vertical else (x + step, y)
    return glyphs


# --- Word ----------------------------------------------------------------------------------------

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def word(description: Item) -> bytes:
    made = docx.Document()
    documents.add_numbering(made)
    for item in description["paragraphs"]:
        if "table" in item:
            _table(made, [row.split("|") for row in item["table"]])
        else:
            _paragraph(made, item)
    for name in ("header", "footer"):
        if name in description:
            getattr(made.sections[0], name).paragraphs[0].text = description[name]
    return documents.saved(made)


def _table(made: WordDocument, rows: list[list[str]]) -> None:
    table = made.add_table(len(rows), max(map(len, rows)), "Table Grid")
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell


def _paragraph(made: WordDocument, item: Item) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = _ALIGN[item.get("align", "left")]
    if "box" in item:
        red = '<w:b/><w:color w:val="FF0000"/><w:sz w:val="72"/>'
        offset = round(item.get("offset", 0) * _EMU)
        documents.add_xml(paragraph, documents.text_box(item["box"], red, offset))
    if "list" in item:
        documents.number(paragraph, item["list"])
    run = paragraph.add_run(item.get("text", ""))
    run.bold = item.get("bold", False)
    run.font.size = Pt(item.get("size", 16))
    if item.get("red"):
        run.font.color.rgb = RGBColor(255, 0, 0)
    if item.get("indent"):
        paragraph.paragraph_format.first_line_indent = Pt(item["indent"] * 16)
