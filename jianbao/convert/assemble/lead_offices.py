"""Offices in brackets before the titles of briefs: 【青禾县】开展“爱耳日”宣传."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jianbao.convert.blocks import Removal
from jianbao.convert.cut.draft import ArticleDraft
from jianbao.convert.cut.passage import dressing
from jianbao.convert.cut.patterns import ends_like_office
from jianbao.text.chinese import HAN

_LEAD = re.compile(rf"\s*[【\[〔]\s*([{HAN}]{{2,16}})\s*[】\]〕](?=\s*\S{{4}})")
_PLACE = re.compile("[省市县区乡镇州盟旗]$")
_SEVERAL = 2
"""Titles that begin with an office, at least; one alone may have it as a part of its words."""


def signed_by_leads(
    articles: Sequence[ArticleDraft],
) -> tuple[tuple[ArticleDraft, ...], tuple[Removal, ...]]:
    """Return the articles with the offices before their titles as those that reported, and the
    removals of the brackets."""
    leads = [_lead(article) for article in articles]
    if sum(lead is not None for lead in leads) < _SEVERAL:
        return tuple(articles), ()
    result: list[ArticleDraft] = []
    gone: list[Removal] = []
    for article, lead in zip(articles, leads, strict=True):
        if lead is not None:
            title = article.title
            gone += dressing("attribution", title[: lead.end()], (lead.span(1),))
            article = replace(
                article,
                title=title[lead.end() :].strip(),
                attribution=title[slice(*lead.span(1))],
            )
        result.append(article)
    return tuple(result), tuple(gone)


def _lead(article: ArticleDraft) -> re.Match[str] | None:
    found = _LEAD.match(article.title.text)
    if found is None or article.attribution is not None or article.title_inferred:
        return None
    named = ends_like_office(found.group(1)) or _PLACE.search(found.group(1))
    return found if named else None
