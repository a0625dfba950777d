"""The files that stand in the site under their own names. tests/sites_invalid/own-static has most
refusals."""

from pathlib import Path

import pytest

from jianbao.archive.model import Series, Site
from jianbao.content import static_files
from jianbao.content.folder import Tree

SITE = Site(title="小档案", series=(Series("jianbao", "简报"),))


def read(tmp_path: Path, **files: bytes) -> static_files.StaticFiles:
    folder = tmp_path / "static"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return static_files.read(Tree(tmp_path, "content"), SITE)


def said(found: static_files.StaticFiles) -> list[str]:
    return [one.text() for one in found.problems]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("CNAME", b"www.example.org\n"),
        ("google1234567890abcdef.html", b"google-site-verification: google1234567890abcdef.html"),
        ("baidu_verify_codeva-AbCdEf.html", b"0123456789abcdef0123456789abcdef"),
        (
            "yandex_0123456789abcdef.html",
            b'<html>\n  <head>\n    <meta http-equiv="Content-Type" content="text/html;'
            b' charset=UTF-8">\n  </head>\n  <body>Verification: 0123456789abcdef</body>\n</html>',
        ),
        ("BingSiteAuth.xml", b'<?xml version="1.0"?>\n<users>\n\t<user>0123</user>\n</users>'),
        ("sogousiteverification.txt", b"AbCdEf"),
        ("icon.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'),
        ("favicon.ico", b"\0\0\1\0\1\0"),
        ("README", "说明".encode()),
    ],
)
def test_what_search_engines_and_hosts_ask_for_is_taken_as_it_is(
    name: str, content: bytes, tmp_path: Path
) -> None:
    found = read(tmp_path, **{name: content})
    assert said(found) == []
    assert [(file.path, file.content) for file in found.files] == [(name, content)]


def test_of_names_with_a_dot_only_well_known_counts(tmp_path: Path) -> None:
    read(tmp_path, **{".DS_Store": b"x", ".gitkeep": b"", "a.txt~": b"x", "Thumbs.db": b"x"})
    (tmp_path / "static" / ".well-known").mkdir()
    (tmp_path / "static" / ".well-known" / "security.txt").write_bytes(b"Contact: x")
    (tmp_path / "static" / ".git").mkdir()
    (tmp_path / "static" / ".git" / "config").write_bytes(b"x")
    assert [file.path for file in read(tmp_path).files] == [".well-known/security.txt"]


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    assert said(read(tmp_path, **{"a.txt": b"x" * (static_files.MAX_BYTES + 1)})) == [
        "content/static/a.txt: is larger than 1024 KB: a file of this kind is small"
    ]


def test_many_files_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, **{f"{n}.txt": b"x" for n in range(static_files.MAX_FILES + 1)})
    assert said(found) == [
        "content/static: holds 101 files; 100 are enough for what stands at the root"
    ]
    assert found.files == []


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"secret")
    read(tmp_path)
    (tmp_path / "static" / "a.txt").symlink_to(tmp_path / "secret.txt")
    assert said(read(tmp_path)) == [
        "content/static/a.txt: is not a plain file: put a copy of the file itself here"
    ]


def test_a_name_that_a_host_cannot_store_is_refused(tmp_path: Path) -> None:
    assert said(read(tmp_path, **{"what?.txt": b"x"})) == [
        "content/static/what?.txt: has a name that cannot be stored on every host: rename it"
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<SCRIPT>1</SCRIPT>",
        "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>1</x:script>",
        "<svg/onload=alert(1)>",
        "<b\nonclick = 'x'>",
        "<img src=//x.example/y.png>",
        "<p style='background:url(//x.example)'>",
        "<style>@import '//x.example'</style>",
        "<a href='https://x.example'>x</a>",
        "<a href='javascript:alert(1)'>x</a>",
        "<meta http-equiv=Refresh content='0;url=x'>",
        "<?xml-stylesheet href='x'?>",
        "<form action='x'>",
        "<![CDATA[<script>1</script>]]>",
    ],
)
def test_markup_that_runs_loads_or_links_is_refused(markup: str, tmp_path: Path) -> None:
    for name in ("a.html", "a.xml", "a.svg", "A.HTM"):
        [problem] = said(read(tmp_path, **{name: f"<p>\n{markup}".encode()}))
        assert problem.startswith(f"content/static/{name}:2: may not have “")
        (tmp_path / "static" / name).unlink()


def test_an_allowed_number_is_accepted(tmp_path: Path) -> None:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "a.txt").write_text("值班：13912345678", "utf-8")
    tree = Tree(tmp_path, "content")
    assert static_files.read(tree, SITE).problems
    told = Site(title="小档案", series=SITE.series, personal_data="report")
    found = static_files.read(tree, told)
    assert found.problems == []
    assert found.accepted == ["139****5678"]
    assert len(found.remarks) == 1
