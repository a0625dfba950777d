import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from invented import ADDRESS, archive, article, bulletin

from jianbao.archive import corrections
from jianbao.archive.model import Archive
from jianbao.base.cache import Cache
from jianbao.base.dates import PartialDate
from jianbao.outputs import exports, privacy_gate, year_files


def two_years() -> Archive:
    return archive(
        bulletin(article(title="甲：<b>&")),
        bulletin(article(title="乙"), name="022", issue=22),
        bulletin(article(title="丙"), folder="2023", name="001", date=PartialDate(2023, 1, 5)),
    )


def files_of(archive: Archive, year: str) -> dict[str, bytes]:
    packed = zipfile.ZipFile(io.BytesIO(year_files.content_of(archive, year, Cache())))
    assert packed.testzip() is None
    return {name: packed.read(name) for name in packed.namelist()}


def test_each_year_has_its_texts() -> None:
    known = two_years()
    made = year_files.with_year_files(known, Cache()).year_files
    assert [(one.year, one.path) for one in made] == [
        ("2024", "data/years/2024.zip"),
        ("2023", "data/years/2023.zip"),
    ]
    files = files_of(known, "2024")
    assert sorted(files) == [
        "bulletins/lanchuan/2024/021.md",
        "bulletins/lanchuan/2024/022.md",
        "data/articles/2024.jsonl",
        "data/datapackage.json",
    ]
    for issue in known.bulletins[:2]:
        name = f"bulletins/lanchuan/2024/{issue.name}.md"
        assert files[name].decode() == exports.markdown_file(issue)
    lines = files["data/articles/2024.jsonl"]
    assert lines == exports.lines_file(known, known.bulletins[:2])
    package = json.loads(files["data/datapackage.json"])
    [resource] = package["resources"]
    assert (resource["path"], resource["bytes"]) == ("articles/2024.jsonl", len(lines))
    assert package["homepage"] == ADDRESS


def test_the_size_that_pages_say_is_that_of_the_file(tmp_path: Path) -> None:
    for cache in (Cache(), Cache(tmp_path / "work" / "cache.sqlite")):
        with cache:
            known = year_files.with_year_files(two_years(), cache)
            for one in known.year_files:
                assert len(year_files.content_of(known, one.year, cache)) == one.bytes


def test_the_same_texts_are_the_same_bytes_and_only_a_changed_year_changes(tmp_path: Path) -> None:
    with Cache(tmp_path / "work" / "cache.sqlite") as cache:
        first = year_files.with_year_files(two_years(), cache).year_files
        assert year_files.with_year_files(two_years(), Cache()).year_files == first
        known = two_years()
        changed = replace(known.bulletins[2], articles=(article(title="丁"),))
        known = replace(known, bulletins=(*known.bulletins[:2], changed))
        second = year_files.with_year_files(known, cache).year_files
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_a_withdrawn_text_is_in_no_file() -> None:
    known = archive(bulletin(article(body="留下的话。"), article(2, body="撤回的话。")))
    issue = known.bulletins[0]
    withdrawn = replace(issue.articles[1], status="withdrawn", status_date=PartialDate(2025))
    issue = replace(issue, articles=(issue.articles[0], withdrawn))
    published = corrections.published(replace(known, bulletins=(issue,)))
    for name, content in files_of(published, "2024").items():
        assert "撤回的话" not in content.decode(), name
    assert "留下的话" in files_of(published, "2024")["data/articles/2024.jsonl"].decode()


def test_the_privacy_gate_reads_what_is_inside() -> None:
    number = "110105" + "19491231" + "002X"
    known = archive(bulletin(article(body=f"身份证号{number}。")))
    content = year_files.content_of(known, "2024", Cache())
    assert privacy_gate.masked("data/years/2024.zip", content)
    assert not privacy_gate.masked(
        "data/years/2024.zip", year_files.content_of(two_years(), "2024", Cache())
    )
