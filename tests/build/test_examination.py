"""Each file of a site is examined once, and only if no build before examined the same bytes."""

from pathlib import Path

import pytest

from jianbao.base.cache import Cache
from jianbao.build.examination import Examination

NUMBER, MASKED = "13900001234", "139****1234"
PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>x</title></head>'
    f"<body><h1>x</h1><p>{NUMBER}</p></body></html>"
)


def unread() -> bytes:
    raise AssertionError("read again")


@pytest.mark.parametrize(("path", "text"), [("a.txt", NUMBER), ("index.html", PAGE)])
def test_a_file_is_read_again_only_if_it_changed(tmp_path: Path, path: str, text: str) -> None:
    place = tmp_path / "archive" / ".jianbao" / "cache.sqlite"
    place.parent.parent.mkdir()
    for read in (text.encode, unread):
        with Cache(place) as cache:
            examined = Examination(None, cache)
            examined.see(path, "1" * 64, read)
            assert examined.numbers == {path: (MASKED,)}
            examined.see(path, "1" * 64, unread)
    with Cache(place) as cache:
        examined = Examination(None, cache)
        examined.see(path, "2" * 64, PAGE.replace(NUMBER, "").encode)
        assert examined.numbers == {}


def test_documents_as_received_and_pictures_are_not_read() -> None:
    examined = Examination(None, Cache())
    for path in ("originals/a.html", "originals/a.txt", "assets/a.png"):
        examined.see(path, "1" * 64, unread)
    assert examined.numbers == {}
