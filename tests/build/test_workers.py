"""Files are made in this process or in several: the same bytes, the same errors."""

import gc
import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import cast

import archives
import pytest

from jianbao.base.cache import ready
from jianbao.base.problems import JianbaoError, LayoutError, PublishError
from jianbao.build import builder, workers
from jianbao.build.paths import Paths
from jianbao.build.publish import Stored
from jianbao.build.workers import Crew, Made, Task
from jianbao.pages.layouts import Renderer
from jianbao.pages.page import Page

TYPICAL = Path(__file__).parents[1] / "sites" / "typical"
LAYOUTS = Path(__file__).parents[2] / "layouts"

Told = Callable[[str], tuple[type[JianbaoError], str]]


def paths(root: Path) -> Paths:
    return Paths(root, root / "content", (root / "layouts", LAYOUTS), root / "site")


def copied(folder: Path) -> Path:
    root = folder / "archive"
    shutil.copytree(TYPICAL, root)
    (root / "layouts").mkdir()
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> archives.Tree:
    """The site that one process makes."""
    root = copied(tmp_path_factory.mktemp("alone"))
    builder.build(paths(root), jobs=1)
    return archives.tree(root / "site")


def told(root: Path, jobs: int) -> tuple[type[JianbaoError], str]:
    with pytest.raises(JianbaoError) as error:
        builder.build(paths(root), jobs=jobs)
    return type(error.value), str(error.value)


def with_wrong_layout(root: Path, layout: str) -> Path:
    (root / "layouts/partials").mkdir()
    text = (LAYOUTS / layout).read_text("utf-8")
    wrong = re.sub(r"(?=\{% endblock)|\Z", "{{ nowhere.at.all }}", text, count=1)
    (root / "layouts" / layout).write_text(wrong, "utf-8")
    return root


@pytest.fixture(scope="module")
def told_alone(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """`told_alone(layout)` is what one process says of a wrong layout."""

    @cache
    def tell(layout: str) -> tuple[type[JianbaoError], str]:
        return told(with_wrong_layout(copied(tmp_path_factory.mktemp("told")), layout), 1)

    return tell


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are worth their start from the second file on."""
    monkeypatch.setattr(workers, "WORTH_WORKERS", 2)
    monkeypatch.setattr(workers, "UNIT", 7)


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """How workers are started: a process with another thread is not forked."""
    ended = threading.Event()
    if request.param == "spawn":
        threading.Thread(target=ended.wait, daemon=True).start()
    elif threading.active_count() > 1:
        monkeypatch.setattr(threading, "active_count", lambda: 1)
    yield request.param
    ended.set()


@pytest.mark.usefixtures("busy", "method")
def test_any_number_of_processes_makes_the_same_bytes(root: Path, alone: archives.Tree) -> None:
    report = builder.build(paths(root), jobs=3)
    assert archives.tree(root / "site") == alone
    assert report.files == len(alone)
    assert builder.build(paths(root), jobs=3).unchanged


@pytest.mark.usefixtures("busy")
def test_what_workers_made_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder.build(paths(root), jobs=2)
    made: list[str] = []
    real = Renderer.page

    def spy(self: Renderer, page: Page) -> bytes:
        made.append(page.path)
        return real(self, page)

    monkeypatch.setattr(Renderer, "page", spy)
    about = root / "content/about.md"
    about.write_text(f"{about.read_text('utf-8')}\n再说一句。\n", "utf-8")
    builder.build(paths(root), jobs=1)
    assert made == ["about.html"]


@pytest.mark.usefixtures("busy", "method")
@pytest.mark.parametrize("layout", ["article.html", "partials/footer.html"])
def test_a_wrong_layout_is_told_as_in_one_process(
    root: Path, layout: str, told_alone: Told
) -> None:
    alone = told_alone(layout)
    assert alone[0] is LayoutError
    assert told(with_wrong_layout(root, layout), 3) == alone
    assert not (root / "site").exists()


@pytest.mark.usefixtures("busy")
def test_a_worker_that_is_killed_is_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = os.getpid()
    real = Renderer.page

    def killed(self: Renderer, page: Page) -> bytes:
        if os.getpid() != leader and page.path.startswith("bulletins/"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, page)

    monkeypatch.setattr(Renderer, "page", killed)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with pytest.raises(PublishError, match="--jobs 1") as error:
        builder.build(paths(root), jobs=2)
    assert len(error.value.problems) == 1
    assert not (root / "site").exists()
    assert not [left for left in root.iterdir() if "staging" in left.name]


def test_few_files_are_made_in_this_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 10**6)
    monkeypatch.setattr(workers, "_Processes", lambda *_: pytest.fail("workers for few files"))
    builder.build(paths(root), jobs=2)
    assert (root / "site/index.html").is_file()


def test_what_is_done_is_taken_at_any_time_up_to_the_first_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 1)
    monkeypatch.setattr(workers, "UNIT", 1)
    futures: list[Future[list[Made]]] = []

    class Later:
        def submit(self, numbers: Sequence[int]) -> Future[list[Made]]:
            futures.append(Future())
            return futures[-1]

        def result(self, future: Future[list[Made]]) -> list[Made]:
            return future.result()

        def dismiss(self) -> None:
            pass

    crew = Crew(cast(Task, None), lambda task: Later())
    for number in range(4):
        assert list(crew.assign(number, ready(f"{number}.html", b""))) == []
    made = [Made(f"{number}.html", "", Stored(0, ""), b"") for number in range(4)]
    futures[1].set_result([made[1]])
    assert list(crew.done()) == []
    futures[0].set_result([made[0]])
    assert list(crew.done()) == made[:2]
    futures[2].set_exception(LayoutError([]))
    futures[3].set_result([made[3]])
    assert list(crew.done()) == []
    with pytest.raises(LayoutError):
        list(crew.rest())


def test_the_collector_works_as_before_once_a_build_is_over() -> None:
    before = gc.get_threshold()
    with workers.rare_collections():
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before
