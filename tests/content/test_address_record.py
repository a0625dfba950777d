"""Addresses that were published, and whose texts are held back now."""

from pathlib import Path

import archives
import pytest

from jianbao.base.dates import PartialDate
from jianbao.base.problems import ContentError
from jianbao.content import address_record, load
from jianbao.content.choices import Choices

PAGE = "bulletins/gongzuo-jianbao/2024/001.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = archives.start(tmp_path / "archive")
    file = root / archives.BULLETIN
    # The text of a new archive may be deleted.
    file.write_text(file.read_text("utf-8").replace("2024年第1期", "2024年首期"), "utf-8")
    (root / "content" / "pages").mkdir()
    own = "---\ntitle: 说明\n---\n\n正文\n"
    (root / "content" / "pages" / "a.md").write_text(own, "utf-8")
    address_record.add(root / "content", load.load(root / "content"))
    return root


def write(root: Path, line: str, file: str = archives.BULLETIN) -> None:
    path = root / file
    path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{line}\n", 1), "utf-8")


def said(root: Path, as_of: PartialDate | None = None) -> list[str]:
    """The problem of each address, without its place in the record."""
    with pytest.raises(ContentError) as raised:
        load.load(root / "content", choices=Choices(as_of=as_of))
    return [one.text().partition(": ")[2] for one in raised.value.problems]


def test_a_published_text_that_becomes_a_draft(root: Path) -> None:
    write(root, "draft: true", "content/pages/a.md")
    assert said(root) == [
        "pages/a.html was published, and content/pages/a.md is a draft now: release it, write"
        " status: withdrawn if nobody may read it, or delete this line to take it away"
    ]


def test_a_published_text_that_is_given_a_day(root: Path) -> None:
    write(root, "publish_from: 2025-05-01")
    expected = (
        f"{PAGE} was published, and content/bulletins/gongzuo-jianbao/2024/001.md waits for"
        " 2025-05-01: build with --as-of and that day or a later one, or delete this line to take"
        " it away"
    )
    assert expected in said(root)
    assert expected in said(root, PartialDate(2025, 4, 30))
    load.load(root / "content", choices=Choices(as_of=PartialDate(2025, 5, 1)))


def test_a_published_text_that_nobody_reviewed(root: Path) -> None:
    settings = root / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "publish: reviewed\n", "utf-8")
    assert (
        f"{PAGE} was published, and nobody has reviewed"
        " content/bulletins/gongzuo-jianbao/2024/001.md, as publish: reviewed asks: review it, or"
        " delete this line to take it away"
    ) in said(root)


def test_nothing_that_is_held_back_is_recorded(root: Path) -> None:
    record = root / "content" / "addresses"
    for file in sorted(record.rglob("*.txt")):
        file.unlink()
    write(root, "draft: true")
    wanted = load.load(root / "content", choices=Choices())
    address_record.add(root / "content", wanted)
    recorded = address_record.read(root / "content")
    assert "pages/a.html" in recorded
    assert PAGE not in recorded
