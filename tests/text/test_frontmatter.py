from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.base.dates import PartialDate
from jianbao.text import frontmatter
from jianbao.text.frontmatter import Node, Plain

# YAML's own characters; loading refuses the others.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f\ufffe\uffff"))
KEYS = st.text(min_size=1, max_size=30).filter(lambda key: key.strip() == key)
LOOKALIKES = [
    "012", "no", "off", "12:30", "null", "~", "1e3", "0x1F", "2024-08-23", "true", "=", "<<", "-",
    "?", ":", "#x", "'", '"', "&a", "*a", "!t", "|", ">", "%", "@", "`", "---", "...", "[", "{",
    "]", "}", ",", "a:b", "a#b", "-a", "", "- a", "a: b", "a #b", " a", "a ", "\n", "a\n", "\na",
    " a\nb", "a\n\n b\n\n", "a \nb", "a\n---\nb", "\u3000a", "a\tb",
]  # fmt: skip
VALUES = st.recursive(
    TEXT | st.sampled_from(LOOKALIKES) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def plain(node: Node | None) -> Any:
    """Return the values of a node without its lines."""
    if node is None:
        return None
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    return node.value


def read(text: str) -> Any:
    node, problems = frontmatter.parse(text, "a.yaml")
    assert problems == []
    return plain(node)


def complaints(text: str, first_line: int = 1) -> list[str]:
    _, problems = frontmatter.parse(text, "a.yaml", first_line)
    return [found.text() for found in problems]


# --- splitting ----------------------------------------------------------------------------------


def test_front_matter_and_body_are_split_with_their_lines() -> None:
    split = frontmatter.split("---\ntitle: 题\n---\n\n## 题\n---\n")
    assert split == frontmatter.Split("title: 题\n", 2, "\n## 题\n---\n", 4)


@pytest.mark.parametrize(
    "text", ["", "title: 题", "---", "---\ntitle: 题\n", " ---\na: b\n---\n", "----\na: b\n---\n"]
)
def test_a_file_without_front_matter(text: str) -> None:
    assert frontmatter.split(text) is None


def test_space_after_the_fence_is_no_matter() -> None:
    split = frontmatter.split("--- \na: b\n---\t\nx")
    assert split == frontmatter.Split("a: b\n", 2, "x", 4)


# --- round trips --------------------------------------------------------------------------------


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=6))
def test_any_mapping_reads_back_as_it_was_written(mapping: dict[str, Plain]) -> None:
    assert read(frontmatter.dump(mapping)) == mapping


@given(st.dictionaries(KEYS, TEXT, min_size=1, max_size=3), TEXT)
def test_a_file_splits_into_what_was_joined(mapping: dict[str, Plain], body: str) -> None:
    split = frontmatter.split(frontmatter.join(mapping, body))
    assert split
    assert split.body == f"\n{body}"
    assert read(split.front_matter) == mapping


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_writing_is_canonical(mapping: dict[str, Plain]) -> None:
    written = frontmatter.dump(mapping)
    assert frontmatter.dump(read(written)) == written


@given(st.dictionaries(KEYS, VALUES | st.booleans() | st.integers(), max_size=6))
def test_most_lines_are_written_as_pyyaml_writes_them(mapping: dict[str, Plain]) -> None:
    assert frontmatter.dump(mapping) == frontmatter._dump(mapping)


def test_written_yaml_is_plain_to_read_and_keeps_the_order() -> None:
    written = frontmatter.dump(
        {
            "title": "澜川卫生健康动态 2024年第21期",
            "issue": 21,
            "printed": "021",
            "date": PartialDate(2024, 8, 23),
            "month": PartialDate(2024, 8),
            "year": PartialDate(2024),
            "reviewed": False,
            "banner": None,
            "report_to": ["市委", "市政府"],
            "send_to": [],
            "source": {"file": "a.txt"},
        }
    )
    assert written == (
        "title: 澜川卫生健康动态 2024年第21期\n"
        "issue: 21\n"
        "printed: '021'\n"
        "date: 2024-08-23\n"
        "month: 2024-08\n"
        "year: 2024\n"
        "reviewed: false\n"
        "banner: null\n"
        "report_to:\n"
        "  - 市委\n"
        "  - 市政府\n"
        "send_to: []\n"
        "source:\n"
        "  file: a.txt\n"
    )


def test_long_text_is_not_wrapped() -> None:
    assert len(frontmatter.dump({"title": "很长 " * 400}).splitlines()) == 1


def test_the_same_value_twice_is_written_out_twice() -> None:
    names: Plain = ["市委"]
    assert "&" not in frontmatter.dump({"a": names, "b": names})


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("012", "012"),
        ("no", "no"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2024-08-23", "2024-08-23"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("yes", "yes"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ('"~"', "~"),
        ("''", ""),
        (">-\n  一\n  二", "一 二"),
        ("|\n  一\n  二\n", "一\n二\n"),
    ],
)
def test_yaml_guesses_nothing(written: str, value: str | None) -> None:
    assert read(f"key: {written}") == {"key": value}


def test_a_merge_key_is_a_key_like_any() -> None:
    assert read("<<: {a: b}") == {"<<": {"a": "b"}}


def test_lines_are_those_of_the_whole_file() -> None:
    node, _ = frontmatter.parse("a: 1\nb:\n  - x\n  - c: |\n      y\nd: 2\n", "a.yaml", 2)
    assert node
    assert isinstance(node.value, dict)
    assert {key: value.line for key, value in node.value.items()} == {"a": 2, "b": 3, "d": 7}
    items = node.value["b"].value
    assert isinstance(items, tuple)
    assert [item.line for item in items] == [4, 5]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert frontmatter.parse(text, "a.yaml") == (None, [])


def test_a_duplicate_key_names_both_lines_and_the_first_stays() -> None:
    assert complaints("a: 1\nb: 2\na: 3\n", 2) == ["a.yaml:4: duplicate key “a” (first on line 2)"]
    node, _ = frontmatter.parse("a: 1\na: 3\n", "a.yaml")
    assert plain(node) == {"a": "1"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: &x 1\nb: *x\n", "a.yaml:2: YAML aliases (*name) are not allowed: write the value out"),
        ("a: &x 1\n", "a.yaml:1: YAML anchors (&name) are not allowed"),
        ("a: !!int 1\n", "a.yaml:1: YAML tags (tag:yaml.org,2002:int) are not allowed"),
        ("a: !!python/object:os.system x\n", "YAML tags (tag:yaml.org,2002:python/object:"),
        ("[a]: b\n", "a.yaml:1: a key must be a word"),
        ("? {a: b}\n: c\n", "a.yaml:1: a key must be a word"),
        ("~: c\n", "a.yaml:1: a key must be a word"),
        ("a: b\n---\nc: d\n", "a.yaml:2: more than one YAML document"),
        ("a: b: c\n", "a.yaml:1: no key can stand here: put text with a colon"),
        ("a: [b\nc: d\n", "a list begun with [ is not closed, or lacks a comma"),
        ("a:\n\t- b\n", "a.yaml:2: neither a tab nor"),
        ("a: b\n\tc: d\n", "a.yaml:2: indent with spaces, not with a tab"),
        ("a: {b\nc: d\n", "a mapping begun with { is not closed, or lacks a comma"),
        ("a: b\n  c: d\n", "a.yaml:2: no key can stand here: put text with a colon"),
        ("a: 1\nb\nc: 2\n", "the line is indented unlike those it belongs to, or lacks `key: `"),
        ("a: @b\n", "a.yaml:1: neither a tab nor one of % @ ` can begin text"),
        ('a: "b\n', "a quotation mark is not closed"),
        ("a: 1\nb：2\nc: 3\n", "a.yaml:2: after “b” a half-width colon and a space must stand"),
        ("a：1\nb: 2\n", "a.yaml:1: after “a” a half-width colon and a space must stand"),
        ("a：1\nb：2\nc: 3\n", "a.yaml:1: after “a” a half-width colon and a space must stand"),
        ("a: 1\nb:2\nc: 3\n", "a.yaml:2: after “b” a half-width colon and a space must stand"),
        ("- a：1\n  b: 2\n", "a.yaml:1: after “a” a half-width colon and a space must stand"),
        ("- a: 1\n\u3000b: 2\n", "a.yaml:2: “b” is indented with full-width or other spaces"),
        ("a:\n  － b: 1\n    c: 2\n", "a.yaml:2: before “b” a half-width hyphen and a space"),
        ("a: [甲]乙\nb: 1\n", "a.yaml:1: text after “a” begins with a bracket or a quotation"),
        ('a: "甲"乙\nb: 1\n', "a.yaml:1: text after “a” begins with a bracket or a quotation"),
        ("a: *甲\nb: 1\n", "a.yaml:1: text cannot begin with * & ! | > - or ? here"),
        ("a: - b\n", "a.yaml:1: text cannot begin with * & ! | > - or ? here"),
        ('a: "b\nc: d\n', "a.yaml:1: a quotation mark is not closed"),
        ("a: [b\nc: d\n", "a.yaml:1: a list begun with [ is not closed, or lacks a comma"),
        ("a: http://b: c\n", "a.yaml:1: no key can stand here: put text with a colon"),
        ("a: \x07\n", "a.yaml: YAML: "),
        ("[" * 40 + "]" * 40, "a.yaml:1: nested too deeply"),
        ("- " * 40 + "a", "a.yaml:1: nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_with_its_line(text: str, complaint: str) -> None:
    assert any(complaint in found for found in complaints(text)), complaints(text)


def test_endless_nesting_costs_nothing() -> None:
    node, problems = frontmatter.parse("[" * 2_000_000, "a.yaml")
    assert node is None
    assert [found.text() for found in problems] == ["a.yaml:1: nested too deeply"]


@given(st.text(max_size=60) | st.text("a:- \n[]{}'\"#&*!|>%@,?~\t", max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    _, problems = frontmatter.parse(text, "a.yaml", 2)
    for found in problems:
        assert found.text().startswith("a.yaml")
