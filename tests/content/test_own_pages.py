"""The pages that the archive's owner wrote, from their files to the site."""

import re
from pathlib import Path

import archives
import pytest

from jianbao.base.problems import ContentError, Problems
from jianbao.build import builder, pipeline
from jianbao.build.paths import Paths, layout_folders
from jianbao.content import load

USAGE = """---
title: 使用说明 & 须知
menu: header
description: 怎样查找。
aliases: [help.html]
---

见[第1期](../bulletins/gongzuo-jianbao/2024/001.md)和[隐私](yinsi.md)。

## 怎样查找

按县区浏览。
"""
PRIVACY = "---\ntitle: 隐私声明\n---\n\n不收集任何信息。\n"


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "site")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = archives.start(tmp_path / "archive")
    folder = root / "content" / "pages"
    folder.mkdir()
    (folder / "使用说明.md").write_text(USAGE, "utf-8")
    (folder / "yinsi.md").write_text(PRIVACY, "utf-8")
    return root


def html(root: Path, page: str) -> str:
    return (root / "site" / page).read_text("utf-8")


def test_pages_are_in_the_menu_or_in_the_foot_of_every_page(root: Path) -> None:
    builder.build(paths(root))
    link = '<a href="pages/%E4%BD%BF%E7%94%A8%E8%AF%B4%E6%98%8E.html">使用说明 &amp; 须知</a>'
    home = html(root, "index.html")
    head, foot = home[: home.index("<main")], home[home.index("<footer") :]
    assert link in head
    assert link not in foot
    assert '<a href="pages/yinsi.html">隐私声明</a>' in foot
    assert "yinsi" not in head


def test_a_page_has_its_text_its_links_and_its_place(root: Path) -> None:
    builder.build(paths(root))
    page = html(root, "pages/使用说明.html")
    assert '<h1 class="song">使用说明 &amp; 须知</h1>' in page
    assert '<a href="../bulletins/gongzuo-jianbao/2024/001.html">第1期</a>' in page
    assert '<a href="yinsi.html">隐私</a>' in page
    assert re.search(r'<h2 id="s-[0-9a-f]{8}">怎样查找</h2>', page)
    assert 'aria-current="page">使用说明' in page
    assert '<meta name="description" content="怎样查找。">' in page
    assert "pages/使用说明.html" in html(root, "help.html") or "%E4%BD%BF" in html(
        root, "help.html"
    )


def test_a_bulletin_and_the_page_about_the_archive_may_link_to_a_page(root: Path) -> None:
    file = root / archives.BULLETIN
    text = file.read_text("utf-8")
    file.write_text(f"{text.rstrip()}\n\n见[说明](../../../pages/yinsi.md)。\n", "utf-8")
    (root / "content" / "about.md").write_text("见[隐私](pages/yinsi.md)。\n", "utf-8")
    builder.build(paths(root))
    assert '<a href="pages/yinsi.html">隐私</a>' in html(root, "about.html")
    assert 'href="../../../pages/yinsi.html">说明</a>' in html(
        root, "bulletins/gongzuo-jianbao/2024/001.html"
    )


def test_pages_stand_in_the_order_that_is_given_then_by_name(root: Path) -> None:
    folder = root / "content" / "pages"
    for name, order in (("a", ""), ("b", "order: 2\n"), ("c", "order: 10\n")):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\n{order}---\n\n正文\n", "utf-8")
    archive = load.load(root / "content")
    assert [page.name for page in archive.pages] == ["b", "c", "a", "yinsi", "使用说明"]


def test_a_page_that_was_published_is_kept(root: Path) -> None:
    builder.build(paths(root), record=True)
    assert "pages/yinsi.html" in (root / "content/addresses/pages.txt").read_text("utf-8")
    file = root / "content" / "pages" / "yinsi.md"
    file.rename(file.with_name("privacy.md"))
    (root / "content/pages/使用说明.md").write_text(USAGE.replace("yinsi", "privacy"), "utf-8")
    with pytest.raises(ContentError, match=r"pages/yinsi\.html was published and is gone"):
        load.load(root / "content")
    moved = PRIVACY.replace("---\n\n", "aliases: [pages/yinsi.html]\n---\n\n")
    file.with_name("privacy.md").write_text(moved, "utf-8")
    builder.build(paths(root))
    assert 'href="privacy.html"' in html(root, "pages/yinsi.html")


def test_slips_in_a_page_are_remarks(root: Path) -> None:
    text = PRIVACY.replace("不收集", "<b>不收集</b>")
    (root / "content" / "pages" / "yinsi.md").write_text(text, "utf-8")
    remarks = Problems()
    load.load(root / "content", remarks=remarks)
    assert any("content/pages/yinsi.md:5" in one.text() for one in remarks)


# --- files at the root ------------------------------------------------------------------------


def put(root: Path, name: str, text: str) -> None:
    file = root / "content" / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_files_of_the_owner_stand_at_the_root_and_in_the_manifest(root: Path) -> None:
    files = {
        "CNAME": "www.example.org\n",
        "google12.html": "google-site-verification: google12.html",
        ".well-known/security.txt": "Contact: mailto:a@example.org\n",
    }
    for name, text in files.items():
        put(root, name, text)
    report = builder.build(paths(root))
    manifest = html(root, "manifest-sha256.txt")
    for name, text in files.items():
        assert html(root, name) == text
        assert f"  {name}\n" in manifest
    pages = [path for path in (root / "site").rglob("*.html") if path.name != "google12.html"]
    assert report.pages == len(pages)
    assert pipeline.check(paths(root)).files


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("index.html", "index.html"),
        ("Index.HTML", "index.html"),
        ("feed.xml", "feed.xml"),
        ("manifest-sha256.txt", "manifest-sha256.txt"),
        ("data/extra.txt", "data/"),
        ("search/a.txt", "search/"),
        ("pages/yinsi.html", "pages/yinsi.html"),
        ("help.html", "help.html"),
    ],
)
def test_a_file_that_would_replace_one_of_ours_is_refused(name: str, ours: str, root: Path) -> None:
    put(root, name, "正文")
    for act in (builder.build, pipeline.check):
        with pytest.raises(ContentError) as raised:
            act(paths(root))
        assert [one.text() for one in raised.value.problems] == [
            f"content/static/{name}: would replace {ours}, which the site makes itself: rename or"
            " delete this one"
        ]


def test_rules_for_robots_are_added_to_ours(root: Path) -> None:
    put(root, "robots.txt", "User-agent: GPTBot\nDisallow: /\n")
    builder.build(paths(root))
    assert html(root, "robots.txt") == "User-agent: GPTBot\nDisallow: /\n"
    settings = root / "content" / "site.yaml"
    text = settings.read_text("utf-8") + "base_url: https://archive.example.org/\n"
    settings.write_text(text, "utf-8")
    builder.build(paths(root))
    assert html(root, "robots.txt") == (
        "User-agent: *\nDisallow:\n\nSitemap: https://archive.example.org/sitemap.xml\n"
        "\nUser-agent: GPTBot\nDisallow: /\n"
    )


def test_the_icon_of_the_owner_takes_the_place_of_ours(root: Path) -> None:
    icon = root / "content" / "static" / "favicon.ico"
    icon.parent.mkdir()
    icon.write_bytes(b"\0\0\1\0\1\0")
    builder.build(paths(root))
    assert '<link rel="icon" href="favicon.ico">' in html(root, "index.html")
    assert '<link rel="icon" href="../favicon.ico">' in html(root, "pages/yinsi.html")


def test_the_page_that_the_guide_shows_is_one(root: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "editing.zh-CN.md").read_text("utf-8")
    [example] = re.findall(r"```markdown\n(---\n.*?)```", guide, re.DOTALL)
    (root / "content" / "pages" / "shiyong.md").write_text(example, "utf-8")
    archive = load.load(root / "content")
    assert archive.pages[0].title == "使用说明"
    assert archive.pages[0].menu == "header"
