"""`build`: make the site from content/."""

import argparse

from jianbao.base.problems import Location, Problems, problem
from jianbao.build import pipeline
from jianbao.build.report import Report
from jianbao.cli.arguments import GOOD, add_as_of
from jianbao.cli.terminal import Terminal, Translate, shown
from jianbao.content.folder import ADDRESSES
from jianbao.content.load import Choices
from jianbao.editing import keep_addresses

NAME = "build"


def meaning(t: Translate) -> str:
    return t("build the site")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "--keep-addresses",
        action="store_true",
        help=t("write what keeps published addresses (id, aliases, former_slugs) into content/"),
    )
    options.add_argument(
        "--verify",
        action="store_true",
        help=t("read every source and every file of the site, even if nothing seems changed"),
    )

    add_as_of(options, t)


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    if getattr(options, "keep_addresses", False):
        for file, written in keep_addresses.keep(paths.content, paths.content_shown):
            line = terminal.t("{file}: wrote {written}")
            terminal.say(line.format(file=f"{paths.content_shown}/{file}", written=written))
    verify = getattr(options, "verify", False)
    choices = Choices(as_of=getattr(options, "as_of", None))
    build_once(paths, terminal, record=True, verify=verify, choices=choices)
    home = shown(paths.site / "index.html")
    terminal.say(terminal.t("open {file} in a browser").format(file=home))
    return GOOD


def build_once(
    paths: pipeline.Paths,
    terminal: Terminal,
    record: bool = False,
    verify: bool = False,
    choices: Choices = pipeline.PUBLISHED,
) -> None:
    remarks = Problems()
    with terminal.progress() as progress:
        report = pipeline.build(paths, progress, record, remarks, verify, choices)
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
