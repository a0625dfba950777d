import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.base.dates import PartialDate
from jianbao.text import chinese, markdown

# Without control characters, which loading refuses.
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\t"), max_size=80)
MARKUP = st.text("\\`*_[]()<>&|~#+-=!:.1 \tab字（，。", max_size=40)


# --- character classes --------------------------------------------------------------------------


@pytest.mark.parametrize("character", "简〇々〡㐀𠮷𰻝豈")
def test_han(character: str) -> None:
    assert chinese.is_han(character)
    assert chinese.is_cjk(character)


@pytest.mark.parametrize("character", "，。、；：？！“”‘’（）【】《》〔〕—…·～％\u3000")
def test_chinese_punctuation(character: str) -> None:
    assert chinese.is_cjk(character)
    assert not chinese.is_han(character)


@pytest.mark.parametrize("character", "aA1 ,.()[]%é한あ\n１Ａ")
def test_other_scripts(character: str) -> None:
    assert not chinese.is_cjk(character)


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("完成了。", True),
        ("完成了。”", True),
        ("完成了！）　", True),
        ("等等……", True),
        ("done.", False),
        ("未完", False),
        ("“未完”", False),
        ("，", False),
        ("", False),
        ("”", False),
    ],
)
def test_the_end_of_a_sentence(line: str, ended: bool) -> None:
    assert chinese.ends_sentence(line) is ended


@given(LINES)
def test_stripping_space_keeps_every_visible_character(line: str) -> None:
    stripped = chinese.strip_space(line)
    assert not any(c.isspace() for c in stripped)
    visible = [c for c in line if not c.isspace() and unicodedata.category(c) != "Cf"]
    assert list(stripped) == visible


# --- numerals -----------------------------------------------------------------------------------

DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """Return a number below 10,000 as it is read aloud: 一千零二十三."""
    written, zero = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // power % 10
        if digit:
            written += ("零" if zero and written else "") + DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return written or "零"


def test_every_number_below_ten_thousand() -> None:
    for number in range(10_000):
        aloud = in_chinese(number)
        digit_by_digit = "".join(DIGITS[int(digit)] for digit in str(number))
        full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
        forms = [aloud, digit_by_digit, digit_by_digit.replace("零", "〇"), str(number), full_width]
        if 10 <= number < 20:
            forms.append(aloud.removeprefix("一"))
        for form in forms:
            assert chinese.parse_numeral(form) == number, form


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("廿三", 23),
        ("卅", 30),
        ("三十", 30),
        ("二〇二四", 2024),
        ("二0二四", 2024),
        ("二O二四", 2024),
        ("两千", 2000),
        ("壹佰贰拾叁", 123),
        ("007", 7),
        ("一百零八", 108),
        ("一百", 100),
        ("百", 100),
        ("一千零十", 1010),
    ],
)
def test_numerals(numeral: str, number: int) -> None:
    assert chinese.parse_numeral(numeral) == number


@pytest.mark.parametrize(
    "numeral",
    [
        "", " ", "十万", "一万", "abc", "1.5", "-1", "一二三十", "三三十", "十百", "百千", "十十",
        "१", "1234567", "一二三四五六七", "第一", "½",
    ],
)  # fmt: skip
def test_what_is_no_numeral(numeral: str) -> None:
    assert chinese.parse_numeral(numeral) is None


@given(st.text(max_size=12) | st.text("零〇一二三十百千廿卅0123", max_size=12))
def test_a_numeral_is_a_whole_number_or_nothing(numeral: str) -> None:
    number = chinese.parse_numeral(numeral)
    assert number is None or number >= 0


# --- dates --------------------------------------------------------------------------------------


@given(st.dates())
def test_every_date_is_found_in_every_notation(date: object) -> None:
    year, month, day = (int(part) for part in str(date).split("-"))
    chinese_year = "".join(DIGITS[int(digit)] for digit in f"{year:04}").replace("零", "〇")
    for written in (
        f"{year:04}年{month}月{day}日",
        f"{year:04} 年 {month} 月 {day} 日",
        f"{chinese_year}年{in_chinese(month)}月{in_chinese(day)}日",
        f"{year:04}-{month:02}-{day:02}",
        f"{year:04}.{month}.{day}",
        f"{year:04}/{month}/{day}",
    ):
        found = chinese.find_date(f"发布时间：{written}，来源")
        assert found == (PartialDate(year, month, day), 5, 5 + len(written)), written


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("二〇二四年八月", PartialDate(2024, 8)),
        ("2024年第77期", PartialDate(2024)),
        ("截至2024年6月底", PartialDate(2024, 6)),
        ("2024年2月30日，2024年3月1日", PartialDate(2024, 3, 1)),
        ("2024-13-01 2024-12-01", PartialDate(2024, 12, 1)),
        ("2024 号", None),
        ("2024-08", None),
        ("电话 0377-12-3456789", None),
        ("第2024期", None),
        ("0000年1月1日", None),
        ("", None),
    ],
)
def test_dates_in_text(line: str, date: PartialDate | None) -> None:
    found = chinese.find_date(line)
    assert (found[0] if found else None) == date


@given(st.text("0123456789二〇年月日.-/ 号", max_size=24))
def test_a_found_date_is_a_part_of_the_text(line: str) -> None:
    found = chinese.find_date(line)
    if found:
        date, start, end = found
        assert 0 <= start < end <= len(line)
        assert chinese.parse_numeral(line[start : start + 4]) == date.year


# --- Markdown -----------------------------------------------------------------------------------


@given(LINES | MARKUP)
def test_an_escaped_line_renders_to_itself(line: str) -> None:
    # Outer white space is not text in Markdown.
    escaped = chinese.escape_markdown(line)
    assert markdown.plain_text(escaped) == line.strip()


@given(LINES | MARKUP)
def test_an_escaped_title_reads_back_from_its_heading(title: str) -> None:
    _, (section,) = markdown.split_sections(f"## {chinese.escape_markdown(title)}\n\n正文")
    assert section.title == title.strip()


@pytest.mark.parametrize(
    "line",
    [
        "普通的一句话，带“引号”和（括号）。",
        "2024年第77期",
        "增长7.8%",
        "一、强龙头",
        "a@example.org",
        "1:2",
    ],
)
def test_ordinary_text_needs_no_escape(line: str) -> None:
    assert chinese.escape_markdown(line) == line
