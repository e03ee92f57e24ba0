"""A session as two streams of the Lab Streaming Layer, for recorders such as LabRecorder.

Whoever is in the same network can receive them: LSL has no authentication.
"""

import json
import os
import time
from pathlib import Path

import numpy as np
import pylsl

from imu_hinge.export.tables import frames_by_time
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.recording import event_to_json

CHANNELS = (("pelvis_tilt", "deg"), ("thorax_tilt", "deg"), ("lumbar_flexion", "deg"), ("valid", "boolean"))
"""Label and unit of each channel of the frames; an angle that is not known is NaN."""
LINGER_S = 0.2
"""What was said last is still on its way when a session ends, and an outlet that goes takes it along."""
_CONFIGS = ("lsl_api.cfg", "~/lsl_api/lsl_api.cfg", "/etc/lsl_api/lsl_api.cfg")


class Outlets:
    """Listens to a session: `imu_hinge_frames` (CHANNELS, irregular rate) and `imu_hinge_events` (one JSON each).

    Time stamps are session times on LSL's clock. Frames that come again after a calibration are not sent again.
    """

    def __init__(self, source_id: str) -> None:
        """Receivers that lost the streams find them again by `source_id`."""
        _keep_quiet()
        self._frames = pylsl.StreamOutlet(_described(source_id))
        self._events = pylsl.StreamOutlet(
            pylsl.StreamInfo(
                "imu_hinge_events", "Markers", 1, pylsl.IRREGULAR_RATE, pylsl.cf_string, f"{source_id}-events"
            )
        )
        self._offset_s: float | None = None
        self._last_ns = -1

    def receive(self, item: Input, step: Step) -> None:
        """Sends the frames and the events of one step."""
        if self._offset_s is None:
            self._offset_s = pylsl.local_clock() - item.t_ns / 1e9
        self._send(frames_by_time([step.frames[step.frames["t_ns"] > self._last_ns]]), self._offset_s)
        for event in step.events:
            words = json.dumps(event_to_json(event), allow_nan=False)
            self._events.push_sample([words], event.t_ns / 1e9 + self._offset_s)

    def close(self) -> None:
        """Takes the streams away."""
        if self._frames.have_consumers() or self._events.have_consumers():
            time.sleep(LINGER_S)
        del self._frames, self._events

    def _send(self, frames: Records, offset_s: float) -> None:
        if not len(frames):
            return
        self._last_ns = int(frames["t_ns"][-1])
        angles = np.degrees([frames[name] for name, unit in CHANNELS if unit == "deg"])
        rows = np.column_stack([*angles, frames["valid"].astype(float)])
        self._frames.push_chunk(rows, (frames["t_ns"] / 1e9 + offset_s).tolist())


def _described(source_id: str) -> pylsl.StreamInfo:
    info = pylsl.StreamInfo(
        "imu_hinge_frames", "MoCap", len(CHANNELS), pylsl.IRREGULAR_RATE, pylsl.cf_double64, f"{source_id}-frames"
    )
    info.set_channel_labels([label for label, _ in CHANNELS])
    info.set_channel_units([unit for _, unit in CHANNELS])
    return info


def _keep_quiet() -> None:
    """Errors alone are to be said on standard error, where a screen may be; a configuration of the user's is his."""
    theirs = "LSLAPICFG" in os.environ or any(Path(name).expanduser().exists() for name in _CONFIGS)
    if not theirs:
        pylsl.set_config_content("[log]\nlevel = -2\n")
