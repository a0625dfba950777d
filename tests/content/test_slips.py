"""What hand-written text runs into is told, with its line and a remedy."""

import time
from pathlib import Path

import pytest

from jianbao.base.problems import ConfigError, ContentError, Problems
from jianbao.content import load, scaffold, slips

FORM = """---
title: 工作简报第2期
series: gongzuo-jianbao
issue: 2
date: 2024-02-05
articles:
  - title: 甲
    kind: brief
---

## 甲

{}
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    scaffold.start(tmp_path, "new")
    return tmp_path / "content"


def failure(content: Path) -> list[str]:
    with pytest.raises((ConfigError, ContentError)) as caught:
        load.load(content)
    return [problem.text() for problem in caught.value.problems]


def remarks(content: Path) -> list[str]:
    found = Problems()
    load.load(content, remarks=found)
    return [problem.text() for problem in sorted(found)]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("第一行。\n第二行。", 2, "this line and the one above it run together"),
        ("会议要求\n一、加强领导", 2, "this line and the one above it run together"),
        ("会议要求\n　　各地要落实", 2, "this line and the one above it run together"),
        ("建筑3*5*6米", 1, "two * make what is between them italic"),
        ("第一<br>第二", 1, "“<br>” is shown as it is"),
        ("甲\n\n<font color=red>乙</font>", 3, "“<font color=red>” is shown as it is"),
        ("###小标题", 1, "a heading needs a space after its #: write “### 小标题”"),
        ("＃＃ 小标题", 1, "“＃” of full width makes no heading"),
        ("- 3.5% 的降幅", 1, "a sign and a space at the start of a line"),
        ("+ 10个", 1, "a sign and a space at the start of a line"),
        ("- 3 -", 1, "a sign and a space at the start of a line"),
        (">60岁人群", 1, "“>” at the start of a line makes a quotation"),
        ("[注]:数据来自卫健委", 1, "is read as the address of a link, and not shown"),
        ("|单位|件数|\n|甲|3|", 1, "rows between | make no table"),
        ("1. 甲\n3. 乙", 2, "the items of a list are renumbered: 3 is shown as 2"),
        ("＊ 甲\n＊ 乙", 2, "this line and the one above it run together"),
        ("- 甲\n-乙", 2, "this line and the one above it run together"),
        ("1.甲\n2.乙", 2, "this line and the one above it run together"),
        (r"存于 C:\新建\#1", 1, r"“C:\新建\#” loses a \, since Markdown takes it for its own"),
        (r"存于 \\server\share", 1, r"“\\server\” loses a \, since Markdown takes it for its own"),
        ("见~~旧文~~新文", 1, "“~~旧文~~” is not struck out and is shown as it is"),
        (
            *("[网页](https://a.cn，下载)", 1),
            "the address of the link goes on with “](https://a.cn，”: end the link before",
        ),
        ("<https://a.cn。>", 1, "the address of the link goes on with “<https://a.cn。”"),
        ("[网页]（https://a.cn）", 1, "“[网页]（https://” makes no link"),
        ("[网页](https://a.cn）", 1, "“](https://a.cn）” makes no link"),
        ("[网页](https://a.cn/ b)", 1, "“](https://a.cn/ b)” makes no link: an address has no"),
        ("甲\n\n~~~~~~\n乙", 3, "“~~~~~~” begins code that nothing ends"),
    ],
)
def test_a_slip_in_a_text_is_a_remark(archive: Path, text: str, line: int, told: str) -> None:
    body = FORM.format(text)
    (archive / "bulletins/gongzuo-jianbao/2024/002.md").write_text(body, "utf-8")
    (found,) = (one for one in remarks(archive) if "/002.md:" in one)
    start = body[: body.index(text)].count("\n")
    assert found.startswith(f"content/bulletins/gongzuo-jianbao/2024/002.md:{start + line}: {told}")


@pytest.mark.parametrize(
    "text",
    [
        "第一行\n接着的一行。",
        "一段。\n\n又一段。",
        "面积 3 * 5 米，*着重* 而 **强调**。",
        r"写成 3\*5\*6 和 \<br> 的样子",
        "- 甲\n- 乙",
        "1. 甲\n2. 乙\n\n五是\n\n5. 戊\n6. 己",
        "| 单位 | 件数 |\n|---|---|\n| 甲 | 3 |",
        "> 引文\n> 又一行。",
        "```\n<br>\n```",
        "气温-5℃，增长+3%。",
        "[网页](https://www.example.org/a)\n\n[甲]: https://www.example.org/b",
        "诗一行，  \n诗二行。",
        "a < b，5 > 3，<60岁",
        "10~20元，3~5天，约~~",
        r"存于 C:\\新建\\#1 与 \\\\server\\share，A:\*，\~\~甲\~\~",
        "见 https://a.cn，或 <https://a.cn>，[甲](https://a.cn/一（二）)，\\[甲\\]（https://a.cn）。",
        '[甲](https://a.cn "题目")',
        "*着重* 甲\n*着重* 乙",
        "气温\n-5度，约\n1.5万人",
        "~~~~\n甲\n~~~~",
        "    四个空格",
    ],
)
def test_ordinary_text_is_passed(text: str) -> None:
    assert [*slips.markdown_slips(text)] == []


def test_a_slip_in_a_list_is_told_once() -> None:
    assert len([*slips.markdown_slips("1. 甲\n3. 乙\n4. 丙\n9. 丁")]) == 1


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("title: 工作简报第2期 #3号楼专刊", "title: '工作简报第2期 #3号楼专刊'"),
        ("title: 甲's #乙", "title: '甲''s #乙'"),
    ],
)
def test_a_title_that_is_cut_off_is_an_error(archive: Path, line: str, remedy: str) -> None:
    text = FORM.format("文。").replace("title: 工作简报第2期", line)
    (archive / "bulletins/gongzuo-jianbao/2024/002.md").write_text(text, "utf-8")
    (found,) = failure(archive)
    assert found.startswith("content/bulletins/gongzuo-jianbao/2024/002.md:2: ")
    assert found.endswith(f"put all of it in quotes, {remedy}")


def test_a_comment_is_no_loss(archive: Path) -> None:
    text = FORM.format("文。").replace("issue: 2", "issue: 2 #旧号  # 补")
    text = text.replace("title: 甲", "title: '甲' #好").replace("工作简报第2期", "工作简报 # 旧")
    (archive / "bulletins/gongzuo-jianbao/2024/002.md").write_text(text, "utf-8")
    assert len(load.load(archive).bulletins) == 2


def test_a_title_of_the_settings_is_cut_off(archive: Path) -> None:
    site = archive / "site.yaml"
    site.write_text(site.read_text("utf-8").replace("某某县工作简报库", "简报库 #1"), "utf-8")
    assert [one.partition(": ")[0] for one in failure(archive)] == ["content/site.yaml:2"]


MERGED = "<<<<<<< HEAD\n{0}\n||||||| base\n=======\n{0}\n>>>>>>> other\n"


@pytest.mark.parametrize(
    "file",
    [
        *("site.yaml", "about.md", "authorities/counties.yaml"),
        *(
            "bulletins/gongzuo-jianbao/2024/001.md",
            "bulletins/gongzuo-jianbao/2024/001.review.yaml",
        ),
    ],
)
def test_marks_of_a_merge_are_errors_in_every_file(archive: Path, file: str) -> None:
    path = archive / file
    text = path.read_text("utf-8") if path.exists() else ""
    path.write_text(text + MERGED.format("甲"), "utf-8")
    found = [one for one in failure(archive) if "left over from a merge" in one]
    assert [one.partition("“")[2][:7] for one in found] == [
        "<<<<<<<",
        "|||||||",
        "=======",
        ">>>>>>>",
    ]
    first = text.count("\n") + 1
    assert found[0].startswith(f"content/{file}:{first}: ")


def test_a_line_of_print_is_no_mark_of_a_merge() -> None:
    assert [*slips.merge_marks("甲\n=======\n乙\n")] == []


def test_the_sample_builds_and_says_what_it_is(archive: Path) -> None:
    assert [one.partition(": ")[0] for one in remarks(archive)] == [
        "content/about.md:1",
        "content/authorities/counties.yaml:4",
        "content/authorities/departments.yaml:4",
        "content/bulletins/gongzuo-jianbao/2024/001.md:8",
        "content/site.yaml:2",
    ]


def test_the_template_of_new_is_told(archive: Path) -> None:
    settings = load.load_settings(archive)
    path, text = scaffold.bulletin(settings.site.series[0], 7, None)
    scaffold.write(archive, path, text)
    found = [one for one in remarks(archive) if "/007.md:" in one]
    assert len([one for one in found if "is from the template of new" in one]) == 2


def test_a_page_begins_below_its_title(archive: Path) -> None:
    (archive / "about.md").write_text("# 关于\n", "utf-8")
    (found,) = failure(archive)
    assert found == (
        "content/about.md:1: a heading of this level cannot stand here: the page has its title,"
        " begin with ##"
    )


def test_html_in_settings_is_a_remark(archive: Path) -> None:
    path = archive / "site.yaml"
    path.write_text(
        path.read_text("utf-8").replace("description: ", "description: <b>", 1), "utf-8"
    )
    assert "content/site.yaml:3: “<b>” is shown as it is" in "\n".join(remarks(archive))


def test_many_slips_cost_no_more_than_their_length() -> None:
    for piece in (
        "*1*2",
        "<br ",
        "|",
        "[a]:",
        "- 3 ",
        "。\n一、",
        "1. 甲\n",
        "＃",
        "<!--",
        "#a\n",
        "[a](http://",
        "~~a",
        "C:\\a\\",
        "<http://a",
        "[a]（",
        "* a\n*b\n",
        "】（",
        "](http://a b",
    ):
        started = time.perf_counter()
        assert sum(1 for _ in slips.markdown_slips(piece * 4_000)) >= 0
        assert time.perf_counter() - started < 4


def test_footnotes_that_do_not_work_are_told_by_article() -> None:
    body = "序[^1]。\n\n## 甲\n\n文[^1]。\n\n[^1]: 注。\n\n[^1]: 又注。\n\n## 乙\n\n[^2]: 无人提。"
    told = [
        (s.line, s.message.split("“")[0], s.values["mark"]) for s in slips.footnotes(body, True)
    ]
    assert told == [
        (1, "the footnote ", "[^1]"),
        (9, "a second footnote is called ", "[^1]"),
        (13, "nothing refers to the footnote ", "[^2]"),
    ]


@pytest.mark.parametrize("body", ["文[^1]。\n\n[^1]: 注。", "`[^1]`", r"\[^1]"])
def test_good_footnotes_and_other_brackets_are_no_slip(body: str) -> None:
    assert list(slips.footnotes(body, by_article=True)) == []
