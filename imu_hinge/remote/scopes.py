"""What of a session may leave the machine, by the scopes of the consent. Everything else leaves in no message."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from imu_hinge.history.consents import SCOPES
from imu_hinge.remote.messages import Live, Status

LIVE, EVENTS, ANGLES, PAIN, NOTES, COMMANDS = SCOPES

NEEDED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "SessionStarted",
            "SessionEnded",
            "Calibrated",
            "CalibrationRefused",
            "SetStarted",
            "SetEnded",
            "RepCompleted",
            "RepRejected",
            "RepRevised",
            "FaultCleared",
            "SensorWarning",
        ),
        (EVENTS,),
    ),
    "FaultRaised": (EVENTS, ANGLES),  # it is nothing but a measure and its limit; the repetition names the fault too
    "PainReported": (PAIN,),
    "NoteAdded": (NOTES,),
    "CommandAnswered": (),  # a refusal says so
    "EraseRequest": (),
}
"""Types of events that are sent, and the scopes they need; no other type is ever sent."""

_ANGLE_ENDS = ("_deg", "_pct", "_dps")
_ANGLE_KEYS = frozenset({"hinge_share", "spreads"})
_STOPPED, _UNTOLD = "pain", "command"
"""Why a set ended: for pain; and what stands in its place where nothing may be told of pain."""


def allowed(kind: str, data: Mapping[str, Any], scopes: Collection[str]) -> Mapping[str, Any] | None:
    """The fields of an event as they may be sent; None: nothing of it may."""
    needed = NEEDED.get(kind)
    if needed is None or not set(needed) <= set(scopes):
        return None
    if PAIN not in scopes and kind == "SetEnded" and data.get("reason") == _STOPPED:
        data = {**data, "reason": _UNTOLD}
    return data if ANGLES in scopes else {key: _without_angles(key, value) for key, value in data.items()}


def live_allowed(live: Live, scopes: Collection[str]) -> Live | None:
    """The state as it may be sent; None: not at all."""
    if LIVE not in scopes:
        return None
    if PAIN not in scopes:
        live = replace(live, pain=None)
    if ANGLES not in scopes:
        live = replace(live, rep_rom_deg=None, pelvis_tilt_deg=None, thorax_tilt_deg=None, lumbar_flexion_deg=None)
    return live


def status_allowed(status: Status, scopes: Collection[str]) -> Status:
    """What is told of a session that neither its state nor its events may leave of: that somebody is there."""
    if {LIVE, EVENTS} & set(scopes):
        return status
    return replace(status, session=None, exercise=None, sensors={})


def _without_angles(key: str, value: Any) -> Any:
    if key.endswith(_ANGLE_ENDS) or key in _ANGLE_KEYS:
        return None
    if isinstance(value, Mapping):
        return {inner: _without_angles(inner, one) for inner, one in value.items()}
    return value
