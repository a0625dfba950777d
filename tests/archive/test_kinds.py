"""Closed sets: every member has words in both languages, and nothing says others."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

import jianbao
from jianbao.archive import kinds
from jianbao.archive.kinds import DOUBTS, Doubt, Words
from jianbao.archive.model import Flag

CONVERT = Path(jianbao.__file__).parent / "convert"
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted(CONVERT.rglob("*.py")))

SETS: tuple[tuple[Any, Mapping[Any, Words]], ...] = (
    (kinds.ArticleKind, kinds.ARTICLE_KINDS),
    (kinds.SourceFormat, kinds.SOURCE_FORMATS),
    (kinds.Status, kinds.STATUSES),
    (kinds.SeriesKind, kinds.SERIES_KINDS),
    (kinds.CountyKind, kinds.COUNTY_KINDS),
    (kinds.MapKind, kinds.MAPS),
    (kinds.FieldState, kinds.FIELD_STATES),
    (kinds.RepairRule, kinds.REPAIR_RULES),
    (kinds.RemovalReason, kinds.REMOVAL_REASONS),
)


@pytest.mark.parametrize(("members", "words"), SETS, ids=[str(one[1])[:20] for one in SETS])
def test_every_member_has_words_in_both_languages(members: Any, words: Mapping[str, Words]) -> None:
    assert list(words) == list(get_args(members))
    for member, said in words.items():
        assert re.search("[\u4e00-\u9fff]", said.zh) or member == "pdf", member
        assert said.en.strip(), member
        assert not re.search("[\u4e00-\u9fff]", said.en), member
    for language in ("zh", "en"):
        assert len({getattr(said, language) for said in words.values()}) == len(words)


@pytest.mark.parametrize("doubt", Doubt, ids=lambda doubt: doubt.name)
def test_a_doubt_says_the_same_in_both_languages(doubt: Doubt) -> None:
    def values(template: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    assert values(doubt.zh) == values(doubt.en)
    assert re.search("[\u4e00-\u9fff]", doubt.zh)
    assert doubt.zh.endswith("。")
    assert doubt.en.endswith(".")
    assert doubt.zh.startswith("！") == doubt.en.startswith("!")


def test_the_english_of_a_doubt_is_english() -> None:
    """But for what is printed in the document: 截至, 报, 《…》."""
    foreign = {d: found for d in Doubt if (found := re.findall("[\u4e00-\u9fff]+", d.en))}
    assert foreign == {
        Doubt.FOOTER_MISSING: ["报", "送", "发", "编辑", "审核"],
        Doubt.PARAGRAPH_DOUBTFUL: ["是", "是"],
        Doubt.TITLE_WITHOUT_OFFICE: ["关于"],
        Doubt.UNTIL: ["截至"],
    }


def test_a_kind_has_one_advice_or_a_reason_for_each() -> None:
    """Else an old record, which has the kind alone, would be given another's words."""
    bare = {doubt.kind for doubt in Doubt if not doubt.reason}
    assert bare.isdisjoint(doubt.kind for doubt in Doubt if doubt.reason)


def test_every_doubt_and_every_reason_is_given_somewhere() -> None:
    named = {f"Doubt.{doubt.name}" for doubt in Doubt if not doubt.kind.startswith("privacy_")}
    assert {name for name in named if not re.search(rf"{re.escape(name)}\b", SOURCES)} == set()
    for member in (*kinds.REPAIR_RULES, *kinds.REMOVAL_REASONS):
        assert f'"{member}"' in SOURCES, member


def test_the_conversion_has_no_doubts_but_these() -> None:
    assert not re.search(r"\bFlag\(", SOURCES)


def test_pages_find_their_words_in_both_languages() -> None:
    assert kinds.strings("en").keys() == kinds.strings("zh-CN").keys()
    assert kinds.strings("zh-CN")["repair.space"] == "去掉多余空格"
    assert kinds.strings("en")["format.docx"] == "Word document"


def test_a_flag_speaks_the_readers_language() -> None:
    flag = Flag.of(Doubt.NUMBERING_GAP, 7, "五、宣传", before=3, number=5)
    assert (flag.kind, flag.reason) == ("numbering_gap", "")
    assert flag.advice == flag.words("zh-CN") == "序号从3跳到5，可能漏了内容，请核对原件。"
    assert flag.words("en").startswith("The numbers go from 3 to 5;")


@pytest.mark.parametrize(
    "flag",
    [
        Flag("near-name", 1, "", "石桥区有柳溪镇，请核对。"),
        Flag("typing_error", 1, "", "标点重复，原样保留，请核对。"),
        Flag("typing_error", 1, "", "标点重复，原样保留，请核对。", reason="nonsense"),
        Flag("numbering_gap", 1, "", "序号从3跳到5，请核对。"),
        Flag("numbering_gap", 1, "", "序号从3跳到5，请核对。", values=(("before", "3"),)),
    ],
    ids=["unknown kind", "no reason", "unknown reason", "no values", "a value missing"],
)
def test_a_flag_of_an_old_record_keeps_its_words(flag: Flag) -> None:
    assert flag.words("en") == flag.advice


def test_doubts_are_found_by_what_a_record_holds() -> None:
    assert DOUBTS["typing_error.digits"] is Doubt.DIGITS_APART
    assert all(DOUBTS[doubt.value] is doubt for doubt in Doubt)
