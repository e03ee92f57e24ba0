"""A Dask cluster gives the results of one process, also when a worker dies; one with other versions is refused."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")

from imu_hinge.batch import Done, Failed, Serial, mapped  # noqa: E402  # needs the extra
from imu_hinge.batch.cluster import Cluster, checked  # noqa: E402
from imu_hinge.batch.versions import differences, looker  # noqa: E402
from imu_hinge.cli import main  # noqa: E402
from imu_hinge.cli.analyze import analyzed  # noqa: E402
from imu_hinge.cli.batch_lines import Job  # noqa: E402
from imu_hinge.model.errors import UsageError  # noqa: E402
from tests.batch.tasks import obeys, patient  # noqa: E402
from tests.made import bends_csv  # noqa: E402


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    """Two worker processes, and a scheduler in this one."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs="CRITICAL"
    ) as cluster:
        yield cluster


def workers(local: Any) -> list[int]:
    return [nanny.pid for nanny in local.workers.values() if nanny.pid]


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_all_results_are_there_although_a_worker_is_killed_in_the_middle(local: Any) -> None:
    with Cluster(local.scheduler_address, 60.0) as pool:
        results = []
        for result in mapped(patient, list(range(30)), pool):
            results.append(result)
            if len(results) == 6:
                os.kill(workers(local)[0], signal.SIGKILL)
    assert results == [Done(job * job) for job in range(30)]


def test_a_cluster_says_what_one_process_says(local: Any, tmp_path: Path) -> None:
    paths = [bends_csv(tmp_path / f"{bends}.csv", bends) for bends in range(2, 7)]
    jobs = [Job(str(path), path.name, "forward_bend") for path in [*paths, tmp_path / "none.csv"]]
    with Cluster(local.scheduler_address, 60.0) as pool:
        there = list(mapped(analyzed, jobs, pool))
    here = list(mapped(analyzed, jobs, Serial()))
    assert there == here
    assert [json.dumps(one.value.values) for one in there if isinstance(one, Done)] == [
        json.dumps(one.value.values) for one in here if isinstance(one, Done)
    ]
    assert isinstance(there[-1], Failed)


def test_a_job_that_takes_too_long_is_given_up_and_its_worker_starts_anew(local: Any) -> None:
    with Cluster(local.scheduler_address, 3.0) as pool:
        results = list(mapped(obeys, ["hang", "a", "b", "refuse"], pool))
    assert results[0] == Failed("not done after 3 s; --time-limit gives it longer")
    assert [isinstance(result, Done) for result in results[1:3]] == [True, True]
    assert results[3] == Failed("this file cannot be used")


def test_workers_with_other_versions_are_refused(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.__version__", "99.0")
    with pytest.raises(UsageError, match=r"has imu_hinge [\d.]+ \(here 99\.0\); install the same everywhere"):
        Cluster(local.scheduler_address, 60.0)


def test_a_worker_that_came_later_is_looked_at_with_its_first_job() -> None:
    assert checked(looker()(), patient, 3) == Done(9)
    late = checked({**looker()(), "Python": "2.7.18"}, patient, 3)
    assert isinstance(late, Failed)
    assert "a worker has Python 3" in late.why


def test_differences_are_named() -> None:
    here = {"imu_hinge": "1.0", "numpy": "2.4.6"}
    assert differences(here, here) == ""
    assert differences(here, {"imu_hinge": "1.0"}) == "numpy none (here 2.4.6)"


def test_where_nobody_answers_there_is_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.batch.cluster.PATIENCE_S", 0.5)
    with pytest.raises(UsageError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers there"):
        Cluster("tcp://127.0.0.1:9", 60.0)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_exports_are_the_same_bytes_though_the_workers_know_the_folder_by_another_name(
    local: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.symlink_to(ours)
    paths = [str(bends_csv(ours / f"{bends}.csv", bends)) for bends in (2, 3)]
    words = ["export", *paths, str(ours / "none.csv"), "--table", "frames"]
    assert main([*words, "-o", str(ours / "here")]) == 1
    here = capsys.readouterr()
    cluster = ["--scheduler", local.scheduler_address, "--path-map", f"{ours}={theirs}"]
    assert main([*words, "-o", str(ours / "there"), *cluster]) == 1
    there = capsys.readouterr()
    assert bytes_of(ours / "there") == bytes_of(ours / "here")
    assert sorted(bytes_of(ours / "there")) == ["2.frames.csv", "3.frames.csv"]
    assert there.out == here.out.replace("/here/", "/there/")
    assert there.err == here.err
    assert f"{ours}/none.csv: " in there.err
