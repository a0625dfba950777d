"""Whatever another program does to the disk while a command runs: no traceback and no defect is
reported, nothing waits for ever, nothing outside the archive is touched, and what a person has is
as it was or as the command makes it.

By default one of the like calls of each line of our code meets one of the changes, in turn;
JIANBAO_FAULTS=all tries each of these calls with every change.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import archives
import faults
import pytest
from faults import CHANGES, Changes

from jianbao.base import files
from jianbao.build import publish
from jianbao.cli import entry

EVERY_CHANGE = os.environ.get("JIANBAO_FAULTS") == "all"
DEADLINE = 60  # seconds
BULLETIN = "content/bulletins/gongzuo-jianbao/2024/003.md"


@dataclass(frozen=True)
class Case:
    """A command, and those before it in a new archive; one in `step` calls is tried."""

    arguments: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    step: int = 1


CONVERTED = ("convert", "in/3.txt")
CASES = {
    "build": Case(("build",), (("build",), CONVERTED), step=6),
    "check": Case(("check",), step=4),
    "convert": Case(CONVERTED),
    "convert again": Case(CONVERTED, (CONVERTED,)),
    "review": Case(("review", "--on", "2024-05-01", BULLETIN), (CONVERTED,)),
    "accept": Case(("accept", "--all"), (("convert", "in/5.txt"),)),
    "refuse": Case(("refuse", BULLETIN, "--reason", "twice"), (CONVERTED,)),
    "new": Case(("new", "--issue", "9", "--date", "2024-06-01")),
    "init": Case(("init", "another")),
}


class TooLateError(BaseException):
    """The command does not end."""


@contextmanager
def deadline() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TooLateError

    old = signal.signal(signal.SIGALRM, late)
    signal.alarm(DEADLINE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the folder of the archive `root`, while the disk changes."""

    def call(root: Path, *arguments: str, changes: Changes | None = None) -> Result:
        capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(root)
            patch.setattr("sys.excepthook", None)
            files._cleaned.clear()
            with deadline(), faults.changed(changes or Changes([], root)):
                status = entry.main(["--root", ".", "--lang", "en", *arguments])
        return Result(status, *capsys.readouterr())

    return call


def everything(root: Path) -> dict[str, bytes]:
    """The files below a folder; the cache is nobody's."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and ".jianbao" not in path.relative_to(root).parts
    }


def tried(changes: Changes, step: int) -> list[tuple[int, str]]:
    """The calls that meet a change, with the change."""
    some = faults.chosen(changes.calls)
    if EVERY_CHANGE:
        return [(at, kind) for at in some for kind in CHANGES]
    return [(at, CHANGES[n % len(CHANGES)]) for n, at in enumerate(some)][::step]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_the_disk_may_change_at_any_moment(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.make_builds_cheap(monkeypatch)
    case = CASES[name]
    root, pristine, outside = (tmp_path / part for part in ("archive", "pristine", "outside"))
    archives.start(root)
    (root / "in").mkdir()
    (root / "in/3.txt").write_text(archives.document(3), "utf-8")
    unknown = archives.document(5).replace("县政府办", "某某县气象局")
    (root / "in/5.txt").write_text(unknown, "utf-8")
    for arguments in case.before:
        result = run(root, *arguments)
        assert result.status == 0, result
    shutil.copytree(root, pristine)
    before = everything(root)
    counting = Changes([root], tmp_path)
    good = run(root, *case.arguments, changes=counting)
    assert good.status == 0, good
    expected = everything(root)
    wrong = []
    for at, kind in tried(counting, case.step):
        for folder in (root, outside):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pristine, root)
        (outside / "folder").mkdir(parents=True)
        for file in ("file", "folder/file"):
            (outside / file).write_bytes(b"not ours")
        changes = Changes([root], outside, at, kind)
        try:
            result = run(root, *case.arguments, changes=changes)
            check_what_is_said(result)
            check_what_is_left(root, outside, changes, before, expected, result)
        except (Exception, TooLateError) as error:
            place = changes.paths[at].relative_to(root) if len(changes.paths) > at else "?"
            call = changes.calls[at] if len(changes.calls) > at else "?"
            wrong.append(f"{place} {kind}, before {call}: {type(error).__name__}: {error}")
    assert not wrong, "\n".join(wrong)


def check_what_is_said(result: Result) -> None:
    said = result.out + result.err
    assert "Traceback" not in said
    assert "defect" not in said
    assert result.status == 0 or (result.status in (1, 2) and result.err.strip()), result


def check_what_is_left(
    root: Path,
    outside: Path,
    changes: Changes,
    before: dict[str, bytes],
    expected: dict[str, bytes],
    result: Result,
) -> None:
    """Every file but what was changed is as it was, or as the command makes it."""
    for file in ("file", "folder/file"):
        assert (outside / file).read_bytes() == b"not ours"
    changed = changes.paths[changes.at].relative_to(root).as_posix() if changes.fired else "-"
    # These may be links: the user named them.
    assert changed in ("content", "another") or len(everything(outside / "folder")) == 1
    found = everything(root)
    assert not [path for path in found if files.is_temporary(path.rpartition("/")[2])]

    def touched(path: str) -> bool:
        return path == changed or path.startswith(f"{changed}/")

    site_is_free = touched("site") or changed.startswith("site") or result.status == 0
    for path, content in before.items():
        if touched(path) or (path.startswith("site/") and site_is_free):
            continue
        gone = path not in expected and path not in found
        if gone or found.get(path) in (content, expected.get(path)):
            continue
        # Without its document or its record `accept` adds the tags to the bulletin as it is.
        assert changed.startswith("content/originals") or changed.endswith(".review.yaml"), path
        lines = [line for line in content.splitlines() if not line.endswith(b": []")]
        assert set(lines) <= set(found.get(path, b"").splitlines()), path
    sites = [
        {path: text for path, text in tree.items() if path.startswith("site/")}
        for tree in (before, expected, found)
    ]
    if not changed.startswith(("site", "content")):
        assert sites[2] in sites[:2]


# --- what stands there before a command -----------------------------------------------------------

PLACES = (
    *("site", "site/index.html", "site/bulletins", "site/pagefind", f"site/{publish.MARKER}"),
    *(".jianbao", ".jianbao/search", "layouts", "content/originals", "content/addresses"),
    *("content/departments.yaml", "content/bulletins", BULLETIN, "content/refused.yaml"),
    BULLETIN.replace(".md", ".review.yaml"),
)


@pytest.mark.slow
def test_what_stands_in_the_way_is_reported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of file at each place, under `build` (all commands with JIANBAO_FAULTS=all)."""
    faults.make_builds_cheap(monkeypatch)
    root, pristine, outside = (tmp_path / part for part in ("archive", "pristine", "outside"))
    archives.start(pristine)
    (pristine / "in").mkdir()
    (pristine / "in/3.txt").write_text(archives.document(3), "utf-8")
    for arguments in (CONVERTED, ("build",)):
        assert run(pristine, *arguments).status == 0
    names = [name for name in CASES if EVERY_CHANGE or name == "build"]
    wrong = []
    every = [(name, place, kind) for name in names for place in PLACES for kind in CHANGES]
    for name, place, kind in every if EVERY_CHANGE else every[::5]:
        for folder in (root, outside):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(pristine, root)
        (outside / "folder").mkdir(parents=True)
        for file in ("file", "folder/file"):
            (outside / file).write_bytes(b"not ours")
        (root / place).parent.mkdir(exist_ok=True)
        Changes([root], outside, kind=kind).change(root / place)
        if not place.startswith("content"):  # There is something to do for the build.
            (root / "content/about.md").write_text("改过了。", "utf-8")
        try:
            check_what_is_said(run(root, *CASES[name].arguments))
            assert everything(outside / "folder") == {"file": b"not ours"}
        except (Exception, TooLateError) as error:
            wrong.append(f"{name}: {place} {kind}: {type(error).__name__}: {error}")
    assert not wrong, "\n".join(wrong)
