import pytest
from invented import archive, article, bulletin

from jianbao.archive import groupings, reporting
from jianbao.archive.model import Archive, Bulletin
from jianbao.archive.reporting import Reporter
from jianbao.base.dates import PartialDate


def issue(date: PartialDate | None, *counties: str, series: str = "lanchuan") -> Bulletin:
    """A bulletin with one article of each county."""
    articles = [article(n, county=(name,)) for n, name in enumerate(counties, 1)]
    articles = articles or [article(1, county=())]
    folder = f"{date.year:04}" if date else "undated"
    return bulletin(*articles, name=f"{date}", folder=folder, date=date, series=series)


def of_counties(made: Archive, series: str = "") -> dict[str, Reporter]:
    members = groupings.by_county(made)
    return {one.term.name: one for one in reporting.reporters(made, "county", members, series)}


def test_time_is_counted_back_from_the_newest_month_of_the_archive() -> None:
    made = archive(
        issue(PartialDate(2024, 8, 5)),
        issue(PartialDate(2024, 5, 1), "青禾县"),
        issue(PartialDate(2023, 9), "青禾县"),
        issue(PartialDate(2023, 8, 31), "青禾县", "石桥区"),
        issue(PartialDate(2022, 8, 31), "青禾县"),
    )
    found = of_counties(made)
    qinghe, shiqiao = found["青禾县"], found["石桥区"]
    assert (qinghe.recent, qinghe.before, qinghe.total) == (2, 1, 4)
    assert (qinghe.silent, qinghe.last) == (3, PartialDate(2024, 5, 1))
    assert (shiqiao.recent, shiqiao.silent) == (0, 12)
    assert sum(qinghe.months) == 3
    assert qinghe.months[-4] == 1
    assert [str(m) for m in reporting.shown_months(made)][::23] == ["2022-09", "2024-08"]


def test_equal_figures_share_a_rank_and_nothing_has_none() -> None:
    month = PartialDate(2024, 8, 5)
    made = archive(
        issue(month, "青禾县", "石桥区"), issue(PartialDate(2024, 7), "青禾县", "石桥区")
    )
    found = of_counties(made)
    assert [one.rank for one in found.values()][:2] == [1, 1]
    assert {one.rank for one in found.values() if not one.recent} == {None}
    assert list(found)[:2] == [t.name for t in made.counties.terms if found[t.name].recent]


def test_no_part_of_a_date_is_invented() -> None:
    made = archive(issue(PartialDate(2024), "青禾县"), issue(PartialDate(2023, 5), "石桥区"))
    found = of_counties(made)["青禾县"]
    assert (found.last, found.silent, found.recent, found.total) == (PartialDate(2024), None, 0, 1)


def test_one_series_counts_from_its_own_newest_month() -> None:
    made = archive(
        issue(PartialDate(2024, 8), "青禾县"),
        issue(PartialDate(2020, 3), "石桥区", series="xinwen"),
    )
    assert of_counties(made, "xinwen")["石桥区"].silent == 0
    assert of_counties(made)["石桥区"].silent == 53
    assert reporting.series_of(made) == ["lanchuan", "xinwen"]


@pytest.mark.parametrize("issues", [[issue(None, "青禾县")], [issue(PartialDate(2024), "青禾县")]])
def test_without_a_known_month_there_is_no_dashboard(issues: list[Bulletin]) -> None:
    made = archive(*issues)
    assert reporting.sections_of(made) == []
    assert reporting.reporters(made, "county", groupings.by_county(made)) == []
    assert reporting.shown_months(made) == []
