"""What a new bulletin and a new archive begin with is valid, and never written over anything."""

from pathlib import Path

import pytest

from jianbao.archive.model import Series, Settings
from jianbao.base.dates import PartialDate
from jianbao.base.problems import ConfigError
from jianbao.content import load, scaffold

SERIES = Series("jianbao", "工作简报", issuers=("某某县政府办公室", "县政府办"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    scaffold.start(tmp_path / "new", "new")
    return load.load_settings(tmp_path / "new" / "content")


@pytest.mark.parametrize(
    ("issue", "date", "path", "title"),
    [
        (7, "2024-03-05", "bulletins/jianbao/2024/007.md", "工作简报2024年第7期"),
        (1234, "2024", "bulletins/jianbao/2024/1234.md", "工作简报2024年第1234期"),
        (7, None, "bulletins/jianbao/undated/007.md", "工作简报第7期"),
        (None, "2024-03", "bulletins/jianbao/2024/2024-03.md", "工作简报2024-03"),
    ],
)
def test_a_bulletin_is_filed_and_named_by_what_is_known(
    issue: int | None, date: str | None, path: str, title: str
) -> None:
    parsed = PartialDate.parse(date) if date else None
    found, text = scaffold.bulletin(SERIES, issue, parsed)
    assert found == path
    assert f"title: {title}\n" in text


def test_a_bulletin_is_valid_from_the_first_moment(settings: Settings) -> None:
    [series] = settings.site.series
    path, text = scaffold.bulletin(series, 2, PartialDate(2024, 3, 5))
    parsed = load.parse_bulletin(text.encode(), f"content/{path}", settings)
    assert parsed.problems == ()
    assert parsed.bulletin
    assert parsed.bulletin.issue_printed == "2024年第2期"
    assert parsed.bulletin.date_printed == "2024年3月5日"
    assert parsed.bulletin.issuer == series.issuers[0]
    assert [article.title for article in parsed.bulletin.articles] == ["在这里写第一篇的标题"]


def test_writing_never_overwrites(tmp_path: Path) -> None:
    scaffold.write(tmp_path, "bulletins/a/2024/1.md", "mine\n")
    with pytest.raises(ConfigError, match=r"content/bulletins/a/2024/1\.md: is there already"):
        scaffold.write(tmp_path, "bulletins/a/2024/1.md", "new\n")
    assert (tmp_path / "bulletins/a/2024/1.md").read_text("utf-8") == "mine\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_no_half_bulletin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.open

    def on_a_full_disk(self: Path, *_: object, **__: object) -> object:
        self.touch()
        return original(Path("/dev/full"), "w", encoding="utf-8")

    monkeypatch.setattr(Path, "open", on_a_full_disk)
    with pytest.raises(OSError, match="No space left"):
        scaffold.write(tmp_path, "bulletins/a/2024/001.md", "x")
    assert not (tmp_path / "bulletins/a/2024/001.md").exists()


def test_a_new_archive_is_valid(tmp_path: Path) -> None:
    written = scaffold.start(tmp_path / "new", "new")
    found = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert sorted(written) == sorted(p.relative_to(tmp_path / "new").as_posix() for p in found)
    archive = load.load(tmp_path / "new" / "content")
    assert len(archive.bulletins) == 1
    assert archive.about
    assert archive.counties.terms
    assert archive.departments.terms


def test_a_new_archive_may_begin_in_an_empty_folder(tmp_path: Path) -> None:
    assert scaffold.start(tmp_path, "new")


@pytest.mark.parametrize("kind", ["a folder with a file", "a file"])
def test_a_new_archive_is_never_begun_among_other_things(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "a file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "thesis.docx").write_text("mine")
    with pytest.raises(ConfigError, match="new: is not an empty folder"):
        scaffold.start(place, "new")
    assert (place if kind == "a file" else place / "thesis.docx").read_text() == "mine"
