"""Training on a few documents, and whether the package's weights belong to features and cases."""

import json
import shutil
from functools import partial
from pathlib import Path

import archives
import pytest

from jianbao.convert import label as package
from jianbao.convert.label.label import label, read_weights, weights
from jianbao.convert.training import __main__ as command
from jianbao.convert.training.__main__ import WEIGHTS, report
from jianbao.convert.training.cases import TESTS, StaleRolesError, cases
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


# --- lists of roles in the corpus -----------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of tests with one document in its corpus, and an archive beside it."""
    archives.start(tmp_path)
    folder = tmp_path / "tests" / "corpus" / "weekly"
    folder.mkdir(parents=True)
    shutil.copytree(TESTS / "sites" / "typical", tmp_path / "tests" / "sites" / "typical")
    (folder / "input.txt").write_text("青禾周报\n\n青禾县开展义诊\n\n专家为村民看病。\n", "utf-8")
    (folder / "roles.txt").write_text("series 青禾\ntitle 青禾县\npara 专家\n", "utf-8")
    return tmp_path / "tests"


def test_a_list_of_roles_labels_a_document_of_the_corpus(corpus: Path) -> None:
    assert cases(corpus)["weekly"].roles == ("series", "title", "para")


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("series 青禾\ntitle 白鹭县\npara 专家\n", "line 2 says '白鹭县', and the document is"),
        ("series 青禾\ntitle 青禾县\n", "line 3 says nothing"),
        ("series 青禾\ntitle 青禾县\npara 专家\nfoot 编辑\n", "line 4 says '编辑'"),
        ("series 青禾\nboss 青禾县\npara 专家\n", "line 2 names an unknown role (boss)"),
    ],
)  # fmt: skip
def test_a_list_of_roles_that_no_longer_fits_is_reported(
    corpus: Path, listed: str, message: str
) -> None:
    """It must not leave the training without a word."""
    (corpus / "corpus" / "weekly" / "roles.txt").write_text(listed, "utf-8")
    with pytest.raises(StaleRolesError) as caught:
        cases(corpus)
    assert "weekly" in str(caught.value)
    assert message in str(caught.value)


def test_training_with_such_a_list_ends_with_a_line_that_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    (corpus / "corpus" / "weekly" / "roles.txt").write_text("title 青禾\n", "utf-8")
    before = WEIGHTS.read_bytes()
    monkeypatch.setattr(command, "cases", partial(cases, corpus))
    with pytest.raises(SystemExit) as ended:
        command.main([])
    assert ended.value.code == 1
    assert "roles.txt: line 2 says nothing" in capsys.readouterr().err
    assert WEIGHTS.read_bytes() == before
