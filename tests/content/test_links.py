"""Links between the texts of an archive: written as files, checked, and right on every page."""

from collections.abc import Callable
from pathlib import Path

import archives
import pytest

from jianbao.archive.model import Archive
from jianbao.base.problems import JianbaoError
from jianbao.build import pipeline
from jianbao.build.paths import Paths, layout_folders
from jianbao.content import load
from jianbao.outputs import feeds
from jianbao.pages import render

LAYOUTS = layout_folders(Path(__file__).parents[2])
COUNTIES = "- {slug: qinghe, name: 青禾县, kind: county, aliases: [青禾]}\n"
DEPARTMENTS = "- {slug: qinghe-zfb, name: 青禾县人民政府办公室, kind: 委办局}\n"
SITE = "title: 库\nbase_url: https://a.example.org/x/\nseries:\n  - {slug: s, title: 简报}\n"

Write = Callable[..., Path]


def bulletin(number: int, text: str, year: int = 2024, extra: str = "", preface: str = "") -> str:
    articles = "".join(f"  - {{title: 题{n}, kind: brief}}\n" for n in (1, 2))
    return (
        f"---\ntitle: 简报第{number}期\nseries: s\nissue: {number}\ndate: {year}\n{extra}"
        f"articles:\n{articles}---\n{preface}\n## 题1\n\n{text}\n\n## 题2\n\n第二篇。\n"
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an archive of two bulletins; the first holds the text, the second is as named."""

    def written(text: str, other: str = "2023/002.md", extra: str = "", preface: str = "") -> Path:
        content = tmp_path / "content"
        year = int(other.partition("/")[0])
        files = {
            "site.yaml": SITE,
            "authorities/counties.yaml": COUNTIES,
            "authorities/departments.yaml": DEPARTMENTS,
            "bulletins/s/2024/001.md": bulletin(1, text, preface=preface),
            f"bulletins/s/{other}": bulletin(2, "别的一段。", year, extra),
        }
        for path, held in files.items():
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_text(held, "utf-8")
        return content

    return written


def pages(archive: Archive) -> dict[str, str]:
    return {path: made.decode() for path, made in archives.made(render.render(archive, LAYOUTS))
            if path.endswith(".html")}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "from_issue", "from_article"),
    [
        ("../2023/002.md", "../2023/002.html", "../../2023/002.html"),
        ("../2023/002.html", "../2023/002.html", "../../2023/002.html"),
        ("../2023/002/2.html", "../2023/002/2.html", "../../2023/002/2.html"),
        ("../2023/002.md#2", "../2023/002/2.html", "../../2023/002/2.html"),
        ("../2023/002.md#a2", "../2023/002.html#a2", "../../2023/002.html#a2"),
        ("./001.md#2", "001/2.html", "2.html"),
        ("#2", "001/2.html", "2.html"),
        (
            "../../../authorities/counties.yaml#青禾县",
            "../../../county/qinghe.html",
            "../../../../county/qinghe.html",
        ),
        (
            "../../../authorities/departments.yaml#qinghe-zfb",
            "../../../department/qinghe-zfb.html",
            "../../../../department/qinghe-zfb.html",
        ),
        ("../../../site.yaml#s", "../../../series/s.html", "../../../../series/s.html"),
    ],
)
def test_a_link_leads_from_both_pages_of_a_text(
    write: Write, written: str, from_issue: str, from_article: str
) -> None:
    shown = pages(load.load(write(f"见[那一期]({written} '题')。")))
    assert f'<a href="{from_issue}" title="题">那一期</a>' in shown["bulletins/s/2024/001.html"]
    assert f'<a href="{from_article}" title="题">那一期</a>' in shown["bulletins/s/2024/001/1.html"]


def test_a_built_site_with_links_of_all_kinds_has_none_that_leads_nowhere(
    write: Write, tmp_path: Path
) -> None:
    content = write("见[甲](../2023/002.md)、[乙][r]。\n\n[r]: <#2>", preface="\n[按](#a1)\n")
    (content / "about.md").write_text("[期](bulletins/s/2023/002.md#1)\n", "utf-8")
    assert 'href="bulletins/s/2023/002/1.html"' in pages(load.load(content))["about.html"]
    pipeline.check(Paths(tmp_path, content, LAYOUTS, tmp_path / "site"))


def test_a_link_to_a_paragraph_leads_to_it_and_is_checked(write: Write) -> None:
    shown = pages(load.load(write("字。")))["bulletins/s/2023/002/1.html"]
    anchor = shown.partition('<p id="p-')[2][:8]
    shown = pages(load.load(write(f"[段](../2023/002.md#1/p-{anchor})")))[
        "bulletins/s/2024/001.html"
    ]
    assert f'href="../2023/002/1.html#p-{anchor}"' in shown
    assert complaints(write("[段](../2023/002.md#1/p-00000000)")) == [
        f"{FIRST} “../2023/002.md#1/p-00000000”: s/2023/002.md has no article or place"
        " “1/p-00000000”; its articles: #1, #2"
    ]


def test_a_link_follows_a_bulletin_that_was_moved(write: Write) -> None:
    content = write(
        "见[第二期](../2023/002.md#2)。", "2022/2.md", "aliases: [bulletins/s/2023/002.html]\n"
    )
    shown = pages(load.load(content))
    assert 'href="../2022/2/2.html"' in shown["bulletins/s/2024/001.html"]


def test_a_link_to_what_was_withdrawn_leads_to_the_notice(write: Write) -> None:
    shown = pages(load.load(write("字。")))["bulletins/s/2023/002/1.html"]
    anchor = shown.partition('<p id="p-')[2][:8]
    gone = "status: withdrawn\nstatus_date: 2024\n"
    shown = pages(load.load(write(f"[段](../2023/002.md#1/p-{anchor})", extra=gone)))[
        "bulletins/s/2024/001.html"
    ]
    assert 'href="../2023/002/1.html"' in shown


def test_a_feed_has_the_full_address_or_none(write: Write) -> None:
    content = write("见[那一期](../2023/002.md#2)。")
    files = dict(archives.made(feeds.render(load.load(content))))
    assert 'href=\\"https://a.example.org/x/bulletins/s/2023/002/2.html\\"' in (
        files["feed.json"].decode()
    )
    (content / "site.yaml").write_text(SITE.replace("base_url: https://a.example.org/x/\n", ""))
    files = dict(archives.made(feeds.render(load.load(content))))
    assert ">见那一期。</p>" in files["feed.json"].decode()


# --- what is told -------------------------------------------------------------------------------

FIRST = "content/bulletins/s/2024/001.md:13:"


def complaints(content: Path) -> list[str]:
    with pytest.raises(JianbaoError) as raised:
        load.load(content)
    return [found.text() for found in raised.value.problems]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("../2023/003.md", "leads to no bulletin; did you mean “../2023/002.md”?"),
        ("../2023/003.html", "leads to no bulletin; did you mean “../2023/002.md”?"),
        (
            "a.png",
            "leads to no bulletin: write its file, as ../2024/003.md, or 003.md#2 for an article,"
            " or a full address, as https://…",
        ),
        ("../../../../x.md", "leads to no bulletin: write its file, as ../2024/003.md, or 003.md#2"
         " for an article, or a full address, as https://…"),
        (
            "https://a.example.org/x/bulletins/s/2023/002.html",
            "is a page of this site: write ../2023/002.md",
        ),
        (
            "http://a.example.org/x/bulletins/s/2023/002/2.html",
            "is a page of this site: write ../2023/002.md#2",
        ),
        (
            "https://a.example.org/x/county/qinghe.html",
            "is a page of this site: write ../../../authorities/counties.yaml#青禾县",
        ),
        (
            "https://a.example.org/x/search.html",
            "is on this site: name a bulletin's file, as ../2024/003.md",
        ),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_told_with_what_to_write(
    write: Write, written: str, told: str
) -> None:
    assert complaints(write(f"见[那里]({written})。")) == [f"{FIRST} “{written}” {told}"]


def test_an_address_of_this_site_in_angle_brackets_is_told_too(write: Write) -> None:
    (told,) = complaints(write("见 <https://a.example.org/x/bulletins/s/2023/002.html>。"))
    assert told.endswith("write ../2023/002.md")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("../2023/002.md#3", ": s/2023/002.md has no article or place “3”; its articles: #1, #2"),
        ("#a9", ": s/2024/001.md has no article or place “a9”; its articles: #1, #2"),
        (
            "../../../authorities/counties.yaml#青木县",
            ": there is no “青木县” in authorities/counties.yaml; did you mean “青禾县”?",
        ),
        ("../../../site.yaml#x", ": there is no “x” in site.yaml"),
    ],
)
def test_a_place_that_is_not_there_is_told(write: Write, written: str, told: str) -> None:
    assert complaints(write(f"见[那里]({written})。")) == [f"{FIRST} “{written}”{told}"]


def test_a_link_to_a_bulletin_that_has_problems_is_no_problem_of_its_own(write: Write) -> None:
    told = complaints(write("见[那里](../2023/002.md#7)。", extra="issuer: []\n"))
    assert len(told) == 1
    assert "2023/002.md" in told[0]


def test_a_page_elsewhere_and_mail_are_no_links_of_the_archive(write: Write) -> None:
    content = write("[甲](https://b.example.org/x/), [乙](mailto:a@b.example.org)")
    assert load.load(content).bulletins[0].links == ()
