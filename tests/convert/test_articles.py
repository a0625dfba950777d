"""The text between masthead and footer cut into articles."""

from pathlib import Path

from jianbao.content import load
from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut.articles import Body, cut_body
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import assemble
from jianbao.convert.cut.passage import Passage

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
AUTHORITIES = Authorities(SETTINGS.counties, SETTINGS.departments)
TEXT = "近日，医疗队进村入户，为群众免费体检，受到欢迎。"


def cut(*lines: str, head: Head | None = None) -> Body:
    blocks = tuple(Block(line, i, kind="paragraph") for i, line in enumerate(lines, start=1))
    return cut_body(assemble(Document("docx", blocks)).units, head or Head(), AUTHORITIES)


def titles(body: Body) -> list[str]:
    return [article.title.text for article in body.articles]


def test_a_feature_stands_under_its_title_and_its_office_signs() -> None:
    body = cut("青禾县开展健康体检", TEXT, "一、抓组织", TEXT, "（青禾县卫生健康委）")
    (article,) = body.articles
    assert article.title.text == "青禾县开展健康体检"
    assert [part.kind for part in article.parts] == ["paragraph", "heading", "paragraph"]
    assert article.attribution is not None
    assert article.attribution.text == "青禾县卫生健康委"


def test_the_title_of_a_brief_is_its_first_sentence() -> None:
    body = cut(
        f"青禾县开展健康体检。{TEXT}（青禾县卫生健康委）", f"石桥区送医上门。{TEXT}（石桥区卫健委）"
    )
    assert titles(body) == ["青禾县开展健康体检", "石桥区送医上门"]
    assert [article.kind for article in body.articles] == ["brief", "brief"]
    assert [removal.reason for removal in body.removals].count("title-stop") == 2


def test_a_note_of_the_editors_is_the_preface() -> None:
    body = cut(
        "编者按：本期介绍健康体检的做法。", "青禾县开展健康体检", TEXT, "（青禾县卫生健康委）"
    )
    assert [part.passage.text for part in body.preface] == ["编者按：本期介绍健康体检的做法。"]
    assert titles(body) == ["青禾县开展健康体检"]


def test_a_subtitle_begins_with_a_dash() -> None:
    (article,) = cut(
        "把健康送到家门口", "——青禾县开展健康体检", TEXT, "（青禾县卫生健康委）"
    ).articles
    assert article.title.text == "把健康送到家门口"
    assert article.subtitle is not None
    assert "青禾县开展健康体检" in article.subtitle.text


def test_a_text_without_a_title_takes_a_copy_of_its_first_words() -> None:
    (article,) = cut(TEXT).articles
    assert article.title_inferred
    assert article.parts[0].passage.text == TEXT


def test_a_web_page_is_one_article_under_its_title() -> None:
    head = Head(page=True, title=(Passage.at("青禾县开展健康体检", 1),))
    body = cut(TEXT, "石桥区送医上门", TEXT, head=head)
    assert titles(body) == ["青禾县开展健康体检"]
    assert body.preface == ()
