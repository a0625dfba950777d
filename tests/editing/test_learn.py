"""One corrected bulletin teaches the program to read the next issues that are laid out alike."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import archives
import pytest

from jianbao.base.dates import PartialDate
from jianbao.base.problems import ContentError
from jianbao.content import load
from jianbao.convert.label import adapted
from jianbao.convert.label.chain import ROLES
from jianbao.convert.label.label import Weights, label, weights
from jianbao.convert.label.role_names import ROLE_NAMES
from jianbao.convert.readers.text import read_text
from jianbao.convert.training.adaptation import adapt
from jianbao.convert.training.settings import Labelled, invented
from jianbao.editing import convert_folder
from jianbao.editing.learn import (
    Learnt,
    LineChange,
    Trained,
    archive_weights,
    forget,
    learn,
    lessons,
    train,
)
from jianbao.editing.mark_reviewed import mark
from jianbao.text.frontmatter import split

DATE = PartialDate(2024, 9, 1)
ENTRY = (
    "  - title: {}\n    kind: feature\n    attribution: null\n    department: []\n    county: []\n"
)


@dataclass(frozen=True)
class Template:
    """How an office lays out its bulletin, two texts for it, and the articles that an editor makes
    of them: places in the text of their titles, each with those of its paragraphs."""

    layout: str
    first: tuple[str, ...]
    next: tuple[str, ...]
    articles: tuple[tuple[int, ...], ...]
    left_out: str = ""
    """A line that no bulletin has."""

    def texts(self, issue: int) -> tuple[str, ...]:
        if issue == 14:
            return tuple(text.replace("5月", "6月") for text in self.next)
        return self.first if issue == 12 else self.next

    def text(self, issue: int) -> str:
        return self.layout.format(*self.texts(issue), n=issue, date=f"2024年{issue - 8}月18日")

    def body(self, issue: int) -> str:
        texts = self.texts(issue)
        return "\n".join(
            f"## {texts[title]}\n\n" + "".join(f"{texts[place]}\n\n" for place in places)
            for title, *places in self.articles
        ).replace("\n\n\n", "\n\n")


SCHOOL = "3月1日起，西岭镇在八个村办起农民夜校，请专家讲课二十场，到课农民两千人次。"
RIVER = "3月5日，城关镇组织干部清理河道，清运垃圾八十吨，沿河居民纷纷称赞。"
ROAD = "5月2日，双河乡六公里产业路全线贯通，惠及四个村的三百户果农。"
LAW = "5月8日，高山镇司法所到集市宣讲法律，发放资料三百份，解答问题四十个。"
SEATS = "4月以来，城区多位老人来信，反映公交站台没有座椅，等车时只能站着。"
CROSSING = "5月以来，城区多位家长来信，反映校门口没有斑马线，过街时车很多。"

TEMPLATES = {
    "headings-are-titles": Template(
        "丹山快讯\n二〇二四年卷{n}\n丹山县办公室\n{date}\n\n{}\n{}\n\n{}\n{}\n\n"
        "您有线索请告诉我们：信箱在办公楼一层东侧\n",
        ("西岭镇办起农民夜校", SCHOOL, "城关镇清理河道", RIVER),
        ("双河乡产业路通车", ROAD, "高山镇集市普法", LAW),
        ((0, 1), (2, 3)),
        "您有线索",
    ),
    "writers-at-the-end": Template(
        "丹山税务信息\n{n}\n丹山县税务局办公室　{date}\n\n△{}\n{}\n△{}\n{}\n撰稿人员：{}\n",
        ("县税务局开展税收宣传", SCHOOL, "城关分局推行预约办税", RIVER, "林安、周宁"),
        ("西岭分局走访茶农", ROAD, "双河分局上门辅导", LAW, "方平、石岩"),
        ((0, 1), (2, 3)),
        "撰稿人员",
    ),
    "numbers-before-titles": Template(
        "丹山林业\n第{n}期　　{date}\n丹山县林业局\n\n一、{}\n{}\n\n二、{}\n{}\n"
        "丹山县林业局宣传股供图供稿\n————完————\n",
        ("护林员走遍山头", SCHOOL, "油茶林迎来修剪季", RIVER),
        ("竹海公园对外开放", ROAD, "苗圃育出新树苗", LAW),
        ((0, 1), (2, 3)),
        "供图供稿",
    ),
    "lines-are-paragraphs": Template(
        "心系群众　情暖万家\n丹山民情\n第{n}期\n丹山县信访局　{date}\n\n"
        "{}\n\n{}\n{}\n\n{}\n\n{}\n{}\n",
        ("老人反映公交站台没有座椅", SEATS, "县交通局已答复，将在六月底前为三十八个站台装上座椅。",
         "城关镇清理河道", RIVER, "编后语：小事连着民心。"),
        ("家长盼望增设斑马线", CROSSING, "县交警大队已答复，将在暑假期间为十二个路口划线。",
         "高山镇集市普法", LAW, "编后语：小事连着民心。"),
        ((0, 1, 2), (3, 4, 5)),
    ),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.start(tmp_path / "archive")


def take_in(root: Path, name: str, text: str, learnt: Weights | None = None) -> Path:
    """Convert a document, and return the file of its bulletin."""
    document = root / "in" / name
    document.parent.mkdir(exist_ok=True)
    document.write_text(text, "utf-8")
    settings = load.load_settings(root / "content")
    (taken,) = convert_folder.take_in([document], settings, root / "content", learnt=learnt)
    assert taken.outcome, taken.problems
    return taken.outcome.path


def corrected(root: Path, template: Template, learnt: Weights | None = None) -> Path:
    """Convert the first issue, and correct and review it as an editor does."""
    path = take_in(root, "第12期.txt", template.text(12), learnt)
    head, _, _ = path.read_text("utf-8").partition("articles:\n")
    entries = "".join(ENTRY.format(template.first[title]) for title, *_ in template.articles)
    path.write_text(f"{head}articles:\n{entries}---\n\n{template.body(12)}", "utf-8")
    settings = load.load_settings(root / "content")
    mark(path, DATE, root / "content", settings, force=True)
    return path


def body(path: Path) -> str:
    found = split(path.read_text("utf-8"))
    assert found
    return found.body.strip()


@dataclass(frozen=True)
class Taught:
    """An archive that has learnt from one corrected bulletin, and has trained."""

    root: Path
    path: Path
    done: Learnt
    trained: Trained

    @property
    def content(self) -> Path:
        return self.root / "content"

    def copied(self, root: Path) -> Path:
        """Make `root` a copy of the archive. Return its content."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return root / "content"


Teach = Callable[[str], Taught]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Teach:
    """`taught(name)` is the archive that has learnt a template. Training takes seconds, so it is
    made once; a test changes only a copy."""

    @cache
    def make(name: str) -> Taught:
        root = archives.start(tmp_path_factory.mktemp(name) / "archive")
        content = root / "content"
        path = corrected(root, TEMPLATES[name])
        done = learn(path, content, load.load_settings(content))
        return Taught(root, path, done, train(content))

    return make


@pytest.mark.parametrize("name", TEMPLATES)
def test_one_correction_makes_the_next_issues_right(name: str, root: Path, taught: Teach) -> None:
    template, made = TEMPLATES[name], taught(name)
    assert made.done.action == "learnt"
    assert (made.trained.documents, made.trained.problems) == (1, ())
    assert [one.path for one in made.trained.reread] == ([made.path] if made.done.changes else [])
    content = made.copied(root)
    learnt, problems = archive_weights(content)
    assert learnt
    assert problems == []
    for issue in (13, 14):
        after = take_in(root, f"第{issue}期.txt", template.text(issue), learnt)
        assert body(after) == template.body(issue).strip()
    load.load(content)


def test_lines_that_were_read_wrongly_are_shown(root: Path) -> None:
    """Weights that have learnt nonsense are corrected, too."""
    content, template = root / "content", TEMPLATES["headings-are-titles"]
    text = read_text(template.text(12))
    nonsense = list(label(text).roles)
    nonsense[4] = "kicker"
    changes = adapt([Labelled(text, tuple(nonsense))], weights(), weights().fingerprint)
    (content / "learnt-weights.json").write_text(adapted.written(changes), "utf-8")
    learnt, _ = archive_weights(content)
    path = corrected(root, template, learnt)
    done = learn(path, content, load.load_settings(content))
    (change,) = (change for change in done.changes if change.line == 6)
    assert change == LineChange(6, 0, "西岭镇办起农民夜校", "kicker", "title")
    (reread,) = train(content).reread
    assert change in reread.changes


@pytest.fixture
def bulletin(root: Path) -> Path:
    return corrected(root, TEMPLATES["headings-are-titles"])


def test_only_roles_are_stored(root: Path, bulletin: Path) -> None:
    content = root / "content"
    learn(bulletin, content, load.load_settings(content))
    stored = (content / "learnt.yaml").read_text("utf-8")
    assert stored.count("\n") == 1
    assert "夜校" not in stored
    (lesson,) = lessons(content).values()
    assert [role for _, role in lesson.roles][4:] == ["title", "para", "title", "para", "foot"]
    assert learn(bulletin, content, load.load_settings(content)).action == "was learnt"
    assert (content / "learnt.yaml").read_text("utf-8") == stored
    load.load(content)


def test_the_same_lessons_give_the_same_weights(root: Path, taught: Teach) -> None:
    content = taught("headings-are-titles").copied(root)
    first = (content / "learnt-weights.json").read_bytes()
    again = train(content)
    assert (content / "learnt-weights.json").read_bytes() == first
    assert again.reread == ()
    assert json.loads(first)["base"] == weights().fingerprint


def test_what_is_forgotten_no_longer_counts(root: Path, taught: Teach) -> None:
    made = taught("headings-are-titles")
    content = made.copied(root)
    bulletin = root / made.path.relative_to(made.root)
    assert archive_weights(content)[0]
    assert forget(bulletin, content).action == "forgotten"
    assert forget(bulletin, content).action == "was not learnt"
    assert lessons(content) == {}
    trained = train(content)
    assert (trained.documents, trained.weights) == (0, 0)
    assert archive_weights(content) == (None, [])


def test_two_people_learn_at_the_same_time(root: Path, bulletin: Path) -> None:
    """Their lines merge; of two for one document the last counts."""
    content = root / "content"
    learn(bulletin, content, load.load_settings(content))
    file = content / "learnt.yaml"
    file.write_text(file.read_text("utf-8") * 2, "utf-8")
    assert train(content).documents == 1
    forget(bulletin, content)
    assert lessons(content) == {}


def test_other_documents_are_read_as_before(taught: Teach) -> None:
    """Documents of other layouts keep the roles that the package gives them."""
    made = taught("numbers-before-titles")
    assert made.done.changes
    learnt, _ = archive_weights(made.content)
    others = [invented(seed).document for seed in range(7000, 7040)]
    pairs = [
        (was, now)
        for one in others
        for was, now in zip(label(one).roles, label(one, learnt).roles, strict=True)
    ]
    assert sum(was != now for was, now in pairs) < 0.02 * len(pairs)


def test_what_was_learnt_is_explained(tmp_path: Path, taught: Teach) -> None:
    """`convert --explain` says what `convert` would do."""
    template = TEMPLATES["numbers-before-titles"]
    learnt, _ = archive_weights(taught("numbers-before-titles").content)
    document = tmp_path / "第13期.txt"
    document.write_text(template.text(13), "utf-8")
    roles = [one.role for one in convert_folder.explained(document, (), learnt)]
    assert roles == [*label(read_text(template.text(13)), learnt).roles]
    assert roles != [one.role for one in convert_folder.explained(document)]


def test_a_masthead_in_a_table_is_learnt_in_the_lines_in_which_it_is_read(root: Path) -> None:
    """Its cells are blocks of their own, for the lesson as for the conversion."""
    content, document = root / "content", root / "in" / "第12期.html"
    document.parent.mkdir()
    document.write_text(
        "<h1>丹山快讯</h1><table><tr><td>第12期</td><td>丹山县办公室</td>"
        f"<td>2024年4月18日</td></tr></table><h2>西岭镇办起农民夜校</h2><p>{SCHOOL}</p>",
        "utf-8",
    )
    settings = load.load_settings(content)
    (taken,) = convert_folder.take_in([document], settings, content)
    assert taken.outcome, taken.problems
    mark(taken.outcome.path, DATE, content, settings, force=True)
    learn(taken.outcome.path, content, settings)
    (lesson,) = lessons(content).values()
    assert [role for _, role in lesson.roles].count("title") == 1
    assert {"issue", "issuer", "date"} <= {role for _, role in lesson.roles}
    assert train(content).problems == ()


# --- what goes wrong ----------------------------------------------------------------------------


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(ContentError) as caught:
        act()
    (problem,) = caught.value.problems
    return problem.text(str)


def test_nothing_is_learnt_before_the_review(root: Path) -> None:
    content = root / "content"
    path = take_in(root, "a.txt", TEMPLATES["headings-are-titles"].text(12))
    line = refusal(lambda: learn(path, content, load.load_settings(content)))
    assert line.endswith("was not reviewed: review it first, then learn from it")
    assert not (content / "learnt.yaml").exists()


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (Path.unlink, "cannot be read: it is not there"),
        (lambda path: path.write_text("另一份文件"), "is another document than the one"),
    ],
)
def test_a_lesson_needs_its_original(
    root: Path, bulletin: Path, harm: Callable[[Path], object], message: str
) -> None:
    content = root / "content"
    settings = load.load_settings(content)
    learn(bulletin, content, settings)
    harm(content / "originals" / "第12期.txt")
    assert message in refusal(lambda: learn(bulletin, content, settings))
    trained = train(content)
    assert trained.documents == 0
    assert message in trained.problems[0].text(str)
    assert not (content / "learnt-weights.json").exists()


@pytest.mark.parametrize(
    "damage",
    [
        "", "{", "[]", "{}", "null", "[" * 100_000, '{"base": 1}',
        '{"base": "x", "documents": 1, "transitions": {}, "features": {"date": {"boss": 1}}}',
        '{"base": "x", "documents": 1, "transitions": {}, "features": {"date": {"title": 1e9}}}',
        '{"base": "x", "documents": 1, "transitions": {}, "features": {"date": {"title": NaN}}}',
        '{"base": "x", "documents": 1, "transitions": {"boss": {}}, "features": {}}',
        '{"base": "x", "documents": true, "transitions": {}, "features": {}}',
        '{"base": "x", "documents": 1, "transitions": [], "features": {}}',
    ],
)  # fmt: skip
def test_damaged_weights_are_one_line_and_are_not_used(root: Path, damage: str) -> None:
    (root / "content" / "learnt-weights.json").write_text(damage, "utf-8")
    learnt, (problem,) = archive_weights(root / "content")
    assert learnt is None
    assert "is damaged (" in problem.text(str)
    assert "\n" not in problem.text(str)


def test_bytes_that_are_no_text_are_damaged_weights(root: Path) -> None:
    (root / "content" / "learnt-weights.json").write_bytes(b"\xff\xfe{}")
    assert archive_weights(root / "content")[0] is None


def test_weights_of_another_version_are_not_used(root: Path, taught: Teach) -> None:
    content = taught("headings-are-titles").copied(root)
    file = content / "learnt-weights.json"
    file.write_text(file.read_text("utf-8").replace(weights().fingerprint, "0" * 16), "utf-8")
    learnt, (problem,) = archive_weights(content)
    assert learnt is None
    assert "another version" in problem.text(str)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b\n", "must be a list of documents"),
        ("- {sha256: 12}\n", "must have the keys sha256, file, roles"),
        ("- {sha256: 12, file: a, roles: b}\n", "sha256 must be 64 hexadecimal digits"),
        (f"- {{sha256: {'0' * 64}, file: a, roles: b}}\n", "roles must be marks and roles"),
    ],
)
def test_damaged_lessons_are_reported(root: Path, text: str, message: str) -> None:
    (root / "content" / "learnt.yaml").write_text(text, "utf-8")
    assert message in refusal(lambda: lessons(root / "content"))
    with pytest.raises(ContentError, match=message):
        load.load(root / "content")


def test_a_lesson_with_an_unknown_role_is_reported(root: Path, bulletin: Path) -> None:
    content = root / "content"
    learn(bulletin, content, load.load_settings(content))
    file = content / "learnt.yaml"
    file.write_text(file.read_text("utf-8").replace(" title; ", " boss; "), "utf-8")
    (problem,) = train(content).problems
    assert "names an unknown role (boss)" in problem.text(str)


def test_each_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(ROLES)
