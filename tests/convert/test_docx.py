"""Word documents: what Word prints, and an account of what was left out."""

import io
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import unescape

import documents
import docx as word
import pytest
from documents import NAMESPACES, W, add_xml, number, saved, text_box, with_part
from docx.document import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.base.problems import ConvertError
from jianbao.convert.blocks import Document
from jianbao.convert.readers import runs, text
from jianbao.convert.readers.word import docx, office, package
from jianbao.convert.readers.word.numbering import Counters, Level, ListNumbering, printed_number
from jianbao.text.chinese import strip_space

MAIN = "word/document.xml"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def read(document: WordDocument) -> Document:
    return docx.read(saved(document), "a.docx")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def removed(document: Document) -> list[tuple[str, str]]:
    return [(removal.reason, removal.text) for removal in document.removals]


def body(xml: str) -> Document:
    """Return a document with this body."""
    document = word.Document()
    documents.add_numbering(document)
    content = f"<w:document {NAMESPACES}><w:body>{xml}</w:body></w:document>".encode()
    return docx.read(with_part(saved(document), MAIN, content), "a.docx")


def refusal(content: bytes) -> str:
    """Return the one line with which a document is refused, or nothing if it is read."""
    try:
        docx.read(content, "a.docx")
    except ConvertError as error:
        return str(error)
    return ""


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def account(document: Document) -> Counter[str]:
    parts = [block.text for block in document.blocks if block.kind != "image"]
    parts += [removal.text for removal in document.removals]
    return Counter(strip_space("".join(parts)))


def printed(content: bytes, parts: str = r"word/(document|footer\d+)\.xml") -> Counter[str]:
    """Return the characters of the text elements, the second version of each drawing left out."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.fullmatch(parts, name):
                xml = package.read(name).decode()
                xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
                words = re.findall(r"<w:(?:t|delText)(?:\s[^>]*)?>([^<]*)<", xml)
                found.update(strip_space(unescape("".join(words))))
    return found


# --- fidelity ----------------------------------------------------------------------------------


def test_the_document_gives_the_same_blocks_as_the_text() -> None:
    document = docx.read(documents.as_docx(), "a.docx")
    plain = text.read(documents.as_text().encode(), "a.txt")
    assert [strip_space(words) for words in texts(document)] == documents.expected()
    assert documents.expected() == [strip_space(block.text) for block in plain.blocks]
    assert removed(document) == [("page-number", "—1—")]


def test_every_character_is_in_a_block_or_a_removal_with_the_automatic_numbers_added() -> None:
    content = documents.as_docx()
    added = account(docx.read(content, "a.docx")) - printed(content)
    assert added == Counter("一、二、（一）（二）")
    assert not printed(content) - account(docx.read(content, "a.docx"))


def test_looks() -> None:
    blocks = docx.read(documents.as_docx(), "a.docx").blocks
    masthead, issue = blocks[0], blocks[1]
    assert (masthead.red, masthead.size, masthead.align) == (True, 36.0, "center")
    assert masthead.bold == ((0, len(masthead.text)),)
    assert issue.align == "center"
    heading = next(block for block in blocks if block.text.startswith("一、"))
    assert heading.bold == ((0, len(heading.text)),)
    brief = next(block for block in blocks if block.text.startswith("石桥区"))
    assert brief.bold == ((0, len("石桥区开展春季传染病防控演练。")),)
    assert brief.indent == pytest.approx(21 / 11, abs=0.01)
    assert next(block for block in blocks if block.text.startswith("（青禾")).align == "right"


def test_styles_are_followed_to_their_base() -> None:
    document = word.Document()
    document.add_heading("青禾县开展义诊", 0)
    document.add_heading("一、加强领导", 1)
    document.add_paragraph("要点", style="Intense Quote")
    blocks = read(document).blocks
    assert [block.heading for block in blocks] == [1, 1, 0]
    assert blocks[1].bold
    assert blocks[0].size == 26.0


@pytest.mark.parametrize(
    ("properties", "words", "indent"),
    [
        ('<w:ind w:firstLineChars="200"/>', "正文。", 2.0),
        ('<w:ind w:firstLine="640"/><w:rPr/>', "正文。", 3.2),
        ("", "　　正文。", 2.0),
        ("", "    正文。", 2.0),
        ('<w:ind w:hanging="420"/>', "正文。", -2.1),
        ('<w:ind w:firstLine="0" w:firstLineChars="0"/>', "正文。", 0.0),
    ],
)
def test_first_line_indents(properties: str, words: str, indent: float) -> None:
    block = body(paragraph(run(words, '<w:sz w:val="20"/>'), properties)).blocks[0]
    assert block.text == "正文。"
    assert block.indent == pytest.approx(indent, abs=0.2)


# --- automatic numbers -------------------------------------------------------------------------


def test_numbers_restart_below_their_headings_and_go_on_across_text() -> None:
    document = word.Document()
    documents.add_numbering(document)
    for depth, words in (
        (0, "甲"),
        (1, "乙"),
        (1, "丙"),
        (2, "丁"),
        (0, "戊"),
        (1, "己"),
        (-1, "庚"),
        (1, "辛"),
    ):
        made = document.add_paragraph(words)
        if depth >= 0:
            number(made, depth)
    assert texts(read(document)) == [
        "一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己", "庚", "（二）辛",
    ]  # fmt: skip


def test_numbers_of_a_style() -> None:
    document = word.Document()
    for words in ("甲", "乙"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    assert texts(read(document)) == ["1. 甲", "2. 乙", "丙"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", ["1", "10", "11", "20", "21", "99", "101"]),
        ("decimalZero", ["01", "10", "11", "20", "21", "99", "101"]),
        ("chineseCounting", ["一", "十", "十一", "二十", "二十一", "九十九", "一百〇一"]),
        ("chineseCountingThousand", ["一", "十", "十一", "二十", "二十一", "九十九", "一百零一"]),
        ("japaneseCounting", ["一", "十", "十一", "二十", "二十一", "九十九", "一百〇一"]),
        ("ideographDigital", ["一", "一〇", "一一", "二〇", "二一", "九九", "一〇一"]),
        (
            "chineseLegalSimplified",
            ["壹", "壹拾", "壹拾壹", "贰拾", "贰拾壹", "玖拾玖", "壹佰零壹"],
        ),
        ("ideographTraditional", ["甲", "癸", "甲", "癸", "甲", "壬", "甲"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑪", "⑳", "㉑", "99", "101"]),
        ("decimalFullWidth", ["１", "１０", "１１", "２０", "２１", "９９", "１０１"]),
        ("upperLetter", ["A", "J", "K", "T", "U", "UUUU", "WWWW"]),
        ("lowerRoman", ["i", "x", "xi", "xx", "xxi", "xcix", "ci"]),
        ("none", [""] * 7),
    ],
)
def test_forms_of_numbers(form: str, numbers: list[str]) -> None:
    assert [printed_number(n, form) for n in (1, 10, 11, 20, 21, 99, 101)] == numbers


FORMS = ["chineseCounting", "decimalEnclosedCircle", "lowerRoman", "ideographEnclosedCircle",
         "upperLetter", "ideographZodiac", "nonsense"]  # fmt: skip


@given(st.integers(-5, 20_000), st.sampled_from(FORMS))
def test_any_number_in_any_form_is_text_or_unknown(value: int, form: str) -> None:
    assert isinstance(printed_number(value, form), str) == (form != "nonsense")


def test_numbering_overrides_and_legal_numbers() -> None:
    levels = {
        0: Level(form="chineseCounting", text="第%1章", space=False),
        1: Level(text="%1.%2", legal=True),
        2: Level(start=5, text="%3)", restart=0),
    }
    first, second = ListNumbering("a", levels), ListNumbering("a", levels, {0: 7})
    counters = Counters()
    labels = [
        counters.next_label("1", first, 0),
        counters.next_label("1", first, 1),
        counters.next_label("1", first, 2),
        counters.next_label("1", first, 1),
        counters.next_label("1", first, 2),
        counters.next_label("2", second, 0),
        counters.next_label("2", second, 0),
        counters.next_label("2", second, 8),
    ]
    assert [label for label, _ in labels] == [
        "第一章", "1.1 ", "5) ", "1.2 ", "6) ", "第七章", "第八章", "",
    ]  # fmt: skip


def test_an_unknown_form_of_number_is_counted_and_doubted() -> None:
    content = with_part(
        documents.as_docx(),
        "word/numbering.xml",
        lambda part: part.replace(b"chineseCounting", b"hebrew1"),
    )
    document = docx.read(content, "a.docx")
    assert "1、健全巡诊机制，让医生动起来" in texts(document)
    assert {doubt.kind for doubt in document.doubts} == {"list_number"}


# --- text boxes and pictures -------------------------------------------------------------------


def test_text_boxes_are_read_once_from_top_to_bottom() -> None:
    document = word.Document()
    anchor = document.add_paragraph("正文。")
    add_xml(anchor, text_box("第4期", offset=900_000))
    add_xml(anchor, text_box("澜川卫生健康动态", offset=0))
    assert texts(read(document)) == ["澜川卫生健康动态", "第4期", "正文。"]
    assert read(document).removals == ()


def test_two_differing_versions_of_a_drawing_are_told() -> None:
    xml = text_box("新版文字").replace("新版文字", "旧版", 2).replace("旧版", "新版文字", 1)
    document = body(paragraph(xml))
    assert texts(document) == ["新版文字"]
    assert removed(document) == [("drawing-version", "旧版")]


def test_a_drawing_only_for_old_programs_is_read() -> None:
    xml = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{paragraph(run('澜川卫生健康动态'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    assert texts(body(paragraph(xml + run("第4期")))) == ["澜川卫生健康动态", "第4期"]


def test_word_art_is_read() -> None:
    xml = '<w:r><w:pict><v:shape><v:textpath string="澜川卫生健康动态"/></v:shape></w:pict></w:r>'
    assert texts(body(paragraph(xml))) == ["澜川卫生健康动态"]


def picture(caption: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="{caption}"/><a:graphic>'
        "<a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


@pytest.mark.parametrize(
    ("caption", "text"),
    [
        ("义诊现场", "义诊现场"),
        ("IMG_2031.jpg", ""),
        ("C:\\Users\\lin\\义诊", ""),
        ("微信图片_20310418", ""),
        ("图片包含 人, 户外 描述已自动生成", ""),
        ("", ""),
    ],
)
def test_pictures_are_told_by_their_words(caption: str, text: str) -> None:
    blocks = body(paragraph(picture(caption)) + paragraph(run("正文。"))).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("image", text),
        ("paragraph", "正文。"),
    ]


def test_the_line_below_a_picture_is_its_caption() -> None:
    xml = (
        paragraph(picture("IMG_1"))
        + paragraph(run("图为义诊现场", "<w:b/>"))
        + paragraph(run("正文。"))
    )
    blocks = body(xml).blocks
    assert [(b.kind, b.text, b.bold) for b in blocks] == [
        ("image", "图为义诊现场", ()),
        ("paragraph", "正文。", ()),
    ]


# --- tables ------------------------------------------------------------------------------------


def test_merged_cells_stand_once_and_leave_their_places_empty() -> None:
    document = word.Document()
    table = document.add_table(3, 3, "Table Grid")
    for y in range(3):
        for x in range(3):
            table.cell(y, x).text = f"{y}{x}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "纵"
    table.cell(2, 2).add_paragraph("续")
    block = read(document).blocks[0]
    assert block.kind == "table"
    assert block.rows == (("横", "", "02"), ("纵", "11", "12"), ("", "21", "22\n续"))


def test_a_table_of_one_row_or_column_only_places_paragraphs() -> None:
    document = word.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "澜川市卫生健康委办公室", "2031年4月18日"
    document.add_paragraph("正文。")
    column = document.add_table(2, 1)
    column.cell(0, 0).text, column.cell(1, 0).text = "报：市委。", "送：各县区。"
    assert [(block.kind, block.text) for block in read(document).blocks] == [
        ("paragraph", "澜川市卫生健康委办公室 2031年4月18日"),
        ("paragraph", "正文。"),
        ("paragraph", "报：市委。"),
        ("paragraph", "送：各县区。"),
    ]


def test_a_masthead_set_in_a_table_without_lines_is_text() -> None:
    document = word.Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "澜川卫生健康动态"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "2031年第4期"
    table.cell(2, 0).text, table.cell(2, 1).text = "澜川市卫生健康委办公室", "2031年4月18日"
    table.cell(2, 1).paragraphs[0].runs[0].bold = True
    blocks = read(document).blocks
    assert [block.text for block in blocks] == [
        "澜川卫生健康动态",
        "2031年第4期",
        "澜川市卫生健康委办公室 2031年4月18日",
    ]
    assert blocks[2].bold == ((12, 22),)


def test_a_table_of_numbers_without_lines_is_a_table() -> None:
    document = word.Document()
    table = document.add_table(3, 3)
    for y, row in enumerate(
        (("乡镇", "次数", "人次"), ("柳河镇", "24", "3150"), ("东山乡", "18", "2046"))
    ):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    assert [block.kind for block in read(document).blocks] == ["table"]


def test_recipients_set_in_a_table_with_lines_are_text() -> None:
    document = word.Document()
    table = document.add_table(2, 2, "Table Grid")
    cells = (
        ("抄送：", "省卫生健康委办公室，市委办公室。"),
        ("澜川市卫生健康委", "2031年4月18日印发"),
    )
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    assert texts(read(document)) == [
        "抄送：省卫生健康委办公室，市委办公室。",
        "澜川市卫生健康委 2031年4月18日印发",
    ]


def test_a_table_in_a_cell_is_read() -> None:
    document = word.Document()
    table = document.add_table(2, 2, "Table Grid")
    inner = table.cell(0, 0).add_table(2, 2)
    inner.style = document.styles["Table Grid"]
    for y in range(2):
        for x in range(2):
            inner.cell(y, x).text = "甲乙丙丁"[2 * y + x]
    table.cell(1, 1).text = "戊"
    block = read(document).blocks[0]
    assert block.rows == (("甲 乙 丙 丁", ""), ("", "戊"))


# --- revisions, comments, fields, notes --------------------------------------------------------


def test_tracked_changes_are_read_as_accepted_and_recorded() -> None:
    document = body(
        paragraph(
            run("前")
            + f"<w:ins>{run('增')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
            + f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移来')}</w:moveTo>"
        )
        + paragraph(run("半句，"), "<w:rPr><w:del/></w:rPr>")
        + paragraph(run("后半句。"))
    )
    assert texts(document) == ["前增移来", "半句，后半句。"]
    assert removed(document) == [("deleted-revision", "删"), ("moved-revision", "移走")]
    assert [doubt.kind for doubt in document.doubts] == ["tracked_changes"]


def test_deleted_rows_are_removed() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    gone = "<w:trPr><w:del/></w:trPr>"
    cells = [paragraph(run(words)) for words in "甲乙丙丁戊己"]
    xml = row.format("", *cells[:2]) + row.format(gone, *cells[2:4]) + row.format("", *cells[4:])
    lines = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'
    document = body(f"<w:tbl>{lines}{xml}</w:tbl>{paragraph('')}")
    assert document.blocks[0].rows == (("甲", "乙"), ("戊", "己"))
    assert [(reason, words.split()) for reason, words in removed(document)] == [
        ("deleted-revision", ["丙", "丁"])
    ]


def test_hidden_text_is_removed_with_a_doubt() -> None:
    document = body(paragraph(run("看得见。") + run("看不见", "<w:vanish/>")))
    assert texts(document) == ["看得见。"]
    assert removed(document) == [("hidden", "看不见")]
    assert document.doubts[0].kind == "hidden_text"
    assert document.doubts[0].text == "看不见"


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="1F4E79"/>'


@pytest.mark.parametrize(
    ("look", "ground", "told"),
    [
        (WHITE, "", True),
        ('<w:sz w:val="2"/>', "", True),
        ('<w:color w:val="FF0000"/>', "", False),
        (WHITE + DARK, "", False),
        (WHITE + '<w:highlight w:val="darkBlue"/>', "", False),
        (WHITE, f"<w:pPr>{DARK}</w:pPr>", False),
    ],
)
def test_text_that_the_page_hardly_shows_is_kept_with_a_doubt(
    look: str, ground: str, told: bool
) -> None:
    document = body(f"<w:p>{ground}{run('看得见。')}{run('看不见', look)}</w:p>")
    assert texts(document) == ["看得见。看不见"]
    assert [(d.kind, d.line, d.text) for d in document.doubts] == [
        ("hidden_text", 0, "看不见")
    ] * told


def test_white_text_on_a_dark_cell_is_seen() -> None:
    cells = "".join(
        f"<w:tc><w:tcPr>{DARK}</w:tcPr>{paragraph(run(words, WHITE))}</w:tc>" for words in "甲乙"
    )
    document = body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>{paragraph('')}")
    assert document.doubts == ()


def test_fields() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def field(code: str, result: str) -> str:
        inside = f"<w:r><w:instrText>{code}</w:instrText></w:r>{char('separate')}{run(result)}"
        return char("begin") + inside + char("end")

    document = body(
        paragraph(run("见") + field(' HYPERLINK "http://x.example" ', "附件") + run("。"))
        + paragraph(field(" DATE ", "2031年4月18日"))
        + paragraph(run("第") + field(" PAGE ", "3") + run("页起为正文。"))
        + paragraph('<w:fldSimple w:instr=" TITLE ">' + run("题目") + "</w:fldSimple>")
        + paragraph(char("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>")
        + paragraph(run("没有结束的域之后的正文。"))
    )
    assert texts(document) == [
        "见附件。", "2031年4月18日", "第页起为正文。", "题目", "没有结束的域之后的正文。",
    ]  # fmt: skip
    assert removed(document) == [("page-number", "3")]


def test_notes_stand_at_the_end_with_their_marks() -> None:
    document = word.Document()
    document.add_paragraph("正文")
    content = saved(document)
    xml = body_xml(
        paragraph(run("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("，续。"))
        + paragraph(run("再来") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="3">{paragraph(run("第二条注", "<w:b/>"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" 第一条注"))}'
        f"{paragraph(run('第二段'))}</w:footnote></w:footnotes>"
    )
    content = related(with_part(content, MAIN, xml), "footnotes", notes)
    read_document = docx.read(content, "a.docx")
    assert texts(read_document) == [
        "正文[1]，续。", "再来[2]", "[1] 第一条注", "第二段", "[2] 第二条注",
    ]  # fmt: skip
    assert read_document.blocks[-1].bold == ((4, 8),)


def body_xml(inside: str) -> bytes:
    return f"<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>".encode()


def related(content: bytes, kind: str, xml: str) -> bytes:
    """Return the package with one more part of the main document."""
    relation = (
        f'<Relationship Id="rIdX" Target="{kind}.xml" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{kind}"/></Relationships>'
    ).encode()
    content = with_part(content, f"word/{kind}.xml", xml.encode())
    return with_part(
        content,
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b"</Relationships>", relation),
    )


def test_comments_are_removed_and_recorded() -> None:
    document = word.Document()
    document.add_paragraph("正文。")
    comments = (
        f'<w:comments {W}><w:comment w:id="1">{paragraph(run("请核实"))}</w:comment></w:comments>'
    )
    read_document = docx.read(related(saved(document), "comments", comments), "a.docx")
    assert texts(read_document) == ["正文。"]
    assert [(reason, words.strip()) for reason, words in removed(read_document)] == [
        ("comment", "请核实")
    ]


def test_pinyin_above_the_characters_is_removed_and_recorded() -> None:
    ruby = f"<w:rt>{run('qīng')}</w:rt><w:rubyBase>{run('青')}</w:rubyBase>"
    document = body(paragraph(f"<w:r><w:ruby>{ruby}</w:ruby></w:r>{run('禾县')}"))
    assert texts(document) == ["青禾县"]
    assert removed(document) == [("pinyin", "qīng")]


def test_a_field_that_prints_its_code_is_told() -> None:
    code = r"<w:r><w:instrText> eq \o\ac(○,1) </w:instrText></w:r>"
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    document = body(paragraph(mark.format("begin") + code + mark.format("end") + run("第一项")))
    assert texts(document) == ["第一项"]
    assert [(d.kind, d.text) for d in document.doubts] == [("field", r"eq \o\ac(○,1)")]


def test_signs_tabs_and_breaks() -> None:
    document = body(
        paragraph(
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
            + run("甲")
            + '<w:r><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F013"/></w:r>'
            + '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'
            + '<w:r><w:sym w:font="Symbol" w:char="F06D"/></w:r>'
        )
        + paragraph(run("办公室") + "<w:r><w:tab/></w:r>" + run("2031年"))
        + paragraph(run("青禾县健全机制") + "<w:r><w:br/></w:r>" + run("把服务送到家门口"))
        + paragraph(run("第一段。") + "<w:r><w:br/></w:r>" + run("　　第二段。"))
    )
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "☑甲-\ufffd≤μ"),
        ("paragraph", "办公室 2031年"),
        ("line", "青禾县健全机制"),
        ("paragraph", "把服务送到家门口"),
        ("paragraph", "第一段。"),
        ("paragraph", "第二段。"),
    ]
    assert [doubt.kind for doubt in document.doubts] == ["symbol"]


def test_page_breaks_begin_pages() -> None:
    document = body(
        paragraph(run("一。"))
        + paragraph('<w:r><w:br w:type="page"/></w:r>')
        + paragraph(run("二。"))
        + paragraph(run("三。") + '<w:r><w:br w:type="page"/></w:r>' + run("四。"))
        + paragraph(run("五。"), "<w:pageBreakBefore/>")
        + paragraph(run("六。"), "<w:sectPr/>")
        + paragraph(run("七。"), '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>')
        + paragraph(run("八。"))
        + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    )
    starts = {block.text: block.page_start for block in document.blocks}
    assert starts == {
        "一。": False, "二。": True, "三。": False, "四。": True, "五。": True, "六。": False,
        "七。": True, "八。": False,
    }  # fmt: skip


def test_empty_paragraphs_are_gaps() -> None:
    document = word.Document()
    for words in ("甲。", "", "乙。"):
        document.add_paragraph(words)
    assert [block.gap for block in read(document).blocks] == [False, True]


def test_content_controls_and_their_prompts() -> None:
    prompt = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    document = body(
        f"<w:sdt><w:sdtContent>{paragraph(run('控件中的段落。'))}</w:sdtContent></w:sdt>"
        + paragraph(
            run("题：")
            + f"<w:sdt>{prompt}<w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>"
            + f"<w:sdt><w:sdtContent>{run('内容')}</w:sdtContent></w:sdt>"
        )
    )
    assert texts(document) == ["控件中的段落。", "题：内容"]
    assert removed(document) == [("placeholder", "单击此处")]


# --- headers and footers -----------------------------------------------------------------------


def test_a_masthead_in_the_header_is_kept_and_running_heads_and_page_numbers_are_not() -> None:
    document = word.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "澜川卫生健康动态"
    section.header.paragraphs[0].text = "澜川 卫生健康动态"
    section.first_page_footer.paragraphs[0].text = "报：市委、市政府。"
    section.footer.paragraphs[0].text = "- 2 -"
    document.add_paragraph("正文。")
    read_document = read(document)
    assert texts(read_document) == ["澜川卫生健康动态", "正文。", "报：市委、市政府。"]
    assert removed(read_document) == [
        ("running-head", "澜川 卫生健康动态"),
        ("page-number", "- 2 -"),
    ]


def test_a_header_that_repeats_the_body_is_a_running_head() -> None:
    document = word.Document()
    document.sections[0].header.paragraphs[0].text = "澜川卫生健康动态"
    document.add_paragraph("澜川卫生健康动态")
    assert texts(read(document)) == ["澜川卫生健康动态"]
    assert removed(read(document)) == [("running-head", "澜川卫生健康动态")]


def test_a_header_that_is_not_printed_is_no_text() -> None:
    document = word.Document()
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "不印的页眉"
    document.sections[0].different_first_page_header_footer = False
    document.add_paragraph("正文。")
    made = read(document)
    assert texts(made) == ["正文。"]
    assert removed(made) == [("unprinted", "不印的页眉")]


def chunk(content: bytes, ending: str) -> Document:
    """Return a document with another one between two paragraphs."""
    content_of = with_part(
        related(saved(word.Document()), "aFChunk", ""), f"word/inner.{ending}", content
    )
    outer = with_part(
        content_of,
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b"aFChunk.xml", f"inner.{ending}".encode()),
    )
    inside = paragraph(run("之前。")) + '<w:altChunk r:id="rIdX"/>' + paragraph(run("之后。"))
    return docx.read(with_part(outer, MAIN, body_xml(inside)), "a.docx")


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("html", "<html><body><p>近日，青禾县组织义诊。</p></body></html>".encode()),
        ("txt", "近日，青禾县组织义诊。".encode()),
        ("docx", None),
    ],
)
def test_a_document_inside_the_document_is_read_in_its_place(
    ending: str, content: bytes | None
) -> None:
    if content is None:
        inner = word.Document()
        inner.add_paragraph("近日，青禾县组织义诊。")
        content = saved(inner)
    made = chunk(content, ending)
    assert texts(made) == ["之前。", "近日，青禾县组织义诊。", "之后。"]
    assert made.doubts == ()


def test_a_document_inside_that_cannot_be_read_is_told() -> None:
    made = chunk(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "png")
    assert texts(made) == ["之前。", "之后。"]
    assert [doubt.kind for doubt in made.doubts] == ["embedded_document"]


def test_a_note_without_a_mark_in_the_text_is_a_removal() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="7">{paragraph(run("没有出处的注"))}</w:footnote>'
        "</w:footnotes>"
    )
    content = with_part(saved(word.Document()), MAIN, body_xml(paragraph(run("正文。"))))
    made = docx.read(related(content, "footnotes", notes), "a.docx")
    assert removed(made) == [("unprinted", "没有出处的注")]


def test_a_defect_of_the_reader_costs_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = runs.set_line

    def cut_short(words: list[runs.Run]) -> runs.Line:
        line = whole(words)
        return replace(line, text=line.text[:-1])

    monkeypatch.setattr(docx, "set_line", cut_short)
    deleted = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    made = body(paragraph(run("第一段。")) + paragraph(f"{deleted}{run('第二段。')}"))
    assert texts(made) == ["第一段。", "第二段。"]
    assert removed(made) == [("deleted-revision", "删去")]
    assert "plain_reading" in {doubt.kind for doubt in made.doubts}


# --- refusals and hostile files ----------------------------------------------------------------


def bomb() -> bytes:
    return with_part(documents.as_docx(), MAIN, b"<w:document>" + b" " * (package.MAX_PART + 1))


def locked() -> bytes:
    content = bytearray(documents.as_docx())
    for mark, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + shift] |= 1
            place = content.find(mark, place + 1)
    return bytes(content)


ENTITIES = f"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{"&a;" * 10}">
<!ENTITY c "{"&b;" * 10}">]><w:document {W}>
<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>""".encode()


TAGS = body_xml("<w:p/>" * package.MAX_TAGS)
DEEP = body_xml("<w:sdt>" * 300 + "</w:sdt>" * 300)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"PK\x03\x04", "damaged"),
        (documents.as_docx()[:8000], "damaged"),
        (with_part(documents.as_docx(), MAIN, b"<w:document"), "damaged"),
        (with_part(documents.as_docx(), MAIN, b"<a/>"), "no text in it"),
        (with_part(documents.as_docx(), MAIN, ENTITIES), "defines entities"),
        (with_part(documents.as_docx(), MAIN, ENTITIES.decode().encode("utf-16")), "entities"),
        (with_part(documents.as_docx(), MAIN, body_xml("")), "holds no text"),
        (
            with_part(documents.as_docx(), MAIN, body_xml("<w:sdt>" * 300 + "</w:sdt>" * 300)),
            "damaged",
        ),
        (bomb(), "unpacks to more than 32 MB"),
        (locked(), "locked with a password"),
        (
            with_part(documents.as_docx(), MAIN, body_xml("<w:p/>" * package.MAX_TAGS)),
            "1000000 tags",
        ),
        (b"PK" + b"\0" * package.MAX_BYTES, "more than the 128 MB"),
    ],
    ids=[
        "stub",
        "cut",
        "xml",
        "root",
        "entities",
        "16",
        "empty",
        "deep",
        "bomb",
        "lock",
        "tags",
        "big",
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(content: bytes, cause: str) -> None:
    assert cause in refusal(content)
    assert "\n" not in refusal(content)


def test_without_lxml_the_reader_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert 'pip install "JIANBAO.whl[convert]"' in refusal(documents.as_docx())


def nested(inside: str, *levels: str) -> str:
    opened = "".join(levels)
    closed = "".join(f"</{level[1:].split()[0].rstrip('>')}>" for level in reversed(levels))
    return opened + inside + closed


@pytest.mark.parametrize(
    "levels",
    [
        ("<w:tbl>", "<w:tr>", "<w:tc>"),
        ("<w:sdt>", "<w:sdtContent>"),
        ("<w:p>", "<w:r>", "<w:pict>", "<v:shape>", "<v:textbox>", "<w:txbxContent>"),
        ("<w:ins>",),
        ("<mc:AlternateContent>", "<mc:Choice>"),
    ],
    ids=["tables", "controls", "boxes", "insertions", "alternatives"],
)
def test_deep_nesting_is_read_as_far_as_xml_allows(levels: tuple[str, ...]) -> None:
    times = 240 // len(levels)
    xml = nested(paragraph(run("深处的文字。")), *(levels * times))
    assert texts(body(xml)) == ["深处的文字。"]


def test_deep_nesting_inside_a_paragraph() -> None:
    xml = nested(run("深处。"), "<w:p>", *(["<w:hyperlink>"] * 240))
    assert texts(body(xml)) == ["深处。"]


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/>'
        '<w:rPr><w:b/></w:rPr></w:style></w:styles>'
    )  # fmt: skip
    content = with_part(documents.as_docx(), "word/styles.xml", styles.encode())
    xml = body_xml(paragraph(run("甲。"), '<w:pStyle w:val="a"/>'))
    assert docx.read(with_part(content, MAIN, xml), "a.docx").blocks[0].bold == ((0, 2),)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_packages_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(documents.as_docx())
    for _ in range(chance.randrange(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 4 == 0:
        content = content[: chance.randrange(len(content) // 2, len(content))]
    assert "defect" not in refusal(bytes(content))


def shuffled(chance: random.Random) -> Callable[[bytes], bytes]:
    """Damage that leaves the XML well formed: elements and values change places."""

    def change(part: bytes) -> bytes:
        xml = part.decode()
        names = re.findall(r"<(w:\w+)[ >/]", xml)
        for _ in range(chance.randrange(1, 6)):
            old, new = chance.choice(names), chance.choice(names)
            xml = re.sub(rf"(</?){old}(?=[ >/])", rf"\1{new}", xml)
        values = re.findall(r'="([^"]*)"', xml)
        for _ in range(chance.randrange(6)):
            xml = xml.replace(f'"{chance.choice(values)}"', f'"{chance.choice(values)}"', 3)
        return xml.encode()

    return change


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("part", [MAIN, "word/styles.xml", "word/numbering.xml"])
def test_senseless_documents_are_read_or_refused(part: str, seed: int) -> None:
    content = with_part(documents.as_docx(), part, shuffled(random.Random(seed)))
    assert "defect" not in refusal(content)


WORDS = st.text(st.sampled_from("甲乙丙，。 \t　<&第3期"), max_size=8)


LOOKS = st.sampled_from(["plain", "bold", "hidden", "deleted", "box", "break"])


def look_of(words: str, look: str) -> str:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    if look == "deleted":
        words = f'<w:delText xml:space="preserve">{escaped}</w:delText>'
        return f"<w:del><w:r>{words}</w:r></w:del>"
    if look == "box":
        return text_box(words)
    before = "<w:r><w:br/></w:r>" if look == "break" else ""
    properties = {"bold": "<w:b/>", "hidden": "<w:vanish/>"}.get(look, "")
    return before + run(escaped, properties)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.lists(st.tuples(WORDS, LOOKS), max_size=5), min_size=1, max_size=6))
def test_no_text_is_lost_or_doubled(paragraphs: list[list[tuple[str, str]]]) -> None:
    xml = "".join(
        paragraph("".join(look_of(f"{place}{words}", look) for words, look in runs))
        for place, runs in enumerate(paragraphs)
    )
    content = with_part(documents.as_docx(), MAIN, body_xml(xml))
    problem = refusal(content)
    assert not problem or "holds no text" in problem
    if not problem:
        assert account(docx.read(content, "a.docx")) == printed(content)


# --- older formats -----------------------------------------------------------------------------


def test_without_libreoffice_the_reader_asks_for_docx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConvertError, match=r"^a\.doc: .*LibreOffice.*save it as DOCX"):
        office.read(b"\xd0\xcf\x11\xe0", "a.doc")


def test_a_huge_older_document_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_BYTES", 1_000)
    with pytest.raises(ConvertError, match="take the pictures out"):
        office.read(b"\xd0\xcf\x11\xe0" * 1_000, "a.doc")


def pretend(folder: Path, script: str) -> str:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("exit 0", "it gave no reason"),
        (
            "echo noise >&2; echo 'Error: source file could not be loaded' >&2; exit 1",
            "not be loaded",
        ),
        ("sleep 60 & sleep 60", "did not finish"),
    ],
)
def test_what_libreoffice_cannot_read_is_refused(
    script: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", pretend(tmp_path, script))
    monkeypatch.setattr(office, "SECONDS", 0.5)
    with pytest.raises(ConvertError, match=cause):
        office.read(b"{\\rtf1}", "a.doc")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_libreoffice_that_does_nothing_is_stopped_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", pretend(tmp_path, "sleep 600 & sleep 600"))
    monkeypatch.setattr(office, "SILENT_SECONDS", 0.5)
    with pytest.raises(ConvertError, match=r"LibreOffice did nothing for 0\.5 seconds"):
        office.read(b"{\\rtf1}", "a.doc")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_libreoffice_that_works_in_another_process_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = "(i=0; while :; do i=$((i+1)); done) & wait"
    monkeypatch.setenv("PATH", pretend(tmp_path, busy))
    monkeypatch.setattr(office, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(office, "SECONDS", 2)
    with pytest.raises(ConvertError, match="did not finish within 2 seconds"):
        office.read(b"{\\rtf1}", "a.doc")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("ending", "form"), [("doc", "doc:MS Word 97"), ("odt", "odt")])
def test_older_formats_give_the_same_blocks(ending: str, form: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(documents.as_docx())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path)]
    command.append(str(tmp_path / "a.docx"))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = office.read((tmp_path / f"a.{ending}").read_bytes(), f"a.{ending}")
    assert [strip_space(words) for words in texts(document)] == documents.expected()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_rich_text_is_read() -> None:
    words = ["澜川卫生健康动态", "2031年第4期", "一、健全机制"]
    lines = ["".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line) for line in words]
    content = (
        "{\\rtf1\\ansi\\uc1 {\\b " + lines[0] + "}\\par " + "\\par ".join(lines[1:]) + "\\par}"
    )
    document = office.read(content.encode(), "a.doc")
    assert texts(document) == words
    assert document.blocks[0].bold == ((0, 8),)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_only_claims_to_be_an_older_format_is_refused() -> None:
    with pytest.raises(ConvertError, match="LibreOffice cannot read"):
        office.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"no text at all" * 99, "a.doc")
