"""A recording of a part of a day as it can be shown at once: what was said in it, without its numbers."""

from pathlib import Path

from imu_hinge.history.hearing import Hearing
from imu_hinge.history.part_rows import local_day
from imu_hinge.history.reading import recording_id_of
from imu_hinge.model.events import PostureChanged, SensorWarning
from imu_hinge.recording import event_from_json
from imu_hinge.recording.glance import Glance
from imu_hinge.review.day_book import DayBook, DayPart, Moment
from imu_hinge.review.day_said import said_day
from imu_hinge.view.posture_words import is_of_day
from imu_hinge.view.words import spaced


def open_day(path: Path, seen: Glance, hearing: Hearing) -> DayBook:
    """The part alone; `hearing` has heard all of `seen`."""
    on, origin_s = local_day(seen.about.start_wall_ns, seen.about.utc_offset_min)
    said = [Moment(origin_s + one.t_ns / 1e9, f"note: {one.text}", "n") for one in hearing.notes]
    said += [Moment(origin_s + one.t_ns / 1e9, f"pain {one.score}") for one in hearing.pains]
    said += [Moment(origin_s + one.t_ns / 1e9, warning_words(one)) for one in hearing.warnings if is_of_day(one.id)]
    duration_s = seen.duration_ns / 1e9
    part = DayPart(
        path=path,
        origin_s=origin_s,
        duration_s=duration_s,
        posture=None,
        told=said_day(changed_in(seen), origin_s, int(duration_s)),
        reminders=hearing.said.reminders,
        said=tuple(said),
    )
    return DayBook(date=on, parts=(part,), client=seen.about.client, recording_id=recording_id_of(seen.about))


def changed_in(seen: Glance) -> tuple[PostureChanged, ...]:
    """Each change of the posture, by time."""
    told = (event_from_json(values) for _, values in seen.said if values.get("type") == PostureChanged.__name__)
    return tuple(event for event in told if isinstance(event, PostureChanged))


def warning_words(warning: SensorWarning) -> str:
    """`sacrum sensor moved`."""
    return " ".join(filter(None, [warning.placement.value if warning.placement else "", spaced(warning.id)]))
