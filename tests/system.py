"""Calls to the system that fail, for tests of what the program makes of that."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

from jianbao.base import files


class System:
    """The module `os` as `base.files` uses it. `refuse` gets the name of each call and its
    arguments, and raises for the calls that are to fail."""

    def __init__(self, refuse: Callable[..., None]) -> None:
        self._refuse = refuse

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if not callable(real) or name in ("strerror", "fsencode", "stat_result", "close"):
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            self._refuse(name, *arguments)
            return real(*arguments, **named)

        return call


def refuse_to_open(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let nobody open, or list, the files and folders of these names."""

    def refuse(call: str, *arguments: Any) -> None:
        if call == "open" and os.path.basename(arguments[0]) in names:  # noqa: PTH119
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(files, "os", System(refuse))


def refuse_to_write(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Let every write of a file fail with that error."""

    def refuse(call: str, *_: Any) -> None:
        if call == "write":
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files, "os", System(refuse))
