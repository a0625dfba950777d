"""The plainest reading of a document: its whole text as one article, for where the careful one
fails."""

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Repair
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.cut import repair
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head, Part, PartKind
from jianbao.convert.cut.passage import Passage
from jianbao.text.chinese import one_line

_TITLE = 60
"""Characters of a first line that may be the title; of a longer one the title is a copy."""


def plain_draft(document: Document, cause: str) -> Draft:
    """The document's blocks, in order, as one article under its first line. `cause` is what went
    wrong with the careful reading."""
    parts: list[Part] = []
    repairs: list[Repair] = []
    removals: list[Removal] = []
    for block in document.blocks:
        part, mended = _part(block)
        repairs.extend(mended)
        if block.kind == "rule":
            removals.append(Removal("rule", block.line, part.passage.text))
        elif part.passage or block.kind == "image":
            parts.append(part)
    title, parts, inferred = _titled(parts)
    return Draft(
        Head(page=document.format == "html"),
        (),
        (ArticleDraft("feature", title, tuple(parts), title_inferred=inferred),),
        Foot(),
        tuple(repairs),
        (*document.removals, *(removal for removal in removals if removal.text)),
        (*document.doubts, Flag.of(Doubt.PLAIN_READING, 0, cause)),
    )


def _part(block: Block) -> tuple[Part, tuple[Repair, ...]]:
    """A block as a part of the text, without invisible characters."""
    if block.kind == "table":
        rows: list[tuple[str, ...]] = []
        repairs: list[Repair] = []
        for row in block.rows:
            cells = [repair.without_invisible(Passage.at(cell, block.line)) for cell in row]
            rows.append(tuple(cell.text for cell, _ in cells))
            repairs.extend(one for _, done in cells for one in done)
        text = "\n".join("\t".join(row) for row in rows)
        passage = Passage.at(text, block.line)
        return Part("table", passage, rows=tuple(rows), line=block.line), tuple(repairs)
    passage, done = repair.without_invisible(Passage.of(block))
    kind: PartKind = "caption" if block.kind == "image" else "paragraph"
    words = passage.strip().plain()
    return Part(kind, words, line=block.line, picture=block.picture), done


def _titled(parts: list[Part]) -> tuple[Passage, list[Part], bool]:
    """The title, the text below it, and whether the title is only a copy of the text's start."""
    first = next((part for part in parts if part.kind == "paragraph"), parts[0])
    if first is parts[0] and first.kind == "paragraph" and len(first.passage) <= _TITLE:
        return first.passage, parts[1:], False
    words = one_line(first.passage.text)[:_TITLE].strip() or "…"
    return Passage.at(words, first.line), parts, True
