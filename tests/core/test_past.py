"""Backfilled samples: into the table and the statistics, never into what is judged."""

from dataclasses import replace

import numpy as np

from imu_hinge.analysis import Source
from imu_hinge.catalogue import load_exercise
from imu_hinge.core.session import Session
from imu_hinge.export import make_table
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import Event
from imu_hinge.model.inputs import Input, Packet, Placement
from imu_hinge.sensors.hsp import (
    BACKFILL,
    CONTROL,
    DATA,
    ControlReply,
    Op,
    ReplyStatus,
    decode_frame,
    encode_control_reply,
    encode_frame,
)
from imu_hinge.virtual.radio import Radio
from tests.core.folds import wearer

S = 1_000_000_000
BEGIN_S, END_S = 20.0, 24.0
PLACE = Placement.SACRUM
DROP = Radio(retry=0.0, jitter_s=0.0, dropouts_s={PLACE: ((BEGIN_S, END_S),)})
WHOLE = Radio(retry=0.0, jitter_s=0.0)


def is_data(item: Input) -> bool:
    return isinstance(item, Packet) and item.characteristic == DATA and item.placement is PLACE


def dropped() -> list[Input]:
    """A session up to 30 s in which the sacrum's link is away for 4 s, its stream going on."""
    return [item for item in wearer().inputs(DROP) if item.t_ns < 30 * S]


def backfill() -> list[Packet]:
    """What the sensor then sends of it: the reply and the frames of the past."""
    arrived = {item.payload for item in dropped() if isinstance(item, Packet)}
    lost = [item for item in wearer().inputs(WHOLE) if is_data(item) and 19 * S < item.t_ns < 25 * S]
    frames = [decode_frame(p.payload, DATA) for p in lost if isinstance(p, Packet) and p.payload not in arrived]
    asked = {"first": frames[0].index, "count": sum(len(frame.samples) for frame in frames)}
    reply = encode_control_reply(ControlReply(Op.BACKFILL, 2, ReplyStatus.OK, asked))
    sent = [(CONTROL, reply), *((BACKFILL, encode_frame(replace(f, type=f.type + 2))) for f in frames)]
    first_ns = round((END_S + 1.0) * S)
    return [
        Packet(first_ns + i * 25_000_000, PLACE, "hsp", payload, characteristic)
        for i, (characteristic, payload) in enumerate(sent)
    ]


def with_past(*past: Packet) -> list[Input]:
    return sorted([*dropped(), *past], key=lambda item: item.t_ns)


def fed(items: list[Input]) -> tuple[Session, list[Event], bytes, list[Records]]:
    """The session, its events and frames, and the samples of the sacrum as they were given."""
    taken: list[Records] = []
    session = Session("band_rdl", sample_tap=lambda p, rows: taken.append(rows) if p is PLACE else None)
    steps = [session.feed(item) for item in items]
    return (
        session,
        [event for step in steps for event in step.events],
        b"".join(s.frames.tobytes() for s in steps),
        taken,
    )


def test_what_is_said_and_shown_does_not_change() -> None:
    _, events, frames, _ = fed(dropped())
    _, again, frames_again, _ = fed(with_past(*backfill()))
    assert events == again
    assert frames == frames_again


def test_the_statistics_count_it_and_only_what_is_still_missing_is_lost() -> None:
    whole = fed([item for item in wearer().inputs(WHOLE) if item.t_ns < 30 * S])[0].sensors()[PLACE]
    before = fed(dropped())[0].sensors()[PLACE]
    after = fed(with_past(*backfill()))[0].sensors()[PLACE]
    assert (before.lost_samples, before.gaps) == (whole.samples - before.samples, 1)
    assert (after.samples, after.lost_samples, after.gaps) == (whole.samples, 0, 0)


def test_of_what_comes_twice_one_is_taken() -> None:
    past = backfill()
    doubled = [p for one in past for p in (one, one)]
    assert fed(with_past(*doubled))[0].sensors() == fed(with_past(*past))[0].sensors()


def test_a_part_leaves_the_rest_missing() -> None:
    past = backfill()
    stats = fed(with_past(*past[:21], *past[31:]))[0].sensors()[PLACE]
    assert (stats.lost_samples, stats.gaps) == (50, 1)


def test_samples_of_the_past_have_the_times_at_which_they_were_taken() -> None:
    rows = np.sort(np.concatenate(fed(with_past(*backfill()))[3]), order="t_ns")
    steps = np.diff(rows["t_ns"]) / np.median(np.diff(rows["t_ns"]))
    assert steps.min() > 0.5
    assert steps.max() < 1.5
    true = wearer().samples()[PLACE]["acc"]
    assert np.abs(rows["acc"] - true[: len(rows)]).max() < 0.01


def test_the_table_of_samples_is_in_order_of_time() -> None:
    table = make_table("samples", Source(with_past(*backfill()), load_exercise("band_rdl")))
    rows = [(row[0], row[1]) for row in table.rows()]
    assert rows == sorted(rows)
    mine = [t for t, place in rows if place == str(PLACE)]
    assert max(np.diff(mine)) < 0.02
