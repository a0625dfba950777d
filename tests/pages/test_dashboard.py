"""The dashboard of who reports, as a page and as a table."""

import csv
import io
import re
from dataclasses import replace

from invented import archive, article, bulletin
from test_render import pages, text

from jianbao.archive.model import Archive, Bulletin
from jianbao.base.dates import PartialDate
from jianbao.outputs import exports
from jianbao.pages import charts


def made() -> Archive:
    def issue(year: int, month: int, *articles: tuple[str, str], series: str) -> Bulletin:
        date = PartialDate(year, month)
        found = [
            article(number, county=(county,), department=(office,))
            for number, (county, office) in enumerate(articles, 1)
        ]
        return bulletin(*found, name=f"{month}", folder=f"{year}", date=date, series=series)

    qinghe = ("青禾县", "青禾县人民医院")
    shiqiao = ("石桥区", "石桥区卫生健康委员会")
    return archive(
        issue(2024, 8, qinghe, qinghe, series="lanchuan"),
        issue(2023, 6, shiqiao, series="xinwen"),
    )


def rows(html: str) -> list[list[str]]:
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    return [
        [text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    ]


def test_the_busiest_come_first_and_silence_is_told() -> None:
    assert rows(pages(made())["reporting/county.html"]) == [
        ["青禾县", "1", "2", "+2", "0", "2024-08", "2", ""],
        ["石桥区", "–", "0", "−1", "14", "2023-06", "1", ""],
        ["高新区", "–", "0", "0", "–", "从未见刊", "0", ""],
    ]


def test_those_that_are_silent_for_a_year_are_named_first() -> None:
    page = pages(made())["reporting/county.html"]
    silent = page[page.index('class="rest silent"') : page.index("<table")]
    assert "石桥区" in text(silent)
    assert "高新区" in text(silent)
    assert "青禾县" not in text(silent)


def test_each_series_has_its_own_page_and_only_offices_that_report_are_listed() -> None:
    built = pages(made())
    offices = [row[0] for row in rows(built["reporting/department.html"])]
    assert offices == ["青禾县人民医院", "石桥区卫生健康委员会"]
    assert rows(built["reporting/county/xinwen.html"])[0][:3] == ["石桥区", "1", "1"]
    assert "reporting/county/lanchuan.html" in built


def test_the_menu_leads_there_if_there_is_anything_to_see() -> None:
    assert 'href="reporting/county.html"' in pages(made())["index.html"]
    undated = pages(archive(bulletin(date=None, folder="undated")))
    assert not [path for path in undated if path.startswith("reporting/")]
    assert "刊用情况" not in text(undated["index.html"])


def test_the_table_has_the_same_figures() -> None:
    found = {file.path: file for file in exports.render(made())}
    written = found["reporting/county.csv"].make().decode("utf-8-sig")
    head, first, *_ = csv.reader(io.StringIO(written))
    assert first[:8] == ["青禾县", "qinghe", "1", "2", "0", "2024-08", "0", "2"]
    assert dict(zip(head[8:], first[8:], strict=True))["2024-08"] == "2"
    assert len(head) == 8 + 24


def test_small_bars_are_as_high_as_their_share() -> None:
    assert charts.line([0, 1, 2]) == "M4 20v-10h3v10zM8 20v-20h3v20z"
    assert charts.line([0, 0]) == charts.line([]) == ""


def test_the_last_twelve_months_stand_beside_all_articles_and_lead_to_them() -> None:
    known = made()
    terms = [replace(term, tile=f"{n},1") for n, term in enumerate(known.counties.terms, 1)]
    page = pages(replace(known, counties=replace(known.counties, terms=tuple(terms))))[
        "county/index.html"
    ]
    assert "2023年9月至2024年8月" in page
    recent = page[page.index('id="recent"') :]
    assert 'href="qinghe.html?from=2023-09&amp;to=2024-08"' in recent
    assert 'href="shiqiao.html?' not in recent


def test_an_archive_of_less_than_a_year_has_one_map() -> None:
    assert 'id="recent"' not in pages(archive(bulletin()))["county/index.html"]
