"""Fits the weights of a linear chain to labelled sequences: the one module that asks crfsuite."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

_ROUNDS = 90
_SPARSE, _SMALL = 1.2, 0.02
"""How strongly weights are kept few (L1) and small (L2)."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by feature and role, and by role and following role."""

    features: dict[str, dict[str, float]]
    transitions: dict[str, dict[str, float]]


def fit(sequences: Iterable[tuple[Sequence[Sequence[str]], Sequence[str]]]) -> Fitted:
    """Fit weights to pairs of features and roles. The same pairs give the same weights."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({
        "c1": _SPARSE, "c2": _SMALL, "max_iterations": _ROUNDS, "feature.minfreq": 3,
    })  # fmt: skip
    for features, roles in sequences:
        trainer.append(pycrfsuite.ItemSequence(features), list(roles))
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        tagger.close()
    found = Fitted(defaultdict(dict), defaultdict(dict))
    for (feature, role), weight in sorted(info.state_features.items()):
        found.features[feature][role] = weight
    for (before, role), weight in sorted(info.transitions.items()):
        found.transitions[before][role] = weight
    return found


def mean(fits: Sequence[Fitted]) -> Fitted:
    """Average the weights of several trainings; one that a training does not have is 0 there."""
    return Fitted(_mean([one.features for one in fits]), _mean([one.transitions for one in fits]))


def _mean(tables: Sequence[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    sums: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for table in tables:
        for name, weights in table.items():
            for role, weight in weights.items():
                sums[name][role] += weight / len(tables)
    return {name: dict(weights) for name, weights in sums.items()}
