from pathlib import Path

import pytest

from jianbao.archive.places import Place
from jianbao.base.problems import ContentError
from jianbao.editing.rewrite import one_by_one, rewrite

PLACE = Place("dongtai", "2024", "001")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / PLACE.file
    file.parent.mkdir(parents=True)
    file.write_bytes("甲\r\n乙".encode())
    return file


def test_only_what_changed_is_written(tmp_path: Path, file: Path) -> None:
    assert rewrite(tmp_path, "content", PLACE, lambda text: text.replace("乙", "丙"))
    assert file.read_bytes() == "甲\r\n丙".encode()


def test_what_a_person_has_to_do_is_left_alone(tmp_path: Path, file: Path) -> None:
    assert not rewrite(tmp_path, "content", PLACE, lambda text: None)
    assert file.read_bytes() == "甲\r\n乙".encode()
    file.write_bytes(b"\xff")
    assert not rewrite(tmp_path, "content", PLACE, str.upper)
    assert file.read_bytes() == b"\xff"


def test_a_file_that_is_gone_is_told(tmp_path: Path, file: Path) -> None:
    file.unlink()
    with pytest.raises(ContentError, match=r"001\.md"):
        rewrite(tmp_path, "content", PLACE, str.upper)


def test_changes_are_made_one_by_one_or_not_at_all() -> None:
    assert one_by_one("甲", [lambda text: f"{text}乙", lambda text: f"{text}丙"]) == "甲乙丙"
    assert one_by_one("甲", [lambda text: None, lambda text: f"{text}丙"]) is None
