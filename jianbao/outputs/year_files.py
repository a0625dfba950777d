"""A ZIP file for each year of an archive: its bulletins as Markdown, its articles as JSON Lines,
and a Data Package that describes them. It holds what the site publishes and nothing else."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive import groupings, urls
from jianbao.archive.model import Archive, Bulletin, YearFile
from jianbao.base.cache import Cache, fingerprint
from jianbao.outputs import exports

# The first day that a ZIP file can name: the clock is not read.
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16


def with_year_files(archive: Archive, cache: Cache) -> Archive:
    """Return `archive` with the facts of its years' ZIP files, which pages say."""
    files: list[YearFile] = []
    for year, bulletins in _years(archive).items():
        made_of = _made_of(archive, bulletins)
        facts = cache.recall_latest(f"size of year {year}", made_of)
        if facts is None:
            content = _zip(archive, year, bulletins)
            facts = json.dumps([len(content), hashlib.sha256(content).hexdigest()]).encode()
            cache.keep_latest(f"size of year {year}", made_of, facts)
            cache.keep_latest(f"year {year}", made_of, content)
        size, sha256 = json.loads(facts)
        files.append(YearFile(year, urls.year_file(year), size, sha256))
    return replace(archive, year_files=tuple(files))


def content_of(archive: Archive, year: str, cache: Cache) -> bytes:
    """Return the ZIP file of a year, from the cache if it was made in this build."""
    bulletins = _years(archive)[year]
    kept = cache.recall_latest(f"year {year}", _made_of(archive, bulletins))
    return _zip(archive, year, bulletins) if kept is None else kept


def _zip(archive: Archive, year: str, bulletins: Sequence[Bulletin]) -> bytes:
    lines = exports.lines_file(archive, bulletins)
    files = {
        f"{urls.DATASETS}/datapackage.json": exports.year_package(archive, year, lines),
        urls.dataset(f"articles/{year}.jsonl"): lines,
    }
    for bulletin in bulletins:
        files[urls.beside(bulletin, "md")] = exports.markdown_file(bulletin).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, text in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = _MODE
            packed.writestr(entry, text, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _years(archive: Archive) -> dict[str, list[Bulletin]]:
    return groupings.gather((bulletin.folder, bulletin) for bulletin in archive.bulletins)


def _made_of(archive: Archive, bulletins: Sequence[Bulletin]) -> str:
    return fingerprint(archive.site, [(archive.digest(b), archive.offered(b)) for b in bulletins])
