"""Personal data in a text: what may be an identity number, a mobile number, a bank card or a named
patient. Pure; it says where such things stand, and what to show in their place."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jianbao.text.characters import HAN

Kind = Literal["identity", "bank_card", "mobile", "patient"]
KINDS: tuple[Kind, ...] = ("identity", "bank_card", "mobile", "patient")


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands at `start` to `end` of a text. `masked` is how it may be shown, and how an
    allowance names it: 411***********1234, 139****1234, 赵某某."""

    kind: Kind
    start: int
    end: int
    masked: str


def find(text: str) -> tuple[Finding, ...]:
    """Everything personal in one line or paragraph, in its order. Digits may be full width, and
    in groups by spaces or hyphens."""
    plain = text.translate(_PLAIN)
    found: list[Finding] = []
    # A part of a longer number is no number of its own: the longest first.
    for search in (_identities, _bank_cards, _mobiles, _patients):
        for one in search(plain):
            if all(one.end <= other.start or other.end <= one.start for other in found):
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str) -> str:
    """`text` with everything personal in it masked."""
    pieces, position = [], 0
    for one in find(text):
        pieces += [text[position : one.start], one.masked]
        position = one.end
    return "".join([*pieces, text[position:]])


# Each character for one, so that places stay the same.
_PLAIN = str.maketrans(
    "０１２３４５６７８９Ｘｘ－–—‐‑\u3000\u00a0\t（），：",
    "0123456789Xx-----  |(),:",
)
_GAP = "[ -]{0,2}"
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][.,])"
_AFTER = r"(?![0-9A-Za-z]|[.,][0-9])"


def _digits(printed: str) -> str:
    return re.sub("[^0-9X]", "", printed.upper())


def _hidden(number: str, first: int, last: int) -> str:
    return f"{number[:first]}{'*' * (len(number) - first - last)}{number[-last:]}"


# --- identity numbers: GB 11643 -----------------------------------------------------------------

_IDENTITY = re.compile(
    f"{_BEFORE}[1-8](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]{_AFTER}"
    f"|{_BEFORE}[1-8](?:{_GAP}[0-9]){{14}}{_AFTER}"
)
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_LABEL = re.compile("身份|证件|证号|公民")
# Numbers that look like identity numbers and say what they are.
_OTHER_LABEL = re.compile(
    "(?:信用代码|机构代码|注册号|登记号|账号|帐号|卡号|流水号|订单号|单号|合同编?号|项目编?号|发票号码?"
    "|条码|编码|文号|批号|IMEI)[^0-9，。；|]{0,8}$"
)
_CREDIT_CODE = re.compile("(?:信用代码|机构代码)[^0-9，。；|]{0,8}$")
_LABEL_REACH = 24


def _identities(text: str) -> Iterator[Finding]:
    for match in _IDENTITY.finditer(text):
        number = _digits(match.group())
        before = text[max(0, match.start() - _LABEL_REACH) : match.start()]
        if not _PROVINCE.match(number) or not _is_born(number):
            continue
        certain = len(number) == 18 and _checks(number)
        if (_CREDIT_CODE if certain else _OTHER_LABEL).search(before):
            continue
        if len(number) == 18 and not certain and not _IDENTITY_LABEL.search(before):
            # One digit may be misread; without a word for it this is some other number.
            continue
        yield Finding("identity", match.start(), match.end(), _hidden(number, 3, 4))


def _is_born(number: str) -> bool:
    """Whether the digits for the date of birth are one."""
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        datetime.date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return born[:2] in ("18", "19", "20")


def _checks(number: str) -> bool:
    total = sum(int(n) * weight for n, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


# --- bank cards ---------------------------------------------------------------------------------

_CARD = re.compile(f"{_BEFORE}[2-9](?:{_GAP}[0-9]){{15,18}}{_AFTER}")
_CARD_LABEL = re.compile("卡号|账号|帐号|账户|帐户|银行卡|借记卡|储蓄卡|一卡通|社保卡|开户")


def _bank_cards(text: str) -> Iterator[Finding]:
    """Numbers that end in the right check digit (ISO/IEC 7812) and begin as UnionPay's cards do,
    or stand behind a word for a card."""
    for match in _CARD.finditer(text):
        number = _digits(match.group())
        before = text[max(0, match.start() - _LABEL_REACH) : match.start()]
        labelled = _CARD_LABEL.search(before)
        if _luhn(number) and (labelled or (number[:2] == "62" and not _OTHER_LABEL.search(before))):
            yield Finding("bank_card", match.start(), match.end(), _hidden(number, 4, 4))


def _luhn(number: str) -> bool:
    doubled = (int(n) * (1 + i % 2) for i, n in enumerate(reversed(number)))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


# --- mobile numbers -----------------------------------------------------------------------------

_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][-.,])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{{4}}){{2}}{_AFTER}"
    "(?!-?[0-9])(?! *(?:[万亿元吨]|人次|人民币))"
)


def _mobiles(text: str) -> Iterator[Finding]:
    for match in _MOBILE.finditer(text):
        before = text[max(0, match.start() - _LABEL_REACH) : match.start()]
        if not _OTHER_LABEL.search(before) and not before.endswith(("¥", "￥")):
            number = _digits(match.group())[-11:]
            yield Finding("mobile", match.start(), match.end(), _hidden(number, 3, 4))


# --- patients -----------------------------------------------------------------------------------

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏"
    "吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃"
    "武钱戴严莫孔向常汤康易乔文赖施洪季辛章鲁葛殷庄翟齐倪柳岳梅邢俞尚温颜樊兰芦左申焦祝牛耿靳宁骆"
)
# No given name begins so: 张某, 高血压, 常年, 王先生, 金额.
_GIVEN = "(?![某先女阿大老医主书院局校经血年期龄额方性])"
_NAME = f"(?P<name>(?:[{_SURNAMES}]|欧阳|上官|司马|诸葛|夏侯){_GIVEN}[{HAN}]{{1,2}}?)"
_PATIENT = "(?:患者|病人|病号|病员|患儿|确诊病例)"
_PERSON = r"[,(、 ]{0,2}(?:[男女][,、性(]|今?年?\d{1,3}岁|现?年\d|身份证)"
_ROLE = (
    "(?:患者|病人|病号|病员|患儿|产妇|孕妇|伤者|确诊病例|村民|居民|群众|老人|儿童|学生|职工|市民|农民|"
    "贫困户|脱贫户|监测户|五保户|户主|家属)(?:姓名|名叫|叫)?:?"
)
_SICK = (
    "(?:患者|患有|确诊|诊断|罹患|身患|病情|病史|[癌瘤症炎病]|高血压|糖尿|骨折|感染|中风|卒中|脑梗|心梗|"
    "结核|艾滋|尿毒|瘫痪|手术|住院)"
)
_PATIENTS = (
    # 患者赵小明，男，46岁
    re.compile(
        f"{_PATIENT}:? ?{_NAME}(?={_PERSON})",
    ),
    re.compile(
        f"{_PATIENT}(?:姓名:?|名叫) ?(?P<name>(?!某)[{HAN}]{{2,4}}?)(?={_PERSON})",
    ),
    # 村民赵小明身患肺癌
    re.compile(f"{_ROLE}{_NAME}(?=[,]?(?:因|不幸|被)?(?:患有?(?!者)|身患|罹患|确诊|诊断为|查出))"),
    # 赵小明（男，46岁）因肺癌
    re.compile(
        rf"(?:^|(?<=[,。；、:(“ ])){_NAME}(?=[,(、 ]{{1,2}}[男女][,、 ]{{0,2}}\d{{1,3}}周?岁"
        rf"[^。；]{{0,40}}{_SICK})"
    ),
    # | 赵小明 | 男 | 46 | 肺癌 |
    re.compile(
        rf"(?:^|(?<=[|\n])) *{_NAME} *"
        rf"(?=\| *[男女] *\| *\d{{1,3}}(?:周?岁)? *\|[^\n]{{0,200}}{_SICK})"
    ),
)


def _patients(text: str) -> Iterator[Finding]:
    for pattern in _PATIENTS:
        for match in pattern.finditer(text):
            name = match.group("name")
            start, end = match.span("name")
            yield Finding("patient", start, end, f"{name[0]}{'某' * (len(name) - 1)}")
