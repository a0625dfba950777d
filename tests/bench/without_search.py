"""Builds an archive as `build` does, but for the search.

    PYTHONPATH=tests python -m bench.without_search ROOT

Imports no more than the program itself, so that a build with nothing to do costs the same.
"""

import sys
from pathlib import Path
from types import ModuleType

from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders


class _NoSearch(ModuleType):
    """Takes the place of the module that makes the search."""

    @staticmethod
    def build(*_: object) -> None:
        """Make nothing."""


def main(root: Path) -> None:
    sys.modules["jianbao.outputs.search"] = _NoSearch("jianbao.outputs.search")
    builder.build(Paths(root, root / "content", layout_folders(root), root / "site"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
