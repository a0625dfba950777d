"""Outlines of counties: what a GeoJSON file may say, and what is drawn of it. The map is invented:
squares of a degree on the equator, where a degree is as wide as it is high."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import archives
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.archive import outlines
from jianbao.archive.model import Outline, Taxonomy, Term
from jianbao.archive.outlines import MAX_POINTS, MAX_POSITIONS, SIZE, Drawing
from jianbao.base.problems import ConfigError
from jianbao.content import load
from jianbao.pages import render

LAYOUTS = Path(__file__).parents[2] / "layouts"
TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"
PATH = "content/authorities/outlines.geojson"
COUNTIES = Taxonomy(
    "county",
    (
        Term("qinghe", "青禾县", "county", code="990121", aliases=("青禾",)),
        Term("bailu", "白鹭区", "district", code="990102"),
        Term("gaoxin", "高新区", "zone"),
    ),
)

Corner = tuple[float, float]


def square(west: float, south: float, size: float = 1) -> list[Corner]:
    east, north = west + size, south + size
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def feature(
    properties: object, *rings: object, kind: str = "Polygon", **changes: object
) -> dict[str, object]:
    geometry = {"type": kind, "coordinates": list(rings)}
    return {"type": "Feature", "properties": properties, "geometry": geometry} | changes


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def read(*features: object) -> dict[str, int]:
    """Return how many rings each county has."""
    found, problems = outlines.parse(collection(*features), PATH, COUNTIES)
    assert problems == []
    return {one.county: len(one.rings) for one in found}


def complaint(text: str, counties: Taxonomy | None = COUNTIES) -> str:
    found, [problem] = outlines.parse(text, PATH, counties)
    assert found == ()
    return problem.text().removeprefix(PATH)


# --- reading ----------------------------------------------------------------------------------


def test_a_county_is_known_by_its_code_or_name() -> None:
    assert read(
        feature({"code": "990121", "name": "Qinghe"}, square(0, 0)),
        feature({"code": 990102}, square(1, 0)),
        feature({"name": "高新区", "id": [1]}, square(2, 0)),
    ) == {"青禾县": 1, "白鹭区": 1, "高新区": 1}
    assert read(feature({"name": "青禾"}, square(0, 0))) == {"青禾县": 1}


def test_islands_and_holes_are_rings() -> None:
    island = [square(3, 3)]
    main = [square(0, 0), square(0.25, 0.25, 0.5)]
    assert read(feature({"name": "青禾县"}, main, island, kind="MultiPolygon")) == {"青禾县": 3}


def test_heights_and_what_else_a_file_says_are_passed_over() -> None:
    ring = [[*at, 12.5, "x"] for at in square(0, 0)]
    assert read(feature({"name": "青禾县"}, ring, bbox=[0, 0, 1, 1], id=7)) == {"青禾县": 1}


QINGHE = {"code": "990121"}
WRONG: dict[str, tuple[str, str]] = {
    "no JSON": ('{\n"type": }', ":2: is not JSON: Expecting value"),
    "not a number": (
        collection(feature(QINGHE, [(0, float("nan"))])),
        ": holds numbers or brackets within brackets that no outline has",
    ),
    "too many digits": (
        '{"type": ' + "1" * 5000 + "}",
        ": holds numbers or brackets within brackets that no outline has",
    ),
    "too deep": (
        "[" * 100_000,
        ": holds numbers or brackets within brackets that no outline has",
    ),
    "a list": ("[]", ": must be a GeoJSON FeatureCollection that holds features"),
    "a single feature": (
        json.dumps(feature(QINGHE, square(0, 0))),
        ": must be a GeoJSON FeatureCollection that holds features",
    ),
    "no features": (collection(), ": must be a GeoJSON FeatureCollection that holds features"),
    "a mapping of features": (
        '{"type": "FeatureCollection", "features": {"a": 1}}',
        ": must be a GeoJSON FeatureCollection that holds features",
    ),
    "no feature": (collection(7), ": features[0]: must be a GeoJSON Feature"),
    "a feature of another type": (
        collection(feature(QINGHE, square(0, 0), type="feature")),
        ": features[0]: must be a GeoJSON Feature",
    ),
    "no properties": (
        collection(feature(None, square(0, 0))),
        ": features[0].properties: must name the county: code, its GB/T 2260 code, or name",
    ),
    "a code that is none": (
        collection(feature({"code": True}, square(0, 0))),
        ": features[0].properties: must name the county: code, its GB/T 2260 code, or name",
    ),
    "a name that is none": (
        collection(feature(QINGHE | {"name": ["青禾县"]}, square(0, 0))),
        ": features[0].properties: must name the county: code, its GB/T 2260 code, or name",
    ),
    "an unknown code": (
        collection(feature({"code": "110101", "name": "青禾县"}, square(0, 0))),
        ": features[0].properties: no county has the code or name “110101”: correct it, add the"
        " county to authorities/counties.yaml or delete the feature",
    ),
    "an unknown name": (
        collection(feature({"name": "a\u0007\ud800b"}, square(0, 0))),
        ": features[0].properties: no county has the code or name “a  b”: correct it, add the"
        " county to authorities/counties.yaml or delete the feature",
    ),
    "a code and a name at odds": (
        collection(feature(QINGHE | {"name": "白鹭区"}, square(0, 0))),
        ": features[0].properties: the code 990121 is that of 青禾县, the name that of 白鹭区",
    ),
    "two outlines": (
        collection(feature(QINGHE, square(0, 0)), feature({"name": "青禾县"}, square(1, 0))),
        ": features[1]: 青禾县 has an outline already, features[0]: make them one",
    ),
    "no geometry": (
        collection(feature(QINGHE, geometry=None)),
        ": features[0].geometry: must be a Polygon or a MultiPolygon with coordinates",
    ),
    "a line": (
        collection(feature(QINGHE, *square(0, 0), kind="LineString")),
        ": features[0].geometry: must be a Polygon or a MultiPolygon with coordinates",
    ),
    "no rings": (
        collection(feature(QINGHE)),
        ": features[0].geometry: must be a Polygon or a MultiPolygon with coordinates",
    ),
    "an empty polygon": (
        collection(feature(QINGHE, [square(0, 0)], [], kind="MultiPolygon")),
        ": features[0].geometry: must be a Polygon or a MultiPolygon with coordinates",
    ),
    "no ring": (
        collection(feature(QINGHE, square(0, 0), 7)),
        ": features[0].geometry: ring 1 must have four positions or more and end where it begins",
    ),
    "an open ring": (
        collection(feature(QINGHE, square(0, 0)[:-1])),
        ": features[0].geometry: ring 0 must have four positions or more and end where it begins",
    ),
    "a ring there and back": (
        collection(feature(QINGHE, [(0, 0), (1, 1), (0, 0)])),
        ": features[0].geometry: ring 0 must have four positions or more and end where it begins",
    ),
    **{
        f"a position {bad!r}": (
            collection(feature(QINGHE, [(0, 0), bad, (1, 1), (0, 0)])),
            ": features[0].geometry: position 1 of ring 0 must be longitude and latitude in"
            " degrees, as [112.5, 33.0]",
        )
        for bad in (
            [],
            [1],
            ["1", "2"],
            [True, 0],
            None,
            [412_500.0, 33],
            [33, 112.5],
            [10**400, 0],
        )
    },
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_said(text: str, expected: str) -> None:
    assert complaint(text) == expected


def test_an_infinite_number_is_no_position() -> None:
    text = (
        collection(feature(QINGHE, square(0, 0)))
        .replace("1.0", "1")
        .replace("[1, 0]", "[1e999, 0]")
    )
    assert "1e999" in text
    assert "position 1 of ring 0" in complaint(text)


def test_every_feature_is_checked() -> None:
    text = collection(feature({}, square(0, 0)), feature(QINGHE), feature({"name": "无"}, []))
    found, problems = outlines.parse(text, PATH, COUNTIES)
    assert found == ()
    assert [problem.field for problem in problems] == [
        "features[0].properties",
        "features[1].geometry",
        "features[2].properties",
        "features[2].geometry",
    ]


def test_the_number_of_positions_is_bounded() -> None:
    ring = [(n / MAX_POSITIONS, 0.5) for n in range(MAX_POSITIONS)]
    text = collection(feature(QINGHE, [*ring, ring[0]]))
    assert complaint(text) == f": holds more than {MAX_POSITIONS} positions: simplify the outlines"


def test_names_pass_where_the_authority_file_is_in_doubt() -> None:
    text = collection(feature({"name": "无此县"}, square(0, 0)), feature({}, square(1, 0)))
    assert "features[1].properties" in complaint(text, counties=None)


# --- drawing ----------------------------------------------------------------------------------

LABEL = (88, 84)


def draw(**counties: Sequence[Sequence[Corner]]) -> Drawing:
    known = [Outline(name, tuple(map(tuple, rings))) for name, rings in counties.items()]
    drawing = outlines.draw(known, LABEL)
    assert drawing is not None
    return drawing


def corners(drawing: Drawing, county: str) -> list[set[tuple[int, int]]]:
    """Return the points of each ring of a county."""
    [path] = [shape.path for shape in drawing.shapes if shape.county == county]
    rings = []
    for start, rest in re.findall(r"M(-?\d+ -?\d+)l([-\d ]*)z", path):
        x, y = map(int, start.split())
        points, steps = {(x, y)}, iter(map(int, rest.split()))
        for dx, dy in zip(steps, steps, strict=True):
            x, y = x + dx, y + dy
            points.add((x, y))
        rings.append(points)
    assert "".join(re.findall(r"[MLZlz]", path)) == "Mlz" * len(rings)
    return rings


def test_squares_are_drawn_as_squares_north_at_the_top() -> None:
    drawing = draw(西=[square(0, -0.5)], 东=[square(1, -0.5)])
    assert (drawing.width, drawing.height) == (SIZE + 16, SIZE // 2 + 16)
    assert corners(drawing, "西") == [{(8, 8), (508, 8), (508, 508), (8, 508)}]
    assert corners(drawing, "东") == [{(508, 8), (1008, 8), (1008, 508), (508, 508)}]
    assert [shape.label for shape in drawing.shapes] == [(258, 258), (758, 258)]
    tall = draw(北=[square(0, 1)], 南=[square(0, 0)])
    assert max(y for _, y in corners(tall, "北")[0]) == min(y for _, y in corners(tall, "南")[0])


def test_a_degree_is_as_wide_as_at_the_middle_latitude() -> None:
    drawing = draw(北=[square(10, 59.5)])
    assert (drawing.width, drawing.height) == (SIZE // 2 + 16, SIZE + 16)


def wave(n: int) -> list[Corner]:
    """Return a border from (1, 0) to (1, 1) with n bends, great and small."""
    return [(1 + (0.002 * (k * k % 7) if 0 < k < n else 0), k / n) for k in range(n + 1)]


def test_a_shared_border_stays_shared() -> None:
    border = wave(200)
    west = [(0, 0), *border, (0, 1), (0, 0)]
    half = len(border) // 2
    east = [*border[half::-1], (2.0, 0.0), (2.0, 1.0), *border[:half:-1], border[half]]
    drawing = draw(西=[west], 东=[east])
    [one], [other] = corners(drawing, "西"), corners(drawing, "东")
    left, right = min(x for x, _ in one), max(x for x, _ in other)
    shared = {point for point in one if point[0] != left}
    assert shared == {point for point in other if point[0] != right}
    assert 20 < len(shared) < 190


def test_what_is_less_than_a_dot_is_left_out() -> None:
    speck, nothing = square(0.1, 0.1, 0.001), [(0.5, 0.5)] * 4
    drawing = draw(青=[square(0, 0), speck], 白=[nothing])
    assert [shape.county for shape in drawing.shapes] == ["青"]
    assert len(corners(drawing, "青")) == 1
    point = Outline("白", (tuple(nothing),))
    assert outlines.draw([point], LABEL) is None
    assert outlines.draw([], LABEL) is None


def test_a_label_stands_inside_or_nowhere() -> None:
    frame = [square(0, 0), square(0.05, 0.05, 0.9)]
    drawing = draw(框=frame, 小=[square(0.06, 0.06, 0.05)], 中=[square(0.2, 0.2, 0.3)])
    labels = {shape.county: shape.label for shape in drawing.shapes}
    assert labels["框"] is labels["小"] is None
    x, y = labels["中"] or (0, 0)
    assert abs(x - 358) < 30
    assert abs(y - 658) < 30


def test_a_drawing_is_of_bounded_size() -> None:
    """Be it of lines that no one draws, all of them junctions."""
    rings = [
        [((a * b) % 89 / 89, (a * a + b) % 97 / 97) for b in range(1, 60)] for a in range(1, 200)
    ]
    closed = [[*ring, ring[0]] for ring in rings]
    counties = {f"县{n}": closed[n::5] for n in range(5)}
    drawing = draw(**counties)
    assert sum(len(ring) for name in counties for ring in corners(drawing, name)) <= MAX_POINTS
    assert draw(**counties) == drawing


@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(-180, 180), st.floats(-90, 90)) | st.sampled_from(square(0, 0)),
            min_size=3,
            max_size=12,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_passes_can_be_drawn(rings: list[list[Corner]]) -> None:
    drawing = outlines.draw([Outline("县", tuple((*ring, ring[0]) for ring in rings))], LABEL)
    if drawing:
        for x, y in set[tuple[int, int]]().union(*corners(drawing, "县")):
            assert 0 < x < drawing.width <= SIZE + 16
            assert 0 < y < drawing.height <= SIZE + 16


# --- an archive with outlines -----------------------------------------------------------------


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return the typical archive with squares for two of its counties."""
    copy = Path(shutil.copytree(TYPICAL, tmp_path / "content"))
    names = ["青禾县", "白鹭县"]
    squares = [feature({"name": name}, square(112 + n, 33)) for n, name in enumerate(names)]
    (copy / "authorities" / "outlines.geojson").write_text(collection(*squares), "utf-8")
    return copy


def choose(content: Path, lines: str) -> None:
    site = content / "site.yaml"
    site.write_text(f"{site.read_text('utf-8')}\n{lines}\n", "utf-8")


def complaints(content: Path) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        load.load(content)
    return [re.sub(r":\d+:", ":", found.text()) for found in raised.value.problems]


def pages(content: Path) -> dict[str, str]:
    files = archives.made(render.render(load.load(content), [LAYOUTS]))
    return {path: made.decode() for path, made in files if path.endswith(".html")}


def test_outlines_take_the_place_of_tiles(content: Path) -> None:
    choose(content, "map: outlines\nmap_approval: 澜S（2026年）1号")
    made = pages(content)
    for path in ("index.html", "county/index.html", "county/qinghe.html"):
        html = made[path]
        assert 'class="tiles"' not in html
        figure, _, after = html[html.index('<figure class="outlines">') :].partition("</figure>")
        assert figure.count("<path d=") == 2
        assert re.search(r'aria-label="青禾 \d+ 篇"', figure)
        assert "审图号：澜S（2026年）1号" in figure
        table = after.partition("</table>")[0]  # the page of all counties has a second map
        rows = re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a></th>', table)
        assert sorted(rows) == ["白鹭县", "青禾县"]
        assert figure.count('aria-current="page"') == figure.count('"chosen"')
        assert figure.count('"chosen"') == (path == "county/qinghe.html")
    below = made["county/qinghe.html"].rpartition("</details>")[2]
    assert ">柳泉市<" in below
    assert ">白鹭县<" not in below


def test_tiles_stay_unless_outlines_are_asked_for(content: Path) -> None:
    shown = pages(content)["index.html"]
    assert 'class="tiles"' in shown
    assert 'class="outlines"' not in shown
    assert load.load(content).outlines == ()


def test_no_number_is_shown_where_none_is_needed(content: Path) -> None:
    choose(content, "map: outlines\nmap_approval: null")
    shown = pages(content)["index.html"]
    assert 'class="outlines"' in shown
    assert "审图号" not in shown


def test_the_owner_must_know_of_approval_numbers(content: Path) -> None:
    choose(content, "map: outlines")
    assert complaints(content) == [
        "content/site.yaml: map: needs map_approval beside it: publishing outlines of places in"
        " China may need a map approval number (审图号); give it, or null where you know that none"
        " is needed"
    ]


def test_outlines_need_a_file(content: Path) -> None:
    (content / "authorities" / "outlines.geojson").unlink()
    choose(content, "map: outlines\nmap_approval: null")
    assert complaints(content) == [f"content/site.yaml: map: there is no {PATH} to draw"]


@pytest.mark.parametrize(
    ("content_of_file", "expected"),
    [
        (b"\xff", "is not UTF-8 (byte 0xff): save it as UTF-8"),
        (b"{}", "must be a GeoJSON FeatureCollection that holds features"),
        (b" " * (4 * 1024 * 1024 + 1), "is larger than 4 MB: split it"),
    ],
)
def test_the_file_is_checked_even_where_tiles_are_shown(
    content: Path, content_of_file: bytes, expected: str
) -> None:
    (content / "authorities" / "outlines.geojson").write_bytes(content_of_file)
    assert complaints(content) == [f"{PATH}: {expected}"]


def test_a_doubtful_authority_file_hides_no_wrong_outline(content: Path) -> None:
    counties = content / "authorities" / "counties.yaml"
    counties.write_text(counties.read_text("utf-8").replace("kind: county", "kind: 县", 1), "utf-8")
    (content / "authorities" / "outlines.geojson").write_text(
        collection(feature({"name": "无此县"}, square(0, 0)), feature({"name": "又一县"})), "utf-8"
    )
    found = complaints(content)
    assert any("counties.yaml: kind: must be one of" in line for line in found)
    assert [line for line in found if line.startswith(PATH)] == [
        f"{PATH}: features[1].geometry: must be a Polygon or a MultiPolygon with coordinates"
    ]


def hostile(value: Any) -> str:
    return f"map: outlines\nmap_approval: {json.dumps(value, ensure_ascii=False)}"


def test_a_number_that_is_markup_stays_text(content: Path) -> None:
    choose(content, hostile("<script>alert(1)</script>"))
    assert "&lt;script&gt;alert(1)" in pages(content)["index.html"]


def test_an_archive_in_memory_draws_what_it_knows() -> None:
    source = load.load(TYPICAL)
    unknown = Outline("无此县", (tuple(square(0, 0)),))
    known = Outline("青禾县", (tuple(square(1, 0)),))
    shown = replace(source, outlines=(unknown, known))
    made = dict(archives.made(render.render(shown, [LAYOUTS])))
    assert made["index.html"].count(b"<path d=") == 1
