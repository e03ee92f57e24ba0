"""Posture in words: states, reasons, reminders. Pure; for lines of words, screens and pages alike."""

from collections.abc import Mapping
from dataclasses import replace

from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture.trust import AGAIN, REFUSED
from imu_hinge.model.events import Event, PostureChanged, PostureReminder, PostureState, SensorWarning
from imu_hinge.model.kinds import Kind

DAY_S = 86_400

STATES: Mapping[PostureState, str] = {
    PostureState.STANDING: "standing",
    PostureState.SITTING: "probably sitting",
    PostureState.WALKING: "walking",
    PostureState.BENDING: "bending",
    PostureState.LYING: "lying",
    PostureState.NOT_WORN: "not worn",
    PostureState.UNKNOWN: "unknown",
}
_REASONS = {
    "no_data": "no data: switch the sensors on, come near",
    "not_calibrated": "not calibrated",
    "check_stance": "the stance is to be checked",
    "no_sacrum": "no sacrum sensor, so no low back",
    "no_thoracic": "no thoracic sensor, so no zone",
    "sacrum_moved": "the sacrum sensor moved: check the stance",
    "thoracic_moved": "the thoracic sensor moved: check the stance",
    "sacrum_unsettled": "the sacrum sensor settles after a gap",
    "thoracic_unsettled": "the thoracic sensor settles after a gap",
    "sacrum_uncalibrated": "how the sacrum sensor sits is not known: calibrate",
    "thoracic_uncalibrated": "how the thoracic sensor sits is not known: calibrate",
    "still": "so still that it may lie on a table",
    "paused": "paused",
}
"""Why something is not known, with the remedy where there is one."""
FATES = {"given": "given", "snoozed": "snoozed", "muted": "muted", "quiet_hours": "in quiet hours", "paused": "paused"}
"""What became of a reminder."""


_OF_SETS = frozenset({"low_rate"})
"""Warnings that are no matter of a day: it asks its sensors for less than rows are counted at."""


def is_of_day(warning: str) -> bool:
    """Whether a warning with this id is told of a day."""
    return warning not in _OF_SETS


def is_told(warning: str, kind: str) -> bool:
    """Whether it is told of a session of this Kind."""
    return kind != Kind.POSTURE or is_of_day(warning)


def is_too_far(event: Event) -> bool:
    """Whether it is a stance that was not taken, and only a new calibration helps."""
    return isinstance(event, SensorWarning) and event.id == "stance_refused" and event.detail == REFUSED["far"]


def remedied(event: Event, remedy: str) -> Event:
    """The event to be told; where only a new calibration helps, with the way to it that there is here."""
    if isinstance(event, SensorWarning) and is_too_far(event):
        return replace(event, detail=event.detail.removesuffix(AGAIN) + remedy)
    return event


def reason_words(reason: str) -> str:
    """Why something is not known."""
    return _REASONS.get(reason, reason.replace("_", " "))


def stay_words(reminder: str) -> str:
    """The title of a row of the posture catalogue; one that is not known here by its id."""
    return next((stay.title for stay in stays() if stay.id == reminder), reminder)


def lasted(seconds: float) -> str:
    """`0:40`, `6:10`, `1:02:07`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def delay_words(seconds: float) -> str:
    """`30 s`, `2 min`, `90 s`."""
    return f"{seconds / 60:.0f} min" if seconds % 60 == 0 else f"{seconds:.0f} s"


def hour_words(second_of_day: float) -> str:
    """`10:42`; past midnight it begins anew."""
    hours, rest = divmod(int(second_of_day) % DAY_S, 3600)
    return f"{hours:02}:{rest // 60:02}"


def changed_line(event: PostureChanged) -> tuple[str, ...]:
    """`posture  probably sitting  tall  slumped`, `posture  unknown  not calibrated`."""
    parts = [STATES[event.state], event.zone.value if event.zone else "", "slumped" if event.slumped else ""]
    return ("posture", *(part for part in parts if part), *map(reason_words, event.reasons))


def reminder_line(event: PostureReminder) -> tuple[str, ...]:
    """`reminder  standing, leaning  2:00  time to stand tall`; one that was not given says why."""
    said = event.cue or f"not said: {FATES.get(event.fate, event.fate)}"
    return ("reminder", stay_words(event.reminder), lasted(event.held_s), said)
