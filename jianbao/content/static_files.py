"""Read content/static/: files that stand in the site under their own names, for example a search
engine's proof that the site is its owner's.

They are few, small and of known kinds. A file that browsers show as a page runs nothing and needs
nothing from elsewhere; it is refused rather than cleaned.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jianbao.archive import urls
from jianbao.archive.model import Site, StaticFile
from jianbao.base.files import FolderEntry
from jianbao.base.problems import Location, Problem, problem
from jianbao.content import personal_data
from jianbao.content.file_names import STATIC
from jianbao.content.folder import Tree

MAX_FILES = 100
MAX_BYTES = 1024 * 1024

# Kinds with the bytes that a file of that kind begins with.
_IMAGES: dict[str, tuple[bytes, ...]] = {
    "ico": (b"\0\0\1\0",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}
_TEXTS = ("txt", "json", "webmanifest", "asc")
# Browsers show these as pages.
_MARKUP = ("html", "htm", "xml", "svg")
_KNOWN = (*_TEXTS, *_MARKUP, *_IMAGES)

# What runs, loads or leads elsewhere, wherever it stands in a file of markup.
_ACTIVE = re.compile(
    r"<\s*(?:[\w.-]+:)?(?P<element>script|style|link|base|iframe|frame|object|embed|form|a)\b"
    r"|[\s\"'/](?P<event>on\w+)\s*="
    r"|\b(?P<address>href|src|srcset|srcdoc|data|action|formaction|poster|ping|background|style)"
    r"\s*=\s*(?![\"']?#)"
    r"|(?P<scheme>(?:java|vb)script):"
    r"|http-equiv\s*=\s*[\"']?(?P<refresh>refresh)"
    r"|<[!?]\s*(?P<declaration>entity|xml-stylesheet|import)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class StaticFiles:
    """The files in the order of their names, and what was found in them. `accepted` are the masked
    forms of the personal data of the remarks."""

    files: list[StaticFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


def read(tree: Tree, site: Site) -> StaticFiles:
    entries, problems = tree.static()
    read = StaticFiles(problems=problems)
    if len(entries) > MAX_FILES:
        message = "holds {count} files; {limit} are enough for what stands at the root"
        where = Location(tree.show(STATIC))
        read.problems.append(problem(where, "", message, count=len(entries), limit=MAX_FILES))
        return read
    for entry in entries:
        content, found = _read(tree, entry)
        path = entry.path.removeprefix(f"{STATIC}/")
        where = Location(tree.show(entry.path))
        read.problems += found or _check(path, content or b"", where)
        if content is not None:
            read.files.append(StaticFile(path, content))
            text = content.decode("utf-8-sig", "replace")
            held = site.personal_data == "hold"
            personal = personal_data.check(text, where.path, site.privacy_allowed, held)
            read.problems += personal.problems
            read.remarks += personal.remarks
            read.accepted += personal.accepted
    return read


def _read(tree: Tree, entry: FolderEntry) -> tuple[bytes | None, list[Problem]]:
    where = Location(tree.show(entry.path))
    if entry.kind != "file":
        message = "is not a plain file: put a copy of the file itself here"
        return None, [problem(where, "", message)]
    if entry.size > MAX_BYTES:
        message = "is larger than {limit} KB: a file of this kind is small"
        return None, [problem(where, "", message, limit=MAX_BYTES // 1024)]
    return tree.read(entry.path)


def _check(path: str, content: bytes, where: Location) -> Iterator[Problem]:
    """Report why a file may not be published as it is."""
    if not all(urls.is_portable(part.removeprefix(".")) for part in path.split("/")):
        yield problem(where, "", "has a name that cannot be stored on every host: rename it")
        return
    name = path.rpartition("/")[2]
    kind = name.rpartition(".")[2].casefold() if "." in name else ""
    if not content:
        yield problem(where, "", "is empty: delete it, or put the file itself here")
    elif kind in _IMAGES:
        if not content.startswith(_IMAGES[kind]):
            yield problem(where, "", "is no {kind} picture, whatever its name says", kind=kind)
    elif kind and kind not in _KNOWN:
        message = "is of a kind that is not published from {folder}/ (known: {known}, or no ending)"
        yield problem(where, "", message, folder=STATIC, known=", ".join(_KNOWN))
    else:
        yield from _check_text(kind, content, where)


def _check_text(kind: str, content: bytes, where: Location) -> Iterator[Problem]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        yield problem(where, "", "is not UTF-8 text: save it as UTF-8")
        return
    active = _ACTIVE.search(text) if kind in _MARKUP else None
    if active:
        found = next(group for group in active.groups() if group)
        message = "may not have “{found}”: nothing here may run, load or link"
        line = text.count("\n", 0, active.start()) + 1
        yield problem(Location(where.path, line), "", message, found=found)
