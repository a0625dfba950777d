"""`learn`: read the next issues as the editor has made these."""

import argparse
from collections.abc import Iterator, Sequence

from jianbao.base.problems import ContentError, JianbaoError, Problems, one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, WrongUseError
from jianbao.cli.terminal import Terminal, shown
from jianbao.content import load
from jianbao.convert.label.role_names import ROLE_NAMES
from jianbao.editing import learn, mark_reviewed
from jianbao.editing.learn import LineChange

_SHOWN = 40
"""Characters of a line that are shown."""


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    if not options.files and (options.undo or not options.train):
        raise WrongUseError(t("name reviewed bulletins, or give --train"))
    settings = load.load_settings(paths.content, paths.content_shown)
    lines = {
        "learnt": t("{file}: learnt; {count} lines are to be read otherwise"),
        "was learnt": t("{file}: was learnt already; {count} lines are to be read otherwise"),
        "forgotten": t("{file}: forgotten"),
        "was not learnt": t("{file}: was not learnt"),
    }
    problems = Problems()
    for named in options.files:
        try:
            for path in mark_reviewed.bulletins(named, paths.content):
                if options.undo:
                    done = learn.forget(path, paths.content, paths.content_shown)
                else:
                    done = learn.learn(path, paths.content, settings, paths.content_shown)
                line = lines[done.action].format(file=shown(path), count=len(done.changes))
                terminal.say(one_line(line))
                for change in _lines(done.changes, terminal):
                    terminal.say(change)
        except JianbaoError as error:
            problems.extend(error.problems)
    if options.train:
        problems.extend(_train(paths, terminal))
    elif options.files:
        terminal.say(t("learn --train makes this count for the next documents"))
    problems.raise_if_any(ContentError)
    return GOOD


def _train(paths: Paths, terminal: Terminal) -> Problems:
    t = terminal.t
    done = learn.train(paths.content, paths.content_shown)
    line = t("learnt from {documents} documents, {weights} weights changed")
    terminal.say(line.format(documents=done.documents, weights=done.weights))
    for one in done.reread:
        line = t("{file}: {count} lines would now be read otherwise")
        terminal.say(one_line(line.format(file=shown(one.path), count=len(one.changes))))
        for change in _lines(one.changes, terminal):
            terminal.say(change)
    problems = Problems()
    problems.extend(done.problems)
    return problems


def _lines(changes: Sequence[LineChange], terminal: Terminal) -> Iterator[str]:
    for change in changes:
        text = change.text if len(change.text) <= _SHOWN else change.text[: _SHOWN - 1] + "…"
        was, now = (ROLE_NAMES[role].of(terminal.language) for role in (change.was, change.is_now))
        line = terminal.t("  line {line}: {was} → {now}: {text}")
        if change.page:
            line = terminal.t("  page {page}, line {line}: {was} → {now}: {text}")
        values = {"page": change.page, "line": change.line, "was": was, "now": now, "text": text}
        yield "  " + one_line(line.format(**values)).strip()
