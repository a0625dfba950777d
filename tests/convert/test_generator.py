"""Invented documents: their roles are possible, and the same seed gives the same document."""

from random import Random

import pytest

from jianbao.convert.label.chain import ROLES, may_follow, roles_of_kind
from jianbao.convert.training.generator import Inventor, counted
from jianbao.convert.training.layouts import LAYOUTS
from jianbao.convert.training.settings import invented

SEEDS = range(150)


def test_the_roles_of_a_document_are_possible() -> None:
    for seed in SEEDS:
        one = invented(seed)
        assert len(one.roles) == len(one.document.blocks)
        before = None
        for block, role in zip(one.document.blocks, one.roles, strict=True):
            assert may_follow(before, role), seed
            assert role in roles_of_kind(block.kind), seed
            before = role


def test_all_roles_and_settings_are_invented() -> None:
    documents = [invented(seed) for seed in range(600)]
    assert {role for one in documents for role in one.roles} == set(ROLES)
    assert {one.document.format for one in documents} == {"text", "html", "docx", "pdf"}


def test_the_same_seed_gives_the_same_document() -> None:
    assert [invented(seed) for seed in range(20)] == [invented(seed) for seed in range(20)]
    assert invented(1) != invented(2)


@pytest.mark.parametrize("table", LAYOUTS)
def test_every_entry_of_a_table_makes_lines_without_a_phrase_left(table: str) -> None:
    for number, layout in enumerate(LAYOUTS[table]):
        inventor = Inventor(Random(number))
        for line in inventor.listed(inventor.lines(layout)):
            assert not set("{}") & set(line.text), layout


def test_a_line_without_a_role_is_an_error() -> None:
    with pytest.raises(ValueError, match="no line of a layout: headline x"):
        Inventor(Random(0)).lines("title a\nheadline x")
    with pytest.raises(KeyError, match="unheard"):
        Inventor(Random(0)).lines("title {unheard}")


def test_contents_list_the_titles() -> None:
    layout = "title {title}\npara {para}"
    lines = Inventor(Random(3)).listed(
        [*Inventor(Random(3)).lines("toc= {han}、{entry}"), *Inventor(Random(3)).lines(layout)]
    )
    assert lines[0].role == "toc"
    assert lines[0].text == f"一、{lines[1].text}"


@pytest.mark.parametrize(("number", "han"), [(3, "三"), (10, "十"), (12, "十二"), (40, "四十")])
def test_numbers_are_read_aloud(number: int, han: str) -> None:
    assert counted(number) == han


def test_numbers_count_within_what_holds_them() -> None:
    layout = """
        [
        title {arabic}.{short-title}
        heading {bracketed}基本情况
        para {arabic}、一件事
        para {arabic}、一件事
        heading {bracketed}有关要求
        para {arabic}、一件事
        ]*
        """
    lines = Inventor(Random(1)).lines(layout)
    titles = [line.text.partition(".")[0] for line in lines if line.role == "title"]
    assert len(titles) > 1
    assert titles == [str(number + 1) for number in range(len(titles))]
    inside = [line.text[:3] for line in lines if line.role != "title"]
    assert inside == ["（一）", "1、一", "2、一", "（二）", "1、一"] * len(titles)


def test_a_document_keeps_to_one_form() -> None:
    def forms(seed: int) -> set[str]:
        lines = Inventor(Random(seed)).lines("[\ncolumn {column}\npara {para}\n]*")
        return {line.text[:1] for line in lines if line.role == "column"}

    alike = [len(forms(seed)) == 1 for seed in range(60)]
    assert sum(alike) > len(alike) / 2
    assert not all(alike), "some documents are careless"
