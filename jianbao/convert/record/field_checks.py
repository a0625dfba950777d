"""Check the fields of a whole draft against their usual form.

A line can be read wrongly with great confidence. What comes of it often has a form that its field
does not have: an issuer that is no office, a title that ends in a comma. Each check looks at one
kind of field and yields a doubt at the line that it comes from.
"""

import re
from collections.abc import Iterator

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.cut import patterns
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.titles import are_persons
from jianbao.convert.cut.web_patterns import is_furniture, is_navigation
from jianbao.convert.record.lines import is_open, may_sign
from jianbao.text.chinese import HAN, strip_space

_SENTENCE_GOES_ON = re.compile("[，。；：、,;]$")
"""A title that ends like this is part of a sentence (青禾县开展义诊，)."""
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("【", "】"))
_LABEL_FIRST = re.compile("[^\\s，。：:]{0,6}(?:人|者|员|单位|部门|机构|日期|时间|来源)\\s*[:：]")
"""A title that begins with the label of another field (反映人：罗一鸣 关于…的建议)."""
_SIGNS = re.compile(f"(?:^|\\s)[{HAN}·]{{2,4}}$|组$")
"""What signs an article and is no office: a person, perhaps with a post, or a group (调研组)."""
_NO_OFFICE = re.compile("[:：！？。]")
"""Marks that an office does not have, though it may end like one (云峰县信访局 “直通车”：我办)."""
_SHORT_TITLE = 4
"""A title with fewer characters is more often a section or a day (要闻, 三季度)."""
_CLAUSES = 2
"""Commas of a title that is more often a line of the text."""
_FIGURES = 3
"""Numbers of a title that is more often a row of a table."""
_ENTRY = 6
"""Characters of an entry of a table of contents, which the name of a section has not."""
_BESIDE_EDITOR = re.compile("[主总]编|撰稿|供稿|作者|执笔|统稿")
"""Labels of others who make an issue or an article (撰稿：田野　编辑：林安)."""
_EDITOR_INSIDE = re.compile("(?:责任编辑|编辑|责编)\\s*[:：]")


def field_doubts(draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    """Yield a doubt for each field that does not look like one."""
    yield from _issuer(draft, authorities)
    yield from _editor(draft)
    yield from _contents(draft)
    for above, article in zip((None, *draft.articles), draft.articles, strict=False):
        yield from _attribution(article, draft, authorities)
        yield from _title(article, draft, above)


def _issuer(draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    head = draft.head
    if head.issuer is None:
        if head.series and head.issue and not draft.foot.publisher:
            yield Flag.of(Doubt.ISSUER_MISSING, head.series.line, head.series.text)
        elif head.page:
            yield Flag.of(Doubt.SOURCE_MISSING, 0, "")
    elif head.page:  # accounts and media have names of any kind
        if re.search("[:：]|[0-9]+次", head.issuer.text):
            yield Flag.of(Doubt.ISSUER_SHAPE, head.issuer.line, head.issuer.text)
    elif _NO_OFFICE.search(head.issuer.text) or not _is_office(head.issuer, authorities, None):
        yield Flag.of(Doubt.ISSUER_SHAPE, head.issuer.line, head.issuer.text)


def _editor(draft: Draft) -> Iterator[Flag]:
    editor = draft.foot.editor
    if editor is None or not _EDITOR_INSIDE.search(editor.text):
        return
    labels = [r.text for r in draft.removals if r.reason == "label" and r.line in editor.lines]
    if any(_BESIDE_EDITOR.search(label) for label in labels):
        yield Flag.of(Doubt.EDITOR_SEVERAL, editor.line, editor.text)


def _contents(draft: Draft) -> Iterator[Flag]:
    """Yield the entries of the table of contents that no article has, if it lists articles."""
    titles = [_bare(f"{a.kicker.text if a.kicker else ''}{a.title.text}") for a in draft.articles]
    entries = [e for e in map(_bare, draft.head.contents) if len(e) >= _ENTRY]
    missing = [entry for entry in entries if not any(entry in title for title in titles)]
    if 2 * len(missing) >= len(entries):
        return
    for entry in missing:
        yield Flag.of(Doubt.ARTICLES_OF_CONTENTS, 0, entry)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _is_office(passage: Passage, authorities: Authorities, issuer: str | None) -> bool:
    return patterns.looks_like_office(passage.text) or bool(
        authorities.office(passage.text, issuer) or patterns.ends_like_office(passage.text)
    )


def _attribution(article: ArticleDraft, draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    given = article.attribution
    if given is not None:
        issuer = draft.head.issuer.text if draft.head.issuer else None
        if not _is_office(given, authorities, issuer) and not _SIGNS.search(given.text.strip()):
            yield Flag.of(Doubt.ATTRIBUTION_SHAPE, given.line, given.text)
        return
    last = article.parts[-1] if article.parts else None
    if last and last.kind == "paragraph" and may_sign(last.passage.text):
        yield Flag.of(Doubt.ATTRIBUTION_IN_TEXT, last.passage.line, last.passage.text)


def _title(article: ArticleDraft, draft: Draft, above: ArticleDraft | None) -> Iterator[Flag]:
    if article.title_inferred:
        return
    text = article.title.text.strip()
    bare = strip_space(text)
    head = draft.head
    masthead = {strip_space(one.text) for one in (head.series, head.issuer, head.banner) if one}
    if _SENTENCE_GOES_ON.search(text) or any(
        text.count(opened) != text.count(closed) for opened, closed in _PAIRS
    ):
        yield Flag.of(Doubt.TITLE_BROKEN, article.line, text)
    elif are_persons(_last_line(article.title)):
        yield Flag.of(Doubt.TITLE_OF_PERSON, article.line, text)
    elif _LABEL_FIRST.match(text):
        yield Flag.of(Doubt.TITLE_LABEL, article.line, text)
    elif is_furniture(text) or is_navigation(text):
        yield Flag.of(Doubt.TITLE_OF_PAGE, article.line, text)
    elif bare in masthead:
        yield Flag.of(Doubt.TITLE_OF_MASTHEAD, article.line, text)
    elif len(re.findall(r"\d[\d.,]*", text)) >= _FIGURES and not re.search("[，。；]", text):
        yield Flag.of(Doubt.TITLE_TABLE, article.line, text)
    elif text.count("，") >= _CLAUSES or _is_broken_off(above):
        yield Flag.of(Doubt.TITLE_SENTENCE, article.line, text)
    elif len(bare) < _SHORT_TITLE:
        yield Flag.of(Doubt.TITLE_SHORT, article.line, text)
    elif head.issuer and bare.startswith("关于") and head.issuer.line == article.line - 1:
        yield Flag.of(Doubt.TITLE_WITHOUT_OFFICE, article.line, text)


def _last_line(title: Passage) -> str:
    """The last line of a title that has several."""
    last = title.lines[-1] if title.lines else 0
    line = "".join(c for c, n in zip(title.text, title.lines, strict=True) if n == last)
    return line if last != title.line else ""


def _is_broken_off(above: ArticleDraft | None) -> bool:
    """Return whether the text above ends in the middle of a sentence."""
    last = above.parts[-1] if above and above.attribution is None and above.parts else None
    return last is not None and last.kind == "paragraph" and is_open(last.passage.text)
