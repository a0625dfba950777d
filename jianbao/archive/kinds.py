"""The closed sets of the archive, each with the names of its members in Chinese and in English.

These words are defined only here, for the terminal and the pages. Pages look them up as interface
strings, so an archive's own `layouts/strings/` may change them (see `strings`).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, NamedTuple, Self, TypeVar, get_args

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

ArticleKind = Literal["feature", "brief", "news"]
SourceFormat = Literal["text", "html", "docx", "pdf", "scan"]
Status = Literal["corrected", "withdrawn", "replaced"]
SeriesKind = Literal["bulletin", "news"]
CountyKind = Literal["district", "county", "city", "zone"]
TownshipKind = Literal["town", "township", "subdistrict", "other"]
MapKind = Literal["tiles", "outlines"]
MenuPlace = Literal["header", "footer"]
FileForm = Literal["md", "json", "bib", "ris", "csl.json"]
"""The form of a file beside the page of a bulletin."""
Publish = Literal["all", "reviewed"]
HoldReason = Literal["draft", "unreviewed", "date"]
"""Why a bulletin or a page is not published yet."""
PersonalData = Literal["hold", "report"]
"""How a build treats personal data that nobody allowed, except identity numbers."""

FieldState = Literal["printed", "inferred", "absent"]
"""The source from which the conversion took a front-matter field."""

RepairRule = Literal[
    "heading-level",
    "invisible",
    "markup",
    "misprint",
    "page-join",
    "space",
    "table-head",
    "width",
    "wrap-join",
]

RemovalReason = Literal[
    # a page of print
    "page-number",
    "running-head",
    "rule",
    "image",
    "contents",
    # the frame of a bulletin
    "attribution",
    "brackets",
    "copies",
    "footer",
    "internal-notice",
    "label",
    "masthead",
    "numbering",
    "ornament",
    "print-line",
    "repeated-title",
    "section",
    "separator",
    "title-stop",
    # a web page
    "advertisement",
    "attribute",
    "comments",
    "counter",
    "drawing",
    "embedded",
    "form",
    "form-control",
    "index-card",
    "links",
    "navigation",
    "noscript",
    "outside-article",
    "page-footer",
    "page-head",
    "page-header",
    "page-line",
    "page-tools",
    "pinyin",
    "related",
    "share",
    "sidebar",
    "title",
    # a file
    "annotation",
    "comment",
    "deleted-revision",
    "drawing-version",
    "field-code",
    "hidden",
    "markup",
    "moved-revision",
    "placeholder",
    "unprinted",
    "watermark",
    # the text layer of a PDF, and recognised pictures
    "garbled-layer",
    "margin",
    "overprint",
    "replaced-layer",
    "too-faint",
    "turned",
]

_Member = TypeVar("_Member", bound=str)


class Words(NamedTuple):
    """The name or text of a member of a closed set; `str.format` templates for doubts."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.zh


ARTICLE_KINDS: Mapping[ArticleKind, Words] = {
    "feature": Words("头条", "Feature"),
    "brief": Words("简讯", "Brief"),
    "news": Words("新闻", "News"),
}
SOURCE_FORMATS: Mapping[SourceFormat, Words] = {
    "text": Words("文本", "text"),
    "html": Words("网页", "web page"),
    "docx": Words("Word 文档", "Word document"),
    "pdf": Words("PDF", "PDF"),
    "scan": Words("扫描件", "scan"),
}
STATUSES: Mapping[Status, Words] = {
    "corrected": Words("已更正。", "Corrected."),
    "withdrawn": Words("已撤回。", "Withdrawn."),
    "replaced": Words("已被新文本取代。", "Replaced by a newer text."),
}
SERIES_KINDS: Mapping[SeriesKind, Words] = {
    "bulletin": Words("简报", "bulletin"),
    "news": Words("网页新闻", "collected web pages"),
}
COUNTY_KINDS: Mapping[CountyKind, Words] = {
    "district": Words("区", "district"),
    "county": Words("县", "county"),
    "city": Words("县级市", "county-level city"),
    "zone": Words("功能区", "zone"),
}
TOWNSHIP_KINDS: Mapping[TownshipKind, Words] = {
    "town": Words("镇", "town"),
    "township": Words("乡", "township"),
    "subdistrict": Words("街道", "subdistrict"),
    "other": Words("其他", "other"),
}
# The kind of a county-level place, by the last character of its name.
PLACE_KINDS: Mapping[str, CountyKind] = {
    "县": "county",
    "旗": "county",
    "区": "district",
    "市": "city",
}
MAPS: Mapping[MapKind, Words] = {
    "tiles": Words("方块示意图", "map of tiles"),
    "outlines": Words("轮廓地图", "map of outlines"),
}
FIELD_STATES: Mapping[FieldState, Words] = {
    "printed": Words("原件载明", "Printed"),
    "inferred": Words("推断", "Inferred"),
    "absent": Words("原件未载", "Not in the document"),
}
REPAIR_RULES: Mapping[RepairRule, Words] = {
    "heading-level": Words("标题级别按序号改正", "heading level set by its numbering"),
    "invisible": Words("去掉不可见字符", "invisible character removed"),
    "markup": Words("去掉标记", "markup removed"),
    "misprint": Words("改正地名误字", "misprinted place name"),
    "page-join": Words("接上跨页断开的段落", "paragraph joined across pages"),
    "space": Words("去掉多余空格", "superfluous space removed"),
    "table-head": Words("合并单元格的表头补全", "table head of merged cells filled"),
    "width": Words("半角标点改全角", "half-width punctuation made full-width"),
    "wrap-join": Words("接上断行", "lines joined"),
}
REMOVAL_REASONS: Mapping[RemovalReason, Words] = {
    "page-number": Words("页码", "page number"),
    "running-head": Words("页眉或页脚", "running header or footer"),
    "rule": Words("分隔线", "horizontal line"),
    "image": Words("图片", "picture"),
    "contents": Words("目录", "table of contents"),
    "attribution": Words("没有正文的署名", "attribution without a text"),
    "brackets": Words("名称外的括号", "brackets around a name"),
    "copies": Words("印发份数", "number of copies"),
    "footer": Words("报尾的其他文字", "other text of the footer"),
    "internal-notice": Words("内部资料提示", "notice of internal use"),
    "label": Words("栏目标签", "label of a field"),
    "masthead": Words("报头的其他文字", "other text of the masthead"),
    "numbering": Words("篇目编号", "number of an article"),
    "ornament": Words("装饰符号", "ornament"),
    "print-line": Words("印发说明", "line about printing"),
    "repeated-title": Words("重复的标题", "title printed again"),
    "section": Words("栏目名称", "name of a column"),
    "separator": Words("分隔符", "separator"),
    "title-stop": Words("标题末尾的标点", "punctuation after a title"),
    "advertisement": Words("广告", "advertisement"),
    "attribute": Words("标记属性中的文字", "text in an attribute of the markup"),
    "comments": Words("网友评论", "readers' comments"),
    "counter": Words("阅读计数", "counter of readers"),
    "drawing": Words("图形中的文字", "text of a drawing"),
    "embedded": Words("嵌入的内容", "embedded content"),
    "form": Words("表单", "form"),
    "form-control": Words("表单控件", "control of a form"),
    "index-card": Words("信息索引表", "index card"),
    "links": Words("链接列表", "list of links"),
    "navigation": Words("导航", "navigation"),
    "noscript": Words("无脚本时的提示", "notice for browsers without scripts"),
    "outside-article": Words("正文之外", "outside the article"),
    "page-footer": Words("网页页脚", "footer of the web page"),
    "page-head": Words("网页题头", "head of the article's page"),
    "page-header": Words("网页页头", "header of the web page"),
    "page-line": Words("网页题头中的信息行", "line of labels of the web page"),
    "page-tools": Words("网页工具", "tools of the web page"),
    "pinyin": Words("注音", "pinyin above characters"),
    "related": Words("相关链接", "related links"),
    "share": Words("分享按钮", "buttons to share"),
    "sidebar": Words("侧栏", "sidebar"),
    "title": Words("网页的另一标题", "another title of the web page"),
    "annotation": Words("PDF 的批注、图章或表单", "annotation, stamp or form of a PDF"),
    "comment": Words("批注", "comment"),
    "deleted-revision": Words("修订中删除的文字", "deleted in a tracked change"),
    "drawing-version": Words("图形的另一版本", "other version of a drawing"),
    "field-code": Words("域代码", "code of a field"),
    "hidden": Words("看不见的文字", "hidden text"),
    "markup": Words("标记", "markup"),
    "moved-revision": Words("修订中移走的文字", "moved away in a tracked change"),
    "placeholder": Words("占位提示", "placeholder"),
    "unprinted": Words("不印出的部分", "part that is not printed"),
    "watermark": Words("水印", "watermark"),
    "garbled-layer": Words(
        "没有可用字符对照表的文字层", "text layer without a usable character map"
    ),
    "margin": Words("页边竖排的文字", "text that runs down the margin"),
    "overprint": Words("重复印刷的字符", "the same character printed twice"),
    "replaced-layer": Words(
        "改按图片识别的文字层", "text layer replaced by reading the page as a picture"
    ),
    "too-faint": Words("太淡，无法识别", "too faint to be read as text"),
    "turned": Words("转向的文字，可能是水印", "turned text, perhaps a watermark"),
}


def strings(language: str) -> dict[str, str]:
    """Return the words that pages show, as interface strings: `repair.space` to 去掉多余空格."""
    return {
        **_named("search", ARTICLE_KINDS, language),
        **_named("format", SOURCE_FORMATS, language),
        **_named("status", STATUSES, language),
        **_named("review", FIELD_STATES, language),
        **_named("repair", REPAIR_RULES, language),
    }


def _named(group: str, words: Mapping[_Member, Words], language: str) -> dict[str, str]:
    return {f"{group}.{member}": said.of(language) for member, said in words.items()}


class Doubt(StrEnum):
    """A question that the conversion leaves for a person to decide, with its advice.

    A value is `kind` or `kind.reason`: the kind groups doubts that are handled alike, the reason
    distinguishes the advices of one kind. A kind has either one advice or a reason for each.
    """

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = zh, en
        return member

    @property
    def kind(self) -> str:
        return str(self.value).partition(".")[0]

    @property
    def reason(self) -> str:
        return str(self.value).partition(".")[2]

    @property
    def words(self) -> Words:
        return Words(self.zh, self.en)

    # --- the frame
    ISSUE_MISSING = (
        "issue_missing.absent",
        "原件没有期号，不作推算；如能查到请补上。",
        "The document has no issue number, and none is inferred; add it if you can find it.",
    )
    ISSUE_UNREADABLE = (
        "issue_missing.not_a_number",
        "期号不是一个单独的数，issue 留空，请核对。",
        "The issue number is not a single number; issue was left empty. Please check.",
    )
    DATE_MISSING = (
        "date_missing",
        "原件没有日期，请查明后补上。",
        "The document has no date; find it out and add it.",
    )
    DATE_INCOMPLETE = (
        "date_incomplete.no_year",
        "日期没有年份，请补全。",
        "The date has no year; complete it.",
    )
    DATE_YEAR_OF_ISSUE = (
        "date_incomplete.year_of_issue",
        "日期没有年份，按期号取{year}年，请核对。",
        "The date has no year; {year} was taken from the issue number. Please check.",
    )
    DATE_OF_PRINTING = (
        "date_inferred.printing",
        "日期取自报尾的印发日期，请核对。",
        "The date is the date of printing in the footer; please check.",
    )
    DATE_OF_SIGNATURE = (
        "date_inferred.signature",
        "日期取自文中落款，请核对。",
        "The date is that of the signature in the text; please check.",
    )
    DATE_OF_METADATA = (
        "date_inferred.metadata",
        "日期取自网页元数据，请核对。",
        "The date is from the web page's metadata; please check.",
    )
    DATE_OF_ADDRESS = (
        "date_inferred.address",
        "日期取自网页地址或文件名，请核对。",
        "The date is from the web page's address or the file's name; please check.",
    )
    DATE_OTHER = (
        "date_doubtful.other",
        "网页元数据中是另一个日期，请核对以哪个为准。",
        "The web page's metadata has another date; check which one is right.",
    )
    DATE_LEFT_OUT = (
        "date_inferred.left_out",
        "日期取自正文以外、未收入的一行，请核对。",
        "The date is from a line around the text that was left out; please check.",
    )
    ISSUER_OF_PAGE = (
        "issuer_inferred.page",
        "编发单位取自网页元数据或正文以外的一行，请核对。",
        "The issuer is from the web page's metadata, or from a line around the text; please check.",
    )
    ISSUER_OF_SIGNATURE = (
        "issuer_inferred.signature",
        "编发单位取自落款，请核对。",
        "The issuer is from the signature; please check.",
    )
    ISSUER_OF_HEAD = (
        "issuer_inferred.head",
        "编发单位取自版头，请核对。",
        "The issuer is from the red head; please check.",
    )
    ISSUER_SHAPE = (
        "issuer_doubtful.shape",
        "编发单位不像单位名称，可能读错了行；请核对。",
        "The issuer does not look like the name of an office; perhaps the wrong line was read."
        " Please check.",
    )
    ISSUER_MISSING = (
        "issuer_doubtful.missing",
        "报头有刊名和期号，没有读出编发单位；请核对原件。",
        "The masthead has a name and a number, but no issuer was found; compare the document.",
    )
    SOURCE_MISSING = (
        "issuer_doubtful.source",
        "没有读出网页的来源，请对照原网页补上。",
        "No source of the web page was found; compare the page, and add it.",
    )
    BANNER_SPACE = (
        "banner_space",
        "横幅较长而没有空格，可能丢了中间的空格；按原样保留，请核对。",
        "The banner is long and has no space; a space may be lost. It was kept as it is;"
        " please check.",
    )
    FOOTER_MISSING = (
        "footer_missing",
        "原件没有报尾（报、送、发、编辑、审核），可能缺末页。",
        "The document has no footer (报, 送, 发, 编辑, 审核); the last page may be missing.",
    )
    MASTHEAD_REST = (
        "masthead_rest",
        "报头中的这一行未能归入刊名、期号、编发单位或日期，已略去，请核对。",
        "This line of the masthead is neither series, issue, issuer nor date; it was left out."
        " Please check.",
    )
    FOOTER_REST = (
        "footer_rest",
        "报尾中的这一行未能归入任何字段，已略去，请核对。",
        "This line of the footer fits no field; it was left out. Please check.",
    )
    EDITOR_SEVERAL = (
        "editor_doubtful",
        "编辑一栏有两个编辑，前一个可能是主编；请核对。",
        "The editor's field names two editors, of whom the first may be the chief editor. Please"
        " check.",
    )
    KIND_DOUBTFUL = (
        "kind_doubtful",
        "原件没有报头、期号、编发单位、供稿单位和报尾，只有正文像是单位的材料；请确认应当收入，并补上来历。",
        "The document has no masthead, issue number, issuer, attribution or footer; only its text"
        " looks like that of an office. Confirm that it belongs here, and add where it is from.",
    )

    # --- where it is filed
    MASTHEAD_MISSING = (
        "masthead_missing.nothing",
        "原件没有报头，请归入一种简报。",
        "The document has no masthead; choose the series.",
    )
    MASTHEAD_BY_ISSUER = (
        "masthead_missing.by_issuer",
        "原件没有报头；按编发单位归入《{series}》，请核对并补上期号。",
        "The document has no masthead; it was filed under 《{series}》 by its issuer. Please check,"
        " and add the issue number.",
    )
    MASTHEAD_OF_SEVERAL = (
        "masthead_missing.several",
        "原件没有报头；编发单位对应多种简报（{series}），请选定。",
        "The document has no masthead, and its issuer has several series ({series}); choose one.",
    )
    SERIES_OF_PAGE = (
        "series_unknown.page",
        "没有唯一的网页类刊物可归入，请在 site.yaml 中指定。",
        "A web page needs exactly one series with kind: news; add it to site.yaml.",
    )
    SERIES_OF_DOCUMENT = (
        "series_unknown.document",
        "这是一份公文或署名材料，没有刊名；请归入一种简报。",
        "This is an official or signed document without the name of a bulletin; choose the series.",
    )
    SERIES_UNKNOWN = (
        "series_unknown.new",
        "site.yaml 中没有这种简报；可加入：{{slug: …, title: {name}{issuer}}}，"
        "再把本文件移入它的文件夹。",
        "site.yaml has no such series; you can add {{slug: …, title: {name}{issuer}}}, then move"
        " this file into its folder.",
    )
    DUPLICATE_ISSUE = (
        "duplicate.issue",
        "整期与{place}.md内容相同，可能是同一文件的另一份，请核对是否重复收录。",
        "The whole issue is the same as {place}.md, perhaps another copy of the same file; check"
        " whether it is here twice.",
    )
    DUPLICATE_SAME = (
        "duplicate.same",
        "与{place}.md 第{number}篇“{title}”内容相同，请核对是否重复收录。",
        "The text is the same as article {number} of {place}.md, “{title}”; check whether it is"
        " here twice.",
    )
    DUPLICATE_LONGER = (
        "duplicate.longer",
        "是{place}.md 第{number}篇“{title}”的较长版本，请核对是否都要收录。",
        "A longer version of article {number} of {place}.md, “{title}”; check whether both belong"
        " here.",
    )
    DUPLICATE_SHORTER = (
        "duplicate.shorter",
        "是{place}.md 第{number}篇“{title}”的较短版本，请核对是否都要收录。",
        "A shorter version of article {number} of {place}.md, “{title}”; check whether both belong"
        " here.",
    )
    DUPLICATE_ALIKE = (
        "duplicate.alike",
        "与{place}.md 第{number}篇“{title}”内容大体相同，请核对是否重复收录。",
        "Much the same as article {number} of {place}.md, “{title}”; check whether it is here"
        " twice.",
    )

    # --- offices and places
    TAG_STANDS = (
        "tag_stands.unread",
        "原来的标注“{names}”这次没有读出来，予以保留，请核对。",
        "The tag “{names}” was there before and was not found this time; it was kept. Please"
        " check.",
    )
    TAG_GONE = (
        "tag_stands.gone",
        "原来的标注“{names}”已不在规范表里，没有保留；请改标，或把名称补回规范表。",
        "The tag “{names}” was there before, and no authority file has it now; it was left out. Tag"
        " it again, or add the name to its file again.",
    )
    DEPARTMENT_OF_SIGNATURE = (
        "department_inferred.signature",
        "供稿单位取自文末署名“{name}”，请核对。",
        "The office is from the signature “{name}” at the end of the text; please check.",
    )
    DEPARTMENT_OF_PAGE = (
        "department_inferred.page",
        "供稿单位取自网页来源“{name}”，请核对。",
        "The office is from the web page's source “{name}”; please check.",
    )
    DEPARTMENT_OF_DOCUMENT = (
        "department_inferred.document",
        "供稿单位取自落款或版头“{name}”，请核对。",
        "The office is from the signature or the red head “{name}”; please check.",
    )
    OFFICE_UNKNOWN = (
        "office_unknown.new",
        "departments.yaml 中没有这个单位；如为新单位，"
        "可加入：{{slug: …, name: {name}, kind: …{county}}}。",
        "departments.yaml has no such office; if it is new, you can add"
        " {{slug: …, name: {name}, kind: …{county}}}.",
    )
    OFFICE_UNKNOWN_NEAR = (
        "office_unknown.near",
        "departments.yaml 中没有这个单位，相近的有“{near}”；如为新单位，"
        "可加入：{{slug: …, name: {name}, kind: …{county}}}。",
        "departments.yaml has no such office; “{near}” is like it. If it is new, you can add"
        " {{slug: …, name: {name}, kind: …{county}}}.",
    )
    COUNTY_UNKNOWN = (
        "county_unknown.new",
        "counties.yaml 中没有“{name}”；如为新的县区，可加入：{{slug: …, name: {name}, kind: county,"
        " code: '……'}}。",
        "counties.yaml has no “{name}”; if it is new, you can add"
        " {{slug: …, name: {name}, kind: county, code: '……'}}.",
    )
    COUNTY_UNKNOWN_NEAR = (
        "county_unknown.near",
        "counties.yaml 中没有“{name}”，相近的有“{near}”；如为新的县区，"
        "可加入：{{slug: …, name: {name}, kind: county, code: '……'}}。",
        "counties.yaml has no “{name}”; “{near}” is like it. If it is new, you can add"
        " {{slug: …, name: {name}, kind: county, code: '……'}}.",
    )
    COUNTY_OF_TOWNSHIP = (
        "county_inferred.township",
        "标题中的{township}只属于{county}，据此标注，请核对。",
        "{township} in the title belongs to {county} only, which was taken; please check.",
    )
    COUNTY_OF_TEXT = (
        "county_inferred.text",
        "单位和标题都没有县区，按正文所述地点标注为{counties}，请核对。",
        "Neither office nor title names a county; {counties} was taken from the text. Please"
        " check.",
    )
    TOWNSHIP_NEAR_MISS = (
        "township_near_miss",
        "{county}没有{name}，有{near}，疑为误字；原样保留，请核对。",
        "{county} has no {name} but {near}, so it may be a misprint; it was kept as it is. Please"
        " check.",
    )

    TOPIC_NAMED = (
        "topic_named",
        "这一篇说到“{word}”；以它为主题的，运行 accept {topic} 加上。",
        "This article says “{word}”; if that is its topic, accept {topic} adds it.",
    )

    # --- articles
    ATTRIBUTION_MISSING = (
        "attribution_missing",
        "本期其他稿件都署了供稿单位，这一篇没有，请核对原件。",
        "The other articles of this issue name their office, this one does not; compare the"
        " document.",
    )
    ATTRIBUTION_ALONE = (
        "attribution_alone",
        "这个供稿单位前面没有正文，请核对原件。",
        "There is no text before this office; compare the document.",
    )
    ATTRIBUTION_SHAPE = (
        "attribution_doubtful.shape",
        "供稿单位不像单位名称，可能读错了行；请核对。",
        "The attribution does not look like the name of an office; perhaps the wrong line was read."
        " Please check.",
    )
    ATTRIBUTION_IN_TEXT = (
        "attribution_doubtful.in_text",
        "正文末行像是供稿单位；如是，请移到 attribution。",
        "The last line of the text looks like an attribution; if it is one, make it the"
        " attribution.",
    )
    ARTICLES_MANY = (
        "articles_doubtful.many",
        "原件分出了{count}篇文章，可能不是一期简报，或者分篇有误；请确认是否应当收入。",
        "The document was cut into {count} articles, so it may be no bulletin, or cut wrongly;"
        " decide whether it belongs here.",
    )
    ARTICLES_UNSIGNED = (
        "articles_doubtful.unsigned",
        "{count}篇文章中有{unsigned}篇没有供稿单位，分篇可能有误；请确认。",
        "Of {count} articles, {unsigned} name no office, so the document may be cut wrongly; please"
        " check.",
    )
    ARTICLES_OF_HEADINGS = (
        "articles_doubtful.headings",
        "没有编号的短行（{count}处）作小标题处理；如是另一篇的标题，请分篇。",
        "Short lines without a number ({count}) were made headings; if one is the title of another"
        " article, divide the text there.",
    )
    ARTICLES_OF_CONTENTS = (
        "articles_doubtful.contents",
        "目录中的这一条不是任何一篇的标题，分篇可能有误；请核对。",
        "This entry of the table of contents is the title of no article, so the document may be cut"
        " wrongly; please check.",
    )
    ARTICLES_BELOW_TEXT = (
        "articles_doubtful.text_above",
        "没有报头，第一个标题之上有正文，又不像编者按，分篇可能有误；请核对。",
        "There is no masthead, and text above the first title that is no editor's note, so the"
        " document may be cut wrongly; please check.",
    )
    TITLE_OF_SERIES = (
        "title_missing.series",
        "原件没有标题，暂取刊名，请拟定。",
        "The document has no title; the name of the series stands in for it. Write one.",
    )
    TITLE_OF_TEXT = (
        "title_missing.text",
        "原件没有标题，暂取正文开头的词语，请拟定。",
        "The document has no title; the first words of the text stand in for it. Write one.",
    )
    TITLE_OF_METADATA = (
        "title_missing.metadata",
        "正文前没有标题，取自网页元数据，请核对。",
        "No title is printed above the text; it is from the web page's metadata. Please check.",
    )
    TITLE_LINES = (
        "title_doubtful.lines",
        "标题超过三行，可能混入了小标题或正文，请核对。",
        "The title has more than three lines; a heading or text may be in it. Please check.",
    )
    TITLE_LONG = (
        "title_doubtful.long",
        "标题过长，可能混入了正文，请核对。",
        "The title is very long; text may be in it. Please check.",
    )
    TITLE_OF_PERSON = (
        "title_doubtful.person",
        "标题的最后一行像是人名，可能是作者；如是，请移到 authors。",
        "The last line of the title looks like a person's name; if it is the author's, make it one"
        " of authors.",
    )
    TITLE_BROKEN = (
        "title_doubtful.broken",
        "标题像是半句话（以逗号、句号等结尾，或引号、书名号不成对），请核对。",
        "The title looks like part of a sentence: it ends in a comma or a full stop, or its quotes"
        " are not closed. Please check.",
    )
    TITLE_SHORT = (
        "title_doubtful.short",
        "标题很短，可能是栏目名称或小标题；请核对。",
        "The title is very short; it may be the name of a column, or a heading. Please check.",
    )
    TITLE_LABEL = (
        "title_doubtful.label",
        "标题以另一项的名称开头，可能混入了标题以外的一行；请核对。",
        "The title begins with the label of another field, so another line may be in it. Please"
        " check.",
    )
    TITLE_SENTENCE = (
        "title_doubtful.sentence",
        "标题有几个分句，或者上一段没有说完，可能是正文的一行；请核对。",
        "The title has several clauses, or the paragraph above it does not end; it may be a line of"
        " the text. Please check.",
    )
    TITLE_TABLE = (
        "title_doubtful.table",
        "标题里有几个数，可能是没有框线的表格的一行；请核对。",
        "The title holds several figures; it may be a row of a table without rules. Please check.",
    )
    TITLE_OF_MASTHEAD = (
        "title_doubtful.masthead",
        "标题与报头中的一行相同，可能不是标题；请核对。",
        "The title is the same as a line of the masthead, so it may be none. Please check.",
    )
    TITLE_HEADING = (
        "title_doubtful.heading",
        "标题的第一行像是小标题，但其下没有正文，已并入标题；请核对。",
        "The first line of the title looks like a heading of the article above, but no text is"
        " below it there. Please check.",
    )
    TITLE_OF_PAGE = (
        "title_doubtful.page",
        "标题像是网页上的按钮或提示语，可能不是标题；请核对。",
        "The title looks like a button or a remark of a web page, so it may be none. Please check.",
    )
    TITLE_WITHOUT_OFFICE = (
        "title_doubtful.office",
        "标题以“关于”开头，上一行是单位名称，可能是同一个标题；请核对。",
        "The title begins with 关于 and the line above it is an office; the two may be one title."
        " Please check.",
    )
    TEXT_MISSING = (
        "text_missing",
        "标题之下没有文字（只有图片），暂以标题为正文，请核对原件。",
        "There is no text below the title, only a picture; the title stands in for it. Compare the"
        " document.",
    )
    PICTURE = (
        "picture",
        "原件此处有图片，没有收入，请看原件。",
        "There is a picture here, which was not taken; see the document.",
    )
    PICTURE_WITHOUT_CAPTION = (
        "picture_without_caption",
        "收入了图片 {picture}，原件没有图片说明：请看是照片还是公章、标志，写上说明，或者删去。",
        "The picture {picture} was taken without a caption: see whether it is a photograph, or a"
        " seal or logo; write a caption, or delete it.",
    )
    PICTURE_LEFT_OUT = (
        "picture_left_out",
        "报头、报尾或正文之外的图片没有收入，请看原件。",
        "A picture in the masthead, in the footer or outside the articles was not taken; see the"
        " document.",
    )
    PARAGRAPH_DOUBTFUL = (
        "paragraph_doubtful",
        "上一段写到“{before}是”，这一段中间才有“{after}是”，两段可能原为一段，请核对原件。",
        "The paragraph before ends with “{before}是”, and “{after}是” comes in the middle of this"
        " one; the two may be one paragraph. Compare the document.",
    )

    AUTHOR_IN_TEXT = (
        "author_doubtful",
        "正文首尾的这一行像是作者；如是，请移到 authors。",
        "This line at the beginning or end of the text looks like the author; if it is, make it one"
        " of authors.",
    )
    TEXT_OPEN = (
        "text_doubtful.open",
        "这一段没有说完，下一段像是另起一句；可能少了一行，或者次序有误，请核对原件。",
        "This paragraph does not end, and the next one does not go on with it; a line may be"
        " missing or out of order. Compare the document.",
    )
    TEXT_TABLE = (
        "text_doubtful.table",
        "这几行像是没有框线的表格，已按文字收入；请对照原件整理。",
        "These lines look like a table without rules and were taken as text; compare the document.",
    )

    # --- the role of a line
    READING_KEPT = (
        "reading_doubtful.kept",
        "这一行像是正文以外的文字，但不能确定，已作正文收入；请核对。",
        "This line looks like something around the text, but not surely, so it was kept as text;"
        " please check.",
    )
    READING_LEFT_OUT = (
        "reading_doubtful.left_out",
        "这一行有完整的句子，作正文以外的文字略去；请核对。",
        "This line holds a sentence and was left out as something around the text; please check.",
    )
    READING_TITLE = (
        "reading_doubtful.title",
        "这一行的读法没有把握，也可能是标题；请核对。",
        "The reading of this line is not sure; it may also be a title. Please check.",
    )
    READING_BRIEF = (
        "reading_doubtful.brief",
        "这一行的读法没有把握，也可能是一条简讯的开头；请核对。",
        "The reading of this line is not sure; it may also be the beginning of a brief. Please"
        " check.",
    )
    READING_ABOVE_TITLE = (
        "reading_doubtful.above_title",
        "这一行的读法没有把握，也可能是栏目名称或引题；请核对。",
        "The reading of this line is not sure; it may also be the name of a column, or a line"
        " over a title. Please check.",
    )
    READING_BELOW_TITLE = (
        "reading_doubtful.below_title",
        "这一行的读法没有把握，也可能是副标题或作者；请核对。",
        "The reading of this line is not sure; it may also be a subtitle, or the author."
        " Please check.",
    )
    READING_HEADING = (
        "reading_doubtful.heading",
        "这一行的读法没有把握，也可能是小标题；请核对。",
        "The reading of this line is not sure; it may also be a heading. Please check.",
    )
    READING_TEXT = (
        "reading_doubtful.text",
        "这一行的读法没有把握，也可能是正文；请核对。",
        "The reading of this line is not sure; it may also be text. Please check.",
    )
    READING_ATTRIBUTION = (
        "reading_doubtful.attribution",
        "这一行的读法没有把握，也可能是供稿单位；请核对。",
        "The reading of this line is not sure; it may also be the office that reported. Please"
        " check.",
    )
    READING_NUMBER = (
        "reading_doubtful.number",
        "这一行的读法没有把握，也可能是期号或文号；请核对。",
        "The reading of this line is not sure; it may also be the number of the issue or of"
        " the document. Please check.",
    )
    READING_DATE = (
        "reading_doubtful.date",
        "这一行的读法没有把握，也可能是日期；请核对。",
        "The reading of this line is not sure; it may also be the date. Please check.",
    )
    READING_SERIES = (
        "reading_doubtful.series",
        "这一行的读法没有把握，也可能是刊名；请核对。",
        "The reading of this line is not sure; it may also be the name of the bulletin. Please"
        " check.",
    )
    READING_ISSUER = (
        "reading_doubtful.issuer",
        "这一行的读法没有把握，也可能是编发单位；请核对。",
        "The reading of this line is not sure; it may also be the issuer. Please check.",
    )
    READING_PAGE = (
        "reading_doubtful.page",
        "这一行的读法没有把握，也可能是网页的信息行；请核对。",
        "The reading of this line is not sure; it may also be a line about the web page."
        " Please check.",
    )
    READING_FOOT = (
        "reading_doubtful.foot",
        "这一行的读法没有把握，也可能是报尾；请核对。",
        "The reading of this line is not sure; it may also be part of the footer. Please check.",
    )
    READING_NOISE = (
        "reading_doubtful.noise",
        "这一行的读法没有把握，也可能是正文以外的文字，应当略去；请核对。",
        "The reading of this line is not sure; it may also be something around the text, to be"
        " left out. Please check.",
    )
    READING_EDGE = (
        "reading_doubtful.edge",
        "一篇首尾的这一行不像正文，可能是正文以外的文字；请核对。",
        "This line at the beginning or end of an article does not look like text; it may be"
        " something around it. Please check.",
    )

    READING_ORDER = (
        "reading_order",
        "这一页的阅读顺序没有把握，“{before}”之后也可能接“{after}”；请对照原件。",
        "The reading order of this page is not sure: “{before}” may also be followed by “{after}”."
        " Compare the document.",
    )
    PLAIN_LINES = (
        "plain_reading.reader",
        "程序未能完整地读出这份原件的版面，已按顺序收入全部文字；请逐段对照原件，并报告给开发者。",
        "The program failed to read the layout of this document, and took all of its text in order;"
        " compare it, and report the document to the developers.",
    )
    PLAIN_READING = (
        "plain_reading.cutting",
        "程序未能切分这份原件，已将全文作为一篇文章收入；请对照原件分篇，并将原件报告给开发者。",
        "The program failed to cut this document, and took all of its text as one article; divide"
        " it by hand, and report the document to the developers.",
    )
    DOUBTS_NOT_LISTED = (
        "not_listed.doubts",
        "这类存疑很多，另有 {count} 处没有逐一列出，请对照原件。",
        "There are many doubts of this kind; {count} more are not listed. Compare the document.",
    )
    REPAIRS_NOT_LISTED = (
        "not_listed.repairs",
        "这类修补很多，另有 {count} 处没有逐一列出，请对照原件。",
        "There are many repairs of this kind; {count} more are not listed. Compare the document.",
    )
    REMOVALS_NOT_LISTED = (
        "not_listed.removals",
        "这类略去的文字很多，另有 {count} 处没有逐一列出，请对照原件。",
        "Much text of this kind was left out; {count} more places are not listed. Compare the"
        " document.",
    )

    # --- words and numbers
    NUMBERING_REPEATED = (
        "numbering_repeated",
        "序号重复，原样保留，请核对原件。",
        "The number comes twice; it was kept as it is. Compare the document.",
    )
    NUMBERING_GAP = (
        "numbering_gap",
        "序号从{before}跳到{number}，可能漏了内容，请核对原件。",
        "The numbers go from {before} to {number}; something may be missing. Compare the document.",
    )
    TERM_DIFFERS = (
        "term_differs",
        "标题作“{word}”，正文作“{other}”，请核对原件。",
        "The title has “{word}”, the text “{other}”; compare the document.",
    )
    WORD_TWICE = (
        "typing_error.word_twice",
        "词语重复，可能是原文笔误，原样保留，请核对。",
        "A word comes twice, perhaps a slip; it was kept as it is. Please check.",
    )
    COMMA_MISSING = (
        "typing_error.comma",
        "此处可能漏了逗号，原样保留，请核对。",
        "A comma may be missing here; the text was kept as it is. Please check.",
    )
    UNTIL = (
        "typing_error.until",
        "表示时间应为“截至”，可能是原文笔误，原样保留，请核对。",
        "Before a time it should be 截至, perhaps a slip; it was kept as it is. Please check.",
    )
    TEXT_TWICE = (
        "typing_error.text_twice",
        "文字重复，可能是排印错误，原样保留，请核对。",
        "Text comes twice, perhaps a slip in printing; it was kept as it is. Please check.",
    )
    DIGITS_APART = (
        "typing_error.digits",
        "数字之间有空格，可能是一个数，原样保留，请核对。",
        "There are spaces between digits that may be one number; they were kept. Please check.",
    )
    PUNCTUATION_TWICE = (
        "typing_error.punctuation",
        "标点重复，原样保留，请核对。",
        "Punctuation comes twice; it was kept as it is. Please check.",
    )

    # --- privacy
    PRIVACY_IDENTITY = (
        "privacy_identity",
        "！居民身份证号码：公开前必须删去或遮盖。",
        "! An identity number: it must be deleted or masked before publication.",
    )
    PRIVACY_TRAVEL = (
        "privacy_travel",
        "！护照或通行证号码：公开前必须删去或遮盖。",
        "! A passport or travel permit: it must be deleted or masked before publication.",
    )
    PRIVACY_BANK_CARD = (
        "privacy_bank_card",
        "！疑为银行卡号：公开前请删去或遮盖。",
        "! Perhaps a bank card: delete or mask it before publication.",
    )
    PRIVACY_MOBILE = (
        "privacy_mobile",
        "！手机号码：公开前请删去，或确认可以公开。",
        "! A mobile number: delete it before publication, or make sure that it may be published.",
    )
    PRIVACY_PATIENT = (
        "privacy_patient",
        "！疑为患者姓名与病情：公开前请隐去姓名。",
        "! Perhaps a patient's name and illness: leave the name out before publication.",
    )

    # --- what a reader could not read, or is not sure of
    SCAN = (
        "scan",
        "这一页由机器从图片识别，请与原件逐字核对。",
        "This page was recognised from a picture by machine; compare every word with the document.",
    )
    TURNED_PAGE = (
        "turned_page",
        "已将页面旋转{angle}度后识别。",
        "The page was turned by {angle} degrees before it was recognised.",
    )
    LINE_UNSURE = (
        "unsure_line.score",
        "识别的把握只有{score}，请对照原件核对。",
        "The recognition is only {score} sure; compare the document.",
    )
    LINE_LEFT_OUT = (
        "unsure_line.left_out",
        "此处识别的文字不可信，未收入正文，请对照原件补正。",
        "The text recognised here is not to be trusted and was left out; add it from the document.",
    )
    LINE_UNREAD = (
        "missing_line.unread",
        "此处印有内容但没有识别出文字，可能漏了一行，请对照原件补正。",
        "Something is printed here in which no text was recognised; a line may be missing. Compare"
        " the document.",
    )
    LINE_GAP = (
        "missing_line.gap",
        "此处句子未完而行距过大，可能漏了一行，请对照原件补正。",
        "The sentence is not finished and the space below it is wide; a line may be missing."
        " Compare the document.",
    )
    TEXT_LAYER_GARBLED = (
        "text_layer.garbled",
        "这一页的文字层是错误的字符，与页面所示不符，已改为按图片识别，请对照原件核对。",
        "The text layer of this page has wrong characters, other than the page shows; the page was"
        " recognised as a picture instead. Compare the document.",
    )
    TEXT_LAYER_OF_SCAN = (
        "text_layer.scan",
        "这一页是扫描图片，其文字层由别的程序识别得来，请对照原件核对。",
        "This page is a scanned picture, and its text layer was recognised by another program;"
        " compare the document.",
    )
    HIDDEN_IN_PAGE = (
        "hidden_text.page",
        "页面上看不到这些文字（白色、被遮盖或在页面之外），未收入正文；但从原件中仍能取出，公开原件之前请确认不涉及隐私。",
        "This text cannot be seen on the page (white, covered or beyond its edge) and was left"
        " out. It can still be taken out of the document: make sure that it is not private before"
        " you publish that.",
    )
    HIDDEN_IN_MARKUP = (
        "hidden_text.markup",
        "网页源文件的这段文字在标记之中或在另一页中，没有收入正文；请核对。",
        "This text stands in the markup of the web page, or on another page saved with it, and was"
        " left out; please check.",
    )
    HIDDEN_BY_SETTING = (
        "hidden_text.setting",
        "这段文字在文档中设为隐藏，已略去；请确认是否应当保留。",
        "This text is set as hidden in the document and was left out; decide whether it should be"
        " kept.",
    )
    HIDDEN_BY_COLOUR = (
        "hidden_text.colour",
        "这些文字是白色的，或者小得看不见，页面上可能看不到，仍收入正文；请确认是否应当保留。",
        "This text is white or too small to see, and was taken all the same; decide whether it"
        " should be kept.",
    )
    TURNED_TEXT = (
        "turned_text",
        "这些文字不是正向排列的，可能是水印，未收入正文，请确认。",
        "This text does not stand upright, perhaps a watermark; it was left out. Please check.",
    )
    MARGIN_TEXT = (
        "margin_text",
        "页边竖排的文字没有收入正文；请看原件。",
        "This text runs down the margin and was left out; see the document.",
    )
    UNREADABLE_CODES = (
        "unreadable.codes",
        "原件有字体中不存在的字符代码，无法读取，请对照原件补正。",
        "The document has codes of characters that its font does not have; add them from the"
        " document.",
    )
    UNREADABLE_CHARACTERS = (
        "unreadable.characters",
        "原件此处的字符没有对应的文字，以 \ufffd 代替，请对照原件补正。",
        "The characters here stand for no text and are shown as \ufffd; add them from the"
        " document.",
    )
    UNREADABLE_BYTES = (
        "unreadable.bytes",
        "原件此处有无法识别的字节，请对照原件补正。",
        "There are bytes here that are no text; add the text from the document.",
    )
    UNREADABLE_PAGE = (
        "unreadable.page",
        "网页中有 {count} 处字节无法识别，请对照原网页补正。",
        "The web page has bytes in {count} places that are no text; add the text from the page.",
    )
    ANNOTATION = (
        "annotation",
        "这一页有批注、图章或表单，其中的文字未收入正文，请对照原件。",
        "This page has annotations, stamps or forms, the text of which was left out; compare the"
        " document.",
    )
    MERGED_CELLS = (
        "merged_cells",
        "表格中有跨行或跨列的单元格，其文字只放在左上角的一格，请核对。",
        "The table has cells that span rows or columns; their text is in the top left cell only."
        " Please check.",
    )
    RADICALS = (
        "radicals",
        "文件用部首或连字的代码表示这些字，已按页面所示的字录入。",
        "The file writes these characters with the codes of radicals or ligatures; they were taken"
        " as the page shows them.",
    )
    TRACKED_CHANGES = (
        "tracked_changes",
        "文档带有修订标记，已按全部接受读取；请确认。",
        "The document has tracked changes and was read as if all were accepted; please check.",
    )
    EMBEDDED_DOCUMENT = (
        "embedded_document",
        "此处嵌有另一份文档，未读取；请单独转换。",
        "Another document is embedded here and was not read; convert it by itself.",
    )
    LIST_NUMBER = (
        "list_number",
        "这一自动编号的样式无法识别，请对照原文档。",
        "The form of this automatic number is unknown; compare the document.",
    )
    SYMBOL = (
        "symbol",
        "此处的符号字体字符无法识别，请对照原文档。",
        "The character of a symbol font here is unknown; compare the document.",
    )
    FIELD = (
        "field",
        "此处的域（带圈字符、合并字符等）没有读取，请对照原文档补正。",
        "The field here (a circled or combined character) was not read; add it from the document.",
    )


DOUBTS: Mapping[str, Doubt] = {doubt.value: doubt for doubt in Doubt}
"""By the value that a record holds."""
