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
    [source, _] = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
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


def test_the_footnotes_of_the_guide_lead_there_and_back() -> None:
    [_, source] = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    made = str(markdown.to_html(source, "a1-"))
    targets = re.findall('href="#([^"]*)"', made)
    ids = re.findall('id="([^"]*)"', made)
    assert targets == ["a1-fn-1", "a1-fn-2", "a1-fnref-1", "a1-fnref-2"]
    assert set(targets) < set(ids)
    assert len(set(ids)) == len(ids)
    assert markdown.plain_blocks(source) == (
        "义诊320人次[1]，比上年增加两成[2]。",
        "[1] 不含乡镇卫生院。",
        "[2] 上年数来自年报。",
    )


def test_footnotes_are_numbered_by_their_marks_and_nothing_is_lost() -> None:
    notes = "[^甲]: 甲注，见[^乙]。\n[^乙]: 乙注\n续行。\n\n[^丙]: 无人提。"
    source = f"先[^乙]，后[^甲]，再[^乙]。\n\n{notes}\n\n末段[^丁]。"
    assert markdown.plain_blocks(source) == (
        "先[1]，后[2]，再[1]。",
        "[^丙]: 无人提。",
        "末段[^丁]。",
        "[1] 乙注续行。",
        "[2] 甲注，见[^乙]。",
    )
    made = str(markdown.to_html(source))
    assert made.count('role="doc-noteref"') == 3
    assert 'id="fnref-1-2"' in made


def test_footnotes_need_no_links_where_a_page_has_no_address() -> None:
    made = str(markdown.to_html("文[^1]。\n\n[^1]: <b>注</b>。", jumps=False))
    assert "<a" not in made
    assert "<sup>[1]</sup>" in made
    assert "[1] &lt;b&gt;注" in made


def test_a_footnote_in_a_link_or_caption_is_text() -> None:
    made = str(
        markdown.to_html("[文[^1]](https://a.example/)，![图[^1]](图片/a.jpg)\n\n[^1]: 注。")
    )
    assert '<a href="https://a.example/">文[^1]</a>' in made
    assert "footnotes" not in made
