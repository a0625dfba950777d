from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import archive, article, bulletin

from jianbao.archive import groupings, similarity, urls
from jianbao.archive.compared_texts import ComparedTexts
from jianbao.archive.groupings import Count, Pair
from jianbao.archive.model import Archive, Article, Bulletin
from jianbao.base.dates import PartialDate
from jianbao.content import load

TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"


@pytest.fixture(scope="module")
def typical() -> Archive:
    return load.load(TYPICAL)


def titles(pairs: object) -> list[str]:
    assert isinstance(pairs, list | tuple)
    return [article.title for _, article in pairs]


def issue(name: str, date: PartialDate | None, *articles: Article, **changes: str) -> Bulletin:
    folder = f"{date.year:04}" if date else "undated"
    return bulletin(*articles, name=name, folder=folder, date=date, **changes)


# --- articles of a term -------------------------------------------------------------------------


def test_every_article_comes_once_newest_first_and_as_printed(typical: Archive) -> None:
    pairs = list(groupings.pairs(typical))
    assert len(pairs) == sum(len(b.articles) for b in typical.bulletins) == 19
    assert [(b.name, a.number) for b, a in pairs[:5]] == [
        ("023", 1),
        ("023", 2),
        ("023", 3),
        ("022", 1),
        ("022", 2),
    ]


def test_articles_of_a_county(typical: Archive) -> None:
    found = groupings.by_county(typical)
    assert titles(found["石桥区"]) == [
        "石桥区举办失能老年人健康服务活动",
        "市老龄健康科调研医养结合工作",
        "石桥区建成15分钟医疗服务圈",
    ]
    assert "云峰县" not in found


def test_articles_of_an_office_and_of_all_below_it(typical: Archive) -> None:
    own = groupings.by_department(typical)
    below = groupings.under_department(typical)
    assert titles(own["青禾县卫生健康委员会"]) == [
        "青禾县建设紧密型医共体 让群众在家门口看好病",
        "青禾县卫生健康委开展村医培训",
    ]
    assert titles(below["青禾县卫生健康委员会"]) == [
        "新庄镇卫生院老年病区投入使用",
        "青禾县建设紧密型医共体 让群众在家门口看好病",
        "青禾县卫生健康委开展村医培训",
        "青禾县人民医院胸痛中心通过国家认证",
    ]
    assert len(below["青禾县人民医院"]) == 2
    assert below["青禾县新庄镇卫生院"] == own["青禾县新庄镇卫生院"]


def test_an_article_that_an_office_and_its_part_signed_stands_once_in_the_office() -> None:
    offices = ("青禾县人民医院", "青禾县卫生健康委员会")
    given_archive = archive(bulletin(article(department=offices)))
    found = groupings.under_department(given_archive)
    assert {name: len(pairs) for name, pairs in found.items()} == dict.fromkeys(offices, 1)


def test_articles_of_a_year_and_of_a_series(typical: Archive) -> None:
    years = groupings.by_year(typical)
    assert {year: len(pairs) for year, pairs in years.items()} == {2024: 12, 2023: 5, 2022: 1, 0: 1}
    series = groupings.by_series(typical)
    assert {slug: len(pairs) for slug, pairs in series.items()} == {
        "lanchuan-weisheng": 14,
        "lanchuan-news": 1,
        "qinghe-xinxi": 4,
    }


def test_the_offices_above_and_below_an_office(typical: Archive) -> None:
    assert groupings.lineage(typical.departments, "青禾县新庄镇卫生院") == (
        "青禾县新庄镇卫生院",
        "青禾县人民医院",
        "青禾县卫生健康委员会",
    )
    assert groupings.lineage(typical.departments, "无此单位") == ("无此单位",)
    children = groupings.children(typical.departments)
    assert [term.slug for term in children["澜川市卫生健康委员会"]] == [
        "lanchuan-weijianwei-jiceng",
        "lanchuan-weijianwei-laoling",
        "lanchuan-cdc",
    ]
    assert "澜川市第一人民医院" not in children


# --- counts -------------------------------------------------------------------------------------


def test_counts_leave_no_year_out(typical: Archive) -> None:
    found = groupings.by_county(typical)
    assert groupings.year_counts(found["白鹭县"]) == (
        Count(2022, 0, 1),
        Count(2023, 0, 1),
        Count(2024, 0, 2),
    )
    assert groupings.year_counts(found["青禾县"])[-1] == Count(0, 0, 1)
    far = archive(
        issue("2", PartialDate(2024), article()), issue("1", PartialDate(2021), article())
    )
    assert [
        (count.year, count.articles) for count in groupings.year_counts(groupings.pairs(far))
    ] == [
        (2021, 1),
        (2022, 0),
        (2023, 0),
        (2024, 1),
    ]
    assert groupings.year_counts([]) == ()


def test_counts_of_a_year_have_twelve_months_and_the_rest(typical: Archive) -> None:
    counts = groupings.month_counts(groupings.pairs(typical), 2023)
    assert [(count.month, count.articles) for count in counts if count.articles] == [
        (5, 2),
        (6, 2),
        (0, 1),
    ]
    assert [count.month for count in counts] == [*range(1, 13), 0]
    assert len(groupings.month_counts(groupings.pairs(typical), 2022)) == 12
    assert len(groupings.month_counts([], 2022)) == 12


def test_coverage_is_a_cell_for_every_term_and_month(typical: Archive) -> None:
    coverage = groupings.coverage(typical.counties.terms, groupings.by_county(typical))
    assert coverage.months[0] == (2022, 11)
    assert coverage.months[-1] == (2024, 9)
    assert len(coverage.months) == 23
    rows = {row.term.name: row for row in coverage.rows}
    assert list(rows) == [term.name for term in typical.counties.terms]
    assert dict(zip(coverage.months, rows["白鹭县"].counts, strict=True))[2024, 9] == 2
    assert sum(rows["云峰县"].counts) == 0
    assert rows["青禾县"].elsewhere == 2
    assert sum(rows["青禾县"].counts) + 2 == len(groupings.by_county(typical)["青禾县"])


def test_coverage_without_a_month() -> None:
    undated = archive(issue("1", None, article()), issue("2", PartialDate(2024), article()))
    coverage = groupings.coverage(undated.counties.terms, groupings.by_county(undated))
    assert coverage.months == ()
    assert [(row.counts, row.elsewhere) for row in coverage.rows] == [((), 2), ((), 0), ((), 0)]


# --- neighbours ---------------------------------------------------------------------------------


def test_neighbours_in_the_series_and_in_the_archive(typical: Archive) -> None:
    found = groupings.neighbours(typical)
    assert found.keys() == {urls.place(b) for b in typical.bulletins}
    middle = found["lanchuan-weisheng/2024/021"]
    assert middle.newer_in_series is middle.newer is typical.bulletins[1]
    assert middle.older_in_series is typical.bulletins[5]
    assert middle.older is typical.bulletins[3]
    newest = found["lanchuan-weisheng/2024/023"]
    assert newest.newer is newest.newer_in_series is None
    oldest = found["lanchuan-weisheng/2022/012"]
    assert oldest.older is oldest.older_in_series is None


def test_the_undated_are_neighbours_of_nobody_but_themselves(typical: Archive) -> None:
    found = groupings.neighbours(typical)
    assert found["qinghe-xinxi/undated/003"] == groupings.Neighbours()
    assert found["qinghe-xinxi/2023/zengkan"].older_in_series is None
    undated = archive(issue("2", None), issue("1", None))
    assert (
        groupings.neighbours(undated)["lanchuan/undated/1"].newer_in_series is undated.bulletins[0]
    )


def test_later_is_said_only_of_what_is_known() -> None:
    def one(*date: int) -> Bulletin:
        return bulletin(date=PartialDate(*date) if date else None)

    known = one(2024, 5, 6)
    for later in (one(2024, 5, 7), one(2024, 6), one(2025)):
        assert groupings.is_later(later, known)
        assert not groupings.is_later(known, later)
    for unsure in (one(), one(2024), one(2024, 5), known):
        assert not groupings.is_later(unsure, known)
        assert not groupings.is_later(known, unsure)


# --- related articles ---------------------------------------------------------------------------


def filler(number: int) -> str:
    """Text that no two numbers share a run of four characters of."""
    return "".join(chr(0x4E00 + (number * 41 + i * i * 7) % 9000) for i in range(40))


def several(*bodies: str, **changes: Any) -> Archive:
    """Return an archive with one bulletin for each article, newest first."""
    return archive(
        *(
            issue(
                f"{number:03}",
                PartialDate(2024, 12, 28 - number),
                article(title=f"第{number}篇", body=body, **changes),
            )
            for number, body in enumerate(bodies, start=1)
        )
    )


def related(given: Archive, limit: int = groupings.RELATED) -> groupings.RelatedByPlace:
    texts = ComparedTexts()
    texts.update(given, limit)
    return groupings.RelatedByPlace(given, texts.similar, limit)


def names(pairs: tuple[Pair, ...]) -> list[str]:
    return [b.name for b, _ in pairs]


def test_articles_on_one_matter_are_similar_and_others_are_not() -> None:
    matter = "四联两转变机制推动医共体建设"
    bodies = [filler(number) for number in range(8)]
    bodies[1] += matter
    bodies[5] = f"{filler(100)}{matter}{filler(101)}"
    found = related(several(*bodies))
    assert names(found["lanchuan/2024/002/1"].similar) == ["006"]
    assert names(found["lanchuan/2024/006/1"].similar) == ["002"]
    assert [place for place, one in found.items() if one.similar] == [
        "lanchuan/2024/002/1",
        "lanchuan/2024/006/1",
    ]


def test_a_turn_of_phrase_is_no_common_matter() -> None:
    bodies = [filler(number) for number in range(8)]
    bodies[1] += "，取得明显成效。"
    bodies[5] += "，取得明显成效。"
    found = related(several(*bodies))
    assert not any(one.similar for one in found.values())


def test_what_everybody_writes_is_not_distinctive() -> None:
    bodies = [f"{filler(number)}，认真贯彻落实上级部门会议精神要求。" for number in range(8)]
    found = related(several(*bodies))
    assert not any(one.similar for one in found.values())


def test_more_in_common_comes_first_and_a_long_article_has_to_share_more() -> None:
    matter, more = "澜川河堤岸整治加固工程", "二期标段完工验收合格"
    bodies = [filler(number) for number in range(12)]
    bodies[0] += matter + more
    bodies[3] += matter
    bodies[6] += matter + more
    found = related(several(*bodies))
    assert names(found["lanchuan/2024/001/1"].similar) == ["007", "004"]


def test_same_office_and_same_county_are_the_nearest_in_time() -> None:
    found = related(several(*map(filler, range(9))), limit=3)
    assert names(found["lanchuan/2024/001/1"].same_office) == ["002", "003", "004"]
    assert names(found["lanchuan/2024/005/1"].same_office) == ["003", "004", "006"]
    assert names(found["lanchuan/2024/009/1"].same_county) == ["006", "007", "008"]


def test_articles_of_the_same_bulletin_are_never_related() -> None:
    body = filler(1)
    together = archive(
        bulletin(article(1, body=body), article(2, body=body), name="002"),
        bulletin(article(1, body=filler(2)), name="001"),
    )
    found = related(together)
    assert {name for one in found.values() for name in names(one.similar)} == set()
    assert names(found["lanchuan/2024/002/1"].same_office) == ["001"]
    assert names(found["lanchuan/2024/001/1"].same_office) == ["002", "002"]


def test_an_article_without_office_and_county_has_none_beside_it() -> None:
    alone = several(*map(filler, range(3)), department=(), county=())
    assert all(one == groupings.Related() for one in related(alone).values())


def test_thinning_out_keeps_what_is_alike_together(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [filler(number) * 3 for number in range(20)]
    bodies[7] = bodies[2]
    whole = related(several(*bodies))
    monkeypatch.setattr(similarity, "MAX_GRAMS", 800)
    thinned = related(several(*bodies))
    assert names(whole["lanchuan/2024/003/1"].similar) == ["008"]
    assert names(thinned["lanchuan/2024/003/1"].similar) == ["008"]
    monkeypatch.setattr(similarity, "MAX_GRAMS", 1)
    assert set(related(several("字" * 10, "文" * 10))) == {
        "lanchuan/2024/001/1",
        "lanchuan/2024/002/1",
    }


@pytest.mark.parametrize(("alike", "found"), [(3, 2), (4, 0)])
def test_what_more_articles_share_than_are_compared_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, alike: int, found: int
) -> None:
    """This bound on the lists of the index is what keeps the work far from quadratic."""
    monkeypatch.setattr(similarity, "COMMON", 3)
    bodies = [filler(0 if number < alike else number) for number in range(20)]
    every = related(several(*bodies), limit=20)
    assert [len(every[f"lanchuan/2024/{n:03}/1"].similar) for n in range(1, alike + 1)] == (
        [found] * alike
    )


# --- for every archive --------------------------------------------------------------------------

OFFICES = ["澜川市卫生健康委员会", "青禾县卫生健康委员会", "青禾县人民医院", "石桥区卫生健康委员会"]
PLACES = ["青禾县", "石桥区", "高新区"]
DATES = (
    st.none()
    | st.builds(PartialDate, st.integers(2020, 2024))
    | st.builds(PartialDate, st.integers(2020, 2024), st.integers(1, 12))
)
ARTICLES = st.fixed_dictionaries(
    {
        "department": st.lists(st.sampled_from(OFFICES), unique=True, max_size=3).map(tuple),
        "county": st.lists(st.sampled_from(PLACES), unique=True, max_size=3).map(tuple),
        "body": st.text("医共体建设签约服务", max_size=30),
    }
)


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    drawn = draw(
        st.lists(
            st.tuples(
                DATES, st.sampled_from(["lanchuan", "xinwen"]), st.lists(ARTICLES, max_size=4)
            ),
            min_size=1,
            max_size=8,
        )
    )
    issues = [
        bulletin(
            *(article(number, **values) for number, values in enumerate(articles or [{}], start=1)),
            series=series,
            name=f"{index:03}",
            date=date,
            folder=f"{date.year:04}" if date else "undated",
        )
        for index, (date, series, articles) in enumerate(drawn)
    ]
    return archive(*load.newest_first(issues))


@given(archives())
def test_every_way_through_an_archive_meets_every_article(given_archive: Archive) -> None:
    every = list(groupings.pairs(given_archive))
    places = {urls.place(*pair) for pair in every}
    assert len(places) == len(every)
    for found in (groupings.by_year(given_archive), groupings.by_series(given_archive)):
        assert sum(len(pairs) for pairs in found.values()) == len(every)
    for name, pairs in groupings.by_county(given_archive).items():
        assert pairs == [pair for pair in every if name in pair[1].county]
    for name, pairs in groupings.by_department(given_archive).items():
        assert pairs == [pair for pair in every if name in pair[1].department]
    below = groupings.under_department(given_archive)
    for name, pairs in groupings.by_department(given_archive).items():
        assert [pair for pair in below[name] if pair in pairs] == pairs


@given(archives())
def test_counts_add_up(given_archive: Archive) -> None:
    pairs = list(groupings.pairs(given_archive))
    years = groupings.year_counts(pairs)
    assert sum(count.articles for count in years) == len(pairs)
    dated = [count.year for count in years if count.year]
    assert all(later == earlier + 1 for earlier, later in pairwise(dated))
    for count in years:
        if count.year:
            months = groupings.month_counts(pairs, count.year)
            assert sum(month.articles for month in months) == count.articles
    counties = groupings.by_county(given_archive)
    coverage = groupings.coverage(given_archive.counties.terms, counties)
    for row in coverage.rows:
        assert len(row.counts) == len(coverage.months)
        assert sum(row.counts) + row.elsewhere == len(counties.get(row.term.name, []))


@given(archives())
def test_neighbours_are_each_others(given_archive: Archive) -> None:
    found = groupings.neighbours(given_archive)
    for one in given_archive.bulletins:
        beside = found[urls.place(one)]
        if beside.older:
            assert found[urls.place(beside.older)].newer is one
        if beside.newer_in_series:
            assert found[urls.place(beside.newer_in_series)].older_in_series is one
            assert beside.newer_in_series.series == one.series


@given(archives(), st.integers(1, 4))
def test_related_articles_are_others_and_few(given_archive: Archive, limit: int) -> None:
    found = related(given_archive, limit)
    assert list(found) == [urls.place(*pair) for pair in groupings.pairs(given_archive)]
    for one, other in groupings.pairs(given_archive):
        beside = found[urls.place(one, other)]
        for pairs in (beside.same_office, beside.same_county, beside.similar):
            assert len(pairs) <= limit
            assert len({urls.place(*pair) for pair in pairs}) == len(pairs)
            assert all(b is not one for b, _ in pairs)
        assert all(set(a.department) & set(other.department) for _, a in beside.same_office)
        assert all(set(a.county) & set(other.county) for _, a in beside.same_county)
