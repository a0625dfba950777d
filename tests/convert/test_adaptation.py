"""The learner's shortcuts change nothing that it finds."""

from hypothesis import given
from hypothesis import strategies as st

from jianbao.convert.label import chain
from jianbao.convert.label.label import weights
from jianbao.convert.training.adaptation import Transitions

_ROLES = range(len(chain.ROLES))
_score = st.floats(-9, 9)
# One role of each block can stand anywhere: a real block has several.
_block = st.builds(
    lambda scores, free, score: {**scores, free: score},
    st.dictionaries(st.sampled_from(_ROLES), _score),
    st.sampled_from(chain.FREE),
    _score,
)
_scores = st.lists(_block, min_size=1, max_size=4)
_changes = st.dictionaries(
    st.tuples(st.sampled_from(_ROLES), st.sampled_from(_ROLES)), st.floats(-9, 9), max_size=6
)


@given(_scores, _changes)
def test_the_best_path_is_that_among_all_roles(
    scores: list[dict[int, float]], changes: dict[tuple[int, int], float]
) -> None:
    rows = [list(row) for row in weights().transitions]
    for (before, role), value in changes.items():
        rows[before][role] += value
    assert Transitions(rows).best_path(scores) == chain.best_path(scores, rows)
