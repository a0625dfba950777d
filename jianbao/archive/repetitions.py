"""Texts of which the archive has two versions: replaced texts and those that replace them, and
items that appeared twice. Pure.

An item appeared twice if two articles of different bulletins share at least `FEWEST` sentences, and
these are at least `PART` of the sentences of the shorter one. Titles do not count: the same item is
given another title often, and reports of every month have one title.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias

from jianbao.archive import groupings, urls
from jianbao.archive.corrections import REPLACED, WITHDRAWN
from jianbao.archive.model import Archive, Article, Bulletin
from jianbao.text import markdown
from jianbao.text.chinese import strip_space

SHORTEST = 12
"""The fewest characters of a sentence that is compared."""
FEWEST = 2
PART = 0.6
BOILERPLATE = 8
"""A sentence that more articles have than this is a formula, and does not count."""

_MARKS = re.compile(r"[\\*#|>`]")
_SENTENCE = re.compile(r"[。！？；\n]+")

Reason = Literal["replaced", "repeated"]
Subject: TypeAlias = tuple[Bulletin, Article | None]


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a text, each an article or a whole bulletin. `identical` if they do not
    differ, so that there is nothing to compare."""

    reason: Reason
    old: Subject
    new: Subject
    identical: bool

    @property
    def page(self) -> str | None:
        """The page that compares them."""
        return None if self.identical else urls.comparison(self.reason, urls.place(*self.named))

    @property
    def named(self) -> Subject:
        """The version that has no other pair for this reason; the page has its name."""
        return self.old if self.reason == REPLACED else self.new


def versions(archive: Archive, sentences: Mapping[str, Collection[int]]) -> tuple[Versions, ...]:
    """Return all pairs of versions, in the order of the archive. An item that appeared more often
    is paired with the appearance before it, so there are never more pairs than articles.
    `sentences` has for each article, by `urls.place`, the `sentences_of` its text. O(n)."""
    return (*_replaced(archive), *_repeated(archive, sentences))


def by_place(found: tuple[Versions, ...]) -> Mapping[str, list[Versions]]:
    """Return the pairs of each text, by `urls.place`."""
    return groupings.gather(
        (urls.place(*subject), pair) for pair in found for subject in (pair.old, pair.new)
    )


def text_of(subject: Subject) -> tuple[str, ...]:
    """Return the paragraphs of a version, without markup; the title is the first."""
    bulletin, article = subject
    if article is None:
        preface = markdown.plain_rows(bulletin.preface)
        parts = (text for one in bulletin.articles for text in text_of((bulletin, one)))
        rows = [bulletin.title, bulletin.banner, *preface, *parts]
    else:
        body = markdown.plain_rows(article.body)
        rows = [article.title, article.kicker, article.subtitle, *body, article.attribution]
    return tuple(row for row in rows if row)


def sentences_of(text: str) -> frozenset[int]:
    """Return the hashes of the sentences of a text in Markdown, without spaces, marks and short
    ones."""
    sentences = (strip_space(sentence) for sentence in _SENTENCE.split(_MARKS.sub("", text)))
    return frozenset(
        int.from_bytes(blake2b(sentence.encode(errors="replace"), digest_size=8).digest())
        for sentence in sentences
        if len(sentence) >= SHORTEST
    )


def _versions(reason: Reason, old: Subject, new: Subject) -> Versions:
    return Versions(reason, old, new, text_of(old) == text_of(new))


def _replaced(archive: Archive) -> Iterator[Versions]:
    """Yield replaced articles with articles, and replaced bulletins with bulletins, if both may be
    read."""
    subjects: dict[str, Subject] = {
        urls.place(bulletin, article): (bulletin, article)
        for bulletin in archive.bulletins
        for article in (None, *bulletin.articles)
        if WITHDRAWN not in (bulletin.status, article and article.status)
    }
    for old in subjects.values():
        new = subjects.get((old[1] or old[0]).replaced_by or "")
        if new and (old[1] is None) == (new[1] is None):
            yield _versions(REPLACED, old, new)


def _repeated(
    archive: Archive, sentences_of_place: Mapping[str, Collection[int]]
) -> Iterator[Versions]:
    """Yield each article that appeared before, with its appearance before it."""
    every = [
        (bulletin, article)
        for bulletin, article in groupings.pairs(archive)
        if article.status not in (WITHDRAWN, REPLACED)
    ]
    all_sentences = [sentences_of_place[urls.place(*pair)] for pair in every]
    frequency = Counter(sentence for found in all_sentences for sentence in found)
    sentences = [[one for one in found if frequency[one] <= BOILERPLATE] for found in all_sentences]
    earlier: dict[int, list[int]] = {}
    pairs: list[Versions] = []
    for position in reversed(range(len(every))):  # the oldest first
        bulletin, article = every[position]
        own = sentences[position]
        common = Counter(
            place
            for sentence in own
            if frequency[sentence] > 1
            for place in earlier.get(sentence, ())
            if every[place][0] is not bulletin
        )
        likely = [
            (count, -place)
            for place, count in common.items()
            if count >= max(FEWEST, PART * min(len(own), len(sentences[place])))
        ]
        if likely:
            pairs.append(_versions("repeated", every[-max(likely)[1]], (bulletin, article)))
        for sentence in own:
            if frequency[sentence] > 1:
                earlier.setdefault(sentence, []).append(position)
    yield from reversed(pairs)
