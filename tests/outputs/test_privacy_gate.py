"""No file of a site holds a personal number that nobody allowed, in whatever format."""

import base64
import json
from urllib.parse import quote

import pytest

from jianbao.outputs import privacy_gate

IDENTITY, MASKED = "11010519491231002X", "110***********002X"
HALVES = (IDENTITY[:6], IDENTITY[6:])
ENTITIES = "".join(f"&#{ord(c)};" for c in IDENTITY)


def held(path: str, text: str) -> set[str]:
    return privacy_gate.masked(path, text.encode())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", f"<p>证{HALVES[0]}<b class='{'x' * 300}'>{HALVES[1]}</b></p>"),
        ("a.html", f"<p>{ENTITIES}</p>"),
        ("a.html", f"<!-- {IDENTITY} -->"),
        ("a.html", f'<meta name="description" content="{IDENTITY}">'),
        ("a.html", f'<script type="application/ld+json">{{"a": "{IDENTITY}"}}</script>'),
        ("a.html", f'<script type="application/ld+json">{{"a": "\\u0031{IDENTITY[1:]}"}}</script>'),
        ("a.html", f'<a href="a.html?{quote(IDENTITY)}&amp;b=%31{IDENTITY[1:]}">甲</a>'),
        ("a.json", json.dumps({"a": f"\u2009{IDENTITY}"})),
        ("a.json", '{"a": "' + "".join(f"\\u{ord(c):04x}" for c in IDENTITY) + '"}'),
        ("a.json", json.dumps({"a": f"{HALVES[0]}\n{HALVES[1]}"})),
        ("a.jsonl", json.dumps({"html": f"<p>{HALVES[0]}<b>{HALVES[1]}</b></p>"})),
        ("a.js", f'jianbao.got({json.dumps({"text": [IDENTITY]})})'),
        ("a.js", f'jianbao.got("{base64.b64encode(IDENTITY.encode()).decode()}")'),
        ("a.csv", f"甲,{IDENTITY},乙\r\n"),
        ("a.xml", f"<content type='html'>&lt;p&gt;{HALVES[0]}&lt;b&gt;{HALVES[1]}</content>"),
        ("a.md", f"证{HALVES[0]}**{HALVES[1]}**"),
        ("a.bib", f"title = {{{IDENTITY}}}"),
        ("_headers", f"/{IDENTITY}"),
    ],
)  # fmt: skip
def test_a_number_is_seen_through_every_format(path: str, text: str) -> None:
    assert MASKED in held(path, text)


def test_a_number_beside_an_id_is_seen() -> None:
    text = "urn:uuid:e7f6241a-3cb1-52f8-a258-014966883674"
    assert held("feed.json", f'{{"id": "{text}", "title": "13900001234"}}') == {"139****1234"}
    assert held("feed.json", f'{{"id": "{text}-13900001234"}}') == {"139****1234"}
    assert held("feed.json", '{"id": "urn:uuid:13900001234"}') == {"139****1234"}


def test_the_shortest_number_is_seen_in_a_tag() -> None:
    assert held("a.html", '<img alt="护照号码：EA1234567">') == {"EA*****67"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<table><tr><td>110105</td><td>19491231</td><td>0021</td></tr></table>"),
        ("a.html", '<path d="M 139 0000 1234 139 0000 1235"/>'),
        ("a.csv", "13900001234万元,13900001234,万元\r\n"),
        ("manifest-sha256.txt", f"{'1390000123' * 6}abcd  a.html\n"),
        ("feed.json", '{"id": "urn:uuid:e7f6241a-3cb1-52f8-a258-014966883674"}'),
        ("feed.xml", "<id>urn:uuid:e7f6241a-3cb1-52f8-a258-014966883674</id>"),
    ],
)
def test_what_is_no_number_passes(path: str, text: str) -> None:
    assert held(path, text) == set()


@pytest.mark.parametrize("path", ["originals/a.txt", "assets/a.png"])
def test_what_has_no_text_of_its_own_is_not_read(path: str) -> None:
    assert not privacy_gate.is_read(path)


def test_a_number_that_nobody_allowed_is_reported() -> None:
    import invented

    numbers = {"a.txt": privacy_gate.masked("a.txt", IDENTITY.encode())}
    (found,) = privacy_gate.check(invented.archive(), numbers)
    assert found.text() == (
        f"a.txt: holds personal data that nobody allowed ({MASKED}): mask it in the text or layout"
        " that it comes from, or list it so in privacy_allowed"
    )


def test_the_name_of_a_file_is_looked_at_too() -> None:
    import invented

    path = f"originals/{IDENTITY}.txt"
    (problem,) = privacy_gate.check(invented.archive(), {path: privacy_gate.in_name(path)})
    assert MASKED in problem.text()
