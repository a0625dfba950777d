"""The outlines of counties: read and check a GeoJSON file, and draw it as SVG paths.

Borders that two counties share stay shared: whether a point is dropped depends only on its
neighbours, and a point where three borders meet is kept.
"""

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Any, TypeGuard

from jianbao.archive.model import Outline, Taxonomy
from jianbao.base.problems import Location, Problem, problem

# Limits of a file and of a drawing; the longer side of a drawing is SIZE.
MAX_POSITIONS = 100_000
MAX_POINTS = 2500
SIZE = 1000
MARGIN = 8

# Twice the area of a triangle, or of an island, that is too small to be missed.
_FINEST = 8
_ISLAND = 64

# A size, in degrees, that no map shows.
_DOT = 1e-6

# Positions of a label are tried on a grid of this many steps across a county.
_STEPS = 16

Rings = tuple[tuple[tuple[float, float], ...], ...]
Point = tuple[int, int]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Shape:
    """A county as drawn: the data of an SVG path, to be filled by the even-odd rule, and the centre
    of its label, None if there is no room for one."""

    county: str
    path: str
    label: Point | None


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    shapes: tuple[Shape, ...]


# --- reading ------------------------------------------------------------------------------


def parse(
    text: str, path: str, counties: Taxonomy | None
) -> tuple[tuple[Outline, ...], list[Problem]]:
    """Return the outlines in the GeoJSON `text` of the file shown as `path`, and their problems. If
    `counties` is None, the authority file is in doubt and names are not checked."""
    reader = _Reader(path, counties)
    try:
        document = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = Location(path, error.lineno)
        return (), [problem(where, "", "is not JSON: {reason}", reason=error.msg)]
    except (ValueError, RecursionError):
        message = "holds numbers or brackets within brackets that no outline has"
        return (), [problem(Location(path), "", message)]
    found = tuple(reader.outlines(document))
    return ((), reader.problems) if reader.problems else (found, [])


def _refuse(constant: str) -> None:
    raise ValueError(constant)


class _Reader:
    """A checker of one file, value by value, which gathers the problems."""

    def __init__(self, path: str, counties: Taxonomy | None) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._counties = counties
        self._by_code = {term.code: term for term in counties.terms} if counties else {}
        self._positions = 0

    def _report(self, field: str, message: str, /, **values: object) -> None:
        self.problems.append(problem(Location(self._path), field, message, **values))

    def outlines(self, document: object) -> Iterator[Outline]:
        features = document.get("features") if _is(document, "FeatureCollection") else None
        if not isinstance(features, list) or not features:
            self._report("", "must be a GeoJSON FeatureCollection that holds features")
            return
        first: dict[str, int] = {}
        for number, feature in enumerate(features):
            field = f"features[{number}]"
            if not _is(feature, "Feature"):
                self._report(field, "must be a GeoJSON Feature")
                continue
            county = self._county(f"{field}.properties", feature.get("properties"))
            rings = self._rings(f"{field}.geometry", feature.get("geometry"))
            if self._positions > MAX_POSITIONS:
                message = "holds more than {limit} positions: simplify the outlines"
                self._report("", message, limit=MAX_POSITIONS)
                return
            if county is not None and first.setdefault(county, number) != number:
                message = "{county} has an outline already, features[{first}]: make them one"
                self._report(field, message, county=county, first=first[county])
            elif county is not None and rings is not None:
                yield Outline(county, rings)

    def _county(self, field: str, properties: object) -> str | None:
        """Return the name of a feature's county."""
        given: dict[str, Any] = properties if isinstance(properties, dict) else {}
        code, name = given.get("code"), given.get("name")
        if isinstance(code, int) and not isinstance(code, bool):
            code = f"{code:06}"
        wanted = name if code is None else code
        if not isinstance(wanted, str) or not isinstance(name, str | None):
            message = "must name the county: code, its GB/T 2260 code, or name"
            self._report(field, message)
            return None
        if self._counties is None:
            return wanted
        named = self._counties.find(name) if name is not None else None
        term = named if code is None else self._by_code.get(wanted)
        if term is None:
            message = (
                "no county has the code or name “{got}”: correct it, add the county to"
                " authorities/counties.yaml or delete the feature"
            )
            self._report(field, message, got=wanted)
            return None
        if named is not None and named != term:
            message = "the code {code} is that of {county}, the name that of {other}"
            self._report(field, message, code=code, county=term.name, other=named.name)
            return None
        return term.name

    def _rings(self, field: str, geometry: object) -> Rings | None:
        polygons: object = None
        if _is(geometry, "Polygon"):
            polygons = [geometry.get("coordinates")]
        elif _is(geometry, "MultiPolygon"):
            polygons = geometry.get("coordinates")
        if not _are_lists(polygons):
            self._report(field, "must be a Polygon or a MultiPolygon with coordinates")
            return None
        rings = []
        for number, ring in enumerate(one for polygon in polygons for one in polygon):
            positions = [_position(one) for one in ring] if _is_list(ring) else []
            self._positions += len(positions)
            if None in positions:
                message = (
                    "position {position} of ring {ring} must be longitude and latitude in degrees,"
                    " as [112.5, 33.0]"
                )
                self._report(field, message, ring=number, position=positions.index(None))
                return None
            if len(positions) < 4 or positions[0] != positions[-1]:
                message = "ring {ring} must have four positions or more and end where it begins"
                self._report(field, message, ring=number)
                return None
            rings.append(tuple(one for one in positions if one))
        return tuple(rings)


def _is(value: object, kind: str) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict) and value.get("type") == kind


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value)


def _are_lists(value: object) -> TypeGuard[list[list[object]]]:
    return _is_list(value) and all(map(_is_list, value))


def _position(value: object) -> tuple[float, float] | None:
    """Return longitude and latitude; further values, for example a height, are ignored."""
    if not _is_list(value) or len(value) < 2:
        return None
    longitude, latitude = value[:2]
    if _is_within(longitude, 180) and _is_within(latitude, 90):
        return float(longitude), float(latitude)
    return None


def _is_within(value: object, limit: int) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= limit


# --- drawing ------------------------------------------------------------------------------


def draw(outlines: Sequence[Outline], label: Point) -> Drawing | None:
    """Draw the outlines on one map, with north at the top and the scale true at the middle
    latitude. A label is as wide and high as `label`. Outlines smaller than a dot are left out."""
    projected = _project(outlines)
    drawn = {county: rings for county, rings in _simplify(projected).items() if rings}
    points = [point for rings in drawn.values() for ring in rings for point in ring]
    if not points:
        return None
    left, top = (min(axis) - MARGIN for axis in zip(*points, strict=True))
    right, bottom = (max(axis) + MARGIN for axis in zip(*points, strict=True))
    shapes = []
    for county, rings in drawn.items():
        moved = [[(x - left, y - top) for x, y in ring] for ring in rings]
        shapes.append(Shape(county, "".join(map(_path, moved)), _room(moved, label)))
    return Drawing(right - left, bottom - top, tuple(shapes))


def _project(outlines: Sequence[Outline]) -> dict[str, list[Ring]]:
    """Project the outlines (equirectangular) on a grid of SIZE; each ring without its last point,
    which repeats its first."""
    positions = [position for one in outlines for ring in one.rings for position in ring]
    if not positions:
        return {}
    west, south = (min(axis) for axis in zip(*positions, strict=True))
    east, north = (max(axis) for axis in zip(*positions, strict=True))
    narrowing = math.cos(math.radians((south + north) / 2))
    longest = max((east - west) * narrowing, north - south)
    if longest < _DOT:
        return {}
    scale = SIZE / longest

    def point(longitude: float, latitude: float) -> Point:
        return round((longitude - west) * narrowing * scale), round((north - latitude) * scale)

    return {
        one.county: [_without_repeats([point(*at) for at in ring]) for ring in one.rings]
        for one in outlines
    }


def _without_repeats(ring: Ring) -> Ring:
    """Return a closed ring without its first point, and without points equal to the one before."""
    return [after for before, after in pairwise(ring) if before != after]


def _simplify(counties: Mapping[str, Sequence[Ring]]) -> Mapping[str, Sequence[Ring]]:
    """Reduce the rings to at most MAX_POINTS together, if every county can keep three."""
    junctions = _junctions(ring for rings in counties.values() for ring in rings)
    thinned = counties
    for kept in (junctions, frozenset[Point]()):
        least = _FINEST
        while least <= 2 * SIZE * SIZE:
            thinned = {
                county: _worth_drawing([_thin(r, kept, least) for r in rings], max(least, _ISLAND))
                for county, rings in thinned.items()
            }
            if sum(len(ring) for rings in thinned.values() for ring in rings) <= MAX_POINTS:
                return thinned
            least *= 2
    return thinned


def _junctions(rings: Iterator[Ring]) -> frozenset[Point]:
    """Return the points where more than two borders meet."""
    beside: dict[Point, set[Point]] = {}
    for ring in rings:
        for before, after in _sides(ring):
            beside.setdefault(before, set()).add(after)
            beside.setdefault(after, set()).add(before)
    return frozenset(point for point, others in beside.items() if len(others) > 2)


def _thin(ring: Ring, kept: Collection[Point], least: int) -> Ring:
    """Thin a ring by Visvalingam's method: again and again drop the point that makes the smallest
    triangle with its neighbours, until none is smaller than `least` (twice its area). Ties are
    decided by position, so that a border is thinned the same way from both of its sides."""
    before = [number - 1 for number in range(len(ring))]
    after = [number + 1 for number in range(len(ring))]
    if ring:
        before[0], after[-1] = len(ring) - 1, 0

    def size(number: int) -> int:
        return abs(_turn(ring[before[number]], ring[number], ring[after[number]]))

    sizes = {number: size(number) for number, point in enumerate(ring) if point not in kept}
    heap = [(sizes[number], ring[number], number) for number in sizes]
    heapify(heap)
    left = dict.fromkeys(range(len(ring)))
    while heap and len(left) > 3:
        found, _, number = heappop(heap)
        if sizes.get(number) != found:
            continue
        if found >= least:
            break
        del left[number], sizes[number]
        one, other = before[number], after[number]
        after[one], before[other] = other, one
        for neighbour in (one, other):
            if neighbour in sizes:
                sizes[neighbour] = size(neighbour)
                heappush(heap, (sizes[neighbour], ring[neighbour], neighbour))
    rest = [ring[number] for number in left]
    return _without_repeats([*rest[-1:], *rest])


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _worth_drawing(rings: Sequence[Ring], least: int) -> Sequence[Ring]:
    """Return the largest ring of a county, and others of more than `least` (twice their area)."""
    sizes = [abs(sum(_turn((0, 0), *side) for side in _sides(ring))) for ring in rings]
    largest = max(sizes, default=0)
    main = sizes.index(largest) if largest else None
    return [
        ring
        for number, (ring, size) in enumerate(zip(rings, sizes, strict=True))
        if number == main or size > least
    ]


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise([*ring, *ring[:1]])


def _path(ring: Ring) -> str:
    steps = [f"{after[0] - before[0]} {after[1] - before[1]}" for before, after in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z"


def _room(rings: Sequence[Ring], label: Point) -> Point | None:
    """Return the point inside the rings that is farthest from their sides, measured in labels; None
    if a label does not fit there."""
    points = [point for ring in rings for point in ring]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    sides = [side for ring in rings for side in _sides(ring)]
    width, height = label
    best, room = None, 0.25  # the square of half a label
    for row in range(1, _STEPS):
        for column in range(1, _STEPS):
            x = left + (right - left) * column // _STEPS
            y = top + (bottom - top) * row // _STEPS
            if not _inside(x, y, sides):
                continue
            nearest = min(
                _distance(
                    (a[0] - x) / width, (a[1] - y) / height, (b[0] - x) / width, (b[1] - y) / height
                )
                for a, b in sides
            )
            if nearest > room:
                best, room = (x, y), nearest
    return best


def _inside(x: int, y: int, sides: Sequence[tuple[Point, Point]]) -> bool:
    crossed = False
    for a, b in sides:
        if (a[1] > y) != (b[1] > y):
            low, high = (a, b) if a[1] < b[1] else (b, a)
            crossed ^= _turn(low, high, (x, y)) > 0
    return crossed


def _distance(ax: float, ay: float, bx: float, by: float) -> float:
    """Return the square of the distance of a side from the origin."""
    dx, dy = bx - ax, by - ay
    along = -(ax * dx + ay * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    return (ax + along * dx) ** 2 + (ay + along * dy) ** 2
