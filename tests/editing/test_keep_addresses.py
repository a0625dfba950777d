"""An address that was published goes on leading to its text, or `build` says what keeps it."""

from pathlib import Path

import archives
import pytest

from jianbao.build import pipeline
from jianbao.build.paths import Paths, layout_folders
from jianbao.content import address_record, load
from jianbao.editing import keep_addresses
from jianbao.pages import render

LAYOUTS = layout_folders(Path(__file__).parents[2])
TEXTS = {
    "甲": "全市召开卫生健康工作会议，部署全年重点任务，要求各县区抓好落实。",
    "乙": "青禾县人民医院开展下乡义诊，为群众测血压、查血糖，发放宣传资料三百份。",
    "丙": "石桥区组织志愿者清理河道垃圾，沿岸环境明显改善，群众纷纷点赞。",
    "丁": "高新区举办职业技能培训班，二十家企业的八十名职工参加了为期三天的学习。",
}
SITE = "title: 库\nseries:\n  - {slug: s, title: 简报}  # 刊物\n"
DEPARTMENTS = (
    "# 单位\n- slug: wjw\n  name: 卫生健康委\n  kind: 委局\n- {slug: yy, name: 医院, kind: 医院}\n"
)

BULLETIN = "bulletins/s/2024/001"


def bulletin(*titles: str, number: int = 1, texts: dict[str, str] = TEXTS, head: str = "") -> str:
    entries = "".join(
        f"  - title: {title}  # 题\n    kind: brief\n    department: [卫生健康委]\n"
        for title in titles
    )
    body = "\n\n".join(f"## {title}\n\n{texts[title]}" for title in titles)
    return (
        f"---\ntitle: 简报第{number}期\nseries: s\nissue: {number}\ndate: 2024\n{head}# 各篇\n"
        f"articles:\n{entries}---\n\n{body}\n"
    )


class Content:
    """An archive of one bulletin with the articles 甲, 乙, 丙, built once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "content"
        self.write("site.yaml", SITE)
        self.write("authorities/departments.yaml", DEPARTMENTS)
        self.write(f"{BULLETIN}.md", bulletin("甲", "乙", "丙"))
        self.record()

    def write(self, path: str, text: str) -> None:
        (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        (self.path / path).write_text(text, "utf-8")

    def read(self, path: str) -> str:
        return (self.path / path).read_text("utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        assert old in self.read(path)
        self.write(path, self.read(path).replace(old, new))

    def record(self) -> None:
        address_record.add(self.path, load.load(self.path))

    def complaints(self) -> list[str]:
        archive = load.load(self.path, keep_addresses=False)
        return [found.text() for found in address_record.check(self.path, "content", archive)]

    def keep(self) -> list[str]:
        """What is left to say after the program wrote what it could."""
        keep_addresses.keep(self.path)
        return self.complaints()

    def check(self) -> None:
        pipeline.check(Paths(self.root, self.path, LAYOUTS, self.root / "site"))

    def pages(self) -> dict[str, str]:
        files = archives.made(render.render(load.load(self.path), LAYOUTS))
        return {path: made.decode() for path, made in files if path.endswith(".html")}

    def titles(self) -> dict[str, str]:
        """The title of the page at each address of an article, → before it if it leads on."""
        return {
            path: ("→" if "http-equiv" in page else "")
            + page.partition("<title>")[2].partition("<")[0].partition(" –")[0]
            for path, page in self.pages().items()
            if path.startswith("bulletins/") and path.count("/") == 4
        }


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def test_the_record_has_a_sorted_line_for_each_address(content: Content) -> None:
    lines = content.read("addresses/bulletins/s/2024.txt").splitlines()
    assert [line.split("\t")[0] for line in lines] == [
        f"{BULLETIN}.html",
        *(f"{BULLETIN}/{n}.html" for n in (1, 2, 3)),
    ]
    assert lines == sorted(lines)
    assert content.read("addresses/department.txt").startswith("department/wjw.html\t")
    assert content.complaints() == []


def test_the_first_article_is_taken_out(content: Content) -> None:
    content.write(f"{BULLETIN}.md", bulletin("乙", "丙"))
    told = content.complaints()
    assert len(told) == 3
    assert f"{BULLETIN}/2.html is the address of “乙”: write id: 2 into its entry" in "".join(told)
    assert f"write aliases: [{BULLETIN}/1.html] into content/{BULLETIN}.md" in "".join(told)
    assert content.keep() == []
    content.check()
    assert content.titles() == {
        f"{BULLETIN}/1.html": "→简报第1期",
        f"{BULLETIN}/2.html": "乙",
        f"{BULLETIN}/3.html": "丙",
    }
    assert "  - title: 乙  # 题\n" in content.read(f"{BULLETIN}.md")
    assert "# 各篇\n" in content.read(f"{BULLETIN}.md")


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (("丁", "甲", "乙", "丙"), {"丁": "4", "甲": "1", "乙": "2", "丙": "3"}),
        (("甲", "乙", "丙", "丁"), {"丁": "4", "甲": "1", "乙": "2", "丙": "3"}),
        (("甲", "丁", "丙"), {"甲": "1", "丁": "4", "丙": "3"}),
        (("丙", "乙", "甲"), {"丙": "3", "乙": "2", "甲": "1"}),
        (("丁",), {"丁": "4"}),
        (("丁", "丙"), {"丁": "4", "丙": "3"}),
    ],
)
def test_articles_keep_their_numbers_whatever_comes_and_goes(
    content: Content, titles: tuple[str, ...], numbers: dict[str, str]
) -> None:
    content.write(f"{BULLETIN}.md", bulletin(*titles))
    assert content.keep() == []
    found = content.titles()
    shown = {
        title: path.rpartition("/")[2].removesuffix(".html")
        for path, title in found.items()
        if not title.startswith("→")
    }
    assert shown == numbers
    assert {f"{BULLETIN}/{n}.html" for n in (1, 2, 3)} <= found.keys()
    content.record()
    assert content.complaints() == []


def test_an_article_that_is_edited_is_the_same(content: Content) -> None:
    texts = TEXTS | {"甲": TEXTS["甲"].replace("重点任务", "各项任务"), "乙二": TEXTS["乙"]}
    content.write(f"{BULLETIN}.md", bulletin("甲", "乙二", "丙", texts=texts))
    assert content.complaints() == []
    texts["乙二"] = "后来又全部重写了一遍，只有题目没有变，内容与原来的毫不相干。"
    content.record()
    content.write(f"{BULLETIN}.md", bulletin("甲", "乙二", "丙", texts=texts))
    assert content.complaints() == []


def test_articles_of_one_title_are_told_apart_by_their_texts(content: Content) -> None:
    def issue(*which: str) -> str:
        made = bulletin(*which, number=2)
        for title in which:
            made = made.replace(f"title: {title} ", "title: 简讯 ").replace(
                f"## {title}", "## 简讯"
            )
        return made

    content.write("bulletins/s/2024/002.md", issue("甲", "乙", "丙"))
    content.record()
    content.write("bulletins/s/2024/002.md", issue("乙", "丙"))
    told = content.complaints()
    assert "write id: 2" in "".join(told)
    assert "write id: 3" in "".join(told)


def test_an_article_that_is_wholly_another_is_told_and_may_be_said_to_be_the_same(
    content: Content,
) -> None:
    content.write(f"{BULLETIN}.md", bulletin("甲", "丁", "丙"))
    told = "".join(content.complaints())
    assert f"{BULLETIN}/2.html was another article: write id: 4" in told
    record = content.read("addresses/bulletins/s/2024.txt").splitlines(keepends=True)
    content.write("addresses/bulletins/s/2024.txt", "".join(record[:2] + record[3:]))
    assert content.complaints() == []


def test_a_file_is_renamed(content: Content) -> None:
    (content.path / f"{BULLETIN}.md").rename(content.path / "bulletins/s/2024/1.md")
    (told,) = content.complaints()
    assert told.startswith(f"content/addresses/bulletins/s/2024.txt:1: {BULLETIN}.html was pub")
    assert f"write aliases: [{BULLETIN}.html] into content/bulletins/s/2024/1.md" in told
    assert content.keep() == []
    assert {f"{BULLETIN}/{n}.html": f"→{t}" for n, t in enumerate("甲乙丙", 1)}.items() <= (
        content.titles().items()
    )


def test_a_file_is_deleted_or_written_over(content: Content) -> None:
    content.write("bulletins/s/2024/002.md", bulletin("丁", number=2))
    content.record()
    (content.path / "bulletins/s/2024/002.md").unlink()
    (told,) = content.keep()
    assert "2024/002.html was published and is gone: put the file back" in told
    content.write("bulletins/s/2024/002.md", bulletin("丁", number=2))
    content.write(f"{BULLETIN}.md", bulletin("丁", number=9))
    (told,) = content.keep()
    assert f"{BULLETIN}.html was another bulletin" in told


def test_a_slug_changes(content: Content) -> None:
    content.edit("authorities/departments.yaml", "slug: wjw", "slug: weijianwei")
    (told,) = content.complaints()
    assert "write former_slugs: [wjw] into the entry of 卫生健康委" in told
    assert content.keep() == []
    assert content.read("authorities/departments.yaml").startswith("# 单位\n- slug: weijianwei\n")
    content.check()
    pages = content.pages()
    assert 'href="weijianwei.html"' in pages["department/wjw.html"]
    assert 'href="../weijianwei/2024.html"' in pages["department/wjw/2024.html"]


def test_a_series_gets_another_slug(content: Content) -> None:
    text = content.read(f"{BULLETIN}.md").replace("series: s\n", "series: jianbao\n")
    (content.path / f"{BULLETIN}.md").unlink()
    content.write("bulletins/jianbao/2024/001.md", text)
    content.edit("site.yaml", "slug: s,", "slug: jianbao,")
    assert content.keep() == []
    assert "former_slugs: [s]" in content.read("site.yaml")
    assert "aliases" not in content.read("bulletins/jianbao/2024/001.md")
    assert "# 刊物" in content.read("site.yaml")
    content.check()
    pages = content.pages()
    assert {"series/s.html", f"{BULLETIN}.html", f"{BULLETIN}/3.html"} <= pages.keys()


def test_an_alias_is_an_address_too(content: Content) -> None:
    content.write(f"{BULLETIN}.md", bulletin("甲", "乙", "丙", head="aliases: [old/1.html]\n"))
    content.record()
    content.write(f"{BULLETIN}.md", bulletin("甲", "乙", "丙"))
    (told,) = content.complaints()
    assert "old/1.html was published and is gone" in told


def test_withdrawn_texts_stay_where_they_are(content: Content) -> None:
    text = bulletin("甲", "丁", "丙").replace(
        "title: 丁  # 题\n", "title: 丁\n    status: withdrawn\n    status_date: 2024\n"
    )
    content.write(f"{BULLETIN}.md", text.replace(TEXTS["丁"], ""))
    assert content.complaints() == []


def test_a_merge_of_records_is_read_as_both(content: Content) -> None:
    file = "addresses/bulletins/s/2024.txt"
    both = content.read(file) + "<<<<<<< a\n=======\nbulletins/s/2024/005.html\tx\ty\n>>>>>>> b\n"
    content.write(file, both)
    assert len(content.complaints()) == 1
    content.write(file, both.replace("005", "001"))
    assert content.complaints() == []


def test_two_articles_of_one_number_are_told(content: Content) -> None:
    text = bulletin("甲", "乙", "丙").replace("title: 甲  # 题\n", "title: 甲\n    id: 3\n")
    content.write(f"{BULLETIN}.md", text)
    with pytest.raises(Exception, match="have the number 3: write id: 4"):
        load.load(content.path)


@pytest.mark.slow
def test_the_command_records_and_keeps(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "a")
    name = archives.BULLETIN
    assert archives.run(root, "check").returncode == 0
    assert not (root / "content" / "addresses").exists()
    assert archives.run(root, "build").returncode == 0
    recorded = archives.tree(root / "content" / "addresses")
    assert recorded
    (root / name).rename((root / name).with_name("1.md"))
    failed = archives.run(root, "build")
    assert failed.returncode == 1
    assert "aliases: [bulletins/gongzuo-jianbao/2024/001.html]" in failed.stderr
    assert archives.tree(root / "content" / "addresses") == recorded
    assert archives.run(root, "build", "--keep-addresses").returncode == 0
    assert (root / "site/bulletins/gongzuo-jianbao/2024/001/2.html").is_file()
    assert archives.run(root, "build").returncode == 0
