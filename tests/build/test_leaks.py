"""A number that gets into any kind of file of the site, by whatever fault, stops the build."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import archives
import pytest

from jianbao.base.cache import File, FileGroup
from jianbao.base.problems import LintError
from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.build.publish import Staging, Stored, TreeWriter
from jianbao.build.workers import Task
from jianbao.outputs.privacy_gate import BINARY

SITES = Path(__file__).parents[1] / "sites"
IDENTITY, MASKED = "11010519491231002X", "110***********002X"

pytestmark = pytest.mark.slow

Leak = Callable[[str], str]


def before(end: str, text: str) -> Leak:
    def leak(content: str) -> str:
        head, found, rest = content.rpartition(end)
        assert found, end
        return f"{head}{text}{end}{rest}"

    return leak


def at_the_end(text: str) -> Leak:
    return lambda content: f"{content}{text}"


def in_a_member(text: str) -> Leak:
    """A ZIP file, as one character a byte, with one more file that holds `text`."""

    def leak(content: str) -> str:
        packed = io.BytesIO(content.encode("latin-1"))
        with zipfile.ZipFile(packed, "a") as archive:
            archive.writestr("a.txt", text)
        return packed.getvalue().decode("latin-1")

    return leak


# By the ending of a file: how a number would stand in it.
LEAKS: dict[str, tuple[Leak, ...]] = {
    "html": (
        before("</main>", f"<p>{IDENTITY}</p>"),
        before("</head>", f'<meta name="author" content="{IDENTITY}">'),
        before("</head>", f'<script type="application/ld+json">{{"a": "{IDENTITY}"}}</script>'),
        before("</main>", f"<!-- {IDENTITY} -->"),
        before("</main>", f"<p>{IDENTITY[:6]}<b>{IDENTITY[6:14]}</b> {IDENTITY[14:]}</p>"),
    ),
    "xml": (before("</", f"<!-- {IDENTITY} -->"),),
    "json": (before("}", f', "a": "{IDENTITY}"'),),
    "jsonl": (at_the_end(f'{{"a": "{IDENTITY}"}}\n'),),
    "csv": (at_the_end(f"甲,{IDENTITY}\r\n"),),
    "md": (at_the_end(f"证号{IDENTITY[:6]}**{IDENTITY[6:]}**\n"),),
    "bib": (at_the_end(f"@misc{{a, note = {{{IDENTITY}}}}}\n"),),
    "ris": (at_the_end(f"N1  - {IDENTITY}\n"),),
    "txt": (at_the_end(f"# {IDENTITY}\n"),),
    "js": (at_the_end(f"// {IDENTITY}\n"),),
    "css": (at_the_end(f"/* {IDENTITY} */\n"),),
    "svg": (before("</svg>", f"<title>{IDENTITY}</title>"),),
    "zip": (in_a_member(IDENTITY),),
    "_headers": (at_the_end(f"/a\n  X-A: {IDENTITY}\n"),),
}
# Empty, or the marker of the folder.
HARMLESS = {"nojekyll", "jianbao-site"}


def ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built archive, whose cache makes each further build a short one."""
    root = tmp_path_factory.mktemp("leaks") / "archive"
    shutil.copytree(SITES / "typical", root)
    builder.build(paths(root))
    return root


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "site")


def files(root: Path) -> list[str]:
    """The output paths of the site, documents as received and the search's own format left out."""
    return [
        path
        for path in archives.tree(root / "site")
        if not path.startswith("originals/") and not path.endswith(BINARY)
    ]


def test_every_kind_of_file_is_tried(built: Path) -> None:
    assert {ending(path) for path in files(built)} == LEAKS.keys() | HARMLESS


@pytest.mark.parametrize(
    ("kind", "leak"), [(kind, leak) for kind, leaks in LEAKS.items() for leak in leaks]
)
def test_a_number_in_a_file_stops_the_build(
    built: Path, kind: str, leak: Leak, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next(path for path in files(built) if ending(path) == kind)
    groups_of, write, keep = Task.groups, Staging.write, TreeWriter.keep

    def leaked(content: bytes) -> bytes:
        encoding = "latin-1" if kind == "zip" else "utf-8"
        return leak(content.decode(encoding)).encode(encoding)

    def made(file: File) -> bytes:
        return leaked(file.make())

    def leaking_files(group: FileGroup) -> Iterator[File]:
        for file in group.files():
            at = file.path == path
            yield replace(file, make=partial(made, file), pieces=None) if at else file

    def leaking_groups(self: Task) -> Iterator[FileGroup]:
        for group in groups_of(self):
            yield replace(group, files=partial(leaking_files, group))

    def leaking_write(self: Staging, at: str, content: bytes, before: str = "") -> str:
        return write(self, at, leaked(content) if at == path else content, before)

    def keep_others(self: TreeWriter, at: str, *known: Any) -> Stored | None:
        return None if at == path else keep(self, at, *known)

    monkeypatch.setattr(Task, "groups", leaking_groups)
    monkeypatch.setattr(Staging, "write", leaking_write)
    monkeypatch.setattr(TreeWriter, "keep", keep_others)
    before_it = archives.tree(built / "site")
    with pytest.raises(LintError) as error:
        builder.build(paths(built), verify=True)
    (told,) = [found for found in error.value.problems if dict(found.values).get("masked")]
    assert told.location.path == path
    assert f"({MASKED}): mask it in the text or layout that it comes from" in told.text()
    assert IDENTITY not in str(error.value)
    assert archives.tree(built / "site") == before_it


def test_a_number_in_the_name_of_a_file_stops_the_build(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Staging.write

    def leaking(self: Staging, at: str, content: bytes, before: str = "") -> str:
        if f"data/{IDENTITY}.txt" not in self.files:
            write(self, f"data/{IDENTITY}.txt", b"x")
        return write(self, at, content, before)

    monkeypatch.setattr(Staging, "write", leaking)
    (built / "content/about.md").write_text("关于本站\n", "utf-8")
    with pytest.raises(LintError, match="holds personal data"):
        builder.build(paths(built), verify=True)
