"""Every message that a user may see has a Chinese translation that fits its template."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

import pytest

import jianbao
from jianbao.base import messages

PACKAGE = Path(jianbao.__file__).parent

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass
class Templates:
    """The message templates of a package, found by reading its code.

    A template is what is passed as the message to `problem` or to `add` of a collector, as text
    to `t`, or to a function that passes a parameter of its own on to one of these.
    """

    texts: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sink:
    """A function that takes a template: its name, the parameter's place (without self) and name.
    `scope` is the folder or file where a call of that name means it."""

    name: str
    position: int
    parameter: str
    scope: str = ""


SINKS = {
    Sink("problem", 2, "message"),
    Sink("add", 2, "message"),
    Sink("t", 0, "template"),
    Sink("RefusedError", 0, "message"),
    Sink("Slip", 1, "message"),
    Sink("PictureError", 0, "message"),
}


def find(modules: dict[str, str]) -> Templates:
    trees = {name: ast.parse(text) for name, text in modules.items()}
    tables = {name: dict(constants(tree)) for name, tree in trees.items()}
    everywhere = {name: value for table in tables.values() for name, value in table.items()}
    sinks = set(SINKS)
    while True:
        found, wrappers = Templates(), set[Sink]()
        for name, tree in trees.items():
            here = {sink for sink in sinks if name.startswith(sink.scope)}
            known = everywhere | tables[name]
            Scan(name, tree, here, known, found, wrappers).visit(tree)
        if wrappers <= sinks:
            return found
        sinks |= wrappers


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a module gives values to, at its outermost level."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, node.value


@dataclass(frozen=True)
class Scan:
    """The search for templates in one module; what it finds goes into `found` and `wrappers`."""

    module: str
    tree: ast.AST
    sinks: set[Sink]
    tables: dict[str, ast.expr]
    found: Templates
    wrappers: set[Sink]

    def visit(self, node: ast.AST, function: Function | None = None) -> None:
        for sink in self.sinks if isinstance(node, ast.Call) else ():
            assert isinstance(node, ast.Call)
            argument = passed(node, sink) if called(node) == sink.name else None
            if argument is not None:
                self.take(argument, function, node.lineno)
        inside = node if isinstance(node, Function) else function
        for child in ast.iter_child_nodes(node):
            self.visit(child, inside)

    def take(self, argument: ast.expr, function: Function | None, line: int) -> None:
        match argument:
            case ast.Constant(value=str(text)):
                self.found.texts[text] = f"{self.module}:{line}"
            case ast.IfExp():
                self.take(argument.body, function, line)
                self.take(argument.orelse, function, line)
            case ast.Name(id=name) if function and name in parameters(function):
                self.wrap(function, name)
            case ast.Name(id=name) if values := list(assigned(name, function or self.tree)):
                for value in values:
                    self.take(value, function, line)
            case (
                ast.Subscript(value=ast.Name(id=name))
                | ast.Subscript(value=ast.Subscript(value=ast.Name(id=name)))
                | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"))
            ) if name in self.tables:
                for text in sentences(self.tables[name], self.tables):
                    self.found.texts[text] = f"{self.module}:{line}"
            case ast.Attribute(attr="message") | ast.Call(func=ast.Attribute(attr="loads")):
                pass  # made, and found, elsewhere: another Problem, another process
            case _:
                self.found.unknown.append(f"{self.module}:{line}: {ast.unparse(argument)}")

    def wrap(self, function: Function, parameter: str) -> None:
        if isinstance(function, ast.FunctionDef):
            private = function.name.startswith("_")
            scope = self.module if private else self.module.rpartition("/")[0]
            place = parameters(function).index(parameter)
            self.wrappers.add(Sink(function.name, place, parameter, scope))


def sentences(table: ast.expr, tables: dict[str, ast.expr]) -> Iterator[str]:
    """Yield the texts of several words among the values of a table, and of those that it names."""
    match table:
        case ast.Constant(value=str(text)) if " " in text:
            yield text
        case ast.Name(id=name) if name in tables:
            yield from sentences(tables[name], tables)
        case ast.Dict(values=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from sentences(part, tables)


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def passed(call: ast.Call, sink: Sink) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == sink.parameter:
            return keyword.value
    if len(call.args) > sink.position and not any(isinstance(a, ast.Starred) for a in call.args):
        return call.args[sink.position]
    return None


def parameters(function: Function) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return [name for name in names if name not in ("self", "cls")]


def assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                if any(isinstance(one, ast.Name) and one.id == name for one in names):
                    yield node.value


@pytest.fixture(scope="module")
def templates() -> Templates:
    modules = {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    found = find(modules)
    # What holds no word needs no translation: "{name}: {value}".
    found.texts = {
        text: where
        for text, where in found.texts.items()
        if re.search(r"\w", re.sub(r"\{[^}]*\}", "", text))
    }
    return found


def test_every_template_is_a_literal(templates: Templates) -> None:
    assert templates.unknown == []
    assert len(templates.texts) > 100


@pytest.mark.parametrize("language", [name for name in messages.LANGUAGES if name != "en"])
def test_every_message_is_translated(templates: Templates, language: str) -> None:
    table = messages.translations(language)
    missing = {text: where for text, where in templates.texts.items() if text not in table}
    assert missing == {}
    assert table.keys() - templates.texts.keys() == set(), "no message says these any more"


@pytest.mark.parametrize("language", [name for name in messages.LANGUAGES if name != "en"])
def test_a_translation_has_the_values_of_its_template(language: str) -> None:
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for template, translation in messages.translations(language).items():
        assert values(translation) <= values(template), template
        assert translation.strip(), template
        assert re.search("[\u4e00-\u9fff]", translation), template


def test_the_scan_follows_what_passes_templates_on() -> None:
    found = find(
        {
            "one.py": """
def outer(self, where, message):
    self.report(where, message)
class Reader:
    def report(self, where, message, **values):
        yield problem(where, "", message, **values)
def use(x):
    Reader().outer(x, "through two functions {x}")
    text = "of a name" if x else "of the other branch"
    problems.add(x, "", text)
    problems.add(x, "", message=f"never {x}")
    seen.add(x)
    t("a line")
    read, message = TABLE[x]
    problem(x, "", message)
TABLE = {"key": (int, "of a table"), "other": OTHER}
OTHER = (int, "of another table")
""",
            "two.py": """
def report(x):
    Reader().report(x, "of the same folder")
    _private("elsewhere it means something else")
def other(x):
    r.report(x, y.message)
""",
            "three/four.py": """
def _private(message):
    problem("", "", message)
_private("here it is one")
""",
        }
    )
    assert set(found.texts) == {
        "through two functions {x}",
        "of a name",
        "of the other branch",
        "a line",
        "of a table",
        "of another table",
        "of the same folder",
        "here it is one",
    }
    assert found.unknown == ["one.py:11: f'never {x}'"]


# --- which language ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "asked", "expected"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW"}, None, "zh-CN"),
        ({"LANG": "de_DE.UTF-8", "JIANBAO_LANG": "zh-CN"}, None, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "JIANBAO_LANG": "en"}, None, "en"),
        ({"LANG": "zh_CN.UTF-8", "JIANBAO_LANG": "zh-CN"}, "en", "en"),
        ({}, "zh-CN", "zh-CN"),
    ],
)
def test_the_language_of_messages(
    environment: dict[str, str], asked: str | None, expected: str
) -> None:
    assert messages.language(environment, asked) == expected


def test_a_message_without_a_translation_stays_english() -> None:
    assert messages.translator("zh-CN")("nobody says this") == "nobody says this"
    assert messages.translator("en")("{count} problems") == "{count} problems"
