"""The floors of the package: its folders, lowest first, in the order of the table in
CONTRIBUTING.md. A module imports only from its own floor and from lower ones, without circles, and
each third-party library is behind one module."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import jianbao

PACKAGE = Path(jianbao.__file__).parent
CONTRIBUTING = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")

FLOORS = re.findall(r"^\| `(\w+)/` \|", CONTRIBUTING, re.MULTILINE)
LEVEL = {floor: level for level, floor in enumerate(FLOORS)}

# Which modules import a library: one each, except that lxml reads two formats
# and that layouts are compiled by a module of their own.
LIBRARIES = {
    "yaml": {"text.frontmatter"},
    "markdown_it": {"text.markdown"},
    "markupsafe": {"text.markdown", "pages.compiled_layouts"},
    "jinja2": {"pages.layouts", "pages.compiled_layouts"},
    "opencc": {"outputs.search.synonyms"},
    "pagefind_bin": {"outputs.search.pagefind"},
    "pypinyin": {"text.pinyin"},
    "lxml": {"convert.readers.web.html", "convert.readers.word.package"},
    "pdfminer": {"convert.readers.pdf.extraction"},
    "pypdfium2": {"convert.readers.pdf.scan"},
    "PIL": {"convert.readers.pdf.scan"},
    "numpy": {"convert.readers.pdf.scan"},
    "cv2": {"convert.readers.pdf.scan"},
    "onnxruntime": {"convert.readers.pdf.scan"},
    "rapidocr": {"convert.readers.pdf.scan"},
    "distributed": {"build.cluster"},
    "pycrfsuite": {"convert.training.crf"},
}


def name_of(file: Path) -> str:
    """The name of a module below the package: `content.load`; "" for the package itself."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str) -> Iterator[str]:
    """The full names that a module imports, wherever in it; a relative import fails."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = {
    name_of(file): sorted(imports(file.read_text("utf-8"))) for file in PACKAGE.rglob("*.py")
}


def of_jianbao(name: str) -> Iterator[str]:
    """The modules of the package that `name` imports: `content.load`."""
    for imported in MODULES[name]:
        first, *rest = imported.split(".")
        while first == "jianbao" and rest and ".".join(rest) not in MODULES:
            rest.pop()
        if first == "jianbao":
            yield ".".join(rest)


def floor(name: str) -> str:
    """The floor of a module. `__main__` is `python -m jianbao`, a door to the command line."""
    return "cli" if name == "__main__" else name.split(".")[0]


def test_every_folder_is_a_floor_of_the_table_in_contributing() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(FLOORS)
    assert len(FLOORS) == len(set(FLOORS))


def test_every_module_is_on_a_floor() -> None:
    assert {floor(name) for name in MODULES if name} == set(FLOORS)


@pytest.mark.parametrize("name", sorted(filter(None, MODULES)))
def test_a_module_imports_only_from_its_own_floor_and_lower_ones(name: str) -> None:
    for imported in of_jianbao(name):
        if imported:
            assert LEVEL[floor(imported)] <= LEVEL[floor(name)], imported


def test_only_the_command_line_asks_the_package_itself() -> None:
    """The package's own module holds the version, and imports nothing."""
    assert MODULES[""] == []
    asking = {name for name in MODULES if "" in set(of_jianbao(name))}
    assert {floor(name) for name in asking} <= {"cli"}


def test_modules_of_one_floor_do_not_import_in_circles() -> None:
    open_modules: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        assert name not in open_modules, [*open_modules, name]
        if name not in done:
            open_modules.append(name)
            for imported in of_jianbao(name):
                # A package's own module may gather what its parts offer, so parts never ask it.
                if floor(imported) == floor(name) and imported != name:
                    visit(imported)
            done.add(open_modules.pop())

    for name in MODULES:
        visit(name)


# The files and folders of `convert/` in the order in which a document passes them.
STAGES = (
    "blocks", "readers", "taken_pictures", "cut", "label", "assemble", "evidence", "names",
    "record", "compose",
    "duplicates", "conversion", "store", "training",
)  # fmt: skip
CONVERTING = sorted(name for name in MODULES if name.startswith("convert."))


def test_every_module_of_the_conversion_is_at_a_stage() -> None:
    assert {name.split(".")[1] for name in CONVERTING} == set(STAGES)


@pytest.mark.parametrize("name", CONVERTING)
def test_a_stage_of_the_conversion_asks_only_those_before_it(name: str) -> None:
    for imported in of_jianbao(name):
        if floor(imported) == "convert":
            asked, asking = imported.split(".")[1], name.split(".")[1]
            assert STAGES.index(asked) <= STAGES.index(asking), imported


def test_each_library_is_imported_where_it_belongs_and_nowhere_else() -> None:
    found: dict[str, set[str]] = {}
    for name, imported in MODULES.items():
        for library in {one.split(".")[0] for one in imported}:
            if library not in sys.stdlib_module_names and library != "jianbao":
                found.setdefault(library, set()).add(name)
    assert found == LIBRARIES


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a.b, c", ["a.b", "c"]),
        ("from a import b as c, d", ["a.b", "a.d"]),
        ("def f():\n    from a.b import c", ["a.b.c"]),
        ("if x:\n    import a", ["a"]),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, names: list[str]) -> None:
    assert list(imports(source)) == names
    with pytest.raises(AssertionError):
        list(imports("from . import a"))


def test_no_two_public_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name_of(file))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
