"""An invented bulletin set on pages like printed ones, as PDF, as images and as plain text.

The pages are laid out once, character by character; reportlab draws them with a Chinese font
that needs no file, Pillow with one from the machine.
"""

import io
import os
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import documents
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, COLUMNS, SIZE = 79.0, 105.0, 28, 15.6
PITCH = 28.0
BOTTOM = 730.0
RIGHT = LEFT + COLUMNS * SIZE

Style = Literal[
    "masthead", "issue", "sides", "rule", "banner", "title", "heading", "paragraph", "brief",
    "office", "footer", "table", "break",
]  # fmt: skip
Piece = tuple[Style, str]

BULLETIN: tuple[Piece, ...] = (
    ("masthead", "青河卫生动态"),
    ("issue", "2031年第4期"),
    ("sides", "青河市卫生健康委员会办公室|2031年4月18日"),
    ("rule", "red"),
    ("banner", "【学习先进经验 推动工作落实】"),
    ("title", "云岭县健全“四项机制”"),
    ("title", "把健康服务送到家门口"),
    (
        "paragraph",
        "今年以来，云岭县卫生健康委围绕群众看病远、取药难的问题，整合县乡村三级力量，建立“四项机制”，"
        "组织46支家庭医生团队进村入户，累计服务群众12630人次，群众满意度达到98.5%。",
    ),
    ("heading", "一、健全巡诊机制，让医生动起来"),
    (
        "paragraph",
        "全县划分为8个片区，每个片区由1名县级医师、2名乡镇医生和若干名村医组成巡诊小组，每月至少到村两次。"
        "对行动不便的老年人和残疾人，由巡诊小组上门测量血压、血糖，讲解用药知识，并把结果记入健康档案。"
        "对需要转诊的病人，由乡镇卫生院联系县人民医院，当天安排床位，不让群众多跑路。",
    ),
    (
        "paragraph",
        "云岭县还在12个偏远村设立“流动药箱”，常用药品按进价供应，村民不出村就能取药。截至3月底，"
        "流动药箱共供应药品4200余盒，为群众节省费用约3.6万元。",
    ),
    ("heading", "二、健全培训机制，让本领强起来"),
    (
        "paragraph",
        "县卫生健康委与青河市第二人民医院签订协议，每季度选派10名乡镇医生跟班学习，重点学习慢性病管理、"
        "急救技能和中医适宜技术。学习结束后进行考核，考核不合格的重新学习，直到能够独立处理常见病。",
    ),
    ("paragraph", "下一步，云岭县将继续完善各项机制，努力让群众就近看得上病、看得好病。"),
    ("office", "（云岭县卫生健康委）"),
    (
        "brief",
        "石桥区开展春季传染病防控演练。|4月9日，石桥区疾控中心组织辖区15所学校的校医和保健教师开展演练，"
        "模拟流感聚集性疫情的报告、隔离和消毒全过程，检验了各校的应急预案，发现并改正问题7项。",
    ),
    ("office", "（石桥区疾病预防控制中心）"),
    (
        "brief",
        "青河市中心医院举办义诊活动。|4月12日上午，市中心医院组织内科、外科、儿科等9个科室的专家走进东关社区，"
        "为300余名居民免费诊疗，发放宣传资料500份。",
    ),
    ("office", "（青河市中心医院）"),
    ("rule", "black"),
    ("footer", "报：市委、市人大、市政府、市政协领导。"),
    ("footer", "送：省卫生健康委办公室，各县区卫生健康委。"),
    ("footer", "编辑：林安　审核：周宁"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    x: float
    base: float  # down from the top of the page
    size: float
    bold: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    x0: float
    y0: float
    x1: float
    y1: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()


FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def advance(character: str) -> float:
    """In em, as the PDF's font has it; a space is as wide as word processors make it."""
    if character == " ":
        return 0.5
    return float(pdfmetrics.stringWidth(character, FONT, 1)) if character.isascii() else 1.0


def width_of(text: str) -> float:
    return sum(advance(c) for c in text)


_NOT_FIRST = "，。、；：？！”’）》】%"
_NOT_LAST = "“‘（《【"


def broken(text: str, first_indent: float, columns: float = COLUMNS) -> list[str]:
    """`text` in lines of `columns` em, no closing punctuation at the start of a line."""
    lines: list[str] = []
    rest, room = text, columns - first_indent
    while rest:
        end, used = 0, 0.0
        while end < len(rest) and used + advance(rest[end]) <= room + 0.01:
            used += advance(rest[end])
            end += 1
        if end < len(rest):
            while end > 1 and (
                rest[end] in _NOT_FIRST
                or rest[end - 1] in _NOT_LAST
                or (rest[end].isascii() and rest[end - 1].isascii())
            ):
                end -= 1
        lines.append(rest[:end])
        rest, room = rest[end:], columns
    return lines


class _Printer:
    """Sets pieces of text one below the other, page by page."""

    def __init__(self, justify: bool) -> None:
        self.pages: list[tuple[list[Glyph], list[Rule]]] = [([], [])]
        self._justify = justify
        self._y = TOP

    def set(self, style: str, text: str) -> None:
        if style in ("masthead", "issue", "banner", "title"):
            self._centred(style, text)
        elif style == "sides":
            one, two = text.split("|")
            self._put(one, LEFT, SIZE)
            self._put(two, RIGHT - SIZE * width_of(two), SIZE)
            self._y += 14
        elif style == "rule":
            self.pages[-1][1].append(Rule(LEFT, self._y, RIGHT, self._y, text == "red"))
            self._down(34)
        elif style == "break":
            self.pages.append(([], []))
            self._y = TOP
        elif style == "office":
            self._put(text, RIGHT - SIZE * (width_of(text) + 1), SIZE)
            self._down(PITCH)
        elif style == "table":
            self._y = _table(text, self._y, put_row=self.pages[-1])
            self._down(PITCH)
        else:
            self._paragraph(style, text)

    def _centred(self, style: str, text: str) -> None:
        size = {"masthead": 36.0, "title": 20.0}.get(style, SIZE)
        self._y += 20 if style == "masthead" else 0
        x = (WIDTH - size * width_of(text)) / 2
        self._put(text, x, size, bold=style != "issue", red=style == "masthead")
        if style in ("masthead", "issue"):
            self._y += 42 if style == "masthead" else 36
        else:
            self._down(40 if style == "banner" else 34)

    def _paragraph(self, style: str, text: str) -> None:
        lead = ""
        if style == "brief":
            lead, _, text = text.partition("|")
            text = lead + text
        indent = 0.0 if style == "footer" else 2.0
        done = 0
        lines = broken(text, indent)
        for number, line in enumerate(lines):
            start = LEFT + (indent * SIZE if number == 0 else 0)
            room = RIGHT - start - SIZE * width_of(line)
            full = self._justify and number < len(lines) - 1 and len(line) > 1
            spread = room / (len(line) - 1) if full else 0.0
            bold = len(line) if style == "heading" else max(0, min(len(line), len(lead) - done))
            self._put(line[:bold], start, SIZE, bold=True, spread=spread)
            after = start + SIZE * width_of(line[:bold]) + spread * bold
            self._put(line[bold:], after, SIZE, spread=spread)
            done += len(line)
            self._down(PITCH)

    def _put(
        self,
        text: str,
        x: float,
        size: float,
        bold: bool = False,
        red: bool = False,
        spread: float = 0.0,
    ) -> None:
        for character in text:
            self.pages[-1][0].append(Glyph(character, x, self._y, size, bold, red))
            x += advance(character) * size + spread

    def _down(self, distance: float) -> None:
        self._y += distance
        if self._y > BOTTOM:
            self.pages.append(([], []))
            self._y = TOP


def sheets(pieces: Sequence[Piece] = BULLETIN, justify: bool = True) -> list[Sheet]:
    """The pages of the bulletin."""
    printer = _Printer(justify)
    for style, text in pieces:
        printer.set(style, text)
    made = []
    for number, (glyphs, rules) in enumerate(printer.pages, 1):
        if not glyphs and not rules:
            continue
        label = f"－{number}－"
        x = (WIDTH - 12 * width_of(label)) / 2
        for character in label:
            glyphs.append(Glyph(character, x, 790, 12))
            x += advance(character) * 12
        made.append(Sheet(tuple(glyphs), tuple(rules)))
    return made


def _table(text: str, y: float, put_row: tuple[list[Glyph], list[Rule]]) -> float:
    """A ruled table: rows by newline, cells by `|`; `<` joins a cell to the one on its left."""
    glyphs, rules = put_row
    rows = [row.split("|") for row in text.split("\n")]
    wide = (RIGHT - LEFT) / len(rows[0])
    top = y - 8
    for row in rows:
        rules.append(Rule(LEFT, top, RIGHT, top))
        for column, cell in enumerate(row):
            x = LEFT + column * wide
            if cell != "<":
                rules.append(Rule(x, top, x, top + 26))
                for character in cell:
                    glyphs.append(Glyph(character, x + 6, top + 18, 12))
                    x += advance(character) * 12
        rules.append(Rule(RIGHT, top, RIGHT, top + 26))
        top += 26
    rules.append(Rule(LEFT, top, RIGHT, top))
    return top + 10


def of_all_formats(bulletin: Sequence[documents.Piece] = documents.BULLETIN) -> tuple[Piece, ...]:
    """A bulletin that the other formats are made of, with the rules of a printed page."""
    pieces: list[Piece] = []
    for style, text in bulletin:
        last = pieces[-1] if pieces else None
        if style == "footer" and last and last[0] != "footer":
            pieces.append(("rule", "black"))
        if style == "table":
            if last and last[0] == "table":
                pieces[-1] = ("table", f"{last[1]}\n{text}")
            else:
                pieces.append(("table", text))
        elif style == "subheading":
            pieces.append(("paragraph", text.replace("|", "")))
        elif style == "heading":
            pieces.append(("heading", text.replace("|", "")))
        else:
            pieces.append((style, text))
        if style == "sides":
            pieces.append(("rule", "red"))
    return tuple(pieces)


def as_text(pieces: Sequence[Piece] = BULLETIN) -> str:
    """What a person would type from the page: one paragraph a line."""
    parts = []
    for style, text in pieces:
        if style == "rule":
            parts.append("---")
        elif style == "sides":
            parts.append(text.replace("|", " "))
        elif style == "brief":
            lead, _, rest = text.partition("|")
            parts.append(f"**{lead}**{rest}")
        elif style != "break":
            parts.append(text.replace("\u3000", " "))
    return "\n\n".join(parts) + "\n"


def characters(pieces: Sequence[Piece] = BULLETIN) -> str:
    """Every inked character of the text, in order, without page numbers."""
    texts = (text.replace("|", "") for style, text in pieces if style not in ("rule", "break"))
    return "".join("".join(texts).split())


# --- PDF --------------------------------------------------------------------------------------


def canvas_pdf(draw: Callable[[Canvas], None], password: tuple[str, str] | None = None) -> bytes:
    """A PDF of what `draw` paints; `password` is (user, owner)."""
    target = io.BytesIO()
    encryption = StandardEncryption(*password) if password else None
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=encryption)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def draw_sheet(canvas: Canvas, sheet: Sheet, mode: Literal[0, 3] = 0) -> None:
    """Paint one page, without ending it. Bold is fill and stroke, as word processors do it."""
    for glyph in sheet.glyphs:
        canvas.saveState()
        line = canvas.beginText(glyph.x, HEIGHT - glyph.base)
        line.setFont(FONT, glyph.size)
        line.setTextRenderMode(mode or (2 if glyph.bold else 0))
        red = (0.85, 0.05, 0.05) if glyph.red else (0, 0, 0)
        canvas.setFillColorRGB(*red)
        canvas.setStrokeColorRGB(*red)
        canvas.setLineWidth(glyph.size / 40)
        line.textOut(glyph.text)
        canvas.drawText(line)
        canvas.restoreState()
    for rule in sheet.rules:
        canvas.setStrokeColorRGB(*((0.85, 0.05, 0.05) if rule.red else (0, 0, 0)))
        canvas.setLineWidth(1.5 if rule.red else 0.6)
        canvas.line(rule.x0, HEIGHT - rule.y0, rule.x1, HEIGHT - rule.y1)


def pdf(pages: Iterable[Sheet] | None = None, password: tuple[str, str] | None = None) -> bytes:
    """The bulletin as PDF with a text layer."""

    def draw(canvas: Canvas) -> None:
        for sheet in pages if pages is not None else sheets():
            draw_sheet(canvas, sheet)
            canvas.showPage()

    return canvas_pdf(draw, password)


# --- images -----------------------------------------------------------------------------------

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Regular.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)


def font_file() -> Path | None:
    """A Chinese font of this machine; Debian's package is fonts-noto-cjk."""
    return next((path for path in map(Path, _FONTS) if path.is_file()), None)


needs_font = pytest.mark.skipif(
    font_file() is None and not os.environ.get("CI"),
    reason="no Chinese font to draw with (Debian: fonts-noto-cjk)",
)


def image(sheet: Sheet, dpi: int = 150, skew: float = 0.0, noise: int = 0) -> Image.Image:
    """The page as a scanner gives it: turned by `skew` degrees, with `noise` (0 to 100) added."""
    path = font_file()
    assert path, "no Chinese font on this machine"
    scale = dpi / 72
    canvas = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), "white")
    draw = ImageDraw.Draw(canvas)
    fonts: dict[float, ImageFont.FreeTypeFont] = {}
    index = 2 if "Noto" in path.name else 0  # 2 is the face for simplified Chinese
    for glyph in sheet.glyphs:
        if glyph.size not in fonts:
            fonts[glyph.size] = ImageFont.truetype(path, round(glyph.size * scale), index=index)
        colour = (210, 20, 20) if glyph.red else (25, 25, 25)
        where = (glyph.x * scale, glyph.base * scale)
        weight = max(1, round(scale * glyph.size / 45)) if glyph.bold else 0
        draw.text(where, glyph.text, colour, fonts[glyph.size], anchor="ls", stroke_width=weight)
    for rule in sheet.rules:
        colour = (210, 20, 20) if rule.red else (25, 25, 25)
        ends = (rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale)
        draw.line(ends, colour, max(1, round((1.5 if rule.red else 0.8) * scale)))
    if skew:
        canvas = canvas.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    if noise:
        canvas = canvas.filter(ImageFilter.GaussianBlur(0.6))
        dice = random.Random(noise)
        speckle = Image.frombytes("L", canvas.size, dice.randbytes(canvas.width * canvas.height))
        shade = speckle.point([255 - v * noise // 100 for v in range(256)])
        grey = Image.merge("RGB", (shade, shade, shade))
        canvas = Image.blend(canvas, grey, 0.25)
    return canvas


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def scanned_pdf(pictures: Sequence[Image.Image]) -> bytes:
    """A PDF of pictures only, as a scanner writes it."""
    target = io.BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=150)
    return target.getvalue()


# --- PDF by hand, for what no writer makes ------------------------------------------------------


def assembled(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of numbered objects (from 1), with a sound cross-reference table."""
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n" % (entries, len(content)) + content + b"\nendstream"


def coded_pdf(text: str, mapped: str | None, picture: Image.Image | None = None) -> bytes:
    """One page whose font has its own codes for the characters of `text`. `mapped` says what
    the file declares the codes to mean, None that it does not say. `picture` fills the page,
    the text then lies unseen upon it."""
    codes = {character: index for index, character in enumerate(dict.fromkeys(text), 1)}
    lines = broken(text, 0)
    shown = b"BT /F1 15.6 Tf %d Tr 28 TL %.1f %.1f Td " % (3 if picture else 0, LEFT, HEIGHT - TOP)
    for line in lines:
        shown += b"<" + "".join(f"{codes[c]:04x}" for c in line).encode() + b"> Tj T* "
    shown += b"ET"
    resources = b"/Font << /F1 4 0 R >>"
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Song /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R]%s >>" % (b"" if mapped is None else b" /ToUnicode 7 0 R")
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Song /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    pairs = zip(codes, dict.fromkeys(mapped or text), strict=True)
    declared = "".join(
        f"<{codes[a]:04x}> <{b.encode('utf-16-be').hex()}>\n" for a, b in pairs
    )  # fmt: skip
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{declared}endbfchar\nendcmap end end"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    image_object = b"null"
    if picture:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=85)
        size = b"/Width %d /Height %d" % picture.size
        image_object = stream(
            target.getvalue(),
            b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 "
            b"/Filter /DCTDecode " + size,
        )
        resources += b" /XObject << /I1 8 0 R >>"
        shown = b"q %d 0 0 %d 0 0 cm /I1 Do Q " % (WIDTH, HEIGHT) + shown
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 5 0 R "
        b"/Resources << %s >> >>" % (WIDTH, HEIGHT, resources),
        font,
        stream(shown),
        descendant,
        stream(cmap.encode()),
        image_object,
    ]
    return assembled(objects)
