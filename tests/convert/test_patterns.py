"""What single printed lines look like."""

import pytest

from jianbao.base.dates import PartialDate
from jianbao.convert.cut import patterns


@pytest.mark.parametrize(
    ("text", "style", "number", "level"),
    [
        ("一、加强领导", "han", 1, 3),
        ("十二、加强领导", "han", 12, 3),
        ("二．加强领导", "han", 2, 3),
        ("第三部分 加强领导", "part", 3, 3),
        ("（一）加强领导", "bracketed-han", 1, 4),
        ("(二)加强领导", "bracketed-han", 2, 4),
        ("1.加强领导", "arabic", 1, 5),
        ("2、加强领导", "arabic", 2, 5),
        ("3．加强领导", "arabic", 3, 5),
        ("2.2025年加强领导", "arabic", 2, 5),
        ("（4）加强领导", "bracketed", 4, 6),
        ("5）加强领导", "bracketed", 5, 6),
        ("⑥加强领导", "circled", 6, 6),
        ("1.1 加强领导", "decimal", 1, 4),
        ("1.2.3加强领导", "decimal", 1, 5),
        ("一是加强领导", "ordinal", 1, 0),
        ("二要加强领导", "ordinal", 2, 0),
    ],
)
def test_numbering(text: str, style: str, number: int, level: int) -> None:
    found = patterns.numbering(text)
    assert found is not None
    assert (found.style, found.number, found.level) == (style, number, level)
    assert text[found.length :].endswith("加强领导")


@pytest.mark.parametrize(
    "text",
    [
        "一",
        "加强领导",
        "1.5万人参加",
        "8月21日上午",
        "2024年",
        "12个乡镇",
        "一盘棋推进",
        "3.14",
        "（略）",
        "一、",
    ],
)
def test_no_numbering(text: str) -> None:
    assert patterns.numbering(text) is None


@pytest.mark.parametrize(
    ("text", "number", "year", "extra"),
    [
        ("第77期", 77, None, False),
        ("2024 年第 77 期", 77, 2024, False),
        ("第一期", 1, None, False),
        ("第一百二十期", 120, None, False),
        ("〔2025〕第7期", 7, 2025, False),
        ("[2025]第7期", 7, 2025, False),
        ("〔2025〕7号", 7, 2025, False),
        ("二〇二五年第三期", 3, 2025, False),
        ("第8期（总第120期）", 8, None, False),
        ("2025年第9期　　总第121期", 9, 2025, False),
        ("增刊", None, None, True),
        ("增刊第2期", 2, None, True),
        ("第5期增刊", 5, None, True),
        ("第1-2期合刊", None, None, False),
        ("专报第6期", 6, None, True),
        ("第 3 期", 3, None, False),
        ("第〔17〕期", 17, None, False),
        ("NO.7", 7, None, False),
        ("Vol.12 No.3", 3, None, False),
        ("增刊（第 2 期）", 2, None, True),
        ("（2024年第38周）", None, 2024, False),
    ],
)
def test_issue_number(text: str, number: int | None, year: int | None, extra: bool) -> None:
    found = patterns.issue_mark(text)
    assert found is not None
    assert (found.number, found.year, found.extra) == (number, year, extra)
    assert text[found.start : found.end] == text


def test_a_running_number_alone() -> None:
    found = patterns.issue_mark("（总第120期）")
    assert found is not None
    assert (found.number, found.total) == (None, 120)


@pytest.mark.parametrize(
    "text", ["第二个", "舆 情 专 报", "教育专刊", "2024年8月", "期号", "第0期", "总结", "总第"]
)
def test_no_issue_number(text: str) -> None:
    assert patterns.issue_mark(text) is None


@pytest.mark.parametrize(
    ("text", "date", "rest"),
    [
        ("2024 年 8 月 23 日", "2024-08-23", ""),
        ("办公室 2024年8月23日", "2024-08-23", "办公室 "),
        ("二〇二四年八月二十三日", "2024-08-23", ""),
        ("二0二四年十二月九日", "2024-12-09", ""),
        ("2024-08-22 09:15:20", "2024-08-22", ""),
        ("2024年8月", "2024-08", ""),
        ("2024年8月23日8时", "2024-08-23", ""),
        ("2024年8月23日 星期五", "2024-08-23", ""),
        ("2 0 2 4 年 8 月 2 3 日", "2024-08-23", ""),
    ],
)
def test_printed_date(text: str, date: str, rest: str) -> None:
    found = patterns.printed_date(text)
    assert found is not None
    assert found[0] == PartialDate.parse(date)
    assert text[: found[1]] + text[found[2] :] == rest


def test_a_weekday_and_an_issue_number_share_no_space() -> None:
    line = "2024/09/09　星期一　第31期（总第207期）"
    date, issue = patterns.printed_date(line), patterns.issue_mark(line)
    assert date is not None
    assert issue is not None
    assert line[date[1] : date[2]] == "2024/09/09　星期一"
    assert line[issue.start : issue.end] == "第31期（总第207期）"


def test_dates_without_a_month_or_a_year() -> None:
    assert patterns.printed_date("2024年") is None
    assert patterns.yearless_date("办公室 8月6日") == (8, 6, 4, 8)
    assert patterns.yearless_date("8月6日18时（星期二）") == (8, 6, 0, 12)
    assert patterns.yearless_date("2024年8月6日") is None
    assert patterns.yearless_date("13月40日") is None


@pytest.mark.parametrize(
    "text",
    [
        "秘密", "秘密★1年", "机密 ★ 3年", "绝密★", "密级：秘密", "【机密】", "（秘密）", "机密级",
        "机密·注意保存", "绝密 不得外传", "机密机密机密",
    ],
)  # fmt: skip
def test_secrecy(text: str) -> None:
    assert patterns.secrecy(text)


@pytest.mark.parametrize(
    "text",
    ["保守国家秘密", "机密文件", "秘密交易", "内部资料", "（市保密局）", "机密级文件由专人管理"],
)
def test_no_secrecy(text: str) -> None:
    assert patterns.secrecy(text) is None


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("审核：李大山校对：赵一", ["reviewer", "reviewer"]),
        ("责任编辑 方可为        审核 陈实", ["editor", "reviewer"]),
        ("（供稿：办公室 审核：陈实）", ["supplier", "reviewer"]),
        ("分析：周明    审核：李静远", ["editor", "reviewer"]),
        ("编辑丨王小明", ["editor"]),
    ],
)
def test_roles_without_space_or_colon(line: str, fields: list[str]) -> None:
    assert patterns.is_footer(line)
    assert [label.field for label in patterns.labels(line)] == fields


@pytest.mark.parametrize(
    "line",
    ["分析：病例数比上周有所下降", "供稿：青禾县水利局", "编辑部 审核 通过", "审核通过后发放"],
)
def test_text_that_names_no_roles(line: str) -> None:
    assert not patterns.is_footer(line)


def test_labels_of_a_footer() -> None:
    found = patterns.labels("编辑：王风　审 核：姚俊志  签发人:李四")
    assert [(label.field, label.text) for label in found] == [
        ("editor", "编辑"),
        ("reviewer", "审核"),
        ("signatory", "签发人"),
    ]
    assert patterns.is_footer("报：市委")
    assert patterns.is_footer("报　市委、市政府")
    assert patterns.is_footer("（共印120份）")
    assert patterns.is_footer("某市卫健委办公室　2025年7月1日印发")
    assert not patterns.is_footer("会议通报：市委决定")
    assert not patterns.is_footer("发展是硬道理")


@pytest.mark.parametrize(
    "text",
    [
        "（青禾县卫生健康委）",
        "(委科教科)",
        "（市疾控中心、市卫生监督所）",
        "（县卫健委 张三 李四）",
        "【青禾县中医院】",
        "（供稿：青禾县卫健委）",
        "（通讯员 王芳）",
        "（各县市区卫生健康委（卫健中心））",
        "［青禾县疾控中心］",
        "[县卫健局]",
    ],
)
def test_attribution(text: str) -> None:
    assert patterns.attribution(text)


@pytest.mark.parametrize(
    "text",
    [
        "（完）",
        "（一）",
        "（下转第三版）",
        "（见附件2）",
        "（责任单位：市卫健委）",
        "（以下简称市卫健委）",
        "（2024年8月市卫健委）",
        "（开展义诊，市卫健委）",
        "[来源：县卫健局]",
        "（作者单位：中共青禾县委政策研究室）",
        "青禾县卫生健康委",
    ],
)
def test_no_attribution(text: str) -> None:
    assert patterns.attribution(text) is None


def test_attribution_at_the_end_of_a_paragraph() -> None:
    found = patterns.trailing_attribution("活动圆满结束。（青禾县卫健委）")
    assert found is not None
    assert found.group(2) == "青禾县卫健委"
    assert patterns.trailing_attribution("活动圆满结束。［青禾县卫健委］")
    assert patterns.trailing_attribution("数据来自台账。[1]") is None
    assert patterns.trailing_attribution("由县医院（青禾县人民医院）") is None
    assert patterns.trailing_attribution("完成整改。（责任单位：县卫健委）") is None


@pytest.mark.parametrize("text", ["工作动态", "【基层之窗】", "★ 要闻 ★", "◆医改聚焦◆"])
def test_section(text: str) -> None:
    assert patterns.section(text)


@pytest.mark.parametrize(
    "text", ["澜川卫生健康体育工作动态", "开展义诊活动", "落实全会精神 争当标兵"]
)
def test_no_section(text: str) -> None:
    assert patterns.section(text) is None


@pytest.mark.parametrize("text", ["2024年12期", "2024（12）", " 2024 (12) "])
def test_an_issue_number_alone_on_its_line_needs_no_ordinal(text: str) -> None:
    found = patterns.issue_mark(text)
    assert found is not None
    assert (found.number, found.year) == (12, 2024)
    assert patterns.issue_mark(f"{text}，我们走访了一户人家") is None


def test_ten_days_of_a_month_date_a_masthead_and_no_text() -> None:
    found = patterns.printed_date("东河县人民政府办公室   2024年3月中旬")
    assert found is not None
    assert str(found[0]) == "2024-03"
    assert patterns.printed_date("2024年3月中旬工作情况") is None
