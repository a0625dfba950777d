"""Publication: a finished site is staged beside the old one and swapped in. A reader sees the old
site or the new one, never a part. A folder that this program did not make is never replaced.

    with staging(Path("site")) as staged:
        staged.write("index.html", b"...")
        staged.publish()

Until `publish` the old site is not touched. A build that is killed leaves a folder
`site.staging-…`, which the next one deletes. Files are not flushed one by one: the file system is
flushed once, before the swap, so that a power cut cannot leave a new site of empty files. If it
could not store everything, there is no swap.

An error of the system is raised as one PublishError. It says which site is in place if that is not
the old one.
"""

import ctypes
import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from jianbao.archive import urls
from jianbao.base.files import without_links
from jianbao.base.problems import Location, Problem, Problems, PublishError, problem
from jianbao.build.in_place import leftovers, lock_file

if sys.platform != "win32":
    import fcntl

# The file in the root of every tree that this program made; it lists what the program put there.
MARKER = ".jianbao-site"
_NOTICE = "Jianbao made this folder and replaces it whole at each build. It put here:"
# File managers leave these behind; they may be deleted.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}

# Of a file: size, inode, and date of its last change in nanoseconds.
FileIdentity = tuple[int, int, int]

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a staged tree. While it has the same `identity`, nobody changed it. `is_old` if the
    old site's file of that path has the same bytes."""

    size: int
    sha256: str
    identity: FileIdentity | None = field(default=None, compare=False)
    is_old: bool = field(default=False, compare=False)


@dataclass(slots=True)
class TreeWriter:
    """Puts files into the staged tree `tree`. Several processes may do so at once if no two of them
    have the same path. If the old site has a file with the same bytes, the new one becomes a link
    to it: this needs no disk space and keeps the date, so that caches and copying tools see no
    change.

    If the work of a writer may be done twice, each file is written in the folder `apart`, which is
    in the same file system, and then renamed: it is whole at any time, and a writer whose folder is
    gone writes nothing more."""

    site: Path
    tree: Path
    shown: str
    apart: Path | None = None
    made: set[str] = field(default_factory=lambda: {""})

    def write(self, path: str, content: bytes, before: str = "") -> Stored:
        """Write one file. `before` is where the old site may have the same bytes, if not at
        `path`."""
        with reporting(self.shown):
            identity, is_old = self._linked(path, path, content), True
            if identity is None:
                is_old = False
                identity = self._linked(path, before, content) if before else None
            if identity is None:
                identity = self._create(path, content)
        return Stored(len(content), hashlib.sha256(content).hexdigest(), identity, is_old)

    def _linked(self, path: str, source: str, content: bytes) -> FileIdentity | None:
        """Link the old site's file `source` into the tree as `path`. Return its identity, None if
        it has other bytes or cannot be linked."""
        found = self._old(source)
        if found is None or found.st_size != len(content) or self.read_old(source) != content:
            return None
        return _identity(found) if self._link(path, source, found) else None

    def keep(self, path: str, sha256: str, identity: FileIdentity | None = None) -> Stored | None:
        """Reuse the old site's file of that path if it has that SHA-256, else return None. It is
        not read if it has the `identity` that it had when it was made."""
        found = self._old(path)
        if found is None:
            return None
        if identity == _identity(found):
            with reporting(self.shown):
                if self._link(path, path, found):
                    return Stored(found.st_size, sha256, identity)
        content = self.read_old(path)
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            return None
        with reporting(self.shown):
            linked = self._link(path, path, found)
            made = _identity(found) if linked else self._create(path, content)
        return Stored(len(content), sha256, made)

    def _old(self, path: str) -> os.stat_result | None:
        """Return what the system says of the old site's file, None if it has no file there."""
        try:
            found = os.lstat(f"{self.site}/{path}")
        except (OSError, ValueError):
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def read_old(self, path: str) -> bytes | None:
        """Return the bytes of the old site's file of that path, None if it cannot be read."""
        try:
            with Path(f"{self.site}/{path}").open("rb", buffering=0) as file:
                return file.read()
        except (OSError, ValueError):
            return None

    def _link(self, path: str, source: str, old: os.stat_result) -> bool:
        """Link the old file `source` into the tree as `path`; the system says `old` of it. Return
        whether that is possible."""
        self._make_folders(path)
        target = f"{self.tree}/{path}"
        try:
            os.link(f"{self.site}/{source}", target)
        except FileExistsError:
            if not Path(target).samefile(f"{self.site}/{source}"):
                return False
        except OSError:  # a file system without hard links, or a different one
            return False
        if stat.S_IMODE(old.st_mode) != _FILE_MODE:
            Path(target).chmod(_FILE_MODE)
        return True

    def _create(self, path: str, content: bytes) -> FileIdentity:
        target = f"{self.tree}/{path}"
        if self.apart is None:
            self._make_folders(path)
            return _write(target, content, os.O_EXCL)
        first = f"{self.apart}/{token_hex(8)}"
        made = _write(first, content, os.O_EXCL)
        self._make_folders(path)
        Path(first).replace(target)
        return made

    def _make_folders(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self.made:
            self._make_folders(folder)
            with suppress(FileExistsError):  # another process was faster
                _make_folder(f"{self.tree}/{folder}")
            self.made.add(folder)


_RESERVED = Stored(0, "")


class Staging:
    """A tree that is being made. `tree` is its folder, for steps that read it; only `write`, `keep`
    and the `writer` put files there.

    `files` are the files of the tree, by output path, in the order in which their paths were
    reserved.
    """

    def __init__(self, site: Path, tree: Path, shown: str, descriptor: int | None = None) -> None:
        """Begin with an empty tree. `descriptor` is that of `tree`, opened before anything was
        written there: the flush reports what the system failed to store since then."""
        self.tree = tree
        self.writer = TreeWriter(site, tree, shown)
        self._descriptor = descriptor
        self.files: dict[str, Stored] = {}
        self._site = site
        self._shown = shown
        self._names = {MARKER: MARKER}
        self._folders: dict[str, str] = {}
        self._sound = {""}
        self._problems = Problems()

    def write(self, path: str, content: bytes, before: str = "") -> str:
        """Write one file at an output path, as `TreeWriter.write` does. Return its SHA-256. If the
        path cannot be used or is taken, `check` and `publish` raise that problem; the tree keeps
        the first file."""
        if self.reserve(path):
            self.files[path] = self.writer.write(path, content, before)
            return self.files[path].sha256
        return hashlib.sha256(content).hexdigest()

    def keep(self, path: str, sha256: str, identity: FileIdentity | None = None) -> bool:
        """Reuse the old site's file of that path if it has that SHA-256, as `TreeWriter.keep` does.
        Return whether it has."""
        if not self.reserve(path):
            return True
        kept = self.writer.keep(path, sha256, identity)
        if kept is None:
            self._release(path)
            return False
        self.files[path] = kept
        return True

    def holder(self, path: str) -> str:
        """Return the file at the output path `path`, in any spelling by case; "" if there is
        none."""
        return self._names.get(path.casefold(), "")

    def reserve(self, path: str) -> bool:
        """Reserve `path` for a file that `writer` puts there; the caller then replaces its entry in
        `files`. Return whether the path can be used; if not, `check` raises the problem."""
        found = list(self._wrong(path))
        self._problems.extend(found)
        if not found:
            self.files[path] = _RESERVED
        return not found

    def _release(self, path: str) -> None:
        """Give back a path that was reserved."""
        del self.files[path]
        del self._names[path.casefold()]

    def check(self) -> None:
        """Raise PublishError with everything that is wrong with the paths written so far."""
        self._problems.raise_if_any(PublishError)

    def publish(self) -> None:
        """Put the tree in the site's place, in one atomic step if the system can do that."""
        self.check()
        with reporting(self._shown):
            marker = _mark(self.tree, {path.split("/")[0] for path in self.files})
            self.files[MARKER] = Stored(len(marker), hashlib.sha256(marker).hexdigest())
            if self._descriptor is not None:
                _flush(self._descriptor)
            _check_ours(self._site, self._shown)
            _swap(self.tree, self._site, self._shown)
        try:
            _flush_folder(self._site.parent)
        except OSError as error:
            message = (
                "the new site is in place, but the system does not say that it is stored: "
                "{reason}; check the disk, then build again"
            )
            where = Location(self._shown)
            reason = error.strerror or error
            raise PublishError([problem(where, "", message, reason=reason)]) from error

    def _wrong(self, path: str) -> Iterator[Problem]:
        where = Location(f"{self._shown}/{path}")
        folder, _, name = path.rpartition("/")
        known = folder in self._sound
        for part in [name] if known else path.split("/"):
            if part in ("", ".", ".."):
                yield problem(where, "", "not a path inside the site")
                return
            if not urls.is_portable(part.removeprefix(".")):
                yield problem(
                    where,
                    "",
                    "the name “{name}” cannot be stored on every host and disk: rename the file",
                    name=part,
                )
                return
        # On file systems that ignore case, one of two such files would replace the other.
        key = path.casefold()
        rival = self._names.get(key) or self._folders.get(key)
        for above in () if known else _above(path):
            same = self._folders.setdefault(above.casefold(), above)
            rival = rival or self._names.get(above.casefold()) or (same if same != above else "")
        if rival:
            yield problem(
                where,
                "",
                "two sources of one output path (the first: “{other}”): rename one of them",
                other=rival,
            )
        else:
            self._names[key] = path
            self._sound.add(folder)


@contextmanager
def staging(site: Path, keep_out: Iterable[Path] = (), shown: str = "site") -> Iterator[Staging]:
    """Make a new tree beside `site`, under a lock against a second build, and delete it at the end
    in any case. `keep_out` are folders that hold sources: the site may not be or hold one of them.
    `shown` is the site's name in messages.

    Raise PublishError if the site is not ours, or the disk cannot hold the tree.
    """
    with reporting(shown):
        site = _absolute(site)
        _check_place(site, keep_out, shown)
        site.parent.mkdir(parents=True, exist_ok=True)
    with _lock(site, shown):
        tree = site.with_name(f"{site.name}.staging-{token_hex(4)}")
        with reporting(shown):
            _recover(site)
            _check_ours(site, shown)
            tree.mkdir()
        try:
            with reporting(shown):
                tree.chmod(_FOLDER_MODE)
                _mark(tree, ())
                descriptor = os.open(tree, os.O_RDONLY)
            try:
                yield Staging(site, tree, shown, descriptor)
            finally:
                os.close(descriptor)
        finally:
            # After the swap the old site is here.
            with suppress(OSError):
                _remove(tree)


@contextmanager
def scratch(site: Path, shown: str) -> Iterator[Staging]:
    """Make a tree like that of `staging` in the system's folder for temporary files, for a check,
    and delete it at the end."""
    with reporting(shown):
        tree = tempfile.mkdtemp(prefix="jianbao-")
    try:
        yield Staging(site, Path(tree), shown)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _above(path: str) -> Iterator[str]:
    """Return the folders that hold `path`, the outermost first."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


# --- what may be replaced ---------------------------------------------------------------------


def _absolute(site: Path) -> Path:
    """Return the site's absolute path. A symbolic link in its last part is not followed."""
    site = site.absolute()
    if site.name in ("", ".."):
        return without_links(site)
    return without_links(site.parent) / site.name


def _check_place(site: Path, keep_out: Iterable[Path], shown: str) -> None:
    where = Location(shown)
    problems = Problems()
    if not site.name:
        problems.add(where, "", "the root of the file system cannot be a site")
    if site.is_symlink():
        problems.add(where, "", "a symbolic link: name the folder itself")
    elif site.exists() and not site.is_dir():
        problems.add(where, "", "not a folder: move it away, or choose another --site")
    elif os.path.ismount(site):
        problems.add(where, "", "the root of a mounted disk: choose a folder inside it")
    for folder in keep_out:
        source = without_links(folder)
        if site == source or site in source.parents:
            problems.add(
                where, "", "the site would replace {folder}: choose another --site", folder=folder
            )
    problems.raise_if_any(PublishError)


def _check_ours(site: Path, shown: str) -> None:
    if not site.is_dir():
        return
    with os.scandir(site) as entries:
        names = {entry.name for entry in entries} - _LITTER
    if not names:
        return
    if MARKER not in names:
        raise PublishError(
            [
                problem(
                    Location(shown),
                    "",
                    "this program did not make this folder, and it is not empty: "
                    "move it away, or choose another --site",
                )
            ]
        )
    listed = (site / MARKER).read_text("utf-8", errors="replace").split("\n")
    strangers = sorted(names.difference(listed))
    if strangers:
        raise PublishError(
            problem(
                Location(f"{shown}/{name}"),
                "",
                "this program did not put this here, and the next build would delete it: "
                "move it out of the site",
            )
            for name in strangers
        )


def _mark(tree: Path, names: Iterable[str]) -> bytes:
    """Write into the marker that `names` are ours. Return the marker's text."""
    content = "\n".join([_NOTICE, *sorted({MARKER, *names}), ""]).encode()
    # The marker must never be missing: a folder without one is not ours, and would stay for ever.
    _write(f"{tree}/{MARKER}", content, os.O_TRUNC)
    return content


def _ours(tree: Path) -> bool:
    """Return whether we made this folder beside the site. An empty one was left by a build that was
    killed before it wrote its marker."""
    return (
        tree.is_dir()
        and not tree.is_symlink()
        and ((tree / MARKER).is_file() or not any(tree.iterdir()))
    )


def _recover(site: Path) -> None:
    """Clean up after a killed build: half a swap, a staged tree, an old site half deleted."""
    previous, staged = (sorted(filter(_ours, site.parent.glob(p))) for p in leftovers(site))
    if previous and not site.exists():
        previous.pop().rename(site)
    for tree in (*previous, *staged):
        with suppress(OSError):  # The next build tries again to delete the rest.
            _remove(tree)


def _remove(tree: Path) -> None:
    """Delete a tree of ours. Delete its marker last, so that a half-deleted tree is still ours. If
    somebody put a link in its place, delete the link and nothing behind it."""
    if tree.is_symlink():
        tree.unlink()
    if not tree.is_dir():
        return
    # Nothing can be deleted from a folder that somebody made read-only.
    tree.chmod(_FOLDER_MODE)
    for folder, names, _ in os.walk(tree):
        for path in (f"{folder}/{name}" for name in names):
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode) and stat.S_IMODE(mode) != _FOLDER_MODE:
                Path(path).chmod(_FOLDER_MODE)
    with os.scandir(tree) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            Path(entry.path).unlink()
    (tree / MARKER).unlink(missing_ok=True)
    tree.rmdir()


# --- files ------------------------------------------------------------------------------------


def _write(path: str, content: bytes, flag: int) -> FileIdentity:
    """Write a file of a staged tree and return its identity. `flag` says what to do if the file
    exists."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flag, _FILE_MODE)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        found = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if stat.S_IMODE(found.st_mode) != _FILE_MODE:
        Path(path).chmod(_FILE_MODE)
    return _identity(found)


def _make_folder(path: str) -> None:
    os.mkdir(path, _FOLDER_MODE)  # noqa: PTH102
    if stat.S_IMODE(os.lstat(path).st_mode) != _FOLDER_MODE:
        Path(path).chmod(_FOLDER_MODE)


def _identity(found: os.stat_result) -> FileIdentity:
    return found.st_size, found.st_ino, found.st_mtime_ns


def _flush(descriptor: int) -> None:
    """Flush to the disk what was written to the file system of the open folder `descriptor`. Raise
    OSError if some of it could not be stored."""
    if not _syncfs(descriptor) and hasattr(os, "sync"):
        os.sync()


def _syncfs(descriptor: int) -> bool:
    """Flush one file system; return False if the system has no such call."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        return False
    if library.syncfs(descriptor) == 0:
        return True
    code = ctypes.get_errno()
    if code == errno.ENOSYS:
        return False
    raise OSError(code, os.strerror(code))


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems cannot flush a folder.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


# --- the swap ---------------------------------------------------------------------------------


def _swap(tree: Path, site: Path, shown: str) -> None:
    """Put `tree` in the place of `site`. Afterwards the old site, if any, is at `tree`."""
    if not site.exists():
        tree.rename(site)
        return
    if _exchange(tree, site):
        return
    previous = site.with_name(f"{site.name}.previous-{token_hex(4)}")
    site.rename(previous)
    try:
        tree.rename(site)
    except OSError:
        try:
            previous.rename(site)
        except OSError as error:
            message = (
                "the old site is at {place} and could not be put back: build again, or rename it"
            )
            reported = problem(Location(shown), "", message, place=previous.name)
            raise PublishError([reported]) from error
        raise
    with suppress(OSError):  # If that fails, the next build deletes it.
        previous.rename(tree)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one atomic step. Return False if the system cannot do that."""
    if sys.platform not in ("linux", "darwin"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        at_cwd, rename_exchange = -100, 2
        return bool(
            library.renameat2(at_cwd, paths[0], at_cwd, paths[1], ctypes.c_uint(rename_exchange))
            == 0
        )
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        rename_swap = 2
        return bool(library.renamex_np(*paths, ctypes.c_uint(rename_swap)) == 0)
    return False


# --- one at a time, and what the disk says --------------------------------------------------------


@contextmanager
def _lock(site: Path, shown: str) -> Iterator[None]:
    """Hold `site.lock`. Raise PublishError if another build holds it. The lock ends with its
    process, so a file left by a killed build blocks no other build."""
    if sys.platform == "win32":
        yield
        return
    path = lock_file(site)
    with reporting(shown):
        descriptor = _locked(path, shown)
    try:
        yield
    finally:
        try:
            # An empty file is ours; one with content is somebody else's.
            if not os.fstat(descriptor).st_size:
                path.unlink(missing_ok=True)
        except OSError:
            pass  # The next build uses it again.
        finally:
            os.close(descriptor)


def _locked(path: Path, shown: str) -> int:
    """Return the descriptor of the locked file `path`."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, _FILE_MODE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise PublishError(
                [problem(Location(shown), "", "another build of this site is running: wait for it")]
            ) from None
        except OSError as error:
            # A network file system without locks must not stop the build.
            if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP):
                os.close(descriptor)
                raise
        # The build that held it may have removed the file since we opened it.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.lstat()):
                return descriptor
        os.close(descriptor)


@contextmanager
def reporting(shown: str) -> Iterator[None]:
    """Raise an error of the system as a PublishError that names the site `shown`. Any such error
    comes from the disk, or from another program that works on it at the same time."""
    try:
        yield
    except OSError as error:
        raise PublishError([_reason(error, Location(shown))]) from error


def _reason(error: OSError, where: Location) -> Problem:
    file = error.filename2 or error.filename or "here"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return problem(where, "", "no space left on the disk: free some, then build again")
        case errno.EROFS:
            return problem(where, "", "the file system is read-only: choose another --site")
        case errno.EACCES | errno.EPERM:
            message = (
                "no permission to use {file}: change its owner or mode, or choose another --site"
            )
            return problem(where, "", message, file=file)
    message = (
        "the system refused to work on {file}: {reason}; check the disk, and whether another "
        "program works there, then build again"
    )
    return problem(where, "", message, file=file, reason=error.strerror or error)
