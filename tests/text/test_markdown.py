import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from jianbao.text import markdown
from jianbao.text.markdown import Section

XSS = (Path(__file__).parents[1] / "cases" / "xss.txt").read_text("utf-8").splitlines()
ALLOWED = {
    "a": {"href", "title"},
    "blockquote": set(),
    "br": set(),
    "code": {"class"},
    "div": {"class", "id", "tabindex"},
    "em": set(),
    "figcaption": set(),
    "figure": {"id"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
    "hr": set(),
    "li": set(),
    "ol": {"start"},
    "p": {"id"},
    "pre": set(),
    "strong": set(),
    "table": set(),
    "tbody": set(),
    "td": {"class"},
    "th": {"class"},
    "thead": set(),
    "tr": set(),
    "ul": set(),
}
VOID = {"br", "hr"}
SAFE_ADDRESS = re.compile(r"(https?|mailto|tel):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)

HOSTILE = st.lists(
    st.sampled_from(XSS)
    | st.sampled_from(
        ["\n", "\n\n", "> ", "- ", "  ", "**", "`", "[", "](", "| a |\n| - |\n", "字"]
    )
    | st.text("<>&\"'`*_[]()!|#=:;/\\ \n\tax字", max_size=12)
    | st.text(max_size=8),
    max_size=12,
).map("".join)


class Audit(HTMLParser):
    """Fails on whatever a page must not hold; gathers ids, text and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(str(html))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ALLOWED[tag], (tag, name)
            assert value is not None
            if name == "id":
                self.ids.append(value)
            if name == "href":
                assert SAFE_ADDRESS.match(value), value
                assert not re.search(r"[\x00-\x20]", value)
                self.addresses.append(value)
        assert tag != "a" or "a" not in self.open
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.text += text

    def handle_comment(self, text: str) -> None:
        raise AssertionError(f"comment: {text}")

    def handle_decl(self, text: str) -> None:
        raise AssertionError(f"declaration: {text}")

    def handle_pi(self, text: str) -> None:
        raise AssertionError(f"instruction: {text}")


def html(source: str) -> str:
    """Return the HTML without ids and line ends, for short expectations."""
    return re.sub(r' id="[^"]*"|\n', "", markdown.to_html(source))


# --- pictures -----------------------------------------------------------------------------------


def shown(source: str) -> str:
    """Return the HTML, without ids, on a page that has the picture pictures/a.jpg."""

    def picture(address: str) -> markdown.ImageSource | None:
        known = address == "pictures/a.jpg"
        return markdown.ImageSource("../pictures/a.jpg", 30, 20) if known else None

    made = str(markdown.to_html(source, picture=picture))
    image = '" width="30" height="20" loading="lazy" decoding="async">'
    made = made.replace('<a class="picture" href="../pictures/a.jpg">', "<a>").replace(image, '">')
    return re.sub(r' id="[^"]*"|\n', "", made.replace('src="../pictures/a.jpg" ', ""))


@pytest.mark.parametrize(
    ("source", "made"),
    [
        (
            "![图为义诊](pictures/a.jpg)",
            '<figure><a><img alt="图为义诊"></a><figcaption>图为义诊</figcaption></figure>',
        ),
        (
            '![图为义诊](pictures/a.jpg "两名医生")',
            '<figure><a><img alt="两名医生"></a><figcaption>图为义诊</figcaption></figure>',
        ),
        ("![](pictures/a.jpg)", '<figure><a><img alt="图片"></a></figure>'),
        (
            "![甲](pictures/a.jpg)\n![乙](pictures/a.jpg)",
            '<div class="pictures"><figure><a><img alt="甲"></a><figcaption>甲</figcaption>'
            '</figure><figure><a><img alt="乙"></a><figcaption>乙</figcaption></figure></div>',
        ),
        ("见![图](pictures/a.jpg)。", '<p>见<a><img alt="图"></a>。</p>'),
        (
            "[![图](pictures/a.jpg)](https://a.example)",
            '<p><a href="https://a.example"><img alt="图"></a></p>',
        ),
        ("> ![图](pictures/a.jpg)", "<blockquote><figure><a><img alt=\"图\"></a><figcaption>图"
         "</figcaption></figure></blockquote>"),
        ("- ![图](pictures/a.jpg)", '<ul><li><a><img alt="图"></a></li></ul>'),
        ("![远](https://a.example/x.png)", '<p><a href="https://a.example/x.png">远</a></p>'),
        ("![未知](b.jpg)", "<figure><figcaption>未知</figcaption></figure>"),
        ('![](b.jpg "所见")', "<figure><figcaption>所见</figcaption></figure>"),
        (
            '![\"><script>](pictures/a.jpg "\\"><b onclick=x>")',
            '<figure><a><img alt="&#34;&gt;&lt;b onclick=x&gt;"></a>'
            "<figcaption>&#34;&gt;&lt;script&gt;</figcaption></figure>",
        ),
    ],
)  # fmt: skip
def test_pictures(source: str, made: str) -> None:
    assert shown(source) == made


def test_a_picture_says_its_size_and_is_loaded_when_it_is_near() -> None:
    made = markdown.to_html(
        "![图](a.jpg)", picture=lambda _: markdown.ImageSource("p/a.jpg", 30, 20)
    )
    assert (
        '<a class="picture" href="p/a.jpg"><img src="p/a.jpg" alt="图" width="30" height="20"'
        ' loading="lazy" decoding="async"></a>' in made
    )


def test_images_of_a_text() -> None:
    body = '一段\n\n![图为*义诊*](pictures/%E7%94%B2.jpg "医生")\n\n![远](https://a.example/x.png)'
    image = markdown.Image(3, "pictures/%E7%94%B2.jpg", "图为义诊", "医生")
    assert list(markdown.images(body)) == [image]
    assert list(markdown.addresses(body)) == [(5, "https://a.example/x.png")]
    assert markdown.plain_text(body) == "一段\n图为义诊\n远"


# --- safety -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<script>", "<p onclick='x'>", "<img src=x>", '<a href="javascript:x">', "<!--x-->", "<?x>",
        "<!doctype html>", "<p>", '<a href="x"><a href="y"></a></a>',
    ],
)  # fmt: skip
def test_the_audit_sees_what_must_not_be(page: str) -> None:
    with pytest.raises(AssertionError):
        Audit(page)


@pytest.mark.parametrize("source", XSS)
def test_hostile_markup_is_text(source: str) -> None:
    assert Audit(markdown.to_html(source)).addresses in (
        [],
        ["https://example.org"],
        ["https://evil.example/pixel.png"],
        ["https://example.org/x.png"],
        ["%6Aavascript:alert(1)"],
        ["%5Cjavascript:alert(1)"],
        ["java%09script:alert(1)"],
        ["java%0Ascript:alert(1)"],
        ["https://example.org/%22onclick=%22alert(1)"],
        ["https://example.org/%3Cscript%3E"],
        ["x"],
    )


@given(HOSTILE)
def test_only_known_tags_and_attributes_come_out(source: str) -> None:
    audit = Audit(markdown.to_html(source, "a3-"))
    assert len(set(audit.ids)) == len(audit.ids)
    assert all(re.fullmatch(r"a3-[spt]-[0-9a-f]{8}(-[0-9]+)?", name) for name in audit.ids)


def test_html_is_marked_as_safe_and_nothing_else_is() -> None:
    assert isinstance(markdown.to_html("字"), Markup)
    assert not isinstance(markdown.plain_text("字"), Markup)
    assert not any(isinstance(block, Markup) for block in markdown.plain_blocks("字"))


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c&d=e#f", "http://例子.中国/路", "mailto:a@example.org",
        "tel:12320", "../x.html", "#p3", "/x", "x%3Ay", "//example.org/x",
    ],
)  # fmt: skip
def test_addresses_that_run_nothing_are_links(address: str) -> None:
    assert len(Audit(markdown.to_html(f"[看]({address})")).addresses) == 1


def test_an_image_is_a_link_so_that_no_page_loads_it() -> None:
    assert html("![图1](https://example.org/1.png)") == (
        '<p><a href="https://example.org/1.png">图1</a></p>'
    )
    assert html("![](https://example.org/1.png)") == (
        '<p><a href="https://example.org/1.png">https://example.org/1.png</a></p>'
    )
    assert html("[![图1](https://example.org/1.png)](b.html)") == '<p><a href="b.html">图1</a></p>'


# --- Chinese typography -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**“鼠疫”**报告", "<strong>“鼠疫”</strong>报告"),
        ("坚持**“三个导向”**，大抓", "坚持<strong>“三个导向”</strong>，大抓"),
        ("**（一）建机制。**县里", "<strong>（一）建机制。</strong>县里"),
        ("他说**“好”**。", "他说<strong>“好”</strong>。"),
        ("**注意：**内容", "<strong>注意：</strong>内容"),
        ("中**粗**文", "中<strong>粗</strong>文"),
        ("中*斜*文", "中<em>斜</em>文"),
        ("**【要点】**、**《通知》**", "<strong>【要点】</strong>、<strong>《通知》</strong>"),
        ("**增长7.8%**以上", "<strong>增长7.8%</strong>以上"),
        ("**(一)**县里", "<strong>(一)</strong>县里"),
        ("县里**(一)**", "县里<strong>(一)</strong>"),
        ("***又粗又斜***，", "<em><strong>又粗又斜</strong></em>，"),
        ("**a**b", "<strong>a</strong>b"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("中_文_字", "中_文_字"),
        ("** 不粗 **", "** 不粗 **"),
        ("~~删~~", "~~删~~"),
    ],
)
def test_emphasis_beside_chinese_punctuation(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


@given(
    st.sampled_from("，。、；：？！“”‘’（）【】《》〔〕—…·中a1 "),
    st.text("字词abc“”（）《》，。：1%", min_size=1, max_size=6),
    st.sampled_from("，。、；：？！“”‘’（）【】《》〔〕—…·中"),
)
def test_emphasis_works_between_any_chinese_neighbours(
    before: str, inside: str, after: str
) -> None:
    expected = f"<strong>{inside}</strong>{after}"
    if inside[0] in "%" and before in "a1":
        return  # beside Latin text CommonMark's own rule holds
    assert html(f"{before}**{inside}**{after}").endswith(f"{expected}</p>")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("一二三\n四五六", "一二三四五六"),
        ("一二，\n四五六", "一二，四五六"),
        ("一二\nabc", "一二 abc"),
        ("abc\ndef", "abc def"),
        ("一2\n3四", "一2 3四"),
        ("**粗**\n细", "粗细"),
        ("细\n**粗**", "细粗"),
        ("[链](a)\n接", "链接"),
        ("一\n二\n三", "一二三"),
        ("一\\\n二", "一 二"),
        ("`码`\n字", "码字"),
    ],
)
def test_a_soft_break_between_chinese_characters_leaves_nothing(source: str, text: str) -> None:
    assert markdown.plain_text(source) == text
    assert Audit(markdown.to_html(source)).text.strip().replace("\n", " ") == text


# --- what is not markup ---------------------------------------------------------------------------


def test_what_documents_hold_by_accident_is_no_markup() -> None:
    assert html("    四个空格") == "<p>四个空格</p>"
    assert html("题目\n====") == "<p>题目====</p>".replace("====", "\n====").replace("\n", "")
    assert html("<b>粗</b>") == "<p>&lt;b&gt;粗&lt;/b&gt;</p>"
    assert html("题目\n---") == "<p>题目</p><hr>"


# --- ids, levels, tables ----------------------------------------------------------------------


SOURCE = """第一段。

### 一、强龙头

第二段。

#### （一）**共享**

| 乡镇 | 人数 |
| --- | ---: |
| 新庄镇 | 4152 |
| *大树*乡 | |

- 一
- 二

### 二、活乡镇
"""


ID = re.compile("x-([pst])-[0-9a-f]{8}")


def ids(source: str) -> list[str]:
    return Audit(markdown.to_html(source, "x-")).ids


def test_headings_paragraphs_and_tables_have_ids() -> None:
    found = [match.group(1) for name in ids(SOURCE) if (match := ID.fullmatch(name))]
    assert found == ["p", "s", "p", "s", "t", "s"]
    assert len(ids(SOURCE)) == len(set(ids(SOURCE))) == 6
    assert markdown.anchors(SOURCE, "x-") == set(ids(SOURCE))


@pytest.mark.parametrize("added", ["新的一段。", "### 新的一节", "| 新 |\n| --- |\n| 表 |"])
def test_an_id_means_the_same_block_when_others_are_added_or_removed(added: str) -> None:
    blocks = SOURCE.split("\n\n")
    before = dict.fromkeys(ids(SOURCE))
    for place in range(len(blocks) + 1):
        more = ids("\n\n".join([*blocks[:place], added, *blocks[place:]]))
        assert [name for name in more if name in before] == list(before)
    for place in range(len(blocks)):
        assert set(ids("\n\n".join(blocks[:place] + blocks[place + 1 :]))) <= set(before)


def test_an_id_outlives_a_change_of_marks_only() -> None:
    assert ids("全市新增床位120张，比上年多。") == ids("**全市新增**床位120张, 比上年\n多！")
    assert ids("全市新增床位120张。") != ids("全市新增床位130张。")
    assert len(set(ids("——\n\n……"))) == 2


def test_equal_paragraphs_are_counted() -> None:
    first, second, third = ids("同上。\n\n同上。\n\n同上。")
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_headings_are_listed_with_the_ids_they_have() -> None:
    listed = markdown.headings(SOURCE, "x-")
    assert [(one.level, one.text) for one in listed] == [
        (3, "一、强龙头"),
        (4, "（一）共享"),
        (3, "二、活乡镇"),
    ]
    assert [one.id for one in listed] == [name for name in ids(SOURCE) if name.startswith("x-s")]


def test_tables_are_read_with_the_ids_they_have() -> None:
    [table] = markdown.tables(SOURCE, "x-")
    assert (table.header, table.rows) == (("乡镇", "人数"), (("新庄镇", "4152"), ("大树乡", "")))
    made = markdown.to_html(SOURCE, "x-")
    assert f'<div class="table" id="{table.id}" tabindex="0"><table>' in made
    assert '<td class="right">4152</td>' in made


@pytest.mark.parametrize(
    ("levels", "top", "expected"),
    [
        ([3, 4, 3], 0, [3, 4, 3]),
        ([3, 4, 3], 2, [2, 3, 2]),
        ([4, 4], 3, [3, 3]),
        ([3, 5, 6, 4, 3], 3, [3, 4, 5, 4, 3]),
        ([5, 3], 2, [2, 2]),
        ([3, 4, 5, 6], 5, [5, 6, 6, 6]),
    ],
)
def test_levels_follow_the_outline_of_the_page(
    levels: list[int], top: int, expected: list[int]
) -> None:
    source = "\n\n".join(f"{'#' * level} 题" for level in levels)
    made = markdown.to_html(source, top=top)
    assert [int(level) for level in re.findall(r"<h(\d)", made)] == expected
    assert [int(level) for level in re.findall(r"</h(\d)", made)] == expected


# --- plain text ---------------------------------------------------------------------------------


def test_plain_text_has_a_line_for_each_block() -> None:
    assert markdown.plain_blocks(SOURCE) == (
        "第一段。", "一、强龙头", "第二段。", "（一）共享",
        "乡镇", "人数", "新庄镇", "4152", "大树乡", "", "一", "二", "二、活乡镇",
    )  # fmt: skip


def test_plain_text_keeps_what_is_shown_and_drops_what_is_not() -> None:
    source = '[看](https://example.org "题")![图](a.png) `x < y` &amp; \\* **粗**\n\n```sh\nls\n```'
    assert markdown.plain_text(source) == "看图 x < y & * 粗\nls\n"


@given(HOSTILE)
def test_plain_text_is_the_text_of_the_html(source: str) -> None:
    shown = Audit(markdown.to_html(source)).text
    # An image without a label shows its address.
    if "![" not in source:
        assert "".join(shown.split()) == "".join(markdown.plain_text(source).split())


# --- sections -----------------------------------------------------------------------------------

BODY = """
按语第一段。

按语第二段。

## 第一篇 **强调** \\# #

正文。

### 小标题

> ## 引文里的标题

```
## 代码里的标题
```

## 第二篇
紧接着的正文。
## 第三篇
"""


def test_a_body_is_cut_at_its_level_two_headings() -> None:
    preface, sections = markdown.split_sections(BODY)
    assert preface == "按语第一段。\n\n按语第二段。"
    assert [(section.title, section.line) for section in sections] == [
        ("第一篇 强调 #", 6),
        ("第二篇", 18),
        ("第三篇", 20),
    ]
    assert sections[0].source.startswith("正文。")
    assert sections[0].source.endswith("## 代码里的标题\n```")
    assert sections[1].source == "紧接着的正文。"
    assert sections[2] == Section("第三篇", 20, "")


def test_a_body_without_headings_is_all_preface() -> None:
    assert markdown.split_sections("\n\n只有按语。\n") == ("只有按语。", ())
    assert markdown.split_sections("") == ("", ())


def test_a_heading_may_hold_a_link_that_is_defined_elsewhere() -> None:
    _, (section,) = markdown.split_sections("## 见[此处]\n\n[此处]: https://example.org\n")
    assert section.title == "见此处"


@given(HOSTILE)
def test_no_line_is_lost_when_a_body_is_cut(body: str) -> None:
    preface, sections = markdown.split_sections(body)
    lines = [line for line in body.split("\n") if line]
    kept = [line for line in preface.split("\n") if line]
    for section in sections:
        kept.append(body.split("\n")[section.line - 1])
        kept += [line for line in section.source.split("\n") if line]
    assert kept == lines


def test_headings_that_cannot_stand_in_a_body_are_found() -> None:
    body = "# 总题\n\n## 篇\n\n> # 引\n\n- ## 列\n\n```\n# 码\n```\n\\# 不是\n#也不是\n"
    assert markdown.misplaced_headings(body) == (1, 5, 7)
    assert markdown.misplaced_headings(BODY) == (12,)


# --- texts that take a shorter way ------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *("县", "医院", "“", "”", "（一）", "《", "，", "。", "、", " ", "　", "  ", "\n"),
        *("\n\n", "\n\n\n"),
        *("1", "2024", ".", "1. ", "- ", "+", "#", "# ", "=", "---", ":", "|", "|-", "!", "(", ")"),
        *("*", "_", "`", "[", "]", "](a)", "<", ">", "&", "&lt;", "\\", '"', "'", "~", "abc"),
        *("\t", "\r", "\x00", "\x1c", "\x7f", "\x85", "\u2028", "\u200b", "é", "😀", "𠀀", "々"),
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=20))
def test_a_text_without_markup_is_rendered_as_the_parser_renders_it(source: str) -> None:
    whole = f"县{source}"
    headed = f"### {whole}\n\n{whole}\n\n# {whole}\n\n#### {whole}"
    for text in (source, whole, f"{whole}\n\n{whole}", f"1{source}", f"a{source}", headed):
        parsed = markdown._parse(text)
        rendered = markdown._rendered(parsed, "a1-", 3, {"picture": None})
        assert str(markdown.to_html(text, "a1-", 3)) == rendered
        unmarked = markdown._unmarked(text)
        if unmarked is not None:
            texts = [markdown._plain(token) for token in parsed if token.type == "inline"]
            assert texts == [block.text for block in unmarked]


def test_a_usual_article_takes_the_shorter_way() -> None:
    for usual in (
        "“甲”县1月：好！\n\n乙县2024年（第3期）。",
        '1月，甲县"乙"。\n\n### 一、丙\n\nABC中心',
        "## 甲\n\n#### 乙\n\n### 丙",
    ):
        assert markdown._unmarked(usual) is not None
    for odd in (
        "甲\n乙",
        "甲*乙*",
        "# 甲 #",
        "#甲",
        "####### 甲",
        "甲&lt;",
        "甲 ",
        " 甲",
        "1. 甲",
        "2)",
        "甲\n\n\n乙",
        "甲\n\n- 乙",
    ):
        assert markdown._unmarked(odd) is None


def test_the_rows_of_a_table_are_one_text_each() -> None:
    source = "前文。\n\n| 乡镇 | 人次 |\n| --- | ---: |\n| 新庄镇 | 12 |\n\n- 一项"
    assert markdown.plain_rows(source) == ("前文。", "乡镇\u3000人次", "新庄镇\u300012", "一项")


@pytest.mark.parametrize(
    ("source", "is_plain"),
    [
        ("", True),
        ("第一段。\n\n第二段。", True),
        ("### 一、做法\n\n第一段。", False),
        ("**重点**工作。", False),
        ("| 县 |\n|---|\n| 青禾县 |", False),
        ("![图为义诊](pictures/a.jpg)", False),
    ],
)
def test_a_text_of_paragraphs_alone_is_plain(source: str, is_plain: bool) -> None:
    assert markdown.is_plain(source) is is_plain
