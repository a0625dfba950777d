"""The pages of a site, from archives in memory; errors of layouts; the golden site."""

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import archives
import pytest
from invented import ADDRESS, archive, article, bulletin

from jianbao.archive import urls
from jianbao.archive.kinds import LANGUAGES, Doubt, Language
from jianbao.archive.model import (
    Archive,
    Bulletin,
    Contact,
    Flag,
    Repair,
    Review,
    Series,
    Taxonomy,
    Term,
)
from jianbao.base.dates import PartialDate
from jianbao.base.problems import LayoutError
from jianbao.build.paths import layout_folders
from jianbao.content import load
from jianbao.pages import charts, render, values
from jianbao.pages.index import index_of
from jianbao.pages.layouts import read_layouts, read_strings
from jianbao.pages.pages import groups
from jianbao.pages.terms import LISTED

ROOT = Path(__file__).parents[2]
LAYOUTS = ROOT / "layouts"
SITES = Path(__file__).parents[1] / "sites"
GOLDEN = Path(__file__).parents[1] / "golden" / "typical"


def site(source: Archive, *own: Path) -> dict[str, str]:
    """Every file of the site by its path, as text."""
    rendered = archives.made(render.render(source, [*own, LAYOUTS]))
    files = dict(rendered)
    assert len(files) == len(rendered)
    return {path: content.decode("utf-8") for path, content in files.items()}


def pages(source: Archive, *own: Path) -> dict[str, str]:
    return {path: html for path, html in site(source, *own).items() if path.endswith(".html")}


class _Reader(HTMLParser):
    """What a reader sees of a page, or of its element with one id."""

    VOID = ("meta", "link", "input", "br", "base", "hr")

    def __init__(self, element_id: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._id, self._depth, self._hidden = element_id, 0 if element_id else 1, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("script", "title")
        if tag not in self.VOID and (self._depth or dict(attrs).get("id") == self._id):
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Drawings hold no text."""

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if self._depth:
            self._depth -= 1
            if tag not in ("a", "span", "strong", "em", "time"):
                self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self._depth and not self._hidden:
            self.parts.append(data)


def text(html: str, element_id: str = "") -> str:
    reader = _Reader(element_id)
    reader.feed(html)
    return " ".join("".join(reader.parts).split())


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(html)
    return parser.found


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*?href="([^"]*)"', html)


# --- which pages there are --------------------------------------------------------------------


def test_every_kind_of_page_is_made() -> None:
    made = set(pages(archive()))
    assert {
        *("index.html", "search.html", "about.html", "404.html"),
        *("bulletins/lanchuan/2024/021.html", "bulletins/lanchuan/2024/021/1.html"),
        *("county/index.html", "county/qinghe.html", "county/qinghe/2024.html"),
        *("department/index.html", "department/qinghe-wjw.html"),
        *("year/index.html", "year/2024.html", "series/index.html", "series/lanchuan.html"),
        *("series/lanchuan/2024.html", "county/gaoxin.html"),
    } <= made


def test_an_archive_without_bulletins_has_a_site() -> None:
    made = pages(replace(archive(), bulletins=()))
    assert "这里还没有简报。" in text(made["index.html"])
    assert "bulletins" not in "".join(made)


def test_a_year_never_collides_with_an_undated_bulletin() -> None:
    made = pages(archive(bulletin(), bulletin(folder="undated", name="x", date=None)))
    assert "日期不详" in text(made["year/undated.html"])
    assert "year/0.html" not in made


def test_a_former_address_leads_on() -> None:
    made = pages(archive(bulletin(aliases=("old/7.html",))))
    assert (
        '<meta http-equiv="refresh" content="0; url=../bulletins/lanchuan/2024/021.html">'
        in (made["old/7.html"])
    )


def test_contexts_hold_plain_values_only() -> None:
    index = index_of(load.load(SITES / "typical" / "content"))
    for pending in (one for _, group in groups(index) for one in group.pages()):
        page = pending.page()
        assert json.loads(json.dumps(page.context)).keys() == page.context.keys()


def test_a_page_is_found_without_those_of_other_kinds() -> None:
    index = index_of(load.load(SITES / "typical" / "content"))
    for _, group in groups(index):
        for pending in group.pages():
            assert pending.path.startswith(group.beginnings)
    issue = "bulletins/lanchuan-weisheng/2023/007"
    found = [
        group.beginnings
        for _, group in groups(index)
        if f"{issue}.html".startswith(group.beginnings)
    ]
    # Any page may be a former address.
    assert found == [(f"{issue}.html", f"{issue}/"), ("",)]


# --- what pages say ---------------------------------------------------------------------------


def test_a_bulletin_is_set_as_on_paper() -> None:
    issue = bulletin(
        article(1, kicker="强基层", subtitle="——侧记"),
        article(2, title="第二篇", attribution="委基层科"),
        banner="学习先进",
        preface="编者按：请学习。",
        report_to=("市委", "市政府"),
        send_to=("省卫生健康委",),
        distribute_to=("各县",),
        editor="林一舟",
        reviewer="方可为",
        signatory="何知远",
    )
    html = pages(archive(issue))["bulletins/lanchuan/2024/021.html"]
    seen = text(html)
    order = [
        *("澜川卫生健康动态", "2024年第21期", "澜川市卫生健康委员会办公室", "2024年8月23日"),
        *("【学习先进】", "目录", "编者按：请学习。", "强基层", "——侧记", "一、强龙头"),
        *("（青禾县卫生健康委）", "（委基层科）", "报： 市委、市政府", "送： 省卫生健康委"),
        *("发： 各县", "编辑：林一舟", "审核：方可为", "签发：何知远"),
    ]
    place = seen.index(order[0])
    for part in order[1:]:
        place = seen.index(part, place + 1)
    assert text(html, "a2").startswith("第二篇")


def test_titles_of_an_issue() -> None:
    def headings(issue: Bulletin) -> str:
        html = pages(archive(issue))["bulletins/lanchuan/2024/021.html"]
        (heading,) = re.findall(r"<h1.*?</h1>", html, re.DOTALL)
        return text(heading)

    assert headings(bulletin()) == "澜川卫生健康动态 2024年第21期"
    no_number = bulletin(title="澜川卫生健康动态 2024年8月", issue=None, issue_printed=None)
    assert headings(no_number) == "澜川卫生健康动态 2024年8月"
    named = bulletin(title="全市医改经验专辑", issue=None, issue_printed=None)
    assert headings(named) == "全市医改经验专辑"


def test_a_collected_page_says_its_title_once() -> None:
    page = bulletin(
        article(title="澜川举办活动"), series="xinwen", title="澜川举办活动", issue=None, name="x"
    )
    html = pages(archive(page))["bulletins/xinwen/2024/x.html"]
    assert len(re.findall("<h1", html)) == 1
    assert not re.search("<h2[^>]*>(<[^>]*>)*澜川举办活动", html)


def test_an_article_stands_alone() -> None:
    issue = bulletin(article(1), article(2, title="第二篇", department=("青禾县人民医院",)))
    earlier = bulletin(name="020", title="旧", issue=20, date=PartialDate(2024, 5))
    html = pages(archive(issue, earlier))["bulletins/lanchuan/2024/021/1.html"]
    seen = text(html, "main")
    for part in (
        "澜川卫生健康动态 2024年第21期",
        "2024年8月23日",
        "青禾县卫生健康委员会",
        "第二篇",
    ):
        assert part in seen
    assert "../021.html#a1" in links(html)
    assert "../../../../department/qinghe-wjw.html" in links(html)
    assert "../020/1.html" in links(html)


def test_the_same_office_shows_what_is_near_in_time() -> None:
    issues = [
        bulletin(name=f"{n:03}", issue=n, title=f"第{n}期", date=PartialDate(2024, n))
        for n in range(12, 0, -1)
    ]
    html = pages(archive(*issues))["bulletins/lanchuan/2024/006/1.html"]
    near = [link for link in links(html) if re.fullmatch(r"\.\./0\d\d/1\.html", link)]
    assert near == [f"../{n:03}/1.html" for n in (9, 8, 7, 5, 4)]


def test_an_office_counts_those_that_are_part_of_it() -> None:
    offices = Taxonomy(
        "department",
        (
            Term("wei", "市委员会", "委局"),
            Term("ke", "市委员会科", "科室", parent="市委员会"),
        ),
    )
    issue = bulletin(
        article(1, department=("市委员会科", "市委员会"), county=()),
        article(2, title="二", department=("市委员会科",), county=()),
    )
    made = pages(replace(archive(issue), departments=offices))
    assert "2 篇 其中本单位 1 篇" in text(made["department/wei.html"])
    assert "其中本单位" not in text(made["department/ke.html"])


def test_counties_of_other_places_stand_apart() -> None:
    counties = Taxonomy(
        "county",
        (
            Term("a", "甲县", "county", prefecture="东市", province="某省"),
            Term("z", "东开发区", "zone", prefecture="东市", province="某省"),
            Term("b", "乙县", "county", prefecture="西市", province="某省"),
        ),
    )
    source = replace(
        archive(bulletin(article(county=("乙县",), department=()))),
        counties=counties,
        departments=Taxonomy("department"),
    )
    seen = text(pages(source)["county/index.html"], "main")
    assert re.search("东市 甲县 0 功能区 东开发区 0 西市 乙县 1", seen)


def test_a_big_county_stays_small() -> None:
    body = tuple(article(n, title=f"第{n}篇") for n in range(1, 81))
    issues = [
        bulletin(*body, name=f"{year}", folder=f"{year}", title=f"{year}", date=PartialDate(year))
        for year in range(2024, 2021, -1)
    ]
    made = pages(archive(*issues))
    html = made["county/qinghe.html"]
    assert len(re.findall("<li>\\s*<time", html)) == LISTED
    assert "更早的 40 篇请按上面的年份查看。" in text(html)
    years = [link for link in links(html) if re.fullmatch(r"qinghe/\d+\.html", link)]
    assert years == [f"qinghe/{year}.html" for year in range(2024, 2021, -1)]
    assert len(re.findall("<li>\\s*<time", made["county/qinghe/2022.html"])) == 80


def test_a_partial_date_invents_nothing() -> None:
    made = pages(archive(bulletin(date=PartialDate(2024, 5), date_printed=None)))
    seen = text(made["bulletins/lanchuan/2024/021.html"], "main")
    assert "2024年5月" in seen
    assert not re.search("5月\\s*\\d", seen)


def test_neighbours_are_of_the_same_series() -> None:
    middle = bulletin()
    news = bulletin(series="xinwen", name="n", title="消息", date=PartialDate(2024, 8, 22))
    old = bulletin(name="020", title="旧", issue=20, date=PartialDate(2024, 1))
    html = pages(archive(middle, news, old))["bulletins/lanchuan/2024/021.html"]
    assert re.findall('<a href="([^"]*)" rel="prev"', html) == ["020.html"]
    assert 'rel="next"' not in html


def test_collation_counts_what_is_mechanical_and_shows_what_is_not() -> None:
    review = Review(
        repairs=(
            Repair("space", 3, "第 77 期", "第77期"),
            Repair("space", 9, "8 月", "8月"),
            Repair("page-join", 12, "切实加强培养\n质量", "切实加强培养质量"),
            Repair("heading-level", 20, "## 二、目标", "### 二、目标"),
            Repair("width", 21, "精神,认真(试行)", "精神，认真（试行）"),
            Repair("markup", 22, "甲<br>乙", "甲乙"),
            Repair("misprint", 45, "青木县第二", "青禾县第二"),
            Repair("a-rule-of-tomorrow", 46, "甲", "乙"),
        ),
        flags=(
            Flag("township", 71, "咎岗乡", "疑为误字，请核对。"),
            Flag("foot", 0, "", "缺报尾。"),
        ),
    )
    html = pages(archive(bulletin(review=review)))["bulletins/lanchuan/2024/021.html"]
    seen = text(html, "collation")
    assert "第71行 咎岗乡 疑为误字，请核对。" in seen
    assert "缺报尾。" in seen
    assert "第45行 改正地名误字 青木县第二 青禾县第二" in seen
    assert "第46行 a-rule-of-tomorrow 甲 乙" in seen
    assert "去掉多余空格 2 处" in seen
    for mechanical in ("切实加强培养", "二、目标", "认真", "甲乙"):
        assert mechanical not in seen


def test_review_state_and_original() -> None:
    html = pages(archive())["bulletins/lanchuan/2024/021.html"]
    assert "尚未人工校核" in text(html)
    assert "../../../originals/lanchuan-2024-021.txt" in links(html)
    assert "ab" * 32 in text(html)
    reviewed = replace(archive(bulletin(reviewed=PartialDate(2025, 1, 2))), originals=())
    html = pages(reviewed)["bulletins/lanchuan/2024/021.html"]
    assert "2025年1月2日经人工校核。" in text(html)
    assert "originals" not in html


def test_what_became_of_a_text_is_said() -> None:
    one = article(
        status="replaced",
        status_date=PartialDate(2025, 3),
        status_note="数字有误。",
        replaced_by="lanchuan/2024/022/1",
    )
    made = pages(archive(bulletin(name="022", title="新", issue=22), bulletin(one)))
    for path, link in (
        ("bulletins/lanchuan/2024/021.html", "022/1.html"),
        ("bulletins/lanchuan/2024/021/1.html", "../022/1.html"),
    ):
        assert "已被新文本取代。 2025年3月" in text(made[path])
        assert "数字有误。" in text(made[path])
        assert link in links(made[path])


def test_about_is_the_owners_text_or_a_good_one() -> None:
    assert "“澜川简报汇编”收录简报 1 期、文章 1 篇" in text(pages(archive())["about.html"])
    own = pages(replace(archive(), about="### 说明\n\n自己的话。"))["about.html"]
    assert "自己的话。" in text(own)
    assert "收录简报 1 期" not in text(own, "main")
    for html in (own, pages(archive())["about.html"]):
        assert "不使用 Cookie" in text(html, "main")


def test_the_error_page_finds_its_files_at_any_depth() -> None:
    html = pages(archive(base_url="https://example.org/a/b"))["404.html"]
    assert '<base href="/a/b/">' in html
    assert "404.html#main" in links(html)
    assert html.index("<base") < html.index("href=", html.index("<base") + 20)
    without = pages(archive(base_url=None))
    assert "<base" not in "".join(without.values())
    assert "canonical" not in "".join(without.values())


def test_hostile_text_stays_text() -> None:
    evil = "<script>alert(1)</script>\"'{{ 7 * 7 }}{% raw %}"
    issue = bulletin(
        article(
            title=evil, attribution=evil, kicker=evil, subtitle=evil, authors=(evil,), body=evil
        ),
        title=evil,
        issuer=evil,
        banner=evil,
        issue_printed=evil,
        date_printed=evil,
        report_to=(evil,),
        editor=evil,
        preface=evil,
        status="corrected",
        status_date=PartialDate(2024),
        status_note=evil,
        review=Review((Repair(evil, 1, evil, "x"),), (Flag(evil, 1, evil, evil),)),
    )
    source = archive(issue, title=evil, description=evil)
    source = replace(
        source,
        about=evil,
        counties=Taxonomy("county", (Term("a", evil, "county", prefecture=evil),)),
        departments=Taxonomy("department", (Term("b", evil, evil, aliases=(evil,)),)),
        site=replace(
            source.site, license=evil, series=(Series("lanchuan", evil, description=evil),)
        ),
    )
    source = replace(
        source,
        bulletins=(
            replace(
                issue, articles=(replace(issue.articles[0], department=(evil,), county=(evil,)),)
            ),
        ),
    )
    for html in pages(source).values():
        assert "<script>alert" not in html
        assert "49" not in re.sub(r"[0-9a-f]{10,}", "", html)


def test_an_issue_that_is_called_as_its_series_goes_by_its_date() -> None:
    name = "澜川卫生健康动态"
    dated = bulletin(name="2", title=name, issue=None, issue_printed=None)
    undated = replace(dated, name="1", folder="undated", date=None, date_printed=None)
    made = pages(archive(dated, undated))
    page = made["bulletins/lanchuan/2024/2.html"]
    (shown,) = re.findall(r"<h1.*?</h1>", page)
    assert text(shown) == f"{name} 2024年8月23日"
    assert "2024年 2024年8月23日" in text(page)
    for path in ("index.html", "year/2024.html", "bulletins/lanchuan/2024/2/1.html"):
        assert f"{name} {name}" not in text(made[path])
    (shown,) = re.findall(r"<h1.*?</h1>", made["bulletins/lanchuan/undated/1.html"])
    assert text(shown) == f"{name} 日期不详"


# --- the first page ---------------------------------------------------------------------------


def test_the_first_page_shows_how_the_first_articles_of_a_long_issue_begin() -> None:
    long = "推进医共体建设。" * 30
    articles = [article(n, title=f"第{n}篇", kicker="头条新闻", body=long) for n in range(1, 7)]
    html = pages(archive(bulletin(*articles)))["index.html"]
    leads = re.findall(r'<article class="lead-article.*?</article>', html, re.DOTALL)
    assert [re.findall("第[0-9]篇", lead) for lead in leads] == [["第1篇"], ["第2篇"], ["第3篇"]]
    assert "头条新闻" in leads[0]
    assert re.search("推进医共体建设。.{10,90}…", text(leads[0]))
    rest = html[html.index('<ol class="contents"') :]
    assert re.findall("第[0-9]篇", rest[: rest.index("</ol>")]) == ["第4篇", "第5篇", "第6篇"]
    short = pages(archive(bulletin(*articles[:2])))["index.html"]
    assert short.count('<article class="lead-article') == 1


# --- charts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([], []),
        ([0, 0], []),
        ([5], [5]),
        ([1, 1, 1, 9], [1, 9]),
        ([193, 204, 210, 217, 225, 231, 238, 245], [204, 217, 231, 245]),
    ],
)
def test_classes_have_about_as_many_places_each(counts: list[int], bounds: list[int]) -> None:
    assert charts.classes(counts) == bounds
    assert [charts.level(bound, bounds) for bound in bounds] == [*range(1, len(bounds) + 1)]
    assert charts.level(0, bounds) == 0


def test_a_legend_names_the_figures_of_each_class() -> None:
    shown = [(one["level"], one["first"], one["last"]) for one in charts.legend([1, 4, 9])]
    assert shown == [(1, 1, 1), (2, 2, 4), (3, 5, 9)]


def test_a_matrix_tells_nothing_reported_from_nothing_issued() -> None:
    issues = [
        bulletin(article(county=("石桥区",)), name="3", date=PartialDate(2024, 10, 9)),
        bulletin(article(1), article(2), name="2", date=PartialDate(2024, 8)),
        bulletin(name="1", date=PartialDate(2022)),
        bulletin(folder="undated", name="0", date=None),
    ]
    made = pages(archive(*issues))
    rows = re.findall(r"<tr>.*?</tr>", made["coverage/county/2024.html"], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    figures = [[text(cell) for cell in row] for row in cells]
    assert figures[1] == ["青禾县", *"–" * 7, "2", "–", "0", "–", "–", "2"]
    assert figures[2] == ["石桥区", *"–" * 7, "0", "–", "1", "–", "–", "1"]
    assert figures[3] == ["高新区", *"–" * 7, "0", "–", "0", "–", "–", "0"]
    link = 'href="../../county/qinghe/2024.html#m08" aria-label="青禾县 8月 2 篇">2</a>'
    assert link in made["coverage/county/2024.html"]
    assert 'id="m08"' in made["county/qinghe/2024.html"]
    rows = re.findall(r"<tr>.*?</tr>", made["coverage/county.html"], re.DOTALL)
    assert text(rows[1]) == "青禾县 1 – 2 4"
    assert "没有日期" in text(made["coverage/county.html"])


def test_the_years_show_the_months_without_an_issue() -> None:
    """Also the year in between that has none; the total counts the issue without a month."""
    issues = [
        bulletin(name="4", date=PartialDate(2024, 8, 5)),
        bulletin(name="3", date=PartialDate(2024, 8)),
        bulletin(name="2", date=PartialDate(2024)),
        bulletin(name="1", date=PartialDate(2022, 1)),
        bulletin(name="0", date=None),
    ]
    made = pages(archive(*issues))
    rows = re.findall(r"<tr>.*?</tr>", made["year/index.html"], re.DOTALL)
    assert [text(row).split() for row in rows[1:]] == [
        ["2024年", *"–" * 7, "2", *"–" * 4, "3"],
        ["2023年", *"–" * 12, "0"],
        ["2022年", "1", *"–" * 11, "1"],
    ]
    assert 'href="2024.html#m08"' in rows[1]
    assert 'id="m08"' in made["year/2024.html"]
    assert "href" not in rows[2]


def test_a_calendar_has_the_days_of_issue() -> None:
    days = [
        bulletin(name=str(n), issue=n, title=f"第{n}期", date=PartialDate(2024, 2, day))
        for n, day in ((4, 29), (3, 29), (1, 5))
    ]
    dayless = bulletin(name="5", date=PartialDate(2024, 3))
    html = pages(archive(*days, dayless, bulletin(name="2", date=PartialDate(2024))))[
        "year/2024.html"
    ]
    head, january, february, march, *_ = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    assert re.findall(r"<th[^>]*>(\d+)</th>", head) == [str(day) for day in range(1, 32)]
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", february)
    assert len(cells) == 30
    assert cells[29] == (' class="over" colspan="2"', "")
    linked = {n: re.findall('href="([^"]*)"', cell) for n, (_, cell) in enumerate(cells, 1) if cell}
    assert linked == {5: ["../bulletins/lanchuan/2024/1.html"], 29: ["#m02"]}
    assert text(january) == "1月 未收录"
    assert text(march) == "3月 1 期，日期不详"
    assert 'href="#m03"' in march
    assert 'id="m03"' in html
    undated = pages(archive(bulletin(date=PartialDate(2024))))["year/2024.html"]
    assert "calendar" not in undated


def test_bars_leave_no_year_out() -> None:
    issues = [
        bulletin(name=f"{n}", folder=f"{year}", title=f"{year}-{n}", date=PartialDate(year))
        for year, n in ((2024, 1), (2021, 1), (2021, 2))
    ]
    undated = bulletin(name="0", folder="undated", title="旧", date=None)
    bars = pages(archive(*issues, undated))["year/index.html"]
    shown = re.findall(r"<li>.*?</li>", bars[bars.index('class="bars"') :], re.DOTALL)
    shown = [bar for bar in shown if "<rect" in bar]
    assert [text(bar) for bar in shown] == [
        "日期不详 1 期",
        "2024年 1 期",
        "2023年 0 期",
        "2022年 0 期",
        "2021年 2 期",
    ]
    assert [re.findall('height="(\\d+)"/', bar)[0] for bar in shown] == ["30", "30", "0", "0", "60"]
    assert ["<a " in bar for bar in shown] == [True, True, False, False, True]


def test_an_issue_that_is_named_by_its_date_shows_it_once() -> None:
    date = PartialDate(2024, 7, 24)
    named = bulletin(
        name="2024-07-24", issue=None, title="澜川卫生健康动态 2024年7月24日", date=date
    )
    made = pages(archive(named))
    home = made["index.html"]
    newest = home[home.index('class="newest"') : home.index("</section>")]
    assert text(newest).count("2024年7月24日") == 1
    rows = made["series/lanchuan.html"]
    start = rows.index('<ul class="rows">')
    row = rows[start : rows.index("</ul>", start)]
    assert text(row) == "2024-07-24 青禾县建设医共体 1 篇"
    numbered = pages(archive(bulletin(date=date)))["series/lanchuan.html"]
    assert "2024年第21期 青禾县建设医共体" in text(numbered)


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("", 8),
        ("澜川动态", 8),
        ("澜川卫生健康动态", 8),
        ("澜川卫生健康体育动态", 10),
        ("CDC 简报", 8),
        ("澜川市深化医药卫生体制改革领导小组办公室 工作简报", 12),
        ("澜川市统筹推进紧密型县域医疗卫生共同体建设领导小组办公室 工作简报", 10),
        ("工作简报" * 6, None),
    ],
)
def test_the_width_of_a_masthead(name: str, width: int | None) -> None:
    assert values.masthead_width(name) == width


def test_gaps_are_told_between_known_numbers_only() -> None:
    issues = [
        bulletin(name=str(n), issue=n, title=f"第{n}期", date=PartialDate(2024, 1 + n // 2))
        for n in (9, 5, 3)
    ]
    html = pages(archive(*issues))["series/lanchuan/2024.html"]
    assert "首尾两期之间未收录：第4期、第6至8期" in text(html)
    whole = pages(archive(bulletin()))["series/lanchuan/2024.html"]
    assert "首尾两期之间" not in text(whole, "main")


def test_the_map_of_tiles_shows_who_has_a_place() -> None:
    counties = Taxonomy(
        "county",
        (
            Term("qinghe", "青禾县", "county", short="青禾", tile="3,2"),
            Term("shiqiao", "石桥少数民族自治县", "county", tile="2,4"),
            Term("gaoxin", "高新区", "zone"),
        ),
    )
    source = replace(archive(), counties=counties, departments=Taxonomy("department"))
    issue = bulletin(article(department=()))
    html = pages(replace(source, bulletins=(issue,)))["county/qinghe.html"]
    drawing = html[html.index("<svg") : html.index("</svg>", html.index('class="tiles"'))]
    drawing = drawing[drawing.rindex("<svg") :]
    assert 'viewBox="0 0 200 300"' in drawing
    assert text(drawing) == "青禾 1 石桥少… 0"
    assert 'href="qinghe.html" aria-label="青禾 1 篇" aria-current="page"' in drawing
    assert '<g class="d1"><rect x="102" y="2"' in drawing
    assert '<g class="d0"><rect x="2" y="202"' in drawing
    table = html[html.index('<details class="map-table">') :]
    assert text(table[: table.index("</details>")]).endswith("青禾县 1 石桥少数民族自治县 0")
    assert "tiles" not in pages(archive())["index.html"]


# --- every page -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["typical", "minimal", "hostile", "corrected"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_made(name: str, language: Language) -> None:
    source = load.load(SITES / name / "content")
    source = replace(source, site=replace(source.site, language=language))
    for path, html in pages(source).items():
        assert html.startswith("<!doctype html>\n"), path
        assert f'<html lang="{language}">' in html
        found = elements(html)
        names = [tag for tag, _ in found]
        assert (names.count("h1"), names.count("title"), names.count("main")) == (1, 1, 1), path
        levels = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]
        assert all(below <= above + 1 for above, below in pairwise(levels)), (path, levels)
        ids = [attributes["id"] for _, attributes in found if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        for tag, attributes in found:
            assert tag != "style", path
            assert tag != "script" or "src" in attributes or "json" in (attributes["type"] or "")
            for name, value in attributes.items():
                assert name != "style", path
                assert not name.startswith("on"), path
                assert not (value or "").lower().startswith(("javascript:", "vbscript:"))


def test_the_terms_of_use_are_on_the_page_about_the_site() -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    html = pages(archive(license="CC BY 4.0", license_url=address))["about.html"]
    assert f'<a href="{address}" rel="license">CC BY 4.0</a>' in html
    assert "使用条件" in text(pages(archive(license="仅供内部使用"))["about.html"])
    assert "使用条件" not in text(pages(archive())["about.html"])


def test_every_page_says_who_runs_the_site_and_how_it_is_registered() -> None:
    made = pages(load.load(SITES / "corrected" / "content"))
    for path, html in made.items():
        foot = html[html.index('<footer class="site-footer">') :]
        for said in (
            "主办单位：<span>澜川市卫生健康委员会</span>",
            '<a href="tel:0999-6123456">0999-6123456转801</a>',
            '<a href="mailto:jianbao@lanchuan.example">',
            "澜川市青年路1号",
            "网站标识码：4199000001",
            '<a href="https://beian.miit.gov.cn/" rel="external noopener">豫ICP备99000001号-1</a>',
            '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=41990102000001"',
        ):
            assert said in foot, path
    assert '<h2 id="contact">联系方式</h2>' in made["about.html"]
    assert "foot-facts" not in pages(archive())["index.html"]


def test_a_reader_reports_an_error_with_the_page_named() -> None:
    contact = Contact(email="jianbao+a@lanchuan.example")
    title = "甲 & 乙 <b>50%</b>?"
    source = archive(bulletin(article(title=title)), contact=contact)
    path = "bulletins/lanchuan/2024/021/1.html"
    made = pages(source)
    [mail] = re.findall(r'href="(mailto:[^"]*subject[^"]*)"', made[path])
    parts = urlsplit(unescape(mail))
    assert unquote(parts.path) == "jianbao+a@lanchuan.example"
    said = {key: values[0] for key, values in parse_qs(parts.query).items()}
    assert said["subject"] == f"勘误：{title}"
    assert said["body"].splitlines()[:2] == [f"网页：{title}", f"{ADDRESS}{path}"]
    assert "subject" not in made["404.html"]
    assert "mailto:" not in pages(archive())["index.html"]


def test_dates_may_be_in_another_language_than_the_interface() -> None:
    home = pages(archive(language="en", date_language="zh-CN"))["index.html"]
    assert '<time datetime="2024-08-23" lang="zh-CN">2024年8月23日</time>' in home
    assert "No cookies" in home
    chinese = pages(archive(date_language="zh-CN"))
    assert chinese == pages(archive())


def test_an_english_site_marks_what_is_chinese() -> None:
    made = pages(archive(language="en"))
    html = made["bulletins/lanchuan/2024/021/1.html"]
    assert '<h1 class="song"' in html
    assert re.search(r'<header class="article-head" lang="zh-CN">', html)
    assert "23 August 2024" in text(html)
    assert "No. 21" in text(html)
    assert "1 article " in text(made["county/qinghe.html"])
    assert "lang=" not in pages(archive())["county/qinghe.html"].split("<html lang=")[1]


def test_a_new_bulletin_leaves_the_pages_of_old_ones_alone() -> None:
    old = [bulletin(name=str(9 - n), date=PartialDate(2023, 9 - n)) for n in range(9)]
    elsewhere = article(
        title="别处", body="另一件事。", county=("石桥区",), department=("石桥区卫生健康委员会",)
    )
    before = pages(archive(*old))
    after = pages(archive(bulletin(elsewhere), *old))
    changed = {path for path, html in before.items() if after[path] != html}
    assert {path for path in changed if path.startswith("bulletins/")} == {
        "bulletins/lanchuan/2024/9.html"  # it has a next issue now
    }
    assert "index.html" in changed
    assert "department/qinghe-wjw.html" not in changed


def test_the_same_archive_gives_the_same_bytes() -> None:
    source = load.load(SITES / "typical" / "content")
    first, second = (archives.made(render.render(source, [LAYOUTS])) for _ in range(2))
    assert first == second


# --- layouts, strings and assets --------------------------------------------------------------


def test_an_owners_layout_wins_and_ours_fill_in(tmp_path: Path) -> None:
    (tmp_path / "about.html").write_text("自己的{{ site.title }}", "utf-8")
    made = pages(archive(), tmp_path)
    assert made["about.html"] == "自己的澜川简报汇编"
    assert "<h1" in made["index.html"]


def test_a_layout_and_a_string_that_change_are_shown_at_once(tmp_path: Path) -> None:
    """Compiled layouts are kept in the process."""
    for word in ("一", "二"):
        archives.writer(tmp_path)("strings/zh-CN.yaml", f"nav: {{label: 导航{word}}}".encode())
        made = pages(archive(), tmp_path)
        assert all(f"导航{word}" in page for page in made.values())
    archives.writer(tmp_path)("about.html", b"<p>{{ t('nav.label') }}</p>")
    assert pages(archive(), tmp_path)["about.html"] == "<p>导航二</p>"


def test_an_owners_strings_are_merged_with_ours(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "zh-CN.yaml").write_text("nav:\n  county: 区县\n", "utf-8")
    seen = text(pages(archive(), tmp_path)["index.html"])
    assert "区县" in seen
    assert "单位" in seen


def test_assets_are_named_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "assets" / "deep").mkdir(parents=True)
    (tmp_path / "assets" / "site.css").write_text("b { color: red }", "utf-8")
    (tmp_path / "assets" / "deep" / "logo.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "assets" / ".DS_Store").write_bytes(b"\0")
    files = site(archive(), tmp_path)
    (style,) = (path for path in files if re.fullmatch(r"assets/site\.[0-9a-f]{10}\.css", path))
    assert files[style] == "b { color: red }"
    assert f'href="../{style}"' in files["county/qinghe.html"]
    assert any(re.fullmatch(r"assets/deep/logo\.[0-9a-f]{10}\.svg", path) for path in files)
    assert not any("DS_Store" in path for path in files)


def test_a_style_sheet_names_pictures_and_fonts_as_they_lie_in_the_folder(tmp_path: Path) -> None:
    write = archives.writer(tmp_path / "assets")
    write(
        "own.css",
        "@font-face { src: url(type/校.woff2) } a { background: url('a%20b.svg#c') }\n"
        'b { background: url( "data:,x" ) } i { background: url(none.png) }'.encode(),
    )
    write("type/校.woff2", b"font")
    write("type/print.css", b'p { src: url("../type/%E6%A0%A1.woff2") }')
    write("a b.svg", b"<svg/>")
    files = {
        re.sub(r"\.[0-9a-f]{10}", "", path): (path.removeprefix("assets/"), content)
        for path, content in site(archive(), tmp_path).items()
        if path.startswith("assets/")
    }
    font, picture = (quote(files[name][0]) for name in ("assets/type/校.woff2", "assets/a b.svg"))
    assert files["assets/own.css"][1] == (
        f'@font-face {{ src: url("{font}") }} a {{ background: url("{picture}#c") }}\n'
        'b { background: url( "data:,x" ) } i { background: url(none.png) }'
    )
    assert files["assets/type/print.css"][1] == f'p {{ src: url("{font.removeprefix("type/")}") }}'


def test_the_parts_of_a_style_sheet_are_published_within_it(tmp_path: Path) -> None:
    write = archives.writer(tmp_path / "assets")
    write(
        "own.css", b'@layer a, b;\n\n@import "parts/a.css" layer(a);\n@import "b.css" layer(b);\n'
    )
    write("parts/a.css", b"a { background: url(../a.svg) }\n")
    write("b.css", b"b { top: 0 }\n")
    write("a.svg", b"<svg/>")
    files = {
        re.sub(r"\.[0-9a-f]{10}", "", path): (path.removeprefix("assets/"), content)
        for path, content in site(archive(), tmp_path).items()
    }
    picture = files["assets/a.svg"][0]
    assert files["assets/own.css"][1] == (
        f'@layer a, b;\n\n@layer a {{\na {{ background: url("{picture}") }}\n}}\n'
        "@layer b {\nb { top: 0 }\n}\n"
    )
    assert not files.keys() & {"assets/b.css", "assets/parts/a.css"}


def test_a_missing_part_of_a_style_sheet_is_told_with_its_line(tmp_path: Path) -> None:
    archives.writer(tmp_path / "assets")("own.css", b'\n@import "a.css" layer(a);\n')
    assert failure(archive(), tmp_path).endswith(
        "assets/own.css:2: imports assets/a.css, which is not there"
    )


def test_the_parts_of_a_script_are_published_once_within_it_and_before_it(tmp_path: Path) -> None:
    write = archives.writer(tmp_path / "assets")
    write("own.js", b"// Own.\n" + refers("parts/a.js") + refers("b.js") + b"own();\n")
    write("parts/a.js", refers("../b.js") + b"a()  // without an end")
    write("b.js", refers("parts/a.js") + b"b();\n")
    files = {
        re.sub(r"\.[0-9a-f]{10}", "", path): content
        for path, content in site(archive(), tmp_path).items()
    }
    published = files["assets/own.js"].replace("\n;\n", "\n")
    assert published == "// Own.\nb();\n\na()  // without an end\nown();\n"
    assert not files.keys() & {"assets/b.js", "assets/parts/a.js"}


def refers(path: str) -> bytes:
    return f'/// <reference path="{path}" />\n'.encode()


def test_a_missing_part_of_a_script_is_told_with_its_line(tmp_path: Path) -> None:
    archives.writer(tmp_path / "assets")("search.js", b"\n" + refers("search-more.js"))
    assert failure(archive(), tmp_path).endswith(
        "assets/search.js:2: imports assets/search-more.js, which is not there"
    )


def failure(source: Archive, *own: Path) -> str:
    with pytest.raises(LayoutError) as caught:
        site(source, *own)
    return str(caught.value)


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ("<p>\n{{ nothing.here }}", "about.html:2: 'nothing' is undefined"),
        ("{% if %}", "about.html:1: Expected an expression"),
        ("\n\n{% for x in totals %}", "about.html:3: Unexpected end of template"),
        (
            '{% include "none.html" %}',
            "none.html: there is no such layout, and about.html needs it",
        ),
        (
            "a\n{{ t('no.such') }}",
            "about.html:2: there is no interface string “no.such” in strings/",
        ),
        (
            "{{ t('foot.privacy', n=1) }}{{ t('issue.number', x=1) }}",
            "strings/zh-CN.yaml does not fit: there is no {n}; it may have {x} (while",
        ),
        ("{{ 'none.css' | asset }}", "about.html:1: there is no file assets/none.css"),
        ("{{ 1 / 0 }}", "about.html:1: division by zero"),
        ("\n{{ none | relative }}", "about.html:2: "),
        ("{{ site.title + 1 }}", "about.html:1: can only concatenate str"),
        (
            '{% extends "about.html" %}',
            "about.html:1: extends or includes itself; what it stands for is shipped/about.html",
        ),
        (
            '{% extends "shipped/about.html" %}\n{% block mian %}{% endblock %}',
            "about.html:2: what it extends has no block “mian”, only body_class, ",
        ),
    ],
)
def test_a_broken_layout_is_one_line_that_says_where(
    tmp_path: Path, layout: str, message: str
) -> None:
    own = tmp_path / "layouts"
    own.mkdir()
    (own / "about.html").write_text(layout, "utf-8")
    said = failure(archive(), own)
    assert message in said
    assert said.startswith("layouts/")
    assert "\n" not in said


def test_a_layout_may_extend_the_one_that_it_stands_for(tmp_path: Path) -> None:
    own = tmp_path / "layouts"
    archives.writer(own)("assets/own.css", b":root { --red: #048; }")
    (own / "base.html").write_text(
        '{% extends "shipped/base.html" %}{% block head_meta %}<!-- a -->{% endblock %}', "utf-8"
    )
    (own / "about.html").write_text(
        '{% extends "shipped/about.html" %}{% block main %}<b>前</b>{{ super() }}{% endblock %}',
        "utf-8",
    )
    made = dict(archives.made(render.render(archive(), [own, LAYOUTS])))
    style = next(path for path in made if path.startswith("assets/own."))
    for path in ("index.html", "bulletins/lanchuan/2024/021/1.html"):
        html = made[path].decode()
        assert "<!-- a -->" in html
        assert html.index("assets/site.") < html.index(style)
    about = made["about.html"].decode()
    assert about.index("<b>前</b>") < about.index("关于本站</h1>")
    assert b"own." not in dict(archives.made(render.render(archive(), [LAYOUTS])))["index.html"]


def test_a_block_may_be_that_of_any_layout_above_or_hold_a_new_one(tmp_path: Path) -> None:
    """A wrong one is found in a layout that is extended in its turn too."""
    write = archives.writer(tmp_path)
    fill = '{%% extends "shipped/%s" %%}{%% block %s %%}{%% block own %%}甲{%% endblock %%}'
    fill += "{%% endblock %%}"
    write("term.html", (fill % ("term.html", "trail")).encode())
    assert "甲" in pages(archive(), tmp_path)["county/qinghe.html"]
    write("term.html", (fill % ("term.html", "trial")).encode())
    assert "no block “trial”" in failure(archive(), tmp_path)


def test_what_an_archives_own_layouts_hold_in_vain_is_said(tmp_path: Path) -> None:
    own = tmp_path / "layouts"
    write = archives.writer(own)
    for path in ("assets/own.css", "partials/footer.html", "partials/mine.html"):
        write(path, b"")
    uses = '{% include "partials/mine.html" %}{{ "logo.svg" | asset }}{{ t("nav." ~ "mine") }}'
    write("partials/header.html", uses.encode())
    write("assets/logo.svg", b"<svg/>")
    write("strings/en.yaml", "nav: {mine: 甲, home: 乙}\ncount: {articles: 丙}".encode())
    assert not [*render.unused([own, LAYOUTS])]

    write("own.css", b"")
    write("partials/foter.html", b"")
    write("assets/photo.jpg", b"")
    write("strings/en.yaml", "nav:\n  mine: 甲\n  conty: 乙\nqqq: 丙".encode())
    nothing = "replaces no shipped file, and nothing uses it"
    no_string = "is an unknown string that nothing uses"
    assert [problem.text() for problem in render.unused([own, LAYOUTS])] == [
        f"layouts/assets/photo.jpg: {nothing}",
        f"layouts/own.css: {nothing}; did you mean “assets/own.css”?",
        f"layouts/partials/foter.html: {nothing}; did you mean “partials/footer.html”?",
        f"layouts/strings/en.yaml:3: nav.conty: {no_string}; did you mean “nav.county”?",
        f"layouts/strings/en.yaml:4: qqq: {no_string}",
    ]
    assert not [*render.unused([LAYOUTS])]


def test_a_layout_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "about.html").write_bytes("好\n".encode() + "关于".encode("gb18030"))
    assert failure(archive(), tmp_path).endswith("about.html:2: is not UTF-8: save it as UTF-8")


def test_no_layouts_at_all(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"no interface strings for the language zh-CN"):
        archives.made(render.render(archive(), [tmp_path / "none"]))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nav: [a]", "zh-CN.yaml:1: nav: must be a text or a mapping of texts"),
        ("nav: {home: [", "zh-CN.yaml:2: a list begun with [ is not closed"),
        ("a: 1\na: 2\n", "zh-CN.yaml:2: "),
    ],
)
def test_broken_strings(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "zh-CN.yaml").write_text(content, "utf-8")
    assert message in failure(archive(), tmp_path)


def test_layouts_come_from_the_archive_then_from_the_package(tmp_path: Path) -> None:
    assert layout_folders(ROOT) == (LAYOUTS,)
    assert layout_folders(tmp_path) == (tmp_path / "layouts", LAYOUTS)


def test_both_languages_say_the_same_things_and_nothing_else() -> None:
    keys = {
        language: set(read_strings(read_layouts([LAYOUTS]), language))
        for language in ("zh-CN", "en")
    }
    plain = {
        language: {re.sub(r"\.(one|other)$", "", key) for key in found}
        for language, found in keys.items()
    }
    assert plain["zh-CN"] == plain["en"]
    templates = [path.read_text("utf-8") for path in sorted(LAYOUTS.rglob("*.html"))]
    source = "\n".join(templates) + "".join(
        map(Path.read_text, (ROOT / "jianbao" / "pages").glob("*.py"))
    )
    asked = set(re.findall(r'(?:t|say)\(\s*f?"([a-z_.]+)["{]', source))
    asked |= set(re.findall(r'"((?:count|chart|coverage)\.[a-z_]+)"', source))
    for key in plain["en"]:
        families = {key, *(key[: i + 1] for i, c in enumerate(key) if c in "._")}
        assert families & asked, f"nothing shows the string {key}"


def test_theming_names_what_is_there() -> None:
    guide = (ROOT / "docs" / "theming.md").read_text("utf-8")
    pages_of_guide = guide[guide.index("## Layouts") : guide.index("`partials/` holds")]
    assert set(re.findall(r"`([\w-]+\.html)`", pages_of_guide)) == {
        path.name for path in LAYOUTS.glob("*.html")
    }
    shared = guide[guide.index("`partials/` holds") : guide.index("## Assets")]
    for partial in re.findall(r"`([a-z]+\.html)`", shared):
        assert (LAYOUTS / "partials" / partial).is_file()
    style = (LAYOUTS / "assets" / "css" / "colours.css").read_text("utf-8")
    tokens = set(re.findall(r"^  (--[\w-]+):", style, re.MULTILINE))
    assert set(re.findall(r"`(--[a-z]\w*(?:-\w+)*)`", guide)) - {"--layouts"} == tokens - {"--h2"}
    base = (LAYOUTS / "base.html").read_text("utf-8")
    for block in re.findall(r"{% block (\w+) %}", base):
        assert f"`{block}`" in guide


# --- the golden site --------------------------------------------------------------------------


def test_the_golden_site(update_golden: bool) -> None:
    """The pages of tests/sites/typical, with the hashes in the names of assets left out."""
    made = {
        path: re.sub(r"(assets/[\w.-]+?)\.[0-9a-f]{10}\.", r"\1.", html)
        for path, html in pages(load.load(SITES / "typical" / "content")).items()
    }
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for path, html in made.items():
            target = GOLDEN / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(html.encode())
    kept = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.html")}
    assert kept == set(made)
    for path, html in made.items():
        assert (GOLDEN / path).read_bytes().decode() == html, (
            f"{path} differs: look at it, then run pytest --update-golden"
        )


def test_urls_of_the_golden_site_are_those_of_the_archive() -> None:
    source = load.load(SITES / "typical" / "content")
    for issue in source.bulletins:
        assert (GOLDEN / urls.bulletin(issue)).is_file()


# --- pages for who reviews ------------------------------------------------------------------------

DOUBTFUL = Review(
    flags=(
        Flag("typing_error", 9, "医共体建设", "请核对。", page=2),
        Flag("office_unknown", 31, "青禾县卫生健康委", "没有这个单位。"),
        Flag("privacy_mobile", 33, "139****1234", "！手机号码。"),
        Flag("date_missing", 0, "", "原件没有日期。"),
    ),
    fields=(
        ("title", "printed"),
        ("issuer", "inferred"),
        ("banner", "absent"),
        ("articles.1.county", "inferred"),
        ("articles.9.county", "inferred"),
        ("no_such_field", "printed"),
        ("editor", "no such origin"),
    ),
)


def test_doubts_are_told_in_the_language_of_the_interface() -> None:
    flags = (Flag.of(Doubt.DATE_MISSING, 0, ""), Flag("near-name", 3, "甲", "请核对。"))
    waiting = bulletin(article(1), review=Review(flags=flags))
    told = "The document has no date; find it out and add it."
    english = site(archive(waiting, language="en"))
    chinese = site(archive(waiting))
    for page in ("review/lanchuan/2024/021.html", "bulletins/lanchuan/2024/021.html"):
        assert f"<span>{told}</span>" in english[page]
        assert '<span lang="zh-CN">请核对。</span>' in english[page]
        assert told not in chinese[page]
        assert "<span>原件没有日期，请查明后补上。</span>" in chinese[page]


def test_a_bulletin_that_waits_has_a_page_of_its_doubts() -> None:
    waiting = bulletin(
        article(1, body="青禾县推进医共体建设。"),
        article(2, title="乙", body="电话139 0000 1234。"),
        review=DOUBTFUL,
    )
    html = site(archive(waiting))
    page = html["review/lanchuan/2024/021.html"]
    shown = text(page, "main")
    # What must be settled comes first, in the order of the document.
    first, others = shown.split("请核对 ", 1)
    assert "第31行 青禾县卫生健康委 没有这个单位。 看第1篇" in first
    assert "第33行 139****1234 ！手机号码。 看第2篇" in first
    assert "原件没有日期。" in first
    assert "第2页 医共体建设 请核对。 看第1篇" in others
    for path in (
        "../../../bulletins/lanchuan/2024/021.html#a2",
        "../../../originals/lanchuan-2024-021.txt",
    ):
        assert f'href="{path}"' in page
    assert "jianbao review content/bulletins/lanchuan/2024/021.md" in shown
    for row in (
        "编发单位 推断 澜川市卫生健康委员会办公室",
        "横幅 原件未载 （无）",
        "县市区 推断 青禾县",
    ):
        assert row in shown
    assert '<meta name="robots" content="noindex">' in page
    index = text(html["review/index.html"], "main")
    assert "1 期" in index
    assert "必须处理 3 处 存疑 4 处" in index
    assert 'href="review/index.html"' in html["about.html"]
    assert "review/lanchuan/2024/021.html" in html["bulletins/lanchuan/2024/021.html"]


def test_what_a_person_reviewed_or_wrote_has_none() -> None:
    reviewed = bulletin(review=DOUBTFUL, reviewed=PartialDate(2024, 9, 1))
    for source in (archive(reviewed), archive(bulletin())):
        assert [path for path in site(source) if path.startswith("review/")] == []
    page = site(archive(reviewed))["bulletins/lanchuan/2024/021.html"]
    assert 'id="collation"' in page


def test_the_gravest_come_first_among_those_that_wait() -> None:
    light = replace(DOUBTFUL, flags=DOUBTFUL.flags[:1])
    index = site(
        archive(
            bulletin(name="022", issue=22, review=light),
            bulletin(name="021", issue=21, review=DOUBTFUL),
        )
    )["review/index.html"]
    assert index.index("review/lanchuan/2024/021.html"[7:]) < index.index("lanchuan/2024/022.html")
