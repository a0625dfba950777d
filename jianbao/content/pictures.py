"""Pictures that texts show. They lie beside the bulletins of their year, or beside the owner's
pages, in a folder `pictures`:

    bulletins/qinghe-xinxi/2024/005.md               ![图为义诊现场](pictures/yizhen.jpg)
    bulletins/qinghe-xinxi/2024/pictures/yizhen.jpg
    pages/women.md                                   ![编辑部](pictures/bianjibu.jpg)
    pages/pictures/bianjibu.jpg
    about.md                                         ![编辑部](pages/pictures/bianjibu.jpg)

The site has them at the same place, so the address in the Markdown that the site offers is right
too.
"""

import hashlib
import json
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from urllib.parse import quote, unquote

from jianbao.archive import urls
from jianbao.archive.model import Picture
from jianbao.archive.places import BULLETINS, PICTURES
from jianbao.base.cache import Cache
from jianbao.base.pictures.clean import clean_named
from jianbao.base.pictures.picture import MAX_BYTES, PictureError
from jianbao.base.problems import Location, Problem, problem
from jianbao.content.bulletin import Parsed
from jianbao.content.file_names import ABOUT, PICTURES_OF_PAGES
from jianbao.content.folder import Tree
from jianbao.content.own_pages import ParsedPage
from jianbao.content.reference import Reference, pictures_in

# Bytes above which a picture keeps readers on phones waiting.
HEAVY = 3_000_000


@dataclass(frozen=True, slots=True)
class Resolved:
    """Bulletins and the owner's pages with their pictures, the pictures of the about page, what is
    wrong, and what a person should look at."""

    parsed: tuple[Parsed, ...]
    own: tuple[ParsedPage, ...]
    about: tuple[Picture, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def resolve(
    tree: Tree, parsed: Iterable[Parsed], own: Iterable[ParsedPage], about: str, cache: Cache
) -> Resolved:
    """Return the bulletins and pages with the pictures that their texts show. `about` is the text
    of the about page."""
    files = _Files(tree, cache)
    problems = [*files.problems]

    def shown(file: str, references: Iterable[Reference]) -> tuple[Picture, ...]:
        found: dict[str, Picture] = {}
        for reference in references:
            if reference.field == "pictures":
                made = files.picture(reference.target, file, reference.location)
                if isinstance(made, Picture):
                    found[reference.target] = made
                else:
                    problems.append(made)
        return tuple(found.values())

    def illustrated(one: Parsed) -> Parsed:
        found = shown(f"{BULLETINS}/{one.place}.md", one.references)
        if not found or one.bulletin is None:
            return one
        return replace(one, bulletin=replace(one.bulletin, pictures=found))

    def illustrated_page(one: ParsedPage) -> ParsedPage:
        found = shown(f"{one.place}.md", one.references)
        return replace(one, page=replace(one.page, pictures=found)) if one.page else one

    after = tuple(map(illustrated, parsed))
    pages = tuple(map(illustrated_page, own))
    of_about = shown(ABOUT, pictures_in(about, tree.show(ABOUT), 1, ABOUT))
    remarks = tuple(files.remarks())
    return Resolved(after, pages, of_about, tuple(dict.fromkeys(problems)), remarks)


class _Files:
    """The picture files of content/, each read once."""

    def __init__(self, tree: Tree, cache: Cache) -> None:
        self._tree = tree
        self._cache = cache
        self._known, self.problems = tree.pictures()
        self._read: dict[str, Picture | Problem] = {}

    def picture(self, address: str, file: str, location: Location) -> Picture | Problem:
        """Return the picture at `address` in the text of `file`, or its problem."""
        target = file_at(address, file)
        if not is_picture(target):
            message = "“{address}” is not a picture beside the text: put it into {folder}/"
            own = PICTURES_OF_PAGES if file == ABOUT else f"{posixpath.dirname(file)}/{PICTURES}"
            values = {"address": unquote(address), "folder": self._tree.show(own)}
            return problem(location, "", message, **values)
        if target not in self._known:
            return self._missing(address, target, file, location)
        if target not in self._read:
            self._read[target] = self._inspect(target)
        found = self._read[target]
        if isinstance(found, Picture):
            return replace(found, written=address)
        message = "“{address}”: {problem}"
        values = {"address": unquote(address), "problem": found.message, **dict(found.values)}
        return problem(location, "", message, **values)

    def _missing(self, address: str, target: str, file: str, location: Location) -> Problem:
        folder = posixpath.dirname(target)
        here = [known for known in self._known if posixpath.dirname(known) == folder]
        close = get_close_matches(target, here, n=1, cutoff=0.8)
        if close:
            message = "“{address}” is no picture; did you mean “{near}”?"
            near = quote(posixpath.relpath(close[0], posixpath.dirname(file) or "."), safe="/")
            return problem(location, "", message, address=unquote(address), near=near)
        message = "“{address}” is no picture: there is no {file}"
        values = {"address": unquote(address), "file": self._tree.show(target)}
        return problem(location, "", message, **values)

    def _inspect(self, file: str) -> Picture | Problem:
        """Read a picture file, or take what is known of it from the cache."""
        content, problems = self._tree.read(file, MAX_BYTES)
        if content is None:
            return problems[0]
        received = hashlib.sha256(content).hexdigest()
        name = posixpath.basename(file)
        key = self._cache.key("picture", received, name.rpartition(".")[2].lower())
        kept = self._cache.recall(key)
        if kept is not None:
            width, height, size, digest = json.loads(kept)
            return Picture("", file, width, height, size, digest, received)
        try:
            made = clean_named(content, name)
        except PictureError as error:
            return problem(Location(self._tree.show(file)), "", error.message, **error.values)
        digest = hashlib.sha256(made.content).hexdigest()
        facts = made.width, made.height, len(made.content), digest
        self._cache.keep(key, json.dumps(facts).encode())
        return Picture("", file, *facts, received)

    def remarks(self) -> Iterator[Problem]:
        """Yield what a person should look at: pictures that no text shows, and heavy ones."""
        for file in self._known:
            location = Location(self._tree.show(file))
            found = self._read.get(file)
            if found is None and self._tree.is_whole:
                message = "is shown by no bulletin or page: delete it, or write ![…]({address})"
                name = quote(posixpath.basename(file))
                yield problem(location, "", message, address=f"{PICTURES}/{name}")
            elif isinstance(found, Picture) and found.bytes > HEAVY:
                message = "has {size} MB, long to wait for on a phone: save it at 2000 pixels"
                yield problem(location, "", message, size=f"{found.bytes / 1e6:.1f}")


def file_at(address: str, file: str) -> str:
    """Return the file that `address` names in the text of `file`, both relative to content/."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(address)))


def is_picture(file: str) -> bool:
    """Return whether a file of content/ has the place and the name of a picture."""
    folder, _, name = file.rpartition("/")
    parts = folder.split("/")
    of_bulletins = len(parts) == 4 and parts[0] == BULLETINS and parts[3] == PICTURES
    return (of_bulletins or folder == PICTURES_OF_PAGES) and urls.is_file_name(name)
