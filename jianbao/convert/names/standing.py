"""What a bulletin is filed under already, when its document is read again.

The authority files, the series and the program change; then a new reading may know less than an
old one did. A tag that stands is kept, with a doubt that proposes to look at it. What cannot be
kept beside the new reading (series, issue, date, tags of an article that is cut in another way) is
a loss, which only a person can want.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import UNSORTED, Flag, Settings, Taxonomy
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft
from jianbao.convert.names.tagging import Tags
from jianbao.text import frontmatter
from jianbao.text.chinese import one_line


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    title: str
    department: tuple[str, ...]
    county: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a bulletin's file says of its place and its tags."""

    series: str | None = None
    issue: str | None = None
    date: str | None = None
    articles: tuple[TaggedArticle, ...] = ()

    def article(self, number: int, titles: Sequence[str]) -> TaggedArticle | None:
        """Return the article that the one of index `number` among `titles` was: the one of the same
        title, else the one at the same place if there are as many and nothing has its title."""
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
    """A value that a new reading takes away: `new` is "" if there is none in its place. `article`
    is the title of the article, "" for a field of the bulletin."""

    field: str
    old: str
    new: str
    article: str = ""


def standing(text: str) -> Standing:
    """Read a bulletin's file; one that cannot be parsed says nothing."""
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
            )
            for entry in (entries.value if entries and isinstance(entries.value, tuple) else ())
            if isinstance(entry.value, dict)
        ),
    )


def keep(
    tags: Sequence[Tags],
    articles: Sequence[ArticleDraft],
    before: Standing,
    authorities: Authorities,
) -> tuple[Tags, ...]:
    """Add to the tags of each article those that stand, with a doubt for what is kept, and for
    what no authority file has any more."""
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
    department, no_department = _missing(old.department, tags.department, authorities.departments)
    county, no_county = _missing(old.county, tags.county, authorities.counties)
    flags = [
        Flag.of(doubt, article.line, names, names=names)
        for doubt, found in (
            (Doubt.TAG_STANDS, (*department, *county)),
            (Doubt.TAG_GONE, (*no_department, *no_county)),
        )
        if (names := "、".join(found))
    ]
    kept = {key for key, found in (("department", department), ("county", county)) if found}
    return replace(
        tags,
        department=(*tags.department, *department),
        county=(*tags.county, *county),
        inferred=tags.inferred | kept,
        flags=(*tags.flags, *flags),
    )


def _missing(
    old: Sequence[str], new: Sequence[str], known: Taxonomy
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the old names that the new ones lack, as they are called now, and those that are
    unknown now."""
    terms = {name: known.find(name) for name in old}
    names = dict.fromkeys(term.name for term in terms.values() if term)
    return (
        tuple(name for name in names if name not in new),
        tuple(name for name, term in terms.items() if term is None),
    )


def losses(before: Standing, after: Standing, settings: Settings) -> Iterator[LostValue]:
    """Yield what stands in `before` and is not in `after`. What `settings` no longer know does not
    stand."""
    slugs = {series.slug for series in settings.site.series} - {UNSORTED.slug}
    if before.series in slugs and after.series != before.series:
        yield LostValue("series", before.series or "", after.series or "")
    for field, old, new in (
        ("issue", before.issue, after.issue),
        ("date", before.date, after.date),
    ):
        if old and new != old:
            yield LostValue(field, old, new or "")
    titles = [article.title for article in before.articles]
    for number, article in enumerate(before.articles):
        now = after.article(number, titles)
        for field, old_names, new_names, known in (
            ("department", article.department, now.department if now else (), settings.departments),
            ("county", article.county, now.county if now else (), settings.counties),
        ):
            missing, _ = _missing(old_names, new_names, known)
            if missing:
                yield LostValue(field, "、".join(missing), "、".join(new_names), article.title)


def _text(values: Mapping[str, frontmatter.Node], key: str) -> str | None:
    value = values.get(key)
    return value.value if value and isinstance(value.value, str) else None


def _texts(values: Mapping[str, frontmatter.Node], key: str) -> tuple[str, ...]:
    node = values.get(key)
    items = node.value if node and isinstance(node.value, tuple) else ()
    return tuple(item.value for item in items if isinstance(item.value, str))
