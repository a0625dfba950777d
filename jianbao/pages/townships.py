"""The pages of places below the county, in an archive that has them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.archive.groupings import gather
from jianbao.pages import frame, metadata
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Page, Pending, lists, pending
from jianbao.pages.records import CountedTerm, TermLink
from jianbao.pages.terms import TermPage, by_count, term_page, years_of


class TownshipsOfCounty(TypedDict):
    """The places of a county."""

    county: Annotated[TermLink, "the county"]
    anchor: Annotated[str, "its id on the page"]
    terms: Annotated[Sequence[CountedTerm], "its places"]


class TownshipIndexPage(TypedDict):
    """All places below the county."""

    counties: Annotated[Sequence[TownshipsOfCounty], "places by county"]


class TownshipPage(TermPage):
    """A place below the county."""

    county: Annotated[TermLink | None, "the county that it is part of"]
    departments: Annotated[Sequence[CountedTerm], "departments with articles about it"]
    siblings: Annotated[Sequence[CountedTerm], "all places of the county"]


TOWNSHIP_INDEX = Layout("township-index.html", TownshipIndexPage)
TOWNSHIP = Layout("township.html", TownshipPage)


def by_county(index: Index) -> list[TownshipsOfCounty]:
    """Return all places, by county in the order of its authority file."""
    terms = gather((term.county or "", term) for term in index.archive.townships.terms)
    return [
        {
            "county": index.link("county", county.name),
            "anchor": county.slug,
            "terms": [index.counted("township", term) for term in terms[county.name]],
        }
        for county in index.archive.counties.terms
        if county.name in terms
    ]


def pages(index: Index) -> Iterator[Pending]:
    yield from map(pending, _pages(index))


def _pages(index: Index) -> Iterator[Page]:
    taxonomy = index.archive.townships
    if not taxonomy.terms:
        return
    groups = by_county(index)
    places = {group["county"]["name"]: group["terms"] for group in groups}
    path = urls.taxonomy("township")
    overview: TownshipIndexPage = {"counties": groups}
    yield frame.page(index, TOWNSHIP_INDEX, path, overview, section="township")
    for term in taxonomy.terms:
        pairs = index.by_township.get(term.name, ())
        offices = Counter(name for _, article in pairs for name in article.department)
        context: TownshipPage = {
            **term_page(index, "township", term, own=len(pairs)),
            "county": index.link("county", term.county) if term.county else None,
            "departments": by_count(index, "department", offices),
            "siblings": places.get(term.county or "", ()),
        }
        head = metadata.of_term(index.archive, taxonomy, term)
        path = urls.term("township", term.slug)
        yield frame.page(index, TOWNSHIP, path, context, section="township", head=head)
        yield from years_of(index, "township", term)


KIND = Kind((TOWNSHIP_INDEX, TOWNSHIP), lists(pages, "township/"))
