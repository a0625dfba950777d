"""The pages of a bulletin and of each of its articles."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Annotated, TypedDict

from jianbao.archive import citations, corrections, groupings, urls
from jianbao.archive.model import Archive, Article, Attachment, Bulletin, Provenance
from jianbao.base.cache import fingerprint
from jianbao.pages import collation, frame, metadata, values
from jianbao.pages.collation import Collation
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Page, PageGroup, Pending
from jianbao.pages.records import (
    Appearance,
    ArticleRow,
    AttachedFile,
    BulletinRow,
    Date,
    DoubtRow,
    Links,
    PictureSources,
    Predecessor,
    SourceDocument,
    Status,
    TermLink,
)
from jianbao.text.chinese import one_line


class BulletinValues(BulletinRow):
    """A bulletin on its own pages."""

    news: Annotated[bool, "whether it is a collected web page"]
    named_by_series: Annotated[bool, "whether its title begins with that of the series"]
    masthead_width: Annotated[int | None, "width of the masthead, for its size"]
    issue_printed: Annotated[str | None, "issue number as printed"]
    date_printed: Annotated[str | None, "date as printed"]
    issuer: Annotated[str | None, "issuing office as printed"]
    banner: Annotated[str | None, "banner as printed"]
    preface: Annotated[str, "text before the first article, as Markdown"]
    report_to: Annotated[Sequence[str], "报: reported to"]
    send_to: Annotated[Sequence[str], "送: sent to"]
    distribute_to: Annotated[Sequence[str], "发: distributed to"]
    editor: Annotated[str | None, "编辑"]
    reviewer: Annotated[str | None, "审核"]
    signatory: Annotated[str | None, "签发"]
    held_back: Annotated[str | None, "in a preview: draft, unreviewed or date"]
    publish_from: Annotated[Date | None, "the day from which it is published"]
    reviewed: Annotated[Date | None, "when a person finished its review"]
    review_path: Annotated[str | None, "page of its review while it waits for it"]
    source: Annotated[SourceDocument | None, "the document as received"]
    attachments: Annotated[Sequence[AttachedFile], "files that came with the whole issue"]
    status: Annotated[Status | None, "what became of it later"]
    replaces: Annotated[Sequence[Predecessor], "what it replaces"]


class ArticleValues(ArticleRow):
    """An article on its own pages."""

    body: Annotated[str, "its text, as Markdown"]
    kicker: Annotated[str | None, "肩题, the line above the title"]
    subtitle: Annotated[str | None, "副题, the line below the title"]
    authors: Annotated[Sequence[str], "its writers"]
    departments: Annotated[Sequence[TermLink], "the departments that reported it"]
    counties: Annotated[Sequence[TermLink], "the counties that it is from or about"]
    townships: Annotated[Sequence[TermLink], "the places below the county that it is about"]
    topics: Annotated[Sequence[TermLink], "its topics"]
    status: Annotated[Status | None, "what became of it later"]
    replaces: Annotated[Sequence[Predecessor], "what it replaces"]
    appearances: Annotated[Sequence[Appearance], "the same item in other issues"]
    issue_status: Annotated[Status | None, "what became of the issue, if it is another thing"]
    attachments: Annotated[Sequence[AttachedFile], "files that came with it"]
    passed_on: Annotated[bool, "whether `status` is that of the whole issue"]


class RelatedArticles(TypedDict):
    """Other articles for one who has read this one."""

    kind: Annotated[str, "later, similar, same_office or same_county"]
    articles: Annotated[Sequence[ArticleRow], "the articles"]


class CitationValues(TypedDict):
    """How to cite the page."""

    gbt7714: Annotated[str, "a reference by GB/T 7714"]
    forms: Annotated[Sequence[tuple[str, str]], "references in other forms: (name, text)"]
    address: Annotated[str | None, "permanent address; none without a `base_url`"]
    sha256: Annotated[str | None, "SHA-256 of the text; none if it was withdrawn"]
    files: Annotated[Sequence[tuple[str, str]], "references of the whole issue: (name, path)"]


class _Shared(TypedDict):
    bulletin: Annotated[BulletinValues, "the bulletin"]
    links: Annotated[Links, "where links in texts to other pages lead: (page, id), as written"]
    pictures: Annotated[
        PictureSources, "pictures in texts, as written: (path, width and height in pixels)"
    ]
    collation: Annotated[Collation | None, "what the conversion repaired and doubts"]
    citation: Annotated[CitationValues, "how to cite the page"]
    year: Annotated[int, "year of the bulletin; 0 if it has no date"]
    year_path: Annotated[str, "page of this year of the series"]


class BulletinPage(_Shared):
    """A bulletin."""

    articles: Annotated[Sequence[ArticleValues], "its articles"]
    older: Annotated[BulletinRow | None, "the bulletin before it in its series"]
    newer: Annotated[BulletinRow | None, "the bulletin after it in its series"]


class ArticlePage(_Shared):
    """An article of a bulletin."""

    article: Annotated[ArticleValues, "the article"]
    outline: Annotated[Sequence[tuple[str, str]], "its headings if it is long: (id, text)"]
    doubts: Annotated[Sequence[DoubtRow], "the doubts about its words that wait for a review"]
    siblings: Annotated[Sequence[ArticleRow], "all articles of the bulletin"]
    related: Annotated[Sequence[RelatedArticles], "groups of other articles, each article once"]
    before: Annotated[ArticleRow | None, "the article before it in the bulletin"]
    after: Annotated[ArticleRow | None, "the article after it in the bulletin"]


BULLETIN = Layout("bulletin.html", BulletinPage)
ARTICLE = Layout("article.html", ArticlePage)


def groups(index: Index) -> Iterator[PageGroup]:
    """Yield the pages of each bulletin."""
    decides = cache(partial(_frames_made_of, index))
    for bulletin in index.archive.bulletins:
        path = urls.bulletin(bulletin)
        beginnings = path, f"{path.removesuffix('.html')}/"
        key = partial(_group_made_of, index, bulletin)
        yield PageGroup(partial(_of_bulletin, index, bulletin, decides), beginnings, key)


def _group_made_of(index: Index, bulletin: Bulletin) -> str:
    """Return a text that decides all pages of a bulletin: they show of other bulletins the heads
    alone."""
    similar = [index.similar[urls.place(bulletin, article)] for article in bulletin.articles]
    return fingerprint(index.heads, index.archive.digest(bulletin), similar)


def _of_bulletin(
    index: Index, bulletin: Bulletin, decides: Callable[[], Callable[[Bulletin], str]]
) -> Iterator[Pending]:
    """Yield the pages of a bulletin. What several of them show is found when the first of these is
    made. `decides` returns what `_frames_made_of` returns."""
    shared = cache(partial(_shared, index, bulletin))
    values_of = cache(lambda at: _article_values(index, bulletin, bulletin.articles[at]))
    decided = cache(lambda: decides()(bulletin))
    page = partial(_whole, index, bulletin, shared, values_of)
    key = partial(_whole_made_of, index, bulletin, decided)
    yield Pending(urls.bulletin(bulletin), BULLETIN.file, page, key)
    for at, article in enumerate(bulletin.articles):
        page = partial(_part, index, bulletin, at, shared, values_of)
        key = partial(_part_made_of, index, bulletin, article, decided)
        yield Pending(urls.article(bulletin, article), ARTICLE.file, page, key)


def made_of(index: Index) -> Callable[[Bulletin], str]:
    """Return a function that returns, for a bulletin, a text that decides all that its pages have
    in common: not the issues beside it, nor articles that are related to one of its own."""
    decides = _frames_made_of(index)
    return lambda bulletin: fingerprint(decides(bulletin), index.archive.digest(bulletin))


def _frames_made_of(index: Index) -> Callable[[Bulletin], str]:
    """Return the same as `made_of`, but for the texts of the bulletin."""
    archive = index.archive
    terms = [
        [replace(term, aliases=()) for term in taxonomy.terms] for taxonomy in archive.taxonomies
    ]
    settings = fingerprint(archive.site, terms, frame.common(index))

    def decides(bulletin: Bulletin) -> str:
        return fingerprint(
            settings,
            archive.head_digest(bulletin),
            _offices(archive, bulletin),
            bulletin.source is not None and bulletin.source.file in archive.originals,
            _page_images(archive, bulletin),
            archive.offered(bulletin),
            [_replaces(index, bulletin, article) for article in (None, *bulletin.articles)],
            [_status(index, bulletin, article) for article in (None, *bulletin.articles)],
            [_appearances(index, bulletin, article) for article in bulletin.articles],
        )

    return decides


def _whole_made_of(index: Index, bulletin: Bulletin, decided: Callable[[], str]) -> str:
    """Return a text that decides the page of a bulletin; `decided` returns that of
    `_frames_made_of`."""
    return fingerprint(decided(), index.archive.digest(bulletin), *_beside(index, bulletin))


def _part_made_of(
    index: Index, bulletin: Bulletin, article: Article, decided: Callable[[], str]
) -> str:
    """Return a text that decides the page of an article, which shows the text of no other article;
    `decided` returns that of `_frames_made_of`."""
    # Which article a doubt is about depends on the texts of all.
    doubts = collation.doubts_of(article, bulletin, index.archive.site.language)
    texts = bulletin.preface, article.body
    return fingerprint(decided(), texts, doubts, _related_keys(index, bulletin, article))


def _page_images(archive: Archive, bulletin: Bulletin) -> list[tuple[str, str]]:
    images = archive.page_images_of(bulletin.source) if bulletin.source else ()
    return [(image.path, image.sha256) for image in images]


def _offices(archive: Archive, bulletin: Bulletin) -> list[str | None]:
    """Return the slugs of the offices whose printed names or aliases a bulletin has."""
    named = [bulletin.issuer]
    for article in bulletin.articles:
        named += (*article.authors, article.attribution)
    printed = [name for name in dict.fromkeys(named) if name]
    return [
        term.slug if term else None
        for name in dict.fromkeys((*printed, *map(one_line, printed)))
        for term in (
            archive.departments.find(name),
            archive.departments.find(name, bulletin.date),
        )
    ]


def _shared(index: Index, bulletin: Bulletin) -> _Shared:
    return {
        "bulletin": bulletin_values(index, bulletin),
        "links": values.links(bulletin.links),
        "pictures": values.pictures(bulletin.pictures),
        "collation": collation.collation(bulletin, index.archive.site.language),
        "citation": _citation(index, bulletin, None),
        "year": groupings.year_of(bulletin),
        "year_path": values.year_page("series", bulletin.series, groupings.year_of(bulletin)),
    }


_ValuesOf = Callable[[int], ArticleValues]


def _whole(
    index: Index, bulletin: Bulletin, shared: Callable[[], _Shared], values_of: _ValuesOf
) -> Page:
    """Return the page of a bulletin. `values_of` returns the values of its article at a place."""
    older, newer = _beside(index, bulletin)
    whole: BulletinPage = {
        **shared(),
        "articles": [values_of(at) for at in range(len(bulletin.articles))],
        "older": older,
        "newer": newer,
    }
    head = metadata.of_bulletin(index.archive, bulletin)
    path = urls.bulletin(bulletin)
    return frame.page(index, BULLETIN, path, whole, section="series", head=head)


def _part(
    index: Index, bulletin: Bulletin, at: int, shared: Callable[[], _Shared], values_of: _ValuesOf
) -> Page:
    """Return the page of the article of a bulletin that is at that place."""
    archive, article, own = index.archive, bulletin.articles[at], values_of(at)
    siblings = [index.row(bulletin, one) for one in bulletin.articles]
    part: ArticlePage = {
        **shared(),
        "citation": _citation(index, bulletin, article),
        "article": own,
        "outline": values.outline(own["body"]),
        "doubts": collation.doubts_of(article, bulletin, archive.site.language),
        "siblings": siblings,
        "related": _related(index, bulletin, article),
        "before": siblings[at - 1] if at else None,
        "after": siblings[at + 1] if at + 1 < len(siblings) else None,
    }
    head = metadata.of_article(archive, bulletin, article)
    path = urls.article(bulletin, article)
    return frame.page(index, ARTICLE, path, part, section="series", head=head)


def _beside(index: Index, bulletin: Bulletin) -> tuple[BulletinRow | None, BulletinRow | None]:
    """Return the bulletins before and after one in its series."""
    beside = index.neighbours[urls.place(bulletin)]
    older, newer = (
        index.bulletin_row(one) if one else None
        for one in (beside.older_in_series, beside.newer_in_series)
    )
    return older, newer


def _citation(index: Index, bulletin: Bulletin, article: Article | None) -> CitationValues:
    """Return a reference in every form, and the files with the references of the whole issue."""
    citation = citations.cite(index.archive, bulletin, article)
    return {
        "gbt7714": citations.gbt7714(citation),
        "forms": [
            ("BibTeX", citations.bibtex(citation)),
            ("RIS", citations.ris(citation).replace("\r\n", "\n")),
            ("CSL-JSON", citations.csl_file([citation])),
        ],
        "address": citation.address,
        "sha256": citation.sha256,
        "files": [
            (name, urls.beside(bulletin, ending))
            for name, ending in citations.FILE_ENDINGS
            if index.archive.site.has_form(ending)
        ],
    }


def bulletin_values(index: Index, bulletin: Bulletin) -> BulletinValues:
    series = index.archive.series[bulletin.series]
    waits = collation.waits_for_review(bulletin)
    return {
        **index.bulletin_row(bulletin),
        "news": series.kind == "news",
        "named_by_series": values.own_name(bulletin, series) != bulletin.title,
        "masthead_width": values.masthead_width(series.title),
        "issue_printed": bulletin.issue_printed and values.close_up(bulletin.issue_printed),
        "date_printed": bulletin.date_printed and values.close_up(bulletin.date_printed),
        "issuer": bulletin.issuer,
        "banner": bulletin.banner,
        "preface": bulletin.preface,
        "report_to": bulletin.report_to,
        "send_to": bulletin.send_to,
        "distribute_to": bulletin.distribute_to,
        "editor": bulletin.editor,
        "reviewer": bulletin.reviewer,
        "signatory": bulletin.signatory,
        "held_back": bulletin.held_back,
        "publish_from": values.date(bulletin.publish_from),
        "reviewed": values.date(bulletin.reviewed),
        "review_path": urls.review(bulletin) if waits else None,
        "source": _source(index, bulletin, bulletin.source) if bulletin.source else None,
        "attachments": [_attached(index, one) for one in bulletin.attachments],
        "status": _status(index, bulletin, None),
        "replaces": _replaces(index, bulletin, None),
    }


def has_original_page(index: Index, bulletin: Bulletin) -> bool:
    """Return whether a page shows the original beside the text: it is offered, and is text or has
    pictures of its pages."""
    source = bulletin.source
    if source is None or source.file not in index.archive.originals:
        return False
    if source.format in ("text", "html"):
        return index.read is not None
    return bool(index.archive.page_images_of(source))


def _source(index: Index, bulletin: Bulletin, source: Provenance) -> SourceDocument:
    published = source.file in index.archive.originals
    return {
        "file": source.file,
        "path": urls.original(source.file) if published else None,
        "sha256": source.sha256,
        "format": source.format,
        "page": urls.original_page(bulletin) if has_original_page(index, bulletin) else None,
        "reason": source.reason,
    }


def _attached(index: Index, attachment: Attachment) -> AttachedFile:
    published = attachment.file in index.archive.originals
    stem, _, ending = attachment.file.rpartition(".")
    return {
        "file": attachment.file,
        "printed": ending if stem == attachment.title else attachment.file,
        "title": attachment.title,
        "path": urls.original(attachment.file) if published else None,
        "sha256": attachment.sha256,
        "bytes": attachment.bytes,
        "size": values.size(attachment.bytes),
        "sheets": [
            {"name": sheet.sheet, "path": sheet.path, "rows": sheet.rows}
            for sheet in index.archive.sheets_of(attachment)
        ],
        "reason": attachment.reason,
    }


def _article_values(index: Index, bulletin: Bulletin, article: Article) -> ArticleValues:
    passed_on = corrections.is_passed_on(bulletin, article)
    return {
        **index.row(bulletin, article),
        "body": article.body,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "authors": article.authors,
        "departments": [
            index.link("department", name, bulletin.date) for name in article.department
        ],
        "counties": [index.link("county", name, bulletin.date) for name in article.county],
        "townships": [index.link("township", name, bulletin.date) for name in article.township],
        "topics": [index.link("topic", name) for name in article.topics],
        "status": _status(index, bulletin, article),
        "replaces": _replaces(index, bulletin, article),
        "appearances": _appearances(index, bulletin, article),
        "issue_status": None if passed_on else _status(index, bulletin, None),
        "attachments": [_attached(index, one) for one in article.attachments],
        "passed_on": passed_on,
    }


def _status(index: Index, bulletin: Bulletin, article: Article | None) -> Status | None:
    subject = article or bulletin
    if not subject.status:
        return None
    return {
        "status": subject.status,
        "date": values.date(subject.status_date),
        "note": subject.status_note,
        "replaced_by": urls.page_at(subject.replaced_by) if subject.replaced_by else None,
        "comparison": _comparison(index, bulletin, article),
    }


def _comparison(index: Index, old: Bulletin, part: Article | None) -> str | None:
    """Return the page that compares a replaced text with the one that replaces it."""
    place = urls.place(old, part)
    of_old = (one for one in index.versions_of.get(place, ()) if urls.place(*one.old) == place)
    return next((one.page for one in of_old if one.reason == "replaced"), None)


def _appearances(index: Index, bulletin: Bulletin, article: Article) -> list[Appearance]:
    place = urls.place(bulletin, article)
    found: list[Appearance] = []
    for pair in index.versions_of.get(place, ()):
        if pair.reason == "repeated":
            issue, other = pair.new if urls.place(*pair.old) == place else pair.old
            appearance = _predecessor(issue, other, pair.page)
            found.append({**appearance, "identical": pair.identical})
    return found


def _replaces(index: Index, bulletin: Bulletin, article: Article | None) -> list[Predecessor]:
    return [
        _predecessor(before, part, _comparison(index, before, part))
        for before, part in index.predecessors.get(urls.place(bulletin, article), ())
    ]


def _predecessor(
    bulletin: Bulletin, article: Article | None, comparison: str | None
) -> Predecessor:
    return {
        "path": urls.page_at(urls.place(bulletin, article)),
        "title": (article or bulletin).title,
        "date": values.date(bulletin.date),
        "comparison": comparison,
    }


def _related(index: Index, bulletin: Bulletin, article: Article) -> list[RelatedArticles]:
    return [
        {"kind": kind, "articles": [index.row(*pair) for pair in pairs]}
        for kind, pairs in _related_pairs(index, bulletin, article)
    ]


def _related_keys(
    index: Index, bulletin: Bulletin, article: Article
) -> list[tuple[str, list[str]]]:
    """Return a text that decides each row of `_related`."""
    return [
        (kind, [index.row_key(*pair) for pair in pairs])
        for kind, pairs in _related_pairs(index, bulletin, article)
    ]


def _related_pairs(
    index: Index, bulletin: Bulletin, article: Article
) -> Iterator[tuple[str, list[groupings.Pair]]]:
    """Yield the groups of related articles, each article once."""
    related = index.related[urls.place(bulletin, article)]
    later = [pair for pair in related.similar if groupings.is_later(pair[0], bulletin)]
    shown: set[str] = set()
    for kind, pairs in (
        ("later", later),
        ("similar", related.similar),
        ("same_office", related.same_office),
        ("same_county", related.same_county),
    ):
        fresh = [pair for pair in pairs if urls.place(*pair) not in shown]
        shown.update(urls.place(*pair) for pair in fresh)
        if fresh:
            yield kind, fresh


KIND = Kind((BULLETIN, ARTICLE), groups)
