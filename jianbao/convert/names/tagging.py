"""Find the series, offices and counties of a draft by the authority files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import UNSORTED, Flag, Series, Site
from jianbao.convert.cut.authorities import Attribution, Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft, Head
from jianbao.convert.cut.passage import Passage
from jianbao.text.chinese import HAN, strip_space

_SIGNATURE = 30
"""The most characters of the name of a signing office."""
_COUNTY = re.compile(
    f"(?:([{HAN}]{{2,4}}[市州盟]))?([{HAN}]{{2,4}}?(?:县|(?<![党国团军队红锦彩校])旗))"
)
_NO_COUNTY = re.compile("[我全各该本两三四五六七八九十多外跨进到赴在]|小康|强县|大县")


@dataclass(frozen=True, slots=True)
class Tags:
    """The offices and places of an article, and the topics that a person gave it. `inferred` names
    the fields that are not printed as such: counties that are neither in the office's name nor in
    the title, an office that signs no attribution."""

    department: tuple[str, ...]
    county: tuple[str, ...]
    authors: tuple[str, ...]
    inferred: frozenset[str]
    flags: tuple[Flag, ...]
    township: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """The series of a bulletin, and whether it is printed, inferred or absent."""

    series: Series | None
    status: str
    flags: tuple[Flag, ...]

    @property
    def slug(self) -> str:
        return (self.series or UNSORTED).slug


def file_under(head: Head, site: Site) -> Filing:
    """Find the series by its printed name, else by its issuer if exactly one series has that
    issuer. A web page belongs to the only series of web pages."""
    if head.series:
        name = strip_space(head.series.text)
        for series in site.series:
            if name in map(strip_space, (series.title, *series.aliases)):
                return Filing(series, "printed", ())
        return Filing(None, "absent", (_unknown_series(head.series.text, head),))
    news = [series for series in site.series if series.kind == "news"]
    if head.page and len(news) == 1:
        return Filing(news[0], "inferred", ())
    issuer = strip_space(head.issuer.text) if head.issuer else ""
    if (
        "issuer" in head.copied
    ):  # the office that signed a document did not necessarily issue a bulletin
        issuer = ""
    issued = [s for s in site.series if issuer and issuer in map(strip_space, s.issuers)]
    if len(issued) == 1:
        line = head.issuer.line if head.issuer else 0
        doubt = Flag.of(Doubt.MASTHEAD_BY_ISSUER, line, issuer, series=issued[0].title)
        return Filing(issued[0], "inferred", (doubt,))
    if head.page:
        return Filing(None, "absent", (Flag.of(Doubt.SERIES_OF_PAGE, 0, "网页"),))
    if issued:
        names = "、".join(f"《{series.title}》" for series in issued)
        doubt = Flag.of(Doubt.MASTHEAD_OF_SEVERAL, 0, issuer, series=names)
        return Filing(None, "absent", (doubt,))
    signed = head.document or (head.issuer is not None and head.issue is None)
    doubt = Flag.of(Doubt.SERIES_OF_DOCUMENT if signed else Doubt.MASTHEAD_MISSING, 0, "")
    return Filing(None, "absent", (doubt,))


def _unknown_series(name: str, head: Head) -> Flag:
    issuer = f", issuers: [{head.issuer.text}]" if head.issuer else ""
    line = head.series.line if head.series else 0
    return Flag.of(Doubt.SERIES_UNKNOWN, line, name, name=name, issuer=issuer)


def tag(article: ArticleDraft, draft: Draft, authorities: Authorities) -> Tags:
    """Find the offices in the attribution; find the counties in the office, the title, and, if the
    office is the city's or there is none, in the place that the text names."""
    issuer = draft.head.issuer.text if draft.head.issuer else None
    flags: list[Flag] = []
    read = Attribution()
    if article.attribution:
        read = authorities.attribution(article.attribution.text, issuer)
        flags.extend(_unknown_office(name, article, authorities, issuer) for name in read.unknown)
    elif draft.head.page or "issuer" in draft.head.copied:
        # The source of a page, or the signature of a document, belongs to its first article.
        source = draft.head.issuer if article is draft.articles[0] else None
        read = _signature(article, source, draft.head.page, authorities, flags)
    own = _own_counties(read, authorities)
    titled = authorities.counties_of_title(_title_text(article), own)
    names = dict.fromkeys((*own, *titled))
    inferred = {"department"} if read.departments and not article.attribution else set()
    if not names:
        names = dict.fromkeys(_county_of_text(article, authorities, flags))
        inferred |= {"county"} if names else set()
    if not names:
        flags.extend(_unknown_county(article, authorities))
    if not names and authorities.home:
        names, inferred = {authorities.home: None}, inferred | {"county"}
    townships = _townships(article, tuple(names), authorities)
    inferred |= townships.inferred
    # Printed under the title, else read from the attribution.
    authors = tuple(author.text for author in article.authors) or read.authors
    return Tags(
        read.departments,
        tuple(names),
        tuple(dict.fromkeys(authors)),
        frozenset(inferred),
        tuple(flags),
        townships.names,
    )


MOST_TOWNSHIPS = 3
"""A text that names more places than this lists them, and is about none of them."""


@dataclass(frozen=True, slots=True)
class _Townships:
    names: tuple[str, ...] = ()
    inferred: frozenset[str] = frozenset()


def _townships(
    article: ArticleDraft, counties: tuple[str, ...], authorities: Authorities
) -> _Townships:
    """Find the places below these counties that the title or the attribution names, else those that
    the text names, if they are few."""
    printed = article.attribution.text if article.attribution else ""
    named = authorities.townships_in(f"{_title_text(article)}\n{strip_space(printed)}", counties)
    if 0 < len(named) <= MOST_TOWNSHIPS:
        return _Townships(named)
    if named:
        return _Townships()
    text = "\n".join(part.passage.text for part in article.parts if part.kind == "paragraph")
    found = authorities.townships_in(text, counties)
    if 0 < len(found) <= MOST_TOWNSHIPS:
        return _Townships(found, frozenset({"township"}))
    return _Townships()


def _title_text(article: ArticleDraft) -> str:
    parts = (article.kicker, article.title, article.subtitle)
    return " ".join(part.text for part in parts if part)


def _signature(
    article: ArticleDraft,
    issuer: Passage | None,
    page: bool,
    authorities: Authorities,
    flags: list[Flag],
) -> Attribution:
    """Return the known office that signs a document, or else that a web page names as its
    source."""
    last = [part.passage for part in article.parts[-4:] if part.kind == "paragraph"]
    for passage in reversed(last):
        term = authorities.office(passage.text) if len(passage) <= _SIGNATURE else None
        if term:
            name = passage.text
            flags.append(Flag.of(Doubt.DEPARTMENT_OF_SIGNATURE, passage.line, name, name=name))
            return Attribution((term.name,))
    term = authorities.office(issuer.text) if issuer else None
    if term and issuer:
        doubt = Doubt.DEPARTMENT_OF_PAGE if page else Doubt.DEPARTMENT_OF_DOCUMENT
        flags.append(Flag.of(doubt, article.line, issuer.text, name=issuer.text))
        return Attribution((term.name,))
    return Attribution()


def _own_counties(read: Attribution, authorities: Authorities) -> tuple[str, ...]:
    """Return the counties of the offices; the name of an unknown office still begins with its
    county."""
    names: dict[str, None] = dict.fromkeys(read.counties)
    for name in read.departments:
        term = authorities.departments.find(name)
        if term and term.county:
            county = authorities.counties.find(term.county)
            names[county.name if county else term.county] = None
    for name in read.unknown:
        found = authorities.place_at_start(strip_space(name), short=False)
        if found:
            names[found[0].name] = None
    return tuple(names)


def _unknown_office(
    name: str, article: ArticleDraft, authorities: Authorities, issuer: str | None
) -> Flag:
    full = authorities.full_name(name, issuer)
    near = authorities.departments.nearest(full)
    place = authorities.place_at_start(full)
    county = f", county: {place[0].name}" if place else ""
    line = article.attribution.line if article.attribution else article.line
    values = {"name": full, "county": county}
    if near:
        return Flag.of(Doubt.OFFICE_UNKNOWN_NEAR, line, name, near=near, **values)
    return Flag.of(Doubt.OFFICE_UNKNOWN, line, name, **values)


def _unknown_county(article: ArticleDraft, authorities: Authorities) -> Iterator[Flag]:
    """Yield a county at the head of the attribution or the title that the authority file lacks."""
    for passage in (article.attribution, article.title):
        match = _COUNTY.match(strip_space(passage.text)) if passage else None
        if not passage or not match or _NO_COUNTY.search(match.group(2)):
            continue
        name = match.group(2)
        near = authorities.counties.nearest(name)
        if near:
            yield Flag.of(Doubt.COUNTY_UNKNOWN_NEAR, passage.line, name, name=name, near=near)
        else:
            yield Flag.of(Doubt.COUNTY_UNKNOWN, passage.line, name, name=name)
        return


def _county_of_text(
    article: ArticleDraft, authorities: Authorities, flags: list[Flag]
) -> tuple[str, ...]:
    """Find the county of an article that is only in its text, or is the county of a township in its
    title."""
    title = _title_text(article)
    township = authorities.township(title)
    if township:
        name, term = township
        where = {"township": name, "county": term.name}
        flags.append(Flag.of(Doubt.COUNTY_OF_TOWNSHIP, article.line, name, **where))
        return (term.name,)
    paragraphs = [part.passage.text for part in article.parts if part.kind == "paragraph"]
    found: Sequence[str] = ()
    starts = (authorities.place_at_start(re.sub(r"^\W+", "", text)) for text in paragraphs)
    if len({place[0].name for place in starts if place}) > 2:
        return ()  # a list of counties
    if article.attribution is None:
        found = _subject(paragraphs, authorities)
    if not found:
        events = [authorities.counties_of_event(text) for text in paragraphs]
        found = list(dict.fromkeys(name for names in events for name in names))
        found = found if len(found) <= 2 else ()
    if found:
        counties = "、".join(found)
        flags.append(Flag.of(Doubt.COUNTY_OF_TEXT, article.line, counties, counties=counties))
    return tuple(found)


def _subject(paragraphs: Sequence[str], authorities: Authorities) -> tuple[str, ...]:
    """Return the only county at the beginning of the text, which no office signed."""
    for text in paragraphs[:1]:
        first = re.split("(?<=[。！？])", text)[0]
        for part in (first, text):
            named = {m.term.name: None for m in authorities.mentions(part, short=False)}
            if len(named) == 1:
                return tuple(named)
    return ()
