"""Load an archive without what is wrong in it, for `build --keep-going`.

A bulletin, a page of the owner or about.md that has a problem is taken as it was last published,
from the Markdown file beside its page in the site that is in place, with the pictures of the site
in place of its own that are damaged or gone; one that was never published is left out. What others
need of it is checked again, until nothing is wrong. A problem elsewhere, or a published address
that would be lost, stops the build as usual.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jianbao.archive.model import Archive
from jianbao.archive.places import BULLETIN_ENDING, BULLETINS, REVIEW_ENDING
from jianbao.base.cache import Cache
from jianbao.base.files import Folder
from jianbao.base.pictures.clean import clean_named
from jianbao.base.pictures.picture import MAX_BYTES as PICTURE_BYTES
from jianbao.base.pictures.picture import PictureError
from jianbao.base.problems import JianbaoError, Problem, Problems
from jianbao.content import load, pictures
from jianbao.content.choices import EVERYTHING, Choices
from jianbao.content.file_names import ABOUT, PAGES
from jianbao.content.folder import MAX_BYTES
from jianbao.text import markdown


@dataclass(frozen=True, slots=True)
class GoneOn:
    """An archive that loaded, and what is wrong with its files: `left_out` are the files, relative
    to content/, of which nothing is in the archive, `as_published` the bytes of those that are in
    it as they were published before."""

    archive: Archive
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    as_published: Mapping[str, bytes] = field(default_factory=dict)


def load_going_on(
    content: Path,
    shown: str,
    published: Path,
    cache: Cache | None = None,
    remarks: Problems | None = None,
    choices: Choices = EVERYTHING,
    seen: Callable[[int, int], None] | None = None,
) -> GoneOn:
    """Load what is in order. `published` is the site in place. `seen` is as for `load`. Raise as
    `load` does if a problem cannot be left out."""
    folder, site = Folder(content), Folder(published)
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
            _leave_out(filter(None, wrong), folder, site, kept, left_out)
            continue
        if remarks is not None:
            remarks.extend(found)
        in_use = {one.file for one in archive.pictures}
        used = {f: kept[f] for f in sorted(kept) if f.endswith(BULLETIN_ENDING) or f in in_use}
        return GoneOn(archive, tuple(sorted(problems)), tuple(sorted(left_out)), used)


def _leave_out(
    files: Iterable[str],
    content: Folder,
    site: Folder,
    kept: dict[str, bytes],
    left_out: set[str],
) -> None:
    """Take each file as it was published, or leave it out if that is not known or is wrong too."""
    for file in sorted(files):
        is_text = file.endswith(BULLETIN_ENDING)
        before = _published(site, file, MAX_BYTES) if is_text and file not in kept else None
        if before is not None:
            kept[file] = before
            kept.update(_pictures_before(file, before, content, site))
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
    is_text = file == ABOUT or file.startswith((f"{BULLETINS}/", f"{PAGES}/"))
    return file if is_text else None


def _pictures_before(
    file: str, text: bytes, content: Folder, site: Folder
) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures, as they were published, that `text` of `file` shows and that are damaged
    or gone in content/."""
    for image in markdown.images(text.decode("utf-8", "replace")):
        shown = pictures.file_at(image.address, file)
        if pictures.is_picture(shown) and not _is_good(content, shown):
            before = _published(site, shown, PICTURE_BYTES)
            if before is not None:
                yield shown, before


def _is_good(content: Folder, file: str) -> bool:
    try:
        clean_named(content.read(file, PICTURE_BYTES), posixpath.basename(file))
    except (OSError, PictureError):
        return False
    return True


def _published(site: Folder, file: str, limit: int) -> bytes | None:
    try:
        return site.read(file, limit)
    except OSError:
        return None
