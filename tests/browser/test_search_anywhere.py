"""The search box of every page, results while one types, and articles opened from them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import SITES, OpenPage, served
from browser.test_search import Site, make_site, state_of, wait

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def typical(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("typical")
    return make_site(SITES / "typical", folder / "site", folder / "work")


@pytest.fixture(params=["http", "file"])
def typical_address(request: pytest.FixtureRequest, typical: Site) -> Iterator[str]:
    if request.param == "file":
        yield f"{typical.folder.as_uri()}/"
        return
    with served(typical.folder) as address:
        yield address


# --- the box of every page ------------------------------------------------------------------------


def test_the_box_of_any_page_suggests_and_a_suggestion_opens_its_page(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "county/shiqiao.html")
    assert not page.locator('head script[src*="search-archive"]').count()
    page.keyboard.press("/")
    box = page.locator("#header-search")
    expect(box).to_be_focused()
    box.press_sequentially("qinghe")
    option = page.locator("#header-search-suggestions [role=option]").first
    expect(option).to_contain_text("青禾县")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/county/qinghe.html")


def test_a_suggested_page_is_filtered_by_the_words_before_its_name(
    typical: Site, open_page: OpenPage
) -> None:
    with served(typical.folder) as address:
        page = open_page(address, "index.html")
        page.locator("#q").press_sequentially("医共体 qinghe")
        page.locator("#q-suggestions [role=option]").first.click()
        page.wait_for_url("**/county/qinghe.html?q=*")
        wait(page)
    assert state_of(page) == {"q": ["医共体"]}
    found = [
        row for row in typical.rows if row.holds("医共体") and "qinghe" in row.values["county"]
    ]
    expect(page.locator("#results")).to_have_attribute("data-total", str(len(found)))


def test_issues_and_titles_are_suggested(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "index.html")
    box = page.locator("#q")
    box.press_sequentially("第21期")
    expect(page.locator("#q-suggestions [role=option]").first).to_contain_text("21期")
    box.fill("医共体")
    expect(page.locator("#q-suggestions [role=option]").last).to_contain_text("标题")
    page.keyboard.press("Escape")
    expect(page.locator("#q-suggestions")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")


def test_keys_lead_to_the_box_but_not_while_one_types(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "index.html")
    page.keyboard.press("Control+k")
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.type("卫/健")
    expect(box).to_have_value("卫/健")


# --- results while one types ----------------------------------------------------------------------


def test_results_follow_what_is_typed_in_one_step_of_the_history(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    steps = page.evaluate("history.length")
    box = page.locator("#search-words")
    for typed in ("医", "共", "体 "):
        box.press_sequentially(typed)
        page.wait_for_function(
            "q => new URLSearchParams(location.search).get('q')?.endsWith(q)", arg=typed.strip()
        )
        wait(page)
    expect(box).to_be_focused()
    expect(box).to_have_value("医共体 ")
    assert state_of(page) == {"q": ["医共体"]}
    assert page.evaluate("history.length") == steps + 1
    assert page.locator("#results mark").first.inner_text() == "医共体"
    page.go_back()
    wait(page)
    assert state_of(page) == {}


def test_an_input_method_is_left_alone_until_it_is_done(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    box = page.locator("#search-words")
    box.focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "yi", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(800)
    assert state_of(page) == {}
    session.send("Input.insertText", {"text": "医共体"})
    page.wait_for_function("location.search.length > 1")
    assert state_of(page) == {"q": ["医共体"]}


def test_an_issue_is_not_opened_while_its_number_is_typed(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.locator("#search-words").press_sequentially("2024年第21期")
    expect(page.locator("#search-issues a")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulletins/**")


# --- an article that was opened from results ------------------------------------------------------


def opened_from_results(page: Page) -> Page:
    wait(page)
    page.click("#results h3 a >> nth=1")
    page.wait_for_selector(".hit-bar")
    return page


def test_an_article_says_which_result_it_is_and_leads_on(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?q=县")
    wait(page)
    total = page.get_attribute("#results", "data-total")
    titles = page.locator("#results h3 a").all_inner_texts()
    opened_from_results(page)
    bar = page.locator(".hit-bar")
    expect(bar).to_contain_text(f"结果2/{total}")
    bar.get_by_text("下一条").click()
    expect(bar).to_contain_text(f"结果3/{total}")
    assert page.locator("h1").inner_text().split() == titles[2].split()
    bar.get_by_text("返回结果").click()
    wait(page)
    assert state_of(page) == {"q": ["县"]}


def test_hits_are_gone_through_in_turn(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=县")
    opened_from_results(page)
    bar = page.locator(".hit-bar")
    hits = len(set(page.locator("mark").evaluate_all("all => all.map((one) => one.dataset.hit)")))
    assert hits > 1
    expect(bar).to_contain_text(f"命中1/{hits}")
    bar.get_by_text("下一处").click()
    expect(bar).to_contain_text(f"命中2/{hits}")
    expect(page.locator("mark[aria-current]")).to_be_in_viewport()
    expect(bar.get_by_text("下一处")).to_be_focused()
    bar.get_by_text("上一处").click()
    bar.get_by_text("上一处").click()
    expect(bar).to_contain_text(f"命中{hits}/{hits}")


def test_a_page_that_was_not_opened_from_results_says_nothing_of_them(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "bulletins/lanchuan-weisheng/2024/021/1.html#q=医共体")
    expect(page.locator(".hit-bar")).to_contain_text("命中1/")
    assert "结果" not in page.locator(".hit-bar").inner_text()
    page = open_page(typical_address, "bulletins/lanchuan-weisheng/2024/021/1.html")
    assert not page.locator(".hit-bar").count()
