"""Whatever was built before, and whatever became of the cache and the old site: a build gives the
bytes that a first build gives."""

import hashlib
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import archives
import pytest

from jianbao.base.problems import JianbaoError, LayoutError
from jianbao.build import lint, pipeline, publish
from jianbao.pages.layouts import Renderer
from jianbao.pages.page import Page

TYPICAL = Path(__file__).parents[1] / "sites" / "typical"
LAYOUTS = Path(__file__).parents[2] / "layouts"


def paths(root: Path) -> pipeline.Paths:
    return pipeline.Paths(root, root / "content", (root / "layouts", LAYOUTS), root / "site")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    shutil.copytree(TYPICAL, root)
    (root / "layouts").mkdir()
    return root


def fresh(root: Path, place: Path) -> archives.Tree:
    """The site of a first build of the same archive."""
    for name in ("content", "layouts"):
        shutil.copytree(root / name, place / name)
    pipeline.build(paths(place))
    site = archives.tree(place / "site")
    shutil.rmtree(place)
    return site


# --- what may happen between two builds -------------------------------------------------------

Edit = Callable[[Path, random.Random], object]


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, file
    file.write_text(text.replace(old, new), "utf-8")


def bulletins(root: Path) -> list[Path]:
    return sorted((root / "content/bulletins").rglob("*.md"))


def pages(root: Path) -> list[Path]:
    return sorted((root / "site").rglob("*.html"))


def a_word_of_one_bulletin(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    head, body = text[: text.index("\n## ")], text[text.index("\n## ") :]
    place = chance.choice([i for i, c in enumerate(body) if c == "。"] or [len(body)])
    file.write_text(f"{head}{body[:place]}，{chance.random()}{body[place:]}", "utf-8")


def a_title(root: Path, chance: random.Random) -> None:
    replace(chance.choice(bulletins(root)), "title: ", "title: 再")
    for file in bulletins(root):  # what stands in the front matter stands in the body
        text = file.read_text("utf-8").replace("\n## ", "\n## 再")
        if "title: 再" in text and "\n## 再再" not in text:
            file.write_text(text, "utf-8")


def a_withdrawal(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    if "status:" not in text:
        file.write_text(
            text.replace("\nseries:", "\nstatus: withdrawn\nstatus_date: 2024-12-01\nseries:"),
            "utf-8",
        )


def a_bulletin_less(root: Path, _: random.Random) -> None:
    (root / "content/bulletins/lanchuan-weisheng/2023/008.md").unlink(missing_ok=True)


def a_bulletin_more(root: Path, chance: random.Random) -> None:
    add_copy(root, "22", str(chance.randrange(100, 500)))


def a_bulletin_of_another_name(root: Path, chance: random.Random) -> None:
    add_copy(root, "23", str(chance.randrange(500, 900)), "-改")


def add_copy(root: Path, issue: str, number: str, ending: str = "") -> None:
    """Another issue with the text of `issue`, but for a sentence of its own."""
    source = root / f"content/bulletins/lanchuan-weisheng/2024/0{issue}.md"
    text = source.read_text("utf-8").replace(f"issue: {issue}", f"issue: {number}")
    own = f"{text}\n第{number}期另有说明。\n"
    source.with_name(f"{number}{ending}.md").write_text(own, "utf-8")


def an_original(root: Path, chance: random.Random) -> None:
    name = "lanchuan-weisheng-2023-007.txt"
    original = root / "content/originals" / name
    before = hashlib.sha256(original.read_bytes()).hexdigest()
    original.write_bytes(original.read_bytes() + str(chance.random()).encode())
    after = hashlib.sha256(original.read_bytes()).hexdigest()
    replace(root / "content/bulletins/lanchuan-weisheng/2023/007.md", before, after)


def the_description(root: Path, chance: random.Random) -> None:
    replace(root / "content/site.yaml", "description: ", f"description: {chance.randrange(99)}")


def the_address(root: Path, chance: random.Random) -> None:
    replace(
        root / "content/site.yaml",
        "base_url: https://",
        f"base_url: https://{chance.choice('ab')}.",
    )


def the_name_of_a_series(root: Path, _: random.Random) -> None:
    replace(root / "content/site.yaml", "title: 青禾信息", "title: 青禾信息新编")


def an_alias(root: Path, chance: random.Random) -> None:
    file = root / "content/authorities/departments.yaml"
    replace(file, "aliases: [市疾控中心", f"aliases: [市疾控中心, 疾控{chance.random()}")


def a_code(root: Path, _: random.Random) -> None:
    replace(root / "content/authorities/counties.yaml", "short: 石桥", "short: 石桥区")


def a_county(root: Path, chance: random.Random) -> None:
    file = root / "content/authorities/counties.yaml"
    number = chance.randrange(10_000)
    text = f"{file.read_text('utf-8')}- slug: new-{number}\n  name: 新{number}县\n  kind: zone\n"
    file.write_text(text, "utf-8")


def the_text_about_it(root: Path, chance: random.Random) -> None:
    (root / "content/about.md").write_text(f"关于 {chance.random()}\n", "utf-8")


def a_layout(root: Path, chance: random.Random) -> None:
    name = chance.choice(["article.html", "county.html", "partials/footer.html", "home.html"])
    target = root / "layouts" / name
    target.parent.mkdir(exist_ok=True)
    text = (LAYOUTS / name).read_text("utf-8")
    mark = f"<!-- {chance.random()} -->"
    end = "{% endblock %}"
    target.write_text(text.replace(end, mark + end) if end in text else text + mark, "utf-8")


def a_string(root: Path, chance: random.Random) -> None:
    target = root / "layouts/strings/zh-CN.yaml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"foot:\n  privacy: 不记录读者{chance.random()}\n", "utf-8")


def a_style(root: Path, chance: random.Random) -> None:
    target = root / "layouts/assets/site.css"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(
        (LAYOUTS / "assets/site.css").read_bytes() + f"/* {chance.random()} */".encode()
    )


def no_layouts_of_its_own(root: Path, _: random.Random) -> None:
    shutil.rmtree(root / "layouts")
    (root / "layouts").mkdir()


def a_page_by_hand(root: Path, chance: random.Random) -> None:
    """Of the same size and date, as a tool that restores both would leave it."""
    for page in chance.sample(pages(root), 5):
        status = page.stat()
        content = page.read_bytes()
        page.write_bytes(content[:-9] + bytes(reversed(content[-9:])))
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def two_pages_for_one_another(root: Path, chance: random.Random) -> None:
    one, other = chance.sample(pages(root), 2)
    spare = one.with_name("spare")
    one.rename(spare)
    other.rename(one)
    spare.rename(other)


def a_page_that_is_gone(root: Path, chance: random.Random) -> None:
    for page in chance.sample(pages(root), 5):
        page.unlink()


def a_page_that_is_a_link(root: Path, chance: random.Random) -> None:
    page = chance.choice(pages(root))
    page.rename(page.with_suffix(".moved"))
    page.symlink_to(page.with_suffix(".moved").name)


def a_folder_that_is_gone(root: Path, _: random.Random) -> None:
    shutil.rmtree(root / "site/search")
    shutil.rmtree(root / "site/data")


def no_site(root: Path, _: random.Random) -> None:
    shutil.rmtree(root / "site")


def no_cache(root: Path, _: random.Random) -> None:
    shutil.rmtree(root / ".jianbao")


def a_cache_cut_off(root: Path, chance: random.Random) -> None:
    for file in (root / ".jianbao").rglob("*"):
        if file.is_file():
            os.truncate(file, chance.randrange(file.stat().st_size + 1))


def a_cache_full_of_holes(root: Path, chance: random.Random) -> None:
    file = root / ".jianbao" / pipeline.CACHE
    content = bytearray(file.read_bytes())
    for place in chance.sample(range(len(content)), min(200, len(content))):
        content[place] ^= 0xFF
    file.write_bytes(content)


def a_cache_whose_values_changed_places(root: Path, _: random.Random) -> None:
    connection = sqlite3.connect(root / ".jianbao" / pipeline.CACHE)
    rows = connection.execute("SELECT key, value FROM entries ORDER BY key").fetchall()
    with connection:
        moved = [(rows[i - 1][1], key) for i, (key, _) in enumerate(rows)]
        connection.executemany("UPDATE entries SET value = ? WHERE key = ?", moved)
    connection.close()


def a_cache_of_another_machine(root: Path, _: random.Random) -> None:
    secret().unlink()


def a_cache_of_another_archive(root: Path, _: random.Random) -> None:
    """With all that its site has, but of another text."""
    other = root.with_name("other")
    archives.start(other)
    pipeline.build(paths(other))
    shutil.copy(other / ".jianbao" / pipeline.CACHE, root / ".jianbao" / pipeline.CACHE)
    shutil.rmtree(other)


def secret() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "jianbao" / "cache-key"


def nothing(_: Path, __: random.Random) -> None:
    pass


EDITS: tuple[Edit, ...] = (
    *(
        a_word_of_one_bulletin,
        a_title,
        a_withdrawal,
        a_bulletin_less,
        a_bulletin_more,
        a_bulletin_of_another_name,
    ),
    *(an_original, the_description, the_address, the_name_of_a_series, an_alias, a_code, a_county),
    *(the_text_about_it, a_layout, a_string, a_style, no_layouts_of_its_own),
    *(a_page_by_hand, two_pages_for_one_another, a_page_that_is_gone, a_page_that_is_a_link),
    *(a_folder_that_is_gone, no_site, no_cache, a_cache_cut_off, a_cache_full_of_holes),
    *(a_cache_whose_values_changed_places, a_cache_of_another_machine, a_cache_of_another_archive),
    nothing,
)


def test_a_build_after_any_edits_is_a_first_build(root: Path, tmp_path: Path) -> None:
    chance = random.Random(1)
    pipeline.build(paths(root))
    edits = list(EDITS)
    chance.shuffle(edits)
    while edits:
        now = [edits.pop() for _ in range(min(len(edits), chance.randint(1, 4)))]
        for edit in sorted(now, key=lambda edit: edit in (no_site, no_cache)):
            if (root / "site").exists() or edit is no_cache:
                edit(root, chance)
        pipeline.build(paths(root), verify=a_page_by_hand in now)
        first = fresh(root, tmp_path / "fresh")
        assert archives.tree(root / "site") == first, [edit.__name__ for edit in now]


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
    file = root / ".jianbao" / pipeline.CACHE
    pipeline.build(paths(root))
    cache, key = file.read_bytes(), secret().read_bytes()
    for number, damage in enumerate([*DAMAGES, a_flipped_bit, a_page_for_another]):
        file.write_bytes(cache)
        secret().write_bytes(key)
        damage(file, random.Random(number))
        if number % 2:
            shutil.rmtree(root / "site")
        pipeline.build(paths(root))
        assert archives.tree(root / "site") == expected, (damage, number)


# --- builds that do not end -------------------------------------------------------------------


@pytest.mark.parametrize("step", ["page", "lint", "publish"])
def test_a_build_that_is_stopped_poisons_nothing(
    root: Path, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(step)
    pipeline.build(paths(root))
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
                pipeline.build(paths(root))
    pipeline.build(paths(root))
    assert archives.tree(root / "site") == fresh(root, tmp_path / "fresh")


def test_a_wrong_layout_is_told_after_a_good_build_as_in_a_first_one(root: Path) -> None:
    def told() -> str:
        with pytest.raises(LayoutError) as error:
            pipeline.build(paths(root))
        return str(error.value)

    pipeline.build(paths(root))
    for wrong in ("{{ nowhere.at.all }}", "{% if %}", '{% include "partials/none.html" %}'):
        (root / "layouts/partials").mkdir(exist_ok=True)
        (root / "layouts/partials/footer.html").write_text(wrong, "utf-8")
        after = told()
        shutil.rmtree(root / ".jianbao")
        assert told() == after
        no_layouts_of_its_own(root, random.Random())
        pipeline.build(paths(root))


def test_a_check_finds_after_a_build_what_it_finds_before_one(root: Path) -> None:
    about = root / "content/about.md"
    good = about.read_text("utf-8")
    wrong = good.replace("\n", "\n[x](gone.html)\n")
    about.write_text(wrong, "utf-8")
    with pytest.raises(JianbaoError) as before:
        pipeline.check(paths(root))
    about.write_text(good, "utf-8")
    pipeline.build(paths(root))
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
    pipeline.build(paths(root))
    assert len(rendered) > 100
    rendered.clear()
    pipeline.build(paths(root))
    assert rendered == []
    replace(root / "content/bulletins/lanchuan-weisheng/2022/012.md", "。", "。。")
    pipeline.build(paths(root))
    issue = "bulletins/lanchuan-weisheng/2022/012"
    assert {page.removesuffix(".html").rpartition("/")[0] for page in rendered} <= {
        issue, issue.rpartition("/")[0]
    }  # fmt: skip
    assert f"{issue}.html" in rendered


def test_only_pages_of_a_changed_layout_are_laid_out(root: Path, rendered: list[str]) -> None:
    pipeline.build(paths(root))
    rendered.clear()
    text = (LAYOUTS / "about.html").read_text("utf-8")
    (root / "layouts/about.html").write_text(text.replace("<h1", "<h1 hidden", 1), "utf-8")
    pipeline.build(paths(root))
    assert rendered == ["about.html"]


def test_an_alias_of_an_office_lays_out_no_page_of_an_issue(
    root: Path, rendered: list[str]
) -> None:
    pipeline.build(paths(root))
    rendered.clear()
    an_alias(root, random.Random(1))
    pipeline.build(paths(root))
    assert rendered
    assert not [page for page in rendered if page.startswith("bulletins/")]
