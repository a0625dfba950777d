"""The mark of a bulletin that its review is done, which an editor sets or removes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NoReturn

from jianbao.archive.model import UNSORTED, Bulletin, Settings
from jianbao.archive.places import BULLETINS, REVIEW_ENDING, Place
from jianbao.base.dates import PartialDate
from jianbao.base.files import Folder, read_named, without_links
from jianbao.base.problems import ContentError, Location, Problem, problem
from jianbao.content import load
from jianbao.content.folder import Tree, write
from jianbao.convert.store import MAX_BYTES, complete
from jianbao.editing import convert_folder
from jianbao.text import yaml_edits

Action = Literal["marked", "was marked", "unmarked", "was unmarked"]


@dataclass(frozen=True, slots=True)
class Marked:
    """The result for the mark of the bulletin in the file `path`; `date` is that of its review."""

    action: Action
    path: Path
    date: PartialDate | None


def bulletins(named: Path, content: Path) -> list[Path]:
    """Return the files of the bulletins that `named` means: a bulletin's file, its review record,
    or any copy of a document that was converted. Raise ContentError if there is none."""
    place = _place(named, content)
    if place and Folder(content).has(place.file):
        return [content / place.file]
    if not named.is_file():
        _refuse(named.as_posix(), "is no file: name a bulletin, its record or its document")
    try:
        digest = hashlib.sha256(read_named(named, MAX_BYTES)).hexdigest()
    except OSError as error:
        _refuse(named.as_posix(), "cannot be read: {reason}", reason=error.strerror or error)
    places = convert_folder.known_articles(content).places(digest)
    if not places:
        _refuse(
            named.as_posix(), "is no bulletin, and no bulletin was made of it: convert it first"
        )
    return [content / BULLETINS / f"{place}.md" for place in places]


def _place(named: Path, content: Path) -> Place | None:
    """Return the place of the bulletin whose file or record is called `named`, if that is in
    `content`."""
    path = without_links(named.parent) / named.name
    bulletins = without_links(content) / BULLETINS
    if not path.is_relative_to(bulletins) or not path.name.endswith((".md", REVIEW_ENDING)):
        return None
    below = path.relative_to(bulletins).as_posix()
    return Place.of_file(below) if below.count("/") == 2 else None


def mark(
    path: Path,
    date: PartialDate | None,
    content: Path,
    settings: Settings,
    shown: str = "content",
    force: bool = False,
) -> Marked:
    """Write into the front matter of the bulletin in `path` that it was reviewed on `date`, or with
    None that it was not. Nothing else in the file changes, and a bulletin that is marked already
    keeps its date. Raise ContentError if the bulletin has problems or, unless `force`, doubts that
    are certainly open."""
    place = Place.of_file(path.as_posix())
    name = f"{shown}/{place.file}"
    tree = Tree(content, shown)
    complete(content, place, shown)
    old = _content(tree, place.file)
    bulletin = _read(tree, place, old, settings)
    if date is None and bulletin.reviewed is None:
        return Marked("was unmarked", path, None)
    if date is not None and bulletin.reviewed is not None:
        return Marked("was marked", path, bulletin.reviewed)
    if date is not None and not force:
        found = list(dict.fromkeys(_open_doubts(bulletin, old, name, settings)))
        if found:
            message = "{count} doubts are to be settled first ({doubts}); --force marks it as it is"
            _refuse(name, message, count=len(found), doubts="、".join(found[:5]))
    new = yaml_edits.set_value(
        old.decode(), "reviewed", "false" if date is None else str(date), "articles"
    )
    expected = replace(bulletin, reviewed=date, review=None)
    if new is None or _parsed(new.encode(), name, settings)[0] != expected:
        value = "false" if date is None else date
        _refuse(name, "cannot be marked by the program: write `reviewed: {value}`", value=value)
    write(content, shown, place.file, new.encode())
    return Marked("unmarked" if date is None else "marked", path, date)


def read_bulletin(
    content: Path, place: Place, settings: Settings, shown: str = "content"
) -> tuple[Bulletin, str]:
    """Return the bulletin at a place, without its review record, and the text of its file. Raise
    ContentError if it has problems."""
    complete(content, place, shown)
    tree = Tree(content, shown)
    found = _content(tree, place.file)
    bulletin, problems = _parsed(found, tree.show(place.file), settings)
    if bulletin is None:
        raise ContentError(problems)
    return bulletin, found.decode()


def parsed(text: str, name: str, settings: Settings) -> Bulletin | None:
    """Return the bulletin of a text, None if that has problems. `name` is that of its file."""
    return _parsed(text.encode(), name, settings)[0]


def _content(tree: Tree, file: str) -> bytes:
    content, problems = tree.read(file)
    if content is None:
        raise ContentError(problems)
    return content


def _read(tree: Tree, place: Place, content: bytes, settings: Settings) -> Bulletin:
    bulletin, problems = _parsed(content, tree.show(place.file), settings)
    if bulletin is None:
        raise ContentError(problems)
    if not tree.has(place.review):
        return bulletin
    review, found = load.parse_review(_content(tree, place.review), tree.show(place.review))
    if found:
        raise ContentError(found)
    return replace(bulletin, review=review)


def _parsed(
    content: bytes, name: str, settings: Settings
) -> tuple[Bulletin | None, tuple[Problem, ...]]:
    parsed = load.parse_bulletin(content, name, _for_review(settings))
    return parsed.bulletin, parsed.problems


def _for_review(settings: Settings) -> Settings:
    """Return `settings` under which what is open before the review is not a problem."""
    settings = load.with_unsorted(settings)
    return replace(settings, site=replace(settings.site, personal_data="report"))


def _open_doubts(
    bulletin: Bulletin, content: bytes, name: str, settings: Settings
) -> Iterator[str]:
    """Yield the doubts that nobody has settled, as the bulletin itself shows: it has no series yet,
    holds personal data that is not allowed, or an article lacks the office or the county that the
    conversion did not know."""
    if bulletin.series == UNSORTED.slug:
        yield UNSORTED.title
    for remark in load.parse_bulletin(content, name, _for_review(settings)).remarks:
        values = dict(remark.values)
        if "masked" in values:  # personal data; other remarks need not be settled
            yield values["masked"]
    for flag in bulletin.review.flags if bulletin.review else ():
        for article in bulletin.articles:
            if flag.kind == "office_unknown":
                is_open, text = not article.department, article.attribution or ""
            else:
                is_open, text = not article.county, f"{article.attribution} {article.title}"
            if flag.kind in ("office_unknown", "county_unknown") and is_open and flag.text in text:
                yield flag.text


def _refuse(name: str, message: str, **values: object) -> NoReturn:
    raise ContentError([problem(Location(name), "", message, **values)])
