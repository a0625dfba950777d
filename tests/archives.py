"""Archives on disk for tests that drive the program as a user does."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jianbao.base.cache import File
from jianbao.build import publish
from jianbao.content import scaffold

BUILD = Path(__file__).parent.parent / "build.py"

# The one bulletin of a new archive, and what it says of itself.
BULLETIN = "content/bulletins/gongzuo-jianbao/2024/001.md"

Tree = dict[str, str]


def start(folder: Path) -> Path:
    """A small archive that builds."""
    scaffold.start(folder, str(folder))
    return folder


def tree(folder: Path) -> Tree:
    """Path to digest of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def made(files: Iterable[File]) -> list[tuple[str, bytes]]:
    """What a stage makes, by path, in its order."""
    return [(file.path, file.make()) for file in files]


def writer(folder: Path) -> Callable[[str, bytes], None]:
    """Puts files into `folder`."""

    def write(path: str, content: bytes) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    return write


def environment(**changes: str) -> dict[str, str]:
    """The tests' own environment, without what decides the language of messages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LANG", "LANGUAGE", "JIANBAO_LANG") and not name.startswith("LC_")
    }
    return kept | changes


def run(
    root: Path, *arguments: str, code: str = "", **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, in the archive's folder. `code` is run instead of
    build.py where a test has to get in between; it ends with `main()`."""
    program = ["-c", code] if code else [str(BUILD), "--root", "."]
    return subprocess.run(
        [sys.executable, *program, *arguments],
        cwd=root,
        env=environment(**changes) | {"PYTHONPATH": str(BUILD.parent)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def left_over(root: Path) -> list[str]:
    """What a build left beside the site."""
    return sorted(path.name for path in root.glob("site.*"))


def is_ours(site: Path) -> bool:
    return (site / publish.MARKER).is_file()


DOCUMENT = """工作简报

2024年第{issue}期

某某县人民政府办公室 2024年3月{issue}日

我县开展第{issue}次春季义诊活动

3月{issue}日，某某县人民政府办公室组织医务人员到乡镇开展义诊活动，共服务群众{count}人次，受到群众欢迎。
（县政府办）

报：市政府办公室
编辑：张三 审核：李四
"""


def document(issue: int) -> str:
    """A small bulletin as received, in plain text."""
    return DOCUMENT.format(issue=issue, count=issue * 111)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of `size`, as mount has it, below `folder`. Skips the test if it cannot be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", disk], check=True)
