"""Decoding a chain of roles: against brute force on small chains."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.convert.label import chain
from jianbao.convert.label.roles import Role

PLACES = [chain.ROLES.index(role) for role in ("title", "title+", "para", "para+", "nav")]
WEIGHT = st.floats(-4, 4).map(lambda value: round(value, 3))
SCORES = st.lists(
    st.dictionaries(st.sampled_from(PLACES), WEIGHT, max_size=4), min_size=1, max_size=4
).map(lambda rows: [{chain.ROLES.index("nav"): 0.0, **row} for row in rows])
BETWEEN = chain.transitions(
    {"title": {"title+": 2.0, "para": 1.5}, "para": {"para": 0.5, "title": -1.0, "para+": 1.0}}
)


def total(scores: chain.Scores, path: tuple[int, ...]) -> float:
    steps = itertools.pairwise(path)
    return sum(here[role] for here, role in zip(scores, path, strict=True)) + sum(
        BETWEEN[before][role] for before, role in steps
    )


@given(SCORES)
def test_the_best_path_is_the_one_that_brute_force_finds(scores: chain.Scores) -> None:
    best = max(total(scores, path) for path in itertools.product(*scores))
    found = chain.best_path(scores, BETWEEN)
    assert total(scores, tuple(found)) == pytest.approx(best)


@given(SCORES, st.sampled_from((1.0, 2.0)))
def test_marginals_are_those_of_brute_force(scores: chain.Scores, temperature: float) -> None:
    weights = {
        path: math.exp(max(total(scores, path) / temperature, -700))
        for path in itertools.product(*scores)
    }
    whole = sum(weights.values())
    found = chain.marginals(scores, BETWEEN, temperature)
    for place, here in enumerate(found):
        assert sum(here.values()) == pytest.approx(1)
        for role, likely in here.items():
            share = sum(weight for path, weight in weights.items() if path[place] == role) / whole
            assert likely == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(
    ("before", "role", "possible"),
    [
        (None, "title", True),
        (None, "title+", False),
        ("para", "title+", False),
        ("title", "title+", True),
        ("para", "para+", True),
        ("page", "para+", True),
        ("title", "para+", False),
        ("foot", "foot+", True),
        ("para", "foot+", False),
    ],
)
def test_a_role_that_goes_on_needs_one_that_it_continues(
    before: Role | None, role: Role, possible: bool
) -> None:
    assert chain.may_follow(before, role) is possible


def test_a_table_is_no_title_and_a_role_that_can_stand_anywhere_stays_a_candidate() -> None:
    scores = [0.0] * len(chain.ROLES)
    scores[chain.ROLES.index("title")] = 30.0
    scores[chain.ROLES.index("para+")] = 20.0
    table = chain.candidates(scores, "table", first=False, margin=5)
    assert {chain.ROLES[place] for place in table} <= set(chain.roles_of_kind("table"))
    scores[chain.ROLES.index("title")] = 0.0
    line = chain.candidates(scores, "line", first=False, margin=5)
    assert len(line) == 2
    assert any(place in chain.FREE for place in line)
    first = chain.candidates(scores, "line", first=True, margin=5)
    assert chain.ROLES.index("para+") not in first


def test_no_document_has_no_roles() -> None:
    assert chain.best_path([], BETWEEN) == []
    assert chain.marginals([], BETWEEN) == []
