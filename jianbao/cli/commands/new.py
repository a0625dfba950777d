"""`new`: start a bulletin from a template."""

import argparse

from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, WrongUseError
from jianbao.cli.terminal import Terminal
from jianbao.content import load, scaffold


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    if options.issue is None and options.date is None:
        raise WrongUseError(terminal.t("give --issue or --date: one of them names the file"))
    settings = load.load_settings(paths.content, paths.content_shown)
    known = {series.slug: series for series in settings.site.series}
    slug = options.series or (next(iter(known)) if len(known) == 1 else None)
    if slug not in known:
        line = terminal.t("--series: choose one of {known}")
        raise WrongUseError(line.format(known=", ".join(known)))
    path, text = scaffold.bulletin(known[slug], options.issue, options.date)
    scaffold.write(paths.content, path, text, paths.content_shown)
    written = f"{paths.content_shown}/{path}"
    terminal.say(terminal.t("wrote {file}: fill it in").format(file=written))
    return GOOD
