"""Chinese names as Latin letters (pypinyin's data)."""


def reading(name: str) -> str:
    """Return the syllables of `name` in pinyin without tones, with spaces: xi chuan xian."""
    import pypinyin  # its data takes a tenth of a second to load

    return " ".join(syllable.lower() for syllable in pypinyin.lazy_pinyin(name)).strip()
