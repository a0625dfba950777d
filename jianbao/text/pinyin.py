"""Chinese names as Latin letters (pypinyin's data)."""

import pypinyin


def reading(name: str) -> str:
    """Return the syllables of `name` in pinyin without tones, with spaces: xi chuan xian."""
    return " ".join(syllable.lower() for syllable in pypinyin.lazy_pinyin(name)).strip()
