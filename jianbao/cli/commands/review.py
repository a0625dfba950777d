"""`review`: mark bulletins as reviewed, or remove the mark."""

import argparse
from pathlib import Path

from jianbao.base.problems import ContentError, JianbaoError, Problems, one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, WrongUseError, date, today
from jianbao.cli.terminal import Terminal, Translate, shown
from jianbao.content import load

NAME = "review"


def meaning(t: Translate) -> str:
    return t("mark bulletins as reviewed by a person")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar=t("FILE"),
        help=t("bulletins, named by their file, their review record or their document"),
    )
    options.add_argument(
        "--on",
        type=date(t("must be a date as YYYY-MM-DD, YYYY-MM or YYYY")),
        metavar=t("DATE"),
        help=t("when they were reviewed (default: today)"),
    )
    options.add_argument("--undo", action="store_true", help=t("take the mark away again"))
    options.add_argument(
        "--force", action="store_true", help=t("mark even a bulletin with open doubts")
    )


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    from jianbao.editing import mark_reviewed

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
