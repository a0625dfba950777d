"""Loading: the archives of tests/sites load whole, those of tests/sites_invalid say exactly what is
in their expected.txt, and the disk may hold whatever it likes."""

import ast
import hashlib
import os
import re
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from system import refuse_to_open

from jianbao.archive.model import (
    ARTICLE_FIELDS,
    BULLETIN_FIELDS,
    Archive,
    Flag,
    Provenance,
    Repair,
    Settings,
)
from jianbao.base.cache import Cache
from jianbao.base.dates import PartialDate
from jianbao.base.problems import ConfigError, ContentError, JianbaoError, Problems
from jianbao.content import folder, load
from jianbao.content.bulletin import Parsed
from jianbao.content.choices import Choices
from jianbao.content.load import parse_bulletin
from jianbao.text import frontmatter
from jianbao.text.chinese import escape_markdown
from jianbao.text.frontmatter import Plain

SITES = Path(__file__).parents[1] / "sites"
INVALID = Path(__file__).parents[1] / "sites_invalid"
EDITING = Path(__file__).parents[1] / "editing"
CASES = sorted(case.name for case in INVALID.iterdir())

PATH = "content/bulletins/lanchuan-weisheng/2024/021.md"


def complaints(content: Path) -> list[str]:
    with pytest.raises(JianbaoError) as raised:
        load.load(content, choices=Choices())
    return [found.text() for found in raised.value.problems]


@pytest.fixture(scope="module")
def typical() -> Archive:
    return load.load(SITES / "typical" / "content")


@pytest.fixture(scope="module")
def known() -> Settings:
    return load.load_settings(SITES / "typical" / "content")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the smallest archive, for a test to damage."""
    return Path(shutil.copytree(SITES / "minimal" / "content", tmp_path / "content"))


# --- what is right --------------------------------------------------------------------------------


def test_bulletins_are_newest_first(typical: Archive) -> None:
    assert [(b.series, b.folder, b.name, str(b.date)) for b in typical.bulletins] == [
        ("lanchuan-weisheng", "2024", "023", "2024-09-20"),
        ("lanchuan-weisheng", "2024", "022", "2024-09-02"),
        ("lanchuan-weisheng", "2024", "021", "2024-08-23"),
        ("lanchuan-news", "2024", "2024-05-06", "2024-05-06"),
        ("qinghe-xinxi", "2024", "005", "2024-03"),
        ("lanchuan-weisheng", "2023", "008", "2023-06-20"),
        ("lanchuan-weisheng", "2023", "007", "2023-05"),
        ("qinghe-xinxi", "2023", "zengkan", "2023"),
        ("lanchuan-weisheng", "2022", "012", "2022-11-03"),
        ("qinghe-xinxi", "undated", "003", "None"),
    ]


def test_issues_of_one_day_follow_their_series_and_then_the_higher_number(
    typical: Archive,
) -> None:
    issues = [
        replace(typical.bulletins[0], series=series, issue=issue, name=name)
        for series, issue, name in [
            ("a", 2, "2"),
            ("b", 11, "11"),
            ("a", 10, "10"),
            ("a", None, "x"),
        ]
    ]
    ordered = load.newest_first(issues)
    assert [(b.series, b.name) for b in ordered] == [
        ("a", "10"),
        ("a", "2"),
        ("a", "x"),
        ("b", "11"),
    ]
    assert load.newest_first(reversed(issues)) == ordered


def test_every_field_of_a_bulletin_is_read(typical: Archive) -> None:
    bulletin = typical.bulletins[2]
    assert bulletin.path == PATH
    assert bulletin.title == "澜川卫生健康动态 2024年第21期"
    assert bulletin.issue == 21
    assert bulletin.issue_printed == "2024 年第 21 期"
    assert bulletin.date == PartialDate(2024, 8, 23)
    assert bulletin.date_printed == "2024 年 8 月 23 日"
    assert bulletin.issuer == "澜川市卫生健康委员会办公室"
    assert bulletin.banner == "学习先进 争创一流"
    assert bulletin.report_to == ("市委", "市人大", "市政府", "市政协领导")
    assert bulletin.send_to == ("省卫生健康委办公室", "市直有关单位")
    assert bulletin.distribute_to == ("各县市区卫生健康委", "委直属各单位")
    assert (bulletin.editor, bulletin.reviewer) == ("林一舟", "方可为")
    assert bulletin.reviewed is None
    assert bulletin.preface.startswith("编者按：")
    assert bulletin.source == Provenance(
        "lanchuan-weisheng-2024-021.txt",
        "66c8f9d2c0226a1266bd90f1f252e55a12d42f57da70d978ac61e81c683c05d8",
        "text",
    )
    assert typical.bulletins[1].reviewed == PartialDate(2024, 10, 8)


def test_articles_carry_full_names_for_aliases(typical: Archive) -> None:
    first, second, third, fourth = typical.bulletins[2].articles
    assert [a.number for a in (first, second, third, fourth)] == [1, 2, 3, 4]
    assert first.subtitle == "——青禾县医共体建设纪实"
    assert first.attribution == "青禾县卫生健康委"
    assert first.department == ("青禾县卫生健康委员会",)
    assert first.body.startswith("青禾县把医共体建设作为")
    assert first.body.endswith("参加养老保险率达到98.5%。")
    assert third.county == ()
    assert third.department == ("澜川市第一人民医院",)
    assert fourth.county == ("澜川高新技术产业开发区", "柳泉市")
    assert typical.departments.terms[12].county == "澜川高新技术产业开发区"


def test_the_review_record_is_read(typical: Archive) -> None:
    review = typical.bulletins[2].review
    assert review
    assert review.repairs[1] == Repair("county-misprint", 31, "青和县", "青禾县")
    assert review.repairs[2].before == "家庭医生\n签约"
    assert review.flags == (Flag("near-name", 52, "柳溪乡", "石桥区有柳溪镇，请核对。"),)
    assert review.fields[0] == ("title", "printed")
    assert typical.bulletins[1].review is None


def test_a_doubt_in_the_record_speaks_both_languages() -> None:
    row = "kind: numbering_gap, line: 7, text: 五、, advice: 序号从3跳到5。, page: 2"
    record = f"flags: [{{{row}, values: {{before: '3', number: '5'}}}}]\n"
    review, problems = load.parse_review(record.encode(), "a.review.yaml")
    assert problems == []
    assert review
    (flag,) = review.flags
    assert flag.words("zh-CN") == "序号从3跳到5。"
    assert flag.words("en").startswith("The numbers go from 3 to 5;")


def test_the_rest_of_the_archive_is_read(typical: Archive) -> None:
    assert typical.site.title == "澜川工作简报汇编"
    assert [series.kind for series in typical.site.series] == ["bulletin", "bulletin", "news"]
    assert typical.about.startswith("本站收录**澜川市**的工作简报。")
    assert len(typical.originals) == 11
    assert list(typical.originals) == sorted(typical.originals)


def test_the_smallest_archive(content: Path) -> None:
    archive = load.load(content)
    assert archive.site.language == "zh-CN"
    assert archive.about == ""
    assert archive.bulletins[0].articles[0].body == "万事开头难。"


def test_an_archive_without_authority_files(content: Path) -> None:
    shutil.rmtree(content / "authorities")
    assert load.load(content).counties.terms == ()


def test_hostile_content_is_content() -> None:
    archive = load.load(SITES / "hostile" / "content")
    titles = [article.title for b in archive.bulletins for article in b.articles]
    assert "标题 </script><script>alert(1)</script>" in titles
    assert "# 不是标题 - * 1. `code` _a_ [x](y) | 表 ~~删~~ #" in titles
    assert {"null", "true", "toString", "长" * 400} <= set(titles)


def test_settings_alone(known: Settings, typical: Archive) -> None:
    assert known == Settings(typical.site, typical.counties, typical.departments)


def test_line_ends_and_a_byte_order_mark_make_no_difference(known: Settings) -> None:
    plain = (SITES / "typical" / PATH).read_bytes()
    bulletin = load.parse_bulletin(plain, PATH, known).bulletin
    assert bulletin
    for changed in (
        b"\xef\xbb\xbf" + plain,
        plain.replace(b"\n", b"\r\n"),
        plain.replace(b"\n", b"\r"),
    ):
        assert load.parse_bulletin(changed, PATH, known).bulletin == bulletin


def test_originals_that_no_bulletin_names_are_left_out(content: Path) -> None:
    (content / "originals").mkdir()
    (content / "originals" / "draft.txt").write_bytes(b"not to be published")
    assert load.load(content).originals == ()


PRIVATE = {
    "13900001234": (
        "139****1234",
        "a mobile number ({masked}): delete it, or list it so in privacy_allowed",
    ),
    "6222021234567890128": (
        "6222***********0128",
        "perhaps a bank card ({masked}): mask it, or list it so in privacy_allowed",
    ),
    "患者赵小明，男，46岁": (
        "赵某某",
        "perhaps a patient ({masked}): leave it out, or list it so in privacy_allowed",
    ),
}


def outcome(content: Path, cache: Cache | None = None) -> tuple[list[str], list[str]]:
    """Return the problems and the remarks of an archive."""
    remarks = Problems()
    try:
        load.load(content, "content", cache, remarks)
    except ConfigError as error:
        return [one.text() for one in error.problems], [one.text() for one in remarks]
    except ContentError as error:
        return [one.text() for one in error.problems], [one.text() for one in remarks]
    return [], [one.text() for one in remarks]


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("printed", PRIVATE)
def test_what_may_be_private_holds_the_build_until_a_person_deals_with_it(
    printed: str, cached: bool, content: Path, tmp_path: Path
) -> None:
    path = content / "bulletins/jianbao/2024/1.md"
    settings = content / "site.yaml"
    path.write_text(path.read_text("utf-8") + f"\n{printed}\n", "utf-8")
    text, site = path.read_text("utf-8"), settings.read_text("utf-8")
    masked, message = PRIVATE[printed]
    last = len(text.splitlines())

    def line(added: int = 0) -> list[str]:
        told = message.format(masked=masked)
        return [f"content/bulletins/jianbao/2024/1.md:{last + added}: {told}"]

    def twice() -> tuple[list[str], list[str]]:
        results = []
        for _ in range(2):
            with Cache(tmp_path / "cache.sqlite" if cached else None) as cache:
                results.append(outcome(content, cache))
        assert results[0] == results[1]
        return results[0]

    def with_line(added: str) -> None:
        path.write_text(text.replace("---\n", f"---\n{added}\n", 1), "utf-8")

    assert twice() == (line(), [])
    with_line("reviewed: 2024-05-06")  # a person has looked at it
    assert twice() == ([], line(1))
    with_line(f"privacy_allowed: [{masked}]")
    assert twice() == ([], [])
    path.write_text(text, "utf-8")
    settings.write_text(site + "personal_data: report\n", "utf-8")
    assert twice() == ([], line())
    settings.write_text(site + f"privacy_allowed: [{masked}]\n", "utf-8")
    assert twice() == ([], [])


IDENTITY = "11010519491231002X"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("bulletins/jianbao/2024/1.md", "---\n", '---\nbanner: "\\u0031{rest}"\n'),
        ("bulletins/jianbao/2024/1.md", "---\n", "---\nbanner: >-\n  {half}\n  {other}\n"),
        ("bulletins/jianbao/2024/1.md", "", "[网页](https://example.org/?id=%31{rest})\n"),
        ("bulletins/jianbao/2024/1.md", "", "![图{whole}](https://example.org/a.png)\n"),
        ("bulletins/jianbao/2024/1.md", "", "| 甲 | 乙 |\n|---|---|\n| 1 | {whole} |\n"),
        ("bulletins/jianbao/2024/1.md", "", "值班{half}\n \n\n{other}\n"),
        ("about.md", "", "值班{whole}\n"),
        ("site.yaml", "", "description: 值班{whole}\n"),
    ],
)
def test_an_identity_number_is_found_wherever_it_would_be_published(
    file: str, old: str, new: str, content: Path
) -> None:
    path = content / file
    text = path.read_text("utf-8") if path.exists() else ""
    new = new.format(whole=IDENTITY, rest=IDENTITY[1:], half=IDENTITY[:6], other=IDENTITY[6:])
    path.write_text(text.replace(old, new, 1) if old else f"{text}\n{new}", "utf-8")
    problems, _ = outcome(content)
    assert [one for one in problems if "an identity number (110***********002X)" in one]
    assert all(one.startswith(f"content/{file}:") for one in problems)


def test_a_file_may_not_be_named_by_a_number(content: Path) -> None:
    folder = content / "bulletins/jianbao/2024"
    (folder / "1.md").rename(folder / f"{IDENTITY}.md")
    (problem,), _ = outcome(content)
    assert "an identity number (110***********002X)" in problem


def test_many_numbers_are_counted_not_listed(content: Path) -> None:
    path = content / "bulletins/jianbao/2024/1.md"
    listed = "".join(f"139{n:08}\n\n" for n in range(0, 15_000 * 7, 7))
    path.write_text(path.read_text("utf-8") + listed, "utf-8")
    problems, _ = outcome(content)
    assert len(problems) == 51
    assert any("and 14950 more places with personal data" in one for one in problems)


def test_a_record_holds_no_part_of_a_number_that_the_bulletin_has_no_more(content: Path) -> None:
    record = content / "bulletins/jianbao/2024/1.review.yaml"
    record.write_text("repairs: [{rule: x, before: 证1101051949, after: 期20240506}]\n", "utf-8")
    (bulletin,) = (b for b in load.load(content).bulletins if b.review)
    assert bulletin.review
    assert bulletin.review.repairs[0].before == "证**********"
    path = content / "bulletins/jianbao/2024/1.md"
    path.write_text(path.read_text("utf-8") + "\n附件1101051949。\n", "utf-8")
    (bulletin,) = (b for b in load.load(content).bulletins if b.review)
    assert bulletin.review
    assert bulletin.review.repairs[0].before == "证1101051949"


def test_a_document_with_private_data_is_published_only_when_all_is_allowed(
    content: Path,
) -> None:
    path = content / "bulletins/jianbao/2024/1.md"
    document = b"\xe7\x94\xb2"
    (content / "originals").mkdir(exist_ok=True)
    (content / "originals" / "1.txt").write_bytes(document)
    digest = hashlib.sha256(document).hexdigest()
    source = f"source: {{file: 1.txt, sha256: {digest}, format: text}}\n"
    text = path.read_text("utf-8").replace("---\n", f"---\n{source}", 1)
    record = path.with_name("1.review.yaml")

    def originals(allowed: str, *found: str) -> tuple[str, ...]:
        path.write_text(text.replace("---\n", f"---\nprivacy_allowed: {allowed}\n", 1), "utf-8")
        flags = "".join(f"  - {{kind: privacy_mobile, text: {one}}}\n" for one in found)
        record.write_text(f"flags:\n{flags}", "utf-8")
        return load.load(content).originals

    assert originals("[]") == ("1.txt",)
    assert originals("[]", "139****1234") == ()
    assert originals("[139****1234]", "139****1234") == ("1.txt",)
    assert originals("[139****1234]", "139****1234", "139****1235") == ()


def test_a_document_may_be_held_back_with_a_reason(content: Path) -> None:
    path = content / "bulletins/jianbao/2024/1.md"
    (content / "originals").mkdir(exist_ok=True)
    (content / "originals" / "1.txt").write_bytes(b"1")
    digest = hashlib.sha256(b"1").hexdigest()
    text = path.read_text("utf-8")

    def originals(said: str) -> tuple[str, ...]:
        source = f"source: {{file: 1.txt, sha256: {digest}, format: text{said}}}\n"
        path.write_text(text.replace("---\n", f"---\n{source}", 1), "utf-8")
        return load.load(content).originals

    assert originals("") == ("1.txt",)
    assert originals(", published: true") == ("1.txt",)
    assert originals(", published: false, reason: 含有内部批注") == ()
    for said, message in (
        (", published: false", "reason: is missing: say why the document is not offered"),
        (", reason: 内部", "reason: is for a document with published: false"),
        (", published: 2024", "published: must be true or false (got “2024”)"),
        (", published: false, reason: ''", "reason: must not be empty"),
    ):
        with pytest.raises(ContentError) as error:
            originals(said)
        assert [p.text() for p in error.value.problems] == [
            f"content/bulletins/jianbao/2024/1.md:2: {message}"
        ]


def test_a_document_is_held_back_if_one_of_its_bulletins_says_so(content: Path) -> None:
    path = content / "bulletins/jianbao/2024/1.md"
    (content / "originals").mkdir(exist_ok=True)
    (content / "originals" / "1.txt").write_bytes(b"1")
    digest = hashlib.sha256(b"1").hexdigest()
    text = path.read_text("utf-8")
    for name, said in (("1", ", published: false, reason: 内部"), ("2", "")):
        source = f"source: {{file: 1.txt, sha256: {digest}, format: text{said}}}\n"
        other = text.replace("---\n", f"---\n{source}", 1).replace("义诊", f"义诊{name}")
        path.with_name(f"{name}.md").write_text(other, "utf-8")
    assert load.load(content).originals == ()


def test_a_record_gives_away_nothing_private(content: Path) -> None:
    secret = "11010519491231002X"
    record = f"repairs: [{{rule: x, before: {secret}, after: '号{secret}'}}]\n"
    record += f"flags: [{{kind: y, text: {secret}}}]\n"
    (content / "bulletins/jianbao/2024/1.review.yaml").write_text(record, "utf-8")
    review = load.load(content).bulletins[0].review
    assert review is not None
    assert review.repairs[0].after == "号110***********002X"
    assert secret not in repr(review)


def test_a_withdrawn_article_may_have_no_text(content: Path) -> None:
    file = content / "bulletins" / "jianbao" / "2024" / "1.md"
    text = file.read_text("utf-8").replace("万事开头难。", "")
    file.write_text(text, "utf-8")
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/1.md:10: articles: “开篇” has no text"
    ]
    withdrawn = "kind: news\n    status: withdrawn\n    status_date: 2024-05-01"
    file.write_text(text.replace("kind: news", withdrawn), "utf-8")
    assert load.load(content).bulletins[0].articles[0].body == ""


def test_what_is_written_loads_as_it_was(known: Settings) -> None:
    mapping: dict[str, Plain] = {
        "title": "第 1 期: # 题",
        "series": "lanchuan-weisheng",
        "issue": 7,
        "issue_printed": "007",
        "date": PartialDate(2024, 8),
        "editor": "null",
        "reviewed": False,
        "articles": [{"title": "## 12:30", "kind": "brief", "county": ["高新区"]}],
    }
    body = f"## {escape_markdown('## 12:30')}\n\n正文。\n"
    written = frontmatter.join(mapping, body).encode()
    bulletin = load.parse_bulletin(written, PATH, known).bulletin
    assert bulletin
    assert (bulletin.title, bulletin.issue_printed, bulletin.editor) == (
        "第 1 期: # 题",
        "007",
        "null",
    )
    assert bulletin.articles[0].title == "## 12:30"
    assert bulletin.articles[0].county == ("澜川高新技术产业开发区",)


# --- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_broken_archive_says_exactly_what_is_wrong(case: str, update_golden: bool) -> None:
    found = "".join(f"{line}\n" for line in complaints(INVALID / case / "content"))
    expected = INVALID / case / "expected.txt"
    if update_golden:
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


def templates() -> list[str]:
    """Return the texts in the loader's modules that are words to a user: those that hold a space
    and are not a docstring."""
    found = []
    for file in sorted(Path(load.__file__).parent.glob("*.py")):
        if file.name in ("copies.py", "scaffold.py", "slips.py"):
            continue  # the messages of these are seen by tests of their own
        module = ast.parse(file.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        passed_over = {
            id(part)
            for node in ast.walk(module)
            for part in (
                node.values
                if isinstance(node, ast.JoinedStr)
                else [node.body[0].value]
                if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
                else []
            )
        }
        found += [
            node.value
            for node in ast.walk(module)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and " " in node.value.strip()
            and id(node) not in passed_over
        ]
    return found


@pytest.mark.parametrize("template", templates())
def test_every_message_of_the_loader_was_seen(template: str) -> None:
    seen = "".join((INVALID / case / "expected.txt").read_text("utf-8") for case in CASES)
    for tests in (Path(__file__).parent, EDITING):
        seen += "".join(path.read_text("utf-8") for path in sorted(tests.glob("test_*.py")))
    pattern = "".join(
        ".*" if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{[a-z_]+\})", template)
    )
    assert re.search(pattern, seen), template


def test_settings_that_are_wrong_are_a_config_error_and_bulletins_a_content_error() -> None:
    with pytest.raises(ConfigError):
        load.load(INVALID / "site-broken" / "content")
    with pytest.raises(ConfigError):
        load.load_settings(INVALID / "site-broken" / "content")
    with pytest.raises(ContentError):
        load.load(INVALID / "keys" / "content")
    assert load.load_settings(INVALID / "keys" / "content").site.title == "坏档案"


def test_paths_are_shown_as_the_user_gave_them(content: Path) -> None:
    (content / "site.yaml").write_text("", "utf-8")
    with pytest.raises(ConfigError, match=r"^\.\./my archive/site\.yaml:1: "):
        load.load(content, "../my archive")


def test_one_unknown_name_is_looked_up_once_however_often_it_stands(known: Settings) -> None:
    written = (SITES / "typical" / PATH).read_text("utf-8").replace("- 青禾县\n", "- 青河县\n")
    for _ in range(2):
        (found,) = load.parse_bulletin(written.encode(), PATH, known).problems
        assert found.text() == (
            f"{PATH}:36: county: unknown county “青河县”; did you mean “青禾县”?"
            " (authorities/counties.yaml)"
        )


def test_reading_a_bulletin_depends_on_its_arguments_alone(known: Settings) -> None:
    content = (SITES / "typical" / PATH).read_bytes()
    elsewhere = "nowhere/at/all/lanchuan-weisheng/2024/099.md"
    first = load.parse_bulletin(content, elsewhere, known)
    assert first == load.parse_bulletin(content, elsewhere, known)
    assert first.bulletin
    assert (first.bulletin.name, first.bulletin.path) == ("099", elsewhere)


# --- the disk -----------------------------------------------------------------------------------


def test_no_folder(tmp_path: Path) -> None:
    assert complaints(tmp_path / "content") == ["content: is no folder; init starts a new archive"]
    (tmp_path / "content").write_text("a file")
    assert complaints(tmp_path / "content") == ["content: is no folder; init starts a new archive"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert complaints(tmp_path) == [
        "content/bulletins: holds no bulletin: convert a document, or start one with new",
        "content/site.yaml: is missing: it gives the archive its title and its series",
    ]


def test_a_file_where_a_folder_belongs(content: Path) -> None:
    shutil.rmtree(content / "bulletins")
    (content / "bulletins").write_text("x")
    (found,) = complaints(content)
    assert found.startswith("content/bulletins: does not belong here")


def test_a_folder_where_a_file_belongs(content: Path) -> None:
    (content / "about.md").mkdir()
    (content / "bulletins" / "jianbao" / "2024" / "2.md").mkdir()
    assert complaints(content) == [
        "content/about.md: cannot be read: it is no file",
        "content/bulletins/jianbao/2024/2.md: cannot be read: it is no file",
    ]


def test_a_pipe_is_not_waited_for(content: Path) -> None:
    os.mkfifo(content / "bulletins" / "jianbao" / "2024" / "2.md")
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/2.md: cannot be read: it is no file"
    ]


def test_links_may_not_lead_out(content: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2.md").write_text("---\nsecret: x\n---\n")
    folder = content / "bulletins" / "jianbao" / "2024"
    (folder / "2.md").symlink_to(outside / "2.md")
    (folder / "3.md").symlink_to("3.md")
    (folder / "4.md").symlink_to("missing.md")
    (content / "bulletins" / "linked").symlink_to(outside, target_is_directory=True)
    (content / "originals").symlink_to(outside, target_is_directory=True)
    text = (folder / "1.md").read_text("utf-8")
    source = f"source:\n  file: 2.md\n  sha256: {'0' * 64}\n  format: text\narticles:"
    (folder / "1.md").write_text(text.replace("articles:", source), "utf-8")
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/1.md:6: file: content/originals/2.md cannot be read:"
        " it is a link that leads out of the archive",
        "content/bulletins/jianbao/2024/2.md: cannot be read:"
        " it is a link that leads out of the archive",
        "content/bulletins/jianbao/2024/3.md: cannot be read: its links lead in a circle",
        "content/bulletins/jianbao/2024/4.md: cannot be read: it is not there",
        "content/bulletins/linked: cannot be read: it is a link that leads out of the archive",
    ]


def test_links_inside_are_followed(content: Path, tmp_path: Path) -> None:
    folder = content / "bulletins" / "jianbao" / "2024"
    (folder / "2.md").symlink_to("1.md")
    assert len(load.load(content).bulletins) == 2
    (tmp_path / "link").symlink_to(content, target_is_directory=True)
    assert len(load.load(tmp_path / "link").bulletins) == 2


def test_what_may_not_be_read(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_open(monkeypatch, "1.md")
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/1.md: cannot be read:"
        " no permission: change its owner or mode"
    ]
    refuse_to_open(monkeypatch, "bulletins")
    assert complaints(content) == [
        "content/bulletins: cannot be read: no permission: change its owner or mode",
    ]


def test_a_file_that_is_too_large(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = content / "bulletins" / "jianbao" / "2024" / "1.md"
    with file.open("ab") as stream:
        stream.truncate(folder.MAX_BYTES + 1)
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/1.md: is larger than 4 MB: split it"
    ]


def test_a_bulletin_of_too_many_articles(content: Path) -> None:
    file = content / "bulletins" / "jianbao" / "2024" / "1.md"
    file.write_text(file.read_text("utf-8") + "\n## 又一篇\n" * 1000, "utf-8")
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/1.md:5: articles: a bulletin may have 1000 articles"
    ]
    file.write_text(file.read_text("utf-8") + "\n## 又一篇\n" * 100_000, "utf-8")
    assert complaints(content) == [
        "content/bulletins/jianbao/2024/1.md:9: articles: a bulletin may have 1000 articles"
    ]


@pytest.mark.parametrize(("first", "second"), [("A", "a"), ("ss", "ß"), ("k", "\u212a")])
def test_two_files_for_one_address(content: Path, first: str, second: str) -> None:
    folder = content / "bulletins" / "jianbao" / "2024"
    for name in (first, second):
        shutil.copy(folder / "1.md", folder / f"{name}.md")
    message = f"is one name with {first}.md on systems that ignore case: rename one"
    assert f"content/bulletins/jianbao/2024/{second}.md: {message}" in complaints(content)


@pytest.mark.parametrize(
    "name", ["e\u0301", "a\u202eb", "a\u200bb", "a:b", "a?", 'a"b', "a\\b", "a\nb"]
)
def test_names_that_cannot_be_addresses(content: Path, name: str) -> None:
    folder = content / "bulletins" / "jianbao" / "2024"
    shutil.copy(folder / "1.md", folder / f"{name}.md")
    (found,) = complaints(content)
    assert "cannot be the name of a page" in found
    assert found.isprintable()


def test_a_name_that_is_no_text(content: Path) -> None:
    folder = os.fsencode(content / "bulletins" / "jianbao" / "2024")
    shutil.copy(os.path.join(folder, b"1.md"), os.path.join(folder, b"\xff.md"))  # noqa: PTH118
    (found,) = complaints(content)
    assert "cannot be the name of a page" in found
    found.encode()


def test_a_name_leaves_room_for_every_file_that_is_made_of_it(content: Path) -> None:
    folder = content / "bulletins" / "jianbao" / "2024"
    for length in (63, 64, 66):
        shutil.copy(folder / "1.md", folder / f"{'长' * length}.md")
    assert complaints(content) == [
        f"content/bulletins/jianbao/2024/{'长' * length}.md:"
        " is too long: at most 63 Chinese characters or 191 letters"
        for length in (64, 66)
    ]


def test_a_link_within_the_site_is_told_where_it_was_written(content: Path) -> None:
    file = content / "bulletins" / "jianbao" / "2024" / "1.md"
    lines = file.read_text("utf-8").rstrip("\n").count("\n") + 1
    with file.open("a", encoding="utf-8") as text:
        text.write("\n![图](a.png)\n\n[甲](2.html)，[乙](https://example.org/)\n")
    path = "content/bulletins/jianbao/2024/1.md"
    assert complaints(content) == [
        f"{path}:{lines + line}: “{address}” {remedy}"
        for line, address, remedy in (
            (
                2,
                "a.png",
                "is not a picture beside the text: put it into"
                " content/bulletins/jianbao/2024/pictures/",
            ),
            (4, "2.html", "leads to no bulletin; did you mean “1.md”?"),
        )
    ]


def test_what_is_clearly_no_content_is_ignored(content: Path) -> None:
    folder = content / "bulletins" / "jianbao" / "2024"
    for name in (
        *(".DS_Store", ".1.md.swp", "1.md~", "~$1.docx", "#1.md#", "Thumbs.db", "desktop.ini"),
        *("1.md.bak", "1.md.bak-2", "README.md", "readme", "LICENSE"),
    ):
        (folder / name).write_text("x")
        (content / name).write_text("x")
    assert len(load.load(content).bulletins) == 1


def test_the_order_of_the_disk_is_no_matter(
    typical: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    forwards = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda self: sorted(forwards(self), reverse=True))
    assert load.load(SITES / "typical" / "content") == typical


# --- whatever comes -----------------------------------------------------------------------------

NAMES = [field.name for field in (*BULLETIN_FIELDS, *ARTICLE_FIELDS)]
SCALARS = st.sampled_from(
    [
        "题", "甲", "lanchuan-weisheng", "2024-08-23", "21", "false", "null", "青禾县", "0" * 64,
        "text", "brief", "''", "[甲, 乙]", "{a: b}", "[[甲]]", "'\\0'", '"\\0"', "&a b", "*a",
        "!!x y", "- a", "|",
    ]
)  # fmt: skip
LINES = st.one_of(
    st.tuples(st.sampled_from(NAMES), SCALARS).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    st.tuples(st.sampled_from(NAMES), SCALARS).map(lambda pair: f"  - {pair[0]}: {pair[1]}"),
    st.tuples(st.sampled_from(NAMES), SCALARS).map(lambda pair: f"    {pair[0]}: {pair[1]}"),
    st.sampled_from(
        ["articles:", "source:", "---", "", "## 甲", "# 甲", "> ## 甲", "正文。", "\x0b"]
    ),
    st.text(max_size=10),
)


@given(st.lists(LINES, max_size=30))
def test_any_text_makes_a_bulletin_or_problems(lines: list[str]) -> None:
    content = "\n".join(["---", *lines]).encode(errors="surrogatepass")
    settings_alone = load.load_settings(SITES / "typical" / "content")
    parsed = load.parse_bulletin(content, PATH, settings_alone)
    assert (parsed.bulletin is None) == bool(parsed.problems)
    for found in parsed.problems:
        assert found.text().startswith(PATH)
        assert found.location.line <= len(content.split(b"\n")) + 1


@given(st.binary(max_size=200))
def test_any_bytes_make_a_bulletin_or_problems(content: bytes) -> None:
    settings_alone = load.load_settings(SITES / "minimal" / "content")
    assert load.parse_bulletin(content, PATH, settings_alone).problems


@given(
    st.binary(max_size=200)
    | st.lists(LINES, max_size=12).map(lambda x: "\n".join(x).encode(errors="replace"))
)
def test_any_bytes_make_a_review_record_or_problems(content: bytes) -> None:
    review, problems = load.parse_review(content, "1.review.yaml")
    assert (review is None) == bool(problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            "site.yaml",
            "about.md",
            "authorities/counties.yaml",
            "authorities/departments.yaml",
            "bulletins/jianbao/2024/1.md",
            "bulletins/jianbao/2024/1.review.yaml",
        ]
    ),
    st.binary(max_size=120)
    | st.lists(LINES, max_size=12).map(lambda lines: "\n".join(lines).encode(errors="replace")),
)
def test_any_file_may_hold_any_bytes(tmp_path: Path, name: str, held: bytes) -> None:
    content = tmp_path / "content"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(SITES / "minimal" / "content", content)
    (content / name).write_bytes(held)
    with suppress(JianbaoError):
        assert load.load(content).bulletins


# --- what was read before ---------------------------------------------------------------------


def test_a_bulletin_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it holds comes back, and only a change of it or of the settings reads it again."""
    content = tmp_path / "content"
    shutil.copytree(Path(__file__).parents[1] / "sites" / "typical" / "content", content)
    read: list[str] = []

    def spy(raw: bytes, path: str, *others: Any) -> Parsed:
        read.append(path)
        return parse_bulletin(raw, path, *others)

    def loaded() -> tuple[Archive, int]:
        read.clear()
        with Cache(tmp_path / "cache.sqlite") as cache:
            return load.load(content, cache=cache), len(read)

    monkeypatch.setattr(load, "parse_bulletin", spy)
    first, every = loaded()
    assert every == len(first.bulletins)
    assert loaded() == (first, 0)
    assert first == load.load(content)
    record = content / "bulletins/lanchuan-weisheng/2024/021.review.yaml"
    record.write_text(record.read_text("utf-8").replace("before: ", "before: 旧", 1), "utf-8")
    changed, again = loaded()
    assert (changed, again) == (load.load(content), 1)
    assert changed != first
    counties = content / "authorities/counties.yaml"
    counties.write_text(counties.read_text("utf-8").replace("short: 石桥", "short: 桥"), "utf-8")
    assert loaded() == (load.load(content), every)


def test_a_bulletin_with_a_problem_is_read_again(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(Path(__file__).parents[1] / "sites" / "typical" / "content", content)
    file = content / "bulletins/lanchuan-weisheng/2024/021.md"
    file.write_text(file.read_text("utf-8").replace("石桥区", "石乔区"), "utf-8")
    told = []
    for _ in range(2):
        with Cache(tmp_path / "cache.sqlite") as cache, pytest.raises(ContentError) as error:
            load.load(content, cache=cache)
        told.append(error.value.problems)
    assert told[0] == told[1]
    assert {problem.location.path for problem in told[0]} == {PATH}
