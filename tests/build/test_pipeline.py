"""The stages of a build: their order, what they report, and what reaches the published site."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import archives
import pytest

from jianbao.archive.model import Archive
from jianbao.base.problems import ContentError, LintError, PublishError, SearchError
from jianbao.build import builder, page_reader, pipeline, publish
from jianbao.build.page_reader import PageReading
from jianbao.build.paths import Paths, layout_folders
from jianbao.build.report import Report
from jianbao.content import load
from jianbao.outputs import search

TYPICAL = Path(__file__).parents[1] / "sites" / "typical"


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "site")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = tmp_path_factory.mktemp("typical") / "archive"
    shutil.copytree(TYPICAL, root)
    return root, builder.build(paths(root))


def test_a_report_counts_what_was_made(built: tuple[Path, Report]) -> None:
    root, report = built
    site = root / "site"
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [path for path in site.rglob("*.html") if path.parent.name != "originals"]
    articles = sum(
        text.count("\n## ")
        for text in (path.read_text("utf-8") for path in root.glob("content/bulletins/**/*.md"))
    )
    assert report.bulletins == len(list(root.glob("content/bulletins/**/*.md")))
    assert report.articles == articles
    assert report.pages == len(pages)
    assert report.files == len(files)
    assert report.size == sum(path.stat().st_size for path in files)
    assert [stage for stage, _ in report.seconds] == list(pipeline.STAGES)


def test_every_published_original_is_the_document_as_received(
    built: tuple[Path, Report],
) -> None:
    root, _ = built
    published = archives.tree(root / "site" / "originals")
    assert published
    assert published.items() <= archives.tree(root / "content" / "originals").items()


def test_a_document_that_is_held_back_is_nowhere_in_the_site(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    shutil.copytree(TYPICAL, root)
    name = "lanchuan-weisheng-2023-007.txt"
    file = root / "content/bulletins/lanchuan-weisheng/2023/007.md"
    text = file.read_text("utf-8")
    said = "  format: text\n  published: false\n  reason: 原件有内部批注\n"
    file.write_text(text.replace("  format: text\n", said), "utf-8")
    builder.build(paths(root))
    site = root / "site"
    assert not (site / "originals" / name).exists()
    for path in ("007.html", "007/1.html"):
        page = (site / "bulletins/lanchuan-weisheng/2023" / path).read_text("utf-8")
        assert "原件不公开。" in page
        assert "原件有内部批注" in page
    with (site / "data/bulletins.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {row["id"]: row for row in csv.DictReader(table)}
    row = rows["lanchuan-weisheng/2023/007"]
    assert (row["source_published"], row["source_reason"]) == ("false", "原件有内部批注")
    for one in site.rglob("*"):
        if one.is_file():
            assert f"originals/{name}".encode() not in one.read_bytes(), one


def test_the_manifest_of_hashes_is_true(built: tuple[Path, Report]) -> None:
    site = built[0] / "site"
    digests = archives.tree(site)
    lines = (site / "manifest-sha256.txt").read_text("utf-8").splitlines()
    listed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    assert listed.items() <= digests.items()
    left = {path for path in digests.keys() - listed.keys() if not path.startswith("search/")}
    assert left == {"manifest-sha256.txt", publish.MARKER}


def test_no_withdrawn_text_is_in_any_file(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "archive")
    bulletin = root / archives.BULLETIN
    text = bulletin.read_text("utf-8").replace("每月25日前报送", "独一无二的句子")
    assert "独一无二的句子" in text
    bulletin.write_text(
        text.replace("  - title: 各单位", "  - status: withdrawn\n    status_date: 2024-02-01\n"
                     "    title: 各单位"),
        "utf-8",
    )  # fmt: skip
    builder.build(paths(root))
    for path in (root / "site").rglob("*"):
        if path.is_file():
            assert "独一无二的句子".encode() not in path.read_bytes(), path


def test_stages_tell_their_progress(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    root = archives.start(tmp_path / "archive")
    report = builder.build(paths(root), lambda *one: told.append(one), verify=True)
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["load", "render", "search", "stage", "lint", "publish"]
    assert [stage for stage, _ in report.seconds] == list(pipeline.STAGES)
    last = {stage: (done, total) for stage, done, total in told}
    assert last["load"] == last["search"] == (1, 1)
    rendered = [done for stage, done, _ in told if stage == "render"]
    assert rendered == list(range(len(rendered)))
    assert report.pages < len(rendered) - 1 <= report.files
    # The number of all files is known before the last of them is made.
    assert last["render"] == (rendered[-1], rendered[-1])


def test_files_that_are_used_again_are_counted(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "archive")
    last: list[dict[str, tuple[int, int]]] = []
    for _ in range(2):
        told: dict[str, tuple[int, int]] = {}
        last.append(told)

        def tell(
            stage: str, done: int, total: int, told: dict[str, tuple[int, int]] = told
        ) -> None:
            told[stage] = done, total

        builder.build(paths(root), tell, verify=True)
    assert last[0]["render"][0] == last[1]["render"][0] > 0


# --- a bad build never reaches the site -------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = archives.start(tmp_path / "archive")
    builder.build(paths(root))
    return root


def test_a_problem_in_the_finished_tree_stops_the_build(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(_: object, write: Callable[[str, bytes], object], *__: object) -> None:
        write("search/a.html", b'<a href="gone">x</a>')

    before = archives.tree(archive / "site")
    monkeypatch.setattr(search, "build", spoil)
    with pytest.raises(LintError, match="“gone” leads nowhere"):
        builder.build(paths(archive), verify=True)
    assert archives.tree(archive / "site") == before
    assert archives.left_over(archive) == []


def test_a_search_that_fails_stops_the_build(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = archives.tree(archive / "site")
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path("/nonexistent"))
    shutil.rmtree(archive / ".jianbao")
    with pytest.raises(SearchError):
        builder.build(paths(archive))
    assert archives.tree(archive / "site") == before
    assert archives.left_over(archive) == []


def test_content_is_checked_before_anything_is_written(archive: Path) -> None:
    (archive / archives.BULLETIN).write_text("x", "utf-8")
    shutil.rmtree(archive / ".jianbao")
    with pytest.raises(ContentError):
        builder.build(paths(archive))
    assert not (archive / ".jianbao").exists()


@pytest.mark.parametrize("name", [".", "content"])
def test_the_site_may_not_replace_the_archive(archive: Path, name: str) -> None:
    before = archives.tree(archive)
    root, content, layouts = archive, archive / "content", layout_folders(archive)
    with pytest.raises(PublishError, match="the site would replace"):
        builder.build(Paths(root, content, layouts, archive / name))
    assert archives.tree(archive) == before


# --- originals that change or go away during a build -------------------------------------------

NAME = "lanchuan-weisheng-2023-007.txt"


@pytest.fixture
def with_original(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    shutil.copytree(TYPICAL, root)
    return root


def when_loaded(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen right after the content was checked, once."""
    real = load.load

    def loaded(*arguments: Any, **chosen: Any) -> Archive:
        archive = real(*arguments, **chosen)
        monkeypatch.setattr(load, "load", real)
        act()
        return archive

    monkeypatch.setattr(load, "load", loaded)


def told(root: Path) -> str:
    with pytest.raises(ContentError) as error:
        builder.build(paths(root))
    return str(error.value)


def test_an_original_that_changes_during_a_build_is_not_published(
    with_original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = with_original / "content/originals" / NAME
    good = original.read_bytes()
    when_loaded(monkeypatch, lambda: original.write_bytes(b"half written"))
    assert told(with_original) == (
        f"content/originals/{NAME}: changed while the site was built: build again once no program "
        "works on it"
    )
    assert not (with_original / "site").exists()
    original.write_bytes(good)
    builder.build(paths(with_original))
    assert (with_original / "site/originals" / NAME).read_bytes() == good


def test_an_original_that_goes_away_during_a_build_is_told(
    with_original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = with_original / "content/originals" / NAME
    when_loaded(monkeypatch, original.unlink)
    assert told(with_original) == (
        f"content/originals/{NAME}: cannot be read any more: it is not there; "
        "put it back, then build again"
    )


def test_an_original_that_the_old_site_has_is_published_as_it_was_checked(
    with_original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder.build(paths(with_original))
    original = with_original / "content/originals" / NAME
    good = original.read_bytes()
    when_loaded(monkeypatch, lambda: original.write_bytes(b"half written"))
    builder.build(paths(with_original))
    assert (with_original / "site/originals" / NAME).read_bytes() == good


# --- what does not change costs little --------------------------------------------------------


def test_unchanged_pages_are_neither_read_nor_written_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    real = page_reader.read_page

    def spy(content: bytes) -> PageReading:
        read.append(content)
        return real(content)

    monkeypatch.setattr("jianbao.build.examination.read_page", spy)
    inodes = {path: path.stat().st_ino for path in (archive / "site").rglob("*.html")}
    builder.build(paths(archive))
    assert read == []
    assert {path: path.stat().st_ino for path in (archive / "site").rglob("*.html")} == inodes
