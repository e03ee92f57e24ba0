"""What a device tells unasked: Status, Config, battery, advertisement, sleep (PROTOCOL.md 3, 5, 11, 15, 16)."""

from math import inf

import numpy as np
import pytest

from imu_hinge.sensors import hsp
from imu_hinge.virtual.firmware import HangUp
from imu_hinge.virtual.firmware.battery import CHARGING
from tests.firmware.receiver import Receiver, firmware, started


def low(status: hsp.Status) -> tuple[int, int]:
    return status.flags >> hsp.StatusFlag.LOW_BATTERY & 1, status.flags >> hsp.StatusFlag.CRITICAL_BATTERY & 1


def set_battery(receiver: Receiver, pct: int, charge: int = 1) -> None:
    receiver.device.set_battery(pct, receiver.t_s, charge)
    receiver.collect()


def test_status_comes_every_10_s_and_at_once_when_something_changes() -> None:
    receiver = started()
    subscribed_s = receiver.t_s
    times = [t for t, value in receiver.run(61).got if value.characteristic == hsp.STATUS]
    assert times == pytest.approx([subscribed_s + 10 * n for n in range(1, 7)], abs=1e-3)
    receiver.device.press_button(receiver.t_s)
    receiver.device.set_interval(12, receiver.t_s)
    receiver.collect()
    newest = receiver.statuses[-1]
    assert (newest.conn_interval, newest.flags >> hsp.StatusFlag.BUTTON & 1) == (12, 1)
    assert newest.now_us == round(receiver.t_s * 1e6)


def test_config_is_notified_when_any_byte_changes() -> None:
    receiver = started().run(1)
    receiver.ask(hsp.Op.STOP)
    receiver.ask(hsp.Op.SET_ROLE, role=2)
    told = [hsp.decode_config(payload) for payload in receiver.payloads(hsp.CONFIG)]
    assert [(config.state, config.role) for config in told] == [(1, 1), (0, 1), (0, 2)]
    assert told[-1] == receiver.config


def test_at_a_small_mtu_a_notice_is_cut_and_says_only_that_something_changed() -> None:
    receiver = started(mtu=23).run(11)
    assert {len(payload) for payload in receiver.payloads(hsp.STATUS) + receiver.payloads(hsp.CONFIG)} == {20}
    assert len(receiver.device.read(hsp.STATUS, receiver.t_s)) == 36


@pytest.mark.parametrize(
    "levels,flags",
    [
        ([15, 14, 17, 18], [0, 1, 1, 0]),
        ([14, 255], [1, 0]),
        ([20, 15], [0, 0]),
    ],
)
def test_low_battery_comes_below_15_and_goes_at_18(levels: list[int], flags: list[int]) -> None:
    receiver = started()
    for level, flag in zip(levels, flags, strict=True):
        set_battery(receiver, level)
        assert low(receiver.status)[0] == flag
        frame = receiver.run(0.2).frames[-1]
        assert bool(frame.flags & hsp.LOW_BATTERY) == flag


def test_a_critical_battery_ends_the_run_says_so_and_refuses_start_until_8() -> None:
    receiver = started().run(1.03)
    set_battery(receiver, 4)
    assert receiver.config.state == hsp.State.IDLE
    assert low(receiver.statuses[-1]) == (1, 1)
    newest = receiver.status.ring_newest
    assert receiver.frames[-1].index + len(receiver.frames[-1].samples) == newest + 1
    for level, status in [(5, 5), (7, 5), (8, 0)]:
        set_battery(receiver, level)
        assert receiver.ask(hsp.Op.START).status == status


def test_a_charger_allows_start_again() -> None:
    receiver = Receiver(firmware()).connect()
    set_battery(receiver, 4)
    set_battery(receiver, 6, CHARGING)
    assert receiver.ask(hsp.Op.START).status == 0


def test_a_restart_gives_a_new_boot_a_new_clock_and_an_empty_ring() -> None:
    receiver = started().run(5)
    before = receiver.status
    receiver.device.restart(receiver.t_s)
    receiver.connect().run(0.5)
    after = receiver.status
    assert after.boot_id not in (0, before.boot_id)
    assert (after.run, after.ring_oldest, after.ring_newest, after.drops) == (0, 0, 2**32 - 1, 0)
    assert after.now_us == pytest.approx(500_000, abs=1)
    assert receiver.ask(hsp.Op.START).result["run"] == 1


def test_boot_ids_are_never_zero_and_never_the_same_twice_in_a_row() -> None:
    device = firmware()
    ids = []
    for _ in range(2000):
        device.restart(0.0)
        ids.append(device.machine.boot_id)
    assert min(ids) > 0
    assert (np.diff(ids) != 0).all()
    assert len(set(ids)) > 1900


def test_it_advertises_what_it_is_and_sleeps_after_10_idle_minutes() -> None:
    receiver = started(firmware(role=hsp.Role.THORACIC)).run(1)
    receiver.leave()
    advert = receiver.device.advert()
    assert (advert.role, advert.battery, advert.state) == (hsp.Role.THORACIC, 87, hsp.State.BUFFERING)
    assert receiver.device.asleep_from_s == inf
    receiver.run(700)
    assert receiver.device.asleep_from_s == 1201
    receiver.device.press_button(1300)
    assert receiver.device.asleep_from_s == 1900


def test_an_idle_link_is_ended_after_10_minutes() -> None:
    receiver = Receiver(firmware()).connect().run(599)
    assert HangUp() not in [wish for _, wish in receiver.wishes]
    assert receiver.run(2).wishes[-1][1] == HangUp()


def test_the_button_opens_pairing_for_a_minute() -> None:
    device = firmware()
    device.press_button(10.0)
    assert device.pairing_until_s == 70.0
