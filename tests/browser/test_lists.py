"""The lists of counties, offices, series and years in Chromium, filtered in place: held against
plain Python over the archive."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from bench.generate import generate
from playwright.sync_api import Page, expect
from truth import Row

from browser.conftest import OpenPage, served
from browser.test_pages import PHONE, overflow, violations
from browser.test_search import TALL, Site, make_site, shown_counts, wait

pytestmark = pytest.mark.browser

COUNTY = "county-03"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """240 generated articles over three years."""
    root = tmp_path_factory.mktemp("lists")
    generate(root / "content", 30, 3)
    return make_site(root, root / "site", root / "work")


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(site.folder, "/archives/") as address:
        yield address


def listed(page: Page) -> list[str]:
    """The articles that the list of results shows, by their addresses from the site's root."""
    wait(page)
    links = page.eval_on_selector_all("#results h3 a", "links => links.map(link => link.href)")
    return [link.split("/archives/")[1] for link in links]


def urls(rows: list[Row], **values: str) -> list[str]:
    return [
        row.url for row in rows if all(value in row.values[key] for key, value in values.items())
    ]


def test_a_list_is_filtered_in_place_and_its_address_holds_the_filter(
    site: Site, address: str, open_page: OpenPage
) -> None:
    page = open_page(address, f"county/{COUNTY}.html", viewport=TALL)
    expect(page.locator("#search")).to_be_hidden()
    page.locator("[data-finder]").first.click()
    assert listed(page) == urls(site.rows, county=COUNTY)[:30]
    expect(page.locator("#whole")).to_be_hidden()
    expect(page.locator("#search-facets [data-facet=county] input")).to_have_count(0)
    office, count = max(shown_counts(page)["department"].items(), key=lambda pair: pair[1])
    page.click(f"#search-facets input[value={office}]")
    expect(page).to_have_url(f"{address}county/{COUNTY}.html?department={office}")
    expected = urls(site.rows, county=COUNTY, department=office)
    assert len(expected) == count
    assert listed(page) == expected[:30]
    page.reload()
    assert listed(page) == expected[:30]
    page.go_back()
    expect(page.locator("#whole")).to_be_visible()


def test_a_count_beside_a_name_leads_to_exactly_these_articles(
    site: Site, address: str, open_page: OpenPage
) -> None:
    for kind, slug, facet in [("county", COUNTY, "department"), ("department", "", "county")]:
        office = Counter(office for row in site.rows for office in row.values["department"])
        page = open_page(address, f"{kind}/{slug or office.most_common(1)[0][0]}.html")
        row = page.locator(".three-parts .first .terms li").first
        count = int(row.locator(".count").inner_text())
        row.locator("a").click()
        wait(page)
        expect(page.locator("#results")).to_have_attribute("data-total", str(count))
        assert f"?{facet}=" in page.url


@pytest.mark.parametrize("path", ["series/{series}.html", "year/1996.html"])
def test_series_and_years_are_filtered_in_place(
    path: str, site: Site, address: str, open_page: OpenPage
) -> None:
    series = Counter(value for row in site.rows for value in row.values["series"])
    (name, _), *_ = series.most_common(1)
    fixed = {"year": "1996"} if "year" in path else {"series": name}
    page = open_page(address, path.format(series=name) + f"?county={COUNTY}", viewport=TALL)
    assert listed(page) == urls(site.rows, county=COUNTY, **fixed)[:30]
    page.click("#search-chips button")
    assert listed(page) == urls(site.rows, **fixed)[:30]


def test_the_oldest_come_first_if_asked(site: Site, address: str, open_page: OpenPage) -> None:
    page = open_page(address, f"county/{COUNTY}.html?sort=oldest")
    wait(page)
    days = page.eval_on_selector_all("#results time", "all => all.map(one => one.dateTime)")
    assert days == sorted(days)
    expect(page.locator("[data-sort=oldest]")).to_have_attribute("aria-pressed", "true")


def test_bars_of_years_and_months_filter(site: Site, address: str, open_page: OpenPage) -> None:
    page = open_page(address, f"county/{COUNTY}.html?page=1", viewport=TALL)
    wait(page)
    years = Counter(
        year for row in site.rows for year in row.values["year"] if COUNTY in row.values["county"]
    )
    shown = page.eval_on_selector_all(
        "#search-time button",
        """all => all.map((one) =>
          [one.dataset.value, parseInt(one.querySelector(".count").textContent)])""",
    )
    assert dict(map(tuple, shown)) == years
    page.click("#search-time [data-value='1996']")
    assert listed(page) == urls(site.rows, county=COUNTY, year="1996")[:30]
    months = page.locator("#search-time button:enabled")
    expect(page.locator("#search-time button")).to_have_count(12)
    chosen = months.first
    month, count = chosen.get_attribute("data-value"), chosen.locator(".count").inner_text()
    chosen.focus()
    page.keyboard.press("ArrowLeft")
    expect(months.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(chosen).to_be_focused()
    chosen.press("Enter")
    wait(page)
    expect(page.locator("#results")).to_have_attribute("data-total", count.split()[0])
    assert f"from={month}&to={month}" in page.url
    expect(page.locator(f"#search-time [data-value='{month}']")).to_be_focused()


def test_the_frequency_of_a_term_is_its_share_of_each_year_and_county(
    site: Site, address: str, open_page: OpenPage
) -> None:
    page = open_page(address, f"search.html?exact=1&q={quote('县')}")
    wait(page)
    page.click("#search-frequency summary")
    expect(page.locator("#search-frequency table")).to_have_count(2)
    rows = page.eval_on_selector_all(
        "#search-frequency tbody tr",
        "all => all.map(row => [...row.children].map(cell => cell.textContent.trim()))",
    )
    expected = []
    for year in sorted({y for row in site.rows for y in row.values["year"]}, reverse=True):
        base = [row for row in site.rows if year in row.values["year"]]
        held = [row for row in base if row.holds("县")]
        share = f"{100 * len(held) / len(base):.1f}%"
        expected.append([f"{year}年", str(len(held)), str(len(base)), share])
    assert rows[: len(expected)] == expected
    assert 0 < len(rows) - len(expected) <= len(site.archive.counties.terms)


def test_without_script_the_whole_list_is_there(
    site: Site, address: str, open_page: OpenPage
) -> None:
    page = open_page(address, f"county/{COUNTY}.html?department=x", java_script_enabled=False)
    expect(page.locator("#whole")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator("[data-finder]").first).to_have_attribute(
        "href", f"../search.html?county={COUNTY}"
    )
    expect(page.locator("[data-export]")).to_be_hidden()
    assert page.locator("#whole .rows li").count() == len(urls(site.rows, county=COUNTY))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_filtered_list_is_accessible_on_a_phone(
    scheme: str, site: Site, address: str, open_page: OpenPage
) -> None:
    page = open_page(
        address, f"county/{COUNTY}.html?year=1996", viewport=PHONE, color_scheme=scheme
    )
    wait(page)
    assert violations(page) == []
    assert overflow(page) == []
    page.click("#search-facets-toggle")
    assert violations(page) == []
    expect(page.locator("#search-facets-done")).to_contain_text("篇")


def test_lists_are_filtered_on_a_disk_too(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.folder.as_uri() + "/", f"county/{COUNTY}.html?year=1996", viewport=TALL)
    wait(page)
    expected = urls(site.rows, county=COUNTY, year="1996")
    links = page.eval_on_selector_all("#results h3 a", "links => links.map(link => link.href)")
    root = site.folder.as_uri() + "/"
    assert [link.removeprefix(root) for link in links] == expected[:30]


def test_who_reports_is_sorted_by_a_click_on_a_head(address: str, open_page: OpenPage) -> None:
    page = open_page(address, "reporting/department.html")
    silent = page.locator("thead th:nth-child(5)")

    def values(column: int) -> list[str]:
        cells = page.locator(f"tbody tr > :nth-child({column})")
        return list(
            cells.evaluate_all("all => all.map(c => c.dataset.value ?? c.textContent.trim())")
        )

    names = values(1)
    silent.get_by_role("button").click()
    months = [int(value) for value in values(5)]
    assert months == sorted(months, reverse=True)
    expect(silent).to_have_attribute("aria-sort", "descending")
    silent.get_by_role("button").press("Enter")
    assert [int(value) for value in values(5)] == sorted(months)
    page.locator("thead th:nth-child(2)").get_by_role("button").click()
    ranks = [int(value) for value in values(2) if value]
    assert ranks == sorted(ranks)
    assert sorted(values(1)) == sorted(names)
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) == []
