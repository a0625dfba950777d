"""An archive, grouped once for all its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from jianbao.archive import corrections, groupings, outlines, repetitions, reporting, urls
from jianbao.archive.compared_texts import ComparedTexts
from jianbao.archive.groupings import Neighbours, Pair, Related, RelatedByPlace, gather
from jianbao.archive.model import Archive, Article, Bulletin, ReadOriginal, Taxonomy, Term
from jianbao.archive.repetitions import Versions
from jianbao.base.cache import fingerprint
from jianbao.base.dates import PartialDate
from jianbao.pages import charts, collation, values
from jianbao.pages.records import ArticleRow, BulletinRow, CountedTerm, TermLink

Section = Literal["county", "department", "township", "topic"]


@dataclass(frozen=True)
class Index:
    """Everything of an archive that more than one page needs, in the archive's order, each found
    when it is asked for first. The key of a term is its full name; that of `rows`, `neighbours`,
    `related`, `similar`, `predecessors` and `versions_of` is `urls.place`. Undated bulletins are of
    the year 0."""

    archive: Archive
    related: Mapping[str, Related]
    similar: Mapping[str, Sequence[str]]
    versions: tuple[Versions, ...]
    read: ReadOriginal | None = None
    rows: dict[str, ArticleRow] = field(default_factory=dict)
    row_keys: dict[str, str] = field(default_factory=dict)

    def complete(self) -> None:
        """Find everything now, so that processes that are forked share it."""
        for name, found in vars(Index).items():
            if isinstance(found, cached_property):
                getattr(self, name)
        for pair in groupings.pairs(self.archive):
            self.row(*pair)

    @cached_property
    def by_county(self) -> Mapping[str, Sequence[Pair]]:
        return groupings.by_county(self.archive)

    @cached_property
    def by_department(self) -> Mapping[str, Sequence[Pair]]:
        return groupings.by_department(self.archive)

    @cached_property
    def under_department(self) -> Mapping[str, Sequence[Pair]]:
        return groupings.under_department(self.archive)

    @cached_property
    def by_township(self) -> Mapping[str, Sequence[Pair]]:
        return groupings.by_township(self.archive)

    @cached_property
    def by_topic(self) -> Mapping[str, Sequence[Pair]]:
        return groupings.by_topic(self.archive)

    @cached_property
    def children(self) -> Mapping[str, Sequence[Term]]:
        return groupings.children(self.archive.departments)

    @cached_property
    def neighbours(self) -> Mapping[str, Neighbours]:
        return groupings.neighbours(self.archive)

    @cached_property
    def predecessors(self) -> Mapping[str, Sequence[tuple[Bulletin, Article | None]]]:
        return corrections.predecessors(self.archive)

    @cached_property
    def versions_of(self) -> Mapping[str, Sequence[Versions]]:
        return repetitions.by_place(self.versions)

    @cached_property
    def bulletins_of_year(self) -> Mapping[int, Sequence[Bulletin]]:
        return gather((groupings.year_of(b), b) for b in self.archive.bulletins)

    @cached_property
    def bulletins_of_series(self) -> Mapping[str, Sequence[Bulletin]]:
        return gather((b.series, b) for b in self.archive.bulletins)

    @cached_property
    def waiting(self) -> Sequence[Bulletin]:
        return _waiting(self.archive)

    @cached_property
    def reporting(self) -> Sequence[reporting.Section]:
        return reporting.sections_of(self.archive)

    @cached_property
    def drawing(self) -> outlines.Drawing | None:
        return outlines.draw(self.archive.outlines, charts.LABEL_SIZE)

    @cached_property
    def heads(self) -> str:
        """A text that decides everything in an index except the texts of bulletins, which of them
        are similar, and the ZIP files of years."""
        versions = [
            (one.reason, urls.place(*one.old), urls.place(*one.new), one.identical)
            for one in self.versions
        ]
        return fingerprint(self.archive.heads, versions, self.read is not None)

    def authority(self, section: Section) -> Taxonomy:
        archive = self.archive
        return {
            "county": archive.counties,
            "department": archive.departments,
            "township": archive.townships,
            "topic": archive.topics,
        }[section]

    def members(self, section: Section) -> Mapping[str, Sequence[Pair]]:
        """Return the articles of each term; those of a department with those of its parts."""
        return {
            "county": self.by_county,
            "department": self.under_department,
            "township": self.by_township,
            "topic": self.by_topic,
        }[section]

    def row(self, bulletin: Bulletin, article: Article) -> ArticleRow:
        place = urls.place(bulletin, article)
        row = self.rows.get(place)
        if row is None:
            versions = self.versions_of.get(place, ())
            row = self.rows[place] = _article_row(self.archive, bulletin, article, versions)
        return row

    def row_key(self, bulletin: Bulletin, article: Article) -> str:
        """Return a text that decides the row of an article."""
        place = urls.place(bulletin, article)
        key = self.row_keys.get(place)
        if key is None:
            key = self.row_keys[place] = fingerprint(self.row(bulletin, article))
        return key

    def bulletin_row(self, bulletin: Bulletin) -> BulletinRow:
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
            "mark": bulletin.status or (bulletin.held_back and "held_back"),
        }

    def link(self, section: Section, name: str, date: PartialDate | None = None) -> TermLink:
        """Return the term with the present name `name`, under its name on `date`."""
        term = self.authority(section).find(name)
        if term is None:  # `load` reports unknown names
            raise KeyError(name)
        return {**link(section, term), "name": term.name_at(date)}

    def counted(self, section: Section, term: Term) -> CountedTerm:
        """Return a term with the number of its articles."""
        return {**link(section, term), "count": len(self.members(section).get(term.name, ()))}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is found by comparing all texts of an archive, which takes longer than all the rest.
    `similar` names for each article those that are most similar to it."""

    related: Mapping[str, Related]
    similar: Mapping[str, Sequence[str]]
    versions: tuple[Versions, ...]


def likeness_of(archive: Archive, texts: ComparedTexts) -> Likeness:
    """Return what follows from the compared texts of an archive."""
    return Likeness(
        RelatedByPlace(archive, texts.similar),
        texts.similar,
        repetitions.versions(archive, texts.sentences),
    )


def index_of(
    archive: Archive, likeness: Likeness | None = None, read: ReadOriginal | None = None
) -> Index:
    """Group an archive. `likeness` is given if it need not be found again, `read` reads documents
    as received."""
    if likeness is None:
        texts = ComparedTexts()
        texts.update(archive)
        likeness = likeness_of(archive, texts)
    return Index(archive, likeness.related, likeness.similar, likeness.versions, read)


def link(section: str, term: Term) -> TermLink:
    return {"name": term.name, "slug": term.slug, "path": urls.term(section, term.slug)}


def _article_row(
    archive: Archive, bulletin: Bulletin, article: Article, versions: Sequence[Versions]
) -> ArticleRow:
    offices = archive.departments.names_at(article.department, bulletin.date)
    return {
        "path": urls.article(bulletin, article),
        "number": article.number,
        "name": article.name,
        "title": article.title,
        "kind": article.kind,
        "date": values.date(bulletin.date),
        "attribution": article.attribution,
        "offices": offices or (article.attribution and (article.attribution,)) or (),
        "mark": article.status or (bulletin.held_back and "held_back"),
        "comparison": next((pair.page for pair in versions if pair.named[1] is article), None),
    }


def _waiting(archive: Archive) -> list[Bulletin]:
    """Return the bulletins that nobody has reviewed, those with the most urgent doubts first."""
    waiting = filter(collation.waits_for_review, archive.bulletins)
    return sorted(waiting, key=lambda bulletin: -collation.urgent(bulletin))
