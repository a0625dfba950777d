"""What the parts of an article are."""

from jianbao.convert.blocks import Block
from jianbao.convert.cut.article_body import begins_numbering, is_attachment_head, level_repair
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage


def unit(text: str, level: int = 0) -> Unit:
    return Unit("text", Passage.at(text, 1), Block(text, 1, heading=level))


def test_a_claimed_level_is_put_right_and_recorded() -> None:
    (repair,) = level_repair(unit("一、抓组织", level=1), 3)
    assert repair.rule == "heading-level"
    assert level_repair(unit("一、抓组织"), 3) == ()


def test_numbering_begins_with_one() -> None:
    assert begins_numbering([unit("近日开展体检。"), unit("一、抓组织")])
    assert not begins_numbering([unit("近日开展体检。"), unit("二、抓组织")])


def test_the_head_of_an_attachment() -> None:
    assert is_attachment_head("附件1")
    assert not is_attachment_head("附件1：名单和要求都在这里")
