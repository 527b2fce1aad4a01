"""A run on Ray: the same output as on this machine, also where Ray loses an actor, a machine, or what it could not store."""

from __future__ import annotations

import importlib.util
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import corpus_stages
import pytest
from cli_runner import run as cli
from corpus_samples import FULL, digests, rows, write
from msgspec.structs import replace

from repair.config import Config
from repair.corpus import Means, run, status
from repair.errors import RepairError

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed"),
]
LOCAL = Means(jobs=1)


def sources(folder: Path, count: int, **more: str) -> list[str]:
    """The same rows in three formats, and the texts of some of them as files of their own."""
    made = [{**row, **more} for row in rows(count)]
    (folder / "texts").mkdir()
    for number, row in enumerate(rows(140)):
        (folder / "texts" / f"{number}.txt").write_text(row["text"], encoding="utf-8")
    return [*(str(write(folder, name, made)) for name in ("jsonl.gz", "csv", "parquet")), str(folder / "texts")]


def done_again(folder: Path) -> int:
    """How many batches were lost and done on this machine."""
    return int(status(folder)["done_again"])


class Acting:
    """Does something to a run when it has shown so many snapshots."""

    def __init__(self, after: int, act: Callable[[], None]) -> None:
        self.left, self._act = after, act

    def __enter__(self) -> Acting:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def show(self, snapshot: object, *, last: bool = False) -> None:
        self.left -= 1
        if not self.left:
            self._act()


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Three machines, all of them this one: one that only leads, and two that work."""
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(2):
            made.add_node(num_cpus=2)
        made.wait_for_nodes()
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


@pytest.mark.slow
def test_ray_does_the_work_and_says_nothing_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = sources(tmp_path, 150)
    run(found, tmp_path / "ray", FULL, engine="ray", means=Means(jobs=2))
    said = capfd.readouterr().err
    assert "Execution plan" not in said
    assert "Started a local Ray" not in said
    run(found, tmp_path / "local", FULL, means=LOCAL)
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")
    assert done_again(tmp_path / "ray") == 0


@pytest.mark.slow
def test_an_actor_that_is_killed_and_a_machine_that_is_lost_change_nothing(cluster: Any, tmp_path: Path) -> None:
    found, job = sources(tmp_path, 280), replace(FULL, stages=corpus_stages.breaking)
    made = rows(300)
    made[200]["text"] += f"Chi legge uccide chi lo ha chiamato, {corpus_stages.ORPHANED}{tmp_path}/mark una volta."
    found.append(str(write(tmp_path, "jsonl", made)))
    lost = next(iter(cluster.worker_nodes))
    acting = Acting(4, lambda: cluster.remove_node(lost, allow_graceful=False))
    means = Means(jobs=3, ray_address=cluster.address)
    run(found, tmp_path / "ray", job, engine="ray", means=means, progress=acting)
    assert (acting.left < 0, (tmp_path / "mark").exists()) == (True, True)
    run(found, tmp_path / "local", job, means=LOCAL)
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")


@pytest.mark.slow
@pytest.mark.parametrize("disk", ["has room", "is full"])
def test_a_full_object_store_changes_nothing(disk: str, tmp_path: Path) -> None:
    import numpy
    import ray

    found, job = sources(tmp_path, 280, more="parole " * 1500), FULL
    full = disk == "is full"
    system = {"local_fs_capacity_threshold": 0.0001} if full else {}
    options: dict[str, Any] = {"include_dashboard": False, "log_to_driver": False, "_system_config": system}
    ray.init(num_cpus=3, object_store_memory=78_643_200, **options)
    try:
        held = [ray.put(numpy.zeros(1_000_000, "u1")) for _ in range(70)]
        said = ""
        try:
            run(found, tmp_path / "ray", job, engine="ray", means=Means(jobs=2))
        except RepairError as error:
            said = str(error)
        if said:  # nothing at all found room
            assert full
            assert re.match("Ray has done nothing: .* full", said)
        elif not full:
            assert done_again(tmp_path / "ray") == 0
        assert len(held) == 70
    finally:
        ray.shutdown()
    run(found, tmp_path / "ray", job, means=LOCAL)  # goes on, if anything is left
    run(found, tmp_path / "local", job, means=LOCAL)
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")


@pytest.mark.slow
def test_what_ray_loses_is_done_again_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from repair.corpus.engines import ray as ray_engine

    found = sources(tmp_path, 400)
    whole = ray_engine.from_ray
    lost = {0, 2, 3, 4, 8, 13}

    def losing(*arguments: Any) -> Iterator[Any]:
        return (result for number, result in enumerate(whole(*arguments)) if number not in lost)

    monkeypatch.setattr(ray_engine, "from_ray", losing)
    monkeypatch.setattr(ray_engine, "MOST_HELD", 3)  # of many, in the middle; of few, at the end
    run(found, tmp_path / "ray", FULL, engine="ray", means=Means(jobs=2))
    run(found, tmp_path / "local", FULL, means=LOCAL)
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")
    assert done_again(tmp_path / "ray") == len(lost)


@pytest.mark.slow
def test_a_model_that_an_actor_cannot_load_ends_the_run_with_the_reason(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    job = replace(FULL, config=Config(model="/no/such/folder"))
    source = [str(write(tmp_path, "jsonl", rows(3)))]
    with pytest.raises(RepairError, match="/no/such/folder"):
        run(source, tmp_path / "ray", job, engine="ray", means=LOCAL)


@pytest.mark.timeout(60)  # Ray itself tries for minutes
def test_an_address_where_no_cluster_is_is_said_at_once(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3))
    with socket.socket() as taken:  # bound, so that nobody else listens there
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = cli("corpus", source, "-o", tmp_path / "out", "--no-model", "--engine", "ray", "--ray-address", address)
    assert (done.code, f"error: {address}: no Ray cluster answers: " in done.err) == (2, True)
    assert "without --ray-address" in done.err


def test_an_address_without_the_engine_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3))
    done = cli("corpus", source, "-o", tmp_path / "out", "--no-model", "--ray-address", "auto")
    assert (done.code, "--ray-address needs --engine ray" in done.err) == (2, True)
