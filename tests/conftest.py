"""Options and fixtures that all tests share."""

import os
import tempfile

import pytest
from hypothesis import settings

# Tests keep their secret apart from the user's.
_STATE = tempfile.TemporaryDirectory(prefix="jianbao-state-")
os.environ["XDG_STATE_HOME"] = _STATE.name

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
