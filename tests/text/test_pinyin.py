"""Chinese names as Latin letters."""

import pytest

from jianbao.text.pinyin import reading


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("青禾县", "qing he xian"),
        ("重庆市", "chong qing shi"),
        ("绿色", "lv se"),
        ("CT室", "ct shi"),
    ],
)
def test_a_reading_is_pinyin_without_tones(name: str, syllables: str) -> None:
    assert reading(name) == syllables
