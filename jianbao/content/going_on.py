"""Load an archive without what is wrong in it, for `build --keep-going`.

A bulletin that has a problem is taken as it was last published, from the Markdown file beside its
page in the site that is in place; one that was never published is left out. What others need of it
is checked again, until nothing is wrong. A problem outside bulletins and pages, or a published
address that would be lost, stops the build as usual.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from jianbao.archive.model import Archive
from jianbao.archive.places import BULLETIN_ENDING, BULLETINS, REVIEW_ENDING
from jianbao.base.cache import Cache
from jianbao.base.files import Folder
from jianbao.base.problems import JianbaoError, Problem, Problems
from jianbao.content import load
from jianbao.content.folder import MAX_BYTES, PAGES
from jianbao.content.load import Choices


@dataclass(frozen=True, slots=True)
class GoneOn:
    """An archive that loaded, and what is wrong with its files: `left_out` are the files, relative
    to content/, of which nothing is in the archive, `as_published` those that are in it as they
    were published before."""

    archive: Archive
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    as_published: tuple[str, ...] = ()


def load_going_on(
    content: Path,
    shown: str,
    published: Path,
    cache: Cache | None = None,
    remarks: Problems | None = None,
    choices: Choices = load.EVERYTHING,
    seen: Callable[[int, int], None] | None = None,
) -> GoneOn:
    """Load what is in order. `published` is the site in place. `seen` is as for `load`. Raise as
    `load` does if a problem cannot be left out."""
    site = Folder(published)
    kept: dict[str, bytes] = {}
    left_out: set[str] = set()
    problems: dict[Problem, None] = {}
    while True:
        found = Problems()
        try:
            archive = load.load(
                content,
                shown,
                cache,
                found,
                choices=choices,
                replaced=kept,
                left_out=left_out,
                seen=seen,
            )
        except JianbaoError as error:
            problems |= dict.fromkeys(error.problems)
            wrong = {_file_of(one, shown) for one in error.problems}
            if None in wrong or not wrong.isdisjoint(left_out):
                raise type(error)(problems) from None
            _leave_out(filter(None, wrong), site, kept, left_out)
            continue
        if remarks is not None:
            remarks.extend(found)
        return GoneOn(archive, tuple(sorted(problems)), tuple(sorted(left_out)), tuple(kept))


def _leave_out(
    files: Iterable[str], site: Folder, kept: dict[str, bytes], left_out: set[str]
) -> None:
    """Take each file as it was published, or leave it out if that is not known or is wrong too."""
    for file in sorted(files):
        is_bulletin = file.startswith(f"{BULLETINS}/") and not file.endswith(REVIEW_ENDING)
        before = _published(site, file) if is_bulletin and file not in kept else None
        if before is not None:
            kept[file] = before
            continue
        left_out.add(file)
        kept.pop(file, None)
        if file.endswith(REVIEW_ENDING):
            # A bulletin without its review record could publish what the record holds back.
            bulletin = file.removesuffix(REVIEW_ENDING) + BULLETIN_ENDING
            left_out.add(bulletin)
            kept.pop(bulletin, None)


def _file_of(one: Problem, shown: str) -> str | None:
    """Return the file of a bulletin or a page that a problem is in, None if it is elsewhere."""
    file = one.location.path.removeprefix(f"{shown}/")
    return file if file.startswith((f"{BULLETINS}/", f"{PAGES}/")) else None


def _published(site: Folder, file: str) -> bytes | None:
    try:
        return site.read(file, MAX_BYTES)
    except OSError:
        return None
