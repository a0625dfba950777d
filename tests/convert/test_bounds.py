"""Records of documents with very many doubts, repairs or removals."""

from pathlib import Path

import pytest

from jianbao.archive.model import Flag, Repair
from jianbao.content import folder, load
from jianbao.convert.blocks import Removal
from jianbao.convert.conversion import convert
from jianbao.convert.record.bounds import BYTES, EACH, LONGEST, bounded

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")


def test_a_short_list_is_whole() -> None:
    flags = (Flag("scan", 1, "第1页", "请核对"),)
    repairs = (Repair("width", 1, "甲,乙", "甲，乙"),)
    removals = (Removal("rule", 2, "---"),)
    listed = bounded(flags, repairs, removals)
    assert (listed.flags, listed.repairs, listed.removals) == (flags, repairs, removals)


def test_what_is_too_much_is_counted_by_kind() -> None:
    repairs = [Repair("width", line, "甲,", "甲，") for line in range(EACH + 5)]
    listed = bounded((), [*repairs, Repair("markup", 1, "<b>", "")], ())
    assert len(listed.repairs) == EACH + 1
    (flag,) = listed.flags
    assert (flag.kind, flag.line, flag.text) == ("not_listed", 0, "width")
    assert " 5 处" in flag.advice


def test_a_long_text_is_cut() -> None:
    (removal,) = bounded((), (), (Removal("hidden", 1, "长" * 9000),)).removals
    assert len(removal.text) == LONGEST
    assert removal.text.endswith("…")


def test_the_bytes_of_a_list_are_bounded() -> None:
    flags = [Flag(f"kind{n}", n, "\u200b" * LONGEST, "") for n in range(200)]
    listed = bounded(flags, (), ())
    escaped = sum(10 * len(flag.text) for flag in listed.flags if flag.kind != "not_listed")
    assert BYTES / 2 < escaped <= BYTES
    assert sum(flag.kind == "not_listed" for flag in listed.flags) == 200 - escaped // 20_000


@pytest.mark.parametrize("mark", ["，，", "\\*", "\u200b", "甲,", "<b>", "&amp;", "1 1 年"])
def test_check_takes_the_record_of_a_document_full_of(mark: str) -> None:
    text = (
        "澜川卫生健康动态\n第7期\n义诊活动\n" + f"{'医疗队进村入户送药' * 8}{mark * 20}。\n" * 100
    )
    made = convert(text.encode(), "a.txt", SETTINGS)
    assert len(made.review.encode()) < folder.MAX_BYTES
    review, problems = load.parse_review(made.review.encode(), "review")
    assert review is not None
    assert not problems
    assert review.flags == made.flags
