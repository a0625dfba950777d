"""Documents assembled from the roles of their blocks: whatever the roles, nothing is lost."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.archive.kinds import SourceFormat
from jianbao.archive.model import Provenance
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.assemble import assemble
from jianbao.convert.blocks import Document
from jianbao.convert.compose import compose
from jianbao.convert.conversion import convert
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.label.roles import Labelling, Role
from jianbao.convert.names.tagging import file_under, tag
from jianbao.convert.readers.text import read_text
from jianbao.convert.record.accounting import settle

HERE = Path(__file__).parents[1]
SETTINGS = load.load_settings(HERE / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
FORMATS: tuple[SourceFormat, ...] = ("text", "html", "docx", "pdf")
ROLES: tuple[Role, ...] = get_args(Role)
CASES = tuple(
    read_text(path.read_text("utf-8"))
    for path in sorted((HERE / "cases" / "convert").glob("*.txt"))
)
BLOCKS = tuple(block for case in CASES for block in case.blocks)


def labelled(roles: tuple[Role, ...]) -> Labelling:
    return Labelling(roles, (0.5,) * len(roles), roles[::-1])


def assembled(document: Document, roles: tuple[Role, ...]) -> Draft:
    return assemble(document, labelled(roles), "a.txt", SETTINGS.site, AUTHORITIES)


def check_settled(document: Document, draft: Draft) -> None:
    """Check that the accounting holds for the file that the draft makes."""
    filing = file_under(draft.head, SETTINGS.site)
    tags = [tag(article, draft, AUTHORITIES) for article in draft.articles]
    source = Provenance("a.txt", "0" * 64, document.format)
    composed = compose(draft, filing, tags, source)
    settle(
        document,
        composed.text,
        composed.suffix,
        dict(composed.fields),
        draft.repairs,
        draft.removals,
    )


roles = st.sampled_from(ROLES)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Lines, tables and pictures of the cases in any order, each with its own number."""
    blocks = draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=14))
    numbered = tuple(replace(block, line=line) for line, block in enumerate(blocks, start=1))
    return Document(draw(st.sampled_from(FORMATS)), numbered)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_roles_of_any_document_lose_no_character(data: st.DataObject) -> None:
    document = data.draw(documents())
    given_roles = tuple(data.draw(roles) for _ in document.blocks)
    draft = assembled(document, given_roles)
    if draft.articles:
        check_settled(document, draft)
    else:
        assert not draft.preface


# --- the setting --------------------------------------------------------------------------------

BULLETIN = """\
澜川卫生健康动态

2024年第40期

澜川市卫生健康委员会办公室 2024年11月5日

青禾县开展健康体检

11月1日，青禾县组织12支医疗队进村，为860名老年人免费体检，并逐人建立健康档案。

（青禾县卫生健康委）

编辑：林一舟
"""


def test_the_reading_by_roles_makes_the_same_bulletin_of_a_plain_document() -> None:
    by_rules = convert(BULLETIN.encode(), "a.txt", SETTINGS)
    by_roles = convert(BULLETIN.encode(), "a.txt", SETTINGS, reading="roles")
    assert by_roles.markdown == by_rules.markdown


def test_the_reading_by_roles_takes_with_a_doubt_what_says_little_of_itself() -> None:
    text = "苹果的做法\n\n把苹果洗净，切成小块，放进锅里，加水煮二十分钟，加少许冰糖即可食用。\n"
    with pytest.raises(ConvertError):
        convert(text.encode(), "a.txt", SETTINGS)
    conversion = convert(text.encode(), "a.txt", SETTINGS, reading="roles")
    assert "kind_doubtful" in [flag.kind for flag in conversion.flags]
    secret = f"机密\n{text}"
    with pytest.raises(ConvertError):
        convert(secret.encode(), "a.txt", SETTINGS, reading="roles")
