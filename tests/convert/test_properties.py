"""What holds for every document: nothing is lost or doubled, the structure is found, the same
bytes give the same result, and no input ends in anything but a clear refusal."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from jianbao.archive.model import Bulletin
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.conversion import convert
from jianbao.text import markdown
from jianbao.text.chinese import strip_space

pytestmark = pytest.mark.slow

HERE = Path(__file__).parents[1]
TYPICAL = load.load_settings(HERE / "sites" / "typical" / "content")
# What is private in them is only reported, as no person has reviewed them yet.
SETTINGS = replace(TYPICAL, site=replace(TYPICAL.site, personal_data="report"))
DOCUMENTS = tuple(
    path.read_text("utf-8") for path in sorted((HERE / "cases" / "convert").glob("*.txt"))
)

# Words that say nothing to any rule: no numbers, places, offices or times.
WORDS = tuple(
    re.findall(
        "..",
        "组织推动服务群众健康队伍优化提升能力流程保障药品培训宣传引导完善制度落实责任巩固成果"
        "改善环境关爱老人儿童妇女义诊体检随访建档签约转诊急救护理康复预防监测评估督导",
    )
)
OFFICES = {
    "青禾县卫生健康委": "青禾县卫生健康委员会",
    "石桥区卫健委": "石桥区卫生健康委员会",
    "白鹭县中医院": "白鹭县中医院",
    "市疾控中心": "澜川市疾病预防控制中心",
    "委老龄健康科": "澜川市卫生健康委员会老龄健康科",
}
PLACES = ("青禾县", "石桥区", "白鹭县", "柳泉市", "全市")
HAN_NUMBERS = "一二三四五六七八九"
WIDTH = 28


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Feature:
    title: tuple[str, ...]
    opening: str
    sections: tuple[Section, ...]
    office: str

    def texts(self) -> list[str]:
        sections = [t for s in self.sections for t in (s.heading, *s.paragraphs)]
        return [self.opening, *sections]


@dataclass(frozen=True)
class Brief:
    title: str
    body: str
    office: str


@dataclass(frozen=True)
class Printed:
    """A bulletin and how it is printed: `breaks` are places where a page break falls, as
    fractions of the paragraphs that they hit."""

    issue: int
    features: tuple[Feature, ...]
    briefs: tuple[Brief, ...]
    footer: bool
    breaks: tuple[tuple[int, float], ...] = field(default=())

    def titles(self) -> list[str]:
        return [" ".join(f.title) for f in self.features] + [b.title for b in self.briefs]

    def offices(self) -> list[str]:
        return [f.office for f in self.features] + [b.office for b in self.briefs]

    def bodies(self) -> list[list[str]]:
        return [f.texts() for f in self.features] + [[b.body] for b in self.briefs]

    def lines(self) -> list[str]:
        """Return the document with a line a paragraph, before page breaks."""
        rows = ["澜川卫生健康动态", f"2024 年第 {self.issue} 期"]
        rows += ["澜川市卫生健康委员会办公室", "2024 年 8 月 23 日"]
        for feature in self.features:
            rows += [*feature.title, *feature.texts(), f"（{feature.office}）"]
        for brief in self.briefs:
            rows += [f"{brief.title}。{brief.body}", f"（{brief.office}）"]
        if self.footer:
            rows += ["报：市委、市政府。", "编辑：林一舟　审核：方可为"]
        return rows


clauses = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map("".join)
sentences = st.lists(clauses, min_size=2, max_size=5).map(lambda c: "，".join(c) + "。")
paragraphs = st.lists(sentences, min_size=2, max_size=5).map("".join)
titles = st.tuples(
    st.sampled_from(PLACES), st.lists(st.sampled_from(WORDS), min_size=3, max_size=7)
).map(lambda parts: parts[0] + "".join(parts[1]))
plain_titles = st.lists(st.sampled_from(WORDS), min_size=3, max_size=7).map("".join)
offices = st.sampled_from(sorted(OFFICES))


@st.composite
def features(draw: st.DrawFn) -> Feature:
    title = (draw(titles), *draw(st.lists(plain_titles, max_size=1)))
    sections = []
    for number in HAN_NUMBERS[: draw(st.integers(0, 3))]:
        heading = f"{number}、{draw(clauses)}"
        sections.append(Section(heading, tuple(draw(st.lists(paragraphs, min_size=1, max_size=2)))))
    # With one paragraph it would look like a brief whose title a page break cut.
    opening = "近年来，" + draw(paragraphs)
    return Feature(title, opening, tuple(sections), draw(offices))


@st.composite
def bulletins(draw: st.DrawFn) -> Printed:
    return Printed(
        draw(st.integers(1, 400)),
        tuple(draw(st.lists(features(), min_size=1, max_size=2))),
        tuple(draw(st.lists(st.builds(Brief, titles, paragraphs, offices), max_size=3))),
        draw(st.booleans()),
        tuple(draw(st.lists(st.tuples(st.integers(0, 60), st.floats(0.1, 0.9)), max_size=4))),
    )


def paragraph_a_line(bulletin: Printed, gap: str) -> str:
    """Return a line a paragraph, with long paragraphs cut in mid-sentence where a page ends."""
    rows = bulletin.lines()
    for place, fraction in bulletin.breaks:
        index = place % len(rows)
        row = rows[index]
        at = int(len(row) * fraction)
        # A page cannot break so that both halves look whole.
        if at < 50 or at > len(row) - 4 or row[at - 1] in "。，" or row[at] in "。，":
            continue
        rows[index] = f"{row[:at]}{gap}{row[at:]}"
    return gap.join(rows) + "\n"


def hard_wrapped(bulletin: Printed, rows_a_page: int) -> str:
    """Lines of 28 characters with an empty line after each; a page starts with a space and no
    empty line before it."""
    rows: list[str] = []
    for text in bulletin.lines():
        if len(text) <= WIDTH - 3:
            rows.append(text)
            continue
        start = 0
        while start < len(text):
            end = min(len(text), start + WIDTH - (2 if start == 0 else 0))
            if end < len(text) and text[end] in "，。":  # no line begins with them
                end += -1 if start == 0 else 1
            rows.append(text[start:end])
            start = end
    pages = [rows[i : i + rows_a_page] for i in range(0, len(rows), rows_a_page)]
    return "\n ".join("\n\n".join(page) for page in pages) + "\n"


# The doubts that send a person to where the reading may be wrong.
DOUBTS = {"reading_doubtful", "series_unknown", "articles_doubtful", "attribution_missing"}


def check(bulletin: Printed, document: str) -> None:
    """The document is read as it was printed, or a doubt sends a person to look."""
    conversion = convert(document.encode(), "a.txt", SETTINGS)
    assert convert(document.encode(), "a.txt", SETTINGS) == conversion
    parsed = load.parse_bulletin(
        conversion.markdown.encode(),
        f"content/bulletins/{conversion.series}/{conversion.folder}/{conversion.name}.md",
        SETTINGS,
    )
    assert parsed.problems == ()
    assert parsed.bulletin is not None
    wrong = differences(bulletin, parsed.bulletin)
    assert not wrong or DOUBTS & {flag.kind for flag in conversion.flags}, wrong


def differences(bulletin: Printed, made: Bulletin) -> list[str]:
    """Return what of `bulletin` was read otherwise."""
    headings = [[h.text for h in markdown.headings(article.body)] for article in made.articles]
    printed_headings = [[section.heading for section in one.sections] for one in bulletin.features]
    departments = [(OFFICES[office],) for office in bulletin.offices()]
    pairs = {
        "issue": (made.issue, bulletin.issue),
        "date": (str(made.date), "2024-08-23"),
        "series": (made.series, "lanchuan-weisheng"),
        "titles": ([article.title for article in made.articles], bulletin.titles()),
        "offices": ([article.attribution for article in made.articles], bulletin.offices()),
        "departments": ([article.department for article in made.articles], departments),
        # Where a paragraph ends cannot be told in every hard-wrapped text.
        "bodies": (
            ["".join(markdown.plain_blocks(article.body)) for article in made.articles],
            ["".join(body) for body in bulletin.bodies()],
        ),
        "headings": (headings[: len(bulletin.features)], printed_headings),
        "editor": (made.editor == "林一舟", bulletin.footer),
    }
    return [name for name, (found, printed) in pairs.items() if found != printed]


@settings(max_examples=60)
@given(bulletins(), st.sampled_from(["\n\n", "\n", "\r\n\r\n"]))
def test_a_line_a_paragraph(bulletin: Printed, gap: str) -> None:
    check(bulletin, paragraph_a_line(bulletin, gap))


@settings(max_examples=40)
@given(bulletins(), st.integers(12, 30))
def test_hard_wraps_and_pages(bulletin: Printed, rows_a_page: int) -> None:
    document = hard_wrapped(bulletin, rows_a_page)
    # A few lines alone do not show how wide the page is, nor do lines that mostly end sentences;
    # and a full stop at the end of a full line before a line that could be a first or a last one
    # does not show where the paragraph ends.
    full = [line for line in document.split("\n") if len(line) >= WIDTH]
    assume(len(full) >= 6)
    rows = document.split()
    assume(sum(row.endswith("。") for row in rows if len(row) >= WIDTH - 3) <= 0.4 * len(full))
    assume(
        not any(
            a.endswith("。") and b.endswith("。") and len(a) >= WIDTH - 3 <= len(b) <= WIDTH - 2
            for a, b in pairwise(rows)
        )
    )
    check(bulletin, document)


def refused_or_accounted(content: bytes) -> None:
    """Conversion gives a bulletin that the archive takes, or says in one line why not; and the
    accounting always adds up."""
    try:
        conversion = convert(content, "a.txt", SETTINGS)
    except ConvertError as error:
        (problem,) = error.problems
        assert "defect" not in problem.text()
        assert "\n" not in problem.text()
        return
    assert "plain_reading" not in {flag.kind for flag in conversion.flags}, "a defect"
    path = f"content/bulletins/{conversion.series}/{conversion.folder}/{conversion.name}.md"
    unsure = frozenset(("series",))
    parsed = load.parse_bulletin(conversion.markdown.encode(), path, SETTINGS, unsure)
    assert parsed.problems == ()
    _, problems = load.parse_review(conversion.review.encode(), path)
    assert not problems


@settings(max_examples=60)
@given(st.text())
@example("（）")
@example("澜川卫生健康动态\n第1期\n（\n）。\n")
def test_any_text(text: str) -> None:
    refused_or_accounted(text.encode("utf-8", "replace"))


@settings(max_examples=60)
@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    refused_or_accounted(content)


PIECES = (
    *"（）【】《》“”。，：；、！#|_*-—★\t\f\u3000\u200b\x07",
    "**",
    "---",
    "第7期",
    "2024年8月1日",
    "8月6日",
    "一、",
    "（一）",
    "1.",
    "一是",
    "报：",
    "编辑：张三",
    "签发人：李四",
    "（县卫健委）",
    "来源：",
    "发布时间：2024-01-01",
    "索引号：",
    "目录",
    "按：",
    "_{x}",
    "<b>",
    "&nbsp;",
    "青和县",
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
)


@settings(max_examples=150)
@given(st.data())
def test_damaged_documents(data: st.DataObject) -> None:
    """Lines lost, doubled, torn, joined and mixed with what the rules look for."""
    lines = data.draw(st.sampled_from(DOCUMENTS)).split("\n")
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "double", "tear", "join", "insert", "add"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(data.draw(st.integers(0, len(lines))), lines[at])
        elif change == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + lines[at + 1]]
        elif change == "add":
            lines.insert(at, data.draw(st.sampled_from(PIECES)))
        else:
            cut = data.draw(st.integers(0, len(lines[at])))
            middle = "\n" if change == "tear" else data.draw(st.sampled_from(PIECES))
            lines[at] = lines[at][:cut] + middle + lines[at][cut:]
    refused_or_accounted("\n".join(lines).encode())


def test_the_generator_prints_what_it_says() -> None:
    """The properties would prove nothing on documents without articles."""
    feature = Feature(("青禾县组织推动服务",), "近年来，组织群众。", (), "青禾县卫生健康委")
    bulletin = Printed(7, (feature,), (Brief("全市体检随访", "组织群众。", "市疾控中心"),), True)
    printed = strip_space(paragraph_a_line(bulletin, "\n\n"))
    assert printed == strip_space(hard_wrapped(bulletin, 12))
    assert printed.count("组织群众") == 2
