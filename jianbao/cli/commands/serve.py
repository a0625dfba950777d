"""`serve`: show the site on this machine while it is being worked on."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.base.problems import MACHINE_ERRORS, JianbaoError, Location, problem
from jianbao.build import serve
from jianbao.build.paths import Paths
from jianbao.build.serve import Snapshot
from jianbao.cli.arguments import GOOD, PROBLEMS, WrongUseError
from jianbao.cli.commands.build import build_once
from jianbao.cli.terminal import Terminal, Translate, shown
from jianbao.content.choices import EVERYTHING

if TYPE_CHECKING:
    from jianbao.build.preview import Preview

_PORTS = range(8000, 8020)
# Seconds without a change after which the whole preview is built: a browser gets its page first.
_QUIET = 1.0
# Its processes let the one that shows pages go first.
_NICE = 10


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    paths = _preview(paths)
    server = _server(options.port, paths.site, terminal.t)
    server.start()
    try:
        # Taken first, so that what is saved during the first build counts as a change.
        known = serve.snapshot(_sources(paths))
        if _build(paths, terminal):
            server.reload()
        line = terminal.t("showing the site at {address} (Ctrl-C ends)")
        terminal.say(line.format(address=server.address))
        _follow(known, paths, terminal, server)
    except KeyboardInterrupt:
        terminal.say("")
    finally:
        server.close()
    return GOOD


def _sources(paths: Paths) -> tuple[Path, ...]:
    return paths.content, *paths.layouts


def _follow(known: Snapshot, paths: Paths, terminal: Terminal, server: serve.Server) -> None:
    """Show what is saved from now on, until Ctrl-C. `known` is what the system says of the sources
    of the site that is on show."""
    # Imported here, since the last good site is on show without it.
    from jianbao.build.preview import Preview
    from jianbao.build.workers import rare_collections

    preview = Preview(paths)
    server.pages = preview.page
    builds = _Builds(paths, terminal, preview, server)

    def changed(now: Snapshot) -> None:
        if _succeeds(lambda: preview.take(now), paths, terminal):
            server.reload()
            builds.ask()

    with rare_collections():
        with suppress(JianbaoError, OSError):  # the build has reported it
            preview.warm(known)
        builds.start()
        try:
            serve.watch(_sources(paths), known, changed)
        finally:
            builds.end()


class _Builds:
    """Builds the whole preview after changes, in a process of its own: this one has pages to show
    meanwhile."""

    def __init__(
        self, paths: Paths, terminal: Terminal, preview: "Preview", server: serve.Server
    ) -> None:
        self._paths = paths
        self._terminal = terminal
        self._preview = preview
        self._server = server
        self._asked = threading.Event()
        self._process: SpawnProcess | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self) -> None:
        """Have the preview built as soon as nothing has changed for a moment."""
        self._asked.set()

    def end(self) -> None:
        """End a build as Ctrl-C does, so that it leaves nothing behind."""
        process = self._process
        if process and process.pid and process.is_alive():
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGINT)
            process.join()

    def _work(self) -> None:
        while self._asked.wait():
            while self._asked.is_set():
                self._asked.clear()
                self._asked.wait(_QUIET)
            if not self._preview.wrong:
                self._build()

    def _build(self) -> None:
        terminal = self._terminal
        arguments = self._paths, terminal.language, terminal.quiet
        pages = self._preview.shown
        self._process = get_context("spawn").Process(target=_build_apart, args=arguments)
        self._process.start()
        self._process.join()
        good = not self._process.exitcode
        if self._preview.built(pages, good):
            self._server.reload()
        if good:
            self._preview.catch_up()


def _build_apart(paths: Paths, language: str, quiet: bool) -> None:
    """Build the preview in this process, and end it with an exit status."""
    if sys.platform != "win32":
        os.nice(_NICE)
    terminal = Terminal(language)
    terminal.quiet = quiet
    try:
        done = _build(paths, terminal)
    except KeyboardInterrupt:
        done = False
    raise SystemExit(GOOD if done else PROBLEMS)


def _build(paths: Paths, terminal: Terminal) -> bool:
    return _succeeds(lambda: build_once(paths, terminal, choices=EVERYTHING), paths, terminal)


def _succeeds(work: Callable[[], object], paths: Paths, terminal: Terminal) -> bool:
    """Do some work. Say what is wrong if it fails, and return whether it succeeded."""
    try:
        work()
    except JianbaoError as error:
        terminal.problems(error.problems)
        line = terminal.t("problems: {count}; the last good site stays on show")
        terminal.error(line.format(count=len(error.problems)))
        return False
    except OSError as error:
        # The sources changed while they were read: the next change starts another build.
        if error.errno not in MACHINE_ERRORS:
            raise
        where = Location(shown(Path(os.fsdecode(error.filename or paths.root))))
        message = "cannot be used: {reason}"
        terminal.problems([problem(where, "", message, reason=error.strerror or error)])
        return False
    return True


def _preview(paths: Paths) -> Paths:
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
