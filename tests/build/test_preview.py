"""Pages from memory are those that a build makes, whatever was edited before."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import archives
import pytest

from jianbao.archive import urls
from jianbao.base.problems import ContentError, LayoutError
from jianbao.build import builder, serve
from jianbao.build.paths import Paths, layout_folders
from jianbao.build.preview import Preview
from jianbao.content import memory
from jianbao.content.choices import EVERYTHING
from jianbao.content.memory import Memory

TYPICAL = Path(__file__).parents[1] / "sites" / "typical"
BULLETIN = "content/bulletins/lanchuan-weisheng/2023/007.md"
Edit = Callable[[Path], None]


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "preview")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("typical") / "archive"
    shutil.copytree(TYPICAL, root)
    build(root)
    return root


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    shutil.copytree(built, root)
    return root


def build(root: Path) -> None:
    builder.build(paths(root), choices=EVERYTHING, jobs=1)


def snapshot(root: Path) -> serve.Snapshot:
    return serve.snapshot([root / "content", *layout_folders(root)])


def warm(root: Path) -> Preview:
    preview = Preview(paths(root))
    preview.warm(snapshot(root))
    return preview


def take(preview: Preview, root: Path) -> None:
    preview.take(snapshot(root))


def shown(preview: Preview, root: Path, path: str) -> bytes | None:
    """What a browser gets of an output path, None if there is no such page."""
    try:
        page = preview.page(path)
        return (root / "preview" / path).read_bytes() if page is None else page
    except FileNotFoundError:
        return None


def pages(root: Path) -> list[str]:
    site = root / "preview"
    found = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return [path for path in found if not path.startswith(f"{urls.ORIGINALS}/")]


def replace(old: str, new: str, file: str = BULLETIN) -> Edit:
    def edit(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), "utf-8")

    return edit


def delete(root: Path) -> None:
    (root / BULLETIN).unlink()
    (root / BULLETIN.replace(".md", ".review.json")).unlink(missing_ok=True)


def hold_back(root: Path) -> None:
    text = (root / BULLETIN).read_text("utf-8")
    (root / BULLETIN).write_text(text.replace("---\n", "---\ndraft: true\n", 1), "utf-8")


def own_layout(root: Path) -> None:
    (root / "layouts").mkdir(exist_ok=True)
    shipped = (layout_folders(root)[-1] / "county.html").read_text("utf-8")
    new = shipped.replace("{% endblock %}", "<p>new</p>{% endblock %}", 1)
    (root / "layouts" / "county.html").write_text(new, "utf-8")


def retitle(root: Path) -> None:
    file = root / "content/site.yaml"
    lines = file.read_text("utf-8").splitlines()
    title = next(i for i, line in enumerate(lines) if line.startswith("title:"))
    lines[title] = "title: 另一个名字"
    file.write_text("\n".join(lines) + "\n", "utf-8")


def own_string(root: Path) -> None:
    (root / "layouts" / "strings").mkdir(parents=True)
    (root / "layouts" / "strings" / "zh-CN.yaml").write_text("nav:\n  home: 首页之首\n", "utf-8")


def new_office(root: Path) -> None:
    file = root / "content/authorities/departments.yaml"
    text = file.read_text("utf-8")
    file.write_text(f"{text}- slug: shiyan\n  name: 澜川市实验办公室\n  kind: 委局\n", "utf-8")


EDITS: dict[str, Edit] = {
    "text": replace("。", "！"),
    "deleted": delete,
    "draft": hold_back,
    "layout": own_layout,
    "string": own_string,
    "settings": retitle,
    "office": new_office,
    "about": replace("。", "！", "content/about.md"),
}


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are young may change again; those of a real archive are remembered."""
    monkeypatch.setattr(memory, "_YOUNG", 0)


@pytest.mark.usefixtures("old_files")
@pytest.mark.parametrize("name", EDITS)
def test_all_pages_are_those_of_the_build_that_follows(archive: Path, name: str) -> None:
    preview = warm(archive)
    EDITS[name](archive)
    take(preview, archive)
    preview.catch_up()
    take(preview, archive)
    before = pages(archive)
    from_memory = {path: shown(preview, archive, path) for path in before}
    state = preview.shown
    build(archive)
    after = pages(archive)
    for path in after:
        content = (archive / "preview" / path).read_bytes()
        page = from_memory[path] if path in from_memory else shown(preview, archive, path)
        assert page == content, path
    assert {path for path in before if from_memory[path] is None} == set(before) - set(after)
    # The pages were the same, so nothing is loaded again.
    assert not preview.built(state, good=True)
    assert preview.page(urls.HOME) is None


def all_pages(preview: Preview, root: Path) -> dict[str, bytes | None]:
    take(preview, root)
    preview.catch_up()
    take(preview, root)
    return {path: preview.page(path) for path in pages(root)}


@pytest.mark.usefixtures("old_files")
def test_what_is_remembered_changes_no_page(archive: Path) -> None:
    preview = warm(archive)
    before = all_pages(preview, archive)
    for name in ("text", "layout", "string", "settings", "office", "about"):
        EDITS[name](archive)
        after = all_pages(preview, archive)
        assert after != before, name
        assert after == all_pages(Preview(paths(archive)), archive), name
        before = after


def test_related_articles_come_with_the_build_that_follows(archive: Path) -> None:
    preview = warm(archive)
    delete(archive)
    take(preview, archive)
    page = "bulletins/qinghe-xinxi/undated/003/1.html"
    from_memory, state = shown(preview, archive, page), preview.shown
    build(archive)
    built = (archive / "preview" / page).read_bytes()
    # An article that was related is gone; which one takes its place is not known yet.
    assert from_memory != built
    assert b"lanchuan-weisheng/2023/007" not in (from_memory or b"")
    assert preview.built(state, good=True)
    assert shown(preview, archive, page) == built


def test_an_original_is_shown_beside_the_text_that_was_saved(archive: Path) -> None:
    preview = warm(archive)
    replace("。", "（刚改）。")(archive)
    take(preview, archive)
    page = preview.page("original/lanchuan-weisheng/2023/007.html") or b""
    assert "（刚改）。".encode() in page
    linked = preview.page("bulletins/lanchuan-weisheng/2023/007.html") or b""
    assert b"original/lanchuan-weisheng/2023/007.html" in linked


def test_an_original_that_changed_leaves_the_page_of_the_last_build(archive: Path) -> None:
    preview = warm(archive)
    take(preview, archive)
    original = archive / "content/originals/lanchuan-weisheng-2023-007.txt"
    original.write_text("别的。\n", "utf-8")
    assert preview.page("original/lanchuan-weisheng/2023/007.html") is None


def test_pages_offer_the_zip_files_of_the_last_build(archive: Path) -> None:
    preview = warm(archive)
    year = archive / "content/bulletins/lanchuan-weisheng/2022"
    year.rename(archive / "2022")
    take(preview, archive)
    about = shown(preview, archive, urls.ABOUT) or b""
    assert b"data/years/2022.zip" not in about
    assert b"data/years/2023.zip" in about
    build(archive)
    preview.built(preview.shown, good=True)
    preview.catch_up()
    (archive / "2022").rename(year)
    take(preview, archive)
    # The ZIP file of a new year is there when the build that follows has made it.
    assert shown(preview, archive, "year/2022.html")
    assert b"data/years/2022.zip" not in (shown(preview, archive, urls.ABOUT) or b"")
    build(archive)
    assert preview.built(preview.shown, good=True)
    assert b"data/years/2022.zip" in (shown(preview, archive, urls.ABOUT) or b"")


def test_one_edit_after_another_is_shown(archive: Path) -> None:
    preview = warm(archive)
    page = "bulletins/lanchuan-weisheng/2023/007.html"
    old = (archive / "preview" / page).read_bytes()
    text = (archive / BULLETIN).read_text("utf-8")
    for number in range(3):
        (archive / BULLETIN).write_text(f"{text}\n第{number}句。\n", "utf-8")
        take(preview, archive)
        assert f"第{number}句。".encode() in (shown(preview, archive, page) or b"")
    (archive / BULLETIN).write_text(text, "utf-8")
    take(preview, archive)
    assert shown(preview, archive, page) == old


def test_the_open_page_may_be_deleted(archive: Path) -> None:
    preview = warm(archive)
    page = "bulletins/lanchuan-weisheng/2023/007.html"
    take(preview, archive)
    assert shown(preview, archive, page)
    delete(archive)
    take(preview, archive)
    assert shown(preview, archive, page) is None
    assert shown(preview, archive, urls.HOME)


def test_after_a_mistake_the_last_good_pages_stay(archive: Path) -> None:
    preview = warm(archive)
    text = (archive / BULLETIN).read_text("utf-8")
    page = "bulletins/lanchuan-weisheng/2023/007.html"
    (archive / BULLETIN).write_text(f"{text}\n好句。\n", "utf-8")
    take(preview, archive)
    good = shown(preview, archive, page)
    (archive / BULLETIN).write_text("no front matter", "utf-8")
    with pytest.raises(ContentError):
        take(preview, archive)
    assert good
    assert "好句。".encode() in good
    assert shown(preview, archive, page) == good


def test_a_layout_that_fails_leaves_the_file_of_the_last_build(archive: Path) -> None:
    preview = warm(archive)
    (archive / "layouts").mkdir(exist_ok=True)
    (archive / "layouts" / "about.html").write_text("{{ unknown }}", "utf-8")
    take(preview, archive)
    page = (archive / "preview" / urls.ABOUT).read_bytes()
    assert shown(preview, archive, urls.ABOUT) == page
    with pytest.raises(LayoutError):
        build(archive)


def test_a_build_that_fails_brings_back_the_last_good_site(archive: Path) -> None:
    preview = warm(archive)
    home = (archive / "preview" / urls.HOME).read_bytes()
    retitle(archive)
    take(preview, archive)
    assert shown(preview, archive, urls.HOME) != home
    assert preview.built(preview.shown, good=False)
    assert shown(preview, archive, urls.HOME) == home


def test_a_build_that_fails_after_a_mistake_leaves_the_last_good_pages(archive: Path) -> None:
    preview = warm(archive)
    retitle(archive)
    take(preview, archive)
    good = shown(preview, archive, urls.HOME)
    (archive / BULLETIN).write_text("no front matter", "utf-8")
    with pytest.raises(ContentError):
        take(preview, archive)
    assert preview.wrong
    assert not preview.built(preview.shown, good=False)
    assert shown(preview, archive, urls.HOME) == good


def test_a_build_of_an_older_state_hides_nothing_newer(archive: Path) -> None:
    preview = warm(archive)
    take(preview, archive)
    older = preview.shown
    retitle(archive)
    take(preview, archive)
    assert not preview.built(older, good=True)
    assert "另一个名字".encode() in (preview.page(urls.HOME) or b"")


def test_other_files_come_from_the_disk(archive: Path) -> None:
    preview = warm(archive)
    take(preview, archive)
    assert preview.page(urls.MANIFEST) is None
    assert preview.page("nowhere/data.csv") is None
    with pytest.raises(FileNotFoundError):
        preview.page("nowhere.html")


def test_an_archive_without_a_build_is_shown_too(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "archive")
    preview = Preview(paths(root))
    take(preview, root)
    assert "我县召开".encode() in (preview.page(urls.HOME) or b"")


# --- memory -------------------------------------------------------------------------------------


def test_only_what_changed_is_made_again() -> None:
    kept, made, old, later = Memory(), [], 1, 10**12
    mode = stat.S_IFREG | 0o644
    states = {name: (mode, 5, old, old, inode) for inode, name in enumerate(("a", "b"))}

    def make() -> int:
        made.append(1)
        return len(made)

    def remember(shared: str = "") -> int:
        return kept.remember("kind", ["a", "b"], shared, make)

    kept.look(states, later)
    assert [remember(), remember()] == [1, 1]
    assert remember("settings") == 2
    kept.look({**states, "b": (mode, 5, old, old + 1, 1)}, later)
    assert [remember("settings"), remember("settings")] == [3, 3]
    # What was changed just before may change again and look the same.
    kept.look({**states, "b": (mode, 5, later, later, 1)}, later)
    assert [remember("settings"), remember("settings")] == [4, 5]
    # What is said of a link is not said of the file to which it leads.
    kept.look({**states, "b": (stat.S_IFLNK | 0o777, 5, old, old, 1)}, later)
    assert [remember("settings"), remember("settings")] == [6, 7]
    # A file that is not there has no state.
    kept.look({"a": states["a"]}, later)
    assert [remember("settings"), remember("settings")] == [8, 9]
