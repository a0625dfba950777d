import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import archives
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ADDRESS, archive, article, bulletin
from lxml import html

from jianbao.archive import citations, corrections
from jianbao.archive.model import Archive, Contact
from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.pages import metadata, render
from jianbao.pages.metadata import Json, PageHead

HERE = Path(__file__).parents[1]
PAGE = f"{ADDRESS}bulletins/lanchuan/2024/021/1.html"


def of_article(content: Archive, number: int = 1) -> PageHead:
    issue = content.bulletins[0]
    return metadata.of_article(content, issue, issue.articles[number - 1])


def tags(head: PageHead) -> dict[str, str]:
    """The meta elements, one a name (the first)."""
    return {name: content for _, name, content in reversed(head["meta"])}


def objects(head: PageHead) -> dict[str, dict[str, Any]]:
    return {each["@type"]: each for each in json.loads(json.dumps(head["json_ld"]))}


def test_the_tags_of_chinese_government_pages() -> None:
    said = tags(of_article(archive()))
    assert said["SiteName"] == "澜川简报汇编"
    assert said["ColumnName"] == "澜川卫生健康动态"
    assert said["ArticleTitle"] == "青禾县建设医共体"
    assert said["PubDate"] == "2024-08-23"
    assert said["ContentSource"] == "青禾县卫生健康委员会"
    assert said["SiteDomain"] == "archive.example.org"
    assert said["Url"] == PAGE
    assert {"Author", "ColumnDescription"}.isdisjoint(said)
    signed = of_article(archive(bulletin(article(authors=("林一舟", "苏晴")))))
    assert tags(signed)["Author"] == "林一舟、苏晴"
    issue = archive().bulletins[0]
    said = tags(metadata.of_bulletin(archive(), issue))
    assert said["ArticleTitle"] == "澜川卫生健康动态 2024年第21期"
    assert said["ContentSource"] == "澜川市卫生健康委员会办公室"
    assert tags(metadata.of_page(archive(), "about.html"))["SiteName"] == "澜川简报汇编"


def every_head(content: Archive) -> Iterator[PageHead]:
    yield metadata.of_home(content)
    yield metadata.of_page(content, "county/index.html")
    for issue in content.bulletins:
        yield metadata.of_bulletin(content, issue)
        for each in issue.articles:
            yield metadata.of_article(content, issue, each)
    for taxonomy in (content.counties, content.departments):
        for term in taxonomy.terms:
            yield metadata.of_term(content, taxonomy, term)
    for series in content.site.series:
        yield metadata.of_series(content, series)


def test_what_is_not_known_is_not_said() -> None:
    bare = bulletin(
        article(attribution=None, department=(), county=()),
        date=None,
        issue=None,
        issue_printed=None,
        issuer=None,
        source=None,
    )
    for head in every_head(archive(bare, base_url=None)):
        assert "SiteIDCode" not in tags(head)
        assert all(content for _, _, content in head["meta"])
        assert "null" not in json.dumps(head["json_ld"])
        assert '""' not in json.dumps(head["json_ld"])
    said = tags(of_article(archive(bare)))
    assert {"PubDate", "ContentSource", "DC.date", "DC.creator"}.isdisjoint(said)
    assert "article:published_time" not in said


def test_dublin_core() -> None:
    content = archive()
    head = of_article(content)
    pairs = [(name, content) for kind, name, content in head["meta"] if name.startswith("DC.")]
    digest = citations.content_hash(bulletin(), article())
    assert pairs == [
        ("DC.title", "青禾县建设医共体"),
        ("DC.creator", "青禾县卫生健康委员会"),
        ("DC.publisher", "澜川市卫生健康委员会办公室"),
        ("DC.date", "2024-08-23"),
        ("DC.type", "Text"),
        ("DC.language", "zh-CN"),
        ("DC.identifier", PAGE),
        ("DC.identifier", f"sha256:{digest}"),
        ("DC.relation", "澜川卫生健康动态 2024年第21期"),
        ("DC.coverage", "青禾县"),
    ]


def test_the_terms_of_use_are_said_where_the_archive_has_some() -> None:
    terms = {"license": "CC BY 4.0", "license_url": "https://creativecommons.org/licenses/by/4.0/"}
    head = of_article(archive(**terms))
    said = tags(head)
    assert (said["DC.rights"], said["DCTERMS.license"]) == tuple(terms.values())
    assert objects(head)["Article"]["license"] == terms["license_url"]
    in_words = of_article(archive(license="仅供内部使用"))
    assert tags(in_words)["DC.rights"] == "仅供内部使用"
    assert "license" not in objects(in_words)["Article"]
    for head in every_head(archive(**terms)):
        for thing in head["json_ld"]:
            assert list(misused(json.loads(json.dumps(thing)))) == []


def test_open_graph() -> None:
    said = tags(of_article(archive()))
    assert said["og:type"] == "article"
    assert said["og:url"] == PAGE
    assert said["og:locale"] == "zh_CN"
    assert said["article:published_time"] == "2024-08-23"
    assert tags(metadata.of_home(archive()))["og:type"] == "website"


def test_a_description_is_a_line_of_a_certain_length() -> None:
    assert of_article(archive())["description"] == "青禾县推进医共体建设。 一、强龙头 第二段。"
    long = of_article(archive(bulletin(article(body="很长。\n\n" * 100))))["description"]
    assert long
    assert len(long) == metadata.DESCRIPTION
    assert long.endswith("…")
    empty = of_article(archive(bulletin(article(body=""))))
    assert empty["description"] == "青禾县建设医共体"
    assert metadata.of_page(archive(), "about.html")["description"] is None


def test_every_page_has_a_title_of_its_own() -> None:
    content = load.load(HERE / "sites" / "typical" / "content")
    titles: dict[str, str] = {}
    for path, made in archives.made(render.render(content, [HERE.parent / "layouts"])):
        if path.endswith(".html"):
            (head,) = html.document_fromstring(made.decode()).iter("head")
            said = {str(m.get("property")): str(m.get("content")) for m in head.iter("meta")}
            shown = str(head.findtext("title"))
            titles[path] = said["og:title"]
            assert shown in (titles[path], f"{titles[path]} – {content.site.title}"), path
            assert said["og:description"] == head.xpath(
                "string(meta[@name='description']/@content)"
            )
    assert titles["index.html"] == content.site.title
    assert titles["county/index.html"] == "县市区"
    assert titles["county/qinghe/2024.html"] == "青禾县 2024年"
    assert [path for path, title in titles.items() if title == content.site.title] == ["index.html"]


def test_an_article_in_schema_org() -> None:
    found = objects(of_article(archive()))
    piece = found["Article"]
    assert piece["@context"] == "https://schema.org"
    assert piece["headline"] == "青禾县建设医共体"
    assert piece["datePublished"] == "2024-08-23"
    assert piece["url"] == piece["mainEntityOfPage"] == PAGE
    assert piece["author"] == [
        {
            "@type": "GovernmentOrganization",
            "name": "青禾县卫生健康委员会",
            "url": f"{ADDRESS}department/qinghe-wjw.html",
        }
    ]
    assert piece["isPartOf"]["@type"] == "PublicationIssue"
    assert piece["isPartOf"]["issueNumber"] == "21"
    assert piece["isPartOf"]["isPartOf"]["@type"] == "Periodical"
    assert piece["contentLocation"][0]["url"] == f"{ADDRESS}county/qinghe.html"
    assert piece["identifier"]["value"] == citations.content_hash(bulletin(), article())
    assert [
        (step["position"], step["name"]) for step in found["BreadcrumbList"]["itemListElement"]
    ] == [
        (1, "澜川简报汇编"),
        (2, "澜川卫生健康动态"),
        (3, "澜川卫生健康动态 2024年第21期"),
        (4, "青禾县建设医共体"),
    ]
    person = objects(of_article(archive(bulletin(article(authors=("林一舟",))))))["Article"]
    assert person["author"] == [{"@type": "Person", "name": "林一舟"}]


def test_the_other_pages_in_schema_org() -> None:
    content = archive()
    website = objects(metadata.of_home(content))["WebSite"]
    assert website["url"] == ADDRESS
    assert website["potentialAction"]["target"]["urlTemplate"] == (
        f"{ADDRESS}search.html?q={{search_term_string}}"
    )
    issue = objects(metadata.of_bulletin(content, content.bulletins[0]))["PublicationIssue"]
    assert [part["url"] for part in issue["hasPart"]] == [PAGE]
    county = metadata.of_term(content, content.counties, content.counties.terms[0])
    place = objects(county)["AdministrativeArea"]
    assert place["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": "990121"}
    ]
    assert place["containedInPlace"]["name"] == "澜川市"
    assert place["containedInPlace"]["containedInPlace"]["name"] == "澜省"
    office, hospital = (
        objects(metadata.of_term(content, content.departments, content.departments.terms[i]))
        for i in (1, 2)
    )
    assert office["GovernmentOrganization"]["areaServed"]["name"] == "青禾县"
    assert hospital["Hospital"]["name"] == "青禾县人民医院"
    lanchuan, news = (objects(metadata.of_series(content, s)) for s in content.site.series)
    assert lanchuan["Periodical"]["name"] == "澜川卫生健康动态"
    assert news["Collection"]["name"] == "澜川要闻"


def test_without_a_public_address_addresses_are_relative_or_absent() -> None:
    for head in every_head(archive(base_url=None)):
        said = json.dumps(head["json_ld"]) + json.dumps(head["meta"])
        assert "http" not in said.replace("https://schema.org", "")
        assert head["search"] is None
        assert {"og:url", "SiteDomain", "Url"}.isdisjoint(tags(head))
    piece = objects(of_article(archive(base_url=None)))["Article"]
    assert piece["author"][0]["url"] == "../../../../department/qinghe-wjw.html"
    assert "potentialAction" not in objects(metadata.of_home(archive(base_url=None)))["WebSite"]


def test_other_forms_of_a_page() -> None:
    content = archive()
    issue = metadata.of_bulletin(content, content.bulletins[0])
    assert [(kind, path) for kind, _, path in issue["alternates"]] == [
        ("application/json", "bulletins/lanchuan/2024/021.json"),
        ("text/markdown", "bulletins/lanchuan/2024/021.md"),
        ("application/atom+xml", "series/lanchuan/feed.xml"),
        ("application/feed+json", "series/lanchuan/feed.json"),
    ]
    county = metadata.of_term(content, content.counties, content.counties.terms[0])
    assert county["alternates"][0] == (
        "application/atom+xml",
        "青禾县",
        "county/qinghe/feed.xml",
    )
    assert metadata.of_home(content)["search"] == "opensearch.xml"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("石桥区卫生健康局", "GovernmentOrganization"),
        ("委科教科", "GovernmentOrganization"),
        ("市医改领导小组办公室", "GovernmentOrganization"),
        ("青禾县妇幼保健院", "Hospital"),
        ("澜川医学院", "EducationalOrganization"),
        ("澜川医药集团办公室", "Organization"),
        ("澜川新闻网", "Organization"),
    ],
)
def test_an_issuer_is_the_government_only_where_its_name_says_so(name: str, kind: str) -> None:
    head = of_article(archive(bulletin(issuer=name)))
    assert objects(head)["Article"]["publisher"] == {"@type": kind, "name": name}


# What schema.org 30 gives as properties of the types that pages may use, their parents' among them,
# and as the types of their values.
THING = {
    "name": str,
    "url": str,
    "alternateName": str,
    "image": str,
    "identifier": ["PropertyValue"],
}
WORK = THING | {
    "description": str,
    "inLanguage": str,
    "datePublished": str,
    "dateModified": str,
    "publisher": ["Organization"],
    "isPartOf": ["CreativeWork"],
    "hasPart": ["CreativeWork"],
    "creativeWorkStatus": str,
    "license": str,
    "correction": ["CorrectionComment"],
}
ORGANIZATION = THING | {
    "parentOrganization": ["Organization"],
    "areaServed": ["Place"],
    "email": str,
    "telephone": str,
    "address": str,
}
VOCABULARY: dict[str, tuple[str, dict[str, Any]]] = {
    "WebSite": ("CreativeWork", WORK | {"potentialAction": ["SearchAction"]}),
    "Periodical": ("CreativeWork", WORK),
    "Collection": ("CreativeWork", WORK),
    "PublicationIssue": ("CreativeWork", WORK | {"issueNumber": str}),
    "Article": (
        "CreativeWork",
        WORK
        | {
            "headline": str,
            "alternativeHeadline": str,
            "author": ["Organization", "Person"],
            "contentLocation": ["Place"],
            "mainEntityOfPage": str,
        },
    ),
    "CorrectionComment": ("", {"text": str, "datePublished": str}),
    "Person": ("", THING),
    "Organization": ("Organization", ORGANIZATION),
    "GovernmentOrganization": ("Organization", ORGANIZATION),
    "Hospital": ("Organization", ORGANIZATION),
    "EducationalOrganization": ("Organization", ORGANIZATION),
    "AdministrativeArea": ("Place", THING | {"containedInPlace": ["Place"]}),
    "PropertyValue": ("", {"propertyID": str, "value": str}),
    "BreadcrumbList": ("", {"itemListElement": ["ListItem"]}),
    "ListItem": ("", {"position": int, "name": str, "item": str}),
    "SearchAction": ("", {"target": ["EntryPoint"], "query-input": str}),
    "EntryPoint": ("", {"urlTemplate": str}),
}


def misused(thing: dict[str, Any]) -> Iterator[str]:
    """What of an object in JSON-LD is not in the vocabulary."""
    name = thing.get("@type", "")
    if name not in VOCABULARY:
        yield f"type {name}"
        return
    properties = VOCABULARY[name][1]
    for key, value in thing.items():
        if key.startswith("@"):
            continue
        expected = properties.get(key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and isinstance(expected, list):
                kind = each.get("@type", "")
                if kind not in expected and VOCABULARY.get(kind, ("",))[0] not in expected:
                    yield f"{name}.{key}: {kind}"
                yield from misused(each)
            elif not isinstance(expected, type) or not isinstance(each, expected):
                yield f"{name}.{key}: {each}"


@pytest.mark.parametrize("name", ["typical", "minimal", "hostile", "corrected"])
def test_json_ld_is_in_the_vocabulary_of_schema_org(name: str) -> None:
    content = corrections.published(load.load(HERE / "sites" / name / "content"))
    for head in every_head(content):
        for thing in head["json_ld"]:
            assert thing["@context"] == "https://schema.org"
            assert list(misused(json.loads(json.dumps(thing)))) == []


def test_what_is_not_in_the_vocabulary_is_found() -> None:
    author = {"@type": "Article", "author": [{"@type": "Person", "age": "7"}]}
    assert list(misused({"@type": "Article", "isPartOf": author, "issueNumber": "1"})) == [
        "Person.age: 7",
        "Article.issueNumber: 1",
    ]
    assert list(misused({"@type": "Person", "name": {"@type": "Text"}})) == [
        "Person.name: {'@type': 'Text'}"
    ]
    assert list(misused({"@type": "Article", "author": {"@type": "ListItem"}})) == [
        "Article.author: ListItem"
    ]


# --- corrections --------------------------------------------------------------------------------


def test_what_became_of_an_article() -> None:
    changed = article(
        status="corrected", status_date=PartialDate(2025, 1, 2), status_note="更正人数。"
    )
    head = of_article(archive(bulletin(changed)))
    piece = objects(head)["Article"]
    assert piece["correction"]["text"] == "更正人数。"
    assert piece["dateModified"] == tags(head)["article:modified_time"] == "2025-01-02"
    replaced = article(status="replaced", replaced_by="lanchuan/2024/022/1")
    head = of_article(archive(bulletin(replaced)))
    assert objects(head)["Article"]["creativeWorkStatus"] == "Obsolete"
    assert tags(head)["DCTERMS.isReplacedBy"] == f"{ADDRESS}bulletins/lanchuan/2024/022/1.html"


def test_a_withdrawn_article_is_kept_out_of_search_engines() -> None:
    gone = article(body="秘密", status="withdrawn", status_date=PartialDate(2025))
    head = of_article(corrections.published(archive(bulletin(gone))))
    assert tags(head)["robots"] == "noindex"
    assert objects(head)["Article"]["creativeWorkStatus"] == "Withdrawn"
    assert "秘密" not in str(head)
    assert "SHA-256" not in str(head)
    assert "robots" not in tags(of_article(archive()))


# --- any text -----------------------------------------------------------------------------------

ANY = st.text(max_size=20)


def strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@given(title=ANY, name=ANY, note=ANY, issuer=ANY)
def test_any_text_is_one_line_of_plain_data(title: str, name: str, note: str, issuer: str) -> None:
    content = archive(
        bulletin(
            article(
                title=title,
                authors=(name,),
                body=note,
                status="corrected",
                status_note=note,
            ),
            issuer=issuer,
        ),
        title=title,
        description=note,
    )
    terms = tuple(replace(t, name=name, aliases=(note,)) for t in content.departments.terms)
    content = replace(content, departments=replace(content.departments, terms=terms))
    for head in every_head(content):
        assert json.loads(json.dumps(head)) == json.loads(json.dumps(head, ensure_ascii=False))
        for said in [*strings(list(head["json_ld"])), *(c for _, _, c in head["meta"])]:
            assert len(said.splitlines()) <= 1


@pytest.mark.parametrize("taxonomy", ["county", "department"])
def test_an_unknown_name_is_still_a_name(taxonomy: str) -> None:
    named = ("没有登记的地方",)
    odd = article(county=named) if taxonomy == "county" else article(department=named)
    piece = objects(of_article(archive(bulletin(odd))))["Article"]
    place = piece["contentLocation" if taxonomy == "county" else "author"][0]
    assert place["name"] == "没有登记的地方"
    assert "url" not in place


def test_the_code_of_a_government_site_is_said_only_if_the_owner_gave_it() -> None:
    known = archive(site_code="4199000001")
    assert tags(metadata.of_page(known, "about.html"))["SiteIDCode"] == "4199000001"
    assert tags(of_article(known))["SiteIDCode"] == "4199000001"
    assert all("SiteIDCode" not in tags(head) for head in every_head(archive()))


def test_the_type_of_a_column_is_said_only_if_the_owner_gave_it() -> None:
    plain = archive()
    first, *others = plain.site.series
    series = (replace(first, column_type="工作动态"), *others)
    typed = replace(plain, site=replace(plain.site, series=series))
    assert tags(of_article(typed))["ColumnType"] == "工作动态"
    assert tags(metadata.of_series(typed, series[0]))["ColumnType"] == "工作动态"
    assert "ColumnType" not in tags(metadata.of_series(typed, series[1]))
    assert all("ColumnType" not in tags(head) for head in every_head(plain))


def test_the_home_page_names_who_runs_the_site() -> None:
    contact = Contact("jianbao@lanchuan.example", "0999-6123456", None)
    content = archive(operator="澜川市卫生健康委员会", contact=contact)
    publisher = objects(metadata.of_home(content))["WebSite"]["publisher"]
    assert publisher["name"] == "澜川市卫生健康委员会"
    assert publisher["@type"] == "GovernmentOrganization"
    assert publisher["email"] == "jianbao@lanchuan.example"
    assert publisher["telephone"] == "0999-6123456"
    assert "address" not in publisher
    assert "publisher" not in objects(metadata.of_home(archive()))["WebSite"]
