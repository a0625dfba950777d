"""What a web page states about itself: meta tags, address, times, JSON-LD, scripts."""

import pytest

from jianbao.convert.readers.web.stated import Statement, stated


def meta(name: str, content: str) -> Statement:
    return Statement("meta", {"name": name, "content": content})


def test_the_first_title_and_all_meta_tags_are_stated_in_their_order() -> None:
    page = [Statement("title", {}, " 柳泉 修桥 "), meta("PubDate", "2031-05-06"), meta("empty", "")]
    page += [Statement("meta", {"itemprop": "dateUpdate", "content": "2031-05-07"})]
    assert stated([*page, Statement("title", {}, "另一个")], (), "zh-CN") == (
        ("title", "柳泉 修桥"),
        ("lang", "zh-CN"),
        ("PubDate", "2031-05-06"),
        ("dateUpdate", "2031-05-07"),
    )


def test_the_canonical_address_is_stated_and_other_links_are_not() -> None:
    links = [
        {"rel": "stylesheet", "href": "a.css"},
        {"rel": "Canonical", "href": "/t20310506.html"},
    ]
    assert stated([Statement("link", link) for link in links], ()) == (
        ("canonical", "/t20310506.html"),
    )


def test_a_time_is_stated_only_if_no_other_article_has_one() -> None:
    first = Statement("time", {"datetime": "2031-05-06T08:00:00+08:00"})
    other = Statement("time", {"datetime": "2031-05-01"})
    assert stated([first, first], ()) == (("time", "2031-05-06"),)
    assert stated([first, other], ()) == ()


@pytest.mark.parametrize(
    "script",
    [
        'var ct = "1935935999";',
        "window.__$pubtime='2031-05-07 23:59:59'",
        'let ptime = "2031-05-07"',
    ],
)
def test_a_script_states_the_day_as_clocks_in_china_show_it(script: str) -> None:
    assert stated([], (script,)) == (("script:date", "2031-05-07"),)


def test_scripts_that_disagree_state_nothing() -> None:
    scripts = ('var ct = "1935935999";', 'var publish_time = "2031-01-01";')
    assert stated([], (*scripts, "list=[{publish_time:'2030-02-02'}]")) == ()


def test_the_account_is_stated_by_its_name() -> None:
    assert stated([], ('var nickname = htmlDecode("健康柳泉");',)) == (
        ("script:source", "健康柳泉"),
    )
