"""Units without what programs left in them, and as a careful compositor would set them."""

from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive.model import Repair
from jianbao.convert.cut import patterns, repair, table_head
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage


def clean_units(units: Sequence[Unit]) -> tuple[list[Unit], list[Repair]]:
    """Units without left-over markup and invisible characters; those that held nothing else go."""
    repairs: list[Repair] = []
    result: list[Unit] = []
    for unit in units:
        if unit.kind == "table":
            result.append(unit)
            continue
        passage = unit.passage
        for step in (repair.without_markup, repair.without_invisible):
            passage, done = step(passage)
            repairs.extend(done)
        if unit.kind in ("image", "rule") or passage.text.strip():
            result.append(replace(unit, passage=passage.strip()))
    return result, repairs


def _mend_table(unit: Unit, authorities: Authorities) -> tuple[Unit, list[Repair]]:
    repairs: list[Repair] = []
    rows: list[tuple[str, ...]] = []
    for row in unit.first.rows:
        cells: list[str] = []
        for cell in row:
            passage, done = repair.mend(Passage.at(cell, unit.line), authorities.counties)
            cells.append(passage.text)
            repairs.extend(done)
        rows.append(tuple(cells))
    whole = table_head.whole_head(tuple(rows))
    if whole:
        before, after = ("\t".join(rows[0] + rows[1]), "\t".join(whole[0]))
        repairs.append(Repair("table-head", unit.line, before, after))
        rows = [*whole]
    text = "\n".join("\t".join(row) for row in rows)
    first = replace(unit.first, rows=tuple(rows), text=text)
    return replace(unit, first=first, passage=Passage.at(text, unit.line)), repairs


def mend_units(units: Sequence[Unit], authorities: Authorities) -> tuple[list[Unit], list[Repair]]:
    repairs: list[Repair] = []
    result: list[Unit] = []
    for unit in units:
        if unit.kind == "table":
            unit, done_in_cells = _mend_table(unit, authorities)
            repairs.extend(done_in_cells)
        if unit.kind in ("table", "rule", "furniture"):
            result.append(unit)
            continue
        passage, done = repair.mend(unit.passage, authorities.counties)
        repairs.extend(done)
        # Full-width brackets and colons may show what the printed ones hid.
        kind = unit.kind
        if kind == "text" and patterns.attribution(passage.text):
            kind = "attribution"
        result.append(replace(unit, kind=kind, passage=passage))
    return result, repairs
