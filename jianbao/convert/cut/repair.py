"""Repairs of single characters that are certain, each recorded: left-over markup, invisible
characters, half-width punctuation, spaces, misprinted counties."""

import html
import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from jianbao.archive.model import Repair, Taxonomy
from jianbao.convert.cut.passage import Passage, joined, rewritten
from jianbao.text.chinese import CJK_PUNCTUATION, HAN, is_cjk, is_han

Repairs = tuple[Repair, ...]

_TAGS = (
    "a|b|big|br|center|div|em|font|h[1-6]|hr|i|img|li|o:p|ol|p|section|small|span|strong|sub|sup"
    "|table|tbody|td|th|thead|tr|u|ul"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--(?:(?!<!--).)*?-->", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|amp|lt|gt|quot|apos|middot|[lr][ds]quo|hellip|mdash|#\d{1,6}|#x[0-9a-fA-F]{1,5});"
)
_SCRIPT = re.compile(r"[_^]\{([^{}]*)\}")
_FORMULA = re.compile(r"\$\s*([0-9A-Za-z.,+\-~≥≤<>=×/:%\\\s]{1,40}?)\s*\$")
_COMMANDS = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "times": "×", "sim": "~", "pm": "±"}
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z])\s*")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>%&$])")
_HALF = str.maketrans("(),;:?!", "（），；：？！")
_HALF_WIDTH = re.compile("[(),;:?!]")

_SPACE = "[ \t\u3000\u00a0\u2002-\u200a]"
_CJK = f"{HAN}{CJK_PUNCTUATION}"
_BESIDE_DIGITS = re.compile(
    rf"(?<=[{_CJK}]){_SPACE}+(?=[A-Za-z0-9%％‰℃])|(?<=[A-Za-z0-9%％‰℃]){_SPACE}+(?=[{_CJK}])"
    rf"|(?<=\d){_SPACE}+(?=[%％‰℃])"
)
_BESIDE_MARKS = re.compile(
    rf"(?<=[{_CJK}]){_SPACE}+(?=[，。、；：！？）》】〕”])|(?<=[，。、；：！？（《【〔“]){_SPACE}+(?=[{_CJK}])"
)
_SPACED_OUT = re.compile(
    rf"(?<![^\s\u3000])(?<![：:][{HAN}]{_SPACE})[{HAN}](?:{_SPACE}{{1,4}}[{HAN}]){{2,}}(?![^\s\u3000。，：:])"
)
# A heading numbered 1 or 1.1: the space parts the number from the words.
_NUMBERED_LINE = re.compile(
    rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}){_SPACE}+(?![年月日号个名人次元万亿件条家所处张岁天期余多])"
    rf"(?=[{HAN}][^。，；]{{1,40}}$)"
)
# A brief's title parted from its text by a wide space.
_SPACED_LEAD = re.compile(rf"([^，。；：！？\s]{{6,45}}){_SPACE}{{2,}}(?=\d{{1,2}}月|\d{{4}}年)")
# A table's or a picture's number before its title.
_CAPTION = re.compile(rf"\s*((?:附?表|图)\s*\d{{1,2}}){_SPACE}+(?=[{HAN}][^。，；]{{1,40}}$)")
_PARTED = (_NUMBERED_LINE, _SPACED_LEAD, _CAPTION)
_WIDE_SPACE = re.compile(rf"{_SPACE}{{2,}}|[\t\u3000\u00a0\u2002-\u200a]")


def mend(passage: Passage, counties: Taxonomy) -> tuple[Passage, Repairs]:
    """`passage` as a careful compositor would set it, and every change in order."""
    steps: tuple[Callable[[Passage], tuple[Passage, Repairs]], ...] = (
        without_markup,
        without_invisible,
        _full_width,
        close_up,
        _without_spaces,
        lambda p: _without_misprints(p, counties),
    )
    repairs: list[Repair] = []
    for step in steps:
        passage, done = step(passage)
        repairs.extend(done)
    return passage.strip(), tuple(repairs)


def without_markup(passage: Passage) -> tuple[Passage, Repairs]:
    """HTML tags, entities and formula markup that a program left in the text."""
    if not any(mark in passage.text for mark in "<&{$\\"):
        return passage, ()
    repairs: list[Repair] = []
    rules: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_TAG, lambda match: ""),
        (_ENTITY, lambda match: html.unescape(match.group()).replace("\xa0", " ")),
        (_SCRIPT, lambda match: match.group(1)),
        (_COMMAND, lambda match: _COMMANDS[match.group(1)]),
        (_FORMULA, lambda match: match.group(1).replace("\\", "")),
        (_ESCAPE, lambda match: match.group(1)),
    )
    for pattern, replacement in rules:
        passage, done = rewritten(passage, pattern, replacement, "markup")
        repairs.extend(done)
    return passage, tuple(repairs)


_INVISIBLE = re.compile("[^\\S\n\t \u3000\u00a0\u2002-\u200a]|[^\\w\\s]|[\u115f\u1160\u3164\uffa0]")


def without_invisible(passage: Passage) -> tuple[Passage, Repairs]:
    """Control and format characters, lone surrogates and non-characters go: they print nothing."""
    return rewritten(
        passage,
        _INVISIBLE,
        lambda match: "" if _is_invisible(match.group()) else match.group(),
        "invisible",
    )


def _is_invisible(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn")


def _full_width(passage: Passage) -> tuple[Passage, Repairs]:
    """Half-width punctuation in Chinese text becomes full width; in times, numbers and Latin text
    it stays."""
    if not _HALF_WIDTH.search(passage.text):
        return passage, ()
    chinese = _chinese_marks(passage.text)
    return rewritten(
        passage,
        _HALF_WIDTH,
        lambda match: match.group().translate(_HALF) if match.start() in chinese else match.group(),
        "width",
    )


def _chinese_marks(text: str) -> set[int]:
    """Positions of the half-width marks that stand in Chinese text."""
    positions: set[int] = set()
    opened: list[int] = []
    han = (0, *itertools.accumulate(map(is_han, text)))  # how many stand before each place
    before = ""  # the last character that is no space
    for i, character in enumerate(text):
        before = text[i - 1] if i and not text[i - 1].isspace() else before
        after = text[i + 1 : i + 2]
        if character in "(（":
            opened.append(i)
        elif character in ")）":
            positions.update(_brackets(text, opened.pop() if opened else None, i, han))
        elif character in ",;:?!" and (
            (before and is_cjk(before))
            or (after and is_han(after) and not (before.isascii() and before.isalpha()))
        ):
            positions.add(i)
    for i in opened:
        if text[i] == "(" and i and is_cjk(text[i - 1]):
            positions.add(i)
    return positions


def _brackets(text: str, start: int | None, end: int, han: Sequence[int]) -> set[int]:
    """Which of one pair of brackets are half-width in Chinese text."""
    if start is None:
        return {end} if text[end] == ")" and end and is_han(text[end - 1]) else set()
    before, after = text[start - 1 : start], text[end + 1 : end + 2]
    mixed = (text[start] == "(") != (text[end] == ")")
    chinese = (
        mixed
        or han[end] > han[start + 1]
        or bool(before and is_cjk(before))
        or bool(after and is_han(after) and not (before.isascii() and before.isalnum()))
    )
    return {i for i in (start, end) if chinese and text[i] in "()"}


def close_up(passage: Passage) -> tuple[Passage, Repairs]:
    """Letter-spaced words: 运 行 月 报 → 运行月报."""
    return rewritten(passage, _SPACED_OUT, lambda match: re.sub(_SPACE, "", match.group()), "space")


def closed_name(name: Passage) -> Passage:
    """A name printed with spaces between its characters (林 一 舟), without them; four characters
    are two names."""
    words = [match.span() for match in re.finditer(r"\S+", name.text)]
    if not all(re.fullmatch(f"[{HAN}]{{1,3}}", name.text[a:b]) for a, b in words):
        return name
    names: list[Passage] = []
    for single, group in itertools.groupby(words, lambda span: span[1] - span[0] == 1):
        parts = [name[a:b] for a, b in group]
        size = 1 if not single else 3 if len(parts) == 3 else 2
        names.extend(joined(parts[i : i + size]) for i in range(0, len(parts), size))
    return joined(names, " ")


def _without_spaces(passage: Passage) -> tuple[Passage, Repairs]:
    """Spaces between Chinese and digits, Latin letters or %, and around Chinese punctuation, go;
    a space between two words stays, one wide."""
    repairs: list[Repair] = []
    part = next((m for p in _PARTED if (m := p.match(passage.text))), None)
    kept = part.end(1) if part else -1
    for pattern in (_BESIDE_DIGITS, _BESIDE_MARKS):
        passage, done = rewritten(
            passage, pattern, lambda match: match.group() if match.start() == kept else "", "space"
        )
        repairs.extend(done)
    passage, _ = rewritten(passage, _WIDE_SPACE, lambda match: " ", "space")
    return passage, tuple(repairs)


def _without_misprints(passage: Passage, counties: Taxonomy) -> tuple[Passage, Repairs]:
    """A county's certain misreadings, from the authority file."""
    right: Mapping[str, str] = {
        wrong: term.name for term in counties.terms for wrong in term.misprints
    }
    if not right:
        return passage, ()
    wrong = re.compile("|".join(map(re.escape, sorted(right, key=lambda w: (-len(w), w)))))
    return rewritten(passage, wrong, lambda match: right[match.group()], "misprint")
