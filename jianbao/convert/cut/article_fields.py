"""The fields inside the lines of an article: the words of a title, an attribution, a column's name,
without what dresses them. Which line is a title is decided elsewhere.

Each function returns the field and the removals of what stood around it.
"""

import re
from collections.abc import Sequence

from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.passage import Passage, dressing
from jianbao.convert.cut.repair import closed_name
from jianbao.convert.cut.titles import BEGINS_IN_TIME, LEAD, first_sentence, news_lead
from jianbao.text.chinese import strip_space

Removals = tuple[Removal, ...]

_IN_BRACKETS = re.compile("[（(][^（()）]*[)）]")
DASHES = re.compile(r"^\s*(?:——|──|—|--)\s*")
_FRAMED = re.compile(
    r"\s*(?:[─—－=-]{2,}|[【★☆●○◎◆◇■□▲△▼※])\s*([^─—【】]+?)"
    r"\s*(?:[─—－=-]{2,}|[】★☆●○◎◆◇■□▲△▼※])\s*"
)


_SOURCE = re.compile(r"来源\s*[丨｜|]")


def attribution_name(passage: Passage) -> tuple[Passage, Removals]:
    """What an attribution says, without its brackets or dashes."""
    match = patterns.attribution(passage.text)
    dashes = DASHES.match(passage.text)
    start, end = 0, len(passage)
    if match:
        start, end = match.span(1)
    elif _IN_BRACKETS.fullmatch(passage.text):
        start, end = 1, len(passage) - 1
    elif dashes:
        start = dashes.end()
    elif source := _SOURCE.match(passage.text):
        name = passage[source.end() :].strip().plain()
        return name, dressing("label", passage, ((source.end(), end),))
    gone = dressing("attribution", passage, ((start, end),))
    return passage[start:end].strip().plain(), gone


def column_name(passage: Passage) -> tuple[Passage, Removals]:
    """The name of a column, without the ornaments or brackets that frame it."""
    found = patterns.column(passage.text)
    span = found.span(1) if found else (0, len(passage))
    name = closed_name(passage[slice(*span)].strip().plain())
    return name, dressing("ornament", passage, (span,))


def unframed(passage: Passage) -> tuple[Passage, Removals]:
    """A line without the two ornaments, brackets or dashes that frame all of it."""
    framed = _FRAMED.fullmatch(passage.text)
    if framed is None:
        return passage, ()
    return passage[slice(*framed.span(1))], dressing("ornament", passage, (framed.span(1),))


def without_bullet(passage: Passage, paired: bool) -> tuple[Passage, Removals]:
    """A line without the ornament before it; `paired`: also without the same one behind it
    (▲典型案例▲)."""
    length = patterns.bullet(passage.text)
    if not 0 < length < len(passage):
        return passage, ()
    mark = passage.text[:length].strip()
    paired = paired and passage.text[length:].endswith(mark)
    end = len(passage) - (len(mark) if paired else 0)
    return passage[length:end].strip(), dressing("ornament", passage, ((length, end),))


def without_number(passage: Passage) -> tuple[Passage, Removals]:
    """A title without its number among the titles of its bulletin."""
    number = patterns.numbering(passage.text)
    if number is None:
        return passage, ()
    mark = passage[: number.length]
    gone = Removal("numbering", mark.line, strip_space(mark.text))
    return passage[number.length :], (gone,)


def without_stop(title: Passage) -> tuple[Passage, Removals]:
    """A title without the full stop that ends it as a sentence."""
    bare = title.strip()
    if bare.text.endswith("。"):
        return bare[:-1], (Removal("title-stop", bare.lines[-1], "。"),)
    return bare, ()


def without_mark(title: Passage) -> tuple[Passage, Removals]:
    """A title without a colon or a dash that parts it from its text."""
    bare = title.text.rstrip("：:—- ")
    if not bare or bare == title.text:
        return title, ()
    mark = strip_space(title.text[len(bare) :])
    gone = (Removal("title-stop", title.lines[-1], mark),) if mark else ()
    return title[: len(bare)], gone


def brief_lead(passage: Passage) -> int | None:
    """Where the title ends that a paragraph begins with; None if its first sentence is none."""
    if news_lead(passage.text) or patterns.numbering(passage.text):
        return None
    end = first_sentence(passage)
    if end is None or len(strip_space(passage.text[:end]).rstrip("。：:—-")) < 2:
        return None
    if end > LEAD or BEGINS_IN_TIME.match(passage.text[:end]):
        return None
    return end


def brief_title(lead: Passage) -> tuple[Passage, Removals]:
    """The words of the title that a paragraph begins with."""
    title, stop = without_stop(lead)
    title, mark = without_mark(title)
    title = title.plain().strip()
    inside = patterns.banner(title.text)
    if inside is None:
        return title, (*stop, *mark)
    gone = dressing("ornament", title, (inside.span(1),))
    return title[slice(*inside.span(1))], (*stop, *mark, *gone)


def beside_persons(persons: Sequence[Passage], line: Passage) -> Removals:
    """What a line holds beside the persons that it names: 记者, 、."""
    rest = strip_space(line.text)
    for person in persons:
        rest = rest.replace(strip_space(person.text), "", 1)
    return (Removal("label", line.line, rest),) if rest else ()
