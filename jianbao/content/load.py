"""Load `content/` as a checked Archive, and gather every problem of every file.

The Field tables of `model` define what a key may hold. Reading a bulletin is a pure function of its
bytes, its place and the settings; only `folder` reads the disk and knows which files belong in
content/.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from jianbao.archive import release, urls
from jianbao.archive.model import (
    UNSORTED,
    Archive,
    Bulletin,
    Link,
    Settings,
    Site,
    attachments_of,
    without_texts,
)
from jianbao.archive.places import BULLETIN_ENDING, BULLETINS, REVIEW_ENDING, Place
from jianbao.base.cache import Cache, fingerprint
from jianbao.base.dates import PartialDate
from jianbao.base.problems import ConfigError, ContentError, Location, Problem, Problems, problem
from jianbao.content import (
    address_record,
    attachments,
    links,
    own_pages,
    personal_data,
    pictures,
    static_files,
)
from jianbao.content.bulletin import Parsed, parse_bulletin
from jianbao.content.choices import EVERYTHING, Choices
from jianbao.content.file_names import (
    ABOUT,
    COUNTIES,
    DEPARTMENTS,
    ORIGINALS,
    PAGES,
    SITE,
    TOPICS,
    TOWNSHIPS,
)
from jianbao.content.folder import Tree, folded, open_tree
from jianbao.content.lessons import read_lessons
from jianbao.content.memory import Memory
from jianbao.content.own_pages import ParsedPage
from jianbao.content.packing import pack, unpack
from jianbao.content.reference import Reference
from jianbao.content.refusals import read_refusals
from jianbao.content.review_record import parse_review, without_traces
from jianbao.content.settings import read_about, read_outlines, read_settings
from jianbao.content.settings import remarks as settings_remarks
from jianbao.content.succession import cycles
from jianbao.text import frontmatter

__all__ = [
    "load",
    "load_settings",
    "newest_first",
    "parse_bulletin",
    "parse_review",
    "with_unsorted",
]


def load(
    content: Path,
    shown: str = "content",
    cache: Cache | None = None,
    remarks: Problems | None = None,
    keep_addresses: bool = True,
    choices: Choices = EVERYTHING,
    replaced: Mapping[str, bytes] | None = None,
    left_out: Collection[str] = (),
    seen: Callable[[int, int], None] | None = None,
    memory: Memory | None = None,
) -> Archive:
    """Load the archive in the folder `content`, called `shown` in messages. Raise ConfigError if
    the settings are wrong (with the problems of the bulletins too), else ContentError. `choices`
    says what of it is wanted; what is held back is checked too, whether wanted or not. `remarks`
    gathers what is not a problem, but what a person should look at. The files `replaced`, relative
    to `content`, are read as if they held those bytes; the files `left_out` are not read, and what
    leads to them is left out too. `seen` is called after each bulletin with how many were read, and
    how many there are. `memory` holds what was read before, by a program that loads again."""
    problems = Problems()
    memory = memory or Memory()
    tree = open_tree(content, shown, replaced, left_out, memory)
    settings, unsure = read_settings(tree, problems)
    if tree.has(f"{BULLETINS}/{UNSORTED.slug}"):
        settings = with_unsorted(settings)
    outlines = read_outlines(tree, None if "counties" in unsure else settings.counties, problems)
    settings_problems = len(problems)
    about = read_about(tree, problems)
    personal = _check_settings(tree, settings, problems, remarks)
    own, found = own_pages.read(tree, settings.site)
    problems.extend(found)
    problems.extend(wrong for page in own for wrong in page.problems)
    static = static_files.read(tree, settings.site)
    problems.extend(static.problems)
    parsed = _read_bulletins(tree, settings, unsure, problems, cache or Cache(), seen, memory)
    absent = [Place.of_file(f) for f in sorted(left_out) if _is_bulletin(f)]
    parsed += [Parsed(str(place), None) for place in absent]
    own += [ParsedPage(Path(f).stem, None) for f in sorted(left_out) if _is_own_page(f)]
    problems.extend(read_refusals(tree)[1])
    problems.extend(read_lessons(tree)[1])
    problems.extend(_check_originals(tree, parsed))
    problems.extend(attachments.check_files(tree, (r for one in parsed for r in one.references)))
    problems.extend(_check_addresses(parsed, own))
    problems.extend(_check_copies(parsed))
    parsed, own, about_links, found = _resolve_links(tree, parsed, own, about, settings)
    problems.extend(found)
    illustrated = pictures.resolve(tree, parsed, own, about, cache or Cache())
    parsed, own = list(illustrated.parsed), list(illustrated.own)
    problems.extend(illustrated.problems)
    if remarks is not None:
        remarks.extend(settings_remarks(tree))
        remarks.extend(static.remarks)
        remarks.extend(remark for page in own for remark in page.remarks)
        remarks.extend(illustrated.remarks)
        remarks.extend(remark for one in parsed for remark in one.remarks)
    problems.raise_if_any(ConfigError if settings_problems else ContentError)
    bulletins = [one.bulletin for one in parsed if one.bulletin]
    archive = Archive(
        site=settings.site,
        counties=settings.counties,
        departments=settings.departments,
        bulletins=newest_first(bulletins),
        about=about,
        originals=tuple(sorted(_published_originals(bulletins, settings.site))),
        outlines=outlines if settings.site.map == "outlines" else (),
        about_links=about_links,
        about_pictures=illustrated.about,
        personal=(*personal, *static.accepted, *(one for page in own for one in page.accepted)),
        pages=tuple(one.page for one in own if one.page),
        static=tuple(static.files),
        townships=settings.townships,
        topics=settings.topics,
        digests={
            bulletin.path: (
                bulletin,
                fingerprint(one.digest, bulletin.links, bulletin.pictures),
                fingerprint(one.head_digest, bulletin.links, bulletin.pictures),
            )
            for one in parsed
            if (bulletin := one.bulletin)
        },
    )
    archive = release.without_links_to(archive, {urls.page_at(str(place)) for place in absent})
    wanted = archive
    if not choices.everything:
        wanted = release.released(archive, choices.as_of)
    if keep_addresses:
        hidden = () if choices.everything else release.held_back(archive, choices.as_of)
        problems.extend(address_record.check(content, shown, wanted, hidden))
        problems.raise_if_any(ContentError)
    return release.marked(archive, choices.as_of) if choices.everything else wanted


def _is_bulletin(file: str) -> bool:
    """Return whether a file has the name and the depth of a bulletin."""
    return (
        file.startswith(f"{BULLETINS}/")
        and file.endswith(BULLETIN_ENDING)
        and not file.endswith(REVIEW_ENDING)
        and file.count("/") == 3
    )


def _is_own_page(file: str) -> bool:
    """Return whether a file has the name and the depth of a page of the owner."""
    return file.startswith(f"{PAGES}/") and file.endswith(".md") and file.count("/") == 1


def _check_settings(
    tree: Tree, settings: Settings, problems: Problems, remarks: Problems | None
) -> tuple[str, ...]:
    """Report personal data in files that are not bulletins. Return the masked forms that are
    allowed."""
    accepted: list[str] = []
    files = SITE, ABOUT, COUNTIES, DEPARTMENTS, TOWNSHIPS, TOPICS
    search = partial(_personal_data, tree, files, settings.site)
    for found in tree.remember("personal data", files, search):
        problems.extend(found.problems)
        if remarks is not None:
            remarks.extend(found.remarks)
        accepted += found.accepted
    return (*settings.site.privacy_allowed, *accepted)


def _personal_data(tree: Tree, files: Iterable[str], site: Site) -> list[personal_data.Checked]:
    """Search files that are not bulletins for personal data."""
    held = site.personal_data == "hold"
    searched: list[personal_data.Checked] = []
    for file in files:
        content = tree.read(file)[0] if tree.has(file) else None
        if content is not None:
            text = content.decode("utf-8-sig", "replace")
            node = None if file == ABOUT else frontmatter.parse(text, file)[0]
            found = personal_data.check(text, tree.show(file), site.privacy_allowed, held, node)
            searched.append(found)
    return searched


def _published_originals(bulletins: Iterable[Bulletin], site: Site) -> set[str]:
    """Return the documents that bulletins name, without those that a bulletin holds back, and
    without those that hold personal data: the document holds it even if it was removed from the
    bulletin."""
    named: set[str] = set()
    private: set[str] = set()
    for bulletin in bulletins:
        if bulletin.source:
            named.add(bulletin.source.file)
            found = bulletin.review.private() if bulletin.review else ()
            allowed = set(found) <= {*bulletin.privacy_allowed, *site.privacy_allowed}
            if bulletin.source.published is False or not allowed:
                private.add(bulletin.source.file)
        for attachment in attachments_of(bulletin):
            named.add(attachment.file)
            if attachment.published is False:
                private.add(attachment.file)
    return named - private


def load_settings(
    content: Path, shown: str = "content", replaced: Mapping[str, bytes] | None = None
) -> Settings:
    """Load only site.yaml and the authority files, as they would be with the files `replaced`.
    Raise ConfigError if they are wrong."""
    problems = Problems()
    settings, _ = read_settings(open_tree(content, shown, replaced), problems)
    problems.raise_if_any(ConfigError)
    return settings


def with_unsorted(settings: Settings) -> Settings:
    """Return settings with the series of documents that wait to be sorted, if site.yaml does not
    define it."""
    if UNSORTED.slug in {series.slug for series in settings.site.series}:
        return settings
    site = replace(settings.site, series=(*settings.site.series, UNSORTED))
    return replace(settings, site=site)


def newest_first(bulletins: Iterable[Bulletin]) -> tuple[Bulletin, ...]:
    """Sort bulletins in the one order of an archive: see `Archive.bulletins`."""
    by_place = sorted(bulletins, key=lambda b: (b.series, -(b.issue or 0), b.name))
    return tuple(sorted(by_place, key=lambda b: b.date or PartialDate(1), reverse=True))


def _read_bulletins(
    tree: Tree,
    settings: Settings,
    unsure: frozenset[str],
    problems: Problems,
    cache: Cache,
    seen: Callable[[int, int], None] | None,
    memory: Memory,
) -> list[Parsed]:
    parsed: list[Parsed] = []
    places, found = tree.bulletins()
    problems.extend(found)
    if not places and not found:
        message = "holds no bulletin: convert a document, or start one with new"
        problems.add(Location(tree.show(BULLETINS)), "", message)
    shared = fingerprint(settings, sorted(unsure))
    for place, has_review in places:
        read = partial(_read_bulletin, tree, place, has_review, settings, unsure, cache, shared)
        files = [place.file, place.review] if has_review else [place.file]
        one = memory.remember("bulletin", files, f"{tree.show('')} {shared}", read)
        problems.extend(one.problems)
        parsed.append(one)
        if seen:
            seen(len(parsed), len(places))
    return parsed


def _read_bulletin(
    tree: Tree,
    place: Place,
    has_review: bool,
    settings: Settings,
    unsure: frozenset[str],
    cache: Cache,
    shared: str,
) -> Parsed:
    """Read one bulletin and its review record, or take them from the cache. `shared` stands for all
    other inputs in the cache key."""
    path = tree.show(place.file)
    content, problems = tree.read(place.file)
    record, found = tree.read(place.review) if has_review else (None, [])
    problems += found
    read = [_sha256(content), _sha256(record)]
    key = cache.key("bulletin", shared, fingerprint(path, read))
    if not problems and (kept := cache.recall(key)) is not None:
        return unpack(kept)
    one = Parsed(str(place), None)
    if content is not None:
        one = parse_bulletin(content, path, settings, unsure)
    if record is not None:
        review, found = parse_review(record, tree.show(place.review))
        problems += found
        if one.bulletin and review and content:
            review = without_traces(review, content.decode("utf-8-sig"))
            one = replace(one, bulletin=replace(one.bulletin, review=review))
    one = replace(one, problems=(*problems, *one.problems))
    if one.bulletin:
        one = replace(
            one,
            digest=fingerprint(one.bulletin),
            head_digest=fingerprint(without_texts(one.bulletin)),
            text_digest=_text_digest(one.bulletin),
        )
    if not one.problems:
        cache.keep(key, pack(one))
    return one


def _sha256(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _resolve_links(
    tree: Tree,
    parsed: Sequence[Parsed],
    own: Sequence[ParsedPage],
    about: str,
    settings: Settings,
) -> tuple[list[Parsed], list[ParsedPage], tuple[Link, ...], list[Problem]]:
    """Return the bulletins, the owner's pages, and the links of the about page, with the targets of
    their links to other pages."""
    former = {
        reference.target: reference.owner
        for one in parsed
        for reference in one.references
        if reference.field == "aliases"
    }
    bulletins = {one.place: one.bulletin for one in parsed}
    files = links.Files(bulletins, former, settings, {f"{one.place}.md": one.page for one in own})
    problems: list[Problem] = []

    def resolved(file: str, written: Iterable[tuple[Location, str]]) -> tuple[Link, ...]:
        found: dict[str, Link] = {}
        for location, address in written:
            link = links.resolve(address, file, location, files)
            if isinstance(link, Link):
                found[address] = link
            elif link:
                problems.append(link)
        return tuple(found.values())

    def links_of(file: str, references: Iterable[Reference]) -> tuple[Link, ...]:
        return resolved(file, [(r.location, r.target) for r in references if r.field == "links"])

    def linked(one: Parsed) -> Parsed:
        found = links_of(f"{BULLETINS}/{one.place}.md", one.references)
        if not found or one.bulletin is None:
            return one
        return replace(one, bulletin=replace(one.bulletin, links=found))

    def linked_page(one: ParsedPage) -> ParsedPage:
        found = links_of(f"{one.place}.md", one.references)
        return replace(one, page=one.page and replace(one.page, links=found))

    after = [linked(one) if one.references else one for one in parsed]
    of_about = [
        (Location(tree.show(ABOUT), line), address)
        for line, address in links.own_addresses(about, settings.site.base_url)
    ]
    return after, list(map(linked_page, own)), resolved(ABOUT, of_about), problems


def _check_originals(tree: Tree, parsed: Iterable[Parsed]) -> Iterator[Problem]:
    """Check that every source is in originals/ with its SHA-256, and that its name is unique on
    every file system."""
    known: dict[str, tuple[str | None, str]] = {}
    spelling: dict[str, str] = {}
    for one in parsed:
        references = {reference.field: reference for reference in one.references}
        if "file" not in references or "sha256" not in references:
            continue
        name, location = references["file"].target, references["file"].location
        if name not in known:
            known[name] = tree.sha256(f"{ORIGINALS}/{name}")
        digest, reason = known[name]
        if digest is None:
            message = "{file} cannot be read: {reason}"
            shown = tree.show(f"{ORIGINALS}/{name}")
            yield problem(location, "file", message, file=shown, reason=reason)
        elif digest != references["sha256"].target:
            message = "is not that of {file}, which is {digest}: the document was changed"
            location = references["sha256"].location
            yield problem(
                location, "sha256", message, file=tree.show(f"{ORIGINALS}/{name}"), digest=digest
            )
        first = spelling.setdefault(folded(name), name)
        if first != name:
            message = "“{file}” and “{first}” are one name on some systems: rename one"
            yield problem(references["file"].location, "file", message, file=name, first=first)


_TELLING = 60  # so many characters of a text are hardly equal in two issues by chance


def _check_copies(parsed: Sequence[Parsed]) -> Iterator[Problem]:
    """Check that no two files are the same issue or hold the same text. An edition that replaces
    another, or prints another number (第3期增刊), is not a copy."""
    issues: dict[tuple[str, str, int], Bulletin] = {}
    texts: dict[tuple[str, str], Bulletin] = {}
    for one in parsed:
        bulletin = one.bulletin
        if bulletin is None:
            continue
        first = bulletin
        if one.text_digest:
            first = texts.setdefault((bulletin.series, one.text_digest), bulletin)
        if first is not bulletin and not _is_edition(first, bulletin):
            message = "holds the same text as {file}: delete one of the two"
            yield problem(Location(bulletin.path), "", message, file=first.path)
            continue
        if bulletin.issue is None:
            continue
        first = issues.setdefault((bulletin.series, bulletin.folder, bulletin.issue), bulletin)
        if first is not bulletin and not _is_edition(first, bulletin):
            message = (
                "{file} is issue {issue} of this series and year too: delete one of the two, or"
                " correct its issue; if one is a new edition, mark the old one as replaced"
            )
            yield problem(
                Location(bulletin.path), "issue", message, file=first.path, issue=bulletin.issue
            )


def _text_digest(bulletin: Bulletin) -> str:
    """Return a hash of the text of a bulletin, "" if the text is short."""
    articles = (f"{article.title}\n{article.body}" for article in bulletin.articles)
    text = "\n".join([bulletin.preface, *articles])
    return _sha256(text.encode("utf-8", "surrogatepass")) if len(text) >= _TELLING else ""


def _is_edition(one: Bulletin, other: Bulletin) -> bool:
    """Return whether one replaces the other, or their documents print different numbers."""
    printed = {one.issue_printed, other.issue_printed}
    replaced = "withdrawn", "replaced"
    return (
        one.status in replaced
        or other.status in replaced
        or (len(printed) == 2 and None not in printed)
    )


def _check_addresses(parsed: Sequence[Parsed], own: Sequence[ParsedPage]) -> Iterator[Problem]:
    """Check that no two pages have the same address, and that the replacement of a page exists."""
    pages = {folded(urls.own_page(one.name)): one.place for one in own}
    for reference in _references(own, "aliases"):
        yield from _check_alias(reference, pages)
    yield from _check_numbers(parsed, pages)
    for reference in _references(parsed, "aliases"):
        yield from _check_alias(reference, pages)
    yield from _check_replacements(parsed)


def _references(parsed: Iterable[Parsed | ParsedPage], field: str) -> Iterator[Reference]:
    """Yield the references of one field."""
    for one in parsed:
        for reference in one.references:
            if reference.field == field:
                yield reference


def _check_numbers(parsed: Sequence[Parsed], pages: dict[str, str]) -> Iterator[Problem]:
    """Enter the pages of bulletins and articles into `pages`; report articles of one number."""
    for one in parsed:
        if one.bulletin is None:
            continue
        pages[folded(urls.bulletin(one.bulletin))] = one.place
        for article in one.bulletin.articles:
            page = folded(urls.article(one.bulletin, article))
            if page in pages:
                message = (
                    "“{title}” and another article have the number {id}: write id: {free} into"
                    " the entry of the newer one"
                )
                where = Location(one.bulletin.path)
                free = max(int(each.name) for each in one.bulletin.articles) + 1
                values = {"title": article.title, "id": article.name, "free": free}
                yield problem(where, "id", message, **values)
            pages[page] = f"{one.place}/{article.name}"


def _check_replacements(parsed: Sequence[Parsed]) -> Iterator[Problem]:
    """Report a replacement that does not exist, and pages that replace one another."""
    places = {one.place: one for one in parsed}
    replaced: dict[str, str] = {}
    locations: dict[str, Location] = {}
    for reference in _references(parsed, "replaced_by"):
        if _is_page(reference.target, places):
            replaced[reference.owner] = reference.target
            locations[reference.owner] = reference.location
        else:
            message = "no page “{target}”: write SERIES/YEAR/ISSUE or SERIES/YEAR/ISSUE/N"
            yield problem(reference.location, "replaced_by", message, target=reference.target)
    for cycle in cycles(replaced):
        message = "a page cannot replace itself: {cycle}"
        yield problem(
            locations[cycle[0]], "replaced_by", message, cycle=" → ".join([*cycle, cycle[0]])
        )


def _is_page(target: str, places: Mapping[str, Parsed]) -> bool:
    if target in places:
        return True
    place, _, number = target.rpartition("/")
    if place not in places:
        return False
    bulletin = places[place].bulletin
    return bulletin is None or number in {article.name for article in bulletin.articles}


def _check_alias(reference: Reference, pages: dict[str, str]) -> Iterator[Problem]:
    """Report an alias that is not a possible address or is taken; else add it to `pages`."""
    address = reference.target
    if not address.endswith(".html") or not all(urls.is_file_name(s) for s in address.split("/")):
        message = "“{address}” is not an address of this site, as bulletins/old/2024/7.html"
        yield problem(reference.location, "aliases", message, address=address)
        return
    if urls.is_own(address):
        message = "“{address}” is where the site has pages of its own: no bulletin was ever there"
        yield problem(reference.location, "aliases", message, address=address)
        return
    owner = pages.get(folded(address))
    if owner is not None:
        message = "“{address}” is already the address of {owner}"
        yield problem(reference.location, "aliases", message, address=address, owner=owner)
    pages[folded(address)] = reference.owner
