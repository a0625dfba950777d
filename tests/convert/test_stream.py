"""Many small changes in a text of lines."""

import random

import pytest

from jianbao.convert.record.stream import CHUNK, Stream


def stream(*lines: str) -> Stream:
    made = Stream()
    for number, line in enumerate(lines, start=1):
        made.add(number, line)
    return made


@pytest.mark.parametrize(
    ("lines", "line", "before", "after", "text"),
    [
        (("甲,乙",), 1, "甲,乙", "甲，乙", "甲，乙"),
        (("甲", "甲"), 2, "甲", "乙", "甲乙"),
        (("甲乙", "丙丁"), 2, "乙丙", "乙，丙", "甲乙，丙丁"),
        (("甲乙", "", "丙丁"), 3, "乙丙", "己庚", "甲己庚丁"),
        (("甲乙",), 1, "甲乙", "甲乙丙", "甲乙丙"),
        (("甲乙",), 1, "乙", "", "甲"),
        (("甲乙",), 1, "戊", "己", "甲乙"),
        (("甲乙",), 1, "", "己", "甲乙"),
        (("甲" * CHUNK + "乙" + "甲" * CHUNK,), 1, "甲乙甲", "甲丙甲",
         "甲" * CHUNK + "丙" + "甲" * CHUNK),
        (("甲甲甲甲",), 1, "甲甲", "甲", "甲甲甲"),
    ],
)  # fmt: skip
def test_a_change(lines: tuple[str, ...], line: int, before: str, after: str, text: str) -> None:
    made = stream(*lines)
    made.change(line, before, after)
    assert made.text() == text


def test_changes_in_any_order_come_out_as_in_plain_text() -> None:
    """Each line has words of its own, so that each change has one place."""
    chance = random.Random(7)
    lines = [chr(0x4E00 + i) * chance.choice((0, 1, 3)) for i in range(200)]
    made, plain = stream(*lines), "".join(lines)
    for i in chance.sample(range(200), 200):
        if lines[i]:
            made.change(i + 1, lines[i], "" if i % 3 else "。")
            plain = plain.replace(lines[i], "" if i % 3 else "。")
    assert made.text() == plain


def test_lines_that_became_empty_are_passed_over_at_once() -> None:
    made = stream("甲", *("，" for _ in range(5000)), "乙")
    for line in range(2, 5002):
        made.change(line, "，", "")
    made.change(5002, "甲乙", "甲、乙")
    assert made.text() == "甲、乙"
