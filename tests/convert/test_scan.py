"""Scans: the text within stated bounds, its setting, and a doubt wherever a person must look."""

import io
import socket
import struct
import sys
import zlib

import documents_pdf as documents
import pytest
from documents import distance
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from jianbao.base.problems import ConvertError
from jianbao.convert.blocks import Document
from jianbao.convert.readers.pdf import geometry, scan, text_layer
from jianbao.convert.readers.pdf.geometry import Box, PageLine, PdfPage
from jianbao.convert.readers.sandbox import RefusedError
from jianbao.text.chinese import strip_space

pytestmark = pytest.mark.slow

CLEAN, WORN = 0.99, 0.98
"""The share of characters that must come out right."""

LINES: tuple[documents.Piece, ...] = (
    ("title", "青河市部署春季防病工作"),
    ("paragraph", "四月以来，全市各级医疗机构认真落实工作要求，组织医务人员深入乡村开展健康服务。"),
    ("paragraph", "各县区按照方案要求抓好落实，受到群众好评。"),
)


def fidelity(document: Document, truth: str) -> float:
    """Share of right characters; full-width and half-width punctuation count as the same,
    since the recogniser often confuses them and repair puts it right."""
    same = str.maketrans("，；：！？（）", ",;:!?()")
    read = strip_space("".join(block.text for block in document.blocks)).translate(same)
    truth = truth.translate(same)
    return 1 - distance(read, truth) / len(truth)


def printed_on(sheet: documents.Sheet) -> str:
    """Return the page's text without its page number."""
    return strip_space("".join(glyph.text for glyph in sheet.glyphs if glyph.base < 780))


def opening_lines(document: Document) -> list[str]:
    """Return the first characters of each line that is indented as a paragraph's first."""
    return [
        block.text[:4]
        for block in document.blocks
        if block.kind == "line" and not block.align and 1.4 < (block.indent or 0) < 2.8
    ]


def doubts(document: Document, kind: str) -> list[str]:
    return [doubt.text for doubt in document.doubts if doubt.kind == kind]


def refusal(content: bytes) -> str:
    with pytest.raises(ConvertError) as caught:
        scan.read(content, "in/a.png")
    (problem,) = caught.value.problems
    return problem.text()


# The first page clean at 200 dpi, the second skewed and noisy at 150 dpi.


@pytest.fixture(scope="module")
def sheets() -> list[documents.Sheet]:
    return documents.sheets()


@pytest.fixture(scope="module")
def clean(sheets: list[documents.Sheet]) -> Document:
    return scan.read(documents.encoded(documents.image(sheets[0], 200)), "a.png")


@pytest.fixture(scope="module")
def worn(sheets: list[documents.Sheet]) -> Document:
    picture = documents.image(sheets[1], 150, skew=1.3, noise=60)
    return scan.read(documents.encoded(picture, "JPEG"), "b.jpg")


@documents.needs_font
def test_fidelity(clean: Document, worn: Document, sheets: list[documents.Sheet]) -> None:
    assert fidelity(clean, printed_on(sheets[0])) >= CLEAN
    assert fidelity(worn, printed_on(sheets[1])) >= WORN


@documents.needs_font
def test_masthead_and_rule_are_red(clean: Document) -> None:
    assert (clean.blocks[0].text, clean.blocks[0].red) == ("青河卫生动态", True)
    assert clean.blocks[0].align == "center"
    assert (clean.blocks[0].size or 0) > 1.8 * (clean.blocks[-1].size or 0)
    assert [block.red for block in clean.blocks if block.kind == "rule"] == [True]
    assert sum(block.red for block in clean.blocks) == 2


@documents.needs_font
def test_issuer_and_date_stand_on_one_line(clean: Document) -> None:
    assert "青河市卫生健康委员会办公室 2031年4月18日" in [b.text for b in clean.blocks]


@documents.needs_font
def test_a_space_in_a_title_is_seen(clean: Document) -> None:
    assert "【学习先进经验 推动工作落实】" in [block.text for block in clean.blocks]


@documents.needs_font
def test_paragraphs_can_be_told_apart(clean: Document, worn: Document) -> None:
    assert opening_lines(clean) == ["今年以来", "一、健全", "全县划分", "云岭县还", "二、健全"]
    assert opening_lines(worn) == ["县卫生健", "下一步，", "石桥区开", "青河市中"]


@documents.needs_font
def test_full_lines_and_last_lines(clean: Document) -> None:
    fills = {block.text[:3]: block.fill for block in clean.blocks}
    assert (fills["题，整"] or 0) > 0.95
    assert (fills["420"] or 1) < 0.7


@documents.needs_font
def test_offices_stand_right(worn: Document) -> None:
    right = [block.text[1:4] for block in worn.blocks if block.align == "right"]
    assert right == ["云岭县", "石桥区", "青河市"]


@documents.needs_font
def test_every_page_asks_for_a_person(clean: Document, worn: Document) -> None:
    for document in (clean, worn):
        assert doubts(document, "scan") == ["第1页"]
        assert document.format == "scan"


@documents.needs_font
def test_page_numbers_are_removals(clean: Document) -> None:
    assert [removal.reason for removal in clean.removals] == ["page-number"]


@documents.needs_font
def test_a_scanned_pdf_among_pages_of_text() -> None:
    """Page 1 is text, page 2 a picture that lies on its side."""
    short = documents.sheets(LINES)[0]

    def draw(canvas: Canvas) -> None:
        documents.draw_sheet(canvas, documents.sheets()[1])
        canvas.showPage()
        picture = documents.image(short, 130).rotate(90, expand=True)
        canvas.setPageSize((documents.HEIGHT, documents.WIDTH))
        canvas.drawInlineImage(picture, 0, 0, documents.HEIGHT, documents.WIDTH)
        canvas.showPage()

    document = text_layer.read(documents.canvas_pdf(draw), "a.pdf")
    assert (document.format, document.pages) == ("pdf", 2)
    assert doubts(document, "scan") == ["第2页"]
    assert doubts(document, "turned_page") == ["第2页"]
    texts = [block.text for block in document.blocks if block.page == 2]
    assert strip_space("".join(texts)) == printed_on(short)
    assert next(b for b in document.blocks if b.page == 2).page_start


@documents.needs_font
def test_a_layer_without_meaning_gives_way_to_its_picture() -> None:
    short = documents.sheets(LINES)[0]
    content = documents.coded_pdf("看不懂的文字层", None, documents.image(short, 130))
    document = text_layer.read(content, "a.pdf")
    assert document.format == "scan"
    assert strip_space("".join(block.text for block in document.blocks)) == printed_on(short)
    assert "\ufffd" * 7 in [removal.text for removal in document.removals]
    assert doubts(document, "text_layer") == ["第1页"]


@documents.needs_font
def test_an_unseen_layer_of_another_program_is_kept_with_a_doubt() -> None:
    text = "全县各级医疗机构认真落实各项工作要求，组织人员深入乡村开展活动。"
    picture = documents.image(documents.sheets(LINES)[0], 60)
    document = text_layer.read(documents.coded_pdf(text, text, picture), "a.pdf")
    assert strip_space("".join(block.text for block in document.blocks)) == text
    assert doubts(document, "text_layer") == ["第1页"]


@documents.needs_font
def test_pages_of_a_tiff_and_a_blackened_line() -> None:
    first, second = documents.sheets(LINES)[0], documents.sheets(LINES[1:])[0]
    blackened = documents.image(first, 110)
    ImageDraw.Draw(blackened).rectangle((200, 700, 520, 722), fill=(20, 20, 20))
    target = io.BytesIO()
    upside_down = documents.image(second, 110).rotate(180)
    blackened.save(target, "TIFF", save_all=True, append_images=[upside_down], dpi=(110, 110))
    document = scan.read(target.getvalue(), "a.tif")
    assert document.pages == 2
    for number, sheet in ((1, first), (2, second)):
        blocks = tuple(block for block in document.blocks if block.page == number)
        assert fidelity(Document("scan", blocks), printed_on(sheet)) > WORN
        assert doubts(document, "scan")[number - 1] == f"第{number}页"
    assert any(text.startswith("第1页，距页顶") for text in doubts(document, "missing_line"))
    assert doubts(document, "turned_page") == ["第2页"]


@documents.needs_font
def test_the_same_picture_is_read_the_same_twice() -> None:
    """Two processes, so that nothing of the first is left for the second."""
    content = documents.encoded(documents.image(documents.sheets(LINES)[0], 72))
    assert scan.read(content, "a.png") == scan.read(content, "b.png")


@documents.needs_font
def test_recognition_never_reaches_for_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    content = documents.encoded(documents.image(documents.sheets(LINES)[0], 72))
    assert scan.recognise(content, {"pages": None})


# --- gaps in the spacing ------------------------------------------------------------------------


def page_of(*lines: tuple[str, float]) -> PdfPage:
    made = [
        PageLine(text, Box(100, base - 16, 100 + 16 * len(text), base), base, 16.0)
        for text, base in lines
    ]
    return PdfPage(1, 595, 842, tuple(made))


def spacing(*lines: tuple[str, float]) -> list[str]:
    page = page_of(*lines)
    made, _ = geometry.blocks([page])
    return [doubt.text for doubt in scan.spacing_doubts([page], made)]


FULL = "全市各级医疗机构认真落实各项工作要求组织人员深入"


def test_a_line_missing_in_mid_sentence_is_told() -> None:
    bases = [200.0, 228.0, 256.0, 312.0, 340.0]
    assert spacing(*((FULL, base) for base in bases)) == [f"第1页，在“{FULL[-12:]}”之后"]


def test_wide_spacing_after_a_sentence_is_none_of_that() -> None:
    lines = [(FULL, 200.0), (FULL, 228.0), (FULL[:-1] + "。", 256.0), (FULL, 312.0), (FULL, 340.0)]
    assert spacing(*lines) == []


# --- files that are refused ---------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """Return a well-formed PNG of one bit a pixel, nearly nothing in bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = zlib.compress(b"\0" * min(height * (width // 8 + 1), 50_000_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_of_absurd_size_is_refused() -> None:
    assert "more than 120 million pixels" in refusal(png(60_000, 60_000))


def test_frames_are_counted_before_any_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    def recognised(*_: object) -> None:
        raise AssertionError("a frame was recognised")

    monkeypatch.setattr(scan, "_engine", recognised)
    monkeypatch.setattr(scan, "_page", recognised)
    target = io.BytesIO()
    first, *others = (Image.new("L", (50, 50), 255 - i) for i in range(scan.MAX_PAGES + 1))
    first.save(target, "GIF", save_all=True, append_images=others)
    with pytest.raises(RefusedError, match=r"more than \{limit\} pages"):
        scan.recognise(target.getvalue(), {"pages": None})


def test_a_tiny_picture_is_refused() -> None:
    assert "too small" in refusal(png(8, 8))


def test_a_blank_page_is_refused() -> None:
    assert "no text was found" in refusal(documents.encoded(Image.new("RGB", (400, 500), "white")))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    picture = Image.effect_noise((300, 300), 80).convert("RGB")
    content = documents.encoded(picture, kind)
    for end in (60, len(content) // 2):
        text = refusal(content[:end])
        assert "the picture is damaged" in text
        assert "\n" not in text


def test_a_missing_library_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(RefusedError) as caught:
        scan.recognise(b"", {"pages": None})
    assert "`make ocr`" in caught.value.message
    assert caught.value.values == {"library": "rapidocr"}
