"""One value or entry changes, and not another byte."""

import re

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianbao.text import frontmatter, yaml_edits

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
        ("# 校核\n", "# 校核\nreviewed: 2024-09-01\n"),
        ("reviewed:\n  false\n", "reviewed:\n  2024-09-01\n"),
        ("reviewed: a\n  b # 待校\n", "reviewed: 2024-09-01 # 待校\n"),
        ("reviewed: | # 待校\n  false\n", "reviewed: 2024-09-01 # 待校\n"),
        ("reviewed: >-\n  false\n  true\n", "reviewed: 2024-09-01\n"),
        ("reviewed: [a, # 甲\n  b] # 待校\n", "reviewed: 2024-09-01 # 待校\n"),
        ("reviewed: # 待校\n  - a\n  - b: c\n# 下\n", "reviewed: 2024-09-01 # 待校\n# 下\n"),
        ("reviewed:\n- a\n", "reviewed: 2024-09-01\n"),
        ("reviewed: &a false\n", "reviewed: 2024-09-01\n"),
        ("'reviewed': false\n", "'reviewed': 2024-09-01\n"),
    ],
)
def test_a_value_is_set(old: str, new: str) -> None:
    for text, expected in (
        (HEAD.format(old), HEAD.format(new)),
        ("\ufeff" + HEAD.format(old), "\ufeff" + HEAD.format(new)),
    ):
        assert yaml_edits.set_value(text, "reviewed", "2024-09-01", "articles") == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{title: 甲, reviewed: false}", "{title: 甲, reviewed: 2024}"),
        ("{title: 甲, reviewed}", "{title: 甲, reviewed: 2024}"),
        ('{"reviewed":"false","title":甲}', '{"reviewed":2024,"title":甲}'),
        ("{articles: []}", "{reviewed: 2024, articles: []}"),
        ("{title: 甲, # 题\n  articles: []}", "{title: 甲, reviewed: 2024, # 题\n  articles: []}"),
        ("{}", "{reviewed: 2024}"),
        ("articles: []\n", "reviewed: 2024\narticles: []\n"),
    ],
)
def test_a_value_is_set_in_flow_style_and_at_the_top(old: str, new: str) -> None:
    text = f"---\n{old.rstrip()}\n---\n正文"
    assert yaml_edits.set_value(text, "reviewed", "2024", "articles") == (
        f"---\n{new.rstrip()}\n---\n正文"
    )


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
        "---\n- a\n---\n",
        "---\n---\n",
        HEAD.format("reviewed: &a false\nother: *a\n"),  # the anchor is used
        HEAD.format("reviewed: false\nreviewed: false\n"),
        HEAD.format("reviewed: 'false\n"),
        HEAD.format("? reviewed\n: - a\n"),
        HEAD.format("reviewed: " + "[" * 5000 + "]" * 5000 + "\n"),
        HEAD.format("reviewed: false\n").replace("\n", "\r"),
    ],
)
def test_what_cannot_be_changed_with_certainty_is_left_to_a_person(text: str) -> None:
    assert yaml_edits.set_value(text, "reviewed", "2024", "articles") is None


LIST = (
    "# 单位表\n- slug: a\n  name: 甲\n  aliases: [子, 丑] # 别名\n\n# 其他\n- name: 乙\n  slug: b\n"
)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        (LIST, "- slug: c\n  name: 丙\n"),
        (LIST + "  # 末\n\n", "- slug: c\n  name: 丙\n"),
        (LIST.rstrip("\n"), "\n- slug: c\n  name: 丙\n"),
        (LIST.replace("\n", "\r\n"), "- slug: c\r\n  name: 丙\r\n"),
        ("  - slug: a\n    name: 甲\n", "  - slug: c\n    name: 丙\n"),
        ("- {slug: a}\n", "- slug: c\n  name: 丙\n"),
        ("# 单位表\n", "- slug: c\n  name: 丙\n"),
        ("\ufeff# 单位表\n", "- slug: c\n  name: 丙\n"),
        ("", "- slug: c\n  name: 丙\n"),
    ],
)
def test_an_entry_is_appended(text: str, added: str) -> None:
    assert yaml_edits.append_entry(text, {"slug": "c", "name": "丙"}) == text + added


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]\n", "[{slug: c, name: 'a: b'}]\n"),
        ("[ # 空\n]\n", "[{slug: c, name: 'a: b'} # 空\n]\n"),
        ("[{slug: a}]\n", "[{slug: a}, {slug: c, name: 'a: b'}]\n"),
        ("[{slug: a}, # 甲\n]\n", "[{slug: a}, {slug: c, name: 'a: b'}, # 甲\n]\n"),
        ("- slug: a\n...\n", "- slug: a\n- slug: c\n  name: 'a: b'\n...\n"),
    ],
)
def test_an_entry_is_appended_in_other_styles(text: str, expected: str) -> None:
    assert yaml_edits.append_entry(text, {"slug": "c", "name": "a: b"}) == expected


@pytest.mark.parametrize("text", ["a: b\n", "甲\n", "- 'a\n", "- a\n---\n- b\n", "[a\n"])
def test_a_file_that_is_no_list_is_left_to_a_person(text: str) -> None:
    assert yaml_edits.append_entry(text, {"slug": "c"}) is None


def test_an_entry_is_removed() -> None:
    assert yaml_edits.remove_entry(LIST, 0) == "# 单位表\n\n# 其他\n- name: 乙\n  slug: b\n"
    assert yaml_edits.remove_entry(LIST, 1) == LIST.replace("- name: 乙\n  slug: b\n", "")
    assert yaml_edits.remove_entry("# 甲\n- {a: b} # 乙\n", 0) == "# 甲\n"
    assert yaml_edits.remove_entry("[{a: b}]\n", 0) is None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (LIST, "甲", LIST.replace("[子, 丑]", "[子, 丑, 寅]")),
        (LIST, "乙", LIST.replace("乙\n", "乙\n  aliases: [寅]\n")),
        ("- name: 甲", "甲", "- name: 甲\n  aliases: [寅]\n"),
        ("- aliases: []\n  name: 甲\n", "甲", "- aliases: [寅]\n  name: 甲\n"),
        ("- name: 甲\n  aliases:\n", "甲", "- name: 甲\n  aliases: [寅]\n"),
        (
            "- name: 甲\n  aliases:\n    - 子 # 旧\n# 完\n",
            "甲",
            "- name: 甲\n  aliases:\n    - 子 # 旧\n    - 寅\n# 完\n",
        ),
        ("- name: 甲\n  aliases:\n  - 子", "甲", "- name: 甲\n  aliases:\n  - 子\n  - 寅\n"),
        ("- {name: 甲}\n", "甲", "- {name: 甲, aliases: [寅]}\n"),
        (
            "- name: >-\n    甲\n  slug: a\n",
            "甲",
            "- name: >-\n    甲\n  aliases: [寅]\n  slug: a\n",
        ),
        ("- name: 甲\n  aliases: 子\n", "甲", None),
        ("- name: 甲\n", "丙", None),
        ("name: 甲\n", "甲", None),
    ],
)
def test_an_alias_is_added(text: str, name: str, expected: str | None) -> None:
    assert yaml_edits.add_alias(text, name, "寅") == expected


def test_an_item_is_added_where_lists_are_nested() -> None:
    text = "a:\n- b: [甲]\n- b: 乙\n  c:\n    - [丙]\n"
    assert yaml_edits.add_item(text, ("a", 0, "b"), "丁: 戊") == text.replace(
        "[甲]", "[甲, '丁: 戊']"
    )
    assert yaml_edits.add_item(text, ("a", 1, "c"), "丁") == f"{text}    - 丁\n"
    assert yaml_edits.add_item(text, ("a", 1, "d"), "丁") == f"{text}  d: [丁]\n"
    assert yaml_edits.add_item(text, ("a", 2, "d"), "丁") is None
    assert yaml_edits.add_item(text, ("x", 0, "d"), "丁") is None
    assert yaml_edits.add_item(text, ("a", 1, "b"), "丁") is None


# --- any file ---------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("甲乙ab0 :#'\"-,[]{}&*!|>%@\\"), max_size=8)
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from("abcdef"), TREES, min_size=1, max_size=5)


def written(value: object, flow: bool | None, quotes: str | None, indentless: bool) -> str:
    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, indentless and loose)

        def ignore_aliases(self, data: object) -> bool:
            return False  # equal lists become anchors and aliases

    loose = indentless
    return str(
        yaml.dump(
            value, Dumper=Dumper, default_flow_style=flow, default_style=quotes, allow_unicode=True
        )
    )


def commented(text: str, flow: bool | None) -> str:
    """Comments between the top keys, and behind the values that end on their line."""
    if flow:
        return text
    text = re.sub(r"(?m)^(?=[a-f]:)", "# 注\n\n", text)
    return re.sub(r"(?m)^([a-f]: [a-z0-9甲乙]+)$", r"\1   # 旁注", text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    mapping=MAPPINGS,
    flow=st.sampled_from([False, True, None]),
    quotes=st.sampled_from([None, "'", '"', "|", ">"]),
    indentless=st.booleans(),
    key=st.sampled_from("abcdefg"),
    value=WORDS,
    returns=st.booleans(),
)
def test_only_the_value_changes_whatever_the_style(
    mapping: dict[str, object],
    flow: bool | None,
    quotes: str | None,
    indentless: bool,
    key: str,
    value: str,
    returns: bool,
) -> None:
    if "a" in mapping and "b" in mapping:
        mapping["b"] = mapping["a"]  # an alias, if it is no text
    front = commented(written(mapping, flow, quotes, indentless), flow)
    if returns:
        front = front.replace("\n", "\r\n")
    text = f"---\n{front}---\n\n正文"
    new = yaml_edits.set_value(text, key, frontmatter.scalar(value), "c")
    intended = {**mapping, key: value}
    if new is None:
        # Only an anchor that is used elsewhere, and a key of several lines, may be in the way.
        section = re.search(rf"(?ms)^{key}:.*?(?=^[a-f]:|\Z)", front)
        assert "&id" in (section.group() if section else front) or "? " in front
        return
    assert new.startswith("---\n")
    assert new.endswith("---\n\n正文")
    read = yaml.load(new[4:].partition("---\n\n")[0], Loader=yaml.BaseLoader)
    assert read == plain(intended)
    assert new.count("# 注") == text.count("# 注")
    old_lines, new_lines = text.splitlines(), new.splitlines()
    if not flow:
        kept = [line for line in old_lines if re.match(r"[a-f]:", line) and line[0] != key]
        assert [line for line in new_lines if line in kept] == kept


def plain(value: object) -> object:
    """Return what BaseLoader reads: texts, as YAML writes them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


@settings(max_examples=100, deadline=None)
@given(
    entries=st.lists(st.dictionaries(st.sampled_from(["x", "y"]), TREES, min_size=1), max_size=4),
    flow=st.sampled_from([False, True, None]),
    quotes=st.sampled_from([None, "'", '"']),
    entry=st.dictionaries(st.sampled_from("abc"), WORDS, min_size=1),
)
def test_entries_and_items_are_added_and_taken_away_again(
    entries: list[dict[str, object]],
    flow: bool | None,
    quotes: str | None,
    entry: dict[str, str],
) -> None:
    before = written([{"name": "甲"}, *entries], flow, quotes, False)
    after = yaml_edits.append_entry(before, entry)
    assert after is not None
    everything = [{"name": "甲"}, *map(plain, entries), entry]
    assert yaml.load(after, Loader=yaml.BaseLoader) == everything
    tagged = yaml_edits.add_alias(after, "甲", "丙")
    assert tagged is not None
    assert yaml.load(tagged, Loader=yaml.BaseLoader) == [
        {"name": "甲", "aliases": ["丙"]},
        *everything[1:],
    ]
    if not before.startswith("["):
        assert yaml_edits.remove_entry(after, len(entries) + 1) == before


def test_a_mapping_is_added_to_a_list() -> None:
    item: yaml_edits.Item = {"file": "a: b.txt", "bytes": 12}
    flow = "{file: 'a: b.txt', bytes: 12}"
    block = "- file: 'a: b.txt'\n"

    def added(text: str) -> str | None:
        return yaml_edits.add_item(text, ("x", 0, "y"), item)

    assert added("x:\n  - a: 1  # 注\n") == (
        f"x:\n  - a: 1  # 注\n    y:\n      {block}        bytes: 12\n"
    )
    assert added("x:\n- a: 1\n  y:\n  - file: c\n  # 注\n") == (
        f"x:\n- a: 1\n  y:\n  - file: c\n  {block}    bytes: 12\n  # 注\n"
    )
    assert added("x: [{a: 1}]\n") == f"x: [{{a: 1, y: [{flow}]}}]\n"
    assert added("x:\n  - y: []\n") == f"x:\n  - y: [{flow}]\n"
    assert added("x:\n  - y: 1\n") is None
