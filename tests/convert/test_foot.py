"""What stands below the articles."""

from dataclasses import replace

from jianbao.convert.blocks import Block
from jianbao.convert.cut import foot
from jianbao.convert.cut.foot import FootCut
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage


def units(*lines: str) -> list[Unit]:
    return [
        Unit("text" if line.endswith("。") and "：" not in line else "footer", Passage.at(line, i),
             Block(line, i))
        for i, line in enumerate(lines, start=1)
    ]  # fmt: skip


def cut(*lines: str) -> FootCut:
    found = units(*lines)
    return foot.cut_foot(found, 1)


def test_lists_of_recipients_and_roles() -> None:
    made = cut(
        "体检结束。",
        "报：市委，市政府（各办公室、各科）。",
        "送：各县区。",
        "编辑：林一舟 审核：周明远",
    )
    assert [entry.text for entry in made.foot.report_to] == ["市委", "市政府（各办公室、各科）"]
    assert [entry.text for entry in made.foot.send_to] == ["各县区"]
    assert made.foot.editor is not None
    assert made.foot.editor.text == "林一舟"
    assert made.foot.reviewer is not None
    assert made.foot.reviewer.text == "周明远"
    assert [unit.text for unit in made.rest] == ["体检结束。"]


def test_labels_and_numbers_of_copies_are_recorded() -> None:
    made = cut("体检结束。", "编辑：林一舟", "共印50份")
    assert {removal.reason for removal in made.removals} == {"label", "copies"}


def test_a_line_that_no_field_takes_is_doubted() -> None:
    found = units("体检结束。", "报：市委。", "内部使用注意保管", "编辑：林一舟")
    found[2] = replace(found[2], kind="text")
    made = foot.cut_foot(found, 1)
    assert [flag.text for flag in made.flags] == ["内部使用注意保管"]


def test_an_invitation_to_readers_is_left_out_in_silence() -> None:
    found = units("体检结束。", "报：市委。", "扫码关注“石桥健康”公众号", "编辑：林一舟")
    found[2] = replace(found[2], kind="text")
    made = foot.cut_foot(found, 1)
    assert made.flags == ()
    assert "扫码关注“石桥健康”公众号" in [removal.text for removal in made.removals]
