"""`convert --review`: mark bulletins as reviewed."""

import argparse
import datetime

from jianbao.base.dates import PartialDate
from jianbao.base.problems import ContentError, JianbaoError, Problems, one_line
from jianbao.build import pipeline
from jianbao.cli.arguments import GOOD, WrongUseError
from jianbao.cli.terminal import Terminal, shown
from jianbao.content import load


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    from jianbao.editing import mark_reviewed

    t = terminal.t
    if not options.documents:
        raise WrongUseError(t("missing: {words}").format(words=t("FILE_OR_DIR")))
    if options.undo and options.on:
        raise WrongUseError(t("--undo takes no date: leave --on out"))
    told = {
        "marked": t("{file}: marked as reviewed on {date}"),
        "was marked": t("{file}: was marked already, as reviewed on {date}"),
        "unmarked": t("{file}: no longer marked as reviewed"),
        "was unmarked": t("{file}: was not marked as reviewed"),
    }
    today = datetime.datetime.now().astimezone().date()
    date = None if options.undo else options.on or PartialDate(today.year, today.month, today.day)
    settings = load.load_settings(paths.content, paths.content_shown)
    problems = Problems()
    for named in options.documents:
        try:
            for path in mark_reviewed.bulletins(named, paths.content):
                done = mark_reviewed.mark(
                    path, date, paths.content, settings, paths.content_shown, options.force
                )
                line = told[done.action].format(file=shown(path), date=done.date)
                terminal.say(one_line(line))
        except JianbaoError as error:
            problems.extend(error.problems)
    problems.raise_if_any(ContentError)
    return GOOD
