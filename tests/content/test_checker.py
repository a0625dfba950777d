import pytest

from jianbao.archive import model
from jianbao.base.dates import PartialDate
from jianbao.content.checker import Entry, check_lost_comments

ENTRY = Entry(
    1, {"date": PartialDate(2024), "title": "题", "names": ("甲", "乙"), "source": Entry(2)}
)


def test_a_checked_value_comes_with_its_type() -> None:
    assert ENTRY.get("date", PartialDate) == PartialDate(2024)
    assert ENTRY.get("absent", str) is None
    assert ENTRY.items("names", str) == ("甲", "乙")
    assert ENTRY.items("title", str) == ("题",)
    assert ENTRY.items("absent", str) == ()


def test_a_checked_value_of_another_type_is_a_defect() -> None:
    with pytest.raises(TypeError, match="date"):
        ENTRY.get("date", str)
    with pytest.raises(TypeError, match="names"):
        ENTRY.items("names", Entry)


TEXTS = {
    field.name
    for table in (
        *(model.SITE_FIELDS, model.SERIES_FIELDS, model.COUNTY_FIELDS, model.DEPARTMENT_FIELDS),
        *(model.BULLETIN_FIELDS, model.ARTICLE_FIELDS, model.SOURCE_FIELDS),
        model.ATTACHMENT_FIELDS,
    )
    for field in table
    if field.type == "text"
}


@pytest.mark.parametrize(
    "key", sorted(TEXTS - {"file", "kind", "nbs", "prefecture", "province", "replaced_by"})
)
def test_a_text_cut_short_by_a_number_sign_is_reported(key: str) -> None:
    assert len(check_lost_comments(f"{key}: 涉密 #3", "x.md")) == 1


@pytest.mark.parametrize("line", ["kind: brief #头条", "file: a.pdf #原件", "prefecture: 澜川 #?"])
def test_a_comment_after_a_value_without_number_signs_is_one(line: str) -> None:
    assert check_lost_comments(line, "x.md") == []
