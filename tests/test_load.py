"""Loading: the archives of tests/sites load whole, those of tests/sites_invalid say exactly what is
in their expected.txt."""

from pathlib import Path

import pytest

from jianbao.errors import JianbaoError
from jianbao.load import load

SITES = Path(__file__).parent / "sites"
INVALID = Path(__file__).parent / "sites_invalid"
CASES = sorted(case.name for case in INVALID.iterdir())


def complaints(content: Path) -> list[str]:
    with pytest.raises(JianbaoError) as raised:
        load(content)
    return [found.text() for found in raised.value.problems]


@pytest.mark.parametrize("case", CASES)
def test_a_broken_archive_says_exactly_what_is_wrong(case: str, update_golden: bool) -> None:
    found = "".join(f"{line}\n" for line in complaints(INVALID / case / "content"))
    expected = INVALID / case / "expected.txt"
    if update_golden:
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")
