"""Read Word documents (DOCX): the blocks of the body with what Word adds in print (automatic
numbers, note marks), text boxes (red mastheads are in them), headers, footers and notes.

The package is read directly, part by part, so that each part can be bounded before it is unpacked
and a damaged one is reported by name.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag
from jianbao.base.problems import ConvertError, Location
from jianbao.convert.blocks import Block, Document, PictureFile, Removal
from jianbao.convert.readers import text as text_reader
from jianbao.convert.readers.complete import complete, lines_as_blocks
from jianbao.convert.readers.runs import (
    Line,
    Run,
    broken_kind,
    set_line,
    table_block,
    visible_characters,
    with_captions,
)
from jianbao.convert.readers.sniff import sniff
from jianbao.convert.readers.web import html
from jianbao.convert.readers.word.numbering import Counters, printed_number
from jianbao.convert.readers.word.package import (
    Element,
    Package,
    attribute,
    child,
    is_on,
    local_name,
    whole,
)
from jianbao.convert.readers.word.styles import (
    Props,
    Styles,
    is_shaded,
    numberings,
    paragraph_props,
    run_props,
    sides,
)
from jianbao.text.chinese import strip_space

MAX_TABLE = 100_000
MAX_FIELDS = 50  # nested in one another

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TRANSPARENT = frozenset(
    ("ins", "moveTo", "smartTag", "hyperlink", "customXml", "bdo", "dir", "sdtContent", "oMath",
     "oMathPara", "body", "subDoc")
)  # fmt: skip
_Reason = RemovalReason | Literal[""]
_GONE: Mapping[str, RemovalReason] = {"del": "deleted-revision", "moveFrom": "moved-revision"}
_DRAWN = frozenset(("drawing", "pict", "object"))
_SIGNS = frozenset(("tab", "ptab", "noBreakHyphen", "sym", "br", "cr"))
_MATH_RUN = "{http://schemas.openxmlformats.org/officeDocument/2006/math}r"
_TEXTS = ("{*}t", "{*}delText")
_PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_PAGE_WORDS = re.compile(
    r"[\s\-—–―－·.~/|第页共总张of]*(?:page)?[\s\-—–―－·.~/|第页共总张of]*", re.I
)
_TYPED_PAGE = re.compile(
    r"[\s\-—–―－·.~]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?[\s\-—–―－·.~]*"
)
_NO_CAPTION = re.compile(
    r"(?:[A-Za-z]:)?[\\/].*|.*\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)|"
    r"(?:微信|QQ|屏幕)?(?:图片|截图|照片|图像|Picture|Image|IMG|DSC)?[\s_\-\d]*|[0-9A-Za-z_\-\s]*|"
    r".*(?:AI|自动)生成.*|.*描述已.*",
    re.IGNORECASE,
)
# Characters of the symbol fonts that occur in office documents.
_SYMBOLS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x50: "☑", 0x52: "☑", 0xA3: "□",
}  # fmt: skip


# In the font called Symbol, the same codes are letters and mathematical signs.
_MATHEMATICS = dict(zip(
    map(ord, "DWSabdglmpqsw\xa3\xa5\xae\xb0\xb1\xb2\xb3\xb4\xb7\xb8\xb9\xba\xbb\xd0\xd6"),
    "ΔΩΣαβδγλμπθσω≤∞→°±″≥×•÷≠≡≈∠√",
    strict=True,
))  # fmt: skip


@dataclass(slots=True)
class _Field:
    """A field that is being read: its code, then its result."""

    code: str = ""
    result: bool = False

    @property
    def paging(self) -> bool:
        words = self.code.split()
        return bool(words) and words[0].upper() in _PAGE_FIELDS


@dataclass(slots=True)
class _Paragraph:
    """The parts of one paragraph, as they are gathered."""

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    breaks: set[int] = field(default_factory=set)  # lines before which a page begins
    shown: str = ""  # the text with its page numbers
    paging: str = ""
    asides: list[tuple[RemovalReason, str]] = field(default_factory=list)
    boxes: list["Element"] = field(default_factory=list)
    boxes_at: list[tuple[str, int] | None] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of word art and diagrams
    pictures: list[tuple[str, str]] = field(default_factory=list)  # caption, part of the package

    def aside(self, reason: RemovalReason, text: str) -> None:
        if self.asides and self.asides[-1][0] == reason:
            self.asides[-1] = (reason, self.asides[-1][1] + text)
        else:
            self.asides.append((reason, text))


_Item = Block | Removal


def read(content: bytes, name: str) -> Document:
    """Read a Word document in reading order: header, body, notes, footer. Raise ConvertError if it
    is damaged, locked, too big or holds no text."""
    return _read(content, name)


def _read(content: bytes, name: str, inner: bool = False) -> Document:
    """Read a document; `inner`: it is inside another one."""
    return _Reader(Package(content, Location(name)), inner).document()


_CHUNK_READERS: dict[str, Callable[[bytes, str], Document]] = {
    "html": html.read,
    "text": text_reader.read,
}


# --- reading -----------------------------------------------------------------------------------


class _Reader:
    def __init__(self, package: Package, inner: bool) -> None:
        self.package = package
        self.inner = inner
        top = package.related("")
        mains = [target for kind, target in top.values() if kind == "officeDocument"]
        self.main = mains[0] if mains else "word/document.xml"
        root = package.part(self.main)
        body = child(root, "body")
        if body is None:
            package.damaged(self.main, "there is no text in it")
        self.body = body
        self.relations = package.related(self.main)
        self.styles = Styles(self._kind("styles"))
        self.lists = numberings(self._kind("numbering"), self.styles)
        self.core = next((t for k, t in top.values() if k == "core-properties"), "")
        self.counters = Counters()
        self.items: list[_Item] = []
        self.doubts: list[Flag] = []
        self.unseen: list[str] = []
        self.fields: list[_Field] = []
        self.notes: list[tuple[str, str, str]] = []
        self.marks: dict[str, int] = {}
        self.unchosen: list[Element] = []
        self.stories: list[Element] = []
        self.generated: list[str] = []
        self.gap = False
        self.page_start = False
        self.margin = False  # in a header or footer
        self.in_body = False  # where relations are those of the main part
        self.embedded: list[PictureFile] = []  # of documents inside this one
        self.carried: _Paragraph | None = None
        self.sections = [
            s for s in body.iter("{*}sectPr") if local_name(s.getparent()) != "sectPrChange"
        ]
        self.section = 0

    def _kind(self, kind: str) -> "Element | None":
        target = next((t for k, t in self.relations.values() if k == kind), None)
        return self.package.part(target) if target else None

    def document(self) -> Document:
        self.in_body = True
        body = self._story_items(self.body)
        self.in_body = False
        notes = self._note_items()
        headers, footers = self._margin_items(body)
        comments = self._comment_items()
        items = [*headers, *body, *notes, *footers, *comments]
        numbered = [replace(item, line=n) for n, item in enumerate(items, 1)]
        blocks = tuple(item for item in numbered if isinstance(item, Block))
        removals = tuple(item for item in numbered if isinstance(item, Removal))
        if not any(block.text for block in blocks):
            self.package.refuse(
                "the document holds no text; if it shows pictures of pages, save it as PDF and "
                "convert that as a scan"
            )
        doubts = tuple(self._all_doubts(removals))
        document = Document("docx", blocks, self._metadata(), removals, doubts)
        document = complete(document, self._printed(), lambda: self._plain(document))
        document = replace(document, blocks=with_captions(document.blocks))
        return replace(document, pictures=tuple(self._pictures(document)))

    def _pictures(self, document: Document) -> Iterator[PictureFile]:
        for name in dict.fromkeys(block.picture for block in document.blocks if block.picture):
            content = self.package.media(name)
            if content is not None:
                yield PictureFile(name, content)
        yield from self.embedded

    def _all_doubts(self, removals: Sequence[Removal]) -> Iterator[Flag]:
        yield from self.doubts
        for removal in removals:
            if removal.reason == "hidden":
                yield Flag.of(Doubt.HIDDEN_BY_SETTING, removal.line, removal.text)
        unseen = "".join(self.unseen)
        if strip_space(unseen):
            shown = unseen if len(unseen) <= 80 else f"{unseen[:79]}…"
            yield Flag.of(Doubt.HIDDEN_BY_COLOUR, 0, shown)
        if any(removal.reason in _GONE.values() for removal in removals):
            yield Flag.of(Doubt.TRACKED_CHANGES, 0, "")

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        root = self.package.part(self.core) if self.core else None
        found: list[tuple[str, str]] = []
        for element in root if root is not None else ():
            text = " ".join((element.text or "").split())
            if text and isinstance(element.tag, str):
                found.append(
                    (local_name(element), "".join(c for c in text if c.isprintable())[:1000])
                )
        return tuple(found)

    def _printed(self) -> Iterator[str]:
        """Yield each text of the stories, and the texts that Word adds in print."""
        unchosen = {text for branch in self.unchosen for text in branch.iter(*_TEXTS)}
        for story in self.stories:
            for element in story.iter(*_TEXTS):
                if element not in unchosen:
                    yield element.text or ""
        yield from self.generated

    def _plain(self, document: Document) -> Document:
        """Return the paragraphs of all stories in the order of the file, without deleted text."""
        lines: list[str] = []
        deleted: list[str] = []
        seen: set[Element] = set()
        for paragraph in (p for story in self.stories for p in (*story.iter("{*}p"), story)):
            texts = [text for text in paragraph.iter(*_TEXTS) if text not in seen]
            seen.update(texts)
            gone = {
                t for t in texts if next(t.iterancestors("{*}del", "{*}moveFrom"), None) is not None
            }
            deleted.append("".join(text.text or "" for text in texts if text in gone))
            lines.append("".join(text.text or "" for text in texts if text not in gone))
        removals = tuple(Removal("deleted-revision", 1, text) for text in deleted if text)
        return replace(document, blocks=lines_as_blocks(lines), removals=removals)

    # --- stories: body, header, footer, note, text box, cell

    def _story_items(self, root: "Element") -> list[_Item]:
        """Return the items of one part's text."""
        self.stories.append(root)
        self.fields = []
        return self._sub_items(root)

    def _sub_items(self, container: "Element") -> list[_Item]:
        """Return the items of a separate text inside another (a cell, a text box)."""
        kept, self.items = self.items, []
        carried, self.carried = self.carried, None
        self._blocks(container)
        if self.carried is not None:
            self._emit(self.carried, self.styles.base, None)
        found, self.items, self.carried = self.items, kept, carried
        return found

    def _blocks(self, container: "Element") -> None:
        for element in container:
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._blocks(content)
            elif name in _TRANSPARENT:
                self._blocks(element)
            elif name in _GONE:
                self._remove(element, _GONE[name])
            elif name == "AlternateContent":
                branch = self._branch(element)
                if branch is not None:
                    self._blocks(branch)
            elif name == "altChunk":
                self._chunk(attribute(element, "id") or "")

    def _chunk(self, relation: str) -> None:
        """Read a document that is embedded here: a web page, a text, a Word document."""
        _, target = self.relations.get(relation, ("", ""))
        content = self.package.bytes(target) if target else None
        reader = _CHUNK_READERS.get(sniff(content)) if content else None
        if reader is None and content and sniff(content) == "docx" and not self.inner:
            reader = partial(_read, inner=True)
        try:
            chunk = reader(content, self.package.location.path) if reader and content else None
        except ConvertError:
            chunk = None
        if chunk is None:
            self.doubts.append(Flag.of(Doubt.EMBEDDED_DOCUMENT, 0, ""))
            return
        for picture in chunk.pictures:
            self.embedded.append(PictureFile(f"{relation}/{picture.name}", picture.content))
        inside = {picture.name for picture in chunk.pictures}
        self.items.extend(
            replace(block, picture=f"{relation}/{block.picture}")
            if block.picture in inside
            else block
            for block in chunk.blocks
        )
        self.items.extend(chunk.removals)
        self.doubts.extend(replace(doubt, line=0) for doubt in chunk.doubts)
        self.generated.extend(b.text for b in chunk.blocks if b.kind != "image")
        self.generated.extend(removal.text for removal in chunk.removals)

    def _branch(self, alternate: "Element") -> "Element | None":
        """Return the branch to read, of two versions of the same drawing."""
        branches = [b for b in alternate if local_name(b) in ("Choice", "Fallback")]
        if not branches:
            return None
        filled = [branch for branch in branches if _visible_texts(branch)]
        chosen = (filled or branches)[0]
        text = _spoken(chosen)
        for branch in branches:
            if branch is not chosen:
                self.unchosen.append(branch)
                other = _spoken(branch)
                if strip_space(other) != strip_space(text):
                    self.items.append(Removal("drawing-version", 0, other))
                    self.generated.append(other)
        return chosen

    def _remove(self, element: "Element", reason: RemovalReason) -> None:
        text = _spoken(element)
        if text.strip():
            self.items.append(Removal(reason, 0, text))

    # --- paragraphs

    def _paragraph(self, element: "Element") -> None:
        properties = child(element, "pPr")
        direct = paragraph_props(properties)
        style = self.styles.props(attribute(child(properties, "pStyle")) or self.styles.default)
        props = direct.over(style).over(self.styles.base)
        if props.new_page:
            self.page_start = True
        paragraph, self.carried = self.carried or _Paragraph(), None
        self._inline(element, paragraph, props, "")
        self.fields = [f for f in self.fields if f.result and not f.paging]
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            # The paragraph mark is deleted: the next paragraph continues this one.
            self.carried = paragraph
            return
        self._emit(paragraph, props, self._label(props, direct, paragraph))
        if child(properties, "sectPr") is not None:
            self.section += 1
            following = self.sections[self.section : self.section + 1]
            kind = attribute(child(following[0], "type")) if following else "continuous"
            if kind != "continuous":
                self.page_start = True

    def _label(self, props: Props, direct: Props, paragraph: _Paragraph) -> str | None:
        """Return the automatic number of a paragraph."""
        numbering = self.lists.get(props.list_id or "")
        if numbering is None or props.list_id is None:
            return None
        filled = any(run.text.strip() for line in paragraph.lines for run in line)
        if not filled and not direct.list_id:
            return None
        depth = props.list_depth or 0
        label, known = self.counters.next_label(props.list_id, numbering, depth)
        if not known:
            self.doubts.append(Flag.of(Doubt.LIST_NUMBER, 0, label))
        return label

    def _emit(self, paragraph: _Paragraph, props: Props, label: str | None) -> None:
        order = range(len(paragraph.boxes))
        places = paragraph.boxes_at
        if all(places) and len({place[0] for place in places if place}) == 1:
            # Boxes on one anchor are read from top to bottom.
            order = sorted(order, key=lambda n: (places[n] or ("", 0))[1])  # type: ignore[assignment]
        for number in order:
            self.items.extend(self._sub_items(paragraph.boxes[number]))
        for words in paragraph.words:
            self._add(Block(words, 0, kind="paragraph"))
        for reason, text in paragraph.asides:
            if text.strip():
                self.items.append(Removal(reason, 0, text))
        self._emit_lines(paragraph, props, label)
        for caption, picture in paragraph.pictures:
            self._add(Block(caption, 0, kind="image", picture=picture))

    def _emit_lines(self, paragraph: _Paragraph, props: Props, label: str | None) -> None:
        text = "".join(run.text for line in paragraph.lines for run in line)
        if self.margin and paragraph.shown.strip() and _is_page_number(paragraph, text):
            self.items.append(Removal("page-number", 0, paragraph.shown))
            return
        if paragraph.paging.strip():
            self.items.append(Removal("page-number", 0, paragraph.paging))
        if label and text.strip():
            first = next(line for line in paragraph.lines if any(r.text.strip() for r in line))
            start = next(n for n, run in enumerate(first) if run.text.strip())
            first[start] = replace(first[start], text=label + first[start].text.lstrip())
            self.generated.append(label)
        lines = [set_line(runs) for runs in paragraph.lines]
        filled = [n for n, line in enumerate(lines) if line.text]
        if not filled:
            self.gap = self.gap or not (paragraph.boxes or paragraph.pictures or paragraph.words)
            self.page_start = self.page_start or bool(paragraph.breaks)
            return
        size = lines[filled[0]].size or props.size or 10.5
        first_em = props.first_em or (props.first or 0.0) / size
        outline = props.outline
        previous = -1
        for place, n in enumerate(filled):
            line = lines[n]
            after: Line | None = lines[filled[place + 1]] if place + 1 < len(filled) else None
            if any(previous < b <= n for b in paragraph.breaks):
                self.page_start = True
            self._add(
                Block(
                    line.text,
                    0,
                    kind=broken_kind(line, after),
                    bold=line.bold,
                    align=props.align or "",
                    indent=round(line.spaces + (first_em if place == 0 else 0.0), 2),
                    size=line.size,
                    red=line.red,
                    gap=n > previous + 1 and previous >= 0,
                    heading=outline + 1 if outline is not None and 0 <= outline < 9 else 0,
                )
            )
            previous = n
        if any(b > previous for b in paragraph.breaks):
            self.page_start = True

    def _add(self, block: Block) -> None:
        self.items.append(replace(block, gap=block.gap or self.gap, page_start=self.page_start))
        self.gap = self.page_start = False

    # --- runs

    def _inline(
        self, container: "Element", paragraph: _Paragraph, props: Props, gone: _Reason
    ) -> None:
        for element in container:
            name = local_name(element)
            if name == "r":
                if element.tag != _MATH_RUN or child(element, "t") is not None:
                    self._run(element, paragraph, props, gone)
            elif name in _GONE:
                self._inline(element, paragraph, props, _GONE[name])
            elif name == "fldSimple":
                self.fields.append(_Field(attribute(element, "instr") or "", result=True))
                self._inline(element, paragraph, props, gone)
                self.fields.pop()
            elif name in _DRAWN:
                self._drawing(element, paragraph)
            elif name == "t":
                self._text(element.text or "", paragraph, _look(props), gone)
            elif name in ("sdt", "AlternateContent"):
                self._chosen(element, paragraph, props, gone)
            elif not name.endswith("Pr") and len(element):
                self._inline(element, paragraph, props, gone)

    def _chosen(
        self, element: "Element", paragraph: _Paragraph, props: Props, gone: _Reason
    ) -> None:
        """Read the part of a content control, or of alternatives, that Word shows."""
        if local_name(element) == "AlternateContent":
            content = self._branch(element)
        else:
            content = child(element, "sdtContent")
            if is_on(child(child(element, "sdtPr"), "showingPlcHdr")):
                gone = "placeholder"
        if content is not None:
            self._inline(content, paragraph, props, gone)

    def _run(self, run: "Element", paragraph: _Paragraph, props: Props, gone: _Reason) -> None:
        own = child(run, "rPr")
        if own is not None:
            style = self.styles.props(attribute(child(own, "rStyle")) or "")
            props = run_props(own).over(style).over(props)
        look = _look(props)
        reason = gone or ("hidden" if props.hidden else "")
        unseen = not reason and _is_unseen(run, props)
        for element in run:
            name = local_name(element)
            if name in ("t", "delText"):
                self._text(_kept_space(element), paragraph, look, reason)
                self.unseen += [_kept_space(element)] if unseen else []
            elif name in _SIGNS:
                self._sign(element, paragraph, look, reason)
            elif name in ("fldChar", "instrText"):
                self._field(element)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name, element, paragraph, look, reason)
            elif name == "ruby":
                self._ruby(element, paragraph, props, gone)
            elif name in _DRAWN:
                self._drawing(element, paragraph)
            elif name == "AlternateContent":
                self._chosen(element, paragraph, props, gone)

    def _sign(self, element: "Element", paragraph: _Paragraph, look: Run, reason: _Reason) -> None:
        """Read an element that stands for a character or the end of a line."""
        name = local_name(element)
        if name in ("tab", "ptab"):
            self._text("\t", paragraph, look, reason)
        elif name == "noBreakHyphen":
            self._generate("-", paragraph, look, reason)
        elif name == "sym":
            self._symbol(element, paragraph, look, reason)
        else:
            self._break(attribute(element, "type") or "", paragraph, reason)

    def _ruby(self, ruby: "Element", paragraph: _Paragraph, props: Props, gone: _Reason) -> None:
        for part in ruby:
            if local_name(part) == "rubyBase":
                self._inline(part, paragraph, props, gone)
            elif local_name(part) == "rt":
                paragraph.aside("pinyin", _spoken(part))

    def _text(self, text: str, paragraph: _Paragraph, look: Run, reason: _Reason) -> None:
        if not reason and any(not f.result for f in self.fields):
            reason = "field-code"
        if reason:
            paragraph.aside(reason, text)
            return
        paragraph.shown += text
        if any(f.result and f.paging for f in self.fields):
            paragraph.paging += text
        else:
            paragraph.lines[-1].append(replace(look, text=text))

    def _generate(self, text: str, paragraph: _Paragraph, look: Run, reason: _Reason) -> None:
        """Add text that Word prints and that the file does not hold as text."""
        self.generated.append(text)
        self._text(text, paragraph, look, reason)

    def _break(self, kind: str, paragraph: _Paragraph, reason: _Reason) -> None:
        if reason or any(not f.result for f in self.fields):
            return
        paragraph.lines.append([])
        if kind == "page":
            paragraph.breaks.add(len(paragraph.lines) - 1)

    def _symbol(
        self, element: "Element", paragraph: _Paragraph, look: Run, reason: _Reason
    ) -> None:
        code = attribute(element, "char") or ""
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
        private = 0xF000 <= number <= 0xF0FF
        font = (attribute(element, "font") or "")[:40]
        signs = _MATHEMATICS if font.strip().lower() == "symbol" else _SYMBOLS
        shown = signs.get(number & 0xFF) if private or number < 0x100 else chr(number)
        if shown is None or 0xD800 <= number <= 0xDFFF or 0xE000 <= number < 0xF000:
            self.doubts.append(Flag.of(Doubt.SYMBOL, 0, f"{font} {code[:8]}"))
            shown = "\ufffd"
        self._generate(shown, paragraph, look, reason)

    def _field(self, element: "Element") -> None:
        """Read a mark of a field, or a piece of its code."""
        kind = attribute(element, "fldCharType") or ""
        if local_name(element) == "instrText":
            if self.fields and not self.fields[-1].result:
                self.fields[-1].code = (self.fields[-1].code + (element.text or ""))[:200]
        elif kind == "begin" and len(self.fields) < MAX_FIELDS:
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if not ended.result and ended.code.split()[:1] in (["EQ"], ["eq"]):
                # Word prints the code itself: a number in a circle, two lines in one.
                self.doubts.append(Flag.of(Doubt.FIELD, 0, ended.code.strip()))

    def _note(
        self, name: str, element: "Element", paragraph: _Paragraph, look: Run, reason: _Reason
    ) -> None:
        kind = name.removesuffix("Reference")
        self.marks[kind] = number = self.marks.get(kind, 0) + 1
        shown = printed_number(number, "decimal" if kind == "footnote" else "lowerRoman")
        mark = "" if _switch_value(element, "customMarkFollows") else f"[{shown}]"
        self.notes.append((kind, attribute(element, "id") or "", mark))
        self._generate(mark, paragraph, replace(look, bold=False), reason)

    # --- drawings

    def _drawing(self, drawing: "Element", paragraph: _Paragraph) -> None:
        """Read the text boxes, pictures, word art and diagrams of a drawing."""
        place = _place(drawing)
        caption = ""
        pictured = False
        shown: list[str] = []
        stack = [drawing]
        while stack:
            element = stack.pop()
            name = local_name(element)
            if name == "txbxContent":
                paragraph.boxes.append(element)
                paragraph.boxes_at.append(place)
                continue
            if name == "AlternateContent":
                branch = self._branch(element)
                stack.extend([branch] if branch is not None else [])
                continue
            if element.tag == f"{{{_DRAWING}}}p":
                paragraph.words.append(_spoken(element))
                continue
            if name in ("pic", "imagedata", "chart", "blip"):
                pictured = True
                shown += self._picture(element)
            elif name == "textpath":
                self._word_art(element, paragraph)
            elif name == "relIds":
                self._diagram(attribute(element, "dm") or "", paragraph)
            caption = caption or _description(element)
            stack.extend(reversed(list(element)))
        if pictured:
            caption = " ".join(caption.split())
            caption = "" if _NO_CAPTION.fullmatch(caption) else caption[:500]
            first, *others = shown or [""]
            paragraph.pictures.append((caption, first))
            paragraph.pictures += [("", other) for other in others]

    def _word_art(self, element: "Element", paragraph: _Paragraph) -> None:
        words = (attribute(element, "string") or "")[:500]
        if not words.strip():
            return
        self.generated.append(words)
        if self.margin:
            paragraph.aside("watermark", words)
        else:
            paragraph.words.append(words)

    def _picture(self, element: "Element") -> list[str]:
        """Return the part that a picture element shows, [] if it is outside the document."""
        relation = attribute(element, "embed") or attribute(element, "id") or ""
        kind, target = self.relations.get(relation, ("", ""))
        is_here = self.in_body and kind == "image" and local_name(element) != "pic"
        return [target] if is_here else []

    def _diagram(self, relation: str, paragraph: _Paragraph) -> None:
        """Read the words of a diagram (SmartArt), which are in a part of their own."""
        kind, target = self.relations.get(relation, ("", ""))
        root = self.package.part(target) if kind == "diagramData" else None
        if root is None:
            return
        self.stories.append(root)
        for element in root.iter(f"{{{_DRAWING}}}p"):
            words = _spoken(element)
            if words.strip():
                paragraph.words.append(words)

    # --- tables

    def _table(self, table: "Element") -> None:
        rows: list[list[tuple[list[_Item], int]]] = []
        boxed = self._boxed(table)
        for row in self._wrapped(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._remove(row, _GONE["del"])
                continue
            cells: list[tuple[list[_Item], int]] = []
            before = whole(attribute(child(properties, "gridBefore"))) or 0
            if before > 0:
                cells.append(([], min(before, 100)))
            for cell in self._wrapped(row, "tc"):
                stated = child(cell, "tcPr")
                boxed = boxed or bool(sides(child(stated, "tcBorders")) & _INNER_SIDES)
                span = max(1, min(whole(attribute(child(stated, "gridSpan"))) or 1, 100))
                cells.append((self._sub_items(cell), span))
            if cells:
                rows.append(cells)
        size = len(rows) * max((sum(span for _, span in row) for row in rows), default=0)
        texts = [[_cell_text(cell) for cell, _ in row] for row in rows]
        if size > MAX_TABLE or _only_places(texts, boxed):
            for made in rows:
                self.items.extend(_side_by_side([cell for cell, _ in made]))
            return
        items = [item for row in rows for cell, _ in row for item in cell]
        self.items.extend(item for item in items if isinstance(item, Removal))
        self.items.extend(
            item for item in items if isinstance(item, Block) and item.kind == "image"
        )
        grid = [
            [text for (_, span), words in zip(row, line, strict=True)
             for text in (words, *[""] * (span - 1))]
            for row, line in zip(rows, texts, strict=True)
        ]  # fmt: skip
        width = max(map(len, grid))
        block = table_block([row + [""] * (width - len(row)) for row in grid], 0)
        if block.text.strip():
            self._add(block)

    def _boxed(self, table: "Element") -> bool:
        """Return whether lines separate the cells of a table, by its own properties or its
        style's."""
        properties = child(table, "tblPr")
        borders = child(properties, "tblBorders")
        if borders is not None:
            return bool(sides(borders) & _INNER_SIDES)
        return bool(
            self.styles.lines(attribute(child(properties, "tblStyle")) or "") & _INNER_SIDES
        )

    def _wrapped(self, container: "Element", name: str) -> Iterator["Element"]:
        """Yield the rows of a table or the cells of a row, also inside content controls."""
        for element in container:
            local = local_name(element)
            if local == name:
                yield element
            elif local in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                yield from self._wrapped(element, name)
            elif local == "AlternateContent":
                branch = self._branch(element)
                if branch is not None:
                    yield from self._wrapped(branch, name)

    # --- headers, footers, notes, comments

    def _margin_items(self, body: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
        """Return the items of headers and footers, each text once. Page numbers, and texts that are
        already in the body or another header, are removals."""
        said = {strip_space(item.text) for item in body if isinstance(item, Block)}
        found: dict[str, list[_Item]] = {"headerReference": [], "footerReference": []}
        seen: set[str] = set()
        self.margin = True
        for kind, target in self._margins():
            if target in seen:
                continue
            seen.add(target)
            root = self.package.part(target)
            if root is None:
                continue
            self.gap = self.page_start = False
            for item in self._story_items(root):
                words = strip_space(item.text)
                if isinstance(item, Block) and words and words in said:
                    item = Removal("running-head", 0, item.text)
                elif isinstance(item, Block):
                    said.add(words)
                found[kind].append(item)
        self.margin = False
        unprinted = [
            self._unprinted(t)
            for k, t in sorted(self.relations.values())
            if k in ("header", "footer", "chart") and t not in seen
        ]
        found["footerReference"].extend(item for item in unprinted if item)
        return found["headerReference"], found["footerReference"]

    def _unprinted(self, part: "str | Element") -> Removal | None:
        """Return the text of a part that no page shows, or of a chart."""
        root = self.package.part(part) if isinstance(part, str) else part
        words = _spoken(root) if root is not None else ""
        if root is None or not words.strip():
            return None
        self.stories.append(root)
        return Removal("unprinted", 0, words)

    def _margins(self) -> list[tuple[str, str]]:
        """Return the headers and footers that are printed: (kind, part), those of the first page
        first."""
        order = {"first": 0, "default": 1, "even": 2}
        found: list[tuple[int, int, str, str]] = []
        for number, section in enumerate(self.sections):
            first = is_on(child(section, "titlePg"))
            for reference in section:
                name = local_name(reference)
                if name not in ("headerReference", "footerReference"):
                    continue
                kind = attribute(reference, "type") or "default"
                if kind == "first" and not first:
                    continue
                _, target = self.relations.get(attribute(reference, "id") or "", ("", ""))
                if target:
                    found.append((number, order.get(kind, 3), name, target))
        return [(name, target) for _, _, name, target in sorted(found)]

    def _note_items(self) -> list[_Item]:
        out: list[_Item] = []
        roots: dict[str, dict[str, Element]] = {}
        for kind in ("footnote", "endnote"):
            root = self._kind(f"{kind}s")
            roots[kind] = {
                attribute(note, "id") or "": note for note in (root if root is not None else ())
            }
        position = 0
        while position < len(self.notes):  # a note may hold a reference to another
            kind, name, mark = self.notes[position]
            position += 1
            note = roots[kind].pop(name, None)
            if note is None:
                continue
            items = self._story_items(note)
            first = next((n for n, item in enumerate(items) if isinstance(item, Block)), None)
            if first is not None and mark:
                block = items[first]
                shift = len(mark) + 1
                if isinstance(block, Block) and block.kind != "table":
                    bold = tuple((start + shift, end + shift) for start, end in block.bold)
                    items[first] = replace(block, text=f"{mark} {block.text}", bold=bold)
                    self.generated.append(mark)
            out.extend(items)
        unused = [self._unprinted(note) for left in roots.values() for note in left.values()]
        return [*out, *filter(None, unused)]

    def _comment_items(self) -> list[_Item]:
        root = self._kind("comments")
        out: list[_Item] = []
        for comment in root if root is not None else ():
            text = _spoken(comment)
            if text.strip():
                self.stories.append(comment)
                out.append(Removal("comment", 0, text))
        return out


def _is_unseen(run: "Element", props: Props) -> bool:
    """Return whether the page hides a run: white on white, or too small. In a text box the
    background is not known."""
    if props.size is not None and props.size <= 1:
        return True
    if not props.white or props.shaded:
        return False
    grounds = run.iterancestors("{*}p", "{*}tc", "{*}txbxContent")
    return not any(
        local_name(ground) == "txbxContent" or is_shaded(child(ground, f"{local_name(ground)}Pr"))
        for ground in grounds
    )


def _look(props: Props) -> Run:
    return Run("", bool(props.bold), bool(props.red), props.size)


def _description(element: "Element") -> str:
    """Return what an element of a drawing says that the drawing shows, or ""."""
    name = local_name(element)
    if name in ("docPr", "cNvPr"):
        return attribute(element, "descr") or attribute(element, "title") or ""
    return attribute(element, "alt") or "" if name == "shape" else ""


def _kept_space(element: "Element") -> str:
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve":
        return text
    return text.strip(" \t\r\n")


def _switch_value(element: "Element", name: str) -> bool:
    return (attribute(element, name) or "0").lower() in ("1", "true", "on")


def _spoken(element: "Element") -> str:
    """Return all text inside an element, with a space for each end of a paragraph."""
    parts: list[str] = []
    for inner in element.iter("{*}t", "{*}delText", "{*}p"):
        if local_name(inner) == "p":
            parts.append(" " if parts else "")
        else:
            parts.append(inner.text or "")
    return "".join(parts)


def _visible_texts(element: "Element") -> int:
    return sum(visible_characters(inner.text or "") for inner in element.iter(*_TEXTS))


_INNER_SIDES = frozenset(("insideH", "insideV", "left", "right", "start", "end", "top"))
_NUMERIC = re.compile(r"[\d.,，%％+\-—/~～]+\s*[人次个家万元]?")
_RECIPIENTS = re.compile(r"(?:报送?|主?送|抄送|呈报|分?发|印发)\s*(?:[:：].*)?", re.DOTALL)
_LAID_OUT_ROWS = 4
_SIDE_BY_SIDE = 80


def _only_places(texts: Sequence[Sequence[str]], boxed: bool) -> bool:
    """Return whether a table only positions paragraphs, as in mastheads and lists of recipients: it
    has one row or one column, or a few rows without lines and numbers, or begins with
    报、送、发."""
    if len(texts) < 2 or max(map(len, texts)) < 2:
        return True
    if len(texts) > _LAID_OUT_ROWS:
        return False
    if _RECIPIENTS.fullmatch(texts[0][0]):
        return True
    cells = [text for row in texts[1:] for text in row if text]
    return not boxed and sum(bool(_NUMERIC.fullmatch(cell)) for cell in cells) * 3 < len(cells)


def _side_by_side(cells: Sequence[Sequence[_Item]]) -> list[_Item]:
    """Return the items of a row: on one line, as printed, if each cell holds a short item."""
    items = [item for cell in cells for item in cell]
    blocks = [item for item in items if isinstance(item, Block)]
    length = sum(len(block.text) for block in blocks)
    label = bool(blocks) and blocks[0].text.endswith((":", "："))
    single = all(sum(isinstance(item, Block) for item in cell) <= 1 for cell in cells)
    plain = all(block.kind == "paragraph" for block in blocks)
    if len(blocks) < 2 or not single or not plain or (length > _SIDE_BY_SIDE and not label):
        return items
    text, bold = "", []
    for block in blocks:
        text += " " if text and not text.endswith((":", "：")) else ""
        bold += [(start + len(text), end + len(text)) for start, end in block.bold]
        text += block.text
    line = replace(blocks[0], text=text, bold=tuple(bold), align="")
    return [*(item for item in items if isinstance(item, Removal)), line]


def _cell_text(items: Sequence[_Item]) -> str:
    blocks = [i for i in items if isinstance(i, Block) and i.kind != "image" and i.text]
    return "\n".join(
        " ".join(block.text.split()) if block.kind == "table" else block.text for block in blocks
    )


def _is_page_number(paragraph: _Paragraph, text: str) -> bool:
    if len(paragraph.shown) > 60:
        return False
    if paragraph.paging.strip():
        return bool(_PAGE_WORDS.fullmatch(text))
    return bool(_TYPED_PAGE.fullmatch(paragraph.shown))


def _place(drawing: "Element") -> tuple[str, int] | None:
    """Return the position of a floating drawing below its anchor: the reference of the distance,
    and the distance."""
    vertical = drawing.find("{*}anchor/{*}positionV")
    offset = (
        whole((vertical.findtext("{*}posOffset") or "").strip()) if vertical is not None else None
    )
    if vertical is None or offset is None:
        return None
    return attribute(vertical, "relativeFrom") or "", offset
