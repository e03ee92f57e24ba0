"""A day of posture that is cut short: what SIGKILL costs, and whether the day goes on.

    python benchmarks/posture_cut.py                     # a day of 8 hours, killed twice in its fifth, and 5 short ones
    python benchmarks/posture_cut.py --hours 1 --check   # a day of one hour, killed at 5/8 of it
    python benchmarks/posture_cut.py --only moments

Method. Real processes of `imu-hinge posture --simulate=day`, with a home of their own, over the virtual radio: sensors
are found, connected, asked for 26 Hz and 13 samples a notification. The wearer is `working_day(seed, hours)`, its seed
one of those kept for reporting.
Day: the first process runs as fast as it can and is killed in hour 5 of 8. A second one begins a minute of the day
later, at the pace of the clock, and is killed after 20 s. A third one begins a minute later and runs to the end of the
day; what it prints last is the day joined from all three.
Moments: 5 processes at the pace of the clock, each on another day and from another hour on, are killed between 8 and
25 s after they began to record, and begun again.
Lost is the time from the last write of the recording to the kill, at the pace of the clock: all inputs that came until
a write are in it. The last half second that a sensor has measured and not yet sent comes on top.
Truth is second by second; a part is laid beside it by the words of the wearer that both hold.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from imu_hinge.analysis import fold_of, own_profile, verify
from imu_hinge.core.posture import Posed, PostureDay, PostureSession, joined
from imu_hinge.model.inputs import Command
from imu_hinge.recording import event_to_json, open_recording
from imu_hinge.virtual.day import DayWearer, working_day
from imu_hinge.virtual.seeds import REPORTING

FIRST = 730
"""Place of the first seed used here."""
SPEED, PAUSE_S, PACED_S = 2000.0, 60.0, 20.0
NINE_S = 9 * 3600
MOST_LOST_S, LEAST_AGREE = 1.0, 0.95
SLACK_S = 10
"""A part begins up to so much after the time it was begun at: sensors are looked for and connected."""


class Run:
    """One process."""

    def __init__(self, home: Path, seed: int, hours: float, at_s: float, speed: float, *more: str) -> None:
        words = ["posture", f"--simulate=day@{clock(at_s)}", "--json", f"--seed={seed}", f"--hours={hours}"]
        values = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "imu_hinge", *words, f"--speed={speed}", *more],
            env={**os.environ, **values},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def lines(self) -> Iterator[dict[str, object]]:
        """What it prints, until it ends."""
        assert self._process.stdout is not None
        return map(json.loads, self._process.stdout)

    def until(self, at_s: float) -> float:
        """Waits until it speaks of this second of the day, or of a later one: of which."""
        for line in self.lines():
            if (spoken_s := float(str(line.get("time_s", 0.0)))) >= at_s:
                return spoken_s
        raise SystemExit("the day ended before its time")

    def kill(self) -> int:
        """SIGKILL; when, wall clock in ns."""
        now_ns = time.time_ns()
        self._process.kill()
        self._process.wait()
        return now_ns

    def end(self) -> dict[str, object]:
        """Waits for its end; the last object it printed."""
        *_, last = self.lines()
        self._process.wait()
        return last


def clock(at_s: float) -> str:
    """As `--simulate` takes it."""
    minutes, seconds = divmod(int(at_s), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def lost_s(home: Path, killed_ns: int) -> float:
    """From the last write to the kill."""
    (part,) = home.rglob("*.part")
    return (killed_ns - part.stat().st_mtime_ns) / 1e9


def recordings(home: Path) -> list[Path]:
    """In order of time."""
    return sorted(home.rglob("*.mcap"))


@dataclass(frozen=True, slots=True)
class Folded:
    """A part of a day."""

    day: PostureDay
    posed: Sequence[Posed]
    offset_s: float | None
    """Wearer's time at session time 0; None where the wearer said nothing."""
    start_s: float
    """Second of the wearer's day at which it was begun."""
    same: bool
    """Whether the fold says what was said when it was recorded."""


def folded(path: Path, wearer: DayWearer) -> Folded:
    """A recording once more, with what its words say about when it was."""
    posed: list[Posed] = []
    now: list[tuple[int, dict[str, object]]] = []
    with open_recording(path) as recording:
        about, then = recording.about, recording.said
        start_s = (about.start_wall_ns / 1e9 + 60 * about.utc_offset_min) % 86_400 - NINE_S
        session = fold_of(about.kind, own_profile(path, about), about.settings)
        assert isinstance(session, PostureSession)
        said: list[Command] = []
        for index, item in recording.indexed():
            now += [(index, event_to_json(event)) for event in session.feed(item).events]
            posed += session.posture.fresh
            said += [item] if isinstance(item, Command) else []
        session.feed(Command(recording.duration_ns, "end"))
        posed += session.posture.fresh
    script = [word for word in wearer.day.script.commands if word.t_s >= start_s]
    names = {word.name for word in script}
    pairs = list(zip([word for word in said if word.name in names], script, strict=False))
    offset_s = pairs[0][1].t_s - pairs[0][0].t_ns / 1e9 if pairs else None
    return Folded(session.posture.summary(), posed, offset_s, start_s, now == then)


def agreement(parts: Sequence[Folded], wearer: DayWearer) -> tuple[int, int]:
    """Seconds with the true state, and seconds since the calibration that were looked at."""
    truth, usual = wearer.truth, [one.offset_s - one.start_s for one in parts if one.offset_s is not None]
    same = looked = 0
    for part in parts:
        offset_s = part.offset_s if part.offset_s is not None else part.start_s + sum(usual) / max(len(usual), 1)
        for posed in part.posed:
            second = round(posed.second + offset_s)
            if truth.from_s <= second < len(truth.state):
                looked += 1
                same += posed.state.value == truth.state[second]
    return same, looked


def day_cut(seed: int, hours: float, home: Path) -> bool:
    """The long day; whether it is as it should be."""
    wearer = working_day(seed, hours)
    began = time.monotonic()
    first = Run(home, seed, hours, NINE_S, SPEED)
    cut_s = first.until(NINE_S + hours * 3600 * 4.6 / 8)
    first.kill()
    print(f"killed at {clock(cut_s)} after {time.monotonic() - began:.0f} s of this machine", flush=True)
    second = Run(home, seed, hours, cut_s + PAUSE_S, 1.0)
    while not list(home.rglob("*.part")) or len(recordings(home)) < 1:
        time.sleep(0.5)
    time.sleep(PACED_S)
    lost = lost_s(home, second.kill())
    last = Run(home, seed, hours, cut_s + 2 * PAUSE_S + PACED_S, SPEED).end()
    paths = recordings(home)
    parts = [folded(path, wearer) for path in paths]
    same, looked = agreement(parts, wearer)
    total = joined([part.day for part in parts])
    told = PostureDay.from_dict({name: value for name, value in last.items() if name in total.to_dict()})
    covered = sum(len(part.posed) for part in parts)
    gap_s = hours * 3600 - covered
    print(f"day of {hours:g} h, seed {seed}, {time.monotonic() - began:.0f} s of this machine")
    print(f"  parts: {', '.join(f'{len(part.posed)} s' for part in parts)}; in none of them {gap_s:.0f} s")
    print(f"  lost at the kill at the pace of the clock: {lost:.2f} s")
    print(f"  folded again: {', '.join('same' if one.same else 'DIFFERS' for one in parts)}")
    print(f"  the day as the last process joined it: {told.seconds} s, the parts folded again: {total.seconds} s")
    print(f"  seconds with the true state: {100 * same / max(looked, 1):.1f} % of {looked}")
    print(f"  unknown: {dict(total.unknown_s)}; reminders {dict(Counter(total.reminders))}")
    return all(
        (
            lost <= MOST_LOST_S,
            all(one.same for one in parts),
            told == total,
            same >= LEAST_AGREE * looked,
            gap_s <= 2 * PAUSE_S + 3 * SLACK_S + SLACK_S,
        )
    )


def moment(seed: int, home: Path) -> bool:
    """A short one, killed at any moment; whether it is as it should be."""
    chance = Random(seed)
    at_s = NINE_S + chance.uniform(0.2, 0.9) * 8 * 3600
    run = Run(home, seed, 8.0, at_s, 1.0)
    while not list(home.rglob("*.part")):
        time.sleep(0.1)
    time.sleep(chance.uniform(8.0, 25.0))
    lost = lost_s(home, run.kill())
    Run(home, seed, 8.0, at_s + PAUSE_S, SPEED, "--duration=60").end()
    verdicts = [verify(path) for path in recordings(home)]
    same = [one.same for one in verdicts]
    print(
        f"  seed {seed}, from {clock(at_s)} on: {lost:.2f} s lost, parts that verify: {sum(same)} of {len(same)}",
        flush=True,
    )
    return lost <= MOST_LOST_S and same == [True, True]


def main() -> None:
    """Prints the figures; with --check a figure that is not as it should be is the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--moments", type=int, default=5)
    parser.add_argument("--only", choices=("day", "moments"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "day":
            print("killed at any moment:")
            seeds = REPORTING[FIRST + 1 : FIRST + 1 + options.moments]
            good &= not [seed for seed in seeds if not moment(seed, Path(folder) / str(seed))]
        if options.only != "moments":
            good &= day_cut(REPORTING[FIRST], options.hours, Path(folder) / "day")
    if options.check and not good:
        raise SystemExit("not as it should be")


if __name__ == "__main__":
    main()
