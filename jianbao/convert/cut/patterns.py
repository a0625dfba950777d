"""What printed lines look like: numbering, attributions, masthead and footer lines. Pure
pattern matching on text, ignoring the spaces that printers and OCR put between characters."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jianbao.base.dates import PartialDate
from jianbao.text.chinese import HAN, NUMERAL, find_date, parse_numeral, strip_space

_HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"


def _letter_spaced(word: str) -> str:
    """A pattern for a word with or without spaces between its characters."""
    return r"[\s\u3000]*".join(word)


# --- numbering --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number at the head of a line. `level` is that of the heading it makes: 一、 is 3,
    （一） 4, 1. 5, （1） 6, 1 and a space 3; a decimal number counts its parts; 0 for 一是, which
    goes one below what stands above it."""

    style: str
    number: int
    level: int
    length: int


# What a number before a space counts, where it numbers no heading.
_MEASURES = "[年月日号个名人次元万亿件条家所处张岁天期余多支台项户亩吨场份位例批]"
_NUMBERINGS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "decimal",
        0,
        re.compile(
            r"\s*(\d{1,2})((?:\s*[.．]\s*\d{1,2}){1,3})(?![\d.%％]|\s*[万亿倍元米公千吨分小度岁多余])[.．、]?\s*"
        ),
    ),
    (
        "plain",
        3,
        re.compile(rf"\s*(\d{{1,2}})[ \u3000]+(?!{_MEASURES})(?=[{HAN}][^。，；：]{{1,24}}$)"),
    ),
    ("part", 3, re.compile(rf"\s*第({_HAN_NUMBER})(?:部分|章|节|[、，])\s*")),
    ("han", 3, re.compile(rf"\s*({_HAN_NUMBER})\s*[、.．]\s*")),
    ("bracketed-han", 4, re.compile(rf"\s*[（(]\s*({_HAN_NUMBER})\s*[）)]\s*[、.．]?\s*")),
    ("arabic", 5, re.compile(r"\s*(\d{1,2})\s*[.．、](?:(?!\d)|(?=20\d\d年))\s*")),
    ("bracketed", 6, re.compile(r"\s*[（(]?\s*(\d{1,2})\s*[）)]\s*[、.．]?\s*")),
    ("circled", 6, re.compile(r"\s*([①-⑳])\s*")),
    ("ordinal", 0, re.compile(rf"\s*(?:第)?({_HAN_NUMBER})(?:是|要|为)")),
)


def numbering(text: str) -> Numbering | None:
    """The number that `text` begins with, if any."""
    for style, level, pattern in _NUMBERINGS:
        match = pattern.match(text)
        if not match or match.end() == len(text.rstrip()):
            continue
        if style == "circled":
            number: int | None = ord(match.group(1)) - ord("①") + 1
        else:
            number = parse_numeral(match.group(1))
        if number is None:
            continue
        if style == "decimal":
            if not re.match(f"[{HAN}“《]", text[match.end() :]):
                continue
            level = min(6, 3 + len(re.findall("[.．]", match.group(2))))
        return Numbering(style, number, level, match.end())
    return None


_WORD_NUMBER = re.compile(
    rf"\s*【?(?!附件|附表|图|表|第|星期|电话)(?P<word>[{HAN}]{{2,4}}?)(?P<number>{_HAN_NUMBER}|\d{{1,2}})"
    r"(?:[：:】]|[\s\u3000]+)(?=[^\s\d])"
)


def word_number(text: str) -> tuple[str, int] | None:
    """The word and the number that a line begins with (案例一：网购电动车“货不对板”)."""
    match = _WORD_NUMBER.match(text)
    number = parse_numeral(match["number"]) if match else None
    return (match["word"], number) if match and number else None


# --- masthead ---------------------------------------------------------------------------------

_UNNAMED = rf"(?:(?<=[年期号])|(?<=[年期号]\s)|(?<![{HAN}])(?<![{HAN}]\s))"
_SPACED_YEAR = rf"{NUMERAL}(?:\s*{NUMERAL}){{3}}"
_YEAR = rf"(?:[〔［\[（(【]\s*{_SPACED_YEAR}\s*年?\s*[〕］\]）)】]|{NUMERAL}{{4}}\s*年?)"
_NUMBER = rf"{NUMERAL}(?:\s*{NUMERAL}){{0,3}}"
_RHYTHM = r"(?:\s*[（(](?:半年|季|双月|月|旬|周)刊[）)])?"
_TOTAL = rf"(?:{_RHYTHM}\s*[（(，,;；/·]?\s*总\s*(?:第\s*)?{_NUMBER}\s*[期号]\s*[）)]?)?"
_FIRST = r"\s*[（(]\s*创刊号\s*[）)]"
# The days of a week's issue: （5月6日—5月12日）.
_SPAN = r"(?:\s*[（(][\d年月日.\s]{3,12}[-—–－~～至]+[\d年月日.\s]{2,12}[）)])?"
# 专报 and 专刊 behind other words are a bulletin's name: 舆情专报.
_EXTRA = rf"(?:增\s*刊|特\s*刊|副\s*刊|{_UNNAMED}专\s*[刊报])"
_ISSUE = re.compile(
    rf"[（(]?\s*(?:{_YEAR}\s*)?(?:"
    rf"(?P<extra>{_EXTRA})(?:\s*[（(]?\s*第?\s*(?P<extra_number>{_NUMBER})\s*[期号]?)?"
    rf"|第\s*(?P<double>{_NUMBER}\s*[-—－–~～、至和/]\s*第?{_NUMBER})\s*[期号](?:\s*合\s*刊)?"
    rf"|第\s*[〔\[（(]?\s*(?P<number>{_NUMBER})\s*[〕\]）)]?\s*[期号](?:\s*(?P<also>{_EXTRA})|{_FIRST})?"
    rf"|总\s*第?\s*[〔\[（(]?\s*(?P<total>{_NUMBER})\s*[〕\]）)]?\s*[期号]"
    rf"|第\s*(?P<period>{_NUMBER})\s*(?:周|旬|季度)(?![{HAN}]){_SPAN}"
    rf"|(?:Vol\.?\s*\d+\s*,?\s*)?(?:NO|No|no|№)\s*[.．:：]?\s*(?P<latin>\d{{1,4}})(?!\d)"
    rf")\s*[）)]?"
    rf"{_TOTAL}"
)
_BRACKETED_ISSUE = re.compile(
    rf"[〔［\[【]\s*{NUMERAL}{{4}}\s*[〕］\]】]\s*第?\s*(?P<number>{_NUMBER})\s*(?:[期号]|$)"
    rf"{_TOTAL}"
)
# Alone on its line: 2024年12期, 2024（12）.
_BARE_ISSUE = re.compile(
    rf"\s*{NUMERAL}{{4}}\s*(?:年\s*(?P<number>{_NUMBER})\s*期|[（(]\s*(?P<bracketed>\d{{1,3}})\s*[）)])\s*"
)
_YEAR_IN_ISSUE = re.compile(rf"({NUMERAL}{{4}})\s*(?:年|[〕］\]）)】])")


@dataclass(frozen=True, slots=True)
class IssueMark:
    """An issue number as printed: its span, number (None where only 增刊, a double number, a week
    or only the total is printed), year (None where none), whether it is a supplement, and the
    total. `several`: it counts as no single number (第7-8期, 第38周)."""

    start: int
    end: int
    number: int | None
    year: int | None
    extra: bool
    total: int | None = None
    several: bool = False


def issue_mark(text: str) -> IssueMark | None:
    """The issue number in a masthead line."""
    if bare := _BARE_ISSUE.fullmatch(text):
        count = parse_numeral(strip_space(bare["number"] or bare["bracketed"]))
        of_year = parse_numeral(text.strip()[:4])
        span = len(text) - len(text.lstrip()), len(text.rstrip())
        return IssueMark(*span, count, of_year, extra=False)
    for pattern in (_BRACKETED_ISSUE, _ISSUE):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            printed = groups.get("number") or groups.get("extra_number") or groups.get("latin")
            if not (printed or any(groups.get(k) for k in ("double", "total", "extra", "period"))):
                continue
            total = parse_numeral(strip_space(groups.get("total") or ""))
            number = parse_numeral(strip_space(printed)) if printed else None
            if number == 0:
                continue
            year = _YEAR_IN_ISSUE.search(strip_space(match.group()))
            start, end = match.span()
            start += len(match.group()) - len(match.group().lstrip())
            while end > start and text[end - 1].isspace():
                end -= 1
            if text[end - 1] in "）)" and not re.search("[（(]", match.group()):
                end -= 1
            return IssueMark(
                start,
                end,
                number,
                parse_numeral(year.group(1)) if year else None,
                bool(groups.get("extra") or groups.get("also")),
                total,
                bool(groups.get("double") or groups.get("period")),
            )
    return None


_STATED_ISSUE = re.compile(
    rf"(?:期数|期号|刊期|期次)\s*[:：]\s*(?:第\s*)?(?P<number>{_NUMBER})(?:\s*期)?"
    rf"|第\s*(?P<volume>{_NUMBER})\s*[辑卷]"
)


def stated_issue(text: str) -> IssueMark | None:
    """The issue number in a line that is known to hold one: 期数：12, 第二十三辑. Elsewhere such
    words may count other things."""
    found = issue_mark(text)
    match = _STATED_ISSUE.search(text) if found is None else None
    if match is None:
        return found
    number = parse_numeral(strip_space(match.group("number") or match.group("volume")))
    return IssueMark(*match.span(), number, None, extra=False) if number else None


_SECRET = re.compile(
    r"[【（(\[〔]?(?:密级[为是]?[:：]?)?[★☆]?(绝密|机密|秘密)(?:\1)*级?"
    r"(?:[★☆*].*|[·・].{1,12}|[（(].{1,12}[）)]|\d+年.*|[，,]?(?:请?注意保[存密]|不得外传))?[】）)\]〕]?"
)
_INTERNAL = re.compile(
    r"[（(【]?(?:密级[:：])?(?:特急|加急|平急|急件)?(?:本(?:刊|简报|资料)[为系是属]?)?(?:内部(?:资料|刊物|文件|材料|参考|参阅|交流(?:资料|材料)?|使用)?|仅供内部参[考阅]|注意保存|请注意保存|不得外传"
    r"|内部资料(?:免费交流|准印证.*)?)(?:[，,、]?(?:请)?(?:注意保[存密]|不得外传|免费交流|请勿外传|仅供参考|欢迎[来赐投]稿))*[）)】]?"
)


def secrecy(text: str) -> str | None:
    """秘密, 机密 or 绝密 where the line is such a marking (not a mention)."""
    match = _SECRET.fullmatch(strip_space(text))
    return match.group(1) if match else None


def is_internal_notice(text: str) -> bool:
    """内部资料, 注意保存 and the like on a line of their own."""
    return bool(_INTERNAL.fullmatch(strip_space(text).strip("★☆◆◇●■※*")))


_CONTENTS = re.compile(
    r"[【\[●★◆■◇☆]?(?:本期|今日|本周|本刊)?(?:目录|要目|导读|目次|内容|主要内容|内容导读|内容提要|要点|看点)[】\]●★◆■◇☆]?[:：]?"
)


def is_contents_heading(text: str) -> bool:
    return bool(_CONTENTS.fullmatch(strip_space(text).strip(ORNAMENTS)))


_BANNER = re.compile(r"\s*【([^【】]{2,40})】\s*")


def banner(text: str) -> re.Match[str] | None:
    """【…】 alone on its line."""
    return _BANNER.fullmatch(text)


_NOTE = r"[【\[]?(?:编\s*者\s*按|编\s*者\s*的\s*话|按\s*语|编\s*按|开栏的话|按)[】\]]?"
_PREFACE = re.compile(rf"{_NOTE}\s*[:：]|[【\[][^【】\[\]]{{0,4}}按[】\]]\s*\S")
_NOTE_HEAD = re.compile(rf"(?!按\s*$){_NOTE}\s*[:：]?\s*")


def is_note_head(text: str) -> bool:
    """编者按 and the like alone on a line."""
    return bool(_NOTE_HEAD.fullmatch(text.strip()))


def is_preface(text: str) -> bool:
    """编者按： and the like at the head of a paragraph, or alone on a line."""
    return bool(_PREFACE.match(text.strip())) or is_note_head(text)


# --- dates ------------------------------------------------------------------------------------

_YEARLESS = re.compile(rf"({NUMERAL}{{1,3}})\s*月\s*({NUMERAL}{{1,3}})\s*[日号]")
_SPACED_NUMBER = rf"{NUMERAL}(?:\s*{NUMERAL}){{0,2}}"
_SPACED_DATE = re.compile(
    rf"({NUMERAL}(?:\s*{NUMERAL}){{3}})\s*年\s*({_SPACED_NUMBER})\s*月\s*({_SPACED_NUMBER})\s*[日号]"
)
_HOUR = re.compile(
    rf"[\sT]*(?:\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?|{NUMERAL}{{1,3}}时(?:{NUMERAL}{{1,3}}分)?)"
)
_TEN_DAYS = ("上旬", "中旬", "下旬")
_WEEKDAY = re.compile(r"\s*[（(]?\s*(?:星期|周)[一二三四五六日天](?:\s*[）)])?")


def printed_date(text: str) -> tuple[PartialDate, int, int] | None:
    """A date that stands in a masthead line, with a month at least: (date, start, end). The hour
    and the weekday behind it belong to it."""
    found = find_date(text) or _spaced_date(text)
    if found is None or not found[0].month:
        return None
    date, start, end = found
    behind = text[end:].strip()
    if behind in _TEN_DAYS and not date.day:
        return date, start, len(text.rstrip())
    if behind.startswith(("份", *_TEN_DAYS)):  # what it is about
        return None
    while end > start and text[end - 1].isspace():
        end -= 1
    return date, start, _with_hour(text, end)


def _spaced_date(text: str) -> tuple[PartialDate, int, int] | None:
    """2 0 2 4 年 6 月 2 1 日, as OCR spaces it."""
    match = _SPACED_DATE.search(text)
    numbers = [parse_numeral(strip_space(group)) or 0 for group in match.groups()] if match else []
    try:
        return (PartialDate(*numbers), *match.span()) if match else None
    except ValueError:
        return None


def _with_hour(text: str, end: int) -> int:
    for pattern in (_HOUR, _WEEKDAY, _HOUR):
        match = pattern.match(text, end)
        end = match.end() if match else end
    return end


def yearless_date(text: str) -> tuple[int, int, int, int] | None:
    """A month and day without a year: (month, day, start, end), with the hour and the weekday."""
    match = _YEARLESS.search(text)
    if not match or printed_date(text):
        return None
    month, day = (parse_numeral(part) for part in match.groups())
    if not month or not day or month > 12 or day > 31:
        return None
    return month, day, match.start(), _with_hour(text, match.end())


# --- footer -----------------------------------------------------------------------------------

FooterField = str

_LABELS: tuple[tuple[FooterField, str], ...] = (
    ("report_to", "报送|呈报|抄报|上报|呈送|主报|呈|报"),
    ("send_to", "抄送|主送|送达|送"),
    ("distribute_to", "抄发|分送|发送|印发至|下发|发至|本期发|本期发送|发"),
    (
        "editor",
        "责任编辑|执行编辑|本期编辑|本期责编|值班编辑|编辑人?|责编|编审|编发|编校|撰稿人?|主编|副主编|执行主编|总编|总编辑|统稿|编印人|编写人?|编制人?|拟稿人?|起草人?|执笔人?|制作人?|制表人?"
        "|分析人?|整理人?|填报人?|填表人?|录入",
    ),
    (
        "reviewer",
        "审核人?|审稿人?|校审|监审|校对人?|责任校对|校核|复核人?|复审|初审|一审|二审|三审|终审|审阅|审定|审查|核稿人?|审校|核发",
    ),
    ("signatory", "签发人|签发|审签|签批盖章|签批|批准"),
    ("supplier", "供稿单位|供稿人?|报送单位|来稿单位|稿件来源|信息来源"),
    (
        "contact",
        "联系电话|编辑部电话|编辑部地址|本刊地址|值班电话|咨询电话|投稿电话|电话|传真|邮箱|电子邮箱|投稿邮箱|电子邮件|地址|邮编|联系人|网址|联系方式",
    ),
    ("copies", "印数|印发份数"),
    ("other", "主题词|打印人?|打字|印制"),
)
_FIELD_OF_LABEL = {
    form: name
    for name, labels in _LABELS
    for label in labels.split("|")
    for form in ((label[:-2], label[:-1]) if label.endswith("?") else (label,))
}
_SPACED = {label: _letter_spaced(label) for label in _FIELD_OF_LABEL}
_LISTS = ("report_to", "send_to", "distribute_to")
_PERSONS = ("editor", "reviewer", "signatory")


def _any(names: Iterable[str]) -> str:
    return "|".join(_SPACED[name] for name in sorted(names, key=lambda name: (-len(name), name)))


# The second form is glued to the name before it: 审核：李大山校对：赵一.
_LABEL = re.compile(
    rf"(?:(?<=[\s\u3000。；;，,|｜/）)(（\[【])|^)({_any(_FIELD_OF_LABEL)})"
    r"\s*(?:[:：丨]|(?<=责任编辑)[;；]|(?<=责编)[;；]"
    rf"|[｜|](?=\s*[{HAN}]{{2,4}}(?:\s|$)))"
    rf"|(?<=[{HAN}])({_any(n for n, field in _FIELD_OF_LABEL.items() if field not in _LISTS)})[:：]"
)
# 责任编辑 方可为        审核 陈实: roles beside names, without colons.
_NAMED_ROLE = re.compile(
    r"(?:^|(?<=[\s\u3000]))("
    + "|".join(
        sorted(
            (n for n, field in _FIELD_OF_LABEL.items() if field in _PERSONS),
            key=lambda name: (-len(name), name),
        )
    )
    + rf")[ \u3000]+(?:[{HAN}]{{2,4}}|[{HAN}][ \u3000]+[{HAN}])(?=[\s\u3000]|$)"
)
_NAMED_ROLES = re.compile(rf"(?:\s*{_NAMED_ROLE.pattern}\s*)+")
_WIDE_LABEL = re.compile(
    r"\s*(报送|呈报|抄报|抄送|主送|分送|报|送|发)[\s\u3000]{1,}(?=[市省县区各国党中委局])"
)
_COPIES = re.compile(
    r"[（(]?\s*(?:本期)?(?:共\s*印|印\s*数|印\s*发|印)\s*[:：]?\s*\d+\s*份\s*[）)]?"
)
_PRINTED_BY = re.compile(
    r".{4,40}?(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年.{2,12}日\s*印\s*发\s*"
)


# Words that may also head a paragraph of the text: a person's name has to follow.
_WEAK = frozenset(("分析", "整理", "制作", "录入", "批准", "审查", "核发", "起草", "编写", "编制"))
_NAMED = re.compile(
    rf"\s*(?:[{HAN}]{{2,4}}|[{HAN}](?:\s+[{HAN}]){{1,2}})(?:[\s、，,；;]+[{HAN}]{{2,4}})*[\s。；;，,）)]*"
)


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a footer line: which field it opens, its printed form, its span."""

    field: FooterField
    text: str
    start: int
    end: int


def labels(text: str) -> tuple[Label, ...]:
    """The labels (报：, 编辑：…) in a line, in order."""
    found: list[Label] = []
    for match in _LABEL.finditer(text):
        if match.group(1) or found:
            name = strip_space(match.group(1) or match.group(2))
            found.append(Label(_FIELD_OF_LABEL[name], name, match.start(), match.end()))
    if not found and _NAMED_ROLES.fullmatch(text):
        for match in _NAMED_ROLE.finditer(text):
            name = match.group(1)
            found.append(Label(_FIELD_OF_LABEL[name], name, *match.span(1)))
    if not found:
        wide = _WIDE_LABEL.match(text)
        if wide:
            found = [Label(_FIELD_OF_LABEL[wide.group(1)], wide.group(1), 0, wide.end())]
    return tuple(found)


def is_footer(text: str) -> bool:
    """Whether a line opens with a footer's label, or is 共印N份 or an office's 印发 line."""
    found = labels(text)
    first = next(iter(found), None)
    if first is not None and first.field == "supplier":
        # 供稿：… alone is an article's signature; with an editor beside it, the footer's.
        return any(label.field in _PERSONS for label in found)
    if first is not None and first.text in _WEAK:
        return _NAMED.fullmatch(text[first.end : found[1].start if found[1:] else None]) is not None
    if first is not None:
        before = strip_space(text[: first.start])
        person = first.field in _PERSONS
        if not before or (person and not before.strip("（([【")):
            return True
        if person and published_by(text[: first.start]):
            return True
    bare = strip_space(text)
    return bool(_COPIES.fullmatch(bare) or (_PRINTED_BY.fullmatch(text) and len(bare) <= 60))


_PUBLISHED_BY = re.compile(r"\s*(?:主办单位|主办|编印单位|编印)\s*[:：]\s*([^：:，。；]{4,40}?)\s*")


def published_by(text: str) -> re.Match[str] | None:
    """主办：… before a footer's other labels; group 1 is the office."""
    return _PUBLISHED_BY.fullmatch(text)


def copies(text: str) -> re.Match[str] | None:
    return _COPIES.search(text)


# --- sections ---------------------------------------------------------------------------------

ORNAMENTS = "★☆●○◎◆◇■□▲△▼▽►▶※⊙•✦❖➤☞▍▌▎◉◈➢✓✔❏❑◤◢◥◣✿❀❁✽❋❃✻✧✪☀♦♥♣♠▷◁▪▫◐◑☘✺✹✸✶✴❇❈❉❊"
_BULLET = re.compile(rf"\s*[{ORNAMENTS}][\s\u3000]*")
_SECTION_NAMES = (
    "简讯|短讯|动态|集锦|之窗|速递|快讯|信息|要闻|交流|风采|关注|聚焦|视点|传真|播报|园地|论坛|专栏|掠影|一览"
    "|风景线|广角|动向|短波|亮点|之石|选登|撷英|卷首语"
)
_SECTION = re.compile(
    rf"[【\[〖*\s{ORNAMENTS}]*(?P<name>[\w\s]{{0,8}}"
    rf"(?:{'|'.join(map(_letter_spaced, _SECTION_NAMES.split('|')))}))[】\]〗*\s{ORNAMENTS}]*"
)


def bullet(text: str) -> int:
    """The length of an ornament (●, ★) at the head of a line."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def section(text: str) -> re.Match[str] | None:
    """A section's name (工作动态, ★基层之窗★, 【要闻】) alone on its line; group 1 is the name."""
    match = _SECTION.fullmatch(text)
    return match if match and len(strip_space(match.group("name"))) <= 8 else None


_FRAMED = re.compile(rf"\s*[{ORNAMENTS}]\s*([^{ORNAMENTS}，。；：]{{2,12}}?)\s*[{ORNAMENTS}]\s*")


def framed(text: str) -> re.Match[str] | None:
    """A name in 【】 or between two ornaments alone on its line, that opens no note; group 1 is the
    name."""
    return None if is_preface(text) else banner(text) or _FRAMED.fullmatch(text)


def column(text: str) -> re.Match[str] | None:
    """The name of a column: a section's, or any that is framed; group 1 is the name."""
    return section(text) or framed(text)


# --- attributions -----------------------------------------------------------------------------

_BRACKETED = re.compile(
    r"\s*[（(【〔［\[]\s*([^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*?)\s*[）)】〕］\]]\s*[。.]?\s*"
)
_TRAILING_ROLES = re.compile(
    r"(?<=[。！？!?”’》）)…])\s*([（(\[【][^（()）。！？]{2,60}[）)\]】])\s*$"
)
_TRAILING = re.compile(
    r"(?<=[。！？!?”’》）)…])\s*([（(［\[〔]([^（()）［\]。！？]{2,60})[）)］\]〕])\s*。?\s*$"
)
_OFFICE_END = re.compile(
    r"(?:委|局|办|科|处|股|室|中心|院|站|所|校|大学|集团|医共体|协会|学会|总会|红十字会|公司|支队|大队"
    r"|中学|小学|幼儿园|职专|[一二三四五六七八九十][中高小]|社|部|厅|主席团|宣传组|工作组|简报组|秘书组|材料组|纪检监察组|纪检组|巡[察视]组|督[查导]组|常委会|人大|政协|工会|党支部|党总支|法庭|政府|指挥部|专班|街道|社区|馆|基地|台|网|镇|乡|委员会|领导小组|总工会|妇联|团委|联合会|疾控|卫健|医保)$"
)
_BYLINE = re.compile(
    r"(?:本刊|本报|特约)?(?:记者|通讯员|作者|供稿人?|撰稿人?|文图?|图文|摄影|来源|供稿单位|报送单位|信息来源|稿件来源)\s*[/:：\s]"
    r"|.+(?:供稿|提供|报送)$|(?:[^/／]+[/／](?:文图|图文|[文图摄])\s*){1,3}$"
)
_NO_ATTRIBUTION = re.compile(
    r"(?:完|全文完|未完待续|下转.*|上接.*|见附[件表图].*|附[件表图]?.*|续|略|单位[:：].*|此页无正文|待续|图[一二三四五\d].*"
    r"|试行|暂行|草案|修订.*|征求意见稿|.*年.*|.*(?:责任|牵头|配合|负责|主办|承办|协办|简称|作者(?:单位|[系为])).*)"
)


def attribution(text: str) -> re.Match[str] | None:
    """（reporting office） alone on its line; group 1 is what the brackets hold."""
    match = _BRACKETED.fullmatch(text)
    return match if match and _names_reporter(match.group().strip(), match.group(1)) else None


def _names_reporter(framed: str, inside: str) -> bool:
    """Whether brackets hold who reported. Square ones also hold labels of a page: [来源：本站]."""
    if _roles(inside) or (framed[0] in "[［" and re.search("[:：]", inside)):
        return False
    return looks_like_office(inside)


def _roles(text: str) -> bool:
    """撰稿：… 审核：…: persons of the footer, and no office that supplied the article (县一中
    供稿人：… 审核人：…)."""
    return not _supplies(text) and any(label.field in _PERSONS for label in labels(text))


def _supplies(text: str) -> bool:
    """Whether an office stands before 供稿人：…."""
    first = next(iter(labels(text)), None)
    supplied = first is not None and first.field == "supplier"
    return supplied and first is not None and ends_like_office(text[: first.start])


def trailing_roles(text: str) -> re.Match[str] | None:
    """（供稿：… 审核：…） glued to the end of a paragraph."""
    match = _TRAILING_ROLES.search(text)
    return match if match and is_footer(match.group(1)) and _roles(match.group(1)) else None


def trailing_attribution(text: str) -> re.Match[str] | None:
    """（reporting office） glued to the end of a paragraph: group 1 with, group 2 without the
    brackets."""
    match = _TRAILING.search(text)
    return match if match and _names_reporter(match.group(1), match.group(2)) else None


_SUPPLIED_BY = re.compile(
    r"\s*[（(【]?\s*(?:供稿单位|供稿人?|报送单位|信息来源|稿件来源|来稿单位|来源)\s*[:：]\s*[^。，；]{2,40}$"
    rf"|\s*[{HAN}\s]{{3,30}}供稿\s*$"
    rf"|\s*(?:(?:文字?|图片?|文图|图文|撰文|摄影)\s*[/:：丨]\s*[{HAN}·]{{2,4}}(?:[\s、，;；|]+|$)(?:[{HAN}]{{2,4}}(?:[\s、]+|$))?){{1,3}}$"
)


def is_byline(text: str) -> bool:
    """供稿：… on a line of its own."""
    return bool(_SUPPLIED_BY.match(text))


_NAMES = re.compile(
    rf"(?<=[。！？!?”’])\s*([（(]((?:[{HAN}·]{{2,4}})(?:[\s、，]+[{HAN}·]{{2,4}}){{0,4}})[）)])\s*$"
)


def trailing_names(text: str) -> re.Match[str] | None:
    """（王芳 李明） at the end of a web page's text: groups as in `trailing_attribution`."""
    return _NAMES.search(text)


def looks_like_office(text: str) -> bool:
    """Whether what stands in brackets may name who reported: an office, or a byline."""
    bare = strip_space(text)
    if not 2 <= len(bare) <= 60 or _NO_ATTRIBUTION.fullmatch(bare):
        return False
    if not re.search(f"[{HAN}]", bare) or re.search("[。！？；，]", bare):
        return False
    named = _OFFICE_END.search(_without_names(text)) or _BYLINE.match(text.strip())
    return bool(named) or _supplies(text)


def _without_names(text: str) -> str:
    """`text` without the persons that follow the office: 县卫健委 张三 李四."""
    bare = re.sub("[（(][^（()）]*[）)]$", "", text.strip())
    words = re.sub(rf"(?<=\s)([{HAN}])\s+([{HAN}])(?!\S)", r"\1\2", bare).split()
    while len(words) > 1 and re.fullmatch(f"[{HAN}]{{2,4}}", words[-1]):
        if _OFFICE_END.search(words[-1]):
            break
        words.pop()
    return "".join(words)


def ends_like_office(text: str) -> bool:
    return bool(_OFFICE_END.search(strip_space(text)))
