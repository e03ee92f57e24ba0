"""A file as a source for the fold: a recording or a plain CSV, told apart by content."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imu_hinge.catalogue import Exercise, Texts, exercise_from_texts, exercise_ids, load_exercise
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Command, Input
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, Damage, open_recording, read_table

BLOCK_S = 300.0
"""Rows of a CSV are fed in blocks of this length; any other gives the same answer, shorter ones more slowly."""

_MAGIC = b"\x89MCAP0\r\n"
_SUFFIXES = (".mcap", ".part", ".damaged")


@dataclass(frozen=True, slots=True)
class Source:
    """What a file gives the fold, and under which profile."""

    items: Iterable[Input]
    exercise: Exercise
    damage: tuple[Damage, ...] = ()
    """What of the file is not as it was written."""
    texts: Texts | None = None
    """The exercise as the recording has it; None where the catalogue's holds."""
    kind: str = Kind.TRAINING
    """What was done, as in About."""
    settings: str = ""
    """Of the fold of that kind, as in About."""
    about: About | None = None
    """What a recording says of itself; None for a plain CSV."""


@contextmanager
def open_source(
    path: str | Path, exercise: str | None = None, block_s: float = BLOCK_S, fallback: str | None = None
) -> Iterator[Source]:
    """A recording or a plain CSV, told apart by content, ended by the command `end`.

    The exercise is the given one, else the recording's own profile, else `fallback`. Raises HingeError or OSError for
    what cannot be read, UsageError for an exercise that is unknown or not said.
    """
    path = Path(path)
    if is_recording(path):
        with open_recording(path) as recording:
            about = recording.about
            own = (about.exercise_profile, about.fault_profiles) if about.exercise_profile and not exercise else None
            chosen = own_profile(path, about, fallback) if exercise is None else load_exercise(exercise)
            yield Source(ended(recording), chosen, tuple(recording.damage), own, about.kind, about.settings, about)
    else:
        chosen = load_exercise(_required(path, exercise or fallback))
        yield Source(ended(read_table(path).inputs(block_s)), chosen)


def is_recording(path: Path) -> bool:
    """Whether the file is a recording by its first bytes, or by its name where those are gone. Raises OSError."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC or path.suffix in _SUFFIXES
    except OSError as error:
        error.filename = str(path)  # a failed read does not name its file
        raise


def own_profile(path: Path, about: About, fallback: str | None = None) -> Exercise:
    """The exercise with the limits in force when it was recorded; raises UsageError where none was said."""
    if not about.exercise_profile:
        return load_exercise(_required(path, about.exercise or fallback))
    return exercise_from_texts(about.exercise_profile, about.fault_profiles)


def ended(items: Iterable[Input]) -> Iterator[Input]:
    """The inputs, and the command `end` after them unless it is their last one."""
    last: Input | None = None
    for last in items:
        yield last
    if last is not None and not (isinstance(last, Command) and last.name == "end"):
        yield Command(last.t_ns, "end")


def _required(path: Path, exercise: str | None) -> str:
    if exercise:
        return exercise
    raise UsageError(f"{path}: says no exercise; give --exercise with one of {', '.join(exercise_ids())}")
