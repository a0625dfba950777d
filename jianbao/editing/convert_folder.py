"""A folder of documents as received into content/, one by one: a refused one stops no other."""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from jianbao.archive import urls
from jianbao.archive.model import Settings
from jianbao.base.problems import ConvertError, Location, Problem, problem
from jianbao.convert import Conversion, Known, Outcome, convert, store

MAX_MEGABYTES = 256

# What desktops and office programs leave in folders is no document.
_LITTER = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one document: a conversion and where it was put, or why it was refused."""

    document: Path
    conversion: Conversion | None = None
    outcome: Outcome | None = None
    problems: tuple[Problem, ...] = ()


def documents(named: Iterable[Path]) -> list[Path]:
    """The files that are named, and all those in the folders that are named, each once, in a
    fixed order. Hidden files, and those that begin with ~, are left out of folders. A folder that
    cannot be read stands for what it holds."""
    found: dict[Path, None] = {}

    def keep_unread(error: OSError) -> None:
        found[Path(error.filename)] = None

    for path in named:
        if path.is_dir():
            for folder, folders, names in os.walk(path, onerror=keep_unread):
                folders[:] = sorted(name for name in folders if not _is_litter(name))
                found |= dict.fromkeys(
                    Path(folder, name) for name in sorted(names) if not _is_litter(name)
                )
        else:
            found[path] = None
    return list(found)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower() in _LITTER


def take_in(
    documents: Iterable[Path], settings: Settings, content: Path, force: bool = False
) -> Iterator[Intake]:
    """Convert each document and put it into `content`, as it comes. Articles that are in the
    archive already are flagged. Locations of problems name the document's path."""
    known = known_articles(content / "bulletins")
    for document in documents:
        try:
            conversion = convert(_read(document), _name(document), settings, known)
            outcome = store(conversion, content, force, known.places(conversion.sha256))
            known.add(_place(outcome.path), conversion.markdown)
        except ConvertError as error:
            problems = (
                replace(found, location=Location(document.as_posix(), found.location.line))
                for found in error.problems
            )
            yield Intake(document, problems=tuple(problems))
        else:
            yield Intake(document, conversion, outcome)


def known_articles(bulletins: Path) -> Known:
    """The articles of the archive. A file that cannot be read is for the check to report."""
    known = Known()
    for path in sorted(bulletins.glob("*/*/*.md")):
        with suppress(OSError, UnicodeDecodeError):
            known.add(_place(path), path.read_text("utf-8"))
    return known


def _place(path: Path) -> str:
    return "/".join((*path.parts[-3:-1], path.stem))


def _name(document: Path) -> str:
    """The name under which the document is kept."""
    name = unicodedata.normalize("NFC", document.name)
    if not urls.is_file_name(name):
        message = "has a name that not every system can keep: rename it"
        raise ConvertError([problem(Location(name), "", message)])
    return name


def _read(document: Path) -> bytes:
    where = Location(document.name)
    try:
        if document.is_dir():
            os.scandir(document).close()  # says why it could not be read
        if not document.is_file():
            raise ConvertError([problem(where, "", "is no file")])
        if document.stat().st_size > MAX_MEGABYTES * 1_000_000:
            message = "is larger than {limit} MB: divide it"
            raise ConvertError([problem(where, "", message, limit=MAX_MEGABYTES)])
        return document.read_bytes()
    except OSError as error:
        message = "cannot be read: {reason}"
        reason = error.strerror or error
        raise ConvertError([problem(where, "", message, reason=reason)]) from None
