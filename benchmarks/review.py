"""An hour's recording in the review screen, in a real pseudo-terminal: how soon it stands, and whether it ever stalls.

    python benchmarks/review.py
    python benchmarks/review.py --recording hour.mcap   # one that is there already; making one takes minutes
    python benchmarks/review.py --check                 # exit with 1 when a target is missed

Method. A virtual wearer trains for an hour in dense sets and is recorded. `imu-hinge review` is started on it as a
user starts it, in a pseudo-terminal of 120 columns and 40 rows, in a home where nothing was kept before. *First
picture*: from the start of the process until the totals of the session stand on the screen. *Curves*: until the curves
of the first set are drawn. *Stall*: from the first picture until the screen says whether the fold agrees with what was
said live, the key that goes to the next repetition is pressed thirty times a second, as a key that is held; after 300
of them the one that goes back. A press is answered when the program has drawn; the longest time to an answer is the
stall. All the while the fold goes through the recording in a process of its own.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import chain, cycle, repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from figures import Figure
from screen_cost import at_home
from served import peak_mb
from terminals import Terminal

from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.recording import Recorder
from imu_hinge.station import run_session
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import EXAMPLES

EXERCISE, SETS = "band_rdl", 52
COLUMNS, ROWS = 120, 40
STARTS, KEYS_HZ, PATIENCE_S = 5, 30.0, 900.0
REVIEW = [sys.executable, "-m", "imu_hinge", "review"]
TOTALS, CHECKED = b"reps: ", b"same as live"
_CURVE_CELLS = 60
"""So many cells of dots are more than a timeline begins with."""
_DRAWN_BYTES = 100
"""An answer to a key is longer than what a terminal is asked at times."""


def record(path: Path) -> float:
    """Writes the recording; its length in s."""
    worn = session(EXERCISE, EXAMPLES.start, Options(sets=SETS))
    with Recorder(path, about_recording(EXERCISE, "simulate")) as recorder:
        run_session(worn.inputs(), Session(EXERCISE), [recorder])
    return worn.end_s


def starts(path: Path, folder: Path) -> Iterator[Figure]:
    """First picture and curves."""
    first, curves = [], []
    for number in range(STARTS):
        with Terminal([*REVIEW, str(path)], COLUMNS, ROWS, at_home(folder / f"home{number}")) as terminal:
            terminal.read_for(30.0, lambda said: TOTALS in said)
            first.append(time.monotonic() - terminal.began_s)
            terminal.read_for(60.0, lambda said: _dots(said) >= _CURVE_CELLS)
            curves.append(time.monotonic() - terminal.began_s)
    yield Figure(name="start to first picture", value=median(first), unit="s", most=1.5, basis=_all(first))
    yield Figure(name="start to curves", value=median(curves), unit="s", most=3.0, basis=_all(curves))


def held(path: Path, folder: Path) -> Iterator[Figure]:
    """Keys held until the recording was gone through."""
    answers: list[float] = []
    with Terminal([*REVIEW, str(path)], COLUMNS, ROWS, at_home(folder / "held")) as terminal:
        terminal.read_for(30.0, lambda said: TOTALS in said)
        said = b""
        for key in there_and_back():
            pressed = time.monotonic()
            terminal.type(key)
            said = said[-len(CHECKED) :] + terminal.read_for(5.0, lambda drawn: len(drawn) >= _DRAWN_BYTES)
            answers.append(time.monotonic() - pressed)
            if CHECKED in said or time.monotonic() - terminal.began_s > PATIENCE_S:
                break
            said += terminal.read_for(max(0.0, 1.0 / KEYS_HZ - answers[-1]))
        through, used = time.monotonic() - terminal.began_s, peak_mb(terminal.process.pid)
    answers.sort()
    late = answers[int(0.99 * len(answers))]
    basis = f"{len(answers)} presses, median {1000 * median(answers):.0f} ms, 99 % {1000 * late:.0f} ms"
    yield Figure(name="longest stall, keys held", value=answers[-1], unit="s", most=0.25, basis=basis)
    yield Figure(name="start to checked", value=through, unit="s", basis="the fold beside, keys held")
    yield Figure(name="memory of the screen", value=used, unit="MB", most=200, basis="largest resident")


def there_and_back(reps: int = 300) -> Iterator[str]:
    """Keys to the next repetition, then as many back, without end."""
    return chain.from_iterable(repeat(key, reps) for key in cycle(".,"))


def _dots(said: bytes) -> int:
    """Cells of braille in what was drawn: their UTF-8 begins with E2 A0 to E2 A3."""
    return sum(said.count(bytes([0xE2, second])) for second in range(0xA0, 0xA4))


def _all(taken: list[float]) -> str:
    return ", ".join(f"{one:.2f}" for one in taken)


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recording", type=Path, metavar="PATH", help="in place of one that is made")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = chosen.recording or Path(folder) / "hour.mcap"
        if not chosen.recording:
            print(f"recorded {record(path) / 60:.0f} min")
        print(f"{path.stat().st_size / 1e6:.1f} MB")
        figures = list[Figure]()
        for figure in chain(starts(path, Path(folder)), held(path, Path(folder))):
            print(
                f"{figure.verdict:4} {figure.name:26} {figure.reached:10} {figure.target:15} {figure.basis}", flush=True
            )
            figures.append(figure)
    return int(chosen.check and not all(figure.passed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
