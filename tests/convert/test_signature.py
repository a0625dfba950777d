"""The signature below an official document."""

from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Block
from jianbao.convert.cut import signature
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage

DAY = PartialDate(2024, 5, 9)


def units(*lines: str) -> list[Unit]:
    return [Unit("text", Passage.at(t, i), Block(t, i)) for i, t in enumerate(lines, start=1)]


def test_office_and_date_below_the_text() -> None:
    found = signature.find(units("请认真落实。", "青禾县卫生健康委员会", "2024年5月9日"))
    assert found is not None
    assert found.office is not None
    assert (found.office.text, found.date) == ("青禾县卫生健康委员会", DAY)


def test_office_and_date_on_one_line() -> None:
    found = signature.find(units("请认真落实。", "青禾县卫生健康委员会 2024年5月9日"))
    assert found is not None
    assert found.office is not None
    assert found.office.text == "青禾县卫生健康委员会"


def test_of_several_offices_the_first_signs() -> None:
    found = signature.find(
        units("请落实。", "青禾县卫生健康委员会", "青禾县财政局", "2024年5月9日")
    )
    assert found is not None
    assert found.office is not None
    assert found.office.text == "青禾县卫生健康委员会"


def test_a_date_in_a_sentence_signs_nothing() -> None:
    assert signature.find(units("请于2024年5月9日前落实。", "有关要求如下。")) is None


def test_what_the_head_does_not_print_is_copied_and_doubted() -> None:
    head, flags = signature.complete(
        Head(), units("请落实。", "青禾县卫生健康委员会", "2024年5月9日")
    )
    assert head.date == DAY
    assert head.issuer is not None
    assert head.copied == {"date", "date_printed", "issuer"}
    assert len(flags) == 2


def test_what_the_head_prints_stays() -> None:
    printed = Head(date=PartialDate(2024, 1, 1), issuer=Passage.at("市政府办公室", 1))
    head, flags = signature.complete(printed, units("请落实。", "青禾县财政局", "2024年5月9日"))
    assert (head, flags) == (printed, ())


def test_a_red_head_names_the_issuer() -> None:
    head, _ = signature.complete(Head(series=Passage.at("青禾县财政局文件", 1)), units("请落实。"))
    assert head.issuer is not None
    assert head.issuer.text == "青禾县财政局"
