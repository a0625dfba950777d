"""The review record and its seal."""

from jianbao.archive.model import Flag, Provenance, Repair
from jianbao.convert.blocks import Removal
from jianbao.convert.record.accounting import Account
from jianbao.convert.record.review_file import is_sealed, record, sealed
from jianbao.text import frontmatter

SOURCE = Provenance("甲.txt", "0" * 64, "text")


def made(
    flags: tuple[Flag, ...] = (),
    repairs: tuple[Repair, ...] = (),
    removals: tuple[Removal, ...] = (),
) -> str:
    return record(
        SOURCE,
        "s/2024/001",
        "1" * 64,
        {"title": "printed"},
        flags,
        repairs,
        removals,
        Account(10, 1, -2, 7),
    )


def test_a_record_is_yaml_with_all_its_parts() -> None:
    node, problems = frontmatter.parse(made(), "")
    assert not problems
    assert node is not None
    assert isinstance(node.value, dict)
    assert list(node.value) == [
        "source", "place", "written", "accounting", "flags", "repairs", "removals", "fields",
        "record",
    ]  # fmt: skip


def test_a_doubt_has_its_reason_and_values_only_if_it_has_any() -> None:
    assert "{kind: a, line: 3, text: 甲, advice: 请核对}" in made((Flag("a", 3, "甲", "请核对"),))
    text = made((Flag("a", 3, "甲", "请核对", 2, "why", (("n", "1"),)),))
    assert "{kind: a, reason: why, page: 2, line: 3, text: 甲" in text


def test_repairs_and_removals_are_listed_by_line() -> None:
    text = made(
        (),
        (Repair("width", 9, "甲,", "甲，"), Repair("width", 2, "乙,", "乙，")),
        (Removal("rule", 8, "---"), Removal("rule", 1, "***")),
    )
    assert text.index("line: 2") < text.index("line: 9")
    assert text.index("line: 1,") < text.index("line: 8")


def test_a_seal_shows_every_change() -> None:
    text = made()
    assert is_sealed(text.encode())
    assert not is_sealed(text.replace("s/2024/001", "s/2024/002").encode())
    assert not is_sealed(f"{text}more: 1\n".encode())
    assert not is_sealed(text[: text.rindex("record:")].encode())
    assert is_sealed(sealed("a: 1\n").encode())
