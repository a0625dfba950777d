"""The labelled documents of tests/corpus/: their truth is well-formed, and what is read rightly
today stays so. How well they are read is measured by tests/bench/reading.py."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import described
import labelled
import pytest
import yaml
from bench import reading
from labelled import Entry, Judgement

from jianbao.archive.model import Flag
from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.training.__main__ import WEIGHTS
from jianbao.convert.training.cases import cases

KNOWN_WRONG: dict[str, list[str]] = yaml.safe_load(labelled.KNOWN_WRONG.read_text("utf-8"))
TEXTS = {"title", "date", "issuer", "editor", "reason"}
LISTS = {"headings", "no_headings", "tables", "must_contain", "must_not_contain"}
OF_ARTICLES = {"title", "attribution", "counties", "authors"}
EVERY = labelled.corpus()
WORK = [entry for entry in EVERY if entry.part == "work"]

# The reader of PDF starts a process for each document.
_SLOW = {True: [pytest.mark.slow], False: []}
MARKED = [pytest.param(e, id=e.name, marks=_SLOW[".pdf" in e.file.name]) for e in WORK]

BULLETIN = """\
澜川卫生健康动态
2024年第40期
澜川市卫生健康委员会办公室 2024年11月5日

青禾县开展健康体检

11月1日，青禾县组织12支医疗队进村，为860名老年人免费体检。

（青禾县卫生健康委）

编辑：林一舟
"""
TRUTH = {
    "kind": "bulletin",
    "accepted": True,
    "date": "2024-11-05",
    "issue": 40,
    "issuer": "澜川市卫生健康委员会办公室",
    "articles": [{"title": "青禾县开展健康体检", "attribution": "青禾县卫生健康委"}],
    "must_contain": ["青禾县组织１２支 医疗队进村"],
    "must_not_contain": ["编辑"],
}


def named(entry: Entry) -> str:
    return entry.name


def result(truth: dict[str, Any], text: str = BULLETIN) -> labelled.Result:
    """What the reading of an invented bulletin is worth by this truth."""

    def read(_: bytes, file: str, settings: Any) -> Conversion:
        return convert(text.encode(), file, settings)

    some = next(entry for entry in EVERY if entry.file.suffix == ".txt")
    return labelled.measured(Entry("some", some.file, "bulletin", "work", truth), read)


# --- the corpus ----------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", EVERY, ids=named)
def test_the_truth_is_well_formed(entry: Entry) -> None:
    truth = dict(entry.truth)
    assert truth.pop("kind")
    assert truth.pop("about")
    accepted = truth.pop("accepted")
    assert accepted is bool(truth.keys() - {"reason"}), "a document that is taken has a truth"
    assert truth.keys() <= TEXTS | LISTS | {"issue", "articles"}
    assert all(isinstance(truth[key], str | None) for key in TEXTS & truth.keys())
    assert isinstance(truth.get("issue"), int | None)
    for key in LISTS & truth.keys():
        assert truth[key]
        assert all(isinstance(text, str) for text in truth[key])
    for article in truth.get("articles", ()):
        assert isinstance(article["title"], str)
        assert article.keys() <= OF_ARTICLES


@pytest.mark.parametrize("entry", EVERY, ids=named)
def test_what_the_truth_says_stands_in_the_document(entry: Entry) -> None:
    """What is to be read, or left out, is printed there."""
    made = entry.file.suffix == ".yaml"
    if made:
        bare = labelled.letters("".join(described.texts(entry.file)))
    else:
        text = re.sub(r"<!--.*?-->|<[^>]*>", "", entry.file.read_text("utf-8"))
        bare = labelled.letters(unescape(text))
    truth = entry.truth
    # A description has neither automatic numbers nor the lines that a reader may weave together.
    keys = LISTS - {"tables"} - ({"headings", "must_not_contain"} if made else set())
    wanted = [text for key in keys & truth.keys() for text in truth[key]]
    wanted += [cell for row in truth.get("tables", ()) for cell in row.split("|")]
    wanted += [article["title"] for article in truth.get("articles", ())]
    wanted += [truth["issuer"]] if truth.get("issuer") else []
    assert [text for text in wanted if not is_printed(labelled.letters(text), bare)] == []


def is_printed(text: str, bare: str) -> bool:
    """Whether the text stands there, perhaps over one page break."""
    parts = ((text[:n], text[n:]) for n in range(3, len(text) - 2))
    return text in bare or any(a in bare and b in bare for a, b in parts)


def test_both_parts_are_there() -> None:
    assert len(EVERY) >= 30
    assert len(EVERY) / 5 < len(EVERY) - len(WORK) < len(EVERY) / 2


@pytest.mark.parametrize("entry", MARKED)
def test_what_is_read_wrongly_is_known(entry: Entry) -> None:
    """No field that was right is wrong now, and one that has become right leaves the list."""
    wrong = set(labelled.measured(entry, convert).wrong_fields)
    known = set(KNOWN_WRONG.get(entry.name, ()))
    assert wrong - known == set(), "read rightly before: tests/bench/reading.py --only shows it"
    assert known - wrong == set(), "read rightly now: take it out of known_wrong.yaml"


def test_what_is_known_to_be_wrong_is_in_the_part_to_work_on() -> None:
    assert KNOWN_WRONG.keys() <= {entry.name for entry in WORK}
    assert all(set(fields) <= {*labelled.FIELDS} for fields in KNOWN_WRONG.values())


def test_only_documents_to_work_on_are_trained_on() -> None:
    """The measured part tells how unknown documents fare: no list of roles, no training."""
    listed = {path.parent.name for path in labelled.CORPUS.glob("*/roles.txt")}
    assert len(listed) > 60
    assert listed <= {entry.name for entry in WORK}
    assert cases().keys() & {entry.name for entry in EVERY} <= listed


# --- judging -------------------------------------------------------------------------------------


def test_what_is_right_is_judged_right() -> None:
    read = result(TRUTH)
    assert read.wrong == ()
    assert (read.lost, read.message) == (0, "")


@pytest.mark.parametrize(
    ("truth", "wrong"),
    [
        ({"accepted": False}, ["accepted"]),
        ({"title": "澜川卫生健康动态 第40期"}, ["title"]),
        ({"date": None}, ["date"]),
        ({"issue": 41}, ["issue"]),
        ({"issuer": "澜川市卫生健康委员会"}, ["issuer"]),
        ({"editor": "周宁"}, ["editor"]),
        ({"articles": []}, ["articles"]),
        ({"articles": [{"title": "青禾县开展健康体检", "attribution": None}]}, ["attribution"]),
        ({"articles": [{"title": "青禾县开展健康体检", "counties": ["云峰县"]}]}, ["counties"]),
        ({"articles": [{"title": "青禾县开展健康体检", "authors": ["林一舟"]}]}, ["authors"]),
        ({"must_contain": ["为八百名老年人"]}, ["text"]),
        ({"must_not_contain": ["12支医疗队"]}, ["noise"]),
        ({"headings": ["一、青禾县"]}, ["headings"]),
        ({"tables": ["乡镇|人次"]}, ["tables"]),
        ({"lines": ["11月1日"]}, ["lines"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_is_wrong_is_judged_wrong(truth: dict[str, Any], wrong: list[str]) -> None:
    assert result({**TRUTH, **truth}).wrong_fields == wrong


def test_a_heading_that_is_none_is_judged_wrong() -> None:
    text = BULLETIN.replace("11月1日，", "一、分组进村\n\n11月1日，")
    assert result({**TRUTH, "headings": ["一、分组进村"]}, text).wrong == ()
    assert result({**TRUTH, "no_headings": ["一、分组进村"]}, text).wrong_fields == ["headings"]


def test_a_refused_document_has_nothing_right_but_its_doubts() -> None:
    read = result(TRUTH, "从前有座山，山上有座庙，庙里有个老和尚在讲故事。\n" * 9)
    assert set(read.wrong_fields) == {
        *("accepted", "date", "issue", "issuer", "articles", "attribution", "text")
    }
    assert all(judgement.doubted for judgement in read.wrong)
    assert read.lost == len("青禾县组织12支医疗队进村")


def test_an_article_too_many_is_wrong_and_the_others_are_paired_with_theirs() -> None:
    truth = {**TRUTH, "articles": [{"title": "青禾县开展健康体检"}, {"title": "白鹭县修路"}]}
    titles = [j for j in result(truth).judgements if j.field == "articles"]
    assert [(j.wanted, j.given, j.right) for j in titles] == [
        ("青禾县开展健康体检", "青禾县开展健康体检", True),
        ("白鹭县修路", None, False),
    ]


def test_a_doubt_is_at_the_spot_if_its_kind_or_its_text_says_so() -> None:
    date = Judgement("date", "2024-11-05", None)
    office = Judgement("issuer", "澜川市民政局", None)
    assert labelled.hits(Flag("date_missing", 0, "", ""), date)
    assert not labelled.hits(Flag("date_missing", 0, "", ""), office)
    assert labelled.hits(Flag("title_doubtful", 3, "澜川市民政局 11月5日", ""), office)
    assert not labelled.hits(Flag("picture", 3, "澜川市民政局 11月5日", ""), office)
    assert labelled.hits(Flag("plain_reading", 0, "", ""), office)


def test_a_doubt_about_what_is_right_is_idle() -> None:
    unsigned = BULLETIN.replace("2024年第40期\n", "").replace("编辑：林一舟\n", "")
    missing = result({**TRUTH, "issue": None}, unsigned)
    assert [flag.kind for flag in missing.idle] == []
    assert missing.useful >= 1
    assert [flag.kind for flag in labelled.sorted_doubts(
        [Flag("date_missing", 0, "", "")], [Judgement("date", "2024", "2024")]
    )[1]] == ["date_missing"]  # fmt: skip


# --- the command ---------------------------------------------------------------------------------


def test_the_report_counts_what_is_right() -> None:
    report = "\n".join(reading.report([result(TRUTH), result({**TRUTH, "date": "2024-11-06"})]))
    assert "| date | 2 | 50 % | 50 % | 1 |" in report
    assert "| articles | 2 | 100 % | 100 % | 0 |" in report
    assert "| work | bulletin | 2 | 1 | 93 % |" in report
    assert "| work | all | 2 | 1 | 93 % |" in report
    assert "| work | 1 | 0 (0 %) | 0 | 0 | 0 | 0 | 0 |" in report


def test_documents_are_cross_validated_with_weights_that_have_not_seen_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = {name: case for name, case in cases().items() if name in {e.name for e in WORK}}
    few = [entry for entry in EVERY if entry.kind == "minutes"]
    trained: list[list[object]] = []

    def train(seen: list[object], invented: int, temperature: float) -> str:
        trained.append(seen)
        return WEIGHTS.read_text("utf-8")

    monkeypatch.setattr(reading, "cases", lambda: some)
    monkeypatch.setattr(reading, "train", train)
    results = reading.cross_validated(few, 2, 10)
    assert {r.entry.name for r in results} == {e.name for e in few if e.part == "work"} != set()
    assert sum(map(len, trained)) == len(some), "each case is left out of one of two trainings"


def test_what_differs_is_shown() -> None:
    shown = reading.shown(result({**TRUTH, "date": "2024-11-06"}))
    assert "- date: '2024-11-05', not '2024-11-06'  [no doubt]" in shown


def test_saved_pages_are_read_with_what_another_program_says_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<title>老街改造完工</title><h1>老街改造完工</h1><p>时间：2023-05-06</p>"
        "<p>石桥区老街改造完工，沿街店铺全部开门迎客。</p><p>游客说，比从前好走多了。</p>",
        "utf-8",
    )
    (tmp_path / "result.txt").write_text(
        ">>>>>>>>>>>>>a.html>>>>>>>>>>>>>\n"
        '{"title": "老街改造完工", "publish_time": "2023年5月6日 08:00", '
        '"content": "石桥区老街改造完工，沿街店铺全部开门迎客。\\n\\n另有一行。"}\n<<<<<<<<<<<<<\n',
        "utf-8",
    )
    (entry,) = labelled.news_pages(tmp_path)
    read = labelled.measured(entry, convert)
    assert [(j.field, j.wanted, j.given) for j in read.wrong] == [
        ("lines", "另有一行。", None),
        ("lines", None, "游客说，比从前好走多了。"),
    ]
    assert read.lost == len("另有一行")
