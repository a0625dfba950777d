"""Write the review record beside a converted bulletin."""

import hashlib
import re
from collections.abc import Mapping, Sequence

from jianbao.archive.model import Flag, Provenance, Repair
from jianbao.convert.blocks import Removal
from jianbao.convert.record.accounting import Account
from jianbao.text import frontmatter
from jianbao.text.frontmatter import InlineMapping, Plain


def record(
    source: Provenance,
    place: str,
    written: str,
    fields: Mapping[str, str],
    flags: Sequence[Flag],
    repairs: Sequence[Repair],
    removals: Sequence[Removal],
    account: Account,
) -> str:
    """Return the record's text. `place` is the bulletin's place, SERIES/YEAR/NAME; `written` the
    SHA-256 of its file as the conversion wrote it. If the file still has this SHA-256, and the
    record the one in its last line, no person has changed them."""
    values: dict[str, Plain] = {
        "source": InlineMapping(file=source.file, sha256=source.sha256),
        "place": place,
        "written": written,
        "accounting": InlineMapping(
            source=account.source,
            removed=account.removed,
            repaired=account.repaired,
            written=account.written,
        ),
        "flags": [_flag(flag) for flag in flags],
        "repairs": [
            InlineMapping(
                rule=repair.rule, **_place(repair), before=repair.before, after=repair.after
            )
            for repair in sorted(repairs, key=lambda repair: repair.line)
        ],
        "removals": [
            InlineMapping(reason=removal.reason, line=removal.line, text=removal.text)
            for removal in sorted(removals, key=lambda removal: removal.line)
        ],
        "fields": dict(fields),
    }
    return sealed(frontmatter.dump(values))


def _flag(flag: Flag) -> InlineMapping:
    """Return the entry of a flag. `advice` is for people who open the file; pages and terminal use
    the other values."""
    row = InlineMapping(kind=flag.kind)
    if flag.reason:
        row["reason"] = flag.reason
    row |= {**_place(flag), "text": flag.text, "advice": flag.advice}
    if flag.values:
        row["values"] = InlineMapping(flag.values)
    return row


def _place(found: Flag | Repair) -> dict[str, int]:
    return {"page": found.page, "line": found.line} if found.page else {"line": found.line}


_SEAL = re.compile(rb"record: ([0-9a-f]{64})\n\Z")


def sealed(text: str) -> str:
    """Return `text` with a last line that shows later whether it was changed."""
    return f"{text}record: {hashlib.sha256(text.encode()).hexdigest()}\n"


def is_sealed(content: bytes) -> bool:
    """Return whether the bytes of a record are those that the conversion wrote."""
    seal = _SEAL.search(content)
    if not seal:
        return False
    return hashlib.sha256(content[: seal.start()]).hexdigest().encode() == seal.group(1)
