"""Series, offices and counties of a draft."""

from dataclasses import replace
from pathlib import Path

import pytest

from jianbao.archive.model import Series
from jianbao.content import load
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head, Part
from jianbao.convert.cut.passage import Passage
from jianbao.convert.names.tagging import Tags, file_under, tag

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
QINGHE = "青禾县卫生健康委员会"


def at(text: str) -> Passage:
    return Passage.at(text, 3)


def tagged(title: str, office: str = "", text: str = "", head: Head | None = None) -> Tags:
    parts = (Part("paragraph", at(text)),) if text else ()
    article = ArticleDraft("brief", at(title), parts, at(office) if office else None)
    return tag(article, Draft(head or Head(), (), (article,), Foot()), AUTHORITIES)


# --- series -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["澜川卫生健康动态", "澜川 卫健动态"])
def test_a_series_by_its_printed_name_or_an_alias(name: str) -> None:
    filing = file_under(Head(series=at(name)), SETTINGS.site)
    assert (filing.slug, filing.status, filing.flags) == ("lanchuan-weisheng", "printed", ())


def test_an_unknown_name_waits_with_a_doubt() -> None:
    filing = file_under(Head(series=at("白鹭动态")), SETTINGS.site)
    assert (filing.slug, filing.status) == ("unsorted", "absent")
    assert [flag.text for flag in filing.flags] == ["白鹭动态"]


def test_without_a_name_the_issuer_of_one_series_tells() -> None:
    head = Head(issuer=at("青禾县人民政府办公室"))
    filing = file_under(head, SETTINGS.site)
    assert (filing.slug, filing.status, len(filing.flags)) == ("qinghe-xinxi", "inferred", 1)
    signed = replace(head, copied=frozenset(("issuer",)))
    assert file_under(signed, SETTINGS.site).slug == "unsorted"


def test_the_issuer_of_several_series_tells_nothing() -> None:
    other = Series("other", "青禾快报", issuers=("青禾县人民政府办公室",))
    site = replace(SETTINGS.site, series=(*SETTINGS.site.series, other))
    assert file_under(Head(issuer=at("青禾县人民政府办公室")), site).slug == "unsorted"


def test_a_web_page_goes_to_the_only_series_of_news() -> None:
    assert file_under(Head(page=True), SETTINGS.site).slug == "lanchuan-news"


# --- offices and counties -----------------------------------------------------------------------


def test_an_office_brings_its_county() -> None:
    tags = tagged("开展健康体检", "青禾县卫生健康委")
    assert (tags.department, tags.county, tags.inferred) == ((QINGHE,), ("青禾县",), frozenset())


def test_a_county_of_the_title() -> None:
    assert tagged("石桥区开展健康体检", "市卫健委").county == ("石桥区",)


def test_a_county_of_the_text_is_inferred_and_doubted() -> None:
    tags = tagged("开展帮扶", "市一院", "近日，帮扶队到青禾县大树乡走访慰问。")
    assert (tags.county, tags.inferred) == (("青禾县",), frozenset(("county",)))
    assert [flag.kind for flag in tags.flags] == ["county_inferred"]


def test_an_unknown_office_is_doubted_and_keeps_its_county() -> None:
    tags = tagged("开展帮扶", "青禾县畜牧局")
    assert (tags.department, tags.county) == ((), ("青禾县",))
    assert [flag.kind for flag in tags.flags] == ["office_unknown"]


def test_an_unknown_county_is_doubted() -> None:
    assert "county_unknown" in {flag.kind for flag in tagged("云溪县开展义诊").flags}
    assert tagged("我县开展义诊").flags == ()


def test_the_source_of_a_page_is_the_office_of_its_article() -> None:
    tags = tagged("开展体检", head=Head(page=True, issuer=at("青禾县卫生健康委")))
    assert (tags.department, tags.inferred) == ((QINGHE,), frozenset(("department",)))
