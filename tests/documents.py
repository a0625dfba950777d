"""One invented bulletin, made as plain text, as web pages in the shapes that the content systems
of Chinese offices give them, and as a Word document."""

import functools
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Literal

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from jianbao.text.chinese import strip_space

Style = Literal[
    "masthead", "issue", "sides", "title", "paragraph", "heading", "subheading", "brief",
    "office", "table", "footer",
]  # fmt: skip
Piece = tuple[Style, str]

# `|` parts the two sides of a line, a brief's title from its text, the cells of a row; a heading
# is written without its number where the format counts by itself.
BULLETIN: tuple[Piece, ...] = (
    ("masthead", "澜川卫生健康动态"),
    ("issue", "2031年第4期"),
    ("sides", "澜川市卫生健康委员会办公室|2031年4月18日"),
    ("title", "青禾县健全“三项机制”"),
    ("title", "把健康服务送到家门口"),
    (
        "paragraph",
        "今年以来，青禾县卫生健康委围绕群众看病远、取药难的问题，整合县乡村三级力量，建立“三项机制”，"
        "组织46支家庭医生团队进村入户，累计服务群众12630人次，群众满意度达到98.5%。",
    ),
    ("heading", "一、|健全巡诊机制，让医生动起来"),
    (
        "paragraph",
        "全县划分为8个片区，每个片区由1名县级医师、2名乡镇医生和若干名村医组成巡诊小组，每月至少到村两次。"
        "对行动不便的老年人，由巡诊小组上门测量血压、血糖，并把结果记入健康档案。",
    ),
    ("subheading", "（一）|建立台账。逐户登记需要上门服务的老年人。"),
    ("subheading", "（二）|定期回访。每季度由乡镇卫生院回访一次。"),
    ("table", "乡镇|巡诊次数|服务人次"),
    ("table", "柳河镇|24|3150"),
    ("table", "东山乡|18|2046"),
    ("heading", "二、|健全培训机制，让本领强起来"),
    (
        "paragraph",
        "县卫生健康委与澜川市第二人民医院签订协议，每季度选派10名乡镇医生跟班学习，重点学习慢性病管理、"
        "急救技能和中医适宜技术。下一步，青禾县将继续完善各项机制，努力让群众就近看得上病。",
    ),
    ("office", "（青禾县卫生健康委）"),
    (
        "brief",
        "石桥区开展春季传染病防控演练。|4月9日，石桥区疾控中心组织辖区15所学校的校医开展演练，"
        "模拟流感聚集性疫情的报告、隔离和消毒全过程，检验了各校的应急预案，发现并改正问题7项。",
    ),
    ("office", "（石桥区疾病预防控制中心）"),
    (
        "brief",
        "高新区举办义诊活动。|4月12日上午，高新区组织内科、外科、儿科等9个科室的专家走进东关社区，"
        "为300余名居民免费诊疗，发放宣传资料500份。",
    ),
    ("office", "（高新区卫生健康中心）"),
    ("footer", "报：市委、市人大、市政府、市政协领导。"),
    ("footer", "送：省卫生健康委办公室，各县区卫生健康委。"),
    ("footer", "编辑：林安　审核：周宁"),
)  # fmt: skip


def expected() -> list[str]:
    """The texts of the blocks that every form of the bulletin must give, without white space; the
    rows of the table joined."""
    texts: list[str] = []
    for style, text in BULLETIN:
        plain = strip_space(text.replace("|", ""))
        if style == "table" and texts and texts[-1].startswith("\0"):
            texts[-1] += plain
        else:
            texts.append(("\0" if style == "table" else "") + plain)
    return [text.removeprefix("\0") for text in texts]


def as_text(pieces: Sequence[Piece] = BULLETIN) -> str:
    lines: list[str] = []
    before = ""
    for style, text in pieces:
        left, _, right = text.partition("|")
        if style == "table":
            row = "| " + text.replace("|", " | ") + " |"
            if before != "table":
                lines += ["", row, "|---|---|---|"]
            else:
                lines.append(row)
        elif style == "brief":
            lines += ["", f"**{left}**{right}"]
        elif style == "sides":
            lines += ["", f"{left}　{right}"]
        else:
            marks = {"masthead": "# ", "title": "## ", "heading": "### "}.get(style, "")
            lines += ["", marks + text.replace("|", "")]
        before = style
    return "\n".join(lines[1:]) + "\n"


# --- web pages -----------------------------------------------------------------------------------

TITLE = "澜川卫生健康动态2031年第4期"
NOISE = (
    "澜川市卫生健康委员会门户网站",
    "政务公开",
    "您现在的位置：",
    "相关新闻",
    "全市卫生健康工作会议在澜川召开",
    "浏览次数",
    "打印",
    "分享到",
    "上一篇",
    "版权所有",
    "ICP备",
    "网站标识码",
)
"""What stands around the article, and must not be in a block."""

_HEAD = (
    "<title>{title}_澜川市卫生健康委员会</title>"
    '<meta name="SiteName" content="澜川市卫生健康委员会">'
    '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2031-04-20 09:15">'
    '<meta name="ContentSource" content="市卫生健康委办公室"><style>.a{{color:red}}</style>'
    '<script>var title = "脚本里的文字";</script>'
)
_TOP = (
    '<!-- 注释 --><div class="header"><div class="logo">澜川市卫生健康委员会门户网站</div>'
    '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/hdjl/">互动交流</a></li></ul></div>'
    '<div class="dqwz">您现在的位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a></div>'
)
_INFO = (
    '<div class="info"><span>发布时间：2031-04-20 09:15</span><span>来源：市卫生健康委办公室</span>'
    "<span>浏览次数：<script>count()</script>128</span>"
    "<span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span>"
    '<span><a href="javascript:print()">打印</a></span></div>'
)
_BOTTOM = (
    '<div class="bdsharebuttonbox">分享到：<a href="#">微信</a><a href="#">微博</a></div>'
    '<p>上一篇：<a href="3.html">澜川卫生健康动态2031年第3期</a></p><p>下一篇：没有了</p>'
    '<div class="xgxw"><h3>相关新闻</h3><ul>'
    '<li><a href="1.html">全市卫生健康工作会议在澜川召开</a></li>'
    '<li><a href="2.html">青禾县人民医院新院区启用</a></li></ul></div>'
    '<div class="footer"><p>版权所有：澜川市卫生健康委员会　澜ICP备31000000号</p>'
    "<p>网站标识码：9900000000</p></div>"
)


def _trs_editor(pieces: Sequence[Piece]) -> str:
    style = 'style="text-indent: 2em; font-size: 16px"'
    body = "".join(_html_pieces(pieces, lambda text: f"<p {style}>　　{text}</p>\n"))
    return (
        f'{_TOP}<div class="main"><h1 class="bt">{TITLE}</h1>{_INFO}'
        f'<div class="view TRS_UEDITOR trs_paper_default">{body}</div></div>{_BOTTOM}'
    )


def _ucap(pieces: Sequence[Piece]) -> str:
    body = "".join(_html_pieces(pieces, lambda text: f'<p style="text-indent: 32px;">{text}</p>'))
    return (
        f"{_TOP}<div class='pages-title'><ucaptitle>{TITLE}</ucaptitle></div>{_INFO}"
        f'<div class="pages_content" id="UCAP-CONTENT"><ucapcontent>{body}</ucapcontent></div>'
        f"{_BOTTOM}"
    )


def _zoom(pieces: Sequence[Piece]) -> str:
    body = "".join(_html_pieces(pieces, lambda text: f"<div>&nbsp;&nbsp;&nbsp;&nbsp;{text}</div>"))
    return f'{_TOP}<h2 class="title">{TITLE}</h2>{_INFO}<div id="zoom">{body}</div>{_BOTTOM}'


def _breaks(pieces: Sequence[Piece]) -> str:
    body = "".join(_html_pieces(pieces, lambda text: f"&emsp;&emsp;{text}<br/>\n"))
    return f'{_TOP}<h1>{TITLE}</h1>{_INFO}<div class="article-content">{body}</div>{_BOTTOM}'


def _unnamed(pieces: Sequence[Piece]) -> str:
    body = "".join(_html_pieces(pieces, lambda text: f"<p>{text}</p>"))
    article = f'<h1>{TITLE}</h1>{_INFO}<div class="box3">{body}</div>'
    return f'{_TOP}<div class="w1200">{article}</div>{_BOTTOM}'


def _layout_tables(pieces: Sequence[Piece]) -> str:
    body = "".join(_html_pieces(pieces, lambda text: f"<P><FONT size=3>　　{text}</FONT></P>"))
    return (
        f"<table width=980><tr><td>{_TOP}</td></tr></table><table width=980><tr><td width=200>"
        '<table><tr><td><a href="a">通知公告</a></td></tr>'
        '<tr><td><a href="b">政务公开</a></td></tr></table>'
        f'</td><td><table><tr><td align=center><b class="title">{TITLE}</b></td></tr>'
        f"<tr><td>{_INFO}</td></tr><tr><td>{body}</td></tr></table></td></tr></table>{_BOTTOM}"
    )


def _messenger(pieces: Sequence[Piece]) -> str:
    body = "".join(
        _html_pieces(
            pieces,
            lambda text: f'<section><p><span style="color: #333">{text}</span></p></section>',
        )
    )
    return (
        '<div class="rich_media"><h1 class="rich_media_title" id="activity-name">'
        f'{TITLE}</h1>{_INFO}<div class="rich_media_content" id="js_content" '
        f'style="visibility: hidden; opacity: 0">{body}</div></div>{_BOTTOM}'
    )


def _html_pieces(pieces: Sequence[Piece], paragraph: Callable[[str], str]) -> Iterator[str]:
    rows = ""
    for style, text in (*pieces, ("footer", "")):
        cells = [escape(part) for part in text.split("|")]
        if style == "table":
            rows += "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in cells) + "</tr>"
            continue
        if rows:
            yield f'<table border="1"><tbody>{rows}</tbody></table>'
            rows = ""
        if style == "brief":
            yield paragraph(f"<strong>{cells[0]}</strong>{cells[1]}")
        elif style in ("masthead", "title"):
            yield f'<p align="center"><b>{cells[0]}</b></p>'
        elif text:
            yield paragraph("".join(cells) if style != "sides" else "　".join(cells))


SHAPES: dict[str, Callable[[Sequence[Piece]], str]] = {
    "TRS_Editor": _trs_editor,
    "UCAP": _ucap,
    "zoom": _zoom,
    "line breaks": _breaks,
    "unnamed": _unnamed,
    "layout tables": _layout_tables,
    "messenger": _messenger,
}


def as_html(
    shape: str = "TRS_Editor", charset: str = "utf-8", pieces: Sequence[Piece] = BULLETIN
) -> str:
    head = _HEAD.format(title=TITLE)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}">{head}</head>\n'
        f"<body>{SHAPES[shape](pieces)}</body></html>\n"
    )


# --- Word ----------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMESPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NUMBERING = f"""<w:abstractNum {W} w:abstractNumId="{{name}}">
<w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""


def text_box(text: str, run: str = "", offset: int = 0) -> str:
    """The XML of a run that holds a floating text box, as Word writes it: once for new programs,
    once for old ones. `run` is the XML of its characters' properties."""
    content = (
        f'<w:txbxContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>{run}</w:rPr>'
        f"<w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    )
    return (
        f'<w:r {NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{offset}</wp:posOffset>'
        "</wp:positionV>"
        '<wp:extent cx="5400000" cy="900000"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="文本框 1"/><a:graphic><a:graphicData uri="http://schemas.microsoft.'
        'com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>'
        f"{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def add_xml(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))


def add_numbering(document: WordDocument, name: int = 90) -> None:
    """Give the document a list of the forms 一、 （一） 1. with the number `name`."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING.format(name=name)))
    num = f'<w:num {W} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'
    numbering.append(parse_xml(num))


def number(paragraph: Paragraph, depth: int, name: int = 90) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>')
    )


def page_field(paragraph: Paragraph) -> None:
    """— 1 — with a field that Word counts."""
    for xml in (
        "<w:t>— </w:t>",
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        "<w:t> —</w:t>",
    ):
        add_xml(paragraph, f"<w:r {W}>{xml}</w:r>")


@functools.cache
def as_docx(pieces: tuple[Piece, ...] = BULLETIN) -> bytes:
    """With a masthead in a text box, automatic numbers, page numbers, tables."""
    document = docx.Document()
    add_numbering(document)
    counting = 90
    rows: list[list[str]] = []
    for style, text in (*pieces, ("footer", "")):
        parts = text.split("|")
        if style == "table":
            rows.append(parts)
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]), "Table Grid")
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    table.cell(y, x).text = cell
            rows = []
        if style == "masthead":
            anchor = document.add_paragraph()
            red = '<w:b/><w:color w:val="FF0000"/><w:sz w:val="72"/>'
            add_xml(anchor, text_box(text, red))
        elif text:
            _word_paragraph(document.add_paragraph(), style, parts, counting)
        if style == "office":
            counting += 1
            add_numbering(document, counting)
    page_field(document.sections[0].footer.paragraphs[0])
    return saved(document)


def _word_paragraph(paragraph: Paragraph, style: Style, parts: list[str], counting: int) -> None:
    if style in ("issue", "title"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if style == "office":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if style in ("heading", "subheading"):
        number(paragraph, 0 if style == "heading" else 1, counting)
        paragraph.add_run(parts[1]).bold = style == "heading"
    elif style == "brief":
        paragraph.paragraph_format.first_line_indent = Pt(21)
        paragraph.add_run(parts[0]).bold = True
        paragraph.add_run(parts[1])
    elif style == "sides":
        paragraph.add_run(f"{parts[0]}\t{parts[1]}")
    else:
        run = paragraph.add_run(parts[0])
        if style == "title":
            run.bold = True
            run.font.size = Pt(22)
            run.font.color.rgb = RGBColor(0, 0, 0)
        elif style == "paragraph":
            paragraph.paragraph_format.first_line_indent = Pt(21)


def distance(a: str, b: str) -> int:
    """Levenshtein's: insertions, deletions and exchanges."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            following.append(min(row[j] + 1, following[-1] + 1, row[j - 1] + (x != y)))
        row = following
    return row[-1]


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes] | bytes) -> bytes:
    """The package `content` with one part changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == name:
                part = change if isinstance(change, bytes) else change(part)
            new.writestr(entry.filename, part)
        if isinstance(change, bytes) and name not in old.namelist():
            new.writestr(name, change)
    return out.getvalue()
