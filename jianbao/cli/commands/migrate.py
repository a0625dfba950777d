"""`migrate`: rewrite what `check` reports as outdated."""

import argparse

from jianbao.base.problems import one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, PROBLEMS
from jianbao.cli.terminal import Terminal, shown
from jianbao.editing import migrate


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    status, written = GOOD, 0
    for one in migrate.migrate(paths.content, paths.content_shown):
        terminal.problems(one.problems)
        changes = "、".join(dict.fromkeys(f"{name.old} → {name.new}" for name in one.renames))
        line = t("{file}: rewritten ({changes})")
        if not one.is_written:
            line = t("{file}: cannot be changed by the program; write {changes} yourself")
            status = PROBLEMS
        written += one.is_written
        terminal.say(one_line(line.format(file=shown(one.path), changes=changes)))
    terminal.say(t("bulletins rewritten: {count}").format(count=written))
    return status
