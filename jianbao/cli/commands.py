"""The command line: arguments, progress, messages, exit status.

Exit status: 0 good, 1 problems in the content, 2 wrong use, 130 interrupted. Problems and
progress go to standard error, what a command made to standard output; always as UTF-8.
"""

import argparse
import datetime
import io
import os
import re
import sys
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, TextIO

from jianbao import __version__
from jianbao.base import messages
from jianbao.base.dates import PartialDate
from jianbao.base.problems import (
    MACHINE_ERRORS,
    ContentError,
    JianbaoError,
    Location,
    Problem,
    Problems,
    one_line,
    problem,
)
from jianbao.build import pipeline, publish, serve
from jianbao.content import load, scaffold
from jianbao.pages import render

if TYPE_CHECKING:
    from jianbao.editing.accept_names import Proposal

GOOD, PROBLEMS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

# So many problems that differ only in their place are one mistake, of a layout as a rule.
_ALIKE, _SHOWN = 20, 3
# Columns for a document's name, where the table is for a terminal's 80.
_NAME = 24
_PORTS = range(8000, 8020)

Translate = Callable[[str], str]


def main(argv: Sequence[str] | None = None, default_root: Path | None = None) -> int:
    """Run one command; the exit status. `default_root` is the archive's folder where --root does
    not name one, else the current folder."""
    argv = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    terminal = _Terminal(messages.language(os.environ, _asked_language(argv)))
    try:
        options = _parser(terminal.t).parse_args(argv)
        terminal.quiet = options.quiet
        if not options.debug:
            sys.excepthook = partial(_report_defect, terminal)
        return _run(options, default_root or Path.cwd(), terminal)
    except _WrongUseError as error:
        terminal.error(one_line(str(error)))
        return WRONG_USE
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)


def _run(options: argparse.Namespace, default_root: Path, terminal: "_Terminal") -> int:
    paths = _paths(options, default_root, terminal.t)
    before = publish.identity(paths.site)
    try:
        status: int = options.run(options, paths, terminal)
    except JianbaoError as error:
        if options.debug:
            traceback.print_exc()
        terminal.problems(error.problems)
        terminal.error(terminal.t("problems: {count}").format(count=len(error.problems)))
        if options.run is _build and before:
            terminal.error(terminal.t("{site}/ is as it was").format(site=paths.site_shown))
        return PROBLEMS
    except OSError as error:
        if error.errno not in MACHINE_ERRORS:
            raise
        if options.debug:
            traceback.print_exc()
        where = Location(_shown(Path(os.fsdecode(error.filename or paths.root))))
        message = "cannot be used: {reason}"
        terminal.problems([problem(where, "", message, reason=error.strerror or error)])
        return PROBLEMS
    except KeyboardInterrupt:
        if options.debug:
            traceback.print_exc()
        if options.run is _convert:
            line = terminal.t("interrupted; what was converted so far stays")
        elif publish.identity(paths.site) == before:
            line = terminal.t("interrupted; {site}/ is as it was")
        else:
            line = terminal.t("interrupted; the new {site}/ is in place")
        terminal.error(line.format(site=paths.site_shown))
        return INTERRUPTED
    return status


def _report_defect(
    terminal: "_Terminal",
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


# --- arguments --------------------------------------------------------------------------------


class _WrongUseError(Exception):
    """One line that says what is wrong with the command line."""


class _Parser(argparse.ArgumentParser):
    """Speaks the user's language, and raises what is wrong instead of ending the process."""

    t: Translate

    def error(self, message: str) -> NoReturn:
        line = self.t("{message} (see {command} --help)")
        raise _WrongUseError(line.format(message=self._translated(message), command=self.prog))

    def _translated(self, message: str) -> str:
        for pattern, line in (
            (r"unrecognized arguments: (?P<words>.*)", self.t("unknown: {words}")),
            (r"the following arguments are required: (?P<words>.*)", self.t("missing: {words}")),
            (
                r"argument (?P<name>.*): expected (one|at least one) argument",
                self.t("{name}: what follows is missing"),
            ),
            (
                r"argument (?P<name>.*): invalid choice: (?P<value>.*)"
                r" \(choose from (?P<known>.*)\)",
                self.t("{name}: {value} is none of {known}"),
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


def _asked_language(argv: Sequence[str]) -> str | None:
    """What --lang says, needed before anything can be said."""
    for word, following in pairwise([*argv, ""]):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _common(t: Translate) -> _Parser:
    """The options that stand before the command and after it, made anew for each place. They have
    no defaults, since one left out after the command must not undo one before it."""
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


def _parser(t: Translate) -> _Parser:
    _Parser.t = staticmethod(t)
    _HelpFormatter.usage_prefix = t("usage: ")
    parser = _Parser(
        description=t("Turns a folder of bulletins into a searchable website."),
        epilog=t("Without a command: build."),
        parents=[_common(t)],
        formatter_class=_HelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.set_defaults(
        run=_build, root=None, content=None, layouts=None, site=None, quiet=False, debug=False
    )
    commands = parser.add_subparsers(title=t("commands"), metavar=t("COMMAND"))

    def command(name: str, run: object, meaning: str) -> argparse._ArgumentGroup:
        added: argparse.ArgumentParser = commands.add_parser(
            name,
            help=meaning,
            description=meaning,
            parents=[_common(t)],
            formatter_class=_HelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        added.set_defaults(run=run)
        return added.add_argument_group(t("options of this command"))

    command("build", _build, t("build the site"))
    converted = command("convert", _convert, t("turn documents as received into bulletins"))
    converted.add_argument(
        "documents",
        type=Path,
        nargs="*",
        metavar=t("FILE_OR_DIR"),
        help=t("documents, or folders of them; with --accept: names"),
    )
    converted.add_argument(
        "--force",
        action="store_true",
        help=t(
            "write even over what a person changed (the old file is kept beside it);"
            " with --review: mark even what has open doubts"
        ),
    )
    converted.add_argument(
        "--review",
        action="store_true",
        help=t(
            "convert nothing: mark these bulletins as reviewed, named by their file, their record"
            " or their document"
        ),
    )
    converted.add_argument(
        "--on",
        type=_date(t("must be a date as YYYY-MM-DD, YYYY-MM or YYYY")),
        metavar=t("DATE"),
        help=t("with --review: when they were reviewed (default: today)"),
    )
    converted.add_argument(
        "--undo", action="store_true", help=t("with --review: take the mark away again")
    )
    converted.add_argument(
        "--accept",
        action="store_true",
        help=t(
            "convert nothing: list the counties and offices that wait to be entered, or enter those"
            " that are named, and tag the bulletins that waited for them"
        ),
    )
    converted.add_argument(
        "--all", action="store_true", help=t("with --accept: all that are no likely misprints")
    )
    converted.add_argument(
        "--kind", metavar=t("KIND"), help=t("with --accept: the kind of these offices")
    )
    converted.add_argument(
        "--as",
        dest="alias_of",
        metavar=t("NAME"),
        help=t("with --accept: they are other names of this one, which is known"),
    )
    command("check", _check, t("say everything that is wrong, and change nothing"))
    shown = command(
        "serve", _serve, t("build, show the site on this machine, build again on every change")
    )
    shown.add_argument(
        "--port",
        type=_number(0, 65535, t("must be a whole number up to 65535")),
        metavar=t("NUMBER"),
        help=t("port of the address (default: a free one from 8000)"),
    )
    new = command("new", _new, t("start a bulletin from a template"))
    new.add_argument("--series", metavar=t("SLUG"), help=t("its series, a slug of site.yaml"))
    new.add_argument(
        "--issue",
        type=_number(1, 99999, t("must be a whole number from 1")),
        metavar=t("NUMBER"),
        help=t("its issue number"),
    )
    new.add_argument(
        "--date",
        type=_date(t("must be a date as YYYY-MM-DD, YYYY-MM or YYYY")),
        metavar=t("DATE"),
        help=t("its date: YYYY-MM-DD, YYYY-MM or YYYY"),
    )
    init = command("init", _init, t("start a new archive"))
    init.add_argument("folder", type=Path, metavar=t("DIR"), help=t("a new or an empty folder"))
    return parser


def _number(lowest: int, highest: int, message: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def _date(message: str) -> Callable[[str], PartialDate]:
    def read(text: str) -> PartialDate:
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise argparse.ArgumentTypeError(message) from None

    return read


def _paths(options: argparse.Namespace, default_root: Path, t: Translate) -> pipeline.Paths:
    root = Path(options.root or default_root)
    for name in ("root", "content", "layouts"):
        folder = getattr(options, name)
        if folder is not None and not folder.is_dir():
            line = t("--{option}: there is no folder {folder}")
            raise _WrongUseError(line.format(option=name, folder=one_line(str(folder))))
    layouts = render.layout_folders(root)
    if options.layouts is not None:
        layouts = (options.layouts, layouts[-1])
    content = options.content or root / "content"
    site = options.site or root / "site"
    return pipeline.Paths(
        root=root,
        content=content,
        layouts=layouts,
        site=site,
        content_shown=_shown(content),
        site_shown=_shown(site),
    )


def _shown(path: Path) -> str:
    """A path as the user can use it from here."""
    absolute = Path(os.path.normpath(path.absolute()))
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


# --- commands ---------------------------------------------------------------------------------


def _build(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    _build_once(paths, terminal)
    home = _shown(paths.site / "index.html")
    terminal.say(terminal.t("open {file} in a browser").format(file=home))
    return GOOD


def _build_once(paths: pipeline.Paths, terminal: "_Terminal") -> None:
    with terminal.progress() as progress:
        report = pipeline.build(paths, progress)
    line = terminal.t("built {site}/ in {seconds} s: {counts}")
    terminal.say(
        line.format(
            site=paths.site_shown,
            seconds=f"{sum(seconds for _, seconds in report.seconds):.1f}",
            counts=_counts(report, terminal.t),
        )
    )


def _convert(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    # Its many patterns take a quarter of a second to compile, which no other command needs.
    from jianbao.editing import convert_folder

    t = terminal.t
    if options.review and options.accept:
        raise _WrongUseError(t("--review and --accept are two steps: one after the other"))
    if options.review:
        return _review(options, paths, terminal)
    if options.undo or options.on:
        raise _WrongUseError(t("--on and --undo belong to --review"))
    if options.accept:
        return _accept(options, paths, terminal)
    if options.all or options.kind or options.alias_of:
        raise _WrongUseError(t("--all, --kind and --as belong to --accept"))
    if not options.documents:
        raise _WrongUseError(t("missing: {words}").format(words=t("FILE_OR_DIR")))
    for path in options.documents:
        if not path.exists():
            line = t("there is no file or folder {path}")
            raise _WrongUseError(line.format(path=one_line(str(path))))
    documents = convert_folder.documents(options.documents)
    if not documents:
        raise _WrongUseError(t("there is no document in these folders"))
    settings = load.load_settings(paths.content, paths.content_shown)
    actions = {
        "written": t("written"),
        "unchanged": t("was there already"),
        "kept": t("kept, since a person changed it (--force writes over it)"),
        "replaced": t("written over what a person changed"),
    }
    rows = [[t("document"), t("articles"), t("repairs"), t("doubts"), t("result")]]
    totals = Counter[str]()
    with terminal.progress(len(documents)) as progress:
        progress("convert", 0)
        for taken in convert_folder.take_in(documents, settings, paths.content, options.force):
            totals["documents"] += 1
            progress("convert", totals["documents"])
            done, outcome = taken.conversion, taken.outcome
            if not done or not outcome:
                totals["refused"] += 1
                terminal.problems(taken.problems)
                rows.append([taken.document.name, "", "", "", t("refused")])
                continue
            for flag in done.flags:
                path = taken.document.as_posix()
                where = str(Location(path, flag.line))
                if flag.page:
                    where = t("{path}, page {page}").format(path=path, page=flag.page)
                printed = f"（{flag.text}）" if flag.text else ""
                terminal.say(one_line(f"{where}: {flag.advice}{printed}"))
            counts = (done.articles, len(done.repairs), len(done.flags))
            totals += Counter(dict(zip(("articles", "repairs", "doubts"), counts, strict=True)))
            result = f"{_shown(outcome.path)}: {actions[outcome.action]}"
            rows.append([taken.document.name, *map(str, counts), result])
    if sys.stdout.isatty():
        rows = [[_shortened(name, _NAME), *rest] for name, *rest in rows]
    for row in _table(rows):
        terminal.say(row)
    line = t(
        "documents {documents}, refused {refused}, articles {articles}, repairs {repairs}, "
        "doubts {doubts}"
    )
    names = ("documents", "refused", "articles", "repairs", "doubts")
    terminal.say(line.format(**{name: totals[name] for name in names}))
    return PROBLEMS if totals["refused"] else GOOD


def _review(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    from jianbao.editing import mark_reviewed

    t = terminal.t
    if not options.documents:
        raise _WrongUseError(t("missing: {words}").format(words=t("FILE_OR_DIR")))
    if options.undo and options.on:
        raise _WrongUseError(t("--undo takes no date: leave --on out"))
    told = {
        "marked": t("{file}: marked as reviewed on {date}"),
        "was marked": t("{file}: was marked already, as reviewed on {date}"),
        "unmarked": t("{file}: no longer marked as reviewed"),
        "was unmarked": t("{file}: was not marked as reviewed"),
    }
    today = datetime.datetime.now().astimezone().date()
    date = None if options.undo else options.on or PartialDate(today.year, today.month, today.day)
    settings = load.load_settings(paths.content, paths.content_shown)
    problems = Problems()
    for named in options.documents:
        try:
            for path in mark_reviewed.bulletins(named, paths.content):
                done = mark_reviewed.mark(
                    path, date, paths.content, settings, paths.content_shown, options.force
                )
                line = told[done.action].format(file=_shown(path), date=done.date)
                terminal.say(one_line(line))
        except JianbaoError as error:
            problems.extend(error.problems)
    problems.raise_if_any(ContentError)
    return GOOD


def _accept(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    from jianbao.editing import accept_names

    t = terminal.t
    names = [str(name) for name in options.documents]
    if (options.alias_of or options.kind) and not names:
        raise _WrongUseError(t("--kind and --as need the names that they are about"))
    if options.all and names:
        raise _WrongUseError(t("--all takes no names"))
    content, shown = paths.content, paths.content_shown
    known = accept_names.proposals(content, load.load_settings(content, shown))
    if not names and not options.all:
        return _list_proposals(known, terminal)
    if options.alias_of:
        accept_names.add_alias(names, options.alias_of, content, shown)
        entered = [one for one in known if any(map(one.answers_to, names))]
        for name in names:
            line = t("{name}: entered as another name of {known}")
            terminal.say(one_line(line.format(name=name, known=options.alias_of)))
    else:
        entered = accept_names.accept(names, content, shown, options.kind)
        for one in entered:
            values = "、".join(one.entry().values())
            terminal.say(
                one_line(t("{name}: entered ({values})").format(name=one.name, values=values))
            )
    told = {
        "written": t("{file}: tagged"),
        "unchanged": t("{file}: nothing new"),
        "kept": t("{file}: a person changed it; write the tags in yourself"),
    }
    places = dict.fromkeys(place for one in entered for place in one.places)
    refused = False
    for taken in accept_names.convert_again(places, content, shown):
        terminal.problems(taken.problems)
        refused = refused or not taken.outcome
        if taken.outcome:
            line = told[taken.outcome.action].format(file=_shown(taken.outcome.path))
            terminal.say(one_line(line))
    return PROBLEMS if refused else GOOD


def _list_proposals(known: Sequence["Proposal"], terminal: "_Terminal") -> int:
    t = terminal.t
    rows = [[t("name"), t("kind"), t("county"), t("bulletins"), t("printed as, remarks")]]
    for one in known:
        remarks = [name for name in one.printed if name != one.name]
        if one.near:
            remarks.append(t("perhaps a misprint of “{name}”").format(name=one.near))
        if not one.name:
            remarks.append(t("says not which one: enter it by hand, or with --as"))
        rows.append(
            [one.name or "—", one.kind, one.county or "", str(len(one.places)), "；".join(remarks)]
        )
    if len(rows) == 1:
        terminal.say(t("no name waits to be entered"))
        return GOOD
    for row in _table(rows):
        terminal.say(one_line(row))
    terminal.say(t("enter them with --accept NAME..., or all but likely misprints with --all"))
    return GOOD


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines of columns; Han characters are two columns wide, numbers stand at the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for cell, width in zip(row, widths, strict=True):
            space = " " * (width - _width(cell))
            cells.append(space + cell if cell.isdigit() else cell + space)
        yield "  ".join(cells).rstrip()


def _shortened(text: str, limit: int) -> str:
    """`text` in at most `limit` columns, its middle left out where it is longer."""
    if _width(text) <= limit:
        return text
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    while _width(head) + _width(tail) + 1 > limit:
        head, tail = (head[:-1], tail) if _width(head) > _width(tail) else (head, tail[1:])
    return f"{head}…{tail}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _check(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    remarks = Problems()
    try:
        with terminal.progress() as progress:
            report = pipeline.check(paths, progress, remarks)
    finally:
        terminal.problems(sorted(remarks))
    line = terminal.t("nothing is wrong: {counts}")
    terminal.say(line.format(counts=_counts(report, terminal.t)))
    return GOOD


def _counts(report: pipeline.Report, t: Translate) -> str:
    return t("bulletins {bulletins}, articles {articles}, pages {pages}, {size} MB").format(
        bulletins=report.bulletins,
        articles=report.articles,
        pages=report.pages,
        size=f"{report.size / 1e6:.1f}",
    )


def _serve(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    server = _server(options.port, paths.site, terminal.t)
    server.start()

    def rebuild() -> None:
        try:
            _build_once(paths, terminal)
        except JianbaoError as error:
            terminal.problems(error.problems)
            line = terminal.t("problems: {count}; the last good site stays on show")
            terminal.error(line.format(count=len(error.problems)))
        else:
            server.reload()

    sources = (paths.content, *paths.layouts)
    try:
        # What is saved while the first build runs is a change too.
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


def _server(port: int | None, site: Path, t: Translate) -> serve.Server:
    for candidate in _PORTS if port is None else [port]:
        try:
            return serve.Server(site.absolute(), candidate)
        except OSError:
            continue
    if port is None:
        raise _WrongUseError(t("no free port from 8000 to 8019: choose one with --port"))
    raise _WrongUseError(t("port {port} cannot be used: choose another one").format(port=port))


def _new(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    if options.issue is None and options.date is None:
        raise _WrongUseError(terminal.t("give --issue or --date: one of them names the file"))
    settings = load.load_settings(paths.content, paths.content_shown)
    known = {series.slug: series for series in settings.site.series}
    slug = options.series or (next(iter(known)) if len(known) == 1 else None)
    if slug not in known:
        line = terminal.t("--series: choose one of {known}")
        raise _WrongUseError(line.format(known=", ".join(known)))
    path, text = scaffold.bulletin(known[slug], options.issue, options.date)
    scaffold.write(paths.content, path, text, paths.content_shown)
    written = f"{paths.content_shown}/{path}"
    terminal.say(terminal.t("wrote {file}: fill it in").format(file=written))
    return GOOD


def _init(options: argparse.Namespace, paths: pipeline.Paths, terminal: "_Terminal") -> int:
    folder = _shown(options.folder)
    for path in scaffold.start(options.folder, folder):
        terminal.say(terminal.t("wrote {file}").format(file=f"{folder}/{path}"))
    line = terminal.t("build it with: {command}")
    terminal.say(line.format(command=f"{Path(sys.argv[0]).name} --root {folder}"))
    return GOOD


# --- the terminal -------------------------------------------------------------------------------


class _Terminal:
    """Lines for the user, in one language. A stream that nobody reads any more stops nothing."""

    def __init__(self, language: str) -> None:
        self.t = messages.translator(language)
        self.quiet = False

    def say(self, line: str) -> None:
        if not self.quiet:
            _write(sys.stdout, f"{line}\n")

    def error(self, line: str) -> None:
        _write(sys.stderr, f"{line}\n")

    def problems(self, problems: Sequence[Problem]) -> None:
        for line in self._condensed(problems):
            self.error(line)

    def _condensed(self, problems: Sequence[Problem]) -> Iterator[str]:
        alike = Counter((p.field, p.message, p.values) for p in problems)
        shown: Counter[tuple[str, str, tuple[tuple[str, str], ...]]] = Counter()
        for one in problems:
            kind = (one.field, one.message, one.values)
            shown[kind] += 1
            if alike[kind] <= _ALIKE or shown[kind] <= _SHOWN:
                yield one.text(self.t)
            elif shown[kind] == alike[kind]:
                line = self.t("… and {count} more of this kind: {what}")
                what = one.text(self.t).removeprefix(f"{one.location}: ")
                yield line.format(count=alike[kind] - _SHOWN, what=what)

    def progress(self, total: int = 0) -> "_Progress":
        return _Progress(self, sys.stderr.isatty() and not self.quiet, total)


class _Progress:
    """One line that changes while a command runs, on a terminal only. `total` is 0 where nobody
    knows it."""

    def __init__(self, terminal: _Terminal, shown: bool, total: int) -> None:
        self._shown = shown
        self._of = f" / {total}" if total else ""
        self._last = 0.0
        self._names = {
            "convert": terminal.t("converting"),
            "load": terminal.t("reading"),
            "render": terminal.t("laying out"),
            "search": terminal.t("indexing"),
            "lint": terminal.t("checking the site"),
            "publish": terminal.t("putting the site in place"),
        }

    def __enter__(self) -> pipeline.Progress:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._shown:
            _write(sys.stderr, "\r\x1b[K")

    def _tell(self, stage: str, done: int) -> None:
        now = monotonic()
        if self._shown and stage in self._names and (not done or now - self._last > 0.1):
            self._last = now
            count = f"{done}{self._of}" if done or self._of else ""
            _write(sys.stderr, f"\r\x1b[K{self._names[stage]} {count}")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # Nobody reads any more; the interpreter's own flush at the end must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
