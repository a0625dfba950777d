"""The error family, source locations and the collector of problems.

A check *yields* problems; `Problems` gathers them; one exception carries them all.
Messages are templates with named parameters, so that the command line can translate them.
Anything that is not a `JianbaoError` is a defect of this program and is never swallowed.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# The reason for refusing a write through a symbolic link.
LINK_IN_THE_WAY = "Symbolic link in the way"

# System errors about a file, in words that can be translated and say what to do.
_OF_SYSTEM = {
    os.strerror(errno.ENOENT): "it is not there",
    os.strerror(errno.EACCES): "no permission: change its owner or mode",
    os.strerror(errno.EPERM): "the system does not allow it: change its owner or mode",
    os.strerror(errno.EISDIR): "it is no file",
    os.strerror(errno.ENOTDIR): "there is a file in place of a folder",
    os.strerror(errno.EEXIST): "something else is there",
    os.strerror(errno.ELOOP): "its links lead in a circle",
    os.strerror(errno.EXDEV): "it is a link that leads out of the archive",
    os.strerror(errno.ENOSPC): "no space is left on the disk",
    os.strerror(errno.EDQUOT): "the quota of disk space is used up",
    os.strerror(errno.EFBIG): "it would be larger than the system allows",
    os.strerror(errno.EROFS): "the disk is read-only",
    os.strerror(errno.ENAMETOOLONG): "its name is too long for this disk",
    os.strerror(errno.EIO): "the disk fails",
    LINK_IN_THE_WAY: "a link is in the way: put the file or folder itself there",
}
# Errors of the machine, not defects of this program.
MACHINE_ERRORS = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        *(errno.EIO, errno.ENAMETOOLONG, errno.EBUSY, errno.EMFILE, errno.ELOOP),
        # Something else is at the file's path, or the file was removed while the program ran.
        *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY, errno.EXDEV),
        *(errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ETXTBSY, errno.ETIMEDOUT),
        *(errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EILSEQ),
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: `path` as shown to the user, `line` from 1, or 0 for the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error: its place, its field ("" for none), what is wrong and what to do.

    `message` is a `str.format` template over `values`; the value `reason` is the system's own
    message, and the value `problem` the message of another problem with the same values.
    """

    location: Location
    field: str
    message: str
    values: tuple[tuple[str, str], ...] = ()

    def text(self, t: Callable[[str], str] = str) -> str:
        """Return the line that a user reads: `path:line: field: message`."""
        field = f"{self.field}: " if self.field else ""
        return one_line(f"{self.location}: {field}{self._words(t)}")

    def _words(self, t: Callable[[str], str]) -> str:
        values = dict(self.values)
        if "problem" in values:
            other = Problem(self.location, "", values.pop("problem"), tuple(values.items()))
            values["problem"] = other._words(t)
        if "reason" in values:
            values["reason"] = t(_OF_SYSTEM.get(values["reason"], values["reason"]))
        return t(self.message).format(**values)


def problem(location: Location, field: str, message: str, **values: object) -> Problem:
    """Make a `Problem`; the values of its template are keyword arguments."""
    return Problem(location, field, message, tuple((k, str(v)) for k, v in values.items()))


def one_line(text: str, limit: int = 500) -> str:
    """Return `text` without control characters or line ends, cut at `limit` characters."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


class JianbaoError(Exception):
    """An error that a user can correct. `problems` is sorted and never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(p.text() for p in self.problems))

    def __reduce__(self) -> tuple[type["JianbaoError"], tuple[tuple[Problem, ...]]]:
        """Support pickling, so that another process can raise it."""
        return type(self), (self.problems,)


class ConfigError(JianbaoError):
    """`site.yaml`, an authority file or a command-line path is wrong."""


class ContentError(JianbaoError):
    """A bulletin is wrong."""


class ConvertError(JianbaoError):
    """A document as received cannot be converted."""


class LayoutError(JianbaoError):
    """A layout is missing or does not render."""


class SearchError(JianbaoError):
    """The search index could not be made or is incomplete."""


class LintError(JianbaoError):
    """The finished tree has a broken link, a doubled id or a missing page."""


class PublishError(JianbaoError):
    """The finished tree cannot be put in place."""


class Problems:
    """A collector of problems from many checks, which raises once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, location: Location, field: str, message: str, **values: object) -> None:
        self._problems.append(problem(location, field, message, **values))

    def extend(self, problems: Iterable[Problem]) -> None:
        self._problems.extend(problems)

    def __len__(self) -> int:
        return len(self._problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def raise_if_any(self, error: type[JianbaoError]) -> None:
        """Raise `error` with everything gathered, or do nothing."""
        if self._problems:
            raise error(self._problems)
