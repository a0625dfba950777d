"""The command line: arguments, progress, messages, exit status."""

from jianbao.cli.commands import main

__all__ = ["main"]
