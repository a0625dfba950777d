"""One run of the program: arguments, one command, problems, exit status.

Exit status: 0 good, 1 problems in the content, 2 wrong use, 3 built without what is wrong
(`--keep-going`), 130 interrupted. Problems and progress go to standard error, results to standard
output; always as UTF-8.
"""

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from jianbao.base import messages
from jianbao.base.problems import MACHINE_ERRORS, JianbaoError, Location, one_line, problem
from jianbao.build import in_place
from jianbao.build.in_place import Identity
from jianbao.build.paths import Paths
from jianbao.cli import arguments
from jianbao.cli.arguments import INTERRUPTED, PROBLEMS, WRONG_USE, WrongUseError
from jianbao.cli.command_options import COMMANDS, without_old_options
from jianbao.cli.terminal import Terminal, program, shown


def main(argv: Sequence[str] | None = None, default_root: Path | None = None) -> int:
    """Run one command and return the exit status. Without --root, the archive's folder is
    `default_root`, or the current folder if that is None."""
    if argv is None:
        _take_names_as_utf8()
    argv = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    terminal = Terminal(messages.language(os.environ, arguments.asked_language(argv)))
    try:
        argv, command = without_old_options(argv)
        options = arguments.parser(terminal.t, COMMANDS).parse_args(argv)
        terminal.quiet = options.quiet
        if not options.debug:
            sys.excepthook = partial(_report_defect, terminal)
        if command:
            line = terminal.t("convert --{command} is old: write {program} {command}")
            terminal.error(line.format(command=command, program=program()))
        return _run(options, default_root, terminal)
    except WrongUseError as error:
        terminal.error(one_line(str(error)))
        return WRONG_USE
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)


def _take_names_as_utf8() -> None:
    """Start again in UTF-8 mode if the locale has another encoding for file names: the names of an
    archive are UTF-8 everywhere, and the same content must give the same site."""
    if sys.getfilesystemencoding() != "utf-8" and sys.executable:
        os.environ["PYTHONUTF8"] = "1"  # for the programs that this one starts
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _run(options: argparse.Namespace, default_root: Path | None, terminal: Terminal) -> int:
    paths = arguments.paths_of(options, default_root, terminal.t)
    before = in_place.identity(paths.site)
    try:
        status: int = options.command.run(options, paths, terminal)
    except JianbaoError as error:
        if options.debug:
            traceback.print_exc()
        terminal.problems(error.problems)
        terminal.error(terminal.t("problems: {count}").format(count=len(error.problems)))
        if options.command.name == "build":
            _report_site(paths, before, terminal)
        return PROBLEMS
    except OSError as error:
        if error.errno not in MACHINE_ERRORS:
            raise
        if options.debug:
            traceback.print_exc()
        where = Location(shown(Path(os.fsdecode(error.filename or paths.root))))
        message = "cannot be used: {reason}"
        terminal.problems([problem(where, "", message, reason=error.strerror or error)])
        return PROBLEMS
    except KeyboardInterrupt:
        if options.debug:
            traceback.print_exc()
        if options.command.name in ("convert", "accept"):
            line = terminal.t("interrupted; what was converted so far stays")
        elif in_place.identity(paths.site) in (before, None):
            line = terminal.t("interrupted; {site}/ is as it was")
        else:
            line = terminal.t("interrupted; the new {site}/ is in place")
        terminal.error(line.format(site=paths.site_shown))
        return INTERRUPTED
    return status


def _report_site(paths: Paths, before: Identity, terminal: Terminal) -> None:
    """Report which site is in place after a build that failed, if there was one before."""
    now = in_place.identity(paths.site)
    if now == before:
        line = terminal.t("{site}/ is as it was")
    elif now:
        line = terminal.t("the new {site}/ is in place")
    else:
        line = terminal.t("{site}/ is not in its place: the next build puts it back")
    if before or now:
        terminal.error(line.format(site=paths.site_shown))


def _report_defect(
    terminal: Terminal,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    name = kind.__name__
    line = terminal.t(
        "a defect of this program, not of your files ({error}): "
        "please report it with what --debug prints"
    )
    terminal.error(line.format(error=one_line(f"{name}: {error}")))
