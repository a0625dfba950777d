"""Mastheads that are set in a table."""

from jianbao.convert.blocks import Block, Document
from jianbao.convert.label.tables import with_masthead_cells


def table(*rows: tuple[str, ...], line: int = 1) -> Block:
    return Block("\n".join("\t".join(row) for row in rows), line, kind="table", rows=rows)


MASTHEAD = table(("第21期", "2023年8月30日"), ("中共白鹭县委办公室", "内部资料"))


def texts(*blocks: Block) -> list[str]:
    return [block.text for block in with_masthead_cells(Document("docx", blocks)).blocks]


def test_each_cell_of_a_masthead_is_a_block() -> None:
    assert texts(MASTHEAD) == ["第21期", "2023年8月30日", "中共白鹭县委办公室", "内部资料"]


def test_other_tables_and_those_below_the_text_stay() -> None:
    figures = table(("乡镇", "人次"), ("柳河镇", "2024年8月30日"))
    assert texts(figures) == [figures.text]
    above = [Block("青禾县开展义诊。", line) for line in range(1, 8)]
    assert texts(*above, MASTHEAD)[-1] == MASTHEAD.text
