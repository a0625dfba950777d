"""Two versions of a text, with the characters that were struck and added. Pure.

Paragraphs are aligned first, then the sentences of two paragraphs that correspond, then their
characters. Each step looks only at what the step before left over, and characters are compared only
within `MAX_CELLS`, so that the cost of long texts grows about as fast as their length.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple, TypeVar

Change = Literal["same", "struck", "added"]
_Unit = TypeVar("_Unit", bound=str)

# Characters of two passages are compared if there are at most this many pairs of them. Longer ones
# that share no sentence are different texts.
MAX_CELLS = 250_000
# Paragraphs between two common ones are paired by likeness up to this many pairs, else in order.
MAX_PAIRS = 2_500
# Two paragraphs are versions of one if they share this much of their pairs of characters.
ALIKE = 0.4
# A common span this short between two larger changes is a coincidence ("的"), and is not kept.
COINCIDENCE = 2

# What is struck or added as a whole: a figure ("35人" to "53人" strikes 35, not its 3), a word of
# letters, else one character.
_TOKEN = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％‰]?|[A-Za-z]+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？；!?;]+[。！？；!?;]*|[。！？；!?;]+")


class Span(NamedTuple):
    """Characters that both texts have, or only the old one (struck) or the new one (added)."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text, or of both. `change` is "changed" if its spans differ."""

    spans: tuple[Span, ...]

    @property
    def change(self) -> Literal["same", "struck", "added", "changed"]:
        kinds = {span.change for span in self.spans}
        return self.spans[0].change if len(kinds) == 1 else "changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The paragraphs of two texts in the order of both."""

    paragraphs: tuple[Paragraph, ...]

    def count(self, change: Change) -> int:
        """Return the number of characters with that change, without spaces."""
        spans = (span for paragraph in self.paragraphs for span in paragraph.spans)
        return sum(len("".join(span.text.split())) for span in spans if span.change == change)


def compare(old: Sequence[str], new: Sequence[str]) -> Comparison:
    """Compare two texts, given as paragraphs."""
    found: list[Paragraph] = []
    for before, after in _steps(old, new):
        if before == after:
            found += (Paragraph((Span("same", text),)) for text in before)
        else:
            found += _paragraphs(before, after)
    return Comparison(tuple(found))


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a passage of which the texts share no paragraph: those that
    correspond as one, the others in the order old, new."""
    i = j = 0
    for first, second in (*_pairs(old, new), (len(old), len(new))):
        yield from (Paragraph((Span("struck", text),)) for text in old[i:first] if text)
        yield from (Paragraph((Span("added", text),)) for text in new[j:second] if text)
        if first < len(old):
            yield Paragraph(tuple(_spans(old[first], new[second])))
        i, j = first + 1, second + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the positions of paragraphs that are versions of one, increasing in both texts."""
    if len(old) * len(new) > MAX_PAIRS:
        near = ((i, i) for i in range(min(len(old), len(new))))
        return [(i, j) for i, j in near if _likeness(_bigrams(old[i]), _bigrams(new[j])) >= ALIKE]
    grams, others = [_bigrams(text) for text in old], [_bigrams(text) for text in new]
    alike = [[_likeness(one, other) for other in others] for one in grams]
    # best[i][j] is the largest sum of likenesses of old[i:] and new[j:].
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    found: list[tuple[int, int]] = []
    while i < len(old) and j < len(new):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _bigrams(text: str) -> Counter[str]:
    padded = f"\n{text}\n"
    return Counter(padded[i : i + 2] for i in range(len(padded) - 1))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of their pairs of characters that two texts have in common (Dice)."""
    return 2 * (one & other).total() / (one.total() + other.total())


def _spans(old: str, new: str) -> list[Span]:
    """Return the spans of two versions of a paragraph."""
    found: list[Span] = []
    for before, after in _steps(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if before == after:
            found.append(Span("same", "".join(before)))
        else:
            found += _of_characters("".join(before), "".join(after))
    return _joined(_without_coincidences(_joined(found)))


def _of_characters(old: str, new: str) -> Iterator[Span]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > MAX_CELLS:
        yield from (Span("struck", old), Span("added", new))
        return
    for kind, i, to, j, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Span("same", "".join(before[i:to]))
        else:
            yield Span("struck", "".join(before[i:to]))
            yield Span("added", "".join(after[j:end]))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join neighbouring spans of a kind; between two common spans, the struck before the added."""
    found: list[Span] = []
    for is_same, group in groupby(
        (span for span in spans if span.text), lambda r: r.change == "same"
    ):
        members = list(group)
        kinds: tuple[Change, ...] = ("same",) if is_same else ("struck", "added")
        for kind in kinds:
            text = "".join(span.text for span in members if span.change == kind)
            found += [Span(kind, text)] if text else []
    return found


def _without_coincidences(spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans; those in common that are short beside the changes on both sides become
    struck and added."""
    changed: list[int] = []  # the number of characters changed before the span, and after it
    for is_same, group in groupby(spans, lambda span: span.change == "same"):
        changed.append(0 if is_same else max(len(span.text) for span in group))
    position = -1
    for is_same, group in groupby(spans, lambda span: span.change == "same"):
        position += 1
        between = 0 < position < len(changed) - 1
        for span in group:
            least = COINCIDENCE * len(span.text)
            neighbours = changed[position - 1 : position + 2 : 2]
            if is_same and between and len(span.text) <= COINCIDENCE and min(neighbours) > least:
                yield from (Span("struck", span.text), Span("added", span.text))
            else:
                yield span


# --- common units -------------------------------------------------------------------------------


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the passages of two sequences in turn: common ones, where both are equal, and what is
    between them."""
    i = j = 0
    for first, second, length in (*_common(old, new), (len(old), len(new), 0)):
        if first > i or second > j:
            yield old[i:first], new[j:second]
        if length:
            yield old[first : first + length], new[second : second + length]
        i, j = first + length, second + length


def _common(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the common passages as (position in old, in new, length). They begin at units that each
    sequence has once, and grow over equal neighbours (patience diff): O(n log n)."""
    i = j = 0
    # The beginnings and the ends correspond too, although there is no unit at the ends.
    for first, second in ((0, 0), *_anchors(old, new), (len(old), len(new))):
        if first < i or second < j:
            continue  # the passage before has grown over it
        begin, start, to, end = first, second, first, second
        while begin > i and start > j and old[begin - 1] == new[start - 1]:
            begin, start = begin - 1, start - 1
        while to < len(old) and end < len(new) and old[to] == new[end]:
            to, end = to + 1, end + 1
        if to > begin:
            yield begin, start, to - begin
        i, j = to, end


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest increasing sequence of the units that both sequences have exactly once."""
    counts, others = Counter(old), Counter(new)
    places = {text: j for j, text in enumerate(new) if others[text] == 1}
    unique = [(i, places[t]) for i, t in enumerate(old) if counts[t] == 1 and t in places]
    tails: list[int] = []  # the last position in `new` of the best sequence of each length
    ends: list[int] = []  # which member of `unique` that is
    before: list[int] = []
    for at, (_, j) in enumerate(unique):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [at]
    found: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(unique[at])
        at = before[at]
    return found[::-1]
