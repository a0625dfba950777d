"""What the checks need of each file of a site, found once, when the file is made.

The result depends only on a file's bytes and path, so it is cached under the hash of these. What
depends on other files is checked at the end, by `lint`.
"""

import json
from collections.abc import Callable, Collection

from jianbao.archive import urls
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
    """The files of a site that were examined. `links` are those of its pages; `numbers` are the
    masked forms of the personal numbers in a file, by output path. `given` are files of the owner,
    which are no pages of ours whatever their names."""

    def __init__(
        self, base_url: str | None, cache: Cache, given: Collection[str] = frozenset()
    ) -> None:
        self.given = given
        self.links = Links()
        self.numbers: dict[str, tuple[str, ...]] = {}
        self._base_url = base_url
        self._cache = cache
        self._seen: set[str] = set()

    def __contains__(self, path: str) -> bool:
        return path in self._seen

    def is_page(self, path: str) -> bool:
        return is_page(path) and path not in self.given

    def see(self, path: str, sha256: str, read: Callable[[], bytes]) -> None:
        """Examine the file at an output path. `sha256` is the hash of its bytes; `read` returns
        them, and is called only if no earlier build examined the same."""
        if path in self._seen:
            return
        self._seen.add(path)
        if self.is_page(path):
            found, numbers = self._page(path, sha256, read)
            self.links.add(path, found)
        else:
            numbers = self._file(path, sha256, read)
        if numbers:
            self.numbers[path] = numbers

    def take(self, path: str, sha256: str, found: bytes) -> None:
        """Note the file at an output path, in which `examine` has `found` this."""
        self._seen.add(path)
        if not found:
            return
        if self.is_page(path):
            self._cache.keep(self._page_key(path, sha256), found)
            packed, numbers = json.loads(found)
            self.links.add(path, outline.unpack(path, packed))
        else:
            self._cache.keep(self._file_key(path, sha256), found)
            numbers = json.loads(found)
        if numbers:
            self.numbers[path] = tuple(numbers)

    def outline_of(self, path: str, sha256: str, read: Callable[[], bytes]) -> PageOutline:
        return self._page(path, sha256, read)[0]

    def _page(
        self, path: str, sha256: str, read: Callable[[], bytes]
    ) -> tuple[PageOutline, tuple[str, ...]]:
        key = self._page_key(path, sha256)
        kept = self._cache.recall(key)
        if kept is None:
            kept = _page(path, read(), self._base_url)
            self._cache.keep(key, kept)
        packed, numbers = json.loads(kept)
        return outline.unpack(path, packed), tuple(numbers)

    def _file(self, path: str, sha256: str, read: Callable[[], bytes]) -> tuple[str, ...]:
        if not privacy_gate.is_read(path):
            return ()
        key = self._file_key(path, sha256)
        kept = self._cache.recall(key)
        if kept is None:
            kept = _file(path, read())
            self._cache.keep(key, kept)
        return tuple(json.loads(kept))

    def _page_key(self, path: str, sha256: str) -> bytes:
        return self._cache.key("page", path, self._base_url or "", sha256)

    def _file_key(self, path: str, sha256: str) -> bytes:
        return self._cache.key("privacy", privacy_gate.ending(path), sha256)


def examine(path: str, content: bytes, base_url: str | None) -> bytes:
    """Return what the checks need of a file of ours, as the cache keeps it. A pure function, for
    any process; `Examination.take` takes its result."""
    if is_page(path):
        return _page(path, content, base_url)
    return _file(path, content) if privacy_gate.is_read(path) else b""


def _page(path: str, content: bytes, base_url: str | None) -> bytes:
    reading = read_page(content)
    made = outline.outline(path, reading.page, base_url)
    return json.dumps((outline.pack(made), reading.numbers), ensure_ascii=False).encode()


def _file(path: str, content: bytes) -> bytes:
    return json.dumps(sorted(privacy_gate.masked(path, content))).encode()
