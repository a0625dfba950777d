"""What the lines of a web page look like."""

import pytest

from jianbao.convert.cut import web_patterns


def test_the_labels_of_a_page_line() -> None:
    line = "发布时间:2024-08-22 09:15:20 | 来源:某网 | 作者: | 责任编辑:孙玥"
    assert web_patterns.is_page_line(line)
    assert [(label.field, label.text) for label in web_patterns.page_labels(line)] == [
        ("date", "发布时间"),
        ("issuer", "来源"),
        ("author", "作者"),
        ("editor", "责任编辑"),
    ]


def test_labels_need_no_colon_before_a_day_or_a_count_and_may_have_a_space_before_it() -> None:
    line = "来源 : 青禾日报 更新于 2024-09-09 浏览 77 次 | 编辑 : 林晚"
    fields = [label.field for label in web_patterns.page_labels(line)]
    assert fields == ["issuer", "date", "counter", "editor"]
    assert web_patterns.page_labels("群众浏览 展板，阅读 三本书") == ()


@pytest.mark.parametrize(
    "line",
    [
        "2024-08-22 来源：某某网",
        "• 时间:2023-05-04 08:58:16",
        "发布于:2014-10-09 02:38   文字:【大】【中】【小】",
        "发布于 2014-10-09",
        "文章来源：青禾日报   更新于 2024-09-09 09:10   浏览 77 次",
        "浏览次数:发布时间:2016-03-25 00:00",
        "【发布日期:2016-09-27】 【来源:本站】 【阅读:次】",
        "某某融媒 2018-08-14 00:00:00",
        "2018-08-14 09:30",
    ],
)
def test_page_lines(line: str) -> None:
    assert web_patterns.is_page_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "编辑：王风 审核：姚俊志",
        "会议时间：8月1日，地点：县医院。",
        "来源：某某网",
        "某某市卫健委办公室 2024年8月1日",
        "会议定于2018-08-14 09:30在县医院召开，请准时参加",
        "浏览次数：12",
    ],
)
def test_other_lines(line: str) -> None:
    assert not web_patterns.is_page_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "【打印本页】【关闭窗口】",
        "打印】  【关闭",
        "字号: 大 中 小",
        "上一篇：某县召开会议",
        "下一条:没有了",
        "浏览次数：326次",
        "主办单位：某县人民政府",
        "版权所有 某县人民政府 某ICP备12345678号",
        "? 免责声明:本文仅代表作者个人观点。",
        "| 医院简介| 联系方式| 在线留言|",
        "相关阅读",
        "扫一扫在手机打开当前页",
    ],
)
def test_furniture(line: str) -> None:
    assert web_patterns.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "打印机采购公告",
        "下一步，继续加强管理。",
        "关闭小诊所12家",
        "声明",
        "县医院 | 县中医院",
        "大中小学生体检",
        "更多群众受益",
        "",
    ],
)
def test_no_furniture(line: str) -> None:
    assert not web_patterns.is_furniture(line)


def test_navigation() -> None:
    for line in (
        "当前位置：首页 > 动态",
        "您现在的位置:主页 > 新闻",
        "首页 > 动态",
        ">政务公开 >文件",
    ):
        assert web_patterns.is_navigation(line)
    for line in ("首页要闻", "住院首页质控", "体温>37.3℃"):
        assert not web_patterns.is_navigation(line)


def test_document_numbers_captions_and_placeholders() -> None:
    assert web_patterns.is_document_number("青卫健发〔2023〕1号")
    assert web_patterns.is_document_number("（青政办 [2023] 12 号）")
    assert not web_patterns.is_document_number("根据青卫健发〔2023〕1号文件")
    assert web_patterns.is_caption("图为义诊现场。王芳 摄")
    assert web_patterns.is_caption("图1：工作流程")
    assert not web_patterns.is_caption("图书室建成开放")
