"""Invents documents whose roles are known, from the tables of `layouts` and `phrases`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from jianbao.convert.label.chain import ROLES
from jianbao.convert.label.roles import Role
from jianbao.convert.training.layouts import LAYOUTS, LAYOUTS_PHRASES
from jianbao.convert.training.phrases import SENTENCES, WORDS
from jianbao.text.chinese import HAN

PHRASES = {
    **{name: words.split() for name, words in WORDS.items()},
    **{
        name: [line[8:] for line in lines.splitlines() if line.strip()]
        for name, lines in {**SENTENCES, **LAYOUTS_PHRASES}.items()
    },
}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_HAN = "〇一二三四五六七八九"
_INNERMOST = re.compile(r"\{([^{}]*)\}")
_LINE = re.compile(r"(?P<role>[a-z]+\+?)(?P<mark>[?*~=]?)(?: (?P<text>.*))?")
_INCLUDE = re.compile(r">(?P<mark>[?*]?) (?P<table>.+)")
_GAP = re.compile(r"~(\d+)~")
_ORNAMENTED = re.compile(
    r"^(?:[★●◆■▲◎○◇□☆※➤▶⊙✦◉❖✿❀【《*─ ①-⑩]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]"
    r"|（[一二三四五六七八九十]{1,3}）)+|[】》*─ ]+$"
)


_DISTURBED, _UNKNOWN = 0.12, 0.3
_OF_ONE_FORM = frozenset(
    (
        "attr",
        "byline",
        "column",
        "framed-title",
        "item",
        "num-is",
        "news-lead",
        "numbered-part",
        "numbered-word",
    )
)
"""Phrases that a document sets in one form throughout: an office signs all articles alike."""
_ONLY_MARKS = re.compile(r"\W+")
"""A choice among marks and spaces, which a document makes once."""
_CARELESS = 0.25
# How deep a numbered line stands; any line begins the numbers of what stands deeper anew.
_DEPTHS: dict[Role, int] = {
    **dict.fromkeys(("toc", "column"), 0),
    **dict.fromkeys(("title", "kicker", "brief"), 1),
    "heading": 2,
    "para": 3,
}
_NUMBERS = ("han", "bracketed", "arabic", "circled")
"""Numbers that count, from the outer ones to the inner ones: 一、（一）1."""
_MASTHEAD = frozenset(("series", "issue", "issuer", "date", "notice", "banner", "docno"))
_WORDED = frozenset(
    (
        "series",
        "title",
        "title+",
        "subtitle",
        "heading",
        "column",
        "para",
        "brief",
        "toc",
        "banner",
        "kicker",
        "attr",
    )
)
_CHARACTERS = "".join(dict.fromkeys(c for words in WORDS.values() for c in words if c >= "\u4e00"))
_KEPT = frozenset("年月日期第总号一二三四五六七八九十目录导读要报讯刊供稿记者图表附件注")


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of an invented document, before it is set."""

    role: Role
    text: str


def counted(number: int) -> str:
    """A number up to 99 in Chinese numerals, read aloud."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return head + (_HAN[ones] if ones or not tens else "")


@dataclass(slots=True)
class Inventor:
    """One document while it is invented. `taken` holds what stays the same in all of it."""

    random: Random
    taken: dict[str, str] = field(default_factory=dict)
    counters: dict[tuple[int, int], int] = field(default_factory=dict)
    depth: int = 0

    # --- phrases ------------------------------------------------------------------------------

    def text(self, template: str) -> str:
        """`template` with all its phrases and choices put in."""
        while match := _INNERMOST.search(template):
            template = (
                template[: match.start()] + self._phrase(match.group(1)) + template[match.end() :]
            )
        return template

    def _phrase(self, name: str) -> str:
        if name in ("entry", "entries"):
            return "\0"
        if "|" in name:
            return self._choice(name.split("|"), name if _ONLY_MARKS.fullmatch(name) else "")
        if name.startswith("@"):
            if name not in self.taken:
                self.taken[name] = self.text(self._named(name[1:].partition("/")[0]))
            return self.taken[name]
        if name in _NUMBERS:
            return self._counted(name)
        return self._named(name)

    def _counted(self, name: str) -> str:
        """The next number of the lines of this depth."""
        place = (self.depth, _NUMBERS.index(name))
        self._begin_below(place)
        self.counters[place] = number = self.counters.get(place, 0) + 1
        match name:
            case "arabic":
                return str(number)
            case "circled":
                return _CIRCLED[min(number, len(_CIRCLED)) - 1]
            case "bracketed":
                return f"（{counted(number)}）"
        return counted(number)

    def _begin_below(self, place: tuple[int, int]) -> None:
        """Begin the numbers anew that stand deeper than a line."""
        self.counters = {key: number for key, number in self.counters.items() if key <= place}

    def _named(self, name: str) -> str:
        own = getattr(self, f"_{name.replace('-', '_')}", None)
        if own or not name:
            return str(own()) if own else ""
        return self._choice(PHRASES[name], name if name in _OF_ONE_FORM else "")

    def _choice(self, forms: Sequence[str], steady: str) -> str:
        """One of some forms; of a steady one, nearly always the one that this document took."""
        form = self.random.choice(forms)
        if steady and self.random.random() >= _CARELESS:
            return self.taken.setdefault(f"form of {steady}", form)
        return form

    def _n(self) -> int:
        return self.random.choice(
            (self.random.randint(1, 12), self.random.randint(1, 99), self.random.randint(1, 320))
        )

    def _han_n(self) -> str:
        return counted(self.random.randint(1, 60))

    def _total(self) -> int:
        return self.random.randint(2, 999)

    def _year(self) -> int:
        return self.random.randint(2005, 2026)

    def _iso(self) -> str:
        year, month, day = self._day()
        form = self.random.choice(
            ("{}-{:02}-{:02}", "{}年{:02}月{:02}日", "{}-{}-{}", "{}/{:02}/{:02}")
        )
        return form.format(year, month, day)

    def _date(self) -> str:
        year, month, day = self._day()
        forms = (
            *["{0}年{1}月{2}日"] * 6, *["{0} 年 {1} 月 {2} 日"] * 2, "{0}年{1:02}月{2:02}日",
            *["{3}年{4}月{5}日"] * 2, "{0}.{1}.{2}", "{0}.{1:02}.{2:02}", "{0}-{1:02}-{2:02}",
            "{0}年{1}月",
        )  # fmt: skip
        han = "".join(_HAN[int(c)] for c in str(year))
        if self.random.random() < 0.3:
            han = han.replace("〇", self.random.choice("○0O零"))
        return self.random.choice(forms).format(year, month, day, han, counted(month), counted(day))

    def _day(self) -> tuple[int, int, int]:
        year = int(self.text("{@year}"))
        return year, self.random.randint(1, 12), self.random.randint(1, 28)

    # --- lines --------------------------------------------------------------------------------

    def table(self, name: str) -> list[LabelledLine]:
        return self.lines(self.random.choice(LAYOUTS[name]))

    def lines(self, layout: str) -> list[LabelledLine]:
        """The lines of a layout."""
        rows = [row.strip() for row in layout.strip().splitlines()]
        found: list[LabelledLine] = []
        place = 0
        while place < len(rows):
            if rows[place] == "[":
                end = rows.index("]*", place)
                inside = "\n".join(rows[place + 1 : end])
                for _ in range(self.random.randint(1, 4)):
                    found.extend(self.lines(inside))
                place = end
            elif include := _INCLUDE.fullmatch(rows[place]):
                chosen = self.random.choice(LAYOUTS[include["table"]])
                for _ in range(self._times(include["mark"])):
                    found.extend(self.lines(chosen))
            else:
                found.extend(self._line(rows[place]))
            place += 1
        return found

    def _times(self, mark: str) -> int:
        if mark == "?":
            return self.random.randint(0, 1)
        return self.random.choice((1, 2, 2, 3, 3, 4)) if mark == "*" else 1

    def _line(self, row: str) -> Iterator[LabelledLine]:
        match = _LINE.fullmatch(row)
        if match is None or match["role"] not in ROLES:
            raise ValueError(f"no line of a layout: {row}")
        role: Role = ROLES[ROLES.index(match["role"])]
        self.depth = _DEPTHS.get(role, 3)
        if role in _DEPTHS:
            self._begin_below((self.depth, len(_NUMBERS)))
        for _ in range(self._times(match["mark"])):
            text = self.text(match["text"] or "")
            if match["mark"] == "~":
                yield from self._broken(role, text)
            elif match["mark"] == "=":
                yield LabelledLine(role, match["text"] or "")
            elif text.strip() or role == "image":
                yield LabelledLine(role, text)

    def _broken(self, role: Role, text: str) -> Iterator[LabelledLine]:
        """A title over two lines or three, at a space or at the length of a line."""
        parts = [text]
        if self.random.random() < 0.75:
            parts = re.split(r" +", text)
            if len(parts) == 1 or self.random.random() < 0.3:
                width = self.random.randint(10, 20)
                parts = [text[n : n + width] for n in range(0, len(text), width)]
            if len(parts) > 3 or any(len(part) < 2 for part in parts):
                parts = [text]
        yield LabelledLine(role, parts[0])
        for part in parts[1:]:
            yield LabelledLine("title+", part)

    def whole(self) -> list[LabelledLine]:
        """Invent all lines of a document."""
        lines = self.listed(self.table("documents"))
        return self._disturbed([replace(line, text=_spaced(line.text)) for line in lines])

    def listed(self, lines: Sequence[LabelledLine]) -> list[LabelledLine]:
        """Put the titles into the table of contents; some list the columns too."""
        named = ("title", "column") if self.random.random() < 0.25 else ("title",)
        entries = [_bare(line.text) for line in lines if line.role in named]
        self.counters, self.depth = {}, 0
        found: list[LabelledLine] = []
        for line in lines:
            if entries and "{entries}" in line.text:
                listed = "　".join(f"{number}.{entry}" for number, entry in enumerate(entries, 1))
                found.append(replace(line, text=self.text(line.text).replace("\0", listed)))
            elif "{entry}" in line.text:
                for entry in entries:
                    found.append(replace(line, text=self.text(line.text).replace("\0", entry)))
            elif entries or line.role != "toc":
                found.append(line)
        return found

    def _disturbed(self, lines: list[LabelledLine]) -> list[LabelledLine]:
        """The lines as no table has them: a masthead in another order, a line left out, words that
        no table knows. So nothing is learnt that holds in the tables alone."""
        random = self.random
        top = next((n for n, line in enumerate(lines) if line.role not in _MASTHEAD), 0)
        if random.random() < _DISTURBED:
            lines = [*random.sample(lines[:top], top), *lines[top:]]
        if random.random() < _DISTURBED and len(lines) > 6:
            out = random.randrange(len(lines))
            if not (out + 1 < len(lines) and lines[out + 1].role in ("title+", "foot+")):
                lines = [*lines[:out], *lines[out + 1 :]]
        if random.random() < _UNKNOWN:
            words: dict[str, str] = {}
            lines = [replace(line, text=self._unknown(line, words)) for line in lines]
        return lines

    def _unknown(self, line: LabelledLine, words: dict[str, str]) -> str:
        """The text with other characters in place of some; the same ones wherever it is said."""
        if line.role not in _WORDED:
            return line.text
        return re.sub(
            f"[{HAN}]",
            lambda match: words.setdefault(
                match.group(),
                self.random.choice(_CHARACTERS)
                if match.group() not in _KEPT and self.random.random() < 0.3
                else match.group(),
            ),
            line.text,
        )


def _bare(title: str) -> str:
    return _ORNAMENTED.sub("", title)


def _spaced(text: str) -> str:
    text = _GAP.sub(lambda match: " " * int(match.group(1)), text)
    return text.replace("∣", "|").replace("\\t", "\t")


def invent(random: Random) -> list[LabelledLine]:
    """Invent the lines of one document."""
    return Inventor(random).whole()
