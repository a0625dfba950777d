"""Topics of the archive's own: new ones, and the articles that get one because they name it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jianbao.archive.model import Settings, Taxonomy, Term
from jianbao.archive.places import Place
from jianbao.base.problems import ConfigError, Location, problem
from jianbao.content import folder, load
from jianbao.content.folder import TOPICS, Tree
from jianbao.content.suggestions import suggested
from jianbao.editing.accept_names import free_slug, is_name, text_of_file
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


@dataclass(frozen=True, slots=True)
class GivenTopics:
    """The result for a bulletin whose articles name topics: their names, and whether the program
    wrote them; if not, a person has to."""

    path: Path
    topics: tuple[str, ...]
    articles: int
    is_written: bool


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
    known = next((t for one in settings.taxonomies if (t := one.find(name))), None)
    location = Location(f"{shown}/{TOPICS}")
    if known:
        message = "“{name}” is known already, as {known}"
        raise ConfigError([problem(Location(shown), "", message, name=name, known=known.name)])
    if not is_name(name):
        message = "“{name}” cannot be a name: use Chinese characters and letters"
        raise ConfigError([problem(Location(shown), "", message, name=name)])
    term = Term(free_slug(reading(name), {one.slug for one in settings.topics.terms}), name, "")
    entry = {"slug": term.slug, "name": term.name}
    new = yaml_edits.append_entry(text_of_file(content, TOPICS), entry)
    if new is None or _terms(content, shown, new) != (*settings.topics.terms, term):
        written = "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"
        message = "cannot be changed by the program: add {entry}"
        raise ConfigError([problem(location, "", message, entry=written)])
    folder.write(content, shown, TOPICS, new.encode())
    return term


def _terms(content: Path, shown: str, text: str) -> tuple[Term, ...]:
    return load.load_settings(content, shown, {TOPICS: text.encode()}).topics.terms


def give(
    names: Sequence[str], settings: Settings, content: Path, shown: str = "content"
) -> Iterator[GivenTopics]:
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
        yield GivenTopics(content / place.file, topics, articles, is_written)


def _with_topics(text: str, given: Sequence[Suggestion]) -> str | None:
    """Write the topics into the front matter. Return None if a person has to do it."""
    return one_by_one(text, (partial(_with_topic, one=one) for one in given))


def _with_topic(text: str, one: Suggestion) -> str | None:
    path = ("articles", one.article, "topics")
    return yaml_edits.in_front_matter(
        text, lambda yaml: yaml_edits.add_item(yaml, path, one.topic.name)
    )
