"""Trains the weights that label the blocks of a document, and measures them."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from math import log
from random import Random

from jianbao.convert.label import chain
from jianbao.convert.label.facts import facts_of
from jianbao.convert.label.features import features_of
from jianbao.convert.label.label import Weights, label, read_weights, scores_of
from jianbao.convert.training import crf
from jianbao.convert.training.settings import Labelled, invented

INVENTED = 3000
"""Invented documents in the training set. With more, the real ones count for less."""
_TRAININGS = 3
"""Trainings whose weights are averaged, each with other invented documents, so that chance and one
new example change less."""
_LEFT_OUT = 0.2
"""The share of features of an invented document that training does not see."""
_SAMPLE = 60
_WEIGHT = 10
"""How often each real case counts."""
_LEAST = 0.06
"""Weights that are smaller are left out."""
_TEMPERATURES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)

Sequences = tuple[list[list[str]], tuple[str, ...]]


def sequence(one: Labelled) -> Sequences:
    """The features and roles of a labelled document."""
    return features_of(facts_of(one.document)), one.roles


def train(cases: Sequence[Labelled], count: int = INVENTED, temperature: float = 1.0) -> str:
    """Train on `count` invented documents and on cases, several times, and return the mean weights
    as `weights.json` has them."""
    real = [*map(sequence, cases)] * _WEIGHT
    seeds = (range(count * n, count * (n + 1)) for n in range(_TRAININGS))
    fitted = crf.mean([crf.fit([*_invented(of_one), *real]) for of_one in seeds])
    return written(fitted, temperature, fingerprint(cases))


def _invented(seeds: Iterable[int]) -> Iterator[Sequences]:
    made = ((seed, invented(seed)) for seed in seeds)
    return (_thinned(sequence(one), seed) for seed, one in made if one.roles)


def _thinned(one: Sequences, seed: int) -> Sequences:
    """A document without some of its features, so that no one of them decides alone."""
    random = Random(seed)  # noqa: S311
    features, roles = one
    return [[name for name in here if random.random() >= _LEFT_OUT] for here in features], roles


def fingerprint(cases: Sequence[Labelled]) -> str:
    """Sum up what the weights were trained on: some invented documents, the cases, and the features
    that they have. Weights with another fingerprint are to be made anew."""
    digest = sha256()
    for one in (*map(invented, range(_SAMPLE)), *cases):
        digest.update(repr(sequence(one)).encode())
    return digest.hexdigest()[:16]


def written(fitted: crf.Fitted, temperature: float, mark: str) -> str:
    """The weights as JSON, one feature a line, small ones left out."""
    features = {
        feature: kept
        for feature, weights in sorted(fitted.features.items())
        if (kept := _rounded(weights))
    }
    lines = ",\n".join(
        f"  {json.dumps(feature, ensure_ascii=False)}: {json.dumps(weights)}"
        for feature, weights in features.items()
    )
    between = ",\n".join(
        f"  {json.dumps(role)}: {json.dumps(_rounded(weights))}"
        for role, weights in sorted(fitted.transitions.items())
    )
    return (
        f'{{\n "fingerprint": "{mark}",\n "temperature": {temperature},\n'
        f' "transitions": {{\n{between}\n }},\n "features": {{\n{lines}\n }}\n}}\n'
    )


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {
        role: round(weight, 2) for role, weight in sorted(weights.items()) if abs(weight) >= _LEAST
    }


# --- measuring ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Score:
    """How well documents were labelled that training had not seen."""

    right: Counter[str]
    wrong: Counter[tuple[str, str]]
    documents: int = 0
    titles: int = 0

    @property
    def accuracy(self) -> float:
        total = sum(self.right.values()) + sum(self.wrong.values())
        return sum(self.right.values()) / (total or 1)

    def count(self, role: str) -> int:
        """How often a role is right, missed or given wrongly."""
        return self.right[role] + sum(n for pair, n in self.wrong.items() if role in pair)

    def f1(self, role: str) -> float:
        hits = self.right[role]
        return 2 * hits / (hits + self.count(role))


def measure(documents: Iterable[tuple[Labelled, Sequence[str]]]) -> Score:
    """Score pairs of a labelled document and the roles that were found in it."""
    score = Score(Counter(), Counter())
    for one, found in documents:
        score.documents += 1
        score.titles += _titles(one.roles) == _titles(found)
        for role, other in zip(one.roles, found, strict=True):
            if role == other:
                score.right[role] += 1
            else:
                score.wrong[role, other] += 1
    return score


def _titles(roles: Sequence[str]) -> list[int]:
    return [place for place, role in enumerate(roles) if role in ("title", "title+")]


def folds_of(names: Sequence[str], folds: int) -> list[int]:
    """In which fold each case is. Names that begin with the same word are laid out alike, and
    stay together: nothing is measured on a layout that training has seen."""
    words = [name.partition("-")[0] for name in names]
    order = {word: n for n, word in enumerate(sorted(set(words)))}
    return [order[word] % folds for word in words]


def cross_validate(
    cases: Mapping[str, Labelled], folds: int, training: Callable[[Sequence[Labelled]], str]
) -> tuple[Score, float]:
    """Label each case by weights that were trained without it and those laid out alike: the
    score, and the temperature that makes the confidences fit."""
    read: list[tuple[Labelled, Weights]] = []
    places = list(zip(cases.values(), folds_of([*cases], folds), strict=True))
    for fold in range(folds):
        learnt = read_weights(training([case for case, place in places if place != fold]))
        read += [(case, learnt) for case, place in places if place == fold]
    score = measure((case, label(case.document, learnt).roles) for case, learnt in read)
    return score, min(_TEMPERATURES, key=partial(_surprise, read))


def _surprise(read: Sequence[tuple[Labelled, Weights]], temperature: float) -> float:
    """How unlikely the true roles are by the weights, softened by a temperature."""
    total = 0.0
    for case, learnt in read:
        scores = scores_of(case.document, learnt)
        likely = chain.marginals(scores, learnt.transitions, temperature)
        for here, role in zip(likely, case.roles, strict=True):
            total -= log(max(here.get(chain.ROLES.index(role), 0.0), 1e-6))
    return total
