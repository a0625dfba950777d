"""Layouts, interface strings and assets, and the rendering of a page with them. Only this module
and `compiled_layouts` import Jinja2."""

import hashlib
import os
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import quote, unquote

import jinja2
import jinja2.meta
from jinja2 import nodes
from jinja2.runtime import Context

from jianbao.archive import kinds, urls
from jianbao.base.cache import fingerprint
from jianbao.base.files import Folder, FolderEntry
from jianbao.base.problems import LayoutError, Location, Problems, problem
from jianbao.pages import compiled_layouts
from jianbao.pages.compiled_layouts import CompiledLayouts, FastEnvironment, PlainEnvironment
from jianbao.pages.page import Page
from jianbao.pages.records import DoubtRow, PictureSources
from jianbao.text import frontmatter, markdown

ASSETS = "assets"
STRINGS = "strings"
SHIPPED = "shipped"

_MAX_BYTES = 100_000_000

_E = TypeVar("_E", bound=PlainEnvironment)


@dataclass(frozen=True, slots=True)
class LayoutFile:
    shown: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Layouts:
    """All files of the layout folders by name. A file of an earlier folder hides one of the same
    name in a later folder; as `shipped/` and its name, the hidden one can still be extended.
    `strings` holds the interface strings of every folder, since they are merged."""

    shown: str
    files: Mapping[str, LayoutFile]
    strings: Mapping[str, Sequence[LayoutFile]]


def read_layouts(folders: Sequence[Path]) -> Layouts:
    files: dict[str, LayoutFile] = {}
    strings: dict[str, list[LayoutFile]] = {}
    for folder in folders:
        for name, file in _read_folder(folder):
            if files.setdefault(name, file) is not file:
                files.setdefault(f"{SHIPPED}/{name}", file)
            if name.startswith(f"{STRINGS}/"):
                strings.setdefault(name, []).append(file)
    return Layouts(folders[0].name if folders else "layouts", files, strings)


def _read_folder(folder: Path) -> Iterator[tuple[str, LayoutFile]]:
    """Read the files of a folder, none if there is no such folder. Raise LayoutError if anything in
    it cannot be read: a site without the archive's own look must not replace one that has it."""
    files = Folder(folder)
    name = ""
    try:
        if not os.path.lexists(folder):
            return
        for entry in sorted(files.walk(skip=lambda part: part.startswith(".")), key=_by_parts):
            name = entry.path
            if entry.kind != "other":
                yield name, LayoutFile(f"{folder.name}/{name}", files.read(name, _MAX_BYTES))
    except OSError as error:
        shown = f"{folder.name}/{name}" if name else folder.name
        message = "cannot be read: {reason}"
        reason = error.strerror or error
        raise LayoutError([problem(Location(shown), "", message, reason=reason)]) from error


def _by_parts(entry: FolderEntry) -> list[str]:
    return entry.path.split("/")


def decode(file: LayoutFile) -> str:
    try:
        return file.content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        fault = problem(Location(file.shown, line), "", "is not UTF-8: save it as UTF-8")
        raise LayoutError([fault]) from error


def read_strings(layouts: Layouts, language: str) -> dict[str, str]:
    """Return the interface strings by dotted key, with the words of closed sets. A string of an
    earlier folder wins over one of a later folder."""
    name = f"{STRINGS}/{language}.yaml"
    problems = Problems()
    strings: dict[str, str] = {}
    for file in layouts.strings.get(name, ()):
        for key, text, _ in strings_of(file, problems):
            strings.setdefault(key, text)
    strings = kinds.strings(language) | strings
    if name not in layouts.strings:
        message = "there are no interface strings for the language {language}: write this file"
        problems.add(Location(f"{layouts.shown}/{name}"), "", message, language=language)
    problems.raise_if_any(LayoutError)
    return strings


def strings_of(file: LayoutFile, problems: Problems) -> Iterator[tuple[str, str, Location]]:
    """Yield the strings of one file: dotted key, text and place of each."""

    def gather(prefix: str, node: frontmatter.Node | None) -> Iterator[tuple[str, str, Location]]:
        if node is None or node.value is None:
            return
        place = Location(file.shown, node.line)
        if isinstance(node.value, dict):
            for key, value in node.value.items():
                yield from gather(f"{prefix}.{key}" if prefix else key, value)
        elif isinstance(node.value, str) and prefix:
            yield prefix, node.value, place
        else:
            problems.add(place, prefix, "must be a text or a mapping of texts")

    node, found = frontmatter.parse(decode(file), file.shown)
    problems.extend(found)
    yield from gather("", node)


# A part of a style sheet; the published sheet holds its text.
_CSS_IMPORT = re.compile(
    rb'^@import "(?P<address>[^"\n]+)" layer\((?P<layer>[\w-]+)\);\n', re.MULTILINE
)
# The directive by which TypeScript knows in what order classic scripts are joined.
_SCRIPT_REFERENCE = re.compile(rb'^/// <reference path="(?P<address>[^"\n]+)" />\n', re.MULTILINE)
_CSS_URL = re.compile(
    rb"""url\(\s*(?P<quote>["']?)(?P<address>[^"'()]+?)(?P=quote)\s*\)""", re.IGNORECASE
)


class _Fault(jinja2.TemplateRuntimeError):
    """A layout that asks for something that does not exist."""


# What a wrong expression in a layout may raise.
_LAYOUT_ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The interface strings of one language; `shown` is their file in messages."""

    strings: Mapping[str, str]
    shown: str

    def say(self, key: str, *, default: str | None = None, **values: object) -> str:
        """Return the string with that key and with `values` in their places. If there is none,
        return the form for the number `n`, or `default`. Raise _Fault if there is nothing."""
        template = self.strings.get(key)
        if template is None and "n" in values:
            form = "one" if values["n"] == 1 else "other"
            plural = self.strings.get(f"{key}.other")
            template = self.strings.get(f"{key}.{form}", plural)
        if template is None:
            template = default
        if template is None:
            raise _Fault(f"there is no interface string “{key}” in {self.shown}")
        if not values:
            return template
        try:
            return template.format(**values)
        except (LookupError, ValueError) as error:
            wrong = f"there is no {{{error.args[0]}}}" if isinstance(error, KeyError) else error
            known = ", ".join(f"{{{name}}}" for name in values)
            raise _Fault(
                f"the interface string “{key}” in {self.shown} does not fit: {wrong}; "
                f"it may have {known}"
            ) from error


class Renderer:
    """The layouts of one site, compiled, with the functions that layouts may call:

    `t(key, **values)` an interface string; `path | relative(fragment)` the link from this page to
    an output path; `path is current` whether it is that of this page; `name | asset` the link to a
    file of assets/, `name is asset` whether there is one; `text | markdown(prefix, top)` safe HTML,
    `html | noted(doubts, mark, name)` the same with a link to `#doubt-N` at each doubt;
    `date | date` a date in words; `address | mailto(subject, body)` a link that begins a mail.

    Dates are in `date_language`. `common` are values that all pages share. Macros see only these
    and their own arguments, since macros are loaded once, not for every page.
    """

    def __init__(
        self,
        layouts: Layouts,
        language: str,
        common: Mapping[str, object],
        date_language: str | None = None,
    ) -> None:
        self.given = layouts, language, common, date_language
        self._layouts = layouts
        self._page = Page("", "", {})
        # The links from all pages of one folder.
        self._folder = ""
        self._links: dict[str, str] = {}
        self._words = _words(layouts, language)
        self._strings = self._words.strings
        self._words_of_dates = _words(layouts, date_language) if date_language else self._words
        self._assets = _assets(layouts)
        self._asset_paths = {
            name.removeprefix(f"{ASSETS}/"): path for name, (path, _) in self._assets.items()
        }
        self._common = common
        self._fast = self._environment_of(FastEnvironment)
        self._made_of = cast(CompiledLayouts, self._fast.bytecode_cache).made_of
        self._fast.source_of = self._text
        self._versions: dict[str, str] = {}
        self._references: dict[str, tuple[str | None, ...]] = {}
        self._known_blocks: dict[str, Collection[str] | None] = {}

    @cached_property
    def _environment(self) -> PlainEnvironment:
        """Return the environment that compiles layouts as they are written."""
        return self._environment_of(PlainEnvironment)

    def _environment_of(self, kind: type[_E]) -> _E:
        sources = [
            (name, f.content)
            for name, f in sorted(self._layouts.files.items())
            if not _is_asset(name)
        ]
        environment = kind(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=CompiledLayouts(kind.__name__, self._strings, self._common, sources),
        )
        environment.strings = self._strings
        # Only in data for machines; `tojson` escapes what could end its element.
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        environment.globals = {"t": self._words.say, **self._common}
        environment.filters |= {
            "asset": self._asset,
            "date": self._date,
            "mailto": mailto,
            "markdown": self._markdown,
            "noted": noted,
            "relative": self._relative,
        }
        environment.tests |= {"asset": self._is_asset, "current": self._is_current}
        return environment

    def version_for(self, layout: str) -> str:
        """Return a text that changes with every file and string that a page of `layout` depends
        on."""
        if layout not in self._versions:
            used = self._used_by(layout)
            sources = [(name, self._layouts.files[name].content) for name in sorted(used)]
            shared = self._strings, self._words_of_dates.strings, self._asset_paths
            self._versions[layout] = fingerprint(shared, sources)
        return self._versions[layout]

    def _used_by(self, layout: str) -> Collection[str]:
        """Return `layout` and those that it extends, includes or imports. Return all layouts if one
        of the names is computed, or one of the files is missing or wrong."""
        used: set[str] = set()
        waiting: list[str | None] = [layout]
        while waiting:
            name = waiting.pop()
            if name is None or name not in self._layouts.files:
                return self._layouts.files.keys()
            if name not in used:
                used.add(name)
                waiting += self._referenced_by(name)
        return used

    def _referenced_by(self, layout: str) -> tuple[str | None, ...]:
        """Return the layouts that one refers to, with None for a name that is computed."""
        source = self._layouts.files[layout].content

        def find() -> compiled_layouts.Names:
            tree = self._fast.parsed(layout)
            return tuple(jinja2.meta.find_referenced_templates(tree)) if tree else (None,)

        if layout not in self._references:
            made_of = fingerprint(self._strings, source)
            named = compiled_layouts.names(made_of, "references", layout, find)
            self._references[layout] = named or ()
        return self._references[layout]

    def compile(self) -> None:
        """Compile all layouts, so that processes that are forked, and later builds, need not do it
        again. An error is reported when a page needs the layout."""
        for name in self._layouts.files:
            if not _is_asset(name) and not name.startswith(f"{SHIPPED}/"):
                with suppress(jinja2.TemplateError, LayoutError, RecursionError):
                    self._fast.get_template(name)
                    self.version_for(name)

    def page(self, page: Page) -> bytes:
        """Return the HTML of `page`. Raise LayoutError if its layout does not render."""
        folder = page.path.rpartition("/")[0]
        if folder != self._folder:
            self._folder = folder
            self._links = {}
        self._page = page
        try:
            try:
                made = self._fast.get_template(page.layout).render(page.context).encode()
            except (*_LAYOUT_ERRORS, RecursionError):
                # The same again, for the place of the error.
                made = self._environment.get_template(page.layout).render(page.context).encode()
            self._blocks(page.layout)
            return made
        except jinja2.TemplateNotFound as error:
            fault = problem(
                Location(f"{self._layouts.shown}/{error.name}"),
                "",
                "there is no such layout, and {page} needs it",
                page=page.path,
            )
            raise LayoutError([fault]) from error
        except jinja2.TemplateSyntaxError as error:
            where = Location(error.filename or str(error.name), error.lineno)
            raise LayoutError([problem(where, "", "{reason}", reason=error.message)]) from error
        except RecursionError as error:
            where = self._layout_line(error) or Location(f"{self._layouts.shown}/{page.layout}")
            message = "extends or includes itself; what it stands for is shipped/{name}"
            name = where.path.partition("/")[2]
            raise LayoutError([problem(where, "", message, name=name)]) from error
        except _LAYOUT_ERRORS as error:
            line = self._layout_line(error)
            if line is None:  # not in a layout, so a defect of this program
                raise
            message = "{reason} (while making {page})"
            fault = problem(line, "", message, reason=error, page=page.path)
            raise LayoutError([fault]) from error

    def _blocks(self, layout: str) -> Collection[str] | None:
        """Return the blocks of a layout and of those that it extends, None if the name of what it
        extends is computed. Raise LayoutError for a block that would never be shown, because no
        extended layout has a place for it."""
        if layout not in self._known_blocks:
            known = compiled_layouts.names(
                self._made_of, "blocks", layout, lambda: self._find_blocks(layout)
            )
            self._known_blocks[layout] = None if known is None else set(filter(None, known))
        return self._known_blocks[layout]

    def _find_blocks(self, layout: str) -> tuple[str, ...] | None:
        file = self._layouts.files[layout]
        tree = self._fast.parsed(layout) or self._environment.parse(decode(file))
        known: Collection[str] | None = {b.name for b in tree.find_all(nodes.Block)}
        for extends in tree.find_all(nodes.Extends):
            base = extends.template
            above = self._blocks(str(base.value)) if isinstance(base, nodes.Const) else None
            if above is not None:
                _check_blocks(file, tree, above)
            known = None if known is None or above is None else {*known, *above}
        return None if known is None else tuple(sorted(known))

    def assets(self) -> Iterator[tuple[str, bytes]]:
        yield from self._assets.values()

    def _text(self, name: str) -> str | None:
        file = self._layouts.files.get(name)
        return decode(file) if file else None

    def _source(self, name: str) -> tuple[str, str, None] | None:
        file = self._layouts.files.get(name)
        return (decode(file), file.shown, None) if file else None

    def _layout_line(self, error: BaseException) -> Location | None:
        """Return the innermost line of a layout that the error passed through."""
        shown = {file.shown for file in self._layouts.files.values()}
        place, step = None, error.__traceback__
        while step:
            name = step.tb_frame.f_code.co_filename
            place = Location(name, step.tb_lineno) if name in shown else place
            step = step.tb_next
        return place

    # The context keeps Jinja from computing these once for all pages.

    @jinja2.pass_context
    def _is_asset(self, _: Context, name: str) -> bool:
        return name in self._asset_paths

    @jinja2.pass_context
    def _is_current(self, _: Context, path: str) -> bool:
        return path == self._page.path

    @jinja2.pass_context
    def _asset(self, _: Context, name: str) -> str:
        if name not in self._asset_paths:
            raise _Fault(f"there is no file {ASSETS}/{name}")
        return self._link(self._asset_paths[name])

    @jinja2.pass_context
    def _relative(self, _: Context, target: str, fragment: str = "") -> str:
        return self._link(target, fragment)

    def _link(self, target: str, fragment: str = "") -> str:
        if fragment:
            return urls.relative(self._page.path, target, fragment)
        if target not in self._links:
            self._links[target] = urls.relative(self._page.path, target)
        return self._links[target]

    @jinja2.pass_context
    def _markdown(self, _: Context, source: str, id_prefix: str = "", top: int = 0) -> str:
        links = cast(Mapping[str, Sequence[str]], self._page.context.get("links", {}))
        pictures = cast(PictureSources, self._page.context.get("pictures", {}))

        def link(written: str) -> str | None:
            return self._link(*links[written]) if written in links else None

        def picture(written: str) -> markdown.ImageSource | None:
            if written not in pictures:
                return None
            path, width, height = pictures[written]
            return markdown.ImageSource(self._link(path), width, height)

        return markdown.to_html(source, id_prefix, top, link, picture)

    def _date(self, date: Mapping[str, int]) -> str:
        form = "day" if date["day"] else "month" if date["month"] else "year"
        say = self._words_of_dates.say
        month = say(f"month.{date['month']}") if date["month"] else ""
        return say(
            f"date.{form}",
            month_name=month,
            year=date["year"],
            month=date["month"],
            day=date["day"],
        )


def noted(html: str, doubts: Sequence[DoubtRow], mark: str, name: str) -> str:
    """Mark in `html` what is in doubt; `{n}` in `mark` and `name` is the number of the doubt."""
    return markdown.with_notes(
        html,
        (
            markdown.Note(
                doubt["text"],
                f"#doubt-{n}",
                mark.replace("{n}", str(n)),
                name.replace("{n}", str(n)),
            )
            for n, doubt in enumerate(doubts, 1)
        ),
    )


def mailto(address: str, subject: str, body: str) -> str:
    """Return the link that begins a mail with a subject and a text."""
    lines = quote("\r\n".join(body.splitlines()), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={lines}"


def _words(layouts: Layouts, language: str) -> _Words:
    return _Words(read_strings(layouts, language), f"{STRINGS}/{language}.yaml")


def _check_blocks(file: LayoutFile, tree: nodes.Template, known: Collection[str]) -> None:
    for block in tree.body:
        if isinstance(block, nodes.Block) and block.name not in known:
            where = Location(file.shown, block.lineno)
            message = "what it extends has no block “{name}”, only {known}"
            names = ", ".join(sorted(known))
            raise LayoutError([problem(where, "", message, name=block.name, known=names)])


def _assets(layouts: Layouts) -> dict[str, tuple[str, bytes]]:
    """Return the output path and the content of each asset. A published style sheet names other
    files as they are called on the site, and holds the parts that it imports, as a script holds
    those that it refers to; parts are not published by themselves."""
    contents = {name: file.content for name, file in layouts.files.items() if _is_asset(name)}
    sheets = {name for name in contents if name.endswith(".css")}
    scripts = {name for name in contents if name.endswith(".js")}
    parts = {part for name in sheets for part in _parts(name, layouts, _CSS_IMPORT)}
    parts |= {part for name in scripts for part in _parts(name, layouts, _SCRIPT_REFERENCE)}
    found: dict[str, tuple[str, bytes]] = {}
    for name in contents.keys() - sheets - parts:
        content = _published_script(name, contents, set()) if name in scripts else contents[name]
        found[name] = _hashed(name, content), content
    for name in sheets - parts:
        content = _published_sheet(name, contents, found, name)
        found[name] = _hashed(name, content), content
    return {name: found[name] for name in contents if name in found}


def _parts(name: str, layouts: Layouts, imports: re.Pattern[bytes]) -> Iterator[str]:
    """Yield the parts that an asset imports. Raise LayoutError if one is missing."""
    file = layouts.files[name]
    for match in imports.finditer(file.content):
        part = _beside(name, match["address"])
        if part not in layouts.files:
            line = file.content.count(b"\n", 0, match.start()) + 1
            message = "imports {name}, which is not there"
            raise LayoutError([problem(Location(file.shown, line), "", message, name=part)])
        yield part


def _published_sheet(
    name: str, contents: Mapping[str, bytes], found: Mapping[str, tuple[str, bytes]], outer: str
) -> bytes:
    """Return the style sheet `name` as it is published: as part of the sheet `outer`, or as it."""

    def address(match: re.Match[bytes]) -> bytes:
        file, _, fragment = match["address"].partition(b"#")
        target = _beside(name, file)
        if target not in found:
            return match.group()
        return f'url("{urls.relative(outer, found[target][0], fragment.decode())}")'.encode()

    def layer(match: re.Match[bytes]) -> bytes:
        part = _published_sheet(_beside(name, match["address"]), contents, found, outer)
        return b"@layer %s {\n%s}\n" % (match["layer"], part)

    content = _CSS_URL.sub(address, contents[name])
    return _CSS_IMPORT.sub(layer, content) if name == outer else content


def _published_script(name: str, contents: Mapping[str, bytes], held: set[str]) -> bytes:
    """Return the script `name` as it is published, without the parts that are `held` already."""
    held.add(name)

    def part(match: re.Match[bytes]) -> bytes:
        other = _beside(name, match["address"])
        if other in held:
            return b""
        # Somebody's own part may end without a new line or a semicolon.
        return _published_script(other, contents, held) + b"\n;\n"

    return _SCRIPT_REFERENCE.sub(part, contents[name])


def _beside(name: str, address: bytes) -> str:
    """Return the name of the file that `address` in an asset leads to."""
    path = posixpath.join(posixpath.dirname(name), unquote(address.decode("utf-8", "replace")))
    return posixpath.normpath(path)


def _is_asset(name: str) -> bool:
    return name.startswith(f"{ASSETS}/")


def _hashed(name: str, content: bytes) -> str:
    """Return an asset's output path, with a hash of its content in the name, so that it may be
    cached for ever."""
    stem, extension = posixpath.splitext(name)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{extension}"
