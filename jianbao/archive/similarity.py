"""Which texts are on one matter: they share rare runs of Han characters, n-grams, as the names of
places, people and programmes. Pure.

A text is compared by its rarest n-grams, through an inverted index whose lists are at most COMMON
long. What is found can be kept: after a change only the texts that have an n-gram of a changed text
are compared again. So nothing that decides likeness may depend on all texts: their number counts by
its next power of two.
"""

import json
import math
import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import NamedTuple
from zlib import crc32

from jianbao.base import parts
from jianbao.text.chinese import HAN

GRAM = 4
# An n-gram is distinctive if at most this many texts share it.
COMMON = 50
# A text is compared by this many of its rarest n-grams.
COMPARED = 40
# Fewer shared n-grams than this are a common phrase, not a common subject.
SHARED = 4
# About so many n-grams are kept in all. If there are more, only those that begin with some of the
# characters are kept.
MAX_GRAMS = 1_000_000

_HAN = re.compile(f"[{HAN}]")
_LAST_GRAM = (1 << 64) - 1


class _Measure(NamedTuple):
    """What likeness depends on besides the texts that have n-grams in common. One in `rate`
    n-grams is kept; one that `most` texts share is distinctive; `size` stands for the number of
    all texts; `limit` texts are found for each."""

    rate: int
    most: int
    size: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in the index: its hash, its number there, its n-grams, the texts like it, and the
    last of the n-grams by which it is compared, after how many texts have it."""

    digest: str
    number: int
    grams: "array[int]"
    similar: tuple[str, ...] = ()
    last: tuple[int, int] = (0, 0)


class SimilarTexts:
    """The texts of an archive, each with those that are most similar to it. A text is named by its
    place, FOLDER/NAME; those of one folder are not compared with each other."""

    def __init__(self) -> None:
        self._measure = _Measure(0, 0, 0, 0)
        self._clear()

    def _clear(self) -> None:
        self._texts: dict[str, _Text] = {}
        self._places: list[str] = []  # by number; "" if there is no text with it
        self._index = _Index()

    def similar_to(self, place: str) -> tuple[str, ...]:
        """Return the places of the most similar texts, best first."""
        return self._texts[place].similar

    def update(self, texts: Mapping[str, str], digests: Mapping[str, str], limit: int) -> None:
        """Find the `limit` texts that are most similar to each of `texts`; `digests` are their
        hashes."""
        measure = _measure(texts, limit)
        if measure != self._measure or len(self._places) > 2 * len(texts):
            self._clear()
            self._measure = measure
        gone = [p for p, one in self._texts.items() if digests.get(p) != one.digest]
        kept = self._texts.keys() - gone
        new = [place for place in texts if place not in kept]
        grams = dict(zip(new, _grams([texts[p] for p in new], measure.rate), strict=True))
        touched: Collection[int] = self._touched(gone, grams) if kept else ()
        affected = self._compared_by(touched)
        for place in gone:
            one = self._texts.pop(place)
            self._index.remove(one.number, one.grams)
            self._places[one.number] = ""
        for place in new:
            number = len(self._places)
            self._places.append(place)
            self._texts[place] = _Text(digests[place], number, grams[place])
            self._index.add(number, grams[place])
        affected.update(self._compared_by(touched), new)
        for place in affected & self._texts.keys():
            self._texts[place] = self._compared(place, self._texts[place])

    def _touched(self, gone: Iterable[str], new: "Mapping[str, array[int]]") -> set[int]:
        """Return the n-grams of changed texts whose list changes, or of which a text has another
        weight."""
        old = {place: self._texts[place].grams for place in gone}
        touched: set[int] = set()
        for place in old.keys() | new.keys():
            before, after = old.get(place, ()), new.get(place, ())
            same = len(before) == len(after)
            touched.update(set(before).symmetric_difference(after) if same else (*before, *after))
        return touched

    def _compared_by(self, grams: Iterable[int]) -> set[str]:
        """Return the places of the texts for which one of these n-grams is rare enough to compare
        them by it."""
        found: set[str] = set()
        for gram in grams:
            numbers = self._index.texts_with(gram)
            if 2 <= len(numbers) <= self._measure.most:
                places = map(self._places.__getitem__, numbers)
                rank = len(numbers), gram
                found.update(place for place in places if rank <= self._texts[place].last)
        return found

    def _compared(self, place: str, text: _Text) -> _Text:
        """Return a text with those that are most similar to it."""
        places, most = self._places, self._measure.most
        ranks = ((self._index.count(gram), gram) for gram in text.grams)
        rarest = sorted(rank for rank in ranks if 2 <= rank[0] <= most)[:COMPARED]
        last = rarest[-1] if len(rarest) == COMPARED else (most, _LAST_GRAM)
        compared = [(count, self._index.texts_with(gram)) for count, gram in rarest]
        shared = Counter(chain.from_iterable(numbers for _, numbers in compared))
        folder = f"{place.rpartition('/')[0]}/"
        weight = {
            number: 0.0
            for number, count in shared.items()
            if count >= SHARED and not places[number].startswith(folder)
        }
        for count, numbers in compared if weight else ():
            rarity = math.log(self._measure.size / count)
            for other in weight.keys() & numbers:
                weight[other] += rarity
        # A long text shares something with every other, so its length counts against it.
        order = sorted(
            (-sum_ / math.sqrt(len(self._texts[places[number]].grams)), places[number])
            for number, sum_ in weight.items()
        )
        similar = tuple(found for _, found in order[: self._measure.limit])
        return replace(text, similar=similar, last=last)

    def pack(self) -> bytes:
        """Return what `unpack` reads."""
        rows = [
            (place, one.digest, one.number, len(one.grams), one.similar, one.last)
            for place, one in self._texts.items()
        ]
        head = json.dumps((self._measure, self._places, rows), ensure_ascii=False).encode()
        grams = b"".join(one.grams.tobytes() for one in self._texts.values())
        return parts.join(head, grams, self._index.pack())

    def unpack(self, packed: bytes) -> None:
        """Begin with what was packed."""
        head, packed_grams, index = parts.split(packed)
        measure, self._places, rows = json.loads(head)
        self._measure = _Measure(*measure)
        grams = array("Q", packed_grams)
        start = 0
        for place, digest, number, count, similar, last in rows:
            own = grams[start : start + count]
            self._texts[place] = _Text(digest, number, own, tuple(similar), tuple(last))
            start += count
        self._index = _Index.unpack(index)


def _measure(texts: Mapping[str, str], limit: int) -> _Measure:
    most = max(2, min(COMMON, len(texts) // 4))
    rate = _power_of_two(sum(map(len, texts.values())) / MAX_GRAMS)
    return _Measure(rate, most, _power_of_two(len(texts)), limit)


def _power_of_two(least: float) -> int:
    """Return the smallest power of two that is not smaller."""
    return 1 << max(0, math.ceil(math.log2(least))) if least > 0 else 1


def _grams(texts: Sequence[str], rate: int) -> "Iterator[array[int]]":
    """Yield the n-grams of each text as sorted numbers, thinned out evenly."""
    firsts = f"[{HAN}]"
    if rate > 1:
        used = sorted({character for text in texts for character in _HAN.findall(text)})
        kept = [c for c in used if crc32(c.encode()) % rate == 0]
        firsts = f"[{''.join(kept)}]" if kept else "(?!)"
    # A lookahead, because the runs overlap.
    pattern = re.compile(f"(?=({firsts}[{HAN}]{{{GRAM - 1}}}))")
    for text in texts:
        yield array("Q", sorted(_numbers(set(pattern.findall(text)))))


def _numbers(grams: Collection[str]) -> Iterable[int]:
    """Return a number of 64 bits for each n-gram: two have the same only if they have rare
    characters."""
    encoded = "".join(grams).encode("utf-16-be")
    if len(encoded) > 2 * GRAM * len(grams):  # some characters take four bytes
        return [int.from_bytes(gram.encode("utf-16-be")[: 2 * GRAM]) for gram in grams]
    numbers = array("Q", encoded)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


class _Index:
    """The numbers of the texts that have an n-gram, in ascending order."""

    def __init__(self) -> None:
        # In three arrays, because there may be a million n-grams: the n-grams in order, how many
        # texts have each, and the numbers of those.
        self._grams, self._counts, self._numbers = array("Q"), array("I"), array("I")
        self._starts = array("I", [0])
        self._changed: dict[int, list[int]] = {}

    def count(self, gram: int) -> int:
        """Return how many texts have an n-gram."""
        changed = self._changed.get(gram)
        if changed is not None:
            return len(changed)
        place = self._place(gram)
        return 0 if place is None else self._counts[place]

    def texts_with(self, gram: int) -> Sequence[int]:
        changed = self._changed.get(gram)
        return self._unchanged(gram) if changed is None else changed

    def _unchanged(self, gram: int) -> Sequence[int]:
        place = self._place(gram)
        return () if place is None else self._numbers[self._starts[place] : self._starts[place + 1]]

    def _place(self, gram: int) -> int | None:
        place = bisect_left(self._grams, gram)
        return place if place < len(self._grams) and self._grams[place] == gram else None

    def add(self, number: int, grams: Iterable[int]) -> None:
        """Add a text with a number above all others."""
        changed, old = self._changed, self._grams
        for gram in grams:
            if gram in changed:
                changed[gram].append(number)
            else:
                changed[gram] = [*self._unchanged(gram), number] if old else [number]

    def remove(self, number: int, grams: Iterable[int]) -> None:
        for gram in grams:
            if gram not in self._changed:
                self._changed[gram] = [*self._unchanged(gram)]
            self._changed[gram].remove(number)

    def pack(self) -> bytes:
        grams, counts, numbers = array("Q"), array("I"), array("I")
        done = 0
        for gram in sorted(self._changed):
            if done < len(self._grams):
                place = bisect_left(self._grams, gram, done)
                grams += self._grams[done:place]
                counts += self._counts[done:place]
                numbers += self._numbers[self._starts[done] : self._starts[place]]
                done = place + (place < len(self._grams) and self._grams[place] == gram)
            if changed := self._changed[gram]:
                grams.append(gram)
                counts.append(len(changed))
                numbers.extend(changed)
        grams += self._grams[done:]
        counts += self._counts[done:]
        numbers += self._numbers[self._starts[done] :]
        return parts.join(grams.tobytes(), counts.tobytes(), numbers.tobytes())

    @classmethod
    def unpack(cls, packed: bytes) -> "_Index":
        index = cls()
        grams, counts, numbers = parts.split(packed)
        index._grams, index._counts = array("Q", grams), array("I", counts)
        index._numbers = array("I", numbers)
        index._starts = array("I", accumulate(index._counts, initial=0))
        return index
