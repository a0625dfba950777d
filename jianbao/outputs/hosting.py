"""Configuration files for hosts that read them from the site: the headers to send, and to serve the
files unchanged. docs/deploy.md says the same for other hosts."""

from collections.abc import Iterator

from jianbao.archive import urls
from jianbao.archive.model import Archive

# Nothing is loaded from elsewhere, nothing inline runs; search needs WebAssembly and a worker.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# A document as received may be a web page with scripts, which must not run.
ORIGINALS_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
)
# Their names change with their content.
IMMUTABLE = "public, max-age=31536000, immutable"

HEADERS_FILE = "_headers"
NO_JEKYLL = ".nojekyll"


def render(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield the files that hosts read, as (output path, bytes): `_headers` for Netlify, Cloudflare
    Pages and similar hosts, `.nojekyll` for GitHub Pages, which would turn Markdown files into
    pages."""
    root = urls.base_path(archive.site.base_url or "")
    rules = (
        (f"{root}*", HEADERS),
        (f"{root}{urls.ORIGINALS}/*", (("Content-Security-Policy", ORIGINALS_POLICY),)),
        (f"{root}assets/*", (("Cache-Control", IMMUTABLE),)),
        (f"{root}search/:index/*", (("Cache-Control", IMMUTABLE),)),
    )
    lines = [
        line
        for pattern, headers in rules
        for line in (pattern, *(f"  {name}: {value}" for name, value in headers))
    ]
    yield HEADERS_FILE, "\n".join([*lines, ""]).encode()
    yield NO_JEKYLL, b""
