"""Web pages: the article's blocks, and an account of what was left out."""

import email.message
import random
import re
import sys
from collections import Counter
from html.parser import HTMLParser

import documents
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jianbao.base.problems import ConvertError
from jianbao.convert.blocks import Block, Document
from jianbao.convert.readers import text
from jianbao.convert.readers.web import html
from jianbao.text.chinese import strip_space

PROSE = "今年以来，青禾县卫生健康委围绕群众看病远的问题，组织家庭医生团队进村入户。"


def page(body: str, head: str = "") -> Document:
    return html.read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind != "image"]


def removed(document: Document) -> list[tuple[str, str]]:
    return [(removal.reason, removal.text) for removal in document.removals]


def refused(content: bytes) -> str:
    with pytest.raises(ConvertError) as caught:
        html.read(content, "a.html")
    message = str(caught.value)
    assert message.startswith("a.html: ")
    assert "\n" not in message
    return message


def outcome(content: bytes) -> str:
    """Return the refusal, or nothing if the page is read."""
    try:
        html.read(content, "a.html")
    except ConvertError as error:
        return str(error)
    return ""


class Words(HTMLParser):
    """The characters of a page by Python's own parser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("script", "style", "title"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.found.update(strip_space(data))


def account(document: Document) -> Counter[str]:
    out: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind != "image":
            out.update(strip_space(block.text))
    for removal in document.removals:
        out.update(strip_space(removal.text))
    return out


# --- fidelity -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", documents.SHAPES)
def test_every_shape_of_page_gives_the_same_blocks_as_the_text(shape: str) -> None:
    read = html.read(documents.as_html(shape).encode(), "a.html")
    plain = text.read(documents.as_text().encode(), "a.txt")
    body = [strip_space(block.text) for block in read.blocks][2:]
    assert body == [strip_space(block.text) for block in plain.blocks] == documents.expected()
    assert [block.text for block in read.blocks][:2] == [
        documents.TITLE,
        "发布时间：2031-04-20 09:15 来源：市卫生健康委办公室",
    ]


@pytest.mark.parametrize("shape", documents.SHAPES)
def test_what_stands_around_the_article_is_removed_and_recorded(shape: str) -> None:
    read = html.read(documents.as_html(shape).encode(), "a.html")
    gone = "\n".join(strip_space(removal.text) for removal in read.removals)
    for noise in map(strip_space, documents.NOISE):
        assert not any(noise in strip_space(block.text) for block in read.blocks), noise
        assert noise in gone or noise not in strip_space(documents.as_html(shape))
    assert "脚本里的文字" not in gone
    assert "注释" not in gone


@pytest.mark.parametrize("shape", documents.SHAPES)
def test_every_character_of_the_page_is_in_a_block_or_a_removal(shape: str) -> None:
    source = documents.as_html(shape)
    words = Words()
    words.feed(source)
    assert account(html.read(source.encode(), "a.html")) == words.found


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
    ],
)
def test_encodings_give_the_same_document(charset: str, encoding: str) -> None:
    wanted = html.read(documents.as_html().encode(), "a.html")
    content = documents.as_html(charset=charset).encode(encoding)
    assert html.read(content, "a.html") == wanted


def test_a_web_archive_gives_the_same_document() -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "saved"
    message.set_content("not the page")
    message.add_alternative(documents.as_html(), subtype="html", charset="utf-8")
    assert html.read(message.as_bytes(), "a.mht") == html.read(
        documents.as_html().encode(), "a.html"
    )


@pytest.mark.parametrize(
    "level", ["multipart/mixed; boundary=b{0}\r\n\r\n--b{0}", "message/rfc822\r\n"]
)
def test_web_archives_inside_each_other_without_end_are_refused(level: str) -> None:
    levels = "".join(f"Content-Type: {level.format(n)}\r\n" for n in range(3000))
    source = f"MIME-Version: 1.0\r\n{levels}Content-Type: text/html\r\n\r\n<p>{PROSE}"
    assert "no HTML" in refused(source.encode())


def test_a_web_archive_without_a_page_is_refused() -> None:
    message = email.message.EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("no page here")
    assert "no HTML" in refused(message.as_bytes())


# --- metadata -----------------------------------------------------------------------------------


def test_metadata_of_chinese_government_pages_and_linked_data() -> None:
    head = (
        "<title>青禾县开展义诊 - 澜川市卫生健康委</title>"
        '<meta name="ArticleTitle" content="青禾县开展义诊">'
        '<meta name="PubDate" content=" 2031-04-20">'
        '<meta property="og:title" content="青禾县开展义诊"><meta name="Keywords" content="">'
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",'
        '"headline": "青禾县", "datePublished": "2031-04-20T09:15:00+08:00",'
        '"author": {"name": "林安"}}]}</script>'
        '<script type="application/ld+json">{broken</script>'
    )
    assert page(f"<p>{PROSE}</p>", head).metadata == (
        ("title", "青禾县开展义诊 - 澜川市卫生健康委"),
        ("ArticleTitle", "青禾县开展义诊"),
        ("PubDate", "2031-04-20"),
        ("og:title", "青禾县开展义诊"),
        ("ld:headline", "青禾县"),
        ("ld:datePublished", "2031-04-20T09:15:00+08:00"),
        ("ld:author", "林安"),
    )


def test_linked_data_nested_without_end_is_passed_over() -> None:
    head = f'<script type="application/ld+json">{"[" * 50_000}</script>'
    assert page(f"<p>{PROSE}</p>", head).metadata == ()


# --- blocks -------------------------------------------------------------------------------------


def only(document: Document) -> Block:
    (block,) = document.blocks
    return block


def test_looks_of_a_paragraph() -> None:
    block = only(
        page(
            '<p style="text-align:center; font-size:22pt; color:#C00000">'
            f"青禾县<b>举办</b><strong>义诊</strong>活动。{PROSE}</p>"
        )
    )
    assert block.kind == "paragraph"
    assert [block.text[start:end] for start, end in block.bold] == ["举办义诊"]
    assert (block.align, block.size, block.red) == ("center", 22.0, True)


@pytest.mark.parametrize(
    ("markup", "indent"),
    [
        ("<p>　　{}</p>", 2.0),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;{}</p>", 2.0),
        ("<p>&emsp;&emsp;{}</p>", 2.0),
        ('<p style="text-indent: 2em">{}</p>', 2.0),
        ('<p style="text-indent: 32px; font-size: 16px">{}</p>', 2.0),
        ('<p style="text-indent: 28pt; font-size: 14pt">{}</p>', 2.0),
        ('<div style="text-indent: 2em"><p>{}</p></div>', 2.0),
        ("<p>{}</p>", None),
    ],
)
def test_indents(markup: str, indent: float | None) -> None:
    block = only(page(markup.format(PROSE)))
    assert (block.text, block.indent) == (PROSE, indent)


def test_styles_part_lines_as_elements_do() -> None:
    spans = "<span style='display: block'>一、前期天气</span><b>（一）气温</b>"
    assert texts(page(f"<div>{spans}<p>{PROSE}</p></div>")) == ["一、前期天气", "（一）气温", PROSE]
    spans = "<span style='position:absolute'>柳泉市气象局</span><span>签发人：周明远</span>"
    assert texts(page(f"<div>{spans}</div><p>{PROSE}</p>"))[:2] == [
        "柳泉市气象局",
        "签发人：周明远",
    ]


def test_a_masthead_is_no_footer_because_its_element_has_the_name_of_one() -> None:
    named = "<div class='copyright'>柳泉市气象局</div>"
    assert "柳泉市气象局" in texts(page(f"<h1>天气预报</h1>{named}<p>{PROSE}</p>"))
    assert "柳泉市气象局" not in texts(page(f"<h1>天气预报</h1><p>{PROSE}</p>{named}"))


def test_the_title_said_again_as_the_original_one_is_left_out() -> None:
    head = "<title>地铁口的图书馆开放了</title>"
    line = "（原标题：地铁口的图书馆开放了）"
    body = f"<h1>地铁口的图书馆开放了</h1><p>{line}</p><p>{PROSE}</p>"
    assert (("repeated-title", line)) in removed(page(body, head))
    other = body.replace("（原标题：地铁口", "（原标题：校门口")
    assert "（原标题：校门口的图书馆开放了）" in texts(page(other, head))


def test_line_ends_of_the_source_are_no_text() -> None:
    markup = f"<p>\n   今年以来，\n   青禾县 Qinghe\n County 开展<b>\n义诊</b>。{PROSE}</p>"
    block = only(page(markup))
    assert block.text == f"今年以来，青禾县 Qinghe County 开展义诊。{PROSE}"


def test_line_breaks_make_lines_or_indented_paragraphs() -> None:
    read = page(
        f"<div>青禾县健全三项机制<br>把健康服务送到家门口<br><br>　　{PROSE}<br>　　{PROSE}</div>"
    )
    assert [(b.kind, b.gap) for b in read.blocks] == [
        ("line", False),
        ("paragraph", False),
        ("paragraph", True),
        ("paragraph", False),
    ]


def test_headings_and_rules_and_pictures() -> None:
    read = page(
        f'<h1>青禾县开展义诊</h1><hr><p>{PROSE}</p><p><img src="a.jpg" alt="义诊现场"></p>'
        '<p><img src="b.jpg" alt="b.jpg"></p><img src="icon.gif" width="16" height="16">'
    )
    assert [(b.kind, b.text, b.heading) for b in read.blocks] == [
        ("paragraph", "青禾县开展义诊", 1),
        ("rule", "", 0),
        ("paragraph", PROSE, 0),
        ("image", "义诊现场", 0),
        ("image", "", 0),
    ]


@pytest.mark.parametrize(
    ("words", "caption"),
    [
        ("图为义诊现场", True),
        ("图1：义诊现场", True),
        ("▲ 专家为群众测量血压。", True),
        ("（林安 摄）", True),
        ("活动现场拍摄宣传片", False),
        ("图书馆建成开放", False),
        (PROSE, False),
    ],
)
def test_the_line_below_a_picture_that_tells_what_it_shows_is_its_caption(
    words: str, caption: bool
) -> None:
    read = page(f"<p>{PROSE}</p><p><img src=a.jpg></p><p align=center>{words}</p><p>{PROSE}</p>")
    kinds = [(block.kind, block.text) for block in read.blocks[1:-1]]
    assert kinds == ([("image", words)] if caption else [("image", ""), ("paragraph", words)])


def test_empty_paragraphs_are_gaps() -> None:
    read = page(f"<p>{PROSE}</p><p>&nbsp;</p><p>{PROSE}</p>")
    assert [block.gap for block in read.blocks] == [False, True]


def test_pre_keeps_its_lines() -> None:
    read = page(f"<pre>青禾县简报\n第4期\n\n　　{PROSE}</pre>")
    assert [(b.text, b.gap) for b in read.blocks] == [
        ("青禾县简报", False),
        ("第4期", False),
        (PROSE, True),
    ]


def test_numbers_of_ordered_lists_are_printed() -> None:
    read = page(
        f"<p>{PROSE}</p><ol start=3><li><p><b>健全</b>机制</p></li>"
        "<li>加强培训<ul><li>甲</li></ul></li></ol><ol type=i><li>回访</li></ol>"
        '<ol style="list-style-type: cjk-ideographic"><li>巡诊</li></ol>'
    )
    assert texts(read)[1:] == ["3. 健全机制", "4. 加强培训", "甲", "i. 回访", "一、巡诊"]
    assert read.blocks[1].bold == ((3, 5),)


# --- tables -------------------------------------------------------------------------------------


def test_merged_cells_stand_once_and_leave_their_places_empty() -> None:
    read = page(
        f"<p>{PROSE}</p><table><tr><th colspan=2>乡镇</th><th>人次</th></tr>"
        "<tr><td rowspan=2>柳河镇</td><td>东村</td><td>31</td></tr>"
        "<tr><td><p>西</p><p>村</p></td><td>20<br>人</td></tr></table>"
    )
    table = read.blocks[1]
    assert table.kind == "table"
    assert table.rows == (("乡镇", "", "人次"), ("柳河镇", "东村", "31"), ("", "西\n村", "20\n人"))
    assert table.text == "乡镇\t\t人次\n柳河镇\t东村\t31\n\t西 村\t20 人"


@pytest.mark.parametrize("span", ["99999999999", "-3", "0", "x", "1e9", ""])
def test_senseless_spans_do_no_harm(span: str) -> None:
    read = page(
        f"<p>{PROSE}</p><table><tr><td rowspan='{span}' colspan='{span}'>甲</td><td>乙</td></tr>"
        "<tr><td>丙</td><td>丁</td></tr></table>"
    )
    assert sorted("".join(texts(read)[1:]).split()) == sorted("甲乙丙丁")


def test_a_table_of_one_row_or_column_only_places_paragraphs() -> None:
    read = page(
        "<table><tr><td>澜川市卫生健康委办公室</td><td>2031年4月18日</td></tr></table>"
        f"<table><tr><td>{PROSE}</td></tr><tr><td>{PROSE}</td></tr></table>"
    )
    assert [(b.kind, b.text) for b in read.blocks] == [
        ("paragraph", "澜川市卫生健康委办公室"),
        ("paragraph", "2031年4月18日"),
        ("paragraph", PROSE),
        ("paragraph", PROSE),
    ]


def test_the_index_number_table_of_a_government_page_is_kept() -> None:
    read = page(
        '<table class="xxgk"><tr><td>索引号：</td><td>K90-0202-2031-00012</td><td>主题分类：</td>'
        "<td>卫生</td></tr><tr><td>发布机构：</td><td>澜川市卫生健康委</td><td>发文日期：</td><td></td>"
        f'</tr></table><h1>关于义诊的复函</h1><div id="zoom"><p>{PROSE}</p></div>'
    )
    assert [b.kind for b in read.blocks] == ["table", "paragraph", "paragraph"]
    assert read.blocks[0].rows[0][:2] == ("索引号：", "K90-0202-2031-00012")


def test_an_index_number_list_is_kept_line_by_line() -> None:
    read = page(
        "<ul><li><b>索 引 号：</b>K90-0202</li><li><b>信息分类：</b></li>"
        "<li>发文日期：2031年4月18日</li><li>文　　号：澜卫函〔2031〕3号</li></ul>"
        f'<h1>关于义诊的复函</h1><div id="zoom"><p>{PROSE}</p></div>'
    )
    assert texts(read)[:4] == [
        "索 引 号：K90-0202",
        "信息分类：",
        "发文日期：2031年4月18日",
        "文　　号：澜卫函〔2031〕3号",
    ]


# --- what is left out -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<p style='display:none'>看不见的文字</p>", "hidden"),
        ("<p hidden>看不见的文字</p>", "hidden"),
        ("<div style='visibility: hidden'><p>看不见的文字</p></div>", "hidden"),
        ("<template><p>看不见的文字</p></template>", "hidden"),
        ("<nav>首页 新闻</nav>", "navigation"),
        ("<div class='crumbs'>当前栏目</div>", "navigation"),
        ("<p>当前位置：首页 > 工作动态</p>", "navigation"),
        ("<p>上一篇：青禾县举办培训</p>", "navigation"),
        ("<p>下一条：没有了</p>", "navigation"),
        ("<p>浏览次数： 1024 次</p>", "counter"),
        ("<p>【阅读：88】</p>", "counter"),
        ("<p>您是第 1024 位访问者</p>", "counter"),
        ("<p>【打印本页】 【关闭窗口】</p>", "page-tools"),
        ("<p>字体：[ 大 中 小 ]</p>", "page-tools"),
        ("<p>分享到： 微信 微博</p>", "share"),
        ("<div class='social-share'>微信 微博</div>", "share"),
        ("<p>扫一扫在手机打开当前页</p>", "share"),
        ("<p>相关链接：</p>", "related"),
        ("<aside>推荐栏目</aside>", "sidebar"),
        ("<footer>联系方式</footer>", "page-footer"),
        ("<p>主办单位：澜川市卫生健康委员会</p>", "page-footer"),
        ("<p>Copyright © 2031 澜川</p>", "page-footer"),
        ("<p>澜ICP备31000000号-1</p>", "page-footer"),
        ("<p><a href=a>青禾县召开会议</a> <a href=b>石桥区义诊</a></p>", "links"),
        ("<select><option>甲</option><option>乙</option></select>", "form-control"),
        ("<noscript>请打开脚本</noscript>", "noscript"),
        ("<form><p>搜索全站内容</p></form>", "form"),
    ],
)
def test_reasons_of_removals(markup: str, reason: str) -> None:
    read = page(f"<h1>青禾县开展义诊</h1><div class=box><p>{PROSE}</p><p>{PROSE}</p></div>{markup}")
    assert texts(read) == ["青禾县开展义诊", PROSE, PROSE]
    assert {r.reason for r in read.removals} == {reason}


def test_a_tool_inside_the_article_is_removed_and_a_word_like_it_is_not() -> None:
    read = page(
        f'<div id="zoom"><p>{PROSE}</p><p>【打印】</p><p>分享经验，共同提高，把工作做得更好。</p>'
        "<p>附件：<a href=a.docx>名单.docx</a></p><p>主办单位：澜川市卫生健康委员会</p>"
        "<p><a href=b>青禾县人民医院</a></p></div>"
    )
    assert texts(read) == [
        PROSE,
        "分享经验，共同提高，把工作做得更好。",
        "附件：名单.docx",
        "主办单位：澜川市卫生健康委员会",
        "青禾县人民医院",
    ]
    assert removed(read) == [("page-tools", "【打印】")]


def test_related_headlines_inside_the_article_go_with_their_heading() -> None:
    read = page(
        f'<div id="zoom"><p>{PROSE}</p><p>相关链接：</p><p><a href=a>青禾县召开会议</a></p>'
        f"<p><a href=b>石桥区开展义诊</a></p><p>{PROSE}</p><p><a href=c>名单</a></p></div>"
    )
    assert texts(read) == [PROSE, PROSE, "名单"]
    assert [reason for reason, _ in removed(read)] == ["related"] * 3


def test_pinyin_above_the_characters_is_removed_and_recorded() -> None:
    read = page(f"<p><ruby>青<rp>(</rp><rt>qīng</rt><rp>)</rp></ruby>禾县。{PROSE}</p>")
    assert texts(read) == [f"青禾县。{PROSE}"]
    assert [reason for reason, _ in removed(read)] == ["pinyin"] * 3


def test_hidden_words_in_a_paragraph_are_removed_and_the_paragraph_stays_whole() -> None:
    read = page(f'<p>{PROSE}<span style="display:none">暗语</span>{PROSE}</p>')
    assert texts(read) == [PROSE + PROSE]
    assert removed(read) == [("hidden", "暗语")]


def test_two_articles_on_a_page_are_both_kept_in_order() -> None:
    read = page(
        '<div class="nav"><a href=a>首页</a></div>'
        f'<div class="one"><h2>青禾县开展义诊</h2><p>{PROSE * 3}</p></div>'
        f'<div class="two"><h2>石桥区开展演练</h2><p>{PROSE * 3}</p><p>（石桥区疾控中心）</p></div>'
    )
    assert texts(read) == [
        "青禾县开展义诊",
        PROSE * 3,
        "石桥区开展演练",
        PROSE * 3,
        "（石桥区疾控中心）",
    ]


def test_an_article_beside_a_named_one_is_kept_with_its_title() -> None:
    read = page(
        f'<div class="TRS_Editor"><p>{PROSE * 4}</p></div><div class="more"><h3>石桥区开展演练</h3>'
        f"<p>{PROSE * 3}</p></div><div class='w'><a href=a>链接甲</a> <a href=b>链接乙</a></div>"
    )
    assert texts(read) == [PROSE * 4, "石桥区开展演练", PROSE * 3]


def test_a_red_masthead_before_the_title_is_kept() -> None:
    read = page(
        '<div id="zoom"><p style="color:red" align="center">澜川市卫生健康委员会文件</p>'
        f"<p>澜卫发〔2031〕4号</p><p>关于开展义诊的通知</p><p>{PROSE}</p></div>",
        '<meta name="ArticleTitle" content="关于开展义诊的通知">',
    )
    assert texts(read) == [
        "澜川市卫生健康委员会文件",
        "澜卫发〔2031〕4号",
        "关于开展义诊的通知",
        PROSE,
    ]
    assert read.blocks[0].red


def test_fields_set_apart_by_styles_are_parted() -> None:
    read = page(
        "<h1>青禾县开展义诊</h1><div><span>发布时间：2031-04-20</span><span>来源：青禾县</span>"
        "<span>作者：</span><span>责任编辑：林安</span> | <span>点击数：12</span></div>"
        f"<p>{PROSE}</p>"
    )
    assert texts(read)[1] == "发布时间：2031-04-20 来源：青禾县 作者： 责任编辑：林安"
    assert removed(read) == [("page-tools", "| 点击数：12")]


def test_a_date_in_an_element_of_its_own_is_parted() -> None:
    read = page(
        "<h1>青禾县开展义诊</h1><div><a href=x>青禾县卫健委</a><em>2031-04-20 09:15</em>"
        f"<i>澜省</i></div><p>{PROSE}</p>"
    )
    assert texts(read)[1] == "青禾县卫健委 2031-04-20 09:15 澜省"


def test_a_title_that_only_its_looks_tell_is_kept() -> None:
    read = page(
        "<table align=center><tr><td>栏目名称</td></tr><tr><td><a href=x>更多内容</a></td></tr>"
        "<tr><td align=center><font size=4><b>青禾县开展义诊活动</b></font></td></tr>"
        "<tr><td align=center>作者：青禾县　阅读：3次</td></tr><tr>"
        f"<td><p>{PROSE}</p><p>{PROSE}</p></td></tr></table>"
    )
    assert texts(read) == ["青禾县开展义诊活动", "作者：青禾县", PROSE, PROSE]
    assert [block.align for block in read.blocks] == ["center", "center", "", ""]


def test_the_line_of_editors_after_the_article_is_kept() -> None:
    read = page(
        f'<h1>青禾县开展义诊</h1><div id="zoom"><p>{PROSE}</p></div>'
        '<div class="b">（责任编辑：林安）</div>'
        "<div>某栏目标题</div>"
    )
    assert texts(read) == ["青禾县开展义诊", PROSE, "（责任编辑：林安）"]
    assert removed(read) == [("outside-article", "某栏目标题")]


def test_a_short_article_is_kept_where_its_system_names_it() -> None:
    read = page(
        "<ul><li>今日天气晴</li></ul><div class='TRS_Editor'><p>经研究，现予公布。</p></div>"
        f"<div class='footer'><p>{PROSE * 3}</p></div>"
    )
    assert texts(read) == ["经研究，现予公布。"]


def test_an_article_in_an_element_with_a_misleading_name_is_kept() -> None:
    article = f"<h1>青禾县开展义诊</h1><p>{PROSE}</p>"
    read = page(f'<form><div class="sidebar header">{article}</div></form>')
    assert texts(read) == ["青禾县开展义诊", PROSE]


def test_comments_that_mark_the_article_are_followed() -> None:
    read = page(
        "<p>某栏目标题</p><!--ZJEG_RSS.content.begin--><p>经研究，现予公布。</p><p>名单附后</p>"
        "<!--ZJEG_RSS.content.end--><p>某栏目标题二</p>"
    )
    assert texts(read) == ["经研究，现予公布。", "名单附后"]


def test_a_page_without_prose_is_kept_but_for_what_is_surely_not_text() -> None:
    read = page("<p>青禾县卫生健康委员会</p><p>二〇三一年四月</p><p>浏览次数：1</p>")
    assert texts(read) == ["青禾县卫生健康委员会", "二〇三一年四月"]


# --- refusals and hostile pages -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"<html><script>var a = 1</script></html>", "no text"),
        (b"<frameset><frame src=a></frameset>", "no text"),
        (b"<html>", "no text"),
        (b"<!-- only this -->", "no text"),
        (("<div>" * 5000 + "深").encode(), "nested too deeply"),
        (b"<html><p>" + b"\xff\xfe\x80\x81" * 9, "neither UTF-8 nor GB18030"),
        (b"<html>" + b"<p>" * html.MAX_TAGS, "200000 tags"),
        (b"<html>" + b" " * html.MAX_BYTES, "MB"),
        (b"<html><p " + b"a='>' " * 20_000 + b">", "10000 attributes"),
    ],
    ids=["script", "frames", "empty", "comment", "deep", "bytes", "tags", "big", "attributes"],
)
def test_what_cannot_be_read_is_refused_in_one_line(content: bytes, cause: str) -> None:
    assert cause in refused(content)


def test_without_lxml_the_reader_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert 'pip install "JIANBAO.whl[convert]"' in refused(documents.as_html().encode())


def test_unclosed_elements_by_the_hundred_are_read() -> None:
    read = page(f"<p>{PROSE}</p>" + "<font>甲乙丙丁" * 500)
    assert "甲乙丙丁" in "".join(texts(read))


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    source = (
        '<!DOCTYPE html [<!ENTITY a "啊啊啊"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
        f"<p>&a;&b;{PROSE}</p>"
    )
    assert "啊啊啊" not in "".join(texts(html.read(source.encode(), "a.html")))


def test_bytes_that_are_no_characters_raise_a_doubt() -> None:
    content = documents.as_html().encode()
    place = content.index("家庭医生".encode())
    read = html.read(content[:place] + b"\xff\xff" + content[place + 3 :], "a.html")
    assert [doubt.kind for doubt in read.doubts] == ["unreadable"]


@pytest.mark.slow
def test_a_line_of_a_million_characters_is_read() -> None:
    assert len(only(page(f"<p>{PROSE * 30_000}")).text) == len(PROSE) * 30_000


def test_many_small_elements_are_read() -> None:
    read = page("<p>甲</p>" * 5_000 + f"<p>{PROSE}</p>")
    assert len(read.blocks) > 5_000


@pytest.mark.parametrize("seed", range(100))
def test_damaged_pages_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(documents.as_html(chance.choice(list(documents.SHAPES))).encode())
    for _ in range(chance.randrange(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 3 == 0:
        content = content[: chance.randrange(len(content))]
    assert "defect" not in outcome(bytes(content))


@pytest.mark.parametrize("seed", range(100))
def test_pages_with_tags_in_wrong_places_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    source = documents.as_html(chance.choice(list(documents.SHAPES)))
    tags = re.findall("<[^>]+>", source)
    for _ in range(chance.randrange(1, 15)):
        source = source.replace(chance.choice(tags), chance.choice(tags), 1)
    assert "defect" not in outcome(source.encode())


@pytest.mark.parametrize(
    "rows",
    [
        "<td>甲</td><tr><td>乙</td><td>丙</td></tr><tr><td>丁</td><td>戊</td></tr>",
        "<tr><td>甲<td>乙</td><h3><tr><td>丙</td><td>丁</td></tr></h3></tr><tr><td>戊</td></tr>",
        "<tr><td>甲</td><td>乙</td></tr>丙<tr><td>丁</td><td>戊</td></tr>",
        "<tr><td>甲</td><b>乙</b><td>丙</td></tr><tr><td>丁</td><td>戊</td></tr>",
    ],
)
def test_nothing_of_a_broken_table_is_lost(rows: str) -> None:
    read = page(f"<p>{PROSE}</p><table><tbody>{rows}</tbody></table>")
    assert sorted("".join("".join(texts(read)[1:]).split())) == sorted("甲乙丙丁戊")


TAGS = ["ol", "p", "div", "span", "b", "a", "table", "tr", "td", "th", "ul", "li", "br", "img",
        "h1", "ruby", "rt", "pre", "form", "select", "option", "nav", "caption", "hr", "center",
        "font", "svg", "title", "noscript", "ucapcontent"]  # fmt: skip
ATTRIBUTES = ["", ' class="nav"', ' id="zoom"', ' class="TRS_Editor title"',
              ' style="display:none"', ' href="x"', " hidden", " colspan=3 rowspan=2",
              ' class="footer"', " align=center", ' alt="图片说明"',
              ' style="text-indent:2em;color:red;font-size:16px"']  # fmt: skip
WORDS = ["甲", "青禾县", PROSE, " ", "\n", "　　", "&nbsp;", "打印", "发布时间：2031 来源：乙",
         "<!-- c -->", "Latin words", "首页", "浏览次数：3", "\u200b",
         "&lt;p&gt;", "&#0;"]  # fmt: skip
fragments = st.one_of(
    st.sampled_from(WORDS),
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", st.sampled_from(TAGS),
              st.sampled_from(ATTRIBUTES)),
    st.builds(lambda tag: f"</{tag}>", st.sampled_from(TAGS)),
)  # fmt: skip


@given(st.lists(fragments, max_size=40))
@example(["<table>", "甲", "<tr>", "<td>", "乙", "</table>", "丙"])
def test_the_accounting_adds_up_for_any_markup(parts: list[str]) -> None:
    """The reader stops where it does not."""
    source = "".join(parts).encode()
    refusal = outcome(source)
    assert not refusal or "holds no text" in refusal
    blocks = () if refusal else html.read(source, "a.html").blocks
    for block in blocks:
        assert block.text == block.text.strip()
        assert all(0 <= start < end <= len(block.text) for start, end in block.bold)
    lines = [block.line for block in blocks]
    assert lines == sorted(set(lines))


PARAGRAPHS = ["青禾县义诊。", PROSE, "第二段，也是正文；写得长一些才像。"]


@given(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=8),
    st.sampled_from(list(documents.SHAPES)),
)
def test_no_paragraph_of_an_article_is_lost_or_doubled(paragraphs: list[str], shape: str) -> None:
    marked = [f"{number}号：{paragraph}" for number, paragraph in enumerate(paragraphs)]
    pieces = [*documents.BULLETIN, *(("paragraph", paragraph) for paragraph in marked)]
    read = html.read(documents.as_html(shape, pieces=pieces).encode(), "a.html")
    everything = texts(read)
    for paragraph in marked:
        assert everything.count(paragraph) == 1
