"""Feeds and files for search engines and browsers: Atom and JSON Feed for the archive and for every
county, department and series; sitemap, robots.txt and OpenSearch description. Pure.

A feed's entries are articles, newest or newly corrected first, in whole issues. Ids are `urn:uuid:`
and are made from the place in the archive, never from the site's address, so that a site that moves
keeps its entries. Without a public address links in Atom are relative and JSON Feed has none (it
has no way to write them); sitemap, robots.txt and OpenSearch need absolute addresses and are left
out.

Dates of issue have no time of day: an entry's time is the midnight, in China, that begins its date;
a missing month or day counts as the first. Apart from these, only dates of corrections are used. An
undated bulletin is in no feed.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from html import escape

from jianbao.archive import citations, corrections, groupings, urls
from jianbao.archive.groupings import Pair
from jianbao.archive.illustrations import sources
from jianbao.archive.model import BULLETIN_LANGUAGE, Archive, Article, Bulletin, Series, Term
from jianbao.base.cache import File, fingerprint, ready
from jianbao.base.dates import PartialDate
from jianbao.pages.metadata import Json
from jianbao.text import indented_json, markdown
from jianbao.text.chinese import drop_forbidden, one_line

# A feed takes whole issues until it has this many entries.
ENTRIES = 30
# The most addresses that the sitemap protocol allows in one file.
ADDRESSES_A_SITEMAP = 50_000
# The most characters of these texts in an OpenSearch description.
SHORT_NAME, LONG_NAME, DESCRIPTION = 16, 48, 1024

_NAMESPACE = uuid.UUID("6c1a7a1e-6f0b-5d0e-9f4a-2b8f3c5d7e90")
_NEVER = PartialDate(1970)


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: the page it belongs to, and its entries. `taxonomy` and `slug` are empty for the
    feed of the whole archive."""

    title: str
    description: str | None
    page: str
    taxonomy: str
    slug: str
    pairs: tuple[Pair, ...]


def render(archive: Archive) -> Iterator[File]:
    """Yield every feed and machine-readable file of the site."""
    shared = fingerprint(archive.site)
    heads: dict[str, str] = {}

    def head(bulletin: Bulletin) -> str:
        place = urls.place(bulletin)
        if place not in heads:
            offices = citations.offices_then(archive, bulletin)
            heads[place] = fingerprint(
                archive.head_digest(bulletin), archive.offered(bulletin), offices
            )
        return heads[place]

    def made_of(feed: Feed) -> str:
        # An entry shows the text of its article, and of the bulletin no other.
        entries = [(head(b), urls.place(b, a), a.body) for b, a in feed.pairs]
        return fingerprint(shared, replace(feed, pairs=()), entries)

    for feed in feeds(archive):
        decides = cache(partial(made_of, feed))
        path = partial(urls.feed, feed.taxonomy, feed.slug)
        yield File(path("xml"), partial(_encoded, atom, archive, feed), decides)
        yield File(path("json"), partial(_encoded, json_feed, archive, feed), decides)
    base_url = archive.site.base_url
    if base_url:
        yield ready(urls.OPENSEARCH, _opensearch(archive, base_url).encode())
        if urls.base_path(base_url) == "/":  # crawlers read it only at the root
            yield ready(urls.ROBOTS, _robots(base_url) + _own_robots(archive))


def _encoded(written: Callable[[Archive, Feed], str], archive: Archive, feed: Feed) -> bytes:
    return written(archive, feed).encode()


def sitemap(archive: Archive, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap of the pages among `paths`: all except those that only lead on (search,
    404, former addresses), those for reviewers, and those of withdrawn texts."""
    if archive.site.base_url:
        dates, left_out = _dates(archive)
        pages = [
            path
            for path in paths
            if path.endswith(".html") and path not in left_out and not urls.is_aside(path)
        ]
        yield from _sitemaps(archive.site.base_url, pages, dates)


def feeds(archive: Archive) -> Iterator[Feed]:
    site = archive.site
    yield Feed(site.title, site.description, urls.HOME, "", "", _newest(groupings.pairs(archive)))
    groups: tuple[tuple[str, Iterable[Term], Mapping[str, Sequence[Pair]]], ...] = (
        ("county", archive.counties.terms, groupings.by_county(archive)),
        ("department", archive.departments.terms, groupings.under_department(archive)),
        ("township", archive.townships.terms, groupings.by_township(archive)),
        ("topic", archive.topics.terms, groupings.by_topic(archive)),
    )
    for name, terms, pairs in groups:
        for term in terms:
            yield from _term_feeds(archive, name, term, pairs.get(term.name, ()))
    of_series = groupings.by_series(archive)
    for series in site.series:
        yield from _term_feeds(archive, "series", series, of_series.get(series.slug, ()))


def _term_feeds(
    archive: Archive, name: str, term: Term | Series, pairs: Iterable[Pair]
) -> Iterator[Feed]:
    """Yield the feed of a term at its present and its former addresses: feed readers do not follow
    a redirect page."""
    feed = _term_feed(archive, name, term, pairs)
    yield feed
    for slug in term.former_slugs:
        yield replace(feed, slug=slug)


def _term_feed(archive: Archive, name: str, term: Term | Series, pairs: Iterable[Pair]) -> Feed:
    called = term.title if isinstance(term, Series) else term.name
    description = term.description if isinstance(term, Series) else None
    return Feed(
        f"{called} – {archive.site.title}",
        description,
        urls.term(name, term.slug),
        name,
        term.slug,
        _newest(pairs),
    )


def _newest(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the entries of a feed, by date of issue or of a later correction."""
    dated = [pair for pair in pairs if pair[0].date]
    dated.sort(key=lambda pair: _moment(_updated(*pair)), reverse=True)
    chosen: list[Pair] = []
    for bulletin, article in dated:
        if len(chosen) >= ENTRIES and chosen[-1][0] is not bulletin:
            break
        chosen.append((bulletin, article))
    return tuple(chosen)


# --- what an entry says -------------------------------------------------------------------------


def _uuid(*names: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(10).join(names))}"


def feed_id(archive: Archive, feed: Feed) -> str:
    return _uuid("feed", archive.site.title, feed.taxonomy, feed.slug)


def entry_id(archive: Archive, bulletin: Bulletin, article: Article) -> str:
    """Return an id that does not depend on the site's address. The series' printed title is part of
    it, because slugs alone may be the same in two archives."""
    title = archive.series[bulletin.series].title
    return _uuid("article", title, urls.place(bulletin, article))


def _issued(bulletin: Bulletin) -> PartialDate:
    return bulletin.date or _NEVER


def _updated(bulletin: Bulletin, article: Article) -> PartialDate:
    changes = [date for date in (bulletin.status_date, article.status_date) if date]
    return max([_issued(bulletin), *changes], key=_moment)


@cache
def _moment(date: PartialDate) -> str:
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00+08:00"


def _latest(feed: Feed) -> PartialDate:
    return max((_updated(b, a) for b, a in feed.pairs), key=_moment, default=_NEVER)


def _content(archive: Archive, bulletin: Bulletin, article: Article) -> str:
    """Return the article as HTML, after a note on its status. Without a public address it has no
    link and no picture, because a feed reader has no base for relative links."""
    parts = [f"<p><strong>{escape(notice)}</strong></p>" for notice in _notices(bulletin, article)]
    successor, base_url = _successor(bulletin, article), archive.site.base_url
    if successor and base_url:
        address = escape(urls.absolute(base_url, successor))
        parts.append(f'<p><a href="{address}">替代它的文本</a></p>')
    if article.body:
        parts += [f"<p>{escape(line)}</p>" for line in (article.subtitle,) if line]
        link, picture = _link(archive, bulletin), _picture(archive, bulletin)
        parts.append(str(markdown.to_html(article.body, link=link, picture=picture, jumps=False)))
        parts += [f"<p>（{escape(line)}）</p>" for line in (article.attribution,) if line]
        parts += _attachments(archive, article)
    return "\n".join(parts)


def _link(archive: Archive, bulletin: Bulletin) -> Callable[[str], str | None]:
    """Return a function that gives the permanent address of a link to another page, or None without
    a public address."""
    base_url = archive.site.base_url
    links = {link.written: link for link in bulletin.links}

    def address(written: str) -> str | None:
        link = links.get(written)
        if link is None or not base_url:
            return None
        return urls.absolute(base_url, link.target, link.anchor)

    return address


def _picture(archive: Archive, bulletin: Bulletin) -> Callable[[str], markdown.ImageSource | None]:
    """Return a function that gives the permanent address of a picture, or None without a public
    address; its caption stays."""
    base_url = archive.site.base_url
    if not base_url:
        return lambda _: None
    return sources(bulletin, partial(urls.absolute, base_url))


def _attachments(archive: Archive, article: Article) -> Iterator[str]:
    """Yield links to the files that came with an article and that the site offers."""
    base_url = archive.site.base_url
    for one in article.attachments:
        if base_url and one.file in archive.originals:
            address = escape(urls.absolute(base_url, urls.original(one.file)))
            yield f'<p>附件：<a href="{address}">{escape(one.title)}</a></p>'


_WHAT = {"corrected": "更正", "withdrawn": "撤回", "replaced": "被替代"}


def _notices(bulletin: Bulletin, article: Article) -> Iterator[str]:
    """Yield notes on the status, in the language of the bulletins, like the entries."""
    subjects: list[tuple[str, Bulletin | Article]] = [("本文", article)]
    if corrections.is_passed_on(bulletin, article) and article.status != "withdrawn":
        subjects = [("本期", article)]
    elif article.status != "withdrawn":
        subjects.insert(0, ("本期", bulletin))
    for called, subject in subjects:
        if subject.status:
            date = f"（{subject.status_date}）" if subject.status_date else ""
            note = f"：{subject.status_note}" if subject.status_note else "。"
            yield f"{called}已{_WHAT[subject.status]}{date}{note}"


def _successor(bulletin: Bulletin, article: Article) -> str | None:
    place = article.replaced_by or bulletin.replaced_by
    return urls.page_at(place) if place else None


def _authors(archive: Archive, bulletin: Bulletin, article: Article) -> tuple[str, ...]:
    return citations.cite(archive, bulletin, article).creators


def _tags(bulletin: Bulletin, article: Article) -> Iterator[str]:
    yield from article.county
    yield from article.department
    yield from article.township
    yield from article.topics


# --- Atom -----------------------------------------------------------------------------------------


def atom(archive: Archive, feed: Feed) -> str:
    path = urls.feed(feed.taxonomy, feed.slug, "xml")
    base_url = archive.site.base_url

    def link(target: str) -> str:
        return urls.absolute(base_url, target) if base_url else urls.relative(path, target)

    json_path = urls.feed(feed.taxonomy, feed.slug, "json")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{BULLETIN_LANGUAGE}">',
        _element("id", feed_id(archive, feed)),
        _element("title", one_line(feed.title)),
        *(_element("subtitle", one_line(text)) for text in (feed.description,) if text),
        _element("updated", _moment(_latest(feed))),
        _element("link", rel="self", type="application/atom+xml", href=link(path)),
        _element("link", rel="alternate", type="text/html", href=link(feed.page)),
        _element("link", rel="alternate", type="application/feed+json", href=link(json_path)),
        _element("author", _element("name", one_line(archive.site.title)), nested=True),
        *(_element("rights", one_line(terms)) for terms in (_rights(archive),) if terms),
    ]
    for bulletin, article in feed.pairs:
        page = link(urls.article(bulletin, article))
        successor = _successor(bulletin, article)
        lines += [
            "<entry>",
            _element("id", entry_id(archive, bulletin, article)),
            _element("title", one_line(article.title)),
            _element("updated", _moment(_updated(bulletin, article))),
            _element("published", _moment(_issued(bulletin))),
            _element("link", rel="alternate", type="text/html", href=page),
            *(
                _element("link", rel="successor-version", type="text/html", href=link(target))
                for target in (successor,)
                if target
            ),
            *(
                _element("author", _element("name", name), nested=True)
                for name in _authors(archive, bulletin, article)
            ),
            *(_element("category", term=one_line(tag)) for tag in _tags(bulletin, article)),
            _element("content", _content(archive, bulletin, article), type="html", xml_base=page),
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _rights(archive: Archive) -> str:
    site = archive.site
    return " ".join(filter(None, (site.license, site.license_url)))


def _element(name: str, content: str = "", *, nested: bool = False, **attributes: str) -> str:
    """Return an XML element; `content` is text, or elements if `nested`."""
    written = "".join(
        f' {key.replace("xml_", "xml:")}="{escape(one_line(value))}"'
        for key, value in attributes.items()
    )
    inner = content if nested else escape(drop_forbidden(content))
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


# --- JSON Feed ------------------------------------------------------------------------------------


def json_feed(archive: Archive, feed: Feed) -> str:
    base_url = archive.site.base_url

    def address(target: str) -> str | None:
        return urls.absolute(base_url, target) if base_url else None

    content: dict[str, Json] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(feed.title),
        "home_page_url": address(feed.page),
        "feed_url": address(urls.feed(feed.taxonomy, feed.slug, "json")),
        "description": one_line(feed.description) if feed.description else None,
        "language": BULLETIN_LANGUAGE,
        "items": [_item(archive, bulletin, article, address) for bulletin, article in feed.pairs],
    }
    return indented_json.dumps(_without_null(content)) + "\n"


def _item(
    archive: Archive,
    bulletin: Bulletin,
    article: Article,
    address: Callable[[str], str | None],
) -> dict[str, Json]:
    return _without_null(
        {
            "id": entry_id(archive, bulletin, article),
            "url": address(urls.article(bulletin, article)),
            "title": one_line(article.title),
            "content_html": drop_forbidden(_content(archive, bulletin, article)),
            "date_published": _moment(_issued(bulletin)),
            "date_modified": _moment(_updated(bulletin, article)),
            "authors": [{"name": name} for name in _authors(archive, bulletin, article)] or None,
            "tags": list(_tags(bulletin, article)) or None,
        }
    )


def _without_null(content: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in content.items() if value is not None}


# --- sitemap, robots.txt, OpenSearch ------------------------------------------------------------


def _dates(archive: Archive) -> tuple[dict[str, PartialDate], frozenset[str]]:
    """Return the date of the last known change of a page's text, by output path, and the pages that
    are in no sitemap."""
    dates: dict[str, PartialDate] = {}
    left_out = {urls.SEARCH, urls.NOT_FOUND}
    for bulletin in archive.bulletins:
        known = [bulletin.date, bulletin.reviewed, bulletin.status_date]
        pages: list[tuple[str, Bulletin | Article]] = [(urls.bulletin(bulletin), bulletin)]
        pages += [(urls.article(bulletin, article), article) for article in bulletin.articles]
        for path, subject in pages:
            changes = [date for date in (*known, subject.status_date) if date]
            if changes:
                dates[path] = max(changes, key=_moment)
            if subject.status == "withdrawn":
                left_out.add(path)
            left_out.update(subject.aliases)
    return dates, frozenset(left_out)


def _sitemaps(
    base_url: str, paths: Sequence[str], dates: Mapping[str, PartialDate]
) -> Iterator[tuple[str, bytes]]:
    whole = [
        _sitemap(base_url, paths[start : start + ADDRESSES_A_SITEMAP], dates)
        for start in range(0, len(paths), ADDRESSES_A_SITEMAP)
    ]
    if len(whole) == 1:
        yield urls.SITEMAP, whole[0].encode()
        return
    parts = [urls.sitemap_part(number) for number in range(1, len(whole) + 1)]
    yield from zip(parts, (content.encode() for content in whole), strict=True)
    entries = (
        _element("sitemap", _element("loc", urls.absolute(base_url, part)), nested=True)
        for part in parts
    )
    yield urls.SITEMAP, _sitemap_file("sitemapindex", entries).encode()


def _sitemap(base_url: str, paths: Iterable[str], dates: Mapping[str, PartialDate]) -> str:
    entries = []
    for path in paths:
        entry = _element("loc", urls.absolute(base_url, path))
        if path in dates:
            entry += _element("lastmod", str(dates[path]))
        entries.append(_element("url", entry, nested=True))
    return _sitemap_file("urlset", entries)


def _sitemap_file(name: str, entries: Iterable[str]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *entries,
        f"</{name}>",
    ]
    return "\n".join([*lines, ""])


def _robots(base_url: str) -> bytes:
    sitemap = urls.absolute(base_url, urls.SITEMAP)
    return f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n".encode()


def _own_robots(archive: Archive) -> bytes:
    """Return what the owner adds to robots.txt."""
    added = (file.content for file in archive.static if file.path == urls.ROBOTS)
    return b"".join(b"\n" + text.removeprefix(b"\xef\xbb\xbf").strip() + b"\n" for text in added)


def _opensearch(archive: Archive, base_url: str) -> str:
    site = archive.site
    title = one_line(site.title)
    template = f"{urls.absolute(base_url, urls.SEARCH)}?q={{searchTerms}}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        _element("ShortName", title[:SHORT_NAME]),
        _element("LongName", title[:LONG_NAME]),
        _element("Description", one_line(site.description or title)[:DESCRIPTION]),
        _element("Language", BULLETIN_LANGUAGE),
        _element("InputEncoding", "UTF-8"),
        _element("OutputEncoding", "UTF-8"),
        _element("Url", type="text/html", template=template),
        "</OpenSearchDescription>",
    ]
    return "\n".join([*lines, ""])
