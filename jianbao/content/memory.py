"""What was read of content/ before, kept by a program that loads the archive again and again."""

import stat
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

# What the system says of a file: mode, size, dates of change and of the inode in nanoseconds,
# inode.
FileState = tuple[int, int, int, int, int]

_T = TypeVar("_T")
# Nanoseconds. What was changed so shortly before it was looked at may change again and look the
# same: file systems round dates to up to two seconds, and clocks differ by a few.
_YOUNG = 10 * 10**9


class Memory:
    """Values made from files, by the paths of the files. A value is used again while the system
    says the same of its files as when it was made."""

    def __init__(self) -> None:
        self._files: Mapping[str, FileState] = {}
        self._now = 0
        self._kept: dict[tuple[str, ...], tuple[object, object]] = {}

    def look(self, files: Mapping[str, FileState], now: int) -> None:
        """Begin to load again. `files` is what the system said of each file of content/ before the
        first of them is read, `now` the time of that in nanoseconds."""
        self._files, self._now = files, now

    def remember(self, kind: str, files: Sequence[str], shared: str, make: Callable[[], _T]) -> _T:
        """Return what `make` makes of some files, made before if they and `shared`, which stands
        for all else that decides it, are the same."""
        key = (kind, *files)
        states = [self._files.get(file) for file in files]
        kept = self._kept.get(key)
        if kept and kept[0] == (shared, states):
            return cast(_T, kept[1])
        made = make()
        if all(state and self._is_telling(state) for state in states):
            self._kept[key] = ((shared, states), made)
        else:
            self._kept.pop(key, None)
        return made

    def _is_telling(self, state: FileState) -> bool:
        """Return whether a file with that state holds what it held when it was read. The state of a
        link says nothing of the file to which it leads."""
        return stat.S_ISREG(state[0]) and max(state[2:4]) < self._now - _YOUNG
