"""What a conversion costs grows with what it reads and not with its square, whatever a document is
full of. Processor time is measured, of one document and of another four times as long."""

from collections.abc import Callable
from pathlib import Path

import documents_pdf
import pytest
from cost import assert_in_proportion
from reportlab.pdfgen.canvas import Canvas

from jianbao.content import load
from jianbao.convert.conversion import convert

pytestmark = pytest.mark.slow

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
BYTES = 4_000

HEAD = (
    "澜川卫生健康动态\n2024年第40期\n澜川市卫生健康委员会办公室 2024年11月5日\n\n"
    "青禾县开展健康体检\n\n"
)
FOOT = "\n（青禾县卫生健康委）\n\n报：市委、市政府。\n编辑：林一舟\n"
SENTENCE = "近日，青禾县组织医务人员进村入户，为群众免费体检，受到欢迎。"

WITHIN_A_LINE = (
    "送药上门", "送药![图](a)到家", "送药\\*到家", "送药\u200b到家", "\u200b", "送1", "送 药 ",
    "1 ", "13800138000，", "（送", "送）", "（送药）", "【送", "【送药】", "“送", "“送药”", "送\"",
    "《送", "送#", "送|", "送*", "**送药**到", "送_", "__", "<", "<b>送", "<送", "送药<br>", "&送",
    "&amp;送", "<!--送", "$1$送", "_{1}送", "送药，", "送，，", "送\u3000药\u3000", "送——", "送…",
    "青禾县", "青禾县卫生健康委", "2024年5月9日", "第7期", "一是送药。", "送药上门和送药上门",
    "患者赵小明，", "送:", "http://a.cn/送", "送\ufe0f",
)  # fmt: skip
LINES = (
    "送药,", "送药，", "送药。", "送药", "一、", "一、抓组织", "（一）送药",
    "1. 送药", "![图](a)", "# ", "## 送药", "| 甲 | 乙 |",
    "甲\t乙\t丙", "甲 1 2", "**送药**", "<p>送药</p>", "<table>",
    "（青禾县卫生健康委）", "2024年5月9日", "第7期", "送",
    "编辑：林一舟", "报：市委、市政府", "送：市直各单位", "编者按：送药", "附件：1.送药",
    "---", "12", "- 12 -", "第3页 共9页", "送药上门……12", "送药上门\t12", "★送药", "* 送药",
    "上一篇：送药", "来源：青禾县", "【送药】", "青禾县卫生健康委员会", "澜川卫生健康动态第7期",
)  # fmt: skip


def conversion(text: str, name: str) -> Callable[[], object]:
    return lambda: convert(text.encode(), name, SETTINGS)


@pytest.mark.parametrize("special", WITHIN_A_LINE)
def test_special_characters_within_one_line(special: str) -> None:
    def make(size: int) -> Callable[[], object]:
        count = size * BYTES // len(special.encode())
        plain = SENTENCE * (1 + count * len(special) // 30)
        return conversion(f"{HEAD}{plain}\n{plain}{special * count}{FOOT}", "a.txt")

    assert_in_proportion(make)


@pytest.mark.parametrize("line", LINES)
def test_many_short_lines(line: str) -> None:
    def make(size: int) -> Callable[[], object]:
        count = size * BYTES // len(line.encode())
        lines = f"{line}\n" * count
        plain = (SENTENCE + "\n") * (1 + count * len(line) // 30)
        return conversion(f"{HEAD}{plain}{lines}{FOOT}", "a.txt")

    assert_in_proportion(make)


@pytest.mark.parametrize(
    "element",
    [
        "<p>送药</p>", "<b>送</b>药", "<br>送药", "<td>送</td>", "<tr><td>送</td><td>药</td></tr>",
        "<a href=x>送药</a>", "<li><a href=x>送药</a></li>", "<a href=x>送药", "<p><b>送药",
        "<img src=a.png alt=图>", "<hr>", "<h2>送药</h2>", "</div>送药", "</html>送药", "<!--送",
        "<p style='display:none'>送药</p>", "送<sup>2</sup>",
    ],
)  # fmt: skip
def test_elements_of_a_web_page(element: str) -> None:
    def make(size: int) -> Callable[[], object]:
        head = "".join(f"<p>{line}</p>" for line in (HEAD + SENTENCE).split("\n"))
        count = size * BYTES // len(element.encode())
        return conversion(f"<div>{head}<p>{SENTENCE * 9}</p>{element * count}</div>", "a.html")

    assert_in_proportion(make)


@pytest.mark.parametrize("element", ["<div>送药", "<span>送药", "<ul><li>送药", "<blockquote>"])
def test_elements_within_each_other(element: str) -> None:
    """Of a page: deeper ones than these are refused."""

    def make(size: int) -> Callable[[], object]:
        head = "".join(f"<p>{line}</p>" for line in (HEAD + SENTENCE).split("\n"))
        return conversion(f"{head}<p>{SENTENCE * 9}</p>{element * size * 150}", "a.html")

    assert_in_proportion(make)


def contents(size: int) -> str:
    titles = [f"青禾县第{number}次送药上门" for number in range(size * 50)]
    listed = "".join(f"{title}……{page}\n" for page, title in enumerate(titles))
    return f"目录\n{listed}" + "".join(f"\n{title}\n\n{SENTENCE}\n" for title in titles)


@pytest.mark.parametrize(
    "text",
    [
        contents,
        lambda size: f"{'青禾县送药上门' * size * 500}\n\n{SENTENCE}\n",
        lambda size: f"{'送药 上门 ' * size * 500}\n\n{SENTENCE}\n",
        lambda size: f"{'青禾县送药上门' * 20}\n\n{SENTENCE}\n\n" * size * 20,
        lambda size: f"{SENTENCE}\n\n一、{'送药上门' * size * 1000}\n{SENTENCE}\n",
    ],
    ids=["contents", "title", "words of a title", "titles", "heading"],
)
def test_titles_and_tables_of_contents(text: Callable[[int], str]) -> None:
    head = HEAD.removesuffix("青禾县开展健康体检\n\n")
    assert_in_proportion(lambda size: conversion(head + text(size) + FOOT, "a.txt"))


@pytest.mark.parametrize(
    "stroke",
    [
        lambda i, n: (60, 100 + 600 * i / n, 500, 100 + 600 * i / n),
        lambda i, n: (60 + 440 * i / n, 100, 62 + 440 * i / n, 100),
        lambda i, n: (
            (60, 100 + 600 * i / n, 500, 100 + 600 * i / n)
            if i % 2
            else (60 + 440 * i / n, 100, 60 + 440 * i / n, 700)
        ),
    ],
    ids=["parallel", "dashes", "grid"],
)
def test_strokes_of_a_pdf(stroke: Callable[[int, int], tuple[float, ...]]) -> None:
    """As many as a page may have."""
    sheet = documents_pdf.sheets()[0]

    def make(size: int) -> Callable[[], object]:
        count = size * 450

        def draw(canvas: Canvas) -> None:
            documents_pdf.draw_sheet(canvas, sheet)
            for i in range(count):
                canvas.line(*stroke(i, count))

        content = documents_pdf.canvas_pdf(draw)
        return lambda: convert(content, "a.pdf", SETTINGS)

    assert_in_proportion(make)
