"""What is a title: lines of its own, or a paragraph's first sentence."""

import re
from collections.abc import Sequence

from jianbao.convert.cut import patterns
from jianbao.convert.cut.passage import Passage, joined
from jianbao.convert.cut.repair import closed_name
from jianbao.text.chinese import HAN, NUMERAL, strip_space

LEAD = 60
"""Characters beyond which a paragraph's first sentence is no title."""
_OPENERS, _CLOSERS = "“「『《〈（(【〔[", "”」』》〉）)】〕]"

BEGINS_IN_TIME = re.compile(
    r"(?:近日|日前|近期|近年来?[，,]|连日来?|今年以来|为[了进深全切积加推落贯]|截[至止]|\d{4}年(?:\d{1,2}月|[，,以初底])|\d{1,2}月(?:\d|[，,份初底上中下]))"
)
_REMARK = re.compile("[（(【〔][^（()）]*[）)】〕]")
_OF_TITLE = re.compile(
    "[（(【〔](?:.*(?:试行|暂行|草案|稿|修订版?|摘[要编登]|节选|连载|版|续|[-—–~～至]).*|[一二三四五六七八九十上中下]+|之[一二三四五六])[）)】〕]"
)
# The commonest family names: a line of two to four characters that one of them begins names a
# person.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康"
)
_ROLE = "(?:本刊|本报|特约)?(?:记者|通讯员|评论员|作者|撰稿)"
_PERSON = rf"[{_SURNAMES}](?:[{HAN}]{{1,3}}|\s+[{HAN}](?:\s+[{HAN}])?)"
_WRITER = re.compile(
    rf"\s*(?:[○◎●◆◇■□*＊]\s*)?(?:(?:{_ROLE}\s*[:：]?\s*)?(?:{_PERSON}(?:[\s、]+|$)){{1,4}}){{1,3}}"
)
_DATE_ALONE = re.compile(f"{NUMERAL}{{4}}年{NUMERAL}{{1,3}}月(?:{NUMERAL}{{1,3}}日|[上中下]旬)?")
_DATE_HEAD = re.compile(
    r"^(?:(?:近日|日前|近期|连日来|为[^，。]{2,30}|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[上下]午)?(?:至\d{1,2}日)?)[，,])"
)


def is_remark(text: str) -> bool:
    """Whether a line below a title is a remark in brackets: （B类）, （2024年3月5日）; （试行） and
    （征求意见稿） are a title's own."""
    text = text.strip()
    return bool(_REMARK.fullmatch(text)) and not _OF_TITLE.fullmatch(text)


def writers(line: Passage) -> tuple[Passage, ...]:
    """The persons that a line below a title names, if it names nobody and nothing else."""
    if _WRITER.fullmatch(line.text) is None:
        return ()
    name = re.compile(rf"(?P<role>{_ROLE})|{_PERSON}")
    found = [match for match in name.finditer(line.text) if not match.group("role")]
    return tuple(closed_name(line[slice(*match.span())]) for match in found)


def is_role(word: str) -> bool:
    """Return whether a word says as what a person writes: 通讯员."""
    return bool(re.fullmatch(_ROLE, word))


def are_persons(text: str) -> bool:
    """Whether words are persons' names, by their surnames and their length."""
    words = re.split(r"[\s、，]+", text.strip())
    return all(re.fullmatch(f"[{_SURNAMES}][{HAN}]{{1,2}}", word) for word in words)


_POST = re.compile(
    f"[{HAN}、]{{2,30}}(?:委员|代表|书记|主任|主席|局长|院长|县长|区长|市长|镇长|乡长|校长|部长|科长|会长|秘书长|常委|教授|医师)"
    rf"\s+[{_SURNAMES}](?:[{HAN}]{{1,3}}|\s+[{HAN}])"
)


def holds_post(text: str) -> bool:
    """市政协委员 王小明: a post and a person's name."""
    return bool(_POST.fullmatch(text.strip()))


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return bool(_DATE_ALONE.fullmatch(strip_space(text)))


def joined_lines(lines: Sequence[Passage]) -> Passage:
    """The lines of a title, joined by one space; a line end inside a word leaves none."""
    result = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        torn = (
            len(line) <= 3
            or bool(re.search("[的和与及、“《（]$", result.text))
            or bool(re.match("[”》）、，]", line.text))
        )
        result = joined((result, line), "" if torn else " ")
    return result


_SPACED_LEAD = re.compile(
    r"([^，。；：！？\s]{6,45})[ \u3000]+"
    r"(?=\d{1,2}月|\d{4}年|近日|日前|近期|今年|连日|为[了进深切])"
)


# 【省专家组来我市督导】 before a text: a title, and no office or place.
_BRACKETED_LEAD = re.compile("【([^【】。]{8,45})】(?=.)")
_ENUMERATION = re.compile(r"\s*(?:[一1][是要、.．]|首先|[（(][一1][）)]|①)")


def first_sentence(passage: Passage) -> int | None:
    """Where the first sentence ends, outside quotation marks and brackets, or the bold words or
    the words before a space that stand for it; None without one."""
    text = passage.text
    spaced = _SPACED_LEAD.match(text)
    if spaced:
        return spaced.end(1)
    bracketed = _BRACKETED_LEAD.match(text)
    if bracketed and not patterns.ends_like_office(bracketed.group(1)):
        return bracketed.end()
    depth = 0
    for i, character in enumerate(text):
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
        elif character in "：:" and depth == 0 and i >= 6 and _ENUMERATION.match(text, i + 1):
            return i + 1
        elif character in "。！？!?" and depth == 0:
            end = i + 1
            while end < len(text) and text[end] in "！？!?" + _CLOSERS:
                end += 1
            bold = _bold_start(passage)
            return bold if 6 <= bold < end - 1 and bold <= LEAD else end
    return None


def _bold_start(passage: Passage) -> int:
    """How many characters at the head are bold, 0 where all are."""
    end = 0
    while end < len(passage) and passage.bold[end]:
        end += 1
    return end if end < len(passage) else 0


_NEWS_LEAD = re.compile(
    r"\s*(?:[（(]\s*本[报刊网台]讯[^（()）。，]{0,20}[）)]|本[报刊网台]讯\s*(?:[（(][^（()）]{0,30}[）)])?"
    rf"|[{HAN}]{{2,6}}讯[\s：:])\s*"
)


def news_lead(text: str) -> int:
    """The length of 本报讯（记者…） or 青禾县讯 at the head of a paragraph."""
    match = _NEWS_LEAD.match(text)
    return match.end() if match and match.end() < len(text) else 0


def first_words(text: str) -> tuple[int, int]:
    """The span of a paragraph's first clause, without the date before it."""
    lead = news_lead(text)
    date = _DATE_HEAD.match(text[lead:])
    start = lead + date.end() if date and lead + date.end() < len(text) else lead
    clause = re.compile(r"[^，。；：！？\n]{2,40}").search(text, start)
    return clause.span() if clause else (0, min(len(text), 40))
