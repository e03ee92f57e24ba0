"""Posture through virtual days: accuracy, reminders, memory, CPU, and what a recording of it weighs.

    python benchmarks/posture.py                       # three days of 8 hours, 26 Hz, one after another
    python benchmarks/posture.py --check               # exit with 1 when a target is missed
    python benchmarks/posture.py --days 2 --hours 2 --no-weights
    python benchmarks/posture.py --data FOLDER         # real recordings beside it

Method. `working_day(seed)` with reporting seeds is folded by a PostureSession in blocks of 30 s (any cut says the
same), each day in a process of its own; nothing was tuned on these seeds. Truth is that of the segments, second by
second; sensors have bias, noise, soft-tissue wobble, straps that creep, a re-strap at noon and one slip. A reminder is
true when the position was truly held for 85 % of the time it speaks of, within 2 deg of the limits. The shapes of the
day are assumptions: the figures say what the stage can do with them, and nothing about people.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from posture_real import seen
from posture_score import Score, Tape, score
from posture_targets import rows

from imu_hinge.catalogue import texts
from imu_hinge.core.posture import PostureSession
from imu_hinge.model.events import PostureReminder, Step
from imu_hinge.recording import About, Recorder
from imu_hinge.virtual.day import working_day
from imu_hinge.virtual.day_radio import station_inputs
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.seeds import REPORTING

FIRST = 892
"""Place of the first seed used here."""
EXERCISE, RATE_HZ, BLOCK_S, HOUR_S = "band_rdl", 26.0, 30.0, 3600.0


@dataclass(frozen=True, slots=True)
class Day:
    """One folded day."""

    seed: int
    hours: float
    score: Score
    cpu_s_per_hour: float
    """Of the fold, without making the samples."""
    memory_mb: tuple[float, ...]
    """Resident, at the end of each hour."""
    bytes_said_per_hour: float
    """Of the posture events, as JSON."""


def resident_mb() -> float:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def folded(seed: int, hours: float) -> Day:
    """One day through the session."""
    wearer = working_day(seed, hours)
    truth = wearer.truth
    session, tape = PostureSession(EXERCISE), Tape(len(truth.state))
    said: list[PostureReminder] = []
    memory: list[float] = []
    cpu, news = 0.0, 0
    for item in wearer.inputs(RATE_HZ, BLOCK_S):
        start = time.process_time()
        step = session.feed(item)
        cpu += time.process_time() - start
        if len(step.frames):
            tape.take(session.posture.fresh)
        said += [event for event in step.events if isinstance(event, PostureReminder)]
        news += sum(120 for event in step.events if type(event).__name__ == "PostureChanged")
        if item.t_ns >= (len(memory) + 1) * HOUR_S * 1e9:
            memory.append(resident_mb())
    lasted = wearer.end_s / HOUR_S
    result = score(tape, truth, said, session.posture.summary(), wearer.day.picked)
    return Day(seed, lasted, result, cpu / lasted, tuple(memory), news / lasted)


WEIGHTS = (
    ("104 Hz, 5 a frame, view 20 Hz", 104.0, Radio(batch=5), 0.1, 1),
    ("52 Hz, 10 a frame, view 1 Hz", 52.0, Radio(batch=10), 1.0, 50),
    ("26 Hz, 13 a frame, view 1 Hz", 26.0, Radio(batch=13), 1.0, 50),
    ("26 Hz, 15 a frame without rotation, view 1 Hz", 26.0, Radio(batch=15, rotation=False), 1.0, 50),
)
"""What is recorded: rate, frames, seconds between ticks, frames of the grid for one that is shown."""


def weight_mb(rate_hz: float, radio: Radio, tick_s: float, every: int, minutes: float = 20.0) -> float:
    """MB per hour of a recording of the first minutes of a day."""
    wearer = working_day(REPORTING[FIRST], 1.0)
    session = PostureSession(EXERCISE)
    with TemporaryDirectory() as folder:
        with Recorder(Path(folder) / "day.mcap", _about()) as recorder:
            for item in station_inputs(wearer, rate_hz, radio, tick_s, minutes * 60.0):
                step = session.feed(item)
                shown = step.frames[(step.frames["t_ns"] // 20_000_000) % every == 0]
                recorder.receive(item, Step(shown, step.events))
        return recorder.path.stat().st_size / 1e6 * 60.0 / minutes


def _about() -> About:
    profile, faults = texts(EXERCISE)
    return About(
        recording_id="00000000-0000-0000-0000-000000000000",
        session_id="00000000-0000-0000-0000-000000000001",
        client="c-00000000",
        start_wall_ns=0,
        utc_offset_min=0,
        exercise=EXERCISE,
        exercise_profile=profile,
        fault_profiles=faults,
        software="benchmark",
        python="",
        os="",
        source="simulate",
    )


def printed(day: Day) -> None:
    """One day in a few lines."""
    s = day.score
    print(f"seed {day.seed}: {day.hours:.1f} h, states {100 * s.agree / s.seconds:.1f} % of {s.seconds} s")
    zones = ", ".join(f"{name} {off:+.2f}" for name, off in s.zone_off_pct.items())
    print(f"  zones off by % of the time: {zones}; slumped {s.slumped_off_pct:+.2f}")
    print(f"  reminders {dict(s.reminders)}, not true {list(s.false)}, at a forbidden time {list(s.forbidden)}")
    print(f"  picked up {dict(s.picked)}, counted {dict(s.counted)}")
    memory = ", ".join(f"{mb:.0f}" for mb in day.memory_mb)
    print(f"  CPU {day.cpu_s_per_hour:.1f} s an hour, memory MB by hour: {memory}")
    print(f"  said {day.bytes_said_per_hour / 1e3:.0f} kB an hour before compression", flush=True)


def said_in(days: Iterable[Day]) -> str:
    """How often each reminder came."""
    return json.dumps(sum((day.score.reminders for day in days), Counter[str]()))


def main() -> int:
    """Prints the figures; 0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--no-weights", action="store_true", help="leave out what recordings weigh")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    seeds = [REPORTING[FIRST + i] for i in range(options.days)]
    with ProcessPoolExecutor(1, max_tasks_per_child=1) as pool:
        days = []
        for day in pool.map(folded, seeds, [options.hours] * len(seeds)):
            printed(day)
            days.append(day)
    found = rows(days)
    print(f"{len(days)} days, {sum(day.hours for day in days):.0f} h; reminders {said_in(days)}")
    for row in found:
        print(row, flush=True)
    for says, rate_hz, radio, tick_s, every in () if options.no_weights else WEIGHTS:
        print(f"recording, {says}: {weight_mb(rate_hz, radio, tick_s, every):.1f} MB an hour")
    if options.data:
        for line in seen(options.data):
            print(line)
    return int(options.check and not all(row.good for row in found))


if __name__ == "__main__":
    sys.exit(main())
