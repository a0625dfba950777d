"""The features of blocks: their own facts and those of their neighbours."""

from jianbao.convert.label.facts import Facts
from jianbao.convert.label.features import features_of


def test_a_block_has_its_facts_and_what_its_neighbours_pass_on() -> None:
    title = Facts("title", ("length:9-14",), ("bold",), ("top:0",), "")
    prose = Facts("prose", ("day-lead",), ("gap",), ("top:1",), "")
    above, below = features_of([title, prose])
    assert {"shape:title", "bold", "top:0", "title&bold", "+1:day-lead", "title<prose"} <= set(
        above
    )
    assert {"-1:title", "-1:bold", "title>prose", "+1:edge"} <= set(below)
    assert "-1:length:9-14" not in below


def test_no_block_has_no_features() -> None:
    assert features_of([]) == []
