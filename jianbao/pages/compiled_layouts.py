"""Layouts compiled for speed: what is the same on every page of a site is computed once.

Most of a layout is the same on all pages, and most of the time goes into calls, not into text. So
the tree of a layout is simplified before it is compiled: strings and values that all pages share
are written in, conditions on them are decided, and short macros and partials take the place of
their calls. The text of a page stays the same. Line numbers do not, so a layout with an error is
rendered again by the plain environment, which reports the error's own place.
"""

import copy
import marshal
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import BuiltinMethodType, CodeType, FunctionType, MethodType
from typing import Any, TypeVar, cast

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from jianbao.base.cache import fingerprint

_MOST_KEPT = 2_000

# The first part says what the value depends on besides the layout, the others name it.
_Key = tuple[str, str, str]
Names = tuple[str | None, ...]
_Kept = CodeType | Names | None

_N = TypeVar("_N")


class _Store:
    """What was found out of layouts, for the life of the process: `serve` compiles only what
    changed. `used` are the keys that were asked for since the last `export`."""

    def __init__(self) -> None:
        self.values: dict[_Key, _Kept] = {}
        self.used: set[_Key] = set()
        self.is_new = False

    def get(self, key: _Key) -> _Kept:
        self.used.add(key)
        return self.values.get(key)

    def put(self, key: _Key, value: _Kept) -> None:
        if len(self.values) >= _MOST_KEPT:
            self.values.clear()
        self.values[key] = value
        self.is_new = True


_store = _Store()


def recall(exported: bytes) -> None:
    """Take what an earlier process exported. It holds code that will run: only what this user's
    cache signed, for the same version of Python and of this program, may be passed."""
    for key, value in marshal.loads(exported).items():  # noqa: S302
        _store.values.setdefault(key, value)


def export() -> bytes | None:
    """Return what was used since the last call, for `recall`; None if a cache has it already."""
    used = {key: _store.values[key] for key in sorted(_store.used) if key in _store.values}
    is_new, _store.is_new = _store.is_new, False
    _store.used.clear()
    return marshal.dumps(used) if is_new else None


def names(made_of: str, about: str, layout: str, find: Callable[[], Names | None]) -> Names | None:
    """Return what `find` finds out of a layout, which depends on `made_of`. It is found once."""
    key = made_of, about, layout
    known = _store.get(key)
    if known is None and key not in _store.values:
        known = find()
        _store.put(key, known)
    return cast(Names | None, known)


class CompiledLayouts(jinja2.BytecodeCache):
    """Compiled layouts. `made_of` is whatever is compiled into a layout besides its own source."""

    def __init__(self, *made_of: object) -> None:
        self.made_of = fingerprint(*made_of)

    def _key(self, bucket: Bucket) -> _Key:
        return self.made_of, bucket.key, bucket.checksum

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = cast(CodeType | None, _store.get(self._key(bucket)))

    def dump_bytecode(self, bucket: Bucket) -> None:
        _store.put(self._key(bucket), bucket.code)


class PlainEnvironment(jinja2.Environment):
    """An environment that puts interface strings into a layout once, not for every page."""

    strings: Mapping[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._trees: dict[str, nodes.Template] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return a tree that the caller may change. Each source is parsed once: most layouts import
        and include the same others."""
        if source not in self._trees:
            tree = super()._parse(source, name, filename)
            self._trees[source] = _Strings(self.strings).visit(tree)
        return _copied(self._trees[source])

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an item of a record before an attribute of the class: records are what layouts are
        given, and each failed search for an attribute costs an exception."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class _Strings(NodeTransformer):
    """A visitor that replaces `t("key")` by its string; `t` reports an unknown key."""

    def __init__(self, strings: Mapping[str, str]) -> None:
        self._strings = strings

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        match node:
            case nodes.Call(
                node=nodes.Name(name="t"),
                args=[nodes.Const(value=str(key))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if key in self._strings:
                return nodes.Const(self._strings[key], lineno=node.lineno)
        return self.generic_visit(node)


_escaped_short = lru_cache(maxsize=1 << 13)(escape)
_SHORT = 200


def escaped(value: Any) -> str:
    """Return what an expression writes into a page. Short texts are often the same."""
    if type(value) is str:
        return _escaped_short(value) if len(value) < _SHORT else escape(value)
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """A generator of code that escapes by `escaped`, and takes items of records without a call."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        record = frame.symbols.ref(node.node.name)
        self.write(f"({record}[{node.attr!r}]")
        self.write(f" if type({record}) is dict and {node.attr!r} in {record} else ")
        super().visit_Getattr(node, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Context(Context):
    """A context that calls most functions without asking first what they want passed."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(called) not in _PLAIN_CALLABLES or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


_PLAIN_CALLABLES = (FunctionType, MethodType, BuiltinMethodType)


class FastEnvironment(PlainEnvironment):
    """An environment that compiles simplified layouts. `source_of` returns the source of a layout,
    None if there is none."""

    code_generator_class = _Generator
    context_class = _Context
    escaped = staticmethod(escaped)
    source_of: Callable[[str], str | None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._macros: dict[str, Mapping[str, nodes.Macro]] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _Simplifier(self).layout(super()._parse(source, name, filename))

    def parsed(self, name: str) -> nodes.Template | None:
        """Return the tree of another layout with strings written in, None if it has errors."""
        source = self.source_of(name)
        try:
            return None if source is None else super()._parse(source, name, None)
        except jinja2.TemplateSyntaxError:
            return None

    def macros_of(self, name: str) -> Mapping[str, nodes.Macro]:
        """Return the macros of a layout that may take the place of their calls, simplified."""
        if name not in self._macros:
            tree = self.parsed(name)
            self._macros[name] = _Simplifier(self, 1).macros_of(tree) if tree else {}
        return self._macros[name]


class _Simplifier(NodeTransformer):
    """A visitor that simplifies one layout."""

    def __init__(self, environment: FastEnvironment, depth: int = 0) -> None:
        self._environment = environment
        self._shared = environment.globals
        self._macros: dict[str, Mapping[str, nodes.Macro]] = {}
        self._own: dict[str, nodes.Macro] = {}
        self._hidden: set[str] = set()
        self._depth = depth

    def layout(self, tree: nodes.Template) -> nodes.Template:
        self._hidden = _assigned(tree)
        imported = [node for node in tree.body if isinstance(node, nodes.Import)]
        for node in imported:
            fixed = isinstance(node.template, nodes.Const) and not node.with_context
            if fixed and node.target not in self._hidden:
                name = str(cast(nodes.Const, node.template).value)
                self._macros[node.target] = self._environment.macros_of(name)
        made: nodes.Template = self.visit(tree)
        return made

    def macros_of(self, tree: nodes.Template) -> dict[str, nodes.Macro]:
        """Return the macros of a layout that may take the place of their calls."""
        if any(tree.find_all((nodes.Extends, nodes.Block, nodes.Import))):
            return {}
        self._hidden = _assigned(tree)
        found: dict[str, nodes.Macro] = {}
        for macro in (node for node in tree.body if isinstance(node, nodes.Macro)):
            # A macro sees those before it: they are in place of their calls already.
            self._own = {n: m for n, m in found.items() if n not in _names(macro.args)}
            simple = self.visit(macro)
            if self._is_closed(simple):
                found[macro.name] = simple
        return found

    def _is_closed(self, macro: nodes.Macro) -> bool:
        """Return whether a macro means the same wherever its body stands: it uses only what all
        pages share, its arguments, and what it assigns itself."""
        known = _assigned(macro) | self._shared.keys() | {"loop"}
        used = {name.name for name in macro.find_all(nodes.Name) if name.ctx == "load"}
        return used <= known

    # --- statements

    def _all(self, body: list[nodes.Node]) -> list[nodes.Node]:
        return _joined([made for child in body for made in _listed(self.visit(child))])

    def visit_Output(self, node: nodes.Output) -> Any:  # noqa: N802
        made: list[nodes.Node] = []
        for child in node.nodes:
            body = self._body(child)
            if body is None:
                made.append(nodes.Output([self.visit(child)], lineno=node.lineno))
            else:
                made += body
        return _joined(made)

    def _body(self, node: nodes.Expr) -> list[nodes.Node] | None:
        """Return what stands in place of a call of a macro, None if the call must stay."""
        if not isinstance(node, nodes.Call) or node.dyn_args or node.dyn_kwargs:
            return None
        macro = self._called(node.node)
        if macro is None:
            return None
        values = _bound(macro, node)
        if values is None:
            return None
        body = [_copied(child) for child in macro.body]
        if not values:
            return body
        targets: list[nodes.Expr] = [nodes.Name(name, "param") for name in values]
        given = [self.visit(_copied(value)) for value in values.values()]
        return [nodes.With(targets, given, body, lineno=node.lineno)] if body else []

    def _called(self, node: nodes.Expr) -> nodes.Macro | None:
        match node:
            case nodes.Getattr(node=nodes.Name(name=module), attr=name):
                return self._macros.get(module, {}).get(name)
            case nodes.Name(name=name):
                return self._own.get(name)
        return None

    def visit_Include(self, node: nodes.Include) -> Any:  # noqa: N802
        if not isinstance(node.template, nodes.Const) or not node.with_context:
            return node
        tree = self._environment.parsed(str(node.template.value))
        kept = (nodes.Extends, nodes.Block, nodes.Import, nodes.FromImport, nodes.Macro)
        if self._depth >= _DEEPEST or tree is None or any(tree.find_all(kept)):
            return node
        if not _assigned(tree).isdisjoint(self._macros.keys() | self._shared.keys()):
            return node
        self._depth += 1
        body = self._all(tree.body)
        self._depth -= 1
        return nodes.Scope(body, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> Any:  # noqa: N802
        """Write out a loop over a short list that is the same on every page."""
        items = self._items(cast(nodes.Expr, node.iter))
        plain = node.test is None and not node.else_ and not node.recursive
        inside = {name.name for name in nodes.Scope(node.body).find_all(nodes.Name)}
        if items is None or not plain or "loop" in inside:
            return self.generic_visit(node)
        names = _names(cast(list[nodes.Name], getattr(node.target, "items", None) or [node.target]))
        if not _assigned(nodes.Scope(node.body)).isdisjoint(names):
            return self.generic_visit(node)
        made: list[nodes.Node] = []
        for item in items:
            values = list(item) if isinstance(item, (tuple, list)) else [item]
            if len(values) != len(names) or not all(map(_is_plain, values)):
                return self.generic_visit(node)
            written = _Written(dict(zip(names, values, strict=True)))
            for child in node.body:
                made += _listed(self.visit(written.visit(_copied(child))))
        return nodes.Scope(_joined(made), lineno=node.lineno)

    def _items(self, node: nodes.Expr) -> list[object] | None:
        items: object = None
        match node:
            case nodes.Name(name=name) if name not in self._hidden:
                items = self._shared.get(name)
            case nodes.Tuple(items=found) | nodes.List(items=found):
                constant = [each for each in found if isinstance(each, nodes.Const)]
                items = [each.value for each in constant] if len(constant) == len(found) else None
        return items if isinstance(items, list) and len(items) <= _LONGEST else None

    def visit_If(self, node: nodes.If) -> Any:  # noqa: N802
        for case in (node, *node.elif_):
            case.test = self.visit(case.test)
            case.body = self._all(case.body)
        node.else_ = self._all(node.else_)
        cases = [(_constant(cast(nodes.Expr, case.test)), case) for case in (node, *node.elif_)]
        if all(decided is None for decided, _ in cases):
            return node
        kept: list[nodes.If] = []
        rest = node.else_
        for decided, case in cases:
            if decided is True:
                rest = case.body
                break
            if decided is None:
                kept.append(case)
        if not kept:
            return rest
        first, *others = kept
        elifs = [nodes.If(case.test, case.body, [], [], lineno=case.lineno) for case in others]
        return nodes.If(first.test, first.body, elifs, rest, lineno=first.lineno)

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        made: nodes.Node = super().generic_visit(node, *args, **kwargs)
        body = getattr(made, "body", None)
        if isinstance(body, list):
            made.body = _joined(body)  # type: ignore[attr-defined]
        return made

    # --- expressions

    def visit_Concat(self, node: nodes.Concat) -> Any:  # noqa: N802
        self.generic_visit(node)
        if all(isinstance(each, nodes.Const) and _is_plain(each.value) for each in node.nodes):
            text = "".join(str(cast(nodes.Const, each).value) for each in node.nodes)
            return nodes.Const(text, lineno=node.lineno)
        return node

    def visit_Call(self, node: nodes.Call) -> Any:  # noqa: N802
        return _Strings(self._environment.strings).visit_Call(
            cast(nodes.Call, self.generic_visit(node))
        )

    def visit_Getattr(self, node: nodes.Getattr) -> Any:  # noqa: N802
        match node.node:
            case nodes.Name(name=name, ctx="load") if name not in self._hidden:
                record = self._shared.get(name)
                if isinstance(record, dict) and _is_plain(record.get(node.attr, record)):
                    return nodes.Const(record[node.attr], lineno=node.lineno)
        return self.generic_visit(node)


class _Written(NodeTransformer):
    """A visitor that writes values in place of names."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        if node.ctx == "load" and node.name in self._values:
            return nodes.Const(self._values[node.name], lineno=node.lineno)
        return node


# Partials inside partials, and macros of macros.
_DEEPEST = 8
# A loop of more turns is not written out.
_LONGEST = 20


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int))


def _constant(test: nodes.Expr) -> bool | None:
    """Return whether a condition holds on every page, None if that depends on the page."""
    constant = (nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not)
    if not isinstance(test, constant):
        return None
    if any(not isinstance(child, constant) for child in test.find_all(nodes.Node)):
        return None
    try:
        return bool(test.as_const(nodes.EvalContext(test.environment or _NEUTRAL)))
    except nodes.Impossible:
        return None


_NEUTRAL = jinja2.Environment(autoescape=True)


def _bound(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr] | None:
    """Return the value of each parameter of a macro, None if the call does not fit."""
    names = _names(macro.args)
    if len(call.args) > len(names):
        return None
    values = dict(zip(names, call.args, strict=False))
    for keyword in call.kwargs:
        if keyword.key not in names or keyword.key in values:
            return None
        values[keyword.key] = keyword.value
    defaults = dict(zip(reversed(names), reversed(macro.defaults), strict=False))
    for name in names:
        if name not in values and name not in defaults:
            return None
    return {name: values.get(name) or defaults[name] for name in names}


def _names(targets: list[nodes.Name]) -> list[str]:
    return [target.name for target in targets]


def _assigned(tree: nodes.Node) -> set[str]:
    """Return the names that a layout assigns anywhere."""
    named = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    return named | {macro.name for macro in tree.find_all(nodes.Macro) if macro is not tree}


def _listed(made: Any) -> list[nodes.Node]:
    if made is None:
        return []
    return made if isinstance(made, list) else [made]


def _joined(body: list[nodes.Node]) -> list[nodes.Node]:
    """Join outputs that follow each other."""
    made: list[nodes.Node] = []
    for node in body:
        if isinstance(node, nodes.Output) and made and isinstance(made[-1], nodes.Output):
            made[-1] = nodes.Output([*made[-1].nodes, *node.nodes], lineno=made[-1].lineno)
        else:
            made.append(node)
    return made


def _copied(node: _N) -> _N:
    """Copy a tree, so that it may stand at several places."""
    made = copy.copy(node)
    if isinstance(made, nodes.Node):
        for name in made.fields:
            value = getattr(made, name)
            if isinstance(value, nodes.Node):
                setattr(made, name, _copied(value))
            elif isinstance(value, list):
                setattr(made, name, [_copied(each) for each in value])
    return made
