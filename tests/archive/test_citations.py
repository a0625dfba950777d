import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from invented import ADDRESS, archive, article, bulletin

from jianbao.archive import citations
from jianbao.archive.citations import Citation, cite
from jianbao.archive.model import Article, Bulletin
from jianbao.base.dates import PartialDate

WRITER = Path(__file__).parents[1] / "js" / "write-references.mjs"
HOSTILE = (
    '</script><script>alert(1)</script> "quoted" {brace \\ % $ & # _ ^ ~ }}{',
    "两行\n标题\r\nER  - \nTY  - BOOK",
    "\x00\x0b\x1b[31m红\ufffe\uffff字",
    "= 1+1 @misc{x, title={y}}",
    "‮反写‬",
)


def cited(*articles: Article, number: int | None = None, **changes: Any) -> Citation:
    issue = bulletin(*articles, **changes)
    return cite(archive(issue), issue, issue.articles[number - 1] if number else None)


# --- what a reference says ----------------------------------------------------------------------


def test_an_article_of_an_issue() -> None:
    assert citations.gbt7714(cited(number=1)) == (
        "青禾县卫生健康委员会. 青禾县建设医共体[J/OL]. 澜川卫生健康动态，2024（21）. "
        f"{ADDRESS}bulletins/lanchuan/2024/021/1.html."
    )


def test_a_whole_issue() -> None:
    assert citations.gbt7714(cited()) == (
        "澜川市卫生健康委员会办公室. 澜川卫生健康动态[J/OL]. 2024（21）. "
        "澜川市卫生健康委员会办公室，2024-08-23. "
        f"{ADDRESS}bulletins/lanchuan/2024/021.html."
    )


def test_a_collected_web_page_says_when_it_was_seen() -> None:
    page = cited(
        article(kind="news", authors=("林一舟",)),
        number=1,
        series="xinwen",
        issue=None,
        issue_printed=None,
    )
    expected = (
        "林一舟. 青禾县建设医共体[EB/OL]. （2024-08-23）[{}]. "
        f"{ADDRESS}bulletins/xinwen/2024/021/1.html."
    )
    assert citations.gbt7714(page) == expected.format("引用日期")
    assert citations.gbt7714(page, accessed="2025-01-02") == expected.format("2025-01-02")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"issue": None, "issue_printed": None}, "澜川卫生健康动态，2024-08-23."),
        ({"issue": None, "issue_printed": "2024 年增刊1"}, "澜川卫生健康动态，2024（增刊1）."),
        ({"issue": None, "issue_printed": "〔2024〕第7期"}, "澜川卫生健康动态，2024（第7期）."),
        ({"date": PartialDate(2024)}, "澜川卫生健康动态，2024（21）."),
        ({"date": None}, "澜川卫生健康动态，[年份不详]（21）."),
        (
            {"date": None, "issue": None, "issue_printed": None},
            "澜川卫生健康动态，[日期不详].",
        ),
    ],
)
def test_what_the_issue_does_not_print_is_not_invented(changes: dict[str, Any], place: str) -> None:
    assert place in citations.gbt7714(cited(number=1, **changes))


def test_responsible_is_the_writer_else_the_offices_else_the_issuer() -> None:
    offices = ("甲办", "乙办", "丙办", "丁办")
    four = cited(article(department=offices), number=1)
    assert citations.gbt7714(four).startswith("甲办，乙办，丙办，等. ")
    assert cited(article(authors=("林一舟",), department=offices), number=1).creators == ("林一舟",)
    assert cited(article(department=()), number=1).creators == ("青禾县卫生健康委",)
    nobody = article(department=(), attribution=None)
    assert cited(nobody, number=1).creators == ("澜川市卫生健康委员会办公室",)
    unsigned = cited(nobody, number=1, issuer=None)
    assert citations.gbt7714(unsigned).startswith("青禾县建设医共体[J/OL]. ")


def test_a_subtitle_follows_a_colon_without_its_printed_dash() -> None:
    assert "建设医共体：纪实[J" in citations.gbt7714(cited(article(subtitle="——纪实"), number=1))


def test_without_a_public_address_no_reference_names_one() -> None:
    issue = bulletin()
    citation = cite(archive(issue, base_url=None), issue, issue.articles[0])
    assert citations.gbt7714(citation) == (
        "青禾县卫生健康委员会. 青禾县建设医共体[J]. 澜川卫生健康动态，2024（21）."
    )
    everything = citations.bibtex(citation) + citations.ris(citation)
    assert "http" not in everything
    assert "URL" not in citations.csl(citation)


# --- the hash -----------------------------------------------------------------------------------


def test_the_hash_of_an_article_is_that_of_its_text_in_a_stated_order() -> None:
    one = article(
        kicker="肩题", subtitle="副题", authors=("甲", "乙"), body="正文。\n\n| a |\n| - |"
    )
    text = (
        "肩题\n\n青禾县建设医共体\n\n副题\n\n甲、乙\n\n正文。\n\n| a |\n| - |\n\n青禾县卫生健康委"
    )
    assert citations.canonical_text(bulletin(one), one) == text
    assert citations.content_hash(bulletin(one), one) == hashlib.sha256(text.encode()).hexdigest()


def test_the_hash_of_a_bulletin_covers_every_article_and_the_preface() -> None:
    issue = bulletin(article(), article(2, title="第二篇"), banner="标语", preface="按语。")
    text = citations.canonical_text(issue)
    assert text.startswith(
        "澜川卫生健康动态 2024年第21期\n\n2024 年第 21 期\n\n2024 年 8 月 23 日\n\n"
        "澜川市卫生健康委员会办公室\n\n标语\n\n按语。\n\n青禾县建设医共体\n\n"
    )
    assert text.endswith(citations.canonical_text(issue, issue.articles[1]))


def test_tags_and_review_leave_the_hash_alone_but_a_changed_character_does_not() -> None:
    before = citations.content_hash(bulletin())
    tagged = bulletin(article(county=("石桥区",), department=()), reviewed=PartialDate(2025, 1, 1))
    assert citations.content_hash(tagged) == before
    assert citations.content_hash(bulletin(article(body="改。"))) != before


def test_a_withdrawn_text_has_no_hash_and_leaves_that_of_its_bulletin() -> None:
    gone = article(2, title="撤", status="withdrawn")
    issue = bulletin(article(), gone)
    assert citations.content_hash(issue, gone) is None
    assert citations.content_hash(issue) == citations.content_hash(bulletin(article()))
    assert citations.content_hash(bulletin(status="withdrawn")) is None
    assert "SHA-256" not in citations.bibtex(cite(archive(issue), issue, gone))


# --- the forms, read back by others -------------------------------------------------------------


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    return (
        entry.entry_type,
        entry.key,
        {f.key: str(f.value).strip("{}") for f in entry.fields},
    )


def test_bibtex() -> None:
    kind, key, fields = read_bibtex(citations.bibtex(cited(number=1)))
    assert (kind, key) == ("article", "lanchuan:2024:021:1")
    assert fields["author"] == "青禾县卫生健康委员会"
    assert fields["title"] == "青禾县建设医共体"
    assert fields["journal"] == "澜川卫生健康动态"
    assert (fields["number"], fields["year"], fields["date"]) == ("21", "2024", "2024-08-23")
    assert fields["url"] == f"{ADDRESS}bulletins/lanchuan/2024/021/1.html"
    assert fields["note"] == f"SHA-256: {cited(number=1).sha256}"
    assert "month = aug," in citations.bibtex(cited(number=1))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_bibtex_keeps_hostile_text_in_its_field(hostile: str) -> None:
    text = citations.bibtex(
        cited(article(title=hostile, department=(hostile,)), number=1, issuer=hostile)
    )
    depths = []
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        depths.append(depth)
    assert depth == 0
    assert min(depths) >= 0
    assert depths.index(0, 10) >= len(text) - 2, "nothing follows the entry"
    read_bibtex(text)


def read_ris(text: str) -> dict[str, Any]:
    """Return the one record of `text`. A line is a tag of two characters, two spaces, a hyphen and
    a space, so none may begin another."""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.splitlines())
    record: dict[str, Any]
    (record,) = rispy.loads(text)
    assert "unknown_tag" not in record
    return record


def test_ris() -> None:
    record = read_ris(citations.ris(cited(article(authors=("甲", "乙")), number=1)))
    assert record["type_of_reference"] == "JOUR"
    assert record["authors"] == ["甲", "乙"]
    assert record["title"] == "青禾县建设医共体"
    assert record["secondary_title"] == "澜川卫生健康动态"
    assert (record["year"], record["date"], record["number"]) == ("2024", "2024/08/23/", "21")
    assert record["urls"] == [f"{ADDRESS}bulletins/lanchuan/2024/021/1.html"]
    assert read_ris(citations.ris(cited(date=PartialDate(2024, 8))))["date"] == "2024/08//"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_ris_keeps_hostile_text_on_its_line(hostile: str) -> None:
    text = citations.ris(
        cited(article(title=hostile, department=(hostile,)), number=1, issuer=hostile)
    )
    assert len(text.splitlines()) == text.count("\r\n")
    read_ris(text)


# After the published schema of CSL-JSON: only what these items may use.
CSL_SCHEMA = {
    "type": "object",
    "required": ["id", "type"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "type": {"enum": ["article-journal", "periodical", "webpage"]},
        "author": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["literal"],
                "additionalProperties": False,
                "properties": {"literal": {"type": "string", "minLength": 1}},
            },
        },
        "issued": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "date-parts": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 2,
                    "items": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 3,
                        "items": {"type": "integer"},
                    },
                }
            },
        },
        **{
            name: {"type": "string"}
            for name in ("title", "container-title", "publisher", "issue", "URL", "note")
        },
        "language": {"const": "zh-CN"},
    },
}


def test_csl() -> None:
    item = citations.csl(cited(number=1))
    assert item["issued"] == {"date-parts": [[2024, 8, 23]]}
    assert item["container-title"] == "澜川卫生健康动态"
    assert "container-title" not in citations.csl(cited())


OPTIONAL_TEXT = st.none() | st.text(max_size=20)


@given(
    title=st.text(min_size=1, max_size=30),
    names=st.lists(st.text(max_size=10), max_size=5),
    issuer=OPTIONAL_TEXT,
    subtitle=OPTIONAL_TEXT,
    printed=OPTIONAL_TEXT,
    name=st.text(min_size=1, max_size=8),
)
def test_any_text_gives_one_whole_reference_of_each_form(
    title: str,
    names: list[str],
    issuer: str | None,
    subtitle: str | None,
    printed: str | None,
    name: str,
) -> None:
    citation = cited(
        article(title=title, subtitle=subtitle, authors=tuple(names)),
        number=1,
        issue=None,
        issue_printed=printed,
        issuer=issuer,
        name=name,
    )
    assert citation.key.isascii()
    assert len(citations.gbt7714(citation).splitlines()) == 1
    read_ris(citations.ris(citation))
    read_bibtex(citations.bibtex(citation))
    jsonschema.validate(json.loads(json.dumps(citations.csl(citation))), CSL_SCHEMA)


@given(st.sets(st.tuples(*[st.text("a-1._", min_size=1, max_size=3)] * 3), max_size=8))
def test_keys_of_different_bulletins_differ(places: set[tuple[str, ...]]) -> None:
    issues: list[Bulletin] = [
        bulletin(series="lanchuan", folder=a, name=f"{b}/{c}") for a, b, c in places
    ]
    keys = {cite(archive(issue), issue).key for issue in issues}
    assert len(keys) == len(places)


# --- the same references, written by the scripts of search --------------------------------------


def written(cited: list[Citation]) -> dict[str, str]:
    """Return the files that layouts/assets/search-references.js writes, by their endings."""
    node = shutil.which("node")
    if not node and os.environ.get("CI") != "true":
        pytest.skip("Node is not there")
    records = json.dumps([citations.record(one) for one in cited])
    made = subprocess.run(
        [str(node), str(WRITER)], input=records, capture_output=True, encoding="utf-8", check=True
    )
    files: dict[str, str] = json.loads(made.stdout)
    return files


def varied() -> list[Citation]:
    """Return citations of each form with and without each of their parts, and with hostile ones."""
    authors = ("林一舟", "Zhao & Co", "钱三", "孙四")
    made = []
    for title in (*HOSTILE, "青禾县建设医共体", "末尾有句点。.", "A_b~c^d"):
        for series in ("lanchuan", "xinwen"):
            for date in (None, PartialDate(2024), PartialDate(2024, 3), PartialDate(2024, 12, 5)):
                one = article(
                    title=title, subtitle=f"——{title}", authors=authors, attribution=title
                )
                base = {"series": series, "date": date, "title": title, "issuer": title}
                for issue in (
                    bulletin(one, **base),
                    bulletin(one, **base, status="withdrawn", status_date=PartialDate(2025, 1)),
                    bulletin(
                        article(status="corrected", status_date=PartialDate(2024, 9, 1)),
                        **(base | {"issuer": None}),
                        issue=None,
                        issue_printed="2024年增刊{1}",
                    ),
                ):
                    for base_url in (None, ADDRESS):
                        known = archive(issue)
                        known = replace(known, site=replace(known.site, base_url=base_url))
                        made += [cite(known, issue), cite(known, issue, issue.articles[0])]
    return made


def test_the_scripts_of_search_write_the_same_references() -> None:
    cited = varied()
    assert written(cited) == {
        "gbt.txt": "".join(
            f"[{number}] {citations.gbt7714(one)}\n" for number, one in enumerate(cited, 1)
        ),
        "bib": "\n".join(map(citations.bibtex, cited)),
        "ris": "".join(map(citations.ris, cited)),
        "csl.json": citations.csl_file(cited),
    }
