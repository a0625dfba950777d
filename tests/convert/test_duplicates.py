"""What is in the archive already is told."""

import hashlib
from pathlib import Path

import pytest

from jianbao.archive.model import Flag
from jianbao.content import load
from jianbao.convert.conversion import convert
from jianbao.convert.duplicates import Known

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
SENTENCES = (
    "11月1日，青禾县组织12支医疗队进村入户。",
    "医疗队为860名老年人免费体检。",
    "体检项目包括血压、血糖和心电图等内容。",
    "体检结果当天告诉老人，并记入健康档案。",
    "对行动不便的老人，医疗队上门服务。",
)
OTHER = "白鹭县送医上门。11月3日，白鹭县组织医务人员送医上门，服务90余人。\n\n（白鹭县中医院）\n"


def document(issue: int, *sentences: str, title: str = "青禾县开展健康体检") -> str:
    return (
        f"澜川卫生健康动态\n2024年第{issue}期\n澜川市卫生健康委员会办公室 2024年11月5日\n\n"
        f"{title}。{''.join(sentences)}\n\n（青禾县卫生健康委）\n\n{OTHER if issue == 40 else ''}"
        "编辑：林一舟\n"
    )


@pytest.fixture(scope="module")
def known() -> Known:
    conversion = convert(document(40, *SENTENCES).encode(), "a.txt", SETTINGS)
    known = Known()
    known.add("lanchuan-weisheng/2024/040", conversion.markdown)
    return known


def duplicates(text: str, known: Known) -> list[Flag]:
    flags = convert(text.encode(), "b.txt", SETTINGS, known).flags
    return [flag for flag in flags if flag.kind == "duplicate"]


@pytest.mark.parametrize(
    ("sentences", "advice"),
    [
        (SENTENCES, "内容相同"),
        (
            (*SENTENCES, "群众纷纷点赞，说好政策送到了家。", "县里将把这一做法坚持下去。"),
            "较长版本",
        ),
        (SENTENCES[:3], "较短版本"),
    ],
)
def test_an_item_again(sentences: tuple[str, ...], advice: str, known: Known) -> None:
    (flag,) = duplicates(document(41, *sentences, title="青禾县：体检送到家门口"), known)
    assert flag.text == "青禾县：体检送到家门口"
    assert flag.line == 5
    assert advice in flag.advice
    assert "lanchuan-weisheng/2024/040.md 第1篇“青禾县开展健康体检”" in flag.advice


def test_another_item_with_a_sentence_in_common_is_none(known: Known) -> None:
    own = "石桥区组织志愿者打扫卫生，清理垃圾三十余处。", "志愿者还向居民发放宣传资料八百余份。"
    assert duplicates(document(41, SENTENCES[0], *own), known) == []


def test_the_same_document_is_no_duplicate_of_itself(known: Known) -> None:
    assert duplicates(document(40, *SENTENCES), known) == []


def test_nothing_is_known_of_an_empty_archive() -> None:
    assert duplicates(document(41, *SENTENCES), Known()) == []


def test_marks_of_markdown_make_no_difference() -> None:
    text = document(40, *SENTENCES).replace("免费体检", "**免费**体检")
    plain = Known()
    plain.add("x/2024/1", convert(text.encode(), "a.txt", SETTINGS).markdown)
    assert len(duplicates(document(41, *SENTENCES), plain)) == 1


def test_a_whole_issue_again_is_told_once(known: Known) -> None:
    """As when it was received as text and as Word too."""
    (flag,) = duplicates(document(40, *SENTENCES) + "审核：方知远\n", known)
    assert (flag.line, flag.text) == (0, "")
    assert flag.advice.startswith("整期与lanchuan-weisheng/2024/040.md内容相同")


def test_an_issue_with_one_article_more_is_not_the_same(known: Known) -> None:
    more = "石桥区义诊。近日，石桥区组织义诊活动十二场次。\n\n（石桥区卫健委）\n\n编辑"
    found = duplicates(document(40, *SENTENCES).replace("编辑", more), known)
    assert [flag.text for flag in found] == ["青禾县开展健康体检", "白鹭县送医上门"]


def test_what_stands_in_every_bulletin_makes_none_a_duplicate(known: Known) -> None:
    for issue in range(1, 200):
        text = "".join(f"第{issue}期第{i}句话只在这一期里说过一次。" for i in range(4))
        closing = "下一步，将继续巩固成果，不断提升服务水平。"
        known.add(f"x/2024/{issue}", f"## 标题\n\n{text}{closing}\n")
    assert known.places("") != ()
    (flag,) = duplicates(document(41, *SENTENCES), known)
    assert "lanchuan-weisheng/2024/040.md" in flag.advice


def test_where_a_document_is_already(known: Known) -> None:
    digest = hashlib.sha256(document(40, *SENTENCES).encode()).hexdigest()
    assert known.places(digest) == ("lanchuan-weisheng/2024/040",)
    assert known.places("0" * 64) == ()
