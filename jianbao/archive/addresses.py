"""The record of all addresses that a site has published, and the addresses that it would lose.
Pure.

The record has a line for each address: the output path of the page, a hash of its title, and a
sketch of its text, separated by tabs. So an edited article can be told from another one at its
address. docs/corrections.md says what an editor sees of it.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from jianbao.archive import corrections, urls
from jianbao.archive.model import Archive, Article, Bulletin

# Taxonomies whose terms have pages of their own that are recorded.
_TAXONOMIES = ("county", "department", "township", "topic", "series")
_GRAM = 4
_SKETCH = 8
# If one text was made from the other, at least this many numbers of their sketches are equal.
_ALIKE = 3
_SAME_TITLE = 4
_NUMBER = re.compile("[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class PageFingerprint:
    """Hashes that identify a page's title and text. Both are empty for a former address."""

    title: str = ""
    sketch: str = ""


@dataclass(frozen=True, slots=True)
class LostAddress:
    """A recorded address that leads to nothing, or to another text.

    To keep it, set `key` to `value` in the front matter of the bulletin `place` (SERIES/YEAR/NAME),
    in the entry of the article with the index `article` if that is given. For a term or a series,
    `place` is TAXONOMY/NAME, and `value` goes into its entry. `key` is "" if no field can keep it.
    `reused`: another text is at the address now.
    """

    address: str
    key: str = ""
    value: str = ""
    place: str = ""
    article: int | None = None
    reused: bool = False


def read(text: str) -> Iterator[tuple[int, str, PageFingerprint]]:
    """Yield each line's number, address and fingerprint. Lines that mark a merge conflict are
    skipped: both sides count."""
    for number, line in enumerate(text.splitlines(), start=1):
        address, *rest = line.strip().split("\t")
        if address.endswith(".html"):
            yield number, address, PageFingerprint(*[*rest, "", ""][:2])


def written(record: Mapping[str, PageFingerprint]) -> str:
    """Return the record as text: one line for each address, sorted."""
    lines = (
        f"{a}\t{fingerprint.title}\t{fingerprint.sketch}".rstrip("\t")
        for a, fingerprint in sorted(record.items())
    )
    return "".join(f"{line}\n" for line in lines)


def file_of(address: str) -> str:
    """Return the file of the record (relative to its folder) that holds `address`: one for each
    year of a series."""
    parts = address.split("/")
    if parts[0] == "bulletins" and len(parts) > 3:
        return f"bulletins/{parts[1]}/{parts[2]}.txt"
    return f"{parts[0]}.txt" if parts[0] in (*_TAXONOMIES, "pages") else "other.txt"


def after(record: Mapping[str, PageFingerprint], archive: Archive) -> dict[str, PageFingerprint]:
    """Return the record with the addresses that `archive` adds."""
    found = dict(record)
    for address, (title, text) in _pages(archive).items():
        if address not in record or (title and record[address].title != _hash(title)):
            found[address] = page_fingerprint(title, text)
    for moved in corrections.redirects(archive):
        found.setdefault(moved.path, PageFingerprint())
    return found


def page_fingerprint(title: str, text: str) -> PageFingerprint:
    return PageFingerprint(_hash(title), _sketch(text))


def _hash(text: str) -> str:
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:8]


def _sketch(text: str) -> str:
    """Return the smallest hashes of the text's runs of four characters."""
    plain = "".join(text.split())
    grams = {plain[i : i + _GRAM] for i in range(max(1, len(plain) - _GRAM + 1))} if plain else ()
    return ".".join(f"{n:x}" for n in sorted(crc32(gram.encode()) for gram in grams)[:_SKETCH])


def _likeness(one: PageFingerprint, other: PageFingerprint) -> int:
    """Return how surely both belong to one text; 0 if they do not."""
    ours, theirs = set(one.sketch.split(".")), set(other.sketch.split("."))
    shared = len(ours & theirs) if one.sketch and other.sketch else 0
    alike = shared if shared * _SKETCH >= _ALIKE * min(len(ours), len(theirs)) else 0
    return alike + (_SAME_TITLE if one.title and one.title == other.title else 0)


def _pages(archive: Archive) -> dict[str, tuple[str, str]]:
    """Return the title and text of each page that the record holds, by output path."""
    found: dict[str, tuple[str, str]] = {}
    for bulletin in archive.bulletins:
        found[urls.bulletin(bulletin)] = (bulletin.title, _text(bulletin))
        for article in bulletin.articles:
            found[urls.article(bulletin, article)] = (article.title, article.body)
    for page in archive.pages:
        found[urls.own_page(page.name)] = (page.title, page.body)
    for taxonomy, slug, name in _terms(archive):
        found[urls.term(taxonomy, slug)] = (name, "")
    return found


def _text(bulletin: Bulletin) -> str:
    return "\n".join(article.body for article in bulletin.articles)


def _terms(archive: Archive) -> Iterator[tuple[str, str, str]]:
    for taxonomy in archive.taxonomies:
        yield from ((taxonomy.name, term.slug, term.name) for term in taxonomy.terms)
    yield from (("series", series.slug, series.title) for series in archive.site.series)


# --- what was lost ------------------------------------------------------------------------------


def losses(
    record: Mapping[str, PageFingerprint], archive: Archive, samples: Collection[str] = ()
) -> Iterator[LostAddress]:
    """Yield each address of the record that leads to nothing or to another text, with what keeps
    it. Texts with the titles `samples`, of a new archive, may be deleted or replaced."""
    hashes = set(map(_hash, samples))
    for loss in _losses(record, archive):
        is_sample = record.get(loss.address, PageFingerprint()).title in hashes
        if not is_sample or (loss.key and not loss.reused):
            yield loss


def _losses(record: Mapping[str, PageFingerprint], archive: Archive) -> Iterator[LostAddress]:
    pages = _pages(archive)
    moved = {redirect.path for redirect in corrections.redirects(archive)}
    articles: dict[str, dict[str, PageFingerprint]] = {}
    for address, recorded in record.items():
        above, _, name = address.removesuffix(".html").rpartition("/")
        if address.count("/") == 4 and _NUMBER.fullmatch(name) and recorded.title:
            articles.setdefault(above, {})[name] = recorded
    told: set[str] = set()
    for bulletin in archive.bulletins:
        page = urls.bulletin(bulletin)
        mine = articles.get(page.removesuffix(".html"), {})
        for loss in _in_bulletin(bulletin, mine, record.get(page, PageFingerprint()), moved):
            told.add(loss.address)
            yield loss
    fresh: list[tuple[PageFingerprint, Bulletin]] | None = None
    for address, recorded in record.items():
        if address in pages or address in moved or address in told:
            continue
        taxonomy, _, slug = address.removesuffix(".html").partition("/")
        if taxonomy in _TAXONOMIES and "/" not in slug:
            yield _of_term(address, taxonomy, slug, recorded, archive, record)
        elif address.count("/") == 3:
            fresh = _fresh(record, archive) if fresh is None else fresh
            yield _of_bulletin(address, recorded, fresh)
        elif (owner := _owner(archive, f"{address.rpartition('/')[0]}.html")) is not None:
            yield LostAddress(address, "aliases", address, owner)
        elif f"{address.rpartition('/')[0]}.html" not in record:
            yield LostAddress(address)


def _owner(archive: Archive, page: str) -> str | None:
    """Return the bulletin that an address belongs or belonged to."""
    found = (b for b in archive.bulletins if page == urls.bulletin(b) or page in b.aliases)
    return next(map(urls.place, found), None)


def _fresh(
    record: Mapping[str, PageFingerprint], archive: Archive
) -> list[tuple[PageFingerprint, Bulletin]]:
    """Return the bulletins that the record does not know, with their fingerprints."""
    new = (b for b in archive.bulletins if urls.bulletin(b) not in record)
    return [(page_fingerprint(bulletin.title, _text(bulletin)), bulletin) for bulletin in new]


def _of_bulletin(
    address: str, recorded: PageFingerprint, fresh: Sequence[tuple[PageFingerprint, Bulletin]]
) -> LostAddress:
    scores = [(_likeness(recorded, of_bulletin), b) for of_bulletin, b in fresh]
    best = max(scores, key=lambda pair: pair[0], default=None)
    if best is None or not best[0]:
        return LostAddress(address)
    return LostAddress(address, "aliases", address, urls.place(best[1]))


def _of_term(
    address: str,
    taxonomy: str,
    slug: str,
    recorded: PageFingerprint,
    archive: Archive,
    record: Mapping[str, PageFingerprint],
) -> LostAddress:
    """Find the term of a lost address: the one of the same name, else the only new one of its
    taxonomy."""
    known = [(s, name) for kind, s, name in _terms(archive) if kind == taxonomy]
    named = [name for _, name in known if _hash(name) == recorded.title]
    new = [name for s, name in known if urls.term(taxonomy, s) not in record]
    if named or len(new) == 1:
        return LostAddress(address, "former_slugs", slug, f"{taxonomy}/{(named or new)[0]}")
    return LostAddress(address)


def _in_bulletin(
    bulletin: Bulletin,
    mine: Mapping[str, PageFingerprint],
    recorded: PageFingerprint,
    moved: set[str],
) -> Iterator[LostAddress]:
    """Yield the lost addresses of a bulletin and its articles: `mine` are the articles that it had,
    by name, and `recorded` is its own fingerprint."""
    if not mine:
        return
    place, folder = urls.place(bulletin), urls.bulletin(bulletin).removesuffix(".html")
    had = _assigned(bulletin, mine)
    if not any(had) and recorded.title != _hash(bulletin.title):
        yield LostAddress(urls.bulletin(bulletin), place=place, reused=True)
        return
    taken = {*mine, *(name for name in had if name)}
    for index, (article, name) in enumerate(zip(bulletin.articles, had, strict=True)):
        if name == article.name or (name is None and article.name not in mine):
            continue
        address = f"{folder}/{name or article.name}.html"
        if name is None:  # a new article has the address of another one
            name = str(max(map(int, taken)) + 1)
            taken.add(name)
            address = urls.article(bulletin, article)
            yield LostAddress(address, "id", name, place, index, reused=True)
        else:
            yield LostAddress(address, "id", name, place, index)
    for name in mine.keys() - {*filter(None, had)}:
        address = f"{folder}/{name}.html"
        if address not in moved:
            yield LostAddress(address, "aliases", address, place)


def _assigned(bulletin: Bulletin, mine: Mapping[str, PageFingerprint]) -> list[str | None]:
    """Return the name that each article had before, None for a new one."""
    titles = [recorded.title for recorded in mine.values()]
    plain = [_hash(article.title) for article in bulletin.articles]
    if len(set(titles)) == len(titles) and all(
        article.name in mine and mine[article.name].title == title
        for article, title in zip(bulletin.articles, plain, strict=True)
    ):
        return [article.name for article in bulletin.articles]
    had: list[str | None] = [None] * len(bulletin.articles)
    scores: list[tuple[int, bool, int, str]] = []
    for index, article in enumerate(bulletin.articles):
        if _is_withdrawn(bulletin, article) and article.name in mine:
            scores.append((1000, True, index, article.name))
            continue
        ours = page_fingerprint(article.title, article.body)
        for name, recorded in mine.items():
            likeness = _likeness(ours, recorded)
            if likeness:
                scores.append((likeness, name == article.name, index, name))
    free = set(mine)
    for _, _, index, name in sorted(scores, key=lambda s: (-s[0], not s[1], s[2], s[3])):
        if had[index] is None and name in free:
            had[index] = name
            free.remove(name)
    return had


def _is_withdrawn(bulletin: Bulletin, article: Article) -> bool:
    return corrections.WITHDRAWN in (bulletin.status, article.status)
