"""Attachments: checked against their files, offered as received, held back if they must be."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import archives
import pytest
import spreadsheets

from jianbao.archive import corrections
from jianbao.base.problems import JianbaoError, Problems
from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.content import load
from jianbao.content.choices import Choices
from jianbao.outputs import feeds

LAYOUTS = layout_folders(Path(__file__).parents[2])
PLACE = "bulletins/s/2024/001"

Write = Callable[..., Path]


def sheet(*texts: str) -> bytes:
    """A spreadsheet as far as a search sees it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
        package.writestr(zipfile.ZipInfo("xl/sharedStrings.xml"), f"<sst>{shared}</sst>")
        package.writestr(zipfile.ZipInfo("xl/workbook.xml"), "<workbook/>")
    return out.getvalue()


LIST = sheet("县", "人次", "青禾县", "320")
DIGEST = hashlib.sha256(LIST).hexdigest()
SAID = f"sha256: {DIGEST}, bytes: {len(LIST)}"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an archive of one bulletin with an attachment of its article, or of the issue."""

    def written(entry: str, content: bytes = LIST, of_issue: str = "", extra: str = "") -> Path:
        made = tmp_path / "content"
        files = {
            "site.yaml": "title: 库\nbase_url: https://a.example.org/x/\n"
            "series:\n  - {slug: s, title: 简报}\n",
            f"{PLACE}.md": "---\ntitle: 简报第1期\nseries: s\nissue: 1\ndate: 2024\n"
            + (f"attachments:\n  - {{{of_issue}}}\n" if of_issue else "")
            + extra
            + "articles:\n  - title: 题\n    kind: brief\n"
            + (f"    attachments:\n      - {{{entry}}}\n" if entry else "")
            + "---\n\n## 题\n\n正文。\n",
        }
        for path, text in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_text(text, "utf-8")
        (made / "originals").mkdir(exist_ok=True)
        (made / "originals/名单.xlsx").write_bytes(content)
        return made

    return written


def complaints(content: Path) -> list[str]:
    with pytest.raises(JianbaoError) as error:
        load.load(content)
    return [problem.text() for problem in error.value.problems]


def built(content: Path) -> tuple[Path, list[str]]:
    root = content.parent
    remarks = Problems()
    builder.build(Paths(root, content, LAYOUTS, root / "site"), remarks=remarks)
    return root / "site", [remark.text() for remark in remarks]


# --- what is checked ----------------------------------------------------------------------------


def test_an_attachment_is_known_by_title_hash_and_size(write: Write) -> None:
    archive = load.load(write(f"file: 名单.xlsx, title: 义诊名单, {SAID}"))
    (found,) = archive.bulletins[0].articles[0].attachments
    assert (found.file, found.title, found.sha256) == ("名单.xlsx", "义诊名单", DIGEST)
    assert found.bytes == len(LIST)
    assert archive.originals == ("名单.xlsx",)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("file: 名单.xlsx, title: 名单", [
            f"sha256: is missing: write {DIGEST}, which is that of content/originals/名单.xlsx",
            f"bytes: is missing: write {len(LIST)}, which is that of content/originals/名单.xlsx",
        ]),
        (f"file: 名单.xlsx, title: 名单, sha256: {'0' * 64}, bytes: 1", [
            f"sha256: is not that of content/originals/名单.xlsx, which is {DIGEST}: the document"
            " was changed",
            f"bytes: is not that of content/originals/名单.xlsx, which is {len(LIST)}: the document"
            " was changed",
        ]),
        ("file: 无.xlsx, title: 名单", [
            "file: content/originals/无.xlsx cannot be read: it is not there",
        ]),
        ("file: ../site.yaml, title: 名单", [
            "file: “../site.yaml” is not the plain name of a file in originals/",
        ]),
        (f"file: 名单.xlsx, {SAID}", ["title: is missing"]),
        (f"file: 名单.xlsx, title: 名单, {SAID}, published: false", [
            "reason: is missing: say why the document is not offered",
        ]),
        (f"file: 名单.xlsx, title: 名单, {SAID}, reason: 保密", [
            "reason: is for a document with published: false",
        ]),
    ],
)  # fmt: skip
def test_problems_of_attachments(write: Write, entry: str, found: list[str]) -> None:
    assert [line.split(": ", 1)[1] for line in complaints(write(entry))] == sorted(found)


# --- what is offered ----------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "printed"), [("义诊名单", "名单.xlsx"), ("名单", "xlsx")])
def test_a_title_that_is_the_name_of_the_file_is_not_printed_twice(
    write: Write, title: str, printed: str
) -> None:
    site, _ = built(write(f"file: 名单.xlsx, title: {title}, {SAID}"))
    page = (site / f"{PLACE}/1.html").read_text("utf-8")
    assert f'<span class="file">{printed}</span>' in page


def test_pages_data_and_feeds_offer_it_as_received(write: Write) -> None:
    site, _ = built(write(f"file: 名单.xlsx, title: 义诊名单, {SAID}"))
    assert (site / "originals/名单.xlsx").read_bytes() == LIST
    name = "%E5%90%8D%E5%8D%95.xlsx"
    for path, up in ((f"{PLACE}.html", "../../../"), (f"{PLACE}/1.html", "../../../../")):
        page = (site / path).read_text("utf-8")
        assert f'<a href="{up}originals/{name}" download>义诊名单</a>' in page
        assert f"{len(LIST)} B" in page
    (found,) = json.loads((site / f"{PLACE}.json").read_text("utf-8"))["articles"][0]["attachments"]
    assert found == {
        "file": "名单.xlsx",
        "title": "义诊名单",
        "sha256": DIGEST,
        "bytes": len(LIST),
        "published": None,
        "reason": None,
        "sheets": [],
        "path": "originals/名单.xlsx",
        "url": f"https://a.example.org/x/originals/{name}",
    }
    rows = (site / "data/attachments.csv").read_text("utf-8-sig").splitlines()
    assert rows[1].startswith(f"s/2024/001,s/2024/001/1,名单.xlsx,义诊名单,{DIGEST},{len(LIST)},")
    assert (
        "附件："
        in dict(archives.made(feeds.render(load.load(site.parent / "content"))))[
            "feed.json"
        ].decode()
    )


def test_one_of_the_whole_issue_is_on_its_page(write: Write) -> None:
    site, _ = built(write("", of_issue=f"file: 名单.xlsx, title: 义诊名单, {SAID}"))
    assert "义诊名单" in (site / f"{PLACE}.html").read_text("utf-8")
    assert "义诊名单" not in (site / f"{PLACE}/1.html").read_text("utf-8")


def test_the_markdown_of_the_site_is_a_file_of_an_archive(write: Write) -> None:
    content = write(f"file: 名单.xlsx, title: 义诊名单, {SAID}")
    site, _ = built(content)
    before = load.load(content).bulletins
    (content / f"{PLACE}.md").write_bytes((site / f"{PLACE}.md").read_bytes())
    assert load.load(content).bulletins == before


def test_a_sheet_that_is_a_table_is_offered_as_csv(write: Write) -> None:
    content = spreadsheets.workbook([["县", "人次"], ["青禾县", 320], ["=1+1", 5]], [["说明"]])
    digest = hashlib.sha256(content).hexdigest()
    said = f"sha256: {digest}, bytes: {len(content)}"
    site, _ = built(write(f"file: 名单.xlsx, title: 义诊名单, {said}", content))
    path = f"data/attachments/{digest[:16]}-1.csv"
    made = (site / path).read_bytes()
    assert made.decode("utf-8-sig") == "县,人次\r\n青禾县,320\r\n'=1+1,5\r\n"
    assert f'href="../../../../{path}" download>CSV：表1</a>' in (
        site / f"{PLACE}/1.html"
    ).read_text("utf-8")
    (found,) = json.loads((site / f"{PLACE}.json").read_text("utf-8"))["articles"][0]["attachments"]
    assert found["sheets"] == [
        {"sheet": "表1", "path": path, "rows": 2, "sha256": hashlib.sha256(made).hexdigest()}
    ]
    assert path in (site / "data/attachments.csv").read_text("utf-8")


def test_a_number_that_only_the_cell_shows_is_found(write: Write) -> None:
    content = spreadsheets.workbook([["姓名", "电话"], ["王小明", 13912345678.0]])
    said = f"sha256: {hashlib.sha256(content).hexdigest()}, bytes: {len(content)}"
    site, remarks = built(write(f"file: 名单.xlsx, title: 义诊名单, {said}", content))
    assert not (site / "data/attachments").exists()
    assert any("139****5678" in remark for remark in remarks), remarks


def test_one_that_is_held_back_is_named_with_the_reason(write: Write) -> None:
    entry = f"file: 名单.xlsx, title: 义诊名单, {SAID}, published: false, reason: 含有住址"
    site, _ = built(write(entry))
    assert not (site / "originals").exists()
    page = (site / f"{PLACE}/1.html").read_text("utf-8")
    assert "义诊名单" in page
    assert "含有住址" in page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (sheet("王小明", "13912345678"), "holds personal data (139****5678)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be searched"),
        (LIST[:-30], "cannot be searched"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "it shows pictures of pages"),
    ],
)
def test_what_cannot_be_shown_to_be_harmless_is_not_offered(
    write: Write, content: bytes, reason: str
) -> None:
    said = f"sha256: {hashlib.sha256(content).hexdigest()}, bytes: {len(content)}"
    site, remarks = built(write(f"file: 名单.xlsx, title: 义诊名单, {said}", content))
    assert not (site / "originals").exists()
    assert any(reason in remark for remark in remarks), remarks
    assert "未提供" in (site / f"{PLACE}/1.html").read_text("utf-8")


def test_once_it_may_be_offered_the_pages_are_made_again(write: Write) -> None:
    content = sheet("王小明", "13912345678")
    said = f"sha256: {hashlib.sha256(content).hexdigest()}, bytes: {len(content)}"
    entry = f"file: 名单.xlsx, title: 义诊名单, {said}"
    site, _ = built(write(entry, content))
    built(write(entry, content, extra='privacy_allowed: ["139****5678"]\n'))
    assert "未提供" not in (site / f"{PLACE}/1.html").read_text("utf-8")
    assert "originals/" in (site / "data/attachments.csv").read_text("utf-8")


def test_a_draft_keeps_its_attachments_back(write: Write) -> None:
    content = write(f"file: 名单.xlsx, title: 义诊名单, {SAID}", extra="draft: true\n")
    second = (content / f"{PLACE}.md").read_text("utf-8").replace("issue: 1", "issue: 2")
    second = second.replace("draft: true\n", "").replace("正文。", "别的正文。")
    lines = [line for line in second.split("\n") if "attach" not in line and "名单" not in line]
    (content / "bulletins/s/2024/002.md").write_text("\n".join(lines), "utf-8")
    archive = load.load(content, choices=Choices())
    assert [one.name for one in archive.bulletins] == ["002"]
    assert archive.originals == ()


def test_a_withdrawn_text_takes_its_attachments_along(write: Write) -> None:
    content = write(f"file: 名单.xlsx, title: 义诊名单, {SAID}",
                    extra="status: withdrawn\nstatus_date: 2024-02-03\n")  # fmt: skip
    archive = corrections.published(load.load(content))
    assert archive.originals == ()
    assert archive.bulletins[0].articles[0].attachments == ()
