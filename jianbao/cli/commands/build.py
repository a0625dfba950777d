"""`build`: make the site from content/."""

import argparse

from jianbao.base.problems import Location, Problems, problem
from jianbao.build import pipeline
from jianbao.build.report import Report
from jianbao.cli.arguments import GOOD
from jianbao.cli.terminal import Terminal, Translate, shown
from jianbao.content.folder import ADDRESSES
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


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    if getattr(options, "keep_addresses", False):
        for file, written in keep_addresses.keep(paths.content, paths.content_shown):
            line = terminal.t("{file}: wrote {written}")
            terminal.say(line.format(file=f"{paths.content_shown}/{file}", written=written))
    verify = getattr(options, "verify", False)
    build_once(paths, terminal, record=True, verify=verify)
    home = shown(paths.site / "index.html")
    terminal.say(terminal.t("open {file} in a browser").format(file=home))
    return GOOD


def build_once(
    paths: pipeline.Paths, terminal: Terminal, record: bool = False, verify: bool = False
) -> None:
    remarks = Problems()
    with terminal.progress() as progress:
        report = pipeline.build(paths, progress, record, remarks, verify)
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


def counts(report: Report, t: Translate) -> str:
    return t("bulletins {bulletins}, articles {articles}, pages {pages}, {size} MB").format(
        bulletins=report.bulletins,
        articles=report.articles,
        pages=report.pages,
        size=f"{report.size / 1e6:.1f}",
    )
