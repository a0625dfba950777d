"""What a new bulletin and a new archive begin with is valid, and never written over anything."""

import errno
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from system import refuse_to_write

from jianbao.archive.model import Series, Settings
from jianbao.base.dates import PartialDate
from jianbao.base.problems import ConfigError
from jianbao.cli import entry
from jianbao.cli.arguments import parser
from jianbao.cli.command_options import COMMANDS
from jianbao.content import load, scaffold
from jianbao.content.file_names import SERVICES

SERIES = Series("jianbao", "工作简报", issuers=("某某县政府办公室", "县政府办"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    scaffold.start(tmp_path / "new", "new")
    return load.load_settings(tmp_path / "new" / "content")


@pytest.mark.parametrize(
    ("issue", "date", "path", "title"),
    [
        (7, "2024-03-05", "bulletins/jianbao/2024/007.md", "工作简报2024年第7期"),
        (1234, "2024", "bulletins/jianbao/2024/1234.md", "工作简报2024年第1234期"),
        (7, None, "bulletins/jianbao/undated/007.md", "工作简报第7期"),
        (None, "2024-03", "bulletins/jianbao/2024/2024-03.md", "工作简报2024-03"),
    ],
)
def test_a_bulletin_is_filed_and_named_by_what_is_known(
    issue: int | None, date: str | None, path: str, title: str
) -> None:
    parsed = PartialDate.parse(date) if date else None
    found, text = scaffold.bulletin(SERIES, issue, parsed)
    assert found == path
    assert f"title: {title}\n" in text


def test_a_bulletin_is_valid_from_the_first_moment(settings: Settings) -> None:
    [series] = settings.site.series
    path, text = scaffold.bulletin(series, 2, PartialDate(2024, 3, 5))
    parsed = load.parse_bulletin(text.encode(), f"content/{path}", settings)
    assert parsed.problems == ()
    assert parsed.bulletin
    assert parsed.bulletin.issue_printed == "2024年第2期"
    assert parsed.bulletin.date_printed == "2024年3月5日"
    assert parsed.bulletin.issuer == series.issuers[0]
    assert [article.title for article in parsed.bulletin.articles] == ["在这里写第一篇的标题"]


def test_writing_never_overwrites(tmp_path: Path) -> None:
    scaffold.write(tmp_path, "bulletins/a/2024/1.md", "mine\n")
    with pytest.raises(ConfigError, match=r"content/bulletins/a/2024/1\.md: is there already"):
        scaffold.write(tmp_path, "bulletins/a/2024/1.md", "new\n")
    assert (tmp_path / "bulletins/a/2024/1.md").read_text("utf-8") == "mine\n"


def test_a_full_disk_leaves_no_half_bulletin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_write(monkeypatch, errno.ENOSPC)
    with pytest.raises(ConfigError, match=r"001\.md: cannot be written: no space is left"):
        scaffold.write(tmp_path, "bulletins/a/2024/001.md", "x")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content/bulletins").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match=r"001\.md: cannot be written: it is a link"):
        scaffold.write(tmp_path / "content", "bulletins/a/2024/001.md", "x")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_new_archive_is_valid(tmp_path: Path) -> None:
    written = scaffold.start(tmp_path / "new", "new")
    found = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert sorted(written) == sorted(p.relative_to(tmp_path / "new").as_posix() for p in found)
    archive = load.load(tmp_path / "new" / "content")
    assert len(archive.bulletins) == 1
    assert archive.about
    assert archive.counties.terms
    assert archive.departments.terms


def test_a_new_archive_that_was_interrupted_is_completed(tmp_path: Path) -> None:
    written = scaffold.start(tmp_path, "new")
    for path in written[1::2]:
        (tmp_path / path).unlink()
    (tmp_path / "content" / ".jianbao-0123456789abcdef.tmp").write_text("half")
    assert scaffold.start(tmp_path, "new") == written
    load.load(tmp_path / "content")
    with pytest.raises(ConfigError, match="new: is there already: nothing was changed"):
        scaffold.start(tmp_path, "new")


def test_a_new_archive_may_begin_in_an_empty_folder(tmp_path: Path) -> None:
    assert scaffold.start(tmp_path, "new")


@pytest.mark.parametrize("kind", ["a folder with a file", "a file"])
def test_a_new_archive_is_never_begun_among_other_things(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "a file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "thesis.docx").write_text("mine")
    with pytest.raises(ConfigError, match="new: is not an empty folder"):
        scaffold.start(place, "new")
    assert (place if kind == "a file" else place / "thesis.docx").read_text() == "mine"


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_deployment_uses_commands_and_options_that_exist(service: str, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    scaffold.start(root, "archive")
    path = scaffold.add_deployment(root, "archive", service)
    text = (root / path).read_text("utf-8")
    assert yaml.safe_load(text)
    commands = re.findall(r"jianbao (--lang .*)", text)
    assert len(commands) == 2
    known = parser(str, COMMANDS)
    for command in commands:
        words = command.replace('"$(TZ=CST-8 date +%F)"', "2025-05-01").split()
        assert known.parse_args(words).as_of == PartialDate(2025, 5, 1)
    with pytest.raises(ConfigError, match="is there already"):
        scaffold.add_deployment(root, "archive", service)


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_deployment_installs_the_wheel_with_the_readers_of_documents(
    service: str, tmp_path: Path
) -> None:
    """A build searches the originals; without their readers it offers none of them."""
    path = scaffold.add_deployment(tmp_path, "archive", service)
    lines = [line.strip().removeprefix("- ") for line in (tmp_path / path).read_text().split("\n")]
    commands = [line.removeprefix("run: ") for line in lines]
    [install] = [one for one in commands if one.startswith(("pip ", "python3 -m pip "))]
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/jianbao-1.2.3-py3-none-any.whl").write_bytes(b"")
    shown = f"set -- {install}; for word; do echo $word; done"
    said = subprocess.run(["sh", "-c", shown], cwd=tmp_path, capture_output=True, text=True)
    assert said.stdout.split()[-1] == "tools/jianbao-1.2.3-py3-none-any.whl[convert]"
    for command in commands:
        if "jianbao" in command and not command.startswith("#"):
            assert subprocess.run(["sh", "-n", "-c", command]).returncode == 0


def test_a_deployment_is_added_to_an_archive_of_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "archive"
    for service in ("github", "gitlab"):
        assert entry.main(["init", str(root), "--ci", service]) == 0
    assert (root / "content" / "site.yaml").exists()
    assert (root / ".github/workflows/site.yml").exists()
    assert (root / ".gitlab-ci.yml").exists()
    assert "site.yaml" not in capsys.readouterr().out.split("site.yml")[-1]
    assert entry.main(["check", "--root", str(root)]) == 0
