"""Plain pages are read by one pattern; whatever is odd or wrong, by the parser that finds it."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.build import page_reader
from jianbao.build.page_reader import read_page
from jianbao.outputs import privacy_gate

GOLDEN = Path(__file__).parents[1] / "golden" / "typical"
PAGES = [path.read_text("utf-8") for path in sorted(GOLDEN.rglob("*.html"))]

PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>简报</title></head>
<body id="a"><h1>第1期</h1>
<p><a href="b.html?x=1&amp;y=2#c">下一期</a> <img src="d.png" alt=""></p>
<svg viewBox="0 0 1 1"><rect width="1"/></svg>
{}
</body>
</html>
"""


def both(text: str) -> None:
    plain = page_reader._read_plain(text)
    if plain is not None:
        assert plain.page == page_reader._read_any(text)
        assert not plain.page.problems
        assert set(plain.numbers) == privacy_gate.masked("page.html", text.encode())


def test_pages_of_ours_are_plain() -> None:
    read = [page_reader._read_plain(page) for page in PAGES]
    assert sum(page is None for page in read) <= 1
    for page in PAGES:
        both(page)


@pytest.mark.parametrize(
    "odd",
    [
        "<p>",
        "</p>",
        "<P></P>",
        "<p></p >",
        "<p/>",
        "<b><i></b></i>",
        "<p class=x></p>",
        '<p class="x"class="y"></p>',
        '<p id="x"></p><p id="x"></p>',
        '<p id=""></p>',
        '<p title="a>b"></p>',
        '<p title="a<b"></p>',
        '<p title="&ampb"></p>',
        '<p title="&#x41;"></p>',
        "<h1>2</h1>",
        "<style>p{}</style>",
        "<script>1<2</script>",
        "<script></script>",
        '<script type="application/json">"<p>"</script>',
        '<script type="application/json"><!-- </script>',
        "<textarea><p></p></textarea>",
        '<p onclick="x"></p>',
        "<!-- a -- b -->",
        "<!-- <p> -->",
        "<!DOCTYPE html>",
        "<![CDATA[x]]>",
        "<?php x ?>",
        "a < b",
        "<",
        "<p",
    ],
)
def test_what_is_odd_is_left_to_the_parser(odd: str) -> None:
    assert page_reader._read_plain(PAGE.format(odd)) is None


@pytest.mark.parametrize(
    "plain",
    [
        "",
        "a > b & c",
        "<!-- x -->",
        '<p hidden title="a&lt;b">x</p>',
        "<p title='a \"b\" &#34;c&#34;' class='x'>x</p>",
        '<script src="x.js"></script>',
    ],
)
def test_what_is_plain_is_read_as_the_parser_reads_it(plain: str) -> None:
    assert page_reader._read_plain(PAGE.format(plain)) is not None
    both(PAGE.format(plain))


def test_lines_of_links() -> None:
    links = {link.address: link.line for link in read_page(PAGE.format("").encode()).page.links}
    assert links == {"b.html?x=1&y=2#c": 5, "d.png": 5}


_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<br>", "<br/>", "<svg>", "</svg>", "<rect/>", "<title>"),
        *("</title>", "<script>", "</script>", "<textarea>", "</textarea>", "<!--", "-->", "<!x>"),
        *('<a href="x">', "</a>", '<i id="y">', "</i>", "<h1>", "</h1>", "&lt;", "&", "<", ">"),
        *("1101051949", "<b>1231</b>", "002X", '<i title="13900001234">', "&#49;3900001234"),
        *(
            "<i title='a \"b\"'>",
            '"',
            "'",
            "\n",
            "文",
            " ",
            "<html>",
            '<meta charset="gbk">',
            "<a b=c>",
            '<a b="c>">',
        ),
    ]
)


@given(st.lists(_PIECES, max_size=12))
def test_any_pieces_are_read_as_the_parser_reads_them(pieces: list[str]) -> None:
    both(PAGE.format("".join(pieces)))
    both("".join(pieces))


def test_damaged_pages_are_read_as_the_parser_reads_them() -> None:
    """A character, or a stretch, taken out of a page of ours, put twice, or moved."""
    chance = random.Random(1)
    for page in PAGES:
        for _ in range(3):
            start = chance.randrange(len(page))
            end = start + chance.choice([1, 1, 2, 10, 100])
            part = page[start:end]
            place = chance.randrange(len(page))
            for damaged in (
                page[:start] + page[end:],
                page[:start] + part + page[start:],
                page[:place] + part + page[place:],
            ):
                both(damaged)
