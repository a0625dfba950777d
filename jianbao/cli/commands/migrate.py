"""`migrate`: rewrite what `check` reports as outdated."""

import argparse

from jianbao.base.problems import one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, PROBLEMS
from jianbao.cli.terminal import Terminal, Translate, shown

NAME = "migrate"


def meaning(t: Translate) -> str:
    return t("rewrite names that check reports as not in use at the date of a bulletin")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    """Add no options."""


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    from jianbao.editing import migrate

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
