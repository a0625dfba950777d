"""A bad tree is told by the page, the line and what is wrong; a good one passes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from jianbao.base.cache import Cache
from jianbao.base.problems import Problem
from jianbao.build import lint, page_reader
from jianbao.build.examination import Examination
from jianbao.build.page_reader import PageReading

Tree = dict[str, str]

PAGE = (
    "<!doctype html>\n"
    '<html lang="zh-CN"><head><meta charset="utf-8"><title>题</title>{head}</head>\n'
    "<body><h1>题</h1>\n{body}</body></html>\n"
)


def page(body: str = "", head: str = "") -> str:
    return PAGE.format(body=body, head=head)


def write(folder: Path, files: Tree) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    return folder


def texts(problems: list[Problem]) -> list[str]:
    return [problem.text() for problem in problems]


GOOD: Tree = {
    "index.html": page(
        """
        <a href="#main">to the text</a> <p id="main">
        <a href="county/qinghe.html">青禾县</a> <a href="bulletins/w/2024/077.html#a1">1</a>
        <a href="https://www.example.org/">elsewhere</a> <a href="mailto:a@example.org">mail</a>
        <a href="originals/%E7%AE%80%E6%8A%A5.pdf">original</a>
        <form action="search.html"><label for="q">?</label><input id="q" name="q"></form>
        <img src="assets/a.png" srcset="assets/a.png 1x, assets/b.png 2x" alt="">
        <svg><use href="#main"/></svg>
        <script type="application/ld+json">{}</script>
        """,
        '<link rel="stylesheet" href="assets/style.css"><script src="assets/a.js" defer></script>'
        '<link rel="canonical" href="https://archive.example.org/a/">'
        '<link rel="alternate" href="https://archive.example.org/a/feed.xml">'
        '<link rel="license" href="https://license.example.org/">',
    ),
    "search.html": page('<a href="./">no</a>').replace("./", "index.html?q=1"),
    "county/qinghe.html": page('<a href="../index.html">home</a> <a href="../search.html">s</a>'),
    "bulletins/w/2024/077.html": page(
        '<section id="a1"></section><p><a href="#a1">1</a><ul><li>a<li>b</ul>'
        '<a href="../../../index.html#:~:text=x">x</a> <a href="#">top</a>'
    ),
    "old.html": page(head='<meta http-equiv="refresh" content="0; url=county/qinghe.html">'),
    "404.html": page('<a href="404.html#x" id="x">x</a><a href="index.html">home</a>').replace(
        "<title>", '<base href="/a/"><title>'
    ),
    "assets/style.css": "/* url(http://x) */ @media print { a { b: url('b.png') url(#x) } }",
    "assets/a.js": "1",
    "assets/a.png": "1",
    "assets/b.png": "1",
    "feed.xml": "<feed/>",
    "originals/简报.pdf": "1",
    "originals/as-received.html": "<script>not ours</script>",
    ".nojekyll": "",
}
BASE_URL = "https://archive.example.org/a"


def test_a_good_tree_passes(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert texts(lint.lint(tmp_path, set(GOOD), BASE_URL)) == []


ONE_PAGE = [
    # links
    ('<a href="gone.html">', "“gone.html” leads nowhere: there is no gone.html"),
    ('<a href="Page.html">', "“Page.html” leads nowhere: there is no Page.html"),
    ('<a href="../x.html">', "“../x.html” leads nowhere: there is no ../x.html"),
    ('<a href="county/">', "“county/” leads to a folder: name its index.html"),
    ('<a href=".">', "“.” leads to a folder: name its index.html"),
    ('<a href="">', "not an address: “”"),
    ('<a href="a\nb.html">', "not an address: “a b.html”"),
    ('<a href="county\\a.html">', "not an address: “county\\a.html”"),
    ('<a href="http://[">', "not an address: “http://[”"),
    ('<a href="#gone">', "“#gone” leads nowhere: index.html has no id “gone”"),
    (
        '<a href="county/a.html#%E6%B2%A1">',
        "“county/a.html#%E6%B2%A1” leads nowhere: county/a.html has no id “没”",
    ),
    (
        '<a href="/county/a.html">',
        "“/county/a.html” begins at the root of the host: links must be relative",
    ),
    (
        '<a href="//example.org/">',
        "“//example.org/” is not on this site: no page may need it",
    ),
    (
        '<a href="https://archive.example.org/a/county/a.html">',
        "“https://archive.example.org/a/county/a.html” is on this site: links must be relative",
    ),
    (
        '<a href="https://archive.example.org/a">',
        "“https://archive.example.org/a” is on this site: links must be relative",
    ),
    ('<a href="javascript:alert(1)">', "links may not be “javascript:”"),
    ('<a href="JAVASCRIPT:alert(1)">', "links may not be “javascript:”"),
    ('<a href="data:text/html,x">', "links may not be “data:”"),
    ('<base href="/a/">', "<base> is for 404.html only"),
    (
        '<meta http-equiv="refresh" content="0;URL=\'gone.html\'">',
        "“gone.html” leads nowhere: there is no gone.html",
    ),
    # requests
    *(
        (html.format("https://x.example/y"), f"“https://x.example/y” is not on this site: {why}")
        for why in ["no page may need it"]
        for html in [
            '<img alt="" src="{}">',
            '<img alt="" src="a.png" srcset="a.png 1x, {} 2x">',
            '<script src="{}"></script>',
            '<link rel="stylesheet" href="{}">',
            '<link rel="shortcut icon" href="{}">',
            '<link rel="preconnect" href="{}">',
            '<link rel="canonical" href="{}">',
            '<iframe src="{}"></iframe>',
            '<video poster="{}"></video>',
            '<object data="{}"></object>',
            '<svg><image href="{}"/></svg>',
            '<svg><use xlink:href="{}"/></svg>',
            '<form action="{}"></form>',
            '<button formaction="{}"></button>',
        ]
    ),
    ('<img alt="" src="gone.png">', "“gone.png” leads nowhere: there is no gone.png"),
    (
        '<img alt="" src="data:image/png;base64,">',
        "“data:image/png;base64,” is not on this site: no page may need it",
    ),
    (
        '<link rel="canonical" href="https://archive.example.org/a/gone.html">',
        "“https://archive.example.org/a/gone.html” is not in the site",
    ),
    # what a strict policy forbids
    ("<script>1</script>", "an inline script: put it into a file"),
    ('<script type="module">1</script>', "an inline script: put it into a file"),
    ("<style>a{}</style>", "a style element: put it into a style sheet"),
    ('<p style="color:red">', "<p> has an inline style"),
    ('<p ONCLICK="x()">', "<p> has an inline onclick"),
    ('<a href="a.png" ping="a.png">', "<a> has an inline ping"),
    ('<iframe srcdoc="x"></iframe>', "<iframe> has an inline srcdoc"),
    # structure
    ('<p id="a"><p id="a">', "the id “a” is twice on this page"),
    ('<p id="">', "not an id: “”"),
    ('<p id="a b">', "not an id: “a b”"),
    ('<label for="gone">', "no element has the id “gone”"),
    ('<p aria-labelledby="a gone" id="a">', "no element has the id “gone”"),
    ("<h1>again</h1>", "has 2 <h1>, not one"),
    ("<div>", "<div> is never closed"),
    ("</div>", "</div> closes nothing"),
    ("<div/>", "<div/> does not close itself in HTML"),
    ('<p class="a" class="b">', "<p> has an attribute twice"),
]


@pytest.mark.parametrize(("body", "message"), ONE_PAGE)
def test_one_mistake_on_a_page(tmp_path: Path, body: str, message: str) -> None:
    tree = {
        "index.html": page(f'<a href="county/a.html">a</a>\n{body}'),
        "county/a.html": page(),
        "a.png": "1",
    }
    found = texts(lint.lint(write(tmp_path, tree), base_url=BASE_URL))
    if "never closed" not in message:  # the snippets leave elements open for brevity
        found = [text for text in found if "is never closed" not in text]
    assert [text.split(": ", 1)[1] for text in found] == [message]
    assert found[0].startswith(("index.html:5: ", "index.html: "))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (page().replace("<!doctype html>", ""), "index.html: does not begin with <!doctype html>"),
        (page().replace(' lang="zh-CN"', ""), "index.html: <html> has no lang"),
        (page().replace('charset="utf-8"', ""), "index.html: has no <meta charset=utf-8>"),
        (page().replace("<title>题", "<title> "), "index.html: has no <title>"),
        (page().replace("h1", "h2"), "index.html: has 0 <h1>, not one"),
        ("\x00", "index.html: does not begin with <!doctype html>"),
        ("", "index.html: an empty file"),
    ],
)
def test_what_every_page_must_have(tmp_path: Path, content: str, message: str) -> None:
    assert message in texts(lint.lint(write(tmp_path, {"index.html": content})))


def test_a_page_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes("题".encode("gb18030"))
    assert texts(lint.lint(tmp_path)) == ["index.html: not UTF-8"]


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("\na{b:url(gone.png)}", "“gone.png” leads nowhere: there is no assets/gone.png"),
        ("/*\n*/ @import 'https://x.example/';", "“https://x.example/” is not on this site"),
        ('@import\nurl( "/a.css" );', "“/a.css” begins at the root of the host"),
        ("\na{b:url(data:,)}", "“data:,” is not on this site"),
    ],
)
def test_a_style_sheet_loads_only_what_is_there(tmp_path: Path, sheet: str, message: str) -> None:
    tree = {"index.html": page(), "assets/style.css": sheet}
    [text] = texts(lint.lint(write(tmp_path, tree)))
    assert text.startswith("assets/style.css:")
    assert text.split(": ", 1)[1].startswith(message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"county/gone.html": None}, "county/gone.html: was rendered, but is not in the site"),
        ({"stray.html": page()}, "stray.html: is in the site, but was not rendered"),
        ({"county/qinghe.html": ""}, "county/qinghe.html: an empty file"),
        (
            {"island.html": page('<a href="bay.html">'), "bay.html": page()},
            "bay.html: no link leads here from the home page: if the archive has layouts of its"
            " own, one of them leaves it out",
        ),
    ],
)
def test_the_site_as_a_whole(tmp_path: Path, change: dict[str, str | None], message: str) -> None:
    write(tmp_path, GOOD | {path: text for path, text in change.items() if text is not None})
    rendered = (GOOD | change).keys() - {"stray.html"}
    assert message in texts(lint.lint(tmp_path, rendered, BASE_URL))


def test_a_tree_without_a_home_page(tmp_path: Path) -> None:
    write(tmp_path, {"about.html": page()})
    assert texts(lint.lint(tmp_path)) == ["index.html: there is no home page"]


def test_a_public_address_needs_a_base_url(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://archive.example.org/a/">'
    write(tmp_path, {"index.html": page(head=head)})
    assert texts(lint.lint(tmp_path)) == [
        "index.html:2: “https://archive.example.org/a/” is not on this site: no page may need it"
    ]


def test_a_fragment_below_a_base_would_leave_the_error_page(tmp_path: Path) -> None:
    error_page = page('<a href="#main">skip</a><p id="main">', '<base href="/">')
    write(tmp_path, {"index.html": page(), "404.html": error_page})
    assert texts(lint.lint(tmp_path)) == [
        "404.html:4: below a <base>, “#main” leads to another page: write 404.html#main"
    ]


# --- the cache --------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    (tmp_path / "archive").mkdir()
    with Cache(tmp_path / "archive" / ".jianbao" / "cache.sqlite") as cache:
        yield cache


@pytest.fixture
def read_pages(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pages that are read while a test runs."""
    contents: list[bytes] = []
    real = page_reader.read_page

    def spy(content: bytes) -> PageReading:
        contents.append(content)
        return real(content)

    monkeypatch.setattr("jianbao.build.examination.read_page", spy)
    return contents


def check(tree: Path, cache: Cache) -> list[str]:
    """Check a site, and keep what is known of it if it is good."""
    examined = Examination(BASE_URL)
    examined.recall(cache, "site")
    found = texts(lint.lint(tree, base_url=BASE_URL, examined=examined))
    if not found:
        examined.keep(cache, "site")
    return found


def test_only_changed_pages_are_read_again(
    tmp_path: Path, cache: Cache, read_pages: list[bytes]
) -> None:
    tree = write(tmp_path / "site", GOOD)
    assert check(tree, cache) == []
    read_pages.clear()
    assert check(tree, cache) == []
    assert read_pages == []
    (tree / "search.html").write_text(page(), "utf-8")
    check(tree, cache)
    assert read_pages == [page().encode()]


def test_what_other_files_decide_is_never_kept(
    tmp_path: Path, cache: Cache, read_pages: list[bytes]
) -> None:
    tree = write(tmp_path / "site", GOOD)
    assert check(tree, cache) == []
    (tree / "county" / "qinghe.html").unlink()
    gone = "leads nowhere: there is no county/qinghe.html"
    assert sum(line.endswith(gone) for line in check(tree, cache)) == 2
    write(tree, {"county/qinghe.html/a.txt": "1"})
    assert any("leads to a folder" in line for line in check(tree, cache))


def test_an_id_that_is_gone_is_missed_by_a_page_that_did_not_change(
    tmp_path: Path, cache: Cache
) -> None:
    linked = page('<a href="a.html#x">a</a><a href="b.html">b</a>')
    tree = {"index.html": linked, "a.html": page('<p id="x">'), "b.html": page()}
    assert check(write(tmp_path / "site", tree), cache) == []
    write(tmp_path / "site", {"a.html": page('<p id="y">')})
    assert check(tmp_path / "site", cache) == [
        "index.html:4: “a.html#x” leads nowhere: a.html has no id “x”"
    ]


def test_a_page_to_which_no_link_leads_any_more_is_found(tmp_path: Path, cache: Cache) -> None:
    tree = {"index.html": page('<a href="a.html">a</a>'), "a.html": page()}
    assert check(write(tmp_path / "site", tree), cache) == []
    write(tmp_path / "site", {"index.html": page()})
    [text] = check(tmp_path / "site", cache)
    assert text.startswith("a.html: no link leads here")
    (tmp_path / "site/a.html").unlink()
    assert check(tmp_path / "site", cache) == []


def test_pages_whose_hash_is_known_are_not_opened(tmp_path: Path) -> None:
    tree = write(tmp_path / "site", GOOD)
    digests = {
        path: hashlib.sha256(text.encode()).hexdigest()
        for path, text in GOOD.items()
        if path.endswith(".html")
    }
    examined = Examination(BASE_URL)
    assert lint.lint(tree, None, BASE_URL, digests, examined) == []
    for path in digests:
        (tree / path).write_bytes(b"not what the hash says")
    assert lint.lint(tree, None, BASE_URL, digests, examined) == []
    assert lint.lint(tree, None, BASE_URL) != []
