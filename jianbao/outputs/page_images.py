"""The pages of PDFs and scans as pictures, if the archive wants them beside the text."""

import hashlib
import json
from dataclasses import replace

from jianbao.archive import urls
from jianbao.archive.model import Archive, PageImage, ReadOriginal
from jianbao.base.cache import Cache
from jianbao.base.problems import ContentError, ConvertError, Location, Problems, problem


def with_page_images(
    archive: Archive, read: ReadOriginal, settings: str, cache: Cache, remarks: Problems | None
) -> Archive:
    """Return `archive` with the pages of the PDFs and scans that the site offers, if `page_images`
    is set in the file that is shown as `settings`. Add to `remarks` those that cannot be shown;
    they stay links. Raise ContentError if a library is missing."""
    if not archive.site.page_images:
        return archive
    # Imports the readers of PDF and scans, which few archives need.
    from jianbao.convert.readers.pdf import page_images

    if library := page_images.missing_library():
        message = (
            "needs {library}, which is not installed: run `make ocr` in Jianbao's folder, or "
            "delete this line"
        )
        raise ContentError([problem(Location(settings), "page_images", message, library=library)])
    wanted = {
        bulletin.source.file: bulletin.source.sha256
        for bulletin in archive.bulletins
        if bulletin.source and bulletin.source.format in ("pdf", "scan")
    }
    found: list[PageImage] = []
    for name in archive.originals:
        if name in wanted:
            try:
                found += _pages(name, wanted[name], read, cache)
            except ConvertError as error:
                if remarks is not None:
                    remarks.extend(error.problems)
    return replace(archive, page_images=tuple(found))


def content_of(image: PageImage, received: str, read: ReadOriginal, cache: Cache) -> bytes:
    """Return the picture of a page; `received` is the SHA-256 of the original."""
    kept = cache.recall(cache.key("page image", image.path))
    return kept or _rendered(image.file, received, read, cache)[image.path][2]


def _pages(name: str, sha256: str, read: ReadOriginal, cache: Cache) -> list[PageImage]:
    key = cache.key("page images", sha256)
    kept = cache.recall(key)
    if kept is None:
        made = _rendered(name, sha256, read, cache).items()
        facts = [
            (path, w, h, hashlib.sha256(content).hexdigest()) for path, (w, h, content) in made
        ]
        kept = json.dumps(facts).encode()
        cache.keep(key, kept)
    return [PageImage(name, *fact) for fact in json.loads(kept)]


def _rendered(
    name: str, sha256: str, read: ReadOriginal, cache: Cache
) -> dict[str, tuple[int, int, bytes]]:
    """Return width, height and picture of each page by its output path, and keep the pictures."""
    from jianbao.convert.readers.pdf.page_images import page_images

    pages = enumerate(page_images(read(name, sha256), name), 1)
    made = {urls.page_image(sha256, number): page for number, page in pages}
    for path, (_, _, content) in made.items():
        cache.keep(cache.key("page image", path), content)
    return made
