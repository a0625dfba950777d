"""Files are made by anything that runs functions, if it sees the same storage: the same bytes, even
if work is done twice."""

import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import archives
import pytest
from edits import paths

from jianbao.base.problems import JianbaoError, PublishError
from jianbao.build import builder, shared_task, workers
from jianbao.build.shared_task import SharedTask
from jianbao.build.workers import Made, Task


class Threads:
    """Workers that are threads of this process. Each unit is done twice."""

    def __init__(self, task: Task, folders: Sequence[Path] = ()) -> None:
        self._executor = ThreadPoolExecutor(3)
        self._closing = ExitStack()
        self.task = self._closing.enter_context(shared_task.shared(task, folders))

    def submit(self, numbers: Sequence[int]) -> Future[list[Made]]:
        first = self._executor.submit(shared_task.make, self.task, numbers)
        again = self._executor.submit(shared_task.make, self.task, numbers)
        assert [one.stored for one in first.result()] == [one.stored for one in again.result()]
        return again

    def result(self, future: Future[list[Made]]) -> list[Made]:
        return future.result()

    def dismiss(self) -> None:
        self._executor.shutdown()
        self._closing.close()
        assert not self.task.workshop.exists()


Started = Callable[[Task], Threads]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = archives.start(tmp_path / "archive")
    (root / "layouts").mkdir()
    return root


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Started], None]]:
    """Has builds use other workers, from the second file on."""
    monkeypatch.setattr(workers, "WORTH_WORKERS", 2)
    monkeypatch.setattr(workers, "UNIT", 7)
    yield lambda started: monkeypatch.setattr(workers, "processes", lambda jobs: started)
    shared_task.forget()


def test_any_executor_makes_the_same_bytes_even_if_work_is_done_twice(
    root: Path, start: Callable[[Started], None]
) -> None:
    builder.build(paths(root), jobs=1)
    alone = archives.tree(root / "site")
    shutil.rmtree(root / ".jianbao")
    shutil.rmtree(root / "site")
    start(Threads)
    builder.build(paths(root))
    assert archives.tree(root / "site") == alone
    shutil.rmtree(root / ".jianbao")
    pages = {path: path.stat().st_ino for path in (root / "site").rglob("*.html")}
    builder.build(paths(root))
    assert archives.tree(root / "site") == alone
    assert {path: path.stat().st_ino for path in pages} == pages  # the files of the old site


def test_a_wrong_layout_is_told_as_in_one_process(
    root: Path, start: Callable[[Started], None]
) -> None:
    def told() -> str:
        with pytest.raises(JianbaoError) as error:
            builder.build(paths(root))
        return str(error.value)

    (root / "layouts/home.html").write_text("{{ nowhere.at.all }}", "utf-8")
    alone = told()
    start(Threads)
    assert told() == alone
    assert sorted(path.name for path in root.iterdir()) == [".jianbao", "content", "layouts"]


def with_other_bytes(task: SharedTask) -> SharedTask:
    (task.workshop / "task").write_bytes(pickle.dumps("another"))
    return task


WRONG: dict[str, tuple[Callable[[SharedTask], SharedTask], str]] = {
    "another version": (
        lambda task: replace(task, version="0"),
        "has another version of this program",
    ),
    "no content": (
        lambda task: replace(task, folders=(Path("/nowhere/content"),)),
        "does not see /nowhere/content as this machine does",
    ),
    "no site": (
        lambda task: replace(task, workshop=Path("/nowhere/site.staging/x")),
        "does not see /nowhere/site.staging as this machine does",
    ),
    "another site": (with_other_bytes, "does not see "),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_worker_that_sees_or_has_something_else_is_one_line(
    wrong: str, root: Path, start: Callable[[Started], None]
) -> None:
    class Elsewhere(Threads):
        def submit(self, numbers: Sequence[int]) -> Future[list[Made]]:
            changed = WRONG[wrong][0](self.task)
            return self._executor.submit(shared_task.make, changed, numbers)

    start(lambda task: Elsewhere(task, [root / "content"]))
    with pytest.raises(PublishError, match=WRONG[wrong][1]) as error:
        builder.build(paths(root))
    assert len(error.value.problems) == 1
    assert str(error.value).startswith("build: the worker on ")
    assert not (root / "site").exists()


def test_a_worker_that_was_thought_dead_writes_nothing_into_a_published_site(
    root: Path, start: Callable[[Started], None]
) -> None:
    late: list[Future[list[Made]]] = []

    class Late(Threads):
        def dismiss(self) -> None:
            self._closing.close()
            late.append(self._executor.submit(shared_task.make, self.task, [3]))
            late[0].exception()
            self._executor.shutdown()

    start(Late)
    builder.build(paths(root))
    assert isinstance(late[0].exception(), PublishError)
    assert not (root / "site/.jianbao-workshop").exists()
    assert archives.left_over(root) == []
