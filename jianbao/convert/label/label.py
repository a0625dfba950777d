"""A document's blocks to their roles, by the weights that `make weights` has learnt."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jianbao.convert.blocks import Document
from jianbao.convert.label import chain
from jianbao.convert.label.facts import facts_of
from jianbao.convert.label.features import features_of
from jianbao.convert.label.roles import Labelling
from jianbao.text.chinese import strip_space

_PACKAGE = files("jianbao.convert.label")
_MARGIN = 12.0
"""Roles of a block that are worse than the best one by more are no candidates."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt. `features` holds for each feature pairs of a role's place in ROLES and its
    weight."""

    temperature: float
    features: Mapping[str, tuple[tuple[int, float], ...]]
    transitions: Sequence[Sequence[float]]
    fingerprint: str = ""


def read_weights(text: str) -> Weights:
    """Read the weights as `weights.json` holds them."""
    place = {role: number for number, role in enumerate(chain.ROLES)}
    stored = json.loads(text)
    return Weights(
        stored["temperature"],
        {
            feature: tuple((place[role], weight) for role, weight in weights.items())
            for feature, weights in stored["features"].items()
        },
        chain.transitions(stored["transitions"]),
        stored["fingerprint"],
    )


@cache
def weights() -> Weights:
    """Return the weights of the package."""
    return read_weights((_PACKAGE / "weights.json").read_text("utf-8"))


def label(document: Document, learnt: Weights | None = None) -> Labelling:
    """Give each block of a document its role."""
    learnt = learnt or weights()
    scores = scores_of(document, learnt)
    path = chain.best_path(scores, learnt.transitions)
    likely = chain.marginals(scores, learnt.transitions, learnt.temperature)
    return Labelling(
        tuple(chain.ROLES[role] for role in path),
        tuple(likely[place][role] for place, role in enumerate(path)),
        tuple(chain.ROLES[_second(likely[place], role)] for place, role in enumerate(path)),
    )


def scores_of(document: Document, learnt: Weights) -> chain.Scores:
    """Score the roles that are candidates for each block."""
    named = features_of(facts_of(document))
    again = _said_again(document)
    found: list[dict[int, float]] = []
    for place, block in enumerate(document.blocks):
        scores = _scores(named[place], learnt)
        if not again[place]:
            scores[_REPEATED] = chain.NEVER
        found.append(chain.candidates(scores, block.kind, place == 0, _MARGIN))
    return found


_REPEATED = chain.ROLES.index("dup")


def _said_again(document: Document) -> list[bool]:
    """Return for each block whether the words of its text stand in the document twice, perhaps over
    the ends of lines: otherwise it is no repetition."""
    bare = [strip_space(block.text) for block in document.blocks]
    whole = "".join(bare)
    return [
        whole.count(own) > 1 or all(whole.count(word) > 1 for word in block.text.split())
        for own, block in zip(bare, document.blocks, strict=True)
    ]


def _scores(named: Sequence[str], learnt: Weights) -> list[float]:
    sums = [0.0] * len(chain.ROLES)
    for feature in named:
        for role, weight in learnt.features.get(feature, ()):
            sums[role] += weight
    return sums


def _second(likely: Mapping[int, float], chosen: int) -> int:
    """The likeliest other role; the chosen one where no other is a candidate."""
    others = (role for role in likely if role != chosen)
    return max(others, key=lambda role: (likely[role], -role), default=chosen)
