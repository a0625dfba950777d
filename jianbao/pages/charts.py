"""Charts of an archive as plain values: bars, tiles, matrices, calendars. Pure geometry and
counting; the style sheet gives colour and type."""

import calendar
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from jianbao.archive.model import Bulletin, Term
from jianbao.archive.outlines import Drawing
from jianbao.pages.records import (
    Bar,
    Bars,
    CalendarMonth,
    DayIssue,
    LegendEntry,
    MatrixRow,
    Outlines,
    TermLink,
    Tiles,
    YearHead,
)

BAR = 60
LINE = 20
LINE_STEP = 4
TILE = 100
LEVELS = 4
LABEL = 4
# A label of two characters above its figure, as the style sheet sets them on a drawing.
LABEL_SIZE = (88, 84)


def classes(counts: Iterable[int]) -> list[int]:
    """Return the highest figure of each class of `counts`, ascending: up to LEVELS classes with
    about as many places in each, so that figures that lie close together still differ. Nothing is
    in no class."""
    known = sorted(count for count in counts if count)
    ends = [known[-(-len(known) * part // LEVELS) - 1] for part in range(1, LEVELS + 1) if known]
    return sorted(set(ends))


def level(count: int, bounds: Sequence[int]) -> int:
    """Return how dark a figure is shown: 0 for none, else the number of its class from 1. Fewer
    classes than LEVELS are the lighter ones."""
    return bisect_left(bounds, count) + 1 if count else 0


def legend(bounds: Sequence[int]) -> list[LegendEntry]:
    """Return the classes from the lightest on, with their lowest and highest figures."""
    firsts = [1, *(bound + 1 for bound in bounds)]
    return [
        {"level": number, "first": first, "last": last}
        for number, (first, last) in enumerate(zip(firsts, bounds, strict=False), 1)
    ]


def bars(counts: Iterable[tuple[int, int, str]]) -> Bars:
    """Return the bars of (year, count, path): every year from the first to the last, also those
    without anything (they have no path), then the undated. The highest bar is BAR high."""
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


def line(counts: Sequence[int]) -> str:
    """Return small bars for a row of a table as the path of an SVG: LINE_STEP wide each, the
    highest LINE high. Empty if there is nothing to draw."""
    highest = max(counts, default=0)
    drawn = []
    for position, count in enumerate(counts):
        if count:
            height = -(-LINE * count // highest)
            drawn.append(f"M{position * LINE_STEP} {LINE}v-{height}h{LINE_STEP - 1}v{height}z")
    return "".join(drawn)


def tiles(counted: Iterable[tuple[Term, int, str]]) -> Tiles | None:
    """Return the map of tiles of those (term, count, path) that have a place on it, None if none
    has. A tile is TILE wide and high."""
    placed = [(*_place(term.tile), term, count, path) for term, count, path in counted if term.tile]
    if not placed:
        return None
    columns, rows, _, counts, _ = zip(*placed, strict=True)
    left, top, bounds = min(columns), min(rows), classes(counts)
    return {
        "width": (max(columns) - left + 1) * TILE,
        "height": (max(rows) - top + 1) * TILE,
        "legend": legend(bounds),
        "tiles": [
            {
                "x": (column - left) * TILE,
                "y": (row - top) * TILE,
                "name": term.name,
                "label": _label(term),
                "count": count,
                "level": level(count, bounds),
                "path": path,
            }
            for column, row, term, count, path in placed
        ],
    }


def outlines(counted: Iterable[tuple[Term, int, str]], drawing: Drawing) -> Outlines:
    """Return the map of outlines of those (term, count, path) that have one in `drawing`."""
    shapes = {shape.county: shape for shape in drawing.shapes}
    drawn = [
        (shapes[term.name], term, count, path)
        for term, count, path in counted
        if term.name in shapes
    ]
    bounds = classes(count for _, _, count, _ in drawn)
    return {
        "width": drawing.width,
        "height": drawing.height,
        "legend": legend(bounds),
        "shapes": [
            {
                "outline": shape.path,
                "x": shape.label and shape.label[0],
                "y": shape.label and shape.label[1],
                "name": term.name,
                "label": _label(term) if shape.label else None,
                "count": count,
                "level": level(count, bounds),
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
    """Return the cells of a table of counts; each row is given as its head and its counts. A cell
    without an article says whether any issue came out then (`issued`, by column)."""
    bounds = classes(count for _, counts in rows for count in counts)
    return [
        {
            "head": head,
            "cells": [
                {
                    "count": count,
                    "level": level(count, bounds),
                    "path": link if count else None,
                    "issued": out,
                }
                for count, link, out in zip(counts, of_row, issued, strict=True)
            ],
        }
        for (head, counts), of_row in zip(rows, links, strict=True)
    ]


def year_calendar(year: int, bulletins: Iterable[tuple[Bulletin, str]]) -> list[CalendarMonth]:
    """Return the months of `year`: for each day from 1 on its issues, given with their paths, and
    the number of issues without a day. Return nothing if no issue has a month."""
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
    """Return the runs of missing numbers between the lowest and the highest, as (first, last). What
    came before or after is unknown."""
    known = sorted(set(numbers))
    return [(before + 1, after - 1) for before, after in pairwise(known) if after - before > 1]
