"""The editor's guide walks an office through its first week: its commands in their order, with what
the guide tells to write, in one archive."""

import io
import re
import sys
from pathlib import Path

import archives
import pytest
from PIL import Image
from spreadsheets import workbook

from jianbao import cli

GUIDE = (Path(__file__).parents[2] / "docs" / "editing.zh-CN.md").read_text("utf-8")
STEPS: list[str] = re.findall(r"^    jianbao (.+)$", GUIDE, re.MULTILINE)
[PICTURE] = re.findall(r"`(!\[[^\]]+\]\((pictures/[^)]+)\))`", GUIDE)
[PAGE] = re.findall(r"```markdown\n(---\n.*?)```", GUIDE, re.DOTALL)
BULLETINS = Path("content/bulletins/gongzuo-jianbao/2024")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new archive, and an inbox with two bulletins, an attachment and a picture."""
    monkeypatch.setenv("JIANBAO_LANG", "zh-CN")
    monkeypatch.setattr(sys, "argv", ["jianbao"])
    monkeypatch.chdir(archives.start(tmp_path))
    (tmp_path / "收到的文件").mkdir()
    unknown = archives.document(13).replace("（县政府办）", "（某某县中医院）")
    for number, text in ((1, archives.document(1)), (12, archives.document(12)), (13, unknown)):
        (tmp_path / f"收到的文件/第{number}期.txt").write_text(text, "utf-8")
    (tmp_path / "随文附件").mkdir()
    table = workbook([["镇", "人次"], ["河西镇", 320]])
    (tmp_path / "随文附件/名单.xlsx").write_bytes(table)
    return tmp_path


def step(beginning: str) -> str:
    """Return the first command of the guide that begins so."""
    found: list[str] = [one for one in STEPS if one.startswith(beginning)]
    return found[0]


def take(command: str) -> None:
    assert cli.main(command.split()) == 0, command


def test_an_office_goes_through_its_first_week(root: Path) -> None:
    take(step("convert"))
    take(step("accept 某某县中医院"))
    twelfth, thirteenth = root / BULLETINS / "012.md", root / BULLETINS / "013.md"
    assert "- 某某县中医院\n" in thirteenth.read_text("utf-8")

    line, file = PICTURE
    drawn = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(drawn, "JPEG")
    (root / BULLETINS / file).parent.mkdir()
    (root / BULLETINS / file).write_bytes(drawn.getvalue())
    twelfth.write_text(f"{twelfth.read_text('utf-8')}\n{line}\n", "utf-8")
    take(step("attach"))
    take(step("review content/"))

    (root / "content/pages").mkdir()
    (root / "content/pages/shiyong.md").write_text(PAGE, "utf-8")
    text = thirteenth.read_text("utf-8")
    thirteenth.write_text(text.replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    take(step("check"))
    take(step("build --as-of"))
    site = root / "site/bulletins/gongzuo-jianbao/2024"
    shown = (site / "012/1.html").read_text("utf-8")
    assert "<figcaption>图为义诊现场</figcaption>" in shown
    assert ">义诊名单</a>" in shown
    assert "使用说明" in (root / "site/index.html").read_text("utf-8")
    assert not (site / "013.html").exists()

    thirteenth.write_text(text, "utf-8")
    take("build")
    assert (site / "013.html").exists()
