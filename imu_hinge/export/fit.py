"""A strength activity in FIT: each set with its repetitions, and the rests between. FIT knows no side and no angle."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.profile_type import (
    Activity,
    DeadliftExerciseName,
    Event,
    EventType,
    ExerciseCategory,
    FileType,
    Manufacturer,
    RowExerciseName,
    SetType,
    Sport,
    SubSport,
)

from imu_hinge.analysis import Source
from imu_hinge.core.summary import SetSummary
from imu_hinge.export.folded import Folded, folded
from imu_hinge.export.wanted import Wanted, about_of, not_of
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About

MESSAGES = {
    "file_id": FileIdMessage,
    "event": EventMessage,
    "record": RecordMessage,
    "set": SetMessage,
    "lap": LapMessage,
    "session": SessionMessage,
    "activity": ActivityMessage,
}
"""The messages that are used; each has its place in this order as its local number."""
EXERCISES = {
    "band_hinge": (ExerciseCategory.BANDED_EXERCISES, None),
    "split_stance_hinge": (ExerciseCategory.BANDED_EXERCISES, None),
    "band_rdl": (ExerciseCategory.DEADLIFT, DeadliftExerciseName.ROMANIAN_DEADLIFT),
    "rdl_row": (ExerciseCategory.ROW, RowExerciseName.RDL_BENT_OVER_ROW_WITH_BARBELL_DUMBBELL),
}
"""Exercise -> its category and name in FIT, which has no hinge."""
FIT_EPOCH_S = 631_065_600
"""1989-12-31 UTC in seconds since 1970. The library counts other times from 1970 by itself."""

Message = tuple[str, dict[str, Any]]
"""Key of MESSAGES, and its fields; times in ms since 1970."""


def write(source: Source, wanted: Wanted, out: Path) -> None:
    """Writes the activity. Raises UsageError for a plain CSV, without sets, and for an exercise that FIT has not."""
    about = about_of(wanted.path)
    if source.kind != Kind.TRAINING:
        raise not_of(wanted, source.kind)
    if source.exercise.id not in EXERCISES:
        raise UsageError(f"{wanted.path}: FIT has no exercise for {source.exercise.id}; choose another --format")
    made = folded(source)
    if not made.sets:
        raise UsageError(f"{wanted.path}: holds no set, and a FIT activity is made of sets; choose another --format")
    out.write_bytes(activity(made, about))


def activity(made: Folded, about: About) -> bytes:
    """The file of one session."""
    builder = FitFileBuilder(strict=True)
    for name, values in messages(made, about):
        message = MESSAGES[name](local_id=list(MESSAGES).index(name))
        for key, value in values.items():
            setattr(message, key, value)
        builder.add(message)
    encoded: bytes = builder.build_bytes()
    return encoded


def messages(made: Folded, about: About) -> Iterator[Message]:
    """The whole activity, in the order that FIT wants."""
    start_ms, end_ms = (_wall_ms(t_ns, about) for t_ns in (made.origin_ns, made.end_ns))
    spent_s = (made.end_ns - made.origin_ns) / 1e9
    whole = {"timestamp": end_ms, "total_timer_time": spent_s}
    spans = {**whole, "start_time": start_ms, "total_elapsed_time": spent_s, "message_index": 0}
    kind = {"sport": Sport.TRAINING.value, "sub_sport": SubSport.STRENGTH_TRAINING.value}
    stopped = {"event_type": EventType.STOP.value}
    yield "file_id", _file_id(about, start_ms)
    yield "event", {"timestamp": start_ms, "event": Event.TIMER.value, "event_type": EventType.START.value}
    yield "record", {"timestamp": start_ms}
    yield from _sets(made, about)
    yield "event", {"timestamp": end_ms, "event": Event.TIMER.value, "event_type": EventType.STOP_ALL.value}
    yield "lap", {**spans, **kind, **stopped, "event": Event.LAP.value}
    yield "session", {**spans, **kind, **stopped, "event": Event.SESSION.value, "first_lap_index": 0, "num_laps": 1}
    yield (
        "activity",
        {
            **whole,
            **stopped,
            "event": Event.ACTIVITY.value,
            "type": Activity.MANUAL.value,
            "num_sessions": 1,
            "local_timestamp": end_ms // 1000 - FIT_EPOCH_S + about.utc_offset_min * 60,
        },
    )


def _file_id(about: About, start_ms: int) -> dict[str, Any]:
    return {
        "type": FileType.ACTIVITY.value,
        "manufacturer": Manufacturer.DEVELOPMENT.value,
        "product": 0,
        "serial_number": int(about.recording_id[:8], 16) or 1,
        "time_created": start_ms,
    }


def _sets(made: Folded, about: About) -> Iterator[Message]:
    """The sets, and a rest between each two."""
    before: SetSummary | None = None
    index = 0
    for one in made.sets:
        if before is not None:
            yield "set", {**_span(before.t_end_ns, one.t_start_ns, about), **_kind(index, SetType.REST)}
            index += 1
        yield "set", {**_span(one.t_start_ns, one.t_end_ns, about), **_kind(index, SetType.ACTIVE), **_done(one, made)}
        before, index = one, index + 1


def _kind(index: int, kind: SetType) -> dict[str, Any]:
    return {"message_index": index, "set_type": kind.value}


def _done(one: SetSummary, made: Folded) -> dict[str, Any]:
    category, name = EXERCISES[made.exercise.id]
    told = {"repetitions": one.counted + one.unsure, "category": [category.value]}
    return told if name is None else {**told, "category_subtype": [name.value]}


def _span(start_ns: int, end_ns: int, about: About) -> dict[str, Any]:
    return {
        "start_time": _wall_ms(start_ns, about),
        "timestamp": _wall_ms(end_ns, about),
        "duration": (end_ns - start_ns) / 1e9,
    }


def _wall_ms(t_ns: int, about: About) -> int:
    """To the second, which is all that FIT knows."""
    return round((about.start_wall_ns + t_ns) / 1e9) * 1000
