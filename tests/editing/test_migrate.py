"""Names in time: tags get the name of the bulletin's date, and nothing else changes."""

import shutil
from pathlib import Path

import pytest

from jianbao.base.problems import Problems
from jianbao.content import load
from jianbao.editing import convert_folder
from jianbao.editing.migrate import migrate

TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"
COUNTIES = """\
- slug: qinghe  # 2019年撤县设区
  name: 青禾区
  kind: district
  short: 青禾
  code: "991103"
  prefecture: 澜川市
  misprints: [青和县]
  names:
    - {name: 青禾县, code: "991121", to: 2019-06}
"""
OFFICES = """\
- slug: qinghe-weijianwei
  name: 青禾区卫生健康委员会
  kind: 委局
  county: 青禾区
  aliases: [青禾区卫健委, 青禾县卫计局]
  names:
    - {name: 青禾县卫生和计划生育局, from: 2014-09, to: 2019-03}
    - {name: 青禾县卫生健康委员会, from: 2019-03, to: 2019-06}
  succeeds: [qinghe-weishengju]
- slug: qinghe-weishengju
  name: 青禾县卫生局
  kind: 委局
  county: 青禾区
  names:
    - {name: 青禾县卫生局, to: 2014-09}
"""
DOCUMENT = """\
澜川卫生健康动态
{year}年第{issue}期
澜川市卫生健康委员会办公室 {year}年5月11日

青和县开展健康体检。5月1日，青禾县组织12支医疗队进村，为{issue}60名老年人免费体检。

（{office}）

编辑：林一舟
"""
BULLETIN = """\
---
title: 澜川卫生健康动态 {date}
series: lanchuan-weisheng
date: {date}
articles:
  - title: 开展健康体检
    kind: brief
    department: [{office}]  # 照登记表
    county:
      - {county}
---

## 开展健康体检

组织12支医疗队进村。
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "authorities").mkdir(parents=True)
    shutil.copy(TYPICAL / "site.yaml", content / "site.yaml")
    (content / "authorities" / "counties.yaml").write_text(COUNTIES, "utf-8")
    (content / "authorities" / "departments.yaml").write_text(OFFICES, "utf-8")
    return content


def convert(content: Path, year: int, office: str) -> str:
    document = content.parent / f"{year}.txt"
    document.write_text(DOCUMENT.format(year=year, issue=7, office=office), "utf-8")
    [taken] = convert_folder.take_in([document], load.load_settings(content), content)
    assert taken.outcome
    return taken.outcome.path.read_text("utf-8")


def write(content: Path, date: str, office: str, county: str) -> Path:
    path = content / "bulletins" / "lanchuan-weisheng" / date[:4] / f"{date}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BULLETIN.format(date=date, office=office, county=county), "utf-8")
    return path


def remarks(content: Path) -> list[str]:
    found = Problems()
    load.load(content, remarks=found)
    return [one.text().partition(".md:")[2] for one in found]


@pytest.mark.parametrize(
    ("year", "printed", "office", "county"),
    [
        (2012, "青禾县卫生局", "青禾县卫生局", "青禾县"),
        (2016, "青禾县卫计局", "青禾县卫生和计划生育局", "青禾县"),
        (2018, "青禾县卫生和计划生育局", "青禾县卫生和计划生育局", "青禾县"),
        (2019, "青禾县卫健委", "青禾县卫生健康委员会", "青禾县"),
        (2023, "青禾区卫健委", "青禾区卫生健康委员会", "青禾区"),
    ],
)
def test_a_document_is_tagged_with_the_names_of_its_date(
    content: Path, year: int, printed: str, office: str, county: str
) -> None:
    text = convert(content, year, printed)
    assert f"department:\n      - {office}\n" in text
    assert f"county:\n      - {county}\n" in text
    # A misprint is repaired to the name of that time.
    assert f"title: {county}开展健康体检" in text
    assert remarks(content) == []


def test_reading_again_after_a_renaming_loses_nothing(content: Path) -> None:
    """The office had one name when the document was converted first."""
    file = content / "authorities" / "departments.yaml"
    file.write_text("- {slug: a, name: 青禾县卫生局, kind: 委局}\n", "utf-8")
    assert "department:\n      - 青禾县卫生局\n" in convert(content, 2016, "青禾县卫生局")
    renamed = (
        "- slug: a\n  name: 青禾县卫健局\n  kind: 委局\n  names: [{name: 青禾县卫生局, to: 2020}]\n"
    )
    file.write_text(renamed, "utf-8")
    [taken] = convert_folder.take_in(
        [content.parent / "2016.txt"], load.load_settings(content), content
    )
    assert taken.outcome
    assert taken.outcome.action == "unchanged"


def test_check_remarks_on_a_name_outside_its_time(content: Path) -> None:
    write(content, "2016-05-01", "青禾区卫健委", "青禾区")
    write(content, "2017-05-01", "青禾区卫生健康委员会", "青禾县")
    write(content, "2018-05-01", "青禾县卫生局", "青禾县")
    renamed = "on {} “{}” was called “{}”: migrate writes that name"
    gone = "“青禾县卫生局” was not in use on 2018-05-01: 青禾县卫生和计划生育局 took its place"
    office, then = "青禾区卫生健康委员会", "青禾县卫生和计划生育局"
    assert remarks(content) == [
        f"10: county: {renamed.format('2016-05-01', '青禾区', '青禾县')}",
        f"8: department: {renamed.format('2017-05-01', office, then)}",
        f"8: department: {gone}",
    ]


def test_a_name_that_nobody_had_then_is_for_a_person(content: Path) -> None:
    offices = content / "authorities" / "departments.yaml"
    text = offices.read_text("utf-8").replace("  succeeds: [qinghe-weishengju]\n", "")
    offices.write_text(text, "utf-8")
    path = write(content, "2018-05-01", "青禾县卫生局", "青禾县")
    before = path.read_text("utf-8")
    file = "authorities/departments.yaml"
    found = f"“青禾县卫生局” was not in use on 2018-05-01: name the one of then, or correct {file}"
    assert remarks(content) == [f"8: department: {found}"]
    assert list(migrate(content)) == []
    assert path.read_text("utf-8") == before


def test_migrate_writes_the_names_of_that_time_and_no_other_byte(content: Path) -> None:
    path = write(content, "2016-05-01", "青禾区卫生健康委员会", "青禾区")
    good = write(content, "2023-05-01", "青禾区卫生健康委员会", "青禾区")
    before, untouched = path.read_text("utf-8"), good.read_text("utf-8")
    [done] = migrate(content)
    assert (done.path, done.is_written) == (path, True)
    assert [(one.old, one.new) for one in done.renames] == [
        ("青禾区卫生健康委员会", "青禾县卫生和计划生育局"),
        ("青禾区", "青禾县"),
    ]
    assert path.read_text("utf-8") == before.replace(
        "[青禾区卫生健康委员会]", "[青禾县卫生和计划生育局]"
    ).replace("- 青禾区", "- 青禾县")
    assert good.read_text("utf-8") == untouched
    assert list(migrate(content)) == []
    assert remarks(content) == []


def test_what_nobody_changed_is_converted_again(content: Path) -> None:
    counties = content / "authorities" / "counties.yaml"
    counties.write_text(COUNTIES.partition("  names:")[0], "utf-8")
    assert "county:\n      - 青禾区\n" in convert(content, 2016, "青禾区卫生健康委员会")
    counties.write_text(COUNTIES, "utf-8")
    [done] = migrate(content)
    assert done.is_written
    text = done.path.read_text("utf-8")
    assert "county:\n      - 青禾县\n" in text
    assert list(migrate(content)) == []


def test_what_the_program_cannot_change_is_reported(content: Path) -> None:
    path = write(content, "2016-05-01", "&x 青禾区卫生健康委员会", "*x")
    before = path.read_bytes()
    done = list(migrate(content))
    assert [one.is_written for one in done] == [False]
    assert path.read_bytes() == before
