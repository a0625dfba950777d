"""What the lines of a web page look like: labels under the title, furniture around the text,
numbers of documents, captions. Pure pattern matching."""

import re

from jianbao.convert.cut.patterns import Label, printed_date
from jianbao.text.chinese import HAN, strip_space

# --- the line of labels -----------------------------------------------------------------------

_LABELS: tuple[tuple[str, str], ...] = (
    (
        "date",
        "发布时间|发布日期|发稿时间|发布于|发表于|更新于|日期|时间|更新时间|发表时间|公开日期|成文日期|发文日期",
    ),
    (
        "issuer",
        "信息来源|稿件来源|文章来源|新闻来源|来源于|来源|来源单位|发布机构|发布单位|供稿单位|发布",
    ),
    ("author", "作者|撰稿|撰稿人|记者|通讯员|供稿|文章作者|撰文"),
    ("editor", "责任编辑|编辑|责编|发布人|发布者|信息员"),
    (
        "counter",
        "浏览次数|阅读次数|点击次数|点击数|点击量|访问量|阅读量|浏览量|点击|阅读|浏览|访问次数|人气|热度|次数|围观",
    ),
    (
        "chrome",
        "字体大小|字体|字号|文字大小|文字|分享到|分享至|分享|打印本页|打印|收藏|关闭窗口|保护视力色|视力保护色"
        "|归档时间|审核",
    ),
)
_FIELDS = {label: name for name, words in _LABELS for label in words.split("|")}
_LABEL = re.compile(
    r"[\[【]?("
    + "|".join(sorted(_FIELDS, key=lambda label: (-len(label), label)))
    + r")\s*[:：丨]"
    # No colon is needed in 发布于 2014-10-09 and 浏览 77 次, nor between bars: | 来源 青禾农业 |.
    + r"|(?<![^\s•·|])(发布于|发表于|更新于)(?=\s*\d)"
    + r"|(?<![^\s•·|])(浏览|阅读|点击|访问)(?=\s*\d+\s*次)"
    + r"|(?<=[|｜])\s*(来源|作者|记者|编辑|责任编辑)(?=\s+[^\s|｜:：])"
)
BULLETS = " \t\u3000•·|｜【[（(-—"
_LONGEST = 200
_SOURCE = 15
"""Characters that an unlabelled source beside a date and time may have."""
_ORIGINAL = re.compile(r"\s*原创\s+")
_CREDIT = re.compile(r"\s*原创(?:\s+[^\s，。：]{2,12}){1,2}\s*")
_PLACE = re.compile(rf"\s*[{HAN}]{{2,3}}\s*")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")


def page_labels(text: str) -> tuple[Label, ...]:
    """The labels (发布时间：, 来源：…) of a web page's line under the title, in order."""
    found = []
    for match in _LABEL.finditer(text):
        name = next(filter(None, match.groups()))
        found.append(Label(_FIELDS[name], name, match.start(), match.end()))
    return tuple(found)


def is_page_line(text: str) -> bool:
    """Whether `text` is such a line: it says when or where from, with another label or a date, and
    no sentence. A date with the time of day beside a short name needs no label."""
    if len(text) > _LONGEST or re.search("[。；！]", text):
        return False
    found = page_labels(text)
    date = printed_date(text)
    if not found:
        return is_dateline(text)
    before = text[: found[0].start].strip(BULLETS)
    if strip_space(before) and not printed_date(before):
        return False
    fields = {label.field for label in found}
    if not fields & {"date", "issuer"}:
        return False
    return len(fields) > 1 or date is not None


def is_dateline(text: str) -> bool:
    """某某网 2018-08-14 09:30: a date with the time of day, and perhaps a source; or an account's
    原创 and its names."""
    if _CREDIT.fullmatch(text):
        return True
    date = printed_date(text)
    if date is None or not _CLOCK.search(text[date[1] : date[2]]):
        return False
    before, after = text[: date[1]], text[date[2] :]
    if original := _ORIGINAL.match(before):  # an account's article names its author too
        before, after = before[original.end() :], _PLACE.sub("", after)
    rest = strip_space(before + after).strip("|｜·•")
    limit = 2 * _SOURCE if original else _SOURCE
    return len(rest) <= limit and not re.search("[，。：:、“”《》]", rest)


_RELATIVE_DAY = re.compile(
    r"(?:刚刚|今天|昨天|前天|\d{1,2}\s?(?:分钟|小时|天|周|个月|年)前)(?:\s?\d{1,2}:\d{2})?"
)


def is_relative_day(text: str) -> bool:
    """Return whether a line is no more than a day counted from when the page was saved: 昨天."""
    return bool(_RELATIVE_DAY.fullmatch(text.strip()))


# --- around the text ----------------------------------------------------------------------------

_BRACKETS = r"[\[\]【】（）()|｜/\s\u3000·•>＞»-]*"
_WORDS = (
    "打印本页|打印此页|打印|关闭窗口|关闭本页|关闭|收藏本页|收藏|返回顶部|返回首页|返回列表|返回|分享到|分享至|分享|复制链接"
    "|我要纠错|纠错|下载|字体|字号|大|中|小|微信|微博|QQ空间|朋友圈|TOP|更多|首页|网站首页|网站地图|关于我们|联系我们"
    "|联系方式|在线留言|设为首页|加入收藏|无障碍浏览|无障碍|长者模式|关怀版|适老版|繁体版|繁体|简体版|简体|English|登录|注册|搜索"
)
_NAVIGATION = re.compile(
    r"(?:您?的?(?:当前|现在|所在)?(?:位置|的位置)(?:是|为)?[:：]|首\s*页\s*[>＞»›]|网站首页|[>＞»›])"
    r"|.{0,30}(?:首页|主页)\s*(?:>|»|›|-->|→|/|＞)"
)
_FURNITURE = re.compile(
    rf"(?:{_BRACKETS}(?:{_WORDS}){_BRACKETS}[:：]?)+"
    r"|(?:上|下)一?(?:篇|页|条|则)[:：].*"
    r"|[\[【(（]?(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]?\d*次?[\])】）]?"
    r"|.*(?:ICP备|公网安备|网安备|网站标识码|版权所有|Copyright|©).*"
    r"|(?:免责声明|版权声明|特别声明|声明|主办单位|承办单位|技术支持|扫一扫|相关(?:阅读|新闻|链接|文章|推荐|稿件)|延伸阅读|更多阅读)[:：].*"
    r"|(?:点击|轻触|长按).{0,4}(?:蓝字|二维码|阅读原文).*|阅读原文|在看|点赞|-?\s*END\s*-?|—*END—*|预览时标签不可点|继续滑动看下一个|微信扫一扫.*"
    r"|(?:(?:阅读|赞|点赞|在看|分享|收藏|推荐|留言|评论)\d+)+"
    r"|相关(?:阅读|新闻|链接|文章|推荐|稿件)|扫一扫.*|分享(?:到|至)[:：].*|今天是.*|天气预报[:：]?.*|您是第.*位.*",
    re.IGNORECASE,
)
_MENU = re.compile(r"[|｜]?(?:\s*[^|｜。，；：]{2,8}\s*[|｜]){2,}(?:\s*[^|｜。，；：]{2,8}\s*)?")
_LEADING = "?？·•*※ \t\u3000"


_ADDRESS = re.compile(r"\s*(?:(?:原文)?(?:网址|链接|地址|URL)[:：])?\s*https?://\S+\s*")


def is_address(text: str) -> bool:
    """The address of a page alone on its line."""
    return bool(_ADDRESS.fullmatch(text))


def is_navigation(text: str) -> bool:
    """Breadcrumbs: 当前位置：首页 > 工作动态."""
    return bool(_NAVIGATION.match(text.strip()))


def is_furniture(text: str) -> bool:
    """What a page has around its text: counters, buttons, 上一篇, 版权所有, 备案号."""
    bare = strip_space(text).lstrip(_LEADING)
    if not bare:
        return False
    return bool(_FURNITURE.fullmatch(bare) or _MENU.fullmatch(text.strip()))


# --- inside the text ----------------------------------------------------------------------------

_DOCUMENT_NUMBER = re.compile(
    rf"[（(]?[{HAN}]{{1,12}}[〔［\[(（【]\s*\d{{4}}\s*[〕］\])）】]\s*第?\s*\d{{1,4}}\s*号[）)]?"
)
_CAPTION = re.compile(
    r"\s*[（(【▲△◆↑]?\s*(?:图为|图[一二三四五六七八九十\d]{0,2}[:：、 ]|图片说明[:：])"
    r"|\s*▲[^。，]*(?:现场|合影|场景|画面|一角)\s*$"
    r"|.*(?:\s摄|/摄|供图|摄影)[）)]?\s*$"
)


def is_document_number(text: str) -> bool:
    """青卫发〔2023〕1号 alone on its line."""
    return bool(_DOCUMENT_NUMBER.fullmatch(strip_space(text)))


def is_caption(text: str) -> bool:
    """A picture's caption: 图为义诊现场。王芳 摄."""
    return len(text) <= 120 and bool(_CAPTION.match(text))


_REMARK = re.compile(
    r"[（(【\[]?\s*(?:原题|原标题|原载|本文|题图|图片?(?:均|来源)|资料来源|来源于|信息来源于?|综合|根据|编译|实习生|更多)"
    r"|.*(?:均来自|亦有贡献|整理自|综合自|转载自|更多原创)"
)


def is_page_remark(text: str) -> bool:
    """Whether a line in brackets remarks on the article and names nobody who signs it:
    （原题为《…》）, （本文来自某某新闻）."""
    return bool(_REMARK.match(text.strip()))
