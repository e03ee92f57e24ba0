"""JSON schemas of the JSON channels, for viewers: they plot what is declared a number."""

from typing import Any

_TEXT = {"type": "string"}
_NUMBER = {"type": ["number", "null"]}
_WHOLE = {"type": ["integer", "null"]}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


SCHEMAS: dict[str, dict[str, Any]] = {
    "imu_hinge.Session": _object(schema=_TEXT, recording_id=_TEXT, exercise=_TEXT, channels={"type": "array"}),
    "imu_hinge.Link": _object(
        placement=_TEXT,
        state=_TEXT,
        battery_pct=_WHOLE,
        rssi_dbm=_WHOLE,
        driver=_TEXT,
        model=_TEXT,
        firmware=_TEXT,
        serial=_TEXT,
        detail=_TEXT,
    ),
    "imu_hinge.Command": _object(name=_TEXT, argument=_TEXT),
    "imu_hinge.Event": _object(type=_TEXT, t_ns=_WHOLE),
    "imu_hinge.Posture": _object(
        pelvis_tilt_deg=_NUMBER,
        thorax_tilt_deg=_NUMBER,
        lumbar_flexion_deg=_NUMBER,
        valid={"type": "boolean"},
        phase={"type": ["string", "null"]},
        set=_WHOLE,
        rep=_WHOLE,
    ),
}
