"""What analysis costs: an hour of two sensors at 104 Hz, in time and memory.

    python benchmarks/throughput.py
    python benchmarks/throughput.py --pandas-python PATH   # beside a plain script that needs pandas, scipy and vqf

Method. A virtual wearer trains for an hour (sets, walks, rests) and is written as plain CSV. In this process the filter
alone (VQF, `updateBatch` over all samples of a sensor) and the whole fold (in the blocks `analyze` uses) run in turn
over the same arrays, several times; so do a fold of the packets of a few sets, as a radio gives them, one by one and in
the strides in which a recording is folded. Programs are started by a small process of their own, which waits for them
with `os.wait4`: wall time from start to exit, and the largest resident memory of the program alone. All in one run on
one machine; the least of the repeats stands for what the code needs, the median for what the machine gave.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from figures import Figure
from vqf import VQF

from imu_hinge.analysis import strides
from imu_hinge.analysis.source import BLOCK_S
from imu_hinge.core.session import Session
from imu_hinge.model.arrays import Records
from imu_hinge.model.inputs import Input, Placement
from imu_hinge.recording import read_table
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import EXAMPLES

EXERCISE, SETS, HOUR_S, MINUTE_S = "band_rdl", 52, 3600.0, 60.0
RADIO_SETS = 3
HEADER = "t_s,placement,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps\n"
LINE = "%.6f,%s,%.6f,%.6f,%.6f,%.7f,%.7f,%.7f\n"
PROGRAM = str(Path(sys.executable).with_name("imu-hinge"))
PLAIN = str(Path(__file__).with_name("plain_script.py"))
WAITER = """
import json, os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(pid, 0)
wall, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
print(json.dumps([wall, cpu, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)]))
"""


@dataclass(frozen=True, slots=True)
class Runs:
    """Repeats of one thing."""

    seconds: tuple[float, ...]
    """From start to end, by the clock on the wall."""
    cpu: tuple[float, ...]
    peak_mb: float = 0.0

    @property
    def least(self) -> float:
        """Shortest, s."""
        return min(self.seconds)

    def __str__(self) -> str:
        runs = f"least {self.least:.3f} s, median {median(self.seconds):.3f} s of {len(self.seconds)}"
        return f"{runs}, CPU {min(self.cpu):.3f} s"


NONE = Runs((), ())


def joined(a: Runs, b: Runs) -> Runs:
    """Both, one after the other."""
    return Runs(a.seconds + b.seconds, a.cpu + b.cpu, max(a.peak_mb, b.peak_mb))


def samples() -> dict[Placement, Records]:
    """An hour of training, cut to length."""
    worn = session(EXERCISE, EXAMPLES.start, Options(sets=SETS))
    if worn.end_s < HOUR_S:
        raise SystemExit(f"{SETS} sets last {worn.end_s:.0f} s only")
    return {placement: rows[rows["t_ns"] < HOUR_S * 1e9] for placement, rows in worn.samples().items()}


def write(path: Path, streams: dict[Placement, Records], seconds: float) -> Path:
    """A plain CSV of the first seconds, rows in order of time."""
    kept = {placement: rows[rows["t_ns"] < seconds * 1e9] for placement, rows in streams.items()}
    names = np.concatenate([[str(placement)] * len(rows) for placement, rows in kept.items()]).tolist()
    rows = np.concatenate(list(kept.values()))
    values = np.column_stack([rows["t_ns"] * 1e-9, rows["acc"], rows["gyr"]]).tolist()
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for i in np.argsort(rows["t_ns"], kind="stable").tolist():
            file.write(LINE % (values[i][0], names[i], *values[i][1:]))
    return path


def filter_alone(streams: dict[Placement, Records]) -> None:
    """The orientation filter over everything."""
    for rows in streams.values():
        period_s = float(np.median(np.diff(rows["t_ns"]))) * 1e-9
        VQF(period_s).updateBatch(np.ascontiguousarray(rows["gyr"]), np.ascontiguousarray(rows["acc"]))


def whole_fold(path: Path) -> Callable[[], None]:
    """The fold over a table that is in memory."""
    table = read_table(path)

    def run() -> None:
        folded = Session(EXERCISE)
        for item in table.inputs(BLOCK_S):
            folded.feed(item)

    return run


def packet_by_packet(items: Sequence[Input]) -> None:
    """As a station works on what comes."""
    folded = Session(EXERCISE)
    for item in items:
        folded.feed(item)


def in_strides(items: Sequence[Input]) -> None:
    """As `analyze` works on what a station recorded."""
    for _ in strides(Session(EXERCISE), items):
        pass


def alternating(repeats: int, *tasks: Callable[[], None]) -> list[Runs]:
    """The tasks in turn, `repeats` times."""
    runs = [NONE for _ in tasks]
    for _ in range(repeats):
        runs = [joined(before, timed(task)) for before, task in zip(runs, tasks, strict=True)]
    return runs


def timed(task: Callable[[], None]) -> Runs:
    """One run in this process."""
    start, cpu = time.perf_counter(), time.process_time()
    task()
    return Runs((time.perf_counter() - start,), (time.process_time() - cpu,))


def started(command: Sequence[str], repeats: int = 1) -> Runs:
    """A program from start to exit; raises SystemExit when it fails."""
    runs = NONE
    for _ in range(repeats):
        answer = subprocess.run([sys.executable, "-S", "-c", WAITER, *command], capture_output=True, check=True)
        wall_s, cpu_s, peak_mb, code = json.loads(answer.stdout)
        if code:
            raise SystemExit(f"{' '.join(command)}: exit {code}\n{answer.stderr.decode()}")
        runs = joined(runs, Runs((wall_s,), (cpu_s,), peak_mb))
    return runs


def measured(folder: Path, pandas_python: str | None, repeats: int) -> list[Figure]:
    """Every figure."""
    streams = samples()
    hour, minute = write(folder / "hour.csv", streams, HOUR_S), write(folder / "minute.csv", streams, MINUTE_S)
    size = f"{hour.stat().st_size / 1e6:.0f} MB, {sum(len(rows) for rows in streams.values())} samples"
    alone, fold = alternating(repeats, lambda: filter_alone(streams), whole_fold(hour))
    packets = session(EXERCISE, EXAMPLES.start, Options(sets=RADIO_SETS)).inputs()
    single, strode = alternating(repeats, lambda: packet_by_packet(packets), lambda: in_strides(packets))
    command = [PROGRAM, "analyze", "--exercise", EXERCISE, "--json"]
    whole = plain = NONE
    for _ in range(repeats):
        whole = joined(whole, started([*command, str(hour)]))
        plain = joined(plain, started([pandas_python, PLAIN, str(hour)])) if pandas_python else NONE
    short, told = started([*command, str(minute)], repeats), started([PROGRAM, "--help"], repeats)
    return [
        *_figures(alone, fold, whole, size),
        *_radio(single, strode, packets[-1].t_ns / 1e9),
        *_small(short, told),
        *(_plain(plain, whole) if plain.seconds else ()),
    ]


def _figures(alone: Runs, fold: Runs, whole: Runs, size: str) -> list[Figure]:
    share = fold.least / alone.least
    return [
        Figure(name="filter alone, an hour", value=alone.least, unit="s", basis=str(alone)),
        Figure(name="whole fold, an hour", value=fold.least, unit="s", basis=str(fold)),
        Figure(name="whole fold / filter alone", value=share, most=5, basis="least of each, in turn"),
        Figure(name="analyze an hour of CSV", value=whole.least, unit="s", basis=f"{size}; {whole}"),
        Figure(name="times real time", value=HOUR_S / whole.least, least=1000, basis="start to exit"),
        Figure(name="largest memory", value=whole.peak_mb, unit="MB", most=300, basis="resident, start to exit"),
    ]


def _radio(single: Runs, strode: Runs, seconds: float) -> list[Figure]:
    share = single.least / strode.least
    return [
        Figure(
            name="packets one by one", value=single.least, unit="s", basis=f"{seconds:.0f} s of a session; {single}"
        ),
        Figure(name="packets in strides", value=strode.least, unit="s", basis=f"the same; {strode}"),
        Figure(name="one by one / in strides", value=share, least=4, basis="least of each, in turn"),
    ]


def _small(short: Runs, told: Runs) -> list[Figure]:
    return [
        Figure(name="analyze a minute of CSV", value=short.least, unit="s", most=1.5, basis=str(short)),
        Figure(name="imu-hinge --help", value=told.least, unit="s", most=0.2, basis=str(told)),
    ]


def _plain(plain: Runs, whole: Runs) -> list[Figure]:
    return [
        Figure(name="plain script, an hour of CSV", value=plain.least, unit="s", basis=str(plain)),
        Figure(name="plain script, largest memory", value=plain.peak_mb, unit="MB", basis="resident, start to exit"),
        Figure(name="analyze / plain script", value=whole.least / plain.least, basis="least of each, in turn"),
    ]


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pandas-python", metavar="PATH", help="a Python with pandas, scipy and vqf")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    pandas_python = chosen.pandas_python or (sys.executable if find_spec("pandas") else None)
    with TemporaryDirectory() as folder:
        figures = measured(Path(folder), pandas_python, chosen.repeats)
    for figure in figures:
        print(f"{figure.verdict:4} {figure.name:30} {figure.reached:11} {figure.target:15} {figure.basis}")
    if not pandas_python:
        print("left out: the plain script; give a Python with pandas by --pandas-python")
    return int(chosen.check and not all(figure.passed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
