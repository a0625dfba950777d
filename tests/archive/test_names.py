from hypothesis import given
from hypothesis import strategies as st

from jianbao.archive.model import Taxonomy, Term
from jianbao.archive.names import NamePeriod
from jianbao.base.dates import PartialDate


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def period(name: str, start: str = "", end: str = "", code: str | None = None) -> NamePeriod:
    return NamePeriod(name, code, *(day(text) if text else None for text in (start, end)))


HEALTH = Term(
    "wjw",
    "青禾县卫生健康委员会",
    "委局",
    aliases=("县卫健委",),
    names=(period("青禾县卫生局", end="2014-09"), period("青禾县卫计局", "2014-09", "2019-03")),
)


def test_a_term_has_the_name_of_the_date() -> None:
    dates = ("1999", "2014-08-31", "2014-09", "2015", "2019-03-31", "2019-04-01", "2024-05-06")
    assert [HEALTH.name_at(day(text)) for text in dates] == [
        "青禾县卫生局",
        "青禾县卫生局",
        "青禾县卫计局",  # both meet in this month: the later one
        "青禾县卫计局",
        "青禾县卫生健康委员会",
        "青禾县卫生健康委员会",
        "青禾县卫生健康委员会",
    ]
    assert HEALTH.name_at(None) == "青禾县卫生健康委员会"


def test_the_present_name_may_be_given_with_its_beginning_or_its_end() -> None:
    since = Term("a", "甲局", "", names=(period("甲科", end="2000"), period("甲局", "2003")))
    assert [since.name_at(day(text)) for text in ("1999", "2003")] == ["甲科", "甲局"]
    assert since.period_at(day("2002")) is None
    gone = Term("a", "甲局", "", names=(period("甲局", end="2010"),))
    assert gone.bears("甲局", day("2010-12-31"))
    assert not gone.bears("甲局", day("2011"))


def test_a_code_belongs_to_its_period() -> None:
    district = Term(
        "qinghe",
        "青禾区",
        "district",
        code="991103",
        names=(period("青禾县", end="2019-06", code="991121"),),
    )
    codes = [(one.name, one.code) for one in district.periods]
    assert codes == [("青禾县", "991121"), ("青禾区", "991103")]


def test_a_name_of_two_terms_means_the_one_that_had_it() -> None:
    first = Term("first", "新禾区", "district", names=(period("青禾县", end="2000"),))
    second = Term("second", "青禾县", "county", names=(period("河西县", end="2005"),))
    places = Taxonomy("county", (first, second))
    found = [places.find("青禾县", day(text)) for text in ("1999", "2006")]
    assert found == [first, second]
    assert places.find("青禾县") is second
    # Nobody had it then: the present owner, on which check remarks.
    assert places.find("青禾县", day("2003")) is second
    assert places.at(day("1999")).find("青禾县") == places.at(day("1999")).terms[0]
    assert [term.name for term in places.at(day("1999")).terms] == ["青禾县", "河西县"]


def test_at_a_date_all_other_names_of_a_term_are_aliases() -> None:
    office = Taxonomy("department", (HEALTH,)).at(day("2015")).terms[0]
    assert office.name == "青禾县卫计局"
    assert office.aliases == ("县卫健委", "青禾县卫生健康委员会", "青禾县卫生局")


def test_a_county_that_became_a_district_was_a_county() -> None:
    district = Term("q", "青禾区", "district", names=(period("青禾县", end="2019-06"),))
    assert Taxonomy("county", (district,)).at(day("2018")).terms[0].kind == "county"


def test_names_without_time_cost_nothing() -> None:
    offices = Taxonomy("department", (Term("a", "甲局", ""),))
    assert offices.at(day("2015")) is offices


def test_predecessors_are_followed_once() -> None:
    offices = Taxonomy(
        "department",
        (
            Term("a", "甲", "", succeeds=("乙", "丙")),
            Term("b", "乙", "", succeeds=("丁",)),
            Term("c", "丙", "", succeeds=("丁",)),
            Term("d", "丁", ""),
        ),
    )
    a, b, c, d = offices.terms
    assert offices.predecessors(a) == (b, c, d)
    assert offices.successors(d) == (b, c)
    assert offices.predecessors(d) == offices.successors(a) == ()


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    found = draw(st.dates())
    return PartialDate(*(found.year, found.month, found.day)[: draw(st.integers(1, 3))])


@given(dates(), dates())
def test_before_is_certain(one: PartialDate, other: PartialDate) -> None:
    assert not (one.is_before(other) and other.is_before(one))
    if one.is_before(other):
        assert one < other


@given(st.lists(st.one_of(st.none(), dates()), min_size=4, max_size=4), dates())
def test_periods_that_do_not_overlap_share_at_most_an_edge(
    ends: list[PartialDate | None], date: PartialDate
) -> None:
    one, other = NamePeriod("a", None, *ends[:2]), NamePeriod("b", None, *ends[2:])
    assert one.overlaps(other) == other.overlaps(one)
    if one.is_reversed or other.is_reversed or one.overlaps(other):
        return
    if one.holds(date) and other.holds(date):
        edges = [end for end in ends if end]
        assert any(not e.is_before(date) and not date.is_before(e) for e in edges)
