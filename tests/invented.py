"""A small invented archive as data, for tests that need no files."""

from typing import Any

from jianbao.archive.model import (
    Archive,
    Article,
    Bulletin,
    Provenance,
    Series,
    Site,
    Taxonomy,
    Term,
)
from jianbao.base.dates import PartialDate

ADDRESS = "https://archive.example.org/lanchuan/"

COUNTIES = Taxonomy(
    "county",
    (
        Term("qinghe", "青禾县", "county", code="990121", prefecture="澜川市", province="澜省"),
        Term("shiqiao", "石桥区", "district", code="990102"),
        Term("gaoxin", "高新区", "zone"),
    ),
)
DEPARTMENTS = Taxonomy(
    "department",
    (
        Term("shi-wjw", "澜川市卫生健康委员会", "委局"),
        Term("qinghe-wjw", "青禾县卫生健康委员会", "委局", county="青禾县"),
        Term("qinghe-yiyuan", "青禾县人民医院", "医院", county="青禾县"),
        Term("shiqiao-wjw", "石桥区卫生健康委员会", "委局", county="石桥区"),
    ),
)
SERIES = (
    Series("lanchuan", "澜川卫生健康动态"),
    Series("xinwen", "澜川要闻", kind="news"),
)


def article(number: int = 1, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "title": "青禾县建设医共体",
        "kind": "brief",
        "body": "青禾县推进医共体建设。\n\n### 一、强龙头\n\n第二段。",
        "attribution": "青禾县卫生健康委",
        "department": ("青禾县卫生健康委员会",),
        "county": ("青禾县",),
    }
    return Article(number=number, **(values | changes))


def bulletin(*articles: Article, **changes: Any) -> Bulletin:
    values: dict[str, Any] = {
        "series": "lanchuan",
        "folder": "2024",
        "name": "021",
        "title": "澜川卫生健康动态 2024年第21期",
        "issue": 21,
        "issue_printed": "2024 年第 21 期",
        "date": PartialDate(2024, 8, 23),
        "date_printed": "2024 年 8 月 23 日",
        "issuer": "澜川市卫生健康委员会办公室",
        "source": Provenance("lanchuan-2024-021.txt", "ab" * 32, "text"),
    } | changes
    values.setdefault(
        "path", f"content/bulletins/{values['series']}/{values['folder']}/{values['name']}.md"
    )
    return Bulletin(articles=articles or (article(),), **values)


def archive(*bulletins: Bulletin, **site: Any) -> Archive:
    """`bulletins` are to be given newest first, as an archive has them."""
    settings: dict[str, Any] = {"title": "澜川简报汇编", "base_url": ADDRESS}
    return Archive(
        site=Site(series=SERIES, **(settings | site)),
        counties=COUNTIES,
        departments=DEPARTMENTS,
        bulletins=bulletins or (bulletin(),),
        originals=("lanchuan-2024-021.txt",),
    )
