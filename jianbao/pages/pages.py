"""Which pages a site has, and what each of them shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial

from jianbao.archive import citations, corrections, groupings, outlines, urls
from jianbao.archive.groupings import Pair, gather
from jianbao.archive.model import Archive, Article, Bulletin, Provenance, Series, Taxonomy, Term
from jianbao.base.cache import fingerprint
from jianbao.pages import charts, metadata, values
from jianbao.pages.values import Page, Pending, Plain, Values

# A page of a term or a series lists this many articles or issues, newest first, and leaves the
# rest to the pages of its years, so that it stays readable and small whatever the archive's size.
LISTED = 200
# Bulletins that wait for their review; as they are reviewed, others come up.
WAITING = 1000
PREVIOUS_ISSUES = 10
OFFICES_OF_A_KIND = 6


def pages(archive: Archive) -> Iterator[Pending]:
    """Every page of the site, in a fixed order."""
    return _Pages(archive).all()


class _Pages:
    """An archive, grouped once, and the contexts of its pages."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.pairs = list(groupings.pairs(archive))
        self.entries = {
            urls.place(bulletin, article): self._article_entry(bulletin, article)
            for bulletin, article in self.pairs
        }
        self.by_county = groupings.by_county(archive)
        self.by_department = groupings.by_department(archive)
        self.under_department = groupings.under_department(archive)
        self.children = groupings.children(archive.departments)
        self.neighbours = groupings.neighbours(archive)
        self.related = groupings.related(archive)
        self.predecessors = corrections.predecessors(archive)
        self.bulletins_of_year = gather((groupings.year_of(b), b) for b in archive.bulletins)
        self.bulletins_of_series = gather((b.series, b) for b in archive.bulletins)

    def all(self) -> Iterator[Pending]:
        yield from map(_pending, self._ways())
        for bulletin in self.archive.bulletins:
            yield from self._issue(bulletin)
        yield from map(_pending, self._lists())

    def _issue(self, bulletin: Bulletin) -> Iterator[Pending]:
        """The pages of a bulletin, made together once one of them is wanted."""
        made = cache(lambda: {page.path: page for page in self._bulletin(bulletin)})
        made_of = cache(lambda: self._issue_made_of(bulletin))
        paths = [urls.bulletin(bulletin)]
        paths += [urls.article(bulletin, article) for article in bulletin.articles]
        paths += [urls.review(bulletin)] if values.waits_for_review(bulletin) else []
        for path in paths:
            yield Pending(path, partial(_member, made, path), made_of)

    def _issue_made_of(self, bulletin: Bulletin) -> str:
        """Decides all that `_bulletin` gives."""
        beside = self.neighbours[urls.place(bulletin)]
        source = bulletin.source
        return fingerprint(
            self._settings,
            self._frame,
            bulletin,
            source is not None and source.file in self.archive.originals,
            self._entry_or_none(beside.older_in_series),
            self._entry_or_none(beside.newer_in_series),
            [self._related(bulletin, article) for article in bulletin.articles],
            [self._replaces(bulletin, article) for article in (None, *bulletin.articles)],
        )

    @cached_property
    def _settings(self) -> str:
        archive = self.archive
        return fingerprint(archive.site, archive.counties, archive.departments)

    def _ways(self) -> Iterator[Page]:
        yield self._page(urls.HOME, "home.html", "", self._home())
        yield self._page(urls.SEARCH, "search.html", "search", self._ways_in())
        yield self._page(urls.ABOUT, "about.html", "", self._about())
        yield self._page(urls.NOT_FOUND, "404.html", "", self._not_found())
        if self._waiting:
            yield self._page(urls.REVIEW, "review-index.html", "", self._review())

    def _lists(self) -> Iterator[Page]:
        yield from self._counties()
        yield from self._departments()
        yield from self._coverage("county", self.archive.counties.terms, self.by_county)
        reporting = [t for t in self.archive.departments.terms if t.name in self.under_department]
        yield from self._coverage("department", reporting, self.under_department)
        yield from self._years()
        yield from self._series()
        for redirect in corrections.redirects(self.archive):
            context: Values = {
                "title": redirect.title,
                "target": redirect.target,
                "head": _head(metadata.of_page(self.archive, redirect.target)),
            }
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
        }
        if "head" not in context:
            frame["head"] = _head(metadata.of_page(self.archive, path))
        return Page(path, layout, self._frame | frame | context)

    @cached_property
    def _frame(self) -> Values:
        """What every page shows: nothing that a new bulletin changes, so that pages of old ones
        stay as they are."""
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
            "several_series": len(self.bulletins_of_series) > 1,
        }

    # pages that stand alone

    def _home(self) -> Values:
        newest = self.archive.bulletins[0] if self.archive.bulletins else None
        return self._ways_in() | {
            "masthead_width": values.masthead_width(self.archive.site.title),
            "newest_bulletin": self._entry_or_none(newest),
            "newest_articles": [self._entry(newest, a) for a in newest.articles] if newest else [],
            "previous": [
                self._bulletin_entry(b) for b in self.archive.bulletins[1 : PREVIOUS_ISSUES + 1]
            ],
            "totals": self._totals,
            "head": _head(metadata.of_home(self.archive)),
            **self._map,
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
            "license": self.archive.site.license or self.archive.site.license_url,
            "license_url": self.archive.site.license_url,
            "totals": self._totals,
            "datasets": [[file, urls.dataset(file)] for file in urls.DATASET_FILES],
            "manifest": urls.MANIFEST,
            "waiting": len(self._waiting),
        }

    @cached_property
    def _waiting(self) -> list[Bulletin]:
        """The bulletins that nobody has reviewed, those with the most urgent doubts first."""
        waiting = filter(values.waits_for_review, self.archive.bulletins)
        return sorted(waiting, key=lambda bulletin: -values.urgent(bulletin))

    def _review(self) -> Values:
        rows: list[Plain] = [
            {
                "bulletin": self._bulletin_entry(bulletin),
                "path": urls.review(bulletin),
                "urgent": values.urgent(bulletin),
                "doubts": len(bulletin.review.flags) if bulletin.review else 0,
            }
            for bulletin in self._waiting[:WAITING]
        ]
        return {"waiting": rows, "total": len(self._waiting), "rest": len(self._waiting[WAITING:])}

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
        beside = self.neighbours[urls.place(bulletin)]
        series = self.archive.series[bulletin.series]
        shared: Values = {
            "bulletin": self._bulletin_entry(bulletin) | self._bulletin_details(bulletin),
            "articles": [self._article_details(bulletin, a) for a in bulletin.articles],
            "collation": values.collation(bulletin),
            "older": self._entry_or_none(beside.older_in_series),
            "newer": self._entry_or_none(beside.newer_in_series),
        }
        trail: Values = {
            "year": groupings.year_of(bulletin),
            "year_path": values.year_page("series", series.slug, groupings.year_of(bulletin)),
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
                "related": self._related(bulletin, article),
                "before": siblings[index - 1] if index else None,
                "after": siblings[index + 1] if index + 1 < len(siblings) else None,
                "head": _head(metadata.of_article(self.archive, bulletin, article)),
                "citation": self._citation(bulletin, article),
            }
            path = urls.article(bulletin, article)
            yield self._page(path, "article.html", "series", context | trail)

        if values.waits_for_review(bulletin):
            checked: Values = {"bulletin": shared["bulletin"], "review": values.review(bulletin)}
            yield self._page(urls.review(bulletin), "review.html", "", checked)

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

    def _bulletin_entry(self, bulletin: Bulletin) -> Values:
        """A bulletin as a line of a list."""
        series = self.archive.series[bulletin.series]
        name = values.own_name(bulletin, series)
        return {
            "path": urls.bulletin(bulletin),
            "title": bulletin.title,
            "series": series.title,
            "series_path": urls.term("series", series.slug),
            "issue": bulletin.issue,
            "name": name,
            "named_by_date": not bulletin.issue and values.is_named_by_date(bulletin, name),
            "date": values.date(bulletin.date),
            "headline": bulletin.articles[0].title,
            "article_count": len(bulletin.articles),
            "withdrawn": bulletin.status == corrections.WITHDRAWN,
        }

    def _entry_or_none(self, bulletin: Bulletin | None) -> Values | None:
        return self._bulletin_entry(bulletin) if bulletin else None

    def _bulletin_details(self, bulletin: Bulletin) -> Values:
        series = self.archive.series[bulletin.series]
        named_by_series = values.own_name(bulletin, series) != bulletin.title
        return {
            "news": series.kind == "news",
            "named_by_series": named_by_series,
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
            "reviewed": values.date(bulletin.reviewed),
            "review_path": urls.review(bulletin) if values.waits_for_review(bulletin) else None,
            "source": self._source(bulletin.source) if bulletin.source else None,
            "status": self._status(bulletin),
            "replaces": self._replaces(bulletin, None),
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
            "date": values.date(bulletin.date),
            "attribution": article.attribution,
            "offices": article.department or (article.attribution and (article.attribution,)) or (),
            "withdrawn": article.status == corrections.WITHDRAWN,
        }

    def _entry(self, bulletin: Bulletin, article: Article) -> Values:
        return self.entries[urls.place(bulletin, article)]

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
            "replaces": self._replaces(bulletin, article),
        }

    def _status(self, subject: Bulletin | Article) -> Values | None:
        """What became of it after it was published."""
        if not subject.status:
            return None
        return {
            "status": subject.status,
            "date": values.date(subject.status_date),
            "note": subject.status_note,
            "replaced_by": urls.page_at(subject.replaced_by) if subject.replaced_by else None,
        }

    def _replaces(self, bulletin: Bulletin, article: Article | None) -> list[Plain]:
        """The older texts for which this one stands."""
        return [
            {
                "path": urls.article(before, part) if part else urls.bulletin(before),
                "title": (part or before).title,
                "date": values.date(before.date),
            }
            for before, part in self.predecessors.get(urls.place(bulletin, article), ())
        ]

    def _related(self, bulletin: Bulletin, article: Article) -> list[Plain]:
        """Groups of other articles for one who has read this one, each article once."""
        related = self.related[urls.place(bulletin, article)]
        later = [pair for pair in related.similar if groupings.is_later(pair[0], bulletin)]
        shown: set[str] = set()
        groups: list[Plain] = []
        for kind, pairs in (
            ("later", later),
            ("similar", related.similar),
            ("same_office", related.same_office),
            ("same_county", related.same_county),
        ):
            fresh = [pair for pair in pairs if urls.place(*pair) not in shown]
            shown.update(urls.place(*pair) for pair in fresh)
            if fresh:
                groups.append({"kind": kind, "articles": [self._entry(b, a) for b, a in fresh]})
        return groups

    # counties and departments

    def _county(self, name: str) -> Term:
        return _term_named(self.archive.counties, name)

    def _department(self, name: str) -> Term:
        return _term_named(self.archive.departments, name)

    def _link(self, section: str, term: Term) -> Values:
        return {"name": term.name, "path": urls.term(section, term.slug)}

    def _counted(self, section: str, term: Term, count: int) -> Values:
        return self._link(section, term) | {"count": count}

    @cached_property
    def _county_groups(self) -> list[Plain]:
        """Counties in the authority file's order under their prefectures, zones apart; `unmapped`
        are those that the map does not name."""
        terms = self.archive.counties.terms
        several = len({(t.province, t.prefecture) for t in terms}) > 1
        groups = gather(
            ((t.province, t.prefecture, t.kind == "zone") if several else t.kind == "zone", t)
            for t in terms
        )
        named = self._named_on_the_map
        found: list[Plain] = []
        for members in groups.values():
            shown = [
                self._counted("county", t, len(self.by_county.get(t.name, ()))) for t in members
            ]
            found.append(
                {
                    "prefecture": members[0].prefecture if several else None,
                    "zones": members[0].kind == "zone",
                    "terms": shown,
                    "unmapped": [
                        entry
                        for t, entry in zip(members, shown, strict=True)
                        if t.name not in named
                    ],
                }
            )
        return found

    @cached_property
    def _drawing(self) -> outlines.Drawing | None:
        return outlines.draw(self.archive.outlines, charts.LABEL_SIZE)

    @property
    def _named_on_the_map(self) -> set[str]:
        if self._drawing:
            return {shape.county for shape in self._drawing.shapes if shape.label}
        return {term.name for term in self.archive.counties.terms if term.tile}

    @cached_property
    def _map(self) -> Values:
        """The counties as `outlines` or, where none can be drawn, as `tiles`."""
        counted = [
            (t, len(self.by_county.get(t.name, ())), urls.term("county", t.slug))
            for t in self.archive.counties.terms
        ]
        drawing = self._drawing
        return {
            "outlines": charts.outlines(counted, drawing) if drawing else None,
            "tiles": None if drawing else charts.tiles(counted),
            "map_approval": self.archive.site.map_approval,
        }

    def _coverage_page(self, section: str) -> str | None:
        """The matrix of a taxonomy, where there is one."""
        members = self.by_county if section == "county" else self.under_department
        dated = any(b.date for b in self.archive.bulletins)
        terms = self.archive.counties.terms if section == "county" else members
        return urls.coverage(section) if dated and terms else None

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
        context: Values = {
            "counties": self._county_groups,
            "coverage": self._coverage_page("county"),
        }
        yield self._page(index, "county-index.html", "county", context | self._map)
        for term in self.archive.counties.terms:
            pairs = self.by_county.get(term.name, [])
            offices = Counter(name for _, article in pairs for name in article.department)
            context = {
                "term": values.term(term),
                "own": len(pairs),
                "departments": self._by_count("department", offices),
                "counties": self._county_groups,
            }
            yield from self._term_pages("county", term, pairs, context | self._map)

    def _departments(self) -> Iterator[Page]:
        index = urls.taxonomy("department")
        context: Values = {
            "departments": self._kinds,
            "coverage": self._coverage_page("department"),
        }
        yield self._page(index, "department-index.html", "department", context)
        for term in self.archive.departments.terms:
            pairs = self.under_department.get(term.name, [])
            places = Counter(name for _, article in pairs for name in article.county)
            context = {
                "term": values.term(term),
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
        of_year = gather((groupings.year_of(b), (b, a)) for b, a in pairs)
        bars = charts.bars(
            (year, len(members), values.year_page(section, term.slug, year))
            for year, members in of_year.items()
        )
        listed = gather((groupings.year_of(b), (b, a)) for b, a in pairs[:LISTED])
        own: Values = {
            "total": len(pairs),
            "years": bars,
            "newest_article": values.date(pairs[0][0].date) if pairs else None,
            "groups": [
                {
                    "year": year,
                    "slug": values.year_slug(year),
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
                    values.month(month) | {"articles": [self._entry(b, a) for b, a in of_this]}
                    for month, of_this in of_month.items()
                ],
            }
            year_path = values.year_page(section, term.slug, year)
            yield self._page(year_path, "term-year.html", section, of_this_year)

    def _coverage(
        self, section: str, terms: Sequence[Term], members: Mapping[str, Sequence[Pair]]
    ) -> Iterator[Page]:
        """Which term has how many articles when: by year, and for each year by month."""
        dates = [b.date for b in self.archive.bulletins if b.date]
        if not dates or not terms:
            return
        first, last = min(date.year for date in dates), max(date.year for date in dates)
        issued = {(date.year, date.month) for date in dates}
        years = range(first, last + 1)
        heads = [self._link(section, term) for term in terms]
        of_years = [
            Counter({c.year: c.articles for c in groupings.year_counts(members.get(t.name, ()))})
            for t in terms
        ]
        by_year = [
            (head, [counts[year] for year in years])
            for head, counts in zip(heads, of_years, strict=True)
        ]
        pages_of_years = [
            [values.year_page(section, term.slug, year) for year in years] for term in terms
        ]
        overview: Values = {
            "columns": [
                {"year": year, "path": urls.coverage_year(section, year)} for year in years
            ],
            "rows": charts.matrix(
                by_year, pages_of_years, [any(year == y for y, _ in issued) for year in years]
            ),
            "totals": [sum(counts.values()) for counts in of_years],
        }
        yield self._page(urls.coverage(section), "coverage.html", section, overview)
        coverage = groupings.coverage(terms, members)
        place = {month: position for position, month in enumerate(coverage.months)}
        for year in years:
            months = [(year, month) for month in range(1, 13)]
            by_month = charts.matrix(
                [
                    (head, [row.counts[place[m]] if m in place else 0 for m in months])
                    for head, row in zip(heads, coverage.rows, strict=True)
                ],
                [[values.year_page(section, term.slug, year)] * 12 for term in terms],
                [month in issued for month in months],
            )
            context: Values = {
                "year": year,
                "columns": [values.month(month) for _, month in months],
                "rows": by_month,
                "totals": [counts[year] for counts in of_years],
                "overview": urls.coverage(section),
                "years": overview["columns"],
            }
            path = urls.coverage_year(section, year)
            yield self._page(path, "coverage-year.html", section, context)

    # years and series

    @cached_property
    def _year_bars(self) -> Values:
        return charts.bars(
            (year, len(bulletins), urls.term("year", values.year_slug(year)))
            for year, bulletins in self.bulletins_of_year.items()
        )

    def _years(self) -> Iterator[Page]:
        index = urls.taxonomy("year")
        overview: Values = {"years": self._year_bars, **self._months_of_years()}
        yield self._page(index, "year-index.html", "year", overview)
        years = list(self.bulletins_of_year)
        for position, year in enumerate(years):
            bulletins = self.bulletins_of_year[year]
            context: Values = {
                "year": year,
                "total": len(bulletins),
                "article_total": sum(len(b.articles) for b in bulletins),
                "months": self._months(bulletins),
                "calendar": self._calendar(year, bulletins),
                "newer": self._year_link(years[position - 1]) if position else None,
                "older": self._year_link(years[position + 1])
                if position + 1 < len(years)
                else None,
            }
            path = urls.term("year", values.year_slug(year))
            yield self._page(path, "year.html", "year", context)

    def _year_link(self, year: int) -> Values:
        return {"year": year, "path": urls.term("year", values.year_slug(year))}

    def _months_of_years(self) -> Values:
        """How many issues came out in each month of each year, the newest year first."""
        dated = [year for year in self.bulletins_of_year if year]
        years = range(max(dated), min(dated) - 1, -1) if dated else ()
        issues = [self.bulletins_of_year.get(year, []) for year in years]
        paths = [urls.term("year", values.year_slug(year)) for year in years]
        rows: list[tuple[Values, list[int]]] = []
        for year, path, members in zip(years, paths, issues, strict=True):
            counts = Counter(b.date.month for b in members if b.date)
            head: Values = {"year": year, "path": path if members else None}
            rows.append((head, [counts[month] for month in range(1, 13)]))
        return {
            "columns": [values.month(month) for month in range(1, 13)],
            "rows": charts.matrix(rows, [[path] * 12 for path in paths], [False] * 12),
            "totals": [len(members) for members in issues],
        }

    def _calendar(self, year: int, bulletins: Iterable[Bulletin]) -> list[Plain]:
        return charts.year_calendar(year, ((b, urls.bulletin(b)) for b in bulletins))

    def _months(self, bulletins: Iterable[Bulletin]) -> list[Plain]:
        groups = gather((b.date.month if b.date else 0, b) for b in bulletins)
        return [
            values.month(month) | {"bulletins": [self._bulletin_entry(b) for b in members]}
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
            of_year = gather((groupings.year_of(b), b) for b in bulletins)
            listed = gather((groupings.year_of(b), b) for b in bulletins[:LISTED])
            shared: Values = {
                "series": self._series_entry(series),
                "years": charts.bars(
                    (year, len(members), values.year_page("series", series.slug, year))
                    for year, members in of_year.items()
                ),
            }
            context: Values = {
                "total": len(bulletins),
                "article_total": sum(len(b.articles) for b in bulletins),
                "groups": [
                    {
                        "year": year,
                        "slug": values.year_slug(year),
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
                    "calendar": self._calendar(year, members),
                    "gaps": charts.gaps(b.issue for b in members if b.issue),
                    "several_series": False,
                }
                year_path = values.year_page("series", series.slug, year)
                yield self._page(year_path, "series-year.html", "series", shared | of_this_year)


def _pending(page: Page) -> Pending:
    return Pending(page.path, lambda: page)


def _member(made: Callable[[], Mapping[str, Page]], path: str) -> Page:
    return made()[path]


_TAXONOMIES = ("series", "county", "department", "year")


def _term_named(authority: Taxonomy, name: str) -> Term:
    term = authority.find(name)
    if term is None:  # `load` lets no unknown name through
        raise KeyError(name)
    return term


def _head(head: metadata.Head) -> Values:
    return {
        "description": head["description"],
        "meta": head["meta"],
        "alternates": head["alternates"],
        "search": head["search"],
        "json_ld": head["json_ld"],
    }
