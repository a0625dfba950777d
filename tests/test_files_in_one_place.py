"""No module but `base.files` opens, changes or deletes files, apart from those that are named
here with their reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import jianbao

PACKAGE = Path(jianbao.__file__).parent

CALLS = {
    *("open", "read_bytes", "read_text", "write_bytes", "write_text", "touch", "mkdir", "makedirs"),
    *("unlink", "rmdir", "rmtree", "rename", "symlink_to", "hardlink_to", "mkstemp", "copyfile"),
    *("copytree", "move", "chmod", "iterdir", "glob", "scandir", "listdir", "walk", "fsync"),
}
REASONS = {
    "base/files.py": "the one module",
    "base/cache.py": "reads its own sources and the list of what is installed; SQLite",
    "base/machine_key.py": "the secret of this machine, outside every archive",
    "base/processes.py": "the output of a program that this one started",
    "base/messages/__init__.py": "a file of the package",
    "build/in_place.py": "lists what a killed build left beside the site",
    "build/last_build.py": "lists files, follows no link, and opens none",
    "build/lint.py": "reads the tree that this build has just made",
    "build/publish.py": "makes that tree and puts it in place",
    "build/serve.py": "lists files, follows no link, and opens none",
    "build/shared_task.py": "a task in the tree that this build makes",
    "cli/terminal.py": "the null device",
    "content/scaffold.py": "files of the package",
    "convert/label/label.py": "a file of the package",
    "convert/readers/pdf/scan.py": "models of an installed package; pictures in memory",
    "convert/readers/word/office.py": "a folder for one run of the office program",
    "convert/training/cases.py": "reads the cases of the tests",
    "convert/training/__main__.py": "writes a file of the package",
    "convert/training/crf.py": "a model in a folder of its own",
    "outputs/search/bundle.py": "archives in memory",
    "outputs/search/synonyms.py": "files of an installed package",
    "text/privacy.py": "files of the package",
}


def calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                owner = ast.unparse(function.value)
                # A `Folder` has these methods too.
                if function.attr not in ("walk", "rename") or owner != "self.content":
                    yield function.attr if function.attr != "walk" or owner == "os" else ""
            elif isinstance(function, ast.Name) and function.id == "open":
                yield function.id


def test_one_module_opens_files() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): sorted(CALLS & set(calls(path.read_text("utf-8"))))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    offenders = {name: used for name, used in found.items() if used and name not in REASONS}
    assert offenders == {}
    assert set(REASONS) <= set(found)


def test_the_search_finds_what_it_looks_for() -> None:
    source = (
        "from pathlib import Path\nopen('x')\nPath('x').unlink()\nos.walk('x')\nfolder.walk()\n"
    )
    assert sorted(CALLS & set(calls(source))) == ["open", "unlink", "walk"]
