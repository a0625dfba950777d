"""Convert one document as received to one bulletin and its review record."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import NoReturn

from jianbao.archive import urls
from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Provenance, Repair, Settings, Site
from jianbao.archive.places import folder_for
from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.assemble import assemble
from jianbao.convert.blocks import Document, PictureFile
from jianbao.convert.compose import Composed, compose
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.cut.plain import plain_draft
from jianbao.convert.duplicates import Known
from jianbao.convert.evidence import (
    OTHER_KINDS,
    has_chinese,
    is_bulletin,
    is_textbook,
    other_kind,
    secrecy,
)
from jianbao.convert.label.label import Weights, label
from jianbao.convert.label.tables import with_masthead_cells
from jianbao.convert.names.standing import Standing, keep
from jianbao.convert.names.tagging import Filing, Tags, file_under, tag
from jianbao.convert.readers.dispatch import read
from jianbao.convert.readers.writing_system import mirror
from jianbao.convert.record.accounting import Account, settle
from jianbao.convert.record.bounds import Listed, bounded
from jianbao.convert.record.doubts import doubts, joined_doubts
from jianbao.convert.record.review_file import record
from jianbao.convert.taken_pictures import Beside, illustrated, lines_of_lost

MAX_ARTICLES = 1000
MAX_BYTES = 4 * 1024 * 1024
"""The largest bulletin's file, and the largest record, that `check` accepts."""
_UNFRAMED = Flag.of(Doubt.KIND_DOUBTFUL, 0, "")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted document, not yet written. Its place is bulletins/`series`/`folder`/`name`.md;
    `markdown` and `review` are the texts of its two files, `original` the bytes to be kept as
    originals/`file`. `stem` distinguishes it if another document has the same place. `pictures` are
    those that its text shows."""

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
    pictures: tuple[PictureFile, ...] = ()


def convert(
    document: bytes,
    file: str,
    settings: Settings,
    known: Known | None = None,
    before: Standing | None = None,
    beside: Beside | None = None,
    learnt: Weights | None = None,
) -> Conversion:
    """Convert the bytes of one document, called `file`. Raise ConvertError, with one line, if it
    cannot be converted. Articles that are in `known` are flagged. If the document is in the archive
    already, as `before`, its tags are kept. `beside` reads the pictures that lie beside a web page,
    `learnt` are weights of the archive's own. The same arguments always give the same result."""
    blocks = read(document, file)
    known = known or Known()
    return from_blocks(blocks, document, file, settings, known, before, beside, learnt)


def from_blocks(
    document: Document,
    original: bytes,
    file: str,
    settings: Settings,
    known: Known,
    before: Standing | None = None,
    beside: Beside | None = None,
    learnt: Weights | None = None,
) -> Conversion:
    """Convert a document that a reader has read. If the cutting fails, by a defect of this program,
    the whole text becomes one article, with a doubt that says so."""
    document = with_masthead_cells(document)
    _refuse_unfit(document, file)
    document, pictures = illustrated(document, beside)
    authorities = Authorities.of(settings)
    source = Provenance(file, hashlib.sha256(original).hexdigest(), document.format)
    make = partial(_made, document, source, settings.site, authorities, before=before or Standing())
    try:
        made = make(lambda: _cut(document, file, settings.site, authorities, learnt))
    except (ConvertError, MemoryError, OSError):
        raise
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"
        made = make(lambda: plain_draft(document, cause))
    return _conversion(made, document, original, source, known, pictures)


def _refuse_unfit(document: Document, file: str) -> None:
    """Raise ConvertError if the document cannot become a bulletin of the archive, however it is
    cut."""
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
    if kind == "garbled":
        _refuse(
            file,
            "has wrong characters in place of many of its own, as text does whose encoding or "
            "text layer is broken; get the original document, or scan its pages and convert the "
            "scan",
        )
    if kind == "pinyin":
        _refuse(file, "has pinyin between its characters; convert the original without pinyin")
    if kind == "traditional":
        _refuse(
            file,
            "is set in traditional characters, as a mirror of a page is; convert the original page",
        )
    if kind == "japanese":
        _refuse(file, "is Japanese, perhaps a translation; convert the Chinese original")
    if is_textbook(document):
        _refuse(file, OTHER_KINDS["textbook"])
    if not has_chinese(document):
        _refuse(file, "holds no Chinese text to speak of, so it is no bulletin")


def _cut(
    document: Document,
    file: str,
    site: Site,
    authorities: Authorities,
    learnt: Weights | None,
) -> Draft:
    """Cut the document into articles. Raise ConvertError if it is of another kind, or more than
    one bulletin."""
    draft = assemble(document, label(document, learnt), file, site, authorities)
    if not is_bulletin(document, draft) or not _says_when_or_who(draft):
        # What says little of itself is taken, with a doubt: a person handed it over.
        if kind := other_kind(document):
            _refuse(file, OTHER_KINDS[kind])
        draft = replace(draft, flags=(*draft.flags, _UNFRAMED))
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
    return draft


def _says_when_or_who(draft: Draft) -> bool:
    """Whether something beside the text tells of its date or of an office."""
    head = draft.head
    stated = head.date or head.date_printed or head.issue or head.issuer
    return bool(stated) or any(article.attribution for article in draft.articles)


_NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class _Made:
    """A draft with its filing, its file's text and its accounting."""

    draft: Draft
    filing: Filing
    tags: tuple[Tags, ...]
    composed: Composed
    account: Account
    flags: tuple[Flag, ...]


def _made(
    document: Document,
    source: Provenance,
    site: Site,
    authorities: Authorities,
    cut: Callable[[], Draft],
    before: Standing = _NOTHING,
) -> _Made:
    draft = cut()
    filing = file_under(draft.head, site)
    home = filing.series.county if filing.series else None
    authorities = authorities.at_home(home).at(draft.head.date)
    tags = tuple(tag(article, draft, authorities) for article in draft.articles)
    tags = keep(tags, draft.articles, before, authorities)
    composed = compose(draft, filing, tags, source)
    fields = dict(composed.fields)
    account = settle(
        document, composed.text, composed.suffix, fields, draft.repairs, draft.removals
    )
    flags = joined_doubts(
        (
            *draft.flags,
            *filing.flags,
            *doubts(draft, filing, authorities),
            *(flag for t in tags for flag in t.flags),
        )
    )
    return _Made(draft, filing, tags, composed, account, flags)


def _conversion(
    made: _Made,
    document: Document,
    original: bytes,
    source: Provenance,
    known: Known,
    pictures: tuple[PictureFile, ...],
) -> Conversion:
    draft, composed = made.draft, made.composed
    file, digest = source.file, source.sha256
    shown = {name for name in (one.name for one in pictures) if f"/{name})" in composed.text}
    duplicates = known.doubts(composed.text, digest, [a.line for a in draft.articles])
    listed = _listed(made, document, shown, duplicates)
    written = hashlib.sha256(composed.text.encode()).hexdigest()
    stem = _stem(file, digest)
    folder = folder_for(composed.date)
    name = _name(composed, draft.head.number, draft.head.extra, stem)
    place = f"{made.filing.slug}/{folder}/{name}"
    review = record(
        source,
        place,
        written,
        dict(composed.fields),
        listed.flags,
        listed.repairs,
        listed.removals,
        made.account,
    )
    if max(len(composed.text.encode()), len(review.encode())) > MAX_BYTES:
        _refuse(file, "makes a file of more than {limit} MB; divide it", limit=MAX_BYTES >> 20)
    return Conversion(
        file,
        original,
        digest,
        made.filing.slug,
        folder,
        name,
        stem,
        composed.text,
        review,
        len(draft.articles),
        listed.repairs,
        listed.flags,
        tuple(picture for picture in pictures if picture.name in shown),
    )


def _listed(
    made: _Made, document: Document, shown: Collection[str], duplicates: Iterable[Flag]
) -> Listed:
    """Return what the review record lists, with the pages of a paged document. `shown` are the
    names of the pictures that the bulletin shows."""
    lost = (
        Flag.of(Doubt.PICTURE_LEFT_OUT, line, "")
        for line in lines_of_lost(document, shown.__contains__)
    )
    # In a text, a person finds the line itself, even if the text marks its pages.
    paged = document.blocks if document.format != "text" else ()
    pages = {block.line: block.page for block in paged}
    flags = sorted(
        {replace(flag, page=pages.get(flag.line, 0)) for flag in (*made.flags, *duplicates, *lost)},
        key=lambda flag: (flag.line, flag.kind, flag.text, flag.advice),
    )
    repairs = [replace(one, page=pages.get(one.line, 0)) for one in made.draft.repairs]
    return bounded(flags, repairs, made.draft.removals)


def _refuse(file: str, message: str, **values: object) -> NoReturn:
    raise ConvertError([problem(Location(file), "", message, **values)])


def _name(composed: Composed, number: int | None, extra: bool, stem: str) -> str:
    """Return the file's name: the issue number, else the date, else the original's own name."""
    if number is not None:
        return f"{number:03}-zengkan" if extra else f"{number:03}"
    if composed.date is None:
        return stem
    return f"{composed.date}-zengkan" if extra else str(composed.date)


_STEM = 120
"""The most bytes of an original's name that a bulletin's name may repeat."""
_RESERVED = re.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)", re.IGNORECASE)


def _stem(file: str, digest: str) -> str:
    """Return the original's name without its ending, as letters, digits and hyphens."""
    name = unicodedata.normalize("NFKC", PurePath(file).stem).lower()
    name = re.sub(r"[^\w]+|_+", "-", name).strip("-")
    name = name.encode()[:_STEM].decode(errors="ignore").strip("-")
    return name if name and not _RESERVED.fullmatch(name) else f"doc-{digest[:12]}"
