"""A cache gives back what was kept, and whatever becomes of its file, never anything else."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.base import cache, machine_key
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
    """Damage every value, in a file that is still a database."""
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(
            "UPDATE entries SET value = substr(value, 1, length(value) - 1) || x'21'"
        )
    connection.close()


def of_another_type(file: Path) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE entries SET value = 1")
    connection.close()


def of_another_form(file: Path) -> None:
    with_schema("CREATE TABLE entries (other)")(file)


def with_schema(script: str) -> Callable[[Path], None]:
    """Return a function that makes a database with other tables, views or triggers than ours."""

    def spoil(file: Path) -> None:
        file.unlink(missing_ok=True)
        connection = sqlite3.connect(file)
        connection.executescript(script)
        connection.close()

    return spoil


def with_a_name_that_is_no_text(file: Path) -> None:
    """Damage the name of the table, which SQLite then quotes in its message."""
    content = file.read_bytes()
    assert content.count(b"tableentriesentries") == 1
    file.write_bytes(content.replace(b"tableentriesentries", b"table\xa0\xa0\xa0riesentries"))


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


VALUES = [str(number) * 50 for number in range(200)]


@pytest.mark.parametrize(
    "spoil",
    [
        *(Path.unlink, emptied, rubbish, cut_off, spoiled, of_another_type, of_another_form),
        *(with_a_name_that_is_no_text, a_folder),
    ],
)
def test_a_damaged_cache_is_none(file: Path, spoil: Callable[[Path], None]) -> None:
    keep(file, *VALUES)
    spoil(file)
    for value, found in zip(VALUES, recall(file, *VALUES), strict=True):
        assert found in (None, value.encode())
        assert found is None or spoil is cut_off
    keep(file, *VALUES)
    found_again = recall(file, *VALUES)
    if spoil is not a_folder:
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
    for _ in range(3):
        with Cache(file) as cache:
            for value in many[:10]:
                assert cache.recall(cache.key("text", value)) == value.encode()
            cache.forget_unused()
    found = recall(file, *many)
    assert found[:10] == [value.encode() for value in many[:10]]
    assert sum(value is not None for value in found) < 1100


def test_of_a_place_only_the_latest_value_is_kept(file: Path) -> None:
    for number in range(3):
        with Cache(file) as kept:
            kept.keep_latest("index", str(number), b"%d" % number)
    with Cache(file) as kept:
        found = [kept.recall_latest("index", str(number)) for number in range(3)]
        assert found == [None, None, b"2"]
        assert kept.recall_latest("other", "2") is None


def test_big_values_do_not_wait_in_memory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_BATCH_BYTES", 1000)
    with Cache(file) as kept:
        for number in range(5):
            kept.keep(kept.key("big", str(number)), b"x" * 900)
            assert len(kept._new) < 2
    assert file.stat().st_size > 4500


def test_a_value_larger_than_any_is_not_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MAX_BYTES", 1000)
    keep(file, "a", "x" * 1000, "b")
    assert recall(file, "a", "x" * 1000, "b") == [b"a", None, b"b"]


# --- a file from elsewhere --------------------------------------------------------------------


@pytest.fixture
def secret() -> Iterator[Path]:
    """Yield the place of this machine's secret; each test has its own."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", folder)
        yield Path(folder) / "jianbao" / "cache-key"


def test_the_cache_of_another_machine_is_none(file: Path, secret: Path) -> None:
    keep(file, "a")
    secret.unlink()
    assert recall(file, "a") == [None]
    keep(file, "a")
    assert recall(file, "a") == [b"a"]


def test_two_machines_share_a_file_without_harm(file: Path, secret: Path) -> None:
    keep(file, "a")
    first = secret.read_bytes()
    secret.unlink()
    keep(file, "a")
    assert recall(file, "a") == [b"a"]
    secret.write_bytes(first)
    assert recall(file, "a") == [b"a"]


def test_an_entry_that_was_made_by_hand_is_none(file: Path) -> None:
    """Even by one who knows the code, and an entry of this machine."""
    keep(file, "a", "b")
    connection = sqlite3.connect(file)
    rows = dict(connection.execute("SELECT value, signature FROM entries").fetchall())
    with connection:
        for forged in (rows[b"b"], b"", None, hashlib.sha256(b"forged").digest(), "text", 1):
            connection.execute("UPDATE entries SET value = ?, signature = ?", (b"forged", forged))
            connection.commit()
            assert recall(file, "a", "b") == [None, None]
    connection.close()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"


@pytest.mark.parametrize(
    "script",
    [
        f"CREATE VIEW entries AS {ENDLESS} i AS key, i AS signature, i AS value FROM n",
        f"{cache._TABLE}; CREATE TRIGGER t INSERT ON entries BEGIN DELETE FROM entries; END",
        f"{cache._TABLE}; CREATE INDEX i ON entries (value)",
        f"{cache._TABLE}; CREATE TABLE more (a)",
        f"PRAGMA journal_mode = WAL; {cache._TABLE}",
    ],
)
def test_a_database_from_elsewhere_runs_nothing(file: Path, script: str) -> None:
    with_schema(script)(file)
    assert recall(file, "a") == [None]
    keep(file, "a")
    assert recall(file, "a") == [b"a"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_what_stands_beside_the_file_is_not_obeyed(file: Path, ending: str) -> None:
    """SQLite plays a journal back, deletes the file that it names, and follows links."""
    keep(file, "a")
    victim = file.with_name("victim")
    victim.write_bytes(b"mine")
    beside = file.with_name(f"{file.name}{ending}")
    beside.symlink_to(victim)
    assert recall(file, "a") == [b"a"]
    beside.write_bytes(rubbish_journal(victim))
    assert recall(file, "a") == [b"a"]
    keep(file, "b")
    assert victim.read_bytes() == b"mine"
    assert not beside.exists()


def rubbish_journal(named: Path) -> bytes:
    name = str(named).encode()
    checksum = sum(name).to_bytes(4, "big")
    magic = bytes.fromhex("d9d505f920a163d7")
    head = magic + (0).to_bytes(4, "big") * 2 + (1).to_bytes(4, "big") + (512).to_bytes(4, "big")
    return head.ljust(512, b"\0") + name + len(name).to_bytes(4, "big") + checksum + magic


def test_a_link_in_place_of_the_file_is_not_followed(file: Path, tmp_path: Path) -> None:
    file = tmp_path / "work" / file.name
    keep(file, "a")
    elsewhere = tmp_path / "elsewhere"
    for link in (Path.symlink_to, Path.hardlink_to):
        file.rename(elsewhere)
        link(file, elsewhere)
        before = elsewhere.read_bytes()
        assert recall(file, "a") == [None]
        keep(file, "b")
        assert recall(file, "b") == [b"b"]
        assert elsewhere.read_bytes() == before


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    keep(tmp_path / "elsewhere" / "cache.sqlite", "a")
    before = (tmp_path / "elsewhere" / "cache.sqlite").read_bytes()
    (tmp_path / "work").symlink_to("elsewhere")
    file = tmp_path / "work" / "cache.sqlite"
    assert recall(file, "a") == [None]
    keep(file, "b")
    assert recall(file, "b") == [None]
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == [file.name]
    assert file.read_bytes() == before


def test_a_pipe_in_place_of_the_file_holds_nobody(file: Path) -> None:
    os.mkfifo(file)
    assert recall(file, "a") == [None]
    keep(file, "a")
    assert recall(file, "a") == [b"a"]


# --- the secret -------------------------------------------------------------------------------


def test_the_secret_is_the_users_alone(file: Path, secret: Path) -> None:
    keep(file, "a")
    assert len(secret.read_bytes()) == machine_key.SIZE
    assert secret.stat().st_mode & 0o777 == 0o600
    assert secret.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in secret.parent.iterdir()] == [secret.name]


def test_without_a_secret_nothing_is_found_and_nothing_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(file, "a")
    before = file.read_bytes()
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nowhere")
    assert recall(file, "a") == [None]
    keep(file, "b")
    assert file.read_bytes() == before


@pytest.mark.parametrize("size", [0, machine_key.SIZE - 1, machine_key.SIZE + 1])
def test_a_secret_that_is_not_whole_is_made_again(file: Path, secret: Path, size: int) -> None:
    keep(file, "a")
    secret.write_bytes(bytes(size))
    assert recall(file, "a") == [None]
    keep(file, "a")
    assert recall(file, "a") == [b"a"]


def test_a_secret_that_came_with_the_archive_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the user's home folder is the archive."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "archive" / "state"))
    file = tmp_path / "archive" / ".jianbao" / "cache.sqlite"
    file.parent.mkdir(parents=True)
    keep(file, "a")
    assert recall(file, "a") == [None]
    assert not file.exists()


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
