"""The red of mastheads: one definition for all formats that name their colours."""

import re

Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

_RED, _REST = 0.54, 0.35
_NAMED = {  # the reds of CSS
    "red": "ff0000",
    "crimson": "dc143c",
    "firebrick": "b22222",
    "darkred": "8b0000",
}
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})")


def is_red(colour: Colour) -> bool:
    """Return whether a colour is a red of mastheads, from bright to dark red. (The reader of scans
    compares the channels instead, because paper and light tint them.)"""
    red, green, blue = colour
    return red >= _RED and green <= _REST and blue <= _REST


def named_colour(text: str) -> Colour | None:
    """Return the colour that CSS or Word names: red, #c00, #C00000, C00000, rgb(192, 0, 0). Return
    None for all others. Only names of reds are known."""
    text = text.strip().lower()
    digits = _HEX.match(_NAMED.get(text, text))
    if digits:
        pairs = digits.group(1)
        if len(pairs) == 3:
            pairs = "".join(digit * 2 for digit in pairs)
        red, green, blue = (int(pairs[i : i + 2], 16) / 255 for i in (0, 2, 4))
        return red, green, blue
    if numbers := _RGB.match(text):
        red, green, blue = (min(int(number), 255) / 255 for number in numbers.groups())
        return red, green, blue
    return None
