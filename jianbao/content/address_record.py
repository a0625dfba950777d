"""The record of addresses on disk, content/addresses/: read it, compare it and add to it."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from jianbao.archive import addresses
from jianbao.archive.addresses import LostAddress, PageFingerprint
from jianbao.archive.model import Archive
from jianbao.archive.places import BULLETINS
from jianbao.archive.release import HeldBack
from jianbao.base.files import Folder
from jianbao.base.problems import Location, Problem, problem
from jianbao.content.file_names import ADDRESSES, COUNTIES, DEPARTMENTS, SITE, TOPICS, TOWNSHIPS
from jianbao.content.scaffold import sample_titles

_MAX_BYTES = 64 * 1024 * 1024
FILES_OF_TERMS = {
    "county": COUNTIES,
    "department": DEPARTMENTS,
    "township": TOWNSHIPS,
    "topic": TOPICS,
    "series": SITE,
}


def read(content: Path) -> dict[str, tuple[PageFingerprint, str, int]]:
    """Return each address with its fingerprint, and with its file (relative to content/) and
    line."""
    folder = Folder(content)
    found: dict[str, tuple[PageFingerprint, str, int]] = {}
    if folder.kind(ADDRESSES) != "folder":
        return found
    for entry in folder.walk(ADDRESSES):
        if entry.kind == "file" and entry.name.endswith(".txt"):
            text = folder.read(entry.path, _MAX_BYTES).decode("utf-8", "replace")
            for line, address, fingerprint in addresses.read(text):
                found[address] = fingerprint, entry.path, line
    return found


def check(
    content: Path, shown: str, archive: Archive, hidden: Collection[HeldBack] = ()
) -> Iterator[Problem]:
    """Yield a problem for each address that the archive would lose or give to another text, with
    the line that keeps it. `hidden` is what is not in the archive because it is held back."""
    record = read(content)
    holders = {address: one for one in hidden for address in one.addresses}
    for loss in lost(content, archive, record):
        _, file, line = record.get(loss.address, (None, ADDRESSES, 0))
        where = Location(f"{shown}/{file}", line)
        if loss.address in holders:
            yield _taken_back(loss.address, holders[loss.address], where)
        else:
            yield _problem(loss, where, shown, archive)


def _taken_back(address: str, holder: HeldBack, where: Location) -> Problem:
    """Return the problem of an address that was published, and whose text is now held back."""
    values = {"address": address, "file": holder.path}
    if holder.reason == "date":
        message = (
            "{address} was published, and {file} waits for {day}: build with --as-of and that day"
            " or a later one, or delete this line to take it away"
        )
        return problem(where, "", message, **values, day=holder.publish_from)
    if holder.reason == "unreviewed":
        message = (
            "{address} was published, and nobody has reviewed {file}, as publish: reviewed asks:"
            " review it, or delete this line to take it away"
        )
        return problem(where, "", message, **values)
    message = (
        "{address} was published, and {file} is a draft now: release it, write status: withdrawn"
        " if nobody may read it, or delete this line to take it away"
    )
    return problem(where, "", message, **values)


def lost(
    content: Path,
    archive: Archive,
    record: Mapping[str, tuple[PageFingerprint, str, int]] | None = None,
) -> list[LostAddress]:
    record = read(content) if record is None else record
    fingerprints = {address: fingerprint for address, (fingerprint, _, _) in record.items()}
    return list(addresses.losses(fingerprints, archive, sample_titles())) if fingerprints else []


def _problem(loss: LostAddress, location: Location, shown: str, archive: Archive) -> Problem:
    address, file = loss.address, f"{shown}/{BULLETINS}/{loss.place}.md"
    if loss.key == "former_slugs":
        taxonomy, _, name = loss.place.partition("/")
        message = (
            "{address} was published and is gone: write former_slugs: [{slug}] into the entry of"
            " {name} in {file} (build --keep-addresses does)"
        )
        file = f"{shown}/{FILES_OF_TERMS[taxonomy]}"
        return problem(
            location, "", message, address=address, slug=loss.value, name=name, file=file
        )
    if loss.key == "aliases":
        message = (
            "{address} was published and is gone: write aliases: [{address}] into {file}"
            " (build --keep-addresses does), or put back what was there, with status: withdrawn if"
            " nobody may read it"
        )
        return problem(location, "", message, address=address, file=file)
    if loss.key == "id":
        title = _title(loss, archive)
        if loss.reused:
            message = (
                "{address} was another article: write id: {id} into the entry of “{title}” in"
                " {file} (build --keep-addresses does); if it is the same one, rewritten, delete"
                " this line"
            )
        else:
            message = (
                "{address} is the address of “{title}”: write id: {id} into its entry in {file}"
                " (build --keep-addresses does)"
            )
        values = {"address": address, "id": loss.value, "title": title}
        return problem(location, "", message, file=file, **values)
    if loss.reused:
        message = (
            "{address} was another bulletin: give {file} a name of its own; if it is the same one,"
            " rewritten, delete this line and those of its articles"
        )
        return problem(location, "", message, address=address, file=file)
    message = (
        "{address} was published and is gone: put the file back (with status: withdrawn, if nobody"
        " may read it), or write the address under aliases of what takes its place; if nobody was"
        " ever given it, delete this line"
    )
    return problem(location, "", message, address=address)


def _title(loss: LostAddress, archive: Archive) -> str:
    for bulletin in archive.bulletins:
        if loss.article is not None and bulletin.path.endswith(f"{loss.place}.md"):
            return bulletin.articles[loss.article].title
    return ""


def add(content: Path, archive: Archive) -> bool:
    """Write the addresses of `archive` into the record, and return whether any is new. Only changed
    files are written."""
    record = {address: fingerprint for address, (fingerprint, _, _) in read(content).items()}
    wanted = addresses.after(record, archive)
    if wanted == record:
        return False
    folder = Folder(content)
    files: dict[str, dict[str, PageFingerprint]] = {}
    for address, fingerprint in wanted.items():
        files.setdefault(addresses.file_of(address), {})[address] = fingerprint
    for file, fingerprints in sorted(files.items()):
        if any(record.get(address) != fingerprint for address, fingerprint in fingerprints.items()):
            _write(folder, f"{ADDRESSES}/{file}", fingerprints)
    return True


def _write(folder: Folder, path: str, fingerprints: Mapping[str, PageFingerprint]) -> None:
    folder.write(path, addresses.written(fingerprints).encode())
