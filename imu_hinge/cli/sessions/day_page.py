"""The part of a day that a posture session was, for `sessions show`."""

from collections.abc import Iterator
from datetime import date

from imu_hinge.cli.day_lines import minutes_words
from imu_hinge.cli.output import aligned, columns
from imu_hinge.cli.sessions.story import Story
from imu_hinge.cli.told import short
from imu_hinge.core.posture import joined
from imu_hinge.history.part_rows import local_day
from imu_hinge.review.day_told import facts, part_words, reminder_words, span_words, stays, zone_rows
from imu_hinge.view.day_words import minutes
from imu_hinge.view.posture_words import hour_words

HEAD = ("", "deg", "min", "share")
_NOTHING = "nothing was kept of this day yet: `imu-hinge sessions rebuild` reads its recording"


def day_title(told: Story) -> str:
    """`posture, part 2 of 3 of 2026-11-22: 98 min looked at`."""
    day, parts = told.said.day, told.parts
    own = [place for place, one in enumerate(parts, 1) if one.session_id == told.session.id]
    if day is None or not own:
        return f"posture, a part of {_date(told)}"
    return f"posture, {part_words(own[0], len(parts), _date(told))}: {minutes(day.seconds)} min looked at"


def day_lines(told: Story) -> Iterator[str]:
    """Zones, what there is beside them, the longest stays, and the reminders."""
    day = told.said.day
    if day is None:
        yield from ("", _NOTHING)
        return
    yield from ("", *columns(HEAD, zone_rows(day), "  ", numbers=(1, 2, 3)))
    pairs = facts(day)
    yield from ("", *aligned(pairs, "  "))
    if found := stays(day):
        rows = [(held, f"at {at}", what) for held, at, what in found]
        yield from ("", "longest stays", *aligned(rows, "  ", numbers=(0,)))
    if told.said.reminders:
        origin_s = _origin_s(told)
        lines = (f"  {hour_words(origin_s + one.t_ns / 1e9)}  {reminder_words(one)}" for one in told.said.reminders)
        yield from ("", "reminders", *lines)
    yield from _whole(told)


def _whole(told: Story) -> Iterator[str]:
    """The parts of the day, where there are others, and what shows them as one."""
    if len(told.parts) < 2:
        return
    whole = joined([one.posture for one in told.parts])
    yield from ("", f"the whole day: {len(told.parts)} parts, {minutes_words(whole)}")
    for one in told.parts:
        this = ", this one" if one.session_id == told.session.id else ""
        looked = f"{minutes(one.posture.seconds)} min looked at"
        yield f"  {span_words(one.origin_s, one.end_s)}  session {short(one.session_id)}, {looked}{this}"
    ident = short(told.session.id)
    yield f"  `imu-hinge review {ident}` shows it as one, `imu-hinge report {ident}` makes a page of it"


def _date(told: Story) -> date:
    return local_day(told.session.started_at_ns, told.session.utc_offset_min)[0]


def _origin_s(told: Story) -> float:
    return local_day(told.session.started_at_ns, told.session.utc_offset_min)[1]
