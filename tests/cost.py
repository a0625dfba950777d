"""Whether work grows in proportion to its size: processor time of two sizes in the same process."""

import time
from collections.abc import Callable

MORE, AT_MOST = 4, 8
"""Four times the work may take less than eight times as long; its square would be sixteen."""
ATTEMPTS = 3
SHORTEST = 0.005
"""Seconds: less cannot be compared."""


def seconds(work: Callable[[], object]) -> float:
    """The processor time of `work`."""
    start = time.process_time()
    work()
    return time.process_time() - start


def assert_in_proportion(make: Callable[[int], Callable[[], object]]) -> None:
    """Measure the work that `make` gives for the sizes 1 and `MORE`. Other processes disturb the
    measure, so the best of several attempts counts."""
    once, more = make(1), make(MORE)
    ratios = []
    for _ in range(ATTEMPTS):
        ratios.append(seconds(more) / max(seconds(once), SHORTEST))
        if ratios[-1] < AT_MOST:
            return
    raise AssertionError(f"{MORE} times the work takes {min(ratios):.1f} times as long")
