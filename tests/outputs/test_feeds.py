import datetime
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import archives
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ADDRESS, archive, article, bulletin
from lxml import etree

from jianbao.archive import corrections, urls
from jianbao.archive.model import Archive, Taxonomy, Term
from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.outputs import feeds
from jianbao.pages import render
from jianbao.pages.index import index_of
from jianbao.pages.metadata import PageHead
from jianbao.pages.pages import groups
from jianbao.text.chinese import one_line

ATOM = "{http://www.w3.org/2005/Atom}"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).parents[1] / "schemas" / "atom.rng")))


def files(content: Archive) -> dict[str, str]:
    listed = archives.made(feeds.render(content))
    assert len({path for path, _ in listed}) == len(listed)
    return {path: text.decode() for path, text in listed}


def read_atom(text: str) -> etree._Element:
    root = etree.fromstring(text.encode())
    SCHEMA.assertValid(root)
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(found.text) for found in root.iterfind(path.replace("a:", ATOM))]


def links(element: etree._Element) -> dict[str, str]:
    return {
        f"{link.get('rel')} {link.get('type')}": str(link.get("href"))
        for link in element.iterfind(f"{ATOM}link")
    }


# After the text of JSON Feed 1.1: what a feed of ours may hold.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "language": {"type": "string"},
        "home_page_url": {"type": "string", "pattern": "^https?://"},
        "feed_url": {"type": "string", "pattern": "^https?://"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "title": {"type": "string"},
                    "content_html": {"type": "string"},
                    "date_published": {"type": "string"},
                    "date_modified": {"type": "string"},
                    "authors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["name"],
                            "properties": {"name": {"type": "string", "minLength": 1}},
                            "additionalProperties": False,
                        },
                    },
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


def read_json(text: str) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(text)
    jsonschema.validate(feed, JSON_FEED)
    for item in feed["items"]:
        for name in ("date_published", "date_modified"):
            assert datetime.datetime.fromisoformat(item[name]).tzinfo
    return feed


# --- which feeds there are ------------------------------------------------------------------------


def test_the_archive_and_every_county_department_and_series_have_both_feeds() -> None:
    made = set(files(archive()))
    for name in (
        "feed",
        *("county/qinghe/feed", "county/shiqiao/feed", "county/gaoxin/feed"),
        *("department/shi-wjw/feed", "department/qinghe-wjw/feed"),
        *("series/lanchuan/feed", "series/xinwen/feed"),
    ):
        assert {f"{name}.xml", f"{name}.json"} <= made


def test_the_page_of_a_feed_links_to_it() -> None:
    content = archive()
    heads = {
        page.path: cast(PageHead, page.context["head"])
        for page in (one.page() for _, group in groups(index_of(content)) for one in group.pages())
    }
    for feed in feeds.feeds(content):
        linked = {path for _, _, path in heads[feed.page]["alternates"]}
        assert {urls.feed(feed.taxonomy, feed.slug, form) for form in ("xml", "json")} <= linked


def test_the_guide_names_every_kind_of_feed() -> None:
    source = replace(
        archive(),
        townships=Taxonomy("township", (Term("xinzhuang", "新庄镇", "town"),)),
        topics=Taxonomy("topic", (Term("yigongti", "医共体", ""),)),
    )
    guide = (Path(__file__).parents[2] / "docs" / "data.md").read_text("utf-8")
    row = next(line for line in guide.splitlines() if line.startswith("| `feed.xml`"))
    named = set(re.findall(r"`(\w+)/", row))
    assert named == {feed.taxonomy for feed in feeds.feeds(source)} - {""}


def test_a_feed_holds_the_articles_of_its_term_newest_first() -> None:
    content = archive(
        bulletin(article(title="新"), article(2, title="别处", county=("石桥区",))),
        bulletin(article(title="旧"), name="020", date=PartialDate(2024, 8, 1)),
    )
    made = files(content)
    assert texts(read_atom(made["feed.xml"]), "a:entry/a:title") == ["新", "别处", "旧"]
    assert texts(read_atom(made["county/qinghe/feed.xml"]), "a:entry/a:title") == ["新", "旧"]
    assert [i["title"] for i in read_json(made["county/shiqiao/feed.json"])["items"]] == ["别处"]


def test_an_office_has_the_articles_of_all_that_is_part_of_it() -> None:
    content = archive(bulletin(article(department=("青禾县人民医院",))))
    terms = tuple(
        replace(t, parent="青禾县卫生健康委员会") if t.name == "青禾县人民医院" else t
        for t in content.departments.terms
    )
    content = replace(content, departments=replace(content.departments, terms=terms))
    assert texts(read_atom(files(content)["department/qinghe-wjw/feed.xml"]), "a:entry/a:title")


def test_a_feed_ends_with_a_whole_issue() -> None:
    issues = [
        bulletin(*(article(n) for n in range(1, 8)), name=f"{100 - number}") for number in range(10)
    ]
    entries = texts(read_atom(files(archive(*issues))["feed.xml"]), "a:entry/a:title")
    assert len(entries) == 35


# --- what an entry says -----------------------------------------------------------------------


def test_an_atom_entry() -> None:
    body = "正文 *着重*。\n\n| a |\n| - |\n| < |"
    root = read_atom(files(archive(bulletin(article(body=body))))["feed.xml"])
    (entry,) = root.iterfind(f"{ATOM}entry")
    page = f"{ADDRESS}bulletins/lanchuan/2024/021/1.html"
    assert links(entry) == {"alternate text/html": page}
    assert texts(entry, "a:updated") == texts(entry, "a:published") == ["2024-08-23T00:00:00+08:00"]
    assert texts(entry, "a:author/a:name") == ["青禾县卫生健康委员会"]
    assert [c.get("term") for c in entry.iterfind(f"{ATOM}category")] == [
        "青禾县",
        "青禾县卫生健康委员会",
    ]
    (content,) = entry.iterfind(f"{ATOM}content")
    assert content.get(XML_BASE) == page
    html = str(content.text)
    assert "<em>着重</em>" in html
    assert "<td>&lt;</td>" in html
    assert html.endswith("<p>（青禾县卫生健康委）</p>")
    assert links(root)["self application/atom+xml"] == f"{ADDRESS}feed.xml"
    assert links(root)["alternate text/html"] == ADDRESS


def test_the_terms_of_use_are_rights_in_atom() -> None:
    content = archive(
        license="CC BY 4.0", license_url="https://creativecommons.org/licenses/by/4.0/"
    )
    rights = texts(read_atom(files(content)["feed.xml"]), "a:rights")
    assert rights == ["CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"]
    assert texts(read_atom(files(archive())["feed.xml"]), "a:rights") == []


def test_a_json_feed_item() -> None:
    feed = read_json(files(archive())["county/qinghe/feed.json"])
    assert feed["title"] == "青禾县 – 澜川简报汇编"
    assert feed["home_page_url"] == f"{ADDRESS}county/qinghe.html"
    assert feed["feed_url"] == f"{ADDRESS}county/qinghe/feed.json"
    (item,) = feed["items"]
    assert item["url"] == f"{ADDRESS}bulletins/lanchuan/2024/021/1.html"
    assert item["date_published"] == "2024-08-23T00:00:00+08:00"
    assert item["authors"] == [{"name": "青禾县卫生健康委员会"}]


def test_without_a_public_address_atom_is_relative_and_json_has_none() -> None:
    made = files(archive(base_url=None))
    root = read_atom(made["county/qinghe/feed.xml"])
    assert links(root)["self application/atom+xml"] == "feed.xml"
    assert links(root)["alternate text/html"] == "../qinghe.html"
    (entry,) = root.iterfind(f"{ATOM}entry")
    page = "../../bulletins/lanchuan/2024/021/1.html"
    assert links(entry) == {"alternate text/html": page}
    assert "http" not in "".join(made["county/qinghe/feed.xml"].split("Atom", 1)[1])
    feed = read_json(made["county/qinghe/feed.json"])
    assert "home_page_url" not in feed
    assert "url" not in feed["items"][0]
    assert {"sitemap.xml", "robots.txt", "opensearch.xml"}.isdisjoint(made)


def test_ids_are_those_of_the_thing_and_not_of_its_address_or_words() -> None:
    def ids(content: Archive) -> list[str]:
        return texts(read_atom(files(content)["feed.xml"]), "a:entry/a:id")

    here = ids(archive())
    assert here == ids(archive(base_url="https://elsewhere.example/"))
    assert here == ids(archive(bulletin(article(title="改过的标题"))))
    assert here[0].startswith("urn:uuid:")
    assert here != ids(archive(bulletin(name="022")))
    made = files(archive(bulletin(article(), article(2))))
    everything = [
        found
        for text in made.values()
        if text.startswith("<?xml") and "/Atom" in text
        for found in texts(read_atom(text), "a:id")
    ]
    assert len(set(everything)) == len(everything)
    assert [i["id"] for i in read_json(files(archive())["feed.json"])["items"]] == here


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (PartialDate(2024), "2024-01-01T00:00:00+08:00"),
        (PartialDate(2024, 8), "2024-08-01T00:00:00+08:00"),
        (PartialDate(987, 6, 5), "0987-06-05T00:00:00+08:00"),
    ],
)
def test_a_partial_date_begins_with_its_first_day(date: PartialDate, moment: str) -> None:
    root = read_atom(files(archive(bulletin(date=date)))["feed.xml"])
    assert texts(root, "a:updated") == [moment]
    assert texts(root, "a:entry/a:updated") == [moment]


def test_an_undated_bulletin_is_in_no_feed() -> None:
    made = files(archive(bulletin(date=None, folder="undated")))
    root = read_atom(made["feed.xml"])
    assert texts(root, "a:entry/a:title") == []
    assert texts(root, "a:updated") == ["1970-01-01T00:00:00+08:00"]
    assert read_json(made["feed.json"])["items"] == []


# --- corrections --------------------------------------------------------------------------------


def test_a_correction_is_news_and_says_what_changed() -> None:
    changed = article(
        status="corrected", status_date=PartialDate(2025, 1, 2), status_note="改<人>名"
    )
    root = read_atom(files(archive(bulletin(changed)))["feed.xml"])
    assert texts(root, "a:updated") == texts(root, "a:entry/a:updated")
    assert texts(root, "a:updated") == ["2025-01-02T00:00:00+08:00"]
    assert texts(root, "a:entry/a:published") == ["2024-08-23T00:00:00+08:00"]
    (html,) = texts(root, "a:entry/a:content")
    assert html.startswith("<p><strong>本文已更正（2025-01-02）：改&lt;人&gt;名</strong></p>")
    assert "医共体" in html


def test_an_old_article_comes_up_again_when_it_is_corrected() -> None:
    issues = [
        bulletin(*(article(n) for n in range(1, 8)), name=f"{100 - number}") for number in range(10)
    ]
    changed = article(title="旧文", status="corrected", status_date=PartialDate(2025))
    old = bulletin(changed, name="1", date=PartialDate(2020))
    root = read_atom(files(archive(*issues, old))["feed.xml"])
    assert texts(root, "a:entry/a:title")[0] == "旧文"


def test_a_replaced_bulletin_leads_on() -> None:
    old = bulletin(
        name="020",
        status="replaced",
        status_date=PartialDate(2024, 8, 23),
        replaced_by="lanchuan/2024/021",
    )
    made = files(archive(bulletin(), old))
    entry = read_atom(made["feed.xml"]).findall(f"{ATOM}entry")[1]
    page = f"{ADDRESS}bulletins/lanchuan/2024/021.html"
    assert links(entry)["successor-version text/html"] == page
    (content,) = texts(entry, "a:content")
    notice = "<p><strong>本期已被替代（2024-08-23）。</strong></p>"
    assert content.startswith(f'{notice}\n<p><a href="{page}">替代它的文本</a></p>\n')
    assert read_json(made["feed.json"])["items"][1]["content_html"] == content
    offline = files(archive(bulletin(), old, base_url=None))
    assert "<a" not in read_json(offline["feed.json"])["items"][1]["content_html"]


def test_a_withdrawn_text_leaves_a_notice() -> None:
    gone = article(
        body="秘密", status="withdrawn", status_date=PartialDate(2025), status_note="撤回原因"
    )
    content = corrections.published(archive(bulletin(gone)))
    made = files(content)
    (html,) = texts(read_atom(made["feed.xml"]), "a:entry/a:content")
    assert html == "<p><strong>本文已撤回（2025）：撤回原因</strong></p>"
    assert not [path for path, text in made.items() if "秘密" in text]
    assert read_json(made["county/qinghe/feed.json"])["items"] == []


# --- hostile and arbitrary text -------------------------------------------------------------------


HOSTILE = "]]> </script><!-- & \" ' <b>\x00\x0b\ufffe\uffff\x1b\u2028\x85 &lt;&#1;"


def test_hostile_text_stays_text_in_every_field() -> None:
    content = archive(
        bulletin(
            article(
                title=HOSTILE,
                body=HOSTILE,
                subtitle=HOSTILE,
                attribution=HOSTILE,
                authors=(HOSTILE,),
                status="corrected",
                status_date=PartialDate(2025),
                status_note=HOSTILE,
            )
        ),
        title=HOSTILE,
        description=HOSTILE,
    )
    made = files(content)
    root = read_atom(made["feed.xml"])
    shown = """]]> </script><!-- & " ' <b> &lt;&#1;"""
    assert texts(root, "a:title") == texts(root, "a:entry/a:title") == [shown]
    (html,) = texts(root, "a:entry/a:content")
    assert "<script" not in html
    assert "<!--" not in html
    feed = read_json(made["feed.json"])
    assert feed["title"] == shown
    assert "<!--" not in feed["items"][0]["content_html"]


ANY_TEXT = st.text(max_size=30).filter(one_line)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_gives_valid_feeds(title: str, body: str, note: str, author: str) -> None:
    content = archive(
        bulletin(
            article(
                title=title,
                body=body,
                authors=(author,),
                status="corrected",
                status_date=PartialDate(2025),
                status_note=note,
            )
        ),
        title=title,
        description=note,
    )
    made = files(content)
    read_atom(made["feed.xml"])
    read_json(made["feed.json"])
    etree.fromstring(made["opensearch.xml"].encode())


# --- sitemap, robots.txt, OpenSearch ------------------------------------------------------------


def sitemap(content: Archive, *paths: str) -> dict[str, bytes]:
    return dict(feeds.sitemap(content, paths))


def locations(content: bytes) -> dict[str, str | None]:
    root = etree.fromstring(content)
    return {
        str(entry.findtext(f"{SITEMAP}loc")): entry.findtext(f"{SITEMAP}lastmod") for entry in root
    }


def test_the_sitemap_lists_pages_with_the_last_known_change() -> None:
    content = archive(
        bulletin(
            article(status="corrected", status_date=PartialDate(2025, 1, 2)),
            article(2),
            article(3, status="withdrawn", aliases=("old/3.html",)),
            reviewed=PartialDate(2024, 12),
        )
    )
    made = sitemap(
        content,
        "index.html",
        "search.html",
        "404.html",
        "bulletins/lanchuan/2024/021.html",
        "bulletins/lanchuan/2024/021/1.html",
        "bulletins/lanchuan/2024/021/3.html",
        "old/3.html",
        "originals/a.html.txt",
        "county/青.html",
    )
    assert list(made) == ["sitemap.xml"]
    assert locations(made["sitemap.xml"]) == {
        ADDRESS: None,
        f"{ADDRESS}bulletins/lanchuan/2024/021.html": "2024-12",
        f"{ADDRESS}bulletins/lanchuan/2024/021/1.html": "2025-01-02",
        f"{ADDRESS}county/%E9%9D%92.html": None,
    }


def test_the_sitemap_is_of_every_page_that_is_there_to_be_read() -> None:
    here = Path(__file__).parents[1]
    content = load.load(here / "sites" / "typical" / "content")
    made = [file.path for file in render.render(content, (here.parent / "layouts",))]
    base_url = str(content.site.base_url)
    expected = {
        urls.absolute(base_url, path)
        for path in made
        if path.endswith(".html")
        and path not in ("search.html", "404.html")
        and not path.startswith("review/")
    }
    assert len(expected) > 50
    assert set(locations(sitemap(content, *made)["sitemap.xml"])) == expected


def test_a_big_sitemap_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    assert feeds.ADDRESSES_A_SITEMAP == 50_000
    monkeypatch.setattr(feeds, "ADDRESSES_A_SITEMAP", 3)
    made = sitemap(archive(), *(f"p/{number}.html" for number in range(7)))
    assert list(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = etree.fromstring(made["sitemap.xml"])
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert list(locations(made["sitemap.xml"])) == [f"{ADDRESS}sitemap-{n}.xml" for n in (1, 2, 3)]
    assert [len(locations(made[f"sitemap-{n}.xml"])) for n in (1, 2, 3)] == [3, 3, 1]


def test_without_a_public_address_there_is_no_sitemap() -> None:
    assert sitemap(archive(base_url=None), "index.html") == {}


def test_robots_txt_is_made_only_where_it_is_read() -> None:
    assert "robots.txt" not in files(archive())
    made = files(archive(base_url="https://archive.example.org"))
    assert made["robots.txt"] == (
        "User-agent: *\nDisallow:\n\nSitemap: https://archive.example.org/sitemap.xml\n"
    )


def test_the_opensearch_description_fits_its_limits() -> None:
    root = etree.fromstring(files(archive(title="长" * 60))["opensearch.xml"].encode())
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.findtext(f"{space}ShortName") == "长" * 16
    assert root.findtext(f"{space}LongName") == "长" * 48
    url = root.find(f"{space}Url")
    assert url is not None
    assert url.get("template") == f"{ADDRESS}search.html?q={{searchTerms}}"


def test_the_same_archive_gives_the_same_bytes() -> None:
    assert files(archive()) == files(archive())


def test_a_feed_is_decided_by_its_own_entries() -> None:
    def made(second: str) -> dict[str, tuple[str, bytes]]:
        own, other = article(1), article(2, county=("石桥区",), department=(), body=second)
        files = feeds.render(archive(bulletin(own, other)))
        return {file.path: (file.made_of(), file.make()) for file in files if file.made_of}

    before, after = made("一篇。"), made("另一篇。")
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {path for path in before if before[path][1] != after[path][1]}
    assert changed == {
        urls.feed(*of, ending)
        for of in (("", ""), ("county", "shiqiao"), ("series", "lanchuan"))
        for ending in ("xml", "json")
    }
