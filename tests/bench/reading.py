"""How well documents are read that are laid out as the world lays them out.

    PYTHONPATH=tests python tests/bench/reading.py [--pages DIR] [--only NAME] [--folds N]

Reads the labelled documents of tests/corpus/ and prints tables in Markdown: for each field, of what
was read how much is right (precision), and of what is printed how much was read (recall); whole
documents, those in which all that the truth names is right; doubts; seconds a document. Documents
of the part `work` are there to work on, those of the part `measured` are only measured.

`--pages DIR` measures saved web pages too, a folder that holds a `result.txt` as
GeneralNewsExtractor prints it. `--only NAME` shows what differs for the documents whose names hold
NAME. `--folds N` learns N times and reads each document of the part `work` with weights that have
seen neither it nor those laid out alike: so the figures say how unknown documents fare, and how
well doubts are set, without a look at the measured part. `--known-wrong` prints
tests/corpus/known_wrong.yaml as it is today. `--roles FILE` prints the blocks of a document as a
`roles.txt` has them, each with the role that it is given today.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import labelled
import yaml
from labelled import FIELDS, Entry, Judgement, Result

from jianbao.convert.conversion import convert
from jianbao.convert.label.label import label, read_weights
from jianbao.convert.label.tables import with_masthead_cells
from jianbao.convert.readers.dispatch import read
from jianbao.convert.training.__main__ import TEMPERATURE
from jianbao.convert.training.cases import beginning, cases
from jianbao.convert.training.train import folds_of, train

Group = Sequence[Result]
NOISY = 3
ALL = "all"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=Path, metavar="DIR", help="saved web pages to measure too")
    parser.add_argument("--only", metavar="NAME", help="show what differs for these documents")
    parser.add_argument("--known-wrong", action="store_true", help="print what is read wrongly")
    parser.add_argument("--folds", type=int, metavar="N", help="cross-validate the part work")
    parser.add_argument("--invented", type=int, default=1500, metavar="N", help="for each fold")
    parser.add_argument("--roles", type=Path, metavar="FILE", help="print a draft of a roles.txt")
    options = parser.parse_args()
    if options.roles:
        print(roles(options.roles))
        return
    entries = [*labelled.corpus()]
    if options.pages:
        entries += labelled.news_pages(options.pages)
    chosen = [entry for entry in entries if (options.only or "") in entry.name]
    if options.folds:
        results = cross_validated(chosen, options.folds, options.invented)
    else:
        results = [labelled.measured(entry, convert) for entry in chosen]
    if options.known_wrong:
        print(known_wrong(results), end="")
    elif options.only:
        print("\n\n".join(map(shown, results)))
    else:
        print("\n\n".join(report(results)))


def cross_validated(entries: Sequence[Entry], folds: int, invented: int) -> list[Result]:
    """Measure documents to work on with weights that have not seen them, nor any that has a name
    with the same first word."""
    found = cases()
    work = [entry for entry in entries if entry.part == "work"]
    names = [*found, *(entry.name for entry in work)]
    places = dict(zip(names, folds_of(names, folds), strict=True))
    results: list[Result] = []
    for fold in range(folds):
        seen = [case for name, case in found.items() if places[name] != fold]
        learnt = read_weights(train(seen, invented, TEMPERATURE))
        unseen = [entry for entry in work if places[entry.name] == fold]
        results += [labelled.measured(entry, partial(convert, learnt=learnt)) for entry in unseen]
    return sorted(results, key=lambda result: result.entry.name)


def roles(file: Path) -> str:
    document = with_masthead_cells(read(file.read_bytes(), file.name))
    labelled_blocks = zip(label(document).roles, document.blocks, strict=True)
    return "\n".join(f"{role} {beginning(block)}" for role, block in labelled_blocks)


def known_wrong(results: Iterable[Result]) -> str:
    fields = {r.entry.name: r.wrong_fields for r in results if r.entry.part == "work" and r.wrong}
    return yaml.safe_dump(fields, allow_unicode=True, default_flow_style=None, width=100)


def report(results: Group) -> Iterator[str]:
    parts: defaultdict[str, list[Result]] = defaultdict(list)
    kinds: defaultdict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        parts[result.entry.part].append(result)
        for kind in (ALL, result.entry.kind):
            kinds[result.entry.part, kind].append(result)
    yield _fields(parts)
    yield _table(
        ("part", "kind", "documents", "whole", "fields right", "seconds a document"),
        [(part, kind, *_summary(group)) for (part, kind), group in sorted(kinds.items())],
    )
    yield _table(
        (
            *("part", "wrong", "doubted", "refused", "doubts", "idle"),
            *("characters lost", f"more than {NOISY} lines of noise"),
        ),
        [(part, *_doubts(group)) for part, group in parts.items()],
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _fields(parts: dict[str, list[Result]]) -> str:
    rows = []
    for field in FIELDS:
        row = [field]
        for group in parts.values():
            row += _score([j for r in group for j in r.judgements if j.field == field])
        rows.append(row)
    names = ("printed", "precision", "recall", "silent")
    return _table(("field", *(f"{part}: {name}" for part in parts for name in names)), rows)


def _score(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """`silent` counts what is wrong, and no doubt says so."""
    wanted = [j for j in judgements if j.wanted is not None]
    given = [j for j in judgements if j.given is not None]
    silent = sum(not j.right and not j.doubted for j in judgements)
    precision, recall = _share(_right(given), len(given)), _share(_right(wanted), len(wanted))
    return str(len(wanted)), precision, recall, str(silent)


def _right(judgements: Iterable[Judgement]) -> int:
    return sum(judgement.right for judgement in judgements)


def _share(right: int, of: int) -> str:
    return f"{right * 100 // of} %" if of else "–"


def _summary(group: Group) -> tuple[str, ...]:
    all_ = [j for result in group for j in result.judgements]
    whole = sum(not result.wrong for result in group)
    seconds = sum(result.seconds for result in group) / len(group)
    return str(len(group)), str(whole), _share(_right(all_), len(all_)), f"{seconds:.2f}"


def _doubts(group: Group) -> tuple[str, ...]:
    """A document that is refused is before a person's eyes: what it lacks is doubted."""
    wrong = [j for result in group for j in result.wrong]
    doubted = sum(judgement.doubted for judgement in wrong)
    idle = sum(len(result.idle) for result in group)
    doubts = idle + sum(result.useful for result in group)
    refused = sum(bool(result.message) for result in group)
    lost = sum(result.lost for result in group)
    noisy = sum(_noise(result) > NOISY for result in group)
    share = f"{doubted} ({_share(doubted, len(wrong))})"
    return str(len(wrong)), share, str(refused), str(doubts), str(idle), str(lost), str(noisy)


def _noise(result: Result) -> int:
    """How many lines or texts stand in the articles that are none of them."""
    kept = sum(j.field == "noise" for j in result.wrong)
    return kept + sum(j.field == "lines" and j.wanted is None for j in result.wrong)


def shown(result: Result) -> str:
    entry = result.entry
    lines = [f"== {entry.name} ({entry.kind}, {entry.part}): {entry.file}"]
    lines += [result.message] if result.message else []
    for j in result.wrong:
        told = "" if j.doubted else "  [no doubt]"
        lines.append(f"- {j.field}: {j.given!r}, not {j.wanted!r}{told}")
    idle = {*result.idle}
    for flag in result.flags:
        told = "  [idle]" if flag in idle else ""
        lines.append(f"? {flag.line} {flag.kind}.{flag.reason}: {flag.text}{told}")
    return "\n".join((*lines, "", result.markdown))


if __name__ == "__main__":
    main()
