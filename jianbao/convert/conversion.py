"""One document as received to one bulletin and its review record."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import NoReturn

from jianbao.archive import urls
from jianbao.archive.model import Flag, Provenance, Repair, Settings
from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.blocks import Document
from jianbao.convert.compose import Composed, compose
from jianbao.convert.cut.segment import has_chinese, is_bulletin, is_official, secrecy, segment
from jianbao.convert.cut.writing_system import mirror
from jianbao.convert.duplicates import Known
from jianbao.convert.names.authorities import Authorities
from jianbao.convert.names.tagging import file_under, tag
from jianbao.convert.readers.dispatch import read
from jianbao.convert.record.accounting import settle
from jianbao.convert.record.doubts import doubts
from jianbao.convert.record.review_file import record

UNDATED = "undated"
MAX_ARTICLES = 1000
_UNFRAMED = Flag(
    "kind_doubtful",
    0,
    "",
    "原件没有报头、期号、编发单位、供稿单位和报尾，只有正文像是单位的材料；请确认应当收入，并补上来历。",
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted document, not yet written. Its place is bulletins/`series`/`folder`/`name`.md;
    `markdown` and `review` are the texts of its two files, `original` the bytes to be kept as
    originals/`file`. `stem` tells it apart where another document has the same place."""

    file: str
    original: bytes
    sha256: str
    series: str
    folder: str
    name: str
    stem: str
    markdown: str
    review: str
    articles: int
    repairs: tuple[Repair, ...]
    flags: tuple[Flag, ...]


def convert(
    document: bytes, file: str, settings: Settings, known: Known | None = None
) -> Conversion:
    """Convert the bytes of one document, called `file`. ConvertError, with one line, for what
    cannot be converted. Articles that are among those `known` are flagged. The same arguments
    always give the same result."""
    return from_blocks(read(document, file), document, file, settings, known or Known())


def from_blocks(
    document: Document, original: bytes, file: str, settings: Settings, known: Known
) -> Conversion:
    """Convert a document that a reader has read."""
    if not urls.is_file_name(file):
        _refuse(file, "has a name that cannot be kept on every system; rename it")
    marking = secrecy(document)
    if marking:
        _refuse(
            file,
            "is marked {marking}: a secret document must not enter the archive; remove it from "
            "this computer by your office's rules",
            marking=marking,
        )
    kind = mirror("".join(block.text for block in document.blocks))
    if kind == "pinyin":
        _refuse(file, "has pinyin between its characters; convert the original without pinyin")
    if kind == "traditional":
        _refuse(
            file,
            "is set in traditional characters, as a mirror of a page is; convert the original page",
        )
    if kind == "japanese":
        _refuse(file, "is Japanese, perhaps a translation; convert the Chinese original")
    if not has_chinese(document):
        _refuse(file, "holds no Chinese text to speak of, so it is no bulletin")
    authorities = Authorities(settings.counties, settings.departments)
    draft = segment(document, file, settings.site, authorities)
    sure = is_bulletin(document, draft)
    if not sure and not is_official(draft):
        _refuse(
            file,
            "is no bulletin: it has no masthead, issue number, issuing office, reporting office "
            "or footer; add one of them to the text if it is one after all",
        )
    if draft.second_issue:
        _refuse(
            file,
            "holds more than one issue: another masthead stands at line {line}; divide it and "
            "convert each part",
            line=draft.second_issue,
        )
    if not draft.articles:
        _refuse(file, "has a masthead and no text below it; is the rest of the document missing?")
    if len(draft.articles) > MAX_ARTICLES:
        _refuse(file, "has more than {limit} articles; divide it", limit=MAX_ARTICLES)
    digest = hashlib.sha256(original).hexdigest()
    source = Provenance(file, digest, document.format)
    filing = file_under(draft.head, settings.site)
    tags = [tag(article, draft, authorities) for article in draft.articles]
    composed = compose(draft, filing, tags, source)
    fields = dict(composed.fields)
    account = settle(
        document, composed.text, composed.suffix, fields, draft.repairs, draft.removals, file
    )
    flags = sorted(
        {
            *draft.flags,
            *filing.flags,
            *(() if sure else (_UNFRAMED,)),
            *doubts(draft, filing, authorities),
            *(flag for t in tags for flag in t.flags),
            *known.doubts(composed.text, digest, [a.line for a in draft.articles]),
        },
        key=lambda flag: (flag.line, flag.kind, flag.text, flag.advice),
    )
    # In a text a person finds the line itself, even where it marks its pages.
    paged = document.blocks if document.format != "text" else ()
    pages = {block.line: block.page for block in paged}
    flags = [replace(flag, page=pages.get(flag.line, 0)) for flag in flags]
    repairs = tuple(replace(repair, page=pages.get(repair.line, 0)) for repair in draft.repairs)
    written = hashlib.sha256(composed.text.encode()).hexdigest()
    stem = _stem(file, digest)
    folder = f"{composed.date.year:04}" if composed.date else UNDATED
    name = _name(composed, draft.head.number, draft.head.extra, stem)
    place = f"{filing.slug}/{folder}/{name}"
    review = record(source, place, written, fields, flags, repairs, draft.removals, account)
    return Conversion(
        file,
        original,
        digest,
        filing.slug,
        folder,
        name,
        stem,
        composed.text,
        review,
        len(draft.articles),
        repairs,
        tuple(flags),
    )


def _refuse(file: str, message: str, **values: object) -> NoReturn:
    raise ConvertError([problem(Location(file), "", message, **values)])


def _name(composed: Composed, number: int | None, extra: bool, stem: str) -> str:
    """The file's name: the issue number, else the date, else the original's own."""
    if number is not None:
        return f"{number:03}-zengkan" if extra else f"{number:03}"
    if composed.date is None:
        return stem
    return f"{composed.date}-zengkan" if extra else str(composed.date)


_STEM = 120
"""Bytes of an original's name that a bulletin's name may repeat."""
_RESERVED = re.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)", re.IGNORECASE)


def _stem(file: str, digest: str) -> str:
    """The original's name without its ending, as letters, digits and hyphens."""
    name = unicodedata.normalize("NFKC", PurePath(file).stem).lower()
    name = re.sub(r"[^\w]+|_+", "-", name).strip("-")
    name = name.encode()[:_STEM].decode(errors="ignore").strip("-")
    return name if name and not _RESERVED.fullmatch(name) else f"doc-{digest[:12]}"
