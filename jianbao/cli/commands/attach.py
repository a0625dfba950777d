"""`attach`: add files to a bulletin or an article."""

import argparse

from jianbao.base.problems import ContentError, JianbaoError, Problems, one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, WrongUseError
from jianbao.cli.terminal import Terminal, program, shown
from jianbao.content import load
from jianbao.editing import attach


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    title = one_line(options.title).strip()
    if title and len(options.files) > 1:
        raise WrongUseError(t("--title is for one file: attach the others without it"))
    settings = load.load_settings(paths.content, paths.content_shown)
    path = attach.bulletin_of(options.to, paths.content)
    problems = Problems()
    is_changed = False
    for document in options.files:
        try:
            done = attach.attach(
                document,
                path,
                paths.content,
                settings,
                paths.content_shown,
                options.article,
                title,
            )
        except JianbaoError as error:
            problems.extend(error.problems)
            continue
        line = t("{file}: attached to {bulletin} as “{title}”")
        if done.was_attached:
            line = t("{file}: was attached to {bulletin} already, as “{title}”")
        is_changed = is_changed or not done.was_attached
        said = line.format(file=done.file, bulletin=shown(path), title=done.title)
        terminal.say(one_line(said))
        if done.forbidden:
            held = t("{file}: the site does not offer it, since it holds personal data ({masked})")
            said = held.format(file=done.file, masked=", ".join(done.forbidden[:5]))
            terminal.say(one_line(said))
    if is_changed:
        line = t("now run {program} check, and look at it with {program} serve")
        terminal.say(line.format(program=program()))
    problems.raise_if_any(ContentError)
    return GOOD
