#!/usr/bin/env python3
"""The one door to Jianbao: `python build.py` builds content/ into site/; see --help."""

import sys
from pathlib import Path

try:
    from jianbao.cli import main
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed: run `make site`, or `pip install .` first")
except KeyboardInterrupt:
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main(default_root=Path(__file__).resolve().parent))
