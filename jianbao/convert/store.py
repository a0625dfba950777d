"""A conversion's files on the disk, never over what a person changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jianbao import frontmatter
from jianbao.convert.conversion import Conversion
from jianbao.errors import ConvertError, Location, problem

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
    original = content / "originals" / conversion.file
    if original.exists() and original.read_bytes() != conversion.original:
        raise ConvertError(
            [
                problem(
                    Location(conversion.file),
                    "",
                    "another document of this name is in originals/ already; rename this one",
                )
            ]
        )
    path = _place(conversion, content)
    review = path.with_suffix(".review.yaml")
    written, recorded = conversion.markdown.encode(), conversion.review.encode()
    backup = None
    action: Action = "written"
    if path.exists():
        old = path.read_bytes()
        if not _is_untouched(old, _record(review)):
            if not force:
                return Outcome("kept", path)
            backup = _backup(path)
            backup.write_bytes(old)
            action = "replaced"
        elif old == written and review.exists() and review.read_bytes() == recorded:
            action = "unchanged"
    if action != "unchanged":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)
        review.write_bytes(recorded)
    if not original.exists():
        original.parent.mkdir(parents=True, exist_ok=True)
        original.write_bytes(conversion.original)
    return Outcome(action, path, backup)


def _place(conversion: Conversion, content: Path) -> Path:
    """The bulletin's file; where another document has taken the name, the original's own name is
    added."""
    folder = content / "bulletins" / conversion.series / conversion.folder
    path = folder / f"{conversion.name}.md"
    if path.exists() and _source(path) not in (None, conversion.sha256):
        return folder / f"{conversion.name}-{conversion.stem}.md"
    return path


def _source(path: Path) -> str | None:
    """The SHA-256 of the document that a bulletin's record names."""
    source = _record(path.with_suffix(".review.yaml")).get("source")
    value = source.value.get("sha256") if source and isinstance(source.value, dict) else None
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
