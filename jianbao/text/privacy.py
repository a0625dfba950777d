"""Find personal data in a text: identity numbers, travel documents, bank cards, mobile numbers and
names of patients. Pure.

A number is found as a person would read it: full-width or Chinese digits, with markup, entities or
invisible characters inside, across a line end, in groups of any usual form. The cost is linear in
the length of the text.
"""

import datetime
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Literal
from urllib.parse import unquote

from jianbao.text.characters import HAN

Kind = Literal["identity", "travel", "bank_card", "mobile", "patient"]
KINDS: tuple[Kind, ...] = ("identity", "travel", "bank_card", "mobile", "patient")


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at `start` to `end` of a text. `masked` is the form that may be shown, and the
    form in which an allowance names it: 411***********1234, 139****1234, 赵某某."""

    kind: Kind
    start: int
    end: int
    masked: str


def find(text: str) -> tuple[Finding, ...]:
    """Return everything personal in a text (a line, a paragraph, a whole file), in its order."""
    return _apart([*numbers(text), *_patients(text)])


def numbers(text: str) -> tuple[Finding, ...]:
    """Return the personal numbers in a text, without names, in their order."""
    parts: list[tuple[int, int]] = []
    for start, end in sorted(_suspects(text)):
        if parts and start <= parts[-1][1]:
            first, last = parts.pop()
            start, end = first, max(last, end)
        parts.append((start, end))
    return _apart(one for start, end in parts for one in _in_part(text, start, end))


def may_hold_number(text: str) -> bool:
    """Return False, in little time, if a short text surely holds no personal number."""
    return bool(_ELEVEN_DIGITS.match(text)) or any(word in text for word in _TRAVEL_WORDS)


@lru_cache(maxsize=256)
def forms(text: str) -> frozenset[str]:
    """Return the masked forms of everything personal in a text. The last results are cached,
    because many doubts need the forms of the same articles."""
    return frozenset(one.masked for one in find(text))


def masked(text: str) -> str:
    """Return `text` with everything personal in it masked."""
    pieces, position = [], 0
    for one in find(text):
        pieces += [text[position : one.start], one.masked]
        position = one.end
    return "".join([*pieces, text[position:]])


def without_traces(text: str, published: str) -> str:
    """Mask personal data in `text`, and each number of seven digits or more that `published` lacks:
    it may be part of a number that a person has masked. `published` is what `digits` returns for
    the published text."""
    safe = masked(text)

    def hidden(match: re.Match[str]) -> str:
        number = digits(match.group())
        return match.group() if number in published else re.sub(r"\d", "*", match.group())

    return _TRACE.sub(hidden, safe)


def without_percent_encoding(text: str) -> str:
    """Return `text` with the characters of its addresses (%31 is 1), "" if it has none encoded."""
    return unquote(text) if _PERCENT_ENCODED.search(text) else ""


def without_blank_lines(text: str) -> str:
    """Return a text of the same length whose paragraphs follow each other, as in a summary."""
    return _BLANK_LINES.sub(lambda gap: "\n" + _GONE * (len(gap[0]) - 1), text)


def digits(text: str) -> str:
    """Return the digits of a text, in ASCII, with a space for every word between them."""
    plain = _readable(text)[0]
    return re.sub("[^0-9 ]+", " ", re.sub(r"(?<=[0-9])[ \n._-]{1,3}(?=[0-9])", "", plain))


def _apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings in order, without those that overlap an earlier or longer one."""
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


# --- the text that a reader sees ----------------------------------------------------------------

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_PERCENT_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_GONE = "\u2060"  # stands for a character that a reader does not see
CHINESE_DIGITS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE_VALUES = "000" + "123456789" + "1" + "123456789"


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


def _one_for_one() -> dict[int, str]:
    """Return a translation of each character to exactly one, so that positions stay the same."""
    table = {ord(c): " " for c in "\t\v\f\u00a0\u1680\u202f\u205f\u3000" + _span(0x2000, 0x200A)}
    table |= {ord(c): "\n" for c in "\r\x85\u2028\u2029"}
    table |= {ord(c): "-" for c in "–—―‐‑‒−⁃˗－﹣﹘～~"}
    table |= {ord(c): "." for c in "．·•‧・∙⋅․"}
    table |= {ord(c): c2 for c, c2 in zip("（），：；＋／＿｜［］", "(),:;+/_|[]", strict=True)}
    table |= {ord(c): "X" for c in "ＸｘxХхⅩⅹ"}
    for first in (0xFF10, 0x0660, 0x06F0, 0x0966, *range(0x1D7CE, 0x1D7FF, 10)):
        table |= {first + n: str(n) for n in range(10)}
    invisible = "\u00ad\u034f\u061c\u115f\u1160\u3164\uffa0\ufeff\u20e3" + _span(0x200B, 0x200F)
    invisible += _span(0x202A, 0x202E) + _span(0x2060, 0x206F) + _span(0x180B, 0x180E)
    invisible += _span(0xFE00, 0xFE0F) + _span(0x0300, 0x036F) + _span(0xFFF9, 0xFFFB)
    invisible += _span(0xE0000, 0xE007F) + _span(0xE0100, 0xE01EF)
    return table | {ord(c): _GONE for c in invisible}


_PLAIN = _one_for_one()
_PLAIN_OF = {chr(odd): plain for odd, plain in _PLAIN.items()}
_ODD = frozenset(_PLAIN_OF)
_CHINESE_DIGITS = str.maketrans(CHINESE_DIGITS, _CHINESE_VALUES)
# Markup of Markdown and HTML, and entities. Signs that mask a number (****, \*) are not markup.
_MARKUP = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?"
    r"|\\[*]|[*]{4,}"
    r"|\]\([^()\n]{0,500}\)"
    r"|</?[A-Za-z][^<>\n]{0,200}>|<!--[^<>\n]{0,200}-->"
    r"|(?<=\n)[ \t]*>[> \t]*"
    r"|[*`~\[\]]|\\(?![A-Za-z0-9])"
)


def _without_markup(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] == "&":
        found = html.unescape(found)
        if len(found) > len(match.group()):
            return match.group()
    elif found in (r"\*", "~") or found.startswith("****"):
        return found
    else:
        found = ""
    return found + _GONE * (len(match.group()) - len(found))


def _readable(
    text: str, markup: Sequence[re.Pattern[str]] = (_MARKUP,)
) -> tuple[str, list[int], list[int]]:
    """Return `text` as a reader sees it, in ASCII digits, without `markup`, and where it was
    shortened: positions in the result, and the number of characters left out before each."""
    plain = text
    for pattern in markup:
        plain = pattern.sub(_without_markup, plain)
    # Faster than str.translate, for which every character is looked up.
    for odd in _ODD.intersection(plain):
        plain = plain.replace(odd, _PLAIN_OF[odd])
    if _GONE not in plain:
        return plain, [0], [0]
    pieces = re.split(f"{_GONE}+", plain)
    gaps = [len(gap) for gap in re.findall(f"{_GONE}+", plain)]
    places = list(accumulate(map(len, pieces[:-1])))
    return "".join(pieces), [0, *places], [0, *accumulate(gaps)]


# Eleven or more digits with only signs and markup between them; all other text is skipped quickly.
_DIGIT = r"(?:\d|&#[xX]?[0-9a-fA-F]{1,7};)"
_GAP = (
    f"(?:[^\\dA-Za-z<&\\]{HAN}{CHINESE_DIGITS}]|<[^<>\\n]{{0,300}}>|&(?!#)[A-Za-z0-9]{{2,30}};|&#8203;"
    r"|\](?:\([^()\n]{0,500}\))?){0,16}+"
)
# It begins with a plain set of characters, which the engine searches fastest; that is `_DIGIT`.
_DENSE = re.compile(
    r"[\d&](?<!\d[\d&])(?:(?<!&)|(?<=&)#[xX]?[0-9a-fA-F]{1,7};)"
    rf"(?:{_GAP}{_DIGIT}){{10,}}+"
)
# The same in a text without any of these marks.
_MARKS = ("<", "&", "](")
_DENSE_UNMARKED = re.compile(rf"\d(?<!\d\d)(?:[^\dA-Za-z{HAN}{CHINESE_DIGITS}]{{0,16}}+\d){{10,}}+")
# The digits of a personal number, whatever is between them.
_PLAUSIBLE = re.compile(
    r"1[3-9]\d{9}|62\d{14}|[1-8]\d{5}(?:1[89]|20)?\d\d[01]\d[0-3]\d{4}|[^\x00-\x7f]"
)
_CLOSE = f"[^\\d{HAN}]{{0,12}}"
_DENSE_CHINESE = re.compile(rf"[\d{CHINESE_DIGITS}](?:{_CLOSE}+[\d{CHINESE_DIGITS}]){{10,}}+")
_NUMERALS = re.compile(f"[{CHINESE_DIGITS}]")
# A numeral of eleven or more has five more characters of the number after it or before it.
_NUMERAL_IN_ROW = re.compile(rf"[{CHINESE_DIGITS}](?:{_CLOSE}+[\d{CHINESE_DIGITS}]){{5}}")
# The shortest numbers, but for those of travel documents, which a word comes before.
_ELEVEN_DIGITS = re.compile(rf"(?:[^\d{CHINESE_DIGITS}]*+[\d{CHINESE_DIGITS}]){{11}}")
_TRACE = re.compile(r"\d(?:[ \t\r\n._-]{0,3}\d){6,}")
_REACH = 40


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    is_marked = any(mark in text for mark in _MARKS)
    for match in (_DENSE if is_marked else _DENSE_UNMARKED).finditer(text):
        found, start = match.group(), match.start()
        if (
            "&#" in found
            or _PLAUSIBLE.search(re.sub(r"\D+", "", found))
            or _CARD_LABEL.search(text[max(0, start - _LABEL_REACH) : start])
        ):
            yield match.span()
    if _NUMERAL_IN_ROW.search(text) or _NUMERAL_IN_ROW.search(text[::-1]):
        for match in _DENSE_CHINESE.finditer(text):
            if _NUMERALS.search(match.group()):
                yield match.span()
    for word in _TRAVEL_WORDS:
        if word in text:
            for match in re.finditer(word, text):
                yield match.start(), match.end() + _REACH


def _in_part(text: str, start: int, end: int) -> Iterator[Finding]:
    """Find the numbers in one part of a text, with the words around it."""
    first = max(0, start - _REACH)
    part = text[first : end + _REACH]
    seen = _readable(part)
    # Text inside markup, for example an address, is published too.
    for plain, places, lost in (seen, _readable(part, ())) if _MARKUP.search(part) else (seen,):
        readings = [plain]
        if _NUMERALS.search(text, start, end):
            readings.append(plain.translate(_CHINESE_DIGITS))
        for reading in readings:
            for one in (*_numbers(reading), *_travel_documents(reading)):
                at, to = (first + place for place in _printed(one.start, one.end, places, lost))
                if at < end and to > start:
                    yield Finding(one.kind, at, to, one.masked)


def _printed(start: int, end: int, places: list[int], lost: list[int]) -> tuple[int, int]:
    """Return the start and end, in the text given to `_readable`, of a part of its result."""
    return (
        start + lost[bisect_right(places, start) - 1],
        end + lost[bisect_right(places, end - 1) - 1],
    )


# --- numbers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits that may be one number: their groups as printed, and the words around them."""

    number: str
    groups: tuple[int, ...]  # lengths
    separators: tuple[str, ...]  # " ", "-", ".", "_", "/", ",", "\n"
    before: str
    after: str

    @property
    def is_whole(self) -> bool:
        return len(self.groups) == 1

    @property
    def is_even(self) -> bool:
        """Whether the same sign divides all groups."""
        return len(set(self.separators)) <= 1

    def has_shape(self, *shapes: tuple[int, ...]) -> bool:
        single = len(self.groups) > 3 and set(self.groups) == {1}
        return self.is_even and "," not in self.separators and (single or self.groups in shapes)


_GROUP = re.compile("(?<![0-9])[0-9]{17}X|[0-9]+X?(?![0-9A-Za-z])|[0-9]+")
_SEPARATOR = re.compile(
    r"(?P<line>-?[ ]{0,4}\n[ >]{0,8})|(?P<space>[ ]{1,4})"
    r"|[ ]{0,2}(?P<sign>[-._/,])(?P=sign)?[ ]{0,2}"
)
_LONGEST, _MOST_GROUPS = 19, 19
_MOST_LINES = 2  # ends of lines inside a number: more are a column of numbers
_LABEL_REACH = 24
_LENGTHS = frozenset((11, 12, 13, 15, 16, 17, 18, 19))


def _numbers(text: str) -> Iterator[Finding]:
    groups = [match.span() for match in _GROUP.finditer(text)]
    separators = [_separator(text[one[1] : other[0]]) for one, other in pairwise(groups)]
    taken = -1
    # One printed group is surely one number, so it is tried before joined groups.
    whole = {
        i: found for i, (start, end) in enumerate(groups) if (found := _long(text, start, end))
    }
    for i, (start, _) in enumerate(groups):
        if i in whole:
            yield whole[i]
            continue
        if i <= taken:
            continue
        count = lines = 0
        for j in range(i, min(i + _MOST_GROUPS, len(groups))):
            if j in whole or (j > i and separators[j - 1] is None):
                break
            count += groups[j][1] - groups[j][0]
            lines += j > i and separators[j - 1] == "\n"
            if count > _LONGEST or lines > _MOST_LINES:
                break
            if count in _LENGTHS and j > i:
                found = _judge(text, start, groups[j][1], groups[i : j + 1], separators[i:j])
                if found:
                    yield found
                    taken = j
                    break


def _separator(between: str) -> str | None:
    """Return the sign between two groups if they may be one number, else None."""
    match = _SEPARATOR.fullmatch(between)
    if not match:
        return None
    return match["sign"] or (" " if match["space"] else "\n")


def _long(text: str, start: int, end: int) -> Finding | None:
    """Find a number printed as one group, or an identity number at the end of a longer one."""
    if end - start <= _LONGEST:
        return _judge(text, start, end, [(start, end)], ()) if end - start in _LENGTHS else None
    if end - start > 4 * _LONGEST or _OTHER_LABEL.search(
        text[max(0, start - _LABEL_REACH) : start]
    ):
        return None
    for first in (start, end - 18):
        number = text[first : first + 18]
        if _is_identity(number) and _checks(number):
            return Finding("identity", start, end, _hidden(number, 3, 4))
    return None


# What a number must look like for one of `_JUDGES`: most numbers of a table do not. A bank card is
# not divided by commas.
_MAY_BE_PERSONAL = re.compile(
    "(?:0086|86|0)?1[3-9][0-9]{9}|[1-8][0-9]{5}(?:[12][0-9])?[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]?"
)
_CARD = re.compile("[2-9][0-9]{15,18}")


def _judge(
    text: str,
    start: int,
    end: int,
    groups: Sequence[tuple[int, int]],
    separators: Sequence[str | None],
) -> Finding | None:
    number = "".join([text[first:last] for first, last in groups])
    if not (
        _MAY_BE_PERSONAL.fullmatch(number) or ("," not in separators and _CARD.fullmatch(number))
    ):
        return None
    one = _Number(
        number,
        tuple(last - first for first, last in groups),
        tuple(filter(None, separators)),
        text[max(0, start - _LABEL_REACH) : start],
        text[end : end + _LABEL_REACH],
    )
    for kind, judge, first, last in _JUDGES:
        if judge(one):
            number = one.number[-11:] if kind == "mobile" else one.number
            return Finding(kind, start, end, _hidden(number, first, last))
    return None


def _hidden(number: str, first: int, last: int) -> str:
    return f"{number[:first]}{'*' * (len(number) - first - last)}{number[-last:]}"


# Numbers of other kinds, by the word before them.
_OTHER_LABEL = re.compile(
    "(?:信用代码|机构代码|注册号|登记号|账号|帐号|卡号|流水号|订单号|单号|合同编?号|项目编?号|发票号码?"
    "|条码|编码|文号|批号|IMEI)[^0-9，。；|]{0,8}$"
)


# --- identity numbers: GB 11643 -----------------------------------------------------------------

_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_LABEL = re.compile("身份|证件|证号|公民|(?i:id)[^A-Za-z]{0,8}$")
_CREDIT_CODE = re.compile("(?:信用代码|机构代码)[^0-9，。；|]{0,8}$")
_IDENTITY_SHAPES = ((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (6, 12), (14, 4))
_OLD_SHAPES = ((6, 6, 3), (6, 2, 2, 2, 3), (6, 9), (3, 3, 6, 3), (12, 3))


def _is_an_identity(one: _Number) -> bool:
    if not _is_identity(one.number) or _CREDIT_CODE.search(one.before):
        return False
    labelled = _IDENTITY_LABEL.search(one.before)
    if len(one.number) == 18 and _checks(one.number):
        # A number in a list passes by chance about once in ten thousand.
        return "," not in one.separators or bool(labelled) or one.groups in _IDENTITY_SHAPES
    if _OTHER_LABEL.search(one.before) or _touches_letter(one):
        return False
    if len(one.number) == 18:
        # One digit may be misread; without a label it is another kind of number.
        return bool(labelled) and (one.is_whole or "," not in one.separators)
    return one.is_whole or bool(labelled) or one.has_shape(*_OLD_SHAPES)


def _is_identity(number: str) -> bool:
    """Return whether the province and the date of birth of 15 or 18 digits are possible."""
    if len(number) not in (15, 18) or "X" in number[:-1] or (len(number) == 15 and "X" in number):
        return False
    if not _PROVINCE.match(number):
        return False
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        datetime.date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return born[:2] in ("18", "19", "20")


def _checks(number: str) -> bool:
    if "X" in number[:-1]:
        return False
    total = sum(int(n) * weight for n, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _touches_letter(one: _Number) -> bool:
    """Return whether the number is a part of a code with letters."""
    return bool(re.search("[0-9A-Za-z]$", one.before) or re.match("[0-9A-Za-z]", one.after))


# --- bank cards ---------------------------------------------------------------------------------

_CARD_LABEL = re.compile("卡号|账号|帐号|账户|帐户|银行卡|借记卡|储蓄卡|一卡通|社保卡|开户")


def _is_a_bank_card(one: _Number) -> bool:
    """Return whether a number has the right check digit (ISO/IEC 7812) and begins like UnionPay's
    cards, or follows a word for a card."""
    if not 16 <= len(one.number) <= 19 or not "2" <= one.number[0] <= "9" or "X" in one.number:
        return False
    if "," in one.separators or _touches_letter(one) or not _luhn(one.number):
        return False
    if _CARD_LABEL.search(one.before):
        return True
    in_fours = set(one.groups[:-1]) <= {4} or one.has_shape((6, 13), (6, 10), (4, 15), (16, 3))
    ungrouped = one.is_whole or in_fours or set(one.separators) == {"\n"}
    return ungrouped and one.number[:2] == "62" and not _OTHER_LABEL.search(one.before)


def _luhn(number: str) -> bool:
    doubled = (int(n) * (1 + i % 2) for i, n in enumerate(reversed(number)))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


# --- mobile numbers -----------------------------------------------------------------------------

_MOBILE = re.compile("(?:0086|86|0)?1[3-9][0-9]{9}")
_MOBILE_SHAPES = ((3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 2, 2, 2, 2), (3, 2, 3, 3), (3, 4, 2, 2))
_LOOSE_SHAPES = ((3, 8), (7, 4), (5, 6), (6, 5))
_MOBILE_LABEL = re.compile(
    "电话|手机|联系|致电|拨打|热线|微信|号码|(?i:tel|phone|mobile|cell|call|wechat|whatsapp)"
)
# Letters before a number that are not part of a code.
_MOBILE_WORD = re.compile(
    "(?i:(?<![A-Za-z])(?:tel|phone|mobile|mob|cell|call|wx|vx|qq|wechat|sms|m))$"
)
_AMOUNT = re.compile(r'(?:\.[0-9]{1,2})?[ ,"|]{0,4}(?:[万亿元吨%％㎡]|人次|人民币|平方|公斤|千瓦)')


def _is_a_mobile(one: _Number) -> bool:
    if not _MOBILE.fullmatch(one.number) or _AMOUNT.match(one.after):
        return False
    before = one.before
    if _OTHER_LABEL.search(before) or before.endswith(("¥", "￥", "$")):
        return False
    if re.search(r"(?<![0-9])0\.$", before) or re.match("[A-Za-z0-9]", one.after):
        return False
    if re.search("[A-Za-z0-9]$", before) and not _MOBILE_WORD.search(before):
        return False
    groups, separators = one.groups, one.separators
    if one.number[: groups[0]] in ("86", "0086"):
        groups, separators = groups[1:], separators[1:]
    elif len(one.number) > 11:
        groups = (groups[0] - (len(one.number) - 11), *groups[1:])
    if len(groups) == 1:
        return True
    if "," in separators or _is_part_of_a_row(one):
        return False
    rest = _Number(one.number[-11:], groups, separators, before, one.after)
    if rest.has_shape(*_MOBILE_SHAPES) or _MOBILE_LABEL.search(before):
        return True
    if set(separators) == {"\n"}:
        # Two lines of text may hold one number; lines of a column of numbers may not.
        return len(groups) == 2 and not re.search(r"(?:^|\n) *$", before)
    return rest.has_shape(*_LOOSE_SHAPES) and " " not in separators


def _is_part_of_a_row(one: _Number) -> bool:
    """Return whether more groups of digits precede or follow with the same sign."""
    if one.separators[-1] in " \n":
        return False
    sign = re.escape(one.separators[-1])
    return bool(re.match(f"{sign}[0-9]", one.after) or re.search(f"[0-9]{sign}$", one.before))


# --- passports and permits ----------------------------------------------------------------------

_TRAVEL = re.compile(
    r"(?:护照|(?:港澳|台湾|往来|居民来往|内地)[^\s。；]{0,8}通行证|通行证|回乡证|台胞证)"
    r"(?:件?号码?|编号)?[为是:：(（ \u3000]{0,4}"
    r"(?P<number>[A-Za-zＡ-Ｚａ-ｚ]{0,2}[ -]?[0-9](?:[ -]?[0-9]){6,9})(?![0-9A-Za-z])"
)


# Every match of _TRAVEL begins with one of these or has it inside.
_TRAVEL_WORDS = ("护照", "通行证", "回乡证", "台胞证")


def _travel_documents(text: str) -> Iterator[Finding]:
    for match in _TRAVEL.finditer(text):
        number = re.sub("[^0-9A-Z]", "", match["number"].upper().translate(_PLAIN))
        yield Finding("travel", *match.span("number"), _hidden(number, 2, 2))


_JUDGES: tuple[tuple[Kind, Callable[[_Number], bool], int, int], ...] = (
    ("identity", _is_an_identity, 3, 4),
    ("bank_card", _is_a_bank_card, 4, 4),
    ("mobile", _is_a_mobile, 3, 4),
)


# --- patients -----------------------------------------------------------------------------------


def _words(file: str) -> list[str]:
    return files(__package__).joinpath(file).read_text("utf-8").split()


_SURNAME = "|".join(f"[{word}]" if len(word) > 2 else word for word in _words("surnames.txt"))
# No given name begins with these: 张某, 高血压, 常年, 王先生, 金额.
_GIVEN = "(?![某先女阿医主书院局校经血年期龄额方性]|大[夫姐妈爷娘伯叔哥嫂]|老[师人汉伯板年])"
_NAME = f"(?P<name>(?!{'|'.join(_words('not_names.txt'))})(?:{_SURNAME}){_GIVEN}[{HAN}]{{1,2}}?)"
_PATIENT = (
    "(?:患者|病人|病号|病员|患儿|病例|感染者|密接者?|密切接触者|死者|逝者|亡者|遇难者|伤者|伤员|产妇"
    "|孕妇|家属)"
)
_CALLED = "[0-9]{0,3}[(]?:?[ ]?(?:姓名|名叫|叫|名为|为|是|系)?:? ?"
_PERSON = r"[,(、 ]{0,2}(?:[男女][,、性(]|今?年?[0-9]{1,3}岁|现?年[0-9]|身份证)"
# The end of a name after such a word: before what is said of the person.
_TOLD = (
    "(?:[男女]|(?:联系)?电话|手机|联系方式|身份证|证件|护照|住|家住|现住|户籍|籍贯|生于|出生|[0-9]{1,3}岁"
    "|1[3-9][0-9])"
)
_END = (
    rf" ?(?:[(]{_TOLD}|[(][^()。\n]{{0,8}}[0-9]{{2}}|,? ?{_TOLD}"
    rf"|,(?:系|是)?[^,。\n]{{1,14}}(?:人|村民|居民|职工|学生)[,。)]|,(?:因|不幸|于[0-9]|[0-9]{{4}}年))"
)
_ROLE = (
    "(?:患者|病人|病号|病员|患儿|产妇|孕妇|伤者|确诊病例|村民|居民|群众|老人|儿童|学生|职工|市民|农民|"
    "贫困户|脱贫户|监测户|五保户|户主|家属)(?:姓名|名叫|叫)?:?"
)
_SICK = (
    "(?:患者|患有|确诊|诊断|罹患|身患|病情|病史|[癌瘤症炎病]|高血压|糖尿|骨折|感染|中风|卒中|脑梗|心梗|"
    "结核|艾滋|尿毒|瘫痪|手术|住院)"
)
_MAY_NAME_A_PATIENT = re.compile(f"{_PATIENT}|{_ROLE}|[男女]")
_SEX_AND_AGE = re.compile("[男女][,、| ]*[0-9]")


@cache
def _after_a_role() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of names after a word for a patient. To compile them takes longer than
    to import the rest of this module, and a build after a small change often has no use for
    them."""
    return (
        # 患者赵小明，男，46岁
        re.compile(f"{_PATIENT}{_CALLED}{_NAME}(?={_PERSON})"),
        re.compile(
            f"{_PATIENT}(?:姓名:?|名叫) ?(?P<name>(?!某)[{HAN}]{{2,4}}?)(?={_PERSON})",
        ),
        # 死者赵小明（电话…）, 密接赵小明，家住…
        re.compile(f"{_PATIENT}{_CALLED}{_NAME}(?={_END})"),
        # 村民赵小明身患肺癌
        re.compile(
            f"{_ROLE}{_NAME}(?=[,]?(?:因|不幸|被)?(?:患有?(?!者)|身患|罹患|确诊|诊断为|查出))"
        ),
    )


@cache
def _before_sex_and_age() -> tuple[re.Pattern[str], ...]:
    return (
        # 赵小明（男，46岁）因肺癌
        re.compile(
            rf"(?:^|(?<=[,。；、:(“ ])){_NAME}(?=[,(、 ]{{1,2}}[男女][,、 ]{{0,2}}[0-9]{{1,3}}周?岁"
            rf"[^。；]{{0,40}}{_SICK})"
        ),
        # | 赵小明 | 男 | 46 | 肺癌 |
        re.compile(
            rf"(?:^|(?<=[|\n])) *{_NAME} *"
            rf"(?=\| *[男女] *\| *[0-9]{{1,3}}(?:周?岁)? *\|[^\n]{{0,200}}{_SICK})"
        ),
    )


def _patients(text: str) -> Iterator[Finding]:
    if not _MAY_NAME_A_PATIENT.search(text):
        return
    plain, places, lost = _readable(text)
    has_age = _SEX_AND_AGE.search(plain)
    for pattern in (*_after_a_role(), *(_before_sex_and_age() if has_age else ())):
        for match in pattern.finditer(plain):
            name = match["name"]
            start, end = _printed(*match.span("name"), places, lost)
            yield Finding("patient", start, end, f"{name[0]}{'某' * (len(name) - 1)}")
