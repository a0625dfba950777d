"""Documents labelled by the weights of the package."""

from collections.abc import Callable

import pytest
from cost import assert_in_proportion

from jianbao.convert.blocks import Document
from jianbao.convert.label.label import label
from jianbao.convert.label.roles import Role
from jianbao.convert.readers.text import read_text

BULLETIN: tuple[tuple[Role, str], ...] = (
    ("notice", "内部资料　注意保存"),
    ("series", "水 务 工 作 简 报"),
    ("issue", "2024年第9期（总第41期）"),
    ("issuer", "沧岭县水利局办公室        2024年5月20日（星期一）"),
    ("title", "沧岭县启动小型水库除险加固"),
    ("para", "　　5月16日，沧岭县启动小型水库除险加固工程，投资2600万元，加固水库8座，工期5个月。"),
    ("attr", "（县水利局工程股）"),
    ("title", "枫桥镇开展防汛演练"),
    ("para", "　　5月17日，枫桥镇组织86名民兵开展防汛演练，检验物资调运和群众转移方案。"),
    ("attr", "（枫桥镇）"),
    ("foot", "报：县委、县政府"),
    ("foot", "编辑：何川    审核：丁一"),
)
PAGE: tuple[tuple[Role, str], ...] = (
    ("nav", "当前位置：首页 > 新闻中心 > 校园新闻"),
    ("title", "第三中学举办科技节"),
    ("meta", "发布时间：2023-11-08 09:20 来源：第三中学 浏览次数：316"),
    ("para", "11月6日，第三中学第八届科技节开幕，学生展出航模、机器人等作品240件。"),
    ("para", "校长说，科技节已经成为学生最盼望的日子。"),
    ("nav", "上一篇：第三中学召开家长会"),
    ("nav", "下一篇：没有了"),
)
NOTICE: tuple[tuple[Role, str], ...] = (
    ("docno", "沧教发〔2022〕18号"),
    ("title", "关于做好秋季开学工作的通知"),
    ("para", "各乡镇中心学校，县直各学校："),
    ("para", "为做好秋季开学工作，现将有关事项通知如下。"),
    ("heading", "一、开学时间"),
    ("para", "全县中小学9月1日正式上课，8月30日、31日报到。"),
    ("heading", "二、工作要求"),
    ("para", "各学校要全面排查校舍、食堂、宿舍安全隐患，建立台账，限期整改。"),
    ("sign", "沧岭县教育局"),
    ("sign", "2022年8月22日"),
)


@pytest.mark.parametrize("lines", [BULLETIN, PAGE, NOTICE], ids=["bulletin", "page", "notice"])
def test_a_document_that_training_has_not_seen(lines: tuple[tuple[Role, str], ...]) -> None:
    found = label(read_text("\n".join(text for _, text in lines)))
    assert list(found.roles) == [role for role, _ in lines]
    assert all(0 < confidence <= 1 for confidence in found.confidences)
    assert all(
        role != other or confidence > 0.99
        for role, confidence, other in zip(
            found.roles, found.confidences, found.seconds, strict=True
        )
    )


def test_an_empty_document_has_no_labels() -> None:
    assert label(Document("text", ())).roles == ()


@pytest.mark.slow
def test_the_cost_grows_with_the_lines() -> None:
    lines = [text for _, text in (*BULLETIN, *NOTICE)]

    def make(size: int) -> Callable[[], object]:
        document = read_text("\n".join(f"{line}{n}" for n, line in enumerate(lines * 10 * size)))
        return lambda: label(document)

    assert_in_proportion(make)
