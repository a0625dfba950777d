"""References to a bulletin or an article, and the hash that says which text was cited. Pure.

`cite` gathers what a reference needs; `gbt7714`, `bibtex`, `ris` and `csl` write it. A reference
has the permanent address only if the archive's settings name a public address.
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from jianbao.archive import urls
from jianbao.archive.model import BULLETIN_LANGUAGE, Archive, Article, Bulletin
from jianbao.base.dates import PartialDate
from jianbao.text import indented_json
from jianbao.text.chinese import one_line

AUTHORS_NAMED = 3
# The formats of the reference files beside a bulletin's page, and the endings of their names.
FILE_ENDINGS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json"))

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_PRINTED = re.compile(r"^[〔\[（(]?\s*\d{4}\s*[〕\]）)]?\s*年?\s*")
_LATEX = {
    "\\": r"{\textbackslash}",
    # BibTeX counts a brace even after a backslash, so braces must be paired.
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
} | {character: f"\\{character}" for character in "$&#%_"}


@dataclass(frozen=True, slots=True)
class Citation:
    """The content of a reference. `form` is a whole issue, an article of one, or a web page that
    was collected. All texts are single lines. `issue` is the number, or the printed 增刊 and the
    like; `address` is None if the archive has no public address, `sha256` if the text was
    withdrawn; `status` says in Chinese whether the text was corrected, replaced or withdrawn."""

    form: Literal["issue", "article", "page"]
    key: str
    creators: tuple[str, ...]
    title: str
    subtitle: str | None
    series: str
    publisher: str | None
    issue: str | None
    date: PartialDate | None
    address: str | None
    sha256: str | None
    status: str | None = None

    @property
    def note(self) -> str:
        """The facts that no other field of a reference holds."""
        hashed = f"SHA-256: {self.sha256}" if self.sha256 else None
        return "; ".join(filter(None, (self.status, hashed)))


def offices_then(archive: Archive, bulletin: Bulletin) -> tuple[tuple[str, ...], ...]:
    """Return the names of the offices of each article on its date. With the bulletin and the
    settings of the site, they decide its citations."""
    names_at = archive.departments.names_at
    return tuple(names_at(article.department, bulletin.date) for article in bulletin.articles)


def cite(archive: Archive, bulletin: Bulletin, article: Article | None = None) -> Citation:
    """Return the reference to `article`, or to the whole `bulletin`.

    The author is the named writer, else the reporting offices by their official names, else the
    office as printed, else the issuer.
    """
    series = archive.series[bulletin.series]
    collected = series.kind == "news"
    issuer: tuple[str, ...] = (bulletin.issuer,) if bulletin.issuer else ()
    place = [bulletin.series, bulletin.folder, bulletin.name]
    base_url = archive.site.base_url
    if article is None:
        target = urls.bulletin(bulletin)
        creators = issuer
        title, subtitle = (bulletin.title if collected else series.title), None
    else:
        place.append(article.name)
        target = urls.article(bulletin, article)
        offices = archive.departments.names_at(article.department, bulletin.date)
        attribution = (article.attribution,) if article.attribution else ()
        creators = article.authors or offices or attribution or issuer
        title, subtitle = article.title, article.subtitle
    return Citation(
        form="page" if collected else "issue" if article is None else "article",
        key=_key(":".join(place)),
        creators=tuple(name for name in map(one_line, creators) if name),
        title=one_line(title),
        subtitle=one_line(subtitle).lstrip("—-– ") if subtitle else None,
        series=one_line(series.title),
        publisher=one_line(bulletin.issuer) if bulletin.issuer else None,
        issue=_issue(bulletin),
        date=bulletin.date,
        address=urls.absolute(base_url, target) if base_url else None,
        sha256=content_hash(bulletin, article),
        status=_status(article or bulletin),
    )


_BECAME = {"corrected": "已更正", "withdrawn": "已撤回", "replaced": "已被新文本取代"}


def _status(subject: Bulletin | Article) -> str | None:
    if not subject.status:
        return None
    return f"{subject.status_date or ''}{_BECAME[subject.status]}"


def _key(place: str) -> str:
    """Return `place` in characters that every BibTeX reader accepts; it stays unique."""
    plain = re.sub(r"[^A-Za-z0-9:.-]+", "-", place)
    mark = hashlib.sha256(place.encode()).hexdigest()[:8]
    return plain if plain == place else f"{plain}-{mark}"


def _issue(bulletin: Bulletin) -> str | None:
    if bulletin.issue is not None:
        return str(bulletin.issue)
    printed = one_line(bulletin.issue_printed or "")
    return _YEAR_PRINTED.sub("", printed) or None


# --- the text that was cited ------------------------------------------------------------------


def canonical_text(bulletin: Bulletin, article: Article | None = None) -> str:
    """Return the text whose hash a citation holds.

    An article: kicker, title, subtitle, its authors joined by 、, body (Markdown) and attribution.
    A bulletin: title, issue number as printed, date as printed, issuer, banner, preface (Markdown),
    then its articles. Absent parts are left out; an empty line separates two parts, and nothing
    follows the last. For a withdrawn text it is the empty string.
    """
    if article is not None:
        if article.status == "withdrawn":
            return ""
        parts = [
            article.kicker,
            article.title,
            article.subtitle,
            "、".join(article.authors),
            article.body,
            article.attribution,
        ]
    elif bulletin.status == "withdrawn":
        return ""
    else:
        parts = [
            bulletin.title,
            bulletin.issue_printed,
            bulletin.date_printed,
            bulletin.issuer,
            bulletin.banner,
            bulletin.preface,
            *(canonical_text(bulletin, each) for each in bulletin.articles),
        ]
    return "\n\n".join(part for part in parts if part)


def content_hash(bulletin: Bulletin, article: Article | None = None) -> str | None:
    """Return the SHA-256, in hexadecimal, of `canonical_text` in UTF-8; None for a withdrawn
    text."""
    text = canonical_text(bulletin, article)
    return hashlib.sha256(text.encode()).hexdigest() if text else None


def record(citation: Citation) -> dict[str, object]:
    """Return the content of a reference for search-references.js, which writes the same forms."""
    fields = {field.name: getattr(citation, field.name) for field in dataclasses.fields(citation)}
    given = {name: value for name, value in fields.items() if value is not None}
    return given | {"date": str(citation.date)} if citation.date else given


# --- the forms of a reference -----------------------------------------------------------------


def gbt7714(citation: Citation, accessed: str = "引用日期") -> str:
    """Return the reference by GB/T 7714—2025. Only a web page's reference has the date of access;
    the default of `accessed` marks the place where the reader fills it in."""
    names = list(citation.creators[:AUTHORS_NAMED])
    if len(citation.creators) > AUTHORS_NAMED:
        names.append("等")
    title = f"{citation.title}：{citation.subtitle}" if citation.subtitle else citation.title
    mark = "EB" if citation.form == "page" else "J"
    online = "/OL" if citation.address else ""
    parts = ["，".join(names), f"{title}[{mark}{online}]"]
    date = str(citation.date) if citation.date else ""
    if citation.form == "page":
        seen = f"[{accessed}]" if citation.address else ""
        parts.append((f"（{date}）" if date else "") + seen)
    elif citation.form == "article":
        parts.append(f"{citation.series}，{_number(citation)}")
    else:
        if citation.issue:
            parts.append(_number(citation))
        parts.append("，".join(filter(None, (citation.publisher, date))))
    parts.append(citation.address or "")
    reference = "".join(_closed(part) for part in parts if part).rstrip()
    return f"{reference}（{citation.status}）" if citation.status else reference


def _number(citation: Citation) -> str:
    """Return 2024（77）, or the date if the issue has no number."""
    if not citation.issue:
        return str(citation.date) if citation.date else "[日期不详]"
    year = f"{citation.date.year:04}" if citation.date else "[年份不详]"
    return f"{year}（{citation.issue}）"


def _closed(part: str) -> str:
    return part + (" " if part.endswith(".") else ". ")


def bibtex(citation: Citation) -> str:
    """Return an entry for BibTeX that also has the fields that biblatex needs."""
    entry_type = {"article": "article", "issue": "periodical", "page": "online"}[citation.form]
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in citation.creators),
        "title": _braced(citation.title),
        "subtitle": _braced(citation.subtitle),
        "journal": _braced(citation.series) if citation.form == "article" else "",
        "number": _latex(citation.issue or ""),
        "publisher": _braced(citation.publisher),
        "year": f"{citation.date.year:04}" if citation.date else "",
        "date": str(citation.date) if citation.date else "",
        "url": _verbatim(citation.address or ""),
        "language": "chinese",
        "note": citation.note,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if citation.date and citation.date.month:
        lines.append(f"  month = {_MONTHS[citation.date.month - 1]},\n")
    return f"@{entry_type}{{{citation.key},\n{''.join(lines)}}}\n"


def _braced(text: str | None) -> str:
    """Add a second pair of braces, so that BibTeX keeps the case of Latin words."""
    return f"{{{_latex(text)}}}" if text else ""


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def _verbatim(address: str) -> str:
    return quote(address, safe="/:?#[]@!$&'()*+,;=%-._~")


def ris(citation: Citation) -> str:
    """Return a RIS record, with the line ends of its specification."""
    reference_type = {"article": "JOUR", "issue": "JFULL", "page": "ELEC"}[citation.form]
    date = citation.date
    title = f"{citation.title}：{citation.subtitle}" if citation.subtitle else citation.title
    tags: list[tuple[str, str | None]] = [
        ("TY", reference_type),
        ("ID", citation.key),
        *(("AU", name) for name in citation.creators),
        ("TI", title),
        ("T2", citation.series if citation.form == "article" else None),
        ("PB", citation.publisher),
        ("PY", f"{date.year:04}" if date else None),
        ("DA", "/".join([*str(date).split("-"), "", ""][:3]) + "/" if date else None),
        ("IS", citation.issue),
        ("UR", citation.address),
        ("LA", BULLETIN_LANGUAGE),
        ("N1", citation.note),
    ]
    lines = [f"{tag}  - {value}\r\n" for tag, value in tags if value]
    return "".join(lines) + "ER  - \r\n"


def csl(citation: Citation) -> dict[str, object]:
    """Return one item of CSL-JSON; a file is a list of such items."""
    kind = {"article": "article-journal", "issue": "periodical", "page": "webpage"}[citation.form]
    date = citation.date
    title = f"{citation.title}：{citation.subtitle}" if citation.subtitle else citation.title
    item: dict[str, object | None] = {
        "id": citation.key,
        "type": kind,
        "author": [{"literal": name} for name in citation.creators] or None,
        "title": title,
        "container-title": None if citation.form == "issue" else citation.series,
        "publisher": citation.publisher,
        "issue": citation.issue,
        "issued": {"date-parts": [[n for n in (date.year, date.month, date.day) if n]]}
        if date
        else None,
        "URL": citation.address,
        "language": BULLETIN_LANGUAGE,
        "note": citation.note or None,
    }
    return {name: value for name, value in item.items() if value is not None}


def csl_file(of: Iterable[Citation]) -> str:
    """Return a file of CSL-JSON."""
    return indented_json.dumps([csl(citation) for citation in of]) + "\n"
