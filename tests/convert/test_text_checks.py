"""Lines of a text that do not look like text."""

from jianbao.archive.kinds import Doubt
from jianbao.convert.blocks import Block
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head, Part
from jianbao.convert.cut.passage import Passage
from jianbao.convert.record.text_checks import text_doubts


def article(*texts: str) -> ArticleDraft:
    lines = [Passage.of(Block(text, number)) for number, text in enumerate(texts, start=6)]
    parts = tuple(Part("paragraph", line) for line in lines)
    return ArticleDraft("feature", Passage.at("青禾县修路", 5), parts)


def found(*articles: ArticleDraft) -> list[str]:
    flags = text_doubts(Draft(Head(), (), articles, Foot()))
    return [f"{f.kind}.{f.reason}".rstrip(".") + f": {f.text}" for f in flags]


def doubt(which: Doubt, text: str) -> str:
    return f"{which.value}: {text}"


ROAD = "青禾县修通了路。"


def test_lines_that_articles_share_at_their_edges_are_doubted() -> None:
    shared = [article(ROAD, "欢迎关注我们。"), article("白鹭县修好了桥。", "欢迎关注我们。")]
    assert found(*shared) == [doubt(Doubt.READING_EDGE, "欢迎关注我们。")] * 2


def test_a_loose_line_beside_a_sentence_at_an_edge_is_doubted() -> None:
    for texts in ((ROAD, "点击上方蓝字"), ("点击上方蓝字", ROAD)):
        assert found(article(*texts)) == [doubt(Doubt.READING_EDGE, "点击上方蓝字")]
    assert found(article("一是修路", "二是架桥")) == []
    assert found(article(ROAD, "图1：新修的路")) == []
    assert found(article("各单位：", ROAD)) == []


def test_text_above_the_first_title_is_doubted_without_a_masthead_or_note() -> None:
    def above(text: str, head: Head) -> list[str]:
        parts = (Part("paragraph", Passage.at(text, 2)),)
        return [flag.text for flag in text_doubts(Draft(head, parts, (article(ROAD),), Foot()))]

    letter = "信件内容：路灯坏了一个多月。"
    assert above(letter, Head()) == [letter]
    assert above(letter, Head(series=Passage.at("信访简报", 1))) == []
    assert above("编者按：现将两县的做法刊发。", Head()) == []


def test_a_line_that_names_a_person_may_be_the_author() -> None:
    for line in ("通讯员 罗一鸣", "□ 作者：许小禾"):
        assert found(article(line, ROAD)) == [doubt(Doubt.AUTHOR_IN_TEXT, line)]


def test_a_paragraph_that_stops_in_the_middle_of_a_sentence_is_doubted() -> None:
    torn = "城乡处处张灯结彩，全县共举办灯会、庙会、戏曲演出等活"
    assert found(article(torn, "古街夜市开到正月十五。")) == [doubt(Doubt.TEXT_OPEN, torn)]
    assert found(article(torn + "动。", "古街夜市开到正月十五。")) == []


def test_rows_without_rules_are_doubted_once() -> None:
    rows = ("高山镇 126 8400平方米 92%", "双河乡 98 6150平方米 88%")
    text = " ".join(rows)
    assert found(article("进度如下。", *rows, "要抓紧。")) == [doubt(Doubt.TEXT_TABLE, text)]
    assert found(article("进度如下。", rows[0], "要抓紧。")) == []
