"""The same content gives the same bytes on every machine: in another folder, time zone, locale,
hash seed, umask and file order, with a cache and without."""

import os
import shutil
import stat
import time
from pathlib import Path

import archives
import pytest

TYPICAL = Path(__file__).parents[1] / "sites" / "typical"

# Directories are listed the other way round, whatever the file system does.
BACKWARDS = """
import os, sys
from jianbao import cli

real_scandir, real_listdir = os.scandir, os.listdir

class Backwards:
    def __init__(self, entries):
        self.entries = iter(entries)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.entries)
    def close(self):
        pass

def scandir(path="."):
    with real_scandir(path) as entries:
        return Backwards(sorted(entries, key=lambda entry: entry.name, reverse=True))

os.scandir = scandir
os.listdir = lambda path=".": sorted(real_listdir(path), reverse=True)
os.umask(int(os.environ["UMASK"], 8))
sys.exit(cli.main())
"""


def copy(source: Path, target: Path, backwards: bool = False) -> Path:
    """A copy whose files were made in another order, at another time."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    for number, path in enumerate(reversed(files) if backwards else files):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
        os.utime(copied, (1_000_000_000 + number, 1_000_000_000 + number))
    return target


def modes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy(TYPICAL, tmp_path_factory.mktemp("here") / "archive")
    done = archives.run(root, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    return root


def test_two_builds_in_other_surroundings_are_the_same_bytes(
    reference: Path, tmp_path: Path
) -> None:
    root = copy(TYPICAL, tmp_path / "另一个 文件夹" / "archive", backwards=True)
    done = archives.run(
        root,
        code=BACKWARDS,
        PYTHONHASHSEED="4242",
        TZ="Asia/Shanghai",
        LC_ALL="zh_CN.GB18030",
        UMASK="077",
        SOURCE_DATE_EPOCH="1",
    )
    assert done.returncode == 0, done.stderr
    first, second = archives.tree(reference / "site"), archives.tree(root / "site")
    assert second == first
    assert any(path.startswith("search/") for path in first)
    assert modes(root / "site") == modes(reference / "site")


def test_what_was_built_before_leaves_no_trace(reference: Path, tmp_path: Path) -> None:
    root = copy(TYPICAL, tmp_path / "archive")
    bulletin = root / "content/bulletins/lanchuan-weisheng/2024/021.md"
    authority = root / "content/authorities/departments.yaml"
    before = {path: path.read_text("utf-8") for path in (bulletin, authority)}
    bulletin.write_text(before[bulletin].replace("澜川", "浪川"), "utf-8")
    other = before[authority].replace("aliases: [市一院]", "aliases: [市一院, 第一医院]")
    authority.write_text(other, "utf-8")
    assert other != before[authority]
    assert archives.run(root).returncode == 0
    changed = archives.tree(root / "site")
    assert changed != archives.tree(reference / "site")
    for path, text in before.items():
        path.write_text(text, "utf-8")
    assert archives.run(root).returncode == 0
    assert archives.tree(root / "site") == archives.tree(reference / "site")
    shutil.rmtree(root / ".jianbao")
    assert archives.run(root).returncode == 0
    assert archives.tree(root / "site") == archives.tree(reference / "site")


def test_no_page_knows_the_day_of_its_build(reference: Path) -> None:
    today = time.strftime("%Y-%m-%d")
    holding = [
        path.relative_to(reference).as_posix()
        for path in (reference / "site").rglob("*")
        if path.is_file() and today.encode() in path.read_bytes()
    ]
    assert holding == []
