"""Topics that the words of an article suggest, and that nobody has given or declined."""

import re
from collections.abc import Collection
from functools import lru_cache

from jianbao.archive.model import Taxonomy, Term


def suggested(
    title: str, body: str, decided: Collection[str], topics: Taxonomy
) -> list[tuple[Term, str]]:
    """Return the topics for an article, in the authority file's order, each with the first word
    that suggests it. `decided` are names of topics that it has or is not about."""
    if not topics.terms:
        return []
    done = {term.slug for name in decided if (term := topics.find(name))}
    pattern, topics_of = _compiled(topics.terms)
    found: dict[str, str] = {}
    for match in pattern.finditer(f"{title}\n{body}"):
        for term in topics_of[match.group(1)]:
            found.setdefault(term.slug, match.group(1))
    return [(t, found[t.slug]) for t in topics.terms if t.slug in found and t.slug not in done]


@lru_cache(maxsize=8)
def _compiled(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], dict[str, list[Term]]]:
    topics_of: dict[str, list[Term]] = {}
    for term in terms:
        for word in dict.fromkeys((term.name, *term.aliases, *term.terms)):
            topics_of.setdefault(word, []).append(term)
    # A lookahead, because one word may be inside another; then the longer one is found alone.
    words = "|".join(map(re.escape, sorted(topics_of, key=lambda word: (-len(word), word))))
    return re.compile(f"(?=({words}))"), topics_of
