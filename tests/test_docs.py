"""The documentation is true: every field, command, option, file and link that it names is there,
and what is there is in it. `pytest --update-golden` writes the tables of docs/front-matter.md."""

import argparse
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import archives
import pytest
from invented import archive

from jianbao import __version__
from jianbao.archive import model
from jianbao.archive.fields import Field
from jianbao.cli.arguments import parser
from jianbao.cli.command_options import COMMANDS
from jianbao.content import load
from jianbao.pages import render

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
REFERENCE = ROOT / "docs" / "front-matter.md"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- fields -----------------------------------------------------------------------------------

TYPES = {
    "text": "text",
    "markdown": "Markdown",
    "slug": "a-z, 0-9, hyphens",
    "url": "http(s) address",
    "integer": "whole number from 1",
    "date": "YYYY, YYYY-MM or YYYY-MM-DD",
    "day": "YYYY-MM-DD",
    "reviewed": "false, or a date",
    "truth": "true or false",
    "sha256": "64 hexadecimal digits",
    "gb2260": "six digits",
    "tile": "column,row",
    "icp": "number of the filing",
    "police": "number of the filing",
    "site_code": "ten characters",
    "email": "mail address",
    "telephone": "telephone number",
    "texts": "list of texts",
    "slugs": "list of slugs",
    "counties": "list of names",
    "departments": "list of names",
    "townships": "list of names",
    "topics": "list of names",
    "county": "name",
    "department": "name",
    "mapping": "see below",
    "mappings": "list, see below",
}
MARK = re.compile(r"<!-- fields: (\w+) -->\n(?:\n(?:\|.*\n)+)?")


def table(fields: Sequence[Field]) -> str:
    rows = ["| key | value | meaning | 含义 |", "|---|---|---|---|"]
    for one in fields:
        value = ", ".join(one.choices) if one.choices else TYPES[one.type]
        value = f"list of {value}" if one.type == "choices" else value
        required = " **(required)**" if one.required else ""
        rows.append(f"| `{one.name}`{required} | {value} | {one.words.en} | {one.words.zh} |")
    return "\n".join(rows)


def reference(text: str) -> str:
    """docs/front-matter.md with its tables as `model` has them now."""

    def rewrite(match: re.Match[str]) -> str:
        fields: Sequence[Field] = getattr(model, match.group(1))
        return f"<!-- fields: {match.group(1)} -->\n\n{table(fields)}\n"

    return MARK.sub(rewrite, text)


def test_the_reference_of_fields_is_that_of_the_model(update_golden: bool) -> None:
    text = REFERENCE.read_text("utf-8")
    expected = reference(text)
    if update_golden:
        REFERENCE.write_text(expected, "utf-8")
    else:
        assert text == expected, "run pytest --update-golden tests/test_docs.py"
    named = set(MARK.findall(text))
    tables = {name for name in vars(model) if name.endswith("_FIELDS")}
    assert named == tables


def test_the_example_of_a_bulletin_is_one(tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text("utf-8"), re.DOTALL)
    typical = Path(__file__).parent / "sites" / "typical" / "content"
    settings = load.load_settings(typical)
    path = "content/bulletins/qinghe-xinxi/2024/005.md"
    assert load.parse_bulletin(example.encode(), path, settings).problems == ()


# --- commands ---------------------------------------------------------------------------------


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command; that of the program itself under ""."""
    main = parser(str, COMMANDS)
    [commands] = [a for a in main._actions if isinstance(a, argparse._SubParsersAction)]
    return {"": main, **commands.choices}


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings}


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    return set(phony.split())


def test_both_readmes_name_every_command_and_option() -> None:
    for path in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
        text = path.read_text("utf-8")
        missing = [command for command in parsers() if command and command not in text]
        assert missing == [], name(path)
        missing = [
            option
            for parser in parsers().values()
            for option in options(parser)
            if option.startswith("--") and option not in text
        ]
        assert missing == [], name(path)


def unknown_commands(text: str) -> Iterator[str]:
    """Lines of the program or of make in `text` that name what is not there."""
    known = parsers()
    for line in re.findall(
        r"(?:build\.py|bin/jianbao|`jianbao|^ +jianbao)((?: +[^\s`]+)+)", text, re.M
    ):
        words = line.split()
        command = words[0] if words[0] in known else ""
        if not command and re.fullmatch(r"[a-z]+", words[0]):
            yield line.strip()
        for option in re.findall(r"(?<= )--[a-z-]+", line):
            if option not in options(known[command]):
                yield line.strip()
    for target in re.findall(r"(?:`|^ +)make ([a-z]+)", text, re.MULTILINE):
        if target not in targets():
            yield f"make {target}"


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_command_of_the_documentation_exists(path: Path) -> None:
    assert list(unknown_commands(path.read_text("utf-8"))) == []


def test_an_unknown_command_is_found() -> None:
    text = """
    python build.py bild
    .venv/bin/jianbao check --frobnicate    # says
    Run `jianbao new --isue 3`, `make sites`, `make site`, and `build.py convert FILE --force`.
    make tset
"""
    assert list(unknown_commands(text)) == [
        "bild",
        "check --frobnicate    # says",
        "new --isue 3",
        "make sites",
        "make tset",
    ]


def test_the_makefile_explains_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    explained = set(re.findall(r"^##   make (\w+)", text, re.MULTILINE))
    assert explained == targets() - {"help", "rules", "js", "programs", "vnu"}  # parts of others


def test_the_examples_of_theming_do_what_they_say(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "theming.md").read_text("utf-8")
    blocks = re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", text, re.MULTILINE)
    words, style, layout = (
        next(textwrap.dedent(block) for block in blocks if block.startswith(f"    {beginning}"))
        for beginning in ("nav:", ":root {", '{% extends "shipped/about.html" %}')
    )
    own = tmp_path / "layouts"
    write = archives.writer(own)
    write("strings/zh-CN.yaml", words.encode())
    write("assets/own.css", style.encode())
    write("about.html", layout.encode())
    made = dict(archives.made(render.render(archive(), [own, ROOT / "layouts"])))
    home, about = made["index.html"].decode(), made["about.html"].decode()
    for said in ("区县", "本期要目", "本站由市档案馆保存。"):
        assert said in home
    assert re.search(r"<main.*本站由市档案馆保存。.*</main>", about, re.DOTALL)
    assert next(path for path in made if path.startswith("assets/own.")) in home


# --- files and links --------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", head)).lower().replace(" ", "-")
        for head in heads
    }


def links(text: str) -> Iterator[str]:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", prose)


def dead_links(text: str, path: Path) -> Iterator[str]:
    """The links in `text`, which stands in the file `path`, that lead nowhere."""
    for link in links(text):
        if link.startswith(("http://", "https://")):
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            yield link


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_link_of_the_documentation_leads_somewhere(path: Path) -> None:
    assert list(dead_links(path.read_text("utf-8"), path)) == []


def test_a_dead_link_is_found() -> None:
    text = "[a](gone.md) [b](README.md#gone) [c](README.md#where-things-are) [d](https://x.example)"
    assert list(dead_links(text, ROOT / "x.md")) == ["gone.md", "README.md#gone"]


def test_the_readme_says_where_everything_is() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([\w.]+(?:/|\.py))` \|", text, re.MULTILINE))
    missing = [path for path in named if not (ROOT / path).exists() and path != "site/"]
    assert missing == []
    top = {path.name + ("/" if path.is_dir() else "") for path in ROOT.iterdir()}
    known = {"build.py", "content/", "docs/", "jianbao/", "layouts/", "tests/"}
    assert known <= top & named


# --- decisions, changes, words ----------------------------------------------------------------


def test_every_decision_is_listed_and_whole() -> None:
    folder = ROOT / "docs" / "adr"
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(record[:4]) for record in records] == list(range(1, len(records) + 1))
    listed = re.findall(
        r"^\| \[(\d{4})\]\((.*?)\) \| (.*?) \|$", (folder / "README.md").read_text("utf-8"), re.M
    )
    assert [file for _, file, _ in listed] == records
    for number, file, title in listed:
        text = (folder / file).read_text("utf-8")
        assert text.startswith(f"# {number}: {title}\n")
        heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert [*heads[:2], heads[-1]] == ["Context", "Decision", "What it costs"]


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (\S+)", text, re.MULTILINE)
    assert __version__ in versions[:2]
    assert versions[0] in ("Unreleased", __version__)


def test_the_words_of_the_glossary_are_used() -> None:
    rows = re.findall(
        r"^\| ([a-z][^|]*?) \| ([^|]+?) \| ([^|]+?) \|$",
        (ROOT / "docs" / "glossary.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(rows) > 30
    english = [word for row in rows for word in row[0].split(", ")]
    assert len(set(english)) == len(english)
    sources = [
        *ROOT.glob("jianbao/**/*.py"),
        *ROOT.glob("layouts/**/*.yaml"),
        *(path for path in DOCS if path.name != "glossary.md"),
    ]
    text = "\n".join(path.read_text("utf-8") for path in sources).replace("_", " ").lower()
    assert [word for word in english if word not in text] == []


def settings_of_the_guide() -> list[str]:
    """The examples of site.yaml in the guide."""
    text = (ROOT / "docs" / "editing.zh-CN.md").read_text("utf-8")
    return [
        block
        for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
        if re.match(r"[a-z_]+:", block)
    ]


@pytest.mark.parametrize("example", settings_of_the_guide(), ids=lambda text: text.split(":")[0])
def test_the_settings_that_the_guide_shows_are_accepted(example: str, tmp_path: Path) -> None:
    archives.start(tmp_path)
    file = tmp_path / "content" / "site.yaml"
    file.write_text(file.read_text("utf-8") + example, "utf-8")
    load.load(tmp_path / "content")


def test_the_guide_shows_settings() -> None:
    assert settings_of_the_guide()
