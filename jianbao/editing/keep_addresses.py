"""The editor's act that keeps every published address leading to its text."""

from collections.abc import Callable
from pathlib import Path

from jianbao.archive.addresses import LostAddress
from jianbao.archive.places import BULLETINS
from jianbao.base.files import Folder
from jianbao.content import address_record, load
from jianbao.content.folder import MAX_BYTES
from jianbao.text import yaml_edits

# Several rounds: a restored number makes another one free, and a bulletin that is found again has
# its articles.
_ROUNDS = 4


def keep(content: Path, shown: str = "content") -> list[tuple[str, str]]:
    """Write the ids, aliases and former slugs that keep the addresses of the record. Return each
    changed file, relative to `content`, and what was written. What only a person can decide is left
    for `check` to report. Raise as `load` does."""
    folder, written = Folder(content), []
    for _ in range(_ROUNDS):
        archive = load.load(content, shown, keep_addresses=False)
        lost = address_record.lost(content, archive)
        # The former slug of a series restores the addresses of its bulletins: they need no alias.
        slugs = [loss for loss in lost if loss.key == "former_slugs"]
        done = [
            (file, f"{loss.key}: {loss.value}")
            for loss in slugs or lost
            if (file := _write(folder, loss))
        ]
        written += done
        if not done:
            break
    return written


def _write(folder: Folder, loss: LostAddress) -> str:
    """Write what keeps one address. Return the file, "" if that is not possible."""
    if not loss.key:
        return ""
    if loss.key == "former_slugs":
        taxonomy, _, name = loss.place.partition("/")
        file = address_record.FILES_OF_TERMS[taxonomy]
        return _edit(folder, file, lambda text: _add_slug(text, taxonomy, name, loss.value))
    file = f"{BULLETINS}/{loss.place}.md"

    def edit(yaml: str) -> str | None:
        if loss.key == "id":
            return yaml_edits.set_in(yaml, ("articles", loss.article or 0, "id"), loss.value)
        return yaml_edits.add_item(yaml, ("aliases",), loss.value, after="date")

    return _edit(folder, file, lambda text: yaml_edits.in_front_matter(text, edit))


def _add_slug(text: str, taxonomy: str, name: str, slug: str) -> str | None:
    title = "title" if taxonomy == "series" else "name"
    parents: tuple[str, ...] = ("series",) if taxonomy == "series" else ()
    for index in range(yaml_edits.length(text, parents)):
        path: tuple[str | int, ...] = (*parents, index)
        if yaml_edits.value_at(text, (*path, title)) == name:
            return yaml_edits.add_item(text, (*path, "former_slugs"), slug, after="slug")
    return None


def _edit(folder: Folder, file: str, edit: Callable[[str], str | None]) -> str:
    text = folder.read(file, MAX_BYTES).decode("utf-8")
    changed = edit(text)
    if changed is None:
        return ""
    folder.write(file, changed.encode())
    return file
