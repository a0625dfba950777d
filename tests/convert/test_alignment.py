"""The roles of the cases' blocks, derived from their bulletins, and what is assembled from them."""

import hashlib
from pathlib import Path

import pytest

from jianbao.archive.model import Provenance
from jianbao.content import load
from jianbao.convert.assemble import assemble
from jianbao.convert.compose import compose
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.label.roles import Labelling
from jianbao.convert.names.tagging import file_under, tag
from jianbao.convert.training.alignment import labelled
from jianbao.convert.training.settings import Labelled

HERE = Path(__file__).parents[1]
SETTINGS = load.load_settings(HERE / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
CASES = sorted((HERE / "cases" / "convert").glob("*.txt"))


def derived(case: Path, bulletin: Path) -> Labelled | None:
    text = bulletin.with_suffix(".md").read_text("utf-8")
    record = bulletin.with_suffix(".review.yaml").read_text("utf-8")
    return labelled(case.read_bytes(), case.name, text, record, SETTINGS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.stem))
def test_every_block_of_a_case_has_a_role_that_makes_its_bulletin(case: Path) -> None:
    found = derived(case, case)
    assert found is not None
    document, roles = found.document, found.roles
    labelling = Labelling(roles, (1.0,) * len(roles), roles)
    draft = assemble(document, labelling, case.name, SETTINGS.site, AUTHORITIES)
    source = Provenance(case.name, hashlib.sha256(case.read_bytes()).hexdigest(), document.format)
    tags = [tag(article, draft, AUTHORITIES) for article in draft.articles]
    made = compose(draft, file_under(draft.head, SETTINGS.site), tags, source)
    assert made.text == case.with_suffix(".md").read_text("utf-8")


def test_a_document_that_the_bulletin_does_not_hold_has_no_roles() -> None:
    assert derived(CASES[0], CASES[0].with_name("briefs.txt")) is None
