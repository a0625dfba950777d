"""The heads of documents: web pages, mastheads and footers."""

from pathlib import Path

import pytest

from jianbao.archive.model import Site
from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.cut.segment import segment
from jianbao.convert.readers.text import read_text

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)

TEXT = "近日，青禾县组织医务人员进村入户，开展健康宣教和免费体检，受到群众欢迎。"
PAGE = (
    f"青禾县开展健康体检\n发布时间：2024-08-22 09:15 来源：某某网 责任编辑：孙玥\n{TEXT}\n{TEXT}\n"
)
BULLETIN = (
    "澜川卫生健康动态\n第7期\n澜川市卫生健康委员会办公室 2024年8月1日\n"
    f"青禾县开展体检\n{TEXT}\n{TEXT}\n（青禾县卫健委）\n"
)


def drafted(text: str, file: str = "a.txt", site: Site = SETTINGS.site) -> Draft:
    return segment(read_text(text), file, site, AUTHORITIES)


def kinds(draft: Draft) -> set[str]:
    return {flag.kind for flag in draft.flags}


def removed(draft: Draft, reason: str) -> list[str]:
    return [removal.text for removal in draft.removals if removal.reason == reason]


# --- web pages --------------------------------------------------------------------------------


def test_a_page_says_when_and_where_from() -> None:
    draft = drafted(PAGE)
    head = draft.head
    assert head.page
    assert head.date == PartialDate(2024, 8, 22)
    assert head.date_printed is not None
    assert head.date_printed.text == "2024-08-22 09:15"
    assert head.issuer is not None
    assert head.issuer.text == "某某网"
    assert draft.foot.editor is not None
    assert draft.foot.editor.text == "孙玥"
    (article,) = draft.articles
    assert (article.kind, article.title.text) == ("news", "青禾县开展健康体检")
    assert len(article.parts) == 2


@pytest.mark.parametrize("authors", ["张三、李四", "张三 通讯员 李四", "本报记者 张三 通讯员 李四"])
def test_labels_on_lines_of_their_own(authors: str) -> None:
    labels = f"来源：某某网\n发布时间：2024年8月22日\n作者：{authors}\n责任编辑：孙玥\n"
    lines = f"青禾县开展健康体检\n{labels}"
    draft = drafted(lines + TEXT + "\n")
    assert draft.head.issuer is not None
    assert [author.text for author in draft.articles[0].authors] == ["张三", "李四"]
    assert draft.articles[0].title.text == "青禾县开展健康体检"


def test_what_stands_around_a_page_goes() -> None:
    around = "首页 > 新闻 > 动态\n字体：大 中 小\n"
    draft = drafted(around + PAGE)
    assert removed(draft, "navigation") == ["首页 > 新闻 > 动态"]
    assert removed(draft, "page-line")[0] == "字体：大中小"
    assert draft.articles[0].title.text == "青禾县开展健康体检"


def test_a_line_above_the_title_that_is_none() -> None:
    draft = drafted(f"今日要闻：\n{PAGE}")
    assert draft.articles[0].title.text == "青禾县开展健康体检"
    assert "page_rest" in kinds(draft)


@pytest.mark.parametrize(
    "card",
    [
        "索引号：99-1 发布机构：青禾县卫生健康委员会\n文号：青卫〔2024〕3号 成文日期：2024-08-20\n",
        "索引号：\n99-1\n发布机构：\n青禾县卫生健康委员会\n成文日期：\n2024年8月20日\n",
        "| 索引号 | 99-1 | 发文日期 | 2024-08-20 |\n| 发布机构 | 青禾县卫生健康委员会 | 文号 | |\n",
    ],
)
def test_an_index_card(card: str) -> None:
    draft = drafted(f"{card}\n关于开展健康体检的通知\n\n各乡镇卫生院：\n\n{TEXT}\n")
    assert draft.head.page
    assert draft.head.date == PartialDate(2024, 8, 20)
    assert draft.head.issuer is not None
    assert draft.head.issuer.text == "青禾县卫生健康委员会"
    assert draft.articles[0].title.text == "关于开展健康体检的通知"


def html(*texts: str, **metadata: str) -> Document:
    blocks = tuple(Block(text, i, kind="paragraph") for i, text in enumerate(texts, start=1))
    return Document("html", blocks, tuple(metadata.items()))


def test_meta_tags_say_what_the_page_does_not_print() -> None:
    document = html(
        "青禾县开展健康体检", TEXT, ArticleTitle="青禾县开展健康体检", PubDate="2024-08-22"
    )
    draft = segment(document, "a.html", SETTINGS.site, AUTHORITIES)
    assert draft.head.date == PartialDate(2024, 8, 22)
    assert draft.head.date_printed is None
    assert draft.articles[0].title.text == "青禾县开展健康体检"
    assert "date_inferred" in kinds(draft)


@pytest.mark.parametrize("file", ["t20240822_1234.html", "2024-08-22-1.html", "20240822.html"])
def test_a_date_only_in_the_address(file: str) -> None:
    document = html("青禾县开展健康体检", TEXT)
    draft = segment(document, file, SETTINGS.site, AUTHORITIES)
    assert draft.head.date == PartialDate(2024, 8, 22)


def test_a_bulletin_on_a_web_page_is_a_bulletin() -> None:
    draft = drafted("澜川卫生健康动态第7期\n发布时间：2024-08-09 来源：某某网\n" + BULLETIN)
    assert not draft.head.page
    assert draft.head.number == 7
    assert draft.head.date == PartialDate(2024, 8, 1)
    assert removed(draft, "page-head") == ["澜川卫生健康动态第7期", "2024-08-09", "某某网"]


# --- mastheads --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("masthead", "series", "number", "issuer"),
    [
        ("澜川卫生健康动态\n第7期\n", "澜川卫生健康动态", 7, None),
        ("澜川卫生健康动态 第7期\n", "澜川卫生健康动态", 7, None),
        ("澜 川 卫 生 健 康 动 态\n（第七期）\n", "澜川卫生健康动态", 7, None),
        ("第7期\n澜川卫生健康动态\n", "澜川卫生健康动态", 7, None),
        ("青禾信息\n第7期\n青禾县政府办编\n", "青禾信息", 7, "青禾县政府办"),
        ("青禾信息\n总第7期\n主办：青禾县政府办\n", "青禾信息", 7, "青禾县政府办"),
        ("青禾县卫健委办公室\n工作简报\n第7期\n", "工作简报", 7, "青禾县卫健委办公室"),
        (
            "青禾县政府\n会议纪要\n〔2025〕7号\n青禾县政府办 2025年1月9日\n",
            "青禾县政府 会议纪要",
            7,
            "青禾县政府办",
        ),
        (
            "青禾县政府办主办\n政务要闻\n第7期　总第86期　8月1日　星期一\n",
            "政务要闻",
            7,
            "青禾县政府办",
        ),
        ("两会快讯\n秘书处宣传组编\n第7期（2025年1月9日）\n", "两会快讯", 7, "秘书处宣传组"),
        (
            "雨情专报\n第7期\n青禾县气象局 签发人：张三 2025年7月1日8时\n",
            "雨情专报",
            7,
            "青禾县气象局",
        ),
        ("内部资料　注意保存\n青禾信息\n第7期\n签发人：张三\n", "青禾信息", 7, None),
        ("编号：003\n青禾信息\n第7期\n", "青禾信息", 7, None),
    ],
)
def test_masthead(masthead: str, series: str, number: int, issuer: str | None) -> None:
    draft = drafted(f"{masthead}\n青禾县开展健康体检\n{TEXT}\n{TEXT}\n（青禾县卫健委）\n")
    assert draft.head.series is not None
    assert draft.head.series.text == series
    assert draft.head.number == number
    assert (draft.head.issuer.text if draft.head.issuer else None) == issuer
    assert [article.title.text for article in draft.articles] == ["青禾县开展健康体检"]


def test_a_banner_is_none_where_it_names_a_section() -> None:
    line = "第7期\n"
    assert drafted(BULLETIN.replace(line, line + "【学习先进 争创一流】\n")).head.banner
    draft = drafted(BULLETIN.replace("青禾县开展体检", "【工作动态】\n青禾县开展体检"))
    assert draft.head.banner is None
    assert draft.articles[0].kicker is not None
    assert draft.articles[0].kicker.text == "工作动态"


def test_contents_are_no_articles() -> None:
    contents = "目　录\n1.青禾县开展体检……………1\n2.石桥区开展义诊……………2\n"
    text = BULLETIN.replace("青禾县开展体检\n", contents + "青禾县开展体检\n")
    draft = drafted(text + f"石桥区开展义诊\n{TEXT}\n{TEXT}\n（石桥区卫健委）\n")
    assert [a.title.text for a in draft.articles] == ["青禾县开展体检", "石桥区开展义诊"]
    assert len(removed(draft, "contents")) == 3


def test_a_masthead_line_that_fits_nothing_is_flagged() -> None:
    draft = drafted(BULLETIN.replace("第7期\n", "为人民健康服务\n第7期\n"))
    assert "masthead_rest" in kinds(draft)
    assert removed(draft, "masthead") == ["为人民健康服务"]


# --- footers ----------------------------------------------------------------------------------


def test_footer() -> None:
    draft = drafted(
        BULLETIN
        + "---\n报送：市委、市政府（办公室、研究室）。\n主送：各县（市、区）卫健委；委属单位\n"
        + "编 辑：王 风　校审：张三　监审：李四\n签发：赵五\n电话：0990-123\n（共印80份）\n"
    )
    foot = draft.foot
    assert [entry.text for entry in foot.report_to] == ["市委", "市政府（办公室、研究室）"]
    assert [entry.text for entry in foot.send_to] == ["各县（市、区）卫健委", "委属单位"]
    assert foot.editor is not None
    assert foot.editor.text == "王风"
    assert foot.reviewer is not None
    assert foot.reviewer.text == "张三 监审：李四"
    assert foot.signatory is not None
    assert foot.signatory.text == "赵五"
    assert removed(draft, "copies") == ["（共印80份）"]


def test_the_date_of_printing_stands_in_for_a_lost_one() -> None:
    text = BULLETIN.replace(" 2024年8月1日", "") + "澜川市卫健委办公室　2024年8月3日印发\n"
    draft = drafted(text)
    assert draft.head.date == PartialDate(2024, 8, 3)
    assert "date_inferred" in kinds(draft)


def test_a_footers_word_inside_the_text_is_text() -> None:
    draft = drafted(BULLETIN.replace(f"{TEXT}\n（", f"{TEXT}\n编辑：请看下文。\n{TEXT}\n（"))
    assert draft.foot.editor is None
