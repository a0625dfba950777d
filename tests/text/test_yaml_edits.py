"""One value or entry changes, and not another byte."""

import pytest

from jianbao.text import yaml_edits

HEAD = "---\ntitle: 甲 # 题\n{}articles:\n  - title: 乙\n---\n\nreviewed: false\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reviewed: false\n", "reviewed: 2024-09-01\n"),
        ("reviewed: false   # 待校\n", "reviewed: 2024-09-01   # 待校\n"),
        ("reviewed:   'false'\r\n", "reviewed:   2024-09-01\r\n"),
        ('reviewed: "2023"\n', "reviewed: 2024-09-01\n"),
        ("reviewed:\n", "reviewed: 2024-09-01\n"),
        ("reviewed: # 待校\n", "reviewed: 2024-09-01 # 待校\n"),
        ("reviewed : false\n", "reviewed : 2024-09-01\n"),
        ("", "reviewed: 2024-09-01\n"),
    ],
)
def test_a_value_is_set(old: str, new: str) -> None:
    for text, expected in (
        (HEAD.format(old), HEAD.format(new)),
        ("\ufeff" + HEAD.format(old), "\ufeff" + HEAD.format(new)),
    ):
        assert yaml_edits.set_value(text, "reviewed", "2024-09-01", "articles") == expected


def test_a_new_key_has_the_line_ends_of_the_file() -> None:
    text = HEAD.format("").replace("\n", "\r\n")
    expected = HEAD.format("reviewed: false\n").replace("\n", "\r\n")
    assert yaml_edits.set_value(text, "reviewed", "false", "articles") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no front matter",
        "---\ntitle: no end\n",
        "---\n{title: 甲, reviewed: false}\n---\n",
        HEAD.format("reviewed: |\n  false\n"),
        HEAD.format("reviewed:\n  false\n"),
        HEAD.format("reviewed: &a false\n"),
        HEAD.format("reviewed: false\nreviewed: false\n"),
        HEAD.format("reviewed: false\n").replace("\n", "\r"),
    ],
)
def test_what_is_written_in_another_way_is_left_to_a_person(text: str) -> None:
    assert yaml_edits.set_value(text, "reviewed", "2024", "articles") is None


LIST = (
    "# 单位表\n- slug: a\n  name: 甲\n  aliases: [子, 丑] # 别名\n\n# 其他\n- name: 乙\n  slug: b\n"
)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        (LIST, "- slug: c\n  name: 丙\n"),
        (LIST.rstrip("\n"), "\n- slug: c\n  name: 丙\n"),
        (LIST.replace("\n", "\r\n"), "- slug: c\r\n  name: 丙\r\n"),
        ("  - slug: a\n    name: 甲\n", "  - slug: c\n    name: 丙\n"),
        ("# 单位表\n", "- slug: c\n  name: 丙\n"),
        ("", "- slug: c\n  name: 丙\n"),
    ],
)
def test_an_entry_is_appended(text: str, added: str) -> None:
    assert yaml_edits.append_entry(text, {"slug": "c", "name": "丙"}) == text + added


@pytest.mark.parametrize("text", ["[]\n", "[{slug: a, name: 甲}]\n", "a: b\n", "- {slug: a}\n"])
def test_a_list_in_another_style_is_left_to_a_person(text: str) -> None:
    assert yaml_edits.append_entry(text, {"slug": "c"}) is None


def test_an_alias_is_added() -> None:
    assert yaml_edits.add_alias(LIST, 3, "寅") == LIST.replace("[子, 丑]", "[子, 丑, 寅]")
    assert yaml_edits.add_alias(LIST, 7, "寅") == LIST.replace("乙\n", "乙\n  aliases: [寅]\n")
    assert yaml_edits.add_alias("- name: 甲", 1, "寅") == "- name: 甲\n  aliases: [寅]\n"
    assert yaml_edits.add_alias("- aliases: []\n  name: 甲\n", 2, "寅") == (
        "- aliases: [寅]\n  name: 甲\n"
    )
    assert yaml_edits.add_alias("- name: 甲\n  aliases:\n    - 子\n", 1, "寅") is None
    assert yaml_edits.add_alias("- {name: 甲}\n", 1, "寅") is None
