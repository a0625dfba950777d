"""Cache of build results in one file, keyed by the hash of their inputs.

An entry stays valid if the build that made it is killed. The version of the code is part of every
key. The file may be deleted at any time.

The file lies in the archive's folder, which may come from a stranger or from a failing disk. So
every entry is signed with a secret of this machine: an entry that is damaged, was written elsewhere
or belongs to another key is ignored. A file that is not our cache is replaced, a symbolic link is
never followed, and no query can run longer than the entries that this build used.
"""

import hashlib
import hmac
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from jianbao.base.machine_key import machine_key

_PACKAGE = Path(__file__).parents[1]
_BATCH = 1000
_BATCH_BYTES = 8 << 20
# The largest value that is read: a damaged file must not fill the memory.
_MAX_BYTES = 256 << 20

_TABLE = "CREATE TABLE entries (key BLOB PRIMARY KEY, signature BLOB, value BLOB)"
# Files that SQLite leaves beside the database in modes that we do not use. It would act on them.
_COMPANIONS = ("-journal", "-wal", "-shm")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FilePiece:
    """A part of a file that is checked by itself. `made_of` decides its bytes."""

    made_of: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site that is made only if no earlier build made it. `made_of` returns a text
    that decides its bytes and costs less than they do; None if there is no such text. `pieces`
    returns the parts of which `make` makes the file; None if it is made in one."""

    path: str
    make: Callable[[], bytes]
    made_of: Callable[[], str] | None = None
    pieces: Callable[[], Sequence[FilePiece]] | None = None


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files that seldom change apart. `made_of` returns a text that decides which files there are
    and what decides each of them, and that costs less than to list them; None if there is no such
    text."""

    files: Callable[[], Iterable[File]]
    made_of: Callable[[], str] | None = None


def ready(path: str, content: bytes) -> File:
    """Return a file whose content is known already."""
    return File(path, partial(bytes, content))


def joined(
    path: str, pieces: Callable[[], Sequence[FilePiece]], made_of: Callable[[], str] | None
) -> File:
    """Return a file of pieces."""
    return File(path, lambda: b"".join([one.make() for one in pieces()]), made_of, pieces)


def fingerprint(*values: object) -> str:
    """Hash frozen data: texts, bytes, numbers, None, tuples and dataclasses of these."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def code_version() -> str:
    """Return a hash of the sources of this package, of the Python that runs them and of the names
    of the packages that are installed. Every build asks, so this does without the slow pathlib."""
    digest = hashlib.sha256(sys.version.encode())
    package = str(_PACKAGE)
    for source in sorted(_sources(package)):
        with open(source, "rb") as file:  # noqa: PTH123
            content = file.read()
        digest.update(f"{source.removeprefix(package)}\0{len(content)}\0".encode())
        digest.update(content)
    installed: set[str] = set()
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            installed.update(entry.name for entry in entries if entry.name.endswith("-info"))
    digest.update("\0".join(sorted(installed)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _sources(folder: str) -> Iterator[str]:
    """Yield the sources below `folder`."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".txt")):
                yield entry.path
            elif entry.is_dir():
                yield from _sources(entry.path)


class Cache:
    """Values by key in the file `path`, in a folder of its own below the archive's. Without a path,
    or if the file cannot be used, nothing is found. Use it in a `with` statement: new values are
    written at its end. The file and its folder are made when there is something to write."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._new_bytes = 0
        self._connection: sqlite3.Connection | None = None
        self._secret = machine_key(path.parent.parent) if path else None
        if self._secret and path and _exists(path):
            self._connect(path)

    @cached_property
    def _version(self) -> str:
        return code_version()

    def key(self, kind: str, *made_of: str) -> bytes:
        """Return the key of the value of `kind` that this version of the code makes from
        `made_of`."""
        return self._sign(b"key", fingerprint(self._version, kind, made_of).encode())

    def recall(self, key: bytes) -> bytes | None:
        self._used.add(key)
        if key in self._new:
            return self._new[key]
        match self._try(lambda connection: _find(connection, key)):
            case (bytes(signature), bytes(value)) if hmac.compare_digest(
                signature, self._sign(key, value)
            ):
                return value
        return None

    def keep(self, key: bytes, value: bytes) -> None:
        self._used.add(key)
        if len(value) < _MAX_BYTES:
            self._new[key] = value
            self._new_bytes += len(value)
        if len(self._new) >= _BATCH or self._new_bytes >= _BATCH_BYTES:
            self._write()

    def recall_latest(self, place: str, made_of: str) -> bytes | None:
        """Return what `keep_latest` kept at `place`, if it was made from the same `made_of`."""
        stored = self.recall(self._place(place)) or b""
        made = self.key(place, made_of)
        return stored[len(made) :] if stored.startswith(made) else None

    def keep_latest(self, place: str, made_of: str, value: bytes) -> None:
        """Keep a big value and delete its previous version, which is not worth its bytes on the
        disk."""
        self.keep(self._place(place), self.key(place, made_of) + value)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write()
        self._close()

    def forget_unused(self) -> None:
        """Delete entries that were not used, if they are more than half. Call it at the end of a
        build that used all that it needs."""
        self._write()
        self._try(lambda connection: _forget_unused(connection, self._used))

    def _place(self, place: str) -> bytes:
        return self._sign(b"place", place.encode())

    def _sign(self, about: bytes, value: bytes) -> bytes:
        signed = hmac.new(self._secret or b"none", about, "sha256")
        signed.update(value)
        return signed.digest()

    def _connect(self, path: Path) -> None:
        """Open the file; replace it if it is not our cache."""
        for _ in range(2):
            try:
                _make_safe(path)
                self._connection = sqlite3.connect(path, timeout=1)
            except (OSError, sqlite3.OperationalError):
                return
            if self._try(_prepare) is not None or _exists(path):
                return

    def _write(self) -> None:
        # After an error, do not use the file again in this run, unless it was deleted.
        path = None if self._connection or not self._secret else self._path
        if self._new and path and not _exists(path):
            self._connect(path)
        rows = [(key, self._sign(key, value), value) for key, value in self._new.items()]
        self._try(lambda c: c.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows))
        self._new.clear()
        self._new_bytes = 0

    def _try(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """Run `work`. At its first error stop using the cache, and delete it if it is damaged: the
        next write makes a new one."""
        if self._connection is None:
            return None
        try:
            with self._connection:
                return work(self._connection)
        # A message that quotes a damaged file need not be a text.
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self._close()
            # Busy or unwritable is an OperationalError; any other error means that the file is not
            # a cache.
            if self._path is not None and not isinstance(error, sqlite3.OperationalError):
                with suppress(OSError):
                    self._path.unlink()
        return None

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _exists(path: Path) -> bool:
    """Return whether anything is at `path`, even a broken link. Return False if the folder cannot
    be read."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def _make_safe(path: Path) -> None:
    """Make sure that `path` is a file of its own in a real folder, or can become one. Raise OSError
    if the folder is a link or cannot be made."""
    path.parent.mkdir(exist_ok=True)
    if not stat.S_ISDIR(path.parent.lstat().st_mode):
        raise NotADirectoryError(path.parent)
    for companion in _COMPANIONS:
        path.with_name(f"{path.name}{companion}").unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        found = path.lstat()
        # A hard link is refused like a symbolic one.
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            path.unlink()


def _prepare(connection: sqlite3.Connection) -> bool:
    """Make the table if the file is empty. Raise DatabaseError if it holds anything else: a view or
    a trigger in a file from a stranger would run in our queries."""
    connection.text_factory = bytes
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_BYTES + 1024)
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "journal_mode = MEMORY",
        "synchronous = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
    found = connection.execute("SELECT sql FROM sqlite_schema LIMIT 3").fetchall()
    if not found:
        connection.execute(_TABLE)
    elif found != [(_TABLE.encode(),), (None,)]:  # with the index of its key
        raise sqlite3.DatabaseError("no cache")
    return True


def _find(connection: sqlite3.Connection, key: bytes) -> object:
    query = "SELECT signature, value FROM entries WHERE key = ?"
    return connection.execute(query, (key,)).fetchone()


def _forget_unused(connection: sqlite3.Connection, used: Collection[bytes]) -> None:
    """Delete unused entries until they are at most half. Every query has a limit, because the pages
    of a damaged file could form a loop."""
    limit = 2 * len(used) + _BATCH
    counted = "SELECT count(*) FROM (SELECT 1 FROM entries LIMIT ?)"
    [(count,)] = connection.execute(counted, (limit + 1,))
    if count > limit:
        keys = connection.execute("SELECT key FROM entries LIMIT ?", (2 * limit,)).fetchall()
        unused = [(key,) for (key,) in keys if key not in used]
        connection.executemany("DELETE FROM entries WHERE key = ?", unused)
