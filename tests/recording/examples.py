"""A session to record: packets that do not compress, ticks, links, commands, frames and events."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Phase, PhaseChanged, SetStarted, Step
from imu_hinge.model.inputs import Command, Input, Link, Packet, Placement, Samples, Tick
from imu_hinge.recording import About, Recorder, Recording

SILENCE = Step(np.zeros(0, FRAME))
Fed = list[tuple[Input, Step]]


def about(**changes: object) -> About:
    values: dict[str, object] = {
        "recording_id": "0b9a61f2-7f0e-4b0e-9a51-3c2a54f0a001",
        "session_id": "session-1",
        "client": "c-7k2m9xq4",
        "start_wall_ns": 1_795_251_600_000_000_000,
        "utc_offset_min": 60,
        "exercise": "band_rdl",
        "exercise_profile": 'name = "Band RDL"\n# Grüße = yes',
        "fault_profiles": {"lumbar_flexion": "limit_deg = 20"},
        "software": "imu_hinge 0.1.0",
        "python": "3.11.7",
        "os": "Linux",
        "drivers": {"sacrum": "hsp 1", "thoracic": "hsp 1"},
        "source": "simulate",
    }
    return About(**{**values, **changes})  # type: ignore[arg-type]


def session(seconds: float, seed: int = 0) -> Fed:
    """Two sensors at 104 Hz, 5 samples in a notification, ticks at 10 Hz, frames at 50 Hz, a phase every second."""
    rng = np.random.default_rng(seed)
    step_ns = 48_076_923
    times = range(0, int(seconds * 1e9), step_ns)
    fed: Fed = [(_link(placement), SILENCE) for placement in Placement]
    fed += [(_packet(t + 7 * n, placement, rng), SILENCE) for t in times for n, placement in enumerate(Placement)]
    fed += [(Tick(t), _step(t)) for t in range(0, int(seconds * 1e9), 100_000_000)]
    fed += [(Command(int(seconds * 5e8), "pain", "3"), SILENCE)]
    return sorted(fed, key=lambda entry: entry[0].t_ns)


def record(path: Path, fed: Fed, **changes: object) -> Path:
    with Recorder(path, about(**changes)) as recorder:
        for item, step in fed:
            recorder.receive(item, step)
    assert not recorder.notice
    return recorder.path


def same(one: Input, other: Input) -> bool:
    """Equal to the last bit, NaN included."""
    if isinstance(one, Samples) and isinstance(other, Samples):
        bits = (one.samples.dtype, one.samples.tobytes()) == (other.samples.dtype, other.samples.tobytes())
        return bits and (one.placement, one.nominal_period_ns) == (other.placement, other.nominal_period_ns)
    return one == other


def judge(recording: Recording, fed: Fed) -> tuple[int, int]:
    """Counts of wrong inputs and of losses that `recording.damage` does not name.

    What an unfinished recording would have held behind its last input is nobody's to know.
    """
    got = dict(recording.indexed())
    assert all(before < after for before, after in pairwise(got))
    wrong = sum(not same(item, fed[index][0]) for index, item in got.items())
    named = {index for one in recording.damage for index in named_by(one.missing_first, one.missing_last, len(fed))}
    known_end = len(fed) if recording.finished else max(got, default=0)
    return wrong, sum(index not in got and index not in named for index in range(known_end))


def named_by(first: int | None, last: int | None, count: int) -> range:
    if first is None:
        return range(0)
    return range(first, count if last is None else last + 1)


def _link(placement: Placement) -> Link:
    return Link(0, placement, "connected", 81, -60, "hsp", "Hinge", "1.2", f"serial of {placement}")


def _packet(t_ns: int, placement: Placement, rng: np.random.Generator) -> Packet:
    return Packet(t_ns, placement, "hsp", rng.integers(0, 256, 60, dtype=np.uint8).tobytes())


def _step(t_ns: int) -> Step:
    frames = np.zeros(5, FRAME)
    frames["t_ns"] = t_ns + np.arange(5) * 20_000_000
    frames["pelvis_tilt"], frames["lumbar_flexion"], frames["valid"] = 0.5, np.nan, True
    if t_ns % 1_000_000_000:
        return Step(frames)
    phase = (Phase.HINGING, Phase.DRIVING)[t_ns // 1_000_000_000 % 2]
    started = SetStarted(t_ns=t_ns, set_index=1, exercise="band_rdl", side=None)
    return Step(frames, (PhaseChanged(t_ns=t_ns, phase=phase), *([started] if t_ns == 1_000_000_000 else [])))
