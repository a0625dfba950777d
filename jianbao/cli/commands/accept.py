"""`accept`: list the names that wait to be entered, and enter them."""

import argparse
from collections.abc import Iterable, Sequence

from jianbao.base.problems import one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, PROBLEMS, WrongUseError
from jianbao.cli.terminal import Terminal, program, shown, table
from jianbao.content import load
from jianbao.editing import accept_names, accept_topics, accept_townships, tag_again
from jianbao.editing.new_terms import GivenTerms

_TOPIC, _TOWNSHIP = "topic", "township"


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    given = (options.kind, options.county, options.full_name, options.alias_of)
    if any(given) and not options.names:
        raise WrongUseError(t("--kind, --county, --name and --as need the names they are about"))
    if options.all and options.names:
        raise WrongUseError(t("--all takes no names"))
    if options.alias_of and any(given[:3]):
        raise WrongUseError(t("--as takes no --kind, --county or --name: its office has them"))
    if options.names and options.kind == _TOPIC:
        return _enter_topics(options.names, paths, terminal)
    if options.names and options.kind == _TOWNSHIP:
        if options.full_name:
            raise WrongUseError(t("--name is for offices and counties: name the place itself"))
        return _enter_townships(options.names, options.county, paths, terminal)
    options.names, topics = _without_topics(options, paths)
    status = _give_topics(topics, paths, terminal) if topics else GOOD
    if topics and not options.names:
        return status
    if options.alias_of:
        _add_aliases(options.names, options.alias_of, paths, terminal)
    elif options.names or options.all:
        _enter(options, paths, terminal)
    status = max(status, _tag_again(paths, terminal))
    if not options.names and not options.all:
        _list_proposals(paths, terminal)
    return status


def _without_topics(options: argparse.Namespace, paths: Paths) -> tuple[list[str], list[str]]:
    """Divide the names into those of topics that the archive has, and others."""
    if options.kind or options.county or options.full_name or options.alias_of:
        return options.names, []
    known = load.load_settings(paths.content, paths.content_shown).topics
    topics = [name for name in options.names if known.find(name)]
    return [name for name in options.names if name not in topics], topics


def _enter_topics(names: Sequence[str], paths: Paths, terminal: Terminal) -> int:
    line = terminal.t("{name}: entered ({values})")
    for name in names:
        term = accept_topics.enter(name, paths.content, paths.content_shown)
        terminal.say(one_line(line.format(name=name, values=term.slug)))
    return _give_topics(names, paths, terminal)


def _enter_townships(
    names: Sequence[str], county: str | None, paths: Paths, terminal: Terminal
) -> int:
    line = terminal.t("{name}: entered ({values})")
    for name in names:
        term = accept_townships.enter(name, county, paths.content, paths.content_shown)
        values = "、".join(filter(None, (term.slug, term.kind, term.county)))
        terminal.say(one_line(line.format(name=name, values=values)))
    settings = load.load_settings(paths.content, paths.content_shown)
    given = accept_townships.give(names, settings, paths.content, paths.content_shown)
    status, articles = _say_given(given, terminal)
    terminal.say(terminal.t("articles with a new place: {count}").format(count=articles))
    return status


def _give_topics(names: Sequence[str], paths: Paths, terminal: Terminal) -> int:
    settings = load.load_settings(paths.content, paths.content_shown)
    given = accept_topics.give(names, settings, paths.content, paths.content_shown)
    status, articles = _say_given(given, terminal)
    terminal.say(terminal.t("articles with a new topic: {count}").format(count=articles))
    return status


def _say_given(given: Iterable[GivenTerms], terminal: Terminal) -> tuple[int, int]:
    """Say which bulletins got tags; return the exit status and the number of their articles."""
    t = terminal.t
    status, articles = GOOD, 0
    for one in given:
        line = t("{file}: tagged ({names})")
        if not one.is_written:
            line = t(
                "{file}: cannot be tagged by the program; write the tags in yourself ({names})"
            )
            status = PROBLEMS
        articles += one.articles if one.is_written else 0
        terminal.say(one_line(line.format(file=shown(one.path), names="、".join(one.names))))
    return status, articles


def _add_aliases(names: Sequence[str], known: str, paths: Paths, terminal: Terminal) -> None:
    accept_names.add_alias(names, known, paths.content, paths.content_shown)
    for name in names:
        line = terminal.t("{name}: entered as another name of {known}")
        terminal.say(one_line(line.format(name=name, known=known)))


def _enter(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> None:
    given = accept_names.Given(options.kind, options.county, options.full_name)
    line = terminal.t("{name}: entered ({values})")
    for one in accept_names.accept(options.names, paths.content, paths.content_shown, given):
        values = "、".join(
            value if isinstance(value, str) else "、".join(value) for value in one.entry().values()
        )
        terminal.say(one_line(line.format(name=one.name, values=values)))


def _tag_again(paths: Paths, terminal: Terminal) -> int:
    """Tag the bulletins that waited for names which are known now, whoever entered them."""
    t = terminal.t
    lines = {
        "tagged": t("{file}: tagged ({names})"),
        "nothing new": t("{file}: nothing new"),
        "kept": t("{file}: cannot be tagged by the program; write the tags in yourself ({names})"),
    }
    status = GOOD
    for one in tag_again.tag_again(paths.content, paths.content_shown):
        terminal.problems(one.problems)
        if one.problems:
            status = PROBLEMS
        line = lines[one.action].format(file=shown(one.path), names="、".join(one.names))
        terminal.say(one_line(line))
    return status


def _list_proposals(paths: Paths, terminal: Terminal) -> None:
    t = terminal.t
    settings = load.load_settings(paths.content, paths.content_shown)
    known = accept_names.proposals(paths.content, settings)
    topics: dict[str, list[str]] = {}
    for suggestion in accept_topics.suggestions(paths.content, settings.topics):
        topics.setdefault(suggestion.topic.name, []).append(str(suggestion.place))
    rows = [[t("name"), t("kind"), t("county"), t("bulletins"), t("printed as, remarks")]]
    for one in known:
        remarks = [name for name in one.printed if name != one.name]
        if one.near:
            remarks.append(t("perhaps a misprint of “{name}”").format(name=one.near))
        if not one.name:
            remarks.append(t("does not say which one: enter it with --name or --as"))
        rows.append(
            [one.name or "—", one.kind, one.county or "", str(len(one.places)), "；".join(remarks)]
        )
    for name, places in topics.items():
        remark = t("articles that name it: {count}").format(count=len(places))
        rows.append([name, t("topic"), "", str(len(set(places))), remark])
    if len(rows) == 1:
        terminal.say(t("no name waits to be entered"))
        return
    for row in table(rows):
        terminal.say(one_line(row))
    line = t("enter them with: {program} accept NAME..., or all but likely misprints with --all")
    terminal.say(line.format(program=program()))
