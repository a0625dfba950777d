"""What search has to find: an archive's articles as plain text, and queries cut from them."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from jianbao.archive.model import Archive
from jianbao.text import markdown

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_FULL = {half: full for full, half in _HALF.items()}
_BRACKETS = str.maketrans("[〔]〕", "(())")
_LENGTHS = (1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40, 80)


def compared(printed: str) -> str:
    return " ".join(printed.translate(_HALF).translate(_BRACKETS).lower().split())


@dataclass(frozen=True)
class Row:
    """An article as a reader knows it."""

    url: str
    title: str
    printed: str
    values: dict[str, set[str]]

    @cached_property
    def compared(self) -> str:
        return compared(self.printed)

    def holds(self, query: str) -> bool:
        return compared(query) in self.compared


def rows_of(archive: Archive) -> list[Row]:
    """The articles, newest first."""
    return [
        Row(
            f"bulletins/{b.series}/{b.folder}/{b.name}/{a.number}.html",
            a.title,
            "\n".join(
                block
                for block in (
                    a.title,
                    a.kicker,
                    a.subtitle,
                    *markdown.plain_blocks(a.body),
                    a.attribution,
                    *a.authors,
                )
                if block
            ),
            {
                "county": {t.slug for n in a.county if (t := archive.counties.find(n))},
                "department": {t.slug for n in a.department if (t := archive.departments.find(n))},
                "year": {f"{b.date.year:04}" if b.date else "undated"},
                "series": {b.series},
                "kind": {a.kind},
            },
        )
        for b in archive.bulletins
        for a in b.articles
    ]


def urls_of(rows: Sequence[Row], *pieces: str) -> list[str]:
    """The articles that hold all of `pieces`."""
    wanted = [compared(piece) for piece in pieces]
    return [row.url for row in rows if all(piece in row.compared for piece in wanted)]


def pieces_of(rows: Sequence[Row], count: int, seed: int) -> Iterator[str]:
    """Pieces of the articles of every length, cut anywhere, over the ends of paragraphs too; some
    of them in full width, and some turned round, which are mostly in none."""
    chance = random.Random(seed)
    while count:
        printed = chance.choice(rows).printed
        length = chance.choice(_LENGTHS)
        start = chance.randrange(max(1, len(printed) - length + 1))
        if chance.random() < 0.25:
            # Where something is that a query could take for syntax, or that is no Han character.
            odd = [match.start() for match in re.finditer(r"[^\w，。、]|[ -~]|第\d+期", printed)]
            start = max(0, chance.choice(odd) - chance.randrange(length)) if odd else start
        piece = printed[start : start + length]
        turn = chance.random()
        if turn < 0.15:
            piece = piece[::-1]
        elif turn < 0.25:
            piece = piece.translate(_FULL)
        if piece.strip():
            count -= 1
            yield piece


def is_plain(piece: str) -> bool:
    """Whether a query means no more than its terms: no minus and no quotation mark opens one."""
    return not re.search(r'(?:^| )(?:-.|")', compared(piece))


def is_one_term(piece: str) -> bool:
    """Whether `piece` between quotes is one term: no quotation mark in it ends a word."""
    return not re.search(r'"(?: |$)', compared(piece))
