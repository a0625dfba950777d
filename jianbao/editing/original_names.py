"""The names under which documents are kept in originals/.

A document keeps its own name. If another document has it, such as the monthly 简报.docx of an
office, a number is added: 简报-2.docx. A document that is kept already has the name that it got,
whatever is converted before or after it.
"""

from contextlib import suppress
from itertools import count
from pathlib import PurePath

from jianbao.base.files import Folder
from jianbao.content.folder import ORIGINALS, folded


class OriginalNames:
    """Gives names, and remembers those that it gave."""

    def __init__(self, content: Folder) -> None:
        self._content = content
        self._names: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        with suppress(OSError):  # there is no such folder yet, or `store` reports what is wrong
            names = (PurePath(entry.path).name for entry in content.entries(ORIGINALS))
            self._names = {folded(name): name for name in sorted(names)}

    def find(self, name: str, sha256: str) -> tuple[str, bool]:
        """Return the name for the document of that name and digest, and whether it is kept under
        it already."""
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
        """Remember that a document is kept under the name, if it is."""
        if self._content.has(f"{ORIGINALS}/{name}"):
            self._names[folded(name)] = name
            self._digests[name] = sha256

    def _digest(self, name: str) -> str:
        """The digest of what is kept under a name; "" if it cannot be read."""
        if name not in self._digests:
            self._digests[name] = ""
            with suppress(OSError):
                self._digests[name] = self._content.sha256(f"{ORIGINALS}/{name}")
        return self._digests[name]
