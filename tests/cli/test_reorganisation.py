"""The editor's guide walks an office through its first merger: the steps of that section in their
order, with what the guide tells to write."""

import re
import shutil
import sys
from pathlib import Path

import archives
import pytest

from jianbao import cli

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "editing.zh-CN.md").read_text("utf-8")
[SECTION] = re.findall(r"^## 九、.*?(?=^## )", GUIDE, re.MULTILINE | re.DOTALL)
OFFICES, TOWNSHIPS = re.findall(r"```yaml\n(- .*?)```", SECTION, re.DOTALL)
STEPS = re.findall(r"^    jianbao (.+)$", SECTION, re.MULTILINE)
BEFORE = (
    "- {slug: moumou-weijianwei, name: 某某县卫生健康委员会, kind: 委局, aliases: [县卫计局]}\n"
)
OTHER_COUNTY = """\
- slug: hedong
  name: 河东县
  kind: county
  short: 河东
  code: "991199"
  prefecture: 某某市
  province: 某某省
"""


class Editor:
    """Runs commands in an archive of the guide's county, and reads its files."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.content = root / "content"
        self._capsys = capsys

    def run(self, *arguments: str, status: int = 0) -> tuple[list[str], list[str]]:
        self._capsys.readouterr()
        assert cli.main(arguments) == status, arguments
        out, err = self._capsys.readouterr()
        told = [line for line in err.splitlines() if "sample that init wrote" not in line]
        return out.splitlines(), told

    def bulletin(self, year: int) -> Path:
        return self.content / "bulletins" / "gongzuo-jianbao" / str(year) / "005.md"


@pytest.fixture
def editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Editor:
    monkeypatch.setenv("JIANBAO_LANG", "en")
    monkeypatch.setattr(sys, "argv", ["jianbao"])
    monkeypatch.chdir(archives.start(tmp_path))
    return Editor(tmp_path, capsys)


def document(year: int, office: str, text: str = "医共体") -> str:
    printed = (
        archives.document(5).replace("2024年", f"{year}年").replace("县政府办）", f"{office}）")
    )
    return printed.replace("春季义诊活动\n", f"春季义诊活动\n\n河西镇卫生院加入{text}。", 1)


def test_an_office_goes_through_its_first_merger(editor: Editor, tmp_path: Path) -> None:
    offices = editor.content / "authorities" / "departments.yaml"
    before = offices.read_text("utf-8")
    offices.write_text(before + BEFORE, "utf-8")
    (tmp_path / "2016.txt").write_text(document(2016, "县卫计局"), "utf-8")
    editor.run("convert", "2016.txt")
    path = editor.bulletin(2016)
    assert "- 某某县卫生健康委员会" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("reviewed: false", "reviewed: 2024-01-01"))

    offices.write_text(before + OFFICES, "utf-8")
    assert [
        *("check", "migrate", "build"),
        "accept 河西镇 城关街道 --kind township --county 某某县",
        "accept 医共体 --kind topic",
    ] == STEPS
    _, told = editor.run("check")
    message = "on 2016-03-05 “某某县卫生健康委员会” was called “某某县卫生和计划生育局”"
    assert any(message in line for line in told)
    out, _ = editor.run("migrate")
    assert out[-1] == "bulletins rewritten: 1"
    assert "某某县卫生健康委员会 → 某某县卫生和计划生育局" in out[0]
    _, told = editor.run("check")
    assert not any("was called" in line for line in told)

    # Documents of every time are read by the names of their date.
    for year, printed, name in (
        (2012, "县卫生局", "某某县卫生局"),
        (2023, "县卫健委", "某某县卫生健康委员会"),
    ):
        (tmp_path / f"{year}.txt").write_text(document(year, printed), "utf-8")
        editor.run("convert", f"{year}.txt")
        assert f"- {name}\n" in editor.bulletin(year).read_text("utf-8")
    editor.run("build")
    page = (tmp_path / "site/department/moumou-weijianwei.html").read_text("utf-8")
    assert "沿革" in page
    assert "前身的文章" in page


def test_a_topic_is_entered_given_and_declined(editor: Editor, tmp_path: Path) -> None:
    shutil.copy(editor.content / "site.yaml", tmp_path / "before.yaml")
    townships = editor.content / "authorities" / "townships.yaml"
    townships.write_text(TOWNSHIPS, "utf-8")
    (tmp_path / "2023.txt").write_text(document(2023, "县政府办"), "utf-8")
    editor.run("convert", "2023.txt")
    path = editor.bulletin(2023)
    assert "township:\n      - 河西镇\n" in path.read_text("utf-8")

    out, _ = editor.run(*STEPS[-1].split())
    assert out[-1] == "articles with a new topic: 1"
    assert "医共体" in (editor.content / "authorities" / "topics.yaml").read_text("utf-8")
    tagged = path.read_text("utf-8")
    assert "topics: [医共体]\n" in tagged
    assert editor.run("accept", "医共体")[0] == ["articles with a new topic: 0"]

    # A later article that names it is listed, until a person declines it.
    path.write_text(tagged.replace("    topics: [医共体]\n", ""), "utf-8")
    out, _ = editor.run("accept")
    assert any("医共体" in line and "articles that name it: 1" in line for line in out)
    _, told = editor.run("check")
    assert any("accept 医共体 gives it that topic" in line for line in told)
    path.write_text(tagged.replace("topics: [医共体]", "not_topics: [医共体]"), "utf-8")
    assert editor.run("accept")[0] == ["no name waits to be entered"]
    assert editor.run("accept", "医共体")[0] == ["articles with a new topic: 0"]


def test_a_place_is_entered_and_given(editor: Editor, tmp_path: Path) -> None:
    townships = editor.content / "authorities" / "townships.yaml"
    (tmp_path / "2023.txt").write_text(
        document(2023, "河西镇卫生院").replace("春季义诊活动\n", "河西镇春季义诊活动\n", 1), "utf-8"
    )
    editor.run("convert", "2023.txt")
    path = editor.bulletin(2023)
    before = path.read_text("utf-8").replace("title:", "title:  # 两人看过\n ", 1)
    path.write_text(before, "utf-8")

    out, told = editor.run(*STEPS[3].split())
    assert told == []
    assert out[:2] == [
        "河西镇: entered (hexizhen、town、某某县)",
        "城关街道: entered (chengguanjiedao、subdistrict、某某县)",
    ]
    assert out[-1] == "articles with a new place: 1"
    assert townships.read_text("utf-8").startswith(TOWNSHIPS)
    tagged = path.read_text("utf-8")
    assert tagged.count("township: [河西镇]\n") == 1
    assert tagged.replace("    township: [河西镇]\n", "") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("河西镇", "“河西镇” does not say which county it is in: add --county NAME"),
        ("河西镇 --county 没有县", "there is no county called “没有县”"),
        ("某某县 --county 某某县", "“某某县” is known already, as 某某县"),
        ("<b> --county 某某县", "“<b>” cannot be a name"),
    ],
)
def test_a_place_that_cannot_be_entered_is_refused(
    editor: Editor, arguments: str, said: str
) -> None:
    counties = editor.content / "authorities" / "counties.yaml"
    counties.write_text(f"{counties.read_text('utf-8')}\n{OTHER_COUNTY}", "utf-8")
    _, told = editor.run("accept", *arguments.split(), "--kind", "township", status=1)
    assert said in told[0]
    assert not (editor.content / "authorities" / "townships.yaml").exists()


def test_a_place_is_in_the_county_that_its_name_begins_with(editor: Editor) -> None:
    counties = editor.content / "authorities" / "counties.yaml"
    counties.write_text(f"{counties.read_text('utf-8')}\n{OTHER_COUNTY}", "utf-8")
    out, _ = editor.run("accept", "河东县城关镇", "--kind", "township")
    assert out[0] == "河东县城关镇: entered (chengguanzhen、town、河东县)"
    _, told = editor.run("accept", "河东县城关镇", "--kind", "township", status=1)
    assert "is known already" in told[0]
    editor.run("accept", "甲镇", "--kind", "township", "--name", "甲镇", status=2)


def test_a_topic_that_is_known_or_no_name_is_refused(editor: Editor) -> None:
    editor.run("accept", "医共体", "--kind", "topic")
    _, told = editor.run("accept", "医共体", "--kind", "topic", status=1)
    assert told[0] == "content: “医共体” is known already, as 医共体"
    _, told = editor.run("accept", "<b>", "--kind", "topic", status=1)
    assert "cannot be a name" in told[0]


def test_a_file_that_the_program_cannot_change_is_reported(editor: Editor) -> None:
    topics = editor.content / "authorities" / "topics.yaml"
    topics.write_text("{}\n", "utf-8")
    assert editor.run("accept", "医共体", "--kind", "topic", status=1)[1]
    assert topics.read_text("utf-8") == "{}\n"
