"""The pages that compare two versions of a text: a replaced one with the one that replaces it, and
an item that appeared twice."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, TypedDict

from jianbao.archive import comparison, repetitions, urls
from jianbao.archive.repetitions import Subject, Versions
from jianbao.base.cache import fingerprint
from jianbao.pages import frame, values
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Page, Pending, alone
from jianbao.pages.records import Date


class Version(TypedDict):
    """One of two versions of a text."""

    path: Annotated[str, "its page"]
    title: Annotated[str, "its title"]
    issue: Annotated[str, "title of its issue"]
    date: Annotated[Date | None, "date of its issue"]


class ComparedParagraph(TypedDict):
    """A paragraph of either version, or of both."""

    change: Annotated[str, "same, struck, added or changed"]
    spans: Annotated[Sequence[tuple[str, str]], "its spans: (same, struck or added; text)"]


class ComparisonPage(TypedDict):
    """Two versions of a text."""

    reason: Annotated[str, "replaced or repeated"]
    old: Annotated[Version, "the older version"]
    new: Annotated[Version, "the later version"]
    paragraphs: Annotated[Sequence[ComparedParagraph], "what both say; the first is the title"]
    struck: Annotated[int, "how many characters were struck, without spaces"]
    added: Annotated[int, "how many characters were added, without spaces"]


COMPARISON = Layout("comparison.html", ComparisonPage)


def pages(index: Index) -> Iterator[Pending]:
    for pair in index.versions:
        if pair.page:
            make = partial(_page, index, pair, pair.page)
            yield Pending(pair.page, COMPARISON.file, make, partial(_decides, index, pair))


def _decides(index: Index, pair: Versions) -> str:
    """Return a text that decides the page."""
    texts = [(_version(one), repetitions.text_of(one)) for one in (pair.old, pair.new)]
    return fingerprint(frame.common(index), index.archive.site, pair.reason, texts)


def _page(index: Index, pair: Versions, path: str) -> Page:
    old, new = map(repetitions.text_of, (pair.old, pair.new))
    found = comparison.compare(old, new)
    context: ComparisonPage = {
        "reason": pair.reason,
        "old": _version(pair.old),
        "new": _version(pair.new),
        "paragraphs": [
            {"change": paragraph.change, "spans": [*paragraph.spans]}
            for paragraph in found.paragraphs
        ],
        "struck": found.count("struck"),
        "added": found.count("added"),
    }
    return frame.page(index, COMPARISON, path, context)


def _version(subject: Subject) -> Version:
    bulletin, article = subject
    return {
        "path": urls.page_at(urls.place(bulletin, article)),
        "title": (article or bulletin).title,
        "issue": bulletin.title,
        "date": values.date(bulletin.date),
    }


KIND = Kind((COMPARISON,), alone(pages, "comparison/"))
