"""The arguments: the parser in the user's language, and the options that all commands share."""

import argparse
import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from jianbao import __version__
from jianbao.base import messages
from jianbao.base.dates import PartialDate
from jianbao.base.files import without_links
from jianbao.base.problems import one_line
from jianbao.build.paths import Paths, layout_folders
from jianbao.cli.terminal import Terminal, Translate, here, program, shown

GOOD, PROBLEMS, WRONG_USE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130


def _no_options(options: argparse._ArgumentGroup, t: Translate) -> None:
    """Add no options."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `meaning` returns what it does, in one line for --help; `declare` adds the options
    that only this command has."""

    name: str
    meaning: Callable[[Translate], str]
    declare: Callable[[argparse._ArgumentGroup, Translate], None] = _no_options

    def run(self, options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
        """Do the work and return the exit status. Import the module that does it only now."""
        module = import_module(f"jianbao.cli.commands.{self.name}")
        status: int = module.run(options, paths, terminal)
        return status


class WrongUseError(Exception):
    """A wrong command line; the message says in one line what is wrong."""


class _Parser(argparse.ArgumentParser):
    """A parser in the user's language that raises an error instead of ending the process."""

    t: Translate

    def error(self, message: str) -> NoReturn:
        line = self.t("{message} (see {command} --help)")
        raise WrongUseError(line.format(message=self._translated(message), command=self.prog))

    def _translated(self, message: str) -> str:
        for pattern, line in (
            (r"unrecognized arguments: (?P<words>.*)", self.t("unknown: {words}")),
            (r"the following arguments are required: (?P<words>.*)", self.t("missing: {words}")),
            (
                r"argument (?P<name>.*): expected (one|at least one) argument",
                self.t("{name}: its value is missing"),
            ),
            (
                r"argument (?P<name>.*): invalid choice: (?P<value>.*)"
                r" \(choose from (?P<known>.*)\)",
                self.t("{name}: {value} is not one of {known}"),
            ),
            (r"argument (?P<name>.*): (?P<value>.*)", "{name}: {value}"),
        ):
            match = re.fullmatch(pattern, message, re.DOTALL)
            if match:
                return line.format(**match.groupdict())
        return message


class _HelpFormatter(argparse.HelpFormatter):
    usage_prefix = ""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self.usage_prefix if prefix is None else prefix)


def asked_language(argv: Sequence[str]) -> str | None:
    """Return the value of --lang, which is needed before the first message, None if it is
    missing."""
    for word, following in pairwise([*argv, ""]):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _common(t: Translate) -> _Parser:
    """Make the options that may stand before or after the command, anew for each place. They have
    no defaults: an option missing after the command must not undo one before it."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    places = common.add_argument_group(t("places"))
    for name, meaning in (
        ("root", t("the archive's folder (default: the current one, or that of build.py)")),
        ("content", t("what is read (default: content/ of the root)")),
        ("layouts", t("the archive's own layouts (default: layouts/ of the root)")),
        ("site", t("where the site is put (default: site/ of the root)")),
    ):
        places.add_argument(f"--{name}", type=Path, metavar=t("DIR"), help=meaning)
    talk = common.add_argument_group(t("messages"))
    talk.add_argument(
        "--lang", choices=messages.LANGUAGES, help=t("language of messages (default: the system's)")
    )
    talk.add_argument("--quiet", "-q", action="store_true", help=t("say only what is wrong"))
    talk.add_argument("--debug", action="store_true", help=t("show where an error came from"))
    talk.add_argument(
        "--version",
        action="version",
        version=f"jianbao {__version__}",
        help=t("show the version and exit"),
    )
    talk.add_argument("--help", "-h", action="help", help=t("show this help and exit"))
    return common


def parser(t: Translate, commands: Sequence[Command]) -> argparse.ArgumentParser:
    """Return the parser of all `commands`; the first one runs if none is named."""
    _Parser.t = staticmethod(t)
    _HelpFormatter.usage_prefix = t("usage: ")
    made = _Parser(
        prog=program(),
        description=t("Turns a folder of bulletins into a searchable website."),
        epilog=t("Without a command: build."),
        parents=[_common(t)],
        formatter_class=_HelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    made.set_defaults(
        command=commands[0],
        root=None,
        content=None,
        layouts=None,
        site=None,
        quiet=False,
        debug=False,
    )
    group = made.add_subparsers(title=t("commands"), metavar=t("COMMAND"))
    for command in commands:
        added = group.add_parser(
            command.name,
            help=command.meaning(t),
            description=command.meaning(t),
            parents=[_common(t)],
            formatter_class=_HelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        added.set_defaults(command=command)
        command.declare(added.add_argument_group(t("options of this command")), t)
    return made


def number(lowest: int, highest: int, message: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def date(message: str) -> Callable[[str], PartialDate]:
    def read(text: str) -> PartialDate:
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise argparse.ArgumentTypeError(message) from None

    return read


def add_as_of(options: argparse._ArgumentGroup, t: Translate) -> None:
    """Add the option that tells the day, since a build asks no clock."""
    options.add_argument(
        "--as-of",
        type=day(t("must be a day as YYYY-MM-DD")),
        metavar=t("DATE"),
        help=t("the day on which to publish what has a publish_from (default: none of it)"),
    )


def day(message: str) -> Callable[[str], PartialDate]:
    read_date = date(message)

    def read(text: str) -> PartialDate:
        found = read_date(text)
        if not found.day:
            raise argparse.ArgumentTypeError(message)
        return found

    return read


def today() -> PartialDate:
    """Return the date of this machine's clock, which only dates decisions of a person."""
    now = datetime.datetime.now().astimezone()
    return PartialDate(now.year, now.month, now.day)


def _leads_out(folder: Path, root: Path) -> bool:
    return folder.is_symlink() and not without_links(folder).is_relative_to(without_links(root))


def paths_of(options: argparse.Namespace, default_root: Path | None, t: Translate) -> Paths:
    root = options.root or default_root or here()
    if root is None:
        raise WrongUseError(
            t("the current folder no longer exists: change to another one, or give --root")
        )
    for name in ("root", "content", "layouts"):
        folder = getattr(options, name)
        if folder is not None and not folder.is_dir():
            line = t("--{option}: there is no folder {folder}")
            raise WrongUseError(line.format(option=name, folder=one_line(str(folder))))
        default = root / name
        if folder is None and name != "root" and _leads_out(default, root):
            # The archive may come from somebody else, so only a link that is named is followed.
            line = t("{folder} is a link that leads out of the archive: name it with --{option}")
            raise WrongUseError(line.format(option=name, folder=one_line(shown(default))))
    layouts = layout_folders(root)
    if options.layouts is not None:
        layouts = (options.layouts, layouts[-1])
    content = options.content or root / "content"
    site = options.site or root / "site"
    return Paths(
        root=root,
        content=content,
        layouts=layouts,
        site=site,
        content_shown=shown(content),
        site_shown=shown(site),
    )
