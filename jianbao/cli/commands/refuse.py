"""`refuse`: keep documents out of the archive, or allow them again."""

import argparse

from jianbao.base.problems import ContentError, JianbaoError, Problems, one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, WrongUseError, today
from jianbao.cli.terminal import Terminal, shown
from jianbao.editing import refuse


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    if options.undo and (options.on or options.reason):
        raise WrongUseError(t("--undo takes no date and no reason: leave --on and --reason out"))
    lines = {
        "refused": t("{file}: refused on {date}"),
        "was refused": t("{file}: was refused already, on {date}"),
        "taken back": t("{file}: no longer refused; convert it to have it in the archive"),
        "was not refused": t("{file}: was not refused"),
    }
    on = options.on or today()
    problems = Problems()
    for named in options.files:
        try:
            if options.undo:
                done = refuse.take_back(named, paths.content, paths.content_shown)
            else:
                reason = one_line(options.reason)
                done = refuse.refuse(named, on, reason, paths.content, paths.content_shown)
        except JianbaoError as error:
            problems.extend(error.problems)
            continue
        for path in done.removed:
            terminal.say(one_line(t("{file}: removed").format(file=shown(path))))
        terminal.say(one_line(lines[done.action].format(file=done.file, date=done.date)))
    problems.raise_if_any(ContentError)
    return GOOD
