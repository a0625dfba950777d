"""The names under which documents are kept in originals/.

A document keeps its own name. If another document has that name, such as the monthly 简报.docx of
an office, a number is added: 简报-2.docx. A document in originals/ never gets another name, no
matter what is converted before or after it.
"""

from contextlib import suppress
from itertools import count
from pathlib import PurePath

from jianbao.base.files import Folder
from jianbao.content.file_names import ORIGINALS
from jianbao.content.folder import folded


class OriginalNames:
    """The names in originals/, with those given during this run."""

    def __init__(self, content: Folder) -> None:
        self._content = content
        self._names: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        with suppress(OSError):  # no such folder yet, or a fault that `store` reports
            names = (PurePath(entry.path).name for entry in content.entries(ORIGINALS))
            self._names = {folded(name): name for name in sorted(names)}

    def find(self, name: str, sha256: str) -> tuple[str, bool]:
        """Return the name for the document with this name and digest, and whether it is kept under
        that name already."""
        path = PurePath(name)
        for number in count(1):
            wanted = name if number == 1 else f"{path.stem}-{number}{path.suffix}"
            kept = self._names.get(folded(wanted))
            if kept is None:
                return wanted, False
            digest = self._digest(kept)
            if not digest:  # a link or a pipe, which `store` reports
                return kept, False
            if digest == sha256:
                return kept, True
        raise AssertionError  # count() does not end

    def give(self, name: str, sha256: str) -> None:
        """Remember the name of a document, if the document is in originals/."""
        if self._content.has(f"{ORIGINALS}/{name}"):
            self._names[folded(name)] = name
            self._digests[name] = sha256

    def _digest(self, name: str) -> str:
        """Return the digest of the file that is kept under a name, "" if it cannot be read."""
        if name not in self._digests:
            self._digests[name] = ""
            with suppress(OSError):
                self._digests[name] = self._content.sha256(f"{ORIGINALS}/{name}")
        return self._digests[name]
