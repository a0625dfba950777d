"""`build`: make the site from content/."""

import argparse
import marshal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeAlias

from jianbao.base.files import Folder
from jianbao.base.problems import Location, Problems, one_line, problem
from jianbao.build import builder
from jianbao.build.paths import Paths
from jianbao.build.report import Report
from jianbao.cli.arguments import GOOD, INCOMPLETE
from jianbao.cli.terminal import Terminal, Translate, shown, table
from jianbao.content.choices import PUBLISHED, Choices
from jianbao.content.file_names import ADDRESSES

# So many functions are said of a profile.
_DEAREST = 12

# What pstats holds: (file, line, function) and (primitive calls, calls, own seconds, seconds with
# what it calls, callers).
_Measured: TypeAlias = dict[tuple[str, int, str], tuple[int, int, float, float, Any]]


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    if getattr(options, "keep_addresses", False):
        # Imported here, since an ordinary build does not need it.
        from jianbao.editing import keep_addresses

        for file, written in keep_addresses.keep(paths.content, paths.content_shown):
            line = terminal.t("{file}: wrote {written}")
            terminal.say(line.format(file=f"{paths.content_shown}/{file}", written=written))
    verify = getattr(options, "verify", False)
    choices = Choices(as_of=getattr(options, "as_of", None))
    keep_going = getattr(options, "keep_going", False)
    jobs = getattr(options, "jobs", None) or 0
    profile = getattr(options, "profile", None)
    # In one process, since the functions of others are not measured.
    jobs = 1 if profile else jobs
    scheduler = "" if profile else getattr(options, "cluster", "")
    is_first = not paths.site.exists()
    with _profiling(profile, terminal) if profile else nullcontext():
        report = build_once(paths, terminal, True, verify, choices, keep_going, jobs, scheduler)
    if getattr(options, "timings", False):
        for line in table([(stage, f"{seconds:.2f}") for stage, seconds in report.seconds]):
            terminal.say(line)
    home = shown(paths.site / "index.html")
    terminal.say(terminal.t("open {file} in a browser").format(file=home))
    if is_first and not report.has_address:
        line = terminal.t(
            "without base_url in {file}, 404.html has no style for addresses in folders"
        )
        terminal.say(line.format(file=f"{paths.content_shown}/site.yaml"))
    return INCOMPLETE if report.problems else GOOD


@contextmanager
def _profiling(file: Path, terminal: Terminal) -> Iterator[None]:
    """Measure the functions of this process, even if the build fails. Say which took the most time
    without those that they call, and write all of it to `file`."""
    # Imported here, since an ordinary build needs neither.
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        measured: _Measured = pstats.Stats(profile).stats  # type: ignore[attr-defined]
        # The format that pstats reads.
        Folder(file.parent).write(file.name, marshal.dumps(measured))
        rows = [[terminal.t("seconds"), terminal.t("calls"), terminal.t("function")]]
        rows += _dearest(measured)
        for line in table(rows):
            terminal.say(line)
        terminal.say(terminal.t("the whole profile is in {file}").format(file=shown(file)))


def _dearest(measured: _Measured) -> Iterator[list[str]]:
    """Yield the seconds, calls and place of the functions that took the most time themselves."""
    dearest = sorted(measured.items(), key=lambda one: (-one[1][2], one[0]))
    for (path, line, name), (_, calls, own, _, _) in dearest[:_DEAREST]:
        place = f"{shown(Path(path))}:{line} {name}" if line else name
        yield [f"{own:.2f}", str(calls), one_line(place)]


def build_once(
    paths: Paths,
    terminal: Terminal,
    record: bool = False,
    verify: bool = False,
    choices: Choices = PUBLISHED,
    keep_going: bool = False,
    jobs: int = 0,
    scheduler: str = "",
) -> Report:
    remarks = Problems()
    with terminal.progress() as progress:
        report = builder.build(
            paths, progress, record, remarks, verify, choices, keep_going, jobs, scheduler
        )
    if not terminal.quiet:
        terminal.problems(sorted(remarks))
    if report.unrecorded:
        where = Location(f"{paths.content_shown}/{ADDRESSES}")
        message = "the addresses of the site could not be recorded: {reason}"
        terminal.problems([problem(where, "", message, reason=report.unrecorded)])
    if report.unchanged:
        line = terminal.t("{site}/ is up to date: {counts}")
    else:
        line = terminal.t("built {site}/ in {seconds} s: {counts}")
    terminal.say(
        line.format(
            site=paths.site_shown,
            seconds=f"{sum(seconds for _, seconds in report.seconds):.1f}",
            counts=counts(report, terminal.t),
        )
    )
    say_held_back(report, terminal, shown=choices.everything)
    if report.problems:
        _say_left_out(report, paths.content_shown, terminal)
    return report


def _say_left_out(report: Report, content: str, terminal: Terminal) -> None:
    """Say what is wrong and what became of it, even if only what is wrong is to be said."""
    terminal.problems(report.problems)
    for file in report.left_out:
        terminal.error(terminal.t("left out: {file}").format(file=f"{content}/{file}"))
    for file in report.as_published:
        line = terminal.t("as it was published before: {file}")
        terminal.error(line.format(file=f"{content}/{file}"))
    line = terminal.t("the site is not complete: left out {left_out}, as before {as_published}")
    left_out, as_published = len(report.left_out), len(report.as_published)
    terminal.error(line.format(left_out=left_out, as_published=as_published))


def say_held_back(report: Report, terminal: Terminal, shown: bool = False) -> None:
    """Say what is not published yet, if anything is; `shown` in a preview."""
    if not report.drafts + report.unreviewed + report.before_their_day:
        return
    if shown:
        line = terminal.t(
            "only shown here, not published: drafts {drafts}, not reviewed {unreviewed}, before"
            " their day {before_their_day}"
        )
    else:
        line = terminal.t(
            "held back: drafts {drafts}, not reviewed {unreviewed}, before their day"
            " {before_their_day} (--as-of DATE says the day)"
        )
    terminal.say(
        line.format(
            drafts=report.drafts,
            unreviewed=report.unreviewed,
            before_their_day=report.before_their_day,
        )
    )


def counts(report: Report, t: Translate) -> str:
    return t("bulletins {bulletins}, articles {articles}, pages {pages}, {size} MB").format(
        bulletins=report.bulletins,
        articles=report.articles,
        pages=report.pages,
        size=f"{report.size / 1e6:.1f}",
    )
