"""A linear chain of roles: the best sequence, and how sure each of its roles is.

The arithmetic of a conditional random field, whose weights `weights.json` holds. Sums are of
logarithms; the cost grows with the number of blocks.
"""

from collections.abc import Mapping, Sequence
from math import exp
from typing import get_args

from jianbao.convert.label.roles import Role

ROLES: tuple[Role, ...] = get_args(Role)
_PLACE = {role: place for place, role in enumerate(ROLES)}
NEVER = -1e9
"""The weight of what cannot be."""

# A role that goes on with another one stands below it, or below what a page break puts between.
_BETWEEN: tuple[Role, ...] = ("nav", "page", "rule", "toc")
_CONTINUES: Mapping[Role, tuple[Role, ...]] = {
    "title+": ("title", "title+", *_BETWEEN),
    "para+": ("para", "para+", "brief", "heading", "caption", "attr", "sign", *_BETWEEN),
    "foot+": ("foot", "foot+", *_BETWEEN),
}
_OF_KIND: Mapping[str, tuple[Role, ...]] = {
    "table": ("table", "card", "meta", "nav", "toc", "dup"),
    "image": ("image", "nav"),
    "rule": ("rule",),
}
_TEXT = tuple(role for role in ROLES if role not in ("table", "image"))
FREE = tuple(_PLACE[role] for role in ROLES if role not in _CONTINUES)


def may_follow(before: Role | None, role: Role) -> bool:
    """Whether `role` can stand below `before`, or at the head of a document if that is None."""
    return role not in _CONTINUES or before in _CONTINUES[role]


def roles_of_kind(kind: str) -> tuple[Role, ...]:
    """The roles that a block of a kind can have."""
    return _OF_KIND.get(kind, _TEXT)


def transitions(weights: Mapping[str, Mapping[str, float]]) -> list[list[float]]:
    """The weight of each role (column) below each other one (row)."""
    return [
        [
            weights.get(before, {}).get(role, 0.0) if may_follow(before, role) else NEVER
            for role in ROLES
        ]
        for before in ROLES
    ]


Scores = Sequence[Mapping[int, float]]
"""For each block the score of every role that is a candidate, by its place in ROLES."""


def candidates(scores: Sequence[float], kind: str, first: bool, margin: float) -> dict[int, float]:
    """The roles of a block that are at most `margin` worse than the best one, and the best role
    that can stand anywhere."""
    allowed = [_PLACE[role] for role in roles_of_kind(kind) if not first or may_follow(None, role)]
    least = max(scores[place] for place in allowed) - margin
    kept = {place: scores[place] for place in allowed if scores[place] >= least}
    if not any(place in kept for place in FREE):
        best = max((place for place in allowed if place in FREE), key=lambda place: scores[place])
        kept[best] = scores[best]
    return kept


def best_path(scores: Scores, between: Sequence[Sequence[float]]) -> list[int]:
    """The sequence of roles with the highest sum (Viterbi)."""
    if not scores:
        return []
    reached = dict(scores[0])
    came: list[dict[int, int]] = []
    for here in scores[1:]:
        arrived: dict[int, float] = {}
        origin: dict[int, int] = {}
        for role, score in here.items():
            total, best = max(
                (value + between[before][role], before) for before, value in reached.items()
            )
            arrived[role], origin[role] = total + score, best
        reached = arrived
        came.append(origin)
    path = [max(reached, key=lambda role: (reached[role], role))]
    for origin in reversed(came):
        path.append(origin[path[-1]])
    return path[::-1]


def marginals(
    scores: Scores, between: Sequence[Sequence[float]], temperature: float = 1.0
) -> list[dict[int, float]]:
    """How likely each role of each block is over all sequences (forward-backward). A temperature
    above 1 makes the answer less sure."""
    local = [_softened(here, temperature) for here in scores]
    factor = [
        [exp(max(value, -600.0) / temperature) if value > NEVER else 0.0 for value in row]
        for row in between
    ]
    forward: list[dict[int, float]] = []
    for place, here in enumerate(local):
        if place:
            before = forward[-1]
            here = {
                role: value * sum(b * factor[r][role] for r, b in before.items())
                for role, value in here.items()
            }
        forward.append(_normal(here))
    backward: dict[int, float] = {}
    found: list[dict[int, float]] = []
    for place in range(len(local) - 1, -1, -1):
        if backward:
            after = [(r, local[place + 1][r] * b) for r, b in backward.items()]
            backward = _normal(
                {role: sum(factor[role][r] * b for r, b in after) for role in local[place]}
            )
        else:
            backward = dict.fromkeys(local[place], 1.0)
        found.append(
            _normal({role: value * backward[role] for role, value in forward[place].items()})
        )
    return found[::-1]


def _softened(scores: Mapping[int, float], temperature: float) -> dict[int, float]:
    most = max(scores.values())
    return {role: exp((score - most) / temperature) for role, score in scores.items()}


def _normal(values: Mapping[int, float]) -> dict[int, float]:
    total = sum(values.values()) or 1.0
    return {role: value / total for role, value in values.items()}
