"""Candidates for the date and the source of a web page."""

import pytest

from jianbao.convert.assemble.candidates import (
    Candidate,
    best,
    completed_day,
    left_out_candidates,
    stated_candidates,
)
from jianbao.convert.blocks import Document, Removal


def page(*metadata: tuple[str, str]) -> Document:
    return Document("html", (), metadata)


def dates(document: Document, file: str = "a.html") -> list[tuple[str, str]]:
    return [(one.value, one.where) for one in stated_candidates(document, file)]


def test_candidates_that_agree_outweigh_one_that_is_heavier() -> None:
    found = [
        Candidate("date", "2031-05-06", "metadata", 0.9),
        Candidate("date", "2031-05-07", "left out", 0.7),
        Candidate("date", "2031-05-07", "address", 0.5),
        Candidate("source", "柳泉日报", "metadata", 1.0),
    ]
    chosen = best(found, "date")
    assert chosen is not None
    assert (chosen.value, chosen.where) == ("2031-05-07", "left out")
    assert best(found, "title") is None


@pytest.mark.parametrize(
    "name", ["PubDate", "article:published_time", "firstpublishedtime", "ld:datePublished", "time"]
)
def test_the_day_of_publication_is_read_from_many_names(name: str) -> None:
    for value in (
        "2031-05-06",
        "2031-05-06T08:00:00+08:00",
        "2031-5-6 8:00",
        "2031-05-06-23:59:59",
    ):
        assert dates(page((name, value))) == [("2031-05-06", "metadata")]


def test_when_a_page_was_changed_or_printed_is_no_candidate() -> None:
    assert dates(page(("lastmodifiedtime", "2031-05-06"), ("others", "2031-05-06"))) == []


def test_a_month_alone_is_no_candidate() -> None:
    assert dates(page(("PubDate", "2031年5月"))) == []


def test_address_and_name_of_the_file_may_hold_the_day() -> None:
    assert dates(page(("og:url", "/xw/t20310506_12.html"))) == [("2031-05-06", "address")]
    assert dates(page(), "20310506.html") == [("2031-05-06", "address")]
    assert dates(page(), "20319906.html") == []


@pytest.mark.parametrize("printed", ["发布时间：05-06 12:00", "05-0612:00", "5月6日", "31-05-06"])
def test_a_day_without_its_year_is_completed_by_what_the_page_states(printed: str) -> None:
    document = page(("dateUpdate", "2031-05-06 12:00:31"))
    assert str(completed_day(printed, document)) == "2031-05-06"


@pytest.mark.parametrize("printed", ["05-07", "30-05-06", "昨天", "12:06"])
def test_no_part_of_a_date_is_invented(printed: str) -> None:
    assert completed_day(printed, page(("dateUpdate", "2031-05-06"))) is None
    assert completed_day(printed, page()) is None


def left_out(*lines: tuple[int, str, str]) -> list[tuple[str, str]]:
    removals = [Removal(reason, line, text) for line, reason, text in lines]  # type: ignore[arg-type]
    return [(one.field, one.value) for one in left_out_candidates(removals, title=4, last=20)]


def test_a_line_beside_the_title_dates_the_page_and_one_of_another_article_does_not() -> None:
    assert left_out((5, "sidebar", "2031-05-06 柳泉网")) == [("date", "2031-05-06")]
    assert left_out((12, "sidebar", "2031-05-06 柳泉网")) == []
    assert left_out((22, "related", "2031-05-06 08:00")) == []


def test_a_time_alone_below_the_text_and_labels_anywhere_date_the_page() -> None:
    assert left_out((22, "outside-article", "2031-05-06 08:00")) == [("date", "2031-05-06")]
    assert left_out((40, "page-footer", "来源：柳泉日报 发布时间：2031-05-06")) == [
        ("date", "2031-05-06"),
        ("source", "柳泉日报"),
    ]
