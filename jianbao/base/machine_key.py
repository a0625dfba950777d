"""The secret of this user on this machine. The cache of an archive is signed with it, so that
what came with the folder from elsewhere is not taken for our own work.

It is made when it is first needed and lies outside every archive, in the user's folder for the
state of programs. It may be deleted at any time: the next build makes everything again.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_hex

SIZE = 32


def machine_key(archive: Path) -> bytes | None:
    """Return the secret, made if there is none; None if it cannot be read or written, or if its
    place is inside the folder `archive`, since it could have come with that folder."""
    try:
        file = _state_folder() / "jianbao" / "cache-key"
        if file.resolve().is_relative_to(archive.resolve()):
            return None
        return _read(file) or _make(file)
    except (OSError, RuntimeError, ValueError):  # RuntimeError: there is no home folder
        return None


def _state_folder() -> Path:
    """Return where programs of this user keep what outlives a run (XDG Base Directory)."""
    chosen = Path(os.environ.get("XDG_STATE_HOME", ""))
    if chosen.is_absolute():
        return chosen
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support"
    return Path.home() / ".local/state"


def _read(file: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        if file.is_file():
            with file.open("rb") as stream:
                key = stream.read(SIZE + 1)
            return key if len(key) == SIZE else None
    return None


def _make(file: Path) -> bytes | None:
    """Write a new secret, whole or not at all. Of two programs that do so at the same time the
    last one wins, and the other finds nothing in its cache at the next run."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}-{token_hex(4)}")
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(token_bytes(SIZE))
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    return _read(file)
