"""An archive to the pages of its site, as a stream of (output path, bytes). Nothing is written
to disk. The only module that imports Jinja2.

`pages` says which pages there are: each is an output path, a layout and a context of plain values
(texts, numbers, lists, mappings), from which alone the layout makes the page. So the result of a
page may be kept under the hash of its layouts and its context. Links stand in a context as output
paths; the layouts make them relative to the page.
"""

import hashlib
import posixpath
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import jinja2
from jinja2.runtime import Context

from jianbao import citations, corrections, frontmatter, markdown, metadata, taxonomy, urls
from jianbao.errors import LayoutError, Location, Problems, problem
from jianbao.model import (
    Archive,
    Article,
    Bulletin,
    PartialDate,
    Provenance,
    Series,
    Taxonomy,
    Term,
)
from jianbao.taxonomy import Pair, gather
from jianbao.text import is_han

Plain: TypeAlias = "bool | int | str | Sequence[Plain] | Mapping[str, Plain] | None"
Values: TypeAlias = dict[str, Plain]

# A page of a term or a series lists this many articles or issues, newest first, and leaves the
# rest to the pages of its years, so that it stays readable and small whatever the archive's size.
LISTED = 200
PREVIOUS_ISSUES = 10
OFFICES_OF_A_KIND = 6
SAME_OFFICE = 5


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    layout: str
    context: Mapping[str, Plain]


def layout_folders(root: Path) -> tuple[Path, ...]:
    """The folders in which layouts are looked for, first to last: the archive's own, then those
    that come with this package."""
    package = Path(__file__).resolve().parent
    installed = package / "layouts"
    own = root / "layouts"
    shipped = installed if installed.is_dir() else package.parent / "layouts"
    return (own,) if own.resolve() == shipped else (own, shipped)


def render(archive: Archive, layouts: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Every page and asset of the site. A file in an earlier folder of `layouts` wins over one of
    the same name in a later folder; interface strings are merged key by key. Raises LayoutError
    for a layout that is missing or does not render."""
    renderer = _Renderer(_read(layouts), archive.site.language)
    for page in pages(archive):
        yield page.path, renderer.page(page)
    yield from renderer.assets()


def strings(layouts: Sequence[Path], language: str) -> dict[str, str]:
    """The interface strings of `language` by dotted key (`count.articles.other`)."""
    return _read_strings(_read(layouts), language)


# --- pages ------------------------------------------------------------------------------------


def pages(archive: Archive) -> Iterator[Page]:
    """Every page of the site, in a fixed order."""
    return _Pages(archive).all()


class _Pages:
    """An archive, grouped once, and the contexts of its pages."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.pairs = list(taxonomy.pairs(archive))
        self.entries = {
            (bulletin.path, article.number): self._article_entry(bulletin, article)
            for bulletin, article in self.pairs
        }
        self.by_county = taxonomy.by_county(archive)
        self.by_department = taxonomy.by_department(archive)
        self.under_department = taxonomy.under_department(archive)
        self.children = gather((t.parent, t) for t in archive.departments.terms if t.parent)
        self.bulletins_of_year = gather((_year(b), b) for b in archive.bulletins)
        self.bulletins_of_series = gather((b.series, b) for b in archive.bulletins)

    def all(self) -> Iterator[Page]:
        yield self._page(urls.HOME, "home.html", "", self._home())
        yield self._page(urls.SEARCH, "search.html", "search", self._ways_in())
        yield self._page(urls.ABOUT, "about.html", "", self._about())
        yield self._page(urls.NOT_FOUND, "404.html", "", self._not_found())
        for bulletin in self.archive.bulletins:
            yield from self._bulletin(bulletin)
        yield from self._counties()
        yield from self._departments()
        yield from self._years()
        yield from self._series()
        for redirect in corrections.redirects(self.archive):
            context: Values = {"title": redirect.title, "target": redirect.target}
            if self.archive.site.base_url:
                context["canonical"] = urls.absolute(self.archive.site.base_url, redirect.target)
            yield self._page(redirect.path, "moved.html", "", context)

    def _page(self, path: str, layout: str, section: str, context: Values) -> Page:
        base_url = self.archive.site.base_url
        frame: Values = {
            "path": path,
            "section": section,
            "canonical": urls.absolute(base_url, path) if base_url else None,
            "base": None,
            "head": _head(metadata.of_page(self.archive, path)),
        }
        return Page(path, layout, self._frame | frame | context)

    @cached_property
    def _frame(self) -> Values:
        """What every page shows."""
        site = self.archive.site
        return {
            "site": {
                "title": site.title,
                "description": site.description,
                "language": site.language,
            },
            "menu": [
                *([name, urls.taxonomy(name)] for name in _TAXONOMIES),
                ["search", urls.SEARCH],
            ],
            "newest": _date(next((b.date for b in self.archive.bulletins if b.date), None)),
            "several_series": len(self.bulletins_of_series) > 1,
        }

    # pages that stand alone

    def _home(self) -> Values:
        newest = self.archive.bulletins[0] if self.archive.bulletins else None
        return self._ways_in() | {
            "newest_bulletin": self._bulletin_entry(newest) if newest else None,
            "newest_articles": [self._entry(newest, a) for a in newest.articles] if newest else [],
            "previous": [
                self._bulletin_entry(b) for b in self.archive.bulletins[1 : PREVIOUS_ISSUES + 1]
            ],
            "totals": self._totals,
            "head": _head(metadata.of_home(self.archive)),
        }

    def _ways_in(self) -> Values:
        """The whole archive by county, department, year and series."""
        return {
            "counties": self._county_groups,
            "departments": self._kinds,
            "years": self._year_bars,
            "series_list": self._series_list,
        }

    def _about(self) -> Values:
        return {
            "about": self.archive.about,
            "totals": self._totals,
            "datasets": [[file, urls.dataset(file)] for file in urls.DATASET_FILES],
            "manifest": urls.MANIFEST,
        }

    def _not_found(self) -> Values:
        base_url = self.archive.site.base_url
        return {"years": self._year_bars, "base": urls.base_path(base_url) if base_url else None}

    @cached_property
    def _totals(self) -> Values:
        dated = [b.date.year for b in self.archive.bulletins if b.date]
        return {
            "bulletins": len(self.archive.bulletins),
            "articles": len(self.pairs),
            "departments": len(self.by_department),
            "first_year": min(dated, default=None),
            "last_year": max(dated, default=None),
        }

    # bulletins and articles

    def _bulletin(self, bulletin: Bulletin) -> Iterator[Page]:
        older, newer = self._neighbours[bulletin.path]
        series = self.archive.series[bulletin.series]
        shared: Values = {
            "bulletin": self._bulletin_entry(bulletin) | self._bulletin_details(bulletin),
            "articles": [self._article_details(bulletin, a) for a in bulletin.articles],
            "collation": _collation(bulletin),
            "older": self._bulletin_entry(older) if older else None,
            "newer": self._bulletin_entry(newer) if newer else None,
        }
        trail: Values = {
            "year": _year(bulletin),
            "year_path": urls.term_year("series", series.slug, _year_slug(_year(bulletin))),
        }
        whole: Values = {
            "head": _head(metadata.of_bulletin(self.archive, bulletin)),
            "citation": self._citation(bulletin, None),
        }
        yield self._page(urls.bulletin(bulletin), "bulletin.html", "series", shared | trail | whole)
        siblings: list[Plain] = [self._entry(bulletin, a) for a in bulletin.articles]
        for index, article in enumerate(bulletin.articles):
            context: Values = {
                "bulletin": shared["bulletin"],
                "article": self._article_details(bulletin, article),
                "collation": shared["collation"],
                "siblings": siblings,
                "same_office": self._same_office(bulletin, article),
                "older": siblings[index - 1] if index else None,
                "newer": siblings[index + 1] if index + 1 < len(siblings) else None,
                "head": _head(metadata.of_article(self.archive, bulletin, article)),
                "citation": self._citation(bulletin, article),
            }
            path = urls.article(bulletin, article)
            yield self._page(path, "article.html", "series", context | trail)

    def _citation(self, bulletin: Bulletin, article: Article | None) -> Values:
        """A reference in every form, and the files that hold those of the whole issue."""
        citation = citations.cite(self.archive, bulletin, article)
        return {
            "gbt7714": citations.gbt7714(citation),
            "forms": [
                ["BibTeX", citations.bibtex(citation)],
                ["RIS", citations.ris(citation).replace("\r\n", "\n")],
                ["CSL-JSON", citations.csl_file([citation])],
            ],
            "address": citation.address,
            "sha256": citation.sha256,
            "files": [
                [name, urls.beside(bulletin, ending)] for name, ending in citations.FILE_ENDINGS
            ],
        }

    @cached_property
    def _neighbours(self) -> dict[str, tuple[Bulletin | None, Bulletin | None]]:
        """The older and the newer issue of the same series, by the bulletin's path."""
        neighbours: dict[str, tuple[Bulletin | None, Bulletin | None]] = {}
        for issues in self.bulletins_of_series.values():
            for index, bulletin in enumerate(issues):
                older = issues[index + 1] if index + 1 < len(issues) else None
                neighbours[bulletin.path] = (older, issues[index - 1] if index else None)
        return neighbours

    def _bulletin_entry(self, bulletin: Bulletin) -> Values:
        """A bulletin as a line of a list."""
        series = self.archive.series[bulletin.series]
        return {
            "path": urls.bulletin(bulletin),
            "title": bulletin.title,
            "series": series.title,
            "series_path": urls.term("series", series.slug),
            "issue": bulletin.issue,
            "name": _own_name(bulletin, series),
            "date": _date(bulletin.date),
            "headline": bulletin.articles[0].title,
            "article_count": len(bulletin.articles),
        }

    def _bulletin_details(self, bulletin: Bulletin) -> Values:
        series = self.archive.series[bulletin.series]
        named_by_series = _own_name(bulletin, series) != bulletin.title
        return {
            "news": series.kind == "news",
            "named_by_series": named_by_series,
            "issue_printed": bulletin.issue_printed and close_up(bulletin.issue_printed),
            "date_printed": bulletin.date_printed and close_up(bulletin.date_printed),
            "issuer": bulletin.issuer,
            "banner": bulletin.banner,
            "preface": bulletin.preface,
            "report_to": bulletin.report_to,
            "send_to": bulletin.send_to,
            "distribute_to": bulletin.distribute_to,
            "editor": bulletin.editor,
            "reviewer": bulletin.reviewer,
            "reviewed": _date(bulletin.reviewed),
            "source": self._source(bulletin.source) if bulletin.source else None,
            "status": self._status(bulletin),
        }

    def _source(self, source: Provenance) -> Values:
        published = source.file in self.archive.originals
        return {
            "file": source.file,
            "path": urls.original(source.file) if published else None,
            "sha256": source.sha256,
            "format": source.format,
        }

    def _article_entry(self, bulletin: Bulletin, article: Article) -> Values:
        """An article as a line of a list."""
        return {
            "path": urls.article(bulletin, article),
            "number": article.number,
            "title": article.title,
            "kind": article.kind,
            "date": _date(bulletin.date),
            "attribution": article.attribution,
            "offices": article.department or (article.attribution and (article.attribution,)) or (),
            "withdrawn": article.status == corrections.WITHDRAWN,
        }

    def _entry(self, bulletin: Bulletin, article: Article) -> Values:
        return self.entries[bulletin.path, article.number]

    def _article_details(self, bulletin: Bulletin, article: Article) -> Values:
        departments = [self._department(name) for name in article.department]
        counties = [self._county(name) for name in article.county]
        return self._entry(bulletin, article) | {
            "body": article.body,
            "kicker": article.kicker,
            "subtitle": article.subtitle,
            "authors": article.authors,
            "departments": [self._link("department", term) for term in departments],
            "counties": [self._link("county", term) for term in counties],
            "status": self._status(article),
        }

    def _status(self, subject: Bulletin | Article) -> Values | None:
        """What became of it after it was published."""
        if not subject.status:
            return None
        return {
            "status": subject.status,
            "date": _date(subject.status_date),
            "note": subject.status_note,
            "replaced_by": f"bulletins/{subject.replaced_by}.html" if subject.replaced_by else None,
        }

    def _same_office(self, bulletin: Bulletin, article: Article) -> list[Plain]:
        """For each reporting office, its articles next to this one in time."""
        groups: list[Plain] = []
        place = self._place((bulletin, article))
        for name in article.department:
            pairs = self.by_department[name]
            here = bisect_left(pairs, place, key=self._place)
            start = max(0, min(here - SAME_OFFICE // 2, len(pairs) - SAME_OFFICE - 1))
            near = pairs[start : start + SAME_OFFICE + 1]
            others: list[Plain] = [self._entry(b, a) for b, a in near if b is not bulletin]
            if others:
                term = self._link("department", self._department(name))
                groups.append({"term": term, "articles": others})
        return groups

    def _place(self, pair: Pair) -> int:
        """How many articles of the archive come before this one."""
        return self._places[pair[0].path, pair[1].number]

    @cached_property
    def _places(self) -> dict[tuple[str, int], int]:
        return {(b.path, a.number): place for place, (b, a) in enumerate(self.pairs)}

    # counties and departments

    def _county(self, name: str) -> Term:
        return _known(self.archive.counties, name)

    def _department(self, name: str) -> Term:
        return _known(self.archive.departments, name)

    def _link(self, section: str, term: Term) -> Values:
        return {"name": term.name, "path": urls.term(section, term.slug)}

    def _counted(self, section: str, term: Term, count: int) -> Values:
        short = term.short or term.name
        return self._link(section, term) | {"slug": term.slug, "short": short, "count": count}

    @cached_property
    def _county_groups(self) -> list[Plain]:
        """Counties in the authority file's order under their prefectures, zones apart."""
        terms = self.archive.counties.terms
        several = len({(t.province, t.prefecture) for t in terms}) > 1
        groups = gather(
            ((t.province, t.prefecture, t.kind == "zone") if several else t.kind == "zone", t)
            for t in terms
        )
        return [
            {
                "prefecture": members[0].prefecture if several else None,
                "zones": members[0].kind == "zone",
                "terms": [
                    self._counted("county", t, len(self.by_county.get(t.name, ()))) for t in members
                ],
            }
            for members in groups.values()
        ]

    @cached_property
    def _kinds(self) -> list[Plain]:
        """Departments in the authority file's order under their kinds; of each kind also those
        with the most articles, for a short list."""
        groups = gather((t.kind, t) for t in self.archive.departments.terms)
        kinds: list[Plain] = []
        for number, (kind, members) in enumerate(groups.items(), start=1):
            counts = {t.name: len(self.under_department.get(t.name, ())) for t in members}
            most = sorted((t for t in members if counts[t.name]), key=lambda t: -counts[t.name])
            kinds.append(
                {
                    "kind": kind,
                    "anchor": f"kind-{number}",
                    "terms": [self._counted("department", t, counts[t.name]) for t in members],
                    "most": [
                        self._counted("department", t, counts[t.name])
                        for t in most[:OFFICES_OF_A_KIND]
                    ],
                }
            )
        return kinds

    def _counties(self) -> Iterator[Page]:
        index = urls.taxonomy("county")
        context: Values = {"counties": self._county_groups}
        yield self._page(index, "county-index.html", "county", context)
        for term in self.archive.counties.terms:
            pairs = self.by_county.get(term.name, [])
            offices = Counter(name for _, article in pairs for name in article.department)
            context = {
                "term": _term(term),
                "own": len(pairs),
                "departments": self._by_count("department", offices),
                "counties": self._county_groups,
            }
            yield from self._term_pages("county", term, pairs, context)

    def _departments(self) -> Iterator[Page]:
        index = urls.taxonomy("department")
        context: Values = {"departments": self._kinds}
        yield self._page(index, "department-index.html", "department", context)
        for term in self.archive.departments.terms:
            pairs = self.under_department.get(term.name, [])
            places = Counter(name for _, article in pairs for name in article.county)
            context = {
                "term": _term(term),
                "own": len(self.by_department.get(term.name, ())),
                "parent": term.parent and self._link("department", self._department(term.parent)),
                "county": term.county and self._link("county", self._county(term.county)),
                "children": [
                    self._counted(
                        "department", child, len(self.under_department.get(child.name, ()))
                    )
                    for child in self.children.get(term.name, ())
                ],
                "counties": self._by_count("county", places),
            }
            yield from self._term_pages("department", term, pairs, context)

    def _by_count(self, section: str, counts: Mapping[str, int]) -> list[Plain]:
        """Terms with the most articles first, then in the authority file's order."""
        authority = self.archive.counties if section == "county" else self.archive.departments
        terms = authority.terms
        chosen = sorted((t for t in terms if t.name in counts), key=lambda t: -counts[t.name])
        return [self._counted(section, term, counts[term.name]) for term in chosen]

    def _term_pages(
        self, section: str, term: Term, pairs: Sequence[Pair], context: Values
    ) -> Iterator[Page]:
        """The page of a county or a department, and one for each of its years."""
        authority = self.archive.counties if section == "county" else self.archive.departments
        path = urls.term(section, term.slug)
        of_year = gather((_year(b), (b, a)) for b, a in pairs)
        bars = _bars(
            (year, len(members), urls.term_year(section, term.slug, _year_slug(year)))
            for year, members in of_year.items()
        )
        listed = gather((_year(b), (b, a)) for b, a in pairs[:LISTED])
        own: Values = {
            "total": len(pairs),
            "years": bars,
            "newest_article": _date(pairs[0][0].date) if pairs else None,
            "groups": [
                {
                    "year": year,
                    "slug": _year_slug(year),
                    "articles": [self._entry(b, a) for b, a in members],
                }
                for year, members in listed.items()
            ],
            "left": max(0, len(pairs) - LISTED),
            "head": _head(metadata.of_term(self.archive, authority, term)),
        }
        yield self._page(path, f"{section}.html", section, context | own)
        for year, members in of_year.items():
            of_month = gather((b.date.month if b.date else 0, (b, a)) for b, a in members)
            of_this_year: Values = {
                "term": {"name": term.name, "path": path},
                "year": year,
                "total": len(members),
                "years": bars,
                "months": [
                    _month(month) | {"articles": [self._entry(b, a) for b, a in of_this]}
                    for month, of_this in of_month.items()
                ],
            }
            year_path = urls.term_year(section, term.slug, _year_slug(year))
            yield self._page(year_path, "term-year.html", section, of_this_year)

    # years and series

    @cached_property
    def _year_bars(self) -> Values:
        return _bars(
            (year, len(bulletins), urls.term("year", _year_slug(year)))
            for year, bulletins in self.bulletins_of_year.items()
        )

    def _years(self) -> Iterator[Page]:
        index = urls.taxonomy("year")
        yield self._page(index, "year-index.html", "year", {"years": self._year_bars})
        years = list(self.bulletins_of_year)
        for position, year in enumerate(years):
            bulletins = self.bulletins_of_year[year]
            context: Values = {
                "year": year,
                "total": len(bulletins),
                "article_total": sum(len(b.articles) for b in bulletins),
                "months": self._months(bulletins),
                "newer": self._year_link(years[position - 1]) if position else None,
                "older": self._year_link(years[position + 1])
                if position + 1 < len(years)
                else None,
            }
            path = urls.term("year", _year_slug(year))
            yield self._page(path, "year.html", "year", context)

    def _year_link(self, year: int) -> Values:
        return {"year": year, "path": urls.term("year", _year_slug(year))}

    def _months(self, bulletins: Iterable[Bulletin]) -> list[Plain]:
        groups = gather((b.date.month if b.date else 0, b) for b in bulletins)
        return [
            _month(month) | {"bulletins": [self._bulletin_entry(b) for b in members]}
            for month, members in groups.items()
        ]

    @cached_property
    def _series_list(self) -> list[Plain]:
        return [self._series_entry(series) for series in self.archive.site.series]

    def _series_entry(self, series: Series) -> Values:
        bulletins = self.bulletins_of_series.get(series.slug, [])
        return {
            "title": series.title,
            "path": urls.term("series", series.slug),
            "description": series.description,
            "issuers": series.issuers,
            "aliases": series.aliases,
            "count": len(bulletins),
            "newest": self._bulletin_entry(bulletins[0]) if bulletins else None,
        }

    def _series(self) -> Iterator[Page]:
        index = urls.taxonomy("series")
        yield self._page(index, "series-index.html", "series", {"series_list": self._series_list})
        for series in self.archive.site.series:
            bulletins = self.bulletins_of_series.get(series.slug, [])
            of_year = gather((_year(b), b) for b in bulletins)
            listed = gather((_year(b), b) for b in bulletins[:LISTED])
            shared: Values = {
                "series": self._series_entry(series),
                "years": _bars(
                    (year, len(members), urls.term_year("series", series.slug, _year_slug(year)))
                    for year, members in of_year.items()
                ),
            }
            context: Values = {
                "total": len(bulletins),
                "article_total": sum(len(b.articles) for b in bulletins),
                "groups": [
                    {
                        "year": year,
                        "slug": _year_slug(year),
                        "bulletins": [self._bulletin_entry(b) for b in members],
                    }
                    for year, members in listed.items()
                ],
                "left": max(0, len(bulletins) - LISTED),
                "head": _head(metadata.of_series(self.archive, series)),
            }
            path = urls.term("series", series.slug)
            yield self._page(path, "series.html", "series", shared | context)
            for year, members in of_year.items():
                of_this_year: Values = {
                    "year": year,
                    "total": len(members),
                    "months": self._months(members),
                    "several_series": False,
                }
                year_path = urls.term_year("series", series.slug, _year_slug(year))
                yield self._page(year_path, "series-year.html", "series", shared | of_this_year)


_TAXONOMIES = ("series", "county", "department", "year")

# --- plain values -----------------------------------------------------------------------------


def _known(authority: Taxonomy, name: str) -> Term:
    term = authority.find(name)
    if term is None:  # `load` lets no unknown name through
        raise KeyError(name)
    return term


def _own_name(bulletin: Bulletin, series: Series) -> str:
    """The title without the name of the series before it, as far as anything is left."""
    rest = bulletin.title.removeprefix(series.title).strip()
    return rest or bulletin.title


def _year(bulletin: Bulletin) -> int:
    """The year of issue, 0 for an undated bulletin."""
    return bulletin.date.year if bulletin.date else 0


def _year_slug(year: int) -> str:
    return str(year) if year else "undated"


def _date(date: PartialDate | None) -> Values | None:
    if date is None:
        return None
    return {"iso": str(date), "year": date.year, "month": date.month, "day": date.day}


def _month(month: int) -> Values:
    return {"number": month, "slug": f"{month:02}"}


def _bars(counts: Iterable[tuple[int, int, str]]) -> Values:
    """`years` from (year, count, path), newest first, and `columns`, the height of every year from
    the first to the last in 60ths of the highest, years without anything included."""
    counts = list(counts)
    known = {year: count for year, count, _ in counts if year}
    highest = max(known.values(), default=0)
    span = range(min(known), max(known) + 1) if known else range(0)
    return {
        "years": [{"year": year, "count": count, "path": path} for year, count, path in counts],
        "columns": [-(-60 * known.get(year, 0) // highest) for year in span],
        "first": span[0] if span else None,
        "last": span[-1] if span else None,
    }


def _head(head: metadata.Head) -> Values:
    return {
        "meta": head["meta"],
        "alternates": head["alternates"],
        "search": head["search"],
        "json_ld": head["json_ld"],
    }


def _term(term: Term) -> Values:
    return {
        "name": term.name,
        "kind": term.kind,
        "code": term.code,
        "nbs": term.nbs,
        "prefecture": term.prefecture,
        "province": term.province,
        "aliases": term.aliases,
    }


_LOOSE = re.compile(r"(?<=[^\W\d_])[ \u3000]+(?=\d)|(?<=\d)[ \u3000]+(?=[^\W\d_])")


def close_up(printed: str) -> str:
    """`printed` without the spaces between Han characters and digits that a text layer adds."""
    return _LOOSE.sub(
        lambda gap: (
            "" if any(is_han(printed[i]) for i in (gap.start() - 1, gap.end())) else gap.group()
        ),
        printed,
    )


_MARKUP = re.compile(r"[\s#*_{}>\\\-]+")


def _bare(text: str) -> str:
    """What of `text` is neither space, width nor markup."""
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text))


def _collation(bulletin: Bulletin) -> Values | None:
    """校勘记: the flags, each repair that changed a word, and the number of the others by rule."""
    review = bulletin.review
    if not review or not (review.repairs or review.flags):
        return None
    mechanical = Counter(r.rule for r in review.repairs if _bare(r.before) == _bare(r.after))
    return {
        "flags": [{"line": f.line, "text": f.text, "advice": f.advice} for f in review.flags],
        "repairs": [
            {"rule": r.rule, "line": r.line, "before": r.before, "after": r.after}
            for r in review.repairs
            if _bare(r.before) != _bare(r.after)
        ],
        "mechanical": [{"rule": rule, "count": count} for rule, count in mechanical.items()],
    }


# --- layouts ----------------------------------------------------------------------------------

ASSETS = "assets"
STRINGS = "strings"


@dataclass(frozen=True, slots=True)
class _File:
    shown: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Layouts:
    """All files of the layout folders by name; `strings` holds those of every folder, since they
    are merged, the others those of the first folder that has them."""

    shown: str
    files: Mapping[str, _File]
    strings: Mapping[str, Sequence[_File]]


def _read(folders: Sequence[Path]) -> _Layouts:
    files: dict[str, _File] = {}
    strings: dict[str, list[_File]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if not path.is_file() or any(part.startswith(".") for part in name.split("/")):
                continue
            shown = f"{folder.name}/{name}"
            try:
                file = _File(shown, path.read_bytes())
            except OSError as error:
                reason = error.strerror or str(error)
                message = "cannot be read: {reason}"
                raise LayoutError([problem(Location(shown), "", message, reason=reason)]) from error
            files.setdefault(name, file)
            if name.startswith(f"{STRINGS}/"):
                strings.setdefault(name, []).append(file)
    return _Layouts(folders[0].name if folders else "layouts", files, strings)


def _decode(file: _File) -> str:
    try:
        return file.content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        fault = problem(Location(file.shown, line), "", "is not UTF-8: save it as UTF-8")
        raise LayoutError([fault]) from error


def _read_strings(layouts: _Layouts, language: str) -> dict[str, str]:
    """Interface strings by dotted key. An earlier folder's string wins over a later one's."""
    name = f"{STRINGS}/{language}.yaml"
    problems = Problems()
    strings: dict[str, str] = {}

    def gather(prefix: str, node: frontmatter.Node | None, shown: str) -> None:
        if node is None or node.value is None:
            return
        if isinstance(node.value, dict):
            for key, value in node.value.items():
                gather(f"{prefix}.{key}" if prefix else key, value, shown)
        elif isinstance(node.value, str) and prefix:
            strings.setdefault(prefix, node.value)
        else:
            problems.add(Location(shown, node.line), prefix, "must be a text or a mapping of texts")

    for file in layouts.strings.get(name, ()):
        node, found = frontmatter.parse(_decode(file), file.shown)
        problems.extend(found)
        gather("", node, file.shown)
    if name not in layouts.strings:
        message = "there are no interface strings for the language {language}: write this file"
        problems.add(Location(f"{layouts.shown}/{name}"), "", message, language=language)
    problems.raise_if_any(LayoutError)
    return strings


class _Fault(jinja2.TemplateRuntimeError):
    """A layout asks for something that is not there."""


# What a wrong expression in a layout may raise.
_LAYOUT_ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class _Renderer:
    """The layouts of one site, compiled, with the functions that layouts may call:

    `t(key, **values)` an interface string; `path | relative(fragment)` the link from this page to
    an output path; `name | asset` the link to a file of assets/; `text | markdown(prefix, top)`
    safe HTML; `text | excerpt(length)` the beginning as plain text; `date | date` a date in words.
    """

    def __init__(self, layouts: _Layouts, language: str) -> None:
        self._layouts = layouts
        self._strings_shown = f"{STRINGS}/{language}.yaml"
        self._strings = _read_strings(layouts, language)
        self._asset_paths = {
            name.removeprefix(f"{ASSETS}/"): _hashed(name, file.content)
            for name, file in layouts.files.items()
            if name.startswith(f"{ASSETS}/")
        }
        self._environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        # Only in data for machines; `tojson` escapes what could end its element.
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self._environment.globals = {"t": self._string}
        self._environment.filters |= {
            "asset": self._asset,
            "date": self._date,
            "excerpt": _excerpt,
            "markdown": markdown.to_html,
            "relative": _relative,
        }

    def page(self, page: Page) -> bytes:
        try:
            layout = self._environment.get_template(page.layout)
            return layout.render(page.context).encode()
        except jinja2.TemplateNotFound as error:
            fault = problem(
                Location(f"{self._layouts.shown}/{error.name}"),
                "",
                "there is no such layout, and {page} needs it",
                page=page.path,
            )
            raise LayoutError([fault]) from error
        except jinja2.TemplateSyntaxError as error:
            where = Location(error.filename or str(error.name), error.lineno)
            raise LayoutError([problem(where, "", "{reason}", reason=error.message)]) from error
        except _LAYOUT_ERRORS as error:
            line = self._layout_line(error)
            if line is None:  # not in a layout: a defect of this program
                raise
            message = "{reason} (while making {page})"
            fault = problem(line, "", message, reason=error, page=page.path)
            raise LayoutError([fault]) from error

    def assets(self) -> Iterator[tuple[str, bytes]]:
        for name, path in self._asset_paths.items():
            yield path, self._layouts.files[f"{ASSETS}/{name}"].content

    def _source(self, name: str) -> tuple[str, str, None] | None:
        file = self._layouts.files.get(name)
        return (_decode(file), file.shown, None) if file else None

    def _layout_line(self, error: BaseException) -> Location | None:
        """The innermost line of a layout that the error passed through."""
        shown = {file.shown for file in self._layouts.files.values()}
        place, step = None, error.__traceback__
        while step:
            name = step.tb_frame.f_code.co_filename
            place = Location(name, step.tb_lineno) if name in shown else place
            step = step.tb_next
        return place

    def _string(self, key: str, *, default: str | None = None, **values: object) -> str:
        number = values.get("n")
        form = "one" if number == 1 else "other"
        template = next(
            (
                self._strings[name]
                for name in (f"{key}.{form}", f"{key}.other", key)
                if name in self._strings
            ),
            default,
        )
        if template is None:
            raise _Fault(f"there is no interface string “{key}” in {self._strings_shown}")
        if not values:
            return template
        try:
            return template.format(**values)
        except (LookupError, ValueError) as error:
            raise _Fault(f"the interface string “{key}” does not fit: {error!r}") from error

    @jinja2.pass_context
    def _asset(self, context: Context, name: str) -> str:
        if name not in self._asset_paths:
            raise _Fault(f"there is no file {ASSETS}/{name}")
        return urls.relative(context["path"], self._asset_paths[name])

    def _date(self, date: Mapping[str, int]) -> str:
        form = "day" if date["day"] else "month" if date["month"] else "year"
        month = self._string(f"month.{date['month']}") if date["month"] else ""
        return self._string(
            f"date.{form}",
            month_name=month,
            year=date["year"],
            month=date["month"],
            day=date["day"],
        )


@jinja2.pass_context
def _relative(context: Context, target: str, fragment: str = "") -> str:
    return urls.relative(context["path"], target, fragment)


def _excerpt(source: str, length: int) -> str:
    text = " ".join(markdown.plain_text(source).split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _hashed(name: str, content: bytes) -> str:
    """An asset's output path, with its content's hash in the name, so that it may be cached for
    ever."""
    stem, extension = posixpath.splitext(name)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{extension}"
