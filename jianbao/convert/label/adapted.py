"""Weights that an archive has learnt from its editor: changes to those of the package.

The file is content, so nobody can rely on what it holds: it is checked when it is read.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jianbao.convert.label import chain
from jianbao.convert.label.label import Weights
from jianbao.convert.label.roles import Role

Change = Mapping[str, Mapping[str, float]]
"""By feature, or by role, and then by role: what is added to a weight."""

_MAX_CHANGE = 50.0
_MAX_NAME = 200
_KEYS = {"base", "documents", "transitions", "features"}


class DamagedError(ValueError):
    """An error: the file holds no changes to weights."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes to the weights with the fingerprint `base`, learnt from so many documents."""

    base: str
    documents: int
    features: Change
    transitions: Change

    def added_to(self, base: Weights) -> Weights:
        """Return the weights of the package with the changes."""
        features = dict(base.features)
        place = {role: number for number, role in enumerate(chain.ROLES)}
        for name, by_role in self.features.items():
            own = dict(features.get(name, ()))
            for role, value in by_role.items():
                number = place[_role(role)]
                own[number] = own.get(number, 0.0) + value
            features[name] = tuple(own.items())
        between = [list(row) for row in base.transitions]
        for before, by_role in self.transitions.items():
            for role, value in by_role.items():
                if between[place[_role(before)]][place[_role(role)]] > chain.NEVER:
                    between[place[_role(before)]][place[_role(role)]] += value
        return Weights(base.temperature, features, between)


def written(changes: Changes) -> str:
    """Return the changes as JSON, one feature a line."""
    head = json.dumps({"base": changes.base, "documents": changes.documents}, indent=1)[:-2]
    parts = [
        f' "{name}": {{\n{_lines(change)}\n }}' if change else f' "{name}": {{}}'
        for name, change in (("transitions", changes.transitions), ("features", changes.features))
    ]
    return ",\n".join((head, *parts)) + "\n}\n"


def _lines(change: Change) -> str:
    return ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(dict(sorted(by_role.items())))}"
        for name, by_role in sorted(change.items())
    )


def read(text: str) -> Changes:
    """Read what `written` has written. Raise DamagedError with the reason if it is anything
    else."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedError(str(error)) from error
    if not isinstance(stored, dict) or set(stored) != _KEYS:
        raise DamagedError("keys")
    base, documents = stored["base"], stored["documents"]
    if not isinstance(base, str) or len(base) > _MAX_NAME or type(documents) is not int:
        raise DamagedError("base")
    features, transitions = (dict(_checked(stored, name)) for name in ("features", "transitions"))
    for role in transitions:
        _role(role)
    return Changes(base, documents, features, transitions)


def _checked(stored: Mapping[str, object], key: str) -> Iterator[tuple[str, dict[str, float]]]:
    rows = stored[key]
    if not isinstance(rows, dict):
        raise DamagedError(key)
    for name, by_role in rows.items():
        if len(name) > _MAX_NAME or not isinstance(by_role, dict):
            raise DamagedError(name[:20])
        for role, value in by_role.items():
            _role(role)
            if type(value) not in (int, float) or not math.isfinite(value):
                raise DamagedError(name)
            if abs(value) > _MAX_CHANGE:
                raise DamagedError(name)
        yield name, {role: float(value) for role, value in by_role.items()}


def _role(name: str) -> Role:
    for role in chain.ROLES:
        if role == name:
            return role
    raise DamagedError(name[:20])
