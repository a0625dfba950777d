"""`python -m jianbao.convert.training`: learn the weights anew, or with `--evaluate` measure how
well they label cases that they have not seen."""

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from jianbao.convert import label
from jianbao.convert.label.chain import ROLES
from jianbao.convert.training.cases import StaleRolesError, cases
from jianbao.convert.training.train import INVENTED, Score, cross_validate, train

WEIGHTS = Path(label.__file__).with_name("weights.json")
TEMPERATURE = 1.5
"""As `--evaluate` found it for one training; for the mean of three it finds 1.25. The limits of
doubts were chosen with this one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `weights.json`, or print a table."""
    parser = argparse.ArgumentParser(prog="python -m jianbao.convert.training")
    parser.add_argument("--evaluate", action="store_true", help="cross-validate over the cases")
    parser.add_argument("--invented", type=int, default=INVENTED, metavar="N", help="documents")
    parser.add_argument("--folds", type=int, default=5, metavar="N")
    options = parser.parse_args(arguments)
    try:
        found = cases()
    except StaleRolesError as error:
        parser.exit(1, f"{error}\n")
    training = partial(train, count=options.invented, temperature=TEMPERATURE)
    if options.evaluate:
        print(report(*cross_validate(found, options.folds, training)))
    else:
        WEIGHTS.write_text(training(list(found.values())), "utf-8")


def report(score: Score, temperature: float) -> str:
    """The score as text."""
    f1 = ", ".join(f"{role} {score.f1(role):.2f}" for role in ROLES if score.count(role))
    return (
        f"{score.documents} documents; blocks right: {score.accuracy:.1%}; all titles right:"
        f" {score.titles / (score.documents or 1):.1%}; temperature: {temperature}\nF1: {f1}\n"
        f"most frequent mistakes: {score.wrong.most_common(12)}"
    )


if __name__ == "__main__":
    main()
