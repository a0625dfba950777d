"""Files are made by the workers of a Dask cluster: the same bytes, whoever of them dies; and one
line for whatever is wrong with a cluster."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import archives
import pytest
from edits import paths

from jianbao.base.problems import PublishError
from jianbao.build import builder, cluster, workers

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = archives.start(tmp_path / "archive")
    (root / "layouts").mkdir()
    return root


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 2)
    monkeypatch.setattr(workers, "UNIT", 3)
    monkeypatch.setattr(cluster, "_CONNECT", 5.0)
    monkeypatch.setattr(cluster, "_LOOK", 0.05)
    monkeypatch.setattr(cluster, "_PATIENCE", 0.0)


@pytest.fixture
def started() -> Iterator[Callable[..., Any]]:
    """Starts clusters on this machine; their workers are threads unless they are to be killed."""
    clusters = []

    def start(count: int, **options: Any) -> Any:
        clusters.append(
            distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                protocol="tcp",
                host="127.0.0.1",
                dashboard_address=None,
                **{"processes": False} | options,
            )
        )
        return clusters[-1]

    yield start
    for one in clusters:
        one.close()


def in_the_middle(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something done when some files are made, and others not even begun."""
    real = workers.Crew._send
    sent = 0

    def send(self: workers.Crew, to: workers.Workers) -> None:
        nonlocal sent
        real(self, to)
        sent += 1
        if sent == 6:
            self._running[0].result()
            act()

    monkeypatch.setattr(workers.Crew, "_send", send)


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes_although_a_worker_is_killed(
    root: Path, started: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    builder.build(paths(root), jobs=1)
    alone = archives.tree(root / "site")
    shutil.rmtree(root / "site")
    shutil.rmtree(root / ".jianbao")
    monkeypatch.setattr(cluster, "_PATIENCE", 60.0)
    running = started(4, processes=True)
    with distributed.Client(running) as client:
        pids = client.run(os.getpid)
        assert len({*pids.values(), os.getpid()}) == 5

        def kill() -> None:
            busy = [worker for worker, units in client.processing().items() if units]
            os.kill(pids[[*busy, *pids][0]], signal.SIGKILL)

        in_the_middle(monkeypatch, kill)
        builder.build(paths(root), scheduler=running.scheduler_address)
    assert archives.tree(root / "site") == alone
    assert archives.left_over(root) == []


def test_a_cluster_without_any_worker_any_more_is_one_line(
    root: Path, started: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    builder.build(paths(root), jobs=1)
    old = archives.tree(root / "site")
    about = root / "content/about.md"
    about.write_text("关于本站。\n", "utf-8")
    running = started(1)
    in_the_middle(monkeypatch, lambda: running.scale(0))
    told(root, running.scheduler_address, "all workers of the Dask cluster are gone")
    assert archives.tree(root / "site") == old
    assert archives.left_over(root) == []


def test_a_scheduler_that_ends_is_one_line(
    root: Path, started: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    running = started(1)
    in_the_middle(monkeypatch, running.close)
    told(root, running.scheduler_address, "the Dask scheduler does not answer any more")


def test_a_cluster_without_workers_is_one_line(
    root: Path, started: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1.0)
    told(root, started(0).scheduler_address, "has no workers: start some")


def test_a_worker_with_other_versions_is_one_line(
    root: Path, started: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = distributed.Client.get_versions

    def other(self: Any, **options: Any) -> Any:
        found = real(self, **options)
        for one in found["workers"].values():
            one["packages"] = {**one["packages"], "jianbao": "0.0"}
        return found

    monkeypatch.setattr(distributed.Client, "get_versions", other)
    told(root, started(1).scheduler_address, "has jianbao 0.0, this machine has ")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://:::", "x://y"])
def test_an_address_where_no_scheduler_is_is_one_line(
    address: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 0.3)
    told(root, address, "no Dask scheduler answers at")


def test_without_the_extra_it_says_how_to_install_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    told(root, "tcp://127.0.0.1:1", "not installed")


def told(root: Path, address: str, expected: str) -> None:
    """A build says this in one line, and leaves nothing behind."""
    with pytest.raises(PublishError, match=expected) as error:
        builder.build(paths(root), scheduler=address)
    assert len(error.value.problems) == 1
    assert archives.left_over(root) == []
