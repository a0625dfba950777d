"""One module a command, in the order of --help; the first one runs when none is named."""

from jianbao.cli.arguments import Command
from jianbao.cli.commands import build, check, convert, init, new, serve

COMMANDS: tuple[Command, ...] = (build, convert, check, serve, new, init)
