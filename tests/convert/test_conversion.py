"""Documents as received to bulletins: whole documents, and what is refused."""

import functools
import hashlib
from pathlib import Path
from typing import Any

import pytest

from jianbao.archive.model import Archive, Settings
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.evidence import secrecy
from jianbao.convert.store import store
from jianbao.text import frontmatter, markdown

CASES = Path(__file__).parents[1] / "cases" / "convert"
TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"

DOCUMENT = """\
澜川卫生健康动态

2024年第40期

澜川市卫生健康委员会办公室 2024年11月5日

青禾县开展健康体检。11月1日，青禾县组织12支医疗队进村，为860名老年人免费体检。

（青禾县卫生健康委）

编辑：林一舟
"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load.load_settings(TYPICAL)


def converted(text: str, settings: Settings, file: str = "document.txt") -> Conversion:
    return convert(text.encode(), file, settings)


@functools.cache
def of_case(case: Path) -> Conversion:
    return convert(case.read_bytes(), case.name, load.load_settings(TYPICAL))


def loaded(conversion: Conversion, tmp_path: Path, settings: Settings) -> Archive:
    """Return the archive that holds nothing but this conversion. What is private in it is only
    reported, as no person has reviewed it yet."""
    content = tmp_path / "content"
    (content / "authorities").mkdir(parents=True)
    for name in ("site.yaml", "authorities/counties.yaml", "authorities/departments.yaml"):
        (content / name).write_bytes((TYPICAL / name).read_bytes())
    with (content / "site.yaml").open("a", encoding="utf-8") as site:
        site.write("\npersonal_data: report\n")
    store(conversion, content)
    return load.load(content)


def kinds(conversion: Conversion) -> list[str]:
    return [flag.kind for flag in conversion.flags]


# --- whole documents ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda case: str(case.stem))
def test_case(case: Path, settings: Settings, tmp_path: Path, update_golden: bool) -> None:
    """The bulletin and its record are those beside the document, and the archive takes them."""
    conversion = of_case(case)
    assert "plain_reading" not in kinds(conversion)
    files = {".md": conversion.markdown, ".review.yaml": conversion.review}
    for ending, text in files.items():
        golden = case.with_suffix(ending)
        if update_golden:
            golden.write_text(text, "utf-8")
        assert text == golden.read_text("utf-8")
    archive = loaded(conversion, tmp_path, settings)
    assert len(archive.bulletins[0].articles) == conversion.articles
    assert convert(case.read_bytes(), case.name, settings) == conversion


@pytest.mark.parametrize(
    "between", ["内部资料 注意保存", "澜川市教育局", "签发人：李四", "编辑：张三", "某某 | 某某"]
)
def test_lines_with_another_line_between_them_are_no_one_title(
    between: str, settings: Settings
) -> None:
    text = (
        f"澜川市全民健身工作情况\n{between}\n2019年第二季度工作报告\n澜川市卫生健康委员会\n"
        "2019年07月\n第一部分 工作进展\n二季度，全市卫生健康系统扎实推进各项工作。\n"
    )
    conversion = converted(text, settings)
    assert "plain_reading" not in kinds(conversion)
    assert "全民健身工作情况2019年" not in conversion.markdown
    assert "澜川市全民健身工作情况" in conversion.markdown + conversion.review


def test_every_case_has_a_document() -> None:
    stems = {path.name.split(".", 1)[0] for path in CASES.iterdir()}
    assert stems == {path.stem for path in CASES.glob("*.txt")}
    assert len(stems) >= 10


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda case: str(case.stem))
def test_the_record_reads_back(case: Path) -> None:
    conversion = of_case(case)
    review, problems = load.parse_review(conversion.review.encode(), "review")
    assert not problems
    assert review is not None
    assert set(review.repairs) == set(conversion.repairs)
    assert review.flags == conversion.flags
    node, _ = frontmatter.parse(conversion.review, "review")
    assert node is not None
    assert isinstance(node.value, dict)
    written = hashlib.sha256(conversion.markdown.encode()).hexdigest()
    assert node.value["written"].value == written
    account = node.value["accounting"].value
    assert isinstance(account, dict)
    figures = {name: int(str(figure.value)) for name, figure in account.items()}
    assert figures["source"] + figures["repaired"] == figures["removed"] + figures["written"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(
    encoding: str, line_end: str, settings: Settings
) -> None:
    plain = converted(DOCUMENT, settings)
    content = DOCUMENT.replace("\n", line_end).encode(encoding)
    other = convert(content, "document.txt", settings)
    assert other.markdown.replace(other.sha256, plain.sha256) == plain.markdown


def test_fields_say_where_they_come_from(settings: Settings) -> None:
    review, _ = load.parse_review(converted(DOCUMENT, settings).review.encode(), "review")
    assert review is not None
    fields = dict(review.fields)
    assert fields["title"] == fields["issue"] == fields["date"] == "printed"
    assert fields["banner"] == fields["report_to"] == "absent"
    assert fields["articles.1.department"] == fields["articles.1.county"] == "printed"


def test_a_lost_masthead_is_inferred_from_the_only_series_of_its_issuer(settings: Settings) -> None:
    text = DOCUMENT.partition("第40期\n\n")[2]
    conversion = converted(text, settings)
    assert (conversion.series, conversion.name) == ("lanchuan-weisheng", "2024-11-05")
    assert "masthead_missing" in kinds(conversion)
    assert "issue_missing" in kinds(conversion)
    assert "title: 澜川卫生健康动态 2024年11月5日" in conversion.markdown
    assert "\nissue: null\n" in conversion.markdown


def test_an_unknown_series_waits_to_be_sorted_and_the_archive_builds(
    settings: Settings, tmp_path: Path
) -> None:
    conversion = converted(DOCUMENT.replace("澜川卫生健康动态", "澜川医改简报"), settings)
    assert conversion.series == "unsorted"
    flag = next(flag for flag in conversion.flags if flag.kind == "series_unknown")
    assert "澜川医改简报" in flag.advice
    assert "site.yaml" in flag.advice
    archive = loaded(conversion, tmp_path, settings)
    assert archive.bulletins[0].series == "unsorted"
    assert archive.series["unsorted"].title == "待归类"


def test_a_document_without_a_date_has_no_year(settings: Settings, tmp_path: Path) -> None:
    conversion = converted(DOCUMENT.replace(" 2024年11月5日", ""), settings)
    assert (conversion.folder, conversion.name) == ("undated", "040")
    assert "date_missing" in kinds(conversion)
    assert loaded(conversion, tmp_path, settings).bulletins[0].date is None


def test_without_number_and_date_the_original_names_the_file(settings: Settings) -> None:
    text = DOCUMENT.replace("2024年第40期\n\n", "").replace(" 2024年11月5日", "")
    assert converted(text, settings, "动态 (副本).txt").name == "动态-副本"
    assert converted(text, settings, "（）.txt").name.startswith("doc-")


@pytest.mark.parametrize("repeated", ["患者王小明，男，46岁", "病人李四，47岁"])
def test_a_patient_is_flagged(repeated: str, settings: Settings) -> None:
    assert "privacy_patient" in kinds(converted(DOCUMENT.replace("11月1日", repeated), settings))


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("电话13900001234", "privacy_mobile"),
        ("电话139 0000 1234", "privacy_mobile"),
        ("身份证号11010519491231002X", "privacy_identity"),
    ],
)
def test_private_numbers_are_flagged_loudly(printed: str, kind: str, settings: Settings) -> None:
    conversion = converted(DOCUMENT.replace("免费体检", f"免费体检（{printed}）"), settings)
    flag = next(flag for flag in conversion.flags if flag.kind == kind)
    assert flag.line == 7
    assert flag.advice.startswith("！")


def test_what_is_private_is_masked_in_the_record(settings: Settings) -> None:
    secret = "11010519491231002X"
    conversion = converted(DOCUMENT.replace("林一舟", f"林一舟 {secret}"), settings)
    assert secret in conversion.markdown
    assert secret not in conversion.review
    (flag,) = (flag for flag in conversion.flags if flag.kind == "privacy_identity")
    assert (flag.text, flag.line) == ("110***********002X", 11)


@pytest.mark.parametrize("harmless", ["13900001234元", "编号1390000123456", "0990-2345678"])
def test_other_numbers_are_not(harmless: str, settings: Settings) -> None:
    conversion = converted(DOCUMENT.replace("免费体检", f"免费体检{harmless}"), settings)
    assert [kind for kind in kinds(conversion) if kind.startswith("privacy")] == []


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n \n\t\n", "the file is empty"),
        ("Take two eggs and some flour. " * 9, "holds no Chinese text"),
        ("从前有座山，山上有座庙，庙里有个老和尚在讲故事。\n" * 9, "is a tale"),
        ("澜川卫生健康动态\n2024年第40期\n", "has a masthead and no text below it"),
        ("秘密★1年\n\n" + DOCUMENT, "is marked 秘密"),
        (DOCUMENT.replace("2024年第40期", "机密★3年\n\n2024年第40期"), "is marked 机密"),
        ("密级：绝密\n" + DOCUMENT, "is marked 绝密"),
    ],
)
def test_refused_in_one_line(content: bytes | str, message: str, settings: Settings) -> None:
    with pytest.raises(ConvertError) as raised:
        convert(content if isinstance(content, bytes) else content.encode(), "a.txt", settings)
    (problem,) = raised.value.problems
    assert problem.text().startswith("a.txt: ")
    assert message in problem.text()
    assert "\n" not in problem.text()


def test_a_secret_that_is_only_mentioned_is_none(settings: Settings) -> None:
    text = DOCUMENT.replace("免费体检", "免费体检，并讲解国家秘密保护知识，机密文件专人保管")
    assert converted(text, settings).articles == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"removals": (Removal("running-head", 1, "秘密★1年"),)},
        {"blocks": (Block("", 1, kind="table", rows=(("密级", "机密"), ("编号", "7"))),)},
        {"blocks": (Block("", 1, kind="table", rows=(("00007", "机密★1年"),)),)},
    ],
    ids=["header", "card", "cell"],
)
def test_a_marking_is_found_wherever_it_stands(changes: dict[str, Any]) -> None:
    assert secrecy(Document("docx", **({"blocks": ()} | changes))) in ("秘密", "机密")


def test_what_heads_a_column_is_no_marking() -> None:
    rows = (("年份", "绝密", "机密", "秘密"), ("2024", "0", "1", "2"))
    assert secrecy(Document("docx", (Block("", 1, kind="table", rows=rows),))) is None


def test_a_name_that_not_every_system_keeps_is_refused(settings: Settings) -> None:
    with pytest.raises(ConvertError, match="rename it"):
        converted(DOCUMENT, settings, "a:b?.txt")


def test_more_articles_than_a_bulletin_may_have(settings: Settings) -> None:
    brief = "青禾县开展第{n}次体检活动。当天体检{n}人。\n\n（青禾县卫生健康委）\n\n"
    text = DOCUMENT + "".join(brief.format(n=n) for n in range(1, 1002))
    with pytest.raises(ConvertError, match="more than 1000 articles"):
        converted(text, settings)


def test_two_issues_in_one_document_are_refused(settings: Settings) -> None:
    second = DOCUMENT.replace("第40期", "第41期")
    line = DOCUMENT.count("\n") + 1
    with pytest.raises(ConvertError, match=f"another masthead stands at line {line}"):
        converted(DOCUMENT + second, settings)


# --- the text itself ------------------------------------------------------------------------------


def test_markup_in_the_text_stays_text(settings: Settings) -> None:
    hostile = "开展*体检*与[义诊](http://x)、`检查`、a|b、# 号、<角度>、1_2_3、~~删~~"
    text = DOCUMENT.replace("免费体检。", f"免费体检。\n\n{hostile}。")
    conversion = converted(text, settings)
    split = frontmatter.split(conversion.markdown)
    assert split is not None
    _, articles = markdown.split_sections(split.body)
    blocks = [block for one in articles for block in markdown.plain_blocks(one.source)]
    assert f"{hostile}。" in blocks


def test_bold_inside_a_paragraph_is_emphasis(settings: Settings) -> None:
    text = DOCUMENT.replace("组织12支医疗队", "组织**12支“健康”医疗队**")
    assert "组织**12支“健康”医疗队**进村" in converted(text, settings).markdown


def test_what_stands_before_a_footers_label_is_told(settings: Settings) -> None:
    line = "（第一小分队 供稿人：韩露 审核人：康宁）"
    conversion = converted(DOCUMENT.replace("编辑：林一舟", line), settings)
    assert ("footer_rest", "（第一小分队") in [(flag.kind, flag.text) for flag in conversion.flags]


def test_a_framed_line_is_no_half_of_a_title(settings: Settings) -> None:
    framed = "★ 本刊为内部交流资料，欢迎来稿 ★"
    text = DOCUMENT.replace("澜川市卫生健康委员会办公室 2024年11月5日", framed)
    markdown = converted(text, settings).markdown
    assert "\n## 青禾县开展健康体检\n" in markdown
    assert "本刊为内部交流资料" not in markdown
