"""What may happen to an archive, its site and its cache between two builds, and the comparison of
the next build with a first one."""

import hashlib
import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import archives

from jianbao.base.problems import JianbaoError
from jianbao.build import pipeline

TYPICAL = Path(__file__).parent / "sites" / "typical"
LAYOUTS = Path(__file__).parents[1] / "layouts"


def paths(root: Path) -> pipeline.Paths:
    return pipeline.Paths(root, root / "content", (root / "layouts", LAYOUTS), root / "site")


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


def a_word_of_the_same_length(root: Path, chance: random.Random) -> None:
    """With the date of the file put back, as some editors and synchronising programs do."""
    file = chance.choice(bulletins(root))
    status, text = file.stat(), file.read_text("utf-8")
    place = chance.choice([i for i, c in enumerate(text) if c == "。"] or [0])
    if text[place] == "。":
        file.write_text(f"{text[:place]}！{text[place + 1 :]}", "utf-8")
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def a_clock_set_back(root: Path, chance: random.Random) -> None:
    a_word_of_one_bulletin(root, chance)
    for file in bulletins(root):
        os.utime(file, (1_000_000_000, 1_000_000_000))


def a_file_of_the_backup(root: Path, chance: random.Random) -> None:
    """An old bulletin, with its old date."""
    backup = root.with_name("backup")
    if not backup.exists():
        shutil.copytree(root / "content/bulletins", backup)
    file = chance.choice(bulletins(root))
    old = backup / file.relative_to(root / "content/bulletins")
    if old.exists():
        shutil.copy2(old, file)


def a_tag_less(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"\n +(county|department): .*", "", text, count=1), "utf-8")


def another_date(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    day = f"\\g<1>-{chance.randrange(1, 29):02}"
    file.write_text(re.sub(r"(\ndate: \d{4}-\d{2})-\d{2}", day, text, count=1), "utf-8")


def another_name_of_a_file(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    if not file.with_suffix(".review.yaml").exists():
        file.rename(file.with_name(f"{file.stem}-{chance.randrange(1000)}.md"))


def a_layout_of_an_article_less(root: Path, _: random.Random) -> None:
    (root / "layouts/article.html").unlink(missing_ok=True)


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
    *(a_word_of_the_same_length, a_clock_set_back, a_file_of_the_backup, a_tag_less, another_date),
    *(another_name_of_a_file, a_layout_of_an_article_less),
    nothing,
)

# Only a build that reads every file finds these.
UNSEEN = (a_page_by_hand,)


def compare(root: Path, spare: Path, edits: Sequence[Edit], chance: random.Random) -> bool:
    """Make `edits` and build; assert that the site has the bytes of a first build in `spare`, or
    that both find the same problems. In that case the edits of content are undone. Return whether
    the build succeeded."""
    kept = spare.with_name("kept")
    shutil.copytree(root / "content", kept)
    names = [edit.__name__ for edit in edits]
    for edit in sorted(edits, key=lambda edit: edit in (no_site, no_cache)):
        if (root / "site").exists() or edit is no_cache:
            edit(root, chance)
    told = _told(root, verify=any(edit in UNSEEN for edit in edits))
    for name in ("content", "layouts"):
        shutil.copytree(root / name, spare / name)
    assert told == _told(spare), names
    if not told:
        assert archives.tree(root / "site") == archives.tree(spare / "site"), names
    else:
        shutil.rmtree(root / "content")
        shutil.copytree(kept, root / "content")
    shutil.rmtree(kept)
    shutil.rmtree(spare)
    return not told


def _told(root: Path, verify: bool = False) -> str:
    """Build, and return the problems that were found."""
    try:
        pipeline.build(paths(root), verify=verify)
    except JianbaoError as error:
        return str(error)
    return ""
