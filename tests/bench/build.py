"""Measures what a build costs, on invented archives of several sizes.

    PYTHONPATH=tests python tests/bench/build.py [--bulletins 100 500 2000]

A first build, and builds after nothing, one character of one bulletin, one new bulletin, and one
layout changed, each in a process of its own: processor seconds (of its children too), as a share
of the first build of that archive; and the most memory that any of its processes took. Only the
shares say something: seconds depend on the machine and on what else it does.
"""

import argparse
import multiprocessing
import re
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.generate import generate
from jianbao.build import pipeline
from jianbao.pages import render

BULLETINS_A_YEAR = 50


def paths(root: Path) -> pipeline.Paths:
    return pipeline.Paths(root, root / "content", render.layout_folders(root), root / "site")


def nothing(_: Path) -> None:
    pass


def one_character(root: Path) -> None:
    file = _newest(root)
    head, sign, rest = file.read_text("utf-8").rpartition("。")
    file.write_text(f"{head}！{rest}" if sign else head, "utf-8")


def one_bulletin(root: Path) -> None:
    newest = _newest(root)
    number = int(newest.stem)
    text = newest.read_text("utf-8").replace(f"issue: {number}\n", f"issue: {number + 1}\n")
    text = re.sub(r"^date: '?(\d+).*$", r"date: \1-12-31", text, count=1, flags=re.MULTILINE)
    own = f"{text}\n第{number + 1}期另有说明。\n"  # two bulletins of one text are an error
    newest.with_name(f"{number + 1:03}.md").write_text(own, "utf-8")


def one_layout(root: Path) -> None:
    shipped = render.layout_folders(root)[-1] / "county.html"
    own = root / "layouts" / "county.html"
    own.parent.mkdir()
    text = shipped.read_text("utf-8")
    own.write_text(text.replace("{% endblock %}", "<!-- x -->{% endblock %}"), "utf-8")


def _newest(root: Path) -> Path:
    year = max((root / "content/bulletins/shengcheng").iterdir())
    return max(year.iterdir())


CHANGES: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("first build", nothing),
    ("nothing changed", nothing),
    ("one character", one_character),
    ("one new bulletin", one_bulletin),
    ("one layout", one_layout),
)


def measured(root: Path) -> tuple[float, float]:
    """Processor seconds and megabytes of a build, in this process."""
    pipeline.build(paths(root))
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = 2**20 if sys.platform == "darwin" else 2**10
    seconds = sum(usage.ru_utime + usage.ru_stime for usage in spent)
    return seconds, max(usage.ru_maxrss for usage in spent) / unit


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, nargs="+", default=[100, 500, 2000])
    options = parser.parse_args()
    print(f"{'bulletins':>10}  {'':18}{'seconds':>8}{'share':>8}{'memory':>9}")
    context = multiprocessing.get_context("spawn")
    for count in options.bulletins:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            generate(root / "content", count, max(1, count // BULLETINS_A_YEAR))
            first = 0.0
            for name, change in CHANGES:
                change(root)
                with context.Pool(1) as pool:
                    seconds, memory = pool.apply(measured, (root,))
                first = first or seconds
                line = f"{count:>10}  {name:18}{seconds:8.1f}{seconds / first:8.3f}{memory:6.0f} MB"
                print(line, flush=True)


if __name__ == "__main__":
    main()
