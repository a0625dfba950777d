"""Read what a web page states about itself besides its text: meta tags, the title element, the
canonical address, times, JSON-LD, and the variables of its scripts that hold a date or a source."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MOST = 200
"""Fields of a page; what comes below is the list of another page's articles."""
_LINKED_DATES = ("datePublished", "dateCreated")
_LINKED_NAMES = ("author", "publisher", "sourceOrganization")


STATING = ("title", "meta", "link", "time", "script")
"""The elements that state something about their page."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One of these elements, with its attributes and its text."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""


def stated(
    statements: Sequence[Statement], scripts: Sequence[str], language: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return the fields as (name, value), in the page's order: `title`, `lang`, the names of meta
    tags, `canonical`, `time`, `ld:…` from JSON-LD and `script:…` from scripts."""
    titles = [("title", plain(one.text)) for one in statements if one.tag == "title"][:1]
    found = [*titles, ("lang", language), *_meta(statements), *_linked(statements)]
    found.extend(_scripts(scripts))
    kept = dict.fromkeys((n[:100], v[:1000]) for n, v in found if n and v)
    return tuple(itertools.islice(kept, _MOST))


def _meta(statements: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    times: set[str] = set()
    for tag, attributes in ((one.tag, one.attributes) for one in statements):
        if tag == "link" and attributes.get("rel", "").strip().lower() == "canonical":
            yield "canonical", plain(attributes.get("href", ""))
        elif tag == "time":
            times.add(plain(attributes.get("datetime", ""))[:10])
        elif tag == "meta":
            named = (attributes.get(kind) for kind in ("name", "property", "itemprop"))
            yield next(filter(None, named), "").strip(), plain(attributes.get("content", ""))
    if len(times) == 1:  # with several of them, some belong to other articles
        yield "time", times.pop()


def plain(text: str) -> str:
    """Return the text on one line, with a space for what cannot be printed."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


# --- JSON-LD ------------------------------------------------------------------------------------


def _linked(statements: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    for one in statements:
        if one.attributes.get("type", "").strip().lower() == "application/ld+json":
            yield from _linked_data(one.text)


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    queue = [value]
    for _ in range(_MOST):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            yield from _linked_fields(item)
            graph = item.get("@graph")
            if isinstance(graph, list):
                queue.extend(graph)


def _linked_fields(item: dict[str, object]) -> Iterator[tuple[str, str]]:
    for key in ("headline", *_LINKED_DATES):
        value = item.get(key)
        if isinstance(value, str):
            yield f"ld:{key}", plain(value)
    for key in _LINKED_NAMES:
        named = item.get(key)
        if isinstance(named, dict):
            named = named.get("name")
        if isinstance(named, str):
            yield f"ld:{key}", plain(named)


# --- scripts ------------------------------------------------------------------------------------

# The variables in which accounts and portals keep the date and the source of the article shown.
_VARIABLES = {
    "ct": "date",
    "pubtime": "date",
    "publish_time": "date",
    "publishtime": "date",
    "pub_time": "date",
    "ptime": "date",
    "nickname": "source",
    "source": "source",
    "medianame": "source",
    "media_name": "source",
}
_VARIABLE = re.compile(
    r"(?:\bvar\s+|\bwindow\.|\blet\s+|\bconst\s+)[_$]{0,3}"
    rf"(?P<name>{'|'.join(_VARIABLES)})\s{{0,9}}=\s{{0,9}}(?:htmlDecode\()?"
    r"(?P<mark>[\"'])(?P<value>[^\"'<>\\\n]{2,60})(?P=mark)",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?", re.ASCII)
_CHINA = timedelta(hours=8)


def _scripts(scripts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the date and the source that variables of scripts hold; nothing if they disagree."""
    found: dict[str, dict[str, None]] = {"date": {}, "source": {}}
    for script in scripts:
        for match in _VARIABLE.finditer(script):
            kind = _VARIABLES[match["name"].lower()]
            value = plain(match["value"])
            found[kind][_day(value) if kind == "date" else value] = None
    for kind, values in found.items():
        if len(values) == 1:
            yield f"script:{kind}", next(iter(values))


def _day(value: str) -> str:
    """Return the day of a count of seconds (or milliseconds) since 1970, as clocks in China show
    it; any other value as it is, without the time of day."""
    match = _EPOCH.fullmatch(value)
    if match is None:
        return value[:11].strip()
    return str((datetime.fromtimestamp(int(match[1]), UTC) + _CHINA).date())
