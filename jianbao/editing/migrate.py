"""Rewrite what `check` reports as outdated: tags with a name that an office or a county did not
have at the date of the bulletin.

A bulletin that nobody changed is converted again. In one that a person changed, only these names
change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jianbao.archive.model import Settings, Taxonomy
from jianbao.base.problems import Problem
from jianbao.content import load
from jianbao.content.folder import Tree
from jianbao.convert.store import complete, is_untouched
from jianbao.editing import convert_folder
from jianbao.editing.rewrite import one_by_one, rewrite
from jianbao.editing.tag_again import document_of
from jianbao.editing.waiting import date_of, front_matter
from jianbao.text import frontmatter, yaml_edits


@dataclass(frozen=True, slots=True)
class Rename:
    """A name in the list `field` of an article, counted from 0, and the name of that time."""

    article: int
    field: str
    index: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The result for a bulletin: `is_written` is false if a person has to write the names."""

    path: Path
    renames: tuple[Rename, ...]
    is_written: bool
    problems: tuple[Problem, ...] = ()


def migrate(content: Path, shown: str = "content") -> Iterator[Migrated]:
    """Rewrite every bulletin with outdated names. A second run changes nothing."""
    settings = load.load_settings(content, shown)
    places, _ = Tree(content, shown).bulletins()
    again: dict[Path, tuple[Rename, ...]] = {}
    for place, _ in places:
        complete(content, place, shown)
        renames = tuple(outdated(front_matter(content, place), settings))
        document = document_of(content, place) if renames else None
        if document and is_untouched(content, place):
            again[document] = renames
        elif renames:
            is_written = rewrite(content, shown, place, partial(_renamed, renames=renames))
            yield Migrated(content / place.file, renames, is_written)
    for taken in convert_folder.take_in(again, settings, content, folders=[content]):
        renames = again[taken.document]
        path = taken.outcome.path if taken.outcome else taken.document
        is_written = bool(taken.outcome and taken.outcome.action in ("written", "replaced"))
        yield Migrated(path, renames, is_written, taken.problems)


def outdated(values: Mapping[str, frontmatter.Node], settings: Settings) -> Iterator[Rename]:
    """Yield the names of a bulletin's articles that were not in use at its date, though another
    name of the same term was."""
    date = date_of(values)
    entries = values.get("articles")
    if date is None or entries is None or not isinstance(entries.value, tuple):
        return
    taxonomies: tuple[tuple[str, Taxonomy], ...] = (
        ("department", settings.departments),
        ("county", settings.counties),
        ("township", settings.townships),
    )
    for number, entry in enumerate(entries.value):
        fields = entry.value if isinstance(entry.value, dict) else {}
        for field, taxonomy in taxonomies:
            names = fields.get(field)
            for index, item in enumerate(
                names.value if names and isinstance(names.value, tuple) else ()
            ):
                old = item.value if isinstance(item.value, str) else ""
                term = taxonomy.find(old, date)
                then = term.period_at(date) if term else None
                if term and then and not term.bears(old, date):
                    yield Rename(number, field, index, old, then.name)


def _renamed(text: str, renames: Iterable[Rename]) -> str | None:
    """Write the names into the front matter. Return None if a person has to do it."""
    return one_by_one(text, (partial(_with_name, one=one) for one in renames))


def _with_name(text: str, one: Rename) -> str | None:
    path = ("articles", one.article, one.field, one.index)
    return yaml_edits.in_front_matter(text, lambda yaml: yaml_edits.set_item(yaml, path, one.new))
