"""A session as it was lived: a wearer of the sample recordings, who also says something, recorded anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from imu_hinge.analysis import Span, new_session
from imu_hinge.catalogue import Exercise, load_exercise, texts
from imu_hinge.core.session import SensorStats
from imu_hinge.history.keeper import Keeper
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input, Placement
from imu_hinge.recording import About, Recorder, open_recording
from tests.history.made import NOW_NS
from tests.made import S

SAMPLE = Path(__file__).parents[2] / "recordings" / "band_hinge.mcap"
"""Calibrated at 26 s; five repetitions from 40 to 59 s; the set ended at 65 s."""
WORDS = (
    Command(0, "gate", "a1 no"),
    Command(0, "gate", "c 7"),
    Command(0, "gate", "c mistake"),
    Command(0, "gate", "c 2"),
    Command(57 * S, "pain", "4"),
    Command(60 * S, "pain", "unanswered"),
    Command(61 * S, "pain", "1"),
    Command(62 * S, "note", " looks at\tthe floor "),
    Command(63 * S, "note", ""),
    Command(63 * S, "trainer_note", '{"by": "anna", "text": "eyes\\u001b[2J ahead"}'),
    Command(66 * S, "end"),
)
CLIENT = "c-7k2m9xq4"


@dataclass(frozen=True, slots=True)
class Lived:
    """What happened, what the fold said of it, and its recording."""

    about: About
    exercise: Exercise
    steps: list[tuple[Input, Step]]
    span: Span
    sensors: Mapping[Placement, SensorStats]
    path: Path

    @property
    def session_id(self) -> UUID:
        return UUID(self.about.session_id)

    def keep(self, keeper: Keeper, until_s: float = 1e9) -> None:
        """All that happened, to a keeper."""
        for item, step in self.steps:
            if item.t_ns <= until_s * 1e9:
                keeper.receive(item, step)


def about(number: int, **changes: str) -> About:
    exercise_toml, faults = texts("band_hinge")
    values = {
        "recording_id": str(UUID(int=number << 96)),
        "session_id": str(UUID(int=(number << 96) + 1)),
        "client": CLIENT,
        "exercise": "band_hinge",
        "exercise_profile": exercise_toml,
        "software": "imu_hinge 0.2.0",
        "python": "3.11.7",
        "os": "Linux",
        "source": "live",
        **changes,
    }
    return About(
        **values,
        start_wall_ns=NOW_NS,
        utc_offset_min=60,
        fault_profiles=faults,
        drivers={"sacrum": "hsp 1", "thoracic": "hsp 1"},
    )


def live(folder: Path) -> Lived:
    """Folded and recorded, as `live` does it."""
    exercise, span, known = load_exercise("band_hinge"), Span(), about(0xAB)
    session = new_session(exercise, tap=span.tap)
    steps = [(item, session.feed(item)) for item in inputs()]
    path = record(folder / CLIENT / "20261121T090000Z-000000ab.mcap", known, steps)
    return Lived(known, exercise, steps, span, session.sensors(), path)


def record(path: Path, known: About, steps: list[tuple[Input, Step]]) -> Path:
    with Recorder(path, known) as recorder:
        for item, step in steps:
            recorder.receive(item, step)
    assert not recorder.notice
    return recorder.path


def inputs() -> Iterator[Input]:
    with open_recording(SAMPLE) as recording:
        kept = [item for item in recording if item.t_ns < 66 * S and item != Command(item.t_ns, "end")]
    yield from sorted([*WORDS, *kept], key=lambda item: item.t_ns)
