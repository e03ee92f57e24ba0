"""Recordings on disk: write, read and heal them; and plain samples CSV in."""

from imu_hinge.recording.about import About
from imu_hinge.recording.damage import Damage
from imu_hinge.recording.healing import Healed, heal
from imu_hinge.recording.names import (
    REFUSE_BELOW_BYTES,
    WARN_BELOW_BYTES,
    default_folder,
    free_bytes,
    recording_path,
)
from imu_hinge.recording.reader import Recording, open_recording
from imu_hinge.recording.said import event_from_json, event_to_json
from imu_hinge.recording.settling import abandoned, being_written, settle
from imu_hinge.recording.table import Table, read_table
from imu_hinge.recording.writer import Recorder

__all__ = [
    "REFUSE_BELOW_BYTES",
    "WARN_BELOW_BYTES",
    "About",
    "Damage",
    "Healed",
    "Recorder",
    "Recording",
    "Table",
    "abandoned",
    "being_written",
    "default_folder",
    "event_from_json",
    "event_to_json",
    "free_bytes",
    "heal",
    "open_recording",
    "read_table",
    "recording_path",
    "settle",
]
