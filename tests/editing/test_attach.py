"""An editor attaches files: they are copied, and nothing else of the bulletin's file changes."""

import hashlib
import shutil
from pathlib import Path

import pytest
from spreadsheets import workbook

from jianbao.base.problems import JianbaoError
from jianbao.content import load
from jianbao.editing import attach
from jianbao.editing.attach import Attached
from jianbao.text import yaml_edits

SITES = Path(__file__).parents[1] / "sites"
PICTURE = SITES / "typical/content/bulletins/qinghe-xinxi/2024/pictures/juanzi.png"
TABLE = "镇,人次\n柳溪镇,320\n"


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    shutil.copytree(SITES / "county" / "content", tmp_path / "content")
    path = tmp_path / "content/bulletins/qinghe-xinxi/2023/007.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("reviewed:", "# 两人看过\nreviewed:", 1), "utf-8")
    return path


def give(
    bulletin: Path, name: str, content: bytes | str, article: int | None = None, title: str = ""
) -> Attached:
    document = bulletin.parents[4] / "收到的文件" / name
    document.parent.mkdir(exist_ok=True)
    document.write_bytes(content.encode() if isinstance(content, str) else content)
    return run(bulletin, document, article, title)


def run(bulletin: Path, document: Path, article: int | None = None, title: str = "") -> Attached:
    root = bulletin.parents[3]
    settings = load.load_settings(root)
    return attach.attach(document, bulletin, root, settings, article=article, title=title)


def refusal(bulletin: Path, name: str, content: bytes | str, article: int | None = None) -> str:
    root = bulletin.parents[3]
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(JianbaoError) as error:
        give(bulletin, name, content, article)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    [problem] = error.value.problems
    return problem.text()


def test_a_file_is_attached_to_the_whole_issue(bulletin: Path) -> None:
    before = bulletin.read_text("utf-8")
    done = give(bulletin, "各镇义诊.csv", TABLE)
    assert (done.file, done.title, done.forbidden) == ("各镇义诊.csv", "各镇义诊", ())
    kept = bulletin.parents[3] / "originals/各镇义诊.csv"
    assert kept.read_text("utf-8") == TABLE
    size, digest = len(TABLE.encode()), hashlib.sha256(TABLE.encode()).hexdigest()
    added = f"""attachments:
  - file: 各镇义诊.csv
    title: 各镇义诊
    sha256: {digest}
    bytes: {size}
"""
    text = bulletin.read_text("utf-8")
    assert added in text
    assert text.replace(added, "") == before
    [found] = [b for b in load.load(bulletin.parents[3]).bulletins if b.attachments]
    assert [one.file for one in found.attachments] == ["各镇义诊.csv"]


def test_a_file_is_attached_to_one_article_and_after_others(bulletin: Path) -> None:
    give(bulletin, "名单.txt", "柳溪镇卫生院\n", article=2, title="参加单位：名单")
    give(bulletin, "人次.xlsx", workbook([["镇", "人次"], ["柳溪镇", 320]]), article=2)
    bulletins = load.load(bulletin.parents[3]).bulletins
    [articles] = [b.articles for b in bulletins if b.date and b.date.year == 2023]
    assert [[one.title for one in article.attachments] for article in articles] == [
        [],
        ["参加单位：名单", "人次"],
    ]


def test_the_same_file_is_not_attached_twice(bulletin: Path) -> None:
    give(bulletin, "名单.txt", "柳溪镇卫生院\n")
    before = bulletin.read_bytes()
    again = give(bulletin, "另一个名字.txt", "柳溪镇卫生院\n", article=1)
    assert again == Attached("名单.txt", "名单", was_attached=True)
    assert bulletin.read_bytes() == before


def test_one_copy_serves_two_bulletins_and_other_files_of_a_name_get_a_number(
    bulletin: Path,
) -> None:
    other = bulletin.parents[1] / "2016/011.md"
    give(bulletin, "名单.txt", "柳溪镇卫生院\n")
    assert give(other, "清单.txt", "柳溪镇卫生院\n").file == "名单.txt"
    assert give(other, "名单.txt", "大树乡卫生院\n").file == "名单-2.txt"
    assert sorted(path.name for path in (bulletin.parents[3] / "originals").iterdir()) == [
        "名单-2.txt",
        "名单.txt",
    ]


def test_personal_data_is_named_unless_it_is_allowed(bulletin: Path) -> None:
    done = give(bulletin, "名单.txt", "王医生 13912345678\n")
    assert done.forbidden == ("139****5678",)
    text = bulletin.read_text("utf-8")
    allowed = text.replace("articles:", "privacy_allowed: [139****5678]\narticles:", 1)
    bulletin.write_text(allowed, "utf-8")
    assert give(bulletin, "电话.txt", "13912345678\n").forbidden == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("CON.txt", "x", "has a name that not every system can keep"),
        ("a:b.txt", "x", "has a name that not every system can keep"),
        (".txt", "x", "has a name that not every system can keep"),
        ("a.png", PICTURE.read_bytes(), "is a picture: put it into pictures/"),
        ("a.html", "<!DOCTYPE html><p>x", "is of no kind that can be offered"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "is of no kind that can be offered"),
        ("a.exe", b"MZ\x90\0" * 40, "is of no kind that can be offered"),
        ("a.txt", "", "is of no kind that can be offered"),
        ("a.html", "没有标记的文字\n", "holds something else than its name says"),
        ("a.docx", "只是文字\n", "its ending must be .txt, .csv, .md"),
        ("a.pdf", b"%PDF-1.7\nnothing", "the file is no sound PDF"),
    ],
)
def test_what_must_not_be_offered_is_refused_in_a_line(
    bulletin: Path, name: str, content: bytes | str, said: str
) -> None:
    assert said in refusal(bulletin, name, content)


def test_an_article_that_is_not_there_is_named_with_those_that_are(bulletin: Path) -> None:
    assert "has no article 3: it has 1, 2" in refusal(bulletin, "a.txt", "x", article=3)


def test_a_missing_file_and_a_folder_are_refused(bulletin: Path) -> None:
    with pytest.raises(JianbaoError, match="cannot be read"):
        run(bulletin, bulletin.parent / "没有.txt")
    with pytest.raises(JianbaoError, match="is no file"):
        run(bulletin, bulletin.parent)


def test_front_matter_that_the_program_cannot_change_is_left_to_a_person(
    bulletin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_edits, "add_item", lambda *_, **__: None)
    said = refusal(bulletin, "a.txt", "文字\n")
    assert "write {file: a.txt, title: a, sha256: " in said


def test_the_document_of_the_bulletin_is_no_attachment_of_it(tmp_path: Path) -> None:
    shutil.copytree(SITES / "typical" / "content", tmp_path / "content")
    bulletin = tmp_path / "content/bulletins/lanchuan-weisheng/2024/021.md"
    [source] = [
        b.source
        for b in load.load(tmp_path / "content").bulletins
        if b.source and b.path.endswith("2024/021.md")
    ]
    with pytest.raises(JianbaoError, match="is the document that the bulletin was made of"):
        run(bulletin, tmp_path / "content/originals" / source.file)
