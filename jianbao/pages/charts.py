"""Pictures of an archive as plain values: bars, tiles, matrices, calendars. Pure geometry and
counting; colour and type are the style sheet's."""

import calendar
from collections.abc import Iterable, Sequence
from itertools import pairwise

from jianbao.archive.model import Bulletin, Term
from jianbao.archive.outlines import Drawing
from jianbao.pages.records import (
    Bar,
    Bars,
    CalendarMonth,
    DayIssue,
    MatrixRow,
    Outlines,
    TermLink,
    Tiles,
    YearHead,
)

BAR = 60
TILE = 100
LABEL = 4
# A label of two characters above its figure, as the style sheet sets them on a drawing.
LABEL_SIZE = (88, 84)


def level(count: int, most: int) -> int:
    """How dense a figure is shown: 0 for none, 1 to 4 by its share of the highest, and never more
    than itself, since one or two are few even where there are no more."""
    return min(count, -(-4 * count // most)) if count else 0


def bars(counts: Iterable[tuple[int, int, str]]) -> Bars:
    """`years` from (year, count, path): every year from the first to the last, those without
    anything too (they have no path), the undated last. Heights are in BARths of the highest."""
    known: dict[int, tuple[int, str | None]] = {year: (count, path) for year, count, path in counts}
    highest = max((count for count, _ in known.values()), default=0)
    dated = [year for year in known if year]
    years = [*range(min(dated), max(dated) + 1)] if dated else []
    if 0 in known:
        years.append(0)
    return {
        "years": [_bar(year, *known.get(year, (0, None)), highest) for year in years],
        "height": BAR,
    }


def _bar(year: int, count: int, path: str | None, highest: int) -> Bar:
    height = -(-BAR * count // highest)
    return {"year": year, "count": count, "path": path, "height": height}


def tiles(counted: Iterable[tuple[Term, int, str]]) -> Tiles | None:
    """The map of tiles of those (term, count, path) that have a place on it; None where none has.
    Coordinates are in TILEths of a tile."""
    placed = [(*_place(term.tile), term, count, path) for term, count, path in counted if term.tile]
    if not placed:
        return None
    columns, rows, _, counts, _ = zip(*placed, strict=True)
    left, top, most = min(columns), min(rows), max(counts)
    return {
        "width": (max(columns) - left + 1) * TILE,
        "height": (max(rows) - top + 1) * TILE,
        "tiles": [
            {
                "x": (column - left) * TILE,
                "y": (row - top) * TILE,
                "name": term.name,
                "label": _label(term),
                "count": count,
                "level": level(count, most),
                "path": path,
            }
            for column, row, term, count, path in placed
        ],
    }


def outlines(counted: Iterable[tuple[Term, int, str]], drawing: Drawing) -> Outlines:
    """The map of outlines of those (term, count, path) that have one in `drawing`."""
    shapes = {shape.county: shape for shape in drawing.shapes}
    drawn = [
        (shapes[term.name], term, count, path)
        for term, count, path in counted
        if term.name in shapes
    ]
    most = max((count for _, _, count, _ in drawn), default=0)
    return {
        "width": drawing.width,
        "height": drawing.height,
        "shapes": [
            {
                "outline": shape.path,
                "x": shape.label and shape.label[0],
                "y": shape.label and shape.label[1],
                "name": term.name,
                "label": _label(term) if shape.label else None,
                "count": count,
                "level": level(count, most),
                "path": path,
            }
            for shape, term, count, path in drawn
        ],
    }


def _place(tile: str) -> tuple[int, int]:
    column, _, row = tile.partition(",")
    return int(column), int(row)


def _label(term: Term) -> str:
    name = term.short or term.name
    return name if len(name) <= LABEL else f"{name[: LABEL - 1]}…"


def matrix(
    rows: Sequence[tuple[TermLink | YearHead, Sequence[int]]],
    links: Sequence[Sequence[str]],
    issued: Sequence[bool],
) -> list[MatrixRow]:
    """The cells of a table of counts: each row is what heads it and its counts. A cell without an
    article says whether any issue came out then (`issued`, by column)."""
    most = max((count for _, counts in rows for count in counts), default=0)
    return [
        {
            "head": head,
            "cells": [
                {
                    "count": count,
                    "level": level(count, most),
                    "path": link if count else None,
                    "issued": out,
                }
                for count, link, out in zip(counts, of_row, issued, strict=True)
            ],
        }
        for (head, counts), of_row in zip(rows, links, strict=True)
    ]


def year_calendar(year: int, bulletins: Iterable[tuple[Bulletin, str]]) -> list[CalendarMonth]:
    """The months of `year`, each with its `days` from 1 on and the issues of each, given with
    their paths, and with the number of its issues that have no day; empty where not even a month
    is known."""
    of_day: dict[tuple[int, int], list[DayIssue]] = {}
    for bulletin, path in bulletins:
        if bulletin.date and bulletin.date.month:
            day = (bulletin.date.month, bulletin.date.day)
            of_day.setdefault(day, []).append({"title": bulletin.title, "path": path})
    if not of_day:
        return []
    months: list[CalendarMonth] = []
    for month in range(1, 13):
        last = calendar.monthrange(year, month)[1]
        months.append(
            {
                "number": month,
                "slug": f"{month:02}",
                "days": [of_day.get((month, day), []) for day in range(1, last + 1)],
                "issued": any(known == month and day for known, day in of_day),
                "dayless": len(of_day.get((month, 0), [])),
            }
        )
    return months


def gaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The runs of numbers that are not there between the lowest and the highest, as (first,
    last). Nothing is said of what came before or after."""
    known = sorted(set(numbers))
    return [(before + 1, after - 1) for before, after in pairwise(known) if after - before > 1]
