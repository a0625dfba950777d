"""Slips in hand-written text: signs that Markdown or YAML reads as markup, left-over merge markers,
starter texts that nobody has replaced.

Each check is a pure function of the text and yields (line from 1, message, values). A message about
a certain loss is an error, the others are remarks; the caller decides.
"""

import itertools
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from jianbao.text import markdown

STARTER_TITLE = "在这里写第一篇的标题"
STARTER_BODY = "在这里写正文"
SAMPLE = (
    "这是一期示例，用来说明格式",
    "请把这一页改成对自己档案的介绍",
    "某某县",
)
"""Texts that only the archive of `init` has."""


class Slip(NamedTuple):
    line: int
    message: str
    values: Mapping[str, str] = {}


# --- any file ---------------------------------------------------------------------------------

_MERGE = re.compile(r"<{7}(?: .*)?|>{7}(?: .*)?|\|{7}(?: .*)?|={7}")


def merge_marks(text: str) -> Iterator[Slip]:
    """Yield the lines that a merge leaves if two people changed the same place."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return  # a line of ======= alone is a printed line
    message = (
        "“{mark}” is left over from a merge: choose between the two versions and delete the marks"
    )
    for number, line in enumerate(text.split("\n"), start=1):
        if _MERGE.fullmatch(line.rstrip()):
            yield Slip(number, message, {"mark": line[:7]})


def sample_texts(text: str) -> Iterator[Slip]:
    """Yield the first line that still has the text of the archive of `init`."""
    message = "“{text}” is from the sample that init wrote: put your own text in its place"
    for number, line in enumerate(text.split("\n"), start=1):
        for sample in SAMPLE:
            if sample in line and not line.lstrip().startswith("#"):
                yield Slip(number, message, {"text": sample})
                return


# --- front matter and settings ------------------------------------------------------------------

_CUT = re.compile(
    r"[ \t]*(?:- +)?(?P<key>[A-Za-z_]\w*):[ \t]+(?P<kept>[^\s'\"\[\]{}|>#&*!%@`][^\n]*?)[ \t]+"
    r"#(?P<lost>\S[^\n]*)"
)


def lost_comments(yaml: str, keys: Container[str]) -> Iterator[Slip]:
    """Yield text values cut off at ` #`, where YAML begins a comment. `# ` with a space counts as
    an intended comment."""
    message = (
        "what follows “ #” is a comment for YAML and lost: put all of it in quotes,"
        " {key}: '{whole}'"
    )
    for number, line in enumerate(yaml.split("\n"), start=1):
        match = _CUT.fullmatch(line.rstrip()) if " #" in line or "\t#" in line else None
        if match and match["key"] in keys:
            whole = line[match.start("kept") :].rstrip().replace("'", "''")
            yield Slip(number, message, {"key": match["key"], "whole": whole})


# --- Markdown -----------------------------------------------------------------------------------

_TAGS = (
    "a|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|li|o:p|ol|p|pre"
    "|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_TAG = re.compile(rf"(?<!\\)</?(?:{_TAGS})(?:\s[^<>\n]{{0,500}})?/?>|(?<!\\)<!--", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．]|第[一二三四五六七八九十]{1,3}[章节条])"
)
_FULL_STOP = re.compile(r"[。！？；][”’）』」》]*$")
_BLOCK = re.compile(r"[ ]{0,3}(?:#{1,6}(?:\s|$)|>|[-+*]\s|\d{1,9}[.)]\s|\||```|~~~|[-*_]{3,}\s*$)")
_ROW = re.compile(r"[ ]{0,3}\|.*\|[ \t]*")
_DELIMITER = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")

_FENCE = re.compile(r"\s*(`{3,}|~{3,})([^`\n]*)")
_LIST = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s")
# What is meant as an item of a list and is none: a mark of full width, or no space after it.
_NO_ITEM = re.compile(
    r"\s*(?:[＊－•·●○■□◆◇▪]|[+-](?=[^\s\d+-])|\*(?=[^\s*][^*]*$)|\d{1,2}\.(?=[^\s\d]))"
)
_STOPS = "，。；、！？“”"
# What may stand within a line, and what is said of it; `text` is what was found.
_WITHIN: Mapping[str, str] = {
    r"(?<!\\)[0-9A-Za-z）)]\*(?=[0-9A-Za-z（(][^*\n]{0,80}\*[0-9A-Za-z（(])": (
        "two * make what is between them italic, and are lost: write × or \\*"
    ),
    # C:\新建\#1, \\server\share; \ before any other character than a sign stays.
    r"(?<![A-Za-z])[A-Za-z]:\\[^\W_][^\s\\，。；、）]{0,80}\\(?:[^\s\\，。；、）]{1,80}\\){0,20}[!-/:-@\[\]^_`{|}~]"
    r"|(?<![\\\w:])\\\\\w[\w.-]{0,80}\\(?=[^\s\\])": (
        "“{text}” loses a \\, since Markdown takes it for its own: write \\\\ for each"
    ),
    r"(?<![\\~])~~(?=[^\s~])[^~\n]{1,200}~~(?!~)": (
        "“{text}” is not struck out and is shown as it is: delete the ~"
    ),
    rf"(?:(?<!\\)\]\(<?|(?<!\\)<)https?://[^\s()<>{_STOPS}]{{0,500}}[{_STOPS}]": (
        "the address of the link goes on with “{text}”: end the link before the last sign"
    ),
    r"(?<!\\)\[[^\[\]\n]{1,200}(?<!\\)\] ?（\s*https?://"
    r"|(?<!\\)\]\(https?://[^\s()（）]{0,500}）": (
        "“{text}” makes no link: write [text](https://…) with brackets of half width"
    ),
    r"(?<!\\)\]\(https?://[^\s()<>\"']{1,500}[ \u3000][^\n()\"']{0,200}\)": (
        "“{text}” makes no link: an address has no space, write %20 for it"
    ),
}
# Patterns of whole lines, and their messages.
_LINES: Mapping[str, str] = {
    r"[ ]{0,3}#{2,6}[^#\s].*": ("a heading needs a space after its #: write “{mark} {rest}”"),
    r"[ \u3000]*＃{1,6}.*": (
        "“＃” of full width makes no heading: write # of half width, and a space"
    ),
    r"[ ]{0,3}[+-][ ]+[0-9][0-9.,]*[ ]*(?:[%％‰℃万亿元人个名件项次].*|-)?": (
        "a sign and a space at the start of a line make an item of a list, and the sign is lost:"
        " leave the space out"
    ),
    r"[ ]{0,3}>[ ]*[0-9].*": (
        "“>” at the start of a line makes a quotation, and is lost: write “大于” or \\>"
    ),
    r"[ ]{0,3}\[[^\]^\n]+\]:[ \t]*(?!https?:|mailto:|<)\S+[ \t]*": (
        "is read as the address of a link, and not shown: write \\[ at the start"
    ),
}
_PATTERNS = {source: re.compile(source) for source in (*_LINES, *_WITHIN)}


def starters(body: str) -> Iterator[Slip]:
    """Yield the texts of `new` that nobody has replaced."""
    message = "“{text}” is from the template of new: put the text of the bulletin in its place"
    for number, line in enumerate(body.split("\n"), start=1):
        for starter in (STARTER_TITLE, STARTER_BODY):
            if starter in line:
                yield Slip(number, message, {"text": starter})


def tags(yaml: str) -> Iterator[Slip]:
    """Yield HTML tags in front matter."""
    for number, line in enumerate(yaml.split("\n"), start=1):
        tag = _TAG.search(line)
        if tag:
            yield _html(number, tag)


def _html(number: int, tag: re.Match[str]) -> Slip:
    message = "“{tag}” is shown as it is, because HTML is off: delete it"
    return Slip(number, message, {"tag": tag.group()[:40]})


def markdown_slips(body: str) -> Iterator[Slip]:
    """Yield signs of text that Markdown reads as markup, in the order of the lines."""
    lines = body.split("\n")
    yield from sorted(
        (*_line_slips(lines), *_run_together(lines), *_headless_tables(lines), *_renumbered(body)),
        key=lambda slip: slip.line,
    )


_FOOTNOTES = {
    "missing": (
        "the footnote “{mark}” has no text: write {mark}: … as a paragraph of the same article, or"
        " \\{mark} if it is none"
    ),
    "unmarked": (
        "nothing refers to the footnote “{mark}”, so it stays where it is: write {mark} in the text"
        " of the same article"
    ),
    "twice": "a second footnote is called “{mark}”: give it another number",
}


def footnotes(body: str, by_article: bool) -> Iterator[Slip]:
    """Yield the footnotes that do not work. A bulletin's articles each have their own."""
    lines = body.split("\n")
    sections = markdown.split_sections(body)[1] if by_article and "[^" in body else ()
    starts = [0, *(section.line for section in sections)]
    ends = [*(section.line - 1 for section in sections), len(lines)]
    for start, end in zip(starts, ends, strict=True):
        for line, mark, fault in markdown.loose_footnotes("\n".join(lines[start:end])):
            yield Slip(start + line, _FOOTNOTES[fault], {"mark": mark})


def silent_pictures(body: str) -> Iterator[Slip]:
    """Yield the pictures that say nothing to a reader who does not see them."""
    for image in markdown.images(body):
        if not image.caption.strip() and not image.description.strip():
            message = (
                "the picture “{address}” has no words for who does not see it: write a caption,"
                ' ![…]({address}), or what it shows, ![]({address} "…")'
            )
            yield Slip(image.line, message, {"address": unquote(image.address)[:60]})


def _line_slips(lines: Sequence[str]) -> Iterator[Slip]:
    fence, start = "", 0
    for number, line in enumerate(lines, start=1):
        mark = _FENCE.fullmatch(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        elif mark:
            fence, start = mark[1], number
        else:
            yield from (slip._replace(line=number) for slip in _slips_of(line))
    if fence:
        message = "“{mark}” begins code that nothing ends: delete it, or write \\{mark}"
        yield Slip(start, message, {"mark": fence[:40]})


def _slips_of(line: str) -> Iterator[Slip]:
    """Yield the slips of one line, as of line 1."""
    tag = _TAG.search(line)
    if tag:
        yield _html(1, tag)
    for source in _WITHIN:
        found = _PATTERNS[source].search(line)
        if found:
            yield Slip(1, _WITHIN[source], {"text": found.group()[:40]})
    for source in _LINES:
        if _PATTERNS[source].fullmatch(line):
            bare = line.lstrip()
            rest = bare.lstrip("#")
            values = {"mark": bare[: len(bare) - len(rest)], "rest": rest[:20]}
            yield Slip(1, _LINES[source], values)


def _run_together(lines: Sequence[str]) -> Iterator[Slip]:
    """Yield lines that end a sentence, or are numbered, right above another: they become one
    paragraph."""
    message = "this line and the one above it run together: leave an empty line between them"
    for number, (above, line) in enumerate(itertools.pairwise(lines), start=2):
        if not above.strip() or not line.strip() or _BLOCK.match(line):
            continue
        if _NO_ITEM.match(line) and (_LIST.match(above) or not _BLOCK.match(above)):
            yield Slip(number, message)
        if _BLOCK.match(above) or _NO_ITEM.match(line):
            continue
        if above.endswith(("  ", "\\")) or "|" in line:
            continue
        text = line.lstrip(" \u3000")
        indented = line.startswith("\u3000")
        if indented or _FULL_STOP.search(above.rstrip()) or _NUMBERED.match(text):
            yield Slip(number, message)


def _headless_tables(lines: Sequence[str]) -> Iterator[Slip]:
    """Yield rows between bars without the line of hyphens that makes them a table."""
    message = "rows between | make no table without a line |---|---| below the first one: add it"
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _ROW.fullmatch(lines[end]):
            end += 1
        if end - start >= 2 and not _DELIMITER.fullmatch(lines[start + 1]):
            yield Slip(start + 1, message)
        start = max(end, start + 1)


def _renumbered(body: str) -> Iterator[Slip]:
    message = (
        "the items of a list are renumbered: {written} is shown as {shown}; write {written}、"
        " or \\. after the number"
    )
    for line, written, shown in markdown.renumbered_items(body):
        yield Slip(line, message, {"written": str(written), "shown": str(shown)})
