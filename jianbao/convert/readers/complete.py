"""Check a reader: each character of the source is in a block or in a removal."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.blocks import Block, Document
from jianbao.convert.readers.runs import visible


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of visible characters: in the source, kept in blocks, and removed, by reason."""

    source: Counter[str]
    kept: Counter[str]
    removed: dict[str, Counter[str]]

    @property
    def lost(self) -> Counter[str]:
        return self.source - self._taken()

    @property
    def added(self) -> Counter[str]:
        return self._taken() - self.source

    def _taken(self) -> Counter[str]:
        return sum(self.removed.values(), self.kept)


def tally(source: Iterable[str], document: Document) -> Tally:
    """Count the characters of `source` and of `document`. The words of a picture do not count,
    except in a text document, because its `source` has them."""
    pictures = document.format == "text"
    kept = (b.text for b in document.blocks if pictures or b.kind != "image")
    reasons: dict[str, list[str]] = {}
    for removal in document.removals:
        reasons.setdefault(removal.reason, []).append(removal.text)
    return Tally(
        _characters(source),
        _characters(kept),
        {reason: _characters(texts) for reason, texts in reasons.items()},
    )


def _characters(texts: Iterable[str]) -> Counter[str]:
    return Counter(visible("".join(texts)))


def complete(document: Document, source: Iterable[str], plain: Callable[[], Document]) -> Document:
    """Return `document` if it holds each character of `source` once; else the `plain` reading of
    the same source, with a doubt."""
    counted = tally(source, document)
    if not counted.lost and not counted.added:
        return document
    lost, added = counted.lost.total(), counted.added.total()
    cause = f"would lose {lost} and add {added} characters"
    read = plain()
    return replace(read, doubts=(*read.doubts, Flag.of(Doubt.PLAIN_LINES, 0, cause)))


def lines_as_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return each line that is not empty as a paragraph."""
    texts = (" ".join(line.split()) for line in lines)
    return tuple(
        Block(text, number, kind="paragraph")
        for number, text in enumerate(filter(None, texts), start=1)
    )
