"""Read content/pages/: pages that the archive's owner wrote."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jianbao.archive.fields import build
from jianbao.archive.model import PAGE_FIELDS, OwnPage, Site
from jianbao.base.problems import Location, Problem, problem
from jianbao.content import links, personal_data, slips
from jianbao.content.bulletin import split_file
from jianbao.content.checker import (
    Checker,
    check_headings,
    check_lost_comments,
    slip_problems,
)
from jianbao.content.file_names import PAGES
from jianbao.content.folder import Tree
from jianbao.content.reference import Reference, pictures_in
from jianbao.text import frontmatter
from jianbao.text.frontmatter import Node


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """One page as read. `page` is None if it has problems. `accepted` are the masked forms of the
    personal data in it that may be published."""

    name: str
    page: OwnPage | None
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()
    remarks: tuple[Problem, ...] = ()
    accepted: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{PAGES}/{self.name}"


def read(tree: Tree, site: Site) -> tuple[list[ParsedPage], list[Problem]]:
    """Return all pages in the order of the menus, and the problems of the folder."""
    names, problems = tree.pages()
    read: list[ParsedPage] = []
    for name in names:
        file = f"{PAGES}/{name}.md"
        content, found = tree.read(file)
        problems += found
        if content is not None:
            read.append(parse(content, name, tree.show(file), site))
    return sorted(read, key=_place_in_menu), problems


def _place_in_menu(one: ParsedPage) -> tuple[bool, int, str]:
    order = one.page.order if one.page else None
    return order is None, order or 0, one.name


def parse(content: bytes, name: str, path: str, site: Site) -> ParsedPage:
    """Parse `content`, the bytes of the file `path` (as shown). Pure."""
    text, split, found = split_file(content, path)
    if text is None or split is None:
        return ParsedPage(name, None, tuple(found))
    problems = [*found, *_check_body(split, path)]
    node, found = frontmatter.parse(split.front_matter, path, split.front_matter_line)
    problems += [*found, *check_lost_comments(split.front_matter, path, split.front_matter_line)]
    checker = Checker(path)
    entry = checker.entry(node or Node(1, None), "", PAGE_FIELDS)
    held = site.personal_data == "hold"
    personal = personal_data.check(text, path, site.privacy_allowed, held, node)
    remarks = (*personal.remarks, *_slips(path, text, split))
    problems += [*checker.problems, *personal.problems]
    if problems or entry is None:
        shown = tuple(pictures_in(split.body, path, split.body_line, f"{PAGES}/{name}"))
        return ParsedPage(name, None, tuple(problems), shown, remarks)
    body = split.body.strip("\n")
    page = build(OwnPage, entry.values | {"name": name, "path": path, "body": body})
    references = tuple(_references(page, entry.lines.get("aliases", ()), split, site.base_url))
    return ParsedPage(name, page, (), references, remarks, personal.accepted)


def _check_body(split: frontmatter.Split, path: str) -> Iterator[Problem]:
    if not split.body.strip():
        yield problem(Location(path, split.body_line), "", "has no text below its front matter")
    message = "a heading of this level cannot stand here: the page has its title, begin with ##"
    yield from check_headings(split.body, path, split.body_line, message)


def _references(
    page: OwnPage, lines: Collection[int], split: frontmatter.Split, base_url: str | None
) -> Iterator[Reference]:
    owner = f"{PAGES}/{page.name}"
    for line, address in links.own_addresses(split.body, base_url):
        yield Reference(Location(page.path, split.body_line + line - 1), "links", owner, address)
    yield from pictures_in(split.body, page.path, split.body_line, owner)
    for alias, line in zip(page.aliases, lines, strict=True):
        yield Reference(Location(page.path, line), "aliases", owner, alias)


def _slips(path: str, text: str, split: frontmatter.Split) -> Iterator[Problem]:
    yield from slip_problems(path, 1, slips.sample_texts(text))
    yield from slip_problems(path, split.front_matter_line, slips.tags(split.front_matter))
    yield from slip_problems(path, split.body_line, slips.markdown_slips(split.body))
    yield from slip_problems(path, split.body_line, slips.footnotes(split.body, by_article=False))
    yield from slip_problems(path, split.body_line, slips.silent_pictures(split.body))
