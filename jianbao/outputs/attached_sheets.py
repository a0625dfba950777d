"""The attached spreadsheets of a site as CSV, where they are tables."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive import urls
from jianbao.archive.model import Archive, ReadOriginal, SheetFile, attachments_of
from jianbao.base.cache import Cache
from jianbao.base.problems import ConvertError
from jianbao.outputs.exports import guard_formula


def with_sheets(archive: Archive, read: ReadOriginal, cache: Cache) -> Archive:
    """Return `archive` with the tables of the spreadsheets that the site offers."""
    attached = {one.file for bulletin in archive.bulletins for one in attachments_of(bulletin)}
    found: list[SheetFile] = []
    for name in archive.originals:
        if name in attached and name.lower().endswith(".xlsx"):
            digest = archive.received[name]
            for number, (sheet, text, rows) in enumerate(_tables(name, digest, read, cache), 1):
                content = text.encode("utf-8-sig")
                path = urls.dataset(f"attachments/{digest[:16]}-{number}.csv")
                sha256 = hashlib.sha256(content).hexdigest()
                found.append(SheetFile(name, sheet, path, rows, sha256, content))
    return replace(archive, sheets=tuple(found))


def _tables(name: str, sha256: str, read: ReadOriginal, cache: Cache) -> list[tuple[str, str, int]]:
    """Return the tables of a spreadsheet: sheet, CSV and number of rows below the headings."""
    key = cache.key("sheets", sha256)
    kept = cache.recall(key)
    if kept is None:
        # Imports the readers of all formats, which a build needs only for a new document.
        from jianbao.convert.readers import spreadsheet

        try:
            made = spreadsheet.tables(read(name, sha256), name)
        except ConvertError:
            made = ()
        facts = [(one.sheet, _csv(one.rows), len(one.rows) - 1) for one in made]
        kept = json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")
        cache.keep(key, kept)
    return [(str(sheet), str(text), int(rows)) for sheet, text, rows in json.loads(kept)]


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([*map(guard_formula, row)] for row in rows)
    return out.getvalue()
