"""Which texts of an archive are two versions of one."""

from typing import Any

from invented import archive, article, bulletin

from jianbao.archive import corrections, groupings, urls
from jianbao.archive.model import Article, Bulletin
from jianbao.archive.repetitions import sentences_of, versions
from jianbao.base.dates import PartialDate

SENTENCES = [f"第{n}项工作由青禾县卫生健康委员会牵头落实。" for n in "一二三四五六七八九十"]


def item(*sentences: str, number: int = 1, **changes: Any) -> Article:
    return article(number, body="\n\n".join(sentences), **changes)


def issue(name: str, *articles: Article, **changes: Any) -> Bulletin:
    return bulletin(*articles, name=name, date=PartialDate(2024, int(name)), **changes)


def found(*bulletins: Bulletin) -> list[tuple[str, str, str, bool]]:
    published = corrections.published(archive(*bulletins))
    sentences = {urls.place(b, a): sentences_of(a.body) for b, a in groupings.pairs(published)}
    return [
        (pair.reason, urls.place(*pair.old), urls.place(*pair.new), pair.identical)
        for pair in versions(published, sentences)
    ]


def test_an_item_that_appeared_again_is_found_whatever_its_title() -> None:
    assert found(
        issue("3", item(*SENTENCES[:4], title="青禾县见实效")),
        issue("2", item(*SENTENCES[5:])),
        issue("1", item(*SENTENCES[:5], title="青禾县抓医改")),
    ) == [("repeated", "lanchuan/2024/1/1", "lanchuan/2024/3/1", False)]


def test_each_appearance_is_paired_once_and_equal_texts_are_said_to_be_equal() -> None:
    assert found(*(issue(name, item(*SENTENCES[:3])) for name in "321")) == [
        ("repeated", "lanchuan/2024/2/1", "lanchuan/2024/3/1", True),
        ("repeated", "lanchuan/2024/1/1", "lanchuan/2024/2/1", True),
    ]


def test_one_common_sentence_a_few_of_many_and_formulas_are_no_repetition() -> None:
    assert not found(issue("2", item(SENTENCES[0])), issue("1", item(SENTENCES[0])))
    assert not found(issue("2", item(*SENTENCES[:6])), issue("1", item(*SENTENCES[4:])))
    months = [str(number) for number in range(10, 0, -1)]
    assert not found(*(issue(name, item(*SENTENCES[:2])) for name in months))


def test_articles_of_one_bulletin_are_not_compared() -> None:
    assert not found(issue("1", item(*SENTENCES[:3]), item(*SENTENCES[:3], number=2)))


def test_replaced_texts_are_paired_with_their_successors_unless_withdrawn() -> None:
    day = PartialDate(2024, 3, 1)
    old = issue(
        "1",
        item(*SENTENCES[:3]),
        status="replaced",
        status_date=day,
        replaced_by="lanchuan/2024/2",
    )
    assert found(issue("2", item(*SENTENCES[:2])), old) == [
        ("replaced", "lanchuan/2024/1", "lanchuan/2024/2", False),
        ("replaced", "lanchuan/2024/1/1", "lanchuan/2024/2/1", False),
    ]
    withdrawn = issue("2", item(*SENTENCES[:2]), status="withdrawn", status_date=day)
    assert not found(withdrawn, old)
