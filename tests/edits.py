"""What may happen to an archive, its site and its cache between two builds, and the comparison of
the next build with a first one."""

import hashlib
import os
import random
import re
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace as changed
from pathlib import Path

import archives
import faults
import pytest

from jianbao.base import cache
from jianbao.base.problems import JianbaoError
from jianbao.build import builder
from jianbao.build.paths import Paths

TYPICAL = Path(__file__).parent / "sites" / "typical"
LAYOUTS = Path(__file__).parents[1] / "layouts"


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", (root / "layouts", LAYOUTS), root / "site")


def fresh(root: Path, place: Path) -> archives.Tree:
    """The site of a first build of the same archive."""
    for name in ("content", "layouts"):
        shutil.copytree(root / name, place / name)
    builder.build(paths(place))
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
    """Another issue with the text of `issue`, but for a sentence of its own, if it is there."""
    folder = root / "content/bulletins/lanchuan-weisheng/2024"
    for source in sorted(folder.glob(f"0{issue}*.md"))[:1]:
        text = source.read_text("utf-8").replace(f"issue: {issue}", f"issue: {number}")
        own = f"{text}\n第{number}期另有说明。\n"
        source.with_name(f"{number}{ending}.md").write_text(own, "utf-8")


def an_original(root: Path, chance: random.Random) -> None:
    original = root / "content/originals/lanchuan-weisheng-2023-007.txt"
    before = hashlib.sha256(original.read_bytes()).hexdigest()
    original.write_bytes(original.read_bytes() + str(chance.random()).encode())
    after = hashlib.sha256(original.read_bytes()).hexdigest()
    for file in bulletins(root):
        file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")


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
    file = paths(root).cache
    content = bytearray(file.read_bytes())
    for place in chance.sample(range(len(content)), min(200, len(content))):
        content[place] ^= 0xFF
    file.write_bytes(content)


def a_cache_whose_values_changed_places(root: Path, _: random.Random) -> None:
    connection = sqlite3.connect(paths(root).cache)
    # An edit before this one may have damaged it already.
    with closing(connection), suppress(sqlite3.DatabaseError), connection:
        rows = connection.execute("SELECT key, value FROM entries ORDER BY key").fetchall()
        moved = [(rows[i - 1][1], key) for i, (key, _) in enumerate(rows)]
        connection.executemany("UPDATE entries SET value = ? WHERE key = ?", moved)


def a_cache_of_another_machine(root: Path, _: random.Random) -> None:
    secret().unlink()


def a_cache_of_another_archive(root: Path, _: random.Random) -> None:
    """With all that its site has, but of another text."""
    other = root.with_name("other")
    archives.start(other)
    builder.build(paths(other))
    shutil.copy(paths(other).cache, paths(root).cache)
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


def another_series(root: Path, chance: random.Random) -> None:
    """A bulletin is filed elsewhere, and its former address leads on."""
    file = chance.choice(bulletins(root))
    series, year = file.parts[-3:-1]
    other = chance.choice(("lanchuan-weisheng", "qinghe-xinxi"))
    target = root / "content/bulletins" / other / year / file.name
    text = file.read_text("utf-8")
    if not target.exists() and "pictures/" not in text and "\naliases:" not in text:
        target.parent.mkdir(exist_ok=True, parents=True)
        old = f"aliases: [bulletins/{series}/{year}/{file.stem}.html]"
        text = text.replace(f"\nseries: {series}\n", f"\nseries: {other}\n{old}\n")
        target.write_text(text, "utf-8")
        file.unlink()


def a_tag_more(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    county = chance.choice(("石桥区", "云峰县", "白鹭县"))
    found = [one.start() for one in re.finditer(r"\n    kind: ", text)]
    if found and "\n    topics:" not in text:
        place = chance.choice(found)
        entry = re.match(r"\n    kind: .*", text[place:])
        assert entry
        following = text[place + len(entry[0]) :].split("\n  - ")[0]
        if "county:" not in following:
            file.write_text(
                f"{text[: place + len(entry[0])]}\n    county: [{county}]"
                f"{text[place + len(entry[0]) :]}",
                "utf-8",
            )


def a_correction(root: Path, chance: random.Random) -> None:
    """Of a bulletin or of an article; or one that is taken back."""
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    status = f"status: corrected\n@status_date: 2024-11-0{chance.randrange(1, 10)}\n@"
    if "status:" in text:
        text = re.sub(r"\n *(status|status_date|status_note|replaced_by): .*", "", text)
    elif chance.randrange(2):
        text = text.replace("\nseries:", "\n" + status.replace("@", "") + "series:", 1)
    else:
        text = text.replace("\n    kind:", "\n    " + status.replace("@", "    ") + "kind:", 1)
    file.write_text(text, "utf-8")


def a_replacement(root: Path, chance: random.Random) -> None:
    one, other = chance.sample(bulletins(root), 2)
    place = "/".join((*other.parts[-3:-1], other.stem))
    text = one.read_text("utf-8")
    if "status:" not in text:
        status = f"status: replaced\nstatus_date: 2024-12-01\nreplaced_by: {place}"
        one.write_text(text.replace("\nseries:", f"\n{status}\nseries:"), "utf-8")


def a_draft(root: Path, chance: random.Random) -> None:
    """Or one that is finished."""
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    if "\ndraft: true" in text:
        text = text.replace("\ndraft: true", "")
    else:
        text = text.replace("\nseries:", "\ndraft: true\nseries:", 1)
    file.write_text(text, "utf-8")


def a_review(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    date = chance.choice(("false", "2024-10-09", "2024-10-10"))
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"\nreviewed: .*", f"\nreviewed: {date}", text), "utf-8")


def a_picture(root: Path, chance: random.Random) -> None:
    """Other pixels, under the same name."""
    pictures = sorted((root / "content/bulletins").rglob("pictures/*.png"))
    for picture in pictures:
        picture.write_bytes(_png(chance))


def a_picture_more(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    (file.parent / "pictures").mkdir(exist_ok=True)
    name = f"{chance.randrange(1000)}.png"
    (file.parent / "pictures" / name).write_bytes(_png(chance))
    text = file.read_text("utf-8").rstrip("\n")
    file.write_text(f"{text}\n\n![图为第{name}张](pictures/{name})\n", "utf-8")


def a_picture_less(root: Path, chance: random.Random) -> None:
    """No text shows it any more, or it is gone and still shown."""
    shown = [file for file in bulletins(root) if "](pictures/" in file.read_text("utf-8")]
    if shown and chance.randrange(4):
        file = chance.choice(shown)
        text = re.sub(r"\n!\[.*\]\(pictures/.*\)", "", file.read_text("utf-8"), count=1)
        file.write_text(text, "utf-8")
    elif shown:
        shutil.rmtree(chance.choice(shown).parent / "pictures")


def _png(chance: random.Random) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">2I5B", 8, 8, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + chance.randbytes(8) for _ in range(8)))
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def a_page_of_the_owner(root: Path, chance: random.Random) -> None:
    file = root / "content/pages" / chance.choice(("shiyong.md", "yinsi.md", "lianxi.md"))
    file.parent.mkdir(exist_ok=True)
    fields = [f"title: 说明{chance.randrange(9)}", "menu: header", "draft: true"]
    kept = fields[: chance.randint(1, 3)]
    head = "\n".join(["---", *kept, "---"])
    file.write_text(f"{head}\n\n见[简报](../{_somewhere(root, chance)})。\n", "utf-8")


def _somewhere(root: Path, chance: random.Random) -> str:
    return chance.choice(bulletins(root)).relative_to(root / "content").as_posix()


def a_page_of_the_owner_less(root: Path, chance: random.Random) -> None:
    pages = sorted((root / "content/pages").glob("*.md"))
    if pages:
        chance.choice(pages).unlink()


def a_link_between_bulletins(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8").rstrip("\n")
    text += f"\n\n另见[该期](../../../{_somewhere(root, chance)})。\n"
    file.write_text(text, "utf-8")


def a_file_of_static(root: Path, chance: random.Random) -> None:
    folder = root / "content/static"
    folder.mkdir(exist_ok=True)
    name = chance.choice(("robots.txt", "verify.txt", "favicon.ico", "cha.html"))
    content = {"favicon.ico": b"\0\0\1\0", "robots.txt": b"User-agent: a\nDisallow: /x"}
    text = str(chance.random()).encode()
    (folder / name).write_bytes(content.get(name, b"") + text)


def a_file_of_static_less(root: Path, chance: random.Random) -> None:
    files = sorted((root / "content/static").glob("*"))
    if files:
        chance.choice(files).unlink()


def an_attachment(root: Path, chance: random.Random) -> None:
    file = chance.choice(bulletins(root))
    text = file.read_text("utf-8")
    if "attachments:" not in text:
        name = f"fujian-{chance.randrange(1000)}.csv"
        content = f"乡镇,人次\n新庄镇,{chance.randrange(1000)}\n".encode()
        (root / "content/originals" / name).write_bytes(content)
        entry = {
            "file": name,
            "title": f"各乡镇人次{chance.randrange(9)}",
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
        }
        listed = "\n    ".join(f"{key}: {value}" for key, value in entry.items())
        attachments = f"\nattachments:\n  - {listed}\nseries:"
        file.write_text(text.replace("\nseries:", attachments, 1), "utf-8")


def an_attachment_held_back(root: Path, chance: random.Random) -> None:
    """Or offered again."""
    with_some = [file for file in bulletins(root) if "bytes: " in file.read_text("utf-8")]
    if with_some:
        file = chance.choice(with_some)
        text = file.read_text("utf-8")
        held = re.compile(r"\n +published: false\n +reason: 不公开")
        if held.search(text):
            text = held.sub("", text)
        else:
            text = re.sub(
                r"\n( +)bytes: .*", r"\g<0>\n\1published: false\n\1reason: 不公开", text, count=1
            )
        file.write_text(text, "utf-8")


def a_setting(root: Path, chance: random.Random) -> None:
    file = root / "content/site.yaml"
    key, values = chance.choice(
        (
            ("license", ("CC BY 4.0", "不得转载")),
            ("operator", ("澜川市档案馆", "澜川市图书馆")),
            ("publish", ("all", "reviewed")),
            ("leave_out", ("[]", "[md, bib]", "[json, ris, csl.json]")),
            ("language", ("zh-CN", "en")),
            ("date_language", ("zh-CN", "en")),
            ("contact", ("{telephone: 0990-1234567}", "{address: 澜川市一号}")),
        )
    )
    text = re.sub(rf"(?m)^{key}: .*\n", "", file.read_text("utf-8"))
    file.write_text(f"{key}: {chance.choice(values)}\n{text}", "utf-8")


def a_topic(root: Path, chance: random.Random) -> None:
    """Added, or taken away from all that have it."""
    file = root / "content/authorities/topics.yaml"
    name = chance.choice(("义诊", "培训", "签约"))
    if file.exists() and chance.randrange(3) == 0:
        file.unlink()
    else:
        file.write_text(f"- slug: topic-{chance.randrange(9)}\n  name: {name}\n", "utf-8")
    for one in bulletins(root):
        text = re.sub(r"\n    topics: .*", "", one.read_text("utf-8"))
        if file.exists():
            text = text.replace("\n    kind: brief", f"\n    kind: brief\n    topics: [{name}]", 1)
        one.write_text(text, "utf-8")


def an_office_more(root: Path, chance: random.Random) -> None:
    file = root / "content/authorities/departments.yaml"
    number = chance.randrange(10_000)
    entry = f"- slug: office-{number}\n  name: 石桥区第{number}办公室\n  kind: 委局\n"
    file.write_text(file.read_text("utf-8") + entry, "utf-8")


def the_record_of_addresses(root: Path, _: random.Random) -> None:
    """A build that writes into content/ itself."""
    with suppress(JianbaoError):
        builder.build(paths(root), record=True)


def a_clock_ahead(root: Path, chance: random.Random) -> None:
    a_word_of_one_bulletin(root, chance)
    for file in bulletins(root):
        os.utime(file, (4_000_000_000, 4_000_000_000))


def a_site_of_the_backup(root: Path, chance: random.Random) -> None:
    _of_the_backup(root, "site", chance)


def a_cache_of_the_backup(root: Path, chance: random.Random) -> None:
    _of_the_backup(root, ".jianbao", chance)


def everything_of_the_backup(root: Path, chance: random.Random) -> None:
    for name in ("content", "layouts", "site", ".jianbao"):
        _of_the_backup(root, name, chance)


def _of_the_backup(root: Path, name: str, chance: random.Random) -> None:
    """What was there at the first such edit, or some time later, with its dates."""
    backup = root.with_name(f"backup of {name}")
    if backup.exists() and (root / name).exists():
        shutil.rmtree(root / name)
        shutil.copytree(backup, root / name, symlinks=True)
    elif (root / name).exists():
        shutil.copytree(root / name, backup, symlinks=True)
    if backup.exists() and not chance.randrange(5):
        shutil.rmtree(backup)


def a_flipped_bit_of_the_cache(root: Path, chance: random.Random) -> None:
    file = paths(root).cache
    if file.exists():
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)


def another_version_of_the_program(root: Path, _: random.Random) -> None:
    """Which makes other pages of the same archive, into the same cache."""
    theirs = root.with_name("theirs")
    shutil.copytree(LAYOUTS, theirs)
    for layout in (theirs / "partials").glob("*.html"):
        layout.write_text(layout.read_text("utf-8").replace("</", "<!-- theirs --></"), "utf-8")
    other = changed(paths(root), layouts=(root / "layouts", theirs))
    with pytest.MonkeyPatch.context() as patch, suppress(JianbaoError):
        patch.setattr(cache, "code_version", lambda: "another version")
        builder.build(other)
    shutil.rmtree(theirs)


def a_build_that_is_killed(root: Path, chance: random.Random) -> None:
    a_word_of_one_bulletin(root, chance)
    fault = faults.Faults([root.parent], chance.randrange(3000))
    with faults.injected(fault), suppress(JianbaoError):
        builder.build(paths(root), jobs=1)


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
    *(another_name_of_a_file, a_layout_of_an_article_less, another_series, a_tag_more),
    *(a_correction, a_replacement, a_draft, a_review, a_picture, a_picture_more, a_picture_less),
    *(a_page_of_the_owner, a_page_of_the_owner_less, a_link_between_bulletins, a_file_of_static),
    *(a_file_of_static_less, an_attachment, an_attachment_held_back, a_setting, a_topic),
    *(an_office_more, the_record_of_addresses, a_clock_ahead, a_site_of_the_backup),
    *(a_cache_of_the_backup, everything_of_the_backup, a_flipped_bit_of_the_cache),
    *(another_version_of_the_program, a_build_that_is_killed, nothing),
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
    # What nobody sees may not get into a backup.
    last = (*UNSEEN, no_site, no_cache)
    for edit in sorted(edits, key=lambda edit: last.index(edit) if edit in last else -1):
        if (root / "site").exists() or edit is no_cache:
            edit(root, chance)
    verify = any(edit in UNSEEN for edit in edits)
    told = _told(root, verify)
    for name in ("content", "layouts"):
        shutil.copytree(root / name, spare / name)
    assert told == _told(spare), names
    if not told:
        assert archives.tree(root / "site") == archives.tree(spare / "site"), names
    else:
        shutil.rmtree(root / "content")
        shutil.copytree(kept, root / "content")
        if verify:
            _told(root, verify)
    shutil.rmtree(kept)
    shutil.rmtree(spare)
    return not told


def _told(root: Path, verify: bool = False) -> str:
    """Build, and return the problems that were found."""
    try:
        builder.build(paths(root), verify=verify)
    except JianbaoError as error:
        return str(error)
    return ""
