"""`check`: report everything that is wrong, and change nothing."""

import argparse

from jianbao.base.problems import Problems
from jianbao.build import pipeline
from jianbao.cli.arguments import GOOD
from jianbao.cli.commands.build import counts
from jianbao.cli.terminal import Terminal, Translate

NAME = "check"


def meaning(t: Translate) -> str:
    return t("say everything that is wrong, and change nothing")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    """Add no options."""


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    remarks = Problems()
    try:
        with terminal.progress() as progress:
            report = pipeline.check(paths, progress, remarks)
    finally:
        terminal.problems(sorted(remarks))
    line = terminal.t("nothing is wrong: {counts}")
    terminal.say(line.format(counts=counts(report, terminal.t)))
    return GOOD
