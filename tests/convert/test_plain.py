"""The plainest reading: what becomes of a document that the cutting fails on."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from jianbao.archive.model import Provenance
from jianbao.content import load
from jianbao.convert import conversion
from jianbao.convert.blocks import Block, Document
from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.plain import plain_draft
from jianbao.convert.duplicates import Known
from jianbao.text.chinese import strip_space

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
TEXT = """\
澜川卫生健康动态
第7期
青禾县开展义诊。8月2日，青禾县组织3支医疗队进村。
（青禾县卫生健康委）
"""


def failing(*_: object) -> object:
    raise KeyError("series")


@pytest.mark.parametrize(
    "stage", ["label", "assemble", "is_bulletin", "tag", "compose", "settle", "doubts"]
)
def test_a_defect_of_any_stage_costs_no_document(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = getattr(conversion, stage)
    calls: list[object] = []

    def first_fails(*arguments: object) -> object:
        calls.append(arguments)
        return failing() if len(calls) == 1 else whole(*arguments)

    monkeypatch.setattr(conversion, stage, first_fails)
    made = convert(TEXT.encode(), "a.txt", SETTINGS)
    assert made.articles == 1
    for line in TEXT.splitlines():
        assert line in made.markdown
    (flag,) = [flag for flag in made.flags if flag.kind == "plain_reading"]
    assert flag.line == 0
    assert flag.text == "KeyError: 'series'"


def plainly(document: Document, monkeypatch: pytest.MonkeyPatch) -> Conversion:
    monkeypatch.setattr(conversion, "label", failing)
    return conversion.from_blocks(document, b"", "a.txt", SETTINGS, Known())


def test_tables_captions_and_rules_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = (
        Block("医疗队进村义诊", 1),
        Block("乡镇\t人数\n柳河镇\t24", 2, kind="table", rows=(("乡镇", "人数"), ("柳河镇", "24"))),
        Block("义诊现场", 3, kind="image"),
        Block("———", 4, kind="rule"),
    )
    made = plainly(Document("docx", blocks), monkeypatch)
    assert "## 医疗队进村义诊\n\n| 乡镇 | 人数 |\n| --- | --- |\n| 柳河镇 | 24 |" in made.markdown
    assert "义诊现场" in made.markdown
    assert "reason: rule" in made.review


def test_the_title_of_a_text_without_a_first_line_is_a_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = plainly(Document("text", (Block("青禾县开展义诊" * 20, 1),)), monkeypatch)
    assert "articles.1.title: inferred" in made.review
    assert strip_space(made.markdown).count("青禾县开展义诊" * 20) == 1


@examples(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6))
def test_any_text_is_kept_whole(lines: list[str]) -> None:
    """`settle` raises where a character is lost, moved or doubled."""
    blocks = [Block(text, line) for line, text in enumerate(["医疗队进村", *lines], 1)]
    document = Document("text", tuple(blocks))
    authorities = Authorities(SETTINGS.counties, SETTINGS.departments)
    source = Provenance("a.txt", "0" * 64, "text")
    conversion._made(
        document, source, SETTINGS.site, authorities, lambda: plain_draft(document, "")
    )
