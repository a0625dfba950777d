import csv
import dataclasses
import hashlib
import io
import json
import re
import subprocess
import sys
import textwrap
from decimal import Decimal
from pathlib import Path
from typing import Any

import archives
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ADDRESS, archive, article, bulletin

from jianbao.archive import citations, corrections, release, urls
from jianbao.archive.model import (
    ARTICLE_FIELDS,
    BULLETIN_FIELDS,
    Archive,
    Repair,
    Review,
    Taxonomy,
    Term,
)
from jianbao.base.dates import PartialDate
from jianbao.content import load
from jianbao.outputs import exports
from jianbao.pages import render
from jianbao.text import chinese, frontmatter, markdown

SITES = Path(__file__).parents[1] / "sites"

TABLE = """签约情况如下。

| 序号 | 乡镇 | 签约（人） | 完成率 | 电话 | 备注 |
| --- | --- | ---: | --- | --- | --- |
| 1 | 新庄镇 | 4,152 | 91.6% | 63312345 | 约120 |
| 2 | 大树乡 | −3 | ９８．５％ | 63312346 | =1+1 |
"""


def files(content: Archive) -> dict[str, bytes]:
    listed = archives.made(exports.render(content))
    made = dict(listed)
    assert len(made) == len(listed)
    fixity = {path: (len(raw), hashlib.sha256(raw).hexdigest()) for path, raw in listed}
    return made | {"data/datapackage.json": exports.datapackage(content, fixity)}


def rows(content: Archive, name: str) -> list[dict[str, str]]:
    raw = files(content)[f"data/{name}.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


# --- one bulletin -------------------------------------------------------------------------------


def test_a_bulletin_lies_beside_its_page_in_markdown() -> None:
    issue = bulletin(article(title="# 标题 *", kind="feature"), preface="按语。")
    source = files(archive(issue))["bulletins/lanchuan/2024/021.md"].decode()
    parts = frontmatter.split(source)
    assert parts
    node, problems = frontmatter.parse(parts.front_matter, "x")
    assert not problems
    assert node
    assert isinstance(node.value, dict)
    assert node.value["issuer"].value == "澜川市卫生健康委员会办公室"
    assert node.value["reviewed"].value == "false"
    preface, (section,) = markdown.split_sections(parts.body)
    assert (preface, section.title) == ("按语。", "# 标题 *")
    assert section.source == issue.articles[0].body


def test_a_bulletin_lies_beside_its_page_in_json() -> None:
    review = Review(repairs=(Repair("spacing", 3, "8 月", "8月"),))
    issue = bulletin(article(), article(2, title="第二篇"), review=review)
    content = archive(issue)
    loaded = json.loads(files(content)["bulletins/lanchuan/2024/021.json"])
    assert loaded["id"] == "lanchuan/2024/021"
    assert loaded["url"] == f"{ADDRESS}bulletins/lanchuan/2024/021.html"
    assert loaded["date"] == "2024-08-23"
    assert loaded["source"]["file"] == "lanchuan-2024-021.txt"
    assert {f.name for f in BULLETIN_FIELDS} - {*release.FIELDS} <= loaded.keys()
    assert loaded.keys().isdisjoint(release.FIELDS)
    assert loaded["repairs"] == [
        {"rule": "spacing", "line": 3, "before": "8 月", "after": "8月", "page": 0}
    ]
    second = loaded["articles"][1]
    assert second["id"] == "lanchuan/2024/021/2"
    assert second["page"] == "bulletins/lanchuan/2024/021/2.html"
    assert second["department"] == ["青禾县卫生健康委员会"]
    assert {f.name for f in ARTICLE_FIELDS} <= second.keys()


def test_without_a_public_address_no_export_invents_one() -> None:
    content = archive(bulletin(), base_url=None)
    assert json.loads(files(content)["bulletins/lanchuan/2024/021.json"])["url"] is None
    assert {row["url"] for row in rows(content, "articles")} == {""}
    assert "homepage" not in json.loads(files(content)["data/datapackage.json"])


def test_the_hash_can_be_made_from_the_json() -> None:
    parts = ["kicker", "title", "subtitle", "authors", "body", "attribution"]
    issue = bulletin(article(kicker="肩", authors=("甲", "乙")), article(2), preface="按语。")

    def joined(texts: list[str | None]) -> str:
        return "\n\n".join(part for part in texts if part)

    def text_of(item: dict[str, Any]) -> str:
        return joined(["、".join(item[p]) if p == "authors" else item[p] for p in parts])

    loaded = json.loads(files(archive(issue))["bulletins/lanchuan/2024/021.json"])
    texts = [text_of(item) for item in loaded["articles"]]
    for item, whole in zip(loaded["articles"], texts, strict=True):
        assert hashlib.sha256(whole.encode()).hexdigest() == item["sha256"]
    head = ["title", "issue_printed", "date_printed", "issuer", "banner", "preface"]
    everything = joined([*(loaded[name] for name in head), *texts])
    assert hashlib.sha256(everything.encode()).hexdigest() == loaded["sha256"]


@pytest.mark.parametrize("name", ["minimal", "typical", "hostile"])
def test_the_markdown_of_a_bulletin_is_a_file_of_an_archive(name: str) -> None:
    content = SITES / name / "content"
    settings = load.load_settings(content)
    for issue in load.load(content).bulletins:
        source = exports.markdown_file(issue).encode()
        parsed = load.parse_bulletin(source, issue.path, settings)
        assert parsed.problems == ()
        assert parsed.bulletin == dataclasses.replace(issue, review=None, pictures=())


def test_references_lie_beside_the_page() -> None:
    made = files(archive(bulletin(article(), article(2, title="第二篇"))))
    place = "bulletins/lanchuan/2024/021"
    assert made[f"{place}.bib"].decode().count("@article{") == 2
    assert made[f"{place}.bib"].decode().count("@periodical{") == 1
    assert made[f"{place}.ris"].decode().count("ER  - ") == 3
    titles = [item["title"] for item in json.loads(made[f"{place}.csl.json"])]
    assert titles == ["澜川卫生健康动态", "青禾县建设医共体", "第二篇"]


# --- tables -------------------------------------------------------------------------------------


def test_articles_and_bulletins_are_rows() -> None:
    content = archive(
        bulletin(article(), article(2, department=("甲|乙", "丙\\丁"), county=())),
        bulletin(folder="undated", name="x", date=None, issue=None),
    )
    named = (Term("a", "甲|乙", "委局"), Term("b", "丙\\丁", "委局"))
    known = Taxonomy("department", (*content.departments.terms, *named))
    content = dataclasses.replace(content, departments=known)
    first, second, third = rows(content, "articles")
    assert first["id"] == "lanchuan/2024/021/1"
    assert first["bulletin_date"] == "2024-08-23"
    assert first["characters"] == str(len(article().body))
    assert first["sha256"] == citations.content_hash(bulletin(), article())
    assert second["department"] == r"甲\|乙|丙\\丁"
    assert (third["bulletin_date"], third["bulletin_issue"]) == ("", "")
    assert [row["articles"] for row in rows(content, "bulletins")] == ["2", "1"]
    assert rows(content, "bulletins")[0]["source_sha256"] == "ab" * 32


def test_one_row_for_each_term_of_an_article() -> None:
    terms = rows(archive(bulletin(article(county=("青禾县", "高新区")))), "article-terms")
    assert [(row["taxonomy"], row["slug"], row["name"]) for row in terms] == [
        ("county", "qinghe", "青禾县"),
        ("county", "gaoxin", "高新区"),
        ("department", "qinghe-wjw", "青禾县卫生健康委员会"),
    ]
    assert {row["article"] for row in terms} == {"lanchuan/2024/021/1"}


def test_one_row_for_each_cell_of_a_table() -> None:
    found = rows(archive(bulletin(article(body=TABLE))), "observations")
    assert len(found) == 10
    (source,) = {row["source"] for row in found}
    page, _, anchor = source.partition("#")
    assert page == "bulletins/lanchuan/2024/021/1.html"
    assert f'id="{anchor}"' in markdown.to_html(TABLE)
    by_place = {(row["row"], row["column"]): row for row in found}
    assert {row["row_header"] for row in found if row["row"] == "1"} == {"新庄镇"}
    signed = by_place["1", "3"]
    assert (signed["printed"], signed["value"], signed["unit"]) == ("4,152", "4152", "人")
    assert signed["column_header"] == "签约（人）"
    assert (by_place["1", "4"]["value"], by_place["1", "4"]["unit"]) == ("91.6", "%")
    assert by_place["2", "4"]["value"] == "98.5"
    assert (by_place["2", "3"]["printed"], by_place["2", "3"]["value"]) == ("−3", "-3")
    for doubtful in (("1", "1"), ("1", "5"), ("1", "6")):
        assert (by_place[doubtful]["value"], by_place[doubtful]["unit"]) == ("", "")
    assert by_place["2", "6"]["printed"] == "'=1+1"


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        ("120", ("120", None)),
        ("１，２３４．５ 万元", ("1234.5", "万元")),
        ("+7.8个百分点", ("7.8", "个百分点")),
        ("0", ("0", None)),
        ("0.50%", ("0.50", "%")),
        *[
            (doubtful, None)
            for doubtful in (
                *("", "—", "/", "007", "12,34", "1.2.3", "约120", "120余人", "3—5", "3-5", "8月"),
                *("2024年", "第3", "(12)", "12人13例", "1234567890123", "1e5", "²", "٣", "-", ".5"),
            )
        ],
    ],
)
def test_a_number_is_taken_only_where_it_is_certain(
    cell: str, quantity: tuple[str, str | None] | None
) -> None:
    assert chinese.parse_quantity(cell) == quantity


def test_the_unit_of_a_column_stands_in_brackets_at_its_end() -> None:
    assert chinese.unit_in_brackets("金额（万元）") == "万元"
    assert chinese.unit_in_brackets("人数(单位：人)") == "人"
    assert chinese.unit_in_brackets("占比（％）") == "%"
    assert chinese.unit_in_brackets("投资（万元）/计划") == "万元"
    assert chinese.unit_in_brackets("投资（万元）/占比（%）") == "%"
    assert chinese.unit_in_brackets("费用（元/人）/计划") == "元/人"
    assert chinese.unit_in_brackets("人数（不含退休）") is None
    assert chinese.unit_in_brackets("（人）均") is None


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(["", "人", "%", "万元"]))
def test_every_printed_number_is_read_back(number: Decimal, unit: str) -> None:
    quantity = chinese.parse_quantity(f"{number:,}{unit}")
    assert quantity
    assert (Decimal(quantity[0]), quantity[1] or "") == (number, unit)


# --- CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_no_cell_begins_as_a_formula(mark: str) -> None:
    value = f'{mark}HYPERLINK("http://evil.example","看")'
    content = archive(
        bulletin(
            article(title=value, authors=(value,), attribution=value, body=f"| {value} |\n| - |"),
            title=value,
            issuer=value,
            banner=value,
        )
    )
    for name in ("articles", "bulletins", "observations"):
        for row in rows(content, name):
            for cell in row.values():
                assert not cell.startswith(mark)
                assert not re.match("[=@＝＋－＠\t\r\n]", cell)
    assert rows(content, "articles")[0]["title"] == f"'{value}"


@given(st.text())
def test_the_guard_against_formulas_can_be_undone(value: str) -> None:
    guarded = exports.guard_formula(value)
    assert (guarded[1:] if guarded.startswith("'") else guarded) == value
    assert guarded[:1] not in tuple("=+-@\t\r\n＝＋－＠")


READABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(READABLE, st.none() | READABLE, st.lists(READABLE, max_size=3))))
def test_any_text_survives_csv(values: list[tuple[str, str | None, list[str]]]) -> None:
    articles = [
        article(number, title=title, kicker=kicker, authors=tuple(authors))
        for number, (title, kicker, authors) in enumerate(values, start=1)
    ]
    content = archive(bulletin(*articles)) if articles else archive()
    read = rows(content, "articles")

    def restored(cell: str) -> str:
        return cell[1:] if cell.startswith("'") else cell

    assert len(read) == len(articles) or not articles
    for row, (title, kicker, authors) in zip(read, values, strict=False):
        assert restored(row["title"]) == chinese.drop_forbidden(title)
        assert restored(row["kicker"]) == chinese.drop_forbidden(kicker or "")
        if authors:
            items = [re.sub(r"(?s)\\(.)", r"\1", p) for p in split_list(restored(row["authors"]))]
            assert items == [chinese.drop_forbidden(name) for name in authors]


def split_list(cell: str) -> list[str]:
    """Return the items of a list cell, with their backslashes."""
    parts = [""]
    escaped = False
    for character in cell:
        if character == "|" and not escaped:
            parts.append("")
        else:
            parts[-1] += character
        escaped = character == "\\" and not escaped
    return parts


# --- JSON Lines and the Data Package ------------------------------------------------------------


def test_json_lines_hold_the_text_year_by_year() -> None:
    content = archive(
        bulletin(),
        bulletin(folder="2023", name="001", date=PartialDate(2023, 1, 1)),
        bulletin(folder="undated", name="x", date=None),
    )
    made = files(content)
    assert [p for p in made if p.endswith(".jsonl")] == [
        "data/articles/2024.jsonl",
        "data/articles/2023.jsonl",
        "data/articles/undated.jsonl",
    ]
    (line,) = made["data/articles/2023.jsonl"].decode().splitlines()
    loaded = json.loads(line)
    assert loaded["text"] == "青禾县推进医共体建设。\n一、强龙头\n第二段。"
    assert loaded["bulletin"] == "lanchuan/2023/001"
    assert loaded["bulletin_date"] == "2023-01-01"


# After the Data Package and Table Schema specifications: what a package of ours may hold.
PACKAGE_SCHEMA = {
    "type": "object",
    "required": ["name", "resources", "profile"],
    "properties": {
        "name": {"pattern": "^[a-z0-9._-]+$"},
        "homepage": {"pattern": "^https?://"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "encoding", "format", "hash", "bytes"],
                "properties": {
                    "name": {"pattern": "^[a-z0-9._-]+$"},
                    "hash": {"pattern": "^sha256:[0-9a-f]{64}$"},
                    "bytes": {"type": "integer"},
                    "encoding": {"const": "utf-8"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type", "description"],
                                    "properties": {
                                        "name": {"pattern": "^[a-z0-9_]+$"},
                                        "type": {
                                            "enum": ["string", "integer", "number", "boolean"]
                                        },
                                        "description": {"type": "string", "minLength": 1},
                                        "constraints": {"type": "object"},
                                    },
                                    "additionalProperties": False,
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}


def test_the_data_package_describes_its_files() -> None:
    content = archive(
        bulletin(article(body=TABLE), article(2, status="corrected", status_date=PartialDate(2025)))
    )
    made = files(content)
    package = json.loads(made["data/datapackage.json"])
    jsonschema.validate(package, PACKAGE_SCHEMA)
    assert package["title"] == "澜川简报汇编"
    described = set()
    tables: dict[str, list[dict[str, str]]] = {}
    for resource in package["resources"]:
        described.add(f"data/{resource['path']}")
        raw = made[f"data/{resource['path']}"]
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        if resource["format"] != "csv":
            continue
        read = tables[resource["name"]] = rows(content, resource["name"])
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert raw.decode("utf-8-sig").split("\r\n")[0] == ",".join(names)
        for field in resource["schema"]["fields"]:
            for row in read:
                check_cell(row[field["name"]], field)
        for key in resource["schema"].get("primaryKey", []):
            assert len({row[key] for row in read}) == len(read)
    assert described == {path for path in made if path.startswith("data/")} - {
        "data/datapackage.json"
    }
    for resource in package["resources"]:
        for key in resource.get("schema", {}).get("foreignKeys", []):
            (column,), target = key["fields"], key["reference"]
            there = {row[target["fields"][0]] for row in tables[target["resource"]]}
            assert {row[column] for row in tables[resource["name"]]} <= there


def frictionless(folder: Path) -> list[str]:
    """Return the errors that Frictionless finds in the data package in `folder`."""
    validate = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    run = subprocess.run(validate, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(run.stdout)
    assert bool(run.returncode) != report["valid"]
    tasks = [*report["tasks"], report]
    return [error["message"] for task in tasks for error in task["errors"]]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["typical", "hostile"])
def test_frictionless_finds_the_data_package_valid(name: str, tmp_path: Path) -> None:
    content = corrections.published(load.load(SITES / name / "content"))
    write = archives.writer(tmp_path)
    for path, made in files(content).items():
        write(path, made)
    assert frictionless(tmp_path / "data") == []
    articles = tmp_path / "data" / "articles.csv"
    articles.write_bytes(articles.read_bytes().replace(b",1,", b",one,", 1))
    assert any("one" in message for message in frictionless(tmp_path / "data"))


def check_cell(cell: str, field: dict[str, Any]) -> None:
    constraints = field.get("constraints", {})
    if not cell:
        assert not constraints.get("required"), field["name"]
        return
    if field["type"] == "integer":
        int(cell)
    elif field["type"] == "number":
        Decimal(cell)
    assert re.fullmatch(constraints.get("pattern", "(?s:.*)"), cell)
    assert cell in constraints.get("enum", [cell])


def test_the_data_package_names_a_license_that_has_an_address() -> None:
    def licenses(**terms: str) -> Any:
        made = files(archive(**terms))["data/datapackage.json"]
        return json.loads(made).get("licenses")

    address = "https://creativecommons.org/licenses/by/4.0/"
    assert licenses() is licenses(license="仅供内部使用") is None
    assert licenses(license_url=address) == [{"path": address, "title": address}]
    assert licenses(license="CC BY 4.0", license_url=address) == [
        {"path": address, "title": "CC BY 4.0"}
    ]


# --- docs/data.md -------------------------------------------------------------------------------

DOCS = (Path(__file__).parents[2] / "docs" / "data.md").read_text("utf-8")


def test_the_documentation_names_every_file_and_column() -> None:
    described = {name for table in exports.TABLES for name in (f"{table.name}.csv",)}
    assert described | {"datapackage.json"} == set(urls.DATASET_FILES)
    for file in urls.DATASET_FILES:
        assert f"`{file}`" in DOCS or f"data/{file}`" in DOCS, file
    fields = {field.name for field in (*ARTICLE_FIELDS, *BULLETIN_FIELDS)}
    for table in exports.TABLES[:4]:
        for column in table.columns:
            assert column.name in fields or f"`{column.name}`" in DOCS, column.name


def test_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = article(2, status="withdrawn", status_date=PartialDate(2025), body="")
    for path, content in files(archive(bulletin(article(title="=1"), gone))).items():
        target = tmp_path / path.replace("lanchuan/2024/021", "SERIES/YEAR/ISSUE")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", DOCS, re.MULTILINE)
    programs = [textwrap.dedent(b) for b in blocks if b.startswith("    import ")]
    assert len(programs) == 4
    for program in programs:
        if "pandas" not in program:
            exec(compile(program, "docs/data.md", "exec"), {})
    assert "2024-08-23 =1\n" in capsys.readouterr().out


# --- the manifest -------------------------------------------------------------------------------


def test_the_manifest_can_be_checked_with_sha256sum(tmp_path: Path) -> None:
    made = {"a.html": b"1", "bulletins/\\odd\nname.json": b"2", "originals/a b.txt": b"3"}
    write = archives.writer(tmp_path)
    for path, content in made.items():
        write(path, content)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in made.items()}
    write("manifest-sha256.txt", exports.manifest(digests))
    command = ["sha256sum", "--check", "--strict", "manifest-sha256.txt"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(b"OK") == 3
    (tmp_path / "a.html").write_bytes(b"changed")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_the_same_archive_gives_the_same_bytes_in_the_same_order() -> None:
    content = archive(bulletin(article(body=TABLE)))
    first = archives.made(exports.render(content))
    assert first == archives.made(exports.render(dataclasses.replace(content)))


def test_files_that_the_owner_does_not_need_are_left_out_with_what_leads_to_them() -> None:
    content = archive(leave_out=("bib", "json"))
    made = files(content)
    assert {path.partition(".")[2] for path in made if path.startswith("bulletins/")} == {
        "md",
        "ris",
        "csl.json",
    }
    page = pages(content)["bulletins/lanchuan/2024/021.html"]
    assert ".bib" not in page
    assert "021.json" not in page
    assert "021.ris" in page
    bare = pages(archive(leave_out=("md", "json", "bib", "ris", "csl.json")))
    assert not re.search(r"021\.(md|json|bib|ris|csl)", bare["bulletins/lanchuan/2024/021.html"])
    assert "换成 .md" not in bare["about.html"]
    assert "换成 .md 或 .json" in pages(archive())["about.html"]


def pages(content: Archive) -> dict[str, str]:
    layouts = [Path(__file__).parents[2] / "layouts"]
    return {
        path: made.decode()
        for path, made in archives.made(render.render(content, layouts))
        if path.endswith(".html")
    }
