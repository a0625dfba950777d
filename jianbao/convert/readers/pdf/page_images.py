"""The pages of PDFs and scans as pictures for readers, made by the libraries of the reader of
scans."""

import base64
from importlib.util import find_spec

from jianbao.base.problems import Location
from jianbao.convert.readers import sandbox
from jianbao.convert.readers.pdf import scan


def missing_library() -> str | None:
    """Return the name of a library that is needed and not installed."""
    return next((name for name in ("pypdfium2", "PIL") if find_spec(name) is None), None)


def page_images(content: bytes, name: str) -> list[tuple[int, int, bytes]]:
    """Return the pages of a PDF or an image file: width, height and a WebP picture of each. Raise
    ConvertError if it is damaged or beyond the limits."""
    raw = sandbox.run(
        scan.shown_pages,
        content,
        None,
        Location(name),
        seconds=scan.SECONDS + scan.MAX_PAGES,
        megabytes=scan.MEGABYTES,
    )
    return [(width, height, base64.b64decode(data)) for width, height, data in raw]
