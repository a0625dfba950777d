"""`init`: start a new archive."""

import argparse

from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD
from jianbao.cli.terminal import Terminal, program, shown
from jianbao.content import scaffold


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
