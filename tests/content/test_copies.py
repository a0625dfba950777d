"""Second copies of a file are known by their names, and by what they hold."""

import shutil
from pathlib import Path

import pytest

from jianbao.base.problems import ConfigError, ContentError
from jianbao.content import load, scaffold
from jianbao.content.copies import copied_from


@pytest.mark.parametrize(
    "name",
    [
        *("001 (1)", "001(2)", "001（1）", "001 2", "001~1", "001_副本", "001 - 副本", "001副本"),
        *("001 - 副本 (2)", "001的副本", "副本 001", "001 - Copy", "Copy of 001", "001 copy 2"),
        *("001-DESKTOP-AB12C", "001-LAPTOP-9QX1", "001-张三的电脑", "001-ZHANG-PC"),
        *("001 (张三的冲突副本 2024-05-01)", "001（某某的冲突副本）", "001 (冲突文件)"),
        *("001 (Zhang San's conflicted copy 2024-05-01)", "001 (conflicted copy)", "001_冲突"),
        *("001.sync-conflict-20240501-101112-ABCDEFG", "001 conflict 2024", "001 - 备份"),
    ],
)
def test_names_that_a_copy_is_given(name: str) -> None:
    assert copied_from(name, {"001", "002", name}) == "001"
    assert copied_from(name, {name}) is None


@pytest.mark.parametrize("name", ["012", "0012", "001-zengkan", "2024-03-05", "001-a", "001b"])
def test_names_of_other_bulletins(name: str) -> None:
    assert copied_from(name, {"001", "2024", "2024-03", "00", name}) is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of one year, with the sample of `init`."""
    scaffold.start(tmp_path, "new")
    return tmp_path / "content" / "bulletins" / "gongzuo-jianbao" / "2024"


def told(folder: Path) -> list[str]:
    with pytest.raises((ContentError, ConfigError)) as caught:
        load.load(folder.parents[2])
    return [problem.text() for problem in caught.value.problems]


HERE = "content/bulletins/gongzuo-jianbao/2024"


def test_a_conflict_copy_is_named_as_one(folder: Path) -> None:
    shutil.copy(folder / "001.md", folder / "001 (1).md")
    (folder / "001 (1).review.yaml").write_text("flags: []\n", "utf-8")
    content = folder.parents[2]
    shutil.copy(content / "site.yaml", content / "site-DESKTOP-AB12C.yaml")
    ways = "that a cloud drive or a file manager makes: compare the two, keep one under that name and delete the other"  # noqa: E501
    assert told(folder) == [
        f"{HERE}/001 (1).md: looks like the conflict copy of 001.md that a cloud drive or a file manager makes: compare the two, keep one under that name and delete the other",  # noqa: E501
        f"{HERE}/001 (1).review.yaml: looks like the conflict copy of 001.review.yaml {ways}",
        f"content/site-DESKTOP-AB12C.yaml: looks like the conflict copy of site.yaml {ways}",
    ]


def write(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    text = (folder / "001.md").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, "utf-8")


def test_the_same_text_under_another_name(folder: Path) -> None:
    write(folder, "abc.md")
    assert told(folder) == [
        f"{HERE}/abc.md: holds the same text as {HERE}/001.md: delete one of the two"
    ]


OTHER = ("每月25日前报送。", "每月20日前报送。")


def test_two_files_of_one_issue(folder: Path) -> None:
    write(folder, "abc.md", OTHER)
    (line,) = told(folder)
    same = "001.md is issue 1 of this series and year too: delete one of the two, or correct its issue; if one is a new edition, mark the old one as replaced"  # noqa: E501
    assert line == f"{HERE}/abc.md: issue: {HERE}/{same}"


@pytest.mark.parametrize(
    "changes",
    [
        [("issue: 1\n", "issue: 2\n")],
        [("issue_printed: 2024年第1期", "issue_printed: 2024年第1期增刊")],
        [
            (
                "reviewed: false",
                "status: replaced\nstatus_date: 2024-02-01\n"
                "replaced_by: gongzuo-jianbao/2024/001\nreviewed: false",
            )
        ],
    ],
    ids=["another issue", "another printed number", "replaced"],
)
def test_a_second_edition_stays_possible(folder: Path, changes: list[tuple[str, str]]) -> None:
    write(folder, "abc.md", OTHER, *changes)
    assert len(load.load(folder.parents[2]).bulletins) == 2
