"""Names that the conversion did not know are proposed, entered in one step, and never guessed."""

import shutil
from pathlib import Path

import pytest

from jianbao.base.problems import ConfigError
from jianbao.content import load
from jianbao.editing import accept_names, convert_folder
from jianbao.editing.accept_names import Given, Proposal
from jianbao.editing.tag_again import tag_again

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
    accept_names.accept(["青禾县中医院"], content)
    added = "- slug: qinghe-zhongyiyuan\n  name: 青禾县中医院\n  kind: 医院\n  county: 青禾县\n"
    assert file.read_bytes() == before + added.encode()
    tagged = list(tag_again(content))
    assert sorted((one.path, one.action) for one in tagged) == [(path, "tagged") for path in paths]
    assert "department:\n      - 青禾县中医院\n" in paths[0].read_text("utf-8")
    # What a person changed gets the tag, and no other byte.
    assert paths[1].read_bytes() == edited.replace(
        b"department: []", "department: [青禾县中医院]".encode()
    )
    assert list(tag_again(content)) == []
    assert proposed(content) == []
    assert load.load(content).bulletins


def test_a_short_name_is_entered_in_full(content: Path) -> None:
    convert(content, 41, "柳泉县医保局", "柳泉县")
    [one] = proposed(content)
    assert one.name.endswith("医疗保障局")
    accept_names.accept([one.printed[0]], content, given=Given(kind="委局"))
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
    with pytest.raises(ConfigError, match="“县直机关工委” does not say which office it is"):
        accept_names.accept(["县直机关工委"], content)
    assert accept_names.accept([], content) == []


def test_another_name_of_a_known_office(content: Path) -> None:
    path = convert(content, 41, "青禾县医管中心")
    assert len(proposed(content)) == 1
    file = content / "authorities" / "departments.yaml"
    before = file.read_text("utf-8")
    accept_names.add_alias(["青禾县医管中心"], "青禾县人民医院", content)
    assert file.read_text("utf-8") == before.replace(
        "name: 青禾县人民医院\n", "name: 青禾县人民医院\n  aliases: [青禾县医管中心]\n"
    )
    assert [tagged.action for tagged in tag_again(content)] == ["tagged"]
    assert "- 青禾县人民医院\n" in path.read_text("utf-8")
    with pytest.raises(ConfigError, match="“青禾县医管中心” is known already, as 青禾县人民医院"):
        accept_names.add_alias(["青禾县医管中心"], "青禾县人民医院", content)
    with pytest.raises(ConfigError, match="there is no office or county called “青禾县没有”"):
        accept_names.add_alias(["甲乙丙"], "青禾县没有", content)
    with pytest.raises(ConfigError, match="add “a: b” to the aliases of 青禾县人民医院"):
        accept_names.add_alias(["a: b"], "青禾县人民医院", content)


def test_the_right_full_name_is_given_with_its_kind_and_county(content: Path) -> None:
    path = convert(content, 41, "青禾县城管局")
    file = content / "authorities" / "departments.yaml"
    before = file.read_text("utf-8")
    [one] = accept_names.accept(
        ["青禾县城管局"], content, given=Given(kind="委局", name="青禾县城市管理局")
    )
    assert file.read_text("utf-8") == before + (
        "- slug: qinghe-chengshiguanliju\n  name: 青禾县城市管理局\n  aliases: [青禾县城管局]\n"
        "  kind: 委局\n  county: 青禾县\n"
    )
    assert [tagged.names for tagged in tag_again(content)] == [(one.name,)]
    assert "- 青禾县城市管理局\n" in path.read_text("utf-8")
    assert proposed(content) == []
    load.load(content)


def test_a_name_that_says_not_which_office_is_entered_by_its_full_name(content: Path) -> None:
    path = convert(content, 41, "县直机关工委")
    given = Given(kind="党政机关", county="青禾县", name="青禾县直属机关工作委员会")
    [one] = accept_names.accept(["县直机关工委"], content, given=given)
    assert (one.aliases, one.county) == (("县直机关工委",), "青禾县")
    assert [tagged.action for tagged in tag_again(content)] == ["tagged"]
    assert "- 青禾县直属机关工作委员会\n" in path.read_text("utf-8")


def test_an_office_of_a_township_has_the_county_that_is_given(content: Path) -> None:
    path = convert(content, 41, "白杨镇卫生院")
    [one] = proposed(content)
    assert (one.name, one.county) == ("白杨镇卫生院", None)
    accept_names.accept(["白杨镇卫生院"], content, given=Given(county="柳泉市"))
    term = load.load_settings(content).departments.find("白杨镇卫生院")
    assert term
    assert (term.county, term.slug[:7]) == ("柳泉市", "liuquan")
    path.write_text(path.read_text("utf-8").replace("免费体检", "义诊"), "utf-8")
    assert [tagged.action for tagged in tag_again(content)] == ["tagged"]
    with pytest.raises(ConfigError, match="no county called “柳泉” \\(the nearest: 柳泉市\\)"):
        accept_names.accept(["甲局"], content, given=Given(kind="委局", county="柳泉"))


def test_a_name_that_waits_nowhere_is_entered_if_its_kind_is_given(content: Path) -> None:
    with pytest.raises(ConfigError, match="“青禾县城市管理局” is not proposed: "):
        accept_names.accept(["青禾县城市管理局"], content)
    [office] = accept_names.accept(["青禾县城市管理局"], content, given=Given(kind="委局"))
    assert (office.kind, office.county, office.places) == ("委局", "青禾县", ())
    [county] = accept_names.accept(["云溪区"], content, given=Given(kind="district"))
    assert (county.taxonomy, county.slug) == ("county", "yunxi")
    with pytest.raises(ConfigError, match="a county is not in another county"):
        accept_names.accept(["某区"], content, given=Given(kind="district", county="青禾县"))
    with pytest.raises(ConfigError, match="“青禾县城市管理局” is known already"):
        accept_names.accept(["青禾县城市管理局"], content, given=Given(kind="委局"))
    with pytest.raises(ConfigError, match="“a: b” cannot be a name"):
        accept_names.accept(["a: b"], content, given=Given(kind="委局"))


def test_names_entered_by_hand_are_used_at_the_next_run(content: Path) -> None:
    paths = [convert(content, issue, "青禾县城管局") for issue in (41, 42)]
    paths[1].write_text(paths[1].read_text("utf-8").replace("免费体检", "义诊"), "utf-8")
    file = content / "authorities" / "departments.yaml"
    entry = "- {slug: chengguan, name: 青禾县城市管理局, kind: 委局, aliases: [青禾县城管局]}\n"
    file.write_text(file.read_text("utf-8") + entry, "utf-8")
    assert {one.path: one.action for one in tag_again(content)} == dict.fromkeys(paths, "tagged")
    for path in paths:
        assert "青禾县城市管理局" in path.read_text("utf-8")
    load.load(content)


def test_what_a_person_tagged_otherwise_waits_no_more(content: Path) -> None:
    path = convert(content, 41, "青禾县中医院")
    text = path.read_text("utf-8").replace("department: []", "department: [澜川市卫生健康委员会]")
    path.write_text(text, "utf-8")
    assert proposed(content) == []
    accept_names.accept(["青禾县中医院"], content, given=Given(kind="医院"))
    assert list(tag_again(content)) == []
    assert path.read_text("utf-8") == text


def test_an_authority_file_may_have_any_style(content: Path) -> None:
    convert(content, 41, "青禾县中医院")
    file = content / "authorities" / "departments.yaml"
    file.write_text("[{slug: a, name: 澜川市某局, kind: 委局}, # 甲\n]\n", "utf-8")
    accept_names.accept(["青禾县中医院"], content, given=Given(kind="医院: 甲 # 乙"))
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
    assert proposed(content) == []  # no article has it
    text = path.read_text("utf-8")
    changed = text.replace("attribution: 青禾县中医院", "attribution: 'a: b # c'")
    assert changed != text
    path.write_text(changed, "utf-8")
    [one] = proposed(content)
    assert one.name == ""
