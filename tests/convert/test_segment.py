"""A document cut into masthead, articles and footer, and what may enter the archive at all."""

from pathlib import Path

import pytest

from jianbao.archive.model import Flag
from jianbao.content import load
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Draft
from jianbao.convert.cut.segment import has_chinese, is_bulletin, is_official, secrecy, segment

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
HEAD = ("澜川卫生健康动态", "2024年第40期", "澜川市卫生健康委员会办公室 2024年11月5日")
ARTICLE = ("青禾县开展健康体检", "近日，医疗队进村入户，为群众体检。", "（青禾县卫生健康委）")
FOOT = ("报：市委、市政府。", "编辑：林一舟")


def document(*lines: str, removals: tuple[Removal, ...] = ()) -> Document:
    blocks = (Block(line, i, kind="paragraph") for i, line in enumerate(lines, start=1))
    return Document("docx", tuple(blocks), removals=removals)


def cut(*lines: str) -> Draft:
    return segment(document(*lines), "a.docx", SETTINGS.site, AUTHORITIES)


def test_masthead_article_and_footer() -> None:
    draft = cut(*HEAD, *ARTICLE, *FOOT)
    assert draft.head.series is not None
    assert (draft.head.series.text, draft.head.number) == (HEAD[0], 40)
    (article,) = draft.articles
    assert article.title.text == ARTICLE[0]
    assert [part.passage.text for part in article.parts] == [ARTICLE[1]]
    assert article.attribution is not None
    assert article.attribution.text == "青禾县卫生健康委"
    assert [entry.text for entry in draft.foot.report_to] == ["市委", "市政府"]
    assert draft.second_issue is None


def test_recipients_above_the_text_are_those_of_the_footer() -> None:
    draft = cut(*HEAD, FOOT[0], *ARTICLE)
    assert [entry.text for entry in draft.foot.report_to] == ["市委", "市政府"]


def test_another_masthead_below_is_told() -> None:
    draft = cut(*HEAD, *ARTICLE, HEAD[0], "2024年第41期", HEAD[2], *ARTICLE)
    assert draft.second_issue == 7


def test_doubts_of_the_reader_come_first() -> None:
    doubt = Flag("scan", 1, "第1页", "请核对")
    read = Document("docx", document(*HEAD, *ARTICLE).blocks, doubts=(doubt,))
    assert segment(read, "a.docx", SETTINGS.site, AUTHORITIES).flags[0] == doubt


def test_a_secret_marking_is_seen_in_the_text_and_in_what_was_left_out() -> None:
    assert secrecy(document("机密★10年", *HEAD)) == "机密"
    assert secrecy(document(*HEAD, removals=(Removal("hidden", 1, "绝密"),))) == "绝密"
    assert secrecy(document(*HEAD, "保守国家秘密是公民的义务。")) is None


@pytest.mark.parametrize(
    ("text", "chinese"), [("青禾县开展体检", True), ("Health bulletin 青", False), ("", False)]
)
def test_a_text_is_chinese_in_its_greater_part(text: str, chinese: bool) -> None:
    assert has_chinese(document(text)) is chinese


def test_what_is_a_bulletin() -> None:
    assert is_bulletin(document(), cut(*HEAD, *ARTICLE))
    assert is_bulletin(document(), cut(*ARTICLE))
    bare = cut("读书笔记", "近日读了一本好书，很受启发。")
    assert not is_bulletin(document(), bare)
    assert not is_official(bare)
    assert is_official(cut("工作情况", "县委办公室和有关部门到柳河镇调研。"))
