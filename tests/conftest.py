"""Options and fixtures that all tests share."""

import pytest
from hypothesis import settings

# How long an example takes says nothing on a machine that does other work.
settings.register_profile("jianbao", deadline=None)
settings.load_profile("jianbao")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden/ anew instead of comparing"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
