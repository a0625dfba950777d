"""Documents assembled from the roles of their blocks: whatever the roles, nothing is lost."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.archive.kinds import SourceFormat
from jianbao.archive.model import Provenance
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.assemble import assemble
from jianbao.convert.blocks import Block, Document
from jianbao.convert.compose import compose
from jianbao.convert.conversion import convert
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.cut.passage import Passage
from jianbao.convert.label.roles import Labelling, Role
from jianbao.convert.names.tagging import file_under, tag
from jianbao.convert.readers.text import read_text
from jianbao.convert.record.accounting import settle

HERE = Path(__file__).parents[1]
SETTINGS = load.load_settings(HERE / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
FORMATS: tuple[SourceFormat, ...] = ("text", "html", "docx", "pdf")
ROLES: tuple[Role, ...] = get_args(Role)
CASES = tuple(
    read_text(path.read_text("utf-8"))
    for path in sorted((HERE / "cases" / "convert").glob("*.txt"))
)
BLOCKS = tuple(block for case in CASES for block in case.blocks)


SIGNS = (
    *"青禾县卫健委（）()【】。；：，、12年月日期第号一是　 \u200b★●—",
    *("<b>", "</b>", "&nbsp;", "**", "（卫健委）", "2024年3月5日", "第5期", "来源：", "| ", "1."),
    *("编辑：王小明", "报：市委", "供稿：县一中", "编者按：", "附件1", "一、", "总第8期"),
)


def labelled(roles: tuple[Role, ...]) -> Labelling:
    return Labelling(roles, (0.5,) * len(roles), roles[::-1])


def assembled(document: Document, roles: tuple[Role, ...]) -> Draft:
    return assemble(document, labelled(roles), "a.txt", SETTINGS.site, AUTHORITIES)


def check_settled(document: Document, draft: Draft) -> None:
    """Check that the accounting holds for the file that the draft makes."""
    filing = file_under(draft.head, SETTINGS.site)
    tags = [tag(article, draft, AUTHORITIES) for article in draft.articles]
    source = Provenance("a.txt", "0" * 64, document.format)
    composed = compose(draft, filing, tags, source)
    settle(
        document,
        composed.text,
        composed.suffix,
        dict(composed.fields),
        draft.repairs,
        draft.removals,
    )


roles = st.sampled_from(ROLES)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Lines, tables and pictures of the cases and lines of nonsense in any order."""
    nonsense = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=12).map("".join)
    lines = st.builds(Block, nonsense, st.just(1), align=st.sampled_from(["", "center"]))
    blocks = draw(st.lists(st.sampled_from(BLOCKS) | lines, min_size=1, max_size=14))
    numbered = tuple(replace(block, line=line) for line, block in enumerate(blocks, start=1))
    return Document(draw(st.sampled_from(FORMATS)), numbered)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_roles_of_any_document_lose_no_character(data: st.DataObject) -> None:
    document = data.draw(documents())
    given_roles = tuple(data.draw(roles) for _ in document.blocks)
    draft = assembled(document, given_roles)
    if draft.articles:
        check_settled(document, draft)
    else:
        assert not draft.preface


# --- what is taken -------------------------------------------------------------------------------


def test_what_says_little_of_itself_is_taken_with_a_doubt() -> None:
    text = "周末通知\n\n把伞放在门口的架子上，下班的时候记得带走，不要拿错了。\n"
    conversion = convert(text.encode(), "a.txt", SETTINGS)
    assert "kind_doubtful" in [flag.kind for flag in conversion.flags]
    secret = f"机密\n{text}"
    with pytest.raises(ConvertError):
        convert(secret.encode(), "a.txt", SETTINGS)


# --- fields inside blocks -----------------------------------------------------------------------


def of(*lines: tuple[Role, str], source: SourceFormat = "text") -> Draft:
    """The draft of lines with these roles; its accounting is settled."""
    blocks = tuple(Block(text, i) for i, (_, text) in enumerate(lines, start=1))
    document = Document(source, blocks)
    draft = assembled(document, tuple(role for role, _ in lines))
    check_settled(document, draft)
    return draft


def told(passage: Passage | None) -> str:
    return passage.text if passage else ""


def kinds(draft: Draft) -> list[str]:
    return [flag.kind for flag in draft.flags]


TEXT: tuple[tuple[Role, str], ...] = (("title", "青禾县开展义诊"), ("para", "9月2日，青禾县义诊。"))


def test_the_names_in_a_line_go_to_the_fields_that_their_words_tell() -> None:
    line = "柳泉教育信息　第6期　2023年4月10日　柳泉市教育局办公室"
    head = of(("issuer", line), *TEXT).head
    assert (told(head.series), told(head.issuer)) == ("柳泉教育信息", "柳泉市教育局办公室")
    assert (head.number, str(head.date)) == (6, "2023-04-10")


def test_editors_among_number_and_date_belong_to_the_foot() -> None:
    draft = of(
        ("series", "巾帼简讯"), ("issue", "2022年第2期　　编辑：许小禾　　2022年3月8日"), *TEXT
    )
    assert told(draft.foot.editor) == "许小禾"
    assert (draft.head.number, str(draft.head.date)) == (2, "2022-03-08")


@pytest.mark.parametrize(("line", "number"), [("期数：12", 12), ("第二十三辑", 23), ("第5期", 5)])
def test_the_number_of_a_line_that_is_known_to_hold_one(line: str, number: int) -> None:
    assert of(("series", "工作简报"), ("issue", line), *TEXT).head.number == number


def test_a_yearless_date_gives_way_to_one_with_a_year() -> None:
    draft = of(("date", "9月10日"), ("meta", "2022年9月20日 来源：青禾县卫生健康委"), *TEXT)
    assert str(draft.head.date) == "2022-09-20"
    assert draft.head.page


def test_a_field_that_is_said_again_below_the_text_stays_there() -> None:
    draft = of(("series", "工作简报"), ("issue", "第5期"), *TEXT, ("issue", "第6期"))
    assert draft.head.number == 5
    assert [told(part.passage) for part in draft.articles[0].parts][-1] == "第6期"


def test_offices_at_the_ends_of_paragraphs_sign_texts_of_their_own() -> None:
    one, two = "8月，青禾县开展义诊。（青禾县卫生健康委）", "9月，石桥区开展义诊。（石桥区卫健委）"
    articles = of(("title", "简讯"), ("para", one), ("para", two)).articles
    offices = [told(article.attribution) for article in articles]
    assert offices == ["青禾县卫生健康委", "石桥区卫健委"]
    [article] = of(("title", "简讯"), ("para", one), ("para", "义诊持续一周。")).articles
    assert article.attribution is None


def test_a_title_over_several_lines_is_one() -> None:
    article = of(
        ("kicker", "★工作动态★"), ("title", "青禾县开展"), ("nav", ""), ("title+", "冬季义诊活动"),
        ("subtitle", "——服务群众三百人"), ("byline", "记者 王小明"), TEXT[1],
    ).articles[0]  # fmt: skip
    assert told(article.title) == "青禾县开展 冬季义诊活动"
    assert told(article.kicker) == "工作动态"
    assert told(article.subtitle) == "——服务群众三百人"
    assert [told(author) for author in article.authors] == ["王小明"]


def test_text_around_a_title_is_kept_in_its_order() -> None:
    draft = of(
        ("para", "本期专题如下。"), *TEXT, ("attr", "（青禾县卫生健康委）"), ("para", "余讯一则。")
    )
    assert [told(part.passage) for part in draft.preface] == ["本期专题如下。"]
    assert [a.title_inferred for a in draft.articles] == [False, True]
    assert "title_missing" in kinds(draft)


def test_a_paragraph_goes_on_below_a_page_number() -> None:
    lines: tuple[tuple[Role, str], ...] = (("page", "- 2 -"), ("para+", "服务群众。"))
    [article] = of(TEXT[0], ("para", "9月2日，青禾县义诊，"), *lines).articles
    assert [told(part.passage) for part in article.parts] == ["9月2日，青禾县义诊，服务群众。"]


FULL = "9月2日，青禾县卫生健康委组织医务人员进村入户为群众义诊。"
"""A line as wide as the text is set."""


@pytest.mark.parametrize(
    ("lines", "gap", "paragraphs"),
    [
        ((FULL, FULL, FULL, FULL), False, 1),
        ((FULL, "服务群众三百人次。", FULL, FULL), False, 2),
        ((FULL, "服务群众三百人次，", FULL, FULL), False, 1),
        ((FULL, FULL, FULL, FULL), True, 2),
    ],
)
def test_a_paragraph_ends_with_a_sentence_that_does_not_fill_its_line(
    lines: tuple[str, ...], gap: bool, paragraphs: int
) -> None:
    """In a text of printed lines, also where an empty line parts two of them."""
    title, *text = (Block(line, number) for number, line in enumerate((TEXT[0][1], *lines)))
    blocks = (title, *text[:2], replace(text[2], gap=gap), *text[3:])
    [article] = assembled(
        Document("text", blocks), ("title", "para", "para+", "para+", "para+")
    ).articles
    assert len(article.parts) == paragraphs


def test_date_and_source_of_a_labelled_line_that_is_left_out_are_taken() -> None:
    line = "发布日期：2023-09-23 来源：新庄镇农业服务中心"
    draft = of(*TEXT, ("nav", line), source="html")
    assert str(draft.head.date) == "2023-09-23"
    assert told(draft.head.issuer) == "新庄镇农业服务中心"
    assert "issuer" in draft.head.copied
    assert not {*kinds(draft)} & {"date_inferred", "issuer_inferred"}


def test_a_date_without_a_label_in_a_line_that_is_left_out_is_inferred() -> None:
    draft = of(*TEXT, ("nav", "2023-09-23 08:10"), source="html")
    assert str(draft.head.date) == "2023-09-23"
    assert "date_inferred" in kinds(draft)


def test_an_office_that_signs_without_a_date_is_the_issuer() -> None:
    draft = of(("series", "水情快报"), *TEXT, ("sign", "澜川市水文局"))
    assert told(draft.head.issuer) == "澜川市水文局"
    assert "issuer" in draft.head.copied


def test_attached_titles_are_headings_with_what_they_head() -> None:
    lines: tuple[tuple[Role, str], ...] = (("heading", "附件1"), ("heading", "任务分工表"))
    [article] = of(*TEXT, *lines, ("para", "分工如下。")).articles
    assert [(told(p.passage), p.level) for p in article.parts if p.kind == "heading"] == [
        ("附件1 任务分工表", 3)
    ]


def test_a_second_masthead_below_the_text_is_another_issue() -> None:
    draft = of(
        ("series", "工作简报"),
        ("issue", "第5期"),
        *TEXT,
        ("series", "工作简报"),
        ("issue", "第6期"),
    )
    assert draft.second_issue == 5


def test_headings_with_a_field_between_them_stay_two() -> None:
    lines: tuple[tuple[Role, str], ...] = (("date", "2024年3月5日"), ("heading", "任务分工表"))
    [article] = of(*TEXT, ("heading", "附件1"), *lines, ("para", "分工如下。")).articles
    headings = [told(part.passage) for part in article.parts if part.kind == "heading"]
    assert headings == ["附件1", "任务分工表"]


def test_a_page_has_one_article_with_headings() -> None:
    meta: tuple[Role, str] = ("meta", "2023-09-23 来源：柳泉日报")
    inner: tuple[tuple[Role, str], ...] = (
        ("title", "现场井然有序"),
        ("brief", "医生说。大家满意。"),
    )
    draft = of(TEXT[0], meta, TEXT[1], *inner)
    [article] = draft.articles
    assert [part.kind for part in article.parts] == ["paragraph", "heading", "paragraph"]
    assert "articles_doubtful" in kinds(draft)
    second: tuple[tuple[Role, str], ...] = (("title", "石桥区开展义诊"), meta, TEXT[1])
    assert len(of(TEXT[0], meta, TEXT[1], *second).articles) == 2
    assert len(of(("series", "工作简报"), *TEXT, *inner).articles) == 3


def test_a_box_between_a_page_s_title_and_its_date_is_no_title() -> None:
    draft = of(TEXT[0], ("caption", "方平"), ("title", "方平教授"), ("meta", "2023-09-23"), TEXT[1])
    assert [told(article.title) for article in draft.articles] == ["青禾县开展义诊"]


def test_a_signature_above_more_text_of_a_page_stays_in_it() -> None:
    meta: tuple[Role, str] = ("meta", "2023-09-23 来源：柳泉日报")
    office: tuple[Role, str] = ("attr", "（青禾县卫生健康委）")
    [article] = of(TEXT[0], meta, TEXT[1], office, ("para", "义诊持续一周。"), office).articles
    assert told(article.attribution) == "青禾县卫生健康委"
    assert len(article.parts) == 3


def test_a_title_that_is_printed_twice_is_said_once() -> None:
    draft = of(TEXT[0], *TEXT)
    assert [told(article.title) for article in draft.articles] == ["青禾县开展义诊"]
    assert "repeated-title" in [removal.reason for removal in draft.removals]


def test_a_name_of_a_bulletin_inside_the_text_stays_there() -> None:
    draft = of(*TEXT, ("series", "澜川信息"), source="html")
    assert draft.head.series is None
    assert told(draft.articles[0].parts[-1].passage) == "澜川信息"


def test_offices_before_the_titles_of_briefs_sign_them() -> None:
    """In brackets before several titles, they report; before one, they are part of its words."""
    several = read_text(
        "【市疾控中心】“微课堂”送知识。3月5日，中心走进社区宣传。\n"
        "【青禾县】开展“爱耳日”宣传。4月3日，青禾县在广场开展宣传。"
    )
    draft = assembled(several, ("brief", "brief"))
    check_settled(several, draft)
    assert [(a.attribution and a.attribution.text, a.title.text) for a in draft.articles] == [
        ("市疾控中心", "“微课堂”送知识"),
        ("青禾县", "开展“爱耳日”宣传"),
    ]
    one = read_text("【青禾县】开展“爱耳日”宣传。4月3日，青禾县在广场开展宣传。")
    draft = assembled(one, ("brief",))
    assert [(a.attribution, a.title.text) for a in draft.articles] == [
        (None, "【青禾县】开展“爱耳日”宣传")
    ]


def test_an_office_above_the_name_issues_it_if_no_other_line_names_one() -> None:
    for role in ("series", "issuer"):
        above: tuple[tuple[Role, str], ...] = ((role, "白鹭县妇女联合会"), ("series", "巾帼简讯"))
        head = of(*above, ("issue", "第2期"), *TEXT).head
        assert (told(head.series), told(head.issuer)) == ("巾帼简讯", "白鹭县妇女联合会")
        named: tuple[Role, str] = ("issuer", "白鹭县妇联办公室　2022年3月8日")
        head = of(*above, ("issue", "第2期"), named, *TEXT).head
        assert told(head.series) == "白鹭县妇女联合会 巾帼简讯"
        assert told(head.issuer) == "白鹭县妇联办公室"
    head = of(
        ("issuer", "青禾县教育局"), ("issuer", "青禾县卫健委"), ("series", "动态"), *TEXT
    ).head
    assert told(head.issuer) == "青禾县教育局 青禾县卫健委", "two offices issue it together"


def test_the_only_brief_inside_an_article_is_a_paragraph() -> None:
    brief: tuple[Role, str] = ("brief", "石桥区修路。9月3日，石桥区修通两条路。")
    [article] = of(*TEXT, brief).articles
    assert [told(part.passage) for part in article.parts] == [TEXT[1][1], brief[1]]
    for below in (
        (*TEXT, ("attr", "（青禾县卫生健康委）")),
        (TEXT[0], ("para", "9月2日，青禾县义诊。（青禾县卫生健康委）")),
    ):
        signed = of(*below, brief).articles
        assert [told(article.title) for article in signed] == ["青禾县开展义诊", "石桥区修路"]
    assert len(of(*TEXT, brief, brief).articles) == 3


def test_a_heading_of_no_text_is_the_first_line_of_the_title_below_it() -> None:
    text: tuple[Role, str] = ("para", "税务干部走访企业。")
    draft = of(*TEXT, ("heading", "三项举措送政策"), ("title", "春耕企业轻装上阵"), text)
    assert [told(article.title) for article in draft.articles] == [
        "青禾县开展义诊",
        "三项举措送政策 春耕企业轻装上阵",
    ]
    assert "title_doubtful" in kinds(draft)
    numbered = of(*TEXT, ("heading", "一、三项举措"), ("title", "春耕企业轻装上阵"), text)
    assert told(numbered.articles[1].title) == "春耕企业轻装上阵"


def test_a_number_in_a_circle_is_no_part_of_a_title() -> None:
    assert told(of(("title", "① 青禾县开展义诊"), TEXT[1]).articles[0].title) == "青禾县开展义诊"
