"""`convert`: turn documents as received into bulletins."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jianbao.base.problems import ConvertError, Location, one_line
from jianbao.build.paths import Paths
from jianbao.cli.arguments import GOOD, PROBLEMS, WrongUseError
from jianbao.cli.terminal import Terminal, Translate, distinct_names, shortened, shown, table
from jianbao.content import load
from jianbao.content.refusals import Refusal
from jianbao.convert.label.label import Weights
from jianbao.convert.names.standing import LostValue
from jianbao.editing import convert_folder
from jianbao.editing.convert_folder import Intake
from jianbao.editing.learn import archive_weights

# Columns for a document's name in a table on a terminal of 80 columns.
_COLUMNS = 24


def run(options: argparse.Namespace, paths: Paths, terminal: Terminal) -> int:
    t = terminal.t
    documents = _documents(options, t)
    if options.explain:
        return _explain(documents, options, paths, terminal)
    settings = load.load_settings(paths.content, paths.content_shown)
    names = distinct_names(documents)
    rows = [[t("document"), t("articles"), t("repairs"), t("doubts"), t("result")]]
    totals = Counter[str]()
    learnt = _learnt(paths, terminal)
    with terminal.progress() as progress:
        progress("convert", 0, len(documents))
        taken_in = convert_folder.take_in(
            documents, settings, paths.content, options.force, options.documents, learnt
        )
        for handled, taken in enumerate(taken_in, 1):
            progress("convert", handled, len(documents))
            counts, result = _reported(taken, options, totals, terminal)
            rows.append([names[taken.document], *counts, result])
    for row in table(_shortened(rows) if sys.stdout.isatty() else rows):
        terminal.say(row)
    line = t(
        "documents {documents}, refused {refused}, articles {articles}, repairs {repairs}, "
        "doubts {doubts}"
    )
    counted = ("documents", "refused", "articles", "repairs", "doubts")
    terminal.say(line.format(**{name: totals[name] for name in counted}))
    return PROBLEMS if totals["refused"] else GOOD


def _documents(options: argparse.Namespace, t: Translate) -> list[Path]:
    """Return the documents that the arguments mean. Raise WrongUseError if there are none."""
    for path in options.documents:
        if not path.exists():
            line = t("there is no file or folder {path}")
            raise WrongUseError(line.format(path=one_line(str(path))))
    documents = list(convert_folder.documents(options.documents))
    if not documents:
        raise WrongUseError(t("there is no document in these folders"))
    return documents


def _reported(
    taken: Intake, options: argparse.Namespace, totals: Counter[str], terminal: Terminal
) -> tuple[Sequence[str], str]:
    """Say what is in doubt in a document, count it in `totals`, and return its figures and its
    result for the table."""
    t = terminal.t
    done, outcome = taken.conversion, taken.outcome
    if taken.refusal:
        return ("", "", ""), _refused(taken.refusal, t)
    totals["documents"] += 1
    if not done or not outcome:
        totals["refused"] += 1
        terminal.problems(taken.problems)
        return ("", "", ""), _result(taken, t)
    path = taken.document.as_posix()
    for flag in done.flags:
        where = str(Location(path, flag.line))
        if flag.page:
            where = t("{path}, page {page}").format(path=path, page=flag.page)
        printed = f"（{flag.text}）" if flag.text else ""
        terminal.say(one_line(f"{where}: {flag.words(terminal.language)}{printed}"))
    counts = (done.articles, len(done.repairs), len(done.flags))
    totals.update(dict(zip(("articles", "repairs", "doubts"), counts, strict=True)))
    for loss in taken.losses:
        terminal.say(one_line(_loss_line(loss, shown(outcome.path), options.force, t)))
    return tuple(map(str, counts)), f"{shown(outcome.path)}: {_result(taken, t)}"


def _shortened(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with short names for a terminal, if the names stay distinct."""
    short = [shortened(name, _COLUMNS) for name, *_ in rows]
    if len(set(short)) < len({name for name, *_ in rows}):
        return rows
    return [[name, *rest] for name, (_, *rest) in zip(short, rows, strict=True)]


def _learnt(paths: Paths, terminal: Terminal) -> Weights | None:
    """Return the archive's own weights. Report it if they cannot be used, and go on without."""
    learnt, problems = archive_weights(paths.content, paths.content_shown)
    terminal.problems(problems)
    return learnt


def _explain(
    documents: Sequence[Path],
    options: argparse.Namespace,
    paths: Paths,
    terminal: Terminal,
) -> int:
    """Print the role of each line of the documents, and why. Write nothing."""
    t, status = terminal.t, GOOD
    learnt = _learnt(paths, terminal)
    for document in documents:
        rows = [[t("line"), t("role"), t("sure"), t("or"), t("text"), t("facts that decided")]]
        try:
            lines = convert_folder.explained(document, options.documents, learnt)
        except ConvertError as error:
            terminal.problems(error.problems)
            status = PROBLEMS
            continue
        for one in lines:
            facts = ", ".join(f"{name} {vote:+}" for name, vote in one.reasons)
            sure = f"{one.confidence:.0%}"
            text = one_line(one.text[:_COLUMNS])
            rows.append([str(one.line), one.role, sure, one.second, text, facts])
        for row in (one_line(document.as_posix()), *table(rows)):
            terminal.say(row)
    return status


def _result(taken: Intake, t: Translate) -> str:
    """What became of a document, for the table."""
    if not taken.outcome or not taken.conversion:
        return t("refused")
    actions = {
        "written": t("written"),
        "unchanged": t("was there already"),
        "kept": t("kept, since a person changed it (--force writes over it)"),
        "replaced": t("written over what a person changed"),
    }
    result = actions[taken.outcome.action]
    if taken.losses and taken.outcome.action == "kept":
        result = t("kept, since a new reading would lose something (see above)")
    elif taken.returned and taken.outcome.action == "written":
        result = t("written again, since it was missing (`refuse` keeps it away)")
    kept_as = taken.conversion.file
    if kept_as != taken.document.name and taken.outcome.action in ("written", "replaced"):
        result += t("; original kept as {file}").format(file=kept_as)
    return result


def _refused(refusal: Refusal, t: Translate) -> str:
    line = t("refused by a person on {date}{reason}")
    reason = f" ({refusal.reason})" if refusal.reason else ""
    return one_line(line.format(date=refusal.date, reason=reason))


def _loss_line(loss: LostValue, file: str, force: bool, t: Translate) -> str:
    field = f"{loss.article}: {loss.field}" if loss.article else loss.field
    if force:
        line = t("{file}: {field} was {old}, is now {new}")
    else:
        line = t(
            "{file}: a new reading would change {field} from {old} to {new}; it was kept as it is"
            " (--force takes the new reading)"
        )
    return line.format(file=file, field=field, old=loss.old, new=loss.new or "—")
