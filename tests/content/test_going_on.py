"""`build --keep-going`: what is wrong is left out or stays as it was published, and is said."""

import io
from pathlib import Path

import archives
import pytest
from PIL import Image

from jianbao.base.problems import JianbaoError, Problems
from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.build.report import Report
from jianbao.cli import entry

_BULLETIN = """---
title: 工作简报第{n}期
series: gongzuo-jianbao
issue: {n}
date: 2024-03-0{n}
reviewed: false
articles:
  - title: 第{n}期的文章
    kind: brief
    attribution: 县政府办
---

## 第{n}期的文章

第{n}期的正文，参看[另一期](00{other}.md)。
"""
_FOLDER = "content/bulletins/gongzuo-jianbao/2024"
_PAGES = "bulletins/gongzuo-jianbao/2024"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three issues that link to one another, published."""
    root = archives.start(tmp_path / "archive")
    for n, other in ((2, 3), (3, 2)):
        (root / _FOLDER / f"00{n}.md").write_text(_BULLETIN.format(n=n, other=other), "utf-8")
    build(root)
    return root


def build(root: Path, keep_going: bool = False, remarks: Problems | None = None) -> Report:
    paths = Paths(root, root / "content", layout_folders(root), root / "site")
    return builder.build(paths, record=True, remarks=remarks, keep_going=keep_going)


def html(root: Path, page: str) -> str:
    return (root / "site" / page).read_text("utf-8")


def break_(root: Path, name: str, kind: str = "breif") -> None:
    file = root / _FOLDER / name
    text = file.read_text("utf-8").replace("kind: brief", f"kind: {kind}")
    file.write_text(text.replace("的正文", "的新正文"), "utf-8")


def test_a_published_bulletin_stays_as_it_was_published(root: Path) -> None:
    before = html(root, f"{_PAGES}/002.html"), html(root, f"{_PAGES}/002/1.html")
    break_(root, "002.md")
    file = root / archives.BULLETIN
    file.write_text(file.read_text("utf-8").replace("我县召开", "县里召开"), "utf-8")
    with pytest.raises(JianbaoError):
        build(root)
    report = build(root, keep_going=True)
    assert (html(root, f"{_PAGES}/002.html"), html(root, f"{_PAGES}/002/1.html")) == before
    assert "县里召开" in html(root, f"{_PAGES}/001.html")
    assert report.as_published == ("bulletins/gongzuo-jianbao/2024/002.md",)
    assert report.left_out == ()
    assert [one.text() for one in report.problems] == [
        f"{_FOLDER}/002.md:9: kind: must be one of feature, brief, news (got “breif”)"
    ]


def test_it_stays_so_in_later_builds_and_nothing_is_forgotten(root: Path) -> None:
    break_(root, "002.md")
    first = build(root, keep_going=True)
    again = build(root, keep_going=True)
    assert again.unchanged
    assert again.problems == first.problems
    assert again.as_published == first.as_published
    break_(root, "003.md")
    assert len(build(root, keep_going=True).as_published) == 2
    assert "第2期的正文" in html(root, f"{_PAGES}/002/1.html")


def test_a_new_bulletin_with_an_error_is_left_out_with_what_leads_to_it(root: Path) -> None:
    text = _BULLETIN.format(n=4, other=2)
    (root / _FOLDER / "004.md").write_text(text.replace("brief", "breif"), "utf-8")
    third = root / _FOLDER / "003.md"
    third.write_text(
        third.read_text("utf-8")
        .replace("(002.md)", "(004.md)")
        .replace(
            "reviewed:",
            "status: replaced\nstatus_date: 2024-04-01\n"
            "replaced_by: gongzuo-jianbao/2024/004\nreviewed:",
        ),
        "utf-8",
    )
    report = build(root, keep_going=True)
    assert report.left_out == ("bulletins/gongzuo-jianbao/2024/004.md",)
    assert report.as_published == ()
    assert report.bulletins == 3
    assert not (root / "site" / _PAGES / "004.html").exists()
    assert "参看另一期。" in html(root, f"{_PAGES}/003/1.html")
    assert "004" not in html(root, f"{_PAGES}/003.html")


def test_misplaced_files_broken_records_and_pages_are_left_out(root: Path) -> None:
    (root / _FOLDER / "照片.bmp").write_bytes(b"x")
    (root / _FOLDER / "005.md").write_bytes(b"\xff")
    (root / "content/pages").mkdir()
    (root / "content/pages/a.md").write_text("no front matter", "utf-8")
    report = build(root, keep_going=True)
    assert report.left_out == (
        "bulletins/gongzuo-jianbao/2024/005.md",
        "bulletins/gongzuo-jianbao/2024/照片.bmp",
        "pages/a.md",
    )
    assert len(report.problems) == 3


def test_a_published_bulletin_that_the_site_lacks_is_not_lost(root: Path) -> None:
    break_(root, "002.md")
    (root / "site" / _PAGES / "002.md").unlink()
    with pytest.raises(JianbaoError) as raised:
        build(root, keep_going=True)
    said = "\n".join(one.text() for one in raised.value.problems)
    assert "got “breif”" in said
    assert f"{_PAGES}/002.html was published and is gone" in said
    assert (root / "site" / _PAGES / "002.html").exists()


_PAGE = "---\ntitle: 使用说明\nmenu: header\n---\n\n{}\n"


def write_page(root: Path, text: str) -> None:
    file = root / "content/pages/shuoming.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(_PAGE.format(text), "utf-8")


def draw(file: Path, damaged: bool = False) -> None:
    file.parent.mkdir(exist_ok=True)
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "PNG")
    file.write_bytes(out.getvalue()[:-9] if damaged else out.getvalue())


def test_a_published_page_of_the_owner_stays_as_it_was_published(root: Path) -> None:
    write_page(root, "先看[第2期](../bulletins/gongzuo-jianbao/2024/002.md)。")
    build(root)
    before = html(root, "pages/shuoming.html")
    write_page(root, "新写的，见[别页](meiyou.md)。")
    with pytest.raises(JianbaoError):
        build(root)
    report = build(root, keep_going=True)
    assert html(root, "pages/shuoming.html") == before
    assert report.as_published == ("pages/shuoming.md",)
    assert report.left_out == ()
    (wrong,) = report.problems
    assert wrong.text().startswith("content/pages/shuoming.md:6: “meiyou.md” leads to no bulletin")
    (root / _FOLDER / "003.md").write_text(_BULLETIN.format(n=3, other=2) + "\n新。\n", "utf-8")
    assert build(root, keep_going=True).as_published == report.as_published
    assert html(root, "pages/shuoming.html") == before


def test_a_new_page_of_the_owner_is_left_out_of_menus_and_links(root: Path) -> None:
    write_page(root, "见[别页](meiyou.md)。")
    third = root / _FOLDER / "003.md"
    text = _BULLETIN.format(n=3, other=2)
    third.write_text(f"{text}\n见[说明](../../../pages/shuoming.md)。\n", "utf-8")
    report = build(root, keep_going=True)
    assert report.left_out == ("pages/shuoming.md",)
    assert not (root / "site/pages").exists()
    assert "见说明。" in html(root, f"{_PAGES}/003/1.html")
    assert "shuoming" not in html(root, "index.html")


def test_a_page_that_the_site_lacks_is_not_lost(root: Path) -> None:
    write_page(root, "正文。")
    build(root)
    (root / "site/pages/shuoming.md").unlink()
    write_page(root, "见[别页](meiyou.md)。")
    with pytest.raises(JianbaoError, match=r"pages/shuoming\.html was published and is gone"):
        build(root, keep_going=True)
    assert "正文。" in html(root, "pages/shuoming.html")


@pytest.mark.parametrize("gone", [False, True])
def test_a_published_text_keeps_a_picture_that_was_damaged_since(root: Path, gone: bool) -> None:
    second, drawn = root / _FOLDER / "002.md", root / _FOLDER / "pictures/a.png"
    text = _BULLETIN.format(n=2, other=3)
    second.write_text(f"{text}\n![图](pictures/a.png)\n", "utf-8")
    draw(drawn)
    write_page(root, f"![图](../{_PAGES}/pictures/a.png)")
    build(root)
    before = archives.tree(root / "site")
    if gone:
        drawn.unlink()
    else:
        draw(drawn, damaged=True)
    report = build(root, keep_going=True)
    assert archives.tree(root / "site") == before
    assert report.as_published == (
        "bulletins/gongzuo-jianbao/2024/002.md",
        "bulletins/gongzuo-jianbao/2024/pictures/a.png",
        "pages/shuoming.md",
    )
    said = "there is no" if gone else "is cut off or damaged"
    places = [one.text().partition(": ")[0] for one in report.problems if said in one.text()]
    assert places == [f"{_FOLDER}/002.md:17", "content/pages/shuoming.md:6"]
    assert build(root, keep_going=True).unchanged


def test_the_text_of_the_about_page_stays_as_it_was_published(root: Path) -> None:
    about, drawn = root / "content/about.md", root / "content/pages/pictures/a.png"
    about.write_text("旧的正文。\n\n![图](pages/pictures/a.png)\n", "utf-8")
    drawn.parent.mkdir(parents=True)
    draw(drawn)
    build(root)
    before = html(root, "about.html")
    about.write_text("新的正文。\n\n![图](pages/pictures/a.png)\n\n![图](b.png)\n", "utf-8")
    draw(drawn, damaged=True)
    report = build(root, keep_going=True)
    assert html(root, "about.html") == before
    assert report.as_published == ("about.md", "pages/pictures/a.png")
    assert {one.text().partition(": ")[0] for one in report.problems} == {
        "content/about.md:3",
        "content/about.md:5",
    }


def test_a_wrong_about_page_that_was_never_published_is_left_out(root: Path) -> None:
    about = root / "content/about.md"
    about.write_text("正文。\n\n![图](pages/pictures/meiyou.png)\n", "utf-8")
    (root / "site/about.md").unlink()
    report = build(root, keep_going=True)
    assert report.left_out == ("about.md",)
    assert "正文。" not in html(root, "about.html")
    about.write_bytes(b"\xff\xfe\xff")
    assert build(root, keep_going=True).left_out == ("about.md",)


def test_impossible_names_in_a_published_text_are_no_defect(root: Path) -> None:
    published = root / "site" / _PAGES / "002.md"
    odd = "\n![图](pictures/%00.png) ![图](../../../../etc/a.png)\n"
    published.write_text(published.read_text("utf-8") + odd, "utf-8")
    break_(root, "002.md")
    with pytest.raises(JianbaoError, match="not a picture beside the text"):
        build(root, keep_going=True)


def test_a_new_text_with_a_damaged_picture_is_left_out(root: Path) -> None:
    fourth = root / _FOLDER / "004.md"
    text = _BULLETIN.format(n=4, other=2)
    fourth.write_text(f"{text}\n![图](pictures/a.png)\n", "utf-8")
    draw(root / _FOLDER / "pictures/a.png", damaged=True)
    write_page(root, "![图](pictures/b.png)")
    draw(root / "content/pages/pictures/b.png", damaged=True)
    remarks = Problems()
    report = build(root, keep_going=True, remarks=remarks)
    assert report.left_out == ("bulletins/gongzuo-jianbao/2024/004.md", "pages/shuoming.md")
    assert report.as_published == ()
    assert len(report.problems) == 2
    assert not [path for path in archives.tree(root / "site") if path.endswith("a.png")]
    assert not [one for one in remarks if "delete it" in one.text()]


def test_a_broken_record_of_a_review_publishes_nothing(root: Path) -> None:
    """The record may say that the document holds personal data."""
    text = _BULLETIN.format(n=6, other=2)
    (root / _FOLDER / "006.md").write_text(text, "utf-8")
    (root / _FOLDER / "006.review.yaml").write_text("- x", "utf-8")
    report = build(root, keep_going=True)
    assert "bulletins/gongzuo-jianbao/2024/006.md" in report.left_out
    assert not (root / "site" / _PAGES / "006.html").exists()


def test_wrong_settings_stop_the_build(root: Path) -> None:
    settings = root / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "titel: x\n", "utf-8")
    break_(root, "002.md")
    with pytest.raises(JianbaoError, match="titel"):
        build(root, keep_going=True)


def test_the_command_says_what_it_left_out_by_its_status_too(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", "--keep-going", "--quiet", "--root", str(root)]
    assert entry.main(command) == 0
    break_(root, "002.md")
    (root / _FOLDER / "004.md").write_text("no front matter", "utf-8")
    capsys.readouterr()
    for _ in range(2):  # the second build has nothing to do
        assert entry.main(command) == 3
        said = capsys.readouterr().err
        assert "got “breif”" in said
        assert f"left out: {root}/content/bulletins/gongzuo-jianbao/2024/004.md" in said
        assert "as it was published before: " in said
        assert "the site is not complete: left out 1, as before 1" in said
