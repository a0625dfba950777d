"""Decide which documents as received may be published: none with personal data nobody allowed.

Everything in a document is searched: deleted and hidden text, comments, properties, menus and
scripts of a page. A document that cannot be read is not published. The result is cached by its
SHA-256. Only the review record of a conversion says what pictures show, so a picture is published
only with one; an attachment has none.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive.model import Archive, Bulletin, ReadOriginal, attachments_of
from jianbao.base.cache import Cache
from jianbao.base.problems import ConvertError, Location, Problem, problem


def withhold(
    archive: Archive, read: ReadOriginal, shown: str, cache: Cache
) -> tuple[Archive, tuple[Problem, ...]]:
    """Return `archive` without the originals that must not be published, and why. `shown` is the
    name of their folder in messages."""
    named: dict[str, list[Bulletin]] = {}
    for bulletin in archive.bulletins:
        files = [one.file for one in (bulletin.source, *attachments_of(bulletin)) if one]
        for file in dict.fromkeys(files):
            named.setdefault(file, []).append(bulletin)
    published: list[str] = []
    remarks: list[Problem] = []
    for name in archive.originals:
        reasons = _reasons(archive, name, named[name], read, Location(f"{shown}/{name}"), cache)
        remarks += reasons
        if not reasons:
            published.append(name)
    return replace(archive, originals=tuple(published)), tuple(remarks)


def _reasons(
    archive: Archive,
    name: str,
    bulletins: Sequence[Bulletin],
    read: ReadOriginal,
    location: Location,
    cache: Cache,
) -> list[Problem]:
    """Return the reasons why a document must not be published; empty if it may be."""
    allowed = set(archive.site.privacy_allowed).union(*(b.privacy_allowed for b in bulletins))
    try:
        found, shows_pictures = _holding(name, archive.received[name], read, cache)
    except ConvertError as error:
        message = "is not published, since it cannot be searched for personal data"
        return [problem(location, "", message), *error.problems]
    if forbidden := [one for one in found if one not in allowed]:
        message = (
            "is not published, since it holds personal data ({masked}): its text is; where all of"
            " it may be public, list it so in privacy_allowed of {bulletin}"
        )
        masked = ", ".join(forbidden[:5]) + (" …" if len(forbidden) > 5 else "")
        return [problem(location, "", message, masked=masked, bulletin=bulletins[0].path)]
    read_before = (b for b in bulletins if b.source and b.source.file == name and b.review)
    if shows_pictures and not any(read_before):
        message = (
            "is not published: it shows pictures of pages, and the review record that says what"
            " they hold is gone; convert the document again"
        )
        return [problem(location, "", message)]
    return []


def _holding(name: str, sha256: str, read: ReadOriginal, cache: Cache) -> tuple[list[str], bool]:
    """Return the personal data that a document holds, masked, and whether it shows pictures of
    pages."""
    key = cache.key("document", sha256)
    kept = cache.recall(key)
    if kept is None:
        # Imports the readers of all formats, which a build needs only for a new document.
        from jianbao.outputs import document_search

        held = document_search.search(read(name, sha256), name)
        kept = json.dumps([held.found, held.pictures]).encode()
        cache.keep(key, kept)
    found, pictures = json.loads(kept)
    return found, pictures
