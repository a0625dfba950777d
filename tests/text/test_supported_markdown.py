"""docs/markdown.zh-CN.md is true: each example gives the HTML beside it."""

import re
from pathlib import Path

import pytest

from jianbao.pages import values
from jianbao.text import markdown

GUIDE = (Path(__file__).parents[2] / "docs" / "markdown.zh-CN.md").read_text("utf-8")
_CELL = r"(`` .*? ``|`[^`]*`)"
EXAMPLES = re.findall(rf"^\| [^|]+ \| {_CELL} \| {_CELL} \|$", GUIDE, re.MULTILINE)


def said(cell: str) -> str:
    return cell.strip("`").removeprefix(" ") if cell.startswith("``") else cell[1:-1]


def html(source: str) -> str:
    """The HTML without ids and line ends."""
    return re.sub(r' id="[^"]*"|\n', "", str(markdown.to_html(source)))


def test_the_guide_has_examples() -> None:
    rows = [line for line in GUIDE.splitlines() if line.startswith("| ") and "`" in line]
    assert len(EXAMPLES) == len(rows) > 15


@pytest.mark.parametrize(("source", "expected"), EXAMPLES)
def test_an_example_gives_what_the_guide_says(source: str, expected: str) -> None:
    source = said(source).removesuffix(" ")
    assert html(source) == said(expected)


def test_the_table_of_the_guide_has_its_caption() -> None:
    [source] = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    made = html(source)
    assert "<table><caption>表1：各县义诊人次</caption><thead>" in made
    assert '<td class="right">320</td>' in made


TABLE = "| 县区 | 人次 |\n|---|---|\n| 青禾县 | 320 |"


def test_a_caption_leaves_the_ids_of_paragraph_and_table() -> None:
    apart = f"表1：各县人次\n\n说明。\n\n{TABLE}"
    together = f"表1：各县人次\n\n{TABLE}"
    kept = {one for one in markdown.anchors(apart) if one[0] in "pt"}
    assert markdown.anchors(together) < kept
    [table] = markdown.tables(together)
    assert table.header == ("县区", "人次")
    assert markdown.plain_blocks(together)[0] == "表1：各县人次"


@pytest.mark.parametrize("before", ["表扬：各县", "见表1：", "表1：一\n两行的文字", "# 表1：各县"])
def test_other_text_above_a_table_is_no_caption(before: str) -> None:
    assert "<caption" not in html(f"{before}\n\n{TABLE}")


def test_a_long_text_has_an_outline_of_its_highest_headings() -> None:
    body = "\n\n".join(["开头。", *(f"### {n}、做法\n\n正文。\n\n#### 步骤{n}" for n in "一二三")])
    assert [text for _, text in values.outline(body)] == ["一、做法", "二、做法", "三、做法"]
    ids = {name for name, _ in values.outline(body)}
    assert ids <= markdown.anchors(body)
    assert values.outline("### 一、做法\n\n正文。") == []
