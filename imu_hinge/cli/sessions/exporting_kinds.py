"""Days and assessments as rows, for `sessions export`."""

from collections.abc import Iterator
from typing import Any

from imu_hinge.cli.sessions.story import Story
from imu_hinge.cli.told import iso
from imu_hinge.export.kind_tables import CAPTURES, capture_row
from imu_hinge.history.part_rows import local_day, sums_of
from imu_hinge.model.events import PostureState, Zone

OF_SESSION = ("session", "started", "client")
DAY_HEAD = (
    *OF_SESSION,
    "date",
    "from_s",
    "until_s",
    "seconds",
    "known_s",
    *(f"{zone}_s" for zone in Zone),
    *(f"{state}_s" for state in PostureState),
    "slumped_s",
    "changes",
    "bends_hip",
    "bends_back",
    "bends_unknown",
    "reminded",
)
"""`from_s` and `until_s`: seconds of the day where the wearer was."""
TESTS_HEAD = (*OF_SESSION, *CAPTURES)


def day_rows(told: Story) -> Iterator[list[Any]]:
    """One row for each part of a day; none where the history did not read it yet."""
    day = told.said.day
    if day is None:
        return
    on, origin_s = local_day(told.session.started_at_ns, told.session.utc_offset_min)
    values = {"date": on.isoformat(), "from_s": origin_s, "until_s": origin_s + day.seconds, **sums_of(day)}
    yield [*of_session(told), *(values[name] for name in DAY_HEAD[len(OF_SESSION) :])]


def test_rows(told: Story) -> Iterator[list[Any]]:
    """One row for each movement, captured or not; seconds of the recording."""
    for one in told.said.captures:
        values = capture_row(one)
        yield [*of_session(told), *(values[name] for name in CAPTURES)]


def of_session(told: Story) -> tuple[str, str, str]:
    """By the names of OF_SESSION."""
    started = iso(told.session.started_at_ns, told.session.utc_offset_min)
    return str(told.session.id), started, told.client.pseudonym
