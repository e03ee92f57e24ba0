"""What a recording survives, and what it costs: kills, cuts, flipped bits, reading, writing.

    python benchmarks/durability.py

Method. Kills: writers in processes of their own record two sensors (104 Hz, 5 samples in a notification, ticks, 20
postures a second) in real time and get SIGKILL at a random moment; lost is the time from the newest recovered input to
the kill. Cuts and flips: one place each in a finished recording of one minute; every input that is read is compared
with what was fed, every missing one must be named by `recording.damage`. Reading: an hour, checked and decoded.
"""

import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Packet, Placement, Tick
from imu_hinge.recording import About, Recorder, heal, open_recording

KILLS, PARALLEL, TRIALS, SEED = 50, 10, 200, 20261121
SHORTEST_S, LONGEST_S = 2.0, 6.0
PACKET_NS, TICK_NS, HOUR_S = 48_076_923, 100_000_000, 3600
ABOUT = About(
    recording_id="0b9a61f2-7f0e-4b0e-9a51-3c2a54f0a001",
    session_id="benchmark",
    client="c-00000000",
    start_wall_ns=1_795_251_600_000_000_000,
    utc_offset_min=0,
    exercise="band_rdl",
    exercise_profile="",
    software="imu_hinge benchmark",
    python="",
    os="",
    drivers={"sacrum": "hsp 1", "thoracic": "hsp 1"},
    source="simulate",
)

Fed = list[tuple[Input, Step]]


def session(seconds: float, seed: int) -> Fed:
    """Inputs in order of time; payloads that do not compress."""
    rng = np.random.default_rng(seed)
    end_ns = int(seconds * 1e9)
    fed: Fed = [
        (Packet(t + 7 * n, one, "hsp", rng.bytes(60)), step())
        for t in range(0, end_ns, PACKET_NS)
        for n, one in enumerate(Placement)
    ]
    fed += [(Tick(t), step(t)) for t in range(0, end_ns, TICK_NS)]
    return sorted(fed, key=lambda entry: entry[0].t_ns)


def step(t_ns: int = -1) -> Step:
    """The five frames of a tenth of a second, or none."""
    frames = np.zeros(5 if t_ns >= 0 else 0, FRAME)
    frames["t_ns"] = t_ns + 20_000_000 * np.arange(len(frames))
    frames["pelvis_tilt"] = frames["thorax_tilt"] = np.sin(frames["t_ns"] * 2e-9)
    return Step(frames)


def record(path: Path, fed: Fed) -> Path:
    """A finished recording."""
    with Recorder(path, ABOUT) as recorder:
        for item, said in fed:
            recorder.receive(item, said)
    return recorder.path


def write_in_real_time(path: Path, seed: int) -> None:
    """What a killed process was doing. Says its time zero on standard output."""
    fed = session(LONGEST_S + 1, seed)
    start_ns = time.monotonic_ns()
    with Recorder(path, ABOUT) as recorder:
        print(start_ns, flush=True)
        for item, said in fed:
            time.sleep(max(0.0, (start_ns + item.t_ns - time.monotonic_ns()) / 1e9))
            recorder.receive(item, said)


def killed(folder: Path, chance: random.Random, first: int) -> Iterator[float]:
    """Seconds lost by each of PARALLEL writers."""
    command = [sys.executable, __file__, "--write"]
    paths = [folder / f"{first + n}.mcap" for n in range(PARALLEL)]
    writers = [
        subprocess.Popen([*command, str(path), str(first + n)], stdout=subprocess.PIPE, text=True)
        for n, path in enumerate(paths)
    ]
    starts = [int(writer.stdout.readline()) for writer in writers if writer.stdout]
    due = sorted((start + int(chance.uniform(SHORTEST_S, LONGEST_S) * 1e9), n) for n, start in enumerate(starts))
    for due_ns, n in due:
        time.sleep(max(0.0, (due_ns - time.monotonic_ns()) / 1e9))
        killed_ns = time.monotonic_ns() - starts[n]
        writers[n].kill()
        writers[n].wait()
        yield lost_s(paths[n], session(LONGEST_S + 1, first + n), killed_ns)


def lost_s(path: Path, fed: Fed, killed_ns: int) -> float:
    """Heals, reads and compares; the time from the newest recovered input to the kill."""
    healed = heal(path.with_name(f"{path.name}.part"))
    wrong, unreported, _ = compared(healed.path, fed)
    assert (wrong, unreported) == (0, 0), healed
    return (killed_ns - healed.duration_ns) / 1e9


def compared(path: Path, fed: Fed) -> tuple[int, int, int]:
    """Counts of wrong inputs, of losses that nothing names, and of inputs lost."""
    with open_recording(path) as recording:
        got = dict(recording.indexed())
        named = {
            index
            for one in recording.damage
            if one.missing_first is not None
            for index in range(one.missing_first, len(fed) if one.missing_last is None else one.missing_last + 1)
        }
        known_end = len(fed) if recording.ended == "closed" else max(got, default=0)
    wrong = sum(item != fed[index][0] for index, item in got.items())
    lost = [index for index in range(len(fed)) if index not in got]
    return wrong, sum(index not in named and index < known_end for index in lost), len(lost)


def kills(folder: Path) -> str:
    """KILLS writers, PARALLEL at a time."""
    chance = random.Random(SEED)
    lost = [seconds for first in range(0, KILLS, PARALLEL) for seconds in killed(folder, chance, first)]
    return (
        f"lost max {max(lost):.2f} s, median {statistics.median(lost):.2f} s; {len(lost)} of {KILLS} open after healing"
    )


def damaged(folder: Path, intact: bytes, fed: Fed, places: list[int], change: str) -> str:
    """One change at each place, read back."""
    path, counts, quiet = folder / "damaged.mcap", [], 0
    for place in places:
        data = bytearray(intact if change == "flip" else intact[: place // 8])
        if change == "flip":
            data[place // 8] ^= 1 << place % 8
        path.write_bytes(data)
        counts.append(compared(path, fed))
        with open_recording(path) as recording:
            quiet += not recording.damage
    wrong, unreported, lost = (list(column) for column in zip(*counts, strict=True))
    most = f", at most {max(lost)} of {len(fed)} inputs lost" if change == "flip" else ""
    return f"{sum(wrong)} wrong inputs, {sum(unreported)} unreported losses, {quiet} without a word{most}"


def hour(folder: Path) -> tuple[str, str]:
    """Cost of writing and of reading an hour."""
    fed = session(HOUR_S, SEED)
    before = time.process_time()
    path = record(folder / "hour.mcap", fed)
    cpu_ms = (time.process_time() - before) / HOUR_S * 1e3
    started = time.perf_counter()
    with open_recording(path) as recording:
        count = sum(1 for _ in recording)
    read_s = time.perf_counter() - started
    assert count == len(fed)
    size = path.stat().st_size / 1e6
    return f"{cpu_ms:.2f} ms CPU per second of data, {size:.1f} MB an hour", f"{read_s:.2f} s for {count} inputs"


def report() -> None:
    """Prints the figures."""
    rng = np.random.default_rng(SEED)
    started = time.perf_counter()
    with TemporaryDirectory() as name:
        folder, fed = Path(name), session(60.0, SEED)
        intact = record(folder / "minute.mcap", fed).read_bytes()
        first = intact.index(b"\x04\x00\x00\x00zstd") + 1024
        cuts = [int(bit) for bit in rng.integers(8 * first, 8 * len(intact), TRIALS)]
        flips = [int(bit) for bit in rng.integers(0, 8 * len(intact), TRIALS)]
        print(f"{KILLS} kills in real time, seed {SEED}: {kills(folder)}")
        print(f"{TRIALS} cuts, seed {SEED}: {damaged(folder, intact, fed, cuts, 'cut')}")
        print(f"{TRIALS} flipped bits, seed {SEED}: {damaged(folder, intact, fed, flips, 'flip')}")
        written, read = hour(folder)
        print(f"writing an hour: {written}\nreading an hour: {read}")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all in {time.perf_counter() - started:.0f} s, peak memory with the fed session {peak_mb:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write_in_real_time(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        report()
