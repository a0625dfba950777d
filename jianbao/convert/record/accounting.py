"""The accounting of a conversion: every printed character is in the written file, in a recorded
repair or in a recorded removal, and the text is in its printed order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jianbao.archive.model import Repair
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut.patterns import is_note_head, is_preface
from jianbao.convert.record.stream import Stream
from jianbao.text import frontmatter, markdown
from jianbao.text.chinese import strip_space
from jianbao.text.frontmatter import Node

# Rules that change the layout, not a character.
_SETTING = frozenset(("wrap-join", "page-join", "heading-level"))
# Whole lines that may have been inside the text.
_BETWEEN = frozenset(("page-number", "running-head", "rule", "contents", "navigation"))
_PRINTED = (
    "issue_printed",
    "date_printed",
    "issuer",
    "banner",
    "editor",
    "reviewer",
    "signatory",
)
_LISTS = ("report_to", "send_to", "distribute_to")
_SHOWN = 12


class UnsettledError(Exception):
    """An error: the written file does not hold what the document holds."""


@dataclass(frozen=True, slots=True)
class Account:
    """Counts of characters, without white space: in the source, left out, added or lost by repairs
    (net), and in the written file."""

    source: int
    removed: int
    repaired: int
    written: int


def settle(
    document: Document,
    text: str,
    suffix: str,
    fields: Mapping[str, str],
    repairs: Sequence[Repair],
    removals: Sequence[Removal],
) -> Account:
    """Check the written `text` against the document. Raise UnsettledError if it lacks a part of the
    printed text, or has it in another order: a defect of the cutting."""
    bulletin = _reread(text)
    source = Counter("".join(_source(document)))
    removed = Counter("".join(strip_space(removal.text) for removal in removals))
    written = Counter("".join(strip_space(t) for t in _printed(bulletin, suffix, fields)))
    before = Counter("".join(strip_space(r.before) for r in repairs if r.rule not in _SETTING))
    after = Counter("".join(strip_space(r.after) for r in repairs if r.rule not in _SETTING))
    left, right = source + after, written + removed + before
    if left != right:
        raise UnsettledError(_imbalance(left - right, right - left))
    _check_order(document, bulletin, fields, repairs, removals)
    return Account(source.total(), removed.total(), after.total() - before.total(), written.total())


def _imbalance(lost: Counter[str], gained: Counter[str]) -> str:
    shown = "".join(sorted((lost + gained).elements())[:_SHOWN])
    return f"would lose {lost.total()} and add {gained.total()} characters ({shown})"


@dataclass(frozen=True, slots=True)
class _Bulletin:
    values: Mapping[str, Node]
    preface: tuple[str, ...]
    bodies: tuple[tuple[str, ...], ...]


def _reread(text: str) -> _Bulletin:
    split = frontmatter.split(text)
    node = frontmatter.parse(split.front_matter, "")[0] if split else None
    values = node.value if node and isinstance(node.value, dict) else {}
    preface, sections = markdown.split_sections(split.body if split else "")
    return _Bulletin(
        values,
        markdown.plain_blocks(preface),
        tuple(markdown.plain_blocks(section.source) for section in sections),
    )


def _source(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield strip_space(block.text)
    for removal in document.removals:
        yield strip_space(removal.text)


def _text(node: Node | None) -> str:
    return node.value if node and isinstance(node.value, str) else ""


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.value if node and isinstance(node.value, tuple) else ()


def _printed(bulletin: _Bulletin, suffix: str, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield each printed text of the file once."""
    values = bulletin.values
    if fields["title"] == "printed":
        yield _text(values.get("title")).removesuffix(suffix)
    for name in _PRINTED:
        if fields.get(name) != "inferred":
            yield _text(values.get(name))
    for name in _LISTS:
        yield from map(_text, _items(values.get(name)))
    yield from bulletin.preface
    for number, texts in enumerate(_articles(bulletin, fields), start=1):
        yield from texts
        article = _items(values["articles"])[number - 1].value
        if isinstance(article, dict) and fields.get(f"articles.{number}.authors") == "printed":
            yield from map(_text, _items(article.get("authors")))


def _articles(bulletin: _Bulletin, fields: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield kicker, title, subtitle, body and attribution of each article, in their printed
    order."""
    entries = _items(bulletin.values.get("articles"))
    for number, (entry, body) in enumerate(zip(entries, bulletin.bodies, strict=True), start=1):
        article = entry.value if isinstance(entry.value, dict) else {}
        titles = ["kicker"]
        if fields.get(f"articles.{number}.title") == "printed":
            titles.append("title")
        titles.append("subtitle")
        yield (
            *(_text(article.get(name)) for name in titles),
            *body,
            _text(article.get("attribution")),
        )


def _check_order(
    document: Document,
    bulletin: _Bulletin,
    fields: Mapping[str, str],
    repairs: Sequence[Repair],
    removals: Sequence[Removal],
) -> None:
    """Check that each title, paragraph and attribution is in the repaired source, unbroken and at
    increasing positions."""
    stream = _repaired(document, repairs, removals)
    position = 0
    for texts in (bulletin.preface, *_articles(bulletin, fields)):
        position = _ordered(texts, stream, position)


def _ordered(texts: Sequence[str], stream: str, start: int) -> int:
    """Return the end of the last of `texts` in the stream, if each is after the one before it; an
    editor's note may have been printed above its article's title."""
    position = start
    note = -1  # where the text of a note continues that has 编者按 on a line of its own
    for text in texts:
        wanted = strip_space(text)
        found = stream.find(wanted, position)
        if is_preface(text) or note >= 0:
            found = stream.find(wanted, max(start, note))
            note = found + len(wanted) if is_note_head(text) else -1
        if text is texts[-1]:
            # An office may be named above the text, and again in the next title.
            above = stream.find(wanted, start, position + len(wanted) - 1)
            found = above if above >= 0 else found
        if found < 0:
            raise UnsettledError(f"“{wanted[:_SHOWN]}” would not stand where it was printed")
        position = max(position, found + len(wanted))
    return position


def _repaired(document: Document, repairs: Sequence[Repair], removals: Sequence[Removal]) -> str:
    """Return the source's characters in order, without removed blocks, after applying each repair
    at its recorded place."""
    left_out = set(document.removals)
    cut = (r for r in removals if r.reason in _BETWEEN and r not in left_out)
    gone = {(r.line, strip_space(r.text)) for r in cut}
    stream = Stream()
    for block in document.blocks:
        text = strip_space(block.text)
        stream.add(block.line, "" if (block.line, text) in gone else text)
    for repair in repairs:
        before, after = strip_space(repair.before), strip_space(repair.after)
        if repair.rule not in _SETTING and before != after:
            stream.change(repair.line, before, after)
    return stream.text()
