"""Sets invented lines as readers find them: plain text, broken lines, Word, PDF, a web page.

Text and web pages go through the readers themselves, so that their blocks look as they do when a
document is converted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from random import Random

from jianbao.convert.blocks import Block, Document
from jianbao.convert.label.roles import Role
from jianbao.convert.readers.text import read_text
from jianbao.convert.readers.web import html
from jianbao.convert.training.generator import LabelledLine, invent
from jianbao.text.chinese import strip_space

_BODY: tuple[Role, ...] = ("para", "brief")
_HEAD: tuple[Role, ...] = ("series", "issue", "notice", "banner", "docno")
_TITLES: tuple[Role, ...] = ("title", "title+", "subtitle", "kicker")
_RIGHT: tuple[Role, ...] = ("attr", "sign")
_APART: tuple[Role, ...] = ("title", "foot", "sign", "column", "issue")
_MORE: dict[Role, Role] = {
    **dict.fromkeys(("title", "title+"), "title+"),
    **dict.fromkeys(("para", "brief", "heading", "attr", "caption", "sign"), "para+"),
    **dict.fromkeys(("foot", "foot+"), "foot+"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with the role of each of its blocks."""

    document: Document
    roles: tuple[Role, ...]


def invented(seed: int) -> Labelled:
    """Invent a document, set in one of the settings. The same seed gives the same document."""
    random = Random(seed)  # noqa: S311
    lines = invent(random)
    web = any(line.role in ("nav", "meta") for line in lines)
    settings = _OF_WEB if web else _OF_PRINT
    return random.choice(settings)(lines, random)


# --- text ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text is set: characters a line (0: paragraphs are not broken), white space before
    lines, empty lines, Markdown; `torn`: the share of paragraphs that page breaks cut in two."""

    width: int
    indent: str
    centred: bool
    right: bool
    gaps: str
    spaced: bool
    markdown: str
    pages: int
    torn: float


def _style(random: Random, width: int) -> _Style:
    return _Style(
        width,
        random.choice(("　　", "　　", "    ", "", "", "  ")),
        random.random() < 0.4,
        random.random() < 0.6,
        random.choice(("none", "none", "all", "all", "parts", "titles", "some")),
        random.random() < 0.35,
        random.choice(("", "", "", "", "#", "**")),
        random.choice((0, 0, 18, 25, 30)) if width else random.choice((0, 0, 0, 0, 0, 0, 8, 12)),
        0.0 if width else random.choice((0.0, 0.0, 0.0, 0.1, 0.25)),
    )


def _text(lines: Sequence[LabelledLine], random: Random) -> Labelled:
    return _as_text(lines, random, _style(random, 0))


def _broken_text(lines: Sequence[LabelledLine], random: Random) -> Labelled:
    return _as_text(lines, random, _style(random, random.randint(22, 42)))


def _as_text(lines: Sequence[LabelledLine], random: Random, style: _Style) -> Labelled:
    rows: list[tuple[str, Role | None]] = []
    before: Role | None = None
    for line in lines:
        if rows and _gap(style, before, line.role, random):
            rows.append(("", None))
        rows.extend(_rows(line, style, random))
        before = line.role
    if style.pages:
        rows = list(_paged(rows, style.pages, random, lines[0].text))
    document = read_text("\n".join(text for text, _ in rows))
    return Labelled(document, tuple(_role(block, rows) for block in document.blocks))


def _role(block: Block, rows: Sequence[tuple[str, Role | None]]) -> Role:
    """The role of a block of a text; rows that the reader takes for no table are paragraphs."""
    role = rows[block.line - 1][1] or "para"
    return "para" if role == "table" and block.kind == "line" else role


def _gap(style: _Style, before: Role | None, role: Role, random: Random) -> bool:
    parts = {before, role} & {"title", "column", "toc", "foot", "rule", "table"}
    match style.gaps:
        case "all":
            return not (before == role and role in ("foot", "toc", "card", "title+"))
        case "parts":
            return bool(parts) and before != role
        case "titles":
            below = before in ("title", "title+") and role != "title+"
            return below or role in ("title", "column", "kicker")
        case "some":
            return random.random() < 0.3
    return False


_SPREAD: dict[Role, int] = {"series": 14, "title": 4}
"""Up to how many characters a line may be set wide, with spaces between them."""
# What stands before, between and behind the cells of a row of a table.
_CELLS = (("| ", " | ", " |"), ("", "\t", ""), ("", "|", ""), ("", "    ", ""))


def _rows(line: LabelledLine, style: _Style, random: Random) -> Iterator[tuple[str, Role | None]]:
    role, text = line.role, line.text
    if role == "table":
        before, between, behind = random.choice(_CELLS)
        for row in text.split("|"):
            yield before + row.replace("\t", between) + behind, role
        return
    if role == "image":
        yield f"![{text}](a.jpg)", role
        return
    if style.spaced and len(text) <= _SPREAD.get(role, 0):
        text = (" " if random.random() < 0.7 else "　").join(text)
    if role in _BODY or (role in ("heading", "foot") and style.width):
        pieces = _pieces(text, style.width, 2 if style.indent else 0)
        parted = False  # an empty line is left where a page break was
        if random.random() < style.torn:
            pieces, parted = _torn(text, random), random.random() < 0.4
        indent = style.indent if role not in ("foot",) else ""
        yield indent + _marked(pieces[0], role, style), role
        for piece in pieces[1:]:
            if parted:
                yield "", None
            yield piece, _MORE[role]
        return
    if role == "toc" and style.width and len(text) > style.width:
        yield from ((piece, role) for piece in _pieces(text, style.width, 0))
        return
    if role in _TITLES and style.width and len(text) > style.width - 6:
        pieces = _pieces(text, style.width - 8, 0)
        yield _placed(pieces[0], role, style), role
        yield from (
            (_placed(piece, "title+", style), _MORE.get(role, role)) for piece in pieces[1:]
        )
        return
    yield _marked(_placed(text, role, style), role, style), role


def _marked(text: str, role: Role, style: _Style) -> str:
    if style.markdown == "#" and role in ("series", "column", "title", "heading"):
        level = {"series": "#", "column": "##", "title": "##", "heading": "###"}[role]
        return f"{level} {text.strip()}"
    if style.markdown == "**" and role in ("series", "column", "title", "heading", "issue"):
        return f"**{text.strip()}**"
    return text


def _placed(text: str, role: Role, style: _Style) -> str:
    wide = style.width or 36
    if style.centred and role in (*_HEAD, *_TITLES, "rule"):
        return "　" * max(0, (wide - len(text)) // 2) + text
    if style.right and role in _RIGHT:
        return "　" * max(0, wide - len(text) - 2) + text
    if role in ("attr", "heading", "byline") and style.indent:
        return style.indent + text
    return text


_NOT_FIRST = "，。；：、！？”）》"


def _pieces(text: str, width: int, indent: int) -> list[str]:
    """A paragraph broken into lines; a mark does not begin one."""
    if not width:
        return [text]
    pieces, rest, room = [], text, width - indent
    while rest:
        cut = room
        while cut < len(rest) and rest[cut] in _NOT_FIRST:
            cut += 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], width
    return pieces


def _torn(text: str, random: Random) -> list[str]:
    """A paragraph that a page break cuts in the middle of a clause."""
    cut = random.randint(8, max(8, len(text) - 6))
    if not 8 <= cut < len(text) - 3 or text[cut] in _NOT_FIRST or text[cut - 1] in "。；！？":
        return [text]
    return [text[:cut], text[cut:]]


def _paged(
    rows: Sequence[tuple[str, Role | None]], size: int, random: Random, name: str
) -> Iterator[tuple[str, Role | None]]:
    """Rows with what stands at the foot and the head of each page."""
    form = random.choice(("{}", "- {} -", "— {} —", "第{}页", "·{}·", "-{}-", "第{}页 共9页"))
    running = random.random() < 0.25
    page = 1
    for place, row in enumerate(rows):
        if place and place % size == 0 and len(rows) - place > 2:
            yield form.format(page), "page"
            page += 1
            if running:
                yield strip_space(name), "page"
        yield row


# --- Word and PDF -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    bold: bool = False
    align: str = ""
    red: bool = False


def _looks(random: Random) -> Callable[[Role], _Look]:
    """How the roles of one document are set."""
    body = random.choice((10.5, 12.0, 14.0, 16.0, 16.0))
    plain = random.random() < 0.2
    bold, centre = random.random() < 0.7, random.random() < 0.85
    red, right = random.random() < 0.5, random.choice(("right", "right", "", "center"))
    headings = random.random() < 0.5
    title = random.choice((body, body + 2, body + 4, body + 6, body * 1.6, body * 2))
    series = max(body * random.choice((1.5, 2.0, 2.6, 3.2)), title * 1.1)

    def look(role: Role) -> _Look:
        middle = "center" if centre else ""
        if plain:
            return _Look(body, align="center" if role in ("series", "title", "title+") else "")
        if role == "series":
            return _Look(series, bold, middle, red)
        if role in ("issue", "docno", "banner", "subtitle", "kicker"):
            return _Look(body, False, middle, red and role == "banner")
        if role in ("title", "title+"):
            return _Look(title, bold, middle)
        if role in ("column", "heading"):
            return _Look(body, headings, "", red and role == "column")
        if role in ("sign", "attr"):
            return _Look(body, align=right)
        if role in ("caption", "foot", "foot+", "page", "notice"):
            return _Look(round(body * 0.9, 1), align="center" if role == "caption" else "")
        return _Look(body)

    return look


def _word(lines: Sequence[LabelledLine], random: Random) -> Labelled:
    look = _looks(random)
    outlined, indented = random.random() < 0.15, random.random() < 0.8
    sized = random.random() < 0.85
    blocks: list[Block] = []
    gap = False
    spread = random.random() < 0.35
    for line in lines:
        if blocks and random.random() < (
            0.5 if spread and line.role in ("title", "foot", "series", "column") else 0.03
        ):
            gap = True
        made = look(line.role)
        blocks.append(
            _block(
                line,
                len(blocks) + 1,
                "paragraph",
                made,
                indent=2.0 if indented and line.role in (*_BODY, "heading") else 0.0,
                gap=gap,
                heading={"title": 1, "heading": 2}.get(line.role, 0) if outlined else 0,
                size=made.size if sized else None,
            )
        )
        gap = False
    return Labelled(Document("docx", tuple(blocks)), tuple(line.role for line in lines))


def _pdf(lines: Sequence[LabelledLine], random: Random) -> Labelled:
    look = _looks(random)
    width = random.randint(24, 38)
    rows: list[tuple[LabelledLine, bool, float]] = []
    for line in lines:
        room = width
        if line.role in ("title", "title+"):
            room = max(8, int(width * 0.75))
        long = line.role in _MORE and len(line.text) > room
        pieces = _pieces(line.text, room, 2 if line.role in _BODY else 0) if long else [line.text]
        for number, piece in enumerate(pieces):
            role = line.role if number == 0 else _MORE[line.role]
            rows.append(
                (LabelledLine(role, piece), number == 0, 1.0 if number + 1 < len(pieces) else 0.0)
            )
    return _sheets(rows, look, width, random)


def _sheets(
    rows: Sequence[tuple[LabelledLine, bool, float]],
    look: Callable[[Role], _Look],
    width: int,
    random: Random,
) -> Labelled:
    """Lines on pages, with page numbers."""
    size = random.randint(18, 34)
    numbered, form = random.random() < 0.7, random.choice(("{}", "- {} -", "— {} —"))
    blocks: list[Block] = []
    roles: list[Role] = []
    start = False
    for place, (line, first, full) in enumerate(rows):
        page = 1 + place // size
        indent = 2.0 if first and line.role in _BODY else 0.0
        fill = full or min(1.0, (len(line.text) + indent) / width)
        if look(line.role).align in ("center", "right"):
            fill = (1 + fill) / 2 if look(line.role).align == "center" else 1.0
        block = _block(
            line, len(blocks) + 1, "line", look(line.role), page=page, page_start=start,
            indent=indent, fill=round(fill, 3), size=look(line.role).size,
            gap=first and bool(blocks) and not start and line.role in _APART
            and random.random() < 0.5,
        )  # fmt: skip
        blocks.append(block)
        roles.append(line.role)
        start = False
        if (place + 1) % size == 0 and place + 1 < len(rows):
            if numbered:
                number = LabelledLine("page", form.format(page))
                blocks.append(
                    _block(
                        number, len(blocks) + 1, "line", look("page"), page=page, fill=0.5, size=9.0
                    )
                )
                roles.append("page")
            start = True
    document = Document("pdf", tuple(blocks), pages=1 + len(rows) // size)
    return Labelled(document, tuple(roles))


def _block(line: LabelledLine, number: int, kind: str, look: _Look, **more: object) -> Block:
    text = " ".join(line.text.split("    ")) if kind == "line" else line.text
    if line.role == "table":
        cells = tuple(tuple(row.split("\t")) for row in line.text.split("|"))
        return Block("\n".join("\t".join(row) for row in cells), number, kind="table", rows=cells)
    if line.role in ("image", "rule"):
        return Block(
            "" if line.role == "image" else text,
            number,
            kind="image" if line.role == "image" else "rule",
        )
    made = Block(
        text.strip(),
        number,
        kind="line" if kind == "line" else "paragraph",
        bold=((0, len(text.strip())),) if look.bold else (),
        red=look.red,
    )
    return replace(made, align=look.align, **more)  # type: ignore[arg-type]


# --- web pages ----------------------------------------------------------------------------------


def _web(lines: Sequence[LabelledLine], random: Random) -> Labelled:
    """A saved web page. Roles come back by text, for the reader leaves blocks out."""
    page = "\n".join(_elements(lines, random))
    title = next((line.text for line in lines if line.role == "title"), "")
    site = random.choice(("", "-政府网", "_工作动态_政府网", " - 新闻中心", "|教育局"))
    head = (
        f"<title>{escape(random.choice((title + site, title, title + site, '政府网', '')))}</title>"
    )
    if random.random() < 0.3:
        head += f'<meta property="og:title" content="{escape(title)}">'
    if random.random() < 0.3:
        head += f'<meta name="ArticleTitle" content="{escape(title)}">'
    markup = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{page}</body></html>"
    )
    document = html.read(markup.encode(), "page.html")
    return _matched(document, lines)


def _elements(lines: Sequence[LabelledLine], random: Random) -> Iterator[str]:
    inline = random.random() < 0.5
    title = random.choice(
        (
            "<h1>{}</h1>",
            "<h2>{}</h2>",
            '<div class="tt">{}</div>',
            "<h3>{}</h3>",
            '<p style="text-align:center;font-size:24px"><b>{}</b></p>',
            "<p>{}</p>",
        )
    )
    meta = random.choice(
        ('<div class="bar">{}</div>', "<p>{}</p>", "<p>{}</p>", '<p align="center">{}</p>')
    )
    nav = random.choice(("<p>{}</p>", '<div><a href="#">{}</a></div>', "<p>{}</p>"))
    strong = random.random() < 0.4
    wrapped = random.random() < 0.5
    open_ = False
    for line in lines:
        if wrapped and not open_ and line.role in ("para", "brief", "series"):
            yield f'<div class="{random.choice(("content", "TRS_Editor", "box", "main"))}">'
            open_ = True
        if open_ and line.role == "nav":
            yield "</div>"
            wrapped = open_ = False
        text = escape(line.text.strip()).replace("  ", "&nbsp; ")
        if line.role == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row.split("\t")) + "</tr>"
                for row in line.text.split("|")
            )
            yield f'<table border="1">{rows}</table>'
        elif line.role == "image":
            yield '<p><img src="a.jpg" width="600" height="400"></p>'
        elif line.role in ("title", "title+"):
            yield title.format(text)
        elif line.role == "meta":
            yield meta.format(text if inline else "</span> <span>".join(text.split("&nbsp;")))
        elif line.role == "nav":
            yield nav.format(text)
        elif line.role == "heading" and strong:
            yield f"<p><strong>{text}</strong></p>"
        elif line.role in _RIGHT and strong:
            yield f'<p style="text-align:right">{text}</p>'
        else:
            indent = ' style="text-indent:2em"' if line.role in _BODY and inline else ""
            yield f"<p{indent}>{text}</p>"
    if open_:
        yield "</div>"


def _matched(document: Document, lines: Sequence[LabelledLine]) -> Labelled:
    """The roles of the blocks that the reader has kept, found in order by their text."""
    place = 0
    blocks: list[Block] = []
    roles: list[Role] = []
    texts = [strip_space(line.text).replace("|", "") for line in lines]
    for block in document.blocks:
        bare = strip_space(block.text).replace("|", "")
        for found in range(place, len(lines)):
            same = bare == texts[found] or (len(bare) >= 4 and bare in texts[found])
            if same or (block.kind == lines[found].role == "image"):
                blocks.append(block)
                roles.append(lines[found].role)
                place = found if bare != texts[found] else found + 1
                break
    return Labelled(replace(document, blocks=tuple(blocks)), tuple(roles))


_Setting = Callable[[Sequence[LabelledLine], Random], Labelled]
_OF_PRINT: tuple[_Setting, ...] = (
    _text,
    _text,
    _text,
    _broken_text,
    _broken_text,
    _word,
    _word,
    _pdf,
)
_OF_WEB: tuple[_Setting, ...] = (_text, _text, _web, _web, _web, _word)
