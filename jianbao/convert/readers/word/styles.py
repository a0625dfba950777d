"""Properties of paragraphs and tables in a Word document, from its styles and lists."""

import re
from dataclasses import dataclass, fields, replace

from jianbao.convert.readers.colours import is_red, named_colour
from jianbao.convert.readers.runs import Align
from jianbao.convert.readers.word.numbering import Level, ListNumbering
from jianbao.convert.readers.word.package import Element, attribute, child, is_on, local_name, whole


@dataclass(frozen=True, slots=True)
class Props:
    """Properties of a paragraph and its runs; None if not stated."""

    bold: bool | None = None
    red: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    white: bool | None = None
    shaded: bool | None = None  # something coloured behind the characters
    align: Align | None = None
    first: float | None = None  # first-line indent in points
    first_em: float | None = None
    outline: int | None = None
    list_id: str | None = None
    list_depth: int | None = None
    new_page: bool | None = None

    def over(self, base: "Props") -> "Props":
        """Return these properties, with those of `base` if not stated here."""
        names = [f.name for f in fields(self)]
        own = {name: getattr(self, name) for name in names}
        if own["first"] is not None and own["first_em"] is None:
            own["first_em"] = 0.0  # a direct indent in points overrides a style's in characters
        return Props(**{n: getattr(base, n) if v is None else v for n, v in own.items()})


def run_props(properties: "Element | None") -> Props:
    if properties is None:
        return Props()
    color = attribute(child(properties, "color"))
    named = named_colour(color or "")
    size = whole(attribute(child(properties, "sz")))
    return Props(
        bold=is_on(child(properties, "b")),
        red=None if color is None else named is not None and is_red(named),
        size=None if size is None else size / 2,
        hidden=is_on(child(properties, "vanish")),
        white=None if color is None else color.upper() == "FFFFFF",
        shaded=is_shaded(properties) or None,
    )


def is_shaded(properties: "Element | None") -> bool:
    """Return whether a run, a paragraph or a cell with these properties has its own background."""
    fill = (attribute(child(properties, "shd"), "fill") or "auto").upper()
    marked = attribute(child(properties, "highlight")) or "none"
    return fill not in ("AUTO", "FFFFFF") or marked not in ("none", "white")


_ALIGNS: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "both": "left",
    "distribute": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}


def paragraph_props(properties: "Element | None") -> Props:
    if properties is None:
        return Props()
    indent = child(properties, "ind")
    characters = whole(attribute(indent, "firstLineChars"))
    hanging = whole(attribute(indent, "hanging"))
    first = whole(attribute(indent, "firstLine"))
    if first is None and hanging is not None:
        first = -hanging
    outline = whole(attribute(child(properties, "outlineLvl")))
    numbered = child(properties, "numPr")
    return Props(
        align=_ALIGNS.get(attribute(child(properties, "jc")) or ""),
        first=None if first is None else first / 20,
        first_em=None if characters is None else characters / 100,
        outline=outline,
        list_id=attribute(child(numbered, "numId")),
        list_depth=whole(attribute(child(numbered, "ilvl"))),
        new_page=is_on(child(properties, "pageBreakBefore")),
    )


class Styles:
    """The styles part: the properties of each style, including those of its base."""

    def __init__(self, root: "Element | None") -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Props] = {}
        self.default = ""
        self.base = Props(size=10.0)
        if root is None:
            return
        defaults = child(root, "docDefaults")
        run = child(child(defaults, "rPrDefault"), "rPr")
        paragraph = child(child(defaults, "pPrDefault"), "pPr")
        self.base = run_props(run).over(paragraph_props(paragraph)).over(self.base)
        for style in root.iterfind("{*}style"):
            name = attribute(style, "styleId")
            if name:
                self._elements[name] = style
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in (
                    "1", "true", "on",
                ):  # fmt: skip
                    self.default = name

    def props(self, name: str) -> Props:
        if name not in self._resolved:
            chain: list[str] = []
            while name in self._elements and name not in chain and len(chain) < 50:
                chain.append(name)
                name = attribute(child(self._elements[name], "basedOn")) or ""
            props = Props()
            for step in reversed(chain):
                props = self._own(self._elements[step]).over(props)
                self._resolved[step] = props
            if not chain:
                return props
            name = chain[0]
        return self._resolved[name]

    def lines(self, name: str) -> frozenset[str]:
        """Return the sides on which a table style draws borders."""
        for _ in range(50):
            style = self._elements.get(name)
            borders = child(child(style, "tblPr"), "tblBorders")
            if style is None or borders is not None:
                return sides(borders)
            name = attribute(child(style, "basedOn")) or ""
        return frozenset()

    def _own(self, style: "Element") -> Props:
        paragraph = paragraph_props(child(style, "pPr"))
        title = (attribute(child(style, "name")) or "").strip().lower()
        match = re.fullmatch(r"(?:heading|标题) ?([1-9])", title)
        if match and paragraph.outline is None:
            paragraph = replace(paragraph, outline=int(match.group(1)) - 1)
        elif title in ("title", "标题") and paragraph.outline is None:
            paragraph = replace(paragraph, outline=0)
        return run_props(child(style, "rPr")).over(paragraph)


def numberings(root: "Element | None", styles: Styles) -> dict[str, ListNumbering]:
    """Read the numbering part: return the lists by their number."""
    if root is None:
        return {}
    abstracts = {attribute(a, "abstractNumId") or "": a for a in root.iterfind("{*}abstractNum")}
    nums = {attribute(n, "numId") or "": n for n in root.iterfind("{*}num")}
    found: dict[str, ListNumbering] = {}
    for number, num in nums.items():
        name = attribute(child(num, "abstractNumId")) or ""
        for _ in range(5):
            # A list may borrow its levels from a list style.
            link = attribute(child(abstracts.get(name), "numStyleLink"))
            linked = nums.get(styles.props(link).list_id or "") if link else None
            if linked is None:
                break
            name = attribute(child(linked, "abstractNumId")) or ""
        levels = _levels(abstracts.get(name))
        restarts: dict[int, int] = {}
        for override in num.iterfind("{*}lvlOverride"):
            depth = whole(attribute(override, "ilvl")) or 0
            levels.update(_levels(override))
            start = whole(attribute(child(override, "startOverride")))
            if start is not None:
                restarts[depth] = start
        found[number] = ListNumbering(name, levels, restarts)
    return found


def _levels(holder: "Element | None") -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in holder.iterfind("{*}lvl") if holder is not None else ():
        start = whole(attribute(child(element, "start")))
        levels[whole(attribute(element, "ilvl")) or 0] = Level(
            start=1 if start is None else start,
            form=attribute(child(element, "numFmt")) or "decimal",
            text=(attribute(child(element, "lvlText")) or "")[:40],
            space=attribute(child(element, "suff")) != "nothing",
            restart=whole(attribute(child(element, "lvlRestart"))),
            legal=bool(is_on(child(element, "isLgl"))),
        )
    return levels


def sides(borders: "Element | None") -> frozenset[str]:
    """Return the sides on which a border is drawn."""
    return frozenset(
        local_name(side)
        for side in (borders if borders is not None else ())
        if (attribute(side) or "none") not in ("none", "nil")
    )
