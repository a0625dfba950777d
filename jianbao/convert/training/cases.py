"""Real documents as labelled documents.

The cases of the tests and the bulletins in content/ are labelled by what came out of them, the
documents of the corpus by the roles that are written beside them.
"""

from collections.abc import Iterator
from pathlib import Path

from jianbao.content import load
from jianbao.convert.blocks import Document
from jianbao.convert.label.chain import ROLES
from jianbao.convert.label.roles import Role
from jianbao.convert.label.tables import with_masthead_cells
from jianbao.convert.readers.dispatch import read
from jianbao.convert.training.alignment import labelled
from jianbao.convert.training.settings import Labelled

TESTS = Path(__file__).parents[3] / "tests"


def cases(tests: Path = TESTS) -> dict[str, Labelled]:
    """Read all labelled documents, by their names. A document of which a block is found nowhere in
    its labels is left out."""
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


def _corpus(tests: Path) -> Iterator[tuple[str, Labelled | None]]:
    """The documents of the corpus that have a list of roles: those of the part to work on."""
    for listed in sorted((tests / "corpus").glob("*/roles.txt")):
        (file,) = listed.parent.glob("input.*")
        document = with_masthead_cells(read(file.read_bytes(), file.name))
        yield listed.parent.name, _with_roles(document, listed.read_text("utf-8"))


def _with_roles(document: Document, listed: str) -> Labelled | None:
    """The document with the listed roles, one line a block: its role and how its text begins. None
    if these are not its blocks."""
    rows = [line.partition(" ") for line in listed.splitlines()]
    texts = [" ".join(block.text.split()) for block in document.blocks]
    if len(rows) != len(texts):
        return None
    for (_, _, beginning), text in zip(rows, texts, strict=True):
        if not text.startswith(beginning):
            return None
    roles: tuple[Role, ...] = tuple(ROLES[ROLES.index(role)] for role, _, _ in rows)
    return Labelled(document, roles)
