"""Doubts about blocks whose next likely role would change a field."""

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.margin import (
    DOUBTFUL,
    DOUBTFUL_TITLE,
    MOST,
    margin_doubts,
    sibling_doubts,
    without_sure_signatures,
)
from jianbao.convert.blocks import Block, Document
from jianbao.convert.label.roles import Labelling, Role

Entry = tuple[Role, float, Role]


def doubts(*entries: Entry, roles: tuple[Role, ...] | None = None) -> list[tuple[int, str]]:
    blocks = tuple(Block(f"第{i}行", i) for i, _ in enumerate(entries, start=1))
    given = tuple(role for role, _, _ in entries)
    labelling = Labelling(
        given, tuple(sure for _, sure, _ in entries), tuple(second for _, _, second in entries)
    )
    flags = margin_doubts(Document("text", blocks), labelling, roles or given)
    assert {flag.kind for flag in flags} <= {"reading_doubtful"}
    return [(flag.line, flag.reason) for flag in flags]


def test_the_runner_up_is_named() -> None:
    assert doubts(("para", 0.5, "title"), ("issuer", 0.5, "series")) == [
        (1, "title"),
        (2, "series"),
    ]


def test_an_issuer_instead_of_another_line_of_the_masthead_is_doubted_later() -> None:
    assert doubts(("series", 0.5, "issuer"), ("series", 0.4, "issuer")) == [(2, "issuer")]


def test_what_is_sure_or_would_change_no_field_is_not_doubted() -> None:
    assert doubts(("para", DOUBTFUL_TITLE, "title"), ("issuer", DOUBTFUL, "series")) == []
    assert doubts(("para", 0.4, "para+"), ("nav", 0.4, "page")) == []


def test_a_title_is_doubted_sooner_than_other_lines() -> None:
    between = (DOUBTFUL + DOUBTFUL_TITLE) / 2
    assert doubts(("issuer", between, "series"), ("para", between, "title")) == [(2, "title")]


def test_a_date_taken_from_a_sure_signature_is_not_doubted() -> None:
    flags = [
        Flag.of(Doubt.DATE_OF_SIGNATURE, 1, "2024年3月5日"),
        Flag.of(Doubt.DATE_OF_SIGNATURE, 2, "2024年3月6日"),
        Flag.of(Doubt.PICTURE, 1, ""),
    ]
    document = Document("text", (Block("2024年3月5日", 1), Block("2024年3月6日", 2)))
    labelling = Labelling(("sign", "sign"), (0.99, 0.5), ("para", "para"))
    kept = without_sure_signatures(flags, document, labelling)
    assert [(flag.kind, flag.line) for flag in kept] == [("date_inferred", 2), ("picture", 1)]


def test_lines_whose_words_go_to_their_own_fields_are_not_doubted() -> None:
    assert doubts(("issuer", 0.4, "date"), ("date", 0.4, "title")) == [(2, "title")]


def test_a_block_that_the_net_has_changed_is_not_doubted_twice() -> None:
    assert doubts(("nav", 0.4, "title"), roles=("para",)) == []


def test_those_that_change_most_are_listed_in_the_order_of_the_document() -> None:
    weak: list[Entry] = [("subtitle", 0.5, "heading")] * MOST
    found = doubts(*weak, ("para", 0.5, "title"), ("para", 0.3, "brief"))
    assert len(found) == MOST
    assert found[-2:] == [(MOST + 1, "title"), (MOST + 2, "brief")]


def siblings(*lines: tuple[Role, str]) -> list[tuple[int, str]]:
    blocks = [Block(text, i) for i, (_, text) in enumerate(lines, start=1)]
    return [(f.line, f.reason) for f in sibling_doubts(blocks, [role for role, _ in lines])]


def test_of_lines_numbered_through_one_that_alone_is_a_title_is_doubted() -> None:
    text: tuple[Role, str] = ("para", "全县已经完成播种。")
    mixed = siblings(("title", "一、春耕备耕"), text, ("heading", "二、防汛抗旱"), text)
    assert mixed == [(3, "title")]
    assert siblings(("heading", "一、春耕备耕"), text, ("title", "二、防汛抗旱")) == [
        (3, "heading")
    ]
    assert siblings(("title", "案例一：网购退款"), text, ("para", "案例二：空调噪声")) == [
        (3, "title")
    ]
    assert siblings(("title", "案例一：网购退款"), text, ("para", "问题二：空调噪声")) == []


def test_lines_numbered_through_that_are_alike_or_belong_to_two_articles_are_not() -> None:
    first: tuple[Role, str] = ("title", "一、春耕备耕")
    assert siblings(first, ("title", "二、防汛抗旱")) == []
    assert siblings(("heading", "一、进展"), ("para", "二、还有问题。")) == []
    assert siblings(first, ("heading", "（一）进展"), ("heading", "（二）问题")) == []
    assert siblings(first, ("title", "青禾县开展义诊"), ("heading", "二、问题")) == []
