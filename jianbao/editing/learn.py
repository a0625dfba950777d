"""Learning from the editor: how the lines of a reviewed document are to be read.

`learn` compares a reviewed bulletin with its original and stores the role of each line; `train`
makes the archive's own weights of all that was learnt.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal, NoReturn

from jianbao.archive.model import Settings
from jianbao.archive.places import Place
from jianbao.base.files import Folder, TooLargeError
from jianbao.base.problems import ContentError, ConvertError, Location, Problem, problem
from jianbao.content import load
from jianbao.content.file_names import LEARNT, LEARNT_WEIGHTS, ORIGINALS
from jianbao.content.folder import Tree, open_tree, write
from jianbao.content.lessons import Lesson, read_lessons
from jianbao.convert.blocks import Block, Document
from jianbao.convert.conversion import from_blocks
from jianbao.convert.duplicates import Known
from jianbao.convert.label import adapted, chain
from jianbao.convert.label.label import Weights, label, weights
from jianbao.convert.label.roles import Role
from jianbao.convert.label.tables import with_masthead_cells
from jianbao.convert.readers.dispatch import read
from jianbao.convert.store import MAX_BYTES
from jianbao.convert.training.adaptation import adapt
from jianbao.convert.training.alignment import roles_of, words_of
from jianbao.convert.training.settings import Labelled
from jianbao.editing.waiting import front_matter, text_of
from jianbao.text import yaml_edits

Action = Literal["learnt", "was learnt", "forgotten", "was not learnt"]
_ALIKE = 0.8
"""The share of a document's lines that a lesson must have to count."""
_HEAD_AND_FOOT = frozenset(
    ("series", "issue", "docno", "date", "issuer", "notice", "banner", "foot", "foot+", "meta")
)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a document, counted from 1, whose role `was` one and `is_now` another."""

    line: int
    page: int
    text: str
    was: Role
    is_now: Role


@dataclass(frozen=True, slots=True)
class Learnt:
    """The result for the bulletin in the file `path`."""

    action: Action
    path: Path
    changes: tuple[LineChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """A reviewed bulletin of which the new weights read lines otherwise than those before."""

    path: Path
    changes: tuple[LineChange, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """The result of training on so many `documents`: how many `weights` changed, and the lessons
    that could not be used."""

    documents: int
    weights: int
    reread: tuple[Reread, ...]
    problems: tuple[Problem, ...]


def archive_weights(content: Path, shown: str = "content") -> tuple[Weights | None, list[Problem]]:
    """Return the weights of an archive, and the problems of their file. Return None if there are
    none that can be used; the package's own weights are then good."""
    tree = open_tree(content, shown)
    if not tree.has(LEARNT_WEIGHTS):
        return None, []
    where = Location(f"{shown}/{LEARNT_WEIGHTS}")
    found, problems = tree.read(LEARNT_WEIGHTS)
    if found is None:
        return None, problems
    try:
        changes = adapted.read(found.decode())
    except ValueError as error:
        message = (
            "is damaged ({reason}) and is not used; make it again with learn --train, or delete it"
        )
        return None, [problem(where, "", message, reason=str(error)[:80])]
    if changes.base != weights().fingerprint:
        message = "was made by another version and is not used; make it again with learn --train"
        return None, [problem(where, "", message)]
    return changes.added_to(weights()), []


# --- learning -----------------------------------------------------------------------------------


def learn(path: Path, content: Path, settings: Settings, shown: str = "content") -> Learnt:
    """Store how the lines of the document are to be read of which the reviewed bulletin in `path`
    was made. Raise ContentError if the bulletin was not reviewed or its original is missing."""
    place = Place.of_file(path.as_posix())
    tree = open_tree(content, shown)
    bulletin = _text(tree, place.file)
    record = _text(tree, place.review)
    if text_of(front_matter(content, place), "reviewed") in (None, "false"):
        _refuse(tree.show(place.file), "was not reviewed: review it first, then learn from it")
    original, file = _original(tree, content, place)
    document = with_masthead_cells(read(original, file))
    current = archive_weights(content, shown)[0] or weights()
    before = label(document, current).roles
    now = _edited(document, original, file, (bulletin, record), before, settings, current)
    sha256 = hashlib.sha256(original).hexdigest()
    marks = tuple(map(_mark, document.blocks))
    lesson = Lesson(sha256, file, tuple(zip(marks, now, strict=True)))
    changes = tuple(_changes(document, before, now))
    known = lessons(content, shown)
    if known.get(sha256) == lesson:
        return Learnt("was learnt", path, changes)
    text = _without(_yaml(tree), {sha256}, tree)
    new = yaml_edits.append_row(text, lesson.row())
    if new is None:
        _refuse(tree.show(LEARNT), "cannot be changed by the program: make it a list")
    write(content, shown, LEARNT, new.encode())
    return Learnt("learnt", path, changes)


def forget(path: Path, content: Path, shown: str = "content") -> Learnt:
    """Remove what was learnt from the bulletin in `path`."""
    place = Place.of_file(path.as_posix())
    tree = open_tree(content, shown)
    source = front_matter(content, place).get("source")
    values = source.value if source and isinstance(source.value, dict) else {}
    sha256 = text_of(values, "sha256") or ""
    if sha256 not in lessons(content, shown):
        return Learnt("was not learnt", path)
    write(content, shown, LEARNT, _without(_yaml(tree), {sha256}, tree).encode())
    return Learnt("forgotten", path)


def lessons(content: Path, shown: str = "content") -> dict[str, Lesson]:
    """Return what was learnt, by SHA-256. Raise ContentError if the file has problems."""
    known, problems = read_lessons(open_tree(content, shown))
    if problems:
        raise ContentError(problems)
    return known


def _edited(
    document: Document,
    original: bytes,
    file: str,
    edited: tuple[str, str],
    before: Sequence[Role],
    settings: Settings,
    current: Weights,
) -> tuple[Role, ...]:
    """Return the role of each line as the editor has it. A line that the editor left as it would be
    read now keeps the role `before`."""
    unsorted = load.with_unsorted(settings)
    theirs = roles_of(document, *edited, unsorted, edited=True)
    try:
        made = from_blocks(document, original, file, settings, Known(), learnt=current)
        ours = roles_of(document, made.markdown, made.review, unsorted)
    except ConvertError:
        ours = tuple(before)
    inside = [place for place, role in enumerate(theirs) if role in _TEXT]
    found: list[Role] = []
    for place, (was, our, their) in enumerate(zip(before, ours, theirs, strict=True)):
        role = was
        above = their in _HEAD_AND_FOOT and was not in _HEAD_AND_FOOT
        if above and their != "foot" and inside and place > inside[-1]:
            their = None  # it only mentions what the masthead says
        if their is not None and their != our:
            role = their
        elif their is None and our is not None and was not in _HEAD_AND_FOOT:
            role = _left_out(place, inside)
        if not chain.may_follow(found[-1] if found else None, role):
            role = _FIRST[role]
        found.append(role)
    return tuple(found)


def _left_out(place: int, inside: Sequence[int]) -> Role:
    """Return the role of a line that the editor has left out: what stands below the text, above it
    or in it. `inside` are the places of the lines of the text."""
    if inside and place > inside[-1]:
        return "foot"
    return "notice" if inside and place < inside[0] else "nav"


_TEXT = frozenset(
    ("title", "title+", "subtitle", "byline", "brief", "heading", "para", "para+", "table", "attr")
)
_FIRST: dict[Role, Role] = {"title+": "title", "para+": "para", "foot+": "foot"}


def _changes(
    document: Document, before: Sequence[Role], now: Sequence[Role]
) -> Iterator[LineChange]:
    for block, was, is_now in zip(document.blocks, before, now, strict=True):
        if was != is_now:
            yield LineChange(block.line, block.page, block.text.strip(), was, is_now)


def _mark(block: Block) -> str:
    """Return the mark of a line. It tells lines apart, and does not give away what they say."""
    return hashlib.sha256(words_of(block.text).encode()).hexdigest()[:6]


# --- training -----------------------------------------------------------------------------------


def train(content: Path, shown: str = "content") -> Trained:
    """Make the archive's own weights of all lessons, and list every reviewed bulletin of which they
    read lines otherwise. Without lessons, remove the weights."""
    tree = open_tree(content, shown)
    before = archive_weights(content, shown)[0] or weights()
    known = lessons(content, shown)
    problems: list[Problem] = []
    examples: list[Labelled] = []
    for lesson in sorted(known.values(), key=lambda one: one.sha256):
        try:
            examples.append(_example(lesson, tree, content))
        except (ContentError, ConvertError) as error:
            problems += error.problems
    count, after = 0, weights()
    if examples:
        changes = adapt(examples, weights(), weights().fingerprint)
        write(content, shown, LEARNT_WEIGHTS, adapted.written(changes).encode())
        count = sum(map(len, (*changes.features.values(), *changes.transitions.values())))
        after = changes.added_to(weights())
    elif not known and tree.has(LEARNT_WEIGHTS):
        Folder(content).remove(LEARNT_WEIGHTS)
    else:
        return Trained(0, 0, (), tuple(problems))
    reread = tuple(_reread(tree, content, before, after))
    return Trained(len(examples), count, reread, tuple(problems))


def _example(lesson: Lesson, tree: Tree, content: Path) -> Labelled:
    """Return the document of a lesson with its roles. Lines that are read otherwise today get the
    role that the package gives them."""
    original = _read_original(tree, content, lesson.file)
    if hashlib.sha256(original).hexdigest() != lesson.sha256:
        where = tree.show(f"{ORIGINALS}/{lesson.file}")
        _refuse(where, "is another document than the one that was learnt: learn it again")
    document = with_masthead_cells(read(original, lesson.file))
    roles = list(label(document).roles)
    marks = [_mark(block) for block in document.blocks]
    matcher = SequenceMatcher(None, [mark for mark, _ in lesson.roles], marks, autojunk=False)
    matched = 0
    for a, b, size in matcher.get_matching_blocks():
        for offset in range(size):
            roles[b + offset] = _role(lesson.roles[a + offset][1], tree)
        matched += size
    if matched < _ALIKE * len(marks):
        message = "is read in other lines than when it was learnt: learn it again"
        _refuse(tree.show(f"{ORIGINALS}/{lesson.file}"), message)
    for place, role in enumerate(roles):
        if not chain.may_follow(roles[place - 1] if place else None, role):
            roles[place] = _FIRST[role]
    return Labelled(document, tuple(roles))


def _role(name: str, tree: Tree) -> Role:
    found = next((role for role in chain.ROLES if role == name), None)
    if found is None:
        _refuse(tree.show(LEARNT), "names an unknown role ({role}); learn it again", role=name)
    return found


def _reread(tree: Tree, content: Path, before: Weights, after: Weights) -> Iterator[Reread]:
    """Yield the reviewed bulletins of whose originals some lines get another role."""
    for place, has_review in tree.bulletins()[0]:
        values = front_matter(content, place)
        if not has_review or text_of(values, "reviewed") in (None, "false"):
            continue
        try:
            original, file = _original(tree, content, place)
            document = with_masthead_cells(read(original, file))
        except (ContentError, ConvertError):
            continue  # `check` reports it
        found = (label(document, some).roles for some in (before, after))
        changes = tuple(_changes(document, *found))
        if changes:
            yield Reread(content / place.file, changes)


# --- files --------------------------------------------------------------------------------------


def _original(tree: Tree, content: Path, place: Place) -> tuple[bytes, str]:
    """Return the bytes and the name of the document that a bulletin was made of."""
    source = front_matter(content, place).get("source")
    values = source.value if source and isinstance(source.value, dict) else {}
    sha256, file = text_of(values, "sha256"), text_of(values, "file")
    if not sha256 or not file:
        _refuse(tree.show(place.file), "was not made of a document, so nothing can be learnt")
    original = _read_original(tree, content, file)
    if hashlib.sha256(original).hexdigest() != sha256:
        where = tree.show(f"{ORIGINALS}/{file}")
        _refuse(where, "is another document than the one that the bulletin was made of")
    return original, file


def _read_original(tree: Tree, content: Path, file: str) -> bytes:
    name = f"{ORIGINALS}/{file}"
    try:
        return Folder(content).read(name, MAX_BYTES)
    except TooLargeError:
        message = "is larger than {limit} MB: divide it"
        _refuse(tree.show(name), message, limit=MAX_BYTES // 1_000_000)
    except OSError as error:
        message = "cannot be read: {reason}"
        _refuse(tree.show(name), message, reason=error.strerror or error)


def _text(tree: Tree, file: str) -> str:
    found, problems = tree.read(file)
    if found is None:
        raise ContentError(problems)
    return found.decode("utf-8-sig", "replace")


def _yaml(tree: Tree) -> str:
    return _text(tree, LEARNT) if tree.has(LEARNT) else ""


def _without(text: str, wanted: Iterable[str], tree: Tree) -> str:
    digests = {*wanted}
    while (found := yaml_edits.find_entry(text, "sha256", digests)) is not None:
        changed = yaml_edits.remove_entry(text, found)
        if changed is None:
            _refuse(tree.show(LEARNT), "cannot be changed by the program: make it a list")
        text = changed
    return text


def _refuse(name: str, message: str, **values: object) -> NoReturn:
    raise ContentError([problem(Location(name), "", message, **values)])
