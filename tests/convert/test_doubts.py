"""What a person is asked to look at, and what is left in peace."""

from pathlib import Path

import pytest

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.content import load
from jianbao.convert.conversion import convert
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head
from jianbao.convert.cut.passage import Passage
from jianbao.convert.names.tagging import Filing
from jianbao.convert.record.doubts import doubts, joined_doubts

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
FRAME = """\
澜川卫生健康动态
2024年第40期
澜川市卫生健康委员会办公室 2024年11月5日

{articles}

报：市委、市政府。
编辑：林一舟
"""
OFFICE = "（青禾县卫生健康委）"
BRIEF = f"青禾县开展义诊。近日，青禾县组织义诊活动，服务群众860人。\n\n{OFFICE}"
SECOND_BRIEF = "白鹭县培训村医。近日，白鹭县培训村医120人。\n\n（白鹭县卫生健康委）"


def flags(articles: str) -> tuple[Flag, ...]:
    return convert(FRAME.format(articles=articles).encode(), "a.txt", SETTINGS).flags


def feature(*paragraphs: str, title: str = "青禾县开展健康体检") -> tuple[Flag, ...]:
    opening = "近日，青禾县组织医务人员进村入户，为群众免费体检，受到欢迎。"
    return flags("\n\n".join((title, opening, *paragraphs, OFFICE)))


def test_nothing_to_doubt() -> None:
    assert feature("一、抓组织", "责任落实到人。", "二、抓服务", "服务送到家门。") == ()


@pytest.mark.parametrize(
    ("paragraphs", "kind", "text"),
    [
        (("一、抓组织", "甲。", "一、抓宣传", "丙。"), "numbering_repeated", "一、抓宣传"),
        (("一、抓组织", "甲。", "三、抓服务", "乙。"), "numbering_gap", "三、抓服务"),
        (("一是抓人。二是抓事。", "抓物，三是抓心。"), "paragraph_doubtful", "抓物，三是抓心。"),
        (("提升自我管理能力和能力，效果很好。",), "typing_error", "能力和能力"),
        (("以督促建、以导促进推动各地相互借鉴。",), "typing_error", "以督促建、以导促进"),
        (("截止10月底，已体检860人。",), "typing_error", "截止"),
        (("体检结束，，群众满意。",), "typing_error", "，，"),
        (("队伍到青禾县新住镇义诊。",), "township_near_miss", "新住镇"),
        (("患者赵小明，男，46岁，已出院。",), "privacy_patient", "赵某某"),
    ],
)  # fmt: skip
def test_flagged(paragraphs: tuple[str, ...], kind: str, text: str) -> None:
    (flag,) = feature(*paragraphs)
    assert (flag.kind, flag.text) == (kind, text)
    assert flag.line > 5
    assert flag.advice.endswith("。")


@pytest.mark.parametrize(
    "paragraph",
    [
        "（一）抓组织。甲。\n\n（二）抓服务。乙。",
        "1.抓组织；\n\n2.抓服务。",
        "一是抓组织。二是抓服务。\n\n三是抓宣传。四是抓督导。",
        "坚持以人带人、以科带院。",
        "截至10月底，已体检860人。",
        "队伍到青禾县新庄镇义诊。",
        "队伍到青禾县各乡镇义诊。",
        "优化课程培养和培养模式。",
        "家家户户、方方面面都满意。",
        "患者家属送来锦旗，患者满意率达到98%。",
    ],
)
def test_left_in_peace(paragraph: str) -> None:
    assert feature(paragraph) == ()


def test_numbers_begin_anew_under_each_heading() -> None:
    sections = ("一、抓组织", "（一）领导到位", "甲。", "（二）责任到人", "乙。",
                "二、抓服务", "（一）送医上门", "丙。", "（二）送药到家", "丁。")  # fmt: skip
    assert [flag for flag in feature(*sections) if flag.kind.startswith("numbering")] == []


def test_a_term_that_differs_between_title_and_text() -> None:
    found = feature(
        "心律失常的诊断要及时。", "心律失常的治疗要规范。", title="青禾县聚焦心率失常提升能力"
    )
    assert [(flag.kind, flag.text) for flag in found] == [("term_differs", "心率失常")]
    assert "心律失常" in found[0].advice


def test_numbers_and_places_are_no_differing_terms() -> None:
    text = "市第二人民医院义诊。市第二人民医院送药。"
    assert feature(text, title="青禾县学习市第一人民医院经验") == ()


def test_an_article_without_an_office_among_others_that_have_one() -> None:
    brief = "石桥区开展义诊。近日，石桥区组织义诊活动，服务群众860人。"
    found = flags(
        f"{brief}\n\n（石桥区卫健委）\n\n白鹭县送医上门。近日，白鹭县送医上门，服务群众90人。"
    )
    assert [flag.kind for flag in found] == ["attribution_missing"]


def test_an_office_and_a_county_that_are_not_in_the_authority_files() -> None:
    brief = "云溪县开展义诊。近日，云溪县组织义诊活动，服务群众860人。\n\n（云溪县卫健委）"
    found = {flag.kind: flag for flag in flags(brief)}
    assert set(found) == {"office_unknown", "county_unknown"}
    assert "name: 云溪县卫生健康委员会" in found["office_unknown"].advice
    assert "“云峰县”" in found["county_unknown"].advice


def test_a_county_that_only_the_text_names() -> None:
    brief = "市一院开展帮扶。近日，市一院帮扶队到青禾县大树乡走访慰问。\n\n（市一院）"
    (flag,) = flags(brief)
    assert (flag.kind, flag.text) == ("county_inferred", "青禾县")


def of_articles(count: int, signed: int, title: str = "开展健康体检") -> list[str]:
    """Return the doubts about the articles of a draft, of which a number are signed."""
    office = Passage.at("青禾县卫生健康委", 2)
    articles = tuple(
        ArticleDraft("brief", Passage.at(title, 2 + i), (), office if i < signed else None)
        for i in range(count)
    )
    draft = Draft(Head(), (), articles, Foot())
    found = doubts(draft, Filing(None, "absent", ()), AUTHORITIES)
    return [flag.reason for flag in found if flag.kind == "articles_doubtful"]


def test_many_articles_of_which_few_are_signed() -> None:
    assert of_articles(11, signed=5) == ["unsigned"]
    assert of_articles(12, signed=6) == []
    assert of_articles(10, signed=0) == []
    assert of_articles(12, signed=0, title="青禾县开展健康体检") == []


def test_a_document_of_unsigned_articles_is_doubted_first() -> None:
    briefs = [
        f"【学习笔记之{n}】\n\n近日，大家学习了第{n}课，写下了心得。\n"
        for n in "甲乙丙丁戊己庚辛壬癸子丑"
    ]
    first = flags("\n".join(briefs))[0]
    assert (first.kind, first.reason, first.line) == ("articles_doubtful", "unsigned", 0)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("编辑：林一舟\n", ""), None),
        (("报：市委、市政府。\n编辑：林一舟\n", ""), "footer_missing"),
        (("2024年第40期\n", ""), "issue_missing"),
        ((" 2024年11月5日", ""), "date_missing"),
        ((" 2024年11月5日", " 11月5日"), "date_incomplete"),
        (("11月5日\n", "11月5日\n【落实全会精神实干笃行争标兵】\n"), "banner_space"),
    ],
)
def test_the_frame(change: tuple[str, str], kind: str | None) -> None:
    text = FRAME.format(articles=f"{BRIEF}\n\n{SECOND_BRIEF}")
    assert change[0] in text
    found = convert(text.replace(*change).encode(), "a.txt", SETTINGS).flags
    kinds = [flag.kind for flag in found if flag.kind != "reading_doubtful"]
    assert kinds == ([kind] if kind else [])


def test_a_line_above_the_only_brief_is_a_banner() -> None:
    banner = "【落实全会精神实干笃行争标兵】"
    text = FRAME.format(articles=BRIEF).replace("11月5日\n", f"11月5日\n{banner}\n")
    conversion = convert(text.encode(), "a.txt", SETTINGS)
    assert "\nbanner: 落实全会精神实干笃行争标兵\n" in conversion.markdown
    assert "banner_space" in [flag.kind for flag in conversion.flags]


def test_a_yearless_date_takes_the_year_of_the_issue_number() -> None:
    brief = BRIEF
    text = FRAME.format(articles=brief).replace(" 2024年11月5日", " 11月5日")
    conversion = convert(text.encode(), "a.txt", SETTINGS)
    assert conversion.folder == "2024"
    assert "\ndate: 2024-11-05\n" in conversion.markdown
    assert "\ndate_printed: 11月5日\n" in conversion.markdown


def brief(number: int, signed: bool) -> str:
    month, day = 1 + number // 28, 1 + number % 28
    words = "体检随访建档签约转诊急救护理康复"[number % 16 : number % 16 + 2] + f"第{number}批"
    text = f"义诊活动{words}启动。{month}月{day}日，医疗队进村入户，服务群众{number + 10}人。"
    return f"{text}\n\n（{'青禾县卫生健康委' if signed else '某某之友协作小组'}）"


@pytest.mark.parametrize(
    ("articles", "signed", "doubted"), [(61, 61, True), (60, 60, False), (12, 12, False)]
)
def test_more_articles_than_a_bulletin_has(articles: int, signed: int, doubted: bool) -> None:
    made = convert(
        FRAME.format(articles="\n\n".join(brief(n, n < signed) for n in range(articles))).encode(),
        "a.txt",
        SETTINGS,
    )
    assert made.articles == articles
    found = [flag.line for flag in made.flags if flag.kind == "articles_doubtful"]
    assert found == ([0] if doubted else [])


def test_of_a_document_without_any_frame_one_doubt_tells_it() -> None:
    missing = [
        Flag.of(doubt, 0, "")
        for doubt in (Doubt.MASTHEAD_MISSING, Doubt.ISSUE_MISSING, Doubt.DATE_MISSING)
    ]
    unframed = Flag.of(Doubt.KIND_DOUBTFUL, 0, "")
    assert joined_doubts(missing) == tuple(missing)
    assert joined_doubts([*missing, unframed]) == (missing[2], unframed)


def test_a_line_in_doubt_is_not_doubted_again_because_its_reading_is_not_sure() -> None:
    title = Flag.of(Doubt.TITLE_SHORT, 5, "要闻")
    role = Flag.of(Doubt.READING_ABOVE_TITLE, 5, "要闻")
    other = Flag.of(Doubt.READING_TITLE, 7, "青禾县开展义诊")
    assert joined_doubts([title, role, other]) == (title, other)


def test_the_rest_of_a_masthead_that_tells_nothing_is_no_doubt() -> None:
    frame = FRAME.replace("2024年11月5日", "2024年11月5日—11月12日").format(articles="{}")
    text = frame.format(BRIEF)
    made = convert(text.encode(), "a.txt", SETTINGS)
    assert "\ndate: 2024-11-05\n" in made.markdown
    assert [flag.text for flag in made.flags if flag.kind == "masthead_rest"] == []
