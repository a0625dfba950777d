"""Read scans and photographs of pages by optical character recognition.

The libraries (pypdfium2, Pillow, OpenCV, RapidOCR with the models in its wheel) run confined.
Recognition makes errors and drops lines, so a person must look at every page.
"""

import base64
import io
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.readers import sandbox
from jianbao.convert.readers.complete import complete, lines_as_blocks
from jianbao.convert.readers.pdf import geometry, order
from jianbao.convert.readers.pdf.geometry import Box, Glyph, Graphic, PageLine, PdfPage
from jianbao.convert.readers.sandbox import Json, RefusedError
from jianbao.text.chinese import ends_sentence, is_cjk, is_han, strip_space

MAX_PAGES = 100
MAX_PIXELS = 120_000_000
SECONDS = 60  # to start; each page adds this many:
SECONDS_A_PAGE = 45
MEGABYTES = 4096
DPI = 200
UNSURE = 0.9
UNREADABLE = 0.5
SECOND_LOOK = 0.65  # the least confidence for text that was found only at the second look


# The text, the same with its wide spaces, the confidence, and the box in pixels.
_Read = tuple[str, str, float, tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One page as recognised. `unsure` are lines with their confidence, `unread` the places of ink
    that gave no text, `removed` marks too faint to be text."""

    page: PdfPage
    unsure: tuple[tuple[str, float], ...]
    unread: tuple[Box, ...]
    removed: tuple[str, ...]
    turned: int

    def doubts(self, blocks: Sequence[Block]) -> list[Flag]:
        """Return the doubts about a page, at the blocks' own numbers."""
        mine = [block for block in blocks if block.page == self.page.number]
        first = mine[0].line if mine else 1
        number = self.page.number
        found = [Flag.of(Doubt.SCAN, first, f"第{number}页")]
        if self.turned:
            turned = Flag.of(Doubt.TURNED_PAGE, first, f"第{number}页", angle=self.turned)
            found.append(turned)
        for text, score in self.unsure:
            line = next((b.line for b in mine if text in b.text), 0)
            if line:  # Otherwise it is a page number or a running header.
                found.append(Flag.of(Doubt.LINE_UNSURE, line, text, score=f"{score:.0%}"))
        for text in self.removed:
            found.append(Flag.of(Doubt.LINE_LEFT_OUT, first, text))
        for box in self.unread:
            above = [item for item in self.page.items if item.box.bottom <= box.bottom]
            last = next((x.text for x in reversed(above) if isinstance(x, PageLine)), "")
            line = next((b.line for b in mine if last and b.text == last), first)
            where = f"第{number}页，距页顶{box.top / self.page.height:.0%}"
            where += f"，在“{last[-12:]}”之后" if last else ""
            found.append(Flag.of(Doubt.LINE_UNREAD, line, where))
        return found

    def removals(self, blocks: Sequence[Block]) -> list[Removal]:
        first = next((b.line for b in blocks if b.page == self.page.number), 1)
        return [Removal("too-faint", first, text) for text in self.removed]


def read(content: bytes, name: str) -> Document:
    """Read an image (PNG, JPEG, TIFF with several pages, BMP, WebP).

    Raise ConvertError if it is damaged, beyond the limits or without text, or if a library is
    missing.
    """
    location = Location(name)
    scans = _recognised(content, {"pages": None}, location, MAX_PAGES)
    made, furniture = geometry.blocks([scan.page for scan in scans])
    if not any(strip_space(block.text) or block.rows for block in made):
        raise ConvertError(
            [problem(location, "", "no text was found in the picture; is it a scanned page?")]
        )
    document = Document(
        format="scan",
        blocks=tuple(made),
        removals=(*furniture, *(r for scan in scans for r in scan.removals(made))),
        doubts=(
            *(doubt for scan in scans for doubt in scan.doubts(made)),
            *spacing_doubts([scan.page for scan in scans], made),
        ),
        pages=len(scans),
    )
    texts = [text for scan in scans for text in recognised_texts(scan)]
    return complete(
        document, texts, lambda: replace(document, blocks=lines_as_blocks(texts), removals=())
    )


def recognised_texts(scanned: Scanned) -> list[str]:
    """Return everything that was recognised on a page: its lines, its cells, and marks too faint to
    be text."""
    return [*geometry.texts(scanned.page), *scanned.removed]


def pages_of_pdf(
    content: bytes, numbers: Sequence[int], location: Location, *, garbled: bool = False
) -> dict[int, Scanned]:
    """Read the pages `numbers` (from 1) of the PDF `content` as pictures. `garbled`: some have a
    text layer of wrong characters."""
    if len(numbers) > MAX_PAGES:
        raise ConvertError(
            [
                problem(
                    location,
                    "",
                    "{count} pages are pictures, more than the {limit} that are read at once; "
                    "split the document",
                    count=len(numbers),
                    limit=MAX_PAGES,
                )
            ]
        )
    scans = _recognised(
        content, {"pages": list(numbers), "garbled": garbled}, location, len(numbers)
    )
    return {scan.page.number: scan for scan in scans}


def spacing_doubts(pages: Sequence[PdfPage], blocks: Sequence[Block]) -> list[Flag]:
    """Return doubts where lines are so far apart that one may be missing between them."""
    body, pitch = geometry.pitch(pages)
    found = []
    for page in pages:
        mine = [block for block in blocks if block.page == page.number and block.kind == "line"]
        for a, b in pairwise(page.items):
            if not (isinstance(a, PageLine) and isinstance(b, PageLine)):
                continue
            block = next((block for block in mine if block.text == a.text), None)
            if (
                block is not None
                and b.base - a.base > 1.7 * pitch
                and geometry.is_body(a, body)
                and geometry.is_body(b, body)
                and (block.fill or 0) > 0.9
                and not ends_sentence(a.text)
            ):
                where = f"第{page.number}页，在“{a.text[-12:]}”之后"
                found.append(Flag.of(Doubt.LINE_GAP, block.line, where))
    return found


# --- from what was recognised to pages ----------------------------------------------------------


def _recognised(content: bytes, options: Json, location: Location, pages: int) -> list[Scanned]:
    raw = sandbox.run(
        recognise,
        content,
        options,
        location,
        seconds=SECONDS + SECONDS_A_PAGE * pages,
        megabytes=MEGABYTES,
    )
    return [_scanned(page) for page in raw]


def _scanned(raw: Json) -> Scanned:
    glyphs, unsure, removed = list[Glyph](), list[tuple[str, float]](), list[str]()
    read = [(*line[:4], Box(*line[4:])) for line in raw["lines"]]
    share = _type_share(read)
    body = _body_size(read, share)
    widest = max((box.width for *_, box in read), default=0.0)
    for plain, spaced, score, red, box in read:
        # In a full line, justification itself spreads the characters.
        text = spaced if box.width < 0.85 * widest else plain
        if score < UNREADABLE:
            removed.append(text)
            continue
        if score < UNSURE:
            unsure.append((text, score))
        size = _type_size(text, box, share, body)
        glyphs.append(Glyph(text, box, box.bottom, size, red=red))
    strokes = [Box(*entry[:4]) for entry in raw["strokes"]]
    red_strokes = {Box(*entry[:4]) for entry in raw["strokes"] if entry[4]}
    tables, rest, free = geometry.tables(strokes, glyphs)
    marks = [Graphic("image", Box(*entry)) for entry in raw["pictures"]]
    marks += [
        Graphic("rule", box, red=box in red_strokes)
        for box in free
        if box.width > 0.25 * raw["width"]
    ]
    upright = [box for box in free if box.height > box.width]
    read_on = order.ordered(rest, tables, marks, upright)
    page = PdfPage(raw["number"], raw["width"], raw["height"], read_on.items)
    return Scanned(
        page,
        tuple(unsure),
        tuple(Box(*entry) for entry in raw["unread"]),
        tuple(removed),
        raw["turned"],
    )


_Line = tuple[str, str, float, bool, Box]


def _type_share(read: Sequence[_Line]) -> float:
    """Return the ratio of type size to box height, from lines of Han characters, which are
    square."""
    shares = [
        _by_width(text, box) / box.height
        for text, _, score, _, box in read
        if len(text) >= 8 and score > UNSURE and sum(map(is_han, text)) > 0.8 * len(text)
    ]
    return min(1.0, max(0.6, statistics.median(shares))) if shares else 0.88


def _body_size(read: Sequence[_Line], share: float) -> float:
    sizes = [share * box.height for text, *_, box in read for _ in text]
    return round(2 * statistics.median(sizes)) / 2 if sizes else 12.0


def _type_size(text: str, box: Box, share: float, body: float) -> float:
    """Return the type size in points: that of the body if the height or width of the box allows it,
    because the boxes of a few characters are loose."""
    high, wide = share * box.height, _by_width(text, box)
    slack = {0: 0.5, 1: 0.2}.get(len(text) // 4, 0.13)
    if min(abs(high - body), abs(wide - body)) <= slack * body:
        return body
    return max(1.0, round(2 * (high if len(text) < 4 else min(wide, 1.15 * high))) / 2)


def _by_width(text: str, box: Box) -> float:
    """Return the type size by the width of the box; only a part of a last full stop is ink."""
    units = sum(1.0 if is_cjk(c) else 0.5 for c in text)
    return box.width / max(0.5, units - (0.5 if text[-1] in "，。、；：！？" else 0.0))


# --- confined: what the libraries see -----------------------------------------------------------


def recognise(content: bytes, options: Json) -> Json:
    """Recognise the pages of an image or, with `options["pages"]`, those of a PDF; runs confined.

    Each page: size in points, lines (text, the same with its wide spaces, confidence, red, box),
    strokes (box, red), pictures and unread ink (boxes), and by how much it was turned.
    """
    try:
        import cv2
        import numpy
        import onnxruntime  # noqa: F401
        import pypdfium2  # noqa: F401
        import rapidocr
        from PIL import Image
    except ImportError as error:
        if options.get("garbled"):
            raise RefusedError(
                "the text layer of the PDF holds wrong characters, not those that its pages show; "
                "to read the pages as pictures, install {library}, which `make ocr` does, or "
                "get the original document",
                library=error.name,
            ) from None
        raise RefusedError(
            "reading scans needs {library}, which is not installed: run `make ocr` in Jianbao's "
            'folder, or install its wheel with: pip install "JIANBAO.whl[ocr]"',
            library=error.name,
        ) from None
    cv2.setNumThreads(1)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    engine = None
    numbers = options["pages"]
    pictures = _images(content) if numbers is None else _rendered(content, numbers)
    pages = []
    for number, picture, scale in pictures:
        engine = engine or _engine(rapidocr)
        pages.append(_page(number, numpy.asarray(picture), scale, engine))
    return pages


def _engine(rapidocr: Any) -> Any:
    """Return the recogniser with the models of its own wheel; it must never download others."""
    models = Path(rapidocr.__file__).parent / "models"
    chosen = {}
    for task in ("det", "rec"):
        found = sorted(models.glob(f"*_{task}_small.onnx"))
        if not found:
            raise RefusedError(
                "the models of rapidocr are missing: install rapidocr again with: "
                "pip install --force-reinstall --no-deps rapidocr"
            )
        chosen[task] = str(found[-1])
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.max_side_len": 8000,
            "Det.model_path": chosen["det"],
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
            "Rec.model_path": chosen["rec"],
            # One thread: sums in the same order give the same text.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _rendered(content: bytes, numbers: Sequence[int]) -> Any:
    """Yield (number, picture, pixels per point) of the pages of a PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise RefusedError(
            "the PDF cannot be shown ({cause}); open it in its own program and save it again",
            cause=error,
        ) from None
    for number in numbers:
        page = document[number - 1]
        longest = max(page.get_size())
        scale = min(DPI / 72, 4000 / max(longest, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True)
        yield number, bitmap.to_pil().convert("RGB"), scale
        page.close()


def _images(content: bytes) -> Any:
    """Yield (number, picture, pixels per point) of the pages of an image file. Without a plausible
    resolution, the page counts as as wide as A4."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(content))
        if getattr(image, "n_frames", 1) > MAX_PAGES:
            raise RefusedError("the file has more than {limit} pages; split it", limit=MAX_PAGES)
        for number, frame in enumerate(ImageSequence.Iterator(image), 1):
            picture = ImageOps.exif_transpose(frame)
            if picture.mode in ("RGBA", "LA", "P"):
                picture = picture.convert("RGBA")
                white = Image.new("RGBA", picture.size, "white")
                picture = Image.alpha_composite(white, picture)
            picture = picture.convert("RGB")
            width, height = picture.size
            if min(width, height) < 20:
                raise RefusedError("the picture is too small to hold text")
            dpi = float(frame.info.get("dpi", (0, 0))[0])
            inches = width / dpi if dpi else 0
            paper = 8.27 if height >= width else 11.69
            if not 4 < inches < 18:
                inches = paper
            wanted = round(inches * DPI)
            if abs(wanted - width) > 0.15 * width:
                factor = min(wanted / width, (MAX_PIXELS / (width * height)) ** 0.5)
                picture = picture.resize(
                    (round(width * factor), round(height * factor)), Image.Resampling.LANCZOS
                )
            yield number, picture, picture.width / inches / 72
    except Image.DecompressionBombError:
        raise RefusedError(
            "the picture has more than {limit} million pixels; save it smaller",
            limit=MAX_PIXELS // 1_000_000,
        ) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RefusedError(
            "the picture is damaged ({cause}); open it in another program and save it again",
            cause=error,
        ) from None


def _page(number: int, picture: Any, scale: float, engine: Any) -> Json:
    import numpy

    turned = 0
    straight = _deskewed(picture)
    lines = _lines(engine, straight)
    if _upright_share(lines) < 0.7:
        for turn in _likely_turns(lines):
            other = _deskewed(numpy.ascontiguousarray(numpy.rot90(picture, turn // 90)))
            again = _lines(engine, other)
            if _upright_share(again) > max(0.7, _upright_share(lines)):
                straight, lines, turned = other, again, turn
    ink, red = _ink(straight)
    strokes = _strokes(ink, red)
    pictures, unread = _unread(ink, strokes, lines, scale)
    lines, unread = _second_look(engine, straight, lines, unread)

    def points(box: Sequence[float]) -> list[float]:
        return [round(float(v) / scale, 1) for v in box]

    height, width = straight.shape[:2]
    return {
        "number": number,
        "width": round(width / scale, 1),
        "height": round(height / scale, 1),
        "turned": turned,
        "lines": [
            [text, spaced, round(score, 3), _mostly_red(ink, red, box), *points(box)]
            for text, spaced, score, box in lines
        ],
        "strokes": [[*points(box), is_red] for box, is_red in strokes],
        "pictures": [points(box) for box in pictures],
        "unread": [points(box) for box in unread],
    }


def _lines(engine: Any, picture: Any) -> list[_Read]:
    """Return the recognised lines, top to bottom. A long picture is read in pieces, cut at blank
    places."""
    found = []
    for top, piece in _pieces(picture):
        result = engine(
            piece[:, :, ::-1],
            use_det=True,
            return_word_box=True,
            return_single_char_box=True,
        )
        if result.boxes is None or result.txts is None:
            continue
        words = result.word_results
        for index, text in enumerate(result.txts):
            # Use the middles of the four sides: the corners of a slanted box are too far out.
            corners = [[float(value) for value in corner] for corner in result.boxes[index]]
            x0 = (corners[0][0] + corners[3][0]) / 2
            x1 = (corners[1][0] + corners[2][0]) / 2
            y0 = (corners[0][1] + corners[1][1]) / 2
            y1 = (corners[2][1] + corners[3][1]) / 2
            if text.strip() and x1 > x0 and y1 > y0:
                score, box = float(result.scores[index]), (x0, y0 + top, x1, y1 + top)
                same = len(words) == len(result.txts)
                spaced = _spaced(text, words[index]) if same else text
                found.append((text.strip(), spaced.strip(), score, box))
    return sorted(found, key=_from_above)


def _from_above(line: _Read) -> tuple[float, float]:
    return line[3][1], line[3][0]


def _spaced(text: str, words: Sequence[Any]) -> str:
    """Return `text` with the spaces between Han characters, which the recogniser leaves out: they
    separate the phrases of a title."""
    if "".join(word[0] for word in words) != text:
        return text
    steps = [
        (float(b[2][0][0]) - float(a[2][0][0])) if is_han(a[0]) and is_han(b[0]) else 0.0
        for a, b in pairwise(words)
    ]
    inner = [step for step in steps if step]
    if len(inner) < 3:
        return text
    usual = statistics.median(inner)
    parts = (
        (" " if step > 1.3 * usual else "") + str(word[0])
        for step, word in zip([0.0, *steps], words, strict=True)
    )
    return "".join(parts)


def _second_look(
    engine: Any, picture: Any, lines: list[_Read], unread: list[tuple[float, ...]]
) -> tuple[list[_Read], list[tuple[float, ...]]]:
    """Read the places where ink gave no text once more, each as one line."""
    found, still = list(lines), list[tuple[float, ...]]()
    for box in unread:
        x0, y0, x1, y1 = (round(value) for value in box)
        margin = round(0.15 * (y1 - y0))
        piece = picture[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin]
        result = engine(piece[:, :, ::-1], use_det=False, return_word_box=False)
        text = result.txts[0].strip() if result.txts else ""
        if text and result.scores[0] > SECOND_LOOK:
            place = (box[0], box[1], box[2], box[3])
            found.append((text, text, float(result.scores[0]), place))
        else:
            still.append(box)
    return sorted(found, key=_from_above), still


def _pieces(picture: Any) -> Any:
    height, width = picture.shape[:2]
    limit = round(1.6 * width)
    if height <= limit * 1.4:
        yield 0, picture
        return
    quiet = picture.min(axis=2).min(axis=1) > 160
    top = 0
    while height - top > limit * 1.2:
        rows = [y for y in range(top + limit // 2, top + limit) if quiet[y]]
        cut = rows[-1] if rows else top + limit
        yield top, picture[top:cut]
        top = cut
    yield top, picture[top:]


def _upright_share(lines: Sequence[_Read]) -> float:
    """Return how surely the page is upright: the share of confidence in lines that are wider than
    high."""
    total = sum(len(text) for text, *_ in lines)
    if total < 10:
        return 0.0
    wide = [line for line in lines if _is_wide(line)]
    return sum(score * len(text) for text, _, score, _ in wide) / total


def _is_wide(line: _Read) -> bool:
    x0, top, x1, bottom = line[3]
    return x1 - x0 > bottom - top


def _likely_turns(lines: Sequence[_Read]) -> tuple[int, ...]:
    if not lines:
        return ()
    return (180,) if 2 * sum(map(_is_wide, lines)) > len(lines) else (90, 270)


def _deskewed(picture: Any) -> Any:
    """Turn the picture so that its lines of text are level."""
    import cv2
    import numpy

    height, width = picture.shape[:2]
    factor = 700 / max(height, width)
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    dark = (255 - small.min(axis=2)).astype(numpy.float32)
    dark[dark < 60] = 0

    def sharpness(angle: float) -> float:
        middle = (dark.shape[1] / 2, dark.shape[0] / 2)
        matrix = cv2.getRotationMatrix2D(middle, angle, 1.0)
        turned = cv2.warpAffine(dark, matrix, (dark.shape[1], dark.shape[0]))
        profile = turned.sum(axis=1)
        return float(numpy.square(numpy.diff(profile)).sum())

    best = max((a / 2 for a in range(-12, 13)), key=lambda a: (sharpness(a), -abs(a)))
    best = max((best + a / 10 for a in range(-4, 5)), key=lambda a: (sharpness(a), -abs(a)))
    if abs(best) < 0.15:
        return picture
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), best, 1.0)
    return cv2.warpAffine(
        picture,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )


def _ink(picture: Any) -> tuple[Any, Any]:
    """Return two masks: the ink, and the red ink."""
    import cv2
    import numpy

    smooth = cv2.medianBlur(picture, 3)
    darkest = smooth.min(axis=2)
    threshold, _ = cv2.threshold(darkest, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = darkest < min(max(threshold, 90), 190)
    red, green, blue = (smooth[:, :, i].astype(numpy.int16) for i in range(3))
    return ink, ink & (red > green + 60) & (red > blue + 60)


def _mostly_red(ink: Any, red: Any, box: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    printed = int(ink[y0:y1, x0:x1].sum())
    return printed > 0 and int(red[y0:y1, x0:x1].sum()) > 0.5 * printed


def _strokes(ink: Any, red: Any) -> list[tuple[tuple[float, float, float, float], bool]]:
    """Return ruled lines, horizontal and vertical, as thin boxes in pixels."""
    import cv2
    import numpy

    height, width = ink.shape
    mask = ink.astype(numpy.uint8)
    found = []
    for level in (True, False):
        length = width // 12 if level else width // 20
        kernel = numpy.ones((1, length) if level else (length, 1), numpy.uint8)
        bridge = numpy.ones((1, 9) if level else (9, 1), numpy.uint8)
        lines = cv2.morphologyEx(
            cv2.morphologyEx(mask, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel
        )
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for x, y, w, h, _area in stats[1 : min(count, 2000)].tolist():
            if (h if level else w) <= max(12, height // 150):
                box = (float(x), float(y), float(x + w), float(y + h))
                found.append((box, _mostly_red(ink, red, box)))
    return found


def _unread(
    ink: Any,
    strokes: Sequence[tuple[tuple[float, float, float, float], bool]],
    lines: Sequence[_Read],
    scale: float,
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Return the ink that is neither text nor rule: pictures (photographs, seals), and what looks
    like lines of text that were not found."""
    import cv2
    import numpy

    mask = ink.astype(numpy.uint8)
    em = 12 * scale
    for box, slack in [*((b, 0.25) for *_, b in lines), *((b, 0.2) for b, _ in strokes)]:
        x0, y0, x1, y1 = (round(v) for v in box)
        margin = round(slack * em)
        mask[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin] = 0
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, numpy.ones((2, 2), numpy.uint8))
    reach = max(3, round(1.2 * em))
    spread = cv2.dilate(mask, numpy.ones((3, reach), numpy.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(spread, connectivity=8)
    height, width = mask.shape
    pictures, unread = list[tuple[float, ...]](), list[tuple[float, ...]]()
    for x, y, w, h, _ in stats[1 : min(count, 5000)].tolist():
        inked = int(mask[y : y + h, x : x + w].sum())
        at_border = x <= 2 or y <= 2 or x + w >= width - 2 or y + h >= height - 2
        if h > 4 * em and w > 4 * em and inked > 0.02 * w * h:
            pictures.append((x, y, x + w, y + h))
        elif not at_border and 0.5 * em < h < 3 * em and w > 2.5 * em and inked > 0.04 * w * h:
            unread.append((x, y, x + w, y + h))
    return pictures, unread


# --- pages for readers ---------------------------------------------------------------------------

SHOWN_WIDTH = 1000  # in pixels: type of 9 points can be read
SHOWN_QUALITY = 60


def shown_pages(content: bytes, _: Json) -> Json:
    """Return the pages of a PDF or an image file as readers see them: width, height and a WebP
    picture in Base64."""
    import pypdfium2
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    if b"%PDF-" in content[:1024]:
        try:
            count = min(len(pypdfium2.PdfDocument(content)), MAX_PAGES)
        except pypdfium2.PdfiumError:
            count = 1  # `_rendered` says what is wrong with it.
        pictures = _rendered(content, range(1, count + 1))
    else:
        pictures = _images(content)
    pages = []
    for _number, picture, _scale in pictures:
        height = max(1, round(picture.height * SHOWN_WIDTH / picture.width))
        small = picture.resize((SHOWN_WIDTH, height), Image.Resampling.LANCZOS)
        stored = io.BytesIO()
        small.save(stored, "WEBP", quality=SHOWN_QUALITY, method=4)
        pages.append((SHOWN_WIDTH, height, base64.b64encode(stored.getvalue()).decode()))
    return pages
