"""Nothing that is held back reaches a site, whichever build made it. The preview shows it."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import archives
import pytest

from jianbao.base.dates import PartialDate
from jianbao.base.problems import ContentError
from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.build.report import Report
from jianbao.cli import entry
from jianbao.content.choices import EVERYTHING, Choices

SECRETS = ("秘稿题", "秘篇题", "秘密正文", "秘密单位", "秘件", "密址", "秘页")
_BULLETIN = """---
title: 工作简报第2期秘稿题
series: gongzuo-jianbao
issue: 2
date: 2024-03-02
issuer: 秘密单位办公室
{fields}
aliases: [密址/2.html]
source:
  file: 秘件.txt
  sha256: {sha256}
  format: text
reviewed: false
articles:
  - title: 秘篇题
    kind: brief
    attribution: 秘密单位
---

## 秘篇题

这里是秘密正文，还不能公开。
"""
_DOCUMENT = "秘密正文的原件"
_PAGE = "---\ntitle: 秘页\n{fields}\n---\n\n这里是秘密正文。\n"


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "site")


def build(root: Path, as_of: PartialDate | None = None) -> Report:
    return builder.build(paths(root), record=True, choices=Choices(as_of=as_of))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with an own page and a bulletin that links to the second one, which is hidden."""
    root = archives.start(tmp_path / "archive")
    originals = root / "content" / "originals"
    originals.mkdir(exist_ok=True)
    (originals / "秘件.txt").write_text(_DOCUMENT, "utf-8")
    file = root / archives.BULLETIN
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n参看[下期](002.md#1)。\n", "utf-8")
    settings = root / "content" / "site.yaml"
    address = "base_url: https://archive.example.org/\n"
    settings.write_text(settings.read_text("utf-8") + address, "utf-8")
    (root / "content" / "pages").mkdir()
    hide(root, "draft: true")
    return root


def hide(root: Path, fields: str) -> None:
    sha256 = hashlib.sha256(_DOCUMENT.encode()).hexdigest()
    text = _BULLETIN.format(fields=fields, sha256=sha256)
    (root / archives.BULLETIN).with_name("002.md").write_text(text, "utf-8")
    (root / "content/pages/mi.md").write_text(_PAGE.format(fields=fields), "utf-8")


def leaks(*folders: Path) -> Iterator[str]:
    """The files, or their names, that hold a secret in any of the forms that sites use."""
    forms = [
        form
        for secret in SECRETS
        for form in (secret, secret.encode("unicode_escape").decode(), _percent(secret))
    ]
    forms += ["2024/002", "mi.html", "2024\\/002"]
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix.startswith(".pf") or path.suffix == ".pagefind":
            content += _unpacked(content)
        said = f"{path.as_posix()} {content.decode('utf-8', 'replace')}"
        # The public bulletin names the file that it links to in its own text.
        said = said.replace("[下期](002.md#1)", "")
        if any(form in said for form in forms):
            yield path.as_posix()


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompress(content, 31)
    except zlib.error:
        return b""


def published(root: Path) -> list[str]:
    return list(leaks(root / "site", root / "content" / "addresses"))


def test_a_published_text_is_found_in_every_form(root: Path) -> None:
    """Otherwise the searches of this module could not fail."""
    hide(root, "draft: false")
    build(root)
    kinds = {Path(path).suffix for path in published(root)}
    assert {".html", ".json", ".xml", ".csv", ".md", ".txt", ".jsonl", ".bib", ".ris"} <= kinds
    assert any("/search/" in path for path in published(root))
    assert any("/addresses/" in path for path in published(root))


@pytest.mark.parametrize(
    ("fields", "setting", "as_of", "counted"),
    [
        ("draft: true", "", None, "drafts"),
        ("reviewed_by: x", "publish: reviewed\n", None, "unreviewed"),
        ("publish_from: 2025-05-01", "", None, "before_their_day"),
        ("publish_from: 2025-05-01", "", PartialDate(2025, 4, 30), "before_their_day"),
    ],
)
def test_nothing_of_what_is_held_back_is_in_the_site(
    fields: str, setting: str, as_of: PartialDate | None, counted: str, root: Path
) -> None:
    if setting:  # pages of the owner are not reviewed
        hide(root, "draft: false")
        (root / "content/pages/mi.md").unlink()
        file = root / archives.BULLETIN
        file.write_text(re.sub("reviewed: .*", "reviewed: 2024-05-01", file.read_text("utf-8")))
        settings = root / "content" / "site.yaml"
        settings.write_text(settings.read_text("utf-8") + setting, "utf-8")
    else:
        hide(root, fields)
    report = build(root, as_of)
    assert published(root) == []
    assert getattr(report, counted) == (1 if setting else 2)
    assert report.bulletins == 1
    assert "参看下期。" in (root / "site/bulletins/gongzuo-jianbao/2024/001.html").read_text(
        "utf-8"
    )


def test_an_incremental_build_forgets_what_is_held_back_later(root: Path) -> None:
    hide(root, "draft: false")
    builder.build(paths(root))
    assert published(root)
    hide(root, "draft: true")
    builder.build(paths(root))
    assert published(root) == []
    assert builder.build(paths(root)).unchanged


def test_a_text_is_published_on_its_day_and_not_before(root: Path) -> None:
    hide(root, "publish_from: 2025-05-01")
    assert build(root, PartialDate(2025, 4, 30)).bulletins == 1
    assert build(root, PartialDate(2025, 5, 1)).bulletins == 2
    assert published(root)
    # The next day is a new build, though no file has changed.
    assert not build(root, PartialDate(2025, 5, 2)).unchanged
    assert build(root, PartialDate(2025, 5, 2)).unchanged
    with pytest.raises(ContentError, match="waits for 2025-05-01: build with --as-of"):
        build(root)
    assert published(root), "the old site stays"


def test_what_was_published_is_not_taken_back_in_silence(root: Path) -> None:
    hide(root, "draft: false")
    build(root)
    hide(root, "draft: true")
    with pytest.raises(ContentError, match="is a draft now: release it"):
        build(root)
    hide(root, "draft: false")
    settings = root / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "publish: reviewed\n", "utf-8")
    with pytest.raises(ContentError, match="nobody has reviewed content/bulletins"):
        build(root)


def test_the_preview_shows_what_is_held_back_and_says_so(root: Path) -> None:
    there = replace(paths(root), site=root / ".jianbao" / "preview")
    report = builder.build(there, choices=EVERYTHING)
    assert (report.bulletins, report.drafts) == (2, 2)
    folder = there.site / "bulletins/gongzuo-jianbao/2024"
    for page in ("002.html", "002/1.html"):
        assert "这是草稿" in (folder / page).read_text("utf-8")
    assert "这是草稿" in (there.site / "pages/mi.html").read_text("utf-8")
    assert "这是草稿" not in (folder / "001.html").read_text("utf-8")
    assert "未发布" in (there.site / "series/gongzuo-jianbao.html").read_text("utf-8")
    # A preview in between leaves nothing in the next build.
    build(root)
    assert published(root) == []
    builder.build(there, choices=EVERYTHING)
    build(root)
    assert published(root) == []


def test_a_wrong_date_is_a_line(root: Path) -> None:
    hide(root, "publish_from: 2025-05")
    with pytest.raises(ContentError, match="publish_from: must be a day of the calendar"):
        build(root)


def test_the_command_says_what_is_held_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--root", str(root)]
    assert entry.main(["build", *at]) == 0
    assert "held back: drafts 2, not reviewed 0, before their day 0" in capsys.readouterr().out
    hide(root, "publish_from: 2025-05-01")
    assert entry.main(["check", *at, "--as-of", "2025-04-30"]) == 0
    assert "before their day 2" in capsys.readouterr().out
    assert entry.main(["build", *at, "--as-of", "2025-05-01"]) == 0
    assert "held back" not in capsys.readouterr().out
    assert entry.main(["build", *at, "--as-of", "2025-05"]) == 2
    assert "--as-of: must be a day as YYYY-MM-DD" in capsys.readouterr().err


def test_an_archive_that_holds_everything_back_has_a_site(root: Path) -> None:
    file = root / archives.BULLETIN
    file.write_text(file.read_text("utf-8").replace("reviewed:", "draft: true\nreviewed:"), "utf-8")
    report = build(root)
    assert (report.bulletins, report.drafts) == (0, 3)
    assert published(root) == []
