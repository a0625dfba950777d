"""Attachments: files of originals/ that came with a bulletin or an article."""

from collections.abc import Iterable, Iterator, Sequence

from jianbao.archive import urls
from jianbao.archive.fields import build
from jianbao.archive.model import Attachment
from jianbao.base.problems import Location, Problem, problem
from jianbao.content.checker import Checker, Entry
from jianbao.content.file_names import ORIGINALS
from jianbao.content.folder import Tree
from jianbao.content.reference import Reference

_FILE, _SHA256, _BYTES = "attachment_file", "attachment_sha256", "attachment_bytes"


def make(entry: Entry) -> tuple[Attachment, ...]:
    """Return the attachments of a bulletin's or an article's checked front matter."""
    return tuple(build(Attachment, one.values) for one in entry.items("attachments", Entry))


def check_entries(checker: Checker, entry: Entry) -> None:
    """Report what is wrong with the attachments of one entry by itself."""
    for one in entry.items("attachments", Entry):
        file = one.get("file", str)
        if file is not None and not urls.is_file_name(file):
            message = "“{file}” is not the plain name of a file in {folder}/"
            checker.report(one.line_of("file"), "file", message, file=file, folder=ORIGINALS)
            del one.values["file"]
        check_published(checker, one)


def check_published(checker: Checker, entry: Entry) -> None:
    """Report a document that is held back without a reason, or the reverse."""
    held_back = entry.values.get("published") is False
    if held_back and "reason" not in entry.values.keys() | entry.wrong:
        message = "is missing: say why the document is not offered"
        checker.report(entry.line_of("published"), "reason", message)
    if "reason" in entry.values and not held_back and "published" not in entry.wrong:
        message = "is for a document with published: false"
        checker.report(entry.line_of("reason"), "reason", message)


def references(path: str, owner: str, entry: Entry) -> Iterator[Reference]:
    """Yield what the attachments say of their files, three references for each."""
    for one in entry.items("attachments", Entry):
        file = one.get("file", str)
        if file and not one.wrong:
            where = Location(path, one.line_of("file"))
            yield Reference(where, _FILE, owner, file)
            for field, name in ((_SHA256, "sha256"), (_BYTES, "bytes")):
                line = one.line_of(name) if name in one.lines else where.line
                yield Reference(Location(path, line), field, owner, str(one.values.get(name, "")))


def check_files(tree: Tree, found: Iterable[Reference]) -> Iterator[Problem]:
    """Check that each attachment is in originals/ with its SHA-256 and its size."""
    all_references = [one for one in found if one.field in (_FILE, _SHA256, _BYTES)]
    for at in range(0, len(all_references), 3):
        yield from _check_file(tree, all_references[at : at + 3])


def _check_file(tree: Tree, said: Sequence[Reference]) -> Iterator[Problem]:
    file, sha256, size = said
    shown = tree.show(f"{ORIGINALS}/{file.target}")
    digest, length, reason = tree.fixity(f"{ORIGINALS}/{file.target}")
    if digest is None:
        message = "{file} cannot be read: {reason}"
        yield problem(file.location, "file", message, file=shown, reason=reason)
        return
    for one, name, right in ((sha256, "sha256", digest), (size, "bytes", str(length))):
        if not one.target:
            message = "is missing: write {value}, which is that of {file}"
            yield problem(one.location, name, message, value=right, file=shown)
        elif one.target != right:
            message = "is not that of {file}, which is {digest}: the document was changed"
            yield problem(one.location, name, message, file=shown, digest=right)
