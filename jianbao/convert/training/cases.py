"""The cases of the tests as labelled documents, by the bulletins that are to come out of them."""

from pathlib import Path

from jianbao.content import load
from jianbao.convert.readers.dispatch import read
from jianbao.convert.training.alignment import roles_of
from jianbao.convert.training.settings import Labelled

TESTS = Path(__file__).parents[3] / "tests"


def cases(tests: Path = TESTS) -> dict[str, Labelled]:
    """Read the cases, by their names. One of which a block is found nowhere is left out."""
    settings = load.with_unsorted(load.load_settings(tests / "sites" / "typical" / "content"))
    found: dict[str, Labelled] = {}
    for file in sorted((tests / "cases" / "convert").glob("*.txt")):
        document = read(file.read_bytes(), file.name)
        text, record = (
            file.with_suffix(ending).read_text("utf-8") for ending in (".md", ".review.yaml")
        )
        roles = roles_of(document, text, record, settings)
        known = tuple(role for role in roles if role is not None)
        if len(known) == len(roles):
            found[file.stem] = Labelled(document, known)
    return found
