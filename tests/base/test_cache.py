"""A cache gives back what was kept, and whatever becomes of its file, never anything else."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.base import cache
from jianbao.base.cache import Cache, fingerprint


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


def keep(file: Path, *values: str) -> None:
    with Cache(file) as kept:
        for value in values:
            kept.keep(kept.key("text", value), value.encode())


def recall(file: Path, *values: str) -> list[bytes | None]:
    with Cache(file) as kept:
        return [kept.recall(kept.key("text", value)) for value in values]


def test_what_was_kept_is_found_again(file: Path) -> None:
    keep(file, "a", "", "简报")
    assert recall(file, "a", "", "简报", "b") == [b"a", b"", "简报".encode(), None]


def test_what_is_new_is_found_at_once_and_replaces_the_old(file: Path) -> None:
    with Cache(file) as kept:
        key = kept.key("text", "a")
        kept.keep(key, b"1")
        assert kept.recall(key) == b"1"
        kept.keep(key, b"2")
        assert kept.recall(key) == b"2"
    with Cache(file) as kept:
        assert kept.recall(key) == b"2"


def test_a_build_that_fails_keeps_what_it_made(file: Path) -> None:
    def fail() -> None:
        with Cache(file) as kept:
            kept.keep(kept.key("text", "a"), b"a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert recall(file, "a") == [b"a"]


def test_parts_of_a_key_do_not_run_into_one_another() -> None:
    kept = Cache()
    keys = [kept.key(*parts) for parts in [("a", "b"), ("ab", ""), ("a", "b", ""), ("", "ab")]]
    assert len(set(keys)) == len(keys)


def test_versions_of_the_code_share_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(file, "a")
    monkeypatch.setattr(cache, "code_version", lambda: "another")
    assert recall(file, "a") == [None]


def test_the_version_of_the_code_changes_with_each_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    versions = [cache.code_version()]
    for name, content in [("a.py", ""), ("a.py", "x"), ("b/a.py", "x"), ("b/a.py", "")]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
        versions.append(cache.code_version())
    (tmp_path / "Jinja2-9.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    versions.append(cache.code_version())
    assert len(set(versions)) == len(versions)


# --- a file that cannot be used ---------------------------------------------------------------


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def rubbish(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def spoiled(file: Path) -> None:
    """Every value damaged, in a file that is still a database."""
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE kept SET value = substr(value, 1, length(value) - 1) || x'21'")
    connection.close()


def of_another_type(file: Path) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE kept SET value = 1")
    connection.close()


def of_another_form(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE kept (other)")
    connection.close()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


VALUES = [str(number) * 50 for number in range(200)]


@pytest.mark.parametrize(
    "spoil",
    [Path.unlink, emptied, rubbish, cut_off, spoiled, of_another_type, of_another_form, a_folder],
)
def test_a_damaged_cache_is_none(file: Path, spoil: Callable[[Path], None]) -> None:
    keep(file, *VALUES)
    spoil(file)
    for value, found in zip(VALUES, recall(file, *VALUES), strict=True):
        assert found in (None, value.encode())
        assert found is None or spoil is cut_off
    keep(file, *VALUES)
    found_again = recall(file, *VALUES)
    if spoil not in (a_folder, of_another_form):
        keep(file, *VALUES)
        found_again = recall(file, *VALUES)
        assert found_again == [value.encode() for value in VALUES]
    else:
        assert found_again == [None] * len(VALUES)


def test_nothing_is_made_where_there_is_nothing_to_keep(tmp_path: Path) -> None:
    file = tmp_path / "new" / "cache.sqlite"
    assert recall(file, "a") == [None]
    assert not file.parent.exists()
    keep(file, "a")
    assert recall(file, "a") == [b"a"]


def test_a_cache_in_a_place_that_cannot_be_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("file/cache.sqlite", "no/folder/cache.sqlite"):
        keep(tmp_path / place, "a")
        assert recall(tmp_path / place, "a") == [None]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_cache_in_a_folder_that_nobody_may_look_into_is_none(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(Path, "stat", refuse)
    with Cache(file) as cache:
        assert cache.recall(b"a") is None


def test_a_cache_that_another_build_holds_is_none(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(file, "a")
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **_: real(path, timeout=0))
    other = real(file)
    other.execute("BEGIN EXCLUSIVE")
    assert recall(file, "a") == [None]
    keep(file, "b")
    other.close()
    assert recall(file, "a", "b") == [b"a", None]


def test_what_no_build_uses_any_more_is_forgotten(file: Path) -> None:
    many = [str(number) for number in range(3000)]
    keep(file, *many)
    assert recall(file, *many[:10]) == [value.encode() for value in many[:10]]
    assert recall(file, *many) == [value.encode() for value in many[:10]] + [None] * 2990


# --- fingerprints -----------------------------------------------------------------------------


@dataclass(frozen=True)
class One:
    a: object


@dataclass(frozen=True)
class Other:
    a: object


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner).map(tuple)
)


@given(PLAIN, PLAIN)
def test_only_what_is_the_same_has_the_same_fingerprint(first: object, second: object) -> None:
    assert (fingerprint(first) == fingerprint(second)) == (repr(first) == repr(second))
    assert fingerprint(One(first)) != fingerprint(Other(first))
    assert fingerprint(first, second) != fingerprint((first, second))
