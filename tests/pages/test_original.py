"""The pages that show an original beside its text."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from invented import archive, article, bulletin

from jianbao.archive import urls
from jianbao.archive.model import Archive, Flag, Repair, Review
from jianbao.base.dates import PartialDate
from jianbao.pages import render
from jianbao.pages.original import mark
from jianbao.text.markdown import Note, with_notes

LAYOUTS = [Path(__file__).parents[2] / "layouts"]
HOSTILE = '<script>alert(1)</script> & "引号" \x00\x1b'
DOCUMENT = f"澜川卫生健康动态\n\n{HOSTILE}\r\n青禾县推进医共体建社。\n"
REVIEW = Review(
    repairs=(Repair("misprint", 4, "青木县", "青禾县"), Repair("space", 99, "甲 乙", "甲乙")),
    flags=(
        Flag("typing_error", 4, "医共体建社", "疑为误字，请核对。"),
        Flag("typing_error", 4, "不在原件里", "请核对。"),
        Flag("other", 0, "", "没有位置，请核对。"),
    ),
)


def reviewed(**changes: Any) -> Archive:
    return archive(
        bulletin(article(body="青禾县推进医共体建社。<b>"), review=REVIEW, **changes),
    )


def pages_of(known: Archive, document: bytes = DOCUMENT.encode()) -> dict[str, str]:
    files = render.prepare(known, LAYOUTS, read=lambda name, sha256: document).files()
    return {file.path: file.make().decode() for file in files if file.path.endswith(".html")}


def page_of(known: Archive, document: bytes = DOCUMENT.encode()) -> str:
    return pages_of(known, document)[urls.original_page(known.bulletins[0])]


def line(page: str, number: int) -> str:
    found = re.search(rf'<li id="L{number}" value="{number}">(.*?)</li>', page, re.DOTALL)
    assert found, number
    return found[1]


def test_each_line_has_its_number_and_is_text() -> None:
    page = page_of(reviewed())
    assert "澜川卫生健康动态" in line(page, 1)
    assert 'id="L2"' not in page  # an empty line
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in line(page, 3)
    assert "<script>alert" not in page
    assert not re.search("[\x00\x1b]", page)


def test_a_doubt_is_marked_on_both_sides_and_leads_to_its_note() -> None:
    page = page_of(reviewed())
    link = '<a class="note" href="#d1"'
    assert f"<mark>医共体建社</mark>{link}" in line(page, 4)
    assert f'<mark id="t1">医共体建社</mark>{link}' in page
    note = re.search(r'<li id="d1" value="1">(.*?)</li>', page, re.DOTALL)
    assert note
    assert 'href="#L4"' in note[1]
    assert 'href="#t1"' in note[1]
    assert "疑为误字，请核对。" in note[1]


def test_a_doubt_that_is_not_found_in_its_line_is_named_there() -> None:
    page = page_of(reviewed())
    assert 'href="#d2"' in line(page, 4)
    assert 'href="#t2"' not in page
    assert 'id="d3"' in page


def test_repairs_are_below_their_line() -> None:
    assert re.search("青木县 → 青禾县", line(page_of(reviewed()), 4))


def test_a_line_that_the_record_names_in_vain_still_has_a_place() -> None:
    known = reviewed()
    pages = pages_of(known)
    assert 'id="L99"' in pages[urls.original_page(known.bulletins[0])]
    named = re.findall(
        r'href="[^"]*original/[^"]*#(L\d+)"', pages[urls.bulletin(known.bulletins[0])]
    )
    assert named
    assert {*named} <= {"L4", "L99"}


def test_an_original_that_is_held_back_has_no_page() -> None:
    for known in (
        replace(reviewed(), originals=()),
        archive(bulletin(source=None)),
    ):
        pages = pages_of(known)
        assert not [path for path in pages if path.startswith("original/")]
        assert not [page for page in pages.values() if "original/" in page]


def test_a_pdf_has_no_page_and_the_record_leads_to_its_pages() -> None:
    known = reviewed()
    one = known.bulletins[0]
    assert one.source
    source = replace(one.source, file="a.pdf", format="pdf")
    review = Review(flags=(Flag("typing_error", 4, "医共体", "请核对。", 3),))
    one = replace(one, source=source, review=review)
    pages = pages_of(replace(known, bulletins=(one,), originals=("a.pdf",)))
    assert not [path for path in pages if path.startswith("original/")]
    assert 'originals/a.pdf#page=3"' in pages[urls.bulletin(one)]


def test_a_web_original_is_shown_in_paragraphs_and_runs_nothing() -> None:
    known = reviewed()
    one = known.bulletins[0]
    assert one.source
    source = replace(one.source, file="a.html", format="html")
    document = (
        "<html><body><h1>标题</h1><p onclick='x()'>第一段&lt;b&gt;。</p>"
        "<script>evil()</script><p>第二段。</p></body></html>"
    )
    one = replace(one, source=source)
    page = page_of(replace(known, bulletins=(one,), originals=("a.html",)), document.encode())
    lines = re.findall(r'<span class="line">(.*?)</span>', page)
    assert lines == ["标题", "第一段&lt;b&gt;。", "第二段。"]
    assert "evil()" not in page
    assert "onclick" not in page


def test_what_is_no_text_says_so() -> None:
    page = page_of(reviewed(), bytes(range(256)) * 40)
    assert "原件无法逐行显示" in page
    assert 'id="L4"' in page


def test_marks_do_not_overlap_and_lose_nothing() -> None:
    blocks = ["甲乙丙丁", "乙丙"]
    marked = mark(blocks, [(1, "甲乙"), (2, "乙丙"), (3, "丁"), (4, "没有"), (5, "")])
    assert ["".join(span["text"] for span in spans) for spans in marked] == blocks
    assert [[(s["text"], s["doubt"]) for s in spans] for spans in marked] == [
        [("甲乙", 1), ("丙", 0), ("丁", 3)],
        [("乙丙", 2)],
    ]


# --- doubts in an article ----------------------------------------------------------------------

WORDS = (
    Flag("typing_error", 7, "医共体<建设", "疑为误字，请核对。"),
    Flag("county_inferred", 7, "青禾县", "按正文标注，请核对。"),
    Flag("typing_error", 0, "推进", "没有位置。"),
    Flag("typing_error", 9, "两篇都有", "请核对。"),
)


def article_page(**changes: Any) -> str:
    one = article(body="青禾县推进医共体\\<建设，医共体\\<建设，两篇都有。")
    changes = {"reviewed": None, **changes}
    issue = bulletin(one, article(2, body="两篇都有。"), review=Review(flags=WORDS), **changes)
    return pages_of(archive(issue))[urls.article(issue, issue.articles[0])]


def test_a_doubt_is_marked_once_in_the_article_and_its_note_leads_to_the_line() -> None:
    page = article_page()
    link = '<a href="#doubt-1" data-mark="疑1" aria-label="存疑1的说明"></a>'
    assert f'推进<span class="doubt">医共体&lt;建设{link}</span>，医共体&lt;建设' in page
    note = re.search(r'<li id="doubt-1">(.*?)</li>', page, re.DOTALL)
    assert note
    assert ".html#L7" in note[1]
    assert "疑为误字，请核对。" in note[1]


def test_doubts_about_fields_without_a_place_or_in_two_articles_are_not_marked() -> None:
    assert article_page().count('class="doubt"') == 1


def test_a_reviewed_article_has_no_doubts() -> None:
    page = article_page(reviewed=PartialDate(2024, 9, 1))
    assert 'class="doubt' not in page


def test_a_mark_cuts_no_link_and_no_markup() -> None:
    notes = [Note("甲乙", "#doubt-1", "疑1", "说明"), Note("丙", "#doubt-2", "疑2", "说明")]
    html = '<p id="丙">甲<em>乙</em><a href="x">甲乙</a></p>'
    assert with_notes(html, notes) == html
