"""Measures what a build costs, on invented archives of several sizes.

    PYTHONPATH=tests python tests/bench/build.py [--bulletins 100 500 2000] [--jobs 1 2] [--first]

A first build, and builds after nothing, one character of one bulletin, one new bulletin, and one
layout changed (only the first one with `--first`), each in a process of its own: processor seconds
(of its children too), as milliseconds per bulletin and as a share of the first build of that
archive; and the most memory of the leading process, of its largest worker and of all at once,
in which shared memory counts once (Linux only). Seconds depend on the machine and on what else it
does; whether those per bulletin stay the same does not.
"""

import argparse
import multiprocessing
import os
import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bench.generate import generate
from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders

BULLETINS_A_YEAR = 50


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", layout_folders(root), root / "site")


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
    shipped = layout_folders(root)[-1] / "county.html"
    own = root / "layouts" / "county.html"
    own.parent.mkdir()
    text = shipped.read_text("utf-8")
    own.write_text(text.replace("{% endblock %}", "<!-- x -->{% endblock %}"), "utf-8")


def _newest(root: Path) -> Path:
    year = max((root / "content/bulletins/shengcheng").iterdir())
    return max(year.iterdir())


Change = tuple[str, Callable[[Path], None]]
CHANGES: tuple[Change, ...] = (
    ("first build", nothing),
    ("nothing changed", nothing),
    ("one character", one_character),
    ("one new bulletin", one_bulletin),
    ("one layout", one_layout),
)


@dataclass(frozen=True)
class Cost:
    """Processor seconds, and megabytes of the leading process, of its largest child and of all."""

    seconds: float
    leader: float
    child: float
    together: float = 0.0


def cost(root: Path, jobs: int) -> Cost:
    """What a build costs in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as pool:
        build = pool.submit(_measured, root, jobs)
        most = 0.0
        while not build.done():
            most = max(most, _memory_below(os.getpid()))
            wait([build], timeout=0.5)
    return replace(build.result(), together=most)


def _measured(root: Path, jobs: int) -> Cost:
    builder.build(paths(root), jobs=jobs)
    own, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 2**20 if sys.platform == "darwin" else 2**10
    seconds = sum(usage.ru_utime + usage.ru_stime for usage in (own, children))
    return Cost(seconds, own.ru_maxrss / unit, children.ru_maxrss / unit)


def _memory_below(process: int) -> float:
    """Megabytes of the processes that a process started, and of those that these started."""
    kibibytes = 0.0
    with suppress(OSError):  # they may end at any time
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                kibibytes += 1024 * _memory_below(int(child))
                rollup = Path(f"/proc/{child}/smaps_rollup").read_text()
                kibibytes += int(re.findall(r"^Pss: *(\d+)", rollup, re.MULTILINE)[0])
    return kibibytes / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, nargs="+", default=[100, 500, 2000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[0], help="0: one a processor")
    parser.add_argument("--first", action="store_true", help="measure first builds only")
    options = parser.parse_args()
    # Python keeps what it compiled, as it does of an installed program.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    changes = CHANGES[:1] if options.first else CHANGES
    print(f"bulletins jobs  {'':18} seconds  each  share  leader   child     all")
    for count in options.bulletins:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder) / "content", count, max(1, count // BULLETINS_A_YEAR))
            for jobs in options.jobs:
                _print_costs(Path(folder), count, jobs, changes)


def _print_costs(root: Path, count: int, jobs: int, changes: Sequence[Change]) -> None:
    for made in ("site", ".jianbao", "layouts"):
        shutil.rmtree(root / made, ignore_errors=True)
    first = 0.0
    for name, change in changes:
        change(root)
        one = cost(root, jobs)
        first = first or one.seconds
        each = f"{1000 * one.seconds / count:4.0f}ms {one.seconds / first:6.3f}"
        memory = "".join(f"{size:6.0f}MB" for size in (one.leader, one.child, one.together))
        print(f"{count:9} {jobs:4}  {name:18}{one.seconds:8.1f} {each}{memory}", flush=True)


if __name__ == "__main__":
    main()
