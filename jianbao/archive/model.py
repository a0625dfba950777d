"""The archive as frozen data, and the one definition of every field of front matter, site.yaml
and the authority files (see `fields`).

Everything here is immutable and free of I/O. Order is always meaningful and deterministic.
"""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Self, TypeAlias

from jianbao.archive import names as periods
from jianbao.archive.fields import Key, fields_of
from jianbao.archive.kinds import (
    COUNTY_KINDS,
    DOUBTS,
    PLACE_KINDS,
    TOWNSHIP_KINDS,
    ArticleKind,
    Doubt,
    FileForm,
    HoldReason,
    Language,
    MapKind,
    MenuPlace,
    PersonalData,
    Publish,
    SeriesKind,
    SourceFormat,
    Status,
)
from jianbao.archive.names import NamePeriod
from jianbao.base.cache import fingerprint
from jianbao.base.dates import PartialDate

BULLETIN_LANGUAGE = "zh-CN"  # whatever the language of the interface

_Draft: TypeAlias = Annotated[
    bool | None,
    Key(
        "truth",
        "还没有定稿：true 的只在 serve 里看得到，不发布",
        "Whether it is not finished: only serve shows it, and nothing publishes it.",
    ),
]
_PublishFrom: TypeAlias = Annotated[
    PartialDate | None,
    Key(
        "day",
        "从哪一天起发布；生成时用 --as-of 写明日期",
        "The day from which it is published; build is told the day by --as-of.",
    ),
]

# The status of a bulletin or an article after publication (docs/corrections.md).
_Status: TypeAlias = Annotated[
    Status | None, Key("choice", "发布后的情况：更正、撤回、替代", "What became of it later.")
]
_StatusDate: TypeAlias = Annotated[
    PartialDate | None,
    Key("date", "上一项的日期；写了 status 就要写", "Date of that; required with `status`."),
]
_StatusNote: TypeAlias = Annotated[
    str | None,
    Key("text", "改了什么或为什么，给读者看", "What changed or why, as shown to readers."),
]
_ReplacedBy: TypeAlias = Annotated[
    str | None,
    Key(
        "text",
        "由什么替代：刊物/年份/期，或再加篇号",
        "What replaces it: SERIES/YEAR/ISSUE, or SERIES/YEAR/ISSUE/N for an article.",
    ),
]
_Aliases: TypeAlias = Annotated[
    tuple[str, ...],
    Key(
        "texts",
        "本页从前的地址，从网站根目录写起",
        "Former addresses of its page, from the site's root.",
    ),
]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The document as received: its name in originals/, SHA-256 and format. If `published` is
    false, the site does not offer it, and `reason` says why."""

    file: Annotated[
        str,
        Key(
            "text",
            "原件在 content/originals/ 中的文件名",
            "Name of the document in content/originals/.",
        ),
    ]
    sha256: Annotated[str, Key("sha256", "原件的 SHA-256", "SHA-256 of that document.")]
    format: Annotated[
        SourceFormat,
        Key("choice", "原件的格式：文本、网页、Word、PDF、扫描件", "What the document is."),
    ]
    published: Annotated[
        bool | None,
        Key(
            "truth",
            "网站是否提供原件；写 false 就要写 reason",
            "Whether the site offers the document; false needs `reason`.",
        ),
    ] = None
    reason: Annotated[
        str | None,
        Key(
            "text",
            "原件为什么不公开，给读者看",
            "Why the document is not offered, as shown to readers.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was sent with a bulletin or an article, as received: its name in originals/,
    SHA-256 and size. If `published` is false, the site does not offer it, and `reason` says why."""

    file: Annotated[
        str,
        Key(
            "text",
            "附件在 content/originals/ 中的文件名",
            "Name of the file in content/originals/.",
        ),
    ]
    title: Annotated[str, Key("text", "附件的标题，给读者看", "Its title, as shown to readers.")]
    sha256: Annotated[
        str,
        Key(
            "sha256",
            "附件的 SHA-256；不知道就先不写，check 会给出",
            "Its SHA-256; left out, check says what to write.",
        ),
    ] = ""
    bytes: Annotated[
        int,
        Key(
            "integer",
            "附件的大小，多少字节；不知道就先不写，check 会给出",
            "Its size in bytes; left out, check says what to write.",
        ),
    ] = 0
    published: Annotated[
        bool | None,
        Key(
            "truth",
            "网站是否提供附件；写 false 就要写 reason",
            "Whether the site offers it; false needs `reason`.",
        ),
    ] = None
    reason: Annotated[
        str | None,
        Key("text", "附件为什么不公开，给读者看", "Why it is not offered, as shown to readers."),
    ] = None


_Attachments: TypeAlias = Annotated[
    tuple[Attachment, ...],
    Key("mappings", "随文的附件，原样提供", "Files that came with it, offered as received."),
]


@dataclass(frozen=True, slots=True)
class Series:
    slug: Annotated[
        str, Key("slug", "用于网址和文件夹的代号", "Its name in addresses and folders.")
    ]
    title: Annotated[str, Key("text", "刊物名称，照原样", "Its name as printed.")]
    kind: Annotated[
        SeriesKind,
        Key("choice", "简报，或收集的网页新闻", "bulletin, or news for collected web pages."),
    ] = "bulletin"
    issuers: Annotated[
        tuple[str, ...],
        Key(
            "texts",
            "编发单位，照原样，据此识别刊物",
            "Issuing offices, as printed, by which it is recognised.",
        ),
    ] = ()
    aliases: Annotated[tuple[str, ...], Key("texts", "其他印法", "Other printed names.")] = ()
    county: Annotated[
        str | None,
        Key(
            "county",
            "刊物所在的县区：“我县”指这里，没有写明县区的文章也算在这里",
            "The county of its issuer: what 我县 means, and the county of articles that name none.",
        ),
    ] = None
    former_slugs: Annotated[
        tuple[str, ...],
        Key(
            "slugs",
            "以前的代号，先旧后新；原网址会转到现在的网址",
            "Its slugs of before, oldest first; their addresses lead on.",
        ),
    ] = ()
    description: Annotated[
        str | None, Key("text", "刊物页上的一两句介绍", "One or two sentences for its page.")
    ] = None
    column_type: Annotated[
        str | None,
        Key(
            "text",
            "政府网站元数据 ColumnType 的值，如“工作动态”；不写就没有这一项",
            "Value of ColumnType in the metadata of government sites; left out if not given.",
        ),
    ] = None


UNSORTED = Series("unsorted", "待归类")
"""The series of converted documents until site.yaml defines their own."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How readers reach the people behind the archive, for example to report an error."""

    email: Annotated[
        str | None,
        Key(
            "email",
            "电子邮箱；有了它，每页下方就有“报告错误”",
            "Mail address; with it, the foot of each page offers to report an error.",
        ),
    ] = None
    telephone: Annotated[
        str | None,
        Key(
            "telephone",
            "电话；手机号码还要在 privacy_allowed 里写明允许",
            "Telephone number; a mobile number must be in privacy_allowed too.",
        ),
    ] = None
    address: Annotated[str | None, Key("text", "通信地址", "Postal address.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The archive's settings."""

    def has_form(self, ending: str) -> bool:
        """Return whether each bulletin has a file of that form beside its page."""
        return ending not in self.leave_out

    title: Annotated[str, Key("text", "档案的名称", "Name of the archive.")]
    description: Annotated[
        str | None, Key("text", "首页上的一两句介绍", "One or two sentences for the home page.")
    ] = None
    language: Annotated[Language, Key("choice", "界面的语言", "Language of the interface.")] = (
        "zh-CN"
    )
    date_language: Annotated[
        Language | None,
        Key(
            "choice",
            "日期用哪种语言写；不写就同 language",
            "Language of dates, if it is not that of the interface.",
        ),
    ] = None
    base_url: Annotated[
        str | None,
        Key(
            "url",
            "公开的网址，用于订阅源、站点地图和规范链接",
            "Public address, for feeds, sitemap and canonical links.",
        ),
    ] = None
    license: Annotated[
        str | None,
        Key(
            "text",
            "可以怎样使用这些文字：CC BY 4.0，或者一句话",
            "The terms under which its texts may be used: CC BY 4.0, or a sentence.",
        ),
    ] = None
    license_url: Annotated[
        str | None, Key("url", "完整条款的网址", "Where these terms stand in full.")
    ] = None
    operator: Annotated[
        str | None,
        Key("text", "主办单位，显示在每页下方", "The office that runs the site (主办单位)."),
    ] = None
    contact: Annotated[
        Contact | None,
        Key("mapping", "联系方式，供读者指出错误", "How readers report errors, see below."),
    ] = None
    icp: Annotated[
        str | None,
        Key(
            "icp",
            "ICP 备案号，如 京ICP备12345678号-1；链接到工信部备案网站",
            "Number of the ICP filing (ICP 备案号), linked to the ministry's site.",
        ),
    ] = None
    police: Annotated[
        str | None,
        Key(
            "police",
            "公安备案号，如 京公网安备11010102000001号；链接到公安备案网站",
            "Number of the filing with the police (公安备案号), linked to their site.",
        ),
    ] = None
    site_code: Annotated[
        str | None,
        Key(
            "site_code",
            "政府网站标识码，十位；只写上级分配的",
            "Code of a government site (网站标识码) as the state assigned it, ten characters.",
        ),
    ] = None
    map: Annotated[
        MapKind,
        Key(
            "choice",
            "县市区地图：方块，或 authorities/outlines.geojson 中的轮廓",
            "The map of counties: tiles, or the outlines of authorities/outlines.geojson.",
        ),
    ] = "tiles"
    map_approval: Annotated[
        str | None,
        Key(
            "text",
            "审图号，显示在轮廓图下方。公开中国境内的地图轮廓可能需要审图号；写了 `map: outlines`"
            " 就要写，确知不需要的写 null",
            "Map approval number (审图号), shown below the outlines; publishing outlines of places"
            " in China may need one. Required with `map: outlines`; null where none is needed.",
        ),
    ] = None
    publish: Annotated[
        Publish,
        Key(
            "choice",
            "发布哪些：all 全部（不写就是这样），reviewed 只发布校核过的",
            "What is published: all (the default), or only what a person reviewed.",
        ),
    ] = "all"
    leave_out: Annotated[
        tuple[FileForm, ...],
        Key(
            "choices",
            "每期网页旁边不需要的文件，用于文件数有限制的主机",
            "Files beside the page of each bulletin that the site does not need, for hosts that"
            " limit the number of files.",
        ),
    ] = ()
    page_images: Annotated[
        bool | None,
        Key(
            "truth",
            "是否把 PDF 和扫描件原件的各页做成图片，放在文本旁边；需要 make ocr",
            "Whether the pages of PDFs and scans are shown beside the text, as pictures; needs"
            " `make ocr`.",
        ),
    ] = None
    personal_data: Annotated[
        PersonalData,
        Key(
            "choice",
            "没有人校对过的简报里有手机号码、银行卡号、患者姓名而又没有写明允许的，生成网站时怎样"
            "处理：hold 不生成（不写就是这样），report 只提醒",
            "Whether a mobile number, a bank card or a patient's name that nobody allowed holds the"
            " build back in a bulletin that nobody has reviewed: hold (the default), or report.",
        ),
    ] = "hold"
    privacy_allowed: Annotated[
        tuple[str, ...],
        Key(
            "texts",
            "整个简报库都可以公开的个人信息（如本单位的值班手机），照 check 所写的遮盖形式",
            "Personal data that may be published anywhere in the archive, masked as check names"
            " them.",
        ),
    ] = ()
    series: Annotated[
        tuple[Series, ...], Key("mappings", "收录的各种刊物", "The series of bulletins.")
    ]


@dataclass(frozen=True)
class Term:
    """One entry of an authority file. Fields that its file does not have are empty. `county`,
    `parent` and `succeeds` hold present names."""

    slug: Annotated[str, Key("slug", "用于网址的代号", "Its name in addresses.")]
    name: Annotated[str, Key("text", "正式全称", "Full official name.")]
    kind: Annotated[
        str,
        Key(
            "choice",
            "区、县、县级市或功能区；功能区没有 GB/T 2260 代码",
            "What it is; a zone has no GB/T 2260 code.",
            only=("county",),
            choices=tuple(COUNTY_KINDS),
        ),
        Key(
            "text",
            "给读者看的类别：医院、委局……",
            "Kind as shown to readers: 医院, 委局, …",
            only=("department",),
        ),
        Key(
            "choice",
            "镇、乡、街道，或其他（农场、林场……）",
            "What it is: 镇, 乡, 街道, or other.",
            only=("township",),
            choices=tuple(TOWNSHIP_KINDS),
        ),
    ]
    _: KW_ONLY
    county: Annotated[
        str | None,
        Key(
            "county",
            "所属县区；市级及以上不写",
            "County or zone it belongs to; null for the city and above.",
            only=("department",),
        ),
        Key("county", "所属县区", "County or zone it is part of.", True, only=("township",)),
    ] = None
    parent: Annotated[
        str | None,
        Key("department", "所隶属的单位", "The office it is part of.", only=("department",)),
    ] = None
    short: Annotated[
        str | None,
        Key("text", "简称，不带县、市、区", "Short name, without 县/市/区.", only=("county",)),
    ] = None
    code: Annotated[
        str | None,
        Key(
            "gb2260",
            "GB/T 2260 六位代码；功能区为 null",
            "GB/T 2260 code, six digits; null for a zone.",
            only=("county",),
        ),
    ] = None
    nbs: Annotated[
        str | None,
        Key(
            "text",
            "功能区的统计用区划代码",
            "Code of the National Bureau of Statistics, for zones.",
            only=("county",),
        ),
        Key(
            "text",
            "统计用区划代码",
            "Code of the National Bureau of Statistics.",
            only=("township",),
        ),
    ] = None
    prefecture: Annotated[
        str | None,
        Key("text", "所属地级市", "Prefecture-level city it belongs to.", only=("county",)),
    ] = None
    province: Annotated[str | None, Key("text", "所属省份", "Province.", only=("county",))] = None
    aliases: Annotated[
        tuple[str, ...],
        Key("texts", "别名，在哪里出现都指它", "Other names that mean it wherever they stand."),
    ] = ()
    terms: Annotated[
        tuple[str, ...],
        Key(
            "texts",
            "正文里出现就提示加这个主题的词",
            "Words for which it is proposed, where a text has them.",
            only=("topic",),
        ),
    ] = ()
    description: Annotated[
        str | None,
        Key(
            "text",
            "主题页上的一两句介绍",
            "One or two sentences for its page.",
            only=("topic",),
        ),
    ] = None
    names: Annotated[
        tuple[NamePeriod, ...],
        Key(
            "mappings",
            "以前的名称和起止时间；简报显示当时的名称",
            "Its names of other times; a bulletin shows the name of its time.",
            only=("county", "department", "township"),
        ),
    ] = ()
    succeeds: Annotated[
        tuple[str, ...],
        Key(
            "counties",
            "由哪些县区改设、合并而来（已登记的名称或代号）",
            "Counties or zones that became it, by name or slug.",
            only=("county",),
        ),
        Key(
            "departments",
            "由哪些单位合并、改组而来（已登记的名称或代号）",
            "Offices that were merged or turned into it, by name or slug.",
            only=("department",),
        ),
        Key(
            "townships",
            "由哪些乡镇、街道合并、改设而来（已登记的名称或代号）",
            "Places that became it, by name or slug.",
            only=("township",),
        ),
    ] = ()
    former_slugs: Annotated[
        tuple[str, ...],
        Key(
            "slugs",
            "以前的代号，先旧后新；原网址会转到现在的网址",
            "Its slugs of before, oldest first; their addresses lead on.",
        ),
    ] = ()
    misprints: Annotated[
        tuple[str, ...],
        Key(
            "texts",
            "肯定是误字的写法（青木县即青禾县）",
            "Misreadings that are certain (青木县 for 青禾县).",
            only=("county",),
        ),
    ] = ()
    townships: Annotated[
        tuple[str, ...],
        Key(
            "texts",
            "所辖乡镇，用于发现疑误",
            "Its townships, for spotting near misses.",
            only=("county",),
        ),
    ] = ()
    tile: Annotated[
        str | None,
        Key(
            "tile",
            "在方块地图上的位置：列,行，都从 1 起",
            "Its place on the map of tiles: column,row, both from 1.",
            only=("county",),
        ),
    ] = None

    @cached_property
    def periods(self) -> tuple[NamePeriod, ...]:
        """All periods of its name, the earliest first."""
        return periods.with_present(self.names, self.name, self.code)

    @property
    def other_names(self) -> tuple[str, ...]:
        """Its names of other times."""
        names = dict.fromkeys(one.name for one in self.names)
        names.pop(self.name, None)
        return tuple(names)

    def period_at(self, date: PartialDate | None) -> NamePeriod | None:
        return periods.at(self.periods, date)

    def named_from(self, date: PartialDate) -> PartialDate:
        """Return when its name on `date` began, the year 1 if that is unknown."""
        period = self.period_at(date)
        return (period.from_ if period else None) or PartialDate(1)

    def name_at(self, date: PartialDate | None) -> str:
        """Return its name on `date`; the present one if the date or that name is unknown."""
        if not self.names:
            return self.name
        period = self.period_at(date)
        return period.name if period else self.name

    def bears(self, name: str, date: PartialDate) -> bool:
        """Return whether `name` means it on `date`; an alias always does."""
        if not self.names or name in self.aliases:
            return True
        return any(one.name == name and one.holds(date) for one in self.periods)


@dataclass(frozen=True)
class Taxonomy:
    """The terms of one authority file, in the file's order."""

    name: str
    terms: tuple[Term, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, list[Term]]:
        """The terms that a name means at any time: by their present name, then by alias, then by
        a name of another time."""
        found: dict[str, list[Term]] = {}
        for names_of in (
            lambda term: (term.name,),
            lambda term: term.aliases,
            lambda term: term.other_names,
        ):
            for term in self.terms:
                for name in names_of(term):
                    if term not in found.setdefault(name, []):
                        found[name].append(term)
        return found

    @cached_property
    def _nearest(self) -> dict[str, str | None]:
        """Suggestions made so far, because one wrong name is often in many bulletins; at first, the
        known misprints."""
        return {misprint: term.name for term in self.terms for misprint in term.misprints}

    @cached_property
    def _by_slug(self) -> dict[str, Term]:
        return {term.slug: term for term in self.terms}

    @cached_property
    def _has_names_in_time(self) -> bool:
        return any(term.names for term in self.terms)

    def find(self, name: str, date: PartialDate | None = None) -> Term | None:
        """Return the term with that name or alias. A name of several terms means the one that had
        it on `date`, the later one if two did; without a date the one that has it now."""
        known = self._by_name.get(name, ())
        if len(known) > 1 and date is not None and self._has_names_in_time:
            bearers = [term for term in known if term.bears(name, date)]
            known = sorted(bearers, key=lambda term: term.named_from(date))[-1:] or known
        return known[0] if known else None

    def with_slug(self, slug: str) -> Term:
        return self._by_slug[slug]

    def of_slug(self, slug: str) -> Term | None:
        return self._by_slug.get(slug)

    @cached_property
    def _successors(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for term in self.terms:
            for name in term.succeeds:
                found.setdefault(name, []).append(term)
        return found

    def successors(self, term: Term) -> tuple[Term, ...]:
        return tuple(self._successors.get(term.name, ()))

    def predecessors(self, term: Term) -> tuple[Term, ...]:
        """Return the terms that it succeeds, those that they succeed, and so on, each once."""
        found: dict[str, Term] = {}
        waiting = list(term.succeeds)
        while waiting:
            before = self.find(waiting.pop(0))
            if before and before.name not in found:
                found[before.name] = before
                waiting += before.succeeds
        return tuple(found.values())

    def name_at(self, name: str, date: PartialDate | None) -> str:
        """Return the name that the term with the present name `name` had on `date`."""
        term = self.find(name) if self._has_names_in_time else None
        return term.name_at(date) if term else name

    def names_at(self, names: tuple[str, ...], date: PartialDate | None) -> tuple[str, ...]:
        return tuple(self.name_at(name, date) for name in names)

    def at(self, date: PartialDate | None) -> "Taxonomy":
        """Return the terms under their names on `date`. Their other names are aliases, unless
        another term had that name then, or without a date at any time."""
        if not self._has_names_in_time:
            return self
        return replace(self, terms=tuple(self._at(term, date) for term in self.terms))

    def _at(self, term: Term, date: PartialDate | None) -> Term:
        name = term.name_at(date)
        others = dict.fromkeys((*term.aliases, term.name, *term.other_names))
        others.pop(name, None)
        aliases = tuple(
            other
            for other in others
            if len(self._by_name[other]) == 1
            or (date is not None and term.bears(other, date) and self.find(other, date) is term)
        )
        is_place = self.name == "county" and term.kind != "zone" and name != term.name
        kind = PLACE_KINDS.get(name[-1:], term.kind) if is_place else term.kind
        parent = self.name_at(term.parent, date) if term.parent else None
        return replace(term, name=name, kind=kind, aliases=aliases, parent=parent, names=())

    def nearest(self, name: str) -> str | None:
        """Return the known name most similar to `name`, for a suggestion, never for a decision."""
        if name not in self._nearest:
            close = get_close_matches(name, self._by_name, n=1, cutoff=0.5)
            self._nearest[name] = close[0] if close else None
        return self._nearest[name]


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of the county of that name: closed rings of (longitude, latitude), including
    islands and holes."""

    county: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a bulletin. `number` is its place, from 1. `department`, `county`, `township`
    and the topics hold present full names (aliases are resolved on loading). `body` is Markdown
    without the title."""

    number: int
    title: Annotated[
        str,
        Key(
            "text",
            "标题，与正文中的 `## ` 标题一致",
            "Title, equal to its `## ` heading in the body.",
        ),
    ]
    kind: Annotated[ArticleKind, Key("choice", "类别：头条、简讯、新闻", "What it is.")]
    attribution: Annotated[
        str | None,
        Key(
            "text",
            "供稿单位，照原样，不含括号",
            "Reporting office as printed, without the brackets.",
        ),
    ] = None
    department: Annotated[
        tuple[str, ...], Key("departments", "报送单位", "Offices that reported the article.")
    ] = ()
    county: Annotated[
        tuple[str, ...],
        Key(
            "counties",
            "文章所出或所写的各县级地方",
            "Every county-level place the article is from or about.",
        ),
    ] = ()
    township: Annotated[
        tuple[str, ...],
        Key(
            "townships",
            "文章所出或所写的乡镇、街道",
            "Every place below the county that the article is from or about.",
        ),
    ] = ()
    topics: Annotated[
        tuple[str, ...],
        Key("topics", "主题，见 topics.yaml", "Topics of the archive's own, from topics.yaml."),
    ] = ()
    not_topics: Annotated[
        tuple[str, ...],
        Key(
            "topics",
            "提到而不以它为主题的，不再提示",
            "Topics that it names and is not about; they are not proposed again.",
        ),
    ] = ()
    kicker: Annotated[
        str | None, Key("text", "肩题，标题上面的一行", "肩题, the line above the title.")
    ] = None
    subtitle: Annotated[
        str | None, Key("text", "副题，标题下面的一行", "副题, the line below the title.")
    ] = None
    authors: Annotated[
        tuple[str, ...], Key("texts", "署名的作者", "People named as its writers.")
    ] = ()
    id: Annotated[
        int | None,
        Key(
            "integer",
            "网址中的编号，与篇次不同时才写；写了不再改",
            "The number in its address, where that is not its place in the issue; it never"
            " changes.",
        ),
    ] = None
    status: _Status = None
    status_date: _StatusDate = None
    status_note: _StatusNote = None
    replaced_by: _ReplacedBy = None
    attachments: _Attachments = ()
    aliases: _Aliases = ()
    body: str

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return str(self.id or self.number)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text to another page: the address as in the parsed Markdown, the output path of
    the page, and the id there ("" for none)."""

    written: str
    target: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a text shows: its address as in the parsed Markdown, and its `file` in
    content/, which is also its output path. The site has it without metadata: `width` and `height`
    in pixels, `bytes` and `sha256` are those of the published file, `received` is the SHA-256 of
    the one in content/."""

    written: str
    file: str
    width: int
    height: int
    bytes: int
    sha256: str
    received: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that the conversion made to the printed text. `line` counts the lines of a text,
    else the document's paragraphs and lines in order; `page` is 0 if there are no pages."""

    rule: str
    line: int
    before: str
    after: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt that the conversion left for a person. `line` and `page` as in Repair.

    `kind` and `reason` name a `Doubt`, `values` fill its templates; `advice` is its text in
    Chinese. A record of an older version, or of another program, may have only `kind` and `advice`,
    with any text.
    """

    kind: str
    line: int
    text: str
    advice: str
    page: int = 0
    reason: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, doubt: Doubt, line: int, text: str, **values: object) -> Self:
        named = {name: str(value) for name, value in values.items()}
        advice = doubt.zh.format(**named)
        return cls(doubt.kind, line, text, advice, 0, doubt.reason, tuple(named.items()))

    def words(self, language: str) -> str:
        """Return the advice in `language`; in Chinese if there is no other text."""
        code = f"{self.kind}.{self.reason}" if self.reason else self.kind
        if language == "zh-CN" or code not in DOUBTS:
            return self.advice
        try:
            return DOUBTS[code].words.of(language).format(**dict(self.values))
        except (LookupError, ValueError, AttributeError):  # a person has changed the record
            return self.advice


@dataclass(frozen=True, slots=True)
class Review:
    """The repairs and doubts of a conversion; `fields` gives for each front-matter field whether it
    was printed, inferred or absent."""

    repairs: tuple[Repair, ...] = ()
    flags: tuple[Flag, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    def private(self) -> tuple[str, ...]:
        """Return the personal data that the conversion found in the document, masked."""
        return tuple(flag.text for flag in self.flags if flag.kind.startswith("privacy_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One issue. Its place is content/bulletins/`series`/`folder`/`name`.md, its permalink the
    same with .html; `path` is the file as shown in messages. `preface` is Markdown. `links` are
    those of its texts that lead to pages of the archive, `pictures` those that its texts show,
    `personal` the masked forms of all personal data that its pages and files may hold. In a
    preview, `held_back` says why it is not published yet."""

    folder: str
    name: str
    path: str
    title: Annotated[str, Key("text", "整期的标题", "Title of the whole issue.")]
    series: Annotated[
        str, Key("slug", "刊物的代号，见 site.yaml", "Slug of its series in site.yaml.")
    ]
    issue: Annotated[
        int | None,
        Key(
            "integer",
            "期号；原件没有则为 null",
            "Issue number; null where the document prints none.",
        ),
    ] = None
    issue_printed: Annotated[
        str | None, Key("text", "期号，照原样", "Issue number as printed.")
    ] = None
    date: Annotated[
        PartialDate | None,
        Key(
            "date",
            "日期；没有则为 null，不推算",
            "Date of issue; null where none, never an invented part.",
            required=True,
        ),
    ] = None
    date_printed: Annotated[str | None, Key("text", "日期，照原样", "Date as printed.")] = None
    issuer: Annotated[str | None, Key("text", "编发单位，照原样", "Issuing office as printed.")] = (
        None
    )
    banner: Annotated[
        str | None,
        Key(
            "text",
            "横幅【……】，照原样，不含括号",
            "Banner (【…】) as printed, without the brackets.",
        ),
    ] = None
    report_to: Annotated[tuple[str, ...], Key("texts", "报", "报: reported to.")] = ()
    send_to: Annotated[tuple[str, ...], Key("texts", "送", "送: sent to.")] = ()
    distribute_to: Annotated[tuple[str, ...], Key("texts", "发", "发: distributed to.")] = ()
    editor: Annotated[str | None, Key("text", "编辑", "编辑.")] = None
    reviewer: Annotated[str | None, Key("text", "审核", "审核.")] = None
    signatory: Annotated[str | None, Key("text", "签发", "签发.")] = None
    source: Annotated[
        Provenance | None, Key("mapping", "收到的原件", "The document as received.")
    ] = None
    reviewed: Annotated[
        PartialDate | None,
        Key(
            "reviewed",
            "核对完成的日期；未核对为 false",
            "Date on which a person finished the review, or false.",
        ),
    ] = None
    draft: _Draft = None
    publish_from: _PublishFrom = None
    privacy_allowed: Annotated[
        tuple[str, ...],
        Key(
            "texts",
            "可以公开的个人信息，照 check 和 convert 所写的遮盖形式，如 110***********1234",
            "Personal data that may be published, masked as check and convert name them.",
        ),
    ] = ()
    status: _Status = None
    status_date: _StatusDate = None
    status_note: _StatusNote = None
    replaced_by: _ReplacedBy = None
    attachments: _Attachments = ()
    aliases: _Aliases = ()
    articles: Annotated[
        tuple[Article, ...],
        Key("mappings", "各篇文章，次序与正文一致", "The articles, in the order of the body."),
    ]
    personal: tuple[str, ...] = ()
    preface: str = ""
    review: Review | None = None
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    held_back: HoldReason | None = None


def without_texts(bulletin: Bulletin) -> Bulletin:
    """Return a bulletin without its preface and the bodies of its articles."""
    articles = tuple(replace(article, body="") for article in bulletin.articles)
    return replace(bulletin, preface="", articles=articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """A page that the archive's owner wrote, content/pages/`name`.md. `path` is that file as shown
    in messages, `body` its Markdown, `links` its links to other pages, `pictures` those that it
    shows, and `held_back` as that of a bulletin."""

    name: str
    path: str
    title: Annotated[str, Key("text", "网页的标题", "Title of the page.")]
    menu: Annotated[
        MenuPlace,
        Key(
            "choice",
            "链接的位置：每页上方的菜单，或每页下方（不写就是下方）",
            "Where each page links to it: the menu at its head, or its foot (the default).",
        ),
    ] = "footer"
    order: Annotated[
        int | None,
        Key(
            "integer",
            "在菜单里的次序，小的在前；不写的排在后面，按文件名",
            "Place in the menu, lowest first; pages without one follow, by name.",
        ),
    ] = None
    description: Annotated[
        str | None, Key("text", "一句话的介绍，给搜索引擎", "A sentence for search engines.")
    ] = None
    draft: _Draft = None
    publish_from: _PublishFrom = None
    aliases: _Aliases = ()
    body: str = ""
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    held_back: HoldReason | None = None


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that stands in the site under its own name, content/static/`path`."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet of an attached spreadsheet as CSV: the attachment's `file`, the sheet's name, the
    output path, the rows below the headings, and the bytes with their SHA-256."""

    file: str
    sheet: str
    path: str
    rows: int
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page of an original as a picture: the original's `file`, the output path, width and height
    in pixels, and the SHA-256 of its bytes."""

    file: str
    path: str
    width: int
    height: int
    sha256: str


# A function that returns the bytes of the original with that name and SHA-256.
ReadOriginal: TypeAlias = Callable[[str, str], bytes]


@dataclass(frozen=True, slots=True)
class YearFile:
    """The ZIP file with the texts of a year: the year in addresses, its output path, bytes and
    SHA-256."""

    year: str
    path: str
    bytes: int
    sha256: str


def attachments_of(bulletin: Bulletin) -> tuple[Attachment, ...]:
    """Return the attachments of a bulletin and of its articles."""
    of_articles = (one for article in bulletin.articles for one in article.attachments)
    return (*bulletin.attachments, *of_articles)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an archive: everything except its bulletins."""

    site: Site
    counties: Taxonomy
    departments: Taxonomy
    townships: Taxonomy = Taxonomy("township")
    topics: Taxonomy = Taxonomy("topic")

    @property
    def taxonomies(self) -> tuple[Taxonomy, ...]:
        return self.counties, self.departments, self.townships, self.topics


@dataclass(frozen=True)
class Archive:
    """Everything that the build reads, checked. `bulletins` are newest first: by date (a year alone
    after its months, undated last), then by series, then the higher issue number, then name.
    `about` is the Markdown of the about page, "" if there is none, `about_links` its links to other
    pages and `about_pictures` the pictures that it shows. `originals` are the files in originals/
    that bulletins name as their source or as attachments; others are not published, and neither is
    one in which the conversion found personal data that nobody allowed. `outlines` is empty unless
    the site shows them. `personal` are the masked forms of personal data that every file of the
    site may hold. `pages` are the owner's pages in the order of the menus, `static` the files that
    the site holds as they are. `held_back` says of each bulletin and page that is not published yet
    why, `sheets` are the attached spreadsheets that are tables, `year_files` the ZIP files of its
    years, `page_images` the pages of PDFs and scans in order. `digests` has for each
    bulletin, by its path, the bulletin as it was read, its `digest` and its `head_digest`."""

    site: Site
    counties: Taxonomy
    departments: Taxonomy
    bulletins: tuple[Bulletin, ...]
    about: str = ""
    originals: tuple[str, ...] = field(default=())
    outlines: tuple[Outline, ...] = ()
    about_links: tuple[Link, ...] = ()
    about_pictures: tuple[Picture, ...] = ()
    personal: tuple[str, ...] = ()
    pages: tuple[OwnPage, ...] = ()
    static: tuple[StaticFile, ...] = ()
    townships: Taxonomy = Taxonomy("township")
    topics: Taxonomy = Taxonomy("topic")
    held_back: tuple[HoldReason, ...] = ()
    sheets: tuple[SheetFile, ...] = ()
    year_files: tuple[YearFile, ...] = ()
    page_images: tuple[PageImage, ...] = ()
    digests: Mapping[str, tuple[Bulletin, str, str]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def digest(self, bulletin: Bulletin) -> str:
        """Return a hash of everything that a bulletin says."""
        read, digest, _ = self.digests.get(bulletin.path, (None, "", ""))
        return digest if read is bulletin else fingerprint(bulletin)

    def head_digest(self, bulletin: Bulletin) -> str:
        """Return a hash of everything that a bulletin says except its texts."""
        read, _, digest = self.digests.get(bulletin.path, (None, "", ""))
        return digest if read is bulletin else fingerprint(without_texts(bulletin))

    @cached_property
    def heads(self) -> str:
        """A text that decides everything in an archive except the texts of its bulletins, and the
        ZIP files of its years, which hold these."""
        apart = {
            "bulletins": [self.head_digest(bulletin) for bulletin in self.bulletins],
            # Given byte for byte, and shown by their names alone.
            "static": [file.path for file in self.static],
            "sheets": [(s.file, s.sheet, s.path, s.rows, s.sha256) for s in self.sheets],
            "year_files": None,
            "digests": None,
        }
        names = [each.name for each in fields(self)]
        return fingerprint([apart.get(name, getattr(self, name)) for name in names])

    @property
    def taxonomies(self) -> tuple[Taxonomy, ...]:
        """The authority files, in a fixed order."""
        return self.counties, self.departments, self.townships, self.topics

    @cached_property
    def series(self) -> dict[str, Series]:
        return {series.slug: series for series in self.site.series}

    def offered(self, bulletin: Bulletin) -> tuple[tuple[str, ...], ...]:
        """Return the attachments of a bulletin that the site offers: the name of each, and the
        hashes of its sheets as CSV."""
        return tuple(
            (one.file, *(sheet.sha256 for sheet in self.sheets_of(one)))
            for one in attachments_of(bulletin)
            if one.file in self.originals
        )

    def page_images_of(self, source: Provenance) -> tuple[PageImage, ...]:
        """Return the pages of an original as pictures; none if the site does not show them."""
        return tuple(image for image in self.page_images if image.file == source.file)

    def sheets_of(self, attachment: Attachment) -> tuple[SheetFile, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.file == attachment.file)

    @cached_property
    def received(self) -> dict[str, str]:
        """The SHA-256 of the documents and attachments in originals/ that bulletins name."""
        sources = (bulletin.source for bulletin in self.bulletins)
        files: list[Provenance | Attachment] = [source for source in sources if source]
        files += (one for bulletin in self.bulletins for one in attachments_of(bulletin))
        return {one.file: one.sha256 for one in files}

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The picture files of the site, each once, in the order of their paths."""
        shown = [
            *self.about_pictures,
            *(one for bulletin in self.bulletins for one in bulletin.pictures),
            *(one for page in self.pages for one in page.pictures),
        ]
        files = {one.file: one for one in shown}
        return tuple(files[file] for file in sorted(files))


# --- the tables of fields -----------------------------------------------------------------

SITE_FIELDS = fields_of(Site)
CONTACT_FIELDS = fields_of(Contact)
SERIES_FIELDS = fields_of(Series)
COUNTY_FIELDS = fields_of(Term, "county")
DEPARTMENT_FIELDS = fields_of(Term, "department")
TOWNSHIP_FIELDS = fields_of(Term, "township")
TOPIC_FIELDS = fields_of(Term, "topic")
BULLETIN_FIELDS = fields_of(Bulletin)
ARTICLE_FIELDS = fields_of(Article)
SOURCE_FIELDS = fields_of(Provenance)
ATTACHMENT_FIELDS = fields_of(Attachment)
COUNTY_NAME_FIELDS = fields_of(NamePeriod, "county")
DEPARTMENT_NAME_FIELDS = fields_of(NamePeriod, "department")
PAGE_FIELDS = fields_of(OwnPage)
