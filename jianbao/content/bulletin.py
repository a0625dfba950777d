"""Parse one bulletin: make a Bulletin, or problems, from its bytes, its place and the settings.
Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from jianbao.archive import urls
from jianbao.archive.fields import build
from jianbao.archive.model import (
    BULLETIN_FIELDS,
    Article,
    Bulletin,
    Provenance,
    Settings,
    Taxonomy,
)
from jianbao.archive.places import UNDATED, Place, folder_for
from jianbao.base.dates import PartialDate
from jianbao.base.problems import Location, Problem, problem
from jianbao.content import attachments, links, personal_data, slips
from jianbao.content.checker import (
    Checker,
    Entry,
    check_control_characters,
    check_headings,
    check_lost_comments,
    check_merge_marks,
    decode,
    slip_problems,
)
from jianbao.content.file_names import ORIGINALS, SITE
from jianbao.content.reference import Reference, pictures_in
from jianbao.content.suggestions import suggested
from jianbao.text import frontmatter, markdown
from jianbao.text.frontmatter import Node

MAX_ARTICLES = 1000


@dataclass(frozen=True, slots=True)
class Parsed:
    """One bulletin as read. `bulletin` is None if it has problems; `remarks` are not problems, but
    a person should look at them. `digest` is a hash of `bulletin`, `head_digest` one of `bulletin`
    without its texts, `text_digest` one of its text, "" if that is short."""

    place: str
    bulletin: Bulletin | None
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()
    remarks: tuple[Problem, ...] = ()
    digest: str = ""
    head_digest: str = ""
    text_digest: str = ""


def parse_bulletin(
    content: bytes, path: str, settings: Settings, unsure: frozenset[str] = frozenset()
) -> Parsed:
    """Parse `content`, the bytes of the file `path` (as shown, …/SERIES/YEAR/NAME.md). Pure. Names
    are not checked against the parts of `settings` listed in `unsure` ("series", "counties",
    "departments", "townships", "topics")."""
    where = Place.of_file(path)
    place = str(where)
    text, split, problems = _split(content, path)
    if text is None or split is None:
        return Parsed(place, None, tuple(problems))
    node, problems = _front_matter(split, path)
    if node is None and problems:
        return Parsed(place, None, tuple(problems))
    checker = Checker(
        path,
        None if "counties" in unsure else settings.counties,
        None if "departments" in unsure else settings.departments,
        _date(node),
        None if "townships" in unsure else settings.townships,
        None if "topics" in unsure else settings.topics,
    )
    entry = checker.entry(node or Node(1, None), "", BULLETIN_FIELDS)
    if entry is None:
        return Parsed(place, None, (*problems, *checker.problems))
    known_series = None if "series" in unsure else [one.slug for one in settings.site.series]
    _check_place(checker, entry, where, known_series)
    _check_source(checker, entry)
    for one in (entry, *entry.items("articles", Entry)):
        _check_correction(checker, one)
        attachments.check_entries(checker, one)
    preface, sections = markdown.split_sections(split.body)
    if "articles" in entry.lines:
        _check_articles(checker, entry, sections, split.body_line)
    allowed = (*entry.items("privacy_allowed", str), *settings.site.privacy_allowed)
    held = settings.site.personal_data == "hold" and "reviewed" not in entry.values
    personal = personal_data.check(text, path, allowed, held, node)
    references = tuple(_all_references(path, place, entry, split, settings.site.base_url))
    proposed = _proposed_topics(path, entry, sections, settings.topics)
    remarks = (*personal.remarks, *checker.remarks, *proposed, *_slips(path, text, split))
    problems += [*checker.problems, *personal.problems]
    if problems:
        return Parsed(place, None, tuple(problems), references, remarks)
    _set_county(entry, settings)
    made = _bulletin(entry, where, path, preface, sections, (*allowed, *personal.accepted))
    return Parsed(place, made, (), references, remarks)


def _proposed_topics(
    path: str, entry: Entry, sections: Sequence[markdown.Section], topics: Taxonomy
) -> Iterator[Problem]:
    """Yield a remark for each topic that the words of an article suggest."""
    articles = entry.items("articles", Entry) if topics.terms else ()
    for article, section in zip(articles, sections, strict=False):
        decided = (*article.items("topics", str), *article.items("not_topics", str))
        for term, word in suggested(section.title, section.source, decided, topics):
            message = "“{title}” says “{word}”: accept {topic} gives it that topic"
            values = {"title": section.title, "word": word, "topic": term.name}
            yield problem(Location(path, article.line), "topics", message, **values)


def _set_county(entry: Entry, settings: Settings) -> None:
    """Give articles that name no county that of their series."""
    series = {one.slug: one.county for one in settings.site.series}
    county = series.get(entry.get("series", str) or "")
    for article in entry.items("articles", Entry) if county else ():
        if not article.values.get("county"):
            article.values["county"] = (county,)


def _date(node: Node | None) -> PartialDate | None:
    """Return the date of issue, before the fields are checked; None if it is wrong."""
    date = node.value.get("date") if node and isinstance(node.value, dict) else None
    try:
        return PartialDate.parse(date.value) if date and isinstance(date.value, str) else None
    except ValueError:
        return None


def split_file(
    content: bytes, path: str
) -> tuple[str | None, frontmatter.Split | None, list[Problem]]:
    """Return the text of a file, and its front matter and body; None and why if it has none that
    can be read."""
    text, problems = decode(content, path)
    problems = problems or check_control_characters(text or "", path)
    problems = problems or check_merge_marks(text or "", path)
    if text is None or problems:
        return None, None, problems
    split = frontmatter.split(text)
    if split is None:
        message = (
            "front matter has no end: close it with a line ---"
            if text.startswith("---\n")
            else "has no front matter: the first line must be ---"
        )
        return text, None, [problem(Location(path, 1), "", message)]
    return text, split, []


def _split(content: bytes, path: str) -> tuple[str | None, frontmatter.Split | None, list[Problem]]:
    """Return what `split_file` returns, but nothing of a file with far too many articles."""
    text, split, problems = split_file(content, path)
    if split and split.body.count("\n## ") > 2 * MAX_ARTICLES:
        message = "a bulletin may have {limit} articles"
        excess = problem(Location(path, split.body_line), "articles", message, limit=MAX_ARTICLES)
        return text, None, [excess]
    return text, split, problems


def _front_matter(split: frontmatter.Split, path: str) -> tuple[Node | None, list[Problem]]:
    """Read the front matter, and check the headings of the body."""
    node, problems = frontmatter.parse(split.front_matter, path, split.front_matter_line)
    problems += check_lost_comments(split.front_matter, path, split.front_matter_line)
    message = (
        "a heading of this level cannot stand here: the title is front matter, ## begins an"
        " article, ### a part of it"
    )
    problems += check_headings(split.body, path, split.body_line, message)
    return node, problems


def _slips(path: str, text: str, split: frontmatter.Split) -> Iterator[Problem]:
    yield from slip_problems(path, 1, slips.sample_texts(text))
    yield from slip_problems(path, split.body_line, slips.starters(split.body))
    yield from slip_problems(path, split.front_matter_line, slips.tags(split.front_matter))
    yield from slip_problems(path, split.body_line, slips.markdown_slips(split.body))
    yield from slip_problems(path, split.body_line, slips.footnotes(split.body, by_article=True))
    yield from slip_problems(path, split.body_line, slips.silent_pictures(split.body))


def _all_references(
    path: str, place: str, entry: Entry, split: frontmatter.Split, base_url: str | None
) -> Iterator[Reference]:
    """Yield what the bulletin, its text and its articles refer to."""
    yield from _references(path, place, entry)
    for line, address in links.own_addresses(split.body, base_url):
        yield Reference(Location(path, split.body_line + line - 1), "links", place, address)
    yield from pictures_in(split.body, path, split.body_line, place)
    for number, article in enumerate(entry.items("articles", Entry), start=1):
        yield from _references(path, f"{place}/{article.values.get('id', number)}", article)


def _bulletin(
    entry: Entry,
    where: Place,
    path: str,
    preface: str,
    sections: Sequence[markdown.Section],
    personal: tuple[str, ...],
) -> Bulletin:
    """Make the bulletin of front matter and body that have no problem."""
    source = entry.get("source", Entry)
    articles = zip(entry.items("articles", Entry), sections, strict=True)
    values = entry.values | {
        "folder": where.folder,
        "name": where.name,
        "path": path,
        "preface": preface,
        "personal": personal,
        "source": build(Provenance, source.values) if source else None,
        "attachments": attachments.make(entry),
        "articles": tuple(
            build(
                Article,
                article.values
                | {
                    "number": number,
                    "body": section.source,
                    "attachments": attachments.make(article),
                },
            )
            for number, (article, section) in enumerate(articles, start=1)
        ),
    }
    return build(Bulletin, values)


def _check_place(checker: Checker, entry: Entry, where: Place, known: list[str] | None) -> None:
    written = entry.get("series", str)
    if written is not None and written != where.series:
        message = "“{written}” is not the folder's “{folder}”: move the file or correct the series"
        checker.report(
            entry.line_of("series"), "series", message, written=written, folder=where.series
        )
    if written is not None and known is not None and written not in known:
        near = get_close_matches(written, known, n=1)
        if near:
            message = "unknown series “{series}”; did you mean “{near}”? ({file})"
            values = {"series": written, "near": near[0], "file": SITE}
        else:
            message = "unknown series “{series}”: correct it or add it to {file}"
            values = {"series": written, "file": SITE}
        checker.report(entry.line_of("series"), "series", message, **values)
    date = entry.get("date", PartialDate)
    if date is not None and where.folder != folder_for(date):
        message = "“{date}” is not in the folder's year “{folder}”: move the file or correct it"
        checker.report(entry.line_of("date"), "date", message, date=date, folder=where.folder)
    elif date is None and "date" in entry.lines.keys() - entry.wrong and where.folder != UNDATED:
        message = "a bulletin without a date belongs in the folder {undated}, not “{folder}”"
        checker.report(entry.line_of("date"), "date", message, undated=UNDATED, folder=where.folder)


def _check_source(checker: Checker, entry: Entry) -> None:
    source = entry.get("source", Entry)
    file = source.get("file", str) if source else None
    if source and file is not None and not urls.is_file_name(file):
        message = "“{file}” is not the plain name of a file in {folder}/"
        checker.report(source.line_of("file"), "file", message, file=file, folder=ORIGINALS)
        del source.values["file"]
    if source:
        attachments.check_published(checker, source)


def _check_correction(checker: Checker, entry: Entry) -> None:
    status = entry.get("status", str)
    dependent = ("status_date", "status_note", "replaced_by")
    if status is None and "status" not in entry.wrong:
        for name in dependent:
            if name in entry.values:
                message = "is set without status: say what happened to the text"
                checker.report(entry.line_of(name), name, message)
    elif status:
        if "status_date" not in entry.lines:
            message = "is missing: {status} needs its date"
            checker.report(entry.line_of("status"), "status_date", message, status=status)
        if status == "replaced" and "replaced_by" not in entry.lines:
            message = "is missing: say what replaces it"
            checker.report(entry.line_of("status"), "replaced_by", message)
        if status != "replaced" and "replaced_by" in entry.values:
            message = "needs status: replaced (got “{status}”)"
            checker.report(entry.line_of("replaced_by"), "replaced_by", message, status=status)


def _references(path: str, owner: str, entry: Entry) -> Iterator[Reference]:
    source = entry.get("source", Entry)
    file = source.get("file", str) if source else None
    digest = source.get("sha256", str) if source else None
    if source and file and digest:
        yield Reference(Location(path, source.line_of("file")), "file", owner, file)
        yield Reference(Location(path, source.line_of("sha256")), "sha256", owner, digest)
    successor = entry.get("replaced_by", str)
    if successor:
        location = Location(path, entry.line_of("replaced_by"))
        yield Reference(location, "replaced_by", owner, successor)
    yield from attachments.references(path, owner, entry)
    for address, line in zip(
        entry.items("aliases", str), entry.lines.get("aliases", ()), strict=False
    ):
        yield Reference(Location(path, line), "aliases", owner, address)


def _check_articles(
    checker: Checker, entry: Entry, sections: Sequence[markdown.Section], body_line: int
) -> None:
    """Compare `articles:` with the `## ` headings: the same titles in the same order."""
    articles = entry.items("articles", Entry)
    articles_line = entry.line_of("articles")
    if not articles:
        if "articles" not in entry.wrong:
            checker.report(articles_line, "articles", "a bulletin must have an article")
        return
    if max(len(articles), len(sections)) > MAX_ARTICLES:
        message = "a bulletin may have {limit} articles"
        checker.report(articles_line, "articles", message, limit=MAX_ARTICLES)
        return
    _check_texts(checker, entry, articles, sections, body_line)
    if all(article.get("title", str) for article in articles):
        _check_headings(checker, articles, articles_line, sections, body_line)


def _check_texts(
    checker: Checker,
    entry: Entry,
    articles: Sequence[Entry],
    sections: Sequence[markdown.Section],
    body_line: int,
) -> None:
    """Report a heading without a text below it, unless it is withdrawn."""
    for index, section in enumerate(sections):
        withdrawn = "withdrawn" in (
            entry.values.get("status"),
            articles[index].values.get("status") if index < len(articles) else None,
        )
        if not section.source.strip() and not withdrawn:
            message = "“{title}” has no text"
            checker.report(section.line + body_line - 1, "articles", message, title=section.title)


def _check_headings(
    checker: Checker,
    articles: Sequence[Entry],
    articles_line: int,
    sections: Sequence[markdown.Section],
    body_line: int,
) -> None:
    """Report headings that are not the titles of the articles, which all have one."""
    titles = [article.get("title", str) or "" for article in articles]
    headings = [section.title for section in sections]
    lines = [section.line + body_line - 1 for section in sections]
    for start, end, first, last in _differences(titles, headings):
        paired = min(end - start, last - first)
        for i, j in zip(range(start, start + paired), range(first, first + paired), strict=True):
            message = "heading “{heading}” is not the title “{title}” of line {line}"
            values = {"heading": headings[j], "title": titles[i]}
            line = articles[i].line_of("title")
            checker.report(lines[j], "title", message, **values, line=line)
        for i in range(start + paired, end):
            line = articles[i].line_of("title")
            if titles[i] in headings:
                message = "“{title}” stands in another place than its heading on line {line}"
                heading_line = lines[headings.index(titles[i])]
                checker.report(line, "title", message, title=titles[i], line=heading_line)
            else:
                message = "“{title}” has no heading `## ` in the body"
                checker.report(line, "title", message, title=titles[i])
        for j in range(first + paired, last):
            if headings[j] not in titles:
                message = "heading “{heading}” has no entry under articles (line {line})"
                values = {"heading": headings[j]}
                checker.report(lines[j], "articles", message, **values, line=articles_line)


def _differences(
    titles: Sequence[str], headings: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, titles, headings, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield start, end, first, last
