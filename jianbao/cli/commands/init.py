"""`init`: start a new archive."""

import argparse
from pathlib import Path

from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD
from jianbao.cli.terminal import Terminal, Translate, program, shown
from jianbao.content import scaffold

NAME = "init"


def meaning(t: Translate) -> str:
    return t("start a new archive")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument("folder", type=Path, metavar=t("DIR"), help=t("a new or an empty folder"))
    options.add_argument(
        "--ci",
        choices=tuple(scaffold.SERVICES),
        help=t("also write what builds and publishes it there, in an archive of before too"),
    )


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    folder = shown(options.folder)
    wrote: list[str] = []
    if not options.ci or not scaffold.holds_archive(options.folder):
        wrote = scaffold.start(options.folder, folder)
    if options.ci:
        wrote.append(scaffold.add_deployment(options.folder, folder, options.ci))
    for path in wrote:
        terminal.say(terminal.t("wrote {file}").format(file=f"{folder}/{path}"))
    line = terminal.t("build it with: {command}")
    terminal.say(line.format(command=f"{program()} --root {folder}"))
    return GOOD
