"""`review`: mark bulletins as reviewed, or remove the mark."""

import argparse

from jianbao.base.problems import ContentError, JianbaoError, Problems, one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, WrongUseError, today
from jianbao.cli.terminal import Terminal, shown
from jianbao.content import load
from jianbao.editing import mark_reviewed


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    if options.undo and options.on:
        raise WrongUseError(t("--undo takes no date: leave --on out"))
    lines = {
        "marked": t("{file}: marked as reviewed on {date}"),
        "was marked": t("{file}: was marked already, as reviewed on {date}"),
        "unmarked": t("{file}: no longer marked as reviewed"),
        "was unmarked": t("{file}: was not marked as reviewed"),
    }
    on = None if options.undo else options.on or today()
    settings = load.load_settings(paths.content, paths.content_shown)
    problems = Problems()
    for named in options.files:
        try:
            for path in mark_reviewed.bulletins(named, paths.content):
                done = mark_reviewed.mark(
                    path, on, paths.content, settings, paths.content_shown, options.force
                )
                line = lines[done.action].format(file=shown(path), date=done.date)
                terminal.say(one_line(line))
        except JianbaoError as error:
            problems.extend(error.problems)
    problems.raise_if_any(ContentError)
    return GOOD
