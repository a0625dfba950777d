"""Write a conversion's files into content/, and never overwrite what a person changed.

A process that is killed at any moment leaves the old files, the new ones, or a state that the next
call completes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from jianbao.archive.places import PICTURES, Place
from jianbao.base.files import Folder
from jianbao.base.problems import ContentError, ConvertError, Location, problem
from jianbao.convert.conversion import Conversion
from jianbao.convert.record.review_file import is_sealed
from jianbao.text import frontmatter

# The largest document that `convert` takes, and the largest file that is compared with a new one.
MAX_BYTES = 256_000_000

_ORIGINALS = "originals"
_DUPLICATE = b"  - {kind: duplicate,"
_SEAL = b"record: "

Action = Literal["written", "unchanged", "kept", "replaced"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of storing a conversion: its file was written, existed with the same text, was
    kept because a person changed, moved or reviewed it, or was replaced and the old one is in
    `backup`."""

    action: Action
    path: Path
    backup: Path | None = None


def store(
    conversion: Conversion, content: Path, force: bool = False, places: Sequence[str] = ()
) -> Outcome:
    """Write the bulletin, its review record and the original into `content`. `places`
    (SERIES/YEAR/NAME) are those of the archive's bulletins of the same document. Raise ConvertError
    if another original has the same name, or a file cannot be read or written."""
    try:
        return _store(conversion, Folder(content), force, places)
    except OSError as error:
        message = "{file} cannot be written into {folder}: {reason}"
        raise _refused(
            conversion,
            message,
            file=_relative(error.filename, content),
            folder=content.name,
            reason=error.strerror or str(error),
        ) from None


def _relative(filename: object, content: Path) -> str:
    path = Path(str(filename or content))
    return path.relative_to(content).as_posix() if path.is_relative_to(content) else path.name


def _refused(conversion: Conversion, message: str, **values: object) -> ConvertError:
    return ConvertError([problem(Location(conversion.file), "", message, **values)])


def _store(conversion: Conversion, content: Folder, force: bool, places: Sequence[str]) -> Outcome:
    original = f"{_ORIGINALS}/{conversion.file}"
    target = _target(conversion, content)
    for folder in (_ORIGINALS, target.file.rpartition("/")[0]):
        content.delete_leftovers(folder)
    named = [place for text in places if (place := Place.parse(text)) and place != target]
    elsewhere = [there for place in named if (there := _Stored(content, place)).exists]
    for stored in elsewhere:
        if stored.document != conversion.file and stored.document is not None:
            # The same document under another name: it is in the archive already.
            return Outcome("unchanged", stored.path)
        if not stored.is_untouched() and not force:
            return Outcome("kept", stored.path)
    if content.has(original) and content.read(original, MAX_BYTES) != conversion.original:
        message = "another document of this name is in originals/ already; rename this one"
        raise _refused(conversion, message)
    outcome = _put(conversion, _Stored(content, target), original, force)
    if outcome.action != "kept":
        for stored in elsewhere:
            if stored.is_untouched():
                # The new conversion knows more, so its place is the right one.
                content.remove(stored.place.file)
                content.remove(stored.place.review)
    return outcome


def _put(conversion: Conversion, stored: "_Stored", original: str, force: bool) -> Outcome:
    written, recorded = conversion.markdown.encode(), conversion.review.encode()
    backup = None
    action: Action = "written"
    stored.complete()
    if stored.exists:
        old = stored.read()
        if old == written and stored.record and _same(stored.record, recorded):
            action = "unchanged"
        elif old != written and stored.document not in (None, conversion.file):
            return Outcome("unchanged", stored.path)
        elif not stored.is_untouched() and not (old == written and not stored.record):
            if not force:
                return Outcome("kept", stored.path)
            backup = stored.back_up()
            action = "replaced"
    elif stored.record is not None and not is_sealed(stored.record):
        backup = stored.back_up()  # A person deleted the bulletin, after work on its record.
    # The original and the pictures first, so that a bulletin never names a missing one.
    if not stored.content.has(original):
        stored.content.create(original, conversion.original)
    folder = stored.place.file.rpartition("/")[0]
    for picture in conversion.pictures:
        file = f"{folder}/{PICTURES}/{picture.name}"
        if not stored.content.has(file):
            stored.content.create(file, picture.content)
    if action != "unchanged":
        stored.write(written, recorded)
    return Outcome(action, stored.path, backup)


def complete(content: Path, place: Place, shown: str = "content") -> None:
    """Finish a write that was interrupted between a bulletin's file and its record, so that the
    bulletin does not look changed by a person. Raise ContentError if that fails."""
    try:
        _Stored(Folder(content), place).complete()
    except OSError as error:
        message = "cannot be written: {reason}"
        where = Location(f"{shown}/{place.review}")
        reason = error.strerror or str(error)
        raise ContentError([problem(where, "", message, reason=reason)]) from None


def is_untouched(content: Path, place: Place) -> bool:
    """Return whether a bulletin's file and its record are what the conversion wrote, at the same
    place. Raise ContentError if one of them cannot be read, because a failing disk does not mean
    that a person changed the text."""
    stored = _Stored(Folder(content), place)
    try:
        return stored.exists and stored.is_untouched()
    except OSError as error:
        message = "cannot be read: {reason}"
        where = Location(f"{content.name}/{place.file}")
        reason = error.strerror or str(error)
        raise ContentError([problem(where, "", message, reason=reason)]) from None


def _target(conversion: Conversion, content: Folder) -> Place:
    """Return the place of the bulletin. If another document has its name, the original's own name
    is added."""
    place = Place(conversion.series, conversion.folder, conversion.name)
    stored = _Stored(content, place)
    if stored.exists and stored.sha256 not in (None, conversion.sha256):
        name = f"{conversion.name}-{conversion.stem}"
        return Place(conversion.series, conversion.folder, name)
    return place


class _Stored:
    """A bulletin on the disk, with its record."""

    def __init__(self, content: Folder, place: Place) -> None:
        self.content = content
        self.place = place
        # The new record, before it replaces the old one; a file of this name is not content.
        folder, _, name = place.review.rpartition("/")
        self._ready = f"{folder}/.{name}.ready"

    @property
    def path(self) -> Path:
        return self.content.path / self.place.file

    @property
    def exists(self) -> bool:
        return self.content.has(self.place.file)

    def read(self) -> bytes:
        return self.content.read(self.place.file, MAX_BYTES)

    @cached_property
    def record(self) -> bytes | None:
        return self._read_record(self.place.review)

    @cached_property
    def _values(self) -> Mapping[str, frontmatter.Node]:
        return _values(self.record or b"")

    @property
    def document(self) -> str | None:
        """The name of its document, from the record."""
        return _source(self._values, "file")

    @property
    def sha256(self) -> str | None:
        return _source(self._values, "sha256")

    def is_untouched(self) -> bool:
        """Return whether both files are what the conversion wrote, at the same place."""
        recorded = self._values.get("place")
        place = Place.parse(str(recorded.value)) if recorded else None
        if self.record is None or not is_sealed(self.record) or not place:
            return False
        here = self.place
        return (
            _is_of(self._values, self.read())
            and (here.series, here.folder) == (place.series, place.folder)
            and (here.name == place.name or here.name.startswith(f"{place.name}-"))
        )

    def write(self, bulletin: bytes, record: bytes) -> None:
        """Write both files. A bulletin is never without a record. If both exist, the bulletin is
        replaced first: the new record beside it tells `complete` what was interrupted."""
        if not self.exists:
            self.content.write(self.place.review, record)
            self.content.write(self.place.file, bulletin)
            return
        self.content.write(self._ready, record)
        self.content.write(self.place.file, bulletin)
        self.content.rename(self._ready, self.place.review)

    def complete(self) -> None:
        """Finish a `write` that was interrupted between the two files."""
        record = self._read_record(self._ready)
        if record is None:
            return
        if is_sealed(record) and self.exists and _is_of(_values(record), self.read()):
            self.content.rename(self._ready, self.place.review)
        else:
            self.content.remove(self._ready)

    def back_up(self) -> Path:
        """Copy both files under backup names. Return the bulletin's."""
        number = 1
        while self.content.has(backup := f"{self.place.file}.bak-{number}"):
            number += 1
        record = f"{self.place.review}.bak-{number}"
        if self.record is not None and not is_sealed(self.record):
            self.content.write(record, self.record)
        if not self.exists:
            return self.content.path / record
        self.content.write(backup, self.read())
        return self.content.path / backup

    def _read_record(self, file: str) -> bytes | None:
        return self.content.read(file, MAX_BYTES) if self.content.has(file) else None


def _values(record: bytes) -> Mapping[str, frontmatter.Node]:
    node, _ = frontmatter.parse(record.decode(errors="replace"), "")
    return node.value if node and isinstance(node.value, dict) else {}


def _source(record: Mapping[str, frontmatter.Node], key: str) -> str | None:
    """Return the `file` or the `sha256` of the document in a bulletin's record."""
    source = record.get("source")
    value = source.value.get(key) if source and isinstance(source.value, dict) else None
    return value.value if value and isinstance(value.value, str) else None


def _is_of(record: Mapping[str, frontmatter.Node], bulletin: bytes) -> bool:
    """Return whether `bulletin` is what was written with the record."""
    written = record.get("written")
    return written is not None and written.value == hashlib.sha256(bulletin).hexdigest()


def _same(old: bytes, new: bytes) -> bool:
    """Return whether two records say the same about the document. Entries about duplicates depend
    on the rest of the archive, and are no reason to write."""

    def lines(record: bytes) -> list[bytes]:
        kept = (line for line in record.splitlines() if not line.startswith((_DUPLICATE, _SEAL)))
        return [b"flags:" if line == b"flags: []" else line for line in kept]

    return lines(old) == lines(new)
