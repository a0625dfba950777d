"""Read PDF documents: the text layer if it is sound, else the pages as pictures.

`extraction` takes a PDF apart, confined, and returns glyphs, strokes and images; everything else is
geometry.
"""

import base64
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag
from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.blocks import Document, PictureFile, Removal
from jianbao.convert.readers import sandbox
from jianbao.convert.readers.colours import is_red
from jianbao.convert.readers.complete import complete, lines_as_blocks
from jianbao.convert.readers.pdf import geometry, order, scan, sheets, vertical
from jianbao.convert.readers.pdf.geometry import Box, Glyph, Graphic, PageTable, PdfPage
from jianbao.convert.readers.pdf.vertical import VerticalText
from jianbao.convert.readers.runs import with_captions
from jianbao.convert.readers.sandbox import Json, RefusedError
from jianbao.convert.readers.writing_system import is_wrong
from jianbao.text.chinese import is_han, strip_space

OUTLINES = 60  # paths per page; fewer are frames and rules, more may be drawn characters
SECONDS = 300
MEGABYTES = 2048


def read(content: bytes, name: str) -> Document:
    """Read the PDF `content`. Pages without a text layer, or with a text layer of meaningless
    characters, are read as scans.

    Raise ConvertError if it is damaged, encrypted or beyond the limits, or if a library is missing.
    """
    location = Location(name)
    raw = sandbox.run(extract, content, None, location, seconds=SECONDS, megabytes=MEGABYTES)
    layers = [_layer(number, page, raw) for number, page in enumerate(raw["pages"], 1)]
    pictured = [layer.number for layer in layers if layer.unread]
    scanned: dict[int, scan.Scanned] = {}
    if pictured:
        scanned = scan.pages_of_pdf(
            content, pictured, location, garbled=any(x.unread == "garbled" for x in layers)
        )
    pages, other_order = sheets.in_order(
        [(scanned[x.number].page,) if x.number in scanned else x.pages for x in layers]
    )
    made, furniture = geometry.blocks(pages)
    first = {block.page: block.line for block in reversed(made)}
    removals = list(furniture)
    doubts = list(_radicals(raw["pages"]))
    for layer, seen in zip(layers, raw["pages"], strict=True):
        line = first.get(layer.number, max(len(made), 1))
        removals += [Removal(reason, line, text) for reason, text in layer.removals]
        doubts += [Flag.of(doubt, line, text) for doubt, text in layer.doubts]
        for number, before, after in filter(None, (layer.other_order, other_order)):
            if number == layer.number:
                where = f"第{number}页"
                doubts.append(Flag.of(Doubt.READING_ORDER, line, where, before=before, after=after))
        removals += [Removal("annotation", line, text) for _, text in seen["notes"] if text]
        if layer.number in scanned:
            removals += scanned[layer.number].removals(made)
            doubts += scanned[layer.number].doubts(made)
    doubts += scan.spacing_doubts([one.page for one in scanned.values()], made)
    if not any(strip_space(b.text) or b.rows for b in made):
        raise ConvertError([problem(location, "", "the document holds no text")])
    document = Document(
        format="scan" if len(scanned) == len(layers) else "pdf",
        blocks=tuple(made),
        metadata=tuple((key, value) for key, value in raw["metadata"]),
        removals=tuple(removals),
        doubts=tuple(doubts),
        pages=len(layers),
        pictures=tuple(
            PictureFile(name, base64.b64decode(content))
            for name, content in raw["pictures"].items()
        ),
    )
    document = complete(
        document,
        _shown(raw["pages"], scanned.values()),
        lambda: _plain(raw["pages"], scanned.values(), document),
    )
    return replace(document, blocks=with_captions(document.blocks, taken_only=True))


def _shown(layers: Sequence[Json], scanned: Iterable[scan.Scanned]) -> Iterator[str]:
    """Yield each character of the text layers and each recognised text."""
    for layer in layers:
        yield from (char[0] for char in layer["chars"])
        yield from (words for _, words in layer["notes"])
    for one in scanned:
        yield from scan.recognised_texts(one)


def _plain(layers: Sequence[Json], scanned: Iterable[scan.Scanned], document: Document) -> Document:
    """Return the characters of each page in the order in which they are painted."""
    pages = ["".join(char[0] for char in layer["chars"]) for layer in layers]
    texts = [*pages, *(words for layer in layers for _, words in layer["notes"])]
    for one in scanned:
        texts.extend(scan.recognised_texts(one))
    return replace(document, blocks=lines_as_blocks(texts), removals=())


# --- one page's text layer --------------------------------------------------------------------

_GARBLED_SHARE = 0.1
_WHITE = 0.94
_NOTICE = re.compile("内部|保密|保存|外传|装订线|密封线")  # what a margin usually says
_SYMBOLS = frozenset(map(chr, range(0xF020, 0xF100)))  # Bullets of symbol fonts.


@dataclass(slots=True)
class _Layer:
    """The content of the text layer of one page. `unread`: why the page must be read as a
    picture."""

    number: int
    pages: sheets.Sheet
    unread: str = ""
    removals: list[tuple[RemovalReason, str]] = field(default_factory=list)
    doubts: list[tuple[Doubt, str]] = field(default_factory=list)
    other_order: tuple[int, str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Char:
    """A glyph as the library returns it; `order` is its position in the order of painting."""

    glyph: Glyph
    colour: tuple[float, float, float]
    turn: int
    hidden: bool
    order: int


def _layer(number: int, raw: Json, document: Json) -> _Layer:
    width, height = raw["width"], raw["height"]
    chars = [_char(entry, order, document) for order, entry in enumerate(raw["chars"])]
    layer = _Layer(number, (PdfPage(number, width, height, ()),))
    visible = _readable(layer, chars, raw, document)
    if visible is None:
        return layer
    turn = _main_turn(visible)
    single = _upright(layer, visible, turn, width, height)
    _doubt_characters(layer, single, raw)
    strokes = [_turned(Box(*entry[:4]), turn, width, height) for entry in raw["strokes"]]
    red = {
        box
        for box, entry in zip(strokes, raw["strokes"], strict=True)
        if is_red(_colour(entry[4], document))
    }
    tables, rest, free = geometry.tables(strokes, [char.glyph for char in single])
    if any(table.merged for table in tables):
        layer.doubts.append((Doubt.MERGED_CELLS, f"第{number}页"))
    marks = _images(raw, turn, width, height)
    if turn in (90, 270):
        width, height = height, width
    marks += [Graphic("rule", box, red=box in red) for box in free if box.width > 0.25 * width]
    divided = vertical.divide(rest)
    for text in divided.margins:
        layer.removals.append(("margin", text))
        if not _NOTICE.search("".join(filter(is_han, text))):
            layer.doubts.append((Doubt.MARGIN_TEXT, text))
    dividers = [box for box in free if box.height > box.width]
    layer.pages, other = _pages(
        PdfPage(number, width, height, ()),
        _Found(divided.across, tables, marks, dividers, divided.texts),
    )
    layer.other_order = (number, *other) if other else None
    return layer


def _readable(
    layer: _Layer, chars: Sequence[_Char], raw: Json, document: Json
) -> Sequence[_Char] | None:
    """Return the characters of a page that are to be read, None if the page is a picture or its
    text is garbled. Leave out the others, with doubts."""
    inked = [char for char in chars if strip_space(char.glyph.text)]
    if _garbled([char.glyph.text for char in inked]):
        layer.unread = "garbled"
        _leave_out(layer, "garbled-layer", inked)
        layer.doubts.append((Doubt.TEXT_LAYER_GARBLED, f"第{layer.number}页"))
        return None
    area = max(1.0, raw["width"] * raw["height"])
    boxes = [Box(*entry[:4]) for entry in raw["images"]]
    share = max((box.width * box.height / area for box in boxes), default=0.0)
    visible, hidden = _visible(chars, raw, document)
    if share > 0.5 and _inked(hidden) > max(10, _inked(visible)):
        # A searchable scan: the invisible result of some OCR, over or under the picture of the
        # page.
        layer.doubts.append((Doubt.TEXT_LAYER_OF_SCAN, f"第{layer.number}页"))
        visible, hidden = visible + hidden, []
    shown = _inked(visible)
    drawn = share > 0.05 or raw["paths"] > OUTLINES
    if shown < 20 and (share > 0.5 or (not shown and drawn)):
        layer.unread = "picture"
        _leave_out(layer, "replaced-layer", visible)
        _leave_out(layer, "hidden", hidden)
        return None
    if _inked(hidden):
        _leave_out(layer, "hidden", hidden)
        layer.doubts.append((Doubt.HIDDEN_IN_PAGE, _sample(hidden)))
    return visible


def _upright(
    layer: _Layer, visible: Sequence[_Char], turn: int, width: float, height: float
) -> list[_Char]:
    """Return the characters that stand as most of the page does, set upright, each once."""
    askew = [char for char in visible if char.turn != turn]
    if _inked(askew):
        _leave_out(layer, "turned", askew)
        layer.doubts.append((Doubt.TURNED_TEXT, _sample(askew)))
    upright = [char for char in visible if char.turn == turn]
    if turn:
        upright = [_set_upright(char, turn, width, height) for char in upright]
    single, doubled = _without_overprint(upright)
    _leave_out(layer, "overprint", doubled)
    return single


def _doubt_characters(layer: _Layer, chars: Sequence[_Char], raw: Json) -> None:
    """Doubt a page with characters that cannot be read, or with text outside the page itself."""
    where = f"第{layer.number}页"
    if raw["lost"]:
        layer.doubts.append((Doubt.UNREADABLE_CODES, f"{where}，{raw['lost']}个字符"))
    unknown = sum(char.glyph.text == "\ufffd" for char in chars)
    if unknown:
        layer.doubts.append((Doubt.UNREADABLE_CHARACTERS, f"{where}，{unknown}个字符"))
    if raw["notes"]:
        kinds = sorted({kind for kind, _ in raw["notes"]})
        layer.doubts.append((Doubt.ANNOTATION, f"{where}：{'、'.join(kinds)}"))


def _images(raw: Json, turn: int, width: float, height: float) -> list[Graphic]:
    """Return the images of a page that are more than a speck. A turned one is not taken."""
    boxes = [(Box(*entry[:4]), entry[6]) for entry in raw["images"]]
    return [
        Graphic("image", _turned(box, turn, width, height), picture="" if turn else name)
        for box, name in boxes
        if box.width > 20 and box.height > 20
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands on a sheet, or on one of the two pages of it."""

    glyphs: Sequence[Glyph]
    tables: Sequence[PageTable]
    marks: Sequence[Graphic]
    dividers: Sequence[Box]
    vertical: Sequence[VerticalText]

    def ordered(self) -> order.Ordered:
        return order.ordered(self.glyphs, self.tables, self.marks, self.dividers, self.vertical)

    def half(self, fold: float, right: bool) -> "_Found":
        """Return what stands on one side of `fold`."""

        def here(box: Box) -> bool:
            return (box.x0 + box.x1 > 2 * fold) is right

        return _Found(
            [glyph for glyph in self.glyphs if here(glyph.box)],
            [table for table in self.tables if here(table.box)],
            [mark for mark in self.marks if here(mark.box)],
            [box for box in self.dividers if here(box)],
            [text for text in self.vertical if here(text.box)],
        )


def _pages(sheet: PdfPage, found: _Found) -> tuple[sheets.Sheet, tuple[str, str] | None]:
    """Return the page or the two pages that are on a sheet, and two lines that may follow each
    other in another order."""
    whole = found.ordered()
    across = [table.box for table in found.tables]
    across += [text.box for text in found.vertical]
    across += [mark.box for mark in found.marks if mark.kind == "rule"]
    fold = sheets.fold(sheet.width, sheet.height, found.glyphs, across)
    one = replace(sheet, items=whole.items)
    if not fold:
        return (one,), whole.doubt
    halves = [found.half(fold, right).ordered() for right in (False, True)]
    lead = sum(half.score for half in halves) + sheets.TWO_PAGES - whole.score
    items = [item for half in halves for item in half.items]
    if lead < 0:
        other = order.difference(whole.items, items) if -lead < order.DOUBTFUL else None
        return (one,), whole.doubt or other
    left = replace(sheet, width=fold, items=halves[0].items)
    moved = tuple(geometry.moved(item, -fold) for item in halves[1].items)
    right = replace(sheet, width=sheet.width - fold, items=moved)
    return (left, right), halves[0].doubt or halves[1].doubt


def _char(entry: Json, order: int, document: Json) -> _Char:
    text, x0, top, x1, bottom, base, size, font, colour, turn, hidden = entry
    rgb = _colour(colour, document)
    glyph = Glyph(text, Box(x0, top, x1, bottom), base, size, document["fonts"][font], is_red(rgb))
    return _Char(glyph, rgb, turn, hidden, order)


def _colour(index: int, document: Json) -> tuple[float, float, float]:
    red, green, blue = document["colours"][index]
    return red, green, blue


def _inked(chars: Sequence[_Char]) -> int:
    return sum(bool(strip_space(char.glyph.text)) for char in chars)


def _sample(chars: Sequence[_Char]) -> str:
    text = "".join(char.glyph.text for char in chars)
    return text if len(text) <= 80 else text[:79] + "…"


def _leave_out(layer: _Layer, reason: RemovalReason, chars: Sequence[_Char]) -> None:
    if _inked(chars):
        layer.removals.append((reason, "".join(char.glyph.text for char in chars).strip()))


def _garbled(texts: Sequence[str]) -> bool:
    """Return whether the layer's characters are meaningless: unmapped, private, or Han characters
    so rare that the map must be wrong."""
    if not texts:
        return False
    bad = sum(_meaningless(text) for text in texts)
    han = [text for text in texts if is_han(text[:1])]
    rare = sum(not (_encodes(text, "gb2312") or _encodes(text, "big5")) for text in han)
    return bad > max(3, _GARBLED_SHARE * len(texts)) or (len(han) > 30 and rare > 0.15 * len(han))


def _meaningless(text: str) -> bool:
    return text == "\ufffd" or any(
        is_wrong(c) or (unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") and c not in _SYMBOLS)
        for c in text
    )


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _visible(chars: Sequence[_Char], raw: Json, document: Json) -> tuple[list[_Char], list[_Char]]:
    """Return the characters that the page shows, and the others: unpainted, outside the page, white
    on white, or under something opaque that was painted later."""
    page = Box(0, 0, raw["width"], raw["height"])
    grounds, covers = list[Box](), list[tuple[Box, int]]()
    for *corners, painted, opaque, _ in raw["images"]:
        box = Box(*corners)
        grounds.append(box)
        # A seal or photograph beside the text may touch it; only the scan of a page covers it.
        if opaque and box.width * box.height > 0.5 * page.width * page.height:
            covers.append((box, painted))
    for *corners, painted, index in raw["fills"]:
        colour = _colour(index, document)
        if min(colour) < 0.85:
            grounds.append(Box(*corners))
        if max(colour) < 0.3 or min(colour) > _WHITE:
            covers.append((Box(*corners), painted))
    shown, hidden = list[_Char](), list[_Char]()
    for char in chars:
        box = char.glyph.box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        unseen = (
            char.hidden
            or char.glyph.size < 1
            or not page.holds(x, y)
            or any(painted > char.order and cover.holds(x, y) for cover, painted in covers)
            or (min(char.colour) > _WHITE and not any(ground.holds(x, y) for ground in grounds))
        )
        (hidden if unseen else shown).append(char)
    return shown, hidden


def _main_turn(chars: Sequence[_Char]) -> int:
    """Return the direction in which most of the page's text runs."""
    turns = Counter(char.turn for char in chars)
    main = max(turns, key=lambda turn: (turns[turn], turn == 0), default=0)
    return main if main in (90, 180, 270) else 0


def _turned(box: Box, turn: int, width: float, height: float) -> Box:
    """Return `box` after turning the page so that text at the angle `turn` runs right."""
    if turn == 90:
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    if turn == 180:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turn == 270:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


def _set_upright(char: _Char, turn: int, width: float, height: float) -> _Char:
    box = _turned(char.glyph.box, turn, width, height)
    return replace(char, glyph=replace(char.glyph, box=box, base=box.bottom))


def _without_overprint(chars: Sequence[_Char]) -> tuple[list[_Char], list[_Char]]:
    """Remove one of two characters that are printed almost at the same place, for bold type or
    shadows."""
    kept: dict[tuple[str, int, int], list[_Char]] = {}
    single: list[_Char] = []
    doubled: list[_Char] = []
    bold: set[int] = set()
    for char in chars:
        glyph = char.glyph
        x, y = int(glyph.box.x0 // 4), int(glyph.base // 4)
        near = [
            other
            for i in (x - 1, x, x + 1)
            for j in (y - 1, y, y + 1)
            for other in kept.get((glyph.text, i, j), ())
            if abs(other.glyph.box.x0 - glyph.box.x0) < 0.2 * min(glyph.size, 18)
            and abs(other.glyph.base - glyph.base) < 0.2 * min(glyph.size, 18)
        ]
        if near and strip_space(glyph.text):
            doubled.append(char)
            bold.add(near[0].order)
        else:
            kept.setdefault((glyph.text, x, y), []).append(char)
            single.append(char)
    return [
        replace(char, glyph=replace(char.glyph, bold=True)) if char.order in bold else char
        for char in single
    ], doubled


def _radicals(pages: Sequence[Json]) -> Iterator[Flag]:
    """Yield one doubt for all radicals: browsers and other programs write dozens of them."""
    counts = Counter[tuple[str, str]]()
    for page in pages:
        for printed, meant, count in page["radicals"]:
            counts[printed, meant] += count
    if counts:
        pairs = (f"{a} → {b} ({count})" for (a, b), count in sorted(counts.items()))
        yield Flag.of(Doubt.RADICALS, 0, "、".join(pairs))


# --- confined: what the library sees ----------------------------------------------------------


def extract(content: bytes, _options: Json) -> Json:
    """Return `extraction.extract`; runs confined."""
    return _extraction().extract(content)


def everything(content: bytes, _options: Json) -> Json:
    """Return `extraction.everything`; runs confined."""
    return _extraction().everything(content)


def _extraction() -> ModuleType:
    """Load the module that takes a PDF apart. Raise RefusedError if its library is missing."""
    try:
        from jianbao.convert.readers.pdf import extraction
    except ImportError:
        raise RefusedError(
            "{library} is not installed: run `make site` in Jianbao's folder, "
            'or install its wheel with: pip install "JIANBAO.whl[convert]"',
            library="pdfminer.six",
        ) from None
    return extraction
