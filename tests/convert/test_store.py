"""A conversion's files on the disk: nothing of a person's is ever lost."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from jianbao.archive.model import Settings
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.record.review_file import sealed
from jianbao.convert.store import Outcome, store

DOCUMENT = """\
澜川卫生健康动态
2024年第40期
澜川市卫生健康委员会办公室 2024年11月5日

青禾县开展健康体检。11月1日，青禾县组织12支医疗队进村，为860名老年人免费体检。

（青禾县卫生健康委）
"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def converted(settings: Settings, text: str = DOCUMENT, file: str = "a.txt") -> Conversion:
    return convert(text.encode(), file, settings)


def tree(content: Path) -> dict[str, bytes]:
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }


def test_the_three_files(settings: Settings, content: Path) -> None:
    conversion = converted(settings)
    outcome = store(conversion, content)
    path = content / "bulletins" / "lanchuan-weisheng" / "2024" / "040.md"
    assert outcome == Outcome("written", path)
    assert tree(content) == {
        "bulletins/lanchuan-weisheng/2024/040.md": conversion.markdown.encode(),
        "bulletins/lanchuan-weisheng/2024/040.review.yaml": conversion.review.encode(),
        "originals/a.txt": DOCUMENT.encode(),
    }


def test_again_is_nothing_new(settings: Settings, content: Path) -> None:
    store(converted(settings), content)
    before = tree(content)
    assert store(converted(settings), content).action == "unchanged"
    assert tree(content) == before


def test_a_file_that_no_person_touched_is_brought_up_to_date(
    settings: Settings, content: Path
) -> None:
    old = converted(settings)
    store(old, content)
    text = old.markdown.replace("体检。", "体检！")
    # As if a newer version of the program read the document another way.
    written = content / "bulletins" / "lanchuan-weisheng" / "2024" / "040.review.yaml"
    path = written.with_name("040.md")
    path.write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    record = re.sub("written: .{64}\n", f"written: {digest}\n", old.review.rsplit("record:", 1)[0])
    written.write_text(sealed(record), "utf-8")
    assert store(old, content).action == "written"
    assert path.read_text("utf-8") == old.markdown


@pytest.mark.parametrize(
    "change", [("免费体检", "义务体检"), ("reviewed: false", "reviewed: 2024-12-01")]
)
def test_what_a_person_changed_is_kept(
    change: tuple[str, str], settings: Settings, content: Path
) -> None:
    outcome = store(converted(settings), content)
    edited = outcome.path.read_text("utf-8").replace(*change)
    outcome.path.write_text(edited, "utf-8")
    before = tree(content)
    assert store(converted(settings), content).action == "kept"
    assert tree(content) == before


@pytest.mark.parametrize(
    "change", [("repairs: []", "repairs: [] # 已看"), ("record: ", "# 记录: ")]
)
def test_a_record_that_a_person_changed_is_kept(
    change: tuple[str, str], settings: Settings, content: Path
) -> None:
    old = converted(settings)
    path = store(old, content).path
    review = path.with_name("040.review.yaml")
    review.write_text(review.read_text("utf-8").replace(*change), "utf-8")
    before = tree(content)
    new = replace(old, markdown=old.markdown + "\n", review=old.review)
    assert store(new, content).action == "kept"
    assert store(old, content).action == "kept"
    assert tree(content) == before
    assert store(old, content, force=True).action == "replaced"
    kept = path.with_name("040.review.yaml.bak-1").read_bytes()
    assert kept == before["bulletins/lanchuan-weisheng/2024/040.review.yaml"]
    assert store(old, content).action == "unchanged"


def move(content: Path, place: str) -> Path:
    """Put the bulletin of the archive and its record elsewhere, as a person does."""
    target = content / "bulletins" / f"{place}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    source = content / "bulletins" / "lanchuan-weisheng" / "2024" / "040"
    for ending in (".md", ".review.yaml"):
        source.with_name(f"040{ending}").rename(target.with_name(f"{target.stem}{ending}"))
    return target


@pytest.mark.parametrize(
    "place",
    ["lanchuan-weisheng/2024/40", "lanchuan-weisheng/2023/040", "qinghe-xinxi/2024/040"],
)
def test_a_bulletin_that_a_person_moved_is_kept(
    place: str, settings: Settings, content: Path
) -> None:
    store(converted(settings), content)
    target = move(content, place)
    before = tree(content)
    assert store(converted(settings), content, places=[place]) == Outcome("kept", target)
    assert tree(content) == before


def test_a_bulletin_that_now_belongs_elsewhere_is_moved(settings: Settings, content: Path) -> None:
    """As when site.yaml names its series by now."""
    known = replace(converted(settings), series="unsorted")
    record = known.review.replace("place: lanchuan-weisheng", "place: unsorted")
    old = replace(known, review=sealed(record.rsplit("record:", 1)[0]))
    assert store(old, content).path.parts[-3] == "unsorted"
    outcome = store(converted(settings), content, places=["unsorted/2024/040"])
    assert outcome.action == "written"
    fresh = content.with_name("fresh")
    store(converted(settings), fresh)
    assert tree(content) == tree(fresh)


def test_a_bulletin_that_a_person_deleted_is_made_again(settings: Settings, content: Path) -> None:
    path = store(converted(settings), content).path
    whole = tree(content)
    path.unlink()
    assert store(converted(settings), content).action == "written"
    assert tree(content) == whole


def test_a_persons_record_of_a_deleted_bulletin_is_kept(settings: Settings, content: Path) -> None:
    path = store(converted(settings), content).path
    whole = tree(content)
    review = path.with_name("040.review.yaml")
    edited = review.read_text("utf-8").replace("repairs: []", "repairs: [] # 已看")
    review.write_text(edited, "utf-8")
    path.unlink()
    kept = path.with_name("040.review.yaml.bak-1")
    assert store(converted(settings), content) == Outcome("written", path, kept)
    assert kept.read_text("utf-8") == edited
    kept.unlink()
    assert tree(content) == whole


# --- interrupted (tests/test_faults.py kills `convert` and `accept` at every step) ----------------


def test_what_a_person_wrote_after_an_interruption_is_kept(
    settings: Settings, content: Path
) -> None:
    new = converted(settings)
    path = store(new, content).path
    path.with_name(".040.review.yaml.ready").write_text(new.review, "utf-8")
    path.write_text("by hand", "utf-8")
    assert store(new, content).action == "kept"
    assert path.read_text("utf-8") == "by hand"


@pytest.mark.parametrize("place", ["", "040", "a/b/c/d", "lanchuan-weisheng/2024/", "../../x"])
def test_a_sealed_record_with_a_wrong_place_is_a_persons(
    settings: Settings, content: Path, place: str
) -> None:
    old = converted(settings)
    path = store(old, content).path
    record = old.review.replace("place: lanchuan-weisheng/2024/040", f"place: {place!r}")
    record = sealed(record.rsplit("record:", 1)[0])
    path.with_suffix(".review.yaml").write_text(record, "utf-8")
    new = replace(old, markdown=old.markdown.replace("12支", "13支"))
    assert store(new, content).action == "kept"
    assert path.read_text("utf-8") == old.markdown


def test_a_bulletin_without_a_record_is_a_persons(settings: Settings, content: Path) -> None:
    outcome = store(converted(settings), content)
    outcome.path.with_suffix(".review.yaml").unlink()
    outcome.path.write_text("by hand", "utf-8")
    assert store(converted(settings), content).action == "kept"


def test_what_an_interruption_left_is_completed(settings: Settings, content: Path) -> None:
    outcome = store(converted(settings), content)
    whole = tree(content)
    outcome.path.with_suffix(".review.yaml").unlink()
    assert store(converted(settings), content).action == "written"
    assert tree(content) == whole


def test_the_same_document_under_another_name_is_there_already(
    settings: Settings, content: Path
) -> None:
    store(converted(settings), content)
    before = tree(content)
    assert store(converted(settings, file="Copy of a.txt"), content).action == "unchanged"
    assert tree(content) == before


def test_a_folder_that_cannot_be_written_is_one_clear_line(
    settings: Settings, content: Path
) -> None:
    content.write_text("a file where the folder should be")
    with pytest.raises(ConvertError, match="cannot be written into content"):
        store(converted(settings), content)


def test_force_keeps_the_old_file_beside_the_new_one(settings: Settings, content: Path) -> None:
    path = store(converted(settings), content).path
    for number, words in enumerate(("甲", "乙"), start=1):
        path.write_text(words, "utf-8")
        outcome = store(converted(settings), content, force=True)
        assert outcome.action == "replaced"
        assert outcome.backup == path.with_name(f"040.md.bak-{number}")
        assert outcome.backup.read_text("utf-8") == words
        assert path.read_text("utf-8") == converted(settings).markdown


def test_two_documents_of_one_number_stand_side_by_side(settings: Settings, content: Path) -> None:
    store(converted(settings), content)
    other = converted(settings, DOCUMENT.replace("860", "870"), "Second copy.txt")
    outcome = store(other, content)
    assert outcome.path.name == "040-second-copy.md"
    assert store(other, content).action == "unchanged"
    assert store(converted(settings), content).action == "unchanged"


def test_another_document_of_the_same_name_is_refused(settings: Settings, content: Path) -> None:
    store(converted(settings), content)
    before = tree(content)
    other = converted(settings, DOCUMENT.replace("第40期", "第41期"))
    with pytest.raises(ConvertError, match="another document of this name"):
        store(other, content)
    assert tree(content) == before


def test_the_original_is_kept_byte_for_byte(settings: Settings, content: Path) -> None:
    original = b"\xef\xbb\xbf" + DOCUMENT.replace("\n", "\r\n").encode()
    store(convert(original, "原件 1.txt", settings), content)
    assert (content / "originals" / "原件 1.txt").read_bytes() == original


def test_a_document_without_a_year(settings: Settings, content: Path) -> None:
    undated = replace(converted(settings), folder="undated", name="x")
    assert store(undated, content).path.parent.name == "undated"
