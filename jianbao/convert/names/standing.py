"""The present place and tags of a bulletin, when its document is converted again.

If the authority files, the series or the program change, a new conversion may find less than an old
one. A present tag is kept, with a doubt that asks a person to look at it. A value that cannot be
kept beside the new result (series, issue, date, tags of an article that is cut in another way) is a
loss, which only a person can accept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import UNSORTED, Flag, Settings, Taxonomy
from jianbao.base.dates import PartialDate
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft
from jianbao.convert.names.tagging import Tags
from jianbao.text import frontmatter, markdown
from jianbao.text.chinese import one_line


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    title: str
    department: tuple[str, ...]
    county: tuple[str, ...]
    township: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The place, the tags and the addresses of pictures in a bulletin's file."""

    series: str | None = None
    issue: str | None = None
    date: str | None = None
    articles: tuple[TaggedArticle, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def issued(self) -> PartialDate | None:
        """The date of issue, None if there is none that can be read."""
        try:
            return PartialDate.parse(self.date or "")
        except ValueError:
            return None

    def article(self, number: int, titles: Sequence[str]) -> TaggedArticle | None:
        """Return the old article that corresponds to the one with index `number` in `titles`: the
        one with the same title, else the one at the same index if the numbers of articles are equal
        and no new article has its title."""
        title = titles[number]
        same = [one for one in self.articles if one.title == title]
        if len(same) == 1:
            return same[0]
        if len(self.articles) != len(titles):
            return None
        here = self.articles[number]
        return here if here.title == title or here.title not in titles else None


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value that a new conversion removes: `new` is "" if no other value replaces it. `article`
    is the title of the article, "" for a field of the bulletin."""

    field: str
    old: str
    new: str
    article: str = ""


def standing(text: str) -> Standing:
    """Read a bulletin's file; return no values if it cannot be parsed."""
    split = frontmatter.split(text.removeprefix("\ufeff"))
    node, _ = frontmatter.parse(split.front_matter, "") if split else (None, [])
    values = node.value if node and isinstance(node.value, dict) else {}
    entries = values.get("articles")
    return Standing(
        _text(values, "series"),
        _text(values, "issue"),
        _text(values, "date"),
        tuple(
            TaggedArticle(
                _text(entry.value, "title") or "",
                _texts(entry.value, "department"),
                _texts(entry.value, "county"),
                _texts(entry.value, "township"),
                _texts(entry.value, "topics"),
            )
            for entry in (entries.value if entries and isinstance(entries.value, tuple) else ())
            if isinstance(entry.value, dict)
        ),
        tuple(image.address for image in markdown.images(split.body if split else "")),
    )


def keep(
    tags: Sequence[Tags],
    articles: Sequence[ArticleDraft],
    before: Standing,
    authorities: Authorities,
) -> tuple[Tags, ...]:
    """Add the present tags to those of each article, with a doubt for each kept tag, and for each
    that is no longer in an authority file."""
    titles = [one_line(article.title.text) for article in articles]
    return tuple(
        _with_standing(tag, article, old, authorities)
        if (old := before.article(number, titles))
        else tag
        for number, (tag, article) in enumerate(zip(tags, articles, strict=True))
    )


def _with_standing(
    tags: Tags, article: ArticleDraft, old: TaggedArticle, authorities: Authorities
) -> Tags:
    read = (
        ("department", old.department, tags.department, authorities.departments),
        ("county", old.county, tags.county, authorities.counties),
        ("township", old.township, tags.township, authorities.townships),
    )
    found = {name: _missing(before, now, known, None) for name, before, now, known in read}
    kept = {name: standing for name, (standing, _) in found.items() if standing}
    flags = [
        Flag.of(doubt, article.line, names, names=names)
        for doubt, of_fields in (
            (Doubt.TAG_STANDS, [standing for standing, _ in found.values()]),
            (Doubt.TAG_GONE, [gone for _, gone in found.values()]),
        )
        if (names := "、".join(name for of_field in of_fields for name in of_field))
    ]
    return replace(
        tags,
        department=(*tags.department, *kept.get("department", ())),
        county=(*tags.county, *kept.get("county", ())),
        township=(*tags.township, *kept.get("township", ())),
        topics=old.topics,  # a person's alone: no conversion finds them
        inferred=tags.inferred | kept.keys(),
        flags=(*tags.flags, *flags),
    )


def _missing(
    old: Sequence[str], new: Sequence[str], known: Taxonomy, date: PartialDate | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the old names that are missing in the new ones, by the names that `known` has for
    them, and those that are unknown now."""
    terms = {name: known.find(name, date) for name in old}
    found = {term.slug for name in new if (term := known.find(name, date))}
    missing = (term.name for term in terms.values() if term and term.slug not in found)
    return (
        tuple(dict.fromkeys(missing)),
        tuple(name for name, term in terms.items() if term is None),
    )


def losses(before: Standing, after: Standing, settings: Settings) -> Iterator[LostValue]:
    """Yield the values that are in `before` and not in `after`, except a series that `settings` no
    longer have."""
    slugs = {series.slug for series in settings.site.series} - {UNSORTED.slug}
    if before.series in slugs and after.series != before.series:
        yield LostValue("series", before.series or "", after.series or "")
    for field, old, new in (
        ("issue", before.issue, after.issue),
        ("date", before.date, after.date),
    ):
        if old and new != old:
            yield LostValue(field, old, new or "")
    # Those beside a web page are not beside the document that was kept.
    if gone := [picture for picture in before.pictures if picture not in after.pictures]:
        yield LostValue("pictures", "、".join(gone), "、".join(after.pictures))
    titles = [article.title for article in before.articles]
    date = after.issued
    for number, article in enumerate(before.articles):
        now = after.article(number, titles)
        for field, old_names, new_names, known in (
            ("department", article.department, now.department if now else (), settings.departments),
            ("county", article.county, now.county if now else (), settings.counties),
            ("township", article.township, now.township if now else (), settings.townships),
            ("topics", article.topics, now.topics if now else (), settings.topics),
        ):
            missing, unknown = _missing(old_names, new_names, known, date)
            if lost := "、".join((*missing, *unknown)):
                yield LostValue(field, lost, "、".join(new_names), article.title)


def _text(values: Mapping[str, frontmatter.Node], key: str) -> str | None:
    value = values.get(key)
    return value.value if value and isinstance(value.value, str) else None


def _texts(values: Mapping[str, frontmatter.Node], key: str) -> tuple[str, ...]:
    node = values.get(key)
    items = node.value if node and isinstance(node.value, tuple) else ()
    return tuple(item.value for item in items if isinstance(item.value, str))
