"""A minute of a day, recorded as posture; and a history with days and assessments."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from imu_hinge.analysis import Span, fold_of
from imu_hinge.catalogue import load_exercise
from imu_hinge.core.posture import PostureDay, PostureSession
from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import add_client
from imu_hinge.history.database import History
from imu_hinge.history.notes import add_note
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.recording import Recorder
from tests.history.kinds import DAY, SAID_DAY, assessment_of, posture_of
from tests.history.lived import about, inputs
from tests.history.made import DAY_NS, NOW_NS
from tests.made import S

HOUR_NS = 3600 * S
MONDAY_NS = int(datetime(2026, 11, 16, 8, tzinfo=UTC).timestamp()) * S
"""9:00 where the wearer is."""
MINUTE = about(0xDA, kind="posture", settings='{"origin_s": 36000.0}')


@cache
def minute() -> tuple[Path, PostureDay]:
    """The recording, and what the fold came to when it was made."""
    path = Path(mkdtemp()) / "20261121T090000Z-000000da.mcap"
    fold = fold_of(MINUTE.kind, load_exercise("band_hinge"), MINUTE.settings, tap=Span().tap)
    assert isinstance(fold, PostureSession)
    with Recorder(path, MINUTE) as recorder:
        for item in inputs():
            recorder.receive(item, fold.feed(item))
    return recorder.path, fold.posture.summary()


def filled(history: History) -> tuple[Client, list[SessionRow], list[SessionRow]]:
    """Ann with Monday in two parts, with Tuesday, and three assessments, the last one days later."""
    afternoon = replace(SAID_DAY, day=replace(DAY, slumped_s=1300))
    with history.writing() as db:
        ann = add_client(db, display_name="Ann", birth_year=None, now_ns=MONDAY_NS)
        days = [
            posture_of(db, ann, started_at_ns=MONDAY_NS, duration_ns=HOUR_NS),
            posture_of(db, ann, afternoon, started_at_ns=MONDAY_NS + 5 * HOUR_NS, duration_ns=HOUR_NS),
            posture_of(db, ann, started_at_ns=MONDAY_NS + DAY_NS, duration_ns=HOUR_NS),
        ]
        add_note(db, ann, default_author(db, "wearer"), "stiff", NOW_NS, session=days[0], t_ns=900 * S)
        tests = [assessment_of(db, ann, started_at_ns=MONDAY_NS + n * DAY_NS) for n in (0, 7, 14)]
    return ann, days, tests
