"""The title of a web page: what the page states, its headings and the roles of its lines vote."""

from pathlib import Path

import pytest

from jianbao.content import load
from jianbao.convert.assemble import assemble
from jianbao.convert.assemble.candidates import stated_candidates
from jianbao.convert.assemble.page_title import titled
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.label.label import label
from jianbao.convert.label.roles import Labelling, Role
from jianbao.convert.readers.web import html

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
TEXT = "柳泉县今年修缮农村公路八十公里，涉及十二个乡镇，群众出行更加方便。"
TITLE = "柳泉县修缮农村公路八十公里"


def voted(
    *lines: tuple[Role, str], stated: str = TITLE, name: str = "og:title"
) -> tuple[list[str], list[str], str]:
    """The roles after the vote, the texts of the doubts, and the title that no line prints."""
    blocks = tuple(Block(text, n, kind="paragraph") for n, (_, text) in enumerate(lines, start=1))
    document = Document("html", blocks, ((name, stated),))
    roles = tuple(role for role, _ in lines)
    given = Labelling(roles, (0.8,) * len(roles), roles)
    result = titled(document, given, stated_candidates(document, "a.html"))
    return [*result.labelling.roles], [flag.text for flag in result.flags], result.stated


def test_the_line_that_the_page_states_is_the_title_and_the_other_is_doubted() -> None:
    roles, doubts, _ = voted(("title", "柳泉视窗新闻频道"), ("nav", TITLE), ("para", TEXT))
    assert roles == ["nav", "title", "para"]
    assert doubts == ["柳泉视窗新闻频道"]


def test_a_second_line_below_the_stated_title_is_a_subtitle() -> None:
    roles, _, _ = voted(("title", TITLE), ("title+", "提前一个月完工"), ("para", TEXT))
    assert roles == ["title", "subtitle", "para"]


def test_a_title_over_several_lines_is_found_whole() -> None:
    lines: tuple[tuple[Role, str], ...] = (("nav", TITLE[:6]), ("title", TITLE[6:]), ("para", TEXT))
    assert voted(*lines)[0] == ["title", "title+", "para"]


def test_the_title_again_above_the_text_is_a_repetition() -> None:
    assert voted(("title", TITLE), ("title", TITLE), ("para", TEXT))[0] == ["title", "dup", "para"]


@pytest.mark.parametrize(
    "stated",
    [
        f"{TITLE}_柳泉网",
        f"{TITLE} - 政务 - 柳泉县人民政府",
        f"【视频】{TITLE}_柳泉视听",
        f"要闻--{TITLE}",
    ],
)
def test_names_of_sites_and_columns_beside_the_title_do_no_harm(stated: str) -> None:
    assert voted(("para", TITLE), ("para", TEXT), stated=stated, name="title")[0][0] == "title"


def test_a_site_that_states_only_its_own_name_changes_nothing() -> None:
    lines: tuple[tuple[Role, str], ...] = (("title", TITLE), ("para", TEXT))
    for stated in ("柳泉县人民政府", "新闻动态--柳泉县公路学会官网"):
        assert voted(*lines, stated=stated, name="title") == (["title", "para"], [], "")


def test_a_bulletin_on_a_page_keeps_its_roles() -> None:
    roles: tuple[tuple[Role, str], ...] = (("series", TITLE), ("issue", "第3期"), ("para", TEXT))
    assert voted(*roles)[0] == ["series", "issue", "para"]


def read(body: str, head: str = "") -> Draft:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    document = html.read(page.encode(), "page.html")
    return assemble(document, label(document), "page.html", SETTINGS.site, AUTHORITIES)


def test_a_title_that_no_line_prints_is_copied_with_a_doubt() -> None:
    draft = read(f"<p>{TEXT}</p><p>{TEXT[::-1]}。</p>", f"<title>{TITLE}_柳泉网</title>")
    assert draft.articles[0].title.text == TITLE
    assert draft.articles[0].title_inferred
    assert ("title_missing", "metadata") in [(flag.kind, flag.reason) for flag in draft.flags]


def test_a_word_that_the_site_sets_before_the_title_is_cut_off() -> None:
    draft = read(f"<h1><i>原创</i>{TITLE}</h1><p>{TEXT}</p>", f"<title>{TITLE}</title>")
    assert draft.articles[0].title.text == TITLE


def test_a_day_in_brackets_behind_the_title_dates_the_page() -> None:
    draft = read(f"<h1>{TITLE} [2031-05-06]</h1><p>{TEXT}</p><p>{TEXT}</p>")
    assert (draft.articles[0].title.text, str(draft.head.date)) == (TITLE, "2031-05-06")
