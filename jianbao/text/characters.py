"""Classes of characters: Han characters and Chinese punctuation."""

import re

# Han ideographs, with 〇 and the iteration mark, in every plane.
HAN = (
    "\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002fa1f\U00030000-\U000323af"
)
# Punctuation that belongs to Chinese text: CJK symbols, full-width forms, quotes, dashes.
CJK_PUNCTUATION = (
    "\u3000-\u3004\u3008-\u3020\u3030\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·"
)

_HAN = re.compile(f"[{HAN}]")
_CJK = re.compile(f"[{HAN}{CJK_PUNCTUATION}]")


def is_han(character: str) -> bool:
    return bool(_HAN.fullmatch(character))


def is_cjk(character: str) -> bool:
    """Return whether a character is Han or Chinese punctuation."""
    return bool(_CJK.fullmatch(character))
