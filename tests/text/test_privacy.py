"""What is personal is found, however it is printed; what only looks so is left in peace."""

import re
from collections.abc import Callable

import pytest
from cost import assert_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from jianbao.text import privacy


def found(text: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.masked, text[one.start : one.end]) for one in privacy.find(text)]


IDENTITY, HIDDEN = "11010519491231002X", "110***********002X"
WIDE = "１１０１０５１９４９１２３１００２Ｘ"
MISREAD = "110105194912310021"


GAPS = (
    *(
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\u2009",
        "\u00a0",
        "\u3000",
        " ",
        "-",
        "－",
        ".",
        "·",
        "_",
        "/",
    ),
    *("**", "`", "\n", "  \n", "\\\n", "\n> ", "<b>", "<!-- -->", "&#8203;", "&nbsp;", "&ensp;"),
)


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("number", [IDENTITY, "13900001234", "6222021234567890128"])
def test_a_number_is_found_whatever_is_printed_inside(number: str, gap: str) -> None:
    cuts = {18: (6, 14), 11: (3, 7), 19: (4, 8)}[len(number)]
    first, second, third = number[: cuts[0]], number[cuts[0] : cuts[1]], number[cuts[1] :]
    text = f"张三号码{first}{gap}{second}{gap}{third}。"
    (one,) = privacy.find(text)
    assert re.fullmatch(one.masked.replace("*", "[0-9]"), number)
    assert (one.start, one.end) == (4, len(text) - 1)


@pytest.mark.parametrize(
    "text",
    [
        *(f"名单：{IDENTITY},{IDENTITY}。", f"张三，男，35，{IDENTITY}", f"1.{IDENTITY}"),
        *(f"1\\.{IDENTITY}", f"证&#49;{IDENTITY[1:]}", f"ID{IDENTITY}", " ".join(IDENTITY)),
        *(f"[{IDENTITY[:6]}](https://example.org/a){IDENTITY[6:]}", f"<!-- {IDENTITY} -->"),
        *(f"{IDENTITY}13900001234", f"<a title='{IDENTITY}'>", "身份证 110105 491231 002"),
        *(
            "+86-139-0000-1234",
            "008613900001234",
            "86 13900001234",
            "013900001234",
            "1.13900001234",
        ),
        *("tel:13900001234", "微信wx13900001234", "13900001234@example.org", "13900001234-801"),
        *(
            "一三九零零零零一二三四",
            "幺三九 〇〇〇〇 一二三四",
            "139零零零零1234",
            "1３9０000一二三四",
        ),
        *("13900001234/13900001235", "13900001234,13900001235", "13900001234；13900001235"),
        *("电话1390000 1234", "139.0000.1234", "号码为13900\n001234已经", "1 3 9 0 0 0 0 1 2 3 4"),
        *("[加](https://example.org/?p=13900001234)", "护照号E12345678", "港澳通行证：C12345678"),
    ],
)
def test_a_number_is_found_in_every_form(text: str) -> None:
    assert privacy.numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "患者赵小明（电话",
            "死者赵小明，男",
            "密接李小红（住青禾镇）",
            "确诊病例1：王小明，女，",
        ),
        *("家属赵大勇电话", "逝者孙中，男", "病人李小四 13900001234", "患者赵小明，家住青禾镇"),
        *(
            "患者家属张小花（电话",
            "密接者 王小明，青禾县北关村人，",
            "患者赵小明，身份证",
            "患者**赵小明**，男，",
        ),
        *("伤者周强，系青禾县人，", "患者赵小明(男，46岁)", "死者为郏小明，住"),
    ],
)
def test_a_name_is_found_in_every_form(text: str) -> None:
    assert [one.kind for one in privacy.find(text) if one.kind == "patient"] == ["patient"]


@pytest.mark.parametrize(
    ("text", "kind", "masked", "printed"),
    [
        (f"身份证号{IDENTITY}。", "identity", HIDDEN, IDENTITY),
        ("凭11010519491231002x领取", "identity", HIDDEN, "11010519491231002x"),
        (f"号码{WIDE}", "identity", HIDDEN, WIDE),
        ("号码110105 19491231 002X，", "identity", HIDDEN, "110105 19491231 002X"),
        ("号码110105-1949-1231-002X", "identity", HIDDEN, "110105-1949-1231-002X"),
        ("| 110105491231002 |", "identity", "110********1002", "110105491231002"),
        # One digit was misread, but the word for it stands there.
        (f"公民身份号码：{MISREAD}", "identity", "110***********0021", MISREAD),
        ("电话13900001234", "mobile", "139****1234", "13900001234"),
        ("电话：139 0000 1234。", "mobile", "139****1234", "139 0000 1234"),
        ("139-0000-1234", "mobile", "139****1234", "139-0000-1234"),
        ("１３９００００１２３４", "mobile", "139****1234", "１３９００００１２３４"),
        ("+86 13900001234", "mobile", "139****1234", "13900001234"),
        ("6222021234567890128", "bank_card", "6222***********0128", "6222021234567890128"),
        ("6222 0212 3456 7890 128", "bank_card", "6222***********0128", "6222 0212 3456 7890 128"),
        ("卡号：4000123456789017", "bank_card", "4000********9017", "4000123456789017"),
        ("患者赵小明，男，46岁", "patient", "赵某某", "赵小明"),
        ("病人李四，47岁", "patient", "李某", "李四"),
        ("患者姓名：郏小明，女，46岁", "patient", "郏某某", "郏小明"),
        ("村民赵小明身患肺癌", "patient", "赵某某", "赵小明"),
        ("赵小明（男，46岁）因肺癌住院", "patient", "赵某某", "赵小明"),
        ("| 赵小明 | 男 | 46 | 肺癌 |", "patient", "赵某某", "赵小明"),
    ],
)  # fmt: skip
def test_found(text: str, kind: str, masked: str, printed: str) -> None:
    assert found(text) == [(kind, masked, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码：11010519491231002X",  # of the form of an identity number
        "统一社会信用代码12411300MB0P12345C",
        "工商注册号110105491231002",
        "合同编号：110105491231002",
        "110105194913310020",  # there is no thirteenth month
        "110105194912310021",  # the check digit is another one
        "990105194912310020",  # there is no such province
        "澜卫〔2024〕13812号",
        "电话0990-63112233，传真099063112234",
        "投资13812345678元，2024年13900001234万元",
        "编号1390000123456",
        "流水号：13900001234",
        "1234567890123456789012",
        "6222021234567890127",  # the check digit is another one
        "4000123456789017",  # no UnionPay card, and no word for one
        "2024年8月23日至2024年12月31日",
        "| 2021 | 2022 | 2023 | 2024 | 20240506 |",
        "| 1101 | 0519 | 4912 | 3100 | 2000 |",
        "0.13900001234",
        "2021 2022 2023 2024 2025 2026",
        "138****5678 1234",
        r"138\*\*\*\*5678 1234",
        "18900 123456",
        "1,381,234,567,800",
        "1\n" * 40,
        "二〇二四年一月一日至二〇二四年十二月三十一日",
        "患者满意，因服务好",
        "患者康复，男女老少",
        "家属方便，电话预约",
        "患者安全（2024年）",
        "病例平均，男65岁",
        "患者平均年龄63岁，患者多为男性",
        "患者家属送来锦旗，患者满意率达到98%",
        "居民常年患病，高血压患者确诊为重症",
        "患者张某，男，62岁，患者李某某，女",
        "| 赵小明 | 男 | 46 | 主任医师 |",
        "赵小明（男，46岁）获评先进个人",
    ],
)
def test_left_in_peace(text: str) -> None:
    assert found(text) == []


def test_everything_of_a_line_is_masked() -> None:
    text = f"患者赵小明，男，46岁，身份证{IDENTITY}，电话139 0000 1234。"
    assert privacy.masked(text) == f"患者赵某某，男，46岁，身份证{HIDDEN}，电话139****1234。"
    assert [one.kind for one in privacy.find(text)] == ["patient", "identity", "mobile"]


@given(st.text(alphabet="0123456789 -X赵小明患者男岁，。|\n", max_size=80))
def test_what_is_masked_is_found_no_more(text: str) -> None:
    assert [one for one in privacy.find(privacy.masked(text)) if one.kind == "identity"] == []


UNITS = (
    *("13900001234\n\n", "13900001234 ", "1", "1 ", "1\n", "1-", "1.", "(1", "一", "一 ", "赵"),
    *("患者赵", "| 赵小明 | 男 | 46 ", "赵小明（男，46岁", "[", "](", "&", "&#", "<a", "*", "\\"),
    *("\u200b", "护照号E1", "\n>", "男"),
)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_the_cost_is_linear(unit: str) -> None:
    def make(size: int) -> Callable[[], object]:
        text = unit * (size * 50_000 // len(unit))
        return lambda: privacy.find(text)

    assert_in_proportion(make)
