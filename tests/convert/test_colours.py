"""The red of mastheads is the same red in every format that names its colours."""

from collections.abc import Callable

import docx
import pytest
from documents import saved
from documents_pdf import FONT, canvas_pdf
from docx.shared import RGBColor
from reportlab.pdfgen.canvas import Canvas

from jianbao.convert.readers.colours import Colour, is_red, named_colour
from jianbao.convert.readers.dispatch import read

REDS = ("FF0000", "C00000", "A00000", "8B0000", "E60012", "D21414", "B22222", "C0504D")
OTHERS = ("000000", "800000", "FF6600", "FF00FF", "0000FF", "C05A5A")
LINES = {f"澜川卫生健康动态（{digits}）": digits for digits in (*REDS, *OTHERS)}


def as_html() -> bytes:
    return "".join(f'<p style="color:#{digits}">{text}' for text, digits in LINES.items()).encode()


def as_docx() -> bytes:
    document = docx.Document()
    for text, digits in LINES.items():
        document.add_paragraph().add_run(text).font.color.rgb = RGBColor.from_string(digits)
    return saved(document)


def as_pdf() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 16)
        for number, (text, digits) in enumerate(LINES.items()):
            canvas.setFillColorRGB(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))
            canvas.drawString(100, 780 - 50 * number, text)

    return canvas_pdf(draw)


@pytest.mark.parametrize(
    ("name", "make"), [("a.html", as_html), ("a.docx", as_docx), ("a.pdf", as_pdf)]
)
def test_the_same_colours_are_red_in_each_format(name: str, make: Callable[[], bytes]) -> None:
    seen = {block.text: block.red for block in read(make(), name).blocks}
    assert {text: seen.get(text) for text in LINES} == {
        text: digits in REDS for text, digits in LINES.items()
    }


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("red", (1.0, 0.0, 0.0)),
        (" #F00 ", (1.0, 0.0, 0.0)),
        ("FF0000", (1.0, 0.0, 0.0)),
        ("#FF0000", (1.0, 0.0, 0.0)),
        ("rgb(255, 0, 0)", (1.0, 0.0, 0.0)),
        ("rgba(255 0 999 / 50%)", (1.0, 0.0, 1.0)),
        ("auto", None),
        ("blue", None),
        ("#ff00", None),
        ("", None),
    ],
)
def test_how_a_colour_is_named(text: str, colour: Colour | None) -> None:
    assert named_colour(text) == colour


@pytest.mark.parametrize("name", ["red", "crimson", "firebrick", "darkred"])
def test_names_of_reds(name: str) -> None:
    colour = named_colour(name)
    assert colour is not None
    assert is_red(colour)
