"""Parts of a virtual morning, recorded without any radio."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from imu_hinge.analysis import new_posture
from imu_hinge.catalogue import exercise_from_texts, texts
from imu_hinge.cli.about import about_recording
from imu_hinge.core.posture import PostureDay, PostureSettings
from imu_hinge.core.restoring import KEPT, text_of
from imu_hinge.model.inputs import Command, Input
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import Recorder
from imu_hinge.virtual.day import working_day

S = 1_000_000_000
NINE_NS = round(datetime(2026, 11, 20, 9, tzinfo=UTC).timestamp()) * S
"""In a place whose local time is UTC."""
EXERCISE = "band_hinge"


def morning(seconds: float = 120.0) -> Iterator[Input]:
    """A calibration and what follows."""
    for item in working_day(20720, 0.05).inputs(26.0, 1.0):
        if item.t_ns > seconds * S:
            return
        yield item


def recorded(path: Path, start_wall_ns: int = NINE_NS, client: str = "c-00000000", source: str = "live") -> PostureDay:
    """A part, with its calibration noted; its minutes."""
    settings = PostureSettings(origin_s=start_wall_ns / S % 86_400).to_text()
    about = about_recording(EXERCISE, source, client, kind=Kind.POSTURE, settings=settings)
    about = replace(about, start_wall_ns=start_wall_ns, utc_offset_min=0)
    session, noted = new_posture(exercise_from_texts(*texts(EXERCISE)), settings), ""
    with Recorder(path, about) as recorder:
        for item in [*morning(), Command(121 * S, "end")]:
            recorder.receive(item, session.feed(item))
            kept = session.kept
            if kept and text_of(kept) != noted:
                noted = text_of(kept)
                note = Command(item.t_ns, KEPT, noted)
                recorder.receive(note, session.feed(note))
    return session.posture.summary()
