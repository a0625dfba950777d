"""What a build says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """What a build or a check did: `seconds` of each stage that ran, in order; `unrecorded` is why
    the addresses could not be recorded; `unchanged`: there was nothing to do, and the figures are
    those of the site that is in place."""

    seconds: tuple[tuple[str, float], ...]
    bulletins: int
    articles: int
    pages: int
    files: int
    size: int
    unrecorded: str = ""
    unchanged: bool = False
