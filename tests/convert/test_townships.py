"""Places below the county, and the county of a series, in converted documents."""

from dataclasses import replace
from pathlib import Path

import pytest

from jianbao.archive.model import Settings, Taxonomy, Term
from jianbao.content import load
from jianbao.convert.conversion import convert
from jianbao.text import frontmatter

KNOWN = load.load_settings(Path(__file__).parents[1] / "sites" / "county" / "content")
DOCUMENT = """\
青禾信息
{year}年第3期
{issuer} {year}年5月11日

{title}

{text}
{office}
"""


def tagged(
    title: str,
    text: str,
    year: int = 2023,
    issuer: str = "青禾区人民政府办公室",
    office: str = "",
    settings: Settings = KNOWN,
) -> dict[str, object]:
    document = DOCUMENT.format(year=year, title=title, text=text, issuer=issuer, office=office)
    made = convert(document.encode(), "a.txt", settings)
    split = frontmatter.split(made.markdown)
    assert split
    node, _ = frontmatter.parse(split.front_matter, "")
    assert node
    assert isinstance(node.value, dict)
    entries = node.value["articles"].value
    assert isinstance(entries, tuple)
    [entry] = entries
    assert isinstance(entry.value, dict)
    return {
        name: tuple(item.value for item in field.value)
        for name, field in entry.value.items()
        if isinstance(field.value, tuple)
    }


@pytest.mark.parametrize(
    ("year", "printed", "name"),
    [(2012, "新庄乡", "新庄乡"), (2018, "新庄镇", "新庄镇"), (2023, "新庄街道", "新庄街道")],
)
def test_a_place_in_the_title_is_tagged_by_its_name_of_that_time(
    year: int, printed: str, name: str
) -> None:
    found = tagged(f"{printed}开展健康宣讲", "5月1日，医生到村宣讲，210名群众参加活动。", year)
    assert found["township"] == (name,)
    assert found["county"] == ("青禾区" if year > 2019 else "青禾县",)


def test_a_place_in_the_text_is_tagged_if_the_title_names_none() -> None:
    text = "5月1日，区中医院医生到柳溪镇宣讲，210名群众参加活动，受到欢迎。"
    assert tagged("区中医院开展健康宣讲", text)["township"] == ("柳溪镇",)


def test_a_list_of_all_places_is_about_none() -> None:
    settings = load.load_settings(Path(__file__).parents[1] / "sites" / "county" / "content")
    names = "新庄街道、柳溪镇、大树乡"
    assert tagged("各镇签约过半", f"5月1日，{names}签约过半。", settings=settings)["township"] == (
        "新庄街道",
        "柳溪镇",
        "大树乡",
    )
    more = Term("more", "河西镇", "town", county="青禾区")
    wider = replace(settings, townships=Taxonomy("township", (*settings.townships.terms, more)))
    assert "township" not in tagged(
        "各镇签约过半", f"5月1日，{names}、河西镇过半。", settings=wider
    )


def test_my_county_is_that_of_the_series() -> None:
    text = "5月1日，组织医务人员开展义诊活动，服务群众320人次，受到欢迎。"
    found = tagged("我区举办春季义诊", text, issuer="某某办公室", office="（区中医院）")
    assert found["county"] == ("青禾区",)
    assert found["department"] == ("青禾区中医院",)


def test_a_topic_is_proposed_and_not_given() -> None:
    document = DOCUMENT.format(
        year=2023, title="医共体建设提速", text="5月1日，召开医共体建设推进会，部署下一步工作。",
        issuer="青禾区人民政府办公室", office="",
    )  # fmt: skip
    made = convert(document.encode(), "a.txt", KNOWN)
    [flag] = [flag for flag in made.flags if flag.kind == "topic_named"]
    assert flag.advice == "这一篇说到“医共体”；以它为主题的，运行 accept 医共体 加上。"
    assert "topics" not in made.markdown
