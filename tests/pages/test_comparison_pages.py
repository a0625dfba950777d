"""The pages that compare two versions of a text, and the links to them."""

import re
from typing import Any

from invented import archive, article, bulletin
from test_render import pages, text

from jianbao.archive.model import Archive, Bulletin
from jianbao.base.dates import PartialDate

OLD = (
    "全县签约七千人，团队共有六十四个。\n\n覆盖全部行政村和社区居民委员会。\n\n"
    "完成率稳步提高到百分之八十六。"
)
NEW = OLD.replace("七千", "八千")


def issue(name: str, body: str, **changes: Any) -> Bulletin:
    date = PartialDate(2024, int(name))
    return bulletin(article(body=body, title=f"<b>第{name}次</b>", **changes), name=name, date=date)


def replaced(new: str = NEW) -> Archive:
    status = {"status": "replaced", "status_date": PartialDate(2024, 2)}
    return archive(issue("2", new), issue("1", OLD, replaced_by="lanchuan/2024/2/1", **status))


def targets(html: str) -> list[str]:
    return re.findall(r'href="([^"]*comparison/[^"]*)"', html.partition("<main")[2])


def test_the_page_says_what_was_struck_and_added_in_words_too() -> None:
    page = pages(replaced())["comparison/replaced/lanchuan/2024/1/1.html"]
    assert '<del><span class="unseen">删去：</span>七<span' in page
    assert '<ins><span class="unseen">增加：</span>八<span' in page
    assert "删去2字，增加2字" in text(page)  # the titles differ by one
    assert "<b>第" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_both_articles_and_lists_lead_there_and_the_site_map_does_not() -> None:
    site = pages(replaced())
    place = "comparison/replaced/lanchuan/2024/1/1.html"
    for number in "12":
        assert f"../../../../{place}" in targets(site[f"bulletins/lanchuan/2024/{number}/1.html"])
    assert targets(site["county/qinghe.html"]) == [f"../{place}"]


def test_an_item_that_appeared_twice_is_compared_unless_nothing_differs() -> None:
    site = pages(archive(issue("2", NEW), issue("1", OLD)))
    place = "../../../../comparison/repeated/lanchuan/2024/2/1.html"
    for number in "12":
        html = site[f"bulletins/lanchuan/2024/{number}/1.html"]
        assert place in targets(html)
        assert "同一内容又见" in text(html)
    twins = [bulletin(article(body=OLD), name=name) for name in "21"]
    site = pages(archive(*twins))
    assert not [path for path in site if path.startswith("comparison/")]
    assert "文字相同" in text(site["bulletins/lanchuan/2024/1/1.html"])
