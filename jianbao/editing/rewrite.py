"""A small change to a bulletin's file that leaves every other byte as it is."""

from collections.abc import Callable, Iterable
from pathlib import Path

from jianbao.archive.places import Place
from jianbao.base.problems import ContentError
from jianbao.content.folder import Tree, write

Change = Callable[[str], str | None]
"""Return a changed text, None if a person has to change it."""


def one_by_one(text: str, changes: Iterable[Change]) -> str | None:
    """Return `text` after all `changes`, None as soon as one of them cannot be made."""
    changed: str | None = text
    for change in changes:
        if changed is not None:
            changed = change(changed)
    return changed


def rewrite(content: Path, shown: str, place: Place, change: Change) -> bool:
    """Write what `change` makes of the text of a bulletin's file. Return False, and write nothing,
    if it returns None or the file is not UTF-8: a person has to do it then. Raise ContentError if
    the file cannot be read or written."""
    found, problems = Tree(content, shown).read(place.file)
    if found is None:
        raise ContentError(problems)
    try:
        text = change(found.decode())
    except UnicodeDecodeError:
        return False
    if text is None:
        return False
    write(content, shown, place.file, text.encode())
    return True
