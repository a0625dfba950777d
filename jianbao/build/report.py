"""The figures that a build reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a build or a check. `seconds` are those of each stage that ran, in order;
    `unrecorded` is why the addresses could not be recorded; `unchanged`: there was nothing to do,
    and the figures are those of the site in place. The last three count what is held back, by
    reason."""

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
