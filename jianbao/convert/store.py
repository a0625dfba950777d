"""A conversion's files on the disk, never over what a person changed."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.conversion import Conversion
from jianbao.convert.record.review_file import is_sealed
from jianbao.text import frontmatter

_DUPLICATE = b"  - {kind: duplicate,"
_SEAL = b"record: "
REVIEW_ENDING = ".review.yaml"

Action = Literal["written", "unchanged", "kept", "replaced"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a conversion: its file was written, was there already with the same text, was
    kept because a person changed, moved or reviewed it, or replaced with the old one in `backup`.
    """

    action: Action
    path: Path
    backup: Path | None = None


def store(
    conversion: Conversion, content: Path, force: bool = False, places: Sequence[str] = ()
) -> Outcome:
    """Write the bulletin, its review record and the original into `content`. `places` are those
    (SERIES/YEAR/NAME) where the archive has a bulletin of the same document. ConvertError where
    another original has the same name. Killed at any moment, this leaves the old files or the new
    ones, or what the next call completes."""
    try:
        return _store(conversion, content, force, places)
    except OSError as error:
        message = "cannot be written into {folder}: {reason}"
        reason = error.strerror or str(error)
        place = Location(conversion.file)
        raise ConvertError(
            [problem(place, "", message, folder=content.name, reason=reason)]
        ) from None


def _store(conversion: Conversion, content: Path, force: bool, places: Sequence[str]) -> Outcome:
    original = content / "originals" / conversion.file
    target = _target(conversion, content)
    elsewhere = [
        stored
        for place in places
        if (stored := _Stored(content / "bulletins" / f"{place}.md")).path != target
        and stored.path.exists()
    ]
    for stored in elsewhere:
        if stored.document != conversion.file and stored.document is not None:
            # The same document under another name: it is in the archive already.
            return Outcome("unchanged", stored.path)
        if not stored.is_untouched() and not force:
            return Outcome("kept", stored.path)
    if original.exists() and original.read_bytes() != conversion.original:
        message = "another document of this name is in originals/ already; rename this one"
        raise ConvertError([problem(Location(conversion.file), "", message)])
    outcome = _put(conversion, _Stored(target), original, force)
    if outcome.action != "kept":
        for stored in elsewhere:
            if stored.is_untouched():
                # Now that more is known of it, it belongs where it was just put.
                stored.path.unlink()
                stored.review.unlink()
    return outcome


def _put(conversion: Conversion, stored: "_Stored", original: Path, force: bool) -> Outcome:
    written, recorded = conversion.markdown.encode(), conversion.review.encode()
    backup = None
    action: Action = "written"
    stored.complete()
    if stored.path.exists():
        old = stored.path.read_bytes()
        if old == written and stored.record and _same(stored.record, recorded):
            action = "unchanged"
        elif old != written and stored.document not in (None, conversion.file):
            return Outcome("unchanged", stored.path)
        elif not stored.is_untouched() and not (old == written and not stored.record):
            if not force:
                return Outcome("kept", stored.path)
            backup = stored.back_up()
            action = "replaced"
    # The original first: what names it is never without it.
    if not original.exists():
        write_whole(original, conversion.original)
    if action != "unchanged":
        stored.write(written, recorded)
    return Outcome(action, stored.path, backup)


def is_untouched(bulletin: Path) -> bool:
    """Whether a bulletin's file and its record are what the conversion wrote, where it wrote
    them."""
    return bulletin.exists() and _Stored(bulletin).is_untouched()


def _target(conversion: Conversion, content: Path) -> Path:
    """The bulletin's file; where another document has taken the name, the original's own name is
    added."""
    folder = content / "bulletins" / conversion.series / conversion.folder
    path = folder / f"{conversion.name}.md"
    if path.exists() and _Stored(path).sha256 not in (None, conversion.sha256):
        return folder / f"{conversion.name}-{conversion.stem}.md"
    return path


class _Stored:
    """A bulletin on the disk, with its record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.review = path.with_name(f"{path.stem}{REVIEW_ENDING}")

    @cached_property
    def record(self) -> bytes | None:
        return self.review.read_bytes() if self.review.exists() else None

    @cached_property
    def _values(self) -> Mapping[str, frontmatter.Node]:
        return _values(self.record or b"", self.review)

    @property
    def document(self) -> str | None:
        """The name of its document, by the record."""
        return _source(self._values, "file")

    @property
    def sha256(self) -> str | None:
        return _source(self._values, "sha256")

    def is_untouched(self) -> bool:
        """Whether both files are what the conversion wrote, where it wrote them."""
        place = self._values.get("place")
        if self.record is None or not is_sealed(self.record) or not place:
            return False
        series, year, name = str(place.value).split("/")
        return (
            _is_of(self._values, self.path.read_bytes())
            and self.path.parts[-3:-1] == (series, year)
            and (self.path.stem == name or self.path.stem.startswith(f"{name}-"))
        )

    def write(self, bulletin: bytes, record: bytes) -> None:
        """A bulletin is never without a record. Where there are both, the bulletin is changed
        first: by the record that is ready beside it, `complete` knows what was interrupted."""
        if not self.path.exists():
            write_whole(self.review, record)
            write_whole(self.path, bulletin)
            return
        _prepare(self.review, record)
        write_whole(self.path, bulletin)
        _part(self.review).replace(self.review)

    def complete(self) -> None:
        """Finish a `write` that was interrupted between the two files."""
        part = _part(self.review)
        if not part.exists():
            return
        record = part.read_bytes()
        if (
            is_sealed(record)
            and self.path.exists()
            and _is_of(_values(record, part), self.path.read_bytes())
        ):
            part.replace(self.review)
        else:
            part.unlink()

    def back_up(self) -> Path:
        """Keep both files under names of their own; that of the bulletin."""
        number = 1
        while (backup := self.path.with_name(f"{self.path.name}.bak-{number}")).exists():
            number += 1
        if self.record is not None and not is_sealed(self.record):
            write_whole(self.path.with_name(f"{self.review.name}.bak-{number}"), self.record)
        write_whole(backup, self.path.read_bytes())
        return backup


def _values(record: bytes, path: Path) -> Mapping[str, frontmatter.Node]:
    node, _ = frontmatter.parse(record.decode(errors="replace"), str(path))
    return node.value if node and isinstance(node.value, dict) else {}


def _source(record: Mapping[str, frontmatter.Node], key: str) -> str | None:
    """What a bulletin's record says of its document: its `file` or its `sha256`."""
    source = record.get("source")
    value = source.value.get(key) if source and isinstance(source.value, dict) else None
    return value.value if value and isinstance(value.value, str) else None


def _is_of(record: Mapping[str, frontmatter.Node], bulletin: bytes) -> bool:
    """Whether `bulletin` is what was written with the record."""
    written = record.get("written")
    return written is not None and written.value == hashlib.sha256(bulletin).hexdigest()


def _same(old: bytes, new: bytes) -> bool:
    """Whether two records say the same of the document. What they say of duplicates depends on
    what else is in the archive by now, and is no reason to write."""

    def lines(record: bytes) -> list[bytes]:
        kept = (line for line in record.splitlines() if not line.startswith((_DUPLICATE, _SEAL)))
        return [b"flags:" if line == b"flags: []" else line for line in kept]

    return lines(old) == lines(new)


def write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    _prepare(path, content)
    _part(path).replace(path)


def _prepare(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _part(path).open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _part(path: Path) -> Path:
    """Where a file is made ready; no such name is content."""
    return path.with_name(f"~{path.name}")
