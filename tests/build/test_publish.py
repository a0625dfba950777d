"""A reader sees the old site or the new one; nothing that we did not make is ever replaced."""

import ctypes
import errno
import fcntl
import hashlib
import itertools
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import archives
import faults
import pytest
from faults import Faults

from jianbao.base.problems import PublishError
from jianbao.build import publish

Tree = dict[str, bytes]


def read(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def put(site: Path, files: Tree) -> None:
    with publish.staging(site) as staged:
        for path, content in files.items():
            staged.write(path, content)
        staged.publish()


def lines(error: pytest.ExceptionInfo[PublishError]) -> list[str]:
    return str(error.value).split("\n")


OLD: Tree = {"index.html": b"old", "county/qinghe.html": b"same", "gone.html": b"gone"}
NEW: Tree = {"index.html": b"new", "county/qinghe.html": b"same", "year/2024.html": b"2024"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


@pytest.fixture(params=["atomic exchange", "two renames"])
def any_swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)


# --- what a good build leaves -----------------------------------------------------------------


@pytest.mark.usefixtures("any_swap")
def test_a_new_site_takes_the_place_of_the_old_one_whole(site: Path) -> None:
    put(site, OLD)
    put(site, NEW)
    found = read(site)
    assert found.pop(publish.MARKER)
    assert found == NEW
    assert beside(site) == ["site"]


def test_linux_exchanges_the_folders_in_one_step(site: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("the system call is Linux's")
    one, other = site.parent / "one", site.parent / "other"
    one.mkdir()
    other.mkdir()
    (one / "1").touch()
    assert publish._exchange(one, other)
    assert list(one.iterdir()) == []
    assert [path.name for path in other.iterdir()] == ["1"]
    assert not publish._exchange(one, site.parent / "absent")


def test_an_empty_folder_may_become_the_site(site: Path) -> None:
    site.mkdir()
    (site / ".DS_Store").touch()
    put(site, NEW)
    assert (site / "index.html").read_bytes() == b"new"
    assert beside(site) == ["site"]


def test_folders_above_the_site_are_made(tmp_path: Path) -> None:
    put(tmp_path / "public" / "docs", NEW)
    assert (tmp_path / "public" / "docs" / "index.html").is_file()


@pytest.mark.parametrize("umask", [0o077, 0o000])
def test_modes_do_not_depend_on_the_umask(site: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with publish.staging(site) as staged:
            for path, content in NEW.items():
                staged.write(path, content)
            staged.publish()
    finally:
        os.umask(before)
    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (site, *site.rglob("*"))
    }
    assert modes == {(True, 0o755), (False, 0o644)}


def test_an_unchanged_file_keeps_its_date(site: Path) -> None:
    def build(content: bytes) -> None:
        with publish.staging(site) as staged:
            staged.write("kept.html", b"kept")
            staged.write("changed.html", content)
            if not staged.keep("known.html", KNOWN):
                staged.write("known.html", b"known")
            staged.publish()

    build(b"old")
    long_ago = 1_000_000_000
    for path in site.iterdir():
        os.utime(path, (long_ago, long_ago))
    build(b"new")
    assert (site / "kept.html").stat().st_mtime == long_ago
    assert (site / "known.html").stat().st_mtime == long_ago
    assert (site / "changed.html").stat().st_mtime > long_ago
    assert (site / "changed.html").read_bytes() == b"new"
    assert (site / "known.html").read_bytes() == b"known"


KNOWN = hashlib.sha256(b"known").hexdigest()


def by_hand(path: Path) -> None:
    status = path.stat()
    path.write_bytes(b"KNOWN")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def by_a_link(path: Path) -> None:
    path.rename(path.with_name("other.html"))
    path.symlink_to("other.html")


def by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("change", [by_hand, by_a_link, by_a_folder, Path.unlink])
def test_an_old_file_is_kept_only_if_it_has_the_bytes(
    site: Path, change: Callable[[Path], None]
) -> None:
    put(site, {"known.html": b"known", "other.html": b"known"})
    change(site / "known.html")
    with publish.staging(site) as staged:
        assert not staged.keep("known.html", KNOWN)
        assert staged.keep("other.html", KNOWN)
        assert staged.write("known.html", b"known") == KNOWN
        assert staged.files["other.html"] == publish.Stored(5, KNOWN)
        staged.publish()
    assert without_marker(read(site)) == {"known.html": b"known", "other.html": b"known"}
    assert not (site / "known.html").is_symlink()


def test_a_kept_file_has_its_path_to_itself(site: Path) -> None:
    put(site, {"known.html": b"known"})
    with publish.staging(site) as staged:
        staged.write("KNOWN.html", b"x")
        assert staged.keep("known.html", KNOWN)
        with pytest.raises(PublishError, match="two sources of one output path"):
            staged.check()


def test_an_old_file_gets_its_mode_back(site: Path) -> None:
    put(site, OLD)
    (site / "county/qinghe.html").chmod(0o600)
    (site / "county").chmod(0o700)
    put(site, OLD)
    assert stat.S_IMODE((site / "county/qinghe.html").stat().st_mode) == 0o644
    assert stat.S_IMODE((site / "county").stat().st_mode) == 0o755


def test_a_file_system_without_links_gets_copies(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    put(site, OLD)
    monkeypatch.setattr(os, "link", refuse)
    put(site, NEW)
    assert (site / "county/qinghe.html").read_bytes() == b"same"


# --- what a bad build leaves --------------------------------------------------------------------


def test_a_failed_build_leaves_the_old_site_and_nothing_else(site: Path) -> None:
    put(site, OLD)
    before = read(site)

    def build() -> None:
        with publish.staging(site) as staged:
            staged.write("index.html", b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build()
    assert read(site) == before
    assert beside(site) == ["site"]


def without_marker(tree: Tree) -> Tree:
    return {path: content for path, content in tree.items() if path != publish.MARKER}


@pytest.mark.usefixtures("any_swap")
@pytest.mark.parametrize("kind", faults.KINDS)
def test_whatever_call_fails_there_is_the_old_or_the_new_site(site: Path, kind: int) -> None:
    """Each call in turn, until a run ends well; the next run always does."""
    for at in itertools.count():
        put(site, OLD)
        with faults.injected(Faults([site.parent], at, kind)) as injected, told() as messages:
            put(site, NEW)
        if injected.needs_no_space:
            continue
        if not injected.fired:
            break
        place = injected.calls[-1]
        if not site.exists():
            # Between two renames there is no site: the next build puts the old one back first.
            assert kind == faults.KILL or "previous" in messages[0], place
            with publish.staging(site):
                assert without_marker(read(site)) == OLD, place
        assert without_marker(read(site)) in (OLD, NEW), place
        if messages and without_marker(read(site)) == NEW:
            assert messages[0].startswith("site: the new site is in place"), place
        put(site, NEW)
        assert without_marker(read(site)) == NEW, place
        assert beside(site) == ["site"], place
    assert at > 35


@contextmanager
def told() -> Iterator[list[str]]:
    """The lines of the PublishError that the block raises, if it raises one."""
    messages: list[str] = []
    try:
        yield messages
    except PublishError as error:
        messages += str(error).split("\n")
        assert len(messages) == 1


def test_what_a_killed_build_left_is_cleared_away_and_nothing_else(site: Path) -> None:
    ours = site.parent / "site.staging-0123abcd"
    ours.mkdir()
    (ours / publish.MARKER).touch()
    (ours / "county").mkdir()
    (ours / "county" / "half.html").touch()
    (site.parent / "site.staging-4567cdef").mkdir()  # killed before it could leave its mark
    theirs = site.parent / "site.staging-89abcdef"
    theirs.mkdir()
    (theirs / "notes.txt").touch()
    (site.parent / "site.staging-fedcba98").symlink_to(theirs)
    (site.parent / "site.lock").touch()
    put(site, NEW)
    assert beside(site) == ["site", "site.staging-89abcdef", "site.staging-fedcba98"]
    assert (theirs / "notes.txt").is_file()


def test_an_old_site_that_was_made_read_only_is_cleared_away(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who runs the tests may be allowed to delete anywhere."""
    put(site, {"a/b.html": b"1"})
    (site / "a").chmod(0o555)
    site.chmod(0o555)
    original = shutil.rmtree

    def rmtree(path: str) -> None:
        assert Path(path).stat().st_mode & 0o200
        assert Path(path).parent.stat().st_mode & 0o200
        original(path)

    monkeypatch.setattr(shutil, "rmtree", rmtree)
    put(site, {"a/b.html": b"2"})
    assert beside(site) == ["site"]


def test_a_second_build_is_refused_while_one_runs(site: Path) -> None:
    put(site, OLD)
    with publish.staging(site), pytest.raises(PublishError) as error:
        put(site, NEW)
    assert lines(error) == ["site: another build of this site is running: wait for it"]
    assert (site / "index.html").read_bytes() == b"old"
    put(site, NEW)


def test_a_file_system_without_locks_can_be_built_on(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    put(site, NEW)
    assert beside(site) == ["site"]


# --- what is refused ------------------------------------------------------------------------------


def a_file(site: Path) -> None:
    site.write_text("mine")


def a_link(site: Path) -> None:
    (site.parent / "elsewhere").mkdir()
    site.symlink_to("elsewhere")


def a_foreign_folder(site: Path) -> None:
    site.mkdir()
    (site / "thesis.docx").write_text("mine")


def a_stranger(site: Path) -> None:
    put(site, OLD)
    (site / "CNAME").write_text("mine")
    (site / ".git").mkdir()


@pytest.mark.parametrize(
    ("make", "messages"),
    [
        (a_file, ["site: not a folder: move it away, or choose another --site"]),
        (a_link, ["site: a symbolic link: name the folder itself"]),
        (
            a_foreign_folder,
            [
                "site: this program did not make this folder, and it is not empty: "
                "move it away, or choose another --site"
            ],
        ),
        (
            a_stranger,
            [
                f"site/{name}: this program did not put this here, and the next build would "
                "delete it: move it out of the site"
                for name in (".git", "CNAME")
            ],
        ),
    ],
)
def test_a_place_that_is_not_ours_is_refused(
    site: Path, make: Callable[[Path], None], messages: list[str]
) -> None:
    make(site)
    before = read(site.parent)
    with pytest.raises(PublishError) as error:
        put(site, NEW)
    assert lines(error) == messages
    assert read(site.parent) == before


def test_a_foreign_file_that_arrives_during_the_build_is_seen(site: Path) -> None:
    put(site, OLD)

    def build() -> None:
        with publish.staging(site) as staged:
            (site / "notes.txt").touch()
            staged.publish()

    with pytest.raises(PublishError, match=r"site/notes\.txt"):
        build()
    assert (site / "index.html").read_bytes() == b"old"


@pytest.mark.parametrize("name", ["content", ".", "content/..", "content/bulletins/.."])
def test_the_site_may_not_be_or_hold_a_source(tmp_path: Path, name: str) -> None:
    content = tmp_path / "content"
    (content / "bulletins").mkdir(parents=True)
    with (
        pytest.raises(PublishError, match="the site would replace"),
        publish.staging(tmp_path / name, [tmp_path, content]),
    ):
        pass
    assert beside(content) == ["content"]


def test_the_root_of_the_file_system_is_refused() -> None:
    with pytest.raises(PublishError, match="root of the file system"), publish.staging(Path("/")):
        pass


# --- output paths ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../index.html", "not a path inside the site"),
        ("/etc/passwd", "not a path inside the site"),
        ("county//a.html", "not a path inside the site"),
        ("county/./a.html", "not a path inside the site"),
        ("", "not a path inside the site"),
        ("originals/cafe\u0301.txt", "cannot be stored on every host"),
        ("originals/a\0b.txt", "cannot be stored on every host"),
        ("originals/12:30.txt", "cannot be stored on every host"),
        ("originals/a\\b.txt", "cannot be stored on every host"),
        ("county/con.html", "cannot be stored on every host"),
        ("originals/a.", "cannot be stored on every host"),
        ("originals/\udcff.txt", "cannot be stored on every host"),
        (f"originals/{'简' * 90}.txt", "cannot be stored on every host"),
    ],
)
def test_an_output_path_that_cannot_be_used_everywhere(site: Path, path: str, message: str) -> None:
    with pytest.raises(PublishError) as error:
        put(site, {path: b""})
    assert message in lines(error)[0]
    assert not site.exists()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "a.html"),
        ("originals/A.txt", "originals/a.txt"),
        ("originals/STRASSE.txt", "originals/straße.txt"),
        ("County/a.html", "county/b.html"),
        ("county", "county/a.html"),
        ("county/a.html", "county"),
        ("county/a.html", "COUNTY"),
    ],
)
def test_two_sources_of_one_output_path(site: Path, first: str, second: str) -> None:
    def build() -> None:
        with publish.staging(site) as staged:
            staged.write(first, b"1")
            staged.write("other.html", b"")
            staged.write(second, b"2")
            staged.publish()

    with pytest.raises(PublishError) as error:
        build()
    [line] = lines(error)
    assert line.startswith(f"site/{second}: two sources of one output path (the first: “")
    assert line.endswith("”): rename one of them")


def test_all_wrong_paths_are_told_at_once(site: Path) -> None:
    def build() -> None:
        with publish.staging(site) as staged:
            for path in ("../a", "b:c", "fine.html"):
                staged.write(path, b"")
            staged.check()

    with pytest.raises(PublishError) as error:
        build()
    assert len(lines(error)) == 2


# --- what the disk refuses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.ENOSPC, "site: no space left on the disk: free some, then build again"),
        (errno.EDQUOT, "site: no space left on the disk: free some, then build again"),
        (errno.EROFS, "site: the file system is read-only: choose another --site"),
        (
            errno.EACCES,
            "site: no permission to use here: change its owner or mode, or choose another --site",
        ),
        (
            errno.EIO,
            "site: the system refused to work on here: [Errno 5] ; check the disk, and "
            "whether another program works there, then build again",
        ),
    ],
)
@pytest.mark.parametrize("call", ["write", "publish"])
def test_what_the_disk_refuses_is_one_line(
    site: Path, monkeypatch: pytest.MonkeyPatch, code: int, message: str, call: str
) -> None:
    put(site, OLD)
    before = read(site)

    def refuse(*_: object) -> None:
        raise OSError(code, "")

    def build() -> None:
        with publish.staging(site) as staged:
            monkeypatch.setattr(publish, {"write": "_write", "publish": "_swap"}[call], refuse)
            staged.write("index.html", b"new")
            staged.publish()

    with pytest.raises(PublishError) as error:
        build()
    assert lines(error) == [message]
    assert read(site) == before
    assert beside(site) == ["site"]


def test_an_error_that_is_no_fault_of_the_disk_is_not_hidden(site: Path) -> None:
    def build() -> None:
        with publish.staging(site):
            raise OSError(errno.EBADF, "a defect of ours")

    with pytest.raises(OSError, match="a defect of ours"):
        build()


def test_a_tree_that_somebody_deletes_during_the_build_is_told(site: Path) -> None:
    put(site, OLD)

    def build() -> None:
        with publish.staging(site) as staged:
            shutil.rmtree(staged.tree)
            staged.write("index.html", b"new")

    with pytest.raises(PublishError, match=r"the system refused to work on .*: it is not there"):
        build()
    assert without_marker(read(site)) == OLD
    assert beside(site) == ["site"]


def test_a_flush_that_fails_keeps_the_old_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system says it: by what the call returns, and errno."""
    if sys.platform != "linux":
        pytest.skip("the system call is Linux's")

    class Failing:
        @staticmethod
        def syncfs(_: int) -> int:
            ctypes.set_errno(errno.EIO)
            return -1

    put(site, OLD)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Failing)
    with pytest.raises(PublishError, match="the disk fails"):
        put(site, NEW)
    assert without_marker(read(site)) == OLD
    assert beside(site) == ["site"]


def test_the_flush_reports_what_was_lost_since_the_tree_was_made(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system tells it to whoever had the folder open when it was lost."""
    opened: list[str] = []
    real = os.open

    def open_(path: str, flags: int, mode: int = 0o777) -> int:
        opened.append(os.fspath(path))
        return real(path, flags, mode)

    def flush(descriptor: int) -> bool:
        assert os.path.samestat(os.fstat(descriptor), staged.tree.stat())
        return True

    monkeypatch.setattr(publish, "_syncfs", flush)
    with publish.staging(site) as staged:
        monkeypatch.setattr(os, "open", open_)
        staged.write("index.html", b"new")
        staged.publish()
    assert str(staged.tree) not in opened


def test_a_lock_file_with_something_in_it_stays(site: Path) -> None:
    lock = site.parent / "site.lock"
    lock.write_text("mine")
    put(site, NEW)
    assert lock.read_text() == "mine"


def test_a_folder_in_place_of_the_lock_is_told(site: Path) -> None:
    (site.parent / "site.lock").mkdir()
    with pytest.raises(PublishError, match=r"the system refused to work on .*site\.lock"):
        put(site, NEW)


def test_a_lock_that_goes_away_while_it_is_taken_is_taken_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a build that ends at that moment."""
    real = fcntl.flock
    lock = site.parent / "site.lock"
    left = 1

    def flock(descriptor: int, operation: int) -> None:
        nonlocal left
        real(descriptor, operation)
        if left:
            left -= 1
            lock.unlink()

    monkeypatch.setattr(fcntl, "flock", flock)
    put(site, NEW)
    assert beside(site) == ["site"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with archives.small_disk(tmp_path, "256k") as disk:
        yield disk


def test_a_full_disk(small_disk: Path) -> None:
    site = small_disk / "site"
    put(site, OLD)
    before = read(site)
    with pytest.raises(PublishError) as error:
        put(site, {f"{n}.html": b"x" * 50_000 for n in range(10)})
    assert lines(error) == ["site: no space left on the disk: free some, then build again"]
    assert read(site) == before
    assert beside(site) == ["site"]


def test_the_root_of_a_disk_is_refused(small_disk: Path) -> None:
    with pytest.raises(PublishError, match="root of a mounted disk"):
        put(small_disk, NEW)


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("root may write everywhere")
        with pytest.raises(PublishError, match="no permission to use"):
            put(tmp_path / "site", NEW)
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.usefixtures("any_swap")
def test_nothing_behind_a_link_that_takes_the_place_of_the_site_is_deleted(
    site: Path, tmp_path: Path
) -> None:
    put(site, {"index.html": b"old"})
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").write_text("not ours", "utf-8")
    with publish.staging(site) as staged:
        staged.write("index.html", b"new")
        check = publish._check_ours

        def replaced(*arguments: object) -> None:
            check(*arguments)  # type: ignore[arg-type]
            shutil.rmtree(site)
            site.symlink_to(other)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publish, "_check_ours", replaced)
            staged.publish()
    assert (other / "file").read_text("utf-8") == "not ours"
    assert (site / "index.html").read_text("utf-8") == "new"
    assert beside(site) == ["other", "site"]
