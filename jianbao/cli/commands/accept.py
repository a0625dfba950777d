"""`accept`: list the names that wait to be entered, and enter them."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jianbao.base.problems import one_line
from jianbao.build import pipeline
from jianbao.cli.arguments import GOOD, PROBLEMS, WrongUseError
from jianbao.cli.terminal import Terminal, Translate, program, shown, table
from jianbao.content import load

if TYPE_CHECKING:
    from jianbao.editing.accept_names import Proposal

NAME = "accept"


def meaning(t: Translate) -> str:
    return t("list the counties and offices that wait to be entered, and enter them")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "names",
        nargs="*",
        metavar=t("NAME"),
        help=t("names to enter; without one, all that wait are listed"),
    )
    options.add_argument("--all", action="store_true", help=t("all that are not likely misprints"))
    options.add_argument("--kind", metavar=t("KIND"), help=t("the kind of these offices"))
    options.add_argument(
        "--as",
        dest="alias_of",
        metavar=t("NAME"),
        help=t("they are other names of this one, which is known"),
    )


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    from jianbao.editing import accept_names

    t = terminal.t
    names: list[str] = options.names
    if (options.alias_of or options.kind) and not names:
        raise WrongUseError(t("--kind and --as need the names that they are about"))
    if options.all and names:
        raise WrongUseError(t("--all takes no names"))
    content, content_shown = paths.content, paths.content_shown
    known = accept_names.proposals(content, load.load_settings(content, content_shown))
    if not names and not options.all:
        return _list_proposals(known, terminal)
    if options.alias_of:
        accept_names.add_alias(names, options.alias_of, content, content_shown)
        entered = [one for one in known if any(map(one.answers_to, names))]
        for name in names:
            line = t("{name}: entered as another name of {known}")
            terminal.say(one_line(line.format(name=name, known=options.alias_of)))
    else:
        entered = accept_names.accept(names, content, content_shown, options.kind)
        for one in entered:
            values = "、".join(one.entry().values())
            terminal.say(
                one_line(t("{name}: entered ({values})").format(name=one.name, values=values))
            )
    told = {
        "written": t("{file}: tagged"),
        "unchanged": t("{file}: nothing new"),
        "kept": t("{file}: a person changed it; write the tags in yourself"),
    }
    places = dict.fromkeys(place for one in entered for place in one.places)
    refused = False
    for taken in accept_names.convert_again(places, content, content_shown):
        terminal.problems(taken.problems)
        refused = refused or not taken.outcome
        if taken.outcome:
            line = told[taken.outcome.action].format(file=shown(taken.outcome.path))
            terminal.say(one_line(line))
    return PROBLEMS if refused else GOOD


def _list_proposals(known: Sequence["Proposal"], terminal: Terminal) -> int:
    t = terminal.t
    rows = [[t("name"), t("kind"), t("county"), t("bulletins"), t("printed as, remarks")]]
    for one in known:
        remarks = [name for name in one.printed if name != one.name]
        if one.near:
            remarks.append(t("perhaps a misprint of “{name}”").format(name=one.near))
        if not one.name:
            remarks.append(t("says not which one: enter it by hand, or with --as"))
        rows.append(
            [one.name or "—", one.kind, one.county or "", str(len(one.places)), "；".join(remarks)]
        )
    if len(rows) == 1:
        terminal.say(t("no name waits to be entered"))
        return GOOD
    for row in table(rows):
        terminal.say(one_line(row))
    line = t("enter them with: {program} accept NAME..., or all but likely misprints with --all")
    terminal.say(line.format(program=program()))
    return GOOD
