import base64
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import archives
import invented
import pagefind_bin
import pytest
from bench.generate import generate
from hypothesis import given
from hypothesis import strategies as st

from jianbao.archive import corrections
from jianbao.archive.model import Archive, Taxonomy, Term
from jianbao.base.cache import Cache
from jianbao.base.dates import PartialDate
from jianbao.base.problems import SearchError
from jianbao.content import load
from jianbao.outputs import search
from jianbao.outputs.search import bundle, pagefind, synonyms
from jianbao.outputs.search.normalise import bucket, guide

TYPICAL = Path(__file__).parents[1] / "sites" / "typical" / "content"


@pytest.fixture(scope="session")
def typical() -> Archive:
    return load.load(TYPICAL)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def built(archive: Archive, tmp_path: Path, name: str = "site") -> Path:
    """Return the search folder of `archive`; builds of one test share their cache."""
    with Cache(tmp_path / "work" / "cache.sqlite") as cache:
        search.build(archive, archives.writer(tmp_path / name), cache)
    return tmp_path / name / "search"


def value_of(content: bytes) -> Any:
    """Return the value in a JSON file, or in a script that gives it."""
    return json.loads(content.removeprefix(b"jianbao.got(").removesuffix(b")"))


def read(path: Path) -> Any:
    return value_of(path.read_bytes())


def manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = read(folder / "manifest.json")
    return manifest


# --- what is compared -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("家庭医生签约", "家庭医生签约"),
        ("ＤＩＰ付费", "dip付费"),
        ("１２０急救站", "120急救站"),
        ("清卫健发〔2023〕12号", "清卫健发(2023)12号"),
        ("［2023］", "(2023)"),
        ("（2023）", "(2023)"),
        ("【导读】", "【导读】"),
        ("“三无”——老人", "“三无”——老人"),
        (" PM　2.5\u00a0\n 值 ", "pm 2.5 值"),
        ("医\u200b共\ufeff体", "医共体"),
        ("Ünal Ж", "ünal ж"),
        ("𠮷林", "𠮷林"),
        ("", ""),
    ],
)
def test_text_is_compared_without_case_width_and_kind_of_bracket(
    printed: str, compared: str
) -> None:
    assert search.normalise(printed) == compared


@given(st.text())
def test_what_is_normalised_stays_as_it_is(printed: str) -> None:
    once = search.normalise(printed)
    assert search.normalise(once) == once


@given(st.text(), st.text())
def test_texts_have_the_same_words_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (search.tokens(one) == search.tokens(other)) == (one == other)


@given(st.lists(st.text(min_size=1), max_size=5), st.data())
def test_a_guide_has_the_bits_of_every_piece_of_the_text(
    blocks: list[str], data: st.DataObject
) -> None:
    bits = guide(blocks)
    for block in blocks:
        start = data.draw(st.integers(0, len(block) - 1))
        piece = block[start : data.draw(st.integers(start + 1, len(block)))]
        for length in (1, 2, 3):
            for i in range(len(piece) - length + 1):
                place = bucket(piece[i : i + length])
                assert bits[place >> 3] >> (place & 7) & 1


def test_a_guide_leaves_most_bits_free() -> None:
    bits = guide(["青禾县建设医共体"])
    assert 8 < sum(byte.bit_count() for byte in bits) <= 8 + 7 + 6


# --- what a query may also mean ---------------------------------------------------------------


def test_a_shortening_is_what_an_alias_makes_of_a_name_after_its_place() -> None:
    def offices(*pairs: tuple[str, str]) -> Taxonomy:
        terms = (Term(f"t{n}", name, "", aliases=(alias,)) for n, (name, alias) in enumerate(pairs))
        return Taxonomy("department", tuple(terms))

    assert synonyms.shortenings(
        offices(
            ("澜川市卫生健康委员会", "市卫健委"),
            ("青禾县卫生健康委员会", "青禾县卫健委"),
            ("澜川市疾病预防控制中心", "市疾控中心"),
            ("澜川市第一人民医院", "市一院"),
            # No place goes before the alias, or its characters are others: no rule follows.
            ("澜川大学附属医院", "澜大附院"),
            ("澜川市妇幼保健院", "红房子"),
            # Nothing is shortened.
            ("石桥区卫生健康委员会", "石桥区卫生健康委"),
        )
    ) == [
        ("一院", "第一人民医院"),
        ("卫健委", "卫生健康委员会"),
        ("疾控中心", "疾病预防控制中心"),
    ]


def test_characters_that_simplified_text_has_make_no_text_traditional() -> None:
    simplified = synonyms.simplified()
    pairs, either = str(simplified["traditional"]), str(simplified["either"])
    always = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert always["體"] == "体"
    assert len(always) > 3_000
    assert "乾" in either[::2]
    assert not set("乾后体医共") & always.keys()


# --- the files --------------------------------------------------------------------------------


def test_older_years_share_an_index_and_the_newest_comes_first(
    typical: Archive, tmp_path: Path
) -> None:
    folder = built(typical, tmp_path)
    indexes = manifest_of(folder)["indexes"]
    years = [index["years"] for index in indexes]
    assert years == [["2024"], ["2023", "2022"], ["undated"]]
    assert sum(index["articles"] for index in indexes) == manifest_of(folder)["articles"]


def test_every_file_but_the_manifest_lies_in_a_folder_named_by_content(
    typical: Archive, tmp_path: Path
) -> None:
    manifest = manifest_of(built(typical, tmp_path))
    named = {manifest[name] for name in ("engine", "terms", "simplified", "issues")}
    named |= {manifest["guide"]["path"], *(index["path"] for index in manifest["indexes"])}
    written = files_of(tmp_path / "site" / "search")
    assert {f"{name.split('/')[0]}/" for name in written} == named | {
        "manifest.json/",
        "manifest.js/",
    }
    # Nothing of Pagefind that the search page does not use.
    assert not [name for name in written if "ui" in name or "highlight" in name]


def test_every_file_is_a_script_or_has_a_twin_that_is_one(typical: Archive, tmp_path: Path) -> None:
    files = files_of(built(typical, tmp_path))
    scripts = {name for name in files if name.endswith(".js")}
    for name in files.keys() - scripts - {"manifest.json"}:
        assert value_of(files[f"{name}.js"]) == base64.b64encode(files[name]).decode()
    assert value_of(files["manifest.js"]) == json.loads(files["manifest.json"])
    (reader,) = (name for name in scripts if name.endswith("/pagefind.js"))
    assert not re.search(rb"\bimport[.(]|\bexport[ {]", files[reader])
    assert all(files[name].startswith(b"jianbao.got(") for name in scripts - {reader})


def test_the_rows_are_the_articles_newest_first_and_then_the_bulletins(
    typical: Archive, tmp_path: Path
) -> None:
    folder = built(typical, tmp_path)
    shown = []
    issues = []
    for index in manifest_of(folder)["indexes"]:
        files = len(list((folder / index["path"] / "text").iterdir()))
        texts = [
            text
            for number in range(files)
            for text in read(folder / index["path"] / "text" / f"{number}.js")
        ]
        shown += [(text["url"], text["title"]) for text in texts[: index["articles"]]]
        issues += [text["title"] for text in texts[index["articles"] :]]
    assert shown == [
        (
            f"bulletins/{b.series}/{b.folder}/{b.name}/{a.number}.html".replace("０", "%EF%BC%90"),
            a.title,
        )
        for b in typical.bulletins
        for a in b.articles
    ]
    assert issues == [bulletin.title for bulletin in typical.bulletins]


def test_a_replaced_text_is_marked_and_leads_to_the_new_one() -> None:
    content = TYPICAL.parents[1] / "corrected" / "content"
    corrected = corrections.published(load.load(content))
    (part,) = [p for p in bundle._parts(corrected) if "2023" in p.years]
    facets = bundle._facets(part, corrected)
    pairs = [(b, a) for b in part.bulletins for a in b.articles]
    replaced = [row for row, (_, a) in enumerate(pairs) if a.status == "replaced"]
    assert facets["replaced"] == replaced
    assert replaced
    for row in replaced:
        shown = bundle._article(corrected, *pairs[row]).shown
        assert shown["status"] == "replaced"
        assert str(shown["successor"]).startswith("bulletins/lanchuan-weisheng/2024/")


def test_the_facets_are_those_of_the_articles(typical: Archive, tmp_path: Path) -> None:
    folder = built(typical, tmp_path)
    counties: list[list[str]] = []
    departments: list[list[str]] = []
    bulletins: list[tuple[str, int | None, str]] = []
    for index in manifest_of(folder)["indexes"]:
        facets = read(folder / index["path"] / "facets.js")
        counties += [[facets["counties"][n] for n in row] for row in facets["county"]]
        departments += [[facets["departments"][n] for n in row] for row in facets["department"]]
        for series, issue, date, articles in facets["bulletins"]:
            bulletins += [(facets["series"][series], issue, date)] * articles
    pairs = [(b, a) for b in typical.bulletins for a in b.articles]

    def slugs(names: tuple[str, ...], taxonomy: Any) -> set[str]:
        return {taxonomy.find(name).slug for name in names}

    assert [set(row) for row in counties] == [slugs(a.county, typical.counties) for _, a in pairs]
    assert [set(row) for row in departments] == [
        slugs(a.department, typical.departments) for _, a in pairs
    ]
    assert bulletins == [(b.series, b.issue, str(b.date or "")) for b, _ in pairs]


def test_the_terms_have_their_names_and_aliases(typical: Archive, tmp_path: Path) -> None:
    folder = built(typical, tmp_path)
    terms = read(folder / manifest_of(folder)["terms"] / "terms.js")
    hospital = next(t for t in terms["department"] if t["slug"] == "lanchuan-yiyuan-1")
    assert hospital["name"] == "澜川市第一人民医院"
    assert hospital["aliases"] == ["市一院"]
    assert [t["slug"] for t in terms["series"]] == [s.slug for s in typical.site.series]


def test_few_indexes_need_no_guide(typical: Archive, tmp_path: Path) -> None:
    fewer = replace(typical, bulletins=typical.bulletins[:-1])
    assert manifest_of(built(fewer, tmp_path))["guide"] is None


def test_an_archive_without_bulletins_has_an_empty_manifest(tmp_path: Path) -> None:
    empty = replace(invented.archive(), bulletins=())
    manifest = manifest_of(built(empty, tmp_path))
    assert (manifest["indexes"], manifest["articles"]) == ([], 0)


# --- the same bytes everywhere ----------------------------------------------------------------

SCRIPT = """
import sys
from pathlib import Path
import archives
from jianbao.base.cache import Cache
from jianbao.content import load
from jianbao.outputs import search
write = archives.writer(Path(sys.argv[2]))
search.build(load.load(Path(sys.argv[1])), write, Cache())
"""


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_where_and_how_it_runs(tmp_path: Path) -> None:
    content = tmp_path / "content"
    generate(content, 12, 2)
    made = []
    for run in range(2):
        folder = tmp_path / f"run {run}"
        folder.mkdir()
        # Pagefind would take both as settings.
        (folder / "pagefind.yml").write_text("include_characters: 医\n", encoding="utf-8")
        surroundings = {
            "PYTHONHASHSEED": str(run),
            "PAGEFIND_FORCE_LANGUAGE": "en",
            "RAYON_NUM_THREADS": ("1", "4")[run],
            "TZ": ("UTC", "Asia/Shanghai")[run],
            "LC_ALL": ("C", "C.UTF-8")[run],
        }
        subprocess.run(
            [sys.executable, "-c", SCRIPT, content, folder / "site"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])} | surroundings,
            check=True,
        )
        made.append(files_of(folder / "site"))
    assert len(made[0]) > 100
    assert made[0] == made[1]


# --- only what changed ------------------------------------------------------------------------


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many pages each run of Pagefind has been given."""
    runs: list[int] = []
    run = pagefind.run

    def counted(records: Any) -> dict[str, bytes]:
        runs.append(len(records))
        return run(records)

    monkeypatch.setattr(pagefind, "run", counted)
    return runs


def paths(folder: Path) -> dict[str, str]:
    return {index["years"][0]: index["path"] for index in manifest_of(folder)["indexes"]}


def test_what_did_not_change_is_not_indexed_again(
    typical: Archive, tmp_path: Path, indexed: list[int]
) -> None:
    first = built(typical, tmp_path, "first")
    assert len(indexed) == 3
    assert files_of(first) == files_of(built(typical, tmp_path, "second"))
    assert len(indexed) == 3

    newest, *others = typical.bulletins
    corrected = replace(newest, articles=(replace(newest.articles[0], title="更正"),))
    changed = replace(typical, bulletins=(corrected, *others))
    third = built(changed, tmp_path, "third")
    assert len(indexed) == 4
    old, new = paths(first), paths(third)
    assert old.pop("2024") != new.pop("2024")
    assert old == new


def test_of_each_index_only_the_latest_is_kept(typical: Archive, tmp_path: Path) -> None:
    newest, *others = typical.bulletins
    sizes = []
    for number in range(4):
        corrected = replace(newest, title=f"更正{number}")
        built(replace(typical, bulletins=(corrected, *others)), tmp_path)
        sizes.append((tmp_path / "work" / "cache.sqlite").stat().st_size)
    assert sizes[-1] < 1.5 * sizes[0]


def test_a_new_office_changes_no_index(
    typical: Archive, tmp_path: Path, indexed: list[int]
) -> None:
    first = built(typical, tmp_path, "first")
    terms = typical.departments.terms
    more = replace(typical.departments, terms=(replace(terms[0], slug="new", name="新办"), *terms))
    second = built(replace(typical, departments=more), tmp_path, "second")
    assert paths(first) == paths(second)
    assert len(indexed) == 3


def test_a_damaged_cache_is_made_anew(typical: Archive, tmp_path: Path, indexed: list[int]) -> None:
    first = built(typical, tmp_path, "first")
    kept = tmp_path / "work" / "cache.sqlite"
    content = bytearray(kept.read_bytes())
    for place in range(0, len(content), 1000):
        content[place] ^= 1
    kept.write_bytes(content)
    assert files_of(first) == files_of(built(typical, tmp_path, "second"))
    assert len(indexed) == 6
    built(typical, tmp_path, "third")
    assert len(indexed) == 6


def test_years_share_an_index_as_long_as_it_is_not_too_big() -> None:
    room = bundle.CHARACTERS_AN_INDEX
    sizes = {"2025": 1, "2024": room // 2, "2023": room // 2, "2022": room, "2021": 9 * room}
    assert bundle._joined({**sizes, "2020": room // 2, "2019": room // 3, "undated": 1}) == [
        ("2025",),
        ("2024", "2023"),
        ("2022",),
        ("2021",),
        ("2020", "2019"),
        ("undated",),
    ]
    assert bundle._joined({"undated": 1}) == [("undated",)]
    assert bundle._joined({}) == []


def test_a_big_year_is_cut_and_a_new_bulletin_changes_its_last_part_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "CHARACTERS_AN_INDEX", 100)
    bulletins = tuple(
        invented.bulletin(
            invented.article(body="县" * 40), name=f"{n:03}", date=PartialDate(2024, 1, n)
        )
        for n in range(9, 0, -1)
    )
    before = manifest_of(built(invented.archive(*bulletins[1:]), tmp_path, "before"))["indexes"]
    after = manifest_of(built(invented.archive(*bulletins), tmp_path, "after"))["indexes"]
    assert [index["articles"] for index in before] == [2, 2, 2, 2]
    assert [index["articles"] for index in after] == [1, 2, 2, 2, 2]
    assert [(index["first"], index["last"]) for index in after][:2] == [
        ("2024-01-09", "2024-01-09"),
        ("2024-01-07", "2024-01-08"),
    ]
    assert [index["path"] for index in after[1:]] == [index["path"] for index in before]


# --- failures ---------------------------------------------------------------------------------

Program = Callable[[str], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Puts a program of these lines in the place of Pagefind."""

    def install(lines: str) -> None:
        path = tmp_path / "pagefind"
        path.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setattr(pagefind_bin, "get_executable", lambda: path)

    return install


def message_of(archive: Archive, tmp_path: Path) -> str:
    with pytest.raises(SearchError) as caught:
        built(archive, tmp_path)
    assert len(caught.value.problems) == 1
    assert not (tmp_path / "work").exists()
    return caught.value.problems[0].text()


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise FileNotFoundError("no such program")

    monkeypatch.setattr(pagefind_bin, "get_executable", missing)
    assert message_of(invented.archive(), tmp_path) == (
        "search: the Pagefind program is missing: run "
        "pip install --force-reinstall pagefind-bin==1.5.2"
    )


def test_a_program_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "pagefind"
    broken.touch()
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: broken)
    assert message_of(invented.archive(), tmp_path) == (
        f"search: the Pagefind program {broken} does not start: "
        "no permission: change its owner or mode"
    )


def test_a_program_that_stops_is_told(tmp_path: Path, program: Program) -> None:
    program("import sys; sys.stdin.read(5); sys.exit('out of luck')")
    assert message_of(invented.archive(), tmp_path) == (
        "search: Pagefind stopped after 0 of 4 steps: out of luck"
    )


def answering(change: str) -> str:
    """Return a program that asks the real Pagefind and changes its answers by the statement
    `change`."""
    return f"""
import base64, json, subprocess, sys
real = subprocess.Popen(
    [{str(pagefind_bin.get_executable())!r}, "--service"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
)
def messages(stream):
    part = bytearray()
    while byte := stream.read(1):
        if byte != b",":
            part += byte
        else:
            yield bytes(part)
            part.clear()
for request in messages(sys.stdin.buffer):
    real.stdin.write(request + b",")
    real.stdin.flush()
    answer = json.loads(base64.b64decode(next(messages(real.stdout))))
    payload = answer["payload"]
    files = payload.get("files", [])
    {change}
    sys.stdout.buffer.write(base64.b64encode(json.dumps(answer).encode()) + b",")
    sys.stdout.buffer.flush()
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "if 'files' in payload: payload.update(type='Error', message='no space left')",
            "Pagefind refused: no space left",
        ),
        (
            "if 'page_word_count' in payload: payload['page_word_count'] += 1",
            "Pagefind did not index every character; report this as a defect",
        ),
        (
            "files[:] = [f for f in files if not f['path'].startswith('index/')]",
            "Pagefind wrote an index that is not whole; build again",
        ),
        (
            "files[:] = [f for f in files if not f['path'].endswith('.pf_meta')]",
            "Pagefind wrote an index that is not whole; build again",
        ),
        (
            "for f in files:\n        if f['path'] == 'pagefind.js': f['content'] = ''",
            "Pagefind wrote an index that is not whole; build again",
        ),
        (
            "for f in files:\n"
            "        if f['path'] == 'pagefind.js':\n"
            "            f['content'] = base64.b64encode(b'export const a = 1').decode()",
            "Pagefind wrote an index of an unknown form",
        ),
        (
            "files[:] = [f for f in files if not f['path'].startswith('fragment/')]",
            "Pagefind wrote an index that is not whole; build again",
        ),
        (
            "import gzip\n"
            "    for f in files:\n"
            "        if f['path'].endswith('.pf_meta'):\n"
            "            meta = gzip.decompress(base64.b64decode(f['content']))\n"
            "            meta = gzip.compress(meta.replace(b'1.5.2', b'1.6.0'))\n"
            "            f['content'] = base64.b64encode(meta).decode()",
            "Pagefind 1.6.0 is installed, but 1.5.2 is needed: run pip install pagefind-bin==1.5.2",
        ),
    ],
)
def test_an_index_that_is_not_whole_is_told(
    tmp_path: Path, program: Program, change: str, message: str
) -> None:
    program(answering(change))
    assert message_of(invented.archive(), tmp_path) == f"search: {message}"


def test_a_program_that_lives_and_does_not_answer_is_ended(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what it started with it, which holds its output open."""
    monkeypatch.setattr(pagefind, "SILENT_SECONDS", 0.5)
    program(
        "import subprocess, sys, time\n"
        "other = subprocess.Popen(['sleep', '300'])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(other.pid))\n"
        "time.sleep(300)"
    )
    message = message_of(invented.archive(), tmp_path)
    assert message.startswith("search: Pagefind did not answer any more, after 0 of 4 steps: build")
    started = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 10
    while runs(started) and time.monotonic() < deadline:  # it does not end with the signal
        time.sleep(0.01)
    assert not runs(started)


def runs(pid: int) -> bool:
    """Return whether a process runs; one that ended may be a zombie whose parent is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_a_program_that_works_without_an_answer_is_ended_at_last(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "LONGEST_STEP_SECONDS", 1)
    program("while True: pass")
    assert "did not answer any more" in message_of(invented.archive(), tmp_path)


def test_a_slow_program_has_its_time(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "SILENT_SECONDS", 1)
    busy = "import time\nend = time.monotonic() + 2\nwhile time.monotonic() < end: pass\n"
    program(busy + "print('no more', file=__import__('sys').stderr)")
    assert "Pagefind stopped after 0 of 4 steps: no more" in message_of(
        invented.archive(), tmp_path
    )


def test_a_temporary_folder_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    message = message_of(invented.archive(), tmp_path)
    assert message.startswith(f"search: cannot write {tmp_path}/gone/")
    assert message.endswith(": it is not there")
