"""Training on a few documents, and whether the package's weights belong to features and cases."""

import json

from jianbao.convert import label as package
from jianbao.convert.label.label import label, read_weights, weights
from jianbao.convert.training.__main__ import WEIGHTS, report
from jianbao.convert.training.cases import cases
from jianbao.convert.training.settings import Labelled, invented
from jianbao.convert.training.train import cross_validate, fingerprint, folds_of, measure, train

FEW = [invented(seed) for seed in range(1000, 1024)]


def test_the_weights_belong_to_the_features_and_the_cases() -> None:
    """Run `make weights` if this fails: facts, features, layouts or cases have changed."""
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    assert stored["fingerprint"] == fingerprint(list(cases().values()))
    assert weights().temperature == stored["temperature"]


def test_the_weights_are_small_enough_to_read() -> None:
    assert WEIGHTS.stat().st_size < 260_000
    assert package.__file__ is not None


def test_the_cases_are_labelled_as_their_bulletins_say() -> None:
    score = measure((case, label(case.document).roles) for case in cases().values())
    assert score.documents > 100
    assert score.accuracy > 0.95


def test_the_same_documents_give_the_same_weights() -> None:
    first = train(FEW, 20)
    assert first == train(FEW, 20)
    learnt = read_weights(first)
    assert measure((one, label(one.document, learnt).roles) for one in FEW).accuracy > 0.9


def test_cross_validation_labels_each_document_without_having_seen_it() -> None:
    seen: list[int] = []

    def training(part: object) -> str:
        assert isinstance(part, list)
        seen.append(len(part))
        return train(part, 10)

    score, temperature = cross_validate({f"case{n}": one for n, one in enumerate(FEW)}, 3, training)
    assert seen == [16, 16, 16]
    assert score.documents == len(FEW)
    assert temperature >= 1
    assert f"{len(FEW)} documents; blocks right: " in report(score, temperature)


def test_documents_laid_out_alike_are_in_one_fold() -> None:
    assert folds_of(["web-zoom", "box", "web-date", "minutes"], 2) == [0, 0, 0, 1]


def test_a_wrong_role_counts_for_the_one_and_the_other() -> None:
    one = next(one for one in FEW if "para" in one.roles)
    right = measure([(one, one.roles)])
    assert (right.accuracy, right.titles, right.f1("para")) == (1.0, 1, 1.0)
    wrong = ("title" if one.roles[0] != "title" else "para", *one.roles[1:])
    assert measure([(Labelled(one.document, one.roles), wrong)]).accuracy < 1
