"""What was struck and added between two texts, and what it costs on long ones."""

import random
from collections.abc import Sequence
from difflib import SequenceMatcher

import pytest

from jianbao.archive import comparison
from jianbao.archive.comparison import Comparison, compare

SIGNS = {"same": "{}", "struck": "[-{}-]", "added": "[+{}+]"}


def marked(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return [
        "".join(SIGNS[span.change].format(span.text) for span in paragraph.spans)
        for paragraph in compare(old, new).paragraphs
    ]


def one_side(found: Comparison, without: str) -> list[str]:
    kept = [[r.text for r in p.spans if r.change != without] for p in found.paragraphs]
    return ["".join(texts) for texts in kept if texts]


def test_characters_and_whole_figures_are_marked() -> None:
    assert marked(["下派医师35人次。"], ["下派医师53人次。"]) == ["下派医师[-35-][+53+]人次。"]
    assert marked(["签约率1,204.5%。"], ["签约率1,304.5%。"]) == [
        "签约率[-1,204.5%-][+1,304.5%+]。"
    ]
    assert marked(["全县召开会议。"], ["全县每月召开会议。"]) == ["全县[+每月+]召开会议。"]


def test_paragraphs_that_correspond_are_one_and_others_whole() -> None:
    old = ["标题", "第一段讲组织领导。", "这一段被整个删去了。", "第三段讲分级诊疗制度。"]
    new = ["标题", "第一段讲组织领导和协调。", "第三段讲分级诊疗制度。", "末段为新增。"]
    assert marked(old, new) == [
        "标题",
        "第一段讲组织领导[+和协调+]。",
        "[-这一段被整个删去了。-]",
        "第三段讲分级诊疗制度。",
        "[+末段为新增。+]",
    ]


def test_a_chance_character_between_two_changes_is_not_kept() -> None:
    old = ["全县卫生健康系统认真完成年度的各项工作任务。"]
    new = ["全县卫生健康系统及时汇报本季的疫苗接种任务。"]
    assert marked(old, new) == [
        "全县卫生健康系统[-认真完成年度的各项工作-][+及时汇报本季的疫苗接种+]任务。"
    ]


def test_nothing_and_something() -> None:
    assert marked([], []) == []
    assert marked(["甲"], []) == ["[-甲-]"]
    assert marked([], ["甲"]) == ["[+甲+]"]
    found = compare(["甲 乙"], ["甲 乙 丙"])
    assert (found.count("struck"), found.count("added"), found.count("same")) == (0, 1, 2)


def test_both_texts_can_be_read_from_their_comparison() -> None:
    chance = random.Random(1)

    def words() -> str:
        return "".join(chance.choice("甲乙丙。3，A") for _ in range(chance.randint(1, 12)))

    for _ in range(2000):
        old = [words() for _ in range(chance.randint(0, 6))]
        new = [chance.choice([*old, words()]) for _ in range(chance.randint(0, 6))]
        found = compare(old, new)
        assert one_side(found, "added") == old
        assert one_side(found, "struck") == new


def test_characters_of_long_texts_are_compared_only_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []

    class Counted(SequenceMatcher[str]):
        def __init__(self, junk: None, a: Sequence[str], b: Sequence[str], autojunk: bool) -> None:
            compared.append(len(a) * len(b))
            super().__init__(junk, a, b, autojunk)

    monkeypatch.setattr(comparison, "SequenceMatcher", Counted)
    chance = random.Random(2)
    signs = [chr(0x4E00 + number) for number in range(2000)]

    def sentences(count: int) -> list[str]:
        return ["".join(chance.choices(signs, k=30)) + "。" for _ in range(count)]

    old = sentences(600)
    new = [*old[:300], *sentences(1), *old[301:]]
    assert compare(["".join(old)], ["".join(new)]).count("added") < 40
    assert sum(compared) < 2000
    compare(["甲乙" * 2000], ["丙甲丁乙" * 2000])
    compare(sentences(200), sentences(200))
    assert max(compared) <= comparison.MAX_CELLS
