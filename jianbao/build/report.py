"""What a build reports: its progress, and its figures at the end."""

from collections.abc import Callable
from dataclasses import dataclass

from jianbao.base.problems import Problem

# Called with the name of a stage, how many files it has done so far, and how many it does in all, 0
# if that is not known yet.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a build or a check. `seconds` are those of each stage that ran, in order;
    `unrecorded` is why the addresses could not be recorded; `unchanged`: there was nothing to do,
    and the figures are those of the site in place. `drafts`, `unreviewed` and
    `before_their_day` count what is held back. `has_address`: `site.yaml` has a `base_url`. A build
    that kept going names the files that it left out, those that it took as they were published, and
    their problems."""

    seconds: tuple[tuple[str, float], ...]
    bulletins: int
    articles: int
    pages: int
    files: int
    size: int
    unrecorded: str = ""
    unchanged: bool = False
    drafts: int = 0
    unreviewed: int = 0
    before_their_day: int = 0
    has_address: bool = True
    left_out: tuple[str, ...] = ()
    as_published: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
