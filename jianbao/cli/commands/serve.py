"""`serve`: show the site on this machine while it is being worked on."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from jianbao.base.problems import MACHINE_ERRORS, JianbaoError, Location, problem
from jianbao.build import pipeline, serve
from jianbao.cli.arguments import GOOD, WrongUseError, number
from jianbao.cli.commands.build import build_once
from jianbao.cli.terminal import Terminal, Translate, shown
from jianbao.content.load import EVERYTHING

NAME = "serve"
_PORTS = range(8000, 8020)


def meaning(t: Translate) -> str:
    return t("build, show the site on this machine, build again on every change")


def declare(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "--port",
        type=number(0, 65535, t("must be a whole number up to 65535")),
        metavar=t("NUMBER"),
        help=t("port of the address (default: a free one from 8000)"),
    )


def run(options: argparse.Namespace, paths: pipeline.Paths, terminal: Terminal) -> int:
    paths = _preview(paths)
    server = _server(options.port, paths.site, terminal.t)
    server.start()

    def rebuild() -> None:
        try:
            build_once(paths, terminal, choices=EVERYTHING)
        except JianbaoError as error:
            terminal.problems(error.problems)
            line = terminal.t("problems: {count}; the last good site stays on show")
            terminal.error(line.format(count=len(error.problems)))
        except OSError as error:
            # The sources changed while they were read: the next change starts another build.
            if error.errno not in MACHINE_ERRORS:
                raise
            where = Location(shown(Path(os.fsdecode(error.filename or paths.root))))
            message = "cannot be used: {reason}"
            terminal.problems([problem(where, "", message, reason=error.strerror or error)])
        else:
            server.reload()

    sources = (paths.content, *paths.layouts)
    try:
        # Taken first, so that what is saved during the first build counts as a change.
        known = serve.snapshot(sources)
        rebuild()
        line = terminal.t("showing the site at {address} (Ctrl-C ends)")
        terminal.say(line.format(address=server.address))
        serve.watch(sources, known, rebuild)
    except KeyboardInterrupt:
        terminal.say("")
    finally:
        server.close()
    return GOOD


def _preview(paths: pipeline.Paths) -> pipeline.Paths:
    """Return `paths` with a site of its own: the preview shows what is not published, and somebody
    may copy site/ to a host at any time."""
    site = paths.work / "preview"
    return replace(paths, site=site, site_shown=shown(site))


def _server(port: int | None, site: Path, t: Translate) -> serve.Server:
    for candidate in _PORTS if port is None else [port]:
        try:
            return serve.Server(site.absolute(), candidate)
        except OSError:
            continue
    if port is None:
        raise WrongUseError(t("no free port from 8000 to 8019: choose one with --port"))
    raise WrongUseError(t("port {port} cannot be used: choose another one").format(port=port))
