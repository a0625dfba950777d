"""Normalise text for search, with pure functions. layouts/assets/search-text.js holds the same two
functions for the browser: change both or neither."""

import re
from collections.abc import Iterable
from operator import add

_SPACES = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WIDTH = (
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict(zip("｡｢｣､･￠￡￢￣￤￥￦", "。「」、・¢£¬¯¦¥₩", strict=True))
)  # fmt: skip
_BRACKETS = dict(zip("[〔﹝]〕﹞", "((()))", strict=True))


def _fold(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character in _SPACES:
        return " "
    character = _WIDTH.get(character, character)
    character = _BRACKETS.get(character, character)
    # Latin, Greek and Cyrillic; İ alone would become two characters.
    if character < "\u0530" and character != "\u0130":
        return character.lower()
    return character


_FOLDS = {
    code: folded
    for code in (*range(0x530), *map(ord, _SPACES + _INVISIBLE), *range(0x3014, 0x3016),
                 *range(0xFE5D, 0xFE5F), *range(0xFF01, 0xFFE7))
    if (folded := _fold(chr(code))) != chr(code)
}  # fmt: skip


def normalise(printed: str) -> str:
    """Return `printed` as search compares it: full width as half width, capitals as small letters,
    round, square and tortoise-shell brackets as one kind, any white space as one space and none at
    the ends, invisible characters left out."""
    return " ".join(filter(None, printed.translate(_FOLDS).split(" ")))


# Characters that Pagefind keeps unchanged: no capitals, no accents, nothing that it drops.
_PLAIN = re.compile("[0-9a-z\u3400-\u4dbf\u4e00-\u9fff]")
_ESCAPE = "\ua000"  # A letter that Pagefind leaves alone; the code point follows in hexadecimal.


def tokens(normalised: str) -> list[str]:
    """Return one word for Pagefind for each character; different characters give different
    words."""
    return [c if _PLAIN.match(c) else f"{_ESCAPE}{ord(c):x}" for c in normalised]


# --- which indexes may hold a text ----------------------------------------------------------------

GUIDE_BITS = 1 << 20  # For characters and pairs; as many again for three in a row.
GUIDE_BYTES = 2 * GUIDE_BITS // 8
_FACTORS = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE35


def bucket(piece: str) -> int:
    """Return the bit of a guide for one, two or three characters in a row."""
    code = sum(ord(one) * factor for one, factor in zip(piece, _FACTORS, strict=False))
    return ((code & 0xFFFFFFFF) >> 12) + (GUIDE_BITS if len(piece) == 3 else 0)


def guide(texts: Iterable[str]) -> bytes:
    """Return the bits of all characters, pairs and triples of neighbours in `texts` (normalised):
    if a bit of a query is not set, no text contains the query. Each bit is that of `bucket`; there
    are so many that everything but the last loop is done by the built-in functions."""
    short: set[int] = set()
    long: set[int] = set()
    for text in texts:
        codes = list(map(ord, text))
        first, second, third = ([code * factor for code in codes] for factor in _FACTORS)
        pairs = list(map(add, first, second[1:]))
        short.update(first, pairs)
        long.update(map(add, pairs, third[2:]))
    bits = bytearray(GUIDE_BYTES)
    for offset, found in ((0, short), (GUIDE_BITS, long)):
        for place in {((code & 0xFFFFFFFF) >> 12) + offset for code in found}:
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)
