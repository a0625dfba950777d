"""Conversion of a folder of documents into content/, one by one. A document that cannot be
converted does not stop the others."""

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from jianbao.archive import urls
from jianbao.archive.model import Settings
from jianbao.archive.places import Place
from jianbao.base.files import Folder, TooLargeError, read_named
from jianbao.base.pictures.picture import MAX_BYTES as PICTURE_BYTES
from jianbao.base.problems import ConvertError, Location, Problem, problem
from jianbao.content.folder import Tree, open_tree
from jianbao.content.refusals import Refusal, read_refusals
from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.duplicates import Known
from jianbao.convert.label.explain import Explained, explain
from jianbao.convert.label.label import Weights
from jianbao.convert.label.tables import with_masthead_cells
from jianbao.convert.names.standing import LostValue, Standing, losses, standing
from jianbao.convert.readers.dispatch import read
from jianbao.convert.store import MAX_BYTES, Outcome, is_untouched, store
from jianbao.editing.original_names import OriginalNames

MAX_MEGABYTES = MAX_BYTES // 1_000_000

# Desktops and office programs leave these in folders; they are not documents.
_LITTER = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Intake:
    """The result for one document: a conversion and where it was put, or why it was not converted:
    its problems, or a person's refusal.

    `losses` are the values of the existing bulletin that the new reading lacks; because of them it
    was kept, unless forced. `returned` says that the document was in originals/, but its bulletin
    was not in the archive.
    """

    document: Path
    conversion: Conversion | None = None
    outcome: Outcome | None = None
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None
    losses: tuple[LostValue, ...] = ()
    returned: bool = False


def documents(named: Iterable[Path]) -> list[Path]:
    """Return the named files and all files in the named folders, each once, in a fixed order. In
    folders, skip hidden files and those that begin with ~. Return a folder that cannot be read in
    place of its files."""
    found: dict[Path, None] = {}
    for path in named:
        below = _below(Folder(path)) if path.is_dir() else [path]
        found |= dict.fromkeys(below)
    return list(found)


def _below(folder: Folder, path: str = "") -> Iterator[Path]:
    """Yield the files below a folder, those directly in it first."""
    try:
        entries = [entry for entry in folder.entries(path) if not _is_litter(entry.name)]
    except OSError:
        yield folder.path / path
        return
    for entry in entries:
        here = folder.path / entry.path
        # A link to a folder could lead in a circle.
        if entry.kind != "folder" and not (entry.kind == "link" and here.is_dir()):
            yield here
    for entry in entries:
        if entry.kind == "folder":
            yield from _below(folder, entry.path)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower() in _LITTER


def take_in(
    documents: Iterable[Path],
    settings: Settings,
    content: Path,
    force: bool = False,
    folders: Sequence[Path] = (),
    learnt: Weights | None = None,
) -> Iterator[Intake]:
    """Convert the documents one after another and put each into `content`. Flag articles that are
    in the archive already. A bulletin that nobody changed keeps its tags; if the new reading lacks
    anything else of it, it is kept as it is, unless `force`. Locations of problems name the
    document's path. A document in one of `folders` may not be a link that leads out of that folder.
    """
    archive = _Archive(
        content,
        settings,
        known_articles(content),
        OriginalNames(Folder(content)),
        read_refusals(open_tree(content, content.name))[0],
        learnt,
    )
    for document in documents:
        try:
            yield _take_in(document, read_document(document, folders), archive, force)
        except ConvertError as error:
            problems = (
                replace(found, location=Location(document.as_posix(), found.location.line))
                for found in error.problems
            )
            yield Intake(document, problems=tuple(problems))


def explained(
    document: Path, folders: Sequence[Path] = (), learnt: Weights | None = None
) -> list[Explained]:
    """Explain the role that each line of a document has by these weights; nothing is written. Raise
    ConvertError if it cannot be read."""
    content = read_document(document, folders)
    return list(explain(with_masthead_cells(read(content, document.name)), learnt))


@dataclass(frozen=True, slots=True)
class _Archive:
    content: Path
    settings: Settings
    known: Known
    names: OriginalNames
    refusals: Mapping[str, Refusal]
    learnt: Weights | None


def _take_in(document: Path, original: bytes, archive: _Archive, force: bool) -> Intake:
    sha256 = hashlib.sha256(original).hexdigest()
    if sha256 in archive.refusals:
        return Intake(document, refusal=archive.refusals[sha256])
    content, settings, known = archive.content, archive.settings, archive.known
    name, is_kept = archive.names.find(name_of(document), sha256)
    places = known.places(sha256)
    old = _untouched(places, content)
    text, _ = Tree(content, content.name).read(old.file) if old else (None, [])
    before = standing((text or b"").decode(errors="replace"))
    kept = Standing() if force else before
    beside = partial(_beside, document.parent)
    conversion = convert(original, name, settings, known, kept, beside, archive.learnt)
    found = tuple(losses(before, standing(conversion.markdown), settings))
    if old and found and not force:
        return Intake(document, conversion, Outcome("kept", content / old.file), losses=found)
    outcome = store(conversion, content, force, places)
    archive.names.give(name, sha256)
    known.add(str(Place.of_file(outcome.path.as_posix())), conversion.markdown)
    return Intake(document, conversion, outcome, losses=found, returned=is_kept and not places)


def _beside(folder: Path, address: str) -> bytes | None:
    """Return the file at an address that a web page in `folder` names, None if it does not lie
    below that folder. A browser saves the pictures of a page in a folder beside it."""
    path = unquote(address.partition("?")[0].partition("#")[0].replace("\\", "/"))
    parts = [part for part in path.split("/") if part != "."]
    if path.startswith("/") or ":" in path or not parts:
        return None
    try:
        return Folder(folder).read("/".join(parts), PICTURE_BYTES)
    except OSError:
        return None


def _untouched(places: Iterable[str], content: Path) -> Place | None:
    """Return the bulletin among `places` that would be written again, None if there is none."""
    parsed = filter(None, map(Place.parse, places))
    return next((place for place in parsed if is_untouched(content, place)), None)


def known_articles(content: Path) -> Known:
    """Return the articles of the archive. Skip files that cannot be read: `check` reports them."""
    known = Known()
    tree = Tree(content, content.name)
    places, _ = tree.bulletins()
    for place, _ in places:
        text, _ = tree.read(place.file)
        with suppress(UnicodeDecodeError):
            known.add(str(place), (text or b"").decode(errors="replace"))
    return known


def name_of(document: Path) -> str:
    """Return the name under which the document is kept. Names from archives packed on a Chinese
    Windows, and from systems with such a locale, are in GB18030. Raise ConvertError for a name
    that not every system can keep."""
    name = unicodedata.normalize("NFC", document.name)
    with suppress(UnicodeError):
        if any("\udc80" <= character <= "\udcff" for character in name):
            name = unicodedata.normalize("NFC", os.fsencode(name).decode("gb18030"))
    if not urls.is_file_name(name):
        message = "has a name that not every system can keep: rename it"
        raise ConvertError([problem(Location(name), "", message)])
    return name


def read_document(document: Path, folders: Sequence[Path] = ()) -> bytes:
    """Return the bytes of a document. Raise ConvertError if it cannot be read."""
    where = Location(document.name)
    try:
        if document.is_dir():
            Folder(document).entries()  # says why it could not be read
            raise ConvertError([problem(where, "", "is no file")])
        for folder in folders:
            if folder.is_dir() and document.is_relative_to(folder):
                below = document.relative_to(folder).as_posix()
                return Folder(folder).read(below, MAX_BYTES)
        return read_named(document, MAX_BYTES)
    except TooLargeError:
        message = "is larger than {limit} MB: divide it"
        raise ConvertError([problem(where, "", message, limit=MAX_MEGABYTES)]) from None
    except OSError as error:
        message = "cannot be read: {reason}"
        reason = error.strerror or error
        raise ConvertError([problem(where, "", message, reason=reason)]) from None
