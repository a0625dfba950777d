"""The words for the roles of lines, for the terminal."""

from collections.abc import Mapping

from jianbao.archive.kinds import Words
from jianbao.convert.label.roles import Role

ROLE_NAMES: Mapping[Role, Words] = {
    "nav": Words("正文以外", "around the text"),
    "page": Words("页码或页眉", "page number or running head"),
    "rule": Words("分隔线", "rule"),
    "dup": Words("重复", "repeated"),
    "meta": Words("网页信息行", "line about the page"),
    "card": Words("索引项", "index field"),
    "series": Words("刊名", "series"),
    "issue": Words("期号", "issue"),
    "docno": Words("文号", "document number"),
    "date": Words("日期", "date"),
    "issuer": Words("编发单位", "issuer"),
    "notice": Words("内部资料提示", "notice"),
    "banner": Words("横幅", "banner"),
    "toc": Words("目录", "contents"),
    "column": Words("栏目", "column"),
    "kicker": Words("引题", "kicker"),
    "title": Words("标题", "title"),
    "title+": Words("标题续行", "title, next line"),
    "subtitle": Words("副标题", "subtitle"),
    "byline": Words("作者", "author"),
    "brief": Words("简讯开头", "beginning of a brief"),
    "heading": Words("小标题", "heading"),
    "para": Words("正文", "text"),
    "para+": Words("正文续行", "text, next line"),
    "caption": Words("图注", "caption"),
    "table": Words("表格", "table"),
    "image": Words("图片", "picture"),
    "attr": Words("供稿单位", "attribution"),
    "sign": Words("落款", "signature"),
    "foot": Words("报尾", "footer"),
    "foot+": Words("报尾续行", "footer, next line"),
}
