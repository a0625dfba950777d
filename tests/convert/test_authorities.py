"""Printed offices and places against the authority files."""

from pathlib import Path

import pytest

from jianbao.archive.model import Taxonomy, Term
from jianbao.content import load
from jianbao.convert.cut.authorities import Attribution, Authorities

ISSUER = "澜川市卫生健康委员会办公室"


@pytest.fixture(scope="module")
def known() -> Authorities:
    settings = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
    return Authorities(settings.counties, settings.departments)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("青禾县卫生健康委员会", "青禾县卫生健康委员会"),
        ("青禾县卫生健康委", "青禾县卫生健康委员会"),
        ("青禾县卫健委", "青禾县卫生健康委员会"),
        ("青禾卫健委", "青禾县卫生健康委员会"),
        ("澜川市青禾县卫健委", "青禾县卫生健康委员会"),
        ("青和县卫健委", "青禾县卫生健康委员会"),
        ("青 禾 县 卫 健 委", "青禾县卫生健康委员会"),
        ("市疾控中心", "澜川市疾病预防控制中心"),
        ("澜川市疾控中心", "澜川市疾病预防控制中心"),
        ("市第一人民医院", "澜川市第一人民医院"),
        ("高新区社会事业局", "澜川高新技术产业开发区社会事业局"),
        ("澜川高新区社会事业局", "澜川高新技术产业开发区社会事业局"),
        ("委基层卫生科", "澜川市卫生健康委员会基层卫生科"),
        ("委机关老龄健康科", "澜川市卫生健康委员会老龄健康科"),
        ("澜川市卫健委老龄健康科", "澜川市卫生健康委员会老龄健康科"),
    ],
)
def test_office(printed: str, name: str, known: Authorities) -> None:
    term = known.office(printed, ISSUER)
    assert term is not None
    assert term.name == name


@pytest.mark.parametrize(
    "printed",
    [
        "青禾县卫计委",
        "云峰县卫健委",
        "市民政局",
        "县卫健委",
        "委财务科",
        "卫健委",
        "青禾县中医院",
        "市场监管局",
        "",
    ],
)
def test_what_no_rule_settles_stays_open(printed: str, known: Authorities) -> None:
    assert known.office(printed, ISSUER) is None


def test_an_office_is_read_relative_to_its_issuer(known: Authorities) -> None:
    assert known.office("委老龄健康科", "青禾县卫生健康委员会办公室") is None
    term = known.office("县卫健委", "青禾县卫生健康委员会办公室")
    assert term is not None
    assert term.name == "青禾县卫生健康委员会"
    term = known.office("市卫健委", "柳泉市卫生健康委员会办公室")
    assert term is not None
    assert term.name == "澜川市卫生健康委员会"  # an alias of the archive goes before the rule


def test_a_city_that_is_a_county_means_itself_by_city() -> None:
    departments = Taxonomy(
        "department", (Term("a", "柳泉市人民医院", "医院"), Term("b", "澜川市人民医院", "医院"))
    )
    counties = Taxonomy("county", (Term("l", "柳泉市", "city", prefecture="澜川市"),))
    known = Authorities(counties, departments)
    local = known.office("市人民医院", "柳泉市卫生健康委员会办公室")
    above = known.office("市人民医院", "澜川市卫生健康委员会办公室")
    assert local is not None
    assert above is not None
    assert (local.slug, above.slug) == ("a", "b")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("委基层卫生科、老龄健康科", Attribution((
            "澜川市卫生健康委员会基层卫生科", "澜川市卫生健康委员会老龄健康科"))),
        ("青禾县卫健委 张三 李四", Attribution(("青禾县卫生健康委员会",), (), ("张三", "李四"))),
        ("张三、李四青禾县卫健委", Attribution(("青禾县卫生健康委员会",), (), ("张三", "李四"))),
        ("供稿：青禾县卫健委", Attribution(("青禾县卫生健康委员会",))),
        ("青禾县卫健委供稿", Attribution(("青禾县卫生健康委员会",))),
        ("通讯员 王芳", Attribution((), (), ("王芳",))),
        ("云峰县卫健委", Attribution((), ("云峰县卫健委",))),
        ("第三组 供稿", Attribution()),
        ("民盟界代表团", Attribution()),
        ("青禾县", Attribution(counties=("青禾县",))),
        ("东河县", Attribution()),
        ("青禾县卫健委、云峰县卫健委", Attribution(("青禾县卫生健康委员会",), ("云峰县卫健委",))),
    ],
)  # fmt: skip
def test_attribution(printed: str, expected: Attribution, known: Authorities) -> None:
    assert known.attribution(printed, ISSUER) == expected


@pytest.mark.parametrize(
    ("title", "own", "counties"),
    [
        ("青禾县举办义诊活动", (), ("青禾县",)),
        ("培训会在白鹭举办", (), ("白鹭县",)),
        ("青和县举办义诊活动", (), ("青禾县",)),
        ("高新区召开会议", (), ("澜川高新技术产业开发区",)),
        ("建设健康促进示范高新区", (), ()),
        ("滨海市高新区来访", (), ()),
        ("柳泉市到青禾县考察", ("青禾县",), ("青禾县",)),
        ("柳泉市赴青禾县考察", ("柳泉市",), ("柳泉市", "青禾县")),
        ("青禾县与白鹭县签约", (), ("青禾县", "白鹭县")),
        ("石桥区、青禾县、白鹭县、柳泉市、云峰县开展检查", (), ()),
        ("柳泉路社区举办活动", (), ()),
    ],
)
def test_counties_of_a_title(
    title: str, own: tuple[str, ...], counties: tuple[str, ...], known: Authorities
) -> None:
    assert known.counties_of_title(title, own) == counties


@pytest.mark.parametrize(
    ("text", "counties"),
    [
        ("医院院长带领帮扶队员到青禾县大树乡丁庄村开展慰问活动。", ("青禾县",)),
        ("义诊活动在白鹭县举行。", ("白鹭县",)),
        ("来自青禾县的患者康复出院。", ()),
        ("青禾县患者到院就诊。", ()),
        ("市医院与青禾县卫健委交流经验。", ()),
        ("先后到石桥区、青禾县、白鹭县、柳泉市义诊。", ()),
        ("到青禾义诊。", ()),
    ],
)
def test_where_something_happened(text: str, counties: tuple[str, ...], known: Authorities) -> None:
    assert known.counties_of_event(text) == counties


def test_a_township_counts_where_its_name_is_one_of_a_kind(known: Authorities) -> None:
    found = known.township("市卫健委走进东关街道开展宣讲")
    assert found is not None
    assert (found[0], found[1].name) == ("东关街道", "石桥区")
    twice = Taxonomy(
        "county",
        (Term("a", "甲县", "county", townships=("城关镇",)),
         Term("b", "乙县", "county", townships=("城关镇",))),
    )  # fmt: skip
    assert Authorities(twice, known.departments).township("城关镇举办活动") is None


def test_titles_that_begin_with_a_place(known: Authorities) -> None:
    for title in (
        "青禾县做实签约服务",
        "澜川市召开会议",
        "市疾控中心开展督导",
        "全市签约进度",
        "“柳泉”模式",
    ):
        assert known.starts_with_place(title), title
    for title in ("深耕细作 笃定前行", "推动三个结合", "市民健康素养提升", "聚焦重点"):
        assert not known.starts_with_place(title), title
