"""The lines of a masthead: each name in them goes to the field that its line has by its role."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.pieces import LabelledUnit
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.masthead import (
    SERIES_LIKE,
    Masthead,
    is_issuer,
    known_series,
    read_line,
    without_role,
)
from jianbao.convert.cut.passage import Passage, joined
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import HAN, strip_space

_NOTICE = re.compile(
    "内部|保存|保管|外传|归档|密级|保密|特急|加急|平急|编号|No|№|仅供|送阅|参阅|退回"
)
"""Words of what is printed beside a masthead and tells nothing of the issue."""
_NOTHING = re.compile(
    r"[—–~～至到-]{1,2}[\d年月日号.\s—–-]*[）)]?|农历.*|(?:编印|印发|出版|主办|发行|刊)"
)
"""The rest of a line whose fields are read: the second day of a range, the lunar date, a verb."""
_COLOPHON = frozenset(("editor", "reviewer", "contact", "copies"))


def _value_end(text: str, start: int, end: int) -> int:
    """Where the value of a label ends, above a date or an issue number in the same line."""
    value = text[start:end]
    if date := patterns.printed_date(value):
        end = min(end, start + date[1])
    if issue := patterns.issue_mark(value):
        end = min(end, start + issue.start)
    return end


class MastheadReader:
    """Reads the lines of a masthead, and gives each name in them to the field of its line."""

    def __init__(self, masthead: Masthead) -> None:
        self.masthead = masthead
        self.series: list[Passage] = []
        self.issuers: list[Passage] = []
        self.banners: list[Passage] = []
        self.colophon: list[LabelledUnit] = []

    def read(self, piece: LabelledUnit) -> None:
        masthead = self.masthead
        piece = self._without_colophon(piece)
        count = len(masthead.names), len(masthead.after_issue)
        read_line(masthead, piece.unit, columns=piece.role != "banner")
        names = [*masthead.names[count[0] :], *masthead.after_issue[count[1] :]]
        offices = [name for name in names if self._is_office(name)]
        for name in names:
            self._place(name, piece.role, names, offices)

    def _is_office(self, name: Passage) -> bool:
        return is_issuer(name.text) and not known_series(name.text, self.masthead.site)

    def _without_colophon(self, piece: LabelledUnit) -> LabelledUnit:
        """The line without the editors in it: 主办：宣传科 主编：周明远, 第2期 编辑：林安."""
        line = piece.passage
        found = patterns.labels(line.text)
        rest: list[Passage] = []
        position = 0
        for label, after in zip_longest(found, found[1:]):
            if label.field not in _COLOPHON or not line.text[: found[0].start].strip():
                continue
            end = _value_end(line.text, label.end, after.start if after else len(line))
            editor = replace(piece.said(line[label.start : end].strip()), role="foot")
            self.colophon.append(editor)
            rest.append(line[position : label.start].strip())
            position = end
        rest.append(line[position:].strip())
        return piece.said(joined(filter(None, rest), "   ").strip()) if position else piece

    def _place(
        self, name: Passage, role: Role, names: Sequence[Passage], offices: Sequence[Passage]
    ) -> None:
        """Give a name to the field of its line, or to the one that its words tell where the line
        holds several names."""
        text = strip_space(name.text)
        likely = bool(SERIES_LIKE.search(text) or known_series(text, self.masthead.site))
        if role == "banner":
            self.banners.append(name)
        elif any(name is office for office in offices) and (role != "series" or len(names) > 1):
            self.issuers.append(name)
        elif text.endswith(("：", ":")):
            self.masthead.removals.append(Removal("label", name.line, text))
        elif role == "notice" and _NOTICE.search(text):
            self.masthead.removals.append(Removal("internal-notice", name.line, name.text))
        elif role == "series" or likely:
            self.series.append(name)
        elif role == "issuer" and not offices and re.search(f"[{HAN}]", text):
            self.issuers.append(name)
        else:
            self._leave(name)

    def _leave(self, name: Passage) -> None:
        self.masthead.removals.append(Removal("masthead", name.line, name.text))
        if not _NOTHING.fullmatch(strip_space(name.text)):
            self.masthead.flags.append(Flag.of(Doubt.MASTHEAD_REST, name.line, name.text))

    def name(self) -> None:
        """Give the names to the head: a name that comes twice is a running head."""
        masthead = self.masthead
        self._settle_office_above()
        series: dict[str, Passage] = {}
        for name in self.series:
            if series.setdefault(strip_space(name.text), name) is not name:
                masthead.removals.append(Removal("running-head", name.line, name.text))
        if self.banners and masthead.head.banner is None:
            masthead.head = replace(masthead.head, banner=joined(self.banners, " "))
        else:
            for banner in self.banners:
                self._leave(banner)
        offices = [without_role(masthead, issuer) for issuer in self.issuers]
        masthead.head = replace(
            masthead.head,
            series=joined(series.values(), " ") if series else None,
            issuer=joined(filter(None, offices), " ") or None,
        )

    def _settle_office_above(self) -> None:
        """An office above the name of the series is a part of that name if another line names who
        issues it (青禾县卫生健康委员会 工作简报 …… 青禾县卫健委办公室编), and issues it otherwise.
        The look of such a line says neither."""
        names = [name for name in self.series if not self._is_office(name)]
        if not names:
            return
        above = [n for n in (*self.series, *self.issuers) if n.line < names[0].line]
        if len(above) != 1 or not self._is_office(above[0]):
            return
        office = above[0]
        others = [issuer for issuer in self.issuers if issuer is not office]
        self.series = [name for name in self.series if name is not office]
        self.issuers = others or [office]
        if others:
            self.series.insert(0, office)
