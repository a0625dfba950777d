"""A run imports only what it needs. A process of its own says what it imported."""

from pathlib import Path

import archives
import pytest
from test_layers import FLOORS, LIBRARIES

RUN = """
import sys
from jianbao import cli

status = cli.main()
print("imported", *sys.modules)
sys.exit(status)
"""

WITHOUT_JINJA = f"""
import runpy, sys

sys.modules["jinja2"] = None
runpy.run_path({str(archives.BUILD)!r}, run_name="__main__")
"""

# The floors of which a run may import anything before there is work to do; those below are not.
LIGHT = {"base", "archive", "content", "build", "cli"}
HEAVY_MODULES = {
    *("jianbao.archive.model", "jianbao.content.load", "jianbao.build.pipeline"),
    "concurrent.futures",
}


def imported(root: Path, *arguments: str) -> set[str]:
    done = archives.run(root, *arguments, code=RUN)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def heavy(modules: set[str]) -> set[str]:
    """What takes long: other people's libraries, and the floors that do the work."""
    floors = {f"jianbao.{floor}" for floor in FLOORS if floor not in LIGHT}
    return modules & (floors | set(LIBRARIES) | HEAVY_MODULES)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = archives.start(tmp_path_factory.mktemp("built") / "archive")
    assert archives.run(root, code=RUN).returncode == 0
    return root


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["check", "--help"],
        ["convert", "--help"],
        ["build"],
        ["build", "--timings", "--jobs", "2"],
    ],
)
def test_a_run_without_work_imports_no_library_and_no_stage(
    archive: Path, arguments: list[str]
) -> None:
    assert heavy(imported(archive, *arguments)) == set()


def test_a_run_with_work_imports_what_does_it(archive: Path) -> None:
    found = heavy(imported(archive, "build", "--verify"))
    assert {"jinja2", "markdown_it", "yaml", "jianbao.pages", "jianbao.text"} <= found
    assert found >= HEAVY_MODULES


def test_a_missing_library_is_named_by_build_py(archive: Path) -> None:
    done = archives.run(archive, "--root", ".", "build", "--verify", code=WITHOUT_JINJA)
    message = "jinja2 is not installed: run `make site`, or `pip install .` first\n"
    assert (done.returncode, done.stderr) == (1, message)


def test_serve_answers_before_any_library_is_imported(archive: Path) -> None:
    code = "import sys\nfrom jianbao.cli.commands import serve\nprint(*sys.modules)"
    modules = set(archives.run(archive, code=code).stdout.split())
    assert "jianbao.build.serve" in modules
    assert modules & set(LIBRARIES) == set()


def test_a_build_reads_no_document_if_it_shows_none(archive: Path) -> None:
    modules = imported(archive, "build", "--verify")
    assert {name for name in modules if name.startswith("jianbao.convert")} == set()


def test_a_small_change_loads_no_data_of_pinyin(archive: Path) -> None:
    bulletin = archive / archives.BULLETIN
    bulletin.write_text(bulletin.read_text("utf-8").replace("。", "！", 1), "utf-8")
    modules = imported(archive, "build")
    assert "jinja2" in modules
    assert "pypinyin" not in modules
