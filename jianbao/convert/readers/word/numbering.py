"""Automatic numbers of Word: 一、 （一） 1. as Word prints them; the file does not hold them as
text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_HAN_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is a template in which %1 is the number of level 1."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    space: bool = True  # a space or a tab is after the number
    restart: int | None = None  # the level (from 1) whose number restarts this one; 0: none
    legal: bool = False  # every number in Arabic digits


@dataclass(frozen=True, slots=True)
class ListNumbering:
    """A list (w:num): its abstract list, which counts, its levels, and the first numbers of levels
    that it restarts."""

    abstract: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int] = field(default_factory=dict)


class Counters:
    """The running numbers of all the lists of a document."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next_label(self, name: str, numbering: ListNumbering, depth: int) -> tuple[str, bool]:
        """Return the printed number of the next paragraph of the list `name` at `depth` (from 0),
        and whether its format is known."""
        level = numbering.levels.get(depth)
        if level is None:
            return "", True
        counts = self._counts.setdefault(numbering.abstract, {})
        if depth in numbering.restarts and (name, depth) not in self._begun:
            self._begun.add((name, depth))
            counts[depth] = numbering.restarts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [d for d in counts if d > depth]:
            below = numbering.levels.get(deeper, Level())
            if below.restart is None or (below.restart and depth < below.restart):
                del counts[deeper]
        known = True

        def number(match: re.Match[str]) -> str:
            nonlocal known
            place = int(match.group(1)) - 1
            shown = numbering.levels.get(place, Level())
            value = counts.setdefault(place, shown.start)
            printed = printed_number(value, "decimal" if level.legal else shown.form)
            known = known and printed is not None
            return str(value) if printed is None else printed

        if level.form == "bullet":
            return "", True
        label = re.sub(r"%([1-9])", number, level.text)
        return label + (" " if level.space and label[-1:].isascii() and label else ""), known


def printed_number(value: int, form: str) -> str | None:
    """Return `value` in one of Word's number formats; None for an unknown format."""
    if form in ("none", "bullet"):
        return ""
    maker = _FORMS.get(form)
    if maker is None:
        return None
    return maker(value) if 0 < value < 10_000 else str(value)


def _counted(value: int) -> str:
    """Return 一 … 十, 十一, 二十, 一百〇一 (Word prints 零 only in legal numbers)."""
    return _spelled(value, _HAN_DIGITS, "十百千", "〇", short_ten=True)


def _counted_zero(value: int) -> str:
    return _spelled(value, _HAN_DIGITS, "十百千", "零", short_ten=True)


def _legal(value: int) -> str:
    return _spelled(value, _LEGAL_DIGITS, "拾佰仟", "零", short_ten=False)


def _spelled(value: int, digits: str, units: str, zero: str, *, short_ten: bool) -> str:
    out, pending = "", False
    places = str(value)
    for position, digit in enumerate(places):
        power = len(places) - position - 1
        if digit == "0":
            pending = bool(out)
            continue
        out += (zero if pending else "") + digits[int(digit)] + (units[power - 1] if power else "")
        pending = False
    return out[1:] if short_ten and out.startswith(digits[1] + units[0]) else out


def _digital(value: int) -> str:
    return "".join(_HAN_DIGITS[int(digit)] for digit in str(value))


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)]


def _offset(first: str, last: int) -> Callable[[int], str]:
    """Return a function for consecutive characters of Unicode; above `last`, it gives Arabic
    digits."""
    return lambda value: chr(ord(first) + value - 1) if value <= last else str(value)


def _circled(value: int) -> str:
    for first, start, last in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if start <= value <= last:
            return chr(ord(first) + value - start)
    return str(value)


def _letters(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    out = ""
    for amount, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += sign * (value // amount)
        value %= amount
    return out


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _offset("⑴", 20),
    "decimalEnclosedFullstop": _offset("⒈", 20),
    "ideographEnclosedCircle": _offset("㊀", 10),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "ordinal": lambda value: f"{value}.",
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted_zero,
    "japaneseCounting": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted_zero,
    "koreanDigital2": _digital,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
}
