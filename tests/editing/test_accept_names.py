"""Names that the conversion did not know are proposed, entered in one step, and never guessed."""

import shutil
from pathlib import Path

import pytest

from jianbao.base.problems import ConfigError
from jianbao.content import load
from jianbao.editing import accept_names, convert_folder
from jianbao.editing.accept_names import Proposal

TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"
DOCUMENT = """\
澜川卫生健康动态
2024年第{issue}期
澜川市卫生健康委员会办公室 2024年11月5日

{place}开展健康体检。11月1日，{place}组织12支医疗队进村，为{issue}60名老年人免费体检。

（{office}）

编辑：林一舟
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "authorities").mkdir(parents=True)
    for name in ("site.yaml", "authorities/counties.yaml", "authorities/departments.yaml"):
        shutil.copy(TYPICAL / name, content / name)
    return content


def convert(content: Path, issue: int, office: str, place: str = "青禾县") -> Path:
    document = content.parent / f"第{issue}期.txt"
    document.write_text(DOCUMENT.format(issue=issue, office=office, place=place), "utf-8")
    [taken] = convert_folder.take_in([document], load.load_settings(content), content)
    assert taken.outcome
    return taken.outcome.path


def proposed(content: Path) -> list[Proposal]:
    return accept_names.proposals(content, load.load_settings(content))


def test_an_office_is_proposed_with_what_its_name_tells(content: Path) -> None:
    convert(content, 41, "青禾县中医院")
    convert(content, 42, "青禾县中医院")
    assert proposed(content) == [
        Proposal(
            "department",
            "青禾县中医院",
            ("青禾县中医院",),
            ("lanchuan-weisheng/2024/041", "lanchuan-weisheng/2024/042"),
            "医院",
            "qinghe-zhongyiyuan",
            "青禾县",
        )
    ]


def test_what_is_known_is_not_proposed(content: Path) -> None:
    convert(content, 41, "青禾县卫生健康委")
    assert proposed(content) == []


def test_an_accepted_office_is_the_last_entry_and_tags_what_waited(content: Path) -> None:
    paths = [convert(content, issue, "青禾县中医院") for issue in (41, 42)]
    paths[1].write_text(paths[1].read_text("utf-8").replace("免费体检", "义诊"), "utf-8")
    edited = paths[1].read_bytes()
    file = content / "authorities" / "departments.yaml"
    before = file.read_bytes()
    [one] = accept_names.accept(["青禾县中医院"], content)
    added = "- slug: qinghe-zhongyiyuan\n  name: 青禾县中医院\n  kind: 医院\n  county: 青禾县\n"
    assert file.read_bytes() == before + added.encode()
    taken = list(accept_names.convert_again(one.places, content, "content"))
    assert [t.outcome.action for t in taken if t.outcome] == ["written", "kept"]
    assert "department:\n      - 青禾县中医院\n" in paths[0].read_text("utf-8")
    assert paths[1].read_bytes() == edited
    assert proposed(content) == []
    assert load.load(content).bulletins


def test_a_short_name_is_entered_in_full(content: Path) -> None:
    convert(content, 41, "柳泉县医保局", "柳泉县")
    [one] = proposed(content)
    assert one.name.endswith("医疗保障局")
    accept_names.accept([one.printed[0]], content, kind="委局")
    assert load.load_settings(content).departments.find(one.name)


def test_counties_come_before_their_offices(content: Path) -> None:
    convert(content, 41, "云溪县卫健委", "云溪县")
    # One character off a county that is known.
    assert [(one.name, one.near) for one in proposed(content)] == [
        ("云溪县", "云峰县"),
        ("云溪县卫生健康委员会", None),
    ]
    with pytest.raises(ConfigError, match="belongs to 云溪县, which is unknown too"):
        accept_names.accept(["云溪县卫健委"], content)
    entered = accept_names.accept(["云溪县", "云溪县卫健委"], content)
    assert [(one.name, one.slug, one.county) for one in entered] == [
        ("云溪县", "yunxi", None),
        ("云溪县卫生健康委员会", "yunxi-weishengjiankangweiyuanhui", "云溪县"),
    ]
    settings = load.load_settings(content)
    assert settings.counties.terms[-1].kind == "county"
    assert settings.departments.terms[-1].kind == "委局"


def test_all_leaves_likely_misprints_out(content: Path) -> None:
    convert(content, 41, "青禾县人民医完")
    convert(content, 42, "青禾县仁民医院")
    convert(content, 43, "青禾县中医院")
    convert(content, 44, "澜川市第二人民医院")
    assert {one.name: one.near for one in proposed(content) if one.name} == {
        "青禾县仁民医院": "青禾县人民医院",
        "青禾县中医院": None,
        "澜川市第二人民医院": None,
    }
    entered = accept_names.accept([], content)
    assert {one.name for one in entered} == {"青禾县中医院", "澜川市第二人民医院"}
    assert [one.name for one in accept_names.accept(["青禾县仁民医院"], content)] == [
        "青禾县仁民医院"
    ]


def test_a_name_that_says_not_which_office_is_listed_and_cannot_be_accepted(content: Path) -> None:
    convert(content, 41, "县直机关工委")
    [one] = proposed(content)
    assert (one.name, one.printed) == ("", ("县直机关工委",))
    with pytest.raises(ConfigError, match="“县直机关工委” is not proposed"):
        accept_names.accept(["县直机关工委"], content)
    assert accept_names.accept([], content) == []


def test_another_name_of_a_known_office(content: Path) -> None:
    path = convert(content, 41, "青禾县医管中心")
    [one] = proposed(content)
    file = content / "authorities" / "departments.yaml"
    before = file.read_text("utf-8")
    accept_names.add_alias(["青禾县医管中心"], "青禾县人民医院", content)
    assert file.read_text("utf-8") == before.replace(
        "name: 青禾县人民医院\n", "name: 青禾县人民医院\n  aliases: [青禾县医管中心]\n"
    )
    list(accept_names.convert_again(one.places, content, "content"))
    assert "- 青禾县人民医院\n" in path.read_text("utf-8")
    with pytest.raises(ConfigError, match="“青禾县医管中心” is known already, as 青禾县人民医院"):
        accept_names.add_alias(["青禾县医管中心"], "青禾县人民医院", content)
    with pytest.raises(ConfigError, match="there is no office or county called “青禾县没有”"):
        accept_names.add_alias(["甲乙丙"], "青禾县没有", content)
    with pytest.raises(ConfigError, match="add “a: b” to the aliases of 青禾县人民医院"):
        accept_names.add_alias(["a: b"], "青禾县人民医院", content)


def test_an_authority_file_may_have_any_style(content: Path) -> None:
    convert(content, 41, "青禾县中医院")
    file = content / "authorities" / "departments.yaml"
    file.write_text("[{slug: a, name: 澜川市某局, kind: 委局}, # 甲\n]\n", "utf-8")
    accept_names.accept(["青禾县中医院"], content, kind="医院: 甲 # 乙")
    assert file.read_text("utf-8") == (
        "[{slug: a, name: 澜川市某局, kind: 委局}, {slug: qinghe-zhongyiyuan, name: 青禾县中医院, "
        "kind: '医院: 甲 # 乙', county: 青禾县}, # 甲\n]\n"
    )


def test_records_that_cannot_be_read_are_for_the_check(content: Path) -> None:
    path = convert(content, 41, "青禾县中医院")
    record = path.with_name("041.review.yaml")
    record.write_bytes(b"flags: [office_unknown")
    assert proposed(content) == []
    record.write_bytes(b"flags: [{kind: office_unknown, line: 1, text: 'a: b # c'}]")
    [one] = proposed(content)
    assert one.name == ""
