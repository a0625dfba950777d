"""Attachments that an editor adds: the file is copied into originals/, and written into the front
matter of its bulletin. Nothing else in the bulletin's file changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import NoReturn

from jianbao.archive import urls
from jianbao.archive.model import Attachment, Bulletin, Settings, attachments_of
from jianbao.archive.places import Place
from jianbao.base.files import Folder
from jianbao.base.problems import ContentError, Location, problem
from jianbao.content.file_names import ORIGINALS
from jianbao.content.folder import write
from jianbao.convert.readers.sniff import Kind, sniff
from jianbao.editing import convert_folder, mark_reviewed
from jianbao.editing.original_names import OriginalNames
from jianbao.outputs import document_search
from jianbao.text import yaml_edits

# The endings under which each kind of file is offered. A host and a reader's machine go by them.
_ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "text": (".txt", ".csv", ".md"),
    "docx": (".docx",),
    "office": (".doc", ".wps", ".rtf", ".odt"),
    "pdf": (".pdf",),
    "sheet": (".xlsx", ".ods"),
    "slides": (".pptx", ".odp"),
}


@dataclass(frozen=True, slots=True)
class Attached:
    """The result for a file: its name in originals/, the personal data in it that nobody allowed,
    masked, for which the site does not offer it; and whether the bulletin had it before."""

    file: str
    title: str
    forbidden: tuple[str, ...] = ()
    was_attached: bool = False


def bulletin_of(named: Path, content: Path) -> Path:
    """Return the file of the one bulletin that `named` means. Raise ContentError if there is none,
    or more than one."""
    found = mark_reviewed.bulletins(named, content)
    if len(found) > 1:
        paths = ", ".join(path.as_posix() for path in found)
        _refuse(named.as_posix(), "means several bulletins: name one of {paths}", paths=paths)
    return found[0]


def attach(
    document: Path,
    path: Path,
    content: Path,
    settings: Settings,
    shown: str = "content",
    article: int | None = None,
    title: str = "",
) -> Attached:
    """Attach a document to the bulletin in the file `path`, or to its article with the number
    `article`; without a title it has that of its file. A document that the bulletin has already is
    left as it is. Raise ContentError or ConvertError, and write nothing, if it must not be
    attached."""
    place = Place.of_file(path.as_posix())
    bulletin, text = mark_reviewed.read_bulletin(content, place, settings, shown)
    name_shown = f"{shown}/{place.file}"
    index = _index(bulletin, article, name_shown)
    bytes_ = convert_folder.read_document(document)
    digest = hashlib.sha256(bytes_).hexdigest()
    kept = _kept_as(content, digest, len(bytes_))
    for one in attachments_of(bulletin):
        if digest == one.sha256 or one.file == kept:
            return Attached(one.file, one.title, was_attached=True)
    if bulletin.source and bulletin.source.sha256 == digest:
        _refuse(document.as_posix(), "is the document that the bulletin was made of")
    name = convert_folder.name_of(document)
    found = _searched(bytes_, name, document)
    name = kept or OriginalNames(Folder(content)).find(name, digest)[0]
    entry = Attachment(name, title or PurePath(name).stem, digest, len(bytes_))
    new = _with_entry(text, index, entry)
    expected = _expected(bulletin, index, entry)
    if new is None or mark_reviewed.parsed(new, name_shown, settings) != expected:
        message = "cannot be changed by the program: write {entry} into `attachments` yourself"
        _refuse(name_shown, message, entry=yaml_edits.in_flow(_written(entry)))
    if not kept:
        write(content, shown, f"{ORIGINALS}/{name}", bytes_)
    write(content, shown, place.file, new.encode())
    allowed = {*settings.site.privacy_allowed, *bulletin.privacy_allowed}
    return Attached(name, entry.title, tuple(one for one in found if one not in allowed))


def _index(bulletin: Bulletin, article: int | None, name: str) -> int | None:
    """Return the place in the front matter of the article with a number, None for the whole
    issue."""
    if article is None:
        return None
    numbers = [one.number for one in bulletin.articles]
    if article not in numbers:
        known = ", ".join(map(str, numbers))
        _refuse(name, "has no article {number}: it has {known}", number=article, known=known)
    return numbers.index(article)


def _searched(content: bytes, name: str, document: Path) -> tuple[str, ...]:
    """Return the personal data in a file. Refuse one that the site would never offer."""
    where = document.as_posix()
    kind, ending = sniff(content), PurePath(name).suffix.lower()
    if kind == "image":
        message = "is a picture: put it into {folder}/ beside the bulletin, and show it in the text"
        _refuse(where, message, folder="pictures")
    if kind not in _ENDINGS or ending == ".xls":
        _refuse(where, "is of no kind that can be offered: save it as PDF, DOCX, XLSX or CSV")
    if ending not in _ENDINGS[kind]:
        message = "holds something else than its name says: its ending must be {endings}"
        _refuse(where, message, endings=", ".join(_ENDINGS[kind]))
    held = document_search.search(content, where)
    if held.pictures:
        message = "shows pictures of pages, which no program can search: attach it as text"
        _refuse(where, message)
    return held.found


def _kept_as(content: Path, digest: str, size: int) -> str | None:
    """Return the name under which a document with these bytes is in originals/, None if there is
    none."""
    folder = Folder(content)
    entries = folder.entries(ORIGINALS) if folder.has(ORIGINALS) else []
    for entry in entries:
        is_alike = entry.kind == "file" and entry.size == size and urls.is_file_name(entry.name)
        if is_alike and folder.sha256(entry.path) == digest:
            return entry.name
    return None


def _written(entry: Attachment) -> dict[str, str | int]:
    fields = {"file": entry.file, "title": entry.title, "sha256": entry.sha256}
    return {**fields, "bytes": entry.bytes}


def _with_entry(text: str, index: int | None, entry: Attachment) -> str | None:
    path: tuple[str | int, ...] = ("attachments",)
    if index is not None:
        path = ("articles", index, "attachments")
    return yaml_edits.in_front_matter(
        text, lambda yaml: yaml_edits.add_item(yaml, path, _written(entry), after="reviewed")
    )


def _expected(bulletin: Bulletin, index: int | None, entry: Attachment) -> Bulletin:
    if index is None:
        return replace(bulletin, attachments=(*bulletin.attachments, entry))
    articles = list(bulletin.articles)
    articles[index] = replace(articles[index], attachments=(*articles[index].attachments, entry))
    return replace(bulletin, articles=tuple(articles))


def _refuse(name: str, message: str, **values: object) -> NoReturn:
    raise ContentError([problem(Location(name), "", message, **values)])
