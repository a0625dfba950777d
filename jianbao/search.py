"""The search index of an archive: what the search page reads under `search/` of the site.

Search is exact: an article is found by a query if, and only if, the query stands in its printed
text, compared without case, width and kind of bracket (`normalise`). To make Pagefind exact, every
character is a word of its own and a query is a phrase of such words (`tokens`); layouts/assets/
search-text.js holds the same two functions for the browser.

There is one index a year, and more where a year is big, so that memory stays bounded and a new
bulletin changes one index. Each is a folder named by its content; `search/manifest.json` is the
one fixed address and names the others:

    search/manifest.json          the indexes, newest first, and where the rest is
    search/HASH/terms.json        counties, departments and series: slug, name, kind, aliases
    search/HASH/pagefind.js …     Pagefind's reader, the same for all indexes
    search/HASH/facets.json       of one index: series, date, county, department … of each row
    search/HASH/text/ROW.json     of one index: an article as excerpts and titles need it
    search/HASH/pagefind/…        of one index: Pagefind's own files

A row is an article's place in its index, newest first; after the articles come the bulletins,
whose own text (title, banner, preface, editor, reviewer) is searched too but listed apart.

The only module that knows Pagefind; it is run as a service over its standard input and output, so
that the order of the pages is ours and not a directory's, and no file can arrive in part.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import pagefind_bin

from jianbao import markdown, model, text, urls
from jianbao.errors import Location, SearchError, problem
from jianbao.model import Archive, Article, Bulletin, Taxonomy

FORMAT = 1
ENGINE_VERSION = "1.5.2"
FOLDER = "search"
MANIFEST = "manifest.json"
UNDATED = "undated"

# Pagefind needs about 0.45 GB for a million characters.
CHARACTERS_AN_INDEX = 1_200_000
# Entries of a chunk, the unit that a browser fetches: small, since a query needs one chunk a
# character (Pagefind's own choice is 20,000).
CHUNK_SIZE = 5_000

_LANGUAGE = "a"  # The prefix of every name in an index, so short; no real one, so no stemmer.
_ENGINE_FILES = ("pagefind.js", "wasm.unknown.pagefind")
_SIGNATURE = b"pagefind_dcd"


# --- what is compared ---------------------------------------------------------------------------

_SPACES = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WIDTH = (
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict(zip("｡｢｣､･￠￡￢￣￤￥￦", "。「」、・¢£¬¯¦¥₩", strict=True))
)  # fmt: skip
_BRACKETS = dict(zip("[〔﹝]〕﹞", "((()))", strict=True))


def _fold(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character in _SPACES:
        return " "
    character = _WIDTH.get(character, character)
    character = _BRACKETS.get(character, character)
    # Latin, Greek and Cyrillic; İ alone would become two characters.
    if character < "\u0530" and character != "\u0130":
        return character.lower()
    return character


_FOLDS = {
    code: folded
    for code in (*range(0x530), *map(ord, _SPACES + _INVISIBLE), *range(0x3014, 0x3016),
                 *range(0xFE5D, 0xFE5F), *range(0xFF01, 0xFFE7))
    if (folded := _fold(chr(code))) != chr(code)
}  # fmt: skip


def normalise(printed: str) -> str:
    """`printed` as search compares it: full width as half, capitals as small letters, round, square
    and tortoise-shell brackets as one, any white space as one space and none at the ends,
    invisible characters left out."""
    return " ".join(filter(None, printed.translate(_FOLDS).split(" ")))


# Characters that Pagefind takes as they are: no capitals, no accents, nothing it leaves out.
_PLAIN = re.compile("[0-9a-z\u3400-\u4dbf\u4e00-\u9fff]")
_ESCAPE = "\ua000"  # A letter that Pagefind leaves alone; the code point follows in hexadecimal.
_END_OF_BLOCK = f"{_ESCAPE}a"


def tokens(normalised: str) -> list[str]:
    """One word for Pagefind a character, all distinct."""
    return [c if _PLAIN.match(c) else f"{_ESCAPE}{ord(c):x}" for c in normalised]


# --- what is searched ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row: the text that is searched, by block, the title first; and what the page shows."""

    blocks: tuple[str, ...]
    shown: Mapping[str, object]

    def words(self) -> list[str]:
        blocks = [tokens(normalise(block)) for block in self.blocks]
        return [word for block in blocks if block for word in (*block, _END_OF_BLOCK)]


def _article(bulletin: Bulletin, article: Article) -> _Entry:
    body = markdown.plain_blocks(article.body)
    blocks = (
        article.title,
        article.kicker or "",
        article.subtitle or "",
        *body,
        article.attribution or "",
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
        "bulletin": bulletin.title,
        "status": article.status or bulletin.status,
    }
    return _Entry(blocks, {key: value for key, value in shown.items() if value})


def _bulletin(bulletin: Bulletin) -> _Entry:
    preface = markdown.plain_blocks(bulletin.preface)
    people = (bulletin.editor or "", bulletin.reviewer or "")
    shown = {
        "url": urls.relative(urls.SEARCH, urls.bulletin(bulletin)),
        "title": bulletin.title,
        "text": [block for block in (bulletin.banner, *preface, *people) if block],
        "status": bulletin.status,
    }
    return _Entry(
        (bulletin.title, bulletin.banner or "", *preface, *people),
        {key: value for key, value in shown.items() if value},
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The bulletins of one index, newest first: a year, or a part of a year that is too big."""

    year: str
    bulletins: tuple[Bulletin, ...]


def _year(bulletin: Bulletin) -> str:
    return f"{bulletin.date.year:04}" if bulletin.date else UNDATED


def _parts(archive: Archive) -> list[_Part]:
    """The archive cut into indexes, newest first. A year is cut from its first bulletin on, so
    that a new one changes the last part only."""
    years: dict[str, list[Bulletin]] = {}
    for bulletin in archive.bulletins:
        years.setdefault(_year(bulletin), []).append(bulletin)
    parts = []
    for year, bulletins in years.items():
        cut: list[list[Bulletin]] = [[]]
        size = 0
        for bulletin in reversed(bulletins):
            length = len(bulletin.preface) + sum(
                len(article.body) + len(article.title) for article in bulletin.articles
            )
            if cut[-1] and size + length > CHARACTERS_AN_INDEX:
                cut.append([])
                size = 0
            cut[-1].append(bulletin)
            size += length
        parts += [_Part(year, tuple(reversed(part))) for part in reversed(cut)]
    return parts


def _facets(part: _Part, archive: Archive) -> dict[str, object]:
    """What the page counts and filters by, a list each with one item a row. Terms are numbered
    within the index, so that a change of the authority files leaves it as it is."""
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
    series = sorted({bulletin.series for bulletin in part.bulletins})
    return {
        "series": series,
        "counties": counties,
        "departments": departments,
        "kinds": model.ARTICLE_KINDS,
        # series, issue, date, articles
        "bulletins": [
            [series.index(b.series), b.issue, str(b.date or ""), len(b.articles)]
            for b in part.bulletins
        ],
        "county": county,
        "department": department,
        "kind": [model.ARTICLE_KINDS.index(article.kind) for _, article in pairs],
        # How many characters of the text are the title: a hit before that is in the title.
        "title": [len(normalise(article.title)) for _, article in pairs],
    }


def _terms(archive: Archive) -> dict[str, object]:
    def entries(taxonomy: Taxonomy) -> list[dict[str, object]]:
        return [
            {"slug": term.slug, "name": term.name, "kind": term.kind}
            | ({"short": term.short} if term.short else {})
            | ({"aliases": term.aliases} if term.aliases else {})
            for term in taxonomy.terms
        ]

    used = {bulletin.series for bulletin in archive.bulletins}
    return {
        "county": entries(archive.counties),
        "department": entries(archive.departments),
        "series": [
            {"slug": s.slug, "name": s.title, "kind": s.kind}
            for s in archive.site.series
            if s.slug in used
        ],
    }


# --- Pagefind -----------------------------------------------------------------------------------


def _error(message: str, **values: object) -> SearchError:
    return SearchError([problem(Location(FOLDER), "", message, **values)])


def _run_pagefind(records: Sequence[list[str]]) -> dict[str, bytes]:
    """The files of Pagefind's index of `records`, by name, checked to be whole."""
    requests: list[dict[str, object]] = [{"type": "NewIndex", "config": {}}]
    requests += (
        {
            "type": "AddRecord",
            "index_id": 0,
            "url": str(row),
            "content": " ".join(words),
            "language": _LANGUAGE,
        }
        for row, words in enumerate(records)
    )
    requests.append({"type": "GetFiles", "index_id": 0})
    answers = _converse(requests)
    counts = [answer["page_word_count"] for answer in answers[1:-1]]
    if counts != [len(words) for words in records]:
        raise _error("Pagefind did not index every character; report this as a defect")
    files = {f["path"]: base64.b64decode(f["content"]) for f in answers[-1]["files"]}
    _check_whole(files, len(records))
    return files


def _converse(requests: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
    """Pagefind's answer to each request, in order."""
    try:
        executable = pagefind_bin.get_executable()
    except FileNotFoundError:
        raise _error(
            "the Pagefind program is missing: run pip install --force-reinstall "
            "pagefind-bin=={version}",
            version=ENGINE_VERSION,
        ) from None
    with tempfile.TemporaryFile() as complaints, tempfile.TemporaryDirectory() as empty:
        # No environment and an empty folder: Pagefind takes settings from both.
        try:
            process = subprocess.Popen(  # noqa: S603
                [executable, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                cwd=empty,
                env={"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK_SIZE)},
            )
        except OSError as error:
            raise _error(
                "the Pagefind program {program} does not start: {reason}",
                program=executable,
                reason=error.strerror or error,
            ) from error
        stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        writer = threading.Thread(target=_send, args=(stdin, requests))
        writer.start()
        try:
            answers = list(_receive(stdout.fileno(), len(requests)))
        finally:
            # It leaves at the end of its input, even in the middle of its work.
            process.kill()
            process.wait()
            writer.join()
            stdin.close()
            stdout.close()
        if len(answers) < len(requests):
            complaints.seek(0)
            lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
            raise _error(
                "Pagefind stopped after {done} of {all} steps: {reason}",
                done=len(answers),
                all=len(requests),
                reason=lines[-1] if lines else "it gave no reason; is there enough memory?",
            )
    for answer in answers:
        if answer["type"] == "Error":
            raise _error("Pagefind refused: {reason}", reason=answer["message"])
    return answers


def _send(stdin: IO[bytes], requests: Iterable[Mapping[str, object]]) -> None:
    try:
        for number, request in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": request})
            stdin.write(base64.b64encode(message.encode()) + b",")
        stdin.flush()
    except BrokenPipeError:
        pass  # It stopped; the receiver sees that and says so.


def _receive(stdout: int, expected: int) -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []
    received = 0
    while received < expected and (block := os.read(stdout, 1 << 16)):
        *ends, rest = block.split(b",")
        for end in ends:
            yield json.loads(base64.b64decode(b"".join((*parts, end))))["payload"]
            parts = []
            received += 1
        parts.append(rest)


def _check_whole(files: Mapping[str, bytes], pages: int) -> None:
    """Raise unless `files` are a whole index whose pages stand in the order of our rows."""
    metas = [name for name in files if name.endswith(".pf_meta")]
    fragments = {
        json.loads(_unpack(content))["url"]: Path(name).stem
        for name, content in files.items()
        if name.startswith("fragment/")
    }
    if (
        len(metas) != 1
        or any(name not in files for name in _ENGINE_FILES)
        or not all(files.values())
    ):
        raise _error("Pagefind wrote an index that is not whole; build again")
    version, listed, chunks, *_ = _cbor(io.BytesIO(_unpack(files[metas[0]])))
    if version != ENGINE_VERSION:
        raise _error(
            "Pagefind {found} is installed, but {wanted} is needed: run pip install "
            "pagefind-bin=={wanted}",
            found=version,
            wanted=ENGINE_VERSION,
        )
    in_order = [page for page, _ in listed] == [fragments.get(str(row)) for row in range(pages)]
    if not in_order or any(f"index/{chunk[2]}.pf_index" not in files for chunk in chunks):
        raise _error("Pagefind wrote an index that is not whole; build again")


def _unpack(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(_SIGNATURE)


def _cbor(stream: IO[bytes]) -> Any:
    """One value of the CBOR that Pagefind writes: numbers, texts and lists of known length."""
    (head,) = stream.read(1)
    major, size = head >> 5, head & 31
    value = size if size < 24 else int.from_bytes(stream.read(1 << (size - 24)), "big")
    if major == 3:
        return stream.read(value).decode()
    if major == 4:
        return [_cbor(stream) for _ in range(value)]
    if major > 1:
        raise _error("Pagefind wrote an index of an unknown form")
    return value if major == 0 else -1 - value


# --- the files ----------------------------------------------------------------------------------


def build(archive: Archive, site: Path, work: Path) -> None:
    """Write the search index of `archive` into the staged tree `site`. What an index is made of
    is kept in `work`, so that only what changed is indexed again. Raises SearchError."""
    try:
        _build(archive, site / FOLDER, work / FOLDER)
    except OSError as error:
        raise _error(
            "cannot write {file}: {reason}",
            file=error.filename or FOLDER,
            reason=error.strerror or error,
        ) from error


def _build(archive: Archive, folder: Path, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    code = _code_version()
    indexes = []
    used = set()
    engine = ""
    for part in _parts(archive):
        facets = _json(_facets(part, archive))
        kept = cache / f"{_key(code, part, facets)}.zip"
        used.add(kept.name)
        files = _recall(kept)
        if files is None:
            files = _index(part, facets)
            _keep(kept, files)
        engine = _write(folder, {name: files.pop(name) for name in _ENGINE_FILES})
        (meta,) = (Path(name).stem for name in files if name.endswith(".pf_meta"))
        dates = sorted(str(b.date) for b in part.bulletins if b.date)
        indexes.append(
            {
                "path": _write(folder, files),
                "meta": meta.removeprefix("pagefind."),
                "year": part.year,
                "first": dates[0] if dates else "",
                "last": dates[-1] if dates else "",
                "articles": sum(len(bulletin.articles) for bulletin in part.bulletins),
                "bulletins": len(part.bulletins),
            }
        )
    for stale in cache.glob("*.zip"):
        if stale.name not in used:
            stale.unlink()
    manifest = {
        "format": FORMAT,
        "pagefind": ENGINE_VERSION,
        "engine": engine,
        "terms": _write(folder, {"terms.json": _json(_terms(archive))}),
        "articles": sum(len(bulletin.articles) for bulletin in archive.bulletins),
        "indexes": indexes,
    }
    (folder / MANIFEST).write_bytes(_json(manifest))


def _index(part: _Part, facets: bytes) -> dict[str, bytes]:
    """The files of one index, by name, with Pagefind's reader."""
    entries = [_article(b, article) for b in part.bulletins for article in b.articles]
    entries += [_bulletin(b) for b in part.bulletins]
    made = _run_pagefind([entry.words() for entry in entries])
    files = {name: made[name] for name in _ENGINE_FILES}
    files["facets.json"] = facets
    files |= {f"text/{row}.json": _json(entry.shown) for row, entry in enumerate(entries)}
    files |= {
        f"pagefind/{name}": content
        for name, content in made.items()
        if name.endswith((".pf_meta", ".pf_index"))
    }
    return files


def _code_version() -> bytes:
    """Changes with whatever decides what an index holds."""
    sources = (__file__, markdown.__file__, text.__file__, urls.__file__)
    return b"".join(Path(source).read_bytes() for source in sources)


def _key(code: bytes, part: _Part, facets: bytes) -> str:
    digest = hashlib.sha256(code)
    digest.update(facets)
    for bulletin in part.bulletins:
        digest.update(repr(bulletin).encode())
    return digest.hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _write(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write `files` into a folder in `folder` that is named by their content; its name with /."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    target = folder / digest.hexdigest()[:16]
    for parent in {(target / name).parent for name in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / name).write_bytes(content)
    return f"{target.name}/"


def _keep(path: Path, files: Mapping[str, bytes]) -> None:
    """Store `files` in one file that appears whole or not at all."""
    temporary = path.with_suffix(".new")
    with zipfile.ZipFile(temporary, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    temporary.replace(path)


def _recall(path: Path) -> dict[str, bytes] | None:
    """What `_keep` stored, or None where there is nothing or it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (FileNotFoundError, zipfile.BadZipFile):
        return None
