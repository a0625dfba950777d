"""`check`: report everything that is wrong, and change nothing."""

import argparse

from jianbao.base.problems import Problems
from jianbao.build import pipeline
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD
from jianbao.cli.commands.build import counts, say_held_back
from jianbao.cli.terminal import Terminal
from jianbao.content.choices import Choices


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    remarks = Problems()
    try:
        with terminal.progress() as progress:
            report = pipeline.check(paths, progress, remarks, Choices(as_of=options.as_of))
    finally:
        terminal.problems(sorted(remarks))
    line = terminal.t("nothing is wrong: {counts}")
    terminal.say(line.format(counts=counts(report, terminal.t)))
    say_held_back(report, terminal)
    return GOOD
