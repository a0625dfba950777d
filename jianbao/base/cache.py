"""What earlier builds made, kept under the hash of what it was made from, in one file that may be
deleted at any time.

An entry is true whatever became of the build that made it, so a build that is killed poisons
nothing. The version of the code is part of every key. An entry that is damaged is none, and so is
a cache that cannot be read or written.
"""

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

_PACKAGE = Path(__file__).parents[1]
_CHECK = 8
_BATCH = 1000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site that need not be made where an earlier build made it. Each of `made_of`
    gives a text that decides its bytes; the first costs the least."""

    path: str
    make: Callable[[], bytes]
    made_of: tuple[Callable[[], str], ...]


def ready(path: str, content: bytes) -> File:
    """A file that costs nothing to make."""
    return File(path, partial(bytes, content), ())


def fingerprint(*values: object) -> str:
    """A hash of frozen data: texts, numbers, None, tuples and dataclasses of such."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def code_version() -> str:
    """Changes with the sources of this package, the Python that runs them and what is installed
    beside them."""
    digest = hashlib.sha256(sys.version.encode())
    for source in sorted(_PACKAGE.rglob("*.py")):
        content = source.read_bytes()
        digest.update(f"{source.relative_to(_PACKAGE).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    installed: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            installed.update(path.name for path in Path(folder).glob("*-info"))
    digest.update("\0".join(sorted(installed)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


class Cache:
    """Values by key in the file `path`; without a path, or where that cannot be used, nothing is
    found. To be closed by `with`, which writes what is new, and makes the file and its folder
    where there is anything to write."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._connection: sqlite3.Connection | None = None
        if path is not None and _is_there(path):
            self._connect(path)

    @cached_property
    def _version(self) -> str:
        return code_version()

    def key(self, kind: str, *made_of: str) -> bytes:
        """The key of what this version of the code makes, as `kind`, of the texts `made_of`."""
        return bytes.fromhex(fingerprint(self._version, kind, made_of))

    def recall(self, key: bytes) -> bytes | None:
        self._used.add(key)
        if key in self._new:
            return self._new[key]
        stored = self._try(lambda connection: _find(connection, key))
        if isinstance(stored, bytes) and stored[:_CHECK] == _check(key, stored[_CHECK:]):
            return stored[_CHECK:]
        return None

    def keep(self, key: bytes, value: bytes) -> None:
        self._used.add(key)
        self._new[key] = value
        if len(self._new) >= _BATCH:
            self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is new; after a build that came to its end, forget what it did not use once
        that is the greater part."""
        self._write()
        if error is None:
            self._try(lambda connection: _forget_all_but(connection, self._used))
        if self._connection is not None:
            self._connection.close()

    def _connect(self, path: Path) -> None:
        with suppress(OSError, sqlite3.OperationalError):
            path.parent.mkdir(exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=1)
        self._try(_prepare)

    def _write(self) -> None:
        if self._new and self._path and not self._connection and not _is_there(self._path):
            self._connect(self._path)
        rows = [(key, _check(key, value) + value) for key, value in self._new.items()]
        self._try(lambda c: c.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows))
        self._new.clear()

    def _try(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """The cache is given up at its first error, and deleted where it is damaged."""
        if self._connection is None:
            return None
        try:
            with self._connection:
                return work(self._connection)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._connection = None
            # Busy or unwritable is an OperationalError; anything else is a file that is no cache.
            if self._path is not None and not isinstance(error, sqlite3.OperationalError):
                with suppress(OSError):
                    self._path.unlink()
        return None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # nobody may look
        return False


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB)")


def _find(connection: sqlite3.Connection, key: bytes) -> object:
    found = connection.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
    return found[0] if found else None


def _forget_all_but(connection: sqlite3.Connection, used: Collection[bytes]) -> None:
    [(count,)] = connection.execute("SELECT count(*) FROM kept")
    if count > 2 * len(used) + _BATCH:
        connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID")
        connection.executemany("INSERT INTO used VALUES (?)", ((key,) for key in used))
        connection.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM used)")


def _check(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest()[:_CHECK]
