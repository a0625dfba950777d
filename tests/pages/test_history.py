"""What readers see of names that changed: the name of the time, the history, the predecessors."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from jianbao.archive import citations, groupings, urls
from jianbao.archive.model import Archive
from jianbao.archive.names import NamePeriod
from jianbao.base.cache import Cache
from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.outputs import exports, feeds
from jianbao.outputs.search import bundle, synonyms
from jianbao.pages import history, render
from jianbao.pages.index import index_of

ROOT = Path(__file__).parents[2]
OFFICE = "department/qinghe-weijianwei.html"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load.load(ROOT / "tests" / "sites" / "county" / "content")


@pytest.fixture(scope="module")
def site(archive: Archive) -> dict[str, str]:
    files = render.render(archive, (ROOT / "layouts",))
    return {file.path: file.make().decode() for file in files if file.path.endswith(".html")}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", html)).strip()


def test_an_article_shows_the_names_of_its_time(site: dict[str, str]) -> None:
    html = site["bulletins/qinghe-xinxi/2016/011/2.html"]
    assert '<a href="../../../../department/qinghe-zhongyiyuan.html">青禾县中医院</a>' in html
    assert '<a href="../../../../county/qinghe.html">青禾县</a>' in html
    assert '<meta name="DC.coverage" content="青禾县">' in html
    assert '"name": "青禾县卫生和计划生育局"' in html
    assert "青禾区" not in words(html.partition("<main")[2].partition("</main>")[0])


def test_a_citation_names_the_office_of_its_time(archive: Archive) -> None:
    cited = {
        article.title: citations.cite(archive, bulletin, article).creators
        for bulletin, article in groupings.pairs(archive)
    }
    assert cited["县卫计局推进医共体建设"] == ("青禾县卫生和计划生育局",)
    assert cited["新庄街道开展健康宣讲"] == ("青禾区卫生健康委员会",)


def test_the_page_of_an_office_shows_its_history(site: dict[str, str]) -> None:
    text = words(site[OFFICE])
    assert (
        "沿革 2014年9月至2019年3月 青禾县卫生和计划生育局 2019年3月至2019年6月"
        " 青禾县卫生健康委员会 2019年6月起 青禾区卫生健康委员会"
        " 前身： 青禾县卫生局 、 青禾县人口和计划生育局"
    ) in text
    assert "后继： 青禾区卫生健康委员会" in words(site["department/qinghe-weishengju.html"])
    county = words(site["county/qinghe.html"])
    assert "至2019年6月 青禾县 991121 2019年6月起 青禾区 991103" in county


def test_articles_of_predecessors_are_chosen_without_a_script(site: dict[str, str]) -> None:
    [chosen] = re.findall(
        r'<details class="rest">\s*<summary><span>青禾县卫生局</span>.*?</details>',
        site[OFFICE],
        re.DOTALL,
    )
    assert "我县举办春季义诊" in chosen
    # They are not counted among its own: each article is counted once.
    assert "4 篇 最近一篇" in words(site[OFFICE])


def test_a_long_list_of_a_predecessor_leads_to_its_page(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "LISTED", 0)
    made = {f.path: f for f in render.render(archive, (ROOT / "layouts",))}[OFFICE].make().decode()
    assert '<a href="qinghe-weishengju.html">青禾县卫生局的全部文章</a>' in made


def test_a_term_without_names_in_time_has_no_history(archive: Archive) -> None:
    offices = tuple(replace(t, names=(), succeeds=()) for t in archive.departments.terms)
    plain = replace(archive, departments=replace(archive.departments, terms=offices))
    shown = history.of_term(index_of(plain), "department", offices[0])
    assert shown == {"names": [], "predecessors": [], "successors": [], "earlier": []}


def rows(archive: Archive, name: str) -> list[dict[str, str]]:
    [file] = [f for f in exports.render(archive) if f.path == urls.dataset(f"{name}.csv")]
    return list(csv.DictReader(io.StringIO(file.make().decode("utf-8-sig"))))


def test_data_hold_both_names_and_all_periods(archive: Archive) -> None:
    terms = [row for row in rows(archive, "article-terms") if row["article"].endswith("011/2")]
    assert [(row["slug"], row["name"], row["name_then"]) for row in terms] == [
        ("qinghe", "青禾区", "青禾县"),
        ("qinghe-weijianwei", "青禾区卫生健康委员会", "青禾县卫生和计划生育局"),
        ("qinghe-zhongyiyuan", "青禾区中医院", "青禾县中医院"),
        ("xinzhuang", "新庄街道", "新庄镇"),
        ("jiating-yisheng", "家庭医生签约", "家庭医生签约"),
    ]
    names = [row for row in rows(archive, "term-names") if row["slug"] == "qinghe"]
    assert [(row["name"], row["code"], row["from"], row["to"]) for row in names] == [
        ("青禾县", "991121", "", "2019-06"),
        ("青禾区", "991103", "2019-06", ""),
    ]


def test_a_former_name_finds_its_office_in_the_search(archive: Archive) -> None:
    terms = synonyms.terms(archive, Cache())["department"]
    assert isinstance(terms, list)
    assert "青禾县卫生和计划生育局" in terms[0]["aliases"]
    assert [term["articles"] for term in terms] == [4, 1, 1, 1]


def test_a_corrected_name_makes_citations_anew(archive: Archive) -> None:
    """What is kept from an earlier build is found by a key that holds the names of then."""
    offices = tuple(
        replace(t, names=(NamePeriod("青禾县卫计委", to=PartialDate(2019)),))
        if t.slug == "qinghe-weijianwei"
        else t
        for t in archive.departments.terms
    )
    changed = replace(archive, departments=replace(archive.departments, terms=offices))

    def keys(source: Archive) -> dict[str, object]:
        files = [*exports.render(source), *feeds.render(source)]
        return {file.path: file.made_of() if file.made_of else None for file in files}

    before, after = keys(archive), keys(changed)
    path = "bulletins/qinghe-xinxi/2016/011"
    for name in (f"{path}.bib", f"{path}.ris", "feed.xml", "department/qinghe-weijianwei/feed.xml"):
        assert before[name] != after[name], name
    other = "bulletins/qinghe-xinxi/2012/003.bib"
    assert before[other] == after[other]


def test_results_of_a_search_show_the_names_of_then(archive: Archive) -> None:
    shown = {
        article.title: bundle._article(archive, bulletin, article).shown.get("names")
        for bulletin, article in groupings.pairs(archive)
    }
    assert shown["县卫计局推进医共体建设"] == ("青禾县卫生和计划生育局", "青禾县")
    assert shown["全区紧密型医共体实现全覆盖"] is None  # the page knows those of now
