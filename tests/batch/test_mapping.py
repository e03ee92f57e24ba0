"""One result for each job, in order, whatever becomes of the worker that has it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from imu_hinge.batch import Done, Failed, Result, Serial, mapped
from imu_hinge.batch.processes import Processes
from tests.batch.tasks import Answer, answer, obeys, slow_first

LONG_S = 60.0


def in_processes(jobs: list[str], count: int = 2, limit_s: float = LONG_S) -> list[Result[Answer]]:
    with Processes(count, limit_s) as pool:
        return list(mapped(obeys, jobs, pool))


def worker(result: Result[Answer]) -> int:
    assert isinstance(result, Done)
    return result.value[1]


def test_results_come_in_the_order_of_the_jobs() -> None:
    jobs = list(range(7))
    with Processes(2, LONG_S) as pool:
        assert list(mapped(slow_first, jobs, pool)) == list(map(Done, jobs))
    assert list(mapped(slow_first, jobs, Serial())) == list(map(Done, jobs))


def test_several_processes_share_the_work_and_none_is_this_one() -> None:
    with Processes(2, LONG_S) as pool:
        who = {worker(result) for result in mapped(answer, list(range(12)), pool)}
    assert os.getpid() not in who
    assert 1 <= len(who) <= 2
    assert [result.value for result in mapped(answer, ["x"], Serial()) if isinstance(result, Done)] == [
        ("x", os.getpid())
    ]


def test_no_jobs_no_processes() -> None:
    with Processes(0, LONG_S) as pool:
        assert list(mapped(answer, [], pool)) == []


@pytest.mark.parametrize(
    ("job", "why"),
    [
        ("refuse", "this file cannot be used"),
        ("absent", "a/b.mcap: No such file or directory; check the path"),
        ("full", "a/b.csv: No space left on device; free some space"),
        ("memory", "not enough memory"),
        ("bug", "this should not happen: ZeroDivisionError: by zero (.*tasks.py:"),
    ],
)
def test_what_goes_amiss_is_a_result_in_one_line(job: str, why: str) -> None:
    (failed, done) = mapped(obeys, [job, "go on"], Serial())
    assert isinstance(failed, Failed)
    assert all(words in failed.why for words in why.split(".*"))
    assert "\n" not in failed.why
    assert isinstance(done, Done)


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_a_worker_that_dies_costs_its_own_job_alone() -> None:
    before, died, *after = in_processes(["a", "die", *"bcdefg"], count=1)
    assert isinstance(died, Failed)
    assert "the process that had it ended before it was done" in died.why
    assert worker(before) not in {worker(result) for result in after}
    assert len({worker(result) for result in after}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_every_worker_may_die() -> None:
    results = in_processes(["die", "a", "die", "b", "die", "die", "c"])
    assert [isinstance(result, Done) for result in results] == [False, True, False, True, False, False, True]


def test_a_job_that_takes_too_long_is_given_up_and_the_rest_goes_on() -> None:
    results = in_processes(["a", "hang", "b", "c"], count=1, limit_s=4.0)
    assert results[1] == Failed("not done after 4 s; --time-limit gives it longer")
    assert all(isinstance(result, Done) for i, result in enumerate(results) if i != 1)


def gone(pid: int) -> bool:
    """Whether the process ends within some seconds."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_the_workers_end_with_the_pool_whatever_they_are_doing() -> None:
    with Processes(2, LONG_S) as pool:
        results = mapped(obeys, ["a", "b", "hang", "hang"], pool)
        who = {worker(next(results)), worker(next(results))}
    assert all(map(gone, who))


ORPHANS = """
from imu_hinge.batch import mapped
from imu_hinge.batch.processes import Processes
from tests.batch.tasks import waited_for
if __name__ == "__main__":
    with Processes(1, 600) as pool:
        list(mapped(waited_for, [{path!r}], pool))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_a_worker_does_not_outlive_a_parent_that_was_killed(tmp_path: Path) -> None:
    told, script = tmp_path / "pid", tmp_path / "orphans.py"
    script.write_text(ORPHANS.format(path=str(told)))
    root = str(Path(__file__).resolve().parents[2])
    parent = subprocess.Popen([sys.executable, script], env=os.environ | {"PYTHONPATH": root})
    try:
        while not (told.exists() and told.read_text()):
            assert parent.poll() is None
            time.sleep(0.05)
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert gone(int(told.read_text()))
