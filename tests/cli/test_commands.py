"""The command line as a user meets it: what it says, the exit status, and that nothing is lost."""

import errno
import os
import pstats
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import archives
import pytest
from archives import BULLETIN, left_over, start, tree
from spreadsheets import workbook
from system import refuse_to_open, refuse_to_write

from jianbao import __version__, cli
from jianbao.build import pipeline, publish
from jianbao.cli import terminal

Edit = Callable[[Path], None]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_LANG", "en")
    monkeypatch.setattr(sys, "argv", ["jianbao"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with its site; tests work on copies."""
    root = start(tmp_path_factory.mktemp("built") / "archive")
    assert cli.main(["--root", str(root), "--quiet"]) == 0
    return root


@pytest.fixture
def archive(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "archive"
    shutil.copytree(built, root)
    monkeypatch.chdir(root)
    return root


def without_progress(err: str) -> str:
    """Leave out the lines that a slow machine writes every ten seconds: laying out 24 / 87."""
    return re.sub(r"(?m)^[a-z ]+ \d+( / \d+)?(, \d+:\d\d left)?\n", "", err)


class Result:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out.splitlines()
        # The lines of a page depend on the layouts.
        self.err = without_progress(re.sub(r"(?m)^404\.html:\d+", "404.html:N", err)).splitlines()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def call(*arguments: str) -> Result:
        capsys.readouterr()
        status = cli.main(arguments)
        return Result(status, *capsys.readouterr())

    return call


# --- build ------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["build"]])
def test_a_build_says_what_it_made_and_where_to_look(
    archive: Path, run: Callable[..., Result], arguments: list[str]
) -> None:
    result = run(*arguments)
    assert result.status == 0
    assert re.fullmatch(
        r"built site/ in \d+\.\d s: bulletins 1, articles 2, pages \d+, \d+\.\d MB", result.out[0]
    )
    assert result.out[1:] == ["open site/index.html in a browser"]
    assert all("sample that init wrote" in line for line in result.err)
    assert (archive / "site" / "index.html").is_file()
    assert left_over(archive) == []


def test_timings_say_how_long_each_stage_took(archive: Path, run: Callable[..., Result]) -> None:
    result = run("build", "--verify", "--timings")
    assert result.status == 0
    stages = [line.split() for line in result.out[1:-1]]
    assert [name for name, _ in stages] == list(pipeline.STAGES)
    total = float(result.out[0].split(" s:")[0].rpartition(" ")[2])
    assert abs(sum(float(seconds) for _, seconds in stages) - total) < 0.2
    assert all(re.fullmatch(r"\d+\.\d\d", seconds) for _, seconds in stages)
    # A build with nothing to do has no stages.
    assert len(run("build", "--timings").out) == 2


def test_a_profile_is_kept_and_its_dearest_functions_are_said(
    archive: Path, run: Callable[..., Result]
) -> None:
    before = tree(archive / "site")
    result = run("build", "--verify", "--profile", "of build.pstats")
    assert result.status == 0
    assert tree(archive / "site") == before
    assert result.out[-2] == "the whole profile is in of build.pstats"
    heading = next(
        i for i, line in enumerate(result.out) if line.split()[:2] == ["seconds", "calls"]
    )
    rows = [line.split(maxsplit=2) for line in result.out[heading + 1 : -2]]
    assert len(rows) == 12
    seconds = [float(own) for own, _, _ in rows]
    assert seconds == sorted(seconds, reverse=True)
    stats: Any = pstats.Stats(str(archive / "of build.pstats"))
    assert any(name == "stage" and path.endswith("pipeline.py") for path, _, name in stats.stats)


def test_a_profile_is_kept_even_if_the_build_fails(
    archive: Path, run: Callable[..., Result]
) -> None:
    (archive / BULLETIN).write_text("no front matter", "utf-8")
    assert run("build", "--profile").status == 1
    assert pstats.Stats(str(archive / "build.pstats"))


def test_a_profile_that_cannot_be_written_is_one_line(
    archive: Path, run: Callable[..., Result]
) -> None:
    (archive / "taken").mkdir()
    result = run("build", "--profile", "taken")
    assert result.status == 1
    assert any(line.startswith("taken: cannot be used: ") for line in result.err)


def test_a_missing_address_is_said_once(archive: Path, run: Callable[..., Result]) -> None:
    site = archive / "content" / "site.yaml"
    said = "without base_url in content/site.yaml"
    shutil.rmtree(archive / "site")
    assert said in run().out[-1]
    assert "<base" not in (archive / "site" / "404.html").read_text("utf-8")
    (archive / "content" / "about.md").write_text("说明。", "utf-8")
    assert not any(said in line for line in run().out)
    site.write_text(site.read_text("utf-8") + "base_url: https://example.org/\n", "utf-8")
    shutil.rmtree(archive / "site")
    assert not any(said in line for line in run().out)
    assert "<base" in (archive / "site" / "404.html").read_text("utf-8")


def test_quiet_says_nothing_of_what_went_well(archive: Path, run: Callable[..., Result]) -> None:
    result = run("-q")
    assert (result.status, result.out, result.err) == (0, [], [])


@pytest.mark.parametrize("before", [True, False])
def test_options_stand_before_or_after_the_command(
    archive: Path, run: Callable[..., Result], before: bool
) -> None:
    options = ["--site", "public", "--content", "content"]
    result = run(*(options if before else []), "build", *([] if before else options))
    assert result.status == 0
    assert result.out[1] == "open public/index.html in a browser"
    assert archives.is_ours(archive / "public")


def test_the_root_is_the_programs_own_folder_by_default(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(archive / "site")
    assert cli.main(["-q"], default_root=archive) == 0
    assert archives.is_ours(archive / "site")


def test_paths_are_shown_as_they_can_be_used_from_here(
    archive: Path, tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / BULLETIN).write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("--root", "archive").err[0].startswith(f"archive/{BULLETIN}:1: ")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert run("--root", "../archive").err[0].startswith(f"{archive}/{BULLETIN}:1: ")


def test_layouts_of_the_archive_win_over_those_of_the_package(
    archive: Path, run: Callable[..., Result]
) -> None:
    (archive / "mine").mkdir()
    (archive / "mine" / "404.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>mine</h1>{% endblock %}', "utf-8"
    )
    assert run("--layouts", "mine").status == 0
    assert "<h1>mine</h1>" in (archive / "site" / "404.html").read_text("utf-8")


# --- what bad input gets ----------------------------------------------------------------------


def replaced(old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        path = root / BULLETIN
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def written(path: str, content: bytes | str) -> Edit:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)

    return edit


def empty(root: Path) -> None:
    shutil.rmtree(root / "content")
    (root / "content").mkdir()


def gone(root: Path) -> None:
    shutil.rmtree(root / "content")


def foreign_site(root: Path) -> None:
    shutil.rmtree(root / "site")
    (root / "site").mkdir()
    (root / "site" / "thesis.docx").write_text("mine")


def linked_site(root: Path) -> None:
    (root / "site").rename(root / "elsewhere")
    (root / "site").symlink_to("elsewhere")


BAD: dict[str, tuple[Edit, list[str]]] = {
    "an empty content": (
        empty,
        [
            "content/bulletins: holds no bulletin: convert a document, or start one with new",
            "content/site.yaml: is missing: it gives the archive its title and its series",
        ],
    ),
    "no content": (gone, ["content: is no folder; init starts a new archive"]),
    "a layout that is missing": (
        written("layouts/home.html", '{% include "gone.html" %}'),
        ["layouts/gone.html: there is no such layout, and index.html needs it"],
    ),
    "a layout that asks for what is not there": (
        written("layouts/home.html", "\n{{ nothing }}"),
        ["layouts/home.html:2: 'nothing' is undefined (while making index.html)"],
    ),
    "a layout with a broken link": (
        written(
            "layouts/404.html",
            '{% extends "base.html" %}{% block main %}<h1>x</h1><a href="gone.html">x</a>'
            "{% endblock %}",
        ),
        ["404.html:N: “gone.html” leads nowhere: there is no gone.html"],
    ),
    "no UTF-8": (
        written(BULLETIN, "---\n标题\n".encode("gb18030")),
        [f"{BULLETIN}:2: is not UTF-8 (byte 0xb1): save it as UTF-8"],
    ),
    "front matter that is no mapping": (
        written(BULLETIN, "---\n- a\n---\n"),
        [f"{BULLETIN}:2: must be keys with values, as `key: value` (got […])"],
    ),
    "no articles": (
        written(
            BULLETIN,
            "---\ntitle: a\nseries: gongzuo-jianbao\ndate: 2024-01-15\narticles: []\n---\n",
        ),
        [f"{BULLETIN}:5: articles: a bulletin must have an article"],
    ),
    "an original that is missing": (
        replaced(
            "reviewed: false",
            f"source: {{file: gone.txt, sha256: {'0' * 64}, format: text}}",
        ),
        [f"{BULLETIN}:9: file: content/originals/gone.txt cannot be read: it is not there"],
    ),
    "an unknown key": (
        replaced("issue:", "isue:"),
        [f"{BULLETIN}:4: isue: unknown key; did you mean “issue”?"],
    ),
    "an unknown county": (
        replaced("[某某县]", "[某某市]"),
        [
            f"{BULLETIN}:15: county: unknown county “某某市”; did you mean “某某县”? "
            "(authorities/counties.yaml)"
        ],
    ),
    "a bad date": (
        replaced("date: 2024-01-15", "date: 2024-02-30"),
        [
            f"{BULLETIN}:6: date: must be a date of the calendar as YYYY, YYYY-MM or YYYY-MM-DD "
            "(got “2024-02-30”)"
        ],
    ),
    "a duplicate key": (
        replaced("issue: 1\n", "issue: 1\nissue: 2\n"),
        [f"{BULLETIN}:5: duplicate key “issue” (first on line 4)"],
    ),
    "a site that is not ours": (
        foreign_site,
        [
            "site: this program did not make this folder, and it is not empty: "
            "move it away, or choose another --site"
        ],
    ),
    "a site that is a link": (linked_site, ["site: a symbolic link: name the folder itself"]),
    "a stranger in the site": (
        written("site/CNAME", "mine"),
        [
            "site/CNAME: this program did not put this here, and the next build would delete it: "
            "move it out of the site"
        ],
    ),
}


@pytest.mark.parametrize(("edit", "lines"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_one_line_each_and_the_site_stays(
    archive: Path, run: Callable[..., Result], edit: Edit, lines: list[str]
) -> None:
    edit(archive)
    before = tree(archive / "site")
    result = run("build")
    assert result.err == [*lines, f"problems: {len(lines)}", "site/ is as it was"]
    assert result.out == []
    assert result.status == 1
    assert tree(archive / "site") == before
    assert left_over(archive) == []


def test_problems_of_all_files_are_told_at_once(archive: Path, run: Callable[..., Result]) -> None:
    replaced("kind: brief", "kind: breif")(archive)
    replaced("issue:", "isue:")(archive)
    written("content/bulletins/gongzuo-jianbao/2024/002.md", "x")(archive)
    result = run()
    assert len(result.err) == 3 + 2
    assert result.err[-2:] == ["problems: 3", "site/ is as it was"]


def test_without_an_old_site_none_is_mentioned(archive: Path, run: Callable[..., Result]) -> None:
    shutil.rmtree(archive / "site")
    empty(archive)
    assert run().err[-1] == "problems: 2"
    assert not (archive / "site").exists()


def test_one_mistake_on_very_many_pages_is_told_once(
    archive: Path, run: Callable[..., Result]
) -> None:
    text = (ROOT / "layouts" / "base.html").read_text("utf-8")
    (archive / "layouts").mkdir()
    (archive / "layouts" / "base.html").write_text(
        text.replace("</body>", '<p style="color: red"></body>'), "utf-8"
    )
    text = (archive / BULLETIN).read_text("utf-8")
    for number in range(2, 12):
        path = archive / BULLETIN.replace("001", f"{number:03}")
        own = text.replace("issue: 1\n", f"issue: {number}\n")
        path.write_text(f"{own}\n第{number}期另有说明。\n", "utf-8")
    result = run()
    alike = [line for line in result.err if "<p> has an inline style" in line]
    assert len(alike) == 4
    more = re.fullmatch(r"… and (\d+) more of this kind: <p> has an inline style", alike[-1])
    assert more
    assert result.err[-2] == f"problems: {int(more.group(1)) + 3}"


def test_no_disk_space(
    archive: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publish, "_flush", refuse)
    before = tree(archive / "site")
    result = run()
    assert result.err == [
        "site: no space left on the disk: free some, then build again",
        "problems: 1",
        "site/ is as it was",
    ]
    assert result.status == 1
    assert tree(archive / "site") == before
    assert left_over(archive) == []


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["new", "--issue", "9"], "content/bulletins/gongzuo-jianbao/undated/009.md"),
        (["review", BULLETIN], BULLETIN),
        (["init", "neu"], "neu"),
    ],
)
def test_what_the_system_refuses_is_no_defect(
    arguments: list[str],
    file: str,
    archive: Path,
    run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refuse_to_write(monkeypatch, errno.EACCES)
    result = run("--lang", "zh-CN", *arguments)
    assert result.err == [
        f"{file}: 无法写入：没有权限，请更改它的所有者或权限",
        "问题 1 个",
    ]
    assert result.status == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with archives.small_disk(tmp_path, "1200k") as disk:
        yield disk


def test_a_disk_that_fills_up(archive: Path, small_disk: Path, run: Callable[..., Result]) -> None:
    site = small_disk / "site"
    assert run("--site", str(site)).status == 0
    before = tree(site)
    text = (archive / BULLETIN).read_text("utf-8")
    (archive / BULLETIN).write_text(text + "满盘。" * 30_000, "utf-8")
    result = run("--site", str(site))
    assert result.status == 1
    assert len(result.err) == 3
    assert "space" in result.err[0]
    assert tree(site) == before
    assert list(small_disk.iterdir()) == [site]


# --- interruption -------------------------------------------------------------------------------

AT_A_STEP = """
import os, signal, sys
from pathlib import Path
from jianbao.build import pipeline
from jianbao import cli

step, signal_number = int(sys.argv.pop(1)), int(sys.argv.pop(1))
real, calls = pipeline.perf_counter, 0

def deadly():
    global calls
    calls += 1
    if calls == step:
        os.kill(os.getpid(), signal_number)
    return real()

signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell's background ignores
pipeline.perf_counter = deadly
status = cli.main()
if not step:
    print(calls)
sys.exit(status)
"""


def edited(archive: Path) -> None:
    replaced("我县召开简报工作座谈会", "我县再次召开座谈会")(archive)
    replaced("我县召开简报工作座谈会", "我县再次召开座谈会")(archive)


def copy_with_an_edit(archive: Path, root: Path) -> Path:
    shutil.copytree(archive, root)
    edited(root)
    return root


def moments(archive: Path, folder: Path, wanted: int) -> list[tuple[Path, str]]:
    """Copies of the archive, edited since its site was built, each with a moment of its next
    build, from the first to the last, by how often that has looked at its clock."""
    counting = copy_with_an_edit(archive, folder / "counting")
    counted = archives.run(counting, "0", "0", "-q", code=AT_A_STEP)
    last = int(counted.stdout)
    assert last > wanted
    steps = sorted({1, last, *(1 + last * part // wanted for part in range(1, wanted))})
    return [(copy_with_an_edit(archive, folder / str(step)), str(step)) for step in steps]


@pytest.mark.parametrize("delay", [0.4, 0.8])
def test_a_build_that_is_killed_at_any_time(archive: Path, delay: float) -> None:
    old = tree(archive / "site")
    edited(archive)
    process = subprocess.Popen(
        [sys.executable, str(archives.BUILD), "--root", "."],
        cwd=archive,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    killed = tree(archive / "site")
    assert archives.run(archive, "-q").returncode == 0
    assert killed in (old, tree(archive / "site"))
    assert left_over(archive) == []


@pytest.mark.slow
def test_ctrl_c_says_what_is_left_as_it_was(archive: Path, tmp_path: Path) -> None:
    old = tree(archive / "site")
    number = str(int(signal.SIGINT))
    said = []
    for root, step in moments(archive, tmp_path, 6):
        stopped = archives.run(root, step, number, "-q", code=AT_A_STEP)
        assert stopped.returncode == 130
        assert stopped.stdout == ""
        said.append(stopped.stderr)
        assert (tree(root / "site") == old) == ("as it was" in stopped.stderr)
        assert left_over(root) == []
    assert set(said) == {
        "interrupted; site/ is as it was\n",
        "interrupted; the new site/ is in place\n",
    }


# --- check --------------------------------------------------------------------------------------


def test_check_changes_nothing(archive: Path, run: Callable[..., Result]) -> None:
    before = tree(archive)
    result = run("check")
    assert result.status == 0
    assert re.fullmatch(
        r"nothing is wrong: bulletins 1, articles 2, pages \d+, \d+\.\d MB", result.out[0]
    )
    edited(archive)
    replaced("kind: brief", "kind: breif")(archive)
    changed = tree(archive)
    result = run("check")
    assert result.status == 1
    assert result.err[-1] == "problems: 1"
    assert {path for path, digest in tree(archive).items() if changed.get(path) != digest} <= {
        ".jianbao/lint.sqlite"
    }
    assert tree(archive / "site") == {
        path.removeprefix("site/"): digest
        for path, digest in before.items()
        if path.startswith("site/")
    }


def test_check_finds_what_a_build_finds(archive: Path, run: Callable[..., Result]) -> None:
    BAD["a layout with a broken link"][0](archive)
    told = [line for line in run("check").err[:-1] if "sample that init wrote" not in line]
    assert told == BAD["a layout with a broken link"][1]
    assert run("check").status == 1


# --- convert ----------------------------------------------------------------------------------


def test_convert_says_what_to_review_and_sums_up(archive: Path, run: Callable[..., Result]) -> None:
    inbox = archive / "inbox"
    inbox.mkdir()
    (inbox / "第12期.txt").write_text(archives.document(12), "utf-8")
    result = run("convert", "inbox")
    assert result.status == 0
    assert result.err == []
    heads = next(number for number, line in enumerate(result.out) if line.startswith("document"))
    assert result.out[heads].split() == ["document", "articles", "repairs", "doubts", "result"]
    row = result.out[heads + 1].split(maxsplit=4)
    assert (row[0], row[1]) == ("第12期.txt", "1")
    assert re.fullmatch(r"content/bulletins/[^/]+/2024/012\.md: written", row[4])
    totals = re.fullmatch(
        r"documents 1, refused 0, articles 1, repairs (\d+), doubts (\d+)", result.out[-1]
    )
    assert totals
    assert totals.groups() == (row[2], row[3])
    assert len(result.out[:heads]) == int(row[3])
    assert all(line.startswith("inbox/第12期.txt:") for line in result.out[:heads])
    assert run("build").status == 0


def test_convert_takes_with_a_doubt_what_says_little_of_itself(
    archive: Path, run: Callable[..., Result]
) -> None:
    text = "食堂通知\n\n本周五食堂供应饺子，请各位同事带好餐具，十二点前到一楼就餐。\n"
    (archive / "通知.txt").write_text(text, "utf-8")
    result = run("convert", "通知.txt")
    assert result.status == 0
    assert any("Confirm that it belongs here" in line for line in result.out)


def test_convert_explains_what_each_line_was_read_as(
    archive: Path, run: Callable[..., Result]
) -> None:
    (archive / "第12期.txt").write_text(archives.document(12), "utf-8")
    before = tree(archive / "content")
    result = run("convert", "--explain", "第12期.txt")
    assert (result.status, result.out[0]) == (0, "第12期.txt")
    assert result.out[1].split()[:3] == ["line", "role", "sure"]
    assert any(line.split()[1:2] == ["issue"] and "issue" in line[30:] for line in result.out)
    assert tree(archive / "content") == before
    (archive / "empty.pdf").touch()
    assert run("convert", "--explain", "empty.pdf").status == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "The document has no footer (报, 送, 发, 编辑, 审核); the last page may be missing.",
        ),
        ("zh-CN", "原件没有报尾（报、送、发、编辑、审核），可能缺末页。"),
    ],
)
def test_convert_tells_its_doubts_in_the_users_language(
    archive: Path, run: Callable[..., Result], language: str, said: str
) -> None:
    text = archives.document(12).partition("报：")[0]
    (archive / "第12期.txt").write_text(text, "utf-8")
    assert f"第12期.txt: {said}" in run("convert", "第12期.txt", "--lang", language).out


def test_a_document_that_is_no_bulletin_is_refused_and_the_rest_goes_on(
    archive: Path, run: Callable[..., Result]
) -> None:
    before = tree(archive / "site")
    (archive / "第12期.txt").write_text(archives.document(12), "utf-8")
    recipe = "先把食材切片，腌制十分钟。\n锅里放油，大火翻炒。\n" * 10
    (archive / "菜谱.txt").write_text(recipe, "utf-8")
    (archive / "empty.pdf").touch()
    result = run("convert", "菜谱.txt", "empty.pdf", "第12期.txt")
    assert result.status == 1
    assert len(result.err) == 2
    assert result.err[0].startswith("菜谱.txt: is a recipe, and no bulletin")
    assert result.err[1].startswith("empty.pdf: ")
    assert result.out[-1].startswith("documents 3, refused 2, articles 1, ")
    assert [line.split()[-1] for line in result.out if line.startswith(("菜谱", "empty"))] == [
        "refused",
        "refused",
    ]
    assert not (archive / "content/originals/菜谱.txt").exists()
    assert tree(archive / "site") == before


def test_converting_without_its_libraries_says_what_to_install(archive: Path) -> None:
    (archive / "a.html").write_text("<html><body><p>工作简报</p></body></html>", "utf-8")
    without = (
        "import sys\nsys.modules['lxml'] = None\nfrom jianbao.cli import main\nsys.exit(main())"
    )
    done = archives.run(archive, "convert", "a.html", code=without)
    assert done.returncode == 1
    assert done.stderr.startswith("a.html: ")
    assert "lxml" in done.stderr
    assert "`make site`" in done.stderr
    assert archives.run(archive, "-q", code=without).returncode == 0


def test_check_remarks_on_what_may_be_private_and_stops_at_an_identity_number(
    archive: Path, run: Callable[..., Result]
) -> None:
    path = archive / archives.BULLETIN
    whole = path.read_text("utf-8")
    last = len(whole.splitlines()) + 2
    reviewed = whole.replace("reviewed: false", "reviewed: 2024-03-06")
    assert reviewed != whole
    # Nobody has reviewed the sample yet, so the number holds it back; later it is a remark.
    for text, status in ((whole, 1), (reviewed, 0)):
        path.write_text(f"{text}\n电话13900001234。\n", "utf-8")
        result = run("check", "--lang", "zh-CN")
        assert result.status == status
        told = [line for line in result.err if "init 写入的示例" not in line]
        assert told[0].startswith(f"{archives.BULLETIN}:{last}: 手机号码（139****1234）：")
        assert len(told) == 1 + status
    before = tree(archive / "site")
    path.write_text(f"{whole}\n身份证号11010519491231002X。\n", "utf-8")
    for command in ("check", "build"):
        result = run(command)
        assert result.status == 1
        told = [line for line in result.err if "sample that init wrote" not in line]
        assert told[0].startswith(
            f"{archives.BULLETIN}:{last}: an identity number (110***********002X): "
        )
    assert tree(archive / "site") == before


def test_check_remarks_on_layouts_that_change_nothing(
    archive: Path, run: Callable[..., Result]
) -> None:
    archives.writer(archive)("layouts/strings/zh-CN.yaml", "nav: {conty: 区县}".encode())
    result = run("check")
    assert result.status == 0
    [remark] = [line for line in result.err if "sample that init wrote" not in line]
    assert remark.startswith("layouts/strings/zh-CN.yaml:1: nav.conty: ")


def test_convert_tells_what_is_in_the_archive_already(
    archive: Path, run: Callable[..., Result]
) -> None:
    text = archives.document(12)
    longer = text.replace("受到群众欢迎。", "受到群众欢迎。群众说，这样的义诊活动越多越好。")
    longer = longer.replace("第12期", "第14期")
    for name, content in (
        ("a.txt", text),
        ("副本.txt", text),
        ("b.txt", text.replace("审核：李四", "审核：李五")),
        ("c.txt", longer),
    ):
        (archive / name).write_text(content, "utf-8")
    run("convert", "a.txt")
    same = run("convert", "副本.txt", "--lang", "zh-CN")
    assert same.out[-2].split()[-2:] == [
        "content/bulletins/gongzuo-jianbao/2024/012.md:",
        "原已存在，未变",
    ]
    result = run("convert", "b.txt", "c.txt", "--lang", "zh-CN")
    told = [line for line in result.out if "012.md" in line]
    assert told[0].startswith("b.txt: 整期与gongzuo-jianbao/2024/012.md内容相同，")
    assert told[1].startswith("c.txt:7: 是gongzuo-jianbao/2024/012.md 第1篇")
    assert "的较长版本，请核对是否都要收录。" in told[1]


def test_an_editor_marks_a_bulletin_as_reviewed(archive: Path, run: Callable[..., Result]) -> None:
    (archive / "a.txt").write_text(archives.document(12), "utf-8")
    run("convert", "a.txt")
    path = "content/bulletins/gongzuo-jianbao/2024/012.md"
    whole = (archive / path).read_text("utf-8")
    for arguments, told in (
        (["a.txt", "--on", "2024-04-01"], "marked as reviewed on 2024-04-01"),
        ([path], "was marked already, as reviewed on 2024-04-01"),
        ([path, "--undo"], "no longer marked as reviewed"),
        ([path, "--undo"], "was not marked as reviewed"),
    ):
        result = run("review", *arguments)
        assert (result.status, result.out, result.err) == (0, [f"{path}: {told}"], [])
    assert (archive / path).read_text("utf-8") == whole
    assert re.fullmatch(
        rf"{path}：已标记为校核完成，日期 \d{{4}}-\d\d-\d\d",
        "".join(run("review", path, "--lang", "zh-CN").out),
    )
    result = run("review", "content/site.yaml", path)
    assert result.status == 1
    assert result.err[0].startswith("content/site.yaml: is no bulletin, ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["convert", "--review", BULLETIN], ["review", BULLETIN]),
        (["convert", BULLETIN, "--on", "2024", "--review"], ["review", BULLETIN, "--on", "2024"]),
        (["--quiet", "convert", "--accept", "--all"], ["--quiet", "accept", "--all"]),
    ],
)
def test_the_old_flags_do_what_the_new_commands_do_and_name_them(
    archive: Path, run: Callable[..., Result], old: list[str], new: list[str]
) -> None:
    command = "review" if "review" in new else "accept"
    shutil.copytree("content", "before")
    done, after = run(*old), tree(archive / "content")
    shutil.rmtree("content")
    shutil.move("before", "content")
    again = run(*new)
    assert done.err == [f"convert --{command} is old: write jianbao {command}", *again.err]
    assert (done.status, done.out, after) == (again.status, again.out, tree(archive / "content"))


def test_a_shell_in_a_folder_that_is_gone(
    archive: Path, tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    result = run("check")
    assert (result.status, result.out) == (2, [])
    assert result.err == [
        "the current folder no longer exists: change to another one, or give --root"
    ]
    assert run("--root", "archive").err == ["--root: there is no folder archive"]
    assert run("--root", str(archive)).status == 0
    assert run("--root", str(archive), "check").out[-1].startswith("nothing is wrong: ")


def test_documents_of_one_name_are_told_apart(archive: Path, run: Callable[..., Result]) -> None:
    for month in (1, 2):
        (archive / "in" / f"{month}月").mkdir(parents=True)
        text = archives.document(20 + month)
        (archive / "in" / f"{month}月" / "简报.txt").write_text(text, "utf-8")
    result = run("convert", "in")
    assert result.status == 0
    assert [line.split()[0] for line in result.out if "简报.txt " in line] == [
        "1月/简报.txt",
        "2月/简报.txt",
    ]
    assert [line for line in result.out if line.endswith("; original kept as 简报-2.txt")]


def test_an_editor_refuses_a_document(archive: Path, run: Callable[..., Result]) -> None:
    (archive / "a.txt").write_text(archives.document(12), "utf-8")
    path = "content/bulletins/gongzuo-jianbao/2024/012.md"
    run("convert", "a.txt")
    on = ("--on", "2024-09-01")
    assert run("refuse", "a.txt", *on, "--reason", "重复").out == [
        f"{path}: removed",
        "a.txt: refused on 2024-09-01",
    ]
    again = run("convert", "a.txt")
    assert (again.status, again.err) == (0, [])
    assert "a.txt" in again.out[1]
    assert again.out[1].endswith("refused by a person on 2024-09-01 (重复)")
    assert again.out[2].startswith("documents 0, refused 0,")
    assert run("check").status == 0
    assert run("refuse", "a.txt").out == ["a.txt: was refused already, on 2024-09-01"]
    assert run("refuse", "--undo", "a.txt").out == [
        "a.txt: no longer refused; convert it to have it in the archive"
    ]
    assert run("refuse", "--undo", "a.txt").out == ["a.txt: was not refused"]
    # The document is in originals/ already, and its bulletin is not there.
    assert (
        run("convert", "a.txt")
        .out[-2]
        .endswith(f"{path}: written again, since it was missing (`refuse` keeps it away)")
    )


def test_an_editor_teaches_the_program(archive: Path, run: Callable[..., Result]) -> None:
    (archive / "a.txt").write_text(archives.document(12), "utf-8")
    path = "content/bulletins/gongzuo-jianbao/2024/012.md"
    run("convert", "a.txt")
    assert run("learn").status == 2
    assert run("learn", path).err[0].endswith("review it first, then learn from it")
    run("review", "--force", path)
    assert run("learn", path).out == [
        f"{path}: learnt; 0 lines are to be read otherwise",
        "learn --train makes this count for the next documents",
    ]
    assert run("--lang", "zh-CN", "learn", path).out[0].startswith(f"{path}：以前已学习")
    (archive / "content" / "learnt-weights.json").write_text("{", "utf-8")
    converted = run("convert", "a.txt")
    assert converted.status == 0
    (line,) = converted.err
    assert "is damaged (" in line
    trained = run("learn", "--train")
    assert (trained.status, trained.out[0][:25]) == (0, "learnt from 1 documents, ")
    assert run("convert", "a.txt").err == []
    assert run("learn", "--undo", path).out[0] == f"{path}: forgotten"
    assert run("check").status == 0


def test_a_new_reading_that_would_lose_something_is_proposed(
    archive: Path, run: Callable[..., Result]
) -> None:
    (archive / "a.txt").write_text(archives.document(12), "utf-8")
    path = "content/bulletins/gongzuo-jianbao/2024/012.md"
    run("convert", "a.txt")
    site = archive / "content" / "site.yaml"
    text = site.read_text("utf-8")
    site.write_text(text.replace("title: 工作简报", "title: 政务要情"), "utf-8")
    result = run("convert", "a.txt")
    assert (
        f"{path}: a new reading would change series from gongzuo-jianbao to unsorted; it was kept"
        " as it is (--force takes the new reading)"
    ) in result.out
    assert result.out[-2].endswith("kept, since a new reading would lose something (see above)")
    assert (archive / path).exists()
    forced = run("convert", "a.txt", "--force").out
    assert "series was gongzuo-jianbao, is now unsorted" in "".join(forced)


def test_an_editor_accepts_a_new_office_in_one_step(
    archive: Path, run: Callable[..., Result]
) -> None:
    text = archives.document(12).replace("（县政府办）", "（某某县中医院）")
    (archive / "a.txt").write_text(text, "utf-8")
    path = "content/bulletins/gongzuo-jianbao/2024/012.md"
    run("convert", "a.txt")
    assert run("accept").out == [
        "name          kind  county  bulletins  printed as, remarks",
        "某某县中医院  医院  某某县          1",
        "enter them with: jianbao accept NAME..., or all but likely misprints with --all",
    ]
    assert run("accept", "某某县中医院", "--lang", "zh-CN").out == [
        "某某县中医院：已登记（moumou-zhongyiyuan、某某县中医院、医院、某某县）",
        f"{path}：已补上标注（某某县中医院）",
    ]
    assert "- 某某县中医院\n" in (archive / path).read_text("utf-8")
    assert run("accept").out == ["no name waits to be entered"]
    assert run("accept", "--all").status == 0
    assert run("accept", "某某县中医院").err[0] == (
        "content: “某某县中医院” is known already, as 某某县中医院"
    )
    assert run("check").status == 0


def test_an_editor_corrects_what_is_proposed(archive: Path, run: Callable[..., Result]) -> None:
    text = archives.document(12).replace("（县政府办）", "（某某县城管局）")
    (archive / "a.txt").write_text(text, "utf-8")
    path = "content/bulletins/gongzuo-jianbao/2024/012.md"
    run("convert", "a.txt")
    assert run("accept", "某某县城管局", "--name", "某某县城市管理局", "--kind", "委局").out == [
        "某某县城市管理局: entered "
        "(moumou-chengshiguanliju、某某县城市管理局、某某县城管局、委局、某某县)",
        f"{path}: tagged (某某县城市管理局)",
    ]
    assert run("check").status == 0


def test_a_name_that_was_entered_by_hand_is_used_at_the_next_run(
    archive: Path, run: Callable[..., Result]
) -> None:
    text = archives.document(12).replace("（县政府办）", "（某某县中医院）")
    (archive / "a.txt").write_text(text, "utf-8")
    run("convert", "a.txt")
    offices = archive / "content" / "authorities" / "departments.yaml"
    entry = "- {slug: zhongyi, name: 某某县中医院, kind: 医院, county: 某某县}\n"
    offices.write_text(offices.read_text("utf-8") + entry, "utf-8")
    assert run("accept").out == [
        "content/bulletins/gongzuo-jianbao/2024/012.md: tagged (某某县中医院)",
        "no name waits to be entered",
    ]
    assert run("accept").out == ["no name waits to be entered"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.txt", "a.txt"),
        ("第12期.txt", "第12期.txt"),
        ("某某县人民政府办公室工作简报2024年第12期（定稿）.txt", "某某县人民政…定稿）.txt"),
        ("a-very-long-name-of-a-document.pdf", "a-very-long-…ocument.pdf"),
    ],
)
def test_long_names_lose_their_middle_on_a_terminal(name: str, shown: str) -> None:
    assert terminal.shortened(name, 24) == shown
    assert terminal.width(shown) <= 24


ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "editing.zh-CN.md"
STEPS = re.findall(r"^    jianbao (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE)


def test_every_step_of_the_editors_guide_can_be_taken(
    archive: Path, run: Callable[..., Result]
) -> None:
    inbox = archive / "收到的文件"
    inbox.mkdir()
    (inbox / "第12期.txt").write_text(archives.document(12), "utf-8")
    for number, office in ((13, "某某县中医院"), (14, "某某县城管局"), (15, "某某镇卫生院")):
        unknown = archives.document(number).replace("（县政府办）", f"（{office}）")
        (inbox / f"第{number}期.txt").write_text(unknown, "utf-8")
    assert run("convert", "收到的文件").status == 0
    (archive / "随文附件").mkdir()
    (archive / "随文附件/名单.xlsx").write_bytes(workbook([["镇", "人次"], ["河西镇", 320]]))
    content = archive / "content"
    shutil.copytree(content, archive / "before")
    assert len(STEPS) > 8
    for step in STEPS:
        if step != "serve":
            shutil.rmtree(content)
            shutil.copytree(archive / "before", content)
            if step.startswith("learn content/"):
                assert run("review", step.removeprefix("learn ")).status == 0
            result = run(*step.split())
            # The archive still holds the sample of init, of which check and build remark.
            told = [line for line in result.err if "sample that init wrote" not in line]
            assert (result.status, told) == (0, []), step


def test_attach_says_what_it_did_and_what_comes_next(
    archive: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANBAO_LANG", "zh-CN")
    (archive / "第12期.txt").write_text(archives.document(12), "utf-8")
    assert run("convert", "第12期.txt").status == 0
    for name, text in (("名单.txt", "河西镇卫生院"), ("电话.txt", "13912345678"), ("表.xls", "x")):
        (archive / name).write_text(f"{text}\n", "utf-8")
    result = run("attach", "名单.txt", "电话.txt", "表.xls", "--to", "第12期.txt", "--article", "1")
    bulletin = "content/bulletins/gongzuo-jianbao/2024/012.md"
    assert result.status == 1
    assert result.out == [
        f"名单.txt：已附到 {bulletin}，标题“名单”",
        f"电话.txt：已附到 {bulletin}，标题“电话”",
        "电话.txt：含有个人信息（139****5678），网站不提供下载",
        "接着运行 jianbao check 检查，用 jianbao serve 预览",
    ]
    assert result.err[0].startswith("表.xls: 这种文件网站不能提供")
    again = run("attach", "名单.txt", "--to", bulletin)
    assert again.out == [f"名单.txt：早已附在 {bulletin}，标题“名单”，没有再附"]
    assert run("attach", "名单.txt", "电话.txt", "--to", bulletin, "--title", "题").status == 2


# --- new and init -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (["--issue", "12", "--date", "2025-03-07"], "2025/012.md"),
        (["--issue", "12", "--date", "2025"], "2025/012.md"),
        (["--date", "2025-03"], "2025/2025-03.md"),
        (["--issue", "3"], "undated/003.md"),
    ],
)
def test_new_writes_a_bulletin_that_builds(
    archive: Path, run: Callable[..., Result], arguments: list[str], path: str
) -> None:
    result = run("new", *arguments)
    file = f"content/bulletins/gongzuo-jianbao/{path}"
    assert (result.status, result.out) == (0, [f"wrote {file}: fill it in"])
    built = run("build")
    assert built.status == 0, built.err
    assert any(line.startswith(file) and "template of new" in line for line in built.err)
    assert "bulletins 2, articles 3" in built.out[0]
    before = (archive / file).read_bytes()
    again = run("new", *arguments)
    assert again.status == 1
    assert again.err[0] == f"{file}: is there already: nothing was changed"
    assert (archive / file).read_bytes() == before


def test_new_asks_for_a_series_where_there_are_several(
    archive: Path, run: Callable[..., Result]
) -> None:
    with (archive / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("  - slug: xinwen\n    title: 要闻\n    kind: news\n")
    assert run("new", "--issue", "2").err == ["--series: choose one of gongzuo-jianbao, xinwen"]
    assert run("new", "--issue", "2", "--series", "nix").status == 2
    assert run("new", "--issue", "2", "--series", "xinwen").status == 0


def test_init_starts_an_archive_that_builds_at_once(
    tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init", "mine")
    assert result.status == 0
    assert "wrote mine/content/site.yaml" in result.out
    assert result.out[-1].endswith(" --root mine")
    built = run("--root", "mine")
    assert built.status == 0
    assert built.out[1] == "open mine/site/index.html in a browser"
    assert any("sample that init wrote" in line for line in built.err)
    again = run("init", "mine")
    assert again.status == 1
    assert again.err[0] == "mine: is not an empty folder: an archive begins in a new one"


# --- wrong use ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["bild"], "COMMAND: 'bild' is not one of "),
        (["build", "x"], "unknown: x (see "),
        (["--wrong"], "unknown: --wrong (see "),
        (["--sit=x"], "unknown: --sit=x (see "),
        (["--site"], "--site: its value is missing (see "),
        (["--content", "nix"], "--content: there is no folder nix"),
        (["build", "--layouts", "nix"], "--layouts: there is no folder nix"),
        (["--root", "nix"], "--root: there is no folder nix"),
        (["--lang", "de"], "--lang: 'de' is not one of "),
        (["new"], "give --issue or --date: one of them names the file"),
        (["new", "--issue", "0"], "--issue: must be a whole number from 1 (see "),
        (["new", "--issue", "二"], "--issue: must be a whole number from 1 (see "),
        (["new", "--date", "2024-13"], "--date: must be a date as YYYY-MM-DD, YYYY-MM or YYYY"),
        (["serve", "--port", "70000"], "--port: must be a whole number up to 65535 (see "),
        (["init"], "missing: DIR (see "),
        (["convert"], "missing: FILE_OR_DIR"),
        (["convert", "--undo", "a.txt"], "unknown: --undo"),
        (["review"], "missing: FILE"),
        (["review", "--undo", "--on", "2024", "a.txt"], "--undo takes no date: leave --on out"),
        (["refuse"], "missing: FILE"),
        (["refuse", "--undo", "--reason", "x", "a.txt"], "--undo takes no date and no reason"),
        (["accept", "--all", "a"], "--all takes no names"),
        (["accept", "--kind", "a"], "--kind, --county, --name and --as need the names they"),
        (["accept", "a", "--as", "b", "--kind", "c"], "--as takes no --kind, --county or --name"),
        (["convert", "nix.txt"], "there is no file or folder nix.txt"),
        (["convert", "layouts"], "there is no document in these folders"),
        (["--content", "a\nb"], "--content: there is no folder a b"),
        (["build", "a\nb"], "unknown: a b (see "),
    ],
)
def test_wrong_use_is_one_line(
    archive: Path, run: Callable[..., Result], arguments: list[str], line: str
) -> None:
    (archive / "layouts").mkdir()
    result = run(*arguments)
    assert result.status == 2
    assert result.out == []
    assert len(result.err) == 1
    assert result.err[0].startswith(line)


def test_the_module_is_the_program_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jianbao", "--lang", "en", "new", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("usage: python -m jianbao new ")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["new", "--help"], ["--version"]])
def test_help_and_version(run: Callable[..., Result], arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.status == 0
    assert result.err == []
    assert result.out == [f"jianbao {__version__}"] or "usage: " in result.out[0]


# --- defects, streams, languages ----------------------------------------------------------------


DEFECT = """
import sys
from jianbao import cli
from jianbao.content import load
def fail(*_, **__):
    raise KeyError("x")
load.load = fail
sys.exit(cli.main())
"""


def test_a_defect_of_ours_is_one_line_and_a_traceback_with_debug(archive: Path) -> None:
    plain = archives.run(archive, code=DEFECT)
    assert plain.returncode == 1
    assert plain.stderr == (
        "a defect of this program, not of your files (KeyError: 'x'): "
        "please report it with what --debug prints\n"
    )
    assert "Traceback" in archives.run(archive, "--debug", code=DEFECT).stderr


def test_debug_shows_where_a_problem_was_found(archive: Path, run: Callable[..., Result]) -> None:
    empty(archive)
    assert "Traceback" in "\n".join(run("--debug").err)
    assert "Traceback" not in "\n".join(run().err)


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GB18030"])
def test_output_is_utf8_whatever_the_locale(archive: Path, locale: str) -> None:
    replaced("[某某县]", "[某某市]")(archive)
    done = archives.run(archive, LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "某某市" in done.stderr


def test_a_name_that_is_no_unicode_can_be_told(archive: Path) -> None:
    try:
        (archive / "content" / "\udcff.md").touch()
    except OSError:
        pytest.skip("this file system has no such names")
    done = archives.run(archive)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_output_that_nobody_reads_stops_nothing(archive: Path) -> None:
    shutil.rmtree(archive / "site")
    for stream in ("stdout", "stderr"):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, str(archives.BUILD), "--root", "."],
            cwd=archive,
            check=False,
            env=archives.environment(),
            stdout=writing if stream == "stdout" else subprocess.PIPE,
            stderr=writing if stream == "stderr" else subprocess.PIPE,
        )
        os.close(writing)
        assert done.returncode == 0
        told = without_progress((done.stderr or b"").decode()).splitlines()
        assert all("sample that init wrote" in line for line in told)
        assert archives.is_ours(archive / "site")


def test_messages_in_chinese(archive: Path, run: Callable[..., Result]) -> None:
    replaced("[某某县]", "[某某市]")(archive)
    result = run("--lang", "zh-CN")
    assert result.err[-1] == "site/ 保持原样"
    assert "某某市" in result.err[0]
    assert not re.search("unknown|problems", "\n".join(result.err))
    assert "用法" in run("--lang=zh-CN", "--help").out[0]
    assert re.search("[\u4e00-\u9fff]", run("--lang", "zh-CN", "bild").err[0])


def test_the_language_of_messages_changes_no_page(
    archive: Path, run: Callable[..., Result]
) -> None:
    before = tree(archive / "site")
    assert run("--lang", "zh-CN").status == 0
    assert tree(archive / "site") == before


# --- progress -----------------------------------------------------------------------------------


def progress_of(archive: Path, *arguments: str) -> str:
    """What a terminal gets of a command that succeeds, without its output proper."""
    pty = pytest.importorskip("pty")
    reading, writing = pty.openpty()
    output = bytearray()

    def read() -> None:
        try:
            while chunk := os.read(reading, 4096):
                output.extend(chunk)
        except OSError:  # the other end was closed
            pass

    reader = threading.Thread(target=read)
    reader.start()
    done = subprocess.run(
        [sys.executable, str(archives.BUILD), "--root", ".", *arguments],
        cwd=archive,
        check=False,
        env=archives.environment(),
        stdout=subprocess.PIPE,
        stderr=writing,
    )
    os.close(writing)
    reader.join()
    os.close(reading)
    assert done.returncode == 0
    return output.decode()


def test_progress_is_one_line_on_a_terminal(archive: Path) -> None:
    (archive / "site" / "index.html").unlink()
    text, end, remarks = progress_of(archive).rpartition("\r\x1b[K")
    assert "\n" not in text
    assert end
    assert all("sample that init wrote" in line for line in remarks.splitlines())
    for stage in ("reading", "laying out", "indexing", "checking the site", "putting the site"):
        assert stage in text
    drawn = text.split("\r")
    assert not drawn.pop(0)
    # A line is erased behind its text: if it were erased before, it would flicker.
    assert all(line.endswith("\x1b[K") and line.index("\x1b") for line in drawn)


def test_progress_of_a_conversion_says_how_much_is_left(archive: Path) -> None:
    (archive / "inbox").mkdir()
    for issue in (12, 13):
        (archive / "inbox" / f"{issue}.txt").write_text(archives.document(issue), "utf-8")
    text = progress_of(archive, "convert", "inbox")
    assert "converting 0 / 2" in text
    assert f"{'█' * 20} converting 2 / 2" in text


@pytest.mark.parametrize("command", ["build", "check"])
def test_quiet_shows_no_progress(archive: Path, command: str) -> None:
    (archive / "site" / "index.html").unlink()
    assert "\x1b" not in progress_of(archive, command, "--quiet")


# --- archives from strangers, and machines of other kinds ----------------------------------------


@pytest.mark.parametrize("name", ["content", "layouts"])
def test_a_part_of_the_archive_that_is_a_link_out_of_it_is_to_be_named(
    archive: Path, run: Callable[..., Result], name: str
) -> None:
    outside = archive.parent / "outside"
    if (archive / name).exists():
        (archive / name).rename(outside)
    else:
        outside.mkdir()
    (archive / name).symlink_to(outside)
    refused = run("check", "--lang", "en")
    assert refused.status == 2
    assert refused.err == [f"{name} is a link that leads out of the archive: name it with --{name}"]
    assert run("check", f"--{name}", str(outside)).status == 0


def test_own_layouts_that_may_not_be_read_are_an_error(
    archive: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "layouts" / "assets").mkdir(parents=True)
    before = tree(archive / "site")
    for closed in ("layouts", "assets"):
        with monkeypatch.context() as patch:
            if closed == "assets":
                refuse_to_open(patch, "assets")
            else:
                refuse_to_open(patch, str(archive / "layouts"), "layouts")
            result = run("build", "--lang", "en")
        assert result.status == 1
        assert "layouts" in result.err[0]
        assert "cannot be read: no permission" in result.err[0]
        assert tree(archive / "site") == before


@pytest.mark.slow
def test_names_are_utf8_whatever_the_locale(archive: Path, tmp_path: Path) -> None:
    locale = tmp_path / "locale"
    locale.mkdir()
    made = subprocess.run(
        ["localedef", "-i", "zh_CN", "-f", "GB18030", str(locale / "zh_CN.GB18030")],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("localedef has no GB18030 here")
    path = archive / BULLETIN
    own = path.read_text("utf-8").replace("issue: 1\n", "issue: 2\n")
    path.with_name("增刊.md").write_text(f"{own}\n增刊另有说明。\n", "utf-8")
    environment = archives.environment(LOCPATH=str(locale), LC_ALL="zh_CN.GB18030")
    environment.pop("PYTHONUTF8", None)
    done = subprocess.run(
        [sys.executable, str(archives.BUILD), "--root", str(archive)],
        check=False,
        capture_output=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert list((archive / "site").rglob("增刊.html"))
