"""Citing and data in a page, in a browser with a strict content security policy."""

import json
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import SITES, OpenPage, Serve, write_site
from jianbao.archive import citations, urls
from jianbao.content import load
from jianbao.text.chinese import one_line

pytestmark = pytest.mark.browser

# No exception for inline scripts or styles.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'"
)


def json_ld(page: Page) -> list[dict[str, Any]]:
    texts = page.locator('script[type="application/ld+json"]').all_text_contents()
    return [json.loads(text) for text in texts]


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve every file under `POLICY`."""
    plain = SimpleHTTPRequestHandler.end_headers

    def end_headers(self: SimpleHTTPRequestHandler) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        plain(self)

    monkeypatch.setattr(SimpleHTTPRequestHandler, "end_headers", end_headers)


@pytest.mark.usefixtures("strict")
def test_a_strict_policy_leaves_the_data_in_the_head_alone(
    open_page: OpenPage, serve: Serve, typical_site: Path
) -> None:
    page = open_page(serve(typical_site), "bulletins/lanchuan-weisheng/2024/021/1.html")
    response = page.reload()
    assert response
    assert response.header_value("content-security-policy") == POLICY
    piece, trail = json_ld(page)
    assert piece["@type"] == "Article"
    assert piece["headline"] == page.locator("h1").inner_text()
    assert trail["@type"] == "BreadcrumbList"


@pytest.mark.usefixtures("strict")
def test_hostile_text_stays_in_the_data(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    write_site(SITES / "hostile", tmp_path)
    archive = load.load(SITES / "hostile" / "content")
    page = open_page(site := serve(tmp_path))
    for bulletin in archive.bulletins:
        page.goto(site + quote(urls.bulletin(bulletin)))
        assert json_ld(page)[0]["name"] == one_line(bulletin.title)
        for article in bulletin.articles:
            page.goto(site + quote(urls.article(bulletin, article)))
            assert json_ld(page)[0]["headline"] == one_line(article.title)
            assert page.locator('meta[name="ArticleTitle"]').get_attribute("content") == one_line(
                article.title
            )


def test_a_reference_can_be_copied(open_page: OpenPage, serve: Serve, typical_site: Path) -> None:
    page = open_page(
        serve(typical_site),
        "bulletins/lanchuan-weisheng/2024/021/1.html",
        permissions=["clipboard-read", "clipboard-write"],
    )
    archive = load.load(SITES / "typical" / "content")
    bulletin = next(b for b in archive.bulletins if b.name == "021")
    citation = citations.cite(archive, bulletin, bulletin.articles[0])
    section = page.locator("section.cite")
    section.locator("button").first.click()
    section.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == citations.gbt7714(citation)
    section.get_by_text("BibTeX").first.click()
    assert section.locator("pre").first.inner_text() == citations.bibtex(citation)
    assert citation.sha256
    assert section.get_by_text(citation.sha256, exact=True).count() == 1


def test_selected_text_is_copied_with_its_reference_and_the_address_of_its_paragraph(
    open_page: OpenPage, serve: Serve, typical_site: Path
) -> None:
    path = "bulletins/lanchuan-weisheng/2024/021/1.html"
    page = open_page(serve(typical_site), path, permissions=["clipboard-read", "clipboard-write"])
    bar = page.locator("[data-selection]")
    expect(bar).to_be_hidden()
    paragraph = page.locator(".text p[id]").nth(1)
    words = paragraph.evaluate(
        """(paragraph) => {
          const node = [...paragraph.childNodes].find((one) => one.nodeType === Node.TEXT_NODE);
          getSelection().setBaseAndExtent(node, 0, node, 8);
          return node.data.slice(0, 8);
        }"""
    )
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="复制引文").click()
    expect(bar.get_by_role("button").first).to_have_text("已复制")
    quoted, reference, address = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert quoted == f"“{words}”（第2段）"
    assert reference == page.locator("#cite-text").inner_text()
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert address == f"{canonical}#{paragraph.get_attribute('id')}"
    page.evaluate("getSelection().removeAllRanges()")
    expect(bar).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.side-column'))")
    expect(bar).to_be_hidden()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_reader_may_choose_light_and_dark(
    system: Any, open_page: OpenPage, serve: Serve, typical_site: Path
) -> None:
    page = open_page(serve(typical_site), color_scheme=system)

    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    colours = {}
    page.click(".reader summary")
    for theme in ("light", "dark", "auto"):
        page.click(f"[data-setting=theme][data-value={theme}]")
        colours[theme] = paper()
        page.reload()
        assert paper() == colours[theme]
        page.click(".reader summary")
        chosen = page.locator(f"[data-setting=theme][data-value={theme}]")
        expect(chosen).to_have_attribute("aria-pressed", "true")
    assert colours["light"] != colours["dark"]
    assert colours["auto"] == colours[system]


def test_more_contrast_is_given_to_those_whose_system_asks_for_it(
    open_page: OpenPage, serve: Serve, typical_site: Path
) -> None:
    page = open_page(serve(typical_site), contrast="more")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.click(".reader summary")
    page.click("[data-setting=contrast][data-value=normal]")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(0, 0, 0)"
