"""Why each block of a document has its role: the facts that speak most for it, and against the role
that is next likely."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianbao.convert.blocks import Document
from jianbao.convert.label import chain
from jianbao.convert.label.facts import facts_of
from jianbao.convert.label.features import features_of
from jianbao.convert.label.label import Weights, label, weights
from jianbao.convert.label.roles import Role

_MOST = 5
"""Facts of a block that are listed."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A block with its role, how likely it is, and the role that is next likely. `reasons` are the
    features that decide between the two, the strongest first; what is above zero speaks for
    `role`."""

    line: int
    text: str
    role: Role
    confidence: float
    second: Role
    reasons: tuple[tuple[str, float], ...]


def explain(document: Document, learnt: Weights | None = None) -> Iterator[Explained]:
    """Explain the role of each block of a document."""
    learnt = learnt or weights()
    found = label(document, learnt)
    named = features_of(facts_of(document))
    for i, block in enumerate(document.blocks):
        role, second = found.roles[i], found.seconds[i]
        before = found.roles[i - 1] if i else None
        yield Explained(
            block.line,
            " ".join(block.text.split()),
            role,
            found.confidences[i],
            second,
            _reasons(named[i], before, role, second, learnt),
        )


def _reasons(
    named: Sequence[str], before: Role | None, role: Role, second: Role, learnt: Weights
) -> tuple[tuple[str, float], ...]:
    """What decides between two roles; `after:title` is the role above."""
    chosen, other = chain.ROLES.index(role), chain.ROLES.index(second)
    votes: dict[str, float] = {}
    for feature in named:
        by_role = dict(learnt.features.get(feature, ()))
        votes[feature] = by_role.get(chosen, 0.0) - by_role.get(other, 0.0)
    if before:
        row = learnt.transitions[chain.ROLES.index(before)]
        votes[f"after:{before}"] = max(row[chosen], -9.0) - max(row[other], -9.0)
    strongest = sorted(votes.items(), key=lambda vote: (-abs(vote[1]), vote[0]))
    return tuple((name, round(vote, 2)) for name, vote in strongest[:_MOST] if vote)
