"""A build that has nothing to do says so without reading anything; a build that has, is made."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import archives
import pytest

from jianbao.base.cache import Cache
from jianbao.base.problems import Problems
from jianbao.build import builder, last_build
from jianbao.build.paths import Paths, layout_folders
from jianbao.build.report import Report
from jianbao.content import load


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "site")


def build(root: Path, record: bool = False) -> Report:
    return builder.build(paths(root), record=record)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = archives.start(tmp_path / "archive")
    assert not build(root).unchanged
    return root


def test_nothing_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("content/ was read")

    monkeypatch.setattr(load, "load", fail)
    assert build(root).unchanged


def test_figures_and_remarks_are_said_again(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "archive")
    said: list[tuple[Report, Problems]] = []
    for _ in range(3):
        remarks = Problems()
        said.append((builder.build(paths(root), remarks=remarks), remarks))
    (first, remarks), *later = said
    assert not first.unchanged
    assert len(remarks)
    for report, again in later:
        assert report.unchanged
        assert sorted(again) == sorted(remarks)
        assert (report.pages, report.files, report.size) == (first.pages, first.files, first.size)
        assert (report.bulletins, report.articles) == (first.bulletins, first.articles)


def test_whoever_asks_gets_a_whole_build(root: Path) -> None:
    page = root / "site/index.html"
    good = page.read_bytes()
    page.write_bytes(good.replace(b"<title>", b"<title>!"))
    assert build(root).unchanged
    assert not builder.build(paths(root), verify=True).unchanged
    assert page.read_bytes() == good


# --- what makes a build anew --------------------------------------------------------------------


def bulletin(root: Path) -> Path:
    return min((root / "content/bulletins").rglob("*.md"))


def a_character(root: Path) -> None:
    file = bulletin(root)
    file.write_text(file.read_text("utf-8").replace("。", "！", 1), "utf-8")


def a_character_and_the_old_date(root: Path) -> None:
    """As a tool that restores dates leaves it: the same size, too."""
    before = bulletin(root).stat()
    a_character(root)
    os.utime(bulletin(root), ns=(before.st_atime_ns, before.st_mtime_ns))


def another_file_of_the_same_size_and_date(root: Path) -> None:
    file, spare = bulletin(root), root / "spare"
    shutil.copy2(file, spare)
    spare.write_text(file.read_text("utf-8").replace("。", "！", 1), "utf-8")
    os.utime(spare, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    spare.rename(file)


def a_file_more(root: Path) -> None:
    (root / "content/about.md").write_text("关于\n", "utf-8")


def a_layout(root: Path) -> None:
    (root / "layouts/partials").mkdir(parents=True)
    (root / "layouts/partials/aloud.html").write_text("", "utf-8")


def no_site(root: Path) -> None:
    shutil.rmtree(root / "site")


def a_page_less(root: Path) -> None:
    min((root / "site/bulletins").rglob("*.html")).unlink()


def a_page_replaced(root: Path) -> None:
    page = min((root / "site/bulletins").rglob("*.html"))
    spare = page.with_name("spare")
    spare.write_bytes(page.read_bytes()[::-1])
    spare.rename(page)


def a_page_that_is_ours_no_more(root: Path) -> None:
    page = min((root / "site/bulletins").rglob("*.html"))
    page.rename(page.with_name("away"))


def what_a_killed_build_leaves(root: Path) -> None:
    (root / "site.staging-0123abcd").mkdir()


def no_cache(root: Path) -> None:
    shutil.rmtree(root / ".jianbao")


CHANGES = (
    *(a_character, a_character_and_the_old_date, another_file_of_the_same_size_and_date),
    *(a_file_more, a_layout, no_site, a_page_less, a_page_replaced, a_page_that_is_ours_no_more),
    *(what_a_killed_build_leaves, no_cache),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(root: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    change(root)
    assert not build(root).unchanged
    assert build(root).unchanged
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site", ".jianbao"))
    build(fresh)
    assert archives.tree(root / "site") == archives.tree(fresh / "site")
    assert archives.left_over(root) == []


def test_a_change_within_a_tick_of_the_clock_is_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the system gave the file the same description before and after the change."""
    monkeypatch.setattr(last_build, "_description", lambda found: (found.st_size,))
    assert not build(root).unchanged
    assert build(root).unchanged
    a_character(root)
    assert not build(root).unchanged


def test_a_change_while_the_site_is_built_is_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = load.load

    def change(*arguments: object, **named: object) -> object:
        archive = real(*arguments, **named)  # type: ignore[arg-type]
        a_character(root)
        return archive

    with monkeypatch.context() as patch:
        patch.setattr(load, "load", change)
        builder.build(paths(root), verify=True)
    assert not build(root).unchanged


def test_old_files_are_not_hashed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_build, "_YOUNG", -(10**15))
    assert build(root).unchanged
    monkeypatch.setattr(last_build, "_sha256", lambda *_: pytest.fail("a file was read"))
    assert build(root).unchanged


def test_a_pipe_among_the_sources_stops_nothing(root: Path) -> None:
    os.mkfifo(root / "content/pipe")
    assert last_build.look(root / "content", ()) is not None


def test_sources_that_cannot_be_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert last_build.look(root / "content", ()) is None


def test_a_build_that_records_addresses_is_made_after_one_that_does_not(root: Path) -> None:
    assert not build(root, record=True).unchanged
    assert build(root, record=True).unchanged
    assert build(root).unchanged


def test_an_address_that_somebody_deletes_from_the_record_is_seen(root: Path) -> None:
    build(root, record=True)
    shutil.rmtree(root / "content/addresses")
    assert not build(root, record=True).unchanged


def test_two_sites_of_one_archive_are_told_apart(root: Path) -> None:
    other = Paths(root, root / "content", layout_folders(root), root / "other")
    assert not builder.build(other).unchanged
    assert build(root).unchanged
    assert builder.build(other).unchanged


def test_a_forged_result_is_not_believed(root: Path) -> None:
    """Whoever has no secret of this machine cannot keep a site from being built."""
    with Cache(paths(root).cache) as cache:
        cache._secret = b"another"
        sources = last_build.look(root / "content", layout_folders(root))
        assert sources is not None
        assert last_build.recall(cache, root / "site", sources, record=False) is None
