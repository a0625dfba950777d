"""Whatever was built before, and whatever became of the cache and the old site: a build gives the
bytes that a first build gives."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import archives
import pytest
from edits import (
    EDITS,
    LAYOUTS,
    TYPICAL,
    a_layout,
    a_word_of_one_bulletin,
    an_alias,
    compare,
    fresh,
    no_layouts_of_its_own,
    paths,
    replace,
    secret,
    the_description,
)

from jianbao.archive.model import Term
from jianbao.base.problems import JianbaoError, LayoutError
from jianbao.build import builder, lint, pipeline, publish
from jianbao.outputs import privacy_gate
from jianbao.pages import terms
from jianbao.pages.index import Index, Section
from jianbao.pages.layouts import Renderer
from jianbao.pages.page import Page


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    shutil.copytree(TYPICAL, root)
    (root / "layouts").mkdir()
    return root


def test_a_build_after_any_edits_is_a_first_build(root: Path, tmp_path: Path) -> None:
    chance = random.Random(1)
    builder.build(paths(root))
    edits = list(EDITS)
    chance.shuffle(edits)
    good = 0
    while edits:
        now = [edits.pop() for _ in range(min(len(edits), chance.randint(2, 6)))]
        good += compare(root, tmp_path / "fresh", now, chance)
    assert good >= 5


Damage = Callable[[Path, random.Random], object]


def a_flipped_bit(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 10, 100])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def a_flipped_bit_at_the_head(file: Path, chance: random.Random) -> None:
    """Where SQLite looks first."""
    content = bytearray(file.read_bytes())
    content[chance.randrange(min(200, len(content)))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def an_end_cut_off(file: Path, chance: random.Random) -> None:
    os.truncate(file, chance.randrange(file.stat().st_size))


def a_page_for_another(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    size = 4096
    one, other = (chance.randrange(len(content) // size) * size for _ in range(2))
    content[one : one + size] = content[other : other + size]
    file.write_bytes(content)


def another_secret(_: Path, chance: random.Random) -> None:
    secret().write_bytes(chance.randbytes(chance.choice([0, 31, 32])))


def forged_values(file: Path, _: random.Random) -> None:
    """Scripts of a stranger who has no secret."""
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE entries SET value = replace(value, 'jianbao', 'strange')")
    connection.close()


DAMAGES: tuple[Damage, ...] = (
    *(a_flipped_bit, a_flipped_bit_at_the_head, an_end_cut_off, a_page_for_another),
    *(another_secret, forged_values, lambda file, _: file.unlink()),
)


def test_a_build_with_any_damaged_cache_is_a_first_build(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "archive")
    (root / "layouts").mkdir()
    expected = fresh(root, tmp_path / "fresh")
    file = paths(root).cache
    builder.build(paths(root))
    cache, key = file.read_bytes(), secret().read_bytes()
    for number, damage in enumerate([*DAMAGES, a_flipped_bit, a_page_for_another]):
        file.write_bytes(cache)
        secret().write_bytes(key)
        damage(file, random.Random(number))
        if number % 2:
            shutil.rmtree(root / "site")
        builder.build(paths(root))
        assert archives.tree(root / "site") == expected, (damage, number)


# --- builds that do not end -------------------------------------------------------------------


@pytest.mark.parametrize("step", ["page", "lint", "publish"])
def test_a_build_that_is_stopped_poisons_nothing(
    root: Path, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(step)
    builder.build(paths(root))
    left = 2

    def stop(*arguments: object) -> object:
        nonlocal left
        left -= 1
        if step != "page" or not left:
            raise KeyboardInterrupt
        return real(*arguments)

    owner: object = {"page": Renderer, "lint": lint, "publish": publish.Staging}[step]
    real = getattr(owner, step)
    for edit in (a_word_of_one_bulletin, the_description, a_layout):
        edit(root, chance)
        left = 2
        with monkeypatch.context() as patch:
            patch.setattr(owner, step, stop)
            with pytest.raises(KeyboardInterrupt):
                builder.build(paths(root))
    builder.build(paths(root))
    assert archives.tree(root / "site") == fresh(root, tmp_path / "fresh")


def test_a_wrong_layout_is_told_after_a_good_build_as_in_a_first_one(root: Path) -> None:
    def told() -> str:
        with pytest.raises(LayoutError) as error:
            builder.build(paths(root))
        return str(error.value)

    builder.build(paths(root))
    for wrong in ("{{ nowhere.at.all }}", "{% if %}", '{% include "partials/none.html" %}'):
        (root / "layouts/partials").mkdir(exist_ok=True)
        (root / "layouts/partials/footer.html").write_text(wrong, "utf-8")
        after = told()
        shutil.rmtree(root / ".jianbao")
        assert told() == after
        no_layouts_of_its_own(root, random.Random())
        builder.build(paths(root))


def test_a_check_finds_after_a_build_what_it_finds_before_one(root: Path) -> None:
    about = root / "content/about.md"
    good = about.read_text("utf-8")
    wrong = good.replace("\n", "\n[x](gone.html)\n")
    about.write_text(wrong, "utf-8")
    with pytest.raises(JianbaoError) as before:
        pipeline.check(paths(root))
    about.write_text(good, "utf-8")
    builder.build(paths(root))
    site = archives.tree(root / "site")
    pipeline.check(paths(root))
    about.write_text(wrong, "utf-8")
    with pytest.raises(JianbaoError) as after:
        pipeline.check(paths(root))
    assert after.value.problems == before.value.problems
    assert archives.tree(root / "site") == site


# --- what is not done again -------------------------------------------------------------------


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are laid out while a test runs."""
    made: list[str] = []
    real = Renderer.page

    def spy(self: Renderer, page: Page) -> bytes:
        made.append(page.path)
        return real(self, page)

    monkeypatch.setattr(Renderer, "page", spy)
    return made


def test_only_pages_that_show_what_changed_are_laid_out(root: Path, rendered: list[str]) -> None:
    builder.build(paths(root))
    assert len(rendered) > 100
    rendered.clear()
    builder.build(paths(root))
    assert rendered == []
    replace(root / "content/bulletins/lanchuan-weisheng/2022/012.md", "。", "。。")
    builder.build(paths(root))
    issue = "bulletins/lanchuan-weisheng/2022/012"
    assert sorted(rendered) == [
        f"{issue}.html", f"{issue}/1.html", f"original/{issue.removeprefix('bulletins/')}.html"
    ]  # fmt: skip


def test_of_the_issue_before_one_only_its_own_page_is_laid_out(
    root: Path, rendered: list[str]
) -> None:
    builder.build(paths(root))
    rendered.clear()
    file = root / "content/bulletins/lanchuan-weisheng/2022/012.md"
    replace(file, "2022年第12期\n", "2022年第12期（增刊）\n")
    builder.build(paths(root))
    pages = [page for page in rendered if page.startswith("bulletins/")]
    others = [page for page in pages if "/2022/012" not in page]
    assert others
    assert all(page.count("/") == 3 for page in others)


def test_only_pages_of_a_changed_layout_are_laid_out(root: Path, rendered: list[str]) -> None:
    builder.build(paths(root))
    rendered.clear()
    text = (LAYOUTS / "about.html").read_text("utf-8")
    (root / "layouts/about.html").write_text(text.replace("<h1", "<h1 hidden", 1), "utf-8")
    builder.build(paths(root))
    assert rendered == ["about.html"]


def test_an_alias_of_an_office_lays_out_no_page_of_an_issue(
    root: Path, rendered: list[str]
) -> None:
    builder.build(paths(root))
    rendered.clear()
    an_alias(root, random.Random(1))
    builder.build(paths(root))
    assert rendered
    assert not [page for page in rendered if page.startswith("bulletins/")]


def test_a_list_is_made_again_only_if_more_than_a_text_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = terms.term_page

    def spy(index: Index, section: Section, term: Term, own: int) -> terms.TermPage:
        made.append(term.slug)
        return real(index, section, term, own)

    monkeypatch.setattr(terms, "term_page", spy)
    builder.build(paths(root))
    assert made
    made.clear()
    file = root / "content/bulletins/lanchuan-weisheng/2022/012.md"
    replace(file, "。", "。。")
    builder.build(paths(root))
    assert not made
    replace(file, "2022年第12期\n", "2022年第12期（增刊）\n")
    builder.build(paths(root))
    assert made


def test_what_somebody_did_to_unchanged_pages_is_undone(root: Path, tmp_path: Path) -> None:
    builder.build(paths(root))
    site, issue = root / "site", "bulletins/lanchuan-weisheng/2022/012"
    (site / f"{issue}.html").unlink()
    for page in sorted((site / "county").iterdir())[:2]:
        if page.is_file():
            page.write_bytes(b"")
    shutil.rmtree(site / "search")
    replace(root / "content/about.md", "\n", "\n\n另有说明。\n\n")
    builder.build(paths(root))
    assert archives.tree(site) == fresh(root, tmp_path / "fresh")


def test_of_the_search_only_new_bytes_are_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = publish.TreeWriter._create

    def spy(self: publish.TreeWriter, path: str, content: bytes) -> publish.FileIdentity:
        written.append(path)
        return real(self, path, content)

    monkeypatch.setattr(publish.TreeWriter, "_create", spy)
    builder.build(paths(root))
    of_search = [path for path in written if path.startswith("search/")]
    assert len(of_search) > 100
    written.clear()
    replace(root / "content/bulletins/lanchuan-weisheng/2022/012.md", "。", "。。")
    builder.build(paths(root))
    of_search = [path for path in written if path.startswith("search/")]
    assert "search/manifest.json" in of_search
    assert len(of_search) < 40


def test_what_is_made_again_with_the_same_bytes_is_not_checked_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    real = privacy_gate.masked

    def spy(path: str, content: bytes) -> set[str]:
        checked.append(path)
        return real(path, content)

    monkeypatch.setattr(privacy_gate, "masked", spy)
    builder.build(paths(root))
    assert "reporting/county.csv" in checked
    checked.clear()
    replace(root / "content/bulletins/lanchuan-weisheng/2022/012.md", "。", "。。")
    builder.build(paths(root))
    assert "bulletins/lanchuan-weisheng/2022/012.md" in checked
    assert "reporting/county.csv" not in checked
    shutil.rmtree(root / ".jianbao")
    checked.clear()
    builder.build(paths(root))
    assert "reporting/county.csv" in checked
