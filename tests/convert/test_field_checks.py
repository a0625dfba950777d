"""Fields that do not look like what they should be."""

from dataclasses import replace
from pathlib import Path

import pytest

from jianbao.archive.kinds import Doubt
from jianbao.content import load
from jianbao.convert.blocks import Block, Removal
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head, Part
from jianbao.convert.cut.passage import Passage
from jianbao.convert.record.field_checks import field_doubts

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)


def printed(text: str, line: int = 1) -> Passage:
    return Passage.of(Block(text, line))


def article(title: str = "青禾县开展健康体检", *texts: str, by: str = "") -> ArticleDraft:
    lines = texts or ("青禾县组织医疗队进村。", "群众表示满意。")
    parts = tuple(Part("paragraph", printed(text, 6 + n)) for n, text in enumerate(lines))
    return ArticleDraft("feature", printed(title, 5), parts, printed(by, 9) if by else None)


HEAD = Head(
    series=printed("澜川卫生健康动态"),
    issue=printed("第40期", 2),
    issuer=printed("澜川市卫生健康委员会办公室", 3),
)
PAGE = Head(page=True, issuer=printed("健康澜川", 2))


def found(*articles: ArticleDraft, head: Head = HEAD, foot: Foot | None = None) -> list[str]:
    draft = Draft(head, (), articles or (article(),), foot or Foot())
    return [f"{f.kind}.{f.reason}: {f.text}" for f in field_doubts(draft, AUTHORITIES)]


def doubt(which: Doubt, text: str) -> str:
    return f"{which.value}: {text}"


def test_usual_fields_are_not_doubted() -> None:
    assert found() == []
    assert found(article(by="青禾县卫生健康委"), head=PAGE) == []


@pytest.mark.parametrize("name", ["责任落实", "2024年第四十号", "县信访局 “直通车”：您说我办"])
def test_an_issuer_that_is_no_office_is_doubted(name: str) -> None:
    head = replace(HEAD, issuer=printed(name, 3))
    assert found(head=head) == [doubt(Doubt.ISSUER_SHAPE, name)]


def test_a_web_page_may_be_of_an_account_and_not_of_a_count_of_readers() -> None:
    assert found(head=PAGE) == []
    counted = replace(PAGE, issuer=printed("播放：3021次", 2))
    assert found(head=counted) == [doubt(Doubt.ISSUER_SHAPE, "播放：3021次")]


def test_a_missing_issuer_is_doubted_unless_the_footer_names_who_publishes() -> None:
    head = replace(HEAD, issuer=None)
    assert found(head=head) == [doubt(Doubt.ISSUER_MISSING, "澜川卫生健康动态")]
    assert found(head=head, foot=Foot(publisher=printed("澜川市卫健委"))) == []
    assert found(head=Head()) == []
    assert found(head=Head(page=True)) == [doubt(Doubt.SOURCE_MISSING, "")]


def test_an_attribution_that_is_no_office_is_doubted() -> None:
    for signer in ("县卫健委 王芳", "王芳 李明", "市政协委员 王小明", "市卫生健康委调研组"):
        assert found(article(by=signer)) == []
    assert found(article(by="石桥区档案馆整理")) == [
        doubt(Doubt.ATTRIBUTION_SHAPE, "石桥区档案馆整理")
    ]


def test_an_office_in_the_last_line_of_a_text_may_be_its_attribution() -> None:
    signed = article("青禾县修路", "青禾县修通了路。", "青禾县交通运输局")
    assert found(signed) == [doubt(Doubt.ATTRIBUTION_IN_TEXT, "青禾县交通运输局")]
    assert found(replace(signed, attribution=printed("青禾县交通运输局"))) == []


@pytest.mark.parametrize(
    ("title", "which"),
    [
        ("青禾县组织医疗队进村，", Doubt.TITLE_BROKEN),
        ("青禾县贯彻《健康中国", Doubt.TITLE_BROKEN),
        ("周一", Doubt.TITLE_SHORT),
        ("澜川卫生健康动态", Doubt.TITLE_OF_MASTHEAD),
        ("反映人：罗一鸣 关于修路的建议", Doubt.TITLE_LABEL),
        ("栽下油松两千株，三年后验收，栽不活的补栽", Doubt.TITLE_SENTENCE),
        ("石门镇110 7260平方米90%", Doubt.TITLE_TABLE),
        ("点击上方蓝字关注我们", Doubt.TITLE_OF_PAGE),
    ],
)
def test_a_title_that_is_none_is_doubted(title: str, which: Doubt) -> None:
    assert found(article(title)) == [doubt(which, title)]
    assert found(replace(article(title), title_inferred=True)) == []


def test_an_office_above_a_title_that_begins_with_about_may_belong_to_it() -> None:
    head = Head(issuer=printed("云峰县大岭镇人民政府", 4))
    title = "关于请求解决改造资金的请示"
    assert found(article(title), head=head) == [doubt(Doubt.TITLE_WITHOUT_OFFICE, title)]
    above = Head(issuer=printed("云峰县大岭镇人民政府", 2))
    assert found(article(title), head=above) == []


def test_a_title_below_a_paragraph_that_does_not_end_is_doubted() -> None:
    above = article("青禾县修路", "现场栽下油松、侧柏两千四百株，成活率由乡镇林业站负责到")
    below = article("三年后验收的林地")
    assert found(above, below) == [doubt(Doubt.TITLE_SENTENCE, "三年后验收的林地")]
    assert found(replace(above, attribution=printed("青禾县林业局")), below) == []


def lines(*texts: str, start: int = 20) -> Passage:
    return sum((printed(text, start + n) for n, text in enumerate(texts)), Passage())


def titled(title: Passage) -> ArticleDraft:
    return replace(article(), title=title)


def test_a_name_in_the_last_line_of_a_title_may_be_the_author() -> None:
    signed = lines("旧志里的灾荒", "苏文")
    assert found(titled(signed)) == [doubt(Doubt.TITLE_OF_PERSON, signed.text)]
    assert found(article("乡村医生罗一鸣")) == []
    assert found(titled(lines("青禾县医院开到", "夜里九点"))) == []


def test_an_entry_of_the_contents_without_an_article_is_doubted() -> None:
    titles = ("青禾县开展健康体检", "白鹭县修通了公路")
    head = replace(HEAD, contents=("本期目录", *titles, "云峰县办起图书馆"))
    articles = [article(title) for title in titles]
    assert found(*articles, head=head) == [doubt(Doubt.ARTICLES_OF_CONTENTS, "云峰县办起图书馆")]
    assert found(*articles, article("云峰县办起图书馆"), head=head) == []
    assert found(article("别的一篇"), head=head) == [], "the contents name something else"


@pytest.mark.parametrize("label", ["主编：", "总编：", "撰稿："])
def test_an_editor_beside_another_maker_is_doubted(label: str) -> None:
    foot = Foot(editor=printed("何青 编辑：许小禾", 12))
    draft = Draft(HEAD, (), (article(),), foot, removals=(Removal("label", 12, label),))
    flags = [*field_doubts(draft, AUTHORITIES)]
    assert [f"{f.kind}: {f.text}" for f in flags] == [
        doubt(Doubt.EDITOR_SEVERAL, "何青 编辑：许小禾")
    ]
    assert found(foot=foot) == [], "nothing says that the first is another"
