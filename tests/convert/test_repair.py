"""Repairs of single characters: what is mended, and what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.archive.model import Taxonomy, Term
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.repair import mend
from jianbao.text.chinese import strip_space

COUNTIES = Taxonomy("county", (Term("qinghe", "青禾县", "county", misprints=("青和县",)),))


def mended(text: str) -> str:
    return mend(Passage.at(text, 1), COUNTIES)[0].text


@pytest.mark.parametrize(
    ("printed", "set_as"),
    [
        # spaces
        ("迎来 4531 名考生", "迎来4531名考生"),
        ("8 月 18 日", "8月18日"),
        ("达到 95 %以上", "达到95%以上"),
        ("推动 DIP 付费", "推动DIP付费"),
        ("2025 年全国锦标赛", "2025年全国锦标赛"),
        ("通过 “三查” 活动", "通过 “三查” 活动"),
        ("事项“ 就近办 ”", "事项“就近办”"),
        ("会议强调， 要加强", "会议强调，要加强"),
        ("《宪法之光 温暖健康之路》", "《宪法之光 温暖健康之路》"),
        ("深耕细作　　笃定前行", "深耕细作 笃定前行"),
        ("运 行 月 报", "运行月报"),
        ("1.1 药品目录", "1.1 药品目录"),
        ("2 健全办法", "2 健全办法"),
        ("12 月 4 日", "12月4日"),
        # width
        ("近年来,我县坚持预防为主;同时", "近年来，我县坚持预防为主；同时"),
        ("时间:2024-08-22 09:15:20", "时间：2024-08-22 09:15:20"),
        ("执业(助理)医师", "执业（助理）医师"),
        ("(一)加强领导", "（一）加强领导"),
        ("共3,200人", "共3,200人"),
        ("比例为1:2", "比例为1:2"),
        ("达到97%,同比增长", "达到97%，同比增长"),
        ("J Med (2024), 12:3", "J Med (2024), 12:3"),
        ("平台(OK)上线", "平台（OK）上线"),
        ("好吗?好!", "好吗？好！"),
        ("（见附件)", "（见附件）"),
        # markup
        ("运营分析与_{管理}", "运营分析与管理"),
        ("达到$95\\%$以上", "达到95%以上"),
        ("不低于$\\geq 30\\%$", "不低于≥30%"),
        ("<b>加强</b>领导<br/>", "加强领导"),
        ("甲&nbsp;乙&ldquo;丙&rdquo;", "甲 乙“丙”"),
        ("若 a < b 或 c > d", "若a < b或c > d"),
        # invisible characters
        ("加\u200b强\ufeff领\u00ad导\x07", "加强领导"),
        # misprints
        ("青和县第二医共体", "青禾县第二医共体"),
        ("青和谐", "青和谐"),
    ],
)
def test_mended(printed: str, set_as: str) -> None:
    assert mended(printed) == set_as
    assert mended(set_as) == set_as


def test_repairs_say_which_rule_and_where() -> None:
    passage, repairs = mend(Passage.at("青和县共 3 人,", 9), COUNTIES)
    assert passage.text == "青禾县共3人，"
    assert [(repair.rule, repair.line) for repair in repairs] == [
        ("width", 9),
        ("space", 9),
        ("space", 9),
        ("misprint", 9),
    ]
    assert repairs[-1].before == "青和县共3人，"


@given(st.text(max_size=80) | st.text("甲乙1a ,;:()（）$_{}^&<>\\\u200b青和县 \t", max_size=60))
def test_the_repairs_account_for_every_character(text: str) -> None:
    passage, repairs = mend(Passage.at(text, 1), COUNTIES)
    before = "".join(repair.before for repair in repairs)
    after = "".join(repair.after for repair in repairs)
    left, right = strip_space(text + after), strip_space(passage.text + before)
    assert sorted(left) == sorted(right)
