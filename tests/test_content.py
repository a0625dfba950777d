"""The archive's own content: the one test that reads it."""

import hashlib
from pathlib import Path

import pytest

from jianbao.archive.model import Archive, Bulletin, Settings
from jianbao.content import load
from jianbao.convert.conversion import Conversion, convert
from jianbao.text import frontmatter, markdown
from jianbao.text.chinese import strip_space
from jianbao.text.frontmatter import Node

CONTENT = Path(__file__).parent.parent / "content"
READINGS = Path(__file__).parent / "cases" / "content" / "readings.yaml"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load.load(CONTENT)


def originals() -> list[Path]:
    return sorted((CONTENT / "originals").iterdir())


def converted(original: Path, settings: Settings) -> Conversion:
    return convert(original.read_bytes(), original.name, settings)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load.load_settings(CONTENT)


@pytest.mark.parametrize("original", originals(), ids=lambda path: str(path.stem))
def test_the_content_is_what_conversion_yields(original: Path, settings: Settings) -> None:
    """Every bulletin, but for those that a person changed; these say when they were reviewed."""
    conversion = converted(original, settings)
    folder = CONTENT / "bulletins" / conversion.series / conversion.folder
    path = folder / f"{conversion.name}.md"
    text = path.read_text("utf-8")
    record = (folder / f"{conversion.name}.review.yaml").read_text("utf-8")
    if text != conversion.markdown:
        split = frontmatter.split(text)
        assert split is not None
        node, _ = frontmatter.parse(split.front_matter, str(path))
        assert node is not None
        assert isinstance(node.value, dict)
        assert node.value["reviewed"].value not in (None, "false"), "changed, and not reviewed"
        assert hashlib.sha256(conversion.markdown.encode()).hexdigest() in record
        return
    assert record == conversion.review


def test_every_bulletin_comes_from_an_original(archive: Archive) -> None:
    assert {b.source.file for b in archive.bulletins if b.source} == {
        path.name for path in originals()
    }
    assert sum(len(b.articles) for b in archive.bulletins) == 29
    assert sum(bool(b.preface) for b in archive.bulletins) == 1


def test_the_codes_are_official(settings: Settings) -> None:
    counties = [term for term in settings.counties.terms if term.prefecture == "南阳市"]
    coded = [term for term in counties if term.code]
    assert len(coded) == 13
    assert all(str(term.code).startswith("4113") for term in coded)
    assert [term.name for term in counties if not term.code] == [
        term.name for term in counties if term.kind == "zone"
    ]
    elsewhere = settings.counties.find("洞口县")
    assert elsewhere is not None
    assert (elsewhere.code, elsewhere.province) == ("430525", "湖南省")


def reading() -> list[tuple[str, Node]]:
    node, problems = frontmatter.parse(READINGS.read_text("utf-8"), "readings")
    assert not problems
    assert node is not None
    assert isinstance(node.value, dict)
    return list(node.value.items())


@pytest.mark.parametrize(("file", "expected"), reading(), ids=[file for file, _ in reading()])
def test_a_careful_reader_agrees(file: str, expected: Node, archive: Archive) -> None:
    """Readings made by hand: of each article the title, kind, office, counties, the first and last
    characters, and how many characters, paragraphs and headings it has."""
    bulletin = next(b for b in archive.bulletins if b.source and b.source.file.startswith(file))
    assert isinstance(expected.value, tuple)
    assert rows(bulletin) == [values(row) for row in expected.value]


def rows(bulletin: Bulletin) -> list[list[str]]:
    made = []
    for article in bulletin.articles:
        blocks = markdown.plain_blocks(article.body)
        headings = markdown.headings(article.body)
        text = strip_space("".join(blocks))
        made.append(
            [
                article.title,
                article.kicker or "",
                article.kind,
                article.attribution or "",
                "、".join(article.department),
                "、".join(article.county),
                text[:12],
                text[-12:],
                str(len(text) - sum(len(strip_space(h.text)) for h in headings)),
                str(len(blocks) - len(headings)),
                str(len(headings)),
            ]
        )
    return made


def values(node: Node) -> list[str]:
    assert isinstance(node.value, tuple)
    return [str(item.value) for item in node.value]


def test_nothing_of_this_archive_is_in_the_package(settings: Settings) -> None:
    """Whoever takes the package for an archive of their own finds no trace of this one in it."""
    terms = (*settings.counties.terms, *settings.departments.terms)
    names = {name for t in terms for name in (t.name, t.prefecture) if name} | {"南阳"}
    names |= {t.slug for t in settings.counties.terms} | {s.slug for s in settings.site.series}
    assert len(names) > 50
    files = [p for folder in ("jianbao", "layouts") for p in (CONTENT.parent / folder).rglob("*")]
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            text = file.read_text("utf-8")
            assert [name for name in names if name in text] == [], file
