"""Take everything that a PDF paints out of it: glyphs, strokes, areas and pictures, as JSON.

Runs confined (see `sandbox`), and only there is the library loaded (pdfminer.six: only it reports
how and in which order each glyph is painted).
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTItem, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from jianbao.convert.readers.pdf.embedded import EmbeddedImage, EmbeddedPictures
from jianbao.convert.readers.sandbox import Json, RefusedError

MAX_PAGES = 500
MAX_GLYPHS = 12_000  # per page; nobody reads a page with more
MAX_STROKES = 2_000  # per page; more is a drawing
MAX_AREAS = 300  # images and coloured areas per page
MAX_NOTES = 1_000  # annotations per page
# Radicals that fonts share with a whole character, if Unicode gives none or another equivalent.
_RADICALS = dict(
    zip(
        "⺎⺒⺓⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⼾",
        "兀巳幺民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙户",
        strict=True,
    )
)

_Box = tuple[float, float, float, float]


def extract(content: bytes) -> Json:
    """Return every glyph, stroke, fill and image of every page. Raise RefusedError for an encrypted
    or damaged file and for too many pages."""
    document = _open(content)
    inks = _Inks()
    device = _Device(PDFResourceManager())
    device.pictures, device.named = EmbeddedPictures(), {}
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    pages: list[Json] = []
    for page in PDFPage.create_pages(document):
        if len(pages) == MAX_PAGES:
            raise RefusedError(
                "the PDF has more than {limit} pages; split it into documents", limit=MAX_PAGES
            )
        device.painted, device.lost = {}, 0
        interpreter.process_page(page)
        painted = _Painted(len(pages) + 1, page, device, inks)
        pages.append(painted.as_json())
    return {
        "pages": pages,
        "pictures": device.pictures.encoded,
        "fonts": _bold_fonts(inks.counts),
        "colours": [list(value) for value in inks.colours],
        "metadata": list(_metadata(document)),
    }


def everything(content: bytes) -> Json:
    """Return the result of `extract` with all other texts of the file: `strings` (properties,
    notes, forms, bookmarks, metadata), and `attachments`, whether it holds files."""
    read = extract(content)
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    strings: list[str] = []
    attachments = False
    numbers = {number for xref in document.xrefs for number in xref.get_objids()}
    waiting: list[Any] = [*document.info, *map(document.getobj, sorted(numbers))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, PDFStream):
            kind = value.attrs.get("Type")
            named = kind.name if isinstance(kind, PSLiteral) else ""
            attachments = attachments or named == "EmbeddedFile"
            if named == "Metadata":
                strings.append(value.get_data().decode("utf-8", "replace"))
            waiting.append(value.attrs)
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, bytes):
            strings.append(decode_text(value))
        elif isinstance(value, str):
            strings.append(value)
    return {**read, "pictures": {}, "strings": strings, "attachments": attachments}


def _open(content: bytes) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(io.BytesIO(content)))
    except PDFPasswordIncorrect:
        raise RefusedError(
            "the PDF asks for a password; open it with the password and save it without one"
        ) from None
    except PDFEncryptionError as error:
        raise RefusedError(
            "the PDF is encrypted in a way that cannot be read ({cause}); save it unencrypted",
            cause=error,
        ) from None
    except PDFSyntaxError as error:
        raise RefusedError(
            "the file is no sound PDF ({cause}); open it in its own program and save it again",
            cause=error,
        ) from None


def _metadata(document: PDFDocument) -> Iterator[list[str]]:
    for entry in document.info:
        for key, value in sorted(entry.items()):
            resolved = resolve1(value)
            if isinstance(resolved, (bytes, str)):
                text = decode_text(resolved) if isinstance(resolved, bytes) else resolved
                yield [key, str(text)]


class _Device(PDFPageAggregator):
    """A device that records how each glyph is painted, because the library's characters do not say
    it."""

    painting = 0
    painted: dict[int, tuple[int, bool]]
    pictures: EmbeddedPictures
    named: dict[int, tuple[PDFStream, str]]  # the stream is kept, so that its id stays its own
    lost = 0

    def render_string(self, textstate: Any, seq: Any, *rest: Any) -> None:
        self.painting = textstate.render
        if textstate.font.is_multibyte():
            # The library drops codes that are not in the font's own map.
            for codes in (entry for entry in seq if isinstance(entry, bytes)):
                known = sum(1 for _ in textstate.font.decode(codes))
                self.lost += max(0, len(codes) // 2 - known)
        super().render_string(textstate, seq, *rest)

    def render_char(self, matrix: Any, font: Any, *rest: Any, **named: Any) -> float:
        advance = super().render_char(matrix, font, *rest, **named)
        self.painted[id(self.cur_item._objs[-1])] = self.painting, font.is_vertical()
        return advance

    def name(self, image: LTImage) -> str:
        """Return the name of an image in `pictures`, "" if it is not taken."""
        stream = image.stream
        if id(stream) not in self.named:
            width, height = map(resolve1, image.srcsize)
            embedded = EmbeddedImage(
                width,
                height,
                resolve1(image.bits),
                _colours(image.colorspace),
                frozenset(_literal(name) for name, _ in stream.get_filters()),
                _decode(stream),
                stream.get_data,
            )
            self.named[id(stream)] = stream, self.pictures.add(embedded)
        return self.named[id(stream)][1]


def _colours(space: Any) -> str:
    """Return the name of a colour space, with how many numbers a pixel has if it is a profile's."""
    space = [resolve1(one) for one in space]
    if len(space) == 1 and isinstance(space[0], list):
        space = [resolve1(one) for one in space[0]]
    kind = _literal(space[0]) if space else ""
    if kind == "ICCBased" and len(space) > 1 and isinstance(space[1], PDFStream):
        channels = resolve1(space[1].attrs.get("N"))
        return f"{kind} {channels}" if channels in (1, 3, 4) else ""
    return kind


def _decode(stream: PDFStream) -> tuple[object, ...]:
    """Return how the numbers of an image are to be read, () if as they are."""
    said = resolve1(stream.attrs.get("Decode"))
    if said is None:
        return ()
    return tuple(map(resolve1, said)) if isinstance(said, list) else (said,)


def _literal(value: object) -> str:
    return str(value.name) if isinstance(value, PSLiteral) else ""


class _Inks:
    """The fonts and colours of a document, by the order in which they are first used. A font goes
    with its way of painting."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, int], int] = {}
        self.colours: dict[tuple[float, float, float], int] = {}
        self._fonts: dict[tuple[str, int], int] = {}

    def font(self, name: str, painting: int) -> int:
        """Count a character of a font, and return the font's number."""
        key = (_font_name(str(name)), painting)
        self.counts[key] = self.counts.get(key, 0) + 1
        return self._fonts.setdefault(key, len(self._fonts))

    def colour(self, value: object) -> int:
        return self.colours.setdefault(_rgb(value), len(self.colours))


class _Painted:
    """What one page paints, in the order of painting; coordinates from the upper left corner of the
    visible area."""

    def __init__(self, number: int, page: PDFPage, device: _Device, inks: _Inks) -> None:
        result = device.get_result()
        self._number = number
        self._page = page
        self._device = device
        self._inks = inks
        self._x0, self._y0, self._x1, self._y1 = _crop(page, result)
        self._chars: list[Json] = []
        self._strokes: list[Json] = []
        self._fills: list[Json] = []
        self._images: list[Json] = []
        self._paths = 0
        self._radicals = Counter[tuple[str, str]]()
        for item in _items(result):
            if isinstance(item, LTChar):
                self._add_char(item)
            elif isinstance(item, LTImage):
                self._add_image(item)
            elif isinstance(item, LTCurve):
                self._add_path(item)

    def as_json(self) -> Json:
        return {
            "width": _finite(self._x1 - self._x0),
            "height": _finite(self._y1 - self._y0),
            "chars": self._chars,
            "strokes": self._strokes if len(self._strokes) <= MAX_STROKES else [],
            "fills": self._fills[:MAX_AREAS],
            "images": self._images,
            "paths": self._paths,
            "lost": self._device.lost,
            "radicals": [[*pair, count] for pair, count in sorted(self._radicals.items())],
            "notes": _notes(self._page),
        }

    def _placed(self, box: _Box) -> list[float]:
        a, b, c, d = box
        return [_finite(v) for v in (a - self._x0, self._y1 - d, c - self._x0, self._y1 - b)]

    def _add_char(self, item: LTChar) -> None:
        if len(self._chars) == MAX_GLYPHS:
            raise RefusedError(
                "page {page} has more than {limit} characters; it is no page of text",
                page=self._number,
                limit=MAX_GLYPHS,
            )
        painting, vertical = self._device.painted[id(item)]
        a, b, _c, _d, _e, f = item.matrix
        # Vertical columns from the right become, when turned, lines from the top.
        turn = 270 if vertical else _turn(a, b)
        level = turn in (0, 180)
        self._chars.append(
            [
                _meant(item.get_text(), self._radicals),
                *self._placed(item.bbox),
                _finite(self._y1 - f if turn == 0 else self._y1 - item.y0),
                abs(_finite(item.height if level else item.width)) or 0.01,
                self._inks.font(item.fontname, painting),
                self._inks.colour(item.graphicstate.ncolor),
                turn,
                painting in (3, 7),
            ]
        )

    def _add_image(self, item: LTImage) -> None:
        if len(self._images) < MAX_AREAS:
            opaque = not {"SMask", "Mask", "ImageMask", "IM"} & item.stream.attrs.keys()
            name = self._device.name(item) if opaque else ""
            self._images.append([*self._placed(item.bbox), len(self._chars), opaque, name])

    def _add_path(self, item: LTCurve) -> None:
        """Add the strokes and areas of a path: a thin box is a stroke, a frame is four strokes, a
        filled area is under or over text."""
        self._paths += 1
        if not isinstance(item, (LTLine, LTRect)) or len(self._strokes) > MAX_STROKES:
            return
        x0, top, x1, bottom = box = self._placed(item.bbox)
        if min(x1 - x0, bottom - top) <= 3:
            if item.stroke or item.fill:
                value = item.stroking_color if item.stroke else item.non_stroking_color
                self._strokes.append([*box, self._inks.colour(value)])
            return
        if item.fill:
            colour = self._inks.colour(item.non_stroking_color)
            self._fills.append([*box, len(self._chars), colour])
        if item.stroke:
            colour = self._inks.colour(item.stroking_color)
            self._strokes += [
                [x0, top, x1, top, colour],
                [x0, bottom, x1, bottom, colour],
                [x0, top, x0, bottom, colour],
                [x1, top, x1, bottom, colour],
            ]


def _items(result: Any) -> Iterator[LTItem]:
    """The items of a page and of its figures, in the order of painting."""
    stack = list(reversed(result._objs))
    while stack:
        one = stack.pop()
        if isinstance(one, LTFigure):
            stack.extend(reversed(one._objs))
        else:
            yield one


def _crop(page: Any, result: Any) -> tuple[float, float, float, float]:
    """Return the visible area in the library's coordinates, which start at the media box."""
    if page.rotate % 360 or page.cropbox == page.mediabox:
        return result.x0, result.y0, result.x1, result.y1
    mx0, my0, mx1, my1 = page.mediabox
    cx0, cy0, cx1, cy1 = page.cropbox
    x0, y0, x1, y1 = max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1)
    if x1 - x0 < 10 or y1 - y0 < 10:
        return result.x0, result.y0, result.x1, result.y1
    return x0 - mx0, y0 - my0, x1 - mx0, y1 - my0


def _finite(value: float) -> float:
    """Return a coordinate, bounded: beyond any paper it is only far away."""
    return round(min(99_999.0, max(-99_999.0, value)), 2) if value == value else 99_999.0


def _meant(text: str, radicals: Counter[tuple[str, str]]) -> str:
    """Return the text of a glyph: U+FFFD if unmapped, the character for a radical, the letters for
    a ligature."""
    if re.fullmatch(r"\(cid:\d+\)", text):
        return "\ufffd"
    if not any("\u2e80" <= c <= "\u2fdf" or "\uf900" <= c <= "\ufb06" for c in text):
        return text.replace("\x00", "\ufffd")
    made = ""
    for character in text:
        same = _RADICALS.get(character, character)
        if same == character and (
            "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufb06"
        ):
            same = unicodedata.normalize("NFKC", character)
        if same != character:
            radicals[character, same] += 1
        made += same
    return made


def _turn(a: float, b: float) -> int:
    """Return the direction of text in degrees: 0 to the right, 90 upwards; 45 for any slanted
    text."""
    if abs(b) < 0.02 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < 0.02 * abs(b):
        return 90 if b > 0 else 270
    return 45


def _rgb(value: object) -> tuple[float, float, float]:
    """Return a PDF colour as red, green and blue; black for a pattern."""
    if isinstance(value, (int, float)):
        numbers = [float(value)]
    elif isinstance(value, (list, tuple)):
        numbers = [float(v) for v in value if isinstance(v, (int, float))]
    else:
        numbers = []
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) == 4:
        c, m, y, k = numbers
        numbers = [(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)]
    if len(numbers) != 3:
        return 0.0, 0.0, 0.0
    red, green, blue = (round(min(1.0, max(0.0, n)), 3) for n in numbers)
    return red, green, blue


_BOLD = re.compile(r"bold|heavy|demi|[-,]b$|(?<!w)black", re.IGNORECASE)
# Typefaces as dark as bold: 黑体 and the typefaces of titles.
_DARK = re.compile(r"hei(?!.*light)|黑|小标宋|XiaoBiaoSong|^FZ(HT|XBS|DBS|CHS)", re.IGNORECASE)


def _bold_fonts(counts: dict[tuple[str, int], int]) -> list[bool]:
    """Return which (font, way of painting) looks bold in a document, from the number of characters
    of each: a dark typeface does, unless it is that of the text itself."""
    names = {name: name.rpartition("+")[2] for name, _ in counts}
    dark = sum(count for (name, _), count in counts.items() if _DARK.search(names[name]))
    stands_out = 2 * dark < sum(counts.values())
    return [
        bool(_BOLD.search(names[name]))
        or painting == 2
        or (stands_out and bool(_DARK.search(names[name])))
        for name, painting in counts
    ]


def _font_name(name: str) -> str:
    """Return the readable name of a font: many programs write it in GBK."""
    try:
        return name.encode("latin-1").decode("gbk")
    except UnicodeError:
        return name


def _notes(page: PDFPage) -> list[list[str]]:
    """Return the annotations with text of their own: their kinds and their texts."""
    found: list[list[str]] = []
    entries = resolve1(page.annots)
    for entry in entries[:MAX_NOTES] if isinstance(entries, list) else []:
        annotation = resolve1(entry)
        if isinstance(annotation, dict):
            kind = str(getattr(resolve1(annotation.get("Subtype")), "name", ""))
            if kind in ("FreeText", "Stamp", "Widget", "Text"):
                value = resolve1(annotation.get("V" if kind == "Widget" else "Contents"))
                text = decode_text(value) if isinstance(value, bytes) else ""
                found.append([kind, _meant(text, Counter())])
    return found
