"""Lost notifications, sensors that fall silent, and sensors that send rubbish: over the virtual radio."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from radio_heard import Rehearsed, rehearsed

from imu_hinge.analysis import verify
from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.model.events import SensorWarning, Step
from imu_hinge.model.inputs import Input, LinkState, Packet, Placement, Tick
from imu_hinge.recording import Recorder
from imu_hinge.sensors.hsp import BACKFILL, CONFIG, CONTROL, DATA, STATUS, TIME_SYNC, HspDialogue
from imu_hinge.virtual.air.simulation import Worn
from imu_hinge.virtual.scenarios import LEAD_S, Act, Happening, Scenario
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.wearer import Wearer

Figure = tuple[str, str, str, bool]
"""Name, target, reached, passed."""
_OPTIONS = Options(sets=1, reps=(9, 10), styles=("plain",), nuisance=False, full_bend=False, lead_s=LEAD_S)


def lumbar_rmse_deg(seed: int, loss: float) -> float:
    """Of the valid frames within the set, against the truth."""
    wearer = session("band_rdl", seed, _OPTIONS)
    lossy = tuple(Happening(0.0, placement, Act.LOSS, loss) for placement in Placement)
    done = rehearsed(Scenario("", lambda seed, extra_s=0.0: wearer, lambda _: lossy, True), wearer)
    frames = done.heard.frames
    true_ns = frames["t_ns"] + round(done.offset_s * 1e9)
    only = wearer.truth.sets[0]
    inside = (true_ns >= only.t_start_s * 1e9) & (true_ns <= only.t_end_s * 1e9) & frames["valid"]
    truth = wearer.truth.tilts_at(true_ns)
    error = np.degrees(frames["lumbar_flexion"] - truth.lumbar)[inside]
    return float(np.sqrt(np.mean(error**2)))


def loss(seeds: range, pool: ProcessPoolExecutor, runs: int) -> list[Figure]:
    """What 20 % of lost notifications cost."""
    chosen = [seed for seed in seeds[:runs] for _ in (0, 1)]
    found = list(pool.map(lumbar_rmse_deg, chosen, [0.0, 0.2] * runs))
    clean, lossy = np.array(found[::2]), np.array(found[1::2])
    costs = float(np.sqrt(np.mean(lossy**2)) - np.sqrt(np.mean(clean**2)))
    said = f"{costs:+.2f} deg ({np.sqrt(np.mean(clean**2)):.2f} to {np.sqrt(np.mean(lossy**2)):.2f}, {runs} sessions)"
    return [("20 % lost: lumbar RMSE grows", "0.2 deg", said, costs <= 0.2)]


@dataclass(frozen=True, slots=True)
class Silence:
    """What came of a sensor that fell silent though connected."""

    told_s: float
    again_s: float
    other_lost: int
    missing: int
    right: bool
    same: bool
    complaints: int


def silence(seed: int, placement: Placement, hangs: bool) -> Silence:
    """`hangs`: nothing helps but a new connection; else START does."""
    wearer = session("band_rdl", seed, _OPTIONS)
    gone_s = wearer.script.sets[0].reps[2].t_start_s + 0.7
    cured_s = 3.0
    happenings = () if hangs else (Happening(gone_s, placement, Act.FALL_SILENT),)

    def prepare(worn: Worn) -> None:
        if hangs:
            loop, sensor = asyncio.get_running_loop(), worn.sensors[placement]
            loop.call_at(worn.began_s + gone_s, sensor.go_silent, True)
            loop.call_at(worn.began_s + gone_s + cured_s, sensor.go_silent, False)

    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder) / "silent.mcap", about_recording("band_rdl", "simulate"))
        done = rehearsed(
            Scenario("", lambda seed, extra_s=0.0: wearer, lambda _: happenings, True),
            wearer,
            prepare,
            sinks=(recorder,),
        )
        same = verify(recorder.path).same
    return _silence(wearer, done, placement, gone_s, same)


def _silence(wearer: Wearer, done: Rehearsed, placement: Placement, gone_s: float, same: bool) -> Silence:
    gone_ns = round((gone_s - done.offset_s) * 1e9)
    heard = done.heard
    told = [t for t in heard.states(placement, LinkState.SILENT) if t > gone_ns]
    again = [t for t in heard.states(placement, LinkState.STREAMING) if t > gone_ns]
    other = next(one for one in Placement if one is not placement)
    total = sum(one.counted + one.unsure for one in heard.summary.sets)
    return Silence(
        (told[0] - gone_ns) / 1e9 if told else float("inf"),
        (again[0] - gone_ns) / 1e9 if again else float("inf"),
        heard.arrived[other].lost_live,
        heard.arrived[placement].missing,
        total == wearer.truth.rep_count,
        same,
        len(done.complaints),
    )


def silences(seeds: range, pool: ProcessPoolExecutor, runs: int) -> list[Figure]:
    """Both kinds of silence, both sensors."""
    kinds = [(placement, hangs) for placement in Placement for hangs in (False, True)]
    jobs = [(seed, *kind) for seed, kind in zip(seeds, kinds * runs, strict=False)]
    found = list(pool.map(silence, *zip(*jobs, strict=True)))
    told, again = max(one.told_s for one in found), max(one.again_s for one in found)
    return [
        (f"silent sensor told, longest of {len(found)}", "2 s", f"{told:.2f} s", told <= 2),
        ("silent sensor: data again, longest", "recovered", f"{again:.2f} s (half of them hang for 3 s)", again < 20),
        (
            "samples the other sensor lost",
            "0",
            str(sum(one.other_lost for one in found)),
            not any(one.other_lost for one in found),
        ),
        (
            "counts right or unsure",
            "all",
            f"{sum(one.right for one in found)} of {len(found)}",
            all(one.right for one in found),
        ),
        (
            "recordings that verify",
            "all",
            f"{sum(one.same for one in found)} of {len(found)}",
            all(one.same for one in found),
        ),
    ]


class Warned:
    """A sink that keeps nothing but which warnings were said."""

    def __init__(self) -> None:
        self.warned: set[str] = set()

    def receive(self, item: Input, step: Step) -> None:
        self.warned |= {event.id for event in step.events if isinstance(event, SensorWarning)}


_CHARACTERISTICS = (DATA, DATA, DATA, CONFIG, CONTROL, STATUS, TIME_SYNC, BACKFILL)


def hostile_packets(seed: int, honest: list[Packet]) -> Callable[[], Packet]:
    """Random bytes, lengths of every kind, and honest packets with bits flipped, cut, doubled, out of order."""
    rng = np.random.default_rng(seed)
    spoiled = (_random, _flipped, _cut, _extended, _as_it_is)
    state = {"t_ns": honest[-1].t_ns}

    def one() -> Packet:
        state["t_ns"] += int(rng.integers(0, 2_400_000))
        model = honest[int(rng.integers(len(honest)))]
        payload = spoiled[int(rng.integers(len(spoiled)))](rng, model.payload)
        where = (
            _CHARACTERISTICS[int(rng.integers(len(_CHARACTERISTICS)))] if rng.random() < 0.3 else model.characteristic
        )
        return Packet(state["t_ns"], model.placement, model.driver, payload, where)

    return one


def _random(rng: np.random.Generator, payload: bytes) -> bytes:
    return rng.bytes(int(rng.integers(0, 245)))


def _flipped(rng: np.random.Generator, payload: bytes) -> bytes:
    spoiled = bytearray(payload)
    for _ in range(int(rng.integers(1, 5)) if payload else 0):
        spoiled[int(rng.integers(len(spoiled)))] ^= 1 << int(rng.integers(8))
    return bytes(spoiled)


def _cut(rng: np.random.Generator, payload: bytes) -> bytes:
    return payload[: int(rng.integers(0, len(payload) + 1))]


def _extended(rng: np.random.Generator, payload: bytes) -> bytes:
    return payload + rng.bytes(int(rng.integers(1, 30)))


def _as_it_is(rng: np.random.Generator, payload: bytes) -> bytes:
    return payload


def hostile(seed: int, count: int) -> list[Figure]:
    """So many spoiled notifications through dialogue, fold and recorder: no crash, no growth, and it is told."""
    wearer = session("band_rdl", seed, _OPTIONS)
    honest = [item for item in wearer.inputs() if isinstance(item, Packet)]
    fold, heard, dialogue = Session("band_rdl"), Warned(), HspDialogue()
    spoil = hostile_packets(seed, honest)
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder) / "hostile.mcap", about_recording("band_rdl", "simulate"))
        for item in wearer.inputs():
            recorder.receive(item, fold.feed(item))
        sizes = []
        for number in range(count):
            packet = spoil()
            dialogue.notified(packet)
            for item in (packet, Tick(packet.t_ns))[: 1 + (number % 42 == 0)]:
                step = fold.feed(item)
                recorder.receive(item, step)
                heard.receive(item, step)
            if number in (count // 4, count - 1):
                sizes.append(_resident_mb())
        recorder.close()
        same = verify(recorder.path).same
    told = sorted(heard.warned)
    growth = sizes[1] - sizes[0]
    return [
        (f"{count:,} spoiled notifications", "no crash", "none", True),
        ("memory over the last three quarters", "bounded", f"{growth:+.0f} MB of {sizes[1]:.0f}", growth < 64),
        ("told as sensor warning", "yes", ", ".join(told), "unreadable_sensor" in told),
        ("the recording of it verifies", "yes", "same" if same else "differs", same),
    ]


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
