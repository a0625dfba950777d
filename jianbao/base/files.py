"""The only module that opens, writes and deletes the files of an archive.

A `Folder` is a folder that the user named; a path below it is relative and written with `/`. No
call leaves the folder: each part of a path is opened relative to the part above it, and the system
never follows a symbolic link. Reading follows a link that stays inside the folder. Writing and
deleting refuse a link in the way.

Only regular files are opened, so a pipe or a device cannot block. Reading is bounded.

A file is written whole or not at all: as a temporary file, flushed, renamed, with its folder
flushed. The name of a temporary file can never be content. What a killed process left of them is
deleted at the next write in that folder.

All errors are OSErrors that name the file. Every call to the system goes through the name `os` of
this module, so that a test can let each of them fail in turn.
"""

import errno
import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Literal, NoReturn

from jianbao.base.problems import LINK_IN_THE_WAY

if sys.platform != "win32":
    import fcntl

Kind = Literal["file", "folder", "link", "other"]

_TEMPORARY = re.compile(r"\.jianbao-[0-9a-f]{16}\.tmp")
_MAX_LINKS = 40
_BLOCK = 1 << 20

# Windows lacks these flags; there the program runs under WSL.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NEW_FILE = os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK
# Some file systems cannot flush a folder or lock a file, and say so by one of these.
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK})
# A file system without hard links says so by one of these.
_NO_HARD_LINKS = _UNSUPPORTED | {errno.EPERM, errno.ENOSYS, errno.EMLINK}


class TooLargeError(OSError):
    """The file is larger than the caller wants to read."""


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One entry of a folder: `path` below the `Folder`, `size` in bytes, `modified` in nanoseconds.
    A link is not followed."""

    path: str
    kind: Kind
    size: int
    modified: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that the user named, and everything below it."""

    path: Path

    # --- looking --------------------------------------------------------------------------------

    def kind(self, path: str) -> Kind | None:
        """Return what lies at `path`, or None if there is nothing. A link there is not followed,
        links above it are."""
        with self._naming(path):
            if not path:
                return _kind_of(os.stat(self.path).st_mode)
            try:
                above, name = _split(path)
                with _closing(self._follow(above, _open_folder)) as folder:
                    return _kind_of(_stat(folder, name).st_mode)
            except (FileNotFoundError, NotADirectoryError):
                return None

    def has(self, path: str) -> bool:
        """Return whether there is anything at `path`, even a broken link."""
        return self.kind(path) is not None

    def is_file(self, path: str) -> bool:
        return self.kind(path) == "file"

    def entries(self, path: str = "") -> list[FolderEntry]:
        """List a folder in the order of names, without our own temporary files."""
        with self._naming(path), _closing(self._follow(_parts(path), _open_folder)) as folder:
            return list(_entries(folder, path))

    def walk(
        self, path: str = "", skip: Callable[[str], bool] = lambda _: False
    ) -> Iterator[FolderEntry]:
        """Yield everything below `path` that is not a folder, in a fixed order. Links are neither
        followed nor left out. Names that `skip` returns True for are left out."""
        for entry in self.entries(path):
            if skip(entry.name):
                continue
            if entry.kind == "folder":
                yield from self.walk(entry.path, skip)
            else:
                yield entry

    # --- reading --------------------------------------------------------------------------------

    def read(self, path: str, limit: int) -> bytes:
        """Read a file of at most `limit` bytes. Raise TooLargeError for a larger one."""
        with self._naming(path), _closing(self._follow(_parts(path), _open_file)) as file:
            return _read(file, limit)

    def sha256(self, path: str) -> str:
        return self.fixity(path)[0]

    def fixity(self, path: str) -> tuple[str, int]:
        """Return the SHA-256 and the size of a file."""
        digest, size = hashlib.sha256(), 0
        with self._naming(path), _closing(self._follow(_parts(path), _open_file)) as file:
            while block := os.read(file, _BLOCK):
                digest.update(block)
                size += len(block)
        return digest.hexdigest(), size

    # --- writing --------------------------------------------------------------------------------

    def write(self, path: str, content: bytes) -> None:
        """Write a file and its folders; replace an old file."""
        with self._naming(path), self._to_change(path, make=True) as (folder, name):
            mode = _mode_to_keep(folder, name)
            with _temporary(folder, content, mode) as temporary:
                os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
            _flush_folder(folder)

    def create(self, path: str, content: bytes) -> None:
        """Write a new file and its folders. Raise FileExistsError if `path` exists."""
        with self._naming(path), self._to_change(path, make=True) as (folder, name):
            with _temporary(folder, content, None) as temporary:
                _rename_to_new(folder, temporary, name)
            _flush_folder(folder)

    def delete_leftovers(self, path: str) -> None:
        """Delete temporary files of killed processes in a folder, once per process; a write does so
        too."""
        with suppress(OSError), _closing(self._follow(_parts(path), _open_folder)) as folder:
            _delete_leftovers(folder)

    def rename(self, old: str, new: str) -> None:
        """Rename a file; replace an old file of the new name."""
        with (
            self._naming(old),
            self._to_change(old) as (from_folder, from_name),
            self._to_change(new, make=True) as (to_folder, to_name),
        ):
            _mode_to_keep(from_folder, from_name)
            _mode_to_keep(to_folder, to_name)
            os.replace(from_name, to_name, src_dir_fd=from_folder, dst_dir_fd=to_folder)
            _flush_folder(to_folder)
            _flush_folder(from_folder)

    def remove(self, path: str) -> None:
        """Delete a file, or a link itself. Do nothing if there is none."""
        with (
            self._naming(path),
            suppress(FileNotFoundError),
            self._to_change(path) as (folder, name),
        ):
            os.unlink(name, dir_fd=folder)
            _flush_folder(folder)

    def remove_folder(self, path: str) -> None:
        """Delete a folder and everything in it. Links are not followed."""
        with self._naming(path), self._to_change(path) as (folder, name):
            _remove_folder(folder, name)
            _flush_folder(folder)

    # --- how --------------------------------------------------------------------------------------

    @contextmanager
    def _naming(self, path: str) -> Iterator[None]:
        """Make errors name the whole path, not its last part."""
        try:
            yield
        except OSError as error:
            error.filename = str(self.path / path)
            raise

    @contextmanager
    def _to_change(self, path: str, make: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder that holds `path`, without a link on the way; yield its descriptor and
        the last part."""
        above, name = _split(path)
        try:
            folder = self._open(above, _open_or_make_folder if make else _open_folder, make)
        except _LinkMetError:
            _refuse_link()
        with _closing(folder):
            _delete_leftovers(folder)
            yield folder, name

    def _follow(self, parts: list[str], open_last: "_Opener") -> int:
        """Open what lies at `parts`; a link is followed if it stays inside this folder."""
        for _ in range(_MAX_LINKS):
            try:
                return self._open(parts, open_last)
            except _LinkMetError as met:
                parts = met.instead
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))

    def _open(self, parts: list[str], open_last: "_Opener", make: bool = False) -> int:
        """Open one part after the other. Raise _LinkMetError at a link."""
        if make:
            os.makedirs(self.path, exist_ok=True)
        here = os.open(self.path, _FOLDER)
        try:
            for index, part in enumerate(parts):
                is_last = index == len(parts) - 1
                opener = open_last if is_last or make else _open_folder
                try:
                    below = opener(here, part)
                except OSError as error:
                    if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):
                        _raise_if_link(here, parts, index)
                    raise
                here = _closed(here, below)
            if not parts:
                here = _closed(here, open_last(here, "."))
        except BaseException:
            os.close(here)
            raise
        return here


def read_named(path: Path, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes that the user named; links are followed, since
    the user could have named their target."""
    try:
        _check_regular(os.stat(path).st_mode)
        with _closing(os.open(path, _FILE & ~getattr(os, "O_NOFOLLOW", 0))) as file:
            _check_regular(os.fstat(file).st_mode)
            return _read(file, limit)
    except OSError as error:
        error.filename = str(path)
        raise


def without_links(path: Path) -> Path:
    """Return the absolute path without links. Links that lead in a circle stay: `Path.resolve`
    raises RuntimeError for them."""
    return Path(os.path.realpath(path))


def is_temporary(name: str) -> bool:
    """Return whether `name` is the name of one of our temporary files."""
    return _TEMPORARY.fullmatch(name) is not None


# --- paths and links ------------------------------------------------------------------------------

_Opener = Callable[[int, str], int]


class _LinkMetError(Exception):
    """A part of a path is a link; `instead` is the path with the link's target put in."""

    def __init__(self, instead: list[str]) -> None:
        super().__init__()
        self.instead = instead


def _parts(path: str) -> list[str]:
    parts = path.split("/") if path else []
    if any(part in ("", ".", "..") for part in parts):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:  # a lone surrogate
        encoded = b"\0"
    if b"\0" in encoded:  # no file can have that name
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    return parts


def _split(path: str) -> tuple[list[str], str]:
    parts = _parts(path)
    if not parts:
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    return parts[:-1], parts[-1]


def _raise_if_link(folder: int, parts: list[str], index: int) -> None:
    """Raise _LinkMetError if that part is a link, or OSError if the link leads out."""
    try:
        target = os.readlink(parts[index], dir_fd=folder)
    except OSError:
        return
    # The parts before the link are folders, so `..` can be taken literally.
    instead = parts[:index]
    for part in target.split("/"):
        if target.startswith("/") or (part == ".." and not instead):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        if part == "..":
            instead.pop()
        elif part not in ("", "."):
            instead = [*instead, part]
    raise _LinkMetError([*instead, *parts[index + 1 :]])


def _refuse_link() -> NoReturn:
    raise OSError(errno.ELOOP, LINK_IN_THE_WAY)


def _kind_of(mode: int) -> Kind:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "other"


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        code = errno.ELOOP if stat.S_ISLNK(mode) else errno.EISDIR
        raise OSError(code, os.strerror(code))


# --- descriptors ----------------------------------------------------------------------------------


@contextmanager
def _closing(descriptor: int) -> Iterator[int]:
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _closed(old: int, new: int) -> int:
    os.close(old)
    return new


def _stat(folder: int, name: str) -> os.stat_result:
    return os.stat(name, dir_fd=folder, follow_symlinks=False)


def _open_folder(folder: int, name: str) -> int:
    return os.open(name, _FOLDER | _NO_LINK, dir_fd=folder)


def _open_or_make_folder(folder: int, name: str) -> int:
    try:
        return _open_folder(folder, name)
    except FileNotFoundError:
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=folder)
            _flush_folder(folder)
        return _open_folder(folder, name)


def _open_file(folder: int, name: str) -> int:
    """Open a regular file. Check its kind first, because opening a device can have effects."""
    _check_regular(_stat(folder, name).st_mode)
    file = os.open(name, _FILE, dir_fd=folder)
    try:
        _check_regular(os.fstat(file).st_mode)
    except BaseException:
        os.close(file)
        raise
    return file


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as found:
        return sorted(entry.name for entry in found)


def _entries(folder: int, path: str) -> Iterator[FolderEntry]:
    for name in _names(folder):
        if is_temporary(name):
            continue
        try:
            status = _stat(folder, name)
        except FileNotFoundError:  # gone since it was listed
            continue
        place = f"{path}/{name}" if path else name
        yield FolderEntry(place, _kind_of(status.st_mode), status.st_size, status.st_mtime_ns)


def _read(file: int, limit: int) -> bytes:
    blocks = []
    left = limit
    while block := os.read(file, min(_BLOCK, left + 1)):
        blocks.append(block)
        left -= len(block)
        if left < 0:
            raise TooLargeError(errno.EFBIG, os.strerror(errno.EFBIG))
    return b"".join(blocks)


# --- changes --------------------------------------------------------------------------------------


@contextmanager
def _temporary(folder: int, content: bytes, mode: int | None) -> Iterator[str]:
    """Yield the name of a flushed temporary file. The caller renames it in the block; it is deleted
    if that fails."""
    name, file = _new_temporary(folder)
    with _closing(file):
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(file, view) :]
            if mode is not None:
                os.fchmod(file, mode)
            _flush(file)
            yield name
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)
            raise


def _new_temporary(folder: int) -> tuple[str, int]:
    """Make a temporary file and lock it: an unlocked one is a leftover, which others delete."""
    while True:
        name = f".jianbao-{token_hex(8)}.tmp"
        file = os.open(name, _NEW_FILE, 0o666, dir_fd=folder)
        try:
            _lock(file, wait=True)
            if os.fstat(file).st_nlink:
                return name, file
        except BaseException:
            os.close(file)
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)
            raise
        os.close(file)  # another process deleted it just before it was locked


def _lock(file: int, wait: bool) -> bool:
    """Lock a file until it is closed. Return False if that cannot be done."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


# The folders, by device and number, in which this process has looked for leftovers. Listing a
# folder for each file that is written there would take quadratic time.
_cleaned: set[tuple[int, int]] = set()


def _delete_leftovers(folder: int) -> None:
    """Delete the temporary files of processes that were killed. No error here matters."""
    with suppress(OSError):
        status = os.fstat(folder)
        if (status.st_dev, status.st_ino) in _cleaned:
            return
        _cleaned.add((status.st_dev, status.st_ino))
        for name in filter(is_temporary, _names(folder)):
            with (
                suppress(OSError),
                _closing(os.open(name, _FILE | os.O_RDWR, dir_fd=folder)) as file,
            ):
                if stat.S_ISREG(os.fstat(file).st_mode) and _lock(file, wait=False):
                    os.unlink(name, dir_fd=folder)


def _mode_to_keep(folder: int, name: str) -> int | None:
    """Return the mode of the file that will be replaced, or None if there is none. Raise OSError if
    it is not a file."""
    try:
        mode = _stat(folder, name).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        _refuse_link()
    _check_regular(mode)
    return stat.S_IMODE(mode) & 0o777


def _rename_to_new(folder: int, temporary: str, name: str) -> None:
    """Rename a file. Raise FileExistsError if the new name exists."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        with suppress(FileNotFoundError):
            _stat(folder, name)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(temporary, dir_fd=folder)


def _remove_folder(above: int, name: str) -> None:
    # Nothing can be deleted in a read-only folder.
    with _closing(_open_folder(above, name)) as folder:
        if os.fstat(folder).st_mode & 0o300 != 0o300:
            os.fchmod(folder, 0o755)
        for entry in _names(folder):
            if stat.S_ISDIR(_stat(folder, entry).st_mode):
                _remove_folder(folder, entry)
            else:
                os.unlink(entry, dir_fd=folder)
    os.rmdir(name, dir_fd=above)


def _flush(file: int) -> None:
    if sys.platform == "darwin":
        # On macOS, fsync leaves the bytes in the disk's own cache.
        with suppress(OSError):
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    os.fsync(file)


def _flush_folder(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
