"""What the checks need of each file of a site, found once, when the file is made.

The result depends only on a file's bytes and path, so a later build uses it again for a file that
has the same ones. What depends on other files is checked at the end, by `lint`.
"""

import json
import posixpath
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from jianbao.archive import urls
from jianbao.base import parts
from jianbao.base.cache import Cache
from jianbao.build import outline
from jianbao.build.links import Links
from jianbao.build.outline import PageOutline
from jianbao.build.page_reader import read_page
from jianbao.outputs import privacy_gate


def is_page(path: str) -> bool:
    """Return whether an output path is a page of ours. A document as received never is."""
    return path.endswith(".html") and not path.startswith(f"{urls.ORIGINALS}/")


class Examination:
    """The files of a site that were examined. `links` are those of its pages and style sheets;
    `numbers` are the masked forms of the personal numbers in a file and its name, by output path.
    `given` are files of the owner, which are no pages of ours whatever their names."""

    def __init__(self, base_url: str | None, given: Collection[str] = frozenset()) -> None:
        self.given = given
        self.links = Links()
        self.numbers: dict[str, tuple[str, ...]] = {}
        self._base_url = base_url
        # The SHA-256 of each file, those of an earlier site included, and the files of this one.
        self._known: dict[str, str] = {}
        self._seen: set[str] = set()

    def is_page(self, path: str) -> bool:
        return is_page(path) and path not in self.given

    def see(self, path: str, sha256: str, read: Callable[[], bytes]) -> None:
        """Examine the file at an output path. `sha256` is the hash of its bytes; `read` returns
        them, and is called only if it was not examined with the same bytes."""
        self._seen.add(path)
        if self._known.get(path) == sha256 and (path in self.links) == self.has_links(path):
            return
        if self.is_page(path):
            self.take(path, sha256, _page(path, read(), self._base_url))
        elif (sha256, posixpath.basename(path)) in self._harmless:
            self.take(path, sha256, b"")
        else:
            self.take(path, sha256, _file(path, read()) if privacy_gate.is_read(path) else b"")
        if path.endswith(".css"):
            self.links.add(path, self.outline_of(path, read()))

    @cached_property
    def _harmless(self) -> set[tuple[str, str]]:
        """The hash and the name of each file of an earlier site's search without a personal number.
        The folder of an index has another name after a change."""
        return {
            (sha256, posixpath.basename(path))
            for path, sha256 in self._known.items()
            if path.startswith(f"{urls.SEARCH_FOLDER}/") and path not in self.numbers
        }

    def take(self, path: str, sha256: str, found: bytes) -> None:
        """Note the file at an output path, in which `examine` has `found` this."""
        self._seen.add(path)
        self._known[path] = sha256
        self.links.forget(path)
        links, numbers = json.loads(found) if found else (None, ())
        if links is not None:
            self.links.add(path, outline.unpack(path, links))
        named = privacy_gate.in_name(path)
        if numbers or named:
            self.numbers[path] = tuple(sorted(named.union(numbers)))
        else:
            self.numbers.pop(path, None)

    def has_links(self, path: str) -> bool:
        """Return whether the links in a file are checked."""
        return self.is_page(path) or path.endswith(".css")

    def forget_others(self) -> None:
        """Forget the files of an earlier site that are not in this one."""
        for path in self._known.keys() - self._seen:
            del self._known[path]
            self.numbers.pop(path, None)
            self.links.forget(path)

    def outline_of(self, path: str, content: bytes) -> PageOutline:
        """Return again what was found in a page or style sheet."""
        if path.endswith(".css"):
            return outline.of_style_sheet(path, content, self._base_url)
        return outline.outline(path, read_page(content).page, self._base_url)

    def keep(self, cache: Cache, place: str) -> None:
        """Keep at `place` what is known of this site, in which no problem was found."""
        head = json.dumps((self._known, self.numbers), ensure_ascii=False).encode()
        links = self.links.pack(self._known.keys())
        cache.keep_latest(place, self._made_of(), parts.join(head, links))

    def recall(self, cache: Cache, place: str) -> bool:
        """Begin with what was kept at `place` of an earlier site. Return whether anything was."""
        kept = cache.recall_latest(place, self._made_of())
        if kept:
            head, links = parts.split(kept)
            self._known, numbers = json.loads(head)
            self.numbers = {path: tuple(found) for path, found in numbers.items()}
            self.links = Links.unpack(links)
        return kept is not None

    def _made_of(self) -> str:
        return f"checks for {self._base_url}"


def examine(path: str, content: bytes, base_url: str | None) -> bytes:
    """Return what the checks need of a file of ours, as JSON. A pure function, for any process;
    `Examination.take` takes its result."""
    if is_page(path):
        return _page(path, content, base_url)
    return _file(path, content) if privacy_gate.is_read(path) else b""


def examine_piece(path: str, content: bytes) -> list[str]:
    """Return the masked forms of the personal numbers in a piece of the file at `path`."""
    return sorted(privacy_gate.masked(path, content))


def found_in_pieces(found: Sequence[str]) -> bytes:
    """Return what `examine` returns of a file without links whose pieces have these numbers."""
    return json.dumps((None, found)).encode()


def _page(path: str, content: bytes, base_url: str | None) -> bytes:
    reading = read_page(content)
    made = outline.outline(path, reading.page, base_url)
    return json.dumps((outline.pack(made), reading.numbers), ensure_ascii=False).encode()


def _file(path: str, content: bytes) -> bytes:
    return found_in_pieces(examine_piece(path, content))
