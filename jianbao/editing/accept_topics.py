"""Topics of the archive's own: new ones, and the articles that get one because they name it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jianbao.archive.model import Settings, Taxonomy, Term
from jianbao.archive.places import Place
from jianbao.content import load
from jianbao.content.file_names import TOPICS
from jianbao.content.folder import Tree
from jianbao.content.suggestions import suggested
from jianbao.editing.new_terms import GivenTerms, append, check_new, free_slug
from jianbao.editing.rewrite import one_by_one, rewrite
from jianbao.text import frontmatter, markdown, yaml_edits
from jianbao.text.pinyin import reading


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that the words of an article suggest. `article` counts from 0."""

    place: Place
    article: int
    title: str
    topic: Term
    word: str


def suggestions(content: Path, topics: Taxonomy) -> Iterator[Suggestion]:
    """Yield what is suggested, by the files as they are. Skip files that cannot be read: `check`
    reports them."""
    if not topics.terms:
        return
    tree = Tree(content, content.name)
    for place, _ in tree.bulletins()[0]:
        found, _ = tree.read(place.file)
        split = frontmatter.split((found or b"").decode("utf-8-sig", "replace"))
        node, _ = frontmatter.parse(split.front_matter, "") if split else (None, [])
        if split is None or node is None or not isinstance(node.value, dict):
            continue
        entries = node.value.get("articles")
        articles = entries.value if entries and isinstance(entries.value, tuple) else ()
        _, sections = markdown.split_sections(split.body)
        for number, (entry, section) in enumerate(zip(articles, sections, strict=False)):
            decided = tuple(_names(entry, "topics")) + tuple(_names(entry, "not_topics"))
            for topic, word in suggested(section.title, section.source, decided, topics):
                yield Suggestion(place, number, section.title, topic, word)


def _names(entry: frontmatter.Node, key: str) -> Iterator[str]:
    node = entry.value.get(key) if isinstance(entry.value, dict) else None
    for item in node.value if node and isinstance(node.value, tuple) else ():
        if isinstance(item.value, str):
            yield item.value


def enter(name: str, content: Path, shown: str = "content") -> Term:
    """Add a new topic as the last entry of the authority file. Raise ConfigError if it is known,
    or if the file cannot be changed."""
    settings = load.load_settings(content, shown)
    check_new(name, settings, shown)
    term = Term(free_slug(reading(name), {one.slug for one in settings.topics.terms}), name, "")
    append(TOPICS, {"slug": term.slug, "name": term.name}, term, content, shown)
    return term


def give(
    names: Sequence[str], settings: Settings, content: Path, shown: str = "content"
) -> Iterator[GivenTerms]:
    """Give the topics of these names to all articles whose words suggest them, and change nothing
    else in their files. A second run changes nothing."""
    wanted = {term.slug for name in names if (term := settings.topics.find(name))}
    chosen = Taxonomy("topic", tuple(t for t in settings.topics.terms if t.slug in wanted))
    of_place: dict[str, list[Suggestion]] = {}
    for one in suggestions(content, chosen):
        of_place.setdefault(str(one.place), []).append(one)
    for ones in of_place.values():
        place = ones[0].place
        topics = tuple(dict.fromkeys(one.topic.name for one in ones))
        articles = len({one.article for one in ones})
        is_written = rewrite(content, shown, place, partial(_with_topics, given=ones))
        yield GivenTerms(content / place.file, topics, articles, is_written)


def _with_topics(text: str, given: Sequence[Suggestion]) -> str | None:
    """Write the topics into the front matter. Return None if a person has to do it."""
    return one_by_one(text, (partial(_with_topic, one=one) for one in given))


def _with_topic(text: str, one: Suggestion) -> str | None:
    path = ("articles", one.article, "topics")
    return yaml_edits.in_front_matter(
        text, lambda yaml: yaml_edits.add_item(yaml, path, one.topic.name)
    )
