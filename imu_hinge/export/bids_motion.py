"""The three tracking systems of a session: what each channel is, and its values. Each keeps its own sampling times."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from imu_hinge.export.folded import Folded
from imu_hinge.export.streams import Stream
from imu_hinge.export.table import Row, Table
from imu_hinge.export.tables import frames_table
from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.inputs import Placement

FRAMES_HZ = 50.0
NOTHING = "n/a"


@dataclass(frozen=True, slots=True)
class Channel:
    """One column of `motion.tsv`, as its row in `channels.tsv` says it."""

    name: str
    component: str
    type: str
    tracked_point: str
    units: str
    reference_frame: str = NOTHING


CHANNEL_TYPES = ("ACCEL", "ANGACCEL", "GYRO", "JNTANG", "LATENCY", "MAGN", "MISC", "ORNT", "POS", "VEL")
"""Every type the standard has."""
LATENCY = Channel("latency", NOTHING, "LATENCY", NOTHING, "s")
REFERENCE_FRAMES = {
    "sensor": "Axes of the sensor as it is worn. At rest the axis that points up reads about +9.81 m/s^2.",
    "earth": "z up, heading arbitrary and different for each sensor. The quaternion turns sensor axes into it.",
    "segment": "Sagittal plane; flexion is positive, zero is the stance of the calibration.",
}


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """One tracking system: its name, its channels, and its rows."""

    name: str
    title: str
    rate_hz: float
    points: int
    channels: Sequence[Channel]
    columns: Table
    """As many columns as channels."""

    def rows(self) -> Iterator[Row]:
        """The lines of `motion.tsv`."""
        return self.columns.rows()

    def sidecar(self) -> Mapping[str, Any]:
        """What `motion.json` says of the system."""
        counts = Counter(channel.type for channel in self.channels)
        return {
            "SamplingFrequency": round(self.rate_hz, 3),
            "TrackingSystemName": self.title,
            "TrackedPointsCount": self.points,
            "MotionChannelCount": len(self.channels),
            **{f"{kind}ChannelCount": counts[kind] for kind in CHANNEL_TYPES},
            "RecordingType": "continuous",
            "RecordingDuration": round(float(np.ptp(np.asarray(self.columns.columns["latency"]))), 3),
            "MissingValues": NOTHING,
        }


def systems(folded: Folded) -> list[System]:
    """Those that have rows: the sensors that were heard, and the posture that both make."""
    found = [_sensor(folded, place) for place in folded.samples if folded.rates_hz.get(place)]
    return [*found, _posture(folded)] if len(folded.frames) else found


def _sensor(folded: Folded, place: Placement) -> System:
    t_ns, measured = folded.samples[place]
    channels = [
        LATENCY,
        *(Channel(f"acc_{axis}", axis, "ACCEL", place.value, "m/s^2", "sensor") for axis in "xyz"),
        *(Channel(f"gyr_{axis}", axis, "GYRO", place.value, "rad/s", "sensor") for axis in "xyz"),
        *(Channel(f"q_{part}", f"quat_{part}", "ORNT", place.value, NOTHING, "earth") for part in "wxyz"),
    ]
    turned = _at(t_ns, folded.orientation[place])
    values = [(t_ns - folded.origin_ns) / 1e9, *measured.T, *turned.T]
    table = Table({channel.name: column for channel, column in zip(channels, values, strict=True)})
    return System(place.value, f"Inertial sensor, {place.value}", folded.rates_hz[place] or 0.0, 1, channels, table)


def _at(t_ns: Times, stream: Stream) -> Array:
    """(n, 4) the orientation of each sample; NaN for one that came too late to be turned into one."""
    known_ns, quat = stream
    found = np.minimum(np.searchsorted(known_ns, t_ns), len(known_ns) - 1)
    return np.asarray(np.where((known_ns[found] == t_ns)[:, None], quat[found], np.nan))


def _posture(folded: Folded) -> System:
    angles = {"pelvis_tilt": "pelvis", "thorax_tilt": "thorax", "lumbar_flexion": "lumbar"}
    channels = [
        LATENCY,
        *(Channel(name, NOTHING, "JNTANG", point, "deg", "segment") for name, point in angles.items()),
        Channel("valid", NOTHING, "MISC", NOTHING, NOTHING),
    ]
    _, *values = frames_table(folded.frames).columns.values()
    latency = (folded.frames["t_ns"] - folded.origin_ns) / 1e9
    table = Table({channel.name: column for channel, column in zip(channels, [latency, *values], strict=True)})
    return System("posture", "Posture from both inertial sensors", FRAMES_HZ, len(angles), channels, table)
