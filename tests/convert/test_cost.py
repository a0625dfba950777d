"""What a conversion costs grows with what it reads and not with its square, whatever a document is
full of. Processor time is measured, of one document and of another four times as long."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jianbao.content import load
from jianbao.convert import convert

pytestmark = pytest.mark.slow

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
BYTES = 4_000
MORE, AT_MOST = 4, 8
"""Four times the work may take less than eight times as long; its square would be sixteen."""
ATTEMPTS = 3

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
    "（青禾县卫生健康委）", "2024年5月9日", "第7期",
)  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def assert_in_proportion(make: Callable[[int], Callable[[], object]]) -> None:
    """`make` gives the work for a size. Other processes disturb the measure, so the best counts."""
    once, more = make(1), make(MORE)
    ratios = []
    for _ in range(ATTEMPTS):
        ratios.append(seconds(more) / max(seconds(once), 0.005))
        if ratios[-1] < AT_MOST:
            return
    raise AssertionError(f"{MORE} times the work takes {min(ratios):.1f} times as long")


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
    ["<p>送药</p>", "<b>送</b>药", "<br>送药"],
)
def test_elements_of_a_web_page(element: str) -> None:
    def make(size: int) -> Callable[[], object]:
        head = "".join(f"<p>{line}</p>" for line in (HEAD + SENTENCE).split("\n"))
        count = size * BYTES // len(element)
        return conversion(f"<div>{head}<p>{SENTENCE * 9}</p>{element * count}</div>", "a.html")

    assert_in_proportion(make)
