"""Find articles that are in the archive already: the same in a second bulletin, or a longer or
shorter version. Texts are compared by their sentences, so that a changed title or opening hides
nothing."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.archive.repetitions import FEWEST, PART, sentences_of

_HEADING = re.compile(r"^## ", re.MULTILINE)
_MARKS = re.compile(r"[\\*#|>`]")
_SOURCE = re.compile(r"^source:\n(?:  .*\n)*?  sha256: ['\"]?([0-9a-f]{64})", re.MULTILINE)
_OF_ISSUE = re.compile("^(?:series|issue|date): .*$", re.MULTILINE)
_COMMON = 50
"""A sentence is compared with at most this many articles that have it: a more common one identifies
none of them."""
_SAME = 0.85
"""Share of common sentences above which two texts are the same."""


@dataclass(frozen=True, slots=True)
class _Known:
    """One article of the archive: its place, its title and the number of its sentences."""

    place: str
    number: int
    title: str
    source: str
    sentences: int


class Known:
    """An index of the articles of an archive by their sentences, which finds repeated ones."""

    def __init__(self) -> None:
        self._articles: list[_Known] = []
        self._places: dict[int, list[int]] = {}
        self._documents: dict[str, dict[str, None]] = {}
        self._issues: dict[str, tuple[tuple[str, ...], int]] = {}

    def add(self, place: str, text: str) -> None:
        """Add the articles of one bulletin's file; `place` is SERIES/YEAR/NAME."""
        source = _SOURCE.search(text)
        digest = source.group(1) if source else ""
        self._documents.setdefault(digest, {})[place] = None
        if place in self._issues:
            return
        number = 0
        for number, (title, body) in enumerate(_articles(text), start=1):
            sentences = sentences_of(body)
            for sentence in sentences:
                self._places.setdefault(sentence, []).append(len(self._articles))
            self._articles.append(_Known(place, number, title, digest, len(sentences)))
        self._issues[place] = _issue(text), number

    def places(self, source: str) -> tuple[str, ...]:
        """Return the places in the archive of the document with the SHA-256 `source`."""
        return tuple(self._documents.get(source, ()))

    def doubts(self, text: str, source: str, lines: Sequence[int]) -> Iterator[Flag]:
        """Yield a doubt for each article of a bulletin's file that is known already. `source` is
        the SHA-256 of its document; articles of the same document do not count. `lines` are the
        lines of its articles in the document."""
        flags: list[Flag] = []
        same: list[str] = []
        for line, (title, body) in zip(lines, _articles(text), strict=True):
            sentences = sentences_of(body)
            found = self._nearest(sentences, source)
            if found:
                other, common = found
                flags.append(_doubt(line, title, other, common, len(sentences)))
                if _is_same(other, common, len(sentences)):
                    same.append(other.place)
        whole = len(same) == len(lines) and len(set(same)) == 1
        if whole and self._issues[same[0]] == (_issue(text), len(lines)):
            flags = [Flag.of(Doubt.DUPLICATE_ISSUE, 0, "", place=same[0])]
        yield from flags

    def _nearest(self, sentences: frozenset[int], source: str) -> tuple[_Known, int] | None:
        common = Counter(
            place
            for sentence in sentences
            for place in self._places.get(sentence, ())[:_COMMON]
            if self._articles[place].source != source
        )
        likely = [
            (count, -place)
            for place, count in common.items()
            if (fewest := min(len(sentences), self._articles[place].sentences))
            and count >= min(FEWEST, fewest)
            and count >= PART * fewest
        ]
        if not likely:
            return None
        count, place = max(likely)
        return self._articles[-place], count


def _is_same(other: _Known, common: int, sentences: int) -> bool:
    return common >= _SAME * max(sentences, other.sentences)


def _doubt(line: int, title: str, other: _Known, common: int, sentences: int) -> Flag:
    if _is_same(other, common, sentences):
        doubt = Doubt.DUPLICATE_SAME
    elif sentences > other.sentences:
        doubt = Doubt.DUPLICATE_LONGER
    elif sentences < other.sentences:
        doubt = Doubt.DUPLICATE_SHORTER
    else:
        doubt = Doubt.DUPLICATE_ALIKE
    where = {"place": other.place, "number": other.number, "title": other.title}
    return Flag.of(doubt, line, title, **where)


def _issue(text: str) -> tuple[str, ...]:
    """Return what identifies an issue: its series, number and date."""
    return tuple(_OF_ISSUE.findall(text.partition("\n---\n")[0]))


def _articles(text: str) -> Iterator[tuple[str, str]]:
    """Yield the title and the text of each article in a bulletin's file."""
    for section in _HEADING.split(text)[1:]:
        title, _, body = section.partition("\n")
        yield _MARKS.sub("", title), body
