"""Markdown to safe HTML, headings and plain text. The only module that imports markdown-it-py and
the only one that marks HTML as safe (`Markup`).

CommonMark with tables; raw HTML, indented code and setext headings are off, because in text from
documents they are accidents. Emphasis works beside Chinese punctuation, and a line break between
Chinese characters leaves no space. A picture of this site is shown, alone in its paragraph with its
caption; an image of another site becomes a link. Footnotes are ours and small: `[^1]`
in the text, and a paragraph `[^1]: …` anywhere in the same text.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore, block, normalize
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType
from markupsafe import Markup

from jianbao.text.characters import HAN, is_cjk


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an article: `level` 3 to 6, plain `text`, the `id` it has in the HTML."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells as plain text. Every row is as long as `header`, whose cells may be empty;
    `id` is the one it has in the HTML."""

    id: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One article of a bulletin's body: heading text, its line in the body (from 1), and the
    Markdown below it."""

    title: str
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image without a scheme in its address, which is percent-encoded; `line` is where its block
    begins (from 1). `caption` is what is in the brackets, `description` the title:
    `![caption](address "description")`."""

    line: int
    address: str
    caption: str
    description: str


@dataclass(frozen=True, slots=True)
class ImageSource:
    """Where a page loads a picture from, and its size in pixels."""

    address: str
    width: int
    height: int


def to_html(
    source: str,
    id_prefix: str = "",
    top: int = 0,
    link: Callable[[str], str | None] | None = None,
    picture: Callable[[str], ImageSource | None] | None = None,
    jumps: bool = True,
) -> Markup:
    """Render `source` as HTML, with the ids that `_name` gives. `link` returns the target of an
    address without a scheme on this page, or None if the text must not be a link; `picture` does so
    for an image, of which only the caption is shown otherwise. With `top`, the highest heading gets
    that level and those below it follow without a gap, to fit the outline of the page; with 0,
    levels stay as written. Without `jumps`, marks of footnotes are no links."""
    fixed = _fixed_html(source, top if "#" in source else 0, jumps)
    if fixed is not None:
        return Markup(fixed.replace(_PREFIX, id_prefix))  # noqa: S704
    env: EnvType = {"link": link} if link else {}
    env["picture"] = picture
    env["jumps"] = jumps
    return Markup(_rendered(_parse(source), id_prefix, top, env))  # noqa: S704


@dataclass(frozen=True, slots=True)
class Note:
    """A note about a piece of a text: the piece, where the note is, its mark and its name."""

    text: str
    address: str
    mark: str
    name: str


_NO_PLACE = re.compile(r'<span class="doubt">.*?</span>|<a\b.*?</a>|<[^>]*>', re.DOTALL)


def with_notes(html: str, notes: Iterable[Note]) -> Markup:
    """Mark in safe HTML the first place of the text of each note that is in one piece, in no link
    and in no other mark. The marks are no text: they are not copied, searched or read aloud."""
    made = html
    for note in notes:
        wanted, end = note.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), 0
        wanted = wanted.replace('"', "&quot;")
        barred = [found.span() for found in _NO_PLACE.finditer(made)]
        while wanted and (start := made.find(wanted, end)) >= 0:
            end = start + len(wanted)
            if not any(start < b and a < end for a, b in barred):
                link = Markup('<a href="{}" data-mark="{}" aria-label="{}"></a>')
                link = link.format(note.address, note.mark, note.name)
                made = f'{made[:start]}<span class="doubt">{wanted}{link}</span>{made[end:]}'
                break
    return Markup(made)  # noqa: S704


# Stands for the prefix of ids. CommonMark replaces this character in a text.
_PREFIX = "\0"


@lru_cache(maxsize=512)
def _fixed_html(source: str, top: int, jumps: bool) -> str | None:
    """Return the HTML of a text that has no links and images, and so is the same on every page but
    for the prefix of its ids. An article is on its own page, on its bulletin's and in feeds."""
    plain = _unmarked(source)
    if plain is not None:
        return "".join(_unmarked_html(plain, top))
    tokens = _parse(source)
    for token in tokens:
        if any(child.type in ("link_open", "image") for child in token.children or ()):
            return None
    return _rendered(tokens, _PREFIX, top, {"jumps": jumps})


def _rendered(tokens: Sequence[Token], prefix: str, top: int, env: EnvType) -> str:
    own = _own_blocks(tokens)
    _name(own, prefix)
    if top:
        _set_levels(own, top)
    env["prefix"] = prefix
    return str(_MARKDOWN.renderer.render(own, _MARKDOWN.options, env))


# A text of paragraphs and headings of one line, without any other markup. Most articles are.
_UNMARKED_BLOCK = (
    rf"""(?:\#{{1,6}} )?(?!\d{{1,9}}[.)](?:\s|$))[{HAN}“（《A-Za-z0-9]"""
    r"""[^\x00-\x1f\x7f\\`*_\[\]<>&|~]*(?<![\s#])"""
)
_UNMARKED = re.compile(rf"{_UNMARKED_BLOCK}(?:\n\n{_UNMARKED_BLOCK})*")


class _Unmarked(NamedTuple):
    """A paragraph, or a heading of that level, that has no markup in it."""

    level: int
    text: str


def _unmarked(source: str) -> list[_Unmarked] | None:
    """Return the blocks of a text without markup in them, None for any other text."""
    if not _UNMARKED.fullmatch(source):
        return None
    blocks: list[_Unmarked] = []
    for line in source.split("\n\n"):
        level = len(line) - len(line.lstrip("#"))
        blocks.append(_Unmarked(level, line[level + 1 :] if level else line))
    return blocks


def _unmarked_html(blocks: Iterable[_Unmarked], top: int) -> Iterator[str]:
    seen: Counter[str] = Counter()
    levels = _Levels(top)
    for level, text in blocks:
        kind, tag = "paragraph_open", "p"
        if level:
            kind, tag = "heading_open", f"h{levels.shown(level) if top else level}"
        name = _counted(_ANCHORED[kind], text, seen)
        shown = text.replace('"', "&quot;")
        yield f'<{tag} id="{_PREFIX}{name}">{shown}</{tag}>\n'


def headings(source: str, id_prefix: str = "") -> tuple[Heading, ...]:
    tokens = _own_blocks(_parse(source))
    _name(tokens, id_prefix)
    return tuple(
        Heading(int(token.tag[1]), _plain(tokens[i + 1]), str(token.attrs["id"]))
        for i, token in enumerate(tokens)
        if token.type == "heading_open"
    )


def tables(source: str, id_prefix: str = "") -> tuple[Table, ...]:
    tokens = _own_blocks(_parse(source))
    _name(tokens, id_prefix)
    found: list[Table] = []
    rows: list[list[str]] = []
    table_id = ""
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            table_id, rows = str(token.attrs["id"]), []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(_plain(tokens[index + 1]))
        elif token.type == "table_close":
            header, *body = (tuple(row) for row in rows)
            found.append(Table(table_id, header, tuple(body)))
    return tuple(found)


def anchors(source: str, id_prefix: str = "") -> frozenset[str]:
    """Return the ids that `source` has in the HTML."""
    tokens = _own_blocks(_parse(source))
    _name(tokens, id_prefix)
    return frozenset(str(token.attrs["id"]) for token in tokens if "id" in token.attrs)


def plain_blocks(source: str) -> tuple[str, ...]:
    """Return the text of each paragraph, heading, list item and table cell, in order."""
    if (plain := _unmarked(source)) is not None:
        return tuple(block.text for block in plain)
    return tuple(_plain(token) for token in _parse(source) if token.type in ("inline", "fence"))


def plain_rows(source: str) -> tuple[str, ...]:
    """Return the text of each paragraph, heading and list item, and of each table row with its
    cells divided by full-width spaces, in order."""
    if (plain := _unmarked(source)) is not None:
        return tuple(block.text for block in plain)
    rows: list[str] = []
    cells: list[str] | None = None
    for token in _parse(source):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            rows.append("\u3000".join(cells or ()))
            cells = None
        elif token.type in ("inline", "fence"):
            (rows if cells is None else cells).append(_plain(token))
    return tuple(rows)


def is_plain(source: str) -> bool:
    """Return whether a text is paragraphs without any markup, so that its blocks are all of it."""
    blocks = _unmarked(source)
    return not source or (blocks is not None and not any(block.level for block in blocks))


def plain_text(source: str) -> str:
    return "\n".join(plain_blocks(source))


def split_sections(body: str) -> tuple[str, tuple[Section, ...]]:
    """Split a bulletin's body at its `## ` headings into the preface before the first one and the
    sections."""
    lines = body.split("\n")
    blocks, definitions = _parse_blocks(body)
    starts = [
        (token.map[0], _heading_text(blocks[i + 1], definitions))
        for i, token in enumerate(blocks)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map
    ]
    bounds = [*(start for start, _ in starts), len(lines)]
    preface = "\n".join(lines[: bounds[0]]).strip("\n")
    sections = tuple(
        Section(title, start + 1, "\n".join(lines[start + 1 : end]).strip("\n"))
        for (start, title), end in zip(starts, bounds[1:], strict=True)
    )
    return preface, sections


def renumbered_items(body: str) -> Iterator[tuple[int, int, int]]:
    """Yield the first item of each list that is shown with another number than it is written with:
    its line (from 1), the number written and the number shown."""
    expected: list[int | None] = []
    for token in _parse_blocks(body)[0]:
        if token.type == "ordered_list_open":
            expected.append(None)
        elif token.type == "ordered_list_close":
            expected.pop()
        elif token.type == "list_item_open" and token.info and expected and token.map:
            written = int(token.info)
            shown = written if expected[-1] is None else expected[-1]
            if shown == 0 or written == shown:
                expected[-1] = shown + 1 if shown else 0
            else:
                yield token.map[0] + 1, written, shown
                expected[-1] = 0  # report only the first of a list


def misplaced_headings(body: str) -> tuple[int, ...]:
    """Return the lines (from 1) of level-1 headings, because the title of an issue is front matter,
    and of level-2 headings inside a list or quotation, because no article can begin there."""
    return tuple(
        token.map[0] + 1
        for token in _parse_blocks(body)[0]
        if token.type == "heading_open"
        and token.map
        and (token.tag == "h1" or (token.tag == "h2" and token.level))
    )


_SCHEME = re.compile("[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def has_scheme(address: str) -> bool:
    """Return whether an address has a scheme (https:, mailto: and the like)."""
    return bool(_SCHEME.match(address)) or address.startswith("//")


def images(body: str) -> Iterator[Image]:
    """Yield the images of a body that are not on another site, in order."""
    if "![" not in body:
        return
    for token in _parse(body):
        for child in token.children or ():
            address = str(child.attrs.get("src", ""))
            if child.type == "image" and token.map and address and not has_scheme(address):
                description = str(child.attrs.get("title", ""))
                yield Image(token.map[0] + 1, address, _plain(child), description)


def addresses(body: str) -> Iterator[tuple[int, str]]:
    """Yield the addresses that links of a body, and images of other sites, lead to,
    percent-encoded, each with the line (from 1) where its block begins."""
    if not any(mark in body for mark in ("](", "]:", "<http", "<HTTP")):
        return
    for token in _parse(body):
        for child in token.children or ():
            address = str(child.attrs.get("href") or child.attrs.get("src") or "")
            is_picture = child.type == "image" and not has_scheme(address)
            if address and token.map and not is_picture:
                yield token.map[0] + 1, address


# --- the parser -------------------------------------------------------------------------------


def _scan_delimiters(state: StateInline, marker: str) -> tuple[bool, bool, int]:
    """Apply CommonMark's flanking rule, except that punctuation next to a Chinese character, and
    Chinese punctuation itself, does not stop emphasis."""
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "

    def punctuation(character: str) -> bool:
        return not is_cjk(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))

    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    punctuation_before, punctuation_after = punctuation(before), punctuation(after)
    left = not space_after and (
        not punctuation_after or space_before or punctuation_before or is_cjk(before)
    )
    right = not space_before and (
        not punctuation_before or space_after or punctuation_after or is_cjk(after)
    )
    if marker == "_":
        left, right = (
            left and (not right or punctuation_before),
            right and (not left or punctuation_after),
        )
    return left, right, end - start


def _emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    can_open, can_close, count = _scan_delimiters(state, marker)
    for _ in range(count):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=count,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += count
    return True


def _join_lines(state: StateCore) -> None:
    """Remove soft line breaks between two Chinese characters."""
    for token in state.tokens:
        before = ""
        pending: Token | None = None
        for child in token.children or ():
            if child.type == "softbreak":
                pending = child
            elif child.type == "image":  # its words are a caption
                before, pending = "", None
            elif child.nesting == 0 and (child.content or child.type != "text"):
                if pending and is_cjk(before) and is_cjk(child.content[:1]):
                    pending.type = "text"
                    pending.content = ""
                before, pending = child.content[-1:], None


def _align_by_class(state: StateCore) -> None:
    """Align cells by a class, because the site has no inline style."""
    for token in state.tokens:
        style = token.attrs.pop("style", None)
        if style:
            token.attrSet("class", str(style).removeprefix("text-align:"))


def _mark_images_in_links(state: StateCore) -> None:
    """Mark the images inside links, once for all; the renderer would have to count for each
    image."""
    for inline in state.tokens:
        depth = 0
        for token in inline.children or ():
            if token.type in ("link_open", "link_close"):
                depth += token.nesting
            elif token.type == "image" and depth:
                token.meta["in_link"] = True


_CAPTION = re.compile("表[0-9一二三四五六七八九十-]{0,8}[：:].{1,80}")


def _set_captions(state: StateCore) -> None:
    """Make a paragraph such as 表1：各县人次 the caption of the table that follows it. It keeps the
    id of a paragraph, and the table its own."""
    tokens = state.tokens
    for index in range(3, len(tokens)):
        opened, inline, closed = tokens[index - 3 : index]
        if (
            tokens[index].type == "table_open"
            and opened.type == "paragraph_open"
            and _CAPTION.fullmatch(inline.content)
        ):
            opened.tag = closed.tag = "caption"
            for token in (opened, inline, closed):
                token.level += 1
            tokens[index - 3 : index + 1] = [tokens[index], opened, inline, closed]


def _set_figures(state: StateCore) -> None:
    """Make each paragraph that holds nothing but pictures a figure, or a row of figures."""
    for index, token in enumerate(state.tokens):
        if token.type != "paragraph_open" or token.hidden:
            continue
        inside = state.tokens[index + 1].children or []
        pictures = [child for child in inside if child.type == "image"]
        others = [c for c in inside if c.type not in ("image", "softbreak") and c.content.strip()]
        addresses = [str(picture.attrs.get("src", "")) for picture in pictures]
        if not pictures or others or any(c.nesting for c in inside):
            continue
        if any(not address or has_scheme(address) for address in addresses):
            continue
        alone = len(pictures) == 1
        for paragraph in (token, state.tokens[index + 2]):
            paragraph.tag = "figure" if alone else "div"
        if not alone:
            token.attrSet("class", "pictures")
        for picture in pictures:
            picture.meta["figure"] = "whole" if alone else "one"


def _image(self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType) -> str:
    """Render a picture of this site as a link to itself, with its caption if it is in a figure. No
    page may load anything from elsewhere: an image of another site becomes a link to it."""
    token = tokens[index]
    address, caption = str(token.attrs.get("src", "")), _plain(token)
    in_link = bool(token.meta.get("in_link"))
    if has_scheme(address) or not address:
        label = Markup.escape(caption or address)
        return str(label) if in_link else f'<a href="{Markup.escape(address)}">{label}</a>'
    made = env.get("picture")
    source = made(address) if made else None
    figure = token.meta.get("figure")
    description = str(token.attrs.get("title", ""))
    shown = _picture(source, caption, description, in_link) if source else ""
    words = str(Markup.escape(caption if source else caption or description))
    if not figure:
        return shown or words
    whole = f"{shown}<figcaption>{words}</figcaption>" if words else shown
    return whole if figure == "whole" else f"<figure>{whole}</figure>"


_NO_WORDS = "图片"  # what a screen reader says of a picture without any words; texts are Chinese


def _picture(source: ImageSource, caption: str, description: str, in_link: bool) -> str:
    address = Markup.escape(source.address)
    words = Markup.escape(description or caption or _NO_WORDS)
    size = f'width="{source.width}" height="{source.height}"'
    image = f'<img src="{address}" alt="{words}" {size} loading="lazy" decoding="async">'
    return image if in_link else f'<a class="picture" href="{address}">{image}</a>'


def _open_link(
    self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType
) -> str:
    """Open a link. `env` remembers only one, because links are never nested."""
    token = tokens[index]
    address: str | None = str(token.attrs["href"])
    if "link" in env and not has_scheme(str(address)):
        address = env["link"](address)
    env["unlinked"] = address is None
    if address is None:
        return ""
    attributes = {**token.attrs, "href": address}
    written = "".join(f' {key}="{Markup.escape(str(v))}"' for key, v in attributes.items())
    return f"<a{written}>"


def _close_link(
    self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType
) -> str:
    return "" if env.get("unlinked") else "</a>"


def _open_table(
    self: object, tokens: Sequence[Token], index: int, options: object, env: object
) -> str:
    """Open a table in a box that scrolls, by keyboard too, so that a wide table never makes the
    page scroll."""
    return f'<div class="table" id="{tokens[index].attrs["id"]}" tabindex="0"><table>\n'


def _close_table(
    self: object, tokens: Sequence[Token], index: int, options: object, env: object
) -> str:
    return "</table></div>\n"


# --- footnotes

_NOTE = re.compile(r"\[\^([^\s\[\]^]{1,40})\]")
_NOTE_TEXT = re.compile(rf"{_NOTE.pattern}:[ \t]*(\S.*)")
_CODE_SPAN = re.compile(r"(`+)[^`].*?\1")


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a footnote, one paragraph outside lists and quotations: [^1]: its text. The first of a
    name counts."""
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    found = _NOTE_TEXT.fullmatch(text)
    notes: set[str] = state.env.setdefault("notes", set())
    if not found or state.level or state.is_code_block(start) or found[1] in notes:
        return False
    if silent:
        return True
    notes.add(found[1])
    interrupting = state.md.block.ruler.getRules("paragraph")
    lines = [found[2].strip()]
    following = start + 1
    parent, state.parentType = state.parentType, "paragraph"
    while following < end and not state.isEmpty(following):
        if any(rule(state, following, end, True) for rule in interrupting):
            break
        lines.append(state.getLines(following, following + 1, state.blkIndent, False).strip())
        following += 1
    state.parentType = parent
    opened = state.push("paragraph_open", "p", 1)
    opened.meta = {"note": found[1]}
    inline = state.push("inline", "", 0)
    inline.content, inline.children = "\n".join(lines), []
    state.push("paragraph_close", "p", -1)
    opened.map = inline.map = [start, following]
    state.line = following
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """Parse [^1] if the text has a footnote of that name, but not in a link: links cannot nest. If
    silent, the parser looks for the end of a link, and takes any match for a link in it."""
    found = _NOTE.match(state.src, state.pos)
    if silent or not found or state.linkLevel or found[1] not in state.env.get("notes", ()):
        return False
    token = state.push("note_mark", "", 0)
    token.content, token.meta = found[0], {"note": found[1]}
    state.pos = found.end()
    return True


def _place_footnotes(state: StateCore) -> None:
    """Number the footnotes by their first marks, and move them to the end in that order. A footnote
    without a mark stays as it was written; a mark in a footnote is text."""
    notes: dict[str, tuple[Token, Token]] = {}
    for opened, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opened.type == "paragraph_open" and "note" in opened.meta:
            notes[opened.meta["note"]] = opened, inline
    if not notes:
        return
    inside = {id(inline) for _, inline in notes.values()}
    numbers: dict[str, int] = {}
    marks: Counter[str] = Counter()
    for token in state.tokens:
        for mark in token.children or ():
            if mark.type != "note_mark":
                continue
            name = mark.meta["note"]
            if id(token) in inside:
                mark.type = "text"
                continue
            mark.content = f"[{numbers.setdefault(name, len(numbers) + 1)}]"
            marks[name] += 1
            mark.meta = {"number": numbers[name], "time": marks[name]}
    for name, (_, inline) in notes.items():
        lead = Token("text", "", 0, content=f"[^{name}]: ", meta={"unmarked": True})
        if name in numbers:
            back = {"number": numbers[name]}
            lead = Token("note_back", "", 0, content=f"[{numbers[name]}] ", meta=back)
        inline.children = [lead, *(inline.children or ())]
    state.tokens = _at_the_end(state.tokens, notes, numbers)


def _at_the_end(
    tokens: Sequence[Token], notes: dict[str, tuple[Token, Token]], numbers: dict[str, int]
) -> list[Token]:
    """Return `tokens` with the footnotes that have a number at the end, in order."""
    rest: list[Token] = []
    moved: dict[str, list[Token]] = {}
    skipped = 0
    for index, token in enumerate(tokens):
        name = token.meta.get("note", "") if token.type == "paragraph_open" else ""
        if name in numbers and notes[name][0] is token:
            moved[name] = list(tokens[index : index + 3])
            skipped = 3
        if skipped:
            skipped -= 1
        else:
            rest.append(token)
    if not numbers:
        return rest
    for name, (opened, _, closed) in moved.items():
        opened.type, closed.type = "note_open", "note_close"
        opened.meta = {"number": numbers[name], "name": name}
    ordered = [token for name in numbers for token in moved[name]]
    return [*rest, Token("notes_open", "div", 1), *ordered, Token("notes_close", "div", -1)]


def _mark_html(
    self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType
) -> str:
    """Render the mark of a footnote; its first id is where the footnote leads back to."""
    token = tokens[index]
    number, time = int(token.meta.get("number", 0)), int(token.meta.get("time", 0))
    if not number or not env.get("jumps"):
        return f"<sup>{Markup.escape(token.content)}</sup>" if number else str(token.content)
    prefix = env.get("prefix", "")
    own = f"{prefix}fnref-{number}" + (f"-{time}" if time > 1 else "")
    return (
        f'<sup class="note"><a href="#{prefix}fn-{number}" id="{own}" role="doc-noteref">'
        f"{token.content}</a></sup>"
    )


def _back_html(
    self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType
) -> str:
    token = tokens[index]
    shown = token.content.strip()
    if not env.get("jumps"):
        return f"{shown} "
    target = f"{env.get('prefix', '')}fnref-{token.meta['number']}"
    return f'<a href="#{target}" role="doc-backlink">{shown}</a> '


def _open_note(
    self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType
) -> str:
    return f'<p id="{env.get("prefix", "")}fn-{tokens[index].meta["number"]}">'


def loose_footnotes(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield the marks of footnotes that do not work, each with its line (from 1) and "unmarked" (a
    footnote that nothing refers to), "twice" (one whose name is taken) or "missing" (a mark without
    a footnote)."""
    if "[^" not in source:
        return
    noted = {str(t.meta["name"]) for t in _parse(source) if t.type == "note_open"}
    for token in _parse(source):
        if token.type != "inline" or not token.map:
            continue
        if token.children and token.children[0].meta.get("unmarked"):
            yield token.map[0] + 1, token.children[0].content.partition(": ")[0], "unmarked"
            continue
        for number, line in enumerate(token.content.split("\n"), start=token.map[0] + 1):
            for found in _NOTE.finditer(_CODE_SPAN.sub("", line)):
                if found.start() and line[found.start() - 1 : found.start()] == "\\":
                    continue
                if found[1] not in noted:
                    yield number, found[0], "missing"
                elif _NOTE_TEXT.match(line) and not found.start():
                    yield number, found[0], "twice"


def _may_link(address: str) -> bool:
    """Return whether `address`, percent-encoded, is relative or has a scheme that runs nothing."""
    scheme = _SCHEME.match(address)
    return not scheme or scheme.group().lower() in ("http:", "https:", "mailto:", "tel:")


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse link definitions, except what looks like a footnote: it must not vanish as one."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def _make_parser() -> MarkdownIt:
    # Markdown nested deeper than maxNesting is dropped silently.
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": 100}).enable(
        "table"
    )
    parser.validateLink = _may_link  # type: ignore[assignment, method-assign]
    parser.disable(["code", "lheading", "html_block", "html_inline"])
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.block.ruler.at("reference", _reference)
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "footnote_mark", _footnote_mark)
    parser.core.ruler.after("inline", "join_lines", _join_lines)
    parser.core.ruler.after("join_lines", "align_by_class", _align_by_class)
    parser.core.ruler.after("inline", "mark_images_in_links", _mark_images_in_links)
    parser.core.ruler.after("mark_images_in_links", "set_figures", _set_figures)
    parser.core.ruler.after("set_figures", "set_captions", _set_captions)
    parser.core.ruler.after("inline", "place_footnotes", _place_footnotes)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("note_mark", _mark_html)
    parser.add_render_rule("note_back", _back_html)
    parser.add_render_rule("note_open", _open_note)
    parser.add_render_rule("note_close", lambda *_: "</p>\n")
    parser.add_render_rule("notes_open", lambda *_: '<div class="footnotes">\n')
    parser.add_render_rule("notes_close", lambda *_: "</div>\n")
    parser.add_render_rule("link_open", _open_link)
    parser.add_render_rule("link_close", _close_link)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    return parser


_MARKDOWN = _make_parser()


@lru_cache(maxsize=64)
def _parse(source: str) -> tuple[Token, ...]:
    """Parse `source`. The last results are cached, because an article is on its own page and on its
    bulletin's."""
    return tuple(_MARKDOWN.parse(source))


def _own_blocks(tokens: Sequence[Token]) -> list[Token]:
    """Copy the block tokens of `tokens`, so that they may be changed."""
    return [t.copy(attrs=dict(t.attrs)) if t.nesting else t for t in tokens]


@lru_cache(maxsize=1)
def _parse_blocks(source: str) -> tuple[Sequence[Token], EnvType]:
    """Parse the blocks and link definitions only, without the text in them: all that a bulletin's
    outline needs, in a fraction of the time. The last result is cached, because one body is parsed
    both for its articles and for misplaced headings."""
    definitions: EnvType = {}
    state = StateCore(source, _MARKDOWN, definitions)
    normalize(state)
    block(state)
    return state.tokens, definitions


def _heading_text(inline: Token, definitions: EnvType) -> str:
    (token,) = _MARKDOWN.parseInline(inline.content, definitions)
    return _plain(token)


_ANCHORED = {"paragraph_open": "p", "heading_open": "s", "table_open": "t"}
_NO_LETTERS = re.compile(r"[\W_]+")
_HASH_DIGITS = 8


def _name(tokens: Sequence[Token], prefix: str) -> None:
    """Give each paragraph, heading and table an id made from its text, so that the id stays when
    others are added, removed or moved: p-1a2b3c4d, s-… and t-…, after `prefix`. Equal texts are
    counted: p-1a2b3c4d-2."""
    seen: Counter[str] = Counter()
    for index, token in enumerate(tokens):
        if token.type not in _ANCHORED or token.hidden:
            continue
        name = _counted(_ANCHORED[token.type], _block_text(tokens, index), seen)
        token.attrSet("id", f"{prefix}{name}")


def _counted(kind: str, text: str, seen: Counter[str]) -> str:
    """Return the name of a block of that kind and text; `seen` counts the names of a page."""
    name = f"{kind}-{_text_hash(text)}"
    seen[name] += 1
    return f"{name}-{seen[name]}" if seen[name] > 1 else name


def _block_text(tokens: Sequence[Token], start: int) -> str:
    """Return the plain text of the block that opens at `start`."""
    texts: list[str] = []
    index = start + 1
    while tokens[index].nesting >= 0 or tokens[index].level != tokens[start].level:
        is_caption = tokens[index - 1].tag == "caption" and index - 1 > start
        if tokens[index].type == "inline" and not is_caption:
            texts.append(_plain(tokens[index]))
        index += 1
    return "\n".join(texts)


@lru_cache(maxsize=4096)
def _text_hash(text: str) -> str:
    """Return a short hash of the letters and digits of `text`: a changed comma, space or emphasis
    leaves it as it is. A text without any letter or digit is hashed whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = _NO_LETTERS.sub("", folded) or folded
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]


class _Levels:
    """The levels of the headings of a text below a heading of the page: the highest is `top`, and
    those below it follow without a gap."""

    def __init__(self, top: int) -> None:
        self._top = top
        self._written: list[int] = []

    def shown(self, written: int) -> int:
        """Return the level of the next heading, which is written with the level `written`."""
        while self._written and self._written[-1] >= written:
            self._written.pop()
        self._written.append(written)
        return min(self._top + len(self._written) - 1, 6)


def _set_levels(tokens: Sequence[Token], top: int) -> None:
    levels, level = _Levels(top), top
    for token in tokens:
        if token.type == "heading_open":
            level = levels.shown(int(token.tag[1]))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def _plain(token: Token) -> str:
    if token.type == "fence":
        return token.content
    return "".join(_plain_children(token))


def _plain_children(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.children:
            yield from _plain_children(child)
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield child.content
