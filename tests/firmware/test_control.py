"""Requests and their replies, and time sync (PROTOCOL.md sections 9, 10, 13, 15 and 17)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.sensors import hsp
from imu_hinge.sensors.hsp.control import RESULTS
from imu_hinge.virtual.firmware import AskInterval, HangUp, Make, TableSource, break_imu, quiet_source
from tests.firmware.receiver import INTERVAL, Receiver, firmware, started
from tests.sensors.vectors import VECTORS, Vector

WITH_DATA = (hsp.CONTROL, hsp.BACKFILL, hsp.DATA)


def test_every_device_vector_in_a_device_that_came_into_that_context_by_itself(device_vector: Vector) -> None:
    context = device_vector["context"]
    receiver = in_context(context)
    found = vars_of(receiver, context)
    assert found == {name: context[name] for name in found}
    receiver.write(bytes.fromhex(device_vector["request"]), encrypted=context["encrypted"])
    assert receiver.replies[-1].status == device_vector["status"]


@pytest.fixture(params=[v for v in VECTORS if v["kind"] == "device"], ids=lambda v: v["id"])
def device_vector(request: pytest.FixtureRequest) -> Vector:
    vector: Vector = request.param
    return vector


def in_context(context: Vector) -> Receiver:
    """A device brought into a state by what one can do to a device."""
    hz = context["odr_mhz"] / 1000
    source = TableSource(quiet_source(1).rows, nominal_hz=hz, begin_s=0.5 / hz)
    capacity = context["newest"] - context["oldest"] + 1
    caps = Make().caps & context["caps"]
    receiver = Receiver(firmware(source, caps=caps, ring_samples=capacity)).connect(247, subscribe=WITH_DATA)
    receiver.ask(hsp.Op.START)
    receiver.run((context["newest"] + 1) / hz)
    STATES[context["state"]](receiver)
    receiver.device.set_battery(context["battery"], receiver.t_s)
    receiver.device.subscribe(hsp.DATA, context["subscribed"], receiver.t_s)
    if context["motor_ms_60s"]:
        receiver.ask(hsp.Op.HAPTIC, pattern=2, strength=9, on_ms=1000, repeat=context["motor_ms_60s"] // 2000)
    if context["backfilling"]:
        receiver.ask(hsp.Op.BACKFILL, first=context["oldest"], count=900)
    receiver.device.set_mtu(context["mtu"], receiver.t_s)
    return receiver


def measuring(receiver: Receiver) -> None:
    receiver.ask(hsp.Op.STOP)
    receiver.write(bytes((hsp.Op.GYRO_BIAS, 9)))


STATES: dict[str, Callable[[Receiver], object]] = {
    "streaming": lambda receiver: None,
    "idle": lambda receiver: receiver.ask(hsp.Op.STOP),
    "buffering": lambda receiver: receiver.device.subscribe(hsp.DATA, False, receiver.t_s),
    "busy": measuring,
}


def vars_of(receiver: Receiver, context: Vector) -> dict[str, object]:
    """What can be seen of the context from outside."""
    status, config = receiver.status, receiver.config
    return {
        "state": hsp.State(config.state).name.lower(),
        "odr_mhz": config.odr_mhz,
        "mtu": status.mtu,
        "battery": status.battery,
        "oldest": status.ring_oldest,
        "newest": status.ring_newest,
        "backfilling": bool(status.flags >> hsp.StatusFlag.BACKFILL_RUNNING & 1),
    }


@given(st.lists(st.binary(max_size=24), max_size=8))
def test_every_request_gets_exactly_one_reply_with_its_op_and_txn(requests: list[bytes]) -> None:
    receiver = Receiver(firmware()).connect()
    for request in requests:
        receiver.write(request)
    receiver.run(5)
    asked = sorted((*request, 0, 0)[:2] for request in requests)
    assert sorted((reply.op, reply.txn) for reply in receiver.replies) == asked


@given(st.binary(min_size=2, max_size=12), st.binary(min_size=1, max_size=8))
def test_more_bytes_than_known_are_ignored(request: bytes, more: bytes) -> None:
    whole = request + bytes(10)
    replies = []
    for payload in (whole, whole + more):
        receiver = Receiver(firmware()).connect()
        receiver.write(payload)
        replies.append(receiver.run(3).replies)
    assert replies[0] == replies[1]


def test_results_come_only_with_success_and_with_a_refused_backfill() -> None:
    receiver = Receiver(firmware()).connect()
    for op in range(256):
        receiver.write(bytes((op, 1)) + bytes(12))
    for payload in receiver.run(3).payloads(hsp.CONTROL):
        reply = hsp.decode_control_reply(payload)
        size = RESULTS[reply.op].struct.size if reply.status == 0 else 8 * (reply.status == 7)
        assert len(payload) == 4 + size


def test_no_frame_leaves_before_the_start_reply_is_confirmed() -> None:
    receiver = Receiver(firmware(), confirms=False).connect()
    receiver.ask(hsp.Op.START)
    assert receiver.run(0.5).frames == []
    receiver.device.confirmed(receiver.t_s)
    receiver.collect()
    assert [frame.index for frame in receiver.frames] == [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]


def test_the_next_indication_waits_for_the_confirmation_of_the_last() -> None:
    receiver = Receiver(firmware(), confirms=False).connect()
    for txn in (1, 2):
        receiver.write(bytes((hsp.Op.STOP, txn)))
    assert [reply.txn for reply in receiver.replies] == [1]
    receiver.device.confirmed(receiver.t_s)
    receiver.collect()
    assert [reply.txn for reply in receiver.replies] == [1, 2]


def test_a_request_without_subscribed_control_is_lost() -> None:
    receiver = Receiver(firmware()).connect(subscribe=(hsp.DATA,))
    receiver.write(bytes((hsp.Op.START, 1)))
    assert (receiver.replies, receiver.config.state) == ([], hsp.State.IDLE)


RATE = {"odr_hz": 104, "batch": 19, "acc_fs_mg": 8000, "gyr_fs_dps": 500}


@pytest.mark.parametrize(
    "asked,batch",
    [(RATE, 19), ({**RATE, "batch": 40}, 19), (dict.fromkeys(RATE, 0), 5), ({**RATE, "odr_hz": 52, "batch": 1}, 1)],
)
def test_set_rate_cuts_the_batch_reports_it_and_changes_the_epoch(asked: dict[str, int], batch: int) -> None:
    receiver = Receiver(firmware()).connect()
    result = receiver.ask(hsp.Op.SET_RATE, **asked).result
    assert result == {"epoch": 2, "batch": batch, "odr_mhz": 104_000, "acc_fs_mg": 8000, "gyr_fs_dps": 500}
    assert (receiver.config.epoch, receiver.config.batch) == (2, batch)
    receiver.ask(hsp.Op.START)
    frame = receiver.run(1).frames[0]
    assert (len(frame.samples), frame.epoch) == (batch, 2)


@pytest.mark.parametrize("more", [{"odr_hz": 105}, {"acc_fs_mg": 16000}, {"gyr_fs_dps": 1000}])
def test_set_rate_refuses_what_the_part_cannot_do(more: dict[str, int]) -> None:
    receiver = Receiver(firmware()).connect()
    assert receiver.ask(hsp.Op.SET_RATE, **{**RATE, **more}).status == hsp.ReplyStatus.VALUE
    assert receiver.config.epoch == 1


def test_the_role_is_kept_over_a_restart() -> None:
    receiver = Receiver(firmware()).connect()
    assert receiver.ask(hsp.Op.SET_ROLE, role=2).result == {"epoch": 2}
    assert receiver.device.advert().role == hsp.Role.THORACIC
    receiver.device.restart(receiver.t_s)
    assert (receiver.device.advert().role, receiver.connect().config.epoch) == (hsp.Role.THORACIC, 1)


def test_gyro_bias_is_the_mean_of_the_next_two_seconds() -> None:
    source = quiet_source(7, begin_s=0.004)
    receiver = Receiver(firmware(source)).connect().run(1)
    begin_s = receiver.t_s
    receiver.write(bytes((hsp.Op.GYRO_BIAS, 5)))
    assert receiver.config.state == hsp.State.BUSY
    assert receiver.replies == []
    result = receiver.run(2.5).replies[-1].result
    rates = source.raw(source.until(begin_s), source.until(begin_s + 2))[:, 3:]
    for axis, place in zip("xyz", range(3), strict=True):
        assert result[f"mean_16th_lsb_{axis}"] == pytest.approx(16 * rates[:, place].mean(), abs=0.51)
        assert result[f"spread_lsb_{axis}"] == int(rates[:, place].max()) - int(rates[:, place].min())
    assert receiver.config.state == hsp.State.IDLE


def test_what_the_device_cannot_do_is_neither_claimed_nor_done() -> None:
    receiver = Receiver(firmware()).connect()
    assert receiver.ask(hsp.Op.SELF_TEST).status == hsp.ReplyStatus.UNKNOWN_OP
    assert receiver.ask(hsp.Op.ENTER_DFU).status == hsp.ReplyStatus.UNKNOWN_OP
    assert receiver.config.caps & (1 << hsp.Capability.SELF_TEST | 1 << hsp.Capability.DFU) == 0


def test_an_imu_that_breaks_ends_the_run_in_fault() -> None:
    receiver = started().run(2)
    break_imu(receiver.device, receiver.t_s)
    receiver.run(1)
    assert receiver.config.state == hsp.State.FAULT
    assert receiver.statuses[-1].flags >> hsp.StatusFlag.IMU_FAULT & 1
    assert receiver.ask(hsp.Op.STOP).status == 0
    assert receiver.config.state == hsp.State.FAULT


def test_an_imu_that_broke_in_idle_is_found_out_by_start() -> None:
    receiver = Receiver(firmware()).connect()
    break_imu(receiver.device, receiver.t_s)
    assert receiver.ask(hsp.Op.START).status == hsp.ReplyStatus.HARDWARE
    assert receiver.config.state == hsp.State.FAULT
    assert receiver.ask(hsp.Op.START).status == hsp.ReplyStatus.WRONG_STATE


def test_identify_lights_the_lamp_for_so_long() -> None:
    receiver = Receiver(firmware()).connect().run(3)
    receiver.ask(hsp.Op.IDENTIFY, seconds=10)
    assert receiver.device.machine.lamp_until_s == 13.0
    receiver.ask(hsp.Op.IDENTIFY, seconds=0)
    assert receiver.device.machine.lamp_until_s == 3.0


def test_the_motor_has_15_s_in_any_60_s_and_stops_with_the_link() -> None:
    receiver = Receiver(firmware()).connect()
    pulses = {"pattern": 1, "strength": 200, "on_ms": 1000, "repeat": 5}
    statuses = [receiver.ask(hsp.Op.HAPTIC, **pulses).status for _ in range(4)]
    assert statuses == [0, 0, 0, hsp.ReplyStatus.BUSY]
    assert receiver.device.machine.motor.until_s == pytest.approx(5.8)
    receiver.leave()
    assert receiver.device.machine.motor.until_s == 0.0
    receiver.connect().run(60)
    assert receiver.ask(hsp.Op.HAPTIC, **pulses).status == 0


@pytest.mark.parametrize("request_", [bytes((hsp.Op.STOP, 1)), b"\x05\x01\x00\x00\x00\x00\x00"])
def test_stop_and_pattern_0_stop_the_motor(request_: bytes) -> None:
    receiver = started()
    receiver.ask(hsp.Op.HAPTIC, pattern=1, strength=200, on_ms=1000, repeat=5)
    receiver.write(request_)
    assert receiver.device.machine.motor.until_s <= receiver.t_s


def test_a_link_asks_for_15_to_30_ms_until_it_is_granted_three_times_at_most() -> None:
    granted = Receiver(firmware()).connect(interval=INTERVAL).run(30)
    refused = Receiver(firmware()).connect(interval=40).run(30)
    assert [t for t, _ in granted.wishes] == pytest.approx([1.0], abs=1e-3)
    assert [t for t, _ in refused.wishes] == pytest.approx([1.0, 6.0, 11.0], abs=1e-3)
    assert refused.wishes[0][1] == AskInterval(12, 24, latency=0, timeout_s=4.0)


def test_set_conn_replaces_the_wish_until_the_link_ends_and_status_says_what_was_granted() -> None:
    receiver = Receiver(firmware()).connect().run(2)
    assert receiver.ask(hsp.Op.SET_CONN, min=40, max=40).result == {"min": 40, "max": 40}
    assert receiver.wishes[-1][1] == AskInterval(40, 40)
    receiver.device.set_interval(40, receiver.t_s)
    receiver.collect()
    assert receiver.statuses[-1].conn_interval == 40
    receiver.leave()
    assert receiver.connect().run(2).wishes[-1][1] == AskInterval(12, 24)


def test_forget_bonds_ends_the_link_after_its_reply() -> None:
    receiver = Receiver(firmware(), confirms=False).connect()
    receiver.ask(hsp.Op.FORGET_BONDS)
    assert receiver.wishes == []
    receiver.device.confirmed(receiver.t_s)
    receiver.collect()
    assert [wish for _, wish in receiver.wishes] == [HangUp(forget_bonds=True)]


def ping(receiver: Receiver, number: int, t1: int = 77) -> None:
    payload = hsp.encode_sync_request(hsp.SyncRequest(number, t1))
    receiver.device.write(hsp.TIME_SYNC, payload, receiver.t_s)


def pongs(receiver: Receiver) -> list[hsp.SyncReply]:
    return [hsp.decode_sync_reply(payload) for payload in receiver.payloads(hsp.TIME_SYNC)]


def test_a_ping_is_answered_at_once_with_the_time_it_came() -> None:
    receiver = Receiver(firmware(drift_ppm=50.0)).connect().run(100)
    ping(receiver, 5, 123456789)
    receiver.collect()
    assert pongs(receiver) == [hsp.SyncReply(5, 123456789, 100_005_000, 0)]


def test_a_ping_that_waits_says_for_how_long_and_a_newer_one_replaces_it() -> None:
    receiver = Receiver(firmware(), room=0).connect().run(1)
    ping(receiver, 1)
    receiver.t_s += 0.01
    ping(receiver, 2)
    receiver.t_s += 0.0125
    receiver.room = 1
    receiver.collect()
    assert [(pong.id, pong.t2_us, pong.hold_us) for pong in pongs(receiver)] == [(2, 1_010_000, 12_500)]


@pytest.mark.parametrize("payload", [b"", b"\x01\x02", b"\x02" + bytes(9), bytes(10)])
def test_a_malformed_ping_is_not_answered(payload: bytes) -> None:
    receiver = Receiver(firmware()).connect()
    receiver.device.write(hsp.TIME_SYNC, payload, receiver.t_s)
    receiver.collect()
    assert pongs(receiver) == []
