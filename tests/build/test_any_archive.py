"""Every archive that loads has a site without faults: each page is reached from the home page, and
each link leads somewhere."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from itertools import starmap
from pathlib import Path

import archives
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from invented import COUNTIES, DEPARTMENTS, archive, article, bulletin

from jianbao.archive import corrections, urls
from jianbao.archive.kinds import STATUSES
from jianbao.archive.model import (
    Archive,
    Article,
    Bulletin,
    Flag,
    Provenance,
    Review,
    Series,
    Taxonomy,
    Term,
)
from jianbao.base.cache import ready
from jianbao.base.dates import PartialDate
from jianbao.base.problems import Problem
from jianbao.build import lint
from jianbao.content.load import newest_first
from jianbao.outputs import exports, feeds, hosting
from jianbao.pages import render, review

LAYOUTS = Path(__file__).parents[2] / "layouts"

SERIES = (
    Series("lanchuan", "澜川卫生健康动态"),
    Series("xinwen", "澜川要闻", kind="news"),
    Series("kongkan", "空刊", description="还没有一期。"),
    Series("unsorted", "待归类"),
)


def faults(source: Archive) -> list[Problem]:
    """What the checks find in the site of an archive, without its search."""
    source = corrections.published(source)
    with tempfile.TemporaryDirectory() as folder:
        write = archives.writer(Path(folder))
        files = [
            *render.render(source, [LAYOUTS]),
            *feeds.render(source),
            *exports.render(source),
            *starmap(ready, hosting.render(source)),
        ]
        for file in files:
            write(file.path, file.make())
        for path in (*map(urls.original, source.originals), urls.MANIFEST):
            write(path, b"x")
        write(urls.dataset("datapackage.json"), b"{}")
        rendered = [file.path for file in files]
        found = lint.lint(Path(folder), rendered, source.site.base_url)
    # Machines are told of a sitemap that is made of what is staged.
    return [fault for fault in found if urls.SITEMAP not in str(fault.values)]


# --- archives of every shape ------------------------------------------------------------------

DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1949, 2031)),
    st.builds(PartialDate, st.integers(2018, 2024), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(2023, 2024), st.integers(1, 12), st.integers(1, 28)),
)
TITLES = st.sampled_from(
    ["青禾县建设医共体", "years", "cite", "a1", "工作 简报", "第1期", "<b>&“x”", "2024年5月1日"]
)
BODIES = st.sampled_from(
    [
        "一段。",
        "### 一、来源\n\n一段。\n\n#### （一）引用\n\n又一段。",
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
        "- 一\n- 二",
        "",
    ]
)
REVIEWS = st.builds(
    Review,
    flags=st.lists(
        st.sampled_from(
            [
                Flag("office_unknown", 3, "某办", "请登记。"),
                Flag("date_missing", 0, "", "没有日期。"),
                Flag("privacy_phone", 1, "138****0000", "请处理。", 2),
            ]
        ),
        max_size=2,
    ).map(tuple),
)


@st.composite
def articles(draw: st.DrawFn, number: int, title: str) -> Article:
    return article(
        number,
        title=draw(st.one_of(st.just(title), TITLES)),
        kind=draw(st.sampled_from(["feature", "brief", "news"])),
        body=draw(BODIES),
        attribution=draw(st.sampled_from([None, "青禾县卫生健康委"])),
        department=draw(st.sampled_from([(), (), ("青禾县人民医院",), ("澜川市卫生健康委员会",)])),
        county=draw(st.sampled_from([(), (), ("青禾县",), ("青禾县", "高新区")])),
        status=draw(st.sampled_from([None, None, "withdrawn", "corrected"])),
        status_date=PartialDate(2025),
    )


@st.composite
def bulletins(draw: st.DrawFn, position: int, earlier: list[Bulletin]) -> Bulletin:
    date = draw(DATES)
    series = draw(st.sampled_from([s for s in SERIES if s.slug != "kongkan"]))
    issue = draw(st.sampled_from([None, position + 1]))
    title = draw(st.one_of(TITLES, st.just(series.title), st.just(f"{series.title} 第{issue}期")))
    status = draw(st.sampled_from([None, None, None, *STATUSES]))
    file = f"{position}.txt"
    return bulletin(
        *(draw(articles(n, title)) for n in range(1, draw(st.integers(1, 3)) + 1)),
        series=series.slug,
        folder=str(date.year) if date else "undated",
        name=f"{position:03}",
        title=title,
        issue=issue,
        issue_printed=draw(st.sampled_from([None, "第1期"])),
        date=date,
        date_printed=None,
        issuer=draw(st.sampled_from([None, "澜川市卫生健康委员会办公室"])),
        source=draw(st.sampled_from([None, Provenance(file, "ab" * 32, "text")])),
        review=draw(st.one_of(st.none(), REVIEWS)),
        reviewed=draw(st.sampled_from([None, PartialDate(2025, 1, 1)])),
        status=status,
        status_date=PartialDate(2025) if status else None,
        replaced_by=urls.place(earlier[-1]) if status == "replaced" and earlier else None,
        aliases=draw(st.sampled_from([(), (f"bulletins/old/{position}.html",)])),
    )


@st.composite
def any_archive(draw: st.DrawFn) -> Archive:
    made: list[Bulletin] = []
    for position in range(draw(st.integers(0, 6))):
        made.append(draw(bulletins(position, made)))
    named = archive(base_url=draw(st.sampled_from([None, "https://a.example/x/"])))
    tiled = tuple(
        replace(term, tile=f"{n},1" if draw(st.booleans()) else None)
        for n, term in enumerate(COUNTIES.terms, start=1)
    )
    parts = Term("keshi", "青禾县人民医院儿科", "医院", parent="青禾县人民医院")
    return replace(
        named,
        site=replace(
            named.site,
            series=SERIES,
            language=draw(st.sampled_from(["zh-CN", "en"])),
        ),
        bulletins=newest_first(made),
        counties=Taxonomy("county", tiled),
        departments=Taxonomy("department", (*DEPARTMENTS.terms, parts)),
        about=draw(st.sampled_from(["", "## 关于\n\n一段。"])),
        originals=tuple(b.source.file for b in made if b.source and draw(st.booleans())),
    )


def collected(**changes: object) -> Bulletin:
    """A web page that was collected: one article, with the title of the whole."""
    title = "关于做好春季义诊工作的消息"
    alone = article(title=title, attribution=None, department=(), county=())
    values = {"series": "unsorted", "title": title, "issue": None, "issue_printed": None}
    return bulletin(alone, **(values | changes))


def of_web_pages(*pages: Bulletin) -> Archive:
    named = archive()
    return replace(
        named, site=replace(named.site, series=SERIES), bulletins=newest_first(pages), originals=()
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_archive())
@example(of_web_pages(collected()))
@example(of_web_pages(collected(date=None, folder="undated", name="a", source=None)))
@example(
    of_web_pages(
        *(
            collected(folder=str(year), name=str(year), date=PartialDate(year, 5))
            for year in (2016, 2018, 2024)
        )
    )
)
def test_every_page_is_reached_and_every_link_leads_somewhere(source: Archive) -> None:
    assert faults(source) == []


@pytest.mark.parametrize("bulletins", [(), (bulletin(),)])
def test_an_archive_without_terms(bulletins: Iterable[Bulletin]) -> None:
    nothing = article(department=(), county=())
    source = replace(
        archive(),
        counties=Taxonomy("county"),
        departments=Taxonomy("department"),
        bulletins=tuple(replace(b, articles=(nothing,)) for b in bulletins),
    )
    assert faults(source) == []


def test_reviews_beyond_those_that_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "WAITING", 2)
    waiting = [
        collected(name=str(n), source=source, review=Review())
        for n, source in enumerate([None, Provenance("a.txt", "ab" * 32, "text")] * 3)
    ]
    assert faults(of_web_pages(*waiting)) == []
