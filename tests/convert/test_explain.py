"""Why a block has its role."""

from jianbao.convert.label.explain import explain
from jianbao.convert.readers.text import read_text

TEXT = """澜川卫生健康动态
2024年第40期
澜川市卫生健康委员会办公室 2024年11月5日
青禾县开展健康体检
11月1日，青禾县组织12支医疗队进村，为860名老年人免费体检。
（青禾县卫生健康委）
"""


def test_each_block_is_explained_by_the_facts_that_decide() -> None:
    found = list(explain(read_text(TEXT)))
    assert [one.role for one in found] == ["series", "issue", "issuer", "title", "para", "attr"]
    assert [one.line for one in found] == [1, 2, 3, 4, 5, 6]
    assert found[1].text == "2024年第40期"
    assert all(0 < len(one.reasons) <= 5 for one in found)
    assert any("issue" in name and vote > 0 for name, vote in found[1].reasons)
    votes = [abs(vote) for _, vote in found[1].reasons]
    assert votes == sorted(votes, reverse=True)


def test_what_stands_above_is_a_reason_too() -> None:
    reasons = {name for one in explain(read_text(TEXT)) for name, _ in one.reasons}
    assert any(name.startswith("after:") for name in reasons)
