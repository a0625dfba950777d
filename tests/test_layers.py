"""The layers of the package: a module imports only from lower ones, and each third-party library
stands behind one module."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import jianbao

PACKAGE = Path(jianbao.__file__).parent

# Lowest first. A name is a module or a package of jianbao/; the modules of a package may import one
# another, without cycles.
LAYERS = (
    ("errors", "characters", "cache"),
    ("model",),
    ("text", "frontmatter", "markdown", "urls", "outlines", "privacy", "edits"),
    ("convert", "load", "taxonomy", "citations", "corrections"),
    ("metadata",),
    (
        "render",
        "feeds",
        "exports",
        "search",
        "lint",
        "publish",
        "hosting",
        "scaffold",
        "serve",
        "messages",
    ),
    ("pipeline", "intake"),
    ("review", "proposals"),
    ("cli",),
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}

# Which modules import a library: one each, except that lxml reads two formats.
LIBRARIES = {
    "yaml": {"frontmatter"},
    "markdown_it": {"markdown"},
    "markupsafe": {"markdown"},
    "jinja2": {"render.layouts"},
    "opencc": {"search.meanings"},
    "pagefind_bin": {"search.pagefind"},
    "pypinyin": {"search.meanings"},
    "lxml": {"convert.readers.html", "convert.readers.package"},
    "pdfminer": {"convert.readers.pdf"},
    "pypdfium2": {"convert.readers.scan"},
    "PIL": {"convert.readers.scan"},
    "numpy": {"convert.readers.scan"},
    "cv2": {"convert.readers.scan"},
    "onnxruntime": {"convert.readers.scan"},
    "rapidocr": {"convert.readers.scan"},
}


def name_of(file: Path) -> str:
    """The name of a module below the package: `model`, `load.fields`; "" for the package itself."""
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
    """The modules of the package that `name` imports: `load` or `load.fields`."""
    for imported in MODULES[name]:
        first, *rest = imported.split(".")
        while first == "jianbao" and rest and ".".join(rest) not in MODULES:
            rest.pop()
        if first == "jianbao":
            yield ".".join(rest)


def top(name: str) -> str:
    return name.split(".")[0]


def test_every_module_has_a_layer() -> None:
    assert {top(name) for name in MODULES if name} == LAYER.keys()


@pytest.mark.parametrize("name", sorted(filter(None, MODULES)))
def test_a_module_imports_only_from_lower_layers(name: str) -> None:
    for imported in of_jianbao(name):
        if imported and top(imported) != top(name):
            assert LAYER[top(imported)] < LAYER[top(name)], imported


def test_only_the_command_line_asks_the_package_itself() -> None:
    """The package's own module holds the version, and imports nothing."""
    assert MODULES[""] == []
    asking = {name for name in MODULES if "" in set(of_jianbao(name))}
    assert asking <= {"cli"}


def test_modules_of_one_package_do_not_import_in_circles() -> None:
    open_modules: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        assert name not in open_modules, [*open_modules, name]
        if name not in done:
            open_modules.append(name)
            for imported in of_jianbao(name):
                # A package's own module may gather what its parts offer, so parts never ask it.
                if top(imported) == top(name) and imported != name:
                    visit(imported)
            done.add(open_modules.pop())

    for name in MODULES:
        visit(name)


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
