import posixpath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import article, bulletin

from jianbao.archive import urls

SEGMENTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=12
).filter(lambda segment: segment not in (".", ".."))
PATHS = st.lists(SEGMENTS, min_size=1, max_size=6).map("/".join)


@given(PATHS, PATHS)
def test_a_relative_link_leads_from_the_page_to_the_file(source: str, target: str) -> None:
    link = urls.relative(source, target)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(link))) == target


@given(
    PATHS, PATHS, st.sampled_from(["https://h.example/", "https://h.example/a/b/", "file:///d/"])
)
def test_a_browser_follows_a_relative_link_under_any_root(
    source: str, target: str, root: str
) -> None:
    page = root + "/".join(urls.relative("", part) for part in source.split("/"))
    parts = urlsplit(urljoin(page, urls.relative(source, target)))
    assert unquote(parts.path) == urlsplit(root).path + target
    assert parts.query == parts.fragment == ""


@given(PATHS, PATHS, st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_fragment_comes_back_whole(source: str, target: str, fragment: str) -> None:
    link = urls.relative(source, target, fragment)
    assert unquote(link.partition("#")[2]) == fragment
    assert link.partition("#")[0] == urls.relative(source, target)


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.html", "search.html", "search.html"),
        ("index.html", "index.html", "index.html"),
        ("a/b.html", "index.html", "../index.html"),
        ("a/b/1.html", "a/b.html", "../b.html"),
        ("a/b.html", "a/b/1.html", "b/1.html"),
        ("county/x.html", "department/y.html", "../department/y.html"),
        ("a/b.html", "b/b.html", "../b/b.html"),
        ("index.html", "originals/100% #1?.txt", "originals/100%25%20%231%3F.txt"),
        ("index.html", "a:b.html", "a%3Ab.html"),
    ],
)
def test_relative_links(source: str, target: str, link: str) -> None:
    assert urls.relative(source, target) == link


def test_permalinks_come_from_folders_and_numbers_never_from_titles() -> None:
    one = bulletin(article(3), series="lanchuan", folder="2024", name="021")
    assert urls.bulletin(one) == "bulletins/lanchuan/2024/021.html"
    assert urls.article(one, one.articles[0]) == "bulletins/lanchuan/2024/021/3.html"
    assert urls.place(one) == "lanchuan/2024/021"
    assert urls.place(one, one.articles[0]) == "lanchuan/2024/021/3"
    assert urls.page_at(urls.place(one)) == urls.bulletin(one)
    assert urls.page_at(urls.place(one, one.articles[0])) == urls.article(one, one.articles[0])
    assert urls.beside(one, "json") == "bulletins/lanchuan/2024/021.json"


def test_the_pages_of_terms() -> None:
    assert urls.term("county", "qinghe") == "county/qinghe.html"
    assert urls.term_year("county", "qinghe", "2024") == "county/qinghe/2024.html"
    assert urls.taxonomy("county") == "county/index.html"
    assert urls.feed() == "feed.xml"
    assert urls.feed("county", "qinghe", "json") == "county/qinghe/feed.json"
    assert urls.original("a.txt") == "originals/a.txt"


def test_public_addresses() -> None:
    base = "https://example.org/lanchuan/"
    assert urls.absolute(base, urls.HOME) == base
    assert urls.absolute(base.rstrip("/"), "a/b c.html") == f"{base}a/b%20c.html"
    assert urls.base_path(base) == "/lanchuan/"
    assert urls.base_path("https://example.org") == "/"


@pytest.mark.parametrize(
    "name",
    [
        "077", "2024-08-23", "第7期（增刊）", "000_ee63b3945eee24d6.txt", "100% 'a' & #1", "a.b",
        "indexes", "console", "com10", "〇一二", "a" * 200, "\u00e9",
    ],
)  # fmt: skip
def test_names_that_files_can_have(name: str) -> None:
    assert urls.is_file_name(name)
    assert urls.is_portable(name)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", ".a", " a", "a ", "a.", "a/b", "../a", "/a", "a\\b", "C:", "a:b", "a*", "a?",
        'a"b', "<a>", "a|b", "a\0b", "a\nb", "a\x7f", "a\u202eb", "a\u200bb", "a\u2028b", "\ud800",
        "e\u0301", "index", "INDEX", "con", "NUL", "aux.txt", "Com1", "lpt9.a.b", "a" * 201,
        "字" * 67,
    ],
)  # fmt: skip
def test_names_that_files_cannot_have_everywhere(name: str) -> None:
    assert not urls.is_file_name(name)
    assert urls.is_portable(name) == (name.lower() == "index")


@given(st.text(max_size=20))
def test_a_name_that_is_allowed_is_one_segment_on_every_system(name: str) -> None:
    if urls.is_file_name(name):
        assert posixpath.normpath(name) == name
        assert posixpath.basename(name) == name
        assert name.strip() or name
