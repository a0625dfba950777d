"""Pure string work on Chinese text: character classes, width, spacing, numerals and dates,
Markdown escaping. No I/O, no state."""

import re
import unicodedata

from jianbao.base.dates import PartialDate
from jianbao.text.characters import CJK_PUNCTUATION as CJK_PUNCTUATION
from jianbao.text.characters import HAN as HAN
from jianbao.text.characters import is_cjk as is_cjk
from jianbao.text.characters import is_han as is_han

TERMINAL = "。！？!?…"
CLOSERS = "”’」』）)》〉】〕]"


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends with closing punctuation. Quotes and brackets after it are
    ignored."""
    stripped = text.rstrip().rstrip(CLOSERS)
    return bool(stripped) and stripped[-1] in TERMINAL


def strip_space(text: str) -> str:
    """Return `text` without any white space or invisible format character."""
    joined = "".join(text.split())
    if joined.isprintable():  # format characters are not printable
        return joined
    return "".join(c for c in joined if unicodedata.category(c) != "Cf")


# Characters that XML 1.0 cannot hold, and that no other format needs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def drop_forbidden(text: str) -> str:
    """Return `text` without the characters that XML 1.0 forbids: control characters other than tab
    and line ends, lone surrogates, U+FFFE and U+FFFF."""
    return _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Return `text` as one line: forbidden characters dropped, each run of white space one
    space."""
    return " ".join(drop_forbidden(text).split())


# --- numerals and dates ---------------------------------------------------------------------

_DIGITS = {
    character: digit
    for digit, characters in enumerate(
        ("零〇○O0", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


def parse_numeral(text: str) -> int | None:
    """Parse a whole number in Arabic or Chinese numerals: at most six digits (二〇二四, １２), or
    below 10,000 if spelled out (一百二十, 廿三). Return None for anything else."""
    text = unicodedata.normalize("NFKC", text).replace("廿", "二十").replace("卅", "三十")
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 6 else None
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) <= 6 else None
    total, digit, last_unit = 0, None, 10_000
    for character in text:
        if character in _DIGITS and digit in (None, 0):
            digit = _DIGITS[character]
        elif _UNITS.get(character, last_unit) < last_unit:
            last_unit = _UNITS[character]
            total += (digit or 1) * last_unit
            digit = None
        else:
            return None
    return total + (digit or 0)


NUMERAL = "[0-9０-９零〇○OＯ一二两三四五六七八九十百廿卅]"
_CHINESE_DATE = re.compile(
    rf"({NUMERAL}{{4}})\s*年\s*(?:({NUMERAL}{{1,3}})\s*月\s*(?:({NUMERAL}{{1,3}})\s*[日号])?)?"
)
_ISO_DATE = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})(?!\d)")


def find_date(text: str) -> tuple[PartialDate, int, int] | None:
    """Return the first valid date in `text`, as (date, start, end): 2024 年 8 月 23 日,
    二〇二四年八月, 2024-08-22, 2024.8.22. A year alone counts only as 2024年."""
    for pattern in (_CHINESE_DATE, _ISO_DATE):
        for match in pattern.finditer(text):
            numbers = [parse_numeral(group) if group else 0 for group in match.groups()]
            if None in numbers:
                continue
            try:
                return PartialDate(*(n or 0 for n in numbers)), match.start(), match.end()
            except ValueError:
                continue
    return None


# --- quantities -----------------------------------------------------------------------------

_UNIT = (
    "%|‰|个百分点|百分点|人|人次|万人|万人次|名|位|例|户|万户|家|所|个|项|次|场|份|万份|张|台|套|件|辆|支"
    "|对|只|头|座|处|条|篇|册|元|万元|亿元|元/人|万|亿|米|公里|千米|平方米|万平方米|平方公里|亩|万亩"
    "|公顷|克|千克|公斤|吨|万吨|毫升|升|立方米|天|小时|分钟|秒|岁|床|张床位|℃|千瓦时|分|分贝"
)
_QUANTITY = re.compile(
    rf"([+-]?)(0|[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d{{0,11}})(\.\d{{1,9}})?\s*({_UNIT})?"
)
_UNIT_IN_BRACKETS = re.compile(rf"[（(]\s*(?:单位[:：])?\s*({_UNIT})\s*[）)]\s*(?:$|/)")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．％＋－−", "0123456789,.%+--")


def parse_quantity(text: str) -> tuple[str, str | None] | None:
    """Parse a cell that is one number with or without a unit after it: (`1234.5`, `人`). Return
    None if that is not certain: 约120, 3—5, 10余人, 007, 8月, 2024年, (12)."""
    match = _QUANTITY.fullmatch(text.translate(_HALF_WIDTH).strip())
    if not match:
        return None
    sign, whole, fraction, unit = match.groups()
    return f"{sign.replace('+', '')}{whole.replace(',', '')}{fraction or ''}", unit


def unit_in_brackets(text: str) -> str | None:
    """Return the unit in brackets at the end of a row of a column's head: 金额（万元）,
    人数(单位：人), 投资（万元）/计划. The lowest row with one decides."""
    found = _UNIT_IN_BRACKETS.findall(text.translate(_HALF_WIDTH))
    return found[-1] if found else None


# --- Markdown ---------------------------------------------------------------------------------

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~]")
_LINE_MARKUP = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[+-](?=\s|$)|[-=][-=\s]*$|\d{1,9}[.)](?=\s|$))")
# Markdown drops a last run of # in a heading.
_CLOSING_MARKUP = re.compile(r"(?<=\s)#+\s*$|^#{7,}\s*$")


def escape_markdown(text: str) -> str:
    """Escape one line of plain text, so that as a paragraph or a heading it renders to exactly that
    text (Markdown drops outer white space)."""
    escaped = _CLOSING_MARKUP.sub(r"\\\g<0>", _MARKUP.sub(r"\\\g<0>", text))
    match = _LINE_MARKUP.match(escaped)
    if not match:
        return escaped
    head, mark = match.group(1), match.group(2)
    position = len(head) + (len(mark) - 1 if mark[0].isdigit() else 0)
    return f"{escaped[:position]}\\{escaped[position:]}"
