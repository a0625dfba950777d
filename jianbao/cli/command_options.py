"""The commands: their names, what --help says of them, and their options.

Nothing of a command is imported before it runs, so that --help and a build with nothing to do
start at once. What a command does is in the module of its name in `commands/`.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from jianbao.base.dates import PartialDate
from jianbao.cli.arguments import Command, add_as_of, date, number
from jianbao.cli.terminal import Translate
from jianbao.content.file_names import SERVICES


def _build(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "--keep-addresses",
        action="store_true",
        help=t("write what keeps published addresses (id, aliases, former_slugs) into content/"),
    )
    options.add_argument(
        "--verify",
        action="store_true",
        help=t("read every source and every file of the site, even if nothing seems changed"),
    )
    options.add_argument(
        "--keep-going",
        action="store_true",
        help=t("leave out what is wrong, or take it as it was published (exit status 3)"),
    )
    options.add_argument(
        "--jobs",
        type=number(1, 256, t("must be a whole number from 1 to 256")),
        metavar=t("NUMBER"),
        help=t("how many processes make pages (default: one for each processor, at most 8)"),
    )
    options.add_argument(
        "--cluster",
        default="",
        metavar=t("ADDRESS"),
        help=t("have pages made by the workers of the Dask scheduler at ADDRESS"),
    )
    options.add_argument(
        "--timings", action="store_true", help=t("say how many seconds each stage took")
    )
    options.add_argument(
        "--profile",
        type=Path,
        nargs="?",
        const=Path("build.pstats"),
        metavar=t("FILE"),
        help=t(
            "build in one process, measure each function, write that to FILE (for Python's pstats;"
            " default: build.pstats) and say which cost most"
        ),
    )
    add_as_of(options, t)


def _convert(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "documents",
        type=Path,
        nargs="+",
        metavar=t("FILE_OR_DIR"),
        help=t("documents, or folders of them"),
    )
    options.add_argument(
        "--force",
        action="store_true",
        help=t("write even over what a person changed (the old file is kept beside it)"),
    )
    options.add_argument(
        "--explain",
        action="store_true",
        help=t("only say what each line was read as, how surely, and which facts decided"),
    )


def _accept(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "names",
        nargs="*",
        metavar=t("NAME"),
        help=t("names to enter; without one, all that wait are listed"),
    )
    options.add_argument("--all", action="store_true", help=t("all that are not likely misprints"))
    options.add_argument(
        "--kind",
        metavar=t("KIND"),
        help=t(
            "the kind of these offices or counties; `topic` for a new topic, `township` for a new"
            " place below the county"
        ),
    )
    options.add_argument(
        "--county",
        metavar=t("NAME"),
        help=t("the county that these offices or places belong to"),
    )
    options.add_argument(
        "--name",
        dest="full_name",
        metavar=t("NAME"),
        help=t("the full name of the office that the given names stand for"),
    )
    options.add_argument(
        "--as",
        dest="alias_of",
        metavar=t("NAME"),
        help=t("they are other names of this one, which is known"),
    )


def _review(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar=t("FILE"),
        help=t("bulletins, named by their file, their review record or their document"),
    )
    options.add_argument(
        "--on",
        type=_date(t),
        metavar=t("DATE"),
        help=t("when they were reviewed (default: today)"),
    )
    options.add_argument("--undo", action="store_true", help=t("take the mark away again"))
    options.add_argument(
        "--force", action="store_true", help=t("mark even a bulletin with open doubts")
    )


def _attach(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "files", type=Path, nargs="+", metavar=t("FILE"), help=t("files to be offered as received")
    )
    options.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar=t("BULLETIN"),
        help=t("the bulletin: its file, its review record or its document"),
    )
    options.add_argument(
        "--article",
        type=int,
        metavar=t("NUMBER"),
        help=t("the number of the article in its address (default: the whole issue)"),
    )
    options.add_argument(
        "--title",
        default="",
        metavar=t("TEXT"),
        help=t("the title that readers see (default: the name of the file)"),
    )


def _learn(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar=t("FILE"),
        help=t("reviewed bulletins, their review records or their documents"),
    )
    options.add_argument(
        "--train",
        action="store_true",
        help=t("make the archive's own weights of all that was learnt"),
    )
    options.add_argument(
        "--undo", action="store_true", help=t("forget what was learnt from these bulletins")
    )


def _refuse(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar=t("FILE"),
        help=t("documents, named by their file, their bulletin or its review record"),
    )
    options.add_argument("--reason", default="", metavar=t("TEXT"), help=t("why, in a few words"))
    options.add_argument(
        "--on",
        type=_date(t),
        metavar=t("DATE"),
        help=t("when they were refused (default: today)"),
    )
    options.add_argument("--undo", action="store_true", help=t("let them in again"))


def _check(options: argparse._ArgumentGroup, t: Translate) -> None:
    add_as_of(options, t)


def _serve(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument(
        "--port",
        type=number(0, 65535, t("must be a whole number up to 65535")),
        metavar=t("NUMBER"),
        help=t("port of the address (default: a free one from 8000)"),
    )


def _new(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument("--series", metavar=t("SLUG"), help=t("its series, a slug of site.yaml"))
    options.add_argument(
        "--issue",
        type=number(1, 99999, t("must be a whole number from 1")),
        metavar=t("NUMBER"),
        help=t("its issue number"),
    )
    options.add_argument(
        "--date",
        type=_date(t),
        metavar=t("DATE"),
        help=t("its date: YYYY-MM-DD, YYYY-MM or YYYY"),
    )


def _init(options: argparse._ArgumentGroup, t: Translate) -> None:
    options.add_argument("folder", type=Path, metavar=t("DIR"), help=t("a new or an empty folder"))
    options.add_argument(
        "--ci",
        choices=tuple(SERVICES),
        help=t("also write what builds and publishes it there, in an archive of before too"),
    )


def _date(t: Translate) -> Callable[[str], PartialDate]:
    return date(t("must be a date as YYYY-MM-DD, YYYY-MM or YYYY"))


COMMANDS = (
    Command("build", lambda t: t("build the site"), _build),
    Command("convert", lambda t: t("turn documents as received into bulletins"), _convert),
    Command(
        "accept",
        lambda t: t(
            "list the counties, offices and topics that wait to be entered, and enter them"
        ),
        _accept,
    ),
    Command("review", lambda t: t("mark bulletins as reviewed by a person"), _review),
    Command("attach", lambda t: t("attach files to a bulletin or to one of its articles"), _attach),
    Command(
        "learn", lambda t: t("learn from reviewed bulletins how documents are to be read"), _learn
    ),
    Command(
        "refuse",
        lambda t: t("keep documents out of the archive, whenever their folder is converted"),
        _refuse,
    ),
    Command("check", lambda t: t("say everything that is wrong, and change nothing"), _check),
    Command(
        "migrate",
        lambda t: t("rewrite names that check reports as not in use at the date of a bulletin"),
    ),
    Command(
        "serve",
        lambda t: t("build, show the site on this machine, build again on every change"),
        _serve,
    ),
    Command("new", lambda t: t("start a bulletin from a template"), _new),
    Command("init", lambda t: t("start a new archive"), _init),
)
"""In the order of --help; the first one runs if none is named."""


def without_old_options(argv: Sequence[str]) -> tuple[list[str], str]:
    """Replace `convert --review` and `convert --accept` of version 0.1 by the commands that took
    their place. Return the arguments, and the name of the new command or ""."""
    words = list(argv)
    if "convert" in words:
        place = words.index("convert")
        for command in ("review", "accept"):
            if f"--{command}" in words[place:]:
                words.remove(f"--{command}")
                words[place] = command
                return words, command
    return words, ""
