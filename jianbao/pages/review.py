"""Bulletins that wait for their review: a list of them, and for each what to look at."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.archive.fields import Field
from jianbao.archive.kinds import FIELD_STATES
from jianbao.archive.model import ARTICLE_FIELDS, BULLETIN_FIELDS, Article, Bulletin, Flag
from jianbao.pages import collation, frame, issue
from jianbao.pages.index import Index
from jianbao.pages.issue import BulletinValues
from jianbao.pages.page import Kind, Layout, Page, Pending, alone, pending
from jianbao.pages.records import BulletinRow, DoubtRow
from jianbao.text import privacy

# At most so many bulletins are listed; as they are reviewed, others take their places.
WAITING = 1000


class WaitingRow(TypedDict):
    """A bulletin that waits for its review."""

    bulletin: Annotated[BulletinRow, "the bulletin"]
    path: Annotated[str, "page of its review"]
    urgent: Annotated[int, "how many of its doubts come first"]
    doubts: Annotated[int, "how many doubts it has"]


class ReviewIndexPage(TypedDict):
    """Bulletins that wait for their review."""

    waiting: Annotated[Sequence[WaitingRow], "those with the most urgent doubts first"]
    total: Annotated[int, "how many wait"]
    rest: Annotated[int, "how many of them are not listed"]


class DoubtOfArticle(DoubtRow):
    """A doubt, and the article that holds what it is about."""

    article: Annotated[int | None, "number of the article"]
    anchor: Annotated[str | None, "id of the article on the bulletin's page"]


class Origin(TypedDict):
    """A field of the front matter and where its value came from."""

    name: Annotated[str, "name of the field"]
    value: Annotated[str, "its value as text"]
    state: Annotated[str, "printed, inferred or absent"]


class ArticleOrigins(TypedDict):
    """The fields of an article."""

    number: Annotated[int, "number of the article"]
    name: Annotated[str, "its number in addresses"]
    fields: Annotated[Sequence[Origin], "its fields"]


class ReviewValues(TypedDict):
    """What a person who reviews a bulletin looks at."""

    file: Annotated[str, "the bulletin's file"]
    urgent: Annotated[Sequence[DoubtOfArticle], "the doubts that come first"]
    others: Annotated[Sequence[DoubtOfArticle], "the other doubts"]
    fields: Annotated[Sequence[Origin], "fields of the bulletin"]
    articles: Annotated[Sequence[ArticleOrigins], "fields of its articles"]


class ReviewPage(TypedDict):
    """What to look at in a bulletin."""

    bulletin: Annotated[BulletinValues, "the bulletin"]
    review: Annotated[ReviewValues, "what to look at"]


REVIEW_INDEX = Layout("review-index.html", ReviewIndexPage)
REVIEW = Layout("review.html", ReviewPage)


def pages(index: Index) -> Iterator[Pending]:
    if not index.waiting:
        return
    yield pending(frame.page(index, REVIEW_INDEX, urls.REVIEW, _overview(index)))
    made_of = issue.made_of(index)
    for bulletin in filter(collation.waits_for_review, index.archive.bulletins):
        page = partial(_page, index, bulletin)
        yield Pending(urls.review(bulletin), REVIEW.file, page, partial(made_of, bulletin))


def _overview(index: Index) -> ReviewIndexPage:
    return {
        "waiting": [
            {
                "bulletin": index.bulletin_row(bulletin),
                "path": urls.review(bulletin),
                "urgent": collation.urgent(bulletin),
                "doubts": len(bulletin.review.flags) if bulletin.review else 0,
            }
            for bulletin in index.waiting[:WAITING]
        ],
        "total": len(index.waiting),
        "rest": len(index.waiting[WAITING:]),
    }


def _page(index: Index, bulletin: Bulletin) -> Page:
    context: ReviewPage = {
        "bulletin": issue.bulletin_values(index, bulletin),
        "review": _review(bulletin, index.archive.site.language),
    }
    return frame.page(index, REVIEW, urls.review(bulletin), context)


def _review(bulletin: Bulletin, language: str) -> ReviewValues:
    doubts: dict[bool, list[DoubtOfArticle]] = {True: [], False: []}
    for flag in bulletin.review.flags if bulletin.review else ():
        article = _article_of(flag, bulletin)
        doubts[collation.is_urgent(flag)].append(
            {
                **collation.doubt(flag, bulletin, language),
                "article": article.number if article else None,
                "anchor": urls.bulletin_anchor(article) if article else None,
            }
        )
    states = dict(bulletin.review.fields) if bulletin.review else {}
    return {
        "file": f"content/bulletins/{urls.place(bulletin)}.md",
        "urgent": doubts[True],
        "others": doubts[False],
        "fields": _origins(bulletin, BULLETIN_FIELDS, "", states),
        "articles": [
            {"number": article.number, "name": article.name, "fields": origins}
            for article in bulletin.articles
            if (origins := _origins(article, ARTICLE_FIELDS, f"articles.{article.number}.", states))
        ],
    }


def _article_of(flag: Flag, bulletin: Bulletin) -> Article | None:
    """Return the first article that holds the text in doubt, None if none does."""
    for article in bulletin.articles:
        whole = "\n".join(filter(None, (article.title, article.attribution, article.body)))
        if flag.kind.startswith("privacy_"):
            if flag.text in privacy.forms(whole):
                return article
        elif flag.text and collation.bare(flag.text) in collation.bare(whole):
            return article
    return None


def _origins(
    record: Bulletin | Article, fields: Sequence[Field], prefix: str, states: Mapping[str, str]
) -> list[Origin]:
    """Return each field for which the conversion recorded where its value came from."""
    found: list[Origin] = []
    for field in fields:
        state = states.get(f"{prefix}{field.name}", "")
        if state in FIELD_STATES:
            value = getattr(record, field.name)
            shown = "、".join(value) if isinstance(value, tuple) else str(value or "")
            found.append({"name": field.name, "value": shown, "state": state})
    return found


KIND = Kind((REVIEW_INDEX, REVIEW), alone(pages, "review/"))
