import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import archive, article, bulletin

from jianbao.archive import model
from jianbao.archive.model import (
    Archive,
    Article,
    Bulletin,
    SheetFile,
    StaticFile,
    Taxonomy,
    Term,
)
from jianbao.base.dates import PartialDate

YEARS = st.integers(1, 9999)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    date = draw(st.dates())
    known = draw(st.integers(1, 3))
    return PartialDate(*(date.year, date.month, date.day)[:known])


@given(partial_dates())
def test_a_date_reads_back_as_it_is_written(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


@given(st.lists(partial_dates(), max_size=12))
def test_dates_order_as_their_text_does(dates: list[PartialDate]) -> None:
    assert [str(date) for date in sorted(dates)] == sorted(str(date) for date in dates)


@pytest.mark.parametrize(
    "text",
    [
        "", "24", "024", "20240", "2024-", "2024-8", "2024-08-", "2024-08-3", "2024-00",
        "2024-08-00", "2024-13", "2024-02-30", "2023-02-29", "0000",
        "2024/08/23", "2024年", " 2024", "2024\n", "２０２４", "2024-08-23T00:00",
        "-2024", "二〇二四",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the loader words the message
        PartialDate.parse(text)


@given(st.text("0123456789-年 ", max_size=12))
def test_reading_a_date_never_invents_a_part(text: str) -> None:
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert str(date) == text


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="without a month"):
        PartialDate(2024, 0, 5)


def test_everything_in_an_archive_is_frozen() -> None:
    values = [value for value in vars(model).values() if isinstance(value, type)]
    kinds = [kind for kind in values if dataclasses.is_dataclass(kind)]
    assert len(kinds) > 10
    for kind in kinds:
        assert vars(kind)["__dataclass_params__"].frozen, kind


# --- terms --------------------------------------------------------------------------------------

OFFICES = Taxonomy(
    "department",
    (
        Term("wjw", "澜川市卫生健康委员会", "委局", aliases=("市卫健委", "委")),
        Term("cdc", "澜川市疾病预防控制中心", "疾控中心"),
        Term("qinghe", "青禾县", "county", misprints=("清河市",)),
    ),
)


def test_a_term_is_found_by_name_and_alias_only() -> None:
    assert [OFFICES.find(name) for name in ("市卫健委", "澜川市卫生健康委员会")] == [
        OFFICES.terms[0],
        OFFICES.terms[0],
    ]
    assert OFFICES.find("wjw") is None
    assert OFFICES.find("卫健委") is None
    assert OFFICES.find("清河市") is None


def test_a_term_is_found_by_slug() -> None:
    assert OFFICES.with_slug("cdc") is OFFICES.terms[1]


def test_the_nearest_name_is_suggested_and_a_known_misprint_before_all() -> None:
    assert OFFICES.nearest("澜川市疾病予防控制中心") == "澜川市疾病预防控制中心"
    assert OFFICES.nearest("清河市") == "青禾县"
    assert OFFICES.nearest("完全无关") is None
    assert OFFICES.nearest("完全无关") is None


def test_a_name_goes_before_an_alias_of_the_same_text() -> None:
    twice = Taxonomy(
        "county", (Term("a", "甲县", "county", aliases=("乙县",)), Term("b", "乙县", "county"))
    )
    found = twice.find("乙县")
    assert found
    assert found.slug == "b"


def test_series_are_found_by_slug() -> None:
    series = (model.Series("b", "乙"), model.Series("a", "甲"))
    archive = model.Archive(
        model.Site(title="档案", series=series), Taxonomy("county"), Taxonomy("department"), ()
    )
    assert list(archive.series) == ["b", "a"]
    assert archive.series["a"].title == "甲"


TEXTS = {"body": "另一篇", "preface": "另有说明"}


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Bulletin)])
def test_the_heads_of_an_archive_hold_all_of_a_bulletin_but_its_texts(name: str) -> None:
    values: dict[str, Any] = {name: TEXTS.get(name, "x")}
    if name == "articles":
        values = {"articles": ()}
    changed = dataclasses.replace(bulletin(), **values)
    assert (archive(changed).heads == archive().heads) == (name in TEXTS)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Article)])
def test_the_heads_of_an_archive_hold_all_of_an_article_but_its_text(name: str) -> None:
    values: dict[str, Any] = {name: TEXTS.get(name, "x")}
    changed = bulletin(dataclasses.replace(article(), **values))
    assert (archive(changed).heads == archive().heads) == (name in TEXTS)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Archive)])
def test_the_heads_of_an_archive_hold_all_but_the_files_of_years(name: str) -> None:
    others = {
        "bulletins": (bulletin(), bulletin(name="022")),
        "static": (StaticFile("x.txt", b""),),
        "sheets": (SheetFile("x.xlsx", "x", "x.csv", 1, "ab" * 32, b""),),
    }
    values: dict[str, Any] = {name: others.get(name, {"x": 1})}
    changed = dataclasses.replace(archive(), **values)
    assert (changed.heads == archive().heads) == (name in ("year_files", "digests"))


def test_the_heads_that_were_read_are_those_that_are_found_again() -> None:
    [known] = archive().bulletins
    digests = {known.path: (known, "whole", "head")}
    source = dataclasses.replace(archive(known), digests=digests)
    assert (source.digest(known), source.head_digest(known)) == ("whole", "head")
    withdrawn = bulletin(name=known.name, status="withdrawn")
    assert source.head_digest(withdrawn) == archive().head_digest(withdrawn)
