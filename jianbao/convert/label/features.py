"""The features that the weights know: facts of a block and of those around it, as short words.

`date` is a fact of the block itself, `-1:date` one of the block above it, `+1:prose` one of the
block below it, `title&gap` two together.
"""

from collections.abc import Iterator, Sequence

from jianbao.convert.label.facts import Facts

_EDGE = "edge"
_PASSED_ON = frozenset((
    "gap", "page-start", "full", "nearly-full", "not-full", "bold", "center", "right", "indent",
    "no-indent", "red", "size:large", "size:larger", "size:largest", "size:small", "size:smaller",
    "length:1-2", "length:3-4", "length:5-8", "first:ornament", "last:stop", "last:colon",
    "last:pause", "last:han", "last:bracket", "day-lead", "issue", "date", "date:day", "framed",
    "contents-heading", "after:contents", "letter-spaced", "ends:office", "ends:salutation",
    "begins:about", "said-above", "said-below", "stated:title", "page-label-first", "key-alone",
    "attribution-last", "open", "size-rank:0", "size-rank:1", "first-stop:1-6", "first-stop:7-14",
    "first-stop:15-24", "first-stop:25-45", "has:title-verb", "quoted", "number-one", "attribution",
))  # fmt: skip
"""Facts of a block that its neighbours see too."""


def features_of(facts: Sequence[Facts]) -> list[list[str]]:
    """The features of each block of a document."""
    shapes = [_EDGE, _EDGE, *(one.shape for one in facts), _EDGE, _EDGE]
    passed = [
        [word for word in (*one.holds, *one.looks, *one.stands) if word in _PASSED_ON]
        for one in facts
    ]
    return [
        [
            *_own(one),
            *_around(shapes[place : place + 5]),
            *_passed(passed, place),
            *_open(facts, place),
        ]
        for place, one in enumerate(facts)
    ]


def _own(one: Facts) -> Iterator[str]:
    yield f"shape:{one.shape}"
    yield from one.holds
    yield from one.looks
    yield from one.stands
    for word in (*one.looks, *one.stands):
        yield f"{one.shape}&{word}"


def _open(facts: Sequence[Facts], place: int) -> Iterator[str]:
    """Whether the blocks around this one end in the middle of a sentence."""
    own = facts[place].shape
    if place and "open" in facts[place - 1].holds:
        yield f"-1:open>{own}"
    if "open" in facts[place].holds and place + 1 < len(facts):
        below = facts[place + 1]
        stop = next((word for word in below.holds if word.startswith("first-stop:")), "")
        yield f"{own}:open<{below.shape}{stop}"


def _around(shapes: Sequence[str]) -> Iterator[str]:
    """The shapes of five blocks, of which the middle one is meant."""
    second, before, own, after, next_one = shapes
    yield f"-2:{second}"
    yield f"-1:{before}"
    yield f"+1:{after}"
    yield f"+2:{next_one}"
    yield f"{before}>{own}"
    yield f"{own}<{after}"
    yield f"{before}>{own}<{after}"
    yield f"{second}>{before}>{own}"
    yield f"{own}<{after}<{next_one}"


def _passed(passed: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    if place:
        yield from (f"-1:{word}" for word in passed[place - 1])
    if place + 1 < len(passed):
        yield from (f"+1:{word}" for word in passed[place + 1])
