"""The secret of this user on this machine. The cache of an archive is signed with it, so that a
cache that came with the folder from elsewhere is not trusted.

It is made when it is first needed, in the user's state folder, outside every archive. It may be
deleted at any time: the next build makes everything again.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_hex

from jianbao.base.files import without_links

SIZE = 32


def machine_key(archive: Path) -> bytes | None:
    """Return the secret, and make it if there is none. Return None if it cannot be read or written,
    or if its file is inside the folder `archive`, because it could have come with that folder."""
    try:
        file = _state_folder() / "jianbao" / "cache-key"
        if without_links(file).is_relative_to(without_links(archive)):
            return None
        return _read(file) or _make(file)
    except (OSError, RuntimeError, ValueError):  # RuntimeError: there is no home folder
        return None


def _state_folder() -> Path:
    """Return the folder in which programs of this user keep state (XDG Base Directory)."""
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
    """Write a new secret, whole or not at all. If two programs do so at the same time, the last one
    wins, and the other finds nothing in its cache at the next run."""
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
