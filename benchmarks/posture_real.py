"""Recordings made by others through the posture stage: what walking and sitting look like there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from mounted import _calibration, _mount
from real import arrays, converted, names

from imu_hinge.analysis import open_source
from imu_hinge.core.calibrating import Decided
from imu_hinge.core.posture import Posed, PostureSession
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import Event, PostureReminder
from imu_hinge.model.inputs import Placement


def seen(folder: Path) -> Iterator[str]:
    """One line for each recording."""
    for name in names(folder, "trunkyxl"):
        posed, said = _folded(converted(folder, arrays(folder, "trunkyxl", name), None), "forward_bend", None)
        yield f"trunkyxl {name}: {_states(posed)}; {_tilts(posed)}; {_reminders(said)}"
    pose = arrays(folder, "cmu_exercise", "Pose")
    for name in ("Walk", "Lunge", "StepUpH", "HeelRaise", "SqHalfDL"):
        text = converted(folder, arrays(folder, "cmu_exercise", name), pose)
        posed, said = _folded(text, "band_rdl", _ups(text))
        yield f"cmu {name}: {_states(posed)}; {_tilts(posed)}; {_reminders(said)}"


def _folded(text: str, exercise: str, ups: Mapping[Placement, Array] | None) -> tuple[list[Posed], list[Event]]:
    """Seconds and events of a CSV; with `ups` the mounting is told beforehand."""
    posed: list[Posed] = []
    said: list[Event] = []
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "recording.csv"
        path.write_text(text, encoding="utf-8")
        with open_source(path, exercise) as source:
            session = PostureSession(source.exercise)
            if ups is not None:
                known = _calibration({placement: _mount(up) for placement, up in ups.items()})
                judged = session._session._judging.recalibrate(Decided(known))  # no input of the fold says it
                session.posture.step(judged)
            for item in source.items:
                said += session.feed(item).events
                posed += session.posture.fresh
    return posed, said


def _ups(text: str) -> dict[Placement, Array]:
    """Mean acceleration of the first second of each sensor."""
    rows: dict[Placement, list[list[float]]] = {placement: [] for placement in Placement}
    for line in text.splitlines()[1:]:
        t_s, placement, *values = line.split(",")
        if float(t_s) < 1.0:
            rows[Placement(placement)].append([float(value) for value in values[:3]])
    return {placement: np.mean(found, axis=0) for placement, found in rows.items()}


def _states(posed: list[Posed]) -> str:
    counts = Counter(one.state.value for one in posed)
    return ", ".join(f"{state} {seconds} s" for state, seconds in counts.most_common())


def _tilts(posed: list[Posed]) -> str:
    """Middle half of the tilts where they are known."""
    known = [(one.at.pelvis_deg, one.at.thorax_deg) for one in posed if one.at.known]
    if not known:
        return "tilts not known"
    (p25, t25), (p75, t75) = np.percentile(known, (25, 75), axis=0).tolist()
    return f"pelvis {p25:.0f}..{p75:.0f}, thorax {t25:.0f}..{t75:.0f} deg"


def _reminders(said: list[Event]) -> str:
    return f"{sum(isinstance(event, PostureReminder) for event in said)} reminders"
