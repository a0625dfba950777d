"""Options and fixtures that all tests share."""

import os
import tempfile

import pytest
from hypothesis import settings

# Tests keep their secret apart from the user's.
_STATE = tempfile.TemporaryDirectory(prefix="jianbao-state-")
os.environ["XDG_STATE_HOME"] = _STATE.name

# How long an example takes says nothing on a machine that does other work.
settings.register_profile("random", deadline=None)
# A change must not fail for what another change brought in: continuous integration always tries the
# same examples. `make explore`, which runs every night, looks for new ones.
settings.register_profile("same", settings.get_profile("random"), derandomize=True)
settings.load_profile("same" if os.environ.get("CI") == "true" else "random")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden/ anew instead of comparing"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
