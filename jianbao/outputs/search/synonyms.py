"""Synonyms for queries: the authority files' aliases, the shortenings found in them, readings in
pinyin, and simplified characters for traditional ones (OpenCC's data)."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources

import opencc

from jianbao.archive import urls
from jianbao.archive.model import Archive, Taxonomy, Term
from jianbao.base.cache import Cache
from jianbao.text.pinyin import reading

# Last characters of a place's name: the name of an office follows.
_PLACE_ENDS = tuple("省市县区州盟旗")


_READINGS = "readings of names"


def terms(archive: Archive, cache: Cache) -> dict[str, object]:
    """Return the terms of articles, in the order of their authority file, by taxonomy; and the
    shortenings of office names."""
    readings = _readings(archive, cache)
    articles = [article for bulletin in archive.bulletins for article in bulletin.articles]
    return {
        "county": _entries(
            archive.counties, Counter(n for a in articles for n in a.county), readings
        ),
        "department": _entries(
            archive.departments, Counter(n for a in articles for n in a.department), readings
        ),
        "township": _entries(
            archive.townships, Counter(n for a in articles for n in a.township), readings
        ),
        "topic": _entries(archive.topics, Counter(n for a in articles for n in a.topics), readings),
        "series": _series(archive),
        "shortenings": shortenings(archive.departments),
    }


def _readings(archive: Archive, cache: Cache) -> dict[str, str]:
    """Return the reading of each name of a term. Those that earlier builds knew are kept, since
    pypinyin takes longer to load than a small build takes otherwise."""
    kept = cache.recall_latest(_READINGS, "")
    known: dict[str, str] = json.loads(kept) if kept else {}
    taxonomies = (archive.counties, archive.departments, archive.townships, archive.topics)
    names = (
        name for taxonomy in taxonomies for term in taxonomy.terms for name in _all_names(term)
    )
    readings = {name: known[name] if name in known else reading(name) for name in names}
    if readings != known:
        cache.keep_latest(_READINGS, "", json.dumps(readings).encode())
    return readings


def _entries(
    taxonomy: Taxonomy, counts: Counter[str], readings: Mapping[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "slug": term.slug,
            "name": term.name,
            "kind": term.kind,
            "articles": counts[term.name],
            "url": urls.relative(urls.SEARCH, urls.term(taxonomy.name, term.slug)),
        }
        | ({"aliases": others} if (others := _other_names(term)) else {})
        | ({"misprints": term.misprints} if term.misprints else {})
        | {"readings": [readings[name] for name in _all_names(term)]}
        for term in taxonomy.terms
    ]


def _series(archive: Archive) -> list[dict[str, object]]:
    counts = Counter(b.series for b in archive.bulletins for _ in b.articles)
    return [
        {"slug": series.slug, "name": series.title, "articles": counts[series.slug]}
        for series in archive.site.series
        if counts[series.slug]
    ]


def _all_names(term: Term) -> list[str]:
    return [term.name, *_other_names(term)]


def _other_names(term: Term) -> list[str]:
    return list(dict.fromkeys((*term.aliases, *term.other_names, *filter(None, (term.short,)))))


def shortenings(departments: Taxonomy) -> list[tuple[str, str]]:
    """Return pairs (卫健委, 卫生健康委员会): what an alias shortens, without the name of its
    place."""
    pairs = {
        pair: None
        for term in departments.terms
        for alias in term.aliases
        for pair in _shortening(alias, term.name)
    }
    return sorted(pairs)


def _shortening(alias: str, name: str) -> Iterator[tuple[str, str]]:
    for start in range(len(alias) - 1):
        place, short = alias[:start], alias[start:]
        if place and not place.endswith(_PLACE_ENDS):
            continue
        for end in range(1, len(name)):
            if not name[:end].endswith(place or _PLACE_ENDS):
                continue
            full = name[end:]
            first = full.removeprefix("第")[:1]
            if first == short[0] and short not in full and _is_shortened(short, full):
                yield short, full
                return


def _is_shortened(short: str, full: str) -> bool:
    """Return whether all characters of `short` are in `full` in that order."""
    rest = iter(full)
    return all(character in rest for character in short)


def simplified() -> dict[str, object]:
    """Return OpenCC's map from traditional to simplified characters. `traditional` are pairs of a
    character that simplified text never has and the simplified one; `either` are pairs for
    characters that simplified text has too (乾, 著), which alone do not make a text traditional;
    `phrases` are words with characters that change in another way (乾隆)."""
    folder = resources.files(opencc) / "dictionary"
    characters = _dictionary((folder / "TSCharacters.txt").read_text("utf-8"))
    phrases = _dictionary((folder / "TSPhrases.txt").read_text("utf-8"))
    traditional = {old: new for old, new in characters.items() if not _in_simplified_use(old)}
    return {
        "traditional": "".join(old + new for old, new in traditional.items()),
        "either": "".join(o + n for o, n in characters.items() if o not in traditional),
        "phrases": phrases,
    }


def _dictionary(lines: str) -> dict[str, str]:
    pairs = (line.split("\t") for line in lines.splitlines() if line)
    first = {old: new.split(" ")[0] for old, new in pairs}
    return {old: new for old, new in first.items() if old != new or len(old) > 1}


def _in_simplified_use(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
