"""`build`: the site from content/."""

import argparse

from jianbao.build import pipeline
from jianbao.cli.arguments import GOOD
from jianbao.cli.terminal import Terminal, Translate, shown

NAME = "build"


def meaning(t: Translate) -> str:
    return t("build the site")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    """Add nothing: it has the common options only."""


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    build_once(paths, terminal)
    home = shown(paths.site / "index.html")
    terminal.say(terminal.t("open {file} in a browser").format(file=home))
    return GOOD


def build_once(paths: pipeline.Paths, terminal: Terminal) -> None:
    with terminal.progress() as progress:
        report = pipeline.build(paths, progress)
    line = terminal.t("built {site}/ in {seconds} s: {counts}")
    terminal.say(
        line.format(
            site=paths.site_shown,
            seconds=f"{sum(seconds for _, seconds in report.seconds):.1f}",
            counts=counts(report, terminal.t),
        )
    )


def counts(report: pipeline.Report, t: Translate) -> str:
    return t("bulletins {bulletins}, articles {articles}, pages {pages}, {size} MB").format(
        bulletins=report.bulletins,
        articles=report.articles,
        pages=report.pages,
        size=f"{report.size / 1e6:.1f}",
    )
