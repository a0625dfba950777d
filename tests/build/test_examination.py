"""Each file of a site is examined once, and only if no build before examined the same bytes."""

from functools import partial
from pathlib import Path

import pytest

from jianbao.base.cache import Cache
from jianbao.build.examination import Examination, examine

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
            examined = Examination(None)
            examined.recall(cache, "x")
            examined.see(path, "1" * 64, read)
            assert examined.numbers == {path: (MASKED,)}
            examined.see(path, "1" * 64, unread)
            examined.keep(cache, "x")
    with Cache(place) as cache:
        examined = Examination(None)
        examined.recall(cache, "x")
        examined.see(path, "2" * 64, PAGE.replace(NUMBER, "").encode)
        assert examined.numbers == {}


def test_a_file_that_changes_its_kind_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with Cache(tmp_path / "archive" / ".jianbao" / "cache.sqlite") as cache:
        for given in ((), ("a.html",), ()):
            examined = Examination(None, given)
            examined.recall(cache, "x")
            examined.see("a.html", "1" * 64, PAGE.encode)
            assert ("a.html" in examined.links) == (not given)
            examined.keep(cache, "x")


def test_a_changed_style_sheet_is_read_again(tmp_path: Path) -> None:
    def dead(number: str, sheet: bytes) -> int:
        examined = Examination(None)
        examined.recall(cache, "x")
        examined.take("x.css", number * 64, examine("x.css", sheet, None))
        examined.see("x.css", number * 64, lambda: sheet)
        examined.keep(cache, "x")
        files = {"x.css", "a.png"}
        return len(
            list(examined.links.problems(files, partial(examined.outline_of, content=sheet)))
        )

    (tmp_path / "archive").mkdir()
    with Cache(tmp_path / "archive" / ".jianbao" / "cache.sqlite") as cache:
        assert dead("1", b"p { background: url(a.png) }") == 0
        assert dead("2", b"p { background: url(b.png) }") == 1


def test_documents_as_received_and_pictures_are_not_read() -> None:
    examined = Examination(None)
    for path in ("originals/a.html", "originals/a.txt", "assets/a.png"):
        examined.see(path, "1" * 64, unread)
    assert examined.numbers == {}
