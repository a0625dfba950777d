"""One module for each command, in the order of --help; the first one runs if none is named."""

from jianbao.cli.arguments import Command
from jianbao.cli.commands import (
    accept,
    attach,
    build,
    check,
    convert,
    init,
    learn,
    migrate,
    new,
    refuse,
    review,
    serve,
)

COMMANDS: tuple[Command, ...] = (
    *(build, convert, accept, review, attach, learn, refuse, check, migrate, serve, new, init),
)
