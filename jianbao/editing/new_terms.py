"""New entries of the authority files, added as the last ones."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from jianbao.archive.model import Settings, Term
from jianbao.base.problems import ConfigError, Location, problem
from jianbao.content import folder, load
from jianbao.text import yaml_edits
from jianbao.text.chinese import HAN

# The characters of a name that is readable as one everywhere.
_NAME = re.compile(rf"[{HAN}A-Za-z0-9·（）]{{3,60}}")
_SLUG = 40


@dataclass(frozen=True, slots=True)
class GivenTerms:
    """The result for a bulletin whose articles name terms: the names of the terms, how many
    articles, and whether the program wrote them; if not, a person has to."""

    path: Path
    names: tuple[str, ...]
    articles: int
    is_written: bool


def is_name(name: str) -> bool:
    """Return whether a name is readable as one everywhere."""
    return _NAME.fullmatch(name) is not None


def free_slug(syllables: str, taken: set[str], head: str = "") -> str:
    """Return a slug of these syllables that is not in `taken`, and add it there."""
    slug = head
    for syllable in re.findall("[a-z0-9]+", syllables):
        if len(slug) + len(syllable) > _SLUG:
            break
        slug += syllable
    slug = slug.strip("-") or "new"
    number = 1
    unique = slug
    while unique in taken or unique == "index":
        number += 1
        unique = f"{slug}-{number}"
    taken.add(unique)
    return unique


def check_new(name: str, settings: Settings, shown: str) -> None:
    """Raise ConfigError if a term of any authority file has this name, or if nothing can have
    it."""
    known = next((term for one in settings.taxonomies if (term := one.find(name))), None)
    if known:
        refuse(shown, "“{name}” is known already, as {known}", name=name, known=known.name)
    if not is_name(name):
        refuse(shown, "“{name}” cannot be a name: use Chinese characters and letters", name=name)


def find_county(name: str, settings: Settings, shown: str) -> Term:
    """Return the county of that name. Raise ConfigError if there is none."""
    found = settings.counties.find(name)
    if found is None:
        near = settings.counties.nearest(name) or "—"
        message = "there is no county called “{name}” (the nearest: {near}): enter it first"
        refuse(shown, message, name=name, near=near)
    return found


def append(
    file: str,
    entry: Mapping[str, str | Sequence[str]],
    term: Term,
    content: Path,
    shown: str,
) -> None:
    """Add an entry, which means `term`, to an authority file. Raise ConfigError, and write nothing,
    if the program cannot add it without changing something else."""
    new = yaml_edits.append_entry(text_of_file(content, file), entry)
    old = [one.terms for one in load.load_settings(content, shown).taxonomies]

    def is_right(after: Settings) -> bool:
        pairs = zip(after.taxonomies, old, strict=True)
        return any(one.terms == (*terms, term) for one, terms in pairs)

    message = "cannot be changed by the program: add {entry}"
    write(content, shown, file, new, is_right, message, entry=yaml_edits.in_flow(entry))


def write(
    content: Path,
    shown: str,
    file: str,
    new: str | None,
    is_right: Callable[[Settings], bool],
    message: str,
    **values: object,
) -> None:
    """Write an authority file if its settings are then right. Otherwise, or if the program made no
    new text, raise ConfigError with this message, and write nothing."""
    if new is None or not is_right(load.load_settings(content, shown, {file: new.encode()})):
        refuse(f"{shown}/{file}", message, **values)
    folder.write(content, shown, file, new.encode())


def text_of_file(content: Path, file: str) -> str:
    """Return the text of an authority file, "" if it cannot be read; `load_settings` says why."""
    found, _ = folder.Tree(content, content.name).read(file)
    try:
        return (found or b"").decode()
    except UnicodeDecodeError:
        return ""


def refuse(place: str, message: str, /, **values: object) -> NoReturn:
    raise ConfigError([problem(Location(place), "", message, **values)])
