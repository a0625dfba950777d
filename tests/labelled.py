"""The labelled documents of tests/corpus/, and how what was read of one is judged by its truth.

tests/corpus/README.md has the format. Only what the truth names is judged; texts are compared
without white space and width.
"""

import difflib
import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

import described
import yaml

from jianbao.archive.model import Article, Bulletin, Flag, Settings
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.conversion import Conversion
from jianbao.text import markdown
from jianbao.text.chinese import strip_space

CORPUS = Path(__file__).parent / "corpus"
KNOWN_WRONG = CORPUS / "known_wrong.yaml"
SETTINGS = load.load_settings(Path(__file__).parent / "sites" / "typical" / "content")
WITH_UNSORTED = load.with_unsorted(SETTINGS)

Reading = Callable[[bytes, str, Settings], Conversion]

Part = Literal["work", "measured", "pages"]

FIELDS = (
    *("accepted", "title", "date", "issuer", "issue", "editor"),
    *("articles", "attribution", "counties", "authors"),
    *("headings", "tables", "noise", "text", "lines"),
)
"""What is judged. `articles` are their titles in order; `noise` is what must be left out, `text`
what must be kept; `lines` are all lines of a text that is known as a whole."""

POINTS = {
    "accepted": {"kind_doubtful"},
    "title": {"masthead_missing", "masthead_rest", "kind_doubtful"},
    "date": {"date_missing", "date_incomplete", "date_inferred", "date_doubtful", "masthead_rest"},
    "issuer": {
        *("issuer_inferred", "issuer_doubtful", "masthead_missing", "masthead_rest"),
        "kind_doubtful",
    },
    "issue": {"issue_missing", "masthead_rest", "kind_doubtful"},
    "editor": {"footer_missing", "footer_rest", "editor_doubtful", "kind_doubtful"},
    "articles": {
        "title_missing",
        "title_doubtful",
        "articles_doubtful",
        "reading_order",
    },
    "attribution": {"attribution_missing", "attribution_alone", "attribution_doubtful"},
    "counties": {"county_inferred", "county_unknown"},
    "authors": {"author_doubtful"},
    "headings": {"numbering_repeated", "numbering_gap", "paragraph_doubtful", "articles_doubtful"},
    "noise": {"footer_rest", "masthead_rest"},
    "tables": {"text_doubtful"},
    "text": {"paragraph_doubtful", "text_doubtful", "text_missing", "reading_order"},
}
"""The kinds of doubt that send a person to where a field is printed. Doubts of other kinds say
nothing about the reading: that an office is in no list, or that a picture is left out."""
EVERYTHING = "plain_reading"
"""The kind of doubt that points at all fields."""
RUNNER_UP = "reading_doubtful"
"""The kind of doubt about the role of one line: it points at what that line prints."""
MAY_BE = {"date": "date", "number": "issue", "issuer": "issuer", "series": "title"}
"""The field that such a line may hold instead, by the doubt's reason, where there is but one."""
TELLING = {EVERYTHING, RUNNER_UP}.union(*POINTS.values())
"""The kinds of doubt that say something about the reading."""


# --- entries -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A document and the truth about it. `kind` groups documents that are set alike."""

    name: str
    file: Path
    kind: str
    part: Part
    truth: Mapping[str, Any]

    def content(self) -> bytes:
        if self.file.suffix == ".yaml":
            return described.document(self.file)
        return self.file.read_bytes()

    @property
    def file_name(self) -> str:
        return self.file.name.removesuffix(".yaml")


def part_of(name: str) -> Part:
    """The part of the corpus that a document of this name is in: one in three is only measured."""
    return "measured" if hashlib.sha256(name.encode()).digest()[0] % 3 == 0 else "work"


@cache
def corpus() -> tuple[Entry, ...]:
    return tuple(map(_entry, sorted(p.parent for p in CORPUS.glob("*/expected.yaml"))))


def _entry(folder: Path) -> Entry:
    truth = yaml.safe_load((folder / "expected.yaml").read_text("utf-8"))
    (file,) = folder.glob("input.*")
    return Entry(folder.name, file, truth["kind"], part_of(folder.name), truth)


def news_pages(folder: Path) -> Iterator[Entry]:
    """The saved web pages of a folder that holds a `result.txt` of GeneralNewsExtractor: what
    that program, or a person after it, says of each page."""
    results = (folder / "result.txt").read_text("utf-8")
    for name, result in re.findall(r">>>>>+(\S+?)>>>>>+\n(.*?)\n<<<<<+", results, re.DOTALL):
        said = yaml.safe_load(result)
        truth = {
            "kind": "web",
            "accepted": True,
            "date": _day(said["publish_time"]),
            "articles": [{"title": said["title"]}],
            "lines": [line for line in said["content"].split("\n") if line.strip()],
        }
        if said.get("source"):
            truth["issuer"] = said["source"]
        yield Entry(name, folder / name, "web", "pages", truth)


def _day(printed: str) -> str | None:
    found = re.search(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})", printed)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else None


# --- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that the truth names: `wanted` is None where there is nothing such, `given` is
    None where nothing was read. `doubted`: a doubt sends a person to the spot."""

    field: str
    wanted: str | None
    given: str | None
    doubted: bool = False

    @property
    def right(self) -> bool:
        return (self.wanted is None) == (self.given is None) and (
            letters(self.wanted) == letters(self.given)
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What a reading of an entry is worth. `idle` are the doubts that point only at what is
    right; `lost` counts the characters that stand nowhere in the bulletin."""

    entry: Entry
    judgements: tuple[Judgement, ...]
    flags: tuple[Flag, ...]
    idle: tuple[Flag, ...]
    useful: int
    lost: int
    seconds: float
    message: str
    markdown: str

    @property
    def wrong(self) -> tuple[Judgement, ...]:
        return tuple(judgement for judgement in self.judgements if not judgement.right)

    @property
    def wrong_fields(self) -> list[str]:
        fields = {judgement.field for judgement in self.wrong}
        return [field for field in FIELDS if field in fields]


def measured(entry: Entry, reading: Reading) -> Result:
    """Read the document of an entry and judge what comes out."""
    content = entry.content()
    conversion, bulletin, message = None, None, ""
    start = time.perf_counter()
    try:
        conversion = reading(content, entry.file_name, SETTINGS)
    except ConvertError as error:
        message = str(error)
    seconds = time.perf_counter() - start
    if conversion:
        bulletin, message = _parsed(conversion)
    flags = conversion.flags if conversion else ()
    judgements = tuple(
        Judgement(j.field, j.wanted, j.given, bool(message) or any(hits(f, j) for f in flags))
        for j in _judged(entry.truth, bulletin, message)
    )
    useful, idle = sorted_doubts(flags, judgements)
    text = conversion.markdown if conversion else ""
    lost = _lost((*entry.truth.get("must_contain", ()), *entry.truth.get("lines", ())), text)
    return Result(entry, judgements, flags, idle, useful, lost, seconds, message, text)


def _parsed(conversion: Conversion) -> tuple[Bulletin | None, str]:
    """The bulletin, or what `check` would say of it."""
    path = f"content/bulletins/{conversion.series}/{conversion.folder}/{conversion.name}.md"
    parsed = load.parse_bulletin(conversion.markdown.encode(), path, WITH_UNSORTED)
    return parsed.bulletin, "\n".join(map(str, parsed.problems)) if not parsed.bulletin else ""


# --- judging -------------------------------------------------------------------------------------

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def letters(text: str | None) -> str:
    """The text as it is compared: without white space and width."""
    return strip_space((text or "").translate(_HALF))


def _shown(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or None
    return None if value is None else str(value)


def _judged(
    truth: Mapping[str, Any], bulletin: Bulletin | None, message: str
) -> Iterator[Judgement]:
    yield Judgement("accepted", str(truth["accepted"]), str(not message))
    if "reason" in truth:
        said = truth["reason"] if truth["reason"] in message else message
        yield Judgement("accepted", truth["reason"], said)
    for field in ("title", "date", "issuer", "issue", "editor"):
        if field in truth:
            yield Judgement(field, _shown(truth[field]), _shown(getattr(bulletin, field, None)))
    articles = bulletin.articles if bulletin else ()
    if "articles" in truth:
        yield from _judged_articles(truth["articles"], articles)
    yield from _judged_bodies(truth, articles)


def _judged_articles(
    wanted: Sequence[Mapping[str, Any]], given: Sequence[Article]
) -> Iterator[Judgement]:
    for truth, article in _pairs(wanted, given):
        title = truth["title"] if truth else None
        yield Judgement("articles", title, article.title if article else None)
        names = (("attribution", "attribution"), ("counties", "county"), ("authors", "authors"))
        for field, name in names:
            if truth and field in truth:
                read = _shown(getattr(article, name, None))
                yield Judgement(field, _shown(truth[field]), read)


def _pairs(
    wanted: Sequence[Mapping[str, Any]], given: Sequence[Article]
) -> Iterator[tuple[Mapping[str, Any] | None, Article | None]]:
    """What is wanted beside what is given, by the titles, in order."""
    titles = [letters(truth["title"]) for truth in wanted], [letters(a.title) for a in given]
    for _, a, b, c, d in difflib.SequenceMatcher(None, *titles, autojunk=False).get_opcodes():
        yield from zip_longest(wanted[a:b], given[c:d])


def _judged_bodies(truth: Mapping[str, Any], articles: Sequence[Article]) -> Iterator[Judgement]:
    lines = [line for a in articles for line in (a.title, *markdown.plain_blocks(a.body))]
    text = letters("\n".join(lines))
    headings = {letters(h.text) for a in articles for h in markdown.headings(a.body)}
    rows = {letters(row.strip(" |")) for a in articles for row in a.body.split("\n")}
    for heading in truth.get("headings", ()):
        found = letters(heading) in headings
        yield Judgement("headings", heading, heading if found else None)
    for heading in truth.get("no_headings", ()):
        if letters(heading) in headings:
            yield Judgement("headings", None, heading)
    for row in truth.get("tables", ()):
        yield Judgement("tables", row, row if letters(row) in rows else None)
    for noise in truth.get("must_not_contain", ()):
        left_out = letters(noise) not in text
        yield Judgement("noise", noise, noise if left_out else None)
    for kept in truth.get("must_contain", ()):
        yield Judgement("text", kept, kept if letters(kept) in text else None)
    if "lines" in truth:
        yield from _judged_lines(truth["lines"], lines[1:], text)


def _judged_lines(wanted: Sequence[str], given: Sequence[str], text: str) -> Iterator[Judgement]:
    whole = letters("\n".join(wanted))
    for line in wanted:
        yield Judgement("lines", line, line if letters(line) in text else None)
    for line in given:
        if letters(line) not in whole:
            yield Judgement("lines", None, line)


_MARKS = re.compile(r"[\\*#|]")


def _lost(wanted: Sequence[str], text: str) -> int:
    """How many characters of the wanted texts, clause by clause, are nowhere in the Markdown; its
    marks may stand between them."""
    plain = letters(_MARKS.sub("", text))
    clauses = (c for w in wanted for c in re.split("[,.;:!?，。；：！？、]", letters(w)))
    return sum(len(clause) for clause in clauses if clause not in plain)


# --- doubts --------------------------------------------------------------------------------------

_LEAST = 4
"""Characters that a text needs to be told from others."""


def hits(flag: Flag, judgement: Judgement) -> bool:
    """Whether the doubt sends a person to where this is printed."""
    if flag.kind == EVERYTHING or flag.kind in POINTS.get(judgement.field, ()):
        return True
    if flag.kind == RUNNER_UP and MAY_BE.get(flag.reason) == judgement.field:
        return True
    text = letters(flag.text) if flag.kind in TELLING else ""
    values = (letters(judgement.wanted), letters(judgement.given))
    return any(len(value) >= _LEAST and value in text for value in values)


def sorted_doubts(
    flags: Sequence[Flag], judgements: Sequence[Judgement]
) -> tuple[int, tuple[Flag, ...]]:
    """How many doubts point at something wrong or missing, and those that point only at what is
    right. Those that say nothing about the reading, or about what is judged, count as neither."""
    useful, idle = 0, []
    for flag in (flag for flag in flags if flag.kind in TELLING):
        pointed = [j for j in judgements if j.field in POINTS and hits(flag, j)]
        if any(not j.right or j.wanted is None for j in pointed):
            useful += 1
        elif pointed:
            idle.append(flag)
    return useful, tuple(idle)
