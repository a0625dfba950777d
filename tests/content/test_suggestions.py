import shutil
from pathlib import Path

from jianbao.archive.model import Taxonomy, Term
from jianbao.base.problems import Problems
from jianbao.content import load
from jianbao.content.suggestions import suggested

CONTENT = Path(__file__).parents[1] / "sites" / "county" / "content"
TOPICS = Taxonomy(
    "topic",
    (
        Term("a", "医共体", "", aliases=("县域医共体",), terms=("医疗共同体",)),
        Term("b", "家庭医生签约", "", terms=("家庭医生", "共同体")),
    ),
)


def slugs(title: str, body: str = "", *decided: str) -> list[tuple[str, str]]:
    return [(term.slug, word) for term, word in suggested(title, body, decided, TOPICS)]


def test_a_word_in_title_or_text_suggests_its_topic() -> None:
    assert slugs("县域医共体建设") == [("a", "县域医共体")]
    assert slugs("签约", "家庭医生上门。") == [("b", "家庭医生")]
    assert slugs("无关", "没有。") == []


def test_overlapping_words_suggest_every_topic_of_theirs() -> None:
    assert slugs("医疗共同体") == [("a", "医疗共同体"), ("b", "共同体")]


def test_what_a_person_decided_is_not_suggested() -> None:
    assert slugs("医共体", "家庭医生", "县域医共体") == [("b", "家庭医生")]
    assert slugs("医共体", "家庭医生", "医共体", "家庭医生签约") == []


def test_no_topics_suggest_nothing() -> None:
    assert suggested("医共体", "", (), Taxonomy("topic")) == []


def test_check_proposes_a_topic_that_an_article_names(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = content / "bulletins" / "qinghe-xinxi" / "2016" / "011.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("    topics: [医共体]\n", ""), "utf-8")
    remarks = Problems()
    load.load(content, remarks=remarks)
    message = "“县卫计局推进医共体建设” says “医共体”: accept 医共体 gives it that topic"
    assert [one.text().partition(".md:")[2] for one in remarks] == [f"9: topics: {message}"]
    path.write_text(text.replace("    topics: [医共体]\n", "    not_topics: [医共体]\n"), "utf-8")
    remarks = Problems()
    load.load(content, remarks=remarks)
    assert list(remarks) == []
