"""Web pages from end to end: what their heads, cards and last lines say of the article."""

from pathlib import Path

import pytest

from jianbao import load
from jianbao.convert import Conversion, convert
from jianbao.errors import ConvertError
from jianbao.model import Settings

TYPICAL = Path(__file__).parent / "sites" / "typical" / "content"
TITLE = "青禾县开展老年人健康体检"
PROSE = (
    "6月11日，青禾县卫健委组织县人民医院专家走进柳河镇敬老院，为120余名老人开展健康体检，测量血压血糖，"
    "讲解用药知识。"
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load.load_settings(TYPICAL)


def page(settings: Settings, body: str, head: str = "") -> Conversion:
    source = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return convert(source.encode(), "page.html", settings)


def text(conversion: Conversion) -> str:
    return conversion.markdown.rpartition("\n---\n")[2].strip()


def test_an_index_card_with_spaced_labels_and_empty_values(settings: Settings) -> None:
    conversion = page(
        settings,
        "<ul><li>索 引 号：K90-0202</li><li>发文机关：青禾县卫生健康委员会</li>"
        "<li>成文日期：2024-06-12</li><li>文　　号：青卫函〔2024〕31号</li>"
        f"<li>有 效 性：</li></ul><h1>{TITLE}</h1>"
        f'<div id="zoom"><p>{PROSE}</p><p>{PROSE}</p></div>',
    )
    assert text(conversion) == f"## {TITLE}\n\n{PROSE}\n\n{PROSE}"
    assert "\ndate: 2024-06-12\n" in conversion.markdown
    assert "\nissuer: 青禾县卫生健康委员会\n" in conversion.markdown


def test_a_date_beside_a_name_without_labels(settings: Settings) -> None:
    conversion = page(
        settings,
        f"<h1>{TITLE}</h1><div><span>健康青禾</span> <em>2024-06-12 17:20</em></div>"
        f'<div id="js_content"><p>{PROSE}</p><p>来源：青禾县人民医院</p><p>编辑：林安</p></div>',
    )
    assert text(conversion) == f"## {TITLE}\n\n{PROSE}"
    assert "\ndate: 2024-06-12\n" in conversion.markdown
    assert "\nissuer: 青禾县人民医院\n" in conversion.markdown
    assert "\neditor: 林安\n" in conversion.markdown


def test_the_source_in_the_head_is_kept_before_the_one_below_the_text(settings: Settings) -> None:
    conversion = page(
        settings,
        f"<h1>{TITLE}</h1><p>发布时间：2024-06-12 来源：青禾县卫健委</p><p>{PROSE}</p>"
        "<p>来源：青禾县人民医院</p>",
    )
    assert "\nissuer: 青禾县卫健委\n" in conversion.markdown
    assert text(conversion).endswith("来源：青禾县人民医院")


def test_a_title_with_a_date_stays_a_title(settings: Settings) -> None:
    conversion = page(
        settings, f"<h1>青禾县2024年6月11日防汛情况通报</h1><p>{PROSE}</p><p>{PROSE}</p>"
    )
    assert text(conversion).startswith("## 青禾县2024年6月11日防汛情况通报\n\n6月11日")


def test_an_official_letter_below_an_index_card(settings: Settings) -> None:
    conversion = page(
        settings,
        "<table><tr><td>索引号</td><td>K90-0202</td><td>主题分类</td><td>卫生</td></tr><tr><td>发文机关</td>"
        "<td>青禾县卫生健康委员会</td><td>成文日期</td><td>2024-06-12</td></tr></table>"
        "<h1>青禾县卫生健康委员会<br>关于开展健康体检的通知</h1>"
        "<p>发布日期：2024-06-13 信息来源：青禾县卫健委 字体：大 中 小</p>"
        '<div class="TRS_Editor"><p align=center>青禾县卫生健康委员会文件</p>'
        "<p align=center>青卫〔2024〕31号</p>"
        f"<p>各乡镇卫生院：</p><p>　　{PROSE}</p>"
        "<p align=right>青禾县卫生健康委员会</p><p align=right>2024年6月12日</p>"
        f"<p>附：名额分配表</p><p>　　{PROSE}</p></div>",
    )
    assert text(conversion) == "\n\n".join(
        (
            "## 青禾县卫生健康委员会 关于开展健康体检的通知",
            "青禾县卫生健康委员会文件",
            "青卫〔2024〕31号",
            "各乡镇卫生院：",
            PROSE,
            "青禾县卫生健康委员会",
            "2024年6月12日",
            "附：名额分配表",
            PROSE,
        )
    )


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("青qīng禾hé县xiàn卫wèi健jiàn委wěi组zǔ织zhī专zhuān家jiā开kāi展zhǎn。", "pinyin"),
        ("青禾縣衛生健康委組織專家開展義診活動，發放宣傳資料，受到群眾好評。", "traditional"),
        ("青禾県の専門家チームが住民のために診療活動を行いました。", "Japanese"),
    ],
)
def test_mirrors_of_a_page_are_refused(settings: Settings, words: str, cause: str) -> None:
    with pytest.raises(ConvertError, match=cause):
        page(settings, f"<h1>{TITLE}</h1><p>发布时间：2024-06-12 来源：青禾县</p><p>{words}</p>")


def test_several_articles_on_a_page(settings: Settings) -> None:
    titles = (TITLE, "石桥区举办急救技能培训班", "白鹭县召开工作会议")
    body = "".join(
        f"<h2>{title}</h2><p>2024-06-{day} 来源：{source}</p><p>{PROSE}</p><p>群众反响良好。</p>"
        for title, day, source in zip(
            titles, (12, 13, 14), ("青禾县卫健委", "石桥区卫健委", "石桥区卫健委"), strict=True
        )
    )
    conversion = page(settings, body)
    assert text(conversion) == "\n\n".join(
        f"## {title}\n\n{PROSE}\n\n群众反响良好。" for title in titles
    )
    assert conversion.markdown.count("    attribution: 石桥区卫健委\n") == 2
    assert [flag.kind for flag in conversion.flags].count("page_articles") == 2
