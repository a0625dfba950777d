"""Web pages from their markup to a draft: date, source and text, whatever the markup looks like."""

from pathlib import Path

import pytest

from jianbao.content import load
from jianbao.convert.assemble import assemble
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.label.label import label
from jianbao.convert.readers.web import html

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
TITLE = "柳泉县修缮农村公路八十公里"
TEXT = (
    "<p>柳泉县今年修缮农村公路八十公里，涉及十二个乡镇，群众出行更加方便。</p>"
    "<p>县交通运输局负责人说，明年还要修缮桥梁六座，工程已经招标。</p>"
)


def read(below_title: str, head: str = "", below: str = "", file: str = "page.html") -> Draft:
    page = (
        f"<html><head><title>{TITLE}_柳泉网</title>{head}</head><body><h1>{TITLE}</h1>"
        f"{below_title}<div class='content'>{TEXT}</div>{below}</body></html>"
    )
    document = html.read(page.encode(), file)
    return assemble(document, label(document), file, SETTINGS.site, AUTHORITIES)


def doubts(draft: Draft) -> list[str]:
    return [f"{flag.kind}.{flag.reason}" for flag in draft.flags if flag.kind.startswith("date")]


def test_a_printed_date_that_the_page_confirms_is_not_doubted() -> None:
    draft = read(
        "<p>时间：2031-05-06 10:21 来源：柳泉日报</p>", '<meta name="PubDate" content="2031-05-06">'
    )
    assert (str(draft.head.date), doubts(draft)) == ("2031-05-06", [])
    assert draft.head.issuer is not None
    assert draft.head.issuer.text == "柳泉日报"


def test_a_printed_date_stays_and_another_one_in_the_metadata_is_a_doubt() -> None:
    draft = read(
        "<p>时间：2031-05-06 来源：柳泉日报</p>", '<meta name="PubDate" content="2031-06-30">'
    )
    assert (str(draft.head.date), doubts(draft)) == ("2031-05-06", ["date_doubtful.other"])


@pytest.mark.parametrize("printed", ["<p>昨天</p>", "<p>05-06 08:00</p>", ""])
def test_a_relative_day_and_one_without_its_year_date_nothing(printed: str) -> None:
    draft = read(printed)
    assert draft.head.date is None
    assert not any("昨天" in part.passage.text for part in draft.articles[0].parts)


def test_a_date_that_only_the_page_states_is_a_doubt_unless_it_states_it_as_offices_must() -> None:
    for name, found in (("PubDate", []), ("DC.date.issued", ["date_inferred.metadata"])):
        draft = read("", f'<meta name="{name}" content="2031-05-06">')
        assert (str(draft.head.date), doubts(draft)) == ("2031-05-06", found)
    other = '<meta name="og:release_date" content="2031-05-07">'
    both = f'<meta name="PubDate" content="2031-05-06">{other}'
    assert doubts(read("", both)) == ["date_inferred.metadata"]


def test_what_a_line_around_the_text_labels_is_no_doubt_unless_another_one_contradicts() -> None:
    line = "<footer>发布日期：{}　来源：柳泉日报</footer>"
    draft = read("", below=line.format("2031-05-06"))
    assert (str(draft.head.date), draft.flags) == ("2031-05-06", ())
    assert draft.head.issuer is not None
    assert draft.head.issuer.text == "柳泉日报"
    two = read("", below=line.format("2031-05-06") + line.format("2031-06-30"))
    assert len(doubts(two)) == 1


def test_a_date_that_a_page_states_in_two_ways_is_no_doubt() -> None:
    names = ("DC.date.issued", "og:release_date")
    stated = "".join(f'<meta name="{name}" content="2031-05-06">' for name in names)
    draft = read("", stated)
    assert (str(draft.head.date), doubts(draft)) == ("2031-05-06", [])


def test_the_year_of_a_printed_day_is_taken_from_what_the_page_states() -> None:
    draft = read(
        "<p>发布时间：05-06 08:00</p>", '<meta itemprop="dateUpdate" content="2031-05-06">'
    )
    assert (str(draft.head.date), doubts(draft)) == ("2031-05-06", ["date_inferred.metadata"])


def test_an_account_keeps_its_date_and_its_name_in_scripts() -> None:
    script = '<script>var ct = "1935935999"; var nickname = htmlDecode("健康柳泉");</script>'
    draft = read("<em>昨天</em>", below=script)
    assert str(draft.head.date) == "2031-05-07"
    assert draft.head.issuer is not None
    assert draft.head.issuer.text == "健康柳泉"
    assert "issuer_inferred" in {flag.kind for flag in draft.flags}


def test_the_day_that_a_document_bears_dates_it_before_the_day_of_its_publication() -> None:
    card = "<table><tr><td>索引号</td><td>9-1</td><td>{}</td><td>{}</td></tr>"
    card += "<tr><td>文号</td><td>柳政发〔2031〕9号</td><td>{}</td><td>{}</td></tr></table>"
    written, published = ("成文日期", "2031年5月6日"), ("发布日期", "2031年5月20日")
    for first, second in ((written, published), (published, written)):
        page = (
            f"<html><body>{card.format(*first, *second)}<h1>{TITLE}</h1>"
            f"<div class='content'>{TEXT}</div></body></html>"
        )
        document = html.read(page.encode(), "page.html")
        draft = assemble(document, label(document), "page.html", SETTINGS.site, AUTHORITIES)
        assert str(draft.head.date) == "2031-05-06"
        assert any("2031年5月20日" in removal.text for removal in draft.removals)


def test_the_source_below_the_text_is_no_text() -> None:
    draft = read("<p>2031-05-06 08:00</p>", below="<p>来源：柳泉交警</p>")
    assert draft.head.issuer is not None
    assert draft.head.issuer.text == "柳泉交警"
    assert "来源" not in draft.articles[0].parts[-1].passage.text


def test_a_remark_in_brackets_below_the_text_signs_nothing() -> None:
    draft = read("<p>2031-05-06 08:00</p>", below="<p>（原题为《路修好了》）</p>")
    assert draft.articles[0].attribution is None


def test_an_author_the_account_and_a_relative_day_in_elements_of_their_own_are_told_apart() -> None:
    draft = read("<div><span>苏文</span><span>石桥教育</span><em>昨天</em></div>")
    assert draft.head.issuer is not None
    assert draft.head.issuer.text == "石桥教育"
    assert [author.text for author in draft.head.authors] == ["苏文"]


@pytest.mark.parametrize(
    "parts", ["<div><b>06</b><i>2031-05</i></div>", "<p>2031</p><p>05/06</p><p>19:02</p>"]
)
def test_a_date_in_parts_is_read_whole(parts: str) -> None:
    assert str(read(parts).head.date) == "2031-05-06"


def test_a_number_beside_a_month_is_no_day() -> None:
    draft = read("<p>浏览：26</p><p>时间：2031-05 来源：柳泉日报</p>")
    assert str(draft.head.date) in ("2031-05", "None")
