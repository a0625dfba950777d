"""Stage a finished site beside the old one and swap it in: a reader sees the old site or the
new one, never a part, and no folder that this program did not make is ever replaced.

    with staging(Path("site")) as staged:
        staged.write("index.html", b"...")
        staged.publish()

Until `publish` the old site is not touched. A build that is killed leaves a folder
`site.staging-…` that the next one clears away. Nothing is flushed file by file: the file system
is flushed once, before the swap, so that a power cut cannot leave a new site of empty files.
"""

import ctypes
import errno
import hashlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from jianbao.archive import urls
from jianbao.base.problems import MACHINE_ERRORS, Location, Problem, Problems, PublishError, problem

if sys.platform != "win32":
    import fcntl

# In the root of every tree that this program made; lists what it put there.
MARKER = ".jianbao-site"
_NOTICE = "Jianbao made this folder and replaces it whole at each build. It put here:"
# What file managers leave behind is nobody's work.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a staged tree."""

    size: int
    sha256: str


class Staging:
    """A tree in the making. `tree` is its folder, for steps that read it; only `write` and `keep`
    put files there. A file of which the old site has the same bytes becomes a link to that one: it
    costs no disk space and keeps its date, so that caches and copying tools see no change.

    `files` are those that are there, by output path.
    """

    def __init__(self, site: Path, tree: Path, shown: str) -> None:
        self.tree = tree
        self.files: dict[str, Stored] = {}
        self._site = site
        self._shown = shown
        self._names = {MARKER: MARKER}
        self._folders: dict[str, str] = {}
        self._sound = {""}
        self._made = {""}
        self._problems = Problems()

    def write(self, path: str, content: bytes) -> str:
        """Put one file at an output path; the SHA-256 of it. A path that cannot be used, or that
        another file has, is a problem that `check` and `publish` raise; the tree keeps the first
        file."""
        stored = Stored(len(content), hashlib.sha256(content).hexdigest())
        if self._claim(path):
            old = self._old(path, stored.size)
            if old != content or not self._link(path):
                self._create(path, content)
            self.files[path] = stored
        return stored.sha256

    def keep(self, path: str, sha256: str) -> bool:
        """Put the old site's file of that path there if it has that SHA-256; whether it has. The
        old file is read, since anybody may have changed it."""
        content = self._old(path)
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            return False
        if self._claim(path):
            if not self._link(path):
                self._create(path, content)
            self.files[path] = Stored(len(content), sha256)
        return True

    def check(self) -> None:
        """Raise PublishError with everything that is wrong with the paths written so far."""
        self._problems.raise_if_any(PublishError)

    def publish(self) -> None:
        """Put the tree in the site's place, in one step where the system can."""
        self.check()
        marker = _mark(self.tree, {path.split("/")[0] for path in self.files})
        self.files[MARKER] = Stored(len(marker), hashlib.sha256(marker).hexdigest())
        _flush(self.tree)
        _check_ours(self._site, self._shown)
        _swap(self.tree, self._site)
        _flush_folder(self._site.parent)

    def _claim(self, path: str) -> bool:
        """Whether a file may stand at `path`; there may be no second one then."""
        found = list(self._wrong(path))
        self._problems.extend(found)
        return not found

    def _old(self, path: str, size: int | None = None) -> bytes | None:
        """What the old site has at `path`, if that is a file, and of that size."""
        old = f"{self._site}/{path}"
        try:
            found = os.lstat(old)
            if not stat.S_ISREG(found.st_mode) or size not in (None, found.st_size):
                return None
            with Path(old).open("rb", buffering=0) as file:
                return file.read()
        except (OSError, ValueError):
            return None

    def _link(self, path: str) -> bool:
        self._make_folders(path)
        target = f"{self.tree}/{path}"
        try:
            os.link(f"{self._site}/{path}", target)
        except OSError:  # a file system without links, or another one
            return False
        if stat.S_IMODE(os.lstat(target).st_mode) != _FILE_MODE:
            Path(target).chmod(_FILE_MODE)
        return True

    def _create(self, path: str, content: bytes) -> None:
        self._make_folders(path)
        target = self.tree / path
        with target.open("xb") as file:
            file.write(content)
        target.chmod(_FILE_MODE)

    def _make_folders(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            self._make_folders(folder)
            target = self.tree / folder
            target.mkdir()
            target.chmod(_FOLDER_MODE)
            self._made.add(folder)

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
        # File systems that ignore case would let one of two such files win.
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
    """A fresh tree beside `site`, under a lock against a second build; gone at the end, whatever
    happens. `keep_out` are folders that hold sources: the site may not be or hold one of them.
    `shown` is the site's name in messages.

    Raises PublishError for a site that is not ours and for a disk that cannot take the tree.
    """
    with _reporting(shown):
        site = _absolute(site)
        _check_place(site, keep_out, shown)
        site.parent.mkdir(parents=True, exist_ok=True)
        with _lock(site, shown):
            _recover(site)
            _check_ours(site, shown)
            tree = site.with_name(f"{site.name}.staging-{token_hex(4)}")
            tree.mkdir()
            try:
                tree.chmod(_FOLDER_MODE)
                _mark(tree, ())
                yield Staging(site, tree, shown)
            finally:
                # After the swap the old site is here.
                with suppress(OSError):
                    _remove(tree)


def _above(path: str) -> Iterator[str]:
    """The folders that hold `path`, the outermost first."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def identity(site: Path) -> tuple[int, int] | None:
    """What tells one published tree from the next; None where there is no site."""
    try:
        found = site.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


# --- what may be replaced ---------------------------------------------------------------------


def _absolute(site: Path) -> Path:
    """The site's own path, its last part not followed where that is a symbolic link."""
    site = site.absolute()
    return site.resolve() if site.name in ("", "..") else site.parent.resolve() / site.name


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
        source = folder.resolve()
        if site == source or site in source.parents:
            problems.add(
                where, "", "the site would replace {folder}: choose another --site", folder=folder
            )
    problems.raise_if_any(PublishError)


def _check_ours(site: Path, shown: str) -> None:
    if not site.is_dir():
        return
    names = {entry.name for entry in os.scandir(site)} - _LITTER
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
    """Say in the marker that `names` are ours; what it holds then."""
    content = "\n".join([_NOTICE, *sorted({MARKER, *names}), ""]).encode()
    (tree / MARKER).write_bytes(content)
    (tree / MARKER).chmod(_FILE_MODE)
    return content


def _ours(tree: Path) -> bool:
    """Whether we made this folder beside the site; an empty one is what is left of a build that
    was killed before it could leave its mark."""
    return (
        tree.is_dir()
        and not tree.is_symlink()
        and ((tree / MARKER).is_file() or not any(tree.iterdir()))
    )


def _recover(site: Path) -> None:
    """Undo what a killed build left: half a swap, a staged tree, an old site half removed."""
    previous = sorted(filter(_ours, site.parent.glob(f"{_literal(site.name)}.previous-????????")))
    if previous and not site.exists():
        previous.pop().rename(site)
    staged = sorted(filter(_ours, site.parent.glob(f"{_literal(site.name)}.staging-????????")))
    for tree in (*previous, *staged):
        _remove(tree)


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _remove(tree: Path) -> None:
    """Delete a tree of ours, its marker last, so that a half-deleted one is still ours."""
    if not tree.is_dir():
        return
    # In a folder that somebody made read-only nothing can be deleted.
    tree.chmod(_FOLDER_MODE)
    for folder, names, _ in os.walk(tree):
        for path in (Path(folder, name) for name in names):
            if not path.is_symlink():
                path.chmod(_FOLDER_MODE)
    for entry in sorted(os.scandir(tree), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            Path(entry.path).unlink()
    (tree / MARKER).unlink(missing_ok=True)
    tree.rmdir()


# --- files ------------------------------------------------------------------------------------


def _flush(tree: Path) -> None:
    """Bring the staged files to the disk, once for all of them."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "syncfs"):
        descriptor = os.open(tree, os.O_RDONLY)
        try:
            library.syncfs(descriptor)
        finally:
            os.close(descriptor)
    elif hasattr(os, "sync"):
        os.sync()


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- the swap ---------------------------------------------------------------------------------


def _swap(tree: Path, site: Path) -> None:
    """Put `tree` in the place of `site`; afterwards the old site, if any, is at `tree`."""
    if not site.exists():
        tree.rename(site)
    elif not _exchange(tree, site):
        previous = site.with_name(f"{site.name}.previous-{token_hex(4)}")
        site.rename(previous)
        try:
            tree.rename(site)
        except OSError:
            previous.rename(site)
            raise
        previous.rename(tree)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one atomic step; False where that cannot be done."""
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
    """Hold `site.lock`; PublishError where another build holds it. The lock dies with its
    process, so a file left by a killed build stops nobody."""
    if sys.platform == "win32":
        yield
        return
    path = site.with_name(f"{site.name}.lock")
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
        if path.exists() and os.path.samestat(os.fstat(descriptor), path.lstat()):
            break
        os.close(descriptor)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


@contextmanager
def _reporting(shown: str) -> Iterator[None]:
    """Turn what the disk refuses into one PublishError; other errors are defects and pass."""
    try:
        yield
    except OSError as error:
        reason = _reason(error, Location(shown))
        if reason is None:
            raise
        raise PublishError([reason]) from error


def _reason(error: OSError, where: Location) -> Problem | None:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return problem(where, "", "no space left on the disk: free some, then build again")
        case errno.EROFS:
            return problem(where, "", "the file system is read-only: choose another --site")
        case errno.EACCES | errno.EPERM:
            return problem(
                where,
                "",
                "no permission to use {file}: change its owner or mode, or choose another --site",
                file=error.filename2 or error.filename or "here",
            )
        case number if number in MACHINE_ERRORS:
            reason = error.strerror or error
            return problem(where, "", "the system refused: {reason}", reason=reason)
    return None
