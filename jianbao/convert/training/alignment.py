"""The role of each block of a document, found by aligning a reviewed bulletin to it.

Texts are compared by their words alone, so that repairs of spaces and punctuation, ornaments and
brackets make no difference.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, cast

from jianbao.archive.model import Article, Bulletin, Review, Settings
from jianbao.content import load
from jianbao.convert.assemble.pieces import DROPPED, fitting
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.article_body import is_attachment_head
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.mending import clean_units, mend_units
from jianbao.convert.cut.paragraphs import Unit, UnitKind
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.titles import is_date
from jianbao.convert.cut.web_patterns import is_address, is_caption, is_document_number, page_labels
from jianbao.convert.label.roles import Role
from jianbao.convert.readers.dispatch import read
from jianbao.convert.training.settings import Labelled
from jianbao.text import frontmatter, markdown
from jianbao.text.frontmatter import Node

_CONTINUED: dict[Role, Role] = {
    **dict.fromkeys(("title", "title+"), "title+"),
    **dict.fromkeys(("para", "brief", "heading", "attr", "caption", "sign"), "para+"),
    "subtitle": "subtitle",
    "kicker": "kicker",
}  # fmt: skip
_WHOLE: dict[str, Role] = {
    "page-number": "page",
    "running-head": "page",
    "rule": "rule",
    "contents": "toc",
    "navigation": "nav",
    "repeated-title": "dup",
    "internal-notice": "notice",
    "section": "column",
    "image": "nav",
}
"""What a block is that was removed whole, by the reason of its removal."""
_MASTHEAD: frozenset[Role] = frozenset(("series", "issue", "docno", "date"))
_NOTICE = frozenset(("internal-notice", "masthead"))
_FOOT = frozenset(("footer", "print-line", "copies"))


def words_of(text: str) -> str:
    """The letters and figures of a text, by which it is compared."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


@dataclass(slots=True)
class _Item:
    """A piece of the text that the bulletin prints, and how much of it was found."""

    role: Role
    words: str
    article: int = 0
    found: int = 0

    @property
    def rest(self) -> str:
        return self.words[self.found :]


@dataclass(frozen=True, slots=True)
class _Case:
    """A document with the bulletin that was made of it."""

    document: Document
    bulletin: Bulletin
    review: Review
    removals: Sequence[Removal]
    words: Sequence[str]


def labelled(
    content: bytes, file: str, text: str, record: str, settings: Settings
) -> Labelled | None:
    """The document `content`, called `file`, with the roles of its blocks by the text of its
    bulletin and of the review record; None if a block is found nowhere in them."""
    document = read(content, file)
    roles = roles_of(document, text, record, load.with_unsorted(settings))
    found = tuple(role for role in roles if role)
    return Labelled(document, found) if len(found) == len(roles) else None


def roles_of(
    document: Document, text: str, record: str, settings: Settings, edited: bool = False
) -> tuple[Role | None, ...]:
    """The role of each block of a document, by the text of its bulletin and of the review record;
    None where a block is found nowhere in them. `edited`: a person has changed the text since the
    record was written, so what the text has counts more."""
    review, _ = load.parse_review(record.encode(), "review")
    node, _ = frontmatter.parse(record, "review")
    place = _said(node, "place") if node else ""
    path = f"content/bulletins/{place}.md"
    # What is private in a case is invented, or was reported when it was converted.
    told = replace(settings, site=replace(settings.site, personal_data="report"))
    found = load.parse_bulletin(text.encode(), path, told, _UNSURE).bulletin
    if found is None or review is None:
        return (None,) * len(document.blocks)
    authorities = Authorities.of(settings)
    words = [words_of(_mended(block, authorities)) for block in document.blocks]
    removals = _removals(record)
    if edited:
        review = replace(review, fields=tuple(_fields_printed(found, review, words)))
        removals = [
            *_still_removed(removals, found, words),
            *_numbers_left_out(document, found, words),
        ]
    case = _Case(document, found, review, removals, words)
    return _Aligner(case).roles()


def _fields_printed(
    bulletin: Bulletin, review: Review, words: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield the state of each field: printed, if the document has the words that it has now."""
    states = dict(review.fields)
    mark = words_of(bulletin.issue_printed or bulletin.date_printed or "")
    texts = {
        "title": words_of(bulletin.title).removesuffix(mark),
        "date_printed": words_of(bulletin.date_printed or ""),
        "issuer": words_of(bulletin.issuer or ""),
    }
    for article in bulletin.articles:
        title, body = words_of(article.title), words_of(article.body)
        # The body of a brief begins with its title.
        texts[f"articles.{article.number}.title"] = "" if body.startswith(title) else title
        texts[f"articles.{article.number}.authors"] = words_of("".join(article.authors))
    whole = "".join(words)
    states |= {name: "printed" for name, text in texts.items() if text and text in whole}
    yield from states.items()


def _numbers_left_out(
    document: Document, bulletin: Bulletin, words: Sequence[str]
) -> Iterator[Removal]:
    """Yield the numbers before titles that the bulletin has without them."""
    titles = {words_of(article.title) for article in bulletin.articles}
    for block, own in zip(document.blocks, words, strict=True):
        text = block.text.strip()
        number = patterns.numbering(text)
        if number and own not in titles and words_of(text[number.length :]) in titles:
            yield Removal("numbering", block.line, text[: number.length])


_TELLING = 4
"""Fewer characters may stand anywhere."""


def _still_removed(
    removals: Sequence[Removal], bulletin: Bulletin, words: Sequence[str]
) -> Iterator[Removal]:
    """Yield the removals whose words the bulletin does not have as often as the document."""
    bodies = (words_of(text) for a in bulletin.articles for text in markdown.plain_blocks(a.body))
    titles = (words_of(f"{a.kicker or ''}{a.title}{a.subtitle or ''}") for a in bulletin.articles)
    texts = [*bodies, *titles]
    for removal in removals:
        own = words_of(removal.text)
        if len(own) < _TELLING or sum(own in text for text in texts) < sum(
            own in text for text in words
        ):
            yield removal


_UNSURE = frozenset(("series", "counties", "departments"))


def _mended(block: Block, authorities: Authorities) -> str:
    """The text of a block as the bulletin prints it."""
    kind: UnitKind = "table" if block.kind == "table" else "text"
    units, _ = clean_units([Unit(kind, Passage.of(block).strip(), block)])
    mended, _ = mend_units(units, authorities)
    return "".join(unit.text for unit in mended)


class _Aligner:
    def __init__(self, case: _Case) -> None:
        self.case = case
        self.items = [*_items(case)]
        self.result: list[Role | None] = []
        self.place = 0
        self.blocks: list[int] = []
        """The blocks that took from the item at the present place."""
        self.reasons: dict[int, list[Removal]] = {}
        for removal in case.removals:
            self.reasons.setdefault(removal.line, []).append(removal)
        self.fields = _Fields(case.bulletin, dict(case.review.fields))

    def roles(self) -> tuple[Role | None, ...]:
        before: Role | None = None  # of the last block that is not left out
        for i, block in enumerate(self.case.document.blocks):
            role = self._role(i, before)
            self.result.append(fitting(block, role) if role else None)
            before = before if role in DROPPED else role
        return tuple(self.result)

    def _role(self, i: int, before: Role | None) -> Role | None:
        block, words = self.case.document.blocks[i], self.case.words[i]
        if not words:
            return "image" if block.kind == "image" else "rule"
        whole = self._removed(block, words)
        if whole:
            return whole
        text = self._in_text(i, before)
        if text:
            return text
        removed = {removal.reason for removal in self.reasons.get(block.line, ())}
        if "page-line" in removed or "page-head" in removed:
            return "meta" if "page-line" in removed else "dup"
        if "index-card" in removed:
            return "card"
        return self.fields.role(block.text, words, self._without_dressing(i), removed, before)

    def _removed(self, block: Block, words: str) -> Role | None:
        """The role of a block that was removed whole."""
        for removal in self.reasons.get(block.line, ()):
            if words_of(removal.text) != words:
                continue
            if removal.reason in _WHOLE:
                return _WHOLE[removal.reason]
            if removal.reason in _FOOT:
                return "foot"
            if removal.reason == "page-head":
                return "dup"
            if removal.reason == "index-card":
                return "card"
            if removal.reason == "page-line":
                return "meta" if page_labels(block.text) or is_address(block.text) else "nav"
        return None

    # --- the text -------------------------------------------------------------------------------

    def _in_text(self, i: int, before: Role | None) -> Role | None:
        """The role of a block that is a part of the text, which it takes from the items."""
        block, words = self.case.document.blocks[i], self._without_dressing(i)
        while self.place < len(self.items) and not self.items[self.place].rest:
            self.place += 1
        if self.place == len(self.items) or not words:
            return None
        first = self.items[self.place]
        words = self._below_office(words, first)
        begun, longer = first.found > 0, len(words) > len(first.rest)
        above = None if begun else self._take_above(block, words)
        if above:
            return above
        if not self._take(words):
            return None
        if not begun:
            self.blocks = []
        self.blocks.append(i)
        if first.role == "title" and longer:
            return self._brief()
        return self._continued(i, first) if begun else self._begun(i, first, before)

    def _below_office(self, words: str, title: _Item) -> str:
        """The words of a block without the office before its title, which signs the article."""
        if title.role != "title" or title.found:
            return words
        for item in self.items[self.place : self.place + _AHEAD]:
            own = item.role == "attr" and item.article == title.article and not item.found
            if own and words.startswith(item.words + title.words):
                item.found = len(item.words)
                return words[item.found :]
        return words

    def _brief(self) -> Role:
        """The role of a block that goes on below the title that it begins with, or ends."""
        for place in self.blocks[:-1]:  # the title fills these lines
            self.result[place] = "para+" if place != self.blocks[0] else "brief"
        return "para+" if self.blocks[1:] else "brief"

    def _continued(self, i: int, item: _Item) -> Role:
        """The role of a block that goes on with an item."""
        blocks = self.case.document.blocks
        centred = blocks[i].align == "center" or is_attachment_head(blocks[i - 1].text)
        if item.role == "heading" and centred:
            return "heading"
        return _CONTINUED.get(item.role, "para+")

    def _begun(self, i: int, item: _Item, before: Role | None) -> Role:
        """The role of a block that begins an item."""
        text = self.case.document.blocks[i].text
        if item.role == "para" and self._is_signature(i):
            return "sign"
        if item.role == "kicker" and (patterns.column(text) or patterns.bullet(text)):
            return "column"
        if item.role == "brief" and before in (None, "attr", "column", "kicker"):
            return "para"  # where no other text stands above, it begins an article by itself
        if item.role == "para" and is_caption(text) and not item.rest:
            return "caption"
        return item.role

    def _is_signature(self, i: int) -> bool:
        """Whether a block is a date, or an office above one."""
        blocks = self.case.document.blocks
        below = blocks[i + 1].text if i + 1 < len(blocks) else ""
        office = patterns.ends_like_office(blocks[i].text) and is_date(below)
        return is_date(blocks[i].text) or office

    def _without_dressing(self, i: int) -> str:
        """The words of a block without those that the bulletin left out of it."""
        words = self.case.words[i]
        for removal in self.reasons.get(self.case.document.blocks[i].line, ()):
            if removal.reason == "numbering":
                words = words.removeprefix(words_of(removal.text))
            elif removal.reason == "label":
                words = words.replace(words_of(removal.text), "", 1)
        return words

    def _take(self, words: str) -> bool:
        """Take the words from the items at the present place on; False if they are others."""
        rest, place, taken = words, self.place, list[tuple[_Item, int]]()
        while rest and place < len(self.items):
            item = self.items[place]
            if item.rest.startswith(rest):
                taken.append((item, len(rest)))
                rest = ""
            elif item.rest and rest.startswith(item.rest):
                taken.append((item, len(item.rest)))
                rest = rest[len(item.rest) :]
            elif item.rest and (signer := self._signer(item, rest)) and taken:
                taken.append((signer, len(rest)))  # a picture's caption stands below it
                rest = ""
            elif item.rest:
                return False
            place += 1
        if rest:
            return False
        for item, count in taken:
            item.found += count
        return True

    def _signer(self, item: _Item, words: str) -> _Item | None:
        """The signature of an item's article, if it has these words and was not found yet."""
        return next(
            (
                other
                for other in self.items[self.place : self.place + _AHEAD]
                if other.role == "attr" and other.article == item.article and other.rest == words
            ),
            None,
        )

    def _take_above(self, block: Block, words: str) -> Role | None:
        """Take a block that the bulletin has further down in the same article: a signature below
        the title, an editor's note above it."""
        first = self.items[self.place]
        if first.role == "byline" and _holds(words, first.words):
            first.found = len(first.words)
            return "byline"
        for item in self.items[self.place + 1 : self.place + _AHEAD]:
            is_note = item.role == "para" and patterns.is_preface(block.text)
            if item.article != first.article:
                break
            is_signer = item.role == "attr" and first.role not in ("title", "kicker")
            if not item.found and item.words == words and (is_signer or is_note):
                item.found = len(words)
                return "byline" if item.role == "attr" else "para"
        return None


def _holds(words: str, others: str) -> bool:
    """Whether the characters of `others` come in this order among `words`."""
    rest = iter(words)
    return all(character in rest for character in others)


_AHEAD = 40
"""Items below the present one among which its article's signature may be."""


class _Fields:
    """The fields of a bulletin's head and foot, by their words."""

    def __init__(self, bulletin: Bulletin, states: Mapping[str, str]) -> None:
        mark = words_of(bulletin.issue_printed or bulletin.date_printed or "")
        is_named = states.get("title") == "printed"
        self.series = words_of(bulletin.title).removesuffix(mark) if is_named else ""
        self.issue = words_of(bulletin.issue_printed or "")
        self.is_page = bulletin.articles[0].kind == "news"
        printed = {name: states.get(name) == "printed" for name in ("date_printed", "issuer")}
        self.date = words_of(bulletin.date_printed or "") if printed["date_printed"] else ""
        self.issuer = words_of(bulletin.issuer or "") if printed["issuer"] else ""
        self.banner = words_of(bulletin.banner or "")
        lists = (bulletin.report_to, bulletin.send_to, bulletin.distribute_to)
        self.recipients = "".join(words_of(entry) for entries in lists for entry in entries)
        persons = (bulletin.editor, bulletin.reviewer, bulletin.signatory)
        self.persons = [words_of(person) for person in persons if person]

    def role(
        self, text: str, words: str, bare: str, removed: Set[str], before: Role | None
    ) -> Role | None:
        """The role of a block with these words; `bare`: those without labels."""
        labels = patterns.labels(text)
        if before in ("foot", "foot+") and words in self.recipients and not labels:
            return "foot+"
        head = self._of_head(text, words) or self._of_head(text, bare)
        is_dated = bool(self.date) and self.date in words
        is_foot = patterns.is_footer(text) or bool(removed & _FOOT)
        if head and (is_dated or head in _MASTHEAD or not is_foot):
            of_page = head in ("date", "issuer") if is_dated else bool(page_labels(text))
            return "meta" if self.is_page and of_page else head
        if is_foot or labels or any(person in words for person in self.persons):
            return "foot"
        return "notice" if removed & _NOTICE else None

    def _of_head(self, text: str, words: str) -> Role | None:
        for name, role in (
            (self.banner, "banner"),
            (self.series, "series"),
            (self.issue, "docno" if is_document_number(text) else "issue"),
            (self.issuer, "issuer"),
            (self.date, "date"),
        ):
            if name and words and (name in words or words in name):
                return cast(Role, role)
        return None


def _items(case: _Case) -> Iterator[_Item]:
    """The pieces of text that the bulletin prints, in their order."""
    fields = dict(case.review.fields)
    for block in markdown.plain_blocks(case.bulletin.preface):
        yield _Item("para", words_of(block))
    for article in case.bulletin.articles:
        yield from _article(article, fields)


def _article(article: Article, fields: Mapping[str, str]) -> Iterator[_Item]:
    printed = fields.get(f"articles.{article.number}.title") == "printed"
    if article.kicker:
        yield _Item("kicker", words_of(article.kicker), article.number)
    if printed:
        yield _Item("title", words_of(article.title), article.number)
    if article.subtitle:
        yield _Item("subtitle", words_of(article.subtitle), article.number)
    authors = fields.get(f"articles.{article.number}.authors") == "printed"
    if authors and article.kind != "news":  # the head of a web page names its authors
        yield _Item("byline", words_of("".join(article.authors)), article.number)
    headings = [heading.text for heading in markdown.headings(article.body)]
    for i, text in enumerate(markdown.plain_blocks(article.body)):
        role: Role = "para"
        if headings and headings[0] == text:
            headings.pop(0)
            role = "heading"
        elif not printed and not i:
            role = "title" if text == article.title else "brief"
        yield _Item(role, words_of(text), article.number)
    if article.attribution:
        yield _Item("attr", words_of(article.attribution), article.number)


def _removals(record: str) -> list[Removal]:
    """The removals that a review record lists."""
    node, _ = frontmatter.parse(record, "review")
    listed = node.value.get("removals") if node and isinstance(node.value, dict) else None
    rows = listed.value if listed and isinstance(listed.value, tuple) else ()
    return [
        Removal(_said(row, "reason"), int(_said(row, "line")), _said(row, "text")) for row in rows
    ]


def _said(row: Node, name: str) -> Any:
    return row.value[name].value if isinstance(row.value, dict) else ""
