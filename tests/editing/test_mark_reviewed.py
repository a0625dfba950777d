"""An editor marks a bulletin as reviewed: nothing else of it changes."""

import shutil
from pathlib import Path

import pytest

from jianbao.base.dates import PartialDate
from jianbao.base.problems import ContentError
from jianbao.content import load
from jianbao.editing import convert_folder, mark_reviewed

TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"
DATE = PartialDate(2024, 12, 1)
DOCUMENT = """\
澜川卫生健康动态
2024年第40期
澜川市卫生健康委员会办公室 2024年11月5日

青禾县开展健康体检。11月1日，青禾县组织12支医疗队进村，为860名老年人免费体检。

（{office}）

编辑：林一舟
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "authorities").mkdir(parents=True)
    for name in ("site.yaml", "authorities/counties.yaml", "authorities/departments.yaml"):
        shutil.copy(TYPICAL / name, content / name)
    return content


def convert(content: Path, text: str) -> Path:
    document = content.parent / "第40期.txt"
    document.write_text(text, "utf-8")
    [taken] = convert_folder.take_in([document], load.load_settings(content), content)
    assert taken.outcome
    return taken.outcome.path


def mark(path: Path, date: PartialDate | None = DATE, force: bool = False) -> str:
    content = path.parents[3]
    return mark_reviewed.mark(path, date, content, load.load_settings(content), force=force).action


def refusal(path: Path, force: bool = False) -> str:
    before = path.read_bytes()
    with pytest.raises(ContentError) as error:
        mark(path, force=force)
    assert path.read_bytes() == before
    [problem] = error.value.problems
    return problem.text()


def test_marked_once_and_unmarked(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    before = path.read_bytes()
    assert mark(path) == "marked"
    assert path.read_bytes() == before.replace(b"reviewed: false", b"reviewed: 2024-12-01")
    assert load.load(content).bulletins[0].reviewed == DATE
    assert mark(path, PartialDate(2025, 1, 1)) == "was marked"
    assert mark(path, None) == "unmarked"
    assert path.read_bytes() == before
    assert mark(path, None) == "was unmarked"
    assert path.read_bytes() == before


def test_comments_line_ends_and_the_byte_order_mark_stay(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    text = path.read_text("utf-8").replace("reviewed: false", "reviewed: 'false'   # 张三在校")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    assert mark(path) == "marked"
    assert path.read_bytes() == before.replace(b"'false'", b"2024-12-01")


def test_a_marked_bulletin_is_not_converted_again(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    mark(path)
    marked = path.read_bytes()
    convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    assert path.read_bytes() == marked


def test_every_name_of_a_bulletin(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    copy = content.parent / "副本.doc"
    shutil.copy(content / "originals" / "第40期.txt", copy)
    record = path.with_name("040.review.yaml")
    for named in (path, record, content / "originals" / "第40期.txt", copy):
        assert mark_reviewed.bulletins(named, content) == [path]
    stranger = content.parent / "other.txt"
    stranger.write_text("甲", "utf-8")
    for named, message in (
        (stranger, "is no bulletin, and no bulletin was made of it: convert it first"),
        (content, "is no file: name a bulletin, its record or its document"),
        (path.with_name("041.review.yaml"), "is no file: name a bulletin, its record or its"),
    ):
        with pytest.raises(ContentError, match=message):
            mark_reviewed.bulletins(named, content)


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (("青禾县卫生健康委", "云溪县卫健委"), "云溪县卫健委"),
        (("编辑：林一舟", "编辑：林一舟 13900001234"), "139****1234"),
        (("青禾县开展", "云溪县开展"), "云溪县"),
        (("澜川卫生健康动态", "澜川工作通报"), "待归类"),
    ],
)
def test_open_doubts_are_settled_first(change: tuple[str, str], doubt: str, content: Path) -> None:
    office = "市教育局" if doubt == "云溪县" else "青禾县卫生健康委"
    path = convert(content, DOCUMENT.format(office=office).replace(*change))
    told = refusal(path)
    assert told.startswith("content/bulletins/")
    assert f"{doubt}" in told
    assert told.endswith("); --force marks it as it is")
    assert mark(path, force=True) == "marked"


def test_a_doubt_that_a_person_settled_is_open_no_more(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="云溪县卫健委"))
    assert "云溪县卫健委" in refusal(path)
    text = path.read_text("utf-8")
    settled = text.replace("department: []", "department: [澜川市卫生健康委员会]")
    assert settled != text
    path.write_text(settled, "utf-8")
    assert mark(path) == "marked"


def test_a_bulletin_with_problems_cannot_be_marked(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    path.write_text(path.read_text("utf-8") + "\n身份证号11010519491231002X\n", "utf-8")
    assert "an identity number" in refusal(path, force=True)


def test_front_matter_may_have_any_style(content: Path) -> None:
    path = convert(content, DOCUMENT.format(office="青禾县卫生健康委"))
    text = path.read_text("utf-8").replace("reviewed: false", "reviewed: >- # 待校\n  false")
    path.write_text(text, "utf-8")
    assert mark(path) == "marked"
    assert path.read_text("utf-8") == text.replace(">- # 待校\n  false", "2024-12-01 # 待校")
