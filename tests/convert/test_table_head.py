"""Heads of tables in two rows."""

from pathlib import Path

from jianbao.content import load
from jianbao.convert.conversion import convert
from jianbao.convert.cut.table_head import whole_head

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
TOWN = ("柳河镇", "24", "18", "无")


def test_a_merged_head_is_filled_down_and_right() -> None:
    rows = (("乡镇", "投资（万元）", "", "备注"), ("", "计划", "完成", ""), TOWN)
    assert whole_head(rows) == (
        ("乡镇", "投资（万元）/计划", "投资（万元）/完成", "备注"),
        TOWN,
    )


def test_other_heads_stay() -> None:
    plain = (("乡镇", "计划", "完成", "备注"), TOWN, TOWN)
    unfilled = (("乡镇", "投资", "", "备注"), ("", "计划", "", ""), TOWN)
    figures = (("乡镇", "投资", "", "备注"), ("", "12", "15", ""), TOWN)
    corner = (("", "投资", "", "备注"), ("乡镇", "计划", "完成", ""), TOWN)
    for rows in (plain, unfilled, figures, corner):
        assert whole_head(rows) is None


def made(second: str) -> tuple[str, list[str]]:
    table = (
        f"| 乡镇 | 投资（万元） |  | 备注 |\n|  | 计划 | {second} |  |\n| 柳河镇 | 24 | 18 | 无 |"
    )
    text = (
        "澜川卫生健康动态\n第7期\n澜川市卫生健康委员会办公室 2024年8月23日\n青禾县推进项目建设\n"
        f"近日，青禾县推进卫生项目建设，进展如下。\n{table}\n（青禾县卫生健康委）\n"
    )
    result = convert(text.encode(), "a.txt", SETTINGS)
    rules = [repair.rule for repair in result.repairs]
    return result.markdown, [*rules, *(f.kind for f in result.flags if f.kind == "merged_cells")]


def test_the_change_is_recorded() -> None:
    markdown, recorded = made("完成")
    assert "| 乡镇 | 投资（万元）/计划 | 投资（万元）/完成 | 备注 |\n| --- |" in markdown
    assert recorded == ["table-head"]


def test_an_irregular_head_is_doubted() -> None:
    markdown, recorded = made("")
    assert "| 乡镇 | 投资（万元） |  | 备注 |" in markdown
    assert recorded == ["merged_cells"]
