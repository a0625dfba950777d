"""Heads of tables that have two rows with merged cells: 投资（万元） above 计划 and 完成."""

import re
from collections.abc import Sequence
from itertools import groupby

Rows = tuple[tuple[str, ...], ...]

_FIGURE = re.compile(r"[\s\d.,，．%％‰+＋−-]+")


def whole_head(rows: Rows) -> Rows | None:
    """The rows with the two of the head as one, each column under its full head: 投资（万元）/计划.
    None where the head has one row, or its rows do not fit together."""
    if not is_merged(rows) or len(rows) < 3:
        return None
    upper, lower = rows[0], rows[1]
    if not upper[0] or any(_FIGURE.fullmatch(cell) for cell in lower if cell):
        return None
    starts = [column for column, cell in enumerate(upper) if cell]
    groups = [
        range(start, end) for start, end in zip(starts, [*starts[1:], len(upper)], strict=True)
    ]
    head: list[str] = []
    for group in groups:
        below = lower[group.start : group.stop]
        if len(group) > 1 and all(below):
            head.extend(f"{upper[group.start]}/{cell}" for cell in below)
        elif len(group) == 1 and not below[0]:
            head.append(upper[group.start])
        else:
            return None
    return (tuple(head), *rows[2:])


def is_merged(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has a cell that seems to run over empty ones to its right."""
    if len(rows) < 2 or len(rows[0]) != len(rows[1]):
        return False
    runs = [filled for filled, _ in groupby(map(bool, rows[0]))]
    return True in runs and False in runs[runs.index(True) :]
