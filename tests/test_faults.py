"""Whatever call to the system fails, and wherever a command is killed: no traceback and no defect
is reported but one clear line, nothing is half done, and the next run gives what a run gives that
never failed.

Commands that write into content/ are killed at every call that changes something; errors are tried
in turn at one of the like calls of each line of our code. So is a build, which makes hundreds of
like calls. JIANBAO_FAULTS=all tries every call with every fault, which takes an hour.
tests/build/test_publish.py tries every call of the publication alone.
"""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path

import archives
import faults
import pytest
from faults import KILL, KINDS, Faults

from jianbao.base import files
from jianbao.cli import entry

EVERY_CALL = os.environ.get("JIANBAO_FAULTS") == "all"
REVIEWED = "content/bulletins/gongzuo-jianbao/2024/003.md"
UNKNOWN_OFFICE = "某某县气象局"


@dataclass(frozen=True)
class Result:
    """What a command said and how it ended; `status` is None if it was killed."""

    status: int | None
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the folder of the archive `root`, with a fault."""

    def call(root: Path, *arguments: str, fault: Faults | None = None) -> Result:
        capsys.readouterr()
        status: int | None = None
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(root)
            patch.setattr("sys.excepthook", None)
            files._cleaned.clear()
            with faults.injected(fault or Faults([])):
                status = entry.main(["--root", ".", "--lang", "en", *arguments])
        return Result(status, *capsys.readouterr())

    return call


def document(issue: int, office: str = "县政府办") -> str:
    return archives.document(issue).replace("县政府办", office)


# --- what is tried --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A command, and what is done before it in a new archive."""

    name: str
    arguments: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


CASES = (
    Case("convert", ("convert", "in/3.txt", "in/4.txt")),
    Case("convert again", ("convert", "in/3.txt"), (("convert", "in/3.txt"),)),
    Case("review", ("review", "--on", "2024-05-01", REVIEWED), (("convert", "in/3.txt"),)),
    Case(
        "undo",
        ("review", "--undo", REVIEWED),
        (("convert", "in/3.txt"), ("review", "--on", "2024-05-01", REVIEWED)),
    ),
    Case("accept", ("accept", "--all"), (("convert", "in/5.txt", "in/6.txt"),)),
    Case("new", ("new", "--issue", "9", "--date", "2024-06-01")),
    Case("init", ("init", "another")),
)


@pytest.fixture
def start(tmp_path: Path, run: Run) -> Callable[[Case], Path]:
    """Makes the archive that a case begins with."""

    def make(case: Case) -> Path:
        root = archives.start(tmp_path / "archive")
        (root / "in").mkdir()
        for issue in (3, 4):
            (root / f"in/{issue}.txt").write_text(document(issue), "utf-8")
        for issue in (5, 6):
            (root / f"in/{issue}.txt").write_text(document(issue, UNKNOWN_OFFICE), "utf-8")
        for arguments in case.before:
            result = run(root, *arguments)
            assert result.status == 0, result
        return root

    return make


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=["kill", "EIO", "ENOSPC", "EACCES"])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_call_of_a_command_may_fail(
    case: Case, kind: int, start: Callable[[Case], Path], run: Run, tmp_path: Path
) -> None:
    root = start(case)
    pristine = tmp_path / "pristine"
    shutil.copytree(root, pristine)
    before = bytes_below(root)
    good = run(root, *case.arguments)
    assert good.status == 0, good
    expected = bytes_below(root)

    shutil.rmtree(root)
    shutil.copytree(pristine, root)
    counting = Faults([tmp_path])
    assert run(root, *case.arguments, fault=counting).out == good.out
    tried = chosen(counting.calls, kind)
    for at in tried:
        shutil.rmtree(root)
        shutil.copytree(pristine, root)
        fault = Faults([tmp_path], at, kind)
        failed = run(root, *case.arguments, fault=fault)
        assert fault.fired
        place = f"{fault.calls[at]}: {failed.err}"
        check_what_is_said(failed, place)
        check_that_nothing_is_half_done(root, before, expected, kind, place)
        again = run(root, *case.arguments)
        assert again.status == 0 or "is there already" in again.err, (place, again)
        assert bytes_below(root) == expected, place


def chosen(calls: list[str], kind: int) -> list[int]:
    """The calls that get a fault of `kind`: without JIANBAO_FAULTS=all, a kill at every call that
    changes something, and of the errors one in turn at one of the like calls of each line."""
    possible = [
        at for at, call in enumerate(calls) if not (faults.only_reads(call) and kind == ENOSPC)
    ]
    if EVERY_CALL:
        return possible
    if kind == KILL:
        return [at for at in possible if not faults.only_reads(calls[at])]
    errors = [one for one in KINDS if one != KILL]
    some = faults.chosen(calls)
    return [at for at in some[errors.index(kind) :: len(errors)] if at in possible]


def bytes_below(root: Path) -> dict[str, bytes]:
    """The files that a user has; the cache is nobody's."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".jianbao" not in path.relative_to(root).parts
    }


def check_what_is_said(result: Result, place: str) -> None:
    """A command that was not killed ends well, or with what is wrong, in lines."""
    said = result.out + result.err
    assert "Traceback" not in said, place
    assert "defect" not in said, place
    if result.status is not None:
        assert result.status == 0 or (result.status in (1, 2) and result.err.strip()), place
    for line in result.err.splitlines():
        assert not re.search(r"\[Errno|Error:|<class", line), place


def check_that_nothing_is_half_done(
    root: Path, before: dict[str, bytes], expected: dict[str, bytes], kind: int, place: str
) -> None:
    """Each file is as it was before or as it shall be; only a kill leaves temporary files."""
    found = bytes_below(root)
    for path, content in found.items():
        record = path.removesuffix(".md") + ".review.yaml"
        if path.endswith(".md") and record in expected:
            assert record in found, (place, path)
            originals = {one for one in expected if one.startswith("content/originals/")}
            assert found.keys() & originals, (place, path)
        name = path.rpartition("/")[2]
        if files.is_temporary(name):
            assert kind == KILL, (place, path)
        elif name.endswith(".ready"):  # a record; the next run gives it its place
            assert content == expected.get(path.replace("/.", "/").removesuffix(".ready")), place
        else:
            assert content in (before.get(path), expected.get(path)), (place, path)
    assert {p for p in before if p in expected} <= set(found), place


# --- build ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_kind_of_call_of_a_build_may_fail(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive is changed to and fro, so that each build has pages to make and to keep."""
    faults.make_builds_cheap(monkeypatch)
    root = archives.start(tmp_path / "archive")
    bulletin = root / archives.BULLETIN
    texts = [bulletin.read_text("utf-8"), bulletin.read_text("utf-8").replace("。", "！", 1)]
    sites = []
    for text in texts:
        bulletin.write_text(text, "utf-8")
        good = run(root, "-q", "build")  # It says only what a person should replace.
        assert (good.status, good.out) == (0, "")
        sites.append(bytes_below(root / "site"))
    watched = [tmp_path, Path(os.environ["XDG_STATE_HOME"])]

    bulletin.write_text(texts[0], "utf-8")
    counting = Faults(watched)
    assert run(root, "-q", "build", fault=counting).status == 0
    now = 0
    tried = range(len(counting.calls)) if EVERY_CALL else faults.chosen(counting.calls)
    for number, at in enumerate(tried):
        old, now = now, 1 - now
        bulletin.write_text(texts[now], "utf-8")
        content = bytes_below(root / "content")
        kind = KINDS[number % len(KINDS)]
        fault = Faults(watched, at, kind)
        failed = run(root, "-q", "build", fault=fault)
        if fault.needs_no_space:
            assert failed == good
            continue
        assert fault.fired
        place = f"{fault.calls[at]} {kind}: {failed.err}"
        check_what_is_said(failed, place)
        found = bytes_below(root / "site")
        assert found in (sites[old], sites[now]), place
        if "is as it was" in failed.err:
            assert found == sites[old], place
        elif failed.status != 0 and "is in place" in failed.err:
            assert found == sites[now], place
        assert bytes_below(root / "content") == content, place
        again = run(root, "-q", "build")
        assert again == good, (place, again)
        assert bytes_below(root / "site") == sites[now], place
        assert archives.left_over(root) == [], place
    assert len(tried) > 30
