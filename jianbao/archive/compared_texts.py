"""What is known from comparing all articles of an archive: which are on one matter, and which
sentences each has. It can be kept, so that after a change only the changed articles are read. Pure.
"""

import json
from array import array
from collections.abc import Collection, Mapping
from hashlib import blake2b
from itertools import accumulate, pairwise

from jianbao.archive import groupings, repetitions, urls
from jianbao.archive.model import Archive
from jianbao.archive.similarity import SimilarTexts
from jianbao.base import parts


class ComparedTexts:
    """The articles of an archive, by `urls.place`."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._sentences: dict[str, Collection[int]] = {}
        self._similar = SimilarTexts()

    @property
    def sentences(self) -> Mapping[str, Collection[int]]:
        """The `repetitions.sentences_of` each text."""
        return self._sentences

    @property
    def similar(self) -> Mapping[str, tuple[str, ...]]:
        """The places of the texts that are most similar to each, best first."""
        return {place: self._similar.similar_to(place) for place in self._digests}

    def update(self, archive: Archive, limit: int = groupings.RELATED) -> bool:
        """Compare the articles of `archive`. Return whether any differs from those before."""
        texts = {urls.place(b, a): f"{a.title}\n{a.body}" for b, a in groupings.pairs(archive)}
        digests = {place: _digest(text) for place, text in texts.items()}
        if digests == self._digests:
            return False
        self._sentences = {
            place: self._sentences[place]
            if self._digests.get(place) == digest
            else repetitions.sentences_of(texts[place].partition("\n")[2])
            for place, digest in digests.items()
        }
        self._digests = digests
        self._similar.update(texts, digests, limit)
        return True

    def pack(self) -> bytes:
        """Return what `unpack` reads."""
        counts = list(map(len, self._sentences.values()))
        head = json.dumps((self._digests, counts), ensure_ascii=False).encode()
        sentences = array("Q")
        for found in self._sentences.values():
            sentences.extend(found)
        return parts.join(head, sentences.tobytes(), self._similar.pack())

    def unpack(self, packed: bytes) -> None:
        """Begin with what was packed."""
        head, packed_sentences, similar = parts.split(packed)
        self._digests, counts = json.loads(head)
        sentences = array("Q", packed_sentences)
        places = pairwise(accumulate(counts, initial=0))
        self._sentences = {
            place: sentences[start:stop]
            for place, (start, stop) in zip(self._digests, places, strict=True)
        }
        self._similar.unpack(similar)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
