"""Runs of text put together to lines and blocks."""

from jianbao.convert.readers import runs


def test_what_stands_for_a_picture_is_known() -> None:
    assert runs.is_placeholder("[图片]")
    assert runs.is_placeholder("【图片1】")
    assert not runs.is_placeholder("图片展览")
