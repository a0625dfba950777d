"""Real documents as labelled documents.

The cases of the tests and the bulletins in content/ are labelled by what came out of them, the
documents of the corpus by the roles that are written beside them.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from jianbao.content import load
from jianbao.convert.blocks import Block, Document
from jianbao.convert.label.chain import ROLES
from jianbao.convert.label.roles import Role
from jianbao.convert.label.tables import with_masthead_cells
from jianbao.convert.readers.dispatch import read
from jianbao.convert.training.alignment import labelled
from jianbao.convert.training.settings import Labelled

TESTS = Path(__file__).parents[3] / "tests"


class StaleRolesError(ValueError):
    """Lists of roles that no longer fit their documents, one line each."""


def cases(tests: Path = TESTS) -> dict[str, Labelled]:
    """Read all labelled documents, by their names. A document of a bulletin is left out if a block
    is found nowhere in the bulletin. Raise StaleRolesError if a list of roles in the corpus no
    longer fits its document."""
    found = {**dict(_golden(tests)), **dict(_archived(tests)), **dict(_corpus(tests))}
    return {name: one for name, one in found.items() if one is not None}


def _golden(tests: Path) -> Iterator[tuple[str, Labelled | None]]:
    settings = load.load_settings(tests / "sites" / "typical" / "content")
    for file in sorted((tests / "cases" / "convert").glob("*.txt")):
        text, record = (
            file.with_suffix(ending).read_text("utf-8") for ending in (".md", ".review.yaml")
        )
        yield file.stem, labelled(file.read_bytes(), file.name, text, record, settings)


def _archived(tests: Path) -> Iterator[tuple[str, Labelled | None]]:
    """The bulletins in content/ beside the tests, each with its original."""
    content = tests.parent / "content"
    archive = load.load(content)
    settings = load.load_settings(content)
    for bulletin in archive.bulletins:
        if bulletin.source is None:
            continue
        file = content / "originals" / bulletin.source.file
        path = content / "bulletins" / bulletin.series / bulletin.folder / f"{bulletin.name}.md"
        text, record = (
            path.with_name(f"{bulletin.name}{ending}").read_text("utf-8")
            for ending in (".md", ".review.yaml")
        )
        yield f"archive-{path.stem}", labelled(file.read_bytes(), file.name, text, record, settings)


def _corpus(tests: Path) -> Iterator[tuple[str, Labelled]]:
    """The documents of the corpus that have a list of roles: those of the part to work on."""
    stale: list[str] = []
    for listed in sorted((tests / "corpus").glob("*/roles.txt")):
        (file,) = listed.parent.glob("input.*")
        document = with_masthead_cells(read(file.read_bytes(), file.name))
        try:
            yield listed.parent.name, _with_roles(document, listed.read_text("utf-8"))
        except ValueError as error:
            stale.append(f"{listed}: {error}")
    if stale:
        raise StaleRolesError("\n".join(stale))


def _with_roles(document: Document, listed: str) -> Labelled:
    """The document with the listed roles, one line a block: its role and how its text begins. Raise
    ValueError, with the first difference, if these are not its blocks."""
    rows = [line.partition(" ") for line in listed.splitlines()]
    texts = list(map(_text, document.blocks))
    roles: list[Role] = []
    for number, (row, text) in enumerate(zip_longest(rows, texts), 1):
        role, _, beginning = row or ("", "", "")
        if row is None or text is None or not text.startswith(beginning):
            is_read = "nothing" if text is None else repr(text[:20])
            says = "nothing" if row is None else repr(beginning[:20])
            raise ValueError(
                f"line {number} says {says}, and the document is read as {is_read} there; write "
                "the list anew: one line a block, its role and how its text begins"
            )
        if role not in ROLES:
            raise ValueError(f"line {number} names an unknown role ({role})")
        roles.append(ROLES[ROLES.index(role)])
    return Labelled(document, tuple(roles))


def beginning(block: Block) -> str:
    """Return as much of a block's text as a list of roles has of it."""
    return _text(block)[:24]


def _text(block: Block) -> str:
    return " ".join(block.text.split())
