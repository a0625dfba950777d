"""What stands below the articles."""

from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut import foot
from jianbao.convert.cut.foot import FootCut
from jianbao.convert.cut.paragraphs import Unit, assemble


def units(*lines: str) -> list[Unit]:
    blocks = tuple(Block(line, i, kind="paragraph") for i, line in enumerate(lines, start=1))
    return list(assemble(Document("text", blocks)).units)


def cut(*lines: str) -> FootCut:
    found = units(*lines)
    return foot.cut_foot(found, foot.footer_start(found))


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


def test_without_a_footer_everything_stays() -> None:
    found = units("体检结束。", "群众满意。")
    assert foot.footer_start(found) == len(found)


def test_labels_and_numbers_of_copies_are_recorded() -> None:
    made = cut("体检结束。", "编辑：林一舟", "共印50份")
    assert {removal.reason for removal in made.removals} == {"label", "copies"}


def test_a_line_that_no_field_takes_is_doubted() -> None:
    made = cut("体检结束。", "报：市委。", "内部使用注意保管", "编辑：林一舟")
    assert [flag.text for flag in made.flags] == ["内部使用注意保管"]


def test_roles_at_the_end_of_the_last_text_are_a_footer() -> None:
    found = foot.with_roles(units("群众满意。（编辑：林一舟 审核：周明远）"))
    assert [unit.kind for unit in found] == ["text", "footer"]
    assert found[0].text == "群众满意。"


def test_who_names_recipients() -> None:
    report, editor = units("报：市委。", "编辑：林一舟")
    assert foot.names_recipients(report)
    assert not foot.names_recipients(editor)
