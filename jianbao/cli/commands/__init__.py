"""One module a command, in the order of --help; the first one runs when none is named."""

from jianbao.cli.arguments import Command
from jianbao.cli.commands import accept, build, check, convert, init, new, review, serve

COMMANDS: tuple[Command, ...] = (build, convert, accept, review, check, serve, new, init)
