import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args, get_type_hints

import pytest
import yaml

from jianbao.archive import model
from jianbao.archive.fields import Field, FieldType, Key, build, fields_of, type_test
from jianbao.base.dates import PartialDate
from jianbao.content.checker import LISTS, SCALARS

STRINGS = Path(__file__).parents[2] / "layouts" / "strings"
REFERENCE = Path(__file__).parents[2] / "docs" / "front-matter.md"

# Each table, the class that holds its values, and the attributes that are not fields.
TABLES: list[tuple[tuple[Field, ...], type, set[str]]] = [
    (model.SITE_FIELDS, model.Site, set()),
    (model.CONTACT_FIELDS, model.Contact, set()),
    (model.SERIES_FIELDS, model.Series, set()),
    (
        (
            *(*model.COUNTY_FIELDS, *model.DEPARTMENT_FIELDS),
            *(*model.TOWNSHIP_FIELDS, *model.TOPIC_FIELDS),
        ),
        model.Term,
        set(),
    ),
    (model.SOURCE_FIELDS, model.Provenance, set()),
    (model.ATTACHMENT_FIELDS, model.Attachment, set()),
    (
        model.PAGE_FIELDS,
        model.OwnPage,
        {"name", "path", "body", "links", "pictures", "held_back"},
    ),
    (model.ARTICLE_FIELDS, model.Article, {"number", "body"}),
    (
        model.BULLETIN_FIELDS,
        model.Bulletin,
        {
            *("folder", "name", "path", "preface", "personal", "review", "links", "pictures"),
            "held_back",
        },
    ),
]


# --- the definitions --------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "kind", "derived"), TABLES)
def test_an_attribute_has_a_definition_or_is_derived(
    fields: tuple[Field, ...], kind: type, derived: set[str]
) -> None:
    attributes = {attribute.name for attribute in dataclasses.fields(kind)}
    names = {field.name for field in fields}
    assert names | derived == attributes
    assert not names & derived


@pytest.mark.parametrize(("fields", "kind", "derived"), TABLES)
def test_definitions_are_whole(fields: tuple[Field, ...], kind: type, derived: set[str]) -> None:
    for field in fields:
        assert field.words.en
        assert re.search("[\u4e00-\u9fff]", field.words.zh), field.name
        assert bool(field.choices) == (field.type in ("choice", "choices"))
        assert bool(field.fields) == (field.type in ("mapping", "mappings"))
        assert field.required or field.nullable


# A value of each type, as the checker reads it.
VALUES: dict[FieldType, object] = {
    **dict.fromkeys(("text", "markdown", "slug", "url", "sha256", "gb2260", "tile"), "x"),
    **dict.fromkeys(("icp", "police", "site_code", "email", "telephone"), "x"),
    **dict.fromkeys(("county", "department"), "青禾县"),
    **dict.fromkeys(
        ("texts", "slugs", "counties", "departments", "townships", "topics"), ("x", "y")
    ),
    "integer": 1,
    "date": PartialDate(2024),
    "day": PartialDate(2024, 5, 1),
    "reviewed": PartialDate(2024),
    "truth": False,
}


@pytest.mark.parametrize(("fields", "kind", "derived"), TABLES)
def test_an_attribute_takes_what_the_checker_reads_for_its_field(
    fields: tuple[Field, ...], kind: type, derived: set[str]
) -> None:
    hints = get_type_hints(kind)
    takes = {field.name: type_test(hints[field.name]) for field in fields}
    for field in fields:
        several = field.type == "choices"
        for value in (field.choices,) if several else field.choices or [VALUES.get(field.type, ())]:
            if field.type != "mapping":
                assert takes[field.name](value), field.name
        assert takes[field.name](None) <= field.nullable
        assert not takes[field.name](b"")


def test_every_type_of_field_is_read() -> None:
    read = {*SCALARS, *LISTS, "county", "department", "choice", "mapping"}
    assert read == set(get_args(FieldType))
    assert read - {*VALUES, "choice", "choices", "mapping", "mappings"} == set()


def test_the_tables_are_in_the_documented_order() -> None:
    text = REFERENCE.read_text("utf-8")
    for mark, table in re.findall(r"<!-- fields: (\w+) -->\n\n((?:\|.*\n)+)", text):
        documented = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
        assert documented
        assert documented == [field.name for field in getattr(model, mark)]


def test_the_fields_of_a_term_are_those_of_its_file() -> None:
    counties = {field.name: field for field in model.COUNTY_FIELDS}
    departments = {field.name: field for field in model.DEPARTMENT_FIELDS}
    assert "code" in counties.keys() - departments.keys()
    assert "parent" in departments.keys() - counties.keys()
    assert counties["kind"].choices == ("district", "county", "city", "zone")
    assert departments["kind"].type == "text"


# What the conversion never fills in, so that no page lists where it came from.
UNLABELLED = {
    *("id", "source", "reviewed", "privacy_allowed", "articles"),
    *("status", "status_date", "status_note", "replaced_by", "aliases"),
    *("draft", "publish_from", "attachments"),
    "kind",
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_field_has_a_label(language: str) -> None:
    labels = yaml.safe_load((STRINGS / f"{language}.yaml").read_text("utf-8"))["field"]
    names = {field.name for field in (*model.BULLETIN_FIELDS, *model.ARTICLE_FIELDS)}
    assert labels.keys() == names - UNLABELLED


# --- reading definitions, building records ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    name: Annotated[str, Key("text", "名称", "Name.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    place: str
    title: Annotated[str, Key("text", "标题", "Title.")]
    number: Annotated[int | None, Key("integer", "编号", "Number.", required=True)] = None
    mood: Annotated[Literal["good", "bad"] | None, Key("choice", "心情", "Mood.")] = None
    names: Annotated[tuple[str, ...], Key("texts", "名称", "Names.")] = ()
    part: Annotated[Part | None, Key("mapping", "部分", "A part.")] = None
    parts: Annotated[tuple[Part, ...], Key("mappings", "各部分", "Parts.")] = ()


def test_a_table_says_what_its_class_does() -> None:
    title, number, mood, names, part, parts = fields_of(Record)
    assert (title.name, title.type, title.words) == ("title", "text", ("标题", "Title."))
    assert (title.required, title.nullable) == (True, False)
    assert (number.required, number.nullable) == (True, True)
    assert (names.required, names.nullable) == (False, True)
    assert mood.choices == ("good", "bad")
    assert part.fields == parts.fields == fields_of(Part)


def test_a_record_is_built_of_values_of_its_types() -> None:
    values = {"place": "a", "title": "题", "number": 3, "mood": "bad", "names": ("甲",)}
    parts = (Part("x"),)
    built = build(Record, values | {"part": parts[0], "parts": parts})
    assert built == Record(
        place="a", title="题", number=3, mood="bad", names=("甲",), part=parts[0], parts=parts
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": None}, {"title": 3}, {"title": b"x"},
        {"number": "3"}, {"number": True}, {"number": 3.0},
        {"mood": "sad"}, {"mood": ("good",)},
        {"names": "ab"}, {"names": ["a"]}, {"names": ("a", None)}, {"names": ("a", 3)},
        {"part": {"name": "x"}}, {"parts": Part("x")}, {"parts": ("x",)},
        {"unknown": "x"},
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_a_defect(wrong: dict[str, object]) -> None:
    [name] = wrong
    with pytest.raises(TypeError, match=rf"^Record\.{name} cannot hold"):
        build(Record, {"place": "a", "title": "题", **wrong})


def test_a_missing_value_is_a_defect() -> None:
    with pytest.raises(TypeError, match="title"):
        build(Record, {"place": "a"})


def test_a_message_of_a_defect_holds_no_value() -> None:
    with pytest.raises(TypeError) as raised:
        build(Record, {"place": "a", "title": "题", "mood": "秘密"})
    assert "秘密" not in str(raised.value)


@pytest.mark.parametrize("hint", [dict[str, str], tuple[str, str], list[str], "str"])
def test_an_annotation_without_a_test_is_refused(hint: object) -> None:
    with pytest.raises(TypeError, match="no test"):
        type_test(hint)
