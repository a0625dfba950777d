"""A conversion's files on the disk, never over what a person changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jianbao import frontmatter
from jianbao.convert.conversion import Conversion
from jianbao.errors import ConvertError, Location, problem

_DUPLICATE = b"  - {kind: duplicate,"

Action = Literal["written", "unchanged", "kept", "replaced"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a conversion: its file was written, was there already with the same text, was
    kept because a person changed or reviewed it, or replaced with the old one in `backup`."""

    action: Action
    path: Path
    backup: Path | None = None


def store(conversion: Conversion, content: Path, force: bool = False) -> Outcome:
    """Write the bulletin, its review record and the original into `content`. ConvertError where
    another original has the same name."""
    try:
        return _store(conversion, content, force)
    except OSError as error:
        message = "cannot be written into {folder}: {reason}"
        reason = error.strerror or str(error)
        place = Location(conversion.file)
        raise ConvertError(
            [problem(place, "", message, folder=content.name, reason=reason)]
        ) from None


def _store(conversion: Conversion, content: Path, force: bool) -> Outcome:
    original = content / "originals" / conversion.file
    if original.exists() and original.read_bytes() != conversion.original:
        message = "another document of this name is in originals/ already; rename this one"
        raise ConvertError([problem(Location(conversion.file), "", message)])
    path = _place(conversion, content)
    review = path.with_suffix(".review.yaml")
    written, recorded = conversion.markdown.encode(), conversion.review.encode()
    backup = None
    action: Action = "written"
    if path.exists():
        old = path.read_bytes()
        record = _record(review)
        if old != written and not _is_untouched(old, record):
            if not force:
                return Outcome("kept", path)
            backup = _backup(path)
            _write(backup, old)
            action = "replaced"
        elif old == written and review.exists() and _same(review.read_bytes(), recorded):
            action = "unchanged"
        elif _source(record, "file") != conversion.file and old != written:
            # The same document under another name: it is in the archive already.
            return Outcome("unchanged", path)
    # The original first: what names it is never without it.
    if not original.exists():
        _write(original, conversion.original)
    if action != "unchanged":
        _write(path, written)
        _write(review, recorded)
    return Outcome(action, path, backup)


def _same(old: bytes, new: bytes) -> bool:
    """Whether two records say the same of the document. What they say of duplicates depends on
    what else is in the archive by now, and is no reason to write."""

    def lines(record: bytes) -> list[bytes]:
        kept = (line for line in record.splitlines() if not line.startswith(_DUPLICATE))
        return [b"flags:" if line == b"flags: []" else line for line in kept]

    return lines(old) == lines(new)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"~{path.name}")
    part.write_bytes(content)
    part.replace(path)


def _place(conversion: Conversion, content: Path) -> Path:
    """The bulletin's file; where another document has taken the name, the original's own name is
    added."""
    folder = content / "bulletins" / conversion.series / conversion.folder
    path = folder / f"{conversion.name}.md"
    record = _record(path.with_suffix(".review.yaml"))
    if path.exists() and _source(record, "sha256") not in (None, conversion.sha256):
        return folder / f"{conversion.name}-{conversion.stem}.md"
    return path


def _source(record: Mapping[str, frontmatter.Node], key: str) -> str | None:
    """What a bulletin's record says of its document: its `file` or its `sha256`."""
    source = record.get("source")
    value = source.value.get(key) if source and isinstance(source.value, dict) else None
    return value.value if value and isinstance(value.value, str) else None


def _record(review: Path) -> Mapping[str, frontmatter.Node]:
    if not review.exists():
        return {}
    node, _ = frontmatter.parse(review.read_bytes().decode(errors="replace"), str(review))
    return node.value if node and isinstance(node.value, dict) else {}


def _is_untouched(text: bytes, record: Mapping[str, frontmatter.Node]) -> bool:
    """Whether a bulletin's file is still what the conversion wrote."""
    written = record.get("written")
    return written is not None and written.value == hashlib.sha256(text).hexdigest()


def _backup(path: Path) -> Path:
    number = 1
    while (backup := path.with_name(f"{path.name}.bak-{number}")).exists():
        number += 1
    return backup
