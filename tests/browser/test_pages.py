"""Every kind of page in a real browser: accessible, in one piece, readable without a script."""

import hashlib
import json
import re
import shutil
import struct
import zlib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import archives
import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from browser.conftest import LAYOUTS, SITES, OpenPage, Serve, write_site
from jianbao.archive import release
from jianbao.content import load
from jianbao.pages import render

pytestmark = pytest.mark.browser

PREFIX = "/lanchuan/"  # the path of the archive's public address, which the error page names
KINDS = {
    "home": "index.html",
    "bulletin": "bulletins/lanchuan-weisheng/2024/021.html",
    "bulletin without a masthead": "bulletins/lanchuan-news/2024/2024-05-06.html",
    "article": "bulletins/lanchuan-weisheng/2024/021/1.html",
    "counties": "county/index.html",
    "county": "county/qinghe.html",
    "county without articles": "county/yunfeng.html",
    "year of a county": "county/qinghe/2024.html",
    "coverage by county": "coverage/county.html",
    "coverage by month": "coverage/county/2024.html",
    "departments": "department/index.html",
    "department": "department/lanchuan-weijianwei.html",
    "year of a department": "department/lanchuan-weijianwei/2024.html",
    "coverage by department": "coverage/department/2024.html",
    "years": "year/index.html",
    "year": "year/2024.html",
    "undated": "year/undated.html",
    "all series": "series/index.html",
    "series": "series/lanchuan-weisheng.html",
    "year of a series": "series/lanchuan-weisheng/2024.html",
    "bulletins to review": "review/index.html",
    "review of a bulletin": "review/lanchuan-weisheng/2024/021.html",
    "original beside its text": "original/lanchuan-weisheng/2024/021.html",
    "about": "about.html",
    "error": "404.html",
    # The archive of one county, with what an office adds to it.
    "home of a county": "county-archive/index.html",
    "townships": "county-archive/township/index.html",
    "township": "county-archive/township/xinzhuang.html",
    "topics": "county-archive/topic/index.html",
    "topic": "county-archive/topic/yigongti.html",
    "county with former names": "county-archive/county/qinghe.html",
    "department with predecessors": "county-archive/department/qinghe-weijianwei.html",
    "figures of reporting": "county-archive/reporting/department.html",
    "footnotes": "county-archive/bulletins/qinghe-xinxi/2012/003.html",
    "pictures and attachments": "county-archive/bulletins/qinghe-xinxi/2016/011.html",
    "article with a picture": "county-archive/bulletins/qinghe-xinxi/2016/011/1.html",
    "own page": "county-archive/pages/shuoming.html",
    "held-back bulletin": "county-archive/bulletins/qinghe-xinxi/2024/001.html",
    "held-back own page": "county-archive/pages/caogao.html",
    "comparison": "corrected/comparison/replaced/lanchuan-weisheng/2023/001.html",
}
each_kind = pytest.mark.parametrize("path", KINDS.values(), ids=list(KINDS))

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Those that the width of the page can break.
TOUCH_RULES = ["target-size", "scrollable-region-focusable", "color-contrast"]

PHONE = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=640, height=400)  # 1280 × 800 at 200 %
DESK = ViewportSize(width=1280, height=800)
# What the margins leave of A4, and of A4 on its side, in CSS pixels.
SHEET = ViewportSize(width=589, height=850)
WIDE_SHEET = ViewportSize(width=971, height=642)


OWN_PAGE = """---
title: 使用说明
menu: header
{draft}---

先看[第3期](../bulletins/qinghe-xinxi/2012/003.md)[^1]。

| 要找 | 在哪里 |
|---|---|
| 各镇的报道 | 乡镇街道 |

![编辑部的三名编辑](pictures/bianjibu.png)

[^1]: 最早的一期。
"""
DRAFT = """---
title: 青禾信息2024年第1期
series: qinghe-xinxi
issue: 1
date: 2024-01-05
draft: true
articles:
  - title: 新年义诊
    kind: brief
---

## 新年义诊

区中医院到柳溪镇义诊，服务群众90人次。
"""


def photograph() -> bytes:
    """A grey PNG of 1200 × 800 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(name + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + name + content + checksum

    head = struct.pack(">IIBBBBB", 1200, 800, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x90" * 1200) * 800)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def attached(content: Path, name: str, text: str, more: str) -> str:
    """Write an attachment; return its entry in front matter."""
    (content / "originals").mkdir(exist_ok=True)
    (content / "originals" / name).write_text(text, "utf-8")
    received = text.encode()
    digest = hashlib.sha256(received).hexdigest()
    return f"{{file: {name}, sha256: {digest}, bytes: {len(received)}, {more}}}"


@pytest.fixture(scope="session")
def county_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A preview of tests/sites/county with a picture, attachments, pages of its own and drafts."""
    root = tmp_path_factory.mktemp("county")
    content = root / "content"
    shutil.copytree(SITES / "county" / "content", content)
    bulletins = content / "bulletins" / "qinghe-xinxi"
    attachments = [
        attached(content, "mingdan.csv", "镇,人数\n新庄镇,11800\n", "title: 各镇签约人数"),
        attached(
            content,
            "yuangao.txt",
            "县卫计局召开会。\n",
            "published: false, title: 原稿, reason: 含个人信息",
        ),
    ]
    (bulletins / "2016" / "pictures").mkdir()
    (bulletins / "2016" / "pictures" / "hui.png").write_bytes(photograph())
    issue = bulletins / "2016" / "011.md"
    text = issue.read_text("utf-8")
    text = text.replace(
        "    topics: [医共体]\n",
        f"    topics: [医共体]\n    attachments: [{', '.join(attachments)}]\n",
    ).replace("统一管理。", "统一管理。\n\n![图为推进会现场](pictures/hui.png)")
    issue.write_text(text, "utf-8")
    (bulletins / "2024").mkdir()
    (bulletins / "2024" / "001.md").write_text(DRAFT, "utf-8")
    (content / "pages" / "pictures").mkdir(parents=True)
    (content / "pages" / "pictures" / "bianjibu.png").write_bytes(photograph())
    (content / "pages" / "shuoming.md").write_text(OWN_PAGE.format(draft=""), "utf-8")
    (content / "pages" / "caogao.md").write_text(OWN_PAGE.format(draft="draft: true\n"), "utf-8")
    archive = release.marked(load.load(content), None)
    assert len(archive.pictures) == 2
    site = root / "site"
    write = archives.writer(site)
    for path, made in archives.made(render.render(archive, LAYOUTS)):
        write(path, made)
    for picture in archive.pictures:
        write(picture.file, (content / picture.file).read_bytes())
    return site


@pytest.fixture(scope="session")
def both_sites(
    typical_site: Path, county_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The typical site at the root, that of the county and one with comparisons in folders."""
    folder = tmp_path_factory.mktemp("both")
    for child in typical_site.iterdir():
        (folder / child.name).symlink_to(child)
    (folder / "county-archive").symlink_to(county_site)
    write_site(SITES / "corrected", folder / "corrected")
    return folder


@pytest.fixture
def site(both_sites: Path, serve: Serve) -> str:
    return serve(both_sites, PREFIX)


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe finds; `rules` are tags, or the one rule that a change of colours can break."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    return [f"{v['id']}: {v['help']}: {n['html']}" for v in found for n in v["nodes"]]


def overflow(page: Page) -> list[str]:
    """What reaches beyond the right edge of the page, if the page scrolls sideways."""
    return list(
        page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [...document.body.querySelectorAll("*")]
                .filter((e) => e.getBoundingClientRect().right > width + 0.5)
                .map((e) => e.outerHTML.slice(0, 120));
            }"""
        )
    )


def set_up(page: Page, **settings: str) -> None:
    """Choose the reader's `size` or `contrast`."""
    page.evaluate("chosen => Object.assign(document.documentElement.dataset, chosen)", settings)


@each_kind
def test_page_by_day(open_page: OpenPage, site: str, path: str) -> None:
    page = open_page(site, path, color_scheme="light")
    assert violations(page) == []
    check_outline(page)


@each_kind
def test_page_by_night(open_page: OpenPage, site: str, path: str) -> None:
    page = open_page(site, path, color_scheme="dark")
    assert violations(page) == []


@each_kind
def test_page_on_paper(open_page: OpenPage, site: str, path: str) -> None:
    """Nothing reaches beyond the sheet, where no one can scroll to it."""
    is_wide = "coverage/" in path
    page = open_page(site, path, viewport=WIDE_SHEET if is_wide else SHEET)
    page.emulate_media(media="print")
    assert [found for found in violations(page) if not found.startswith("target-size")] == []
    assert overflow(page) == []


@each_kind
def test_page_without_a_script(open_page: OpenPage, site: str, path: str) -> None:
    page = open_page(site)
    # A script that is empty leaves the page as one that never came, and axe can still run.
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(site + path)
    assert not page.evaluate("document.documentElement.classList.contains('js')")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_became_of_a_text(
    open_page: OpenPage, serve: Serve, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    """Corrected, replaced and withdrawn texts, and what replaced them."""
    write_site(SITES / "corrected", tmp_path)
    page = open_page(address := serve(tmp_path), color_scheme=scheme)
    for path in ("2023/001", "2023/002", "2024/001", "2024/001/2", "2024/002", "2024/002/1"):
        page.goto(f"{address}bulletins/lanchuan-weisheng/{path}.html")
        assert page.locator(".notice").count() >= 1, path
        assert violations(page) == [], path
    page.goto(f"{address}bulletins/lanchuan-weisheng/2023/012.html", wait_until="commit")
    page.wait_for_url("**/2024/002.html", wait_until="networkidle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast(open_page: OpenPage, site: str, scheme: str) -> None:
    page = open_page(site, color_scheme=scheme)
    for kind in ("home", "article", "coverage by month"):
        page.goto(site + KINDS[kind])
        set_up(page, contrast="high")
        assert violations(page, ["color-contrast"]) == [], kind


@each_kind
def test_page_on_a_narrow_phone(open_page: OpenPage, site: str, path: str) -> None:
    page = open_page(site, path, viewport=PHONE)
    assert overflow(page) == []
    assert violations(page, TOUCH_RULES) == []
    set_up(page, size="larger")
    assert overflow(page) == []
    page.set_viewport_size(ZOOMED)
    assert overflow(page) == []
    page.set_viewport_size(PHONE)
    set_up(page, size="normal")
    page.add_style_tag(content=TEXT_SPACING)
    assert overflow(page) == []
    assert clipped(page) == []


def test_without_a_script_nothing_is_lost(open_page: OpenPage, site: str) -> None:
    page = open_page(site)
    plain = open_page(site, java_script_enabled=False)
    for path in KINDS.values():
        page.goto(site + path)
        plain.goto(site + path)
        text = plain.locator("main").inner_text()
        # Copying and exporting are all that a script adds to a text.
        added = "[data-copy], [data-export]"
        page.eval_on_selector_all(added, "all => all.forEach(one => one.remove())")
        assert text.split() == page.locator("main").inner_text().split()
        assert len(text) > 20
        assert plain.locator("details.reader").is_hidden()


def check_outline(page: Page) -> None:
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(h => +h.tagName[1])"
    )
    assert levels.count(1) == 1
    body = levels[levels.index(1) :]
    assert all(below <= above + 1 for above, below in pairwise(body)), levels
    for landmark in ("header.site-header", "main", "footer.site-footer"):
        assert page.locator(landmark).count() == 1


# What a reader may set for all text (WCAG 2.2, 1.4.12).
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


def clipped(page: Page) -> list[str]:
    """What is higher than the box that hides the rest of it."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("main *, header *, footer *")].filter((e) =>
              ["hidden", "clip"].includes(getComputedStyle(e).overflowY) && e.clientHeight > 1 &&
              e.scrollHeight > e.clientHeight + 1).map((e) => e.outerHTML.slice(0, 120))"""
        )
    )


def test_the_checks_can_fail(open_page: OpenPage, site: str) -> None:
    page = open_page(site, viewport=PHONE)
    title = page.locator("h1")
    title.evaluate("h1 => { h1.style.color = '#eee' }")
    for rules in (RULES, TOUCH_RULES, ["color-contrast"]):
        assert any("color-contrast" in violation for violation in violations(page, rules))
    title.evaluate("h1 => { h1.style.whiteSpace = 'nowrap'; h1.textContent = '很'.repeat(60) }")
    assert overflow(page)
    title.evaluate("h1 => { h1.style.height = '9px'; h1.style.overflow = 'hidden' }")
    assert clipped(page)


@each_kind
def test_every_stop_of_the_keyboard_is_seen(open_page: OpenPage, site: str, path: str) -> None:
    page = open_page(site, path, viewport=DESK)
    stops: list[dict[str, Any]] = []
    page.keyboard.press("Tab")
    while stop := page.evaluate(FOCUSED):
        stops.append(stop)
        assert len(stops) < 400
        page.keyboard.press("Tab")
    assert len(stops) > 5
    assert [s["html"] for s in stops if not (s["outline"] and s["uncovered"])] == []


FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const box = e.getClientRects()[0], style = getComputedStyle(e);
  const top = document.elementFromPoint(box.x + 2, box.y + box.height / 2);
  return {
    html: e.outerHTML.slice(0, 120),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    uncovered: !!top && (e.contains(top) || top.contains(e)),
  };
}"""


def test_the_first_stop_leads_to_the_content(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["article"])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


# --- colours ----------------------------------------------------------------------------------

TEXT_PAIRS = (
    ("ink", "paper"),
    ("quiet", "paper"),
    ("red", "paper"),
    ("link", "paper"),
    ("ink", "tint"),
    ("quiet", "tint"),
    ("red", "tint"),
    ("link", "tint"),
    ("ink", "mark"),
    ("on-red", "red"),
)
EDGE_PAIRS = (("edge", "paper"), ("edge", "tint"), ("red", "paper"))


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("setting", ["normal", "high"])
def test_colours_keep_their_distance(
    open_page: OpenPage, site: str, scheme: str, setting: str
) -> None:
    page = open_page(site, color_scheme=scheme)
    page.evaluate("setting => { document.documentElement.dataset.contrast = setting }", setting)

    def colour(name: str) -> str:
        value = page.evaluate(
            "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)", name
        )
        assert re.fullmatch("#([0-9a-f]{3}){1,2}", value), f"--{name}: {value}"
        return str(value)

    least = 7 if setting == "high" else 4.5
    for front, back in TEXT_PAIRS:
        assert contrast(colour(front), colour(back)) >= least, (front, back)
    for front, back in EDGE_PAIRS:
        assert contrast(colour(front), colour(back)) >= 3, (front, back)


# --- type -------------------------------------------------------------------------------------


def test_a_name_is_one_line_on_a_phone(open_page: OpenPage, site: str) -> None:
    page = open_page(site, viewport=PHONE)
    for kind, name in (("home", "h1"), ("bulletin", ".masthead-series")):
        page.goto(site + KINDS[kind])
        height, size, width, text_size = page.locator(name).evaluate(
            """e => {
              const style = getComputedStyle(e), range = document.createRange();
              range.selectNodeContents(e);
              return [range.getBoundingClientRect().height, parseFloat(style.fontSize),
                range.getBoundingClientRect().width,
                parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.125];
            }"""
        )
        assert height < 2 * size
        assert width <= PHONE["width"] - 32
        assert size > text_size


def test_text_is_set_for_reading(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["article"], viewport=DESK)
    measure, size, line, indent, align = page.locator(".text p").first.evaluate(
        """p => { const s = getComputedStyle(p); return [p.clientWidth, parseFloat(s.fontSize),
          parseFloat(s.lineHeight), parseFloat(s.textIndent), s.textAlign]; }"""
    )
    assert 28 <= measure / size <= 40
    assert line / size == pytest.approx(1.8)
    assert indent == 2 * size
    assert align == "justify"
    # Justified and broken in the middle, a heading is torn apart.
    heading = page.locator(".text h2").first
    assert heading.evaluate("h => getComputedStyle(h).textAlign") == "start"


def test_no_line_begins_with_a_stop(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["article"])
    firsts = set()
    for width in (320, 333, 360, 375, 768):
        page.set_viewport_size(ViewportSize(width=width, height=800))
        firsts |= set(page.locator(".text").evaluate(LINE_STARTS))
    assert len(firsts) > 40
    assert firsts & set("，。、；：！？）》〉】〕」』”’％") == set()


# The first character of each line, by where it stands.
LINE_STARTS = """text => {
  const starts = [], range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let top = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".pin") || !node.data.trim()) continue;
    for (let i = 0; i < node.data.length; i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if (top === null || box.top > top + box.height / 2) starts.push(node.data[i]);
      top = box.top;
    }
  }
  return starts;
}"""


def test_bars_of_years_stand_side_by_side(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["years"], viewport=ViewportSize(width=360, height=800))
    boxes = [bar.bounding_box() for bar in page.locator(".bars li").all()]
    assert len(boxes) == 4
    assert len({box["y"] for box in boxes if box}) == 1


# --- what a reader does -----------------------------------------------------------------------


def test_a_reader_walks_from_the_home_to_a_county(
    open_page: OpenPage, typical_site: Path, site: str
) -> None:
    for start in (site, f"{typical_site.as_uri()}/"):
        page = open_page(start, "index.html")
        page.get_by_role("link", name="澜川卫生健康动态 2024年第21期").click()
        expect(page.locator("h1")).to_have_text("澜川卫生健康动态 2024年第21期")
        page.locator("nav.toc a").nth(1).click()
        assert page.url.endswith("021.html#a2")
        page.locator("#a2 h2 a").click()
        expect(page.locator("h1")).to_have_text("石桥区举办失能老年人健康服务活动")
        page.locator(".meta").get_by_role("link", name="石桥区", exact=True).click()
        expect(page.locator("h1")).to_have_text("石桥区")
        assert page.url == f"{start}county/shiqiao.html"


def test_the_search_box_goes_to_the_search_page(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["county"], allowed=("search", "Failed to load"))
    page.locator("header input[name=q]").fill("医共体")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}search.html?q=%E5%8C%BB%E5%85%B1%E4%BD%93**")


def test_the_size_of_type_is_remembered(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["article"])
    paragraph = page.locator("article .text p").first

    def size() -> str:
        return str(paragraph.evaluate("p => getComputedStyle(p).fontSize"))

    assert size() == "18px"
    page.locator("details.reader summary").click()
    for name, expected in (("大", 22), ("特大", 28)):
        page.get_by_role("button", name=name, exact=True).click()
        assert round(float(size().removesuffix("px"))) == expected
    page.goto(site + KINDS["bulletin"])
    assert round(float(size().removesuffix("px"))) == 28
    page.locator("details.reader summary").click()
    expect(page.get_by_role("button", name="特大")).to_have_attribute("aria-pressed", "true")


def test_a_choice_is_there_before_anything_is_seen(open_page: OpenPage, site: str) -> None:
    page = open_page(site)
    page.evaluate("localStorage.setItem('jianbao.size', 'large')")
    page.add_init_script(
        """new MutationObserver(() => {
          if (document.body && !window.first) window.first = document.documentElement.dataset.size;
        }).observe(document, {childList: true, subtree: true});"""
    )
    page.reload()
    assert page.evaluate("window.first") == "large"


def test_each_paragraph_has_a_link(open_page: OpenPage, site: str) -> None:
    page = open_page(site, KINDS["article"])
    first, second = page.locator(".text p").nth(0), page.locator(".text p").nth(1)
    pin = second.locator(".pin")
    expect(pin).to_be_hidden()
    second.hover()
    expect(pin).to_be_visible()
    pin.click()
    assert page.url.endswith(f"/1.html#{second.get_attribute('id')}")
    page.locator("details.reader summary").click()
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.get_by_role("link", name="第1段的链接")).to_be_visible()
    assert first.inner_text().startswith("1")
    copied = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('.text p'));"
        " return getSelection().toString() }"
    )
    assert copied.startswith("青禾县")
    assert violations(page) == []


SPEECH = """(() => {
  const said = (window.said = []), voices = [{lang: "en-US", localService: true}];
  if (CHINESE) voices.push({lang: "zh-CN", localService: LOCAL, name: "甲"});
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak: (u) => { said.push(u.text); window.finish = () => u.onend(); },
    cancel: () => said.push("cancel"),
    pause: () => said.push("pause"),
    resume: () => said.push("resume"),
  });
  Object.defineProperty(window, "speechSynthesis", {value: speech});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()"""


def test_reading_aloud(open_page: OpenPage, site: str) -> None:
    page = open_page(site)
    page.add_init_script(SPEECH.replace("CHINESE", "true").replace("LOCAL", "true"))
    page.goto(site + KINDS["article"])

    def button(name: str) -> Locator:
        return page.locator(".aloud").get_by_role("button", name=name, exact=True)

    button("朗读").click()
    expect(page.locator("h1.speaking")).to_be_visible()
    page.evaluate("finish()")
    expect(page.locator(".text p").first.and_(page.locator(".speaking"))).to_be_visible()
    button("暂停").click()
    button("继续").click()
    page.evaluate("finish()")
    said = page.evaluate("said")
    assert said[0] == "青禾县建设紧密型医共体 让群众在家门口看好病"
    assert said[1].startswith("青禾县把医共体建设")
    assert said[2:] == ["pause", "resume", "一、强龙头，县级医院有本领"]
    button("停止").click()
    expect(page.locator(".speaking")).to_have_count(0)
    expect(button("朗读")).to_be_focused()
    assert page.evaluate("said.at(-1)") == "cancel"
    page.evaluate("finish()")
    assert page.evaluate("said.at(-1)") == "cancel"


@pytest.mark.parametrize(("chinese", "local"), [("false", "true"), ("true", "false")])
def test_no_voice_of_the_device_no_reading_aloud(
    open_page: OpenPage, site: str, chinese: str, local: str
) -> None:
    page = open_page(site)
    page.add_init_script(SPEECH.replace("CHINESE", chinese).replace("LOCAL", local))
    page.goto(site + KINDS["article"])
    expect(page.locator(".aloud")).to_be_hidden()


def test_refused_storage_breaks_nothing(open_page: OpenPage, site: str) -> None:
    page = open_page(site)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
    )
    page.reload()
    page.locator("details.reader summary").click()
    page.get_by_role("button", name="特大").click()
    assert page.evaluate("document.documentElement.dataset.size") == "larger"


def test_an_unknown_address_gets_a_whole_page_at_any_depth(open_page: OpenPage, site: str) -> None:
    page = open_page(site, "county/none/at/all.html", allowed=("404 (Not Found)",))
    expect(page.locator("h1")).to_have_text("找不到网页")
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"
    page.get_by_role("link", name="2024年").first.click()
    assert page.url == f"{site}year/2024.html"


def test_paper_shows_the_text_and_its_address_alone(open_page: OpenPage, site: str) -> None:
    for kind in ("bulletin", "article"):
        page = open_page(site, KINDS[kind])
        expect(page.locator("p.address")).to_be_hidden()
        page.emulate_media(media="print")
        address = page.locator("p.address")
        expect(address).to_be_visible()
        expect(address).to_contain_text(f"https://archive.example.org{PREFIX}{KINDS[kind]}")
        for gone in ("header.site-header", "footer.site-footer", "nav.trail", ".side-column"):
            expect(page.locator(f"{gone}:visible")).to_have_count(0)
        media_box = re.search(
            rb"/MediaBox \[0 0 (\d+)\S* (\d+)", page.pdf(prefer_css_page_size=True)
        )
        assert media_box
        assert media_box.groups() in ((b"594", b"841"), (b"595", b"841"), (b"595", b"842"))


def test_who_reports_is_printed_on_one_sheet(open_page: OpenPage, site: str) -> None:
    page = open_page(site, "reporting/county.html")
    page.evaluate("""() => { const rows = document.querySelector(".reporters tbody");
        while (rows.children.length < 25) rows.append(rows.children[0].cloneNode(true)); }""")
    assert len(re.findall(rb"/MediaBox", page.pdf(prefer_css_page_size=True))) == 1


def test_a_table_of_many_columns_is_printed_across(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    """Upright, its columns of text were one character wide, and the rest of the page small."""
    root = Path(shutil.copytree(SITES / "minimal", tmp_path / "minimal"))
    (path,) = (root / "content" / "bulletins").rglob("*.md")
    cells = ["| 某某县第一实验小学 " * 4 + "| 1234.5 " * 8 + "|"]
    rows = ["| 单位名称 " * 4 + "| 本年经费（万元） " * 8 + "|", "|---" * 4 + "|--:" * 8 + "|"]
    path.write_text("\n".join([path.read_text("utf-8"), *rows, *cells * 3, ""]), "utf-8")
    write_site(root, tmp_path / "site")
    address = path.relative_to(root / "content").with_suffix(".html").as_posix()
    page = open_page(serve(tmp_path / "site"), address)
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)", page.pdf(prefer_css_page_size=True))
    assert [int(width) > 800 for width in boxes] == [False, True, False]


ONE_LINE = """() => [...document.querySelectorAll(
    ".calendar th, .matrix thead th, .bars .count, .bars .year")]
  .filter(label => label.getClientRects().length)
  .map(label => { const range = document.createRange(); range.selectNodeContents(label);
                  const { left, right, top } = range.getBoundingClientRect();
                  const lines = new Set([...range.getClientRects()].map(box => box.top)).size;
                  return [label.textContent, left, right, top, lines]; })"""


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("width", [360, 1280])
def test_labels_are_whole_and_apart(
    open_page: OpenPage, serve: Serve, tmp_path: Path, width: int, language: str
) -> None:
    """The names of the months are longer in English, those of the years in Chinese."""
    root = Path(shutil.copytree(SITES / "typical", tmp_path / "typical"))
    settings = root / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("zh-CN", language), "utf-8")
    write_site(root, tmp_path / "site")
    viewport: ViewportSize = {"width": width, "height": 800}
    address = serve(tmp_path / "site")
    for path in ("year/index.html", "year/2024.html", "county/qinghe.html"):
        labels = open_page(address, path, viewport=viewport).evaluate(ONE_LINE)
        assert labels
        assert [text for text, *_, lines in labels if lines > 1] == []
        labels.sort(key=lambda label: (label[3], label[1]))  # bars are written from the right
        for (text, _, right, top, _), (_, left, _, next_top, _) in pairwise(labels):
            assert top != next_top or left >= right + 3, text


OUTLINED = {"青禾县": (0.0, 1.0), "白鹭县": (1.0, 1.0), "柳泉市": (2.0, 0.05)}


def test_a_map_of_outlines(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    """Squares side by side, one too small for its name."""
    root = Path(shutil.copytree(SITES / "typical", tmp_path / "typical"))
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[(x, 0), (x + size, 0), (x + size, size), (x, size), (x, 0)]],
            },
        }
        for name, (x, size) in OUTLINED.items()
    ]
    document = json.dumps({"type": "FeatureCollection", "features": features})
    (root / "content" / "authorities" / "outlines.geojson").write_text(document, "utf-8")
    with (root / "content" / "site.yaml").open("a", encoding="utf-8") as site:
        site.write("map: outlines\nmap_approval: 澜S（2026年）1号\n")
    write_site(root, tmp_path / "site")
    address = serve(tmp_path / "site")
    page = open_page(address, color_scheme="light")
    for kind in ("home", "counties", "county"):
        page.goto(address + KINDS[kind])
        page.locator(".map-table summary").first.click()
        assert violations(page) == [], kind
        page.emulate_media(color_scheme="dark")
        assert violations(page, ["color-contrast"]) == [], kind
        page.emulate_media(color_scheme="light", media="print")
        assert violations(page, ["color-contrast"]) == [], kind
        page.emulate_media(media="screen")
        page.set_viewport_size(PHONE)
        assert overflow(page) == []
        assert violations(page, TOUCH_RULES) == []
        page.set_viewport_size(ZOOMED)
        expect(page.locator("figure.outlines").first).to_contain_text("审图号：澜S（2026年）1号")
    chosen = page.get_by_role("link", name=re.compile("^青禾 [0-9]+ 篇$"))
    expect(chosen).to_have_attribute("aria-current", "page")
    page.locator("figure.outlines").get_by_role("link", name=re.compile("^柳泉市")).click()
    expect(page.locator("h1")).to_have_text("柳泉市")
    page.wait_for_load_state()  # the server must not go before the last file came


def test_styles_name_every_colour_in_one_place() -> None:
    parts = sorted((LAYOUTS[0] / "assets" / "css").glob("*.css"))
    rules = "".join(
        path.read_text("utf-8") for path in parts if path.stem not in ("colours", "print")
    )
    assert rules
    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", rules) == []
