"""The error family, source locations and the collector of problems.

A check *yields* problems; `Problems` gathers them; one exception carries them all.
Messages are templates with named parameters, so that the command line can translate them.
Anything that is not a `JianbaoError` is a defect of this program and is never swallowed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: `path` as shown to the user, `line` from 1, or 0 for the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, in which field ("" for none), what and what to do.

    `message` is a `str.format` template over `values`.
    """

    location: Location
    field: str
    message: str
    values: tuple[tuple[str, str], ...] = ()

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The one line that a user reads: `path:line: field: message`."""
        message = translate(self.message).format(**dict(self.values))
        field = f"{self.field}: " if self.field else ""
        return one_line(f"{self.location}: {field}{message}")


def problem(location: Location, field: str, message: str, **values: object) -> Problem:
    """A `Problem` whose template values are given by keyword."""
    return Problem(location, field, message, tuple((k, str(v)) for k, v in values.items()))


def one_line(text: str, limit: int = 500) -> str:
    """`text` without control characters or line ends, cut at `limit` characters."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


class JianbaoError(Exception):
    """Something a user can put right. `problems` is sorted and never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(p.text() for p in self.problems))


class ConfigError(JianbaoError):
    """`site.yaml`, an authority file or a command-line path is wrong."""


class ContentError(JianbaoError):
    """A bulletin is wrong."""


class ConvertError(JianbaoError):
    """A document as received cannot be converted."""


class LayoutError(JianbaoError):
    """A layout is missing or does not render."""


class SearchError(JianbaoError):
    """The search index could not be made or is not whole."""


class LintError(JianbaoError):
    """The finished tree has a broken link, a doubled id or a missing page."""


class PublishError(JianbaoError):
    """The finished tree cannot be put in place."""


class Problems:
    """Gathers problems from many checks and raises once."""

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
