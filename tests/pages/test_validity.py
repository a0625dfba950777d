"""Every page of the invented archives is valid HTML by the Nu checker, in both languages.

JIANBAO_VNU names its vnu.jar, which `make test` gets from npm; without it, or without Java, there
is nothing to check with. Where CI=true and Java is there, it must be.
"""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import archives
import pytest

from jianbao.archive import corrections
from jianbao.archive.model import Outline
from jianbao.content import load
from jianbao.pages import render

SITES = Path(__file__).parents[1] / "sites"
LAYOUTS = Path(__file__).parents[2] / "layouts"
CHECKER = os.environ.get("JIANBAO_VNU", "")

pytestmark = pytest.mark.skipif(
    not shutil.which("java") or not (Path(CHECKER).is_file() or os.environ.get("CI") == "true"),
    reason="needs Java and JIANBAO_VNU",
)


# A script takes `hidden` away and leaves `aria-hidden`; a short hostile page is in no language.
ALLOWED = (
    ".*“aria-hidden” is unnecessary for elements that have attribute “hidden”.*"
    "|.*This document appears to be written in .*"
)


def complaints(*pages: Path) -> str:
    options = ["--format", "gnu", "--filterpattern", ALLOWED]
    command = ["java", "-jar", CHECKER, *options, *map(str, pages)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize("name", ["typical", "minimal", "hostile", "corrected"])
def test_pages_are_valid(tmp_path: Path, name: str) -> None:
    source = corrections.published(load.load(SITES / name / "content"))
    pages = []
    for language in ("zh-CN", "en"):
        site = replace(source, site=replace(source.site, language=language))
        for path, content in archives.made(render.render(site, [LAYOUTS])):
            if path.endswith(".html"):
                page = tmp_path / language / path
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_bytes(content)
                pages.append(page)
    assert complaints(*pages) == ""


def test_a_map_of_outlines_is_valid(tmp_path: Path) -> None:
    source = load.load(SITES / "typical" / "content")
    corners = ((112.0, 33.0), (113.0, 33.0), (112.0, 34.0), (112.0, 33.0))
    site = replace(source.site, map_approval="澜S（2026年）1号")
    source = replace(source, site=site, outlines=(Outline("青禾县", (corners,)),))
    page = tmp_path / "page.html"
    made = dict(archives.made(render.render(source, [LAYOUTS])))
    page.write_bytes(made["county/qinghe.html"])
    assert b'class="outlines"' in made["county/qinghe.html"]
    assert complaints(page) == ""


def test_the_checker_can_complain(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>A</title><p><div id=a><div id=a>", "utf-8")
    assert "Duplicate ID" in complaints(page)
