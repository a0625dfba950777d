"""The files below search/ of a site."""

import base64
import functools
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from jianbao.archive import citations, kinds, urls
from jianbao.archive.illustrations import illustrations, sources
from jianbao.archive.model import Archive, Article, Bulletin, Taxonomy
from jianbao.archive.places import UNDATED, folder_for
from jianbao.base.cache import Cache, fingerprint
from jianbao.outputs.search import pagefind, synonyms
from jianbao.outputs.search.normalise import GUIDE_BYTES, guide, normalise, tokens
from jianbao.outputs.search.pagefind import ENGINE_FILES, ENGINE_VERSION
from jianbao.text import markdown

FORMAT = 3

# Pagefind needs about 0.45 GB for a million characters.
CHARACTERS_AN_INDEX = 1_200_000
# From this many indexes on, it pays to know which of them cannot hold a query.
GUIDED_INDEXES = 3
GUIDE = "guide"
GUIDE_FILE = 4_096  # bytes, more if there would be too many files
GUIDE_FILES = 1_024
COMMON_WORDS = 200

# Rows whose texts share a file. More would save files and requests, because results of one bulletin
# lie together; fewer would save bytes, because most results of a rare query lie apart.
ROWS_A_FILE = 4
# The same for the bulletins' own texts, which are short.
BULLETINS_A_FILE = 32
# The same for texts as HTML, which are read for a whole book at once.
ROWS_OF_HTML = 64

_Row = TypeVar("_Row")

# Called with an output path and the bytes of the file there.
Write: TypeAlias = Callable[[str, bytes], object]
# Called with an output path and a SHA-256. Returns whether the old site's file there has it, and is
# used again.
Keep: TypeAlias = Callable[[str, str], bool]

# --- what is searched ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row: the normalised text that is searched, the title first; and what the page shows."""

    text: str
    shown: Mapping[str, object]


def _entry(blocks: Iterable[str | None], shown: Mapping[str, object]) -> _Entry:
    """Make a row; the break between two paragraphs is white space like any other."""
    printed = "\n".join(filter(None, blocks))
    return _Entry(normalise(printed), {key: value for key, value in shown.items() if value})


def _names_then(archive: Archive, bulletin: Bulletin, article: Article) -> tuple[str, ...]:
    """Return the names that the offices and places of an article had at its date; none if they are
    those of now, which the page knows."""
    named = (
        (archive.departments, article.department),
        (archive.counties, article.county),
        (archive.townships, article.township),
    )
    now = tuple(name for _, names in named for name in names)
    then = tuple(name for known, names in named for name in known.names_at(names, bulletin.date))
    return () if then == now else then


def _article(archive: Archive, bulletin: Bulletin, article: Article) -> _Entry:
    body = markdown.plain_blocks(article.body)
    blocks = (
        article.title,
        article.kicker,
        article.subtitle,
        *body,
        article.attribution,
        *article.authors,
    )
    shown = {
        "url": urls.relative(urls.SEARCH, urls.article(bulletin, article)),
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "text": body,
        "attribution": article.attribution,
        "authors": article.authors,
        "names": _names_then(archive, bulletin, article),
        "bulletin": bulletin.title,
        "status": article.status or bulletin.status,
        "successor": _successor(article),
    }
    return _entry(blocks, shown)


def _successor(subject: Bulletin | Article) -> str | None:
    """Return the link to the replacement of a text."""
    place = subject.replaced_by
    return urls.relative(urls.SEARCH, urls.page_at(place)) if place else None


def _bulletin(bulletin: Bulletin) -> _Entry:
    preface = markdown.plain_blocks(bulletin.preface)
    people = (bulletin.editor, bulletin.reviewer)
    shown = {
        "url": urls.relative(urls.SEARCH, urls.bulletin(bulletin)),
        "title": bulletin.title,
        "text": [block for block in (bulletin.banner, *preface, *people) if block],
        "status": bulletin.status,
        "successor": _successor(bulletin),
    }
    return _entry((bulletin.title, bulletin.banner, *preface, *people), shown)


@dataclass(frozen=True, slots=True)
class _Part:
    """The bulletins of one index, newest first: of one or more years, or of a part of a year that
    is too big."""

    years: tuple[str, ...]  # newest first
    number: int  # within the year, from 0 for its first bulletins
    bulletins: tuple[Bulletin, ...]


def _year(bulletin: Bulletin) -> str:
    return folder_for(bulletin.date)


def _parts(archive: Archive) -> list[_Part]:
    """Divide the archive into indexes, newest first. A year is divided from its first bulletin on,
    so that a new one changes only the last part."""
    years: dict[str, list[Bulletin]] = {}
    for bulletin in archive.bulletins:
        years.setdefault(_year(bulletin), []).append(bulletin)
    parts: list[_Part] = []
    for group in _joined({year: sum(map(_length, years[year])) for year in years}):
        bulletins = [bulletin for year in group for bulletin in years[year]]
        numbered = [_Part(group, i, part) for i, part in enumerate(_cut(bulletins))]
        parts += reversed(numbered)
    return parts


def _joined(sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Join small years to groups, newest first, from the oldest on. The newest year stays alone,
    because most changes are in it; so do bulletins without a date."""
    newest = next(iter(sizes), None)
    groups: list[tuple[str, ...]] = []
    room = -1
    for year, size in reversed(list(sizes.items())):
        if size <= room and year != newest:
            groups[-1] = (year, *groups[-1])
            room -= size
        else:
            groups.append((year,))
            room = -1 if year == UNDATED else CHARACTERS_AN_INDEX - size
    return groups[::-1]


def _cut(bulletins: Sequence[Bulletin]) -> list[tuple[Bulletin, ...]]:
    """Divide bulletins, newest first, into parts that are not too big, oldest first."""
    cut: list[list[Bulletin]] = [[]]
    size = 0
    for bulletin in reversed(bulletins):
        length = _length(bulletin)
        if cut[-1] and size + length > CHARACTERS_AN_INDEX:
            cut.append([])
            size = 0
        cut[-1].append(bulletin)
        size += length
    return [tuple(reversed(part)) for part in cut]


def _length(bulletin: Bulletin) -> int:
    articles = bulletin.articles
    return len(bulletin.preface) + sum(len(one.body) + len(one.title) for one in articles)


def _facets(part: _Part, archive: Archive) -> dict[str, object]:
    """Return what the page counts and filters by: lists with one item per row. Terms are numbered
    within the index, so that a change of the authority files does not change it."""
    pairs = [(bulletin, article) for bulletin in part.bulletins for article in bulletin.articles]

    def numbered(
        taxonomy: Taxonomy, names: Callable[[Article], Iterable[str]]
    ) -> tuple[list[str], list[list[int]]]:
        numbers: dict[str, int] = {}
        rows = []
        for _, article in pairs:
            terms = [term for name in names(article) if (term := taxonomy.find(name))]
            rows.append(sorted({numbers.setdefault(t.slug, len(numbers)) for t in terms}))
        return list(numbers), rows

    counties, county = numbered(archive.counties, lambda article: article.county)
    departments, department = numbered(archive.departments, lambda article: article.department)
    townships, township = numbered(archive.townships, lambda article: article.township)
    topics, topic = numbered(archive.topics, lambda article: article.topics)
    series = sorted({bulletin.series for bulletin in part.bulletins})
    return {
        "series": series,
        "counties": counties,
        "departments": departments,
        "townships": townships,
        "topics": topics,
        "kinds": tuple(kinds.ARTICLE_KINDS),
        # series, issue, date, articles
        "bulletins": [
            [series.index(b.series), b.issue, str(b.date or ""), len(b.articles)]
            for b in part.bulletins
        ],
        "county": county,
        "department": department,
        "township": township,
        "topic": topic,
        "kind": [tuple(kinds.ARTICLE_KINDS).index(article.kind) for _, article in pairs],
        # The rows that are listed after equal hits.
        "replaced": [row for row, pair in enumerate(pairs) if pair[1].status == "replaced"],
        # The number of characters of the title: a hit before that is in the title.
        "title": [len(normalise(article.title)) for _, article in pairs],
    }


def _issues(archive: Archive) -> dict[str, dict[str, list[dict[str, str]]]]:
    """Return the bulletins by year and issue number, for queries such as 第77期. The last of those
    with the same number is listed first, so replaced ones come before."""
    issues: dict[str, dict[str, list[dict[str, str]]]] = {}
    for bulletin in sorted(archive.bulletins, key=lambda b: b.status != "replaced"):
        if bulletin.issue is not None:
            link = urls.relative(urls.SEARCH, urls.bulletin(bulletin))
            same = issues.setdefault(_year(bulletin), {}).setdefault(str(bulletin.issue), [])
            entry = {"title": bulletin.title, "url": link}
            same.append(entry | ({"status": bulletin.status} if bulletin.status else {}))
    return issues


# --- the files ----------------------------------------------------------------------------------


def build(
    archive: Archive,
    write: Write,
    cache: Cache,
    seen: Callable[[int, int], None] | None = None,
    keep: Keep = lambda path, sha256: False,
) -> None:
    """Pass the search index of `archive` to `write`, file by file. Indexes are kept in `cache` by
    their inputs, so that only changed ones are made again; `keep` is asked first for a file that an
    earlier build wrote. `seen` is called after each index with how many are done, and how many
    there are. Raise SearchError if Pagefind fails."""
    folders = _Folders(write, keep, cache)
    indexes = []
    engine = ""
    parts = [_CachedPart(part, archive, cache) for part in _parts(archive)]
    for number, part in enumerate(parts, 1):
        files = functools.cache(part.files)
        path, names = folders.put(part.place, part.made_of, partial(_own, files))
        engine = engine or folders.put("engine", "", partial(_engine, files))[0]
        part.keep_key()
        (meta,) = (Path(name).stem for name in names if name.endswith(".pf_meta"))
        bulletins = part.part.bulletins
        dates = sorted(str(b.date) for b in bulletins if b.date)
        indexes.append(
            {
                "path": path,
                "meta": meta.removeprefix("pagefind."),
                "years": part.part.years,
                "first": dates[0] if dates else "",
                "last": dates[-1] if dates else "",
                "articles": sum(len(bulletin.articles) for bulletin in bulletins),
                "bulletins": len(bulletins),
            }
        )
        if seen:
            seen(number, len(parts))

    def terms() -> dict[str, bytes]:
        return {"terms.js": _script(synonyms.terms(archive, cache))}

    def issues() -> dict[str, bytes]:
        return {"issues.js": _script(_issues(archive))}

    heads = archive.heads
    manifest = {
        "format": FORMAT,
        "pagefind": ENGINE_VERSION,
        "engine": engine,
        "terms": folders.put("terms", heads, terms)[0],
        "simplified": folders.put("simplified", "", _simplified)[0],
        "issues": folders.put("issues", heads, issues)[0],
        "guide": _put_guide(folders, parts),
        "articles": sum(len(bulletin.articles) for bulletin in archive.bulletins),
        "rows": ROWS_A_FILE,
        "bulletin_rows": BULLETINS_A_FILE,
        "html_rows": ROWS_OF_HTML,
        "indexes": indexes,
    }
    write(urls.SEARCH_MANIFEST, _json(manifest))
    write(f"{urls.SEARCH_FOLDER}/manifest.js", _script(manifest))


@dataclass(frozen=True, slots=True)
class _Folders:
    """Folders of the search, each named by what it holds."""

    write: Write
    keep: Keep
    cache: Cache

    def put(
        self, place: str, made_of: str, make: Callable[[], Mapping[str, bytes]]
    ) -> tuple[str, list[str]]:
        """Put the files that `make` returns, with their twins, into a folder. `made_of` decides
        them: what an earlier build made of the same is kept. Return the name of the folder, with
        /, and the names of the files."""
        known = self.cache.recall_latest(f"search folder {place}", made_of)
        folder, digests = json.loads(known) if known else ("", {})
        at = f"{urls.SEARCH_FOLDER}/{folder}"
        kept = {name for name, digest in digests.items() if self.keep(f"{at}{name}", digest)}
        if not known or len(kept) < len(digests):
            files = _with_twins(make())
            folder, digests = _folder_of(files), _digests(files)
            for name, content in files.items():
                if name not in kept:
                    self.write(f"{urls.SEARCH_FOLDER}/{folder}{name}", content)
            made = json.dumps((folder, digests)).encode()
            self.cache.keep_latest(f"search folder {place}", made_of, made)
        return folder, list(digests)


class _CachedPart:
    """The files of one index as `_index` makes them, from the cache if possible."""

    def __init__(self, part: _Part, archive: Archive, cache: Cache) -> None:
        self.part = part
        self.place = f"{part.years[-1]} {part.number}"
        self._archive = archive
        self._cache = cache

    @cached_property
    def made_of(self) -> str:
        """A text that decides the files. It is found from another one, which changes with each head
        of a bulletin, but costs less."""
        archive, bulletins = self._archive, self.part.bulletins
        known = self._cache.recall_latest(f"search key {self.place}", self._quick)
        if known is not None:
            return known.decode()
        # A citation shows the series, the address of the site, and the names of then.
        shown = archive.site.base_url, archive.site.series
        names = [_names_then(archive, b, article) for b in bulletins for article in b.articles]
        digests = [archive.digest(bulletin) for bulletin in bulletins]
        return fingerprint(_facets(self.part, archive), shown, names, digests)

    @cached_property
    def _quick(self) -> str:
        digests = [self._archive.digest(bulletin) for bulletin in self.part.bulletins]
        return fingerprint(self._archive.heads, digests)

    def keep_key(self) -> None:
        """Keep `made_of` for the next build."""
        key = self.made_of.encode()
        self._cache.keep_latest(f"search key {self.place}", self._quick, key)

    def guide(self) -> bytes:
        kept = self._cache.recall_latest(f"search guide {self.place}", self.made_of)
        if kept is None:
            kept = guide(entry.text for entry in _entries(self.part, self._archive))
            self._cache.keep_latest(f"search guide {self.place}", self.made_of, kept)
        return kept

    def files(self) -> dict[str, bytes]:
        """Return the files, with Pagefind's reader."""
        kept = self._cache.recall_latest(f"search {self.place}", self.made_of)
        if kept is not None:
            return _unpack(kept)
        files = _index(self.part, self._archive)
        self._cache.keep_latest(f"search guide {self.place}", self.made_of, files.pop(GUIDE))
        self._cache.keep_latest(f"search {self.place}", self.made_of, _pack(files))
        return files


def _own(files: Callable[[], Mapping[str, bytes]]) -> dict[str, bytes]:
    """Return the files that no other index has."""
    return {name: content for name, content in files().items() if name not in ENGINE_FILES}


def _engine(files: Callable[[], Mapping[str, bytes]]) -> dict[str, bytes]:
    """Return Pagefind's reader."""
    return {name: files()[name] for name in ENGINE_FILES}


def _simplified() -> dict[str, bytes]:
    return {"simplified.js": _script(synonyms.simplified())}


def _entries(part: _Part, archive: Archive) -> list[_Entry]:
    """Return the rows of an index."""
    articles = (_article(archive, b, article) for b in part.bulletins for article in b.articles)
    return [*articles, *map(_bulletin, part.bulletins)]


def _index(part: _Part, archive: Archive) -> dict[str, bytes]:
    """Return the files of one index, by name, with Pagefind's reader and the index's guide."""
    pairs = [(bulletin, article) for bulletin in part.bulletins for article in bulletin.articles]
    entries = _entries(part, archive)
    records = [tokens(entry.text) for entry in entries]
    made = pagefind.run(records)
    files = {name: made[name] for name in ENGINE_FILES}
    files[GUIDE] = guide(entry.text for entry in entries)
    files["facets.js"] = _script(_facets(part, archive))
    files["common.js"] = _script(_common(records))
    html = [_html(*pair) for pair in pairs]
    files["list.js"] = _script(
        [_listed(archive, *pair, text) for pair, text in zip(pairs, html, strict=True)]
    )
    files |= _html_files(html)
    shown = [entry.shown for entry in entries]
    grouped = _grouped(shown[: len(pairs)], ROWS_A_FILE)
    grouped += _grouped(shown[len(pairs) :], BULLETINS_A_FILE)
    files |= {f"text/{number}.js": _script(texts) for number, texts in enumerate(grouped)}
    files |= {
        f"pagefind/{name}": content
        for name, content in made.items()
        if name.endswith((".pf_meta", ".pf_index"))
    }
    return files


def _grouped(rows: Sequence[_Row], size: int) -> list[Sequence[_Row]]:
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def _common(records: Iterable[Sequence[str]]) -> list[str]:
    """Return the words that cost a query most, the most frequent first."""
    counts = Counter(word for record in records for word in record)
    return [word for word, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:COMMON_WORDS]]


def _html(bulletin: Bulletin, article: Article) -> str | None:
    """Return the text of an article as its page has it, for books; None if it is paragraphs alone,
    which a book makes of the plain text. Links to other pages of the site are words."""
    if markdown.is_plain(article.body):
        return None
    picture = sources(bulletin, partial(urls.relative, urls.article(bulletin, article)))
    return str(markdown.to_html(article.body, top=2, link=lambda _: None, picture=picture))


def _html_files(texts: Sequence[str | None]) -> dict[str, bytes]:
    """Return the files with the texts that are more than paragraphs, by row."""
    files: dict[str, dict[str, str]] = {}
    for row, text in enumerate(texts):
        if text is not None:
            files.setdefault(f"html/{row // ROWS_OF_HTML}.js", {})[str(row)] = text
    return {name: _script(rows) for name, rows in files.items()}


def _listed(
    archive: Archive, bulletin: Bulletin, article: Article, html: str | None
) -> dict[str, object]:
    """Return the entry of an article in a list that a reader exports. `bytes` is the length of its
    text, `html` that of its HTML, `pictures` that of what it shows."""
    status = article.status or bulletin.status
    shown = {one.picture.file: one.picture.bytes for one in illustrations(bulletin, article.body)}
    return {
        "id": urls.place(bulletin, article),
        "url": urls.relative(urls.SEARCH, urls.article(bulletin, article)),
        "title": article.title,
        "bytes": len(markdown.plain_text(article.body).encode()),
        "citation": citations.record(citations.cite(archive, bulletin, article)),
        **({"html": len(html.encode())} if html else {}),
        **({"pictures": sum(shown.values())} if shown else {}),
        **({"status": status} if status else {}),
    }


def _put_guide(folders: _Folders, parts: Sequence[_CachedPart]) -> dict[str, object] | None:
    """Put the guides of all indexes into files, each with the same bits of every index, so that a
    browser loads only those that its query needs. Return their description, or None if there are
    few indexes."""
    if len(parts) < GUIDED_INDEXES:
        return None
    size = 1 << max(1, GUIDE_FILE // len(parts)).bit_length() - 1
    size = max(size, GUIDE_BYTES // GUIDE_FILES)

    def files() -> dict[str, bytes]:
        guides = [part.guide() for part in parts]
        return {
            f"{number}.bin": b"".join(guide[start : start + size] for guide in guides)
            for number, start in enumerate(range(0, GUIDE_BYTES, size))
        }

    made_of = fingerprint([part.made_of for part in parts])
    return {"path": folders.put("guide", made_of, files)[0], "size": size}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _script(value: object) -> bytes:
    """Return `value` as a script, because a page from a disk may read nothing else."""
    return b"jianbao.got(%s)" % _json(value)


def _with_twins(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return `files`, with a script for each file that is not one."""
    twins = {
        f"{name}.js": _script(base64.b64encode(content).decode())
        for name, content in files.items()
        if not name.endswith(".js")
    }
    return {**files, **twins}


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _folder_of(files: Mapping[str, bytes]) -> str:
    """Return the name, with /, of the folder that holds `files`: it changes with their content."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return f"{digest.hexdigest()[:16]}/"


def _pack(files: Mapping[str, bytes]) -> bytes:
    """Return `files` as one value: their names and sizes in a line of JSON, then their bytes."""
    sizes = [(name, len(content)) for name, content in files.items()]
    return b"\n".join([_json(sizes), b"".join(files.values())])


def _unpack(packed: bytes) -> dict[str, bytes]:
    head, _, contents = packed.partition(b"\n")
    files = {}
    start = 0
    for name, size in json.loads(head):
        files[name] = contents[start : start + size]
        start += size
    return files
