"""New tags for the bulletins that waited for names which are known now.

A bulletin that nobody changed is converted again. One that a person changed only gets the tags.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal

from jianbao.archive.places import Place
from jianbao.base.files import Folder
from jianbao.base.problems import Problem
from jianbao.content import load
from jianbao.content.file_names import ORIGINALS
from jianbao.content.folder import Tree
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.store import complete, is_untouched
from jianbao.editing import convert_folder
from jianbao.editing.rewrite import one_by_one, rewrite
from jianbao.editing.waiting import Waiting, front_matter, text_of, waiting
from jianbao.text import yaml_edits

Action = Literal["tagged", "nothing new", "kept"]

_ACTIONS: Mapping[str, Action] = {
    "written": "tagged",
    "replaced": "tagged",
    "unchanged": "nothing new",
    "kept": "kept",
}


@dataclass(frozen=True, slots=True)
class Tagged:
    """The result for a bulletin that waited for `names`: "kept" if a person has to write the tags;
    problems if its document cannot be converted again."""

    path: Path
    action: Action
    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def tag_again(content: Path, shown: str = "content") -> Iterator[Tagged]:
    """Tag every bulletin that lacks the tag of a known name. A second run changes nothing."""
    settings = load.load_settings(content, shown)
    places, _ = Tree(content, shown).bulletins()
    for place, _ in places:
        complete(content, place, shown)
    authorities = Authorities.of(settings)
    known = [one for one in waiting(content, authorities) if one.term]
    names_of: dict[Path, tuple[str, ...]] = {}
    for text, group in groupby(known, key=lambda one: one.place):
        ones = list(group)
        place = Place.of_file(text)
        names = tuple(dict.fromkeys(one.term.name for one in ones if one.term))
        document = document_of(content, place)
        if document and is_untouched(content, place):
            names_of[document] = names
        else:
            change = partial(_with_tags, content=content, place=place, ones=ones)
            is_tagged = rewrite(content, shown, place, change)
            yield Tagged(content / place.file, "tagged" if is_tagged else "kept", names)
    for taken in convert_folder.take_in(names_of, settings, content, folders=[content]):
        path = taken.outcome.path if taken.outcome else taken.document
        action = _ACTIONS[taken.outcome.action] if taken.outcome else "kept"
        yield Tagged(path, action, names_of[taken.document], taken.problems)


def document_of(content: Path, place: Place) -> Path | None:
    """Return the document that a bulletin was made of, None if it is not in originals/."""
    source = front_matter(content, place).get("source")
    file = text_of(source.value, "file") if source and isinstance(source.value, dict) else None
    has_file = file and Folder(content).is_file(f"{ORIGINALS}/{file}")
    return content / ORIGINALS / file if file and has_file else None


def _with_tags(text: str, content: Path, place: Place, ones: list[Waiting]) -> str | None:
    """Write the tags into the front matter. With an office, an article without a county also gets
    the office's county. Return None if a person has to do it."""
    entries = front_matter(content, place).get("articles")
    articles = entries.value if entries and isinstance(entries.value, tuple) else ()
    tags: dict[tuple[int, str, str], None] = {}
    for one in ones:
        if one.article is None or one.term is None:
            return None
        if one.article >= len(articles):  # changed since the names were looked for
            return None
        tags[one.article, one.taxonomy, one.term.name] = None
        fields = articles[one.article].value
        county = fields.get("county") if isinstance(fields, dict) else None
        if one.taxonomy == "department" and one.term.county and not (county and county.value):
            tags[one.article, "county", one.term.county] = None
    return one_by_one(
        text, (partial(_with_tag, article=at, key=key, name=name) for at, key, name in tags)
    )


def _with_tag(text: str, article: int, key: str, name: str) -> str | None:
    return yaml_edits.in_front_matter(
        text, lambda yaml: yaml_edits.add_item(yaml, ("articles", article, key), name)
    )
