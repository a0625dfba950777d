"""Read site.yaml, the authority files and about.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from jianbao.archive import outlines
from jianbao.archive.fields import Field, build
from jianbao.archive.model import (
    COUNTY_FIELDS,
    DEPARTMENT_FIELDS,
    SITE_FIELDS,
    TOPIC_FIELDS,
    TOWNSHIP_FIELDS,
    Contact,
    Outline,
    Series,
    Settings,
    Site,
    Taxonomy,
    Term,
)
from jianbao.base.problems import Location, Problem, Problems, problem
from jianbao.content import slips, succession
from jianbao.content.checker import (
    Checker,
    Entry,
    check_control_characters,
    check_headings,
    check_merge_marks,
    decode,
    parse_yaml,
    slip_problems,
)
from jianbao.content.file_names import (
    ABOUT,
    COUNTIES,
    DEPARTMENTS,
    OUTLINES,
    SITE,
    TOPICS,
    TOWNSHIPS,
)
from jianbao.content.folder import Tree
from jianbao.text import frontmatter
from jianbao.text.frontmatter import Node


def read_settings(tree: Tree, problems: Problems) -> tuple[Settings, frozenset[str]]:
    """Read the settings, as far as possible, and return them with the parts ("series", "counties",
    "departments", "townships", "topics") that are in doubt."""
    problems.extend(tree.check_top())
    files = SITE, COUNTIES, DEPARTMENTS, TOWNSHIPS, TOPICS, OUTLINES
    settings, parts = tree.remember("settings", files, partial(_read_settings, tree))
    for part in parts.values():
        problems.extend(part)
    return settings, frozenset(name for name, part in parts.items() if part)


def _read_settings(tree: Tree) -> tuple[Settings, Mapping[str, Sequence[Problem]]]:
    """Return the settings with the problems of each part."""
    counties, county_problems = _read_counties(tree)
    known = None if county_problems else counties
    site, site_problems = _read_site(tree, known)
    departments, department_problems = _read_departments(tree, known)
    townships, township_problems = _read_townships(tree, known)
    topics, topic_problems = _read_topics(tree)
    parts = {
        "series": site_problems,
        "counties": county_problems,
        "departments": department_problems,
        "townships": township_problems,
        "topics": topic_problems,
    }
    return Settings(site, counties, departments, townships, topics), parts


def _read_site(tree: Tree, counties: Taxonomy | None) -> tuple[Site, list[Problem]]:
    nowhere = Site(title="", series=())
    if not tree.has(SITE):
        message = "is missing: it gives the archive its title and its series"
        return nowhere, [problem(Location(tree.show(SITE)), "", message)]
    node, problems = _read_yaml(tree, SITE)
    if problems and node is None:
        return nowhere, problems
    checker = Checker(tree.show(SITE), counties)
    entry = checker.entry(node or Node(1, None), "", SITE_FIELDS)
    if entry:
        series = entry.items("series", Entry)
        if not series and "series" in entry.lines and "series" not in entry.wrong:
            checker.report(entry.line_of("series"), "series", "must not be empty")
        _check_unique(checker, series, ("slug", "former_slugs"))
        _check_unique(checker, series, ("title", "aliases"))
        if entry.values.get("map") == "outlines":
            _check_map(checker, entry, tree)
        contact = entry.get("contact", Entry)
        if contact and not contact.values and not contact.wrong:
            message = "needs an email, a telephone or an address"
            checker.report(entry.line_of("contact"), "contact", message)
    problems += checker.problems
    if problems or not entry:
        return nowhere, problems
    values = entry.values | {"series": tuple(build(Series, one.values) for one in series)}
    if contact:
        values["contact"] = build(Contact, contact.values)
    return build(Site, values), problems


def _check_map(checker: Checker, entry: Entry, tree: Tree) -> None:
    line = entry.line_of("map")
    if not tree.has(OUTLINES):
        checker.report(line, "map", "there is no {file} to draw", file=tree.show(OUTLINES))
    if "map_approval" not in entry.lines:
        message = (
            "needs map_approval beside it: publishing outlines of places in China may need a map"
            " approval number (审图号); give it, or null where you know that none is needed"
        )
        checker.report(line, "map", message)


def _read_counties(tree: Tree) -> tuple[Taxonomy, list[Problem]]:
    entries, checker, problems = _read_authority(tree, COUNTIES, COUNTY_FIELDS)
    _check_unique(checker, entries, ("slug", "former_slugs"))
    _check_unique(checker, entries, ("name", "aliases", "misprints"))
    _check_unique(checker, entries, ("code",))
    _check_unique(checker, entries, ("tile",))
    for entry in entries:
        if entry.values.get("kind") == "zone" and "code" in entry.values:
            message = "a zone has no GB/T 2260 code: write its statistical code under nbs"
            checker.report(entry.line_of("code"), "code", message)
    return _taxonomy("county", COUNTY_FIELDS, entries, checker, problems)


def _read_departments(tree: Tree, counties: Taxonomy | None) -> tuple[Taxonomy, list[Problem]]:
    entries, checker, problems = _read_authority(tree, DEPARTMENTS, DEPARTMENT_FIELDS, counties)
    _check_unique(checker, entries, ("slug", "former_slugs"))
    _check_unique(checker, entries, ("name", "aliases"))
    if all("name" in entry.values for entry in entries):
        succession.resolve_parents(checker, entries, DEPARTMENT_FIELDS)
    return _taxonomy("department", DEPARTMENT_FIELDS, entries, checker, problems)


def _read_townships(tree: Tree, counties: Taxonomy | None) -> tuple[Taxonomy, list[Problem]]:
    entries, checker, problems = _read_authority(tree, TOWNSHIPS, TOWNSHIP_FIELDS, counties)
    _check_unique(checker, entries, ("slug", "former_slugs"))
    _check_unique(checker, entries, ("name", "aliases"))
    for entry in entries:
        if "county" in entry.lines and "county" not in entry.values.keys() | entry.wrong:
            checker.report(entry.line_of("county"), "county", "must not be empty")
    return _taxonomy("township", TOWNSHIP_FIELDS, entries, checker, problems)


def _read_topics(tree: Tree) -> tuple[Taxonomy, list[Problem]]:
    entries, checker, problems = _read_authority(tree, TOPICS, TOPIC_FIELDS)
    _check_unique(checker, entries, ("slug", "former_slugs"))
    _check_unique(checker, entries, ("name", "aliases"))
    problems = [*problems, *checker.problems]
    terms = () if problems else tuple(build(Term, {"kind": "", **one.values}) for one in entries)
    return Taxonomy("topic", terms), problems


def _taxonomy(
    name: str,
    fields: Sequence[Field],
    entries: Sequence[Entry],
    checker: Checker,
    problems: Sequence[Problem],
) -> tuple[Taxonomy, list[Problem]]:
    """Check the names in time of the entries, and return their terms; no terms if anything is
    wrong."""
    if all("name" in entry.values for entry in entries):
        succession.check_periods(checker, entries)
        succession.resolve_predecessors(checker, entries, fields)
    found = [*problems, *checker.problems]
    terms = () if found else tuple(build(Term, succession.values(entry)) for entry in entries)
    return Taxonomy(name, terms), found


def _read_authority(
    tree: Tree, file: str, fields: Sequence[Field], counties: Taxonomy | None = None
) -> tuple[tuple[Entry, ...], Checker, list[Problem]]:
    """Return the entries of an authority file; none if there is no such file."""
    checker = Checker(tree.show(file), counties)
    if not tree.has(file):
        return (), checker, []
    node, problems = _read_yaml(tree, file)
    entries = checker.entries(node, "", fields) if node else ()
    return entries, checker, problems


def _check_unique(checker: Checker, entries: Iterable[Entry], names: tuple[str, ...]) -> None:
    """Report every value that occurs twice in the fields `names` of `entries`."""
    first: dict[str, int] = {}
    for entry in entries:
        for name in names:
            for text, line in zip(entry.items(name, str), entry.lines.get(name, ()), strict=False):
                if text in first:
                    message = "“{text}” is used twice, first on line {line}"
                    checker.report(line, name, message, text=text, line=first[text])
                else:
                    first[text] = line


def _read_yaml(tree: Tree, file: str) -> tuple[Node | None, list[Problem]]:
    raw, problems = tree.read(file)
    if raw is None:
        return None, problems
    return parse_yaml(raw, tree.show(file))


def read_outlines(tree: Tree, counties: Taxonomy | None, problems: Problems) -> tuple[Outline, ...]:
    """Read the outlines of counties. If `counties` is None, the authority file is in doubt."""
    if not tree.has(OUTLINES):
        return ()
    raw, found = tree.read(OUTLINES)
    text = None
    if raw is not None:
        text, found = decode(raw, tree.show(OUTLINES))
    problems.extend(found)
    if text is None:
        return ()
    read, found = outlines.parse(text, tree.show(OUTLINES), counties)
    problems.extend(found)
    return read


def read_about(tree: Tree, problems: Problems) -> str:
    if not tree.has(ABOUT):
        return ""
    raw, found = tree.read(ABOUT)
    text = None
    if raw is not None:
        text, found = decode(raw, tree.show(ABOUT))
    problems.extend(found)
    if text is None:
        return ""
    if frontmatter.split(text):
        message = "takes no front matter: the page's title is the archive's"
        problems.add(Location(tree.show(ABOUT), 1), "", message)
    problems.extend(check_control_characters(text, tree.show(ABOUT)))
    problems.extend(check_merge_marks(text, tree.show(ABOUT)))
    message = "a heading of this level cannot stand here: the page has its title, begin with ##"
    problems.extend(check_headings(text, tree.show(ABOUT), 1, message))
    return text.strip("\n")


def remarks(tree: Tree) -> Iterator[Problem]:
    """Yield what a person should look at in the settings and on the about page; these are not
    problems."""
    for file in (SITE, COUNTIES, DEPARTMENTS, TOWNSHIPS, TOPICS, ABOUT):
        raw, _ = tree.read(file) if tree.has(file) else (None, [])
        text = decode(raw, file)[0] if raw is not None else None
        if text is None:
            continue
        yield from slip_problems(tree.show(file), 1, slips.sample_texts(text))
        if file == ABOUT:
            yield from slip_problems(tree.show(file), 1, slips.markdown_slips(text))
            yield from slip_problems(tree.show(file), 1, slips.footnotes(text, by_article=False))
            yield from slip_problems(tree.show(file), 1, slips.silent_pictures(text))
        else:
            yield from slip_problems(tree.show(file), 1, slips.tags(text))
