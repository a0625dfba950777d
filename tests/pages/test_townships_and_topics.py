"""An archive of one county is browsed by its places, and any archive by its own topics."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from jianbao.archive import groupings, urls
from jianbao.archive.model import Archive
from jianbao.base.cache import Cache
from jianbao.content import load
from jianbao.outputs import exports, feeds
from jianbao.outputs.search import bundle, synonyms
from jianbao.pages import render

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "tests" / "sites" / "county" / "content"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load.load(CONTENT)


@pytest.fixture(scope="module")
def site(archive: Archive) -> dict[str, str]:
    files = render.render(archive, (ROOT / "layouts",))
    return {file.path: file.make().decode() for file in files if file.path.endswith(".html")}


def words(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main)).strip()


def test_the_menu_has_what_the_archive_has(site: dict[str, str]) -> None:
    for path in ("township/index.html", "topic/index.html"):
        assert f'<a href="{path}">' in site["index.html"]
    typical = load.load(ROOT / "tests" / "sites" / "typical" / "content")
    paths = {file.path for file in render.render(typical, (ROOT / "layouts",))}
    assert not {path for path in paths if path.startswith(("township", "topic"))}


def test_places_are_listed_by_county(site: dict[str, str]) -> None:
    assert "青禾区 新庄街道 3 柳溪镇 1 大树乡 0" in words(site["township/index.html"])


def test_a_place_has_its_articles_under_all_its_names(site: dict[str, str]) -> None:
    text = words(site["township/xinzhuang.html"])
    assert "至2014年12月 新庄乡 2014年12月至2021年3月 新庄镇 2021年3月起 新庄街道" in text
    for title in ("新庄街道开展健康宣讲", "新庄镇家庭医生签约过半", "我县举办春季义诊"):
        assert title in text
    assert "我县举办春季义诊" in words(site["township/xinzhuang/2012.html"])
    article = site["bulletins/qinghe-xinxi/2016/011/2.html"]
    assert '<a href="../../../../township/xinzhuang.html">新庄镇</a>' in article
    assert '<a href="../../../../topic/jiating-yisheng.html">家庭医生签约</a>' in article


def test_a_topic_has_an_introduction_and_its_articles(site: dict[str, str]) -> None:
    text = words(site["topic/yigongti.html"])
    assert "县乡医疗机构人财物统一管理的改革。" in text
    assert "县卫计局推进医共体建设" in text
    assert "全区紧密型医共体实现全覆盖" in text


def test_articles_without_a_county_are_of_that_of_the_series(archive: Archive) -> None:
    counties = {a.title: a.county for _, a in groupings.pairs(archive)}
    assert counties["计生服务进万家"] == ("青禾区",)


def test_feeds_and_data_have_places_and_topics(archive: Archive) -> None:
    made = {feed.page for feed in feeds.feeds(archive)}
    assert {"township/xinzhuang.html", "topic/yigongti.html"} <= made
    tables = {
        name: list(csv.DictReader(io.StringIO(file.make().decode("utf-8-sig"))))
        for file in exports.render(archive)
        if (name := file.path.removeprefix("data/").removesuffix(".csv")) != file.path
        and file.path.endswith(".csv")
    }
    assert [row["name"] for row in tables["townships"]] == ["新庄街道", "柳溪镇", "大树乡"]
    assert tables["topics"][0]["terms"] == "紧密型医共体|医疗共同体"
    articles = {row["title"]: row for row in tables["articles"]}
    assert articles["新庄镇家庭医生签约过半"]["township"] == "新庄街道"
    assert urls.dataset("townships.csv").removeprefix("data/") in urls.DATASET_FILES


def test_the_search_has_facets_of_both(archive: Archive, site: dict[str, str]) -> None:
    terms = synonyms.terms(archive, Cache())
    assert [one["articles"] for one in terms["township"]] == [3, 1, 0]  # type: ignore[attr-defined]
    assert [one["articles"] for one in terms["topic"]] == [2, 1]  # type: ignore[attr-defined]
    for facet in ("township", "topic"):
        assert f'data-facet="{facet}"' in site["search.html"]
    [part] = [part for part in bundle._parts(archive) if "2016" in part.years]
    table = json.loads(json.dumps(bundle._facets(part, archive)))
    townships = (["xinzhuang", "liuxi"], [[], [0], [0], [1]])
    topics = (["yigongti", "jiating-yisheng"], [[0], [1], [], []])
    assert (table["townships"], table["township"]) == townships
    assert (table["topics"], table["topic"]) == topics
