"""The review record that stands beside a converted bulletin."""

from collections.abc import Mapping, Sequence

from jianbao import frontmatter
from jianbao.convert.blocks import Removal
from jianbao.convert.ledger import Account
from jianbao.frontmatter import Plain, Row
from jianbao.model import Flag, Provenance, Repair


def record(
    source: Provenance,
    written: str,
    fields: Mapping[str, str],
    flags: Sequence[Flag],
    repairs: Sequence[Repair],
    removals: Sequence[Removal],
    account: Account,
) -> str:
    """The record's text. `written` is the SHA-256 of the bulletin's file as the conversion wrote
    it: while the file still has it, no person has changed it."""
    values: dict[str, Plain] = {
        "source": Row(file=source.file, sha256=source.sha256),
        "written": written,
        "accounting": Row(
            source=account.source,
            removed=account.removed,
            repaired=account.repaired,
            written=account.written,
        ),
        "flags": [
            Row(kind=flag.kind, line=flag.line, text=flag.text, advice=flag.advice)
            for flag in flags
        ],
        "repairs": [
            Row(rule=repair.rule, line=repair.line, before=repair.before, after=repair.after)
            for repair in sorted(repairs, key=lambda repair: repair.line)
        ],
        "removals": [
            Row(reason=removal.reason, line=removal.line, text=removal.text)
            for removal in sorted(removals, key=lambda removal: removal.line)
        ],
        "fields": dict(fields),
    }
    return frontmatter.dump(values)
