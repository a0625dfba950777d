"""PDF with a text layer: what the page shows is in the blocks, the rest is accounted for."""

import random
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import documents_pdf as documents
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from jianbao.base.problems import ConvertError
from jianbao.convert.blocks import Block, Document
from jianbao.convert.readers import pdf, sandbox
from jianbao.convert.readers.pdf import extraction, order, scan, text_layer
from jianbao.convert.readers.sandbox import RefusedError
from jianbao.text.chinese import strip_space


@pytest.fixture(scope="module")
def bulletin() -> Document:
    return text_layer.read(documents.pdf(), "bulletin.pdf")


def printed(document: Document) -> str:
    return strip_space("".join(block.text for block in document.blocks))


def accounted(document: Document) -> Counter[str]:
    removed = "".join(removal.text for removal in document.removals)
    return Counter(printed(document) + strip_space(removed))


def painted(content: bytes) -> Counter[str]:
    """Return every character that the library finds in the file."""
    raw = text_layer.extract(content, None)
    return Counter(strip_space("".join(c[0] for page in raw["pages"] for c in page["chars"])))


def paragraphs(document: Document) -> list[str]:
    """Lines joined by their setting alone: a line goes on unless it is indented or set apart."""
    joined: list[str] = []
    previous: Block | None = None
    for block in document.blocks:
        if (
            previous is not None
            and previous.kind == block.kind == "line"
            and (previous.fill or 0) > 0.9
            and (block.indent or 0) < 1
            and not block.align
            and not previous.align
            and not block.gap
        ):
            joined[-1] += block.text
        elif block.text:
            joined.append(block.text)
        previous = block
    return joined


def block_of(document: Document, start: str) -> Block:
    return next(block for block in document.blocks if block.text.startswith(start))


def doubts(document: Document, kind: str) -> list[str]:
    return [doubt.text for doubt in document.doubts if doubt.kind == kind]


def refusal(content: bytes) -> str:
    with pytest.raises(ConvertError) as caught:
        text_layer.read(content, "in/a.pdf")
    (problem,) = caught.value.problems
    return problem.text()


def drawn(*paint: Callable[[Canvas], None]) -> bytes:
    """Return the bulletin's first page with more painted on it."""

    def draw(canvas: Canvas) -> None:
        documents.draw_sheet(canvas, documents.sheets()[0])
        for more in paint:
            more(canvas)
        canvas.showPage()

    return documents.canvas_pdf(draw)


# --- fidelity -----------------------------------------------------------------------------------


def test_every_character_in_order(bulletin: Document) -> None:
    assert printed(bulletin) == documents.characters()
    assert (bulletin.format, bulletin.pages) == ("pdf", 2)
    assert bulletin.doubts == ()


@pytest.mark.parametrize("wrong", [lambda made: made[1:], lambda made: (*made, made[0])])
def test_a_line_that_gets_lost_or_is_read_twice_costs_no_document(
    wrong: Callable[[tuple[order.Item, ...]], tuple[order.Item, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = order.ordered
    monkeypatch.setattr(
        order, "ordered", lambda *found: replace(r := right(*found), items=wrong(r.items))
    )
    made = text_layer.read(documents.pdf(), "a.pdf")
    (doubt,) = (doubt for doubt in made.doubts if doubt.kind == "plain_reading")
    assert doubt.line == 0
    assert Counter(strip_space("".join(b.text for b in made.blocks))) == painted(documents.pdf())


def test_blocks_are_numbered_and_know_their_page(bulletin: Document) -> None:
    assert [block.line for block in bulletin.blocks] == list(range(1, len(bulletin.blocks) + 1))
    assert [block.page for block in bulletin.blocks if block.page_start] == [1, 2]


def test_paragraphs_can_be_told_apart(bulletin: Document) -> None:
    expected = [
        text.replace("|", " " if style == "sides" else "").replace("\u3000", " ")
        for style, text in documents.BULLETIN
        if style not in ("rule", "break")
    ]
    assert paragraphs(bulletin) == expected


def test_masthead_is_red_large_and_centred(bulletin: Document) -> None:
    masthead = bulletin.blocks[0]
    assert (masthead.text, masthead.red, masthead.align) == ("青河卫生动态", True, "center")
    assert masthead.size == pytest.approx(36, abs=0.5)
    rules = [block for block in bulletin.blocks if block.kind == "rule"]
    assert [rule.red for rule in rules] == [True, False]


def test_titles_and_offices_by_their_setting(bulletin: Document) -> None:
    title = block_of(bulletin, "云岭县健全“四项机制”")
    assert (title.align, title.bold) == ("center", ((0, len(title.text)),))
    assert title.size == pytest.approx(20, abs=0.5)
    assert block_of(bulletin, "（云岭县卫生健康委）").align == "right"
    heading = block_of(bulletin, "一、")
    assert (heading.align, heading.bold) == ("", ((0, len(heading.text)),))
    assert heading.indent == pytest.approx(2, abs=0.1)


def test_bold_lead_of_a_brief(bulletin: Document) -> None:
    brief = block_of(bulletin, "石桥区开展")
    assert brief.bold == ((0, len("石桥区开展春季传染病防控演练。")),)


def test_page_numbers_are_removals(bulletin: Document) -> None:
    assert [(r.reason, r.text) for r in bulletin.removals] == [
        ("page-number", "－1－"),
        ("page-number", "－2－"),
    ]


def test_issuer_and_date_stand_on_one_line(bulletin: Document) -> None:
    assert block_of(bulletin, "青河市卫生").text == "青河市卫生健康委员会办公室 2031年4月18日"


def test_the_same_bytes_give_the_same_document() -> None:
    content = documents.pdf()
    assert text_layer.read(content, "a.pdf") == text_layer.read(content, "b.pdf")


def test_running_headers_are_removals() -> None:
    def draw(canvas: Canvas) -> None:
        for sheet in documents.sheets():
            canvas.setFont(documents.FONT, 10)
            canvas.drawString(250, 800, "青河市卫生健康简报")
            documents.draw_sheet(canvas, sheet)
            canvas.showPage()

    document = text_layer.read(documents.canvas_pdf(draw), "a.pdf")
    assert [r.text for r in document.removals if r.reason.startswith("running")] == [
        "青河市卫生健康简报"
    ] * 2
    assert printed(document) == documents.characters()


# --- accounting ---------------------------------------------------------------------------------


def watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.translate(200, 300)
    canvas.rotate(40)
    canvas.setFont(documents.FONT, 60)
    canvas.setFillGray(0.85)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()


def white(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillGray(1)
    canvas.setFont(documents.FONT, 12)
    canvas.drawString(100, 400, "看不见的字")
    canvas.restoreState()


def outside(canvas: Canvas) -> None:
    canvas.setFont(documents.FONT, 12)
    canvas.drawString(100, -40, "页外之字")


def banner(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(0.7, 0, 0)
    canvas.rect(70, 60, 200, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(documents.FONT, 16)
    canvas.drawString(80, 68, "红底白字")
    canvas.restoreState()


def test_a_turned_watermark_is_removed_with_a_doubt() -> None:
    document = text_layer.read(drawn(watermark), "a.pdf")
    assert doubts(document, "turned_text") == ["内部资料"]
    assert "内部资料" not in printed(document)


def test_text_that_the_page_does_not_show_is_removed_with_a_doubt() -> None:
    document = text_layer.read(drawn(white, outside), "a.pdf")
    assert doubts(document, "hidden_text") == ["看不见的字页外之字"]
    assert "看不见" not in printed(document)


def test_white_text_on_a_dark_ground_is_text() -> None:
    document = text_layer.read(drawn(banner), "a.pdf")
    assert "红底白字" in printed(document)
    assert doubts(document, "hidden_text") == []


def test_blackened_and_whitened_text_stays_hidden() -> None:
    """Who only painted over a name must not find it in the archive."""

    def covered(canvas: Canvas) -> None:
        canvas.setFont(documents.FONT, 16)
        canvas.drawString(100, 90, "某患者王小明已出院")
        canvas.drawString(100, 60, "电话另见附件")
        canvas.setFillGray(0)
        canvas.rect(147, 86, 48, 18, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.rect(95, 55, 300, 20, stroke=0, fill=1)

    content = drawn(covered)
    document = text_layer.read(content, "a.pdf")
    assert doubts(document, "hidden_text") == ["王小明电话另见附件"]
    assert "某患者 已出院" in [block.text for block in document.blocks]
    assert accounted(document) == painted(content)


def test_a_seal_over_the_text_hides_nothing() -> None:
    def sealed(canvas: Canvas) -> None:
        canvas.setFont(documents.FONT, 16)
        canvas.drawString(350, 90, "青河市卫生健康委员会")
        seal = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
        ImageDraw.Draw(seal).ellipse((5, 5, 115, 115), outline=(210, 20, 20, 255), width=5)
        canvas.drawImage(ImageReader(seal), 380, 40, 120, 120, mask="auto")

    document = text_layer.read(drawn(sealed), "a.pdf")
    assert "青河市卫生健康委员会" in [block.text for block in document.blocks]
    assert [block.kind for block in document.blocks].count("image") == 1
    assert document.doubts == ()


def test_a_dark_face_is_bold_unless_the_text_is_set_in_it() -> None:
    heading, text = ("ABCDEF+SimHei", 0), ("ABCDEF+FangSong", 0)
    assert extraction._bold_fonts({heading: 10, text: 500}) == [True, False]
    assert extraction._bold_fonts({("MicrosoftYaHei", 0): 500, ("MicrosoftYaHei-Bold", 0): 9}) == [
        False,
        True,
    ]
    assert extraction._bold_fonts(
        {(extraction._font_name("ºÚÌå"), 0): 1, text: 9, ("SimSun", 2): 3}
    ) == [
        True,
        False,
        True,
    ]


def test_characters_printed_twice_are_one_bold_character() -> None:
    def twice(canvas: Canvas) -> None:
        canvas.setFont(documents.FONT, 15.6)
        for shift in (0, 0.4):
            canvas.drawString(documents.LEFT + shift, 80, "本期责任编辑")

    content = drawn(twice)
    document = text_layer.read(content, "a.pdf")
    block = block_of(document, "本期")
    assert (block.text, block.bold) == ("本期责任编辑", ((0, 6),))
    assert accounted(document) == painted(content)


@pytest.mark.parametrize("paint", [(), (watermark,), (white, outside), (banner, watermark, white)])
def test_every_painted_character_is_in_a_block_or_a_removal(
    paint: tuple[Callable[[Canvas], None], ...],
) -> None:
    content = drawn(*paint)
    assert accounted(text_layer.read(content, "a.pdf")) == painted(content)


# --- tables, columns, turned pages --------------------------------------------------------------


def test_a_ruled_table_with_a_merged_cell() -> None:
    table = "地区|服务人次|<\n县区|今年|去年\n云岭县|12630|9870\n石桥区|8800|7450"
    pieces = (*documents.BULLETIN[:8], ("table", table), *documents.BULLETIN[8:10])
    content = documents.pdf(documents.sheets(pieces))
    document = text_layer.read(content, "a.pdf")
    (found,) = [block for block in document.blocks if block.kind == "table"]
    assert found.rows == (
        ("地区", "服务人次", ""),
        ("县区", "今年", "去年"),
        ("云岭县", "12630", "9870"),
        ("石桥区", "8800", "7450"),
    )
    assert found.text.splitlines()[2] == "云岭县\t12630\t9870"
    assert doubts(document, "merged_cells") == ["第1页"]
    texts = [block.text for block in document.blocks]
    assert texts.index(found.text) < texts.index("一、健全巡诊机制，让医生动起来")
    assert accounted(document) == painted(content)


def test_columns_are_read_one_after_the_other() -> None:
    text = "左右两栏排版的文字应当先读完左栏再读右栏，而不是逐行横着读过去。" * 8
    lines = documents.broken(text, 0, 13)

    def draw(canvas: Canvas) -> None:
        half = (len(lines) + 1) // 2
        canvas.setFont(documents.FONT, 14)
        canvas.drawString(documents.LEFT, 760, "这一行横跨两栏，位于两栏文字的上方，应当最先读到")
        for index, line in enumerate(lines):
            column, row = divmod(index, half)
            # The columns do not share their baselines.
            y = 720 - row * 22 - column * 7
            canvas.drawString(documents.LEFT + column * 14 * 15.6, y, line)
        canvas.showPage()

    document = text_layer.read(documents.canvas_pdf(draw), "a.pdf")
    assert [block.text for block in document.blocks][1:] == lines
    full = [block for block in document.blocks[1:] if len(block.text) == 13]
    assert all((block.indent or 0) < 0.1 and (block.fill or 0) > 0.9 for block in full)


def test_columns_that_run_downwards() -> None:
    font = UnicodeCIDFont("HeiseiMin-W3", isVertical=True)
    pdfmetrics.registerFont(font)
    columns = ["市民健康工作会", "二月四日在市中心", "小学校一同"]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font.name, 16)
        for index, column in enumerate(columns):
            canvas.drawString(500 - 28 * index, 700, column)
        canvas.showPage()

    document = text_layer.read(documents.canvas_pdf(draw), "a.pdf")
    assert [block.text for block in document.blocks] == columns


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side(turn: int, declared: bool) -> None:
    """With the turn declared in the file, as a viewer shows it upright, and without."""
    wide, high = documents.WIDTH, documents.HEIGHT

    def draw(canvas: Canvas) -> None:
        size, shift = {
            90: ((high, wide), (high, 0)),
            180: ((wide, high), (wide, high)),
            270: ((high, wide), (0, wide)),
        }[turn]
        canvas.setPageSize(size)
        if declared:
            # reportlab itself exchanges width and height of a page that it declares turned.
            canvas.setPageSize((wide, high))
            canvas.setPageRotation(turn)
        canvas.translate(*shift)
        canvas.rotate(turn)
        documents.draw_sheet(canvas, documents.sheets()[1])
        canvas.showPage()

    shown = text_layer.read(documents.canvas_pdf(draw), "a.pdf")
    plain = text_layer.read(documents.pdf(documents.sheets()[1:]), "a.pdf")
    assert [block.text for block in shown.blocks] == [block.text for block in plain.blocks]
    assert paragraphs(shown) == paragraphs(plain)
    assert doubts(shown, "turned_text") == []


# --- character maps -----------------------------------------------------------------------------


def test_radicals_are_read_as_the_characters_that_the_page_shows() -> None:
    text = "一月见长门外青石，户户用心生产，人人立足本职工作，方方面面一同用力，日日不断。"
    declared = text.translate(
        str.maketrans(
            "一月见长门青石户用心生人立足方面力日", "⼀⽉⻅⻓⻔⻘⽯⼾⽤⼼⽣⼈⽴⾜⽅⾯⼒⽇"
        )
    )
    document = text_layer.read(documents.coded_pdf(text, declared), "a.pdf")
    assert printed(document) == text
    (told,) = doubts(document, "radicals")
    assert "⼾ → 户 (2)" in told


def test_ligatures_are_read_as_letters() -> None:
    text = "全县各级医疗机构开通WiXi，方便群众查询，受到好评，各项工作稳步推进，成效明显。"
    document = text_layer.read(documents.coded_pdf(text, text.replace("X", "ﬁ")), "a.pdf")
    assert printed(document) == text.replace("X", "fi")
    assert doubts(document, "radicals") == ["ﬁ → fi (1)"]


def test_a_few_unmapped_characters_are_marked() -> None:
    text = (
        "全县各级医疗机构认真落实各项工作要求，组织人员深入乡村开展健康服务活动，受到群众的好评。"
    )
    declared = text.replace("乡", "\ufffd")
    document = text_layer.read(documents.coded_pdf(text, declared), "a.pdf")
    assert printed(document) == declared
    assert doubts(document, "unreadable") == ["第1页，1个字符"]


def test_codes_that_the_map_does_not_know_are_told() -> None:
    def dotted(canvas: Canvas) -> None:
        canvas.setFont(documents.FONT, 15.6)
        canvas.drawString(documents.LEFT, 80, "健康青河行·走进乡村")  # No · in this font's map.

    assert doubts(text_layer.read(drawn(dotted), "a.pdf"), "unreadable") == ["第1页，1个字符"]


@pytest.mark.parametrize("mapped", [None, "private"])
def test_a_layer_without_meaning_is_not_taken_for_text(
    mapped: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "全县各级医疗机构认真落实各项工作要求，组织人员深入乡村开展活动。"
    private = "".join(chr(0xE000 + ord(c) % 4096) for c in text)
    content = documents.coded_pdf(text, None if mapped is None else private)
    asked: list[int] = []

    def pages_of_pdf(
        content: bytes, numbers: list[int], location: object, *, garbled: bool
    ) -> dict[int, object]:
        assert garbled
        asked.extend(numbers)
        return {}

    monkeypatch.setattr(scan, "pages_of_pdf", pages_of_pdf)
    with pytest.raises(ConvertError, match="holds no text"):
        text_layer.read(content, "a.pdf")
    assert asked == [1]


# --- files that are refused ---------------------------------------------------------------------


def test_a_password_is_asked_for_in_one_line() -> None:
    text = refusal(documents.pdf(password=("secret", "owner")))
    assert text == (
        "in/a.pdf: the PDF asks for a password; open it with the password and save it without one"
    )


def test_an_owner_password_alone_does_not_keep_one_from_reading() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Bulletin No. 4 of the city")
        canvas.showPage()

    document = text_layer.read(documents.canvas_pdf(draw, ("", "owner")), "a.pdf")
    assert [block.text for block in document.blocks] == ["Bulletin No. 4 of the city"]


def test_an_empty_page_is_refused() -> None:
    assert "holds no text" in refusal(documents.canvas_pdf(lambda canvas: canvas.showPage()))


def test_an_empty_page_with_a_frame_asks_for_no_recognition() -> None:
    def draw(canvas: Canvas) -> None:
        documents.draw_sheet(canvas, documents.sheets()[0])
        canvas.showPage()
        canvas.rect(70, 70, 450, 700)
        canvas.showPage()

    document = text_layer.read(documents.canvas_pdf(draw), "a.pdf")
    assert (document.format, document.pages) == ("pdf", 2)
    assert document.doubts == ()


@pytest.mark.parametrize("share", [0.0, 0.02, 0.4, 0.9, 0.995])
def test_a_truncated_file_gives_a_document_or_one_line(share: float) -> None:
    content = documents.pdf()
    readable(b"%PDF-1.4\n" + content[9 : int(len(content) * share)])


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_gives_a_document_or_one_line(seed: int) -> None:
    dice = random.Random(seed)
    content = bytearray(documents.pdf())
    for _ in range(dice.choice([1, 10, 100, 1000])):
        content[dice.randrange(len(content))] = dice.randrange(256)
    readable(bytes(content))


def readable(content: bytes) -> None:
    """Either a document or a ConvertError of one line: nothing else may come of any file."""
    try:
        document = text_layer.read(content, "a.pdf")
    except ConvertError:
        return
    assert document.blocks


def page(contents: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    return documents.assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << " + resources + b" >> >>",
            contents,
            *more,
        ]
    )


def test_a_bomb_of_nothing_is_stopped_by_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_layer, "MEGABYTES", 300)
    packed = zlib.compress(zlib.compress(b" " * 400_000_000, 1), 9)
    bomb = documents.stream(packed, b"/Filter [/FlateDecode /FlateDecode]")
    assert "reading needs more than 300 MB of memory" in refusal(page(bomb))


def test_forms_that_paint_forms_are_stopped_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_layer, "SECONDS", 1)
    forms = [
        documents.stream(
            b"/F Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            b"/Resources << /XObject << /F %d 0 R >> >>" % (number + 1),
        )
        for number in range(5, 25)
    ]
    content = page(
        documents.stream(b"/F Do"), *forms, b"null", resources=b"/XObject << /F 5 0 R >>"
    )
    assert "takes longer than 1 seconds" in refusal(content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"[" * 200_000,
        b"%PDF-1.7\n1 0 obj\n" + b"<< /A " * 50_000,
        documents.assembled([b"<< /Type /Catalog /Pages 1 0 R >>"]),
        documents.assembled(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>",
            ]
        ),
        page(documents.stream(b"q " * 20_000 + b"0 0 m 1e999 nan l n")),
        page(documents.stream(b"\xff" * 100, b"/Filter /JBIG2Decode")),
    ],
    ids=["header", "arrays", "dictionaries", "self", "cycle", "stack", "filter"],
)
def test_hostile_object_trees(content: bytes) -> None:
    assert refusal(content)


@pytest.mark.parametrize("size", [b"1e300", b"-1e300", b"0", b"1e-300", b"-12"])
def test_absurd_type_sizes(size: bytes) -> None:
    shown = b"BT /F1 " + size + b" Tf 1 0 0 1 9e99 9e99 Tm (ab) Tj 1 0 0 1 50 50 Tm (cd) Tj ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    readable(page(documents.stream(shown), font, resources=b"/Font << /F1 5 0 R >>"))


@pytest.mark.parametrize("size", [b"0 0 0 0", b"9 9 -9 -9", b"0 0 1e30 1e30", b"0 0 595"])
def test_absurd_page_sizes(size: bytes) -> None:
    content = documents.coded_pdf("县医院", "县医院", None)
    readable(content.replace(b"[0 0 595 842]", b"[" + size.ljust(11) + b"]"))


def test_limits_are_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MAX_PAGES", 1)
    with pytest.raises(RefusedError) as caught:
        text_layer.extract(documents.pdf(), None)
    assert "more than {limit} pages" in caught.value.message
    monkeypatch.setattr(extraction, "MAX_PAGES", 9)
    monkeypatch.setattr(extraction, "MAX_GLYPHS", 100)
    with pytest.raises(RefusedError, match="no page of text"):
        text_layer.extract(documents.pdf(), None)


def test_a_missing_library_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("pdfminer")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pdfminer", None)
    monkeypatch.delitem(sys.modules, extraction.__name__)
    monkeypatch.delattr(pdf, "extraction")
    with pytest.raises(RefusedError) as caught:
        text_layer.extract(documents.pdf(), None)
    assert 'pip install "JIANBAO.whl[convert]"' in caught.value.message


def test_confined_work_that_dies_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_CHILD", "import os; os.kill(os.getpid(), 11)")
    assert "the file is damaged" in refusal(documents.pdf())


def test_confined_work_loads_no_more_than_its_reader() -> None:
    loaded = "import sys, jianbao.convert.readers.pdf.text_layer; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True)
    assert b"jianbao.convert.readers.pdf.text_layer" in done.stdout.split()
    assert b"jianbao.convert.cut.patterns" not in done.stdout.split()


def test_confined_work_that_waits_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_layer, "SECONDS", 1)
    monkeypatch.setattr(sandbox, "WAITING", 1)
    monkeypatch.setattr(sandbox, "_CHILD", "import time; time.sleep(60)")
    assert "takes longer than 1 seconds" in refusal(documents.pdf())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_confined_work_that_does_nothing_is_stopped_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SILENT_SECONDS", 1)
    monkeypatch.setattr(sandbox, "_CHILD", "import time; time.sleep(600)")
    assert "the reader did nothing for 1 seconds and was stopped" in refusal(documents.pdf())
