"""Refusal of a document by an editor: it does not return when its folder is converted again."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from jianbao.archive.places import BULLETINS, Place
from jianbao.base.dates import PartialDate
from jianbao.base.files import Folder, read_named, without_links
from jianbao.base.problems import ContentError, Location, problem
from jianbao.content.file_names import REFUSED
from jianbao.content.folder import open_tree, write
from jianbao.content.refusals import Refusal, read_refusals
from jianbao.convert.store import MAX_BYTES, is_untouched
from jianbao.editing import convert_folder
from jianbao.editing.waiting import front_matter, text_of
from jianbao.text import yaml_edits

Action = Literal["refused", "was refused", "taken back", "was not refused"]


@dataclass(frozen=True, slots=True)
class Refused:
    """The result for the document called `file`; `date` is that of its refusal, `removed` are the
    files of the bulletins that were made of it."""

    action: Action
    file: str
    date: str = ""
    removed: tuple[Path, ...] = ()


def refuse(
    named: Path, date: PartialDate, reason: str, content: Path, shown: str = "content"
) -> Refused:
    """Record that a document is refused, and remove the bulletins that were made of it. `named` is
    the document, its bulletin or its review record. If a person changed such a bulletin, raise
    ContentError and change nothing. The document stays where it is."""
    known = refusals(content, shown)
    sha256, file = _document(named, content)
    parsed = map(Place.parse, convert_folder.known_articles(content).places(sha256))
    places = tuple(place for place in parsed if place)
    for place in places:
        if not is_untouched(content, place):
            message = "was changed or reviewed by a person: delete it and its record yourself first"
            _refuse(f"{shown}/{place.file}", message)
    before = known.get(sha256)
    if before is None:
        entry = {"sha256": sha256, "file": file, "date": str(date), "reason": reason}
        text = _text(content, shown)
        new = yaml_edits.append_row(text, {key: value for key, value in entry.items() if value})
        if new is None:
            _refuse(f"{shown}/{REFUSED}", "cannot be changed by the program: make it a list")
        write(content, shown, REFUSED, new.encode())
    folder = Folder(content)
    for place in places:
        folder.remove(place.file)
        folder.remove(place.review)
    paths = tuple(content / place.file for place in places)
    if before is None:
        return Refused("refused", file, str(date), paths)
    return Refused("was refused", before.file, before.date, paths)


def take_back(named: Path, content: Path, shown: str = "content") -> Refused:
    """Undo the refusal of a document. A document that no longer exists is named by its file
    name."""
    known = refusals(content, shown)
    if named.is_file():
        sha256, file = _document(named, content)
        wanted = {sha256}
    else:
        file = named.name
        wanted = {one.sha256 for one in known.values() if one.file == file}
    if not wanted & known.keys():
        return Refused("was not refused", file)
    text: str | None = _text(content, shown)
    while text is not None and (found := yaml_edits.find_entry(text, "sha256", wanted)) is not None:
        text = yaml_edits.remove_entry(text, found)
    if text is None:
        _refuse(f"{shown}/{REFUSED}", "cannot be changed by the program: make it a list")
    write(content, shown, REFUSED, text.encode())
    return Refused("taken back", file)


def refusals(content: Path, shown: str = "content") -> dict[str, Refusal]:
    """Return the refusals of an archive by SHA-256. Raise ContentError if their file has
    problems."""
    known, problems = read_refusals(open_tree(content, shown))
    if problems:
        raise ContentError(problems)
    return known


def _document(named: Path, content: Path) -> tuple[str, str]:
    """Return the SHA-256 and the file name of the document that `named` means."""
    tree = content / BULLETINS
    target = without_links(named)
    if target.is_relative_to(without_links(tree)):
        place = Place.of_file(target.as_posix())
        source = front_matter(content, place).get("source")
        values = source.value if source and isinstance(source.value, dict) else {}
        sha256, file = text_of(values, "sha256"), text_of(values, "file")
        if not sha256 or not file:
            _refuse(named.as_posix(), "was not made of a document: delete it if it is unwanted")
        return sha256, file
    if not named.is_file():
        _refuse(named.as_posix(), "is no file: name a bulletin, its record or its document")
    return hashlib.sha256(read_named(named, MAX_BYTES)).hexdigest(), named.name


def _text(content: Path, shown: str) -> str:
    """Return the text of the file of refusals, "" if there is no file; `refusals` has checked
    it."""
    tree = open_tree(content, shown)
    found, problems = tree.read(REFUSED) if tree.has(REFUSED) else (b"", [])
    if found is None:
        raise ContentError(problems)
    return found.decode()


def _refuse(name: str, message: str) -> NoReturn:
    raise ContentError([problem(Location(name), "", message)])
