"""Pictures beside the bulletins: found, checked, and the same on every page and in every file."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import archives
import pytest
from PIL import Image

from jianbao.archive import corrections
from jianbao.archive.model import Archive
from jianbao.base.problems import JianbaoError, Problems
from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.content import load
from jianbao.outputs import exports, feeds
from jianbao.pages import render

LAYOUTS = layout_folders(Path(__file__).parents[2])
FOLDER = "bulletins/s/2024"
SITE = "title: 库\n{}series:\n  - {{slug: s, title: 简报}}\n"

Write = Callable[..., Path]


def picture(kind: str = "JPEG", size: tuple[int, int] = (30, 20)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Huawei"
    Image.new("RGB", size, "teal").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an archive of one bulletin with a text, and picture files."""

    def written(
        text: str, files: dict[str, bytes] | None = None, extra: str = "", base_url: str = ""
    ) -> Path:
        content = tmp_path / "content"
        head = f"title: 简报第1期\nseries: s\nissue: 1\ndate: 2024\n{extra}"
        body = f"articles:\n  - {{title: 题, kind: brief}}\n---\n\n## 题\n\n{text}\n"
        held = {
            "site.yaml": SITE.format(f"base_url: {base_url}\n" if base_url else "").encode(),
            f"{FOLDER}/001.md": f"---\n{head}{body}".encode(),
            **{f"{FOLDER}/{name}": found for name, found in (files or {}).items()},
        }
        for path, found in held.items():
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_bytes(found)
        return content

    return written


def complaints(content: Path) -> list[str]:
    with pytest.raises(JianbaoError) as error:
        load.load(content)
    return [problem.text() for problem in error.value.problems]


def remarks(content: Path) -> list[str]:
    found = Problems()
    load.load(content, remarks=found)
    return [remark.text() for remark in found]


def test_a_picture_is_known_by_its_file_size_and_hash(write: Write) -> None:
    content = write("![图](pictures/a.jpg)", {"pictures/a.jpg": picture()})
    (found,) = load.load(content).pictures
    assert (found.file, found.width, found.height) == (f"{FOLDER}/pictures/a.jpg", 30, 20)
    assert found.written == "pictures/a.jpg"


def test_names_in_chinese_and_pictures_of_another_year(write: Write) -> None:
    files = {"pictures/义诊 一.jpg": picture(), "../2023/pictures/b.png": picture("PNG")}
    content = write("![一](<pictures/义诊 一.jpg>)\n\n![二](../2023/pictures/b.png)", files)
    names = [one.file for one in load.load(content).pictures]
    assert names == ["bulletins/s/2023/pictures/b.png", f"{FOLDER}/pictures/义诊 一.jpg"]


@pytest.mark.parametrize(
    ("text", "files", "message"),
    [
        ("![图](pictures/yizhen.jpg)", {"pictures/yizhen1.jpg": picture()},
         "001.md:12: “pictures/yizhen.jpg” is no picture; did you mean “pictures/yizhen1.jpg”?"),
        ("![图](pictures/A.jpg)", {"pictures/a.jpg": picture()},
         "001.md:12: “pictures/A.jpg” is no picture; did you mean “pictures/a.jpg”?"),
        ("![图](pictures/x.jpg)", {},
         f"001.md:12: “pictures/x.jpg” is no picture: there is no content/{FOLDER}/pictures/x.jpg"),
        ("![图](../../../../../etc/passwd)", {},
         "001.md:12: “../../../../../etc/passwd” is not a picture beside the text: put it into"
         f" content/{FOLDER}/pictures/"),
        ("![图](../../../originals/a.jpg)", {"../../../originals/a.jpg": picture()},
         "001.md:12: “../../../originals/a.jpg” is not a picture beside the text: put it into"
         f" content/{FOLDER}/pictures/"),
        ("![图](pictures/a.jpg)", {"pictures/a.jpg": b"<svg onload='alert(1)'/>"},
         "001.md:12: “pictures/a.jpg”: is an SVG drawing, which may hold scripts: save it as PNG"),
        ("![图](pictures/a.jpg)", {"pictures/a.jpg": picture("PNG")},
         "001.md:12: “pictures/a.jpg”: is a PNG picture: let its name end with .png"),
        ("![图](pictures/a.jpg)", {"pictures/a.jpg": picture()[:-9]},
         "001.md:12: “pictures/a.jpg”: is cut off or damaged: open it in its own program and save"
         " it again"),
    ],
)  # fmt: skip
def test_problems_of_pictures(
    write: Write, text: str, files: dict[str, bytes], message: str
) -> None:
    assert complaints(write(text, files)) == [f"content/{FOLDER}/{message}"]


def test_a_picture_that_leads_out_of_the_archive_is_refused(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture())
    content = write("![图](pictures/a.jpg)", {"pictures/b.jpg": picture()})
    (content / FOLDER / "pictures/a.jpg").symlink_to(tmp_path / "secret.jpg")
    (line,) = complaints(content)
    assert line.endswith(
        "001.md:12: “pictures/a.jpg”: cannot be read: it is a link that leads out of the archive"
    )


def test_names_that_are_one_on_some_systems(write: Write) -> None:
    files = {"pictures/a.jpg": picture(), "pictures/A.jpg": picture()}
    content = write("![图](pictures/a.jpg)", files)
    if len(list((content / FOLDER / "pictures").iterdir())) == 2:
        (line,) = complaints(content)
        assert "is one name with A.jpg on systems that ignore case" in line


def test_what_a_person_should_look_at(write: Write) -> None:
    noise = io.BytesIO()
    Image.effect_noise((2000, 2000), 90).save(noise, "PNG")
    files = {
        "pictures/a.jpg": picture(),
        "pictures/large.png": noise.getvalue(),
        "pictures/old.jpg": picture(),
    }
    content = write("![](pictures/a.jpg)\n\n![大](pictures/large.png)", files)
    size = len(noise.getvalue()) / 1e6
    assert size > 3
    assert sorted(remarks(content)) == [
        f"content/{FOLDER}/001.md:12: the picture “pictures/a.jpg” has no words for who does not"
        ' see it: write a caption, ![…](pictures/a.jpg), or what it shows, ![](pictures/a.jpg "…")',
        f"content/{FOLDER}/pictures/large.png:"
        f" has {size:.1f} MB, long to wait for on a phone: save it at 2000 pixels",
        f"content/{FOLDER}/pictures/old.jpg:"
        " is shown by no bulletin or page: delete it, or write ![…](pictures/old.jpg)",
    ]


def test_a_file_that_no_camera_makes_is_not_read(write: Write) -> None:
    content = write("![图](pictures/a.jpg)", {"pictures/a.jpg": b""})
    with (content / FOLDER / "pictures/a.jpg").open("wb") as file:
        file.truncate(33 << 20)
    (line,) = complaints(content)
    assert line.endswith("001.md:12: “pictures/a.jpg”: is larger than 32 MB: save it smaller")


# --- in the owner's pages -------------------------------------------------------------------------

OWN = "---\ntitle: 我们\n{}---\n\n![编辑部](pictures/b.jpg)\n"


def put(content: Path, name: str, made: str | bytes) -> None:
    (content / name).parent.mkdir(parents=True, exist_ok=True)
    (content / name).write_bytes(made if isinstance(made, bytes) else made.encode())


def test_the_owners_pages_show_pictures_from_where_they_are(write: Write, tmp_path: Path) -> None:
    content = write("正文。", base_url="https://a.example.org/")
    put(content, "pages/women.md", OWN.format(""))
    put(content, "about.md", "## 我们\n\n![编辑部](pages/pictures/b.jpg)\n")
    put(content, "pages/pictures/b.jpg", picture())
    assert remarks(content) == []
    builder.build(Paths(tmp_path, content, LAYOUTS, tmp_path / "site"))
    site = tmp_path / "site"
    words = 'alt="编辑部" width="30" height="20"'
    own = (site / "pages/women.html").read_text("utf-8")
    assert f'<img src="pictures/b.jpg" {words}' in own
    assert "<figcaption>编辑部</figcaption>" in own
    assert 'content="https://a.example.org/pages/pictures/b.jpg"' in own
    assert f'<img src="pages/pictures/b.jpg" {words}' in (site / "about.html").read_text("utf-8")
    assert b"Huawei" not in (site / "pages/pictures/b.jpg").read_bytes()


def test_the_owners_pages_may_show_the_pictures_of_bulletins(write: Write) -> None:
    content = write("正文。", {"pictures/a.jpg": picture()})
    put(content, "pages/women.md", OWN.format("").replace("pictures/b", f"../{FOLDER}/pictures/a"))
    assert [one.file for one in load.load(content).pictures] == [f"{FOLDER}/pictures/a.jpg"]
    assert remarks(content) == []


def test_a_page_that_is_held_back_takes_its_pictures_along(write: Write, tmp_path: Path) -> None:
    content = write("正文。")
    put(content, "pages/women.md", OWN.format("draft: true\n"))
    put(content, "pages/pictures/b.jpg", picture())
    builder.build(Paths(tmp_path, content, LAYOUTS, tmp_path / "site"))
    assert not (tmp_path / "site/pages").exists()
    assert "b.jpg" not in (tmp_path / "site/manifest-sha256.txt").read_text("utf-8")
    assert remarks(content) == []
    assert [one.file for one in load.load(content).pictures] == ["pages/pictures/b.jpg"]


def test_problems_of_pictures_in_the_owners_pages(write: Write) -> None:
    content = write("正文。")
    put(content, "pages/women.md", OWN.format("") + "\n![x](../originals/x.jpg)\n")
    put(content, "about.md", "第一段。\n\n![图](pictures/b.jpg)\n")
    put(content, "pages/pictures/b.jpg", picture()[:-9])
    assert complaints(content) == [
        "content/about.md:3: “pictures/b.jpg” is not a picture beside the text:"
        " put it into content/pages/pictures/",
        "content/pages/women.md:5: “pictures/b.jpg”: is cut off or damaged: open it in its own"
        " program and save it again",
        "content/pages/women.md:7: “../originals/x.jpg” is not a picture beside the text:"
        " put it into content/pages/pictures/",
    ]
    put(content, "about.md", "![图](pages/pictures/bb.jpg)\n")
    assert complaints(content)[0] == (
        "content/about.md:1: “pages/pictures/bb.jpg” is no picture;"
        " did you mean “pages/pictures/b.jpg”?"
    )


def test_remarks_on_pictures_of_the_owners_pages(write: Write) -> None:
    content = write("正文。")
    put(content, "pages/women.md", OWN.format("").replace("编辑部", ""))
    put(content, "about.md", "![](pages/pictures/b.jpg)\n")
    put(content, "pages/pictures/b.jpg", picture())
    put(content, "pages/pictures/old.jpg", picture())
    silent, unused = "has no words for who does not see it", "is shown by no bulletin or page"
    about, old, page = sorted(remarks(content))
    assert about.startswith("content/about.md:1: the picture “pages/pictures/b.jpg”")
    assert page.startswith("content/pages/women.md:5: the picture “pictures/b.jpg”")
    assert silent in about
    assert silent in page
    assert old.startswith(f"content/pages/pictures/old.jpg: {unused}")


# --- on the site ----------------------------------------------------------------------------------


def page(archive: Archive, path: str) -> str:
    return dict(archives.made(render.render(archive, LAYOUTS)))[path].decode()


def test_pages_show_a_picture_from_where_they_are(write: Write) -> None:
    archive = load.load(write("![图](pictures/a.jpg)", {"pictures/a.jpg": picture()}))
    size = 'width="30" height="20"'
    assert f'<img src="pictures/a.jpg" alt="图" {size}' in page(archive, f"{FOLDER}/001.html")
    assert f'<img src="../pictures/a.jpg" alt="图" {size}' in page(archive, f"{FOLDER}/001/1.html")


def test_the_site_has_pictures_without_metadata(write: Write, tmp_path: Path) -> None:
    content = write("![图](pictures/a.jpg)", {"pictures/a.jpg": picture()})
    paths = Paths(tmp_path, content, LAYOUTS, tmp_path / "site")
    builder.build(paths)
    made = (tmp_path / "site" / FOLDER / "pictures/a.jpg").read_bytes()
    assert b"Huawei" in picture()
    assert b"Huawei" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (30, 20)
    before = archives.tree(tmp_path / "site")
    builder.build(paths, verify=True)
    assert archives.tree(tmp_path / "site") == before


def test_a_picture_that_changes_is_made_again(write: Write, tmp_path: Path) -> None:
    content = write("![图](pictures/a.jpg)", {"pictures/a.jpg": picture()})
    paths = Paths(tmp_path, content, LAYOUTS, tmp_path / "site")
    builder.build(paths)
    write("![图](pictures/a.jpg)", {"pictures/a.jpg": picture(size=(44, 22))})
    builder.build(paths)
    assert 'width="44" height="22"' in (tmp_path / "site" / FOLDER / "001.html").read_text("utf-8")


def test_exports_and_feeds_name_the_picture(write: Write) -> None:
    text = '![图为义诊](pictures/a.jpg "两名医生")'
    content = write(text, {"pictures/a.jpg": picture()}, base_url="https://a.example.org/x/")
    archive = load.load(content)
    made = dict(archives.made(exports.render(archive)))
    (found,) = json.loads(made[f"{FOLDER}/001.json"])["articles"][0]["pictures"]
    address = f"https://a.example.org/x/{FOLDER}/pictures/a.jpg"
    (shown,) = archive.pictures
    assert found == {
        "file": shown.file,
        "url": address,
        "caption": "图为义诊",
        "description": "两名医生",
        "width": 30,
        "height": 20,
        "bytes": shown.bytes,
        "sha256": shown.sha256,
    }
    made = dict(archives.made(feeds.render(archive)))
    (item,) = json.loads(made["feed.json"])["items"]
    assert f'<img src="{address}" alt="两名医生" width="30" height="20"' in item["content_html"]


def test_without_a_public_address_a_feed_has_the_caption(write: Write) -> None:
    archive = load.load(write("![图为义诊](pictures/a.jpg)", {"pictures/a.jpg": picture()}))
    (item,) = json.loads(dict(archives.made(feeds.render(archive)))["feed.json"])["items"]
    assert item["content_html"].startswith("<figure")
    assert "<figcaption>图为义诊</figcaption>" in item["content_html"]
    assert "<img" not in item["content_html"]


def test_a_withdrawn_text_takes_its_pictures_along(write: Write) -> None:
    extra = "status: withdrawn\nstatus_date: 2024-02-03\n"
    content = write("![图](pictures/a.jpg)", {"pictures/a.jpg": picture()}, extra)
    archive = load.load(content)
    assert len(archive.pictures) == 1
    assert corrections.published(archive).pictures == ()


def test_a_picture_of_two_texts_is_one_file(write: Write) -> None:
    content = write("![甲](pictures/a.jpg)\n\n![乙](pictures/a.jpg)", {"pictures/a.jpg": picture()})
    archive = load.load(content)
    (bulletin,) = archive.bulletins
    twice = replace(archive, bulletins=(bulletin, replace(bulletin, name="002")))
    assert len(twice.pictures) == 1
    table = next(table for table in exports.TABLES if table.name == "pictures")
    assert table.rows_of
    assert [row[4] for row in table.rows_of(archive, bulletin)] == ["甲", "乙"]
