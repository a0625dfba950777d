"""The pages that show an original beside the text that was made from it: text documents by line,
web pages by paragraph, PDFs and scans by page if the archive has pictures of them, numbered as the
record of the conversion numbers them.

Only originals that the site offers have one. What an original holds is shown as text.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Annotated, TypedDict

from jianbao.archive import urls
from jianbao.archive.model import Bulletin, Repair
from jianbao.base.cache import fingerprint
from jianbao.base.problems import ConvertError
from jianbao.pages import collation, frame, issue
from jianbao.pages.index import Index
from jianbao.pages.issue import BulletinValues
from jianbao.pages.page import Kind, Layout, Page, Pending, alone
from jianbao.pages.records import DoubtRow
from jianbao.text import markdown
from jianbao.text.chinese import drop_forbidden


class TextPart(TypedDict):
    """A part of a line."""

    text: Annotated[str, "what it says"]
    doubt: Annotated[int, "number of the doubt about it; 0 for none"]


class RepairOfLine(TypedDict):
    """A repair of the conversion."""

    rule: Annotated[str, "the rule that made it"]
    before: Annotated[str, "as printed"]
    after: Annotated[str, "as set"]


class OriginalLine(TypedDict):
    """A line or paragraph of an original."""

    n: Annotated[int, "its number"]
    spans: Annotated[Sequence[TextPart], "its text, in parts"]
    doubts: Annotated[Sequence[int], "numbers of the doubts about it"]
    repairs: Annotated[Sequence[RepairOfLine], "the repairs in it"]


class ShownPage(TypedDict):
    """A page of an original as a picture."""

    path: Annotated[str, "the picture"]
    width: Annotated[int, "its width in pixels"]
    height: Annotated[int, "its height in pixels"]
    doubts: Annotated[Sequence[int], "numbers of the doubts about it"]


class PlacedDoubt(DoubtRow):
    """A doubt of the conversion, with its places on this page."""

    anchor: Annotated[str, "id of its line or page; empty if it is about none"]
    marked: Annotated[bool, "whether the text beside the original marks it"]


class TextBlock(TypedDict):
    """A block of the text that was made."""

    title: Annotated[bool, "a title of an article"]
    spans: Annotated[Sequence[TextPart], "its text, in parts"]


class OriginalPage(TypedDict):
    """An original beside the text that was made from it."""

    bulletin: Annotated[BulletinValues, "the bulletin"]
    unit: Annotated[str, "what is numbered: line, paragraph or page"]
    lines: Annotated[Sequence[OriginalLine], "the original; empty if it cannot be shown"]
    shown: Annotated[Sequence[ShownPage], "its pages, if it is shown by page"]
    lost: Annotated[Sequence[int], "places that the record names and the original does not have"]
    blocks: Annotated[Sequence[TextBlock], "the text"]
    doubts: Annotated[Sequence[PlacedDoubt], "the doubts of the conversion"]


ORIGINAL = Layout("original.html", OriginalPage)


def pages(index: Index) -> Iterator[Pending]:
    decides = issue.made_of(index)
    for bulletin in index.archive.bulletins:
        if issue.has_original_page(index, bulletin):
            made_of = partial(_decides, decides, bulletin)
            path = urls.original_page(bulletin)
            yield Pending(path, ORIGINAL.file, partial(_page, index, bulletin), made_of)


def _decides(decides: Callable[[Bulletin], str], bulletin: Bulletin) -> str:
    # The SHA-256 of the original is one of the fields of the bulletin.
    return fingerprint("original", decides(bulletin))


def _page(index: Index, bulletin: Bulletin) -> Page:
    flags = bulletin.review.flags if bulletin.review else ()
    repairs = bulletin.review.repairs if bulletin.review else ()
    images = index.archive.page_images_of(bulletin.source) if bulletin.source else ()
    printed = [] if images else _numbered(index, bulletin)
    known = set(range(1, len(images) + 1)) or {n for n, _ in printed}
    places = [flag.page if images else flag.line for flag in flags]
    named = {*places, *(repair.page if images else repair.line for repair in repairs)}
    made = list(_texts(bulletin))
    sought = [(number, flag.text) for number, flag in enumerate(flags, 1)]
    marked = mark([content for _, content in made], sought)
    found = {span["doubt"] for spans in marked for span in spans}
    language = index.archive.site.language
    context: OriginalPage = {
        "bulletin": issue.bulletin_values(index, bulletin),
        "unit": _unit(bulletin),
        "lines": [_line(n, content, bulletin) for n, content in printed],
        "shown": [
            {
                "path": image.path,
                "width": image.width,
                "height": image.height,
                "doubts": [i for i, place in enumerate(places, 1) if place == n],
            }
            for n, image in enumerate(images, 1)
        ],
        "lost": sorted(named - known - {0}),
        "blocks": [
            {"title": is_title, "spans": spans}
            for (is_title, _), spans in zip(made, marked, strict=True)
        ],
        "doubts": [
            {
                **collation.doubt(flag, bulletin, language),
                "anchor": f"{'p' if images else 'L'}{place}" if place else "",
                "marked": number in found,
            }
            for number, (flag, place) in enumerate(zip(flags, places, strict=True), 1)
        ],
    }
    return frame.page(index, ORIGINAL, urls.original_page(bulletin), context)


def _unit(bulletin: Bulletin) -> str:
    kind = bulletin.source.format if bulletin.source else ""
    return {"text": "line", "pdf": "page", "scan": "page"}.get(kind, "paragraph")


def _numbered(index: Index, bulletin: Bulletin) -> list[tuple[int, str]]:
    """Return the lines or paragraphs of the original with their numbers; none if it cannot be
    read."""
    if index.read is None or bulletin.source is None:
        return []
    source = bulletin.source
    content = index.read(source.file, source.sha256)
    # Imported here: only a new page of an original needs the readers, whose patterns take long to
    # compile, and only one of the web those of all formats.
    if source.format == "text":
        from jianbao.convert.readers import text

        lines = text.numbered_lines(content)
        return [(n, drop_forbidden(line)) for n, line in enumerate(lines, 1) if line.strip()]
    from jianbao.convert.readers import dispatch

    try:
        document = dispatch.read(content, source.file)
    except ConvertError:
        return []
    numbered: dict[int, list[str]] = {}
    for block in document.blocks:
        rows = ("　".join(row) for row in block.rows)
        numbered.setdefault(block.line, []).append("\n".join(rows) if block.rows else block.text)
    return [(n, drop_forbidden("\n".join(found))) for n, found in sorted(numbered.items())]


def _line(n: int, content: str, bulletin: Bulletin) -> OriginalLine:
    flags = bulletin.review.flags if bulletin.review else ()
    repairs = bulletin.review.repairs if bulletin.review else ()
    here = [(number, flag.text) for number, flag in enumerate(flags, 1) if flag.line == n]
    return {
        "n": n,
        "spans": mark([content], here)[0],
        "doubts": [number for number, _ in here],
        "repairs": [_repair(one) for one in repairs if one.line == n],
    }


def _repair(repair: Repair) -> RepairOfLine:
    return {"rule": repair.rule, "before": repair.before, "after": repair.after}


def _texts(bulletin: Bulletin) -> Iterator[tuple[bool, str]]:
    """Yield the blocks of a bulletin as plain text, and whether each is a title."""
    for block in filter(None, (bulletin.banner, *markdown.plain_blocks(bulletin.preface))):
        yield False, block
    for article in bulletin.articles:
        yield True, article.title
        blocks = (
            article.kicker,
            article.subtitle,
            *markdown.plain_blocks(article.body),
            article.attribution,
            *article.authors,
        )
        yield from ((False, block) for block in blocks if block)


def mark(blocks: Sequence[str], sought: Sequence[tuple[int, str]]) -> list[list[TextPart]]:
    """Cut blocks into parts, so that each text of `sought` is a part at its first place, with its
    number. Texts do not overlap: the one that comes first in `sought` wins."""
    taken: list[dict[tuple[int, int], int]] = [{} for _ in blocks]
    for number, wanted in sought:
        for block, spans in zip(blocks, taken, strict=True):
            start = block.find(wanted) if wanted else -1
            end = start + len(wanted)
            if start >= 0 and not any(start < b and a < end for a, b in spans):
                spans[start, end] = number
                break
    return [_cut(block, spans) for block, spans in zip(blocks, taken, strict=True)]


def _cut(block: str, spans: dict[tuple[int, int], int]) -> list[TextPart]:
    ends = sorted({0, len(block), *(end for span in spans for end in span)})
    return [{"text": block[a:b], "doubt": spans.get((a, b), 0)} for a, b in pairwise(ends)]


KIND = Kind((ORIGINAL,), alone(pages, "original/"))
