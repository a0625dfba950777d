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
    """Everything of an archive that more than one page needs, in the archive's order. The key of a
    term is its full name; that of `rows`, `neighbours`, `related`, `similar`,
    `predecessors` and `versions_of` is `urls.place`. Undated bulletins are of the year 0."""

    archive: Archive
    rows: Mapping[str, ArticleRow]
    by_county: Mapping[str, Sequence[Pair]]
    by_department: Mapping[str, Sequence[Pair]]
    under_department: Mapping[str, Sequence[Pair]]
    by_township: Mapping[str, Sequence[Pair]]
    by_topic: Mapping[str, Sequence[Pair]]
    children: Mapping[str, Sequence[Term]]
    neighbours: Mapping[str, Neighbours]
    related: Mapping[str, Related]
    similar: Mapping[str, Sequence[str]]
    predecessors: Mapping[str, Sequence[tuple[Bulletin, Article | None]]]
    versions: Sequence[Versions]
    versions_of: Mapping[str, Sequence[Versions]]
    bulletins_of_year: Mapping[int, Sequence[Bulletin]]
    bulletins_of_series: Mapping[str, Sequence[Bulletin]]
    waiting: Sequence[Bulletin]
    reporting: Sequence[reporting.Section]
    drawing: outlines.Drawing | None
    read: ReadOriginal | None = None
    row_keys: dict[str, str] = field(default_factory=dict)

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
        return self.rows[urls.place(bulletin, article)]

    def row_key(self, place: str) -> str:
        """Return a text that decides the row of an article."""
        key = self.row_keys.get(place)
        if key is None:
            key = self.row_keys[place] = fingerprint(self.rows[place])
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
    versions = likeness.versions
    versions_of = repetitions.by_place(versions)
    return Index(
        archive=archive,
        rows={
            (place := urls.place(*pair)): _article_row(archive, *pair, versions_of.get(place, ()))
            for pair in groupings.pairs(archive)
        },
        by_county=groupings.by_county(archive),
        by_department=groupings.by_department(archive),
        under_department=groupings.under_department(archive),
        by_township=groupings.by_township(archive),
        by_topic=groupings.by_topic(archive),
        children=groupings.children(archive.departments),
        neighbours=groupings.neighbours(archive),
        related=likeness.related,
        similar=likeness.similar,
        predecessors=corrections.predecessors(archive),
        versions=versions,
        versions_of=versions_of,
        bulletins_of_year=gather((groupings.year_of(b), b) for b in archive.bulletins),
        bulletins_of_series=gather((b.series, b) for b in archive.bulletins),
        waiting=_waiting(archive),
        reporting=reporting.sections_of(archive),
        drawing=outlines.draw(archive.outlines, charts.LABEL_SIZE),
        read=read,
    )


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
