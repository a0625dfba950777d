"""A refused document stays away until its refusal is undone."""

import re
from pathlib import Path

import archives
import pytest

from jianbao.base.dates import PartialDate
from jianbao.base.problems import ContentError
from jianbao.cli import entry
from jianbao.content import load
from jianbao.editing import convert_folder
from jianbao.editing.refuse import refuse, take_back

DATE = PartialDate(2024, 9, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.start(tmp_path / "archive")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "inbox" / "第12期.txt"
    path.parent.mkdir()
    path.write_text(archives.document(12), "utf-8")
    return path


def take_in(root: Path, document: Path) -> convert_folder.Intake:
    settings = load.load_settings(root / "content")
    [taken] = convert_folder.take_in([document], settings, root / "content")
    return taken


def test_a_refused_document_does_not_come_back(root: Path, document: Path) -> None:
    content = root / "content"
    taken = take_in(root, document)
    assert taken.outcome
    done = refuse(document, DATE, "重复: 第12期", content)
    assert (done.action, done.removed) == ("refused", (taken.outcome.path,))
    digest = archives.tree(document.parent)["第12期.txt"]
    assert (content / "refused.yaml").read_text("utf-8") == (
        f"- {{sha256: {digest}, file: 第12期.txt, date: '2024-09-01', reason: '重复: 第12期'}}\n"
    )
    assert not list(taken.outcome.path.parent.glob("012*"))
    assert (content / "originals" / "第12期.txt").exists()
    copy = document.with_name("副本.txt")
    copy.write_bytes(document.read_bytes())
    for named in (document, copy, content / "originals" / "第12期.txt"):
        again = take_in(root, named)
        assert again.refusal
        assert (again.refusal.date, again.refusal.reason) == ("2024-09-01", "重复: 第12期")
        assert again.outcome is None
    load.load(content)
    assert refuse(document, PartialDate(2025), "", content).date == "2024-09-01"


def test_the_refusal_is_undone(root: Path, document: Path) -> None:
    content = root / "content"
    refusals = content / "refused.yaml"
    refusals.write_text("# 不收的文件\n", "utf-8")
    for number, name in enumerate(("a.txt", "b.txt")):
        (document.parent / name).write_text(f"{number}", "utf-8")
        refuse(document.parent / name, DATE, "", content)
    before = refusals.read_bytes()
    refuse(document, DATE, "", content)
    refusals.write_bytes(refusals.read_bytes() * 2)  # merged from two people
    assert take_back(document, content).action == "taken back"
    assert refusals.read_bytes() == before * 2
    assert take_back(document, content).action == "was not refused"
    assert take_in(root, document).outcome
    (document.parent / "a.txt").unlink()
    assert take_back(document.parent / "a.txt", content).action == "taken back"
    assert take_back(document.parent / "b.txt", content).action == "taken back"
    assert "sha256" not in refusals.read_text("utf-8")
    load.load(content)


@pytest.mark.parametrize("ending", [".md", ".review.yaml"])
def test_a_document_is_named_by_its_bulletin(root: Path, document: Path, ending: str) -> None:
    taken = take_in(root, document)
    assert taken.outcome
    named = taken.outcome.path.with_name(f"012{ending}")
    assert refuse(named, DATE, "", root / "content").file == "第12期.txt"
    assert take_in(root, document).refusal


def test_what_a_person_changed_is_not_removed(root: Path, document: Path) -> None:
    taken = take_in(root, document)
    assert taken.outcome
    path = taken.outcome.path
    path.write_text(path.read_text("utf-8").replace("受到群众欢迎", "深受群众欢迎"), "utf-8")
    before = archives.tree(root)
    with pytest.raises(ContentError, match="was changed or reviewed by a person"):
        refuse(document, DATE, "", root / "content")
    assert archives.tree(root) == before


def test_what_was_not_made_of_a_document(root: Path) -> None:
    content = root / "content"
    path = content / "bulletins" / "gongzuo-jianbao" / "2024" / "001.md"
    with pytest.raises(ContentError, match="was not made of a document"):
        refuse(path, DATE, "", content)
    with pytest.raises(ContentError, match="is no file"):
        refuse(content / "nix.txt", DATE, "", content)


def test_a_file_of_another_encoding_is_reported(root: Path) -> None:
    (root / "content" / "refused.yaml").write_bytes("- 名".encode("gb18030"))
    with pytest.raises(ContentError, match=r"refused\.yaml:1: is not UTF-8 \(byte 0x"):
        load.load(root / "content")


KEYS = "must have the keys sha256, file, date, and may have reason; write it with refuse"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b\n", "refused.yaml:1: must be a list of documents"),
        ("- a\n", f"refused.yaml:1: {KEYS}"),
        (
            "- {sha256: x, file: a, date: b}\n",
            "refused.yaml:1: sha256 must be 64 hexadecimal digits; write the line with refuse",
        ),
        ("- {sha256: x, file: a, date: b, wrong: c}\n", f"refused.yaml:1: {KEYS}"),
        ("- [\n", "refused.yaml:2: "),
    ],
)
def test_faults_of_the_file_are_reported(root: Path, text: str, message: str) -> None:
    (root / "content" / "refused.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as error:
        load.load(root / "content")
    assert error.value.problems[0].text().startswith(f"content/{message}")


def test_the_address_of_a_refused_bulletin_is_not_lost(
    root: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was published: the build stops, and each way out that it names works."""
    taken = take_in(root, document)
    assert taken.outcome
    build = ["--root", str(root), "--lang", "en", "build"]
    assert entry.main(build) == 0
    text, path = taken.outcome.path.read_text("utf-8"), taken.outcome.path
    refuse(document, DATE, "", root / "content")
    capsys.readouterr()
    assert entry.main(build) == 1
    lines = capsys.readouterr().err.splitlines()
    [line] = [line for line in lines if "2024/012.html was published and is gone" in line]
    assert re.search(r"/content/addresses/bulletins/gongzuo-jianbao/2024\.txt:\d+: ", line)
    assert "with status: withdrawn" in line
    assert "delete this line" in line
    path.write_text(
        text.replace("---\n", "---\nstatus: withdrawn\nstatus_date: 2024-09-01\n", 1), "utf-8"
    )
    assert entry.main(build) == 0, capsys.readouterr().err
    path.unlink()
    for file in (root / "content/addresses").rglob("*.txt"):
        kept = [one for one in file.read_text("utf-8").splitlines(True) if "2024/012" not in one]
        file.write_text("".join(kept), "utf-8")
    assert entry.main(build) == 0, capsys.readouterr().err
