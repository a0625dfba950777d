import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jianbao.base import files
from jianbao.base.files import Folder, TooLargeError, is_temporary, read_named
from jianbao.base.problems import LINK_IN_THE_WAY

SECRET = b"not of the archive"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the archive, which nothing may read or change."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_bytes(SECRET)
    (folder / "below").mkdir()
    return folder


@pytest.fixture(autouse=True)
def as_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_cleaned", set())


@pytest.fixture
def root(tmp_path: Path, outside: Path) -> Path:
    """Return an archive's folder with links that lead out of it in every way."""
    root = tmp_path / "root"
    (root / "real" / "below").mkdir(parents=True)
    (root / "real" / "file").write_bytes(b"ours")
    (root / "file-out").symlink_to(outside / "file")
    (root / "file-out-relative").symlink_to("../outside/file")
    (root / "folder-out").symlink_to(outside)
    (root / "folder-out-relative").symlink_to("real/../../outside")
    (root / "twice-out").symlink_to("folder-out")
    return root


OUT = ["file-out", "file-out-relative", "folder-out/file", "folder-out-relative/file"]
OUT += ["twice-out/file", "../outside/file", "real/../../outside/file", "/etc/passwd"]


def unchanged(outside: Path) -> bool:
    return (
        sorted(path.name for path in outside.rglob("*")) == ["below", "file"]
        and (outside / "file").read_bytes() == SECRET
    )


@pytest.mark.parametrize("path", OUT)
def test_nothing_is_read_through_a_link_that_leads_out(root: Path, path: str) -> None:
    reads: tuple[Callable[[], object], ...] = (
        lambda: Folder(root).read(path, 99),
        lambda: Folder(root).sha256(path),
    )
    for read in reads:
        with pytest.raises(OSError, match=os.strerror(errno.EXDEV)):
            read()


@pytest.mark.parametrize("path", ["folder-out", "folder-out-relative", "twice-out"])
def test_no_folder_is_listed_through_a_link_that_leads_out(root: Path, path: str) -> None:
    with pytest.raises(OSError, match=os.strerror(errno.EXDEV)):
        Folder(root).entries(path)
    with pytest.raises(OSError, match=os.strerror(errno.EXDEV)):
        Folder(root).kind(f"{path}/file")


@pytest.mark.parametrize("path", OUT)
def test_nothing_is_written_or_deleted_through_a_link(root: Path, outside: Path, path: str) -> None:
    folder = Folder(root)
    changes: tuple[Callable[[], None], ...] = (
        lambda: folder.write(path, b"x"),
        lambda: folder.create(path, b"x"),
        lambda: folder.rename("real/file", path),
        lambda: folder.remove_folder(path),
        lambda: folder.remove(f"{path}/file"),
    )
    for change in changes:
        with pytest.raises(OSError):  # noqa: PT011 - which one depends on the way out
            change()
    assert unchanged(outside)
    assert (root / "real/file").read_bytes() == b"ours"


def test_new_folders_are_not_made_through_a_link(root: Path, outside: Path) -> None:
    with pytest.raises(OSError, match=os.strerror(errno.EXDEV)):
        Folder(root).write("folder-out/new/deep/file", b"x")
    assert unchanged(outside)


def test_to_delete_a_link_leaves_what_it_leads_to(root: Path, outside: Path) -> None:
    Folder(root).remove("file-out")
    Folder(root).remove("folder-out")
    assert unchanged(outside)
    (root / "real" / "link").symlink_to(outside)
    Folder(root).remove_folder("real")
    assert unchanged(outside)
    assert not (root / "real").exists()


def test_links_inside_are_read_and_not_written(root: Path) -> None:
    (root / "inside").symlink_to("real/below")
    (root / "real" / "below" / "up").symlink_to("../file")
    assert Folder(root).read("inside/up", 99) == b"ours"
    assert [entry.path for entry in Folder(root).entries("inside")] == ["inside/up"]
    for path in ("inside/new", "real/below/up"):
        with pytest.raises(OSError, match=LINK_IN_THE_WAY):
            Folder(root).write(path, b"x")
    assert (root / "real/file").read_bytes() == b"ours"


def test_links_in_a_circle_end(root: Path) -> None:
    (root / "circle").symlink_to("circle")
    (root / "here").symlink_to(".")
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        Folder(root).read("circle", 99)
    assert Folder(root).read("here/" * 9 + "real/file", 99) == b"ours"


@pytest.mark.parametrize("name", ["pipe", "real", "socket"])
def test_what_is_no_regular_file_is_not_opened(root: Path, name: str) -> None:
    os.mkfifo(root / "pipe")
    os.mknod(root / "socket", 0o140600)
    reads: tuple[Callable[[], bytes], ...] = (
        lambda: Folder(root).read(name, 9),
        lambda: read_named(root / name, 9),
    )
    for read in reads:
        with pytest.raises(OSError, match=os.strerror(errno.EISDIR)):
            read()
    with pytest.raises(OSError, match=os.strerror(errno.EISDIR)):
        Folder(root).write(name, b"x")


def test_a_device_that_never_ends_is_not_read(root: Path) -> None:
    (root / "zero").symlink_to("/dev/zero")
    with pytest.raises(OSError, match=os.strerror(errno.EISDIR)):
        read_named(root / "zero", 9)


def test_reading_is_bounded(root: Path) -> None:
    assert Folder(root).read("real/file", 4) == b"ours"
    with pytest.raises(TooLargeError) as caught:
        Folder(root).read("real/file", 3)
    assert caught.value.filename == str(root / "real/file")


def test_a_name_that_no_file_can_have_is_not_there(root: Path) -> None:
    for name in ("a\0b", "\ud800"):
        assert Folder(root).kind(name) is None
        with pytest.raises(FileNotFoundError):
            Folder(root).read(name, 9)


def test_listing_is_sorted_and_tells_kinds(root: Path) -> None:
    os.mkfifo(root / "real" / "pipe")
    (root / "real" / ".jianbao-0123456789abcdef.tmp").write_bytes(b"")
    found = [(entry.name, entry.kind) for entry in Folder(root).entries("real")]
    assert found == [("below", "folder"), ("file", "file"), ("pipe", "other")]
    walked = [entry.path for entry in Folder(root).walk(skip=lambda name: name == "pipe")]
    assert walked == [
        *("file-out", "file-out-relative", "folder-out", "folder-out-relative"),
        *("real/file", "twice-out"),
    ]
    assert Folder(root).kind("") == "folder"
    assert Folder(root).kind("file-out") == "link"
    assert Folder(root).kind("real/file/below") is None


def test_a_write_makes_folders_and_keeps_the_mode(root: Path) -> None:
    folder = Folder(root / "new")
    folder.write("a/b/file", b"one")
    (root / "new/a/b/file").chmod(0o640)
    folder.write("a/b/file", b"two")
    assert (root / "new/a/b/file").read_bytes() == b"two"
    assert (root / "new/a/b/file").stat().st_mode & 0o777 == 0o640
    folder.rename("a/b/file", "a/c/file")
    assert [entry.path for entry in folder.walk()] == ["a/c/file"]
    folder.remove("a/c/file")
    folder.remove("a/c/file")
    assert list(folder.walk()) == []


@pytest.mark.parametrize("links", [True, False])
def test_create_writes_over_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    for taken in ("real/file", "real/below", "file-out"):
        with pytest.raises(FileExistsError):
            Folder(root).create(taken, b"x")
    Folder(root).create("real/new", b"x")
    assert (root / "real/new").read_bytes() == b"x"
    assert sorted(path.name for path in (root / "real").iterdir()) == ["below", "file", "new"]


class FailingSystem:
    """The module `os`, of which the call number `failing` fails."""

    def __init__(self, failing: int) -> None:
        self.calls = 0
        self._failing = failing

    def __getattr__(self, name: str) -> object:
        real = getattr(os, name)
        if name in ("strerror", "fsencode", "stat_result", "close") or not callable(real):
            return real

        def call(*arguments: object, **named: object) -> object:
            self.calls += 1
            if self.calls == self._failing:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(*arguments, **named)

        return call


def test_whatever_call_fails_a_file_is_the_old_one_or_the_new_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call to the system fails in turn, until a run ends well."""
    open_before = len(list(Path("/dev/fd").iterdir()))
    failing, failed = 0, True
    while failed:
        failing += 1
        assert failing < 100
        (root / "real/file").write_bytes(b"ours")
        system = FailingSystem(failing)
        monkeypatch.setattr(files, "os", system)
        told: OSError | None = None
        try:
            Folder(root).write("real/file", b"new")
            Folder(root).write(f"real/folder{failing}/file", b"new")
        except OSError as error:
            told = error
        failed = system.calls >= failing
        assert told is None or told.errno == errno.EIO
        assert told is None or str(told.filename).startswith(str(root))
        monkeypatch.undo()
        assert (root / "real/file").read_bytes() in (b"ours", b"new")
        for path in root.rglob(f"folder{failing}/*"):
            assert (path.name, path.read_bytes()) == ("file", b"new")
    assert failing > 15
    assert len(list(Path("/dev/fd").iterdir())) == open_before
    assert not [path for path in root.rglob("*") if is_temporary(path.name)]


KILLED = """
import os, signal, sys
from pathlib import Path
from jianbao.base import files
from jianbao.base.files import Folder
os.replace = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
Folder(Path(sys.argv[1])).write("real/file", b"new")
"""


def test_what_a_killed_process_left_is_no_file_and_is_deleted(root: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, root], check=False)
    assert killed.returncode == -signal.SIGKILL
    left = [path.name for path in (root / "real").iterdir() if is_temporary(path.name)]
    assert len(left) == 1
    assert [entry.name for entry in Folder(root).entries("real")] == ["below", "file"]
    assert (root / "real/file").read_bytes() == b"ours"
    Folder(root).write("real/other", b"x")
    assert sorted(path.name for path in (root / "real").iterdir()) == ["below", "file", "other"]


def test_a_temporary_file_that_is_written_just_now_is_not_deleted(root: Path) -> None:
    real = os.open(root / "real", os.O_RDONLY)
    with files._closing(real), files._temporary(real, b"x", None) as name:
        Folder(root).write("real/other", b"x")
        assert (root / "real" / name).exists()
