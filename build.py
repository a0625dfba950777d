#!/usr/bin/env python3
"""The entry point of Jianbao: `python build.py` builds content/ into site/; see --help."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def run_packaging_tool() -> None:
    """Run PyPA's `build`: in this folder, `python -m build` finds this file instead of it."""
    import runpy

    sys.path = [path for path in sys.path if Path(path).resolve() != ROOT]
    try:
        runpy.run_module("build", run_name="__main__", alter_sys=True)
    except ImportError:
        sys.exit(
            "python -m build makes Jianbao's wheel, and needs the package build: run `make dist`,"
            " or `pip install build` first. `python build.py` builds the site."
        )


def run() -> int:
    """Run Jianbao's command line on the archive beside this file; return its exit status."""
    from jianbao.cli import main

    try:
        return main(default_root=ROOT)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not installed: run `make site`, or `pip install .` first")


if __name__ == "__main__":
    if __spec__ is not None:  # run with -m
        run_packaging_tool()
        sys.exit()
    try:
        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(130)
