"""The C core and the Python model of it say the same bytes at the same instants, whatever is done to them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.sensors import hsp
from imu_hinge.virtual.firmware import TableSource, break_imu, lose_samples, stall, withhold
from imu_hinge.virtual.firmware.battery import CHARGING
from tests.firmware.receiver import firmware
from tests.firmware.twin import Scene, Ticking, in_c, needs_compiler, played

MTUS = [23, 65, 247]


@pytest.fixture(autouse=True)
def _compiler() -> None:
    needs_compiler()


def moving(rate_error: float = 0.03) -> TableSource:
    """Turns by up to full scale about all axes, with rests and clipped values."""
    rows = np.random.default_rng(3).normal(0, 6000, (1499, 6))
    rows[500:900] *= 0.004
    return TableSource(np.clip(np.round(rows), -32768, 32767).astype(np.int16), rate_error=rate_error, begin_s=0.004)


def same(scene: Scene, **make: int) -> None:
    """Plays the scene to both."""
    model, core = (played(scene, build(moving(), hsp.Role.SACRUM, **make)) for build in (firmware, in_c))
    assert core.values == model.values
    assert (core.wishes, core.advert) == (model.wishes, model.advert)
    assert core.times_s == pytest.approx(model.times_s, abs=1e-6)


def start(mtu: int) -> Callable[[Ticking], Ticking]:
    def begun(receiver: Ticking) -> Ticking:
        receiver.connect(mtu)
        receiver.ask(hsp.Op.START)
        return receiver

    return begun


def missing(receiver: Ticking, first: int) -> None:
    """Asks for all that is not there from `first` on."""
    receiver.ask(hsp.Op.BACKFILL, first=first, count=receiver.status.ring_newest + 1 - first)


def away(receiver: Ticking, size: int) -> Ticking:
    receiver.leave()
    return receiver.run(size / 128)


@pytest.mark.parametrize("mtu", MTUS)
def test_a_run_from_start_to_stop(mtu: int) -> None:
    def scene(receiver: Ticking) -> None:
        start(mtu)(receiver).run(21)
        receiver.ask(hsp.Op.STOP)
        receiver.run(1)
        receiver.ask(hsp.Op.START)
        receiver.run(1)

    same(scene)


@pytest.mark.parametrize("mtu", MTUS)
def test_a_lost_link_a_resumed_run_and_backfill(mtu: int) -> None:
    def scene(receiver: Ticking) -> None:
        start(mtu)(receiver).run(5)
        receiver.leave()
        receiver.run(7.5).connect(mtu)
        receiver.run(1)
        receiver.ask(hsp.Op.START)
        missing(receiver, 450)
        receiver.run(4)
        receiver.ask(hsp.Op.BACKFILL_STOP)
        receiver.run(1)
        receiver.ask(hsp.Op.BACKFILL, first=17, count=33)
        receiver.run(2)
        receiver.ask(hsp.Op.STOP)
        receiver.ask(hsp.Op.BACKFILL, first=0, count=100_000)
        receiver.run(8)

    same(scene)


@pytest.mark.parametrize("mtu", MTUS)
def test_samples_lost_before_integration(mtu: int) -> None:
    def scene(receiver: Ticking) -> None:
        start(mtu)(receiver).run(2)
        lose_samples(receiver.device, 50, receiver.t_s)
        receiver.run(2)
        stall(receiver.device, receiver.t_s)
        receiver.run(2)
        receiver.ask(hsp.Op.START)
        receiver.run(1)
        missing(receiver, 0)
        receiver.run(6)

    same(scene)


@pytest.mark.parametrize("mtu", MTUS)
def test_a_radio_that_takes_nothing_and_then_a_little(mtu: int) -> None:
    def scene(receiver: Ticking) -> None:
        start(mtu)(receiver).run(1)
        receiver.room = 0
        receiver.run(6)
        receiver.device.subscribe(hsp.DATA, False, receiver.t_s)
        receiver.device.subscribe(hsp.DATA, True, receiver.t_s)
        receiver.write(bytes((hsp.Op.START, 9)))
        receiver.run(0.5)
        receiver.room = 1
        receiver.run(2)
        missing(receiver, 0)
        receiver.run(3)

    same(scene, queue_frames=16, ring_samples=700)


def test_an_overrun_ring_and_what_is_not_in_it_any_more() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(20)
        receiver.ask(hsp.Op.BACKFILL, first=5, count=5)
        missing(receiver, receiver.status.ring_oldest)
        receiver.room = 0
        receiver.run(1)
        receiver.room = 5
        receiver.run(3)

    same(scene, ring_samples=500)


def test_a_battery_that_runs_down_and_is_charged() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(1)
        for pct, charge in ((16, 1), (14, 1), (17, 1), (18, 1), (14, 1), (255, 0), (4, 1), (4, CHARGING), (9, 1)):
            receiver.device.set_battery(pct, receiver.t_s, charge)
            receiver.run(0.53)
            receiver.ask(hsp.Op.START)
            receiver.run(0.3)

    same(scene)


def test_the_button_a_restart_and_what_is_advertised() -> None:
    def scene(receiver: Ticking) -> None:
        receiver.device.press_button(receiver.t_s)
        start(247)(receiver).run(3)
        receiver.ask(hsp.Op.STOP)
        receiver.ask(hsp.Op.SET_ROLE, role=2)
        receiver.device.press_button(receiver.t_s)
        receiver.run(1)
        receiver.device.restart(receiver.t_s)
        receiver.run(1)
        start(247)(receiver).run(2)
        receiver.leave()
        receiver.run(1)

    same(scene, seed=5)


def test_a_restart_of_a_device_with_a_low_battery() -> None:
    def scene(receiver: Ticking) -> None:
        receiver.device.set_battery(12, receiver.t_s)
        receiver.device.restart(receiver.t_s)
        start(247)(receiver).run(1)

    same(scene)


def test_long_rests_end_a_run_and_a_link() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(1)
        receiver.leave()
        receiver.run(610, tick_s=0.5)
        receiver.connect()
        receiver.run(1300, tick_s=0.5)

    same(scene)


RATE = {"odr_hz": 104, "batch": 19, "acc_fs_mg": 8000, "gyr_fs_dps": 500}


@pytest.mark.parametrize("mtu", MTUS)
@pytest.mark.parametrize(
    "asked",
    [
        RATE,
        {**RATE, "batch": 40},
        dict.fromkeys(RATE, 0),
        {**RATE, "odr_hz": 52, "batch": 1},
        {**RATE, "odr_hz": 105},
        {**RATE, "acc_fs_mg": 8001},
        {**RATE, "gyr_fs_dps": 501},
        {**RATE, "batch": 41},
    ],
)
def test_set_rate(mtu: int, asked: dict[str, int]) -> None:
    def scene(receiver: Ticking) -> None:
        receiver.connect(mtu)
        receiver.ask(hsp.Op.SET_RATE, **asked)
        receiver.ask(hsp.Op.START)
        receiver.run(1)
        receiver.ask(hsp.Op.SET_RATE, **asked)

    same(scene)


def test_every_request_in_every_state() -> None:
    def scene(receiver: Ticking) -> None:
        receiver.connect()
        for state in (hsp.Op.STOP, hsp.Op.START, hsp.Op.STOP, hsp.Op.GYRO_BIAS):
            receiver.write(bytes((state, 200)))
            for op in range(17):
                receiver.write(bytes((op, op, 1, 0, 30, 0, 1, 0, 0, 0)))
                receiver.run(0.125)
            receiver.run(3)

    same(scene)


def test_a_broken_imu() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(1.03)
        break_imu(receiver.device, receiver.t_s)
        receiver.run(1)
        for op in (hsp.Op.START, hsp.Op.STOP, hsp.Op.GYRO_BIAS):
            receiver.ask(op)

    same(scene)


def test_pings_also_late_ones_and_such_as_are_none() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver)
        for number, payload in enumerate((b"", b"\x01\x02", b"\x02" + bytes(9), bytes(10), bytes((1, 7)) + bytes(20))):
            receiver.device.write(hsp.TIME_SYNC, payload, receiver.t_s, encrypted=number != 3)
            receiver.run(0.01)
        receiver.room = 0
        for number in range(3):
            ping = hsp.encode_sync_request(hsp.SyncRequest(number, 2**63 + number))
            receiver.device.write(hsp.TIME_SYNC, ping, receiver.t_s)
            receiver.run(0.125 * number)
        receiver.room = 1
        receiver.run(1)

    same(scene)


def test_a_start_that_does_not_wait_for_the_reply_of_stop_leaves_nothing_stuck() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(1)
        receiver.room = 0
        for op in (hsp.Op.STOP, hsp.Op.START):
            receiver.write(bytes((op, op)))
        receiver.run(1)
        receiver.room = 3
        receiver.run(1)
        assert [reply.op for reply in receiver.replies] == [hsp.Op.START, hsp.Op.STOP, hsp.Op.START]
        assert len(receiver.frames) > 40

    same(scene)


def test_confirmations_that_come_late() -> None:
    def scene(receiver: Ticking) -> None:
        receiver.confirms = False
        receiver.connect()
        for op in (hsp.Op.START, hsp.Op.STOP, hsp.Op.START):
            receiver.write(bytes((op, op)))
        for _ in range(4):
            receiver.run(0.5)
            receiver.device.confirmed(receiver.t_s)
            receiver.collect()
        receiver.write(bytes((hsp.Op.FORGET_BONDS, 1)))
        receiver.run(0.5)
        receiver.device.confirmed(receiver.t_s)
        receiver.collect()

    same(scene)


def test_intervals_asked_for_and_granted() -> None:
    def scene(receiver: Ticking) -> None:
        receiver.connect(interval=40)
        receiver.run(7)
        receiver.ask(hsp.Op.SET_CONN, min=40, max=50)
        receiver.run(1)
        receiver.device.set_interval(44, receiver.t_s)
        receiver.run(12)

    same(scene)


def test_a_stuck_radio_task() -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(1)
        withhold(receiver.device, True)
        receiver.run(12)
        receiver.ask(hsp.Op.START)
        withhold(receiver.device, False)
        receiver.run(1)

    same(scene)


REQUESTS = st.one_of(
    st.binary(max_size=14),
    st.tuples(st.integers(0, 14), st.binary(min_size=8, max_size=9)).map(lambda made: bytes((made[0],)) + made[1]),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), REQUESTS),
        st.tuples(
            st.sampled_from(["run", "lose", "mtu", "battery", "room", "button", "data", "control"]), st.integers(0, 250)
        ),
    ),
    max_size=25,
)
MOST_WAITING = 3
"""Requests without a reply: the core takes four, where one is enough (K2)."""


def lose(receiver: Ticking, size: int) -> None:
    """Samples of a run: of a measurement of the gyroscope the model takes all, the core those that could be read."""
    if receiver.device.advert().state in (hsp.State.STREAMING, hsp.State.BUFFERING):
        lose_samples(receiver.device, size, receiver.t_s)


ACTS: dict[str, Callable[[Ticking, int], object]] = {
    "run": lambda receiver, size: receiver.run(size / 128),
    "lose": lose,
    "battery": lambda receiver, size: receiver.device.set_battery(size % 100, receiver.t_s, size % 4),
    "room": lambda receiver, size: setattr(receiver, "room", size % 3),
    "button": lambda receiver, _: receiver.device.press_button(receiver.t_s),
    "data": lambda receiver, size: receiver.device.subscribe(hsp.DATA, size % 2 == 0, receiver.t_s),
    "control": lambda receiver, size: receiver.device.subscribe(hsp.CONTROL, size % 2 == 0, receiver.t_s),
    "mtu": lambda receiver, size: away(receiver, size).connect(23 + size),
}


@pytest.mark.long
@settings(max_examples=40)
@given(STEPS)
def test_anything_in_any_order(steps: list[tuple[str, int | bytes]]) -> None:
    def scene(receiver: Ticking) -> None:
        start(247)(receiver).run(1)
        waiting = 0
        for name, value in steps:
            if isinstance(value, bytes):
                waiting = 0 if receiver.room else waiting + 1
                if waiting <= MOST_WAITING:
                    receiver.device.write(hsp.CONTROL, value, receiver.t_s)
            else:
                ACTS[name](receiver, value)
            receiver.run(0.125)
        receiver.room = 100
        receiver.run(3)

    same(scene, ring_samples=300, queue_frames=8)
