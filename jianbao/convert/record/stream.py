"""A text of numbered lines for many small changes, at a cost that grows with their number and not
with the text."""

from itertools import chain, takewhile

CHUNK = 2_000
"""The characters of a chunk: a change copies only a few chunks."""


class Stream:
    """Lines in chunks. An empty chunk points to its neighbours, so that a search skips many of them
    at once."""

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self._first: dict[int, int] = {}  # the first chunk of each line
        self._last: dict[int, int] = {}  # the chunk after the last one of each line
        self._near: dict[int, int] = {}  # the chunk of a line's last change
        self._beside: dict[int, dict[int, int]] = {-1: {}, 1: {}}  # by direction, of empty chunks

    def add(self, line: int, text: str) -> None:
        """Append `text` to the stream as text of `line`."""
        self._first.setdefault(line, len(self._chunks))
        for i in range(0, len(text) or 1, CHUNK):
            self._chunks.append("")
            self._set(len(self._chunks) - 1, text[i : i + CHUNK])
        self._last[line] = len(self._chunks)

    def text(self) -> str:
        return "".join(self._chunks)

    def change(self, line: int, before: str, after: str) -> None:
        """Replace the first `before` in its line, or one that begins shortly before the line; in a
        line of many chunks, the first after the line's last change. Do nothing if there is none."""
        if not before:
            return
        start, end = self._first.get(line, 0), self._last.get(line, len(self._chunks))
        near = self._near.get(line, start)
        for chunk in chain(range(near, end), range(start, near)):
            if self._change(chunk, before, after):
                self._near[line] = chunk
                return

    def _change(self, chunk: int, before: str, after: str) -> bool:
        """Replace `before` if a part of it is in the chunk. Only different characters are replaced,
        so that the text does not gather in one chunk with many changes."""
        above = self._reach(chunk, len(before), -1)[::-1]
        places = [*above, chunk, *self._reach(chunk, len(before), 1)]
        window = "".join(self._chunks[place] for place in places)
        edge = sum(len(self._chunks[place]) for place in above)
        found = window.find(before, max(0, edge - len(before) + 1))
        if found < 0:
            return False
        same, same_end = _common_ends(before, after)
        start, end = found + same, found + len(before) - same_end
        new = after[same : len(after) - same_end]
        position = 0
        for place in places:
            text = self._chunks[place]
            a, b = max(0, start - position), max(0, end - position)
            position += len(text)
            if a <= len(text) and (a < b or new):
                self._set(place, text[:a] + new + text[b:])
                new = ""
            if position >= end and not new:
                break
        return True

    def _reach(self, chunk: int, length: int, step: int) -> list[int]:
        """Return the nearest chunks before (step -1) or after (1) that hold `length` characters."""
        found: list[int] = []
        while length > 0 and 0 <= (chunk := self._filled(chunk + step, step)) < len(self._chunks):
            found.append(chunk)
            length -= len(self._chunks[chunk])
        return found

    def _filled(self, chunk: int, step: int) -> int:
        """Return the nearest chunk in a direction, including this one, that is not empty."""
        passed: list[int] = []
        beside = self._beside[step]
        while chunk in beside and not self._chunks[chunk]:
            passed.append(chunk)
            chunk = beside[chunk]
        beside.update(dict.fromkeys(passed, chunk))
        return chunk

    def _set(self, chunk: int, text: str) -> None:
        self._chunks[chunk] = text
        if not text:
            for step, beside in self._beside.items():
                beside[chunk] = chunk + step


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """Return the number of characters that two texts share at the start, and at the end of the
    rest."""
    shorter = min(len(one), len(other))
    start = sum(1 for _ in takewhile(lambda i: one[i] == other[i], range(shorter)))
    rest = range(1, shorter - start + 1)
    return start, sum(1 for _ in takewhile(lambda i: one[-i] == other[-i], rest))
