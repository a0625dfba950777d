"""The command line: arguments, progress, messages, exit status."""

from jianbao.cli.entry import main

__all__ = ["main"]
