"""The pages of the archive's own topics, if it has any."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.pages import frame, metadata
from jianbao.pages.index import Index
from jianbao.pages.page import Kind, Layout, Page, Pending, lists, pending
from jianbao.pages.records import CountedTerm
from jianbao.pages.terms import TermPage, by_count, term_page, years_of


class TopicIndexPage(TypedDict):
    """All topics."""

    topics: Annotated[Sequence[CountedTerm], "the topics"]


class TopicPage(TermPage):
    """A topic."""

    introduction: Annotated[str | None, "one or two sentences"]
    departments: Annotated[Sequence[CountedTerm], "departments with articles about it"]
    counties: Annotated[Sequence[CountedTerm], "counties of its articles"]


TOPIC_INDEX = Layout("topic-index.html", TopicIndexPage)
TOPIC = Layout("topic.html", TopicPage)


def pages(index: Index) -> Iterator[Pending]:
    yield from map(pending, _pages(index))


def _pages(index: Index) -> Iterator[Page]:
    taxonomy = index.archive.topics
    if not taxonomy.terms:
        return
    overview: TopicIndexPage = {"topics": [index.counted("topic", t) for t in taxonomy.terms]}
    path = urls.taxonomy("topic")
    yield frame.page(index, TOPIC_INDEX, path, overview, section="topic")
    for term in taxonomy.terms:
        pairs = index.by_topic.get(term.name, ())
        offices = Counter(name for _, article in pairs for name in article.department)
        places = Counter(name for _, article in pairs for name in article.county)
        context: TopicPage = {
            **term_page(index, "topic", term, own=len(pairs)),
            "introduction": term.description,
            "departments": by_count(index, "department", offices),
            "counties": by_count(index, "county", places),
        }
        head = metadata.of_term(index.archive, taxonomy, term)
        path = urls.term("topic", term.slug)
        yield frame.page(index, TOPIC, path, context, section="topic", head=head)
        yield from years_of(index, "topic", term)


KIND = Kind((TOPIC_INDEX, TOPIC), lists(pages, "topic/"))
