"""Changes the weights of the package as little as possible, so that they label an archive's own
documents as its editor did.

A structured passive-aggressive learner (Crammer and others, 2006): for each document that is not
labelled rightly with a margin, the smallest change of the weights that makes it so. Invented
documents keep the labels that the package gives them, so that nothing is unlearnt. It needs no
library, takes seconds, and gives the same changes everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from operator import sub
from random import Random

from jianbao.convert.blocks import Document
from jianbao.convert.label import chain
from jianbao.convert.label.adapted import Changes
from jianbao.convert.label.facts import facts_of
from jianbao.convert.label.features import features_of
from jianbao.convert.label.label import Weights, label
from jianbao.convert.label.roles import Role
from jianbao.convert.training.settings import Labelled, invented

_KEPT = 150
"""Invented documents whose labels stay."""
_ROUNDS = 30
_STEP = 0.5
"""The largest step for one document in one round."""
_MARGIN = 3.0
"""How much worse a wrong role has to be, a block: the next issue is not quite the same."""
_THINNED = 3
"""How often a lesson is repeated without some of its features, so that no one decides alone."""
_LEFT_OUT = 0.25
_LEAST = 0.004
_ROUNDING = 1e-6
_PLACE = {role: number for number, role in enumerate(chain.ROLES)}


def adapt(lessons: Sequence[Labelled], base: Weights, fingerprint: str) -> Changes:
    """Return the changes to `base` that the lessons ask for."""
    learner = _Learner(base)
    whole = [_example(one.document, one.roles) for one in lessons if one.roles]
    thinned = [_thinned(one, seed) for one in whole for seed in range(_THINNED)]
    wanted = [_scored(one, base) for one in (*whole, *thinned)]
    kept = [
        _scored(replace(one, roles=[_PLACE[role] for role in label(document, base).roles]), base)
        for document, one in _others()
    ]
    for _ in range(_ROUNDS):
        wrong = sum(learner.learn(one, _MARGIN) for one in wanted)
        wrong += sum(learner.learn(one, 0.0) for one in kept)
        if not wrong:
            break
    return learner.changes(fingerprint, len(whole))


@dataclass(frozen=True, slots=True)
class _Example:
    features: Sequence[Sequence[str]]
    kinds: Sequence[str]
    roles: Sequence[int]
    scores: chain.Scores = ()
    """The scores of the possible roles by the weights before any change."""


@cache
def _others() -> tuple[tuple[Document, _Example], ...]:
    """Return the invented documents, with their features and without roles."""
    made = (invented(seed).document for seed in range(_KEPT))
    return tuple((one, _example(one, ())) for one in made if one.blocks)


def _example(document: Document, roles: Iterable[Role]) -> _Example:
    return _Example(
        features_of(facts_of(document)),
        [block.kind for block in document.blocks],
        [_PLACE[role] for role in roles],
    )


def _thinned(one: _Example, seed: int) -> _Example:
    random = Random(seed)  # noqa: S311
    features = [[name for name in here if random.random() >= _LEFT_OUT] for here in one.features]
    return replace(one, features=features)


def _scored(one: _Example, base: Weights) -> _Example:
    found: list[dict[int, float]] = []
    for number, (names, kind) in enumerate(zip(one.features, one.kinds, strict=True)):
        allowed = {_PLACE[role] for role in chain.roles_of_kind(kind)}
        if not number:
            allowed = {r for r in allowed if chain.may_follow(None, chain.ROLES[r])}
        sums = dict.fromkeys(sorted(allowed | {one.roles[number]}), 0.0)
        for name in names:
            for role, weight in base.features.get(name, ()):
                if role in sums:
                    sums[role] += weight
        found.append(sums)
    return replace(one, scores=found)


class _Learner:
    def __init__(self, base: Weights) -> None:
        self.base = base
        self.features: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.between: dict[tuple[int, int], float] = defaultdict(float)
        self.transitions = Transitions(base.transitions)

    def learn(self, one: _Example, margin: float) -> bool:
        """Change the weights if they label an example otherwise; say whether they did."""
        scores = self._scores(one)
        for here, right in zip(scores, one.roles, strict=True):
            for role in here:
                here[role] += margin if role != right else 0.0
        found = self.transitions.best_path(scores)
        if found == list(one.roles):
            return False
        rows = self.transitions.rows
        lead = _total(scores, rows, found) - _total(scores, rows, one.roles)
        features, between = _difference(one, found)
        size = sum(v * v for v in features.values()) + sum(v * v for v in between.values())
        if not size or lead < 1e-6:
            return False
        step = min(_STEP, (lead + 1e-3) / size)
        for (name, role), value in features.items():
            self.features[name][role] += step * value
        for pair, value in between.items():
            self.between[pair] += step * value
        if between:
            self.transitions = Transitions(self._rows())
        return True

    def _scores(self, one: _Example) -> list[dict[int, float]]:
        found: list[dict[int, float]] = []
        for names, before in zip(one.features, one.scores, strict=True):
            sums = dict(before)
            for name in names:
                if name in self.features:
                    for role, value in self.features[name].items():
                        if role in sums:
                            sums[role] += value
            found.append(sums)
        return found

    def _rows(self) -> list[list[float]]:
        rows = [list(row) for row in self.base.transitions]
        for (before, role), value in self.between.items():
            rows[before][role] += value
        return rows

    def changes(self, fingerprint: str, documents: int) -> Changes:
        features: dict[str, dict[str, float]] = defaultdict(dict)
        transitions: dict[str, dict[str, float]] = defaultdict(dict)
        for name, by_role in self.features.items():
            for role, value in by_role.items():
                if abs(value) >= _LEAST:
                    features[name][chain.ROLES[role]] = round(value, 3)
        for (before, role), value in self.between.items():
            if abs(value) >= _LEAST:
                transitions[chain.ROLES[before]][chain.ROLES[role]] = round(value, 3)
        return Changes(fingerprint, documents, features, transitions)


class Transitions:
    """The weights between roles. Finds the best path faster than among all roles of every block:
    most of them cannot be on it."""

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        self.rows = rows
        self._columns = tuple(zip(*rows, strict=True))
        self._gains: dict[int, list[float]] = {}

    def best_path(self, scores: chain.Scores) -> list[int]:
        """Return what `chain.best_path` returns."""
        return chain.best_path([self._possible(here) for here in scores], self.rows)

    def _possible(self, here: Mapping[int, float]) -> dict[int, float]:
        """Return the roles of a block without those that its best role could always replace: none
        of these is worth what its score is lower."""
        best = max(here, key=here.__getitem__)
        if best not in self._gains:
            self._gains[best] = self._gains_over(best)
        gains, least = self._gains[best], here[best] - _ROUNDING
        return {role: score for role, score in here.items() if score + gains[role] >= least}

    def _gains_over(self, best: int) -> list[float]:
        """Return for each role how much a path gains at most by the transitions to it and from it,
        instead of those to the role `best` and from it. A block may have none on one side."""
        to, after = self._columns[best], self.rows[best]
        return [
            max(0.0, *map(sub, column, to)) + max(0.0, *map(sub, row, after))
            for column, row in zip(self._columns, self.rows, strict=True)
        ]


def _total(
    scores: chain.Scores, transitions: Sequence[Sequence[float]], path: Sequence[int]
) -> float:
    own = sum(here[role] for here, role in zip(scores, path, strict=True))
    return own + sum(transitions[a][b] for a, b in pairwise(path))


def _difference(
    one: _Example, found: Sequence[int]
) -> tuple[Mapping[tuple[str, int], float], Mapping[tuple[int, int], float]]:
    """Return how often each feature and transition comes more in the right labels than in those
    that were found."""
    features: dict[tuple[str, int], float] = defaultdict(float)
    between: dict[tuple[int, int], float] = defaultdict(float)
    for names, right, wrong in zip(one.features, one.roles, found, strict=True):
        if right != wrong:
            for name in names:
                features[name, right] += 1
                features[name, wrong] -= 1
    for path, sign in ((one.roles, 1), (found, -1)):
        for a, b in pairwise(path):
            between[a, b] += sign
    return (
        {key: value for key, value in features.items() if value},
        {key: value for key, value in between.items() if value},
    )
